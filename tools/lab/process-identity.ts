// Which process is meant: a number alone is not enough, because the kernel hands numbers out again. The number with
// the moment the process started names it for good, so what a crashed run recorded never ends a stranger.

import { readFileSync } from 'node:fs';
import { sleep } from './command.ts';

/** A process, for good: `startTicks` is field 22 of /proc/PID/stat (proc(5)), clock ticks since boot. */
export type ProcessIdentity = { pid: number; startTicks: string };

/** The identity of a running process, or undefined when there is none of that number. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name in parentheses, may hold blanks and parentheses: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie (state Z) is gone for our purposes: it holds nothing any more.
    if (fields[0] === 'Z') return undefined;
    return { pid, startTicks: fields[19]! };
  } catch {
    return undefined; // no such process
  }
}

/** True while that very process runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTicks === identity.startTicks;
}

/**
 * Ends processes: a polite signal, a bounded wait, then SIGKILL. Those that are gone already are no error.
 * @param politeMs how long they have to end by themselves
 */
export async function endProcesses(identities: readonly ProcessIdentity[], politeMs = 1500): Promise<void> {
  let left = signalAll(identities, 'SIGTERM');
  const killAtMs = performance.now() + politeMs;
  while (left.length > 0 && performance.now() < killAtMs) {
    await sleep(10);
    left = left.filter(isAlive);
  }
  left = signalAll(left, 'SIGKILL');
  const giveUpAtMs = performance.now() + 2000;
  while (left.some(isAlive) && performance.now() < giveUpAtMs) await sleep(10);
}

function signalAll(identities: readonly ProcessIdentity[], signal: NodeJS.Signals): ProcessIdentity[] {
  const alive = identities.filter(isAlive);
  for (const { pid } of alive) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It may end between the look and the signal.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return alive;
}
