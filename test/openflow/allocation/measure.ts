// Runs the loops in a process of its own, whose young generation is so large that nothing is collected while a loop runs: what the
// heap has grown by is what the loop has allocated. Prints bytes for each call as JSON, by name.
import { ALLOCATING_LOOPS, type Loop, VIEW_LOOPS } from './views.ts';

const TIMES = Number(process.argv[2] ?? 1_000_000);
/**
 * A loop is run again until it allocates nothing: until the compiler has done its work, numbers of more than 31 bits are made on the
 * heap. What allocates by itself does so in every round.
 */
const ROUNDS_MAX = 12;
const NOTHING_BYTES = 0.01;
/** Short runs before each round, so that the loop is compiled from its start and not from its midst. */
const WARM_UP_RUNS = 200;
const WARM_UP_TIMES = 1000;

const collect = globalThis.gc;
if (collect === undefined)
  throw new Error('run me with --expose-gc --min-semi-space-size=256 --max-semi-space-size=256');

const bytesOf = (loops: readonly Loop[]) => Object.fromEntries(loops.map((loop) => [loop.name, bytesPerCall(loop)]));
process.stdout.write(JSON.stringify({ views: bytesOf(VIEW_LOOPS), allocating: bytesOf(ALLOCATING_LOOPS) }));

function bytesPerCall({ name, run }: Loop): number {
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let round = 0; round < ROUNDS_MAX && least > NOTHING_BYTES; round++) {
    for (let n = 0; n < WARM_UP_RUNS; n++) sum |= run(WARM_UP_TIMES);
    collect!();
    const before = process.memoryUsage().heapUsed;
    sum |= run(TIMES);
    const after = process.memoryUsage().heapUsed;
    if (after < before) throw new Error(`garbage was collected while ${name} ran`);
    least = Math.min(least, (after - before) / TIMES);
  }
  if (sum === undefined) throw new Error(name); // the sums are used
  return least;
}
