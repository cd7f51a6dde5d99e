// The connection manager: frames what sockets deliver, answers what needs no thought (hello, echo), hands runs of
// PacketIns to the worker that owns the datapath and everything else to main, and writes what they answer. It looks
// at lengths, types and cookies, never into a packet. Channel thread only; no allocation per message.

import {
  Connection,
  MESSAGE_MAX,
  STATE_CLOSING,
  STATE_FEATURES,
  STATE_HELLO,
  STATE_SERVING,
} from '#channel/connection.ts';
import { type Handshake, openHandshake } from '#channel/handshake.ts';
import { SlotTable } from '#channel/slots.ts';
import type { Door } from '#native/door.ts';
import { COOKIE_KIND_SESSION, cookieIsKind, cookieWorker } from '#openflow/cookie.ts';
import { ringBell } from '#shm/bell.ts';
import { nowNs, stampOf } from '#shm/clock.ts';
import {
  BYTES_IN,
  BYTES_OUT,
  CONNECTIONS_ACCEPTED,
  CONNECTIONS_BACKLOG,
  CONNECTIONS_CLOSED,
  CONNECTIONS_DEAD,
  CONNECTIONS_MALFORMED,
  CONNECTIONS_REFUSED,
  CONTROL_LOST,
  ECHOES_ANSWERED,
  EGRESS_UNDELIVERABLE,
  MESSAGES_IN,
  PACKET_INS_UNSERVED,
  READ_PAUSES,
  SOCKET_READS,
  SOCKET_WRITES,
} from '#shm/counters.ts';
import {
  BOARD_BELL_MAIN,
  BOARD_BELL_WORKER,
  DATAPATH_BYTES_IN,
  DATAPATH_BYTES_OUT,
  DATAPATH_MESSAGES_IN,
  DATAPATH_PACKET_INS,
  DATAPATH_WORDS,
  DATAPATH_WRITES,
  type SharedMemory,
} from '#shm/layout.ts';
import {
  RECORD_CLOSE,
  RECORD_COUNT,
  RECORD_DATAPATH_DOWN,
  RECORD_DATAPATH_UP,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_REFUSED,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
  RingProducer,
} from '#shm/ring.ts';

export interface ChannelConfig {
  /** Serve datapaths that no inventory names as learning switches. */
  readonly learn: boolean;
  /** A connection that has not finished its handshake after this long is closed. */
  readonly handshakeTimeoutMs: number;
  /** A connection that was silent for this long is asked for an echo; after two more such spells it is dead. */
  readonly echoIntervalMs: number;
  /** Connections at once. */
  readonly connectionsMax: number;
  /** Reading from a peer pauses while this many bytes wait for it to read. */
  readonly backlogPauseBytes: number;
  /** A peer that lets this many bytes wait is closed. */
  readonly backlogCloseBytes: number;
}

const TYPE_HELLO = 0;
const TYPE_ERROR = 1;
const TYPE_ECHO_REQUEST = 2;
const TYPE_ECHO_REPLY = 3;
const TYPE_PACKET_IN = 10;
const TYPE_FLOW_REMOVED = 11;
/** FLOW_REMOVED of OpenFlow 1.3 §7.4.2: the cookie follows the header. */
const FLOW_REMOVED_COOKIE_13 = 8;
/** Records taken from one worker's egress ring before the next ring's turn. */
const RECORDS_PER_TURN = 1024;
/** Room that a switch's messages leave in main's ring: the longest message and a few connections' comings and goings. */
const CONTROL_RESERVE_BYTES = 80 * 1024;
/** Comings and goings kept while main's ring is full: every connection there may be, a few times. */
const OWED_MAX = 16384;

