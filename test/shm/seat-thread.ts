// One of those who want the seat of a worker: sits down, adds 1 to a plain word many times, stands up.

import { workerData } from 'node:worker_threads';
import { Seat } from '#shm/seat.ts';

const { board, sum, turns, perTurn, isOwner } = workerData as SeatThreadData;

export interface SeatThreadData {
  readonly board: SharedArrayBuffer;
  readonly sum: SharedArrayBuffer;
  readonly turns: number;
  readonly perTurn: number;
  /** The worker's own thread waits for the seat; the other one takes it when it is free. */
  readonly isOwner: boolean;
}

const seat = new Seat(new Int32Array(board), 3);
const words = new Int32Array(sum);
for (let turn = 0; turn < turns; ) {
  if (isOwner) seat.take();
  else if (!seat.tryTake()) continue;
  turn++;
  for (let i = 0; i < perTurn; i++) words[0] = words[0]! + 1;
  seat.leave();
}
