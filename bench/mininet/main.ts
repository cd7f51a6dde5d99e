// The Mininet benchmark's command: flags in, report out, exit code. See options.ts for what it does.
import { DaoliError } from '#base/error.ts';
import { describeMachine } from '../report/machine.ts';
import { publishReport } from '../report/report.ts';
import { HELP, type MininetOptions, parseMininetOptions } from './options.ts';
import { reportOf } from './report.ts';
import { runMininet } from './run.ts';

const EXIT_VOID = 1;
const EXIT_BAD_FLAGS = 2;
const EXIT_UNAVAILABLE = 3;

try {
  const options = parseMininetOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(HELP);
  else process.exitCode = await obey(options);
} catch (error) {
  if (!(error instanceof DaoliError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code === 'bad_flag' ? EXIT_BAD_FLAGS : EXIT_UNAVAILABLE;
}

async function obey(options: MininetOptions): Promise<number> {
  const runs = await runMininet(options, (line) => process.stderr.write(`${line}\n`));
  const command = `npm run bench:mininet -- ${process.argv.slice(2).join(' ')}`;
  const report = reportOf(options, runs, describeMachine(), command);
  publishReport(report, { json: options.json, html: options.htmlPath }, { options, runs });
  return report.faults.length === 0 ? 0 : EXIT_VOID;
}