export class Channel {
  readonly #config: ChannelConfig;
  readonly #board: Int32Array;
  readonly #counters: Float64Array;
  readonly #datapaths: Int32Array;
  readonly #datapathBytes: Float64Array;
  readonly #ingress: RingProducer[];
  readonly #egress: RingConsumer[];
  readonly #control: RingProducer;
  readonly #connections = new Map<number, Connection>();
  readonly #slots: SlotTable;
  readonly #handshake: Handshake;
  readonly #dirty: Connection[] = [];
  readonly #throttled = new Set<Connection>();
  readonly #waiting = new Set<Connection>();
  /** What main could not be told yet. */
  readonly #owed: { kind: number; connection: Connection; payload: Uint8Array }[] = [];
  #door!: Door;
  #generation = 0;
  #nowMs = Date.now();
  /** Set when a read found work: the thread's loop polls egress rings for a while. */
  awake = true;
  /** Called when a read or a message of the channel's own needs the loop, which may be asleep. */
  onWork: () => void = () => {};

  constructor(memory: SharedMemory, config: ChannelConfig) {
    this.#config = config;
    this.#board = new Int32Array(memory.board);
    this.#counters = new Float64Array(memory.counters[memory.config.workers]!);
    this.#datapaths = new Int32Array(memory.datapaths);
    this.#datapathBytes = new Float64Array(memory.datapaths);
    this.#ingress = memory.ingress.map((block) => new RingProducer(block));
    this.#egress = [...memory.egress, memory.outbound].map((block) => new RingConsumer(block));
    this.#control = new RingProducer(memory.control);
    this.#slots = new SlotTable(memory, config.learn);
    this.#handshake = openHandshake();
  }

  /** The door calls back into this object: it exists first. */
  attach(door: Door): void {
    this.#door = door;
  }

  // ── the door's handlers ────────────────────────────────────────────────────────────────────────────────────

