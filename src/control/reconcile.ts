// Compares the sessions with the flows on a switch that came back (DESIGN 3.6: the switch is the truth). Flows that no
// session owns are deleted; sessions whose flows are not there are told, so that their wire keys come free and the
// next packet writes the flows again. Main thread.
//
// A switch is read in parts, by the lowest bits of the session's row, so that one part's reply fits the control ring;
// a part is believed only if the channel has lost nothing meanwhile. What is missing is deleted all the same before
// its owner is told: a flow that a worker has just written would else be forgotten while it is there.

import type { Config } from '#base/config.ts';
import type { Log } from '#base/log.ts';
import {
  type ControlCounters,
  FLOWS_FOUND_GONE,
  FLOWS_UNKNOWN_DELETED,
  RECONCILIATIONS,
  RECONCILIATIONS_REPEATED,
  REPLIES_UNASKED,
} from '#control/counters.ts';
import type { Datapath } from '#control/datapath.ts';
import type { Outbound } from '#control/outbound.ts';
import { deleteByCookie, encodeAll } from '#control/standing-flows.ts';
import type { XidSource } from '#control/xid-source.ts';
import {
  COOKIE_KIND_SESSION,
  COOKIE_MASK_KIND_HI,
  cookieFlow,
  cookieGeneration,
  cookieHi,
  cookieIsKind,
  cookieLo,
  cookieSession,
  cookieValue,
  cookieWorker,
} from '#openflow/cookie.ts';
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import { u16At, u32At } from '#openflow/view.ts';
import { nowMs as sharedNowMs } from '#shm/clock.ts';
import { CONTROL_LOST } from '#shm/counters.ts';
import {
  SESSION_CREATED_MS,
  SESSION_LIVE,
  SESSION_SHAPE,
  SESSION_SLOTS,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_FREE,
  SESSION_STATE_OPEN,
  SESSION_TARGET,
  SHAPE_ACROSS,
  type SharedMemory,
} from '#shm/layout.ts';
import { SessionTable } from '#shm/session-table.ts';

/** ofp_flow_stats of OpenFlow 1.3 (§7.3.5.2): length, then at 24 the cookie; 56 bytes with an empty match. */
const FLOW_STATS_COOKIE_AT = 24;
const FLOW_STATS_MIN_BYTES = 56;
/** Deletions in one record to the channel. */
const BATCH = 256;

/** The reading of one switch. */
interface Reading {
  readonly datapath: Datapath;
  readonly generation: number;
  /** How many parts, a power of two, and which is read now. */
  parts: number;
  part: number;
  xid: number;
  deadlineMs: number;
  /** When the part was asked for, on the shared clock, and what the channel had lost by then. */
  askedMs: number;
  lostBefore: number;
  /** Flows of sessions seen in this part: worker, flow and row in one number. */
  readonly seen: Set<number>;
  deleted: number;
  gone: number;
}

export interface ReconcilerParts {
  readonly memory: SharedMemory;
  readonly config: Config;
  readonly log: Log;
  readonly counters: ControlCounters;
  readonly xids: XidSource;
  readonly outbound: Outbound;
}

