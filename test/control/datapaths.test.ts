// What a switch says of itself, believed within bounds: lists without end, ports without number, answers to nothing.

import { beforeEach, describe, expect, test } from 'vitest';
import { PORTS_REFUSED, REPLIES_UNASKED } from '#control/counters.ts';
import { HOST_STATE_READY } from '#shm/layout.ts';
import { port13 } from './fake-channel.ts';
import { makeWorld, PORTS, type World } from './world.ts';

const PORTS_MAX = 16;

let w: World;
let slot: number;

beforeEach(() => {
  w = makeWorld([`portsMax=${PORTS_MAX}`]);
  w.apply();
  slot = w.slot('s1');
  w.channel.up(slot, 9, 1n);
});

const datapath = () => w.control.datapaths.bySlot.get(slot)!;
const numbered = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ number: first + i, name: `p${first + i}` }));

/** One message of a list of ports. */
function list(xid: number, ports: readonly { number: number; name: string }[], more = false): void {
  w.channel.say(slot, 9, {
    ...{ version: 4, type: 'MULTIPART_REPLY', xid, multipartType: 'PORT_DESC' },
    ...{ flags: more ? ['REPLY_MORE'] : [], ports: ports.map(port13) },
  });
  w.turn();
}

/** The transaction of the request for ports. */
function askedXid(): number {
  w.turn();
  const sent = w.channel.take().map(({ message }) => message);
  return sent.find((m) => 'multipartType' in m && m.multipartType === 'PORT_DESC')!.xid;
}

describe('a list of ports', () => {
  test('of one more than portsMax keeps portsMax and counts the one', () => {
    list(askedXid(), numbered(1, PORTS_MAX + 1));
    expect([...datapath().ports.keys()]).toEqual(numbered(1, PORTS_MAX).map(({ number }) => number));
    expect(w.counter(PORTS_REFUSED)).toBe(1);
  });

  test('that never ends keeps nothing beyond portsMax, and the ports from before stay', () => {
    const xid = askedXid();
    for (let i = 0; i < 50; i++) list(xid, numbered(100 * i, 100), true);
    expect(w.counter(PORTS_REFUSED)).toBe(5000 - PORTS_MAX);
    expect(datapath().portsKnown).toBe(false);
    list(xid, []);
    expect(datapath().ports.size).toBe(PORTS_MAX);
  });

  test('of a switch that comes back with other numbers has room for them all', () => {
    list(askedXid(), numbered(1, PORTS_MAX));
    w.channel.down(slot, 9);
    w.channel.up(slot, 9, 1n);
    list(askedXid(), numbered(101, PORTS_MAX));
    expect([...datapath().ports.keys()]).toEqual(numbered(101, PORTS_MAX).map(({ number }) => number));
    expect(w.counter(PORTS_REFUSED)).toBe(0);
  });

  test('that nobody has asked for, or that has come already, changes nothing and is counted', () => {
    const xid = askedXid();
    list(xid + 1000, numbered(50, 3));
    expect(datapath().portsKnown).toBe(false);
    list(xid, PORTS);
    list(xid, numbered(50, 3));
    expect([...datapath().ports.keys()]).toEqual([1, 5, 7]);
    expect(w.counter(REPLIES_UNASKED)).toBe(2);
  });

  test('is right about ports that change while it comes', () => {
    const xid = askedXid();
    const change = (reason: 'ADD' | 'DELETE', number: number) =>
      w.channel.say(slot, 9, { version: 4, type: 'PORT_STATUS', reason, desc: port13({ number, name: `p${number}` }) });
    list(xid, numbered(1, 2), true);
    change('DELETE', 1);
    change('ADD', 9);
    list(xid, numbered(3, 1));
    expect([...datapath().ports.keys()].sort()).toEqual([2, 3, 9]);
  });
});

describe('ports that a switch adds one by one', () => {
  test('are kept up to portsMax, and one that goes makes room for another', () => {
    w.settle();
    const say = (reason: 'ADD' | 'DELETE', number: number) => {
      w.channel.say(slot, 9, { version: 4, type: 'PORT_STATUS', reason, desc: port13({ number, name: `p${number}` }) });
      w.turn();
    };
    for (let number = 100; number < 200; number++) say('ADD', number);
    expect(datapath().ports.size).toBe(PORTS_MAX);
    expect(w.counter(PORTS_REFUSED)).toBe(100 + PORTS.length - PORTS_MAX);
    say('DELETE', 100);
    say('ADD', 500);
    expect(datapath().ports.has(500)).toBe(true);
    expect(w.state('s1')).toBe(HOST_STATE_READY);
  });
});

describe('statistics that answer no request', () => {
  test('of any kind are counted and dropped: flows, a second description, what we never ask for', () => {
    w.settle();
    const before = datapath().description;
    const reply = { version: 4, type: 'MULTIPART_REPLY', xid: 77 } as const;
    w.channel.say(slot, 9, { ...reply, multipartType: 'FLOW', flows: [] });
    w.channel.say(slot, 9, {
      ...{ ...reply, multipartType: 'DESC', mfrDesc: 'Nobody', hwDesc: '', swDesc: '', serialNum: '', dpDesc: '' },
    });
    w.channel.say(slot, 9, { ...reply, multipartType: 'GROUP_DESC', groups: [] });
    w.turn();
    expect(w.counter(REPLIES_UNASKED)).toBe(3);
    expect(datapath().description).toEqual(before);
  });
});
