// Workers in the channel's thread: while a worker's own thread sleeps, whoever has read its PacketIns decides them on the
// spot. That saves two hand-overs and two wake-ups for each run, which at low load are most of its latency and of its cost.
// When the channel is busy all the time and deciding is much of what it is busy with, the worker is woken instead and
// two threads share the work. Channel thread only. Hot: no allocation once a worker is known, no throw.

import { INLINE_AUTO, INLINE_NEVER, type WorkerTask } from '#dataplane/context.ts';
import { Worker } from '#dataplane/worker.ts';
import { nowNs } from '#shm/clock.ts';
import { Seat } from '#shm/seat.ts';

/** The channel is taken for overloaded when it was busy without a pause for this long … */
const BUSY_NS = 2_000_000;
/** … and spent more than this share of it on workers' work: with less, a second thread would cost more than it takes over. */
const SHARE = 0.35;
/** Rounds at a time: what then still waits is the worker's own. */
const ROUNDS_MAX = 64;

export class WorkerDeputy {
  readonly #task: Omit<WorkerTask, 'worker'>;
  readonly #makeRoom: () => void;
  readonly #onFailure: (worker: number, error: Error) => void;
  readonly #nowNs: () => number;
  readonly #workers: (Worker | undefined)[];
  readonly #seats: readonly Seat[];
  /** A worker that threw here is left to its own thread, which main looks after. */
  readonly #failed: boolean[];
  #busySinceNs = 0;
  #servedNs = 0;

  /**
   * @param makeRoom empties egress rings: their reader is this thread, too
   * @param onFailure of a programmer's mistake in a worker
   * @param clock nanoseconds, monotonic
   */
  constructor(
    task: Omit<WorkerTask, 'worker'>,
    makeRoom: () => void,
    onFailure: (worker: number, error: Error) => void,
    clock = nowNs,
  ) {
    this.#task = task;
    this.#makeRoom = makeRoom;
    this.#onFailure = onFailure;
    this.#nowNs = clock;
    const { workers } = task.memory.config;
    const board = new Int32Array(task.memory.board);
    this.#workers = new Array(workers).fill(undefined);
    this.#seats = Array.from({ length: workers }, (_, worker) => new Seat(board, worker));
    this.#failed = new Array(workers).fill(task.inline === INLINE_NEVER);
  }

  /** @see Deputy of the channel */
  serve(worker: number): boolean {
    const { inline } = this.#task;
    if (this.#failed[worker]) return false;
    const fromNs = this.#nowNs();
    if (this.#busySinceNs === 0) this.#busySinceNs = fromNs;
    const busyNs = fromNs - this.#busySinceNs;
    if (inline === INLINE_AUTO && busyNs > BUSY_NS && this.#servedNs > SHARE * busyNs) return false;
    const seat = this.#seats[worker]!;
    if (!seat.tryTake()) return false;
    let done = false;
    try {
      const deputy = this.#workerOf(worker);
      if (deputy.resume()) {
        for (let rounds = 0; rounds < ROUNDS_MAX && !done; rounds++) done = !deputy.round();
      }
    } catch (error) {
      this.#failed[worker] = true;
      this.#onFailure(worker, error as Error);
    } finally {
      seat.leave();
    }
    this.#servedNs += this.#nowNs() - fromNs;
    return done;
  }

  /** The channel found nothing to do: the next rush is measured from its beginning. */
  idle(): void {
    this.#busySinceNs = 0;
    this.#servedNs = 0;
  }

  #workerOf(worker: number): Worker {
    const known = this.#workers[worker];
    if (known !== undefined) return known;
    const made = new Worker({ ...this.#task, worker }, { clock: this.#nowNs, makeRoom: this.#makeRoom });
    this.#workers[worker] = made;
    return made;
  }
}
