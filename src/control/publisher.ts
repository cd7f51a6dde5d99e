// The only writer of the shared tables: turns an inventory, change by change, into rows, keys and class blocks, and
// publishes a version when a batch is complete. Main thread.
//
// What readers may rely on: a row is filled, and what decides about it is in force, before a key leads to it; rows,
// numbers and places are given again only when every worker has swept a version published after they were let go.

import { isDeepStrictEqual } from 'node:util';
import { DaoliError } from '#base/error.ts';
import { type ControlCounters, PUBLICATIONS } from '#control/counters.ts';
import { type DeadRow, type EndpointRecord, EndpointRows, isElsewhere } from '#control/endpoint-rows.ts';
import { type HostRecord, HostRows, isAnotherHost } from '#control/host-rows.ts';
import type { Changes, InventoryChanges } from '#control/inventory-changes.ts';
import { isMoved, type NetworkRecord, NetworkRows } from '#control/network-rows.ts';
import { type ClassRecord, type GroupRecord, PolicyCompiler } from '#control/policy-compiler.ts';
import { TableWrites } from '#control/table-writes.ts';
import { Touched } from '#control/touched.ts';
import type { Endpoint, Group, Host, Member, Policy } from '#model/nouns.ts';
import { ringBell } from '#shm/bell.ts';
import { HashTableWriter } from '#shm/hash-table.ts';
import {
  BOARD_BELL_WORKER,
  BOARD_CHANGING,
  BOARD_SWEPT,
  BOARD_VERSION,
  PAIR_CONNECT,
  PAIR_DISCONNECT,
  SESSIONS_HIGH_WATER,
  type SharedMemory,
} from '#shm/layout.ts';

/** What changes have left to do for who deals with switches. */
export interface Aftermath {
  readonly deadRows: readonly DeadRow[];
  /** Hosts that are none any more: their connections are to be closed. */
  readonly deadHosts: readonly HostRecord[];
  /** Hosts whose packets may go by other next hops: their flows are to be written anew. */
  readonly movedHops: readonly HostRecord[];
}

export class Publisher {
  readonly hosts: HostRows;
  readonly networks: NetworkRows;
  readonly endpoints: EndpointRows;
  readonly policy: PolicyCompiler;
  readonly #memory: SharedMemory;
  readonly #counters: ControlCounters;
  readonly #board: Int32Array;
  readonly #touched: Touched;
  readonly #sessions: readonly Int32Array[];
  readonly #writes: TableWrites;
  #version = 0;
  #swept = 0;
  /** Somebody waits for the next version, though no batch may be. */
  #due = false;
  /** Endpoints whose groups, and classes whose rules, have changed in the batch at hand. */
  readonly #staleEndpoints = new Set<EndpointRecord>();
  readonly #staleClasses = new Set<ClassRecord>();
  #deadHosts: HostRecord[] = [];
  #movedHops: HostRecord[] = [];