export class Reconciler {
  readonly #parts: ReconcilerParts;
  readonly #tables: readonly SessionTable[];
  readonly #channelCounters: Float64Array;
  readonly #bySlot = new Map<number, Reading>();

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
    const { memory } = parts;
    this.#tables = memory.sessions.map((block) => new SessionTable(block, memory.config.sessionRows));
    this.#channelCounters = new Float64Array(memory.counters[memory.config.workers]!);
  }

  /** Whether a switch is being read. */
  busy(slot: number): boolean {
    return this.#bySlot.has(slot);
  }

  /** Begins to read a switch. Its flows may change meanwhile. */
  begin(datapath: Datapath, nowMs: number): void {
    const { config } = this.#parts;
    const sessions = this.#tables.reduce((sum, table) => sum + table.used, 0);
    const parts = 2 ** Math.max(0, Math.ceil(Math.log2(sessions / config.reconcilePartSessions)));
    const reading: Reading = {
      datapath,
      generation: datapath.generation,
      parts: Math.min(parts, config.sessionRows),
      part: 0,
      xid: 0,
      deadlineMs: 0,
      askedMs: 0,
      lostBefore: 0,
      seen: new Set(),
      deleted: 0,
      gone: 0,
    };
    this.#bySlot.set(datapath.slot, reading);
    this.#ask(reading, nowMs);
  }

  stop(slot: number): void {
    this.#bySlot.delete(slot);
  }

  /** Asks again for a part that did not come in time. */
  tick(nowMs: number): void {
    for (const reading of this.#bySlot.values()) if (nowMs >= reading.deadlineMs) this.#askAgain(reading, nowMs);
  }

  /** A message of a flow reading: entries from `at` to `end`. */
  onFlows(
    datapath: Datapath,
    xid: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    more: boolean,
    nowMs: number,
  ): void {
    const reading = this.#bySlot.get(datapath.slot);
    if (reading === undefined || reading.xid !== xid || reading.generation !== datapath.generation) {
      this.#parts.counters.count(REPLIES_UNASKED);
      return;
    }
    if (!this.#take(reading, bytes, at, end)) {
      this.#parts.log.warn({ dpid: datapath.dpid }, 'flow statistics are malformed; asking again');
      this.#askAgain(reading, nowMs);
      return;
    }
    reading.deadlineMs = nowMs + this.#parts.config.reconcileTimeoutMs;
    if (more) return;
    if (this.#channelCounters[CONTROL_LOST] !== reading.lostBefore) {
      this.#askAgain(reading, nowMs);
      return;
    }
    this.#endPart(reading);
    reading.part++;
    if (reading.part < reading.parts) this.#ask(reading, nowMs);
    else this.#finish(reading);
  }

  /**
   * Ends what sessions think they have on a switch that is no host any more.
   * @returns how many flows their owners were told of
   */
  forget(slot: number): number {
    let gone = 0;
    this.#eachFlow(slot, 1, 0, (worker, hi, lo) => {
      if (this.#parts.outbound.tellFlowGone(worker, slot, hi, lo)) gone++;
    });
    return gone;
  }

  #askAgain(reading: Reading, nowMs: number): void {
    this.#parts.counters.count(RECONCILIATIONS_REPEATED);
    // Smaller parts, from the first: they may be what it takes to get through.
    reading.parts = Math.min(reading.parts * 2, this.#parts.config.sessionRows);
    reading.part = 0;
    this.#ask(reading, nowMs);
  }

  #ask(reading: Reading, nowMs: number): void {
    const { xids, outbound, config } = this.#parts;
    reading.seen.clear();
    reading.xid = xids.next();
    reading.deadlineMs = nowMs + config.reconcileTimeoutMs;
    reading.askedMs = sharedNowMs();
    reading.lostBefore = this.#channelCounters[CONTROL_LOST]!;
    const message = encodeMessage({
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: reading.xid,
      multipartType: 'FLOW',
      cookie: cookieValue(cookieHi(COOKIE_KIND_SESSION, 0, 0, 0, 0), reading.part),
      cookieMask: cookieValue(COOKIE_MASK_KIND_HI, reading.parts - 1),
    });
    outbound.send(reading.datapath, message);
  }

  /** Notes the flows that sessions own and deletes the others. @returns false when the entries are malformed */
  #take(reading: Reading, bytes: Uint8Array, from: number, end: number): boolean {
    const unknown: MessageIn[] = [];
    let at = from;
    while (at < end) {
      const length = at + 2 <= end ? u16At(bytes, at) : 0;
      if (length < FLOW_STATS_MIN_BYTES || at + length > end) return false;
      const hi = u32At(bytes, at + FLOW_STATS_COOKIE_AT);
      const lo = u32At(bytes, at + FLOW_STATS_COOKIE_AT + 4);
      at += length;
      if (!cookieIsKind(hi, COOKIE_KIND_SESSION)) continue;
      if (this.#isOwned(hi, lo)) reading.seen.add(flowKey(cookieWorker(hi), cookieFlow(hi), cookieSession(lo)));
      else unknown.push(deleteByCookie(cookieValue(hi, lo), 0xffff_ffff_ffff_ffffn));
    }
    reading.deleted += unknown.length;
    this.#parts.counters.count(FLOWS_UNKNOWN_DELETED, unknown.length);
    this.#send(reading.datapath, unknown);
    return true;
  }

  /** Whether the session that a cookie names is open and has this flow. */
  #isOwned(hi: number, lo: number): boolean {
    const table = this.#tables[cookieWorker(hi)];
    const index = cookieSession(lo);
    if (table === undefined || index >= table.highWater) return false;
    const row = table.at(index);
    const state = table.words[row + SESSION_STATE]!;
    // A revoked session's flows are being deleted; those that a lost connection has spared are deleted here.
    if ((state & 0xff) !== SESSION_STATE_OPEN || ((state >>> 8) & 0xff) !== cookieGeneration(hi)) return false;
    return ((table.words[row + SESSION_LIVE]! >>> cookieFlow(hi)) & 1) === 1;
  }

  /** Every message of the part has come: what was not in it is not on the switch. */
  #endPart(reading: Reading): void {
    const { datapath, askedMs, seen, parts, part } = reading;
    let missing: MessageIn[] = [];
    let cookies: [worker: number, hi: number, lo: number][] = [];
    const flush = () => {
      this.#send(datapath, missing);
      for (const [worker, hi, lo] of cookies) this.#parts.outbound.tellFlowGone(worker, datapath.slot, hi, lo);
      missing = [];
      cookies = [];
    };
    this.#eachFlow(datapath.slot, parts, part, (worker, hi, lo, createdMs) => {
      if (((createdMs - askedMs) | 0) >= 0 || seen.has(flowKey(worker, cookieFlow(hi), cookieSession(lo)))) return;
      missing.push(deleteByCookie(cookieValue(hi, lo), 0xffff_ffff_ffff_ffffn));
      cookies.push([worker, hi, lo]);
      reading.gone++;
      if (cookies.length >= BATCH) flush();
    });
    flush();
  }

  #finish(reading: Reading): void {
    const { datapath, deleted, gone, parts } = reading;
    const { counters, log } = this.#parts;
    this.#bySlot.delete(datapath.slot);
    counters.count(RECONCILIATIONS);
    counters.count(FLOWS_FOUND_GONE, gone);
    log.info({ dpid: datapath.dpid, deleted, gone, parts }, 'flows compared with sessions');
  }

  /** Calls back with each flow that a session thinks it has on a slot. */
  #eachFlow(
    slot: number,
    parts: number,
    part: number,
    visit: (worker: number, hi: number, lo: number, createdMs: number) => void,
  ): void {
    for (let worker = 0; worker < this.#tables.length; worker++) {
      const table = this.#tables[worker]!;
      const { words } = table;
      const end = table.highWater;
      for (let index = part; index < end; index += parts) {
        const row = table.at(index);
        const slots = words[row + SESSION_SLOTS]!;
        const onSource = slots >>> 16 === slot;
        const onTarget = (slots & 0xffff) === slot;
        if (!(onSource || onTarget)) continue;
        const state = words[row + SESSION_STATE]!;
        if ((state & 0xff) === SESSION_STATE_FREE) continue;
        const live = Atomics.load(words, row + SESSION_LIVE);
        const across = (words[row + SESSION_SHAPE]! & SHAPE_ACROSS) !== 0;
        for (let flow = 0; flow < 4; flow++) {
          if (((live >>> flow) & 1) === 0) continue;
          // Of a session across hosts, flows 0 and 3 are at the source, 1 and 2 at the target; else both are here.
          const atSource = across ? flow === 0 || flow === 3 : true;
          if (across && (atSource ? !onSource : !onTarget)) continue;
          const ofSource = across ? atSource : flow === 0;
          const endpoint = words[row + (ofSource ? SESSION_SOURCE : SESSION_TARGET)]!;
          const hi = cookieHi(COOKIE_KIND_SESSION, worker, (state >>> 8) & 0xff, flow, endpoint);
          visit(worker, hi, cookieLo(endpoint, index), words[row + SESSION_CREATED_MS]!);
        }
      }
    }
  }

  #send(datapath: Datapath, messages: readonly MessageIn[]): void {
    for (let i = 0; i < messages.length; i += BATCH) {
      const batch = messages.slice(i, i + BATCH);
      this.#parts.outbound.send(datapath, encodeAll(batch, this.#parts.xids.next(batch.length)));
    }
  }
}

/** One number for a flow of a session: 4 bits of worker, 2 of flow, 20 of row. */
function flowKey(worker: number, flow: number, session: number): number {
  return (worker << 22) | (flow << 20) | session;
}
