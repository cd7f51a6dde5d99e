// Writes big-endian fields front to back, into a buffer of its own that grows or into one that the caller gave. Every
// byte between start and end is written, padding included, so that what a given buffer held before never leaks out.
// Cold code; pure.
import { Fault } from './codec.ts';
import { HALVES_32, HALVES_64, HIGH, LOW } from './halves.ts';

/** A first buffer that most messages fit in; from Node's pool, and not cleared, since each byte that is given out is written. */
const INITIAL_BYTES = 256;
/** Large steps: a reply of statistics gets there in two, and the buffer lives as long as the encoding. */
const GROWTH = 4;
/** So many are written faster by a loop than by a call of what copies or fills many. */
const FEW_BYTES = 16;

export class Writer {
  bytes: Uint8Array;
  at: number;
  /** Where a length stands that waits for its part, some fields behind it (list.ts). */
  aheadAt = 0;
  readonly #growable: boolean;

  /** @param target where to write; without it the writer owns a buffer that grows */
  constructor(target?: Uint8Array, at = 0) {
    this.bytes = target ?? Buffer.allocUnsafe(INITIAL_BYTES);
    this.at = at;
    this.#growable = target === undefined;
  }

  /** @returns the position of `count` bytes that the caller now writes */
  claim(count: number): number {
    const at = this.at;
    if (at + count > this.bytes.length) this.#grow(at + count);
    this.at = at + count;
    return at;
  }

  u8(value: number): void {
    const at = this.claim(1);
    this.bytes[at] = value;
  }

  u16(value: number): void {
    this.patchU16(this.claim(2), value);
  }

  u32(value: number): void {
    const at = this.claim(4);
    this.bytes[at] = value >>> 24;
    this.bytes[at + 1] = value >>> 16;
    this.bytes[at + 2] = value >>> 8;
    this.bytes[at + 3] = value;
  }

  u64(value: bigint): void {
    HALVES_64[0] = value;
    this.u32(HALVES_32[HIGH]!);
    this.u32(HALVES_32[LOW]!);
  }

  raw(bytes: Uint8Array): void {
    const at = this.claim(bytes.length);
    if (bytes.length > FEW_BYTES) this.bytes.set(bytes, at);
    else for (let i = 0; i < bytes.length; i++) this.bytes[at + i] = bytes[i]!;
  }

  zeros(count: number): void {
    const at = this.claim(count);
    if (count > FEW_BYTES) this.bytes.fill(0, at, at + count);
    else for (let i = 0; i < count; i++) this.bytes[at + i] = 0;
  }

  /** @returns a copy of what was written, in bytes of its own */
  written(): Uint8Array {
    const copy = new Uint8Array(this.at);
    copy.set(this.bytes.subarray(0, this.at));
    return copy;
  }

  /** Writes a 16-bit field that was claimed earlier; lengths are known only when their part is written. */
  patchU16(at: number, value: number): void {
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value;
  }

  /** Patches a length field; OpenFlow lengths are 16 bits. */
  patchLength(at: number, length: number): void {
    if (length > 0xffff) throw new Fault(-1, `${length} bytes`, 'a part of at most 65535 bytes');
    this.patchU16(at, length);
  }

  #grow(needed: number): void {
    if (!this.#growable) throw new Fault(-1, `a buffer of ${this.bytes.length} bytes`, `room for at least ${needed}`);
    const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * GROWTH));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
