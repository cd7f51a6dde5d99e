// One direction of an OpenFlow connection as messages: framed by the length in their headers while framing is known, searched
// for after bytes were lost (message-search.ts). What is lost is told when the next message is found, so that what comes
// between two messages is told in one piece. StreamDecoder does not serve here: it ends where framing is lost, and this is
// where a capture goes on. Holds at most a message and a segment. Any thread.
import { HEADER_BYTES, messageLength, messageVersion, OFP_VERSION_15 } from '#openflow/header.ts';
import { ByteQueue } from './byte-queue.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { findMessage } from './message-search.ts';
import type { StreamSink } from './tcp-stream.ts';

/** Skipped in one search before it is told that the search goes on. */
const SKIPPED_TOLD_BYTES = 1024 * 1024;
/** Skipped in one search before a message of another version than the connection's is taken. */
const SKIPPED_BYTES_OF_VERSION = 128 * 1024;
/** A TLS record: handshake, then the major version (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR = 3;

/** Bytes between two messages that are in neither. There may be none where a capture begins between two messages. */
export interface StreamLoss {
  /** Not in the capture. */
  readonly missing: number;
  /** In the capture, but of no message that could be found. */
  readonly skipped: number;
  readonly why: string;
}

/** Where messages go. */
export interface MessageSink {
  /** The version that the connection speaks; undefined while it is not known. */
  readonly version: number | undefined;
  /** A message's own bytes, and when its last byte was captured. */
  message(bytes: Uint8Array, timeNs: bigint | undefined): void;
  loss(loss: StreamLoss, timeNs: bigint | undefined): void;
}

export class MessageStream implements StreamSink {
  readonly #sink: MessageSink;
  readonly #memory: MemoryBudget;
  readonly #queue = new ByteQueue(false);
  #isSearching = false;
  #isFirst = true;
  #isTls = false;
  #missing = 0;
  #skipped = 0;
  /** Skipped in this search, told or not. */
  #skippedInSearch = 0;
  #why = '';

  constructor(sink: MessageSink, memory: MemoryBudget) {
    this.#sink = sink;
    this.#memory = memory;
  }

  /** Says that the first byte is not the first of the connection. */
  beginInside(): void {
    this.#lose(0, 0, 'the capture begins inside the stream');
  }

  data(bytes: Uint8Array, at: number, end: number, timeNs: bigint | undefined): void {
    if (this.#isFirst) this.#lookForTls(bytes, at, end, timeNs);
    if (this.#isTls) {
      this.#skipped += end - at;
      return;
    }
    const before = this.#queue.length;
    if (before === 0) {
      // Most segments hold whole messages: they are not copied twice.
      const rest = this.#take(bytes, at, end, false, timeNs);
      if (rest < end) this.#queue.push(bytes, rest, end);
    } else {
      this.#queue.push(bytes, at, end);
      this.#takeFromQueue(false, timeNs);
    }
    this.#memory.add(this.#queue.length - before);
    if (this.#memory.isExceeded) this.#dropQueue('more unfinished messages than are held');
  }

  gap(missing: number, why: string, timeNs: bigint | undefined): void {
    this.#lastSearch(timeNs);
    const unfinished = this.#queue.length;
    this.#drop();
    this.#lose(missing, unfinished, why);
  }

  /**
   * Says that no more bytes come.
   * @param why for a person: what ended
   */
  finish(why: string, timeNs: bigint | undefined): void {
    this.#lastSearch(timeNs);
    const unfinished = this.#queue.length;
    if (unfinished > 0) {
      const { bytes, at } = this.#queue;
      const into = unfinished < HEADER_BYTES ? 'a header' : `a message of ${messageLength(bytes, at)} bytes`;
      this.#lose(0, unfinished, `${why} ${unfinished} bytes into ${into}`);
      this.#drop();
    }
    this.#tell(timeNs);
  }

  #lookForTls(bytes: Uint8Array, at: number, end: number, timeNs: bigint | undefined): void {
    this.#isFirst = false;
    this.#isTls = end - at >= 2 && bytes[at] === TLS_HANDSHAKE && bytes[at + 1] === TLS_MAJOR;
    if (!this.#isTls) return;
    this.#why = 'encrypted by TLS';
    this.#sink.loss({ missing: 0, skipped: 0, why: this.#why }, timeNs);
  }

  /** Takes the messages out of `bytes[at, end)`. @returns where the rest begins, which needs more bytes */
  #take(bytes: Uint8Array, at: number, end: number, isLast: boolean, timeNs: bigint | undefined): number {
    let next = at;
    while (true) {
      if (this.#isSearching) {
        const { at: found, isFound } = findMessage(bytes, next, end, isLast, this.#searchedVersion());
        this.#skip(found - next, timeNs);
        next = found;
        if (!isFound) return next;
        this.#tell(timeNs);
        this.#isSearching = false;
      }
      while (!this.#isSearching && end - next >= HEADER_BYTES) {
        const length = messageLength(bytes, next);
        const version = messageVersion(bytes, next);
        if (length < HEADER_BYTES || version < 1 || version > OFP_VERSION_15) {
          this.#lose(0, 0, `framing is lost at a header of version ${version} and length ${length}`);
          break;
        }
        if (end - next < length) return next;
        this.#sink.message(bytes.slice(next, next + length), timeNs);
        next += length;
      }
      if (!this.#isSearching) return next;
    }
  }

  #takeFromQueue(isLast: boolean, timeNs: bigint | undefined): void {
    const { bytes, at, end } = this.#queue;
    this.#queue.skip(this.#take(bytes, at, end, isLast, timeNs) - at);
  }

  /** What waits for more bytes in a search may be decided without them; when framing is known it is an unfinished message. */
  #lastSearch(timeNs: bigint | undefined): void {
    if (!this.#isSearching || this.#queue.length === 0) return;
    const before = this.#queue.length;
    this.#takeFromQueue(true, timeNs);
    this.#memory.add(this.#queue.length - before);
  }

  #searchedVersion(): number | undefined {
    return this.#skippedInSearch > SKIPPED_BYTES_OF_VERSION ? undefined : this.#sink.version;
  }

  #lose(missing: number, skipped: number, why: string): void {
    if (!this.#isSearching) this.#skippedInSearch = 0;
    if (this.#why === '') this.#why = why;
    this.#isSearching = true;
    this.#missing += missing;
    this.#skipped += skipped;
  }

  #skip(count: number, timeNs: bigint | undefined): void {
    this.#skipped += count;
    this.#skippedInSearch += count;
    if (this.#skipped < SKIPPED_TOLD_BYTES) return;
    const why = this.#why;
    this.#tell(timeNs);
    this.#why = why;
  }

  #tell(timeNs: bigint | undefined): void {
    const [missing, skipped, why] = [this.#missing, this.#skipped, this.#why];
    this.#missing = 0;
    this.#skipped = 0;
    this.#why = '';
    if (why !== '') this.#sink.loss({ missing, skipped, why }, timeNs);
  }

  #dropQueue(why: string): void {
    const unfinished = this.#queue.length;
    if (unfinished === 0) return;
    this.#drop();
    this.#lose(0, unfinished, why);
  }

  #drop(): void {
    this.#memory.add(-this.#queue.length);
    this.#queue.skip(this.#queue.length);
  }
}
