// What every Door must do, as a suite: run by one test file for each implementation, over real sockets on loopback.
// Clients are plain node:net sockets in the same thread; whatever the door does, they see bytes and ends.

import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { DOOR_READ_BYTES, type Door, type DoorHandlers } from '#native/door.ts';
import { random } from '../openflow/seed.ts';

/** A period that no power of two divides, so that a byte from the wrong place shows. */
const PERIOD = 65_521;

/** Runs the suite against what `openDoor` makes. @param seed of the random takes and sizes */
export function doorContract(name: string, openDoor: (handlers: DoorHandlers) => Door, seed: number): void {
  describe(`the door ${name}`, () => {
    const toEnd: (() => unknown)[] = [];
    afterEach(async () => {
      for (const end of toEnd.splice(0).reverse()) await end();
    });

    async function listening(handlers: Partial<DoorHandlers> = {}): Promise<Scene> {
      const scene = new Scene(openDoor, handlers);
      toEnd.push(() => scene.end());
      await scene.listen();
      return scene;
    }

    describe('listens', () => {
      it('on a free port when asked for port 0, and names it', async () => {
        const { address } = await listening();
        expect(address.host).toBe('127.0.0.1');
        expect(address.port).toBeGreaterThan(0);
      });

      it('on no port that is in use: it rejects and says why', async () => {
        const { address } = await listening();
        const second = openDoor(new Scene(openDoor, {}));
        await expect(second.listen('127.0.0.1', address.port)).rejects.toThrow(/EADDRINUSE/);
        await second.end();
      });

      it('on no address that is not its own', async () => {
        const door = openDoor(new Scene(openDoor, {}));
        await expect(door.listen('192.0.2.1', 0)).rejects.toThrow(/EADDRNOTAVAIL/);
        await door.end();
      });
    });

    describe('opens', () => {
      it('a socket for each peer, numbered afresh, and names the peer', async () => {
        const scene = await listening();
        const first = await scene.connect();
        const second = await scene.connect();
        expect(scene.opened).toHaveLength(2);
        expect(new Set(scene.opened.map(({ socket }) => socket)).size).toBe(2);
        expect(scene.opened.map(({ peer }) => peer)).toEqual([first.name, second.name]);
      });

      it('a socket that the handler closes at once, with its last words', async () => {
        const scene = await listening({
          onOpen: (socket) => {
            scene.say(socket, Buffer.from('go away'));
            scene.door.close(socket, 'not welcome');
          },
        });
        const client = await scene.connect();
        await client.ended;
        expect(client.received().toString()).toBe('go away');
        await until(() => scene.closed.length === 1);
        expect(scene.closed[0]!.reason).toBe('not welcome');
      });

      it('a socket that the handler pauses at once, and reads nothing before it is resumed', async () => {
        const scene = await listening({ onOpen: (socket) => scene.door.pause(socket) });
        const client = await scene.connect();
        client.socket.write('early');
        await sleep(60);
        expect(scene.read).toEqual([]);
        scene.door.resume(scene.opened[0]!.socket);
        await until(() => scene.bytesOf(scene.opened[0]!.socket).length === 5);
      });
    });

    describe('reads', () => {
      it('what a peer sends, in order, in pieces of at most 64 KiB', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const wanted = pattern(3, 3_000_000);
        client.socket.write(wanted);
        const socket = scene.opened[0]!.socket;
        await until(() => scene.readBytes === wanted.length);
        expect(Math.max(...scene.read.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(DOOR_READ_BYTES);
        expect(scene.bytesOf(socket).equals(wanted)).toBe(true);
      });

      it('keeps what was not taken apart from what other sockets read meanwhile', async () => {
        // Reads of all sockets may share a buffer: a view of it kept for one would change under it.
        const scene = await listening();
        const [slow, busy] = [await scene.connect(), await scene.connect()];
        const slowSocket = scene.opened[0]!.socket;
        scene.take = (socket, length) => (socket === slowSocket ? 0 : length);
        const wanted = pattern(1, 5000);
        slow.socket.write(wanted);
        await until(() => scene.offers > 0);
        const others = pattern(2, 5000);
        busy.socket.write(others);
        await until(() => scene.readBytes === 5000);
        scene.take = (_, length) => length;
        scene.door.resume(slowSocket);
        expect(scene.bytesOf(slowSocket).equals(wanted)).toBe(true);
      });

      it('offers kept bytes again from the first one that was not taken, and then what followed', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        const wanted = pattern(5, 200_000);
        scene.take = () => 1;
        client.socket.write(wanted);
        await until(() => scene.offers === 1);
        await sleep(20);
        expect(scene.offers).toBe(1);
        scene.take = () => 0;
        scene.door.resume(socket);
        scene.door.resume(socket);
        expect(scene.offers).toBe(3);
        expect(scene.readBytes).toBe(1);
        scene.take = (_, length) => length;
        scene.door.resume(socket);
        await until(() => scene.readBytes === wanted.length);
        expect(scene.bytesOf(socket).equals(wanted)).toBe(true);
      });

      it('50 MB of six sockets with random takes, none too, and loses or reorders nothing', async () => {
        const SOCKETS = 6;
        const EACH = 8_738_133;
        const roll = random(seed);
        const seen = new Map<number, { index: number; at: number; wrong: number }>();
        const scene = await listening({
          onRead: (socket, bytes, length) => {
            let state = seen.get(socket);
            if (state === undefined) {
              // The first byte tells which of the clients this is.
              state = { index: bytes[0]!, at: 0, wrong: 0 };
              seen.set(socket, state);
            }
            const taken = roll(4) === 0 ? roll(length + 1) : roll(40) === 0 ? 0 : length;
            if (!sameAsPattern(state.index, state.at, bytes, taken)) state.wrong++;
            state.at += taken;
            if (taken < length) later(() => scene.door.resume(socket), roll(4));
            return taken;
          },
        });
        for (let index = 0; index < SOCKETS; index++) {
          const client = await scene.connect();
          client.socket.write(pattern(index, EACH));
        }
        await until(() => seen.size === SOCKETS && [...seen.values()].every(({ at }) => at === EACH), 30_000);
        expect([...seen.values()].map(({ wrong }) => wrong)).toEqual(new Array(SOCKETS).fill(0));
      });
    });

    describe('pauses', () => {
      it('a peer until it is resumed: the kernel fills up, and nothing is lost', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        scene.door.pause(socket);
        const wanted = pattern(7, 20_000_000);
        client.socket.write(wanted);
        await sleep(150);
        // At most one read was on its way.
        expect(scene.readBytes).toBeLessThanOrEqual(DOOR_READ_BYTES);
        expect(client.socket.writableLength).toBeGreaterThan(0);
        scene.door.resume(socket);
        await until(() => scene.readBytes === wanted.length);
        expect(scene.bytesOf(socket).equals(wanted)).toBe(true);
      });

      it('from inside onRead, also while kept bytes are offered again', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        scene.take = () => 0;
        client.socket.write('first');
        await until(() => scene.offers === 1);
        scene.take = (_, length) => {
          scene.door.pause(socket);
          return length;
        };
        scene.door.resume(socket);
        expect(scene.bytesOf(socket).toString()).toBe('first');
        client.socket.write('second');
        await sleep(60);
        expect(scene.bytesOf(socket).toString()).toBe('first');
        scene.take = (_, length) => length;
        scene.door.resume(socket);
        await until(() => scene.bytesOf(socket).toString() === 'firstsecond');
      });
    });

    describe('writes', () => {
      it('what was added, in the order of the calls, when told to send and not before', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        scene.put(socket, Buffer.from('one '));
        scene.put(socket, Buffer.from('two '));
        await sleep(30);
        expect(client.received().length).toBe(0);
        expect(scene.door.backlogBytes(socket)).toBe(8);
        scene.door.send(socket);
        scene.say(socket, Buffer.from('three'));
        await until(() => client.received().toString() === 'one two three');
        expect(scene.door.backlogBytes(socket)).toBe(0);
      });

      it('more than its first buffer holds, in one gathering', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        const wanted = pattern(9, 700_001);
        for (let at = 0; at < wanted.length; at += 50_001) scene.put(socket, wanted.subarray(at, at + 50_001));
        scene.door.send(socket);
        await until(() => client.length === wanted.length);
        expect(client.received().equals(wanted)).toBe(true);
      });

      it('what is lent and what is written in the order of the calls, from any number of places', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        const [one, other] = [pattern(3, 100_000), pattern(4, 100_000)];
        const wanted: Buffer[] = [];
        const roll = random(seed + 1);
        for (let i = 0; i < 3000; i++) {
          const [from, at] = [[one, other][roll(8) === 0 ? 1 : 0]!, roll(90_000)];
          const length = 1 + roll(roll(50) === 0 ? 9000 : 40);
          const add = roll(20) === 0 ? scene.door.write : scene.door.lend;
          expect(add(socket, from, at, length)).toBe(true);
          wanted.push(from.subarray(at, at + length));
        }
        scene.door.send(socket);
        const all = Buffer.concat(wanted);
        await until(() => client.length === all.length);
        expect(client.received().equals(all)).toBe(true);
      });

      it('what was lent, however late the peer reads it and whatever becomes of the place', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        client.socket.pause();
        const place = Buffer.alloc(40_000);
        const wanted = pattern(6, 10_000_000);
        for (let at = 0; at < wanted.length; at += place.length) {
          wanted.copy(place, 0, at, at + place.length);
          for (let piece = 0; piece < place.length; piece += 5000) scene.door.lend(socket, place, piece, 5000);
          scene.door.send(socket);
          place.fill(0xa5);
        }
        expect(scene.door.backlogBytes(socket)).toBeGreaterThan(1_000_000);
        client.socket.resume();
        await until(() => client.length === wanted.length);
        expect(client.received().equals(wanted)).toBe(true);
      });

      it('to a peer that does not read: says how much waits, and delivers it whole when the peer reads', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        client.socket.pause();
        const roll = random(seed);
        const wanted = pattern(11, 24_000_000);
        // Many sends of different sizes: the buffer of each unfinished write stays the kernel's.
        for (let at = 0; at < wanted.length; ) {
          const length = Math.min(wanted.length - at, 1 + roll(at < 4_000_000 ? 3000 : 400_000));
          scene.say(socket, wanted.subarray(at, at + length));
          at += length;
          if (roll(16) === 0) await nextTurn();
          // Not to the end: what is read now and then makes the kernel take more and more.
          if (at < 4_000_000 && roll(100) === 0) {
            client.socket.resume();
            await sleep(1);
            client.socket.pause();
          }
        }
        expect(scene.door.backlogBytes(socket)).toBeGreaterThan(1_000_000);
        client.socket.resume();
        await until(() => client.length === wanted.length);
        expect(client.received().equals(wanted)).toBe(true);
        await until(() => scene.door.backlogBytes(socket) === 0);
      });

      it('to a slow peer: shows when the peer takes some, and that it takes nothing however much is added', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        client.socket.pause();
        while (scene.door.backlogBytes(socket) < 8_000_000) scene.say(socket, pattern(1, 500_000));
        await sleep(30); // until the kernels have what they take
        const stuck = scene.door.progress(socket);
        for (let i = 0; i < 5; i++) {
          scene.say(socket, pattern(1, 100_000));
          await sleep(5);
        }
        expect(scene.door.progress(socket)).toBe(stuck);
        client.socket.resume();
        await until(() => client.length > 5_000_000); // more than a window that is not worth a word
        client.socket.pause();
        await until(() => scene.door.progress(socket) !== stuck);
      });

      it('nothing to a socket that is gone or never was', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        client.socket.destroy();
        await until(() => scene.closed.length === 1);
        for (const none of [socket, 0, 999_999]) {
          expect(scene.door.write(none, new Uint8Array(8), 0, 8)).toBe(false);
          expect(scene.door.lend(none, new Uint8Array(8), 0, 8)).toBe(false);
          expect(scene.door.backlogBytes(none)).toBe(0);
          expect(scene.door.progress(none)).toBe(0);
          scene.door.send(none);
          scene.door.pause(none);
          scene.door.resume(none);
          scene.door.close(none, 'twice');
        }
        await sleep(10);
        expect(scene.closed).toHaveLength(1);
      });
    });

    describe('closes', () => {
      it('once, when the peer ends', async () => {
        const scene = await listening();
        const client = await scene.connect();
        client.socket.end('bye');
        await until(() => scene.closed.length > 0);
        await sleep(20);
        expect(scene.closed).toEqual([{ socket: scene.opened[0]!.socket, reason: 'closed by peer' }]);
        expect(scene.bytesOf(scene.opened[0]!.socket).toString()).toBe('bye');
      });

      it('once, with the reason, when the peer resets; other sockets are undisturbed', async () => {
        const scene = await listening();
        const [bad, good] = [await scene.connect(), await scene.connect()];
        bad.socket.write('half a mess');
        await until(() => scene.readBytes > 0);
        bad.socket.resetAndDestroy();
        await until(() => scene.closed.length > 0);
        await sleep(20);
        expect(scene.closed).toHaveLength(1);
        expect(scene.closed[0]!.reason).toMatch(/ECONNRESET/);
        const goodSocket = scene.opened[1]!.socket;
        good.socket.write('still here');
        await until(() => scene.bytesOf(goodSocket).toString() === 'still here');
        scene.say(goodSocket, Buffer.from('so am I'));
        await until(() => good.received().toString() === 'so am I');
      });

      it('after the last words, added but not sent, are out; then the peer sees the end', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        const words = pattern(13, 1_500_000);
        scene.put(socket, words);
        scene.door.close(socket, 'done with you');
        expect(scene.door.write(socket, new Uint8Array(1), 0, 1)).toBe(false);
        await client.ended;
        expect(client.received().equals(words)).toBe(true);
        await until(() => scene.closed.length === 1);
        expect(scene.closed[0]).toEqual({ socket, reason: 'done with you' });
      });

      it('with the last words whole though the peer never stops sending', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        const chatter = setInterval(() => client.socket.writable && client.socket.write(pattern(2, 100_000)), 1);
        toEnd.push(() => clearInterval(chatter));
        await until(() => scene.readBytes > 100_000);
        const words = pattern(17, 1_000_000);
        scene.put(socket, words);
        scene.door.close(socket, 'enough');
        const readBefore = scene.readBytes;
        await client.ended;
        expect(client.received().equals(words)).toBe(true);
        expect(scene.readBytes).toBe(readBefore);
        clearInterval(chatter);
        client.socket.destroy();
        await until(() => scene.closed.length === 1);
        expect(scene.closed[0]!.reason).toBe('enough');
      });

      it('a paused socket too, and offers what it kept no more', async () => {
        const scene = await listening();
        const client = await scene.connect();
        const socket = scene.opened[0]!.socket;
        scene.take = () => 0;
        client.socket.write('never taken');
        await until(() => scene.offers === 1);
        scene.door.close(socket, 'too late');
        scene.take = (_, length) => length;
        scene.door.resume(socket);
        await client.ended;
        await until(() => scene.closed.length === 1);
        expect(scene.offers).toBe(1);
      });

      it('a socket whose peer neither reads nor closes, within two seconds, and keeps the first reason', async () => {
        const scene = await listening();
        const client = await scene.connect({ allowHalfOpen: true });
        const socket = scene.opened[0]!.socket;
        client.socket.pause();
        while (scene.door.backlogBytes(socket) < 1_000_000) scene.say(socket, pattern(1, 500_000));
        const from = performance.now();
        scene.door.close(socket, 'the peer does not read');
        scene.door.close(socket, 'closed again');
        await until(() => scene.closed.length === 1, 5000);
        expect(performance.now() - from).toBeLessThan(2000);
        expect(scene.closed[0]!.reason).toBe('the peer does not read');
      });

      it('four hundred sockets at once whose peers do not close', async () => {
        const scene = await listening();
        for (let i = 0; i < 8; i++) {
          await Promise.all(Array.from({ length: 50 }, () => scene.connect({ allowHalfOpen: true })));
        }
        await until(() => scene.opened.length === 400);
        for (const { socket } of scene.opened) scene.door.close(socket, 'all of you');
        await until(() => scene.closed.length === 400, 5000);
        expect(new Set(scene.closed.map(({ socket }) => socket)).size).toBe(400);
      });
    });

    describe('ends', () => {
      it('with nobody connected', async () => {
        const scene = await listening();
        await scene.door.end();
        expect(scene.closed).toEqual([]);
      });

      it('with every socket closed, paused and closing ones too, and the port free again', async () => {
        const scene = await listening();
        const clients = [await scene.connect(), await scene.connect({ allowHalfOpen: true }), await scene.connect()];
        const [quiet, closing, paused] = scene.opened.map(({ socket }) => socket);
        scene.door.pause(paused!);
        clients[2]!.socket.write(pattern(1, 100_000));
        scene.door.close(closing!, 'first');
        await scene.door.end();
        expect(scene.closed.map(({ socket }) => socket).sort()).toEqual([quiet, closing, paused].sort());
        expect(scene.closed.find(({ socket }) => socket === closing)!.reason).toBe('first');
        await Promise.all(clients.map(({ ended }) => ended));
        const again = openDoor(new Scene(openDoor, {}));
        await again.listen('127.0.0.1', scene.address.port);
        await again.end();
      });
    });
  });
}

