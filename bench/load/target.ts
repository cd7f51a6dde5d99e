// What the fake switches connect to: our controller or the null responder as a child process, or something that runs
// already. A child is ready when it says so on stdout, and is always ended, by its handle.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DaoliError } from '#base/error.ts';
import type { LoadOptions } from './options.ts';

const READY_MS = 60_000;
const STOP_MS = 5000;
const STDERR_TAIL_BYTES = 2000;
const CONTROLLER = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const NULL_RESPONDER = fileURLToPath(new URL('./null-responder.ts', import.meta.url));

export interface Target {
  /** HOST:PORT */
  openflow: string;
  /** HOST:PORT of its API; '' = none. */
  api: string;
  /** 0 = unknown. */
  pid: number;
  stop(): Promise<void>;
}

/** A target that was started here. */
export interface ChildTarget extends Target {
  readonly child: ChildProcess;
}

/** How a child is looked into from outside. */
export interface Watch {
  /** Of Node, before the program's name. */
  readonly nodeFlags?: readonly string[];
  /** Gets each line of its stdout. */
  readonly onLine?: (line: string) => void;
}

/** The size of the answers that the null responder gives for an allowed PacketIn of OpenFlow 1.3. */
export interface AnswerShape {
  flows: number;
  flowBytes: number;
  packetOutBytes: number;
}

/**
 * Starts our controller, or takes the one that `options` names.
 * @param watch what is wanted of the process beside
 * @throws DaoliError unavailable
 */
export async function openController(options: LoadOptions, inventoryPath: string, watch: Watch = {}): Promise<Target> {
  if (options.controller !== '') {
    return { openflow: options.controller, api: options.api, pid: options.pid, stop: async () => {} };
  }
  const flags = ['--openflow', `127.0.0.1:${await freePort()}`, '--api', `127.0.0.1:${await freePort()}`];
  flags.push('--workers', String(options.workers));
  if (!options.native) flags.push('--no-native');
  flags.push(...(inventoryPath === '' ? ['--learn'] : ['--inventory', inventoryPath]));
  return startChild([...(watch.nodeFlags ?? []), CONTROLLER, 'controller', ...flags], watch.onLine);
}

/** Starts the null responder. @throws DaoliError unavailable */
export function openNullResponder(options: LoadOptions, shape: AnswerShape): Promise<Target> {
  const flags = ['--protocol', options.protocol, '--fault', options.fault, '--flows', String(shape.flows)];
  flags.push('--flow-bytes', String(shape.flowBytes), '--packet-out-bytes', String(shape.packetOutBytes));
  if (options.validate) flags.push('--faithful');
  return startChild([NULL_RESPONDER, ...flags]);
}

/** @returns host and port of HOST:PORT */
export function splitAddress(address: string): [string, number] {
  const colon = address.lastIndexOf(':');
  return [address.slice(0, colon).replace(/^\[|\]$/g, ''), Number(address.slice(colon + 1))];
}

/**
 * Starts a program of Node that says `ready openflow=HOST:PORT` on stdout.
 * @param onLine gets each line of stdout
 * @throws DaoliError unavailable
 */
export async function startChild(argv: string[], onLine?: (line: string) => void): Promise<ChildTarget> {
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  // whatever ends this program ends the child
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => {
    stderr = (stderr + bytes.toString()).slice(-STDERR_TAIL_BYTES);
  });
  const ready = await waitForReady(child, onLine);
  if (ready === null) {
    await stopChild(child);
    throw new DaoliError('unavailable', `${argv.join(' ')} did not become ready; the end of its stderr:\n${stderr}`);
  }
  const openflow = /openflow=(\S+)/.exec(ready)?.[1] ?? '';
  const api = /api=(\S+)/.exec(ready)?.[1] ?? '';
  return { openflow, api, pid: child.pid ?? 0, child, stop: () => stopChild(child) };
}

/**
 * V8 may print before it, and so may end in the middle of a line when Node prints this one.
 * @returns the line that has `ready openflow=`, or null when the child ended or took too long
 */
function waitForReady(child: ChildProcess, onLine: (line: string) => void = () => {}): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), READY_MS);
    const done = (line: string | null) => {
      clearTimeout(timer);
      resolve(line);
    };
    child.once('error', () => done(null));
    child.once('exit', () => done(null));
    // read on after the line, or the child would block on a full pipe
    createInterface({ input: child.stdout! }).on('line', (line) => {
      onLine(line);
      if (line.includes('ready openflow=')) done(line);
    });
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(killer);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
