// Rings that are full: what has no room waits in its socket, in order, and comes when there is room. And whose ring a
// message goes to.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { COOKIE_KIND_DENY, COOKIE_KIND_SESSION, COOKIE_KIND_STANDING, cookieHi } from '#openflow/cookie.ts';
import { CONTROL_LOST, MESSAGES_IN, READ_PAUSES, SOCKET_READS } from '#shm/counters.ts';
import {
  BOARD_BELL_MAIN,
  BOARD_BELL_WORKER,
  DATAPATH_GENERATION,
  DATAPATH_MESSAGES_IN,
  DATAPATH_PACKET_INS,
  RING_BYTES_MIN,
} from '#shm/layout.ts';
import { RECORD_DATAPATH_DOWN, RECORD_DATAPATH_UP, RECORD_MESSAGES } from '#shm/ring.ts';
import { random } from '../openflow/seed.ts';
import { takeSeed } from '../reference/seed.ts';
import {
  ECHO_REPLY,
  ECHO_REQUEST,
  ERROR,
  type FakeSwitch,
  FLOW_REMOVED,
  message,
  openScene,
  PACKET_IN,
  PORT_STATUS,
  type Scene,
  type ServedSwitch,
} from './scene.ts';

const seed = takeSeed('test/channel/backpressure.test.ts');

function flowRemoved(hi: number, version = 4, length = 56): Buffer {
  const bytes = message(version, FLOW_REMOVED, length);
  if (length >= 12) bytes.writeUInt32BE(hi, 8);
  return bytes;
}

/** Two switches of one worker and one of the other. */
async function threeSwitches(scene: Scene): Promise<[ServedSwitch, ServedSwitch, ServedSwitch]> {
  const served = [await scene.serve(1n), await scene.serve(2n), await scene.serve(3n)];
  const [a, b] = served.filter(({ worker }) => worker === 0);
  const other = served.find(({ worker }) => worker === 1);
  return [a!, b!, other!];
}

function packetIns(count: number, which: number, roll: (below: number) => number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, i) => message(4, PACKET_IN, 20 + roll(200), i, which)));
}

