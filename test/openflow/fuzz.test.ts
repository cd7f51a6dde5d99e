// Messages changed at random, by the hundred thousand: no exception, no hang, no read outside the message, no growth of the heap,
// and what still decodes encodes to the same bytes but for padding, also by way of JSON. `DAOLI_FUZZ` sets how many;
// `npm run fuzz -- --count 10000000` runs the same fuzzer for longer.
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '#openflow/message.ts';
import { KINDS_10, KINDS_13 } from '#openflow/message-table.ts';
import { countSteps, fuzz, MESSAGES } from './fuzz/fuzz.ts';
import { changesOf } from './fuzz/mutate.ts';
import { tryMessage } from './fuzz/trial.ts';
import { announce, random, SEED } from './seed.ts';
import { hex } from './vectors/vector.ts';

const COUNT = Number(process.env.DAOLI_FUZZ ?? 150_000);
/** Far more than a pause of the machine, far less than a loop without end. */
const SLOWEST_MS = 1000;
/** Of the heap, from the first message counted to the last: caches of code, not something for each message. */
const GROWTH_BYTES = 4 * 2 ** 20;
/** Steps that a message may take however short it is, and for each of its bytes. */
const FREE_STEPS = 64;
const STEPS_PER_BYTE = 3;

announce(import.meta.url);

describe(`${COUNT} mutated messages`, () => {
  it('are each a message or an error, take bounded time and leave nothing behind', { timeout: 600_000 }, () => {
    const figures = fuzz({ count: COUNT, seed: SEED, jsonEvery: 4 });
    expect(figures.worstDecodeMs).toBeLessThan(SLOWEST_MS);
    const [first, ...later] = figures.heapBytes;
    expect(later.length).toBeGreaterThanOrEqual(10);
    for (const bytes of later) expect(bytes - first!).toBeLessThan(GROWTH_BYTES);
    // A fuzzer whose messages all fail at the header tries nothing; one that changes nothing neither.
    expect(figures.decoded).toBeGreaterThan(COUNT / 5);
    expect(figures.decoded).toBeLessThan((COUNT * 4) / 5);
    const types = [...Object.keys(KINDS_10), ...Object.keys(KINDS_13), 'BUNDLE_ADD_MESSAGE'];
    expect(types.filter((type) => !figures.types.has(type))).toEqual([]);
  });

  it('take a number of steps that their length bounds', () => {
    const { readsPerByte, writesPerByte } = countSteps(Math.min(COUNT, 30_000), SEED, FREE_STEPS);
    expect(readsPerByte).toBeGreaterThan(0);
    expect(readsPerByte).toBeLessThan(STEPS_PER_BYTE);
    expect(writesPerByte).toBeGreaterThan(0);
    expect(writesPerByte).toBeLessThan(STEPS_PER_BYTE);
  });
});

describe('the fuzzer', () => {
  it('has no mutator that changes nothing', () => {
    const changes = changesOf(MESSAGES, random(SEED), 400);
    expect(changes.size).toBeGreaterThan(15);
    expect([...changes].filter(([, changed]) => changed < 20)).toEqual([]);
  });

  it('finds out a decoder that reads one byte too far', () => {
    const message = hex('04 02 00 0a 00 00 00 01 aa'); // says 10 bytes, has 9
    expect(tryMessage(message, true).decoded).toBe(false);
    expect(() => tryMessage(message, true, (bytes, at, end) => decodeMessage(bytes, at, end + 1))).toThrow(
      'ends at 10',
    );
  });

  it('finds out a decoder that reads before the message', () => {
    const message = hex('04 02 00 08 00 00 00 01');
    const early: typeof decodeMessage = (bytes, at = 0, end) => {
      const result = decodeMessage(bytes, at, end);
      return result.ok ? { ...result, message: { ...result.message, xid: bytes[at - 1] ?? 0xaa } } : result;
    };
    expect(() => tryMessage(message, true, early)).toThrow('outside');
  });

  it('finds out a decoder that loses something', () => {
    const message = hex('04 02 00 0a 00 00 00 01 aa bb');
    const forgetful: typeof decodeMessage = (bytes, at, end) => {
      const result = decodeMessage(bytes, at, end);
      return result.ok ? { ...result, message: { ...result.message, data: hex('aacc') } as never } : result;
    };
    expect(() => tryMessage(message, true, forgetful)).toThrow('more than padding');
  });
});
