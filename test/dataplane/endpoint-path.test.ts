// What an endpoint may send, and as whom: identity by port, the frames that are not carried, the targets that are not there.

import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageOf } from '#openflow/message.ts';
import { IPV4_MF } from '#wire/ipv4.ts';
import { packetIn13, World } from './harness.ts';
import { bare, between, endpointOf, frame, frameOf, house, ping } from './house.ts';

let w: World;

beforeEach(() => {
  w = new World(house());
});

/** One PacketIn: its outcome and its lines. */
function send(name: string, bytes: Uint8Array): { outcome: string; lines: readonly string[] } {
  const { outcomes, lines } = w.from(name, bytes);
  expect(outcomes).toHaveLength(1);
  return { outcome: outcomes[0]!, lines };
}

const C1 = endpointOf('c1');
const TO_C2 = 'eth_dst=02:00:00:00:01:03,eth_src=02:00:00:00:01:02,eth_type=0x800';

describe('who sends is told by the port', () => {
  test('another MAC is spoofed: dropped and counted, and a flow drops what follows', () => {
    const { outcome, lines } = send('c1', frame('tcp', 'c2', 1, 'c3', 80));
    expect(outcome).toBe('denied_spoof_mac');
    expect(lines).toEqual(['s1: add 55000 in_port=2,eth_src=02:00:00:00:01:03 -> drop']);
    const flow = w.from('c1', frame('tcp', 'c2', 1, 'c3', 80)).sent[0]!.message as MessageOf<4, 'FLOW_MOD'>;
    expect(flow).toMatchObject({ hardTimeout: 5, idleTimeout: 0, flags: [] });
    expect(flow.cookie >> 52n).toBe(0xda4n);
  });

  test("another address under one's own MAC is spoofed, too", () => {
    const ends = between('c1', 'c2');
    const spec = { ...ends, source: { mac: C1.mac, ip: '10.1.1.3', port: 1 }, target: { ...ends.target, port: 80 } };
    const { outcome, lines } = send('c1', frameOf('udp', spec));
    expect(outcome).toBe('denied_spoof_ip');
    expect(lines).toEqual(['s1: add 55000 in_port=2,eth_type=0x800,ipv4_src=10.1.1.3 -> drop']);
  });

  test("a twin of another tenant is not oneself: the other's port makes the other's packet", () => {
    // x1 has c1's MAC and address, and there is an x2 where the frame is going, in its own tenant.
    const { outcome, lines } = send('x1', frame('tcp', 'c1', 1, 'c3', 80));
    expect(outcome).toBe('session_opened');
    expect(lines[0]).toMatch(/^s2: add 50000 in_port=1,.* -> .*output:7$/);
    expect(send('x1', frame('tcp', 'c1', 1, 'c2', 80)).outcome).toBe('dropped_unknown_target');
  });

  test('a port without an endpoint sends nothing', () => {
    const { outcomes, lines } = w.packetIn('s1', 99, frame('tcp', 'c1', 1, 'c2', 80));
    expect(outcomes).toEqual(['denied_unknown_port']);
    expect(lines).toEqual(['s1: add 1 in_port=99 -> drop']);
  });

  test('an endpoint that has gone sends nothing, though its switch still sends its packets', () => {
    w.edit(house((draft) => void draft.endpoints.splice(0, 1)));
    expect(w.packetIn('s1', 2, frame('tcp', 'c1', 1, 'c2', 80)).outcomes).toEqual(['denied_unknown_port']);
  });

  test('an endpoint that is not located yet is not known by its port', () => {
    w.edit(house((draft) => void Object.assign(draft.endpoints[0]!, { port: 'c1' })));
    expect(w.packetIn('s1', 2, frame('tcp', 'c1', 1, 'c2', 80)).outcomes).toEqual(['denied_unknown_port']);
    w.locate('c1', 2);
    expect(send('c1', frame('tcp', 'c1', 1, 'c2', 80)).outcome).toBe('session_opened');
  });

  test('an address of 0.0.0.0 is no spoofing: it has none yet (RFC 2131)', () => {
    const spec = {
      source: { mac: C1.mac, ip: '0.0.0.0', port: 68 },
      target: { mac: 'ff:ff:ff:ff:ff:ff', ip: '255.255.255.255', port: 67 },
    };
    expect(send('c1', frameOf('udp', spec))).toEqual({ outcome: 'dropped_not_unicast', lines: [] });
  });
});

