// What every part of a message is described by: a codec turns wire bytes into a plain value and back, and the value into
// JSON and back. Messages are tables of codecs (struct.ts, tlv.ts), so decode, encode and JSON cannot drift apart.
// Cold code: it allocates; hot code uses the views (packet-in.ts, flow-removed.ts, ...). Pure; runs in every thread.
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** What `JSON.stringify` writes unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * One part of a message. `Out` is what decode gives; `In` is what encode takes (fields with a default may be left out).
 * All four throw `Fault` and nothing else.
 */
export interface Codec<Out, In = Out> {
  decode(reader: Reader): Out;
  encode(writer: Writer, value: In): void;
  toJson(value: In): Json;
  fromJson(json: unknown): Out;
}

/** The value that decoding a codec gives. */
export type OutOf<C> = C extends { decode(reader: Reader): infer O } ? O : never;
/** The value that encoding with a codec takes. */
export type InOf<C> = C extends { encode(writer: Writer, value: infer I): void } ? I : never;

/** `A & B` written as one object type, so that editors show fields rather than an intersection. */
export type Flat<T> = { [K in keyof T]: T[K] };

/**
 * What went wrong, where. It is thrown inside the room only and never leaves it: `decodeMessage` makes it a result,
 * `encodeMessage` and `fromJson` make it a DaoliError. It is no Error because a hostile peer could make us capture a
 * stack for each message.
 */
export class Fault {
  /** Innermost first: each enclosing codec appends its own step on the way out. */
  readonly path: string[] = [];
  /** Bytes from the start of the message; -1 when there are no bytes (encoding, JSON). */
  readonly offset: number;
  readonly found: string;
  readonly allowed: string;

  constructor(offset: number, found: string, allowed: string) {
    this.offset = offset;
    this.found = found;
    this.allowed = allowed;
  }

  /** The path as a person writes it: `instructions[0].actions[1].port`. */
  field(): string {
    let text = '';
    for (const step of this.path.toReversed()) text += step.startsWith('[') || text === '' ? step : `.${step}`;
    return text;
  }
}

/** Names the step at which `error` passed by; used as `throw within(error, name)`. */
export function within(error: unknown, step: string): unknown {
  if (error instanceof Fault) error.path.push(step);
  return error;
}

/** Runs one step of a hand-written codec under its name. */
export function step<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw within(error, name);
  }
}

/** A fault of a value or of JSON: there is no offset. */
export function badValue(found: unknown, allowed: string): Fault {
  return new Fault(-1, show(found), allowed);
}

/** A value as an error message shows it, cut to a readable length. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Narrows to an object with named fields, or throws the fault. */
export function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw badValue(value, 'an object');
  }
  return value as Record<string, unknown>;
}

/** Narrows to a list, or throws the fault. */
export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw badValue(value, 'a list');
  return value;
}
