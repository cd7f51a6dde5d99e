// One TCP segment (RFC 9293 §3.1) in a captured packet. One view is used again for every packet. Checksums are not looked at:
// a capture on the sending host sees them before the network card fills them in. Pure; any thread.
import { get16, get32 } from '#wire/big-endian.ts';
import {
  TCP_ACK_AT,
  TCP_DST_AT,
  TCP_HEADER_BYTES,
  TCP_SEQ_AT,
  TCP_SRC_AT,
  tcpFlags,
  tcpHeaderBytes,
} from '#wire/tcp.ts';
import type { IpDatagram } from './ip-datagram.ts';

export class TcpSegment {
  sourcePort = 0;
  targetPort = 0;
  sequence = 0;
  acknowledgment = 0;
  flags = 0;
  bytes: Uint8Array = new Uint8Array(0);
  /** The data as captured is [dataAt, dataEnd). */
  dataAt = 0;
  dataEnd = 0;
  /** Bytes of the data that the capture cut off. */
  missing = 0;

  /** @returns false when the bytes are no segment */
  read({ bytes, payloadAt: at, payloadEnd: end, missing }: IpDatagram): boolean {
    if (at + TCP_HEADER_BYTES > end) return false;
    const headerBytes = tcpHeaderBytes(bytes, at);
    if (headerBytes < TCP_HEADER_BYTES || headerBytes > end - at + missing) return false;
    this.sourcePort = get16(bytes, at + TCP_SRC_AT);
    this.targetPort = get16(bytes, at + TCP_DST_AT);
    this.sequence = get32(bytes, at + TCP_SEQ_AT) >>> 0;
    this.acknowledgment = get32(bytes, at + TCP_ACK_AT) >>> 0;
    this.flags = tcpFlags(bytes, at);
    this.bytes = bytes;
    this.dataAt = Math.min(at + headerBytes, end);
    this.dataEnd = end;
    // The capture may end among the options.
    this.missing = missing - (at + headerBytes - this.dataAt);
    return true;
  }
}
