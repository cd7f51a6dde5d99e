// The scale benchmark's command: programs one after the other, one report. See options.ts for what it can do.
//
//   switches, endpoints ──▶ bench/load: controller and null responder, each a child process
//   sessions, changes   ──▶ fleet of bench/load ──▶ controller.ts, a child process that also takes orders:
//                                                   change policy now, at a rate, and say when it is in force
import { DaoliError } from '#base/error.ts';
import { describeMachine } from '../report/machine.ts';
import { publishReport, type Report } from '../report/report.ts';
import { runChanges } from './changes.ts';
import { runEndpoints } from './endpoints.ts';
import { HELP, type Program, parseScaleOptions, type ScaleOptions } from './options.ts';
import type { Progress, ScalePart } from './part.ts';
import { runSessions } from './sessions.ts';
import { runSwitches } from './switches.ts';

const EXIT_VOID = 1;
const EXIT_BAD_FLAGS = 2;
const EXIT_UNAVAILABLE = 3;
const EXIT_INTERRUPTED = 130;

const RUN: Record<Program, (options: ScaleOptions, progress: Progress) => Promise<ScalePart>> = {
  switches: runSwitches,
  endpoints: runEndpoints,
  sessions: runSessions,
  changes: runChanges,
};

// an interrupted run ends its children too: load/target.ts sees to that at exit
process.once('SIGINT', () => process.exit(EXIT_INTERRUPTED));
process.once('SIGTERM', () => process.exit(EXIT_INTERRUPTED));

try {
  const options = parseScaleOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(HELP);
  else process.exitCode = await obey(options);
} catch (error) {
  if (!(error instanceof DaoliError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code === 'bad_flag' ? EXIT_BAD_FLAGS : EXIT_UNAVAILABLE;
}

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
