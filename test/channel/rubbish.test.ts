import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '#openflow/message.ts';
import { CONNECTIONS_ACCEPTED, CONNECTIONS_MALFORMED } from '#shm/counters.ts';
import { random } from '../openflow/seed.ts';
import { takeSeed } from '../reference/seed.ts';
import {
  ECHO_REPLY,
  ECHO_REQUEST,
  ERROR,
  type FakeSwitch,
  FEATURES_REQUEST,
  featuresReply,
  hello,
  message,
  openScene,
  PACKET_IN,
  type Scene,
} from './scene.ts';

const seed = takeSeed('test/channel/rubbish.test.ts');

/** What the channel says of a connection that it served or not. */
function reasons(scene: Scene): string[] {
  return [...scene.refusals, ...scene.downs.map(({ reason }) => reason)];
}

async function isServed(fake: FakeSwitch): Promise<boolean> {
  const before = fake.ofType(ECHO_REPLY).length;
  fake.send(message(4, ECHO_REQUEST, 16, before, 0x77));
  const replies = await fake.answered(ECHO_REPLY, before + 1);
  return replies.at(-1)!.equals(message(4, ECHO_REPLY, 16, before, 0x77));
}

function errorIn(fake: FakeSwitch): unknown {
  const decoded = decodeMessage(fake.ofType(ERROR).at(-1) ?? new Uint8Array(0));
  return decoded.ok ? decoded.message : undefined;
}

describe('a connection that begins with', () => {
  it.each<[string, Buffer, string]>([
    [
      'a web browser',
      Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
      'a first message of type 69, expected HELLO (0); they begin 474554202f20485454502f312e310d0a',
    ],
    [
      'TLS',
      Buffer.from('16030100f8010000f40303', 'hex'),
      'a first message of type 3, expected HELLO (0); they begin 16030100f8010000f40303',
    ],
    [
      'zeros',
      Buffer.alloc(64),
      'a message length of 0, expected at least 8; they begin 00000000000000000000000000000000',
    ],
    [
      'a PacketIn',
      message(4, PACKET_IN, 12),
      'a first message of type 10, expected HELLO (0); they begin 040a000c0000000000000000',
    ],
    [
      'four bytes and silence',
      Buffer.from('SSH-'),
      'a first message of type 83, expected HELLO (0); they begin 5353482d',
    ],
  ])('%s is closed, with a reason that names what came, and others are undisturbed', async (_, bytes, reason) => {
    const scene = await openScene();
    const good = await scene.serve(1n);
    const bad = await scene.connect();
    bad.send(bytes);
    await bad.over();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals).toEqual([`malformed bytes: ${reason}`]);
    expect(scene.counter(CONNECTIONS_MALFORMED)).toBe(1);
    expect(errorIn(bad)).toMatchObject({ type: 'ERROR', errorType: 'BAD_REQUEST' });
    expect(await isServed(good)).toBe(true);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('a HELLO whose length says %i is closed, and told BAD_LEN', async (length) => {
    const scene = await openScene();
    const bad = await scene.connect();
    const bytes = hello(4);
    bytes.writeUInt16BE(length, 2);
    bad.send(bytes);
    await bad.over();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals[0]).toMatch(`malformed bytes: a message length of ${length}, expected at least 8`);
    expect(errorIn(bad)).toMatchObject({ errorType: 'BAD_REQUEST', errorCode: 'BAD_LEN' });
  });

  it('random bytes is closed for a reason, a thousand times', async () => {
    const scene = await openScene({ handshakeTimeoutMs: 2000 });
    const good = await scene.serve(1n);
    const roll = random(seed);
    for (let round = 0; round < 20; round++) {
      const bad = await Promise.all(Array.from({ length: 50 }, () => scene.connect()));
      for (const fake of bad) fake.send(Buffer.from(Array.from({ length: 1 + roll(200) }, () => roll(256))));
      await scene.until(() => scene.counter(CONNECTIONS_ACCEPTED) === 1 + 50 * (round + 1));
      await sleep(5);
      await scene.pass(4000); // for those that look like the beginning of a long HELLO, or were too short
      await Promise.all(bad.map((fake) => fake.over()));
      for (const { socket } of bad) socket.destroy();
    }
    await scene.until(() => scene.refusals.length === 1000);
    for (const reason of scene.refusals) {
      expect(reason).toMatch(
        /^(malformed bytes: |bad HELLO: |no common OpenFlow version|no HELLO within|no FEATURES_REPLY)/,
      );
    }
    expect(scene.refusals.filter((reason) => reason.startsWith('malformed')).length).toBeGreaterThan(900);
    expect(await isServed(good)).toBe(true);
  });
});

describe('a switch that is served and then', () => {
  it.each<[string, Buffer, string, string]>([
    ['changes its version', message(1, PACKET_IN, 20), 'OpenFlow version 1, expected the agreed 4', 'BAD_VERSION'],
    ['says a second HELLO of another version', hello(6), 'OpenFlow version 6, expected the agreed 4', 'BAD_VERSION'],
    [
      'sends a length of 5',
      Buffer.from('040a000500000000', 'hex'),
      'a message length of 5, expected at least 8',
      'BAD_LEN',
    ],
    ['loses its place', Buffer.from('some text'), 'OpenFlow version 115, expected the agreed 4', 'BAD_VERSION'],
  ])('%s is closed and goes down with the reason; its PacketIns before it arrive', async (_, bytes, reason, code) => {
    const scene = await openScene();
    const [good, bad] = [await scene.serve(1n), await scene.serve(2n)];
    const packetIns = Buffer.concat([message(4, PACKET_IN, 40, 1), message(4, PACKET_IN, 41, 2)]);
    bad.send(packetIns, bytes, message(4, PACKET_IN, 42, 3));
    await bad.over();
    await scene.until(() => scene.downs.length === 1);
    expect(scene.downs[0]).toMatchObject({ slot: bad.slot, generation: bad.generation });
    expect(scene.downs[0]!.reason).toMatch(
      `malformed bytes: ${reason}; they begin ${bytes.subarray(0, 8).toString('hex')}`,
    );
    expect(scene.messagesOf(bad.worker, bad.slot).equals(packetIns)).toBe(true);
    expect(errorIn(bad)).toMatchObject({ errorType: 'BAD_REQUEST', errorCode: code });
    expect(await isServed(good)).toBe(true);
    expect(reasons(scene)).toHaveLength(1);
  });

  it('begins a message and goes, goes down; nothing of it arrives', async () => {
    const scene = await openScene();
    const bad = await scene.serve(2n);
    bad.socket.end(message(4, PACKET_IN, 400).subarray(0, 300));
    await scene.until(() => scene.downs.length === 1);
    expect(scene.downs[0]!.reason).toBe('closed by peer');
    expect(scene.messagesOf(bad.worker, bad.slot)).toHaveLength(0);
  });
});

it('a switch whose HELLO comes in two halves is no rubbish', async () => {
  const scene = await openScene();
  const fake = await scene.connect();
  const bytes = Buffer.concat([hello(4), featuresReply(9n, 4)]);
  for (const byte of bytes) {
    fake.socket.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await fake.answered(FEATURES_REQUEST);
  await scene.until(() => scene.ups.length === 1);
});
