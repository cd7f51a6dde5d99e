// The report of a Mininet benchmark: both controllers side by side. Pure.
import type { Machine } from '../report/machine.ts';
import type { Lines } from '../report/plot.ts';
import type { Report } from '../report/report.ts';
import type { MininetOptions } from './options.ts';
import { CONTROLLERS, type MininetRun } from './run.ts';

export function reportOf(
  options: MininetOptions,
  runs: readonly MininetRun[],
  machine: Machine,
  command: string,
): Report {
  const columns = CONTROLLERS.map((name) => sumUp(runs.filter(({ controller }) => controller === name)));
  const [ours, theirs] = columns as [Sums, Sums];
  const row = (label: string, pick: (sums: Sums) => number, digits: number) => [
    ...[label, ...columns.map((sums) => pick(sums).toFixed(digits))],
    pick(theirs) === 0 ? '' : (pick(ours) / pick(theirs)).toFixed(2),
  ];
  return {
    title: `Mininet ${options.topology}: connections on real Open vSwitch`,
    ...{ command, machine },
    notes: [
      `${options.runs} runs of each controller in alternating order, all pairs of hosts ${options.rounds} times in each. Open ` +
        'vSwitch runs in user space and shares the cores with the controller and the hosts: what is compared is the whole.',
      'A first connection lifts its first packet and the first reply to the controller; "again" is the same pair right after: ' +
        'ours has flows for the pair of hosts by then, ovs-testcontroller for one connection each.',
      'CPU time is the whole of the controller while Mininet was up, in /proc/PID/stat to a hundredth of a second.',
    ],
    faults: runs.filter(({ failed }) => failed > 0).map((run) => `${run.controller}: ${run.failed} connections failed`),
    tables: [
      {
        title: 'Connections',
        columns: ['', ...CONTROLLERS, 'ratio'],
        rows: [
          row('connections timed', ({ first }) => first.length, 0),
          row('first connection p50, µs', ({ first }) => at(first, 0.5), 0),
          row('first connection p90, µs', ({ first }) => at(first, 0.9), 0),
          row('first connection p99, µs', ({ first }) => at(first, 0.99), 0),
          row('again p50, µs', ({ again }) => at(again, 0.5), 0),
          row('connections/s, all hosts at once', ({ perSecond }) => perSecond, 0),
          row('controller: CPU per connection, µs', ({ cpuUs }) => cpuUs, 0),
          row('controller: memory, MiB', ({ rssMiB }) => rssMiB, 1),
        ],
      },
    ],
    plots: [
      plotShares('Time of a first connection, µs, by share of connections', columns),
      {
        ...{ kind: 'bars', title: 'Connections per second, all hosts at once' },
        bars: CONTROLLERS.map((name, i) => ({ name, value: columns[i]!.perSecond })),
      },
    ],
  };
}

/** All runs of one controller. */
interface Sums {
  /** µs, ascending. */
  readonly first: readonly number[];
  readonly again: readonly number[];
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly rssMiB: number;
}

function sumUp(runs: readonly MininetRun[]): Sums {
  const sorted = (pick: (run: MininetRun) => readonly number[]) => runs.flatMap(pick).sort((a, b) => a - b);
  const [first, again] = [sorted((run) => run.first), sorted((run) => run.again)];
  const batches = runs.flatMap((run) => run.batches);
  const inBatches = total(batches.map(({ connections }) => connections));
  return {
    ...{ first, again },
    perSecond: inBatches / total(batches.map(({ seconds }) => seconds)),
    cpuUs: (1e6 * total(runs.map(({ cpuSeconds }) => cpuSeconds))) / (first.length + again.length + inBatches),
    rssMiB: Math.max(...runs.map(({ rssMiB }) => rssMiB)),
  };
}

function plotShares(title: string, columns: readonly Sums[]): Lines {
  return {
    ...{ kind: 'lines', title, xTitle: 'percent' },
    series: CONTROLLERS.map((name, i) => ({
      name,
      points: Array.from({ length: 100 }, (_, percent) => [percent, at(columns[i]!.first, percent / 100)] as const),
    })),
  };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
