// A worker's sessions: rows found by inner key (as the endpoints see the connection, either direction) and by wire
// key (as the underlay sees it). One writer, the owning worker; other workers and main read without locks. Hot: no
// allocation, no throw.
//
//   words 0..63                 header: used, deletions, high water, free rows …: see SESSIONS_*
//   words 64..                  buckets by inner key: row + 1 of the first session, 0 = none
//   then                        buckets by wire key
//   then                        rows of SESSION_WORDS words, chained by SESSION_NEXT_*
//   then                        of each row source and target once more, side by side: what a sweep looks at of a million
//
// A row is filled before Atomics.store links it. A reader of another thread walks a bounded number of rows (a chain may
// change under it), compares whole keys between two looks at the row's state, whose generation moves when the row is
// used again, and looks again from the start when it found nothing but rows were unlinked meanwhile.

import { hashPair } from '#shm/hash-table.ts';
import {
  SESSION_BYTES,
  SESSION_CREATED_MS,
  SESSION_LIVE,
  SESSION_NEXT_INNER,
  SESSION_NEXT_WIRE,
  SESSION_PACKETS,
  SESSION_PORTS,
  SESSION_PROTOCOL,
  SESSION_SHAPE,
  SESSION_SLOTS,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_FREE,
  SESSION_STATE_OPEN,
  SESSION_STATE_REVOKED,
  SESSION_TARGET,
  SESSION_VERSION,
  SESSION_WIRE_PORTS,
  SESSION_WORDS,
  SESSIONS_DELETIONS,
  SESSIONS_FIRST_GENERATION,
  SESSIONS_FREE,
  SESSIONS_HEADER_WORDS,
  SESSIONS_HIGH_WATER,
  SESSIONS_REVOKED_ROWS,
  SESSIONS_USED,
  SHAPE_ACROSS,
} from '#shm/layout.ts';
import { touch } from '#shm/touch.ts';

/** No chain is walked further: twice the longest that 2^20 random keys were seen to make. */
const WALK_MAX = 64;
const RETRIES = 3;

/** Reads any worker's sessions; any thread. Rows are word offsets into `words`. */
export class SessionTable {
  readonly words: Int32Array;
  readonly rows: number;
  protected readonly mask: number;
  protected readonly wireAt: number;
  protected readonly rowsAt: number;
  /** Word offset of the first row's two ends. */
  readonly endsAt: number;
  /** State of the row that was found last: while the row has it, it is still that session. */
  foundState = 0;

  constructor(block: SharedArrayBuffer, rows: number) {
    this.words = new Int32Array(block);
    this.rows = rows;
    this.mask = rows - 1;
    this.wireAt = SESSIONS_HEADER_WORDS + rows;
    this.rowsAt = this.wireAt + rows;
    this.endsAt = this.rowsAt + rows * SESSION_WORDS;
  }

  /** Has the kernel give the memory of all chains' beginnings, which are hit at random. Main thread. */
  touchBuckets(): void {
    touch(this.words, 0, this.rowsAt);
  }

  /** The same for rows from one index to another. Main thread. */
  touchRows(from: number, to: number): void {
    touch(this.words, this.at(from), this.at(to));
    touch(this.words, this.endsAt + 2 * from, this.endsAt + 2 * to);
  }

  /** Word offset of a row. */
  at(index: number): number {
    return this.rowsAt + index * SESSION_WORDS;
  }

  /** Index of the row at a word offset. */
  index(row: number): number {
    return (row - this.rowsAt) / SESSION_WORDS;
  }

  /** Rows in use, of the owner's last word. */
  get used(): number {
    return Atomics.load(this.words, SESSIONS_USED);
  }

  /** One past the highest index ever used. */
  get highWater(): number {
    return Atomics.load(this.words, SESSIONS_HIGH_WATER);
  }

  /**
   * Finds an open session by the endpoints' rows and ports, in either direction.
   * @param ports source << 16 | target as the packet has them
   * @returns word offset of the row; -1 when there is none. The direction is told by SESSION_SOURCE (and, where an
   * endpoint talks to itself, by the ports).
   */
  findInner(source: number, target: number, protocol: number, ports: number): number {
    return this.#findByInner(source, target, protocol, ports, true, -1);
  }

