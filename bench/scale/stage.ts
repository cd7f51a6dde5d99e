// The scene of a program that gives orders: the benchmark's controller as a child process with an inventory of its own,
// and a fleet of load/ that is connected to it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Balance, strikeBalance } from '../load/balance.ts';
import { Fleet } from '../load/fleet.ts';
import { makeInventory, type Topology } from '../load/inventory.ts';
import type { LoadOptions } from '../load/options.ts';
import { growthOf, type OutcomeCounters, readOutcomeCounters } from '../load/outcome-counters.ts';
import { type ProcessSample, sampleProcess } from '../load/process-sample.ts';
import { type ChildTarget, splitAddress, startChild } from '../load/target.ts';
import { readDoor } from '../report/machine.ts';
import { Orders } from './orders.ts';

type Inventory = ReturnType<typeof makeInventory>;

const CONTROLLER = fileURLToPath(new URL('./controller.ts', import.meta.url));

export class Stage {
  readonly fleet: Fleet;
  readonly orders: Orders;
  readonly door: string;
  readonly #target: ChildTarget;
  readonly #before: OutcomeCounters | null;

  private constructor(fleet: Fleet, target: ChildTarget, door: string, before: OutcomeCounters | null) {
    this.fleet = fleet;
    this.orders = new Orders(target);
    this.door = door;
    this.#target = target;
    this.#before = before;
  }

  /**
   * Sets the scene, plays and clears it away, also when the play fails.
   * @param extend adds to the inventory what the play needs beside the fleet's world
   * @throws DaoliError unavailable
   */
  static async play<T>(
    options: LoadOptions,
    topology: Topology,
    act: (stage: Stage) => Promise<T>,
    extend: (inventory: Inventory) => Inventory = (inventory) => inventory,
  ): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), 'daoli-scale-'));
    const clean = () => rmSync(folder, { recursive: true, force: true });
    // an interrupted run skips the `finally`
    process.once('exit', clean);
    const fleet = new Fleet(options, topology);
    let target: ChildTarget | undefined;
    try {
      const inventory = join(folder, 'inventory.json');
      writeFileSync(inventory, JSON.stringify(extend(makeInventory(topology, options.flows, options.groups))));
      target = await startChild([CONTROLLER, '--inventory', inventory, '--workers', String(options.workers)]);
      await fleet.connect(...splitAddress(target.openflow));
      const before = await readOutcomeCounters(target.api);
      return await act(new Stage(fleet, target, await readDoor(target.api), before));
    } finally {
      fleet.close();
      await target?.stop();
      process.off('exit', clean);
      clean();
    }
  }

  /** Where switches connect. */
  get openflow(): [host: string, port: number] {
    return splitAddress(this.#target.openflow);
  }

  sample(): ProcessSample | null {
    return sampleProcess(this.#target.pid);
  }

  /** Live sessions, as the controller's API counts them. */
  async countSessions(): Promise<number> {
    const response = await fetch(`http://${this.#target.api}/v1/health`);
    return ((await response.json()) as { counts: { sessions: number } }).counts.sessions;
  }

  /** Whether all that was sent is accounted for; to be asked when the fleet has drained. */
  async balance(): Promise<Balance> {
    const after = await readOutcomeCounters(this.#target.api);
    const before = this.#before;
    const dropped = before === null || after === null ? {} : growthOf(before.dropped, after.dropped);
    return strikeBalance(this.fleet.snapshot(), dropped, this.fleet.failures());
  }
}
