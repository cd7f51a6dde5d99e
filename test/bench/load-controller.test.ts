// The load generator against our own controller, in runs of a fraction of a second: every answer is looked into, and
// what was sent is answered, denied or dropped by a named counter.
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../bench/load/options.ts';
import { runLoad } from '../../bench/load/run.ts';

const TINY = ['--switches', '3', '--seconds', '0.5', '--warmup', '0.2', '--validate'];
const POLICY = ['--protocol', '1.3', '--across', '0.5', '--deny-share', '0.2', '--live', '50'];

describe('controller under load', () => {
  for (const [name, argv, flowsOfSession] of [
    ['learning, unbounded', [], 0],
    ['learning, one outstanding', ['--mode', 'latency'], 0],
    ['policy with exact flows', POLICY, 3],
    ['policy with coarse flows', [...POLICY, '--flows', 'coarse'], 0],
    ['policy in an open loop', [...POLICY, '--rate', '5000'], 3],
  ] as const) {
    it(`balances and answers rightly: ${name}`, async () => {
      const { controller } = await runLoad(parseOptions([...TINY, ...argv])!, () => {});
      const { balance, flows, deniedByController, sessionFlowsPerAnswer } = controller!;
      expect(balance.faults).toEqual([]);
      expect(balance.dropped).toEqual({});
      expect(balance.answered).toBeGreaterThan(100);
      if (!argv.some((flag) => flag === '--deny-share')) return;
      expect(flows.deny).toBe(balance.denied);
      expect(deniedByController).toEqual({ denied_default: balance.denied });
      expect(flows.removed).toBeGreaterThan(0);
      // two flows on one host, four across hosts, half of the pairs each
      if (flowsOfSession > 0) expect(Math.abs(sessionFlowsPerAnswer - flowsOfSession)).toBeLessThan(0.2);
    });
  }
});
