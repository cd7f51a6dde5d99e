// Workers in the channel's thread: while a worker's own thread sleeps, whoever has read its PacketIns decides them on the
// spot. That saves two hand-overs and two wake-ups for each run, which at low load are most of its latency and of its cost.
// When deciding takes much of the thread's time and PacketIns come in long runs, the worker is woken instead and two threads
// share the work. Channel thread only. Hot: no allocation once a worker is known, no throw.

import { INLINE_AUTO, INLINE_NEVER, type WorkerTask } from '#dataplane/context.ts';
import { Worker } from '#dataplane/worker.ts';
import { type ReadClock, readClock } from '#shm/clock.ts';
import { PACKET_INS } from '#shm/counters.ts';
import { Seat } from '#shm/seat.ts';

/** How long the time that deciding takes is added up … */
const WINDOW_NS = 1_000_000;
/** … and the share of it from which on a second thread is worth its while … */
const SHARE = 0.35;
/**
 * … given that runs have so many PacketIns: a hand-over costs some 8 us of CPU whatever it hands over (measured: 16 switches with
 * one outstanding each, 7.3 us for a PacketIn here and 15.8 by the worker, however busy this thread is).
 */
const RUN_LENGTH = 16;
/** How long the work is then left to it: by the work that it takes nobody can tell when it is not needed any more. */
const AWAY_NS = 20_000_000;
/** Rounds at a time: what then still waits is the worker's own. */
const ROUNDS_MAX = 64;

export class WorkerDeputy {
  readonly #task: Omit<WorkerTask, 'worker'>;
  readonly #makeRoom: () => void;
  readonly #onFailure: (worker: number, error: Error) => void;
  readonly #clock: ReadClock;
  readonly #now = new Float64Array(1);
  readonly #workers: (Worker | undefined)[];
  readonly #seats: readonly Seat[];
  readonly #counters: readonly Float64Array[];
  /** A worker that threw here is left to its own thread, which main looks after. */
  readonly #failed: boolean[];
  #windowFromNs = 0;
  #servedNs = 0;
  #awayUntilNs = 0;
  #served = 0;
  #packetIns = 0;

  /**
   * @param makeRoom empties egress rings: their reader is this thread, too
   * @param onFailure of a programmer's mistake in a worker
   * @param clock nanoseconds, monotonic
   */
  constructor(
    task: Omit<WorkerTask, 'worker'>,
    makeRoom: () => void,
    onFailure: (worker: number, error: Error) => void,
    clock: ReadClock = readClock,
  ) {
    this.#task = task;
    this.#makeRoom = makeRoom;
    this.#onFailure = onFailure;
    this.#clock = clock;
    const { workers } = task.memory.config;
    const board = new Int32Array(task.memory.board);
    this.#workers = new Array(workers).fill(undefined);
    this.#counters = task.memory.counters.map((block) => new Float64Array(block));
    this.#seats = Array.from({ length: workers }, (_, worker) => new Seat(board, worker));
    this.#failed = new Array(workers).fill(task.inline === INLINE_NEVER);
  }

  /** @see Deputy of the channel */
  serve(worker: number): boolean {
    const { inline } = this.#task;
    if (this.#failed[worker]) return false;
    this.#clock(this.#now);
    const fromNs = this.#now[0]!;
    if (fromNs - this.#windowFromNs >= WINDOW_NS) this.#judgeWindow();
    if (inline === INLINE_AUTO && fromNs < this.#awayUntilNs) return false;
    const seat = this.#seats[worker]!;
    if (!seat.tryTake()) return false;
    const counters = this.#counters[worker]!;
    const before = counters[PACKET_INS]!;
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
    this.#clock(this.#now);
    this.#servedNs += this.#now[0]! - fromNs;
    this.#served++;
    this.#packetIns += counters[PACKET_INS]! - before;
    return done;
  }

  /** What the clock said last is the end of the window. */
  #judgeWindow(): void {
    const nowNs = this.#now[0]!;
    const much = this.#servedNs > SHARE * (nowNs - this.#windowFromNs);
    if (much && this.#packetIns >= RUN_LENGTH * this.#served) this.#awayUntilNs = nowNs + AWAY_NS;
    this.#windowFromNs = nowNs;
    this.#servedNs = 0;
    this.#served = 0;
    this.#packetIns = 0;
  }

  #workerOf(worker: number): Worker {
    const known = this.#workers[worker];
    if (known !== undefined) return known;
    const made = new Worker({ ...this.#task, worker }, { clock: this.#clock, makeRoom: this.#makeRoom });
    this.#workers[worker] = made;
    return made;
  }
}
