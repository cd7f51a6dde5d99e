// Main's ear: takes records from the channel (control ring) and from the workers (events rings), a bounded number per
// turn so that timers and the API get theirs, and sleeps on its bell when there are none. Main thread.

import type { Log } from '#base/log.ts';
import { CONTROL_RECORDS, type ControlCounters } from '#control/counters.ts';
import { announcePark, cancelPark, parkAsync } from '#shm/bell.ts';
import { BOARD_BELL_MAIN, BOARD_STOP, type SharedMemory } from '#shm/layout.ts';
import {
  RECORD_COUNT,
  RECORD_DATAPATH_DOWN,
  RECORD_DATAPATH_UP,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_NEIGHBOUR,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_REFUSED,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
} from '#shm/ring.ts';

/** What is done with each kind of record. Payloads are the handler's to keep. */
export interface ControlHandlers {
  onUp(slot: number, generation: number, version: number, worker: number, payload: Uint8Array): void;
  onDown(slot: number, generation: number, reason: string): void;
  onMessages(slot: number, generation: number, messages: Uint8Array): void;
  onRefused(reason: string): void;
  /** An ARP reply came in on a host's uplink: addresses as words. */
  onNeighbour(slot: number, ip: number, macHi: number, macLo: number): void;
  /** After each turn that handled something, and at least every `PARK_MS`. */
  onTurn(): void;
}

/** Records of one ring per turn. */
const RECORDS_PER_TURN = 256;
/** Sleeps end by themselves after this long: a lost wake-up would cost this much and no more. */
const PARK_MS = 100;

export class ControlLoop {
  readonly #board: Int32Array;
  readonly #rings: readonly RingConsumer[];
  readonly #handlers: ControlHandlers;
  readonly #counters: ControlCounters;
  readonly #log: Log;

  constructor(memory: SharedMemory, handlers: ControlHandlers, counters: ControlCounters, log: Log) {
    this.#board = new Int32Array(memory.board);
    this.#rings = [memory.control, ...memory.events].map((block) => new RingConsumer(block));
    this.#handlers = handlers;
    this.#counters = counters;
    this.#log = log;
  }

  /** Runs until BOARD_STOP. */
  async run(): Promise<void> {
    const board = this.#board;
    while (Atomics.load(board, BOARD_STOP) === 0) {
      const found = this.turn();
      this.#handlers.onTurn();
      if (found) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      announcePark(board, BOARD_BELL_MAIN);
      if (!this.#ready() && Atomics.load(board, BOARD_STOP) === 0) await parkAsync(board, BOARD_BELL_MAIN, PARK_MS);
      cancelPark(board, BOARD_BELL_MAIN);
    }
  }

  /** Handles what waits, up to a bound. @returns whether there was anything */
  turn(): boolean {
    let found = false;
    for (const ring of this.#rings) {
      let taken = 0;
      for (; taken < RECORDS_PER_TURN; taken++) {
        const at = ring.poll();
        if (at < 0) break;
        this.#handle(ring, at >> 2);
      }
      if (taken === 0) continue;
      ring.release();
      this.#counters.count(CONTROL_RECORDS, taken);
      found = true;
    }
    return found;
  }

  #ready(): boolean {
    return this.#rings.some((ring) => ring.ready());
  }

  #handle(ring: RingConsumer, word: number): void {
    const { words } = ring;
    const slot = words[word + RECORD_SLOT]!;
    const generation = words[word + RECORD_GENERATION]!;
    const from = words[word + RECORD_PAYLOAD_AT]!;
    // A copy in memory of our own: the ring's place is used again, and text decoders take no shared memory.
    const payload = ring.bytes.slice(from, from + words[word + RECORD_PAYLOAD_LENGTH]!);
    const handlers = this.#handlers;
    switch (words[word + RECORD_KIND]) {
      case RECORD_MESSAGES:
        handlers.onMessages(slot, generation, payload);
        return;
      case RECORD_DATAPATH_UP:
        handlers.onUp(slot, generation, words[word + RECORD_COUNT]!, words[word + RECORD_STAMP]!, payload);
        return;
      case RECORD_DATAPATH_DOWN:
        handlers.onDown(slot, generation, textOf(payload));
        return;
      case RECORD_REFUSED:
        handlers.onRefused(textOf(payload));
        return;
      case RECORD_NEIGHBOUR: {
        const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
        handlers.onNeighbour(slot, view.getInt32(0), view.getInt32(4), view.getInt32(8));
        return;
      }
      default:
        this.#log.error({ kind: words[word + RECORD_KIND], slot }, 'a record of an unknown kind');
    }
  }
}

function textOf(payload: Uint8Array): string {
  return Buffer.from(payload).toString();
}
