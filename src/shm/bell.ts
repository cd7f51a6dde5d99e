// Doorbells: how a thread sleeps until another has work for it, at no cost while it is awake. The sleeper stores
// PARKED, looks at its rings once more, then waits; whoever commits work afterwards sees PARKED and wakes it. Since
// both sides store before they load, one of them always sees the other (sequential consistency of Atomics).

const AWAKE = 0;
const PARKED = 1;

/** Wakes the owner of the bell if it is parked: one load when it is not. Any thread, after a commit. */
export function ringBell(board: Int32Array, bell: number): void {
  if (Atomics.load(board, bell) === PARKED && Atomics.compareExchange(board, bell, PARKED, AWAKE) === PARKED) {
    // All: a thread with an event loop may have a waiter from a sleep that something else ended.
    Atomics.notify(board, bell);
  }
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
