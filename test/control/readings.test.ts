// What can be read of a control plane on fake rings: each answer by the API's schema, and true.

import { beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Readings } from '#api/readings.ts';
import { DaoliError } from '#base/error.ts';
import { silentLog } from '#base/log.ts';
import { Endpoint, Group, Host, Network, Policy } from '#client/inventory-schema.ts';
import { Counter, Datapath, Health, Latency, Ready, Session, Why } from '#client/schema.ts';
import { InventoryFile } from '#control/inventory-file.ts';
import { ControlReadings } from '#control/readings.ts';
import { ThreadHeaps } from '#control/thread-heaps.ts';
import type { Threads } from '#control/threads.ts';
import { nowMs } from '#shm/clock.ts';
import { CONNECTIONS_ACCEPTED, DENIED_RULE, OUTCOMES, PACKET_INS, SESSION_OPENED } from '#shm/counters.ts';
import { LATENCY_DECIDE, LATENCY_RING, LATENCY_TOTAL, LatencyRecorder } from '#shm/latency.ts';
import { HOST_SLOTS, SESSION_BYTES, SESSION_PACKETS, SHAPE_ACROSS, SHAPE_ROUTED } from '#shm/layout.ts';
import { SessionTableOwner } from '#shm/session-table.ts';
import { makeWorld, PORTS, type World } from './world.ts';

const ALL = { limit: 1000, offset: 0 };

let w: World;
let threads: { workers: { state: string; restarts: number }[]; listening: object | undefined; heaps: ThreadHeaps };
let readings: Readings;

/** Checks an answer by its schema, which takes no other fields. */
function sound<T extends z.ZodObject>(schema: T, value: unknown): z.infer<T> {
  return schema.strict().parse(value) as z.infer<T>;
}

beforeEach(() => {
  w = makeWorld([], { workers: 2 });
  threads = {
    workers: [
      { state: 'running', restarts: 0 },
      { state: 'running', restarts: 0 },
    ],
    listening: { host: '127.0.0.1', port: 6653, door: 'epoll', doorReason: '' },
    heaps: new ThreadHeaps([]),
  };
  readings = new ControlReadings({
    ...{ memory: w.memory, control: w.control, threads: threads as unknown as Threads },
    inventoryFile: new InventoryFile(undefined, w.control, silentLog()),
    ...{ learn: true, version: '0.1.0' },
  });
  w.apply((draft) => {
    draft.groups = [
      {
        name: 'front',
        members: [{ network: 'web' }],
        rules: [{ direction: 'egress', action: 'allow', protocol: 'tcp', ports: [80], peer: { group: 'back' } }],
      },
      { name: 'back', members: [{ endpoint: 'c3' }], rules: [] },
      { name: 'pair', members: [{ endpoint: 'c1' }, { endpoint: 'c4' }], rules: [] },
    ];
    draft.policies = [{ a: 'c2', b: 'c1', action: 'disconnect' }];
    draft.networks.push({ name: 'red', tenant: 'red', subnet: '10.1.1.0/24', gateway: '10.1.1.1' });
    draft.endpoints.push({ ...draft.endpoints[0]!, name: 'r1', network: 'red', port: 'r1', mac: '02:00:00:00:00:05' });
  });
});

function connect(): void {
  w.channel.up(w.slot('s1'), 9, 1n);
  w.settle();
}

