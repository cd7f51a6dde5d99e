// One monotonic clock for all threads. performance.now() does not allocate but counts from each thread's own start,
// so each thread finds its offset to CLOCK_MONOTONIC once, when it starts.

/** Readings to choose from: the first one of a thread was seen to take half a millisecond. */
const READINGS = 16;

const offsetNs = measureOffsetNs();

/** Nanoseconds since boot, the same in every thread. */
export function nowNs(): number {
  return performance.now() * 1e6 + offsetNs;
}

// A number that a call returns is put on the heap unless the call was compiled into its caller, which is V8's to choose. So
// what is called for each run stores it, or returns an integer that needs no place there; and neither calls `nowNs`.

/** Reads the clock into a word. */
export type ReadClock = (into: Float64Array) => void;

/** Stores what `nowNs` returns. */
export function readClock(into: Float64Array): void {
  into[0] = performance.now() * 1e6 + offsetNs;
}

/** Low 32 bits of the clock in units of 64 ns, for records: differences hold for up to two minutes. */
export function nowStamp(): number {
  return ((performance.now() * 1e6 + offsetNs) / 64) | 0;
}

/** The stamp of a time of `nowNs`; `| 0` takes a number modulo 2^32 (ECMAScript ToInt32). */
export function stampOf(ns: number): number {
  return (ns / 64) | 0;
}

/** Nanoseconds from one stamp to a later one. */
export function stampsToNs(from: number, to: number): number {
  return ((to - from) >>> 0) * 64;
}

/** Low 32 bits of the clock in milliseconds, for ages: wraps after 49 days. */
export function nowMs(): number {
  return Math.floor(nowNs() / 1e6) | 0;
}

/** Takes the reading whose two looks at our clock lie closest together around the look at the other one. */
function measureOffsetNs(): number {
  let offset = 0;
  let closest = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < READINGS; reading++) {
    const before = performance.now() * 1e6;
    const there = Number(process.hrtime.bigint());
    const after = performance.now() * 1e6;
    if (after - before >= closest) continue;
    closest = after - before;
    offset = there - (before + after) / 2;
  }
  return offset;
}
