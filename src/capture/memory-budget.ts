// The memory that all streams of a capture share, in bytes. Who takes more than there is gives something up. Any thread.

export class MemoryBudget {
  readonly limitBytes: number;
  #usedBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get isExceeded(): boolean {
    return this.#usedBytes > this.limitBytes;
  }

  /** @param bytes negative when they are given back */
  add(bytes: number): void {
    this.#usedBytes += bytes;
  }
}
