// Looking ahead fetches and decides nothing: a run is decided as its messages are one by one, whatever they hold; no byte
// outside the run is read; and the PacketIns that come in masses are followed to the end.

import { describe, expect, test } from 'vitest';
import type { Context } from '#dataplane/context.ts';
import { LookAhead } from '#dataplane/look-ahead.ts';
import { VerdictReader } from '#dataplane/verdict.ts';
import { WireKeys } from '#dataplane/wire-keys.ts';
import type { Inventory } from '#model/inventory.ts';
import { HOST_SLOTS } from '#shm/layout.ts';
import { SessionTableOwner } from '#shm/session-table.ts';
import { buildTcp } from '#wire/frame.ts';
import { below, PORTS, pick, type Random, randomInventory, randomOf } from '../reference/random-inventory.ts';
import { takeSeed } from '../reference/seed.ts';
import { packetIn13, ROUTER_MAC, type Sent, World } from './harness.ts';
import { frame, HOUSE } from './house.ts';

/** What reads ahead in a world, as its worker does. */
function lookAheadIn(w: World): LookAhead {
  const { memory, tables } = w;
  const sessions = new SessionTableOwner(memory.sessions[0]!, memory.config.sessionRows);
  const context = { tables, sessions, verdicts: new VerdictReader(tables), alone: true } as unknown as Context;
  return new LookAhead(context, new WireKeys(sessions, 0, 1, 61440, 4096));
}

/** Fetches for a group of one run's messages. @returns where it stopped */
function fetchGroup(ahead: LookAhead, slot: number, run: Uint8Array, at = 0): number {
  const view = new DataView(run.buffer);
  ahead.begin();
  const stopped = ahead.add(slot, view, at, run.length);
  ahead.fetch(view);
  return stopped;
}

function joined(messages: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(messages));
}

describe('a look ahead', () => {
  test('follows TCP, UDP and pings of known endpoints, across hosts and on one', () => {
    const w = new World(HOUSE);
    const run = joined([
      packetIn13(2, frame('tcp', 'c1', 40000, 'c2', 80)),
      packetIn13(2, frame('udp', 'c1', 40000, 'c3', 53)),
      packetIn13(3, frame('tcp', 'c2', 40000, 'd2', 80)),
      // Not followed: nobody is on the port, and nobody has the address.
      packetIn13(99, frame('tcp', 'c1', 40000, 'c2', 80)),
      packetIn13(
        2,
        buildTcp({
          source: { mac: ROUTER_MAC, ip: '10.1.1.2', port: 1 },
          target: { mac: ROUTER_MAC, ip: '9.9.9.9', port: 1 },
        }),
      ),
    ]);
    const ahead = lookAheadIn(w);
    expect(fetchGroup(ahead, w.slot('s1'), run)).toBe(run.length);
    expect(ahead.followed).toBe(3);
  });

  test('takes a group at a time', () => {
    const w = new World(HOUSE);
    const one = packetIn13(2, frame('tcp', 'c1', 40000, 'c2', 80));
    const run = joined(new Array(80).fill(one));
    const ahead = lookAheadIn(w);
    const followed: number[] = [];
    for (let at = 0; at < run.length; ) {
      at = fetchGroup(ahead, w.slot('s1'), run, at);
      expect(at % one.length).toBe(0);
      followed.push(ahead.followed);
    }
    expect(followed.length).toBeGreaterThan(1);
    expect(followed.reduce((sum, count) => sum + count, 0)).toBe(80);
  });

  test('gathers the few messages of several datapaths, each of which knows its own ports', () => {
    const w = new World(HOUSE);
    const toC2 = packetIn13(2, frame('tcp', 'c1', 40000, 'c2', 80));
    const bytes = joined([toC2, toC2, toC2, toC2]);
    const view = new DataView(bytes.buffer);
    const ahead = lookAheadIn(w);
    ahead.begin();
    ahead.add(w.slot('s1'), view, 0, toC2.length);
    ahead.add(999, view, toC2.length, 2 * toC2.length); // of which nothing is known
    ahead.add(w.slot('s1'), view, 2 * toC2.length, bytes.length);
    expect(ahead.isFull).toBe(false);
    ahead.fetch(view);
    expect(ahead.followed).toBe(3);
  });

  test('is not worth its while for one message that is waited for', () => {
    const w = new World(HOUSE);
    const ahead = lookAheadIn(w);
    fetchGroup(ahead, w.slot('s1'), packetIn13(2, frame('tcp', 'c1', 40000, 'c2', 80)));
    expect(ahead.followed).toBe(0);
  });

  test('reads nothing outside the run: a message of any length and type may be its last', () => {
    const w = new World(HOUSE);
    const ahead = lookAheadIn(w);
    const whole = packetIn13(2, frame('tcp', 'c1', 40000, 'c2', 80));
    for (const type of [10, 11, 0]) {
      for (let length = 8; length <= whole.length; length++) {
        const cut = whole.slice(0, length);
        cut[1] = type;
        new DataView(cut.buffer).setUint16(2, length);
        const run = joined([whole, whole, whole, cut]);
        expect(fetchGroup(ahead, w.slot('s1'), run)).toBe(run.length);
      }
    }
  });
});

