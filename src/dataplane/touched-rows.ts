// Endpoints that changes have touched since a worker's last sweep, as a filter of bits small enough for a core's first cache:
// a sweep asks it about both ends of each session, of which there may be a million. Worker thread only; no allocation, no throw.
//
// Main writes a log beside the table of versions (control/touched.ts): row and version of each endpoint touched, round and round.
// A worker that has fallen so far behind that its part of the log is overwritten takes any endpoint for touched, and then the
// table tells. The filter errs to that side, too: rows that are 32768 apart share a bit.
import { BOARD_TOUCHED_COUNT, TOUCHED_LOG_ENTRIES } from '#shm/layout.ts';
import type { Tables } from '#shm/tables.ts';

const FILTER_WORDS = 1024;
/** Entries that can be read: the oldest one may be being written over. */
const READABLE = TOUCHED_LOG_ENTRIES - 1;

export class TouchedRows {
  readonly #board: Int32Array;
  readonly #log: Int32Array;
  readonly #bits = new Int32Array(FILTER_WORDS);
  /** Entries of the log, as counted since the process began, whose versions have been swept … */
  #seen = 0;
  /** … if that is known. */
  #knows = false;

  constructor({ board, touchedLog }: Tables) {
    this.#board = board;
    this.#log = touchedLog;
  }

  /** Takes what was touched up to `version`, which is about to be swept, since the last call. */
  take(version: number): void {
    // Atomics here: waits to see whole entries, and sees afterwards whether they still were while they were read.
    const count = Atomics.load(this.#board, BOARD_TOUCHED_COUNT);
    const isWhole = this.#knows && (count - this.#seen) >>> 0 <= READABLE;
    const from = isWhole ? this.#seen : (count - READABLE) | 0;
    this.#bits.fill(0);
    let next = from;
    for (let i = from; i !== count; i = (i + 1) | 0) {
      const entry = 2 * (i & (TOUCHED_LOG_ENTRIES - 1));
      const row = Atomics.load(this.#log, entry);
      this.#bits[(row >>> 5) & (FILTER_WORDS - 1)]! |= 1 << (row & 31);
      // What belongs to a later version comes again: the tables may not be written yet.
      if (next === i && ((Atomics.load(this.#log, entry + 1) - version) | 0) <= 0) next = (i + 1) | 0;
    }
    const isOverwritten = (Atomics.load(this.#board, BOARD_TOUCHED_COUNT) - from) >>> 0 > READABLE;
    if (!isWhole || isOverwritten) this.#bits.fill(-1);
    // Where the oldest entry that is left belongs to a later version, those before it may have done so, too.
    this.#knows = !isOverwritten && (isWhole || next !== from || count === from);
    this.#seen = next;
  }

  /** Whether an endpoint may have been touched. @param row of the endpoint */
  mayInclude(row: number): boolean {
    return ((this.#bits[(row >>> 5) & (FILTER_WORDS - 1)]! >>> (row & 31)) & 1) !== 0;
  }
}
