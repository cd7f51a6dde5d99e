// What policy allows arrives, on one host and between hosts, on real switches: every protocol, with real addresses at
// both ends and host addresses between, at full size, and with one PacketIn per session.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { collect } from '#client/client.ts';
import { OUTCOMES } from '#shm/counters.ts';
import { parseIpv4 } from '../../tools/lab/capture.ts';
import { sleep } from '../../tools/lab/command.ts';
import { buildControlledLab, type ControlledLab } from '../../tools/lab/controlled-lab.ts';
import { appctl } from '../../tools/lab/open-vswitch.ts';
import { askSctp, listenSctp, SCTP_CLIENT_PORT } from '../../tools/lab/sctp.ts';
import { ONE_WAY_PORT, standardLab } from '../../tools/lab/standard-lab.ts';
import { strangersOnUnderlay } from '../../tools/lab/underlay.ts';

vi.setConfig({ testTimeout: 60_000 });

const PORT = 7000;
/** Packets of both directions may be lifted while the flows are on their way; after this they stand. */
const SETTLE_MS = 300;

/** Every PacketIn ends in exactly one of these. */
const OUTCOME_NAMES = new Set(OUTCOMES.map(({ name }) => name));

let show: ControlledLab;

beforeAll(async () => {
  show = await buildControlledLab(standardLab({ thirdHost: true }));
  const servers = ['c1', 'c2', 'c3', 'c6', 'c7', 'c8'];
  await Promise.all(servers.map((name) => show.lab.workload(name).ask('listen', { port: PORT })));
});

afterAll(() => show?.remove());

