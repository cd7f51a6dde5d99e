// Fetches what the next messages of a run will look up, before any of them is decided. A table of 100,000 endpoints does not
// fit in a core's own cache, and a PacketIn looks at six places of such tables one after another, each known only when the
// one before has come: it would wait for memory six times. Here the first place of all messages is read, then the second of
// all, and so on (fetch.ts).
//
// Nothing is decided here: those who decide look everything up again and find it in the cache. Whatever this file gets wrong
// costs time and no more. Worker thread only; hot: no allocation, no throw; reads messages within the run only.

import type { Context } from '#dataplane/context.ts';
import { FETCH_GROUP, fetchWords } from '#dataplane/fetch.ts';
import type { WireKeys } from '#dataplane/wire-keys.ts';
import { cookieSession } from '#openflow/cookie.ts';
import { ENDPOINT_HOST, ENDPOINT_TENANT, ENDPOINT_WORDS } from '#shm/layout.ts';

const TYPE_PACKET_IN = 10;
const TYPE_FLOW_REMOVED = 11;

// A PacketIn as Open vSwitch writes it: its match begins with IN_PORT. Others are decided without a look ahead.
const MATCH_AT = 24;
const IN_PORT_HEADER_AT = 28;
const IN_PORT_AT = 32;
const OXM_IN_PORT = 0x80000004 | 0;
// IPv4 without options, in Ethernet without a tag.
const ETHERTYPE_AT = 12;
const IPV4_WITHOUT_OPTIONS = 0x080045;
const IP_PROTOCOL_AT = 23;
const IP_TARGET_AT = 30;
const PORTS_AT = 34;
const PORTS_END = 38;
const FLOW_REMOVED_COOKIE_LO = 12;
/** Messages from which on a group is fetched. */
const WORTHWHILE = 3;

export class LookAhead {
  readonly #context: Context;
  readonly #keys: WireKeys;
  readonly #endpointRows: number;
  #messages = 0;
  #packetIns = 0;
  #removed = 0;
  // Of each PacketIn of the group.
  readonly #slot = new Int32Array(FETCH_GROUP);
  readonly #frame = new Int32Array(FETCH_GROUP);
  readonly #port = new Int32Array(FETCH_GROUP);
  readonly #source = new Int32Array(FETCH_GROUP);
  // Where the next pass reads: for each PacketIn in a table, for each FlowRemoved in the sessions.
  readonly #place = new Int32Array(FETCH_GROUP);
  readonly #bucket = new Int32Array(FETCH_GROUP);
  readonly #ended = new Int32Array(FETCH_GROUP);
  readonly #wire = new Int32Array(FETCH_GROUP);
  /** Workers that may have a PacketIn's session beside this one, a bit each. */
  readonly #others = new Int32Array(FETCH_GROUP);

  constructor(context: Context, keys: WireKeys) {
    this.#context = context;
    this.#keys = keys;
    this.#endpointRows = context.tables.endpoints.length / ENDPOINT_WORDS;
  }

  /** PacketIns of the last group that were followed to the place of their session. */
  followed = 0;
  /** All that was ever read: see fetchWords. */
  sink = 0;

  /** Begins a group. */
  begin(): void {
    this.#messages = 0;
    this.#packetIns = 0;
    this.#removed = 0;
  }

  /** Whether the group takes no more. */
  get isFull(): boolean {
    return this.#messages === FETCH_GROUP;
  }

  /**
   * Adds the messages from `at` on to the group, as many as it takes.
   * @param end one past the run's last byte
   * @returns where it stopped
   */
  add(slot: number, view: DataView, at: number, end: number): number {
    const { tables, sessions } = this.#context;
    const { ports } = tables;
    let messages = this.#messages;
    let packetIns = this.#packetIns;
    let removed = this.#removed;
    for (; at < end && messages < FETCH_GROUP; messages++) {
      const length = view.getUint16(at + 2);
      const type = view.getUint8(at + 1);
      if (type === TYPE_PACKET_IN && length >= IN_PORT_AT + 4) {
        const frame = at + MATCH_AT + ((view.getUint16(at + MATCH_AT + 2) + 7) & ~7) + 2;
        if (
          frame + PORTS_END <= at + length &&
          view.getInt32(at + IN_PORT_HEADER_AT) === OXM_IN_PORT &&
          view.getInt32(frame + ETHERTYPE_AT) >>> 8 === IPV4_WITHOUT_OPTIONS
        ) {
          const port = view.getInt32(at + IN_PORT_AT);
          this.#frame[packetIns] = frame;
          this.#slot[packetIns] = slot;
          this.#port[packetIns] = port;
          this.#place[packetIns++] = ports.home(slot, port);
        }
      } else if (type === TYPE_FLOW_REMOVED && length >= FLOW_REMOVED_COOKIE_LO + 4) {
        const index = cookieSession(view.getInt32(at + FLOW_REMOVED_COOKIE_LO));
        if (index < sessions.rows) this.#ended[removed++] = sessions.at(index);
      }
      at += length;
    }
    this.#messages = messages;
    this.#packetIns = packetIns;
    this.#removed = removed;
    return at;
  }

