// What a flow matches. 1.0: a struct of 40 bytes with wildcard bits (section 5.2.3). 1.3: a list of OXM fields with its
// own length, padded to 8 (section 7.2.2). The views at the end walk a 1.3 match without allocating; they never read
// outside [at, end) and each step moves on by at least 4 bytes.
//
//   1.3  | type 16 = 1 (OFPMT_OXM) | length 16 | oxm | oxm | ... | zeros to a multiple of 8 |
//        |<------------------ length -------------------------->|
import { ipv4, mac } from './address.ts';
import { asObject, type Codec, type Flat, type Json, step, within } from './codec.ts';
import { List } from './list.ts';
import { Flags } from './names.ts';
import { OXM, type OxmField } from './oxm.ts';
import { PORT_NO_10 } from './port-number.ts';
import type { Reader } from './reader.ts';
import { pad, type ShapeOut, Struct } from './struct.ts';
import { padTo } from './tlv.ts';
import { Uint, u8, u16 } from './uint.ts';
import { u16At, u32At } from './view.ts';
import type { Writer } from './writer.ts';

/** ofp_flow_wildcards: the address counts are 6 bits each, how many low bits are wild (32 and more: all). */
export const OFPFW_IN_PORT = 1 << 0;
export const OFPFW_DL_VLAN = 1 << 1;
export const OFPFW_DL_SRC = 1 << 2;
export const OFPFW_DL_DST = 1 << 3;
export const OFPFW_DL_TYPE = 1 << 4;
export const OFPFW_NW_PROTO = 1 << 5;
export const OFPFW_TP_SRC = 1 << 6;
export const OFPFW_TP_DST = 1 << 7;
export const OFPFW_NW_SRC_SHIFT = 8;
export const OFPFW_NW_DST_SHIFT = 14;
export const OFPFW_DL_VLAN_PCP = 1 << 20;
export const OFPFW_NW_TOS = 1 << 21;
export const OFPFW_ALL = 0x3fffff;

export const MATCH_10_BYTES = 40;
/** OFPMT_OXM: the only type of match that 1.3 has. */
export const OFPMT_OXM = 1;

/** dl_vlan of 1.0 for frames without a tag. */
export const OFP_VLAN_NONE_10 = 0xffff;

const WILDCARDS = new Flags(4, {
  IN_PORT: OFPFW_IN_PORT,
  DL_VLAN: OFPFW_DL_VLAN,
  DL_SRC: OFPFW_DL_SRC,
  DL_DST: OFPFW_DL_DST,
  DL_TYPE: OFPFW_DL_TYPE,
  NW_PROTO: OFPFW_NW_PROTO,
  TP_SRC: OFPFW_TP_SRC,
  TP_DST: OFPFW_TP_DST,
  DL_VLAN_PCP: OFPFW_DL_VLAN_PCP,
  NW_TOS: OFPFW_NW_TOS,
});
type Wildcard = (typeof WILDCARDS.values extends Readonly<Record<infer N, number>> ? N : never) | number;

/** The counts of wild address bits, which share the word of the flags: a number 0..63. */
const WILD_BITS = 0x3f;

const FIELDS_10 = new Struct({
  inPort: PORT_NO_10,
  dlSrc: mac,
  dlDst: mac,
  dlVlan: u16,
  dlVlanPcp: u8,
  pad1: pad(1),
  dlType: u16,
  nwTos: u8,
  nwProto: u8,
  pad2: pad(2),
  nwSrc: ipv4,
  nwDst: ipv4,
  tpSrc: u16,
  tpDst: u16,
});
type Fields10 = ShapeOut<(typeof FIELDS_10)['shape']>;

/** The flag that makes each field wild; the addresses have counts instead. */
const WILDCARD_OF = {
  inPort: 'IN_PORT',
  dlSrc: 'DL_SRC',
  dlDst: 'DL_DST',
  dlVlan: 'DL_VLAN',
  dlVlanPcp: 'DL_VLAN_PCP',
  dlType: 'DL_TYPE',
  nwTos: 'NW_TOS',
  nwProto: 'NW_PROTO',
  tpSrc: 'TP_SRC',
  tpDst: 'TP_DST',
} as const;

const ZERO_10: Fields10 = {
  inPort: 0,
  dlSrc: '00:00:00:00:00:00',
  dlDst: '00:00:00:00:00:00',
  dlVlan: 0,
  dlVlanPcp: 0,
  dlType: 0,
  nwTos: 0,
  nwProto: 0,
  nwSrc: '0.0.0.0',
  nwDst: '0.0.0.0',
  tpSrc: 0,
  tpDst: 0,
};

/** A 1.0 match as it stands on the wire; `nwSrcWild` is how many low bits of the address are wild (32 and more: all). */
export type Match10 = Flat<{ wildcards: Wildcard[]; nwSrcWild: number; nwDstWild: number } & Fields10>;
/** What is left out is wild, unless `wildcards` says otherwise: `{ inPort: 1, dlType: 0x800 }`. */
export type Match10In = { readonly [K in keyof Match10]?: Match10[K] | undefined };

