// The command line of the scale benchmark: which programs, how large, and the help that shows them. Pure.
import { parseArgs } from 'node:util';
import { DaoliError } from '#base/error.ts';
import { HOSTS_MAX } from '#model/limits.ts';

export const PROGRAMS = ['switches', 'endpoints', 'sessions', 'changes'] as const;
export type Program = (typeof PROGRAMS)[number];

export interface ScaleOptions {
  programs: readonly Program[];
  /** Measured time of each program, or of each of its parts. */
  seconds: number;
  workers: number;
  /** switches: how many. */
  switches: number;
  /** endpoints: how many, and of how many groups beside those of the networks. */
  endpoints: number;
  groups: number;
  /** sessions: how many live ones. */
  sessions: number;
  /** changes: how many a second, and under how many live sessions. */
  changesPerSecond: number;
  live: number;
  htmlPath: string;
  json: boolean;
}

export const HELP = `the controller at the sizes that it is made for

usage: npm run bench:scale -- [PROGRAM…] [flags]

programs (all, when none is named or with "all")
  switches      OpenFlow 1.0 learning switches, then hosts of OpenFlow 1.3: connect time, rate, latency, memory, fairness
  endpoints     an inventory of many endpoints and groups: time to load it, rate, latency, memory
  sessions      live sessions: rate while they fill and when full, time of a sweep, memory, and all of them gone again
  changes       policy and endpoint changes under load: what they cost, and how soon each is in force

sizes
  --switches N    switches (1000)
  --endpoints N   endpoints (100000)      --groups N    groups, a rule in each (10000)
  --sessions N    live sessions (1000000)
  --changes N     changes a second (1000) --live N      live sessions meanwhile (16384)
  --seconds S     measured time of each part (10)
  --workers N     of the controller (1)

report
  --html FILE     the report as a page, with its plots, too
  --json          one JSON document on stdout instead of the tables; progress is on stderr
  --help

exit codes: 0 balanced, 1 void (something sent was not accounted for), 2 bad flags, 3 the controller did not start

examples
  npm run bench:scale -- all --html scale.html
  npm run bench:scale -- switches --switches 200 --seconds 5
  npm run bench:scale -- changes --changes 1000 --json
`;

/**
 * @param argv the arguments after the program's name
 * @returns the options, or null when help was asked for
 * @throws DaoliError bad_flag
 */
export function parseScaleOptions(argv: readonly string[]): ScaleOptions | null {
  const { values, positionals } = readFlags(argv);
  if (values.help === true) return null;
  return {
    programs: programsOf(positionals),
    seconds: number('seconds', values.seconds, 10, 0.2, 3600),
    workers: whole('workers', values.workers, 1, 1, 64),
    switches: whole('switches', values.switches, 1000, 2, HOSTS_MAX),
    endpoints: whole('endpoints', values.endpoints, 100_000, 64, 200_000),
    groups: whole('groups', values.groups, 10_000, 0, 19_000),
    sessions: whole('sessions', values.sessions, 1_000_000, 16, 1_000_000),
    changesPerSecond: whole('changes', values.changes, 1000, 1, 100_000),
    live: whole('live', values.live, 16_384, 16, 1_000_000),
    htmlPath: values.html ?? '',
    json: values.json === true,
  };
}

function readFlags(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const sizes = { switches: text, endpoints: text, groups: text, sessions: text, changes: text, live: text };
  const options = { ...sizes, seconds: text, workers: text, html: text, json: flag, help: flag };
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (cause) {
    throw new DaoliError('bad_flag', `${(cause as Error).message}; --help lists every flag`, { cause });
  }
}

function programsOf(names: readonly string[]): readonly Program[] {
  const unknown = names.find((name) => name !== 'all' && !PROGRAMS.some((known) => known === name));
  if (unknown !== undefined) {
    throw new DaoliError('bad_flag', `no program is named ${unknown}; expected ${PROGRAMS.join(', ')} or all`);
  }
  return names.length === 0 || names.includes('all') ? PROGRAMS : PROGRAMS.filter((known) => names.includes(known));
}

function number(flag: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new DaoliError('bad_flag', `--${flag} ${text}: expected a number from ${least} to ${most}`);
}

function whole(flag: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  const value = number(flag, text, otherwise, least, most);
  if (Number.isInteger(value)) return value;
  throw new DaoliError('bad_flag', `--${flag} ${text}: expected a whole number`);
}
