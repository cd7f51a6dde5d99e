// The report of a run, for people. Pure.
import { formatMachine } from '../report/machine.ts';
import type { Report } from '../report/report.ts';
import type { Measurement } from './measurement.ts';
import type { LoadOptions } from './options.ts';
import type { LoadReport } from './run.ts';

/** The whole report as text. */
export function renderReport(report: LoadReport): string {
  const rows = tabulate(report);
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const table = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))),
  );
  const lines = [
    describeLoad(report.options),
    formatMachine(report.machine),
    '',
    ...table.map((row) => row.join('   ')),
    ...(report.ratio === null ? [] : ['', `ratio to the null responder: ${report.ratio.toFixed(3)}`]),
    '',
    ...measurementsOf(report).flatMap(renderBalance),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for a page, with its plots. @param command what repeats the run */
export function pageOf(report: LoadReport, command: string): Report {
  const measured = measurementsOf(report);
  const [columns, ...rows] = tabulate(report);
  const ratio = report.ratio === null ? [] : [`Ratio to the null responder: ${report.ratio.toFixed(3)}.`];
  return {
    ...{ title: 'Load generator', command, machine: report.machine, notes: [describeLoad(report.options), ...ratio] },
    faults: measured.flatMap(({ balance }) => balance.faults),
    tables: [{ title: 'Measured', columns: columns!, rows }],
    plots: [
      {
        ...{ kind: 'lines', title: 'Answers per second', xTitle: 'second' },
        series: measured.map((m) => ({
          name: targetName(m),
          points: m.answersBySecond.map((answers, second) => [second + 1, answers] as const),
        })),
      },
      ...measured.map((m) => ({
        ...{ kind: 'bars' as const, title: `Latency of the ${targetName(m)}, µs` },
        bars: (['p50Us', 'p90Us', 'p99Us', 'p999Us', 'maxUs'] as const).map((key) => ({
          name: key.replace('Us', '').replace('p999', 'p99.9'),
          value: m.latency[key],
        })),
      })),
    ],
  };
}

function measurementsOf(report: LoadReport): Measurement[] {
  return [report.controller, report.null].filter((each) => each !== null);
}

/** Rows of a label and a figure for each target; the first row names the targets. */
function tabulate(report: LoadReport): string[][] {
  const columns = measurementsOf(report).map(renderMeasurement);
  return columns[0]!.map(([label], i) => [label, ...columns.map((column) => column[i]![1])]);
}

function describeLoad(options: LoadOptions): string {
  const load = {
    throughput: `window ${options.window || 'unbounded'}`,
    latency: 'one outstanding',
    open: `${whole(options.rate)}/s`,
  };
  return `${describeWorld(options)}, ${options.mode} (${load[options.mode]})`;
}

function targetName({ target }: Measurement): string {
  return target === 'null' ? 'null responder' : 'controller';
}

/** What is served, by how many workers, in one line. */
export function describeWorld(options: LoadOptions): string {
  const { protocol, switches, workers, seed } = options;
  const world =
    protocol === '1.0'
      ? `${options.macs} MACs each`
      : `${options.endpoints} endpoints, ${percent(options.acrossShare)} across, ${percent(options.denyShare)} denied, ` +
        `${options.flows} flows, live ${options.liveSessions || 'all'}`;
  return `OpenFlow ${protocol}, ${switches} switches, ${world}, ${workers} worker${workers === 1 ? '' : 's'}, seed ${seed}`;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function renderMeasurement(m: Measurement): [string, string][] {
  const { cost, latency, flows } = m;
  const unknown = 'unknown';
  const us = (value: number) => value.toFixed(value < 100 ? 1 : 0);
  return [
    ['', targetName(m)],
    ['switches connected in, ms', whole(m.connectMs)],
    ['PacketIns/s', whole(m.packetInsPerSecond)],
    ['answers/s', whole(m.answersPerSecond)],
    ['latency p50, µs', us(latency.p50Us)],
    ['        p90', us(latency.p90Us)],
    ['        p99', us(latency.p99Us)],
    ['        p99.9', us(latency.p999Us)],
    ['        max', us(latency.maxUs)],
    ['        samples', whole(latency.samples)],
    ['generator late at most, ms', m.latestMs.toFixed(2)],
    ['CPU per PacketIn, µs', cost === null ? unknown : cost.cpuUsPerPacketIn.toFixed(3)],
    ['cores used', cost === null ? unknown : cost.cores.toFixed(2)],
    [
      '  its busiest threads',
      cost === null
        ? unknown
        : cost.threads
            .slice(0, 3)
            .map((t) => t.cores.toFixed(2))
            .join(' '),
    ],
    ['generator: CPU per PacketIn, µs', m.generatorCpuUsPerPacketIn.toFixed(3)],
    ['generator: cores used', m.generatorCores.toFixed(2)],
    ['memory, MiB', cost === null ? unknown : cost.rssEndMiB.toFixed(1)],
    ['  growth while measured, MiB', cost === null ? unknown : (cost.rssEndMiB - cost.rssStartMiB).toFixed(1)],
    ['answers by switch, min / mean / max', [m.bySwitch.min, m.bySwitch.mean, m.bySwitch.max].map(whole).join(' / ')],
    ['  furthest from the mean', `${m.bySwitch.worstPercent.toFixed(1)} %`],
    ['seconds without answers', String(m.silentSeconds)],
    ['  of single switches', String(m.silentSwitchSeconds)],
    ['flows: near / far / deny / other', [flows.near, flows.far, flows.deny, flows.other].map(whole).join(' / ')],
    ['session flows per answer', m.sessionFlowsPerAnswer.toFixed(3)],
    ['FlowRemoved sent', whole(flows.removed)],
    ['bytes of a FlowMod / PacketOut', `${m.flowModBytes.toFixed(1)} / ${m.packetOutBytes.toFixed(1)}`],
    ['outstanding when stopped', whole(m.outstandingAtStop)],
    ['drained in, ms', whole(m.drainMs)],
  ];
}

function renderBalance(m: Measurement): string[] {
  const { sent, answered, denied, dropped, outstanding, unsent, faults } = m.balance;
  const names = Object.entries(dropped).map(([name, count]) => `${name} ${whole(count)}`);
  const droppedSum = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return [
    `${targetName(m)}: ${faults.length === 0 ? 'balanced' : 'VOID'}: ` +
      `sent ${whole(sent)} = answered ${whole(answered)} + denied ${whole(denied)} + dropped ${whole(droppedSum)}` +
      `${names.length === 0 ? '' : ` (${names.join(', ')})`} + outstanding ${whole(outstanding)}` +
      `${unsent === 0 ? '' : `; due and never sent ${whole(unsent)}`}`,
    ...faults.slice(0, 10).map((fault) => `  ${fault}`),
    ...(faults.length > 10 ? [`  … and ${faults.length - 10} more`] : []),
  ];
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}
