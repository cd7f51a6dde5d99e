// A hundred thousand messages, mutated, over sockets against the channel: no crash, a named reason for each connection
// that ends, and a well-behaved switch beside them that gets every answer.
import { once } from 'node:events';
import { expect, it } from 'vitest';
import {
  CONNECTIONS_ACCEPTED,
  CONNECTIONS_CLOSED,
  CONNECTIONS_MALFORMED,
  EGRESS_UNDELIVERABLE,
  MESSAGES_IN,
} from '#shm/counters.ts';
import { RECORD_MESSAGES } from '#shm/ring.ts';
import { random } from '../openflow/seed.ts';
import { VECTORS } from '../openflow/vectors/all.ts';
import { takeSeed } from '../reference/seed.ts';
import { ECHO_REPLY, ECHO_REQUEST, featuresReply, hello, message, openScene, PACKET_IN, type Scene } from './scene.ts';

const seed = takeSeed('test/channel/fuzz.test.ts');
const MESSAGES = 100_000;
const ATTACKERS = 16;
const PACKET_OUT = 13;

const REASONS = [
  /^malformed bytes: a message length of [0-7], expected at least 8; they begin [0-9a-f]{8,32}$/,
  /^malformed bytes: OpenFlow version \d+, expected the agreed [14]; they begin [0-9a-f]{8,32}$/,
  /^malformed bytes: a first message of type \d+, expected HELLO \(0\); they begin [0-9a-f]{8,32}$/,
  /^malformed message during the handshake: .*found .*expected /,
  /^bad HELLO: .*found .*expected /,
  /^no common OpenFlow version: /,
  /^the peer sent an error during the handshake/,
  /^dpid [0-9a-f]{16} is connected already, from /,
  /^(closed by peer|read ECONNRESET|write EPIPE|write ECONNRESET)( during the handshake)?$/,
];

/** One of the ways in which a message goes wrong; most leave version and length alone, so that the connection lasts. */
function mutate(bytes: Uint8Array, version: number, roll: (below: number) => number): Uint8Array {
  const mutated = Buffer.from(bytes);
  mutated[0] = version;
  const way = roll(1000);
  if (way < 700) {
    // Bits of type, xid and body.
    for (let flips = 1 + roll(8); flips > 0; flips--) {
      const at = roll(mutated.length);
      if (at !== 0 && at !== 2 && at !== 3) mutated[at]! ^= 1 << roll(8);
    }
  } else if (way < 800) {
    const cut = mutated.subarray(0, 8 + roll(mutated.length - 7));
    cut.writeUInt16BE(cut.length, 2); // cut short, and says so
    return cut;
  } else if (way < 900) {
    const longer = Buffer.concat([mutated, Buffer.alloc(1 + roll(300), roll(256))]);
    longer.writeUInt16BE(longer.length, 2); // too long, and says so
    return longer;
  } else if (way < 980) {
    return mutated; // nothing wrong, but for its version perhaps
  } else if (way < 992) {
    mutated.writeUInt16BE(roll(4) === 0 ? roll(65_536) : Math.max(0, mutated.length - 4 + roll(9)), 2); // a lie
  } else if (way < 997) {
    mutated[0] = roll(256);
  } else {
    return mutated.subarray(0, roll(mutated.length)); // cut short, and says nothing
  }
  return mutated;
}

/** Connects again and again and sends messages until there were enough. @returns how often it connected */
async function attack(
  scene: Scene,
  dpid: bigint,
  isEnough: () => boolean,
  roll: (below: number) => number,
): Promise<number> {
  let connections = 0;
  for (; !isEnough(); connections++) {
    const fake = await scene.connect();
    const version = roll(2) === 0 ? 1 : 4;
    const greeting = [hello(version), featuresReply(dpid, version)];
    fake.send(...greeting.map((bytes) => (roll(20) === 0 ? mutate(bytes, version, roll) : bytes)));
    for (let bursts = 1 + roll(40); bursts > 0 && !fake.isOver; bursts--) {
      const burst = Array.from({ length: 1 + roll(20) }, () => VECTORS[roll(VECTORS.length)]!.bytes);
      const sent = fake.socket.write(Buffer.concat(burst.map((bytes) => mutate(bytes, version, roll))));
      if (sent) await new Promise((resolve) => setImmediate(resolve));
      else await Promise.race([once(fake.socket, 'drain'), once(fake.socket, 'close')]);
    }
    const closed = fake.socket.closed ? Promise.resolve() : once(fake.socket, 'close');
    fake.socket.end();
    await closed;
  }
  return connections;
}

it(`${MESSAGES} mutated messages do no more than end the connections that they came by`, async () => {
  const scene = await openScene();
  scene.onWorkerRecord = ({ kind, slot, generation, payload }, worker) => {
    // The worker answers each PacketIn of the good switch by its xid.
    if (kind !== RECORD_MESSAGES || slot !== good?.slot) return;
    for (let at = 0; at < payload.length; at += payload.readUInt16BE(at + 2)) {
      const answer = message(4, PACKET_OUT, 32, payload.readUInt32BE(at + 4));
      if (!scene.answer(worker, slot, generation, answer)) throw new Error('the egress ring is full');
    }
  };
  const good = await scene.serve(1n);
  const roll = random(seed);
  let over = false;
  // Two of them claim to be the same datapath.
  const attackers = Array.from({ length: ATTACKERS }, (_, i) =>
    attack(scene, BigInt(100 + Math.max(i, 1)), () => scene.counter(MESSAGES_IN) > MESSAGES, random(roll(0x7fffffff))),
  );
  const attacked = Promise.all(attackers).finally(() => {
    over = true;
  });

  let asked = 0;
  for (let echoes = 0; !over; ) {
    const burst = Array.from({ length: 10 }, () => message(4, PACKET_IN, 60, asked++));
    good.send(...burst, message(4, ECHO_REQUEST, 8, echoes++));
    await good.answered(PACKET_OUT, asked);
    await good.answered(ECHO_REPLY, echoes);
  }
  const connections = (await attacked).reduce((sum, count) => sum + count, 0);

  expect(asked).toBeGreaterThan(1000);
  expect(good.ofType(PACKET_OUT).map((bytes) => bytes.readUInt32BE(4))).toEqual(
    Array.from({ length: asked }, (_, i) => i),
  );
  expect(good.isOver).toBe(false);

  await scene.until(() => scene.counter(CONNECTIONS_CLOSED) === connections);
  expect(scene.counter(CONNECTIONS_ACCEPTED)).toBe(connections + 1);
  const reasons = [...scene.refusals, ...scene.downs.map(({ reason }) => reason)];
  for (const reason of reasons) {
    if (!REASONS.some((pattern) => pattern.test(reason))) expect.fail(`seed ${seed}: ${reason}`);
  }
  expect(reasons).toHaveLength(connections);
  expect(scene.counter(CONNECTIONS_MALFORMED)).toBe(
    reasons.filter((reason) => reason.startsWith('malformed bytes')).length,
  );
  expect(scene.counter(CONNECTIONS_MALFORMED)).toBeGreaterThan(100);
  expect(scene.downs.length).toBeGreaterThan(100);
  expect(scene.ups).toHaveLength(scene.downs.length + 1);
  expect(scene.counter(EGRESS_UNDELIVERABLE)).toBe(0);
});
