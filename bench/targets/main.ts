// The command of the speed targets: its lines one after another, one table, an exit code. See options.ts for what they are.
//
//   learn, policy, half, no-native ──▶ bench/load: controller and null responder, each a child process
//   changes                        ──▶ bench/scale changes
//   overload, starvation, memory   ──▶ rig.ts: a controller and fleets on it, for plays of several acts
import { EXIT_VOID, runProgram } from '../report/program.ts';
import { publishReport } from '../report/report.ts';
import { runChangesLine } from './changes.ts';
import type { LineResult } from './finding.ts';
import { runHalf } from './half.ts';
import { runLearn } from './learn.ts';
import { runMemory } from './memory.ts';
import { runNoNative } from './no-native.ts';
import { HELP, type LineName, parseTargetOptions, type TargetOptions } from './options.ts';
import { runOverload } from './overload.ts';
import { runPolicy } from './policy.ts';
import { exitCodeOf, reportOf } from './scorecard.ts';
import { runStarvation } from './starvation.ts';

const RUN: Record<LineName, (options: TargetOptions, progress: (line: string) => void) => Promise<LineResult>> = {
  learn: runLearn,
  policy: runPolicy,
  half: runHalf,
  changes: runChangesLine,
  'no-native': runNoNative,
  overload: runOverload,
  starvation: runStarvation,
  memory: runMemory,
};

// an interrupted run ends its children too: load/target.ts sees to that at exit
await runProgram({ help: HELP, parse: parseTargetOptions, obey });

async function obey(options: TargetOptions): Promise<number> {
  const results: { name: LineName; result: LineResult }[] = [];
  for (const name of options.lines) {
    const progress = (line: string) => process.stderr.write(`${name}: ${line}\n`);
    results.push({ name, result: await RUN[name](options, progress) });
  }
  const report = reportOf(results, `npm run bench:targets -- ${process.argv.slice(2).join(' ')}`.trimEnd());
  const details = Object.fromEntries(results.map(({ name, result }) => [name, result]));
  publishReport(report, { json: options.json, html: options.htmlPath }, details);
  return exitCodeOf(results, options.strict) === 0 ? 0 : EXIT_VOID;
}
