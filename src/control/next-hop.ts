// The MAC of each host's underlay gateway: from the inventory, or asked for by ARP through the host's switch, again and
// again so that a gateway that moves is noticed. Replies come back as PacketIns and reach main through a worker's
// events ring. Main thread.

import type { Config } from '#base/config.ts';
import type { Log } from '#base/log.ts';
import { ARP_REQUESTS, type ControlCounters, GATEWAYS_MOVED, NEIGHBOURS_HEARD } from '#control/counters.ts';
import type { Datapath } from '#control/datapath.ts';
import type { HostRecord } from '#control/host-rows.ts';
import type { Outbound } from '#control/outbound.ts';
import type { Publisher } from '#control/publisher.ts';
import type { XidSource } from '#control/xid-source.ts';
import { encodeMessage } from '#openflow/message.ts';
import { OFPP_CONTROLLER } from '#openflow/port-number.ts';
import { ARP_FRAME_BYTES, writeArpRequest } from '#wire/arp.ts';

interface Asking {
  readonly host: HostRecord;
  readonly datapath: Datapath;
  readonly generation: number;
  readonly uplinkPort: number;
  nextMs: number;
}

export interface NextHopParts {
  readonly config: Config;
  readonly log: Log;
  readonly counters: ControlCounters;
  readonly xids: XidSource;
  readonly outbound: Outbound;
  readonly publisher: Publisher;
  /** A host's gateway has another MAC than flows on the host's switch name. */
  readonly onMoved: (host: HostRecord) => void;
}

export class NextHops {
  readonly #parts: NextHopParts;
  readonly #bySlot = new Map<number, Asking>();

  constructor(parts: NextHopParts) {
    this.#parts = parts;
  }

  /** Asks from now on, if the host has a gateway whose MAC the inventory does not tell. */
  start(host: HostRecord, datapath: Datapath, uplinkPort: number): void {
    const before = this.#bySlot.get(host.slot);
    this.#bySlot.delete(host.slot);
    if (!host.resolveGateway) return;
    const { generation } = datapath;
    // What is known and was asked for on this connection is asked for again in its time.
    const asked = before?.generation === generation && before.host === host && host.gatewayMac !== undefined;
    this.#bySlot.set(host.slot, { host, datapath, generation, uplinkPort, nextMs: asked ? before.nextMs : 0 });
  }

  stop(host: HostRecord): void {
    this.#bySlot.delete(host.slot);
  }

  /** Sends the requests that are due. */
  tick(nowMs: number): void {
    const { config } = this.#parts;
    for (const asking of this.#bySlot.values()) {
      if (nowMs < asking.nextMs || asking.datapath.generation !== asking.generation) continue;
      asking.nextMs = nowMs + (asking.host.gatewayMac === undefined ? config.arpRetryMs : config.arpRefreshMs);
      this.#ask(asking);
    }
  }

  /** Somebody at a host's uplink said what MAC its address has. Addresses are words. */
  onNeighbour(slot: number, ip: number, macHi: number, macLo: number): void {
    const asking = this.#bySlot.get(slot);
    if (asking === undefined || asking.host.gatewayIp !== ip) return;
    const { publisher, counters, log, onMoved } = this.#parts;
    counters.count(NEIGHBOURS_HEARD);
    const before = asking.host.gatewayMac;
    if (before !== undefined && before.hi === macHi && before.lo === macLo) return;
    publisher.hosts.setGatewayMac(asking.host, macHi, macLo);
    log.info({ host: asking.host.host.name, gateway: asking.host.host.underlay.gateway }, 'next hop found');
    if (before === undefined) return;
    counters.count(GATEWAYS_MOVED);
    onMoved(asking.host);
  }

  #ask({ host, datapath, uplinkPort }: Asking): void {
    const { counters, outbound, xids } = this.#parts;
    const frame = new Uint8Array(ARP_FRAME_BYTES);
    writeArpRequest(frame, 0, host.macHi, host.macLo, host.ip, host.gatewayIp ?? 0);
    const message = encodeMessage({
      version: 4,
      type: 'PACKET_OUT',
      xid: xids.next(),
      inPort: OFPP_CONTROLLER,
      actions: [{ type: 'OUTPUT', port: uplinkPort }],
      data: frame,
    });
    if (outbound.send(datapath, message)) counters.count(ARP_REQUESTS);
  }
}
