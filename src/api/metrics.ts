// The metrics that Prometheus reads. Runs on the main thread, only when it is asked: what the dataplane counts is read
// out of its counters at that moment, so nothing is counted twice or kept in step.

import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Counter as CounterReading } from '#client/schema.ts';
import { LatencyMetric } from './latency-metric.ts';
import type { Readings } from './readings.ts';

/** Makes the text that Prometheus reads. */
export class Metrics {
  readonly #readings: Readings;
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();
  readonly #latency = new LatencyMetric();

  constructor(readings: Readings) {
    this.#readings = readings;
    collectDefaultMetrics({ register: this.#registry });
    this.#registry.registerMetric(this.#latency.metric);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics, as of now. */
  async render(): Promise<string> {
    for (const counter of this.#counters.values()) counter.reset();
    for (const gauge of this.#gauges.values()) gauge.reset();
    this.#readCounters();
    this.#readHealth();
    this.#readLatency();
    return this.#registry.metrics();
  }

  /** Forgets all, so that what the registry holds can be collected. */
  close(): void {
    this.#registry.clear();
  }

  #readCounters(): void {
    for (const counter of this.#readings.counters()) {
      const { metric, labels } = metricOf(counter);
      for (const { thread, value } of counter.threads) this.#count(metric, { ...labels, thread }, value);
    }
  }

  #readHealth(): void {
    const { version, node, uptimeMs, native, inventory, workers, threads, counts } = this.#readings.health();
    this.#show({ name: 'daolinet_build_info', help: 'always 1; what is running' }, { version, node }, 1);
    this.#show({ name: 'daolinet_ready', help: '1 when ready for switches' }, {}, Number(this.#readings.ready().ready));
    this.#show({ name: 'daolinet_uptime_seconds', help: 'since the controller started' }, {}, uptimeMs / 1000);
    this.#show({ name: 'daolinet_native_binding', help: '1 when a native binding is in use' }, {}, Number(native.used));
    this.#show(
      { name: 'daolinet_inventory_generation', help: 'how many times an inventory took effect' },
      {},
      inventory.generation,
    );
    for (const [things, count] of Object.entries(counts)) {
      const words = things.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      if (things === 'sessions') continue; // shown by worker below
      this.#show({ name: `daolinet_${words.replaceAll(' ', '_')}`, help: `${words}, now` }, {}, count);
    }
    for (const { thread, heapUsedBytes, heapBytes, externalBytes, collections } of threads) {
      this.#show(
        { name: 'daolinet_heap_used_bytes', help: 'objects in the heap of a thread' },
        { thread },
        heapUsedBytes,
      );
      this.#show({ name: 'daolinet_heap_bytes', help: 'heap of a thread' }, { thread }, heapBytes);
      this.#show(
        { name: 'daolinet_external_bytes', help: 'kept by objects outside the heap' },
        { thread },
        externalBytes,
      );
      this.#count(
        {
          name: 'daolinet_heap_collections_total',
          help: 'seconds in which a thread collected garbage, as far as it showed',
        },
        { thread },
        collections,
      );
    }
    for (const { id, sessions, datapaths, restarts } of workers) {
      const worker = String(id);
      this.#show({ name: 'daolinet_sessions', help: 'live sessions, now' }, { worker }, sessions);
      this.#show(
        { name: 'daolinet_worker_datapaths', help: 'datapaths that the worker serves' },
        { worker },
        datapaths,
      );
      this.#count(
        { name: 'daolinet_worker_restarts_total', help: 'times the worker was restarted' },
        { worker },
        restarts,
      );
    }
  }

  #readLatency(): void {
    const latencies = this.#readings.latency({ buckets: true });
    this.#latency.show(latencies);
    const metric = {
      name: 'daolinet_packet_in_latency_seconds',
      help: 'from PacketIn to answer; quantile 1 is the greatest',
    };
    for (const { thread, stage, count, p50Us, p90Us, p99Us, p999Us, maxUs } of latencies) {
      if (stage !== 'total') continue;
      const quantiles = { '0.5': p50Us, '0.9': p90Us, '0.99': p99Us, '0.999': p999Us, '1': maxUs };
      for (const [quantile, us] of Object.entries(quantiles)) this.#show(metric, { thread, quantile }, us / 1e6);
      this.#count({ name: 'daolinet_packet_in_latency_samples_total', help: 'PacketIns measured' }, { thread }, count);
    }
  }

  #count(metric: Metric, labels: Labels, value: number): void {
    let counter = this.#counters.get(metric.name);
    if (counter === undefined) {
      counter = new Counter({ ...metric, labelNames: Object.keys(labels), registers: [this.#registry] });
      this.#counters.set(metric.name, counter);
    }
    counter.inc(labels, value);
  }

  #show(metric: Metric, labels: Labels, value: number): void {
    let gauge = this.#gauges.get(metric.name);
    if (gauge === undefined) {
      gauge = new Gauge({ ...metric, labelNames: Object.keys(labels), registers: [this.#registry] });
      this.#gauges.set(metric.name, gauge);
    }
    gauge.set(labels, value);
  }
}

interface Metric {
  readonly name: string;
  readonly help: string;
}
type Labels = Record<string, string>;

/** The outcomes of PacketIns are one metric, so that their sum is all PacketIns; every other counter is its own. */
function metricOf({ name, kind, help }: CounterReading): { metric: Metric; labels: Labels } {
  if (kind === 'answered' || kind === 'denied' || kind === 'dropped') {
    return {
      metric: { name: 'daolinet_packets_total', help: 'PacketIns by what became of them' },
      labels: { outcome: name, kind },
    };
  }
  return { metric: { name: `daolinet_${kind}_${name}_total`, help }, labels: {} };
}
