// Makes a host of a connected switch: asynchronous messages, ports, meters, standing flows, barrier; then it is ready
// and workers set up sessions on it. Runs again at every connection. What a switch does not answer in time is asked
// again. Main thread.
//
//   connected ─▶ ports ─▶ (uplink missing ─▶) flows ─▶ ready
//                  ▲ port list      │ uplink found    │ barrier reply: HOST_STATE = READY
//                  └────────────────┴─ port changes locate endpoints at any time
//
// Session flows across hosts name the uplink's number and the next hop's MAC. When either is another one they are
// deleted twice: at once, so that the number may be another port's, and when every worker has swept a later version,
// since one that had read what was before may have written behind the first deletion. Sessions stay open by their other
// host's flows, and the next packet writes these again. A switch that comes back is compared with the sessions
// afterwards, with its uplink or without it.

import type { Config } from '#base/config.ts';
import { DaoliError } from '#base/error.ts';
import type { Log } from '#base/log.ts';
import { type ControlCounters, HOST_SETUPS_REPEATED, HOSTS_PREPARED, METERS_REFUSED } from '#control/counters.ts';
import type { Datapath } from '#control/datapath.ts';
import type { Datapaths } from '#control/datapaths.ts';
import type { EndpointRecord } from '#control/endpoint-rows.ts';
import type { HostRecord } from '#control/host-rows.ts';
import type { NextHops } from '#control/next-hop.ts';
import type { Outbound } from '#control/outbound.ts';
import type { Publisher } from '#control/publisher.ts';
import {
  deletePassingFlows,
  deleteSessionFlowsFrom,
  deleteSessionFlowsTo,
  encodeAll,
  installMeters,
  installStandingFlows,
} from '#control/standing-flows.ts';
import type { XidSource } from '#control/xid-source.ts';
import type { MessageIn } from '#openflow/message.ts';
import { HOST_FEATURE_NICIRA, HOST_STATE_KNOWN, HOST_STATE_READY } from '#shm/layout.ts';

export type SetupPhase = 'ports' | 'uplink' | 'flows' | 'ready';

/** One connection of one host on its way to being ready. */
export interface Setup {
  readonly datapath: Datapath;
  readonly generation: number;
  readonly host: HostRecord;
  phase: SetupPhase;
  /** When the answer that it waits for counts as lost. */
  deadlineMs: number;
  barrierXid: number;
  /** Transactions of the meters, [from, end). */
  meterXids: readonly [number, number];
  metered: boolean;
  uplinkPort: number;
  /** Deletes what is not by the uplink and the next hops of now. */
  leftovers: readonly MessageIn[];
  /** The version that workers sweep before leftovers are deleted for good; undefined: none are being written. */
  staleVersion: number | undefined;
  /** Sessions may have flows on the switch from before: they are compared. */
  compared: boolean;
}

/** What is known of the flows that workers have written on a host's switch since it confirmed that nothing else is there. */
interface Written {
  /** The uplink's numbers that session flows may name. */
  readonly uplinkPorts: Set<number>;
  /** Some may name a next hop of before. */
  hopsMoved: boolean;
  /** There may be others, such as those of an earlier process. */
  foreign: boolean;
}

/** Numbers of one uplink that are told apart. */
const UPLINK_PORTS_MAX = 16;

export interface HostSetupParts {
  readonly config: Config;
  readonly log: Log;
  readonly counters: ControlCounters;
  readonly xids: XidSource;
  readonly outbound: Outbound;
  readonly datapaths: Datapaths;
  readonly publisher: Publisher;
  readonly nextHops: NextHops;
  /** Compares the sessions of a host with the flows on its switch. */
  readonly reconcile: (datapath: Datapath) => void;
}

/** Every reason: the controller wants all PacketIns, port changes and ends of flows, whatever the switch's default is. */
const SET_ASYNC: MessageIn = {
  version: 4,
  type: 'SET_ASYNC',
  packetInMask: [['NO_MATCH', 'ACTION', 'INVALID_TTL'], []],
  portStatusMask: [
    ['ADD', 'DELETE', 'MODIFY'],
    ['ADD', 'DELETE', 'MODIFY'],
  ],
  flowRemovedMask: [['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE'], []],
};

export class HostSetup {
  readonly #parts: HostSetupParts;
  readonly #bySlot = new Map<number, Setup>();
  readonly #written = new WeakMap<HostRecord, Written>();

  constructor(parts: HostSetupParts) {
    this.#parts = parts;
  }

  /** How far a host is; undefined while its switch is not connected. */
  phase(slot: number): SetupPhase | undefined {
    return this.#bySlot.get(slot)?.phase;
  }

