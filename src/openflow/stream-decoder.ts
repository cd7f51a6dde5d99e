// Messages out of a stream of bytes that comes in chunks, split anywhere. Each message, or what is wrong with it, comes out
// with its offset in the stream. A message whose body is bad is told and passed over, since its header says where the next
// one starts; a header whose length cannot be right ends the stream, since nothing says so any more. Memory is bounded.
// Cold code: it allocates. Pure.
//
//   const decoder = new StreamDecoder();
//   socket.on('data', (chunk) => {
//     decoder.push(chunk);
//     for (let item = decoder.next(); item !== undefined; item = decoder.next()) ...
//   });
import { invariant } from '#base/invariant.ts';
import { HEADER_BYTES, messageLength } from './header.ts';
import { type DecodeError, decodeMessage, type Message } from './message.ts';

/** The longest message there is: the length has 16 bits. */
const MESSAGE_BYTES_MAX = 0xffff;
const BUFFERED_BYTES_MAX = 16 * 1024 * 1024;
const FIRST_CAPACITY_BYTES = 4096;

export interface StreamDecoderOptions {
  /** A longer message ends the stream; at most, and when left out, 65,535. */
  readonly maxMessageBytes?: number | undefined;
  /** What may be pushed and not yet taken out; more ends the stream. At least one message; left out: 16 MiB. */
  readonly maxBufferedBytes?: number | undefined;
}

/** One message of the stream, or why its bytes are none. */
export type StreamItem =
  | { readonly ok: true; readonly offset: number; readonly bytes: Uint8Array; readonly message: Message }
  | { readonly ok: false; readonly offset: number; readonly bytes: Uint8Array; readonly error: DecodeError };

/** Why no more messages come. */
export interface StreamStop {
  /** Where in the stream: the first byte that belongs to no message. */
  readonly offset: number;
  readonly reason: string;
}

export class StreamDecoder {
  readonly #maxMessageBytes: number;
  readonly #maxBufferedBytes: number;
  #buffer = new Uint8Array(FIRST_CAPACITY_BYTES);
  /** The bytes not yet taken out are [#at, #end) of the buffer. */
  #at = 0;
  #end = 0;
  /** Offset in the stream of the byte at #at. */
  #offset = 0;
  #stopped: StreamStop | undefined;

  constructor(options: StreamDecoderOptions = {}) {
    this.#maxMessageBytes = Math.min(options.maxMessageBytes ?? MESSAGE_BYTES_MAX, MESSAGE_BYTES_MAX);
    this.#maxBufferedBytes = options.maxBufferedBytes ?? BUFFERED_BYTES_MAX;
    invariant(this.#maxMessageBytes >= HEADER_BYTES, 'maxMessageBytes has no room for a header');
    invariant(this.#maxBufferedBytes >= this.#maxMessageBytes, 'maxBufferedBytes has no room for a message');
  }

  /** Why the stream has ended; undefined while it goes on. */
  get stopped(): StreamStop | undefined {
    return this.#stopped;
  }

  /** Bytes that were pushed and not yet taken out: at the end of a stream, those of an unfinished message. */
  get bufferedBytes(): number {
    return this.#end - this.#at;
  }

  /** Offset in the stream of the first byte that was not taken out. */
  get offset(): number {
    return this.#offset;
  }

  /** Takes the next bytes of the stream; they are copied. After a stop they are dropped. */
  push(chunk: Uint8Array): void {
    if (this.#stopped !== undefined) return;
    if (this.bufferedBytes + chunk.length > this.#maxBufferedBytes) {
      this.#stop(`more than ${this.#maxBufferedBytes} bytes were pushed and not taken out`);
      return;
    }
    this.#makeRoom(chunk.length);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** @returns the next message or its error; undefined when more bytes are needed or the stream has stopped */
  next(): StreamItem | undefined {
    if (this.#stopped !== undefined || this.bufferedBytes < HEADER_BYTES) return undefined;
    const length = messageLength(this.#buffer, this.#at);
    if (length < HEADER_BYTES || length > this.#maxMessageBytes) {
      this.#stop(`a message of ${length} bytes, expected ${HEADER_BYTES} to ${this.#maxMessageBytes}: framing is lost`);
      return undefined;
    }
    if (this.bufferedBytes < length) return undefined;
    const offset = this.#offset;
    const bytes = this.#buffer.slice(this.#at, this.#at + length);
    this.#at += length;
    this.#offset += length;
    const result = decodeMessage(bytes);
    return result.ok
      ? { ok: true, offset, bytes, message: result.message }
      : { ok: false, offset, bytes, error: result.error };
  }

  /** Says that the stream is over: bytes of an unfinished message are the reason of a stop. */
  finish(): void {
    if (this.#stopped !== undefined || this.bufferedBytes === 0) return;
    const needed =
      this.bufferedBytes < HEADER_BYTES ? 'a header' : `a message of ${messageLength(this.#buffer, this.#at)} bytes`;
    this.#stop(`the stream ends ${this.bufferedBytes} bytes into ${needed}`);
  }

  #stop(reason: string): void {
    this.#stopped = { offset: this.#offset, reason };
    this.#buffer = new Uint8Array(0);
    this.#at = 0;
    this.#end = 0;
  }

  /** Moves what is left to the front, into a larger buffer if need be: each byte moves a few times at most. */
  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#buffer.length) return;
    const kept = this.#end - this.#at;
    let capacity = this.#buffer.length;
    while (capacity < 2 * kept + bytes) capacity *= 2;
    const target = capacity === this.#buffer.length ? this.#buffer : new Uint8Array(capacity);
    target.set(this.#buffer.subarray(this.#at, this.#end), 0);
    this.#buffer = target;
    this.#at = 0;
    this.#end = kept;
  }
}