describe('the inventory', () => {
  test('is told with what became of it: hosts', () => {
    expect(readings.hosts(ALL).items.map((host) => sound(Host, host))).toMatchObject([
      { name: 's1', state: 'disconnected', reason: expect.stringContaining('0000000000000001'), uplinkPort: null },
      { name: 's2', state: 'disconnected', endpoints: 2 },
    ]);
    w.channel.up(w.slot('s1'), 9, 1n);
    w.turn();
    expect(readings.host('s1')).toMatchObject({ state: 'preparing', reason: expect.stringContaining('ports') });
    w.channel.answer(w.channel.take(), PORTS.slice(1));
    w.turn();
    expect(readings.host('s1')).toMatchObject({ state: 'preparing', reason: expect.stringContaining('up1') });
    w.channel.down(w.slot('s1'), 9, 'connection reset');
    w.turn();
    expect(readings.host('s1')).toMatchObject({
      state: 'disconnected',
      reason: expect.stringContaining('connection reset'),
    });
    w.channel.up(w.slot('s1'), 10, 1n);
    w.settle();
    expect(sound(Host, readings.host('s1'))).toMatchObject({ state: 'ready', reason: null, uplinkPort: 1 });
    expect(readings.host('nobody')).toBeUndefined();
  });

  test('is told with what became of it: endpoints', () => {
    connect();
    const { items, total } = readings.endpoints({}, ALL);
    expect(total).toBe(5);
    expect(items.map((endpoint) => sound(Endpoint, endpoint))).toMatchObject([
      { name: 'c1', located: true, reason: null, portNumber: 5, groups: ['front', 'pair'], tenant: 'default' },
      { name: 'c2', located: false, portNumber: null, reason: expect.stringContaining('s2') },
      { name: 'c3', located: true, portNumber: 7, groups: ['back'], port: 7 },
      { name: 'c4', located: false },
      { name: 'r1', located: false, reason: 'the switch of host s1 has no port r1', tenant: 'red', groups: [] },
    ]);
    const names = (filter: object) => readings.endpoints(filter, ALL).items.map(({ name }) => name);
    expect(names({ network: 'web' })).toEqual(['c1', 'c2']);
    expect(names({ host: 's1' })).toEqual(['c1', 'c3', 'r1']);
    expect(names({ host: 's1', network: 'app' })).toEqual(['c3']);
    expect(names({ host: 'nobody' })).toEqual([]);
    expect(readings.endpoint('c9')).toBeUndefined();
  });

  test('is told a page at a time', () => {
    const page = readings.endpoints({}, { limit: 2, offset: 3 });
    expect([page.items.map(({ name }) => name), page.total]).toEqual([['c4', 'r1'], 5]);
    expect(readings.endpoints({}, { limit: 2, offset: 9 }).items).toEqual([]);
  });

  test('is told: networks, groups, policies', () => {
    expect(readings.networks(ALL).items.map((network) => sound(Network, network))).toMatchObject([
      { name: 'web', endpoints: 2, isolated: false },
      { name: 'app', endpoints: 2 },
      { name: 'red', endpoints: 1 },
    ]);
    expect(readings.groups(ALL).items.map((group) => sound(Group, group))).toMatchObject([
      { name: 'front', endpoints: 2 },
      { name: 'back', endpoints: 1 },
      { name: 'pair', endpoints: 2 },
    ]);
    expect(readings.policies(ALL).items.map((policy) => sound(Policy, policy))).toEqual([
      { a: 'c2', b: 'c1', action: 'disconnect' },
    ]);
  });
});

describe('switches', () => {
  test('are hosts, connected or not, and learned ones while they are connected', () => {
    connect();
    w.channel.up(HOST_SLOTS, 3, 0xabcn, 1, PORTS);
    w.settle();
    const all = readings.datapaths({}, ALL).items.map((datapath) => sound(Datapath, datapath));
    expect(all).toMatchObject([
      {
        ...{ dpid: '0000000000000001', mode: 'host', host: 's1', state: 'connected', version: '1.3', worker: 0 },
        ...{ peer: '192.0.2.1:40000', reason: null, description: { software: '3.1.0' } },
      },
      { dpid: '0000000000000002', state: 'disconnected', since: null, version: null, ports: [] },
      { dpid: '0000000000000abc', mode: 'learn', host: null, version: '1.0', ports: [{}, {}, {}] },
    ]);
    expect(all[0]!.ports).toMatchObject([
      { number: 1, name: 'up1', endpoint: null },
      { number: 5, name: 'c1', endpoint: 'c1', state: 'up' },
      { number: 7, name: 'c3', endpoint: 'c3' },
    ]);
    expect(readings.datapaths({ state: 'disconnected' }, ALL).total).toBe(1);
    w.channel.down(HOST_SLOTS, 3);
    w.turn();
    expect(readings.datapaths({}, ALL).total).toBe(2);
    expect(readings.datapath('0000000000000abc')).toBeUndefined();
    expect(readings.datapath('0000000000000002')).toMatchObject({ host: 's2' });
  });
});

