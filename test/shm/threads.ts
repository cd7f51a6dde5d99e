// Runs the other threads of a test: each posts one message, its result, and ends.

import { Worker } from 'node:worker_threads';

/**
 * Starts a thread for each of `data` and waits for all results.
 * @param file relative to this folder
 */
export async function runThreads(file: string, data: readonly object[]): Promise<Record<string, number>[]> {
  const workers = data.map((workerData) => new Worker(new URL(file, import.meta.url), { workerData }));
  try {
    return await Promise.all(
      workers.map(
        (worker) =>
          new Promise<Record<string, number>>((resolve, reject) => {
            worker.once('message', resolve);
            worker.once('error', reject);
            worker.once('exit', (code) => reject(new Error(`a thread of ${file} ended with ${code} and no result`)));
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
