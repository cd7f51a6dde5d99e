// Mininet, as its users start it, finds a controller here: every host reaches every other on the topologies that come
// with it, in both versions of OpenFlow.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MininetLab } from '../../tools/lab/mininet.ts';

vi.setConfig({ testTimeout: 90_000 });

let mininet: MininetLab;

beforeAll(async () => {
  mininet = await MininetLab.build();
});

afterAll(() => mininet?.remove());

describe.each(['OpenFlow13', 'OpenFlow10'] as const)('with %s', (openflow) => {
  test.each([
    ['single,3', 6],
    ['linear,3', 6],
    ['tree,2', 12],
  ])('pingall on %s loses nothing', async (topology, pairs) => {
    expect(await mininet.pingall(topology, openflow)).toEqual({ droppedPercent: 0, received: pairs, sent: pairs });
  });
});
