// The loads that several lines have in common, as command lines of bench/load, and one run beside the null responder.
import { parseOptions } from '../load/options.ts';
import { runLoad } from '../load/run.ts';
import type { NamedRun } from './finding.ts';
import type { TargetOptions } from './options.ts';

export const SWITCHES = 16;
/** Outstanding PacketIns on each switch of the policy lines. */
const WINDOW = 64;
/** At most, and no longer than what is measured. */
const WARM_UP_SECONDS = 1;

/** Learning switches of OpenFlow 1.0. */
export function learnLoad(options: TargetOptions): string[] {
  return ['--switches', String(SWITCHES), ...shared(options)];
}

/** Hosts of OpenFlow 1.3, each SYN a new session. @param acrossShare of pairs on two hosts */
export function policyLoad(options: TargetOptions, acrossShare: number): string[] {
  const world = ['--protocol', '1.3', '--endpoints', String(options.endpoints), '--across', String(acrossShare)];
  return [...learnLoad(options), ...world];
}

/** With as many outstanding as lines of throughput want. */
export const WINDOWED = ['--window', String(WINDOW)];

function shared({ seconds, workers }: TargetOptions): string[] {
  return [
    '--seconds',
    String(seconds),
    '--warmup',
    String(Math.min(WARM_UP_SECONDS, seconds)),
    '--workers',
    String(workers),
  ];
}

/** @throws DaoliError unavailable */
export async function runBeside(
  name: string,
  argv: readonly string[],
  progress: (line: string) => void,
): Promise<NamedRun> {
  progress(name);
  return { name, report: await runLoad(parseOptions(['--ceiling', ...argv])!, progress) };
}
