// Whole frames from a description: for tests, tools and the load generator. Pure; allocates, so not for the packet path.
// Every length and checksum is right unless the caller damages the result; SCTP's CRC32c alone is left 0.

import { put16, put32 } from './big-endian.ts';
import { checksum, finishChecksum, sumPseudoHeader, sumWords } from './checksum.ts';
import { ETH_HEADER_BYTES, ETHERTYPE_8021Q, ETHERTYPE_IPV4, VLAN_TAG_BYTES, writeEthernet } from './ethernet.ts';
import { ICMP_CHECKSUM_AT, ICMP_ECHO_REQUEST, ICMP_HEADER_BYTES, ICMP_ID_AT, ICMP_SEQ_AT } from './icmp.ts';
import { parseIpv4 } from './ip.ts';
import {
  IP_PROTO_ICMP,
  IP_PROTO_SCTP,
  IP_PROTO_TCP,
  IP_PROTO_UDP,
  IPV4_HEADER_BYTES,
  IPV4_VERSION_IHL_AT,
  sealIpv4,
  writeIpv4,
} from './ipv4.ts';
import { parseMac } from './mac.ts';
import { SCTP_HEADER_BYTES, SCTP_TAG_AT } from './sctp.ts';
import {
  TCP_ACK_AT,
  TCP_CHECKSUM_AT,
  TCP_FLAGS_AT,
  TCP_HEADER_BYTES,
  TCP_SEQ_AT,
  TCP_SYN,
  TCP_WINDOW_AT,
} from './tcp.ts';
import { UDP_CHECKSUM_AT, UDP_HEADER_BYTES, UDP_LENGTH_AT } from './udp.ts';

/** One end of a frame. */
export interface FrameEnd {
  /** `aa:bb:cc:dd:ee:ff` */
  readonly mac: string;
  /** `a.b.c.d` */
  readonly ip: string;
  /** 0 when not given; ICMP has none. */
  readonly port?: number;
}

