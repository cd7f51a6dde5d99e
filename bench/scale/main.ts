// The scale benchmark's command: programs one after the other, one report. See options.ts for what it can do.
//
//   switches, endpoints ──▶ bench/load: controller and null responder, each a child process
//   sessions, changes   ──▶ fleet of bench/load ──▶ controller.ts, a child process that also takes orders:
//                                                   change policy now, at a rate, and say when it is in force
import { describeMachine } from '../report/machine.ts';
import { EXIT_VOID, runProgram } from '../report/program.ts';
import { publishReport, type Report } from '../report/report.ts';
import { runChanges } from './changes.ts';
import { runEndpoints } from './endpoints.ts';
import { HELP, type Program, parseScaleOptions, type ScaleOptions } from './options.ts';
import type { Progress, ScalePart } from './part.ts';
import { runSessions } from './sessions.ts';
import { runSwitches } from './switches.ts';

const RUN: Record<Program, (options: ScaleOptions, progress: Progress) => Promise<ScalePart>> = {
  switches: runSwitches,
  endpoints: runEndpoints,
  sessions: runSessions,
  changes: runChanges,
};

// an interrupted run ends its children too: load/target.ts sees to that at exit
await runProgram({ help: HELP, parse: parseScaleOptions, obey });

async function obey(options: ScaleOptions): Promise<number> {
  const parts: ScalePart[] = [];
  for (const program of options.programs) {
    parts.push(await RUN[program](options, (line) => process.stderr.write(`${line}\n`)));
  }
  const report: Report = {
    title: `Scale: ${options.programs.join(', ')}`,
    command: `npm run bench:scale -- ${process.argv.slice(2).join(' ')}`,
    machine: describeMachine(parts[0]!.door),
    notes: parts.flatMap(({ notes }) => notes),
    faults: parts.flatMap(({ faults }) => faults),
    tables: parts.flatMap(({ tables }) => tables),
    plots: parts.flatMap(({ plots }) => plots),
  };
  const details = Object.fromEntries(options.programs.map((program, i) => [program, parts[i]!.details]));
  publishReport(report, { json: options.json, html: options.htmlPath }, details);
  return report.faults.length === 0 ? 0 : EXIT_VOID;
}
