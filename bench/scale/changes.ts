// Changes under load: slices of a second, in turn without changes and with a thousand a second, so that whatever else
// happens on the machine is shared by both. How soon a change is in force is the controller's to tell (change-pump.ts).
import { sleep } from '../load/fleet.ts';
import { makeTopology } from '../load/inventory.ts';
import { parseOptions } from '../load/options.ts';
import { runLoad } from '../load/run.ts';
import type { ScaleOptions } from './options.ts';
import type { ChangesAnswer } from './orders.ts';
import { count, type Progress, type ScalePart } from './part.ts';
import { Stage } from './stage.ts';

const HOSTS = 16;
const ENDPOINTS = 4096;
const ACROSS = 0.5;
const WARM_UP_MS = 1000;
const SLICE_MS = 1000;
const DRAIN_SECONDS = 15;
/** What is wanted. */
const IN_FORCE_MS = 10;
const COST_PERCENT = 20;

interface Slice {
  readonly answersPerSecond: number;
  readonly cores: number;
  /** Null in the slices without changes. */
  readonly changes: ChangesAnswer | null;
}

export async function runChanges(options: ScaleOptions, progress: Progress): Promise<ScalePart> {
  const shared = ['--protocol', '1.3', '--switches', String(HOSTS), '--endpoints', String(ENDPOINTS)];
  shared.push('--across', String(ACROSS), '--live', String(Math.ceil(options.live / HOSTS)));
  shared.push('--workers', String(options.workers), '--seconds', String(options.seconds));
  const load = parseOptions(shared)!;
  progress(`changes: ${count(options.changesPerSecond)} a second under ${count(options.live)} live sessions`);
  // a quarter of the endpoints stands apart: traffic goes to none of them, changes to them only
  const seen = await Stage.play(load, makeTopology(HOSTS, ENDPOINTS, true), async (stage) => ({
    ...{ door: stage.door, slices: await playChanges(stage, options, progress) },
    faults: (await stage.balance()).faults,
  }));
  progress('changes: the null responder');
  const ceiling = (await runLoad(parseOptions([...shared, '--null'])!, progress)).null!;
  return report(seen, options, ceiling.answersPerSecond, ceiling.balance.faults);
}

async function playChanges(stage: Stage, options: ScaleOptions, progress: Progress): Promise<Slice[]> {
  const { fleet, orders } = stage;
  const slices: Slice[] = [];
  fleet.start();
  await sleep(WARM_UP_MS);
  // both kinds in equal number, whatever was asked for
  const pairs = Math.max(1, Math.round((options.seconds * 1000) / SLICE_MS / 2));
  for (let n = 0; n < 2 * pairs; n++) {
    const isChanging = n % 2 === 1;
    if (isChanging) await orders.ask({ do: 'start', rate: options.changesPerSecond });
    const before = { fleet: fleet.snapshot(), cpu: stage.sample()?.cpuSeconds ?? 0 };
    await sleep(Math.min(SLICE_MS, options.seconds * 500));
    const after = { fleet: fleet.snapshot(), cpu: stage.sample()?.cpuSeconds ?? 0 };
    const changes = isChanging ? await orders.ask({ do: 'stop' }) : null;
    const elapsed = (after.fleet.atMs - before.fleet.atMs) / 1000;
    const answersPerSecond = (after.fleet.answered - before.fleet.answered) / elapsed;
    slices.push({ answersPerSecond, cores: (after.cpu - before.cpu) / elapsed, changes });
    progress(`changes: ${isChanging ? 'with' : 'without'}, ${count(answersPerSecond)} answers/s`);
  }
  fleet.stop();
  await fleet.drain(DRAIN_SECONDS, async (outstanding) => outstanding === 0);
  return slices;
}

function report(
  { door, slices, faults }: { door: string; slices: readonly Slice[]; faults: readonly string[] },
  options: ScaleOptions,
  ceilingPerSecond: number,
  ceilingFaults: readonly string[],
): ScalePart {
  const changing = slices.filter(({ changes }) => changes !== null);
  const still = slices.filter(({ changes }) => changes === null);
  const mean = (of: readonly Slice[], pick: (slice: Slice) => number) =>
    of.reduce((sum, slice) => sum + pick(slice), 0) / of.length;
  const rate = (of: readonly Slice[]) => mean(of, ({ answersPerSecond }) => answersPerSecond);
  const cpu = (of: readonly Slice[]) => ((1e6 * mean(of, ({ cores }) => cores)) / rate(of)).toFixed(2);
  const costPercent = 100 * (1 - rate(changing) / rate(still));
  const inForce = changing.flatMap(({ changes }) => changes!.inForceMs).sort((a, b) => a - b);
  const at = (share: number) => inForce[Math.min(inForce.length - 1, Math.floor(share * inForce.length))]!;
  const made = changing.reduce((sum, { changes }) => sum + changes!.changes, 0);
  const publications = changing.reduce((sum, { changes }) => sum + changes!.publications, 0);
  const verdict = (isMet: boolean) => (isMet ? 'met' : 'missed');
  return {
    door,
    notes: [
      `Changes: in force within ${IN_FORCE_MS} ms for 99 of 100: ${verdict(at(0.99) <= IN_FORCE_MS)}; at a cost below ` +
        `${COST_PERCENT} % of the answers: ${verdict(costPercent < COST_PERCENT)}.`,
      'Changes: half are pair policies, half endpoints that get another MAC. They are timed from when they were due until ' +
        'every worker has judged its sessions by them, by looking once a millisecond. Those due at one look are published together.',
    ],
    faults: [...faults, ...ceilingFaults].map((fault) => `changes: ${fault}`),
    tables: [
      {
        title: `${count(options.changesPerSecond)} changes a second, ${count(options.live)} live sessions, ${HOSTS} hosts`,
        columns: ['', 'without', 'with changes'],
        rows: [
          ['answers/s', count(rate(still)), count(rate(changing))],
          ['ratio to the null responder', ...[still, changing].map((of) => (rate(of) / ceilingPerSecond).toFixed(3))],
          ['CPU per PacketIn, µs', cpu(still), cpu(changing)],
          ['cost of the changes', '', `${costPercent.toFixed(1)} %`],
          ['changes made', '', count(made)],
          ['publications', '', count(publications)],
          [
            'in force after, ms, p50 / p99 / max',
            '',
            [at(0.5), at(0.99), at(1)].map((ms) => ms.toFixed(1)).join(' / '),
          ],
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
        series: [{ name: 'ms', points: Array.from({ length: 100 }, (_, n) => [n, at(n / 100)] as const) }],
      },
    ],
    details: { slices, costPercent, ceilingPerSecond },
  };
}
