// One run of the fleet against one target: warm up, measure second by second, stop, drain, and say what was seen.
import type { Histogram } from 'hdr-histogram-js';
import { type Balance, strikeBalance } from './balance.ts';
import { type Fleet, type Snapshot, sleep } from './fleet.ts';
import type { LoadOptions } from './options.ts';
import { growthOf, type OutcomeCounters, readOutcomeCounters } from './outcome-counters.ts';
import { type ProcessSample, sampleProcess } from './process-sample.ts';
import { splitAddress, type Target } from './target.ts';

export interface Latency {
  samples: number;
  p50Us: number;
  p90Us: number;
  p99Us: number;
  p999Us: number;
  maxUs: number;
}

/** CPU and memory of the target's process in the measured time; null where it could not be read. */
export interface Cost {
  cpuUsPerPacketIn: number;
  cores: number;
  /** Cores by thread, those above one hundredth. */
  threads: { name: string; cores: number }[];
  rssStartMiB: number;
  rssEndMiB: number;
  rssMaxMiB: number;
}

export interface Measurement {
  target: 'controller' | 'null';
  seconds: number;
  /** From the first connection until the controller had set the last switch up. */
  connectMs: number;
  /** What should have been sent: above what was, when an open loop was late all the time. */
  duePerSecond: number;
  packetInsPerSecond: number;
  /** Answers and denials. */
  answersPerSecond: number;
  latency: Latency;
  /** Open loop: the latest that the generator itself was, in ms; it counts into the latency. */
  latestMs: number;
  cost: Cost | null;
  generatorCores: number;
  generatorCpuUsPerPacketIn: number;
  /** Answers of each switch in the measured time. */
  bySwitch: { min: number; mean: number; max: number; worstPercent: number };
  answersBySecond: number[];
  /** Seconds in which nobody got an answer, and switch-seconds in which some switch got none. */
  silentSeconds: number;
  silentSwitchSeconds: number;
  outstandingAtStop: number;
  drainMs: number;
  /** Whole run, warm-up included. Session flows are near where the connection began, and far on the other host. */
  flows: { near: number; far: number; deny: number; other: number; removed: number; forgotten: number };
  sessionFlowsPerAnswer: number;
  /** Mean bytes of the answers' FlowMods and PacketOuts. */
  flowModBytes: number;
  packetOutBytes: number;
  /** What the controller says it denied, by name; null without its API. */
  deniedByController: Record<string, number> | null;
  balance: Balance;
}

/** All that is read at one time. */
export interface Mark {
  fleet: Snapshot;
  process: ProcessSample | null;
  ownCpuUs: number;
}

/**
 * @param fleet made for these options, not yet connected; closed afterwards
 * @param progress takes a line each second
 * @throws DaoliError unavailable
 */
export async function measure(
  fleet: Fleet,
  target: Target,
  kind: Measurement['target'],
  options: LoadOptions,
  progress: (line: string) => void,
): Promise<Measurement> {
  try {
    const connectFromMs = performance.now();
    await fleet.connect(...splitAddress(target.openflow));
    const connectMs = performance.now() - connectFromMs;
    const before = await readOutcomeCounters(target.api);
    fleet.start();
    await sleep(options.warmupSeconds * 1000);
    fleet.measure();
    const marks = await markSeconds(fleet, target, options.seconds, progress);
    const latestMs = fleet.latestMs();
    fleet.stop();
    const drainMs = await drain(fleet, target, before, options.drainSeconds);
    const after = await readOutcomeCounters(target.api);
    const dropped = before === null || after === null ? {} : growthOf(before.dropped, after.dropped);
    const end = fleet.snapshot();
    return {
      target: kind,
      connectMs,
      ...summarise(marks),
      latency: latencyOf(fleet.latencyNs),
      latestMs: options.mode === 'open' ? latestMs : 0,
      outstandingAtStop: marks.at(-1)!.fleet.outstanding,
      drainMs,
      ...answersOf(end),
      deniedByController: before === null || after === null ? null : growthOf(before.denied, after.denied),
      balance: strikeBalance(end, dropped, fleet.failures()),
    };
  } finally {
    fleet.close();
  }
}

/** Marks each second, for so many of them. */
export async function markSeconds(
  fleet: Fleet,
  target: Target,
  seconds: number,
  progress: (line: string) => void,
): Promise<Mark[]> {
  const marks = [takeMark(fleet, target)];
  const startMs = marks[0]!.fleet.atMs;
  for (let n = 1; n <= Math.ceil(seconds); n++) {
    await sleep(Math.max(0, startMs + 1000 * Math.min(n, seconds) - performance.now()));
    marks.push(takeMark(fleet, target));
    progress(secondLine(marks.at(-2)!, marks.at(-1)!, (marks.at(-1)!.fleet.atMs - startMs) / 1000));
  }
  return marks;
}

function takeMark(fleet: Fleet, target: Target): Mark {
  const { user, system } = process.cpuUsage();
  return { fleet: fleet.snapshot(), process: sampleProcess(target.pid), ownCpuUs: user + system };
}

