// A packet as one line of its headers, as Open vSwitch writes the packets of packet-in and packet-out: the flow that would
// match it exactly, and the transport's checksum. A packet-in often has the first bytes of its packet alone: we show what there
// is of it, where Open vSwitch shows zeros. Pure.
import { ipv6, mac } from '../address.ts';
import { Reader } from '../reader.ts';
import { u16At, u32At } from '../view.ts';
import { ETHERTYPE, IP_PROTOCOL, TCP_FLAG_BITS } from './field-name.ts';
import { hex4 } from './value-text.ts';

const ETH_HEADER_BYTES = 14;
const ETHERTYPE_MIN = 0x600;
const VLAN_TYPES: readonly number[] = [0x8100, 0x88a8];
/** Tags that are shown; Open vSwitch knows as many. */
const VLAN_TAGS_MAX = 2;
const PRESENT = 0x1000;
/** Extension headers of IPv6 that have a length and a next header: hop-by-hop, routing, destination, mobility. */
const IPV6_EXTENSIONS: readonly number[] = [0, 43, 60, 135];
const IPV6_FRAGMENT = 44;
const IPV6_EXTENSIONS_MAX = 16;

/** @returns one line without its newline */
export function formatPacket(packet: Uint8Array): string {
  if (packet.length < ETH_HEADER_BYTES) return `vlan_tci=0x0000,dl_src=${ZERO_MAC},dl_dst=${ZERO_MAC},dl_type=0x0000`;
  const eth = `dl_src=${macAt(packet, 6)},dl_dst=${macAt(packet, 0)}`;
  const { type, at, tags } = ethernet(packet);
  const l2 = `${tags},${eth}`;
  if (type === ETHERTYPE.ip) return formatIpv4(packet, at, l2);
  if (type === ETHERTYPE.ipv6) return formatIpv6(packet, at, l2);
  if (type === ETHERTYPE.arp || type === ETHERTYPE.rarp) return formatArp(packet, at, l2, type);
  return `${l2},dl_type=${hex4(type)}`;
}

const ZERO_MAC = '00:00:00:00:00:00';

function ethernet(packet: Uint8Array): { type: number; at: number; tags: string } {
  const tags: string[] = [];
  let at = 12;
  while (tags.length < VLAN_TAGS_MAX && at + 6 <= packet.length && VLAN_TYPES.includes(u16At(packet, at))) {
    const tci = u16At(packet, at + 2) | PRESENT;
    const index = tags.length === 0 ? '' : tags.length;
    tags.push(`dl_vlan${index}=${tci & 0xfff},dl_vlan_pcp${index}=${tci >> 13}`);
    at += 4;
  }
  // Behind the last tag the next one is said not to be there.
  if (tags.length < VLAN_TAGS_MAX) tags.push(`vlan_tci${tags.length === 0 ? '' : tags.length}=0x0000`);
  const type = u16At(packet, at);
  // Below it is a length: 802.3 with LLC, which has a type of its own behind SNAP.
  if (type >= ETHERTYPE_MIN) return { type, at: at + 2, tags: tags.join(',') };
  const isSnap = at + 10 <= packet.length && packet[at + 2] === 0xaa && packet[at + 3] === 0xaa && packet[at + 4] === 3;
  const snapType = isSnap ? u16At(packet, at + 8) : 0;
  return { type: snapType >= ETHERTYPE_MIN ? snapType : 0x05ff, at: at + 10, tags: tags.join(',') };
}

function formatIpv4(packet: Uint8Array, at: number, l2: string): string {
  const headerBytes = at < packet.length ? 4 * (packet[at]! & 0xf) : 0;
  if (at + 20 > packet.length || headerBytes < 20 || at + headerBytes > packet.length || packet[at]! >> 4 !== 4) {
    return `ip,${l2},nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_proto=0,nw_tos=0,nw_ecn=0,nw_ttl=0,nw_frag=no`;
  }
  const tos = packet[at + 1]!;
  const fragment = u16At(packet, at + 6);
  const isLater = (fragment & 0x1fff) !== 0;
  const isFragment = (fragment & 0x3fff) !== 0;
  const end = Math.min(packet.length, at + u16At(packet, at + 2));
  const ip: Ip = {
    version: 4,
    proto: packet[at + 9]!,
    addresses: `nw_src=${ipv4At(packet, at + 12)},nw_dst=${ipv4At(packet, at + 16)}`,
    tail: ttl(tos, packet[at + 8]!),
    fragment: isLater ? 'later' : isFragment ? 'first' : '',
  };
  return formatTransport(packet, at + headerBytes, end, l2, ip);
}

function formatIpv6(packet: Uint8Array, at: number, l2: string): string {
  if (at + 40 > packet.length) {
    return `ipv6,${l2},ipv6_src=::,ipv6_dst=::,ipv6_label=0x00000,nw_proto=0,nw_tos=0,nw_ecn=0,nw_ttl=0,nw_frag=no`;
  }
  const first = u32At(packet, at);
  const end = Math.min(packet.length, at + 40 + u16At(packet, at + 4));
  const addresses = `ipv6_src=${ipv6At(packet, at + 8)},ipv6_dst=${ipv6At(packet, at + 24)}`;
  const label = `ipv6_label=0x${(first & 0xfffff).toString(16).padStart(5, '0')}`;
  let proto = packet[at + 6]!;
  let next = at + 40;
  let fragment: Ip['fragment'] = '';
  for (let i = 0; i < IPV6_EXTENSIONS_MAX && next + 8 <= end && fragment !== 'later'; i++) {
    if (IPV6_EXTENSIONS.includes(proto)) {
      proto = packet[next]!;
      next += 8 * (packet[next + 1]! + 1);
    } else if (proto === IPV6_FRAGMENT) {
      const offset = u16At(packet, next + 2);
      proto = packet[next]!;
      next += 8;
      fragment = (offset & 0xfff8) !== 0 ? 'later' : (offset & 1) !== 0 ? 'first' : '';
      // Open vSwitch calls the rest of a later fragment by the number of the fragment header.
      if (fragment === 'later') proto = IPV6_FRAGMENT;
    } else break;
  }
  const tail = ttl((first >>> 20) & 0xff, packet[at + 7]!);
  return formatTransport(packet, next, end, l2, {
    version: 6,
    proto,
    addresses: `${addresses},${label}`,
    tail,
    fragment,
  });
}

