// Flows that go (idle, or by somebody's hand) while the connection lives: its next packet, from either end, brings them
// back, and neither end notices.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sleep } from '../../tools/lab/command.ts';
import { buildControlledLab, type ControlledLab } from '../../tools/lab/controlled-lab.ts';
import { dumpFlows, flowsInEffect, ofctl } from '../../tools/lab/open-vswitch.ts';
import { standardLab } from '../../tools/lab/standard-lab.ts';

vi.setConfig({ testTimeout: 60_000 });

const PORT = 7000;
const SETTLE_MS = 300;
/** Cookies of session flows: tag 0xda, kind 2. */
const SESSION_COOKIE = 'cookie=0xda20000000000000/0xfff0000000000000';

let show: ControlledLab;

beforeAll(async () => {
  show = await buildControlledLab(standardLab());
  for (const name of ['c1', 'c2', 'c3']) await show.lab.workload(name).ask('listen', { port: PORT });
});

afterAll(() => show?.remove());

test.each<[string, string, string[], string]>([
  ['c1', 'c2', ['s1', 's2'], 'on both hosts'],
  ['c1', 'c2', ['s1'], 'on the near host'],
  ['c1', 'c2', ['s2'], 'on the far host'],
  ['c1', 'c3', ['s1'], 'on the one host of both ends'],
])('a connection %s > %s whose flows are gone (%s: %s) goes on', async (from, to, hosts) => {
  const { lab } = show;
  const client = lab.workload(from);
  await client.ask('open', { name: 'idle', to: lab.address(to), port: PORT });
  for (let round = 0; round < 3; round++) {
    await sleep(SETTLE_MS);
    expect(await client.ask('talk', { name: 'idle' })).toMatchObject({ ok: true });
    await Promise.all(hosts.map(removeSessionFlows));
    await sleep(SETTLE_MS);
    const before = await client.ask('counters', {});
    expect(await client.ask('talk', { name: 'idle' })).toMatchObject({ ok: true });
    expect((await client.ask('counters', {})).retransmits).toBe(before.retransmits);
  }
  await client.ask('close', { name: 'idle' });
});

test('a ping goes on when its flows are gone', async () => {
  const { lab } = show;
  for (let round = 0; round < 3; round++) {
    expect((await lab.ping('c1', 'c2', { count: 3, intervalMs: 50 })).received).toBe(3);
    await Promise.all(['s1', 's2'].map(removeSessionFlows));
  }
});

async function removeSessionFlows(host: string): Promise<void> {
  const home = show.lab.switch(host);
  expect((await dumpFlows(home)).some((flow) => flow.includes('cookie=0xda2'))).toBe(true);
  await ofctl(home, ['del-flows', host, SESSION_COOKIE]);
  await flowsInEffect(home);
}
