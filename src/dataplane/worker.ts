// A dataplane worker: runs until the process stops. Takes runs of messages from its ingress
// ring, decides, and answers through its egress ring. Hot: no allocation, no await, no throw on the path; a throw
// means a programmer's mistake, ends the task and is reported by main, which starts it again.
//
// Waiting: it looks at its rings for `spinUs`, then parks on its bell. Whoever commits to one of its rings rings.

import { Context, INLINE_ALWAYS, Packet, type WorkerTask } from '#dataplane/context.ts';
import { Egress } from '#dataplane/egress.ts';
import { HostPath } from '#dataplane/host-path.ts';
import { LearnPath } from '#dataplane/learn-path.ts';
import { LookAhead } from '#dataplane/look-ahead.ts';
import { VerdictReader } from '#dataplane/verdict.ts';
import { loadBindings } from '#native/bindings.ts';
import { announcePark, cancelPark, park } from '#shm/bell.ts';
import { type ReadClock, readClock, stampOf } from '#shm/clock.ts';
import { DROPPED_STALE, PACKET_INS, PARKS } from '#shm/counters.ts';
import { LATENCY_DECIDE, LATENCY_EMIT, LATENCY_QUEUE, LatencyRecorder } from '#shm/latency.ts';
import {
  BOARD_BELL_WORKER,
  BOARD_STOP,
  BOARD_SWEPT,
  DATAPATH_GENERATION,
  DATAPATH_WORDS,
  HOST_SLOTS,
} from '#shm/layout.ts';
import {
  RECORD_COMMITTED,
  RECORD_COUNT,
  RECORD_DATAPATH_UP,
  RECORD_FLOW_GONE,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
  RingProducer,
} from '#shm/ring.ts';
import { Seat } from '#shm/seat.ts';
import { SessionTable, SessionTableOwner } from '#shm/session-table.ts';
import { Tables } from '#shm/tables.ts';

const TYPE_PACKET_IN = 10;
const TYPE_FLOW_REMOVED = 11;
const MAC_AGE_SEC = 300;
/** Records handled before answers are published and commands and the policy version are looked at again. */
const RECORDS_PER_ROUND = 16;
/** A learning switch's run that is shorter is decided without a look ahead: a few PacketIns, whose sender waits for the answer. */
const LOOK_AHEAD_BYTES = 256;
/** The place where a record's messages begin, whatever it is. */
const AT_FIRST = 0;

/** What differs between the threads that may be a worker. */
export interface WorkerMeans {
  /** Nanoseconds, monotonic. */
  readonly clock?: ReadClock;
  /** Makes room in a full egress ring, or waits for it. */
  readonly makeRoom?: () => void;
}

/** One worker's loop. Tests drive it round by round. */
export class Worker {
  readonly #task: WorkerTask;
  readonly #clock: ReadClock;
  /** What the clock said last. */
  readonly #now = new Float64Array(1);
  readonly #tables: Tables;
  readonly #counters: Float64Array;
  readonly #latency: LatencyRecorder;
  readonly #ingress: RingConsumer;
  readonly #commands: RingConsumer;
  readonly #egress: Egress;
  readonly #context: Context;
  readonly #hosts: HostPath;
  readonly #learn: LearnPath;
  readonly #lookAhead: LookAhead;
  readonly #events: RingProducer;
  readonly #bell: number;
  readonly #seat: Seat;
  #swept: number;
  /** The clock when it was read last. */
  #stamp = 0;
  // Records of this round, as word offsets, and which message the look ahead comes to next.
  readonly #records = new Int32Array(RECORDS_PER_ROUND);
  #recordCount = 0;
  #aheadRecord = 0;
  #aheadAt = AT_FIRST;
  // Runs of this round: when each was decided, and how many PacketIns it had.
  #runs = 0;
  readonly #decidedAt = new Int32Array(RECORDS_PER_ROUND);
  readonly #decidedCount = new Int32Array(RECORDS_PER_ROUND);

