// The program as a person or a script starts it: one line on standard output, exit statuses, signals.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const FREE = ['--openflow', '127.0.0.1:0', '--api', '127.0.0.1:0', '--workers', '1'];

let directory: string;
const running = new Set<ChildProcess>();

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'daolinet-main-'));
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(() => rmSync(directory, { recursive: true }));

function start(...argv: string[]) {
  const child = spawn(process.execPath, [MAIN, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.err += text));
  const status = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const ready = () => expect.poll(() => said.out, { timeout: 20_000 }).toContain('\n');
  return { child, said, status, ready };
}

async function fails(...argv: string[]): Promise<{ status: number | null; err: string; out: string }> {
  const { said, status } = start(...argv);
  return { status: await status, ...said };
}

describe('bad use', () => {
  test.each([
    [['--openflow', 'nowhere'], /--openflow: found "nowhere", expected HOST:PORT/],
    [['--api', '127.0.0.1:70000'], /--api: found "127.0.0.1:70000"/],
    [['--workers', '17'], /--workers: found "17", expected a whole number 1\.\.16/],
    [['--log-level', 'loud'], /--log-level: found "loud"/],
    [['--set', 'parkMs=0'], /parkMs: found "0", expected a whole number 1\.\.10000 ms/],
    [['--nonsense'], /unknown option '--nonsense'/],
    [['extra'], /too many arguments/],
    [['--inventory', '/nowhere/lab.yaml'], /\/nowhere\/lab\.yaml: cannot be read/],
  ])('%j exits with 2 and says what is wrong', async (flags, expected) => {
    const { status, err, out } = await fails('controller', ...FREE, ...flags);
    expect(err).toMatch(expected);
    expect([status, out]).toEqual([2, '']);
  });

  test('a faulty inventory exits with 2 and a line for each fault', async () => {
    const path = join(directory, 'faulty.yaml');
    writeFileSync(path, 'networks: [{ name: web, subnet: 10.1.1.0/99 }]\nendpoint: []\n');
    const { status, err } = await fails('controller', ...FREE, '--inventory', path);
    expect(status).toBe(2);
    expect(err).toMatch(/faulty\.yaml: networks\[0\]\.subnet: found "10\.1\.1\.0\/99"/);
    expect(err).toMatch(/faulty\.yaml: endpoint: unknown section; did you mean "endpoints"\?/);
  });
});

describe('the controller', () => {
  test('says in one line where it listens, serves there, reads its inventory again, and stops when asked', async () => {
    const path = join(directory, 'lab.yaml');
    writeFileSync(path, '{}');
    const { child, said, status, ready } = start('controller', ...FREE, '--inventory', path);
    await ready();
    const [, openflow, api] = /^ready openflow=127\.0\.0\.1:(\d+) api=127\.0\.0\.1:(\d+)\n$/.exec(said.out) ?? [];
    const health = async () => (await fetch(`http://127.0.0.1:${api}/v1/health`)).json();
    expect(await health()).toMatchObject({ status: 'ok', inventory: { generation: 1 }, learn: false });

    const switchSide = connect(Number(openflow), '127.0.0.1');
    const hello = await new Promise<Buffer>((resolve) => switchSide.once('data', resolve));
    switchSide.destroy();
    expect([hello[0], hello[1]]).toEqual([4, 0]);

    writeFileSync(path, 'networks: [{ name: web, subnet: 10.1.1.0/24, gateway: 10.1.1.1 }]');
    child.kill('SIGHUP');
    await expect.poll(health).toMatchObject({ inventory: { generation: 2, error: null }, counts: { networks: 1 } });
    writeFileSync(path, 'networks: nonsense');
    child.kill('SIGHUP');
    await expect.poll(health).toMatchObject({
      status: 'degraded',
      inventory: { generation: 2, error: expect.stringContaining('lab.yaml') },
      counts: { networks: 1 },
    });

    child.kill('SIGTERM');
    expect(await status).toBe(0);
    expect(said.out.split('\n')).toHaveLength(2);
  });

  test('that cannot listen exits with 1 and says who is in the way', async () => {
    const first = start('controller', ...FREE);
    await first.ready();
    const taken = /openflow=(\S+)/.exec(first.said.out)![1]!;
    const second = await fails('controller', '--workers', '1', '--api', '127.0.0.1:0', '--openflow', taken);
    expect([second.status, second.out]).toEqual([1, '']);
    expect(second.err).toMatch(/cannot listen.*EADDRINUSE/);
    const takenApi = /api=(\S+)/.exec(first.said.out)![1]!;
    const third = await fails('controller', '--workers', '1', '--api', takenApi, '--openflow', '127.0.0.1:0');
    expect([third.status, third.out]).toEqual([1, '']);
    expect(third.err).toMatch(/the API cannot listen/);
    first.child.kill('SIGINT');
    expect(await first.status).toBe(0);
  });

  test('shows its settings with their defaults and bounds', async () => {
    const { said, status } = start('controller', '--help');
    expect(await status).toBe(0);
    expect(said.out).toContain('natPoolFirst=61440 (1024..65520)');
  });
});
