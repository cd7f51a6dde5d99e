// Asks the kernel for huge pages behind blocks that are hit at random. Main thread, once, before they are touched.

import { loadBindings } from '#native/bindings.ts';

/** Smaller blocks stay in the caches of the page tables anyway. */
const WORTH_BYTES = 4 * 1024 * 1024;

/** @returns how many blocks the kernel said yes to; 0 without the bindings */
export function adviseHugePages(blocks: Iterable<SharedArrayBuffer>): number {
  const { bindings } = loadBindings();
  if (bindings === undefined) return 0;
  let advised = 0;
  for (const block of blocks) {
    if (block.byteLength >= WORTH_BYTES && bindings.memoryHuge(new Uint8Array(block)) === 0) advised++;
  }
  return advised;
}
