// Where the learning switches have seen addresses: one table for all learned datapaths of a worker, four ways
// associative, so that its size is its bound: a full set forgets its oldest entry. Worker thread only; hot: no
// allocation, no throw.
//
//   entry, 4 words: datapath slot << 16 | upper 16 bits of the MAC (0 in an empty entry's port word says empty)
//                   lower 32 bits of the MAC
//                   port (0 = empty; no datapath has a port 0)
//                   second it was last seen

import { hashPair } from '#shm/hash-table.ts';
import { DATAPATH_SLOTS } from '#shm/layout.ts';

const WAYS = 4;
const ENTRY_WORDS = 4;

export class MacTable {
  readonly #words: Int32Array;
  readonly #setMask: number;
  readonly #ageMaxSec: number;
  /** 1 = the slot has addresses here: a datapath that connects for the first time has nothing to forget. */
  readonly #slots: Int32Array;

  /** @param block macWords of shm/layout.ts @param ageMaxSec after this long unseen an address is unknown */
  constructor(block: SharedArrayBuffer, ageMaxSec: number) {
    this.#slots = new Int32Array(block, 0, DATAPATH_SLOTS);
    this.#words = new Int32Array(block, DATAPATH_SLOTS * 4);
    this.#setMask = this.#words.length / (WAYS * ENTRY_WORDS) - 1;
    this.#ageMaxSec = ageMaxSec;
  }

  /** Remembers that the address was seen on the port. @returns whether another was forgotten to make room */
  learn(slot: number, macHi: number, macLo: number, port: number, nowSec: number): boolean {
    const words = this.#words;
    const key = (slot << 16) | macHi;
    const set = (hashPair(key, macLo) & this.#setMask) * WAYS * ENTRY_WORDS;
    let oldest = set;
    for (let at = set; at < set + WAYS * ENTRY_WORDS; at += ENTRY_WORDS) {
      if (words[at + 2] === 0) {
        oldest = at;
        continue;
      }
      if (words[at] === key && words[at + 1] === macLo) {
        if (words[at + 2] !== port) words[at + 2] = port;
        if (words[at + 3] !== nowSec) words[at + 3] = nowSec;
        return false;
      }
      if (words[oldest + 2] !== 0 && words[at + 3]! < words[oldest + 3]!) oldest = at;
    }
    const evicts = words[oldest + 2] !== 0;
    words[oldest] = key;
    words[oldest + 1] = macLo;
    words[oldest + 2] = port;
    words[oldest + 3] = nowSec;
    this.#slots[slot] = 1;
    return evicts;
  }

  /** @returns the port, or 0 when the address is not known */
  find(slot: number, macHi: number, macLo: number, nowSec: number): number {
    const words = this.#words;
    const key = (slot << 16) | macHi;
    const set = (hashPair(key, macLo) & this.#setMask) * WAYS * ENTRY_WORDS;
    for (let at = set; at < set + WAYS * ENTRY_WORDS; at += ENTRY_WORDS) {
      if (words[at] === key && words[at + 1] === macLo && words[at + 2] !== 0) {
        return nowSec - words[at + 3]! > this.#ageMaxSec ? 0 : words[at + 2]!;
      }
    }
    return 0;
  }

  /** Forgets a datapath: it reconnected, and its ports may have changed. */
  forget(slot: number): void {
    if (this.#slots[slot] === 0) return;
    this.#slots[slot] = 0;
    const words = this.#words;
    for (let at = 0; at < words.length; at += ENTRY_WORDS) {
      if (words[at]! >>> 16 === slot) words[at + 2] = 0;
    }
  }
}