interface Client {
  readonly socket: net.Socket;
  /** Address and port as the door should name them. */
  readonly name: string;
  readonly length: number;
  received(): Buffer;
  /** Resolves when the peer's end, or the end of everything, was seen. */
  readonly ended: Promise<void>;
}

/** A door with handlers that write down what they are told, and its clients. */
class Scene implements DoorHandlers {
  readonly door: Door;
  readonly opened: { socket: number; peer: string }[] = [];
  readonly closed: { socket: number; reason: string }[] = [];
  readonly read: { socket: number; bytes: Buffer }[] = [];
  readBytes = 0;
  offers = 0;
  /** How much of an offer is taken. */
  take: (socket: number, length: number) => number = (_, length) => length;
  address = { host: '', port: 0 };
  readonly #clients: net.Socket[] = [];
  readonly #special: Partial<DoorHandlers>;

  constructor(openDoor: (handlers: DoorHandlers) => Door, special: Partial<DoorHandlers>) {
    this.#special = special;
    this.door = openDoor(this);
  }

  async listen(): Promise<void> {
    this.address = await this.door.listen('127.0.0.1', 0);
  }

  onOpen(socket: number, peer: string): void {
    this.opened.push({ socket, peer });
    this.#special.onOpen?.(socket, peer);
  }

