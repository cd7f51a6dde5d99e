// The frame of an action of Open vSwitch: what stands in front of its body, and the zeros behind it. Some bodies end in a list of
// numbers whose count stands ahead. Pure.
//
//   | 0xffff 16 | len 16 | 0x00002320 32 | subtype 16 | body | zeros to a multiple of 8, of some actions to 24 bytes |
import { type Kind, prefixOf } from './choice.ts';
import { step, within } from './codec.ts';
import { NX_VENDOR_ID } from './experimenter-id.ts';
import type { Reader } from './reader.ts';
import { pad, type Shape, Struct } from './struct.ts';
import { padTo } from './tlv.ts';
import type { Writer } from './writer.ts';

export const OFPAT_EXPERIMENTER = 0xffff;

/** Bytes of type, length, experimenter and subtype. */
const LEAD_BYTES = 10;

/** A list of 16-bit numbers at the end of a body, whose count stands in front of other fields. */
export interface Count {
  readonly name: string;
  /** Where the count stands, from the start of the body. */
  readonly at: number;
  /** What is in front of the list. */
  readonly fixedBytes: number;
}

/** Holds the place of a count. */
export const COUNT = pad(2);

/** A body with zeros behind it, up to a multiple of 8 of the whole action, or to the least length that it may have. */
export class PaddedBody<S extends Shape> extends Struct<S> {
  readonly #least: number;
  readonly #count: Count | undefined;

  constructor(shape: S, least: number, count?: Count) {
    super(shape);
    this.#least = least;
    this.#count = count;
  }

  override decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown> {
    const from = reader.at;
    if (this.#count === undefined) super.decodeInto(reader, target);
    else {
      const outer = reader.enter(countedBytes(reader, this.#count));
      super.decodeInto(reader, target);
      reader.leave(outer);
    }
    this.decodePadding(reader, from);
    return target;
  }

  override encodeFields(writer: Writer, value: unknown, others: ReadonlySet<string>): void {
    const from = writer.at;
    super.encodeFields(writer, value, others);
    if (this.#count !== undefined) {
      writer.patchU16(from + this.#count.at, (writer.at - from - this.#count.fixedBytes) >> 1);
    }
    writer.zeros(this.#missing(writer.at - from));
  }

  /** @param from where the body began */
  protected decodePadding(reader: Reader, from: number): void {
    step('pad', () => reader.take(this.#missing(reader.at - from)));
  }

  #missing(bodyBytes: number): number {
    const length = LEAD_BYTES + bodyBytes;
    return length < this.#least ? this.#least - length : padTo(length, 8);
  }
}

/** @returns the bytes of a body without the padding, which only the count tells from the list */
function countedBytes(reader: Reader, { name, at, fixedBytes }: Count): number {
  const from = reader.at;
  reader.take(at);
  const count = reader.u16();
  reader.at = from;
  const room = reader.left() - fixedBytes;
  if (2 * count > room) {
    throw within(
      reader.fault(`a count of ${count}`, `at most ${Math.max(0, room) >> 1}, the bytes left`, from + at),
      name,
    );
  }
  return fixedBytes + 2 * count;
}

/** @param least bytes of the whole action that are always there */
export function nx<const S extends Shape>(subtype: number, shape: S, least = 16, count?: Count): Kind<S> {
  const prefix = prefixOf([NX_VENDOR_ID], subtype);
  return { tag: OFPAT_EXPERIMENTER, body: new PaddedBody(shape, least, count), prefix };
}
