// What the control plane sends: order, bounds and counts when rings are full.

import { beforeEach, describe, expect, test } from 'vitest';
import {
  COMMANDS_LOST,
  ControlCounters,
  OUTBOUND_LOST,
  OUTBOUND_MESSAGES,
  OUTBOUND_QUEUED,
} from '#control/counters.ts';
import { Outbound } from '#control/outbound.ts';
import { encodeMessage } from '#openflow/message.ts';
import type { SharedMemory } from '#shm/layout.ts';
import { FakeChannel } from './fake-channel.ts';
import { testMemory } from './memory.ts';

const TO = { slot: 3, generation: 8 };
/** One message of 8 + 1000 bytes. */
const MESSAGE = (xid: number) => encodeMessage({ version: 4, type: 'ECHO_REQUEST', xid, data: new Uint8Array(1000) });

let memory: SharedMemory;
let counters: ControlCounters;
let outbound: Outbound;
let channel: FakeChannel;

beforeEach(() => {
  memory = testMemory({ workers: 1, controlBytes: 1 << 14 });
  counters = new ControlCounters(memory);
  outbound = new Outbound(memory, counters, 1 << 14);
  channel = new FakeChannel(memory);
});

describe('what finds its ring full', () => {
  test('waits, goes in order when there is room, and is dropped and counted when too much waits', () => {
    const sent = Array.from({ length: 40 }, (_, i) => outbound.send(TO, MESSAGE(i)));
    const kept = sent.filter(Boolean).length;
    expect(sent).toEqual([...Array(kept).fill(true), ...Array(40 - kept).fill(false)]);
    expect(counters.values[OUTBOUND_LOST]).toBe(40 - kept);
    expect(counters.values[OUTBOUND_QUEUED]).toBe(16);
    const xids: number[] = [];
    for (let round = 0; round < 4; round++) {
      xids.push(...channel.take().map(({ message }) => message.xid));
      outbound.retry();
    }
    expect(xids).toEqual(Array.from({ length: kept }, (_, i) => i));
    expect(outbound.waiting).toBe(false);
    expect(counters.values[OUTBOUND_MESSAGES]).toBe(kept);
  });

  test('does not let what comes later overtake', () => {
    for (let i = 0; i < 20; i++) outbound.send(TO, MESSAGE(i));
    const first = channel.take().length;
    // There is room now, but others wait.
    outbound.send(TO, MESSAGE(99));
    expect(channel.take()).toEqual([]);
    outbound.retry();
    const xids = channel.take().map(({ message }) => message.xid);
    expect(xids).toEqual([...Array.from({ length: 20 - first }, (_, i) => first + i), 99]);
  });

  test('may be a command to a worker', () => {
    const told = Array.from({ length: 1000 }, (_, i) => outbound.tellFlowGone(0, 1, 0xda200000, i));
    const kept = told.filter(Boolean).length;
    expect(kept).toBeLessThan(1000);
    expect(counters.values[COMMANDS_LOST]).toBe(1000 - kept);
    const gone = channel.takeGone();
    outbound.retry();
    gone.push(...channel.takeGone());
    expect(gone).toEqual(Array.from({ length: kept }, (_, i) => 0xda20000000000000n + BigInt(i)));
  });
});

test('a command for a worker that there is not is dropped and counted', () => {
  expect(outbound.tellFlowGone(7, 1, 0, 0)).toBe(false);
  expect(counters.values[COMMANDS_LOST]).toBe(1);
});
