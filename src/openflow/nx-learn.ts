// learn: adds a flow that is made of the packet at hand (NXAST_LEARN, NXAST_LEARN2 of Open vSwitch, lib/ofp-actions.c). What that
// flow matches and does is a list of specs: bits of a field of the packet, or a value, and where they go. Pure.
//
//   | idle_timeout 16 | hard_timeout 16 | priority 16 | cookie 64 | flags 16 | table_id 8 | pad | fin_idle 16 | fin_hard 16
//   LEARN2: | limit 32 | result_dst_ofs 16 | pad 16 | header of the field for the result, if flags say WRITE_RESULT
//   | spec | spec | ... | zeros to a multiple of 8 |
//
//   spec    | 0 2 | value 1 | destination 2 | 0 1 | n_bits 10 | source | destination |
//   source of a field   | header 32 | ofs 16 |
//   source of a value   | as many 16-bit words as hold n_bits, the value in their lower bits |
//   destination         | header 32 | ofs 16 |           of what is sent out (OUTPUT): none
import { rest } from './bytes.ts';
import { type Kind, prefixOf } from './choice.ts';
import { asObject, badValue, type Codec, type Json, step, within } from './codec.ts';
import { NX_VENDOR_ID } from './experimenter-id.ts';
import { FIELD, FIELD_32, type FieldHeaderValue } from './field-header.ts';
import { List } from './list.ts';
import { Flags } from './names.ts';
import { nx, OFPAT_EXPERIMENTER, PaddedBody } from './nx-action-body.ts';
import type { Reader } from './reader.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { u8, u16, u32, u64 } from './uint.ts';
import type { Writer } from './writer.ts';

/** The learned flow matches, loads or sends out `nBits` bits of field `src` of the packet, or a value. */
export type LearnSpec =
  | {
      type: 'MATCH' | 'LOAD';
      nBits: number;
      src: FieldHeaderValue;
      srcOfs: number;
      dst: FieldHeaderValue;
      dstOfs: number;
    }
  | { type: 'MATCH_VALUE' | 'LOAD_VALUE'; nBits: number; value: bigint; dst: FieldHeaderValue; dstOfs: number }
  | { type: 'OUTPUT'; nBits: number; src: FieldHeaderValue; srcOfs: number };

const SOURCE = { src: FIELD_32, srcOfs: defaulted(u16, 0) } as const;
const TARGET = { dst: FIELD_32, dstOfs: defaulted(u16, 0) } as const;

/** By type: the bits of the spec's head beside n_bits, and the fields behind it; in front of them, of some, a value. */
export const LEARN_SPECS = {
  MATCH: { head: 0 << 11, body: new Struct({ ...SOURCE, ...TARGET }) },
  LOAD: { head: 1 << 11, body: new Struct({ ...SOURCE, ...TARGET }) },
  OUTPUT: { head: 2 << 11, body: new Struct(SOURCE) },
  MATCH_VALUE: { head: 4 << 11, body: new Struct(TARGET) },
  LOAD_VALUE: { head: 5 << 11, body: new Struct(TARGET) },
} as const;
type SpecType = keyof typeof LEARN_SPECS;

const HEAD_BITS = 0xfc00;
/** No field has more bits; a spec of none would end the list. */
export const LEARN_BITS_MAX = 0x3ff;
const HEAD_FIELDS: ReadonlySet<string> = new Set(['type', 'nBits', 'value']);

/** @returns undefined for a head that no spec has */
function typeOf(head: number): SpecType | undefined {
  if ((head & LEARN_BITS_MAX) === 0) return undefined;
  const types = Object.keys(LEARN_SPECS) as SpecType[];
  return types.find((type) => LEARN_SPECS[type].head === (head & HEAD_BITS));
}

const takesValue = (type: SpecType) => type === 'MATCH_VALUE' || type === 'LOAD_VALUE';
const wordsOf = (nBits: number) => Math.ceil(nBits / 16);

