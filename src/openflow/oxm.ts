// Match fields (1.3 section 7.2.3, 1.5 section 7.2.3) as one table, read by the codec, the tests and the documentation: all of
// class OFPXMC_OPENFLOW_BASIC (the first 40 are those of 1.3; 1.4 added PBB_UCA, 1.5 the others), and those that Open
// vSwitch adds (nxm-field.ts), which have the same layout. A field that is not in the table stays opaque bytes. Pure.
//
//   | oxm_class 16 | oxm_field 7 | hasmask 1 | oxm_length 8 | value | mask (if hasmask) |
//   | 0xffff       | oxm_field 7 | hasmask 1 | oxm_length 8 | experimenter 32 | value | mask (if hasmask) |
import { Address } from './address.ts';
import { rest, SomeBytes } from './bytes.ts';
import { asObject, badValue, type Codec, type Json, step, within } from './codec.ts';
import { FlagNumber } from './names.ts';
import { NXM_FIELDS, OXM_CLASS_EXPERIMENTER } from './nxm-field.ts';
import { PORT_NO_10, PORT_NO_13 } from './port-number.ts';
import type { Reader } from './reader.ts';
import { Uint, u64, u128 } from './uint.ts';
import { u32At } from './view.ts';
import type { Writer } from './writer.ts';

export const OXM_CLASS_BASIC = 0x8000;
/** OFPVID_PRESENT: the bit of VLAN_VID that says that there is a tag. */
export const OFPVID_PRESENT = 0x1000;

/**
 * How a field is written and whether a mask may go with it:
 * `yes`: by the specification; `ovs`: not by the specification, but Open vSwitch takes one (ovs-fields(7)); `no`.
 */
export interface OxmRow {
  /** OFPXMC_OPENFLOW_BASIC where it is left out. */
  readonly oxmClass?: number;
  readonly experimenter?: number;
  readonly field: number;
  /** `flags`: a number whose bits have names; `bytes`: as many as there are, up to `bits` (options of tunnels). */
  readonly form: 'port' | 'port10' | 'uint' | 'flags' | 'u64' | 'u128' | 'mac' | 'ipv4' | 'ipv6' | 'bytes';
  /** What the value may use. */
  readonly bits: number;
  /** What the wire carries, where that is more than the bits need. */
  readonly bytes?: number;
  readonly maskable: 'yes' | 'ovs' | 'no';
  readonly flags?: Readonly<Record<string, number>>;
}

