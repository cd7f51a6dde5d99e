// One TCP connection of a capture: two directions, each put in order and taken apart into messages, and who of the ends is the
// controller. At first this is the end with OpenFlow's port; the first message that only one of them sends decides (a switch
// may be the one that listens). Any thread.
import { messageType, messageVersion, OFPT_HELLO } from '#openflow/header.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '#wire/tcp.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { MessageStream, type StreamLoss } from './message-stream.ts';
import { type Sender, senderOf } from './sender.ts';
import type { TcpSegment } from './tcp-segment.ts';
import { distance, TcpStream } from './tcp-stream.ts';

/** 0: from the end with OpenFlow's port; 1: from the other. */
export type Side = 0 | 1;

/** A SYN that is captured behind data of its stream belongs to it when so little of the stream was before. */
const LATE_SYN_BYTES = 1024 * 1024;

/** What a segment turned out to be for its connection. */
export type SegmentOutcome = 'taken' | 'another connection' | 'late';

export interface ConnectionSink {
  message(connection: Connection, side: Side, bytes: Uint8Array, timeNs: bigint | undefined): void;
  loss(connection: Connection, side: Side, loss: StreamLoss, timeNs: bigint | undefined): void;
}

export class Connection {
  /** Counted from 1 in the order of their first segments. */
  readonly number: number;
  /** `address:port` by side. */
  readonly addresses: readonly [string, string];
  readonly #streams: readonly [TcpStream, TcpStream];
  readonly #messages: readonly [MessageStream, MessageStream];
  /** By side: the stream began before the capture, or its first segment is not in it. */
  readonly #beganInside: [boolean, boolean] = [false, false];
  readonly #firstSequence: [number, number] = [0, 0];
  readonly #acknowledged: [number | undefined, number | undefined] = [undefined, undefined];
  #controllerSide: Side = 0;
  #isDecided = false;
  #isReset = false;
  /** Of the last message but hellos; two of one version in a row are the connection's. */
  #lastVersion: number | undefined;
  version: number | undefined;

  constructor(number: number, addresses: readonly [string, string], memory: MemoryBudget, sink: ConnectionSink) {
    this.number = number;
    this.addresses = addresses;
    this.#messages = [this.#messageStream(0, memory, sink), this.#messageStream(1, memory, sink)];
    this.#streams = [new TcpStream(this.#messages[0], memory), new TcpStream(this.#messages[1], memory)];
  }

  /** A message has shown who of the ends is the controller. */
  get isDecided(): boolean {
    return this.#isDecided;
  }

  get controllerSide(): Side {
    return this.#controllerSide;
  }

  get retransmissions(): number {
    return this.#streams[0].retransmissions + this.#streams[1].retransmissions;
  }

  get outOfOrder(): number {
    return this.#streams[0].outOfOrder + this.#streams[1].outOfOrder;
  }

  /** Nothing more is expected of it. */
  get isOver(): boolean {
    return this.#isReset || (this.#streams[0].isFinished && this.#streams[1].isFinished);
  }

  senderAt(side: Side): Sender {
    return side === this.#controllerSide ? 'controller' : 'switch';
  }

  /** Takes a segment, unless its ports are used again by another connection. */
  take(segment: TcpSegment, side: Side, timeNs: bigint | undefined): SegmentOutcome {
    const stream = this.#streams[side];
    const { sequence, flags, dataAt, dataEnd, missing } = segment;
    const bytes = dataEnd - dataAt + missing;
    if ((flags & TCP_SYN) !== 0) return this.#synchronise(segment, side, timeNs);
    if (this.isOver) {
      if (bytes === 0 || (flags & TCP_RST) !== 0) return 'taken';
      return stream.isStarted && !stream.isInWindow(sequence) ? 'another connection' : 'late';
    }
    const other: Side = side === 0 ? 1 : 0;
    if ((flags & TCP_ACK) !== 0) this.#acknowledged[other] = segment.acknowledgment;
    if (bytes > 0) {
      if (!stream.isStarted) this.#beginInside(sequence, side);
      stream.segment(sequence, segment.bytes, dataAt, dataEnd, missing, timeNs);
    }
    if ((flags & TCP_FIN) !== 0) this.#finishAt((sequence + bytes) >>> 0, side);
    for (const each of SIDES) this.#streams[each].acknowledge(this.#acknowledged[each], timeNs);
    if ((flags & TCP_RST) !== 0) this.#isReset = true;
    if (this.isOver) this.finish('the stream ends', timeNs);
    return 'taken';
  }

  /** Gives out what waits, and what is lost. */
  finish(why: string, timeNs: bigint | undefined): void {
    for (const side of SIDES) {
      this.#streams[side].flush(timeNs);
      this.#messages[side].finish(why, timeNs);
    }
  }

  /** A SYN begins a stream; one with another number than the stream's began with, another connection. */
  #synchronise(
    { sequence, acknowledgment, flags }: TcpSegment,
    side: Side,
    timeNs: bigint | undefined,
  ): SegmentOutcome {
    const first = (sequence + 1) >>> 0;
    const stream = this.#streams[side];
    if (stream.isStarted) {
      const before = distance(this.#firstSequence[side], first);
      // The capture may hold a SYN behind what followed it.
      const isKnown = before === 0 || (this.#beganInside[side] && before > 0 && before < LATE_SYN_BYTES);
      if (!isKnown) return 'another connection';
    } else if (this.isOver) return 'another connection';
    else this.#start(first, side);
    const other: Side = side === 0 ? 1 : 0;
    // What a SYN+ACK acknowledges is a SYN, which may have been missed.
    if ((flags & TCP_ACK) !== 0 && !this.#streams[other].isStarted) this.#start(acknowledgment, other);
    for (const each of SIDES) this.#streams[each].acknowledge(this.#acknowledged[each], timeNs);
    return 'taken';
  }

  #start(sequence: number, side: Side): void {
    this.#firstSequence[side] = sequence;
    this.#streams[side].start(sequence);
  }

  #beginInside(sequence: number, side: Side): void {
    this.#start(sequence, side);
    this.#beganInside[side] = true;
    this.#messages[side].beginInside();
  }

  #finishAt(sequence: number, side: Side): void {
    if (!this.#streams[side].isStarted) this.#start(sequence, side);
    this.#streams[side].finishAt(sequence);
  }

  #messageStream(side: Side, memory: MemoryBudget, sink: ConnectionSink): MessageStream {
    const connection = this;
    return new MessageStream(
      {
        get version() {
          return connection.version;
        },
        message: (bytes, timeNs) => {
          this.#learn(bytes, side);
          sink.message(this, side, bytes, timeNs);
        },
        loss: (loss, timeNs) => sink.loss(this, side, loss, timeNs),
      },
      memory,
    );
  }

  #learn(message: Uint8Array, side: Side): void {
    const version = messageVersion(message, 0);
    if (messageType(message, 0) !== OFPT_HELLO) {
      if (version === this.#lastVersion) this.version = version;
      this.#lastVersion = version;
    }
    if (this.#isDecided) return;
    const sender = senderOf(message);
    if (sender === undefined) return;
    this.#isDecided = true;
    this.#controllerSide = (sender === 'controller') === (side === 0) ? 0 : 1;
  }
}

const SIDES: readonly Side[] = [0, 1];
