// Axes: where values lie, and which ticks people read.
import { describe, expect, test } from 'vitest';
import { type Axis, latencyAxis, linearAxis, percentileAxis } from '../../../src/cli/plot/axis.ts';

function labels({ ticks }: Axis): string[] {
  return ticks.flatMap(({ label }) => (label === null ? [] : [label]));
}

describe('an axis of latencies', () => {
  test('without a value, with zero alone, or with one value still has two ticks', () => {
    for (const values of [[], [0], [0, 0]]) expect(labels(latencyAxis('', values))).toEqual(['1 µs', '2 µs']);
    expect(labels(latencyAxis('', [1]))).toEqual(['1 µs', '2 µs']);
  });

  test('begins and ends at round numbers around the values', () => {
    expect(labels(latencyAxis('', [0.3, 40]))).toEqual([
      '0.2 µs',
      '0.5 µs',
      '1 µs',
      '2 µs',
      '5 µs',
      '10 µs',
      '20 µs',
      '50 µs',
    ]);
  });

  test('of many decades has labels at decades, and says milliseconds and seconds', () => {
    const axis = latencyAxis('', [0.064, 3e6]);
    expect(labels(axis)).toEqual(['0.1 µs', '1 µs', '10 µs', '100 µs', '1 ms', '10 ms', '100 ms', '1 s']);
    expect(axis.ticks[0]!.value).toBeCloseTo(0.05, 9);
    expect(axis.ticks.at(-1)!.value / 1e6).toBeCloseTo(5, 9);
  });

  test('gives each decade the same room, and puts what is not positive at its beginning', () => {
    const axis = latencyAxis('', [1, 1000]);
    expect([0, -1, 1, 10, 100, 1000, 2000].map((us) => axis.place(us))).toEqual([
      ...[0, 0, 0, expect.closeTo(1 / 3, 9), expect.closeTo(2 / 3, 9), 1, 1],
    ]);
  });
});

describe('a linear axis', () => {
  test('begins at nothing and ends at a tick above the greatest value', () => {
    const axis = linearAxis('', [37_000, 110_000], (value) => `${value / 1000} k`);
    expect(labels(axis)).toEqual(['0 k', '20 k', '40 k', '60 k', '80 k', '100 k', '120 k']);
    expect([0, 60_000, 120_000].map((value) => axis.place(value))).toEqual([0, 0.5, 1]);
  });

  test('of no value still has a length', () => {
    expect(labels(linearAxis('', [], String)).length).toBeGreaterThan(1);
  });
});

describe('an axis of percentiles', () => {
  test('gives each nine the same room, as far as the values go', () => {
    const axis = percentileAxis('', 5000);
    expect(labels(axis)).toEqual(['0 %', '50 %', '90 %', '99 %', '99.9 %', '99.99 %']);
    expect([0, 0.9, 0.99, 0.999, 0.9999, 1].map((quantile) => axis.place(quantile))).toEqual([
      ...[0, expect.closeTo(0.25, 9), expect.closeTo(0.5, 9), expect.closeTo(0.75, 9), expect.closeTo(1, 9), 1],
    ]);
  });

  test('has two nines at least and seven at most', () => {
    expect(labels(percentileAxis('', 0)).at(-1)).toBe('99 %');
    expect(labels(percentileAxis('', 1e12)).at(-1)).toBe('99.99999 %');
  });
});
