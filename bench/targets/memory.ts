// What a minute of load does to memory. The threads that do the work allocate nothing, so their heaps stay as they are
// and are never collected; and once tables and buffers have been touched the process grows no more.
//
// Each second the controller's API tells what its threads' heaps hold (looked at from outside, see control/thread-heaps.ts)
// and Linux what the process holds; V8 itself prints each collection (gc-trace.ts).
import type { Health } from '#client/schema.ts';
import { Fleet } from '../load/fleet.ts';
import { type Measurement, measure } from '../load/measurement.ts';
import { parseOptions } from '../load/options.ts';
import { sampleProcess } from '../load/process-sample.ts';
import { shapeOf } from '../load/run.ts';
import { openController, openNullResponder, type Target } from '../load/target.ts';
import { inWorkplace } from '../load/workplace.ts';
import { describeMachine, readDoor } from '../report/machine.ts';
import { atMost, type Finding, type LineResult, type NamedRun, soundRuns } from './finding.ts';
import { GcTrace, TRACE_GC } from './gc-trace.ts';
import { learnLoad, policyLoad, WINDOWED } from './loads.ts';
import type { TargetOptions } from './options.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** For so many PacketIns a heap may grow by a byte, which nothing that is done for each of them could be … */
const PACKET_INS_A_BYTE = 50;
/** … and by so much in any case: the API looks at heaps, too. */
const HEAP_GROWTH_BYTES = 128 * KIB;
/** The channel's, where a deputy decides now and then: until all of that is compiled for the last time its BigInts are objects. */
const CHANNEL_GROWTH_BYTES = 8 * MIB;
/** In a minute, of the process: main's own heap, which its API fills while it is asked, and what Linux counts late. */
const PROCESS_GROWTH_BYTES = 8 * MIB;
const EXTERNAL_GROWTH_BYTES = MIB;
/** The process is compared by the mean of so many seconds at either end. */
const END_SECONDS = 5;

export interface MemorySample {
  readonly rssBytes: number;
  readonly threads: Health['threads'];
}

export interface Seen {
  readonly run: NamedRun;
  readonly samples: readonly MemorySample[];
  /** By V8's own trace: of each thread beside main that collected. */
  readonly traced: readonly number[];
}

export async function runMemory(options: TargetOptions, progress: (line: string) => void): Promise<LineResult> {
  const { memorySeconds } = options;
  const policy = [...policyLoad(options, 1), ...WINDOWED];
  const native = [
    await watch('policy, across hosts', policy, memorySeconds, options, progress),
    await watch('learn', learnLoad(options), memorySeconds, options, progress),
  ];
  const bareSeconds = Math.max(2, memorySeconds / 6);
  const bare = await watch('policy by node:net', [...policy, '--no-native'], bareSeconds, options, progress);
  const all = [...native, bare];
  return {
    findings: [
      ...native.flatMap((seen) => [...threadFindings(seen, () => true), tracedFinding(seen), ...processFindings(seen)]),
      ...threadFindings(bare, (thread) => thread !== 'channel'),
      ...soundRuns(all.map(({ run }) => run)),
    ],
    runs: all.map(({ run }) => run),
    notes: all.map(describe),
    details: Object.fromEntries(all.map(({ run, samples, traced }) => [run.name, { samples, traced }])),
  };
}

/** One run of load, looked at each second, and the null responder beside it. @throws DaoliError unavailable */
export async function watch(
  name: string,
  argv: readonly string[],
  seconds: number,
  { settleSeconds, seconds: ceilingSeconds }: Pick<TargetOptions, 'settleSeconds' | 'seconds'>,
  progress: (line: string) => void,
): Promise<Seen> {
  progress(`${name}, ${seconds} s after ${settleSeconds} s`);
  const load = parseOptions([...argv, '--warmup', String(settleSeconds)])!;
  return inWorkplace(load, async (topology, inventoryPath) => {
    const trace = new GcTrace();
    const startedMs = performance.now();
    const watching = { nodeFlags: [TRACE_GC], onLine: (line: string) => trace.take(line) };
    const target = await openController(load, inventoryPath, watching);
    const readyMs = performance.now();
    const samples: Promise<MemorySample>[] = [];
    let fromMs = 0;
    let door = '';
    let controller: Measurement;
    try {
      door = await readDoor(target.api);
      controller = await measure(new Fleet(load, topology), target, 'controller', { ...load, seconds }, (line) => {
        if (samples.length === 0) fromMs = performance.now();
        samples.push(takeSample(target));
        progress(line);
      });
    } finally {
      await target.stop();
    }
    const untilMs = fromMs + 1000 * seconds;
    progress(`${name}, the null responder`);
    const responder = await openNullResponder(load, shapeOf(controller, load));
    try {
      const short = { ...load, seconds: ceilingSeconds, warmupSeconds: 1 };
      const ceiling = await measure(new Fleet(load, topology), responder, 'null', short, progress);
      const run = { name, report: reportOf(load, door, controller, ceiling) };
      return {
        run,
        samples: await Promise.all(samples),
        traced: trace.besideMain({ startedMs, readyMs, fromMs, untilMs }),
      };
    } finally {
      await responder.stop();
    }
  });
}

