// A programmer's mistake ends the thread loudly: its owner restarts it. Never used on a peer's bytes or a user's input.
// Runs in every thread; not called on the packet path except where a false condition means memory corruption.

/**
 * Throws when `condition` is false.
 * @param message what must hold, as a sentence
 */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}
