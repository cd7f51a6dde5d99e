// Networks of one tenant whose subnets share addresses. Pure; runs where inventories are read. One pass over the subnets
// in order of their first address, so that 10,000 networks cost no 50 million comparisons.

import type { Subnet } from './address.ts';
import type { FaultList } from './fault.ts';
import type { Network } from './nouns.ts';

/** A network and the addresses that it claims in its tenant. */
export interface SubnetClaim {
  readonly tenant: string;
  readonly subnet: Subnet;
  readonly network: Network;
  /** In the file. */
  readonly index: number;
}

/** Adds a fault for each network that overlaps another of its tenant. Two tenants may use the same addresses. */
export function checkOverlaps(claims: readonly SubnetClaim[], faults: FaultList): void {
  const sorted = [...claims].sort(
    (a, b) =>
      (a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : 0) || a.subnet.first - b.subnet.first || a.index - b.index,
  );
  // Prefixes nest or are apart: the one that reaches furthest so far overlaps whatever overlaps any before it.
  let furthest: SubnetClaim | undefined;
  for (const claim of sorted) {
    if (furthest === undefined || furthest.tenant !== claim.tenant || claim.subnet.first > furthest.subnet.last) {
      furthest = claim;
      continue;
    }
    const other = furthest;
    const expected = `a subnet apart from ${other.network.subnet} of network ${other.network.name} (tenant ${claim.tenant})`;
    faults.found(`networks[${claim.index}].subnet`, claim.network.subnet, expected);
    if (claim.subnet.last > furthest.subnet.last) furthest = claim;
  }
}
