// A worker's seat: whoever sits in it is the worker, and owns its sessions, its addresses and its ends of the rings. Its own
// thread sits there while it is awake; while that sleeps, the channel thread may. Everything that the worker keeps is in
// shared memory, so that the next one finds it.
//
//   word           written by
//   BOARD_SEAT     both, by compare-and-swap: 0 free, 1 taken
//   BOARD_WANTED   the worker's own thread: 1 = it waits, so that nobody else sits down again

import { BOARD_SEAT, BOARD_WANTED } from '#shm/layout.ts';

const FREE = 0;
const TAKEN = 1;
/** A wait ends by itself after this long: a lost wake-up would cost this much and no more. */
const WAIT_MS = 1;

export class Seat {
  readonly #board: Int32Array;
  readonly #at: number;
  readonly #wantedAt: number;

  constructor(board: Int32Array, worker: number) {
    this.#board = board;
    this.#at = BOARD_SEAT + 16 * worker;
    this.#wantedAt = BOARD_WANTED + 16 * worker;
  }

  /** Sits down if the seat is free and its owner does not wait for it. @returns whether it does */
  tryTake(): boolean {
    if (Atomics.load(this.#board, this.#wantedAt) !== 0) return false;
    return Atomics.compareExchange(this.#board, this.#at, FREE, TAKEN) === FREE; // sees all that the last one wrote
  }

  /** Sits down, as soon as the seat is free. The worker's own thread, which may block. */
  take(): void {
    const board = this.#board;
    if (Atomics.compareExchange(board, this.#at, FREE, TAKEN) === FREE) return;
    Atomics.store(board, this.#wantedAt, 1);
    while (Atomics.compareExchange(board, this.#at, FREE, TAKEN) !== FREE)
      Atomics.wait(board, this.#at, TAKEN, WAIT_MS);
    Atomics.store(board, this.#wantedAt, 0);
  }

  /** Stands up: everything written so far is there for the next one. */
  leave(): void {
    Atomics.store(this.#board, this.#at, FREE);
    if (Atomics.load(this.#board, this.#wantedAt) !== 0) Atomics.notify(this.#board, this.#at);
  }
}
