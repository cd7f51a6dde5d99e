// The Mininet benchmark without Mininet: its command line, what turns amount to, and what makes them void. A tiny run of
// it on a real switch is test/mininet/connections.test.ts.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseMininetOptions } from '../../bench/mininet/options.ts';
import { summarise, type Turn } from '../../bench/mininet/outcome.ts';
import { reportOf } from '../../bench/mininet/report.ts';
import { orderOfTurns } from '../../bench/mininet/run.ts';
import { renderPage } from '../../bench/report/page.ts';
import { renderText } from '../../bench/report/report.ts';

const MAIN = fileURLToPath(new URL('../../bench/mininet/main.ts', import.meta.url));

function turn(change: Partial<Turn> = {}): Turn {
  const seen = { first: [1, 3, 2], again: [0.1, 0.2, 0.3], together: [4, 5, 6], togetherSeconds: [0.006] };
  return { name: 'daolinet', ...seen, packetIns: 18, cpuSeconds: 0.00036, rssMiB: 10, ...change };
}

describe('options', () => {
  it('say what was wrong and what is expected', () => {
    expect(() => parseMininetOptions(['--topo', 'ring,3'])).toThrow('--topo ring,3: expected single,N or linear,N');
    expect(() => parseMininetOptions(['--turns', ''])).toThrow('--turns : expected a whole number');
    expect(() => parseMininetOptions(['--rounds', '1.5'])).toThrow('--rounds 1.5: expected a whole number');
    expect(() => parseMininetOptions(['--bogus'])).toThrow('--help lists every flag');
    expect(parseMininetOptions(['--help'])).toBeNull();
    expect(parseMininetOptions(['--topo', 'tree,2'])!.topology).toBe('tree,2');
    expect(parseMininetOptions([])).toMatchObject({ topology: 'single,16', turns: 3, rounds: 3 });
  });
});

describe('the command', () => {
  const command = (...argv: string[]) => spawnSync(process.execPath, [MAIN, ...argv], { encoding: 'utf8' });

  it('ends with 2 for bad flags and explains itself with --help', () => {
    const bad = command('--hosts', '3');
    expect([bad.status, bad.stderr]).toEqual([2, expect.stringContaining('--help lists every flag')]);
    const help = command('--help');
    expect([help.status, help.stdout]).toEqual([0, expect.stringContaining('examples')]);
  });
});

describe('turns', () => {
  it('come in an order that is turned round each time', () => {
    expect(orderOfTurns(['a', 'b', 'c'], 3)).toEqual(['a', 'b', 'c', 'c', 'b', 'a', 'a', 'b', 'c']);
  });

  it('amount to spreads, rates and costs over all of them', () => {
    const outcome = summarise('daolinet', [turn(), turn({ togetherSeconds: [0.003] }), turn({ first: [2, 2, 950] })]);
    expect(outcome.faults).toEqual([]);
    expect(outcome.first).toMatchObject({ count: 9, p50Ms: 2, maxMs: 950 });
    expect(outcome).toMatchObject({ perSecond: 500, perSecondLeast: 500, perSecondMost: 1000, late: 1 });
    expect(outcome.packetInsPerConnection).toBe(2);
    expect(outcome.cpuUsPerPacketIn).toBeCloseTo(20);
    expect(outcome.cpuUsPerConnection).toBeCloseTo(40);
  });

  it('of a contestant that does not count PacketIns have no figure of them', () => {
    const outcome = summarise('ovs-testcontroller', [turn({ packetIns: null })]);
    expect(outcome).toMatchObject({ packetInsPerConnection: null, cpuUsPerPacketIn: null, faults: [] });
  });

  it('are void when a connection was not made, or no flow was taken away', () => {
    expect(summarise('oracle', [turn({ first: [1, null, 2] })]).faults).toEqual(['1 of 9 connections were not made']);
    expect(summarise('oracle', [turn({ packetIns: 0 })]).faults).toEqual([
      'no packet was lifted: the flows were not taken away',
    ]);
    expect(summarise('oracle', []).faults).toContain('no connection was tried');
  });
});

describe('the report', () => {
  it('sets each contestant beside the ceiling and says which one is void', () => {
    const outcomes = [
      summarise('daolinet', [turn()]),
      summarise('ovs-testcontroller', [turn({ again: [null, 1, 1] })]),
      summarise('oracle', [turn({ togetherSeconds: [0.003] })]),
    ];
    const machine = { cpu: 'a CPU', cores: 2, kernel: 'Linux', node: 'v24', door: '', commit: '' };
    const report = reportOf(parseMininetOptions([])!, { machine, outcomes });
    expect(renderText(report)).toMatch(/ratio to the oracle +0\.50 +0\.50 +1\.00\n/);
    expect(report.faults).toEqual(['ovs-testcontroller: 1 of 9 connections were not made']);
    expect(report.plots).toHaveLength(4);
    expect(renderPage(report)).not.toMatch(/NaN|Infinity/);
  });

  it('has no ratio where the ceiling could not take part', () => {
    const machine = { cpu: 'a CPU', cores: 2, kernel: 'Linux', node: 'v24', door: '', commit: '' };
    const outcomes = [summarise('daolinet', [turn()])];
    const report = reportOf(parseMininetOptions(['--topo', 'tree,2'])!, { machine, outcomes });
    expect(renderText(report)).toMatch(/ratio to the oracle +-\n/);
  });
});
