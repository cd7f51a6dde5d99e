// Sessions between hosts: four flows, keyed on the wire by ports or by an ICMP code, and what overtakes them.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeMessage, type MessageOf } from '#openflow/message.ts';
import { EVENTS_LOST, KEYS_OVERFLOWED, SESSIONS_CLOSED } from '#shm/counters.ts';
import { HOST_STATE_KNOWN } from '#shm/layout.ts';
import { SessionTableOwner } from '#shm/session-table.ts';
import { buildIcmp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { ICMP_ECHO_REPLY } from '#wire/icmp.ts';
import { flowsOf, type Sent, UPLINK_PORT, World } from './harness.ts';
import { arpReply, bare, frame, hostOf, house, ping, pong, type Transport } from './house.ts';

let w: World;

beforeEach(() => {
  w = new World(house());
});

const S1 = hostOf('s1');
const S2 = hostOf('s2');
const UNDERLAY = {
  there: 'ipv4_src=172.31.1.10,ipv4_dst=172.31.1.11',
  back: 'ipv4_src=172.31.1.11,ipv4_dst=172.31.1.10',
};

/** A packet on the underlay from one host to another, as it arrives there from its last router. */
function wire(from: typeof S1, to: typeof S1, fromPort = 0, toPort = 0): FrameSpec {
  return {
    source: { mac: '02:ee:00:00:00:09', ip: from.underlay.ip, port: fromPort },
    target: { mac: to.underlay.mac, ip: to.underlay.ip, port: toPort },
  };
}

describe('a session between hosts', () => {
  const protocols: readonly (readonly [Transport, number])[] = [
    ['tcp', 6],
    ['udp', 17],
    ['sctp', 132],
  ];
  for (const [protocol, number] of protocols) {
    test(`of ${protocol} has four flows, the far side first, then the near one, the packet last`, () => {
      const { outcomes, lines } = w.from('c1', frame(protocol, 'c1', 40000, 'c3', 80));
      expect(outcomes).toEqual(['session_opened']);
      const ports = (source: number, target: number) => `${protocol}_src=${source},${protocol}_dst=${target}`;
      const there = 'eth_dst=02:00:00:00:01:04,eth_src=02:00:00:00:01:02';
      const back = 'eth_dst=02:00:00:00:01:02,eth_src=02:00:00:00:01:04';
      const ip = `eth_type=0x800,vlan_vid=0,ip_proto=${number}`;
      const out = `eth_src=02:aa:00:00:00:01,eth_dst=02:aa:00:00:00:02,${UNDERLAY.there},${ports(61440, 80)},output:1`;
      expect(lines).toEqual([
        `s2: add 50000 in_port=1,${ip},${UNDERLAY.there},${ports(61440, 80)} -> eth_src=02:00:00:00:01:02,eth_dst=02:00:00:00:01:04,ipv4_src=10.1.1.2,ipv4_dst=10.1.1.4,${ports(40000, 80)},output:2`,
        `s2: add 50000 in_port=2,${back},${ip},ipv4_src=10.1.1.4,ipv4_dst=10.1.1.2,${ports(80, 40000)} -> eth_src=02:aa:00:00:00:02,eth_dst=02:aa:00:00:00:01,${UNDERLAY.back},${ports(80, 61440)},output:1`,
        `s1: add 50000 in_port=1,${ip},${UNDERLAY.back},${ports(80, 61440)} -> eth_src=02:00:00:00:01:04,eth_dst=02:00:00:00:01:02,ipv4_src=10.1.1.4,ipv4_dst=10.1.1.2,${ports(80, 40000)},output:2`,
        `s1: add 50000 in_port=2,${there},${ip},ipv4_src=10.1.1.2,ipv4_dst=10.1.1.4,${ports(40000, 80)} -> ${out}`,
        `s1: packet_out in_port=2 ${frame(protocol, 'c1', 1, 'c3', 1).length} bytes -> ${out}`,
      ]);
    });
  }

  test('of pings is keyed by the code, which is 0 again where it arrives', () => {
    const { lines } = w.from('c1', ping('c1', 'c3'));
    const type = (number: number, code: number) => `icmpv4_type=${number},icmpv4_code=${code}`;
    expect(
      lines.map((line) => line.match(/icmpv4_type=\d+,icmpv4_code=\d+| -> .*icmpv4_code=\d+/g)?.join(' ')),
    ).toEqual([
      expect.stringMatching(new RegExp(`^${type(8, 1)}  -> .*icmpv4_code=0$`)),
      expect.stringMatching(new RegExp(`^${type(0, 0)}  -> .*icmpv4_code=1$`)),
      expect.stringMatching(new RegExp(`^${type(0, 1)}  -> .*icmpv4_code=0$`)),
      expect.stringMatching(new RegExp(`^${type(8, 0)}  -> .*icmpv4_code=1$`)),
      expect.stringMatching(/^ -> .*icmpv4_code=1$/),
    ]);
    // One code for the pair, whatever their identifiers are; another for the other direction.
    expect(w.from('c1', buildIcmp({ ...specOf('c1', 'c3') }, 8, 0, 77)).outcomes).toEqual(['session_relayed']);
    expect(w.from('c3', ping('c3', 'c1')).lines[0]).toContain(type(8, 2));
  });

  test('of two networks takes one off the TTL where it is routed, on the way there and on the way back', () => {
    const { lines } = w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80));
    expect(lines.map((line) => line.includes('-> dec_nw_ttl,'))).toEqual([false, true, false, true, true]);
    expect(lines[0]).toContain(
      'eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:02:03,ipv4_src=10.1.1.2,ipv4_dst=10.1.2.3',
    );
    expect(lines[2]).toContain(
      'eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:01:02,ipv4_src=10.1.2.3,ipv4_dst=10.1.1.2',
    );
  });

  test('is exact even where the pair is allowed in full', () => {
    expect(w.from('c1', frame('tcp', 'c1', 1, 'c3', 80)).outcomes).toEqual(['session_opened']);
    expect(w.from('c1', frame('tcp', 'c1', 2, 'c3', 80)).outcomes).toEqual(['session_opened']);
    expect(w.from('c1', frame('udp', 'c1', 1, 'c3', 80)).outcomes).toEqual(['session_opened']);
    expect(w.open).toBe(3);
  });

  test('goes by the gateway of each host when they are in two subnets', () => {
    const { lines } = w.from('c1', frame('udp', 'c1', 1, 'c4', 2));
    expect(lines[1]).toContain('eth_src=02:aa:00:00:00:03,eth_dst=02:ee:00:00:00:02,ipv4_src=172.31.2.10');
    expect(lines[3]).toContain('eth_src=02:aa:00:00:00:01,eth_dst=02:ee:00:00:00:01,ipv4_src=172.31.1.10');
  });

  test('takes a destination port inside the pool off the wire and puts it back', () => {
    const { lines } = w.from('c1', frame('tcp', 'c1', 40000, 'c3', 61500));
    expect(lines[0]).toContain(`tcp_src=61440,tcp_dst=${61500 - 32768} -> `);
    expect(lines[0]).toContain('tcp_src=40000,tcp_dst=61500,output:2');
    expect(lines[2]).toContain(`tcp_src=${61500 - 32768},tcp_dst=61440 -> `);
    expect(lines[2]).toContain('tcp_src=61500,tcp_dst=40000,output:2');
  });

  test('of a protocol without ports is relayed, both ways where both are allowed', () => {
    expect(w.from('c1', bare('c1', 'c3', 50)).outcomes).toEqual(['packet_relayed']);
    expect(w.from('c3', bare('c3', 'c1', 50)).outcomes).toEqual(['packet_relayed']);
    expect(w.open).toBe(0);
  });
});

