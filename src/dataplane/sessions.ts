// Sessions: opened with their flows, relayed while a flow is missing; session-ends.ts has how they end. Worker thread only; hot: no allocation, no throw.
//
// SESSION_LIVE has a bit for each flow that a switch may hold. A bit is set before the FlowMod is emitted and cleared
// by its FlowRemoved (or by the control plane, which found the flow missing); the row and its wire key are free when
// the last bit goes. Another worker, on whose datapath the replies arrive, may set bits again, so they move by
// compare-and-swap and never from zero.

import type { Context } from '#dataplane/context.ts';
import type { FlowSet } from '#dataplane/flow-set.ts';
import { nextHopPair } from '#dataplane/next-hop.ts';
import type { SessionEnds } from '#dataplane/session-ends.ts';
import { WireKeys } from '#dataplane/wire-keys.ts';
import {
  DROPPED_EGRESS_FULL,
  DROPPED_KEYS_EXHAUSTED,
  DROPPED_NO_DATA,
  DROPPED_SESSION_TABLE_FULL,
  DROPPED_STALE,
  DROPPED_TARGET_DOWN,
  FLOWS_REINSTALLED,
  KEYS_OVERFLOWED,
  PACKET_RELAYED,
  SESSION_OPENED,
  SESSION_RELAYED,
} from '#shm/counters.ts';
import {
  DATAPATH_GENERATION,
  DATAPATH_WORDS,
  ENDPOINT_HOST,
  ENDPOINT_MAC_HI,
  ENDPOINT_MAC_LO,
  ENDPOINT_WORDS,
  HOST_STATE,
  HOST_STATE_READY,
  HOST_WORDS,
  SESSION_LIVE,
  SESSION_SHAPE,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_OPEN,
  SESSION_STATE_OPENING,
  SHAPE_ACROSS,
  SHAPE_ROUTED,
} from '#shm/layout.ts';
import type { SessionTable } from '#shm/session-table.ts';

const FLOWS_SAME_HOST = 0b0011;
const FLOWS_ACROSS = 0b1111;
/** Far side first, near side second, and on each what comes back before what goes. */
const ORDER_SAME_HOST = [1, 0] as const;
const ORDER_ACROSS = [1, 2, 3, 0] as const;
const IP_PROTO_ICMP = 1;
/** Looks at a rival that is being opened: it takes another worker less than that to decide, unless it was put to sleep. */
const LOOKS_MAX = 1000;

export class Sessions {
  readonly #context: Context;
  readonly #flows: FlowSet;
  readonly #ends: SessionEnds;
  readonly keys: WireKeys;

  constructor(context: Context, flows: FlowSet, ends: SessionEnds) {
    this.#context = context;
    this.#flows = flows;
    this.#ends = ends;
    const { task, sessions } = context;
    this.keys = new WireKeys(sessions, task.worker, task.memory.config.workers, task.natPoolFirst, task.natPoolSize);
  }

  /** Takes over the table from a worker that died: what it was about to open is nobody's. */
  takeOver(): void {
    const { sessions } = this.#context;
    for (let index = 0; index < sessions.highWater; index++) {
      const row = sessions.at(index);
      if ((sessions.words[row + SESSION_STATE]! & 0xff) === SESSION_STATE_OPENING) sessions.free(row);
    }
  }

  /** The table that `find` or `findWire` found its row in, and its owner. */
  foundIn!: SessionTable;
  foundWorker = 0;

  /**
   * Finds the open session of a packet, in whatever worker's table.
   * @returns word offset of the row, or -1
   */
  find(source: number, target: number, protocol: number, ports: number): number {
    const { sessions, worker } = this.#context;
    let own = sessions.findOwn(source, target, protocol, ports);
    if (own >= 0 && sessions.words[own + SESSION_LIVE] === 0) {
      // Another worker took the last bit back: only the owner may free.
      this.#ends.free(own);
      own = -1;
    }
    if (own < 0 && !this.#context.alone) return this.#findOthers(source, target, protocol, ports);
    this.foundIn = sessions;
    this.foundWorker = worker;
    return own;
  }

  #findOthers(source: number, target: number, protocol: number, ports: number): number {
    const { allSessions } = this.#context;
    const others = this.#context.othersOf(source, target);
    for (let other = 0; others >>> other !== 0; other++) {
      if (((others >>> other) & 1) === 0) continue;
      const row = allSessions[other]!.findInner(source, target, protocol, ports);
      if (row >= 0) {
        this.foundIn = allSessions[other]!;
        this.foundWorker = other;
        return row;
      }
    }
    return -1;
  }

