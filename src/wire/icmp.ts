// ICMP (RFC 792) and what a router answers with it: echo replies for its own addresses, and time exceeded.
// Hot: pure, no allocation, no throw; runs in the dataplane workers.
//
//     0    1    2     4      6     8
//     ┌────┬────┬─────┬──────┬─────┬──────────────────────────────────────────┐
//     │type│code│csum │ id   │ seq │ echo data                                │  type 8 and 0
//     ├────┼────┼─────┼──────┴─────┼──────────────────────────────────────────┤
//     │type│code│csum │ unused     │ IPv4 header and first bytes of its datagram │  errors: type 3, 11, 12
//     └────┴────┴─────┴────────────┴──────────────────────────────────────────┘
//
// An answer is written into `bytes` from `at`, never past `end`, and goes back the way the frame came: same tags, to the
// frame's source. The frame lies in another place; parseFlowKey has found it sound. Where no answer may be given, or it
// does not fit, 0 is returned.

import { get16, get32, put16, put32 } from './big-endian.ts';
import { checksum, updateChecksum16 } from './checksum.ts';
import { ETH_DST_AT, ETH_SRC_AT, ethernetPayloadAt, isMulticastMac, macHi, macLo, putMac } from './ethernet.ts';
import {
  IP_PROTO_ICMP,
  IPV4_DF,
  IPV4_DST_AT,
  IPV4_FRAGMENT_AT,
  IPV4_HEADER_BYTES,
  IPV4_ID_AT,
  IPV4_MF,
  IPV4_OFFSET_MASK,
  IPV4_PROTO_AT,
  IPV4_SRC_AT,
  IPV4_TOS_AT,
  IPV4_TOTAL_LENGTH_AT,
  ipv4HeaderBytes,
  isUnicastIpv4,
  writeIpv4,
} from './ipv4.ts';

export const ICMP_TYPE_AT = 0;
export const ICMP_CODE_AT = 1;
export const ICMP_CHECKSUM_AT = 2;
export const ICMP_ID_AT = 4;
export const ICMP_SEQ_AT = 6;
/** Every message has that much. */
export const ICMP_HEADER_BYTES = 8;

export const ICMP_ECHO_REPLY = 0;
export const ICMP_UNREACHABLE = 3;
export const ICMP_SOURCE_QUENCH = 4;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO_REQUEST = 8;
export const ICMP_TIME_EXCEEDED = 11;
export const ICMP_PARAMETER_PROBLEM = 12;

/** Code of time exceeded: the TTL ran out on the way. */
export const ICMP_TTL_EXCEEDED_IN_TRANSIT = 0;

/** TTL of what we send ourselves (RFC 1340's recommendation, as everybody's). */
const OWN_TTL = 64;
/** An error's datagram is at most that long, quote included (RFC 1812 §4.3.2.3). */
const ERROR_DATAGRAM_BYTES_MAX = 576;
/** Precedence 6, internetwork control: errors should outlive the congestion they report (RFC 1812 §4.3.2.5). */
const ERROR_TOS = 0xc0;

/** @returns true for messages that report an error: none is ever sent about them (RFC 1122 §3.2.2) */
export function isIcmpError(type: number): boolean {
  return (
    type === ICMP_UNREACHABLE ||
    type === ICMP_SOURCE_QUENCH ||
    type === ICMP_REDIRECT ||
    type === ICMP_TIME_EXCEEDED ||
    type === ICMP_PARAMETER_PROBLEM
  );
}

/**
 * Answers an echo request with a reply from the address that it was sent to. The data's checksum is updated, not
 * computed anew: a request that was damaged gives a reply that its sender finds damaged. IP options are left out.
 * @returns one past the last byte written; 0 when the frame is no whole, unfragmented unicast echo request
 */
export function writeIcmpEchoReply(
  bytes: Uint8Array,
  at: number,
  end: number,
  frame: Uint8Array,
  frameAt: number,
  frameEnd: number,
): number {
  const l3At = ethernetPayloadAt(frame, frameAt, frameEnd);
  if (l3At === 0 || l3At + IPV4_HEADER_BYTES > frameEnd) return 0;
  const headerBytes = ipv4HeaderBytes(frame, l3At);
  const icmpAt = l3At + headerBytes;
  const totalEnd = l3At + get16(frame, l3At + IPV4_TOTAL_LENGTH_AT);
  if (totalEnd > frameEnd || icmpAt + ICMP_HEADER_BYTES > totalEnd) return 0;
  const fragment = get16(frame, l3At + IPV4_FRAGMENT_AT);
  if ((fragment & (IPV4_MF | IPV4_OFFSET_MASK)) !== 0) return 0;
  if (frame[l3At + IPV4_PROTO_AT] !== IP_PROTO_ICMP || get16(frame, icmpAt) !== ICMP_ECHO_REQUEST << 8) return 0;
  if (isMulticastMac(macHi(frame, frameAt + ETH_DST_AT))) return 0;
  const src = get32(frame, l3At + IPV4_SRC_AT);
  const dst = get32(frame, l3At + IPV4_DST_AT);
  if (!isUnicastIpv4(src) || !isUnicastIpv4(dst)) return 0;

  const icmpBytes = totalEnd - icmpAt;
  const ipAt = at + (l3At - frameAt);
  const answerEnd = ipAt + IPV4_HEADER_BYTES + icmpBytes;
  if (answerEnd > end) return 0;
  const gatewayHi = macHi(frame, frameAt + ETH_DST_AT);
  const gatewayLo = macLo(frame, frameAt + ETH_DST_AT);
  writeReturnEthernet(bytes, at, frame, frameAt, l3At, gatewayHi, gatewayLo);
  const dataAt = writeIpv4(
    bytes,
    ipAt,
    frame[l3At + IPV4_TOS_AT]!,
    IPV4_HEADER_BYTES + icmpBytes,
    get16(frame, l3At + IPV4_ID_AT),
    fragment,
    OWN_TTL,
    IP_PROTO_ICMP,
    dst,
    src,
  );
  copy(bytes, dataAt, frame, icmpAt, totalEnd);
  put16(bytes, dataAt + ICMP_TYPE_AT, ICMP_ECHO_REPLY << 8);
  const old = get16(frame, icmpAt + ICMP_CHECKSUM_AT);
  put16(bytes, dataAt + ICMP_CHECKSUM_AT, updateChecksum16(old, ICMP_ECHO_REQUEST << 8, ICMP_ECHO_REPLY << 8));
  return answerEnd;
}