  /**
   * Finds any other session by the same key: opening, open, or revoked with flows that may still be on switches.
   * @param except word offset of a row that is not meant, or -1
   * @returns word offset of the row; -1 when there is none
   */
  findRival(source: number, target: number, protocol: number, ports: number, except: number): number {
    return this.#findByInner(source, target, protocol, ports, false, except);
  }

  #findByInner(
    source: number,
    target: number,
    protocol: number,
    ports: number,
    onlyOpen: boolean,
    except: number,
  ): number {
    const { words } = this;
    const swapped = (ports << 16) | (ports >>> 16);
    const bucket = SESSIONS_HEADER_WORDS + this.innerBucket(source, target, protocol, ports);
    for (let round = 0; round < RETRIES; round++) {
      const deletions = Atomics.load(words, SESSIONS_DELETIONS);
      let next = Atomics.load(words, bucket); // waits to see a filled row
      for (let walked = 0; next > 0 && walked < WALK_MAX; walked++) {
        const row = this.at(next - 1);
        const state = Atomics.load(words, row + SESSION_STATE);
        const kind = state & 0xff;
        const wanted = onlyOpen ? kind === SESSION_STATE_OPEN : kind !== SESSION_STATE_FREE && row !== except;
        if (wanted && Atomics.load(words, row + SESSION_PROTOCOL) === protocol) {
          // Atomics keep these between the two looks at the state on every machine.
          const opener = Atomics.load(words, row + SESSION_SOURCE);
          const other = Atomics.load(words, row + SESSION_TARGET);
          const rowPorts = Atomics.load(words, row + SESSION_PORTS);
          if (
            ((opener === source && other === target && rowPorts === ports) ||
              (opener === target && other === source && rowPorts === swapped)) &&
            Atomics.load(words, row + SESSION_STATE) === state // still the same session
          ) {
            this.foundState = state;
            return row;
          }
        }
        next = words[row + SESSION_NEXT_INNER]!;
      }
      if (Atomics.load(words, SESSIONS_DELETIONS) === deletions) break;
    }
    return -1;
  }

  /**
   * Finds a session, open or revoked, by its wire key.
   * @param slots source slot << 16 | target slot
   * @param wirePorts source << 16 | target on the wire; for ICMP echo the code
   * @returns word offset of the row, or -1
   */
  findWire(slots: number, protocol: number, wirePorts: number): number {
    const { words } = this;
    const bucket = this.wireAt + this.wireBucket(slots, protocol, wirePorts);
    for (let round = 0; round < RETRIES; round++) {
      const deletions = Atomics.load(words, SESSIONS_DELETIONS);
      let next = Atomics.load(words, bucket); // waits to see a filled row
      for (let walked = 0; next > 0 && walked < WALK_MAX; walked++) {
        const row = this.at(next - 1);
        const state = Atomics.load(words, row + SESSION_STATE);
        if (
          (state & 0xff) !== SESSION_STATE_FREE &&
          Atomics.load(words, row + SESSION_WIRE_PORTS) === wirePorts &&
          Atomics.load(words, row + SESSION_SLOTS) === slots &&
          Atomics.load(words, row + SESSION_PROTOCOL) === protocol &&
          isSameSession(Atomics.load(words, row + SESSION_STATE), state)
        ) {
          this.foundState = state;
          return row;
        }
        next = words[row + SESSION_NEXT_WIRE]!;
      }
      if (Atomics.load(words, SESSIONS_DELETIONS) === deletions) break;
    }
    return -1;
  }

  /** The bucket of an inner key, the same for both directions. */
  protected innerBucket(source: number, target: number, protocol: number, ports: number): number {
    const swapped = (ports << 16) | (ports >>> 16);
    const forward = source < target || (source === target && ports <= swapped);
    const low = forward ? source : target;
    const high = forward ? target : source;
    const folded = forward ? ports : swapped;
    return hashPair(Math.imul(low, 0x2545f491) ^ high, folded ^ (protocol << 24)) & this.mask;
  }

  protected wireBucket(slots: number, protocol: number, wirePorts: number): number {
    return hashPair(slots ^ Math.imul(protocol, 0x10001), wirePorts) & this.mask;
  }
}

/**
 * The owner's end: opens, closes. One thread at a time; whoever owns the table next finds everything in it. What the
 * owner alone writes it reads without Atomics, which cost it a call each (measured: 3 ns for a load, 8 for a store).
 */
