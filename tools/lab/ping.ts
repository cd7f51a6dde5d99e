// ping(8) with its answer read: was there a reply, and how long did the first one take.

import { type CommandOptions, type CommandResult, run } from './command.ts';
import { inNamespace } from './wiring.ts';

export type PingOutcome = {
  sent: number;
  received: number;
  /** Round trip of each reply, in the order of arrival; the first one holds the set-up of the session. */
  timesMs: number[];
  /** ICMP errors that came back, as ping words them. */
  errors: string[];
};

export type PingOptions = {
  count?: number;
  intervalMs?: number;
  /** How long the last reply is waited for. */
  waitMs?: number;
  /** Bytes after the ICMP header; 1472 fills an MTU of 1500. */
  size?: number;
  /** Forbids fragmentation. */
  dontFragment?: boolean;
  ttl?: number;
  /** Source address. */
  from?: string;
};

/** Pings from a namespace. */
export async function ping(namespace: string, to: string, options: PingOptions = {}): Promise<PingOutcome> {
  const count = options.count ?? 1;
  const intervalMs = options.intervalMs ?? 200;
  const waitMs = options.waitMs ?? 2000;
  const argv = ['ping', '-n', '-c', String(count), '-i', String(intervalMs / 1000), '-W', String(waitMs / 1000)];
  if (options.size !== undefined) argv.push('-s', String(options.size));
  if (options.dontFragment) argv.push('-M', 'do');
  if (options.ttl !== undefined) argv.push('-t', String(options.ttl));
  if (options.from !== undefined) argv.push('-I', options.from);
  const limits: CommandOptions = { timeoutMs: count * intervalMs + waitMs + 5000 };
  return parsePing(await run(inNamespace(namespace, [...argv, to]), limits));
}

/** Reads what iputils' ping printed. */
export function parsePing({ stdout, stderr }: Pick<CommandResult, 'stdout' | 'stderr'>): PingOutcome {
  const summary = /(\d+) packets transmitted, (\d+) received/.exec(stdout);
  return {
    sent: Number(summary?.[1] ?? 0),
    received: Number(summary?.[2] ?? 0),
    timesMs: [...stdout.matchAll(/ time=([\d.]+) ms/g)].map((match) => Number(match[1])),
    errors: [...`${stdout}\n${stderr}`.matchAll(/^(?:From .*|ping: .*)$/gm)].map((match) => match[0]),
  };
}
