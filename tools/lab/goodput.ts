// iperf3 between two containers: what one TCP connection carries, without headers.

import { spawn } from 'node:child_process';
import { DaoliError } from '#base/error.ts';
import { commandEnvironment, must } from './command.ts';
import type { Lab } from './lab.ts';
import { inNamespace } from './wiring.ts';

export type Goodput = { bitsPerSecond: number; retransmits: number };

const PORT = 5201;
const START_TIMEOUT_MS = 3000;

/** Sends from one container to another for some seconds. */
export async function measureGoodput(lab: Lab, from: string, to: string, seconds: number): Promise<Goodput> {
  const argv = inNamespace(lab.namespace(to), ['iperf3', '-s', '-1', '--forceflush', '-p', String(PORT)]);
  const server = spawn(argv[0]!, argv.slice(1), { stdio: ['ignore', 'pipe', 'ignore'], env: commandEnvironment() });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new DaoliError('unavailable', 'iperf3 does not listen')), START_TIMEOUT_MS);
      server.once('error', reject);
      server.stdout.once('data', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    const client = ['iperf3', '-c', lab.address(to), '-p', String(PORT), '-t', String(seconds), '-J'];
    const report = JSON.parse(
      await must(inNamespace(lab.namespace(from), client), { timeoutMs: (seconds + 8) * 1000 }),
    ) as { end: { sum_received: { bits_per_second: number }; sum_sent: { retransmits: number } } };
    return {
      bitsPerSecond: report.end.sum_received.bits_per_second,
      retransmits: report.end.sum_sent.retransmits,
    };
  } finally {
    server.kill('SIGKILL');
  }
}
