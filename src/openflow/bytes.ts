// Bytes without further structure, and text in fields of a fixed size. Values hold a Uint8Array of their own; JSON holds
// hex. Text is exact for any bytes: what is not printable UTF-8 is written \xNN, a backslash is written twice. Pure.
import { badValue, type Codec, type Json } from './codec.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Everything up to the end of the enclosing part. */
export class Rest implements Codec<Uint8Array> {
  decode(reader: Reader): Uint8Array {
    return reader.copy(reader.left());
  }

  encode(writer: Writer, value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw badValue(value, 'a Uint8Array');
    writer.raw(value);
  }

  toJson(value: Uint8Array): Json {
    if (!(value instanceof Uint8Array)) throw badValue(value, 'a Uint8Array');
    return toHex(value);
  }

  fromJson(json: unknown): Uint8Array {
    const bytes = typeof json === 'string' ? parseHex(json) : undefined;
    if (bytes === undefined) throw badValue(json, 'a string of hex digits, two for each byte');
    return bytes;
  }
}

export const rest = new Rest();

/** Everything up to the end of the enclosing part, at least and at most so many bytes. */
export class SomeBytes implements Codec<Uint8Array> {
  readonly least: number;
  readonly most: number;

  constructor(least: number, most: number) {
    this.least = least;
    this.most = most;
  }

  decode(reader: Reader): Uint8Array {
    return rest.decode(reader);
  }

  encode(writer: Writer, value: Uint8Array): void {
    rest.encode(writer, this.#check(value));
  }

  toJson(value: Uint8Array): Json {
    return rest.toJson(this.#check(value));
  }

  fromJson(json: unknown): Uint8Array {
    return this.#check(rest.fromJson(json));
  }

  #check(value: Uint8Array): Uint8Array {
    if (value instanceof Uint8Array && value.length >= this.least && value.length <= this.most) return value;
    throw badValue(value, this.least === this.most ? `${this.least} bytes` : `${this.least}..${this.most} bytes`);
  }
}

/** A string in `size` bytes, filled up with NUL. */
export class Text implements Codec<string> {
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  decode(reader: Reader): string {
    const at = reader.take(this.size);
    let end = at + this.size;
    while (end > at && reader.bytes[end - 1] === 0) end--;
    return decodeText(reader.bytes.subarray(at, end));
  }

  encode(writer: Writer, value: string): void {
    const bytes = this.#bytes(value);
    writer.raw(bytes);
    writer.zeros(this.size - bytes.length);
  }

  toJson(value: string): Json {
    this.#bytes(value);
    return value;
  }

  fromJson(json: unknown): string {
    this.#bytes(json);
    return json as string;
  }

  #bytes(value: unknown): Uint8Array {
    const bytes = typeof value === 'string' ? encodeText(value) : undefined;
    if (bytes === undefined || bytes.length > this.size) throw badValue(value, `text of at most ${this.size} bytes`);
    return bytes;
  }
}

/** Text up to the end of the enclosing part. */
export class RestText implements Codec<string> {
  decode(reader: Reader): string {
    const count = reader.left();
    const at = reader.take(count);
    return decodeText(reader.bytes.subarray(at, at + count));
  }

  encode(writer: Writer, value: string): void {
    writer.raw(this.#bytes(value));
  }

  toJson(value: string): Json {
    this.#bytes(value);
    return value;
  }

  fromJson(json: unknown): string {
    this.#bytes(json);
    return json as string;
  }

  #bytes(value: unknown): Uint8Array {
    const bytes = typeof value === 'string' ? encodeText(value) : undefined;
    if (bytes === undefined) throw badValue(value, 'text');
    return bytes;
  }
}

export const restText = new RestText();

/** @returns lower-case hex without spaces */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** @returns the bytes of a hex string in either case, white space allowed; undefined when it is none */
export function parseHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return undefined;
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

const ESCAPE = /\\(?:x([0-9a-f]{2})|\\)/g;
/** Printable text: no control characters, and no replacement character, which is what the decoder makes of bad UTF-8. */
const PRINTABLE = /^[^\p{Cc}\ufffd]*$/u;

function decodeText(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (PRINTABLE.test(text)) return text.replaceAll('\\', '\\\\');
  return Array.from(bytes, (byte) => {
    if (byte === 0x5c) return '\\\\';
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

function encodeText(text: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    parts.push(Buffer.from(text.slice(from, match.index)));
    parts.push(Uint8Array.of(match[1] === undefined ? 0x5c : Number.parseInt(match[1], 16)));
    from = match.index + match[0].length;
  }
  parts.push(Buffer.from(text.slice(from)));
  return Uint8Array.from(Buffer.concat(parts));
}
