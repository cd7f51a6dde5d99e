// The command line of the Mininet benchmark, and the help that shows it. Pure.
import { parseArgs } from 'node:util';
import { DaoliError } from '#base/error.ts';

export interface MininetOptions {
  /** As `mn --topo` takes it. */
  topology: string;
  /** Times that each controller is run, in alternating order. */
  runs: number;
  /** Times that all pairs of hosts connect in one run. */
  rounds: number;
  htmlPath: string;
  json: boolean;
}

export const HELP = `real Open vSwitch in Mininet, on our controller and on ovs-testcontroller

usage: npm run bench:mininet -- [flags]

Hosts open TCP connections to each other after the flows between them were deleted: the time of a connection whose two first
packets go to the controller, and the rate when all hosts connect at once. Needs root. ovs-testcontroller comes from Debian's
package openvswitch-testcontroller; when it is not installed the package is unpacked into bench/out and nothing is installed.

flags
  --topo TOPO     single,N, linear,N or tree,DEPTH (single,8)
  --runs N        runs of each controller, in alternating order (2)
  --rounds N      times that all pairs connect in a run (5)
  --html FILE     the report as a page, with its plots, too
  --json          one JSON document on stdout instead of the table; progress is on stderr
  --help

exit codes: 0 every connection was established, 1 void (some were not), 2 bad flags, 3 something did not start

examples
  npm run bench:mininet
  npm run bench:mininet -- --topo tree,3 --rounds 3 --html mininet.html
`;

/**
 * @param argv the arguments after the program's name
 * @returns the options, or null when help was asked for
 * @throws DaoliError bad_flag
 */
export function parseMininetOptions(argv: readonly string[]): MininetOptions | null {
  const values = readFlags(argv);
  if (values.help === true) return null;
  const topology = values.topo ?? 'single,8';
  if (!/^((single|linear),([2-9]|[1-3]\d)|tree,[1-4])$/.test(topology)) {
    throw new DaoliError(
      'bad_flag',
      `--topo ${topology}: expected single,N or linear,N with 2..39 hosts, or tree,1..4`,
    );
  }
  return {
    topology,
    runs: whole('runs', values.runs ?? '2', 1, 20),
    rounds: whole('rounds', values.rounds ?? '5', 1, 100),
    htmlPath: values.html ?? '',
    json: values.json === true,
  };
}

function readFlags(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const options = { topo: text, runs: text, rounds: text, html: text, json: flag, help: flag };
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw new DaoliError('bad_flag', `${(cause as Error).message}; --help lists every flag`, { cause });
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new DaoliError('bad_flag', `--${flag} ${text}: expected a whole number from ${least} to ${most}`);
}