function secondLine(from: Mark, to: Mark, seconds: number): string {
  const elapsed = (to.fleet.atMs - from.fleet.atMs) / 1000;
  const rate = (to.fleet.sent - from.fleet.sent) / elapsed;
  const answers = (settled(to.fleet) - settled(from.fleet)) / elapsed;
  const cost =
    from.process === null || to.process === null
      ? ''
      : `, controller ${((to.process.cpuSeconds - from.process.cpuSeconds) / elapsed).toFixed(2)} cores, ` +
        `${to.process.rssMiB.toFixed(0)} MiB`;
  const shown = (value: number) => Math.round(value).toLocaleString('en');
  return `${seconds.toFixed(1)} s: ${shown(rate)} sent/s, ${shown(answers)} answered/s, ${shown(to.fleet.outstanding)} out${cost}`;
}

/**
 * Waits for the answers; those that the controller counts as dropped will not come.
 * @returns how long that took, in ms
 */
export async function drain(
  fleet: Fleet,
  target: Target,
  before: OutcomeCounters | null,
  seconds: number,
): Promise<number> {
  let last = -1;
  return fleet.drain(seconds, async (left) => {
    if (left === 0) return true;
    const isStill = left === last;
    last = left;
    const now = isStill && before !== null ? await readOutcomeCounters(target.api) : null;
    if (now === null) return false;
    const dropped = Object.values(growthOf(before!.dropped, now.dropped)).reduce((sum, value) => sum + value, 0);
    return dropped >= left;
  });
}

/** What happened between the first mark and the last. */
export function summarise(marks: readonly Mark[]) {
  const first = marks[0]!;
  const last = marks.at(-1)!;
  const seconds = (last.fleet.atMs - first.fleet.atMs) / 1000;
  const answers = settled(last.fleet) - settled(first.fleet);
  const ownCpuUs = last.ownCpuUs - first.ownCpuUs;
  const bySwitch = last.fleet.bySwitch.map((count, i) => count - first.fleet.bySwitch[i]!);
  const mean = answers / bySwitch.length;
  const min = Math.min(...bySwitch);
  const max = Math.max(...bySwitch);
  const steps = marks.slice(1).map((to, i) => ({ from: marks[i]!.fleet, to: to.fleet }));
  const silentSwitches = steps.map(
    ({ from, to }) => to.bySwitch.filter((count, i) => count === from.bySwitch[i]).length,
  );
  return {
    seconds,
    duePerSecond: (last.fleet.due - first.fleet.due) / seconds,
    packetInsPerSecond: (last.fleet.sent - first.fleet.sent) / seconds,
    answersPerSecond: answers / seconds,
    cost: costOf(marks, seconds, answers),
    generatorCores: ownCpuUs / 1e6 / seconds,
    generatorCpuUsPerPacketIn: ownCpuUs / Math.max(1, answers),
    bySwitch: { min, mean, max, worstPercent: mean === 0 ? 0 : (100 * Math.max(max - mean, mean - min)) / mean },
    answersBySecond: steps.map(({ from, to }) => settled(to) - settled(from)),
    silentSeconds: silentSwitches.filter((count) => count === bySwitch.length).length,
    silentSwitchSeconds: silentSwitches.reduce((sum, count) => sum + count, 0),
  };
}

function costOf(marks: readonly Mark[], seconds: number, answers: number): Cost | null {
  const samples = marks.map((mark) => mark.process).filter((sample) => sample !== null);
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length !== marks.length) return null;
  const before = new Map(first.threads.map(({ name, cpuSeconds }) => [name, cpuSeconds]));
  const cpuSeconds = last.cpuSeconds - first.cpuSeconds;
  return {
    cpuUsPerPacketIn: (cpuSeconds * 1e6) / Math.max(1, answers),
    cores: cpuSeconds / seconds,
    threads: last.threads
      .map(({ name, cpuSeconds: at }) => ({ name, cores: (at - (before.get(name) ?? 0)) / seconds }))
      .filter(({ cores }) => cores > 0.01)
      .sort((a, b) => b.cores - a.cores),
    rssStartMiB: first.rssMiB,
    rssEndMiB: last.rssMiB,
    rssMaxMiB: Math.max(...samples.map(({ rssMiB }) => rssMiB)),
  };
}

export function latencyOf(histogram: Histogram): Latency {
  const us = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000;
  return {
    samples: histogram.totalCount,
    p50Us: us(50),
    p90Us: us(90),
    p99Us: us(99),
    p999Us: us(99.9),
    maxUs: histogram.maxValue / 1000,
  };
}

function answersOf(end: Snapshot) {
  const { tally } = end;
  const sessionFlows = tally.outAtSource + tally.inAtTarget + tally.outAtTarget + tally.inAtSource;
  // only across hosts is there a flow out at the target, and each has one in at the target beside it
  const far = 2 * tally.outAtTarget;
  return {
    flows: {
      near: sessionFlows - far,
      far,
      deny: tally.denyFlows,
      other: tally.otherFlows + tally.tableMissFlows,
      removed: tally.flowsRemoved,
      forgotten: tally.flowsForgotten,
    },
    sessionFlowsPerAnswer: sessionFlows / Math.max(1, end.answered),
    flowModBytes: tally.flowModBytes / Math.max(1, tally.flowMods),
    packetOutBytes: tally.packetOutBytes / Math.max(1, tally.packetOuts),
  };
}

function settled(snapshot: Snapshot): number {
  return snapshot.answered + snapshot.denied;
}
