// A switch that comes back, compared with the sessions: what nobody owns is deleted, what is missing is told to its
// owner, what is right is left alone; and what a lossy reading says is not believed. Nothing of it depends on the uplink.

import { beforeEach, describe, expect, test } from 'vitest';
import {
  FLOWS_FOUND_GONE,
  FLOWS_UNKNOWN_DELETED,
  RECONCILIATIONS,
  RECONCILIATIONS_REPEATED,
  SWITCH_ERRORS,
} from '#control/counters.ts';
import { COOKIE_KIND_SESSION, cookieHi, cookieLo, cookieValue } from '#openflow/cookie.ts';
import { encodeMessage, type MessageOf } from '#openflow/message.ts';
import { OFPP_ANY, OFPP_LOCAL } from '#openflow/port-number.ts';
import { nowMs } from '#shm/clock.ts';
import { CONTROL_LOST } from '#shm/counters.ts';
import { HOST_STATE_KNOWN, HOST_STATE_READY, SESSION_LIVE, SHAPE_ACROSS } from '#shm/layout.ts';
import { SessionTableOwner } from '#shm/session-table.ts';
import { port13, type Sent } from './fake-channel.ts';
import { makeWorld, PORTS, type World } from './world.ts';

type Request = MessageOf<4, 'MULTIPART_REQUEST'> & { multipartType: 'FLOW' };

let w: World;
let sessions: SessionTableOwner;
let generation = 9;

function connect(ports = PORTS): Sent[] {
  generation++;
  w.channel.up(w.slot('s1'), generation, 1n);
  return w.settle(ports);
}

function reconnect(ports = PORTS): Sent[] {
  w.channel.down(w.slot('s1'), generation);
  return connect(ports);
}

/** As if workers had swept, and then main and the switch in turn. @returns what main sent */
function sweep(): Sent[] {
  w.swept();
  return w.settle();
}

function start(settings: readonly string[] = []): void {
  w = makeWorld(settings);
  w.apply();
  sessions = new SessionTableOwner(w.memory.sessions[0]!, w.memory.config.sessionRows);
  connect();
}

beforeEach(() => start());

/** Opens a session c1 → c2 (or another way) with all its flows, created `agoMs` ago. @returns its row's index */
function open(ports: number, { source = 'c1', target = 'c2', agoMs = 1000 } = {}): number {
  const across = source === 'c1' && target === 'c2' ? SHAPE_ACROSS : 0;
  const slots = (w.slot('s1') << 16) | w.slot(across === 0 ? 's1' : 's2');
  const live = across === 0 ? 0b0011 : 0b1111;
  const wire = across === 0 ? 0 : (61440 << 16) | ports;
  const row = sessions.open(
    w.row(source),
    w.row(target),
    6,
    ports,
    slots,
    wire,
    across,
    live,
    1,
    (nowMs() - agoMs) | 0,
  );
  return sessions.index(row);
}

/** The cookie of a flow of a session in the first generation of its row. */
function cookie(index: number, flow: number, endpoint: string, rowGeneration = 1): bigint {
  const row = w.row(endpoint);
  return cookieValue(cookieHi(COOKIE_KIND_SESSION, 0, rowGeneration, flow, row), cookieLo(row, index));
}

const flowRequests = (sent: readonly Sent[]) =>
  sent.map(({ message }) => message).filter((m): m is Request => 'multipartType' in m && m.multipartType === 'FLOW');

/** Answers the latest request as a switch that holds flows with these cookies. @returns what main sent then */
function tell(request: Request, cookies: readonly bigint[], more = false): Sent[] {
  w.channel.say(w.slot('s1'), generation, {
    ...{ version: 4, type: 'MULTIPART_REPLY', xid: request.xid, multipartType: 'FLOW' },
    flags: more ? ['REPLY_MORE'] : [],
    flows: cookies.map((value) => ({
      ...{ tableId: 0, durationSec: 1, durationNsec: 0, priority: 50000, idleTimeout: 60, hardTimeout: 0 },
      ...{ flags: [], cookie: value, packetCount: 0n, byteCount: 0n, match: [], instructions: [] },
    })),
  });
  return w.settle();
}

const deleted = (sent: readonly Sent[]) =>
  sent
    .map(({ message }) => message)
    .filter((m): m is MessageOf<4, 'FLOW_MOD'> => m.type === 'FLOW_MOD' && m.command === 'DELETE');

