// From a connected switch to a ready host, on fake rings: what main sends, in which order, and what it makes of
// answers, of none, and of changes.

import { beforeEach, describe, expect, test } from 'vitest';
import { HOST_SETUPS_REPEATED, METERS_REFUSED, OUTBOUND_LOST } from '#control/counters.ts';
import type { Message, MessageOf } from '#openflow/message.ts';
import { OFPP_CONTROLLER } from '#openflow/port-number.ts';
import {
  ENDPOINT_PORT,
  ENDPOINT_WORDS,
  HOST_FEATURE_NICIRA,
  HOST_FEATURES,
  HOST_GATEWAY_MAC_1,
  HOST_GATEWAY_MAC_2,
  HOST_GATEWAY_MAC_PAIR,
  HOST_SLOTS,
  HOST_STATE_KNOWN,
  HOST_STATE_READY,
  HOST_UPLINK_PORT,
  HOST_WORDS,
} from '#shm/layout.ts';
import type { Sent } from './fake-channel.ts';
import { port13 } from './fake-channel.ts';
import { makeWorld, PORTS, type World } from './world.ts';

let w: World;

beforeEach(() => {
  w = makeWorld();
  w.apply();
});

const typesOf = (sent: readonly Sent[]) => sent.map(({ message }) => message.type);
const flowMods = (sent: readonly Sent[]) =>
  sent.map(({ message }) => message).filter((m): m is MessageOf<4, 'FLOW_MOD'> => m.type === 'FLOW_MOD');
const hostWord = (name: string, word: number) => w.tables.hosts[w.slot(name) * HOST_WORDS + word]!;
const portOf = (name: string) => w.tables.endpoints[w.row(name) * ENDPOINT_WORDS + ENDPOINT_PORT];

describe('a host that connects', () => {
  test('is asked for everything, gets its flows, and is ready when it has confirmed them', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    w.turn();
    const first = w.channel.take();
    expect(typesOf(first)).toEqual(['SET_ASYNC', 'MULTIPART_REQUEST', 'MULTIPART_REQUEST']);
    expect(first.every(({ generation }) => generation === 9)).toBe(true);
    w.channel.answer(first, PORTS);
    w.turn();
    const second = w.channel.take();
    expect(typesOf(second).filter((type) => type !== 'FLOW_MOD')).toEqual([
      ...['METER_MOD', 'METER_MOD', 'METER_MOD', 'METER_MOD'],
      'BARRIER_REQUEST',
    ]);
    expect(typesOf(second).at(-1)).toBe('BARRIER_REQUEST');
    expect(w.state('s1')).toBe(HOST_STATE_KNOWN);
    w.channel.answer(second, PORTS);
    w.turn();
    expect(w.state('s1')).toBe(HOST_STATE_READY);
    expect(w.state('s2')).toBe(HOST_STATE_KNOWN);
  });

  test('has its uplink and its endpoints found by name and by number, and its features by its description', () => {
    w.channel.up(w.slot('s1'), 9, 1n);
    const before = w.version();
    w.settle();
    expect(hostWord('s1', HOST_UPLINK_PORT)).toBe(1);
    expect([portOf('c1'), portOf('c3'), portOf('c2')]).toEqual([5, 7, 0]);
    expect(w.tables.ports.find(w.slot('s1'), 5)).toBe(w.row('c1') + 1);
    expect(hostWord('s1', HOST_FEATURES)).toBe(HOST_FEATURE_NICIRA);
    // Workers lift what they have written against unknown ports.
    expect(w.version()).toBeGreaterThan(before);
  });

  test('loses the flows of an earlier process, and keeps those of this one when it connects again', () => {
    const slot = w.slot('s1');
    const deletes = (sent: readonly Sent[]) =>
      flowMods(sent)
        .filter(({ command }) => command === 'DELETE')
        .map(({ cookie }) => (cookie >> 52n) & 0xfn);
    w.channel.up(slot, 9, 1n);
    expect(deletes(w.settle())).toEqual([1n, 1n, 2n, 3n, 4n, 5n]);
    w.channel.down(slot, 9);
    w.turn();
    expect(w.state('s1')).toBe(HOST_STATE_KNOWN);
    w.channel.up(slot, 10, 1n);
    const again = w.settle();
    expect(deletes(again)).toEqual([1n, 1n]);
    expect(w.state('s1')).toBe(HOST_STATE_READY);
    // Its flows are compared with the sessions.
    const asked = again.map(({ message }) => message).filter((m) => m.type === 'MULTIPART_REQUEST');
    expect(asked.map((m) => 'multipartType' in m && m.multipartType)).toContain('FLOW');
  });

  test('without meters is served without them', () => {
    w.channel.up(w.slot('s1'), 9, 1n);
    const sent = w.settle(PORTS, false);
    const metered = (message: Message) =>
      message.type === 'FLOW_MOD' &&
      'instructions' in message &&
      message.instructions.some(({ type }) => type === 'METER');
    const last = sent.slice(sent.findLastIndex(({ message }) => message.type === 'METER_MOD') + 1);
    const unmetered = last.slice(last.findIndex(({ message }) => message.type === 'BARRIER_REQUEST') + 1);
    expect(flowMods(unmetered).length).toBeGreaterThan(20);
    expect(unmetered.some(({ message }) => metered(message))).toBe(false);
    expect(w.state('s1')).toBe(HOST_STATE_READY);
    expect(w.counter(METERS_REFUSED)).toBe(1);
  });

  test('without its uplink waits for it, and is ready when the port appears', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    // What an earlier process has left names an uplink that is not there.
    const kinds = flowMods(w.settle(PORTS.slice(1))).map(({ command, cookie }) => [command, (cookie >> 52n) & 0xfn]);
    expect(kinds).toEqual([2n, 3n, 4n, 5n].map((kind) => ['DELETE', kind]));
    expect(w.state('s1')).toBe(HOST_STATE_KNOWN);
    w.channel.say(slot, 9, { version: 4, type: 'PORT_STATUS', reason: 'ADD', desc: port13(PORTS[0]!) });
    w.settle();
    expect(w.state('s1')).toBe(HOST_STATE_READY);
  });

  test('that does not answer is asked again', () => {
    w.channel.up(w.slot('s1'), 9, 1n);
    w.turn();
    w.channel.take();
    w.turn(10_001);
    expect(typesOf(w.channel.take())).toEqual(['SET_ASYNC', 'MULTIPART_REQUEST']);
    expect(w.counter(HOST_SETUPS_REPEATED)).toBe(1);
  });

  test('is not made ready by a barrier of an earlier connection', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    w.turn();
    w.channel.answer(w.channel.take(), PORTS);
    w.turn();
    const barrier = w.channel.take().at(-1)!.message.xid;
    w.channel.down(slot, 9);
    w.channel.up(slot, 10, 1n);
    w.turn();
    w.channel.answer(w.channel.take(), PORTS);
    w.turn();
    expect(w.control.setup.phase(slot)).toBe('flows');
    w.channel.say(slot, 10, { version: 4, type: 'BARRIER_REPLY', xid: barrier });
    w.channel.say(slot, 9, { version: 4, type: 'BARRIER_REPLY', xid: barrier });
    w.turn();
    expect(w.state('s1')).toBe(HOST_STATE_KNOWN);
  });
});

