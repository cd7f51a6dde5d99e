import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { nowMs, nowNs, nowStamp, stampOf, stampsToNs } from '#shm/clock.ts';

describe('the clock', () => {
  it('never runs backwards and goes as fast as the system', () => {
    const from = [nowNs(), Number(process.hrtime.bigint())] as const;
    let last = 0;
    for (let i = 0; i < 100_000; i++) {
      const now = nowNs();
      if (now < last) expect.fail(`${now} after ${last}`);
      last = now;
    }
    const [passed, passedThere] = [nowNs() - from[0], Number(process.hrtime.bigint()) - from[1]];
    expect(Math.abs(passed - passedThere)).toBeLessThan(1e6);
  });

  it('is the same in every thread, within five microseconds', async () => {
    // The other thread reads its clock between two readings of ours: its time lies between them.
    for (let thread = 0; thread < 5; thread++) {
      const words = new Int32Array(new SharedArrayBuffer(64));
      const times = new Float64Array(new SharedArrayBuffer(64));
      const data = { words, times };
      const worker = new Worker(new URL('./clock-thread.ts', import.meta.url), { workerData: data });
      try {
        await new Promise((resolve) => worker.once('message', resolve));
        let early = Number.POSITIVE_INFINITY;
        let late = Number.POSITIVE_INFINITY;
        for (let i = 1; i <= 2000; i++) {
          const before = nowNs();
          Atomics.store(words, 0, i);
          Atomics.notify(words, 0);
          while (Atomics.load(words, 1) !== i) Atomics.wait(words, 1, i - 1, 10);
          const after = nowNs();
          early = Math.min(early, times[0]! - before);
          late = Math.min(late, after - times[0]!);
        }
        expect(early).toBeGreaterThan(-5000);
        expect(late).toBeGreaterThan(-5000);
      } finally {
        await worker.terminate();
      }
    }
  });
});

describe('stamps', () => {
  it('are the low 32 bits of the time in units of 64 ns', () => {
    expect(stampOf(0)).toBe(0);
    expect(stampOf(63)).toBe(0);
    expect(stampOf(64 * 5 + 1)).toBe(5);
    expect(stampOf(64 * 2 ** 31)).toBe(-(2 ** 31));
    expect(stampOf(64 * (2 ** 32 + 3))).toBe(3);
    expect(stampOf(9e15)).toBe(Number(BigInt.asIntN(32, BigInt(9e15) / 64n)));
    const stamp = nowStamp();
    expect(stampsToNs(stamp, stampOf(nowNs()))).toBeLessThan(1e9);
  });

  it('tell the time between them across their wrap, up to two minutes', () => {
    for (const at of [0, 64 * (2 ** 31 - 5), 64 * (2 ** 32 - 5)]) {
      for (const passed of [0, 64, 640, 1e9, 120e9]) {
        const told = stampsToNs(stampOf(at), stampOf(at + passed));
        expect(Math.abs(told - passed)).toBeLessThanOrEqual(64);
      }
    }
  });

  it('in milliseconds go with the clock', () => {
    const from = nowNs() / 1e6;
    expect(nowMs() - (Math.floor(from) | 0)).toBeLessThan(1000);
    expect(nowMs() - (Math.floor(from) | 0)).toBeGreaterThanOrEqual(0);
  });
});
