// Flow statistics of 1.5 (section 7.2.4): what a flow has carried, as a list of fields like those of a match. A field of
// another class, or one that is not in the table, stays opaque bytes. Pure.
//
//   stats  | reserved 16 | length 16 | oxs | oxs | ... | zeros to a multiple of 8 |
//          |<---------------- length --------------->|
//   oxs    | oxs_class 16 | oxs_field 7 | reserved 1 | oxs_length 8 | value |
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind } from './choice.ts';
import { asObject, badValue, type Codec, type Json, step, within } from './codec.ts';
import { List } from './list.ts';
import type { Reader } from './reader.ts';
import { Struct } from './struct.ts';
import { padTo } from './tlv.ts';
import { Uint, u16, u32, u64 } from './uint.ts';
import type { Writer } from './writer.ts';

export const OXS_CLASS_BASIC = 0x8002;

/** The names are the specification's without OXS_OF_. */
export const OXS_FIELDS = {
  DURATION: kind(0, { sec: u32, nsec: u32 }),
  IDLE_TIME: kind(1, { sec: u32, nsec: u32 }),
  FLOW_COUNT: kind(3, { value: u32 }),
  PACKET_COUNT: kind(4, { value: u64 }),
  BYTE_COUNT: kind(5, { value: u64 }),
} as const;

/** One that is not in the table; `body` is all that follows the header. */
export interface OpaqueOxs {
  field: number;
  oxsClass: number;
  reserved: boolean;
  body: Uint8Array;
}
export type OxsField = ChoiceOut<'field', typeof OXS_FIELDS> | OpaqueOxs;
export type OxsFieldIn = ChoiceIn<'field', typeof OXS_FIELDS> | OpaqueOxs;

/** One statistic with its header. */
export class Oxs implements Codec<OxsField, OxsFieldIn> {
  readonly choice = new Choice('field', OXS_FIELDS);

  decode(reader: Reader): OxsField {
    const from = reader.at;
    const oxsClass = reader.u16();
    const fieldAndReserved = reader.u8();
    const length = reader.u8();
    const field = fieldAndReserved >>> 1;
    const reserved = (fieldAndReserved & 1) === 1;
    if (length > reader.left()) {
      throw within(reader.fault(`length ${length}`, `at most the ${reader.left()} bytes left`, from + 3), 'length');
    }
    const name = oxsClass === OXS_CLASS_BASIC && !reserved ? this.choice.nameOf(field) : undefined;
    if (name === undefined) return { field, oxsClass, reserved, body: reader.copy(length) };
    const outer = reader.enter(length);
    try {
      const value = this.choice.decode(reader, field, {}) as OxsField;
      reader.leave(outer);
      return value;
    } catch (error) {
      throw within(error, name);
    }
  }

  encode(writer: Writer, value: OxsFieldIn): void {
    if (typeof asObject(value).field === 'number') {
      const { field, oxsClass, reserved, body } = value as OpaqueOxs;
      OPAQUE.encode(writer, { oxsClass, fieldAndReserved: fieldByte(field, reserved), length: lengthOf(body), body });
      return;
    }
    writer.u16(OXS_CLASS_BASIC);
    writer.u8(this.choice.tag(value) << 1);
    const lengthAt = writer.claim(1);
    const from = writer.at;
    this.choice.encode(writer, value as ChoiceIn<'field', typeof OXS_FIELDS>);
    writer.bytes[lengthAt] = writer.at - from;
  }

  toJson(value: OxsFieldIn): Json {
    if (typeof asObject(value).field !== 'number') {
      return this.choice.toJson(value as ChoiceIn<'field', typeof OXS_FIELDS>);
    }
    const { field, oxsClass, reserved, body } = value as OpaqueOxs;
    fieldByte(field, reserved);
    return {
      field,
      oxsClass: step('oxsClass', () => u16.check(oxsClass)),
      reserved,
      body: step('body', () => rest.toJson(body)),
    };
  }

  fromJson(json: unknown): OxsField {
    const fields = asObject(json);
    if (typeof fields.field !== 'number') return this.choice.fromJson(json) as OxsField;
    const { field, oxsClass, reserved = false } = fields;
    fieldByte(field, reserved);
    const body = step('body', () => rest.fromJson(fields.body));
    lengthOf(body);
    return { field, oxsClass: step('oxsClass', () => u16.check(oxsClass)), reserved: reserved as boolean, body };
  }
}

const OPAQUE = new Struct({ oxsClass: u16, fieldAndReserved: new Uint(1), length: new Uint(1), body: rest } as const);
const FIELD = new Uint(1, {}, 0x7f);

function fieldByte(field: unknown, reserved: unknown): number {
  const number = step('field', () => FIELD.check(field));
  if (typeof reserved !== 'boolean') throw within(badValue(reserved, 'true or false'), 'reserved');
  return (number << 1) | (reserved ? 1 : 0);
}

function lengthOf(body: unknown): number {
  if (!(body instanceof Uint8Array) || body.length > 0xff) throw within(badValue(body, 'at most 255 bytes'), 'body');
  return body.length;
}

const OXS = new Oxs();

/** A list of statistics with its own length. */
export class Stats implements Codec<OxsField[], readonly OxsFieldIn[]> {
  readonly fields = new List<OxsField, OxsFieldIn>(OXS);

  decode(reader: Reader): OxsField[] {
    const from = reader.at;
    reader.take(2);
    const length = reader.u16();
    const room = reader.end - from;
    if (length < 4 || length > room) {
      throw within(reader.fault(`length ${length}`, `4..${room}, the bytes left`, from + 2), 'length');
    }
    const outer = reader.enter(length - 4);
    const fields = this.fields.decode(reader);
    reader.leave(outer);
    reader.take(padTo(length, 8));
    return fields;
  }

  encode(writer: Writer, value: readonly OxsFieldIn[]): void {
    const from = writer.at;
    writer.zeros(2);
    writer.claim(2);
    this.fields.encode(writer, value);
    const length = writer.at - from;
    writer.patchLength(from + 2, length);
    writer.zeros(padTo(length, 8));
  }

  toJson(value: readonly OxsFieldIn[]): Json {
    return this.fields.toJson(value);
  }

  fromJson(json: unknown): OxsField[] {
    return this.fields.fromJson(json);
  }
}

export const STATS = new Stats();
