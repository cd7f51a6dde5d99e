// Changes under load: slices of a second, in turn without changes and with a thousand a second, so that whatever else
// happens on the machine is shared by both. How soon a change is in force is seen from outside: a switch of its own
// (verdict-probe.ts) asks for verdicts all the time, on pairs that some of the changes are about.
import { sleep } from '../load/fleet.ts';
import { makeTopology } from '../load/inventory.ts';
import { parseOptions } from '../load/options.ts';
import { runLoad } from '../load/run.ts';
import { findInForce, type InForce } from './in-force.ts';
import type { ScaleOptions } from './options.ts';
import type { ChangesAnswer } from './orders.ts';
import { count, type Progress, type ScalePart } from './part.ts';
import { addProbe, PROBE_PAIRS } from './probe-world.ts';
import { Stage } from './stage.ts';
import { VerdictProbe } from './verdict-probe.ts';

const HOSTS = 16;
const ENDPOINTS = 4096;
const ACROSS = 0.5;
const WARM_UP_MS = 1000;
const SLICE_MS = 1000;
const DRAIN_SECONDS = 15;
/** After the last change of a slice: each pair is judged by it in this time, or it does not count as in force. */
const LAST_LOOK_MS = 100;
/** What is wanted. */
export const IN_FORCE_MS = 10;
export const COST_PERCENT = 20;

export interface Slice {
  readonly answersPerSecond: number;
  readonly cores: number;
  /** Null in the slices without changes. */
  readonly changes: ChangesAnswer | null;
  /** What the probe saw of them. */
  readonly inForce: InForce | null;
}

/** What it amounts to. */
export interface ChangesSeen {
  readonly door: string;
  readonly slices: readonly Slice[];
  readonly faults: readonly string[];
  readonly costPercent: number;
  /** From when changes were due until a packet was judged by each, ascending, and how many of them were not seen in time. */
  readonly inForceMs: readonly number[];
  readonly unseen: number;
  readonly ceilingPerSecond: number;
}

export async function runChanges(options: ScaleOptions, progress: Progress): Promise<ScalePart> {
  return report(await measureChanges(options, progress), options);
}

/** @throws DaoliError unavailable */
export async function measureChanges(options: ScaleOptions, progress: Progress): Promise<ChangesSeen> {
  const shared = ['--protocol', '1.3', '--switches', String(HOSTS), '--endpoints', String(ENDPOINTS)];
  shared.push('--across', String(ACROSS), '--live', String(Math.ceil(options.live / HOSTS)));
  shared.push('--workers', String(options.workers), '--seconds', String(options.seconds));
  const load = parseOptions(shared)!;
  progress(`changes: ${count(options.changesPerSecond)} a second under ${count(options.live)} live sessions`);
  // a quarter of the endpoints stands apart: traffic goes to none of them, changes to them only
  const probe = new VerdictProbe(HOSTS);
  const act = async (stage: Stage) => {
    await probe.connect(...stage.openflow);
    const slices = await playChanges(stage, probe, options, progress);
    return { door: stage.door, slices, faults: [...(await stage.balance()).faults, ...probe.faults()] };
  };
  const extend = (inventory: Parameters<typeof addProbe>[0]) => addProbe(inventory, HOSTS);
  const seen = await Stage.play(load, makeTopology(HOSTS, ENDPOINTS, true), act, extend).finally(() => probe.close());
  progress('changes: the null responder');
  const ceiling = (await runLoad(parseOptions([...shared, '--null'])!, progress)).null!;
  const { answersPerSecond: ceilingPerSecond, balance } = ceiling;
  const { slices } = seen;
  const inForce = slices.map((slice) => slice.inForce).filter((each) => each !== null);
  return {
    ...{ door: seen.door, slices, ceilingPerSecond },
    faults: [...seen.faults, ...inForce.flatMap((each) => each.faults), ...balance.faults],
    costPercent: 100 * (1 - rateOf(slices, true).answersPerSecond / rateOf(slices, false).answersPerSecond),
    inForceMs: inForce.flatMap(({ seenMs }) => seenMs).sort((a, b) => a - b),
    unseen: inForce.reduce((sum, each) => sum + each.unseen, 0),
  };
}

/** The value below which a share of ascending values lies. */
export function atShare(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;
}

