#!/usr/bin/env node
// `ofp`: the face of the OpenFlow codec. decode, encode and roundtrip take one message per line on stdin and write one line on
// stdout for each, streamed, so that they stand in pipes of any length; they exit with 0 when they ran, whatever the lines
// held. All commands exit with 2 on a bad flag. A process of its own.
import { StringDecoder } from 'node:string_decoder';
import { Command, CommanderError } from 'commander';
import { addCaptureFlags, type CaptureFlags, checkCaptureFlags } from './capture-flags.ts';
import { readCapture } from './capture-reading.ts';
import { addCompletionCommand } from './completion-command.ts';
import { addFlowCommand } from './flow-command.ts';
import { decodeLine, encodeLine, errorLine, roundtripLine } from './ofp-line.ts';
import { writeSlowly } from './output.ts';
import { addPrintCommand } from './print-command.ts';
import { processTerminal } from './terminal.ts';

/** Longest line taken; the longest message there is makes some megabytes of JSON. */
const LINE_LIMIT_CHARS = 16 * 1024 * 1024;

const EXAMPLES = `
Examples:
  $ echo '04 02 00 08 00 00 00 01' | ofp decode
  {"version":4,"type":"ECHO_REQUEST","xid":1,"data":""}

  $ echo '{"version":4,"type":"PACKET_OUT","actions":[{"type":"OUTPUT","port":"TABLE"}]}' | ofp encode
  040d002800000000fffffffffffffffd001000000000000000000010fffffff9ffff000000000000

  $ tail -f messages.hex | ofp roundtrip
  ok FLOW_MOD

64-bit fields are strings ("0x2a"), bytes are hex, reserved ports and flags are names. Padding is written as zeros: a
message whose padding is not zero is what a round trip reports. A line that is no message gives {"error": ...}.`;

const DECODE_EXAMPLES = `
Examples:
  $ echo '04 02 00 08 00 00 00 01' | ofp decode
  {"version":4,"type":"ECHO_REQUEST","xid":1,"data":""}

  ofp decode --pcap trace.pcapng | jq -r '[.time, .from, .message.type] | @tsv'
  ofp decode --pcap trace.pcap --type FLOW_MOD | jq -c .message | ofp encode

Of a capture each line has time, stream, from (controller or switch), source, target, and one of message, error and loss. What
was read is summed up on standard error. Exits with 1 when the capture could not be read to its end.`;

const program = new Command('ofp')
  .description('Decodes, encodes and prints messages of OpenFlow 1.0, 1.3, 1.4 and 1.5.')
  .addHelpText('after', EXAMPLES)
  .exitOverride();
addCaptureFlags(program.command('decode').description('hex, or a capture, to one line of JSON for each message'))
  .addHelpText('after', DECODE_EXAMPLES)
  .action(decode);
program
  .command('encode')
  .description('one line of JSON to hex')
  .action(() => eachLine(encodeLine));
program
  .command('roundtrip')
  .description('hex to `ok TYPE`, or to the bytes that decoding and encoding change')
  .action(() => eachLine(roundtripLine));
addPrintCommand(program, processTerminal());
addFlowCommand(program, processTerminal());
addCompletionCommand(program, processTerminal());

// A reader that has had enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2; // commander has written help or the mistake
}

async function decode(flags: CaptureFlags, command: Command): Promise<void> {
  checkCaptureFlags(flags, command);
  if (flags.pcap === undefined) return await eachLine(decodeLine);
  const { isWhole } = await readCapture(flags, undefined, processTerminal());
  if (!isWhole) process.exitCode = 1;
}

/** Answers each line of stdin, in order; what one chunk of input gives goes out in one write. */
async function eachLine(answer: (line: string) => string): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let partial: string[] = []; // of the line that is not complete yet
  let partialChars = 0;
  const finish = (tail: string): string => {
    const tooLong = partialChars + tail.length > LINE_LIMIT_CHARS;
    const line = tooLong ? '' : partial.join('') + tail;
    partial = [];
    partialChars = 0;
    return tooLong ? errorLine(`a line of more than ${LINE_LIMIT_CHARS} characters`) : answer(line);
  };
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    const lines = decoder.write(chunk).split('\n');
    const rest = lines.pop()!;
    let output = '';
    for (const line of lines) output += `${finish(line)}\n`;
    if (partialChars <= LINE_LIMIT_CHARS) partial.push(rest);
    else partial = []; // counted on, to know that it is too long, but not kept
    partialChars += rest.length;
    await writeSlowly(output);
  }
  const rest = decoder.end();
  if (partialChars + rest.length > 0) await writeSlowly(`${finish(rest)}\n`);
}
