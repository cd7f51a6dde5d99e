// IPv4 (RFC 791 §3.1). Hot: pure, no allocation, no throw; runs in any thread.
//
//     0   1   2      4   6          8   9      10    12     16     20
//     ┌───┬───┬──────┬───┬──────────┬───┬──────┬─────┬──────┬──────┬─────────┐
//     │ver│tos│total │id │ flags    │ttl│proto │csum │ src  │ dst  │ options │
//     │ihl│   │length│   │ fragment │   │      │     │      │      │ 0-40    │
//     └───┴───┴──────┴───┴──────────┴───┴──────┴─────┴──────┴──────┴─────────┘
//     ihl in 32-bit words; flags and fragment: reserved, DF, MF, then the offset in units of 8 bytes (13 bits)
//
// A PacketIn carries only the first bytes of a frame (OpenFlow 1.3 §7.4.1, miss_send_len), so a total length past the
// captured end is normal; one that is shorter than the headers it must hold is a lie.

import { put16, put32 } from './big-endian.ts';
import { checksum } from './checksum.ts';

export const IPV4_VERSION_IHL_AT = 0;
export const IPV4_TOS_AT = 1;
export const IPV4_TOTAL_LENGTH_AT = 2;
export const IPV4_ID_AT = 4;
export const IPV4_FRAGMENT_AT = 6;
export const IPV4_TTL_AT = 8;
export const IPV4_PROTO_AT = 9;
export const IPV4_CHECKSUM_AT = 10;
export const IPV4_SRC_AT = 12;
export const IPV4_DST_AT = 16;
/** Without options. */
export const IPV4_HEADER_BYTES = 20;
export const IPV4_TOTAL_LENGTH_MAX = 65535;

export const IPV4_DF = 0x4000;
export const IPV4_MF = 0x2000;
export const IPV4_OFFSET_MASK = 0x1fff;

export const IP_PROTO_ICMP = 1;
export const IP_PROTO_TCP = 6;
export const IP_PROTO_UDP = 17;
export const IP_PROTO_SCTP = 132;

/** @returns bytes of header, options included, as the header says: less than IPV4_HEADER_BYTES when it lies */
export function ipv4HeaderBytes(bytes: Uint8Array, at: number): number {
  return (bytes[at + IPV4_VERSION_IHL_AT]! & 0x0f) << 2;
}

/** @returns true when the header's own checksum fits; the whole header must be there */
export function ipv4ChecksumValid(bytes: Uint8Array, at: number): boolean {
  return checksum(bytes, at, at + ipv4HeaderBytes(bytes, at)) === 0;
}

/** @returns true for one host's address: neither 0.0.0.0/8, 127.0.0.0/8, multicast, reserved nor broadcast (RFC 1122 §3.2.1.3) */
export function isUnicastIpv4(ip: number): boolean {
  const first = ip >>> 24;
  return first !== 0 && first !== 127 && first < 224;
}

/**
 * Writes a header without options, checksum included.
 * @param totalLength header and payload, in bytes
 * @param fragment flags and fragment offset as they stand in the header
 * @returns where the payload starts
 */
export function writeIpv4(
  bytes: Uint8Array,
  at: number,
  tos: number,
  totalLength: number,
  id: number,
  fragment: number,
  ttl: number,
  proto: number,
  src: number,
  dst: number,
): number {
  bytes[at + IPV4_VERSION_IHL_AT] = 0x45;
  bytes[at + IPV4_TOS_AT] = tos;
  put16(bytes, at + IPV4_TOTAL_LENGTH_AT, totalLength);
  put16(bytes, at + IPV4_ID_AT, id);
  put16(bytes, at + IPV4_FRAGMENT_AT, fragment);
  bytes[at + IPV4_TTL_AT] = ttl;
  bytes[at + IPV4_PROTO_AT] = proto;
  put32(bytes, at + IPV4_SRC_AT, src);
  put32(bytes, at + IPV4_DST_AT, dst);
  sealIpv4(bytes, at, IPV4_HEADER_BYTES);
  return at + IPV4_HEADER_BYTES;
}

/** Computes the checksum of a header of `headerBytes` and writes it. */
export function sealIpv4(bytes: Uint8Array, at: number, headerBytes: number): void {
  put16(bytes, at + IPV4_CHECKSUM_AT, 0);
  put16(bytes, at + IPV4_CHECKSUM_AT, checksum(bytes, at, at + headerBytes));
}