describe('a session that cannot be set up', () => {
  test('while a next hop is not known is relayed, and opened once it is', () => {
    w = new World(house((draft) => void Object.assign(draft.hosts[2]!.underlay, { gatewayMac: undefined })));
    const { outcomes, lines } = w.from('c1', frame('tcp', 'c1', 1, 'c4', 80));
    expect(outcomes).toEqual(['packet_relayed']);
    expect(lines).toEqual([
      's3: packet_out in_port=controller 54 bytes -> eth_src=02:00:00:00:01:02,eth_dst=02:00:00:00:01:05,output:2',
    ]);
    expect(w.open).toBe(0);
    w.publisher.hosts.setGatewayMac(w.publisher.hosts.byName.get('s3')!, 0x02ee, 0x77);
    const opened = w.from('c1', frame('tcp', 'c1', 1, 'c4', 80));
    expect(opened.outcomes).toEqual(['session_opened']);
    expect(opened.lines[1]).toContain('eth_dst=02:ee:00:00:00:77');
    // A gateway that moves is written to the other pair; new sessions take it.
    w.publisher.hosts.setGatewayMac(w.publisher.hosts.byName.get('s3')!, 0x02ee, 0x78);
    expect(w.from('c1', frame('tcp', 'c1', 2, 'c4', 80)).lines[1]).toContain('eth_dst=02:ee:00:00:00:78');
  });

  test("until the target's host has its standing flows is relayed", () => {
    w.publisher.hosts.setState(w.publisher.hosts.byName.get('s2')!, HOST_STATE_KNOWN);
    expect(w.from('c1', frame('tcp', 'c1', 1, 'd2', 80)).lines).toEqual([
      's2: packet_out in_port=controller 54 bytes -> dec_nw_ttl,eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:02:03,output:4',
    ]);
  });

  test('is one of 256 pings between two hosts: codes are spent, and the controller relays', () => {
    w = new World(many());
    const outcomes = pairsOfMany().map(([from, to]) => w.from(from, ofMany('icmp', from, to)).outcomes[0]);
    expect(outcomes.slice(0, 255)).toEqual(new Array(255).fill('session_opened'));
    expect(outcomes[255]).toBe('packet_relayed');
    expect(w.open).toBe(255);
    // The other direction has codes of its own.
    expect(w.from('b0', ofMany('icmp', 'b0', 'a0')).outcomes).toEqual(['session_opened']);
  });

  test('is one more than there are keys: refused, counted, and not opened', () => {
    w = new World(many());
    const taken = vi.spyOn(SessionTableOwner.prototype, 'wireTaken').mockReturnValue(true);
    const refused = w.from('a0', ofMany('udp', 'a0', 'b0'));
    taken.mockRestore();
    expect(refused).toMatchObject({ outcomes: ['dropped_keys_exhausted'], lines: [] });
    expect(w.open).toBe(0);
    expect(w.from('a0', ofMany('udp', 'a0', 'b0')).outcomes).toEqual(['session_opened']);
  });

  test('takes another destination port on the wire when the source ports of its own are spent', () => {
    w = new World(many(), { task: { natPoolFirst: 61440, natPoolSize: 16 } });
    const wires = Array.from({ length: 40 }, (_, i) => {
      const { outcomes, lines } = w.from('a0', ofMany('udp', 'a0', 'b0', 1 + i));
      expect(outcomes).toEqual(['session_opened']);
      expect(lines[0]).toContain(`udp_src=${1 + i},udp_dst=9999,output:`);
      return /udp_src=(\d+),udp_dst=(\d+) ->/.exec(lines[0]!)!.slice(1).map(Number);
    });
    expect(new Set(wires.map(String)).size).toBe(40);
    expect(wires.filter(([, target]) => target === 9999)).toHaveLength(16);
    expect(w.counter(KEYS_OVERFLOWED)).toBe(24);
    // Another protocol, another target port, another pair of hosts: other keys.
    expect(w.from('a0', ofMany('tcp', 'a0', 'b0', 1)).outcomes).toEqual(['session_opened']);
    expect(w.from('b0', ofMany('udp', 'b0', 'a0', 1)).outcomes).toEqual(['session_opened']);
  });
});