describe('ports that change', () => {
  const say = (reason: 'ADD' | 'DELETE' | 'MODIFY', port: { number: number; name: string }) =>
    w.channel.say(w.slot('s1'), 9, { version: 4, type: 'PORT_STATUS', reason, desc: port13(port) });

  beforeEach(() => {
    w.channel.up(w.slot('s1'), 9, 1n);
    w.settle();
  });

  test('a port that appears later is its endpoint then', () => {
    say('DELETE', { number: 5, name: 'c1' });
    w.settle();
    expect(portOf('c1')).toBe(0);
    say('ADD', { number: 12, name: 'c1' });
    w.settle();
    expect(portOf('c1')).toBe(12);
    expect(w.tables.ports.find(w.slot('s1'), 5)).toBe(0);
  });

  test('a port that goes away ends its endpoint sessions: the row is another one, and its flows are deleted', () => {
    const row = w.row('c1');
    say('DELETE', { number: 5, name: 'c1' });
    const sent = w.settle();
    expect(w.row('c1')).not.toBe(row);
    const [deletion] = flowMods(sent);
    expect(deletion).toMatchObject({ command: 'DELETE', cookieMask: 0xfff0003ffff00000n });
    expect((deletion!.cookie >> 20n) & 0x3ffffn).toBe(BigInt(row));
  });

  test('one endpoint that moves to another port leaves the others alone', () => {
    const bystander = w.row('c3');
    say('DELETE', { number: 5, name: 'c1' });
    say('ADD', { number: 6, name: 'c1' });
    w.settle();
    expect([portOf('c1'), portOf('c3'), w.row('c3')]).toEqual([6, 7, bystander]);
  });
});

