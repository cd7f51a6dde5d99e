// A ring of byte records between two threads: one producer, one consumer, no locks. Hot: no allocation, no throw on
// the path. The producer claims a contiguous place, fills it, commits; the consumer polls and releases. A commit
// publishes everything claimed since the last one, so a batch costs one Atomics.store.
//
//   byte 0    tail   written by the producer (Atomics.store publishes records), read by the consumer
//   byte 128  head   written by the consumer (Atomics.store frees space), read by the producer
//   byte 256  data   a power of two of bytes
//
// Positions count bytes modulo 2^32; `position & mask` is the place. A record never wraps: where it would, a filler
// record covers the rest and the record starts again at 0. So an empty ring surely takes a record of half its capacity;
// a longer one may find no place for ever.
//
//   record, 8-byte aligned:
//   +0  length   whole record with header and padding; negative = filler of that many bytes
//   +4  kind     what it is (RECORD_*)
//   +8  slot     datapath slot, or what the kind says
//   +12 generation  of the connection
//   +16 payload  place of the first payload byte within `bytes`
//   +20 payload length in bytes, exact
//   +24 count    messages in the payload, or what the kind says
//   +28 stamp    low 32 bits of the shared clock in units of 64 ns: when the bytes were read; of answers, the earliest of
//                what they answer
//   +32 committed  the same clock: when the record was published
//   +36 packet-ins that are answered with this record's last byte, so that each is counted once

import { RING_HEADER_BYTES } from '#shm/layout.ts';

export const RECORD_HEADER_BYTES = 40;
export const RECORD_LENGTH = 0; // word offsets within the header
export const RECORD_KIND = 1;
export const RECORD_SLOT = 2;
export const RECORD_GENERATION = 3;
export const RECORD_PAYLOAD_AT = 4;
export const RECORD_PAYLOAD_LENGTH = 5;
export const RECORD_COUNT = 6;
export const RECORD_STAMP = 7;
export const RECORD_COMMITTED = 8;
export const RECORD_PACKET_INS = 9;

/** Kinds of records. */
export const RECORD_MESSAGES = 1; // whole OpenFlow messages, a run of them
export const RECORD_DATAPATH_UP = 2; // channel → worker, main; payload for main: peer address, then FEATURES_REPLY
export const RECORD_DATAPATH_DOWN = 3; // channel → main; payload: reason as UTF-8
export const RECORD_FLOW_GONE = 4; // main → worker: payload is one cookie, 8 bytes big-endian
export const RECORD_NEIGHBOUR = 5; // worker → main: an ARP reply came in on an uplink: ip, mac hi, mac lo
export const RECORD_CLOSE = 6; // main → channel: close this connection; payload: reason
export const RECORD_REFUSED = 7; // channel → main: a connection refused or broken; payload: reason

const TAIL_WORD = 0;
const HEAD_WORD = 32;