function reportOf(
  options: NamedRun['report']['options'],
  door: string,
  controller: Measurement,
  ceiling: Measurement,
): NamedRun['report'] {
  return {
    ...{ machine: describeMachine(door), options, startMs: 0, controller, null: ceiling },
    ratio: controller.answersPerSecond / ceiling.answersPerSecond,
    isVoid: [controller, ceiling].some(({ balance }) => balance.faults.length > 0),
  };
}

async function takeSample(target: Target): Promise<MemorySample> {
  const rssBytes = (sampleProcess(target.pid)?.rssMiB ?? 0) * MIB;
  const { threads } = (await (await fetch(`http://${target.api}/v1/health`)).json()) as Pick<Health, 'threads'>;
  return { rssBytes, threads };
}

/** Of the threads that do the work: that their heaps stay as they are. @param isMeant which of them */
function threadFindings({ run, samples }: Seen, isMeant: (thread: string) => boolean): Finding[] {
  const [first, last] = [samples[0]!.threads, samples.at(-1)!.threads];
  const packetIns = run.report.controller!.answersPerSecond * (samples.length - 1);
  return first.flatMap(({ thread, heapUsedBytes, collections }, i) => {
    if (thread === 'main' || !isMeant(thread)) return [];
    const growth = last[i]!.heapUsedBytes - heapUsedBytes;
    const usual = thread === 'channel' ? CHANNEL_GROWTH_BYTES : HEAP_GROWTH_BYTES;
    const most = Math.max(usual, packetIns / PACKET_INS_A_BYTE);
    const collected = last[i]!.collections - collections;
    return [
      atMost('soundness', `${run.name}, heap of ${thread}, growth`, growth, most, bytes),
      atMost('soundness', `${run.name}, collections of ${thread}`, collected, 0, String),
    ];
  });
}

function tracedFinding({ run, traced }: Seen): Finding {
  const sum = traced.reduce((total, each) => total + each, 0);
  return atMost('soundness', `${run.name}, collections beside main by V8's trace`, sum, 0, String);
}

/** Of the whole process: that it grows no more. */
function processFindings({ run, samples }: Seen): Finding[] {
  const grown = (pick: (sample: MemorySample) => number) => {
    const ends = Math.min(END_SECONDS, Math.ceil(samples.length / 2));
    const mean = (of: readonly MemorySample[]) => of.reduce((sum, each) => sum + pick(each), 0) / of.length;
    return mean(samples.slice(-ends)) - mean(samples.slice(0, ends));
  };
  const sum = (pick: (thread: Health['threads'][number]) => number) => (sample: MemorySample) =>
    sample.threads.reduce((total, thread) => total + pick(thread), 0);
  return [
    atMost(
      'soundness',
      `${run.name}, memory of the process, growth`,
      grown(({ rssBytes }) => rssBytes),
      PROCESS_GROWTH_BYTES,
      bytes,
    ),
    atMost(
      'soundness',
      `${run.name}, heaps of all threads, growth`,
      grown(sum(({ heapBytes }) => heapBytes)),
      PROCESS_GROWTH_BYTES,
      bytes,
    ),
    atMost(
      'soundness',
      `${run.name}, outside the heaps, growth`,
      grown(sum(({ externalBytes }) => externalBytes)),
      EXTERNAL_GROWTH_BYTES,
      bytes,
    ),
  ];
}

/** What each thread allocated, as far as the samples show it, and where the process stands. */
function describe({ run, samples, traced }: Seen): string {
  const { controller } = run.report;
  const answers = controller!.answersPerSecond * (samples.length - 1);
  const threads = samples[0]!.threads
    .map(({ thread, collections }, i) => {
      const used = samples.map((sample) => sample.threads[i]!.heapUsedBytes);
      const allocated = used.slice(1).reduce((sum, value, at) => sum + Math.max(0, value - used[at]!), 0);
      const collected = samples.at(-1)!.threads[i]!.collections - collections;
      return `${thread} ${(allocated / Math.max(1, answers)).toFixed(3)} bytes a PacketIn, ${collected} collections`;
    })
    .join('; ');
  const rss = samples.map(({ rssBytes }) => rssBytes);
  return (
    `${run.name}: ${threads}; by V8's trace ${traced.join(' + ') || 'none'} beside main; ` +
    `the process ${bytes(rss[0]!)} at first, ${bytes(rss.at(-1)!)} at the end, ${bytes(Math.max(...rss))} at most.`
  );
}

function bytes(value: number): string {
  if (Math.abs(value) < KIB) return `${value.toFixed(0)} B`;
  return Math.abs(value) < MIB ? `${(value / KIB).toFixed(1)} KiB` : `${(value / MIB).toFixed(1)} MiB`;
}
