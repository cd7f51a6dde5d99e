// The connection manager: answers what needs no thought (hello, echo), hands runs of PacketIns to the worker that owns
// the datapath and everything else to main, and has what they answer written. It looks at lengths, types and cookies,
// never into a packet. Channel thread only; no allocation per message.
//
//   door ─▶ onRead ─▶ Framing ─▶ onRun ─────▶ Ingress   (workers)
//                              ─▶ onMessage ─▶ Reports   (main), echoes, the handshake
//   door ◀─ Delivery ◀─ egress rings of workers and main;   Keepalive looks after all connections

import type { ChannelConfig } from '#channel/channel-config.ts';
import {
  Connection,
  isClosing,
  STATE_CLOSING,
  STATE_FEATURES,
  STATE_HELLO,
  STATE_SERVING,
} from '#channel/connection.ts';
import { Delivery } from '#channel/delivery.ts';
import type { Deputy } from '#channel/deputy.ts';
import { describeMalformed, type FrameHandlers, Framing } from '#channel/framing.ts';
import { type Handshake, openHandshake } from '#channel/handshake.ts';
import { Ingress } from '#channel/ingress.ts';
import { Keepalive } from '#channel/keepalive.ts';
import { Reports } from '#channel/reports.ts';
import { SlotTable } from '#channel/slots.ts';
import { Tally } from '#channel/tally.ts';
import type { Door, DoorHandlers } from '#native/door.ts';
import {
  OFPT_ECHO_REPLY,
  OFPT_ECHO_REQUEST,
  OFPT_ERROR,
  OFPT_FLOW_REMOVED,
  OFPT_HELLO,
  OFPT_PACKET_IN,
} from '#openflow/header.ts';
import { nowStamp } from '#shm/clock.ts';
import {
  BYTES_IN,
  CONNECTIONS_ACCEPTED,
  CONNECTIONS_CLOSED,
  CONNECTIONS_MALFORMED,
  CONNECTIONS_REFUSED,
  CONTROL_LOST,
  MESSAGES_IN,
  PACKET_INS_UNSERVED,
  READ_PAUSES,
  SOCKET_READS,
} from '#shm/counters.ts';
import { LatencyRecorder } from '#shm/latency.ts';
import { DATAPATH_BYTES_IN, DATAPATH_MESSAGES_IN, type SharedMemory } from '#shm/layout.ts';
import { RECORD_DATAPATH_DOWN, RECORD_DATAPATH_UP, RECORD_MESSAGES, RECORD_REFUSED } from '#shm/ring.ts';

/** Bytes of a malformed message that are shown. */
const SHOWN_BYTES = 16;
/** Bytes read after which answers are looked for before the next socket is read. */
const DRAIN_BYTES = 16 * 1024;

export class Channel implements DoorHandlers, FrameHandlers {
  readonly #config: ChannelConfig;
  readonly #connections = new Map<number, Connection>();
  /** Connections whose next bytes found a ring full, and whose peers read: there may be room for them at any time. */
  readonly #waiting = new Set<Connection>();
  readonly #tally: Tally;
  readonly #slots: SlotTable;
  readonly #handshake: Handshake;
  readonly #framing: Framing;
  readonly #ingress: Ingress;
  readonly #reports: Reports;
  readonly #delivery: Delivery;
  readonly #keepalive: Keepalive;
  #door!: Door;
  #generation = 0;
  #readSinceDrain = 0;
  /** Set when a read found work: the thread's loop polls egress rings for a while. */
  awake = true;
  /** Called when a read or a message of the channel's own needs the loop, which may be asleep. */
  onWork: () => void = () => {};

  /** @param nowMs of the clock that `tick` is given */
  constructor(memory: SharedMemory, config: ChannelConfig, nowMs: number) {
    const end = (connection: Connection, reason: string) => this.#end(connection, reason);
    this.#config = config;
    this.#tally = new Tally(memory);
    this.#slots = new SlotTable(memory, config.learn, this.#tally);
    this.#handshake = openHandshake();
    this.#framing = new Framing(this);
    const latency = new LatencyRecorder(memory.latency[memory.config.workers]!);
    this.#ingress = new Ingress(memory, latency, this.#tally);
    this.#reports = new Reports(memory, this.#tally);
    const readOn = (connection: Connection) => this.#readOn(connection);
    this.#delivery = new Delivery(memory, config, this.#slots, latency, this.#tally, end, readOn);
    this.#keepalive = new Keepalive(config, this.#delivery, this.#handshake, this.#tally, end, nowMs);
  }