describe('sessions', () => {
  const slots = (a: string, b: string) => (w.slot(a) << 16) | w.slot(b);

  function openThree(): void {
    const [first, second] = w.memory.sessions.map((block) => new SessionTableOwner(block, w.memory.config.sessionRows));
    const created = (nowMs() - 5000) | 0;
    const [c1, c2, c3] = ['c1', 'c2', 'c3'].map(w.row) as [number, number, number];
    first!.open(c1, c3, 0, 0, slots('s1', 's1'), 0, SHAPE_ROUTED, 0b11, 1, created);
    const tcp = (40000 << 16) | 80;
    const key = (61440 << 16) | 80;
    const row = second!.open(c1, c2, 6, tcp, slots('s1', 's2'), key, SHAPE_ACROSS, 0b0111, 1, created);
    second!.words[row + SESSION_PACKETS] = 12;
    new Float32Array(second!.words.buffer)[row + SESSION_BYTES] = 3400;
    second!.open(c2, c1, 1, 77 << 16, slots('s2', 's1'), 9, SHAPE_ACROSS, 0b1111, 1, created);
    // One that is revoked is nobody's any more.
    first!.revoke(first!.open(c3, c1, 6, tcp, slots('s1', 's1'), 0, 0, 0b11, 1, created));
  }

  test('are told with both keys, of every worker', () => {
    openThree();
    const { items, total } = readings.sessions({}, ALL);
    expect(total).toBe(4);
    expect(items.map((session) => sound(Session, session))).toMatchObject([
      {
        ...{ worker: 0, kind: 'same-host-route', match: 'coarse', wire: null, liveFlows: 2 },
        inner: { protocol: 'any', source: { ip: '10.1.1.2', port: null, endpoint: 'c1' }, target: { endpoint: 'c3' } },
      },
      {
        ...{ worker: 1, kind: 'cross-host', match: 'exact', liveFlows: 3, packets: 12, bytes: 3400 },
        inner: { protocol: 'tcp', source: { port: 40000 }, target: { port: 80, endpoint: 'c2' } },
        wire: { sourceHost: 's1', targetHost: 's2', sourcePort: 61440, targetPort: 80, icmpCode: null },
      },
      {
        inner: { protocol: 'icmp', source: { endpoint: 'c2', port: null } },
        wire: { sourceHost: 's2', targetHost: 's1', sourcePort: null, targetPort: null, icmpCode: 9 },
      },
    ]);
    expect(items[0]!.ageMs).toBeGreaterThanOrEqual(5000);
    expect(items[0]!.ageMs).toBeLessThan(10_000);
    expect(new Set(items.map(({ id }) => id)).size).toBe(3);
  });

  test('are found by either end, and told a page at a time', () => {
    openThree();
    const of = (endpoint: string) => readings.sessions({ endpoint }, ALL);
    expect([of('c1').total, of('c2').total, of('c3').total, of('c4').total, of('nobody').total]).toEqual([
      3, 2, 1, 0, 0,
    ]);
    const page = readings.sessions({ endpoint: 'c1' }, { limit: 1, offset: 1 });
    expect([page.items.length, page.total, page.items[0]!.kind]).toEqual([1, 3, 'cross-host']);
    expect(readings.sessions({}, { limit: 1, offset: 2 }).items[0]!.inner.protocol).toBe('icmp');
  });

  test('are looked for among so many rows and no more, and the answer says so', () => {
    w = makeWorld(['sessionScanRows=1024'], { workers: 1, sessionRows: 4096 });
    w.apply();
    const table = new SessionTableOwner(w.memory.sessions[0]!, 4096);
    const [c1, c2] = [w.row('c1'), w.row('c2')];
    for (let i = 0; i < 2000; i++) table.open(c1, c2, 6, i, slots('s1', 's2'), i + 1, SHAPE_ACROSS, 1, 1, 0);
    const bounded = new ControlReadings({
      ...{ memory: w.memory, control: w.control, threads: threads as unknown as Threads },
      inventoryFile: new InventoryFile(undefined, w.control, silentLog()),
      ...{ learn: true, version: '0.1.0' },
    });
    expect(bounded.sessions({ endpoint: 'c1' }, { limit: 5, offset: 0 })).toMatchObject({ total: 1024, partial: true });
    expect(bounded.sessions({}, { limit: 5, offset: 0 })).toMatchObject({ total: 2000, partial: false });
  });
});

