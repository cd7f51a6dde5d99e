// The channel on real sockets, with the test in place of the workers, of main and of the clock: it takes what the
// channel puts into their rings, answers through theirs, and ticks. One event loop runs it all.

import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { Channel } from '#channel/channel.ts';
import type { ChannelConfig } from '#channel/channel-config.ts';
import type { Door } from '#native/door.ts';
import { openNodeDoor } from '#native/node-door.ts';
import { encodeMessage } from '#openflow/message.ts';
import {
  allocateMemory,
  DATAPATH_WORDS,
  HOST_DPID_HI,
  HOST_DPID_LO,
  HOST_STATE,
  HOST_STATE_KNOWN,
  HOST_WORDS,
  type MemoryConfig,
  RING_BYTES_MIN,
  type SharedMemory,
} from '#shm/layout.ts';
import {
  RECORD_CLOSE,
  RECORD_COUNT,
  RECORD_DATAPATH_DOWN,
  RECORD_DATAPATH_UP,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_REFUSED,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
  RingProducer,
} from '#shm/ring.ts';

export interface RingRecord {
  readonly kind: number;
  readonly slot: number;
  readonly generation: number;
  readonly count: number;
  readonly stamp: number;
  readonly payload: Buffer;
}

const CONFIG: ChannelConfig = {
  learn: true,
  handshakeTimeoutMs: 5000,
  echoIntervalMs: 5000,
  connectionsMax: 1000,
  backlogPauseBytes: 1 << 20,
  backlogCloseBytes: 16 << 20,
};

const MEMORY: MemoryConfig = {
  workers: 2,
  endpointRows: 16,
  networkRows: 4,
  classRows: 16,
  pairRows: 16,
  heapWords: 64,
  sessionRows: 64,
  macSets: 1024,
  ingressBytes: RING_BYTES_MIN,
  egressBytes: RING_BYTES_MIN,
  controlBytes: RING_BYTES_MIN,
};

/** The clock's step between two ticks, as the channel thread makes them. */
const TICK_MS = 500;

/** Opens a channel that listens; it ends with the test. */
export async function openScene(
  config: Partial<ChannelConfig> = {},
  memory: Partial<MemoryConfig> = {},
): Promise<Scene> {
  const scene = new Scene({ ...CONFIG, ...config }, { ...MEMORY, ...memory });
  await scene.listen();
  onTestFinished(() => scene.end());
  return scene;
}

export class Scene {
  readonly memory: SharedMemory;
  readonly channel: Channel;
  readonly door: Door;
  /** What each worker, and main, has taken, in order. */
  readonly worker: RingRecord[][];
  readonly main: RingRecord[] = [];
  /** What workers do with each record; they keep it in any case. */
  onWorkerRecord: (record: RingRecord, worker: number) => void = () => {};
  /** Workers and main that sleep take nothing, so that their rings fill up. */
  readonly sleepingWorkers = new Set<number>();
  mainSleeps = false;
  nowMs = 1_000_000;
  port = 0;
  readonly #ingress: RingConsumer[];
  readonly #control: RingConsumer;
  readonly #egress: RingProducer[];
  readonly #outbound: RingProducer;
  readonly #counters: Float64Array;
  readonly #datapaths: Int32Array;
  readonly #switches: FakeSwitch[] = [];
  #over = false;
  #failure: unknown;

  constructor(config: ChannelConfig, memory: MemoryConfig) {
    this.memory = allocateMemory(memory);
    this.channel = new Channel(this.memory, config, this.nowMs);
    this.door = openNodeDoor(this.channel);
    this.channel.attach(this.door);
    this.worker = this.memory.ingress.map(() => []);
    this.#ingress = this.memory.ingress.map((block) => new RingConsumer(block));
    this.#control = new RingConsumer(this.memory.control);
    this.#egress = this.memory.egress.map((block) => new RingProducer(block));
    this.#outbound = new RingProducer(this.memory.outbound);
    this.#counters = new Float64Array(this.memory.counters[memory.workers]!);
    this.#datapaths = new Int32Array(this.memory.datapaths);
  }

