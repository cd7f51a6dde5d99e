// Fields whose values are names of the specification, without its prefix: one of several (OFPFC_ADD is 'ADD'), or a set
// of flags (OFPFF_SEND_FLOW_REM is in ['SEND_FLOW_REM']). A number without a name stays a number, so that what a newer
// or an odd peer sends survives a round trip exactly. Pure.
import { badValue, type Codec, type Json, within } from './codec.ts';
import type { Reader } from './reader.ts';
import { readUint, Uint, writeUint } from './uint.ts';
import type { Writer } from './writer.ts';

/** One of the names, or the number of one that has no name here. */
export class Enumeration<N extends string> implements Codec<N | number> {
  readonly values: Readonly<Record<N, number>>;
  readonly #number: Uint;
  readonly #nameOf: ReadonlyMap<number, N>;

  constructor(size: number, values: Readonly<Record<N, number>>) {
    this.values = values;
    this.#number = new Uint(size);
    this.#nameOf = new Map((Object.entries(values) as [N, number][]).map(([name, value]) => [value, name]));
  }

  get size(): number {
    return this.#number.size;
  }

  decode(reader: Reader): N | number {
    return this.name(readUint(reader, this.size));
  }

  encode(writer: Writer, value: N | number): void {
    writeUint(writer, this.size, this.number(value));
  }

  toJson(value: N | number): Json {
    return this.name(this.number(value));
  }

  fromJson(json: unknown): N | number {
    return this.name(this.number(json));
  }

  /** @returns the name of a number, or the number itself */
  name(value: number): N | number {
    return this.#nameOf.get(value) ?? value;
  }

  /** @returns the number of a name; throws the fault for anything else */
  number(value: unknown): number {
    if (typeof value === 'string' && Object.hasOwn(this.values, value)) return this.values[value as N];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= this.#number.max) return value;
    throw badValue(value, this.#allowed());
  }

  #allowed(): string {
    return `${Object.keys(this.values).join(', ')} or a number 0..${this.#number.max}`;
  }
}

/**
 * A set of flags as a list of names in the order of the table; bits without a name are one number at the end.
 * Encoding takes a number for the whole set too. A name of several bits (OFPPS_STP_BLOCK of 1.0) stands before the names that it contains.
 */
export class Flags<N extends string> implements Codec<(N | number)[], readonly (N | number)[] | number> {
  readonly values: Readonly<Record<N, number>>;
  readonly size: number;
  readonly #max: number;

  constructor(size: number, values: Readonly<Record<N, number>>) {
    this.values = values;
    this.size = size;
    this.#max = 2 ** (8 * size) - 1;
  }

  decode(reader: Reader): (N | number)[] {
    return this.names(readUint(reader, this.size));
  }

  encode(writer: Writer, value: readonly (N | number)[] | number): void {
    writeUint(writer, this.size, this.number(value));
  }

  toJson(value: readonly (N | number)[] | number): Json {
    return this.names(this.number(value));
  }

  fromJson(json: unknown): (N | number)[] {
    return this.names(this.number(json));
  }

  /** @returns the flags of a number as names */
  names(bits: number): (N | number)[] {
    const names: (N | number)[] = [];
    let left = bits;
    for (const name in this.values) {
      const flag = this.values[name];
      if ((left & flag) >>> 0 !== flag) continue;
      names.push(name);
      left = (left & ~flag) >>> 0;
    }
    if (left !== 0) names.push(left);
    return names;
  }

  /** @returns the flags as a number; throws the fault for a name that is none */
  number(value: unknown): number {
    if (typeof value === 'number') return this.#bits(value);
    if (!Array.isArray(value)) throw badValue(value, `a list of ${this.#allowed()}`);
    let bits = 0;
    for (let index = 0; index < value.length; index++) {
      try {
        bits = (bits | this.#bits(value[index])) >>> 0;
      } catch (error) {
        throw within(error, `[${index}]`);
      }
    }
    return bits;
  }

  #bits(flag: unknown): number {
    const bits = typeof flag === 'string' && Object.hasOwn(this.values, flag) ? this.values[flag as N] : flag;
    if (typeof bits === 'number' && Number.isInteger(bits) && bits >= 0 && bits <= this.#max) return bits;
    throw badValue(flag, this.#allowed());
  }

  #allowed(): string {
    return `${Object.keys(this.values).join(', ')} or a number 0..${this.#max}`;
  }
}

/** A number whose bits have names: the value is the number, as a mask needs it; JSON lists the names and reads either. */
export class FlagNumber extends Uint {
  readonly flags: Flags<string>;

  /** @param max largest value where the field has fewer bits than bytes */
  constructor(size: number, values: Readonly<Record<string, number>>, max?: number) {
    super(size, {}, max);
    this.flags = new Flags(size, values);
  }

  override toJson(value: number): Json {
    return this.flags.names(this.check(value));
  }

  override fromJson(json: unknown): number {
    return this.check(Array.isArray(json) ? this.flags.number(json) : super.fromJson(json));
  }
}