describe("a worker's full ring", () => {
  it('stops the reading of its switches, loses nothing and reorders nothing; other workers go on', async () => {
    const scene = await openScene();
    const [first, second, other] = await threeSwitches(scene);
    const roll = random(seed);
    const [wanted1, wanted2] = [packetIns(40_000, 1, roll), packetIns(40_000, 2, roll)];
    scene.sleepingWorkers.add(0);
    const [messages, reads] = [scene.counter(MESSAGES_IN), scene.counter(SOCKET_READS)];
    const rowBefore = scene.datapath(first.slot, DATAPATH_MESSAGES_IN); // its FEATURES_REPLY
    first.send(wanted1);
    second.send(wanted2);
    await scene.until(() => scene.counter(READ_PAUSES) === 2);
    await sleep(100);
    const [readsThen, pausesThen] = [scene.counter(SOCKET_READS) - reads, scene.counter(READ_PAUSES)];
    // 256 KiB are in the ring, the kernels hold some more, the rest has not left the switches. Looking again and again
    // whether there is room is no read and no pause.
    expect(first.socket.writableLength + second.socket.writableLength).toBeGreaterThan(0);
    expect(readsThen).toBeLessThan(50);
    expect(pausesThen).toBe(2);
    other.send(message(4, PACKET_IN, 60), message(4, ECHO_REQUEST, 8));
    await scene.until(() => scene.messagesOf(1, other.slot).length === 60);
    await other.answered(ECHO_REPLY);
    scene.sleepingWorkers.delete(0);
    await scene.until(() => scene.messagesOf(0, first.slot).length === wanted1.length);
    await scene.until(() => scene.messagesOf(0, second.slot).length === wanted2.length);
    expect(scene.messagesOf(0, first.slot).equals(wanted1)).toBe(true);
    expect(scene.messagesOf(0, second.slot).equals(wanted2)).toBe(true);
    expect(scene.counter(MESSAGES_IN) - messages).toBe(80_002);
    for (const { slot } of [first, second]) {
      expect(scene.datapath(slot, DATAPATH_PACKET_INS)).toBe(40_000);
      expect(scene.datapath(slot, DATAPATH_MESSAGES_IN) - rowBefore).toBe(40_000);
    }
  });

  it('that empties record by record gives each waiting switch its turn', async () => {
    const scene = await openScene({}, { workers: 1 });
    const switches = [await scene.serve(1n), await scene.serve(2n), await scene.serve(3n), await scene.serve(4n)];
    const roll = random(seed);
    scene.sleepingWorkers.add(0);
    for (const [i, fake] of switches.entries()) fake.send(packetIns(40_000, i, roll));
    await scene.until(() => scene.counter(READ_PAUSES) === 4);
    for (let i = 0; i < 120; i++) {
      scene.takeOf(0, 1);
      await sleep(1);
    }
    const taken = switches.map(({ slot }) => scene.messagesOf(0, slot).length);
    expect(Math.max(...taken)).toBeGreaterThan(500_000);
    expect(Math.min(...taken)).toBeGreaterThan(Math.max(...taken) / 4);
  });

  it('makes a switch that connects wait, not go away; it is announced before its first PacketIn', async () => {
    const scene = await openScene({}, { workers: 1 });
    const [first, second] = [await scene.serve(1n), await scene.serve(2n)];
    scene.sleepingWorkers.add(0);
    const wanted = packetIns(8000, 1, random(seed));
    first.send(wanted);
    await scene.until(() => scene.counter(READ_PAUSES) === 1);
    // The gap that was too small for a run is filled up with small ones.
    for (let i = 0; scene.counter(READ_PAUSES) === 1; i++) {
      if (i > 20_000) throw new Error('the ring does not fill up');
      second.send(message(4, PACKET_IN, 8));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const late: FakeSwitch[] = [];
    for (let dpid = 10n; dpid < 50n; dpid++) {
      const fake = await scene.connect();
      await fake.shakeHands(dpid, 4);
      fake.send(message(4, PACKET_IN, 40_000, Number(dpid)));
      late.push(fake);
    }
    await sleep(50);
    expect(scene.ups.length).toBeLessThan(10);
    await scene.pass(20_000); // its time limit is for what the switch does
    scene.sleepingWorkers.clear();
    await scene.until(() => scene.ups.length === 42);
    expect(scene.refusals).toEqual([]);
    expect(late.some(({ isOver }) => isOver)).toBe(false);
    const ofLate = () => scene.worker[0]!.filter(({ payload }) => payload.length === 40_000);
    await scene.until(() => ofLate().length === 40);
    const announced = new Set<number>();
    for (const { kind, slot } of scene.worker[0]!) {
      if (kind === RECORD_DATAPATH_UP) announced.add(slot);
      else expect(announced.has(slot)).toBe(true);
    }
    await scene.until(() => scene.messagesOf(0, first.slot).length === wanted.length);
    expect(scene.messagesOf(0, first.slot).equals(wanted)).toBe(true);
  });

  it('takes reads of any size at the smallest size that a ring may have', async () => {
    const scene = await openScene({}, { ingressBytes: RING_BYTES_MIN });
    const fake = await scene.serve(1n);
    const wanted = Buffer.concat(Array.from({ length: 300 }, (_, i) => message(4, PACKET_IN, 65_535 - (i % 9), i, i)));
    scene.sleepingWorkers.add(0);
    fake.send(wanted);
    for (let round = 0; scene.messagesOf(0, fake.slot).length < wanted.length; round++) {
      if (round > 5000) throw new Error(`${scene.messagesOf(0, fake.slot).length} of ${wanted.length} bytes came`);
      await sleep(0);
      if (round % 3 !== 0) continue;
      scene.sleepingWorkers.delete(0);
      scene.take();
      scene.sleepingWorkers.add(0);
    }
    expect(scene.messagesOf(0, fake.slot).equals(wanted)).toBe(true);
  });

  it('wakes the worker that sleeps', async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n);
    const board = new Int32Array(scene.memory.board);
    const bell = BOARD_BELL_WORKER + 16 * fake.worker;
    Atomics.store(board, bell, 1);
    Atomics.store(board, BOARD_BELL_MAIN, 1);
    fake.send(message(4, PACKET_IN, 20));
    await scene.until(() => Atomics.load(board, bell) === 0);
    expect(Atomics.load(board, BOARD_BELL_MAIN)).toBe(1);
    fake.send(message(4, PORT_STATUS, 80));
    await scene.until(() => Atomics.load(board, BOARD_BELL_MAIN) === 0);
  });
});

