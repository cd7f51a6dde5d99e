// What the channel counts: its own block of counters, and the words of each datapath's row that grow with traffic.
// Channel thread only, which is their one writer. Hot: no allocation, no throw.

import { DATAPATH_WORDS, type SharedMemory } from '#shm/layout.ts';

export class Tally {
  readonly #counters: Float64Array;
  readonly #rows: Int32Array;
  /** The same rows, for their 64-bit words. */
  readonly #rowBytes: Float64Array;

  constructor(memory: SharedMemory) {
    this.#counters = new Float64Array(memory.counters[memory.config.workers]!);
    this.#rows = new Int32Array(memory.datapaths);
    this.#rowBytes = new Float64Array(memory.datapaths);
  }

  /** @param counter an index of shm/counters.ts */
  count(counter: number, by: number): void {
    this.#counters[counter] = this.#counters[counter]! + by;
  }

  /** @param word a DATAPATH_* word that wraps at 32 bits */
  countOn(slot: number, word: number, by: number): void {
    const at = slot * DATAPATH_WORDS + word;
    this.#rows[at] = (this.#rows[at]! + by) | 0;
  }

  /** @param word a DATAPATH_BYTES_* word */
  countBytesOn(slot: number, word: number, by: number): void {
    const at = (slot * DATAPATH_WORDS + word) >> 1;
    this.#rowBytes[at] = this.#rowBytes[at]! + by;
  }
}
