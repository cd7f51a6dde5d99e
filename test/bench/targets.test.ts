// The targets: what a command line means, what is found, what it amounts to; and lines in runs of a fraction of a second.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Balance } from '../../bench/load/balance.ts';
import { parseOptions } from '../../bench/load/options.ts';
import { renderText } from '../../bench/report/report.ts';
import { atLeast, atMost, balanced, type Finding, noFault, ratio } from '../../bench/targets/finding.ts';
import { GcTrace } from '../../bench/targets/gc-trace.ts';
import { watch } from '../../bench/targets/memory.ts';
import { LINES, parseTargetOptions } from '../../bench/targets/options.ts';
import { exitCodeOf, reportOf } from '../../bench/targets/scorecard.ts';
import { playStarvation } from '../../bench/targets/starvation.ts';

const MAIN = fileURLToPath(new URL('../../bench/targets/main.ts', import.meta.url));

function command(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...argv], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function resultOf(...findings: Finding[]) {
  return { name: 'learn' as const, result: { findings, runs: [], notes: ['a note.'], details: {} } };
}

const SLOW = atLeast('speed', 'throughput', 0.3, 0.45, ratio);
const GOOD = atMost('soundness', 'seconds without answers', 0, 0, String);
const SILENT = atMost('soundness', 'seconds without answers', 2, 0, String);
const LOST = noFault('balance', ['3 PacketIns were not answered', 'and more'], 'nothing is lost');

describe('the options of the targets', () => {
  it('mean all lines, each for some seconds, when nothing is said', () => {
    expect(parseTargetOptions([])).toMatchObject({ lines: LINES, seconds: 5, memorySeconds: 60, endpoints: 100_000 });
    expect(parseTargetOptions(['--quick'])).toMatchObject({ lines: LINES, seconds: 1, memorySeconds: 6 });
    expect(parseTargetOptions(['--quick', '--seconds', '3'])).toMatchObject({ seconds: 3, strict: false });
    expect(parseTargetOptions(['--only', 'memory,learn', '--strict'])).toMatchObject({
      lines: ['learn', 'memory'],
      strict: true,
    });
    expect(parseTargetOptions(['--help'])).toBeNull();
  });

  it('say what was wrong and what is expected', async () => {
    const { code, stderr } = await command('--only', 'lern');
    expect([code, stderr]).toEqual([2, `--only: no line is named "lern"; expected ${LINES.join(', ')}\n`]);
    expect(() => parseTargetOptions(['--seconds', '0'])).toThrow('--seconds 0: expected a number from 0.2 to 600');
    expect(() => parseTargetOptions(['--only', ''])).toThrow('no line is named ""');
    expect(() => parseTargetOptions(['--bogus'])).toThrow('--help lists every flag');
  });
});

describe('what is found', () => {
  it('is met at the very bound, and missed beyond it', () => {
    expect(atLeast('speed', 'x', 0.45, 0.45, ratio)).toMatchObject({
      measured: '0.45',
      wanted: '>= 0.45',
      isMet: true,
    });
    expect(atLeast('speed', 'x', 0.449, 0.45, ratio).isMet).toBe(false);
    expect(atMost('speed', 'x', 10, 10, String).isMet).toBe(true);
    expect(atMost('speed', 'x', 10.1, 10, String).isMet).toBe(false);
    expect(atLeast('speed', 'x', Number.NaN, 0, ratio).isMet).toBe(false);
    expect(atMost('speed', 'x', Number.NaN, 0, ratio).isMet).toBe(false);
  });

  it('is a balance when nothing sent is unaccounted for in any run', () => {
    const balance = { sent: 1500, faults: [] as string[] } as Balance;
    expect(balanced([balance, balance])).toMatchObject({
      kind: 'balance',
      measured: 'held for 3,000 PacketIns',
      isMet: true,
    });
    const broken = { ...balance, faults: ['one is missing', 'two are missing'] };
    expect(balanced([balance, broken])).toMatchObject({ measured: 'one is missing (and 1 more)', isMet: false });
  });
});

describe('what the lines amount to', () => {
  it('fails for what is unsound, and for a missed speed only when it is told to', () => {
    expect(exitCodeOf([resultOf(GOOD), resultOf(SLOW)], false)).toBe(0);
    expect(exitCodeOf([resultOf(GOOD), resultOf(SLOW)], true)).toBe(1);
    expect(exitCodeOf([resultOf(SLOW), resultOf(SILENT)], false)).toBe(1);
    expect(exitCodeOf([resultOf(LOST)], false)).toBe(1);
    expect(exitCodeOf([resultOf(GOOD)], true)).toBe(0);
  });

  it('is one table, and void when something is lost', () => {
    const text = renderText(reportOf([resultOf(GOOD, SLOW, SILENT, LOST)], 'npm run bench:targets'));
    expect(text).toMatch(/^learn: a note\.$/m);
    expect(text).toMatch(/^learn +seconds without answers +0 +<= 0 +met$/m);
    expect(text).toMatch(/^ +throughput +0\.30 +>= 0\.45 +missed$/m);
    expect(text).toMatch(/^ +seconds without answers +2 +<= 0 +FAILED$/m);
    expect(text).toMatch(
      /^VOID: learn: balance: 3 PacketIns were not answered \(and 1 more\); wanted nothing is lost$/m,
    );
    expect(text.match(/VOID/g)).toHaveLength(1);
  });
});

