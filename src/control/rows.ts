// Numbers of rows: given, taken back, and given again only when no worker can still be looking at what the row held.
// A row that is retired under policy version v is free once every worker has swept a later version. Main thread.

interface Retired {
  readonly row: number;
  readonly version: number;
}

export class RowPool {
  readonly capacity: number;
  readonly #free: number[] = [];
  /** In the order of their versions. */
  #retired: Retired[] = [];
  #next: number;
  #used = 0;

  /** @param first lowest row that is given */
  constructor(capacity: number, first = 0) {
    this.capacity = capacity;
    this.#next = first;
  }

  /** Rows given and not retired. */
  get used(): number {
    return this.#used;
  }

  /** Rows that could be given now. */
  get available(): number {
    return this.#free.length + this.capacity - this.#next;
  }

  /** @returns a row, or -1 when there is none */
  take(): number {
    const row = this.#free.pop() ?? (this.#next < this.capacity ? this.#next++ : -1);
    if (row >= 0) this.#used++;
    return row;
  }

  /** @param version the policy version in force: workers may look at the row until they have swept a later one */
  retire(row: number, version: number): void {
    this.#used--;
    this.#retired.push({ row, version });
  }

  /**
   * Frees what nobody looks at any more.
   * @param swept the version that every worker has swept
   * @param onFree called with each row that is free from now on
   */
  reclaim(swept: number, onFree?: (row: number) => void): void {
    let count = 0;
    while (count < this.#retired.length && this.#retired[count]!.version < swept) {
      const { row } = this.#retired[count]!;
      this.#free.push(row);
      onFree?.(row);
      count++;
    }
    if (count > 0) this.#retired = this.#retired.slice(count);
  }
}
