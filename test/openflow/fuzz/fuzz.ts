// Runs many trials with mutated messages and says what they came to: how many decoded, how long a decoding took at most, how many
// steps it took for its bytes, and what the heap held before and after.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage } from '#openflow/message.ts';
import { Reader } from '#openflow/reader.ts';
import { Writer } from '#openflow/writer.ts';
import { random } from '../seed.ts';
import { VECTORS } from '../vectors/all.ts';
import { mutate } from './mutate.ts';
import { tryMessage } from './trial.ts';

export interface FuzzFigures {
  readonly count: number;
  readonly decoded: number;
  /** Messages that decoded, by type. */
  readonly types: ReadonlyMap<string, number>;
  readonly longestBytes: number;
  readonly seconds: number;
  readonly meanDecodeUs: number;
  /** Of one decoding: the longest, and what 99.99 % stay under (a power of two). */
  readonly worstDecodeMs: number;
  readonly decodeUs9999: number;
  /** After garbage collection: before the first message counted, and after each tenth of them. */
  readonly heapBytes: readonly number[];
}

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** Every how many messages JSON is tried. */
  readonly jsonEvery: number;
  /** Called some hundred times. */
  readonly progress?: (done: number, decoded: number) => void;
}

/** What compiled code and caches take is taken by then. */
const WARM_UP = 20_000;
/** What is changed: the vectors, those of rare kinds so often that all kinds get their share. */
const LEAST_OF_A_KIND = 24;
export const MESSAGES: readonly Uint8Array[] = balanced();

/** Throws at the first message that goes wrong; the error has its bytes, its number and the seed. */
export function fuzz({ count, seed, jsonEvery, progress = () => {} }: FuzzOptions): FuzzFigures {
  const warm = random(seed ^ 0x5eed);
  for (let n = 0; n < Math.min(WARM_UP, count); n++) tryMessage(mutate(MESSAGES, warm), n % jsonEvery === 0);

  const below = random(seed);
  const types = new Map<string, number>();
  const microseconds = new Float64Array(32); // counts by powers of two
  const heapBytes = [heapAfterGc()];
  let decoded = 0;
  let longestBytes = 0;
  let worstDecodeMs = 0;
  let sumMs = 0;
  const began = performance.now();
  const slice = Math.max(1, Math.floor(count / 10));
  for (let n = 0; n < count; n++) {
    const bytes = mutate(MESSAGES, below);
    try {
      const trial = tryMessage(bytes, n % jsonEvery === 0);
      sumMs += trial.ms;
      if (trial.ms > worstDecodeMs) worstDecodeMs = trial.ms;
      microseconds[Math.min(31, Math.ceil(Math.log2(Math.max(1, trial.ms * 1000))))]!++;
      if (bytes.length > longestBytes) longestBytes = bytes.length;
      if (trial.decoded) {
        decoded++;
        types.set(trial.type, (types.get(trial.type) ?? 0) + 1);
      }
    } catch (cause) {
      throw new Error(`message ${n} of seed ${seed}: ${toHex(bytes)}: ${(cause as Error).message}`, { cause });
    }
    if ((n + 1) % slice === 0) heapBytes.push(heapAfterGc());
    if ((n + 1) % Math.ceil(count / 200) === 0) progress(n + 1, decoded);
  }
  const seconds = (performance.now() - began) / 1000;
  const figures = { count, decoded, types, longestBytes, seconds, worstDecodeMs, heapBytes };
  return { ...figures, meanDecodeUs: (sumMs / count) * 1000, decodeUs9999: percentile(microseconds, 0.9999) };
}

export interface StepFigures {
  /** The most steps of reading and of writing that a byte of a message cost, beyond `free` steps for each message. */
  readonly readsPerByte: number;
  readonly writesPerByte: number;
}

/**
 * Counts what decoding and encoding do: each step of a reader or a writer. Time on a shared machine is never a proof; this is.
 * @param free steps that a message may take however short it is
 */
export function countSteps(count: number, seed: number, free: number): StepFigures {
  const below = random(seed);
  let readsPerByte = 0;
  let writesPerByte = 0;
  for (let n = 0; n < count; n++) {
    const bytes = mutate(MESSAGES, below);
    let steps = 0;
    const restore = [
      counting(Reader.prototype, 'take', () => steps++),
      counting(Writer.prototype, 'claim', () => steps++),
    ];
    try {
      const result = decodeMessage(bytes);
      readsPerByte = Math.max(readsPerByte, (steps - free) / Math.max(1, bytes.length));
      if (!result.ok) continue;
      steps = 0;
      encodeMessage(result.message);
      writesPerByte = Math.max(writesPerByte, (steps - free) / bytes.length);
    } finally {
      for (const put of restore) put();
    }
  }
  return { readsPerByte, writesPerByte };
}

function counting<K extends string>(
  prototype: Record<K, (count: number) => number>,
  name: K,
  step: () => void,
): () => void {
  const plain = prototype[name];
  prototype[name] = function counted(this: unknown, count) {
    step();
    return plain.call(this as never, count);
  };
  return () => {
    prototype[name] = plain;
  };
}

function balanced(): Uint8Array[] {
  const kinds = new Map<string, Uint8Array[]>();
  for (const { bytes, value } of VECTORS) {
    const kind = [value.version, value.type, Reflect.get(value, 'statsType'), Reflect.get(value, 'multipartType')].join(
      ' ',
    );
    kinds.set(kind, [...(kinds.get(kind) ?? []), bytes]);
  }
  return [...kinds.values()].flatMap((all) =>
    Array.from({ length: Math.max(all.length, LEAST_OF_A_KIND) }, (_, i) => all[i % all.length]!),
  );
}

function percentile(counts: Float64Array, share: number): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (let power = 0; power < counts.length; power++) {
    sum += counts[power]!;
    if (sum >= all * share) return 2 ** power;
  }
  return Number.POSITIVE_INFINITY;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapAfterGc(): number {
  collect();
  collect(); // finalizers of the first are garbage of the second
  return process.memoryUsage().heapUsed;
}
