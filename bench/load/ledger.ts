// The account of one fake switch: which PacketIns are out, which were answered, how long the sampled ones took.
// Hot: no allocation, no throw. A PacketIn is known by its sequence number, which travels in the message (as buffer_id
// in OpenFlow 1.0, as the TCP sequence number in 1.3) and comes back in the answer, so each is counted exactly once.
//
//   sequence number   gggggg ssssssssssssssssss      s: slot in the ring, g: generation, so that a late answer to a
//   state of a slot   1 d gggggg                     PacketIn whose slot was used again is not taken for the new one
//                     | +- policy denies this one
//                     +--- outstanding
import { build, type Histogram } from 'hdr-histogram-js';
import { dueAt, dueBy, type Pace } from './pacing.ts';

const OUTSTANDING = 0x80;
const DENIED = 0x40;
const GENERATION = 0x3f;
const HIGHEST_NS = 600e9;

export class Ledger {
  sent = 0;
  answered = 0;
  denied = 0;
  /** Answers to nothing that is out: unknown, answered before, or too late. */
  unsolicited = 0;
  /** A packet let through that policy denies, or a deny flow when no denied packet was out. */
  wrongVerdict = 0;
  /** PacketIns that were given up so that the window could move on; a late answer takes one back. */
  overdue = 0;
  /** Answers that come from now on are sampled into the histogram; late ones of an open loop too, or they would hide. */
  sampleFromMs = Number.POSITIVE_INFINITY;
  /** PacketIns that were due by a schedule and not sent when it was left: what the switch has shed. */
  shed = 0;
  /** No more PacketIns than this are sent in all. */
  limit = Number.POSITIVE_INFINITY;

  readonly slots: number;
  private readonly latencyNs: Histogram;
  private readonly slotMask: number;
  private readonly slotBits: number;
  private readonly sampleMask: number;
  private readonly sampleBits: number;
  private readonly state: Uint8Array;
  private readonly dueAtMs: Float64Array;
  private readonly deniedSeqs: Int32Array;
  private deniedHead = 0;
  private deniedTail = 0;
  private givenUpBefore = 0;
  private pace: Pace | null = null;
  /** What had been sent when the pace began. */
  private pacedFrom = 0;

  /**
   * @param slots a power of two: how many PacketIns may be out
   * @param sampleEvery a power of two: each so many-th round trip is timed
   * @param denials whether policy denies some, so that their order must be remembered
   * @param latencyNs where the samples go; all switches share one
   */
  constructor(slots: number, sampleEvery: number, denials: boolean, latencyNs: Histogram) {
    this.latencyNs = latencyNs;
    this.slots = slots;
    this.slotMask = slots - 1;
    this.slotBits = Math.log2(slots);
    this.sampleMask = sampleEvery - 1;
    this.sampleBits = Math.log2(sampleEvery);
    this.state = new Uint8Array(slots);
    this.dueAtMs = new Float64Array(Math.max(1, slots / sampleEvery));
    this.deniedSeqs = new Int32Array(denials ? slots : 1);
  }

  /** PacketIns without an answer. */
  get outstanding(): number {
    return this.sent - this.answered - this.denied;
  }

  /** PacketIns that should have been sent by now: those of an open loop's schedule, in a closed loop those that were. */
  due(nowMs: number): number {
    return this.pace === null ? this.sent : this.pacedFrom + dueBy(this.pace, nowMs);
  }

  /** Whether there is a schedule. */
  get isPaced(): boolean {
    return this.pace !== null;
  }

  /** When the next PacketIn is due by the schedule; infinity when there is none, or when it has ended. */
  nextDueMs(): number {
    if (this.pace === null || this.sent === this.due(Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
    return dueAt(this.pace, this.sent - this.pacedFrom);
  }

  /** Follows a schedule from now on. What the one before it has not sent by now is shed. */
  follow(pace: Pace, nowMs: number): void {
    this.shed += this.due(nowMs) - this.sent;
    this.pace = pace;
    this.pacedFrom = this.sent;
  }

  /** The schedule ends: no more is due, and what was due is still sent. */
  endPace(nowMs: number): void {
    if (this.pace !== null) this.pace.endMs = Math.min(this.pace.endMs, nowMs);
  }

  /** How many more may be sent with `window` outstanding (0: as many as there are slots). */
  room(window: number): number {
    return (window === 0 ? this.slots : window) - (this.sent - this.answered - this.denied - this.overdue);
  }

  /** Notes that the PacketIn `seq` goes out. */
  issue(seq: number, isDenied: boolean, nowMs: number): void {
    const slot = seq & this.slotMask;
    let state = OUTSTANDING | ((seq >>> this.slotBits) & GENERATION);
    if (isDenied) {
      state |= DENIED;
      this.deniedSeqs[this.deniedTail++ & this.slotMask] = seq;
    }
    this.state[slot] = state;
    if ((seq & this.sampleMask) === 0) this.dueAtMs[slot >>> this.sampleBits] = this.dueTime(this.sent, nowMs);
    this.sent++;
  }

  /** Notes the answer that lets the packet of PacketIn `seq` through. */
  settle(seq: number, nowMs: number): void {
    const slot = seq & this.slotMask;
    const state = OUTSTANDING | ((seq >>> this.slotBits) & GENERATION);
    if (this.state[slot] !== state) {
      if (this.state[slot] === (state | DENIED)) this.wrongVerdict++;
      else this.unsolicited++;
      return;
    }
    this.state[slot] = 0;
    this.answered++;
    if (seq < this.givenUpBefore) this.overdue--;
    if ((seq & this.sampleMask) === 0) this.sample(slot, nowMs);
  }

  /**
   * Notes a deny flow. It does not name its packet, so it is the oldest denied one's: a worker answers in order.
   * @returns that packet's sequence number, or -1 when none is out
   */
  settleDenied(nowMs: number): number {
    if (this.deniedHead === this.deniedTail) {
      this.wrongVerdict++;
      return -1;
    }
    const seq = this.deniedSeqs[this.deniedHead++ & this.slotMask]!;
    const slot = seq & this.slotMask;
    this.state[slot] = 0;
    this.denied++;
    if (seq < this.givenUpBefore) this.overdue--;
    if ((seq & this.sampleMask) === 0) this.sample(slot, nowMs);
    return seq;
  }

  /** Gives up what is out, sent before `nextSeq`, so that a window full of lost PacketIns cannot stop the switch. */
  giveUp(nextSeq: number): void {
    this.overdue = this.outstanding;
    this.givenUpBefore = nextSeq;
  }

  private dueTime(ordinal: number, nowMs: number): number {
    return this.pace === null ? nowMs : dueAt(this.pace, ordinal - this.pacedFrom);
  }

  private sample(slot: number, nowMs: number): void {
    if (nowMs < this.sampleFromMs) return;
    const dueMs = this.dueAtMs[slot >>> this.sampleBits]!;
    this.latencyNs.recordValue(Math.min(HIGHEST_NS, Math.max(1, Math.round((nowMs - dueMs) * 1e6))));
  }
}

/** A histogram of nanoseconds with three digits; what lasts longer than ten minutes counts as ten minutes. */
export function newHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_NS,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
}
