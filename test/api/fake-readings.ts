// A small world for the tests of the API, the client and the command line: two hosts, one of them away, six endpoints,
// and more sessions than one page holds. Rows are built for the page that is asked, as the control plane does.

import type { Readings, Slice } from '#api/readings.ts';
import { DaoliError } from '#base/error.ts';
import type { Endpoint, Group, Host, Network, Policy, Publication, Service } from '#client/inventory-schema.ts';
import { LatencyHistogram } from '#client/latency-histogram.ts';
import type {
  Counter,
  Datapath,
  Health,
  Latency,
  LatencyQuery,
  LatencyStage,
  Page,
  Session,
  Why,
} from '#client/schema.ts';

export const SESSION_COUNT = 2500;
const SINCE = '2024-05-01T10:00:00.000Z';

const HOSTS: Host[] = [
  {
    ...{ name: 's1', dpid: '0000000000000001', uplink: 'up1', slot: 0 },
    underlay: { ip: '172.31.1.10', prefix: 24, mac: '02:aa:00:00:00:01', gateway: '172.31.1.1' },
    ...{ state: 'ready', reason: null, uplinkPort: 1, endpoints: 4 },
  },
  {
    ...{ name: 's2', dpid: '0000000000000002', uplink: 'up2', slot: 1 },
    underlay: { ip: '172.31.2.10', prefix: 24, mac: '02:aa:00:00:00:02', gateway: '172.31.2.1' },
    ...{ state: 'disconnected', reason: 'never connected', uplinkPort: null, endpoints: 2 },
  },
];

const NETWORKS: Network[] = [
  { name: 'web', tenant: 'default', subnet: '10.1.1.0/24', gateway: '10.1.1.1', isolated: false, endpoints: 4 },
  { name: 'db', tenant: 'default', subnet: '10.1.2.0/24', gateway: '10.1.2.1', isolated: true, endpoints: 2 },
];

const ENDPOINTS: Endpoint[] = [1, 2, 3, 4, 5, 6].map((n) => {
  const here = n <= 4;
  return {
    ...{ name: `c${n}`, network: here ? 'web' : 'db', tenant: 'default', host: here ? 's1' : 's2', port: `t${n}` },
    ...{ ip: here ? `10.1.1.${n + 1}` : `10.1.2.${n + 1}`, mac: `02:00:00:00:00:0${n}`, kind: 'container', labels: {} },
    ...{ groups: n === 1 ? ['g1'] : [], dpid: here ? '0000000000000001' : '0000000000000002', slot: here ? 0 : 1 },
    portNumber: here ? n + 1 : null,
    located: here,
    reason: here ? null : 'host s2 is not connected',
  };
});

const GROUPS: Group[] = [
  {
    name: 'g1',
    members: [{ endpoint: 'c1' }, { network: 'db' }],
    rules: [
      {
        ...{ direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [80, '8000-8100'], priority: 100 },
        peer: { group: 'g1' },
      },
      { direction: 'egress', action: 'deny', protocol: 'any', peer: { cidr: '10.0.0.0/8' }, priority: 10 },
    ],
    endpoints: 3,
  },
];
const POLICIES: Policy[] = [{ a: 'c1', b: 'c2', action: 'disconnect' }];
const PUBLICATIONS: Publication[] = [
  { name: 'fw-web', endpoint: 'c1', protocol: 'tcp', hostPort: 20080, port: 80, host: 's1', allow: ['0.0.0.0/0'] },
];
const SERVICES: Service[] = [
  {
    ...{ name: 'shop', tenant: 'default', address: '10.96.0.10', protocol: 'tcp', port: 80, affinity: 'none' },
    backends: [{ endpoint: 'c1', port: 8080, weight: 1 }],
    healthCheck: { type: 'tcp', intervalMs: 2000 },
  },
];

