// HELLO (1.0 section 5.5.1, 1.3 section 7.5.1) and how two peers settle on a version (1.3 section 6.3.1). The header's
// version is the highest that its sender speaks, so a HELLO decodes in any version. Before 1.3 a body had no meaning and
// "implementations must be prepared to receive a hello message that includes a body, ignoring its contents": one that is
// no list of elements is kept as `data`.
//
//   | header | type 16 | length 16 | bitmap 32 | ... zeros to a multiple of 8 | next element ...
import { rest } from './bytes.ts';
import { Choice, type Opaque } from './choice.ts';
import { asObject, badValue, type Codec, Fault, type Json, step, within } from './codec.ts';
import { OFP_VERSION_13 } from './header.ts';
import { List, list } from './list.ts';
import type { Reader } from './reader.ts';
import { defaulted } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u8, u16 } from './uint.ts';
import type { Writer } from './writer.ts';

export const OFPHET_VERSIONBITMAP = 1;
/** Words that bitmaps of versions can use; longer ones may follow with zeros. */
const BITMAP_WORDS = 8;

/**
 * Versions as the set bits of 32-bit words: bit 1 of the first is 1.0, bit 4 is 1.3. The value is the list of versions; a
 * peer's bitmap that is longer or shorter than they need (trailing words of zero, no word at all) keeps its `words` too.
 */
const VERSION_BITMAP = {
  shape: { versions: new List(u8) },

  decodeInto(reader: Reader, target: Record<string, unknown>): Record<string, unknown> {
    const versions: number[] = [];
    let words = 0;
    for (; reader.left() > 0; words++) {
      const word = step('versions', () => reader.u32());
      // A version is a byte of the header. Without this bound a peer's 64 KiB would become half a million numbers.
      if (word !== 0 && words >= BITMAP_WORDS) {
        throw within(reader.fault('a version above 255', 'versions 0..255', reader.at - 4), 'versions');
      }
      for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) versions.push(32 * words + bit);
    }
    target.versions = versions;
    if (words !== wordsFor(versions)) target.words = words;
    return target;
  },

  encodeFields(writer: Writer, value: unknown, others: ReadonlySet<string>): void {
    const { versions, words } = bitmapFields(value, others);
    const bits = new Uint32Array(words ?? wordsFor(versions));
    for (const version of versions) bits[version >>> 5]! |= 1 << (version & 31);
    for (const word of bits) writer.u32(word);
  },

  toJsonInto(value: unknown, target: { [key: string]: Json }): Json {
    const { versions, words } = bitmapFields(value);
    return Object.assign(target, { versions: [...versions] }, words === undefined ? {} : { words });
  },

  fromJsonInto(json: unknown, target: Record<string, unknown>, others: ReadonlySet<string>): Record<string, unknown> {
    const { versions, words } = bitmapFields(json, others);
    return Object.assign(target, { versions: [...versions] }, words === undefined ? {} : { words });
  },
};

const ELEMENTS = {
  VERSIONBITMAP: { tag: OFPHET_VERSIONBITMAP, prefix: new Uint8Array(0), body: VERSION_BITMAP },
} as const;

export type HelloElement = { type: 'VERSIONBITMAP'; versions: number[]; words?: number } | Opaque<'type'>;
export type HelloElementIn = { type: 'VERSIONBITMAP'; versions: readonly number[]; words?: number } | Opaque<'type'>;

const ELEMENT_LIST = list(new Tlv(new Choice('type', ELEMENTS), 'outside')) as unknown as Codec<
  HelloElement[],
  readonly HelloElementIn[]
>; // `words` is in no shape

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

/** @returns how many words a bitmap of these versions needs; there is always one */
function wordsFor(versions: readonly number[]): number {
  return 1 + (Math.max(0, ...versions) >>> 5);
}

/** @param others fields that the element's owner knows; without it they are not checked */
function bitmapFields(value: unknown, others?: ReadonlySet<string>): { versions: number[]; words: number | undefined } {
  const fields = asObject(value);
  for (const name in fields) {
    if (others === undefined || others.has(name) || name === 'versions' || name === 'words') continue;
    throw within(badValue(fields[name], 'no such field; this element has versions'), name);
  }
  const versions = step('versions', () => VERSION_LIST.fromJson(fields.versions));
  const words = fields.words === undefined ? undefined : step('words', () => u16.check(fields.words));
  if (words !== undefined && versions.length > 0 && words < wordsFor(versions)) {
    throw within(badValue(words, `at least ${wordsFor(versions)}, which the versions need`), 'words');
  }
  return { versions, words };
}

/** Versions are a byte in the header. */
const VERSION_LIST = new List(u8);
