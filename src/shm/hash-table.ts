// A shared hash table of two-word keys: one writer (main), any readers, no locks. Open addressing, linear probing,
// at most half full. Reading is hot: no allocation, no throw.
//
//   entry, 4 words          written by   read by
//   +0 key 0                main         all
//   +1 key 1                main         all
//   +2 value: 0 empty, -1 deleted, else the value   main (Atomics.store publishes the key)   all
//   +3 version of deletion  main         main
//
// A deleted entry takes another key only when every worker has swept a version later than the deletion: no reader
// can then be between its two loads, so nobody ever pairs one key with another's value. Deleted entries that have an
// empty one behind them become empty too, by the same rule; else the empty ones, where a search for an absent key
// ends, would die out.
//
// Readers load plainly: an Atomics.load costs a call each, and here it would buy nothing. Whoever sees a value before its
// key finds the key absent, as if he had come a moment earlier; and he cannot take an entry's old key with its new
// value, since a sweep, which is full of Atomics, lies between the two.

const EMPTY = 0;
const DELETED = -1;

/** Spreads two words over 32 bits (multiplicative mixing, murmur3's finaliser). */
export function hashPair(key0: number, key1: number): number {
  let hash = Math.imul(key0, 0x9e3779b1) ^ Math.imul(key1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39);
  return hash ^ (hash >>> 16);
}

/** The reader's end. */
export class HashTable {
  readonly words: Int32Array;
  protected readonly mask: number; // entries - 1

  constructor(block: SharedArrayBuffer) {
    this.words = new Int32Array(block);
    this.mask = (this.words.length >> 2) - 1;
  }

  /** Where in `words` the search for a key begins, and mostly ends. */
  home(key0: number, key1: number): number {
    return (hashPair(key0, key1) & this.mask) << 2;
  }

  /** @returns the value, or 0 when the key is absent */
  find(key0: number, key1: number): number {
    const { words, mask } = this;
    for (let entry = hashPair(key0, key1) & mask, probes = 0; probes <= mask; entry = (entry + 1) & mask, probes++) {
      const at = entry << 2;
      const value = words[at + 2]!;
      if (value === EMPTY) return 0;
      if (value !== DELETED && words[at] === key0 && words[at + 1] === key1) return value;
    }
    return 0;
  }
}

/** The writer's end; main thread only. */
export class HashTableWriter extends HashTable {
  #used = 0;

  /** Entries with a value. */
  get size(): number {
    return this.#used;
  }

  /**
   * Sets a key.
   * @param value not 0, not -1
   * @param swept every worker has swept this version
   * @returns false when the table is full
   */
  set(key0: number, key1: number, value: number, swept: number): boolean {
    const { words, mask } = this;
    const home = hashPair(key0, key1) & mask;
    let place = -1;
    for (let entry = home, probes = 0; probes <= mask; entry = (entry + 1) & mask, probes++) {
      const at = entry << 2;
      const found = words[at + 2]!;
      if (found === EMPTY) {
        if (place < 0) place = at;
        this.#empty(home, entry, swept);
        break;
      }
      if (words[at] === key0 && words[at + 1] === key1) {
        if (found === DELETED) this.#used++;
        Atomics.store(words, at + 2, value);
        return true;
      }
      if (found === DELETED && place < 0 && swept > words[at + 3]!) place = at;
    }
    if (place < 0 || this.#used > mask >> 1) return false;
    words[place] = key0;
    words[place + 1] = key1;
    Atomics.store(words, place + 2, value); // publishes the key
    this.#used++;
    return true;
  }

  /**
   * Removes a key.
   * @param version the policy version in force now: the entry is not used again before workers have swept a later one
   */
  delete(key0: number, key1: number, version: number): void {
    const { words, mask } = this;
    for (let entry = hashPair(key0, key1) & mask, probes = 0; probes <= mask; entry = (entry + 1) & mask, probes++) {
      const at = entry << 2;
      const found = words[at + 2]!;
      if (found === EMPTY) return;
      if (found === DELETED || words[at] !== key0 || words[at + 1] !== key1) continue;
      words[at + 3] = version;
      Atomics.store(words, at + 2, DELETED);
      this.#used--;
      return;
    }
  }

  /** Empties the deleted entries from `entry` back to `home`: whoever searches past them stops at `entry` anyway. */
  #empty(home: number, entry: number, swept: number): void {
    const { words, mask } = this;
    while (entry !== home) {
      entry = (entry - 1) & mask;
      const at = entry << 2;
      if (words[at + 2] !== DELETED || swept <= words[at + 3]!) return;
      Atomics.store(words, at + 2, EMPTY); // a reader stops here from now on
    }
  }
}
