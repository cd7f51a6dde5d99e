// The flow key: everything the packet path asks of a frame, read in one pass into words of a reused Int32Array.
// Hot: runs in the dataplane workers for every PacketIn; pure, no allocation, no throw.
//
// The result says what kind of frame it is; which words were written depends on it. The others keep what an earlier
// frame left there, so nobody may read them: clearing them would cost more than writing the ones that count.
//
//     words                                    written for
//     ───────────────────────────────────────  ─────────────────────────────────────────────────────
//     KEY_FAULT                                every frame
//     KEY_ETH_DST_HI … KEY_ETH_SRC_LO,         every frame but those with FAULT_SHORT_ETHERNET
//       KEY_ETHERTYPE, KEY_VLAN_TCI, KEY_L3_AT   (FAULT_SHORT_TAG: the type is that of the cut tag)
//     KEY_ARP_…                                FRAME_ARP
//     KEY_IP_…, KEY_L4_…, KEY_TCP_FLAGS,       FRAME_IPV4_…; 0 in what the protocol does not have
//       KEY_FRAGMENT
//
// Offsets are indexes into the array that was parsed. Addresses are stored as they fit an Int32: `>>> 0` when read as
// numbers; compared word to word they need nothing. KEY_VLAN_TCI is -1 without a tag.
//
// A frame is too short when the capture ends before the headers that are needed, which tells nothing about the sender;
// it is malformed when what is there contradicts itself. Checksums are not verified: a switch does not either, and what
// is relayed keeps its checksum, right or wrong.

import { ARP_BYTES, ARP_OP_AT, ARP_SHA_AT, ARP_SPA_AT, ARP_THA_AT, ARP_TPA_AT, isEthernetArp } from './arp.ts';
import { get16, get32 } from './big-endian.ts';
import {
  ETH_DST_AT,
  ETH_HEADER_BYTES,
  ETH_SRC_AT,
  ETH_TYPE_AT,
  ETHERTYPE_ARP,
  ETHERTYPE_IPV4,
  ETHERTYPE_IPV6,
  isVlanTag,
  VLAN_TAG_BYTES,
} from './ethernet.ts';
import { ICMP_HEADER_BYTES } from './icmp.ts';
import {
  IP_PROTO_ICMP,
  IP_PROTO_SCTP,
  IP_PROTO_TCP,
  IP_PROTO_UDP,
  IPV4_DST_AT,
  IPV4_FRAGMENT_AT,
  IPV4_HEADER_BYTES,
  IPV4_MF,
  IPV4_OFFSET_MASK,
  IPV4_PROTO_AT,
  IPV4_SRC_AT,
  IPV4_TOTAL_LENGTH_AT,
  IPV4_TOTAL_LENGTH_MAX,
  IPV4_TTL_AT,
  ipv4HeaderBytes,
} from './ipv4.ts';
import { SCTP_HEADER_BYTES } from './sctp.ts';
import { TCP_HEADER_BYTES, tcpFlags, tcpHeaderBytes } from './tcp.ts';
import { UDP_HEADER_BYTES, UDP_LENGTH_AT } from './udp.ts';

export const KEY_ETH_DST_HI = 0;
export const KEY_ETH_DST_LO = 1;
export const KEY_ETH_SRC_HI = 2;
export const KEY_ETH_SRC_LO = 3;
/** Behind the tags. */
export const KEY_ETHERTYPE = 4;
/** Of the outer tag, 16 bits; -1 without one. */
export const KEY_VLAN_TCI = 5;
export const KEY_L3_AT = 6;
export const KEY_L4_AT = 7;
export const KEY_IP_SRC = 8;
export const KEY_IP_DST = 9;
export const KEY_IP_PROTO = 10;
export const KEY_IP_TTL = 11;
/** One past the last byte of the datagram as its header says: past the captured end when the capture is cut. */
export const KEY_IP_TOTAL_END = 12;
/** Source port; for ICMP the type. */
export const KEY_L4_SRC = 13;
/** Destination port; for ICMP the code. */
export const KEY_L4_DST = 14;
/** 12 bits, see tcp.ts. */
export const KEY_TCP_FLAGS = 15;
/** One of FRAGMENT_…. */
export const KEY_FRAGMENT = 16;
export const KEY_ARP_OP = 17;
export const KEY_ARP_SPA = 18;
export const KEY_ARP_TPA = 19;
export const KEY_ARP_SHA_HI = 20;
export const KEY_ARP_SHA_LO = 21;
export const KEY_ARP_THA_HI = 22;
export const KEY_ARP_THA_LO = 23;
/** One of FAULT_…. */
export const KEY_FAULT = 24;
/** Length of a key. */
export const KEY_WORDS = 32;

