// A worker's answers: messages gathered in the egress ring, one record for each datapath and round. A session across hosts
// writes to two datapaths by turns, and records that follow each other so would each hold one session's messages; so the
// record of every datapath that is written to stays open, a lane to come back to, until all are published together.
// What goes to one datapath stays in the order in which it was written. Hot: no allocation, no throw.

import { ringWake } from '#native/wake.ts';
import { ringChannel } from '#shm/bell.ts';
import { EGRESS_WAITS } from '#shm/counters.ts';
import { DATAPATH_GENERATION, DATAPATH_SLOTS, DATAPATH_WORDS } from '#shm/layout.ts';
import {
  RECORD_COMMITTED,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_LENGTH,
  RECORD_MESSAGES,
  RECORD_PACKET_INS,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_SLOT,
  RECORD_STAMP,
  RingProducer,
} from '#shm/ring.ts';

/** Claimed for the first record of a datapath in a round; each next one is twice as long, so that few fill a long run … */
const FIRST_BYTES = 1024;
/** … up to this. */
const NEXT_BYTES_MAX = 32 * 1024;
/** Waits of WAIT_MS for the channel to make room, before an answer is given up. */
const WAITS_MAX = 2000;
const WAIT_MS = 1;
/** Records published at once at most. */
const RECORDS_MAX = 256;

/** Never signalled: a place to sleep on. */
const BED = new Int32Array(new SharedArrayBuffer(4));

function waitForRoom(): void {
  Atomics.wait(BED, 0, 0, WAIT_MS);
}

export class Egress {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #ring: RingProducer;
  readonly #board: Int32Array;
  readonly #datapaths: Int32Array;
  readonly #counters: Float64Array;
  readonly #makeRoom: () => void;
  // The lane at hand: its datapath, its record's place in bytes, where the next message goes, where the record ends.
  #slot = -1;
  #record = 0;
  #at = 0;
  #limit = 0;
  // Lanes by slot: place of the record, 0 = none; where its next message goes.
  readonly #records = new Int32Array(DATAPATH_SLOTS);
  readonly #ends = new Int32Array(DATAPATH_SLOTS);
  /** When the run was read that is being answered. */
  #readStamp = 0;
  /** Records that are not published, as places in bytes: of every slot the last one is its lane. */
  readonly #unpublished = new Int32Array(RECORDS_MAX);
  #count = 0;

  /** @param makeRoom called while the ring is full: waits for its reader, or is it */
  constructor(
    block: SharedArrayBuffer,
    board: Int32Array,
    datapaths: Int32Array,
    counters: Float64Array,
    makeRoom: () => void = waitForRoom,
  ) {
    this.#ring = new RingProducer(block);
    this.bytes = this.#ring.bytes;
    this.view = this.#ring.view;
    this.#board = board;
    this.#datapaths = datapaths;
    this.#counters = counters;
    this.#makeRoom = makeRoom;
  }

  /** Goes on where another thread has stopped that was this worker until now. */
  resume(): void {
    this.#ring.resume();
  }

  /**
   * Makes room for messages to a datapath.
   * @returns where to write, in `bytes`; -1 when the datapath is not connected or the ring stayed full
   */
  reserve(slot: number, length: number): number {
    if (slot === this.#slot && this.#at + length <= this.#limit) return this.#at;
    return this.#turnTo(slot, length);
  }

  /** Says that the bytes up to `end` are written. */
  wrote(end: number): void {
    this.#at = end;
  }

  /** What follows answers a run that was read at `stamp`. */
  begin(stamp: number): void {
    this.#readStamp = stamp;
  }

  /** One PacketIn is answered as far as it will be: it leaves with the record at hand, if there is one. */
  packetIn(): void {
    if (this.#slot < 0) return;
    const at = (this.#record >> 2) + RECORD_PACKET_INS;
    this.#ring.words[at] = this.#ring.words[at]! + 1;
  }

  /** Whether so much is written that the channel should have it now: it empties the ring while the rest is decided. */
  get isHeavy(): boolean {
    return this.#ring.held > this.#ring.capacityBytes >> 2;
  }

  /** Publishes everything written and wakes the channel if it sleeps. @param stamp of now */
  flush(stamp: number): void {
    if (this.#slot >= 0) this.#ring.trim(this.#record, this.#at - this.#payloadAt(this.#record));
    this.#slot = -1;
    const { words } = this.#ring;
    for (let i = 0; i < this.#count; i++) {
      const word = this.#unpublished[i]! >> 2;
      words[word + RECORD_COMMITTED] = stamp;
      this.#records[words[word + RECORD_SLOT]!] = 0;
    }
    this.#count = 0;
    if (this.#ring.commit()) ringChannel(this.#board, ringWake);
  }

  /** Leaves the lane at hand for another one, or for a new record of the same. */
  #turnTo(slot: number, length: number): number {
    if (this.#slot >= 0) {
      this.#ring.words[(this.#record >> 2) + RECORD_PAYLOAD_LENGTH] = this.#at - this.#payloadAt(this.#record);
      this.#ends[this.#slot] = this.#at;
      this.#slot = -1;
    }
    const record = this.#records[slot]!;
    if (record === 0) return this.#open(slot, length, FIRST_BYTES);
    const end = this.#ends[slot]!;
    const payloadAt = this.#payloadAt(record);
    const limit = record + this.#ring.words[(record >> 2) + RECORD_LENGTH]!;
    if (end + length > limit) {
      this.#ring.trim(record, end - payloadAt);
      return this.#open(slot, length, Math.min(NEXT_BYTES_MAX, 2 * (limit - payloadAt)));
    }
    return this.#take(slot, record, end, limit);
  }

  #open(slot: number, length: number, usual: number): number {
    const generation = Atomics.load(this.#datapaths, slot * DATAPATH_WORDS + DATAPATH_GENERATION);
    if (generation === 0) return -1;
    if (this.#count === RECORDS_MAX) this.flush(this.#readStamp);
    let record = this.#ring.claim(Math.max(length, usual), 0);
    if (record < 0) {
      record = this.#ring.claim(length, 0);
      for (let waits = 0; record < 0 && waits < WAITS_MAX; waits++) {
        this.#counters[EGRESS_WAITS] = this.#counters[EGRESS_WAITS]! + 1;
        this.flush(this.#readStamp);
        // Backpressure: the channel drains this ring whatever else it waits for, so room comes.
        this.#makeRoom();
        record = this.#ring.claim(length, 0);
      }
      if (record < 0) return -1;
    }
    const word = record >> 2;
    const { words } = this.#ring;
    words[word + RECORD_KIND] = RECORD_MESSAGES;
    words[word + RECORD_SLOT] = slot;
    words[word + RECORD_GENERATION] = generation;
    words[word + RECORD_STAMP] = this.#readStamp;
    this.#records[slot] = record;
    this.#unpublished[this.#count++] = record;
    return this.#take(slot, record, this.#payloadAt(record), record + words[word + RECORD_LENGTH]!);
  }

  #take(slot: number, record: number, at: number, limit: number): number {
    this.#slot = slot;
    this.#record = record;
    this.#at = at;
    this.#limit = limit;
    return at;
  }

  #payloadAt(record: number): number {
    return this.#ring.words[(record >> 2) + RECORD_PAYLOAD_AT]!;
  }
}
