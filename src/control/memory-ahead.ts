// Keeps memory ahead of the packet path: what a worker will touch next has its pages already, and the waiting for the
// kernel (shm/touch.ts) is main's. Main thread.

import type { SharedMemory } from '#shm/layout.ts';
import { SessionTable } from '#shm/session-table.ts';
import { touch } from '#shm/touch.ts';

/** Rows of sessions that have memory though none has used them yet: what opens in a tenth of a second, and more. 9 MiB of each worker's. */
const ROWS_AHEAD = 131_072;
const KEEP_MS = 100;

export class MemoryAhead {
  readonly #memory: SharedMemory;
  readonly #learn: boolean;
  readonly #sessions: readonly SessionTable[];
  /** By worker: rows that have memory. */
  readonly #touchedRows: number[];
  #timer: NodeJS.Timeout | undefined;

  /** @param learn whether datapaths are served that learn */
  constructor(memory: SharedMemory, learn: boolean) {
    this.#memory = memory;
    this.#learn = learn;
    this.#sessions = memory.sessions.map((block) => new SessionTable(block, memory.config.sessionRows));
    this.#touchedRows = memory.sessions.map(() => 0);
  }

  /** Touches what the first packets need: places that are hit at random, rings, the first rows. Before the threads start. */
  start(): void {
    const { ingress, egress, macs } = this.#memory;
    for (const block of [...ingress, ...egress, ...(this.#learn ? macs : [])]) {
      const words = new Int32Array(block);
      touch(words, 0, words.length);
    }
    for (const table of this.#sessions) table.touchBuckets();
    this.keep();
    this.#timer = setInterval(() => this.keep(), KEEP_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Goes on where sessions have come nearer. */
  keep(): void {
    this.#sessions.forEach((table, worker) => {
      const touched = this.#touchedRows[worker]!;
      const wanted = Math.min(table.rows, table.highWater + ROWS_AHEAD);
      // In pieces of some size: few sessions more are no reason.
      if (wanted <= touched || (wanted - touched < ROWS_AHEAD / 4 && wanted < table.rows)) return;
      table.touchRows(touched, wanted);
      this.#touchedRows[worker] = wanted;
    });
  }
}
