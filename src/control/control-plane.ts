// The control plane: one inventory in force, the switches that came, and what follows from both. It wires the parts of
// this room together and is what the composition root holds. Main thread.

import type { Config } from '#base/config.ts';
import type { Log } from '#base/log.ts';
import { type ControlHandlers, ControlLoop } from '#control/control-loop.ts';
import { ControlCounters } from '#control/counters.ts';
import type { Datapath } from '#control/datapath.ts';
import { type DatapathObserver, Datapaths } from '#control/datapaths.ts';
import type { HostRecord } from '#control/host-rows.ts';
import { HostSetup } from '#control/host-setup.ts';
import { changesBetween } from '#control/inventory-changes.ts';
import { NextHops } from '#control/next-hop.ts';
import { Outbound } from '#control/outbound.ts';
import { Publisher } from '#control/publisher.ts';
import { Reconciler } from '#control/reconcile.ts';
import { deleteByCookie, deletePassingFlows, encodeAll } from '#control/standing-flows.ts';
import { XidSource } from '#control/xid-source.ts';
import { diffInventory, type InventoryDiff } from '#model/diff.ts';
import { EMPTY_INVENTORY, type Inventory } from '#model/inventory.ts';
import {
  COOKIE_KIND_SESSION,
  COOKIE_MASK_ENDPOINT_HI,
  COOKIE_MASK_ENDPOINT_LO,
  cookieHi,
  cookieLo,
  cookieValue,
} from '#openflow/cookie.ts';
import type { MessageIn } from '#openflow/message.ts';
import { HOST_SLOTS, type SharedMemory } from '#shm/layout.ts';

export interface ControlPlaneOptions {
  readonly memory: SharedMemory;
  readonly config: Config;
  readonly log: Log;
  /** Milliseconds, monotonic. */
  readonly nowMs: () => number;
}

/** How often time-outs, rows and next hops are looked at. */
const TICK_MS = 100;
/** Between two batches, for each session that is looked at after each: four times what that look takes, so that a fifth of a worker goes into it at most. */
const GAP_MS_PER_SESSION = 16e-6;

export class ControlPlane implements ControlHandlers, DatapathObserver {
  readonly config: Config;
  readonly counters: ControlCounters;
  readonly datapaths: Datapaths;
  readonly publisher: Publisher;
  readonly setup: HostSetup;
  readonly nextHops: NextHops;
  readonly loop: ControlLoop;
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #outbound: Outbound;
  readonly #reconciler: Reconciler;
  readonly #xids = new XidSource();
  #inventory: Inventory = EMPTY_INVENTORY;
  #nextTickMs = 0;
  #nextPublishMs = 0;
  /** Publishes what came too soon after the last batch. */
  #later: NodeJS.Timeout | undefined;

  constructor({ memory, config, log, nowMs }: ControlPlaneOptions) {
    this.config = config;
    this.#log = log;
    this.#nowMs = nowMs;
    const counters = new ControlCounters(memory);
    this.counters = counters;
    const outbound = new Outbound(memory, counters, config.outboundQueueBytes);
    this.#outbound = outbound;
    const xids = this.#xids;
    this.publisher = new Publisher(memory, counters);
    const { publisher } = this;
    this.datapaths = new Datapaths(outbound, counters, xids, log, config.portsMax);
    this.datapaths.observer = this;
    this.nextHops = new NextHops({
      ...{ config, log, counters, xids, outbound, publisher },
      onMoved: (host) => this.setup.onHopsMoved(host, nowMs()),
    });
    this.#reconciler = new Reconciler({ memory, config, log, counters, xids, outbound });
    this.setup = new HostSetup({
      ...{ config, log, counters, xids, outbound, publisher, nextHops: this.nextHops, datapaths: this.datapaths },
      reconcile: (datapath) => this.#reconciler.begin(datapath, nowMs()),
    });
    this.loop = new ControlLoop(memory, this, counters, log);
  }

  /** The inventory in force. */
  get inventory(): Inventory {
    return this.#inventory;
  }

