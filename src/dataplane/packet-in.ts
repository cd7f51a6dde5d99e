// Where things are in a PacketIn of OpenFlow 1.3 (§7.4.1). Worker thread only; hot: no allocation, no throw.
//
//   8 buffer_id | 12 total_len | 14 reason | 15 table_id | 16 cookie | 24 match, padded to 8 | 2 padding | packet

const PACKET_IN_13_MATCH = 24;

/** First byte of the packet in a 1.3 PacketIn, or -1 when the message is malformed. */
export function packetInData13(view: DataView, at: number, end: number): number {
  const matchAt = at + PACKET_IN_13_MATCH;
  if (end - matchAt < 8) return -1;
  if (view.getUint16(matchAt) !== 1) return -1; // OFPMT_OXM
  const matchLength = view.getUint16(matchAt + 2);
  const data = matchAt + ((matchLength + 7) & ~7) + 2; // two bytes of padding align the packet's IP header
  if (matchLength < 4 || data > end) return -1;
  return data;
}

/** The in_port of a 1.3 PacketIn whose match is known to lie within it; 0 when it has none. */
export function packetInPort13(view: DataView, at: number): number {
  const matchAt = at + PACKET_IN_13_MATCH;
  // Open vSwitch puts it first (OXM_OF_IN_PORT: class 0x8000, field 0, length 4).
  if (view.getInt32(matchAt + 4) === (0x80000004 | 0) && view.getUint16(matchAt + 2) >= 12)
    return view.getInt32(matchAt + 8);
  const end = matchAt + view.getUint16(matchAt + 2);
  for (let oxm = matchAt + 4; oxm + 4 <= end; oxm += 4 + view.getUint8(oxm + 3)) {
    if (view.getInt32(oxm) === (0x80000004 | 0) && oxm + 8 <= end) return view.getInt32(oxm + 4);
  }
  return 0;
}
