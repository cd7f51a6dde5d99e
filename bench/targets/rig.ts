// A controller, or the null responder, and what plays of several acts want of it: fleets that come and go on it, its own
// account of PacketIns, and the balance at the end.
import { type Balance, strikeBalance } from '../load/balance.ts';
import { Fleet } from '../load/fleet.ts';
import type { Topology } from '../load/inventory.ts';
import { drain } from '../load/measurement.ts';
import type { LoadOptions } from '../load/options.ts';
import { growthOf, type OutcomeCounters, readOutcomeCounters } from '../load/outcome-counters.ts';
import { USUAL_ANSWER } from '../load/run.ts';
import { openController, openNullResponder, splitAddress, type Target } from '../load/target.ts';
import { inWorkplace } from '../load/workplace.ts';

const DRAIN_SECONDS = 15;

export class Rig {
  readonly target: Target;
  readonly topology: Topology | null;
  readonly #before: OutcomeCounters | null;
  readonly #fleets: Fleet[] = [];

  private constructor(target: Target, topology: Topology | null, before: OutcomeCounters | null) {
    this.target = target;
    this.topology = topology;
    this.#before = before;
  }

  /**
   * Opens a target, plays and clears it away, also when the play fails.
   * @param options of the world and the controller; each fleet may have its own
   * @throws DaoliError unavailable
   */
  static play<T>(kind: 'controller' | 'null', options: LoadOptions, act: (rig: Rig) => Promise<T>): Promise<T> {
    return inWorkplace(options, async (topology, inventoryPath) => {
      const target = await (kind === 'null'
        ? openNullResponder(options, USUAL_ANSWER)
        : openController(options, inventoryPath));
      const rig = new Rig(target, topology, await readOutcomeCounters(target.api));
      try {
        return await act(rig);
      } finally {
        for (const fleet of rig.#fleets) fleet.close();
        await target.stop();
      }
    });
  }

  /** A fleet that the controller has set up. @param first the number of its first switch */
  async connect(options: LoadOptions, first = 0): Promise<Fleet> {
    const fleet = new Fleet(options, this.topology, first);
    this.#fleets.push(fleet);
    await fleet.connect(...splitAddress(this.target.openflow));
    return fleet;
  }

  /** Ends the traffic of a fleet and waits for what is out. @returns how long that took, in ms */
  finish(fleet: Fleet): Promise<number> {
    fleet.stop();
    return drain(fleet, this.target, this.#before, DRAIN_SECONDS);
  }

  /** Whether all that fleets have sent is accounted for; to be asked when all have finished. */
  async balances(): Promise<Balance[]> {
    const after = await readOutcomeCounters(this.target.api);
    const before = this.#before;
    const dropped = before === null || after === null ? {} : growthOf(before.dropped, after.dropped);
    // what is dropped names no switch: it is the first fleet's, and a fault of both when it is another's
    return this.#fleets.map((fleet, i) => strikeBalance(fleet.snapshot(), i === 0 ? dropped : {}, fleet.failures()));
  }

  /** The controller's own counters by name, all threads together. */
  async counters(): Promise<Map<string, number>> {
    const response = await fetch(`http://${this.target.api}/v1/counters`);
    const { items } = (await response.json()) as { items: { name: string; value: number }[] };
    return new Map(items.map(({ name, value }) => [name, value]));
  }
}
