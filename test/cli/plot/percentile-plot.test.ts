// The plot of latency by percentile: one rising line for each stage that has values.
import { expect, test } from 'vitest';
import { LatencyHistogram } from '#client/latency-histogram.ts';
import { drawPercentiles, type PercentileSeries } from '../../../src/cli/plot/percentile-plot.ts';
import { cornersOf, elementsOf, ofClass } from './xml.ts';

function series(name: string, ...buckets: [ns: number, count: number][]): PercentileSeries {
  const reading = { buckets: buckets.map(([ns, count]) => ({ ns, count })), maxNs: buckets.at(-1)?.[0] ?? 0 };
  return { name, note: `note of ${name}`, pen: 'blue', histogram: new LatencyHistogram().add(reading) };
}

test('a plot of nothing says so', () => {
  const elements = elementsOf(drawPercentiles('Latency', 'here', [series('decide')]));
  expect(ofClass(elements, 'line')).toEqual([]);
  expect(ofClass(elements, 'muted').map(({ text }) => text)).toContain('here: nothing was recorded');
});

test('a line rises from left to right and ends with the greatest value', () => {
  const svg = drawPercentiles('Latency', '', [series('decide', [1000, 900], [5000, 99], [80_000, 1]), series('emit')]);
  const elements = elementsOf(svg);
  const lines = ofClass(elements, 'line');
  expect(lines).toHaveLength(1);
  const corners = cornersOf(lines[0]!);
  for (let i = 1; i < corners.length; i++) {
    expect(corners[i]![0]).toBeGreaterThanOrEqual(corners[i - 1]![0]);
    expect(corners[i]![1]).toBeLessThanOrEqual(corners[i - 1]![1]);
  }
  const tips = elements.filter(({ name }) => name === 'title').map(({ text }) => text);
  expect(tips.slice(1)).toEqual([
    'decide p50 1.00 µs',
    'decide p90 1.00 µs',
    'decide p99 5.00 µs',
    'decide max 80.0 µs',
  ]);
});

test('one value is a point, and no time at all lies on the bottom of the frame', () => {
  const elements = elementsOf(drawPercentiles('Latency', '', [series('ring', [0, 1])]));
  const [line] = ofClass(elements, 'line');
  const [, bottom] = cornersOf(line!)[0]!;
  expect(ofClass(elements, 'axis')[0]!.attributes.d).toContain(`V${bottom}H`);
});

test('a series of billions stays inside the frame', () => {
  const elements = elementsOf(drawPercentiles('Latency', '', [series('total', [1000, 5e9], [9000, 1])]));
  const corners = cornersOf(ofClass(elements, 'line')[0]!);
  const right = Number(/H(\S+)$/.exec(ofClass(elements, 'axis')[0]!.attributes.d!)![1]);
  expect(corners.at(-1)![0]).toBe(right);
  expect(corners.length).toBeLessThan(1000);
});