describe('a switch that comes back', () => {
  test('with all flows of its sessions is left alone', () => {
    const across = open(80);
    const local = open(81, { target: 'c3' });
    const [request] = flowRequests(reconnect());
    expect(request).toMatchObject({ cookie: 0xda20000000000000n, cookieMask: 0xfff0000000000000n });
    const flows = [
      ...[cookie(across, 0, 'c1'), cookie(across, 3, 'c1')],
      ...[cookie(local, 0, 'c1'), cookie(local, 1, 'c3')],
    ];
    expect(deleted(tell(request!, flows))).toEqual([]);
    expect(w.channel.takeGone()).toEqual([]);
    expect(w.counter(RECONCILIATIONS)).toBe(1);
  });

  test('loses flows that no session owns: unknown, of another generation, no longer live', () => {
    const index = open(80);
    sessions.words[sessions.at(index) + SESSION_LIVE] = 0b0111;
    const [request] = flowRequests(reconnect());
    const unknown = [cookie(99, 0, 'c1'), cookie(index, 0, 'c1', 7), cookie(index, 3, 'c1')];
    const sent = tell(request!, [cookie(index, 0, 'c1'), ...unknown]);
    expect(deleted(sent).map((m) => [m.cookie, m.cookieMask])).toEqual(
      unknown.map((value) => [value, 0xffff_ffff_ffff_ffffn]),
    );
    expect(w.channel.takeGone()).toEqual([]);
    expect(w.counter(FLOWS_UNKNOWN_DELETED)).toBe(3);
  });

  test('loses flows of a revoked session, and its owner hears of those that are gone', () => {
    const index = open(80);
    sessions.revoke(sessions.at(index));
    const [request] = flowRequests(reconnect());
    const sent = tell(request!, [cookie(index, 0, 'c1')]);
    expect(deleted(sent)[0]!.cookie).toBe(cookie(index, 0, 'c1'));
    expect(w.channel.takeGone()).toEqual([cookie(index, 0, 'c1'), cookie(index, 3, 'c1')]);
  });

  test('without flows that sessions think it has: their owner is told, after the flow is deleted all the same', () => {
    const index = open(80);
    const [request] = flowRequests(reconnect());
    const sent = tell(request!, [cookie(index, 0, 'c1')]);
    expect(deleted(sent).map((m) => m.cookie)).toEqual([cookie(index, 3, 'c1')]);
    expect(w.channel.takeGone()).toEqual([cookie(index, 3, 'c1')]);
    expect(w.counter(FLOWS_FOUND_GONE)).toBe(1);
  });

  test('is not expected to have the flows of sessions that were opened after it was asked', () => {
    const [request] = flowRequests(reconnect());
    open(80, { agoMs: -1000 });
    tell(request!, []);
    expect(w.channel.takeGone()).toEqual([]);
  });

  test('is not expected to have flows of the other end', () => {
    const index = open(80);
    const [request] = flowRequests(reconnect());
    tell(request!, []);
    expect(w.channel.takeGone()).toEqual([cookie(index, 0, 'c1'), cookie(index, 3, 'c1')]);
  });

  test('tells its flows in several messages: what is missing is known at the last', () => {
    const index = open(80);
    const [request] = flowRequests(reconnect());
    tell(request!, [cookie(index, 0, 'c1')], true);
    expect(w.channel.takeGone()).toEqual([]);
    tell(request!, [cookie(index, 3, 'c1')]);
    expect(w.channel.takeGone()).toEqual([]);
    expect(w.counter(RECONCILIATIONS)).toBe(1);
  });
});

