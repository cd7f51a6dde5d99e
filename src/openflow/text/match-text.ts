// What a flow matches as Open vSwitch writes it: `priority=100,tcp,in_port=1,nw_dst=10.0.0.0/8,tp_dst=80`. The order is its
// own (lib/match.c there): a word for the protocol, then metadata, then the headers from outside in. A field that stands
// without what it needs (a TCP port without `tcp`) is written with its own name, so that nothing is hidden. Pure.
import { toHex } from '../bytes.ts';
import { OFP_DEFAULT_PRIORITY } from '../flow-mod.ts';
import { type Match10, match10, OFP_VLAN_NONE_10 } from '../match.ts';
import { type NamedOxm, OFPVID_PRESENT, OXM_FIELDS, type OxmField, type OxmName, oxm } from '../oxm.ts';
import { OFPP_MAX_10 } from '../port-number.ts';
import { prefixMask } from './address-mask.ts';
import { formatUnknown } from './fallback-text.ts';
import { ETHERTYPE, IP_PROTOCOL, nameOfField, PROTOCOLS, sameField } from './field-name.ts';
import { formatValue, hex, hex4, hexMask } from './value-text.ts';

/** The tag control information as a whole: Open vSwitch's vlan_tci, which no field of 1.3 is. */
export interface VlanTci {
  readonly value: number;
  readonly mask: number;
}

/** A match of either version: fields of 1.3, and the tag where 1.0 says more of it than they can. */
export interface TextMatch {
  readonly fields: readonly OxmField[];
  readonly tci?: VlanTci | undefined;
}

const VID = 0x0fff;
const PCP_SHIFT = 13;
const PCP = 7 << PCP_SHIFT;

const REGISTERS = (Object.keys(OXM_FIELDS) as OxmName[]).filter((name) => /^(NXM_NX_X*REG|PKT_REG)\d+$/.test(name));

/** Fields in the order in which they are written; `+` stands for the word of the protocol, `*` for the tag. */
const ORDER: readonly (OxmName | '*' | '+')[] = [
  'NXM_NX_PKT_MARK',
  'NXM_NX_RECIRC_ID',
  'NXM_NX_DP_HASH',
  'NXM_NX_CONJ_ID',
  'ACTSET_OUTPUT',
  'NXM_NX_CT_STATE',
  'NXM_NX_CT_ZONE',
  'NXM_NX_CT_MARK',
  'NXM_NX_CT_LABEL',
  'NXM_NX_CT_NW_SRC',
  'NXM_NX_CT_NW_DST',
  'NXM_NX_CT_IPV6_SRC',
  'NXM_NX_CT_IPV6_DST',
  'NXM_NX_CT_NW_PROTO',
  'NXM_NX_CT_TP_SRC',
  'NXM_NX_CT_TP_DST',
  'PACKET_TYPE',
  '+',
  ...REGISTERS,
  'TUNNEL_ID',
  'NXM_NX_TUN_IPV4_SRC',
  'NXM_NX_TUN_IPV4_DST',
  'NXM_NX_TUN_IPV6_SRC',
  'NXM_NX_TUN_IPV6_DST',
  'NXM_NX_TUN_GBP_ID',
  'NXM_NX_TUN_GBP_FLAGS',
  'NXM_NX_TUN_FLAGS',
  'METADATA',
  'IN_PORT',
  'IN_PHY_PORT',
  '*',
  'ETH_SRC',
  'ETH_DST',
  'ETH_TYPE',
  'IPV6_SRC',
  'IPV6_DST',
  'IPV6_FLABEL',
  'ARP_SPA',
  'ARP_TPA',
  'IPV4_SRC',
  'IPV4_DST',
  'IP_PROTO',
  'ARP_OP',
  'ARP_SHA',
  'ARP_THA',
  'IP_DSCP',
  'IP_ECN',
  'NXM_NX_IP_TTL',
  'MPLS_LABEL',
  'MPLS_TC',
  'NXM_NX_MPLS_TTL',
  'MPLS_BOS',
  'NXM_NX_IP_FRAG',
  'ICMPV4_TYPE',
  'ICMPV4_CODE',
  'ICMPV6_TYPE',
  'ICMPV6_CODE',
  'IPV6_ND_TARGET',
  'IPV6_ND_SLL',
  'IPV6_ND_TLL',
  'TCP_SRC',
  'TCP_DST',
  'UDP_SRC',
  'UDP_DST',
  'SCTP_SRC',
  'SCTP_DST',
  'TCP_FLAGS',
];
const ORDERED: ReadonlySet<string> = new Set(ORDER);
const ALL_ORDER = [...ORDER, ...(Object.keys(OXM_FIELDS) as OxmName[]).filter((name) => !ORDERED.has(name))];

