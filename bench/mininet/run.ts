// Runs both controllers in alternating order, each time on a Mininet of its own, and adds up what was seen.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DaoliError } from '#base/error.ts';
import { Controller } from '../../tools/lab/controller.ts';
import { MININET_OPENFLOW, MininetLab } from '../../tools/lab/mininet.ts';
import { type ProcessSample, sampleProcess } from '../load/process-sample.ts';
import type { MininetOptions } from './options.ts';
import { findTestController, startTestController } from './testcontroller.ts';

export const CONTROLLERS = ['daolinet', 'ovs-testcontroller'] as const;
export type ControllerName = (typeof CONTROLLERS)[number];

/** What scenario.py prints. */
export interface Seen {
  readonly first: readonly number[];
  readonly again: readonly number[];
  readonly batches: readonly { readonly connections: number; readonly seconds: number }[];
  readonly failed: number;
}

export interface MininetRun extends Seen {
  readonly controller: ControllerName;
  readonly cpuSeconds: number;
  readonly rssMiB: number;
}

const SCENARIO = fileURLToPath(new URL('./scenario.py', import.meta.url));
const API = { host: '127.0.0.1', port: 3380 };
const RUN_TIMEOUT_MS = 180_000;

/**
 * @param progress takes lines for the person who waits
 * @throws DaoliError unavailable
 */
export async function runMininet(options: MininetOptions, progress: (line: string) => void): Promise<MininetRun[]> {
  if (process.getuid?.() !== 0) throw new DaoliError('unavailable', 'Mininet needs root: run this as root');
  const program = await findTestController(progress);
  const runs: MininetRun[] = [];
  for (let n = 0; n < options.runs; n++) {
    for (const controller of n % 2 === 0 ? CONTROLLERS : CONTROLLERS.toReversed()) {
      progress(`run ${n + 1} of ${options.runs}: ${controller} on ${options.topology}`);
      runs.push(await runOne(controller, program, options));
    }
  }
  return runs;
}

async function runOne(controller: ControllerName, program: string, options: MininetOptions): Promise<MininetRun> {
  let pid = 0;
  const lab = await MininetLab.build(async (namespace, directory) => {
    if (controller === 'ovs-testcontroller') {
      await startTestController(program, namespace, directory);
      pid = Number(readFileSync(join(directory, 'testcontroller.pid'), 'utf8'));
      return;
    }
    const logPath = join(directory, 'controller.log');
    const ours = await Controller.start({ namespace, logPath, openflow: MININET_OPENFLOW, api: API, learn: true });
    pid = ours.pid;
  });
  try {
    const before = mustSample(pid, controller);
    const result = await lab.run(SCENARIO, [options.topology, String(options.rounds)], RUN_TIMEOUT_MS);
    const after = mustSample(pid, controller);
    const { cpuSeconds, rssMiB } = { cpuSeconds: after.cpuSeconds - before.cpuSeconds, rssMiB: after.rssMiB };
    return { controller, cpuSeconds, rssMiB, ...readSeen(result) };
  } finally {
    await lab.remove();
  }
}

function readSeen({ status, stdout, stderr }: { status: number; stdout: string; stderr: string }): Seen {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0 || !line.startsWith('{')) {
    throw new DaoliError('unavailable', `scenario.py ended with ${status}; it said:\n${stderr.slice(-1500)}`);
  }
  return JSON.parse(line);
}

function mustSample(pid: number, controller: ControllerName): ProcessSample {
  const sample = sampleProcess(pid);
  if (sample === null) throw new DaoliError('unavailable', `${controller} is not there any more`);
  return sample;
}
