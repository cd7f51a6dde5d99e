// Rows of the networks table, and the numbers of tenants. A network keeps its row while tenant, subnet and gateway
// stay. Main thread, the table's only writer.

import type { EndpointRecord } from '#control/endpoint-rows.ts';
import type { Changes } from '#control/inventory-changes.ts';
import type { GroupRecord } from '#control/policy-compiler.ts';
import { RowPool } from '#control/rows.ts';
import type { TableWrites } from '#control/table-writes.ts';
import { ipv4Word, netmaskWord } from '#control/words.ts';
import { cidrSubnet } from '#model/address.ts';
import type { Network } from '#model/nouns.ts';
import type { HashTableWriter } from '#shm/hash-table.ts';
import {
  ADDRESS_GATEWAY,
  NETWORK_FLAG_ISOLATED,
  NETWORK_FLAGS,
  NETWORK_GATEWAY,
  NETWORK_NETMASK,
  NETWORK_STATE,
  NETWORK_SUBNET,
  NETWORK_TENANT,
  NETWORK_WORDS,
  type SharedMemory,
} from '#shm/layout.ts';

export interface NetworkRecord {
  network: Network;
  row: number;
  /** Number of its tenant. */
  tenant: number;
  readonly endpoints: Set<EndpointRecord>;
  /** Groups that it is a member of. */
  readonly groups: Set<GroupRecord>;
}

export class NetworkRows {
  readonly byName = new Map<string, NetworkRecord>();
  readonly #words: Int32Array;
  readonly #addresses: HashTableWriter;
  readonly #writes: TableWrites;
  readonly #pool: RowPool;
  readonly #tenants = new Map<string, { readonly number: number; networks: number }>();
  #nextTenant = 0;

  constructor(memory: SharedMemory, addresses: HashTableWriter, writes: TableWrites) {
    this.#words = new Int32Array(memory.networks);
    this.#addresses = addresses;
    this.#writes = writes;
    this.#pool = new RowPool(memory.config.networkRows);
  }

  /** Rows that could be given now. */
  get available(): number {
    return this.#pool.available;
  }

  add(network: Network): void {
    const tenant = this.#takeTenant(network.tenant);
    const record: NetworkRecord = { network, row: -1, tenant, endpoints: new Set(), groups: new Set() };
    this.#fill(record);
    this.byName.set(network.name, record);
  }

  /** Changes networks. @returns those that are in another row now: their endpoints' rows name the old one */
  change(changed: Changes<Network>['changed'], version: number): Set<NetworkRecord> {
    const moved = new Set<NetworkRecord>();
    for (const { before, after } of changed) {
      const record = this.byName.get(after.name)!;
      record.network = after;
      if (!isMoved(before, after)) {
        this.#writes.storePolicy(this.#words, record.row * NETWORK_WORDS + NETWORK_FLAGS, flagsOf(after));
        continue;
      }
      const { row, tenant } = record;
      record.tenant = this.#takeTenant(after.tenant);
      this.#fill(record);
      this.#drop(row, tenant, before, version);
      moved.add(record);
    }
    return moved;
  }

  /** Forgets a network that no endpoint is in. */
  remove(name: string, version: number): void {
    const record = this.byName.get(name)!;
    this.byName.delete(name);
    this.#drop(record.row, record.tenant, record.network, version);
  }

  reclaim(swept: number): void {
    this.#pool.reclaim(swept);
  }

  #fill(record: NetworkRecord): void {
    const { network, tenant } = record;
    const { first, prefix } = cidrSubnet(network.subnet);
    record.row = this.#pool.take();
    const at = record.row * NETWORK_WORDS;
    const words = this.#words;
    words[at + NETWORK_TENANT] = tenant;
    words[at + NETWORK_SUBNET] = first | 0;
    words[at + NETWORK_NETMASK] = netmaskWord(prefix);
    words[at + NETWORK_GATEWAY] = ipv4Word(network.gateway);
    words[at + NETWORK_FLAGS] = flagsOf(network);
    this.#writes.storeReach(words, at + NETWORK_STATE, 1);
    this.#writes.setReach(this.#addresses, tenant, ipv4Word(network.gateway), ADDRESS_GATEWAY | record.row);
  }

  #drop(row: number, tenant: number, network: Network, version: number): void {
    this.#writes.deleteCleanup(this.#addresses, tenant, ipv4Word(network.gateway), ADDRESS_GATEWAY | row);
    this.#writes.storeCleanup(this.#words, row * NETWORK_WORDS + NETWORK_STATE, 0);
    this.#pool.retire(row, version);
    this.#letTenantGo(network.tenant);
  }

  #takeTenant(name: string): number {
    let tenant = this.#tenants.get(name);
    if (tenant === undefined) {
      // Numbers are never used again: two billion tenants outlast any process.
      tenant = { number: this.#nextTenant++, networks: 0 };
      this.#tenants.set(name, tenant);
    }
    tenant.networks++;
    return tenant.number;
  }

  #letTenantGo(name: string): void {
    const tenant = this.#tenants.get(name);
    if (tenant !== undefined && --tenant.networks === 0) this.#tenants.delete(name);
  }
}

/** Whether anything changed that a live row must not change. */
export function isMoved(before: Network, after: Network): boolean {
  return before.tenant !== after.tenant || before.subnet !== after.subnet || before.gateway !== after.gateway;
}

function flagsOf(network: Network): number {
  return network.isolated ? NETWORK_FLAG_ISOLATED : 0;
}
