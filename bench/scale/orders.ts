// What the scale benchmark and its controller (controller.ts) say to each other: one JSON line for an order on the
// controller's stdin, one for its answer on its stdout. Types and the asking side.
import { createInterface } from 'node:readline';
import { DaoliError } from '#base/error.ts';
import type { ChildTarget } from '../load/target.ts';
import type { VerdictChange } from './in-force.ts';

/**
 * sweep: changes one policy and answers when every worker has judged its sessions by it.
 * start: begins to change things at a rate. stop: ends that and answers when all of it is swept.
 */
export type Order =
  | { readonly do: 'sweep' }
  | { readonly do: 'start'; readonly rate: number }
  | { readonly do: 'stop' };

export interface SweepAnswer {
  readonly sweptMs: number;
}

export interface ChangesAnswer {
  readonly changes: number;
  /** Batches that they were published in: those due at one moment go together. */
  readonly publications: number;
  /** From when each was due until every worker had judged its sessions by it. */
  readonly sweptMs: readonly number[];
  /** Those that were about pairs of the probe. */
  readonly verdicts: readonly VerdictChange[];
}

export interface Answers {
  sweep: SweepAnswer;
  start: Record<string, never>;
  stop: ChangesAnswer;
}

const ANSWER_MS = 60_000;

/** Gives orders to one controller, one at a time. */
export class Orders {
  readonly #target: ChildTarget;
  #answered: ((line: string) => void) | null = null;

  constructor(target: ChildTarget) {
    this.#target = target;
    createInterface({ input: target.child.stdout! }).on('line', (line) => this.#answered?.(line));
  }

  /** @throws DaoliError unavailable, when it does not answer */
  async ask<D extends Order['do']>(order: Extract<Order, { do: D }>): Promise<Answers[D]> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(
      () => reject(new DaoliError('unavailable', `the controller did not obey within ${ANSWER_MS / 1000} s`)),
      ANSWER_MS,
    );
    this.#answered = resolve;
    this.#target.child.stdin!.write(`${JSON.stringify(order)}\n`);
    try {
      return JSON.parse(await promise);
    } finally {
      clearTimeout(timer);
    }
  }
}
