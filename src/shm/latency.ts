// Latency histograms in shared memory: one block per thread that measures, one histogram per stage in it. One writer,
// its thread; main reads. Hot: recording is a shift and an add, without allocation or Atomics.
//
//                 ring      queue     decide     emit      write
//   socket read ───────▶ · ───────▶ · ───────▶ · ───────▶ · ───────▶ handed to the kernel
//               ╰─────────────────────── total ───────────────────────╯
//
//   block:      LATENCY_STAGE_WORDS Float64 words for each stage, in the order of their numbers
//   histogram:  0..863   counts, bucket = 32 * exponent + mantissa: 32 steps to each doubling, so that a value is known
//                        within 2 %; below 64 units each value has its own
//               864      greatest value seen, in units
//               865..871 fill the cache line, so that two stages share none
//
// Values are differences of two stamps: units of 64 ns, modulo 2^32 (clock.ts).
//
// Counts are Float64 for the reason that counters are: at eight million PacketIns a second a uint32 bucket wraps every
// nine minutes, more often than anybody must look, and a high word beside it would be one more store and a pair that a
// reader can see torn. 2^53 lasts for 35 years at that rate. A reader sees each word whole: Node runs on 64-bit
// processors, where an aligned load of eight bytes is one access. Words are read one after the other, so a reading may
// have the count of a value and not yet its greatest; the next one has both.

import { LATENCY_STAGE_WORDS } from '#shm/layout.ts';

export const LATENCY_RING = 0;
export const LATENCY_QUEUE = 1;
export const LATENCY_DECIDE = 2;
export const LATENCY_EMIT = 3;
export const LATENCY_WRITE = 4;
export const LATENCY_TOTAL = 5;

/** The stages by number. `thread` is the kind of thread that sees a stage end, and so records it. */
export const LATENCY_STAGES = [
  { name: 'ring', thread: 'channel', help: 'socket read to committed in the ingress ring' },
  { name: 'queue', thread: 'worker', help: 'committed to picked up by a worker' },
  { name: 'decide', thread: 'worker', help: 'picked up to every PacketIn of the run decided' },
  { name: 'emit', thread: 'worker', help: 'decided to answers published in the egress ring' },
  { name: 'write', thread: 'channel', help: 'published to handed to the kernel' },
  { name: 'total', thread: 'channel', help: 'socket read to handed to the kernel' },
] as const;

const UNIT_NS = 64;
const STEPS_BITS = 5;
const STEPS = 1 << STEPS_BITS;
/** 26 doublings above the first 32 values reach 2^31 - 1. */
const BUCKETS = 27 * STEPS;
const GREATEST = BUCKETS;
/** Above this a difference of stamps is negative as an Int32: 137 s. */
const LONGEST = 0x7fffffff;
/** One second: threads find their offsets to the common clock within a few microseconds, so this is no skew. */
const SKEW = 1e9 / UNIT_NS;

/** Values of one stage and one thread. */
export interface LatencyReading {
  /** The value that each bucket stands for, its middle, and how often it was recorded: ascending, none empty. */
  readonly buckets: { readonly ns: number; readonly count: number }[];
  /** The greatest value, exact; 0 when there is none. */
  readonly maxNs: number;
}

/** Writer's end; one thread for each block. */
export class LatencyRecorder {
  readonly #words: Float64Array;

  /** @param block one of `memory.latency`: a worker's, or the channel's, which is the last */
  constructor(block: SharedArrayBuffer) {
    this.#words = new Float64Array(block);
  }

  /**
   * Records the same value several times.
   * @param stage LATENCY_*
   * @param units the stamp at the stage's end minus that at its beginning, modulo 2^32. A little less than nothing is
   *   skew between two threads' clocks and counts as nothing; half the circle of stamps (137 s) or more counts as that.
   *   Who waits for more than the whole of it (274 s) cannot be told from one who waits for less.
   * @param count how many PacketIns it was true of, at least one
   */
  record(stage: number, units: number, count: number): void {
    const value = clamp(units | 0);
    const words = this.#words;
    const histogram = stage * LATENCY_STAGE_WORDS;
    const at = histogram + bucketOf(value);
    words[at] = words[at]! + count;
    if (value > words[histogram + GREATEST]!) words[histogram + GREATEST] = value;
  }
}

/** What has been recorded of a stage since the block was allocated. Main thread. */
export function readLatency(block: SharedArrayBuffer, stage: number): LatencyReading {
  const words = new Float64Array(block, stage * LATENCY_STAGE_WORDS * 8, LATENCY_STAGE_WORDS);
  const buckets: { ns: number; count: number }[] = [];
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = words[bucket]!;
    if (count > 0) buckets.push({ ns: middleOf(bucket) * UNIT_NS, count });
  }
  return { buckets, maxNs: words[GREATEST]! * UNIT_NS };
}

function clamp(units: number): number {
  if (units >= 0) return units;
  return units > -SKEW ? 0 : LONGEST;
}

/** @param value 0..LONGEST */
function bucketOf(value: number): number {
  if (value < STEPS) return value;
  const exponent = 31 - STEPS_BITS - Math.clz32(value); // 0 for values of STEPS_BITS + 1 bits
  return ((exponent + 1) << STEPS_BITS) + ((value >> exponent) & (STEPS - 1));
}

function middleOf(bucket: number): number {
  if (bucket < STEPS) return bucket;
  const width = 2 ** ((bucket >> STEPS_BITS) - 1);
  return ((bucket & (STEPS - 1)) + STEPS) * width + (width - 1) / 2;
}