  hasRoom(socket: number): boolean {
    return this.#special.hasRoom?.(socket) ?? true;
  }

  onRead(socket: number, bytes: Uint8Array, length: number): number {
    if (this.#special.onRead !== undefined) return this.#special.onRead(socket, bytes, length);
    this.offers++;
    const taken = this.take(socket, length);
    if (taken > 0) this.read.push({ socket, bytes: Buffer.from(bytes.subarray(0, taken)) });
    this.readBytes += taken;
    return taken;
  }

  onClose(socket: number, reason: string): void {
    this.closed.push({ socket, reason });
  }

  bytesOf(socket: number): Buffer {
    return Buffer.concat(this.read.filter((piece) => piece.socket === socket).map(({ bytes }) => bytes));
  }

  /** Adds, without sending. */
  put(socket: number, bytes: Uint8Array): void {
    expect(this.door.write(socket, bytes, 0, bytes.length)).toBe(true);
  }

  say(socket: number, bytes: Uint8Array): void {
    this.put(socket, bytes);
    this.door.send(socket);
  }

  async connect(options: { allowHalfOpen?: boolean } = {}): Promise<Client> {
    const before = this.opened.length;
    const socket = net.connect({ ...options, host: '127.0.0.1', port: this.address.port });
    this.#clients.push(socket);
    const pieces: Buffer[] = [];
    let length = 0;
    socket.on('data', (piece) => {
      pieces.push(piece as Buffer);
      length += piece.length;
    });
    socket.on('error', () => {}); // resets are part of the play
    const ended = new Promise<void>((resolve) => {
      socket.on('end', resolve);
      socket.on('close', () => resolve());
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const name = `127.0.0.1:${socket.localPort}`;
    await until(() => this.opened.length > before && this.opened.some(({ peer }) => peer === name));
    return {
      socket,
      name,
      ended,
      received: () => Buffer.concat(pieces),
      get length() {
        return length;
      },
    };
  }

  async end(): Promise<void> {
    for (const socket of this.#clients) socket.destroy();
    await this.door.end();
  }
}

/** `length` bytes that tell their place; the first one is `index`. */
function pattern(index: number, length: number): Buffer {
  return Buffer.alloc(length, tile(index).subarray(0, PERIOD));
}

const tiles = new Map<number, Buffer>();

/** One period, then enough of the next for the longest offer. */
function tile(index: number): Buffer {
  let made = tiles.get(index);
  if (made === undefined) {
    const roll = random(index + 1);
    const period = Buffer.from(Array.from({ length: PERIOD }, (_, i) => (i === 0 ? index : roll(256))));
    made = Buffer.alloc(PERIOD + DOOR_READ_BYTES, period);
    tiles.set(index, made);
  }
  return made;
}

function sameAsPattern(index: number, at: number, bytes: Uint8Array, length: number): boolean {
  const from = at % PERIOD;
  return tile(index).compare(bytes, 0, length, from, from + length) === 0;
}

function later(work: () => void, kind: number): void {
  if (kind === 0) queueMicrotask(work);
  else if (kind === 1) setTimeout(work, 1);
  else setImmediate(work);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition}`);
    await sleep(1);
  }
}
