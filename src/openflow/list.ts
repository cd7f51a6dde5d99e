// Several parts in a row, and parts that carry their own length. Every loop here ends: a list stops at the end of its
// region, and a part that consumes nothing (a length of zero, which has sent other controllers into endless loops) is a
// fault. Pure.
//
//   List     | part | part | ... to the end of the enclosing region
//   Times    | part | part |     a fixed number
//   Sized    | length of what follows the padding | padding | part |
//   Ahead    | length of the part | other fields | part |
//   Record   | ...length of the whole record... |                    the length stands inside, at a fixed place
import { asList, badValue, type Codec, type InOf, type Json, type OutOf, within } from './codec.ts';
import type { Reader } from './reader.ts';
import { Pad, type Shape, type ShapeIn, type ShapeOut, Struct } from './struct.ts';
import type { Writer } from './writer.ts';

export class List<Out, In> implements Codec<Out[], readonly In[]> {
  readonly item: Codec<Out, In>;
  /** Exactly this many; undefined: up to the end of the region. */
  readonly count: number | undefined;

  constructor(item: Codec<Out, In>, count?: number) {
    this.item = item;
    this.count = count;
  }

  decode(reader: Reader): Out[] {
    const items: Out[] = [];
    try {
      while (this.count === undefined ? reader.at < reader.end : items.length < this.count) {
        const before = reader.at;
        items.push(this.item.decode(reader));
        if (reader.at === before) throw reader.fault('a part of 0 bytes', 'a part that ends behind its start');
      }
    } catch (error) {
      throw within(error, `[${items.length}]`);
    }
    return items;
  }

  encode(writer: Writer, value: readonly In[]): void {
    this.#each(value, (item) => this.item.encode(writer, item));
  }

  toJson(value: readonly In[]): Json {
    return this.#each(value, (item) => this.item.toJson(item));
  }

  fromJson(json: unknown): Out[] {
    return this.#each(json, (item) => this.item.fromJson(item));
  }

  #each<T>(value: unknown, step: (item: In) => T): T[] {
    const items = asList(value);
    if (this.count !== undefined && items.length !== this.count) throw badValue(value, `a list of ${this.count}`);
    return items.map((item, index) => {
      try {
        return step(item as In);
      } catch (error) {
        throw within(error, `[${index}]`);
      }
    });
  }
}

/** As many as the enclosing region holds. */
export function list<C extends Codec<unknown, never>>(item: C): List<OutOf<C>, InOf<C>> {
  return new List(item as unknown as Codec<OutOf<C>, InOf<C>>);
}

/** Exactly `count`. */
export function times<C extends Codec<unknown, never>>(count: number, item: C): List<OutOf<C>, InOf<C>> {
  return new List(item as unknown as Codec<OutOf<C>, InOf<C>>, count);
}

/** A 16-bit length in bytes, `padding` bytes, then the part that the length counts. */
export class Sized<Out, In> implements Codec<Out, In> {
  readonly part: Codec<Out, In>;
  readonly padding: number;

  constructor(part: Codec<Out, In>, padding: number) {
    this.part = part;
    this.padding = padding;
  }

  decode(reader: Reader): Out {
    const lengthAt = reader.at;
    const length = reader.u16();
    reader.take(this.padding);
    if (length > reader.left())
      throw reader.fault(`length ${length}`, `at most the ${reader.left()} bytes left`, lengthAt);
    const outer = reader.enter(length);
    const value = this.part.decode(reader);
    reader.leave(outer);
    return value;
  }

  encode(writer: Writer, value: In): void {
    const lengthAt = writer.claim(2);
    writer.zeros(this.padding);
    const from = writer.at;
    this.part.encode(writer, value);
    writer.patchLength(lengthAt, writer.at - from);
  }

  toJson(value: In): Json {
    return this.part.toJson(value);
  }

  fromJson(json: unknown): Out {
    return this.part.fromJson(json);
  }
}

export function sized<Out, In>(part: Codec<Out, In>, padding = 0): Sized<Out, In> {
  return new Sized(part, padding);
}

/** Holds the place of the length of the next `ahead` part of the struct; there are only plain fields between the two. */
class LengthAhead extends Pad {
  override decode(reader: Reader): undefined {
    reader.aheadAt = reader.at;
    reader.aheadLength = reader.u16();
  }

  override encode(writer: Writer): void {
    writer.aheadAt = writer.claim(2);
  }
}

export const LENGTH_AHEAD: Pad = new LengthAhead(2);

/** The part whose length LENGTH_AHEAD has read or will write. */
export class Ahead<Out, In> implements Codec<Out, In> {
  readonly part: Codec<Out, In>;

  constructor(part: Codec<Out, In>) {
    this.part = part;
  }

  decode(reader: Reader): Out {
    const { aheadLength: length, aheadAt } = reader;
    if (length > reader.left()) {
      throw reader.fault(`length ${length}`, `at most the ${reader.left()} bytes left`, aheadAt);
    }
    const outer = reader.enter(length);
    const value = this.part.decode(reader);
    reader.leave(outer);
    return value;
  }

  encode(writer: Writer, value: In): void {
    const lengthAt = writer.aheadAt;
    const from = writer.at;
    this.part.encode(writer, value);
    writer.patchLength(lengthAt, writer.at - from);
  }

  toJson(value: In): Json {
    return this.part.toJson(value);
  }

  fromJson(json: unknown): Out {
    return this.part.fromJson(json);
  }
}

export function ahead<Out, In>(part: Codec<Out, In>): Ahead<Out, In> {
  return new Ahead(part);
}

/** Holds the place of a record's own length in its struct; the record reads and writes it. */
export const LENGTH = new Pad(2);

/** A struct whose own length, 16 bits, stands `lengthAt` bytes into it. */
export class Record16<S extends Shape> implements Codec<ShapeOut<S>, ShapeIn<S>> {
  readonly struct: Struct<S>;
  readonly lengthAt: number;

  constructor(lengthAt: number, shape: S) {
    this.lengthAt = lengthAt;
    this.struct = new Struct(shape);
  }

  decode(reader: Reader): ShapeOut<S> {
    const from = reader.at;
    reader.take(this.lengthAt);
    const length = reader.u16();
    reader.at = from;
    if (length < this.lengthAt + 2 || length > reader.left()) {
      const allowed = `${this.lengthAt + 2}..${reader.left()}, the bytes left`;
      throw within(reader.fault(`length ${length}`, allowed, from + this.lengthAt), 'length');
    }
    const outer = reader.enter(length);
    const value = this.struct.decode(reader);
    reader.leave(outer);
    return value;
  }

  encode(writer: Writer, value: ShapeIn<S>): void {
    const from = writer.at;
    this.struct.encode(writer, value);
    writer.patchLength(from + this.lengthAt, writer.at - from);
  }

  toJson(value: ShapeIn<S>): Json {
    return this.struct.toJson(value);
  }

  fromJson(json: unknown): ShapeOut<S> {
    return this.struct.fromJson(json);
  }
}

export function record<const S extends Shape>(lengthAt: number, shape: S): Record16<S> {
  return new Record16(lengthAt, shape);
}
