// `daolictl why`: may one endpoint open a connection to another, and which line of policy says so.
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { formatTraffic, parseTraffic, type Traffic } from '#client/traffic.ts';
import { addReadingCommand, exitCodeOption, printJson, setAnswer } from './reading-command.ts';
import { paint, printable, type Terminal } from './terminal.ts';

const DENIED = 3;

/** Adds `why`. */
export function addWhyCommand(program: Command, terminal: Terminal): void {
  const why = addReadingCommand(program, 'why', 'may one endpoint open a connection to another, and why', [
    ['why c1 c2 tcp/80', 'may c1 connect to port 80 of c2'],
    ['why c1 c2', 'may c1 ping c2'],
    ['why c1 c2 udp/53 --exit-code', 'exits with 3 when it may not, for scripts'],
  ]);
  why.argument('<from>', 'endpoint that opens the connection').argument('<to>', 'endpoint that is asked');
  const service = new Argument('[service]', 'tcp/PORT, udp/PORT, sctp/PORT or icmp').argParser(readTraffic);
  why.addArgument(service.default({ protocol: 'icmp', port: null } satisfies Traffic, 'icmp'));
  why.addOption(exitCodeOption('when the answer is deny'));
  setAnswer(why, terminal, async ({ client, json, options }, from, to, service) => {
    const traffic = service as unknown as Traffic;
    const answer = await client.why({ from: from!, to: to!, ...traffic });
    const { verdict, text, reason, rule, details } = answer;
    if (json) {
      printJson(terminal, answer);
    } else {
      const allowed = verdict === 'allow';
      terminal.write(
        `${paint(terminal, allowed ? 'green' : 'red', verdict)}  ${printable(`${from} to ${to}`)} ${formatTraffic(traffic)}\n`,
      );
      terminal.write(`${printable(text)} (${reason}${rule === null ? '' : `, ${printable(rule)}`})\n`);
      for (const detail of details) terminal.write(`  ${printable(detail)}\n`);
    }
    return options.exitCode === true && verdict === 'deny' ? DENIED : 0;
  });
}

function readTraffic(text: string): Traffic {
  try {
    return parseTraffic(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
