// One direction of a TCP connection: segments as they were captured, in, its bytes in order, out (RFC 9293 §3.4). What was
// sent again is dropped; what came early waits for what is missing before it. A hole is given up, and told, when
//
//   - more waits behind it than the bounds allow, of this stream or of all;
//   - the other end has acknowledged what is missing, so that nobody sends it again, and a second has passed;
//   - half a minute has passed;
//   - the stream ends.
//
// Where copies of a byte differ, the one that is first in the stream's order counts. Time is the capture's. Any thread.
import type { MemoryBudget } from './memory-budget.ts';

/** Of one stream, waiting behind a hole. */
const WAITING_BYTES_MAX = 1024 * 1024;
const WAITING_SEGMENTS_MAX = 4096;
/** What one waiting segment costs beside its bytes. */
const SEGMENT_COST_BYTES = 128;
/** Beyond it, either way, a sequence number belongs to no window that was ever advertised: the stream goes on there. */
const WINDOW_BYTES_MAX = 64 * 1024 * 1024;
const ACKNOWLEDGED_HOLE_NS = 1_000_000_000n;
const HOLE_NS = 30_000_000_000n;

/** Where a stream's bytes go. */
export interface StreamSink {
  /** The next bytes of the stream are `bytes[at, end)`, valid during the call. */
  data(bytes: Uint8Array, at: number, end: number, timeNs: bigint | undefined): void;
  /** The next `missing` bytes of the stream are not there; 0 when their number is not known. */
  gap(missing: number, why: string, timeNs: bigint | undefined): void;
}

interface WaitingSegment {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  /** Bytes at its end that the capture cut off. */
  readonly missing: number;
  readonly timeNs: bigint | undefined;
}

export class TcpStream {
  readonly #sink: StreamSink;
  readonly #memory: MemoryBudget;
  /** Sequence number of the next byte in order. */
  #next = 0;
  #isStarted = false;
  /** In the order of sequence numbers; all lie behind #next. */
  #waiting: WaitingSegment[] = [];
  #waitingBytes = 0;
  /** When something last came in order, or the hole appeared. */
  #stalledSinceNs: bigint | undefined;
  #finishedAt: number | undefined;
  retransmissions = 0;
  outOfOrder = 0;

