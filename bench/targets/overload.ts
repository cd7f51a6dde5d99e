// Twice as much as the controller can do, in an open loop that does not wait for it. TCP holds the switches back, so what
// is too much is shed by them: it was due and is never sent. Whatever is sent must be accounted for, no connection may
// suffer for it, and as soon as what is still out is answered the controller must be as quick as before.
//
//   calm (a quarter of the maximum) │ overload (twice the maximum) │ nothing due: what is out │ calm again
import type { Balance } from '../load/balance.ts';
import type { Fleet } from '../load/fleet.ts';
import { sleep } from '../load/fleet.ts';
import { type Latency, latencyOf, markSeconds, summarise } from '../load/measurement.ts';
import { parseOptions } from '../load/options.ts';
import { count } from '../scale/part.ts';
import {
  atLeast,
  atMost,
  balanced,
  type Finding,
  type LineResult,
  microseconds,
  milliseconds,
  noFault,
  percent,
  ratio,
  soundRuns,
} from './finding.ts';
import { policyLoad, runBeside, WINDOWED } from './loads.ts';
import type { TargetOptions } from './options.ts';
import { Rig } from './rig.ts';

const CALM = 0.25;
const OVER = 2;
const ACROSS = 0.5;
const DENIED = ['--deny-share', '0.1'];
/** At most, and no longer than an act. */
const WARM_UP_MS = 1000;
const EMPTY_MS = 15_000;
const LOOK_MS = 20;
const UNEVEN_PERCENT = 10;
/** What is out when the overload ends waits in sockets; it is gone within this. */
const EMPTIED_MS = 3000;
/** Calm again: at most so many times the latency of before, and what a machine that others use allows beside. */
const AFTER_FACTOR = 2;
const AFTER_SLACK_US = 500;
/** Answers in the overload, of the maximum. */
const GOODPUT = 0.8;

interface Act {
  readonly seconds: ReturnType<typeof summarise>;
  readonly latency: Latency;
  /** The latest that the generator itself was, in ms. */
  readonly latestMs: number;
}

interface Play {
  readonly before: Act;
  readonly over: Act;
  readonly after: Act;
  /** What was out when the overload ended: until it was answered, and then until all ends of flows were heard. */
  readonly answeredMs: number;
  readonly toldMs: number;
  readonly due: number;
  readonly shed: number;
  readonly balance: Balance;
  /** PacketIns by the controller's own counters, and connections that it ended meanwhile. */
  readonly counted: number;
  readonly closed: number;
  readonly pauses: number;
}

export async function runOverload(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const load = [...policyLoad(options, ACROSS), ...DENIED];
  const run = await runBeside('overload, the maximum', [...load, ...WINDOWED], progress);
  const max = run.report.controller!.answersPerSecond;
  const open = parseOptions([...load, '--rate', String(Math.round(max * CALM))])!;
  const play = await Rig.play('controller', open, async (rig) =>
    playOverload(rig, await rig.connect(open), max, options.seconds, progress),
  );
  return {
    findings: [...findingsOf(play, max), ...soundRuns([run])],
    runs: [run],
    notes: [
      `${count(play.due)} PacketIns were due in the overload; the switches shed ${count(play.shed)}, since the controller ` +
        `paused reading ${count(play.pauses)} times or left sockets full.`,
      `All answered, the ends of flows took ${milliseconds(play.toldMs)} more; then it was calm again.`,
      `Calm, the generator itself was late by up to ${milliseconds(play.before.latestMs)} before and ${milliseconds(play.after.latestMs)} ` +
        `after; p50 ${microseconds(play.before.latency.p50Us)} before and ${microseconds(play.after.latency.p50Us)} after.`,
    ],
    details: { play, max },
  };
}

