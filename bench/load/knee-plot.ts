// Latency by offered rate: flat as long as the target keeps up, and steep beyond the knee. Pure.
import { latencyAxis, linearAxis } from '../../src/cli/plot/axis.ts';
import { drawChart, type Line, type Pen } from '../../src/cli/plot/chart.ts';
import { formatMicroseconds } from '../../src/cli/quantity.ts';
import { formatMachine } from '../report/machine.ts';
import type { KneeReport, KneeStep } from './knee.ts';
import type { Latency } from './measurement.ts';
import { describeWorld } from './report.ts';

const LINES: readonly { name: string; note: string; pen: Pen; us(latency: Latency): number }[] = [
  { name: 'max', note: 'the slowest answer', pen: 'faint', us: ({ maxUs }) => maxUs },
  { name: 'p99.9', note: '999 of 1,000 are faster', pen: 'orange', us: ({ p999Us }) => p999Us },
  { name: 'p99', note: '99 of 100 are faster', pen: 'green', us: ({ p99Us }) => p99Us },
  { name: 'p50', note: 'half are faster', pen: 'blue', us: ({ p50Us }) => p50Us },
];

/** @returns an SVG document */
export function drawKnee({ options, machine, steps }: KneeReport): string {
  const lines = LINES.map(({ us, ...line }): Line => {
    const points = steps.map(({ rate, measurement }) => {
      const y = us(measurement.latency);
      return { x: rate, y, mark: `${line.name} ${formatMicroseconds(y)} at ${formatRate(rate)}/s` };
    });
    return { ...line, points };
  });
  const target = options.target === 'null' ? 'null responder' : 'controller';
  return drawChart({
    title: `Latency of the ${target} by offered rate, from when each PacketIn was due to its answer`,
    subtitle: [describeWorld(options), formatMachine(machine)],
    x: linearAxis(
      'offered PacketIns per second, open loop',
      steps.map(({ rate }) => rate),
      formatRate,
    ),
    y: latencyAxis(
      'latency, logarithmic',
      lines.flatMap(({ points }) => points.map(({ y }) => y)),
    ),
    lines,
    zone: zoneOf(steps),
  });
}

/** From between the last step that kept up to the end; steps that kept up in between were lucky. */
function zoneOf(steps: readonly KneeStep[]) {
  const first = steps.findIndex(({ isSaturated }) => isSaturated);
  if (first < 0) return undefined;
  const before = steps[first - 1]?.rate ?? 0;
  return { x: (before + steps[first]!.rate) / 2, label: 'saturated: answers fall behind' };
}

/** `950`, `40 k`, `1.2 M`. */
function formatRate(rate: number): string {
  const digits = (value: number) => String(Number(value.toPrecision(3)));
  if (rate < 1000) return digits(rate);
  return rate < 999_500 ? `${digits(rate / 1000)} k` : `${digits(rate / 1e6)} M`;
}
