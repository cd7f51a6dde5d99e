// Rows of the hosts table. A host keeps its slot while its underlay address and datapath stay; when they change it is
// another host in another slot, so that no reader ever sees half of each. Main thread, the table's only writer.

import type { EndpointRecord } from '#control/endpoint-rows.ts';
import { RowPool } from '#control/rows.ts';
import { ipv4Word, type MacWords, macWords, netmaskWord } from '#control/words.ts';
import { HOSTS_MAX } from '#model/limits.ts';
import type { Host } from '#model/nouns.ts';
import type { HashTableWriter } from '#shm/hash-table.ts';
import {
  HOST_DPID_HI,
  HOST_DPID_LO,
  HOST_FEATURES,
  HOST_GATEWAY_MAC_1,
  HOST_GATEWAY_MAC_2,
  HOST_GATEWAY_MAC_PAIR,
  HOST_IP,
  HOST_MAC_HI,
  HOST_MAC_LO,
  HOST_NETMASK,
  HOST_STATE,
  HOST_STATE_FREE,
  HOST_STATE_KNOWN,
  HOST_UPLINK_PORT,
  HOST_WORDS,
  TENANT_UNDERLAY,
} from '#shm/layout.ts';

export interface HostRecord {
  readonly slot: number;
  readonly host: Host;
  readonly ip: number;
  readonly macHi: number;
  readonly macLo: number;
  readonly gatewayIp: number | undefined;
  /** Its gateway's MAC is asked for by ARP. */
  readonly resolveGateway: boolean;
  gatewayMac: MacWords | undefined;
  uplinkPort: number;
  /** HOST_STATE_*. */
  state: number;
  readonly endpoints: Set<EndpointRecord>;
}

export class HostRows {
  readonly byName = new Map<string, HostRecord>();
  /** As 16 hexadecimal digits. */
  readonly byDpid = new Map<string, HostRecord>();
  readonly #bySlot = new Map<number, HostRecord>();
  readonly #words: Int32Array;
  readonly #addresses: HashTableWriter;
  readonly #pool = new RowPool(HOSTS_MAX);

  constructor(block: SharedArrayBuffer, addresses: HashTableWriter) {
    this.#words = new Int32Array(block);
    this.#addresses = addresses;
  }

  /** Slots that could be given now. */
  get available(): number {
    return this.#pool.available;
  }

  at(slot: number): HostRecord | undefined {
    return this.#bySlot.get(slot);
  }

  /** Gives a host a slot. From now on its switch may connect. */
  add(host: Host, swept: number): HostRecord {
    const slot = this.#pool.take();
    const { ip, mac, prefix, gateway, gatewayMac } = host.underlay;
    const { hi, lo } = macWords(mac);
    const record: HostRecord = {
      slot,
      host,
      ip: ipv4Word(ip),
      macHi: hi,
      macLo: lo,
      gatewayIp: gateway === undefined ? undefined : ipv4Word(gateway),
      resolveGateway: gateway !== undefined && gatewayMac === undefined,
      gatewayMac: undefined,
      uplinkPort: 0,
      state: HOST_STATE_KNOWN,
      endpoints: new Set(),
    };
    const row = slot * HOST_WORDS;
    this.#words.fill(0, row, row + HOST_WORDS);
    this.#words[row + HOST_DPID_HI] = Number.parseInt(host.dpid.slice(0, 8), 16) | 0;
    this.#words[row + HOST_DPID_LO] = Number.parseInt(host.dpid.slice(8), 16) | 0;
    this.#words[row + HOST_IP] = record.ip;
    this.#words[row + HOST_MAC_HI] = hi;
    this.#words[row + HOST_MAC_LO] = lo;
    this.#words[row + HOST_NETMASK] = netmaskWord(prefix);
    // Publishes the row to the channel, which looks for dpids, and to workers.
    Atomics.store(this.#words, row + HOST_STATE, HOST_STATE_KNOWN);
    this.#addresses.set(TENANT_UNDERLAY, record.ip, slot + 1, swept);
    if (gatewayMac !== undefined) {
      const words = macWords(gatewayMac);
      this.setGatewayMac(record, words.hi, words.lo);
    }
    this.#bySlot.set(slot, record);
    this.byName.set(host.name, record);
    this.byDpid.set(host.dpid, record);
    return record;
  }

  /** Takes a host's slot back: its sessions end with the next sweep, its switch is no host any more. */
  remove(record: HostRecord, version: number): void {
    const { slot, ip, host } = record;
    record.state = HOST_STATE_FREE;
    Atomics.store(this.#words, slot * HOST_WORDS + HOST_STATE, HOST_STATE_FREE);
    // Another host may have the address by now.
    if (this.#addresses.find(TENANT_UNDERLAY, ip) === slot + 1) this.#addresses.delete(TENANT_UNDERLAY, ip, version);
    this.#bySlot.delete(slot);
    if (this.byName.get(host.name) === record) this.byName.delete(host.name);
    if (this.byDpid.get(host.dpid) === record) this.byDpid.delete(host.dpid);
    this.#pool.retire(slot, version);
  }

  /** @param onFree called with each slot that is no longer looked at, before it is given again */
  reclaim(swept: number, onFree: (slot: number) => void): void {
    this.#pool.reclaim(swept, onFree);
  }

  setState(record: HostRecord, state: number): void {
    record.state = state;
    // Publishes what the row says of the switch: uplink and features stand before.
    Atomics.store(this.#words, record.slot * HOST_WORDS + HOST_STATE, state);
  }

  setUplink(record: HostRecord, port: number): void {
    record.uplinkPort = port;
    Atomics.store(this.#words, record.slot * HOST_WORDS + HOST_UPLINK_PORT, port);
  }

  setFeatures(record: HostRecord, features: number): void {
    Atomics.store(this.#words, record.slot * HOST_WORDS + HOST_FEATURES, features);
  }

  setGatewayMac(record: HostRecord, macHi: number, macLo: number): void {
    const row = record.slot * HOST_WORDS;
    const pair = this.#words[row + HOST_GATEWAY_MAC_PAIR] === 1 ? 2 : 1;
    const at = row + (pair === 1 ? HOST_GATEWAY_MAC_1 : HOST_GATEWAY_MAC_2);
    this.#words[at] = macHi;
    this.#words[at + 1] = macLo;
    // Names the pair that was written before.
    Atomics.store(this.#words, row + HOST_GATEWAY_MAC_PAIR, pair);
    record.gatewayMac = { hi: macHi, lo: macLo };
  }
}
