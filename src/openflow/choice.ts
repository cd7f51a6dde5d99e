// A part that is one of several kinds, told apart by a number in front of it: messages, actions, instructions, bands,
// properties. The value names its kind in one field (`type: 'OUTPUT'`) and has the fields of that kind beside it. Kinds
// of experimenters share one number and are told apart by the constant bytes that follow (experimenter, subtype). A
// number that has no kind here stays a number and its bytes stay bytes, so that a round trip is exact. Pure.

import { rest } from './bytes.ts';
import { asObject, badValue, type Flat, type Json, within } from './codec.ts';
import type { Reader } from './reader.ts';
import { type Fields, type Shape, type ShapeIn, type ShapeOut, Struct } from './struct.ts';
import type { Writer } from './writer.ts';

/** One kind. */
export interface Kind<S extends Shape> {
  readonly tag: number;
  readonly body: Struct<S>;
  /** What the bytes after the tag's header start with, for this kind; not part of the value. */
  readonly prefix: Uint8Array;
}

/**
 * @param tag the number that the wire carries
 * @param prefix 32-bit words (or 16-bit where written as a string of hex) that lead the body
 */
export function kind<const S extends Shape>(tag: number, shape: S, prefix: Uint8Array = NO_PREFIX): Kind<S> {
  return { tag, body: new Struct(shape), prefix };
}

const NO_PREFIX = new Uint8Array(0);

/** A kind seen without the types of its fields. */
export interface AnyKind {
  readonly tag: number;
  readonly body: Fields;
  readonly prefix: Uint8Array;
}
export type Kinds = Readonly<Record<string, AnyKind>>;
export type ShapeOf<K> = K extends { body: { shape: infer S } } ? S : never;

/** What decoding one of `K` gives, its kind named in field `T`. */
export type ChoiceOut<T extends string, K> = {
  [N in keyof K]: Flat<{ [X in T]: N } & ShapeOut<ShapeOf<K[N]>>>;
}[keyof K];
export type ChoiceIn<T extends string, K> = { [N in keyof K]: Flat<{ [X in T]: N } & ShapeIn<ShapeOf<K[N]>>> }[keyof K];
/** A kind that is not in the table. */
export type Opaque<T extends string> = Flat<{ [X in T]: number } & { body: Uint8Array }>;

const OPAQUE = new Struct({ body: rest });

export class Choice<T extends string, K extends Kinds> {
  readonly field: T;
  readonly kinds: K;
  readonly #byTag = new Map<number, [string, AnyKind][]>();
  readonly #others: ReadonlySet<string>;

  /** @param others fields that the owner encodes beside the kind */
  constructor(field: T, kinds: K, others: readonly string[] = []) {
    this.field = field;
    this.kinds = kinds;
    this.#others = new Set([field, ...others]);
    for (const [name, row] of Object.entries(kinds)) {
      const rows = this.#byTag.get(row.tag) ?? [];
      rows.push([name, row]);
      rows.sort(([, a], [, b]) => b.prefix.length - a.prefix.length); // the most particular first
      this.#byTag.set(row.tag, rows);
    }
  }

  /**
   * Decodes the rest of the region as the kind that `tag` and the next bytes name.
   * @param target already holds what the owner decoded
   */
  decode(reader: Reader, tag: number, target: Record<string, unknown>): ChoiceOut<T, K> | Opaque<T> {
    const found = rowOf(this.#byTag.get(tag), reader);
    if (found === undefined) {
      target[this.field] = tag;
      OPAQUE.decodeInto(reader, target);
    } else {
      const [name, row] = found;
      target[this.field] = name;
      reader.take(row.prefix.length);
      row.body.decodeInto(reader, target);
    }
    return target as ChoiceOut<T, K> | Opaque<T>;
  }

  /** @returns the name that goes with a number, the most general one where experimenters share it */
  nameOf(tag: number): string | undefined {
    return this.#byTag.get(tag)?.at(-1)?.[0];
  }

  /** @returns the number that the wire carries for a value's kind; throws the fault when it names none */
  tag(value: unknown): number {
    return this.#row(asObject(value)).tag;
  }

  encode(writer: Writer, value: ChoiceIn<T, K> | Opaque<T>): void {
    const row = this.#row(asObject(value));
    writer.raw(row.prefix);
    row.body.encodeFields(writer, value, this.#others);
  }

  toJson(value: ChoiceIn<T, K> | Opaque<T>, target: { [key: string]: Json } = {}): Json {
    const fields = asObject(value);
    const row = this.#row(fields);
    target[this.field] = fields[this.field] as string | number;
    return row.body.toJsonInto(value, target);
  }

  fromJson(json: unknown, target: Record<string, unknown> = {}): ChoiceOut<T, K> | Opaque<T> {
    const fields = asObject(json);
    const row = this.#row(fields);
    target[this.field] = fields[this.field];
    return row.body.fromJsonInto(json, target, this.#others) as ChoiceOut<T, K> | Opaque<T>;
  }

  #row(fields: Record<string, unknown>): AnyKind {
    const name = fields[this.field];
    if (typeof name === 'string' && Object.hasOwn(this.kinds, name)) return this.kinds[name]!;
    if (typeof name === 'number' && Number.isInteger(name) && name >= 0 && name <= 0xffff) {
      return { tag: name, body: OPAQUE, prefix: NO_PREFIX };
    }
    throw within(badValue(name, `${Object.keys(this.kinds).join(', ')} or a number 0..65535`), this.field);
  }
}

/** @returns the most particular of the rows of a tag whose prefix comes next */
function rowOf(rows: readonly [string, AnyKind][] | undefined, reader: Reader): [string, AnyKind] | undefined {
  if (rows === undefined) return undefined;
  for (const row of rows) if (startsWith(reader, row[1].prefix)) return row;
  return undefined;
}

function startsWith(reader: Reader, prefix: Uint8Array): boolean {
  if (prefix.length > reader.left()) return false;
  for (let i = 0; i < prefix.length; i++) if (reader.bytes[reader.at + i] !== prefix[i]) return false;
  return true;
}

/** @returns the prefix of experimenter parts: 32-bit words, then a 16-bit one if given */
export function prefixOf(words: readonly number[], half?: number): Uint8Array {
  const bytes = words.flatMap((word) => [(word >>> 24) & 0xff, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff]);
  if (half !== undefined) bytes.push(half >>> 8, half & 0xff);
  return Uint8Array.from(bytes);
}
