// Counters for people: the blocks of all threads, with names. Main thread.

import type { Counter } from '#client/schema.ts';
import { CONTROL_COUNTERS } from '#control/counters.ts';
import { CHANNEL_COUNTERS, OUTCOMES, WORKER_COUNTERS } from '#shm/counters.ts';
import type { SharedMemory } from '#shm/layout.ts';

interface Thread {
  readonly name: string;
  readonly values: Float64Array;
}

export class CounterReadings {
  readonly #workers: readonly Thread[];
  readonly #channel: Thread;
  readonly #main: Thread;

  constructor(memory: SharedMemory) {
    const blocks = memory.counters.map((block) => new Float64Array(block));
    const { workers } = memory.config;
    this.#workers = blocks.slice(0, workers).map((values, i) => ({ name: `worker-${i}`, values }));
    this.#channel = { name: 'channel', values: blocks[workers]! };
    this.#main = { name: 'main', values: blocks[workers + 1]! };
  }

  counters(): Counter[] {
    return [
      ...OUTCOMES.map(({ name, help, kind }, index) => reading(name, help, kind, index, this.#workers)),
      ...WORKER_COUNTERS.map(({ name, help, index }) => reading(name, help, 'worker', index, this.#workers)),
      ...CHANNEL_COUNTERS.map(({ name, help, index }) => reading(name, help, 'channel', index, [this.#channel])),
      ...CONTROL_COUNTERS.map(({ name, help, index }) => reading(name, help, 'control', index, [this.#main])),
    ];
  }
}

function reading(
  name: string,
  help: string,
  kind: Counter['kind'],
  index: number,
  threads: readonly Thread[],
): Counter {
  const shown = threads.map((thread) => ({ thread: thread.name, value: thread.values[index]! }));
  return { name, help, kind, value: shown.reduce((sum, { value }) => sum + value, 0), threads: shown };
}
