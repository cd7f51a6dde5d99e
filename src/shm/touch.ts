// Has the kernel give memory before it is needed. A shared block has no pages until somebody touches them, and whoever is the
// first waits until one is found and cleared: where pages are huge, 45 ms in the middle of the packet path for the first dozen
// sessions of a controller (measured). Main thread, beside whoever uses the block.

/** Words of the smallest page. */
const PAGE_WORDS = 1024;

/** Touches the pages of the words from one to another, and changes none: others may be writing them. */
export function touch(words: Int32Array, from: number, to: number): void {
  if (from >= to) return;
  for (let at = from; at < to; at += PAGE_WORDS) Atomics.or(words, at, 0);
  Atomics.or(words, to - 1, 0);
}
