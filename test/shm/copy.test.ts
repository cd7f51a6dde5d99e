import { describe, expect, it } from 'vitest';
import { copyBytes, copyFew, RunCopier } from '#shm/copy.ts';
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

describe('copyFew', () => {
  it('copies any length at any places, and touches nothing around', () => {
    const from = Uint8Array.from({ length: 700 }, (_, i) => i * 7);
    for (const length of [0, 1, 7, 8, 255, 256, 257, 600]) {
      const to = new Uint8Array(1000).fill(0xa5);
      copyFew(from, 5, to, 11, length);
      const wanted = Buffer.alloc(to.length, 0xa5);
      wanted.set(from.subarray(5, 5 + length), 11);
      expect(wanted.equals(to), `${length} bytes`).toBe(true);
    }
  });
});

describe('a copier of runs', () => {
  const LENGTHS = [...Array(40).keys(), 255, 256, 257, 1000, 1500, 1999];

  it('copies any length from any array and place to one of the same rest by 8, and touches nothing around', () => {
    const roll = random(8);
    const block = new SharedArrayBuffer(4096);
    const to = new Uint8Array(block);
    const copier = new RunCopier(block);
    // a whole buffer that does not end with a word, a part of one, and a short one, in turn
    const whole = new Uint8Array(2047);
    const part = new Uint8Array(new ArrayBuffer(4001), 13, 2100);
    for (const each of [whole, part]) for (let i = 0; i < each.length; i++) each[i] = roll(256);
    for (const length of LENGTHS) {
      for (let fromAt = 0; fromAt < 16; fromAt++) {
        for (const from of [whole, part, whole.slice(0, 2030)]) {
          const toAt = 104 + ((from.byteOffset + fromAt) & 7);
          to.fill(0xa5);
          copier.copy(from, fromAt, fromAt + length, toAt);
          const wanted = Buffer.alloc(to.length, 0xa5);
          wanted.set(from.subarray(fromAt, fromAt + length), toAt);
          if (!wanted.equals(to)) expect.fail(`${length} bytes from ${fromAt} of ${from.length} to ${toAt}`);
        }
      }
    }
  });

  it('sees what was written to an array after it was copied from', () => {
    const block = new SharedArrayBuffer(1024);
    const copier = new RunCopier(block);
    const from = new Uint8Array(512).fill(1);
    copier.copy(from, 0, 512, 0);
    from.fill(2);
    copier.copy(from, 0, 512, 512);
    expect([...new Set(new Uint8Array(block, 0, 512)), ...new Set(new Uint8Array(block, 512))]).toEqual([1, 2]);
  });
});