describe('why', () => {
  const why = (from: string, to: string, protocol: 'tcp' | 'udp' | 'icmp' = 'tcp', port: number | null = 80) =>
    sound(Why, readings.why({ from, to, protocol, port }));

  test('names the step and the rule that decided', () => {
    expect(why('c1', 'c2')).toMatchObject({ verdict: 'deny', reason: 'pair-policy', rule: 'policies[0]' });
    expect(why('c1', 'c3')).toMatchObject({ verdict: 'allow', reason: 'group-rule', rule: 'groups.front.rules[0]' });
    expect(why('c1', 'c3', 'tcp', 81)).toMatchObject({ verdict: 'deny', reason: 'default', rule: null });
    expect(why('c3', 'c1')).toMatchObject({ verdict: 'deny', reason: 'default' });
    expect(why('c3', 'c4', 'icmp', null)).toMatchObject({ verdict: 'allow', reason: 'same-network' });
    expect(why('c1', 'c4')).toMatchObject({
      verdict: 'allow',
      reason: 'same-group',
      text: expect.stringContaining('pair'),
    });
    expect(why('c1', 'r1')).toMatchObject({ verdict: 'deny', reason: 'other-tenant' });
  });

  test('says how it would travel, what of the replies, and what is missing', () => {
    connect();
    const { details } = why('c1', 'c3');
    expect(details.join('\n')).toMatch(/on host s1, routed/);
    expect(details.join('\n')).toMatch(/replies .* c3, which may not open it the other way/);
    expect(details.join('\n')).not.toMatch(/located/);
    expect(why('c1', 'c4').details.join('\n')).toMatch(/from host s1 to s2 .*\n.*\n.*\nc4 is not located/s);
  });

  test('of somebody unknown is an error that names them', () => {
    expect(() => why('c1', 'c99')).toThrow(DaoliError);
    expect(() => why('c1', 'c99')).toThrow(/c99/);
  });
});

