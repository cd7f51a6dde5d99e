// The composition root of a worker's thread: a piscina task that rehearses, and then works until the process stops.

import type { WorkerTask } from '#dataplane/context.ts';
import { runWorker as work } from '#dataplane/worker.ts';
import { type RehearsalData, rehearse } from '#rehearsal/play.ts';

export interface WorkerRootTask extends WorkerTask {
  /** In the first task of a thread, if it is to rehearse. */
  readonly rehearsal?: RehearsalData;
}

/**
 * The piscina task: `control` names it to the pool.
 * @throws Error when the rehearsal goes wrong; the next task of the thread has none
 */
export function runWorker({ rehearsal, ...task }: WorkerRootTask): void {
  if (rehearsal !== undefined) rehearse(rehearsal, task);
  work(task);
}
