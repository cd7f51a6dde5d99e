// The lab itself: labs do not meet, and none leaves anything behind, however its owner ended.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test, vi } from 'vitest';
import { commandEnvironment, must } from '../../tools/lab/command.ts';
import { Lab } from '../../tools/lab/lab.ts';
import { addFlows } from '../../tools/lab/open-vswitch.ts';
import { identify, isAlive } from '../../tools/lab/process-identity.ts';
import { type LabRecord, processesWithin, removeLeftovers } from '../../tools/lab/record.ts';
import type { LabSpec } from '../../tools/lab/topology.ts';
import { planLab } from '../../tools/lab/topology.ts';

vi.setConfig({ testTimeout: 30_000 });

const SMALL: LabSpec = {
  hosts: [{ name: 's1', subnet: 1 }],
  networks: [{ name: 'web', subnet: '10.1.1.0/24' }],
  containers: [
    { name: 'c1', network: 'web', host: 's1', ip: '10.1.1.2' },
    { name: 'c2', network: 'web', host: 's1', ip: '10.1.1.3' },
  ],
};

describe('a description', () => {
  test('that names a missing network or host, a name twice or an impossible name is refused with the name', () => {
    const container = SMALL.containers[0]!;
    const plan = (containers: LabSpec['containers']) => () => planLab({ ...SMALL, containers }, 'x');
    expect(plan([{ ...container, network: 'nowhere' }])).toThrow(/c1 is in network nowhere/);
    expect(plan([{ ...container, host: 's9' }])).toThrow(/c1 is on host s9/);
    expect(plan([container, container])).toThrow(/"c1" names two things/);
    expect(plan([{ ...container, name: 'a-name-that-is-too-long' }])).toThrow(/cannot be a device name/);
    expect(() => planLab({ ...SMALL, networks: [{ name: 'web', subnet: '10.1.0.0/16' }] }, 'x')).toThrow(
      /10\.1\.0\.0\/16/,
    );
  });
});

describe('two labs at once', () => {
  test('have the same addresses and device names, and do not meet', async () => {
    const [one, other] = await Promise.all([Lab.build(SMALL), Lab.build(SMALL)]);
    try {
      await joinContainers(one);
      expect((await one.ping('c1', 'c2')).received).toBe(1);
      // No flow stands in the other one; were they joined, its ping would be answered too.
      await announceNeighbours(other);
      expect((await other.ping('c1', 'c2', { waitMs: 300 })).received).toBe(0);
    } finally {
      await Promise.all([one.remove(), other.remove()]);
    }
    for (const lab of [one, other]) {
      expect(existsSync(lab.directory)).toBe(false);
      for (const namespace of lab.plan.namespaces) expect(existsSync(`/run/netns/${namespace}`)).toBe(false);
    }
  });
});

describe('a lab whose owner was killed', () => {
  test('is removed by the next run: namespaces, directory, Open vSwitch, and its recorded processes', async () => {
    const owner = spawn(process.execPath, ['--input-type=module-typescript', '-e', ownerProgram()], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: commandEnvironment(),
    });
    const [line] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
    const { directory, bystander } = JSON.parse(line) as { directory: string; bystander: number };
    const record = JSON.parse(readFileSync(join(directory, 'lab.json'), 'utf8')) as LabRecord;
    const within = processesWithin(record.namespaces);
    expect(within.length).toBeGreaterThanOrEqual(2);

    await removeLeftovers();
    expect(existsSync(directory), 'a lab whose owner runs is left alone').toBe(true);

    const bystanderIdentity = identify(bystander)!;
    const ended = once(owner, 'exit');
    owner.kill('SIGKILL');
    await ended;
    const removed = await removeLeftovers();

    expect(removed).toContain(record.id);
    expect(existsSync(directory)).toBe(false);
    for (const namespace of record.namespaces) expect(existsSync(`/run/netns/${namespace}`)).toBe(false);
    for (const identity of [...within, bystanderIdentity]) expect(isAlive(identity)).toBe(false);
  });

  test('never costs a stranger that got the number of a recorded process', async () => {
    const stranger = spawn('sleep', ['30'], { stdio: 'ignore' });
    try {
      const identity = identify(stranger.pid!)!;
      expect(isAlive(identity)).toBe(true);
      expect(isAlive({ ...identity, startTicks: String(Number(identity.startTicks) - 1) })).toBe(false);
    } finally {
      stranger.kill('SIGKILL');
    }
  });
});

/** A program that builds a lab, records a process of its own outside the namespaces, says so, and waits to be killed. */
function ownerProgram(): string {
  const lab = new URL('../../tools/lab/lab.ts', import.meta.url).href;
  return `
    import { spawn } from 'node:child_process';
    import { Lab } from ${JSON.stringify(lab)};
    const lab = await Lab.build(${JSON.stringify(SMALL)});
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
    lab.recordProcess(bystander.pid);
    console.log(JSON.stringify({ directory: lab.directory, bystander: bystander.pid }));
    setTimeout(() => process.exit(1), 60_000);
  `;
}

async function joinContainers(lab: Lab): Promise<void> {
  await addFlows(lab.switch('s1'), ['in_port=c1,actions=output:c2', 'in_port=c2,actions=output:c1']);
}

async function announceNeighbours(lab: Lab): Promise<void> {
  const target = lab.container('c2');
  await must(['ip', '-n', lab.namespace('c1'), 'neigh', 'replace', target.ip, 'lladdr', target.mac, 'dev', 'eth0']);
}
