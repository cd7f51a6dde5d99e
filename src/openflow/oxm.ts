// Match fields of OpenFlow 1.3 to 1.5 (1.3 section 7.2.3, 1.5 section 7.2.3): all of class OFPXMC_OPENFLOW_BASIC as one
// table, read by the codec, the tests and the documentation. A field of another class, or one that is not in the table, stays
// opaque bytes. The first 40 are those of 1.3; 1.4 added PBB_UCA, 1.5 the others. Pure.
//
//   | oxm_class 16 | oxm_field 7 | hasmask 1 | oxm_length 8 | value | mask (if hasmask) |
import { Address } from './address.ts';
import { rest } from './bytes.ts';
import { asObject, badValue, type Codec, type Json, step, within } from './codec.ts';
import { PORT_NO_13 } from './port-number.ts';
import type { Reader } from './reader.ts';
import { Uint, u64 } from './uint.ts';
import type { Writer } from './writer.ts';

export const OXM_CLASS_BASIC = 0x8000;
/** OFPXMC_EXPERIMENTER: the first 4 bytes of the value are the experimenter. */
export const OXM_CLASS_EXPERIMENTER = 0xffff;
/** OFPVID_PRESENT: the bit of VLAN_VID that says that there is a tag. */
export const OFPVID_PRESENT = 0x1000;

/**
 * How a field is written and whether a mask may go with it:
 * `yes`: by the specification; `ovs`: not by the specification, but Open vSwitch takes one (ovs-fields(7)); `no`.
 */
interface OxmRow {
  readonly field: number;
  readonly form: 'port' | 'uint' | 'u64' | 'mac' | 'ipv4' | 'ipv6';
  readonly bits: number;
  readonly maskable: 'yes' | 'ovs' | 'no';
}

/** The names are the specification's without OXM_OF_; `bits` is what the value may use, not what the wire carries. */
export const OXM_FIELDS = {
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
  IPV6_FLABEL: { field: 28, form: 'uint', bits: 20, maskable: 'yes' },
  ICMPV6_TYPE: { field: 29, form: 'uint', bits: 8, maskable: 'no' },
  ICMPV6_CODE: { field: 30, form: 'uint', bits: 8, maskable: 'no' },
  IPV6_ND_TARGET: { field: 31, form: 'ipv6', bits: 128, maskable: 'ovs' },
  IPV6_ND_SLL: { field: 32, form: 'mac', bits: 48, maskable: 'ovs' },
  IPV6_ND_TLL: { field: 33, form: 'mac', bits: 48, maskable: 'ovs' },
  MPLS_LABEL: { field: 34, form: 'uint', bits: 20, maskable: 'no' },
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

type Table = typeof OXM_FIELDS;
export type OxmName = keyof Table;
/** The type of a field's value: a number, a bigint for 64 bits, text for addresses. */
export type OxmValue<N extends OxmName> = Table[N]['form'] extends 'u64'
  ? bigint
  : Table[N]['form'] extends 'port' | 'uint'
    ? number
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

type ValueCodec = Codec<string | number | bigint> & { size?: number };

interface Entry {
  readonly name: OxmName;
  readonly row: OxmRow;
  readonly size: number;
  readonly codec: ValueCodec;
}

const BY_NAME = new Map<string, Entry>();
const BY_FIELD = new Map<number, Entry>();
for (const [name, row] of Object.entries(OXM_FIELDS) as [OxmName, OxmRow][]) {
  const size = wireBytes(row);
  const entry: Entry = { name, row, size, codec: valueCodec(row, size) as unknown as ValueCodec };
  BY_NAME.set(name, entry);
  BY_FIELD.set(row.field, entry);
}

/** @returns the 32-bit header of a field as it stands on the wire: what `findOxm` looks for */
export function oxmHeader(name: OxmName, masked = false): number {
  const { field } = OXM_FIELDS[name];
  const size = BY_NAME.get(name)!.size;
  return ((OXM_CLASS_BASIC << 16) | (field << 9) | (masked ? 0x100 | (2 * size) : size)) >>> 0;
}

/** Writes a match field in one line: `oxm('IPV4_SRC', '10.0.0.0', '255.0.0.0')`. */
export function oxm<N extends OxmName>(field: N, value: OxmValue<N>, mask?: OxmValue<N>): NamedOxm {
  return (mask === undefined ? { field, value } : { field, value, mask }) as NamedOxm;
}

/** One match field with its header. */
export class Oxm implements Codec<OxmField> {
  decode(reader: Reader): OxmField {
    const from = reader.at;
    const oxmClass = reader.u16();
    const fieldAndMask = reader.u8();
    const length = reader.u8();
    const hasMask = (fieldAndMask & 1) === 1;
    const field = fieldAndMask >>> 1;
    if (length > reader.left()) {
      throw within(reader.fault(`length ${length}`, `at most the ${reader.left()} bytes left`, from + 3), 'length');
    }
    const entry = oxmClass === OXM_CLASS_BASIC ? BY_FIELD.get(field) : undefined;
    if (entry === undefined) return { field, oxmClass, hasMask, body: reader.copy(length) };
    try {
      if (hasMask && entry.row.maskable === 'no') throw reader.fault('a mask', 'no mask on this field', from + 2);
      const expected = hasMask ? 2 * entry.size : entry.size;
      if (length !== expected) throw within(reader.fault(`length ${length}`, `${expected}`, from + 3), 'length');
      const value = entry.codec.decode(reader);
      if (!hasMask) return { field: entry.name, value } as NamedOxm;
      return { field: entry.name, value, mask: maskCodec(entry).decode(reader) } as NamedOxm;
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
    writer.u16(OXM_CLASS_BASIC);
    writer.u8((entry.row.field << 1) | (mask === undefined ? 0 : 1));
    writer.u8(mask === undefined ? entry.size : 2 * entry.size);
    step('value', () => entry.codec.encode(writer, (value as NamedOxm).value));
    if (mask !== undefined) step('mask', () => maskCodec(entry).encode(writer, mask));
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
    if (mask !== undefined) json.mask = step('mask', () => maskCodec(entry).toJson(mask));
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
      mask: step('mask', () => maskCodec(entry).fromJson(fields.mask)),
    } as NamedOxm;
  }
}

export const OXM = new Oxm();

function wireBytes(row: OxmRow): number {
  // Only the flow label and MPLS labels have fewer bits than their whole bytes suggest: they travel in 4.
  return row.bits === 20 ? 4 : Math.ceil(row.bits / 8);
}

function valueCodec(row: OxmRow, size: number): unknown {
  if (row.form === 'port') return PORT_NO_13;
  if (row.form === 'u64') return u64;
  if (row.form === 'uint') return new Uint(size, {}, 2 ** row.bits - 1);
  return new Address(row.form);
}

/** A mask of a number may have ones where the value may not: peers send 0xffff for a field of 13 bits. */
function maskCodec(entry: Entry): ValueCodec {
  return (entry.row.form === 'uint' ? new Uint(entry.size) : entry.codec) as unknown as ValueCodec;
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
