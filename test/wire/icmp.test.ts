import { describe, expect, it } from 'vitest';
import { get16 } from '#wire/big-endian.ts';
import { checksum } from '#wire/checksum.ts';
import { ETH_HEADER_BYTES } from '#wire/ethernet.ts';
import * as flowKey from '#wire/flow-key.ts';
import { FRAME_IPV4_ICMP, KEY_WORDS, parseFlowKey } from '#wire/flow-key.ts';
import { buildIcmp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { isIcmpError, writeIcmpEchoReply, writeIcmpTimeExceeded } from '#wire/icmp.ts';
import { formatIpv4, parseIpv4 } from '#wire/ip.ts';
import { IPV4_DF, IPV4_MF, ipv4ChecksumValid } from '#wire/ipv4.ts';
import { formatMac } from '#wire/mac.ts';

const ROUTER = '0a:da:01:00:00:01';
const SPEC: FrameSpec = {
  source: { mac: '02:00:00:00:00:01', ip: '10.1.1.2', port: 40000 },
  target: { mac: ROUTER, ip: '10.1.1.1', port: 80 },
  payload: Uint8Array.from({ length: 57 }, (_, i) => i * 37),
};
const L4 = ETH_HEADER_BYTES + 20;
const AT = 10;

/** Answers into a buffer of 0xa5 from AT on; checks that nothing around the answer was touched. */
function answer(write: (bytes: Uint8Array, at: number, end: number) => number, room = 700): Uint8Array {
  const bytes = new Uint8Array(AT + room + 10).fill(0xa5);
  const end = write(bytes, AT, AT + room);
  const written = end === 0 ? AT : end;
  expect(bytes.subarray(0, AT).every((byte) => byte === 0xa5)).toBe(true);
  expect(bytes.subarray(written).every((byte) => byte === 0xa5)).toBe(true);
  return bytes.slice(AT, written);
}

function echoReply(frame: Uint8Array, end = frame.length, room?: number): Uint8Array {
  // The frame lies somewhere inside the bytes of a message.
  const message = new Uint8Array(frame.length + 8).fill(0x5a);
  message.set(frame, 4);
  return answer((bytes, at, roomEnd) => writeIcmpEchoReply(bytes, at, roomEnd, message, 4, 4 + end), room);
}

function timeExceeded(frame: Uint8Array, end = frame.length, room?: number): Uint8Array {
  const message = new Uint8Array(frame.length + 8).fill(0x5a);
  message.set(frame, 4);
  const gateway = parseIpv4('10.1.1.1')!;
  return answer(
    (bytes, at, roomEnd) => writeIcmpTimeExceeded(bytes, at, roomEnd, 0x0ada, 0x01000001, gateway, message, 4, 4 + end),
    room,
  );
}

function keyOf(frame: Uint8Array): Int32Array {
  const key = new Int32Array(KEY_WORDS);
  expect(parseFlowKey(frame, 0, frame.length, key)).toBe(FRAME_IPV4_ICMP);
  return key;
}

function addressesOf(key: Int32Array): string[] {
  return [
    formatMac(key[flowKey.KEY_ETH_SRC_HI]!, key[flowKey.KEY_ETH_SRC_LO]!),
    formatMac(key[flowKey.KEY_ETH_DST_HI]!, key[flowKey.KEY_ETH_DST_LO]!),
    formatIpv4(key[flowKey.KEY_IP_SRC]!),
    formatIpv4(key[flowKey.KEY_IP_DST]!),
  ];
}

describe('writeIcmpEchoReply', () => {
  it.each<[string, Uint8Array]>([
    ['another ICMP type', buildIcmp(SPEC, 13)],
    ['a code that is a key between hosts', buildIcmp(SPEC, 8, 7)],
    ['a first fragment', buildIcmp({ ...SPEC, fragment: IPV4_MF })],
    ['a later fragment', buildIcmp({ ...SPEC, fragment: 3 })],
    ['another protocol', buildTcp(SPEC)],
    ['a broadcast', buildIcmp({ ...SPEC, target: { mac: 'ff:ff:ff:ff:ff:ff', ip: '10.1.1.1' } })],
    ['a multicast address', buildIcmp({ ...SPEC, target: { mac: ROUTER, ip: '224.0.0.1' } })],
    ['a source that is nobody', buildIcmp({ ...SPEC, source: { mac: SPEC.source.mac, ip: '0.0.0.0' } })],
  ])('gives nothing for %s', (_, frame) => {
    expect(echoReply(frame)).toHaveLength(0);
  });

  it('gives nothing when the capture is cut: data cannot be invented', () => {
    const frame = buildIcmp(SPEC);
    for (let end = 0; end < frame.length; end++) expect(echoReply(frame, end)).toHaveLength(0);
  });

  it('gives nothing when the answer does not fit, and fills the room to its last byte', () => {
    const frame = buildIcmp(SPEC);
    expect(echoReply(frame, frame.length, frame.length - 1)).toHaveLength(0);
    expect(echoReply(frame, frame.length, frame.length)).toHaveLength(frame.length);
  });

  it('turns addresses around, keeps id, sequence and data, and both checksums fit', () => {
    const frame = buildIcmp({ ...SPEC, ttl: 1, tos: 0x10, id: 77, fragment: IPV4_DF }, 8, 0, 0xbeef, 9);
    const reply = echoReply(frame);
    const key = keyOf(reply);
    expect(addressesOf(key)).toEqual([ROUTER, SPEC.source.mac, '10.1.1.1', '10.1.1.2']);
    expect([key[flowKey.KEY_L4_SRC], key[flowKey.KEY_L4_DST], key[flowKey.KEY_IP_TTL]]).toEqual([0, 0, 64]);
    expect(reply.subarray(L4 + 4)).toEqual(frame.subarray(L4 + 4));
    expect(ipv4ChecksumValid(reply, ETH_HEADER_BYTES)).toBe(true);
    expect(checksum(reply, L4, reply.length)).toBe(0);
  });

  it('keeps the tags, drops the IP options, and does not answer the padding', () => {
    const tagged = buildIcmp({ ...SPEC, tags: [{ tci: 5 }], options: new Uint8Array(8), payload: new Uint8Array(2) });
    const padded = new Uint8Array(70).fill(0xee);
    padded.set(tagged);
    const reply = echoReply(padded);
    expect(reply).toHaveLength(tagged.length - 8);
    const key = keyOf(reply);
    expect(key[flowKey.KEY_VLAN_TCI]).toBe(5);
    expect(key[flowKey.KEY_L4_AT]).toBe(18 + 20);
    expect(checksum(reply, 38, reply.length)).toBe(0);
  });

  it('lets a damaged request give a damaged reply', () => {
    const frame = buildIcmp(SPEC);
    frame[frame.length - 1]! ^= 0x01;
    const reply = echoReply(frame);
    expect(reply).toHaveLength(frame.length);
    expect(checksum(reply, L4, reply.length)).not.toBe(0);
  });
});

describe('writeIcmpTimeExceeded', () => {
  const expired = buildUdp({ ...SPEC, target: { mac: ROUTER, ip: '10.2.2.2', port: 33434 }, ttl: 1 });

  it.each([3, 4, 5, 11, 12])('says nothing about an ICMP error, type %i', (type) => {
    expect(isIcmpError(type)).toBe(true);
    expect(timeExceeded(buildIcmp({ ...SPEC, ttl: 1 }, type))).toHaveLength(0);
  });

  it.each<[string, Uint8Array]>([
    ['a later fragment', buildUdp({ ...SPEC, fragment: 3 })],
    ['a broadcast frame', buildUdp({ ...SPEC, target: { mac: 'ff:ff:ff:ff:ff:ff', ip: '10.2.2.2' } })],
    ['a multicast address', buildUdp({ ...SPEC, target: { mac: ROUTER, ip: '239.1.1.1' } })],
    ['the broadcast address', buildUdp({ ...SPEC, target: { mac: ROUTER, ip: '255.255.255.255' } })],
    ['a source that is nobody', buildUdp({ ...SPEC, source: { mac: SPEC.source.mac, ip: '0.0.0.0' } })],
    ['a loopback source', buildUdp({ ...SPEC, source: { mac: SPEC.source.mac, ip: '127.0.0.1' } })],
  ])('says nothing about %s', (_, frame) => {
    expect(timeExceeded(frame)).toHaveLength(0);
  });

  it('needs the IP header and 8 bytes to quote', () => {
    for (let end = 0; end < L4 + 8; end++) expect(timeExceeded(expired, end), `${end}`).toHaveLength(0);
    expect(timeExceeded(expired, L4 + 8)).toHaveLength(L4 + 8 + 28);
  });

  it('gives nothing when not even that fits', () => {
    expect(timeExceeded(expired, expired.length, L4 + 8 + 27)).toHaveLength(0);
    expect(timeExceeded(expired, expired.length, L4 + 8 + 28)).toHaveLength(L4 + 8 + 28);
  });

  it('comes from the gateway, quotes what was captured as it was, and both checksums fit', () => {
    const error = timeExceeded(expired);
    const key = keyOf(error);
    expect(addressesOf(key)).toEqual([ROUTER, SPEC.source.mac, '10.1.1.1', '10.1.1.2']);
    expect([key[flowKey.KEY_L4_SRC], key[flowKey.KEY_L4_DST], key[flowKey.KEY_IP_TTL]]).toEqual([11, 0, 64]);
    expect(error.subarray(L4 + 8)).toEqual(expired.subarray(ETH_HEADER_BYTES));
    expect(get16(error, L4 + 4) + get16(error, L4 + 6)).toBe(0);
    expect(ipv4ChecksumValid(error, ETH_HEADER_BYTES)).toBe(true);
    expect(checksum(error, L4, error.length)).toBe(0);
  });

  it('speaks about an echo request too, or traceroute -I would see nothing', () => {
    expect(timeExceeded(buildIcmp({ ...SPEC, ttl: 1 })).length).toBeGreaterThan(0);
  });

  it('quotes at most what keeps its datagram at 576 bytes', () => {
    const long = buildUdp({ ...SPEC, payload: new Uint8Array(1400) });
    expect(timeExceeded(long)).toHaveLength(ETH_HEADER_BYTES + 576);
  });

  it('quotes a datagram shorter than 8 bytes of payload whole, without the padding', () => {
    const short = new Uint8Array(60).fill(0xee);
    short.set(buildTcp(SPEC).subarray(0, L4));
    // 00 1c  # total length: 20 of header, 8 of payload … then one byte less
    short.set([0x00, 0x1b], ETH_HEADER_BYTES + 2);
    expect(timeExceeded(short)).toHaveLength(L4 + 8 + 27);
  });
});
