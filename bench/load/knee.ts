// Throughput against latency: open loops at a series of rates against one target, each with a fleet of its own. The
// first run warms the target up and, unless the command line says it, finds the rate that is 100 %.

import { describeMachine, type Machine, readDoor } from '../report/machine.ts';
import { Fleet } from './fleet.ts';
import { type Measurement, measure } from './measurement.ts';
import type { LoadOptions } from './options.ts';
import { readOutcomeCounters } from './outcome-counters.ts';
import { shapeOf } from './run.ts';
import { openController, openNullResponder, type Target } from './target.ts';
import { inWorkplace } from './workplace.ts';

/** A target that answers less than this share of what is due falls behind. */
const KEEPS_UP = 0.98;
/** What a target still does for the fleet before would be taken for work of the next one. */
const STILL_MS = 200;
const STILL_TRIES = 50;

export interface KneeStep {
  percent: number;
  /** PacketIns per second that were asked for. */
  rate: number;
  measurement: Measurement;
  /** Answers fell behind what was due. */
  isSaturated: boolean;
  /** Why the step is void; none = it counts. */
  faults: string[];
}

export interface KneeReport {
  machine: Machine;
  options: LoadOptions;
  /** PacketIns per second that are 100 %. */
  maxRate: number;
  /** The run before the steps. */
  first: Measurement;
  steps: KneeStep[];
  isVoid: boolean;
}

/**
 * @param progress takes lines for the person who waits
 * @throws DaoliError unavailable
 */
export function runKnee(options: LoadOptions, progress: (line: string) => void): Promise<KneeReport> {
  return inWorkplace(options, async (topology, inventoryPath) => {
    const kind = options.target === 'null' ? 'null' : 'controller';
    progress(`starting the ${kind === 'null' ? 'null responder' : 'controller'}`);
    const target = await (kind === 'null'
      ? openNullResponder(options, shapeOf(null, options))
      : openController(options, inventoryPath));
    const run = async (runOptions: LoadOptions) => {
      await waitUntilStill(target);
      return measure(new Fleet(runOptions, topology), target, kind, runOptions, progress);
    };
    try {
      const door = await readDoor(target.api);
      progress(options.kneeMax > 0 ? 'warming up at half the maximum' : 'measuring the maximum in a closed loop');
      const first = await run(options.kneeMax > 0 ? openLoop(options, options.kneeMax / 2) : options);
      const maxRate = options.kneeMax || first.answersPerSecond;
      const steps: KneeStep[] = [];
      for (const percent of options.kneePercents) {
        const rate = (maxRate * percent) / 100;
        progress(`step ${steps.length + 1} of ${options.kneePercents.length}: ${percent} %, ${Math.round(rate)}/s`);
        steps.push(judge(percent, rate, await run(openLoop(options, rate))));
      }
      const isVoid = faultsOf(first).length > 0 || steps.some(({ faults }) => faults.length > 0);
      return { machine: describeMachine(door), options, maxRate, first, steps, isVoid };
    } finally {
      await target.stop();
    }
  });
}

/** What a step's measurement amounts to. */
export function judge(percent: number, rate: number, measurement: Measurement): KneeStep {
  return { percent, rate, measurement, isSaturated: fellBehind(measurement), faults: faultsOf(measurement) };
}

/** Why a run is void: one that fell behind may leave PacketIns unfinished, which its balance counts. */
export function faultsOf(measurement: Measurement): string[] {
  const { faults, unfinished } = measurement.balance;
  return fellBehind(measurement) ? faults.filter((fault) => !unfinished.includes(fault)) : faults;
}

function fellBehind({ answersPerSecond, duePerSecond }: Measurement): boolean {
  return answersPerSecond < KEEPS_UP * duePerSecond;
}

function openLoop(options: LoadOptions, rate: number): LoadOptions {
  return { ...options, mode: 'open', window: 0, rate };
}

/** Waits until the target's counters stand still; a target without an API is taken at its word. */
async function waitUntilStill({ api }: Target): Promise<void> {
  let last = '';
  for (let tries = 0; tries < STILL_TRIES; tries++) {
    const counters = await readOutcomeCounters(api);
    if (counters === null) return;
    const now = JSON.stringify([...counters.dropped, ...counters.denied]);
    if (now === last) return;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
  }
}
