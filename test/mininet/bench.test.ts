// The Mininet benchmark on real bridges, as small as it gets: both controllers set all connections up, first ones by way
// of the controller.

import { expect, test, vi } from 'vitest';
import { parseMininetOptions } from '../../bench/mininet/options.ts';
import { CONTROLLERS, runMininet } from '../../bench/mininet/run.ts';

vi.setConfig({ testTimeout: 120_000 });

test('the Mininet benchmark times every connection on both controllers', async () => {
  const options = parseMininetOptions(['--topo', 'single,3', '--runs', '1', '--rounds', '1'])!;
  const runs = await runMininet(options, () => {});
  expect(runs.map(({ controller }) => controller)).toEqual([...CONTROLLERS]);
  for (const { first, again, batches, failed } of runs) {
    expect(failed).toBe(0);
    expect([first.length, again.length]).toEqual([3, 3]);
    expect(batches.map(({ connections }) => connections)).toEqual([3]);
    expect(Math.min(...first)).toBeGreaterThan(0);
  }
});
