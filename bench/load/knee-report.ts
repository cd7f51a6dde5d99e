// The report of a series of rates, for people. Pure.
import { formatMicroseconds } from '../../src/cli/quantity.ts';
import { formatMachine } from '../report/machine.ts';
import { faultsOf, type KneeReport, type KneeStep } from './knee.ts';
import { describeWorld, whole } from './report.ts';

const COLUMNS: readonly [title: string, cell: (step: KneeStep) => string][] = [
  ['%', ({ percent }) => String(percent)],
  ['offered/s', ({ measurement }) => whole(measurement.duePerSecond)],
  ['answered/s', ({ measurement }) => whole(measurement.answersPerSecond)],
  ['p50', ({ measurement }) => formatMicroseconds(measurement.latency.p50Us)],
  ['p99', ({ measurement }) => formatMicroseconds(measurement.latency.p99Us)],
  ['p99.9', ({ measurement }) => formatMicroseconds(measurement.latency.p999Us)],
  ['max', ({ measurement }) => formatMicroseconds(measurement.latency.maxUs)],
  ['CPU/PacketIn', ({ measurement: { cost } }) => (cost === null ? '-' : formatMicroseconds(cost.cpuUsPerPacketIn))],
  ['generator late', ({ measurement }) => formatMicroseconds(measurement.latestMs * 1000)],
  ['generator cores', ({ measurement }) => measurement.generatorCores.toFixed(2)],
  ['unfinished', ({ measurement: { balance } }) => whole(balance.outstanding + balance.unsent)],
];

/** The whole report as text. */
export function renderKnee(report: KneeReport): string {
  const { options, machine, maxRate, first, steps, isVoid } = report;
  const rows = [COLUMNS.map(([title]) => title), ...steps.map((step) => COLUMNS.map(([, cell]) => cell(step)))];
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  const table = rows.map((row) => row.map((cell, at) => cell.padStart(widths[at]!)).join('  '));
  const remarks = ['', ...steps.map(remarkOf)];
  const faults = [
    ...faultsOf(first).map((fault) => `  first run: ${fault}`),
    ...steps.flatMap((step) => step.faults.map((fault) => `  ${step.percent} %: ${fault}`)),
  ];
  const lines = [
    `${describeWorld(options)}, open loops of ${options.seconds} s`,
    formatMachine(machine),
    `100 % = ${whole(maxRate)}/s, ${options.kneeMax > 0 ? 'as given' : 'measured in a closed loop'}`,
    '',
    ...table.map((row, i) => `${row}${remarks[i]}`),
    '',
    isVoid ? 'VOID:' : 'balanced: whatever was sent is accounted for',
    ...faults,
  ];
  return `${lines.join('\n')}\n`;
}

function remarkOf({ isSaturated, faults }: KneeStep): string {
  return `${isSaturated ? '  saturated' : ''}${faults.length > 0 ? '  VOID' : ''}`;
}
