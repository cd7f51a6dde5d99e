import { describe, expect, it } from 'vitest';
import { HashTable, HashTableWriter, hashPair } from '#shm/hash-table.ts';
import { hashTableWords } from '#shm/layout.ts';
import { random } from '../openflow/seed.ts';
import { takeSeed } from '../reference/seed.ts';
import { runThreads } from './threads.ts';

const seed = takeSeed('test/shm/hash-table.test.ts');

function table(rows: number): { block: SharedArrayBuffer; writer: HashTableWriter; reader: HashTable } {
  const block = new SharedArrayBuffer(hashTableWords(rows) * 4);
  return { block, writer: new HashTableWriter(block), reader: new HashTable(block) };
}

/** Entries that hold nothing and never did, or do so again: where the search for an absent key ends. */
function emptyEntries(block: SharedArrayBuffer): number {
  const words = new Int32Array(block);
  let count = 0;
  for (let at = 0; at < words.length; at += 4) if (words[at + 2] === 0) count++;
  return count;
}

describe('a hash table', () => {
  it('finds nothing when it is empty, not even the key that empty entries seem to hold', () => {
    const { reader, writer } = table(16);
    expect(reader.find(0, 0)).toBe(0);
    expect(reader.find(-1, 5)).toBe(0);
    writer.delete(0, 0, 1);
    expect(writer.size).toBe(0);
  });

  it.each([
    [0, 0],
    [-1, -1],
    [0x7fffffff, -0x80000000],
    [5, 5],
  ])('finds the key %i, %i, its new value, and nothing once it is deleted', (key0, key1) => {
    const { reader, writer } = table(16);
    expect(writer.set(key0, key1, 7, 0)).toBe(true);
    expect(reader.find(key0, key1)).toBe(7);
    expect(reader.find(key1 ^ 1, key0)).toBe(0);
    expect(writer.set(key0, key1, -2, 0)).toBe(true);
    expect(reader.find(key0, key1)).toBe(-2);
    expect(writer.size).toBe(1);
    writer.delete(key0, key1, 1);
    writer.delete(key0, key1, 1);
    expect(reader.find(key0, key1)).toBe(0);
    expect(writer.size).toBe(0);
  });

  it('tells keys apart whose words are swapped or that differ in one', () => {
    const { reader, writer } = table(16);
    writer.set(1, 2, 12, 0);
    writer.set(2, 1, 21, 0);
    writer.set(1, 1, 11, 0);
    expect([reader.find(1, 2), reader.find(2, 1), reader.find(1, 1), reader.find(2, 2)]).toEqual([12, 21, 11, 0]);
  });

  it('holds as many rows as it was made for, refuses what is more than half, and still changes what it holds', () => {
    for (const rows of [16, 100, 1000]) {
      const { block, reader, writer } = table(rows);
      let size = 0;
      while (writer.set(size, 9, size + 1, 0)) size++;
      expect(size).toBeGreaterThanOrEqual(rows);
      expect(emptyEntries(block)).toBeGreaterThanOrEqual(size - 1);
      expect(writer.size).toBe(size);
      expect(reader.find(size, 9)).toBe(0);
      expect(writer.set(3, 9, 1000, 0)).toBe(true);
      writer.delete(4, 9, 0);
      expect(writer.set(size, 9, 77, 1)).toBe(true);
      for (let key = 0; key < size; key++) {
        expect(reader.find(key, 9)).toBe(key === 3 ? 1000 : key === 4 ? 0 : key + 1);
      }
    }
  });

  it('gives the place of a deleted key to another one only after every worker has swept a later version', () => {
    // Keys of one chain: the second would take the place of the first.
    const { block, reader, writer } = table(16);
    const mask = (block.byteLength >> 4) - 1;
    const chain: number[] = [];
    for (let key = 1; chain.length < 4; key++) if ((hashPair(key, 0) & mask) === 5) chain.push(key);
    const [first, second, third, fourth] = chain as [number, number, number, number];
    const words = new Int32Array(block);
    const keyAt = (entry: number) => words[entry << 2];
    writer.set(first, 0, 1, 10);
    writer.delete(first, 0, 10);
    writer.set(second, 0, 2, 9);
    writer.set(third, 0, 3, 10);
    expect([keyAt(5), keyAt(6), keyAt(7)]).toEqual([first, second, third]);
    // Its own place a key may take back at once, though another is free by now.
    writer.delete(third, 0, 12);
    writer.set(third, 0, 4, 11);
    expect([keyAt(5), keyAt(6), keyAt(7)]).toEqual([first, second, third]);
    expect(reader.find(third, 0)).toBe(4);
    writer.set(fourth, 0, 5, 11);
    expect([keyAt(5), keyAt(6), keyAt(7)]).toEqual([fourth, second, third]);
    expect([first, second, third, fourth].map((key) => reader.find(key, 0))).toEqual([0, 2, 4, 5]);
  });

  it('empties deleted places at the end of a chain, and those too only after the sweep', () => {
    const { block, reader, writer } = table(16);
    const mask = (block.byteLength >> 4) - 1;
    const chain: number[] = [];
    for (let key = 1; chain.length < 4; key++) if ((hashPair(key, 0) & mask) === 5) chain.push(key);
    const [first, second, third, fourth] = chain as [number, number, number, number];
    const words = new Int32Array(block);
    const stateAt = (entry: number) => words[(entry << 2) + 2];
    for (const key of [first, second, third]) writer.set(key, 0, 1, 0);
    writer.delete(second, 0, 5);
    writer.delete(third, 0, 6);
    writer.set(first, 0, 2, 7);
    expect([stateAt(5), stateAt(6), stateAt(7)]).toEqual([2, -1, -1]);
    writer.set(fourth, 0, 9, 6); // 7 waits for the sweep of a version after 6, 6 does not
    expect([stateAt(5), stateAt(6), stateAt(7), stateAt(8)]).toEqual([2, 9, -1, 0]);
    writer.delete(fourth, 0, 7);
    writer.set(second, 0, 3, 8);
    expect([stateAt(5), stateAt(6), stateAt(7), stateAt(8)]).toEqual([2, 3, 0, 0]);
    expect([first, second, third, fourth].map((key) => reader.find(key, 0))).toEqual([2, 3, 0, 0]);
  });

  it('does as a Map does, through random changes in which versions move and workers lag behind', () => {
    const roll = random(seed);
    const { block, reader, writer } = table(300);
    const model = new Map<number, number>();
    let version = 1;
    let swept = 0;
    let refused = 0;
    for (let step = 0; step < 200_000; step++) {
      const key0 = roll(40) - 20;
      const key1 = roll(20) - 10;
      const name = key0 * 100 + key1;
      const what = roll(10);
      if (what < 4) {
        const value = 1 + roll(1000);
        if (writer.set(key0, key1, value, swept)) model.set(name, value);
        else refused++;
      } else if (what < 8) {
        writer.delete(key0, key1, version);
        model.delete(name);
      } else if (what === 8) {
        version++;
      } else {
        swept = Math.max(swept, version - roll(5));
      }
      if (reader.find(key0, key1) !== (model.get(name) ?? 0)) expect.fail(`step ${step}: ${key0}, ${key1}`);
      if (step % 5000 === 0) {
        expect(writer.size).toBe(model.size);
        for (let a = -20; a < 20; a++) {
          for (let b = -10; b < 10; b++) expect(reader.find(a, b)).toBe(model.get(a * 100 + b) ?? 0);
        }
      }
    }
    expect(model.size).toBeGreaterThan(100);
    expect(refused).toBeLessThan(100);
    expect(emptyEntries(block)).toBeGreaterThan(0);
  });

  it('stays quick for absent keys after any number of keys have come and gone', () => {
    const { block, reader, writer } = table(1000);
    const entries = block.byteLength >> 4;
    let version = 1;
    for (let key = 0; key < 40 * entries; key++) {
      expect(writer.set(key, 1, 1, version - 1)).toBe(true);
      if (key >= 500) writer.delete(key - 500, 1, version);
      if (key % 50 === 0) version++;
    }
    expect(writer.size).toBe(500);
    // A search for an absent key ends at one entry in five: about 430 of 2048 were seen.
    expect(emptyEntries(block)).toBeGreaterThan(entries / 8);
    expect(reader.find(-1, 1)).toBe(0);
  });
});

describe('a reader in another thread', () => {
  it('never sees one key with the value of another, whatever the writer does', async () => {
    const shared = { block: new SharedArrayBuffer(hashTableWords(16) * 4), words: new SharedArrayBuffer(256) };
    const data = { ...shared, seed, milliseconds: 1500 };
    const [writer, ...readers] = await runThreads('./hash-table-thread.ts', [
      { ...data, role: 'writer' },
      { ...data, role: 'reader', index: 0 },
      { ...data, role: 'reader', index: 1 },
    ]);
    expect(writer!.changes).toBeGreaterThan(10_000);
    expect(writer!.reused).toBeGreaterThan(100);
    for (const reader of readers) {
      expect(reader.torn).toBe(0);
      expect(reader.lost).toBe(0);
      expect(reader.found).toBeGreaterThan(10_000);
      expect(reader.absent).toBeGreaterThan(10_000);
    }
  });
});