  constructor(task: WorkerTask, { clock = readClock, makeRoom }: WorkerMeans = {}) {
    const { memory, worker } = task;
    this.#task = task;
    this.#clock = clock;
    this.#tables = new Tables(memory);
    this.#counters = new Float64Array(memory.counters[worker]!);
    this.#latency = new LatencyRecorder(memory.latency[worker]!);
    this.#ingress = new RingConsumer(memory.ingress[worker]!);
    this.#commands = new RingConsumer(memory.commands[worker]!);
    const { board, datapaths } = this.#tables;
    this.#egress = new Egress(memory.egress[worker]!, board, datapaths, this.#counters, makeRoom);
    this.#events = new RingProducer(memory.events[worker]!);
    this.#seat = new Seat(board, worker);
    this.#bell = BOARD_BELL_WORKER + 16 * worker;
    this.#swept = Atomics.load(this.#tables.board, BOARD_SWEPT + 16 * worker);
    const rows = memory.config.sessionRows;
    this.#context = new Context(
      task,
      this.#tables,
      this.#egress,
      this.#events,
      this.#counters,
      new SessionTableOwner(memory.sessions[worker]!, rows),
      memory.sessions.map((block) => new SessionTable(block, rows)),
      new VerdictReader(this.#tables),
      new Packet(this.#ingress.bytes, this.#ingress.view),
    );
    this.#hosts = new HostPath(this.#context);
    this.#lookAhead = new LookAhead(this.#context, this.#hosts.sessions.keys);
    this.#learn = new LearnPath(this.#egress, this.#counters, {
      idleTimeoutSec: task.learnIdleTimeoutSec,
      macs: memory.macs[worker]!,
      macAgeSec: MAC_AGE_SEC,
    });
  }

  /** Runs until the board says stop. */
  run(): void {
    const { board } = this.#tables;
    this.enter();
    this.#hosts.sessions.takeOver();
    while (Atomics.load(board, BOARD_STOP) === 0) {
      this.#work();
      announcePark(board, this.#bell);
      if (this.#ingress.ready() || this.#commands.ready() || this.#tables.version !== this.#swept) {
        cancelPark(board, this.#bell);
        continue;
      }
      this.#counters[PARKS] = this.#counters[PARKS]! + 1;
      this.leave();
      park(board, this.#bell, this.#task.parkMs);
      this.enter();
    }
  }

  /** Takes the seat, and goes on where its deputy has stopped: that may have sat there since this object was made, too. */
  enter(): void {
    this.#seat.take();
    this.resume();
  }

  /** Leaves the seat, to sleep, at the end of `run` or when it threw: another thread may be the worker. */
  leave(): void {
    this.#seat.leave();
  }

  /** Does what comes, until nothing has come for `spinUs`. */
  #work(): void {
    const { board } = this.#tables;
    // Where its deputy does the work the worker gets out of the way as soon as it has done its own.
    const spinNs = this.#task.inline === INLINE_ALWAYS ? 0 : this.#task.spinUs * 1000;
    let idleSinceNs = 0;
    while (Atomics.load(board, BOARD_STOP) === 0) {
      if (this.round()) {
        idleSinceNs = 0;
        continue;
      }
      this.#clock(this.#now);
      const now = this.#now[0]!;
      if (idleSinceNs === 0) idleSinceNs = now;
      if (now - idleSinceNs >= spinNs) return;
    }
  }

  /**
   * Goes on where another thread has stopped that sat in the worker's seat until now.
   * @returns false when it waits for its own thread: a sweep may take long
   */
  resume(): boolean {
    this.#ingress.resume();
    this.#commands.resume();
    this.#events.resume();
    this.#egress.resume();
    this.#swept = Atomics.load(this.#tables.board, BOARD_SWEPT + 16 * this.#task.worker);
    return this.#tables.version === this.#swept;
  }

  /** Takes what waits, up to a bound. @returns whether there was work */
  round(): boolean {
    let found = false;
    const version = this.#tables.version;
    if (version !== this.#swept) {
      this.#readClock();
      this.#hosts.sweep.run(version);
      this.#swept = version;
      this.#egress.flush(this.#stamp);
      found = true;
    }
    if (this.#hosts.sweep.revoked > 0) {
      this.#readClock();
      found = this.#hosts.sweep.repeatDeletes() || found;
    }
    for (let at = this.#commands.poll(); at >= 0; at = this.#commands.poll()) {
      this.#onCommand(at >> 2);
      this.#commands.release();
      found = true;
    }
    this.#takeRecords();
    for (let i = 0; i < this.#recordCount; i++) {
      if (i === this.#aheadRecord && this.#aheadAt === AT_FIRST) this.#fetchFrom(i, AT_FIRST);
      this.#onRecord(i);
      found = true;
      if (this.#egress.isHeavy) this.#publish();
    }
    if (found) {
      // Once for all runs that were waiting: under load this saves wake-ups, and with one run it is at once.
      this.#publish();
      this.#ingress.release();
    }
    return found;
  }

  #takeRecords(): void {
    let count = 0;
    for (; count < RECORDS_PER_ROUND; count++) {
      const at = this.#ingress.poll();
      if (at < 0) break;
      this.#records[count] = at >> 2;
    }
    this.#recordCount = count;
    this.#aheadRecord = 0;
    this.#aheadAt = AT_FIRST;
  }

  #publish(): void {
    this.#clock(this.#now);
    const stamp = stampOf(this.#now[0]!);
    this.#egress.flush(stamp);
    for (let i = 0; i < this.#runs; i++) {
      this.#latency.record(LATENCY_EMIT, stamp - this.#decidedAt[i]!, this.#decidedCount[i]!);
    }
    this.#runs = 0;
  }

  #onCommand(word: number): void {
    const { words, view } = this.#commands;
    if (words[word + RECORD_KIND] !== RECORD_FLOW_GONE) return;
    const payload = words[word + RECORD_PAYLOAD_AT]!;
    this.#hosts.ends.onFlowGone(view.getUint32(payload), view.getUint32(payload + 4));
  }

  #onRecord(record: number): void {
    const { words, view, bytes } = this.#ingress;
    const word = this.#records[record]!;
    const slot = words[word + RECORD_SLOT]!;
    if (words[word + RECORD_KIND] !== RECORD_MESSAGES) {
      if (words[word + RECORD_KIND] === RECORD_DATAPATH_UP && slot >= HOST_SLOTS) {
        this.#learn.onDatapathUp(slot, words[word + RECORD_COUNT]!);
      }
      return;
    }
    this.#readClock();
    let at = words[word + RECORD_PAYLOAD_AT]!;
    const end = at + words[word + RECORD_PAYLOAD_LENGTH]!;
    const stale = this.#isStale(word);
    const pickedUp = this.#stamp;
    this.#egress.begin(words[word + RECORD_STAMP]!);
    const { nowSec } = this.#context;
    let packetIns = 0;
    const known = slot < HOST_SLOTS;
    let ahead = end;
    if (known) ahead = record === this.#aheadRecord ? this.#aheadAt : end;
    else if (!stale && end - at >= LOOK_AHEAD_BYTES) ahead = at;
    while (at < end) {
      if (at === ahead) {
        if (known) {
          this.#fetchFrom(record, at);
          ahead = record === this.#aheadRecord ? this.#aheadAt : end;
        } else ahead = this.#learn.fetch(slot, bytes[at]!, view, at, end);
      }
      const length = view.getUint16(at + 2);
      const type = bytes[at + 1];
      if (type === TYPE_PACKET_IN) {
        packetIns++;
        let outcome: number;
        if (stale) outcome = DROPPED_STALE;
        else if (slot < HOST_SLOTS) outcome = this.#hosts.onPacketIn(slot, view, at, at + length);
        else outcome = this.#learn.onPacketIn(slot, bytes[at]!, bytes, view, at, at + length, nowSec);
        this.#counters[outcome] = this.#counters[outcome]! + 1;
        this.#egress.packetIn();
      } else if (type === TYPE_FLOW_REMOVED && bytes[at] === 4) {
        this.#hosts.ends.onFlowRemoved(slot, view, at, at + length);
      }
      at += length;
    }
    if (packetIns > 0) {
      this.#counters[PACKET_INS] = this.#counters[PACKET_INS]! + packetIns;
      this.#clock(this.#now);
      const decided = stampOf(this.#now[0]!);
      this.#latency.record(LATENCY_QUEUE, pickedUp - words[word + RECORD_COMMITTED]!, packetIns);
      this.#latency.record(LATENCY_DECIDE, decided - pickedUp, packetIns);
      this.#decidedAt[this.#runs] = decided;
      this.#decidedCount[this.#runs++] = packetIns;
    }
  }

  /** Whether the datapath of a record has gone since, or has come again. */
  #isStale(word: number): boolean {
    const { words } = this.#ingress;
    const generation = Atomics.load(
      this.#tables.datapaths,
      words[word + RECORD_SLOT]! * DATAPATH_WORDS + DATAPATH_GENERATION,
    );
    return generation !== words[word + RECORD_GENERATION];
  }

  /** Looks ahead from a place in a record of this round on, into the next ones if it has few messages. */
  #fetchFrom(first: number, from: number): void {
    const { words, view } = this.#ingress;
    this.#lookAhead.begin();
    let record = first;
    for (; record < this.#recordCount && !this.#lookAhead.isFull; record++) {
      const word = this.#records[record]!;
      const slot = words[word + RECORD_SLOT]!;
      if (words[word + RECORD_KIND] !== RECORD_MESSAGES || slot >= HOST_SLOTS || this.#isStale(word)) continue;
      const payloadAt = words[word + RECORD_PAYLOAD_AT]!;
      const end = payloadAt + words[word + RECORD_PAYLOAD_LENGTH]!;
      const stopped = this.#lookAhead.add(slot, view, record === first && from !== AT_FIRST ? from : payloadAt, end);
      if (stopped === end) continue;
      this.#aheadAt = stopped;
      this.#lookAhead.fetch(view);
      this.#aheadRecord = record;
      return;
    }
    this.#aheadRecord = record;
    this.#aheadAt = AT_FIRST;
    this.#lookAhead.fetch(view);
  }

  #readClock(): void {
    this.#clock(this.#now);
    const ns = this.#now[0]!;
    const ms = ns / 1e6;
    this.#stamp = stampOf(ns);
    this.#context.nowMs = ms | 0;
    this.#context.nowSec = (ms / 1000) | 0;
  }
}

/** Works in this thread until the process stops. */
export function runWorker(task: WorkerTask): void {
  const { bindings } = loadBindings();
  // A core that is not there is the channel thread's to report, which is pinned first.
  if (task.firstCpu >= 0) bindings?.threadPin(task.firstCpu + task.worker);
  const worker = new Worker(task);
  try {
    worker.run();
  } finally {
    worker.leave();
  }
}
