// Latencies for people: the histograms of all threads, with names and figures. Main thread; a row took 0.2 ms
// where it was measured, most of it in making the histogram that percentiles are read from.

import { LatencyHistogram } from '#client/latency-histogram.ts';
import type { Latency } from '#client/schema.ts';
import { LATENCY_STAGES, readLatency } from '#shm/latency.ts';
import type { SharedMemory } from '#shm/layout.ts';

/** @param withBuckets what was recorded, too */
export function readLatencies(memory: SharedMemory, withBuckets: boolean): Latency[] {
  const { workers } = memory.config;
  return memory.latency.flatMap((block, index) => {
    const kind = index < workers ? 'worker' : 'channel';
    const thread = index < workers ? `worker-${index}` : 'channel';
    return LATENCY_STAGES.flatMap(({ name: stage, thread: owner, help }, number) => {
      const { buckets, maxNs } = readLatency(block, number);
      // a stage is another kind of thread's to record; should this one have done so, it is not concealed
      if (kind !== owner && buckets.length === 0) return [];
      const figures = new LatencyHistogram().add({ buckets, maxNs }).figures();
      return [{ thread, stage, help, ...figures, buckets: withBuckets ? buckets : null }];
    });
  });
}
