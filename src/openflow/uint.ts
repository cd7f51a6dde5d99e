// Unsigned integers of 1 to 4 bytes (numbers), 8 and 16 bytes (bigints). Some values of a field carry a name in the
// specification (OFPP_CONTROLLER, OFP_NO_BUFFER): the value stays a number, JSON writes the name and reads either. Pure.
import { badValue, type Codec, type Json } from './codec.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

const INTEGER_TEXT = /^(0[xX][0-9a-fA-F]+|[0-9]+)$/;
const U64_MAX = 0xffff_ffff_ffff_ffffn;

export class Uint implements Codec<number> {
  readonly size: number;
  readonly max: number;
  readonly names: Readonly<Record<string, number>>;

  /**
   * @param size bytes on the wire, 1 to 4
   * @param names values that have a name in the specification, without its prefix
   * @param max largest value where the field has fewer bits than bytes
   */
  constructor(size: number, names: Readonly<Record<string, number>> = {}, max: number = 2 ** (8 * size) - 1) {
    this.size = size;
    this.max = max;
    this.names = names;
  }

  decode(reader: Reader): number {
    const at = reader.at;
    const value = readUint(reader, this.size);
    if (value > this.max) throw reader.fault(value, this.allowed(), at);
    return value;
  }

  encode(writer: Writer, value: number): void {
    writeUint(writer, this.size, this.check(value));
  }

  toJson(value: number): Json {
    for (const name in this.names) if (this.names[name] === value) return name;
    return this.check(value);
  }

  fromJson(json: unknown): number {
    if (typeof json !== 'string') return this.check(json);
    if (Object.hasOwn(this.names, json)) return this.names[json]!;
    return this.check(INTEGER_TEXT.test(json) ? Number(json) : json);
  }

  check(value: unknown): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= this.max) return value;
    throw badValue(value, this.allowed());
  }

  allowed(): string {
    const names = Object.keys(this.names);
    return `an integer 0..${this.max}${names.length > 0 ? ` or ${names.join(', ')}` : ''}`;
  }
}

/** 64 or 128 bits as a bigint; in JSON a hex string `"0x2a"`, read from hex or decimal strings and safe integers. */
export class BigUint implements Codec<bigint> {
  readonly bits: 64 | 128;
  readonly #max: bigint;

  constructor(bits: 64 | 128) {
    this.bits = bits;
    this.#max = (1n << BigInt(bits)) - 1n;
  }

  get size(): number {
    return this.bits / 8;
  }

  decode(reader: Reader): bigint {
    const high = reader.u64();
    return this.bits === 64 ? high : (high << 64n) | reader.u64();
  }

  encode(writer: Writer, value: bigint): void {
    this.check(value);
    if (this.bits === 128) writer.u64(value >> 64n);
    writer.u64(this.bits === 64 ? value : value & U64_MAX);
  }

  toJson(value: bigint): Json {
    return `0x${this.check(value).toString(16)}`;
  }

  fromJson(json: unknown): bigint {
    if (typeof json === 'string' && INTEGER_TEXT.test(json)) return this.check(BigInt(json));
    if (typeof json === 'number' && Number.isSafeInteger(json)) return this.check(BigInt(json));
    throw badValue(json, `a ${this.bits}-bit integer: a string "0x.." or of digits, or a number up to 2^53 - 1`);
  }

  check(value: unknown): bigint {
    if (typeof value === 'bigint' && value >= 0n && value <= this.#max) return value;
    throw badValue(value, `a bigint 0n..2^${this.bits} - 1`);
  }
}

export const u8 = new Uint(1);
export const u16 = new Uint(2);
export const u32 = new Uint(4);
export const u64 = new BigUint(64);
export const u128 = new BigUint(128);

/** @returns the next `size` (1 to 4) bytes as one big-endian number */
export function readUint(reader: Reader, size: number): number {
  switch (size) {
    case 1:
      return reader.u8();
    case 2:
      return reader.u16();
    case 4:
      return reader.u32();
    default:
      return reader.u8() * 0x1_0000 + reader.u16(); // 24 bits: OXM_OF_PBB_ISID
  }
}

/** Writes `value` as `size` (1 to 4) big-endian bytes; the value was checked. */
export function writeUint(writer: Writer, size: number, value: number): void {
  if (size === 2) writer.u16(value);
  else if (size === 4) writer.u32(value);
  else if (size === 1) writer.u8(value);
  else {
    writer.u8(value >>> 16);
    writer.u16(value & 0xffff);
  }
}