/** The names are the specification's without OXM_OF_. */
const BASIC_FIELDS = {
  IN_PORT: { field: 0, form: 'port', bits: 32, maskable: 'no' },
  IN_PHY_PORT: { field: 1, form: 'port', bits: 32, maskable: 'no' },
  METADATA: { field: 2, form: 'u64', bits: 64, maskable: 'yes' },
  ETH_DST: { field: 3, form: 'mac', bits: 48, maskable: 'yes' },
  ETH_SRC: { field: 4, form: 'mac', bits: 48, maskable: 'yes' },
  ETH_TYPE: { field: 5, form: 'uint', bits: 16, maskable: 'no' },
  VLAN_VID: { field: 6, form: 'uint', bits: 13, maskable: 'yes' },
  VLAN_PCP: { field: 7, form: 'uint', bits: 3, maskable: 'no' },
  IP_DSCP: { field: 8, form: 'uint', bits: 6, maskable: 'no' },
  IP_ECN: { field: 9, form: 'uint', bits: 2, maskable: 'no' },
  IP_PROTO: { field: 10, form: 'uint', bits: 8, maskable: 'no' },
  IPV4_SRC: { field: 11, form: 'ipv4', bits: 32, maskable: 'yes' },
  IPV4_DST: { field: 12, form: 'ipv4', bits: 32, maskable: 'yes' },
  TCP_SRC: { field: 13, form: 'uint', bits: 16, maskable: 'ovs' },
  TCP_DST: { field: 14, form: 'uint', bits: 16, maskable: 'ovs' },
  UDP_SRC: { field: 15, form: 'uint', bits: 16, maskable: 'ovs' },
  UDP_DST: { field: 16, form: 'uint', bits: 16, maskable: 'ovs' },
  SCTP_SRC: { field: 17, form: 'uint', bits: 16, maskable: 'ovs' },
  SCTP_DST: { field: 18, form: 'uint', bits: 16, maskable: 'ovs' },
  ICMPV4_TYPE: { field: 19, form: 'uint', bits: 8, maskable: 'no' },
  ICMPV4_CODE: { field: 20, form: 'uint', bits: 8, maskable: 'no' },
  ARP_OP: { field: 21, form: 'uint', bits: 16, maskable: 'no' },
  ARP_SPA: { field: 22, form: 'ipv4', bits: 32, maskable: 'yes' },
  ARP_TPA: { field: 23, form: 'ipv4', bits: 32, maskable: 'yes' },
  ARP_SHA: { field: 24, form: 'mac', bits: 48, maskable: 'yes' },
  ARP_THA: { field: 25, form: 'mac', bits: 48, maskable: 'yes' },
  IPV6_SRC: { field: 26, form: 'ipv6', bits: 128, maskable: 'yes' },
  IPV6_DST: { field: 27, form: 'ipv6', bits: 128, maskable: 'yes' },
  IPV6_FLABEL: { field: 28, form: 'uint', bits: 20, bytes: 4, maskable: 'yes' },
  ICMPV6_TYPE: { field: 29, form: 'uint', bits: 8, maskable: 'no' },
  ICMPV6_CODE: { field: 30, form: 'uint', bits: 8, maskable: 'no' },
  IPV6_ND_TARGET: { field: 31, form: 'ipv6', bits: 128, maskable: 'ovs' },
  IPV6_ND_SLL: { field: 32, form: 'mac', bits: 48, maskable: 'ovs' },
  IPV6_ND_TLL: { field: 33, form: 'mac', bits: 48, maskable: 'ovs' },
  MPLS_LABEL: { field: 34, form: 'uint', bits: 20, bytes: 4, maskable: 'no' },
  MPLS_TC: { field: 35, form: 'uint', bits: 3, maskable: 'no' },
  MPLS_BOS: { field: 36, form: 'uint', bits: 1, maskable: 'no' },
  PBB_ISID: { field: 37, form: 'uint', bits: 24, maskable: 'yes' },
  TUNNEL_ID: { field: 38, form: 'u64', bits: 64, maskable: 'yes' },
  IPV6_EXTHDR: { field: 39, form: 'uint', bits: 9, maskable: 'yes' },
  PBB_UCA: { field: 41, form: 'uint', bits: 1, maskable: 'no' }, // 40 is not used
  TCP_FLAGS: { field: 42, form: 'uint', bits: 12, maskable: 'yes' },
  ACTSET_OUTPUT: { field: 43, form: 'port', bits: 32, maskable: 'no' },
  PACKET_TYPE: { field: 44, form: 'uint', bits: 32, maskable: 'no' }, // namespace << 16 | ns_type
} as const satisfies Readonly<Record<string, OxmRow>>;

/** Every field by its name: those of 1.3 without a prefix, the others as Open vSwitch calls them. */
export const OXM_FIELDS = { ...BASIC_FIELDS, ...NXM_FIELDS } as const;

type Table = typeof OXM_FIELDS;
export type OxmName = keyof Table;
/** The type of a field's value: a number, a bigint for 64 and 128 bits, text for addresses, bytes for tunnel options. */
export type OxmValue<N extends OxmName> = ValueOf<Table[N]['form']>;
type ValueOf<F> = F extends 'u64' | 'u128'
  ? bigint
  : F extends 'port' | 'port10' | 'uint' | 'flags'
    ? number
    : F extends 'bytes'
      ? Uint8Array
      : string;

