// The channel in its own thread, as the controller starts it: it listens, sleeps when there is nothing to do, wakes for
// sockets and for its bell, and ends when it is told to.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ChannelConfig } from '#channel/channel-config.ts';
import type { ChannelThreadMessage } from '#channel/thread-data.ts';
import { INLINE_NEVER } from '#dataplane/context.ts';
import { ringWake } from '#native/wake.ts';
import type { RehearsalData } from '#rehearsal/play.ts';
import { makeStage, PLAY_ALL } from '#rehearsal/stage.ts';
import { ringChannel } from '#shm/bell.ts';
import { PACKET_INS } from '#shm/counters.ts';
import { allocateMemory, BOARD_BELL_CHANNEL, BOARD_STOP, RING_BYTES_MIN, type SharedMemory } from '#shm/layout.ts';
import {
  RECORD_DATAPATH_UP,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PAYLOAD_AT,
  RECORD_SLOT,
  RingConsumer,
  RingProducer,
} from '#shm/ring.ts';
import type { ChannelRootData } from '../../src/channel-thread.ts';
import { ECHO_REPLY, ECHO_REQUEST, FakeSwitch, message } from './scene.ts';

const PACKET_OUT = 13;
const ROUNDS = 40;

interface Running {
  readonly thread: Worker;
  readonly memory: SharedMemory;
  readonly board: Int32Array;
  readonly first: ChannelThreadMessage;
  readonly exited: Promise<void>;
}

const CHANNEL: ChannelConfig = {
  ...{ learn: true, handshakeTimeoutMs: 5000, echoIntervalMs: 5000, connectionsMax: 100 },
  ...{ backlogPauseBytes: 1 << 20, backlogCloseBytes: 16 << 20 },
};

async function start(native: boolean, port = 0, rehearsal?: RehearsalData): Promise<Running> {
  const size = {
    endpointRows: 16,
    networkRows: 4,
    classRows: 16,
    pairRows: 16,
    heapWords: 64,
    sessionRows: 64,
    macSets: 16,
  };
  const ring = { ingressBytes: RING_BYTES_MIN, egressBytes: RING_BYTES_MIN, controlBytes: RING_BYTES_MIN };
  const memory = allocateMemory({ workers: 1, ...size, ...ring });
  const seconds = { learnIdleTimeoutSec: 1, tcpIdleTimeoutSec: 1, udpIdleTimeoutSec: 1, icmpIdleTimeoutSec: 1 };
  const more = { coarseIdleTimeoutSec: 1, finTimeoutSec: 1, denyHardTimeoutSec: 1 };
  const nat = { natPoolFirst: 61440, natPoolSize: 4096, routerMacHi: 0, routerMacLo: 0 };
  const waiting = { spinUs: 0, parkMs: 100, inline: INLINE_NEVER, firstCpu: -1 };
  const workerData: ChannelRootData = {
    memory,
    config: CHANNEL,
    host: '127.0.0.1',
    port,
    idleRounds: 20,
    spinUs: 20,
    native,
    cpu: -1,
    worker: { ...seconds, ...more, ...nat, ...waiting },
    ...(rehearsal && { rehearsal }),
  };
  const thread = new Worker(new URL('../../src/channel-thread.ts', import.meta.url), { workerData });
  onTestFinished(async () => {
    await thread.terminate();
  });
  // It may end before whoever waits for its first word goes on.
  const exited = once(thread, 'exit').then(() => {});
  const [first] = (await once(thread, 'message')) as [ChannelThreadMessage];
  return { thread, exited, memory, board: new Int32Array(memory.board), first };
}

function portOf({ first }: Running): number {
  if (!('listening' in first)) throw new Error(JSON.stringify(first));
  return first.listening.port;
}

