// Reads big-endian fields off a region of bytes, front to back. It never reads outside [at, end): a short region is a
// Fault that names the offset. Codecs narrow `end` for the part that they own and widen it again when they leave.
// Cold code; pure.
import { Fault } from './codec.ts';
import { HALVES_32, HALVES_64, HIGH, LOW } from './halves.ts';

export class Reader {
  readonly bytes: Uint8Array;
  /** First byte of the outermost message: offsets in faults count from here. */
  readonly start: number;
  at: number;
  end: number;
  /** The reader is inside a message that another one carries. */
  carried = false;
  /** A length that stood some fields ahead of its part, and where; its part takes it (list.ts). */
  aheadLength = 0;
  aheadAt = 0;
  /** How deep the reader is in actions that stand in actions. */
  nesting = 0;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.start = at;
    this.at = at;
    this.end = end;
  }

  /** @returns the position of the next `count` bytes, which are then behind the reader */
  take(count: number): number {
    const at = this.at;
    if (at + count > this.end) throw this.fault(`${this.end - at} bytes left`, `${count} bytes`);
    this.at = at + count;
    return at;
  }

  u8(): number {
    return this.bytes[this.take(1)]!;
  }

  u16(): number {
    const at = this.take(2);
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  u32(): number {
    const { bytes } = this;
    const at = this.take(4);
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }

  u64(): bigint {
    HALVES_32[HIGH] = this.u32();
    HALVES_32[LOW] = this.u32();
    return HALVES_64[0]!;
  }

  /** A copy of the next `count` bytes: values never alias a receive buffer. */
  copy(count: number): Uint8Array {
    const at = this.take(count);
    return this.bytes.slice(at, at + count);
  }

  /** @returns the bytes between the reader and the end of its region */
  left(): number {
    return this.end - this.at;
  }

  /**
   * Narrows the region to the next `count` bytes.
   * @returns the outer end, to be handed to `leave`
   */
  enter(count: number): number {
    const outer = this.end;
    if (this.at + count > outer)
      throw this.fault(`length ${count} with ${outer - this.at} bytes left`, 'a part that fits');
    this.end = this.at + count;
    return outer;
  }

  /** Ends a narrowed region, which must have been read to its end. */
  leave(outer: number): void {
    if (this.at !== this.end) throw this.fault(`${this.end - this.at} bytes more`, 'the end of this part');
    this.end = outer;
  }

  /** A fault at `at`, or where the reader stands. */
  fault(found: string | number, allowed: string, at: number = this.at): Fault {
    return new Fault(at - this.start, String(found), allowed);
  }
}