/** One match field by name: `{ field: 'IPV4_SRC', value: '10.0.0.0', mask: '255.0.0.0' }`. */
export type NamedOxm = { [N in OxmName]: { field: N; value: OxmValue<N>; mask?: OxmValue<N> | undefined } }[OxmName];
/** One that is not in the table; `body` is all that follows the header: value, mask and experimenter as they stand. */
export interface OpaqueOxm {
  field: number;
  oxmClass: number;
  hasMask: boolean;
  body: Uint8Array;
}
export type OxmField = NamedOxm | OpaqueOxm;

type ValueCodec = Codec<string | number | bigint | Uint8Array>;

interface Entry {
  readonly name: OxmName;
  readonly row: OxmRow;
  readonly oxmClass: number;
  /** Bytes of the value; where they vary, the most there may be. */
  readonly size: number;
  /** Bytes of the experimenter in front of the value. */
  readonly lead: number;
  readonly codec: ValueCodec;
}

const BY_NAME = new Map<string, Entry>();
/** Fields of one class and number: NXM has two that only their length tells apart. */
const BY_FIELD = new Map<number, Entry[]>();
/** Those of a fixed length without a mask or an experimenter, by their whole header as a signed number: nearly all that come. */
const BY_HEADER = new Map<number, Entry>();
for (const [name, row] of Object.entries(OXM_FIELDS) as [OxmName, OxmRow][]) {
  const { oxmClass = OXM_CLASS_BASIC, experimenter, field } = row;
  const size = row.bytes ?? Math.ceil(row.bits / 8);
  const lead = experimenter === undefined ? 0 : 4;
  const entry: Entry = { name, row, oxmClass, size, lead, codec: valueCodec(row, size) as unknown as ValueCodec };
  BY_NAME.set(name, entry);
  const key = fieldKey(oxmClass, field, experimenter);
  BY_FIELD.set(key, [...(BY_FIELD.get(key) ?? []), entry]);
  if (row.form !== 'bytes' && experimenter === undefined) BY_HEADER.set(oxmHeader(name) | 0, entry);
}

/** A class or an experimenter, and the 7 bits of the field, as one number. */
function fieldKey(oxmClass: number, field: number, experimenter?: number): number {
  return experimenter === undefined ? oxmClass * 0x80 + field : 0x100_0000 + experimenter * 0x80 + field;
}

/** @returns the 32-bit header of a field as it stands on the wire: what `findOxm` looks for */
export function oxmHeader(name: OxmName, masked = false): number {
  const { oxmClass, row, size, lead } = BY_NAME.get(name)!;
  return ((oxmClass << 16) | (row.field << 9) | (masked ? 0x100 | (lead + 2 * size) : lead + size)) >>> 0;
}

/** @returns the experimenter behind the header of a field; undefined where there is none */
export function oxmExperimenter(name: OxmName): number | undefined {
  return BY_NAME.get(name)!.row.experimenter;
}

/** @returns the field that has this header with or without a mask, and this experimenter; undefined when none has */
export function oxmOfHeader(header: number, experimenter?: number): { field: OxmName; hasMask: boolean } | undefined {
  const hasMask = (header & 0x100) !== 0;
  const entries = BY_FIELD.get(fieldKey(header >>> 16, (header >>> 9) & 0x7f, experimenter));
  const found = entries?.find(({ name }) => oxmHeader(name, hasMask) === header);
  return found && { field: found.name, hasMask };
}

/** Writes a match field in one line: `oxm('IPV4_SRC', '10.0.0.0', '255.0.0.0')`. */
export function oxm<N extends OxmName>(field: N, value: OxmValue<N>, mask?: OxmValue<N>): NamedOxm {
  return (mask === undefined ? { field, value } : { field, value, mask }) as NamedOxm;
}

