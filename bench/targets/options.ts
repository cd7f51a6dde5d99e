// The command line of the targets: which lines, for how long, and the help that shows them. Pure.
import { parseArgs } from 'node:util';
import { DaoliError } from '#base/error.ts';

/** In the order in which they run. */
export const LINES = ['learn', 'policy', 'half', 'changes', 'no-native', 'overload', 'starvation', 'memory'] as const;
export type LineName = (typeof LINES)[number];

export interface TargetOptions {
  readonly lines: readonly LineName[];
  /** Measured time of each run. */
  readonly seconds: number;
  /** Measured time of each run that looks at memory. */
  readonly memorySeconds: number;
  /** Before each run that looks at memory: what is compiled, and the tables and buffers that grow at first. */
  readonly settleSeconds: number;
  /** Endpoints of the policy lines. */
  readonly endpoints: number;
  readonly workers: number;
  /** A speed target that is missed is a failure, too. */
  readonly strict: boolean;
  readonly htmlPath: string;
  readonly json: boolean;
}

export const HELP = `the speed targets and the proofs beside them, one table: measured, wanted, met or missed

usage: npm run bench:targets -- [flags]

lines (all, in this order; each beside the null responder of the same run)
  learn         OpenFlow 1.0 learning switches: answers per second, and with one outstanding on each
  policy        OpenFlow 1.3, a new session for each SYN: on one host, across hosts, and with one outstanding on each
  half          open loops at half of the maximum: latency, seconds without answers, fairness
  changes       policy changes under load: what they cost, and how soon a packet is judged by each
  no-native     both without the native bindings, beside the same with them
  overload      an open loop at twice the maximum, and what is after it
  starvation    one switch floods, fifteen send one PacketIn at a time
  memory        heaps, collections of garbage and memory of the process over a minute of load

flags
  --only NAMES      these lines only, with commas
  --quick           short runs and few endpoints: shows that all of it works, and no figure to quote
  --seconds S       measured time of each run (5; 1 with --quick)
  --memory-seconds S  measured time of each run of memory (60; 6 with --quick)
  --workers N       of the controller (1)
  --strict          a speed target that is missed is a failure, too
  --html FILE       the report as a page, too
  --json            one JSON document on stdout instead of the tables; progress is on stderr
  --help

exit codes: 0 all is sound (and with --strict all targets are met), 1 something is not: a balance, seconds without
            answers, memory, collections of garbage; 2 bad flags, 3 the controller did not start

examples
  npm run bench:targets
  npm run bench:targets -- --quick
  npm run bench:targets -- --only learn,policy --strict --html targets.html
`;

/**
 * @param argv the arguments after the program's name
 * @returns the options, or null when help was asked for
 * @throws DaoliError bad_flag
 */
export function parseTargetOptions(argv: readonly string[]): TargetOptions | null {
  const values = readFlags(argv);
  if (values.help === true) return null;
  const quick = values.quick === true;
  return {
    lines: linesOf(values.only),
    seconds: number('seconds', values.seconds, quick ? 1 : 5, 0.2, 600),
    memorySeconds: number('memory-seconds', values['memory-seconds'], quick ? 6 : 60, 2, 3600),
    settleSeconds: quick ? 3 : 15,
    endpoints: quick ? 2048 : 100_000,
    workers: number('workers', values.workers, 1, 1, 16),
    strict: values.strict === true,
    htmlPath: values.html ?? '',
    json: values.json === true,
  };
}

function readFlags(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { only: text, seconds: text, 'memory-seconds': text, workers: text, html: text };
  try {
    return parseArgs({
      args: [...argv],
      options: { ...options, quick: flag, strict: flag, json: flag, help: flag },
    }).values;
  } catch (cause) {
    throw new DaoliError('bad_flag', `${(cause as Error).message}; --help lists every flag`, { cause });
  }
}

function linesOf(text: string | undefined): readonly LineName[] {
  if (text === undefined) return LINES;
  const names = text.split(',');
  const unknown = names.find((name) => !LINES.some((known) => known === name));
  if (unknown === undefined) return LINES.filter((known) => names.includes(known));
  throw new DaoliError('bad_flag', `--only: no line is named ${JSON.stringify(unknown)}; expected ${LINES.join(', ')}`);
}

function number(flag: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new DaoliError('bad_flag', `--${flag} ${text}: expected a number from ${least} to ${most}`);
}
