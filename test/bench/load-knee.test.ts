// The series of open loops that finds where latency leaves the floor, against the null responder and with steps made up.
import { execFile } from 'node:child_process';
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { judge, type KneeReport, type KneeStep, runKnee } from '../../bench/load/knee.ts';
import { drawKnee } from '../../bench/load/knee-plot.ts';
import { renderKnee } from '../../bench/load/knee-report.ts';
import type { Measurement } from '../../bench/load/measurement.ts';
import { parseOptions } from '../../bench/load/options.ts';
import { elementsOf, ofClass } from '../cli/plot/xml.ts';

const MAIN = fileURLToPath(new URL('../../bench/load/main.ts', import.meta.url));
const TINY = ['--null', '--switches', '3', '--seconds', '0.3', '--warmup', '0.1', '--protocol', '1.3'];

function command(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...argv], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** What a step's judgement looks at. */
function measurement(duePerSecond: number, answersPerSecond: number, unfinished: string[], wrong: string[] = []) {
  const latency = { samples: 100, p50Us: 30, p90Us: 40, p99Us: 50, p999Us: 90, maxUs: 1e9 / answersPerSecond };
  const balance = {
    ...{ sent: 10, answered: 9, denied: 0, dropped: {}, outstanding: 1, unsent: 2 },
    ...{ faults: [...unfinished, ...wrong], unfinished },
  };
  return { duePerSecond, answersPerSecond, latency, balance, cost: null, latestMs: 0.5, generatorCores: 0.3 };
}

function step(percent: number, ...parts: Parameters<typeof measurement>): KneeStep {
  return judge(percent, percent * 1000, measurement(...parts) as unknown as Measurement);
}

function reportOf(steps: KneeStep[]): KneeReport {
  return {
    machine: { cpu: 'a <CPU>', cores: 2, kernel: 'Linux', node: 'v24', door: '', commit: 'abc' },
    ...{ options: parseOptions(['--knee', 'x.svg'])!, maxRate: 100_000, first: steps[0]!.measurement, steps },
    isVoid: steps.some(({ faults }) => faults.length > 0),
  };
}

describe('a step', () => {
  it('that keeps up is void when something was left unfinished', () => {
    expect(step(50, 1000, 990, ['1 left'])).toMatchObject({ isSaturated: false, faults: ['1 left'] });
  });

  it('beyond saturation may leave something unfinished, but is void for any other fault', () => {
    expect(step(110, 1000, 900, ['1 left'])).toMatchObject({ isSaturated: true, faults: [] });
    expect(step(110, 1000, 900, ['1 left'], ['1 answered twice']).faults).toEqual(['1 answered twice']);
  });
});

describe('the report', () => {
  it('has a line for each step, which says when it is saturated and what it left', () => {
    const text = renderKnee(reportOf([step(50, 50_000, 50_010, []), step(110, 110_000, 70_000, ['3 left'])]));
    expect(text).toMatch(/^ +% +offered\/s +answered\/s +p50 +p99 +p99\.9 +max /m);
    expect(text).toMatch(/^ 50 +50,000 +50,010 +30\.0 µs +50\.0 µs +90\.0 µs .* 3$/m);
    expect(text).toMatch(/^110 +110,000 +70,000 .* 3 {2}saturated$/m);
    expect(text).toMatch(/^balanced/m);
  });

  it('names the step that is void and why', () => {
    const text = renderKnee(reportOf([step(50, 50_000, 50_000, ['1 left'])]));
    expect(text).toMatch(/^50 .* {2}VOID$/m);
    expect(text).toMatch(/\nVOID:\n(.*\n)* {2}50 %: 1 left\n$/);
  });
});

describe('the plot', () => {
  const steps = [step(20, 20_000, 20_000, []), step(60, 60_000, 60_000, []), step(100, 100_000, 60_000, [])];

  it('has a line for each percentile with a point for each step, and shades what is saturated', () => {
    const elements = elementsOf(drawKnee(reportOf(steps)));
    expect(
      ofClass(elements, 'name')
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(['max', 'p50', 'p99', 'p99.9']);
    const tips = elements.filter(({ name }) => name === 'title').map(({ text }) => text);
    expect(tips).toHaveLength(1 + 4 * 3);
    expect(tips).toContain('p50 30.0 µs at 20 k/s');
    expect(ofClass(elements, 'zone')).toHaveLength(1);
    expect(ofClass(elements, 'muted').map(({ text }) => text)).toContain(
      'a &lt;CPU&gt;, 2 cores, Linux, Node v24, commit abc',
    );
  });

  it('shades nothing when every step kept up', () => {
    expect(ofClass(elementsOf(drawKnee(reportOf(steps.slice(0, 2)))), 'zone')).toEqual([]);
  });
});

describe('a series', () => {
  it('measures its maximum first, offers each step its percent of it, and balances beyond it', async () => {
    const argv = [...TINY, '--knee', 'unused.svg', '--knee-steps', '5,400'];
    const { maxRate, first, steps, isVoid } = await runKnee(parseOptions(argv)!, () => {});
    expect(isVoid).toBe(false);
    expect(maxRate).toBe(first.answersPerSecond);
    expect(steps.map(({ rate }) => rate / maxRate)).toEqual([expect.closeTo(0.05, 6), expect.closeTo(4, 6)]);
    expect(steps[0]!.measurement.duePerSecond / maxRate).toBeCloseTo(0.05, 2);
    expect(steps[0]!.measurement.cost!.cpuUsPerPacketIn).toBeGreaterThan(0);
    expect(steps[1]).toMatchObject({ isSaturated: true, faults: [] });
    expect(steps[1]!.measurement.latency.p50Us).toBeGreaterThan(steps[0]!.measurement.latency.p50Us);
  });

  it('writes the plot, one JSON document, and what it does on stderr', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daoli-knee-'));
    const file = join(folder.path, 'knee.svg');
    const argv = [...TINY, '--knee', file, '--knee-max', '20000', '--knee-steps', '10,50', '--json'];
    const { code, stdout, stderr } = await command(...argv);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as KneeReport;
    expect(report.maxRate).toBe(20_000);
    expect(report.steps.map(({ rate }) => rate)).toEqual([2000, 10_000]);
    expect(ofClass(elementsOf(await readFile(file, 'utf8')), 'line')).toHaveLength(4);
    expect(stderr).toContain('warming up at half the maximum\n');
    expect(stderr).toContain('step 2 of 2: 50 %, 10000/s\n');
  });

  it('that is void writes no plot and exits with 1', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daoli-knee-'));
    const argv = [...TINY, '--knee', join(folder.path, 'knee.svg'), '--knee-max', '20000', '--knee-steps', '50'];
    const { code, stdout } = await command(...argv, '--fault', 'duplicate', '--drain', '1');
    expect(code).toBe(1);
    expect(stdout).toContain('first run: 1 answers to nothing that was out (twice, or too late)');
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('says before it begins when the plot cannot be written', async () => {
    const { code, stderr } = await command(...TINY, '--knee', '/nowhere/knee.svg');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--knee \/nowhere\/knee\.svg: cannot be written: ENOENT/);
  });
});
