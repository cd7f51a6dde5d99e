import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BYTES_OUT, CONNECTIONS_BACKLOG, EGRESS_UNDELIVERABLE, READ_PAUSES, SOCKET_WRITES } from '#shm/counters.ts';
import { DATAPATH_BYTES_OUT, DATAPATH_WORDS, DATAPATH_WRITES } from '#shm/layout.ts';
import { ECHO_REPLY, ECHO_REQUEST, message, openScene, PACKET_IN, type Scene, type ServedSwitch } from './scene.ts';

const PACKET_OUT = 13;
const FLOW_MOD = 14;

async function answer(scene: Scene, fake: ServedSwitch, bytes: Uint8Array): Promise<void> {
  while (!scene.answer(fake.worker, fake.slot, fake.generation, bytes)) await sleep(1);
}

/** Sends answers until `bytes` of them were given to the channel. */
async function flood(scene: Scene, fake: ServedSwitch, bytes: number): Promise<number> {
  const one = message(4, PACKET_OUT, 50_000);
  let count = 0;
  for (; count * one.length < bytes && !fake.isOver; count++) await answer(scene, fake, one);
  return count;
}

describe('answers', () => {
  it('of workers and of main reach their switch, each in its order', async () => {
    const scene = await openScene();
    const switches = [await scene.serve(1n), await scene.serve(2n), await scene.serve(3n)];
    for (let i = 0; i < 500; i++) {
      for (const [which, fake] of switches.entries()) {
        await answer(scene, fake, message(4, PACKET_OUT, 24 + (i % 80), i, which));
        while (!scene.send(fake.slot, fake.generation, message(4, FLOW_MOD, 56, i, which))) await sleep(1);
      }
    }
    for (const [which, fake] of switches.entries()) {
      const outs = await fake.answered(PACKET_OUT, 500);
      const mods = await fake.answered(FLOW_MOD, 500);
      expect(outs.every((bytes, i) => bytes.equals(message(4, PACKET_OUT, 24 + (i % 80), i, which)))).toBe(true);
      expect(mods.every((bytes, i) => bytes.equals(message(4, FLOW_MOD, 56, i, which)))).toBe(true);
    }
    expect(scene.counter(EGRESS_UNDELIVERABLE)).toBe(0);
  });

  it('of one wake leave in one write, however many records they were', async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n);
    await sleep(10);
    const [writes, bytes] = [scene.counter(SOCKET_WRITES), scene.counter(BYTES_OUT)];
    for (let i = 0; i < 200; i++) scene.answer(fake.worker, fake.slot, fake.generation, message(4, PACKET_OUT, 80, i));
    await fake.answered(PACKET_OUT, 200);
    expect(scene.counter(SOCKET_WRITES) - writes).toBe(1);
    expect(scene.counter(BYTES_OUT) - bytes).toBe(16_000);
    expect(scene.datapath(fake.slot, DATAPATH_WRITES)).toBe(200);
    const rows = new Float64Array(scene.memory.datapaths);
    expect(rows[(fake.slot * DATAPATH_WORDS + DATAPATH_BYTES_OUT) >> 1]).toBe(16_000);
  });

  it('for a connection that has ended are counted, and do not reach the one that came after it', async () => {
    const scene = await openScene();
    const first = await scene.serve(1n);
    first.socket.destroy();
    await scene.until(() => scene.downs.length === 1);
    await answer(scene, first, message(4, PACKET_OUT, 30));
    await scene.until(() => scene.counter(EGRESS_UNDELIVERABLE) === 1);
    const second = await scene.serve(1n);
    expect(second.slot).toBe(first.slot);
    await answer(scene, { ...first, worker: second.worker } as ServedSwitch, message(4, PACKET_OUT, 31));
    scene.send(first.slot, first.generation, message(4, PACKET_OUT, 32));
    scene.close(first.slot, first.generation, 'of another time');
    await answer(scene, second, message(4, PACKET_OUT, 33));
    const outs = await second.answered(PACKET_OUT);
    await scene.until(() => scene.counter(EGRESS_UNDELIVERABLE) === 4);
    expect(outs.map(({ length }) => length)).toEqual([33]);
    expect(second.isOver).toBe(false);
  });

  it('for a slot that nobody has, or that there is none of, are counted', async () => {
    const scene = await openScene();
    for (const slot of [0, 1500, 2048, -1, 0x7fffffff]) scene.answer(0, slot, 1, message(4, PACKET_OUT, 30));
    await scene.until(() => scene.counter(EGRESS_UNDELIVERABLE) === 5);
  });
});

