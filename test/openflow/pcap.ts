// Writes OpenFlow messages as a capture file that tshark reads: each message is one TCP segment to the OpenFlow port, in
// one connection. Checksums are left out; tshark does not check them.
import { OFP_TCP_PORT } from '#openflow/header.ts';

const ETHERNET_BYTES = 14;
const IPV4_BYTES = 20;
const TCP_BYTES = 20;

/** @returns a pcap file with one packet for each message */
export function pcap(messages: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [fileHeader()];
  let sequence = 1;
  messages.forEach((message, index) => {
    const packet = segment(message, sequence);
    const header = Buffer.alloc(16);
    header.writeUInt32LE(index + 1, 0); // seconds
    header.writeUInt32LE(packet.length, 8); // captured
    header.writeUInt32LE(packet.length, 12); // on the wire
    parts.push(header, packet);
    sequence += message.length;
  });
  return Uint8Array.from(Buffer.concat(parts));
}

function fileHeader(): Uint8Array {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0); // magic, microseconds
  header.writeUInt16LE(2, 4); // version 2.4
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(0x40000, 16); // longest packet
  header.writeUInt32LE(1, 20); // LINKTYPE_ETHERNET
  return header;
}

function segment(payload: Uint8Array, sequence: number): Uint8Array {
  const packet = Buffer.alloc(ETHERNET_BYTES + IPV4_BYTES + TCP_BYTES + payload.length);
  packet.writeUInt16BE(0x0800, 12);
  const ip = ETHERNET_BYTES;
  packet[ip] = 0x45;
  packet.writeUInt16BE(IPV4_BYTES + TCP_BYTES + payload.length, ip + 2);
  packet[ip + 8] = 64; // TTL
  packet[ip + 9] = 6; // TCP
  packet.set([10, 0, 0, 1], ip + 12);
  packet.set([10, 0, 0, 2], ip + 16);
  const tcp = ip + IPV4_BYTES;
  packet.writeUInt16BE(40000, tcp);
  packet.writeUInt16BE(OFP_TCP_PORT, tcp + 2);
  packet.writeUInt32BE(sequence, tcp + 4);
  packet[tcp + 12] = (TCP_BYTES / 4) << 4;
  packet[tcp + 13] = 0x18; // PSH, ACK
  packet.writeUInt16BE(0xffff, tcp + 14); // window
  packet.set(payload, tcp + TCP_BYTES);
  return packet;
}