const NOTHING_COUNTED = { packetIns: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, errors: 0 };
const DATAPATHS: Datapath[] = [
  {
    ...{ dpid: '0000000000000001', slot: 0, mode: 'host', host: 's1', state: 'connected', reason: null, since: SINCE },
    ...{ peer: '172.31.1.10:43210', version: '1.3', worker: 0 },
    description: {
      ...{ manufacturer: 'Nicira, Inc.', hardware: 'Open vSwitch', software: '3.1.0', serial: 'None' },
      datapath: 'br-s1\u001b[31m', // a switch may say anything, a terminal's commands too
    },
    ports: [
      { number: 1, name: 'up1', mac: '02:aa:00:00:00:01', state: 'up', endpoint: null },
      { number: 2, name: 't1', mac: '02:00:00:00:01:01', state: 'up', endpoint: 'c1' },
    ],
    counters: { packetIns: 42, messagesIn: 60, messagesOut: 130, bytesIn: 9000, bytesOut: 20000, errors: 0 },
  },
  {
    ...{ dpid: '0000000000000002', slot: 1, mode: 'host', host: 's2', state: 'disconnected', since: null },
    ...{ reason: 'never connected', peer: null, version: null, description: null, worker: null, ports: [] },
    counters: NOTHING_COUNTED,
  },
  {
    ...{ dpid: '00000000000000ff', slot: 1024, mode: 'learn', host: null, state: 'connected', since: SINCE },
    ...{ reason: null, peer: '[::1]:5000', version: '1.0', description: null, worker: 0, ports: [] },
    counters: NOTHING_COUNTED,
  },
];

const COUNTERS: Counter[] = [
  counterOf('session_opened', 'answered', [30, 10]),
  counterOf('denied_default', 'denied', [2, 0]),
  counterOf('dropped_ipv6', 'dropped', [0, 0]),
  counterOf('packet_ins', 'worker', [32, 10]),
  { name: 'bytes_in', help: 'bytes read', kind: 'channel', value: 9000, threads: [{ thread: 'channel', value: 9000 }] },
];

/** What a thread's stage took, and how often. */
type Recorded = readonly [
  thread: string,
  stage: LatencyStage,
  values: readonly (readonly [ns: number, count: number])[],
];

// biome-ignore format: a stage to a line
export const RECORDED: Recorded[] = [
  ['worker-0', 'queue', [[5000, 20], [9000, 12]]],
  ['worker-0', 'decide', [[2000, 32]]],
  ['worker-1', 'queue', [[7000, 10]]],
  ['worker-1', 'decide', []],
  ['channel', 'ring', [[640, 42]]],
  ['channel', 'total', [[18_500, 37], [30_000, 4], [81_000, 1]]],
];

/** Readings of the small world, with a note of what was asked for, and an answer to make it fail. */
export class FakeReadings implements Readings {
  isReady = true;
  status: Health['status'] = 'ok';
  /** Thrown by `groups`. */
  failure: Error | undefined;
  recorded: Recorded[] = RECORDED;
  readonly asked: { filter: unknown; page: Page }[] = [];

  health(): Health {
    return {
      ...{ status: this.status, reasons: this.status === 'ok' ? [] : ['worker 1 was restarted'], version: '9.8.7' },
      ...{ node: 'v24.0.0', startedAt: SINCE, uptimeMs: 3_723_004, openflow: '0.0.0.0:6653', learn: true },
      native: { used: false, reason: 'not built: node:net serves the switches' },
      inventory: { file: 'lab.yaml', generation: 2, loadedAt: SINCE, error: null },
      workers: [
        { id: 0, state: 'running', datapaths: 2, sessions: SESSION_COUNT, restarts: 0 },
        { id: 1, state: 'running', datapaths: 0, sessions: 0, restarts: 1 },
      ],
      threads: [
        { thread: 'main', heapUsedBytes: 30_000_000, heapBytes: 40_000_000, externalBytes: 5_000_000, collections: 7 },
        { thread: 'channel', heapUsedBytes: 4_000_000, heapBytes: 6_000_000, externalBytes: 1_000_000, collections: 0 },
      ],
      counts: {
        ...{ hosts: 2, hostsReady: 1, networks: 2, endpoints: 6, endpointsLocated: 4, groups: 1, policies: 1 },
        ...{ datapaths: 2, sessions: SESSION_COUNT },
      },
    };
  }

  ready() {
    return { ready: this.isReady, waitingFor: this.isReady ? [] : ['worker 1'] };
  }

