// OpenFlow messages out of a capture file: bytes of the file in, messages, losses and connections out, in the order in which
// the capture completes them. Whatever the file holds, nothing throws; each packet ends in one counter of the tally.
// Memory is bounded. Any thread.
//
//   file ──▶ capture-file ──▶ link-layer ──▶ ip-datagram ──▶ tcp-segment ──▶ connection-table
//                                                                                 │ by connection and direction
//            messages, losses ◀── message-stream ◀── tcp-stream ◀─────────────────┘
import { OFP_TCP_PORT } from '#openflow/header.ts';
import { CaptureFile } from './capture-file.ts';
import type { CapturedPacket } from './captured-packet.ts';
import type { Connection, Side } from './connection.ts';
import { ConnectionTable } from './connection-table.ts';
import { IpDatagram } from './ip-datagram.ts';
import { ipPacketAt, LINK_CUT_SHORT, LINK_NOT_IP } from './link-layer.ts';
import { MemoryBudget } from './memory-budget.ts';
import type { StreamLoss } from './message-stream.ts';
import type { Sender } from './sender.ts';
import { newTally, type Tally } from './tally.ts';
import { TcpSegment } from './tcp-segment.ts';

/** The port that controllers listened on before IANA gave one to OpenFlow. */
const OLD_PORT = 6633;
export const STANDARD_PORTS: readonly number[] = [OLD_PORT, OFP_TCP_PORT];

/** Connections at a time. */
const CONNECTIONS_MAX = 65_536;
/** All that waits for missing segments, or for the rest of a message. */
const MEMORY_BYTES_MAX = 64 * 1024 * 1024;
/** The file is taken in pieces of this size, so that what one of them gives is bounded. */
const PIECE_BYTES = 65_536;

export interface OpenFlowCaptureOptions {
  /** Ports of OpenFlow; left out: 6633 and 6653. */
  readonly ports?: readonly number[] | undefined;
  /** Left out: 65,536. */
  readonly maxConnections?: number | undefined;
  /** Of all streams together; left out: 64 MiB. */
  readonly maxMemoryBytes?: number | undefined;
}

/** The place of an event: a direction of a connection. */
interface InStream {
  readonly stream: number;
  readonly from: Sender;
  /** `address:port` of who sends, and of who receives. */
  readonly source: string;
  readonly target: string;
  readonly timeNs: bigint | undefined;
}

export type CaptureEvent =
  /** Before the first message or loss of a connection, and again when its messages show that the switch listens. */
  | { readonly kind: 'stream'; readonly stream: number; readonly switchAt: string; readonly controllerAt: string }
  | (InStream & { readonly kind: 'message'; readonly bytes: Uint8Array })
  | (InStream & { readonly kind: 'loss'; readonly loss: StreamLoss });

export class OpenFlowCapture {
  readonly #file = new CaptureFile();
  readonly #table: ConnectionTable;
  readonly #datagram = new IpDatagram();
  readonly #segment = new TcpSegment();
  readonly #tally = newTally();
  /** Of connections that were told: which side was the controller then. */
  readonly #told = new WeakMap<Connection, Side>();
  #events: CaptureEvent[] = [];
  #lastTimeNs: bigint | undefined;
  #firstTimeNs: bigint | undefined;

  constructor(options: OpenFlowCaptureOptions = {}) {
    const memory = new MemoryBudget(options.maxMemoryBytes ?? MEMORY_BYTES_MAX);
    this.#table = new ConnectionTable(
      new Set(options.ports ?? STANDARD_PORTS),
      options.maxConnections ?? CONNECTIONS_MAX,
      memory,
      {
        message: (connection, side, bytes, timeNs) => this.#addMessage(connection, side, bytes, timeNs),
        loss: (connection, side, loss, timeNs) => this.#addLoss(connection, side, loss, timeNs),
      },
    );
  }

  /** What is wrong with the file; undefined while all is well. */
  get damage(): CaptureFile['damage'] {
    return this.#file.damage;
  }

  /** Digits of a second that the times have: 6 or 9. */
  get timeDigits(): number {
    return this.#file.timeDigits;
  }

  /** Of the first packet that has a time. */
  get firstTimeNs(): bigint | undefined {
    return this.#firstTimeNs;
  }

  get readBytes(): number {
    return this.#file.pushedBytes;
  }

  /** What became of all packets so far. */
  get tally(): Readonly<Tally> {
    const { opened, evicted, retransmissions, outOfOrder } = this.#table;
    return { ...this.#tally, streams: opened, evicted, retransmissions, outOfOrder };
  }

  /** Takes the next bytes of the file. */
  *push(chunk: Uint8Array): Iterable<CaptureEvent> {
    for (let at = 0; at < chunk.length && this.damage === undefined; at += PIECE_BYTES) {
      this.#file.push(chunk.subarray(at, at + PIECE_BYTES));
      for (let packet = this.#file.next(); packet !== undefined; packet = this.#file.next()) {
        this.#takePacket(packet);
        if (this.#events.length > 0) yield* this.#takeEvents();
      }
    }
  }

  /** Says that the file is over. */
  *finish(): Iterable<CaptureEvent> {
    this.#file.finish();
    for (const _ of this.#table.finish(this.#lastTimeNs)) yield* this.#takeEvents();
  }

  #takePacket({ bytes, at, end, linkType, timeNs }: CapturedPacket): void {
    const tally = this.#tally;
    tally.packets++;
    this.#firstTimeNs ??= timeNs;
    this.#lastTimeNs = timeNs ?? this.#lastTimeNs;
    const ipAt = ipPacketAt(linkType, bytes, at, end);
    if (ipAt < 0) {
      if (ipAt === LINK_NOT_IP) tally.notIp++;
      else if (ipAt === LINK_CUT_SHORT) tally.malformed++;
      else tally.unknownLink++;
      return;
    }
    const outcome = this.#datagram.read(bytes, ipAt, end);
    if (outcome === 'fragment') tally.fragments++;
    else if (outcome === 'other protocol') tally.notTcp++;
    else if (outcome === 'malformed' || !this.#segment.read(this.#datagram)) tally.malformed++;
    else {
      const taken = this.#table.take(this.#datagram, this.#segment, timeNs);
      if (taken === undefined) tally.otherPorts++;
      else if (taken === 'late') tally.late++;
      else tally.segments++;
    }
  }

  #addMessage(connection: Connection, side: Side, bytes: Uint8Array, timeNs: bigint | undefined): void {
    this.#tally.messages++;
    this.#events.push({ kind: 'message', ...this.#place(connection, side, timeNs), bytes });
  }

  #addLoss(connection: Connection, side: Side, loss: StreamLoss, timeNs: bigint | undefined): void {
    this.#tally.missingBytes += loss.missing;
    this.#tally.skippedBytes += loss.skipped;
    this.#events.push({ kind: 'loss', ...this.#place(connection, side, timeNs), loss });
  }

  #place(connection: Connection, side: Side, timeNs: bigint | undefined): InStream {
    const { number, addresses, controllerSide } = connection;
    if (this.#told.get(connection) !== controllerSide) {
      this.#told.set(connection, controllerSide);
      const switchAt = addresses[controllerSide === 0 ? 1 : 0];
      this.#events.push({ kind: 'stream', stream: number, switchAt, controllerAt: addresses[controllerSide] });
    }
    return {
      stream: number,
      from: connection.senderAt(side),
      source: addresses[side],
      target: addresses[side === 0 ? 1 : 0],
      timeNs,
    };
  }

  #takeEvents(): CaptureEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
