// Threads that die: a worker is started again, a bounded number of times, and then the process is told.

import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { silentLog } from '#base/log.ts';
import { ControlCounters, WORKER_RESTARTS } from '#control/counters.ts';
import { Threads } from '#control/threads.ts';
import { makeStage, PLAY_SESSIONS } from '#rehearsal/stage.ts';
import { BOARD_STOP } from '#shm/layout.ts';
import { testMemory } from './memory.ts';

const WORKER_TASK = {
  ...{ learnIdleTimeoutSec: 1, tcpIdleTimeoutSec: 1, udpIdleTimeoutSec: 1, icmpIdleTimeoutSec: 1 },
  ...{ coarseIdleTimeoutSec: 1, finTimeoutSec: 1, denyHardTimeoutSec: 1, parkMs: 10, inline: 0, firstCpu: -1 },
  ...{ natPoolFirst: 61440, natPoolSize: 4096, routerMacHi: 0, routerMacLo: 0 },
};

let threads: Threads;
let server: Server | undefined;

afterEach(async () => {
  server?.close();
  await threads.stop();
});

const CHANNEL = {
  ...{ learn: true, handshakeTimeoutMs: 1000, echoIntervalMs: 1000, connectionsMax: 4 },
  ...{ backlogPauseBytes: 1 << 20, backlogCloseBytes: 1 << 24 },
};
const FAILING_WORKER = './threads/failing-worker.ts';

/** @param failures how often each failing worker throws before it runs */
function make(failures: number, port = 0, workerFile = FAILING_WORKER, firstTask: () => object = () => ({})) {
  const memory = testMemory({ workers: 2 });
  const counters = new ControlCounters(memory);
  const fatal: string[] = [];
  threads = new Threads({
    ...{ memory, counters, log: silentLog(), workerRestartsMax: 2, onFatal: (reason) => fatal.push(reason.message) },
    ...{
      channelFile: new URL('../../src/channel-thread.ts', import.meta.url),
      workerFile: new URL(workerFile, import.meta.url),
    },
    firstTask,
    channel: {
      ...{ host: '127.0.0.1', port, native: true, cpu: -1, idleRounds: 1, spinUs: 0 },
      config: CHANNEL,
    },
    worker: { ...WORKER_TASK, spinUs: failures },
  });
  const restarts = () => counters.values[WORKER_RESTARTS]!;
  return { memory, fatal, restarts };
}

describe('a worker', () => {
  test('that throws is started again on the same memory', async () => {
    const { fatal, restarts } = make(2);
    threads.startWorkers();
    await expect.poll(restarts).toBe(4);
    await expect.poll(() => threads.workers.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(threads.workers.map((worker) => worker.restarts)).toEqual([2, 2]);
    expect(fatal).toEqual([]);
  });

  test('whose rehearsal fails is started again without one', async () => {
    const spoilt = () => {
      const stage = makeStage(PLAY_SESSIONS, false);
      stage.switches[0]!.packetIns.fill(0);
      return { rehearsal: { stage, ms: 50, config: CHANNEL } };
    };
    const { fatal, restarts } = make(0, 0, '../../src/worker-thread.ts', spoilt);
    threads.startWorkers();
    await expect.poll(restarts, { timeout: 5000 }).toBe(2);
    await expect.poll(() => threads.workers.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(threads.workers.map((worker) => worker.restarts)).toEqual([1, 1]);
    expect(fatal).toEqual([]);
  });

  test('that throws again and again is given up, and the process is told', async () => {
    const { fatal } = make(1000);
    threads.startWorkers();
    await expect.poll(() => fatal.length).toBe(2);
    expect(fatal.sort()).toEqual(['worker 0 died 3 times', 'worker 1 died 3 times']);
    expect(threads.workers[0]!.state).toBe('stopped');
  });

  test('that leaves its loop unasked is fatal; asked, it is not', async () => {
    const { memory, fatal } = make(0);
    threads.startWorkers();
    await expect.poll(() => threads.workers.every(({ state }) => state === 'running')).toBe(true);
    Atomics.store(new Int32Array(memory.board), BOARD_STOP, 1);
    await expect.poll(() => fatal.length).toBe(2);
    expect(fatal[0]).toMatch(/left its loop/);
  });
});

describe('the channel thread', () => {
  test('listens where it is told, and says where that is', async () => {
    make(0);
    const at = await threads.startChannel();
    expect(at).toMatchObject({ host: '127.0.0.1', door: 'epoll' });
    expect(at.port).toBeGreaterThan(0);
    expect(threads.listening).toEqual(at);
  });

  test('that cannot listen says why', async () => {
    server = createServer();
    const port = await new Promise<number>((resolve) =>
      server!.listen(0, '127.0.0.1', () => resolve((server!.address() as { port: number }).port)),
    );
    make(0, port);
    await expect(threads.startChannel()).rejects.toThrow(/cannot listen.*EADDRINUSE.*--openflow/);
  });
});