export const FRAME_TOO_SHORT = 0;
export const FRAME_MALFORMED = 1;
export const FRAME_ARP = 2;
export const FRAME_IPV4_TCP = 3;
export const FRAME_IPV4_UDP = 4;
export const FRAME_IPV4_SCTP = 5;
export const FRAME_IPV4_ICMP = 6;
/** Any other protocol: it has no ports that we know. */
export const FRAME_IPV4_OTHER = 7;
/** A fragment but the first: it has no ports at all, whatever its protocol. */
export const FRAME_IPV4_LATER_FRAGMENT = 8;
export const FRAME_IPV6 = 9;
export const FRAME_OTHER = 10;

export const FRAGMENT_NONE = 0;
export const FRAGMENT_FIRST = 1;
export const FRAGMENT_LATER = 2;

export const FAULT_NONE = 0;
// FRAME_TOO_SHORT: the capture ends inside …
export const FAULT_SHORT_ETHERNET = 1;
export const FAULT_SHORT_TAG = 2;
export const FAULT_SHORT_ARP = 3;
export const FAULT_SHORT_IPV4 = 4;
export const FAULT_SHORT_L4 = 5;
// FRAME_MALFORMED
/** Not IPv4 over Ethernet, or lengths that do not fit it. */
export const FAULT_ARP_TYPES = 6;
/** Ethertype and version disagree. */
export const FAULT_IPV4_VERSION = 7;
/** A header of less than 20 bytes. */
export const FAULT_IPV4_HEADER_LENGTH = 8;
/** A datagram that ends inside its own IPv4 header. */
export const FAULT_IPV4_TOTAL_LENGTH = 9;
/** A fragment that ends past 65,535, or one that overlays a TCP header's flags (RFC 1858 §3.2). */
export const FAULT_IPV4_FRAGMENT = 10;
/** A datagram too short for its transport header; for a first fragment RFC 1858's tiny fragment (§3). */
export const FAULT_L4_TRUNCATED = 11;
/** TCP's data offset or UDP's length does not fit the datagram. */
export const FAULT_L4_LENGTH = 12;

/** Names of the faults, by number: for counters and logs. */
export const FAULT_NAMES: readonly string[] = [
  'none',
  'short_ethernet',
  'short_tag',
  'short_arp',
  'short_ipv4',
  'short_l4',
  'arp_types',
  'ipv4_version',
  'ipv4_header_length',
  'ipv4_total_length',
  'ipv4_fragment',
  'l4_truncated',
  'l4_length',
];

/**
 * Reads a frame into `key`.
 * @param key at least KEY_WORDS long, reused from frame to frame
 * @returns one of FRAME_…
 */
export function parseFlowKey(bytes: Uint8Array, at: number, end: number, key: Int32Array): number {
  if (parseEthernetKey(bytes, at, end, key) !== FAULT_NONE) return FRAME_TOO_SHORT;
  const type = key[KEY_ETHERTYPE]!;
  if (type === ETHERTYPE_IPV4) return parseIpv4Key(bytes, key[KEY_L3_AT]!, end, key);
  if (type === ETHERTYPE_ARP) return parseArpKey(bytes, key[KEY_L3_AT]!, end, key);
  return type === ETHERTYPE_IPV6 ? FRAME_IPV6 : FRAME_OTHER;
}

/**
 * Reads only the Ethernet header: all that a learning switch needs, whatever the frame carries.
 * @returns FAULT_NONE, FAULT_SHORT_ETHERNET or FAULT_SHORT_TAG
 */
