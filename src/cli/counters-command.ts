// `daolictl counters`: what the threads have counted.
import type { Command } from 'commander';
import type { Counter } from '#client/schema.ts';
import { type Asked, addReadingCommand, printJson, setAnswer } from './reading-command.ts';
import { type Column, formatTable } from './table.ts';
import type { Terminal } from './terminal.ts';
import { keepWatch, STANDARD_WATCH_SECONDS, showLook, watchOption } from './watch.ts';

/** A counter with how fast it grows; null at the first look. */
interface Look {
  readonly counter: Counter;
  readonly perSecond: number | null;
}

/** Adds `counters`. */
export function addCountersCommand(program: Command, terminal: Terminal): void {
  const counters = addReadingCommand(program, 'counters', 'what became of every PacketIn, and other counters', [
    ['counters', 'all that are not zero'],
    ['counters --all --threads', 'all, by thread'],
    ['counters --watch', `again every ${STANDARD_WATCH_SECONDS} s, with rates, until Ctrl-C`],
    ['counters --watch 0.5 --json', 'one line of JSON every half second'],
  ]);
  counters.option('--all', 'those that are zero too').option('--threads', 'one column for each thread');
  counters.addOption(watchOption('with rates'));
  setAnswer(counters, terminal, async (asked) => {
    const { watch } = asked.options as { watch?: number };
    if (watch !== undefined) return watchCounters(asked, watch);
    const list = await asked.client.counters();
    if (asked.json) printJson(terminal, list);
    else
      showCounters(
        asked,
        list.items.map((counter) => ({ counter, perSecond: null })),
      );
    return 0;
  });
}

function watchCounters(asked: Asked, everySeconds: number): Promise<never> {
  const { client, terminal, json } = asked;
  let before = new Map<string, number>();
  let beforeAt = 0;
  return keepWatch(everySeconds, async () => {
    const list = await client.counters();
    const at = performance.now();
    const seconds = (at - beforeAt) / 1000;
    const looks = list.items.map((counter) => {
      const earlier = before.get(counter.name);
      return { counter, perSecond: earlier === undefined ? null : Math.round((counter.value - earlier) / seconds) };
    });
    if (json) terminal.write(`${JSON.stringify(list)}\n`);
    else showLook(terminal, () => showCounters(asked, looks));
    before = new Map(list.items.map(({ name, value }) => [name, value]));
    beforeAt = at;
  });
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