/** Fields that share a name with those of other protocols, and the protocols that make it theirs. */
const SHARED: Readonly<Partial<Record<OxmName, readonly [string, ...string[]]>>> = {
  TCP_SRC: ['tp_src', 'tcp', 'tcp6'],
  TCP_DST: ['tp_dst', 'tcp', 'tcp6'],
  UDP_SRC: ['tp_src', 'udp', 'udp6'],
  UDP_DST: ['tp_dst', 'udp', 'udp6'],
  SCTP_SRC: ['tp_src', 'sctp', 'sctp6'],
  SCTP_DST: ['tp_dst', 'sctp', 'sctp6'],
  ICMPV6_TYPE: ['icmp_type', 'icmp6'],
  ICMPV6_CODE: ['icmp_code', 'icmp6'],
};

/** `priority=` (unless it is the default), then the match; nothing for a match of everything. */
export function formatMatch(match: TextMatch, priority: number = OFP_DEFAULT_PRIORITY): string {
  const parts = priority === OFP_DEFAULT_PRIORITY ? [] : [`priority=${priority}`];
  const { byName, others, vlanTci } = sortOut(match.fields);
  const protocol = protocolOf(byName);
  if (protocol !== undefined) {
    byName.delete('ETH_TYPE');
    if (PROTOCOLS[protocol]!.ipProto !== undefined) byName.delete('IP_PROTO');
  }
  const tci = match.tci ?? vlanTci ?? takeTci(byName);
  for (const name of ALL_ORDER) {
    if (name === '+') {
      if (protocol !== undefined) parts.push(protocol);
    } else if (name === '*') {
      if (tci !== undefined) parts.push(...formatTci(tci));
    } else {
      const field = byName.get(name);
      if (field !== undefined) parts.push(formatField(field, protocol));
    }
  }
  return [...parts, ...others.map((field) => formatField(field))].join(',');
}

/** One field as `name=value`, by the name that it has where the protocol is known. */
export function formatField(field: OxmField, protocol?: unknown): string {
  if (typeof field.field === 'number') return formatOpaque(field as Extract<OxmField, { body: unknown }>);
  const named = field as NamedOxm;
  if (!Object.hasOwn(OXM_FIELDS, named.field)) return formatUnknown(named.field, named, ['field']);
  if (named.field === 'IP_DSCP' && named.mask === undefined) return `nw_tos=${(named.value as number) << 2}`;
  const shared = SHARED[named.field];
  const name =
    shared !== undefined && shared.indexOf(`${protocol}`, 1) > 0 ? shared[0] : nameOfField(named.field).matchName;
  const value = formatValue(named);
  return named.field === 'ETH_TYPE' ? `${name}=${hex4(named.value as number)}` : `${name}=${value}`;
}

/** A field that we do not know: `oxm_0x8005_17=01020304`, with an `m` behind the number when it has a mask. */
function formatOpaque(field: Extract<OxmField, { body: unknown }>): string {
  return `oxm_${hex4(field.oxmClass)}_${field.field}${field.hasMask ? 'm' : ''}=${toHex(field.body)}`;
}

interface Sorted {
  readonly byName: Map<OxmName, NamedOxm>;
  /** Those that we do not know, and the second of a field that is there twice. */
  readonly others: OxmField[];
  readonly vlanTci: VlanTci | undefined;
}

