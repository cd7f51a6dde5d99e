// The views allocate nothing: each, run a million times, leaves the heap as it was. Beside them run loops that allocate one thing for
// each call, and are found out: the least thing that V8 can allocate is 8 bytes with compressed pointers, 12 to 16 without.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VIEW_LOOPS, viewNames } from './allocation/views.ts';

const TIMES = 1_000_000;
/** Ten kilobytes in all: asking for the size of the heap allocates too, once. */
const NOTHING_BYTES = 0.01;
const SOMETHING_BYTES = 8;

const FLAGS = [
  ...['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'],
  // The compiler in the loop's own thread: else it is chance in which round a loop is compiled.
  ...['--no-concurrent-recompilation', '--no-concurrent-osr'],
];
const MEASURE = fileURLToPath(new URL('./allocation/measure.ts', import.meta.url));

const measured = JSON.parse(
  execFileSync(process.execPath, [...FLAGS, MEASURE, String(TIMES)], { encoding: 'utf8' }),
) as Record<'views' | 'allocating', Record<string, number>>;

describe(`run ${TIMES} times, no byte is allocated by`, () => {
  it.each(Object.entries(measured.views))('%s', (_, bytes) => {
    expect(bytes).toBeLessThan(NOTHING_BYTES);
  });
});

describe(`run ${TIMES} times, it is found out that there is made`, () => {
  it.each(Object.entries(measured.allocating))('%s', (_, bytes) => {
    expect(bytes).toBeGreaterThanOrEqual(SOMETHING_BYTES);
  });
});

it('all views are run', () => {
  const run = new Set(VIEW_LOOPS.map(({ name }) => name.split(' ')[0]));
  expect(viewNames().filter((name) => !run.has(name))).toEqual([]);
  expect(Object.keys(measured.views).length).toBe(VIEW_LOOPS.length);
});
