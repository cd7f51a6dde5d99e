// Rows of the hosts table. A host keeps its slot while its datapath, uplink, underlay address and MAC stay; when they
// change it is another host in another slot, so that no reader ever sees half of each. Its next hops (prefix, gateway,
// the gateway's MAC) change in its row: only flows on its own switch name them, and who wrote one by half of a change
// writes it again. Main thread, the table's only writer.

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
  host: Host;
  readonly ip: number;
  readonly macHi: number;
  readonly macLo: number;
  gatewayIp: number | undefined;
  /** Its gateway's MAC is asked for by ARP. */
  resolveGateway: boolean;
  gatewayMac: MacWords | undefined;
  /** Which pair of words was written last: 1 or 2. */
  gatewayPair: number;
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
    const { ip, mac } = host.underlay;
    const { hi, lo } = macWords(mac);
    const record: HostRecord = {
      slot,
      host,
      ip: ipv4Word(ip),
      macHi: hi,
      macLo: lo,
      gatewayIp: undefined,
      resolveGateway: false,
      gatewayMac: undefined,
      gatewayPair: 2,
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
    this.#setNextHops(record);
    // Publishes the row to the channel, which looks for dpids, and to workers.
    Atomics.store(this.#words, row + HOST_STATE, HOST_STATE_KNOWN);
    this.#addresses.set(TENANT_UNDERLAY, record.ip, slot + 1, swept);
    this.#bySlot.set(slot, record);
    this.byName.set(host.name, record);
    this.byDpid.set(host.dpid, record);
    return record;
  }

  /** Changes what a host may change in its place: see `isAnotherHost`. */
  change(record: HostRecord, host: Host): void {
    record.host = host;
    this.#setNextHops(record);
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
    // Never the pair that a worker may be reading.
    const pair = record.gatewayPair === 1 ? 2 : 1;
    const at = row + (pair === 1 ? HOST_GATEWAY_MAC_1 : HOST_GATEWAY_MAC_2);
    this.#words[at] = macHi;
    this.#words[at + 1] = macLo;
    // Names the pair that was written before.
    Atomics.store(this.#words, row + HOST_GATEWAY_MAC_PAIR, pair);
    record.gatewayPair = pair;
    record.gatewayMac = { hi: macHi, lo: macLo };
  }

  #setNextHops(record: HostRecord): void {
    const { prefix, gateway, gatewayMac } = record.host.underlay;
    const row = record.slot * HOST_WORDS;
    const gatewayIp = gateway === undefined ? undefined : ipv4Word(gateway);
    if (gatewayIp !== record.gatewayIp) {
      record.gatewayMac = undefined;
      // The MAC is nobody's from here on.
      Atomics.store(this.#words, row + HOST_GATEWAY_MAC_PAIR, 0);
    }
    record.gatewayIp = gatewayIp;
    record.resolveGateway = gateway !== undefined && gatewayMac === undefined;
    Atomics.store(this.#words, row + HOST_NETMASK, netmaskWord(prefix));
    if (gatewayMac === undefined) return;
    const { hi, lo } = macWords(gatewayMac);
    this.setGatewayMac(record, hi, lo);
  }
}

/** Whether anything changed that a host must not change in its slot: its sessions end. */
export function isAnotherHost({ before, after }: { readonly before: Host; readonly after: Host }): boolean {
  return (
    before.dpid !== after.dpid ||
    before.uplink !== after.uplink ||
    before.underlay.ip !== after.underlay.ip ||
    before.underlay.mac !== after.underlay.mac
  );
}