describe('what a session between hosts still owes', () => {
  let flows: Sent[];

  beforeEach(() => {
    // In at the target, out at the target, in at the source, out at the source.
    flows = flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)));
  });

  test('its second packet, before the flow is there, is relayed over the wire and writes nothing', () => {
    const { outcomes, lines } = w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80));
    expect(outcomes).toEqual(['session_relayed']);
    expect(lines).toEqual([
      expect.stringMatching(/^s1: packet_out in_port=2 54 bytes -> dec_nw_ttl,.*tcp_src=61440,tcp_dst=80,output:1$/),
    ]);
  });

  test('its replies go back where policy lets nothing be opened', () => {
    const { outcomes, lines } = w.from('d2', frame('tcp', 'd2', 80, 'c1', 40000));
    expect(outcomes).toEqual(['session_relayed']);
    expect(lines).toEqual([
      expect.stringMatching(/^s2: packet_out in_port=4 54 bytes -> dec_nw_ttl,.*tcp_src=80,tcp_dst=61440,output:1$/),
    ]);
    expect(w.from('d2', frame('tcp', 'd2', 80, 'c1', 40001)).outcomes).toEqual(['denied_default']);
  });

  test('a packet that overtakes the flow at the target is delivered as the flow would', () => {
    const { outcomes, lines } = w.packetIn('s2', UPLINK_PORT, buildTcp(wire(S1, S2, 61440, 80)));
    expect(outcomes).toEqual(['watch_relayed']);
    expect(lines).toEqual([
      's2: packet_out in_port=1 54 bytes -> eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:02:03,ipv4_src=10.1.1.2,ipv4_dst=10.1.2.3,tcp_src=40000,tcp_dst=80,output:4',
    ]);
  });

  test('a reply that overtakes the flow at the source is, too', () => {
    const { outcomes, lines } = w.packetIn('s1', UPLINK_PORT, buildTcp(wire(S2, S1, 80, 61440)));
    expect(outcomes).toEqual(['watch_relayed']);
    expect(lines).toEqual([
      's1: packet_out in_port=1 54 bytes -> eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:01:02,ipv4_src=10.1.2.3,ipv4_dst=10.1.1.2,tcp_src=80,tcp_dst=40000,output:2',
    ]);
  });

  test('each direction gets back what has idled out, the far side first, and no more', () => {
    const removed = (which: readonly number[]) => which.forEach((flow) => void w.flowRemoved(flows[flow]!));
    const again = (step: ReturnType<World['from']>) =>
      flowsOf(step).map((sent) => flows.findIndex((f) => Buffer.from(f.bytes).equals(sent.bytes)));
    removed([0, 1, 3]);
    expect(again(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)))).toEqual([0, 3]);
    expect(again(w.from('d2', frame('tcp', 'd2', 80, 'c1', 40000)))).toEqual([1]);
    removed([2, 1]);
    expect(again(w.from('d2', frame('tcp', 'd2', 80, 'c1', 40000)))).toEqual([2, 1]);
    // Where only the in-flow has gone, the packet is in the watch band and brings it back.
    removed([0]);
    expect(again(w.packetIn('s2', UPLINK_PORT, buildTcp(wire(S1, S2, 61440, 80))))).toEqual([0]);
    removed([2]);
    expect(again(w.packetIn('s1', UPLINK_PORT, buildTcp(wire(S2, S1, 80, 61440))))).toEqual([2]);
  });

  test('its key stays leased until the last of its flows is known to be gone', () => {
    const keyOf = (step: ReturnType<World['from']>) => /tcp_src=(\d+)/.exec(step.lines[0]!)![1];
    for (const flow of flows.slice(0, 3)) w.flowRemoved(flow);
    // The cursor comes by again after all ports of the pool, with another destination port each time it does not.
    const table = w.sessions[0]!;
    const slots = (w.slot('s1') << 16) | w.slot('s2');
    const held = () => table.findWire(slots, 6, (61440 << 16) | 80) >= 0;
    expect(held()).toBe(true);
    w.flowRemoved(flows[3]!);
    expect(held()).toBe(false);
    expect(w.counter(SESSIONS_CLOSED)).toBe(1);
    expect(keyOf(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)))).toBe('61441');
  });

  test('is opened anew under a new key when all have gone, unseen by either end', () => {
    for (const flow of flows) w.flowRemoved(flow);
    const step = w.from('d2', frame('tcp', 'd2', 80, 'c1', 40000));
    // The reply alone opens nothing that policy would not let it open.
    expect(step.outcomes).toEqual(['denied_default']);
    const forward = w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80));
    expect(forward.outcomes).toEqual(['session_opened']);
    expect(forward.lines[0]).toContain('tcp_src=61441,tcp_dst=80 -> ');
    expect(forward.lines[0]).toContain('tcp_src=40000,tcp_dst=80,output:4');
  });

  test('stays when the target is cut off, and is written again when it comes back', () => {
    w.flowRemoved(flows[0]!);
    w.disconnect('s2');
    const alone = w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80));
    expect(alone.outcomes).toEqual(['session_relayed']);
    expect(alone.lines).toHaveLength(1);
    w.connect('s2');
    w.settle();
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)).lines[0]).toMatch(/^s2: add/);
  });

  test('is written to no uplink that is not there', () => {
    w.flowRemoved(flows[0]!);
    w.publisher.hosts.setUplink(w.publisher.hosts.byName.get('s2')!, 0);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)).lines).toEqual([expect.stringMatching(/^s1: packet_out/)]);
    w.publisher.hosts.setUplink(w.publisher.hosts.byName.get('s2')!, 1);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)).lines[0]).toMatch(/^s2: add/);
  });
});