describe('an uplink', () => {
  const WITHOUT = PORTS.slice(1);
  const RENUMBERED = [...WITHOUT, { number: 2, name: 'up1' }];
  const everySessionFlow = { cookie: 0xda20000000000000n, cookieMask: 0xfff0000000000000n };
  const deletesSessions = (sent: readonly Sent[]) => deleted(sent).some((m) => m.cookie === everySessionFlow.cookie);
  const portStatus = (reason: 'ADD' | 'DELETE', port: (typeof PORTS)[number]) =>
    w.channel.say(w.slot('s1'), generation, { version: 4, type: 'PORT_STATUS', reason, desc: port13(port) });

  test('that is missing when the switch comes back does not keep it from being compared', () => {
    const index = open(80);
    const unknown = cookie(99, 0, 'c1');
    const gone = deleted(reconnect(WITHOUT)).filter((m) => m.cookie === everySessionFlow.cookie);
    // Sessions of one host have no use for the uplink.
    expect(gone.map(({ outPort, match }) => [outPort, match.map((one) => 'value' in one && one.value)])).toEqual([
      [1, []],
      [OFPP_ANY, [1]],
    ]);
    expect(w.state('s1')).toBe(HOST_STATE_KNOWN);
    const sent = sweep();
    expect(deletesSessions(sent)).toBe(true);
    const [request] = flowRequests(sent);
    expect(request).toMatchObject(everySessionFlow);
    expect(deleted(tell(request!, [unknown])).map((m) => m.cookie)).toContain(unknown);
    expect(w.channel.takeGone()).toEqual([cookie(index, 0, 'c1'), cookie(index, 3, 'c1')]);
  });

  test('that has another number when the switch comes back leaves no flow by the one before, a late one included', () => {
    const index = open(80);
    expect(deletesSessions(reconnect(RENUMBERED))).toBe(true);
    // A worker that had read the number before may write until it has swept: nothing is compared before.
    const sent = sweep();
    expect(deletesSessions(sent)).toBe(true);
    const inPorts = sent
      .map(({ message }) => message)
      .filter((m): m is MessageOf<4, 'FLOW_MOD'> => m.type === 'FLOW_MOD' && m.command === 'ADD')
      .flatMap(({ match }) => match.filter((one) => one.field === 'IN_PORT').map(({ value }) => value));
    expect(new Set(inPorts)).toEqual(new Set([2, OFPP_LOCAL]));
    expect(w.state('s1')).toBe(HOST_STATE_READY);
    const [request] = flowRequests(sent);
    tell(request!, []);
    expect(w.channel.takeGone()).toEqual([cookie(index, 0, 'c1'), cookie(index, 3, 'c1')]);
    expect(w.counter(RECONCILIATIONS)).toBe(1);
  });

  test('that loses the connection before its number is confirmed has the flows deleted at the next one', () => {
    reconnect(RENUMBERED);
    expect(deletesSessions(reconnect(RENUMBERED))).toBe(true);
    sweep();
    expect(deletesSessions(reconnect(RENUMBERED))).toBe(false);
  });

  test('that moves to another port of a connected switch takes the flows by the one before with it', () => {
    portStatus('DELETE', { number: 1, name: 'up1' });
    expect(deletesSessions(w.settle())).toBe(true);
    portStatus('ADD', { number: 2, name: 'up1' });
    const added = w.settle();
    expect(deletesSessions(added)).toBe(true);
    expect(flowRequests(added)).toEqual([]);
    const sent = sweep();
    expect(deletesSessions(sent)).toBe(true);
    expect(flowRequests(sent)).toHaveLength(1);
    expect(w.state('s1')).toBe(HOST_STATE_READY);
  });

  test('that moves again before the last number is confirmed leaves sessions of one host alone', () => {
    reconnect(RENUMBERED);
    const sent = reconnect([...WITHOUT, { number: 3, name: 'up1' }]);
    const gone = deleted(sent).filter((m) => m.cookie === everySessionFlow.cookie);
    expect(gone.map(({ outPort, match }) => [outPort, match.map((one) => 'value' in one && one.value)])).toEqual([
      [1, []],
      [OFPP_ANY, [1]],
      [2, []],
      [OFPP_ANY, [2]],
    ]);
  });

  test('that moves without end has all session flows deleted: numbers are kept of a few', () => {
    for (let number = 100; number < 117; number++) reconnect([...WITHOUT, { number, name: 'up1' }]);
    const gone = deleted(reconnect([...WITHOUT, { number: 200, name: 'up1' }]));
    expect(gone.map(({ cookie, outPort, match }) => ({ cookie, outPort, match }))).toContainEqual(
      expect.objectContaining({ cookie: everySessionFlow.cookie, outPort: OFPP_ANY, match: [] }),
    );
  });

  test('that is missing is not used to ask for the gateway: its number may be another port by now', () => {
    portStatus('DELETE', { number: 1, name: 'up1' });
    w.settle();
    w.turn(5000);
    expect(w.channel.take().map(({ message }) => message.type)).not.toContain('PACKET_OUT');
  });
});

