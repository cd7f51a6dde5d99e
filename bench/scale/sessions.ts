// Many live sessions: half of them across hosts. They fill up with no FlowRemoved in between; a change of policy then makes
// the workers judge all of them; new ones go on taking the place of the oldest; at the end all flows are removed, and the
// controller must have no session left.
import { sleep } from '../load/fleet.ts';
import { makeTopology } from '../load/inventory.ts';
import { parseOptions } from '../load/options.ts';
import { runLoad } from '../load/run.ts';
import type { ScaleOptions } from './options.ts';
import { count, type Progress, type ScalePart, seconds } from './part.ts';
import { Stage } from './stage.ts';

/** So many that none opens more connections than it has source ports: none is then opened twice (load/policy-traffic.ts). */
const HOSTS = 20;
const ACROSS = 0.5;
const ENDPOINTS = 4096;
/** How much more than its part a switch may have, and how many more at least; seen: 1 % of a million. */
const UNEVEN = 0.03;
const FEW = 64;
const SWEEPS = 5;
const MARK_MS = 250;
/** No session more for so long, and those that are missing do not come. */
const STILL_MS = 10_000;
const EMPTY_MS = 60_000;

interface Mark {
  readonly atMs: number;
  readonly sessions: number;
  readonly rssMiB: number;
}

interface Seen {
  readonly door: string;
  readonly fill: readonly Mark[];
  readonly cpuUsPerPacketIn: number;
  readonly filled: number;
  readonly sweepsMs: readonly number[];
  readonly fullPerSecond: number;
  readonly fullSessions: number;
  readonly emptyMs: number;
  readonly left: number;
  readonly faults: readonly string[];
}

export async function runSessions(options: ScaleOptions, progress: Progress): Promise<ScalePart> {
  const perHost = Math.floor(options.sessions / HOSTS);
  const shared = ['--protocol', '1.3', '--switches', String(HOSTS), '--endpoints', String(ENDPOINTS)];
  shared.push('--across', String(ACROSS), '--seconds', String(options.seconds), '--workers', String(options.workers));
  // a switch keeps its own sessions and the far ends of others', which chance does not deal out evenly
  const live = Math.ceil(perHost * (1 + ACROSS) * (1 + UNEVEN)) + FEW;
  const load = parseOptions([...shared, '--live', String(live)])!;
  progress(`sessions: ${count(perHost * HOSTS)}`);
  // a quarter of the endpoints stands apart: what is changed to have a sweep is about them
  const seen = await Stage.play(load, makeTopology(HOSTS, ENDPOINTS, true), (stage) =>
    playSessions(stage, perHost, options.seconds, progress),
  );
  progress('sessions: the null responder');
  const ceiling = (await runLoad(parseOptions([...shared, '--null'])!, progress)).null!;
  return report(seen, perHost * HOSTS, ceiling.answersPerSecond, ceiling.balance.faults);
}

async function playSessions(stage: Stage, perHost: number, measuredSeconds: number, progress: Progress): Promise<Seen> {
  const { fleet } = stage;
  const cpuBefore = stage.sample()?.cpuSeconds ?? 0;
  fleet.limit(perHost);
  fleet.start();
  const fill = await watchFilling(stage, perHost * HOSTS, progress);
  const cpuSeconds = (stage.sample()?.cpuSeconds ?? 0) - cpuBefore;
  const filled = await stage.countSessions();

  const sweepsMs: number[] = [];
  for (let i = 0; i < SWEEPS; i++) sweepsMs.push((await stage.orders.ask({ do: 'sweep' })).sweptMs);
  progress(`sessions: ${count(filled)} swept in ${Math.max(...sweepsMs).toFixed(0)} ms at most`);

  const before = fleet.snapshot();
  fleet.limit(Number.POSITIVE_INFINITY);
  await sleep(measuredSeconds * 1000);
  const after = fleet.snapshot();
  fleet.stop();
  await fleet.drain(STILL_MS / 1000, async (outstanding) => outstanding === 0);
  const fullSessions = await stage.countSessions();

  const emptyFromMs = performance.now();
  fleet.releaseFlows();
  let left = fullSessions;
  while (left > 0 && performance.now() - emptyFromMs < EMPTY_MS) {
    await sleep(20);
    left = await stage.countSessions();
  }
  return {
    ...{ door: stage.door, fill, filled, sweepsMs, fullSessions, left },
    cpuUsPerPacketIn: (cpuSeconds * 1e6) / Math.max(1, filled),
    fullPerSecond: (1000 * (after.answered - before.answered)) / (after.atMs - before.atMs),
    emptyMs: performance.now() - emptyFromMs,
    faults: (await stage.balance()).faults,
  };
}

