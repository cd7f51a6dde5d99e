// The match of a flow in text: fields by the names of ovs-fields(7), words for protocols. Names that several protocols share
// (tp_src, icmp_type, nw_src) become the field of the protocol that is matched, wherever in the text that stands. A field
// whose protocol is not matched is refused, as is one that is there twice. Pure.
import { type Match10, type Match10In, match10, OFP_VLAN_NONE_10 } from '../match.ts';
import { type NamedOxm, OFPVID_PRESENT, OXM_FIELDS, type OxmField, type OxmName, oxm } from '../oxm.ts';
import { addressBits, prefixOfMask } from './address-mask.ts';
import { ETHERTYPE, fieldOfName, IP_PROTOCOL, nameOfField, PROTOCOLS } from './field-name.ts';
import type { FlowText, Item, Place } from './flow-syntax.ts';
import { parseBig, parseNumber, parseValue } from './value-parse.ts';

/** What a match says of the packet's protocols: what actions need to know. */
export interface MatchedProtocol {
  readonly ethType: number | undefined;
  readonly ipProto: number | undefined;
  readonly hasVlan: boolean;
}

export interface ParsedMatch extends MatchedProtocol {
  /** Fields of 1.3 in the order of OXM_FIELDS. */
  readonly fields: readonly NamedOxm[];
  readonly opaque: readonly OxmField[];
  /** Where each field was found. */
  readonly placeOf: ReadonlyMap<OxmName, Place>;
  readonly tci: { readonly value: number; readonly mask: number; readonly place: Place } | undefined;
}

const VID = 0x0fff;
const PCP_SHIFT = 13;
const PCP = 7 << PCP_SHIFT;
const VLAN_KEYS: readonly string[] = ['dl_vlan', 'dl_vlan_pcp', 'vlan_vid', 'vlan_pcp', 'vlan_tci'];
const OPAQUE = /^oxm_0x([0-9a-f]{1,4})_(\d{1,3})(m?)$/;

const IP: readonly number[] = [ETHERTYPE.ip, ETHERTYPE.ipv6];
const ARP: readonly number[] = [ETHERTYPE.arp, ETHERTYPE.rarp];
const MPLS: readonly number[] = [ETHERTYPE.mpls, ETHERTYPE.mplsm];

/** What a field needs beside it: `ethType` one of these, then perhaps a protocol. */
interface Needs {
  readonly ethTypes: readonly number[];
  readonly ipProto?: number;
  readonly words: string;
}

/** @returns what a match or set_field of a field needs; undefined for nothing */
export function needsOf(field: OxmName): Needs | undefined {
  if (/^IPV4_/.test(field)) return { ethTypes: [ETHERTYPE.ip], words: 'ip' };
  if (/^IPV6_ND_/.test(field) || /^ICMPV6_/.test(field)) {
    return { ethTypes: [ETHERTYPE.ipv6], ipProto: IP_PROTOCOL.icmp6, words: 'icmp6' };
  }
  if (/^IPV6_/.test(field)) return { ethTypes: [ETHERTYPE.ipv6], words: 'ipv6' };
  if (/^ARP_/.test(field)) return { ethTypes: ARP, words: 'arp or rarp' };
  if (/^MPLS_|^NXM_NX_MPLS_TTL$/.test(field)) return { ethTypes: MPLS, words: 'mpls or mplsm' };
  if (/^ICMPV4_/.test(field)) return { ethTypes: [ETHERTYPE.ip], ipProto: IP_PROTOCOL.icmp, words: 'icmp' };
  if (/^TCP_|_TCP_FLAGS$/.test(field)) return { ethTypes: IP, ipProto: IP_PROTOCOL.tcp, words: 'tcp or tcp6' };
  if (/^UDP_/.test(field)) return { ethTypes: IP, ipProto: IP_PROTOCOL.udp, words: 'udp or udp6' };
  if (/^SCTP_/.test(field)) return { ethTypes: IP, ipProto: IP_PROTOCOL.sctp, words: 'sctp or sctp6' };
  if (/^IP_|^NXM_NX_IP_(TTL|FRAG)$/.test(field)) return { ethTypes: IP, words: 'ip or ipv6' };
  return undefined;
}

/** @returns whether a packet of this protocol has the field */
export function hasField(field: OxmName, { ethType, ipProto }: Pick<MatchedProtocol, 'ethType' | 'ipProto'>): boolean {
  const needs = needsOf(field);
  if (needs === undefined) return true;
  if (ethType === undefined || !needs.ethTypes.includes(ethType)) return false;
  return needs.ipProto === undefined || needs.ipProto === ipProto;
}

