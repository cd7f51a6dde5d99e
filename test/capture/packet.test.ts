// From a captured packet to a TCP segment: link types, IP with its options and extensions, fragments, cuts at every byte.
import { describe, expect, it } from 'vitest';
import { IpDatagram, type IpOutcome } from '#capture/ip-datagram.ts';
import { ipPacketAt, LINK_CUT_SHORT, LINK_NOT_IP, LINK_UNKNOWN } from '#capture/link-layer.ts';
import { TcpSegment } from '#capture/tcp-segment.ts';
import { buildTcp, buildUdp } from '#wire/frame.ts';
import { hex } from '../openflow/vectors/vector.ts';
import { CONTROLLER, join, SWITCH } from './capture-bytes.ts';

const PAYLOAD = hex('04 02 00 08 00 00 00 01');
const SPEC = { source: SWITCH, target: CONTROLLER, payload: PAYLOAD };
const FRAME = buildTcp(SPEC, 0x18, 1000, 2000);
const IP = FRAME.subarray(14);
const ETHERNET = FRAME.subarray(0, 12);
const SEGMENT = IP.subarray(20);

/** IPv6 from 2001:db8::1 to 2001:db8::2, with extension headers in front of what follows. */
function ipv6(next: number, payload: Uint8Array, length = payload.length): Uint8Array {
  const address = (last: number) => hex(`20010db8 00000000 00000000 0000000${last}`);
  return join(Uint8Array.of(0x60, 0, 0, 0, length >>> 8, length & 0xff, next, 64), address(1), address(2), payload);
}

function offsetOf(linkType: number, head: string, rest: Uint8Array = IP): number {
  const bytes = join(hex('aa'), hex(head), rest);
  return ipPacketAt(linkType, bytes, 1, bytes.length) - 1;
}

describe('the link layer', () => {
  it.each<[string, number, string]>([
    ['Ethernet', 1, '020000000001 020000000002 0800'],
    ['Ethernet with a tag', 1, '020000000001 020000000002 8100 0064 0800'],
    ['Ethernet with a tag in a tag', 1, '020000000001 020000000002 88a8 0064 8100 0065 0800'],
    ['Ethernet with tags as before 802.1ad', 1, '020000000001 020000000002 9100 0064 9200 0065 8100 0001 86dd'],
    ['null, little endian', 0, '02000000'],
    ['null, big endian, IPv6 of Darwin', 0, '0000001e'],
    ['loopback', 108, '00000018'],
    ['cooked v1', 113, '0000 0304 0006 0000000000000000 0800'],
    ['cooked v1 with a tag', 113, '0000 0001 0006 0000000000000000 8100 0064 0800'],
    ['cooked v2', 276, '0800 0000 00000001 0304 00 06 0000000000000000'],
    ['raw', 101, ''],
    ['raw as of old', 12, ''],
    ['IPv4', 228, ''],
  ])('of %s leads to IP', (_, linkType, head) => {
    expect(offsetOf(linkType, head)).toBe(hex(head).length);
  });

  it.each<[string, number, string]>([
    ['ARP', 1, '020000000001 020000000002 0806'],
    ['802.3', 1, '020000000001 020000000002 0026'],
    ['more tags than are followed', 1, `020000000001 020000000002 ${'8100 0001 '.repeat(9)} 0800`],
    ['another family', 0, '07000000'],
    ['cooked v1 of ARP', 113, '0000 0001 0006 0000000000000000 0806'],
  ])('of %s does not', (_, linkType, head) => {
    expect(offsetOf(linkType, head)).toBe(LINK_NOT_IP - 1);
  });

  it.each([0, 1, 12, 101, 113, 228, 276])('of type %d says where it is cut short', (linkType) => {
    const bytes = new Uint8Array(0);
    expect(ipPacketAt(linkType, bytes, 0, 0)).toBe(LINK_CUT_SHORT);
    for (let end = 0; end < 16; end++) {
      const at = ipPacketAt(linkType, FRAME, 0, end);
      expect(at === LINK_CUT_SHORT || at === LINK_NOT_IP || at < end).toBe(true);
    }
  });

  it('of Ethernet is cut short anywhere before the IP packet', () => {
    const tagged = join(ETHERNET, hex('8100 0064 8100 0065 0800'), IP);
    for (let end = 0; end <= 22; end++) expect(ipPacketAt(1, tagged, 0, end)).toBe(LINK_CUT_SHORT);
    expect(ipPacketAt(1, tagged, 0, 23)).toBe(22);
  });

  it('of a type that is not known is told', () => {
    expect(offsetOf(147, '')).toBe(LINK_UNKNOWN - 1);
    expect(offsetOf(-1, '')).toBe(LINK_UNKNOWN - 1);
  });
});

/** Reads IP and TCP. @returns the outcome, and the data as hex where there is a segment */
function read(packet: Uint8Array, end = packet.length): [IpOutcome | 'no segment', string?, number?] {
  const datagram = new IpDatagram();
  const outcome = datagram.read(packet, 0, end);
  if (outcome !== 'tcp') return [outcome];
  const segment = new TcpSegment();
  if (!segment.read(datagram)) return ['no segment'];
  const { dataAt, dataEnd, missing } = segment;
  return ['tcp', Buffer.from(packet.slice(dataAt, dataEnd)).toString('hex'), missing];
}

const DATA = Buffer.from(PAYLOAD).toString('hex');

