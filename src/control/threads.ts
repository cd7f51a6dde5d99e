// Starts and ends the other threads: the channel thread, and the workers as long-running tasks of piscina pools, one
// each, so that a worker's thread can be told from another's. A worker that throws is started again on the same memory, a
// bounded number of times; the channel thread is not, since its sockets went with it. Main thread; the only user of piscina.

import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { DaoliError } from '#base/error.ts';
import type { Log } from '#base/log.ts';
import type { ChannelThreadData, ChannelThreadMessage } from '#channel/thread-data.ts';
import { type ControlCounters, WORKER_RESTARTS } from '#control/counters.ts';
import { ThreadHeaps } from '#control/thread-heaps.ts';
import type { WorkerTask } from '#dataplane/context.ts';
import { ringWake } from '#native/wake.ts';
import { ringBell, ringChannel } from '#shm/bell.ts';
import { BOARD_BELL_MAIN, BOARD_BELL_WORKER, BOARD_STOP, type SharedMemory } from '#shm/layout.ts';

export type Listening = Extract<ChannelThreadMessage, { listening: object }>['listening'];

export type WorkerState = 'starting' | 'running' | 'stopped';

export interface WorkerStatus {
  state: WorkerState;
  restarts: number;
}

export interface ThreadsOptions {
  readonly memory: SharedMemory;
  readonly log: Log;
  readonly counters: ControlCounters;
  readonly channel: Omit<ChannelThreadData, 'memory'>;
  readonly worker: Omit<WorkerTask, 'memory' | 'worker'>;
  /** What the first task of each worker's thread has besides. */
  readonly firstTask?: () => object;
  readonly workerFile: URL;
  readonly channelFile: URL;
  readonly workerRestartsMax: number;
  /** Called when a thread has died for good: the process cannot go on. */
  readonly onFatal: (reason: Error) => void;
}

/** How long threads may take to leave their loops. */
const STOP_TIMEOUT_MS = 3000;

export class Threads {
  readonly workers: readonly WorkerStatus[];
  readonly heaps: ThreadHeaps;
  /** What the channel thread listens on; undefined until it does. */
  listening: Listening | undefined = undefined;
  readonly #options: ThreadsOptions;
  readonly #board: Int32Array;
  readonly #ended: Promise<void>[] = [];
  /** By worker. */
  readonly #pools: Piscina[] = [];
  #channel: Worker | undefined;
  #stopping = false;

  constructor(options: ThreadsOptions) {
    this.#options = options;
    this.#board = new Int32Array(options.memory.board);
    this.workers = Array.from({ length: options.memory.config.workers }, () => ({ state: 'starting', restarts: 0 }));
    this.heaps = new ThreadHeaps([
      { thread: 'channel', worker: () => this.#channel },
      ...this.workers.map((_, i) => ({ thread: `worker-${i}`, worker: () => this.#pools[i]?.threads[0] })),
    ]);
  }

  /** Starts the workers, which then wait for the channel's records. */
  startWorkers(): void {
    for (let worker = 0; worker < this.workers.length; worker++) {
      this.#pools.push(
        new Piscina({
          filename: this.#options.workerFile.href,
          name: 'runWorker',
          minThreads: 1,
          maxThreads: 1,
          concurrentTasksPerWorker: 1,
          idleTimeout: Number.POSITIVE_INFINITY,
        }),
      );
      this.#ended.push(this.#keepRunning(worker));
    }
    this.heaps.start();
  }

  /**
   * Starts the channel thread.
   * @returns the address that it listens on
   * @throws DaoliError `unavailable` when it cannot listen
   */
  async startChannel(): Promise<Listening> {
    const { memory, channel, channelFile, worker, log, onFatal } = this.#options;
    const data: ChannelThreadData & { worker: typeof worker } = { memory, ...channel, worker };
    const thread = new Worker(channelFile, { workerData: data });
    this.#channel = thread;
    const { promise, resolve, reject } = Promise.withResolvers<Listening>();
    thread.on('message', (message: ChannelThreadMessage) => {
      if ('listening' in message) resolve(message.listening);
      else if ('rehearsalFailed' in message) {
        log.error({ err: message.rehearsalFailed }, 'the channel thread did not rehearse: its first packets will wait');
      } else if ('workerFailed' in message) {
        const { worker: failed, error: err } = message.workerFailed;
        log.error({ err, worker: failed }, 'a worker failed in the channel thread; its own thread goes on');
      } else reject(cannotListen(channel.host, channel.port, message.failed));
    });
    thread.on('error', (cause) => {
      log.fatal({ err: cause }, 'the channel thread died');
      reject(cause);
      if (!this.#stopping) onFatal(new Error('the channel thread died', { cause }));
    });
    this.#ended.push(new Promise((ended) => thread.once('exit', () => ended())));
    this.listening = await promise;
    return this.listening;
  }

  /** Tells every thread to leave its loop and waits, up to a bound, until they have. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.heaps.stop();
    // Each thread sees it at its next round; the bells end their sleeps.
    Atomics.store(this.#board, BOARD_STOP, 1);
    ringChannel(this.#board, ringWake);
    ringBell(this.#board, BOARD_BELL_MAIN);
    for (let worker = 0; worker < this.workers.length; worker++) ringBell(this.#board, BOARD_BELL_WORKER + 16 * worker);
    const { promise: late, resolve: giveUp } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => giveUp('late'), STOP_TIMEOUT_MS);
    const outcome = await Promise.race([Promise.all(this.#ended), late]);
    clearTimeout(timer);
    if (outcome === 'late')
      this.#options.log.warn(`threads did not end within ${STOP_TIMEOUT_MS} ms; they are cut off`);
    await this.#channel?.terminate();
    await Promise.all(this.#pools.map((pool) => pool.destroy()));
  }

  /** Runs a worker's task until it returns, again when it throws. */
  async #keepRunning(worker: number): Promise<void> {
    const { memory, log, counters, workerRestartsMax, firstTask, onFatal } = this.#options;
    const status = this.workers[worker]!;
    const usual: WorkerTask = { memory, worker, ...this.#options.worker };
    for (let task = { ...usual, ...firstTask?.() }; ; task = usual) {
      try {
        status.state = 'running';
        await this.#pools[worker]!.run(task);
        status.state = 'stopped';
        if (!this.#stopping) onFatal(new Error(`worker ${worker} left its loop though nobody asked`));
        return;
      } catch (cause) {
        status.state = 'stopped';
        if (this.#stopping) return;
        log.error({ err: cause, worker }, 'a worker died');
        if (status.restarts >= workerRestartsMax) {
          onFatal(new Error(`worker ${worker} died ${status.restarts + 1} times`, { cause }));
          return;
        }
        status.restarts++;
        counters.count(WORKER_RESTARTS);
      }
    }
  }
}

function cannotListen(host: string, port: number, reason: string): DaoliError {
  return new DaoliError(
    'unavailable',
    `OpenFlow cannot listen on ${host}:${port}: ${reason}; free it or name another with --openflow HOST:PORT`,
  );
}