  constructor(memory: SharedMemory, counters: ControlCounters) {
    this.#counters = counters;
    this.#memory = memory;
    this.#board = new Int32Array(memory.board);
    this.#touched = new Touched(memory);
    this.#sessions = memory.sessions.map((block) => new Int32Array(block));
    this.#writes = new TableWrites(this.#touched);
    const addresses = new HashTableWriter(memory.addresses);
    this.hosts = new HostRows(memory.hosts, addresses);
    this.policy = new PolicyCompiler(memory, this.#writes);
    this.networks = new NetworkRows(memory, addresses, this.#writes);
    const classIdOf = (policyClass: ClassRecord | undefined) => this.policy.idOf(policyClass);
    this.endpoints = new EndpointRows(memory, addresses, this.#writes, classIdOf);
  }

  /** The version that is published. */
  get version(): number {
    return this.#version;
  }

  /**
   * Prepares changes; `publish` puts them in force.
   * @throws DaoliError `capacity` before anything has changed
   */
  apply(changes: InventoryChanges): void {
    const moving = this.#movingEndpoints(changes);
    this.#checkCapacity(changes, moving);
    const { added, changed, removed } = changes.hosts;
    if (added.length + changed.length + removed.length > 0) this.#touched.all();
    this.#applyHosts(changes.hosts);
    for (const network of changes.networks.added) this.networks.add(network);
    this.networks.change(changes.networks.changed, this.#version);
    for (const group of changes.groups.added) this.policy.addGroup(group);
    this.#applyEndpoints(changes.endpoints, moving);
    this.#applyGroups(changes.groups);
    this.#applyPolicies(changes.policies);
    this.#rewritePolicy();
    for (const { name } of changes.endpoints.removed) this.#removeEndpoint(this.#endpoint(name));
    for (const { name } of changes.networks.removed) this.networks.remove(name, this.#version);
    for (const { name } of changes.hosts.removed) this.#removeHost(this.hosts.byName.get(name)!);
    for (const { name } of changes.groups.removed) this.policy.removeGroup(this.#group(name), this.#version);
  }

  /** The version that every worker had swept at the last `reclaim`. */
  get swept(): number {
    return this.#swept;
  }

  /** Whether something has been prepared that is not in force yet. */
  get hasChanges(): boolean {
    return this.#due || !this.#writes.empty;
  }

  /** The version in which everything that has been prepared is in force. */
  get nextVersion(): number {
    return this.hasChanges ? this.#version + 1 : this.#version;
  }

  /** Puts what has been prepared in force, if anything. @returns whether there was anything */
  publish(): boolean {
    if (!this.hasChanges) return false;
    if (this.#due) this.#touched.all();
    this.#due = false;
    this.#writes.touch();
    // Odd: verdicts wait, a microsecond for a usual change, and those under way are reached again.
    Atomics.add(this.#board, BOARD_CHANGING, 1);
    try {
      this.#writes.commit(this.#version, this.#swept);
    } finally {
      this.#version++;
      this.#touched.stamp(this.#version);
      // Publishes the batch: a worker that sees it judges its sessions again by the tables as they are now. Before the
      // word turns even, so that what was kept of a half-written batch is void when verdicts are reached again.
      Atomics.store(this.#board, BOARD_VERSION, this.#version);
      Atomics.add(this.#board, BOARD_CHANGING, 1);
    }
    this.#counters.count(PUBLICATIONS);
    for (let worker = 0; worker < this.#memory.config.workers; worker++) {
      ringBell(this.#board, BOARD_BELL_WORKER + 16 * worker);
    }
    return true;
  }

  /**
   * Gives an endpoint the number of its port, or takes it away with 0, at the next `publish`.
   * @throws DaoliError `capacity` when there is no row to move it to; nothing has changed then
   */
  locate(record: EndpointRecord, port: number): void {
    if (record.port === port) return;
    if (record.port === 0) this.endpoints.locate(record, port);
    else {
      if (this.endpoints.available === 0) throw this.#tooMany('endpoints', 'endpointRows');
      this.endpoints.replace(record, record.host, port, this.#version);
    }
  }

  /**
   * Has the next `publish` make a version, a batch or not.
   * @returns it: a worker that has swept it writes nothing any more by what it had read before
   */
  requireSweep(): number {
    this.#due = true;
    return this.#version + 1;
  }

  /** What has been left to do since the last call. */
  takeAftermath(): Aftermath {
    const deadHosts = this.#deadHosts;
    const movedHops = this.#movedHops;
    this.#deadHosts = [];
    this.#movedHops = [];
    return { deadRows: this.endpoints.takeDeadRows(), deadHosts, movedHops };
  }

  /** Sessions that a worker looks at after each batch, of the one that has most. */
  get sessionsToSweep(): number {
    let most = 0;
    for (const sessions of this.#sessions) most = Math.max(most, Atomics.load(sessions, SESSIONS_HIGH_WATER));
    return most;
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
    this.networks.reclaim(swept);
    this.endpoints.reclaim(swept);
  }

  #applyHosts(changes: Changes<Host>): void {
    const others = changes.changed.filter(isAnotherHost);
    // First of all: the channel must not find two rows with one dpid.
    for (const { before } of others) this.#removeHost(this.hosts.byName.get(before.name)!);
    for (const { after } of others) this.hosts.add(after, this.#swept);
    for (const change of changes.changed) {
      if (isAnotherHost(change)) continue;
      const record = this.hosts.byName.get(change.after.name)!;
      this.hosts.change(record, change.after);
      this.#movedHops.push(record);
    }
    for (const host of changes.added) this.hosts.add(host, this.#swept);
  }

  #removeHost(record: HostRecord): void {
    this.hosts.remove(record, this.#version);
    this.#deadHosts.push(record);
  }

  #applyEndpoints(changes: Changes<Endpoint>, moving: ReadonlySet<EndpointRecord>): void {
    for (const { after } of changes.changed) {
      const record = this.#endpoint(after.name);
      const network = this.networks.byName.get(after.network)!;
      record.endpoint = after;
      if (network === record.network) continue;
      record.network.endpoints.delete(record);
      record.network = network;
      network.endpoints.add(record);
      this.#staleEndpoints.add(record);
    }
    for (const record of moving) {
      // Its port is found again: on a switch that is connected at once, else when it tells its ports.
      this.endpoints.replace(record, this.hosts.byName.get(record.endpoint.host)!, 0, this.#version);
    }
    for (const endpoint of changes.added) {
      const host = this.hosts.byName.get(endpoint.host)!;
      this.#staleEndpoints.add(this.endpoints.add(endpoint, host, this.networks.byName.get(endpoint.network)!));
    }
  }

  #removeEndpoint(record: EndpointRecord): void {
    this.policy.release(record.policyClass, this.#version);
    this.endpoints.remove(record, this.#version);
  }

  #applyGroups(changes: Changes<Group>): void {
    for (const group of changes.added) {
      const record = this.#group(group.name);
      this.#join(record, group.members);
      this.policy.setRules(record, group, this.#version);
    }
    for (const { before, after } of changes.changed) {
      const record = this.#group(after.name);
      this.#leave(record, before.members);
      this.#join(record, after.members);
      if (isDeepStrictEqual(before.rules, after.rules)) {
        record.group = after;
        continue;
      }
      this.policy.setRules(record, after, this.#version);
      for (const policyClass of record.classes) this.#staleClasses.add(policyClass);
    }
    for (const group of changes.removed) this.#leave(this.#group(group.name), group.members);
  }

  #join(record: GroupRecord, members: readonly Member[]): void {
    for (const member of members) {
      const holder = this.#holderOf(member);
      holder?.groups.add(record);
      this.#markStale(holder);
    }
  }

  #leave(record: GroupRecord, members: readonly Member[]): void {
    for (const member of members) {
      const holder = this.#holderOf(member);
      holder?.groups.delete(record);
      this.#markStale(holder);
    }
  }

  #holderOf({ network, endpoint }: Member): EndpointRecord | NetworkRecord | undefined {
    return network === undefined ? this.endpoints.byName.get(endpoint!) : this.networks.byName.get(network);
  }

  #markStale(holder: EndpointRecord | NetworkRecord | undefined): void {
    if (holder === undefined) return;
    if ('endpoint' in holder) this.#staleEndpoints.add(holder);
    else for (const endpoint of holder.endpoints) this.#staleEndpoints.add(endpoint);
  }

  #applyPolicies(changes: Changes<Policy>): void {
    const set = ({ a, b }: Policy, action: number) =>
      this.endpoints.setPair(this.#endpoint(a), this.#endpoint(b), action);
    for (const policy of changes.removed) set(policy, 0);
    for (const { after } of changes.changed) set(after, actionOf(after));
    for (const policy of changes.added) set(policy, actionOf(policy));
  }

  /** Blocks of changed rules first, then the endpoints' words that lead to new classes. */
  #rewritePolicy(): void {
    this.policy.rewrite(this.#staleClasses, this.#version);
    this.#staleClasses.clear();
    for (const record of this.#staleEndpoints) {
      const before = record.policyClass;
      this.endpoints.setClass(record, this.policy.acquire(union(record.network.groups, record.groups)));
      this.policy.release(before, this.#version);
    }
    this.#staleEndpoints.clear();
  }

  #endpoint(name: string): EndpointRecord {
    return this.endpoints.byName.get(name)!;
  }

  #group(name: string): GroupRecord {
    return this.policy.groups.get(name)!;
  }

  /** Endpoints that need a new row. */
  #movingEndpoints(changes: InventoryChanges): Set<EndpointRecord> {
    const moving = new Set<EndpointRecord>();
    for (const { before } of changes.hosts.changed.filter(isAnotherHost)) {
      for (const record of this.hosts.byName.get(before.name)!.endpoints) moving.add(record);
    }
    for (const { before, after } of changes.networks.changed) {
      if (!isMoved(before, after)) continue;
      for (const record of this.networks.byName.get(before.name)!.endpoints) moving.add(record);
    }
    for (const { before, after } of changes.endpoints.changed) {
      if (isElsewhere(before, after)) moving.add(this.#endpoint(after.name));
    }
    for (const { name } of changes.endpoints.removed) moving.delete(this.#endpoint(name));
    return moving;
  }

  /** Looks before anything changes whether there are rows for it all, old and new side by side. */
  #checkCapacity(changes: InventoryChanges, moving: ReadonlySet<EndpointRecord>): void {
    const { hosts, networks, endpoints, policies } = changes;
    if (endpoints.added.length + moving.size > this.endpoints.available) {
      throw this.#tooMany('endpoints', 'endpointRows');
    }
    if (networks.added.length + networks.changed.length > this.networks.available) {
      throw this.#tooMany('networks', 'networkRows');
    }
    const slots = hosts.added.length + hosts.changed.filter(isAnotherHost).length;
    if (slots > this.hosts.available) {
      throw new DaoliError('capacity', `no room for ${slots} hosts more; change fewer at once`);
    }
    let pairs = this.endpoints.pairCount + policies.added.length;
    for (const record of moving) pairs += record.pairs.size;
    if (pairs > this.#memory.config.pairRows) throw this.#tooMany('policies', 'pairRows');
  }

  #tooMany(what: string, setting: 'endpointRows' | 'networkRows' | 'pairRows'): DaoliError {
    return new DaoliError(
      'capacity',
      `no room for so many ${what} beside those that workers may still look at: ${setting} is ` +
        `${this.#memory.config[setting]}; start with a greater one (--set ${setting}=N), or change less at once`,
    );
  }
}

function actionOf({ action }: Policy): number {
  return action === 'connect' ? PAIR_CONNECT : PAIR_DISCONNECT;
}

function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (b.size === 0) return a;
  if (a.size === 0) return b;
  return a.union(b);
}