describe('next hops', () => {
  /** Deletes what names a next hop, and leaves the sessions of one host alone. */
  const THROUGH_UPLINK = {
    ...{ command: 'DELETE', cookie: 0xda20000000000000n, cookieMask: 0xfff0000000000000n, outPort: 1, match: [] },
  };
  const asked = (sent: readonly Sent[]) => sent.filter(({ message }) => message.type === 'PACKET_OUT');

  test('are asked for by ARP once a second until the gateway answers, then once in a while', () => {
    w.channel.up(w.slot('s1'), 9, 1n);
    w.settle();
    w.turn(100);
    const [request, ...rest] = asked(w.channel.take());
    expect(rest).toEqual([]);
    expect(request!.message).toMatchObject({ inPort: OFPP_CONTROLLER, actions: [{ type: 'OUTPUT', port: 1 }] });
    const frame = Buffer.from((request!.message as MessageOf<4, 'PACKET_OUT'>).data).toString('hex');
    expect(frame).toBe(
      `ffffffffffff${'02aa00000001'}08060001080006040001${'02aa00000001'}${'ac1f010b'}000000000000${'ac1f0101'}`,
    );
    w.turn(500);
    expect(asked(w.channel.take())).toEqual([]);
    w.turn(600);
    expect(asked(w.channel.take())).toHaveLength(1);
    w.channel.neighbour(w.slot('s1'), 0xac1f0101 | 0, 0x02bb, 0x00000001);
    w.turn();
    expect(hostWord('s1', HOST_GATEWAY_MAC_PAIR)).toBe(1);
    expect([hostWord('s1', HOST_GATEWAY_MAC_1), hostWord('s1', HOST_GATEWAY_MAC_1 + 1)]).toEqual([0x02bb, 1]);
    w.turn(1100);
    expect(asked(w.channel.take())).toHaveLength(1);
    w.turn(29_000);
    expect(asked(w.channel.take())).toEqual([]);
    w.turn(1100);
    expect(asked(w.channel.take())).toHaveLength(1);
  });

  test('that move are published in the other pair, and session flows that name the old one go', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    w.settle();
    w.channel.neighbour(slot, 0xac1f0101 | 0, 0x02bb, 1);
    w.turn();
    w.channel.take();
    w.channel.neighbour(slot, 0xac1f0101 | 0, 0x02bb, 1);
    w.turn();
    expect(flowMods(w.channel.take())).toEqual([]);
    w.channel.neighbour(slot, 0xac1f0101 | 0, 0x02bb, 2);
    w.turn();
    expect(hostWord('s1', HOST_GATEWAY_MAC_PAIR)).toBe(2);
    expect(hostWord('s1', HOST_GATEWAY_MAC_2 + 1)).toBe(2);
    expect(hostWord('s1', HOST_GATEWAY_MAC_1 + 1)).toBe(1);
    const moved = w.channel.take();
    expect(flowMods(moved)).toContainEqual(expect.objectContaining(THROUGH_UPLINK));
    w.channel.answer(moved, PORTS);
    // A worker that had read the old one may have written behind it.
    w.swept();
    expect(flowMods(w.settle())).toContainEqual(expect.objectContaining(THROUGH_UPLINK));
    // Two gateways that both answer are not asked in a circle.
    expect(asked(w.settle())).toEqual([]);
  });

  test('that change in the inventory leave the host its place; flows through the uplink go, now and after a sweep', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    w.settle();
    const row = w.row('c1');
    w.apply((draft) => {
      Object.assign(draft.hosts[0]!.underlay, { gatewayMac: '02:bb:00:00:00:07' });
    });
    const deletions = (sent: readonly Sent[]) =>
      flowMods(sent).filter(({ command, cookie }) => command === 'DELETE' && ((cookie >> 52n) & 0xfn) === 2n);
    expect(deletions(w.settle())).toEqual([expect.objectContaining(THROUGH_UPLINK)]);
    w.swept();
    expect(deletions(w.settle())).toEqual([expect.objectContaining(THROUGH_UPLINK)]);
    w.swept();
    expect(deletions(w.settle())).toEqual([]);
    expect([w.slot('s1'), w.row('c1'), w.state('s1')]).toEqual([slot, row, HOST_STATE_READY]);
    expect(w.channel.closed).toEqual([]);
    // Its MAC is told: nobody asks for it any more.
    w.turn(60_000);
    expect(asked(w.channel.take())).toEqual([]);
  });

  test('that change while the switch is away are made good for when it comes back', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    w.settle();
    w.channel.down(slot, 9);
    w.turn();
    w.apply((draft) => {
      draft.hosts[0]!.underlay.prefix = 25;
    });
    w.channel.up(slot, 10, 1n);
    expect(flowMods(w.settle())).toContainEqual(expect.objectContaining(THROUGH_UPLINK));
    w.swept();
    w.settle();
    w.channel.down(slot, 10);
    w.channel.up(slot, 11, 1n);
    expect(flowMods(w.settle())).not.toContainEqual(expect.objectContaining(THROUGH_UPLINK));
  });

  test('of another address than the gateway are nobody', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    w.settle();
    w.channel.neighbour(slot, 0xac1f0102 | 0, 0x02bb, 1);
    w.turn();
    expect(hostWord('s1', HOST_GATEWAY_MAC_PAIR)).toBe(0);
  });
});

