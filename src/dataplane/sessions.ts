// Sessions: opened with their flows, relayed while a flow is missing, ended when every flow is gone or policy says
// no. Worker thread only; hot: no allocation, no throw.
//
// SESSION_LIVE has a bit for each flow that a switch may hold. A bit is set before the FlowMod is emitted and cleared
// by its FlowRemoved (or by the control plane, which found the flow missing); the row and its wire key are free when
// the last bit goes. Another worker, on whose datapath the replies arrive, may set bits again, so they move by
// compare-and-swap and never from zero.

import type { Context } from '#dataplane/context.ts';
import type { FlowSet } from '#dataplane/flow-set.ts';
import { nextHopPair } from '#dataplane/next-hop.ts';
import { VERDICT_ALLOW } from '#dataplane/verdict.ts';
import { WireKeys } from '#dataplane/wire-keys.ts';
import {
  COOKIE_KIND_DENY,
  COOKIE_KIND_SESSION,
  COOKIE_KIND_SPOOF,
  COOKIE_MASK_KIND_HI,
  COOKIE_MASK_SESSION_HI,
  COOKIE_MASK_SESSION_LO,
  cookieFlow,
  cookieGeneration,
  cookieHi,
  cookieIsKind,
  cookieSession,
  cookieWorker,
} from '#openflow/cookie.ts';
import { buildDeleteByCookie, FLOW_MOD_COOKIE, FLOW_MOD_COOKIE_MASK } from '#openflow/flow-template.ts';
import {
  DROPPED_EGRESS_FULL,
  DROPPED_KEYS_EXHAUSTED,
  DROPPED_NO_DATA,
  DROPPED_SESSION_TABLE_FULL,
  DROPPED_STALE,
  DROPPED_TARGET_DOWN,
  FLOW_MODS,
  FLOWS_REINSTALLED,
  FLOWS_REMOVED,
  FLOWS_REMOVED_UNKNOWN,
  KEYS_OVERFLOWED,
  PACKET_RELAYED,
  SESSION_OPENED,
  SESSION_RELAYED,
  SESSIONS_CLOSED,
  SESSIONS_REVOKED,
  SWEEPS,
} from '#shm/counters.ts';
import {
  BOARD_SWEPT,
  DATAPATH_GENERATION,
  DATAPATH_WORDS,
  DATAPATH_WORKER,
  ENDPOINT_HOST,
  ENDPOINT_MAC_HI,
  ENDPOINT_MAC_LO,
  ENDPOINT_PORT,
  ENDPOINT_STATE,
  ENDPOINT_STATE_LIVE,
  ENDPOINT_WORDS,
  HOST_SLOTS,
  HOST_STATE,
  HOST_STATE_FREE,
  HOST_STATE_READY,
  HOST_WORDS,
  SESSION_BYTES,
  SESSION_LIVE,
  SESSION_PACKETS,
  SESSION_PORTS,
  SESSION_PROTOCOL,
  SESSION_SHAPE,
  SESSION_SLOTS,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_FREE,
  SESSION_STATE_OPEN,
  SESSION_STATE_OPENING,
  SESSION_STATE_REVOKED,
  SESSION_TARGET,
  SESSION_VERSION,
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
/** Deletes of revoked sessions are repeated after this long, then after twice as long each time. */
const REPEAT_FIRST_MS = 1000;
const REPEAT_LAST_MS = 60_000;
/** FLOW_REMOVED of OpenFlow 1.3 §7.4.2. */
const FLOW_REMOVED_COOKIE = 8;
const FLOW_REMOVED_PACKETS = 32;
const FLOW_REMOVED_BYTES = 40;
const FLOW_REMOVED_MIN = 56;

export class Sessions {
  readonly #context: Context;
  readonly #flows: FlowSet;
  readonly keys: WireKeys;
  readonly #delete = buildDeleteByCookie();
  #revoked = 0;
  #repeatMs = REPEAT_FIRST_MS;
  #repeatAtMs = 0;
  /** A float's bits for SESSION_BYTES. */
  readonly #float = new Float32Array(1);
  readonly #floatBits = new Int32Array(this.#float.buffer);

  constructor(context: Context, flows: FlowSet) {
    this.#context = context;
    this.#flows = flows;
    const { task } = context;
    this.keys = new WireKeys(
      context.sessions,
      task.worker,
      task.memory.config.workers,
      task.natPoolFirst,
      task.natPoolSize,
    );
    // A worker that takes over from one that died finds its sessions in the table.
    const { sessions } = context;
    for (let index = 0; index < sessions.highWater; index++) {
      const row = sessions.at(index);
      const state = sessions.words[row + SESSION_STATE]! & 0xff;
      if (state === SESSION_STATE_REVOKED) this.#revoked++;
      else if (state === SESSION_STATE_OPENING) sessions.free(row);
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
    const { sessions, allSessions, worker } = this.#context;
    let own = sessions.findInner(source, target, protocol, ports);
    if (own >= 0 && Atomics.load(sessions.words, own + SESSION_LIVE) === 0) {
      // Another worker took the last bit back: only the owner may free.
      this.#free(own);
      own = -1;
    }
    if (own >= 0 || allSessions.length === 1) {
      this.foundIn = sessions;
      this.foundWorker = worker;
      return own;
    }
    for (let other = 0; other < allSessions.length; other++) {
      if (other === worker) continue;
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
    return foundWorker === this.#context.worker || this.#stillAllowed(foundIn, row);
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
      this.#context.counters[KEYS_OVERFLOWED] = this.keys.overflowed;
      // Codes are few: when they run out the controller relays. Ports are practically endless.
      if (wirePorts === 0)
        return protocol === IP_PROTO_ICMP ? this.relay(source, target, routed) : DROPPED_KEYS_EXHAUSTED;
    }
    const contended = this.#context.allSessions.length > 1;
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
      contended ? SESSION_STATE_OPENING : SESSION_STATE_OPEN,
    );
    if (row < 0) return DROPPED_SESSION_TABLE_FULL;
    if (contended && !this.#prevails(row, source, target, protocol, ports)) {
      sessions.free(row);
      const other = this.find(source, target, protocol, ports);
      return other >= 0 ? this.resume(other, source) : this.relay(source, target, routed);
    }
    const { worker } = this.#context;
    const state = sessions.words[row + SESSION_STATE]!;
    const emit = across ? ORDER_ACROSS : ORDER_SAME_HOST;
    let sent = true;
    for (let i = 0; sent && i < emit.length; i++) sent = this.#flows.emitFlow(sessions, worker, row, emit[i]!, state);
    if (!sent) {
      // A datapath went away in between: what was emitted is deleted, and since no FlowRemoved may ever come for what
      // was not, the session ends here.
      this.#deleteFlows(row);
      sessions.free(row);
      return DROPPED_EGRESS_FULL;
    }
    return this.#flows.emitPacket(sessions, row, 0, state) ? SESSION_OPENED : DROPPED_NO_DATA;
  }

  /**
   * Whether the session that is being opened is the only one of its kind, so that no flow of one takes the place of
   * another's, whose end nobody would hear of. Both ends may speak first, to two workers: each links its row as opening,
   * then looks at the others', so at least one of them sees the other. The higher worker gives way; the lower waits to see
   * whether the higher has. A session that is revoked must be gone from its switches first, for the same reason.
   */
  #prevails(row: number, source: number, target: number, protocol: number, ports: number): boolean {
    const { sessions, allSessions, worker } = this.#context;
    if (sessions.findRival(source, target, protocol, ports, row) >= 0) return false;
    for (let other = 0; other < allSessions.length; other++) {
      if (other === worker) continue;
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
    const state = foundIn.foundState;
    this.#reinstall(foundIn, foundWorker, row, far, state);
    if (far !== near) this.#reinstall(foundIn, foundWorker, row, near, state);
    if (this.#flows.emitPacket(foundIn, row, near, state)) return outcome;
    return foundIn.words[row + SESSION_STATE] === state ? DROPPED_NO_DATA : DROPPED_STALE;
  }

  /** Writes a flow of a live session again if its switch has let it go. */
  #reinstall(table: SessionTable, worker: number, row: number, flow: number, state: number): void {
    const bit = 1 << flow;
    const { words } = table;
    for (;;) {
      const live = Atomics.load(words, row + SESSION_LIVE);
      // Zero: the owner is freeing the row. Bit set: the flow is on its way.
      if (live === 0 || (live & bit) !== 0) return;
      // Wins against the owner's clearing of the last bit, or sees it.
      if (Atomics.compareExchange(words, row + SESSION_LIVE, live, live | bit) === live) break;
    }
    if (this.#flows.emitFlow(table, worker, row, flow, state)) this.#context.count(FLOWS_REINSTALLED);
    else this.#clear(table, worker, row, bit);
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

  // ── ends ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** A FLOW_REMOVED (1.3) from `at` to `end`. */
  onFlowRemoved(slot: number, view: DataView, at: number, end: number): void {
    this.#context.count(FLOWS_REMOVED);
    if (end - at < FLOW_REMOVED_MIN) {
      this.#context.count(FLOWS_REMOVED_UNKNOWN);
      return;
    }
    const hi = view.getUint32(at + FLOW_REMOVED_COOKIE);
    const lo = view.getUint32(at + FLOW_REMOVED_COOKIE + 4);
    const row = this.#rowOfCookie(hi, lo);
    // A switch speaks for its own flows only.
    if (row < 0 || slot !== this.#slotOfFlow(row, cookieFlow(hi))) {
      this.#context.count(FLOWS_REMOVED_UNKNOWN);
      return;
    }
    const { words } = this.#context.sessions;
    words[row + SESSION_PACKETS] = (words[row + SESSION_PACKETS]! + view.getUint32(at + FLOW_REMOVED_PACKETS + 4)) | 0;
    this.#floatBits[0] = words[row + SESSION_BYTES]!;
    this.#float[0] =
      this.#float[0]! +
      view.getUint32(at + FLOW_REMOVED_BYTES) * 0x100000000 +
      view.getUint32(at + FLOW_REMOVED_BYTES + 4);
    words[row + SESSION_BYTES] = this.#floatBits[0]!;
    this.#clear(this.#context.sessions, this.#context.worker, row, 1 << cookieFlow(hi));
  }

  /** The control plane found that a flow is not on its switch. */
  onFlowGone(hi: number, lo: number): void {
    const row = this.#rowOfCookie(hi, lo);
    if (row >= 0) this.#clear(this.#context.sessions, this.#context.worker, row, 1 << cookieFlow(hi));
  }

  /** The datapath that a flow of a session is on. @see flow-set.ts */
  #slotOfFlow(row: number, flow: number): number {
    const { words } = this.#context.sessions;
    const slots = words[row + SESSION_SLOTS]!;
    return flow === 1 || flow === 2 ? slots & 0xffff : slots >>> 16;
  }

  #rowOfCookie(hi: number, lo: number): number {
    const { sessions, worker } = this.#context;
    const index = cookieSession(lo);
    if (!cookieIsKind(hi, COOKIE_KIND_SESSION) || cookieWorker(hi) !== worker || index >= sessions.rows) return -1;
    const row = sessions.at(index);
    const state = sessions.words[row + SESSION_STATE]!;
    if ((state & 0xff) === SESSION_STATE_FREE || ((state >>> 8) & 0xff) !== cookieGeneration(hi)) return -1;
    return row;
  }

  #clear(table: SessionTable, worker: number, row: number, bit: number): void {
    // Whoever takes the last bit away frees the row; only the owner may, and only its switches' messages get here.
    const before = Atomics.and(table.words, row + SESSION_LIVE, ~bit);
    if (before === bit && worker === this.#context.worker) this.#free(row);
  }

  #free(row: number): void {
    const { sessions } = this.#context;
    if ((sessions.words[row + SESSION_STATE]! & 0xff) === SESSION_STATE_REVOKED) this.#revoked--;
    sessions.free(row);
    this.#context.count(SESSIONS_CLOSED);
  }

  // ── changes of policy ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * Judges every open session again under the version that is published now, ends what is no longer allowed, and
   * lifts deny flows, which may stand for what is allowed now. Then says that it has done so.
   */
  sweep(version: number): void {
    const { sessions, tables } = this.#context;
    const { words } = sessions;
    const end = sessions.highWater;
    for (let index = 0; index < end; index++) {
      const row = sessions.at(index);
      const state = words[row + SESSION_STATE]! & 0xff;
      if (state === SESSION_STATE_FREE) continue;
      // Another worker took the last bit away: only the owner may free.
      if (Atomics.load(words, row + SESSION_LIVE) === 0) {
        this.#free(row);
        continue;
      }
      if (state !== SESSION_STATE_OPEN) continue;
      if (this.#stillAllowed(sessions, row)) {
        words[row + SESSION_VERSION] = version;
        continue;
      }
      this.#deleteFlows(row);
      sessions.revoke(row);
      this.#revoked++;
      this.#repeatMs = REPEAT_FIRST_MS;
      this.#repeatAtMs = this.#context.nowMs + REPEAT_FIRST_MS;
      this.#context.count(SESSIONS_REVOKED);
    }
    for (let slot = 0; slot < HOST_SLOTS; slot++) {
      const datapath = slot * DATAPATH_WORDS;
      if (
        Atomics.load(tables.datapaths, datapath + DATAPATH_GENERATION) === 0 ||
        tables.datapaths[datapath + DATAPATH_WORKER] !== this.#context.worker
      ) {
        continue;
      }
      this.#emitDelete(slot, cookieHi(COOKIE_KIND_DENY, 0, 0, 0, 0), 0, COOKIE_MASK_KIND_HI, 0);
      this.#emitDelete(slot, cookieHi(COOKIE_KIND_SPOOF, 0, 0, 0, 0), 0, COOKIE_MASK_KIND_HI, 0);
    }
    this.#context.count(SWEEPS);
    // Lets main use again what the tables dropped before this version.
    Atomics.store(tables.board, BOARD_SWEPT + 16 * this.#context.worker, version);
  }

  /** Sessions that are revoked and not closed yet. */
  get revoked(): number {
    return this.#revoked;
  }

  /**
   * Deletes once more what revoked sessions still have on switches, now and then until it is known to be gone: the
   * replies' worker, which had not heard of the change, may have written a flow behind the owner's delete.
   * @returns whether it was time to
   */
  repeatDeletes(): boolean {
    const { sessions, nowMs } = this.#context;
    if (((nowMs - this.#repeatAtMs) | 0) < 0) return false;
    this.#repeatMs = Math.min(this.#repeatMs * 2, REPEAT_LAST_MS);
    this.#repeatAtMs = nowMs + this.#repeatMs;
    const end = sessions.highWater;
    for (let index = 0; index < end; index++) {
      const row = sessions.at(index);
      if ((sessions.words[row + SESSION_STATE]! & 0xff) !== SESSION_STATE_REVOKED) continue;
      if (Atomics.load(sessions.words, row + SESSION_LIVE) === 0) this.#free(row);
      else this.#deleteFlows(row);
    }
    return true;
  }

  /** Whether a session of any worker would be opened today. */
  #stillAllowed(table: SessionTable, row: number): boolean {
    const { tables, verdicts } = this.#context;
    const { words } = table;
    const { endpoints, hosts } = tables;
    const source = words[row + SESSION_SOURCE]!;
    const target = words[row + SESSION_TARGET]!;
    const a = source * ENDPOINT_WORDS;
    const b = target * ENDPOINT_WORDS;
    if (
      endpoints[a + ENDPOINT_STATE] !== ENDPOINT_STATE_LIVE ||
      endpoints[b + ENDPOINT_STATE] !== ENDPOINT_STATE_LIVE
    ) {
      return false;
    }
    if (endpoints[a + ENDPOINT_PORT] === 0 || endpoints[b + ENDPOINT_PORT] === 0) return false;
    const slots = words[row + SESSION_SLOTS]!;
    if (hosts[(slots >>> 16) * HOST_WORDS + HOST_STATE] === HOST_STATE_FREE) return false;
    if (hosts[(slots & 0xffff) * HOST_WORDS + HOST_STATE] === HOST_STATE_FREE) return false;
    const protocol = words[row + SESSION_PROTOCOL]!;
    const port = protocol === IP_PROTO_ICMP ? 0 : words[row + SESSION_PORTS]! & 0xffff;
    const verdict = verdicts.judge(source, target, protocol, port);
    if (protocol === 0) return verdicts.coarse(source, target, verdict);
    return (verdict & VERDICT_ALLOW) !== 0;
  }

  /** Deletes all flows of a session, on both datapaths, with one message each. */
  #deleteFlows(row: number): void {
    const { sessions, worker } = this.#context;
    const { words } = sessions;
    const generation = (words[row + SESSION_STATE]! >>> 8) & 0xff;
    const hi = cookieHi(COOKIE_KIND_SESSION, worker, generation, 0, 0);
    const lo = sessions.index(row);
    const slots = words[row + SESSION_SLOTS]!;
    const sourceSlot = slots >>> 16;
    const targetSlot = slots & 0xffff;
    this.#emitDelete(sourceSlot, hi, lo, COOKIE_MASK_SESSION_HI, COOKIE_MASK_SESSION_LO);
    if (targetSlot !== sourceSlot) this.#emitDelete(targetSlot, hi, lo, COOKIE_MASK_SESSION_HI, COOKIE_MASK_SESSION_LO);
  }

  #emitDelete(slot: number, hi: number, lo: number, maskHi: number, maskLo: number): void {
    const { egress } = this.#context;
    const length = this.#delete.byteLength;
    const at = egress.reserve(slot, length);
    // Not connected: what is on it is compared with the session table when it comes back.
    if (at < 0) return;
    const { view } = egress;
    for (let i = 0; i < length; i += 4) view.setInt32(at + i, this.#delete.getInt32(i, true), true);
    view.setUint32(at + FLOW_MOD_COOKIE, hi);
    view.setUint32(at + FLOW_MOD_COOKIE + 4, lo);
    view.setUint32(at + FLOW_MOD_COOKIE_MASK, maskHi);
    view.setUint32(at + FLOW_MOD_COOKIE_MASK + 4, maskLo);
    egress.wrote(at + length);
    this.#context.count(FLOW_MODS);
  }
}
