// Makes changes when they are due and takes the time until every worker has judged its sessions by the version that each
// was published in. It looks once a millisecond, at the price of that much in its figures, and no core for it. When packets
// are judged by them is the probe's to see (verdict-probe.ts), which is told when they were due. Main thread of the
// benchmark's controller.
import type { ControlPlane } from '#control/control-plane.ts';
import { BOARD_SWEPT, type SharedMemory } from '#shm/layout.ts';
import type { ChangeMaker } from './change-maker.ts';
import type { VerdictChange } from './in-force.ts';
import type { ChangesAnswer } from './orders.ts';
import { sharedMs } from './verdict-probe.ts';

const LOOK_MS = 1;

export class ChangePump {
  readonly #board: Int32Array;
  readonly #workers: number;
  readonly #control: ControlPlane;
  readonly #maker: ChangeMaker;
  /** Changes that are published and not yet swept. */
  #waiting: { dueMs: number; version: number }[] = [];
  #sweptMs: number[] = [];
  #verdicts: VerdictChange[] = [];
  #firstVersion = 0;
  #rate = 0;
  #startMs = 0;
  #made = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(memory: SharedMemory, control: ControlPlane, maker: ChangeMaker) {
    this.#board = new Int32Array(memory.board);
    this.#workers = memory.config.workers;
    this.#control = control;
    this.#maker = maker;
  }

  /** Makes one change. @returns ms until every worker has judged its sessions by it */
  async sweep(): Promise<number> {
    this.#begin(0);
    this.#make(1);
    return (await this.stop()).sweptMs[0]!;
  }

  /** @param rate changes a second */
  start(rate: number): void {
    this.#begin(rate);
    this.#timer = setInterval(() => this.#turn(), LOOK_MS);
  }

  /** Ends it. @returns what was seen since the start */
  async stop(): Promise<ChangesAnswer> {
    clearInterval(this.#timer);
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      this.#look();
    }
    return {
      ...{ changes: this.#made, publications: this.#control.publisher.version - this.#firstVersion },
      ...{ sweptMs: this.#sweptMs, verdicts: this.#verdicts },
    };
  }

  #begin(rate: number): void {
    this.#rate = rate;
    this.#startMs = performance.now();
    this.#made = 0;
    this.#firstVersion = this.#control.publisher.version;
    this.#sweptMs = [];
    this.#verdicts = [];
  }

  #turn(): void {
    this.#look();
    const due = Math.floor(((performance.now() - this.#startMs) / 1000) * this.#rate);
    if (due > this.#made) this.#make(due - this.#made);
  }

  /** Makes what is due and publishes it together, as control does with what comes in one turn. */
  #make(count: number): void {
    const { publisher } = this.#control;
    const nowMs = performance.now();
    const dueMs = Array.from({ length: count }, (_, i) =>
      this.#rate === 0 ? nowMs : this.#startMs + (1000 * (this.#made + i + 1)) / this.#rate,
    );
    const toShared = sharedMs() - performance.now();
    for (const each of dueMs) {
      const { changes, verdict } = this.#maker.next();
      publisher.apply(changes);
      if (verdict !== null) this.#verdicts.push({ ...verdict, dueMs: each + toShared });
    }
    this.#control.onTurn();
    const version = publisher.nextVersion;
    for (const each of dueMs) this.#waiting.push({ dueMs: each, version });
    this.#made += count;
  }

  #look(): void {
    let swept = Number.POSITIVE_INFINITY;
    for (let worker = 0; worker < this.#workers; worker++) {
      // Waits to see that the worker has judged all its sessions by this version.
      swept = Math.min(swept, Atomics.load(this.#board, BOARD_SWEPT + 16 * worker));
    }
    const nowMs = performance.now();
    const done = this.#waiting.filter(({ version }) => version <= swept);
    for (const { dueMs } of done) this.#sweptMs.push(nowMs - dueMs);
    this.#waiting = this.#waiting.slice(done.length);
  }
}
