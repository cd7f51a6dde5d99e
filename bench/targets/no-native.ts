// Where the native bindings are not built the same program serves by node:net. It may be slower, within bounds.
import { atLeast, type Finding, type LineResult, type NamedRun, noFault, ratio, soundRuns } from './finding.ts';
import { learnLoad, policyLoad, runBeside, WINDOWED } from './loads.ts';
import type { TargetOptions } from './options.ts';

const SHARE = 0.5;

export async function runNoNative(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const loads = [
    ['learn, all that it takes', learnLoad(options)],
    ['learn, one outstanding', [...learnLoad(options), '--mode', 'latency']],
    ['policy, one host', [...policyLoad(options, 0), ...WINDOWED]],
    ['policy, across hosts', [...policyLoad(options, 1), ...WINDOWED]],
  ] as const;
  const runs: NamedRun[] = [];
  const findings: Finding[] = [];
  for (const [name, load] of loads) {
    const bound = await runBeside(`${name}, with bindings`, load, progress);
    const bare = await runBeside(`${name}, without`, [...load, '--no-native'], progress);
    runs.push(bound, bare);
    const share = bare.report.controller!.answersPerSecond / bound.report.controller!.answersPerSecond;
    findings.push(atLeast('speed', `${name}, of the rate with bindings`, share, SHARE, ratio));
  }
  const doors = runs.filter(({ name, report }) => name.endsWith('without') !== report.machine.door.startsWith('not '));
  const wrong = doors.map(({ name, report }) => `${name}: ${report.machine.door}`);
  return {
    findings: [...findings, noFault('door of each run', wrong, 'native where it should be'), ...soundRuns(runs)],
    runs,
    notes: [],
    details: {},
  };
}
