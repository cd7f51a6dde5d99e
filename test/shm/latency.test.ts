import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LATENCY_DECIDE,
  LATENCY_EMIT,
  LATENCY_QUEUE,
  LATENCY_RING,
  LATENCY_STAGES,
  LATENCY_TOTAL,
  LATENCY_WRITE,
  LatencyRecorder,
  readLatency,
} from '#shm/latency.ts';
import { LATENCY_BLOCK_BYTES, LATENCY_STAGE_WORDS } from '#shm/layout.ts';
import { takeSeed } from '../reference/seed.ts';

const seed = takeSeed('test/shm/latency.test.ts');
const UNIT_NS = 64;
const LONGEST = 2 ** 31 - 1;
const SECOND = 1e9 / UNIT_NS;

function recorded(...values: [units: number, count: number][]): ReturnType<typeof readLatency> {
  const block = new SharedArrayBuffer(LATENCY_BLOCK_BYTES);
  const recorder = new LatencyRecorder(block);
  for (const [units, count] of values) recorder.record(LATENCY_DECIDE, units, count);
  return readLatency(block, LATENCY_DECIDE);
}

describe('a latency histogram', () => {
  it('is empty at first', () => {
    expect(recorded()).toEqual({ buckets: [], maxNs: 0 });
  });

  it('knows small values exactly', () => {
    for (let units = 0; units < 64; units++) {
      const ns = units * UNIT_NS;
      expect(recorded([units, 1])).toEqual({ buckets: [{ ns, count: 1 }], maxNs: ns });
    }
  });

  it('knows every value within 2 %, and the greatest exactly', () => {
    fc.assert(
      fc.property(
        fc.nat(30).chain((bits) => fc.integer({ min: 2 ** bits, max: 2 ** (bits + 1) - 1 })),
        (units) => {
          const { buckets, maxNs } = recorded([units, 1]);
          expect(buckets).toHaveLength(1);
          expect(Math.abs(buckets[0]!.ns / (units * UNIT_NS) - 1)).toBeLessThan(0.02);
          expect(maxNs).toBe(units * UNIT_NS);
        },
      ),
      { seed, numRuns: 2000 },
    );
  });

  it('keeps the order of values: a greater one is never shown as a smaller one', () => {
    let last = -1;
    for (let units = 0; units < 100_000; units++) {
      const { ns } = recorded([units, 1]).buckets[0]!;
      if (ns < last) expect.fail(`${units} is shown as ${ns} after ${last}`);
      last = ns;
    }
  });

  it('takes clocks that seem to run backwards for no time', () => {
    expect(recorded([-1, 1], [-SECOND + 1, 1])).toEqual({ buckets: [{ ns: 0, count: 2 }], maxNs: 0 });
  });

  it('takes a difference beyond half the circle of stamps for the longest time there is', () => {
    const longest = recorded([LONGEST, 1]);
    expect(longest.maxNs).toBe(LONGEST * UNIT_NS);
    expect(Math.abs(longest.buckets[0]!.ns / longest.maxNs - 1)).toBeLessThan(0.02);
    for (const units of [-SECOND, LONGEST + 1, -LONGEST - 1, 200 * SECOND, 2 ** 32 - SECOND]) {
      expect(recorded([units, 1]), `${units}`).toEqual(longest);
    }
  });

  it('knows a difference across the wrap of the stamps', () => {
    const from = 2 ** 31 - 10;
    const to = -(2 ** 31) + 10; // twenty units later, as an Int32
    expect(recorded([to - from, 1])).toEqual(recorded([20, 1]));
  });

  it('adds runs up, in ascending order', () => {
    expect(recorded([5, 10], [1, 1], [5, 4])).toEqual({
      buckets: [
        { ns: UNIT_NS, count: 1 },
        { ns: 5 * UNIT_NS, count: 14 },
      ],
      maxNs: 5 * UNIT_NS,
    });
  });

  it('counts past four billion, to the last one', () => {
    const { buckets } = recorded([5, 2 ** 32 - 1], [5, 2 ** 32 - 1], [5, 3]);
    expect(buckets).toEqual([{ ns: 5 * UNIT_NS, count: 2 ** 33 + 1 }]);
  });
});

describe('a latency block', () => {
  const stages = [LATENCY_RING, LATENCY_QUEUE, LATENCY_DECIDE, LATENCY_EMIT, LATENCY_WRITE, LATENCY_TOTAL];

  it('has a histogram for each stage, and a line for people', () => {
    expect(stages).toEqual(LATENCY_STAGES.map((_, index) => index));
    expect(LATENCY_STAGES.map(({ name }) => name)).toEqual(['ring', 'queue', 'decide', 'emit', 'write', 'total']);
    expect(LATENCY_BLOCK_BYTES).toBe(stages.length * LATENCY_STAGE_WORDS * 8);
  });

  it.each(stages)('keeps the shortest and the longest of stage %i out of its neighbours', (stage) => {
    const block = new SharedArrayBuffer(LATENCY_BLOCK_BYTES);
    const recorder = new LatencyRecorder(block);
    recorder.record(stage, 0, 1);
    recorder.record(stage, LONGEST, 2);
    for (const other of stages) {
      const { buckets, maxNs } = readLatency(block, other);
      expect(buckets.map(({ count }) => count)).toEqual(other === stage ? [1, 2] : []);
      expect(maxNs).toBe(other === stage ? LONGEST * UNIT_NS : 0);
    }
  });

  it('goes on where it was when its worker starts again', () => {
    const block = new SharedArrayBuffer(LATENCY_BLOCK_BYTES);
    new LatencyRecorder(block).record(LATENCY_TOTAL, 7, 1);
    new LatencyRecorder(block).record(LATENCY_TOTAL, 7, 1);
    expect(readLatency(block, LATENCY_TOTAL).buckets).toEqual([{ ns: 7 * UNIT_NS, count: 2 }]);
  });
});
