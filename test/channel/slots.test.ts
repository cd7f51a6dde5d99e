import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DUPLICATE_DPIDS, PACKET_INS } from '#shm/counters.ts';
import { DATAPATH_DPID_LO, DATAPATH_GENERATION, DATAPATH_SLOTS, HOST_SLOTS } from '#shm/layout.ts';
import { ECHO_REQUEST, FEATURES_REQUEST, openScene, type Scene, type ServedSwitch } from './scene.ts';

async function refused(scene: Scene, dpid: bigint, version: 1 | 4 = 4): Promise<string> {
  const before = scene.refusals.length;
  const fake = await scene.connect();
  await fake.shakeHands(dpid, version);
  await fake.over();
  await scene.until(() => scene.refusals.length > before);
  return scene.refusals.at(-1)!;
}

describe('a host of the inventory', () => {
  it('sits in the slot of its row', async () => {
    const scene = await openScene({ learn: false });
    scene.addHost(700, 0xffffffff_00000001n);
    scene.addHost(3, 1n);
    expect((await scene.serve(1n)).slot).toBe(3);
    expect((await scene.serve(0xffffffff_00000001n)).slot).toBe(700);
  });

  it('needs OpenFlow 1.3: with 1.0 it is refused, with or without --learn, and told what to set', async () => {
    for (const learn of [true, false]) {
      const scene = await openScene({ learn });
      scene.addHost(3, 0xabcn);
      expect(await refused(scene, 0xabcn, 1)).toBe(
        'dpid 0000000000000abc is a host of the inventory and speaks OpenFlow 1.0; hosts need 1.3 (protocols=OpenFlow13)',
      );
      expect((await scene.serve(0xabcn, 4)).slot).toBe(3);
    }
  });
});

describe('a datapath that no inventory names', () => {
  it('is refused without --learn, and told what to do', async () => {
    const scene = await openScene({ learn: false });
    scene.addHost(0, 1n);
    expect(await refused(scene, 0x10n)).toBe(
      'dpid 0000000000000010 is no host of the inventory; add it there, or start with --learn',
    );
    await scene.serve(1n);
  });

  it('gets a slot behind the hosts, and the same one when it comes back', async () => {
    const scene = await openScene();
    const first = await scene.serve(10n, 1);
    const second = await scene.serve(20n, 4);
    expect([first.slot, second.slot]).toEqual([HOST_SLOTS, HOST_SLOTS + 1]);
    first.socket.destroy();
    await scene.until(() => scene.downs.length === 1);
    expect(scene.datapath(first.slot, DATAPATH_GENERATION)).toBe(0);
    expect(scene.datapath(first.slot, DATAPATH_DPID_LO)).toBe(10);
    const third = await scene.serve(30n);
    expect(third.slot).toBe(HOST_SLOTS + 2);
    expect((await scene.serve(10n)).slot).toBe(first.slot);
  });

  it('takes the free slot that was given first when all have been given, and is refused when all are in use', async () => {
    const scene = await openScene({ connectionsMax: 2000 });
    const LEARNED = DATAPATH_SLOTS - HOST_SLOTS;
    const all = [];
    for (let dpid = 0; dpid < LEARNED; dpid += 64) {
      all.push(...(await Promise.all(Array.from({ length: 64 }, (_, i) => connected(scene, BigInt(dpid + i))))));
    }
    await scene.until(() => scene.ups.length === LEARNED);
    expect(new Set(scene.ups.map(({ slot }) => slot)).size).toBe(LEARNED);
    expect(await refused(scene, 999_999n)).toBe('1024 learned datapaths are connected already');
    const slotOf = (dpid: bigint) =>
      scene.ups.find(({ payload }) => payload.readBigUInt64BE(payload.length - 24) === dpid)!.slot;
    for (const dpid of [40n, 7n]) {
      all[Number(dpid)]!.socket.destroy();
      await scene.until(() => scene.downs.some(({ slot }) => slot === slotOf(dpid)));
    }
    // Both are free: the one that was given first is taken first.
    const next = await scene.serve(1_000_000n);
    const last = await scene.serve(1_000_001n);
    expect([next.slot, last.slot]).toEqual([slotOf(7n), slotOf(40n)].sort((a, b) => a - b));
    expect(await refused(scene, 7n)).toBe('1024 learned datapaths are connected already');
  });
});

async function connected(scene: Scene, dpid: bigint) {
  const fake = await scene.connect();
  await fake.shakeHands(dpid, 4);
  return fake;
}

