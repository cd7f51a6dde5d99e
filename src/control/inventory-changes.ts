// What is to be applied to get from one inventory to another: the things themselves behind the names of model/diff.
// Pure.

import { diffInventory, type InventoryDiff, policyName, type SectionDiff } from '#model/diff.ts';
import type { Inventory } from '#model/inventory.ts';
import type { Endpoint, Group, Host, Network, Policy } from '#model/nouns.ts';

export interface Changes<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly { readonly before: T; readonly after: T }[];
}

/** The sections that the tables are made of. */
export interface InventoryChanges {
  readonly hosts: Changes<Host>;
  readonly networks: Changes<Network>;
  readonly endpoints: Changes<Endpoint>;
  readonly groups: Changes<Group>;
  readonly policies: Changes<Policy>;
}

/** What differs between two inventories. @param diff of the two, where it is known */
export function changesBetween(
  before: Inventory,
  after: Inventory,
  diff: InventoryDiff = diffInventory(before, after),
): InventoryChanges {
  return {
    hosts: resolve(diff.hosts, before.hosts, after.hosts, byName),
    networks: resolve(diff.networks, before.networks, after.networks, byName),
    endpoints: resolve(diff.endpoints, before.endpoints, after.endpoints, byName),
    groups: resolve(diff.groups, before.groups, after.groups, byName),
    policies: resolve(diff.policies, before.policies, after.policies, policyName),
  };
}

/** The changes that do nothing: a place to put one change in. */
export function noChanges(): InventoryChanges {
  const none = { added: [], removed: [], changed: [] };
  return { hosts: none, networks: none, endpoints: none, groups: none, policies: none };
}

function byName({ name }: { readonly name: string }): string {
  return name;
}

function resolve<T>(
  names: SectionDiff,
  before: readonly T[],
  after: readonly T[],
  nameOf: (thing: T) => string,
): Changes<T> {
  if (names.added.length + names.removed.length + names.changed.length === 0)
    return { added: [], removed: [], changed: [] };
  const old = new Map(before.map((thing) => [nameOf(thing), thing]));
  const now = new Map(after.map((thing) => [nameOf(thing), thing]));
  return {
    added: names.added.map((name) => now.get(name)!),
    removed: names.removed.map((name) => old.get(name)!),
    changed: names.changed.map((name) => ({ before: old.get(name)!, after: now.get(name)! })),
  };
}
