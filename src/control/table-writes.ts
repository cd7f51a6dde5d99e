// What a batch of changes writes where readers look, kept until the batch is complete and then written in one go, so
// that no reader sees half of it for longer than the stores take. Policy goes first: a key leads to a row only when
// everything that decides about the row is in force. Main thread.
//
// Rows that nothing leads to yet are filled at once; only words that readers may be looking at wait here.

import { invariant } from '#base/invariant.ts';
import type { Touched } from '#control/touched.ts';
import type { HashTableWriter } from '#shm/hash-table.ts';

interface Store {
  readonly words: Int32Array;
  readonly at: number;
  readonly value: number;
}

interface KeyChange {
  readonly table: HashTableWriter;
  readonly key0: number;
  readonly key1: number;
  /** The value, or 0: delete the key. */
  readonly value: number;
  /** Delete only what has this value: 0 = whatever it has. */
  readonly expected: number;
}

type Change = Store | KeyChange;

export class TableWrites {
  readonly #touched: Touched;
  #policy: Change[] = [];
  #reach: Change[] = [];
  #cleanup: Change[] = [];

  constructor(touched: Touched) {
    this.#touched = touched;
  }

  /** Nothing waits. */
  get empty(): boolean {
    return this.#policy.length + this.#reach.length + this.#cleanup.length === 0;
  }

  /** A word that decides: a class's block, an endpoint's class, a flag. */
  storePolicy(words: Int32Array, at: number, value: number): void {
    this.#policy.push({ words, at, value });
  }

  setPolicy(table: HashTableWriter, key0: number, key1: number, value: number): void {
    this.#policy.push({ table, key0, key1, value, expected: 0 });
  }

  deletePolicy(table: HashTableWriter, key0: number, key1: number): void {
    this.#policy.push({ table, key0, key1, value: 0, expected: 0 });
  }

  /** A word or a key by which a row is reached. */
  storeReach(words: Int32Array, at: number, value: number): void {
    this.#reach.push({ words, at, value });
  }

  setReach(table: HashTableWriter, key0: number, key1: number, value: number): void {
    this.#reach.push({ table, key0, key1, value, expected: 0 });
  }

  /** What led to a row that is no more. */
  storeCleanup(words: Int32Array, at: number, value: number): void {
    this.#cleanup.push({ words, at, value });
  }

  /** @param expected the key goes only if it has this value: it may lead elsewhere by now; 0 = in any case */
  deleteCleanup(table: HashTableWriter, key0: number, key1: number, expected: number): void {
    this.#cleanup.push({ table, key0, key1, value: 0, expected });
  }

  /** Notes whom it is about, so that `commit`, for which verdicts wait, has nothing to do but the stores. */
  touch(): void {
    for (const list of [this.#policy, this.#reach, this.#cleanup]) {
      for (const change of list) {
        if ('words' in change) this.#touched.word(change.words, change.at);
        else this.#touched.key(change.table, change.key0, change.key1);
      }
    }
  }

  /**
   * Writes everything that `touch` has noted.
   * @param version the policy version in force
   * @param swept the version that every worker has swept
   */
  commit(version: number, swept: number): void {
    const changes = [this.#policy, this.#reach, this.#cleanup];
    this.#policy = [];
    this.#reach = [];
    this.#cleanup = [];
    for (const list of changes) for (const change of list) write(change, version, swept);
  }
}

function write(change: Change, version: number, swept: number): void {
  if ('words' in change) {
    // Publishes what it leads to, which is filled.
    Atomics.store(change.words, change.at, change.value);
    return;
  }
  const { table, key0, key1, value, expected } = change;
  if (value !== 0) {
    const set = table.set(key0, key1, value, swept);
    // The publisher has counted before: tables have two entries for each row, and rows wait for the sweep as keys do.
    invariant(set, 'a key for each row fits its table');
  } else if (expected === 0 || table.find(key0, key1) === expected) table.delete(key0, key1, version);
}
