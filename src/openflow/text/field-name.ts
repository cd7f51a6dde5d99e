// Match fields by the names that Open vSwitch gives them (ovs-fields(7)), beside those of the specification: what people
// write and read. Fields of OXM_FIELDS that are not here go by the specification's name in lower case. Pure.
import { OXM_FIELDS, type OxmName, type OxmRow } from '../oxm.ts';

/** How a value is written: addresses, port names and flags as such, `hex` with 0x, `decimal` without unless masked. */
export type FieldFormat =
  | 'port'
  | 'decimal'
  | 'hex'
  | 'label'
  | 'mac'
  | 'ipv4'
  | 'ipv6'
  | 'flags'
  | 'fragment'
  | 'bytes';

export const ETHERTYPE = { ip: 0x0800, arp: 0x0806, rarp: 0x8035, ipv6: 0x86dd, mpls: 0x8847, mplsm: 0x8848 } as const;
export const IP_PROTOCOL = { icmp: 1, igmp: 2, tcp: 6, udp: 17, icmp6: 58, sctp: 132 } as const;

/** A word that stands for an Ethernet type, and perhaps an IP protocol. */
export interface Protocol {
  readonly ethType: number;
  readonly ipProto?: number;
}

/** In the order in which they are tried: the more particular first. */
export const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  icmp: { ethType: ETHERTYPE.ip, ipProto: IP_PROTOCOL.icmp },
  igmp: { ethType: ETHERTYPE.ip, ipProto: IP_PROTOCOL.igmp },
  tcp: { ethType: ETHERTYPE.ip, ipProto: IP_PROTOCOL.tcp },
  udp: { ethType: ETHERTYPE.ip, ipProto: IP_PROTOCOL.udp },
  sctp: { ethType: ETHERTYPE.ip, ipProto: IP_PROTOCOL.sctp },
  icmp6: { ethType: ETHERTYPE.ipv6, ipProto: IP_PROTOCOL.icmp6 },
  tcp6: { ethType: ETHERTYPE.ipv6, ipProto: IP_PROTOCOL.tcp },
  udp6: { ethType: ETHERTYPE.ipv6, ipProto: IP_PROTOCOL.udp },
  sctp6: { ethType: ETHERTYPE.ipv6, ipProto: IP_PROTOCOL.sctp },
  ip: { ethType: ETHERTYPE.ip },
  ipv6: { ethType: ETHERTYPE.ipv6 },
  arp: { ethType: ETHERTYPE.arp },
  rarp: { ethType: ETHERTYPE.rarp },
  mpls: { ethType: ETHERTYPE.mpls },
  mplsm: { ethType: ETHERTYPE.mplsm },
};

interface NameRow {
  /** What set_field and messages about it call it, then its other names. */
  readonly names: readonly [string, ...string[]];
  /** Where a flow's match has its own name for it. */
  readonly matchName?: string;
  readonly format?: FieldFormat;
}

const ROWS: Readonly<Partial<Record<OxmName, NameRow>>> = {
  IN_PORT: { names: ['in_port_oxm', 'in_port'], matchName: 'in_port' },
  METADATA: { names: ['metadata'] },
  ETH_DST: { names: ['eth_dst', 'dl_dst'], matchName: 'dl_dst' },
  ETH_SRC: { names: ['eth_src', 'dl_src'], matchName: 'dl_src' },
  ETH_TYPE: { names: ['eth_type', 'dl_type'], matchName: 'dl_type', format: 'hex' },
  VLAN_VID: { names: ['vlan_vid'] },
  VLAN_PCP: { names: ['vlan_pcp', 'dl_vlan_pcp'] },
  IP_DSCP: { names: ['ip_dscp'] },
  IP_ECN: { names: ['nw_ecn', 'ip_ecn'] },
  IP_PROTO: { names: ['nw_proto', 'ip_proto'] },
  IPV4_SRC: { names: ['ip_src', 'nw_src'], matchName: 'nw_src' },
  IPV4_DST: { names: ['ip_dst', 'nw_dst'], matchName: 'nw_dst' },
  TCP_SRC: { names: ['tcp_src', 'tp_src'] },
  TCP_DST: { names: ['tcp_dst', 'tp_dst'] },
  ICMPV4_TYPE: { names: ['icmp_type'] },
  ICMPV4_CODE: { names: ['icmp_code'] },
  IPV6_FLABEL: { names: ['ipv6_label'], format: 'label' },
  IPV6_ND_TARGET: { names: ['nd_target'] },
  IPV6_ND_SLL: { names: ['nd_sll'] },
  IPV6_ND_TLL: { names: ['nd_tll'] },
  TUNNEL_ID: { names: ['tun_id', 'tunnel_id'] },
  TCP_FLAGS: { names: ['tcp_flags'], format: 'flags' },
  NXM_NX_IP_FRAG: { names: ['ip_frag', 'nw_frag'], matchName: 'nw_frag', format: 'fragment' },
  NXM_NX_IP_TTL: { names: ['nw_ttl'] },
  NXM_NX_TUN_IPV4_SRC: { names: ['tun_src'] },
  NXM_NX_TUN_IPV4_DST: { names: ['tun_dst'] },
  NXM_NX_CONJ_ID: { names: ['conj_id'] },
  NXM_NX_CT_ZONE: { names: ['ct_zone'] },
  NXM_NX_CT_STATE: { names: ['ct_state'], format: 'flags' },
  ERICOXM_OF_ICMPV6_ND_RESERVED: { names: ['nd_reserved'] },
  ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE: { names: ['nd_options_type'] },
};

/** Fields of extensions whose numbers are written in hex. */
const HEX_NAMES =
  /^(reg|xreg|xxreg)\d+$|^(pkt_mark|dp_hash|recirc_id|ct_mark|ct_label|tun_gbp_flags|erspan_idx|erspan_hwid|nsh_flags|nsh_spi|nsh_c\d)$/;

