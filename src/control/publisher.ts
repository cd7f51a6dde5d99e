// The only writer of the shared tables: turns an inventory, change by change, into rows, keys and class blocks, and
// publishes a version when a batch is complete. Main thread.
//
// What readers may rely on: a row is filled before a key or a word leads to it; in a live row only the class, the
// pair flag and (once, from 0) the port change; whatever else changes makes a new row, and the old one is dead. Rows,
// numbers and places are given again only when every worker has swept a version published after they were let go.

import { isDeepStrictEqual } from 'node:util';
import { DaoliError } from '#base/error.ts';
import { type ControlCounters, PUBLICATIONS } from '#control/counters.ts';
import { type HostRecord, HostRows } from '#control/host-rows.ts';
import type { Changes, InventoryChanges } from '#control/inventory-changes.ts';
import { type ClassRecord, type GroupRecord, PolicyCompiler } from '#control/policy-compiler.ts';
import { RowPool } from '#control/rows.ts';
import { ipv4Word, macWords, netmaskWord } from '#control/words.ts';
import { cidrSubnet } from '#model/address.ts';
import type { Endpoint, Group, Host, Member, Network, Policy } from '#model/nouns.ts';
import { ringBell } from '#shm/bell.ts';
import { HashTableWriter } from '#shm/hash-table.ts';
import {
  ADDRESS_GATEWAY,
  BOARD_BELL_WORKER,
  BOARD_SWEPT,
  BOARD_VERSION,
  ENDPOINT_CLASS,
  ENDPOINT_FLAG_PAIRED,
  ENDPOINT_FLAGS,
  ENDPOINT_HOST,
  ENDPOINT_IP,
  ENDPOINT_MAC_HI,
  ENDPOINT_MAC_LO,
  ENDPOINT_NETWORK,
  ENDPOINT_PORT,
  ENDPOINT_STATE,
  ENDPOINT_STATE_DEAD,
  ENDPOINT_STATE_FREE,
  ENDPOINT_STATE_LIVE,
  ENDPOINT_TENANT,
  ENDPOINT_WORDS,
  NETWORK_FLAG_ISOLATED,
  NETWORK_FLAGS,
  NETWORK_GATEWAY,
  NETWORK_NETMASK,
  NETWORK_STATE,
  NETWORK_SUBNET,
  NETWORK_TENANT,
  NETWORK_WORDS,
  PAIR_CONNECT,
  PAIR_DISCONNECT,
  type SharedMemory,
} from '#shm/layout.ts';

export interface NetworkRecord {
  network: Network;
  row: number;
  tenant: number;
  readonly endpoints: Set<EndpointRecord>;
  /** Groups that it is a member of. */
  readonly groups: Set<GroupRecord>;
}

export interface EndpointRecord {
  endpoint: Endpoint;
  row: number;
  /** OpenFlow port; 0 = not located. */
  port: number;
  host: HostRecord;
  network: NetworkRecord;
  /** Groups that it is a member of by itself. */
  readonly groups: Set<GroupRecord>;
  policyClass: ClassRecord | undefined;
  /** Pair policies by the other end. */
  readonly pairs: Map<EndpointRecord, number>;
}

/** What changes have left to do for who deals with switches. */
export interface Aftermath {
  /** Rows that are dead, with the slot that they were on: their flows are to be deleted. */
  readonly deadRows: { readonly slot: number; readonly row: number }[];
  /** Hosts that are none any more: their connections are to be closed. */
  readonly deadHosts: HostRecord[];
  /** Endpoints whose port is to be found. */
  readonly unlocated: EndpointRecord[];
}

