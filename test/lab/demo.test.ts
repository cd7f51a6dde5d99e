// The demo as a person runs it: all as expected, and nothing left behind, also when it is interrupted.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { commandEnvironment, run } from '../../tools/lab/command.ts';
import type { DemoRow } from '../../tools/lab/demo-scenes.ts';

vi.setConfig({ testTimeout: 120_000 });

const DEMO = fileURLToPath(new URL('../../tools/demo.ts', import.meta.url));

test('shown once, every row is as expected, and the exit status says so', async () => {
  const result = await run([process.execPath, DEMO, '--once', '--json'], { timeoutMs: 90_000 });
  const { ok, rows } = JSON.parse(result.stdout) as { ok: boolean; rows: DemoRow[] };
  expect(rows.filter((row) => !row.ok)).toEqual([]);
  expect(rows.length).toBeGreaterThan(30);
  expect({ ok, status: result.status }).toEqual({ ok: true, status: 0 });
  expectNothingLeft(/lab (\w+) stands/.exec(result.stderr)![1]!);
});

test('interrupted in the middle, it removes the lab and ends as an interrupted program does', async () => {
  const demo = spawn(process.execPath, [DEMO], { stdio: ['ignore', 'ignore', 'pipe'], env: commandEnvironment() });
  const ended = once(demo, 'exit');
  let id = '';
  for await (const line of createInterface({ input: demo.stderr })) {
    const match = /lab (\w+) stands/.exec(line);
    if (!match) continue;
    id = match[1]!;
    demo.kill('SIGINT');
  }
  expect(await ended).toEqual([130, null]);
  expectNothingLeft(id);
});

test('an option that there is not is refused with the usage', async () => {
  const result = await run([process.execPath, DEMO, '--twice']);
  expect(result.status).toBe(2);
  expect(result.stderr).toMatch(/--twice[\s\S]*usage: npm run demo/);
});

function expectNothingLeft(id: string): void {
  expect(existsSync(join(tmpdir(), `daolinet-lab-${id}`))).toBe(false);
  const namespaces = existsSync('/run/netns') ? readdirSync('/run/netns') : [];
  expect(namespaces.filter((name) => name.startsWith(`dl-${id}-`))).toEqual([]);
}