async function watchFilling(stage: Stage, wanted: number, progress: Progress): Promise<Mark[]> {
  const marks: Mark[] = [];
  let movedMs = performance.now();
  for (;;) {
    const { atMs, answered } = stage.fleet.snapshot();
    if (answered !== marks.at(-1)?.sessions) movedMs = atMs;
    marks.push({ atMs, sessions: answered, rssMiB: stage.sample()?.rssMiB ?? 0 });
    if (marks.length % 4 === 0) progress(`sessions: ${count(answered)}, ${count(marks.at(-1)!.rssMiB)} MiB`);
    if (answered >= wanted || atMs - movedMs > STILL_MS) return marks;
    await sleep(MARK_MS);
  }
}

function report(seen: Seen, wanted: number, ceilingPerSecond: number, ceilingFaults: readonly string[]): ScalePart {
  const { fill, filled, sweepsMs } = seen;
  const [first, last] = [fill[0]!, fill.at(-1)!];
  const fillPerSecond = (1000 * last.sessions) / (last.atMs - first.atMs);
  const faults = [...seen.faults, ...ceilingFaults];
  if (filled !== wanted) faults.push(`the API counts ${filled} sessions where ${wanted} were opened`);
  if (seen.left > 0) faults.push(`${seen.left} sessions are left though all flows were removed`);
  const rates = fill.slice(1).map(({ atMs, sessions }, i): [number, number] => {
    const from = fill[i]!;
    return [sessions, (1000 * (sessions - from.sessions)) / (atMs - from.atMs)];
  });
  const sorted = sweepsMs.toSorted((a, b) => a - b);
  return {
    door: seen.door,
    notes: [
      'Sessions: a sweep is timed to the millisecond, from a change of one policy until every worker has looked through its sessions.',
    ],
    faults: faults.map((fault) => `sessions: ${fault}`),
    tables: [
      {
        title: `${count(wanted)} live sessions, ${100 * ACROSS} % across ${HOSTS} hosts`,
        columns: ['', 'measured'],
        rows: [
          ['new sessions/s while filling', count(fillPerSecond)],
          ['ratio to the null responder', (fillPerSecond / ceilingPerSecond).toFixed(3)],
          ['CPU per PacketIn while filling, µs', seen.cpuUsPerPacketIn.toFixed(2)],
          ['filled in, s', seconds(last.atMs - first.atMs)],
          ['sessions by the API when filled', count(filled)],
          [
            'sweep after one change, ms, median / max',
            `${sorted[sorted.length >> 1]!.toFixed(1)} / ${sorted.at(-1)!.toFixed(1)}`,
          ],
          ['new sessions/s when full, the oldest ending', count(seen.fullPerSecond)],
          ['sessions by the API then', count(seen.fullSessions)],
          ['memory before / filled, MiB', `${count(first.rssMiB)} / ${count(last.rssMiB)}`],
          ['all gone in, s', seconds(seen.emptyMs)],
          ['sessions by the API at the end', count(seen.left)],
        ],
      },
    ],
    plots: [
      {
        ...{ kind: 'lines', title: 'New sessions per second by sessions held', xTitle: 'live sessions' },
        series: [{ name: 'controller', points: rates }],
      },
    ],
    details: { ...seen, wanted, fillPerSecond, ceilingPerSecond },
  };
}
