// What all commands that read have in common: --json, examples in their help, the client, and how answers are shown.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DaoliClient } from '#client/client.ts';
import type { Listing } from '#client/listing.ts';
import { type Column, formatTable } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What a command needs to answer. */
export interface Asked {
  readonly client: DaoliClient;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** Values of the command's own options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Arguments after `daolictl`, each with what it does. */
export type Examples = readonly (readonly [text: string, meaning: string])[];

/** Rows that a list shows when --limit is not given. */
const LIST_LIMIT = 1000;
/** As many sessions as the design allows for, so --limit can ask for all. */
const GREATEST_LIST = 1_000_000;

/**
 * Adds a command that reads.
 * @param usage `show <name>`
 */
export function addReadingCommand(parent: Command, usage: string, summary: string, examples: Examples): Command {
  const command = parent.command(usage).description(summary);
  return addExamples(command.option('--json', 'print the answer as JSON, for scripts'), examples);
}

/** Shows examples after the help of `command`. */
export function addExamples(command: Command, examples: Examples): Command {
  const width = Math.max(...examples.map(([text]) => text.length));
  const lines = examples.map(([text, meaning]) => `  daolictl ${text.padEnd(width)}   ${meaning}\n`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('')}`);
}

/**
 * Runs `answer` when the command is called.
 * @param answer gets the arguments of the command; a number that it returns is the exit code
 */
export function setAnswer(
  command: Command,
  terminal: Terminal,
  answer: (asked: Asked, ...values: string[]) => Promise<number | undefined>,
): void {
  command.action(async () => {
    const options = command.optsWithGlobals();
    const asked = { client: new DaoliClient(options.host), terminal, json: options.json === true, options };
    process.exitCode = (await answer(asked, ...command.processedArgs)) ?? 0;
  });
}

/** --limit N of a list. */
export function limitOption(standard = LIST_LIMIT): Option {
  return new Option('--limit <n>', 'show at most so many rows').default(standard).argParser((text) => {
    const limit = Number(text);
    if (!/^\d{1,7}$/.test(text) || limit < 1 || limit > GREATEST_LIST) {
      throw new InvalidArgumentError(`expected a whole number from 1 to ${GREATEST_LIST}.`);
    }
    return limit;
  });
}

/** --exit-code of a question that can be answered with no. */
export function exitCodeOption(no: string): Option {
  return new Option('--exit-code', `exit with 3 ${no}; without it, any answer exits with 0`);
}

/** Prints an answer as JSON. */
export function printJson(terminal: Terminal, answer: unknown): void {
  terminal.write(`${JSON.stringify(answer, undefined, 2)}\n`);
}

/** Prints a list: as JSON, or as a table with a note when there are more rows, or none. */
export function printList<T>({ terminal, json }: Asked, list: Listing<T>, columns: readonly Column<T>[]): undefined {
  if (json) printJson(terminal, list);
  else terminal.write(formatTable(terminal, list.items, columns));
  if (list.truncated) {
    const total = list.total > list.items.length ? ` of ${list.total}` : '';
    terminal.note(`${list.items.length}${total} shown; --limit N shows more\n`);
  } else if (list.items.length === 0 && !json) {
    terminal.note('none\n');
  }
}