  /** Fetches for the group. @param view of the bytes that its messages are in */
  fetch(view: DataView): void {
    this.followed = 0;
    // One that waits for its answer has nobody to share a wait with.
    if (this.#messages < WORTHWHILE) return;
    const { tables, sessions, verdicts } = this.#context;
    const { endpoints, ports, addresses } = tables;
    const packetIns = this.#packetIns;
    const removed = this.#removed;
    this.sink ^= fetchWords(ports.words, this.#place, packetIns);
    this.sink ^= fetchWords(sessions.words, this.#ended, removed);

    let wires = 0;
    for (let i = 0; i < removed; i++) {
      const row = this.#ended[i]!;
      if (sessions.isAcross(row)) this.#wire[wires++] = sessions.wirePlaceOf(row);
      this.#ended[i] = sessions.innerPlaceOf(row);
    }
    let known = 0;
    for (let i = 0; i < packetIns; i++) {
      const source = ports.find(this.#slot[i]!, this.#port[i]!) - 1;
      if (source < 0) continue;
      this.#slot[known] = this.#slot[i]!;
      this.#source[known] = source;
      this.#frame[known] = this.#frame[i]!;
      this.#place[known++] = source * ENDPOINT_WORDS + ENDPOINT_TENANT;
    }
    this.sink ^= fetchWords(endpoints, this.#place, known);
    this.sink ^= fetchWords(sessions.words, this.#ended, removed);
    this.sink ^= fetchWords(sessions.words, this.#wire, wires);

    for (let i = 0; i < known; i++) {
      this.#place[i] = addresses.home(endpoints[this.#place[i]!]!, view.getInt32(this.#frame[i]! + IP_TARGET_AT));
    }
    this.sink ^= fetchWords(addresses.words, this.#place, known);

    let pairs = 0;
    for (let i = 0; i < known; i++) {
      const source = this.#source[i]!;
      const frame = this.#frame[i]!;
      const tenant = endpoints[source * ENDPOINT_WORDS + ENDPOINT_TENANT]!;
      const target = addresses.find(tenant, view.getInt32(frame + IP_TARGET_AT)) - 1;
      if (target < 0 || target >= this.#endpointRows) continue;
      const protocol = view.getUint8(frame + IP_PROTOCOL_AT);
      this.#slot[pairs] = this.#slot[i]!;
      this.#source[pairs] = source;
      this.#frame[pairs] = frame;
      this.#place[pairs] = target * ENDPOINT_WORDS;
      this.#bucket[pairs++] = sessions.innerPlace(source, target, protocol, view.getInt32(frame + PORTS_AT));
    }
    this.sink ^= fetchWords(endpoints, this.#place, pairs);
    this.sink ^= fetchWords(sessions.words, this.#bucket, pairs);

    const { alone } = this.#context;
    wires = 0;
    for (let i = 0; i < pairs; i++) {
      const target = this.#place[i]!;
      const slot = this.#slot[i]!;
      const targetSlot = endpoints[target + ENDPOINT_HOST]!;
      if (targetSlot !== slot) {
        const frame = this.#frame[i]!;
        const key = this.#keys.foreseen(wires, view.getUint16(frame + PORTS_AT + 2));
        this.#wire[wires++] = sessions.wirePlace((slot << 16) | targetSlot, view.getUint8(frame + IP_PROTOCOL_AT), key);
      }
      if (!alone) this.#others[i] = this.#context.othersOf(this.#source[i]!, target / ENDPOINT_WORDS);
      this.#place[i] = verdicts.placeOf(this.#source[i]!, target / ENDPOINT_WORDS);
    }
    this.sink ^= fetchWords(verdicts.cache, this.#place, pairs);
    this.sink ^= fetchWords(sessions.words, this.#wire, wires);
    if (!alone) this.#fetchOthers(pairs);
    this.followed = pairs;
  }

  /** Fetches the same buckets of other workers' sessions, where a PacketIn's may be. */
  #fetchOthers(pairs: number): void {
    const { allSessions } = this.#context;
    let all = 0;
    for (let i = 0; i < pairs; i++) all |= this.#others[i]!;
    for (let other = 0; all >>> other !== 0; other++) {
      if (((all >>> other) & 1) === 0) continue;
      let places = 0;
      for (let i = 0; i < pairs; i++) {
        if (((this.#others[i]! >>> other) & 1) !== 0) this.#place[places++] = this.#bucket[i]!;
      }
      this.sink ^= fetchWords(allSessions[other]!.words, this.#place, places);
    }
  }
}
