// How sessions end: by the FlowRemoved of their last flow, by a reconciliation that found a flow gone, or by a change of
// policy (sweep.ts). Worker thread only; hot; no allocation, no throw.

import type { Context } from '#dataplane/context.ts';
import { VERDICT_ALLOW } from '#dataplane/verdict.ts';
import {
  COOKIE_KIND_SESSION,
  COOKIE_MASK_SESSION_HI,
  COOKIE_MASK_SESSION_LO,
  cookieFlow,
  cookieGeneration,
  cookieHi,
  cookieIsKind,
  cookieSession,
  cookieWorker,
} from '#openflow/cookie.ts';
import { copyMessage } from '#openflow/flow-stamp.ts';
import { buildDeleteByCookie, FLOW_MOD_COOKIE, FLOW_MOD_COOKIE_MASK } from '#openflow/flow-template.ts';
import { FLOW_MODS, FLOWS_REMOVED, FLOWS_REMOVED_UNKNOWN, SESSIONS_CLOSED } from '#shm/counters.ts';
import {
  ENDPOINT_PORT,
  ENDPOINT_STATE,
  ENDPOINT_STATE_LIVE,
  ENDPOINT_WORDS,
  HOST_STATE,
  HOST_STATE_FREE,
  HOST_WORDS,
  SESSION_BYTES,
  SESSION_LIVE,
  SESSION_PACKETS,
  SESSION_PORTS,
  SESSION_PROTOCOL,
  SESSION_SLOTS,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_FREE,
  SESSION_TARGET,
  SESSIONS_ORPHANS,
} from '#shm/layout.ts';
import type { SessionTable } from '#shm/session-table.ts';

const IP_PROTO_ICMP = 1;
/** FLOW_REMOVED of OpenFlow 1.3 §7.4.2. */
const FLOW_REMOVED_COOKIE = 8;
const FLOW_REMOVED_PACKETS = 32;
const FLOW_REMOVED_BYTES = 40;
const FLOW_REMOVED_MIN = 56;

export class SessionEnds {
  readonly #context: Context;
  readonly #delete = buildDeleteByCookie();
  /** A float's bits for SESSION_BYTES. */
  readonly #float = new Float32Array(1);
  readonly #floatBits = new Int32Array(this.#float.buffer);

  constructor(context: Context) {
    this.#context = context;
  }

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
    this.clear(this.#context.sessions, this.#context.worker, row, 1 << cookieFlow(hi));
  }

  /** The control plane found that a flow is not on its switch. */
  onFlowGone(hi: number, lo: number): void {
    const row = this.#rowOfCookie(hi, lo);
    if (row >= 0) this.clear(this.#context.sessions, this.#context.worker, row, 1 << cookieFlow(hi));
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

  /** A flow of a session is on no switch any more. Whoever takes the last bit away frees the row, if it is its own. */
  clear(table: SessionTable, owner: number, row: number, bit: number): void {
    const { words } = table;
    const at = row + SESSION_LIVE;
    let before: number;
    // Alone, nobody but this worker sets bits.
    if (this.#context.alone) {
      before = words[at]!;
      words[at] = before & ~bit;
    } else before = Atomics.and(words, at, ~bit);
    if (before !== bit) return;
    if (owner === this.#context.worker) this.free(row);
    else Atomics.add(words, SESSIONS_ORPHANS, 1); // tells the owner's next sweep
  }

  /** Frees a session of this worker's own. */
  free(row: number): void {
    this.#context.sessions.free(row);
    this.#context.count(SESSIONS_CLOSED);
  }

  /** Whether a session of any worker would be opened today. */
  stillAllowed(table: SessionTable, row: number): boolean {
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
  deleteFlows(row: number): void {
    const { sessions, worker } = this.#context;
    const { words } = sessions;
    const generation = (words[row + SESSION_STATE]! >>> 8) & 0xff;
    const hi = cookieHi(COOKIE_KIND_SESSION, worker, generation, 0, 0);
    const lo = sessions.index(row);
    const slots = words[row + SESSION_SLOTS]!;
    const sourceSlot = slots >>> 16;
    const targetSlot = slots & 0xffff;
    this.deleteByCookie(sourceSlot, hi, lo, COOKIE_MASK_SESSION_HI, COOKIE_MASK_SESSION_LO);
    if (targetSlot !== sourceSlot)
      this.deleteByCookie(targetSlot, hi, lo, COOKIE_MASK_SESSION_HI, COOKIE_MASK_SESSION_LO);
  }

  /** Deletes the flows of a datapath that have a cookie. */
  deleteByCookie(slot: number, hi: number, lo: number, maskHi: number, maskLo: number): void {
    const { egress } = this.#context;
    const length = this.#delete.byteLength;
    const at = egress.reserve(slot, length);
    // Not connected: what is on it is compared with the session table when it comes back.
    if (at < 0) return;
    const { view } = egress;
    copyMessage(view, at, this.#delete, length);
    view.setUint32(at + FLOW_MOD_COOKIE, hi);
    view.setUint32(at + FLOW_MOD_COOKIE + 4, lo);
    view.setUint32(at + FLOW_MOD_COOKIE_MASK, maskHi);
    view.setUint32(at + FLOW_MOD_COOKIE_MASK + 4, maskLo);
    egress.wrote(at + length);
    this.#context.count(FLOW_MODS);
  }
}
