// The Mininet benchmark in tiny configurations, so that it cannot rot: every connection is made, with each controller.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../bench/mininet/outcome.ts';

vi.setConfig({ testTimeout: 120_000 });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('connections between four hosts are all made, and their first packets lifted', () => {
  const { faults, details: outcomes } = benchmark('--topo', 'single,4', '--turns', '1', '--rounds', '2', '--json');
  expect(faults).toEqual([]);
  expect(outcomes.map(({ name }) => name)).toEqual(['daolinet', 'ovs-testcontroller', 'oracle']);
  for (const { name, first, again, together, perSecond, cpuUsPerConnection } of outcomes) {
    // Six pairs of hosts, two rounds.
    expect([first.count, again.count, together.count], name).toEqual([12, 12, 12]);
    expect(perSecond, name).toBeGreaterThan(0);
    expect(cpuUsPerConnection, name).toBeGreaterThan(0);
  }
  const [daolinet, rival, oracle] = outcomes.map(({ packetInsPerConnection }) => packetInsPerConnection);
  // SYN and its answer, of two connections in three: a next one finds the flows in place. What follows on their heels may
  // be lifted too, until the datapath's cache knows of the flows.
  expect(daolinet).toBeGreaterThanOrEqual(4 / 3);
  expect(oracle).toBeGreaterThanOrEqual(4 / 3);
  expect(rival).toBeNull();
});

test('connections through several switches are all made', () => {
  const { faults, details } = benchmark('--topo', 'tree,2', '--turns', '1', '--rounds', '1', '--json');
  expect(faults).toEqual([]);
  // The oracle does not know where hosts are behind other switches.
  expect(details.map(({ name, first }) => [name, first.count])).toEqual([
    ['daolinet', 6],
    ['ovs-testcontroller', 6],
  ]);
});

function benchmark(...argv: string[]): { faults: string[]; details: Outcome[] } {
  const options = { cwd: ROOT, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['bench/mininet/main.ts', ...argv], options));
}
