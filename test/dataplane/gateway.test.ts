// What the gateway of a network does itself: ARP, pings to its address, time exceeded.

import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageOf } from '#openflow/message.ts';
import { checksum } from '#wire/checksum.ts';
import { buildIcmp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { ICMP_UNREACHABLE } from '#wire/icmp.ts';
import { ipv4ChecksumValid } from '#wire/ipv4.ts';
import { ROUTER_MAC, type Step, World } from './harness.ts';
import { arpReply, arpRequest, between, endpointOf, frame, house, ping } from './house.ts';

let w: World;

beforeEach(() => {
  w = new World(house());
});

const C1 = endpointOf('c1');

/** The one PacketOut of a step, its packet. */
function packetOf(step: Step): Uint8Array {
  expect(step.sent).toHaveLength(1);
  expect(step.lines[0]).toMatch(/^s1: packet_out in_port=controller \d+ bytes -> output:\d+$/);
  return (step.sent[0]!.message as MessageOf<4, 'PACKET_OUT'>).data;
}

function hex(bytes: Uint8Array, from = 0, end = bytes.length): string {
  return Buffer.from(bytes.subarray(from, end)).toString('hex');
}

function mac(text: string): string {
  return text.replaceAll(':', '');
}

describe('an ARP request', () => {
  const ask = (ip: string, sender = C1.ip) => w.from('c1', arpRequest(C1.mac, sender, ip));
  const answered = (step: Step, ownerMac: string, ownerIp: string, senderIp: string) => {
    expect(step.outcomes).toEqual(['arp_answered']);
    expect(step.lines[0]).toMatch(/output:2$/);
    const expected = arpReply(ownerMac, ownerIp, C1.mac, senderIp);
    expect(hex(packetOf(step))).toBe(hex(expected));
  };
  const unanswered = (step: Step) => expect(step).toMatchObject({ outcomes: ['dropped_arp_unanswered'], lines: [] });

  test("for the gateway's address is answered with the router's MAC", () => {
    answered(ask('10.1.1.1'), ROUTER_MAC, '10.1.1.1', C1.ip);
  });

  test('for a neighbour is answered with its MAC, on whatever host it is', () => {
    answered(ask('10.1.1.3'), endpointOf('c2').mac, '10.1.1.3', C1.ip);
    answered(ask('10.1.1.5'), endpointOf('c4').mac, '10.1.1.5', C1.ip);
  });

  test('is answered within the tenant: two have the same addresses', () => {
    const x2 = w.from('x1', arpRequest(C1.mac, C1.ip, '10.1.1.4'));
    expect(x2.outcomes).toEqual(['arp_answered']);
    expect(x2.lines[0]).toMatch(/output:7$/);
    unanswered(w.from('x1', arpRequest(C1.mac, C1.ip, '10.1.1.3')));
  });

  test("for an address of another network is not answered: the way there is the router's", () => {
    unanswered(ask('10.1.2.2'));
    unanswered(ask('10.1.2.1'));
  });

  test('for an address that nobody has is not answered', () => unanswered(ask('10.1.1.200')));

  test("for one's own address is not answered, whether as a probe or an announcement (RFC 5227)", () => {
    unanswered(ask(C1.ip, '0.0.0.0'));
    unanswered(ask(C1.ip));
  });

  test("that probes another's address is answered: it is taken", () => {
    answered(ask('10.1.1.3', '0.0.0.0'), endpointOf('c2').mac, '10.1.1.3', '0.0.0.0');
  });

  test('that lies about its sender is spoofed', () => {
    expect(w.from('c1', arpRequest(C1.mac, '10.1.1.3', '10.1.1.1'))).toMatchObject({
      outcomes: ['denied_spoof_ip'],
      lines: [],
    });
    const liar = arpRequest(C1.mac, C1.ip, '10.1.1.1').with(27, 0x99);
    expect(w.from('c1', liar)).toMatchObject({ outcomes: ['denied_spoof_mac'], lines: [] });
  });

  test('by another MAC than its sender is spoofed as any frame is', () => {
    expect(w.from('c1', arpRequest('02:00:00:00:01:03', '10.1.1.3', '10.1.1.1')).outcomes).toEqual([
      'denied_spoof_mac',
    ]);
  });
});

describe('other ARP', () => {
  test('that replies is for nobody here', () => {
    const reply = arpReply(C1.mac, C1.ip, endpointOf('c2').mac, '10.1.1.3');
    expect(w.from('c1', reply)).toMatchObject({ outcomes: ['dropped_arp_unanswered'], lines: [] });
  });

  test('that is not about IPv4 over Ethernet is malformed', () => {
    const other = arpRequest(C1.mac, C1.ip, '10.1.1.1').with(15, 6);
    expect(w.from('c1', other).outcomes).toEqual(['dropped_malformed_packet']);
  });

  test('that is cut short is malformed', () => {
    const cut = arpRequest(C1.mac, C1.ip, '10.1.1.1').slice(0, 41);
    expect(w.from('c1', cut).outcomes).toEqual(['dropped_malformed_packet']);
  });

  test('with padding behind it is answered without', () => {
    const padded = new Uint8Array(60).fill(0xa5);
    padded.set(arpRequest(C1.mac, C1.ip, '10.1.1.1'));
    expect(packetOf(w.from('c1', padded))).toHaveLength(42);
  });
});

describe('a ping to a gateway', () => {
  const to = (ip: string, spec: Partial<FrameSpec> = {}): FrameSpec => ({
    source: { mac: C1.mac, ip: C1.ip },
    target: { mac: ROUTER_MAC, ip },
    payload: Uint8Array.of(1, 2, 3, 4, 5, 6, 7),
    ...spec,
  });

  test('is answered, whichever network of the tenant it is of', () => {
    for (const ip of ['10.1.1.1', '10.1.2.1', '10.1.3.1']) {
      const step = w.from('c1', buildIcmp(to(ip), 8, 0, 77, 5));
      expect(step.outcomes).toEqual(['echo_answered']);
      const expected = buildIcmp(
        { source: { mac: ROUTER_MAC, ip }, target: { mac: C1.mac, ip: C1.ip }, payload: to(ip).payload! },
        ...([0, 0, 77, 5] as const),
      );
      expect(hex(packetOf(step))).toBe(hex(expected));
    }
  });

  test('with TTL 1 is answered: it goes no further', () => {
    expect(w.from('c1', buildIcmp(to('10.1.1.1', { ttl: 1 }))).outcomes).toEqual(['echo_answered']);
  });

  test('by another MAC, cut short, in fragments, or not a ping at all: dropped', () => {
    const wrongMac = buildIcmp({ ...to('10.1.1.1'), target: { mac: endpointOf('c2').mac, ip: '10.1.1.1' } });
    const long = buildIcmp(to('10.1.1.1'));
    const cases = [
      wrongMac,
      long.slice(0, long.length - 3),
      buildIcmp(to('10.1.1.1', { fragment: 0x2000 })),
      buildIcmp(to('10.1.1.1'), 0),
      buildIcmp(to('10.1.1.1'), 8, 1),
      buildUdp(to('10.1.1.1')),
    ];
    for (const [i, bytes] of cases.entries()) {
      expect(w.from('c1', bytes), `${i}`).toMatchObject({ outcomes: ['dropped_gateway'], lines: [] });
    }
  });

  test('of another tenant reaches its own, which has the same address', () => {
    expect(w.from('x1', buildIcmp(to('10.1.1.1'))).outcomes).toEqual(['echo_answered']);
    expect(w.from('x1', buildIcmp(to('10.1.2.1'))).outcomes).toEqual(['dropped_unknown_target']);
  });
});

describe('a TTL that runs out at a routed hop', () => {
  test('is reported from the gateway of the sender, quoting what was sent', () => {
    for (const ttl of [0, 1]) {
      const sent = frame('tcp', 'c1', 40000, 'd2', 80, { ttl, payload: new Uint8Array(8).fill(7) });
      const step = w.from('c1', sent);
      expect(step.outcomes).toEqual(['time_exceeded_sent']);
      expect(step.lines[0]).toMatch(/output:2$/);
      const packet = packetOf(step);
      expect(hex(packet, 0, 12)).toBe(mac(C1.mac) + mac(ROUTER_MAC));
      expect(hex(packet, 26, 34)).toBe('0a0101010a010102');
      expect(hex(packet, 34, 36)).toBe('0b00');
      expect(ipv4ChecksumValid(packet, 14)).toBe(true);
      expect(checksum(packet, 34, packet.length)).toBe(0);
      expect(hex(packet, 42)).toBe(hex(sent, 14));
    }
    expect(w.open).toBe(0);
  });

  test('is told even about what policy denies, and before it is asked', () => {
    const step = w.from('d1', frame('tcp', 'd1', 1, 'c1', 2, { ttl: 1 }));
    expect(step.outcomes).toEqual(['time_exceeded_sent']);
    expect(hex(packetOf(step), 26, 30)).toBe('0a010201');
  });

  test('does not run out between neighbours', () => {
    expect(w.from('c1', frame('tcp', 'c1', 1, 'c2', 80, { ttl: 1 })).outcomes).toEqual(['session_opened']);
  });

  test('is not reported about an error, nor about a later fragment (RFC 1122)', () => {
    const error = buildIcmp(between('c1', 'd1', { ttl: 1 }), ICMP_UNREACHABLE);
    expect(w.from('c1', error)).toMatchObject({ outcomes: ['dropped_ttl'], lines: [] });
    const fragment = frame('udp', 'c1', 1, 'd1', 53, { ttl: 1, fragment: 10 });
    expect(w.from('c1', fragment)).toMatchObject({ outcomes: ['dropped_ttl'], lines: [] });
  });

  test('is reported a thousand times in a second and not once more, and again in the next', () => {
    const expired = ping('c1', 'd1', { ttl: 1 });
    for (let i = 0; i < 1001; i++) w.from('c1', expired);
    expect(w.tally()).toEqual({ time_exceeded_sent: 1000, dropped_ttl: 1 });
    w.nowMs += 1000;
    expect(w.from('c1', expired).outcomes).toEqual(['time_exceeded_sent']);
  });
});
