// Everything that can be read of the controller: the inventory with what became of it, the switches, and the state of
// the process. Implements the interface that the API reads from, which lies above this room: the composition root
// checks that it fits. Main thread; a list builds the rows of one page and no more.

import type { Endpoint, Group, Host, Network, Policy, Publication, Service } from '#client/inventory-schema.ts';
import type {
  Counter,
  DatapathFilter,
  Datapath as DatapathReading,
  EndpointFilter,
  Health,
  Latency,
  LatencyQuery,
  Page,
  Ready,
  Session,
  SessionFilter,
  Why,
  WhyQuery,
} from '#client/schema.ts';
import type { ControlPlane } from '#control/control-plane.ts';
import { CounterReadings } from '#control/counter-readings.ts';
import type { Datapath } from '#control/datapath.ts';
import { readDatapath } from '#control/datapath-readings.ts';
import type { EndpointRecord } from '#control/endpoint-rows.ts';
import type { HostRecord } from '#control/host-rows.ts';
import type { InventoryFile } from '#control/inventory-file.ts';
import { readLatencies } from '#control/latency-readings.ts';
import type { NetworkRecord } from '#control/network-rows.ts';
import type { GroupRecord } from '#control/policy-compiler.ts';
import { SessionReadings } from '#control/session-readings.ts';
import type { Listening, Threads } from '#control/threads.ts';
import { WhyReader } from '#control/why.ts';
import { HOST_SLOTS, type SharedMemory } from '#shm/layout.ts';

export interface ReadingsParts {
  readonly memory: SharedMemory;
  readonly control: ControlPlane;
  readonly threads: Threads;
  readonly inventoryFile: InventoryFile;
  readonly learn: boolean;
  /** Of the program. */
  readonly version: string;
}

interface Slice<T> {
  readonly items: T[];
  readonly total: number;
  readonly partial?: boolean;
}

export class ControlReadings {
  readonly #parts: ReadingsParts;
  readonly #startedAt = new Date();
  readonly #startedMs = performance.now();
  readonly #sessions: SessionReadings;
  readonly #counters: CounterReadings;
  readonly #why: WhyReader;
  readonly #datapathWords: Int32Array;

  constructor(parts: ReadingsParts) {
    this.#parts = parts;
    const { memory, control } = parts;
    this.#sessions = new SessionReadings(memory, control.publisher, control.config.sessionScanRows);
    this.#counters = new CounterReadings(memory);
    this.#why = new WhyReader(memory, control, (record) => this.#whyNotLocated(record));
    this.#datapathWords = new Int32Array(memory.datapaths);
  }

  // ── the process ────────────────────────────────────────────────────────────────────────────────────────────

  health(): Health {
    const { threads, inventoryFile, learn, version } = this.#parts;
    const reasons = this.#faults();
    const { listening } = threads;
    return {
      status: reasons.length === 0 ? 'ok' : 'degraded',
      reasons,
      version,
      node: process.version,
      startedAt: this.#startedAt.toISOString(),
      uptimeMs: Math.round(performance.now() - this.#startedMs),
      openflow: listening === undefined ? null : `${listening.host}:${listening.port}`,
      learn,
      native: nativeOf(listening),
      inventory: {
        file: inventoryFile.path ?? null,
        generation: inventoryFile.generation,
        loadedAt: inventoryFile.loadedAt?.toISOString() ?? null,
        error: inventoryFile.error ?? null,
      },
      workers: this.#workers(),
      threads: this.#heaps(),
      counts: this.#counts(),
    };
  }

  ready(): Ready {
    const { threads, inventoryFile } = this.#parts;
    const waitingFor: string[] = [];
    if (threads.listening === undefined) waitingFor.push('the OpenFlow listener');
    if (inventoryFile.path !== undefined && inventoryFile.generation === 0) waitingFor.push('the inventory');
    threads.workers.forEach(({ state }, i) => {
      if (state !== 'running') waitingFor.push(`worker ${i}, which is ${state}`);
    });
    return { ready: waitingFor.length === 0, waitingFor };
  }

  counters(): Counter[] {
    return this.#counters.counters();
  }

  latency({ buckets }: LatencyQuery): Latency[] {
    return readLatencies(this.#parts.memory, buckets);
  }

  #faults(): string[] {
    const { threads, inventoryFile, control } = this.#parts;
    const faults: string[] = [];
    threads.workers.forEach(({ state, restarts }, i) => {
      if (state === 'stopped') faults.push(`worker ${i} has stopped`);
      if (restarts > 0) faults.push(`worker ${i} was restarted ${restarts} times`);
    });
    if (inventoryFile.error !== undefined) faults.push(`the latest inventory was refused: ${inventoryFile.error}`);
    const { closed } = control.publisher.policy;
    if (closed > 0) faults.push(`${closed} policy classes had no room in the tables: their endpoints are cut off`);
    return faults;
  }

  #workers(): Health['workers'] {
    const { control, threads } = this.#parts;
    const served = new Array<number>(threads.workers.length).fill(0);
    for (const { worker, connected } of control.datapaths.bySlot.values()) if (connected) served[worker]!++;
    return threads.workers.map(({ state, restarts }, id) => ({
      ...{ id, state, restarts },
      datapaths: served[id]!,
      sessions: this.#sessions.tables[id]!.used,
    }));
  }

