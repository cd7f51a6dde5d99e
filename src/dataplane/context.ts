// What the parts of a worker's packet path share: tables, rings, the packet at hand and scratch words. Worker thread
// only; everything is made once, before the first packet.

import type { Egress } from '#dataplane/egress.ts';
import type { VerdictReader } from '#dataplane/verdict.ts';
import { FLOW_VALUES } from '#openflow/flow-stamp.ts';
import {
  DATAPATH_SERVED_BY,
  DATAPATH_WORDS,
  ENDPOINT_HOST,
  ENDPOINT_MAC_HI,
  ENDPOINT_MAC_LO,
  ENDPOINT_WORDS,
  type SharedMemory,
} from '#shm/layout.ts';
import type { RingProducer } from '#shm/ring.ts';
import type { SessionTable, SessionTableOwner } from '#shm/session-table.ts';
import type { Tables } from '#shm/tables.ts';
import { KEY_ETH_DST_HI, KEY_ETH_DST_LO, KEY_WORDS } from '#wire/flow-key.ts';

/** Whether the channel's thread does the work of a worker that sleeps (worker-deputy.ts). */
export const INLINE_NEVER = 0;
export const INLINE_AUTO = 1;
export const INLINE_ALWAYS = 2;

/** What a worker is started with: numbers and shared blocks only. */
export interface WorkerTask {
  readonly memory: SharedMemory;
  readonly worker: number;
  readonly learnIdleTimeoutSec: number;
  readonly tcpIdleTimeoutSec: number;
  readonly udpIdleTimeoutSec: number;
  readonly icmpIdleTimeoutSec: number;
  readonly coarseIdleTimeoutSec: number;
  /** Idle timeout of a TCP flow after FIN or RST, where the switch can. */
  readonly finTimeoutSec: number;
  readonly denyHardTimeoutSec: number;
  /** How long the worker looks at its rings without a pause before it sleeps. */
  readonly spinUs: number;
  /** INLINE_*. */
  readonly inline: number;
  /** Core that the thread of worker 0 stays on, that of worker 1 on the next, and so on; -1 = any. */
  readonly firstCpu: number;
  /** A sleep ends by itself after this long. */
  readonly parkMs: number;
  /** The NAT pool: an aligned block. */
  readonly natPoolFirst: number;
  readonly natPoolSize: number;
  /** The MAC of every network's gateway as endpoints see it. */
  readonly routerMacHi: number;
  readonly routerMacLo: number;
}

/** The PacketIn at hand. */
export class Packet {
  slot = 0;
  inPort = 0;
  /** -1 = the packet travels in the message. */
  bufferId = -1;
  bytes: Uint8Array;
  view: DataView;
  /** First byte of the frame and one past its last captured byte. */
  frame = 0;
  end = 0;
  /** Whether all of the frame was captured. */
  whole = true;
  /** Words of wire/flow-key.ts. */
  readonly key = new Int32Array(KEY_WORDS);

  constructor(bytes: Uint8Array, view: DataView) {
    this.bytes = bytes;
    this.view = view;
  }

  /** Whether the frame is addressed to a MAC. */
  isTo(macHi: number, macLo: number): boolean {
    return this.key[KEY_ETH_DST_HI] === macHi && this.key[KEY_ETH_DST_LO] === macLo;
  }
}

export class Context {
  readonly task: WorkerTask;
  readonly worker: number;
  readonly tables: Tables;
  readonly egress: Egress;
  readonly events: RingProducer;
  readonly counters: Float64Array;
  readonly sessions: SessionTableOwner;
  /** Every worker's sessions; this worker's own is `sessions`. */
  readonly allSessions: readonly SessionTable[];
  /** Whether there is no other worker. */
  readonly alone: boolean;
  readonly verdicts: VerdictReader;
  readonly packet: Packet;
  /** Values of the flow being written. */
  readonly values = new Int32Array(FLOW_VALUES);
  readonly routerMacHi: number;
  readonly routerMacLo: number;
  /** The clock, read once for each round. */
  nowMs = 0;
  nowSec = 0;

  constructor(
    task: WorkerTask,
    tables: Tables,
    egress: Egress,
    events: RingProducer,
    counters: Float64Array,
    sessions: SessionTableOwner,
    allSessions: readonly SessionTable[],
    verdicts: VerdictReader,
    packet: Packet,
  ) {
    this.task = task;
    this.worker = task.worker;
    this.tables = tables;
    this.egress = egress;
    this.events = events;
    this.counters = counters;
    this.sessions = sessions;
    this.allSessions = allSessions;
    this.alone = allSessions.length === 1;
    this.verdicts = verdicts;
    this.packet = packet;
    this.routerMacHi = task.routerMacHi;
    this.routerMacLo = task.routerMacLo | 0;
  }

  count(counter: number): void {
    this.counters[counter] = this.counters[counter]! + 1;
  }

  /**
   * Workers beside this one that may own a session of two endpoints: those that have ever served one of their hosts. Most
   * pairs are on hosts of one worker, and nobody else's table need be looked at for them (two workers, pairs on one host:
   * 18 % more new sessions a second).
   * @returns a bit for each
   */
  othersOf(source: number, target: number): number {
    if (this.alone) return 0;
    const { endpoints, datapaths } = this.tables;
    const here = endpoints[source * ENDPOINT_WORDS + ENDPOINT_HOST]! * DATAPATH_WORDS;
    const there = endpoints[target * ENDPOINT_WORDS + ENDPOINT_HOST]! * DATAPATH_WORDS;
    // Atomics: who has made a session of its own visible sees whoever has begun to serve before that (sessions.ts).
    const servedBy =
      Atomics.load(datapaths, here + DATAPATH_SERVED_BY) | Atomics.load(datapaths, there + DATAPATH_SERVED_BY);
    return servedBy & ~(1 << this.worker);
  }

  /** Whether the frame is addressed to the endpoint at a word offset. */
  isToEndpoint(endpoint: number): boolean {
    const { endpoints } = this.tables;
    return this.packet.isTo(endpoints[endpoint + ENDPOINT_MAC_HI]!, endpoints[endpoint + ENDPOINT_MAC_LO]!);
  }
}
