// What the flows across hosts say of the way out of a host, its uplink's number and its gateway's MAC, becomes another
// while connections live: no flow by what was before stays, and no connection ends by it.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildControlledLab, type ControlledLab } from '../../tools/lab/controlled-lab.ts';
import { inventoryOf, writeInventory } from '../../tools/lab/inventory.ts';
import { dumpFlows, flowsInEffect, ofctl, renumberPort } from '../../tools/lab/open-vswitch.ts';
import { standardLab } from '../../tools/lab/standard-lab.ts';
import { UPLINK_PORT } from '../../tools/lab/topology.ts';

vi.setConfig({ testTimeout: 60_000 });

const PORT = 7000;
const SILENCE_MS = 700;
/** After a silence TCP asks again later and later; by then it has. */
const REVIVED_MS = 10_000;
const OTHER_NUMBER = 77;
const NOBODY = '02:bb:00:00:00:77';

let show: ControlledLab;

beforeAll(async () => {
  show = await buildControlledLab(standardLab());
  for (const name of ['c2', 'c3']) await show.lab.workload(name).ask('listen', { port: PORT });
  for (const to of ['c2', 'c3']) {
    await show.lab.workload('c1').ask('open', { name: to, to: show.lab.address(to), port: PORT });
    expect(await talk(to)).toMatchObject({ ok: true });
  }
});

afterAll(() => show?.remove());

test('an uplink that gets another number leaves no flow by the one before, and connections go on', async () => {
  const before = await uplinkNumber();
  const local = await localFlows();
  expect(local.length).toBeGreaterThan(0);
  expect((await numberedFlows()).filter((flow) => names(flow, before)).length).toBeGreaterThan(0);

  await renumberPort(show.lab.switch('s1'), UPLINK_PORT, OTHER_NUMBER);
  await expect.poll(async () => (await numberedFlows()).filter((flow) => names(flow, before))).toEqual([]);
  expect(await uplinkNumber()).toBe(OTHER_NUMBER);
  for (const to of ['c2', 'c3']) expect(await talk(to, REVIVED_MS)).toMatchObject({ ok: true });
  expect((await numberedFlows()).filter((flow) => names(flow, OTHER_NUMBER)).length).toBeGreaterThan(0);
  expect(await localFlows()).toEqual(local);
  expect((await show.lab.ping('s1', 's2')).received).toBe(1);
});

test('a gateway whose MAC the inventory changes is the next hop of live connections, and those of one host go on', async () => {
  const since = await connectedSince();
  const local = await localFlows();
  const { gatewayMac } = planned();
  await changeGatewayMac(NOBODY);
  await expect.poll(() => throughGateway(gatewayMac)).toEqual([]);
  await flowsInEffect(show.lab.switch('s1'));
  expect((await talk('c2', SILENCE_MS)).error).toBe('timeout');
  await expect.poll(() => throughGateway(NOBODY)).not.toEqual([]);
  expect(await talk('c3')).toMatchObject({ ok: true });

  await changeGatewayMac(gatewayMac);
  await expect.poll(() => throughGateway(NOBODY)).toEqual([]);
  // A packet that comes before the ends of the old flows are heard of is sent on by the controller; the next one has flows.
  const talked = async () => {
    expect(await talk('c2', REVIVED_MS)).toMatchObject({ ok: true });
    return throughGateway(gatewayMac);
  };
  await expect.poll(talked, { timeout: 5000 }).not.toEqual([]);
  expect(await localFlows()).toEqual(local);
  expect(await connectedSince()).toBe(since);
});

function talk(name: string, timeoutMs?: number) {
  return show.lab.workload('c1').ask('talk', { name, timeoutMs });
}

/** The session flows between c1 and c3, both on s1. */
async function localFlows(): Promise<string[]> {
  const [source, target] = ['c1', 'c3'].map((name) => show.lab.address(name));
  return (await dumpFlows(show.lab.switch('s1')))
    .filter((flow) => flow.includes(`${source}`) && flow.includes(`${target}`))
    .sort();
}

/** The flows of s1 with ports as numbers. */
async function numberedFlows(): Promise<string[]> {
  return (await ofctl(show.lab.switch('s1'), ['--no-names', '--no-stats', 'dump-flows', 's1'])).split('\n');
}

/** Whether a flow, with ports as numbers, matches packets from a port or outputs to it. */
function names(flow: string, port: number): boolean {
  return new RegExp(`(in_port=|output:)${port}(?!\\d)`).test(flow);
}

async function throughGateway(mac: string): Promise<string[]> {
  return (await dumpFlows(show.lab.switch('s1'))).filter((flow) => flow.includes(`set_field:${mac}->eth_dst`));
}

async function uplinkNumber(): Promise<number> {
  const ports = await ofctl(show.lab.switch('s1'), ['--no-names', 'dump-ports-desc', 's1']);
  return Number(new RegExp(`(\\d+)\\(${UPLINK_PORT}\\)`).exec(ports)![1]);
}

async function connectedSince(): Promise<string | null> {
  return (await show.controller.client.datapath(planned().dpid)).since;
}

function planned() {
  return show.lab.plan.hosts.find(({ name }) => name === 's1')!;
}

async function changeGatewayMac(gatewayMac: string): Promise<void> {
  const { lab, controller } = show;
  const inventory = structuredClone(inventoryOf(lab.spec, lab.plan)) as { hosts: { name: string; underlay: object }[] };
  Object.assign(inventory.hosts.find(({ name }) => name === 's1')!.underlay, { gatewayMac });
  writeInventory(lab.inventoryPath, inventory);
  await controller.reload();
  expect((await controller.client.health()).inventory.error).toBe(null);
}
