// The load generator against the null responder, in runs of a fraction of a second: that it balances, and that it does
// not when one answer is missing, doubled or wrong.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../bench/load/options.ts';
import { renderReport } from '../../bench/load/report.ts';
import { type LoadReport, runLoad } from '../../bench/load/run.ts';

const MAIN = fileURLToPath(new URL('../../bench/load/main.ts', import.meta.url));
const TINY = ['--null', '--switches', '3', '--seconds', '0.3', '--warmup', '0.1', '--drain', '1'];

function run(...argv: string[]): Promise<LoadReport> {
  return runLoad(parseOptions([...TINY, ...argv])!, () => {});
}

function command(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...argv], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('load generator', () => {
  const unbounded = ['--validate'];
  const windowed = ['--window', '32', '--validate'];
  const policy = ['--protocol', '1.3', '--across', '0.5', '--deny-share', '0.2', '--live', '100', '--validate'];
  for (const [name, argv] of Object.entries({
    'OpenFlow 1.0 unbounded': unbounded,
    'OpenFlow 1.0 with a window': windowed,
    'OpenFlow 1.0 in latency mode': ['--mode', 'latency'],
    'OpenFlow 1.0 in an open loop': ['--rate', '30000'],
    'OpenFlow 1.3 with denials': policy,
    'OpenFlow 1.3 in latency mode': [...policy, '--mode', 'latency', '--spin'],
    'OpenFlow 1.3 in an open loop': [...policy, '--rate', '20000'],
  })) {
    it(`balances with ${name}`, async () => {
      const { null: measured, isVoid } = await run(...argv);
      const { balance } = measured!;
      expect(balance.faults).toEqual([]);
      expect(isVoid).toBe(false);
      expect(balance.sent).toBe(balance.answered + balance.denied);
      expect(balance.sent).toBeGreaterThan(100);
      expect(balance.denied > 0).toBe(argv.includes('--deny-share'));
      expect(measured!.bySwitch.min).toBeGreaterThan(0);
      expect(measured!.latency.samples).toBeGreaterThan(10);
      expect(measured!.latency.maxUs).toBeGreaterThan(measured!.latency.p50Us * 0.99);
      expect(measured!.cost!.rssEndMiB).toBeGreaterThan(10);
      if (argv.includes('--live')) expect(measured!.flows.removed).toBeGreaterThan(0);
      expect(renderReport({ ...(await emptyReport()), null: measured })).toContain('balanced: sent');
    });
  }

  it('keeps no more outstanding than the window', async () => {
    const { null: measured } = await run('--window', '5');
    expect(measured!.outstandingAtStop).toBeLessThanOrEqual(3 * 5);
  });

  it('sends an open loop at its rate', async () => {
    const { null: measured } = await run('--rate', '20000', '--seconds', '0.5');
    expect(measured!.packetInsPerSecond).toBeGreaterThan(15_000);
    expect(measured!.packetInsPerSecond).toBeLessThan(25_000);
  });

  for (const protocol of ['1.0', '1.3']) {
    it(`times from when PacketIns were due, when the responder to OpenFlow ${protocol} stalls for 200 ms`, async () => {
      const stall = ['--protocol', protocol, '--fault', 'stall', '--warmup', '0', '--seconds', '1'];
      const { null: open, isVoid } = await run(...stall, '--rate', '20000');
      expect(isVoid).toBe(false);
      expect(open!.duePerSecond).toBeCloseTo(20_000, -3);
      expect(open!.latency.maxUs).toBeGreaterThan(190_000);
      // a fifth of the second's PacketIns came due in the stall and waited for its rest: every tenth for 100 ms and more
      expect(open!.latency.p90Us).toBeGreaterThan(60_000);
      expect(open!.latency.p90Us).toBeLessThan(140_000);
      expect(open!.latency.p50Us).toBeLessThan(50_000);
      // a closed loop waits with the responder, and sees one slow answer for each switch
      const { null: closed } = await run(...stall, '--mode', 'latency');
      expect(closed!.latency.maxUs).toBeGreaterThan(190_000);
      expect(closed!.latency.p99Us).toBeLessThan(50_000);
    });

    it(`declares a run void that lost one answer of OpenFlow ${protocol}`, async () => {
      const { null: measured, isVoid } = await run('--protocol', protocol, '--fault', 'drop');
      expect(isVoid).toBe(true);
      expect(measured!.balance.outstanding).toBe(1);
      expect(measured!.balance.faults).toEqual(['1 PacketIns were neither answered nor denied nor counted as dropped']);
    });

    it(`declares a run void that got one answer of OpenFlow ${protocol} twice`, async () => {
      const { null: measured, isVoid } = await run('--protocol', protocol, '--fault', 'duplicate');
      expect(isVoid).toBe(true);
      expect(measured!.balance.faults).toEqual(['1 answers to nothing that was out (twice, or too late)']);
    });
  }

  it('times from when PacketIns were due, when the generator itself stalls for 200 ms', async () => {
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    let stalled = false;
    const stallAfterASecond = (line: string) => {
      if (stalled || !line.startsWith('1.0 s')) return;
      stalled = true;
      Atomics.wait(sleeper, 0, 0, 200);
    };
    const options = parseOptions([...TINY, '--rate', '20000', '--warmup', '0', '--seconds', '2'])!;
    const { null: measured, isVoid } = await runLoad(options, stallAfterASecond);
    expect([stalled, isVoid]).toEqual([true, false]);
    expect(measured!.latestMs).toBeGreaterThan(190);
    expect(measured!.latency.maxUs).toBeGreaterThan(190_000);
    // a tenth of the PacketIns came due in the stall, and every hundredth of all waited for 180 ms and more
    expect(measured!.latency.p99Us).toBeGreaterThan(120_000);
    expect(measured!.latency.p50Us).toBeLessThan(50_000);
  });

  it('sends after the end what was due before it, and counts what it cannot send', async () => {
    const fast = ['--protocol', '1.3', '--rate', '4000000', '--warmup', '0', '--seconds', '0.3'];
    const { null: patient } = await run(...fast, '--drain', '30');
    expect(patient!.balance.faults).toEqual([]);
    expect(patient!.balance.sent).toBeGreaterThan(1_100_000);
    const { null: hasty, isVoid } = await run(...fast, '--drain', '0.1');
    expect(isVoid).toBe(true);
    expect(hasty!.balance.unsent).toBeGreaterThan(0);
    expect(hasty!.balance.unfinished).toEqual(hasty!.balance.faults);
    expect(hasty!.balance.faults.at(-1)).toBe(`${hasty!.balance.unsent} PacketIns were due and never sent`);
  });

  it('goes on when a lost answer fills the window of latency mode', async () => {
    const { null: measured } = await run('--mode', 'latency', '--fault', 'drop', '--seconds', '3');
    expect(measured!.balance.outstanding).toBe(1);
    expect(measured!.bySwitch.min).toBeGreaterThan(0);
  });

  it('declares a run void when one packet was let through that policy denies', async () => {
    const { null: measured, isVoid } = await run('--protocol', '1.3', '--deny-share', '0.3', '--fault', 'let-through');
    expect(isVoid).toBe(true);
    expect(measured!.balance.faults.join()).toContain('1 verdicts were wrong');
  });

  it('says which switch broke when the controller closes the connections', async () => {
    const server = createServer((socket) => socket.on('data', () => socket.destroy())).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const options = parseOptions(['--switches', '2', '--controller', `127.0.0.1:${port}`])!;
    await expect(runLoad(options, () => {})).rejects.toThrow(/2 of 2 switches were not accepted.*dpid 1: /);
    server.close();
  });

  it('exits with 1 for a void run and shows why, with 2 for bad flags, with 0 for help', async () => {
    const [bad, help, shown] = await Promise.all([
      command('--switches', 'many'),
      command('--help'),
      command(...TINY, '--fault', 'drop'),
    ]);
    expect([bad.code, bad.stderr]).toEqual([2, '--switches many: expected a number from 1 to 1024\n']);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('examples');
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain('VOID: sent');
    expect(shown.stderr).toMatch(/0\.3 s: [\d,]+ sent\/s/);
  });

  it('writes one JSON document', async () => {
    const { code, stdout } = await command(...TINY, '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as LoadReport;
    expect(report.null!.balance.sent).toBe(report.null!.balance.answered);
    expect(report.controller).toBeNull();
  });

  it('writes the report as a page too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daoli-load-test-'));
    const file = join(folder, 'load.html');
    const { code, stdout } = await command(...TINY, '--html', file);
    expect(code).toBe(0);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('<td>answers/s</td>');
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(stdout).toContain('balanced: sent');
    rmSync(folder, { recursive: true });
  });

  it('writes the inventory alone when asked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daoli-load-test-'));
    const file = join(folder, 'inventory.json');
    const { code } = await command('--protocol', '1.3', '--switches', '2', '--inventory', file, '--inventory-only');
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8')).endpoints).toHaveLength(128);
    rmSync(folder, { recursive: true });
  });
});

/** A report without measurements, to render one into. */
async function emptyReport(): Promise<LoadReport> {
  return {
    machine: { cpu: 'a CPU', cores: 2, kernel: 'Linux', node: process.version, door: '', commit: '' },
    options: parseOptions(TINY)!,
    startMs: 0,
    controller: null,
    null: null,
    ratio: null,
    isVoid: false,
  };
}