  async listen(): Promise<void> {
    this.port = (await this.door.listen('127.0.0.1', 0)).port;
    const round = () => {
      if (this.#over) return;
      try {
        this.channel.drain();
        this.take();
      } catch (error) {
        this.#failure = error;
        return;
      }
      setImmediate(round);
    };
    round();
  }

  /** Takes what is in the rings of those who are awake. */
  take(): void {
    for (let worker = 0; worker < this.worker.length; worker++) {
      if (!this.sleepingWorkers.has(worker)) this.takeOf(worker, Number.POSITIVE_INFINITY);
    }
    if (!this.mainSleeps) takeRecords(this.#control, Number.POSITIVE_INFINITY, (record) => this.main.push(record));
  }

  /** Takes what is in a worker's ring, awake or not. */
  takeOf(worker: number, recordsMax: number): void {
    takeRecords(this.#ingress[worker]!, recordsMax, (record) => {
      this.worker[worker]!.push(record);
      this.onWorkerRecord(record, worker);
    });
  }

  /** Lets time pass, tick by tick. */
  async pass(ms: number): Promise<void> {
    for (const until = this.nowMs + ms; this.nowMs < until; ) {
      this.nowMs = Math.min(this.nowMs + TICK_MS, until);
      this.channel.tick(this.nowMs);
      // What the channel asks may be answered before the next tick.
      for (let i = 0; i < 4; i++) await sleep(1);
    }
  }

  /** Answers as a worker does. @returns false when the ring is full */
  answer(worker: number, slot: number, generation: number, payload: Uint8Array): boolean {
    return put(this.#egress[worker]!, RECORD_MESSAGES, slot, generation, payload);
  }

  /** Sends as main does. */
  send(slot: number, generation: number, payload: Uint8Array): boolean {
    return put(this.#outbound, RECORD_MESSAGES, slot, generation, payload);
  }

  /** Has a connection closed as main does. */
  close(slot: number, generation: number, reason: string): boolean {
    return put(this.#outbound, RECORD_CLOSE, slot, generation, Buffer.from(reason));
  }

  /** Makes a dpid a host of the inventory. */
  addHost(slot: number, dpid: bigint): void {
    const hosts = new Int32Array(this.memory.hosts);
    hosts[slot * HOST_WORDS + HOST_DPID_HI] = Number(dpid >> 32n) | 0;
    hosts[slot * HOST_WORDS + HOST_DPID_LO] = Number(dpid & 0xffffffffn) | 0;
    Atomics.store(hosts, slot * HOST_WORDS + HOST_STATE, HOST_STATE_KNOWN);
  }

  counter(index: number): number {
    return this.#counters[index]!;
  }

  /** A word of a datapath's row. */
  datapath(slot: number, word: number): number {
    return Atomics.load(this.#datapaths, slot * DATAPATH_WORDS + word);
  }

  /** Reasons of connections that main was told were refused, without the peer's name. */
  get refusals(): string[] {
    return this.main
      .filter(({ kind }) => kind === RECORD_REFUSED)
      .map(({ payload }) => payload.toString().replace(/^\S+ /, ''));
  }

  get downs(): { slot: number; generation: number; reason: string }[] {
    return this.main
      .filter(({ kind }) => kind === RECORD_DATAPATH_DOWN)
      .map(({ slot, generation, payload }) => ({ slot, generation, reason: payload.toString() }));
  }

  get ups(): RingRecord[] {
    return this.main.filter(({ kind }) => kind === RECORD_DATAPATH_UP);
  }

  /** Messages that a worker has taken of a slot, one after another. */
  messagesOf(worker: number, slot: number): Buffer {
    const records = this.worker[worker]!.filter((record) => record.kind === RECORD_MESSAGES && record.slot === slot);
    return Buffer.concat(records.map(({ payload }) => payload));
  }

  async connect(): Promise<FakeSwitch> {
    const fake = await FakeSwitch.connect(this.port);
    this.#switches.push(fake);
    return fake;
  }

  /** Connects a switch and brings it through the handshake. */
  async serve(dpid: bigint, version: 1 | 4 = 4): Promise<ServedSwitch> {
    const fake = await this.connect();
    const before = this.ups.length;
    await fake.shakeHands(dpid, version);
    await this.until(() => this.ups.length > before || fake.isOver);
    if (fake.isOver) throw new Error(`not served: ${this.refusals.at(-1)}`);
    const up = this.ups.at(-1)!;
    return Object.assign(fake, { slot: up.slot, generation: up.generation, worker: up.stamp });
  }

  async until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!condition()) {
      if (this.#failure !== undefined) throw this.#failure;
      if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition}`);
      await sleep(1);
    }
  }

  async end(): Promise<void> {
    this.#over = true;
    for (const { socket } of this.#switches) socket.destroy();
    await this.door.end();
    if (this.#failure !== undefined) throw this.#failure;
  }
}

export type ServedSwitch = FakeSwitch & {
  readonly slot: number;
  readonly generation: number;
  readonly worker: number;
};

/** A switch that says what the test tells it to. */
export class FakeSwitch {
  readonly socket: net.Socket;
  /** Whole messages that came. */
  readonly received: Buffer[] = [];
  /** Whether it answers echo requests, as switches do that are alive. */
  answersEchoes = true;
  /** The other side has ended, or the connection is gone. */
  isOver = false;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: net.Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#frame(bytes as Buffer));
    socket.on('end', () => {
      this.isOver = true;
    });
    socket.on('close', () => {
      this.isOver = true;
    });
    socket.on('error', () => {}); // resets are part of the play
  }

  static async connect(port: number): Promise<FakeSwitch> {
    const socket = net.connect({ host: '127.0.0.1', port });
    const fake = new FakeSwitch(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return fake;
  }

  send(...messages: Uint8Array[]): void {
    this.socket.write(Buffer.concat(messages));
  }

  /** HELLO, then FEATURES_REPLY to the request. */
  async shakeHands(dpid: bigint, version: 1 | 4): Promise<void> {
    this.send(hello(version));
    await this.answered(FEATURES_REQUEST);
    this.send(featuresReply(dpid, version));
  }

  /** Messages of a type that came. */
  ofType(type: number): Buffer[] {
    return this.received.filter((message) => message[1] === type);
  }

  /** Waits for messages of a type. */
  async answered(type: number, count = 1, timeoutMs = 10_000): Promise<Buffer[]> {
    const deadline = performance.now() + timeoutMs;
    while (this.ofType(type).length < count) {
      if (performance.now() > deadline) throw new Error(`no ${count} messages of type ${type} within ${timeoutMs} ms`);
      if (this.isOver) throw new Error(`the connection ended before ${count} messages of type ${type}`);
      await sleep(1);
    }
    return this.ofType(type);
  }

  /** Waits for the other side to end. */
  async over(timeoutMs = 10_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!this.isOver) {
      if (performance.now() > deadline) throw new Error(`not closed within ${timeoutMs} ms`);
      await sleep(1);
    }
  }

  #answerEcho(request: Buffer): void {
    const reply = Buffer.from(request);
    reply[1] = ECHO_REPLY;
    if (this.socket.writable) this.socket.write(reply);
  }

  #frame(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let at = 0;
    while (this.#rest.length - at >= 8) {
      const length = this.#rest.readUInt16BE(at + 2);
      if (length < 8) throw new Error(`the channel sent a message of ${length} bytes`);
      if (this.#rest.length - at < length) break;
      const received = Buffer.from(this.#rest.subarray(at, at + length));
      this.received.push(received);
      if (received[1] === ECHO_REQUEST && this.answersEchoes) this.#answerEcho(received);
      at += length;
    }
    this.#rest = this.#rest.subarray(at);
  }
}

export const HELLO = 0;
export const ERROR = 1;
export const ECHO_REQUEST = 2;
export const ECHO_REPLY = 3;
export const FEATURES_REQUEST = 5;
export const SET_CONFIG = 9;
export const PACKET_IN = 10;
export const FLOW_REMOVED = 11;
export const PORT_STATUS = 12;

/** A HELLO without elements, as 1.0 and many others say it. */
export function hello(version: number): Buffer {
  return message(version, HELLO, 8);
}

export function featuresReply(dpid: bigint, version: 1 | 4): Uint8Array {
  const fields = { type: 'FEATURES_REPLY', xid: 2, datapathId: dpid, nBuffers: 0, nTables: 1 } as const;
  return version === 1
    ? encodeMessage({ ...fields, version, capabilities: [], actions: [], ports: [] })
    : encodeMessage({ ...fields, version, capabilities: [] });
}

/** A message of `length` bytes whose body is `fill`: the channel looks at headers only. */
export function message(version: number, type: number, length: number, xid = 0, fill = 0): Buffer {
  const bytes = Buffer.alloc(length, fill);
  bytes[0] = version;
  bytes[1] = type;
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(xid, 4);
  return bytes;
}

function takeRecords(ring: RingConsumer, recordsMax: number, take: (record: RingRecord) => void): void {
  for (let records = 0; records < recordsMax; records++) {
    const at = ring.poll();
    if (at < 0) return;
    const word = at >> 2;
    const { words } = ring;
    const payloadAt = words[word + RECORD_PAYLOAD_AT]!;
    take({
      kind: words[word + RECORD_KIND]!,
      slot: words[word + RECORD_SLOT]!,
      generation: words[word + RECORD_GENERATION]!,
      count: words[word + RECORD_COUNT]!,
      stamp: words[word + RECORD_STAMP]!,
      payload: Buffer.from(ring.bytes.slice(payloadAt, payloadAt + words[word + RECORD_PAYLOAD_LENGTH]!)),
    });
    ring.release();
  }
}

function put(ring: RingProducer, kind: number, slot: number, generation: number, payload: Uint8Array): boolean {
  const at = ring.claim(payload.length, 0);
  if (at < 0) return false;
  const word = at >> 2;
  ring.words[word + RECORD_KIND] = kind;
  ring.words[word + RECORD_SLOT] = slot;
  ring.words[word + RECORD_GENERATION] = generation;
  ring.bytes.set(payload, ring.words[word + RECORD_PAYLOAD_AT]!);
  ring.commit();
  return true;
}
