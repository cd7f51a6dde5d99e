// What a line of the targets has found: a figure beside what is wanted of it. Pure.
//
// A `speed` finding depends on the machine and on who else uses it; a `soundness` finding holds anywhere, or something
// is broken; without a `balance` the figures beside it mean nothing. So a program that checks a change fails for the last two,
// and for speed only when it is told to.
import type { Balance } from '../load/balance.ts';
import type { LoadReport } from '../load/run.ts';
import { count } from '../scale/part.ts';

export interface Finding {
  readonly kind: 'speed' | 'soundness' | 'balance';
  readonly what: string;
  readonly measured: string;
  readonly wanted: string;
  readonly isMet: boolean;
}

/** A run of the load generator beside the null responder's, by the name that it has in the report. */
export interface NamedRun {
  readonly name: string;
  readonly report: LoadReport;
}

/** What one line hands in. */
export interface LineResult {
  readonly findings: readonly Finding[];
  /** Runs that were compared with the null responder. */
  readonly runs: readonly NamedRun[];
  /** What a reader must know beside. */
  readonly notes: readonly string[];
  /** For programs: what else was measured. */
  readonly details: object;
}

export function atLeast(
  kind: Finding['kind'],
  what: string,
  value: number,
  wanted: number,
  show: (value: number) => string,
): Finding {
  return { kind, what, measured: show(value), wanted: `>= ${show(wanted)}`, isMet: value >= wanted };
}

export function atMost(
  kind: Finding['kind'],
  what: string,
  value: number,
  wanted: number,
  show: (value: number) => string,
): Finding {
  return { kind, what, measured: show(value), wanted: `<= ${show(wanted)}`, isMet: value <= wanted };
}

/** Whether nothing was at fault, and what was first. */
export function noFault(what: string, faults: readonly string[], wanted: string): Finding {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  const measured = first === undefined ? 'so it is' : `${first}${more}`;
  return { kind: 'balance', what, measured, wanted, isMet: first === undefined };
}

/** That whatever was sent is accounted for, in all of these. */
export function balanced(balances: readonly Balance[]): Finding {
  const sent = balances.reduce((sum, balance) => sum + balance.sent, 0);
  const faults = balances.flatMap((balance) => balance.faults);
  const found = noFault('balance of every run', faults, 'sent = answered + denied + dropped');
  return found.isMet ? { ...found, measured: `held for ${count(sent)} PacketIns` } : found;
}

/** What is sound in any run beside the null responder: its balance, and no second without answers. */
export function soundRuns(runs: readonly NamedRun[]): Finding[] {
  const silent = runs.reduce((sum, { report }) => sum + report.controller!.silentSeconds, 0);
  return [
    balanced(runs.flatMap(({ report }) => [report.controller!, report.null!].map(({ balance }) => balance))),
    atMost('soundness', 'seconds without answers', silent, 0, String),
  ];
}

export const ratio = (value: number) => value.toFixed(2);
export const perSecond = (value: number) => `${count(value)}/s`;
export const microseconds = (value: number) =>
  value < 1000 ? `${value.toFixed(0)} µs` : `${(value / 1000).toFixed(2)} ms`;
export const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const percent = (value: number) => `${value.toFixed(1)} %`;