describe('what is not carried is dropped under its own name', () => {
  const ends = between('c1', 'c2');
  const withMac = (mac: string, ip = ends.target.ip) =>
    frameOf('udp', { source: { ...ends.source, port: 1 }, target: { mac, ip, port: 2 } });
  /** A frame of any ethertype, from c1. */
  const typed = (type: number) => {
    const bytes = frame('tcp', 'c1', 1, 'c2', 2);
    bytes[12] = type >> 8;
    bytes[13] = type & 0xff;
    return bytes;
  };
  const cut = (length: number) => frame('tcp', 'c1', 1, 'c2', 2).slice(0, length);
  const cases: readonly (readonly [string, string, () => Uint8Array])[] = [
    ['a tagged frame', 'dropped_vlan', () => frame('tcp', 'c1', 1, 'c2', 2, { tags: [{ tci: 5 }] })],
    ['a priority tag', 'dropped_vlan', () => frame('tcp', 'c1', 1, 'c2', 2, { tags: [{ tci: 0 }] })],
    ['IPv6', 'dropped_ipv6', () => typed(0x86dd)],
    ['LLDP', 'dropped_ethertype', () => typed(0x88cc)],
    ['IEEE 802.2', 'dropped_ethertype', () => typed(0x0026)],
    ['a broadcast', 'dropped_not_unicast', () => withMac('ff:ff:ff:ff:ff:ff', '10.1.1.255')],
    ['a multicast', 'dropped_not_unicast', () => withMac('01:00:5e:00:00:fb', '224.0.0.251')],
    ['a later fragment', 'dropped_fragment', () => frame('udp', 'c1', 1, 'c2', 2, { fragment: 100 })],
    ['a frame without a header', 'dropped_malformed_packet', () => cut(13)],
    ['no frame at all', 'dropped_malformed_packet', () => cut(0)],
    ['a frame that ends in its IP header', 'dropped_malformed_packet', () => cut(30)],
    ['a frame that ends in its ports', 'dropped_malformed_packet', () => cut(36)],
  ];
  for (const [name, outcome, bytes] of cases) {
    test(name, () => expect(send('c1', bytes())).toEqual({ outcome, lines: [] }));
  }

  test('but the first fragment of a datagram has ports and opens its session', () => {
    expect(send('c1', frame('udp', 'c1', 1, 'c3', 2, { fragment: IPV4_MF })).outcome).toBe('session_opened');
  });

  test('and IP options do not hide the ports', () => {
    const { outcome, lines } = send('c1', frame('tcp', 'c1', 7, 'c3', 80, { options: new Uint8Array(8).fill(1) }));
    expect(outcome).toBe('session_opened');
    expect(lines[3]).toContain('tcp_src=7,tcp_dst=80 ->');
  });
});

describe('a target that is not there', () => {
  test('is no endpoint of the tenant: a flow drops what follows, to that address only', () => {
    const spec = {
      source: { mac: C1.mac, ip: C1.ip, port: 1 },
      target: { mac: '02:00:00:00:01:03', ip: '10.1.1.200', port: 80 },
    };
    const { outcome, lines } = send('c1', frameOf('tcp', spec));
    expect(outcome).toBe('dropped_unknown_target');
    expect(lines).toEqual([`s1: add 45000 in_port=2,${TO_C2},ipv4_src=10.1.1.2,ipv4_dst=10.1.1.200 -> drop`]);
  });

  test('is the sender itself', () => {
    expect(send('c1', frame('tcp', 'c1', 1, 'c1', 80)).outcome).toBe('dropped_unknown_target');
  });

  test("is not the MAC's: neither the router nor the target would take the frame", () => {
    const ends = between('c1', 'c2');
    for (const mac of ['02:00:00:00:01:04', '02:aa:00:00:00:01']) {
      const spec = { source: { ...ends.source, port: 1 }, target: { mac, ip: ends.target.ip, port: 80 } };
      expect(send('c1', frameOf('tcp', spec)).outcome).toBe('dropped_unknown_target');
    }
  });

  test('is in another network: its MAC is no way to it, the router is', () => {
    const d1 = endpointOf('d1');
    const spec = { source: { mac: C1.mac, ip: C1.ip, port: 1 }, target: { mac: d1.mac, ip: d1.ip, port: 80 } };
    expect(send('c1', frameOf('tcp', spec)).outcome).toBe('dropped_unknown_target');
    expect(send('c1', frame('tcp', 'c1', 1, 'd1', 80)).outcome).toBe('session_opened');
  });

  test('has no port yet', () => {
    w.edit(house((draft) => void Object.assign(draft.endpoints[1]!, { port: 'c2' })));
    expect(send('c1', frame('tcp', 'c1', 1, 'c2', 80))).toEqual({ outcome: 'dropped_target_down', lines: [] });
  });

  test('is on a host that is not connected', () => {
    w.disconnect('s2');
    expect(send('c1', frame('tcp', 'c1', 1, 'c3', 80))).toEqual({ outcome: 'dropped_target_down', lines: [] });
    expect(send('c1', ping('c1', 'c3')).outcome).toBe('dropped_target_down');
    expect(w.open).toBe(0);
    w.connect('s2');
    expect(send('c1', frame('tcp', 'c1', 1, 'c3', 80)).outcome).toBe('session_opened');
  });
});

