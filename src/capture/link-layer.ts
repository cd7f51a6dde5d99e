// Where the IP packet of a captured one begins, by its link type (registry of tcpdump.org). Pure; any thread.
//
//     Ethernet          IEEE 802.3 §3.1; any number of tags up to VLAN_TAGS_READ_MAX, of 802.1Q, 802.1ad and before it
//     null, loopback    an address family in 32 bits, in the byte order of the host that captured (null) or the network's
//     cooked v1         kind 16, ARPHRD 16, address length 16, address 64, EtherType 16
//     cooked v2         EtherType 16, reserved 16, interface 32, ARPHRD 16, kind 8, address length 8, address 64
//     raw               nothing: the version of IP tells IPv4 from IPv6
import { get16 } from '#wire/big-endian.ts';
import { ETH_HEADER_BYTES, ETHERTYPE_IPV4, ETHERTYPE_IPV6, isVlanTag, VLAN_TAG_BYTES } from '#wire/ethernet.ts';
import { read32 } from './byte-order.ts';

export const LINKTYPE_NULL = 0;
export const LINKTYPE_ETHERNET = 1;
export const LINKTYPE_RAW = 101;
export const LINKTYPE_LOOP = 108;
export const LINKTYPE_LINUX_SLL = 113;
export const LINKTYPE_IPV4 = 228;
export const LINKTYPE_IPV6 = 229;
export const LINKTYPE_LINUX_SLL2 = 276;
/** DLT_RAW as some systems wrote it into files before it had a number of its own. */
const DLT_RAW_OLD = [12, 14];

/** Instead of an offset: */
export const LINK_NOT_IP = -1;
export const LINK_CUT_SHORT = -2;
export const LINK_UNKNOWN = -3;

/** Written by old bridges for the outer of two tags, before 802.1ad. */
const ETHERTYPES_QINQ_OLD = [0x9100, 0x9200];
const VLAN_TAGS_READ_MAX = 8;
const FAMILY_BYTES = 4;
const SLL_BYTES = 16;
const SLL_PROTOCOL_AT = 14;
const SLL2_BYTES = 20;
const SLL2_PROTOCOL_AT = 0;
/** AF_INET, and AF_INET6 of Linux, NetBSD, FreeBSD and Darwin. */
const AF_INET_ANY = [2, 10, 24, 28, 30];

/** @returns where the IP packet begins, or a negative number that says why there is none */
export function ipPacketAt(linkType: number, bytes: Uint8Array, at: number, end: number): number {
  switch (linkType) {
    case LINKTYPE_ETHERNET:
      return behindEtherType(bytes, at + ETH_HEADER_BYTES - 2, at + ETH_HEADER_BYTES, end);
    case LINKTYPE_LINUX_SLL:
      return behindEtherType(bytes, at + SLL_PROTOCOL_AT, at + SLL_BYTES, end);
    case LINKTYPE_LINUX_SLL2:
      return behindEtherType(bytes, at + SLL2_PROTOCOL_AT, at + SLL2_BYTES, end);
    case LINKTYPE_NULL:
    case LINKTYPE_LOOP:
      return behindFamily(bytes, at, end);
    case LINKTYPE_RAW:
    case LINKTYPE_IPV4:
    case LINKTYPE_IPV6:
      return at < end ? at : LINK_CUT_SHORT;
    default:
      if (DLT_RAW_OLD.includes(linkType)) return at < end ? at : LINK_CUT_SHORT;
      return LINK_UNKNOWN;
  }
}

/** Follows tags: each holds a TCI and the next EtherType. */
function behindEtherType(bytes: Uint8Array, typeAt: number, payloadAt: number, end: number): number {
  let type = payloadAt <= end ? get16(bytes, typeAt) : 0;
  let next = payloadAt;
  for (let tags = 0; tags < VLAN_TAGS_READ_MAX && next <= end && isTag(type); tags++) {
    next += VLAN_TAG_BYTES;
    if (next <= end) type = get16(bytes, next - 2);
  }
  if (next >= end) return LINK_CUT_SHORT;
  return type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6 ? next : LINK_NOT_IP;
}

function isTag(type: number): boolean {
  return isVlanTag(type) || ETHERTYPES_QINQ_OLD.includes(type);
}

/** The capturing host's byte order is not known: families are small, so one reading of the two is. */
function behindFamily(bytes: Uint8Array, at: number, end: number): number {
  if (at + FAMILY_BYTES >= end) return LINK_CUT_SHORT;
  const isIp = [true, false].some((isLittle) => AF_INET_ANY.includes(read32(bytes, at, isLittle)));
  return isIp ? at + FAMILY_BYTES : LINK_NOT_IP;
}