/**
 * Tells the sender of a frame that its TTL ran out at the gateway (RFC 792, RFC 1812 §5.3.1). Quotes the datagram as it
 * was received, as much as was captured and RFC 1812 allows.
 * @param gatewayHi the MAC that the sender knows as its gateway's, with `gatewayLo`
 * @param gatewayIp the gateway's address in the sender's network
 * @returns one past the last byte written; 0 when RFC 1122 §3.2.2 forbids an error: about an error, a later fragment,
 *   a broadcast or multicast, or a source that is no single host; or when fewer than 8 bytes of payload can be quoted
 *   though the datagram has them
 */
export function writeIcmpTimeExceeded(
  bytes: Uint8Array,
  at: number,
  end: number,
  gatewayHi: number,
  gatewayLo: number,
  gatewayIp: number,
  frame: Uint8Array,
  frameAt: number,
  frameEnd: number,
): number {
  const l3At = ethernetPayloadAt(frame, frameAt, frameEnd);
  if (l3At === 0 || l3At + IPV4_HEADER_BYTES > frameEnd) return 0;
  if (!mayReportError(frame, frameAt, l3At, frameEnd)) return 0;

  const totalLength = get16(frame, l3At + IPV4_TOTAL_LENGTH_AT);
  const wanted = ipv4HeaderBytes(frame, l3At) + 8;
  const ipAt = at + (l3At - frameAt);
  const quoteAt = ipAt + IPV4_HEADER_BYTES + ICMP_HEADER_BYTES;
  const quoteMax = ERROR_DATAGRAM_BYTES_MAX - IPV4_HEADER_BYTES - ICMP_HEADER_BYTES;
  const quoteBytes = Math.min(totalLength, frameEnd - l3At, quoteMax, end - quoteAt);
  if (quoteBytes < Math.min(wanted, totalLength)) return 0;

  writeReturnEthernet(bytes, at, frame, frameAt, l3At, gatewayHi, gatewayLo);
  const datagramBytes = IPV4_HEADER_BYTES + ICMP_HEADER_BYTES + quoteBytes;
  const src = get32(frame, l3At + IPV4_SRC_AT);
  // Don't fragment: a datagram that can never be fragmented needs no identification (RFC 6864 §4.1).
  const icmpAt = writeIpv4(bytes, ipAt, ERROR_TOS, datagramBytes, 0, IPV4_DF, OWN_TTL, IP_PROTO_ICMP, gatewayIp, src);
  bytes[icmpAt + ICMP_TYPE_AT] = ICMP_TIME_EXCEEDED;
  bytes[icmpAt + ICMP_CODE_AT] = ICMP_TTL_EXCEEDED_IN_TRANSIT;
  put16(bytes, icmpAt + ICMP_CHECKSUM_AT, 0);
  put32(bytes, icmpAt + ICMP_HEADER_BYTES - 4, 0);
  copy(bytes, quoteAt, frame, l3At, l3At + quoteBytes);
  const answerEnd = quoteAt + quoteBytes;
  put16(bytes, icmpAt + ICMP_CHECKSUM_AT, checksum(bytes, icmpAt, answerEnd));
  return answerEnd;
}

/** RFC 1122 §3.2.2 and RFC 1812 §4.3.2.7: what no error may be sent about. */
function mayReportError(frame: Uint8Array, frameAt: number, l3At: number, frameEnd: number): boolean {
  if (isMulticastMac(macHi(frame, frameAt + ETH_DST_AT))) return false;
  if ((get16(frame, l3At + IPV4_FRAGMENT_AT) & IPV4_OFFSET_MASK) !== 0) return false;
  if (!isUnicastIpv4(get32(frame, l3At + IPV4_SRC_AT))) return false;
  if (!isUnicastIpv4(get32(frame, l3At + IPV4_DST_AT))) return false;
  if (frame[l3At + IPV4_PROTO_AT] !== IP_PROTO_ICMP) return true;
  const icmpAt = l3At + ipv4HeaderBytes(frame, l3At);
  return icmpAt < frameEnd && !isIcmpError(frame[icmpAt + ICMP_TYPE_AT]!);
}

/** The header of the frame with its tags, turned around: to its source, from the given address. */
function writeReturnEthernet(
  bytes: Uint8Array,
  at: number,
  frame: Uint8Array,
  frameAt: number,
  l3At: number,
  srcHi: number,
  srcLo: number,
): void {
  copy(bytes, at, frame, frameAt, l3At);
  putMac(bytes, at + ETH_DST_AT, macHi(frame, frameAt + ETH_SRC_AT), macLo(frame, frameAt + ETH_SRC_AT));
  putMac(bytes, at + ETH_SRC_AT, srcHi, srcLo);
}

/** A loop: `set` would need a view of the source, which is an allocation. */
function copy(bytes: Uint8Array, at: number, source: Uint8Array, sourceAt: number, sourceEnd: number): void {
  for (let from = sourceAt, to = at; from < sourceEnd; from++, to++) bytes[to] = source[from]!;
}
