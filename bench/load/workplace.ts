// What a run needs beside its target: the world of the fake switches, as a file that a controller reads. A temporary
// folder, gone when the run is, also when it is interrupted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topologyFor } from './fleet.ts';
import { type Topology, writeInventory } from './inventory.ts';
import type { LoadOptions } from './options.ts';

/** @param work gets the world, null for OpenFlow 1.0, and where its inventory is, '' for none */
export async function inWorkplace<T>(
  options: LoadOptions,
  work: (topology: Topology | null, inventoryPath: string) => Promise<T>,
): Promise<T> {
  const topology = topologyFor(options);
  const folder = mkdtempSync(join(tmpdir(), 'daoli-load-'));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  // an interrupted run skips the `finally`
  process.once('exit', clean);
  try {
    const inventoryPath = topology === null ? '' : options.inventoryPath || join(folder, 'inventory.json');
    if (topology !== null) writeInventory(inventoryPath, topology, options.flows, options.groups);
    return await work(topology, inventoryPath);
  } finally {
    process.off('exit', clean);
    clean();
  }
}
