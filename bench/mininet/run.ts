// A run of the Mininet benchmark: one Mininet, whose switches have each contestant in turn as their controller. What
// happens inside is pairs.py; here is who starts it, and what it amounts to. Needs root.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DaoliError } from '#base/error.ts';
import { commandEnvironment } from '../../tools/lab/command.ts';
import { MININET_OPENFLOW, MininetLab } from '../../tools/lab/mininet.ts';
import { describeDoor, describeMachine, type Machine } from '../report/machine.ts';
import { type Contestant, readDaolinetDoor, startDaolinet, startOracle, startRival } from './contestants.ts';
import type { MininetOptions } from './options.ts';
import { type Outcome, summarise, type Turn } from './outcome.ts';
import { findTestController } from './testcontroller.ts';
import { TurnWatch, type Word } from './turn-watch.ts';

const PAIRS = fileURLToPath(new URL('./pairs.py', import.meta.url));
/** Mininet starts within seconds, and a round takes one or two: what is silent for longer hangs. */
const QUIET_MS = 60_000;
const QUIET_ROUND_MS = 10_000;
const MARK = '@@';
const SAID_CHARACTERS = 1500;

export interface MininetResult {
  machine: Machine;
  outcomes: Outcome[];
}

/**
 * @param progress takes lines for the person who waits
 * @param interruption ends Mininet, and the run with it, when it is aborted
 * @throws DaoliError unavailable
 */
export async function runMininet(
  options: MininetOptions,
  progress: (line: string) => void,
  interruption: AbortSignal,
): Promise<MininetResult> {
  const program = await findTestController(progress);
  progress('building a namespace with Open vSwitch and the controllers');
  const contestants: Contestant[] = [];
  const lab = await MininetLab.build(async (namespace, directory) => {
    contestants.push(await startDaolinet(namespace, directory), await startRival(program, namespace, directory));
    if (options.topology.startsWith('single,')) contestants.push(await startOracle(namespace));
  });
  try {
    progress(`starting Mininet: ${options.topology}`);
    const turns = await takeTurns(lab, contestants, options, progress, interruption);
    const outcomes = contestants.map(({ name }) =>
      summarise(
        name,
        turns.filter((turn) => turn.name === name),
      ),
    );
    return { machine: describeMachine(describeDoor(await readDaolinetDoor(lab.namespace))), outcomes };
  } finally {
    await lab.remove();
  }
}

/** Every one once, then once more in the opposite order, and so on: what the machine does meanwhile hits all. */
export function orderOfTurns<T>(names: readonly T[], turns: number): T[] {
  return Array.from({ length: turns }, (_, turn) => (turn % 2 === 0 ? names : names.toReversed())).flat();
}

async function takeTurns(
  lab: MininetLab,
  contestants: readonly Contestant[],
  options: MininetOptions,
  progress: (line: string) => void,
  interruption: AbortSignal,
): Promise<Turn[]> {
  const names = contestants.map(({ name }) => name);
  const order = orderOfTurns(names, options.turns);
  const targets = Object.fromEntries(contestants.map(({ name, target }) => [name, target]));
  const plan = { targets, order, rounds: options.rounds, seed: options.seed };
  const { host, port } = MININET_OPENFLOW;
  const { argv, env } = lab.inside('mn', [
    ...['--custom', PAIRS, '--test', 'pairs', '--topo', options.topology, '--mac', '--arp'],
    ...['--switch', 'ovs,datapath=user,protocols=OpenFlow13'],
    // Mininet waits for its switches to connect somewhere; each turn then connects them to a contestant
    ...['--controller', `remote,ip=${host},port=${port}`],
  ]);
  const child = spawn(argv[0]!, argv.slice(1), {
    ...{ signal: interruption, killSignal: 'SIGKILL', stdio: 'pipe' },
    env: commandEnvironment({ ...env, DAOLI_PAIRS: JSON.stringify(plan) }),
  });
  const watch = new TurnWatch(contestants, (name, turn) => progress(`turn ${turn} of ${order.length}: ${name}`));
  const said = await converse(child, watch, QUIET_MS + (options.rounds + 1) * QUIET_ROUND_MS);
  const { turns } = watch;
  if (turns.length === order.length) return turns;
  throw new DaoliError('unavailable', `Mininet took ${turns.length} of ${order.length} turns; it said last:\n${said}`);
}

/**
 * Hears what pairs.py says and answers it, until Mininet has ended.
 * @param quietMs it is ended when it says nothing for so long
 * @returns the last of what else was said
 */
async function converse(child: ChildProcessWithoutNullStreams, watch: TurnWatch, quietMs: number): Promise<string> {
  let said = '';
  const note = (line: string) => {
    said = `${said}${line}\n`.slice(-SAID_CHARACTERS);
  };
  const fail = (error: Error) => {
    note(error.message);
    child.kill('SIGKILL');
  };
  const answer = async (line: string) => {
    await watch.hear(JSON.parse(line.slice(MARK.length)) as Word);
    child.stdin.write('\n');
  };
  const timer = setTimeout(() => fail(new Error(`it was silent for ${quietMs} ms`)), quietMs);
  createInterface({ input: child.stdout }).on('line', (line) => {
    timer.refresh();
    if (line.startsWith(MARK)) answer(line).catch(fail);
    else note(line);
  });
  createInterface({ input: child.stderr }).on('line', note);
  // being interrupted is an error too; that it has ended is what counts
  child.once('error', fail);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return said;
}
