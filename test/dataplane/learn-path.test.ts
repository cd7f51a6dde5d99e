// Learning switches: one answer for each PacketIn, in OpenFlow 1.0 and 1.3, with and without buffers.

import { beforeEach, describe, expect, test } from 'vitest';
import { encodeMessage, type MessageOf } from '#openflow/message.ts';
import { type NamedOxm, oxm } from '#openflow/oxm.ts';
import { FLOW_MODS, PACKET_OUTS } from '#shm/counters.ts';
import { HOST_SLOTS } from '#shm/layout.ts';
import { type PacketInOptions, packetIn10, packetIn13, type Step, World } from './harness.ts';

const SLOT = HOST_SLOTS + 3;
const OTHER = HOST_SLOTS + 4;
const A = '02:00:00:00:00:0a';
const B = '02:00:00:00:00:0b';
const C = '02:00:00:00:00:0c';
const BROADCAST = 'ff:ff:ff:ff:ff:ff';
const NO_HOUSE = { hosts: [], networks: [], endpoints: [] };

let w: World;

beforeEach(() => {
  w = new World(NO_HOUSE);
});

function frame(source: string, target: string, length = 60): Uint8Array {
  const bytes = new Uint8Array(length).fill(0x5a);
  const hex = (mac: string) => Buffer.from(mac.replaceAll(':', ''), 'hex');
  bytes.set(hex(target), 0);
  bytes.set(hex(source), 6);
  bytes.set([0x08, 0x00], 12);
  return bytes;
}

/** The same for both versions: what differs is how a port, a match and an output are written. */
for (const version of [1, 4] as const) {
  const packetIn = version === 1 ? packetIn10 : packetIn13;
  const send = (port: number, bytes: Uint8Array, options: PacketInOptions = {}, slot = SLOT): Step =>
    w.messages(slot, [packetIn(port, bytes, options)]);
  const flow = (port: number, source: string, target: string, out: number) =>
    version === 1
      ? `slot ${SLOT}: add 100 inPort=${port},dlSrc=${source},dlDst=${target} -> output:${out}`
      : `slot ${SLOT}: add 100 in_port=${port},eth_dst=${target},eth_src=${source} -> output:${out}`;
  const flood = (port: number, what = '60 bytes') => `slot ${SLOT}: packet_out in_port=${port} ${what} -> output:flood`;

  describe(`a learning switch of OpenFlow ${version === 1 ? '1.0' : '1.3'}`, () => {
    beforeEach(() => {
      w.connectSlot(SLOT, version);
      w.connectSlot(OTHER, version);
      const { lines } = w.settle();
      // A 1.0 switch sends what matches nothing by itself; one of 1.3 has to be told.
      const miss = (slot: number) => `slot ${slot}: add 0  -> output:controller`;
      expect(lines).toEqual(version === 1 ? [] : [miss(SLOT), miss(OTHER)]);
    });

    test('floods what it does not know, and what is for a group', () => {
      expect(send(1, frame(A, B))).toMatchObject({ outcomes: ['switch_flooded'], lines: [flood(1)] });
      for (const target of [BROADCAST, '01:00:5e:00:00:01', '33:33:00:00:00:01']) {
        expect(send(2, frame(C, target))).toMatchObject({ outcomes: ['switch_flooded'], lines: [flood(2)] });
      }
    });

    test('sends what it knows by a flow, and the packet behind it', () => {
      send(1, frame(A, BROADCAST));
      const step = send(2, frame(B, A));
      expect(step.outcomes).toEqual(['switch_forwarded']);
      expect(step.lines).toEqual([flow(2, B, A, 1), `slot ${SLOT}: packet_out in_port=2 60 bytes -> output:1`]);
      expect((step.sent[1]!.message as MessageOf<4, 'PACKET_OUT'>).data).toEqual(frame(B, A));
      const mod = step.sent[0]!.message as MessageOf<4, 'FLOW_MOD'>;
      expect(mod).toMatchObject({ idleTimeout: 60, hardTimeout: 0, command: 'ADD', flags: [], bufferId: 0xffffffff });
      expect(mod.cookie >> 52n).toBe(0xda5n);
    });

    test('has a buffered packet sent on by the flow itself, and a flood by its number', () => {
      expect(send(1, frame(A, B, 20), { bufferId: 7, totalLen: 1500 }).lines).toEqual([flood(1, 'buffer 7')]);
      const step = send(2, frame(B, A, 20), { bufferId: 0x80000008, totalLen: 1500 });
      expect(step.outcomes).toEqual(['switch_forwarded']);
      expect(step.lines).toEqual([flow(2, B, A, 1)]);
      expect((step.sent[0]!.message as MessageOf<4, 'FLOW_MOD'>).bufferId).toBe(0x80000008);
      expect([w.counter(PACKET_OUTS), w.counter(FLOW_MODS)]).toEqual([1, version === 1 ? 1 : 3]);
    });

    test('follows a station that moves', () => {
      send(1, frame(A, BROADCAST));
      send(5, frame(A, BROADCAST));
      expect(send(2, frame(B, A)).lines[0]).toBe(flow(2, B, A, 5));
    });

    test('floods towards a station on the port that the packet came from', () => {
      send(1, frame(A, BROADCAST));
      expect(send(1, frame(B, A)).outcomes).toEqual(['switch_flooded']);
    });

    test('learns nothing from a group address', () => {
      expect(send(1, frame('03:00:00:00:00:01', B)).outcomes).toEqual(['switch_flooded']);
      send(1, frame(B, BROADCAST));
      expect(send(2, frame(A, B)).outcomes).toEqual(['switch_forwarded']);
      expect(send(2, frame(A, '03:00:00:00:00:01')).outcomes).toEqual(['switch_flooded']);
    });

    test('keeps what is for bridges themselves to itself, and still learns who sent it', () => {
      for (const target of ['01:80:c2:00:00:00', '01:80:c2:00:00:0e', '01:80:c2:00:00:0f']) {
        expect(send(1, frame(A, target))).toMatchObject({ outcomes: ['dropped_reserved_multicast'], lines: [] });
      }
      expect(send(1, frame(A, '01:80:c2:00:00:10')).outcomes).toEqual(['switch_flooded']);
      expect(send(2, frame(B, A)).outcomes).toEqual(['switch_forwarded']);
    });

    test('knows its own stations only', () => {
      send(1, frame(A, BROADCAST), {}, OTHER);
      expect(send(2, frame(B, A)).outcomes).toEqual(['switch_flooded']);
    });

    test('forgets what has been silent for five minutes', () => {
      send(1, frame(A, BROADCAST));
      w.nowMs += 300_000;
      expect(send(2, frame(B, A)).outcomes).toEqual(['switch_forwarded']);
      w.nowMs += 1000;
      expect(send(2, frame(B, A)).outcomes).toEqual(['switch_flooded']);
    });

    test('forgets everything when it connects anew, and what the others know stays', () => {
      send(1, frame(A, BROADCAST));
      send(1, frame(A, BROADCAST), {}, OTHER);
      w.connectSlot(SLOT, version);
      w.settle();
      expect(send(2, frame(B, A)).outcomes).toEqual(['switch_flooded']);
      expect(send(2, frame(B, A), {}, OTHER).outcomes).toEqual(['switch_forwarded']);
    });

    test('answers a run of PacketIns in one go, each in its turn', () => {
      const run = [packetIn(1, frame(A, B)), packetIn(2, frame(B, A)), packetIn(1, frame(A, B))];
      const step = w.messages(SLOT, run);
      expect(step.outcomes).toEqual(['switch_forwarded', 'switch_forwarded', 'switch_flooded']);
      expect(step.lines[0]).toBe(flood(1));
      expect(step.lines).toHaveLength(5);
    });

    test('refuses what is no frame, and what is no PacketIn', () => {
      expect(send(1, frame(A, B).slice(0, 13)).outcomes).toEqual(['dropped_malformed_packet']);
      const message = packetIn(1, frame(A, B));
      const cut = message.slice(0, 16);
      new DataView(cut.buffer).setUint16(2, cut.length);
      expect(w.messages(SLOT, [cut]).outcomes).toEqual(['dropped_malformed_message']);
      expect(send(0, frame(A, B)).outcomes).toEqual(['dropped_malformed_message']);
    });

    test('is not answered for a connection that has ended', () => {
      const generation = w.generation(SLOT);
      w.connectSlot(SLOT, version);
      w.settle();
      expect(w.messages(SLOT, [packetIn(1, frame(A, B))], generation)).toMatchObject({
        outcomes: ['dropped_stale'],
        lines: [],
      });
    });

    test('takes the smallest packet and one that nearly fills a message', () => {
      expect(send(1, frame(A, B, 14)).lines).toEqual([flood(1, '14 bytes')]);
      expect(send(1, frame(A, B, 60_000)).lines).toEqual([flood(1, '60000 bytes')]);
    });
  });
}

