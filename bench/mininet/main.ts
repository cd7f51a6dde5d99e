// The Mininet benchmark's command: flags in, report out, exit code. See options.ts for what it does.
//
//   namespace ┬ Open vSwitch (userspace) ──── controller, one at a time: daolinet │ ovs-testcontroller │ oracle
//             └ Mininet: h1 … hN on s1, pairs.py: takes flows away, connects, times
import { DaoliError } from '#base/error.ts';
import { EXIT_VOID, runProgram } from '../report/program.ts';
import { publishReport } from '../report/report.ts';
import { HELP, type MininetOptions, parseMininetOptions } from './options.ts';
import { reportOf } from './report.ts';
import { runMininet } from './run.ts';

// an interrupted run takes its namespace down before it ends
const interruption = new AbortController();
await runProgram({ help: HELP, parse: parseMininetOptions, obey, interruption });

async function obey(options: MininetOptions): Promise<number> {
  if (process.getuid?.() !== 0) {
    throw new DaoliError('unavailable', 'Mininet makes network namespaces: run this as root');
  }
  const result = await runMininet(options, (line) => process.stderr.write(`${line}\n`), interruption.signal);
  const report = reportOf(options, result);
  publishReport(report, { json: options.json, html: options.htmlPath }, result.outcomes);
  return report.faults.length > 0 ? EXIT_VOID : 0;
}
