// Messages from a stream of reads: whole ones are handled where the read put them, and only the one that a read cuts is
// copied, until the next read ends it. Hot: one call for each read, no allocation after the first cut message.
//
//   read 1:  | message | message | mess        read 2:  age | message | …
//                                  ^ carried ------------^ completed, handled, and on

/** The longest message: its length has 16 bits. */
const LONGEST_MESSAGE_BYTES = 65_535;
/** By then the length is known. */
const LENGTH_END = 4;

/** One read's bytes; one buffer serves all connections of a thread, as each read is handled before the next. */
export interface ReadBuffer {
  bytes: Buffer;
  view: DataView;
}

/** Handles the whole messages in at..end; returns where the first incomplete one begins, or -1 when it is no OpenFlow. */
export type Walk = (from: ReadBuffer, at: number, end: number) => number;

export function makeReadBuffer(length: number): ReadBuffer {
  const bytes = Buffer.alloc(length);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, length) };
}

export class Reassembly {
  private carry = makeReadBuffer(0);
  private carried = 0;

  /**
   * Hands the messages of a read to `walk`.
   * @param count bytes in `read`
   * @returns false when `walk` refused them
   */
  feed(read: ReadBuffer, count: number, walk: Walk): boolean {
    const at = this.carried === 0 ? 0 : this.complete(read, count, walk);
    if (at < 0) return false;
    if (this.carried > 0) return true;
    const rest = walk(read, at, count);
    if (rest < 0) return false;
    if (rest < count) this.keep(read, rest, count);
    return true;
  }

  /** @returns where the message after the carried one begins in this read, or -1 */
  private complete(read: ReadBuffer, count: number, walk: Walk): number {
    let at = 0;
    for (const isLengthKnown of [false, true]) {
      const wanted = isLengthKnown ? this.carry.view.getUint16(2) : LENGTH_END;
      const taken = Math.min(count - at, Math.max(0, wanted - this.carried));
      read.bytes.copy(this.carry.bytes, this.carried, at, at + taken);
      this.carried += taken;
      at += taken;
      if (this.carried < wanted) return at;
    }
    const end = this.carried;
    this.carried = 0;
    // a length below 8 stops the walk; it must not count as the beginning of a message
    return walk(this.carry, 0, end) === end ? at : -1;
  }

  private keep(read: ReadBuffer, at: number, end: number): void {
    if (this.carry.bytes.length === 0) this.carry = makeReadBuffer(LONGEST_MESSAGE_BYTES);
    read.bytes.copy(this.carry.bytes, 0, at, end);
    this.carried = end - at;
  }
}
