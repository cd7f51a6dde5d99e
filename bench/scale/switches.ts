// Many switches: learning ones of OpenFlow 1.0, then hosts of OpenFlow 1.3, each beside the null responder. What is
// wanted is that every switch is served within a tenth of the mean.
import { parseOptions } from '../load/options.ts';
import { runLoad } from '../load/run.ts';
import type { ScaleOptions } from './options.ts';
import { faultsOf, type Progress, plotRates, type ScalePart, tabulateRuns } from './part.ts';

/** Percent of the mean that a switch may be off. */
const FAIR_PERCENT = 10;
/** Of each host; what it needs at least to have two networks. */
const ENDPOINTS_OF_HOST = 8;
/** Small, or what switches have in their windows would be all that is seen of them. */
const WINDOW = 16;

export async function runSwitches(options: ScaleOptions, progress: Progress): Promise<ScalePart> {
  const shared = ['--ceiling', '--switches', String(options.switches), '--seconds', String(options.seconds)];
  shared.push('--workers', String(options.workers), '--window', String(WINDOW));
  const endpoints = String(ENDPOINTS_OF_HOST * options.switches);
  const policy = ['--protocol', '1.3', '--endpoints', endpoints, '--across', '0.5', '--live', '64'];
  const runs = [];
  for (const [name, argv] of [
    ['learning 1.0', ['--macs', '100']],
    ['hosts 1.3', policy],
  ] as const) {
    progress(`switches: ${options.switches}, ${name}`);
    runs.push({ name, report: await runLoad(parseOptions([...shared, ...argv])!, progress) });
  }
  const notes = runs.map(({ name, report }) => {
    const { worstPercent } = report.controller!.bySwitch;
    const verdict = worstPercent <= FAIR_PERCENT ? 'met' : 'missed';
    return `Switches, ${name}: every switch within ${FAIR_PERCENT} % of the mean: ${verdict} (${worstPercent.toFixed(1)} %).`;
  });
  return {
    door: runs[0]!.report.machine.door,
    notes,
    faults: faultsOf(runs),
    tables: [tabulateRuns(`${options.switches} switches, window ${WINDOW}`, runs)],
    plots: [plotRates(`${options.switches} switches: answers per second`, runs)],
    details: runs,
  };
}