/** The producer's end. */
export class RingProducer {
  /** The whole block; payload places are offsets into these views. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly words: Int32Array;
  readonly capacityBytes: number;
  #tail: number; // claimed
  #published: number;
  #head: number; // last seen

  constructor(block: SharedArrayBuffer) {
    this.bytes = new Uint8Array(block);
    this.view = new DataView(block);
    this.words = new Int32Array(block);
    this.capacityBytes = block.byteLength - RING_HEADER_BYTES;
    this.#tail = Atomics.load(this.words, TAIL_WORD);
    this.#published = this.#tail;
    this.#head = Atomics.load(this.words, HEAD_WORD);
  }

  /**
   * Claims a record that can hold `payloadBytes`. The payload starts at `skip` (0..7) past an 8-byte boundary, so
   * that a copy can keep its source's alignment: V8 copies to shared memory byte by byte otherwise.
   * @returns place of the record's header in bytes, or -1 when the ring is full
   */
  claim(payloadBytes: number, skip: number): number {
    const need = (RECORD_HEADER_BYTES + skip + payloadBytes + 7) & ~7;
    const mask = this.capacityBytes - 1;
    let place = this.#tail & mask;
    const toEnd = this.capacityBytes - place;
    const total = toEnd < need ? toEnd + need : need;
    if (total > this.capacityBytes - ((this.#tail - this.#head) | 0)) {
      // Sees what the consumer has released since the last look.
      this.#head = Atomics.load(this.words, HEAD_WORD);
      if (total > this.capacityBytes - ((this.#tail - this.#head) | 0)) return -1;
    }
    if (toEnd < need) {
      this.words[(RING_HEADER_BYTES + place) >> 2] = -toEnd;
      this.#tail = (this.#tail + toEnd) | 0;
      place = 0;
    }
    const at = RING_HEADER_BYTES + place;
    const word = at >> 2;
    this.words[word + RECORD_LENGTH] = need;
    this.words[word + RECORD_PAYLOAD_AT] = at + RECORD_HEADER_BYTES + skip;
    this.words[word + RECORD_PAYLOAD_LENGTH] = payloadBytes;
    this.words[word + RECORD_PACKET_INS] = 0;
    this.#tail = (this.#tail + need) | 0;
    return at;
  }

  /** Goes on where another thread, which had this end until now, has stopped: after its last commit. */
  resume(): void {
    this.#tail = Atomics.load(this.words, TAIL_WORD);
    this.#published = this.#tail;
    this.#head = Atomics.load(this.words, HEAD_WORD);
  }

  /** Bytes that are claimed and not published. */
  get held(): number {
    return (this.#tail - this.#published) | 0;
  }

  /** Bytes that are free, as far as the consumer's last word goes. */
  room(): number {
    this.#head = Atomics.load(this.words, HEAD_WORD);
    return this.capacityBytes - ((this.#tail - this.#head) | 0);
  }

  /**
   * Shortens a record's payload, so that a writer may claim before it knows the length. What the record that was claimed
   * last does not need goes back to the ring; another's stays with it.
   */
  trim(at: number, payloadBytes: number): void {
    const word = at >> 2;
    this.words[word + RECORD_PAYLOAD_LENGTH] = payloadBytes;
    const old = this.words[word + RECORD_LENGTH]!;
    const mask = this.capacityBytes - 1;
    if (((this.#tail - old) & mask) !== at - RING_HEADER_BYTES) return;
    const skip = this.words[word + RECORD_PAYLOAD_AT]! - at - RECORD_HEADER_BYTES;
    const need = (RECORD_HEADER_BYTES + skip + payloadBytes + 7) & ~7;
    this.words[word + RECORD_LENGTH] = need;
    this.#tail = (this.#tail - old + need) | 0;
  }

  /** Publishes every record claimed so far. @returns false when there was none */
  commit(): boolean {
    if (this.#tail === this.#published) return false;
    this.#published = this.#tail;
    // Publishes the records' bytes: the consumer's load of the tail sees them.
    Atomics.store(this.words, TAIL_WORD, this.#tail);
    return true;
  }
}

/** The consumer's end. */
export class RingConsumer {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly words: Int32Array;
  readonly #mask: number;
  #head: number;
  #tail: number;

  constructor(block: SharedArrayBuffer) {
    this.bytes = new Uint8Array(block);
    this.view = new DataView(block);
    this.words = new Int32Array(block);
    this.#mask = block.byteLength - RING_HEADER_BYTES - 1;
    this.#head = Atomics.load(this.words, HEAD_WORD);
    this.#tail = this.#head;
  }

  /**
   * Moves to the next record; what was polled before stays readable until `release`.
   * @returns place of its header in bytes, or -1 when there is none
   */
  poll(): number {
    if (this.#head === this.#tail) {
      // Waits to see what the producer has committed.
      this.#tail = Atomics.load(this.words, TAIL_WORD);
      if (this.#head === this.#tail) return -1;
    }
    let at = RING_HEADER_BYTES + (this.#head & this.#mask);
    let length = this.words[at >> 2]!;
    if (length < 0) {
      this.#head = (this.#head - length) | 0;
      at = RING_HEADER_BYTES;
      length = this.words[at >> 2]!;
    }
    this.#head = (this.#head + length) | 0;
    return at;
  }

  /** Goes on where another thread, which had this end until now, has stopped: after its last release. */
  resume(): void {
    this.#head = Atomics.load(this.words, HEAD_WORD);
    this.#tail = this.#head;
  }

  /** Gives the space of everything polled back to the producer. */
  release(): void {
    Atomics.store(this.words, HEAD_WORD, this.#head);
  }

  /** Whether a record waits, without moving. */
  ready(): boolean {
    return this.#head !== this.#tail || Atomics.load(this.words, TAIL_WORD) !== this.#head;
  }
}
