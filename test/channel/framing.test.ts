// Framing by itself, with handlers that write down what they are given; that sockets change nothing of it is shown at
// the end.
import { describe, expect, it } from 'vitest';
import { Connection, STATE_CLOSING, STATE_FEATURES, STATE_HELLO, STATE_SERVING } from '#channel/connection.ts';
import { describeMalformed, Framing } from '#channel/framing.ts';
import { BYTES_IN, MESSAGES_IN } from '#shm/counters.ts';
import { DATAPATH_BYTES_IN, DATAPATH_MESSAGES_IN, DATAPATH_PACKET_INS } from '#shm/layout.ts';
import { RECORD_MESSAGES } from '#shm/ring.ts';
import { random } from '../openflow/seed.ts';
import { takeSeed } from '../reference/seed.ts';
import { ECHO_REPLY, ECHO_REQUEST, FLOW_REMOVED, HELLO, message, openScene, PACKET_IN, PORT_STATUS } from './scene.ts';

const seed = takeSeed('test/channel/framing.test.ts');

interface Frame {
  kind: 'run' | 'message' | 'malformed';
  bytes: string;
  messages: number;
  packetIns: number;
}

/** A connection that is served, its framing, and what came out. */
class Probe {
  readonly connection = new Connection(1, 'peer', 1, 0);
  readonly frames: Frame[] = [];
  /** How many handlers say that they have no room before one has. */
  refusals: () => number = () => 0;
  #refused = 0;
  readonly #framing = new Framing({
    joinsRun: (_, bytes, at, length) => bytes[at + length - 1] !== 0xee,
    onRun: (_, bytes, from, end, messages, packetIns) => this.#keep('run', bytes, from, end, messages, packetIns),
    onMessage: (_, type, bytes, at, length) =>
      this.#keep('message', bytes, at, at + length, 1, type === PACKET_IN ? 1 : 0),
    onMalformed: (connection, bytes, at, end) => {
      this.frames.push({ kind: 'malformed', bytes: hexOf(bytes, at, end), messages: 0, packetIns: 0 });
      connection.state = STATE_CLOSING;
    },
  });

  constructor(state = STATE_SERVING, version = 4) {
    this.connection.state = state;
    this.connection.version = version;
  }

  /** Offers bytes as a door does: what is not taken is offered again, with what follows. */
  read(...pieces: Uint8Array[]): void {
    let kept = Buffer.alloc(0);
    for (const piece of pieces) {
      kept = Buffer.concat([kept, piece]);
      while (kept.length > 0) {
        this.connection.waiting = false;
        // The door's buffer is used again: nothing may be kept of it.
        const shared = Buffer.from(kept);
        const taken = this.#framing.take(this.connection, shared, shared.length, 0);
        shared.fill(0xa5);
        expect(taken).toBeLessThanOrEqual(kept.length);
        if (taken < kept.length) expect(this.connection.waiting).toBe(true);
        kept = kept.subarray(taken);
      }
    }
  }

  /** The run's messages as if each had come alone. */
  get content(): string {
    return this.frames.map(({ bytes }) => bytes).join('');
  }

  #keep(
    kind: Frame['kind'],
    bytes: Uint8Array,
    from: number,
    end: number,
    messages: number,
    packetIns: number,
  ): boolean {
    if (this.#refused < this.refusals()) {
      this.#refused++;
      this.connection.waiting = true;
      return false;
    }
    this.#refused = 0;
    this.frames.push({ kind, bytes: hexOf(bytes, from, end), messages, packetIns });
    return true;
  }
}

function hexOf(bytes: Uint8Array, from: number, end: number): string {
  return Buffer.from(bytes.subarray(from, end)).toString('hex');
}

const packetIn = (length: number, fill: number) => message(4, PACKET_IN, length, fill, fill);
const MIXED = [
  packetIn(40, 1),
  packetIn(8, 2),
  message(4, ECHO_REQUEST, 8, 3),
  packetIn(70, 4),
  message(4, FLOW_REMOVED, 56, 5, 5),
  packetIn(33, 6),
  message(4, FLOW_REMOVED, 48, 7, 0xee),
  message(4, PORT_STATUS, 80, 8, 8),
  packetIn(19, 9),
];

