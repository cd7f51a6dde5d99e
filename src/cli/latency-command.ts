// `daolictl latency`: how long PacketIns take in each stage of their way, as a table, as files of HdrHistogram, as a plot.
import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import { DaoliError } from '#base/error.ts';
import { type Latency, LatencyStage } from '#client/schema.ts';
import { ALL_THREADS, type LatencySeries, rowOf, seriesOf } from './latency-series.ts';
import type { Pen } from './plot/chart.ts';
import { drawPercentiles } from './plot/percentile-plot.ts';
import { formatMicroseconds } from './quantity.ts';
import { type Asked, addReadingCommand, printJson, setAnswer } from './reading-command.ts';
import { type Column, formatTable } from './table.ts';
import type { Terminal } from './terminal.ts';
import { keepWatch, showLook, watchOption } from './watch.ts';

interface LatencyOptions {
  readonly threads?: true;
  readonly stage?: LatencyStage;
  readonly watch?: number;
  readonly hgrm?: string;
  readonly svg?: string;
}

const FIGURES = [
  ['MIN', 'minUs'],
  ['P50', 'p50Us'],
  ['P90', 'p90Us'],
  ['P99', 'p99Us'],
  ['P99.9', 'p999Us'],
  ['P99.99', 'p9999Us'],
  ['MAX', 'maxUs'],
  ['MEAN', 'meanUs'],
] as const;

const COLUMNS: readonly Column<Latency>[] = [
  { title: 'THREAD', cell: ({ thread }) => thread },
  { title: 'STAGE', cell: ({ stage }) => stage },
  { title: 'COUNT', cell: ({ count }) => count },
  ...FIGURES.map(([title, figure]) => ({
    title,
    right: true,
    // nothing was measured, so there is no latency to show
    cell: (row: Latency) => (row.count === 0 ? null : formatMicroseconds(row[figure])),
  })),
  { title: 'MEANING', cell: ({ help }) => help },
];

const PENS: Readonly<Record<LatencyStage, Pen>> = {
  ring: 'blue',
  queue: 'orange',
  decide: 'green',
  emit: 'amber',
  write: 'pink',
  total: 'ink',
};

/** Adds `latency`. */
export function addLatencyCommand(program: Command, terminal: Terminal): void {
  const latency = addReadingCommand(program, 'latency', 'how long PacketIns take, stage by stage', [
    ['latency', 'since the controller started, all threads together'],
    ['latency --threads --json', 'by thread, in microseconds, for scripts'],
    ['latency --watch 5', 'what came in the last 5 s, again and again, until Ctrl-C'],
    ['latency --svg latency.svg', 'plotted by percentile, a line for each stage'],
    ['latency --stage total --hgrm total.hgrm', "for HdrHistogram's plotter; values are in microseconds"],
  ]);
  latency
    .option('--threads', 'a row for each thread')
    .addOption(new Option('--stage <stage>', 'only this stage').choices(LatencyStage.options))
    .addOption(watchOption('with what came between two looks'))
    .option('--hgrm <file>', 'write the percentile distribution; of several series each gets a file of its own')
    .option('--svg <file>', 'plot latency by percentile');
  setAnswer(latency, terminal, async (asked) => {
    const { watch } = asked.options as LatencyOptions;
    if (watch !== undefined) return watchLatency(asked, watch);
    const { items } = await asked.client.latency({ buckets: true });
    const series = chosen(asked, seriesOf(items, null, asked.options.threads === true));
    writeFiles(asked, series, 'since the controller started');
    if (asked.json) printJson(terminal, listOf(series));
    else showTable(asked, series);
    return 0;
  });
}

function watchLatency(asked: Asked, everySeconds: number): Promise<never> {
  const { client, terminal, json, options } = asked;
  let before: readonly Latency[] | null = null;
  let beforeAt = 0;
  return keepWatch(everySeconds, async () => {
    const { items } = await client.latency({ buckets: true });
    const at = performance.now();
    const seconds = before === null ? null : Math.round(at - beforeAt) / 1000;
    const period = seconds === null ? 'since the controller started' : `in the last ${seconds.toFixed(1)} s`;
    const series = chosen(asked, seriesOf(items, before, options.threads === true));
    writeFiles(asked, series, period);
    if (json) terminal.write(`${JSON.stringify({ seconds, ...listOf(series) })}\n`);
    else
      showLook(terminal, () => {
        terminal.write(`${period}\n`);
        showTable(asked, series);
      });
    before = items;
    beforeAt = at;
  });
}

function chosen({ options }: Asked, series: readonly LatencySeries[]): LatencySeries[] {
  return series.filter(({ stage }) => options.stage === undefined || options.stage === stage);
}

function listOf(series: readonly LatencySeries[]) {
  return { items: series.map(rowOf), total: series.length, truncated: false };
}

function showTable({ terminal, options }: Asked, series: readonly LatencySeries[]): void {
  const columns = options.threads === true ? COLUMNS : COLUMNS.filter(({ title }) => title !== 'THREAD');
  terminal.write(formatTable(terminal, series.map(rowOf), columns));
}

/** @param period what the series are of, in words */
function writeFiles({ client, terminal, options }: Asked, series: readonly LatencySeries[], period: string): void {
  const { hgrm, svg } = options as LatencyOptions;
  const recorded = series.filter(({ histogram }) => histogram.count > 0);
  if (hgrm !== undefined) {
    for (const each of recorded) writeFile('--hgrm', hgrmPath(hgrm, each, series.length), each.histogram.toHgrm());
    if (recorded.length === 0) terminal.note(`${hgrm} is not written: nothing was recorded\n`);
  }
  if (svg === undefined) return;
  const lines = series.map((each) => ({
    ...{ name: nameOf(each), note: each.help, pen: PENS[each.stage], histogram: each.histogram },
  }));
  writeFile('--svg', svg, drawPercentiles('Latency of PacketIns, stage by stage', `${client.host}, ${period}`, lines));
}

/** `latency.hgrm`, or `latency.worker-0.decide.hgrm` where there are several series. */
function hgrmPath(path: string, series: LatencySeries, of: number): string {
  if (of === 1) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${nameOf(series).replace(' ', '.')}${extension}`;
}

function nameOf({ thread, stage }: LatencySeries): string {
  return thread === ALL_THREADS ? stage : `${thread} ${stage}`;
}

/** @throws DaoliError bad_flag */
function writeFile(flag: string, path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (cause) {
    throw new DaoliError('bad_flag', `${flag} ${path}: cannot be written: ${(cause as Error).message}`, { cause });
  }
}