export class Publisher {
  readonly hosts: HostRows;
  readonly policy: PolicyCompiler;
  readonly networks = new Map<string, NetworkRecord>();
  readonly endpoints = new Map<string, EndpointRecord>();
  /** Who has a row: sessions name their ends by it. */
  readonly endpointByRow: (EndpointRecord | undefined)[] = [];
  readonly #memory: SharedMemory;
  readonly #counters: ControlCounters;
  readonly #board: Int32Array;
  readonly #endpointWords: Int32Array;
  readonly #networkWords: Int32Array;
  readonly #ports: HashTableWriter;
  readonly #addresses: HashTableWriter;
  readonly #pairs: HashTableWriter;
  readonly #endpointPool: RowPool;
  readonly #networkPool: RowPool;
  readonly #tenants = new Map<string, { readonly number: number; networks: number }>();
  #nextTenant = 0;
  #version = 0;
  #swept = 0;
  /** Something has changed since the last version. */
  #dirty = false;
  /** Endpoints whose groups, and classes whose rules, have changed in the batch at hand. */
  readonly #staleEndpoints = new Set<EndpointRecord>();
  readonly #staleClasses = new Set<ClassRecord>();
  #aftermath: Aftermath = { deadRows: [], deadHosts: [], unlocated: [] };

