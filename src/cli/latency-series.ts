// The latencies of one look, as they are shown: a stage of one thread or of all together, since the start or since the
// look before. Pure.
import { growthOf, LatencyHistogram, type LatencyReading } from '#client/latency-histogram.ts';
import { type Latency, LatencyStage } from '#client/schema.ts';

/** The name of all threads together. */
export const ALL_THREADS = 'all';

export interface LatencySeries {
  readonly thread: string;
  readonly stage: LatencyStage;
  readonly help: string;
  readonly histogram: LatencyHistogram;
}

/**
 * @param latencies with their buckets
 * @param before those of an earlier look, for what came since; null for all since the start
 * @param byThread a series for each thread that sees the stage, or else one for all of them
 */
export function seriesOf(
  latencies: readonly Latency[],
  before: readonly Latency[] | null,
  byThread: boolean,
): LatencySeries[] {
  const earlier = new Map((before ?? []).map((latency) => [keyOf(latency), readingOf(latency)]));
  const series = new Map<string, LatencySeries>();
  for (const latency of latencies) {
    const { stage, help } = latency;
    const thread = byThread ? latency.thread : ALL_THREADS;
    const key = keyOf({ thread, stage });
    const known = series.get(key) ?? { thread, stage, help, histogram: new LatencyHistogram() };
    const reading = readingOf(latency);
    const since = earlier.get(keyOf(latency));
    known.histogram.add(since === undefined ? reading : growthOf(since, reading));
    series.set(key, known);
  }
  return byThread ? [...series.values()] : inOrder([...series.values()]);
}

/** As an answer of the API has it, without buckets. */
export function rowOf({ thread, stage, help, histogram }: LatencySeries): Latency {
  return { thread, stage, help, ...histogram.figures(), buckets: null };
}

/** The API's rows go by thread: the channel, which has the first stage, comes last. */
function inOrder(series: LatencySeries[]): LatencySeries[] {
  return LatencyStage.options.flatMap((stage) => series.filter((each) => each.stage === stage));
}

function keyOf({ thread, stage }: Pick<Latency, 'thread' | 'stage'>): string {
  return `${thread} ${stage}`;
}

function readingOf({ buckets, maxUs }: Latency): LatencyReading {
  return { buckets: buckets ?? [], maxNs: Math.round(maxUs * 1000) };
}
