// The channel's loop for a door on epoll: one look at all sockets, one at all rings, and round again. Without work it goes on
// looking for `spinUs`, if that was of use lately (spin-trust.ts), and then sleeps in epoll itself, where sockets wake it and so
// does its bell. It never goes back to Node's event loop before it ends: nothing else runs in this thread. Channel thread
// only. Hot: no allocation, no await, no throw.

import type { Channel } from '#channel/channel.ts';
import { SpinTrust } from '#channel/spin-trust.ts';
import type { EpollDoor } from '#native/epoll-door.ts';
import { announcePark, cancelPark } from '#shm/bell.ts';
import { BOARD_BELL_CHANNEL, BOARD_STOP, BOARD_WAKE_FD } from '#shm/layout.ts';

const TICK_NS = 500e6;
/** Sleeps end by themselves after this long: a lost wake-up would cost this much and no more. */
const PARK_MS = 100;
/** The same while a ring is full, which a worker that answers nothing does not tell: less than a ring lasts it. */
const ROOM_MS = 1;
// Of `times`, in nanoseconds.
const TICK_AT = 0;
/** 0 = it is not idle. */
const IDLE_SINCE = 1;

/** Runs until the board says stop. */
export function runPollingLoop(channel: Channel, door: EpollDoor, board: Int32Array, spinUs: number): void {
  Atomics.store(board, BOARD_WAKE_FD, door.wakeFd); // from now on the bell rings in epoll
  const { clock } = door;
  // In an array: a variable that is a double for ever in a loop without an end may be put on the heap at each turn.
  const times = new Float64Array(2);
  const trust = new SpinTrust();
  let spinNs = 0;
  let sleeps = false;
  let hasSlept = false;
  while (Atomics.load(board, BOARD_STOP) === 0) {
    const heard = sleeps ? sleep(channel, door, board) : door.wait(0);
    sleeps = false;
    if (clock[0]! >= times[TICK_AT]!) {
      times[TICK_AT] = clock[0]! + TICK_NS;
      channel.tick(clock[0]! / 1e6);
    }
    if (channel.drain() || heard || channel.busy) {
      if (times[IDLE_SINCE] === 0) continue;
      trust.end(hasSlept);
      channel.idled(((clock[0]! - times[IDLE_SINCE]!) / 1000) | 0);
      times[IDLE_SINCE] = 0;
      continue;
    }
    if (door.crowded) {
      sleep(channel, door, board);
      continue;
    }
    if (times[IDLE_SINCE] === 0) {
      times[IDLE_SINCE] = clock[0]!;
      hasSlept = false;
      spinNs = trust.begin() ? spinUs * 1000 : 0;
    }
    if (clock[0]! - times[IDLE_SINCE]! < spinNs) continue;
    sleeps = true;
    hasSlept = true;
  }
}

/** Waits for a socket or the bell. @returns whether a socket had something */
function sleep(channel: Channel, door: EpollDoor, board: Int32Array): boolean {
  announcePark(board, BOARD_BELL_CHANNEL);
  let heard = false;
  if (!channel.ready && Atomics.load(board, BOARD_STOP) === 0) {
    // Where a ring is full a worker is awaited: to look at sockets meanwhile, which stay ready, would take time from it.
    if (door.crowded) door.rest(ROOM_MS);
    else heard = door.wait(PARK_MS);
  }
  cancelPark(board, BOARD_BELL_CHANNEL);
  return heard;
}
