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
const SET_WORDS = WAYS * ENTRY_WORDS; // one cache line

export class MacTable {
  readonly words: Int32Array;
  readonly #setMask: number;
  readonly #ageMaxSec: number;
  /** 1 = the slot has addresses here: a datapath that connects for the first time has nothing to forget. */
  readonly #slots: Int32Array;

  /** @param block macWords of shm/layout.ts @param ageMaxSec after this long unseen an address is unknown */
  constructor(block: SharedArrayBuffer, ageMaxSec: number) {
    this.#slots = new Int32Array(block, 0, DATAPATH_SLOTS);
    this.words = new Int32Array(block, DATAPATH_SLOTS * 4);
    this.#setMask = this.words.length / SET_WORDS - 1;
    this.#ageMaxSec = ageMaxSec;
  }

  /** Remembers that the address was seen on the port. @returns whether another was forgotten to make room */
  learn(slot: number, macHi: number, macLo: number, port: number, nowSec: number): boolean {
    const { words } = this;
    const at = this.#place(slot, macHi, macLo);
    if (at < 0) return this.#add(slot, macHi, macLo, port, nowSec);
    // Written only where it changes: a line that is only read stays shared and clean.
    if (words[at + 2] !== port) words[at + 2] = port;
    if (words[at + 3] !== nowSec) words[at + 3] = nowSec;
    return false;
  }

  /** @returns the port, or 0 when the address is not known */
  find(slot: number, macHi: number, macLo: number, nowSec: number): number {
    const { words } = this;
    const at = this.#place(slot, macHi, macLo);
    return at < 0 || nowSec - words[at + 3]! > this.#ageMaxSec ? 0 : words[at + 2]!;
  }

  /** @returns place of an address's entry, or -1. Mostly it is the first of its set. */
  #place(slot: number, macHi: number, macLo: number): number {
    const { words } = this;
    const key = (slot << 16) | macHi;
    const set = this.placeOf(key, macLo);
    for (let at = set; at < set + SET_WORDS; at += ENTRY_WORDS) {
      if (words[at + 1] === macLo && words[at] === key && words[at + 2] !== 0) return at;
    }
    return -1;
  }

  /** Takes the first empty entry of the set, or the oldest. */
  #add(slot: number, macHi: number, macLo: number, port: number, nowSec: number): boolean {
    const { words } = this;
    const key = (slot << 16) | macHi;
    const set = this.placeOf(key, macLo);
    let place = set;
    for (let at = set; at < set + SET_WORDS && words[place + 2] !== 0; at += ENTRY_WORDS) {
      if (words[at + 2] === 0 || words[at + 3]! < words[place + 3]!) place = at;
    }
    const evicts = words[place + 2] !== 0;
    words[place] = key;
    words[place + 1] = macLo;
    words[place + 2] = port;
    words[place + 3] = nowSec;
    this.#slots[slot] = 1;
    return evicts;
  }

  /** Where in `words` the set of an address begins. @param key slot << 16 | upper 16 bits of the MAC */
  placeOf(key: number, macLo: number): number {
    return (hashPair(key, macLo) & this.#setMask) * SET_WORDS;
  }

  /** Forgets a datapath: it reconnected, and its ports may have changed. */
  forget(slot: number): void {
    if (this.#slots[slot] === 0) return;
    this.#slots[slot] = 0;
    const { words } = this;
    for (let at = 0; at < words.length; at += ENTRY_WORDS) {
      if (words[at]! >>> 16 === slot) words[at + 2] = 0;
    }
  }
}
