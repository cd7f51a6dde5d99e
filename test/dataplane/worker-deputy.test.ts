// A worker's deputy in the channel's thread: it does what waits while the worker sleeps, and nothing while it does not.

import { beforeEach, describe, expect, test } from 'vitest';
import { INLINE_ALWAYS, INLINE_AUTO, INLINE_NEVER, type WorkerTask } from '#dataplane/context.ts';
import { Worker } from '#dataplane/worker.ts';
import { WorkerDeputy } from '#dataplane/worker-deputy.ts';
import { PACKET_INS, PARKS } from '#shm/counters.ts';
import { BOARD_SWEPT, BOARD_VERSION, HOST_SLOTS } from '#shm/layout.ts';
import { Seat } from '#shm/seat.ts';
import { packetIn10, packetIn13, World } from './harness.ts';
import { endpointOf, frame, house } from './house.ts';

let w: World;
let failures: string[];

beforeEach(() => {
  w = new World(house());
  failures = [];
});

function deputyOf(task: Partial<WorkerTask> = {}): WorkerDeputy {
  return new WorkerDeputy(
    { ...w.task(0), inline: INLINE_ALWAYS, ...task },
    () => {},
    (worker, error) => failures.push(`${worker}: ${error.message}`),
    () => w.nowMs * 1e6,
  );
}

/** SYNs of c1 to d1 wait in the ring of worker 0, as one run. */
function post(port: number, count = 1): void {
  const bytes = packetIn13(endpointOf('c1').port, frame('tcp', 'c1', port, 'd1', 80));
  w.post(w.slot('s1'), new Array<Uint8Array>(count).fill(bytes), 0);
}

