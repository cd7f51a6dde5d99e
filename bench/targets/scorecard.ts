// The lines' findings as one report, and what they amount to. Pure but for asking what machine this is.
import { describeMachine } from '../report/machine.ts';
import type { Report } from '../report/report.ts';
import type { Table } from '../report/table.ts';
import { count, plotRates } from '../scale/part.ts';
import type { Finding, LineResult, NamedRun } from './finding.ts';
import type { LineName } from './options.ts';

export interface NamedResult {
  readonly name: LineName;
  readonly result: LineResult;
}

/** @returns 0 when all is well, 1 when not: a speed that is missed counts only when `strict` */
export function exitCodeOf(results: readonly NamedResult[], strict: boolean): number {
  const missed = results.flatMap(({ result }) => result.findings).filter(({ isMet }) => !isMet);
  return missed.some(({ kind }) => strict || kind !== 'speed') ? 1 : 0;
}

/** @param command what repeats it */
export function reportOf(results: readonly NamedResult[], command: string): Report {
  const runs = results.flatMap(({ result }) => result.runs);
  const doors = [...new Set(runs.map(({ report }) => report.machine.door).filter((door) => door !== ''))];
  const faults = results.flatMap(({ name, result }) =>
    result.findings
      .filter(({ kind, isMet }) => kind === 'balance' && !isMet)
      .map(({ what, measured, wanted }) => `${name}: ${what}: ${measured}; wanted ${wanted}`),
  );
  return {
    title: `Targets: ${results.map(({ name }) => name).join(', ')}`,
    command,
    machine: describeMachine(doors[0] ?? ''),
    notes: results.flatMap(({ name, result }) => result.notes.map((note) => `${name}: ${note}`)),
    faults,
    tables: [tabulateFindings(results), ...(runs.length === 0 ? [] : [tabulateRuns(runs)])],
    plots: runs.length === 0 ? [] : [plotRates('Answers per second', runs)],
  };
}

function tabulateFindings(results: readonly NamedResult[]): Table {
  const rows = results.flatMap(({ name, result }) =>
    result.findings.map((finding, i) => [i === 0 ? name : '', ...cellsOf(finding)]),
  );
  return { title: 'Targets', columns: ['line', '', 'measured', 'wanted', ''], rows };
}

function cellsOf({ kind, what, measured, wanted, isMet }: Finding): string[] {
  const verdict = isMet ? 'met' : kind === 'speed' ? 'missed' : 'FAILED';
  return [what, measured, wanted, verdict];
}

/** What was measured beside the null responder of the same run. */
function tabulateRuns(runs: readonly NamedRun[]): Table {
  return {
    title: 'Beside the null responder',
    columns: [
      'run',
      'answers/s',
      'null',
      'ratio',
      'p50, µs',
      'p99, µs',
      'null',
      'CPU, µs',
      'null',
      'cores',
      'null',
      'generator',
    ],
    rows: runs.map(({ name, report }) => {
      const { controller: c, null: n } = report;
      return [
        name,
        count(c!.answersPerSecond),
        count(n!.answersPerSecond),
        report.ratio!.toFixed(2),
        c!.latency.p50Us.toFixed(0),
        c!.latency.p99Us.toFixed(0),
        n!.latency.p99Us.toFixed(0),
        c!.cost?.cpuUsPerPacketIn.toFixed(2) ?? 'unknown',
        n!.cost?.cpuUsPerPacketIn.toFixed(2) ?? 'unknown',
        c!.cost?.cores.toFixed(2) ?? 'unknown',
        n!.cost?.cores.toFixed(2) ?? 'unknown',
        c!.generatorCores.toFixed(2),
      ];
    }),
  };
}