  /** Finds the session of a wire key in the table of the worker whose share it is from. @returns the row, or -1 */
  findWire(owner: number, slots: number, protocol: number, wirePorts: number): number {
    const table = owner === this.#context.worker ? this.#context.sessions : this.#context.allSessions[owner]!;
    this.foundIn = table;
    this.foundWorker = owner;
    return table.findWire(slots, protocol, wirePorts);
  }

  /**
   * Whether the session that was found is open and allowed by the policy that this worker knows. Its own sessions are,
   * since the sweep; another worker may not have swept yet.
   * @param row of `foundIn`
   */
  inForce(row: number): boolean {
    const { foundIn, foundWorker } = this;
    if ((foundIn.foundState & 0xff) !== SESSION_STATE_OPEN) return false;
    return foundWorker === this.#context.worker || this.#ends.stillAllowed(foundIn, row);
  }

  /**
   * Opens a session for the allowed packet at hand: far side first, near side second, the packet last.
   * @returns the outcome's counter
   */
  open(source: number, target: number, protocol: number, ports: number, routed: boolean): number {
    const { tables, sessions, packet } = this.#context;
    const { endpoints, hosts, datapaths } = tables;
    const sourceSlot = packet.slot;
    const targetSlot = endpoints[target * ENDPOINT_WORDS + ENDPOINT_HOST]!;
    const across = sourceSlot !== targetSlot;
    const slots = (sourceSlot << 16) | targetSlot;
    const shape = (routed ? SHAPE_ROUTED : 0) | (across ? SHAPE_ACROSS : 0);
    let wirePorts = 0;
    if (across) {
      if (Atomics.load(datapaths, targetSlot * DATAPATH_WORDS + DATAPATH_GENERATION) === 0) return DROPPED_TARGET_DOWN;
      // Until its standing flows are known to be there, the target's host would answer what overtakes its flow.
      if (Atomics.load(hosts, targetSlot * HOST_WORDS + HOST_STATE) !== HOST_STATE_READY) {
        return this.relay(source, target, routed);
      }
      // Without both next hops no flow can be written; the packet still gets there.
      if (nextHopPair(hosts, sourceSlot, targetSlot) < 0 || nextHopPair(hosts, targetSlot, sourceSlot) < 0) {
        return this.relay(source, target, routed);
      }
      wirePorts = this.keys.allocate(slots, protocol, ports & 0xffff);
      // Codes are few: when they run out the controller relays. Ports are practically endless.
      if (wirePorts === 0)
        return protocol === IP_PROTO_ICMP ? this.relay(source, target, routed) : DROPPED_KEYS_EXHAUSTED;
      if (this.keys.overflowed) this.#context.count(KEYS_OVERFLOWED);
    }
    const shared = this.#context.othersOf(source, target) !== 0;
    const row = sessions.open(
      source,
      target,
      protocol,
      ports,
      slots,
      wirePorts,
      shape,
      across ? FLOWS_ACROSS : FLOWS_SAME_HOST,
      tables.version,
      this.#context.nowMs,
      shared ? SESSION_STATE_OPENING : SESSION_STATE_OPEN,
    );
    if (row < 0) return DROPPED_SESSION_TABLE_FULL;
    // Asked again now that the row can be seen: a worker that serves one of the hosts from this moment on, and that is not
    // seen here, sees the row (the channel shows that it does before it can link one of its own).
    const others = this.#context.othersOf(source, target);
    if (others !== 0 && !this.#prevails(row, source, target, protocol, ports, others)) {
      sessions.free(row);
      const other = this.find(source, target, protocol, ports);
      return other >= 0 ? this.resume(other, source) : this.relay(source, target, routed);
    }
    const { worker } = this.#context;
    const state = sessions.words[row + SESSION_STATE]!;
    const emit = across ? ORDER_ACROSS : ORDER_SAME_HOST;
    this.#flows.hold(sessions, worker, row, state);
    let sent = true;
    for (let i = 0; sent && i < emit.length; i++) sent = this.#flows.emitFlow(emit[i]!);
    if (!sent) {
      // A datapath went away in between: what was emitted is deleted, and since no FlowRemoved may ever come for what
      // was not, the session ends here.
      this.#ends.deleteFlows(row);
      sessions.free(row);
      return DROPPED_EGRESS_FULL;
    }
    return this.#flows.emitPacket(0) ? SESSION_OPENED : DROPPED_NO_DATA;
  }