describe('a deputy', () => {
  test('does what waits while the worker sleeps; the worker goes on from there, and the deputy after it', () => {
    const deputy = deputyOf();
    for (let port = 1000; port < 1010; port++) {
      post(port);
      if (port % 2 === 0) expect(deputy.serve(0)).toBe(true);
      else {
        w.workers[0]!.resume();
        w.settle();
      }
    }
    expect(w.tally()).toEqual({ session_opened: 10 });
    expect(w.open).toBe(10);
  });

  test('may have worked before the worker sits down for the first time: nothing is done again', () => {
    const worker = new Worker(w.task(0), { clock: (into) => void into.fill(w.nowMs * 1e6) });
    post(1000);
    expect(deputyOf().serve(0)).toBe(true);
    worker.enter();
    post(1001);
    while (worker.round());
    worker.leave();
    expect(w.tally()).toEqual({ session_opened: 2 });
  });

  test('leaves a worker alone that is awake', () => {
    const seat = new Seat(w.tables.board, 0);
    seat.take();
    post(1000);
    const deputy = deputyOf();
    expect(deputy.serve(0)).toBe(false);
    expect(w.tally()).toEqual({});
    seat.leave();
    expect(deputy.serve(0)).toBe(true);
  });

  test('leaves a sweep to the worker, since it may take long', () => {
    const deputy = deputyOf();
    Atomics.add(w.tables.board, BOARD_VERSION, 1);
    post(1000);
    expect(deputy.serve(0)).toBe(false);
    expect(w.tally()).toEqual({});
    w.settle();
    expect(w.tables.board[BOARD_SWEPT]).toBe(w.tables.version);
    expect(w.tally()).toEqual({ session_opened: 1 });
  });

  /** A deputy that serves nearly all the time: each look at the clock takes 100 us. */
  function busyDeputy() {
    const time = { ns: 1e12 };
    const deputy = new WorkerDeputy(
      { ...w.task(0), inline: INLINE_AUTO },
      () => {},
      () => {},
      (into) => {
        time.ns += 100_000;
        into[0] = time.ns;
      },
    );
    let port = 1000;
    /** Runs that it serves before it leaves one to the worker, 200 at most. */
    const serveRuns = (length: number, idleUs = 0): number => {
      for (let served = 0; served < 200; served++) {
        post(port++, length);
        if (idleUs > 0) deputy.idled(idleUs);
        if (!deputy.serve(0)) return served;
      }
      return 200;
    };
    return { deputy, time, serveRuns };
  }

  test('leaves long runs that take much of its time to the worker, and comes back after a while', () => {
    const { deputy, time, serveRuns } = busyDeputy();
    const served = serveRuns(100);
    expect(served).toBeGreaterThan(0);
    expect(served).toBeLessThan(200);
    expect(deputy.serve(0)).toBe(false);
    time.ns += 20e6;
    expect(deputy.serve(0)).toBe(true);
    // Needed again at once, the worker has the work for twice as long.
    expect(serveRuns(100)).toBeLessThan(200);
    time.ns += 20e6;
    expect(deputy.serve(0)).toBe(false);
    time.ns += 20e6;
    expect(deputy.serve(0)).toBe(true);
  });

  test('leaves the work to a worker that hardly sleeps for as long as it does not', () => {
    const { deputy, time, serveRuns } = busyDeputy();
    expect(serveRuns(100)).toBeLessThan(200);
    const [counters, channels] = w.task(0).memory.counters.map((block) => new Float64Array(block)) as [
      Float64Array,
      Float64Array,
    ];
    for (let look = 0; look < 10; look++) {
      time.ns += 20e6;
      counters[PACKET_INS] = counters[PACKET_INS]! + 10_000;
      counters[PARKS] = counters[PARKS]! + 1;
      // The channel counts other things in the same places.
      channels[PARKS] = channels[PARKS]! + 1000;
      expect(deputy.serve(0)).toBe(false);
    }
    // It has little to do, though it has not slept …
    time.ns += 20e6;
    counters[PACKET_INS] = counters[PACKET_INS]! + 100;
    expect(deputy.serve(0)).toBe(true);
    // … or sleeps now and then.
    expect(serveRuns(100)).toBeLessThan(200);
    time.ns += 40e6;
    counters[PACKET_INS] = counters[PACKET_INS]! + 10_000;
    counters[PARKS] = counters[PARKS]! + 50;
    expect(deputy.serve(0)).toBe(true);
  });

  test.each([
    ['short runs, which cost less than handing them over', 1, 0],
    ['long runs while it finds time to do nothing', 100, 100],
  ])('keeps %s', (_, length, idleUs) => {
    expect(busyDeputy().serveRuns(length, idleUs)).toBe(200);
  });

  test('does nothing where it is not wanted', () => {
    post(1000);
    expect(deputyOf({ inline: INLINE_NEVER }).serve(0)).toBe(false);
    expect(w.tally()).toEqual({});
  });

  test('knows the addresses that the worker has learned', () => {
    const slot = HOST_SLOTS + 1;
    w.connectSlot(slot, 1);
    w.settle();
    const [there, back] = [frame('tcp', 'c1', 1, 'c2', 2), frame('tcp', 'c2', 2, 'c1', 1)];
    w.messages(slot, [packetIn10(7, there)]);
    w.post(slot, [packetIn10(8, back)], 0);
    expect(deputyOf().serve(0)).toBe(true);
    expect(w.tally()).toEqual({ switch_flooded: 1, switch_forwarded: 1 });
  });

  test('that fails says so, once, and leaves the worker to its own thread, whose seat is free', () => {
    const broken = { ...w.task(0).memory, ingress: [] };
    const deputy = deputyOf({ memory: broken });
    post(1000);
    expect(deputy.serve(0)).toBe(false);
    expect(deputy.serve(0)).toBe(false);
    expect(failures).toHaveLength(1);
    expect(new Seat(w.tables.board, 0).tryTake()).toBe(true);
    w.workers[0]!.resume();
    w.settle();
    expect(w.tally()).toEqual({ session_opened: 1 });
  });
});
