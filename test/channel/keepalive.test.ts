import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CONNECTIONS_DEAD, CONNECTIONS_REFUSED, ECHOES_ANSWERED } from '#shm/counters.ts';
import { DATAPATH_GENERATION } from '#shm/layout.ts';
import {
  ECHO_REPLY,
  ECHO_REQUEST,
  type FakeSwitch,
  FEATURES_REQUEST,
  hello,
  message,
  openScene,
  PACKET_IN,
} from './scene.ts';

/** Lets a switch that is paused read some bytes and no more. */
function readSome(fake: FakeSwitch, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    let left = bytes;
    const count = (piece: Buffer) => {
      left -= piece.length;
      if (left > 0) return;
      fake.socket.off('data', count);
      fake.socket.pause();
      resolve();
    };
    fake.socket.on('data', count);
    fake.socket.resume();
  });
}

describe('a handshake', () => {
  it('of a connection that says nothing has a time limit', async () => {
    const scene = await openScene({ handshakeTimeoutMs: 3000 });
    const fake = await scene.connect();
    await scene.pass(3000);
    expect(fake.isOver).toBe(false);
    await scene.pass(500);
    await fake.over();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals).toEqual(['no HELLO within 3000 ms']);
    expect(scene.counter(CONNECTIONS_REFUSED)).toBe(1);
  });

  it('of a connection that says no more than HELLO has it too, whatever else it sends', async () => {
    const scene = await openScene({ handshakeTimeoutMs: 3000 });
    const fake = await scene.connect();
    fake.send(hello(4));
    await fake.answered(FEATURES_REQUEST);
    for (let i = 0; i < 5; i++) {
      fake.send(message(4, ECHO_REQUEST, 8), message(4, PACKET_IN, 60));
      await scene.pass(700);
    }
    await fake.over();
    await scene.until(() => scene.refusals.length === 1);
    expect(scene.refusals).toEqual(['no FEATURES_REPLY within 3000 ms']);
  });
});

describe('a switch that is served', () => {
  it('gets its echoes answered with the same bytes, the longest and empty ones too, in order', async () => {
    const scene = await openScene();
    const fake = await scene.serve(1n);
    for (const length of [8, 9, 100, 65_535]) fake.send(message(4, ECHO_REQUEST, length, length, length & 0xff));
    const replies = await fake.answered(ECHO_REPLY, 4);
    for (const [i, length] of [8, 9, 100, 65_535].entries()) {
      expect(replies[i]!.equals(message(4, ECHO_REPLY, length, length, length & 0xff))).toBe(true);
    }
    expect(scene.counter(ECHOES_ANSWERED)).toBe(4);
  });

  it.each([1, 4] as const)(
    'of version %i is asked for an echo after a spell of silence, and stays while it answers',
    async (version) => {
      const scene = await openScene({ echoIntervalMs: 2000 });
      const fake = await scene.serve(1n, version);
      await scene.pass(1500);
      expect(fake.ofType(ECHO_REQUEST)).toEqual([]);
      await scene.pass(20_000);
      expect(fake.isOver).toBe(false);
      const requests = fake.ofType(ECHO_REQUEST);
      expect(requests.length).toBeGreaterThanOrEqual(6);
      expect(requests.length).toBeLessThanOrEqual(11);
      expect(requests.every((request) => request[0] === version)).toBe(true);
    },
  );

  it('is not asked while it talks', async () => {
    const scene = await openScene({ echoIntervalMs: 2000 });
    const fake = await scene.serve(1n);
    for (let i = 0; i < 10; i++) {
      fake.send(message(4, PACKET_IN, 60));
      await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === 60 * (i + 1));
      await scene.pass(1000);
    }
    expect(fake.ofType(ECHO_REQUEST)).toEqual([]);
  });

  it('and answers no echo for three spells is dead, and its datapath may come back at once', async () => {
    const scene = await openScene({ echoIntervalMs: 2000 });
    const fake = await scene.serve(1n);
    fake.answersEchoes = false;
    await scene.pass(6000);
    expect(fake.isOver).toBe(false);
    expect(fake.ofType(ECHO_REQUEST).length).toBeGreaterThanOrEqual(2);
    await scene.pass(1000);
    await fake.over();
    await scene.until(() => scene.downs.length === 1);
    expect(scene.downs[0]!.reason).toMatch(/^no answer to echo requests for [67]\d\d\d ms$/);
    expect(scene.counter(CONNECTIONS_DEAD)).toBe(1);
    const again = await scene.serve(1n);
    expect(again.slot).toBe(fake.slot);
  });

  it('that is dead frees its slot though its socket does not go: a peer behind a cut cable answers no FIN', async () => {
    const scene = await openScene({ echoIntervalMs: 2000 });
    const fake = await scene.serve(1n);
    fake.answersEchoes = false;
    fake.socket.pause(); // reads nothing, not even the end
    await scene.pass(7000);
    expect(scene.datapath(fake.slot, DATAPATH_GENERATION)).toBe(0);
    const again = await scene.serve(1n);
    expect(again.slot).toBe(fake.slot);
    expect(again.generation).not.toBe(fake.generation);
    await sleep(20);
    expect(scene.downs).toHaveLength(1);
    expect(scene.datapath(fake.slot, DATAPATH_GENERATION)).toBe(again.generation);
  });

  it('is not dead because the thread, the process or the machine slept', async () => {
    const scene = await openScene({ echoIntervalMs: 2000 });
    const fake = await scene.serve(1n);
    for (const sleptMs of [10_000, 3_600_000, -5000]) {
      scene.nowMs += sleptMs;
      scene.channel.tick(scene.nowMs);
      await sleep(5);
      await scene.pass(1000);
    }
    expect(fake.isOver).toBe(false);
    expect(scene.downs).toEqual([]);
  });
});

