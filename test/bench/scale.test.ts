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
import { type ChangesSeen, runChanges } from '../../bench/scale/changes.ts';
import { runEndpoints } from '../../bench/scale/endpoints.ts';
import { findInForce, type VerdictChange } from '../../bench/scale/in-force.ts';
import { PROGRAMS, parseScaleOptions, type ScaleOptions } from '../../bench/scale/options.ts';
import type { ScalePart } from '../../bench/scale/part.ts';
import { addProbe, PROBE_PAIRS, probeEndpoints } from '../../bench/scale/probe-world.ts';
import { runSessions } from '../../bench/scale/sessions.ts';
import { runSwitches } from '../../bench/scale/switches.ts';
import type { Judgement } from '../../bench/scale/verdict-probe.ts';

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
    const { slices, unseen } = part.details as ChangesSeen;
    const { changes, inForce } = slices.find((slice) => slice.changes !== null)!;
    // a slice of 0.2 s
    expect(changes!.changes).toBeGreaterThanOrEqual(38);
    expect(changes!.sweptMs).toHaveLength(changes!.changes);
    expect(Math.min(...changes!.sweptMs)).toBeGreaterThan(0);
    // each tenth is about a pair of the probe, counted from the first that was made to warm up; a packet of that pair is judged by it
    expect(Math.abs(changes!.verdicts.length - changes!.changes / 10)).toBeLessThan(1);
    expect(inForce!.seenMs).toHaveLength(changes!.verdicts.length);
    expect(Math.min(...inForce!.seenMs)).toBeGreaterThan(0);
    expect(unseen).toBe(0);
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
      const { policies, endpoints } = maker.next().changes;
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
      const { policies, endpoints } = maker.next().changes;
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

  it('is of a pair of the probe each tenth time, where there is one, and comes and goes', () => {
    const probed = validateInventory(addProbe(makeInventory(makeTopology(4, 256, true), 'exact', 8), 4), 'test');
    const maker = new ChangeMaker(probed);
    const allowed = new Map<number, boolean>();
    for (let n = 0; n < 40 * PROBE_PAIRS; n++) {
      const { changes, verdict } = maker.next();
      expect(verdict !== null).toBe(n % 10 === 9);
      if (verdict === null) continue;
      const { pair, isAllowed } = verdict;
      expect(isAllowed).toBe(allowed.get(pair) !== true);
      allowed.set(pair, isAllowed);
      const policy = { ...probeEndpoints(pair), action: 'connect' };
      expect(changes.policies).toMatchObject(isAllowed ? { added: [policy] } : { removed: [policy] });
    }
    expect(allowed.size).toBe(PROBE_PAIRS);
  });
});

describe('a change seen from outside', () => {
  const change = (dueMs: number, isAllowed: boolean, pair = 0): VerdictChange => ({ pair, isAllowed, dueMs });
  /** A packet that was out for 2 ms. */
  const heard = (heardMs: number, isAllowed: boolean, pair = 0): Judgement => {
    return { pair, isAllowed, heardMs, sentMs: heardMs - 2 };
  };

  it('is in force when the first answer by it is heard, pair by pair', () => {
    const changes = [change(100, true), change(105, true, 1), change(180, false)];
    const judgements = [
      ...[heard(99, false), heard(101, false), heard(103, true), heard(106, false, 1), heard(110, true)],
      ...[heard(112, true, 1), heard(181, true), heard(184, false)],
    ];
    const seen = findInForce(changes, judgements);
    expect(seen.seenMs.toSorted((a, b) => a - b)).toEqual([3, 4, 7]);
    expect([seen.unseen, seen.faults]).toEqual([0, []]);
  });

  it('that is not seen before the next one is due counts as if it had been seen then, and so does what it hides', () => {
    const changes = [change(100, true), change(180, false), change(260, true)];
    // denied all the time: the second change looks as if it were in force at once
    const seen = findInForce(changes, [heard(101, false), heard(182, false), heard(200, false), heard(262, true)]);
    expect(seen.seenMs).toEqual([80, 80, 2]);
    expect(seen.unseen).toBe(2);
  });

  it('must stay in force', () => {
    const changes = [change(100, false)];
    const late = { ...heard(106, true), sentMs: 101 };
    expect(findInForce(changes, [heard(103, false), late, heard(108, false)]).faults).toEqual([]);
    expect(findInForce(changes, [heard(103, false), heard(106, true), heard(108, false)]).faults).toEqual([
      'pair 0 was denied, and not any more 3.0 ms later though nothing had changed',
    ]);
  });
});
