// A struct of the specification: named fields in wire order. Padding holds its place in the table and is no field of
// the value. Decoding ignores what padding holds and encoding writes zeros (OpenFlow 1.3 section 7: "the padding should
// be zeroed"), so a message with other padding is the one thing that a round trip normalises. Pure.
import { asObject, badValue, type Codec, type Flat, type InOf, type Json, type OutOf, within } from './codec.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Bytes that mean nothing. */
export class Pad implements Codec<undefined> {
  readonly size: number;
  readonly isPad = true;

  constructor(size: number) {
    this.size = size;
  }

  decode(reader: Reader): undefined {
    reader.take(this.size);
  }

  encode(writer: Writer): void {
    writer.zeros(this.size);
  }

  toJson(): Json {
    return null;
  }

  fromJson(): undefined {}
}

/** @param size bytes of padding */
export function pad(size: number): Pad {
  return new Pad(size);
}

/** A field that may be left out of what is encoded; decoding always gives it. */
export class Defaulted<Out, In> implements Codec<Out, In | undefined> {
  readonly codec: Codec<Out, In>;
  readonly fallback: Out & In;

  constructor(codec: Codec<Out, In>, fallback: Out & In) {
    this.codec = codec;
    this.fallback = fallback;
  }

  decode(reader: Reader): Out {
    return this.codec.decode(reader);
  }

  encode(writer: Writer, value: In | undefined): void {
    this.codec.encode(writer, value === undefined ? this.fallback : value);
  }

  toJson(value: In | undefined): Json {
    return this.codec.toJson(value === undefined ? this.fallback : value);
  }

  fromJson(json: unknown): Out {
    return json === undefined ? structuredClone(this.fallback) : this.codec.fromJson(json);
  }
}

/** Gives a field the value that it has when it is left out. */
export function defaulted<Out, In>(codec: Codec<Out, In>, fallback: NoInfer<Out & In>): Defaulted<Out, In> {
  return new Defaulted(codec, fallback);
}

export type Shape = Readonly<Record<string, AnyCodec>>;
type IsPad = { readonly isPad: true };
type HasDefault = { readonly fallback: unknown };

/** What decoding a shape gives. */
export type ShapeOut<S> = { [K in keyof S as S[K] extends IsPad ? never : K]: OutOf<S[K]> };
/** What encoding a shape takes. */
export type ShapeIn<S> = Flat<
  { [K in keyof S as S[K] extends IsPad | HasDefault ? never : K]: InOf<S[K]> } & {
    [K in keyof S as S[K] extends HasDefault ? K : never]?: InOf<S[K]>;
  }
>;

/** A codec seen without its types: tables of codecs are walked by name. */
export type AnyCodec = Codec<unknown, never>;

/** A struct seen without its types, by those that put its fields beside others. */
export interface Fields {
  readonly shape: Shape;
  decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown>;
  encodeFields(writer: Writer, value: unknown, others: ReadonlySet<string>): void;
  toJsonInto(value: unknown, target: { [key: string]: Json }): Json;
  fromJsonInto(json: unknown, target: Record<string, unknown>, others: ReadonlySet<string>): Record<string, unknown>;
}

export class Struct<S extends Shape> implements Fields, Codec<ShapeOut<S>, ShapeIn<S>> {
  readonly shape: S;
  readonly #names: readonly string[];
  readonly #codecs: readonly Codec<unknown>[];
  readonly #isPad: readonly boolean[];
  readonly #known: ReadonlySet<string>;

  constructor(shape: S) {
    this.shape = shape;
    this.#names = Object.keys(shape);
    this.#codecs = Object.values(shape) as unknown as readonly Codec<unknown>[];
    this.#isPad = this.#codecs.map((codec) => codec instanceof Pad);
    this.#known = new Set(this.#names.filter((_, i) => !this.#isPad[i]));
  }

  decode(reader: Reader): ShapeOut<S> {
    return this.decodeInto(reader, {}) as ShapeOut<S>;
  }

  encode(writer: Writer, value: ShapeIn<S>): void {
    this.encodeFields(writer, value, NONE);
  }

  toJson(value: ShapeIn<S>): Json {
    return this.toJsonInto(value, {});
  }

  fromJson(json: unknown): ShapeOut<S> {
    return this.fromJsonInto(json, {}, NONE) as ShapeOut<S>;
  }

  /** Adds the fields to an object that already names its kind. */
  decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown> {
    let i = 0;
    try {
      for (; i < this.#codecs.length; i++) {
        const codec = this.#codecs[i]!;
        if (this.#isPad[i]) codec.decode(reader);
        else target[this.#names[i]!] = codec.decode(reader);
      }
    } catch (error) {
      throw within(error, this.#names[i]!);
    }
    return target;
  }

  /** @param others fields of the value that its owner encodes: its kind */
  encodeFields(writer: Writer, value: unknown, others: ReadonlySet<string>): void {
    const fields = asObject(value);
    this.#rejectUnknown(fields, others);
    let i = 0;
    try {
      for (; i < this.#codecs.length; i++) this.#codecs[i]!.encode(writer, fields[this.#names[i]!]);
    } catch (error) {
      throw within(error, this.#names[i]!);
    }
  }

  toJsonInto(value: unknown, target: { [key: string]: Json }): Json {
    const fields = asObject(value);
    let i = 0;
    try {
      for (; i < this.#codecs.length; i++) {
        const codec = this.#codecs[i]!;
        if (!this.#isPad[i]) target[this.#names[i]!] = codec.toJson(fields[this.#names[i]!]);
      }
    } catch (error) {
      throw within(error, this.#names[i]!);
    }
    return target;
  }

  fromJsonInto(json: unknown, target: Record<string, unknown>, others: ReadonlySet<string>): Record<string, unknown> {
    const fields = asObject(json);
    this.#rejectUnknown(fields, others);
    let i = 0;
    try {
      for (; i < this.#codecs.length; i++) {
        const codec = this.#codecs[i]!;
        if (!this.#isPad[i]) target[this.#names[i]!] = codec.fromJson(fields[this.#names[i]!]);
      }
    } catch (error) {
      throw within(error, this.#names[i]!);
    }
    return target;
  }

  /** A misspelt field with a default would otherwise be left out in silence. */
  #rejectUnknown(fields: Record<string, unknown>, others: ReadonlySet<string>): void {
    for (const name in fields) {
      if (this.#known.has(name) || others.has(name) || fields[name] === undefined) continue;
      throw within(
        badValue(fields[name], `no such field; this part has ${[...this.#known].join(', ') || 'no fields'}`),
        name,
      );
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

/** @param shape fields in wire order */
export function struct<const S extends Shape>(shape: S): Struct<S> {
  return new Struct(shape);
}
