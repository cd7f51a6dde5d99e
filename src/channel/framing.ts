// Framing: finds the messages in what sockets deliver. It walks headers only, gathers PacketIns that follow each other
// into runs, and keeps the beginning of a message until its end comes. Channel thread only. Hot: no allocation per
// message, no throw.
//
// Of every message the first four bytes are judged as soon as they are there, before the rest is waited for:
//   0        1        2                 4                                   8
//   | version| type   | length 16       | xid 32                            | body ...

import { type Connection, isClosing, STATE_HELLO, STATE_SERVING } from '#channel/connection.ts';
import { HEADER_BYTES, messageLength, OFPT_FLOW_REMOVED, OFPT_HELLO, OFPT_PACKET_IN } from '#openflow/header.ts';
import { copyFew } from '#shm/copy.ts';

/** Where version, type and length are. */
const JUDGED_BYTES = 4;
/** Longest OpenFlow message: its length field has 16 bits. */
const MESSAGE_MAX = 65535;

/** What framing calls. Places are in `bytes`, which is valid during the call only. */
export interface FrameHandlers {
  /** Whether a FLOW_REMOVED is for the datapath's own worker, and so part of a run. */
  joinsRun(connection: Connection, bytes: Uint8Array, at: number, length: number): boolean;
  /** A run for the datapath's worker. @returns false when there is no room for it now: it is offered again */
  onRun(
    connection: Connection,
    bytes: Uint8Array,
    from: number,
    end: number,
    messages: number,
    packetIns: number,
    stamp: number,
  ): boolean;
  /** A message that is no run's. @returns false when there is no room for it now: it is offered again */
  onMessage(
    connection: Connection,
    type: number,
    bytes: Uint8Array,
    at: number,
    length: number,
    stamp: number,
  ): boolean;
  /** Bytes that are no message. The handler ends the connection. */
  onMalformed(connection: Connection, bytes: Uint8Array, at: number, end: number): void;
}

export class Framing {
  readonly #handlers: FrameHandlers;

  constructor(handlers: FrameHandlers) {
    this.#handlers = handlers;
  }

  /**
   * Takes what was read of a connection.
   * @param stamp when it was read
   * @returns bytes taken, from the front; fewer than `length` when a handler had no room
   */
  take(connection: Connection, bytes: Uint8Array, length: number, stamp: number): number {
    let at = 0;
    if (connection.partialLength > 0) {
      at = this.#completePartial(connection, bytes, length, stamp);
      if (at < 0) return 0;
      if (isClosing(connection)) return length;
    }
    at = this.#walk(connection, bytes, at, length, stamp);
    if (at === length || connection.waiting || isClosing(connection)) return at;
    // What is left is the beginning of one message.
    connection.partial ??= new Uint8Array(MESSAGE_MAX);
    copyFew(bytes, at, connection.partial, 0, length - at);
    connection.partialLength = length - at;
    return length;
  }

  /**
   * Finishes the message that the last read began.
   * @returns bytes used of this read, or -1 when there is no room (nothing has been used)
   */
  #completePartial(connection: Connection, bytes: Uint8Array, length: number, stamp: number): number {
    const partial = connection.partial!;
    let have = connection.partialLength;
    let used = 0;
    while (have < JUDGED_BYTES && used < length) partial[have++] = bytes[used++]!;
    if (have >= JUDGED_BYTES) {
      if (isMalformed(connection, partial, 0)) {
        this.#handlers.onMalformed(connection, partial, 0, have);
        return length;
      }
      const missing = messageLength(partial, 0) - have;
      if (missing <= length - used) {
        copyFew(bytes, used, partial, have, missing);
        // Until it is taken the connection keeps what it had: the door has the rest.
        if (this.#walk(connection, partial, 0, have + missing, stamp) === 0) return -1;
        connection.partialLength = 0;
        return used + missing;
      }
    }
    copyFew(bytes, used, partial, have, length - used);
    connection.partialLength = have + length - used;
    return length;
  }

  /**
   * Walks whole messages by their lengths.
   * @returns the first byte not taken: an incomplete message, or one that there was no room for
   */
  #walk(connection: Connection, bytes: Uint8Array, from: number, end: number, stamp: number): number {
    const handlers = this.#handlers;
    let at = from;
    let runAt = from;
    let runMessages = 0;
    let runPacketIns = 0;
    while (end - at >= JUDGED_BYTES) {
      if (isMalformed(connection, bytes, at)) {
        if (runMessages > 0 && !handlers.onRun(connection, bytes, runAt, at, runMessages, runPacketIns, stamp)) {
          return runAt;
        }
        handlers.onMalformed(connection, bytes, at, end);
        return end;
      }
      const type = bytes[at + 1]!;
      const length = messageLength(bytes, at);
      if (at + length > end) break;
      if (type === OFPT_PACKET_IN && connection.state === STATE_SERVING) {
        runPacketIns++;
        runMessages++;
        at += length;
        continue;
      }
      if (
        type === OFPT_FLOW_REMOVED &&
        connection.state === STATE_SERVING &&
        handlers.joinsRun(connection, bytes, at, length)
      ) {
        runMessages++;
        at += length;
        continue;
      }
      if (runMessages > 0) {
        if (!handlers.onRun(connection, bytes, runAt, at, runMessages, runPacketIns, stamp)) return runAt;
        runMessages = 0;
        runPacketIns = 0;
      }
      if (!handlers.onMessage(connection, type, bytes, at, length, stamp)) return at;
      if (isClosing(connection)) return end;
      at += length;
      runAt = at;
    }
    if (runMessages > 0 && !handlers.onRun(connection, bytes, runAt, at, runMessages, runPacketIns, stamp)) {
      return runAt;
    }
    return at;
  }
}

/** Says what is wrong with the message at `at`, of which JUDGED_BYTES are there. Cold. */
export function describeMalformed(connection: Connection, bytes: Uint8Array, at: number): string {
  const length = messageLength(bytes, at);
  if (length < HEADER_BYTES) return `a message length of ${length}, expected at least ${HEADER_BYTES}`;
  if (connection.state === STATE_HELLO) return `a first message of type ${bytes[at + 1]}, expected HELLO (0)`;
  return `OpenFlow version ${bytes[at]}, expected the agreed ${connection.version}`;
}

/** Whether the message at `at`, of which JUDGED_BYTES are there, cannot be one. */
function isMalformed(connection: Connection, bytes: Uint8Array, at: number): boolean {
  return (
    messageLength(bytes, at) < HEADER_BYTES ||
    // Until a version is agreed each side's is its own.
    (connection.state === STATE_HELLO ? bytes[at + 1] !== OFPT_HELLO : bytes[at] !== connection.version)
  );
}
