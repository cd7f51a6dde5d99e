// Latencies as an HdrHistogram: added up, subtracted, and read as percentiles.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growthOf, LatencyHistogram, type LatencyReading } from '#client/latency-histogram.ts';
import { takeSeed } from '../reference/seed.ts';

const seed = takeSeed('test/client/latency-histogram.test.ts');
const NOTHING: LatencyReading = { buckets: [], maxNs: 0 };

function reading(maxNs: number, ...buckets: [ns: number, count: number][]): LatencyReading {
  return { buckets: buckets.map(([ns, count]) => ({ ns, count })), maxNs };
}

describe('a histogram', () => {
  test('of nothing is all zeros', () => {
    const figures = new LatencyHistogram().add(NOTHING).figures();
    expect(Object.values(figures)).toEqual(new Array(9).fill(0));
  });

  test('of one value says that value everywhere, also where its bucket stands for another', () => {
    for (const [ns, maxNs] of [
      [10_000, 10_100],
      [10_000, 9_900],
    ] as const) {
      const { count, ...figures } = new LatencyHistogram().add(reading(maxNs, [ns, 1])).figures();
      expect(count).toBe(1);
      for (const us of Object.values(figures)) expect(Math.abs(us / (maxNs / 1000) - 1)).toBeLessThan(0.001);
      expect(figures.maxUs).toBe(maxNs / 1000);
    }
  });

  test('knows no time at all from none', () => {
    const figures = new LatencyHistogram().add(reading(0, [0, 5])).figures();
    expect(figures).toMatchObject({ count: 5, minUs: 0, p50Us: 0, maxUs: 0, meanUs: 0 });
  });

  test('gives percentiles and the mean by count, and no percentile above the greatest value', () => {
    const figures = new LatencyHistogram()
      .add(reading(5_000_000, [1000, 9990], [100_000, 9], [5_010_000, 1]))
      .figures();
    expect(figures.minUs).toBe(1);
    expect(figures.p999Us).toBeCloseTo(1, 2);
    expect(figures.p9999Us).toBeCloseTo(100, 0);
    expect(figures.maxUs).toBe(5000);
    expect(figures.meanUs).toBeCloseTo((9990 * 1 + 9 * 100 + 5000) / 10_000, 9);
  });

  test('of several threads has what all of them recorded', () => {
    const both = new LatencyHistogram()
      .add(reading(2000, [1000, 3], [2000, 1]))
      .add(reading(8000, [1000, 3], [8000, 1]));
    expect(both.figures()).toMatchObject({ count: 8, minUs: 1, maxUs: 8 });
    expect(both.valueUs(0.75)).toBe(1);
    expect(both.valueUs(0.87)).toBe(2);
  });

  test('counts past four billion', () => {
    expect(new LatencyHistogram().add(reading(64, [64, 2 ** 40 + 1])).count).toBe(2 ** 40 + 1);
  });

  test('takes the longest time that stamps can tell', () => {
    const longestNs = (2 ** 31 - 1) * 64;
    expect(new LatencyHistogram().add(reading(longestNs, [longestNs - 64, 1])).figures().maxUs).toBe(longestNs / 1000);
  });
});

describe('an .hgrm file', () => {
  const lines = new LatencyHistogram()
    .add(reading(20_800, [2080, 30_000], [20_800, 10]))
    .toHgrm()
    .split('\n');

  test('has the columns that the plotter of HdrHistogram reads: value in µs, quantile, count, 1/(1 - quantile)', () => {
    expect(lines[0]!.trim().split(/ +/)).toEqual(['Value', 'Percentile', 'TotalCount', '1/(1-Percentile)']);
    const rows = lines.map((line) => line.trim().split(/ +/)).filter(([word]) => /^\d/.test(word!));
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows.slice(0, -1)) {
      expect(row).toHaveLength(4); // the plotter passes over lines of another length
      expect(Number(row[3])).toBeCloseTo(1 / (1 - Number(row[1])), 0);
    }
    expect(rows[0]!.slice(0, 3)).toEqual(['2.081', '0.000000000000', '30000']);
    expect(rows.at(-1)).toEqual(['20.815', '1.000000000000', '30010']);
  });

  test('ends with the mean, the maximum and the count', () => {
    expect(lines.slice(-4).join('\n')).toMatch(
      /^#\[Mean +=.*\n#\[Max +=\s+20\.800, Total count +=\s+30010\]\n#\[Buckets =.*\n$/,
    );
  });
});

describe('growth between two looks', () => {
  test('is what came in between, bucket by bucket', () => {
    const before = reading(2000, [1000, 3], [2000, 1]);
    const after = reading(9000, [1000, 3], [1500, 4], [2000, 2], [9000, 1]);
    expect(growthOf(before, after)).toEqual(reading(9000, [1500, 4], [2000, 1], [9000, 1]));
  });

  test('has no greatest value that is older than itself', () => {
    const before = reading(9100, [1000, 3], [9000, 1]);
    expect(growthOf(before, reading(9100, [1000, 5], [9000, 1]))).toEqual(reading(1000, [1000, 2]));
    expect(growthOf(before, reading(9100, [1000, 3], [9000, 2]))).toEqual(reading(9000, [9000, 1]));
    expect(growthOf(before, before)).toEqual(NOTHING);
  });

  test('since nothing is everything', () => {
    const after = reading(2000, [1000, 3], [2000, 1]);
    expect(growthOf(NOTHING, after)).toEqual(after);
  });

  test('is everything when the controller has started anew in between', () => {
    const after = reading(1000, [1000, 3]);
    expect(growthOf(reading(1000, [1000, 4]), after)).toEqual(after);
    expect(growthOf(reading(2000, [1000, 1], [2000, 1]), after)).toEqual(after);
  });

  test('and what was there before make up what is there now, for any counts', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(counts, counts, (first, more) => {
        const of = (all: number[]) => {
          const buckets = all.map((count, i) => ({ ns: 64 * (i + 1), count })).filter(({ count }) => count > 0);
          return { buckets, maxNs: buckets.at(-1)?.ns ?? 0 };
        };
        const [before, after] = [of(first), of(first.map((count, i) => count + more[i]!))];
        const growth = growthOf(before, after);
        expect(growth.buckets).toEqual(of(more).buckets);
        const sum = new LatencyHistogram().add(before).add(growth).figures();
        expect({ ...sum, meanUs: 0 }).toEqual({ ...new LatencyHistogram().add(after).figures(), meanUs: 0 });
      }),
      { seed, numRuns: 100 },
    );
  });
});
