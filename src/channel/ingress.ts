// The workers' ingress rings, as the channel fills them: a run of messages is one record. Channel thread only. Hot: no
// allocation per message, no throw.

import { invariant } from '#base/invariant.ts';
import type { Connection } from '#channel/connection.ts';
import type { Deputy } from '#channel/deputy.ts';
import type { Tally } from '#channel/tally.ts';
import { DOOR_READ_BYTES } from '#native/door.ts';
import { COOKIE_KIND_SESSION, cookieIsKind, cookieWorker } from '#openflow/cookie.ts';
import { OFP_VERSION_13 } from '#openflow/header.ts';
import { ringBell } from '#shm/bell.ts';
import { nowStamp } from '#shm/clock.ts';
import { RunCopier } from '#shm/copy.ts';
import { MESSAGES_IN } from '#shm/counters.ts';
import { LATENCY_RING, type LatencyRecorder } from '#shm/latency.ts';
import {
  BOARD_BELL_WORKER,
  DATAPATH_MESSAGES_IN,
  DATAPATH_PACKET_INS,
  RING_BYTES_MIN,
  type SharedMemory,
  WORKERS_MAX,
} from '#shm/layout.ts';
import {
  RECORD_COMMITTED,
  RECORD_COUNT,
  RECORD_DATAPATH_UP,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PAYLOAD_AT,
  RECORD_SLOT,
  RECORD_STAMP,
  RingProducer,
} from '#shm/ring.ts';

/** FLOW_REMOVED of OpenFlow 1.3 §7.4.2: the cookie follows the header. */
const FLOW_REMOVED_COOKIE_13 = 8;
const COOKIE_BYTES = 8;
/** A read, the headers of its runs, and as much again where a record does not fit before the ring's end. */
const READ_ROOM_BYTES = 2 * DOOR_READ_BYTES + 8192;

export class Ingress {
  readonly #rings: readonly RingProducer[];
  readonly #copiers: readonly RunCopier[];
  readonly #board: Int32Array;
  readonly #latency: LatencyRecorder;
  readonly #tally: Tally;
  /** Does workers' work in this thread, where there is one. */
  deputy: Deputy | undefined = undefined;
  /** Workers that were given something since the last `settle`. */
  readonly #marked = new Int32Array(WORKERS_MAX);
  readonly #isMarked = new Uint8Array(WORKERS_MAX);
  #markedCount = 0;

  constructor(memory: SharedMemory, latency: LatencyRecorder, tally: Tally) {
    this.#rings = memory.ingress.map((block) => new RingProducer(block));
    this.#copiers = memory.ingress.map((block) => new RunCopier(block));
    for (const { capacityBytes } of this.#rings) {
      invariant(capacityBytes >= RING_BYTES_MIN, `a ring for messages has ${RING_BYTES_MIN} bytes at least`);
    }
    this.#board = new Int32Array(memory.board);
    this.#latency = latency;
    this.#tally = tally;
  }

  /** The worker that a FLOW_REMOVED is for: its session's owner, else the datapath's. */
  ownerOf(connection: Connection, bytes: Uint8Array, at: number, length: number): number {
    if (connection.version !== OFP_VERSION_13 || length < FLOW_REMOVED_COOKIE_13 + COOKIE_BYTES) {
      return connection.worker;
    }
    const cookie = at + FLOW_REMOVED_COOKIE_13;
    const hi =
      ((bytes[cookie]! << 24) | (bytes[cookie + 1]! << 16) | (bytes[cookie + 2]! << 8) | bytes[cookie + 3]!) >>> 0;
    if (!cookieIsKind(hi, COOKIE_KIND_SESSION)) return connection.worker;
    const worker = cookieWorker(hi);
    return worker < this.#rings.length ? worker : connection.worker;
  }

  /** Whether a worker's ring surely takes the runs of a whole read. */
  hasRoom(worker: number): boolean {
    return this.#rings[worker]!.room() >= READ_ROOM_BYTES;
  }

  /** Hands whole messages to a worker as one record. @returns false when its ring is full */
  push(
    connection: Connection,
    worker: number,
    bytes: Uint8Array,
    from: number,
    end: number,
    messages: number,
    packetIns: number,
    stamp: number,
  ): boolean {
    const ring = this.#rings[worker]!;
    const at = ring.claim(end - from, (bytes.byteOffset + from) & 7);
    if (at < 0) return false;
    const word = at >> 2;
    const { words } = ring;
    words[word + RECORD_KIND] = RECORD_MESSAGES;
    words[word + RECORD_SLOT] = connection.slot;
    words[word + RECORD_GENERATION] = connection.generation;
    words[word + RECORD_COUNT] = messages;
    words[word + RECORD_STAMP] = stamp;
    this.#copiers[worker]!.copy(bytes, from, end, words[word + RECORD_PAYLOAD_AT]!);
    const committed = nowStamp();
    words[word + RECORD_COMMITTED] = committed;
    ring.commit();
    if (packetIns > 0) this.#latency.record(LATENCY_RING, committed - stamp, packetIns);
    this.#mark(worker);
    this.#tally.count(MESSAGES_IN, messages);
    this.#tally.countOn(connection.slot, DATAPATH_MESSAGES_IN, messages);
    this.#tally.countOn(connection.slot, DATAPATH_PACKET_INS, packetIns);
    return true;
  }

  /** Tells a worker that a datapath is its own from now on. @returns false when its ring is full */
  announce(connection: Connection): boolean {
    const ring = this.#rings[connection.worker]!;
    const at = ring.claim(0, 0);
    if (at < 0) return false;
    const word = at >> 2;
    ring.words[word + RECORD_KIND] = RECORD_DATAPATH_UP;
    ring.words[word + RECORD_SLOT] = connection.slot;
    ring.words[word + RECORD_GENERATION] = connection.generation;
    ring.words[word + RECORD_COUNT] = connection.version;
    ring.commit();
    this.#mark(connection.worker);
    return true;
  }

  /** Has the workers do what was pushed since the last call: here, or by waking them. */
  settle(): void {
    for (let i = 0; i < this.#markedCount; i++) {
      const worker = this.#marked[i]!;
      this.#isMarked[worker] = 0;
      if (this.deputy?.serve(worker) !== true) ringBell(this.#board, BOARD_BELL_WORKER + 16 * worker);
    }
    this.#markedCount = 0;
  }

  #mark(worker: number): void {
    if (this.#isMarked[worker] !== 0) return;
    this.#isMarked[worker] = 1;
    this.#marked[this.#markedCount++] = worker;
  }
}