  hosts = (page: Page) => sliceOf(HOSTS, page);
  host = (name: string) => named(HOSTS, name);
  networks = (page: Page) => sliceOf(NETWORKS, page);
  network = (name: string) => named(NETWORKS, name);
  endpoint = (name: string) => named(ENDPOINTS, name);
  group = (name: string) => named(GROUPS, name);
  policies = (page: Page) => sliceOf(POLICIES, page);
  publications = (page: Page) => sliceOf(PUBLICATIONS, page);
  services = (page: Page) => sliceOf(SERVICES, page);
  counters = () => COUNTERS;

  latency({ buckets: withBuckets }: LatencyQuery): Latency[] {
    return this.recorded.map(([thread, stage, values]) => {
      const buckets = values.map(([ns, count]) => ({ ns, count }));
      const figures = new LatencyHistogram().add({ buckets, maxNs: buckets.at(-1)?.ns ?? 0 }).figures();
      return { thread, stage, help: `help of ${stage}`, ...figures, buckets: withBuckets ? buckets : null };
    });
  }

  groups(page: Page) {
    if (this.failure !== undefined) throw this.failure;
    return sliceOf(GROUPS, page);
  }

  endpoints(filter: { network?: string | undefined; host?: string | undefined }, page: Page) {
    this.asked.push({ filter, page });
    const { network, host } = filter;
    const rows = ENDPOINTS.filter(
      (row) => (network === undefined || row.network === network) && (host === undefined || row.host === host),
    );
    return sliceOf(rows, page);
  }

  datapaths(filter: { state?: string | undefined }, page: Page) {
    return sliceOf(
      filter.state === undefined ? DATAPATHS : DATAPATHS.filter(({ state }) => state === filter.state),
      page,
    );
  }

  datapath(dpid: string) {
    return DATAPATHS.find((row) => row.dpid === dpid);
  }

  sessions(filter: { endpoint?: string | undefined }, page: Page): Slice<Session> {
    this.asked.push({ filter, page });
    const { endpoint } = filter;
    const total = endpoint === undefined ? SESSION_COUNT : endpoint === 'c1' ? 3 : 0;
    const end = Math.min(total, page.offset + page.limit);
    const items = Array.from({ length: Math.max(0, end - page.offset) }, (_, row) => sessionOf(page.offset + row));
    return { items, total, partial: endpoint === 'busy' };
  }

  why({ from, to, protocol, port }: Parameters<Readings['why']>[0]): Why {
    for (const end of [from, to]) {
      if (named(ENDPOINTS, end) === undefined) throw new DaoliError('not_found', `endpoint "${end}": no such endpoint`);
    }
    const question = { from, to, protocol, port };
    const details = ['c1 is on s1, port 2'];
    if (port === 80) {
      const rule = 'groups.g1.rules[0]';
      return { ...question, verdict: 'allow', reason: 'group-rule', rule, text: `${rule} allows tcp/80`, details };
    }
    return { ...question, verdict: 'deny', reason: 'default', rule: null, text: 'nothing allows it', details: [] };
  }
}

function sessionOf(row: number): Session {
  const crossing = row % 2 === 1;
  return {
    ...{ id: `0-${row}`, worker: 0, kind: crossing ? 'cross-host' : 'same-host-switch' },
    match: crossing ? 'exact' : 'coarse',
    inner: {
      protocol: crossing ? 'tcp' : 'any',
      source: { ip: '10.1.1.2', port: crossing ? 40000 + (row % 1000) : null, endpoint: 'c1' },
      target: { ip: crossing ? '10.1.2.6' : '10.1.1.3', port: crossing ? 80 : null, endpoint: crossing ? null : 'c2' },
    },
    wire: crossing
      ? { sourceHost: 's1', targetHost: 's2', sourcePort: 61440 + (row % 4096), targetPort: 80, icmpCode: null }
      : null,
    ...{ ageMs: 1500, packets: 1, bytes: 74, liveFlows: crossing ? 4 : 2 },
  };
}

function counterOf(name: string, kind: Counter['kind'], values: number[]): Counter {
  const value = values.reduce((sum, each) => sum + each, 0);
  const threads = values.map((each, worker) => ({ thread: `worker-${worker}`, value: each }));
  return { name, help: `help of ${name}`, kind, value, threads };
}

function sliceOf<T>(rows: readonly T[], { limit, offset }: Page): Slice<T> {
  return { items: rows.slice(offset, offset + limit), total: rows.length };
}

function named<T extends { name: string }>(rows: readonly T[], name: string): T | undefined {
  return rows.find((row) => row.name === name);
}
