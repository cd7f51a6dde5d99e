// Copies between buffers, shared or not, without an allocation: `subarray` makes an object, and a native copy costs a call, so
// runs go by 64 bits (a BigInt from a load to a store is never made). Hot: no throw for places that the caller has checked.
//
// Measured, own memory to shared, in ns:        116 bytes   512   1400   4096   16384   65000
//   set(subarray), garbage not counted                 124   248    226    203     588    3617
//   words of an array of BigInt64                       20    85    244    261    1009    4005
//   views, getBigInt64 and setBigInt64                  39   167    562    828    3332   15341

const SHORT_BYTES = 512;

/** Copies `length` bytes; the views belong to the same buffers as the byte arrays. */
export function copyBytes(
  from: Uint8Array,
  fromView: DataView,
  fromAt: number,
  to: Uint8Array,
  toView: DataView,
  toAt: number,
  length: number,
): void {
  if (length > SHORT_BYTES) {
    to.set(from.subarray(fromAt, fromAt + length), toAt);
    return;
  }
  const whole = length & ~7;
  let i = 0;
  for (; i < whole; i += 8) toView.setBigInt64(toAt + i, fromView.getBigInt64(fromAt + i, true), true);
  for (; i < length; i++) to[toAt + i] = from[fromAt + i]!;
}

/** Few bytes are copied one by one where words cannot be had for nothing. */
const FEW_BYTES = 256;
const NO_BYTES = new Uint8Array(0);

/** Copies `length` bytes, in most cases few: the end of a read, a message that was cut. */
export function copyFew(from: Uint8Array, fromAt: number, to: Uint8Array, toAt: number, length: number): void {
  if (length > FEW_BYTES) {
    to.set(from.subarray(fromAt, fromAt + length), toAt);
    return;
  }
  for (let i = 0; i < length; i++) to[toAt + i] = from[fromAt + i]!;
}

/**
 * Copies runs of any length into one block, from byte arrays of which one is used over and over, as a buffer for reads
 * is: its words are kept at hand. One for each thread that writes.
 */
export class RunCopier {
  readonly #to: Uint8Array;
  readonly #toWords: BigInt64Array;
  #from: Uint8Array = NO_BYTES;
  #fromWords: BigInt64Array = new BigInt64Array(0);

  constructor(to: SharedArrayBuffer) {
    this.#to = new Uint8Array(to);
    this.#toWords = new BigInt64Array(to, 0, to.byteLength >> 3);
  }

  /** Copies the bytes of `from` from `at` to `end`, to a place that is as far behind a multiple of 8 in its own buffer. */
  copy(from: Uint8Array, at: number, end: number, toAt: number): void {
    if (from !== this.#from) {
      if (end - at <= FEW_BYTES) {
        for (let i = at; i < end; i++) this.#to[toAt + i - at] = from[i]!;
        return;
      }
      this.#from = from;
      this.#fromWords = new BigInt64Array(from.buffer, 0, from.buffer.byteLength >> 3);
    }
    const to = this.#to;
    const offset = from.byteOffset;
    const shift = toAt - at;
    let i = at;
    for (; i < end && ((offset + i) & 7) !== 0; i++) to[i + shift] = from[i]!;
    const words = Math.max(0, (end - i) >> 3);
    const fromWords = this.#fromWords;
    const toWords = this.#toWords;
    const word = (offset + i) >> 3;
    const toWord = (i + shift) >> 3;
    for (let n = 0; n < words; n++) toWords[toWord + n] = fromWords[word + n]!;
    for (i += words << 3; i < end; i++) to[i + shift] = from[i]!;
  }
}
