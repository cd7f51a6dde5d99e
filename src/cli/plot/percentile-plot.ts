// Latency by percentile, one line for each series: the plot that HdrHistogram made usual, with a logarithmic axis for
// the latency as well, since the stages of one packet lie three decades apart. Pure.

import type { LatencyHistogram } from '#client/latency-histogram.ts';
import { formatMicroseconds } from '../quantity.ts';
import { GREATEST_QUANTILE, latencyAxis, percentileAxis } from './axis.ts';
import { drawChart, type Line, type Pen, type Point } from './chart.ts';

export interface PercentileSeries {
  readonly name: string;
  readonly note: string;
  readonly pen: Pen;
  readonly histogram: LatencyHistogram;
}

/** Points of a line from one nine to the next: fine enough that buckets show as the steps that they are. */
const POINTS_PER_NINE = 60;
/** Percentiles that are marked, as far as a series has values for them. */
const MARKED = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

/** @returns an SVG document; a series without values is left out */
export function drawPercentiles(title: string, subtitle: string, series: readonly PercentileSeries[]): string {
  const shown = series.filter(({ histogram }) => histogram.count > 0);
  const lines = shown.map(lineOf);
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  return drawChart({
    title,
    subtitle: [shown.length === 0 ? `${subtitle}: nothing was recorded` : subtitle],
    x: percentileAxis('percentile of PacketIns', Math.max(0, ...shown.map(({ histogram }) => histogram.count))),
    y: latencyAxis('latency, logarithmic', values),
    lines,
  });
}

/** A line ends with its greatest value, where that value's share of the series begins. */
function lineOf({ name, note, pen, histogram }: PercentileSeries): Line {
  const last = Math.min(1 - 1 / histogram.count, GREATEST_QUANTILE);
  const points: Point[] = [];
  for (let i = 0, quantile = 0; quantile < last; quantile = 1 - 10 ** (-++i / POINTS_PER_NINE)) {
    points.push({ x: quantile, y: histogram.valueUs(quantile) });
  }
  for (const quantile of MARKED.filter((each) => each < last)) {
    const y = histogram.valueUs(quantile);
    points.push({
      x: quantile,
      y,
      mark: `${name} p${Number((100 * quantile).toPrecision(8))} ${formatMicroseconds(y)}`,
    });
  }
  points.sort((a, b) => a.x - b.x);
  const y = histogram.valueUs(1);
  points.push({ x: last, y, mark: `${name} max ${formatMicroseconds(y)}` });
  return { name, note, pen, points };
}
