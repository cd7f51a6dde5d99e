// A thread that runs a worker until the board says stop, for tests.

import { workerData } from 'node:worker_threads';
import type { WorkerTask } from '#dataplane/context.ts';
import { runWorker } from '#dataplane/worker.ts';

runWorker(workerData as WorkerTask);
