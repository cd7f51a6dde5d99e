// A whole run as the command line asks for it: makes the inventory, opens the target or both, measures, and compares.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fleet, topologyFor } from './fleet.ts';
import { type Topology, writeInventory } from './inventory.ts';
import { type Measurement, measure } from './measurement.ts';
import type { LoadOptions } from './options.ts';
import { type AnswerShape, openController, openNullResponder, type Target } from './target.ts';

/** What the null responder answers when no controller was measured before it. */
const USUAL_ANSWER: AnswerShape = { flows: 2, flowBytes: 200, packetOutBytes: 122 };

export interface LoadReport {
  machine: { cpu: string; cores: number; node: string; commit: string };
  options: LoadOptions;
  controller: Measurement | null;
  null: Measurement | null;
  /** Answers per second of the controller to those of the null responder. */
  ratio: number | null;
  isVoid: boolean;
}

/**
 * @param progress takes lines for the person who waits
 * @throws DaoliError unavailable, when a target does not start or does not take the switches
 */
export async function runLoad(options: LoadOptions, progress: (line: string) => void): Promise<LoadReport> {
  const topology = topologyFor(options);
  const workplace = mkdtempSync(join(tmpdir(), 'daoli-load-'));
  const clean = () => rmSync(workplace, { recursive: true, force: true });
  // an interrupted run skips the `finally`
  process.once('exit', clean);
  try {
    const inventoryPath = topology === null ? '' : options.inventoryPath || join(workplace, 'inventory.json');
    if (topology !== null) writeInventory(inventoryPath, topology, options.flows);
    const run = (kind: Measurement['target'], open: () => Promise<Target>) =>
      runAgainst(kind, open, options, topology, progress);
    const controller =
      options.target === 'null' ? null : await run('controller', () => openController(options, inventoryPath));
    const nullResponder =
      options.target === 'controller'
        ? null
        : await run('null', () => openNullResponder(options, shapeOf(controller, options)));
    return {
      machine: describeMachine(),
      options,
      controller,
      null: nullResponder,
      ratio: controller && nullResponder ? controller.answersPerSecond / nullResponder.answersPerSecond : null,
      isVoid: [controller, nullResponder].some((each) => each !== null && each.balance.faults.length > 0),
    };
  } finally {
    process.off('exit', clean);
    clean();
  }
}

async function runAgainst(
  kind: Measurement['target'],
  open: () => Promise<Target>,
  options: LoadOptions,
  topology: Topology | null,
  progress: (line: string) => void,
): Promise<Measurement> {
  const fleet = new Fleet(options, topology);
  progress(`starting the ${kind === 'null' ? 'null responder' : 'controller'}`);
  const target = await open();
  try {
    progress(`connecting ${options.switches} switches to ${target.openflow}`);
    return await measure(fleet, target, kind, options, progress);
  } finally {
    await target.stop();
  }
}

/** The null responder sends as many bytes in as many messages as the controller did. */
function shapeOf(controller: Measurement | null, options: LoadOptions): AnswerShape {
  if (controller === null) return { ...USUAL_ANSWER, flows: USUAL_ANSWER.flows * (1 + options.acrossShare) };
  return {
    flows: controller.sessionFlowsPerAnswer,
    flowBytes: controller.flowModBytes,
    packetOutBytes: controller.packetOutBytes,
  };
}

function describeMachine(): LoadReport['machine'] {
  let commit = '';
  try {
    commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, stdio: 'pipe' })
      .toString()
      .trim();
  } catch {
    // not a checkout: the report then names no commit
  }
  return { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, commit };
}
