// `daolictl counters` and `daolictl latency`: what the threads have counted and how long it took.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { Counter, Latency } from '#client/schema.ts';
import { formatMicroseconds } from './quantity.ts';
import { type Asked, addReadingCommand, printJson, printList, setAnswer } from './reading-command.ts';
import { type Column, formatTable } from './table.ts';
import type { Terminal } from './terminal.ts';

/** A counter with how fast it grows; null at the first look. */
interface Look {
  readonly counter: Counter;
  readonly perSecond: number | null;
}

const STANDARD_WATCH_SECONDS = 2;
const CLEAR_SCREEN = '\u001b[H\u001b[2J';

const LATENCY_COLUMNS: readonly Column<Latency>[] = [
  { title: 'WORKER', cell: ({ worker }) => worker },
  { title: 'COUNT', cell: ({ count }) => count },
  { title: 'P50', cell: (row) => formatLatency(row, row.p50Us) },
  { title: 'P90', cell: (row) => formatLatency(row, row.p90Us) },
  { title: 'P99', cell: (row) => formatLatency(row, row.p99Us) },
  { title: 'P99.9', cell: (row) => formatLatency(row, row.p999Us) },
  { title: 'MAX', cell: (row) => formatLatency(row, row.maxUs) },
];

/** Adds `counters` and `latency`. */
export function addCounterCommands(program: Command, terminal: Terminal): void {
  const counters = addReadingCommand(program, 'counters', 'what became of every PacketIn, and other counters', [
    ['counters', 'all that are not zero'],
    ['counters --all --threads', 'all, by thread'],
    ['counters --watch', `again every ${STANDARD_WATCH_SECONDS} s, with rates, until Ctrl-C`],
    ['counters --watch 0.5 --json', 'one line of JSON every half second'],
  ]);
  counters.option('--all', 'those that are zero too').option('--threads', 'one column for each thread');
  counters.option('--watch [seconds]', 'again and again, with rates, until Ctrl-C', readSeconds);
  setAnswer(counters, terminal, async (asked) => {
    const { watch } = asked.options as { watch?: number | true };
    if (watch !== undefined) return watchCounters(asked, (watch === true ? STANDARD_WATCH_SECONDS : watch) * 1000);
    const list = await asked.client.counters();
    if (asked.json) printJson(terminal, list);
    else
      showCounters(
        asked,
        list.items.map((counter) => ({ counter, perSecond: null })),
      );
    return 0;
  });

  const latency = addReadingCommand(program, 'latency', 'from PacketIn to answer, by worker', [
    ['latency', 'since the workers started'],
    ['latency --json', 'in microseconds, for scripts'],
  ]);
  setAnswer(latency, terminal, async (asked) => printList(asked, await asked.client.latency(), LATENCY_COLUMNS));
}

/** Ends by Ctrl-C, or by the error when the controller is gone. */
async function watchCounters(asked: Asked, everyMs: number): Promise<number> {
  const { client, terminal, json } = asked;
  let before = new Map<string, number>();
  let beforeAt = 0;
  while (true) {
    const list = await client.counters();
    const at = performance.now();
    if (json) {
      terminal.write(`${JSON.stringify(list)}\n`);
    } else {
      const seconds = (at - beforeAt) / 1000;
      const looks = list.items.map((counter) => {
        const earlier = before.get(counter.name);
        return { counter, perSecond: earlier === undefined ? null : Math.round((counter.value - earlier) / seconds) };
      });
      terminal.write(terminal.interactive ? CLEAR_SCREEN : '');
      showCounters(asked, looks);
      if (!terminal.interactive) terminal.write('\n');
    }
    before = new Map(list.items.map(({ name, value }) => [name, value]));
    beforeAt = at;
    await sleep(everyMs);
  }
}

function showCounters({ terminal, options }: Asked, looks: readonly Look[]): void {
  const shown = options.all === true ? looks : looks.filter(({ counter }) => counter.value !== 0);
  terminal.write(formatTable(terminal, shown, columnsFor(shown, options.threads === true)));
  if (shown.length < looks.length)
    terminal.note(`${looks.length - shown.length} that are zero left out; --all shows them\n`);
}

function columnsFor(looks: readonly Look[], byThread: boolean): Column<Look>[] {
  const threads = byThread
    ? [...new Set(looks.flatMap(({ counter }) => counter.threads.map(({ thread }) => thread)))]
    : [];
  return [
    {
      title: 'KIND',
      cell: ({ counter }) => counter.kind,
      colour: ({ counter }) => (counter.kind === 'dropped' ? 'yellow' : undefined),
    },
    { title: 'COUNTER', cell: ({ counter }) => counter.name },
    { title: 'VALUE', cell: ({ counter }) => counter.value },
    ...(looks.some(({ perSecond }) => perSecond !== null)
      ? [{ title: 'PER-SECOND', cell: ({ perSecond }: Look) => perSecond }]
      : []),
    ...threads.map((name) => ({
      title: name.toUpperCase(),
      cell: ({ counter }: Look) => counter.threads.find(({ thread }) => thread === name)?.value,
    })),
    { title: 'MEANING', cell: ({ counter }) => counter.help },
  ];
}

/** Nothing was measured, so there is no latency to show. */
function formatLatency({ count }: Latency, us: number): string | null {
  return count === 0 ? null : formatMicroseconds(us);
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(text) || seconds < 0.1 || seconds > 3600) {
    throw new InvalidArgumentError('expected seconds from 0.1 to 3600.');
  }
  return seconds;
}
