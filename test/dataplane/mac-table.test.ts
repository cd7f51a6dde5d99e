// Where learning switches have seen addresses: bounded, by datapath, and forgetful.

import { describe, expect, test } from 'vitest';
import { MacTable } from '#dataplane/mac-table.ts';
import { macWords } from '#shm/layout.ts';

/** A table of `sets` sets of four addresses, which are known for 300 s. */
function tableOf(sets: number): MacTable {
  return new MacTable(new SharedArrayBuffer(4 * macWords(sets)), 300);
}

describe('an address', () => {
  test('is found where it was seen last, on its datapath alone', () => {
    const macs = tableOf(16);
    expect(macs.find(1024, 0x0200, 1, 0)).toBe(0);
    macs.learn(1024, 0x0200, 1, 7, 0);
    expect(macs.find(1024, 0x0200, 1, 0)).toBe(7);
    expect(macs.find(1025, 0x0200, 1, 0)).toBe(0);
    expect(macs.find(1024, 0x0201, 1, 0)).toBe(0);
    expect(macs.find(1024, 0x0200, 2, 0)).toBe(0);
    macs.learn(1024, 0x0200, 1, 9, 1);
    expect(macs.find(1024, 0x0200, 1, 1)).toBe(9);
  });

  test('with its highest bits set, on a port with its, is found', () => {
    const macs = tableOf(16);
    macs.learn(2047, 0xfeff, 0xffffffff | 0, 0xfffffffe | 0, 0);
    expect(macs.find(2047, 0xfeff, 0xffffffff | 0, 0)).toBe(0xfffffffe | 0);
  });

  test('is unknown when it has been silent for too long, and known again when it speaks', () => {
    const macs = tableOf(16);
    macs.learn(1024, 0, 1, 7, 1000);
    expect(macs.find(1024, 0, 1, 1300)).toBe(7);
    expect(macs.find(1024, 0, 1, 1301)).toBe(0);
    macs.learn(1024, 0, 1, 7, 1301);
    expect(macs.find(1024, 0, 1, 1400)).toBe(7);
  });

  test('is forgotten with its datapath, and with no other', () => {
    const macs = tableOf(16);
    for (const slot of [1024, 1025]) macs.learn(slot, 0, 1, 7, 0);
    macs.forget(1024);
    expect([macs.find(1024, 0, 1, 0), macs.find(1025, 0, 1, 0)]).toEqual([0, 7]);
  });
});

test('is known to whoever has the table next', () => {
  const block = new SharedArrayBuffer(4 * macWords(16));
  new MacTable(block, 300).learn(1024, 0x0200, 1, 7, 0);
  const next = new MacTable(block, 300);
  expect(next.find(1024, 0x0200, 1, 0)).toBe(7);
  next.forget(1024);
  expect(next.find(1024, 0x0200, 1, 0)).toBe(0);
});

describe('a full set', () => {
  test('forgets what it has not heard for longest, and counts it', () => {
    // One set of four.
    const macs = tableOf(1);
    for (const mac of [1, 2, 3, 4]) macs.learn(1024, 0, mac, mac, mac);
    expect(macs.learn(1024, 0, 1, 1, 5)).toBe(false);
    expect(macs.learn(1024, 0, 9, 9, 6)).toBe(true);
    expect([1, 2, 3, 4, 9].map((mac) => macs.find(1024, 0, mac, 6))).toEqual([1, 0, 3, 4, 9]);
  });

  test('takes a new address in a free place before it forgets one', () => {
    const macs = tableOf(1);
    for (const slot of [1024, 1025, 1026, 1027]) macs.learn(slot, 0, 1, 7, 100);
    macs.forget(1026);
    expect(macs.learn(1030, 0, 1, 7, 0)).toBe(false);
    expect([1024, 1025, 1027, 1030].map((slot) => macs.find(slot, 0, 1, 100))).toEqual([7, 7, 7, 7]);
  });

  test('knows an address behind a free place: it is not learned twice', () => {
    const macs = tableOf(1);
    for (const slot of [1024, 1025]) macs.learn(slot, 0, 1, 7, 0);
    macs.forget(1024);
    macs.learn(1025, 0, 1, 8, 1);
    expect(macs.find(1025, 0, 1, 1)).toBe(8);
    macs.forget(1025);
    expect(macs.find(1025, 0, 1, 1)).toBe(0);
  });
});

test('a hundred thousand addresses in a table for a thousand leave it a table for a thousand', () => {
  const macs = tableOf(256);
  let evicted = 0;
  for (let i = 0; i < 100_000; i++) if (macs.learn(1024, i >> 16, i, 1 + (i & 7), i)) evicted++;
  let known = 0;
  for (let i = 0; i < 100_000; i++) if (macs.find(1024, i >> 16, i, 100_000 - 1) !== 0) known++;
  expect(known).toBeLessThanOrEqual(1024);
  expect(evicted).toBe(100_000 - 1024);
});