describe('a PacketIn of OpenFlow 1.3', () => {
  const data = frame(A, B);
  const message = (match: NamedOxm[]) =>
    encodeMessage({ version: 4, type: 'PACKET_IN', totalLen: data.length, reason: 'NO_MATCH', match, data });

  beforeEach(() => {
    w.connectSlot(SLOT, 4);
    w.settle();
  });

  test('may have its in_port anywhere in the match', () => {
    const step = w.messages(SLOT, [message([oxm('METADATA', 1n), oxm('IN_PORT', 9), oxm('ETH_TYPE', 0x800)])]);
    expect(step.lines).toEqual([`slot ${SLOT}: packet_out in_port=9 60 bytes -> output:flood`]);
  });

  test('without an in_port is malformed', () => {
    expect(w.messages(SLOT, [message([])]).outcomes).toEqual(['dropped_malformed_message']);
    expect(w.messages(SLOT, [message([oxm('METADATA', 1n)])]).outcomes).toEqual(['dropped_malformed_message']);
  });

  test('whose match lies about its length is malformed, whatever it says', () => {
    for (const length of [0, 1, 3, 4, 8, 11, 1000, 0xffff]) {
      const bytes = message([oxm('IN_PORT', 9)]);
      new DataView(bytes.buffer).setUint16(26, length);
      expect(w.messages(SLOT, [bytes]).outcomes, `${length}`).toEqual(['dropped_malformed_message']);
    }
  });

  test('whose match is of another type is malformed', () => {
    const bytes = message([oxm('IN_PORT', 9)]);
    new DataView(bytes.buffer).setUint16(24, 0);
    expect(w.messages(SLOT, [bytes]).outcomes).toEqual(['dropped_malformed_message']);
  });
});
