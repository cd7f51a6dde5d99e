// Two workers, each with its own hosts: one opens a session, the other sees its replies. What they share is the session
// table of the owner, whose bits of live flows both may set.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Egress } from '#dataplane/egress.ts';
import { SESSIONS_CLOSED, SESSIONS_REVOKED } from '#shm/counters.ts';
import {
  SESSION_LIVE,
  SESSION_STATE,
  SESSION_STATE_FREE,
  SESSION_STATE_OPEN,
  SESSION_STATE_OPENING,
} from '#shm/layout.ts';
import { SessionTable } from '#shm/session-table.ts';
import { buildIcmp, buildTcp, type FrameSpec } from '#wire/frame.ts';
import { flowsOf, type Sent, type Step, UPLINK_PORT, World } from './harness.ts';
import { frame, type House, hostOf, house, ping, pong } from './house.ts';

let w: World;

beforeEach(() => {
  // s1 and s3 are worker 0's, s2 is worker 1's.
  w = new World(house(), { sizes: { workers: 2 }, workerOf: { s2: 1 } });
});

const C1_TO_D2 = frame('tcp', 'c1', 40000, 'd2', 80);
const D2_TO_C1 = frame('tcp', 'd2', 80, 'c1', 40000);
/** The first ports of each worker's share of the pool. */
const SHARES = [61440, 63488];

function wire(from: string, to: string, fromPort: number, toPort: number): FrameSpec {
  const [a, b] = [hostOf(from).underlay, hostOf(to).underlay];
  return { source: { mac: a.mac, ip: a.ip, port: fromPort }, target: { mac: b.mac, ip: b.ip, port: toPort } };
}

const disconnect = (a: string, b: string) => (draft: House) => void draft.policies.push({ a, b, action: 'disconnect' });

/** Which flows of `all` a step has written again. */
function again(all: readonly Sent[], step: Step): number[] {
  return flowsOf(step).map((sent) => all.findIndex((flow) => Buffer.from(flow.bytes).equals(sent.bytes)));
}

