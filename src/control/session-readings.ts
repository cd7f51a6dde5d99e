// Sessions for people: read from the workers' tables in shared memory, a page at a time, without copying them. A row
// may change while it is read; it is believed only if its state is the same before and after. Main thread.

import type { Page, Session, SessionFilter } from '#client/schema.ts';
import type { Publisher } from '#control/publisher.ts';
import { ipv4Text } from '#model/address.ts';
import { nowMs } from '#shm/clock.ts';
import {
  ENDPOINT_IP,
  ENDPOINT_WORDS,
  SESSION_BYTES,
  SESSION_CREATED_MS,
  SESSION_LIVE,
  SESSION_PACKETS,
  SESSION_PORTS,
  SESSION_PROTOCOL,
  SESSION_SHAPE,
  SESSION_SLOTS,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_OPEN,
  SESSION_TARGET,
  SESSION_WIRE_PORTS,
  SESSION_WORDS,
  SHAPE_ACROSS,
  SHAPE_ROUTED,
  type SharedMemory,
} from '#shm/layout.ts';
import { SessionTable } from '#shm/session-table.ts';

const PROTOCOL_ICMP = 1;
const PROTOCOL_NAMES = new Map([
  [0, 'any'],
  [PROTOCOL_ICMP, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [132, 'sctp'],
]);
const WITH_PORTS = new Set([6, 17, 132]);

export class SessionReadings {
  readonly tables: readonly SessionTable[];
  readonly #publisher: Publisher;
  readonly #endpoints: Int32Array;
  readonly #scanRows: number;
  /** The row at hand, copied so that all of it is of one moment. */
  readonly #row = new Int32Array(SESSION_WORDS);
  readonly #float = new Float32Array(this.#row.buffer);

  /** @param scanRows rows that one request may look at */
  constructor(memory: SharedMemory, publisher: Publisher, scanRows: number) {
    this.tables = memory.sessions.map((block) => new SessionTable(block, memory.config.sessionRows));
    this.#publisher = publisher;
    this.#endpoints = new Int32Array(memory.endpoints);
    this.#scanRows = scanRows;
  }

  /** Live sessions: open ones, and ended ones whose flows are not yet known to be gone. */
  get used(): number {
    return this.tables.reduce((sum, table) => sum + table.used, 0);
  }

  read(filter: SessionFilter, page: Page): { items: Session[]; total: number; partial: boolean } {
    const items: Session[] = [];
    const { endpoint } = filter;
    const wanted = endpoint === undefined ? -1 : (this.#publisher.endpoints.byName.get(endpoint)?.row ?? -2);
    if (wanted === -2) return { items, total: 0, partial: false };
    const end = page.offset + page.limit;
    let matched = 0;
    let left = this.#scanRows;
    let partial = false;
    for (let worker = 0; worker < this.tables.length; worker++) {
      const table = this.tables[worker]!;
      const rows = table.highWater;
      for (let index = 0; index < rows; index++) {
        // Without a filter the rows behind the page need not be looked at: the owners count their sessions.
        if (left-- === 0 || (wanted < 0 && matched >= end)) {
          partial = left < 0;
          break;
        }
        if (!this.#copy(table, index, wanted)) continue;
        if (matched >= page.offset && matched < end) items.push(this.#session(worker, index));
        matched++;
      }
      if (left < 0) break;
    }
    return { items, total: wanted < 0 ? Math.max(matched, this.used) : matched, partial };
  }

  /** Copies an open row, if it has the wanted end (-1: any). @returns false when it is none or changed meanwhile */
  #copy(table: SessionTable, index: number, wanted: number): boolean {
    const { words } = table;
    const at = table.at(index);
    const state = Atomics.load(words, at + SESSION_STATE);
    if ((state & 0xff) !== SESSION_STATE_OPEN) return false;
    if (wanted >= 0 && words[at + SESSION_SOURCE] !== wanted && words[at + SESSION_TARGET] !== wanted) return false;
    for (let i = 0; i < SESSION_WORDS; i++) this.#row[i] = words[at + i]!;
    return Atomics.load(words, at + SESSION_STATE) === state;
  }

  #session(worker: number, index: number): Session {
    const row = this.#row;
    const protocol = row[SESSION_PROTOCOL]!;
    const shape = row[SESSION_SHAPE]!;
    const across = (shape & SHAPE_ACROSS) !== 0;
    const ports = row[SESSION_PORTS]!;
    const withPorts = WITH_PORTS.has(protocol);
    return {
      id: `${worker}-${index}-${(row[SESSION_STATE]! >>> 8) & 0xff}`,
      worker,
      kind: across ? 'cross-host' : (shape & SHAPE_ROUTED) !== 0 ? 'same-host-route' : 'same-host-switch',
      match: protocol === 0 ? 'coarse' : 'exact',
      inner: {
        protocol: PROTOCOL_NAMES.get(protocol) ?? String(protocol),
        source: this.#end(row[SESSION_SOURCE]!, withPorts ? ports >>> 16 : null),
        target: this.#end(row[SESSION_TARGET]!, withPorts ? ports & 0xffff : null),
      },
      wire: across ? this.#wire(protocol) : null,
      ageMs: (nowMs() - row[SESSION_CREATED_MS]!) >>> 0,
      packets: row[SESSION_PACKETS]! >>> 0,
      bytes: Math.round(this.#float[SESSION_BYTES]!),
      liveFlows: [0, 1, 2, 3].filter((flow) => ((row[SESSION_LIVE]! >>> flow) & 1) === 1).length,
    };
  }

  #end(endpointRow: number, port: number | null) {
    return {
      ip: ipv4Text(this.#endpoints[endpointRow * ENDPOINT_WORDS + ENDPOINT_IP]! >>> 0),
      port,
      endpoint: this.#publisher.endpoints.byRow[endpointRow]?.endpoint.name ?? null,
    };
  }

  #wire(protocol: number): NonNullable<Session['wire']> {
    const slots = this.#row[SESSION_SLOTS]!;
    const key = this.#row[SESSION_WIRE_PORTS]!;
    const withPorts = WITH_PORTS.has(protocol);
    return {
      sourceHost: this.#hostName(slots >>> 16),
      targetHost: this.#hostName(slots & 0xffff),
      sourcePort: withPorts ? key >>> 16 : null,
      targetPort: withPorts ? key & 0xffff : null,
      icmpCode: protocol === PROTOCOL_ICMP ? key & 0xff : null,
    };
  }

  #hostName(slot: number): string {
    return this.#publisher.hosts.at(slot)?.host.name ?? `slot ${slot}`;
  }
}