describe('an IPv4 packet', () => {
  it('is a segment, with its numbers', () => {
    const datagram = new IpDatagram();
    expect(datagram.read(IP, 0, IP.length)).toBe('tcp');
    const segment = new TcpSegment();
    expect(segment.read(datagram)).toBe(true);
    expect(segment).toMatchObject({
      sourcePort: 40_000,
      targetPort: 6653,
      sequence: 1000,
      acknowledgment: 2000,
      flags: 0x18,
    });
  });

  it('has options, and padding behind it that is no data', () => {
    const options = new Uint8Array(40).fill(1);
    expect(read(buildTcp({ ...SPEC, options }).subarray(14))).toEqual(['tcp', DATA, 0]);
    expect(read(join(IP, new Uint8Array(6)))).toEqual(['tcp', DATA, 0]);
  });

  it('that a network card is to cut has a length of 0, and ends where the capture does', () => {
    const packet = IP.slice();
    packet.set([0, 0], 2);
    expect(read(packet)).toEqual(['tcp', DATA, 0]);
  });

  it('cut anywhere says what is missing, or that it is malformed', () => {
    for (let end = 0; end < IP.length; end++) {
      const data = DATA.slice(0, Math.max(0, 2 * (end - 40)));
      const expected = end < 20 ? ['malformed'] : end < 40 ? ['no segment'] : ['tcp', data, IP.length - end];
      expect(read(IP, end)).toEqual(expected);
    }
  });

  it('may be a fragment, the first or a later one', () => {
    for (const fragment of [0x2000, 0x0001, 0x2010]) {
      expect(read(buildTcp({ ...SPEC, fragment }).subarray(14))).toEqual(['fragment']);
    }
    expect(read(buildTcp({ ...SPEC, fragment: 0x4000 }).subarray(14))[0]).toBe('tcp');
  });

  it('may be of another protocol', () => {
    expect(read(buildUdp(SPEC).subarray(14))).toEqual(['other protocol']);
  });

  it.each<[string, number, number[]]>([
    ['has a header shorter than one', 0, [0x44]],
    ['is shorter than its header', 2, [0, 19]],
    ['has another version', 0, [0x55]],
    ['has a header longer than the packet', 0, [0x4f]],
  ])('that %s is malformed', (_, at, bytes) => {
    const packet = IP.slice();
    packet.set(bytes, at);
    expect(read(packet)).toEqual(['malformed']);
  });

  it('with a TCP header that is shorter than one, or longer than the packet, is no segment', () => {
    for (const offset of [0x40, 0xf0]) {
      const packet = IP.slice();
      packet[20 + 12] = offset;
      expect(read(packet)).toEqual(['no segment']);
    }
  });

  it('cut among the options of TCP has no data, and all of it is missing', () => {
    const packet = join(IP.subarray(0, 40), new Uint8Array(12).fill(1), PAYLOAD);
    packet.set([0, packet.length], 2);
    packet[20 + 12] = 0x80;
    expect(read(packet)).toEqual(['tcp', DATA, 0]);
    expect(read(packet, 45)).toEqual(['tcp', '', 8]);
  });
});

describe('an IPv6 packet', () => {
  const hopByHop = (next: number) => join(Uint8Array.of(next, 1), new Uint8Array(14));
  const fragmentHeader = (next: number, offset: number) =>
    join(Uint8Array.of(next, 0, offset >>> 8, offset & 0xff), hex('00000001'));

  it('is a segment', () => {
    expect(read(ipv6(6, SEGMENT))).toEqual(['tcp', DATA, 0]);
    expect(read(join(ipv6(6, SEGMENT), new Uint8Array(6)))).toEqual(['tcp', DATA, 0]);
    expect(read(ipv6(6, SEGMENT, 0))).toEqual(['tcp', DATA, 0]);
  });

  it('has extension headers of each kind', () => {
    const authentication = join(Uint8Array.of(6, 4), new Uint8Array(22));
    const chain = join(
      hopByHop(43),
      hopByHop(60),
      hopByHop(135),
      hopByHop(44),
      fragmentHeader(51, 0),
      authentication,
      SEGMENT,
    );
    expect(read(ipv6(0, chain))).toEqual(['tcp', DATA, 0]);
  });

  it('may be a fragment', () => {
    expect(read(ipv6(44, join(fragmentHeader(6, 1), SEGMENT)))).toEqual(['fragment']);
    expect(read(ipv6(44, join(fragmentHeader(6, 8), SEGMENT)))).toEqual(['fragment']);
  });

  it('may be of another protocol, or of none', () => {
    expect(read(ipv6(17, SEGMENT))).toEqual(['other protocol']);
    expect(read(ipv6(59, SEGMENT))).toEqual(['other protocol']);
  });

  it('cut anywhere says what is missing, or that it is malformed', () => {
    const packet = ipv6(0, join(hopByHop(6), SEGMENT));
    const dataAt = 40 + 16 + 20;
    for (let end = 0; end < packet.length; end++) {
      const outcome = read(packet, end);
      if (end < 40 + 16) expect(outcome).toEqual(['malformed']);
      else if (end < dataAt) expect(outcome).toEqual(['no segment']);
      else expect(outcome).toEqual(['tcp', DATA.slice(0, 2 * (end - dataAt)), packet.length - end]);
    }
  });

  it('with extension headers without an end, or that end behind it, is malformed', () => {
    expect(read(ipv6(0, join(...new Array<Uint8Array>(17).fill(hopByHop(0)), SEGMENT)))).toEqual(['malformed']);
    expect(read(ipv6(0, join(Uint8Array.of(6, 255), new Uint8Array(30))))).toEqual(['malformed']);
  });
});
