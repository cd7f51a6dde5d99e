// ARP for IPv4 over Ethernet (RFC 826). Hot: pure, no allocation, no throw; runs in any thread.
//
//     0     2     4   5   6    8         14    18        24    28
//     ┌─────┬─────┬───┬───┬────┬─────────┬─────┬─────────┬─────┐
//     │ hrd │ pro │hln│pln│ op │ sha     │ spa │ tha     │ tpa │
//     └─────┴─────┴───┴───┴────┴─────────┴─────┴─────────┴─────┘
//     hrd 1, pro 0x0800, hln 6, pln 4: anything else is not this ARP

import { get16, get32, put16, put32 } from './big-endian.ts';
import {
  ETH_HEADER_BYTES,
  ETHERTYPE_ARP,
  ETHERTYPE_IPV4,
  MAC_BROADCAST_HI,
  MAC_BROADCAST_LO,
  putMac,
  writeEthernet,
} from './ethernet.ts';

export const ARP_HRD_AT = 0;
export const ARP_PRO_AT = 2;
export const ARP_HLN_AT = 4;
export const ARP_PLN_AT = 5;
export const ARP_OP_AT = 6;
export const ARP_SHA_AT = 8;
export const ARP_SPA_AT = 14;
export const ARP_THA_AT = 18;
export const ARP_TPA_AT = 24;
export const ARP_BYTES = 28;
/** What `writeArpReply` and `writeArpRequest` write: a frame without padding, which a NIC adds where one is needed. */
export const ARP_FRAME_BYTES = ETH_HEADER_BYTES + ARP_BYTES;

export const ARP_OP_REQUEST = 1;
export const ARP_OP_REPLY = 2;

/** hrd and pro, hln and pln as numbers: they are compared, never taken apart. */
const HRD_PRO = (1 << 16) | ETHERTYPE_IPV4;
const HLN_PLN = (6 << 8) | 4;

/**
 * @param at first byte of the ARP packet; ARP_BYTES must be there
 * @returns true when the packet is about IPv4 over Ethernet
 */
export function isEthernetArp(bytes: Uint8Array, at: number): boolean {
  return get32(bytes, at + ARP_HRD_AT) === HRD_PRO && get16(bytes, at + ARP_HLN_AT) === HLN_PLN;
}

/**
 * Writes the frame that tells the target: `senderIp` has the sender's MAC. ARP_FRAME_BYTES must fit.
 * @returns one past the last byte written
 */
export function writeArpReply(
  bytes: Uint8Array,
  at: number,
  senderHi: number,
  senderLo: number,
  senderIp: number,
  targetHi: number,
  targetLo: number,
  targetIp: number,
): number {
  const arpAt = writeEthernet(bytes, at, targetHi, targetLo, senderHi, senderLo, ETHERTYPE_ARP);
  return writeArp(bytes, arpAt, ARP_OP_REPLY, senderHi, senderLo, senderIp, targetHi, targetLo, targetIp);
}

/**
 * Writes the broadcast frame that asks who has `targetIp`. ARP_FRAME_BYTES must fit.
 * @param senderIp 0 makes it a probe that teaches nobody anything (RFC 5227 §2.1.1)
 * @returns one past the last byte written
 */
export function writeArpRequest(
  bytes: Uint8Array,
  at: number,
  senderHi: number,
  senderLo: number,
  senderIp: number,
  targetIp: number,
): number {
  const arpAt = writeEthernet(bytes, at, MAC_BROADCAST_HI, MAC_BROADCAST_LO, senderHi, senderLo, ETHERTYPE_ARP);
  return writeArp(bytes, arpAt, ARP_OP_REQUEST, senderHi, senderLo, senderIp, 0, 0, targetIp);
}

function writeArp(
  bytes: Uint8Array,
  at: number,
  op: number,
  senderHi: number,
  senderLo: number,
  senderIp: number,
  targetHi: number,
  targetLo: number,
  targetIp: number,
): number {
  put32(bytes, at + ARP_HRD_AT, HRD_PRO);
  put16(bytes, at + ARP_HLN_AT, HLN_PLN);
  put16(bytes, at + ARP_OP_AT, op);
  putMac(bytes, at + ARP_SHA_AT, senderHi, senderLo);
  put32(bytes, at + ARP_SPA_AT, senderIp);
  putMac(bytes, at + ARP_THA_AT, targetHi, targetLo);
  put32(bytes, at + ARP_TPA_AT, targetIp);
  return at + ARP_BYTES;
}
