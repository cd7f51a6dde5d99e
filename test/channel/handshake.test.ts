import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '#openflow/message.ts';
import {
  CONNECTIONS_ACCEPTED,
  CONNECTIONS_CLOSED,
  CONNECTIONS_REFUSED,
  ECHOES_ANSWERED,
  PACKET_INS_UNSERVED,
} from '#shm/counters.ts';
import {
  DATAPATH_DPID_HI,
  DATAPATH_DPID_LO,
  DATAPATH_GENERATION,
  DATAPATH_VERSION,
  DATAPATH_WORKER,
  HOST_SLOTS,
} from '#shm/layout.ts';
import { RECORD_DATAPATH_UP } from '#shm/ring.ts';
import {
  ECHO_REPLY,
  ECHO_REQUEST,
  ERROR,
  FEATURES_REQUEST,
  featuresReply,
  HELLO,
  hello,
  message,
  openScene,
  PACKET_IN,
  PORT_STATUS,
  SET_CONFIG,
} from './scene.ts';

const DPID = 0xfedcba9876543210n;

function helloOf(version: number, versions?: number[]): Uint8Array {
  const elements = versions === undefined ? [] : [{ type: 'VERSIONBITMAP' as const, versions }];
  return encodeMessage({ version, type: 'HELLO', xid: 7, elements });
}

