// HELLO (1.0 section 5.5.1, 1.3 section 7.5.1) and how two peers settle on a version (1.3 section 6.3.1). The header's
// version is the highest that its sender speaks, so a HELLO decodes in any version. Before 1.3 a body had no meaning and
// "implementations must be prepared to receive a hello message that includes a body, ignoring its contents": one that is
// no list of elements is kept as `data`.
//
//   | header | type 16 | length 16 | bitmap 32 | ... zeros to a multiple of 8 | next element ...
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import { asList, asObject, badValue, type Codec, Fault, type Json, step, within } from './codec.ts';
import { OFP_VERSION_13 } from './header.ts';
import { list } from './list.ts';
import type { Reader } from './reader.ts';
import { defaulted } from './struct.ts';
import { Tlv } from './tlv.ts';
import type { Writer } from './writer.ts';

export const OFPHET_VERSIONBITMAP = 1;

/** Versions as the set bits of 32-bit words: bit 1 of the first is 1.0, bit 4 is 1.3. Trailing words of zero are not kept. */
export class Versions implements Codec<number[], readonly number[]> {
  decode(reader: Reader): number[] {
    const versions: number[] = [];
    for (let base = 0; reader.left() > 0; base += 32) {
      const word = reader.u32();
      for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) versions.push(base + bit);
    }
    return versions;
  }

  encode(writer: Writer, value: readonly number[]): void {
    const versions = this.#check(value);
    const words = new Uint32Array(1 + (Math.max(0, ...versions) >>> 5));
    for (const version of versions) words[version >>> 5]! |= 1 << (version & 31);
    for (const word of words) writer.u32(word);
  }

  toJson(value: readonly number[]): Json {
    return [...value];
  }

  fromJson(json: unknown): number[] {
    return [...this.#check(json)];
  }

  #check(value: unknown): readonly number[] {
    for (const version of asList(value)) {
      if (typeof version !== 'number' || !Number.isInteger(version) || version < 0 || version > 255) {
        throw badValue(version, 'versions as numbers 0..255, such as [1, 4]');
      }
    }
    return value as readonly number[];
  }
}

const ELEMENTS = { VERSIONBITMAP: kind(OFPHET_VERSIONBITMAP, { versions: new Versions() }) } as const;

export type HelloElement = ChoiceOut<'type', typeof ELEMENTS> | Opaque<'type'>;
export type HelloElementIn = ChoiceIn<'type', typeof ELEMENTS> | Opaque<'type'>;

const ELEMENT_LIST: Codec<HelloElement[], readonly HelloElementIn[]> = list(
  new Tlv(new Choice('type', ELEMENTS), 'outside'),
);

/** `version` is the header's: the highest version that the sender speaks. */
export interface HelloValue {
  version: number;
  type: 'HELLO';
  xid: number;
  elements: HelloElement[];
  /** A body that is no list of elements, from a peer of before 1.3. */
  data?: Uint8Array;
}
export interface HelloIn {
  version: number;
  type: 'HELLO';
  xid?: number | undefined;
  elements?: readonly HelloElementIn[] | undefined;
  data?: Uint8Array | undefined;
}

/** The fields behind the header; the version decides what a body that is no list of elements means. */
export const HELLO = {
  shape: { elements: defaulted(ELEMENT_LIST, []) },

  decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown> {
    const from = reader.at;
    const outer = reader.end;
    try {
      target.elements = ELEMENT_LIST.decode(reader);
    } catch (error) {
      if (!(error instanceof Fault) || (target.version as number) >= OFP_VERSION_13) throw within(error, 'elements');
      reader.at = from;
      reader.end = outer;
      target.elements = [];
      target.data = rest.decode(reader);
    }
    return target;
  },

  encodeFields(writer: Writer, value: unknown, others: ReadonlySet<string>): void {
    const { elements, data } = helloFields(value, others);
    step('elements', () => ELEMENT_LIST.encode(writer, elements as readonly HelloElementIn[]));
    if (data !== undefined) step('data', () => rest.encode(writer, data as Uint8Array));
  },

  toJsonInto(value: unknown, target: { [key: string]: Json }): Json {
    const { elements, data } = helloFields(value, ANY_FIELD);
    target.elements = step('elements', () => ELEMENT_LIST.toJson(elements as readonly HelloElementIn[]));
    if (data !== undefined) target.data = step('data', () => rest.toJson(data as Uint8Array));
    return target;
  },

  fromJsonInto(json: unknown, target: Record<string, unknown>, others: ReadonlySet<string>): Record<string, unknown> {
    const { elements, data } = helloFields(json, others);
    target.elements = step('elements', () => ELEMENT_LIST.fromJson(elements));
    if (data !== undefined) target.data = step('data', () => rest.fromJson(data));
    return target;
  },
};

/** @returns the versions that a HELLO's bitmap names; undefined when it has none */
export function helloVersions(hello: HelloValue): number[] | undefined {
  for (const element of hello.elements) if (element.type === 'VERSIONBITMAP') return element.versions;
  return undefined;
}

/**
 * Settles on a version (1.3 section 6.3.1): with bitmaps on both sides the highest that both name, else the lower of the
 * two header versions if we speak it.
 * @param ours the versions that we speak; our header carries the highest and our HELLO has a bitmap
 * @returns undefined when there is no common version: the connection ends with HELLO_FAILED, INCOMPATIBLE
 */
export function negotiateVersion(ours: readonly number[], theirs: HelloValue): number | undefined {
  const named = helloVersions(theirs);
  if (named !== undefined) {
    const common = ours.filter((version) => named.includes(version));
    return common.length === 0 ? undefined : Math.max(...common);
  }
  const lower = Math.min(Math.max(...ours), theirs.version);
  return ours.includes(lower) ? lower : undefined;
}

const ANY_FIELD: ReadonlySet<string> = new Set();

function helloFields(value: unknown, others: ReadonlySet<string>): { elements: unknown; data: unknown } {
  const fields = asObject(value);
  for (const name in fields) {
    if (others === ANY_FIELD || others.has(name) || name === 'elements' || name === 'data') continue;
    throw within(badValue(fields[name], 'no such field; a HELLO has elements, data'), name);
  }
  return { elements: fields.elements ?? [], data: fields.data };
}
