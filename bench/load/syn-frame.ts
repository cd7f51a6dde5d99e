// The Ethernet frame of a Linux TCP SYN, and its checksums (RFC 1071). Pure; only set-up and validation run it.
//
//    0 Ethernet II, 14   14 IPv4 without options, 20   34 TCP, 20   54 options, 20: MSS 1460, SACK permitted,
//                                                                  timestamps, window scale 7
import { SERVICE_PORT } from './inventory.ts';

export const SYN_FRAME_BYTES = 74;
export const FRAME_ETHER_TYPE = 12;
export const FRAME_IPV4 = 14;
export const FRAME_IP_PROTOCOL = 23;
export const FRAME_IP_CHECKSUM = 24;
export const FRAME_SOURCE_IP = 26;
export const FRAME_TARGET_IP = 30;
export const FRAME_TCP = 34;
export const FRAME_TCP_SEQ = 38;
export const FRAME_TCP_CHECKSUM = 50;
export const ETHER_TYPE_IPV4 = 0x0800;
export const IP_PROTOCOL_TCP = 6;

// version and length, TOS, total length, id, don't fragment, TTL 64 and protocol TCP, checksum
const IPV4_WORDS = [0x4500, SYN_FRAME_BYTES - FRAME_IPV4, 0x0000, 0x4000, 0x4006, 0x0000];
// target port, acknowledgement, header of 40 bytes with SYN, window 64240, checksum, urgent pointer, options
const TCP_WORDS_AFTER_SOURCE_PORT = [SERVICE_PORT];
const TCP_WORDS_AFTER_SEQ = [0, 0, 0xa002, 64_240, 0, 0, 0x0204, 1460, 0x0402, 0x080a, 0, 1, 0, 0, 0x0103, 0x0307];

/** Writes what all SYNs have in common; the rest (MACs, addresses, source port, sequence, checksums) stays as it is. */
export function writeSynConstants(view: DataView, at: number): void {
  view.setUint16(at + FRAME_ETHER_TYPE, ETHER_TYPE_IPV4);
  IPV4_WORDS.forEach((word, i) => {
    view.setUint16(at + FRAME_IPV4 + 2 * i, word);
  });
  view.setUint16(at + FRAME_TCP + 2, SERVICE_PORT);
  TCP_WORDS_AFTER_SEQ.forEach((word, i) => {
    view.setUint16(at + FRAME_TCP_SEQ + 4 + 2 * i, word);
  });
}

export function synHeaderChecksum(sourceIp: number, targetIp: number): number {
  return ~fold(sumOf(IPV4_WORDS) + addressSum(sourceIp, targetIp)) & 0xffff;
}

/** The TCP checksum's sum without source port and sequence number: pseudo header, constants and options. */
export function synConstantSum(sourceIp: number, targetIp: number): number {
  const pseudo = addressSum(sourceIp, targetIp) + IP_PROTOCOL_TCP + (SYN_FRAME_BYTES - FRAME_TCP);
  return pseudo + sumOf(TCP_WORDS_AFTER_SOURCE_PORT) + sumOf(TCP_WORDS_AFTER_SEQ);
}

/** @returns the one's complement sum of 16 bits; two rounds do for every sum below 2^31 */
export function fold(sum: number): number {
  const once = (sum & 0xffff) + (sum >>> 16);
  return (once & 0xffff) + (once >>> 16);
}

/** Whether both checksums of the frame at `at` are right. */
export function checksumsHold(view: DataView, at: number): boolean {
  let header = 0;
  for (let i = FRAME_IPV4; i < FRAME_TCP; i += 2) header += view.getUint16(at + i);
  let segment = addressSum(view.getUint32(at + FRAME_SOURCE_IP), view.getUint32(at + FRAME_TARGET_IP));
  segment += IP_PROTOCOL_TCP + (SYN_FRAME_BYTES - FRAME_TCP);
  for (let i = FRAME_TCP; i < SYN_FRAME_BYTES; i += 2) segment += view.getUint16(at + i);
  return fold(header) === 0xffff && fold(segment) === 0xffff;
}

function addressSum(sourceIp: number, targetIp: number): number {
  return (sourceIp >>> 16) + (sourceIp & 0xffff) + (targetIp >>> 16) + (targetIp & 0xffff);
}

function sumOf(words: readonly number[]): number {
  return words.reduce((sum, word) => sum + word, 0);
}
