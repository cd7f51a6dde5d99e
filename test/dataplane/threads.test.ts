// Two workers in threads of their own, at work on the same few sessions from both ends while flows idle out and policy
// changes under them. The test is the channel and the switches. What must hold at the end is that nothing is left over:
// no flow that no session knows, no session whose flows are gone, no key that stays leased.

import { Worker as Thread } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import type { MessageOf } from '#openflow/message.ts';
import { nowNs } from '#shm/clock.ts';
import { FLOWS_REINSTALLED, OUTCOME_COUNT, PACKET_INS, SESSIONS_CLOSED, SESSIONS_REVOKED } from '#shm/counters.ts';
import { BOARD_STOP } from '#shm/layout.ts';
import { sleep, waitUntil } from '../../tools/lab/command.ts';
import { matchText } from '../openflow/flow-text.ts';
import { below, pick, randomOf } from '../reference/random-inventory.ts';
import { takeSeed } from '../reference/seed.ts';
import { flowRemoved13, ownerOf, packetIn13, type Sent, World } from './harness.ts';
import { frame, type House, house } from './house.ts';

const RUN_MS = 1500;
const KIND_SESSION = 0xda2n;

/** The flows of all switches, by what they match. */
class Switches {
  readonly flows = new Map<string, Sent>();
  readonly #world: World;
  /** Flows that a flow of another session has taken the place of: nobody hears of their end. */
  replaced = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Does what workers have sent. */
  obey(): void {
    for (const sent of this.#world.drain()) {
      if (sent.message.type !== 'FLOW_MOD') continue;
      const { command, cookie, cookieMask } = sent.message as MessageOf<4, 'FLOW_MOD'>;
      if (command === 'ADD' && cookie >> 52n === KIND_SESSION) this.#add(sent, cookie);
      if (command !== 'DELETE') continue;
      for (const [key, flow] of this.flows) {
        if (flow.slot === sent.slot && ((cookieOf(flow) ^ cookie) & cookieMask) === 0n) this.end(key);
      }
    }
  }

  /** A flow ends, and its session's owner is told. */
  end(key: string): void {
    const flow = this.flows.get(key)!;
    this.flows.delete(key);
    this.#world.post(flow.slot, [flowRemoved13(flow.message as MessageOf<4, 'FLOW_MOD'>)], ownerOf(flow));
  }

  #add(sent: Sent, cookie: bigint): void {
    const key = `${sent.slot} ${matchText((sent.message as MessageOf<4, 'FLOW_MOD'>).match)}`;
    const before = this.flows.get(key);
    if (before !== undefined && cookieOf(before) !== cookie) this.replaced++;
    this.flows.set(key, sent);
  }
}

function cookieOf(flow: Sent): bigint {
  return (flow.message as MessageOf<4, 'FLOW_MOD'>).cookie;
}

const threads: Thread[] = [];
let stop = () => {};

afterEach(async () => {
  stop();
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
});

describe('two workers in two threads', () => {
  test('leave nothing behind, whatever happens to flows and policy while both ends talk', async () => {
    const seed = takeSeed('test/dataplane/threads.test.ts');
    const random = randomOf(seed);
    const w = new World(house(), { sizes: { workers: 2, sessionRows: 64 }, workerOf: { s2: 1 }, threads: true });
    const board = new Int32Array(w.memory.board);
    stop = () => Atomics.store(board, BOARD_STOP, 1);
    w.nowMs = nowNs() / 1e6;
    for (const worker of [0, 1]) {
      threads.push(new Thread(new URL('./worker-thread.ts', import.meta.url), { workerData: w.task(worker) }));
    }
    const switches = new Switches(w);
    const refused = house((draft: House) => void draft.policies.push({ a: 'c1', b: 'c3', action: 'disconnect' }));

    let packetIns = 0;
    const beganMs = performance.now();
    // On a busy machine fewer packets are underway at once, and a run takes longer before it has met what it is about.
    const isIdle = () =>
      w.counter(FLOWS_REINSTALLED) <= 10 || w.counter(SESSIONS_REVOKED) === 0 || w.counter(SESSIONS_CLOSED) <= 10;
    while (performance.now() - beganMs < RUN_MS || (isIdle() && performance.now() - beganMs < 8 * RUN_MS)) {
      for (let i = 0; i < 20; i++) {
        const port = 1 + below(random, 4);
        const forward = random() < 0.5;
        const bytes = forward ? frame('tcp', 'c1', port, 'c3', 80) : frame('tcp', 'c3', 80, 'c1', port);
        w.post(w.slot(forward ? 's1' : 's2'), [packetIn13(2, bytes)], forward ? 0 : 1);
        packetIns++;
        if (random() < 0.3 && switches.flows.size > 0) switches.end(pick(random, [...switches.flows.keys()]));
        switches.obey();
      }
      if (random() < 0.05) w.publish(random() < 0.5 ? refused : house());
      await sleep(0);
    }
    w.publish(refused);
    await waitUntil('an end to all sessions', 8000, () => {
      switches.obey();
      return w.open === 0 && switches.flows.size === 0;
    }).catch(() => {});

    const leftover = {
      sessions: w.sessions.map((table) => table.used),
      flows: [...switches.flows.keys()],
      replaced: switches.replaced,
    };
    expect(leftover, `seed ${seed}`).toEqual({ sessions: [0, 0], flows: [], replaced: 0 });
    expect(w.counter(PACKET_INS)).toBe(packetIns);
    let outcomes = 0;
    for (let i = 0; i < OUTCOME_COUNT; i++) outcomes += w.counter(i);
    expect(outcomes).toBe(packetIns);
    // It was no idle run.
    expect(w.counter(FLOWS_REINSTALLED)).toBeGreaterThan(10);
    expect(w.counter(SESSIONS_REVOKED)).toBeGreaterThan(0);
    expect(w.counter(SESSIONS_CLOSED)).toBeGreaterThan(10);
  }, 30_000);
});