describe('main', () => {
  it('closes a connection: what was answered before comes out, the reason goes round, what follows is not delivered', async () => {
    const scene = await openScene();
    const [fake, other] = [await scene.serve(1n), await scene.serve(2n)];
    scene.send(fake.slot, fake.generation, message(4, PACKET_OUT, 1000, 1));
    scene.close(fake.slot, fake.generation, 'its host left the inventory: grüß Gott');
    scene.send(fake.slot, fake.generation, message(4, PACKET_OUT, 1000, 2));
    await fake.over();
    await scene.until(() => scene.downs.length === 1);
    expect(scene.downs).toEqual([
      { slot: fake.slot, generation: fake.generation, reason: 'its host left the inventory: grüß Gott' },
    ]);
    expect(fake.ofType(PACKET_OUT)).toHaveLength(1);
    expect(scene.counter(EGRESS_UNDELIVERABLE)).toBe(1);
    expect(other.isOver).toBe(false);
  });
});

describe('a peer that does not read', () => {
  it('is read no more while too much waits for it, then again; nothing is lost either way', async () => {
    const scene = await openScene({ backlogPauseBytes: 1 << 20, backlogCloseBytes: 64 << 20 });
    const fake = await scene.serve(1n);
    fake.socket.pause();
    const count = await flood(scene, fake, 12_000_000);
    await scene.until(() => scene.counter(READ_PAUSES) === 1);
    const packetIns = Buffer.concat(Array.from({ length: 1000 }, (_, i) => message(4, PACKET_IN, 100, i)));
    fake.send(packetIns);
    await sleep(50);
    expect(scene.messagesOf(fake.worker, fake.slot)).toHaveLength(0);
    fake.socket.resume();
    await fake.answered(PACKET_OUT, count);
    await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === packetIns.length);
    expect(scene.messagesOf(fake.worker, fake.slot).equals(packetIns)).toBe(true);
    expect(scene.counter(READ_PAUSES)).toBe(1);
  });

  it('and for whose bytes a ring has no room does not keep the thread awake; both are made good for later', async () => {
    const scene = await openScene({ backlogPauseBytes: 1 << 20, backlogCloseBytes: 64 << 20 });
    const [fake, other] = [await scene.serve(1n), await scene.serve(3n, 1)];
    const packetIns = Buffer.concat(Array.from({ length: 8000 }, (_, i) => message(4, PACKET_IN, 100, i)));
    scene.sleepingWorkers.add(fake.worker);
    fake.send(packetIns);
    await scene.until(() => scene.counter(READ_PAUSES) === 1);
    expect(scene.channel.busy).toBe(true);
    fake.socket.pause();
    const count = await flood(scene, fake, 12_000_000);
    await scene.until(() => scene.counter(READ_PAUSES) === 2);
    await scene.until(() => !scene.channel.busy, 1000);
    // Room in the ring alone does not let it be read on.
    scene.takeOf(fake.worker, Number.POSITIVE_INFINITY);
    const taken = scene.messagesOf(fake.worker, fake.slot).length;
    other.send(message(1, ECHO_REQUEST, 8));
    await other.answered(ECHO_REPLY);
    scene.takeOf(fake.worker, Number.POSITIVE_INFINITY);
    expect(scene.messagesOf(fake.worker, fake.slot)).toHaveLength(taken);
    fake.socket.resume();
    await fake.answered(PACKET_OUT, count);
    scene.sleepingWorkers.clear();
    await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === packetIns.length);
    expect(scene.messagesOf(fake.worker, fake.slot).equals(packetIns)).toBe(true);
    await scene.until(() => !scene.channel.busy, 1000);
  });

  it('is closed at the bound, with the bytes that wait for it in the reason; others are served meanwhile', async () => {
    const scene = await openScene({ backlogPauseBytes: 1 << 20, backlogCloseBytes: 8 << 20 });
    const [bad, good] = [await scene.serve(1n), await scene.serve(2n)];
    bad.socket.pause();
    let echoes = 0;
    while (scene.downs.length === 0) {
      await flood(scene, bad, 500_000);
      good.send(message(4, ECHO_REQUEST, 8, echoes++));
      await good.answered(ECHO_REPLY, echoes);
      if (echoes > 200) throw new Error('100 MB wait and the peer is not closed');
    }
    const [, bytes] = /^the peer does not read: (\d+) bytes wait for it$/.exec(scene.downs[0]!.reason) ?? [];
    expect(Number(bytes)).toBeGreaterThan(8 << 20);
    expect(Number(bytes)).toBeLessThan(10 << 20);
    expect(scene.counter(CONNECTIONS_BACKLOG)).toBe(1);
    expect(echoes).toBeGreaterThan(10);
    expect((await scene.serve(1n)).slot).toBe(bad.slot);
  });
});
