// The packet path in one thread: real tables written by the control plane's publisher, real rings and real workers, driven
// round by round, so that a test puts a PacketIn in and reads what comes out. The channel is the only thing that is
// missing: the harness is at its end of the rings.

import { ControlCounters } from '#control/counters.ts';
import type { EndpointRecord } from '#control/endpoint-rows.ts';
import { changesBetween } from '#control/inventory-changes.ts';
import { Publisher } from '#control/publisher.ts';
import { INLINE_NEVER, type WorkerTask } from '#dataplane/context.ts';
import { Worker } from '#dataplane/worker.ts';
import { EMPTY_INVENTORY, type Inventory, validateInventory } from '#model/inventory.ts';
import { decodeMessage, encodeMessage, type Message, type MessageOf } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { ringBell } from '#shm/bell.ts';
import { stampOf } from '#shm/clock.ts';
import { OUTCOMES } from '#shm/counters.ts';
import {
  allocateMemory,
  BOARD_BELL_WORKER,
  BOARD_SWEPT,
  DATAPATH_DENIED,
  DATAPATH_GENERATION,
  DATAPATH_SERVED_BY,
  DATAPATH_VERSION,
  DATAPATH_WORDS,
  DATAPATH_WORKER,
  HOST_STATE_KNOWN,
  HOST_STATE_READY,
  type MemoryConfig,
  type SharedMemory,
} from '#shm/layout.ts';
import {
  RECORD_COUNT,
  RECORD_DATAPATH_UP,
  RECORD_FLOW_GONE,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_NEIGHBOUR,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
  RingProducer,
} from '#shm/ring.ts';
import { SessionTable } from '#shm/session-table.ts';
import { Tables } from '#shm/tables.ts';
import { messageText } from '../openflow/flow-text.ts';

/** Port of every host's uplink; endpoints take 2 and up. */
export const UPLINK_PORT = 1;
export const ROUTER_MAC = '0a:da:01:00:00:01';
const NO_BUFFER = 0xffffffff;
const ROUNDS_MAX = 100_000;

export interface WorldOptions {
  /** What each worker is started with, besides the defaults of the config table. */
  readonly task?: Partial<WorkerTask>;
  readonly sizes?: Partial<MemoryConfig>;
  /** Which worker serves a host; worker 0 when it is not named. */
  readonly workerOf?: Readonly<Record<string, number>>;
  /** Workers run in threads of their own, which the test starts with `task`; it calls `post` and `drain` itself. */
  readonly threads?: boolean;
}

/** One message that came out of an egress ring. */
export interface Sent {
  readonly slot: number;
  /** Name of the host, or `slot N` of a learned datapath. */
  readonly to: string;
  readonly generation: number;
  readonly bytes: Uint8Array;
  readonly message: Message;
}

/** What a step did: the outcome of each PacketIn, and what was sent, in order. */
export interface Step {
  readonly outcomes: readonly string[];
  readonly sent: readonly Sent[];
  /** `host: message`, one line each. @see flow-text.ts */
  readonly lines: readonly string[];
}

export interface PacketInOptions {
  readonly bufferId?: number;
  /** Length of the packet as it came; that of the frame when it is whole. */
  readonly totalLen?: number;
  readonly generation?: number;
}

/** An inventory with workers on it, its hosts connected and ready, its endpoints located. */
export class World {
  readonly memory: SharedMemory;
  readonly publisher: Publisher;
  readonly tables: Tables;
  readonly workers: readonly Worker[];
  /** Those that `settle` drives: a test may hold one back. */
  driven: readonly Pick<Worker, 'round'>[];
  readonly sessions: readonly SessionTable[];
  inventory: Inventory = EMPTY_INVENTORY;
  /** The clock of every worker. */
  nowMs = 1_000_000;
  /** Whose a host is from its next connection on. */
  readonly workerOf: Record<string, number>;
  readonly #options: WorldOptions;
  readonly #ingress: readonly RingProducer[];
  readonly #commands: readonly RingProducer[];
  readonly #egress: readonly RingConsumer[];
  readonly #events: readonly RingConsumer[];
  readonly #datapaths: Int32Array;
  readonly #counters: readonly Float64Array[];
  #generation = 0;