  onOpen(socket: number, peer: string): void {
    this.#count(CONNECTIONS_ACCEPTED, 1);
    this.#generation = (this.#generation + 1) & 0x7fffffff || 1;
    const connection = new Connection(socket, peer, this.#generation, this.#nowMs);
    this.#connections.set(socket, connection);
    if (this.#connections.size > this.#config.connectionsMax) {
      this.#refuse(connection, `${this.#config.connectionsMax} connections are open already`);
      return;
    }
    this.sendBytes(connection, this.#handshake.hello());
  }

  onRead(socket: number, bytes: Uint8Array, length: number): number {
    const connection = this.#connections.get(socket);
    if (connection === undefined || connection.state === STATE_CLOSING) return length;
    this.awake = true;
    this.onWork();
    connection.heard = true;
    this.#count(SOCKET_READS, 1);
    const stamp = stampOf(nowNs());
    let at = 0;
    if (connection.partialLength > 0) {
      at = this.#completePartial(connection, bytes, length, stamp);
      if (at < 0) return this.#stall(connection, 0);
      if (isClosing(connection)) return length;
    }
    const taken = this.#walk(connection, bytes, at, length, stamp);
    this.#count(BYTES_IN, taken);
    if (connection.slot >= 0) {
      const row = (connection.slot * DATAPATH_WORDS + DATAPATH_BYTES_IN) >> 1;
      this.#datapathBytes[row] = this.#datapathBytes[row]! + taken;
    }
    if (taken < length && connection.state !== STATE_CLOSING) {
      const rest = length - taken;
      // What is left is the beginning of one message, unless a ring was full.
      if (connection.waiting || rest >= MESSAGE_MAX) return this.#stall(connection, taken);
      connection.partial ??= new Uint8Array(MESSAGE_MAX + 1);
      connection.partial.set(bytes.subarray(taken, length));
      connection.partialLength = rest;
    }
    return length;
  }

  onClose(socket: number, reason: string): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    this.#connections.delete(socket);
    this.#throttled.delete(connection);
    this.#waiting.delete(connection);
    this.#count(CONNECTIONS_CLOSED, 1);
    if (connection.slot < 0) return;
    this.#slots.release(connection);
    this.#tell(this.#ingress[connection.worker]!, RECORD_DATAPATH_DOWN, connection, undefined);
    ringBell(this.#board, BOARD_BELL_WORKER + 16 * connection.worker);
    this.#tellMain(RECORD_DATAPATH_DOWN, connection, new TextEncoder().encode(reason));
  }

  // ── framing ────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Finishes the message that the last read began.
   * @returns bytes used of this read, or -1 when its ring is full (nothing has been used)
   */
  #completePartial(connection: Connection, bytes: Uint8Array, length: number, stamp: number): number {
    const partial = connection.partial!;
    let used = 0;
    while (connection.partialLength < 4 && used < length) partial[connection.partialLength++] = bytes[used++]!;
    if (connection.partialLength < 4) return used;
    const messageLength = (partial[2]! << 8) | partial[3]!;
    if (messageLength < 8) {
      this.#malformed(connection, partial, 0, connection.partialLength);
      return length;
    }
    const missing = messageLength - connection.partialLength;
    if (missing > length - used) {
      partial.set(bytes.subarray(used, length), connection.partialLength);
      connection.partialLength += length - used;
      return length;
    }
    const before = connection.partialLength;
    if (missing > 0) partial.set(bytes.subarray(used, used + missing), before);
    const taken = this.#walk(connection, partial, 0, Math.max(messageLength, before), stamp);
    if (taken === 0 && connection.waiting) {
      // The header bytes used above stay in the partial message: give back only what the door still has.
      connection.partialLength = before - used;
      return -1;
    }
    connection.partialLength = 0;
    return used + Math.max(missing, 0);
  }

  /**
   * Walks whole messages by their lengths.
   * @returns the first byte not taken: an incomplete message, or one that its ring had no room for
   */
  #walk(connection: Connection, bytes: Uint8Array, from: number, end: number, stamp: number): number {
    let at = from;
    let runAt = from;
    let runCount = 0;
    let messages = 0;
    while (end - at >= 8) {
      const version = bytes[at]!;
      const type = bytes[at + 1]!;
      const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
      if (
        length < 8 ||
        (version !== connection.version && connection.version !== 0) ||
        (connection.state === STATE_HELLO && type !== TYPE_HELLO)
      ) {
        if (runCount > 0 && !this.#pushRun(connection, connection.worker, bytes, runAt, at, runCount, stamp))
          return runAt;
        this.#malformed(connection, bytes, at, end);
        return end;
      }
      if (at + length > end) break;
      if (type === TYPE_PACKET_IN && connection.state === STATE_SERVING) {
        runCount++;
      } else if (
        type === TYPE_FLOW_REMOVED &&
        connection.state === STATE_SERVING &&
        this.#ownerOf(connection, bytes, at, length) === connection.worker
      ) {
        runCount++;
      } else {
        if (runCount > 0) {
          if (!this.#pushRun(connection, connection.worker, bytes, runAt, at, runCount, stamp)) return runAt;
          messages += runCount;
          runCount = 0;
        }
        if (!this.#single(connection, type, bytes, at, length, stamp)) return at;
        if (isClosing(connection)) return end;
        messages++;
        runAt = at + length;
      }
      at += length;
    }
    if (runCount > 0) {
      if (!this.#pushRun(connection, connection.worker, bytes, runAt, at, runCount, stamp)) return runAt;
      messages += runCount;
    }
    this.#count(MESSAGES_IN, messages);
    if (connection.slot >= 0) this.#bump(connection, DATAPATH_MESSAGES_IN, messages);
    return at;
  }

  /** The worker that a FLOW_REMOVED is for: its session's owner, else the datapath's. */
  #ownerOf(connection: Connection, bytes: Uint8Array, at: number, length: number): number {
    if (connection.version !== 4 || length < FLOW_REMOVED_COOKIE_13 + 8) return connection.worker;
    const cookie = at + FLOW_REMOVED_COOKIE_13;
    const hi =
      ((bytes[cookie]! << 24) | (bytes[cookie + 1]! << 16) | (bytes[cookie + 2]! << 8) | bytes[cookie + 3]!) >>> 0;
    if (!cookieIsKind(hi, COOKIE_KIND_SESSION)) return connection.worker;
    const worker = cookieWorker(hi);
    return worker < this.#ingress.length ? worker : connection.worker;
  }

  /** Hands a run to a worker as one record. @returns false when its ring is full */
  #pushRun(
    connection: Connection,
    worker: number,
    bytes: Uint8Array,
    from: number,
    end: number,
    count: number,
    stamp: number,
  ): boolean {
    const ring = this.#ingress[worker]!;
    const at = ring.claim(end - from, (bytes.byteOffset + from) & 7);
    if (at < 0) {
      connection.waiting = true;
      return false;
    }
    const word = at >> 2;
    const { words } = ring;
    words[word + RECORD_KIND] = RECORD_MESSAGES;
    words[word + RECORD_SLOT] = connection.slot;
    words[word + RECORD_GENERATION] = connection.generation;
    words[word + RECORD_COUNT] = count;
    words[word + RECORD_STAMP] = stamp;
    ring.bytes.set(bytes.subarray(from, end), words[word + RECORD_PAYLOAD_AT]!);
    ring.commit();
    ringBell(this.#board, BOARD_BELL_WORKER + 16 * worker);
    this.#bump(connection, DATAPATH_PACKET_INS, count);
    return true;
  }

  /** A message that is no run's. @returns false when it must wait for room */
  #single(connection: Connection, type: number, bytes: Uint8Array, at: number, length: number, stamp: number): boolean {
    if (connection.state !== STATE_SERVING) {
      this.#duringHandshake(connection, type, bytes, at, length);
      return true;
    }
    switch (type) {
      case TYPE_FLOW_REMOVED:
        return this.#pushRun(
          connection,
          this.#ownerOf(connection, bytes, at, length),
          bytes,
          at,
          at + length,
          1,
          stamp,
        );
      case TYPE_ECHO_REQUEST:
        this.#answerEcho(connection, bytes, at, length);
        return true;
      case TYPE_ECHO_REPLY:
      case TYPE_HELLO:
        return true;
      case TYPE_ERROR:
        // A switch that refuses everything must not hold up the rest of its messages.
        if (!this.#mainHasRoom()) this.#count(CONTROL_LOST, 1);
        else this.#tellMain(RECORD_MESSAGES, connection, bytes.subarray(at, at + length));
        return true;
      default:
        // Everything else waits for room: part of a port list lost would be a port list that is wrong.
        if (!this.#mainHasRoom()) {
          connection.waiting = true;
          return false;
        }
        this.#tellMain(RECORD_MESSAGES, connection, bytes.subarray(at, at + length));
        return true;
    }
  }

  // ── handshake ──────────────────────────────────────────────────────────────────────────────────────────────

  #duringHandshake(connection: Connection, type: number, bytes: Uint8Array, at: number, length: number): void {
    if (type === TYPE_ECHO_REQUEST && connection.state !== STATE_HELLO) {
      this.#answerEcho(connection, bytes, at, length);
      return;
    }
    if (type === TYPE_PACKET_IN) {
      this.#count(PACKET_INS_UNSERVED, 1);
      return;
    }
    if (connection.state === STATE_HELLO) {
      const outcome = this.#handshake.onHello(bytes, at, at + length);
      if (outcome.answer !== undefined) this.sendBytes(connection, outcome.answer);
      if (outcome.refusal !== undefined) {
        this.#refuse(connection, outcome.refusal);
        return;
      }
      connection.version = outcome.version;
      connection.state = STATE_FEATURES;
      return;
    }
    if (type === TYPE_ERROR) {
      this.#refuse(connection, this.#handshake.describeError(bytes, at, at + length));
      return;
    }
    const features = this.#handshake.onFeatures(bytes, at, at + length);
    if (features === undefined) return; // not what we wait for: port status, say
    if (features.refusal !== undefined) {
      this.#refuse(connection, features.refusal);
      return;
    }
    connection.dpidHi = features.dpidHi;
    connection.dpidLo = features.dpidLo;
    const refusal = this.#slots.take(connection, (other) => this.#probe(other), this.#counters);
    if (refusal !== undefined) {
      this.#refuse(connection, refusal);
      return;
    }
    connection.state = STATE_SERVING;
    this.sendBytes(connection, this.#handshake.setConfig(connection.version));
    if (!this.#tell(this.#ingress[connection.worker]!, RECORD_DATAPATH_UP, connection, undefined)) {
      this.#refuse(connection, 'its worker is too busy to take another datapath');
      return;
    }
    ringBell(this.#board, BOARD_BELL_WORKER + 16 * connection.worker);
    const peer = new TextEncoder().encode(connection.peer);
    const payload = new Uint8Array(2 + peer.length + length);
    payload[0] = peer.length >> 8;
    payload[1] = peer.length & 0xff;
    payload.set(peer, 2);
    payload.set(bytes.subarray(at, at + length), 2 + peer.length);
    this.#tellMain(RECORD_DATAPATH_UP, connection, payload);
  }

  #answerEcho(connection: Connection, bytes: Uint8Array, at: number, length: number): void {
    const out = this.#door.reserve(connection.socket, length);
    if (out === undefined) return;
    out.bytes.set(bytes.subarray(at, at + length), out.used);
    out.bytes[out.used + 1] = TYPE_ECHO_REPLY;
    out.used += length;
    this.#count(ECHOES_ANSWERED, 1);
    this.#markDirty(connection);
  }

  /** Asks a connection for a sign of life at once: another claims to be the same datapath. */
  #probe(connection: Connection): void {
    connection.heardMs = Math.min(connection.heardMs, this.#nowMs - 2 * this.#config.echoIntervalMs);
    connection.askedMs = this.#nowMs;
    this.sendBytes(connection, this.#handshake.echoRequest(connection.version));
  }

  // ── refusing and closing ───────────────────────────────────────────────────────────────────────────────────

  #refuse(connection: Connection, reason: string): void {
    this.#count(CONNECTIONS_REFUSED, 1);
    this.#end(connection, reason);
  }

  #malformed(connection: Connection, bytes: Uint8Array, at: number, end: number): void {
    this.#count(CONNECTIONS_MALFORMED, 1);
    const shown = Buffer.from(bytes.subarray(at, Math.min(at + 16, end))).toString('hex');
    const answer = this.#handshake.badMessage(connection.version, bytes, at, end);
    this.sendBytes(connection, answer);
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const what =
      length < 8
        ? `a message length of ${length}, expected at least 8`
        : connection.state === STATE_HELLO
          ? `a first message of type ${bytes[at + 1]}, expected HELLO (0)`
          : `OpenFlow version ${bytes[at]}, expected the agreed ${connection.version}`;
    this.#end(connection, `malformed bytes: ${what}; they begin ${shown}`);
  }

  #end(connection: Connection, reason: string): void {
    if (connection.state === STATE_CLOSING) return;
    if (connection.slot < 0)
      this.#tellMain(RECORD_REFUSED, connection, new TextEncoder().encode(`${connection.peer} ${reason}`));
    connection.state = STATE_CLOSING;
    this.#door.close(connection.socket, reason);
  }