describe('a switch that does not read', () => {
  it('is read no more, and is dead when it takes nothing for three spells', async () => {
    const scene = await openScene({ echoIntervalMs: 2000, backlogPauseBytes: 1 << 16, backlogCloseBytes: 64 << 20 });
    const fake = await scene.serve(1n);
    fake.socket.pause();
    const answer = message(4, 13, 60_000);
    // As much as the kernels at both ends hold, and more than may wait.
    for (let sent = 0; sent < 12_000_000; sent += answer.length) {
      while (!scene.answer(fake.worker, fake.slot, fake.generation, answer)) await sleep(1);
    }
    await scene.pass(5000);
    expect(fake.isOver).toBe(false);
    await scene.pass(3000);
    await scene.until(() => scene.downs.length === 1);
    expect(scene.downs[0]!.reason).toMatch(/^the peer reads nothing: \d+ bytes have waited for \d+ ms$/);
  });

  it('but slowly is alive', async () => {
    const scene = await openScene({ echoIntervalMs: 2000, backlogPauseBytes: 1 << 16, backlogCloseBytes: 64 << 20 });
    const fake = await scene.serve(1n);
    fake.socket.pause();
    const answer = message(4, 13, 60_000);
    let sent = 0;
    for (; sent < 24_000_000; sent += answer.length) {
      while (!scene.answer(fake.worker, fake.slot, fake.generation, answer)) await sleep(1);
    }
    for (let spell = 0; spell < 8; spell++) {
      await scene.pass(1500);
      await readSome(fake, 2_000_000);
    }
    expect(scene.downs).toEqual([]);
    expect(fake.received.length).toBeLessThan(24_000_000 / 60_000);
    fake.socket.resume();
    await fake.answered(13, 24_000_000 / 60_000);
    // Reading goes on: its messages arrive again.
    fake.send(message(4, PACKET_IN, 60));
    await scene.until(() => scene.messagesOf(fake.worker, fake.slot).length === 60);
  });
});
