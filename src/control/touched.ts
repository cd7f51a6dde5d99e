// What a batch of changes may matter to: workers judge again the sessions of these endpoints and no others, so that a change
// of one policy costs a look at each session and not a verdict for each. Errs to the safe side: what is not known to be about
// some endpoints alone is about all of them. Main thread.
//
// Written before the version that it belongs to is published, and read by a worker that has seen that version.

import type { HashTable } from '#shm/hash-table.ts';
import {
  BOARD_TOUCHED_ALL,
  BOARD_TOUCHED_COUNT,
  ENDPOINT_WORDS,
  type SharedMemory,
  TOUCHED_LOG_ENTRIES,
} from '#shm/layout.ts';

export class Touched {
  readonly #memory: SharedMemory;
  readonly #board: Int32Array;
  readonly #touched: Int32Array;
  readonly #log: Int32Array;
  readonly #rows = new Set<number>();
  #isAll = false;

  constructor(memory: SharedMemory) {
    this.#memory = memory;
    this.#board = new Int32Array(memory.board);
    this.#touched = new Int32Array(memory.touched);
    this.#log = new Int32Array(memory.touchedLog);
  }

  /** Something changes that any session may depend on. */
  all(): void {
    this.#isAll = true;
  }

  /** A word of a table changes: an endpoint's is about that endpoint. */
  word(words: Int32Array, at: number): void {
    if (words.buffer === this.#memory.endpoints) this.#rows.add(Math.floor(at / ENDPOINT_WORDS));
    else this.#isAll = true;
  }

  /** A key comes or goes: a pair's is about its two ends; by the others rows are reached, and are about to have a word changed. */
  key(table: HashTable, key0: number, key1: number): void {
    const { buffer } = table.words;
    if (buffer === this.#memory.pairs) this.#rows.add(key0).add(key1);
    else if (buffer !== this.#memory.ports && buffer !== this.#memory.addresses) this.#isAll = true;
  }

  /** @param version in which the changes since the last call are published */
  stamp(version: number): void {
    let count = this.#board[BOARD_TOUCHED_COUNT]!;
    for (const row of this.#rows) {
      this.#touched[row] = version;
      const entry = 2 * (count & (TOUCHED_LOG_ENTRIES - 1));
      Atomics.store(this.#log, entry, row); // not before those that come after it in the log's next round
      Atomics.store(this.#log, entry + 1, version);
      count = (count + 1) | 0;
      // Shows the entry; one at a time, so that a reader whose entries are overwritten sees that they may be.
      Atomics.store(this.#board, BOARD_TOUCHED_COUNT, count);
    }
    if (this.#isAll) this.#board[BOARD_TOUCHED_ALL] = version;
    this.#rows.clear();
    this.#isAll = false;
  }
}
