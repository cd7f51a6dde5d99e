// What a micro-benchmark is: a subject (a module on the packet's path) with a few rows (one operation each).
//
// A row does its operation `calls` times in one go, since a clock cannot time 20 ns, and returns how many came out right. A
// run in which one did not is void: what is measured is then not the operation. The count also keeps the compiler from
// leaving the work out.

export interface Row {
  readonly name: string;
  /** How often `run` does the operation. */
  readonly calls: number;
  /** @returns how many of the operations came out right */
  readonly run: () => number;
}

/** A row that cannot be measured here, with the reason. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

export interface Subject {
  readonly name: string;
  /** What one operation is, in a few words. */
  readonly about: string;
  /** @param entries how much the tables hold: what a controller may, or little for a test */
  rows(entries: number): Promise<readonly (Row | LeftOut)[]>;
}

export function isLeftOut(row: Row | LeftOut): row is LeftOut {
  return 'reason' in row;
}

/** A power of two: operations of one go. */
export const CALLS = 1024;
