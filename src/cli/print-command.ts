// `ofp print`: messages as people read them.
import type { Command } from 'commander';
import { toJson } from '#openflow/message.ts';
import type { StreamItem } from '#openflow/stream-decoder.ts';
import { printMessage } from '#openflow/text/message-text.ts';
import { addCaptureFlags, type CaptureFlags, checkCaptureFlags } from './capture-flags.ts';
import { readCapture } from './capture-reading.ts';
import { showMessage } from './message-colour.ts';
import { readMessages } from './ofp-input.ts';
import { errorLine } from './ofp-line.ts';
import { writeSlowly } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface PrintFlags extends CaptureFlags {
  readonly verbose?: number;
  readonly json?: boolean;
  readonly color?: boolean;
}

const EXAMPLES = `
Examples:
  $ echo '04 02 00 08 00 00 00 01' | ofp print
  OFPT_ECHO_REQUEST (OF1.3) (xid=0x1): 0 bytes of payload

  ofp print messages.hex              hex, one or more messages a line, # begins a comment
  ofp print -v dump.bin               messages one behind the other; packets as hex too
  nc -l 6653 | ofp print --json       JSON, as of ofp decode

  ofp print --pcap trace.pcapng                             each message with its time, connection and sender
  ofp print --pcap trace.pcap --type FLOW_MOD --type ERROR --absolute
  ofp print --pcap trace.pcap --stream 2 --xid 0x1f         a request and its answer
  tcpdump -i any -U -w - port 6653 | ofp print --pcap -     as it happens

Exits with 1 when something was no message, or the input could not be read; of a capture also when bytes are lost.
`;

/** Adds `print`. */
export function addPrintCommand(program: Command, terminal: Terminal): void {
  addCaptureFlags(program.command('print').description('messages as people read them, close to ovs-ofctl ofp-print'))
    .option('--absolute', 'times of a capture in UTC, not since its first packet')
    .argument('[file]', 'hex or binary; left out or -: standard input')
    .option('-v, --verbose', 'packets as hex too; twice: messages as hex too', (_, times: number) => times + 1, 0)
    .option('--json', 'a line of JSON for each message')
    .option('--no-color', 'no colours on a terminal')
    .addHelpText('after', EXAMPLES)
    .action((file: string | undefined, flags: PrintFlags, command: Command) => {
      checkCaptureFlags(flags, command);
      if (flags.pcap === undefined) return printInput(file, flags, terminal);
      if (file !== undefined) command.error(`error: one of ${file} and --pcap ${flags.pcap}, not both`);
      return printCapture(flags, terminal);
    });
}

async function printCapture(flags: PrintFlags, terminal: Terminal): Promise<void> {
  const shown = { ...terminal, colours: terminal.colours && flags.color !== false };
  const show = (item: StreamItem) => showMessage(shown, itemText(item, flags));
  const { isClean } = await readCapture(flags, flags.json ? undefined : show, terminal);
  if (!isClean) process.exitCode = 1;
}

async function printInput(file: string | undefined, flags: PrintFlags, terminal: Terminal): Promise<void> {
  const shown = { ...terminal, colours: terminal.colours && flags.color !== false };
  try {
    for await (const item of readMessages(file)) {
      if (item.ok !== true) process.exitCode = 1;
      if (item.ok === undefined) {
        if (flags.json) await writeSlowly(`${errorLine(item.problem)}\n`);
        else terminal.note(`ofp: ${item.problem}\n`);
      } else await writeSlowly(`${flags.json ? itemJson(item) : showMessage(shown, itemText(item, flags))}\n`);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    terminal.note(`ofp: cannot read ${file ?? 'standard input'}: ${message}\n`);
    process.exitCode = 1;
  }
}

/** The message as text; one with a bad body with what is wrong with it. */
export function itemText(item: StreamItem, flags: PrintFlags): string {
  return printMessage(item.bytes, { verbosity: flags.verbose });
}

/** The message as JSON; one with a bad body as `{"error": ...}`. */
export function itemJson(item: StreamItem): string {
  if (item.ok) return JSON.stringify(toJson(item.message));
  const { message, ...details } = item.error;
  return errorLine(message, { at: item.offset, ...details });
}
