// A batch is written in one go: first what decides, then what leads there, last what led elsewhere.

import { beforeEach, describe, expect, test } from 'vitest';
import { TableWrites } from '#control/table-writes.ts';
import { Touched } from '#control/touched.ts';
import { HashTableWriter } from '#shm/hash-table.ts';
import { hashTableWords } from '#shm/layout.ts';
import { testMemory } from './memory.ts';

/** Notes the word that decides at the moment of each change of a key. */
class Spy extends HashTableWriter {
  readonly seen: string[] = [];

  override set(key0: number, key1: number, value: number, swept: number): boolean {
    this.seen.push(`set ${key0} while ${words[0]}`);
    return super.set(key0, key1, value, swept);
  }

  override delete(key0: number, key1: number, version: number): void {
    this.seen.push(`delete ${key0} while ${words[0]}`);
    super.delete(key0, key1, version);
  }
}

const words = new Int32Array(4);
let table: Spy;
let writes: TableWrites;

beforeEach(() => {
  words.fill(0);
  table = new Spy(new SharedArrayBuffer(4 * hashTableWords(16)));
  writes = new TableWrites(new Touched(testMemory()));
});

describe('a batch', () => {
  test('changes nothing before it is written', () => {
    writes.storePolicy(words, 0, 7);
    writes.setReach(table, 1, 1, 5);
    expect([writes.empty, words[0], table.find(1, 1)]).toEqual([false, 0, 0]);
    writes.commit(0, 0);
    expect([writes.empty, words[0], table.find(1, 1)]).toEqual([true, 7, 5]);
  });

  test('is written policy first and cleaned up last, in whatever order it was prepared', () => {
    table.set(3, 1, 9, 0);
    table.seen.length = 0;
    writes.deleteCleanup(table, 3, 1, 9);
    writes.setReach(table, 1, 1, 5);
    writes.setPolicy(table, 2, 1, 6);
    writes.storePolicy(words, 0, 7);
    writes.commit(0, 0);
    expect(table.seen).toEqual(['set 2 while 0', 'set 1 while 7', 'delete 3 while 7']);
  });

  test('leaves a key alone that leads elsewhere by then', () => {
    table.set(1, 1, 9, 0);
    writes.deleteCleanup(table, 1, 1, 9);
    writes.setReach(table, 1, 1, 10);
    writes.commit(0, 0);
    expect(table.find(1, 1)).toBe(10);
  });

  test('deletes a policy whatever it said', () => {
    writes.setPolicy(table, 1, 1, 2);
    writes.deletePolicy(table, 1, 1);
    writes.commit(0, 0);
    expect(table.find(1, 1)).toBe(0);
  });
});

test('a key that finds its table full is a fault of ours, and loud', () => {
  for (let i = 0; i < 16; i++) writes.setReach(table, i, 0, 1);
  writes.commit(0, 0);
  writes.setReach(table, 16, 0, 1);
  writes.setReach(table, 17, 0, 1);
  expect(() => writes.commit(0, 0)).toThrow(/invariant broken/);
});
