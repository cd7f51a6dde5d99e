// `daolictl latency` against an API whose histograms the tests fill.
import { once } from 'node:events';
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '#api/server.ts';
import { FakeReadings, RECORDED } from '../api/fake-readings.ts';
import { run, start, tableOf } from './daolictl-process.ts';

const readings = new FakeReadings();
let api: Api;

beforeAll(async () => {
  api = await startApi({ host: '127.0.0.1', port: 0, readings, log: pino({ level: 'silent' }) });
});
afterAll(() => api.close());

function latency(...args: string[]) {
  return run(api.address, ['latency', ...args]);
}

/** Starts `latency --watch 0.1`, and gives what it wrote when there are so many pieces, each ended by `separator`. */
async function watch(pieces: number, separator: string, onFirst: () => void, ...args: string[]): Promise<string[]> {
  const child = start(api.address, ['latency', '--watch', '0.1', ...args]);
  let out = '';
  for await (const chunk of child.stdout!) {
    if (out === '') onFirst();
    out += chunk;
    if (out.split(separator).length > pieces) break;
  }
  child.kill('SIGINT');
  await once(child, 'close');
  return out.split(separator).slice(0, pieces);
}

describe('latency', () => {
  test('is a row for each stage, all threads together, in the order of a packet', async () => {
    const { code, out, err } = await latency();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const rows = tableOf(out);
    expect(rows[0]!.join(' ')).toBe('STAGE COUNT MIN P50 P90 P99 P99.9 P99.99 MAX MEAN MEANING');
    expect(rows.slice(1).map(([stage, count]) => [stage, count])).toEqual([
      ['ring', '42'],
      ['queue', '42'],
      ['decide', '32'],
      ['total', '42'],
    ]);
    expect(rows[2]!.slice(2)).toEqual([
      ...['5.00 µs', '7.00 µs', '9.00 µs', '9.00 µs', '9.00 µs', '9.00 µs', '9.00 µs', '6.62 µs', 'help of queue'],
    ]);
  });

  test('by thread has dashes where nothing was recorded', async () => {
    const rows = tableOf((await latency('--threads', '--stage', 'decide')).out);
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      ['THREAD', 'STAGE', 'COUNT', 'MIN'],
      ['worker-0', 'decide', '32', '2.00 µs'],
      ['worker-1', 'decide', '0', '-'],
    ]);
  });

  test('as JSON by thread is what the API answers', async () => {
    const { items, total, truncated } = JSON.parse((await latency('--threads', '--json')).out);
    expect(items).toEqual(readings.latency({ buckets: false }));
    expect([total, truncated]).toEqual([RECORDED.length, false]);
  });
});

describe('latency --watch', () => {
  const addSlow = () => {
    readings.recorded = [...RECORDED.slice(0, -1), ['channel', 'total', [...RECORDED.at(-1)![2], [400_000, 3]]]];
  };

  test('shows all since the start, and then only what came since the look before', async () => {
    readings.recorded = RECORDED;
    const [first, second] = await watch(2, '\n\n', addSlow);
    expect(first).toMatch(/^since the controller started\nSTAGE /);
    expect(first).toMatch(/^total +42 +18\.5 µs /m);
    expect(second).toMatch(/^in the last 0\.\d s\nSTAGE /);
    expect(second).toMatch(/^total +3 +399.9 µs +400.0 µs /m);
    expect(second).toMatch(/^queue +0 +- /m);
  });

  test('as JSON is a line each time, with the seconds that it is of', async () => {
    readings.recorded = RECORDED;
    const lines = await watch(2, '\n', addSlow, '--json', '--stage', 'total');
    const [first, second] = lines.map((line) => JSON.parse(line));
    expect(first).toMatchObject({ seconds: null, items: [{ stage: 'total', count: 42, maxUs: 81 }] });
    expect(second).toMatchObject({ items: [{ stage: 'total', count: 3, maxUs: 400 }] });
    expect(second.seconds).toBeGreaterThan(0.09);
    expect(second.seconds).toBeLessThan(5);
  });
});

describe('files', () => {
  test('of one series have the name that was given', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daolictl-'));
    readings.recorded = RECORDED;
    const file = join(folder.path, 'total.hgrm');
    expect((await latency('--stage', 'total', '--hgrm', file)).code).toBe(0);
    expect(await readFile(file, 'utf8')).toMatch(/^ +Value +Percentile TotalCount 1\/\(1-Percentile\)\n\n +18\.\d{3} /);
  });

  test('of several series are named for them, and one without values is not written', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daolictl-'));
    readings.recorded = RECORDED;
    await latency('--hgrm', join(folder.path, 'a.b.hgrm'));
    expect((await readdir(folder.path)).toSorted()).toEqual(
      ['decide', 'queue', 'ring', 'total'].map((stage) => `a.b.${stage}.hgrm`),
    );
    await latency('--threads', '--stage', 'decide', '--hgrm', join(folder.path, 'plain'));
    expect(await readdir(folder.path)).toContain('plain.worker-0.decide');
    expect(await readdir(folder.path)).not.toContain('plain.worker-1.decide');
  });

  test('of nothing are not written, and that is said', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daolictl-'));
    readings.recorded = [['channel', 'total', []]];
    const { code, err } = await latency('--stage', 'total', '--hgrm', join(folder.path, 'x'));
    expect(code).toBe(0);
    expect(err).toMatch(/x is not written: nothing was recorded\n$/);
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('with a plot name the controller, the period and every stage', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daolictl-'));
    readings.recorded = RECORDED;
    const file = join(folder.path, 'latency.svg');
    await latency('--svg', file);
    const svg = await readFile(file, 'utf8');
    expect(svg).toContain(`http://${api.address}, since the controller started`);
    for (const stage of ['ring', 'queue', 'decide', 'total']) expect(svg).toContain(`>${stage}</text>`);
  });
});