export class SessionTableOwner extends SessionTable {
  /** Finds an open session by its inner key, as `findInner` does. */
  findOwn(source: number, target: number, protocol: number, ports: number): number {
    const { words } = this;
    const swapped = (ports << 16) | (ports >>> 16);
    let next = words[this.innerPlace(source, target, protocol, ports)]!;
    for (let walked = 0; next > 0 && walked < WALK_MAX; walked++) {
      const row = this.at(next - 1);
      const opener = words[row + SESSION_SOURCE]!;
      const rowPorts = words[row + SESSION_PORTS]!;
      if (
        words[row + SESSION_PROTOCOL] === protocol &&
        ((opener === source && rowPorts === ports && words[row + SESSION_TARGET] === target) ||
          (opener === target && rowPorts === swapped && words[row + SESSION_TARGET] === source)) &&
        (words[row + SESSION_STATE]! & 0xff) === SESSION_STATE_OPEN
      ) {
        this.foundState = words[row + SESSION_STATE]!;
        return row;
      }
      next = words[row + SESSION_NEXT_INNER]!;
    }
    return -1;
  }

  // Where in `words` the chains begin, for those who fetch them ahead. Of a row that is not in use they are any chain's.

  /** Of an inner key. */
  innerPlace(source: number, target: number, protocol: number, ports: number): number {
    return SESSIONS_HEADER_WORDS + this.innerBucket(source, target, protocol, ports);
  }

  /** Of a wire key. */
  wirePlace(slots: number, protocol: number, wirePorts: number): number {
    return this.wireAt + this.wireBucket(slots, protocol, wirePorts);
  }

  /** Of a row's inner key. */
  innerPlaceOf(row: number): number {
    const { words } = this;
    return this.innerPlace(
      words[row + SESSION_SOURCE]!,
      words[row + SESSION_TARGET]!,
      words[row + SESSION_PROTOCOL]!,
      words[row + SESSION_PORTS]!,
    );
  }

  /** Of a row's wire key, if it has one. */
  wirePlaceOf(row: number): number {
    const { words } = this;
    return this.wirePlace(
      words[row + SESSION_SLOTS]!,
      words[row + SESSION_PROTOCOL]!,
      words[row + SESSION_WIRE_PORTS]!,
    );
  }

  /** Whether the row's session goes across hosts, and so has a wire key. */
  isAcross(row: number): boolean {
    return (this.words[row + SESSION_SHAPE]! & SHAPE_ACROSS) !== 0;
  }

  /**
   * Opens a session and links it. The caller has looked both keys up.
   * @param state SESSION_STATE_OPEN, or SESSION_STATE_OPENING until `settle`
   * @returns word offset of the row, or -1 when the table is full
   */
  open(
    source: number,
    target: number,
    protocol: number,
    ports: number,
    slots: number,
    wirePorts: number,
    shape: number,
    live: number,
    version: number,
    createdMs: number,
    state = SESSION_STATE_OPEN,
  ): number {
    const { words } = this;
    const index = this.#takeFree();
    if (index < 0) return -1;
    const row = this.at(index);
    words[row + SESSION_SOURCE] = source;
    words[row + SESSION_TARGET] = target;
    words[this.endsAt + 2 * index] = source;
    words[this.endsAt + 2 * index + 1] = target;
    words[row + SESSION_PROTOCOL] = protocol;
    words[row + SESSION_PORTS] = ports;
    words[row + SESSION_SLOTS] = slots;
    words[row + SESSION_WIRE_PORTS] = wirePorts;
    words[row + SESSION_SHAPE] = shape;
    words[row + SESSION_VERSION] = version;
    words[row + SESSION_CREATED_MS] = createdMs;
    words[row + SESSION_PACKETS] = 0;
    words[row + SESSION_BYTES] = 0;
    words[row + SESSION_LIVE] = live;
    // The generation tells this session's cookies from those of the row's last one.
    const generation = ((words[row + SESSION_STATE]! >>> 8) + 1) & 0xff;
    // After the key: a reader that still stands on the row from its last session judges the key by the state.
    Atomics.store(words, row + SESSION_STATE, (generation << 8) | state);

    const inner = this.innerPlace(source, target, protocol, ports);
    words[row + SESSION_NEXT_INNER] = words[inner]!;
    Atomics.store(words, inner, index + 1); // publishes the row
    if ((shape & SHAPE_ACROSS) !== 0) {
      const wire = this.wirePlace(slots, protocol, wirePorts);
      words[row + SESSION_NEXT_WIRE] = words[wire]!;
      Atomics.store(words, wire, index + 1); // publishes the row
    }
    words[SESSIONS_USED] = words[SESSIONS_USED]! + 1;
    return row;
  }

