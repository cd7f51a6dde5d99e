// Open loops at half of what a closed loop gets: where a controller should run, its latency is what counts.
import { parseOptions } from '../load/options.ts';
import { runLoad } from '../load/run.ts';
import { atMost, type Finding, type LineResult, microseconds, type NamedRun, percent, soundRuns } from './finding.ts';
import { learnLoad, policyLoad, runBeside, WINDOWED } from './loads.ts';
import type { TargetOptions } from './options.ts';

const SHARE = 0.5;
const P99_US = 1000;
const P999_US = 5000;
const UNEVEN_PERCENT = 10;
/** A controller that has just started is still being compiled: what then waits would be seen for seconds. */
const WARM_UP_SECONDS = 3;

export async function runHalf(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const runs: NamedRun[] = [];
  const maxima: Record<string, number> = {};
  for (const [name, load, closed] of [
    ['learn', learnLoad(options), []],
    ['policy, one host', policyLoad(options, 0), WINDOWED],
  ] as const) {
    progress(`${name}: the maximum`);
    const max = (await runLoad(parseOptions([...load, ...closed])!, progress)).controller!.answersPerSecond;
    maxima[name] = max;
    const rate = ['--rate', String(Math.round(max * SHARE)), '--warmup', String(WARM_UP_SECONDS)];
    runs.push(await runBeside(`${name}, half of the maximum`, [...load, ...rate], progress));
  }
  return {
    findings: [...runs.flatMap(({ name, report }) => findingsOf(name, report.controller!)), ...soundRuns(runs)],
    runs,
    notes: runs.map(
      ({ name, report }) =>
        `${name}: the generator itself was late by up to ${report.controller!.latestMs.toFixed(2)} ms, which counts.`,
    ),
    details: { maxima },
  };
}

function findingsOf(name: string, { latency, bySwitch }: NonNullable<NamedRun['report']['controller']>): Finding[] {
  return [
    atMost('speed', `${name}, p99`, latency.p99Us, P99_US, microseconds),
    atMost('speed', `${name}, p99.9`, latency.p999Us, P999_US, microseconds),
    atMost('speed', `${name}, switch furthest from the mean`, bySwitch.worstPercent, UNEVEN_PERCENT, percent),
  ];
}
