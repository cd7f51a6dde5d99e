// What policy denies does not arrive, on real switches: in either direction, on one host and between hosts, by rule,
// by tenant and by a false source. Refused traffic is counted and costs few PacketIns.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { must, sleep } from '../../tools/lab/command.ts';
import { buildControlledLab, type ControlledLab } from '../../tools/lab/controlled-lab.ts';
import { DENIED_UDP_PORT, ONE_WAY_PORT, standardLab } from '../../tools/lab/standard-lab.ts';
import { inNamespace } from '../../tools/lab/wiring.ts';

vi.setConfig({ testTimeout: 60_000 });

const PORT = 7000;
const SILENCE_MS = 700;
/** What `tryAll` gives back when not one packet came back. */
const NOTHING = { tcp: 'timeout', udp: 'timeout', pings: 0 };

let show: ControlledLab;

beforeAll(async () => {
  show = await buildControlledLab(standardLab());
  for (const { name } of show.lab.plan.containers) {
    await show.lab.workload(name).ask('listen', { port: PORT });
    await show.lab.workload(name).ask('listen', { port: ONE_WAY_PORT });
    await show.lab.workload(name).ask('listen', { port: DENIED_UDP_PORT });
  }
});

afterAll(() => show?.remove());

describe('a forbidden pair', () => {
  test.each([
    ['c2', 'c3', 'of one network but disconnected, across hosts'],
    ['c3', 'c6', 'that nothing allows, across hosts'],
    ['c3', 'c7', 'that nothing allows, on one host'],
    ['c1', 'c4', 'allowed on one port only, on one host'],
    ['r1', 'c1', 'of two tenants, on one host'],
    ['b2', 'c1', 'of two tenants, across hosts'],
  ])('%s and %s (%s) is blocked in both directions and by every protocol', async (a, b) => {
    const { lab } = show;
    const captures = await Promise.all([
      lab.capture(a, 'eth0', `ip and src host ${lab.address(b)}`),
      lab.capture(b, 'eth0', `ip and src host ${lab.address(a)}`),
    ]);
    expect(await Promise.all([tryAll(a, b), tryAll(b, a)])).toEqual([NOTHING, NOTHING]);
    for (const capture of captures) expect(await capture.stop()).toEqual([]);
  });
});

describe('a pair that is allowed one way', () => {
  test.each([
    ['c1', 'c5', 'across hosts'],
    ['c3', 'c4', 'on one host'],
  ])('%s opens to %s (%s), which answers and cannot open itself', async (front, back) => {
    const { lab } = show;
    const there = await lab.workload(front).ask('tcp', { to: lab.address(back), port: ONE_WAY_PORT });
    expect(there).toMatchObject({ ok: true, seen: there.local });
    const request = { to: lab.address(front), port: ONE_WAY_PORT, timeoutMs: SILENCE_MS };
    expect((await lab.workload(back).ask('tcp', request)).error).toBe('timeout');
    const otherPort = { to: lab.address(back), port: PORT, timeoutMs: SILENCE_MS };
    expect((await lab.workload(front).ask('tcp', otherPort)).error).toBe('timeout');
  });
});

describe('a deny rule', () => {
  test.each([
    ['c4', 'c6'],
    ['c6', 'c4'],
    ['c4', 'c7'],
  ])('takes its port from what the group allows: %s > %s', async (from, to) => {
    const address = show.lab.address(to);
    const denied = { to: address, port: DENIED_UDP_PORT, timeoutMs: SILENCE_MS };
    expect((await show.lab.workload(from).ask('udp', denied)).error).toBe('timeout');
    expect((await show.lab.workload(from).ask('udp', { to: address, port: PORT })).ok).toBe(true);
  });
});

