// Numbers and places that are given again, and when.

import { describe, expect, test } from 'vitest';
import { PolicyHeap } from '#control/policy-heap.ts';
import { RowPool } from '#control/rows.ts';

describe('a row', () => {
  test('that is retired under a version is free after a later one is swept, not with it', () => {
    const pool = new RowPool(2, 1);
    expect([pool.take(), pool.take()]).toEqual([1, -1]);
    pool.retire(1, 5);
    const freed: number[] = [];
    for (const swept of [0, 4, 5]) {
      pool.reclaim(swept, (row) => freed.push(row));
      expect([pool.take(), pool.available]).toEqual([-1, 0]);
    }
    pool.reclaim(6, (row) => freed.push(row));
    expect([freed, pool.available]).toEqual([[1], 1]);
    expect(pool.take()).toBe(1);
  });

  test('is counted while it is used', () => {
    const pool = new RowPool(10);
    for (let i = 0; i < 4; i++) pool.take();
    pool.retire(2, 0);
    expect([pool.used, pool.available]).toEqual([3, 6]);
    pool.reclaim(1);
    expect([pool.used, pool.available]).toEqual([3, 7]);
  });
});

describe('a place in the heap', () => {
  test('never overlaps another, whatever the sizes, and never begins at 0', () => {
    const heap = new PolicyHeap(new SharedArrayBuffer(4 * 20_000));
    const taken: [number, number][] = [];
    for (let count = 1; count < 150; count++) taken.push([heap.take(count), count]);
    taken.sort(([a], [b]) => a - b);
    let end = 1;
    for (const [at, count] of taken) {
      expect(at).toBeGreaterThanOrEqual(end);
      end = at + count;
    }
    expect(end).toBeLessThanOrEqual(20_000);
  });

  test('is given again after the sweep for what is about as long, and not before', () => {
    const heap = new PolicyHeap(new SharedArrayBuffer(4 * 64));
    const first = heap.take(40);
    expect(heap.take(40)).toBe(-1);
    heap.retire(first, 40, 3);
    heap.reclaim(3);
    expect(heap.take(40)).toBe(-1);
    heap.reclaim(4);
    expect(heap.take(38)).toBe(first);
    expect(heap.used).toBe(40);
  });
});
