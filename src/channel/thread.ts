// The channel's thread: an event loop that serves sockets and, while there is work, polls what workers answer.
// After `idleRounds` rounds without any it sleeps on its bell; a socket event or the bell wakes it. Polling first
// matters in latency mode: parked at once it made 20 k round trips a second with one switch, polling first 48 k.

import { parentPort, workerData } from 'node:worker_threads';
import { Channel } from '#channel/channel.ts';
import type { ChannelConfig } from '#channel/channel-config.ts';
import { openNodeDoor } from '#native/node-door.ts';
import { announcePark, cancelPark, parkAsync } from '#shm/bell.ts';
import { BOARD_BELL_CHANNEL, BOARD_STOP, type SharedMemory } from '#shm/layout.ts';

export interface ChannelThreadData {
  readonly memory: SharedMemory;
  readonly config: ChannelConfig;
  readonly host: string;
  readonly port: number;
  /** Rounds of the event loop without work before the thread sleeps. */
  readonly idleRounds: number;
}

/** What the thread posts to main: once it listens, or why it does not. */
export type ChannelThreadMessage =
  | { readonly listening: { readonly host: string; readonly port: number; readonly door: string } }
  | { readonly failed: string };

const TICK_MS = 500;
/** Sleeps end by themselves after this long: a lost wake-up would cost this much and no more. */
const PARK_MS = 100;

async function run(data: ChannelThreadData): Promise<void> {
  const { memory } = data;
  const board = new Int32Array(memory.board);
  const channel = new Channel(memory, data.config, performance.now());
  const door = openNodeDoor(channel);
  channel.attach(door);
  let listening: { host: string; port: number };
  try {
    listening = await door.listen(data.host, data.port);
  } catch (error) {
    parentPort?.postMessage({ failed: (error as Error).message } satisfies ChannelThreadMessage);
    return;
  }
  parentPort?.postMessage({ listening: { ...listening, door: door.kind } } satisfies ChannelThreadMessage);

  const ticker = setInterval(() => channel.tick(performance.now()), TICK_MS);
  let idle = 0;
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
    if (found || channel.awake) idle = 0;
    else idle++;
    channel.awake = false;
    if (idle < data.idleRounds || channel.busy) {
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

void run(workerData as ChannelThreadData);