async function playOverload(
  rig: Rig,
  fleet: Fleet,
  max: number,
  seconds: number,
  progress: (line: string) => void,
): Promise<Play> {
  const measure = async (): Promise<Act> => {
    fleet.measure();
    const marks = await markSeconds(fleet, rig.target, seconds, progress);
    return { seconds: summarise(marks), latency: latencyOf(fleet.latencyNs), latestMs: fleet.latestMs() };
  };
  const counters = await rig.counters();
  fleet.start();
  await sleep(Math.min(WARM_UP_MS, 1000 * seconds));
  progress('calm');
  const before = await measure();
  progress('overload');
  const calm = fleet.snapshot();
  fleet.setRate(max * OVER);
  const over = await measure();
  const { due, shed } = giveUpLate(fleet, calm);
  const { answeredMs, toldMs } = await waitUntilEmpty(rig, fleet, counters.get('flows_removed') ?? 0);
  progress(`calm again after ${answeredMs.toFixed(0)} ms, and ${toldMs.toFixed(0)} ms for the ends of flows`);
  fleet.setRate(max * CALM);
  const after = await measure();
  await rig.finish(fleet);
  const [balance] = await rig.balances();
  const ended = await rig.counters();
  const grown = (...names: string[]) =>
    names.reduce((sum, name) => sum + (ended.get(name) ?? 0) - (counters.get(name) ?? 0), 0);
  return {
    ...{ before, over, after, answeredMs, toldMs, due, shed, balance: balance! },
    counted: grown('packet_ins', 'packet_ins_unserved'),
    closed: grown('connections_closed', 'connections_refused', 'connections_backlog'),
    pauses: grown('read_pauses'),
  };
}

/** Ends the overload: what it has not sent by now is never sent. */
function giveUpLate(fleet: Fleet, calm: { due: number; shed: number }): { due: number; shed: number } {
  const { due } = fleet.snapshot();
  fleet.setRate(0);
  // what was late when the overload began is a part of its shed; a calm loop has next to none
  const { shed } = fleet.snapshot();
  return { due: due - calm.due, shed: shed - calm.shed };
}

/**
 * Waits until all is answered and the controller has heard of every flow that has ended since.
 * @param heard FlowRemoved that it had counted when the fleet began
 * @returns how long the answers took, and then the rest, in ms
 */
async function waitUntilEmpty(rig: Rig, fleet: Fleet, heard: number): Promise<{ answeredMs: number; toldMs: number }> {
  const fromMs = performance.now();
  const untilMs = fromMs + EMPTY_MS;
  while (fleet.snapshot().outstanding > 0 && performance.now() < untilMs) {
    fleet.tellEnds();
    await sleep(1);
  }
  const answeredMs = performance.now() - fromMs;
  const isTold = async () => {
    const told = fleet.tellEnds() === 0 && fleet.snapshot().tally.flowsRemoved;
    return told === ((await rig.counters()).get('flows_removed') ?? 0) - heard;
  };
  while (!(await isTold()) && performance.now() < untilMs) await sleep(LOOK_MS);
  return { answeredMs, toldMs: performance.now() - fromMs - answeredMs };
}

function findingsOf(play: Play, max: number): Finding[] {
  const { before, over, after, answeredMs, balance, counted, closed } = play;
  const off = counted - balance.sent;
  const allowedUs = Math.max(before.latency.p99Us * AFTER_FACTOR, before.latency.p99Us + AFTER_SLACK_US);
  const account =
    off === 0 ? [] : [`the controller counted ${count(counted)} PacketIns of ${count(balance.sent)} sent`];
  const harm = closed === 0 ? [] : [`${closed} connections were ended`];
  return [
    { ...balanced([balance]), what: 'balance of the overload' },
    noFault("the controller's own count of PacketIns", account, 'as many as were sent'),
    noFault('connections', harm, 'none is ended'),
    atMost(
      'speed',
      'overload, switch furthest from the mean',
      over.seconds.bySwitch.worstPercent,
      UNEVEN_PERCENT,
      percent,
    ),
    atMost('soundness', 'overload, seconds of switches without answers', over.seconds.silentSwitchSeconds, 0, String),
    atLeast('speed', 'overload, answers of the maximum', over.seconds.answersPerSecond / max, GOODPUT, ratio),
    atMost('speed', 'what was out is answered after', answeredMs, EMPTIED_MS, milliseconds),
    atMost(
      'speed',
      `then p99, before the overload ${microseconds(before.latency.p99Us)}`,
      after.latency.p99Us,
      allowedUs,
      microseconds,
    ),
  ];
}
