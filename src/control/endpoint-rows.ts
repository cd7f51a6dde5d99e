// Rows of the endpoints table, the keys that lead to them, and pair policies, which are keyed by rows. In a live row
// only the class, the pair flag and (once, from 0) the port change; whatever else changes makes a new row, and the old
// one is dead until every worker has judged its sessions again. Main thread, the tables' only writer.

import type { HostRecord } from '#control/host-rows.ts';
import type { NetworkRecord } from '#control/network-rows.ts';
import type { ClassRecord, GroupRecord } from '#control/policy-compiler.ts';
import { RowPool } from '#control/rows.ts';
import type { TableWrites } from '#control/table-writes.ts';
import { ipv4Word, macWords } from '#control/words.ts';
import type { Endpoint } from '#model/nouns.ts';
import { HashTableWriter } from '#shm/hash-table.ts';
import {
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
  type SharedMemory,
} from '#shm/layout.ts';

export interface EndpointRecord {
  endpoint: Endpoint;
  row: number;
  /** The keys that lead to its row. */
  keys: RowKeys;
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

interface RowKeys {
  readonly slot: number;
  readonly tenant: number;
  readonly ip: number;
}

/** A row that is dead, with the slot that it was on: its flows are to be deleted. */
export interface DeadRow {
  readonly slot: number;
  readonly row: number;
}

export class EndpointRows {
  readonly byName = new Map<string, EndpointRecord>();
  /** Who has a row: sessions name their ends by it. */
  readonly byRow: (EndpointRecord | undefined)[] = [];
  readonly #words: Int32Array;
  readonly #ports: HashTableWriter;
  readonly #addresses: HashTableWriter;
  readonly #pairs: HashTableWriter;
  readonly #writes: TableWrites;
  readonly #classIdOf: (policyClass: ClassRecord | undefined) => number;
  readonly #pool: RowPool;
  #deadRows: DeadRow[] = [];
  #unlocated: EndpointRecord[] = [];

  constructor(
    memory: SharedMemory,
    addresses: HashTableWriter,
    writes: TableWrites,
    classIdOf: (policyClass: ClassRecord | undefined) => number,
  ) {
    this.#words = new Int32Array(memory.endpoints);
    this.#ports = new HashTableWriter(memory.ports);
    this.#pairs = new HashTableWriter(memory.pairs);
    this.#addresses = addresses;
    this.#writes = writes;
    this.#classIdOf = classIdOf;
    this.#pool = new RowPool(memory.config.endpointRows);
  }

  /** Rows that could be given now. */
  get available(): number {
    return this.#pool.available;
  }

  /** Pair policies in force. */
  get pairCount(): number {
    return this.#pairs.size;
  }

  /** Rows that have died since the last call. */
  takeDeadRows(): readonly DeadRow[] {
    const deadRows = this.#deadRows;
    this.#deadRows = [];
    return deadRows;
  }

  /** Endpoints in rows new since the last call, whose ports are to be found. */
  takeUnlocated(): readonly EndpointRecord[] {
    const unlocated = this.#unlocated;
    this.#unlocated = [];
    return unlocated;
  }

  add(endpoint: Endpoint, host: HostRecord, network: NetworkRecord): EndpointRecord {
    const record: EndpointRecord = {
      ...{ endpoint, host, network, row: -1, port: 0, keys: { slot: 0, tenant: 0, ip: 0 } },
      ...{ groups: new Set(), policyClass: undefined, pairs: new Map() },
    };
    host.endpoints.add(record);
    network.endpoints.add(record);
    this.byName.set(endpoint.name, record);
    this.#fill(record);
    return record;
  }

  /**
   * Moves an endpoint to a new row: its sessions end, whatever names it finds the new one. The caller has seen that
   * there is a row.
   */
  replace(record: EndpointRecord, host: HostRecord, port: number, version: number): void {
    const { row, keys, port: oldPort } = record;
    record.host.endpoints.delete(record);
    record.host = host;
    host.endpoints.add(record);
    record.port = port;
    this.#fill(record);
    for (const other of record.pairs.keys()) this.#writes.deleteCleanup(this.#pairs, ...pairRows(row, other.row), 0);
    this.#drop(row, keys, oldPort, version);
  }

  /** Forgets an endpoint that no policy names. */
  remove(record: EndpointRecord, version: number): void {
    this.byName.delete(record.endpoint.name);
    record.host.endpoints.delete(record);
    record.network.endpoints.delete(record);
    this.#drop(record.row, record.keys, record.port, version);
  }