  /** The door calls back into this object: it exists first. */
  attach(door: Door): void {
    this.#door = door;
    this.#delivery.attach(door);
    this.#keepalive.attach(door);
  }

  // ── the thread's loop ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * Moves what workers and main have answered to the sockets, and what waited to where there is room now.
   * @returns whether there were answers
   */
  drain(): boolean {
    this.#readSinceDrain = 0;
    this.#ingress.settle();
    const found = this.#delivery.drain();
    // Here and not in `deliver`, which is called while a read is being handled: no read begins within another.
    this.#delivery.unthrottle();
    if (this.#waiting.size > 0) this.#retryWaiting();
    if (this.#reports.owes) this.#reports.retry();
    this.#ingress.settle();
    return found;
  }

  /** Does the work of workers that sleep. */
  set deputy(deputy: Deputy) {
    this.#ingress.deputy = deputy;
  }

  /** For a loop that had nothing to do. @param us how long, a whole number */
  idled(us: number): void {
    this.#ingress.deputy?.idled(us);
  }

  /** Moves answers to the sockets and nothing else: for whoever finds a ring full. */
  deliver(): void {
    this.#readSinceDrain = 0;
    this.#delivery.drain();
  }

  /** Looks after silent peers, and at how busy workers are. @param nowMs of the constructor's clock; every 500 ms or so */
  tick(nowMs: number): void {
    this.#slots.look();
    this.#keepalive.tick(this.#connections.values(), nowMs);
    this.#delivery.flush();
    this.#delivery.unthrottle();
  }

  /** Whether the loop has a reason to look again soon though nothing rings its bell. */
  get busy(): boolean {
    return this.#waiting.size > 0 || this.#delivery.dirty || this.#reports.owes;
  }

  /** Whether a ring holds answers: looked at once more before the thread sleeps. */
  get ready(): boolean {
    return this.#delivery.ready;
  }

  // ── the door's handlers ────────────────────────────────────────────────────────────────────────────────────

  onOpen(socket: number, peer: string): void {
    this.#tally.count(CONNECTIONS_ACCEPTED, 1);
    this.#generation = (this.#generation + 1) & 0x7fffffff || 1;
    const connection = new Connection(socket, peer, this.#generation, this.#keepalive.nowMs);
    this.#connections.set(socket, connection);
    if (this.#connections.size > this.#config.connectionsMax) {
      this.#refuse(connection, `${this.#config.connectionsMax} connections are open already`);
      return;
    }
    this.#write(connection, this.#handshake.hello());
  }

  hasRoom(socket: number): boolean {
    const connection = this.#connections.get(socket);
    if (connection === undefined || connection.state !== STATE_SERVING) return true;
    const hasRoom = this.#ingress.hasRoom(connection.worker);
    if (!hasRoom && !connection.unread) this.#tally.count(READ_PAUSES, 1);
    connection.unread = !hasRoom;
    return hasRoom;
  }

  onRead(socket: number, bytes: Uint8Array, length: number): number {
    const connection = this.#connections.get(socket);
    if (connection === undefined || connection.state === STATE_CLOSING) return length;
    this.awake = true;
    this.onWork();
    connection.heard = true;
    if (this.#waiting.size === 0 || !this.#waiting.has(connection)) this.#tally.count(SOCKET_READS, 1);
    const taken = this.#framing.take(connection, bytes, length, nowStamp());
    this.#readSinceDrain += taken;
    // Much is decided and answered while it is in the cache, little together with what else is ready.
    if (this.#readSinceDrain >= DRAIN_BYTES) {
      this.#ingress.settle();
      this.deliver();
    }
    this.#tally.count(BYTES_IN, taken);
    if (connection.slot >= 0) this.#tally.countBytesOn(connection.slot, DATAPATH_BYTES_IN, taken);
    if (connection.waiting) this.#wait(connection, taken);
    return taken;
  }

  onClose(socket: number, reason: string): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    this.#connections.delete(socket);
    this.#waiting.delete(connection);
    this.#tally.count(CONNECTIONS_CLOSED, 1);
    if (isClosing(connection)) return;
    if (connection.state === STATE_SERVING) this.#leave(connection, reason);
    // Who says nothing and goes was only looking whether the port is open.
    else if (connection.heard) this.#leave(connection, `${reason} during the handshake`);
  }

  // ── what framing finds ─────────────────────────────────────────────────────────────────────────────────────

  joinsRun(connection: Connection, bytes: Uint8Array, at: number, length: number): boolean {
    return this.#ingress.ownerOf(connection, bytes, at, length) === connection.worker;
  }

  onRun(
    connection: Connection,
    bytes: Uint8Array,
    from: number,
    end: number,
    messages: number,
    packetIns: number,
    stamp: number,
  ): boolean {
    const pushed = this.#ingress.push(connection, connection.worker, bytes, from, end, messages, packetIns, stamp);
    connection.waiting = !pushed;
    return pushed;
  }

  onMessage(
    connection: Connection,
    type: number,
    bytes: Uint8Array,
    at: number,
    length: number,
    stamp: number,
  ): boolean {
    if (type === OFPT_FLOW_REMOVED && connection.state === STATE_SERVING) {
      const owner = this.#ingress.ownerOf(connection, bytes, at, length);
      const pushed = this.#ingress.push(connection, owner, bytes, at, at + length, 1, 0, stamp);
      connection.waiting = !pushed;
      return pushed;
    }
    const taken =
      connection.state === STATE_SERVING
        ? this.#serve(connection, type, bytes, at, length)
        : this.#shakeHands(connection, type, bytes, at, length);
    connection.waiting = !taken;
    if (taken) {
      this.#tally.count(MESSAGES_IN, 1);
      if (connection.slot >= 0) this.#tally.countOn(connection.slot, DATAPATH_MESSAGES_IN, 1);
    }
    return taken;
  }

  onMalformed(connection: Connection, bytes: Uint8Array, at: number, end: number): void {
    this.#tally.count(CONNECTIONS_MALFORMED, 1);
    const what = describeMalformed(connection, bytes, at);
    const shown = Buffer.from(bytes.subarray(at, Math.min(at + SHOWN_BYTES, end))).toString('hex');
    this.#write(connection, this.#handshake.badMessage(connection.version, bytes, at, end));
    this.#end(connection, `malformed bytes: ${what}; they begin ${shown}`);
  }

  /** A message of a datapath that is served. @returns false when it must wait for room */
  #serve(connection: Connection, type: number, bytes: Uint8Array, at: number, length: number): boolean {
    switch (type) {
      case OFPT_ECHO_REQUEST:
        this.#answerEcho(connection, bytes, at, length);
        return true;
      case OFPT_ECHO_REPLY:
      case OFPT_HELLO:
        return true;
      case OFPT_ERROR:
        // A switch that refuses everything must not hold up the rest of its messages.
        if (!this.#reports.hasRoom()) this.#tally.count(CONTROL_LOST, 1);
        else this.#reports.tell(RECORD_MESSAGES, connection, bytes.subarray(at, at + length));
        return true;
      default:
        // Everything else waits for room: part of a port list lost would be a port list that is wrong.
        if (!this.#reports.hasRoom()) return false;
        this.#reports.tell(RECORD_MESSAGES, connection, bytes.subarray(at, at + length));
        return true;
    }
  }

  // ── handshake ──────────────────────────────────────────────────────────────────────────────────────────────

  /** @returns false when it must wait for room */
  #shakeHands(connection: Connection, type: number, bytes: Uint8Array, at: number, length: number): boolean {
    if (connection.state === STATE_HELLO) {
      this.#onHello(connection, bytes, at, length);
      return true;
    }
    switch (type) {
      case OFPT_ECHO_REQUEST:
        this.#answerEcho(connection, bytes, at, length);
        return true;
      case OFPT_PACKET_IN:
        this.#tally.count(PACKET_INS_UNSERVED, 1);
        return true;
      case OFPT_ERROR:
        this.#refuse(connection, this.#handshake.describeError(bytes, at, at + length));
        return true;
      default:
        return this.#onFeatures(connection, bytes, at, length);
    }
  }

  #onHello(connection: Connection, bytes: Uint8Array, at: number, length: number): void {
    const outcome = this.#handshake.onHello(bytes, at, at + length);
    if (outcome.answer !== undefined) this.#write(connection, outcome.answer);
    if (outcome.refusal !== undefined) {
      this.#refuse(connection, outcome.refusal);
      return;
    }
    connection.version = outcome.version;
    connection.state = STATE_FEATURES;
  }

  /** @returns false when main or its worker has no room to hear of it: the same message is offered again */
  #onFeatures(connection: Connection, bytes: Uint8Array, at: number, length: number): boolean {
    const features = this.#handshake.onFeatures(bytes, at, at + length);
    if (features === undefined) return true; // not what we wait for: port status, say
    if (features.refusal !== undefined) {
      this.#refuse(connection, features.refusal);
      return true;
    }
    connection.dpidHi = features.dpidHi;
    connection.dpidLo = features.dpidLo;
    if (!this.#reports.hasRoom()) return false;
    const refusal = this.#slots.take(connection, (other) => this.#keepalive.probe(other));
    if (refusal !== undefined) {
      this.#refuse(connection, refusal);
      return true;
    }
    if (!this.#ingress.announce(connection)) {
      this.#slots.release(connection);
      connection.slot = -1;
      return false;
    }
    connection.state = STATE_SERVING;
    this.#write(connection, this.#handshake.setConfig(connection.version));
    const peer = new TextEncoder().encode(connection.peer);
    const payload = new Uint8Array(2 + peer.length + length);
    payload[0] = peer.length >> 8;
    payload[1] = peer.length & 0xff;
    payload.set(peer, 2);
    payload.set(bytes.subarray(at, at + length), 2 + peer.length);
    this.#reports.tell(RECORD_DATAPATH_UP, connection, payload);
    return true;
  }

  #answerEcho(connection: Connection, bytes: Uint8Array, at: number, length: number): void {
    this.#delivery.answerEcho(connection, bytes, at, length);
  }

  #write(connection: Connection, bytes: Uint8Array): void {
    this.#delivery.write(connection, bytes);
    this.awake = true;
    this.onWork();
  }

