// One program run to its end: what it printed, how it ended, and never for longer than its limit. Everything the lab
// asks of the system (ip, ovs-vsctl, ping, tcpdump) goes through here, so a hung tool can never hang a test.
// Asynchronous on purpose: while a program runs, the caller's event loop keeps serving.

import { type ChildProcess, spawn } from 'node:child_process';
import { DaoliError } from '#base/error.ts';

/** How a program ended. */
export type CommandResult = {
  /** Exit status; -1 when a signal ended it. */
  status: number;
  stdout: string;
  stderr: string;
  /** True when the limit ran out and we ended it. */
  timedOut: boolean;
  elapsedMs: number;
};

export type CommandOptions = {
  /** Ended by SIGKILL after this long. */
  timeoutMs?: number;
  /** Written to its standard input, which is then closed. */
  input?: string;
  /** Added to the environment. */
  env?: Record<string, string>;
  cwd?: string;
};

const DEFAULT_TIMEOUT_MS = 20_000;
/** A program that prints more than this is cut there: its first words are what a person needs. */
const OUTPUT_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Runs a program and gives back how it ended, whatever that was.
 * @throws DaoliError `unavailable` when it cannot be started at all
 */
export function run(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0]!, argv.slice(1), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: commandEnvironment(options.env),
      cwd: options.cwd,
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const stdout = collect(child, 'stdout');
    const stderr = collect(child, 'stderr');
    // A program that ends before it read its input makes the pipe fail; how it ended says all there is to say.
    child.stdin!.on('error', () => {});
    child.stdin!.end(options.input ?? '');
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(new DaoliError('unavailable', `cannot run ${argv[0]}: is it installed? (npm run setup)`, { cause }));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({
        status: code ?? -1,
        stdout: stdout(),
        stderr: stderr(),
        timedOut,
        elapsedMs: performance.now() - startedAtMs,
      });
    });
  });
}

/**
 * Runs a program that must succeed.
 * @returns its standard output
 * @throws DaoliError `unavailable` naming the command, how it ended and what it said
 */
export async function must(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await run(argv, options);
  if (result.status !== 0) {
    const how = result.timedOut ? 'did not end in time' : `ended with status ${result.status}`;
    const said = (result.stderr || result.stdout).trim().slice(0, 800);
    throw new DaoliError('unavailable', `${argv.join(' ').slice(0, 300)}: ${how}${said ? `: ${said}` : ''}`);
  }
  return result.stdout;
}

/** The environment of every program that the lab starts: ours, the system folders on the path, messages untranslated. */
export function commandEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`,
    LC_ALL: 'C',
    ...extra,
  };
}

/** Resolves after `ms`. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks again every `intervalMs` until the answer is true.
 * @throws DaoliError `unavailable` when `timeoutMs` has passed; `what` says what was waited for
 */
export async function waitUntil(
  what: string,
  timeoutMs: number,
  condition: () => boolean | Promise<boolean>,
  intervalMs = 20,
): Promise<void> {
  const giveUpAtMs = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAtMs) throw new DaoliError('unavailable', `${what}: not within ${timeoutMs} ms`);
    await sleep(intervalMs);
  }
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  child[stream]!.on('data', (chunk: Buffer) => {
    if (size < OUTPUT_LIMIT_BYTES) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