describe('ping', () => {
  test.each([
    ['c1', 'c3', 'on one host, in one subnet'],
    ['c4', 'c7', 'on one host, routed'],
    ['c1', 'c2', 'across hosts and the router, in one subnet'],
    ['c1', 'c6', 'across hosts and the router, routed'],
    ['c1', 'c8', 'across two hosts that are neighbours, in one subnet'],
    ['c9', 'c7', 'across two hosts that are neighbours, routed'],
    ['c2', 'c8', 'the other way across the router'],
  ])('%s > %s: %s', async (from, to) => {
    const outcome = await show.lab.ping(from, to, { count: 3 });
    expect(outcome).toMatchObject({ sent: 3, received: 3, errors: [] });
  });

  test('a full packet of 1500 bytes passes unfragmented, and one byte more is refused at home', async () => {
    expect((await show.lab.ping('c1', 'c2', { size: 1472, dontFragment: true })).received).toBe(1);
    const tooLong = await show.lab.ping('c1', 'c2', { size: 1473, dontFragment: true, waitMs: 300 });
    expect(tooLong.received).toBe(0);
    expect(tooLong.errors.join()).toMatch(/too long/);
  });

  test('the gateway answers for itself', async () => {
    expect((await show.lab.ping('c1', show.lab.container('c1').gateway)).received).toBe(1);
  });

  test('a TTL that ends at the routed hop brings time exceeded from the gateway', async () => {
    const outcome = await show.lab.ping('c4', 'c7', { ttl: 1 });
    expect(outcome.received).toBe(0);
    expect(outcome.errors.join()).toContain(`From ${show.lab.container('c4').gateway}`);
    expect(outcome.errors.join()).toMatch(/Time to live exceeded/);
  });

  test('its flows carry neither a tagged frame nor the later fragments of anything', async () => {
    expect((await show.lab.ping('c1', 'c2')).received).toBe(1);
    const [c1, c2] = [show.lab.container('c1'), show.lab.container('c2')];
    const trace = (host: string, from: typeof c1, to: typeof c1, more: string) => {
      const addresses = `dl_src=${from.mac},dl_dst=${to.mac},nw_src=${from.ip},nw_dst=${to.ip}`;
      const flow = `in_port=${from.port},icmp,${addresses},${more}`;
      return appctl(show.lab.switch(host), ['ofproto/trace', host, flow]);
    };
    const toUplink = /icmp\(.*code=[1-9]|set\(icmp/;
    expect(await trace('s1', c1, c2, 'icmp_type=8,icmp_code=0')).toMatch(toUplink);
    expect(await trace('s1', c1, c2, 'icmp_type=8,icmp_code=0,dl_vlan=7')).not.toMatch(toUplink);
    expect(await trace('s2', c2, c1, 'icmp_type=0,icmp_code=0')).toMatch(toUplink);
    expect(await trace('s2', c2, c1, 'icmp_type=0,icmp_code=0,nw_frag=later')).not.toMatch(toUplink);
  });

  test('two pairs that ping across the same hosts at once keep apart', async () => {
    const [one, other] = await Promise.all([
      show.lab.ping('c1', 'c2', { count: 5, intervalMs: 50 }),
      show.lab.ping('c4', 'c6', { count: 5, intervalMs: 50 }),
    ]);
    expect([one.received, other.received]).toEqual([5, 5]);
  });
});

describe('TCP', () => {
  test.each([
    ['c1', 'c3'],
    ['c4', 'c7'],
    ['c1', 'c2'],
    ['c2', 'c1'],
    ['c4', 'c6'],
    ['c1', 'c8'],
  ])('%s > %s: the far end sees the real address and port', async (from, to) => {
    const outcome = await show.lab.workload(from).ask('tcp', { to: show.lab.address(to), port: PORT });
    expect(outcome).toMatchObject({ ok: true, error: '', seen: outcome.local });
    expect(outcome.local.split(':')[0]).toBe(show.lab.address(from));
  });

  test('a port where nobody listens is refused by the far end itself', async () => {
    const outcome = await show.lab.workload('c1').ask('tcp', { to: show.lab.address('c2'), port: 4 });
    expect(outcome.error).toBe('ECONNREFUSED');
  });
});

describe('UDP and SCTP', () => {
  test.each([
    ['c1', 'c3'],
    ['c1', 'c2'],
    ['c5', 'c7'],
  ])('UDP %s > %s: the far end sees the real address and port', async (from, to) => {
    const localPort = 41001;
    const outcome = await show.lab.workload(from).ask('udp', { to: show.lab.address(to), port: PORT, localPort });
    expect(outcome).toMatchObject({
      ok: true,
      seen: `${show.lab.address(from)}:${localPort}`,
      from: `${show.lab.address(to)}:${PORT}`,
    });
  });

  test.each([
    ['c4', 'c7'],
    ['c1', 'c2'],
  ])('SCTP %s > %s: the far end sees the real address and port, checksums hold', async (from, to) => {
    const server = await listenSctp(show.lab, to, PORT);
    const outcome = await askSctp(show.lab, from, to, PORT, 3000);
    server.stdin!.end();
    expect(outcome).toMatchObject({
      ok: true,
      seen: `${show.lab.address(from)}:${SCTP_CLIENT_PORT}`,
      from: `${show.lab.address(to)}:${PORT}`,
    });
  });
});

describe('the underlay', () => {
  test('carries host addresses and pool ports only, and ICMP of containers with a code', async () => {
    const { lab } = show;
    const captures = await Promise.all(
      lab.plan.hosts.map(({ name }) => lab.capture('router', name, 'ip and not (icmp and icmp[1] = 0)')),
    );
    const plainIcmp = await lab.capture('router', 's1', 'icmp and icmp[1] = 0');
    for (const [from, to] of [
      ['c1', 'c2'],
      ['c2', 'c1'],
      ['c4', 'c6'],
      ['c1', 'c8'],
    ] as const) {
      expect((await lab.workload(from).ask('tcp', { to: lab.address(to), port: PORT })).ok).toBe(true);
      expect((await lab.workload(from).ask('udp', { to: lab.address(to), port: PORT })).ok).toBe(true);
      expect((await lab.ping(from, to)).received).toBe(1);
    }
    const packets = parseIpv4((await Promise.all(captures.map((capture) => capture.stop()))).flat());
    expect(new Set(packets.map(({ protocol }) => protocol))).toEqual(new Set(['tcp', 'udp', 'icmp']));
    const hosts = lab.plan.hosts.map(({ ip }) => ip);
    expect(strangersOnUnderlay(packets, hosts)).toEqual([]);
    expect(await plainIcmp.stop()).toEqual([]);
  });
});

describe('a session', () => {
  test('lifts its first packets and none after, by TCP across hosts', async () => {
    const { lab, controller } = show;
    const client = lab.workload('c1');
    expect(await client.ask('open', { name: 'one', to: lab.address('c2'), port: PORT })).toMatchObject({ ok: true });
    await sleep(SETTLE_MS);
    const before = liftedOf(await controller.counters());
    for (let i = 0; i < 50; i++) expect(await client.ask('talk', { name: 'one' })).toMatchObject({ ok: true });
    expect(liftedOf(await controller.counters())).toBe(before);
    await client.ask('close', { name: 'one' });
  });

  test('lifts its first packets and none after, by ping across hosts and on one', async () => {
    for (const to of ['c2', 'c3']) {
      expect((await show.lab.ping('c1', to)).received).toBe(1);
      await sleep(SETTLE_MS);
      const before = liftedOf(await show.controller.counters());
      const outcome = await show.lab.ping('c1', to, { count: 10, intervalMs: 20 });
      expect(outcome).toMatchObject({ sent: 10, received: 10, errors: [] });
      expect(liftedOf(await show.controller.counters())).toBe(before);
    }
  });

  test.each([
    ['c1', 'c2', PORT, 'across hosts'],
    ['c3', 'c4', ONE_WAY_PORT, 'on one host, one session for each connection'],
  ])('1,000 connections in a row %s > %s:%i, %s: no SYN is sent twice', async (from, to, port) => {
    const { lab, controller } = show;
    if (port !== PORT) await lab.workload(to).ask('listen', { port });
    const before = await controller.counters();
    const series = await lab.workload(from).ask('tcpSeries', { to: lab.address(to), port, count: 1000 });
    expect(series).toMatchObject({ made: 1000, failed: 0, synRetransmits: 0, firstError: '' });
    const after = await controller.counters();
    expect(after.session_opened! - before.session_opened!).toBeGreaterThanOrEqual(1000);
    expect(balanceOf(after)).toEqual({ in: after.packet_ins, accounted: after.packet_ins });
  });

  test('is listed with its inner addresses and its wire key while it lives', async () => {
    const { lab, controller } = show;
    const { local } = await lab.workload('c1').ask('open', { name: 'two', to: lab.address('c2'), port: PORT });
    const localPort = Number(local.split(':')[1]);
    await expect
      .poll(async () => {
        // Page by page: the thousand connections in a row above are listed too until they idle out.
        const { items } = await collect((page) => controller.client.sessions({ endpoint: 'c1' }, page), 10_000);
        return items.find(({ inner }) => inner.protocol === 'tcp' && inner.source.port === localPort);
      })
      .toMatchObject({
        inner: { source: { endpoint: 'c1', ip: lab.address('c1') }, target: { endpoint: 'c2', port: PORT } },
        wire: { sourceHost: 's1', targetHost: 's2', targetPort: PORT },
      });
    await lab.workload('c1').ask('close', { name: 'two' });
  });
});

/** PacketIns that carried no ARP: containers and hosts confirm their neighbours whenever they like. */
function liftedOf(counters: Record<string, number>): number {
  const { packet_ins, arp_answered, dropped_arp_unanswered, neighbour_learned } = counters;
  return packet_ins! - arp_answered! - dropped_arp_unanswered! - neighbour_learned!;
}

/** PacketIns on one side, what became of them on the other. */
function balanceOf(counters: Record<string, number>): { in: number | undefined; accounted: number } {
  const outcomes = Object.entries(counters).filter(([name]) => OUTCOME_NAMES.has(name));
  return { in: counters.packet_ins, accounted: outcomes.reduce((sum, [, value]) => sum + value, 0) };
}