  // ── ending ─────────────────────────────────────────────────────────────────────────────────────────────────

  #refuse(connection: Connection, reason: string): void {
    this.#tally.count(CONNECTIONS_REFUSED, 1);
    this.#end(connection, reason);
  }

  #end(connection: Connection, reason: string): void {
    if (isClosing(connection)) return;
    this.#leave(connection, reason);
    this.#door.close(connection.socket, reason);
  }

  /** From here on the connection's slot is free: its datapath may come back before the last words are out. */
  #leave(connection: Connection, reason: string): void {
    const wasServed = connection.state === STATE_SERVING;
    connection.state = STATE_CLOSING;
    this.#waiting.delete(connection);
    this.#delivery.forget(connection);
    if (wasServed) {
      this.#slots.release(connection);
      this.#reports.tell(RECORD_DATAPATH_DOWN, connection, new TextEncoder().encode(reason));
    } else {
      this.#reports.mention(RECORD_REFUSED, connection, new TextEncoder().encode(`${connection.peer} ${reason}`));
    }
  }

  // ── waiting for room ───────────────────────────────────────────────────────────────────────────────────────

  #wait(connection: Connection, taken: number): void {
    if (!this.#waiting.has(connection)) this.#tally.count(READ_PAUSES, 1);
    else if (taken > 0) this.#waiting.delete(connection); // it had its turn: the others come before it
    this.#waiting.add(connection);
  }

  /** Its peer reads again: a connection that found a ring full waits for room from now on. */
  #readOn(connection: Connection): void {
    if (connection.waiting) this.#waiting.add(connection);
    else this.#door.resume(connection.socket);
  }

  #retryWaiting(): void {
    // Those that had their turn stand behind the others: each is visited once.
    let turns = this.#waiting.size;
    for (const connection of this.#waiting) {
      if (turns-- === 0) return;
      if (connection.throttled) {
        // Room is of no use to it before its peer reads, and that nobody needs to look for without a pause.
        this.#waiting.delete(connection);
        continue;
      }
      // To offer is to walk all that is kept: in vain, and at every turn, while the ring is full (overload: half of the
      // thread's time). One that waits in its handshake has no worker yet.
      if (connection.worker >= 0 && !this.#ingress.hasRoom(connection.worker)) continue;
      connection.waiting = false;
      this.#door.resume(connection.socket);
      if (!connection.waiting) this.#waiting.delete(connection);
    }
  }
}
