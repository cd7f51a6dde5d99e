// Places for the compiled blocks of policy classes in the shared heap. A block never changes once published, so a
// change takes a new place and gives the old one back, to be used again only when every worker has swept a later
// version. Places come in sizes a quarter of a power of two apart: what is given back fits what is asked for next.
// Main thread.

interface Retired {
  readonly at: number;
  readonly size: number;
  readonly version: number;
}

const LEAST_WORDS = 8;

export class PolicyHeap {
  readonly words: Int32Array;
  readonly #free = new Map<number, number[]>();
  #retired: Retired[] = [];
  /** Word 0 stays unused: a class with block 0 has none. */
  #next = LEAST_WORDS;
  #used = 0;

  constructor(block: SharedArrayBuffer) {
    this.words = new Int32Array(block);
  }

  /** Words in blocks that are in force. */
  get used(): number {
    return this.#used;
  }

  /** @returns word offset of a place for `count` words, or -1 when there is none */
  take(count: number): number {
    const size = sizeFor(count);
    let at = this.#free.get(size)?.pop() ?? -1;
    if (at < 0) {
      if (this.#next + size > this.words.length) return -1;
      at = this.#next;
      this.#next += size;
    }
    this.#used += size;
    return at;
  }

  /** @param version the policy version in force */
  retire(at: number, count: number, version: number): void {
    const size = sizeFor(count);
    this.#used -= size;
    this.#retired.push({ at, size, version });
  }

  /** Frees what nobody looks at any more. @param swept the version that every worker has swept */
  reclaim(swept: number): void {
    let count = 0;
    while (count < this.#retired.length && this.#retired[count]!.version < swept) {
      const { at, size } = this.#retired[count]!;
      const places = this.#free.get(size);
      if (places === undefined) this.#free.set(size, [at]);
      else places.push(at);
      count++;
    }
    if (count > 0) this.#retired = this.#retired.slice(count);
  }
}

/** The least size that holds `count` words: 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, … */
function sizeFor(count: number): number {
  if (count <= LEAST_WORDS) return LEAST_WORDS;
  const power = 2 ** (31 - Math.clz32(count - 1));
  const step = power / 4;
  return power + Math.ceil((count - power) / step) * step;
}