describe("V8's trace of its collections", () => {
  const line = (isolate: string, ms: number, kind = 'Scavenge') => {
    return `[77:0x${isolate}]   ${ms} ms: ${kind} 4.6 (6.5) -> 4.4 (9.0) MB, pooled: 0 MB, 0.77 / 0.00 ms  (average mu = 1.000)`;
  };
  // the process starts at 1000 and is ready at 1500; what is looked at is from 5000 to 9000
  const times = { startedMs: 1000, readyMs: 1500, fromMs: 5000, untilMs: 9000 };

  it('tells the threads beside main apart, and what was before and after from what is looked at', () => {
    const trace = new GcTrace();
    for (const ms of [10, 300, 4500, 6000]) trace.take(line('a0', ms));
    for (const ms of [5, 3000, 9000]) trace.take(line('b0', ms));
    for (const ms of [4100, 7000, 7001]) trace.take(line('c0', ms, 'Mark-Compact (reduce)'));
    expect(trace.besideMain(times)).toEqual([3]);
  });

  it('counts what may have been within, since nobody knows when a thread was made to the millisecond', () => {
    const trace = new GcTrace();
    trace.take(line('a0', 10));
    // made between 1000 and 1500: 3499 ms later is before 5000 in any case, 3500 need not be
    for (const ms of [3499, 3500, 8000, 8001]) trace.take(line('b0', ms));
    expect(trace.besideMain(times)).toEqual([2]);
  });

  it('passes over what is no collection, and finds one behind what the program itself has printed', () => {
    const trace = new GcTrace();
    trace.take('ready openflow=127.0.0.1:6653 api=127.0.0.1:3380');
    trace.take(`${line('a0', 10).slice(0, 40)}ready openflow=127.0.0.1:6653 api=127.0.0.1:3380`);
    trace.take(`${line('a0', 10)}`);
    trace.take(`gc said ${line('b0', 5000)}`);
    expect(trace.besideMain(times)).toEqual([1]);
  });
});

describe('lines', () => {
  it('are run by name, beside the null responder, into one JSON document and one page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daoli-targets-test-'));
    const file = join(folder, 'targets.html');
    const { code, stdout, stderr } = await command('--only', 'learn', '--seconds', '0.3', '--json', '--html', file);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    const { findings, runs } = report.details.learn;
    expect(findings.map(({ kind, isMet }: Finding) => [kind, kind === 'speed' || isMet])).toEqual([
      ['speed', true],
      ['speed', true],
      ['balance', true],
      ['soundness', true],
    ]);
    expect(runs.map(({ report: run }: { report: { ratio: number } }) => run.ratio > 0)).toEqual([true, true]);
    expect(stderr).toMatch(/^learn: learn, one outstanding$/m);
    expect(readFileSync(file, 'utf8')).toContain('<h1>Targets: learn</h1>');
    rmSync(folder, { recursive: true });
  });

  it('overload a controller, and have it account for all of it and calm down', async () => {
    const argv = ['--only', 'overload', '--quick', '--seconds', '0.3', '--json'];
    const { code, stdout } = await command(...argv);
    const { findings, details } = JSON.parse(stdout).details.overload;
    expect(findings.filter(({ kind, isMet }: Finding) => kind !== 'speed' && !isMet)).toEqual([]);
    expect(code).toBe(0);
    const { due, shed, counted, balance } = details.play;
    expect(due).toBeGreaterThan(details.max * 0.3);
    expect([counted, shed >= 0]).toEqual([balance.sent, true]);
    expect(balance.denied).toBeGreaterThan(0);
  });

  it('look at the heaps of all threads each second of a run', async () => {
    const load = ['--switches', '4', '--seconds', '2'];
    const { samples, run } = await watch('learn', load, 2, { settleSeconds: 0.5, seconds: 0.3 }, () => {});
    expect(samples).toHaveLength(2);
    for (const { rssBytes, threads } of samples) {
      expect(rssBytes).toBeGreaterThan(50e6);
      expect(threads.map(({ thread }) => thread)).toEqual(['main', 'channel', 'worker-0']);
    }
    expect(Math.min(...samples[1]!.threads.map(({ heapUsedBytes }) => heapUsedBytes))).toBeGreaterThan(1e6);
    expect([run.report.isVoid, run.report.ratio! > 0]).toEqual([false, true]);
  });
});

describe('a switch that floods', () => {
  it('starves no other: each of fifteen that send one PacketIn at a time is answered, all the time and soon', async () => {
    const world = parseOptions(['--switches', '16', '--window', '0'])!;
    const seen = await playStarvation('controller', world, 1, () => {});
    expect(seen.balances.flatMap(({ faults }) => faults)).toEqual([]);
    expect(seen.silentSwitchSeconds).toBe(0);
    // it floods indeed, and what waits before the others is bounded by a ring: some milliseconds, more on a busy machine
    expect(seen.floodPerSecond).toBeGreaterThan(5 * seen.answersPerSecond);
    expect(seen.latency.p99Us).toBeLessThan(200_000);
    expect(seen.latency.samples).toBeGreaterThan(100);
  });
});
