// One of two threads that hand a turn to and fro: it sleeps until the turn is its own, waits for a random moment, so
// that the other is caught at every point of its way to sleep, passes the turn on and rings the other's bell. Both
// end when they have slept `parks` times together, or when a sleep ended by its time-out.

import { parentPort, workerData } from 'node:worker_threads';
import { announcePark, cancelPark, park, parkAsync, ringBell } from '#shm/bell.ts';

const { board, parks, seed, side, waiting } = workerData as {
  board: SharedArrayBuffer;
  parks: number;
  seed: number;
  side: 0 | 1;
  waiting: 'park' | 'parkAsync';
};

// Words of the board that have no other use here.
const TURN = 600;
const PARKS = 604;
const OVER = 608;
const BELLS = [32, 48];
const TIMEOUT_MS = 10_000;
const SPINS_MAX = 400;
const words = new Int32Array(board);
const mine = BELLS[side]!;
const other = BELLS[1 - side]!;
// A thread with nothing but an Atomics.waitAsync to wait for ends.
const alive = setInterval(() => {}, 60_000);
let timeouts = 0;
let state = (seed + side) | 1;

async function sleepUntil(turn: number): Promise<void> {
  while (timeouts === 0) {
    announcePark(words, mine);
    // The look that must come between the announcement and the sleep.
    if (Atomics.load(words, TURN) === turn) {
      cancelPark(words, mine);
      return;
    }
    Atomics.add(words, PARKS, 1);
    const from = performance.now();
    if (waiting === 'park') park(words, mine, TIMEOUT_MS);
    else {
      await parkAsync(words, mine, TIMEOUT_MS);
      cancelPark(words, mine);
    }
    if (performance.now() - from >= TIMEOUT_MS) timeouts++;
  }
}

let turn = side;
for (let over = false; !over && timeouts === 0; turn += 2) {
  if (Atomics.load(words, TURN) !== turn) await sleepUntil(turn);
  over = Atomics.load(words, OVER) === 1;
  if (Atomics.load(words, PARKS) >= parks) Atomics.store(words, OVER, 1);
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  for (let spins = (state >>> 0) % SPINS_MAX; spins > 0; spins--) Atomics.load(words, TURN);
  Atomics.store(words, TURN, turn + 1);
  ringBell(words, other);
}
clearInterval(alive);
parentPort!.postMessage({ turns: turn, parks: Atomics.load(words, PARKS), timeouts });
