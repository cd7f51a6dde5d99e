// The lab's side of a workload: starts the program inside a namespace when first needed and asks it things.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DaoliError } from '#base/error.ts';
import { commandEnvironment } from './command.ts';
import { inNamespace } from './wiring.ts';
import type { WorkloadOperations } from './workload.ts';

type Pending = { resolve: (value: never) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

/** The longest that any request may take; each bounds itself well below. */
const REQUEST_TIMEOUT_MS = 120_000;

export class Workload {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #requests = 0;
  #ended = false;

  /** Starts the program in a namespace; requests may be made at once. */
  constructor(namespace: string) {
    const program = fileURLToPath(new URL('./workload.ts', import.meta.url));
    const argv = inNamespace(namespace, [process.execPath, program]);
    this.#child = spawn(argv[0]!, argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'], env: commandEnvironment() });
    this.#child.stdin!.on('error', () => {}); // its end is reported to every request below
    this.#child.on('close', () => this.#end());
    this.#child.on('error', () => this.#end());
    createInterface({ input: this.#child.stdout! }).on('line', (line) => this.#settle(line));
  }

  /** Has the program do one thing; see `WorkloadOperations` for what there is. */
  ask<Op extends keyof WorkloadOperations>(
    op: Op,
    request: Parameters<WorkloadOperations[Op]>[0],
  ): ReturnType<WorkloadOperations[Op]> {
    const id = ++this.#requests;
    const answer = new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new DaoliError('unavailable', 'the workload has ended'));
        return;
      }
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new DaoliError('unavailable', `workload: no answer to ${op} within ${REQUEST_TIMEOUT_MS} ms`));
      }, REQUEST_TIMEOUT_MS);
      this.#pending.set(id, { resolve, reject, timer });
      this.#child.stdin!.write(`${JSON.stringify({ id, op, request })}\n`);
    });
    return answer as ReturnType<WorkloadOperations[Op]>;
  }

  /** Ends the program. */
  stop(): void {
    this.#child.stdin!.end();
    this.#child.kill('SIGKILL');
  }

  #settle(line: string): void {
    const { id, result, error } = JSON.parse(line) as { id: number; result: never; error?: string };
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    if (error === undefined) pending.resolve(result);
    else pending.reject(new DaoliError('unavailable', `workload: ${error}`));
  }

  #end(): void {
    this.#ended = true;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new DaoliError('unavailable', 'the workload ended before it answered'));
    }
    this.#pending.clear();
  }
}
