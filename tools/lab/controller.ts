// The controller as a child process on a lab: started as a person would start it, asked through its API, reloaded,
// stopped or killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DaoliError } from '#base/error.ts';
import { DaoliClient } from '#client/client.ts';
import { commandEnvironment, waitUntil } from './command.ts';
import type { ControllerAddress } from './relay.ts';

export type ControllerOptions = {
  /** Where its log goes; appended to, so that a restart's follows. */
  logPath: string;
  inventory?: string;
  openflow?: ControllerAddress;
  api?: ControllerAddress;
  workers?: number;
  learn?: boolean;
  /** The network namespace to run in; the root namespace when there is none. */
  namespace?: string;
};

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5000;
const LOG_TAIL_CHARACTERS = 1500;

export class Controller {
  readonly openflow: ControllerAddress;
  readonly api: ControllerAddress;
  readonly client: DaoliClient;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, openflow: ControllerAddress, api: ControllerAddress) {
    this.#child = child;
    this.openflow = openflow;
    this.api = api;
    this.client = new DaoliClient(`http://${api.host}:${api.port}`);
  }

  /**
   * Starts a controller and waits until it says that it is ready. Ports not given are free ones.
   * @throws DaoliError `unavailable` with the end of its log when it ends instead, or takes too long
   */
  static async start(options: ControllerOptions): Promise<Controller> {
    const openflow = options.openflow ?? { host: '127.0.0.1', port: await freePort() };
    const api = options.api ?? { host: '127.0.0.1', port: await freePort() };
    const argv = [process.execPath, MAIN, 'controller', '--workers', String(options.workers ?? 1)];
    argv.push('--openflow', `${openflow.host}:${openflow.port}`, '--api', `${api.host}:${api.port}`);
    if (options.inventory !== undefined) argv.push('--inventory', options.inventory);
    if (options.learn) argv.push('--learn');
    if (options.namespace !== undefined) argv.unshift('nsenter', `--net=/run/netns/${options.namespace}`);
    const log = openSync(options.logPath, 'a');
    const child = spawn(argv[0]!, argv.slice(1), { stdio: ['ignore', 'pipe', log], env: commandEnvironment() });
    closeSync(log);
    try {
      await readyLine(child);
    } catch (cause) {
      child.kill('SIGKILL');
      const tail = readFileSync(options.logPath, 'utf8').slice(-LOG_TAIL_CHARACTERS).trim();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new DaoliError('unavailable', `the controller ${why}${tail ? `; its log ends:\n${tail}` : ''}`, { cause });
    }
    return new Controller(child, openflow, api);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits until so many hosts have their standing flows and so many endpoints have been found on their ports. */
  async waitServing(hosts: number, endpoints: number, timeoutMs = 15_000): Promise<void> {
    const what = `the controller serves ${hosts} hosts and ${endpoints} endpoints`;
    await waitUntil(what, timeoutMs, async () => {
      const { counts } = await this.client.health();
      return counts.hostsReady >= hosts && counts.endpointsLocated >= endpoints;
    });
  }

  /** All counters by name, each summed over the threads that keep it. */
  async counters(): Promise<Record<string, number>> {
    const { items } = await this.client.counters();
    return Object.fromEntries(items.map(({ name, value }) => [name, value]));
  }

  /** Has it read its inventory again (SIGHUP) and waits until that is done, taken or refused. */
  async reload(): Promise<void> {
    const before = (await this.client.health()).inventory;
    this.#child.kill('SIGHUP');
    await waitUntil('the inventory is read again', 10_000, async () => {
      const now = (await this.client.health()).inventory;
      return now.generation !== before.generation || now.error !== before.error;
    });
  }

  /** Asks it to end, as systemd would. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.running) return this.#child.exitCode;
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    const status = await ended;
    clearTimeout(timer);
    return status;
  }
}

/**
 * A TCP port of 127.0.0.1 that is free now.
 * @param preferred taken when it is free
 */
export async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  const port = await new Promise<number | undefined>((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(preferred, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  if (port === undefined) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves at the line `ready openflow=… api=…`; rejects with what happened instead. */
function readyLine(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`was not ready within ${START_TIMEOUT_MS} ms`)), START_TIMEOUT_MS);
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      clearTimeout(timer);
      reject(new Error(`ended (${signal ?? `status ${status}`}) before it was ready`));
    });
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (!line.startsWith('ready ')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}