  /**
   * Whether the session that is being opened is the only one of its kind, so that no flow of one takes the place of
   * another's, whose end nobody would hear of. Both ends may speak first, to two workers: each links its row as opening,
   * then looks at the others', so at least one of them sees the other. The higher worker gives way; the lower waits to see
   * whether the higher has. A session that is revoked must be gone from its switches first, for the same reason.
   */
  #prevails(row: number, source: number, target: number, protocol: number, ports: number, others: number): boolean {
    const { sessions, allSessions, worker } = this.#context;
    if (sessions.findRival(source, target, protocol, ports, row) >= 0) return false;
    for (let other = 0; others >>> other !== 0; other++) {
      if (((others >>> other) & 1) === 0) continue;
      const table = allSessions[other]!;
      for (let looks = 0; ; looks++) {
        const rival = table.findRival(source, target, protocol, ports, -1);
        if (rival < 0) break;
        if ((table.foundState & 0xff) !== SESSION_STATE_OPENING || other < worker || looks === LOOKS_MAX) return false;
      }
    }
    sessions.settle(row);
    return true;
  }

  /**
   * Sends the packet at hand on as its session's flow would; flows that have idled out are written again.
   * @param row of `foundIn`
   * @returns the outcome's counter
   */
  resume(row: number, source: number): number {
    if (!this.inForce(row)) return DROPPED_STALE;
    const { words } = this.foundIn;
    const across = (words[row + SESSION_SHAPE]! & SHAPE_ACROSS) !== 0;
    const forward = words[row + SESSION_SOURCE] === source;
    // The flows of this direction, far side first.
    const near = forward ? 0 : across ? 2 : 1;
    return this.relayBy(row, across ? near + 1 : near, near, SESSION_RELAYED);
  }

  /**
   * Sends the packet at hand on as a flow of its session would, when what its direction needs is there or on its way.
   * @param row of `foundIn`
   * @param far flow of the direction's far side, @param near the one that acts on the packet
   * @returns `outcome`, or why not
   */
  relayBy(row: number, far: number, near: number, outcome: number): number {
    const { foundIn, foundWorker } = this;
    if (!this.#flows.hold(foundIn, foundWorker, row, foundIn.foundState)) return DROPPED_STALE;
    this.#reinstall(foundIn, foundWorker, row, far);
    if (far !== near) this.#reinstall(foundIn, foundWorker, row, near);
    return this.#flows.emitPacket(near) ? outcome : DROPPED_NO_DATA;
  }

  /** Writes a flow of the live session in hand again if its switch has let it go. */
  #reinstall(table: SessionTable, owner: number, row: number, flow: number): void {
    const bit = 1 << flow;
    const { words } = table;
    for (;;) {
      const live = Atomics.load(words, row + SESSION_LIVE);
      // Zero: the owner is freeing the row. Bit set: the flow is on its way.
      if (live === 0 || (live & bit) !== 0) return;
      // Wins against the owner's clearing of the last bit, or sees it.
      if (Atomics.compareExchange(words, row + SESSION_LIVE, live, live | bit) === live) break;
    }
    if (this.#flows.emitFlow(flow)) this.#context.count(FLOWS_REINSTALLED);
    else this.#ends.clear(table, owner, row, bit);
  }

  /** Delivers the allowed packet at hand without flows. @returns the outcome's counter */
  relay(source: number, target: number, routed: boolean): number {
    const { tables, routerMacHi, routerMacLo } = this.#context;
    const { endpoints } = tables;
    const a = source * ENDPOINT_WORDS;
    const slot = endpoints[target * ENDPOINT_WORDS + ENDPOINT_HOST]!;
    const macHi = routed ? routerMacHi : endpoints[a + ENDPOINT_MAC_HI]!;
    const macLo = routed ? routerMacLo : endpoints[a + ENDPOINT_MAC_LO]!;
    if (this.#flows.deliver(macHi, macLo, target, slot, routed)) return PACKET_RELAYED;
    return this.#context.packet.whole ? DROPPED_TARGET_DOWN : DROPPED_NO_DATA;
  }
}
