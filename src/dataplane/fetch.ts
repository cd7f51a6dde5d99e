// Reads words of large tables before they are needed. The reads do not depend on each other, so the processor has them all
// under way at once, and whoever looks there next finds them in the cache. Worker thread only; hot: no allocation, no throw.

/** Messages whose lookups are fetched together: what they need fits in a core's first cache. */
export const FETCH_GROUP = 32;

/**
 * Reads the words at the first `count` places. Nothing else may be done in this loop: with the hashing in it too few reads
 * are under way at once, and most of the gain is gone.
 * @returns all of them together, for the caller to keep: a compiler leaves out what is read for nothing
 */
export function fetchWords(words: Int32Array, places: Int32Array, count: number): number {
  let all = 0;
  for (let i = 0; i < count; i++) all ^= words[places[i]!]!;
  return all;
}
