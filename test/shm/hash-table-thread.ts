// A writer that sets and deletes keys as fast as it can, or a reader that looks them up meanwhile. The value of a key
// is made from the key, so that a reader knows a torn pair. As workers do, a reader says which version it has swept
// when it is between two lookups; the writer reuses places by what all of them say.

import { parentPort, workerData } from 'node:worker_threads';
import { HashTable, HashTableWriter, hashPair } from '#shm/hash-table.ts';

const { block, words, seed, milliseconds, role, index } = workerData as {
  block: SharedArrayBuffer;
  words: SharedArrayBuffer;
  seed: number;
  milliseconds: number;
  role: 'writer' | 'reader';
  index: number;
};

const board = new Int32Array(words);
const VERSION = 0;
const SWEPT = 16; // + 16 * reader
const STOP = 8;
/** Few keys in a small table: places change hands all the time. */
const KEYS = 40;
/** This key is never deleted: a search for it must always find it, whatever happens in its chain. */
const KEPT = KEYS;
let state = (seed + (index ?? 7)) | 1;

function next(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

function valueFor(key: number): number {
  return (hashPair(key, 12_345) & 0x3fffffff) | 1;
}

function write(): object {
  const table = new HashTableWriter(block);
  const raw = new Int32Array(block);
  const until = performance.now() + milliseconds;
  let changes = 0;
  let reused = 0;
  table.set(KEPT, ~KEPT, valueFor(KEPT), 0);
  while (performance.now() < until) {
    for (let i = 0; i < 100; i++) {
      const swept = Math.min(Atomics.load(board, SWEPT), Atomics.load(board, SWEPT + 16));
      const key = next(KEYS);
      if (next(2) === 0) {
        const before = raw[2 + 4 * (hashPair(key, ~key) & (raw.length / 4 - 1))];
        if (table.set(key, ~key, valueFor(key), swept)) {
          changes++;
          if (before === -1) reused++;
        }
      } else {
        const version = Atomics.load(board, VERSION);
        table.delete(key, ~key, version);
        Atomics.store(board, VERSION, version + 1);
        changes++;
      }
    }
  }
  Atomics.store(board, STOP, 1);
  return { changes, reused };
}

function read(): object {
  const table = new HashTable(block);
  let found = 0;
  let absent = 0;
  let torn = 0;
  let lost = 0;
  while (table.find(KEPT, ~KEPT) === 0) Atomics.wait(board, STOP, 0, 1);
  while (Atomics.load(board, STOP) === 0) {
    Atomics.store(board, SWEPT + 16 * index, Atomics.load(board, VERSION));
    for (let i = 0; i < 4; i++) {
      const key = next(KEYS);
      const value = table.find(key, ~key);
      if (value === 0) absent++;
      else if (value === valueFor(key)) found++;
      else torn++;
    }
    if (table.find(KEPT, ~KEPT) !== valueFor(KEPT)) lost++;
  }
  return { found, absent, torn, lost };
}

parentPort!.postMessage(role === 'writer' ? write() : read());
