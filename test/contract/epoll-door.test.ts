// The door on epoll, driven by this thread's event loop as the channel's own loop drives it.
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Bindings, loadBindings } from '#native/bindings.ts';
import type { Door, DoorHandlers } from '#native/door.ts';
import { openEpollDoor } from '#native/epoll-door.ts';
import { takeSeed } from '../reference/seed.ts';
import { doorContract } from './door-contract.ts';

const { bindings } = loadBindings();

it('is what runs here: the set-up has built the bindings', () => {
  expect(loadBindings()).not.toHaveProperty('reason');
});

if (bindings !== undefined) {
  doorContract('on epoll', (handlers) => openDriven(bindings, handlers), takeSeed('test/contract/epoll-door.test.ts'));
}

describe.runIf(bindings !== undefined)('where there is no room', () => {
  const PIECE = new Uint8Array(256 * 1024);

  /** Peers that have sent more than one read takes, and a door whose owner has room for `room` reads. */
  async function crowd(peers: number) {
    const reads = new Map<number, number>();
    const closed: string[] = [];
    const state = { room: 0, bytes: 0 };
    const door = openEpollDoor(bindings!, {
      onOpen: (socket) => void reads.set(socket, 0),
      hasRoom: () => state.room > 0,
      onRead: (socket, _bytes, length) => {
        state.room--;
        state.bytes += length;
        reads.set(socket, reads.get(socket)! + 1);
        return length;
      },
      onClose: (_, reason) => void closed.push(reason),
    });
    const { port } = await door.listen('127.0.0.1', 0);
    const clients = Array.from({ length: peers }, () => net.connect(port, '127.0.0.1').on('error', () => {}));
    for (const client of clients) client.write(PIECE);
    for (let looks = 0; looks < 200; looks++) {
      door.wait(0);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(reads.size).toBe(peers);
    return { door, reads, closed, state, clients };
  }

  it('nothing is read; it comes when there is, also what a peer sent that has gone meanwhile', async () => {
    const { door, reads, closed, state, clients } = await crowd(2);
    expect([...reads.values()]).toEqual([0, 0]);
    for (const client of clients) client.end();
    for (let looks = 0; looks < 2000 && closed.length < 2; looks++) {
      state.room = 1;
      door.wait(0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(state.bytes).toBe(2 * PIECE.length);
    expect(closed).toEqual(['closed by peer', 'closed by peer']);
    await door.end();
  });

  it('for all, each has its turn', async () => {
    const { door, reads, state, clients } = await crowd(8);
    // As many reads as all together need twice over: with an order of its own the door would serve the first few only.
    for (let looks = 0; looks < 16; looks++) {
      state.room = 1;
      door.wait(0);
    }
    expect([...reads.values()]).toEqual(new Array(8).fill(2));
    for (const client of clients) client.destroy();
    await door.end();
  });

  it('the door says so, and rests until its bell rings, however ready sockets are', async () => {
    const { door, state, clients } = await crowd(2);
    expect([door.wait(0), door.crowded]).toEqual([false, true]);
    const restedMs = () => {
      const fromMs = performance.now();
      door.rest(50);
      return performance.now() - fromMs;
    };
    expect(restedMs()).toBeGreaterThanOrEqual(49);
    bindings!.wakeRing(door.wakeFd);
    expect(restedMs()).toBeLessThan(49);
    state.room = 1;
    expect([door.wait(0), door.crowded]).toEqual([true, true]); // one was read, another waits
    state.room = 16;
    for (let looks = 0; looks < 16; looks++) door.wait(0);
    expect([door.wait(0), door.crowded]).toEqual([false, false]);
    for (const client of clients) client.destroy();
    await door.end();
  });
});

function openDriven(native: Bindings, handlers: DoorHandlers): Door {
  const door = openEpollDoor(native, handlers);
  let running = true;
  const turn = () => {
    if (!running) return;
    door.wait(0);
    setImmediate(turn);
  };
  turn();
  return {
    ...door,
    async end() {
      running = false;
      await door.end();
    },
  };
}
