// What main is told through the control ring: datapaths that come and go, and messages of switches that are no
// worker's. Datapaths that go are never lost: what finds no room is kept, in order. Those that come and messages wait in
// their sockets, whose reading pauses. Channel thread only.

import { invariant } from '#base/invariant.ts';
import type { Connection } from '#channel/connection.ts';
import type { Tally } from '#channel/tally.ts';
import { ringBell } from '#shm/bell.ts';
import { CONTROL_LOST } from '#shm/counters.ts';
import { BOARD_BELL_MAIN, DATAPATH_SLOTS, RING_BYTES_MIN, type SharedMemory } from '#shm/layout.ts';
import {
  RECORD_COUNT,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_PAYLOAD_AT,
  RECORD_SLOT,
  RECORD_STAMP,
  RingProducer,
} from '#shm/ring.ts';

/** Room that a switch's messages leave in main's ring: the longest message and a few connections' comings and goings. */
const RESERVE_BYTES = 80 * 1024;
/**
 * Reports kept while main's ring is full. While there are any no datapath comes, so that no more than those that are
 * there can go.
 */
const OWED_MAX = 2 * DATAPATH_SLOTS;

interface Report {
  readonly kind: number;
  readonly connection: Connection;
  readonly payload: Uint8Array;
}

export class Reports {
  readonly #ring: RingProducer;
  readonly #board: Int32Array;
  readonly #tally: Tally;
  /** What main could not be told yet. */
  readonly #owed: Report[] = [];

  constructor(memory: SharedMemory, tally: Tally) {
    this.#ring = new RingProducer(memory.control);
    invariant(this.#ring.capacityBytes >= RING_BYTES_MIN, `a ring for messages has ${RING_BYTES_MIN} bytes at least`);
    this.#board = new Int32Array(memory.board);
    this.#tally = tally;
  }

  /** Whether something waits for room: `retry` has work. */
  get owes(): boolean {
    return this.#owed.length > 0;
  }

  /** Whether main has taken what it was told so far; messages of switches wait until it has. */
  hasRoom(): boolean {
    this.retry();
    return this.#owed.length === 0 && this.#ring.room() > RESERVE_BYTES;
  }

  /** Tells main, now or when there is room. Who may choose asks `hasRoom` first. @param payload copied */
  tell(kind: number, connection: Connection, payload: Uint8Array): void {
    if (this.#owed.length === 0 && this.#write(kind, connection, payload)) return;
    invariant(this.#owed.length < OWED_MAX, `main is owed at most ${OWED_MAX} reports`);
    this.#owed.push({ kind, connection, payload: new Uint8Array(payload) });
  }

  /** Tells main if there is room; else it is counted and lost. */
  mention(kind: number, connection: Connection, payload: Uint8Array): void {
    if (!this.hasRoom() || !this.#write(kind, connection, payload)) this.#tally.count(CONTROL_LOST, 1);
  }

  /** Tells what is owed, as far as there is room. */
  retry(): void {
    let told = 0;
    for (; told < this.#owed.length; told++) {
      const { kind, connection, payload } = this.#owed[told]!;
      if (!this.#write(kind, connection, payload)) break;
    }
    if (told > 0) this.#owed.splice(0, told);
  }

  #write(kind: number, connection: Connection, payload: Uint8Array): boolean {
    const ring = this.#ring;
    const at = ring.claim(payload.length, 0);
    if (at < 0) return false;
    const word = at >> 2;
    ring.words[word + RECORD_KIND] = kind;
    ring.words[word + RECORD_SLOT] = connection.slot;
    ring.words[word + RECORD_GENERATION] = connection.generation;
    ring.words[word + RECORD_COUNT] = connection.version;
    ring.words[word + RECORD_STAMP] = connection.worker;
    ring.bytes.set(payload, ring.words[word + RECORD_PAYLOAD_AT]!);
    ring.commit();
    ringBell(this.#board, BOARD_BELL_MAIN);
    return true;
  }
}
