// Ethernet II with the tags of 802.1Q and 802.1ad. Hot: pure, no allocation, no throw; runs in any thread.
// A MAC address is two numbers: `hi` its first 2 bytes, `lo` its last 4 (see mac.ts). No frame check sequence: a switch
// never shows it.
//
//     0         6         12     14        IEEE 802.3 §3.1
//     ┌─────────┬─────────┬──────┬─────
//     │ dst     │ src     │ type │ payload
//     └─────────┴─────────┴──────┴─────
//     0         6         12     14    16     18        IEEE 802.1Q §9.3: each tag stands between src and type
//     ┌─────────┬─────────┬──────┬─────┬──────┬─────
//     │ dst     │ src     │ TPID │ TCI │ type │ payload
//     └─────────┴─────────┴──────┴─────┴──────┴─────
//     TCI: PCP (3 bits), DEI (1), VID (12)

import { get16, get32, put16, put32 } from './big-endian.ts';

export const ETH_DST_AT = 0;
export const ETH_SRC_AT = 6;
export const ETH_TYPE_AT = 12;
export const ETH_HEADER_BYTES = 14;
export const VLAN_TAG_BYTES = 4;
/** A customer tag inside a service tag; more of them is not Ethernet as any of our switches parses it. */
export const VLAN_TAGS_MAX = 2;

export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
export const ETHERTYPE_8021Q = 0x8100;
export const ETHERTYPE_IPV6 = 0x86dd;
export const ETHERTYPE_8021AD = 0x88a8;
export const ETHERTYPE_LLDP = 0x88cc;
/** A smaller number in the type field is the length of an IEEE 802.2 payload (IEEE 802.3 §3.2.6). */
export const ETHERTYPE_MIN = 0x0600;

export const VLAN_VID_MASK = 0x0fff;
export const MAC_BROADCAST_HI = 0xffff;
export const MAC_BROADCAST_LO = 0xffffffff;

/** @returns true when a tag's TCI and another type follow this type */
export function isVlanTag(type: number): boolean {
  return type === ETHERTYPE_8021Q || type === ETHERTYPE_8021AD;
}

/** @returns true for multicast and broadcast: the first bit on the wire is set (IEEE 802 §8.2.2) */
export function isMulticastMac(hi: number): boolean {
  return (hi & 0x0100) !== 0;
}

/**
 * Where the payload starts, behind the header and its tags.
 * @returns the offset, or 0 when the bytes end before it
 */
export function ethernetPayloadAt(bytes: Uint8Array, at: number, end: number): number {
  let typeAt = at + ETH_TYPE_AT;
  for (let tags = 0; tags < VLAN_TAGS_MAX && typeAt + 2 <= end && isVlanTag(get16(bytes, typeAt)); tags++) {
    typeAt += VLAN_TAG_BYTES;
  }
  return typeAt + 2 <= end ? typeAt + 2 : 0;
}

/** @returns the first 2 bytes of a MAC address */
export function macHi(bytes: Uint8Array, at: number): number {
  return get16(bytes, at);
}

/** @returns the last 4 bytes of a MAC address, unsigned */
export function macLo(bytes: Uint8Array, at: number): number {
  return get32(bytes, at + 2) >>> 0;
}

/** Writes a MAC address. */
export function putMac(bytes: Uint8Array, at: number, hi: number, lo: number): void {
  put16(bytes, at, hi);
  put32(bytes, at + 2, lo);
}

/**
 * Writes an untagged header.
 * @returns where the payload starts
 */
export function writeEthernet(
  bytes: Uint8Array,
  at: number,
  dstHi: number,
  dstLo: number,
  srcHi: number,
  srcLo: number,
  type: number,
): number {
  putMac(bytes, at + ETH_DST_AT, dstHi, dstLo);
  putMac(bytes, at + ETH_SRC_AT, srcHi, srcLo);
  put16(bytes, at + ETH_TYPE_AT, type);
  return at + ETH_HEADER_BYTES;
}