describe('a read', () => {
  it('of nothing but PacketIns is one run, and says how many', () => {
    const probe = new Probe();
    probe.read(Buffer.concat([packetIn(40, 1), packetIn(8, 2), packetIn(70, 3)]));
    expect(probe.frames).toMatchObject([{ kind: 'run', messages: 3, packetIns: 3 }]);
  });

  it('is cut into runs and single messages in the order in which they came', () => {
    const probe = new Probe();
    probe.read(Buffer.concat(MIXED));
    expect(probe.frames.map(({ kind, messages, packetIns }) => [kind, messages, packetIns])).toEqual([
      ['run', 2, 2],
      ['message', 1, 0], // echo request
      ['run', 3, 2], // with a FLOW_REMOVED of its own worker
      ['message', 1, 0], // FLOW_REMOVED of another one
      ['message', 1, 0], // port status
      ['run', 1, 1],
    ]);
    expect(probe.content).toBe(Buffer.concat(MIXED).toString('hex'));
  });

  it('makes no runs before the datapath is served', () => {
    const probe = new Probe(STATE_FEATURES);
    probe.read(Buffer.concat(MIXED));
    expect(probe.frames).toHaveLength(MIXED.length);
    expect(probe.frames.every(({ kind }) => kind === 'message')).toBe(true);
  });

  it('split in two at every byte gives the same messages', () => {
    const bytes = Buffer.concat(MIXED);
    for (let at = 0; at <= bytes.length; at++) {
      const probe = new Probe();
      probe.read(bytes.subarray(0, at), bytes.subarray(at));
      if (probe.content !== bytes.toString('hex')) expect.fail(`split at ${at}`);
      expect(probe.frames.reduce((sum, { messages }) => sum + messages, 0)).toBe(MIXED.length);
      expect(probe.frames.reduce((sum, { packetIns }) => sum + packetIns, 0)).toBe(5);
      expect(probe.connection.partialLength).toBe(0);
    }
  });

  it('byte by byte gives the same messages', () => {
    const bytes = Buffer.concat(MIXED);
    const probe = new Probe();
    probe.read(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(probe.content).toBe(bytes.toString('hex'));
    expect(probe.frames).toHaveLength(MIXED.length);
  });

  it('may hold the longest message there is, split anywhere', () => {
    const bytes = Buffer.concat([packetIn(65_535, 1), message(4, PORT_STATUS, 65_535, 2), packetIn(65_535, 3)]);
    const roll = random(seed);
    for (let round = 0; round < 20; round++) {
      const probe = new Probe();
      const cuts = Array.from({ length: roll(6) }, () => roll(bytes.length)).sort((a, b) => a - b);
      probe.read(...[0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length)));
      expect(probe.content === bytes.toString('hex')).toBe(true);
    }
  });

  it('for which there is no room is offered again, and nothing is lost, doubled or told twice', () => {
    const roll = random(seed);
    for (let round = 0; round < 300; round++) {
      const messages = Array.from({ length: 40 }, (_, i) => {
        const type = [PACKET_IN, PACKET_IN, PACKET_IN, ECHO_REQUEST, FLOW_REMOVED, PORT_STATUS][roll(6)]!;
        return message(4, type, 8 + roll(80), i, roll(8) === 0 ? 0xee : i);
      });
      const bytes = Buffer.concat(messages);
      const probe = new Probe();
      probe.refusals = () => roll(3);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; ) {
        const length = roll(4) === 0 ? 1 + roll(7) : 1 + roll(300);
        pieces.push(bytes.subarray(at, at + length));
        at += length;
      }
      probe.read(...pieces);
      if (probe.content !== bytes.toString('hex')) expect.fail(`round ${round} of seed ${seed}`);
      expect(probe.frames.reduce((sum, frame) => sum + frame.messages, 0)).toBe(messages.length);
    }
  });
});

