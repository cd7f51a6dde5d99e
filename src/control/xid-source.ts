// Transaction numbers of the control plane. The channel uses 1 to 4 and workers none, so replies that come to main are
// told apart by number alone. Main thread.

const FIRST = 0x1000;
const LAST = 0x7fff_ffff;

export class XidSource {
  #next = FIRST;

  /** @returns the first of `count` numbers in a row */
  next(count = 1): number {
    if (this.#next + count > LAST) this.#next = FIRST;
    const first = this.#next;
    this.#next += count;
    return first;
  }
}