function sortOut(fields: readonly OxmField[]): Sorted {
  const byName = new Map<OxmName, NamedOxm>();
  const others: OxmField[] = [];
  let vlanTci: VlanTci | undefined;
  for (const field of fields) {
    if (typeof field.field === 'number' || !Object.hasOwn(OXM_FIELDS, field.field)) {
      others.push(field);
      continue;
    }
    const named = plainField(field as NamedOxm);
    if (named.field === 'NXM_OF_VLAN_TCI' && vlanTci === undefined) {
      vlanTci = { value: named.value, mask: named.mask ?? 0xffff };
    } else if (byName.has(named.field)) others.push(named);
    else if (!isWild(named)) byName.set(named.field, named);
  }
  return { byName, others, vlanTci };
}

/** A field of NXM as the specification's that says the same. */
function plainField(field: NamedOxm): NamedOxm {
  if (field.field === 'NXM_OF_IN_PORT') return oxm('IN_PORT', port13(field.value));
  if (field.field === 'NXM_OF_IP_TOS') return oxm('IP_DSCP', field.value >> 2);
  return { ...field, field: sameField(field.field) } as NamedOxm;
}

function isWild({ mask }: NamedOxm): boolean {
  return mask !== undefined && /^[0.:]*$/.test(`${mask}`);
}

function protocolOf(byName: ReadonlyMap<OxmName, NamedOxm>): string | undefined {
  const ethType = byName.get('ETH_TYPE')?.value;
  const ipProto = byName.get('IP_PROTO')?.value;
  for (const word in PROTOCOLS) {
    const protocol = PROTOCOLS[word]!;
    if (protocol.ethType === ethType && (protocol.ipProto === undefined || protocol.ipProto === ipProto)) return word;
  }
  return undefined;
}

/** Takes VLAN_VID and VLAN_PCP out of the match, as one word. */
function takeTci(byName: Map<OxmName, NamedOxm>): VlanTci | undefined {
  const vid = byName.get('VLAN_VID');
  const pcp = byName.get('VLAN_PCP');
  if (vid === undefined) return undefined;
  byName.delete('VLAN_VID');
  byName.delete('VLAN_PCP');
  const vidMask = ((vid.mask as number | undefined) ?? 0x1fff) & 0x1fff;
  const pcpValue = (pcp?.value as number | undefined) ?? 0;
  return {
    value: (vid.value as number) | (pcpValue << PCP_SHIFT),
    mask: vidMask | (pcp === undefined ? 0 : PCP),
  };
}

function formatTci({ value, mask }: VlanTci): string[] {
  const vidMask = mask & VID;
  const pcpMask = mask & PCP;
  const isTagged = (mask & value & OFPVID_PRESENT) !== 0;
  if (isTagged && (vidMask === 0 || vidMask === VID) && (pcpMask === 0 || pcpMask === PCP) && vidMask + pcpMask > 0) {
    const parts: string[] = [];
    if (vidMask !== 0) parts.push(`dl_vlan=${value & VID}`);
    if (pcpMask !== 0) parts.push(`dl_vlan_pcp=${value >> PCP_SHIFT}`);
    return parts;
  }
  return [`vlan_tci=${hex4(value)}${mask === 0xffff ? '' : `/${hex4(mask)}`}`];
}