describe('a reading', () => {
  test('is taken in parts when there are many sessions, and each part is believed by itself', () => {
    start(['reconcilePartSessions=64']);
    const indexes = Array.from({ length: 130 }, (_, i) => open(1000 + i));
    let requests = flowRequests(reconnect());
    const masks: bigint[] = [];
    for (let part = 0; part < 4; part++) {
      const [request] = requests;
      masks.push(request!.cookieMask & 0xffn);
      const rows = indexes.filter((index) => index % 4 === Number(request!.cookie & 3n) && index !== 5);
      requests = flowRequests(
        tell(
          request!,
          rows.flatMap((i) => [cookie(i, 0, 'c1'), cookie(i, 3, 'c1')]),
        ),
      );
    }
    expect(masks).toEqual([3n, 3n, 3n, 3n]);
    expect(requests).toEqual([]);
    expect(w.channel.takeGone()).toEqual([cookie(5, 0, 'c1'), cookie(5, 3, 'c1')]);
    expect(w.counter(RECONCILIATIONS)).toBe(1);
  });

  test('during which the channel lost a message is not believed, but asked for again', () => {
    open(80);
    const [request] = flowRequests(reconnect());
    const channelCounters = new Float64Array(w.memory.counters[1]!);
    channelCounters[CONTROL_LOST] = 1;
    const [again] = flowRequests(tell(request!, []));
    expect(w.channel.takeGone()).toEqual([]);
    expect(w.counter(RECONCILIATIONS_REPEATED)).toBe(1);
    expect(again!.xid).not.toBe(request!.xid);
    expect(again!.cookieMask & 1n).toBe(1n);
  });

  test('that does not come in time is asked for again', () => {
    reconnect();
    w.turn(5001);
    expect(flowRequests(w.channel.take())).toHaveLength(1);
  });

  test('of malformed entries is asked for again', () => {
    const [request] = flowRequests(reconnect());
    const bytes = Buffer.alloc(24);
    bytes.set([4, 19, 0, 24]);
    bytes.writeUInt32BE(request!.xid, 4);
    bytes.writeUInt16BE(1, 8);
    // An entry of no length would be walked for ever.
    w.channel.sayBytes(w.slot('s1'), generation, bytes);
    expect(flowRequests(w.settle())).toHaveLength(1);
  });

  test('of an earlier connection is not taken', () => {
    const index = open(80);
    const [request] = flowRequests(reconnect());
    reconnect();
    tell(request!, []);
    expect(w.channel.takeGone()).toEqual([]);
    expect(index).toBe(0);
  });
});

describe('a host that is gone', () => {
  test('has its slot given again only when the owners of its sessions have been told', () => {
    const index = open(80);
    const flows = [cookie(index, 0, 'c1'), cookie(index, 3, 'c1')];
    w.apply((draft) => {
      draft.hosts.shift();
      draft.endpoints = draft.endpoints.filter(({ host }) => host !== 's1');
    });
    w.turn(200);
    expect(w.channel.takeGone()).toEqual([]);
    w.swept();
    expect(w.channel.takeGone()).toEqual(flows);
  });
});

describe('an error that quotes a session flow', () => {
  const quote = (value: bigint, command: 'ADD' | 'DELETE' = 'ADD') => {
    const data = encodeMessage({ version: 4, type: 'FLOW_MOD', xid: 7, command, cookie: value }).slice(0, 64);
    w.channel.say(w.slot('s1'), generation, {
      ...{ version: 4, type: 'ERROR', xid: 7, errorType: 'FLOW_MOD_FAILED', errorCode: 'TABLE_FULL', data },
    });
    w.turn();
  };

  test('tells its owner that the flow is not there', () => {
    const value = cookie(open(80), 0, 'c1');
    quote(value);
    expect(w.channel.takeGone()).toEqual([value]);
    expect(w.counter(SWITCH_ERRORS)).toBe(1);
    expect(w.control.datapaths.bySlot.get(w.slot('s1'))!.errors).toBe(1);
  });

  test('tells nobody when it was a deletion, or a cookie of a worker that there is not', () => {
    quote(cookie(open(80), 0, 'c1'), 'DELETE');
    quote(cookieValue(cookieHi(COOKIE_KIND_SESSION, 5, 0, 0, 0), 0));
    quote(0n);
    expect(w.channel.takeGone()).toEqual([]);
    expect(w.counter(SWITCH_ERRORS)).toBe(3);
  });
});
