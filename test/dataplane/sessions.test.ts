// Sessions on one host: opened with their flows, resumed while a flow is missing, closed when the last one has gone.

import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageOf } from '#openflow/message.ts';
import { FLOWS_REINSTALLED, FLOWS_REMOVED, FLOWS_REMOVED_UNKNOWN, SESSIONS_CLOSED } from '#shm/counters.ts';
import { SESSION_BYTES, SESSION_PACKETS } from '#shm/layout.ts';
import { buildIcmp } from '#wire/frame.ts';
import { ICMP_UNREACHABLE } from '#wire/icmp.ts';
import { flowsOf, type Sent, World } from './harness.ts';
import { between, frame, frameOf, house, ping, pong } from './house.ts';

let w: World;

beforeEach(() => {
  w = new World(house());
});

const SWITCHED = {
  there:
    'in_port=2,eth_dst=02:00:00:00:01:03,eth_src=02:00:00:00:01:02,eth_type=0x800,vlan_vid=0,ipv4_src=10.1.1.2,ipv4_dst=10.1.1.3',
  back: 'in_port=3,eth_dst=02:00:00:00:01:02,eth_src=02:00:00:00:01:03,eth_type=0x800,vlan_vid=0,ipv4_src=10.1.1.3,ipv4_dst=10.1.1.2',
};
const ROUTED = {
  there: 'in_port=2,eth_dst=0a:da:01:00:00:01,eth_src=02:00:00:00:01:02,eth_type=0x800,vlan_vid=0',
  back: 'in_port=4,eth_dst=0a:da:01:00:00:01,eth_src=02:00:00:00:02:02,eth_type=0x800,vlan_vid=0',
};
/** A deny flow is for tagged frames, too. */
const DENIED = {
  there: ROUTED.there.replace(',vlan_vid=0', ''),
  back: ROUTED.back.replace(',vlan_vid=0', ''),
};
const TO_D1 = 'dec_nw_ttl,eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:02:02,output:4';
const TO_C1 = 'dec_nw_ttl,eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:01:02,output:2';

function flowMod(sent: Sent): MessageOf<4, 'FLOW_MOD'> {
  return sent.message as MessageOf<4, 'FLOW_MOD'>;
}

describe('a pair that is allowed in full, both ways', () => {
  test('has one pair of flows for everything: the return first, then the way there, the packet last', () => {
    const { outcomes, lines } = w.from('c1', frame('tcp', 'c1', 40000, 'c2', 80));
    expect(outcomes).toEqual(['session_opened']);
    expect(lines).toEqual([
      `s1: add 50000 ${SWITCHED.back} -> output:2`,
      `s1: add 50000 ${SWITCHED.there} -> output:3`,
      's1: packet_out in_port=2 54 bytes -> output:3',
    ]);
  });

  test('relays what comes before the flows are there, of any protocol and direction, and writes none again', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'c2', 80));
    for (const bytes of [frame('tcp', 'c1', 40000, 'c2', 80), frame('udp', 'c1', 9, 'c2', 9), ping('c1', 'c2')]) {
      const { outcomes, lines } = w.from('c1', bytes);
      expect(outcomes).toEqual(['session_relayed']);
      expect(lines).toEqual([`s1: packet_out in_port=2 ${bytes.length} bytes -> output:3`]);
    }
    expect(w.from('c2', pong('c2', 'c1')).lines).toEqual(['s1: packet_out in_port=3 42 bytes -> output:2']);
    expect(w.open).toBe(1);
  });

  test('lives by the coarse timeout and says when it ends', () => {
    for (const sent of flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'c2', 80)))) {
      expect(flowMod(sent)).toMatchObject({ idleTimeout: 301, hardTimeout: 0, flags: ['SEND_FLOW_REM'] });
    }
  });

  test('of two networks is routed: both MACs, the TTL', () => {
    w.edit(house((draft) => void draft.policies.push({ a: 'c1', b: 'd1', action: 'connect' })));
    expect(w.from('d1', ping('d1', 'c1')).lines).toEqual([
      `s1: add 50000 ${ROUTED.there},ipv4_src=10.1.1.2,ipv4_dst=10.1.2.2 -> ${TO_D1}`,
      `s1: add 50000 ${ROUTED.back},ipv4_src=10.1.2.2,ipv4_dst=10.1.1.2 -> ${TO_C1}`,
      `s1: packet_out in_port=4 42 bytes -> ${TO_C1}`,
    ]);
  });
});