describe('the process', () => {
  test('counts what there is', () => {
    connect();
    const health = sound(Health, readings.health());
    expect(health).toMatchObject({ status: 'ok', reasons: [], openflow: '127.0.0.1:6653', version: '0.1.0' });
    expect(health.native).toEqual({ used: true, reason: 'sockets by epoll' });
    for (const [doorReason, reason] of [
      ['', 'sockets by node:net: the native bindings are not wanted'],
      ['native bindings: they are not built', 'sockets by node:net: native bindings: they are not built'],
    ]) {
      threads.listening = { host: '127.0.0.1', port: 6653, door: 'node:net', doorReason };
      expect(readings.health().native).toEqual({ used: false, reason });
    }
    expect(health.counts).toMatchObject({
      ...{ hosts: 2, hostsReady: 1, networks: 3, endpoints: 5, endpointsLocated: 2 },
      ...{ groups: 3, policies: 1, datapaths: 1, sessions: 0 },
    });
    expect(health.workers).toEqual([
      { id: 0, state: 'running', datapaths: 1, sessions: 0, restarts: 0 },
      { id: 1, state: 'running', datapaths: 0, sessions: 0, restarts: 0 },
    ]);
  });

  test('is degraded when a worker was restarted, and not ready while one is stopped', () => {
    expect(sound(Ready, readings.ready())).toEqual({ ready: true, waitingFor: [] });
    threads.workers[1] = { state: 'stopped', restarts: 2 };
    expect(readings.health()).toMatchObject({
      status: 'degraded',
      reasons: ['worker 1 has stopped', expect.anything()],
    });
    expect(readings.ready()).toEqual({ ready: false, waitingFor: ['worker 1, which is stopped'] });
    threads.listening = undefined;
    expect(readings.ready().waitingFor).toHaveLength(2);
    expect(readings.health()).toMatchObject({ openflow: null, native: { used: false } });
  });

  test('has counters of every thread, each name once, the outcomes with their kinds', () => {
    const [first, second, channel] = w.memory.counters.map((block) => new Float64Array(block));
    first![SESSION_OPENED] = 3;
    second![SESSION_OPENED] = 4;
    second![DENIED_RULE] = 1;
    first![PACKET_INS] = 8;
    channel![CONNECTIONS_ACCEPTED] = 2;
    const counters = readings.counters().map((counter) => sound(Counter, counter));
    const by = new Map(counters.map((counter) => [counter.name, counter]));
    expect(by.size).toBe(counters.length);
    expect(by.get('session_opened')).toMatchObject({
      ...{ kind: 'answered', value: 7 },
      threads: [
        { thread: 'worker-0', value: 3 },
        { thread: 'worker-1', value: 4 },
      ],
    });
    expect(by.get('denied_rule')).toMatchObject({ kind: 'denied', value: 1 });
    expect(by.get('connections_accepted')).toMatchObject({
      kind: 'channel',
      threads: [{ thread: 'channel', value: 2 }],
    });
    expect(by.get('publications')).toMatchObject({ kind: 'control', value: 1 });
    expect(counters.filter(({ kind }) => ['answered', 'denied', 'dropped'].includes(kind))).toHaveLength(
      OUTCOMES.length,
    );
  });

  test('has latencies by thread and stage, within the histogram buckets of 2 %', () => {
    const recorder = new LatencyRecorder(w.memory.latency[1]!);
    for (let i = 0; i < 990; i++) recorder.record(LATENCY_DECIDE, 100_000 / 64, 1);
    for (let i = 0; i < 10; i++) recorder.record(LATENCY_DECIDE, 5_000_000 / 64, 1);
    new LatencyRecorder(w.memory.latency[2]!).record(LATENCY_RING, 10, 7);
    const latencies = readings.latency({ buckets: false }).map((latency) => sound(Latency, latency));
    const of = (thread: string, stage: string) => latencies.find((row) => row.thread === thread && row.stage === stage);
    expect(latencies.map(({ thread, stage }) => `${thread} ${stage}`)).toEqual([
      ...['worker-0 queue', 'worker-0 decide', 'worker-0 emit'],
      ...['worker-1 queue', 'worker-1 decide', 'worker-1 emit'],
      ...['channel ring', 'channel write', 'channel total'],
    ]);
    expect(of('worker-0', 'decide')).toMatchObject({ count: 0, minUs: 0, p50Us: 0, p9999Us: 0, maxUs: 0, meanUs: 0 });
    expect(of('channel', 'ring')).toMatchObject({ count: 7, minUs: 0.64, p50Us: 0.64, maxUs: 0.64, buckets: null });
    const some = of('worker-1', 'decide')!;
    expect(some.count).toBe(1000);
    for (const [found, us] of [
      [some.minUs, 100],
      [some.p50Us, 100],
      [some.p99Us, 100],
      [some.p999Us, 5000],
      [some.meanUs, 149],
    ] as const) {
      expect(Math.abs(found / us - 1)).toBeLessThan(0.02);
    }
    expect(some.maxUs).toBe(5000);
  });

  test('has latencies with their buckets when asked, and a stage that an unexpected thread has recorded', () => {
    new LatencyRecorder(w.memory.latency[0]!).record(LATENCY_TOTAL, 10, 3);
    const latencies = readings.latency({ buckets: true }).map((latency) => sound(Latency, latency));
    expect(latencies).toContainEqual(
      expect.objectContaining({ thread: 'worker-0', stage: 'total', buckets: [{ ns: 640, count: 3 }] }),
    );
    expect(latencies).toContainEqual(expect.objectContaining({ thread: 'channel', stage: 'total', buckets: [] }));
  });
});