/** One spec. */
export class LearnSpecCodec implements Codec<LearnSpec> {
  decode(reader: Reader): LearnSpec {
    const at = reader.at;
    const head = reader.u16();
    const nBits = head & LEARN_BITS_MAX;
    const type = typeOf(head);
    if (type === undefined) throw reader.fault(`a spec with head ${head}`, 'a known one', at);
    const spec: Record<string, unknown> = { type, nBits };
    if (takesValue(type)) {
      let value = 0n;
      for (let word = 0; word < wordsOf(nBits); word++) value = (value << 16n) | BigInt(reader.u16());
      spec.value = value;
    }
    return LEARN_SPECS[type].body.decodeInto(reader, spec) as LearnSpec;
  }

  encode(writer: Writer, spec: LearnSpec): void {
    const { type, nBits, value } = checkedHead(spec);
    const { head, body } = LEARN_SPECS[type];
    writer.u16(head | nBits);
    for (let word = wordsOf(nBits) - 1; value !== undefined && word >= 0; word--) {
      writer.u16(Number((value >> BigInt(16 * word)) & 0xffffn));
    }
    body.encodeFields(writer, spec, HEAD_FIELDS);
  }

  toJson(spec: LearnSpec): Json {
    const { type, nBits, value } = checkedHead(spec);
    const json: { [key: string]: Json } = { type, nBits };
    if (value !== undefined) json.value = `0x${value.toString(16)}`;
    return LEARN_SPECS[type].body.toJsonInto(spec, json);
  }

  fromJson(json: unknown): LearnSpec {
    const fields = asObject(json);
    const text = fields.value;
    const value = typeof text === 'string' && /^(0x[0-9a-f]+|[0-9]+)$/i.test(text) ? BigInt(text) : text;
    const { type, nBits, value: checked } = checkedHead({ ...fields, value });
    const spec = checked === undefined ? { type, nBits } : { type, nBits, value: checked };
    return LEARN_SPECS[type].body.fromJsonInto(json, spec, HEAD_FIELDS) as LearnSpec;
  }
}

function checkedHead(spec: unknown): { type: SpecType; nBits: number; value: bigint | undefined } {
  const { type, nBits, value } = asObject(spec);
  if (typeof type !== 'string' || !Object.hasOwn(LEARN_SPECS, type)) {
    throw within(badValue(type, Object.keys(LEARN_SPECS).join(', ')), 'type');
  }
  if (typeof nBits !== 'number' || !Number.isInteger(nBits) || nBits < 1 || nBits > LEARN_BITS_MAX) {
    throw within(badValue(nBits, `an integer 1..${LEARN_BITS_MAX}`), 'nBits');
  }
  if (!takesValue(type as SpecType)) {
    if (value !== undefined) throw within(badValue(value, `no value in a spec ${type}`), 'value');
    return { type: type as SpecType, nBits, value: undefined };
  }
  const bits = 16 * wordsOf(nBits);
  if (typeof value !== 'bigint' || value < 0n || value >> BigInt(bits) !== 0n) {
    throw within(badValue(value, `a bigint of ${bits} bits, 0n and above`), 'value');
  }
  return { type: type as SpecType, nBits, value };
}

const SPEC = new LearnSpecCodec();

/** All specs of an action. Where one of them is none that is known, all stay bytes: what is behind it cannot be told. */
export class LearnSpecs implements Codec<LearnSpec[] | Uint8Array, readonly LearnSpec[] | Uint8Array> {
  readonly specs: List<LearnSpec, LearnSpec> = new List(SPEC);

  decode(reader: Reader): LearnSpec[] | Uint8Array {
    const from = reader.at;
    return knownSpecs(reader) ?? bytesFrom(reader, from);
  }

  encode(writer: Writer, value: readonly LearnSpec[] | Uint8Array): void {
    if (value instanceof Uint8Array) rest.encode(writer, value);
    else this.specs.encode(writer, value);
  }

  toJson(value: readonly LearnSpec[] | Uint8Array): Json {
    return value instanceof Uint8Array ? rest.toJson(value) : this.specs.toJson(value);
  }

  fromJson(json: unknown): LearnSpec[] | Uint8Array {
    return typeof json === 'string' ? rest.fromJson(json) : this.specs.fromJson(json);
  }
}

function bytesFrom(reader: Reader, from: number): Uint8Array {
  reader.at = from;
  return rest.decode(reader);
}

