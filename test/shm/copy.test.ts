import { describe, expect, it } from 'vitest';
import { copyBytes } from '#shm/copy.ts';
import { random } from '../openflow/seed.ts';

describe('copyBytes', () => {
  it.each([
    ['shared to shared', true, true],
    ['shared to own', true, false],
    ['own to shared', false, true],
    ['own to own', false, false],
  ])('copies any length at any places, %s, and touches nothing around', (_, fromShared, toShared) => {
    const roll = random(7);
    const from = new Uint8Array(fromShared ? new SharedArrayBuffer(4096) : new ArrayBuffer(4096));
    for (let i = 0; i < from.length; i++) from[i] = roll(256);
    const to = new Uint8Array(toShared ? new SharedArrayBuffer(4096) : new ArrayBuffer(4096));
    const [fromView, toView] = [new DataView(from.buffer), new DataView(to.buffer)];
    for (const length of [...Array(40).keys(), 510, 511, 512, 513, 514, 1500, 2000]) {
      for (let i = 0; i < 64; i++) {
        const [fromAt, toAt] = [i & 7, 100 + (i >> 3)];
        to.fill(0xa5);
        copyBytes(from, fromView, fromAt, to, toView, toAt, length);
        const wanted = Buffer.alloc(to.length, 0xa5);
        wanted.set(from.subarray(fromAt, fromAt + length), toAt);
        if (!wanted.equals(to)) expect.fail(`${length} bytes from ${fromAt} to ${toAt}`);
      }
    }
  });
});
