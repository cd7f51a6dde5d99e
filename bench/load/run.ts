// A whole run as the command line asks for it: makes the inventory, opens the target or both, measures, and compares.
import { describeMachine, type Machine, readDoor } from '../report/machine.ts';
import { Fleet } from './fleet.ts';
import type { Topology } from './inventory.ts';
import { type Measurement, measure } from './measurement.ts';
import type { LoadOptions } from './options.ts';
import { type AnswerShape, openController, openNullResponder, type Target } from './target.ts';
import { inWorkplace } from './workplace.ts';

/** What the null responder answers when no controller was measured before it. */
export const USUAL_ANSWER: AnswerShape = { flows: 2, flowBytes: 200, packetOutBytes: 122 };

export interface LoadReport {
  machine: Machine;
  options: LoadOptions;
  /** From the start of the controller until it was ready, its inventory read; 0 = none was started. */
  startMs: number;
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
export function runLoad(options: LoadOptions, progress: (line: string) => void): Promise<LoadReport> {
  return inWorkplace(options, async (topology, inventoryPath) => {
    let door = '';
    let startMs = 0;
    const run = (kind: Measurement['target'], open: () => Promise<Target>) =>
      runAgainst(kind, open, options, topology, progress);
    const openAndAsk = async () => {
      const fromMs = performance.now();
      const target = await openController(options, inventoryPath);
      startMs = performance.now() - fromMs;
      door = await readDoor(target.api);
      return target;
    };
    const controller = options.target === 'null' ? null : await run('controller', openAndAsk);
    const nullResponder =
      options.target === 'controller'
        ? null
        : await run('null', () => openNullResponder(options, shapeOf(controller, options)));
    return {
      machine: describeMachine(door),
      options,
      startMs,
      controller,
      null: nullResponder,
      ratio: controller && nullResponder ? controller.answersPerSecond / nullResponder.answersPerSecond : null,
      isVoid: [controller, nullResponder].some((each) => each !== null && each.balance.faults.length > 0),
    };
  });
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
export function shapeOf(controller: Measurement | null, options: LoadOptions): AnswerShape {
  if (controller === null) return { ...USUAL_ANSWER, flows: USUAL_ANSWER.flows * (1 + options.acrossShare) };
  return {
    flows: controller.sessionFlowsPerAnswer,
    flowBytes: controller.flowModBytes,
    packetOutBytes: controller.packetOutBytes,
  };
}
