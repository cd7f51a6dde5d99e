// The file: taken when it is sound, refused with all its faults when it is not, and what was in force stays.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DaoliError } from '#base/error.ts';
import { type Log, silentLog } from '#base/log.ts';
import { INVENTORY_LOADS, INVENTORY_REFUSALS } from '#control/counters.ts';
import { InventoryFile } from '#control/inventory-file.ts';
import { makeWorld, TWO_HOSTS, type World } from './world.ts';

let directory: string;
let path: string;
let w: World;
let file: InventoryFile;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'daolinet-inventory-'));
  path = join(directory, 'lab.yaml');
  w = makeWorld();
  file = new InventoryFile(path, w.control, silentLog());
});

afterEach(() => rmSync(directory, { recursive: true }));

const write = (inventory: unknown) => writeFileSync(path, JSON.stringify(inventory));
const names = () => w.control.inventory.endpoints.map(({ name }) => name);

describe('an inventory file', () => {
  test('is in force once it is loaded', async () => {
    write(TWO_HOSTS);
    await file.load();
    expect(names()).toEqual(['c1', 'c2', 'c3', 'c4']);
    expect(file).toMatchObject({ generation: 1, error: undefined, loadedAt: expect.any(Date) });
    expect(w.version()).toBe(1);
  });

  test('that is not there, or not sound, is an error with the file in it', async () => {
    await expect(file.load()).rejects.toThrow(/lab\.yaml: cannot be read/);
    write({ ...TWO_HOSTS, endpoints: [{ ...TWO_HOSTS.endpoints[0], network: 'nowhere', ip: '10.1.1.400' }] });
    const fault = await file.load().catch((error: DaoliError) => error);
    expect(fault).toBeInstanceOf(DaoliError);
    expect((fault as DaoliError).code).toBe('bad_inventory');
    expect((fault as DaoliError).details.join('\n')).toMatch(/lab\.yaml: endpoints\[0\]\.ip: found "10\.1\.1\.400"/);
  });

  test('that is faulty at a reload is refused, told, and the one before stays', async () => {
    write(TWO_HOSTS);
    await file.load();
    const version = w.version();
    writeFileSync(path, 'hosts: [');
    await file.reload();
    expect(file).toMatchObject({ generation: 1, error: expect.stringContaining('lab.yaml') });
    expect(names()).toHaveLength(4);
    expect(w.version()).toBe(version);
    expect(w.counter(INVENTORY_REFUSALS)).toBe(1);
    write(TWO_HOSTS);
    await file.reload();
    expect(file).toMatchObject({ generation: 2, error: undefined });
    expect(w.counter(INVENTORY_LOADS)).toBe(2);
  });

  test('that does not fit the tables is refused, told, and the one before stays', async () => {
    w = makeWorld([], { endpointRows: 16 });
    file = new InventoryFile(path, w.control, silentLog());
    write(TWO_HOSTS);
    await file.load();
    const more = Array.from({ length: 20 }, (_, i) => ({
      ...{ ...TWO_HOSTS.endpoints[0]!, name: `x${i}`, port: 100 + i },
      ...{ ip: `10.1.1.${100 + i}`, mac: `02:00:00:00:01:${10 + i}` },
    }));
    write({ ...TWO_HOSTS, endpoints: [...TWO_HOSTS.endpoints, ...more] });
    await file.reload();
    expect(file.error).toMatch(/endpointRows/);
    expect(names()).toHaveLength(4);
    expect(w.control.publisher.endpoints.byName.size).toBe(4);
  });

  test('that is reloaded by many signals at once is read once more after the last of them', async () => {
    write(TWO_HOSTS);
    await file.load();
    const reloads = [file.reload(), file.reload()];
    write({ ...TWO_HOSTS, endpoints: TWO_HOSTS.endpoints.slice(0, 3) });
    await Promise.all([...reloads, file.reload()]);
    expect(names()).toHaveLength(3);
    expect(file.generation).toBe(3);
  });

  test('that nobody named is nothing to load', async () => {
    await new InventoryFile(undefined, w.control, silentLog()).load();
    expect(w.version()).toBe(0);
  });
});

describe('a large inventory file that is reloaded', () => {
  const ENDPOINTS = 20_000;

  /** A network for each 200 endpoints, all on one host. */
  function largeYaml(lastAddress = '10.9.9.2'): string {
    const endpoint = (i: number) => {
      const [network, last] = [Math.floor(i / 200), 2 + (i % 200)];
      const mac = `02:00:00:00:${[i >> 8, i & 0xff].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
      return `- { name: e${i}, network: n${network}, host: s1, port: t${i}, ip: 10.2.${network}.${last}, mac: "${mac}" }`;
    };
    return [
      `hosts: ${JSON.stringify(TWO_HOSTS.hosts)}`,
      'networks:',
      '- { name: last, subnet: 10.9.9.0/24, gateway: 10.9.9.1 }',
      ...Array.from({ length: ENDPOINTS / 200 }, (_, i) => {
        return `- { name: n${i}, subnet: 10.2.${i}.0/24, gateway: 10.2.${i}.1 }`;
      }),
      'endpoints:',
      `- { name: last, network: last, host: s2, port: t, ip: ${lastAddress}, mac: "02:00:00:01:00:01" }`,
      ...Array.from({ length: ENDPOINTS }, (_, i) => endpoint(i)),
    ].join('\n');
  }

  beforeEach(() => {
    w = makeWorld([], { endpointRows: 1 << 16, networkRows: 1024 });
    file = new InventoryFile(path, w.control, silentLog());
  });

  test('does not keep main from its work while it is parsed', { timeout: 60_000 }, async () => {
    writeFileSync(path, largeYaml());
    const parseStart = performance.now();
    await file.load();
    const parseMs = performance.now() - parseStart;
    writeFileSync(path, largeYaml('10.9.9.3'));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    delay.enable();
    await file.reload();
    // The delay of the reload's end is seen by the turn after it.
    await sleep(20);
    delay.disable();
    clearInterval(timer);
    console.info(
      `${ENDPOINTS} endpoints in YAML: loaded in ${Math.round(parseMs)} ms; while reloaded the event loop was late by ` +
        `${Math.round(delay.max / 1e6)} ms at most, ${Math.round(delay.percentile(99) / 1e6)} ms at p99`,
    );
    expect(file).toMatchObject({ generation: 2, error: undefined });
    expect(w.control.inventory.endpoints[0]!.ip).toBe('10.9.9.3');
    // Parsed in place it would be a handful: those while the file is read.
    expect(turns).toBeGreaterThan(20);
  });

  test('and has faults is refused with their lines, and the one before stays', { timeout: 60_000 }, async () => {
    write(TWO_HOSTS);
    await file.load();
    const lines: string[] = [];
    const log = { ...silentLog(), error: ({ details }: { details: readonly string[] }) => lines.push(...details) };
    file = new InventoryFile(path, w.control, log as unknown as Log);
    writeFileSync(path, largeYaml('10.9.9.400'));
    await file.reload();
    expect(file.error).toMatch(/^the inventory has a fault: lab\.yaml: endpoints\[0\]\.ip: found "10\.9\.9\.400"/);
    expect(lines).toEqual([expect.stringContaining('endpoints[0].ip')]);
    expect(names()).toHaveLength(4);
    expect(w.counter(INVENTORY_REFUSALS)).toBe(1);
  });
});
