// Changes for the scale benchmark: in turn a policy of a pair that comes or goes, and an endpoint whose MAC is another
// one, which gives it a new row and has its port found again. They are about the endpoints that no traffic goes to (those in
// networks apart, see load/inventory.ts), so that the load's verdicts stay as they are.

import { invariant } from '#base/invariant.ts';
import { type InventoryChanges, noChanges } from '#control/inventory-changes.ts';
import type { Inventory } from '#model/inventory.ts';
import type { Endpoint, Policy } from '#model/nouns.ts';

/** Locally administered and not of load/inventory.ts, whose MACs begin with 02:00. */
const OTHER_MAC = '06';

export class ChangeMaker {
  readonly #pairs: Policy[] = [];
  readonly #connected: boolean[] = [];
  readonly #moving: Endpoint[];
  #made = 0;

  constructor(inventory: Inventory) {
    const spare = inventory.endpoints.filter(({ network }) => network.startsWith('apart-'));
    invariant(spare.length >= 4, 'the inventory has endpoints apart');
    const half = spare.length >> 1;
    for (let i = 0; i + 1 < half; i += 2) {
      this.#pairs.push({ a: spare[i]!.name, b: spare[i + 1]!.name, action: 'connect' });
    }
    this.#moving = spare.slice(half);
  }

  /** The next change. */
  next(): InventoryChanges {
    const turn = this.#made++ >> 1;
    return (this.#made & 1) === 1
      ? this.#policy(turn % this.#pairs.length)
      : this.#endpoint(turn % this.#moving.length);
  }

  #policy(pair: number): InventoryChanges {
    const policy = this.#pairs[pair]!;
    const was = this.#connected[pair] === true;
    this.#connected[pair] = !was;
    const none = noChanges();
    return { ...none, policies: { ...none.policies, ...(was ? { removed: [policy] } : { added: [policy] }) } };
  }

  #endpoint(which: number): InventoryChanges {
    const before = this.#moving[which]!;
    const head = before.mac.startsWith(OTHER_MAC) ? '02' : OTHER_MAC;
    const after = { ...before, mac: head + before.mac.slice(2) };
    this.#moving[which] = after;
    const none = noChanges();
    return { ...none, endpoints: { ...none.endpoints, changed: [{ before, after }] } };
  }
}
