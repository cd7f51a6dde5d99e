// The channel thread and a worker as the controller starts them: every PacketIn passes each stage of its way once, whoever
// decides it, and its time is kept.

import { afterEach, describe, expect, test } from 'vitest';
import { silentLog } from '#base/log.ts';
import { ControlCounters } from '#control/counters.ts';
import { Threads } from '#control/threads.ts';
import { INLINE_ALWAYS, INLINE_NEVER } from '#dataplane/context.ts';
import { LATENCY_STAGES, readLatency } from '#shm/latency.ts';
import { sleep } from '../tools/lab/command.ts';
import { FakeSwitch } from './channel/scene.ts';
import { testMemory } from './control/memory.ts';
import { packetIn10 } from './dataplane/harness.ts';
import { frame } from './dataplane/house.ts';

const PACKET_OUT = 13;
const RUNS = 50;
const RUN_LENGTH = 20;

let threads: Threads | undefined;
let fake: FakeSwitch | undefined;

afterEach(async () => {
  fake?.socket.destroy();
  await threads?.stop();
});

describe.each([
  ['by the worker', INLINE_NEVER],
  ['in the channel thread', INLINE_ALWAYS],
])('PacketIns that are decided %s', (_, inline) => {
  test.each([
    ['epoll', true],
    ['node:net', false],
  ])('on %s are timed in every stage, once each', async (_door, native) => {
    const memory = testMemory({ workers: 1 });
    threads = new Threads({
      ...{ memory, counters: new ControlCounters(memory), log: silentLog(), workerRestartsMax: 0 },
      channelFile: new URL('../src/channel-thread.ts', import.meta.url),
      workerFile: new URL('../src/worker-thread.ts', import.meta.url),
      onFatal: (reason) => {
        throw reason;
      },
      channel: {
        ...{ host: '127.0.0.1', port: 0, native, cpu: -1, idleRounds: 20, spinUs: 20 },
        config: {
          ...{ learn: true, handshakeTimeoutMs: 5000, echoIntervalMs: 5000, connectionsMax: 4 },
          ...{ backlogPauseBytes: 1 << 20, backlogCloseBytes: 1 << 24 },
        },
      },
      worker: {
        ...{ learnIdleTimeoutSec: 1, tcpIdleTimeoutSec: 1, udpIdleTimeoutSec: 1, icmpIdleTimeoutSec: 1 },
        ...{ coarseIdleTimeoutSec: 1, finTimeoutSec: 1, denyHardTimeoutSec: 1, parkMs: 100, spinUs: 50 },
        ...{ natPoolFirst: 61440, natPoolSize: 4096, routerMacHi: 0, routerMacLo: 0, inline, firstCpu: -1 },
      },
    });
    threads.startWorkers();
    const { port } = await threads.startChannel();
    fake = await FakeSwitch.connect(port);
    await fake.shakeHands(1n, 1);
    const one = packetIn10(7, frame('tcp', 'c1', 1, 'c2', 2));
    for (let run = 1; run <= RUNS; run++) {
      fake.send(Buffer.concat(new Array<Uint8Array>(RUN_LENGTH).fill(one)));
      await fake.answered(PACKET_OUT, run * RUN_LENGTH);
    }
    const count = () =>
      LATENCY_STAGES.map(({ name }, stage) => {
        const buckets = memory.latency.flatMap((block) => readLatency(block, stage).buckets);
        return [name, buckets.reduce((sum, { count }) => sum + count, 0)];
      });
    // The last answers are counted when they are with the kernel, and may be here before that.
    for (let looks = 0; looks < 100 && count().some(([, counted]) => counted !== RUNS * RUN_LENGTH); looks++) {
      await sleep(10);
    }
    expect(count()).toEqual(LATENCY_STAGES.map(({ name }) => [name, RUNS * RUN_LENGTH]));
    // Loopback and two threads of this machine: seconds would be another unit.
    for (const block of memory.latency) {
      for (const stage of LATENCY_STAGES.keys()) expect(readLatency(block, stage).maxNs).toBeLessThan(2e9);
    }
  });
});