/** A SYN between two endpoints, most often; sometimes one of its bytes is another. */
function somePacketIn(random: Random, inventory: Inventory, host: string): Uint8Array | undefined {
  const local = inventory.endpoints.filter((endpoint) => endpoint.host === host);
  if (local.length === 0) return undefined;
  const a = pick(random, local);
  const b = pick(random, inventory.endpoints);
  const message = packetIn13(
    Number(a.port),
    buildTcp({
      source: { mac: a.mac, ip: a.ip, port: 1024 + below(random, 60_000) },
      target: { mac: a.network === b.network ? b.mac : ROUTER_MAC, ip: b.ip, port: pick(random, PORTS) },
    }),
  );
  if (random() < 0.2) message[8 + below(random, message.length - 8)]! ^= 1 << below(random, 8);
  return message;
}

test('a run is decided as its messages are one by one', () => {
  const seed = takeSeed('test/dataplane/look-ahead.test.ts');
  const random = randomOf(seed);
  for (let inventory = 0; inventory < 6; inventory++) {
    const some = randomInventory(seed + inventory);
    const [together, alone] = [new World(some), new World(some)];
    for (let run = 0; run < 30; run++) {
      const host = pick(random, some.hosts).name;
      const messages = Array.from({ length: 40 }, () => somePacketIn(random, some, host)).filter(
        (m) => m !== undefined,
      );
      if (messages.length === 0) continue;
      const slot = together.slot(host);
      const sent = together.messages(slot, messages).sent;
      const one = messages.flatMap((message) => alone.messages(slot, [message]).sent);
      const at = `seed ${seed}, inventory ${inventory}, run ${run}`;
      expect(bySlot(sent), at).toEqual(bySlot(one));
      expect(together.tally(), at).toEqual(alone.tally());
    }
    expect(together.open).toBe(alone.open);
  }
});

test('a run of learning switches is, too', () => {
  const seed = takeSeed('test/dataplane/look-ahead.test.ts');
  const random = randomOf(seed);
  const [together, alone] = [new World(HOUSE), new World(HOUSE)];
  const slot = HOST_SLOTS + 3;
  for (const w of [together, alone]) w.connectSlot(slot, 4);
  for (let run = 0; run < 30; run++) {
    const messages = Array.from({ length: 70 }, () => {
      const mac = () => `02:00:00:00:00:0${below(random, 8)}`;
      const end = () => ({ mac: mac(), ip: '10.0.0.1', port: 1 });
      const message = packetIn13(1 + below(random, 4), buildTcp({ source: end(), target: end() }));
      if (random() > 0.2) return message;
      const cut = message.slice(0, 32 + below(random, message.length - 32));
      new DataView(cut.buffer).setUint16(2, cut.length);
      return cut;
    });
    const one = messages.flatMap((message) => alone.messages(slot, [message]).sent);
    expect(bySlot(together.messages(slot, messages).sent), `seed ${seed}, run ${run}`).toEqual(bySlot(one));
  }
  expect(together.tally()).toEqual(alone.tally());
  expect(Object.keys(together.tally())).toEqual(
    expect.arrayContaining(['switch_forwarded', 'dropped_malformed_packet']),
  );
});

/** What went to each datapath, in order. */
function bySlot(sent: readonly Sent[]): Record<number, string[]> {
  const messages: Record<number, string[]> = {};
  for (const { slot, bytes } of sent) {
    messages[slot] ??= [];
    messages[slot].push(Buffer.from(bytes).toString('hex'));
  }
  return messages;
}
