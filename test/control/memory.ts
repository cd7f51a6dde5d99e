// Shared memory of a size for tests, and workers that have swept.

import { allocateMemory, BOARD_SWEPT, BOARD_VERSION, type MemoryConfig, type SharedMemory } from '#shm/layout.ts';

export function testMemory(sizes: Partial<MemoryConfig> = {}): SharedMemory {
  return allocateMemory(
    {
      workers: 2,
      endpointRows: 1024,
      networkRows: 64,
      classRows: 1024,
      pairRows: 256,
      heapWords: 1 << 17,
      sessionRows: 256,
      macSets: 1024,
      ingressBytes: 1 << 18,
      egressBytes: 1 << 18,
      controlBytes: 1 << 18,
      ...sizes,
    },
    0,
  );
}

/** As if every worker had judged its sessions by the version that is published. */
export function sweep(memory: SharedMemory): void {
  const board = new Int32Array(memory.board);
  for (let worker = 0; worker < memory.config.workers; worker++) {
    board[BOARD_SWEPT + 16 * worker] = board[BOARD_VERSION]!;
  }
}