describe('a pair that is not', () => {
  test('has flows for each connection', () => {
    const { outcomes, lines } = w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80));
    expect(outcomes).toEqual(['session_opened']);
    expect(lines).toEqual([
      `s1: add 50000 ${ROUTED.back},ip_proto=6,ipv4_src=10.1.2.2,ipv4_dst=10.1.1.2,tcp_src=80,tcp_dst=40000 -> ${TO_C1}`,
      `s1: add 50000 ${ROUTED.there},ip_proto=6,ipv4_src=10.1.1.2,ipv4_dst=10.1.2.2,tcp_src=40000,tcp_dst=80 -> ${TO_D1}`,
      `s1: packet_out in_port=2 54 bytes -> ${TO_D1}`,
    ]);
    expect(w.from('c1', frame('tcp', 'c1', 40001, 'd1', 80)).outcomes).toEqual(['session_opened']);
    expect(w.from('c1', frame('udp', 'c1', 40000, 'd1', 53)).outcomes).toEqual(['session_opened']);
    expect(w.open).toBe(3);
  });

  test('lets the replies of one that it allows pass, before their flow is there, and no connection back', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80));
    const { outcomes, lines } = w.from('d1', frame('tcp', 'd1', 80, 'c1', 40000));
    expect(outcomes).toEqual(['session_relayed']);
    expect(lines).toEqual([`s1: packet_out in_port=4 54 bytes -> ${TO_C1}`]);
    for (const [from, to] of [
      [80, 40001],
      [81, 40000],
      [40000, 80],
    ] as const) {
      expect(w.from('d1', frame('tcp', 'd1', from, 'c1', to)).outcomes, `${from} ${to}`).toEqual(['denied_default']);
    }
    expect(w.from('d1', frame('udp', 'd1', 80, 'c1', 40000)).outcomes).toEqual(['denied_default']);
  });

  test('answers a ping and cannot send one', () => {
    expect(w.from('c1', ping('c1', 'd1')).lines).toEqual([
      `s1: add 50000 ${ROUTED.back},ip_proto=1,ipv4_src=10.1.2.2,ipv4_dst=10.1.1.2,icmpv4_type=0,icmpv4_code=0 -> ${TO_C1}`,
      `s1: add 50000 ${ROUTED.there},ip_proto=1,ipv4_src=10.1.1.2,ipv4_dst=10.1.2.2,icmpv4_type=8,icmpv4_code=0 -> ${TO_D1}`,
      `s1: packet_out in_port=2 42 bytes -> ${TO_D1}`,
    ]);
    expect(w.from('d1', pong('d1', 'c1')).outcomes).toEqual(['session_relayed']);
    expect(w.from('d1', ping('d1', 'c1')).outcomes).toEqual(['denied_default']);
  });

  test('is refused in full by one flow where nothing is allowed, and exactly where something is', () => {
    expect(w.from('d1', frame('tcp', 'd1', 1, 'c1', 2)).lines).toEqual([
      `s1: add 45000 ${DENIED.back},ipv4_src=10.1.2.2,ipv4_dst=10.1.1.2 -> drop`,
    ]);
    expect(w.from('c1', frame('tcp', 'c1', 1, 'd1', 81)).lines).toEqual([
      `s1: add 45000 ${DENIED.there},ip_proto=6,ipv4_src=10.1.1.2,ipv4_dst=10.1.2.2,tcp_src=1,tcp_dst=81 -> drop`,
    ]);
  });

  test('tells a policy, a rule and the lack of both apart', () => {
    w.edit(
      house((draft) => {
        draft.policies.push({ a: 'c1', b: 'c2', action: 'disconnect' });
        draft.groups[0]!.rules.push({ direction: 'ingress', action: 'deny', protocol: 'tcp', ports: [22] });
      }),
    );
    expect(w.from('c1', frame('tcp', 'c1', 1, 'c2', 80)).outcomes).toEqual(['denied_policy']);
    expect(w.from('c1', frame('tcp', 'c1', 1, 'd1', 22)).outcomes).toEqual(['denied_rule']);
    expect(w.from('i1', frame('tcp', 'i1', 1, 'i2', 22)).outcomes).toEqual(['denied_default']);
  });

  test('has its deny flows for a while only, and with a buffer they take the packet', () => {
    const [sent] = w.from('i1', frame('tcp', 'i1', 1, 'i2', 22), { bufferId: 77 }).sent;
    expect(flowMod(sent!)).toMatchObject({ hardTimeout: 5, idleTimeout: 0, flags: [], bufferId: 77 });
    expect(flowMod(sent!).cookie >> 52n).toBe(0xda3n);
  });
});

