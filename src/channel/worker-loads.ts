// Which worker has the least to do, for a datapath that comes: the one that took the fewest PacketIns in the last seconds,
// and of equals the one that serves the fewest datapaths. Datapaths that live are not moved. Channel thread only; cold.
//
// What a datapath will send nobody knows when it comes, so it counts as the mean of those that are there, until the
// window has passed and its own PacketIns tell: else all that come at once would go to one worker.
//
//   taken   PacketIns of each worker at the last LOOKS ticks, round and round
//           | now | 0.5 s ago | … | 3.5 s ago |        load = now - oldest + mean of a datapath × newcomers

import { PACKET_INS } from '#shm/counters.ts';
import type { SharedMemory } from '#shm/layout.ts';

/** Ticks of the channel, half a second apart: four seconds. */
const LOOKS = 8;
/** PacketIns in the window that make no difference: at this rate a worker uses less than a thousandth of its core. */
const EQUAL = 1000;

export class WorkerLoads {
  /** Written by the workers; what is read here may be a moment old. */
  readonly #counters: readonly Float64Array[];
  readonly #taken: readonly Float64Array[];
  /** By worker: datapaths that it serves, and those of them that came within the window, by tick. */
  readonly #datapaths: number[];
  readonly #newcomers: readonly number[][];
  #tick = 0;

  constructor(memory: SharedMemory) {
    const { workers } = memory.config;
    this.#counters = memory.counters.slice(0, workers).map((block) => new Float64Array(block));
    this.#taken = this.#counters.map((counters) => new Float64Array(LOOKS).fill(counters[PACKET_INS]!));
    this.#datapaths = new Array(workers).fill(0);
    this.#newcomers = this.#datapaths.map(() => new Array(LOOKS).fill(0));
  }

  /** Ticks so far: when a datapath has joined. */
  get tick(): number {
    return this.#tick;
  }

  /** Looks at what workers have done; called at each tick of the channel. */
  look(): void {
    const oldest = ++this.#tick % LOOKS;
    for (let worker = 0; worker < this.#counters.length; worker++) {
      this.#taken[worker]![oldest] = this.#counters[worker]![PACKET_INS]!;
      this.#newcomers[worker]![oldest] = 0;
    }
  }

  /** Gives the least loaded worker a datapath more. @returns which one that is */
  join(): number {
    const oldest = (this.#tick + 1) % LOOKS;
    const taken = this.#counters.map((counters, worker) => counters[PACKET_INS]! - this.#taken[worker]![oldest]!);
    const newcomers = this.#newcomers.map(sum);
    const meanOfDatapath = sum(taken) / Math.max(1, sum(this.#datapaths) - sum(newcomers));
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let worker = 0; worker < taken.length; worker++) {
      const load = Math.floor((taken[worker]! + meanOfDatapath * newcomers[worker]!) / EQUAL);
      const isLess = load < least || (load === least && this.#datapaths[worker]! < this.#datapaths[best]!);
      if (!isLess) continue;
      best = worker;
      least = load;
    }
    this.#datapaths[best]!++;
    this.#newcomers[best]![this.#tick % LOOKS]!++;
    return best;
  }

  /** A datapath of a worker has gone. @param joinedAt the tick at which it came */
  leave(worker: number, joinedAt: number): void {
    this.#datapaths[worker]!--;
    if (this.#tick - joinedAt < LOOKS) this.#newcomers[worker]![joinedAt % LOOKS]!--;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