describe('a host', () => {
  test('whose uplink is not found yet is not served', () => {
    w.publisher.hosts.setUplink(w.publisher.hosts.byName.get('s1')!, 0);
    expect(send('c1', frame('tcp', 'c1', 1, 'c2', 80))).toEqual({ outcome: 'dropped_host_not_ready', lines: [] });
  });

  test('that is taken out of the inventory is not served', () => {
    const slot = w.slot('s3');
    const bytes = frame('tcp', 'c4', 1, 'c1', 80);
    w.edit(
      house((draft) => {
        draft.hosts.splice(2, 1);
        draft.endpoints.splice(3, 1);
      }),
    );
    w.settle();
    expect(w.messages(slot, [packetIn13(2, bytes)]).outcomes).toEqual(['dropped_host_not_ready']);
  });

  test("whose connection has ended is not answered for what it sent before, nor for another's", () => {
    const bytes = frame('tcp', 'c1', 1, 'c2', 80);
    const stale = w.generation(w.slot('s1'));
    w.disconnect('s1');
    expect(w.from('c1', bytes, { generation: stale })).toMatchObject({ outcomes: ['dropped_stale'], lines: [] });
    w.connect('s1');
    expect(w.from('c1', bytes, { generation: stale })).toMatchObject({ outcomes: ['dropped_stale'], lines: [] });
    expect(w.from('c1', bytes).outcomes).toEqual(['session_opened']);
  });
});

describe('protocols without ports', () => {
  test('have a session of their own on one host', () => {
    w = new World(house((draft) => void draft.policies.push({ a: 'c1', b: 'c2', action: 'connect' })));
    // Coarse: the pair is allowed in full, so one pair of flows serves everything.
    expect(send('c1', bare('c1', 'c2', 47)).lines[1]).toBe(
      `s1: add 50000 in_port=2,${TO_C2},vlan_vid=0,ipv4_src=10.1.1.2,ipv4_dst=10.1.1.3 -> output:3`,
    );
  });

  test('are delivered one by one between hosts: no wire key could tell them apart', () => {
    const { outcome, lines } = send('c1', bare('c1', 'c3', 47));
    expect(outcome).toBe('packet_relayed');
    expect(lines).toEqual([
      's2: packet_out in_port=controller 50 bytes -> eth_src=02:00:00:00:01:02,eth_dst=02:00:00:00:01:04,output:2',
    ]);
  });

  describe('where a rule shuts one of them out', () => {
    beforeEach(() => {
      w = new World(
        house((draft) => {
          const rules = draft.groups[1]!.rules;
          rules.push({ direction: 'ingress', action: 'deny', protocol: 'tcp', ports: [22] });
        }),
      );
    });

    test('take flows for that protocol alone', () => {
      const { outcome, lines } = send('c1', bare('c1', 'c2', 47));
      expect(outcome).toBe('session_opened');
      for (const line of lines.slice(0, 2)) expect(line).toContain('eth_type=0x800,vlan_vid=0,ip_proto=47,ipv4_src');
    });

    test('take no flow for protocol 0, which in a session stands for all of them', () => {
      const { outcome, lines } = send('c1', bare('c1', 'c2', 0));
      expect(outcome).toBe('packet_relayed');
      expect(lines.filter((line) => line.includes(' add '))).toEqual([]);
      expect(w.open).toBe(0);
      expect(send('c1', frame('tcp', 'c1', 1, 'c2', 22)).outcome).toBe('denied_rule');
    });

    test('are refused without a flow when it is protocol 0, for that flow would refuse them all', () => {
      expect(send('c1', bare('c1', 'd1', 0))).toEqual({ outcome: 'denied_default', lines: [] });
      expect(send('c1', bare('c1', 'd1', 47)).lines[0]).toMatch(/eth_type=0x800,ip_proto=47,.* -> drop$/);
    });
  });
});