describe('a dpid that is connected already', () => {
  it('is refused, and the one that holds it is asked for a sign of life and stays when it gives one', async () => {
    const scene = await openScene();
    const first = await scene.serve(0xfeedn);
    expect(await refused(scene, 0xfeedn)).toBe(
      `dpid 000000000000feed is connected already, from 127.0.0.1:${first.socket.localPort}`,
    );
    expect(scene.counter(DUPLICATE_DPIDS)).toBe(1);
    await first.answered(ECHO_REQUEST);
    await scene.pass(20_000);
    expect(first.isOver).toBe(false);
    expect(scene.datapath(first.slot, DATAPATH_GENERATION)).toBe(first.generation);
    expect(scene.downs).toEqual([]);
  });

  it('is served when it tries again, if the one that held it gives no sign of life within a spell', async () => {
    const scene = await openScene({ echoIntervalMs: 4000 });
    const first = await scene.serve(5n);
    first.answersEchoes = false;
    await refused(scene, 5n);
    await scene.pass(5000); // three spells would be twelve seconds
    await first.over();
    expect((await scene.serve(5n)).slot).toBe(first.slot);
  });

  it('is refused as often as it tries, and costs the one that holds it nothing', async () => {
    const scene = await openScene();
    const first = await scene.serve(5n);
    for (let i = 0; i < 20; i++) await refused(scene, 5n, i % 2 === 0 ? 1 : 4);
    await scene.pass(2000);
    expect(first.isOver).toBe(false);
    expect(first.ofType(FEATURES_REQUEST)).toHaveLength(1);
  });
});

describe('workers', () => {
  it('get the next datapath in turns while none has much to do, and the one with fewest after some have gone', async () => {
    const scene = await openScene();
    const served: ServedSwitch[] = [];
    for (let dpid = 1n; dpid <= 6n; dpid++) served.push(await scene.serve(dpid));
    const load = () =>
      [0, 1].map((worker) => served.filter((fake) => fake.worker === worker && !fake.socket.destroyed).length);
    expect(load()).toEqual([3, 3]);
    for (const fake of served.filter(({ worker }) => worker === 0)) fake.socket.destroy();
    await scene.until(() => scene.downs.length === 3);
    await sleep(5);
    for (let dpid = 11n; dpid <= 13n; dpid++) served.push(await scene.serve(dpid));
    expect(load()).toEqual([3, 3]);
  });

  /** Has a worker decide so many PacketIns in each of some half seconds. */
  async function decide(scene: Scene, worker: number, packetIns: number, halfSeconds: number): Promise<void> {
    const counters = new Float64Array(scene.memory.counters[worker]!);
    for (let i = 0; i < halfSeconds; i++) {
      counters[PACKET_INS] = counters[PACKET_INS]! + packetIns;
      await scene.pass(500);
    }
  }

  it('get the next datapath when they have the least to do, however many they serve', async () => {
    const scene = await openScene();
    expect((await scene.serve(1n)).worker).toBe(0);
    await decide(scene, 0, 100_000, 8);
    const next = [await scene.serve(2n), await scene.serve(3n), await scene.serve(4n)];
    // The second is taken to be as busy as the first; then both are alike, and the one after has its turn again.
    expect(next.map(({ worker }) => worker)).toEqual([1, 0, 1]);
    await decide(scene, 0, 100_000, 8);
    // What they were taken for is forgotten: the first worker is busy, and the other one has done nothing.
    expect((await scene.serve(5n)).worker).toBe(1);
  });

  it('are not taken for busy because of datapaths that came and went', async () => {
    const scene = await openScene();
    await scene.serve(1n);
    await decide(scene, 0, 100_000, 8);
    for (let dpid = 2n; dpid < 12n; dpid++) {
      const fake = await scene.serve(dpid);
      expect(fake.worker, `dpid ${dpid}`).toBe(1);
      fake.socket.destroy();
      await scene.until(() => scene.downs.length === Number(dpid) - 1);
    }
  });

  it('that were busy some seconds ago and are not any more count as idle', async () => {
    const scene = await openScene();
    await scene.serve(1n);
    await decide(scene, 0, 100_000, 4);
    await scene.serve(2n);
    await scene.serve(3n);
    await scene.pass(5000);
    // worker 0 serves one, worker 1 two
    expect((await scene.serve(4n)).worker).toBe(0);
  });

  it('share a crowd that comes at once by what each has to do', async () => {
    const scene = await openScene({}, { workers: 4 });
    for (let dpid = 1n; dpid <= 4n; dpid++) await scene.serve(dpid);
    await decide(scene, 0, 40_000, 8);
    const crowd: number[] = [];
    for (let dpid = 11n; dpid < 23n; dpid++) crowd.push((await scene.serve(dpid)).worker);
    expect([0, 1, 2, 3].map((worker) => crowd.filter((each) => each === worker).length)).toEqual([0, 4, 4, 4]);
  });
});
