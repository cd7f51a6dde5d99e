// The flags of `ofp decode` and `ofp print` for captures: where the messages come from and which of them are shown.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { STANDARD_PORTS } from '#capture/openflow-capture.ts';
import { CaptureFilter, TYPE_NAMES } from './capture-filter.ts';

/** As commander gives them. */
export interface CaptureFlags {
  /** A file; `-`: standard input. Undefined: no capture. */
  readonly pcap?: string;
  readonly port?: readonly number[];
  readonly type?: readonly string[];
  readonly xid?: readonly number[];
  readonly stream?: readonly number[];
  readonly limit?: number;
  readonly absolute?: boolean;
}

/** Flags that mean something with --pcap only. */
const OF_CAPTURES = ['port', 'type', 'xid', 'stream', 'limit', 'absolute'] as const;

/** Adds the flags to a command. */
export function addCaptureFlags(command: Command): Command {
  return command
    .option('--pcap <file>', 'messages out of a capture, pcap or pcapng; -: standard input')
    .addOption(
      new Option('--port <number>', `a port of OpenFlow beside ${STANDARD_PORTS.join(' and ')}; repeatable`).argParser(
        listOf((text) => readNumber(text, 1, 65_535)),
      ),
    )
    .addOption(
      new Option('--type <type>', 'only messages of this type, as PACKET_IN; repeatable').argParser(listOf(readType)),
    )
    .addOption(
      new Option('--xid <xid>', 'only messages with this xid; repeatable').argParser(
        listOf((text) => readNumber(text, 0, 0xffff_ffff)),
      ),
    )
    .addOption(
      new Option('--stream <number>', 'only this connection, counted from 1; repeatable').argParser(
        listOf((text) => readNumber(text, 1, Number.MAX_SAFE_INTEGER)),
      ),
    )
    .addOption(
      new Option('--limit <count>', 'end after so many messages').argParser((text) =>
        readNumber(text, 1, Number.MAX_SAFE_INTEGER),
      ),
    );
}

/** Ends with the mistake when there are flags of captures and no capture. */
export function checkCaptureFlags(flags: CaptureFlags, command: Command): void {
  const flag = OF_CAPTURES.find((name) => flags[name] !== undefined);
  if (flag !== undefined && flags.pcap === undefined) {
    command.error(`error: option '--${flag}' goes with --pcap FILE`);
  }
}

/** The ports that are OpenFlow's. */
export function portsOf(flags: CaptureFlags): readonly number[] {
  return [...STANDARD_PORTS, ...(flags.port ?? [])];
}

/** The filter that the flags ask for. */
export function filterOf({ type = [], xid = [], stream = [] }: CaptureFlags): CaptureFilter {
  return new CaptureFilter({ types: type, xids: xid, streams: stream });
}

/** A repeatable flag. */
function listOf<T>(read: (text: string) => T): (text: string, before: T[] | undefined) => T[] {
  return (text, before = []) => [...before, read(text)];
}

/** Decimal, or hex with 0x. */
function readNumber(text: string, least: number, most: number): number {
  const number = /^(0x[0-9a-f]+|[0-9]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`Expected a number from ${least} to ${most}.`);
}

/** Case and the specification's prefix do not matter. */
function readType(text: string): string {
  const name = text
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^OFPT_/, '');
  if (TYPE_NAMES.includes(name)) return name;
  throw new InvalidArgumentError(`Expected one of ${TYPE_NAMES.join(', ')}.`);
}