describe('a switch that connects', () => {
  it('is greeted at once: HELLO of 1.3 with a bitmap of 1.0 and 1.3', async () => {
    const scene = await openScene();
    const fake = await scene.connect();
    const [bytes] = await fake.answered(HELLO);
    const decoded = decodeMessage(bytes!);
    expect(decoded.ok && decoded.message).toMatchObject({
      version: 4,
      type: 'HELLO',
      elements: [{ type: 'VERSIONBITMAP', versions: [1, 4] }],
    });
  });

  it.each([
    [1, '1.0'],
    [4, '1.3'],
  ] as const)('of version %i is asked for its features, told to send whole packets, and served', async (version, _) => {
    const scene = await openScene();
    const fake = await scene.serve(DPID, version);
    const [request] = fake.ofType(FEATURES_REQUEST);
    expect(request![0]).toBe(version);
    const [setConfig] = await fake.answered(SET_CONFIG);
    const decoded = decodeMessage(setConfig!);
    expect(decoded.ok && decoded.message).toMatchObject({ version, type: 'SET_CONFIG', missSendLen: 0xffff });

    // Its row, main and its worker agree.
    expect(fake.slot).toBe(HOST_SLOTS);
    expect(scene.datapath(fake.slot, DATAPATH_GENERATION)).toBe(fake.generation);
    expect(scene.datapath(fake.slot, DATAPATH_VERSION)).toBe(version);
    expect(scene.datapath(fake.slot, DATAPATH_WORKER)).toBe(fake.worker);
    expect(scene.datapath(fake.slot, DATAPATH_DPID_HI) >>> 0).toBe(0xfedcba98);
    expect(scene.datapath(fake.slot, DATAPATH_DPID_LO) >>> 0).toBe(0x76543210);
    const { payload, count } = scene.ups[0]!;
    const peerEnd = 2 + payload.readUInt16BE(0);
    expect(payload.subarray(2, peerEnd).toString()).toBe(`127.0.0.1:${fake.socket.localPort}`);
    expect(payload.subarray(peerEnd).equals(featuresReply(DPID, version))).toBe(true);
    expect(count).toBe(version);
    expect(scene.worker[fake.worker]).toMatchObject([
      { kind: RECORD_DATAPATH_UP, slot: fake.slot, generation: fake.generation, count: version },
    ]);
    expect(scene.counter(CONNECTIONS_ACCEPTED)).toBe(1);
  });

  it.each<[string, Uint8Array, number]>([
    ['1.3 with a bitmap of 1.3', helloOf(4, [4]), 4],
    ['1.0 with a bitmap of 1.0', helloOf(1, [1]), 1],
    ['1.5 with a bitmap down to 1.0, as Open vSwitch says it', helloOf(6, [1, 2, 3, 4, 5, 6]), 4],
    ['1.4 with a bitmap of 1.4 and 1.0', helloOf(5, [1, 5]), 1],
    ['1.5 without a bitmap', helloOf(6), 4],
    ['a version of the far future without a bitmap', helloOf(255), 4],
    ['a bitmap of a hundred versions', helloOf(4, [1, 4, 40, 99]), 4],
    ['1.0 with a body that means nothing', Buffer.concat([message(1, HELLO, 13, 7, 0x55)]), 1],
    ['1.3 with an element that nobody knows', Buffer.from('04000010000000070009000800000000', 'hex'), 4],
  ])('with a HELLO of %s', async (_, bytes, agreed) => {
    const scene = await openScene();
    const fake = await scene.connect();
    fake.send(bytes);
    const [request] = await fake.answered(FEATURES_REQUEST);
    expect(request![0]).toBe(agreed);
  });

  it.each<[string, Uint8Array]>([
    ['1.1, without a bitmap', helloOf(2)],
    ['1.2, with a bitmap of 1.1 and 1.2', helloOf(3, [2, 3])],
    ['1.3, with a bitmap of 1.4 only', helloOf(4, [5])],
    ['1.3, with an empty bitmap', helloOf(4, [])],
    ['no version at all', helloOf(0)],
  ])('with no version in common (%s) is told HELLO_FAILED, INCOMPATIBLE, with the reason', async (_, bytes) => {
    const scene = await openScene();
    const fake = await scene.connect();
    fake.send(bytes);
    await fake.over();
    const decoded = decodeMessage(fake.ofType(ERROR)[0]!);
    if (!decoded.ok || decoded.message.type !== 'ERROR') throw new Error('no error message');
    expect(decoded.message).toMatchObject({ errorType: 'HELLO_FAILED', errorCode: 'INCOMPATIBLE', xid: 7 });
    expect(Buffer.from((decoded.message as { data: Uint8Array }).data).toString()).toContain(
      'we speak 1.0 (1) and 1.3 (4)',
    );
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals[0]).toBe(
      `no common OpenFlow version: the peer's HELLO is of version ${bytes[0]}, we speak 1.0 (1) and 1.3 (4)`,
    );
    expect(scene.counter(CONNECTIONS_REFUSED)).toBe(1);
  });

  it('with a HELLO whose element is cut short is refused, and the reason names the field', async () => {
    const scene = await openScene();
    const fake = await scene.connect();
    fake.send(Buffer.from('0400000d00000007' + '0001000800', 'hex'));
    await fake.over();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals[0]).toMatch(/^bad HELLO: HELLO elements\[0\].* found .* expected/);
  });

  it('and answers with an error instead of its features is refused with that error', async () => {
    const scene = await openScene();
    const fake = await scene.connect();
    fake.send(hello(4));
    await fake.answered(FEATURES_REQUEST);
    fake.send(
      encodeMessage({
        version: 4,
        type: 'ERROR',
        xid: 2,
        errorType: 'BAD_REQUEST',
        errorCode: 'EPERM',
        data: new Uint8Array(0),
      }),
    );
    await fake.over();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals[0]).toBe('the peer sent an error during the handshake: BAD_REQUEST, EPERM');
  });

  it('with a FEATURES_REPLY that is cut short is refused, and the reason names the field', async () => {
    const scene = await openScene();
    const fake = await scene.connect();
    fake.send(hello(4));
    await fake.answered(FEATURES_REQUEST);
    fake.send(message(4, 6, 20));
    await fake.over();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals[0]).toMatch(/^malformed message during the handshake: FEATURES_REPLY/);
  });

  it('gets its echoes answered before its features are known, and loses nothing that it should not send yet', async () => {
    const scene = await openScene();
    const fake = await scene.connect();
    fake.send(hello(4));
    await fake.answered(FEATURES_REQUEST);
    fake.send(message(4, ECHO_REQUEST, 12, 99, 0x61), message(4, PACKET_IN, 100), message(4, PACKET_IN, 60));
    fake.send(message(4, PORT_STATUS, 80));
    const [reply] = await fake.answered(ECHO_REPLY);
    expect(reply!.equals(message(4, ECHO_REPLY, 12, 99, 0x61))).toBe(true);
    await scene.until(() => scene.counter(PACKET_INS_UNSERVED) === 2);
    expect(scene.counter(ECHOES_ANSWERED)).toBe(1);
    fake.send(featuresReply(1n, 4));
    await scene.until(() => scene.ups.length === 1);
    expect(fake.isOver).toBe(false);
    expect(scene.worker.flat().filter(({ kind }) => kind !== RECORD_DATAPATH_UP)).toEqual([]);
  });

  it('and says everything in one breath, PacketIns behind it, is served from the first of them on', async () => {
    const scene = await openScene();
    const fake = await scene.connect();
    const packetIns = [message(4, PACKET_IN, 40, 1, 1), message(4, PACKET_IN, 50, 2, 2)];
    fake.send(hello(4), featuresReply(5n, 4), ...packetIns);
    await scene.until(() => scene.ups.length === 1);
    const { slot, stamp: worker } = scene.ups[0]!;
    await scene.until(() => scene.messagesOf(worker, slot).length === 90);
    expect(scene.messagesOf(worker, slot).equals(Buffer.concat(packetIns))).toBe(true);
    expect(scene.worker[worker]!.map(({ kind }) => kind)[0]).toBe(RECORD_DATAPATH_UP);
  });

  it('beyond the most connections there may be is refused before a word, and the others stay', async () => {
    const scene = await openScene({ connectionsMax: 2 });
    const served = [await scene.serve(1n), await scene.serve(2n)];
    const third = await scene.connect();
    await third.over();
    expect(third.received).toEqual([]);
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals[0]).toBe('2 connections are open already');
    served[0]!.socket.destroy();
    third.socket.destroy();
    await scene.until(() => scene.counter(CONNECTIONS_CLOSED) === 2);
    await scene.serve(3n);
    expect(served[1]!.isOver).toBe(false);
  });

  it('and goes without a word was only looking: nobody is told; with half a handshake main hears of it', async () => {
    const scene = await openScene();
    const quiet = await scene.connect();
    quiet.socket.end();
    await scene.until(() => scene.counter(CONNECTIONS_CLOSED) === 1);
    expect(scene.main).toEqual([]);
    const half = await scene.connect();
    half.send(hello(4));
    await half.answered(FEATURES_REQUEST);
    half.socket.end();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals[0]).toBe('closed by peer during the handshake');
  });
});
