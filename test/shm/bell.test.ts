// A lost wake-up would leave a thread asleep although work waits: parks have a time-out of ten seconds here, and none
// may ever end by it.
import { describe, expect, it } from 'vitest';
import { announcePark, cancelPark, park, parkAsync, ringBell } from '#shm/bell.ts';
import { BOARD_WORDS } from '#shm/layout.ts';
import { takeSeed } from '../reference/seed.ts';
import { runThreads } from './threads.ts';

const seed = takeSeed('test/shm/bell.test.ts');
const BELL = 32;

function board(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(BOARD_WORDS * 4));
}

async function elapsedMs(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

describe('a bell', () => {
  it('that rings between the announcement and the park ends the park at once', async () => {
    const words = board();
    announcePark(words, BELL);
    ringBell(words, BELL);
    expect(await elapsedMs(() => park(words, BELL, 5000))).toBeLessThan(1000);
    announcePark(words, BELL);
    ringBell(words, BELL);
    expect(await elapsedMs(() => parkAsync(words, BELL, 5000))).toBeLessThan(1000);
  });

  it('that never rings lets the sleeper go when its time is over, awake', async () => {
    const words = board();
    announcePark(words, BELL);
    expect(await elapsedMs(() => park(words, BELL, 30))).toBeGreaterThan(25);
    expect(words[BELL]).toBe(0);
    announcePark(words, BELL);
    expect(await elapsedMs(() => parkAsync(words, BELL, 30))).toBeGreaterThan(25);
    cancelPark(words, BELL);
    expect(words[BELL]).toBe(0);
  });

  it('rung while its owner is awake is not remembered: the owner looks at its rings before it sleeps', async () => {
    const words = board();
    ringBell(words, BELL);
    expect([...words].every((word) => word === 0)).toBe(true);
    announcePark(words, BELL);
    expect(await elapsedMs(() => park(words, BELL, 30))).toBeGreaterThan(25);
  });

  it('does not let a park begin that was taken back', async () => {
    const words = board();
    announcePark(words, BELL);
    cancelPark(words, BELL);
    expect(await elapsedMs(() => park(words, BELL, 5000))).toBeLessThan(1000);
  });

  it('rings for its owner only', async () => {
    const words = board();
    announcePark(words, BELL);
    ringBell(words, BELL + 16);
    expect(await elapsedMs(() => park(words, BELL, 30))).toBeGreaterThan(25);
  });

  it('wakes an owner with an event loop whose earlier sleep something else has ended', async () => {
    const words = board();
    announcePark(words, BELL);
    const first = parkAsync(words, BELL, 5000);
    cancelPark(words, BELL); // a socket woke it; nobody waits for the first sleep any more
    announcePark(words, BELL);
    const second = parkAsync(words, BELL, 5000);
    ringBell(words, BELL);
    expect(await elapsedMs(() => Promise.all([first, second]))).toBeLessThan(1000);
  });
});

describe('two threads that wake each other', () => {
  it('lose no wake-up in 100,000 parks', async () => {
    const data = { board: board().buffer, parks: 100_000, seed };
    const results = await runThreads('./bell-thread.ts', [
      { ...data, side: 0, waiting: 'park' },
      { ...data, side: 1, waiting: 'park' },
    ]);
    expect(results.map(({ timeouts }) => timeouts)).toEqual([0, 0]);
    expect(results[0]!.parks).toBeGreaterThanOrEqual(100_000);
  });

  it('lose none in 100,000 parks either when one of them has an event loop', async () => {
    const data = { board: board().buffer, parks: 100_000, seed };
    const results = await runThreads('./bell-thread.ts', [
      { ...data, side: 0, waiting: 'park' },
      { ...data, side: 1, waiting: 'parkAsync' },
    ]);
    expect(results.map(({ timeouts }) => timeouts)).toEqual([0, 0]);
    expect(results[0]!.parks).toBeGreaterThanOrEqual(100_000);
  });
});
