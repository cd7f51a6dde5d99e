// What the requests and replies of statistics have in common: a type, flags, and a body that the type decides. 1.3 calls
// them multipart messages (section 7.3.5), 1.0 statistics (section 5.3.5). A type that is not in the table stays a number
// and its body stays bytes.
//
//            8          10         12
//   1.0      | type 16  | flags 16 | body ...
//   1.3      | type 16  | flags 16 | pad 4 | body ...
import type { Choice, ChoiceIn, ChoiceOut, Kinds, Opaque } from './choice.ts';
import { asObject, type Flat, type Json, step } from './codec.ts';
import { HEADER_BYTES } from './header.ts';
import type { Flags } from './names.ts';
import type { Reader } from './reader.ts';
import type { Fields } from './struct.ts';
import type { Writer } from './writer.ts';

export const MULTIPART_TYPE_AT = HEADER_BYTES;
export const MULTIPART_FLAGS_AT = HEADER_BYTES + 2;
export const STATS_10_BODY_AT = 12;
export const MULTIPART_13_BODY_AT = 16;

/** The flag of a request or a reply that another message of the same xid follows. */
export const OFPMPF_MORE = 1;

/** The fields of a statistics message: its kind is named in field `T`. */
export type MultipartOut<T extends string, K, F> = Flat<{ flags: (F | number)[] }> & (ChoiceOut<T, K> | Opaque<T>);
export type MultipartIn<T extends string, K, F> = { flags?: readonly (F | number)[] | number | undefined } & (
  | ChoiceIn<T, K>
  | Opaque<T>
);

export class Multipart<T extends string, K extends Kinds> implements Fields {
  readonly shape = {};
  readonly choice: Choice<T, K>;
  readonly flags: Flags<string>;
  readonly #padding: number;

  /**
   * @param choice the table of types; its owner's fields are the header's and `flags`
   * @param padding bytes between the flags and the body
   */
  constructor(choice: Choice<T, K>, flags: Flags<string>, padding: number) {
    this.choice = choice;
    this.flags = flags;
    this.#padding = padding;
  }

  decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown> {
    const type = step(this.choice.field, () => reader.u16());
    target[this.choice.field] = type;
    target.flags = step('flags', () => this.flags.decode(reader));
    reader.take(this.#padding);
    this.choice.decode(reader, type, target);
    return target;
  }

  encodeFields(writer: Writer, value: unknown): void {
    const fields = asObject(value);
    writer.u16(this.choice.tag(fields));
    step('flags', () => this.flags.encode(writer, flagsOf(fields)));
    writer.zeros(this.#padding);
    this.choice.encode(writer, value as ChoiceIn<T, K>);
  }

  toJsonInto(value: unknown, target: { [key: string]: Json }): Json {
    const fields = asObject(value);
    target[this.choice.field] = null;
    target.flags = step('flags', () => this.flags.toJson(flagsOf(fields)));
    return this.choice.toJson(value as ChoiceIn<T, K>, target);
  }

  fromJsonInto(json: unknown, target: Record<string, unknown>): Record<string, unknown> {
    const fields = asObject(json);
    target[this.choice.field] = undefined;
    target.flags = step('flags', () => this.flags.fromJson(flagsOf(fields)));
    return this.choice.fromJson(json, target) as unknown as Record<string, unknown>;
  }
}

function flagsOf(fields: Record<string, unknown>): readonly string[] {
  return (fields.flags ?? []) as readonly string[];
}
