// One switch sends as much as its socket takes; fifteen others send one PacketIn at a time and wait for the answer. Their
// latency must stay bounded, and each of them must be answered all the time.
import type { Balance } from '../load/balance.ts';
import { sleep } from '../load/fleet.ts';
import { type Latency, latencyOf, markSeconds, summarise } from '../load/measurement.ts';
import { type LoadOptions, parseOptions } from '../load/options.ts';
import { count } from '../scale/part.ts';
import { atMost, balanced, type Finding, type LineResult, microseconds } from './finding.ts';
import { learnLoad, policyLoad, SWITCHES } from './loads.ts';
import type { TargetOptions } from './options.ts';
import { Rig } from './rig.ts';

const P99_US = 25_000;
const WARM_UP_MS = 1000;

export interface Starving {
  /** Of the fifteen. */
  readonly latency: Latency;
  readonly answersPerSecond: number;
  readonly silentSwitchSeconds: number;
  /** Of the one that floods. */
  readonly floodPerSecond: number;
  readonly balances: readonly Balance[];
}

export async function runStarvation(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const findings: Finding[] = [];
  const notes: string[] = [];
  const details: Record<string, Starving> = {};
  for (const [name, load] of [
    ['learn', learnLoad(options)],
    ['policy', policyLoad(options, 0)],
  ] as const) {
    const world = parseOptions([...load, '--window', '0'])!;
    const seen = await playStarvation('controller', world, options.seconds, progress);
    const ceiling = await playStarvation('null', world, options.seconds, progress);
    findings.push(...findingsOf(name, seen, ceiling));
    notes.push(`${name}: ${describe(seen)}; the null responder: ${describe(ceiling)}.`);
    details[name] = seen;
    details[`${name}, null`] = ceiling;
  }
  return { findings, runs: [], notes, details };
}

/** @param world of all the switches; the first of them floods */
export function playStarvation(
  kind: 'controller' | 'null',
  world: LoadOptions,
  seconds: number,
  progress: (line: string) => void,
): Promise<Starving> {
  return Rig.play(kind, world, async (rig) => {
    progress(`one of ${world.switches} switches floods the ${kind === 'null' ? 'null responder' : 'controller'}`);
    const flood = await rig.connect({ ...world, mode: 'throughput', window: 0, switches: 1 });
    const others = await rig.connect({ ...world, mode: 'latency', window: 1, switches: world.switches - 1 }, 1);
    flood.start();
    others.start();
    await sleep(WARM_UP_MS);
    others.measure();
    const from = flood.snapshot();
    const fifteen = summarise(await markSeconds(others, rig.target, seconds, progress));
    const latency = latencyOf(others.latencyNs);
    const to = flood.snapshot();
    await rig.finish(others);
    await rig.finish(flood);
    return {
      ...{ latency, answersPerSecond: fifteen.answersPerSecond, silentSwitchSeconds: fifteen.silentSwitchSeconds },
      floodPerSecond: (1000 * (to.answered - from.answered)) / (to.atMs - from.atMs),
      balances: await rig.balances(),
    };
  });
}

function findingsOf(name: string, seen: Starving, ceiling: Starving): Finding[] {
  return [
    atMost('speed', `${name}, p99 of the ${SWITCHES - 1} others`, seen.latency.p99Us, P99_US, microseconds),
    atMost('soundness', `${name}, seconds of switches without answers`, seen.silentSwitchSeconds, 0, String),
    { ...balanced([...seen.balances, ...ceiling.balances]), what: `${name}, balance` },
  ];
}

function describe({ floodPerSecond, answersPerSecond, latency }: Starving): string {
  return (
    `one floods with ${count(floodPerSecond)}/s, the others get ${count(answersPerSecond)}/s, ` +
    `p50 ${microseconds(latency.p50Us)}, p99 ${microseconds(latency.p99Us)}, at most ${microseconds(latency.maxUs)}`
  );
}
