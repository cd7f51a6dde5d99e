// TCP (RFC 9293 §3.1). Hot: pure, no allocation, no throw; runs in any thread.
//
//     0      2      4     8     12      14    16     18     20
//     ┌──────┬──────┬─────┬─────┬───────┬─────┬──────┬──────┬─────────┐
//     │ sport│ dport│ seq │ ack │ offset│ win │ csum │ urg  │ options │
//     │      │      │     │     │ flags │     │      │      │ 0-40    │
//     └──────┴──────┴─────┴─────┴───────┴─────┴──────┴──────┴─────────┘
//     byte 12: data offset in 32-bit words (4 bits), then 12 bits of reserved and flags, as OpenFlow's tcp_flags has them

import { get16 } from './big-endian.ts';

export const TCP_SRC_AT = 0;
export const TCP_DST_AT = 2;
export const TCP_SEQ_AT = 4;
export const TCP_ACK_AT = 8;
export const TCP_OFFSET_AT = 12;
export const TCP_FLAGS_AT = 12;
export const TCP_WINDOW_AT = 14;
export const TCP_CHECKSUM_AT = 16;
export const TCP_URGENT_AT = 18;
/** Without options. */
export const TCP_HEADER_BYTES = 20;

export const TCP_FIN = 0x01;
export const TCP_SYN = 0x02;
export const TCP_RST = 0x04;
export const TCP_PSH = 0x08;
export const TCP_ACK = 0x10;
export const TCP_URG = 0x20;
export const TCP_FLAGS_MASK = 0x0fff;

/** @returns bytes of header, options included, as the header says: less than TCP_HEADER_BYTES when it lies */
export function tcpHeaderBytes(bytes: Uint8Array, at: number): number {
  return (bytes[at + TCP_OFFSET_AT]! >>> 4) << 2;
}

/** @returns 12 bits: reserved ones and the flags */
export function tcpFlags(bytes: Uint8Array, at: number): number {
  return get16(bytes, at + TCP_FLAGS_AT) & TCP_FLAGS_MASK;
}