  onConnected(datapath: Datapath, host: HostRecord, nowMs: number): void {
    const { config, publisher } = this.#parts;
    publisher.hosts.setState(host, HOST_STATE_KNOWN);
    this.#bySlot.set(datapath.slot, {
      datapath,
      generation: datapath.generation,
      host,
      phase: 'ports',
      deadlineMs: nowMs + config.hostSetupTimeoutMs,
      barrierXid: 0,
      meterXids: [0, 0],
      metered: true,
      uplinkPort: 0,
      leftovers: [],
      staleVersion: undefined,
      compared: false,
    });
    this.#send(datapath, [SET_ASYNC]);
  }

  onDisconnected(datapath: Datapath): void {
    const setup = this.#bySlot.get(datapath.slot);
    if (setup === undefined) return;
    this.#bySlot.delete(datapath.slot);
    const { publisher, nextHops } = this.#parts;
    nextHops.stop(setup.host);
    if (publisher.hosts.at(datapath.slot) === setup.host) publisher.hosts.setState(setup.host, HOST_STATE_KNOWN);
  }

  /** Ports have come or changed: finds the uplink and the endpoints' ports. */
  onPorts(datapath: Datapath, nowMs: number): void {
    const setup = this.#current(datapath);
    if (setup === undefined) return;
    this.locate(setup.host, datapath);
    const uplinkPort = datapath.portNumber(setup.host.host.uplink) ?? 0;
    if (uplinkPort === setup.uplinkPort && setup.phase !== 'ports') return;
    setup.uplinkPort = uplinkPort;
    this.#parts.publisher.hosts.setUplink(setup.host, uplinkPort);
    this.#begin(setup, nowMs);
  }

  /** A host's packets have other next hops from now on than its flows say: by the inventory, or by ARP. */
  onHopsMoved(host: HostRecord, nowMs: number): void {
    const written = this.#written.get(host);
    if (written !== undefined) written.hopsMoved = true;
    const setup = this.#bySlot.get(host.slot);
    // Without an uplink there are no such flows; on a switch that comes back they are looked for.
    if (setup?.host === host && setup.uplinkPort !== 0) this.#begin(setup, nowMs);
  }

  onDescription(datapath: Datapath): void {
    const setup = this.#current(datapath);
    if (setup === undefined) return;
    const { manufacturer = '', hardware = '' } = datapath.description ?? {};
    // Only Open vSwitch, which says "Nicira, Inc." and "Open vSwitch", has Nicira's extensions.
    const nicira = /nicira|open vswitch/i.test(`${manufacturer} ${hardware}`);
    this.#parts.publisher.hosts.setFeatures(setup.host, nicira ? HOST_FEATURE_NICIRA : 0);
  }

  onBarrier(datapath: Datapath, xid: number): void {
    const setup = this.#current(datapath);
    if (setup === undefined || setup.phase !== 'flows' || setup.barrierXid !== xid) return;
    const { publisher, counters, log, nextHops, reconcile } = this.#parts;
    setup.phase = 'ready';
    setup.deadlineMs = Number.POSITIVE_INFINITY;
    publisher.hosts.setState(setup.host, HOST_STATE_READY);
    counters.count(HOSTS_PREPARED);
    log.info({ host: setup.host.host.name, dpid: datapath.dpid, metered: setup.metered }, 'host ready');
    nextHops.start(setup.host, datapath, setup.uplinkPort);
    // Workers may still write by what was before: it is confirmed when the deletion is repeated.
    if (setup.staleVersion !== undefined) return;
    this.#written.set(setup.host, { uplinkPorts: new Set([setup.uplinkPort]), hopsMoved: false, foreign: false });
    setup.leftovers = [];
    if (setup.compared) reconcile(datapath);
  }

  /** A switch without meters gets its standing flows without them. */
  onError(
    datapath: Datapath,
    xid: number,
    errorType: string | number,
    errorCode: string | number,
    nowMs: number,
  ): void {
    const setup = this.#current(datapath);
    if (setup === undefined || !setup.metered) return;
    const [from, end] = setup.meterXids;
    if (xid < from || xid >= end || errorCode === 'METER_EXISTS') return;
    const { counters, log } = this.#parts;
    counters.count(METERS_REFUSED);
    log.warn(
      { host: setup.host.host.name, errorType, errorCode },
      'the switch has no meters: PacketIns of its packets without flows are not limited',
    );
    setup.metered = false;
    this.#installFlows(setup, nowMs);
  }

  /** Asks again what was not answered in time, and deletes leftovers that no worker writes any more. */
  tick(nowMs: number): void {
    for (const setup of this.#bySlot.values()) {
      if (setup.staleVersion !== undefined && this.#parts.publisher.swept >= setup.staleVersion) {
        this.#deleteStale(setup, nowMs);
      }
      if (nowMs < setup.deadlineMs || setup.phase === 'uplink') continue;
      this.#parts.counters.count(HOST_SETUPS_REPEATED);
      this.#parts.log.warn({ host: setup.host.host.name, phase: setup.phase }, 'no answer in time; asking again');
      if (setup.phase === 'flows') this.#installFlows(setup, nowMs);
      else {
        setup.deadlineMs = nowMs + this.#parts.config.hostSetupTimeoutMs;
        this.#send(setup.datapath, [SET_ASYNC]);
        this.#parts.datapaths.askPorts(setup.datapath);
      }
    }
  }

  /** Gives the endpoints of a connected host the numbers of their ports; takes away what is gone. */
  locate(host: HostRecord, datapath: Datapath): void {
    if (!datapath.portsKnown) return;
    const numbers = new Map<string | number, number>();
    for (const { name, number } of datapath.ports.values()) numbers.set(name, number).set(number, number);
    for (const record of [...host.endpoints]) this.#locate(record, numbers.get(record.endpoint.port) ?? 0);
  }

  /** Finds the port of one endpoint, as far as its switch is there and has told its ports. */
  locateOne(record: EndpointRecord): void {
    const { host, slot } = record.host;
    const datapath = this.#parts.datapaths.bySlot.get(slot);
    if (datapath?.connected !== true || datapath.dpid !== host.dpid || !datapath.portsKnown) return;
    this.#locate(record, datapath.portNumber(record.endpoint.port) ?? 0);
  }

  #locate(record: EndpointRecord, port: number): void {
    const { publisher, log } = this.#parts;
    try {
      publisher.locate(record, port);
    } catch (error) {
      // It stays where it was; the next change of a port tries again.
      if (!(error instanceof DaoliError)) throw error;
      const { host, endpoint } = record;
      log.error({ host: host.host.name, endpoint: endpoint.name }, `endpoint not located: ${error.message}`);
    }
  }

  /** Sets up the flows by the uplink and the next hops of now. */
  #begin(setup: Setup, nowMs: number): void {
    const { host, uplinkPort, datapath } = setup;
    const { publisher, log, nextHops } = this.#parts;
    let written = this.#written.get(host);
    if (written === undefined) {
      written = { uplinkPorts: new Set(), hopsMoved: false, foreign: true };
      this.#written.set(host, written);
    }
    setup.leftovers = leftoversOf(written, uplinkPort);
    setup.compared = written.uplinkPorts.size > 0;
    setup.staleVersion = setup.compared && setup.leftovers.length > 0 ? publisher.requireSweep() : undefined;
    if (uplinkPort === 0) {
      setup.phase = 'uplink';
      publisher.hosts.setState(host, HOST_STATE_KNOWN);
      log.warn({ host: host.host.name, uplink: host.host.uplink }, 'the uplink is no port of the switch');
      nextHops.stop(host);
      this.#send(datapath, setup.leftovers);
      return;
    }
    if (written.uplinkPorts.size >= UPLINK_PORTS_MAX) {
      written.uplinkPorts.clear();
      written.foreign = true;
    }
    written.uplinkPorts.add(uplinkPort);
    this.#installFlows(setup, nowMs);
  }

  /** No worker writes by what was before any more: what did is deleted for good. */
  #deleteStale(setup: Setup, nowMs: number): void {
    setup.staleVersion = undefined;
    if (setup.uplinkPort !== 0) {
      this.#installFlows(setup, nowMs);
      return;
    }
    this.#send(setup.datapath, setup.leftovers);
    this.#parts.reconcile(setup.datapath);
  }

  #installFlows(setup: Setup, nowMs: number): void {
    const { config, xids } = this.#parts;
    const { host, datapath, uplinkPort } = setup;
    setup.phase = 'flows';
    setup.deadlineMs = nowMs + config.hostSetupTimeoutMs;
    const meters = setup.metered ? installMeters(config) : [];
    const flows = installStandingFlows({
      uplinkPort,
      gatewayIp: host.resolveGateway ? host.host.underlay.gateway : undefined,
      natPoolFirst: config.natPoolFirst,
      natPoolSize: config.natPoolSize,
      metered: setup.metered,
    });
    const messages: MessageIn[] = [...meters, ...flows, ...setup.leftovers, { version: 4, type: 'BARRIER_REQUEST' }];
    const first = xids.next(messages.length);
    setup.meterXids = [first, first + meters.length];
    setup.barrierXid = first + messages.length - 1;
    this.#parts.outbound.send(datapath, encodeAll(messages, first));
  }

  #send(datapath: Datapath, messages: readonly MessageIn[]): void {
    this.#parts.outbound.send(datapath, encodeAll(messages, this.#parts.xids.next(messages.length)));
  }

  #current(datapath: Datapath): Setup | undefined {
    const setup = this.#bySlot.get(datapath.slot);
    if (setup === undefined || setup.generation !== datapath.generation) return undefined;
    // Its host may be gone from the inventory while its connection is being closed.
    return this.#parts.publisher.hosts.at(datapath.slot) === setup.host ? setup : undefined;
  }
}

/** What deletes the flows on a switch that are not by the uplink and the next hops of now. Owners of sessions hear of it. */
function leftoversOf({ uplinkPorts, hopsMoved, foreign }: Written, uplinkPort: number): MessageIn[] {
  // Sessions of another process are not ours to adopt: their wire keys are not leased here.
  if (foreign) return deletePassingFlows();
  const others = [...uplinkPorts].filter((port) => port !== uplinkPort);
  return [
    ...others.flatMap((port) => [deleteSessionFlowsTo(port), deleteSessionFlowsFrom(port)]),
    ...(hopsMoved && uplinkPort !== 0 ? [deleteSessionFlowsTo(uplinkPort)] : []),
  ];
}