describe('ICMP that is no echo', () => {
  /** An error about a packet, which the quote begins with (RFC 792). */
  const error = (from: string, to: string, quoted: Uint8Array) =>
    buildIcmp(between(from, to, { payload: quoted.slice(14, 14 + 28) }), ICMP_UNREACHABLE, 3);

  test('is relayed where it is allowed', () => {
    w.edit(house((draft) => void draft.groups[0]!.rules.splice(0, 2)));
    const timestamp = buildIcmp(between('c1', 'd1'), 13);
    const { outcomes, lines } = w.from('c1', timestamp);
    expect(outcomes).toEqual(['packet_relayed']);
    expect(lines).toEqual([`s1: packet_out in_port=controller 42 bytes -> ${TO_D1}`]);
  });

  test('passes as an error about a session that the other end has opened', () => {
    const syn = frame('tcp', 'c1', 40000, 'd1', 80);
    w.from('c1', syn);
    const { outcomes, lines } = w.from('d1', error('d1', 'c1', syn));
    expect(outcomes).toEqual(['packet_relayed']);
    expect(lines).toEqual([`s1: packet_out in_port=controller 70 bytes -> ${TO_C1}`]);
    const request = ping('c1', 'd1');
    w.from('c1', request);
    expect(w.from('d1', error('d1', 'c1', request)).outcomes).toEqual(['packet_relayed']);
  });

  test('does not pass about one that is not, and leaves no flow that would stop those to come', () => {
    const syn = frame('tcp', 'c1', 40000, 'd1', 80);
    w.from('c1', syn);
    const quotes = {
      'another port': frame('tcp', 'c1', 40001, 'd1', 80),
      'another protocol': frame('udp', 'c1', 40000, 'd1', 80),
      'another target': frame('tcp', 'c1', 40000, 'd2', 80),
      'another source': frame('tcp', 'c2', 40000, 'd1', 80),
      'the reply': frame('tcp', 'd1', 80, 'c1', 40000),
      nothing: new Uint8Array(14),
      'half a header': syn.slice(0, 30),
      'no IPv4': new Uint8Array(64),
      'a protocol without ports': frame('tcp', 'c1', 40000, 'd1', 80).with(23, 47),
    };
    for (const [name, quoted] of Object.entries(quotes)) {
      expect(w.from('d1', error('d1', 'c1', quoted)), name).toMatchObject({ outcomes: ['denied_default'], lines: [] });
    }
  });
});

describe('frames that flows cannot carry', () => {
  test("a neighbour's, sent to the router's MAC, are relayed as a router would", () => {
    const ends = between('c1', 'c2');
    const spec = {
      ...ends,
      source: { ...ends.source, port: 1 },
      target: { ...ends.target, mac: '0a:da:01:00:00:01', port: 2 },
    };
    expect(w.from('c1', frameOf('udp', spec)).lines).toEqual([
      's1: packet_out in_port=controller 42 bytes -> dec_nw_ttl,eth_src=0a:da:01:00:00:01,eth_dst=02:00:00:00:01:03,output:3',
    ]);
  });

  test('an echo reply that nobody asked for is relayed where it is allowed, and opens nothing', () => {
    expect(w.from('c1', pong('c1', 'd1')).outcomes).toEqual(['packet_relayed']);
    expect(w.from('d1', pong('d1', 'c1')).outcomes).toEqual(['denied_default']);
    expect(w.open).toBe(0);
  });
});

