// Workers in the channel's thread: while a worker's own thread sleeps, whoever has read its PacketIns decides them on the
// spot. That saves two hand-overs and two wake-ups for each run, which at low load are most of its latency and of its cost.
// When this thread alone is not enough the worker is woken instead, and two threads share the work. Channel thread only. Hot:
// no allocation once a worker is known, no throw.

import { INLINE_AUTO, INLINE_NEVER, type WorkerTask } from '#dataplane/context.ts';
import { Worker } from '#dataplane/worker.ts';
import { type ReadClock, readClock } from '#shm/clock.ts';
import { PACKET_INS, PARKS } from '#shm/counters.ts';
import { Seat } from '#shm/seat.ts';

/**
 * When a second thread is worth its while: over some time, longer than it takes to work off what came while the machine did
 * something else (half of the maximum in an open loop: p99 3.1 ms with 10 ms here, 2.1 with 40) …
 */
const WINDOW_NS = 40_000_000;
/** … this thread was hardly ever without work, which is a share of that time: two threads that hand over take more than one … */
const IDLE_SHARE = 0.1;
/** … deciding took such a share of the time … */
const SHARE = 0.35;
/**
 * … and so many PacketIns came at a time: a hand-over costs some 8 us of CPU whatever it hands over (measured: 16 switches with
 * one outstanding each, 6.3 us for a PacketIn here and 15.8 by the worker; 350,000/s in an open loop, 2.3 us and 2.9).
 */
const RUN_LENGTH = 16;
/** How long the work is then left to it; twice as long each time that it is needed again at once. */
const AWAY_NS_MIN = 20_000_000;
const AWAY_NS_MAX = 16 * AWAY_NS_MIN;
/** And no end to it while it hardly sleeps: at most once in such a time, on the average (seen at the maximum: 30 a second) … */
const AWAKE_NS = 4_000_000;
/** … with so many PacketIns from one sleep to the next (seen at the maximum: 30,000; at half of it, where it sleeps 2,000 times a second: 200). */
const AWAKE_PACKET_INS = 512;
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
  // While the work is left to the workers: since when, and what they had counted then.
  #isAway = false;
  #awayFromNs = 0;
  #awayNs = 0;
  #nextAwayNs = AWAY_NS_MIN;
  #awaySleeps = 0;
  #awayPacketIns = 0;
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
    this.#counters = task.memory.counters.slice(0, workers).map((block) => new Float64Array(block));
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
      if (this.#isAway && this.#staysAway()) return false;
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
    if (leaves) {
      this.#leave(this.#nextAwayNs);
      this.#nextAwayNs = Math.min(2 * this.#nextAwayNs, AWAY_NS_MAX);
    } else {
      this.#nextAwayNs = AWAY_NS_MIN;
      this.#beginWindow();
    }
    return leaves;
  }

  #beginWindow(): void {
    this.#windowFromNs = this.#now[0]!;
    this.#servedNs = 0;
    this.#served = 0;
    this.#packetIns = 0;
    this.#idleUs = 0;
  }

  /** Leaves the work to the workers from now on, for so long at least. */
  #leave(ns: number): void {
    this.#isAway = true;
    this.#awayNs = ns;
    this.#awayFromNs = this.#now[0]!;
    this.#awaySleeps = this.#sumOf(PARKS);
    this.#awayPacketIns = this.#sumOf(PACKET_INS);
  }

  /** @returns whether the work is still left to the workers; otherwise a window begins */
  #staysAway(): boolean {
    const awayNs = this.#now[0]! - this.#awayFromNs;
    if (awayNs < this.#awayNs) return true;
    const sleeps = this.#sumOf(PARKS) - this.#awaySleeps;
    const packetIns = this.#sumOf(PACKET_INS) - this.#awayPacketIns;
    if (sleeps * AWAKE_NS <= awayNs && packetIns >= (sleeps + 1) * AWAKE_PACKET_INS) {
      this.#leave(AWAY_NS_MIN);
      return true;
    }
    this.#isAway = false;
    this.#beginWindow();
    return false;
  }

  /** A counter of all workers, as far as their threads have shown it. */
  #sumOf(counter: number): number {
    let sum = 0;
    for (let worker = 0; worker < this.#counters.length; worker++) sum += this.#counters[worker]![counter]!;
    return sum;
  }

  #workerOf(worker: number): Worker {
    const known = this.#workers[worker];
    if (known !== undefined) return known;
    const made = new Worker({ ...this.#task, worker }, { clock: this.#clock, makeRoom: this.#makeRoom });
    this.#workers[worker] = made;
    return made;
  }
}