describe('pings that overtake their flow', () => {
  test('are delivered with code 0, the request and the reply', () => {
    w.from('c1', ping('c1', 'c3'));
    expect(w.packetIn('s2', UPLINK_PORT, buildIcmp(wire(S1, S2), 8, 1)).lines).toEqual([
      's2: packet_out in_port=1 42 bytes -> eth_src=02:00:00:00:01:02,eth_dst=02:00:00:00:01:04,ipv4_src=10.1.1.2,ipv4_dst=10.1.1.4,icmpv4_code=0,output:2',
    ]);
    expect(w.packetIn('s1', UPLINK_PORT, buildIcmp(wire(S2, S1), ICMP_ECHO_REPLY, 1)).lines).toEqual([
      's1: packet_out in_port=1 42 bytes -> eth_src=02:00:00:00:01:04,eth_dst=02:00:00:00:01:02,ipv4_src=10.1.1.4,ipv4_dst=10.1.1.2,icmpv4_code=0,output:2',
    ]);
    expect(w.from('c3', pong('c3', 'c1')).outcomes).toEqual(['session_relayed']);
  });
});

describe('what is in the watch band and no session', () => {
  const cases: readonly (readonly [string, () => Uint8Array])[] = [
    ['a pool port of no session', () => buildTcp(wire(S1, S2, 61441, 80))],
    ['the destination port of another', () => buildTcp(wire(S1, S2, 61440, 81))],
    ['the key under another protocol', () => buildUdp(wire(S1, S2, 61440, 80))],
    ['a reply that is none', () => buildTcp(wire(S1, S2, 80, 61440))],
    ['no pool port at all', () => buildTcp(wire(S1, S2, 40000, 80))],
    [
      'from a host that is not ours',
      () => buildTcp({ ...wire(S1, S2, 61440, 80), source: { mac: S1.underlay.mac, ip: '172.31.1.99', port: 61440 } }),
    ],
    [
      "to an address that is not the host's",
      () => buildTcp({ ...wire(S1, S2, 61440, 80), target: { mac: S2.underlay.mac, ip: '172.31.1.99', port: 80 } }),
    ],
    ['an echo request under a code of no session', () => buildIcmp(wire(S1, S2), 8, 9)],
    ['an echo reply under a code of no session', () => buildIcmp(wire(S1, S2), 0, 1)],
    ["the host's own ping", () => buildIcmp(wire(S1, S2), 8, 0)],
    ['another ICMP message', () => buildIcmp(wire(S1, S2), 13, 1)],
    ['a later fragment', () => buildTcp({ ...wire(S1, S2, 61440, 80), fragment: 100 })],
    ['a protocol without ports', () => buildTcp(wire(S1, S2, 61440, 80)).with(23, 47)],
    [
      'IPv6',
      () =>
        buildTcp(wire(S1, S2, 61440, 80))
          .with(12, 0x86)
          .with(13, 0xdd),
    ],
    [
      'another ethertype',
      () =>
        buildTcp(wire(S1, S2, 61440, 80))
          .with(12, 0x88)
          .with(13, 0xcc),
    ],
  ];
  for (const [name, bytes] of cases) {
    test(`${name}: it goes on to the host itself`, () => {
      w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
      w.from('c1', ping('c1', 'c3'));
      const packet = bytes();
      const { outcomes, lines } = w.packetIn('s2', UPLINK_PORT, packet);
      expect(outcomes).toEqual(['watch_passed']);
      expect(lines).toEqual([`s2: packet_out in_port=1 ${packet.length} bytes -> output:local`]);
    });
  }

  test('is malformed, then it is dropped', () => {
    const packet = buildTcp(wire(S1, S2, 61440, 80));
    expect(w.packetIn('s2', UPLINK_PORT, packet.slice(0, 30)).outcomes).toEqual(['dropped_malformed_packet']);
  });

  test('was sent in part only, then it is dropped for that', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c3', 80));
    for (const port of [61440, 61441]) {
      const packet = buildTcp(wire(S1, S2, port, 80));
      expect(w.packetIn('s2', UPLINK_PORT, packet, { totalLen: 1500 }).outcomes, `${port}`).toEqual([
        'dropped_no_data',
      ]);
    }
  });
});