  // ── writing ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sends a message of the channel's own with the next flush. */
  sendBytes(connection: Connection, bytes: Uint8Array): void {
    const out = this.#door.reserve(connection.socket, bytes.length);
    if (out === undefined) return;
    out.bytes.set(bytes, out.used);
    out.used += bytes.length;
    this.#markDirty(connection);
    this.awake = true;
    this.onWork();
  }

  /**
   * Moves what workers and main have answered to the sockets: one write for each connection.
   * @returns whether there was anything
   */
  drain(): boolean {
    let found = false;
    for (const ring of this.#egress) {
      let taken = 0;
      for (; taken < RECORDS_PER_TURN; taken++) {
        const at = ring.poll();
        if (at < 0) break;
        this.#deliver(ring, at >> 2);
      }
      if (taken > 0) {
        ring.release();
        found = true;
      }
    }
    if (this.#dirty.length > 0) this.#flush();
    if (this.#throttled.size > 0) this.#unthrottle();
    if (this.#waiting.size > 0) this.#retryWaiting();
    if (this.#owed.length > 0) this.#tellOwed();
    return found;
  }

  /** Whether the loop has a reason to look again soon though nothing rings its bell. */
  get busy(): boolean {
    return this.#waiting.size > 0 || this.#dirty.length > 0 || this.#owed.length > 0;
  }

  /** Whether a ring holds answers: looked at once more before the thread sleeps. */
  get ready(): boolean {
    for (const ring of this.#egress) if (ring.ready()) return true;
    return false;
  }

  #deliver(ring: RingConsumer, word: number): void {
    const { words } = ring;
    const connection = this.#slots.bySlot[words[word + RECORD_SLOT]!];
    if (connection === undefined || connection.generation !== words[word + RECORD_GENERATION]) {
      this.#count(EGRESS_UNDELIVERABLE, 1);
      return;
    }
    const payloadAt = words[word + RECORD_PAYLOAD_AT]!;
    const length = words[word + RECORD_PAYLOAD_LENGTH]!;
    if (words[word + RECORD_KIND] === RECORD_CLOSE) {
      const reason = Buffer.from(ring.bytes.subarray(payloadAt, payloadAt + length)).toString();
      this.#end(connection, reason);
      return;
    }
    const out = this.#door.reserve(connection.socket, length);
    if (out === undefined) {
      this.#count(EGRESS_UNDELIVERABLE, 1);
      return;
    }
    out.bytes.set(ring.bytes.subarray(payloadAt, payloadAt + length), out.used);
    out.used += length;
    this.#bump(connection, DATAPATH_WRITES, 1);
    const row = (connection.slot * DATAPATH_WORDS + DATAPATH_BYTES_OUT) >> 1;
    this.#datapathBytes[row] = this.#datapathBytes[row]! + length;
    this.#count(BYTES_OUT, length);
    this.#markDirty(connection);
  }

  #markDirty(connection: Connection): void {
    if (connection.dirty) return;
    connection.dirty = true;
    this.#dirty.push(connection);
  }

  #flush(): void {
    for (const connection of this.#dirty) {
      connection.dirty = false;
      this.#door.send(connection.socket);
      this.#count(SOCKET_WRITES, 1);
      const backlog = this.#door.backlogBytes(connection.socket);
      if (backlog > this.#config.backlogCloseBytes) {
        this.#count(CONNECTIONS_BACKLOG, 1);
        this.#end(connection, `the peer does not read: ${backlog} bytes wait for it`);
      } else if (backlog > this.#config.backlogPauseBytes && !connection.throttled) {
        connection.throttled = true;
        this.#throttled.add(connection);
        this.#door.pause(connection.socket);
        this.#count(READ_PAUSES, 1);
      }
    }
    this.#dirty.length = 0;
  }

  #unthrottle(): void {
    for (const connection of this.#throttled) {
      if (this.#door.backlogBytes(connection.socket) > this.#config.backlogPauseBytes >> 2) continue;
      connection.throttled = false;
      this.#throttled.delete(connection);
      if (!connection.waiting) this.#door.resume(connection.socket);
    }
  }

  /** Leaves the rest of a read with the door until a ring has room. */
  #stall(connection: Connection, taken: number): number {
    this.#waiting.add(connection);
    this.#count(READ_PAUSES, 1);
    return taken;
  }

  #retryWaiting(): void {
    for (const connection of [...this.#waiting]) {
      this.#waiting.delete(connection);
      connection.waiting = false;
      if (!connection.throttled) this.#door.resume(connection.socket);
      else this.#waiting.add(connection);
    }
  }

  // ── timers and records ─────────────────────────────────────────────────────────────────────────────────────

  /** Once a second: silent peers. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    const { echoIntervalMs, handshakeTimeoutMs } = this.#config;
    for (const connection of this.#connections.values()) {
      if (connection.heard) {
        connection.heard = false;
        connection.heardMs = nowMs;
      }
      if (connection.state !== STATE_SERVING) {
        if (connection.state !== STATE_CLOSING && nowMs - connection.openedMs > handshakeTimeoutMs) {
          const missing = connection.state === STATE_HELLO ? 'HELLO' : 'FEATURES_REPLY';
          this.#refuse(connection, `no ${missing} within ${handshakeTimeoutMs} ms`);
        }
        continue;
      }
      // A paused peer cannot be heard.
      if (connection.throttled || connection.waiting) connection.heardMs = nowMs;
      const silentMs = nowMs - connection.heardMs;
      if (silentMs > 3 * echoIntervalMs) {
        this.#count(CONNECTIONS_DEAD, 1);
        this.#end(connection, `no answer to echo requests for ${silentMs} ms`);
      } else if (silentMs >= echoIntervalMs && nowMs - connection.askedMs >= echoIntervalMs) {
        connection.askedMs = nowMs;
        this.sendBytes(connection, this.#handshake.echoRequest(connection.version));
      }
    }
    if (this.#dirty.length > 0) this.#flush();
    if (this.#throttled.size > 0) this.#unthrottle();
  }

  #tell(ring: RingProducer, kind: number, connection: Connection, payload: Uint8Array | undefined): boolean {
    const at = ring.claim(payload?.length ?? 0, 0);
    if (at < 0) return false;
    const word = at >> 2;
    ring.words[word + RECORD_KIND] = kind;
    ring.words[word + RECORD_SLOT] = connection.slot;
    ring.words[word + RECORD_GENERATION] = connection.generation;
    ring.words[word + RECORD_COUNT] = connection.version;
    ring.words[word + RECORD_STAMP] = connection.worker;
    if (payload !== undefined) ring.bytes.set(payload, ring.words[word + RECORD_PAYLOAD_AT]!);
    ring.commit();
    return true;
  }

  /** Whether main has taken what it was told so far; messages of switches wait until it has. */
  #mainHasRoom(): boolean {
    this.#tellOwed();
    return this.#owed.length === 0 && this.#control.room() > CONTROL_RESERVE_BYTES;
  }

  /** Tells main. What finds no room is kept, in order: connections that came and went are never lost. */
  #tellMain(kind: number, connection: Connection, payload: Uint8Array): void {
    if (this.#owed.length > 0 || !this.#tell(this.#control, kind, connection, payload)) {
      if (this.#owed.length >= OWED_MAX) this.#count(CONTROL_LOST, 1);
      else this.#owed.push({ kind, connection, payload: new Uint8Array(payload) });
    }
    ringBell(this.#board, BOARD_BELL_MAIN);
  }

  #tellOwed(): void {
    while (this.#owed.length > 0) {
      const { kind, connection, payload } = this.#owed[0]!;
      if (!this.#tell(this.#control, kind, connection, payload)) return;
      this.#owed.shift();
    }
  }

  #bump(connection: Connection, word: number, by: number): void {
    const at = connection.slot * DATAPATH_WORDS + word;
    this.#datapaths[at] = (this.#datapaths[at]! + by) | 0;
  }

  #count(counter: number, by: number): void {
    this.#counters[counter] = this.#counters[counter]! + by;
  }
}

/** A function, since the compiler would hold the state for unchanged across a call that ends the connection. */
function isClosing(connection: Connection): boolean {
  return connection.state === STATE_CLOSING;
}
