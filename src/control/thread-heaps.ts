// What each thread's heap holds, looked at once a second from outside. Main thread.
//
// The channel thread on epoll and the workers never go back to their event loops, so no observer in them would ever be
// called. V8 is asked instead (`worker.getHeapStatistics`): it interrupts the thread between two of its own steps, reads a few
// numbers and goes on, without a line of JavaScript there. So looking allocates nothing in the thread that is looked at, and
// a heap that stays the same to the byte is one in which nothing is allocated. A thread that sleeps answers when it wakes.
//
// Nobody tells how often V8 has collected garbage, but a heap that holds less than a second ago tells that it has, at
// least once. A thread that collects less often than every other second, as one does that allocates little, is counted exactly.
import { getHeapStatistics, type HeapInfo } from 'node:v8';
import type { Worker } from 'node:worker_threads';

const LOOK_MS = 1000;

/** A thread by its name, and what to ask about it: the thread that runs now, or undefined while none does. */
export interface HeapOwner {
  readonly thread: string;
  readonly worker: () => Worker | undefined;
}

export interface ThreadHeap {
  readonly thread: string;
  /** Bytes of objects, dead ones included until they are collected. */
  usedBytes: number;
  /** Bytes that V8 has taken from the system for them. */
  totalBytes: number;
  /** Bytes outside the heap that objects of it keep, such as buffers. */
  externalBytes: number;
  /** Seconds in which garbage was collected, as far as it showed. */
  collections: number;
}

export class ThreadHeaps {
  /** Main's own first, then in the order of the owners. */
  readonly heaps: readonly ThreadHeap[];
  readonly #owners: readonly HeapOwner[];
  readonly #asked = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(owners: readonly HeapOwner[]) {
    this.#owners = owners;
    const nothing = { usedBytes: 0, totalBytes: 0, externalBytes: 0, collections: 0 };
    this.heaps = ['main', ...owners.map(({ thread }) => thread)].map((thread) => ({ thread, ...nothing }));
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    // it alone keeps no process alive
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks at all threads that have answered the time before. */
  async look(): Promise<void> {
    note(this.heaps[0]!, getHeapStatistics());
    await Promise.all(this.#owners.map((owner, i) => this.#ask(owner, this.heaps[i + 1]!)));
  }

  async #ask({ thread, worker }: HeapOwner, heap: ThreadHeap): Promise<void> {
    const running = worker();
    if (running === undefined || this.#asked.has(thread)) return;
    this.#asked.add(thread);
    try {
      note(heap, await running.getHeapStatistics());
    } catch {
      // it ended before it could answer: whoever started it knows
    } finally {
      this.#asked.delete(thread);
    }
  }
}

function note(heap: ThreadHeap, { used_heap_size, total_heap_size, external_memory }: HeapInfo): void {
  if (used_heap_size < heap.usedBytes) heap.collections++;
  heap.usedBytes = used_heap_size;
  heap.totalBytes = total_heap_size;
  heap.externalBytes = external_memory;
}