  constructor(sink: StreamSink, memory: MemoryBudget) {
    this.#sink = sink;
    this.#memory = memory;
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Sequence number of the next byte in order; of meaning once started. */
  get next(): number {
    return this.#next;
  }

  /** All was delivered up to the sender's FIN. */
  get isFinished(): boolean {
    return this.#finishedAt !== undefined && distance(this.#next, this.#finishedAt) >= 0;
  }

  /** Says what the first byte's sequence number is. */
  start(sequence: number): void {
    this.#next = sequence;
    this.#isStarted = true;
  }

  /** @returns true when a segment may belong to this stream, by its number */
  isInWindow(sequence: number): boolean {
    return Math.abs(distance(sequence, this.#next)) <= WINDOW_BYTES_MAX;
  }

  /**
   * Takes a segment's data `bytes[at, end)`; it is copied when it must wait.
   * @param missing bytes behind `end` that the capture cut off
   */
  segment(
    sequence: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    missing: number,
    timeNs: bigint | undefined,
  ): void {
    if (end - at + missing === 0) return;
    if (!this.isInWindow(sequence)) this.#jump(sequence, timeNs);
    if (distance(sequence, this.#next) > 0) {
      this.outOfOrder++;
      this.#wait(sequence, bytes, at, end, missing, timeNs);
    } else {
      this.#deliver(sequence, bytes, at, end, missing, timeNs);
      this.#drain(timeNs);
    }
    while (this.#isOverBounds()) this.#giveUpHole('more waits behind them than is held', timeNs);
  }

  /** The other end has acknowledged everything before `acknowledgment`. Looks at the hole, if there is one. */
  acknowledge(acknowledgment: number | undefined, timeNs: bigint | undefined): void {
    if (this.#waiting.length === 0 || timeNs === undefined || this.#stalledSinceNs === undefined) return;
    const waitedNs = timeNs - this.#stalledSinceNs;
    const isAcknowledged = acknowledgment !== undefined && distance(acknowledgment, this.#next) > 0;
    if (isAcknowledged && waitedNs > ACKNOWLEDGED_HOLE_NS) {
      this.#giveUpHole('acknowledged, but not in the capture', timeNs);
    } else if (waitedNs > HOLE_NS) this.#giveUpHole('not in the capture for half a minute', timeNs);
  }

  /** The sender's FIN stands at `sequence`. */
  finishAt(sequence: number): void {
    this.#finishedAt = sequence;
  }

  /** Delivers what waits, with its holes told; one may lie before the FIN. */
  flush(timeNs: bigint | undefined): void {
    while (this.#waiting.length > 0) this.#giveUpHole('not in the capture', timeNs);
    if (this.#finishedAt === undefined || !this.isInWindow(this.#finishedAt)) return;
    const missing = distance(this.#finishedAt, this.#next);
    if (missing <= 0) return;
    this.#next = this.#finishedAt;
    this.#sink.gap(missing, 'not in the capture', timeNs);
  }

  #deliver(
    sequence: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    missing: number,
    timeNs: bigint | undefined,
  ): void {
    const captured = end - at;
    const known = distance(this.#next, sequence);
    if (known >= captured + missing) {
      this.retransmissions++;
      return;
    }
    this.#next = (sequence + captured + missing) >>> 0;
    this.#stalledSinceNs = timeNs;
    if (known < captured) this.#sink.data(bytes, at + known, end, timeNs);
    if (missing > 0) {
      this.#sink.gap(captured + missing - Math.max(known, captured), 'cut off by the capture', timeNs);
    }
  }

  /** Delivers what waited for what has just come. */
  #drain(timeNs: bigint | undefined): void {
    let count = 0;
    for (const segment of this.#waiting) {
      if (distance(segment.sequence, this.#next) > 0) break;
      const { sequence, bytes, missing } = segment;
      this.#deliver(sequence, bytes, 0, bytes.length, missing, segment.timeNs);
      count++;
    }
    if (count === 0) return;
    for (const { bytes } of this.#waiting.splice(0, count)) this.#countWaiting(-bytes.length - SEGMENT_COST_BYTES);
    this.#stalledSinceNs = timeNs;
  }

  #wait(
    sequence: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    missing: number,
    timeNs: bigint | undefined,
  ): void {
    // Most come behind all that wait.
    let index = this.#waiting.length;
    while (index > 0 && distance(this.#waiting[index - 1]!.sequence, sequence) > 0) index--;
    const before = this.#waiting[index - 1];
    const isKnown =
      before !== undefined && distance(sequence, before.sequence) + end - at + missing <= before.bytes.length;
    if (isKnown) {
      this.retransmissions++;
      return;
    }
    if (this.#waiting.length === 0) this.#stalledSinceNs = timeNs;
    this.#waiting.splice(index, 0, { sequence, bytes: bytes.slice(at, end), missing, timeNs });
    this.#countWaiting(end - at + SEGMENT_COST_BYTES);
  }

  #giveUpHole(why: string, timeNs: bigint | undefined): void {
    const { sequence } = this.#waiting[0]!;
    this.#sink.gap(distance(sequence, this.#next), why, timeNs);
    this.#next = sequence;
    this.#drain(timeNs);
  }

  #jump(sequence: number, timeNs: bigint | undefined): void {
    this.flush(timeNs);
    this.#sink.gap(0, 'the sequence numbers jump', timeNs);
    this.#next = sequence;
    this.#finishedAt = undefined;
  }

  #isOverBounds(): boolean {
    if (this.#waiting.length === 0) return false;
    const isOver = this.#waitingBytes > WAITING_BYTES_MAX || this.#waiting.length > WAITING_SEGMENTS_MAX;
    return isOver || this.#memory.isExceeded;
  }

  #countWaiting(bytes: number): void {
    this.#waitingBytes += bytes;
    this.#memory.add(bytes);
  }
}

/** @returns how far `a` lies behind `b` in the circle of 2^32 numbers; negative when before it */
export function distance(a: number, b: number): number {
  return (a - b) | 0;
}