describe('ARP on the uplink', () => {
  const reply = arpReply('02:ee:00:00:00:01', '172.31.1.1', S1.underlay.mac, S1.underlay.ip);

  test('tells control who is there, and is not sent on: the switch has done so', () => {
    expect(w.packetIn('s1', UPLINK_PORT, reply)).toMatchObject({ outcomes: ['neighbour_learned'], lines: [] });
    expect(w.neighbours()).toEqual([{ slot: w.slot('s1'), ip: 'ac1f0101', mac: '02ee00000001' }]);
  });

  test('that asks tells nothing', () => {
    const request = reply.with(21, 1);
    expect(w.packetIn('s1', UPLINK_PORT, request).outcomes).toEqual(['neighbour_learned']);
    expect(w.neighbours()).toEqual([]);
  });

  test('that nobody takes away is lost with a count, and the next is heard', () => {
    w = new World(house(), { sizes: { controlBytes: 256 } });
    for (let i = 0; i < 10; i++) w.packetIn('s1', UPLINK_PORT, reply);
    const heard = w.neighbours().length;
    expect(heard).toBeGreaterThan(0);
    expect(heard + w.counter(EVENTS_LOST)).toBe(10);
    w.packetIn('s1', UPLINK_PORT, reply);
    expect(w.neighbours()).toHaveLength(1);
  });
});

