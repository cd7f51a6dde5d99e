import { afterEach, expect, test, vi } from 'vitest';
import { MemoryAhead } from '#control/memory-ahead.ts';
import { allocateMemory, type MemoryConfig, SESSIONS_HIGH_WATER, type SharedMemory } from '#shm/layout.ts';

const MIB = 1024 * 1024;
const ROWS = 1_048_576;
const CONFIG: MemoryConfig = {
  ...{ workers: 1, endpointRows: 16, networkRows: 4, classRows: 16, pairRows: 16, heapWords: 64 },
  ...{ sessionRows: ROWS, macSets: 262_144, ingressBytes: MIB, egressBytes: MIB, controlBytes: 262_144 },
};

afterEach(() => {
  vi.useRealTimers();
});

/** How many MiB the process has got while something was done. */
function grown(act: () => void): number {
  const before = process.memoryUsage.rss();
  act();
  return (process.memoryUsage.rss() - before) / MIB;
}

function open(learn: boolean): { memory: SharedMemory; ahead: MemoryAhead } {
  const memory = allocateMemory(CONFIG);
  return { memory, ahead: new MemoryAhead(memory, learn) };
}

test('has the memory that the first packets need, and no more of the sessions than is near', () => {
  vi.useFakeTimers();
  const { ahead } = open(false);
  // 8 MiB of chains' beginnings, 2 of rings, 9 of rows; 72 more would be all.
  const mib = grown(() => ahead.start());
  ahead.stop();
  expect(mib).toBeGreaterThan(18);
  expect(mib).toBeLessThan(30);
});

test('has the addresses of learning switches where there may be some', () => {
  vi.useFakeTimers();
  const { ahead } = open(true);
  expect(grown(() => ahead.start())).toBeGreaterThan(34);
  ahead.stop();
});

test('stays ahead of sessions, in pieces, and ends with the table', () => {
  vi.useFakeTimers();
  const { memory, ahead } = open(false);
  ahead.start();
  const words = new Int32Array(memory.sessions[0]!);
  const comeTo = (highWater: number) =>
    grown(() => {
      words[SESSIONS_HIGH_WATER] = highWater;
      vi.advanceTimersByTime(200);
    });
  expect(comeTo(1000)).toBeLessThan(2);
  expect(comeTo(131_072)).toBeGreaterThan(8.5);
  expect(comeTo(131_072)).toBeLessThan(2);
  expect(comeTo(ROWS)).toBeGreaterThan(50);
  expect(comeTo(ROWS)).toBeLessThan(2);
  ahead.stop();
  expect(words[SESSIONS_HIGH_WATER]).toBe(ROWS);
  // Whatever was touched is as it was.
  expect(words.findIndex((word, at) => word !== 0 && at > SESSIONS_HIGH_WATER + 2)).toBe(-1);
});
