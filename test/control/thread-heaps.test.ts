// Heaps of threads that never go back to their event loops, as those that do the work do not.

import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { ThreadHeaps } from '#control/thread-heaps.ts';

const BEGIN = `const { workerData } = require('node:worker_threads');
  const board = new Int32Array(workerData);
  let kept = {};
  const bell = new Int32Array(new SharedArrayBuffer(4));`;
const BUSY = 'for (let sum = 0; Atomics.load(board, 0) === 0; ) sum = (sum + 1) | 0;';
const WASTEFUL = 'while (Atomics.load(board, 0) === 0) for (let i = 0; i < 100; i++) kept = { i, board };';
const ASLEEP = 'while (Atomics.load(board, 0) === 0) Atomics.wait(bell, 0, 0, 300);';

const stop = new Int32Array(new SharedArrayBuffer(4));
const workers: Worker[] = [];

afterEach(async () => {
  stop[0] = 1;
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  stop[0] = 0;
});

/** Threads that run these bodies until the test ends, and what looks at them. */
function watch(bodies: Record<string, string>): ThreadHeaps {
  const owners = Object.entries(bodies).map(([thread, body]) => {
    const worker = new Worker(`${BEGIN} ${body}`, { eval: true, workerData: stop.buffer });
    workers.push(worker);
    return { thread, worker: () => worker };
  });
  return new ThreadHeaps(owners);
}

function heapOf(heaps: ThreadHeaps, thread: string) {
  return { ...heaps.heaps.find((heap) => heap.thread === thread)! };
}

describe('the heap of a thread that never rests', () => {
  test('stays the same to the byte when the thread allocates nothing', async () => {
    const heaps = watch({ busy: BUSY });
    // its loop is compiled meanwhile
    await sleep(500);
    await heaps.look();
    const first = heapOf(heaps, 'busy');
    expect(first.usedBytes).toBeGreaterThan(500_000);
    for (let i = 0; i < 10; i++) {
      await sleep(20);
      await heaps.look();
      expect(heapOf(heaps, 'busy')).toEqual(first);
    }
    expect(heapOf(heaps, 'busy').collections).toBe(0);
  });

  test('tells that garbage is collected when the thread makes some', async () => {
    const heaps = watch({ wasteful: WASTEFUL });
    await expect
      .poll(
        async () => {
          await heaps.look();
          return heapOf(heaps, 'wasteful').collections;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(5);
  });
});

describe('a look', () => {
  test('is not held up by a thread that sleeps, which answers when it wakes', async () => {
    const heaps = watch({ asleep: ASLEEP, busy: BUSY });
    await sleep(200);
    const looks = [heaps.look(), heaps.look(), heaps.look()];
    await expect.poll(() => heapOf(heaps, 'busy').usedBytes, { interval: 1, timeout: 10_000 }).toBeGreaterThan(0);
    await Promise.all(looks);
    expect(heapOf(heaps, 'asleep').usedBytes).toBeGreaterThan(0);
    expect(heapOf(heaps, 'main').usedBytes).toBeGreaterThan(0);
  });

  test('at a thread that has ended, or that there is none of yet, leaves what was known', async () => {
    const heaps = watch({ busy: BUSY });
    await heaps.look();
    const before = heapOf(heaps, 'busy');
    stop[0] = 1;
    await workers[0]!.terminate();
    await heaps.look();
    expect(heapOf(heaps, 'busy')).toEqual(before);
    const none = new ThreadHeaps([{ thread: 'none', worker: () => undefined }]);
    await none.look();
    expect(heapOf(none, 'none').usedBytes).toBe(0);
  });
});
