// Delivery: what workers and main answer goes from their rings to the sockets, in one write for each connection and
// wake; so do the channel's own messages. A peer that does not read is read no more, and closed when too much waits
// for it. Channel thread only. Hot: no allocation per message, no throw.

import type { ChannelConfig } from '#channel/channel-config.ts';
import { type Connection, isClosing } from '#channel/connection.ts';
import type { SlotTable } from '#channel/slots.ts';
import type { Tally } from '#channel/tally.ts';
import type { Door } from '#native/door.ts';
import { HEADER_BYTES, OFPT_ECHO_REPLY } from '#openflow/header.ts';
import { nowStamp } from '#shm/clock.ts';
import {
  BYTES_OUT,
  CONNECTIONS_BACKLOG,
  ECHOES_ANSWERED,
  EGRESS_UNDELIVERABLE,
  READ_PAUSES,
  SOCKET_WRITES,
} from '#shm/counters.ts';
import { LATENCY_TOTAL, LATENCY_WRITE, type LatencyRecorder } from '#shm/latency.ts';
import { DATAPATH_BYTES_OUT, DATAPATH_WRITES, type SharedMemory } from '#shm/layout.ts';
import {
  RECORD_CLOSE,
  RECORD_COMMITTED,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_PACKET_INS,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
} from '#shm/ring.ts';

/** Records taken from one worker's egress ring before the next ring's turn. */
const RECORDS_PER_TURN = 1024;

/** Ends a connection, for a reason that people read. */
export type EndConnection = (connection: Connection, reason: string) => void;

/** Lets a connection be read again that was paused because its peer did not read. */
export type ReadOn = (connection: Connection) => void;

export class Delivery {
  readonly #config: ChannelConfig;
  /** One for each worker, then main's. */
  readonly #rings: readonly RingConsumer[];
  readonly #slots: SlotTable;
  readonly #latency: LatencyRecorder;
  readonly #tally: Tally;
  readonly #end: EndConnection;
  readonly #readOn: ReadOn;
  /** The first so many are those to send: an array that is emptied gives its memory back and must grow again. */
  readonly #dirty: (Connection | undefined)[] = [];
  #dirtyCount = 0;
  readonly #throttled = new Set<Connection>();
  // Records of this turn that PacketIns are answered with, as word offsets in their ring.
  readonly #timed = new Int32Array(RECORDS_PER_TURN);
  #timedCount = 0;
  /** An echo's, with its type changed. */
  readonly #header = new Uint8Array(HEADER_BYTES);
  #door!: Door;

  constructor(
    memory: SharedMemory,
    config: ChannelConfig,
    slots: SlotTable,
    latency: LatencyRecorder,
    tally: Tally,
    end: EndConnection,
    readOn: ReadOn,
  ) {
    this.#config = config;
    this.#rings = [...memory.egress, memory.outbound].map((block) => new RingConsumer(block));
    this.#slots = slots;
    this.#latency = latency;
    this.#tally = tally;
    this.#end = end;
    this.#readOn = readOn;
  }

  attach(door: Door): void {
    this.#door = door;
  }

  /** Whether something was written that `flush` has not sent yet. */
  get dirty(): boolean {
    return this.#dirtyCount > 0;
  }