/** Fields of NXM and of experimenters that say what a field of the specification says: they are written as that. */
const SAME_AS: Readonly<Partial<Record<OxmName, OxmName>>> = {
  NXM_OF_ETH_DST: 'ETH_DST',
  NXM_OF_ETH_SRC: 'ETH_SRC',
  NXM_OF_ETH_TYPE: 'ETH_TYPE',
  NXM_OF_IP_PROTO: 'IP_PROTO',
  NXM_OF_IP_SRC: 'IPV4_SRC',
  NXM_OF_IP_DST: 'IPV4_DST',
  NXM_OF_TCP_SRC: 'TCP_SRC',
  NXM_OF_TCP_DST: 'TCP_DST',
  NXM_OF_UDP_SRC: 'UDP_SRC',
  NXM_OF_UDP_DST: 'UDP_DST',
  NXM_OF_ICMP_TYPE: 'ICMPV4_TYPE',
  NXM_OF_ICMP_CODE: 'ICMPV4_CODE',
  NXM_OF_ARP_OP: 'ARP_OP',
  NXM_OF_ARP_SPA: 'ARP_SPA',
  NXM_OF_ARP_TPA: 'ARP_TPA',
  NXM_NX_TUN_ID: 'TUNNEL_ID',
  NXM_NX_ARP_SHA: 'ARP_SHA',
  NXM_NX_ARP_THA: 'ARP_THA',
  NXM_NX_IPV6_SRC: 'IPV6_SRC',
  NXM_NX_IPV6_DST: 'IPV6_DST',
  NXM_NX_ICMPV6_TYPE: 'ICMPV6_TYPE',
  NXM_NX_ICMPV6_CODE: 'ICMPV6_CODE',
  NXM_NX_ND_TARGET: 'IPV6_ND_TARGET',
  NXM_NX_ND_SLL: 'IPV6_ND_SLL',
  NXM_NX_ND_TLL: 'IPV6_ND_TLL',
  NXM_NX_IPV6_LABEL: 'IPV6_FLABEL',
  NXM_NX_IP_ECN: 'IP_ECN',
  NXM_NX_TCP_FLAGS: 'TCP_FLAGS',
  ONFOXM_ET_TCP_FLAGS: 'TCP_FLAGS',
  ONFOXM_ET_ACTSET_OUTPUT: 'ACTSET_OUTPUT',
  NXOXM_ET_DP_HASH: 'NXM_NX_DP_HASH',
};

/** RFC 9293 section 3.1; NS of RFC 3540. */
export const TCP_FLAG_BITS: Readonly<Record<string, number>> = {
  fin: 0x001,
  syn: 0x002,
  rst: 0x004,
  psh: 0x008,
  ack: 0x010,
  urg: 0x020,
  ece: 0x040,
  cwr: 0x080,
  ns: 0x100,
};

/** A field with its names. */
export interface FieldName {
  readonly field: OxmName;
  readonly name: string;
  readonly matchName: string;
  readonly format: FieldFormat;
  readonly bits: number;
  readonly maskable: boolean;
}

const BY_NAME = new Map<string, FieldName>();
const BY_FIELD = new Map<OxmName, FieldName>();
for (const field of Object.keys(OXM_FIELDS) as OxmName[]) {
  const { bits, maskable } = OXM_FIELDS[field];
  const row: NameRow = ROWS[field] ?? { names: [plainName(field)] };
  const name = row.names[0];
  const entry: FieldName = {
    field,
    name,
    matchName: row.matchName ?? name,
    format: row.format ?? formatOf(field, name),
    bits,
    maskable: maskable !== 'no',
  };
  BY_FIELD.set(field, entry);
  for (const word of [...row.names, field.toLowerCase()]) if (!BY_NAME.has(word)) BY_NAME.set(word, entry);
}

/** NXM_NX_REG0 is reg0, PKT_REG0 is xreg0. */
function plainName(field: OxmName): string {
  return field
    .replace(/^(NXM_OF|NXM_NX|NXOXM_ET|NXOXM_NSH|ONFOXM_ET|ERICOXM_OF)_/, field.startsWith('NXOXM_NSH') ? 'NSH_' : '')
    .replace(/^PKT_REG/, 'XREG')
    .toLowerCase();
}

function formatOf(field: OxmName, name: string): FieldFormat {
  const { form } = OXM_FIELDS[field];
  if (form === 'port10') return 'port';
  if (form === 'u64' || form === 'u128') return 'hex';
  if (form === 'uint') return HEX_NAMES.test(name) ? 'hex' : 'decimal';
  return form;
}

/** @returns the field of the specification that says the same; the field itself where there is none */
export function sameField(field: OxmName): OxmName {
  return SAME_AS[field] ?? field;
}

/** @returns the names of the bits of a field of flags, in lower case */
export function flagBits(field: OxmName): Readonly<Record<string, number>> {
  const row: OxmRow = OXM_FIELDS[field];
  if (row.flags === undefined) return TCP_FLAG_BITS;
  return Object.fromEntries(Object.entries(row.flags).map(([name, bit]) => [name.toLowerCase(), bit]));
}

/** @returns the names of a field of OXM_FIELDS */
export function nameOfField(field: OxmName): FieldName {
  return BY_FIELD.get(field)!;
}

/** @returns the field of a name of Open vSwitch's or, in lower case, of the specification's */
export function fieldOfName(name: string): FieldName | undefined {
  return BY_NAME.get(name);
}

/** @returns every name that `fieldOfName` knows */
export function fieldNames(): string[] {
  return [...BY_NAME.keys()];
}
