// Workers in the channel's thread: while a worker's own thread sleeps, whoever has read its PacketIns decides them on the
// spot. That saves two hand-overs and two wake-ups for each run, which at low load are most of its latency and of its cost.
// When this thread alone is not enough the worker is woken instead, and two threads share the work. Channel thread only. Hot:
// no allocation once a worker is known, no throw.

import { INLINE_AUTO, INLINE_NEVER, type WorkerTask } from '#dataplane/context.ts';
import { Worker } from '#dataplane/worker.ts';
import { type ReadClock, readClock } from '#shm/clock.ts';
import { PACKET_INS } from '#shm/counters.ts';
import { Seat } from '#shm/seat.ts';

// When a second thread is worth its while: over some time …
const WINDOW_NS = 10_000_000;
/** … this thread was hardly ever without work, which is a share of that time: two threads that hand over take more than one … */
const IDLE_SHARE = 0.2;
/** … deciding took such a share of the time … */
const SHARE = 0.35;
/**
 * … and so many PacketIns came at a time: a hand-over costs some 8 us of CPU whatever it hands over (measured: 16 switches with
 * one outstanding each, 6.3 us for a PacketIn here and 15.8 by the worker; 350,000/s in an open loop, 2.3 us and 2.9).
 */
const RUN_LENGTH = 16;
/**
 * How long the work is then left to it: by the work that it takes nobody can tell when it is not needed any more. Twice as
 * long each time that it is needed again at once, so that under lasting load hardly a window is spent on finding that out.
 */
const AWAY_NS_MIN = 20_000_000;
const AWAY_NS_MAX = 16 * AWAY_NS_MIN;
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
  #awayNs = AWAY_NS_MIN;
  #served = 0;
  #packetIns = 0;
  #idleUs = 0;

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
    if (inline === INLINE_AUTO) {
      if (fromNs < this.#awayUntilNs) return false;
      if (fromNs - this.#windowFromNs >= WINDOW_NS && this.#judgeWindow()) return false;
    }
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

  idled(us: number): void {
    this.#idleUs += us;
  }

  /** What the clock said last is the end of the window. @returns whether the work is left to the worker from now on */
  #judgeWindow(): boolean {
    const nowNs = this.#now[0]!;
    const leaves =
      this.#idleUs * 1000 < IDLE_SHARE * (nowNs - this.#windowFromNs) &&
      this.#servedNs > SHARE * (nowNs - this.#windowFromNs) &&
      this.#packetIns >= RUN_LENGTH * this.#served;
    if (leaves) this.#awayUntilNs = nowNs + this.#awayNs;
    this.#awayNs = leaves ? Math.min(2 * this.#awayNs, AWAY_NS_MAX) : AWAY_NS_MIN;
    this.#windowFromNs = leaves ? this.#awayUntilNs : nowNs;
    this.#servedNs = 0;
    this.#served = 0;
    this.#packetIns = 0;
    this.#idleUs = 0;
    return leaves;
  }

  #workerOf(worker: number): Worker {
    const known = this.#workers[worker];
    if (known !== undefined) return known;
    const made = new Worker({ ...this.#task, worker }, { clock: this.#clock, makeRoom: this.#makeRoom });
    this.#workers[worker] = made;
    return made;
  }
}