/** Connects a switch. @returns it with its slot and generation */
async function serve(running: Running): Promise<{ fake: FakeSwitch; slot: number; generation: number }> {
  const fake = await FakeSwitch.connect(portOf(running));
  onTestFinished(() => {
    fake.socket.destroy();
  });
  await fake.shakeHands(1n, 4);
  const control = new RingConsumer(running.memory.control);
  for (;;) {
    const at = control.poll();
    if (at >= 0 && control.words[(at >> 2) + RECORD_KIND] === RECORD_DATAPATH_UP) {
      const word = at >> 2;
      return { fake, slot: control.words[word + RECORD_SLOT]!, generation: control.words[word + RECORD_GENERATION]! };
    }
    await sleep(1);
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

describe.each([
  ['epoll', true],
  ['node:net', false],
])('the channel thread on %s', (door, native) => {
  it('says where it listens and by which door', async () => {
    const running = await start(native);
    expect(running.first).toEqual({ listening: { host: '127.0.0.1', port: expect.any(Number), door, doorReason: '' } });
  });

  it('rehearses before it listens', async () => {
    const rehearsal = { stage: makeStage(PLAY_ALL, true), ms: 100, config: CHANNEL };
    const { first } = await start(native, 0, rehearsal);
    expect(first).toHaveProperty('listening');
    expect(new Float64Array(rehearsal.stage.memory.counters[0]!)[PACKET_INS]).toBeGreaterThan(1000);
  });

  it('says that it could not rehearse, and listens all the same', async () => {
    const stage = makeStage(PLAY_ALL, false);
    stage.switches[0]!.greeting.fill(0);
    const { first, thread } = await start(native, 0, { stage, ms: 100, config: CHANNEL });
    if (!('rehearsalFailed' in first)) throw new Error(JSON.stringify(first));
    expect(first.rehearsalFailed.message).toMatch(/^the rehearsal stopped: /);
    const [second] = (await once(thread, 'message')) as [ChannelThreadMessage];
    expect(second).toHaveProperty('listening');
  });

  it('says why it does not listen, and ends', async () => {
    const port = portOf(await start(native));
    const { first, exited } = await start(native, port);
    expect(first).toEqual({ failed: expect.stringMatching(/EADDRINUSE/) });
    await exited;
  });

  it('sleeps while nothing happens, and wakes at once for a socket', async () => {
    const running = await start(native);
    const { fake } = await serve(running);
    await sleep(50);
    const before = running.thread.cpuUsage === undefined ? undefined : await running.thread.cpuUsage();
    await sleep(400);
    if (before !== undefined) {
      const { user, system } = await running.thread.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(100);
    }
    const times: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await sleep(5);
      const from = performance.now();
      fake.send(message(4, ECHO_REQUEST, 8, round));
      await fake.answered(ECHO_REPLY, round);
      times.push(performance.now() - from);
    }
    expect(median(times)).toBeLessThan(30);
  });

  it('wakes for its bell: what main sends while it sleeps is not left until its sleep ends by itself', async () => {
    const running = await start(native);
    const { fake, slot, generation } = await serve(running);
    const outbound = new RingProducer(running.memory.outbound);
    const times: number[] = [];
    let sleeping = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      await sleep(10);
      sleeping += Atomics.load(running.board, BOARD_BELL_CHANNEL);
      const from = performance.now();
      const bytes = message(4, PACKET_OUT, 40, round);
      const word = outbound.claim(bytes.length, 0) >> 2;
      outbound.words[word + RECORD_KIND] = RECORD_MESSAGES;
      outbound.words[word + RECORD_SLOT] = slot;
      outbound.words[word + RECORD_GENERATION] = generation;
      outbound.bytes.set(bytes, outbound.words[word + RECORD_PAYLOAD_AT]!);
      outbound.commit();
      ringChannel(running.board, ringWake);
      await fake.answered(PACKET_OUT, round);
      times.push(performance.now() - from);
    }
    expect(sleeping).toBeGreaterThan(ROUNDS / 2);
    // Sleeps that nobody ends last 100 ms.
    expect(median(times)).toBeLessThan(30);
  });

  it('ends when the board says stop, with every socket closed', async () => {
    const running = await start(native);
    const { fake } = await serve(running);
    const exited = once(running.thread, 'exit');
    Atomics.store(running.board, BOARD_STOP, 1);
    ringChannel(running.board, ringWake);
    const [code] = await exited;
    expect(code).toBe(0);
    await fake.over(1000);
    await expect(FakeSwitch.connect(portOf(running))).rejects.toThrow(/ECONNREFUSED/);
  });
});
