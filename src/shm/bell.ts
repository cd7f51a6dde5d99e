// Doorbells: how a thread sleeps until another has work for it, at no cost while it is awake. The sleeper stores
// PARKED, looks at its rings once more, then waits; whoever commits work afterwards sees PARKED and wakes it. Since
// both sides store before they load, one of them always sees the other (sequential consistency of Atomics).

import { BOARD_BELL_CHANNEL, BOARD_WAKE_FD } from '#shm/layout.ts';

const AWAKE = 0;
const PARKED = 1;

/** Wakes the owner of the bell if it is parked: one load when it is not. Any thread, after a commit. */
export function ringBell(board: Int32Array, bell: number): void {
  // All: a thread with an event loop may have a waiter from a sleep that something else ended.
  if (unpark(board, bell)) Atomics.notify(board, bell);
}

/**
 * The same for the channel, which may sleep in epoll.
 * @param wake ends a sleep there, given the descriptor
 */
export function ringChannel(board: Int32Array, wake: (fd: number) => void): void {
  if (!unpark(board, BOARD_BELL_CHANNEL)) return;
  const fd = Atomics.load(board, BOARD_WAKE_FD);
  if (fd > 0) wake(fd);
  else Atomics.notify(board, BOARD_BELL_CHANNEL);
}

function unpark(board: Int32Array, bell: number): boolean {
  return Atomics.load(board, bell) === PARKED && Atomics.compareExchange(board, bell, PARKED, AWAKE) === PARKED;
}

/** Says that the owner is about to sleep. It must look at its rings once more before it waits. */
export function announcePark(board: Int32Array, bell: number): void {
  Atomics.store(board, bell, PARKED);
}

/** Takes the announcement back. */
export function cancelPark(board: Int32Array, bell: number): void {
  Atomics.store(board, bell, AWAKE);
}

/** Blocks a worker thread until the bell rings or `timeoutMs` have passed. */
export function park(board: Int32Array, bell: number, timeoutMs: number): void {
  Atomics.wait(board, bell, PARKED, timeoutMs);
  Atomics.store(board, bell, AWAKE);
}

/**
 * The same for a thread with an event loop: resolves when the bell rings or `timeoutMs` have passed. The caller takes
 * its announcement back itself, since something else may have woken it meanwhile.
 */
export async function parkAsync(board: Int32Array, bell: number, timeoutMs: number): Promise<void> {
  const waiting = Atomics.waitAsync(board, bell, PARKED, timeoutMs);
  if (waiting.async) await waiting.value;
}
