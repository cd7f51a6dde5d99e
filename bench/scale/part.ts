// What one program of the scale benchmark hands in, and how figures are written in it. Pure.
import type { Measurement } from '../load/measurement.ts';
import type { LoadReport } from '../load/run.ts';
import type { Plot } from '../report/plot.ts';
import type { Table } from '../report/table.ts';

export interface ScalePart {
  /** What the controller's sockets go through. */
  readonly door: string;
  readonly notes: readonly string[];
  readonly faults: readonly string[];
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
  /** For programs: the figures that the tables were made of. */
  readonly details: object;
}

/** Says what is going on to the person who waits. */
export type Progress = (line: string) => void;

/** The rows that every load run has in common: a column for each run, its ceiling beside it. */
export function tabulateRuns(title: string, runs: readonly { name: string; report: LoadReport }[]): Table {
  const columns = runs.flatMap(({ name, report }) => [
    { head: name, m: report.controller!, startMs: report.startMs, ratio: report.ratio },
    { head: `${name}, null responder`, m: report.null!, startMs: 0, ratio: null },
  ]);
  const row = (label: string, cell: (column: (typeof columns)[number]) => string) => [label, ...columns.map(cell)];
  const cost = (pick: (cost: NonNullable<Measurement['cost']>) => string) => (column: { m: Measurement }) =>
    column.m.cost === null ? 'unknown' : pick(column.m.cost);
  return {
    title,
    columns: ['', ...columns.map(({ head }) => head)],
    rows: [
      row('ready after, s', ({ startMs }) => (startMs === 0 ? '' : seconds(startMs))),
      row('switches set up in, s', ({ m }) => seconds(m.connectMs)),
      row('answers/s', ({ m }) => count(m.answersPerSecond)),
      row('ratio to the null responder', ({ ratio }) => ratio?.toFixed(3) ?? ''),
      row('latency p50, ms', ({ m }) => ms(m.latency.p50Us)),
      row('latency p99, ms', ({ m }) => ms(m.latency.p99Us)),
      row('latency max, ms', ({ m }) => ms(m.latency.maxUs)),
      row(
        'CPU per PacketIn, µs',
        cost(({ cpuUsPerPacketIn }) => cpuUsPerPacketIn.toFixed(2)),
      ),
      row(
        'memory at most, MiB',
        cost(({ rssMaxMiB }) => count(rssMaxMiB)),
      ),
      row('switch furthest from the mean', ({ m }) => `${m.bySwitch.worstPercent.toFixed(1)} %`),
      row('seconds without answers', ({ m }) => String(m.silentSeconds)),
    ],
  };
}

/** A plot of the runs' answers per second beside their ceilings. */
export function plotRates(title: string, runs: readonly { name: string; report: LoadReport }[]): Plot {
  const bars = runs.flatMap(({ name, report }) => [
    { name, value: report.controller!.answersPerSecond },
    { name: `${name}, null responder`, value: report.null!.answersPerSecond },
  ]);
  return { kind: 'bars', title, bars };
}

/** What makes the runs void, each with the run's name. */
export function faultsOf(runs: readonly { name: string; report: LoadReport }[]): string[] {
  return runs.flatMap(({ name, report }) =>
    [report.controller!, report.null!].flatMap(({ target, balance }) =>
      balance.faults.map((fault) => `${name}, ${target}: ${fault}`),
    ),
  );
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function seconds(valueMs: number): string {
  return (valueMs / 1000).toFixed(2);
}

function ms(valueUs: number): string {
  return (valueUs / 1000).toFixed(2);
}
