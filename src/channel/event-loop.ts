// The channel's loop for a door on node:net: an event loop that serves sockets and, while there is work, polls what
// workers answer. After `idleRounds` rounds without any it sleeps on its bell; a socket event or the bell wakes it. Polling
// first matters in latency mode: parked at once it made 20 k round trips a second with one switch, polling first 48 k.
// Channel thread only.

import type { Channel } from '#channel/channel.ts';
import type { Door } from '#native/door.ts';
import { announcePark, cancelPark, parkAsync } from '#shm/bell.ts';
import { BOARD_BELL_CHANNEL, BOARD_STOP } from '#shm/layout.ts';

const TICK_MS = 500;
/** Sleeps end by themselves after this long: a lost wake-up would cost this much and no more. */
const PARK_MS = 100;

/** Starts the loop, which goes on until the board says stop. */
export function startEventLoop(channel: Channel, door: Door, board: Int32Array, idleRounds: number): void {
  const ticker = setInterval(() => channel.tick(performance.now()), TICK_MS);
  let idle = 0;
  let idleSinceMs = 0;
  /** Which sleep this is; 0 = awake. A sleep that a socket ended early must not end the next one. */
  let sleep = 0;
  let sleeps = 0;

  function round(): void {
    if (Atomics.load(board, BOARD_STOP) === 1) {
      clearInterval(ticker);
      void door.end();
      return;
    }
    const found = channel.drain();
    if (found || channel.awake) {
      if (idle > 0) channel.idled(((performance.now() - idleSinceMs) * 1000) | 0);
      idle = 0;
    } else if (idle++ === 0) idleSinceMs = performance.now();
    channel.awake = false;
    if (idle < idleRounds || channel.busy) {
      setImmediate(round);
      return;
    }
    announcePark(board, BOARD_BELL_CHANNEL);
    if (channel.ready || Atomics.load(board, BOARD_STOP) === 1) {
      cancelPark(board, BOARD_BELL_CHANNEL);
      setImmediate(round);
      return;
    }
    sleep = ++sleeps;
    const mine = sleep;
    void parkAsync(board, BOARD_BELL_CHANNEL, PARK_MS).then(() => {
      if (sleep === mine) wake();
    });
  }

  function wake(): void {
    sleep = 0;
    cancelPark(board, BOARD_BELL_CHANNEL);
    idle = 0;
    round();
  }

  // Bytes from a socket mean that answers are on their way: poll for them instead of waiting for the bell.
  channel.onWork = () => {
    if (sleep !== 0) {
      sleep = 0;
      cancelPark(board, BOARD_BELL_CHANNEL);
      Atomics.notify(board, BOARD_BELL_CHANNEL); // ends the sleep that nobody waits for any more
      setImmediate(round);
    }
  };
  round();
}