interface Ip {
  readonly version: 4 | 6;
  readonly proto: number;
  readonly addresses: string;
  readonly tail: string;
  readonly fragment: '' | 'first' | 'later';
}

function ttl(tos: number, limit: number): string {
  return `nw_tos=${tos & 0xfc},nw_ecn=${tos & 3},nw_ttl=${limit}`;
}

function formatTransport(packet: Uint8Array, at: number, end: number, l2: string, ip: Ip): string {
  const name = protocolName(ip);
  const proto = name === undefined ? `,nw_proto=${ip.proto}` : '';
  const word = name ?? (ip.version === 4 ? 'ip' : 'ipv6');
  const frag = ip.fragment === '' ? ',nw_frag=no' : `,nw_frag=${ip.fragment}`;
  const head = `${word},${l2},${ip.addresses}${proto},${ip.tail}${frag}`;
  // What follows the header of a later fragment is no transport header.
  if (name === undefined || ip.fragment === 'later') return head;
  const room = end - at;
  const isIcmp = ip.proto === IP_PROTOCOL.icmp || ip.proto === IP_PROTOCOL.icmp6;
  if (isIcmp) {
    const has = room >= 8;
    const types = `icmp_type=${has ? packet[at] : 0},icmp_code=${has ? packet[at + 1] : 0}`;
    const sum = has ? ` ${ip.version === 4 ? 'icmp' : 'icmp6'}_csum:${u16At(packet, at + 2).toString(16)}` : '';
    return `${head},${types}${sum}`;
  }
  const needed = ip.proto === IP_PROTOCOL.tcp ? 20 : ip.proto === IP_PROTOCOL.udp ? 8 : 12;
  const has = room >= needed;
  const ports = `tp_src=${has ? u16At(packet, at) : 0},tp_dst=${has ? u16At(packet, at + 2) : 0}`;
  if (ip.proto === IP_PROTOCOL.tcp) {
    const flags = `tcp_flags=${has ? tcpFlags(u16At(packet, at + 12) & 0xfff) : '0'}`;
    return `${head},${ports},${flags}${has ? ` tcp_csum:${u16At(packet, at + 16).toString(16)}` : ''}`;
  }
  if (!has) return `${head},${ports}`;
  if (ip.proto === IP_PROTOCOL.udp) return `${head},${ports} udp_csum:${u16At(packet, at + 6).toString(16)}`;
  return `${head},${ports} sctp_csum:${u32At(packet, at + 8).toString(16)}`;
}

function protocolName({ version, proto }: Ip): string | undefined {
  const six = version === 6 ? '6' : '';
  if (proto === IP_PROTOCOL.tcp) return `tcp${six}`;
  if (proto === IP_PROTOCOL.udp) return `udp${six}`;
  if (proto === IP_PROTOCOL.sctp) return `sctp${six}`;
  return proto === (version === 4 ? IP_PROTOCOL.icmp : IP_PROTOCOL.icmp6) ? `icmp${six}` : undefined;
}

function formatArp(packet: Uint8Array, at: number, l2: string, type: number): string {
  const word = type === ETHERTYPE.arp ? 'arp' : 'rarp';
  const isWhole =
    at + 28 <= packet.length &&
    u16At(packet, at) === 1 &&
    u16At(packet, at + 2) === ETHERTYPE.ip &&
    u16At(packet, at + 4) === 0x0604;
  if (!isWhole) return `${word},${l2},arp_spa=0.0.0.0,arp_tpa=0.0.0.0,arp_op=0,arp_sha=${ZERO_MAC},arp_tha=${ZERO_MAC}`;
  const op = u16At(packet, at + 6);
  const spa = ipv4At(packet, at + 14);
  const tpa = ipv4At(packet, at + 24);
  const hardware = `arp_sha=${macAt(packet, at + 8)},arp_tha=${macAt(packet, at + 18)}`;
  return `${word},${l2},arp_spa=${spa},arp_tpa=${tpa},arp_op=${op},${hardware}`;
}

function tcpFlags(bits: number): string {
  const names = Object.keys(TCP_FLAG_BITS).filter((name) => (bits & TCP_FLAG_BITS[name]!) !== 0);
  const unnamed = bits & 0xe00;
  if (unnamed !== 0) names.push(`[${unnamed >> 9}]`);
  return names.length === 0 ? '0' : names.join('|');
}

function macAt(packet: Uint8Array, at: number): string {
  return mac.decode(new Reader(packet, at, at + 6));
}

function ipv4At(packet: Uint8Array, at: number): string {
  return packet.subarray(at, at + 4).join('.');
}

function ipv6At(packet: Uint8Array, at: number): string {
  return ipv6.decode(new Reader(packet, at, at + 16));
}
