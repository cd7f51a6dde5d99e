// The PacketIn of OpenFlow 1.3 that lifts a SYN: written once, then patched from a row of the pair table. Hot: no allocation.
//
//   0 header | 8 buffer_id | 12 total_len | 24 match: in_port | 42 frame, 74 bytes                              116 in all
import {
  NO_BUFFER,
  OFP13,
  OFPT_PACKET_IN,
  PACKET_IN10_BUFFER_ID,
  PACKET_IN13_FRAME,
  PACKET_IN13_IN_PORT,
  PACKET_IN13_MATCH,
  PACKET_IN13_TOTAL_LEN,
} from './openflow-numbers.ts';
import { PAIR_SUM } from './pair-table.ts';
import {
  FRAME_IP_CHECKSUM,
  FRAME_SOURCE_IP,
  FRAME_TARGET_IP,
  FRAME_TCP,
  FRAME_TCP_CHECKSUM,
  FRAME_TCP_SEQ,
  fold,
  SYN_FRAME_BYTES,
  writeSynConstants,
} from './syn-frame.ts';

export const SYN_PACKET_IN_BYTES = PACKET_IN13_FRAME + SYN_FRAME_BYTES;

const OFPXMT_OFB_IN_PORT = 0x80000004;

/** A PacketIn of a table-miss without a buffer: reason 0 (OFPR_NO_MATCH), table 0, cookie 0. */
export function writeSynPacketIn(view: DataView, at: number): void {
  view.setUint8(at, OFP13);
  view.setUint8(at + 1, OFPT_PACKET_IN);
  view.setUint16(at + 2, SYN_PACKET_IN_BYTES);
  view.setUint32(at + PACKET_IN10_BUFFER_ID, NO_BUFFER);
  view.setUint16(at + PACKET_IN13_TOTAL_LEN, SYN_FRAME_BYTES);
  view.setUint16(at + PACKET_IN13_MATCH, 1);
  view.setUint16(at + PACKET_IN13_MATCH + 2, 12);
  view.setUint32(at + PACKET_IN13_MATCH + 4, OFPXMT_OFB_IN_PORT);
  writeSynConstants(view, at + PACKET_IN13_FRAME);
}

/**
 * Makes it the SYN of a pair.
 * @param words of the pair table, the pair's from `pairAt` on
 * @param sourcePort of TCP
 * @param seq the TCP sequence number, 31 bits
 */
export function patchSynPacketIn(
  view: DataView,
  at: number,
  words: Int32Array,
  pairAt: number,
  sourcePort: number,
  seq: number,
): void {
  const frame = at + PACKET_IN13_FRAME;
  const sum = (words[pairAt + 7]! & PAIR_SUM) + sourcePort + (seq >>> 16) + (seq & 0xffff);
  view.setInt32(at + PACKET_IN13_IN_PORT, words[pairAt]!);
  view.setInt32(frame, words[pairAt + 1]!);
  view.setInt32(frame + 4, words[pairAt + 2]!);
  view.setInt32(frame + 8, words[pairAt + 3]!);
  view.setUint16(frame + FRAME_IP_CHECKSUM, words[pairAt + 6]! >>> 16);
  view.setInt32(frame + FRAME_SOURCE_IP, words[pairAt + 4]!);
  view.setInt32(frame + FRAME_TARGET_IP, words[pairAt + 5]!);
  view.setUint16(frame + FRAME_TCP, sourcePort);
  view.setInt32(frame + FRAME_TCP_SEQ, seq);
  view.setUint16(frame + FRAME_TCP_CHECKSUM, ~fold(sum));
}