describe('a session of the other worker', () => {
  let flows: Sent[];

  beforeEach(() => {
    flows = flowsOf(w.from('c1', C1_TO_D2));
  });

  test("is its opener's, by key and by cookie", () => {
    const other = w.from('c3', frame('tcp', 'c3', 40000, 'c1', 80));
    const portOf = (lines: readonly string[]) => Number(/tcp_src=(\d+),tcp_dst=80 ->/.exec(lines[0]!)![1]);
    expect(portOf(other.lines)).toBe(SHARES[1]);
    expect(w.sessions.map((table) => table.used)).toEqual([1, 1]);
    const workers = [...flows, ...flowsOf(other)].map(({ message }) =>
      message.type === 'FLOW_MOD' ? Number((message.cookie >> 48n) & 0xfn) : -1,
    );
    expect(workers).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test('lets its replies pass, where policy lets them open nothing', () => {
    const step = w.from('d2', D2_TO_C1);
    expect(step.outcomes).toEqual(['session_relayed']);
    expect(step.lines).toEqual([expect.stringMatching(/^s2: packet_out in_port=4 .*tcp_dst=61440,output:1$/)]);
    expect(w.from('d2', frame('tcp', 'd2', 80, 'c1', 40001)).outcomes).toEqual(['denied_default']);
  });

  test('has its packets delivered that overtake their flow, on both hosts', () => {
    expect(w.packetIn('s2', UPLINK_PORT, buildTcp(wire('s1', 's2', 61440, 80))).lines).toEqual([
      expect.stringMatching(/^s2: packet_out in_port=1 .*ipv4_src=10.1.1.2,.*output:4$/),
    ]);
    expect(w.packetIn('s1', UPLINK_PORT, buildTcp(wire('s2', 's1', 80, 61440))).outcomes).toEqual(['watch_relayed']);
    w.from('c3', ping('c3', 'c1'));
    // Worker 1 gives away the even codes.
    expect(w.packetIn('s1', UPLINK_PORT, buildIcmp(wire('s2', 's1', 0, 0), 8, 2)).outcomes).toEqual(['watch_relayed']);
    expect(w.packetIn('s2', UPLINK_PORT, buildIcmp(wire('s1', 's2', 0, 0), 0, 2)).outcomes).toEqual(['watch_relayed']);
    expect(w.packetIn('s2', UPLINK_PORT, buildIcmp(wire('s1', 's2', 0, 0), 0, 1)).outcomes).toEqual(['watch_passed']);
    expect(w.from('c1', pong('c1', 'c3')).outcomes).toEqual(['session_relayed']);
  });

  test("gets flows back that have idled out, under the owner's cookie, from whoever misses them", () => {
    w.flowRemoved(flows[1]!);
    w.flowRemoved(flows[2]!);
    expect(again(flows, w.from('d2', D2_TO_C1))).toEqual([2, 1]);
    expect(again(flows, w.from('d2', D2_TO_C1))).toEqual([]);
    w.flowRemoved(flows[0]!);
    expect(again(flows, w.packetIn('s2', UPLINK_PORT, buildTcp(wire('s1', 's2', 61440, 80))))).toEqual([0]);
    for (const flow of flows) w.flowRemoved(flow);
    expect(w.open).toBe(0);
    expect(w.counter(SESSIONS_CLOSED)).toBe(1);
  });

  test("is nobody's once the owner has closed it", () => {
    for (const flow of flows) w.flowRemoved(flow);
    expect(w.from('d2', D2_TO_C1).outcomes).toEqual(['denied_default']);
    expect(w.packetIn('s2', UPLINK_PORT, buildTcp(wire('s1', 's2', 61440, 80))).outcomes).toEqual(['watch_passed']);
  });

  test("is still its opener's when a host comes back to another worker", () => {
    const onOneHost = frame('tcp', 'c1', 40000, 'c2', 80);
    expect(w.from('c1', onOneHost).outcomes).toEqual(['session_opened']);
    w.disconnect('s1');
    w.workerOf.s1 = 1;
    w.connect('s1');
    expect(w.from('c1', onOneHost).outcomes).toEqual(['session_relayed']);
    expect(w.from('c1', C1_TO_D2).outcomes).toEqual(['session_relayed']);
    expect(w.sessions.map((table) => table.used)).toEqual([2, 0]);
  });

  test('loses a flow that cannot be written, and no more: its bit is taken back', () => {
    w.flowRemoved(flows[2]!);
    w.disconnect('s1');
    expect(w.from('d2', D2_TO_C1).outcomes).toEqual(['session_relayed']);
    const [table] = w.sessions;
    expect(table!.words[table!.at(0) + SESSION_LIVE]).toBe(0b1111 & ~(1 << flowBit(flows[2]!)));
    w.connect('s1');
    expect(again(flows, w.from('d2', D2_TO_C1))).toEqual([2]);
  });
});

/** The flow's number in its session, from its cookie. */
function flowBit(flow: Sent): number {
  return flow.message.type === 'FLOW_MOD' ? Number((flow.message.cookie >> 38n) & 3n) : -1;
}

describe('a change of policy that only one of them has seen', () => {
  test('is in force for what that one does: it relays nothing of a session that is to end', () => {
    w.from('c1', C1_TO_D2);
    w.publish(house(disconnect('c1', 'd2')));
    w.driven = [w.workers[1]!];
    expect(w.from('d2', D2_TO_C1).outcomes).toEqual(['denied_policy']);
    expect(w.packetIn('s2', UPLINK_PORT, buildTcp(wire('s1', 's2', 61440, 80))).outcomes).toEqual(['watch_passed']);
    expect([w.swept(0) < w.swept(1), w.open]).toEqual([true, 1]);
    w.driven = w.workers;
    w.settle();
    expect(w.counter(SESSIONS_REVOKED)).toBe(1);
  });

  test('does not open a second session in the place of one that is to end', () => {
    w.edit(house((draft) => void draft.policies.push({ a: 'c1', b: 'd2', action: 'connect' })));
    const flows = flowsOf(w.from('c1', C1_TO_D2));
    // Now d2 may open to c1 whatever it likes, and c1 nothing to d2.
    w.publish(
      house((draft) => {
        draft.groups[0]!.rules.splice(0);
        draft.groups[1]!.rules.push({ direction: 'ingress', action: 'allow', peer: { group: 'db' } });
      }),
    );
    w.driven = [w.workers[1]!];
    expect(w.from('d2', D2_TO_C1)).toMatchObject({ outcomes: ['dropped_stale'], lines: expect.any(Array) });
    expect(w.open).toBe(1);
    w.driven = w.workers;
    w.settle();
    // Nor while it still may have flows: one of a new session that took their place would hide their end.
    const meanwhile = w.from('d2', D2_TO_C1);
    expect(meanwhile.outcomes).toEqual(['packet_relayed']);
    expect(flowsOf(meanwhile)).toEqual([]);
    for (const flow of flows) w.flowRemoved(flow, 0n, 0n, 'DELETE');
    expect(w.from('d2', D2_TO_C1).outcomes).toEqual(['session_opened']);
  });

  test('leaves alone what it still allows', () => {
    w.from('c1', C1_TO_D2);
    w.publish(house(disconnect('c1', 'c3')));
    w.driven = [w.workers[1]!];
    expect(w.from('d2', D2_TO_C1).outcomes).toEqual(['session_relayed']);
  });
});

describe('a connection that both ends open at once', () => {
  const C1_TO_C3 = frame('tcp', 'c1', 40000, 'c3', 80);
  const C3_TO_C1 = frame('tcp', 'c3', 80, 'c1', 40000);
  const kindTo = (worker: number, kind: number) => {
    const { words } = w.sessions[worker]!;
    const state = w.sessions[worker]!.at(0) + SESSION_STATE;
    Atomics.store(words, state, (words[state]! & ~0xff) | kind);
  };
  /** Lets the higher worker decide while the lower looks at it for the n-th time. */
  const decideAt = (looks: number, kind: number) => {
    const original = SessionTable.prototype.findRival;
    let seen = 0;
    vi.spyOn(SessionTable.prototype, 'findRival').mockImplementation(function (this: SessionTable, ...args) {
      if (args[4] === -1 && ++seen === looks) kindTo(1, kind);
      return original.apply(this, args);
    });
  };

  beforeEach(() => () => vi.restoreAllMocks());

  test('is left by the higher worker to the lower: its packet is delivered without flows', () => {
    w.from('c1', C1_TO_C3);
    kindTo(0, SESSION_STATE_OPENING);
    const step = w.from('c3', C3_TO_C1);
    expect(step.outcomes).toEqual(['packet_relayed']);
    expect(flowsOf(step)).toEqual([]);
    expect(w.sessions.map((table) => table.used)).toEqual([1, 0]);
    kindTo(0, SESSION_STATE_OPEN);
    expect(w.from('c3', C3_TO_C1).outcomes).toEqual(['session_relayed']);
  });

  test('is left by the lower worker to the higher when that has been first', () => {
    w.from('c3', C3_TO_C1);
    kindTo(1, SESSION_STATE_OPENING);
    decideAt(5, SESSION_STATE_OPEN);
    expect(w.from('c1', C1_TO_C3).outcomes).toEqual(['session_relayed']);
    expect(w.sessions.map((table) => table.used)).toEqual([0, 1]);
  });

  test("is the lower worker's when the higher gives way", () => {
    w.from('c3', C3_TO_C1);
    kindTo(1, SESSION_STATE_OPENING);
    decideAt(5, SESSION_STATE_FREE);
    expect(w.from('c1', C1_TO_C3).outcomes).toEqual(['session_opened']);
  });

  test('is not waited for without end: the higher worker may have been put to sleep', () => {
    w.from('c3', C3_TO_C1);
    kindTo(1, SESSION_STATE_OPENING);
    const step = w.from('c1', C1_TO_C3);
    expect(step.outcomes).toEqual(['packet_relayed']);
    expect(flowsOf(step)).toEqual([]);
    expect(w.sessions.map((table) => table.used)).toEqual([0, 1]);
  });
});

describe('a flow that is written behind the delete that should have taken it', () => {
  /** The delete messages of c1's session in a step, by host. */
  const deletes = (step: Step) =>
    step.lines.filter((line) => line.includes('delete cookie=0xda2')).map((line) => line.slice(0, 2));
  let flows: Sent[];

  beforeEach(() => {
    flows = flowsOf(w.from('c1', C1_TO_D2));
    w.edit(house(disconnect('c1', 'd2')));
    // As if worker 1 had found a flow missing just before: its bit is set, its FlowMod comes after the delete.
    for (const flow of flows.slice(0, 3)) w.flowRemoved(flow, 0n, 0n, 'DELETE');
  });

  test('is deleted again, and the key is leased until it is known to be gone', () => {
    expect(w.open).toBe(1);
    w.nowMs += 999;
    expect(deletes(w.settle())).toEqual([]);
    w.nowMs += 1;
    expect(deletes(w.settle())).toEqual(['s1', 's2']);
    w.flowRemoved(flows[3]!, 0n, 0n, 'DELETE');
    expect(w.open).toBe(0);
    w.nowMs += 1_000_000;
    expect(deletes(w.settle())).toEqual([]);
  });

  test('is deleted less and less often while nothing is heard of it', () => {
    const times: number[] = [];
    for (let seconds = 1; seconds <= 200; seconds++) {
      w.nowMs += 1000;
      if (deletes(w.settle()).length > 0) times.push(seconds);
    }
    expect(times).toEqual([1, 3, 7, 15, 31, 63, 123, 183]);
  });
});

describe('a row that changes under the eyes of the other worker', () => {
  /** Does `change` between worker 1's finding of a row in worker 0's table and its use. */
  function meanwhile(method: 'findInner' | 'findWire', change: (words: Int32Array, row: number) => void): void {
    const original = SessionTable.prototype[method] as (...args: number[]) => number;
    vi.spyOn(SessionTable.prototype, method).mockImplementation(function (this: SessionTable, ...args: number[]) {
      const row = original.apply(this, args);
      if (row >= 0) change(this.words, row);
      return row;
    });
  }

  beforeEach(() => {
    w.from('c1', C1_TO_D2);
    return () => vi.restoreAllMocks();
  });

  test('and is another session by then has nothing done in its name', () => {
    const nextGeneration = (words: Int32Array, row: number) => {
      words[row + SESSION_STATE] = (2 << 8) | SESSION_STATE_OPEN;
      words[row + SESSION_LIVE] = 0b0001;
    };
    meanwhile('findInner', nextGeneration);
    expect(w.from('d2', D2_TO_C1)).toMatchObject({ outcomes: ['dropped_stale'], lines: [] });
    const [table] = w.sessions;
    expect(table!.words[table!.at(0) + SESSION_LIVE]).toBe(0b0001);
  });

  test('is not delivered to whoever has it now when it came over the wire', () => {
    meanwhile('findWire', (words, row) => void Atomics.add(words, row + SESSION_STATE, 1 << 8));
    const packet = buildTcp(wire('s1', 's2', 61440, 80));
    expect(w.packetIn('s2', UPLINK_PORT, packet)).toMatchObject({ outcomes: ['dropped_stale'], lines: [] });
  });

  test('and has no flow left is not brought back: the owner is freeing it', () => {
    meanwhile('findInner', (words, row) => void Atomics.store(words, row + SESSION_LIVE, 0));
    const step = w.from('d2', D2_TO_C1);
    expect(step.outcomes).toEqual(['session_relayed']);
    expect(flowsOf(step)).toEqual([]);
  });

  test("is freed by its owner's next sweep when the other has taken the last bit back", () => {
    const first = disconnect('c2', 'c3');
    w.edit(house(first));
    const [table] = w.sessions;
    const live = table!.at(0) + SESSION_LIVE;
    table!.words[live] = 0b0001;
    // The owner hears of the end of its last flow while the other writes one again, which cannot be sent.
    vi.spyOn(Egress.prototype, 'reserve').mockImplementation(() => {
      Atomics.and(table!.words, live, ~0b0001);
      return -1;
    });
    w.from('d2', D2_TO_C1);
    vi.restoreAllMocks();
    expect([table!.words[live], w.open]).toEqual([0, 1]);
    // About others than its two ends.
    w.edit(house((draft) => [first, disconnect('c2', 'd1')].forEach((edit) => void edit(draft))));
    expect(w.open).toBe(0);
    expect(w.counter(SESSIONS_CLOSED)).toBe(1);
  });

  test('is freed by its owner when the other has taken the last bit back', () => {
    const [table] = w.sessions;
    table!.words[table!.at(0) + SESSION_LIVE] = 0;
    const step = w.from('c1', C1_TO_D2);
    expect(step.outcomes).toEqual(['session_opened']);
    expect(w.counter(SESSIONS_CLOSED)).toBe(1);
    expect(w.open).toBe(1);
  });
});