describe("main's full ring", () => {
  /** Fills the ring with messages of a switch. @returns what the switch sent */
  async function fill(scene: Scene, fake: ServedSwitch): Promise<Buffer> {
    scene.mainSleeps = true;
    const bytes = Buffer.concat(Array.from({ length: 9000 }, (_, i) => message(4, PORT_STATUS, 80 + (i % 50), i, 3)));
    const before = scene.counter(READ_PAUSES);
    fake.send(bytes);
    await scene.until(() => scene.counter(READ_PAUSES) > before);
    return bytes;
  }

  function toMain(scene: Scene, slot: number): Buffer {
    const records = scene.main.filter((record) => record.kind === RECORD_MESSAGES && record.slot === slot);
    return Buffer.concat(records.map(({ payload }) => payload));
  }

  it('stops the reading of who talks to main; PacketIns and echoes of others go on; nothing is lost', async () => {
    const scene = await openScene();
    const [talker, quiet] = [await scene.serve(1n), await scene.serve(2n)];
    const wanted = await fill(scene, talker);
    quiet.send(message(4, PACKET_IN, 60), message(4, ECHO_REQUEST, 8));
    await scene.until(() => scene.messagesOf(quiet.worker, quiet.slot).length === 60);
    await quiet.answered(ECHO_REPLY);
    await sleep(30);
    scene.mainSleeps = false;
    await scene.until(() => toMain(scene, talker.slot).length === wanted.length);
    expect(toMain(scene, talker.slot).equals(wanted)).toBe(true);
    expect(scene.counter(CONTROL_LOST)).toBe(0);
  });

  it('loses no word of switches that go, and tells it in order before they come back', async () => {
    const scene = await openScene();
    const talker = await scene.serve(1n);
    const others: ServedSwitch[] = [];
    for (let dpid = 100n; dpid < 140n; dpid++) others.push(await scene.serve(dpid));
    await fill(scene, talker);
    // Long reasons fill what the switch's messages leave free too.
    const reason = 'a reason '.repeat(1000);
    for (const [i, fake] of others.entries()) {
      if (i % 2 === 0) fake.socket.destroy();
      else while (!scene.close(fake.slot, fake.generation, reason)) await sleep(1);
    }
    await sleep(30);
    const back = [];
    for (let dpid = 100n; dpid < 140n; dpid++) {
      const fake = await scene.connect();
      await fake.shakeHands(dpid, 4);
      back.push(fake);
    }
    await sleep(30);
    // While main knows nothing of their end they are not there again.
    expect(scene.ups).toHaveLength(41);
    expect(others.map(({ slot }) => scene.datapath(slot, DATAPATH_GENERATION))).toEqual(others.map(() => 0));
    scene.mainSleeps = false;
    await scene.until(() => scene.ups.length === 81);
    expect(scene.downs).toHaveLength(40);
    expect(scene.downs.filter((down) => down.reason === reason)).toHaveLength(20);
    const seen = new Map<number, number>();
    for (const { kind, slot, generation } of scene.main) {
      if (kind === RECORD_DATAPATH_UP) {
        expect(seen.get(slot) ?? 0).toBe(0);
        seen.set(slot, generation);
      } else if (kind === RECORD_DATAPATH_DOWN) {
        expect(seen.get(slot)).toBe(generation);
        seen.set(slot, 0);
      }
    }
    expect(back.some(({ isOver }) => isOver)).toBe(false);
    expect(scene.counter(CONTROL_LOST)).toBe(0);
  });

  it('loses errors and refusals, and counts them: they must not hold up the rest', async () => {
    const scene = await openScene();
    const [talker, bad] = [await scene.serve(1n), await scene.serve(2n)];
    const wanted = await fill(scene, talker);
    for (let i = 0; i < 50; i++) bad.send(message(4, ERROR, 76, i));
    bad.send(message(4, PACKET_IN, 60));
    await scene.until(() => scene.messagesOf(bad.worker, bad.slot).length === 60);
    expect(scene.counter(CONTROL_LOST)).toBe(50);
    const rubbish = await scene.connect();
    rubbish.send(Buffer.from('rubbish'));
    await rubbish.over();
    expect(scene.counter(CONTROL_LOST)).toBe(51);
    scene.mainSleeps = false;
    await scene.until(() => toMain(scene, talker.slot).length === wanted.length);
    bad.send(message(4, ERROR, 76, 99));
    await scene.until(() => toMain(scene, bad.slot).length === 76);
  });
});

