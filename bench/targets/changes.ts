// A thousand changes of policy a second under load: what they cost, and how soon packets are judged by them, seen from
// outside. The measuring is bench/scale's.
import { atShare, COST_PERCENT, IN_FORCE_MS, measureChanges, rateOf } from '../scale/changes.ts';
import { parseScaleOptions } from '../scale/options.ts';
import { count } from '../scale/part.ts';
import { atMost, type LineResult, milliseconds, noFault, percent } from './finding.ts';
import type { TargetOptions } from './options.ts';

/** Slices with and without changes are compared, so that there must be some of both. */
const FACTOR = 2;

export async function runChangesLine(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const { seconds, workers } = options;
  const argv = ['changes', '--seconds', String(FACTOR * seconds), '--workers', String(workers)];
  const scale = parseScaleOptions(argv)!;
  const seen = await measureChanges(scale, progress);
  const p99 = atShare(seen.inForceMs, 0.99);
  return {
    findings: [
      atMost(
        'speed',
        `cost of ${count(scale.changesPerSecond)} changes a second`,
        seen.costPercent,
        COST_PERCENT,
        percent,
      ),
      atMost('speed', 'a packet is judged by a change, p99', p99, IN_FORCE_MS, milliseconds),
      noFault('balance, and no verdict that goes back', seen.faults, 'nothing is lost, none goes back'),
    ],
    runs: [],
    notes: [
      `${count(seen.inForceMs.length - seen.unseen)} of ${count(seen.inForceMs.length)} changes were seen from outside in time: ` +
        `p50 ${milliseconds(atShare(seen.inForceMs, 0.5))}, at most ${milliseconds(atShare(seen.inForceMs, 1))}.`,
      ...[false, true].map((isChanging) => {
        const { answersPerSecond, cpuUsPerPacketIn } = rateOf(seen.slices, isChanging);
        return (
          `${isChanging ? 'with' : 'without'} changes ${count(answersPerSecond)} answers/s, ` +
          `${(answersPerSecond / seen.ceilingPerSecond).toFixed(2)} of the null responder, ${cpuUsPerPacketIn.toFixed(2)} µs CPU per PacketIn.`
        );
      }),
    ],
    details: seen,
  };
}
