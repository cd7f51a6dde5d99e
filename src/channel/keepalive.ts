// Keepalive: which connections are alive. A handshake has a time limit; a peer that is silent is asked for an echo and
// closed when it stays so; one that does not read must at least take something now and then. Channel thread only; it
// runs at each tick, twice a second.
//
// Time in which the thread did not run (a stopped process, a suspended machine) is nobody's silence: what peers have
// sent meanwhile has not been read when the next tick comes. So a tick moves the clock by a bounded step.

import type { ChannelConfig } from '#channel/channel-config.ts';
import { type Connection, STATE_CLOSING, STATE_HELLO, STATE_SERVING } from '#channel/connection.ts';
import type { Delivery, EndConnection } from '#channel/delivery.ts';
import type { Handshake } from '#channel/handshake.ts';
import type { Tally } from '#channel/tally.ts';
import type { Door } from '#native/door.ts';
import { CONNECTIONS_DEAD, CONNECTIONS_REFUSED } from '#shm/counters.ts';

/** The longest step of the clock: a few ticks. */
const STEP_MAX_MS = 2000;
/** Spells of silence, of `echoIntervalMs` each, before a peer is dead. */
const SPELLS_MAX = 3;

export class Keepalive {
  readonly #config: ChannelConfig;
  readonly #delivery: Delivery;
  readonly #handshake: Handshake;
  readonly #tally: Tally;
  readonly #end: EndConnection;
  #door!: Door;
  #tickedMs: number;
  /** The clock of connections: it stands still while the thread does. */
  nowMs = 0;

  /** @param nowMs of the clock that ticks are given by */
  constructor(
    config: ChannelConfig,
    delivery: Delivery,
    handshake: Handshake,
    tally: Tally,
    end: EndConnection,
    nowMs: number,
  ) {
    this.#config = config;
    this.#delivery = delivery;
    this.#handshake = handshake;
    this.#tally = tally;
    this.#end = end;
    this.#tickedMs = nowMs;
  }

  attach(door: Door): void {
    this.#door = door;
  }

  /** Looks after all connections. @param nowMs of a clock that nobody sets */
  tick(connections: Iterable<Connection>, nowMs: number): void {
    this.nowMs += Math.min(Math.max(nowMs - this.#tickedMs, 0), STEP_MAX_MS);
    this.#tickedMs = nowMs;
    for (const connection of connections) {
      if (connection.state === STATE_SERVING) this.#lookAfter(connection);
      else if (connection.state !== STATE_CLOSING) this.#limitHandshake(connection);
    }
  }

  /** Asks a connection for a sign of life at once: another claims to be the same datapath. */
  probe(connection: Connection): void {
    const spell = this.#config.echoIntervalMs;
    connection.heard = false; // what it said before the question is no answer
    connection.heardMs = Math.min(connection.heardMs, this.nowMs - (SPELLS_MAX - 1) * spell);
    this.#ask(connection);
  }

  #limitHandshake(connection: Connection): void {
    const { handshakeTimeoutMs } = this.#config;
    if (connection.waiting || this.nowMs - connection.openedMs <= handshakeTimeoutMs) return;
    const missing = connection.state === STATE_HELLO ? 'HELLO' : 'FEATURES_REPLY';
    this.#tally.count(CONNECTIONS_REFUSED, 1);
    this.#end(connection, `no ${missing} within ${handshakeTimeoutMs} ms`);
  }

  #lookAfter(connection: Connection): void {
    const { nowMs } = this;
    const { echoIntervalMs } = this.#config;
    if (connection.heard || connection.waiting || this.#takes(connection)) {
      connection.heard = false;
      connection.heardMs = nowMs;
    }
    const silentMs = nowMs - connection.heardMs;
    if (silentMs > SPELLS_MAX * echoIntervalMs) {
      this.#tally.count(CONNECTIONS_DEAD, 1);
      const what = connection.throttled
        ? `the peer reads nothing: ${this.#door.backlogBytes(connection.socket)} bytes have waited`
        : 'no answer to echo requests';
      this.#end(connection, `${what} for ${silentMs} ms`);
    } else if (!connection.throttled && silentMs >= echoIntervalMs && nowMs - connection.askedMs >= echoIntervalMs) {
      this.#ask(connection);
    }
  }

  /** Whether a peer that we have stopped reading still reads what we write: its sign of life. */
  #takes(connection: Connection): boolean {
    if (!connection.throttled) return false;
    const before = connection.progress;
    connection.progress = this.#door.progress(connection.socket);
    return connection.progress !== before;
  }

  #ask(connection: Connection): void {
    connection.askedMs = this.nowMs;
    this.#delivery.write(connection, this.#handshake.echoRequest(connection.version));
  }
}