  /**
   * Puts an inventory in force: the tables at once, or with what else changes within `publishGapMs`; switches as they answer.
   * @returns what has changed
   * @throws DaoliError `capacity`, and the one before stays in force
   */
  apply(inventory: Inventory): InventoryDiff {
    const diff = diffInventory(this.#inventory, inventory);
    this.publisher.apply(changesBetween(this.#inventory, inventory, diff));
    this.#inventory = inventory;
    this.#publish();
    this.#closeMisplaced();
    return diff;
  }

  // ── what the channel and the workers say ───────────────────────────────────────────────────────────────────

  onUp(slot: number, generation: number, version: number, worker: number, payload: Uint8Array): void {
    this.datapaths.onUp(slot, generation, version, worker, payload);
  }

  onDown(slot: number, generation: number, reason: string): void {
    this.datapaths.onDown(slot, generation, reason);
  }

  onMessages(slot: number, generation: number, messages: Uint8Array): void {
    this.datapaths.onMessages(slot, generation, messages);
  }

  onRefused(reason: string): void {
    this.datapaths.onRefused(reason);
  }

  onNeighbour(slot: number, ip: number, macHi: number, macLo: number): void {
    this.nextHops.onNeighbour(slot, ip, macHi, macLo);
  }

  onTurn(): void {
    if (this.#outbound.waiting) this.#outbound.retry();
    this.#publish();
    const nowMs = this.#nowMs();
    if (nowMs < this.#nextTickMs) return;
    this.#nextTickMs = nowMs + TICK_MS;
    this.publisher.reclaim((slot) => this.#reconciler.forget(slot));
    this.setup.tick(nowMs);
    this.nextHops.tick(nowMs);
    this.#reconciler.tick(nowMs);
    // Those whose closing found no room.
    this.#closeMisplaced();
  }

  // ── what switches say ──────────────────────────────────────────────────────────────────────────────────────

  onConnected(datapath: Datapath): void {
    // It got its slot while the inventory was changing.
    if (this.#closeIfMisplaced(datapath) || datapath.slot >= HOST_SLOTS) return;
    this.setup.onConnected(datapath, this.publisher.hosts.at(datapath.slot)!, this.#nowMs());
  }

  onDisconnected(datapath: Datapath): void {
    this.setup.onDisconnected(datapath);
    this.#reconciler.stop(datapath.slot);
  }

  onPorts(datapath: Datapath): void {
    this.setup.onPorts(datapath, this.#nowMs());
  }

  onDescription(datapath: Datapath): void {
    this.setup.onDescription(datapath);
  }

  onBarrier(datapath: Datapath, xid: number): void {
    this.setup.onBarrier(datapath, xid);
  }

  onError(datapath: Datapath, xid: number, errorType: string | number, errorCode: string | number): void {
    this.setup.onError(datapath, xid, errorType, errorCode, this.#nowMs());
  }

  onFlows(datapath: Datapath, xid: number, bytes: Uint8Array, at: number, end: number, more: boolean): void {
    this.#reconciler.onFlows(datapath, xid, bytes, at, end, more, this.#nowMs());
  }

  // ── what changes leave to do ───────────────────────────────────────────────────────────────────────────────

  /** Puts changes in force and does what they leave to do, which may be a change in turn: hosts that are set up anew. */
  #publish(): void {
    // Before they are reached: what is found later would be a batch of its own.
    for (const record of this.publisher.endpoints.takeUnlocated()) this.setup.locateOne(record);
    if (this.publisher.hasChanges) {
      const nowMs = this.#nowMs();
      if (nowMs < this.#nextPublishMs) {
        // Each batch has every worker judge its sessions again: those that come close together are one.
        this.#later ??= setTimeout(() => this.#publishLate(), this.#nextPublishMs - nowMs).unref();
        return;
      }
      const { publishGapMs } = this.config;
      this.#nextPublishMs = nowMs + Math.max(publishGapMs, GAP_MS_PER_SESSION * this.publisher.sessionsToSweep);
      this.publisher.publish();
    }
    this.#afterChanges();
    this.publisher.publish();
  }

  #publishLate(): void {
    this.#later = undefined;
    this.#publish();
  }

  #afterChanges(): void {
    const { deadRows, deadHosts, movedHops } = this.publisher.takeAftermath();
    for (const host of deadHosts) this.#endHost(host);
    for (const host of movedHops) this.setup.onHopsMoved(host, this.#nowMs());
    // Workers end the sessions of a dead row when they sweep; this is for what they have forgotten.
    for (const { slot, row } of deadRows) {
      const cookie = cookieValue(cookieHi(COOKIE_KIND_SESSION, 0, 0, 0, row), cookieLo(row, 0));
      this.#send(slot, [deleteByCookie(cookie, cookieValue(COOKIE_MASK_ENDPOINT_HI, COOKIE_MASK_ENDPOINT_LO))]);
    }
  }

  /** The switch of a host that is none any more keeps its own network; ours goes. */
  #endHost(host: HostRecord): void {
    const datapath = this.datapaths.bySlot.get(host.slot);
    if (datapath?.connected !== true) return;
    this.#send(host.slot, deletePassingFlows());
    this.#close(datapath, `host ${host.host.name} has changed in the inventory or is no longer in it`);
  }

  #closeMisplaced(): void {
    for (const datapath of this.datapaths.bySlot.values()) {
      if (datapath.connected && !datapath.closing) this.#closeIfMisplaced(datapath);
    }
  }

  /** A switch whose slot is not the one that the inventory gives it has to connect again. @returns whether it has to */
  #closeIfMisplaced(datapath: Datapath): boolean {
    const host = this.publisher.hosts.byDpid.get(datapath.dpid);
    if (datapath.slot < HOST_SLOTS) {
      if (host?.slot === datapath.slot) return false;
      this.#close(datapath, 'the inventory names another datapath for its place; it may connect again');
    } else {
      if (host === undefined) return false;
      this.#close(datapath, `it is host ${host.host.name} of the inventory now and has to connect as one`);
    }
    return true;
  }

  #close(datapath: Datapath, reason: string): void {
    datapath.closing = this.#outbound.close(datapath, reason);
    if (datapath.closing) this.#log.info({ dpid: datapath.dpid, slot: datapath.slot, reason }, 'closing a switch');
  }

  #send(slot: number, messages: readonly MessageIn[]): void {
    const datapath = this.datapaths.bySlot.get(slot);
    if (datapath?.connected !== true) return;
    this.#outbound.send(datapath, encodeAll(messages, this.#xids.next(messages.length)));
  }
}
