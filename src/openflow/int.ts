// Signed integers of 4 bytes, in two's complement: offsets of optical ports. Pure.
import { badValue, type Codec, type Json } from './codec.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export class Int32 implements Codec<number> {
  readonly size = 4;

  decode(reader: Reader): number {
    return reader.u32() | 0;
  }

  encode(writer: Writer, value: number): void {
    writer.u32(this.check(value) >>> 0);
  }

  toJson(value: number): Json {
    return this.check(value);
  }

  fromJson(json: unknown): number {
    return this.check(json);
  }

  check(value: unknown): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31) return value;
    throw badValue(value, 'an integer -2147483648..2147483647');
  }
}

export const i32 = new Int32();
