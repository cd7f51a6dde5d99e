// SCTP between containers by raw packets (sctp-probe.py): Node has no SCTP, and kernels often have none either.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { commandEnvironment, must } from './command.ts';
import type { Lab } from './lab.ts';
import { inNamespace } from './wiring.ts';

export type SctpOutcome = {
  ok: boolean;
  rttMs: number;
  /** The client's address as the server saw it. */
  seen: string;
  from: string;
  error: string;
};

/** The source port of every question; the probe has but one. */
export const SCTP_CLIENT_PORT = 40132;

const PROBE = fileURLToPath(new URL('./sctp-probe.py', import.meta.url));
/** Debian's own: another python3 that comes first on somebody's path may be a slow wrapper. */
const PYTHON = '/usr/bin/python3';

/** Has a container answer SCTP on a port; resolves when it does. */
export async function listenSctp(lab: Lab, container: string, port: number): Promise<ChildProcess> {
  const argv = inNamespace(lab.namespace(container), [PYTHON, PROBE, 'listen', String(port)]);
  const child = spawn(argv[0]!, argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'], env: commandEnvironment() });
  await once(child.stdout!, 'data');
  return child;
}

/** Sends one INIT and waits for its INIT ACK. */
export async function askSctp(
  lab: Lab,
  from: string,
  to: string,
  port: number,
  timeoutMs: number,
): Promise<SctpOutcome> {
  const argv = [PYTHON, PROBE, 'ask', lab.address(to), String(port), String(timeoutMs / 1000)];
  return JSON.parse(await must(inNamespace(lab.namespace(from), argv))) as SctpOutcome;
}