describe('bytes that are no message', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('are those whose length says %i', (length) => {
    const bad = message(4, PACKET_IN, 16);
    bad.writeUInt16BE(length, 2);
    const probe = new Probe();
    probe.read(Buffer.concat([packetIn(40, 1), packetIn(20, 2), bad, packetIn(40, 3)]));
    // What came before them is good; what comes behind them is not looked at.
    expect(probe.frames).toMatchObject([{ kind: 'run', messages: 2 }, { kind: 'malformed' }]);
    expect(probe.frames[1]!.bytes.startsWith(bad.toString('hex'))).toBe(true);
    expect(describeMalformed(new Probe().connection, bad, 0)).toBe(
      `a message length of ${length}, expected at least 8`,
    );
  });

  it('are those of another version than the agreed one, whatever their type', () => {
    for (const type of [HELLO, ECHO_REPLY, PACKET_IN]) {
      const probe = new Probe();
      probe.read(Buffer.concat([message(1, type, 16)]));
      expect(probe.frames).toMatchObject([{ kind: 'malformed' }]);
    }
    expect(describeMalformed(new Probe().connection, message(1, PACKET_IN, 16), 0)).toBe(
      'OpenFlow version 1, expected the agreed 4',
    );
  });

  it('are those of another type than HELLO at first, whatever their version', () => {
    const probe = new Probe(STATE_HELLO, 0);
    probe.read(message(9, HELLO, 8));
    expect(probe.frames).toMatchObject([{ kind: 'message' }]);
    probe.read(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(probe.frames[1]).toMatchObject({ kind: 'malformed' });
    expect(describeMalformed(new Probe(STATE_HELLO, 0).connection, Buffer.from('GET '), 0)).toBe(
      'a first message of type 69, expected HELLO (0)',
    );
  });

  it('are found with their fourth byte, however long they say they are', () => {
    for (const pieces of [[4], [1, 3], [1, 1, 1, 1], [3, 1], [2, 2]]) {
      const probe = new Probe(STATE_HELLO, 0);
      const bytes = Buffer.from('GET / HTTP/1.1\r\n\r\n');
      let at = 0;
      for (const length of pieces) {
        expect(probe.frames).toEqual([]);
        probe.read(bytes.subarray(at, at + length));
        at += length;
      }
      expect(probe.frames).toMatchObject([{ kind: 'malformed', bytes: '47455420' }]);
    }
  });

  it('behind a run that has no room wait for it', () => {
    const probe = new Probe();
    probe.refusals = () => 2;
    probe.read(Buffer.concat([packetIn(40, 1), Buffer.from('rubbish!')]));
    expect(probe.frames.map(({ kind }) => kind)).toEqual(['run', 'malformed']);
  });

  it('end it all, also when they end a message that was split, and nothing behind them is taken for one', () => {
    const probe = new Probe();
    probe.read(Buffer.from([4, PACKET_IN]), Buffer.from([0, 3]), packetIn(40, 1));
    expect(probe.frames.map(({ kind }) => kind)).toEqual(['malformed']);
  });
});

describe('over sockets', () => {
  it('thousands of messages in pieces of any size arrive whole, in order, and are counted right', async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n);
    const roll = random(seed);
    const packetIns = Array.from({ length: 20_000 }, (_, i) => message(4, PACKET_IN, 8 + roll(120), i, i & 0xff));
    const bytes = Buffer.concat(packetIns);
    const [messagesBefore, bytesBefore] = [scene.counter(MESSAGES_IN), scene.counter(BYTES_IN)];
    const rowBefore = scene.datapath(fake.slot, DATAPATH_MESSAGES_IN);
    for (let at = 0; at < bytes.length; ) {
      const length = roll(20) === 0 ? 1 + roll(9) : 1 + roll(20_000);
      fake.socket.write(bytes.subarray(at, at + length));
      at += length;
      if (roll(3) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === bytes.length);
    expect(scene.messagesOf(fake.worker, fake.slot).equals(bytes)).toBe(true);
    const runs = scene.worker[fake.worker]!.filter(({ kind }) => kind === RECORD_MESSAGES);
    for (const { payload, count } of runs) expect(count).toBe(messagesIn(payload));
    expect(runs.length).toBeLessThan(packetIns.length / 5);
    expect(scene.counter(MESSAGES_IN) - messagesBefore).toBe(packetIns.length);
    expect(scene.counter(BYTES_IN) - bytesBefore).toBe(bytes.length);
    expect(scene.datapath(fake.slot, DATAPATH_PACKET_INS)).toBe(packetIns.length);
    expect(scene.datapath(fake.slot, DATAPATH_MESSAGES_IN) - rowBefore).toBe(packetIns.length);
    // Of the handshake only what came behind the features is the datapath's: nothing.
    const row = new Float64Array(scene.memory.datapaths);
    expect(row[(fake.slot * 16 + DATAPATH_BYTES_IN) >> 1]! - bytes.length).toBeLessThan(100);
  });

  it('a message split at every byte arrives whole', async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n);
    const one = message(4, PACKET_IN, 60, 1, 0x61);
    let wanted = 0;
    for (let at = 1; at < one.length; at++) {
      fake.socket.write(one.subarray(0, at));
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      fake.socket.write(one.subarray(at));
      wanted += one.length;
    }
    await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === wanted);
    for (let at = 0; at < wanted; at += one.length) {
      expect(
        scene
          .messagesOf(fake.worker, fake.slot)
          .subarray(at, at + one.length)
          .equals(one),
      ).toBe(true);
    }
  });
});

function messagesIn(payload: Buffer): number {
  let count = 0;
  for (let at = 0; at < payload.length; at += payload.readUInt16BE(at + 2)) count++;
  return count;
}