describe('FLOW_REMOVED', () => {
  it("goes to the worker that its session's cookie names, alone; the datapath's own stay in their run", async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n);
    const [mine, theirs] = [fake.worker, 1 - fake.worker];
    const own = flowRemoved(cookieHi(COOKIE_KIND_SESSION, mine, 5, 0, 9));
    const foreign = flowRemoved(cookieHi(COOKIE_KIND_SESSION, theirs, 5, 1, 9));
    const packetIn = message(4, PACKET_IN, 30);
    const rowBefore = scene.datapath(fake.slot, DATAPATH_MESSAGES_IN);
    fake.send(packetIn, own, packetIn, foreign, packetIn, own);
    await scene.until(() => scene.messagesOf(mine, fake.slot).length === 3 * 30 + 2 * 56);
    await scene.until(() => scene.messagesOf(theirs, fake.slot).length === 56);
    const runs = scene.worker[mine]!.filter(({ kind }) => kind === RECORD_MESSAGES);
    expect(runs.map(({ count }) => count)).toEqual([3, 2]);
    expect(runs[0]!.payload.equals(Buffer.concat([packetIn, own, packetIn]))).toBe(true);
    expect(scene.worker[theirs]!.filter(({ kind }) => kind === RECORD_MESSAGES)).toMatchObject([
      { slot: fake.slot, generation: fake.generation, count: 1, payload: foreign },
    ]);
    expect(scene.datapath(fake.slot, DATAPATH_PACKET_INS)).toBe(3);
    expect(scene.datapath(fake.slot, DATAPATH_MESSAGES_IN) - rowBefore).toBe(6);
  });

  it("goes to the datapath's worker when no session of ours is named", async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n);
    const theirs = 1 - fake.worker;
    const all = [
      flowRemoved(cookieHi(COOKIE_KIND_STANDING, theirs, 0, 0, 0)),
      flowRemoved(cookieHi(COOKIE_KIND_DENY, theirs, 0, 0, 0)),
      flowRemoved(cookieHi(COOKIE_KIND_SESSION, 9, 0, 0, 0)), // there is no worker 9
      flowRemoved(cookieHi(COOKIE_KIND_SESSION, theirs, 0, 0, 0) & 0x00ffffff), // not our tag
      flowRemoved(0),
      flowRemoved(cookieHi(COOKIE_KIND_SESSION, theirs, 0, 0, 0), 4, 15), // cut short
      flowRemoved(0, 4, 8),
    ];
    fake.send(...all);
    const wanted = Buffer.concat(all);
    await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === wanted.length);
    expect(scene.messagesOf(fake.worker, fake.slot).equals(wanted)).toBe(true);
    expect(scene.messagesOf(theirs, fake.slot)).toHaveLength(0);
  });

  it("of OpenFlow 1.0, whose cookie lies elsewhere, goes to the datapath's worker", async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n, 1);
    const bytes = flowRemoved(cookieHi(COOKIE_KIND_SESSION, 1 - fake.worker, 0, 0, 0), 1, 88);
    fake.send(bytes);
    await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === 88);
  });

  it('that finds the ring of its worker full waits, and so does what follows it', async () => {
    const scene = await openScene();
    const [first, , other] = await threeSwitches(scene);
    scene.sleepingWorkers.add(1);
    other.send(packetIns(8000, 1, random(seed)));
    await scene.until(() => scene.counter(READ_PAUSES) === 1);
    // As large as it takes to find no room in whatever gap is left.
    const foreign = flowRemoved(cookieHi(COOKIE_KIND_SESSION, 1, 0, 0, 0), 4, 65_000);
    const before = message(4, PACKET_IN, 100, 1);
    const after = message(4, PACKET_IN, 101, 2);
    first.send(before, foreign, after);
    await scene.until(() => scene.counter(READ_PAUSES) === 2);
    await sleep(20);
    expect(scene.messagesOf(0, first.slot).equals(before)).toBe(true);
    scene.sleepingWorkers.clear();
    await scene.until(() => scene.messagesOf(0, first.slot).length === 201);
    expect(scene.messagesOf(1, first.slot).equals(foreign)).toBe(true);
    expect(scene.messagesOf(0, first.slot).equals(Buffer.concat([before, after]))).toBe(true);
  });
});
