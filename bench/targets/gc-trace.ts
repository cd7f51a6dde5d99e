// V8's own account of its collections, as `node --trace-gc` prints it: exact, from outside, and nothing for a program
// that makes no garbage. Each thread has an isolate of its own, named by its address.
//
//   [4711:0x7fe214001000]       32 ms: Scavenge 4.6 (6.5) -> 4.4 (9.0) MB, …       ms since the isolate was made
const LINE = /\[\d+:(0x[0-9a-f]+)\]\s+(\d+) ms: (?:Scavenge|Mark-Compact|Minor)/;

export const TRACE_GC = '--trace-gc';

/** When something happened, on the clock of performance.now(). */
export interface Times {
  /** Just before the process was started, and when it was ready: its threads were made in between. */
  readonly startedMs: number;
  readonly readyMs: number;
  /** What is looked at. */
  readonly fromMs: number;
  readonly untilMs: number;
}

export class GcTrace {
  /** By isolate, in the order in which they first collected: ms since each was made. */
  readonly #collections = new Map<string, number[]>();

  /** Takes a line of the program's stdout; what is no trace of a collection is passed over. */
  take(line: string): void {
    const [, isolate, ms] = LINE.exec(line) ?? [];
    if (isolate === undefined) return;
    const known = this.#collections.get(isolate);
    if (known === undefined) this.#collections.set(isolate, [Number(ms)]);
    else known.push(Number(ms));
  }

  /**
   * Collections of the threads beside main, each thread's that had any. Main is the one that collects first: it has
   * loaded the whole program before it makes a thread. When a thread was made is known within the program's start, so
   * those that may have been just before or after are counted in.
   */
  besideMain({ startedMs, readyMs, fromMs, untilMs }: Times): number[] {
    return [...this.#collections.values()]
      .slice(1)
      .map((all) => all.filter((ms) => readyMs + ms >= fromMs && startedMs + ms <= untilMs).length)
      .filter((count) => count > 0);
  }
}
