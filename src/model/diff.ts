// What changed from one inventory to the next, by name: for logs, and for applying only the difference. Pure.

import { isDeepStrictEqual } from 'node:util';
import { type Inventory, SECTION_NAMES, type SectionName } from './inventory.ts';
import type { Policy } from './nouns.ts';

/** Names, each in the order of the inventory that has it. A policy's name is `a b`, its ends sorted. */
export interface SectionDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** In both, with another value. */
  readonly changed: readonly string[];
}

export type InventoryDiff = { readonly [S in SectionName]: SectionDiff };

/** Compares two sound inventories. Order does not count between items; inside one it does. */
export function diffInventory(before: Inventory, after: Inventory): InventoryDiff {
  return {
    hosts: diffSection(before.hosts, after.hosts, nameOf),
    networks: diffSection(before.networks, after.networks, nameOf),
    endpoints: diffSection(before.endpoints, after.endpoints, nameOf),
    groups: diffSection(before.groups, after.groups, nameOf),
    policies: diffSection(before.policies, after.policies, policyName),
    publications: diffSection(before.publications, after.publications, nameOf),
    services: diffSection(before.services, after.services, nameOf),
  };
}

/** @returns true when nothing was added, removed or changed */
export function isEmptyDiff(diff: InventoryDiff): boolean {
  return SECTION_NAMES.every((section) => sizeOf(diff[section]) === 0);
}

/** One line for a log: `endpoints +2 -1 ~3, groups ~1`; `no difference` when there is none. */
export function describeDiff(diff: InventoryDiff): string {
  const parts = SECTION_NAMES.filter((section) => sizeOf(diff[section]) > 0).map((section) => {
    const { added, removed, changed } = diff[section];
    const counts = [count('+', added), count('-', removed), count('~', changed)].filter((text) => text !== '');
    return `${section} ${counts.join(' ')}`;
  });
  return parts.length === 0 ? 'no difference' : parts.join(', ');
}

/** The name of a policy: the same for both orders of its ends. */
export function policyName(policy: Policy): string {
  return [policy.a, policy.b].sort().join(' ');
}

function diffSection<T>(before: readonly T[], after: readonly T[], name: (item: T) => string): SectionDiff {
  const old = new Map(before.map((item) => [name(item), item]));
  const added: string[] = [];
  const changed: string[] = [];
  for (const item of after) {
    const key = name(item);
    const was = old.get(key);
    if (was === undefined) added.push(key);
    else if (!isDeepStrictEqual(was, item)) changed.push(key);
    old.delete(key);
  }
  return { added, removed: [...old.keys()], changed };
}

function nameOf(item: { readonly name: string }): string {
  return item.name;
}

function sizeOf(diff: SectionDiff): number {
  return diff.added.length + diff.removed.length + diff.changed.length;
}

function count(sign: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${sign}${names.length}`;
}
