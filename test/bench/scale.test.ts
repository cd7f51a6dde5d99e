// The scale benchmark with sizes that a test can wait for: that each program runs, balances and says what it has to say.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validateInventory } from '#model/inventory.ts';
import { makeInventory, makeTopology } from '../../bench/load/inventory.ts';
import { ChangeMaker } from '../../bench/scale/change-maker.ts';
import { runChanges } from '../../bench/scale/changes.ts';
import { runEndpoints } from '../../bench/scale/endpoints.ts';
import { PROGRAMS, parseScaleOptions, type ScaleOptions } from '../../bench/scale/options.ts';
import type { ScalePart } from '../../bench/scale/part.ts';
import { runSessions } from '../../bench/scale/sessions.ts';
import { runSwitches } from '../../bench/scale/switches.ts';

const MAIN = fileURLToPath(new URL('../../bench/scale/main.ts', import.meta.url));
const SIZES = ['--switches', '12', '--endpoints', '512', '--groups', '40', '--sessions', '3200', '--live', '640'];
const TINY = [...SIZES, '--changes', '200', '--seconds', '0.4'];

function run(program: (options: ScaleOptions, progress: () => void) => Promise<ScalePart>): Promise<ScalePart> {
  return program(parseScaleOptions(TINY)!, () => {});
}

function command(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...argv], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** The cells of the row with this label. */
function cells(part: ScalePart, label: string): readonly string[] {
  return part.tables.flatMap(({ rows }) => rows).find(([name]) => name === label)!;
}

describe('the scale benchmark', () => {
  it('drives many switches of both versions and says how evenly they were served', async () => {
    const part = await run(runSwitches);
    expect(part.faults).toEqual([]);
    expect(part.notes).toHaveLength(2);
    expect(part.notes[0]).toMatch(/^Switches, learning 1\.0: every switch within 10 % of the mean: (met|missed) \(/);
    expect(
      cells(part, 'answers/s')
        .slice(1)
        .every((cell) => Number(cell.replaceAll(',', '')) > 0),
    ).toBe(true);
  });

  it('loads an inventory of many endpoints and groups', async () => {
    const part = await run(runEndpoints);
    expect(part.faults).toEqual([]);
    expect(Number(cells(part, 'ready after, s')[1])).toBeGreaterThan(0.05);
  });

  it('fills the session table, sweeps it, and has it empty at the end', async () => {
    const part = await run(runSessions);
    expect(part.faults).toEqual([]);
    expect(cells(part, 'sessions by the API when filled')[1]).toBe('3,200');
    expect(cells(part, 'sessions by the API at the end')[1]).toBe('0');
  });

  it('makes as many changes as were due, each in force in the end', async () => {
    const part = await run(runChanges);
    expect(part.faults).toEqual([]);
    const { slices } = part.details as { slices: { changes: { changes: number; inForceMs: number[] } | null }[] };
    const { changes, inForceMs } = slices.find((slice) => slice.changes !== null)!.changes!;
    // a slice of 0.2 s
    expect(changes).toBeGreaterThanOrEqual(38);
    expect(inForceMs).toHaveLength(changes);
    expect(Math.min(...inForceMs)).toBeGreaterThan(0);
  });

  it('writes one JSON document and one page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daoli-scale-test-'));
    const file = join(folder, 'scale.html');
    const { code, stdout } = await command('endpoints', ...TINY, '--json', '--html', file);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.details.endpoints[0].report.controller.balance.faults).toEqual([]);
    expect(report.machine.door).toContain('native');
    expect(readFileSync(file, 'utf8')).toContain('<h1>Scale: endpoints</h1>');
    rmSync(folder, { recursive: true });
  });

  it('refuses a program that there is none of, and a size out of bounds', async () => {
    const [name, size] = await Promise.all([command('switch'), command('switches', '--switches', '5000')]);
    expect([name.code, name.stderr]).toEqual([
      2,
      'no program is named switch; expected switches, endpoints, sessions, changes or all\n',
    ]);
    expect([size.code, size.stderr]).toEqual([2, '--switches 5000: expected a number from 2 to 1023\n']);
  });
});

describe('the options of the scale benchmark', () => {
  it('mean all programs when none is named', () => {
    expect(parseScaleOptions([])!.programs).toEqual(PROGRAMS);
    expect(parseScaleOptions(['changes', 'switches'])!.programs).toEqual(['switches', 'changes']);
    expect(parseScaleOptions(['--help'])).toBeNull();
  });
});

describe('a change of the scale benchmark', () => {
  const inventory = validateInventory(makeInventory(makeTopology(4, 256, true), 'exact', 8), 'test');

  it('is of a policy and of an endpoint in turn, and about endpoints without traffic only', () => {
    const maker = new ChangeMaker(inventory);
    for (let n = 0; n < 200; n++) {
      const { policies, endpoints } = maker.next();
      const touched = [...policies.added, ...policies.removed].flatMap(({ a, b }) => [a, b]);
      for (const { after } of endpoints.changed) touched.push(after.name);
      expect(touched).toHaveLength(n % 2 === 0 ? 2 : 1);
      for (const name of touched) {
        expect(inventory.endpoints.find((each) => each.name === name)!.network).toMatch(/^apart-/);
      }
    }
  });

  it('follows on the one before: what came goes, and a MAC is always another one', () => {
    const maker = new ChangeMaker(inventory);
    const macs = new Map(inventory.endpoints.map(({ name, mac }) => [name, mac]));
    const connected = new Set<string>();
    for (let n = 0; n < 400; n++) {
      const { policies, endpoints } = maker.next();
      for (const { a } of policies.added) {
        expect(connected.has(a)).toBe(false);
        connected.add(a);
      }
      for (const { a } of policies.removed) expect(connected.delete(a)).toBe(true);
      for (const { before, after } of endpoints.changed) {
        expect(before.mac).toBe(macs.get(before.name));
        expect(after.mac).not.toBe(before.mac);
        macs.set(after.name, after.mac);
      }
    }
  });
});