/** One match field with its header. */
export class Oxm implements Codec<OxmField> {
  decode(reader: Reader): OxmField {
    const from = reader.at;
    const room = reader.end - from - 4;
    if (room >= 0) {
      const entry = BY_HEADER.get(u32At(reader.bytes, from) | 0);
      if (entry !== undefined && entry.size <= room) {
        reader.at = from + 4;
        return decodePlain(reader, entry);
      }
    }
    const oxmClass = reader.u16();
    const fieldAndMask = reader.u8();
    const length = reader.u8();
    const hasMask = (fieldAndMask & 1) === 1;
    const field = fieldAndMask >>> 1;
    if (length > reader.left()) {
      throw within(reader.fault(`length ${length}`, `at most the ${reader.left()} bytes left`, from + 3), 'length');
    }
    const experimenter = oxmClass === OXM_CLASS_EXPERIMENTER ? peekExperimenter(reader, length) : undefined;
    const entries = BY_FIELD.get(fieldKey(oxmClass, field, experimenter));
    if (entries === undefined) return { field, oxmClass, hasMask, body: reader.copy(length) };
    const entry = entries.find((one) => length === one.lead + (hasMask ? 2 : 1) * one.size) ?? entries[0]!;
    try {
      if (hasMask && entry.row.maskable === 'no') throw reader.fault('a mask', 'no mask on this field', from + 2);
      const size = valueBytes(entry, length, hasMask);
      if (size === 0) {
        throw within(reader.fault(`length ${length}`, allowedLength(entry, hasMask), from + 3), 'length');
      }
      reader.take(entry.lead);
      const value = decodePart(reader, entry.codec, size);
      if (!hasMask) return { field: entry.name, value } as NamedOxm;
      return { field: entry.name, value, mask: decodePart(reader, maskCodec(entry), size) } as NamedOxm;
    } catch (error) {
      throw within(error, entry.name);
    }
  }

  encode(writer: Writer, value: OxmField): void {
    const fields = asObject(value);
    if (typeof fields.field === 'number') {
      encodeOpaque(writer, value as OpaqueOxm);
      return;
    }
    const entry = entryOf(fields);
    const { mask } = value as NamedOxm;
    writer.u16(entry.oxmClass);
    writer.u8((entry.row.field << 1) | (mask === undefined ? 0 : 1));
    const lengthAt = writer.claim(1);
    const from = writer.at;
    if (entry.row.experimenter !== undefined) writer.u32(entry.row.experimenter);
    step('value', () => entry.codec.encode(writer, (value as NamedOxm).value));
    if (mask !== undefined) step('mask', () => maskCodec(entry, (value as NamedOxm).value).encode(writer, mask));
    writer.bytes[lengthAt] = writer.at - from;
  }

  toJson(value: OxmField): Json {
    const fields = asObject(value);
    if (typeof fields.field === 'number') {
      const { field, oxmClass, hasMask, body } = value as OpaqueOxm;
      return { field, oxmClass, hasMask, body: rest.toJson(body) };
    }
    const entry = entryOf(fields);
    const { field, value: plain, mask } = value as NamedOxm;
    const json: Json = { field, value: step('value', () => entry.codec.toJson(plain)) };
    if (mask !== undefined) json.mask = step('mask', () => maskCodec(entry, plain).toJson(mask));
    return json;
  }

  fromJson(json: unknown): OxmField {
    const fields = asObject(json);
    if (typeof fields.field === 'number') {
      const opaque = { ...fields, body: step('body', () => rest.fromJson(fields.body)) } as unknown as OpaqueOxm;
      checkOpaque(opaque);
      return opaque;
    }
    const entry = entryOf(fields);
    const value = step('value', () => entry.codec.fromJson(fields.value));
    if (fields.mask === undefined) return { field: entry.name, value } as NamedOxm;
    return {
      field: entry.name,
      value,
      mask: step('mask', () => maskCodec(entry, value).fromJson(fields.mask)),
    } as NamedOxm;
  }
}

export const OXM = new Oxm();

function valueCodec(row: OxmRow, size: number): unknown {
  switch (row.form) {
    case 'port':
      return PORT_NO_13;
    case 'port10':
      return PORT_NO_10;
    case 'u64':
      return u64;
    case 'u128':
      return u128;
    case 'uint':
      return new Uint(size, {}, 2 ** row.bits - 1);
    case 'flags':
      return new FlagNumber(size, row.flags!, 2 ** row.bits - 1);
    case 'bytes':
      return new SomeBytes(1, size);
    default:
      return new Address(row.form);
  }
}