describe('two tenants with the same addresses', () => {
  test('each reach their own, at the same time', async () => {
    const { lab } = show;
    expect(lab.address('r2')).toBe(lab.address('b2'));
    expect(lab.address('r1')).toBe(lab.address('b1'));
    await lab.workload('r2').ask('listen', { port: 7100 });
    await lab.workload('b2').ask('listen', { port: 7200 });
    const dial = (from: string, port: number) =>
      lab.workload(from).ask('tcp', { to: lab.address('r2'), port, localPort: 42_000 });
    const [red, blue] = await Promise.all([dial('r1', 7100), dial('b1', 7200)]);
    expect(red).toMatchObject({ ok: true, seen: `${lab.address('r1')}:42000` });
    expect(blue).toMatchObject({ ok: true, seen: `${lab.address('b1')}:42000` });
    const refused = (from: string, port: number) => lab.workload(from).ask('tcp', { to: lab.address('r2'), port });
    expect((await refused('r1', 7200)).error).toBe('ECONNREFUSED');
    expect((await refused('b1', 7100)).error).toBe('ECONNREFUSED');
  });

  test('ping each their own with the same addresses and the same moment', async () => {
    const outcomes = await Promise.all([
      show.lab.ping('r1', 'r2', { count: 5, intervalMs: 50 }),
      show.lab.ping('b1', 'b2', { count: 5, intervalMs: 50 }),
    ]);
    expect(outcomes.map(({ received }) => received)).toEqual([5, 5]);
  });
});

describe('a false source', () => {
  test('address is dropped and counted, though its true owner would be allowed', async () => {
    const { lab, controller } = show;
    const container = inNamespace(lab.namespace('c3'), []);
    await must([...container, 'ip', 'addr', 'add', '10.1.1.99/24', 'dev', 'eth0']);
    try {
      const before = (await controller.counters()).denied_spoof_ip!;
      const capture = await lab.capture('c1', 'eth0', 'ip and src host 10.1.1.99');
      expect((await lab.ping('c3', 'c1', { from: '10.1.1.99', waitMs: SILENCE_MS })).received).toBe(0);
      expect(await capture.stop()).toEqual([]);
      expect((await controller.counters()).denied_spoof_ip).toBeGreaterThan(before);
    } finally {
      await must([...container, 'ip', 'addr', 'del', '10.1.1.99/24', 'dev', 'eth0']);
    }
  });

  test('MAC is dropped and counted, and the true one works again at once', async () => {
    const { lab, controller } = show;
    const { namespace, mac, gateway } = lab.container('c7');
    const setMac = async (address: string) => {
      const lines = ['ip link set eth0 down', `ip link set eth0 address ${address}`, 'ip link set eth0 up'];
      lines.push(`ip route replace default via ${gateway}`);
      await must(inNamespace(namespace, ['sh', '-ec', lines.join('\n')]));
    };
    expect((await lab.ping('c7', 'c4')).received).toBe(1);
    const before = (await controller.counters()).denied_spoof_mac!;
    await setMac('02:00:00:00:ff:ff');
    try {
      expect((await lab.ping('c7', 'c4', { waitMs: SILENCE_MS })).received).toBe(0);
      expect((await controller.counters()).denied_spoof_mac).toBeGreaterThan(before);
    } finally {
      await setMac(mac);
    }
    expect((await lab.ping('c7', 'c4', { count: 3, waitMs: 2000 })).received).toBeGreaterThan(0);
  });
});

describe('refused traffic', () => {
  test('in a stream costs a handful of PacketIns', async () => {
    const { lab, controller } = show;
    const before = await controller.counters();
    const outcome = await lab.ping('c3', 'c7', { count: 100, intervalMs: 10, waitMs: 100 });
    await sleep(200);
    const after = await controller.counters();
    expect(outcome.received).toBe(0);
    const denied = after.denied_default! - before.denied_default!;
    expect(denied).toBeGreaterThan(0);
    expect(denied).toBeLessThan(10);
  });
});

/** Tries each protocol at once. */
async function tryAll(from: string, to: string): Promise<typeof NOTHING> {
  const { lab } = show;
  const request = { to: lab.address(to), port: PORT, timeoutMs: SILENCE_MS };
  const [tcp, udp, ping] = await Promise.all([
    lab.workload(from).ask('tcp', request),
    lab.workload(from).ask('udp', request),
    lab.ping(from, to, { waitMs: SILENCE_MS }),
  ]);
  return { tcp: tcp.error, udp: udp.error, pings: ping.received };
}