/** @returns whether a word of a flow belongs to its match */
export function isMatchKey(key: string): boolean {
  return (
    Object.hasOwn(PROTOCOLS, key) ||
    VLAN_KEYS.includes(key) ||
    SHARED_NAMES.has(key) ||
    key === 'nw_tos' ||
    OPAQUE.test(key) ||
    fieldOfName(key) !== undefined
  );
}

/** @param items those for which `isMatchKey` holds */
export function parseMatch(flow: FlowText, items: readonly Item[]): ParsedMatch {
  const protocol = protocolOf(flow, items);
  const fields = new Map<OxmName, NamedOxm>();
  const placeOf = new Map<OxmName, Place>();
  const opaque: OxmField[] = [];
  let tci: ParsedMatch['tci'];
  const add = (field: NamedOxm, place: Place): void => {
    if (placeOf.has(field.field)) throw flow.fail(place, `${nameOfField(field.field).matchName} once`);
    placeOf.set(field.field, place);
    if (!isWild(field)) fields.set(field.field, field);
  };
  for (const item of items) {
    const word = PROTOCOLS[item.key];
    if (word !== undefined) {
      add(oxm('ETH_TYPE', word.ethType), item);
      if (word.ipProto !== undefined) add(oxm('IP_PROTO', word.ipProto), item);
    } else if (VLAN_KEYS.includes(item.key)) tci = mergeTci(flow, item, tci);
    else if (OPAQUE.test(item.key)) opaque.push(parseOpaque(flow, item));
    else add(parseField(flow, item, protocol), item);
  }
  for (const [field, place] of placeOf) checkNeeds(flow, field, place, protocol, fields);
  return {
    fields: sortFields([...fields.values()]),
    opaque,
    placeOf,
    tci,
    ...protocol,
    hasVlan: tci !== undefined && (tci.value & tci.mask & OFPVID_PRESENT) !== 0,
  };
}

/** @returns the fields of a 1.3 match, in the order of OXM_FIELDS, those without a name last */
export function matchFields13(flow: FlowText, match: ParsedMatch): OxmField[] {
  const fields = match.fields.map((field) =>
    // 1.3 has these two as an extension of the ONF's.
    field.field === 'TCP_FLAGS' || field.field === 'ACTSET_OUTPUT'
      ? ({ ...field, field: `ONFOXM_ET_${field.field}` } as NamedOxm)
      : field,
  );
  return [...sortFields([...fields, ...vlanFields(flow, match)]), ...match.opaque];
}

/** @returns the match of 1.0, which has fewer fields and masks for addresses alone */
export function match10Of(flow: FlowText, match: ParsedMatch): Match10 {
  const given: { -readonly [K in keyof Match10In]: Match10In[K] } = {};
  if (match.opaque.length > 0) throw flow.fail(match.placeOf.values().next().value ?? { at: 0, end: 0 }, NOT_IN_10);
  for (const field of match.fields) {
    const place = match.placeOf.get(field.field)!;
    const rule = FIELDS_10[field.field];
    if (rule === undefined) throw flow.fail(place, NOT_IN_10);
    if (field.mask === undefined) Object.assign(given, { [rule]: value10(field) });
    else {
      const prefix = rule === 'nwSrc' || rule === 'nwDst' ? prefixOfMask('ipv4', field.mask as string) : undefined;
      if (prefix === undefined) throw flow.fail(place, 'no mask but a prefix of an IPv4 address, in OpenFlow 1.0');
      Object.assign(given, { [rule]: field.value, [`${rule}Wild`]: 32 - prefix });
    }
  }
  if (match.tci !== undefined) Object.assign(given, vlan10(flow, match.tci));
  return match10(given);
}

const NOT_IN_10 = 'a field that OpenFlow 1.0 has';

const FIELDS_10: Readonly<Partial<Record<OxmName, keyof Match10>>> = {
  IN_PORT: 'inPort',
  ETH_SRC: 'dlSrc',
  ETH_DST: 'dlDst',
  ETH_TYPE: 'dlType',
  IP_DSCP: 'nwTos',
  IP_PROTO: 'nwProto',
  ARP_OP: 'nwProto',
  IPV4_SRC: 'nwSrc',
  IPV4_DST: 'nwDst',
  ARP_SPA: 'nwSrc',
  ARP_TPA: 'nwDst',
  TCP_SRC: 'tpSrc',
  TCP_DST: 'tpDst',
  UDP_SRC: 'tpSrc',
  UDP_DST: 'tpDst',
  SCTP_SRC: 'tpSrc',
  SCTP_DST: 'tpDst',
  ICMPV4_TYPE: 'tpSrc',
  ICMPV4_CODE: 'tpDst',
};