  /** Gives an endpoint that had no port the number of its port. */
  locate(record: EndpointRecord, port: number): void {
    record.port = port;
    this.#writes.storeReach(this.#words, record.row * ENDPOINT_WORDS + ENDPOINT_PORT, port);
    this.#writes.setReach(this.#ports, record.host.slot, port | 0, record.row + 1);
  }

  setClass(record: EndpointRecord, policyClass: ClassRecord | undefined): void {
    record.policyClass = policyClass;
    this.#writes.storePolicy(this.#words, record.row * ENDPOINT_WORDS + ENDPOINT_CLASS, this.#classIdOf(policyClass));
  }

  /** @param action PAIR_CONNECT, PAIR_DISCONNECT, or 0: none any more */
  setPair(a: EndpointRecord, b: EndpointRecord, action: number): void {
    if (action === 0) {
      a.pairs.delete(b);
      b.pairs.delete(a);
      this.#writes.deletePolicy(this.#pairs, ...pairRows(a.row, b.row));
    } else {
      a.pairs.set(b, action);
      b.pairs.set(a, action);
      this.#writes.setPolicy(this.#pairs, ...pairRows(a.row, b.row), action);
    }
    for (const record of [a, b]) {
      this.#writes.storePolicy(this.#words, record.row * ENDPOINT_WORDS + ENDPOINT_FLAGS, flagsOf(record));
    }
  }

  reclaim(swept: number): void {
    this.#pool.reclaim(swept, (row) => {
      this.#words[row * ENDPOINT_WORDS + ENDPOINT_STATE] = ENDPOINT_STATE_FREE;
    });
  }

  /** Fills a new row; its keys lead to it when the batch is written. */
  #fill(record: EndpointRecord): void {
    const { endpoint, host, network, port, pairs } = record;
    const row = this.#pool.take();
    const keys = { slot: host.slot, tenant: network.tenant, ip: ipv4Word(endpoint.ip) };
    const words = this.#words;
    const at = row * ENDPOINT_WORDS;
    const { hi, lo } = macWords(endpoint.mac);
    words[at + ENDPOINT_TENANT] = keys.tenant;
    words[at + ENDPOINT_NETWORK] = network.row;
    words[at + ENDPOINT_IP] = keys.ip;
    words[at + ENDPOINT_MAC_HI] = hi;
    words[at + ENDPOINT_MAC_LO] = lo;
    words[at + ENDPOINT_HOST] = keys.slot;
    words[at + ENDPOINT_PORT] = port;
    words[at + ENDPOINT_CLASS] = this.#classIdOf(record.policyClass);
    words[at + ENDPOINT_FLAGS] = flagsOf(record);
    record.row = row;
    record.keys = keys;
    this.byRow[row] = record;
    for (const [other, action] of pairs) this.#writes.setPolicy(this.#pairs, ...pairRows(row, other.row), action);
    this.#writes.storeReach(words, at + ENDPOINT_STATE, ENDPOINT_STATE_LIVE);
    this.#writes.setReach(this.#addresses, keys.tenant, keys.ip, row + 1);
    if (port !== 0) this.#writes.setReach(this.#ports, keys.slot, port | 0, row + 1);
    else this.#unlocated.push(record);
  }

  /** The row is dead: its keys go, unless they lead elsewhere by then. */
  #drop(row: number, { slot, tenant, ip }: RowKeys, port: number, version: number): void {
    if (port !== 0) this.#writes.deleteCleanup(this.#ports, slot, port | 0, row + 1);
    this.#writes.deleteCleanup(this.#addresses, tenant, ip, row + 1);
    this.#writes.storeCleanup(this.#words, row * ENDPOINT_WORDS + ENDPOINT_STATE, ENDPOINT_STATE_DEAD);
    this.byRow[row] = undefined;
    this.#pool.retire(row, version);
    this.#deadRows.push({ slot, row });
  }
}

/** Whether anything changed that a live row must not change. */
export function isElsewhere(before: Endpoint, after: Endpoint): boolean {
  return (
    before.host !== after.host ||
    before.port !== after.port ||
    before.ip !== after.ip ||
    before.mac !== after.mac ||
    before.network !== after.network
  );
}

function flagsOf({ pairs }: EndpointRecord): number {
  return pairs.size > 0 ? ENDPOINT_FLAG_PAIRED : 0;
}

function pairRows(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}
