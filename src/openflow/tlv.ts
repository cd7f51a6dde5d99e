// Type-length-value parts: actions, instructions, meter bands, queue, table and hello properties. The length counts the
// 4 bytes of type and length. Two manners exist: padding counted by the length (actions, instructions: the length is a
// multiple of 8), and padding behind the length (hello elements, table feature properties: the next part starts at a
// multiple of 8). Pure.
//
//   | type 16 | length 16 | body ...       | padding ... |
//   |<------- length ("outside") --------->|
//   |<------- length ("inside") ------------------------>|
//
// One part has its length before its type: the updates of a flow monitor.

import type { Choice, ChoiceIn, ChoiceOut, Kinds, Opaque } from './choice.ts';
import { type Codec, Fault, type Json, within } from './codec.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Bytes of type and length. */
const HEADER_BYTES = 4;

export class Tlv<T extends string, K extends Kinds>
  implements Codec<ChoiceOut<T, K> | Opaque<T>, ChoiceIn<T, K> | Opaque<T>>
{
  readonly choice: Choice<T, K>;
  /** `inside`: the length must be a multiple of this; `outside`: padding up to a multiple follows. */
  readonly align: number;
  readonly padding: 'inside' | 'outside';
  /** What stands first. */
  readonly first: 'type' | 'length';

  constructor(choice: Choice<T, K>, padding: 'inside' | 'outside', align = 8, first: 'type' | 'length' = 'type') {
    this.choice = choice;
    this.padding = padding;
    this.align = align;
    this.first = first;
  }

  decode(reader: Reader): ChoiceOut<T, K> | Opaque<T> {
    const from = reader.at;
    const one = reader.u16();
    const two = reader.u16();
    const isTypeFirst = this.first === 'type';
    const tag = isTypeFirst ? one : two;
    const length = isTypeFirst ? two : one;
    const room = reader.end - from;
    const aligned = this.padding === 'outside' || length % this.align === 0;
    if (length < HEADER_BYTES || length > room || !aligned) {
      const multiple = this.padding === 'inside' && this.align > 1 ? `, a multiple of ${this.align}` : '';
      throw within(
        reader.fault(
          `length ${length}`,
          `${HEADER_BYTES}..${room}, the bytes left${multiple}`,
          isTypeFirst ? from + 2 : from,
        ),
        'length',
      );
    }
    const outer = reader.enter(length - HEADER_BYTES);
    const value = this.choice.decode(reader, tag, {});
    reader.leave(outer);
    if (this.padding === 'outside') reader.take(padTo(length, this.align));
    return value;
  }

  encode(writer: Writer, value: ChoiceIn<T, K> | Opaque<T>): void {
    const from = writer.at;
    const tag = this.choice.tag(value);
    const isTypeFirst = this.first === 'type';
    writer.claim(HEADER_BYTES);
    writer.patchU16(isTypeFirst ? from : from + 2, tag);
    this.choice.encode(writer, value);
    const length = writer.at - from;
    writer.patchLength(isTypeFirst ? from + 2 : from, length);
    if (this.padding === 'outside') writer.zeros(padTo(length, this.align));
    else if (length % this.align !== 0) {
      throw within(
        new Fault(-1, `${length - HEADER_BYTES} bytes`, `a body that makes the whole a multiple of ${this.align}`),
        'body',
      );
    }
  }

  toJson(value: ChoiceIn<T, K> | Opaque<T>): Json {
    return this.choice.toJson(value);
  }

  fromJson(json: unknown): ChoiceOut<T, K> | Opaque<T> {
    return this.choice.fromJson(json);
  }
}

/** @returns the bytes that are missing to a multiple of `align` */
export function padTo(length: number, align: number): number {
  return (align - (length % align)) % align;
}
