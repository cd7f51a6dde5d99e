// Where a figure was measured, for it means nothing without. Asks the operating system, git and the controller; called
// once in a run.
import { execFileSync } from 'node:child_process';
import { cpus, release, type } from 'node:os';
import type { Health } from '#client/schema.ts';

export interface Machine {
  cpu: string;
  cores: number;
  kernel: string;
  node: string;
  /** What the controller's sockets go through, as its API says it; '' = no controller of ours was asked. */
  door: string;
  /** Of the checkout; '' = it is none. */
  commit: string;
}

/** @param door as `readDoor` gives it */
export function describeMachine(door = ''): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown CPU',
    cores: cpus().length,
    kernel: `${type()} ${release()}`,
    node: process.version,
    door,
    commit: readCommit(),
  };
}

/** `AMD EPYC, 2 cores, Linux 6.1, Node v24.0.0, commit 1234567, native sockets`. */
export function formatMachine({ cpu, cores, kernel, node, door, commit }: Machine): string {
  const parts = [cpu, `${cores} cores`, kernel, `Node ${node}`, ...(commit === '' ? [] : [`commit ${commit}`])];
  return [...parts, ...(door === '' ? [] : [door])].join(', ');
}

/**
 * @param api HOST:PORT of a controller's API; '' = none
 * @returns whether its sockets are native, and what it says of them; '' when it cannot be asked
 */
export async function readDoor(api: string): Promise<string> {
  if (api === '') return '';
  try {
    const { native } = (await (await fetch(`http://${api}/v1/health`)).json()) as Pick<Health, 'native'>;
    return describeDoor(native);
  } catch {
    // somebody else's controller may have no such API: the report then leaves the door out
    return '';
  }
}

/** The door as `GET /v1/health` has it, in words. */
export function describeDoor({ used, reason }: Health['native']): string {
  return `${used ? 'native' : 'not native'} (${reason})`;
}

function readCommit(): string {
  try {
    const asked = { cwd: import.meta.dirname, stdio: 'pipe' } as const;
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], asked).toString().trim();
  } catch {
    // not a checkout: the report then names no commit
    return '';
  }
}
