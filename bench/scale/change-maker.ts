// Changes for the scale benchmark: in turn a policy of a pair that comes or goes, and an endpoint whose MAC is another
// one, which gives it a new row and has its port found again. They are about the endpoints that no traffic goes to (those in
// networks apart, see load/inventory.ts), so that the load's verdicts stay as they are. Where there is a probe (probe-world.ts)
// each tenth change is a policy of one of its pairs, whose effect is seen from outside.

import { invariant } from '#base/invariant.ts';
import { type InventoryChanges, noChanges } from '#control/inventory-changes.ts';
import type { Inventory } from '#model/inventory.ts';
import type { Endpoint, Policy } from '#model/nouns.ts';
import { PROBE_PAIRS, probeEndpoints } from './probe-world.ts';

/** Locally administered and not of load/inventory.ts, whose MACs begin with 02:00. */
const OTHER_MAC = '06';
const PROBE_EVERY = 10;

export interface Change {
  readonly changes: InventoryChanges;
  /** What it does to a pair of the probe; null = it is about others. */
  readonly verdict: { readonly pair: number; readonly isAllowed: boolean } | null;
}

/** A policy that comes and goes. */
interface Pair {
  readonly policy: Policy;
  isConnected: boolean;
}

export class ChangeMaker {
  readonly #pairs: Pair[] = [];
  readonly #probed: Pair[] = [];
  readonly #moving: Endpoint[];
  #made = 0;
  #others = 0;

  constructor(inventory: Inventory) {
    const spare = inventory.endpoints.filter(({ network }) => network.startsWith('apart-'));
    invariant(spare.length >= 4, 'the inventory has endpoints apart');
    const half = spare.length >> 1;
    for (let i = 0; i + 1 < half; i += 2) {
      this.#pairs.push(connect(spare[i]!.name, spare[i + 1]!.name));
    }
    const names = new Set(inventory.endpoints.map(({ name }) => name));
    for (let pair = 0; pair < PROBE_PAIRS; pair++) {
      const { a, b } = probeEndpoints(pair);
      if (names.has(a)) this.#probed.push(connect(a, b));
    }
    this.#moving = spare.slice(half);
  }

  /** The next change. */
  next(): Change {
    const turn = this.#made++;
    if (this.#probed.length > 0 && turn % PROBE_EVERY === PROBE_EVERY - 1) {
      const pair = Math.floor(turn / PROBE_EVERY) % this.#probed.length;
      const changes = toggle(this.#probed[pair]!);
      return { changes, verdict: { pair, isAllowed: this.#probed[pair]!.isConnected } };
    }
    const other = this.#others++;
    const isPolicy = (other & 1) === 0;
    const changes = isPolicy
      ? toggle(this.#pairs[(other >> 1) % this.#pairs.length]!)
      : this.#endpoint((other >> 1) % this.#moving.length);
    return { changes, verdict: null };
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

function connect(a: string, b: string): Pair {
  return { policy: { a, b, action: 'connect' }, isConnected: false };
}

function toggle(pair: Pair): InventoryChanges {
  const { policy, isConnected } = pair;
  pair.isConnected = !isConnected;
  const none = noChanges();
  return { ...none, policies: { ...none.policies, ...(isConnected ? { removed: [policy] } : { added: [policy] }) } };
}
