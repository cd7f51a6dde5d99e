// Writes down its own time whenever it is asked to.

import { parentPort, workerData } from 'node:worker_threads';
import { nowNs } from '#shm/clock.ts';

const { words, times } = workerData as { words: Int32Array; times: Float64Array };

parentPort!.postMessage('ready');
for (let asked = 0; ; ) {
  while (Atomics.load(words, 0) === asked) Atomics.wait(words, 0, asked, 1000);
  asked = Atomics.load(words, 0);
  times[0] = nowNs();
  Atomics.store(words, 1, asked);
  Atomics.notify(words, 1);
}
