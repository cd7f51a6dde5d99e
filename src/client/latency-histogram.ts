// Latencies as an HdrHistogram: what the API's buckets are added up in, of one thread or of several, and what can be
// said of them. Pure; used by the control plane on the main thread and by the command line in its own process.
//
// Counts are 64 bits wide, for a bucket may hold more than four billion; not `packed`, whose percentiles were measured
// to take a hundred times as long.

import { build } from 'hdr-histogram-js';

/** What was recorded: a value that stands for each bucket, ascending, and how often; the greatest value, exact. */
export interface LatencyReading {
  readonly buckets: readonly { readonly ns: number; readonly count: number }[];
  readonly maxNs: number;
}

/** In microseconds; all are 0 when nothing was recorded. */
export interface LatencyFigures {
  readonly count: number;
  readonly minUs: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly p9999Us: number;
  readonly maxUs: number;
  readonly meanUs: number;
}

/** The stamps' circle, which no latency exceeds: 2^32 units of 64 ns. */
const LONGEST_NS = 2 ** 38;
const DIGITS = 3;
/** Lines of an .hgrm file for each halving of the distance to 100 %: the standard of HdrHistogram's own tools. */
const HGRM_TICKS = 5;

export class LatencyHistogram {
  readonly #ns = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_NS,
    numberOfSignificantValueDigits: DIGITS,
  });
  #sumNs = 0;

  /** Takes in what one thread has recorded. @returns itself */
  add({ buckets, maxNs }: LatencyReading): this {
    const last = buckets.length - 1;
    buckets.forEach(({ ns, count }, index) => {
      this.#record(Math.min(ns, maxNs), index === last ? count - 1 : count);
    });
    // of the values in the last bucket one is known
    if (last >= 0) this.#record(maxNs, 1);
    return this;
  }

  get count(): number {
    return this.#ns.totalCount;
  }

  figures(): LatencyFigures {
    const { count } = this;
    return {
      count,
      minUs: this.valueUs(0),
      p50Us: this.valueUs(0.5),
      p90Us: this.valueUs(0.9),
      p99Us: this.valueUs(0.99),
      p999Us: this.valueUs(0.999),
      p9999Us: this.valueUs(0.9999),
      maxUs: this.#ns.maxValue / 1000,
      meanUs: count === 0 ? 0 : this.#sumNs / count / 1000,
    };
  }

  /**
   * The value that so many are not above.
   * @param quantile 0..1; 0 gives the least value
   * @returns microseconds, 0 when nothing was recorded
   */
  valueUs(quantile: number): number {
    // the library gives the greatest value that it cannot tell from the one recorded, which may be above the maximum
    return Math.min(this.#ns.getValueAtPercentile(100 * quantile), this.#ns.maxValue) / 1000;
  }

  /** The percentile distribution as HdrHistogram's tools write and plot it (`.hgrm`), values in microseconds. */
  toHgrm(): string {
    return this.#ns.outputPercentileDistribution(HGRM_TICKS, 1000);
  }

  #record(ns: number, count: number): void {
    if (count === 0) return;
    this.#ns.recordValueWithCount(ns, count);
    this.#sumNs += ns * count;
  }
}

/**
 * What was recorded between two looks at the same thread.
 * @returns all of `after` when it has less than `before` in any bucket: the thread's memory is new
 */
export function growthOf(before: LatencyReading, after: LatencyReading): LatencyReading {
  const earlier = new Map(before.buckets.map(({ ns, count }) => [ns, count]));
  const buckets = after.buckets.map(({ ns, count }) => {
    const growth = count - (earlier.get(ns) ?? 0);
    earlier.delete(ns);
    return { ns, count: growth };
  });
  if (earlier.size > 0 || buckets.some(({ count }) => count < 0)) return after;
  const grown = buckets.filter(({ count }) => count > 0);
  // the greatest is known since the start; when it has not moved, that of the interval lies in the last bucket that grew
  const maxNs = after.maxNs > before.maxNs ? after.maxNs : Math.min(grown.at(-1)?.ns ?? 0, after.maxNs);
  return { buckets: grown, maxNs };
}
