// Where `ofp print` gets its messages: a file or standard input, which hold either hex (one or more messages a line, `#`
// begins a comment) or the messages themselves, one behind the other. Which of the two the first byte tells: a version is
// no character of text. Memory stays bounded whatever comes.
import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { parseHex } from '#openflow/bytes.ts';
import { StreamDecoder, type StreamItem } from '#openflow/stream-decoder.ts';

/** Bytes below it are a version of OpenFlow, those above a character. */
const FIRST_CHARACTER = 0x09;
/** A line of hex that is longer is given up. */
const LINE_LIMIT_CHARS = 16 * 1024 * 1024;

/** A message or its error, or what is wrong with the input where there is no message. */
export type InputItem = StreamItem | { readonly ok: undefined; readonly problem: string };

/**
 * Reads messages one by one.
 * @param path a file; undefined or `-`: standard input
 */
export async function* readMessages(path: string | undefined): AsyncGenerator<InputItem> {
  const source = path === undefined || path === '-' ? process.stdin : createReadStream(path);
  let reader: ByteReader | undefined;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (chunk.length === 0) continue;
    reader ??= chunk[0]! < FIRST_CHARACTER ? new BinaryReader() : new HexReader();
    yield* reader.read(chunk);
    if (reader.isOver) return;
  }
  if (reader !== undefined) yield* reader.finish();
}

interface ByteReader {
  /** Nothing more can come of it. */
  readonly isOver: boolean;
  read(chunk: Buffer): Iterable<InputItem>;
  finish(): Iterable<InputItem>;
}

class BinaryReader implements ByteReader {
  readonly #decoder = new StreamDecoder();
  isOver = false;

  *read(chunk: Buffer): Iterable<InputItem> {
    // In parts, so that the decoder never holds more than it may.
    for (let at = 0; at < chunk.length && !this.isOver; at += 65_536) {
      this.#decoder.push(chunk.subarray(at, at + 65_536));
      yield* drain(this.#decoder);
      if (this.#decoder.stopped === undefined) continue;
      this.isOver = true;
      yield stopProblem(this.#decoder);
    }
  }

  *finish(): Iterable<InputItem> {
    this.#decoder.finish();
    if (this.#decoder.stopped !== undefined) yield stopProblem(this.#decoder);
  }
}

class HexReader implements ByteReader {
  readonly isOver = false;
  readonly #text = new StringDecoder('utf8');
  #line = '';
  #lineNumber = 0;
  #isTooLong = false;

  *read(chunk: Buffer): Iterable<InputItem> {
    const lines = this.#text.write(chunk).split('\n');
    const rest = lines.pop()!;
    for (const line of lines) yield* this.#endLine(line);
    if (this.#line.length + rest.length > LINE_LIMIT_CHARS) this.#isTooLong = true;
    this.#line = this.#isTooLong ? '' : this.#line + rest;
  }

  *finish(): Iterable<InputItem> {
    const rest = this.#text.end();
    if (this.#line !== '' || rest !== '' || this.#isTooLong) yield* this.#endLine(rest);
  }

  *#endLine(tail: string): Iterable<InputItem> {
    this.#lineNumber++;
    const line = (this.#line + tail).replace(/#.*/, '').trim();
    const isTooLong = this.#isTooLong;
    this.#line = '';
    this.#isTooLong = false;
    if (isTooLong) {
      yield { ok: undefined, problem: `line ${this.#lineNumber}: more than ${LINE_LIMIT_CHARS} characters` };
      return;
    }
    if (line === '') return;
    const bytes = parseHex(line);
    if (bytes === undefined) {
      yield { ok: undefined, problem: `line ${this.#lineNumber}: not hex, expected two digits for each byte` };
      return;
    }
    const decoder = new StreamDecoder();
    decoder.push(bytes);
    yield* drain(decoder);
    decoder.finish();
    if (decoder.stopped !== undefined) yield stopProblem(decoder, `line ${this.#lineNumber}: `);
  }
}

function* drain(decoder: StreamDecoder): Iterable<InputItem> {
  for (let item = decoder.next(); item !== undefined; item = decoder.next()) yield item;
}

function stopProblem(decoder: StreamDecoder, where = ''): InputItem {
  const { offset, reason } = decoder.stopped!;
  return { ok: undefined, problem: `${where}at byte ${offset}: ${reason}` };
}
