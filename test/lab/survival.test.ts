// The controller dies and comes back. Established connections and the hosts' own traffic do not need it; what needs it
// waits; nothing has to be put right by hand afterwards.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sleep } from '../../tools/lab/command.ts';
import { buildControlledLab, type ControlledLab } from '../../tools/lab/controlled-lab.ts';
import { dumpFlows } from '../../tools/lab/open-vswitch.ts';
import { standardLab } from '../../tools/lab/standard-lab.ts';

vi.setConfig({ testTimeout: 60_000 });

const PORT = 7000;
const SILENCE_MS = 700;
const SETTLE_MS = 300;

let show: ControlledLab;

beforeAll(async () => {
  show = await buildControlledLab(standardLab());
  for (const name of ['c1', 'c2', 'c3', 's2']) await show.lab.workload(name).ask('listen', { port: PORT });
});

afterAll(() => show?.remove());

test('a switch that loses its controller for a while keeps its connections, and serves new ones afterwards', async () => {
  const { lab } = show;
  const client = lab.workload('c1');
  await client.ask('open', { name: 'kept', to: lab.address('c2'), port: PORT });
  await sleep(SETTLE_MS);
  await lab.relays.cut('s2', true);
  expect(await client.ask('talk', { name: 'kept' })).toMatchObject({ ok: true });
  await lab.relays.cut('s2', false);
  await show.controller.waitServing(lab.plan.hosts.length, lab.plan.containers.length);
  expect(await client.ask('talk', { name: 'kept' })).toMatchObject({ ok: true });
  expect(await client.ask('tcp', { to: lab.address('c2'), port: PORT })).toMatchObject({ ok: true });
  await client.ask('close', { name: 'kept' });
});

test('while the controller is dead, established connections live, hosts reach each other, and new sessions wait', async () => {
  const { lab } = show;
  const client = lab.workload('c1');
  for (const to of ['c2', 'c3']) {
    expect(await client.ask('open', { name: to, to: lab.address(to), port: PORT })).toMatchObject({ ok: true });
  }
  await sleep(SETTLE_MS);

  await show.controller.kill();
  const before = await client.ask('counters', {});
  for (let i = 0; i < 10; i++) {
    for (const name of ['c2', 'c3']) expect(await client.ask('talk', { name })).toMatchObject({ ok: true });
  }
  expect((await client.ask('counters', {})).retransmits).toBe(before.retransmits);
  expect((await lab.ping('s1', 's2', { count: 3, intervalMs: 50 })).received).toBe(3);
  const own = await lab.workload('s1').ask('tcp', { to: lab.address('s2'), port: PORT });
  expect(own).toMatchObject({ ok: true, seen: own.local });
  expect((await client.ask('tcp', { to: lab.address('c2'), port: PORT, timeoutMs: SILENCE_MS })).error).toBe('timeout');

  await show.restart();
  for (const name of ['c2', 'c3']) expect(await client.ask('talk', { name })).toMatchObject({ ok: true });
  // New sessions between the same ends must not take the wire keys of those that were there before.
  const fresh = ['f1', 'f2', 'f3', 'f4'];
  for (const name of fresh) {
    expect(await client.ask('open', { name, to: lab.address('c2'), port: PORT })).toMatchObject({ ok: true });
  }
  await sleep(SETTLE_MS);
  for (const name of ['c2', 'c3', ...fresh]) expect(await client.ask('talk', { name })).toMatchObject({ ok: true });
  expect((await lab.ping('c1', 'c3')).received).toBe(1);
  const keys = await wireKeys();
  expect(keys.length).toBeGreaterThan(fresh.length);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a controller that is stopped ends by itself and leaves the hosts their plumbing', async () => {
  const { lab } = show;
  expect(await show.controller.stop()).toBe(0);
  expect((await lab.ping('s1', 's2')).received).toBe(1);
  for (const host of ['s1', 's2']) expect((await dumpFlows(lab.switch(host))).length).toBeGreaterThan(0);
  await show.restart();
  expect((await lab.ping('c1', 'c2')).received).toBe(1);
});

/** The wire keys that the flows on s1 give to what leaves for s2, by TCP. */
async function wireKeys(): Promise<string[]> {
  const flows = await dumpFlows(show.lab.switch('s1'));
  return flows.flatMap((flow) => {
    const key = /set_field:(\d+)->tcp_src.*set_field:(\d+)->tcp_dst.*output:up1/.exec(flow);
    return key ? [`${key[1]} ${key[2]}`] : [];
  });
}