  /** Whether a ring holds answers. */
  get ready(): boolean {
    for (const ring of this.#rings) if (ring.ready()) return true;
    return false;
  }

  /**
   * Moves what workers and main have answered to the sockets.
   * @returns whether there was anything
   */
  drain(): boolean {
    let found = false;
    for (const ring of this.#rings) {
      let taken = 0;
      for (; taken < RECORDS_PER_TURN; taken++) {
        const at = ring.poll();
        if (at < 0) break;
        this.#deliver(ring, at >> 2);
      }
      if (taken === 0) continue;
      found = true;
      // What is lent stays in its ring until it is sent.
      this.flush();
      this.#recordLatency(ring.words);
      ring.release();
    }
    this.flush();
    return found;
  }

  /** Writes a message of the channel's own; `flush` sends it. */
  write(connection: Connection, bytes: Uint8Array): void {
    if (!this.#door.write(connection.socket, bytes, 0, bytes.length)) return;
    this.#tally.count(BYTES_OUT, bytes.length);
    this.#markDirty(connection);
  }

  /** Answers an ECHO_REQUEST: the same message with another type (OpenFlow 1.3 §7.5.3). */
  answerEcho(connection: Connection, bytes: Uint8Array, at: number, length: number): void {
    for (let i = 0; i < HEADER_BYTES; i++) this.#header[i] = bytes[at + i]!;
    this.#header[1] = OFPT_ECHO_REPLY;
    if (!this.#door.write(connection.socket, this.#header, 0, HEADER_BYTES)) return;
    this.#door.write(connection.socket, bytes, at + HEADER_BYTES, length - HEADER_BYTES);
    this.#tally.count(BYTES_OUT, length);
    this.#tally.count(ECHOES_ANSWERED, 1);
    this.#markDirty(connection);
  }

  /** Sends what was written. */
  flush(): void {
    if (this.#dirtyCount > 0) this.#send();
  }

  /** Reads on from peers that have read what waited for them. */
  unthrottle(): void {
    if (this.#throttled.size === 0) return;
    for (const connection of this.#throttled) {
      if (this.#door.backlogBytes(connection.socket) > this.#config.backlogPauseBytes >> 2) continue;
      connection.throttled = false;
      this.#throttled.delete(connection);
      this.#readOn(connection);
    }
  }

  /** A connection that ends needs no more care. */
  forget(connection: Connection): void {
    connection.throttled = false;
    this.#throttled.delete(connection);
  }

  #deliver(ring: RingConsumer, word: number): void {
    const { words } = ring;
    const connection = this.#slots.bySlot[words[word + RECORD_SLOT]!];
    if (connection === undefined || connection.generation !== words[word + RECORD_GENERATION]) {
      this.#tally.count(EGRESS_UNDELIVERABLE, 1);
      return;
    }
    const payloadAt = words[word + RECORD_PAYLOAD_AT]!;
    const length = words[word + RECORD_PAYLOAD_LENGTH]!;
    if (words[word + RECORD_KIND] === RECORD_CLOSE) {
      this.#end(connection, Buffer.from(ring.bytes.subarray(payloadAt, payloadAt + length)).toString());
      return;
    }
    if (!this.#door.lend(connection.socket, ring.bytes, payloadAt, length)) {
      this.#tally.count(EGRESS_UNDELIVERABLE, 1);
      return;
    }
    if (words[word + RECORD_PACKET_INS]! > 0) this.#timed[this.#timedCount++] = word;
    this.#tally.countOn(connection.slot, DATAPATH_WRITES, 1);
    this.#tally.countBytesOn(connection.slot, DATAPATH_BYTES_OUT, length);
    this.#tally.count(BYTES_OUT, length);
    this.#markDirty(connection);
  }

  /** The answers of these records are with the kernel now. */
  #recordLatency(words: Int32Array): void {
    if (this.#timedCount === 0) return;
    const written = nowStamp();
    for (let i = 0; i < this.#timedCount; i++) {
      const word = this.#timed[i]!;
      const packetIns = words[word + RECORD_PACKET_INS]!;
      this.#latency.record(LATENCY_WRITE, written - words[word + RECORD_COMMITTED]!, packetIns);
      this.#latency.record(LATENCY_TOTAL, written - words[word + RECORD_STAMP]!, packetIns);
    }
    this.#timedCount = 0;
  }

  #markDirty(connection: Connection): void {
    if (connection.dirty) return;
    connection.dirty = true;
    this.#dirty[this.#dirtyCount++] = connection;
  }

  #send(): void {
    for (let i = 0; i < this.#dirtyCount; i++) {
      const connection = this.#dirty[i]!;
      this.#dirty[i] = undefined;
      connection.dirty = false;
      if (isClosing(connection)) continue;
      this.#door.send(connection.socket);
      this.#tally.count(SOCKET_WRITES, 1);
      const backlog = this.#door.backlogBytes(connection.socket);
      if (backlog > this.#config.backlogCloseBytes) {
        this.#tally.count(CONNECTIONS_BACKLOG, 1);
        this.#end(connection, `the peer does not read: ${backlog} bytes wait for it`);
      } else if (backlog > this.#config.backlogPauseBytes && !connection.throttled) {
        connection.throttled = true;
        this.#throttled.add(connection);
        this.#door.pause(connection.socket);
        this.#tally.count(READ_PAUSES, 1);
      }
    }
    this.#dirtyCount = 0;
  }
}
