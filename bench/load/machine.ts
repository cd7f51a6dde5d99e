// Where a figure was measured, for it means nothing without.
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

export interface Machine {
  cpu: string;
  cores: number;
  node: string;
  /** Of the checkout; '' = it is none. */
  commit: string;
}

export function describeMachine(): Machine {
  let commit = '';
  try {
    commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, stdio: 'pipe' })
      .toString()
      .trim();
  } catch {
    // not a checkout: the report then names no commit
  }
  return { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, commit };
}

/** `AMD EPYC, 2 cores, Node v24.0.0, commit 1234567`. */
export function formatMachine({ cpu, cores, node, commit }: Machine): string {
  return `${cpu}, ${cores} cores, Node ${node}${commit === '' ? '' : `, commit ${commit}`}`;
}
