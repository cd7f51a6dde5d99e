// The controllers that take turns on Mininet's switches. Each listens on a port of its own inside the lab's namespace for
// the whole run, and ends with the lab; the switches are connected to one at a time. Needs root.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DaoliError } from '#base/error.ts';
import type { Counter, Health } from '#client/schema.ts';
import { commandEnvironment, must } from '../../tools/lab/command.ts';
import { Controller } from '../../tools/lab/controller.ts';
import { MININET_OPENFLOW } from '../../tools/lab/mininet.ts';
import { inNamespace } from '../../tools/lab/wiring.ts';
import { startTestController } from './testcontroller.ts';

export type ControllerName = 'daolinet' | 'ovs-testcontroller' | 'oracle';

export interface Contestant {
  readonly name: ControllerName;
  /** As `ovs-vsctl set-controller` takes it. */
  readonly target: string;
  readonly pid: number;
  /** PacketIns so far, by its own count; null when it does not say. */
  packetIns(): Promise<number | null>;
}

const ORACLE = fileURLToPath(new URL('./oracle.ts', import.meta.url));
const DAOLICTL = fileURLToPath(new URL('../../src/cli/daolictl.ts', import.meta.url));
const API = { host: '127.0.0.1', port: 3380 };
const TESTCONTROLLER_PORT = 6654;
const ORACLE_PORT = 6655;
const START_MS = 10_000;

/** Our controller, as a learning switch. @throws DaoliError unavailable */
export async function startDaolinet(namespace: string, directory: string): Promise<Contestant> {
  const logPath = join(directory, 'controller.log');
  const { pid } = await Controller.start({ namespace, logPath, openflow: MININET_OPENFLOW, api: API, learn: true });
  const packetIns = async () => {
    const { items } = (await askDaolinet(namespace, 'counters')) as { items: Counter[] };
    return items.filter(({ name }) => name === 'packet_ins').reduce((sum, { value }) => sum + value, 0);
  };
  return { name: 'daolinet', target: targetOf(MININET_OPENFLOW.port), pid, packetIns };
}

/** How its sockets are served. */
export async function readDaolinetDoor(namespace: string): Promise<Health['native']> {
  return ((await askDaolinet(namespace, 'health')) as Health).native;
}

/** @param program where ovs-testcontroller is @throws DaoliError unavailable */
export async function startRival(program: string, namespace: string, directory: string): Promise<Contestant> {
  const pid = await startTestController(program, namespace, directory, TESTCONTROLLER_PORT);
  return { name: 'ovs-testcontroller', target: targetOf(TESTCONTROLLER_PORT), pid, packetIns: async () => null };
}

/** The ceiling (oracle.ts). @throws DaoliError unavailable */
export async function startOracle(namespace: string): Promise<Contestant> {
  const [file, ...argv] = inNamespace(namespace, [process.execPath, ORACLE, String(ORACLE_PORT)]);
  // nsenter becomes the program, so the child's pid is the program's
  const child = spawn(file!, argv, { stdio: ['pipe', 'pipe', 'ignore'], env: commandEnvironment() });
  const said = createInterface({ input: child.stdout });
  const nextLine = async () => {
    try {
      return String((await once(said, 'line', { signal: AbortSignal.timeout(START_MS) }))[0]);
    } catch (cause) {
      throw new DaoliError('unavailable', 'the oracle says nothing', { cause });
    }
  };
  await nextLine();
  const packetIns = async () => {
    child.stdin.write('\n');
    return Number(await nextLine());
  };
  return { name: 'oracle', target: targetOf(ORACLE_PORT), pid: child.pid!, packetIns };
}

/** What our controller says to a command of daolictl: nobody outside the namespace reaches its API. */
async function askDaolinet(namespace: string, command: string): Promise<unknown> {
  const host = `http://${API.host}:${API.port}`;
  return JSON.parse(
    await must(inNamespace(namespace, [process.execPath, DAOLICTL, command, '--json', '--host', host])),
  );
}

function targetOf(port: number): string {
  return `tcp:127.0.0.1:${port}`;
}
