// An IPv4 or IPv6 packet as far as TCP needs it: the addresses, and where the payload is, behind options (RFC 791 §3.1) and
// extension headers (RFC 8200 §4). A fragment is told and not put together. The header's own length counts: what the link
// layer padded is no payload, and what the capture cut off is known to be missing. One view is used again for every packet.
// Pure; any thread.
import { get16 } from '#wire/big-endian.ts';
import {
  IP_PROTO_TCP,
  IPV4_DST_AT,
  IPV4_FRAGMENT_AT,
  IPV4_HEADER_BYTES,
  IPV4_MF,
  IPV4_OFFSET_MASK,
  IPV4_PROTO_AT,
  IPV4_SRC_AT,
  IPV4_TOTAL_LENGTH_AT,
  ipv4HeaderBytes,
} from '#wire/ipv4.ts';
import { IPV6_HEADER_BYTES } from '#wire/ipv6.ts';

/** What a packet turned out to be. */
export type IpOutcome = 'tcp' | 'fragment' | 'other protocol' | 'malformed';

const IPV6_PAYLOAD_LENGTH_AT = 4;
const IPV6_NEXT_HEADER_AT = 6;
const IPV6_SRC_AT = 8;
const IPV6_DST_AT = 24;

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION_OPTIONS = 60;
const MOBILITY = 135;
const HOST_IDENTITY = 139;
const SHIM6 = 140;
/** Laid out alike: the next header, then the length in units of 8 bytes without the first. */
const EXTENSIONS = [HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS, MOBILITY, HOST_IDENTITY, SHIM6];
const EXTENSIONS_MAX = 16;
const FRAGMENT_HEADER_BYTES = 8;
const FRAGMENT_OFFSET_MASK = 0xfff8;
const FRAGMENT_MORE = 1;

export class IpDatagram {
  bytes: Uint8Array = new Uint8Array(0);
  /** 4 or 16. */
  addressBytes = 4;
  sourceAt = 0;
  targetAt = 0;
  /** The payload as captured is [payloadAt, payloadEnd). */
  payloadAt = 0;
  payloadEnd = 0;
  /** Bytes of the payload that the capture cut off. */
  missing = 0;

  /** Reads the packet at `at`; the fields hold when the result is `tcp`. */
  read(bytes: Uint8Array, at: number, end: number): IpOutcome {
    this.bytes = bytes;
    const version = at < end ? bytes[at]! >>> 4 : 0;
    if (version === 4) return this.#readIpv4(bytes, at, end);
    return version === 6 ? this.#readIpv6(bytes, at, end) : 'malformed';
  }

  #readIpv4(bytes: Uint8Array, at: number, end: number): IpOutcome {
    if (at + IPV4_HEADER_BYTES > end) return 'malformed';
    const headerBytes = ipv4HeaderBytes(bytes, at);
    // A total length of 0 is what a network card that cuts segments itself leaves (TSO): all that was captured.
    const totalLength = get16(bytes, at + IPV4_TOTAL_LENGTH_AT) || end - at;
    if (headerBytes < IPV4_HEADER_BYTES || totalLength < headerBytes || at + headerBytes > end) return 'malformed';
    if ((get16(bytes, at + IPV4_FRAGMENT_AT) & (IPV4_MF | IPV4_OFFSET_MASK)) !== 0) return 'fragment';
    if (bytes[at + IPV4_PROTO_AT] !== IP_PROTO_TCP) return 'other protocol';
    this.addressBytes = 4;
    this.sourceAt = at + IPV4_SRC_AT;
    this.targetAt = at + IPV4_DST_AT;
    this.#setPayload(at + headerBytes, at + totalLength, end);
    return 'tcp';
  }

  #readIpv6(bytes: Uint8Array, at: number, end: number): IpOutcome {
    if (at + IPV6_HEADER_BYTES > end) return 'malformed';
    // 0 stands for a jumbogram (RFC 2675), or a segment that a network card is to cut.
    const payloadLength = get16(bytes, at + IPV6_PAYLOAD_LENGTH_AT);
    const payloadEnd = payloadLength === 0 ? end : at + IPV6_HEADER_BYTES + payloadLength;
    let next = bytes[at + IPV6_NEXT_HEADER_AT]!;
    let header = at + IPV6_HEADER_BYTES;
    for (let count = 0; next !== IP_PROTO_TCP; count++) {
      if (count === EXTENSIONS_MAX || header + FRAGMENT_HEADER_BYTES > end) return 'malformed';
      if (next === FRAGMENT) {
        // One with no more behind it and none before is whole (RFC 6946).
        if ((get16(bytes, header + 2) & (FRAGMENT_OFFSET_MASK | FRAGMENT_MORE)) !== 0) return 'fragment';
        next = bytes[header]!;
        header += FRAGMENT_HEADER_BYTES;
      } else if (next === AUTHENTICATION) {
        next = bytes[header]!;
        header += (bytes[header + 1]! + 2) * 4; // RFC 4302 §2.2: in units of 4 bytes, less 2
      } else if (EXTENSIONS.includes(next)) {
        next = bytes[header]!;
        header += (bytes[header + 1]! + 1) * 8;
      } else return 'other protocol';
    }
    if (header > end || header > payloadEnd) return 'malformed';
    this.addressBytes = 16;
    this.sourceAt = at + IPV6_SRC_AT;
    this.targetAt = at + IPV6_DST_AT;
    this.#setPayload(header, payloadEnd, end);
    return 'tcp';
  }

  #setPayload(at: number, statedEnd: number, capturedEnd: number): void {
    this.payloadAt = at;
    this.payloadEnd = Math.min(statedEnd, capturedEnd);
    this.missing = statedEnd - this.payloadEnd;
  }
}