describe('flows that OpenFlow 1.3 switches take', () => {
  test('are encoded as the codec would', () => {
    for (const sent of flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'd2', 80)))) {
      const again = encodeMessage(sent.message as MessageOf<4, 'FLOW_MOD'>);
      expect(Buffer.from(again).equals(sent.bytes)).toBe(true);
    }
  });
});

function specOf(from: string, to: string): FrameSpec {
  const [a, b] = [w.endpoint(from).endpoint, w.endpoint(to).endpoint];
  return { source: { mac: a.mac, ip: a.ip }, target: { mac: b.mac, ip: b.ip } };
}

// ── two hosts with 16 endpoints each, all in one network ────────────────────────────────────────────────────────

function many() {
  return house((draft) => {
    draft.groups.length = 0;
    const make = (host: string, letter: string, third: number) => (_: unknown, i: number) => ({
      ...{ name: `${letter}${i}`, network: 'web', host, port: 10 + i, ip: `10.1.1.${third + i}` },
      mac: `02:00:00:00:${third.toString(16)}:${(16 + i).toString(16)}`,
    });
    draft.endpoints.splice(
      0,
      draft.endpoints.length,
      ...Array.from({ length: 16 }, make('s1', 'a', 100)),
      ...Array.from({ length: 16 }, make('s2', 'b', 200)),
    );
  });
}

function pairsOfMany(): [string, string][] {
  return Array.from({ length: 256 }, (_, i) => [`a${i >> 4}`, `b${i & 15}`]);
}

function ofMany(protocol: 'icmp' | 'udp' | 'tcp', from: string, to: string, port = 1): Uint8Array {
  const ends = specOf(from, to);
  if (protocol === 'icmp') return buildIcmp(ends);
  const spec = { source: { ...ends.source, port }, target: { ...ends.target, port: 9999 } };
  return protocol === 'udp' ? buildUdp(spec) : buildTcp(spec);
}
