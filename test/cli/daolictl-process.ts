// daolictl as people and scripts run it: a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../src/cli/daolictl.ts', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts it; `host` is in DAOLI_HOST unless `environment` says otherwise. */
export function start(host: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { PATH: process.env.PATH, DAOLI_HOST: host, ...environment };
  return spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 });
}

/** Runs it to its end. */
export async function run(host: string, args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = start(host, args, environment);
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')]);
  return { code, out, err };
}

/** The words of each line of a table. */
export function tableOf(out: string): string[][] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/).filter((cell) => cell !== ''));
}
