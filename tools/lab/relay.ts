// The control path of a lab: for each host a unix socket that leads its bridge to the controller, wherever that runs.
// Switches live in namespaces of their own and reach nothing outside; through these relays they need no address and no
// route there, and a test can hold back what the controller says to one switch, or cut a switch off.

import { Worker } from 'node:worker_threads';
import type { RelayRequest, RelaySpec } from './relay-thread.ts';

/** Where a controller listens for switches. */
export type ControllerAddress = { host: string; port: number };

export class ControlRelays {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, () => void>();
  #ticket = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', ({ ticket }: { ticket?: number }) => {
      if (ticket === undefined) return;
      this.#waiting.get(ticket)?.();
      this.#waiting.delete(ticket);
    });
  }

  /** Opens every relay; resolves when all of them listen. */
  static async open(relays: readonly RelaySpec[]): Promise<ControlRelays> {
    // No flag of the owner's is inherited: some, like --input-type, are refused with a file.
    const options = { workerData: { relays }, execArgv: [] };
    const worker = new Worker(new URL('./relay-thread.ts', import.meta.url), options);
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
    });
    // A lab that its owner forgot to remove must not keep the owner's process alive.
    worker.unref();
    return new ControlRelays(worker);
  }

  /** From now on what the controller says to this host's switch arrives `delayToSwitchMs` later. */
  delay(host: string, delayToSwitchMs: number): Promise<void> {
    return this.#ask({ kind: 'delay', name: host, delayToSwitchMs });
  }

  /** Breaks this host's control connection and refuses new ones, until called again with false. */
  cut(host: string, cut: boolean): Promise<void> {
    return this.#ask({ kind: 'cut', name: host, cut });
  }

  /** Leads this host's switch to another controller; its present connections end. */
  aim(name: string, { host, port }: ControllerAddress): Promise<void> {
    return this.#ask({ kind: 'aim', name, host, port });
  }

  /** Ends the thread and with it every connection. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(request: RelayRequest): Promise<void> {
    const ticket = ++this.#ticket;
    return new Promise((resolve) => {
      this.#waiting.set(ticket, resolve);
      this.#worker.postMessage({ ...request, ticket });
    });
  }
}
