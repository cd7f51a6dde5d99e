// The load generator against our own controller, in runs of a fraction of a second: every answer is looked into, and
// what was sent is answered, denied or dropped by a named counter.
import { describe, expect, it } from 'vitest';
import { runKnee } from '../../bench/load/knee.ts';
import { parseOptions } from '../../bench/load/options.ts';
import { runLoad } from '../../bench/load/run.ts';

const TINY = ['--switches', '3', '--seconds', '0.5', '--warmup', '0.2', '--validate'];
const POLICY = ['--protocol', '1.3', '--across', '0.5', '--deny-share', '0.2', '--live', '50'];

describe('controller under load', () => {
  it('balances when fleet after fleet connects to it, at rising rates', async () => {
    const knee = ['--knee', 'unused.svg', '--knee-max', '4000', '--knee-steps', '20,60,100'];
    const { first, steps, isVoid } = await runKnee(parseOptions([...TINY, ...POLICY, ...knee])!, () => {});
    expect([first.balance.faults, ...steps.map(({ faults }) => faults)]).toEqual([[], [], [], []]);
    expect(isVoid).toBe(false);
    for (const { percent, measurement } of steps) {
      expect(measurement.duePerSecond).toBeCloseTo(40 * percent, -3);
      expect(measurement.balance).toMatchObject({ dropped: {}, outstanding: 0, unsent: 0 });
      expect(measurement.cost!.cpuUsPerPacketIn).toBeGreaterThan(0);
    }
  });

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