/**
 * A mask of a number may have ones where the value may not: peers send 0xffff for a field of 13 bits.
 * @param value the mask goes with it; where its length varies the mask has the same
 */
function maskCodec(entry: Entry, value?: unknown): ValueCodec {
  const { form, flags } = entry.row;
  if (form === 'uint') return new Uint(entry.size) as unknown as ValueCodec;
  if (form === 'flags') return new FlagNumber(entry.size, flags!) as unknown as ValueCodec;
  if (value instanceof Uint8Array) return new SomeBytes(value.length, value.length) as unknown as ValueCodec;
  return entry.codec;
}

/** Decodes the value of a field whose header says that nothing else follows. */
function decodePlain(reader: Reader, { name, codec }: Entry): OxmField {
  try {
    return { field: name, value: codec.decode(reader) } as NamedOxm;
  } catch (error) {
    throw within(error, name);
  }
}

/** The experimenter that leads the value, without moving on; undefined when the field is too short to have one. */
function peekExperimenter(reader: Reader, length: number): number | undefined {
  return length < 4 ? undefined : u32At(reader.bytes, reader.at);
}

/** @returns the bytes of the value in a field of this length; 0 when the length is wrong */
function valueBytes(entry: Entry, length: number, hasMask: boolean): number {
  const size = (length - entry.lead) / (hasMask ? 2 : 1);
  const fits = entry.row.form === 'bytes' ? Number.isInteger(size) && size <= entry.size : size === entry.size;
  return fits ? size : 0;
}

function allowedLength({ row, size, lead }: Entry, hasMask: boolean): string {
  if (row.form === 'bytes') return hasMask ? `an even length 2..${2 * size}` : `1..${size}`;
  return `${lead + (hasMask ? 2 : 1) * size}`;
}

/** Decodes `size` bytes and no more: a codec of bytes takes all that it sees. */
function decodePart(reader: Reader, codec: ValueCodec, size: number): unknown {
  const outer = reader.enter(size);
  const value = codec.decode(reader);
  reader.leave(outer);
  return value;
}

function entryOf(fields: Record<string, unknown>): Entry {
  const entry = typeof fields.field === 'string' ? BY_NAME.get(fields.field) : undefined;
  if (entry === undefined)
    throw within(badValue(fields.field, 'a name of OXM_FIELDS, or a number with oxmClass'), 'field');
  for (const name in fields) {
    if (name !== 'field' && name !== 'value' && name !== 'mask')
      throw within(badValue(fields[name], 'field, value, mask'), name);
  }
  if (fields.mask !== undefined && entry.row.maskable === 'no') {
    throw within(badValue(fields.mask, `no mask on ${entry.name}`), 'mask');
  }
  return entry;
}

function encodeOpaque(writer: Writer, value: OpaqueOxm): void {
  checkOpaque(value);
  writer.u16(value.oxmClass);
  writer.u8((value.field << 1) | (value.hasMask ? 1 : 0));
  writer.u8(value.body.length);
  writer.raw(value.body);
}

function checkOpaque(value: OpaqueOxm): void {
  const { field, oxmClass, hasMask, body } = value;
  if (!(Number.isInteger(field) && field >= 0 && field <= 0x7f)) throw within(badValue(field, '0..127'), 'field');
  if (!(Number.isInteger(oxmClass) && oxmClass >= 0 && oxmClass <= 0xffff)) {
    throw within(badValue(oxmClass, '0..65535'), 'oxmClass');
  }
  if (typeof hasMask !== 'boolean') throw within(badValue(hasMask, 'true or false'), 'hasMask');
  if (!(body instanceof Uint8Array) || body.length > 0xff) throw within(badValue(body, 'at most 255 bytes'), 'body');
}
