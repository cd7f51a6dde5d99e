// Runs subjects one after the other, each row by tinybench, and says what one operation took.
import { Bench } from 'tinybench';
import { DaoliError } from '#base/error.ts';
import { CODEC } from './codec.ts';
import { FLOW_KEY } from './flow-key.ts';
import { FLOW_STAMP } from './flow-stamp.ts';
import { FRAMING } from './framing.ts';
import { HASH_TABLE } from './hash-table.ts';
import { RING } from './ring.ts';
import { SESSION_TABLE } from './session-table.ts';
import { isLeftOut, type Row, type Subject } from './subject.ts';
import { VERDICT } from './verdict.ts';

/** In the order of a packet's way. */
export const SUBJECTS: readonly Subject[] = [
  FRAMING,
  RING,
  FLOW_KEY,
  HASH_TABLE,
  VERDICT,
  SESSION_TABLE,
  FLOW_STAMP,
  CODEC,
];

/** Nanoseconds of one operation over many goes; or why there are none. */
export interface MicroResult {
  subject: string;
  row: string;
  ns: { median: number; min: number; p99: number; mean: number; errorPercent: number } | null;
  leftOut: string;
  goes: number;
}

export interface MicroLimits {
  /** How long each row is repeated. */
  readonly timeMs: number;
  /** How much the tables hold. */
  readonly entries: number;
}

/**
 * @param progress takes a line for each subject
 * @throws DaoliError `unavailable` when an operation came out wrong: what was timed is then not it
 */
export async function runMicro(
  subjects: readonly Subject[],
  { timeMs, entries }: MicroLimits,
  progress: (line: string) => void,
): Promise<MicroResult[]> {
  const results: MicroResult[] = [];
  for (const subject of subjects) {
    progress(subject.name);
    for (const row of await subject.rows(entries)) {
      results.push(
        isLeftOut(row)
          ? { subject: subject.name, row: row.name, ns: null, leftOut: row.reason, goes: 0 }
          : await time(subject.name, row, timeMs),
      );
    }
  }
  return results;
}

async function time(subject: string, row: Row, timeMs: number): Promise<MicroResult> {
  let wrong = 0;
  const bench = new Bench({ time: timeMs, warmupTime: timeMs / 4, throws: true });
  const task = bench.add(row.name, () => {
    if (row.run() !== row.calls) wrong++;
  }).tasks[0]!;
  await bench.run();
  const { result } = task;
  if (result.state !== 'completed' || wrong > 0) {
    throw new DaoliError(
      'unavailable',
      `${subject}, ${row.name}: void, ${wrong} goes came out wrong (${result.state})`,
    );
  }
  const { p50, min, p99, mean, rme } = result.latency;
  const ns = (ms: number) => (ms * 1e6) / row.calls;
  return {
    subject,
    row: row.name,
    ns: { median: ns(p50), min: ns(min), p99: ns(p99), mean: ns(mean), errorPercent: rme },
    leftOut: '',
    goes: task.runs,
  };
}
