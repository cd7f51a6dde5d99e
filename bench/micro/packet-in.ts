// The PacketIn that micro-benchmarks work on: a TCP SYN without a buffer, as Open vSwitch lifts it on a table-miss.
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import { SYN_FRAME_BYTES, writeSynConstants } from '../load/syn-frame.ts';

/** The Ethernet frame of a SYN from 10.0.0.2:40000 to 10.0.1.2:80. */
export function makeSynFrame(): Uint8Array {
  const frame = new Uint8Array(SYN_FRAME_BYTES);
  const view = new DataView(frame.buffer);
  writeSynConstants(view, 0);
  frame.set([0x0a, 0xda, 0x01, 0, 0, 1, 2, 0, 0, 0, 0, 1]);
  view.setUint32(26, 0x0a000002);
  view.setUint32(30, 0x0a000102);
  view.setUint16(34, 40_000);
  return frame;
}

export function makePacketIn(): MessageIn {
  const data = makeSynFrame();
  return {
    version: 4,
    type: 'PACKET_IN',
    xid: 0,
    totalLen: data.length,
    reason: 'NO_MATCH',
    match: [{ field: 'IN_PORT', value: 2 }],
    data,
  };
}

export function encodePacketIn(): Uint8Array {
  return encodeMessage(makePacketIn());
}