/** @returns the match with every field: those left out are zero, and wild unless `wildcards` is given */
export function match10(given: Match10In): Match10 {
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Match10In;
  const absent = (Object.keys(WILDCARD_OF) as (keyof typeof WILDCARD_OF)[]).filter(
    (field) => named[field] === undefined,
  );
  return {
    // in the order of the table, as decoding gives them
    wildcards: WILDCARDS.names(WILDCARDS.number(absent.map((field) => WILDCARD_OF[field]))),
    nwSrcWild: given.nwSrc === undefined ? 32 : 0,
    nwDstWild: given.nwDst === undefined ? 32 : 0,
    ...ZERO_10,
    ...named,
  };
}

export class Match10Codec implements Codec<Match10, Match10In> {
  decode(reader: Reader): Match10 {
    const word = reader.u32();
    const counts = (WILD_BITS << OFPFW_NW_SRC_SHIFT) | (WILD_BITS << OFPFW_NW_DST_SHIFT);
    const match: Record<string, unknown> = {
      wildcards: WILDCARDS.names((word & ~counts) >>> 0),
      nwSrcWild: (word >>> OFPFW_NW_SRC_SHIFT) & WILD_BITS,
      nwDstWild: (word >>> OFPFW_NW_DST_SHIFT) & WILD_BITS,
    };
    return FIELDS_10.decodeInto(reader, match) as Match10;
  }

  encode(writer: Writer, value: Match10In): void {
    const match = match10(asObject(value));
    const counts =
      (step('nwSrcWild', () => NW_WILD.check(match.nwSrcWild)) << OFPFW_NW_SRC_SHIFT) |
      (step('nwDstWild', () => NW_WILD.check(match.nwDstWild)) << OFPFW_NW_DST_SHIFT);
    writer.u32((step('wildcards', () => WILDCARDS.number(match.wildcards)) | counts) >>> 0);
    FIELDS_10.encodeFields(writer, match, OWN_FIELDS);
  }

  toJson(value: Match10In): Json {
    const { wildcards, nwSrcWild, nwDstWild, ...fields } = match10(asObject(value));
    return FIELDS_10.toJsonInto(fields, { wildcards, nwSrcWild, nwDstWild });
  }

  fromJson(json: unknown): Match10 {
    const match = match10(asObject(json));
    const own = {
      wildcards: step('wildcards', () => WILDCARDS.fromJson(match.wildcards)),
      nwSrcWild: step('nwSrcWild', () => NW_WILD.fromJson(match.nwSrcWild)),
      nwDstWild: step('nwDstWild', () => NW_WILD.fromJson(match.nwDstWild)),
    };
    return FIELDS_10.fromJsonInto(match, own, OWN_FIELDS) as Match10;
  }
}

const NW_WILD = new Uint(1, {}, WILD_BITS);
const OWN_FIELDS: ReadonlySet<string> = new Set(['wildcards', 'nwSrcWild', 'nwDstWild']);

export const MATCH_10 = new Match10Codec();

/** OXM fields in the order of the wire; OFPMT_OXM is the only type there is. */
export class Match13Codec implements Codec<OxmField[], readonly OxmField[]> {
  readonly #fields = new List<OxmField, OxmField>(OXM);

  decode(reader: Reader): OxmField[] {
    const from = reader.at;
    const type = reader.u16();
    if (type !== OFPMT_OXM) throw within(reader.fault(type, `${OFPMT_OXM} (OFPMT_OXM)`, from), 'type');
    const length = reader.u16();
    const room = reader.end - from;
    if (length < 4 || length > room) {
      throw within(reader.fault(`length ${length}`, `4..${room}, the bytes left`, from + 2), 'length');
    }
    const outer = reader.enter(length - 4);
    const fields = this.#fields.decode(reader);
    reader.leave(outer);
    reader.take(padTo(length, 8));
    return fields;
  }

  encode(writer: Writer, value: readonly OxmField[]): void {
    const from = writer.at;
    writer.u16(OFPMT_OXM);
    writer.claim(2);
    this.#fields.encode(writer, value);
    const length = writer.at - from;
    writer.patchLength(from + 2, length);
    writer.zeros(padTo(length, 8));
  }

  toJson(value: readonly OxmField[]): Json {
    return this.#fields.toJson(value);
  }

  fromJson(json: unknown): OxmField[] {
    return this.#fields.fromJson(json);
  }
}

export const MATCH_13 = new Match13Codec();

/**
 * Walks no further than the length field.
 * @param at first byte of a 1.3 match
 * @returns one past its padding; -1 when it does not fit before `end` or is no OXM match
 */
export function match13End(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end || u16At(bytes, at) !== OFPMT_OXM) return -1;
  const length = u16At(bytes, at + 2);
  if (length < 4) return -1;
  const next = at + ((length + 7) & ~7);
  return next > end ? -1 : next;
}

/**
 * Finds a field in a 1.3 match.
 * @param at first byte of the match, which `match13End` found whole
 * @param header class, field, mask bit and length as on the wire: `oxmHeader('IN_PORT')`
 * @returns where its value starts; -1 when it is not there or a field before it runs over the end of the match
 */
export function findOxm(bytes: Uint8Array, at: number, header: number): number {
  const end = at + u16At(bytes, at + 2);
  let next = at + 4;
  while (next + 4 <= end) {
    const value = next + 4;
    const after = value + bytes[next + 3]!;
    if (after > end) return -1;
    if (u32At(bytes, next) === header) return value;
    next = after;
  }
  return -1;
}
