// What `daolictl latency` shows of the rows that the API answers.
import { expect, test } from 'vitest';
import { LatencyHistogram } from '#client/latency-histogram.ts';
import type { Latency, LatencyStage } from '#client/schema.ts';
import { rowOf, seriesOf } from '../../src/cli/latency-series.ts';

function latency(thread: string, stage: LatencyStage, ...buckets: [ns: number, count: number][]): Latency {
  const reading = { buckets: buckets.map(([ns, count]) => ({ ns, count })), maxNs: buckets.at(-1)?.[0] ?? 0 };
  return { thread, stage, help: stage, ...new LatencyHistogram().add(reading).figures(), buckets: reading.buckets };
}

const FIRST = [
  latency('worker-0', 'queue', [1000, 4]),
  latency('worker-1', 'queue', [3000, 4]),
  latency('channel', 'ring', [500, 8]),
  latency('channel', 'total'),
];
const SECOND = [
  latency('worker-0', 'queue', [1000, 4]),
  latency('worker-1', 'queue', [2000, 1], [3000, 4]),
  latency('channel', 'ring', [500, 9]),
  latency('channel', 'total', [9000, 1]),
];

test('threads are added up, and stages stand in the order of a packet', () => {
  const rows = seriesOf(FIRST, null, false).map(rowOf);
  expect(rows.map(({ stage, count }) => [stage, count])).toEqual([
    ['ring', 8],
    ['queue', 8],
    ['total', 0],
  ]);
  expect(rows[1]).toMatchObject({
    thread: 'all',
    minUs: 1,
    p50Us: 1,
    p90Us: 3,
    maxUs: 3,
    meanUs: 2,
    buckets: null,
  });
});

test('by thread a row says what the API said', () => {
  expect(seriesOf(FIRST, null, true).map(rowOf)).toEqual(FIRST.map((row) => ({ ...row, buckets: null })));
});

test('since an earlier look only what came then is there, of each thread for itself', () => {
  const rows = seriesOf(SECOND, FIRST, true).map(rowOf);
  expect(rows.map(({ count, maxUs }) => [count, maxUs])).toEqual([
    [0, 0],
    [1, 2],
    [1, 0.5],
    [1, 9],
  ]);
  expect(seriesOf(SECOND, FIRST, false).map((series) => series.histogram.count)).toEqual([1, 1, 1]);
});

test('a thread that an earlier look did not have is new as a whole', () => {
  expect(seriesOf(SECOND, FIRST.slice(1), true).map((series) => series.histogram.count)).toEqual([4, 1, 1, 1]);
});
