#!/usr/bin/env node
// daolictl: asks a controller what it knows, over its REST API. A process of its own; ends with its answer.
//
//   exit code 0  answered, whatever the answer (with --exit-code a `no` is 3)
//             1  the controller refused: no such thing, or it is full
//             2  the command line is wrong
//             3  the answer is no, and --exit-code was given
//             4  the controller could not be reached, or failed to answer
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { DaoliError, type ErrorCode } from '#base/error.ts';
import { DEFAULT_HOST } from '#client/address.ts';
import { addCompletionCommand } from './completion-command.ts';
import { addCountersCommand } from './counters-command.ts';
import { addDatapathCommands } from './datapath-command.ts';
import { addEndpointCommands } from './endpoint-command.ts';
import { addHealthCommands } from './health-command.ts';
import { addInventoryCommands } from './inventory-command.ts';
import { addLatencyCommand } from './latency-command.ts';
import { addSessionCommands } from './session-command.ts';
import { printable, processTerminal, type Terminal } from './terminal.ts';
import { addWhyCommand } from './why-command.ts';

const REFUSED = 1;
const USAGE = 2;
const UNREACHABLE = 4;

const EXIT_CODE: { readonly [code in ErrorCode]: number } = {
  bad_flag: USAGE,
  bad_request: USAGE,
  bad_config: REFUSED,
  bad_inventory: REFUSED,
  bad_message: REFUSED,
  bad_flow: REFUSED,
  not_found: REFUSED,
  capacity: REFUSED,
  unavailable: UNREACHABLE,
};

const terminal = processTerminal();
// who reads our output may stop early, as `head` does; there is nobody left to tell
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : REFUSED));
try {
  await createProgram(terminal).parseAsync();
} catch (error) {
  process.exitCode = explain(terminal, error);
}

function createProgram(terminal: Terminal): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const program = new Command('daolictl')
    .description(
      'Asks a DaoliNet controller what it knows: switches, endpoints, sessions, and why policy decides as it does.',
    )
    .version(version)
    .addOption(new Option('--host <url>', "the controller's API").env('DAOLI_HOST').default(DEFAULT_HOST))
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help after any command shows examples)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  daolictl health                     is the controller well
  daolictl datapath list              which switches are connected
  daolictl latency --watch            how long PacketIns take, stage by stage
  daolictl why c1 c5 tcp/80           may c1 connect to port 80 of c5, and which line of policy says so
  daolictl --host 10.0.0.1:3380 session list --endpoint c1 --json

Exit codes: 0 answered, 1 refused (no such thing), 2 wrong command line, 3 the answer is no (with --exit-code),
4 controller not reached.
`,
    );
  addDatapathCommands(program, terminal);
  addEndpointCommands(program, terminal);
  addInventoryCommands(program, terminal);
  addSessionCommands(program, terminal);
  addWhyCommand(program, terminal);
  addCountersCommand(program, terminal);
  addLatencyCommand(program, terminal);
  addHealthCommands(program, terminal);
  addCompletionCommand(program, terminal);
  return program;
}

/** Says what went wrong, as JSON when answers were asked as JSON. Returns the exit code. */
function explain(terminal: Terminal, error: unknown): number {
  // commander has said it already; help and version are no errors, help shown for want of a command is
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (!(error instanceof DaoliError)) throw error;
  const { code, message, details } = error;
  if (process.argv.includes('--json')) {
    terminal.note(`${JSON.stringify({ error: { code, message, ...(details.length > 0 && { details }) } })}\n`);
  } else {
    terminal.note(`daolictl: ${printable(message)}\n`);
    if (details.length > 1) for (const detail of details) terminal.note(`  ${printable(detail)}\n`);
  }
  return EXIT_CODE[code];
}
