// The file: taken when it is sound, refused with all its faults when it is not, and what was in force stays.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DaoliError } from '#base/error.ts';
import { silentLog } from '#base/log.ts';
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