describe('a learned switch', () => {
  test('of OpenFlow 1.0 tells its ports when it connects and its description when asked', () => {
    w.channel.up(HOST_SLOTS, 4, 0xabcn, 1, PORTS);
    w.turn();
    expect(typesOf(w.channel.take())).toEqual(['STATS_REQUEST']);
    expect(w.control.datapaths.find('0000000000000abc')?.ports.size).toBe(3);
  });

  test('whose dpid becomes a host is closed, to connect again as one', () => {
    w.channel.up(HOST_SLOTS, 4, 0xabcn);
    w.settle();
    w.apply((draft) => {
      draft.hosts[1]!.dpid = 'abc';
    });
    w.turn();
    w.channel.take();
    expect(w.channel.closed.map(({ slot }) => slot)).toEqual([HOST_SLOTS]);
  });

  test('that got its place while the inventory came to name it is closed when main hears of it', () => {
    w.channel.up(HOST_SLOTS, 4, 1n);
    w.settle();
    expect(w.channel.closed).toEqual([
      { slot: HOST_SLOTS, reason: 'it is host s1 of the inventory now and has to connect as one' },
    ]);
    w.turn(1000);
    w.channel.take();
    expect(w.channel.closed).toHaveLength(1);
  });

  test('is closed later when there was no room to ask for it', () => {
    w = makeWorld(['outboundQueueBytes=65536']);
    w.apply();
    w.channel.up(HOST_SLOTS, 4, 0xabcn);
    w.settle();
    const datapath = w.control.datapaths.bySlot.get(HOST_SLOTS)!;
    while (w.counter(OUTBOUND_LOST) === 0) w.control.datapaths.askPorts(datapath);
    w.apply((draft) => {
      draft.hosts[1]!.dpid = 'abc';
    });
    w.channel.take();
    w.turn(200);
    w.channel.take();
    expect(w.channel.closed.map(({ slot }) => slot)).toEqual([HOST_SLOTS]);
  });
});

describe('a host that goes from the inventory', () => {
  test('loses our passing flows, keeps its plumbing, and its connection is closed', () => {
    w.channel.up(w.slot('s1'), 9, 1n);
    w.settle();
    const slot = w.slot('s1');
    w.apply((draft) => {
      draft.hosts.shift();
      draft.endpoints = draft.endpoints.filter(({ host }) => host !== 's1');
    });
    w.turn();
    const kinds = flowMods(w.channel.take()).map(({ cookie }) => (cookie >> 52n) & 0xfn);
    expect(new Set(kinds)).toEqual(new Set([2n, 3n, 4n, 5n]));
    expect(w.channel.closed.map((one) => one.slot)).toEqual([slot]);
    // What still comes of it changes nothing.
    w.channel.say(slot, 9, { version: 4, type: 'PORT_STATUS', reason: 'DELETE', desc: port13(PORTS[0]!) });
    w.channel.down(slot, 9);
    w.turn();
    expect(w.control.publisher.hosts.byName.has('s1')).toBe(false);
  });
});

describe('a host whose place is another one by the time it is heard of', () => {
  test('is closed, to be given the right one', () => {
    w.channel.up(w.slot('s2'), 4, 1n);
    w.turn();
    w.channel.take();
    expect(w.channel.closed.map(({ slot }) => slot)).toEqual([w.slot('s2')]);
    expect(w.control.setup.phase(w.slot('s2'))).toBeUndefined();
  });
});

describe('malformed messages', () => {
  test('are counted and hurt nobody else', () => {
    const slot = w.slot('s1');
    w.channel.up(slot, 9, 1n);
    w.settle();
    const bytes = new Uint8Array([4, 12, 0, 16, 0, 0, 0, 1, 0xff, 0, 0, 0, 0, 0, 0, 0]);
    w.channel.sayBytes(slot, 9, bytes);
    w.channel.sayBytes(slot, 9, new Uint8Array([4, 12, 0, 200, 0, 0, 0, 1]));
    w.channel.sayBytes(slot, 9, new Uint8Array([4, 12, 0, 2, 0, 0, 0, 1]));
    w.settle();
    expect(w.counter(91)).toBe(3);
    expect(w.state('s1')).toBe(HOST_STATE_READY);
  });
});
