// The Mininet benchmark's command: flags in, report out, exit code. See options.ts for what it does.
//
//   namespace ┬ Open vSwitch (userspace) ──── controller, one at a time: daolinet │ ovs-testcontroller │ oracle
//             └ Mininet: h1 … hN on s1, pairs.py: takes flows away, connects, times
import { DaoliError } from '#base/error.ts';
import { publishReport } from '../report/report.ts';
import { HELP, type MininetOptions, parseMininetOptions } from './options.ts';
import { reportOf } from './report.ts';
import { runMininet } from './run.ts';

const EXIT_VOID = 1;
const EXIT_BAD_FLAGS = 2;
const EXIT_UNAVAILABLE = 3;
const EXIT_INTERRUPTED = 130;

// an interrupted run takes its namespace down before it ends
const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());

try {
  const options = parseMininetOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(HELP);
  else process.exitCode = await obey(options);
} catch (error) {
  if (!(error instanceof DaoliError)) throw error;
  process.stderr.write(`${error.message}\n`);
  const { aborted } = interruption.signal;
  process.exitCode = aborted ? EXIT_INTERRUPTED : error.code === 'bad_flag' ? EXIT_BAD_FLAGS : EXIT_UNAVAILABLE;
}

async function obey(options: MininetOptions): Promise<number> {
  if (process.getuid?.() !== 0) {
    throw new DaoliError('unavailable', 'Mininet makes network namespaces: run this as root');
  }
  const result = await runMininet(options, (line) => process.stderr.write(`${line}\n`), interruption.signal);
  const report = reportOf(options, result);
  publishReport(report, { json: options.json, html: options.htmlPath }, result.outcomes);
  return report.faults.length > 0 ? EXIT_VOID : 0;
}
