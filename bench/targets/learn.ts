// Learning switches, as cbench drives a controller: all that it takes, and one PacketIn at a time on each switch.
import { atLeast, type LineResult, ratio, soundRuns } from './finding.ts';
import { learnLoad, runBeside } from './loads.ts';
import type { TargetOptions } from './options.ts';

const THROUGHPUT = 0.45;
const LATENCY = 0.6;

export async function runLearn(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const load = learnLoad(options);
  const throughput = await runBeside('learn, all that it takes', load, progress);
  const latency = await runBeside('learn, one outstanding', [...load, '--mode', 'latency'], progress);
  const runs = [throughput, latency];
  return {
    findings: [
      atLeast('speed', 'throughput, of the null responder', throughput.report.ratio!, THROUGHPUT, ratio),
      atLeast('speed', 'one outstanding on each, of the null responder', latency.report.ratio!, LATENCY, ratio),
      ...soundRuns(runs),
    ],
    runs,
    notes: ['aims beyond what is wanted: 0.7 and 0.9.'],
    details: {},
  };
}