  #heaps(): Health['threads'] {
    return this.#parts.threads.heaps.heaps.map(({ thread, usedBytes, totalBytes, externalBytes, collections }) => ({
      ...{ thread, heapUsedBytes: usedBytes, heapBytes: totalBytes, externalBytes, collections },
    }));
  }

  #counts(): Health['counts'] {
    const { inventory, publisher, setup, datapaths } = this.#parts.control;
    let hostsReady = 0;
    let endpointsLocated = 0;
    for (const host of publisher.hosts.byName.values()) {
      const phase = setup.phase(host.slot);
      if (phase === 'ready') hostsReady++;
      if (phase === undefined) continue;
      for (const { port } of host.endpoints) if (port !== 0) endpointsLocated++;
    }
    return {
      ...{ hosts: inventory.hosts.length, hostsReady },
      networks: inventory.networks.length,
      ...{ endpoints: inventory.endpoints.length, endpointsLocated },
      groups: inventory.groups.length,
      policies: inventory.policies.length,
      datapaths: [...datapaths.bySlot.values()].filter(({ connected }) => connected).length,
      sessions: this.#sessions.used,
    };
  }

  // ── the inventory ──────────────────────────────────────────────────────────────────────────────────────────

  hosts(page: Page): Slice<Host> {
    const { hosts } = this.#parts.control.publisher;
    return sliceOf(this.#parts.control.inventory.hosts, page, ({ name }) => this.#host(hosts.byName.get(name)!));
  }

  host(name: string): Host | undefined {
    const record = this.#parts.control.publisher.hosts.byName.get(name);
    return record && this.#host(record);
  }

  networks(page: Page): Slice<Network> {
    const { inventory, publisher } = this.#parts.control;
    return sliceOf(inventory.networks, page, ({ name }) => readNetwork(publisher.networks.byName.get(name)!));
  }

  network(name: string): Network | undefined {
    const record = this.#parts.control.publisher.networks.byName.get(name);
    return record && readNetwork(record);
  }

  endpoints(filter: EndpointFilter, page: Page): Slice<Endpoint> {
    const { inventory, publisher } = this.#parts.control;
    const { network, host } = filter;
    if (network === undefined && host === undefined) {
      return sliceOf(inventory.endpoints, page, ({ name }) => this.#endpoint(publisher.endpoints.byName.get(name)!));
    }
    const inNetwork =
      network === undefined ? undefined : (publisher.networks.byName.get(network)?.endpoints ?? new Set());
    const onHost = host === undefined ? undefined : (publisher.hosts.byName.get(host)?.endpoints ?? new Set());
    const first = (inNetwork ?? onHost)!;
    const found = [...first].filter((record) => onHost === undefined || onHost.has(record));
    return sliceOf(found, page, (record) => this.#endpoint(record));
  }

  endpoint(name: string): Endpoint | undefined {
    const record = this.#parts.control.publisher.endpoints.byName.get(name);
    return record && this.#endpoint(record);
  }

  groups(page: Page): Slice<Group> {
    const { inventory, publisher } = this.#parts.control;
    return sliceOf(inventory.groups, page, ({ name }) => readGroup(publisher.policy.groups.get(name)!));
  }

  group(name: string): Group | undefined {
    const record = this.#parts.control.publisher.policy.groups.get(name);
    return record && readGroup(record);
  }

  policies(page: Page): Slice<Policy> {
    return sliceOf(this.#parts.control.inventory.policies, page, (policy) => ({ ...policy }));
  }

  publications(page: Page): Slice<Publication> {
    return sliceOf(this.#parts.control.inventory.publications, page, (publication) => ({ ...publication }));
  }

  services(page: Page): Slice<Service> {
    return sliceOf(this.#parts.control.inventory.services, page, (service) => ({ ...service }));
  }

  why(query: WhyQuery): Why {
    return this.#why.answer(query);
  }

  #host(record: HostRecord): Host {
    const { host, slot, uplinkPort, endpoints } = record;
    const phase = this.#parts.control.setup.phase(slot);
    return {
      ...host,
      slot,
      state: phase === 'ready' ? 'ready' : phase === undefined ? 'disconnected' : 'preparing',
      reason: this.#whyNotReady(record),
      uplinkPort: uplinkPort === 0 ? null : uplinkPort,
      endpoints: endpoints.size,
    };
  }

  #endpoint(record: EndpointRecord): Endpoint {
    const { endpoint, host, network, port, policyClass } = record;
    const reason = this.#whyNotLocated(record);
    return {
      ...endpoint,
      tenant: network.network.tenant,
      groups: (policyClass?.groups ?? []).map(({ group }) => group.name),
      dpid: host.host.dpid,
      slot: host.slot,
      portNumber: port === 0 ? null : port,
      located: reason === null,
      reason,
    };
  }

  #whyNotReady({ host, slot }: HostRecord): string | null {
    const { control } = this.#parts;
    switch (control.setup.phase(slot)) {
      case 'ready':
        return null;
      case 'ports':
        return 'its switch has not told its ports yet';
      case 'uplink':
        return `its switch has no port ${host.uplink}, which the inventory calls the uplink`;
      case 'flows':
        return 'its switch has not confirmed the standing flows yet';
      default: {
        const datapath = control.datapaths.bySlot.get(slot);
        const ended = datapath?.dpid === host.dpid ? datapath.reason : undefined;
        return ended === undefined
          ? `no switch with datapath id ${host.dpid} has connected`
          : `its switch is disconnected: ${ended}`;
      }
    }
  }

  #whyNotLocated({ endpoint, host, port }: EndpointRecord): string | null {
    const phase = this.#parts.control.setup.phase(host.slot);
    if (phase === undefined || phase === 'ports') {
      return `host ${host.host.name} is not there: ${this.#whyNotReady(host)}`;
    }
    return port === 0 ? `the switch of host ${host.host.name} has no port ${endpoint.port}` : null;
  }

  // ── switches and sessions ──────────────────────────────────────────────────────────────────────────────────

  datapaths(filter: DatapathFilter, page: Page): Slice<DatapathReading> {
    const { publisher, datapaths } = this.#parts.control;
    const found: (Datapath | HostRecord)[] = [];
    for (const host of publisher.hosts.byName.values()) found.push(this.#datapathOf(host) ?? host);
    for (const datapath of datapaths.bySlot.values()) {
      if (datapath.slot >= HOST_SLOTS && datapath.connected) found.push(datapath);
    }
    const wanted = found.filter((one) => filter.state === undefined || stateOf(one) === filter.state);
    return sliceOf(wanted, page, (one) => this.#datapath(one));
  }

  datapath(dpid: string): DatapathReading | undefined {
    const { publisher, datapaths } = this.#parts.control;
    for (const host of publisher.hosts.byName.values()) {
      if (host.host.dpid === dpid) return this.#datapath(this.#datapathOf(host) ?? host);
    }
    const found = datapaths.find(dpid);
    return found?.connected ? this.#datapath(found) : undefined;
  }

  sessions(filter: SessionFilter, page: Page): Slice<Session> {
    return this.#sessions.read(filter, page);
  }

  #datapathOf(host: HostRecord): Datapath | undefined {
    const datapath = this.#parts.control.datapaths.bySlot.get(host.slot);
    return datapath?.dpid === host.host.dpid ? datapath : undefined;
  }

  #datapath(one: Datapath | HostRecord): DatapathReading {
    const host = 'host' in one ? one : this.#parts.control.publisher.hosts.at(one.slot);
    return readDatapath('host' in one ? undefined : one, host, this.#datapathWords);
  }
}

function stateOf(one: Datapath | HostRecord): DatapathReading['state'] {
  return 'host' in one || !one.connected ? 'disconnected' : 'connected';
}

function readNetwork({ network, endpoints }: NetworkRecord): Network {
  return { ...network, endpoints: endpoints.size };
}

function readGroup({ group, classes }: GroupRecord): Group {
  let endpoints = 0;
  for (const { users } of classes) endpoints += users;
  return {
    name: group.name,
    members: group.members as Group['members'],
    rules: group.rules as Group['rules'],
    endpoints,
  };
}

function sliceOf<T, R>(rows: readonly T[], { offset, limit }: Page, read: (row: T) => R): Slice<R> {
  return { items: rows.slice(offset, offset + limit).map(read), total: rows.length };
}

/** Whether sockets are served by the native bindings, and in words by what and why. */
function nativeOf(listening: Listening | undefined): Health['native'] {
  if (listening === undefined) return { used: false, reason: 'the channel thread does not listen yet' };
  const { door, doorReason } = listening;
  const used = door === 'epoll';
  const why = used ? '' : doorReason === '' ? ': the native bindings are not wanted' : `: ${doorReason}`;
  return { used, reason: `sockets by ${door}${why}` };
}
