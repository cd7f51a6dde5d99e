// The load generator's command: flags in, report out, exit code. See options.ts for what it can do.
//
//   options → inventory ──file──▶ controller (child process, or the null responder)
//                │                    ▲ │
//                ▼                    │ ▼ one connection for each switch
//      fleet: fake switches ── traffic: compose a run of PacketIns │ walk the answers ── ledger: who is answered
//                │
//                ▼
//      measurement (each second: snapshot, /proc) → balance (void or not) → report
//
// An answer belongs to the PacketIn whose number it carries: in OpenFlow 1.0 the buffer id of a FlowMod or PacketOut; in
// 1.3 the TCP sequence number in the frame of a PacketOut that enters by the PacketIn's port. A deny flow carries no
// number and answers the oldest denied PacketIn of its switch. Each PacketIn is answered at most once; whatever answers
// none, or one that policy wants otherwise, makes the run void.
import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DaoliError } from '#base/error.ts';
import { renderPage } from '../report/page.ts';
import { EXIT_VOID, runProgram } from '../report/program.ts';
import { topologyFor } from './fleet.ts';
import { writeInventory } from './inventory.ts';
import { runKnee } from './knee.ts';
import { drawKnee } from './knee-plot.ts';
import { renderKnee } from './knee-report.ts';
import { HELP, type LoadOptions, parseOptions } from './options.ts';
import { pageOf, renderReport } from './report.ts';
import { runLoad } from './run.ts';

// an interrupted run ends its children too: load/target.ts sees to that at exit
await runProgram({ help: HELP, parse: parseOptions, obey });

async function obey(options: LoadOptions): Promise<number> {
  if (options.inventoryOnly) {
    const topology = topologyFor(options);
    if (topology === null) throw new DaoliError('bad_flag', '--inventory-only: OpenFlow 1.0 has no inventory');
    writeInventory(options.inventoryPath, topology, options.flows, options.groups);
    return 0;
  }
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  if (options.kneePath !== '') return findKnee(options, progress);
  const report = await runLoad(options, progress);
  const command = `npm run bench:load -- ${process.argv.slice(2).join(' ')}`;
  if (options.htmlPath !== '') writeFileSync(options.htmlPath, renderPage(pageOf(report, command)));
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));
  return report.isVoid ? EXIT_VOID : 0;
}

/** The plot of a void series is not written: nobody could see that it means nothing. */
async function findKnee(options: LoadOptions, progress: (line: string) => void): Promise<number> {
  const { kneePath, json } = options;
  try {
    accessSync(dirname(kneePath), constants.W_OK);
  } catch (cause) {
    throw new DaoliError('bad_flag', `--knee ${kneePath}: cannot be written: ${(cause as Error).message}`, { cause });
  }
  const report = await runKnee(options, progress);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderKnee(report));
  if (report.isVoid) return EXIT_VOID;
  writeFileSync(kneePath, drawKnee(report));
  return 0;
}
