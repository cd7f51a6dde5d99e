// A latency histogram in shared memory: one writer, main reads. Logarithmic buckets with 32 steps each, so a value is
// known within 3 %; recording is a shift and an add. Unit: nanoseconds / 64, the records' stamps.
//
//   words 0..1023   counts (uint32), bucket = 32 * exponent + mantissa
//   word 1024       greatest value seen

const STEPS_BITS = 5;
const STEPS = 1 << STEPS_BITS;
const GREATEST = 1024;

/** Writer's end; one worker thread. */
export class LatencyRecorder {
  readonly #words: Int32Array;

  constructor(block: SharedArrayBuffer) {
    this.#words = new Int32Array(block);
  }

  /**
   * Records `count` values at once.
   * @param units difference of two stamps (64 ns each)
   */
  record(units: number, count: number): void {
    const words = this.#words;
    const index = bucketOf(units);
    words[index] = words[index]! + count;
    if (units > words[GREATEST]!) words[GREATEST] = units;
  }
}

/** A value that each bucket stands for, and how many were recorded. Main thread. */
export function readLatency(block: SharedArrayBuffer): { counts: { ns: number; count: number }[]; greatestNs: number } {
  const words = new Int32Array(block);
  const counts: { ns: number; count: number }[] = [];
  for (let index = 0; index < GREATEST; index++) {
    const count = words[index]! >>> 0;
    if (count > 0) counts.push({ ns: middleOf(index) * 64, count });
  }
  return { counts, greatestNs: words[GREATEST]! * 64 };
}

function bucketOf(units: number): number {
  if (units < STEPS) return Math.max(units, 0);
  const exponent = 31 - STEPS_BITS - Math.clz32(units); // 0 for values of STEPS_BITS + 1 bits
  return ((exponent + 1) << STEPS_BITS) + ((units >> exponent) & (STEPS - 1));
}

/** The middle of a bucket. */
function middleOf(index: number): number {
  if (index < STEPS) return index;
  const exponent = (index >> STEPS_BITS) - 1;
  return ((index & (STEPS - 1)) + STEPS + 0.5) * 2 ** exponent;
}
