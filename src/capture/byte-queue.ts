// Bytes that came in pieces and were not yet used, in one array: [at, end) of `bytes`. Its users bound what they leave in
// it. Any thread; allocates when it grows.

const FIRST_CAPACITY_BYTES = 1024;
const NOTHING = new Uint8Array(0);

export class ByteQueue {
  readonly #keepsRoom: boolean;
  /** Valid until the next push. */
  bytes: Uint8Array = NOTHING;
  at = 0;
  end = 0;

  /** @param keepsRoom the array is kept when the queue is empty; else an empty queue holds no memory */
  constructor(keepsRoom: boolean) {
    this.#keepsRoom = keepsRoom;
  }

  get length(): number {
    return this.end - this.at;
  }

  /** Copies `bytes[at, end)` behind what is there. */
  push(bytes: Uint8Array, at: number, end: number): void {
    this.#makeRoom(end - at);
    this.bytes.set(bytes.subarray(at, end), this.end);
    this.end += end - at;
  }

  /** Drops the first bytes; at most as many as there are. */
  skip(count: number): void {
    this.at += count;
    if (this.at < this.end || this.#keepsRoom) return;
    this.bytes = NOTHING;
    this.at = 0;
    this.end = 0;
  }

  /** Moves what is left to the front, into a larger array if need be: each byte moves a few times at most. */
  #makeRoom(count: number): void {
    if (this.end + count <= this.bytes.length) return;
    const kept = this.length;
    let capacity = Math.max(this.bytes.length, FIRST_CAPACITY_BYTES);
    while (capacity < 2 * kept + count) capacity *= 2;
    const target = capacity === this.bytes.length ? this.bytes : new Uint8Array(capacity);
    target.set(this.bytes.subarray(this.at, this.end), 0);
    this.bytes = target;
    this.at = 0;
    this.end = kept;
  }
}