export function parseEthernetKey(bytes: Uint8Array, at: number, end: number, key: Int32Array): number {
  const l3At = at + ETH_HEADER_BYTES;
  if (l3At > end) return setFault(key, FAULT_SHORT_ETHERNET);
  const type = get16(bytes, at + ETH_TYPE_AT);
  key[KEY_ETH_DST_HI] = get16(bytes, at + ETH_DST_AT);
  key[KEY_ETH_DST_LO] = get32(bytes, at + ETH_DST_AT + 2);
  key[KEY_ETH_SRC_HI] = get16(bytes, at + ETH_SRC_AT);
  key[KEY_ETH_SRC_LO] = get32(bytes, at + ETH_SRC_AT + 2);
  key[KEY_ETHERTYPE] = type;
  key[KEY_VLAN_TCI] = -1;
  key[KEY_L3_AT] = l3At;
  if (isVlanTag(type)) return parseTagsKey(bytes, l3At, end, key);
  return setFault(key, FAULT_NONE);
}

/** At most VLAN_TAGS_MAX: a third tag stays the ethertype and the frame is FRAME_OTHER. */
function parseTagsKey(bytes: Uint8Array, tciAt: number, end: number, key: Int32Array): number {
  let l3At = tciAt + VLAN_TAG_BYTES;
  if (l3At > end) return setFault(key, FAULT_SHORT_TAG);
  key[KEY_VLAN_TCI] = get16(bytes, tciAt);
  let type = get16(bytes, l3At - 2);
  if (isVlanTag(type)) {
    l3At += VLAN_TAG_BYTES;
    if (l3At > end) return setFault(key, FAULT_SHORT_TAG);
    type = get16(bytes, l3At - 2);
  }
  key[KEY_ETHERTYPE] = type;
  key[KEY_L3_AT] = l3At;
  return setFault(key, FAULT_NONE);
}

function parseArpKey(bytes: Uint8Array, at: number, end: number, key: Int32Array): number {
  if (at + ARP_BYTES > end) return tooShort(key, FAULT_SHORT_ARP);
  if (!isEthernetArp(bytes, at)) return malformed(key, FAULT_ARP_TYPES);
  key[KEY_ARP_OP] = get16(bytes, at + ARP_OP_AT);
  key[KEY_ARP_SHA_HI] = get16(bytes, at + ARP_SHA_AT);
  key[KEY_ARP_SHA_LO] = get32(bytes, at + ARP_SHA_AT + 2);
  key[KEY_ARP_SPA] = get32(bytes, at + ARP_SPA_AT);
  key[KEY_ARP_THA_HI] = get16(bytes, at + ARP_THA_AT);
  key[KEY_ARP_THA_LO] = get32(bytes, at + ARP_THA_AT + 2);
  key[KEY_ARP_TPA] = get32(bytes, at + ARP_TPA_AT);
  return FRAME_ARP;
}

function parseIpv4Key(bytes: Uint8Array, at: number, end: number, key: Int32Array): number {
  if (at + IPV4_HEADER_BYTES > end) return tooShort(key, FAULT_SHORT_IPV4);
  if (bytes[at]! >>> 4 !== 4) return malformed(key, FAULT_IPV4_VERSION);
  const headerBytes = ipv4HeaderBytes(bytes, at);
  if (headerBytes < IPV4_HEADER_BYTES) return malformed(key, FAULT_IPV4_HEADER_LENGTH);
  const totalLength = get16(bytes, at + IPV4_TOTAL_LENGTH_AT);
  if (totalLength < headerBytes) return malformed(key, FAULT_IPV4_TOTAL_LENGTH);
  const l4At = at + headerBytes;
  if (l4At > end) return tooShort(key, FAULT_SHORT_IPV4);

  const proto = bytes[at + IPV4_PROTO_AT]!;
  key[KEY_L4_AT] = l4At;
  key[KEY_IP_SRC] = get32(bytes, at + IPV4_SRC_AT);
  key[KEY_IP_DST] = get32(bytes, at + IPV4_DST_AT);
  key[KEY_IP_PROTO] = proto;
  key[KEY_IP_TTL] = bytes[at + IPV4_TTL_AT]!;
  key[KEY_IP_TOTAL_END] = at + totalLength;
  key[KEY_L4_SRC] = 0;
  key[KEY_L4_DST] = 0;
  key[KEY_TCP_FLAGS] = 0;

  const fragment = get16(bytes, at + IPV4_FRAGMENT_AT) & (IPV4_MF | IPV4_OFFSET_MASK);
  if (fragment === 0) {
    key[KEY_FRAGMENT] = FRAGMENT_NONE;
  } else {
    const offset = (fragment & IPV4_OFFSET_MASK) << 3;
    if (offset + totalLength > IPV4_TOTAL_LENGTH_MAX) return malformed(key, FAULT_IPV4_FRAGMENT);
    if (offset !== 0) {
      if (offset === 8 && proto === IP_PROTO_TCP) return malformed(key, FAULT_IPV4_FRAGMENT);
      key[KEY_FRAGMENT] = FRAGMENT_LATER;
      return FRAME_IPV4_LATER_FRAGMENT;
    }
    key[KEY_FRAGMENT] = FRAGMENT_FIRST;
  }
  return parseTransportKey(bytes, l4At, end, key, proto, totalLength - headerBytes);
}

