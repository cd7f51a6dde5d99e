import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyRecorder, readLatency } from '#shm/latency.ts';
import { LATENCY_WORDS } from '#shm/layout.ts';
import { takeSeed } from '../reference/seed.ts';

const seed = takeSeed('test/shm/latency.test.ts');
const UNIT_NS = 64;

function recorded(...values: [units: number, count: number][]): ReturnType<typeof readLatency> {
  const block = new SharedArrayBuffer(LATENCY_WORDS * 4);
  const recorder = new LatencyRecorder(block);
  for (const [units, count] of values) recorder.record(units, count);
  return readLatency(block);
}

describe('a latency histogram', () => {
  it('is empty at first', () => {
    expect(recorded()).toEqual({ counts: [], greatestNs: 0 });
  });

  it('knows small values exactly', () => {
    for (let units = 0; units < 32; units++) {
      expect(recorded([units, 1])).toEqual({
        counts: [{ ns: units * UNIT_NS, count: 1 }],
        greatestNs: units * UNIT_NS,
      });
    }
  });

  it('knows every value within 3 %, and the greatest exactly', () => {
    fc.assert(
      fc.property(
        fc.nat(30).chain((bits) => fc.integer({ min: 2 ** bits, max: 2 ** (bits + 1) - 1 })),
        (units) => {
          const { counts, greatestNs } = recorded([units, 1]);
          expect(counts).toHaveLength(1);
          expect(Math.abs(counts[0]!.ns / (units * UNIT_NS) - 1)).toBeLessThan(0.03);
          expect(greatestNs).toBe(units * UNIT_NS);
        },
      ),
      { seed, numRuns: 2000 },
    );
  });

  it('keeps the order of values: a greater one is never shown as a smaller one', () => {
    let last = -1;
    for (let units = 0; units < 100_000; units++) {
      const { ns } = recorded([units, 1]).counts[0]!;
      if (ns < last) expect.fail(`${units} is shown as ${ns} after ${last}`);
      last = ns;
    }
  });

  it('takes clocks that seem to run backwards for no time, and the longest time there is', () => {
    expect(recorded([-1, 1], [-(2 ** 31), 1])).toEqual({ counts: [{ ns: 0, count: 2 }], greatestNs: 0 });
    const { counts, greatestNs } = recorded([2 ** 31 - 1, 1]);
    expect(greatestNs).toBe((2 ** 31 - 1) * UNIT_NS);
    expect(Math.abs(counts[0]!.ns / greatestNs - 1)).toBeLessThan(0.03);
  });

  it('adds runs up, in ascending order, and counts past two to the 31st', () => {
    expect(recorded([5, 10], [1, 1], [5, 4], [3, 0]).counts).toEqual([
      { ns: UNIT_NS, count: 1 },
      { ns: 5 * UNIT_NS, count: 14 },
    ]);
    expect(recorded([5, 2 ** 31 - 1], [5, 2 ** 31 - 1]).counts).toEqual([{ ns: 5 * UNIT_NS, count: 2 ** 32 - 2 }]);
  });
});
