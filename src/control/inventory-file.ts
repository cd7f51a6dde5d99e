// The inventory file: read at the start, where nothing waits for main, and at every SIGHUP, by a thread of its own. A
// file that is not sound is refused with all its faults, and what was in force stays in force. Main thread.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DaoliError } from '#base/error.ts';
import type { Log } from '#base/log.ts';
import type { ControlPlane } from '#control/control-plane.ts';
import { INVENTORY_LOADS, INVENTORY_REFUSALS } from '#control/counters.ts';
import { readAside } from '#control/inventory-reader.ts';
import { describeDiff } from '#model/diff.ts';
import { type Inventory, parseInventory } from '#model/inventory.ts';

export class InventoryFile {
  readonly path: string | undefined;
  /** How many times an inventory took effect. */
  generation = 0;
  loadedAt: Date | undefined = undefined;
  /** Why the latest reload was refused; undefined when it was not. */
  error: string | undefined = undefined;
  readonly #control: ControlPlane;
  readonly #log: Log;
  #again = false;
  #reloading: Promise<void> | undefined;

  constructor(path: string | undefined, control: ControlPlane, log: Log) {
    this.path = path;
    this.#control = control;
    this.#log = log;
  }

  /**
   * Reads the file and puts it in force.
   * @throws DaoliError `bad_inventory`, also when it cannot be read; `capacity`
   */
  load(): Promise<void> {
    return this.#load(parseInventory);
  }

  /** Reads the file again, one reading at a time. Never throws: the log and `error` say what is wrong. */
  reload(): Promise<void> {
    // A signal that comes during a reading may be about a later state of the file: it is read once more, then.
    this.#again = true;
    this.#reloading ??= this.#reloadWhileAsked();
    return this.#reloading;
  }

  async #load(parse: (text: string, fileName: string) => Inventory | Promise<Inventory>): Promise<void> {
    if (this.path === undefined) return;
    const inventory = await parse(await read(this.path), basename(this.path));
    const what = describeDiff(this.#control.apply(inventory));
    this.generation++;
    this.loadedAt = new Date();
    this.error = undefined;
    this.#control.counters.count(INVENTORY_LOADS);
    this.#log.info({ file: this.path, generation: this.generation }, `inventory in force: ${what}`);
  }

  async #reloadWhileAsked(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#reloadOnce();
    }
    this.#reloading = undefined;
  }

  async #reloadOnce(): Promise<void> {
    try {
      await this.#load(readAside);
    } catch (cause) {
      this.error = cause instanceof Error ? cause.message : String(cause);
      const details = cause instanceof DaoliError ? cause.details : [];
      this.#control.counters.count(INVENTORY_REFUSALS);
      const known = cause instanceof DaoliError;
      this.#log.error(
        { file: this.path, details, ...(known ? {} : { err: cause }) },
        `inventory refused: ${this.error}`,
      );
    }
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new DaoliError('bad_inventory', `${path}: cannot be read: ${(cause as Error).message}`, { cause });
  }
}