describe('a packet that the switch has kept', () => {
  test('is sent on by the number of its buffer', () => {
    const step = w.from('c1', frame('tcp', 'c1', 1, 'd1', 80).slice(0, 54), { bufferId: 256, totalLen: 1400 });
    expect(step.outcomes).toEqual(['session_opened']);
    expect(step.lines[2]).toBe(`s1: packet_out in_port=2 buffer 256 -> ${TO_D1}`);
  });

  test('and was sent only in part cannot be sent on without: the flows are there for the next', () => {
    const step = w.from('c1', frame('tcp', 'c1', 1, 'd1', 80), { totalLen: 1400 });
    expect(step.outcomes).toEqual(['dropped_no_data']);
    expect(flowsOf(step)).toHaveLength(2);
    expect(w.from('c1', frame('tcp', 'c1', 1, 'd1', 80)).outcomes).toEqual(['session_relayed']);
  });

  test('cannot be delivered by another switch, which has not got it', () => {
    const step = w.from('c1', buildIcmp(between('c1', 'c3'), 13), { bufferId: 3, totalLen: 1400 });
    expect(step).toMatchObject({ outcomes: ['dropped_no_data'], lines: [] });
    const whole = w.from('c1', buildIcmp(between('c1', 'c3'), 13), { bufferId: 3 });
    expect(whole.lines[0]).toMatch(/^s2: packet_out in_port=controller 42 bytes/);
  });
});

describe('a session whose flows go', () => {
  let flows: Sent[];

  beforeEach(() => {
    // The return, then the way there.
    flows = flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80)));
  });

  test('stays while one of them is there, and is closed with the last', () => {
    w.flowRemoved(flows[1]!);
    expect(w.open).toBe(1);
    w.flowRemoved(flows[0]!);
    expect(w.open).toBe(0);
    expect(w.counter(SESSIONS_CLOSED)).toBe(1);
  });

  test('gets back the one that its next packet needs, and only that one', () => {
    w.flowRemoved(flows[1]!);
    expect(w.from('d1', frame('tcp', 'd1', 80, 'c1', 40000)).lines).toHaveLength(1);
    const { outcomes, lines, sent } = w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80));
    expect(outcomes).toEqual(['session_relayed']);
    expect(lines).toHaveLength(2);
    expect(Buffer.from(sent[0]!.bytes).equals(flows[1]!.bytes)).toBe(true);
    expect(w.counter(FLOWS_REINSTALLED)).toBe(1);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80)).lines).toHaveLength(1);
  });

  test('is opened anew when all have gone', () => {
    for (const flow of flows) w.flowRemoved(flow);
    const again = flowsOf(w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80)));
    expect(again).toHaveLength(2);
    // In the same row, under another generation: a late FlowRemoved of the old ones is nobody's.
    expect(flowMod(again[0]!).cookie).not.toBe(flowMod(flows[0]!).cookie);
    for (const flow of flows) w.flowRemoved(flow);
    expect(w.open).toBe(1);
    expect(w.counter(FLOWS_REMOVED_UNKNOWN)).toBe(2);
  });

  test('adds up what its flows have carried', () => {
    w.flowRemoved(flows[1]!, 10n, 5_000_000_000n);
    w.flowRemoved(flows[1]!, 5n, 1000n);
    const [table] = w.sessions;
    const row = table!.at(0);
    expect(table!.words[row + SESSION_PACKETS]).toBe(15);
    const bytes = new Float32Array(Int32Array.of(table!.words[row + SESSION_BYTES]!).buffer)[0]!;
    expect(bytes).toBeGreaterThan(4.99e9);
    expect(bytes).toBeLessThan(5.01e9);
  });

  test('is told by control what its switch has not got', () => {
    w.flowGone(flows[0]!);
    expect(w.open).toBe(1);
    w.flowGone(flows[1]!);
    expect(w.open).toBe(0);
  });

  test('hears of a flow twice without harm', () => {
    w.flowRemoved(flows[0]!);
    w.flowRemoved(flows[0]!);
    expect(w.open).toBe(1);
    w.flowGone(flows[0]!);
    expect(w.open).toBe(1);
  });
});

