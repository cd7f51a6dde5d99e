// The micro-benchmarks' command: names in, nanoseconds out. See --help below.
import { parseArgs } from 'node:util';
import { DaoliError } from '#base/error.ts';
import { describeMachine, formatMachine } from '../report/machine.ts';
import { renderTable } from '../report/table.ts';
import { type MicroResult, runMicro, SUBJECTS } from './run.ts';
import type { Subject } from './subject.ts';

const EXIT_VOID = 1;
const EXIT_BAD_FLAGS = 2;
const DEFAULT_ENTRIES = 131_072;

const HELP = `what single operations of the packet's path take, in ns

usage: npm run bench:micro -- [NAME…] [flags]

subjects (all, when none is named)
${SUBJECTS.map(({ name, about }) => `  ${name.padEnd(16)}${about}`).join('\n')}

flags
  --time MS      how long each row is repeated (500)
  --entries N    how much the tables hold (${DEFAULT_ENTRIES})
  --json         one JSON document on stdout instead of the table; progress is on stderr
  --help

exit codes: 0 measured, 1 void (an operation came out wrong), 2 bad flags

examples
  npm run bench:micro
  npm run bench:micro -- ring verdict
  npm run bench:micro -- codec --json
`;

try {
  process.exitCode = await obey(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof DaoliError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code === 'bad_flag' ? EXIT_BAD_FLAGS : EXIT_VOID;
}

async function obey(argv: string[]): Promise<number> {
  const { values, positionals } = readFlags(argv);
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const limits = {
    timeMs: whole('time', values.time ?? '500', 1, 60_000),
    entries: whole('entries', values.entries ?? String(DEFAULT_ENTRIES), 64, 1 << 20),
  };
  const machine = describeMachine();
  const results = await runMicro(subjectsOf(positionals), limits, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ machine, limits, results }, null, 2)}\n`
      : `${formatMachine(machine)}\n\n${renderTable(tableOf(results))}`,
  );
  return 0;
}

function readFlags(argv: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const options = { time: text, entries: text, json: flag, help: flag };
    return parseArgs({ args: argv, allowPositionals: true, options });
  } catch (cause) {
    throw new DaoliError('bad_flag', `${(cause as Error).message}; --help lists every flag`, { cause });
  }
}

function subjectsOf(names: readonly string[]): readonly Subject[] {
  const known = SUBJECTS.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new DaoliError('bad_flag', `no subject is named ${unknown}; expected some of ${known.join(', ')}`);
  }
  return names.length === 0 ? SUBJECTS : SUBJECTS.filter(({ name }) => names.includes(name));
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new DaoliError('bad_flag', `--${flag} ${text}: expected a whole number from ${least} to ${most}`);
}

function tableOf(results: readonly MicroResult[]) {
  const shown = (ns: number) => ns.toFixed(ns < 100 ? 1 : 0);
  return {
    title: 'ns of one operation',
    columns: ['', '', 'median', 'min', 'p99', 'mean', 'goes'],
    rows: results.map(({ subject, row, ns, leftOut, goes }) =>
      ns === null
        ? [subject, `${row}: left out, ${leftOut}`]
        : [
            ...[subject, row, shown(ns.median), shown(ns.min), shown(ns.p99)],
            ...[`${shown(ns.mean)} ± ${ns.errorPercent.toFixed(1)} %`, String(goes)],
          ],
    ),
  };
}
