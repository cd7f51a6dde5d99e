// A large inventory: many endpoints, each in a group of its network and in one of its own kind, every group with a rule.
// Traffic goes between random pairs of all of them.
import { parseOptions } from '../load/options.ts';
import { runLoad } from '../load/run.ts';
import type { ScaleOptions } from './options.ts';
import { count, faultsOf, type Progress, plotRates, type ScalePart, seconds, tabulateRuns } from './part.ts';

const HOSTS = 64;

export async function runEndpoints(options: ScaleOptions, progress: Progress): Promise<ScalePart> {
  const { endpoints, groups } = options;
  const hosts = Math.min(HOSTS, Math.floor(endpoints / 16));
  progress(`endpoints: ${endpoints} in ${groups} groups`);
  const argv = ['--ceiling', '--protocol', '1.3', '--switches', String(hosts), '--across', '0.5', '--live', '1024'];
  argv.push('--endpoints', String(endpoints), '--groups', String(groups), '--seconds', String(options.seconds));
  argv.push('--workers', String(options.workers));
  const runs = [{ name: 'hosts 1.3', report: await runLoad(parseOptions(argv)!, progress) }];
  const { startMs } = runs[0]!.report;
  return {
    door: runs[0]!.report.machine.door,
    notes: [
      `Endpoints: the controller was ready ${seconds(startMs)} s after its start, the inventory read and in force.`,
    ],
    faults: faultsOf(runs),
    tables: [tabulateRuns(`${count(endpoints)} endpoints, ${count(groups)} groups, ${hosts} hosts`, runs)],
    plots: [plotRates(`${count(endpoints)} endpoints: answers per second`, runs)],
    details: runs,
  };
}