  constructor(inventory: Inventory | object, options: WorldOptions = {}) {
    this.#options = options;
    this.workerOf = { ...options.workerOf };
    this.memory = allocateMemory(
      {
        workers: 1,
        endpointRows: 1024,
        networkRows: 64,
        classRows: 1024,
        pairRows: 256,
        heapWords: 1 << 17,
        sessionRows: 1024,
        macSets: 1024,
        ingressBytes: 1 << 18,
        egressBytes: 1 << 18,
        controlBytes: 1 << 16,
        ...options.sizes,
      },
      0,
    );
    const { memory } = this;
    const { workers, sessionRows } = memory.config;
    this.publisher = new Publisher(memory, new ControlCounters(memory));
    this.tables = new Tables(memory);
    this.#datapaths = new Int32Array(memory.datapaths);
    this.#counters = memory.counters.map((block) => new Float64Array(block));
    this.#ingress = memory.ingress.map((block) => new RingProducer(block));
    this.#commands = memory.commands.map((block) => new RingProducer(block));
    this.#egress = memory.egress.map((block) => new RingConsumer(block));
    this.#events = memory.events.map((block) => new RingConsumer(block));
    this.sessions = memory.sessions.map((block) => new SessionTable(block, sessionRows));
    this.workers = Array.from(
      { length: options.threads ? 0 : workers },
      (_, worker) => new Worker(this.task(worker), { clock: this.#clock }),
    );
    this.driven = this.workers;
    this.edit(inventory);
    for (const { name } of this.inventory.hosts) this.connect(name);
    this.settle();
  }

  readonly #clock = (into: Float64Array) => {
    into[0] = this.nowMs * 1e6;
  };

  /** Has each worker be two threads in turns, a round each. */
  takeTurns(): void {
    this.driven = this.workers.map((own, worker) => {
      const deputy = new Worker(this.task(worker), { clock: this.#clock });
      let rounds = 0;
      return {
        round: () => {
          const next = rounds++ % 2 === 0 ? deputy : own;
          next.resume();
          return next.round();
        },
      };
    });
  }

  /** What a worker is started with. */
  task(worker: number): WorkerTask {
    return {
      memory: this.memory,
      worker,
      learnIdleTimeoutSec: 60,
      tcpIdleTimeoutSec: 300,
      udpIdleTimeoutSec: 60,
      icmpIdleTimeoutSec: 20,
      coarseIdleTimeoutSec: 301,
      finTimeoutSec: 10,
      denyHardTimeoutSec: 5,
      spinUs: 0,
      inline: INLINE_NEVER,
      firstCpu: -1,
      parkMs: 1,
      natPoolFirst: 61440,
      natPoolSize: 4096,
      routerMacHi: 0x0ada,
      routerMacLo: 0x01000001,
      ...this.#options.task,
    };
  }

  // ── the inventory and its hosts ────────────────────────────────────────────────────────────────────────────

  /** Publishes another inventory and lets workers act on it. Ports given by number are located at once. */
  edit(next: Inventory | object): Step {
    this.publish(next);
    return this.settle();
  }

  /** Publishes another inventory; workers act on it at their next round. */
  publish(next: Inventory | object): void {
    const inventory = validateInventory(next, 'test');
    this.publisher.apply(changesBetween(this.inventory, inventory));
    this.inventory = inventory;
    for (const record of this.publisher.endpoints.byName.values()) {
      if (typeof record.endpoint.port === 'number') this.publisher.locate(record, record.endpoint.port);
    }
    this.publisher.publish();
  }

  locate(endpoint: string, port: number): void {
    this.publisher.locate(this.endpoint(endpoint), port);
    this.publisher.publish();
  }

  endpoint(name: string): EndpointRecord {
    return this.publisher.endpoints.byName.get(name)!;
  }

  slot(host: string): number {
    return this.publisher.hosts.byName.get(host)!.slot;
  }

  /** The host's switch connects and has its standing flows. */
  connect(host: string): void {
    const record = this.publisher.hosts.byName.get(host)!;
    this.connectSlot(record.slot, 4, this.workerOf[host] ?? 0);
    this.publisher.hosts.setUplink(record, UPLINK_PORT);
    this.publisher.hosts.setState(record, HOST_STATE_READY);
  }

  disconnect(host: string): void {
    const record = this.publisher.hosts.byName.get(host)!;
    Atomics.store(this.#datapaths, record.slot * DATAPATH_WORDS + DATAPATH_GENERATION, 0);
    this.publisher.hosts.setState(record, HOST_STATE_KNOWN);
  }

  /** A datapath connects: the channel's words, and its record to the worker. */
  connectSlot(slot: number, version: number, worker = 0): void {
    const row = slot * DATAPATH_WORDS;
    this.#datapaths[row + DATAPATH_VERSION] = version;
    this.#datapaths[row + DATAPATH_WORKER] = worker;
    this.#datapaths[row + DATAPATH_DENIED] = 1;
    this.#datapaths[row + DATAPATH_SERVED_BY]! |= 1 << worker;
    Atomics.store(this.#datapaths, row + DATAPATH_GENERATION, ++this.#generation);
    this.#put(this.#ingress[worker]!, RECORD_DATAPATH_UP, slot, new Uint8Array(0), version);
  }

  generation(slot: number): number {
    return this.#datapaths[slot * DATAPATH_WORDS + DATAPATH_GENERATION]!;
  }

  // ── steps ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** A frame that the switch of a host lifts from a port. */
  packetIn(host: string, port: number, frame: Uint8Array, options: PacketInOptions = {}): Step {
    return this.messages(this.slot(host), [packetIn13(port, frame, options)], options.generation);
  }

  /** A frame that an endpoint sends. */
  from(name: string, frame: Uint8Array, options: PacketInOptions = {}): Step {
    const { host, port } = this.endpoint(name);
    return this.packetIn(host.host.name, port, frame, options);
  }

  /** The switch that has a flow says that it is gone. */
  flowRemoved(flow: Sent, packets = 1n, bytes = 98n, reason: 'IDLE_TIMEOUT' | 'DELETE' = 'IDLE_TIMEOUT'): Step {
    const message = flowRemoved13(flow.message as MessageOf<4, 'FLOW_MOD'>, packets, bytes, reason);
    return this.messages(flow.slot, [message], this.generation(flow.slot), ownerOf(flow));
  }

  /** Control has found that a flow is not on its switch. */
  flowGone(flow: Sent): Step {
    const { cookie } = flow.message as MessageOf<4, 'FLOW_MOD'>;
    const payload = Buffer.alloc(8);
    payload.writeBigUInt64BE(cookie);
    this.#put(this.#commands[ownerOf(flow)]!, RECORD_FLOW_GONE, flow.slot, payload, 0);
    return this.settle();
  }

  /** A run of messages of one datapath, handed to its worker as one record. */
  messages(
    slot: number,
    messages: readonly Uint8Array[],
    generation = this.generation(slot),
    worker = this.#datapaths[slot * DATAPATH_WORDS + DATAPATH_WORKER]!,
  ): Step {
    this.post(slot, messages, worker, generation);
    return this.settle();
  }

  /** Lets workers go on until none has work. @returns what they did */
  settle(): Step {
    const before = this.#outcomes();
    const sent: Sent[] = [];
    for (let rounds = 0; this.driven.some((worker) => worker.round()); rounds++) {
      if (rounds > ROUNDS_MAX) throw new Error('the workers do not come to an end');
      sent.push(...this.drain());
    }
    const outcomes = this.#outcomes().flatMap((count, i) =>
      new Array<string>(count - before[i]!).fill(OUTCOMES[i]!.name),
    );
    return { outcomes, sent, lines: sent.map(({ to, message }) => `${to}: ${messageText(message)}`) };
  }

  // ── readings ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Sum of a counter over all workers. */
  counter(index: number): number {
    const { workers } = this.memory.config;
    return this.#counters.slice(0, workers).reduce((sum, block) => sum + block[index]!, 0);
  }

  /** Each outcome with its count, those that are not 0. */
  tally(): Record<string, number> {
    return Object.fromEntries(this.#outcomes().flatMap((count, i) => (count > 0 ? [[OUTCOMES[i]!.name, count]] : [])));
  }

  /** Sessions in use, of all workers. */
  get open(): number {
    return this.sessions.reduce((sum, table) => sum + table.used, 0);
  }

  /** The version that a worker has swept. */
  swept(worker: number): number {
    return this.tables.board[BOARD_SWEPT + 16 * worker]!;
  }

  /** Neighbours that workers have told main of: host slot, address and MAC in hex. */
  neighbours(): { slot: number; ip: string; mac: string }[] {
    const heard: { slot: number; ip: string; mac: string }[] = [];
    for (const ring of this.#events) {
      for (let at = ring.poll(); at >= 0; at = ring.poll()) {
        const word = at >> 2;
        if (ring.words[word + RECORD_KIND] !== RECORD_NEIGHBOUR) throw new Error('an event of another kind');
        const payload = ring.words[word + RECORD_PAYLOAD_AT]!;
        const hex = (from: number, bytes: number) =>
          Buffer.from(ring.bytes.slice(payload + from, payload + from + bytes)).toString('hex');
        heard.push({ slot: ring.words[word + RECORD_SLOT]!, ip: hex(0, 4), mac: hex(6, 6) });
      }
      ring.release();
    }
    return heard;
  }

  #outcomes(): number[] {
    return OUTCOMES.map((_, i) => this.counter(i));
  }

  /** What workers have written since the last call. */
  drain(): Sent[] {
    const sent: Sent[] = [];
    for (const ring of this.#egress) {
      for (let at = ring.poll(); at >= 0; at = ring.poll()) {
        const word = at >> 2;
        const from = ring.words[word + RECORD_PAYLOAD_AT]!;
        const payload = ring.bytes.slice(from, from + ring.words[word + RECORD_PAYLOAD_LENGTH]!);
        const slot = ring.words[word + RECORD_SLOT]!;
        const to = this.publisher.hosts.at(slot)?.host.name ?? `slot ${slot}`;
        for (let place = 0; place < payload.length; ) {
          const decoded = decodeMessage(payload, place);
          if (!decoded.ok) throw new Error(`a worker sent what is no message: ${decoded.error.message}`);
          const bytes = payload.slice(place, decoded.end);
          const generation = ring.words[word + RECORD_GENERATION]!;
          sent.push({ slot, to, generation, bytes, message: decoded.message });
          place = decoded.end;
        }
      }
      ring.release();
    }
    return sent;
  }

  /** Hands messages of a datapath to a worker, as the channel does. */
  post(slot: number, messages: readonly Uint8Array[], worker: number, generation = this.generation(slot)): void {
    const payload = Buffer.concat(messages);
    this.#put(this.#ingress[worker]!, RECORD_MESSAGES, slot, payload, messages.length, generation);
    ringBell(this.tables.board, BOARD_BELL_WORKER + 16 * worker);
  }

  #put(ring: RingProducer, kind: number, slot: number, payload: Uint8Array, count: number, generation = 0): void {
    const at = ring.claim(payload.length, 0);
    if (at < 0) throw new Error('the ring is full');
    const word = at >> 2;
    ring.words[word + RECORD_KIND] = kind;
    ring.words[word + RECORD_SLOT] = slot;
    ring.words[word + RECORD_GENERATION] = generation;
    ring.words[word + RECORD_COUNT] = count;
    ring.words[word + RECORD_STAMP] = stampOf(this.nowMs * 1e6);
    ring.bytes.set(payload, ring.words[word + RECORD_PAYLOAD_AT]!);
    ring.commit();
  }
}

/** A PacketIn of OpenFlow 1.3. */
export function packetIn13(inPort: number, frame: Uint8Array, options: PacketInOptions = {}): Uint8Array {
  return encodeMessage({
    ...{ version: 4, type: 'PACKET_IN', reason: 'NO_MATCH', match: [oxm('IN_PORT', inPort)], data: frame },
    ...{ bufferId: options.bufferId ?? NO_BUFFER, totalLen: options.totalLen ?? frame.length },
  });
}

/** What a switch says when a flow has ended. */
export function flowRemoved13(
  flow: MessageOf<4, 'FLOW_MOD'>,
  packets = 1n,
  bytes = 98n,
  reason: 'IDLE_TIMEOUT' | 'DELETE' = 'IDLE_TIMEOUT',
): Uint8Array {
  const { cookie, priority, match } = flow;
  return encodeMessage({
    ...{ version: 4, type: 'FLOW_REMOVED', cookie, priority, reason, tableId: 0, durationSec: 1, durationNsec: 0 },
    ...{ idleTimeout: 0, hardTimeout: 0, packetCount: packets, byteCount: bytes, match },
  });
}

/** The worker that a FlowRemoved of a session's flow is for: the channel reads it from the cookie. */
export function ownerOf(flow: Sent): number {
  return Number(((flow.message as MessageOf<4, 'FLOW_MOD'>).cookie >> 48n) & 0xfn);
}

/** A PacketIn of OpenFlow 1.0. */
export function packetIn10(inPort: number, frame: Uint8Array, options: PacketInOptions = {}): Uint8Array {
  return encodeMessage({
    ...{ version: 1, type: 'PACKET_IN', reason: 'NO_MATCH', inPort, data: frame },
    ...{ bufferId: options.bufferId ?? NO_BUFFER, totalLen: options.totalLen ?? frame.length },
  });
}

/** The FlowMods of a step that add, in order. */
export function flowsOf(step: Step): Sent[] {
  return step.sent.filter(({ message }) => message.type === 'FLOW_MOD' && message.command === 'ADD');
}
