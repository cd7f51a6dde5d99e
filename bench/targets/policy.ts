// Policy, each SYN a new session, which the null responder answers with as many bytes in as many messages.
import { atLeast, type Finding, type LineResult, microseconds, perSecond, ratio, soundRuns } from './finding.ts';
import { policyLoad, runBeside, WINDOWED } from './loads.ts';
import type { TargetOptions } from './options.ts';

export const ON_ONE_HOST = { share: 0.5, rate: 800_000 };
export const ACROSS_HOSTS = { share: 0.4, rate: 450_000 };
const LATENCY = ['--mode', 'latency'];

export async function runPolicy(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const oneHost = policyLoad(options, 0);
  const across = policyLoad(options, 1);
  const runs = [
    await runBeside('policy, one host', [...oneHost, ...WINDOWED], progress),
    await runBeside('policy, across hosts', [...across, ...WINDOWED], progress),
    await runBeside('policy, one host, one outstanding', [...oneHost, ...LATENCY], progress),
    await runBeside('policy, across hosts, one outstanding', [...across, ...LATENCY], progress),
  ];
  const [one, two, oneSlow, twoSlow] = runs.map(({ report }) => report);
  const rate = { one: one!.controller!.answersPerSecond, two: two!.controller!.answersPerSecond };
  return {
    findings: [
      atLeast('speed', 'one host, of the null responder', one!.ratio!, ON_ONE_HOST.share, ratio),
      atLeast('speed', 'one host', rate.one, ON_ONE_HOST.rate, perSecond),
      atLeast('speed', 'across hosts, of the null responder', two!.ratio!, ACROSS_HOSTS.share, ratio),
      atLeast('speed', 'across hosts', rate.two, ACROSS_HOSTS.rate, perSecond),
      told('one host, one outstanding, p50 and p99', oneSlow!.controller!.latency),
      told('across hosts, one outstanding, p50 and p99', twoSlow!.controller!.latency),
      ...soundRuns(runs),
    ],
    runs,
    notes: [],
    details: {},
  };
}

/** A figure that nothing is wanted of. */
function told(what: string, { p50Us, p99Us }: { p50Us: number; p99Us: number }): Finding {
  return {
    kind: 'speed',
    what,
    measured: `${microseconds(p50Us)}, ${microseconds(p99Us)}`,
    wanted: 'to be told',
    isMet: true,
  };
}