function value10({ field, value }: NamedOxm): string | number {
  if (field === 'IN_PORT') return value & 0xffff;
  return field === 'IP_DSCP' ? value << 2 : (value as string | number);
}

function vlan10(flow: FlowText, { value, mask, place }: NonNullable<ParsedMatch['tci']>): Match10In {
  if ((mask & OFPVID_PRESENT) !== 0 && (value & OFPVID_PRESENT) === 0) {
    return { dlVlan: OFP_VLAN_NONE_10 };
  }
  const vidMask = mask & VID;
  const pcpMask = mask & PCP;
  const isWhole = (vidMask === 0 || vidMask === VID) && (pcpMask === 0 || pcpMask === PCP) && vidMask + pcpMask > 0;
  if (!isWhole || (mask & OFPVID_PRESENT) === 0) throw flow.fail(place, 'a whole VLAN id or priority, in OpenFlow 1.0');
  return {
    dlVlan: vidMask === 0 ? undefined : value & VID,
    dlVlanPcp: pcpMask === 0 ? undefined : value >> PCP_SHIFT,
  };
}

/** Fields by names that several protocols share, in the order in which they are tried. */
const SHARED_NAMES: ReadonlyMap<string, readonly OxmName[]> = new Map<string, readonly OxmName[]>([
  ['nw_src', ['IPV4_SRC', 'ARP_SPA']],
  ['ip_src', ['IPV4_SRC', 'ARP_SPA']],
  ['nw_dst', ['IPV4_DST', 'ARP_TPA']],
  ['ip_dst', ['IPV4_DST', 'ARP_TPA']],
  ['nw_proto', ['IP_PROTO', 'ARP_OP']],
  ['ip_proto', ['IP_PROTO', 'ARP_OP']],
  ['tp_src', ['TCP_SRC', 'UDP_SRC', 'SCTP_SRC', 'ICMPV4_TYPE', 'ICMPV6_TYPE']],
  ['tp_dst', ['TCP_DST', 'UDP_DST', 'SCTP_DST', 'ICMPV4_CODE', 'ICMPV6_CODE']],
  ['icmp_type', ['ICMPV4_TYPE', 'ICMPV6_TYPE']],
  ['icmp_code', ['ICMPV4_CODE', 'ICMPV6_CODE']],
]);

function parseField(flow: FlowText, item: Item, protocol: Pick<MatchedProtocol, 'ethType' | 'ipProto'>): NamedOxm {
  const value = item.value ?? { at: item.keyEnd, end: item.keyEnd };
  if (item.key === 'nw_tos') return oxm('IP_DSCP', parseNumber(flow, value, 8) >> 2);
  const shared = SHARED_NAMES.get(item.key);
  if (shared === undefined) return parseValue(flow, value, fieldOfName(item.key)!);
  const field = shared.find((each) => hasField(each, protocol));
  if (field === undefined) {
    const words = [...new Set(shared.map((each) => needsOf(each)!.words))].join(', ');
    throw flow.fail(item, `${item.key} beside ${words}`);
  }
  return parseValue(flow, value, nameOfField(field));
}

/** The protocols that the items name, wherever they stand. */
function protocolOf(flow: FlowText, items: readonly Item[]): Pick<MatchedProtocol, 'ethType' | 'ipProto'> {
  let ethType: number | undefined;
  let ipProto: number | undefined;
  for (const { key, value } of items) {
    const word = PROTOCOLS[key];
    if (word !== undefined) {
      ethType = word.ethType;
      ipProto = word.ipProto ?? ipProto;
    } else if ((key === 'dl_type' || key === 'eth_type') && value !== undefined) ethType = parseNumber(flow, value, 16);
    else if ((key === 'nw_proto' || key === 'ip_proto') && value !== undefined) ipProto = parseNumber(flow, value, 8);
  }
  return { ethType, ipProto };
}

function checkNeeds(
  flow: FlowText,
  field: OxmName,
  place: Place,
  protocol: Pick<MatchedProtocol, 'ethType' | 'ipProto'>,
  fields: ReadonlyMap<OxmName, NamedOxm>,
): void {
  if (!hasField(field, protocol)) {
    throw flow.fail(place, `${nameOfField(field).matchName} beside ${needsOf(field)!.words}`);
  }
  const types = ND_TYPES[field];
  if (types === undefined) return;
  const type = fields.get('ICMPV6_TYPE')?.value;
  if (!types.includes(type as number)) {
    throw flow.fail(place, `${nameOfField(field).matchName} beside icmp_type=${types.join(' or ')}`);
  }
}

