// The micro-benchmarks in goes of a few milliseconds: that every row runs and does what it says, that a wrong operation
// makes the run void, and what the command answers.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { peerRows } from '../../bench/micro/peer-codec.ts';
import { runMicro, SUBJECTS } from '../../bench/micro/run.ts';
import { isLeftOut, type Subject } from '../../bench/micro/subject.ts';

const MAIN = fileURLToPath(new URL('../../bench/micro/main.ts', import.meta.url));
const TINY = { timeMs: 2, entries: 256 };

function command(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...argv], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** A subject with one row, of whose two operations so many come out right. */
function subjectWith(right: number): Subject {
  return { name: 'made-up', about: 'nothing', rows: async () => [{ name: 'row', calls: 2, run: () => right }] };
}

describe('a micro-benchmark', () => {
  for (const subject of SUBJECTS) {
    it(`of ${subject.name} does what it times`, async () => {
      const results = await runMicro([subject], TINY, () => {});
      const timed = results.filter(({ ns }) => ns !== null);
      expect(timed.length).toBeGreaterThan(0);
      for (const { ns, goes } of timed) {
        expect(goes).toBeGreaterThan(0);
        expect(ns!.median).toBeGreaterThanOrEqual(ns!.min);
        expect(ns!.min).toBeGreaterThan(0);
      }
    });
  }

  it('is void when an operation comes out wrong', async () => {
    await expect(runMicro([subjectWith(1)], TINY, () => {})).rejects.toThrow(/made-up, row: void, \d+ goes came out/);
    await expect(runMicro([subjectWith(2)], TINY, () => {})).resolves.toHaveLength(1);
  });

  it('says of each row of the other codec what it does, or why it cannot', async () => {
    for (const row of await peerRows()) {
      if ('reason' in row) expect(row.reason).toMatch(/not installed|no such message|loses the actions/);
      else expect(row.isRight()).toBe(true);
    }
  });
});

describe('the command of the micro-benchmarks', () => {
  it('prints a table, one row for each operation', async () => {
    const { code, stdout, stderr } = await command('ring', '--time', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/cores.*Node v/);
    expect(stdout).toMatch(/ring +one by one +[\d.]+ +[\d.]+/);
    expect(stdout).not.toContain('framing');
    expect(stderr).toBe('ring\n');
  });

  it('writes one JSON document with everything in ns', async () => {
    const { code, stdout } = await command('flow-key', 'flow-stamp', '--json', '--time', '2');
    expect(code).toBe(0);
    const { machine, results } = JSON.parse(stdout);
    expect(machine.node).toBe(process.version);
    expect(new Set(results.map(({ subject }: { subject: string }) => subject))).toEqual(
      new Set(['flow-key', 'flow-stamp']),
    );
  });

  it('refuses a name that is no subject, and a value that is no number', async () => {
    const [name, value] = await Promise.all([command('rings'), command('ring', '--time', 'long')]);
    expect(name.code).toBe(2);
    expect(name.stderr).toMatch(/^no subject is named rings; expected some of framing, /);
    expect([value.code, value.stderr]).toEqual([2, '--time long: expected a whole number from 1 to 60000\n']);
  });

  it('shows its help', async () => {
    const { code, stdout } = await command('--help');
    expect(code).toBe(0);
    for (const { name } of SUBJECTS) expect(stdout).toContain(`  ${name} `);
  });
});

describe('a row', () => {
  it('is left out when it has a reason, and only then', async () => {
    const rows = await SUBJECTS[0]!.rows(64);
    expect(rows.some(isLeftOut)).toBe(false);
    expect(isLeftOut({ name: 'a', reason: 'b' })).toBe(true);
  });
});