async function playChanges(
  stage: Stage,
  probe: VerdictProbe,
  options: ScaleOptions,
  progress: Progress,
): Promise<Slice[]> {
  const { fleet, orders } = stage;
  const slices: Slice[] = [];
  fleet.start();
  probe.start();
  await sleep(WARM_UP_MS);
  // what makes changes and what sweeps is compiled by then, as what decides is
  await orders.ask({ do: 'start', rate: options.changesPerSecond });
  await sleep(WARM_UP_MS);
  await orders.ask({ do: 'stop' });
  // both kinds in equal number, whatever was asked for
  const pairs = Math.max(1, Math.round((options.seconds * 1000) / SLICE_MS / 2));
  for (let n = 0; n < 2 * pairs; n++) {
    const isChanging = n % 2 === 1;
    if (isChanging) probe.note();
    if (isChanging) await orders.ask({ do: 'start', rate: options.changesPerSecond });
    const before = { fleet: fleet.snapshot(), cpu: stage.sample()?.cpuSeconds ?? 0 };
    await sleep(Math.min(SLICE_MS, options.seconds * 500));
    const after = { fleet: fleet.snapshot(), cpu: stage.sample()?.cpuSeconds ?? 0 };
    const changes = isChanging ? await orders.ask({ do: 'stop' }) : null;
    if (changes !== null) await sleep(LAST_LOOK_MS);
    const inForce = changes === null ? null : findInForce(changes.verdicts, probe.take());
    const elapsed = (after.fleet.atMs - before.fleet.atMs) / 1000;
    const answersPerSecond = (after.fleet.answered - before.fleet.answered) / elapsed;
    slices.push({ answersPerSecond, cores: (after.cpu - before.cpu) / elapsed, changes, inForce });
    progress(`changes: ${isChanging ? 'with' : 'without'}, ${count(answersPerSecond)} answers/s`);
  }
  probe.stop();
  fleet.stop();
  await fleet.drain(DRAIN_SECONDS, async (outstanding) => outstanding === 0);
  return slices;
}

/** The means of the slices with changes, or of those without. */
export function rateOf(
  slices: readonly Slice[],
  isChanging: boolean,
): { answersPerSecond: number; cpuUsPerPacketIn: number } {
  const meant = slices.filter(({ changes }) => (changes !== null) === isChanging);
  const mean = (pick: (slice: Slice) => number) => meant.reduce((sum, slice) => sum + pick(slice), 0) / meant.length;
  const answersPerSecond = mean((slice) => slice.answersPerSecond);
  return { answersPerSecond, cpuUsPerPacketIn: (1e6 * mean(({ cores }) => cores)) / answersPerSecond };
}

function report(seen: ChangesSeen, options: ScaleOptions): ScalePart {
  const { door, slices, faults, costPercent, inForceMs, unseen, ceilingPerSecond } = seen;
  const changing = slices.filter(({ changes }) => changes !== null);
  const still = slices.filter(({ changes }) => changes === null);
  const rates = [false, true].map((isChanging) => rateOf(slices, isChanging));
  const swept = changing.flatMap(({ changes }) => changes!.sweptMs).sort((a, b) => a - b);
  const spread = (ms: readonly number[]) => [0.5, 0.99, 1].map((share) => atShare(ms, share).toFixed(1)).join(' / ');
  const made = changing.reduce((sum, { changes }) => sum + changes!.changes, 0);
  const publications = changing.reduce((sum, { changes }) => sum + changes!.publications, 0);
  const verdict = (isMet: boolean) => (isMet ? 'met' : 'missed');
  return {
    door,
    notes: [
      `Changes: in force within ${IN_FORCE_MS} ms for 99 of 100: ${verdict(atShare(inForceMs, 0.99) <= IN_FORCE_MS)}; at a cost ` +
        `below ${COST_PERCENT} % of the answers: ${verdict(costPercent < COST_PERCENT)}.`,
      'Changes: half are pair policies, half endpoints that get another MAC; those due at one look, once a millisecond, are ' +
        `published together. Each tenth is about one of ${PROBE_PAIRS} pairs on a switch that asks for their verdicts all the time: it is ` +
        'in force when the first answer by it has come back, timed from when it was due.',
    ],
    faults: faults.map((fault) => `changes: ${fault}`),
    tables: [
      {
        title: `${count(options.changesPerSecond)} changes a second, ${count(options.live)} live sessions, ${HOSTS} hosts`,
        columns: ['', 'without', 'with changes'],
        rows: [
          ['answers/s', ...rates.map(({ answersPerSecond }) => count(answersPerSecond))],
          [
            'ratio to the null responder',
            ...rates.map(({ answersPerSecond }) => (answersPerSecond / ceilingPerSecond).toFixed(3)),
          ],
          ['CPU per PacketIn, µs', ...rates.map(({ cpuUsPerPacketIn }) => cpuUsPerPacketIn.toFixed(2))],
          ['cost of the changes', '', `${costPercent.toFixed(1)} %`],
          ['changes made', '', count(made)],
          ['publications', '', count(publications)],
          ['changes seen from outside', '', `${count(inForceMs.length - unseen)} of ${count(inForceMs.length)}`],
          ['in force after, ms, p50 / p99 / max', '', spread(inForceMs)],
          ['sessions swept after, ms, p50 / p99 / max', '', spread(swept)],
        ],
      },
    ],
    plots: [
      {
        ...{ kind: 'lines', title: 'Answers per second, slice by slice', xTitle: 'pair of slices' },
        series: [
          { name: 'without changes', points: still.map((slice, n) => [n + 1, slice.answersPerSecond]) },
          { name: 'with changes', points: changing.map((slice, n) => [n + 1, slice.answersPerSecond]) },
        ],
      },
      {
        ...{ kind: 'lines', title: 'Time until a change is in force, ms, by share of changes', xTitle: 'percent' },
        series: [
          { name: 'ms', points: Array.from({ length: 100 }, (_, n) => [n, atShare(inForceMs, n / 100)] as const) },
        ],
      },
    ],
    details: seen,
  };
}