/** Neighbour solicitation has a source, neighbour advertisement a target (RFC 4861). */
const ND_TYPES: Readonly<Partial<Record<OxmName, readonly number[]>>> = {
  IPV6_ND_TARGET: [135, 136],
  IPV6_ND_SLL: [135],
  IPV6_ND_TLL: [136],
};

function mergeTci(flow: FlowText, item: Item, before: ParsedMatch['tci']): NonNullable<ParsedMatch['tci']> {
  const place = item.value ?? { at: item.keyEnd, end: item.keyEnd };
  const { value, mask } = tciOf(flow, item.key, place);
  const already = before?.mask ?? 0;
  // dl_vlan and dl_vlan_pcp both say that there is a tag; anything else twice is a mistake.
  if ((already & mask & ~OFPVID_PRESENT) !== 0) throw flow.fail(item, 'each part of the VLAN tag once');
  const merged = { value: ((before?.value ?? 0) | value) & 0xffff, mask: already | mask, place: item };
  if ((already & mask & OFPVID_PRESENT) !== 0 && ((before!.value ^ value) & OFPVID_PRESENT) !== 0) {
    throw flow.fail(item, 'a tag or none, not both');
  }
  return merged;
}

function tciOf(flow: FlowText, key: string, place: Place): { value: number; mask: number } {
  const [valuePlace, maskPlace] = flow.parts(place, '/') as [Place, Place?];
  if (key === 'dl_vlan_pcp' || key === 'vlan_pcp') {
    return { value: OFPVID_PRESENT | (parseNumber(flow, place, 3) << PCP_SHIFT), mask: OFPVID_PRESENT | PCP };
  }
  if (key === 'dl_vlan') {
    const vid = parseNumber(flow, place, 16);
    if (vid === OFP_VLAN_NONE_10) return { value: 0, mask: 0xffff };
    if (vid > VID) throw flow.fail(place, 'a VLAN id 0..4095, or 0xffff for no tag');
    return { value: OFPVID_PRESENT | vid, mask: OFPVID_PRESENT | VID };
  }
  const bits = key === 'vlan_vid' ? 13 : 16;
  const all = 2 ** bits - 1;
  const value = parseNumber(flow, valuePlace, bits);
  const mask = maskPlace === undefined ? all : Number(parseBig(flow, maskPlace, 0xffffn)) & all;
  return { value: value & mask, mask };
}

function vlanFields(flow: FlowText, { tci }: ParsedMatch): NamedOxm[] {
  if (tci === undefined || tci.mask === 0) return [];
  const { value, mask, place } = tci;
  const vidMask = mask & (VID | OFPVID_PRESENT);
  const isUntagged = (mask & OFPVID_PRESENT) !== 0 && (value & OFPVID_PRESENT) === 0;
  const fields: NamedOxm[] = [];
  if (vidMask !== 0) {
    const vid = value & vidMask;
    fields.push(vidMask === (VID | OFPVID_PRESENT) ? oxm('VLAN_VID', vid) : oxm('VLAN_VID', vid, vidMask));
  }
  if (isUntagged || (mask & PCP) === 0) return fields;
  if ((mask & PCP) !== PCP || (mask & OFPVID_PRESENT) === 0) throw flow.fail(place, 'all of the priority, with a tag');
  return [...fields, oxm('VLAN_PCP', (value & PCP) >> PCP_SHIFT)];
}

function parseOpaque(flow: FlowText, item: Item): OxmField {
  const [, oxmClass, number, masked] = OPAQUE.exec(item.key)!;
  const value = item.value === undefined ? '' : flow.slice(item.value);
  if (Number(number) > 0x7f || !/^([0-9a-f]{2})*$/i.test(value) || value.length > 510) {
    throw flow.fail(item, 'a field oxm_0xCLASS_NUMBER= of at most 127 and up to 255 bytes in hex');
  }
  return {
    field: Number(number),
    oxmClass: Number.parseInt(oxmClass!, 16),
    hasMask: masked === 'm',
    body: Uint8Array.from(Buffer.from(value, 'hex')),
  };
}

const RANK: ReadonlyMap<string, number> = new Map(Object.keys(OXM_FIELDS).map((name, index) => [name, index]));

function sortFields(fields: readonly NamedOxm[]): NamedOxm[] {
  return [...fields].sort((a, b) => RANK.get(a.field)! - RANK.get(b.field)!);
}

function isWild({ field, mask }: NamedOxm): boolean {
  if (mask === undefined) return false;
  const { form } = OXM_FIELDS[field];
  if (form === 'mac' || form === 'ipv4' || form === 'ipv6') return addressBits(form, mask as string) === 0n;
  return BigInt(mask as number | bigint) === 0n;
}
