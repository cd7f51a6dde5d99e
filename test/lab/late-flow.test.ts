// A packet that overtakes its flow: what the controller says to one switch is held back, so the far flows come after
// the connection's first packet. The watch band lifts that packet, the controller relays it, and the far host never
// answers it with a reset or an ICMP error of its own.

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildControlledLab, type ControlledLab } from '../../tools/lab/controlled-lab.ts';
import { standardLab } from '../../tools/lab/standard-lab.ts';

vi.setConfig({ testTimeout: 60_000 });

const PORT = 7000;
const DELAY_MS = 300;
/** Linux sends a SYN again after a second: an answer before that is the first SYN's. */
const FIRST_RETRANSMIT_MS = 1000;

let show: ControlledLab;

beforeAll(async () => {
  show = await buildControlledLab(standardLab());
  for (const name of ['c1', 'c2']) await show.lab.workload(name).ask('listen', { port: PORT });
  // The next hops' MACs are known from here on, so that what follows is the flows' lateness alone.
  expect((await show.lab.ping('c1', 'c2')).received).toBe(1);
});

afterEach(async () => {
  for (const name of ['s1', 's2']) await show.lab.relays.delay(name, 0);
});

afterAll(() => show?.remove());

describe.each([
  ['c1', 'c2', 's2', 'far'],
  ['c2', 'c1', 's1', 'far'],
  ['c1', 'c2', 's1', 'near'],
] as const)('%s > %s with the flows of %s (the %s side) late', (from, to, late, side) => {
  test('a TCP connection is made by its first SYN, without a reset or an error', async () => {
    const { lab, controller } = show;
    const capture = await lab.capture('router', late, '(tcp[tcpflags] & tcp-rst != 0) or icmp[0] = 3');
    const client = lab.workload(from);
    const before = { kernel: await client.ask('counters', {}), controller: await controller.counters() };
    await lab.relays.delay(late, DELAY_MS);
    const outcome = await client.ask('tcp', { to: lab.address(to), port: PORT });
    const after = { kernel: await client.ask('counters', {}), controller: await controller.counters() };
    expect(outcome).toMatchObject({ ok: true, error: '', seen: outcome.local });
    expect(outcome.connectMs).toBeGreaterThan(DELAY_MS * 0.9);
    expect(outcome.connectMs).toBeLessThan(FIRST_RETRANSMIT_MS);
    expect(after.kernel.synRetransmits).toBe(before.kernel.synRetransmits);
    expect(after.kernel.unreachablesReceived).toBe(before.kernel.unreachablesReceived);
    expect(await capture.stop()).toEqual([]);
    if (side === 'far') {
      expect(after.controller.watch_relayed).toBeGreaterThan(before.controller.watch_relayed!);
    }
  });

  test('a datagram is answered, once', async () => {
    const { lab } = show;
    const capture = await lab.capture(to, 'eth0', `udp dst port ${PORT}`);
    await lab.relays.delay(late, DELAY_MS);
    const outcome = await lab.workload(from).ask('udp', { to: lab.address(to), port: PORT });
    expect(outcome).toMatchObject({ ok: true });
    expect(await capture.stop()).toHaveLength(1);
  });
});

test('ten connections at once through a late switch are all made', async () => {
  const { lab } = show;
  await lab.relays.delay('s2', DELAY_MS);
  const dials = Array.from({ length: 10 }, () => lab.workload('c1').ask('tcp', { to: lab.address('c2'), port: PORT }));
  for (const outcome of await Promise.all(dials)) {
    expect(outcome).toMatchObject({ ok: true, seen: outcome.local });
    expect(outcome.connectMs).toBeLessThan(FIRST_RETRANSMIT_MS);
  }
});
