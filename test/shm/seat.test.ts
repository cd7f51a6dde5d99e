// A worker's seat: one at a time, what one has written the next one sees, and the owner is not kept waiting.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { BOARD_WANTED, BOARD_WORDS, WORKERS_MAX } from '#shm/layout.ts';
import { Seat } from '#shm/seat.ts';
import type { SeatThreadData } from './seat-thread.ts';

function boardOf(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * BOARD_WORDS));
}

describe('a seat', () => {
  test('is taken once, until it is left', () => {
    const board = boardOf();
    const [own, other] = [new Seat(board, 0), new Seat(board, 0)];
    expect(own.tryTake()).toBe(true);
    expect(other.tryTake()).toBe(false);
    own.leave();
    expect(other.tryTake()).toBe(true);
  });

  test("is nobody else's: each worker has one of its own", () => {
    const board = boardOf();
    for (let worker = 0; worker < WORKERS_MAX; worker++) expect(new Seat(board, worker).tryTake()).toBe(true);
  });

  test('that its owner waits for is not taken by another, though it is free', () => {
    const board = boardOf();
    const seat = new Seat(board, 2);
    board[BOARD_WANTED + 32] = 1;
    expect(seat.tryTake()).toBe(false);
    seat.take();
    seat.leave();
    board[BOARD_WANTED + 32] = 0;
    expect(seat.tryTake()).toBe(true);
  });

  test('lets two threads take turns at plain words without a loss', async () => {
    const [board, sum] = [boardOf(), new Int32Array(new SharedArrayBuffer(4))];
    const turns = 20_000;
    const threads = [true, false].map((isOwner) => {
      const workerData: SeatThreadData = {
        board: board.buffer as SharedArrayBuffer,
        sum: sum.buffer,
        turns,
        perTurn: 7,
        isOwner,
      };
      return new Worker(new URL('./seat-thread.ts', import.meta.url), { workerData });
    });
    await Promise.all(threads.map((thread) => once(thread, 'exit')));
    expect(sum[0]).toBe(2 * turns * 7);
  });
});
