// What the API says about the running system: health, datapaths, sessions, verdicts, counters, latency; the shape of an
// error; and the questions that can be asked. The nouns of the inventory are in inventory-schema.ts.
// Pure; used by the API and control plane on the main thread and by the client in any process. Absence is `null`.

import { z } from 'zod';
import type { ErrorCode } from '#base/error.ts';
import { Dpid, Mac } from './inventory-schema.ts';
import { listingOf } from './listing.ts';

const Count = z.int().min(0);
const Time = z.iso.datetime().describe('ISO 8601, UTC');

/** Is it well, and what is it. */
export const Health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    reasons: z.array(z.string()).describe('what is degraded, one sentence each; empty when ok'),
    version: z.string(),
    node: z.string().describe('version of Node.js'),
    startedAt: Time,
    uptimeMs: Count,
    openflow: z.string().nullable().describe('HOST:PORT that switches connect to; null until it listens'),
    learn: z.boolean().describe('unknown datapaths are served as learning switches'),
    native: z.object({
      used: z.boolean(),
      reason: z.string().describe('which binding is in use, or why none is'),
    }),
    inventory: z.object({
      file: z.string().nullable(),
      generation: Count.describe('how many times an inventory took effect'),
      loadedAt: Time.nullable(),
      error: z.string().nullable().describe('why the latest reload was refused; null when it was not'),
    }),
    workers: z.array(
      z.object({
        id: Count,
        state: z.enum(['starting', 'running', 'stopped']),
        datapaths: Count.describe('connected datapaths that it serves'),
        sessions: Count.describe('live sessions that it owns'),
        restarts: Count,
      }),
    ),
    threads: z
      .array(
        z.object({
          thread: z.string().describe('main, channel or worker-N'),
          heapUsedBytes: Count.describe('objects of JavaScript, dead ones included until they are collected'),
          heapBytes: Count.describe('taken from the system for them'),
          externalBytes: Count.describe('outside the heap and kept by objects in it, such as buffers'),
          collections: Count.describe(
            'times that the heap held less than a second before: at least so many collections',
          ),
        }),
      )
      .describe('looked at once a second; all 0 until the thread has answered'),
    counts: z.object({
      hosts: Count,
      hostsReady: Count,
      networks: Count,
      endpoints: Count,
      endpointsLocated: Count,
      groups: Count,
      policies: Count,
      datapaths: Count.describe('connected ones, learned ones included'),
      sessions: Count,
    }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

/** Ready: listening, inventory in effect, workers running. Switches need not be connected. */
export const Ready = z
  .object({
    ready: z.boolean(),
    waitingFor: z.array(z.string()).describe('what is still missing; empty when ready'),
  })
  .meta({ id: 'Ready' });
export type Ready = z.infer<typeof Ready>;

/** One OpenFlow switch: a host of the inventory (connected or not) or a learned one (while connected). */
export const Datapath = z
  .object({
    dpid: Dpid,
    slot: Count.describe('row in the shared tables'),
    mode: z.enum(['host', 'learn']),
    host: z.string().nullable().describe('name of its host; null in learn mode'),
    state: z.enum(['connected', 'disconnected']),
    reason: z.string().nullable().describe('why it is disconnected, or was refused; null when connected'),
    since: Time.nullable().describe('when the state was entered; null: never connected'),
    peer: z.string().nullable().describe('ADDRESS:PORT of the switch; null when disconnected'),
    version: z.enum(['1.0', '1.3']).nullable().describe('OpenFlow version agreed on'),
    description: z
      .object({
        manufacturer: z.string(),
        hardware: z.string(),
        software: z.string(),
        serial: z.string(),
        datapath: z.string(),
      })
      .nullable()
      .describe('OFPMP_DESC; null until the switch has told'),
    worker: Count.nullable().describe('the worker that serves it; null when disconnected'),
    ports: z.array(
      z.object({
        number: z.int(),
        name: z.string(),
        mac: Mac,
        state: z.enum(['up', 'down']),
        endpoint: z.string().nullable().describe('the endpoint on it; null: none of the inventory'),
      }),
    ),
    counters: z
      .object({
        packetIns: Count,
        messagesIn: Count,
        messagesOut: Count,
        bytesIn: Count,
        bytesOut: Count,
        errors: Count.describe('OFPT_ERROR received'),
      })
      .describe('of the present connection, or of the last one'),
  })
  .meta({ id: 'Datapath' });
export type Datapath = z.infer<typeof Datapath>;

export const DatapathList = listingOf(Datapath, 'DatapathList');

/** Only datapaths in this state. */
export interface DatapathFilter {
  readonly state?: Datapath['state'] | undefined;
}

/** Only endpoints of this network, on this host. */
export interface EndpointFilter {
  readonly network?: string | undefined;
  readonly host?: string | undefined;
}

const InnerEnd = z.object({
  ip: z.ipv4(),
  port: Count.max(65535).nullable().describe('null: coarse, or a protocol without ports'),
  endpoint: z.string().nullable().describe('name; null: no endpoint of the inventory (any more)'),
});

/** The two directions of one connection. */
export const Session = z
  .object({
    id: z.string().describe('opaque; unique while the session lives'),
    worker: Count,
    kind: z.enum(['same-host-switch', 'same-host-route', 'cross-host']),
    match: z.enum(['coarse', 'exact']).describe('coarse: one pair of flows serves the pair of endpoints'),
    inner: z
      .object({
        protocol: z.string().describe('tcp, udp, sctp, icmp, any (coarse), or an IP protocol number'),
        source: InnerEnd,
        target: InnerEnd,
      })
      .describe('as the endpoints see it; source is the end that opened it'),
    wire: z
      .object({
        sourceHost: z.string(),
        targetHost: z.string(),
        sourcePort: Count.max(65535).nullable().describe('the key; null for ICMP'),
        targetPort: Count.max(65535).nullable().describe('null for ICMP'),
        icmpCode: Count.max(255).nullable().describe('the key of ICMP echo; null otherwise'),
      })
      .nullable()
      .describe('as the underlay sees it; null on one host'),
    ageMs: Count,
    packets: Count.describe('that came to the controller for it'),
    bytes: Count.describe('of those packets'),
    liveFlows: Count.describe('flows not yet reported as removed'),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const SessionList = listingOf(Session, 'SessionList');

/** Only sessions with this endpoint at either end. */
export interface SessionFilter {
  readonly endpoint?: string | undefined;
}

export const WhyProtocol = z.enum(['tcp', 'udp', 'sctp', 'icmp']);
export type WhyProtocol = z.infer<typeof WhyProtocol>;

/** May `from` open a connection to `to`? `port` is the destination port; null exactly for ICMP. */
export interface WhyQuery {
  readonly from: string;
  readonly to: string;
  readonly protocol: WhyProtocol;
  readonly port: number | null;
}

/** The verdict of policy and the reason for it; says nothing about whether the path is up, except in `details`. */
export const Why = z
  .object({
    from: z.string(),
    to: z.string(),
    protocol: WhyProtocol,
    port: z.int().min(1).max(65535).nullable(),
    verdict: z.enum(['allow', 'deny']),
    reason: z
      .enum(['pair-policy', 'group-rule', 'same-network', 'same-group', 'default', 'other-tenant'])
      .describe('the step of policy that decided'),
    rule: z
      .string()
      .nullable()
      .describe('where it is written, e.g. `groups.g1.rules[0]` or `policies[3]`; null: nowhere'),
    text: z.string().describe('one sentence for a person'),
    details: z.array(z.string()).describe('more of use: how it would travel, what is not located'),
  })
  .meta({ id: 'Why' });
export type Why = z.infer<typeof Why>;

/** One named counter over all threads that keep it. */
export const Counter = z
  .object({
    name: z.string(),
    help: z.string(),
    kind: z
      .enum(['answered', 'denied', 'dropped', 'worker', 'channel', 'control'])
      .describe('answered, denied and dropped are the outcomes of a PacketIn: their sum is all PacketIns'),
    value: Count,
    threads: z.array(z.object({ thread: z.string(), value: Count })),
  })
  .meta({ id: 'Counter' });
export type Counter = z.infer<typeof Counter>;
export const CounterList = listingOf(Counter, 'CounterList');

/** The stages of a PacketIn's way through the controller, in order; `total` is all of them. */
export const LatencyStage = z.enum(['ring', 'queue', 'decide', 'emit', 'write', 'total']);
export type LatencyStage = z.infer<typeof LatencyStage>;

const Microseconds = z.number().min(0);

/** How long one stage took, as one thread saw it since the controller started. */
export const Latency = z
  .object({
    thread: z.string(),
    stage: LatencyStage,
    help: z.string(),
    count: Count.describe('PacketIns; when there are none, every time is 0'),
    minUs: Microseconds,
    p50Us: Microseconds,
    p90Us: Microseconds,
    p99Us: Microseconds,
    p999Us: Microseconds,
    p9999Us: Microseconds,
    maxUs: Microseconds.describe('exact; all others are known within 2 %'),
    meanUs: Microseconds,
    buckets: z
      .array(
        z.object({
          ns: Count.describe('the middle of the bucket; 32 buckets to each doubling, none narrower than 64 ns'),
          count: Count,
        }),
      )
      .nullable()
      .describe('what was recorded, ascending, empty buckets left out; null unless asked for'),
  })
  .meta({ id: 'Latency' });
export type Latency = z.infer<typeof Latency>;
export const LatencyList = listingOf(Latency, 'LatencyList');

/** Whether latencies are wanted with their buckets. */
export interface LatencyQuery {
  readonly buckets: boolean;
}

/** Which part of a list. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

const ERROR_CODES = [
  'bad_flag',
  'bad_config',
  'bad_inventory',
  'bad_request',
  'not_found',
  'capacity',
  'unavailable',
  'bad_message',
  'bad_flow',
] as const satisfies readonly ErrorCode[];

/** Every answer that is not a success. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum([...ERROR_CODES, 'internal']),
      message: z.string(),
      details: z.array(z.string()).optional().describe('one line for each separate fault'),
    }),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof ErrorBody>;