/** A match of 1.0 as fields of 1.3. What 1.0 ignores (a field whose protocol is not matched) is left out. */
export function textMatch10(match: Match10): TextMatch {
  const { wildcards, ...m } = match10(match);
  const isWild = (name: string) => wildcards.includes(name as never);
  const fields: OxmField[] = [];
  if (!isWild('IN_PORT')) fields.push(oxm('IN_PORT', port13(m.inPort)));
  if (!isWild('DL_DST')) fields.push(oxm('ETH_DST', m.dlDst));
  if (!isWild('DL_SRC')) fields.push(oxm('ETH_SRC', m.dlSrc));
  const tci = tci10(m, isWild('DL_VLAN'), isWild('DL_VLAN_PCP'));
  // 802.2 frames without SNAP have 0x5ff here (OFP_DL_TYPE_NOT_ETH_TYPE), as in Open vSwitch's dl_type.
  if (isWild('DL_TYPE')) return { fields, tci };
  fields.push(oxm('ETH_TYPE', m.dlType));
  const isArp = m.dlType === ETHERTYPE.arp || m.dlType === ETHERTYPE.rarp;
  const isIp = m.dlType === ETHERTYPE.ip;
  if (isArp && !isWild('NW_PROTO')) fields.push(oxm('ARP_OP', m.nwProto));
  if (isArp || isIp) {
    const [source, target] = isIp ? (['IPV4_SRC', 'IPV4_DST'] as const) : (['ARP_SPA', 'ARP_TPA'] as const);
    if (m.nwSrcWild < 32) fields.push(address10(source, m.nwSrc, m.nwSrcWild));
    if (m.nwDstWild < 32) fields.push(address10(target, m.nwDst, m.nwDstWild));
  }
  if (!isIp) return { fields, tci };
  if (!isWild('NW_TOS')) fields.push(oxm('IP_DSCP', m.nwTos >> 2));
  if (isWild('NW_PROTO')) return { fields, tci };
  fields.push(oxm('IP_PROTO', m.nwProto));
  const ports = PORTS_OF.get(m.nwProto);
  if (ports !== undefined && !isWild('TP_SRC')) fields.push(oxm(ports[0], m.tpSrc));
  if (ports !== undefined && !isWild('TP_DST')) fields.push(oxm(ports[1], m.tpDst));
  return { fields, tci };
}

type PortFields = readonly [source: NumberField, target: NumberField];
type NumberField =
  | 'TCP_SRC'
  | 'TCP_DST'
  | 'UDP_SRC'
  | 'UDP_DST'
  | 'SCTP_SRC'
  | 'SCTP_DST'
  | 'ICMPV4_TYPE'
  | 'ICMPV4_CODE';

/** What tp_src and tp_dst of 1.0 are in each protocol. */
const PORTS_OF: ReadonlyMap<number, PortFields> = new Map<number, PortFields>([
  [IP_PROTOCOL.tcp, ['TCP_SRC', 'TCP_DST']],
  [IP_PROTOCOL.udp, ['UDP_SRC', 'UDP_DST']],
  [IP_PROTOCOL.sctp, ['SCTP_SRC', 'SCTP_DST']],
  [IP_PROTOCOL.icmp, ['ICMPV4_TYPE', 'ICMPV4_CODE']],
]);

function address10(field: 'IPV4_SRC' | 'IPV4_DST' | 'ARP_SPA' | 'ARP_TPA', value: string, wild: number): NamedOxm {
  return wild === 0 ? oxm(field, value) : oxm(field, value, prefixMask('ipv4', 32 - wild));
}

function tci10(match: Omit<Match10, 'wildcards'>, vlanWild: boolean, pcpWild: boolean): VlanTci | undefined {
  if (vlanWild && pcpWild) return undefined;
  if (!vlanWild && match.dlVlan === OFP_VLAN_NONE_10) return { value: 0, mask: 0xffff };
  const value = (vlanWild ? 0 : match.dlVlan & VID) | (pcpWild ? 0 : (match.dlVlanPcp & 7) << PCP_SHIFT);
  return { value: value | OFPVID_PRESENT, mask: OFPVID_PRESENT | (vlanWild ? 0 : VID) | (pcpWild ? 0 : PCP) };
}

/** A port of 1.0 as 1.3 numbers it. */
export function port13(port: number): number {
  return port >= OFPP_MAX_10 ? (0xffff0000 | port) >>> 0 : port;
}

/** `/0x..` for cookies and metadata, whose mask of zero means that nothing is compared. */
export function formatMasked64(value: bigint, mask: bigint): string {
  return hex(value) + hexMask(mask, 64);
}
