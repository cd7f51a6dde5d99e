// The command line of the load generator: every flag, its bounds and its meaning, and the help that shows them.
// Pure: nothing is opened here, so a test can ask what a command line means.
import { parseArgs } from 'node:util';
import { DaoliError } from '#base/error.ts';

export interface LoadOptions {
  /** 1.0: learning switches, as cbench drives them. 1.3: Open vSwitches of an inventory that this program makes. */
  protocol: '1.0' | '1.3';
  /** throughput: a window of outstanding PacketIns. latency: one outstanding. open: sent when due, answered or not. */
  mode: 'throughput' | 'latency' | 'open';
  /** Fake switches (hosts of the inventory). */
  switches: number;
  seconds: number;
  warmupSeconds: number;
  /** How long outstanding answers may take after the last PacketIn. */
  drainSeconds: number;
  /** Outstanding PacketIns of a switch; 0 = as many as its socket takes. */
  window: number;
  /** Open loop: PacketIns per second of all switches together; 0 = closed loop. */
  rate: number;
  /** 1.0: MAC addresses of a switch. */
  macs: number;
  /** 1.3: endpoints of the inventory. */
  endpoints: number;
  /** 1.3: share of PacketIns whose two ends sit on different hosts, 0..1. */
  acrossShare: number;
  /** 1.3: share of PacketIns that policy denies, 0..1. */
  denyShare: number;
  /** 1.3: exact = allowed by a rule with a port; coarse = allowed by a common group, whatever the port. */
  flows: 'exact' | 'coarse';
  /** 1.3: groups of endpoints beside those that the traffic needs, a rule in each. */
  groups: number;
  /** 1.3: sessions whose flows a switch keeps before the oldest are removed with FlowRemoved; 0 = keeps all. */
  liveSessions: number;
  target: 'controller' | 'null' | 'both';
  /** HOST:PORT of a controller that runs already; '' = start ours. */
  controller: string;
  /** HOST:PORT of that controller's API, for its counters; '' = none. */
  api: string;
  /** Its process, for CPU time and memory; 0 = unknown. */
  pid: number;
  /** Where the inventory is written; '' = a temporary file. */
  inventoryPath: string;
  /** Write the inventory and stop. */
  inventoryOnly: boolean;
  workers: number;
  /** Whether our controller may use its native bindings. */
  native: boolean;
  /** Never sleep while measuring: the generator's own wake-up leaves the latency, at the price of a core. */
  spin: boolean;
  validate: boolean;
  json: boolean;
  /** Where the report goes as a page; '' = no page. */
  htmlPath: string;
  seed: number;
  /** What the null responder does wrong once, so that a test can see the run declared void. */
  fault: 'none' | Fault;
  /** Where the plot of latency by offered rate is written; '' = one run, no series of them. */
  kneePath: string;
  /** The rate that the steps are percents of, PacketIns per second; 0 = measured first, in a closed loop. */
  kneeMax: number;
  /** Steps in percent, ascending. */
  kneePercents: number[];
}

export type Fault = 'drop' | 'duplicate' | 'let-through' | 'stall';

/** Closer together where the knee is; the last ones are more than the target was seen to take. */
const KNEE_PERCENTS = '5,10,20,30,40,50,60,70,80,85,90,95,100,105,110';
const KNEE_SECONDS = 3;

