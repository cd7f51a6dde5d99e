// The command line of the Mininet benchmark: its flags, their bounds, and the help that shows them. Pure.
import { parseArgs } from 'node:util';
import { DaoliError } from '#base/error.ts';

export interface MininetOptions {
  /** As `mn --topo` takes it; each pair of its hosts gets a connection. */
  topology: string;
  /** How often each contestant has its turn. */
  turns: number;
  /** Rounds of a turn: in each, every pair's flows are taken away and made again. */
  rounds: number;
  seed: number;
  json: boolean;
  /** Where the page with the plots goes; '' = nowhere. */
  htmlPath: string;
}

export const HELP = `connection set-up in Mininet: our controller, ovs-testcontroller and the ceiling on the same switches

usage: npm run bench:mininet -- [flags]          as root

  --topo TOPO     single,N, linear,N or tree,DEPTH (single,16); each pair of its hosts gets connections
  --turns N       turns of each controller, one after the other, the order turned round each time (3)
  --rounds N      rounds of a turn (3)
  --seed N        seed of the order of pairs (1)
  --html FILE     the report as a page, with its plots, too
  --json          one JSON document on stdout instead of the tables; progress is on stderr
  --help

A round takes every flow away but the table-miss, and times a TCP connection (SYN, SYN and ACK) for each pair, one after
the other; again, with the flows in place; takes the flows away once more, and opens all connections at once. The switches
are Open vSwitch in userspace, OpenFlow 1.3. The controllers:

  daolinet             ours with --learn, one worker
  ovs-testcontroller   of Open vSwitch, as it comes; where it is not installed, Debian's package openvswitch-testcontroller
                       is unpacked into bench/out and nothing is installed
  oracle               the ceiling: knows every host's port beforehand and answers with patched constant bytes; it can
                       only with single,N

exit codes: 0 all connections were made, 1 void (some were not), 2 bad flags, 3 Mininet or a controller did not start

examples
  npm run bench:mininet
  npm run bench:mininet -- --topo single,24 --turns 5 --html mininet.html
  npm run bench:mininet -- --topo tree,3 --json
`;

const BOUNDS = {
  turns: { otherwise: 3, least: 1, most: 100 },
  rounds: { otherwise: 3, least: 1, most: 1000 },
  seed: { otherwise: 1, least: 0, most: 0x7fffffff },
} as const;

/**
 * @param argv the arguments after the program's name
 * @returns the options, or null when help was asked for
 * @throws DaoliError bad_flag
 */
export function parseMininetOptions(argv: readonly string[]): MininetOptions | null {
  const values = readFlags(argv);
  if (values.help === true) return null;
  const count = (name: keyof typeof BOUNDS): number => {
    const { otherwise, least, most } = BOUNDS[name];
    const value = values[name] === undefined ? otherwise : Number(values[name] || Number.NaN);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new DaoliError('bad_flag', `--${name} ${values[name]}: expected a whole number from ${least} to ${most}`);
  };
  const topology = values.topo ?? 'single,16';
  if (!/^((single|linear),([2-9]|[1-3]\d)|tree,[1-4])$/.test(topology)) {
    throw new DaoliError(
      'bad_flag',
      `--topo ${topology}: expected single,N or linear,N with 2..39 hosts, or tree,1..4`,
    );
  }
  return {
    topology,
    turns: count('turns'),
    rounds: count('rounds'),
    seed: count('seed'),
    json: values.json === true,
    htmlPath: values.html ?? '',
  };
}

function readFlags(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const options = { topo: text, turns: text, rounds: text, seed: text, html: text, json: flag, help: flag };
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw new DaoliError('bad_flag', `${(cause as Error).message}; --help lists every flag`, { cause });
  }
}
