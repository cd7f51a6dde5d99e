// The seed of a random test: a new one each run, printed with the command that repeats it.

/**
 * @param file the test file, relative to the repository's root
 * @param project the vitest project that it is in
 * @returns 32 bits: $SEED when set, else a new one
 */
export function takeSeed(file: string, project = 'unit'): number {
  const given = process.env.SEED;
  const seed = given === undefined ? (Math.random() * 0x7fffffff) | 0 : Number(given);
  if (!Number.isInteger(seed)) throw new TypeError(`SEED is ${given}, expected an integer`);
  console.info(`seed ${seed}; repeat with: SEED=${seed} node_modules/.bin/vitest run --project ${project} ${file}`);
  return seed;
}
