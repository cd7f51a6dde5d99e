// Random tests run with a seed of their own each time; a failure prints it with the command that repeats the run.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The seed of this run: `DAOLI_SEED`, or a new one. */
export const SEED =
  process.env.DAOLI_SEED === undefined ? (Date.now() ^ process.pid) >>> 0 : Number(process.env.DAOLI_SEED);

/** @returns the command that repeats a test file with the same seed, and prints it */
export function announce(testFile: string): string {
  const path = relative(process.cwd(), fileURLToPath(testFile));
  const command = `DAOLI_SEED=${SEED} npx vitest run --project unit ${path}`;
  console.log(`seed ${SEED}; to repeat: ${command}`);
  return command;
}

/** A small random generator (mulberry32): the same numbers for the same seed on every machine. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
