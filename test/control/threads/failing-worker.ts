// A worker for tests of its keeper: throws as often as `spinUs` says, counting in its first counter, then runs until
// it is told to stop.

import type { WorkerTask } from '#dataplane/context.ts';
import { BOARD_STOP } from '#shm/layout.ts';

export function runWorker(task: WorkerTask): void {
  const counters = new Float64Array(task.memory.counters[task.worker]!);
  counters[0] = counters[0]! + 1;
  if (counters[0]! <= task.spinUs) throw new Error('invariant broken: for a test');
  const board = new Int32Array(task.memory.board);
  while (Atomics.load(board, BOARD_STOP) === 0) Atomics.wait(board, BOARD_STOP, 0, 10);
}