/** @returns the specs before the zeros at the end; undefined where there is one that is not known, or more zeros than padding */
function knownSpecs(reader: Reader): LearnSpec[] | undefined {
  const specs: LearnSpec[] = [];
  while (reader.left() >= 2) {
    const { bytes, at } = reader;
    const head = (bytes[at]! << 8) | bytes[at + 1]!;
    if (head === 0) break;
    if (!isWhole(head, reader.left())) return undefined;
    specs.push(SPEC.decode(reader));
  }
  return reader.left() < 8 ? specs : undefined;
}

function isWhole(head: number, left: number): boolean {
  const type = typeOf(head);
  if (type === undefined) return false;
  const source = takesValue(type) ? 2 * wordsOf(head & LEARN_BITS_MAX) : 6;
  return left >= 2 + source + (type === 'OUTPUT' ? 0 : 6);
}

const FLAGS = new Flags(2, { SEND_FLOW_REM: 1 << 0, DELETE_LEARNED: 1 << 1, WRITE_RESULT: 1 << 2 });
const WRITE_RESULT = FLAGS.values.WRITE_RESULT;

const LEARN = {
  idleTimeout: defaulted(u16, 0),
  hardTimeout: defaulted(u16, 0),
  priority: defaulted(u16, 0x8000),
  cookie: defaulted(u64, 0n),
  flags: defaulted(FLAGS, []),
  tableId: u8,
  pad1: pad(1),
  finIdleTimeout: defaulted(u16, 0),
  finHardTimeout: defaulted(u16, 0),
} as const;
const SPECS = new LearnSpecs();
const LEARN2 = { ...LEARN, limit: defaulted(u32, 0), resultDstOfs: defaulted(u16, 0), pad2: pad(2) } as const;

/** The field that takes whether a flow was learned; on the wire only where the flag WRITE_RESULT is set. */
export class ResultField implements Codec<FieldHeaderValue | undefined> {
  /** Says that the value may be left out. */
  readonly fallback = undefined;

  decode(reader: Reader): FieldHeaderValue | undefined {
    return FIELD.decode(reader);
  }

  encode(writer: Writer, value: FieldHeaderValue | undefined): void {
    if (value !== undefined) FIELD.encode(writer, value);
  }

  toJson(value: FieldHeaderValue | undefined): Json {
    return value === undefined ? null : FIELD.toJson(value);
  }

  fromJson(json: unknown): FieldHeaderValue | undefined {
    return json === undefined || json === null ? undefined : FIELD.fromJson(json);
  }
}

const SHAPE2 = { ...LEARN2, resultDst: new ResultField(), specs: SPECS } as const;
const HEAD2 = new Struct(LEARN2);

/** Its flags say whether `resultDst` is there. */
export class Learn2Body extends PaddedBody<typeof SHAPE2> {
  constructor() {
    super(SHAPE2, 16);
  }

  override decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown> {
    const from = reader.at;
    HEAD2.decodeInto(reader, target);
    if (writesResult(target)) target.resultDst = step('resultDst', () => SHAPE2.resultDst.decode(reader));
    target.specs = step('specs', () => SPECS.decode(reader));
    this.decodePadding(reader, from);
    return target;
  }

  override encodeFields(writer: Writer, value: unknown, others: ReadonlySet<string>): void {
    const fields = asObject(value);
    const written = step('flags', () => writesResult(fields));
    if (written !== (fields.resultDst !== undefined)) {
      const allowed = written ? 'a field: the flag WRITE_RESULT is set' : 'none without the flag WRITE_RESULT';
      throw within(badValue(fields.resultDst, allowed), 'resultDst');
    }
    super.encodeFields(writer, value, others);
  }
}

function writesResult({ flags = [] }: Record<string, unknown>): boolean {
  return (FLAGS.number(flags) & WRITE_RESULT) !== 0;
}

export const NX_LEARN = nx(16, { ...LEARN, specs: SPECS });
export const NX_LEARN2: Kind<typeof SHAPE2> = {
  tag: OFPAT_EXPERIMENTER,
  body: new Learn2Body(),
  prefix: prefixOf([NX_VENDOR_ID], 45),
};
