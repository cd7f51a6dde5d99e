// `npm run fuzz -- --count 10000000 --seed N`: the fuzzer of the tests for as long as one likes. Exits with 1 at the first message
// that goes wrong, after printing its bytes; with 2 on a bad flag.
import { parseArgs } from 'node:util';
import { countSteps, fuzz } from './fuzz.ts';

const HELP = `changes OpenFlow messages at random and decodes them

usage: npm run fuzz -- [flags]

  --count N        how many (1000000)
  --seed N         of the random numbers (the time)
  --json-every N   JSON of every Nth message (4)
  --help
`;

process.exitCode = run(process.argv.slice(2));

function run(argv: string[]): number {
  let count: number;
  let seed: number;
  let jsonEvery: number;
  try {
    const text = { type: 'string' } as const;
    const options = { count: text, seed: text, 'json-every': text, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: argv, options });
    if (values.help === true) {
      process.stdout.write(HELP);
      return 0;
    }
    count = whole('count', values.count ?? '1000000', 1, 1e12);
    seed = whole('seed', values.seed ?? String(Date.now() >>> 0), 0, 0xffffffff);
    jsonEvery = whole('json-every', values['json-every'] ?? '4', 1, 1e12);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  process.stdout.write(`${count} messages of seed ${seed}\n`);
  const began = performance.now();
  try {
    const figures = fuzz({
      ...{ count, seed, jsonEvery },
      progress: (done, decoded) => {
        const rate = done / ((performance.now() - began) / 1000);
        const left = Math.round((count - done) / rate);
        process.stderr.write(`${done} done, ${decoded} decoded, ${Math.round(rate)}/s, ${left} s left\n`);
      },
    });
    const steps = countSteps(Math.min(count, 200_000), seed, 64);
    const { types, heapBytes, ...plain } = figures;
    const heapMiB = heapBytes.map((bytes) => Number((bytes / 2 ** 20).toFixed(2)));
    process.stdout.write(
      `${JSON.stringify({ ...plain, ...steps, heapMiB, types: Object.fromEntries(types) }, null, 2)}\n`,
    );
    return 0;
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    process.stderr.write(`${(error as Error).stack}\n`);
    return 1;
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${flag} ${text}: expected a whole number from ${least} to ${most}`);
}
