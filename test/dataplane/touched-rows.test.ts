// The filter that sweeps ask which endpoints changes have touched: it may take one for touched that was not, never the other
// way round, however far the log has gone on meanwhile.

import { describe, expect, test } from 'vitest';
import { Touched } from '#control/touched.ts';
import { TouchedRows } from '#dataplane/touched-rows.ts';
import { ENDPOINT_WORDS, TOUCHED_LOG_ENTRIES } from '#shm/layout.ts';
import { World } from './harness.ts';
import { house } from './house.ts';

const ROWS = 1000;

function logAndRows() {
  const { memory, tables } = new World(house(), { threads: true });
  const touched = new Touched(memory);
  let version = tables.version;
  return {
    rows: new TouchedRows(tables),
    version: () => version,
    /** A batch of changes, published as the next version. */
    touch: (...endpoints: number[]) => {
      for (const row of endpoints) touched.word(tables.endpoints, row * ENDPOINT_WORDS);
      touched.stamp(++version);
    },
  };
}

function included(rows: TouchedRows): number[] {
  return Array.from({ length: ROWS }, (_, row) => row).filter((row) => rows.mayInclude(row));
}

describe('the rows touched since the last sweep', () => {
  test('are all of them for a worker that has just begun', () => {
    const { rows, version } = logAndRows();
    rows.take(version());
    expect(included(rows)).toHaveLength(ROWS);
  });

  test('are those of the versions since, whether it has swept each or some at once', () => {
    const { rows, version, touch } = logAndRows();
    rows.take(version());
    touch(3, 77);
    rows.take(version());
    expect(included(rows)).toEqual([3, 77]);
    touch(5);
    touch(6, 900);
    rows.take(version());
    expect(included(rows)).toEqual([5, 6, 900]);
    rows.take(version());
    expect(included(rows)).toEqual([]);
  });

  test('come again when they belong to a later version than the one that is swept', () => {
    const { rows, version, touch } = logAndRows();
    rows.take(version());
    touch(1);
    const swept = version();
    touch(2);
    rows.take(swept);
    expect(included(rows)).toEqual(expect.arrayContaining([1]));
    rows.take(version());
    expect(included(rows)).toEqual([2]);
  });

  test('share a bit with rows far away', () => {
    const { rows, version, touch } = logAndRows();
    rows.take(version());
    touch(7);
    rows.take(version());
    expect(rows.mayInclude(7 + 32_768)).toBe(true);
  });

  test.each([
    [TOUCHED_LOG_ENTRIES - 1, [0]],
    [TOUCHED_LOG_ENTRIES, 'any'],
    [2 * TOUCHED_LOG_ENTRIES, 'any'],
  ])('%i touched at once: %j', (count, wanted) => {
    const { rows, version, touch } = logAndRows();
    rows.take(version());
    for (let i = 0; i < count; i++) touch(0);
    rows.take(version());
    expect(included(rows)).toEqual(wanted === 'any' ? Array.from({ length: ROWS }, (_, row) => row) : wanted);
    touch(9);
    rows.take(version());
    expect(included(rows)).toEqual([9]);
  });

  test('are any again after a sweep so far behind that what it left to come is overwritten', () => {
    const { rows, version, touch } = logAndRows();
    const swept = version();
    for (let i = 0; i < TOUCHED_LOG_ENTRIES + 5; i++) touch(i % ROWS);
    rows.take(swept);
    rows.take(version());
    expect(included(rows)).toHaveLength(ROWS);
    touch(4);
    rows.take(version());
    expect(included(rows)).toEqual([4]);
  });
});
