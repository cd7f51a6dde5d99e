// Latencies as Prometheus takes them: one histogram metric, a series for each stage and thread. prom-client's own
// Histogram counts values one by one as they come; ours are counted already, by the million, so this is fed whole and
// only stands in the registry. Runs on the main thread.

import type { Metric } from 'prom-client';
import type { Latency } from '#client/schema.ts';

/** Seconds. A bucket of ours lies where its middle does, so a count at a bound is that of a bound within 2 % of it. */
const BOUNDS = [
  ...[1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4],
  ...[1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1],
];

/** A line of the text format. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export class LatencyMetric {
  readonly name = 'daolinet_stage_latency_seconds';
  readonly help = 'how long PacketIns take in each stage of their way; total is all stages';
  readonly type = 'histogram';
  #samples: Sample[] = [];

  /** What registers itself with a registry. */
  get metric(): Metric {
    // the registry asks a metric for its name and for `get`; the type that it is declared with has every kind's own
    return this as unknown as Metric;
  }

  /** Replaces what it shows. @param latencies with their buckets */
  show(latencies: readonly Latency[]): void {
    this.#samples = latencies.flatMap((latency) => this.#series(latency));
  }

  async get() {
    return { name: this.name, help: this.help, type: this.type, values: this.#samples };
  }

  #series({ thread, stage, buckets }: Latency): Sample[] {
    const labels = { stage, thread };
    const under = new Array<number>(BOUNDS.length).fill(0);
    let count = 0;
    let sumNs = 0;
    for (const bucket of buckets ?? []) {
      count += bucket.count;
      sumNs += bucket.ns * bucket.count;
      for (let i = BOUNDS.findIndex((bound) => bucket.ns <= bound * 1e9); i >= 0 && i < BOUNDS.length; i++) {
        under[i]! += bucket.count;
      }
    }
    const sample = (suffix: string, value: number, le?: number | string): Sample => ({
      metricName: this.name + suffix,
      labels: le === undefined ? labels : { le, ...labels },
      value,
    });
    return [
      ...BOUNDS.map((bound, i) => sample('_bucket', under[i]!, bound)),
      sample('_bucket', count, '+Inf'),
      sample('_sum', sumNs / 1e9),
      sample('_count', count),
    ];
  }
}