  /**
   * Whether a wire key must not be given away: a session holds it, or so many hold its like that a reader would not
   * find it behind them (keys are chosen by who sends: a crowd of them in one bucket may be made on purpose).
   */
  wireTaken(slots: number, protocol: number, wirePorts: number): boolean {
    const { words } = this;
    let next = words[this.wirePlace(slots, protocol, wirePorts)]!;
    for (let walked = 0; next > 0; walked++) {
      if (walked === WALK_MAX - 1) return true;
      const row = this.at(next - 1);
      if (
        words[row + SESSION_WIRE_PORTS] === wirePorts &&
        words[row + SESSION_SLOTS] === slots &&
        words[row + SESSION_PROTOCOL] === protocol
      ) {
        return true;
      }
      next = words[row + SESSION_NEXT_WIRE]!;
    }
    return false;
  }

  /** Puts an opening session in force. */
  settle(row: number): void {
    const { words } = this;
    Atomics.store(words, row + SESSION_STATE, (words[row + SESSION_STATE]! & ~0xff) | SESSION_STATE_OPEN); // shows it
  }

  /** Takes an open session out of sight but for rivals; its wire key stays leased until `free`. */
  revoke(row: number): void {
    const { words } = this;
    Atomics.store(words, row + SESSION_STATE, (words[row + SESSION_STATE]! & ~0xff) | SESSION_STATE_REVOKED); // hides it
    words[SESSIONS_REVOKED_ROWS] = words[SESSIONS_REVOKED_ROWS]! + 1;
  }

  /** Frees a session whose flows are all gone, and its wire key with it. */
  free(row: number): void {
    const { words } = this;
    const state = words[row + SESSION_STATE]!;
    if ((state & 0xff) === SESSION_STATE_REVOKED) words[SESSIONS_REVOKED_ROWS] = words[SESSIONS_REVOKED_ROWS]! - 1;
    this.#unlink(row, this.innerPlaceOf(row), SESSION_NEXT_INNER);
    if (this.isAcross(row)) this.#unlink(row, this.wirePlaceOf(row), SESSION_NEXT_WIRE);
    words[row + SESSION_STATE] = (state & ~0xff) | SESSION_STATE_FREE;
    // Tells readers who were on a chain with the row to look again; the key that is written here next stays behind it.
    Atomics.add(words, SESSIONS_DELETIONS, 1);
    words[row + SESSION_NEXT_INNER] = words[SESSIONS_FREE]!;
    words[SESSIONS_FREE] = this.index(row) + 1;
    words[SESSIONS_USED] = words[SESSIONS_USED]! - 1;
  }

  /** The row freed last, which is warm in the cache, or one that was never used. @returns its index, or -1 */
  #takeFree(): number {
    const { words } = this;
    const freed = words[SESSIONS_FREE]!;
    if (freed > 0) {
      words[SESSIONS_FREE] = words[this.at(freed - 1) + SESSION_NEXT_INNER]!;
      return freed - 1;
    }
    const index = words[SESSIONS_HIGH_WATER]!;
    if (index === this.rows) return -1;
    words[this.at(index) + SESSION_STATE] = words[SESSIONS_FIRST_GENERATION]! << 8;
    Atomics.store(words, SESSIONS_HIGH_WATER, index + 1); // shows readers of all rows one more
    return index;
  }

  #unlink(row: number, bucket: number, link: number): void {
    const { words } = this;
    const wanted = this.index(row) + 1;
    let at = bucket;
    // Bounded by the rows there are: a longer walk would mean a broken chain.
    for (let walked = 0; walked <= this.rows && words[at] !== 0; walked++) {
      if (words[at] === wanted) {
        words[at] = words[row + link]!;
        return;
      }
      at = this.at(words[at]! - 1) + link;
    }
  }
}

/** Whether two states of a row are of one session, open or revoked. */
function isSameSession(state: number, before: number): boolean {
  return state >>> 8 === before >>> 8 && (state & 0xff) !== SESSION_STATE_FREE;
}