export const HELP = `fake OpenFlow switches that load a controller and balance its answers

usage: npm run bench:load -- [flags]

what
  --protocol 1.0|1.3   1.0: learning switches as cbench drives them (default); 1.3: policy, TCP SYNs of random endpoints
  --mode MODE          throughput (default): --window outstanding on each switch; latency: one outstanding on each
  --window N           outstanding PacketIns of a switch (default: 64 for 1.3; 0 for 1.0 = unbounded, as cbench -t)
  --rate R             open loop: R PacketIns/s in all, each timed from when it was due, not from when it was sent
  --switches N         fake switches (16); --hosts is the same
  --seconds S          measured time (5)        --warmup S   before it (1)        --drain S   at most after it (15)
  --macs N             1.0: MAC addresses of each switch (1000)
  --endpoints N        1.3: endpoints of the inventory (64 for each switch)
  --across X           1.3: share of pairs on two hosts, 0..1 (0)
  --deny-share X       1.3: share of PacketIns that policy denies, 0..1 (0)
  --flows exact|coarse 1.3: allowed by a rule with a port (default), or by a common group whatever the port
  --groups N           1.3: groups of endpoints beside those that the traffic needs, a rule in each (0)
  --live N             1.3: sessions whose flows a switch keeps; older ones get FlowRemoved (4096; 0 = keeps all)
  --spin               never sleep: takes the generator's own wake-ups out of the latency, at the price of a core
  --seed N             seed of every random choice (1)

against what
  (nothing)            starts our controller as a child process and stops it after
  --workers N          passed to it (1)        --no-native: passed to it, sockets by node:net
  --controller H:P     a controller that runs already; --api H:P its API, --pid N its process, both optional
  --inventory FILE     1.3: where to write the inventory; --inventory-only writes it and stops
  --null               our null responder instead of a controller: one constant answer for each PacketIn
  --ceiling            first the controller, then the null responder with answers of the same size, and the ratio
  --fault KIND         the null responder errs once: drop, duplicate or let-through (a denied packet), and the run is
                       void; stall: it stops for 200 ms, and the latency shows it

throughput against latency
  --knee FILE.svg      open loops at a series of rates, each for --seconds (${KNEE_SECONDS}) after --warmup, against one controller; a
                       table, and a plot of the percentiles by offered rate. A step whose answers fall behind what is
                       offered is saturated: what it leaves unfinished is counted, not a fault
  --knee-max R         the rate that is 100 % (default: what a closed loop with --window gets, measured first)
  --knee-steps LIST    percents (${KNEE_PERCENTS})

report
  --validate           look into every answer: lengths, actions, matches, addresses, checksums
  --json               one JSON document on stdout instead of the table; progress is on stderr
  --html FILE          the report as a page, with its plots, too
  --help

exit codes: 0 balanced, 1 void (something sent was not accounted for, or was answered wrongly), 2 bad flags,
            3 the controller did not start or did not finish its handshake

examples
  npm run bench:load -- --seconds 10
  npm run bench:load -- --protocol 1.3 --endpoints 10000 --across 0.5 --deny-share 0.1
  npm run bench:load -- --protocol 1.3 --mode latency --switches 1
  npm run bench:load -- --rate 100000 --json
  npm run bench:load -- --ceiling
  npm run bench:load -- --protocol 1.3 --endpoints 10000 --knee knee.svg
  npm run bench:load -- --protocol 1.3 --inventory /tmp/load.json --inventory-only
  npm run bench:load -- --protocol 1.3 --inventory /tmp/load.json --controller 127.0.0.1:6653 --api 127.0.0.1:3380
`;

/**
 * @param argv the arguments after the program's name
 * @returns the options, or null when help was asked for
 * @throws DaoliError bad_flag
 */
export function parseOptions(argv: readonly string[]): LoadOptions | null {
  const values = readFlags(argv);
  if (values.help === true) return null;
  const protocol = oneOf('protocol', values.protocol ?? '1.0', ['1.0', '1.3'] as const);
  const rate = number('rate', values.rate, 0, 0, 1e9);
  const kneePath = values.knee ?? '';
  const asked = oneOf('mode', values.mode ?? 'throughput', ['throughput', 'latency'] as const);
  if (rate > 0 && asked === 'latency') throw bad('--rate times every PacketIn itself; leave out --mode latency');
  const mode = rate > 0 ? 'open' : asked;
  const switches = count('switches', values.switches ?? values.hosts, 16, 1, 1024);
  const closedWindow = protocol === '1.0' ? 0 : 64;
  const options: LoadOptions = {
    protocol,
    mode,
    switches,
    seconds: number('seconds', values.seconds, kneePath === '' ? 5 : KNEE_SECONDS, 0.1, 86_400),
    warmupSeconds: number('warmup', values.warmup, 1, 0, 3600),
    drainSeconds: number('drain', values.drain, 15, 0.1, 600),
    window: mode === 'latency' ? 1 : mode === 'open' ? 0 : count('window', values.window, closedWindow, 0, 65_536),
    rate,
    macs: count('macs', values.macs, 1000, 2, 65_536),
    endpoints: count('endpoints', values.endpoints, 64 * switches, 2, 1_000_000),
    acrossShare: number('across', values.across, 0, 0, 1),
    denyShare: number('deny-share', values['deny-share'], 0, 0, 1),
    flows: oneOf('flows', values.flows ?? 'exact', ['exact', 'coarse'] as const),
    groups: count('groups', values.groups, 0, 0, 19_000),
    liveSessions: count('live', values.live, 4096, 0, 1_000_000),
    target: values.ceiling === true ? 'both' : values.null === true ? 'null' : 'controller',
    controller: address('controller', values.controller),
    api: address('api', values.api),
    pid: count('pid', values.pid, 0, 0, 0x7fffffff),
    inventoryPath: values.inventory ?? '',
    inventoryOnly: values['inventory-only'] === true,
    workers: count('workers', values.workers, 1, 1, 64),
    native: values['no-native'] !== true,
    spin: values.spin === true,
    validate: values.validate === true,
    json: values.json === true,
    htmlPath: values.html ?? '',
    seed: count('seed', values.seed, 1, 1, 0x7fffffff),
    fault: oneOf('fault', values.fault ?? 'none', ['none', 'drop', 'duplicate', 'let-through', 'stall'] as const),
    kneePath,
    kneeMax: number('knee-max', values['knee-max'], 0, 1, 1e9),
    kneePercents: percents('knee-steps', values['knee-steps'] ?? KNEE_PERCENTS),
  };
  checkTogether(options);
  return options;
}