  constructor(memory: SharedMemory, counters: ControlCounters) {
    this.#counters = counters;
    this.#memory = memory;
    this.#board = new Int32Array(memory.board);
    this.#endpointWords = new Int32Array(memory.endpoints);
    this.#networkWords = new Int32Array(memory.networks);
    this.#ports = new HashTableWriter(memory.ports);
    this.#addresses = new HashTableWriter(memory.addresses);
    this.#pairs = new HashTableWriter(memory.pairs);
    this.#endpointPool = new RowPool(memory.config.endpointRows);
    this.#networkPool = new RowPool(memory.config.networkRows);
    this.hosts = new HostRows(memory.hosts, this.#addresses);
    this.policy = new PolicyCompiler(memory);
  }

  /** The version that is published. */
  get version(): number {
    return this.#version;
  }

  /** The version that every worker has swept. */
  get swept(): number {
    return this.#swept;
  }

  /**
   * Applies changes to the tables; workers act on them once `publish` is called.
   * @throws DaoliError `capacity` before anything has changed
   */
  apply(changes: InventoryChanges): void {
    this.#checkCapacity(changes);
    const movedHosts = this.#applyHosts(changes.hosts);
    const movedNetworks = this.#applyNetworks(changes.networks);
    for (const group of changes.groups.added) this.policy.addGroup(group);
    this.#applyEndpoints(changes.endpoints, movedHosts, movedNetworks);
    this.#applyGroups(changes.groups);
    this.#applyPolicies(changes.policies);
    this.#rewritePolicy();
    for (const endpoint of changes.endpoints.removed) this.#removeEndpoint(this.#endpoint(endpoint.name));
    for (const network of changes.networks.removed) this.#removeNetwork(this.networks.get(network.name)!);
    for (const host of changes.hosts.removed) this.#removeHost(this.hosts.byName.get(host.name)!);
    for (const group of changes.groups.removed) {
      this.policy.removeGroup(this.policy.groups.get(group.name)!, this.#version);
    }
    this.#dirty = true;
  }

  /** What has been left to do since the last call. */
  takeAftermath(): Aftermath {
    const aftermath = this.#aftermath;
    this.#aftermath = { deadRows: [], deadHosts: [], unlocated: [] };
    return aftermath;
  }

  /**
   * Gives an endpoint the number of its port, or takes it away with 0.
   * @returns whether anything changed: then `publish`
   */
  locate(record: EndpointRecord, port: number): boolean {
    if (record.port === port) return false;
    if (record.port === 0) {
      record.port = port;
      Atomics.store(this.#endpointWords, record.row * ENDPOINT_WORDS + ENDPOINT_PORT, port);
      this.#setKey(this.#ports, record.host.slot, port | 0, record.row + 1);
    } else this.#replace(record, record.host, port);
    this.#dirty = true;
    return true;
  }

  /** Publishes what has changed since the last version, if anything. @returns whether there was anything */
  publish(): boolean {
    if (!this.#dirty) return false;
    this.#dirty = false;
    this.#version++;
    this.#counters.count(PUBLICATIONS);
    // Publishes the batch: a worker that sees it judges its sessions again by the tables as they are now.
    Atomics.store(this.#board, BOARD_VERSION, this.#version);
    for (let worker = 0; worker < this.#memory.config.workers; worker++) {
      ringBell(this.#board, BOARD_BELL_WORKER + 16 * worker);
    }
    return true;
  }

  /**
   * Frees what no worker looks at any more.
   * @param onSlotFree called with each host slot before it may be given to another host
   */
  reclaim(onSlotFree: (slot: number) => void = () => {}): void {
    let swept = this.#version;
    for (let worker = 0; worker < this.#memory.config.workers; worker++) {
      // Waits to see that the worker has judged all its sessions by this version.
      swept = Math.min(swept, Atomics.load(this.#board, BOARD_SWEPT + 16 * worker));
    }
    if (swept === this.#swept) return;
    this.#swept = swept;
    this.hosts.reclaim(swept, onSlotFree);
    this.policy.reclaim(swept);
    this.#networkPool.reclaim(swept);
    this.#endpointPool.reclaim(swept, (row) => {
      this.#endpointWords[row * ENDPOINT_WORDS + ENDPOINT_STATE] = ENDPOINT_STATE_FREE;
    });
  }

  /** The pair policy of two endpoints: PAIR_CONNECT, PAIR_DISCONNECT or 0. */
  pairOf(a: EndpointRecord, b: EndpointRecord): number {
    return a.pairs.get(b) ?? 0;
  }

  // ── hosts and networks ─────────────────────────────────────────────────────────────────────────────────────

  /** @returns hosts that are in another slot now, by name */
  #applyHosts(changes: Changes<Host>): Map<string, HostRecord> {
    const moved = new Map<string, HostRecord>();
    for (const { before } of changes.changed) {
      const old = this.hosts.byName.get(before.name)!;
      // First of all: the channel must not find two rows with one dpid.
      this.hosts.remove(old, this.#version);
      this.#aftermath.deadHosts.push(old);
      moved.set(before.name, old);
    }
    for (const { after } of changes.changed) this.hosts.add(after, this.#swept);
    for (const host of changes.added) this.hosts.add(host, this.#swept);
    return moved;
  }

  #removeHost(record: HostRecord): void {
    this.hosts.remove(record, this.#version);
    this.#aftermath.deadHosts.push(record);
  }

  /** @returns networks that are in another row now */
  #applyNetworks(changes: Changes<Network>): Set<NetworkRecord> {
    const moved = new Set<NetworkRecord>();
    for (const network of changes.added) this.#addNetwork(network);
    for (const { before, after } of changes.changed) {
      const record = this.networks.get(after.name)!;
      record.network = after;
      if (before.tenant === after.tenant && before.subnet === after.subnet && before.gateway === after.gateway) {
        Atomics.store(this.#networkWords, record.row * NETWORK_WORDS + NETWORK_FLAGS, flagsOf(after));
        continue;
      }
      const oldRow = record.row;
      const oldTenant = record.tenant;
      record.tenant = this.#takeTenant(after.tenant);
      this.#fillNetwork(record);
      this.#dropNetworkRow(oldRow, oldTenant, before);
      moved.add(record);
    }
    return moved;
  }

  #addNetwork(network: Network): void {
    const tenant = this.#takeTenant(network.tenant);
    const record: NetworkRecord = { network, row: -1, tenant, endpoints: new Set(), groups: new Set() };
    this.#fillNetwork(record);
    this.networks.set(network.name, record);
  }

  #fillNetwork(record: NetworkRecord): void {
    const { network, tenant } = record;
    const { first, prefix } = cidrSubnet(network.subnet);
    record.row = this.#networkPool.take();
    const at = record.row * NETWORK_WORDS;
    const words = this.#networkWords;
    words[at + NETWORK_TENANT] = tenant;
    words[at + NETWORK_SUBNET] = first | 0;
    words[at + NETWORK_NETMASK] = netmaskWord(prefix);
    words[at + NETWORK_GATEWAY] = ipv4Word(network.gateway);
    words[at + NETWORK_FLAGS] = flagsOf(network);
    // Publishes the row; the gateway's address leads to it.
    Atomics.store(words, at + NETWORK_STATE, 1);
    this.#setKey(this.#addresses, tenant, ipv4Word(network.gateway), ADDRESS_GATEWAY | record.row);
  }

  #removeNetwork(record: NetworkRecord): void {
    this.networks.delete(record.network.name);
    this.#dropNetworkRow(record.row, record.tenant, record.network);
  }

  #dropNetworkRow(row: number, tenant: number, network: Network): void {
    const gateway = ipv4Word(network.gateway);
    this.#deleteKey(this.#addresses, tenant, gateway, ADDRESS_GATEWAY | row);
    Atomics.store(this.#networkWords, row * NETWORK_WORDS + NETWORK_STATE, 0);
    this.#networkPool.retire(row, this.#version);
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

  // ── endpoints ──────────────────────────────────────────────────────────────────────────────────────────────

  #applyEndpoints(
    changes: Changes<Endpoint>,
    movedHosts: ReadonlyMap<string, HostRecord>,
    movedNetworks: ReadonlySet<NetworkRecord>,
  ): void {
    const replaced = new Set<EndpointRecord>();
    for (const old of movedHosts.values()) for (const record of old.endpoints) replaced.add(record);
    for (const network of movedNetworks) for (const record of network.endpoints) replaced.add(record);
    // Removed ones keep their rows until the end, when nothing refers to them.
    for (const { name } of changes.removed) replaced.delete(this.#endpoint(name));
    for (const { before, after } of changes.changed) {
      const record = this.#endpoint(after.name);
      const network = this.networks.get(after.network)!;
      record.endpoint = after;
      if (network !== record.network) {
        record.network.endpoints.delete(record);
        record.network = network;
        network.endpoints.add(record);
        this.#staleEndpoints.add(record);
      }
      if (isElsewhere(before, after)) replaced.add(record);
    }
    for (const record of replaced) {
      const host = this.hosts.byName.get(record.endpoint.host)!;
      // Its port is found again: by name on the same switch at once, else when the switch tells its ports.
      this.#replace(record, host, 0);
    }
    for (const endpoint of changes.added) this.#addEndpoint(endpoint);
  }

  #addEndpoint(endpoint: Endpoint): void {
    const record: EndpointRecord = {
      endpoint,
      row: -1,
      port: 0,
      host: this.hosts.byName.get(endpoint.host)!,
      network: this.networks.get(endpoint.network)!,
      groups: new Set(),
      policyClass: undefined,
      pairs: new Map(),
    };
    record.host.endpoints.add(record);
    record.network.endpoints.add(record);
    this.endpoints.set(endpoint.name, record);
    this.#staleEndpoints.add(record);
    this.#fillEndpoint(record);
  }

  /** Fills a new row and leads its keys to it. */
  #fillEndpoint(record: EndpointRecord): void {
    const row = this.#endpointPool.take();
    if (row < 0) throw tooMany('endpoints', 'endpointRows', this.#endpointPool.capacity);
    const { endpoint, host, network, port } = record;
    const words = this.#endpointWords;
    const at = row * ENDPOINT_WORDS;
    const { hi, lo } = macWords(endpoint.mac);
    words[at + ENDPOINT_TENANT] = network.tenant;
    words[at + ENDPOINT_NETWORK] = network.row;
    words[at + ENDPOINT_IP] = ipv4Word(endpoint.ip);
    words[at + ENDPOINT_MAC_HI] = hi;
    words[at + ENDPOINT_MAC_LO] = lo;
    words[at + ENDPOINT_HOST] = host.slot;
    words[at + ENDPOINT_PORT] = port;
    words[at + ENDPOINT_CLASS] = this.policy.idOf(record.policyClass);
    words[at + ENDPOINT_FLAGS] = record.pairs.size > 0 ? ENDPOINT_FLAG_PAIRED : 0;
    // Publishes the row; the keys lead to it.
    Atomics.store(words, at + ENDPOINT_STATE, ENDPOINT_STATE_LIVE);
    record.row = row;
    this.endpointByRow[row] = record;
    for (const [other, action] of record.pairs) this.#setPair(record.row, other.row, action);
    this.#setKey(this.#addresses, network.tenant, ipv4Word(endpoint.ip), row + 1);
    if (port !== 0) this.#setKey(this.#ports, host.slot, port | 0, row + 1);
    else this.#aftermath.unlocated.push(record);
  }

  /** Moves an endpoint to a new row: its sessions end, whatever names it finds the new one. */
  #replace(record: EndpointRecord, host: HostRecord, port: number): void {
    const oldRow = record.row;
    record.host.endpoints.delete(record);
    record.host = host;
    host.endpoints.add(record);
    record.port = port;
    this.#fillEndpoint(record);
    for (const other of record.pairs.keys()) this.#pairs.delete(...pairRows(oldRow, other.row), this.#version);
    this.#dropEndpointRow(oldRow);
  }

  #removeEndpoint(record: EndpointRecord): void {
    this.endpoints.delete(record.endpoint.name);
    record.host.endpoints.delete(record);
    record.network.endpoints.delete(record);
    this.policy.release(record.policyClass, this.#version);
    this.#dropEndpointRow(record.row);
  }

  /** The row is dead: its keys go, unless they lead elsewhere by now. */
  #dropEndpointRow(row: number): void {
    const words = this.#endpointWords;
    const at = row * ENDPOINT_WORDS;
    const slot = words[at + ENDPOINT_HOST]!;
    const port = words[at + ENDPOINT_PORT]!;
    if (port !== 0) this.#deleteKey(this.#ports, slot, port, row + 1);
    this.#deleteKey(this.#addresses, words[at + ENDPOINT_TENANT]!, words[at + ENDPOINT_IP]!, row + 1);
    Atomics.store(words, at + ENDPOINT_STATE, ENDPOINT_STATE_DEAD);
    this.endpointByRow[row] = undefined;
    this.#endpointPool.retire(row, this.#version);
    this.#aftermath.deadRows.push({ slot, row });
  }

  #endpoint(name: string): EndpointRecord {
    return this.endpoints.get(name)!;
  }

  // ── policy ─────────────────────────────────────────────────────────────────────────────────────────────────

  #applyGroups(changes: Changes<Group>): void {
    for (const group of changes.added) {
      const record = this.policy.groups.get(group.name)!;
      this.#join(record, group.members);
      this.policy.setRules(record, group, this.#version);
    }
    for (const { before, after } of changes.changed) {
      const record = this.policy.groups.get(after.name)!;
      this.#leave(record, before.members);
      this.#join(record, after.members);
      if (isDeepStrictEqual(before.rules, after.rules)) {
        record.group = after;
        continue;
      }
      this.policy.setRules(record, after, this.#version);
      for (const policyClass of record.classes) this.#staleClasses.add(policyClass);
    }
    for (const group of changes.removed) {
      const record = this.policy.groups.get(group.name)!;
      this.#leave(record, group.members);
    }
  }

  #join(record: GroupRecord, members: readonly Member[]): void {
    for (const { network, endpoint } of members) {
      const holder = network === undefined ? this.endpoints.get(endpoint!) : this.networks.get(network);
      holder?.groups.add(record);
      this.#staleHolder(holder);
    }
  }

  #leave(record: GroupRecord, members: readonly Member[]): void {
    for (const { network, endpoint } of members) {
      const holder = network === undefined ? this.endpoints.get(endpoint!) : this.networks.get(network);
      holder?.groups.delete(record);
      this.#staleHolder(holder);
    }
  }

  #staleHolder(holder: EndpointRecord | NetworkRecord | undefined): void {
    if (holder === undefined) return;
    if ('endpoint' in holder) this.#staleEndpoints.add(holder);
    else for (const endpoint of holder.endpoints) this.#staleEndpoints.add(endpoint);
  }

  #applyPolicies(changes: Changes<Policy>): void {
    for (const { a, b } of changes.removed) this.#setPolicy(this.#endpoint(a), this.#endpoint(b), 0);
    for (const { after } of changes.changed) this.#setPolicyOf(after);
    for (const policy of changes.added) this.#setPolicyOf(policy);
  }

