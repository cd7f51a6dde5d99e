// The inventory is edited and the controller told (SIGHUP) while connections live: what policy no longer allows ends, in
// both directions and on all hosts; what it still allows does not notice; a faulty edit changes nothing.

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildControlledLab, type ControlledLab } from '../../tools/lab/controlled-lab.ts';
import { inventoryOf, writeInventory } from '../../tools/lab/inventory.ts';
import { dumpFlows } from '../../tools/lab/open-vswitch.ts';
import { standardLab } from '../../tools/lab/standard-lab.ts';

vi.setConfig({ testTimeout: 60_000 });

type Inventory = { endpoints: { name: string }[]; policies: object[]; groups: { name: string; rules: object[] }[] };

const PORT = 7000;
const SILENCE_MS = 700;
/** After a silence TCP asks again later and later; by then it has. */
const REVIVED_MS = 10_000;

let show: ControlledLab;

beforeAll(async () => {
  show = await buildControlledLab(standardLab());
  for (const name of ['c1', 'c2', 'c3', 'c7']) await show.lab.workload(name).ask('listen', { port: PORT });
});

beforeEach(async () => {
  await change(() => {});
});

afterAll(() => show?.remove());

test.each([
  ['c1', 'c2', 'across hosts'],
  ['c1', 'c3', 'on one host'],
])('a new disconnect policy ends a live connection %s > %s (%s), and taking it back revives it', async (from, to) => {
  const { lab } = show;
  const client = lab.workload(from);
  await client.ask('open', { name: 'live', to: lab.address(to), port: PORT });
  expect(await client.ask('talk', { name: 'live' })).toMatchObject({ ok: true });

  await change((inventory) => inventory.policies.push({ a: from, b: to, action: 'disconnect' }));
  const capture = await lab.capture(to, 'eth0', `tcp and src host ${lab.address(from)}`);
  expect((await client.ask('talk', { name: 'live', timeoutMs: SILENCE_MS })).error).toBe('timeout');
  expect((await client.ask('tcp', { to: lab.address(to), port: PORT, timeoutMs: SILENCE_MS })).error).toBe('timeout');
  expect((await lab.ping(to, from, { waitMs: SILENCE_MS })).received).toBe(0);
  expect(await capture.stop()).toEqual([]);

  await change(() => {});
  expect(await client.ask('talk', { name: 'live', timeoutMs: REVIVED_MS })).toMatchObject({ ok: true });
  await client.ask('close', { name: 'live' });
});

test('connections of other pairs do not notice a change', async () => {
  const { lab } = show;
  const client = lab.workload('c1');
  await client.ask('open', { name: 'bystander', to: lab.address('c2'), port: PORT });
  const before = await client.ask('counters', {});
  await change((inventory) => inventory.policies.push({ a: 'c1', b: 'c3', action: 'disconnect' }));
  for (let i = 0; i < 20; i++) expect(await client.ask('talk', { name: 'bystander' })).toMatchObject({ ok: true });
  expect((await client.ask('counters', {})).retransmits).toBe(before.retransmits);
  await client.ask('close', { name: 'bystander' });
});

test('a new rule that denies a port ends what runs on it and spares the rest of the pair', async () => {
  const { lab } = show;
  const client = lab.workload('c4');
  await client.ask('open', { name: 'denied', to: lab.address('c7'), port: PORT });
  const rule = {
    direction: 'ingress',
    action: 'deny',
    protocol: 'tcp',
    ports: [PORT],
    peer: { group: 'store' },
    priority: 300,
  };
  await change((inventory) => inventory.groups.find(({ name }) => name === 'store')!.rules.push(rule));
  // The inventory is in force in the controller; the switches hear of it a moment later.
  await expect
    .poll(async () => (await passing('c7')).filter((flow) => flow.includes('tcp')), { timeout: 1000, interval: 10 })
    .toEqual([]);
  expect((await client.ask('talk', { name: 'denied', timeoutMs: SILENCE_MS })).error).toBe('timeout');
  expect((await lab.ping('c4', 'c7')).received).toBe(1);
  await client.ask('close', { name: 'denied' });
});

test('an endpoint that is removed is cut off at once, and its flows go from every host', async () => {
  const { lab } = show;
  const client = lab.workload('c1');
  await client.ask('open', { name: 'removed', to: lab.address('c2'), port: PORT });
  await change((inventory) => {
    inventory.endpoints = inventory.endpoints.filter(({ name }) => name !== 'c2');
    inventory.policies = []; // one of them names it
  });
  await expect.poll(() => passing('c2')).toEqual([]);
  expect((await client.ask('talk', { name: 'removed', timeoutMs: SILENCE_MS })).ok).toBe(false);
  await client.ask('close', { name: 'removed' });
});

test('a faulty inventory is refused with its file and fault named, and everything goes on', async () => {
  const { lab, controller } = show;
  const client = lab.workload('c1');
  await client.ask('open', { name: 'steady', to: lab.address('c2'), port: PORT });
  const good = readFileSync(lab.inventoryPath, 'utf8');
  writeFileSync(lab.inventoryPath, good.replace('network: web', 'network: nowhere'));
  await controller.reload();
  const { inventory, status } = await controller.client.health();
  expect(inventory.error).toMatch(/inventory\.yaml/);
  expect(inventory.error).toMatch(/nowhere/);
  expect(status).toBe('degraded');
  expect(await client.ask('talk', { name: 'steady' })).toMatchObject({ ok: true });
  expect((await lab.ping('c1', 'c3')).received).toBe(1);
  await client.ask('close', { name: 'steady' });
});

/** The flows of both hosts, as ovs-ofctl prints them, that let packets of or to a container pass. */
async function passing(name: string): Promise<string[]> {
  const { lab } = show;
  const flows = (await Promise.all(['s1', 's2'].map((host) => dumpFlows(lab.switch(host))))).flat();
  return flows.filter((flow) => flow.includes(lab.address(name)) && !flow.includes('actions=drop'));
}

/** Writes the standard inventory with a change, and has the controller read it. */
async function change(edit: (inventory: Inventory) => void): Promise<void> {
  const { lab, controller } = show;
  const inventory = structuredClone(inventoryOf(lab.spec, lab.plan));
  edit(inventory as Inventory);
  writeInventory(lab.inventoryPath, inventory);
  await controller.reload();
  expect((await controller.client.health()).inventory.error).toBe(null);
}