/** What the headers below the transport say; everything but the ends has a default. */
export interface FrameSpec {
  readonly source: FrameEnd;
  readonly target: FrameEnd;
  /** Tags from outer to inner. */
  readonly tags?: readonly { readonly tpid?: number; readonly tci: number }[];
  readonly ttl?: number;
  readonly tos?: number;
  readonly id?: number;
  /** Flags and fragment offset as they stand in the header. */
  readonly fragment?: number;
  /** IP options, a multiple of 4 bytes, at most 40. */
  readonly options?: Uint8Array;
  /** Behind the transport header. */
  readonly payload?: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** @param flags TCP_SYN when not given */
export function buildTcp(spec: FrameSpec, flags = TCP_SYN, seq = 1, ack = 0): Uint8Array {
  const segment = openTransport(spec, TCP_HEADER_BYTES);
  put32(segment, TCP_SEQ_AT, seq);
  put32(segment, TCP_ACK_AT, ack);
  put16(segment, TCP_FLAGS_AT, ((TCP_HEADER_BYTES >> 2) << 12) | flags);
  put16(segment, TCP_WINDOW_AT, 0xffff);
  put16(segment, TCP_CHECKSUM_AT, transportChecksum(spec, IP_PROTO_TCP, segment));
  return buildIpv4(spec, IP_PROTO_TCP, segment);
}

/** A UDP datagram with its checksum. */
export function buildUdp(spec: FrameSpec): Uint8Array {
  const datagram = openTransport(spec, UDP_HEADER_BYTES);
  put16(datagram, UDP_LENGTH_AT, datagram.length);
  // 0 would say that there is none; the two zeros of one's complement are equal (RFC 768).
  put16(datagram, UDP_CHECKSUM_AT, transportChecksum(spec, IP_PROTO_UDP, datagram) || 0xffff);
  return buildIpv4(spec, IP_PROTO_UDP, datagram);
}

/** SCTP's common header with the payload as its chunks. */
export function buildSctp(spec: FrameSpec, tag = 0): Uint8Array {
  const packet = openTransport(spec, SCTP_HEADER_BYTES);
  put32(packet, SCTP_TAG_AT, tag);
  return buildIpv4(spec, IP_PROTO_SCTP, packet);
}

/** An ICMP message with an id and a sequence number: an echo request unless told otherwise. */
export function buildIcmp(spec: FrameSpec, type = ICMP_ECHO_REQUEST, code = 0, id = 1, seq = 1): Uint8Array {
  const payload = spec.payload ?? NOTHING;
  const message = new Uint8Array(ICMP_HEADER_BYTES + payload.length);
  put16(message, 0, (type << 8) | code);
  put16(message, ICMP_ID_AT, id);
  put16(message, ICMP_SEQ_AT, seq);
  message.set(payload, ICMP_HEADER_BYTES);
  put16(message, ICMP_CHECKSUM_AT, checksum(message, 0, message.length));
  return buildIpv4(spec, IP_PROTO_ICMP, message);
}

/** An IPv4 datagram with any content: `content` stands behind the IP header as it is. */
export function buildIpv4(spec: FrameSpec, proto: number, content: Uint8Array): Uint8Array {
  const tags = spec.tags ?? [];
  const options = spec.options ?? NOTHING;
  const ipHeaderBytes = IPV4_HEADER_BYTES + options.length;
  const ipAt = ETH_HEADER_BYTES + VLAN_TAG_BYTES * tags.length;
  const frame = new Uint8Array(ipAt + ipHeaderBytes + content.length);
  writeFrameEthernet(frame, spec, ETHERTYPE_IPV4);
  writeIpv4(
    frame,
    ipAt,
    spec.tos ?? 0,
    ipHeaderBytes + content.length,
    spec.id ?? 0,
    spec.fragment ?? 0,
    spec.ttl ?? 64,
    proto,
    address(spec.source),
    address(spec.target),
  );
  if (options.length > 0) {
    frame[ipAt + IPV4_VERSION_IHL_AT] = 0x40 | (ipHeaderBytes >> 2);
    frame.set(options, ipAt + IPV4_HEADER_BYTES);
    sealIpv4(frame, ipAt, ipHeaderBytes);
  }
  frame.set(content, ipAt + ipHeaderBytes);
  return frame;
}

function writeFrameEthernet(frame: Uint8Array, spec: FrameSpec, type: number): void {
  const source = macNumbers(spec.source);
  const target = macNumbers(spec.target);
  const tags = spec.tags ?? [];
  writeEthernet(frame, 0, target.hi, target.lo, source.hi, source.lo, type);
  let at = ETH_HEADER_BYTES - 2;
  for (const tag of tags) {
    put16(frame, at, tag.tpid ?? ETHERTYPE_8021Q);
    put16(frame, at + 2, tag.tci);
    at += VLAN_TAG_BYTES;
  }
  put16(frame, at, type);
}

/** A buffer with the ports written and the payload in place. */
function openTransport(spec: FrameSpec, headerBytes: number): Uint8Array {
  const payload = spec.payload ?? NOTHING;
  const bytes = new Uint8Array(headerBytes + payload.length);
  put16(bytes, 0, spec.source.port ?? 0);
  put16(bytes, 2, spec.target.port ?? 0);
  bytes.set(payload, headerBytes);
  return bytes;
}

function transportChecksum(spec: FrameSpec, proto: number, segment: Uint8Array): number {
  const pseudo = sumPseudoHeader(address(spec.source), address(spec.target), proto, segment.length);
  return finishChecksum(sumWords(segment, 0, segment.length, pseudo));
}

function address(end: FrameEnd): number {
  const ip = parseIpv4(end.ip);
  if (ip === undefined) throw new TypeError(`not an IPv4 address: ${end.ip}`);
  return ip;
}

function macNumbers(end: FrameEnd): { hi: number; lo: number } {
  const mac = parseMac(end.mac);
  if (mac === undefined) throw new TypeError(`not a MAC address: ${end.mac}`);
  return mac;
}