  #setPolicyOf({ a, b, action }: Policy): void {
    this.#setPolicy(this.#endpoint(a), this.#endpoint(b), action === 'connect' ? PAIR_CONNECT : PAIR_DISCONNECT);
  }

  #setPolicy(a: EndpointRecord, b: EndpointRecord, action: number): void {
    if (action === 0) {
      a.pairs.delete(b);
      b.pairs.delete(a);
      this.#pairs.delete(...pairRows(a.row, b.row), this.#version);
    } else {
      a.pairs.set(b, action);
      b.pairs.set(a, action);
      this.#setPair(a.row, b.row, action);
    }
    for (const record of [a, b]) {
      const flags = record.pairs.size > 0 ? ENDPOINT_FLAG_PAIRED : 0;
      Atomics.store(this.#endpointWords, record.row * ENDPOINT_WORDS + ENDPOINT_FLAGS, flags);
    }
  }

  #setPair(rowA: number, rowB: number, action: number): void {
    this.#setKey(this.#pairs, ...pairRows(rowA, rowB), action);
  }

  /** Blocks of changed rules first, then the endpoints' words that lead to new classes. */
  #rewritePolicy(): void {
    this.policy.rewrite(this.#staleClasses, this.#version);
    this.#staleClasses.clear();
    for (const record of this.#staleEndpoints) {
      const before = record.policyClass;
      record.policyClass = this.policy.acquire(union(record.network.groups, record.groups));
      const id = this.policy.idOf(record.policyClass);
      Atomics.store(this.#endpointWords, record.row * ENDPOINT_WORDS + ENDPOINT_CLASS, id);
      this.policy.release(before, this.#version);
    }
    this.#staleEndpoints.clear();
  }

  // ── keys and bounds ────────────────────────────────────────────────────────────────────────────────────────

  #setKey(table: HashTableWriter, key0: number, key1: number, value: number): void {
    // Tables are made for more keys than there are rows: full means that deleted ones wait for a worker's sweep.
    if (!table.set(key0, key1, value, this.#swept)) throw tooMany('keys', 'endpointRows', table.size);
  }

  #deleteKey(table: HashTableWriter, key0: number, key1: number, expected: number): void {
    if (table.find(key0, key1) === expected) table.delete(key0, key1, this.#version);
  }

  /** Looks before anything changes whether there are rows for it all. */
  #checkCapacity(changes: InventoryChanges): void {
    const { config } = this.#memory;
    const moves = new Set(changes.hosts.changed.map(({ after }) => after.name));
    const moving =
      changes.endpoints.changed.length +
      changes.networks.changed.reduce((sum, { after }) => sum + this.networks.get(after.name)!.endpoints.size, 0) +
      [...moves].reduce((sum, name) => sum + this.hosts.byName.get(name)!.endpoints.size, 0);
    if (changes.endpoints.added.length + moving > this.#endpointPool.available) {
      throw tooMany('endpoints', 'endpointRows', config.endpointRows);
    }
    if (changes.networks.added.length + changes.networks.changed.length > this.#networkPool.available) {
      throw tooMany('networks', 'networkRows', config.networkRows);
    }
    if (changes.hosts.added.length + changes.hosts.changed.length > this.hosts.available) {
      throw tooMany('hosts', undefined, this.hosts.available);
    }
    if (this.#pairs.size + changes.policies.added.length > config.pairRows) {
      throw tooMany('policies', 'pairRows', config.pairRows);
    }
  }
}

function tooMany(what: string, setting: string | undefined, bound: number): DaoliError {
  const remedy =
    setting === undefined
      ? 'apply fewer changes at once'
      : `start with a greater ${setting}, or apply fewer changes at once`;
  return new DaoliError(
    'capacity',
    `no room for so many ${what} beside those that workers may still look at: the bound is ${bound}; ${remedy}`,
  );
}

function flagsOf(network: Network): number {
  return network.isolated ? NETWORK_FLAG_ISOLATED : 0;
}

/** Whether anything changed that a live row must not change. */
function isElsewhere(before: Endpoint, after: Endpoint): boolean {
  return (
    before.host !== after.host ||
    before.port !== after.port ||
    before.ip !== after.ip ||
    before.mac !== after.mac ||
    before.network !== after.network
  );
}

function pairRows(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (b.size === 0) return a;
  if (a.size === 0) return b;
  return a.union(b);
}
