// The Mininet benchmark without Mininet: its command line, and its report of made-up runs. A real run is in test/mininet.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseMininetOptions } from '../../bench/mininet/options.ts';
import { reportOf } from '../../bench/mininet/report.ts';
import type { MininetRun } from '../../bench/mininet/run.ts';
import { renderPage } from '../../bench/report/page.ts';
import { renderText } from '../../bench/report/report.ts';

const MAIN = fileURLToPath(new URL('../../bench/mininet/main.ts', import.meta.url));
const MACHINE = { cpu: 'a CPU', cores: 2, kernel: 'Linux 6', node: 'v24.0.0', door: '', commit: '' };

function run(controller: MininetRun['controller'], firstUs: number, failed = 0): MininetRun {
  return {
    ...{ controller, first: [firstUs, firstUs * 3, firstUs * 2], again: [firstUs / 2, firstUs / 2, firstUs / 2] },
    ...{ batches: [{ connections: 4, seconds: firstUs / 100_000 }], failed, cpuSeconds: 0.01, rssMiB: 10 },
  };
}

function report(...runs: MininetRun[]) {
  return reportOf(parseMininetOptions([])!, runs, MACHINE, 'npm run bench:mininet');
}

describe('the report of the Mininet benchmark', () => {
  it('adds up all runs of a controller and sets the other beside it', () => {
    const made = report(run('daolinet', 200), run('ovs-testcontroller', 100), run('daolinet', 400));
    const row = (label: string) => made.tables[0]!.rows.find(([name]) => name === label);
    expect(row('connections timed')).toEqual(['connections timed', '6', '3', '2.00']);
    // 200, 400, 400, 600, 800, 1200 and 100, 200, 300
    expect(row('first connection p50, µs')).toEqual(['first connection p50, µs', '600', '200', '3.00']);
    // 8 connections in 6 ms and 4 in 1 ms
    expect(row('connections/s, all hosts at once')!.slice(1)).toEqual(['1333', '4000', '0.33']);
    expect(made.faults).toEqual([]);
    expect(renderPage(made)).not.toMatch(/NaN|Infinity/);
  });

  it('is void when a connection failed', () => {
    const made = report(run('daolinet', 200, 2), run('ovs-testcontroller', 100));
    expect(renderText(made)).toContain('VOID: daolinet: 2 connections failed');
  });
});

describe('the options of the Mininet benchmark', () => {
  it('have defaults, and bounds that are told', () => {
    expect(parseMininetOptions([])).toMatchObject({ topology: 'single,8', runs: 2, rounds: 5 });
    expect(parseMininetOptions(['--topo', 'tree,2'])!.topology).toBe('tree,2');
    expect(() => parseMininetOptions(['--topo', 'ring,3'])).toThrow('--topo ring,3: expected single,N or linear,N');
    expect(() => parseMininetOptions(['--runs', '0'])).toThrow('--runs 0: expected a whole number from 1 to 20');
  });

  it('are refused with status 2 and explained by --help', async () => {
    const command = (...argv: string[]) =>
      new Promise<{ code: number; stdout: string }>((resolve) => {
        execFile(process.execPath, [MAIN, ...argv], (error, stdout) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout });
        });
      });
    expect((await command('--hosts', '3')).code).toBe(2);
    const help = await command('--help');
    expect([help.code, help.stdout.includes('examples')]).toEqual([0, true]);
  });
});
