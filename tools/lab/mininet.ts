// Mininet on an Open vSwitch and a controller of its own. All three run inside one namespace, and Mininet in a process
// namespace besides: its clean-up ends programs by their names, and may only ever find its own there; when it ends,
// however it ends, the kernel ends all that it started. Needs root.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DaoliError } from '#base/error.ts';
import { type CommandResult, must, run } from './command.ts';
import { Controller } from './controller.ts';
import { environmentOf, startDaemons } from './open-vswitch.ts';
import { claimLabDirectory, type LabRecord, ownIdentity, removeLab, removeLeftovers, writeRecord } from './record.ts';
import { inNamespace } from './wiring.ts';

export type PingallOutcome = { droppedPercent: number; received: number; sent: number };

/** Starts a controller that listens on MININET_OPENFLOW, and is done when it does. */
export type StartController = (namespace: string, directory: string) => Promise<void>;

/** Nothing else listens in the namespace, so every port is free. */
export const MININET_OPENFLOW = { host: '127.0.0.1', port: 6653 };
const API = { host: '127.0.0.1', port: 3380 };
const PINGALL_TIMEOUT_MS = 60_000;

export class MininetLab {
  readonly directory: string;
  /** Where all of it runs. */
  readonly namespace: string;
  readonly #record: LabRecord;

  private constructor(directory: string, record: LabRecord, namespace: string) {
    this.directory = directory;
    this.namespace = namespace;
    this.#record = record;
  }

  /** Makes the namespace, starts Open vSwitch in it, and a controller: ours as a learning switch, or another. */
  static async build(start: StartController = startLearning): Promise<MininetLab> {
    await removeLeftovers();
    const { id, directory } = claimLabDirectory();
    const namespace = `dl-${id}-mn`;
    const record: LabRecord = { id, owner: ownIdentity(), namespaces: [namespace], processes: [] };
    writeRecord(directory, record);
    const lab = new MininetLab(directory, record, namespace);
    try {
      await must(['ip', 'netns', 'add', namespace]);
      await must(inNamespace(namespace, ['ip', 'link', 'set', 'lo', 'up']));
      await startDaemons(namespace, join(directory, 'ovs'));
      await start(namespace, directory);
      return lab;
    } catch (error) {
      await lab.remove();
      throw error;
    }
  }

  /**
   * Builds a topology, has every host ping every other, and takes it down.
   * @param topology as `mn --topo` takes it, e.g. `tree,2`
   * @param openflow the version that the switches speak
   */
  async pingall(topology: string, openflow: 'OpenFlow10' | 'OpenFlow13'): Promise<PingallOutcome> {
    const result = await this.run('mn', [
      ...['--switch', `ovs,datapath=user,protocols=${openflow}`],
      ...['--controller', `remote,ip=${MININET_OPENFLOW.host},port=${MININET_OPENFLOW.port}`],
      ...['--topo', topology, '--test', 'pingall'],
    ]);
    const text = `${result.stdout}\n${result.stderr}`;
    const match = /Results: (\d+)% dropped \((\d+)\/(\d+) received\)/.exec(text);
    if (!match) {
      const log = readFileSync(join(this.directory, 'controller.log'), 'utf8').slice(-1500);
      throw new DaoliError('unavailable', `mn gave no result; it said:\n${text.slice(-1500)}\nthe controller:\n${log}`);
    }
    return { droppedPercent: Number(match[1]), received: Number(match[2]), sent: Number(match[3]) };
  }

  /** Runs a program that drives Mininet, in the namespaces where it finds nothing but its own. */
  run(program: string, argv: readonly string[], timeoutMs = PINGALL_TIMEOUT_MS): Promise<CommandResult> {
    const inside = this.inside(program, argv);
    return run(inside.argv, { timeoutMs, env: inside.env });
  }

  /** How `run` starts a program, for who wants to talk with it meanwhile. */
  inside(program: string, argv: readonly string[]): { argv: string[]; env: Record<string, string> } {
    const alone = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', program, ...argv];
    // Unbuffered, so that what it said last is known also when it had to be ended.
    const env = { ...environmentOf(join(this.directory, 'ovs')), PYTHONUNBUFFERED: '1' };
    return { argv: inNamespace(this.namespace, alone), env };
  }

  /** Ends the controller and Open vSwitch and removes the namespace. */
  async remove(): Promise<void> {
    await removeLab(this.directory, this.#record);
  }
}

/** Starts our controller, serving whatever connects as a learning switch. */
async function startLearning(namespace: string, directory: string): Promise<void> {
  const logPath = join(directory, 'controller.log');
  await Controller.start({ namespace, logPath, openflow: MININET_OPENFLOW, api: API, learn: true });
}
