// What a change of policy does to open sessions: those that it may matter to are judged again, and what is no longer allowed ends.
// One pass over all sessions of a worker at the top of its loop, and then it says that it has made it. Worker thread only; no
// allocation, no throw.

import type { Context } from '#dataplane/context.ts';
import type { SessionEnds } from '#dataplane/session-ends.ts';
import { TouchedRows } from '#dataplane/touched-rows.ts';
import { COOKIE_KIND_DENY, COOKIE_KIND_SPOOF, COOKIE_MASK_KIND_HI, cookieHi } from '#openflow/cookie.ts';
import { SESSIONS_REVOKED, SWEEPS } from '#shm/counters.ts';
import {
  BOARD_SWEPT,
  BOARD_TOUCHED_ALL,
  DATAPATH_DENIED,
  DATAPATH_GENERATION,
  DATAPATH_WORDS,
  DATAPATH_WORKER,
  HOST_SLOTS,
  SESSION_LIVE,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_FREE,
  SESSION_STATE_OPEN,
  SESSION_STATE_REVOKED,
  SESSION_TARGET,
  SESSION_VERSION,
  SESSIONS_ORPHANS,
  SESSIONS_REPEAT_AT_MS,
  SESSIONS_REPEAT_MS,
  SESSIONS_REVOKED_ROWS,
} from '#shm/layout.ts';

/** Deletes of revoked sessions are repeated after this long, then after twice as long each time. */
const REPEAT_FIRST_MS = 1000;
const REPEAT_LAST_MS = 60_000;

export class Sweep {
  readonly #context: Context;
  readonly #ends: SessionEnds;
  readonly #touched: TouchedRows;

  constructor(context: Context, ends: SessionEnds) {
    this.#context = context;
    this.#ends = ends;
    this.#touched = new TouchedRows(context.tables);
  }

  /**
   * Judges the open sessions that the changes since its last sweep may matter to again, ends what is no longer allowed, and
   * lifts deny flows, which may stand for what is allowed now. Then says that it has done so.
   * @param version that is published now
   */
  run(version: number): void {
    const { sessions, tables, worker } = this.#context;
    const { words, endsAt } = sessions;
    this.#touched.take(version);
    // Sessions opened since were judged by what was published then, and what was published later touches them, too.
    const since = tables.board[BOARD_SWEPT + 16 * worker]!;
    const orphans = Atomics.exchange(words, SESSIONS_ORPHANS, 0);
    const all = orphans > 0 || isLater(tables.board[BOARD_TOUCHED_ALL]!, since);
    const end = sessions.highWater;
    for (let index = 0; index < end; index++) {
      const ends = endsAt + 2 * index;
      // Of nearly all of them no more than this is seen: 8 bytes each, and a filter that stays in the core's first cache
      // (a million sessions: 31 ms by their rows and the table of versions).
      if (!all && !this.#touched.mayInclude(words[ends]!) && !this.#touched.mayInclude(words[ends + 1]!)) continue;
      this.#look(sessions.at(index), since, version);
    }
    this.#liftDenials();
    this.#context.count(SWEEPS);
    // Lets main use again what the tables dropped before this version.
    Atomics.store(tables.board, BOARD_SWEPT + 16 * worker, version);
  }

  #look(row: number, since: number, version: number): void {
    const { sessions, tables } = this.#context;
    const { words } = sessions;
    const { touched } = tables;
    const state = words[row + SESSION_STATE]! & 0xff;
    if (state === SESSION_STATE_FREE) return;
    // Another worker took the last bit away: only the owner may free.
    if (words[row + SESSION_LIVE] === 0) {
      this.#ends.free(row);
      return;
    }
    if (state !== SESSION_STATE_OPEN) return;
    if (
      !isLater(tables.board[BOARD_TOUCHED_ALL]!, since) &&
      !isLater(touched[words[row + SESSION_SOURCE]!]!, since) &&
      !isLater(touched[words[row + SESSION_TARGET]!]!, since)
    ) {
      return;
    }
    if (this.#ends.stillAllowed(sessions, row)) {
      words[row + SESSION_VERSION] = version;
      return;
    }
    this.#ends.deleteFlows(row);
    sessions.revoke(row);
    words[SESSIONS_REPEAT_MS] = REPEAT_FIRST_MS;
    words[SESSIONS_REPEAT_AT_MS] = this.#context.nowMs + REPEAT_FIRST_MS;
    this.#context.count(SESSIONS_REVOKED);
  }

  /** On the datapaths of this worker that may have some. */
  #liftDenials(): void {
    const { worker, tables } = this.#context;
    const { datapaths } = tables;
    for (let slot = 0; slot < HOST_SLOTS; slot++) {
      const datapath = slot * DATAPATH_WORDS;
      if (
        datapaths[datapath + DATAPATH_DENIED] === 0 ||
        datapaths[datapath + DATAPATH_WORKER] !== worker ||
        Atomics.load(datapaths, datapath + DATAPATH_GENERATION) === 0
      ) {
        continue;
      }
      datapaths[datapath + DATAPATH_DENIED] = 0;
      this.#ends.deleteByCookie(slot, cookieHi(COOKIE_KIND_DENY, 0, 0, 0, 0), 0, COOKIE_MASK_KIND_HI, 0);
      this.#ends.deleteByCookie(slot, cookieHi(COOKIE_KIND_SPOOF, 0, 0, 0, 0), 0, COOKIE_MASK_KIND_HI, 0);
    }
  }

  /** Sessions that are revoked and not closed yet. */
  get revoked(): number {
    return this.#context.sessions.words[SESSIONS_REVOKED_ROWS]!;
  }

  /**
   * Deletes once more what revoked sessions still have on switches, now and then until it is known to be gone: the
   * replies' worker, which had not heard of the change, may have written a flow behind the owner's delete.
   * @returns whether it was time to
   */
  repeatDeletes(): boolean {
    const { sessions, nowMs } = this.#context;
    const { words } = sessions;
    if (((nowMs - words[SESSIONS_REPEAT_AT_MS]!) | 0) < 0) return false;
    const repeatMs = Math.min(words[SESSIONS_REPEAT_MS]! * 2, REPEAT_LAST_MS);
    words[SESSIONS_REPEAT_MS] = repeatMs;
    words[SESSIONS_REPEAT_AT_MS] = nowMs + repeatMs;
    const end = sessions.highWater;
    for (let index = 0; index < end; index++) {
      const row = sessions.at(index);
      if ((words[row + SESSION_STATE]! & 0xff) !== SESSION_STATE_REVOKED) continue;
      if (Atomics.load(words, row + SESSION_LIVE) === 0) this.#ends.free(row);
      else this.#ends.deleteFlows(row);
    }
    return true;
  }
}

/** Whether one version comes after another: they are numbers modulo 2^32. */
function isLater(version: number, than: number): boolean {
  return ((version - than) | 0) > 0;
}
