// A worker's answers: messages gathered in the egress ring, one record for each run of answers to one datapath.
// Hot: no allocation, no throw. The record of the datapath written last stays open, so that the answers to a run of
// PacketIns of one switch leave as one record.

import { ringWake } from '#native/wake.ts';
import { ringChannel } from '#shm/bell.ts';
import { EGRESS_WAITS } from '#shm/counters.ts';
import { DATAPATH_GENERATION, DATAPATH_WORDS } from '#shm/layout.ts';
import {
  RECORD_COMMITTED,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PACKET_INS,
  RECORD_PAYLOAD_AT,
  RECORD_SLOT,
  RECORD_STAMP,
  RingProducer,
} from '#shm/ring.ts';

/** Claimed when a record is opened; what is not used goes back when it closes. */
const OPEN_BYTES = 32 * 1024;
/** Waits of WAIT_MS for the channel to make room, before an answer is given up. */
const WAITS_MAX = 2000;
const WAIT_MS = 1;
/** Records published at once at most. */
const CLOSED_MAX = 256;

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
  #slot = -1;
  #record = 0;
  #at = 0;
  #limit = 0;
  /** When the run was read that is being answered. */
  #readStamp = 0;
  #packetIns = 0;
  /** Records that are closed and not published, as word offsets. */
  readonly #closed = new Int32Array(CLOSED_MAX);
  #closedCount = 0;

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
    return this.#open(slot, length);
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
    this.#packetIns++;
  }

  /** Publishes everything written and wakes the channel if it sleeps. @param stamp of now */
  flush(stamp: number): void {
    this.#close();
    this.#publish(stamp);
  }

  #publish(stamp: number): void {
    const { words } = this.#ring;
    for (let i = 0; i < this.#closedCount; i++) words[this.#closed[i]! + RECORD_COMMITTED] = stamp;
    this.#closedCount = 0;
    if (this.#ring.commit()) ringChannel(this.#board, ringWake);
  }

  #open(slot: number, length: number): number {
    this.#close();
    const generation = Atomics.load(this.#datapaths, slot * DATAPATH_WORDS + DATAPATH_GENERATION);
    if (generation === 0) return -1;
    let claimed = Math.max(length, OPEN_BYTES);
    let record = this.#ring.claim(claimed, 0);
    if (record < 0) {
      claimed = length;
      record = this.#ring.claim(claimed, 0);
      for (let waits = 0; record < 0 && waits < WAITS_MAX; waits++) {
        this.#counters[EGRESS_WAITS] = this.#counters[EGRESS_WAITS]! + 1;
        this.#publish(this.#readStamp);
        // Backpressure: the channel drains this ring whatever else it waits for, so room comes.
        this.#makeRoom();
        record = this.#ring.claim(claimed, 0);
      }
      if (record < 0) return -1;
    }
    const word = record >> 2;
    const { words } = this.#ring;
    words[word + RECORD_KIND] = RECORD_MESSAGES;
    words[word + RECORD_SLOT] = slot;
    words[word + RECORD_GENERATION] = generation;
    words[word + RECORD_STAMP] = this.#readStamp;
    this.#slot = slot;
    this.#packetIns = 0;
    this.#record = record;
    this.#at = words[word + RECORD_PAYLOAD_AT]!;
    this.#limit = this.#at + claimed;
    return this.#at;
  }

  #close(): void {
    if (this.#slot < 0) return;
    this.#slot = -1;
    const word = this.#record >> 2;
    const { words } = this.#ring;
    words[word + RECORD_PACKET_INS] = this.#packetIns;
    this.#ring.trim(this.#record, this.#at - words[word + RECORD_PAYLOAD_AT]!);
    this.#closed[this.#closedCount++] = word;
    if (this.#closedCount === CLOSED_MAX) this.#publish(this.#readStamp);
  }
}