describe('a FlowRemoved of no session', () => {
  const gone = (cookie: bigint): Sent => {
    const message = { version: 4, type: 'FLOW_MOD', cookie, priority: 50000, match: [] } as unknown as Sent['message'];
    return { slot: w.slot('s1'), to: 's1', generation: 1, bytes: new Uint8Array(0), message };
  };

  test('is counted and does nothing, whatever its cookie says', () => {
    w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80));
    const cookies = {
      'a deny flow': 0xda30000000000000n,
      'another program': 0xdb20010000000000n,
      'another generation': 0xda20020000000000n,
      'a row that is free': 0xda20010000000001n,
      'a row past the table': 0xda200100000fffffn,
    };
    for (const [name, cookie] of Object.entries(cookies)) {
      w.flowRemoved(gone(cookie));
      expect(w.open, name).toBe(1);
    }
    const count = Object.keys(cookies).length;
    expect([w.counter(FLOWS_REMOVED), w.counter(FLOWS_REMOVED_UNKNOWN)]).toEqual([count, count]);
  });

  test('that is cut short is counted and does nothing', () => {
    const bytes = new Uint8Array(48);
    new DataView(bytes.buffer).setUint32(0, 0x040b0030);
    w.messages(w.slot('s1'), [bytes]);
    expect(w.counter(FLOWS_REMOVED_UNKNOWN)).toBe(1);
  });
});

describe('bounds', () => {
  test('a full session table refuses new sessions, serves the old ones and takes a new one when one has gone', () => {
    w = new World(house(), { sizes: { sessionRows: 4 } });
    const steps = Array.from({ length: 5 }, (_, i) => w.from('c1', frame('tcp', 'c1', 40000 + i, 'd1', 80)));
    expect(steps.map(({ outcomes }) => outcomes[0])).toEqual([
      ...new Array<string>(4).fill('session_opened'),
      'dropped_session_table_full',
    ]);
    expect(steps[4]!.lines).toEqual([]);
    expect(w.from('c1', frame('tcp', 'c1', 40000, 'd1', 80)).outcomes).toEqual(['session_relayed']);
    for (const flow of flowsOf(steps[2]!)) w.flowRemoved(flow);
    expect(w.from('c1', frame('tcp', 'c1', 40004, 'd1', 80)).outcomes).toEqual(['session_opened']);
  });

  test('a session of a switch that has fin_timeout has it in its TCP flows alone', () => {
    w.publisher.hosts.setFeatures(w.publisher.hosts.byName.get('s1')!, 1);
    expect(w.from('c1', frame('tcp', 'c1', 1, 'd1', 80)).lines[0]).toMatch(/,fin_timeout:10,output:2$/);
    expect(w.from('c1', frame('udp', 'c1', 1, 'd1', 53)).lines[0]).not.toContain('fin_timeout');
    const across = w.from('c1', frame('tcp', 'c1', 1, 'c3', 80)).lines;
    expect(across.map((line) => line.includes('fin_timeout'))).toEqual([false, false, true, true, false]);
  });

  test('idle timeouts are those of the protocol', () => {
    const idle = (name: string, bytes: Uint8Array) =>
      flowsOf(w.from(name, bytes)).map((sent) => flowMod(sent).idleTimeout);
    expect(idle('c1', frame('tcp', 'c1', 1, 'd1', 80))).toEqual([300, 300]);
    expect(idle('c1', frame('udp', 'c1', 1, 'd1', 53))).toEqual([60, 60]);
    expect(idle('c1', frame('sctp', 'c1', 1, 'c3', 80))).toEqual([300, 300, 300, 300]);
    expect(idle('c1', ping('c1', 'd1'))).toEqual([20, 20]);
  });
});
