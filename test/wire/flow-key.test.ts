import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARP_FRAME_BYTES, writeArpReply } from '#wire/arp.ts';
import { ETH_HEADER_BYTES, ETHERTYPE_8021AD, ETHERTYPE_ARP, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '#wire/ethernet.ts';
import * as flowKey from '#wire/flow-key.ts';
import {
  FAULT_NAMES,
  FRAME_ARP,
  FRAME_IPV4_ICMP,
  FRAME_IPV4_LATER_FRAGMENT,
  FRAME_IPV4_OTHER,
  FRAME_IPV4_SCTP,
  FRAME_IPV4_TCP,
  FRAME_IPV4_UDP,
  FRAME_IPV6,
  FRAME_MALFORMED,
  FRAME_OTHER,
  FRAME_TOO_SHORT,
  KEY_FAULT,
  KEY_WORDS,
  parseEthernetKey,
  parseFlowKey,
} from '#wire/flow-key.ts';
import { buildIcmp, buildIpv4, buildSctp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { formatIpv4, parseIpv4 } from '#wire/ip.ts';
import { IPV4_DF, IPV4_MF } from '#wire/ipv4.ts';
import { formatMac } from '#wire/mac.ts';
import { TCP_ACK, TCP_SYN } from '#wire/tcp.ts';
import { takeSeed } from '../reference/seed.ts';

const seed = takeSeed('test/wire/flow-key.test.ts');

const SPEC: FrameSpec = {
  source: { mac: '02:00:00:00:00:01', ip: '10.1.1.2', port: 40000 },
  target: { mac: '82:00:80:00:00:02', ip: '210.1.1.3', port: 80 },
};
const TCP = buildTcp(SPEC);
const UDP = buildUdp({ ...SPEC, payload: new Uint8Array(5) });
const L3 = ETH_HEADER_BYTES;
const L4 = L3 + 20;

/** Class and words of a frame; the words that it did not write hold `stale`. */
function parse(frame: Uint8Array, at = 0, end = frame.length, stale = 0x5a5a5a5a): { kind: number; key: Int32Array } {
  const key = new Int32Array(KEY_WORDS).fill(stale);
  return { kind: parseFlowKey(frame, at, end, key), key };
}

function faultOf(frame: Uint8Array): [number, string] {
  const { kind, key } = parse(frame);
  return [kind, FAULT_NAMES[key[KEY_FAULT]!]!];
}

/** A copy with bytes overwritten: `[at, byte, byte …]` each. */
function damaged(frame: Uint8Array, ...places: [number, ...number[]][]): Uint8Array {
  const copy = frame.slice();
  for (const [at, ...bytes] of places) copy.set(bytes, at);
  return copy;
}

describe('a frame that is cut', () => {
  it('is too short as long as its Ethernet header is not whole', () => {
    for (let end = 0; end < ETH_HEADER_BYTES; end++) {
      expect(faultOf(TCP.subarray(0, end))).toEqual([FRAME_TOO_SHORT, 'short_ethernet']);
    }
    expect(parse(TCP, 5, 2).kind).toBe(FRAME_TOO_SHORT);
  });

  it('is too short inside a tag, the second one too', () => {
    const tagged = buildTcp({ ...SPEC, tags: [{ tci: 7, tpid: ETHERTYPE_8021AD }, { tci: 9 }] });
    for (let end = ETH_HEADER_BYTES; end < ETH_HEADER_BYTES + 8; end++) {
      expect(faultOf(tagged.subarray(0, end))).toEqual([FRAME_TOO_SHORT, 'short_tag']);
    }
    expect(faultOf(tagged.subarray(0, ETH_HEADER_BYTES + 8))).toEqual([FRAME_TOO_SHORT, 'short_ipv4']);
  });

  it('is too short inside the ARP packet', () => {
    const frame = new Uint8Array(ARP_FRAME_BYTES);
    writeArpReply(frame, 0, 1, 2, 3, 4, 5, 6);
    for (let end = ETH_HEADER_BYTES; end < ARP_FRAME_BYTES; end++) {
      expect(faultOf(frame.subarray(0, end))).toEqual([FRAME_TOO_SHORT, 'short_arp']);
    }
    expect(parse(frame).kind).toBe(FRAME_ARP);
  });

  it('is too short inside the IPv4 header, the options included', () => {
    const frame = buildTcp({ ...SPEC, options: new Uint8Array(40) });
    for (let end = L3; end < L3 + 60; end++) {
      expect(faultOf(frame.subarray(0, end))).toEqual([FRAME_TOO_SHORT, 'short_ipv4']);
    }
  });

  it.each([
    ['TCP', buildTcp({ ...SPEC, payload: new Uint8Array(100) }), 20, FRAME_IPV4_TCP],
    ['UDP', buildUdp({ ...SPEC, payload: new Uint8Array(100) }), 8, FRAME_IPV4_UDP],
    ['SCTP', buildSctp({ ...SPEC, payload: new Uint8Array(100) }), 12, FRAME_IPV4_SCTP],
    ['ICMP', buildIcmp({ ...SPEC, payload: new Uint8Array(100) }), 8, FRAME_IPV4_ICMP],
  ])('is %s from the last byte of its header on, though the total length says more', (_, frame, headerBytes, kind) => {
    for (let end = L4; end < frame.length; end++) {
      const { kind: found, key } = parse(frame, 0, end);
      if (end < L4 + headerBytes) {
        expect(found, `${end}`).toBe(FRAME_TOO_SHORT);
        expect(FAULT_NAMES[key[KEY_FAULT]!]).toBe('short_l4');
      } else {
        expect(found, `${end}`).toBe(kind);
        expect(key[flowKey.KEY_IP_TOTAL_END]).toBe(frame.length);
      }
    }
  });

  it('needs no payload when it is a later fragment or has no ports', () => {
    expect(parse(buildTcp({ ...SPEC, fragment: 100 }).subarray(0, L4)).kind).toBe(FRAME_IPV4_LATER_FRAGMENT);
    expect(parse(buildIpv4(SPEC, 47, new Uint8Array(8)).subarray(0, L4)).kind).toBe(FRAME_IPV4_OTHER);
  });
});

describe('a frame that contradicts itself', () => {
  const arp = new Uint8Array(ARP_FRAME_BYTES);
  writeArpReply(arp, 0, 1, 2, 3, 4, 5, 6);

  it.each<[string, string, Uint8Array]>([
    ['ARP for another link type', 'arp_types', damaged(arp, [L3, 0, 6])],
    ['ARP for another protocol', 'arp_types', damaged(arp, [L3 + 2, 0x86, 0xdd])],
    ['ARP with long hardware addresses', 'arp_types', damaged(arp, [L3 + 4, 20])],
    ['ARP with long protocol addresses', 'arp_types', damaged(arp, [L3 + 5, 16])],
    ['version 6 behind the type of IPv4', 'ipv4_version', damaged(TCP, [L3, 0x65])],
    ['version 0', 'ipv4_version', damaged(TCP, [L3, 0x05])],
    ['an IPv4 header of 16 bytes', 'ipv4_header_length', damaged(TCP, [L3, 0x44])],
    ['an IPv4 header of 0 bytes', 'ipv4_header_length', damaged(TCP, [L3, 0x40])],
    ['a total length of 0', 'ipv4_total_length', damaged(TCP, [L3 + 2, 0, 0])],
    ['a total length inside the header', 'ipv4_total_length', damaged(TCP, [L3 + 2, 0, 19])],
    ['a total length inside the options', 'ipv4_total_length', damaged(TCP, [L3, 0x4f], [L3 + 2, 0, 59])],
    ['a TCP header cut by the total length', 'l4_truncated', damaged(TCP, [L3 + 2, 0, 39])],
    ['no TCP header at all', 'l4_truncated', damaged(TCP, [L3 + 2, 0, 20])],
    ['a tiny first fragment', 'l4_truncated', damaged(TCP, [L3 + 2, 0, 28], [L3 + 6, 0x20, 0])],
    ['a data offset of 0', 'l4_length', damaged(TCP, [L4 + 12, 0x00])],
    ['a data offset of 16 bytes', 'l4_length', damaged(TCP, [L4 + 12, 0x40])],
    ['a data offset past the datagram', 'l4_length', damaged(TCP, [L4 + 12, 0x60])],
    ['a UDP header cut by the total length', 'l4_truncated', damaged(UDP, [L3 + 2, 0, 27])],
    ['a UDP length of 7', 'l4_length', damaged(UDP, [L4 + 4, 0, 7])],
    ['a UDP length past the datagram', 'l4_length', damaged(UDP, [L4 + 4, 0, 14])],
    ['an ICMP message of 7 bytes', 'l4_truncated', buildIpv4(SPEC, 1, new Uint8Array(7))],
    ['an SCTP header of 11 bytes', 'l4_truncated', buildIpv4(SPEC, 132, new Uint8Array(11))],
    ['a fragment past 65,535', 'ipv4_fragment', buildIpv4({ ...SPEC, fragment: 0x1fff }, 17, new Uint8Array(8))],
    ["a fragment over a TCP header's flags", 'ipv4_fragment', buildTcp({ ...SPEC, fragment: 1 })],
  ])('is malformed: %s', (_, fault, frame) => {
    expect(faultOf(frame)).toEqual([FRAME_MALFORMED, fault]);
  });

  it('is not malformed by trailing bytes: short frames are padded', () => {
    const padded = new Uint8Array(60).fill(0xa5);
    padded.set(UDP);
    expect(parse(padded).kind).toBe(FRAME_IPV4_UDP);
    expect(parse(padded).key[flowKey.KEY_IP_TOTAL_END]).toBe(UDP.length);
  });

  it('has a name for every fault', () => {
    const faults = Object.entries(flowKey).filter(
      ([name, value]) => /^FAULT_[^N]/.test(name) && Number.isInteger(value),
    );
    expect(faults.length).toBe(FAULT_NAMES.length - 1);
    for (const [name, value] of faults) expect(`FAULT_${FAULT_NAMES[value as number]!.toUpperCase()}`).toBe(name);
  });
});

describe('a sound frame', () => {
  it('of TCP fills every word that counts', () => {
    const { kind, key } = parse(buildTcp({ ...SPEC, ttl: 3, fragment: IPV4_DF }, TCP_SYN | TCP_ACK));
    expect(kind).toBe(FRAME_IPV4_TCP);
    expect(formatMac(key[flowKey.KEY_ETH_DST_HI]!, key[flowKey.KEY_ETH_DST_LO]!)).toBe(SPEC.target.mac);
    expect(formatMac(key[flowKey.KEY_ETH_SRC_HI]!, key[flowKey.KEY_ETH_SRC_LO]!)).toBe(SPEC.source.mac);
    expect(key[flowKey.KEY_ETHERTYPE]).toBe(ETHERTYPE_IPV4);
    expect(key[flowKey.KEY_VLAN_TCI]).toBe(-1);
    expect(key[flowKey.KEY_L3_AT]).toBe(14);
    expect(key[flowKey.KEY_L4_AT]).toBe(34);
    expect(formatIpv4(key[flowKey.KEY_IP_SRC]!)).toBe(SPEC.source.ip);
    expect(formatIpv4(key[flowKey.KEY_IP_DST]!)).toBe(SPEC.target.ip);
    expect(key[flowKey.KEY_IP_PROTO]).toBe(6);
    expect(key[flowKey.KEY_IP_TTL]).toBe(3);
    expect(key[flowKey.KEY_IP_TOTAL_END]).toBe(54);
    expect(key[flowKey.KEY_L4_SRC]).toBe(40000);
    expect(key[flowKey.KEY_L4_DST]).toBe(80);
    expect(key[flowKey.KEY_TCP_FLAGS]).toBe(0x12);
    expect(key[flowKey.KEY_FRAGMENT]).toBe(flowKey.FRAGMENT_NONE);
    expect(key[KEY_FAULT]).toBe(flowKey.FAULT_NONE);
  });

  it('of ICMP has type and code for ports', () => {
    const { kind, key } = parse(buildIcmp(SPEC, 8, 200));
    expect(kind).toBe(FRAME_IPV4_ICMP);
    expect([key[flowKey.KEY_L4_SRC], key[flowKey.KEY_L4_DST]]).toEqual([8, 200]);
  });

  it('of another protocol has ports 0', () => {
    const { kind, key } = parse(buildIpv4(SPEC, 47, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)));
    expect(kind).toBe(FRAME_IPV4_OTHER);
    expect(key[flowKey.KEY_IP_PROTO]).toBe(47);
    expect([key[flowKey.KEY_L4_SRC], key[flowKey.KEY_L4_DST], key[flowKey.KEY_TCP_FLAGS]]).toEqual([0, 0, 0]);
  });

  it('that is a first fragment has its ports, and a UDP length past its end', () => {
    const whole = buildUdp({ ...SPEC, payload: new Uint8Array(2000), fragment: IPV4_MF });
    const first = damaged(whole.subarray(0, L4 + 1480), [L3 + 2, 1500 >> 8, 1500 & 0xff]);
    const { kind, key } = parse(first);
    expect(kind).toBe(FRAME_IPV4_UDP);
    expect(key[flowKey.KEY_FRAGMENT]).toBe(flowKey.FRAGMENT_FIRST);
    expect(key[flowKey.KEY_L4_DST]).toBe(80);
  });

  it('that is a later fragment has no ports, the last one neither', () => {
    for (const fragment of [2, IPV4_MF | 2, 0x1000]) {
      const { kind, key } = parse(buildTcp({ ...SPEC, fragment }));
      expect(kind).toBe(FRAME_IPV4_LATER_FRAGMENT);
      expect(key[flowKey.KEY_FRAGMENT]).toBe(flowKey.FRAGMENT_LATER);
      expect([key[flowKey.KEY_L4_SRC], key[flowKey.KEY_L4_DST], key[flowKey.KEY_TCP_FLAGS]]).toEqual([0, 0, 0]);
      expect(formatIpv4(key[flowKey.KEY_IP_DST]!)).toBe(SPEC.target.ip);
    }
  });

  it('of ARP has both pairs of addresses', () => {
    const frame = new Uint8Array(ARP_FRAME_BYTES).fill(0xa5);
    const end = writeArpReply(frame, 0, 0x0ada, 0x81000001, 0xc0000201, 0x0200, 0xf0000002, 0x0a010102);
    expect(end).toBe(ARP_FRAME_BYTES);
    const { kind, key } = parse(frame);
    expect(kind).toBe(FRAME_ARP);
    expect(key[flowKey.KEY_ETHERTYPE]).toBe(ETHERTYPE_ARP);
    expect(key[flowKey.KEY_ARP_OP]).toBe(2);
    expect(key[flowKey.KEY_ARP_SHA_HI]).toBe(0x0ada);
    expect(key[flowKey.KEY_ARP_SHA_LO]! >>> 0).toBe(0x81000001);
    expect(key[flowKey.KEY_ARP_SPA]! >>> 0).toBe(0xc0000201);
    expect(key[flowKey.KEY_ARP_THA_HI]).toBe(0x0200);
    expect(key[flowKey.KEY_ARP_THA_LO]! >>> 0).toBe(0xf0000002);
    expect(key[flowKey.KEY_ARP_TPA]! >>> 0).toBe(0x0a010102);
  });

  it('with one or two tags has the outer TCI and the type behind both', () => {
    const one = parse(buildUdp({ ...SPEC, tags: [{ tci: 0xe064 }] }));
    expect(one.kind).toBe(FRAME_IPV4_UDP);
    expect([one.key[flowKey.KEY_VLAN_TCI], one.key[flowKey.KEY_L3_AT]]).toEqual([0xe064, 18]);
    const two = parse(buildUdp({ ...SPEC, tags: [{ tci: 0, tpid: ETHERTYPE_8021AD }, { tci: 7 }] }));
    expect(two.kind).toBe(FRAME_IPV4_UDP);
    expect([two.key[flowKey.KEY_VLAN_TCI], two.key[flowKey.KEY_L3_AT]]).toEqual([0, 22]);
  });

  it('with a third tag is something else', () => {
    const { kind, key } = parse(buildUdp({ ...SPEC, tags: [{ tci: 1 }, { tci: 2 }, { tci: 3 }] }));
    expect(kind).toBe(FRAME_OTHER);
    expect(key[flowKey.KEY_ETHERTYPE]).toBe(0x8100);
  });

  it('of IPv6, LLDP or IEEE 802.2 is recognised by its type alone', () => {
    expect(parse(damaged(TCP, [12, ETHERTYPE_IPV6 >> 8, ETHERTYPE_IPV6 & 0xff])).kind).toBe(FRAME_IPV6);
    expect(parse(damaged(TCP, [12, 0x88, 0xcc])).kind).toBe(FRAME_OTHER);
    expect(parse(damaged(TCP, [12, 0x00, 0x26])).kind).toBe(FRAME_OTHER);
  });

  it('is read for a learning switch whatever its content', () => {
    const key = new Int32Array(KEY_WORDS);
    expect(parseEthernetKey(damaged(TCP, [L3, 0]), 0, TCP.length, key)).toBe(flowKey.FAULT_NONE);
    expect(formatMac(key[flowKey.KEY_ETH_SRC_HI]!, key[flowKey.KEY_ETH_SRC_LO]!)).toBe(SPEC.source.mac);
  });
});

describe('any frame', () => {
  const port = fc.nat(65535);
  const ip = fc.nat(0xffffffff);
  const mac = fc.tuple(fc.nat(0xffff), fc.nat(0xffffffff));
  /** Sound frames of every kind, then cut, damaged or left alone. */
  const frames = fc
    .record({
      macs: fc.tuple(mac, mac),
      ips: fc.tuple(ip, ip),
      ports: fc.tuple(port, port),
      tags: fc.array(fc.record({ tci: port, tpid: fc.constantFrom(0x8100, 0x88a8) }), { maxLength: 3 }),
      ttl: fc.nat(255),
      fragment: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: port }),
      optionWords: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(10) }),
      payload: fc.uint8Array({ maxLength: 64 }),
      build: fc.constantFrom(buildTcp, buildUdp, buildSctp, buildIcmp, (s: FrameSpec) =>
        buildIpv4(s, 50, s.payload ?? new Uint8Array(0)),
      ),
    })
    .map((r) => {
      const spec: FrameSpec = {
        source: { mac: formatMac(...r.macs[0]), ip: formatIpv4(r.ips[0]), port: r.ports[0] },
        target: { mac: formatMac(...r.macs[1]), ip: formatIpv4(r.ips[1]), port: r.ports[1] },
        tags: r.tags,
        ttl: r.ttl,
        fragment: r.fragment,
        options: new Uint8Array(4 * r.optionWords),
        payload: r.payload,
      };
      return { spec, frame: r.build(spec) };
    });
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    frames.map(({ frame }) => frame),
    fc.tuple(frames, fc.nat(120), fc.nat(255)).map(([{ frame }, place, byte]) => {
      return place < frame.length ? damaged(frame, [place, byte]) : frame;
    }),
    fc.tuple(frames, fc.nat(120)).map(([{ frame }, end]) => frame.subarray(0, end)),
  );
  /** The words that a class promises, as the table in flow-key.ts has them. */
  function promised(kind: number, key: Int32Array): number[] {
    const words = [KEY_FAULT];
    if (key[KEY_FAULT] === flowKey.FAULT_SHORT_ETHERNET) return words;
    for (let word = flowKey.KEY_ETH_DST_HI; word <= flowKey.KEY_L3_AT; word++) words.push(word);
    if (kind === FRAME_ARP) for (let word = flowKey.KEY_ARP_OP; word < KEY_FAULT; word++) words.push(word);
    if (kind >= FRAME_IPV4_TCP && kind <= FRAME_IPV4_LATER_FRAGMENT) {
      for (let word = flowKey.KEY_L4_AT; word <= flowKey.KEY_FRAGMENT; word++) words.push(word);
    }
    return words;
  }

  it('gives one of the known classes, offsets inside it, and a fault exactly when it is refused', () => {
    fc.assert(
      fc.property(anything, (frame) => {
        const { kind, key } = parse(frame);
        expect(kind).toBeGreaterThanOrEqual(FRAME_TOO_SHORT);
        expect(kind).toBeLessThanOrEqual(FRAME_OTHER);
        const refused = kind === FRAME_TOO_SHORT || kind === FRAME_MALFORMED;
        expect(key[KEY_FAULT] !== flowKey.FAULT_NONE).toBe(refused);
        if (kind >= FRAME_IPV4_TCP && kind <= FRAME_IPV4_LATER_FRAGMENT) {
          expect(key[flowKey.KEY_L4_AT]).toBeGreaterThanOrEqual(key[flowKey.KEY_L3_AT]! + 20);
          expect(key[flowKey.KEY_L4_AT]).toBeLessThanOrEqual(frame.length);
          expect(key[flowKey.KEY_IP_TOTAL_END]).toBeGreaterThanOrEqual(key[flowKey.KEY_L4_AT]!);
        }
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('is read the same wherever it lies, whatever surrounds it and whatever the key held before', () => {
    fc.assert(
      fc.property(anything, fc.nat(9), (frame, at) => {
        const { kind, key } = parse(frame, 0, frame.length, -1);
        const bytes = new Uint8Array(at + frame.length + 70).fill(0xa5);
        bytes.set(frame, at);
        const moved = parse(bytes, at, at + frame.length, 0x11111111);
        expect(moved.kind).toBe(kind);
        const offsets = [flowKey.KEY_L3_AT, flowKey.KEY_L4_AT, flowKey.KEY_IP_TOTAL_END];
        for (const word of promised(kind, key)) {
          expect(moved.key[word], `word ${word}`).toBe(key[word]! + (offsets.includes(word) ? at : 0));
        }
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('that was built is read back as it was described', () => {
    fc.assert(
      fc.property(
        frames.filter(({ spec }) => spec.tags!.length < 3 && spec.fragment === 0),
        ({ spec, frame }) => {
          const { kind, key } = parse(frame);
          expect(kind).toBeGreaterThanOrEqual(FRAME_IPV4_TCP);
          expect(kind).toBeLessThanOrEqual(FRAME_IPV4_OTHER);
          expect(formatMac(key[flowKey.KEY_ETH_SRC_HI]!, key[flowKey.KEY_ETH_SRC_LO]!)).toBe(spec.source.mac);
          expect(formatMac(key[flowKey.KEY_ETH_DST_HI]!, key[flowKey.KEY_ETH_DST_LO]!)).toBe(spec.target.mac);
          expect(key[flowKey.KEY_IP_SRC]! >>> 0).toBe(parseIpv4(spec.source.ip));
          expect(key[flowKey.KEY_IP_DST]! >>> 0).toBe(parseIpv4(spec.target.ip));
          expect(key[flowKey.KEY_IP_TTL]).toBe(spec.ttl);
          expect(key[flowKey.KEY_VLAN_TCI]).toBe(spec.tags![0]?.tci ?? -1);
          expect(key[flowKey.KEY_IP_TOTAL_END]).toBe(frame.length);
          if (kind <= FRAME_IPV4_SCTP) {
            expect(key[flowKey.KEY_L4_SRC]).toBe(spec.source.port);
            expect(key[flowKey.KEY_L4_DST]).toBe(spec.target.port);
          }
        },
      ),
      { seed, numRuns: 1000 },
    );
  });
});