/** @param length of the datagram's payload, in bytes, as its header says */
function parseTransportKey(
  bytes: Uint8Array,
  at: number,
  end: number,
  key: Int32Array,
  proto: number,
  length: number,
): number {
  switch (proto) {
    case IP_PROTO_TCP: {
      if (length < TCP_HEADER_BYTES) return malformed(key, FAULT_L4_TRUNCATED);
      if (at + TCP_HEADER_BYTES > end) return tooShort(key, FAULT_SHORT_L4);
      const headerBytes = tcpHeaderBytes(bytes, at);
      if (headerBytes < TCP_HEADER_BYTES || headerBytes > length) return malformed(key, FAULT_L4_LENGTH);
      key[KEY_TCP_FLAGS] = tcpFlags(bytes, at);
      readPorts(bytes, at, key);
      return FRAME_IPV4_TCP;
    }
    case IP_PROTO_UDP: {
      if (length < UDP_HEADER_BYTES) return malformed(key, FAULT_L4_TRUNCATED);
      if (at + UDP_HEADER_BYTES > end) return tooShort(key, FAULT_SHORT_L4);
      const udpLength = get16(bytes, at + UDP_LENGTH_AT);
      if (udpLength < UDP_HEADER_BYTES) return malformed(key, FAULT_L4_LENGTH);
      // In a first fragment it counts the whole of what is still to come.
      if (udpLength > length && key[KEY_FRAGMENT] === FRAGMENT_NONE) return malformed(key, FAULT_L4_LENGTH);
      readPorts(bytes, at, key);
      return FRAME_IPV4_UDP;
    }
    case IP_PROTO_ICMP:
      if (length < ICMP_HEADER_BYTES) return malformed(key, FAULT_L4_TRUNCATED);
      if (at + ICMP_HEADER_BYTES > end) return tooShort(key, FAULT_SHORT_L4);
      key[KEY_L4_SRC] = bytes[at]!;
      key[KEY_L4_DST] = bytes[at + 1]!;
      return FRAME_IPV4_ICMP;
    case IP_PROTO_SCTP:
      if (length < SCTP_HEADER_BYTES) return malformed(key, FAULT_L4_TRUNCATED);
      if (at + SCTP_HEADER_BYTES > end) return tooShort(key, FAULT_SHORT_L4);
      readPorts(bytes, at, key);
      return FRAME_IPV4_SCTP;
    default:
      return FRAME_IPV4_OTHER;
  }
}

/** TCP, UDP and SCTP all begin with source and destination port. */
function readPorts(bytes: Uint8Array, at: number, key: Int32Array): void {
  key[KEY_L4_SRC] = get16(bytes, at);
  key[KEY_L4_DST] = get16(bytes, at + 2);
}

function tooShort(key: Int32Array, fault: number): number {
  setFault(key, fault);
  return FRAME_TOO_SHORT;
}

function malformed(key: Int32Array, fault: number): number {
  setFault(key, fault);
  return FRAME_MALFORMED;
}

function setFault(key: Int32Array, fault: number): number {
  key[KEY_FAULT] = fault;
  return fault;
}
