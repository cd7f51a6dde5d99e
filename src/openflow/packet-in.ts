// PACKET_IN (1.0 section 5.4.1, 1.3 section 7.4.1): what starts every session. 1.4 and 1.5 are 1.3 with other reasons. The views are hot code: no allocation, no
// throw, and never a read outside [at, end).
//
//            0       8           12           14        16        18
//   1.0      | header| buffer_id | total_len  | in_port | reason,pad | data ...
//
//            0       8           12           14      15        16      24
//   1.3      | header| buffer_id | total_len  | reason| table_id| cookie| match, padded | pad 2 | data ...
import { rest } from './bytes.ts';
import { HEADER_BYTES } from './header.ts';
import { findOxm, MATCH_13, match13End } from './match.ts';
import { Enumeration } from './names.ts';
import { oxmHeader } from './oxm.ts';
import { PORT_NO_10 } from './port-number.ts';
import { defaulted, pad } from './struct.ts';
import { Uint, u8, u16, u64 } from './uint.ts';
import { u16At, u32At } from './view.ts';

/** buffer_id of a packet that the switch has not kept. */
export const OFP_NO_BUFFER = 0xffffffff;

export const OFPR_NO_MATCH = 0;
export const OFPR_ACTION = 1;
export const OFPR_INVALID_TTL = 2;

export const PACKET_IN_BUFFER_ID_AT = HEADER_BYTES;
export const PACKET_IN_TOTAL_LEN_AT = 12;
export const PACKET_IN_10_IN_PORT_AT = 14;
export const PACKET_IN_10_REASON_AT = 16;
export const PACKET_IN_10_DATA_AT = 18;
export const PACKET_IN_13_REASON_AT = 14;
export const PACKET_IN_13_TABLE_ID_AT = 15;
export const PACKET_IN_13_COOKIE_AT = 16;
export const PACKET_IN_13_MATCH_AT = 24;
/** Bytes between the end of the match and the packet: they put the packet's IP header on a multiple of 4. */
export const PACKET_IN_13_PAD_BYTES = 2;

const IN_PORT_OXM = oxmHeader('IN_PORT');

export const BUFFER_ID = new Uint(4, { NO_BUFFER: OFP_NO_BUFFER });

export const PACKET_IN_REASON = new Enumeration(1, { NO_MATCH: 0, ACTION: 1, INVALID_TTL: 2 });

export const PACKET_IN_10 = {
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  totalLen: u16,
  inPort: PORT_NO_10,
  reason: PACKET_IN_REASON,
  pad: pad(1),
  data: rest,
} as const;

export const PACKET_IN_13 = {
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  totalLen: u16,
  reason: PACKET_IN_REASON,
  tableId: defaulted(u8, 0),
  cookie: defaulted(u64, 0n),
  match: defaulted(MATCH_13, []),
  pad: pad(PACKET_IN_13_PAD_BYTES),
  data: rest,
} as const;

export const PACKET_IN_REASON_14 = new Enumeration(1, {
  TABLE_MISS: 0,
  APPLY_ACTION: 1,
  INVALID_TTL: 2,
  ACTION_SET: 3,
  GROUP: 4,
  PACKET_OUT: 5,
});

export const PACKET_IN_14 = { ...PACKET_IN_13, reason: PACKET_IN_REASON_14 } as const;

/** @returns the buffer_id of a PACKET_IN of either version; OFP_NO_BUFFER: the whole packet is in the message */
export function packetInBufferId(bytes: Uint8Array, at: number): number {
  return u32At(bytes, at + PACKET_IN_BUFFER_ID_AT);
}

/** @returns the length of the packet as it came, of which the message may hold a part */
export function packetInTotalLen(bytes: Uint8Array, at: number): number {
  return u16At(bytes, at + PACKET_IN_TOTAL_LEN_AT);
}

/** @param at a message of at least PACKET_IN_10_DATA_AT bytes */
export function packetIn10InPort(bytes: Uint8Array, at: number): number {
  return u16At(bytes, at + PACKET_IN_10_IN_PORT_AT);
}

/**
 * Finds the packet in a 1.3 PACKET_IN.
 * @param at first byte of the message
 * @param end one past its last
 * @returns where the packet starts (`end` when it is empty); -1 when the match does not fit
 */
export function packetIn13DataAt(bytes: Uint8Array, at: number, end: number): number {
  const matchEnd = match13End(bytes, at + PACKET_IN_13_MATCH_AT, end);
  if (matchEnd < 0 || matchEnd + PACKET_IN_13_PAD_BYTES > end) return -1;
  return matchEnd + PACKET_IN_13_PAD_BYTES;
}

/**
 * Walks the match of a 1.3 PACKET_IN, whose data `packetIn13DataAt` found, to its ingress port.
 * @returns the port; 0, which is no port, when the match has none
 */
export function packetIn13InPort(bytes: Uint8Array, at: number): number {
  const match = at + PACKET_IN_13_MATCH_AT;
  // Switches put the port first, nearly always alone: no walk is needed then.
  if (u32At(bytes, match + 4) === IN_PORT_OXM && u16At(bytes, match + 2) >= 12) return u32At(bytes, match + 8);
  const value = findOxm(bytes, match, IN_PORT_OXM);
  return value < 0 ? 0 : u32At(bytes, value);
}
