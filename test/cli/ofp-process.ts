// Runs `ofp` as a process.
import { spawnSync } from 'node:child_process';

export interface OfpRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** @param input what standard input holds */
export function runOfp(args: readonly string[], input: string | Uint8Array = '', env: NodeJS.ProcessEnv = {}): OfpRun {
  const run = spawnSync(process.execPath, ['src/cli/ofp.ts', ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { stdout: run.stdout, stderr: run.stderr, code: run.status! };
}

/** The same with a terminal as standard output (util-linux's script), whose text comes back with its colours. */
export function runOfpOnTerminal(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const command = [process.execPath, 'src/cli/ofp.ts', ...args].map((word) => `'${word}'`).join(' ');
  const run = spawnSync('script', ['-qec', command, '/dev/null'], {
    input: '',
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '', TERM: 'xterm', ...env },
  });
  if (run.error !== undefined) throw run.error;
  return run.stdout.replaceAll('\r\n', '\n');
}
