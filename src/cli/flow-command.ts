// `ofp flow`: a flow in text, as ovs-ofctl takes it, to the hex of its FLOW_MOD.
import { type Command, Option } from 'commander';
import { toHex } from '#openflow/bytes.ts';
import { encodeMessage, toJson } from '#openflow/message.ts';
import { type FlowCommand, parseFlow } from '#openflow/text/flow-parse.ts';
import { FlowSyntaxError } from '#openflow/text/flow-syntax.ts';
import { printMessage } from '#openflow/text/message-text.ts';
import { paint, printable, type Terminal } from './terminal.ts';

interface FlowFlags {
  readonly of: '1.0' | '1.3';
  readonly command: string;
  readonly json?: boolean;
  readonly print?: boolean;
  readonly color?: boolean;
}

const COMMANDS: Readonly<Record<string, FlowCommand>> = {
  add: 'ADD',
  modify: 'MODIFY',
  'modify-strict': 'MODIFY_STRICT',
  delete: 'DELETE',
  'delete-strict': 'DELETE_STRICT',
};

/** Characters shown before and behind a mistake. */
const SHOWN_AROUND = 60;

const EXAMPLES = `
Examples:
  ofp flow 'priority=100,tcp,nw_dst=10.0.0.1 actions=output:2' | ofp print
  ofp flow --of 1.0 --print 'in_port=1 actions=mod_vlan_vid:5,flood'
  ofp flow --command delete 'cookie=0x1/0xff'

The syntax is that of ovs-ofctl(8), with the fields of ovs-fields(7). Exits with 1 when the flow has a mistake.
`;

/** Adds `flow`. */
export function addFlowCommand(program: Command, terminal: Terminal): void {
  program
    .command('flow')
    .description('a flow in the syntax of ovs-ofctl to the hex of its FLOW_MOD')
    .argument('<text>', 'the flow')
    .addOption(new Option('--of <version>', 'version of OpenFlow').choices(['1.0', '1.3']).default('1.3'))
    .addOption(new Option('--command <command>', 'what to do').choices(Object.keys(COMMANDS)).default('add'))
    .option('--json', 'the message as JSON instead of hex')
    .option('--print', 'the message as ofp print shows it instead of hex')
    .option('--no-color', 'no colours on a terminal')
    .addHelpText('after', EXAMPLES)
    .action((text: string, flags: FlowFlags) => showFlow(text, flags, terminal));
}

function showFlow(text: string, flags: FlowFlags, terminal: Terminal): void {
  try {
    const message = parseFlow(text, { version: flags.of === '1.0' ? 1 : 4, command: COMMANDS[flags.command] });
    if (flags.json) terminal.write(`${JSON.stringify(toJson(message))}\n`);
    else if (flags.print) terminal.write(`${printable(printMessage(message))}\n`);
    else terminal.write(`${toHex(encodeMessage(message))}\n`);
  } catch (error) {
    if (!(error instanceof FlowSyntaxError)) throw error;
    process.exitCode = 1;
    if (flags.json) {
      const { message, at, found, allowed } = error;
      terminal.write(`${JSON.stringify({ error: message, at, found, allowed })}\n`);
    } else terminal.note(caretText({ ...terminal, colours: terminal.colours && flags.color !== false }, error));
  }
}

/** The mistake, the text around it, and a line of carets below it. */
function caretText(terminal: Terminal, error: FlowSyntaxError): string {
  const from = Math.max(0, error.at - SHOWN_AROUND);
  const to = Math.min(error.text.length, error.at + error.length + SHOWN_AROUND);
  const shown = error.text.slice(from, to).replaceAll(/[\t\r\n]/g, ' ');
  const carets = `${' '.repeat(error.at - from)}${'^'.repeat(Math.min(error.length, to - from + 1))}`;
  return `ofp: ${printable(error.message)}\n  ${printable(shown)}\n  ${paint(terminal, 'red', carets)}\n`;
}