function readFlags(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        protocol: text,
        mode: text,
        window: text,
        rate: text,
        switches: text,
        hosts: text,
        seconds: text,
        warmup: text,
        drain: text,
        macs: text,
        endpoints: text,
        across: text,
        'deny-share': text,
        flows: text,
        groups: text,
        live: text,
        seed: text,
        workers: text,
        controller: text,
        api: text,
        pid: text,
        inventory: text,
        fault: text,
        html: text,
        knee: text,
        'knee-max': text,
        'knee-steps': text,
        'inventory-only': flag,
        'no-native': flag,
        null: flag,
        ceiling: flag,
        spin: flag,
        validate: flag,
        json: flag,
        help: flag,
      },
    }).values;
  } catch (cause) {
    throw bad(`${(cause as Error).message}; --help lists every flag`, cause);
  }
}

function checkTogether(options: LoadOptions): void {
  if (options.fault !== 'none' && options.target !== 'null') {
    throw bad('--fault is a fault of the null responder; add --null');
  }
  if (!options.native && (options.controller !== '' || options.target === 'null')) {
    throw bad('--no-native is for the controller that is started here');
  }
  if (options.controller !== '' && options.target === 'null') {
    throw bad('--null replaces the controller; leave out --controller, or use --ceiling for both');
  }
  if (options.kneePath !== '') {
    if (options.htmlPath !== '') throw bad('--knee writes a plot and no page; leave out --html');
    if (options.mode !== 'throughput') throw bad('--knee sets the rates itself; leave out --rate and --mode');
    if (options.target === 'both') throw bad('--knee has one target; leave out --ceiling');
  }
  if (options.protocol === '1.0') return;
  if (options.inventoryOnly && options.inventoryPath === '') throw bad('--inventory-only wants --inventory FILE');
  const perHost = options.denyShare > 0 ? 4 : 2;
  if (options.endpoints < perHost * options.switches) {
    throw bad(`--endpoints ${options.endpoints} is too few: ${perHost} for each of ${options.switches} switches`);
  }
  if (options.acrossShare > 0 && options.switches < 2) throw bad('--across wants at least 2 switches');
}

function number(flag: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw bad(`--${flag} ${text}: expected a number from ${least} to ${most}`);
  }
  return value;
}

function count(flag: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  const value = number(flag, text, otherwise, least, most);
  if (!Number.isInteger(value)) throw bad(`--${flag} ${text}: expected a whole number`);
  return value;
}

function percents(flag: string, text: string): number[] {
  const list = text.split(',').map((each) => number(flag, each, 0, 0.1, 1000));
  if (list.some((each, i) => i > 0 && each <= list[i - 1]!))
    throw bad(`--${flag} ${text}: expected ascending percents`);
  return list;
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw bad(`--${flag} ${text}: expected one of ${allowed.join(', ')}`);
  return found;
}

function address(flag: string, text: string | undefined): string {
  if (text === undefined) return '';
  const port = Number(text.slice(text.lastIndexOf(':') + 1));
  if (!text.includes(':') || !(port > 0 && port < 65_536)) throw bad(`--${flag} ${text}: expected HOST:PORT`);
  return text;
}

function bad(message: string, cause?: unknown): DaoliError {
  return new DaoliError('bad_flag', message, { cause });
}
