// Changes messages at random, with an eye for what they are made of: lengths, type-length-value parts, splices of two
// messages, cuts, repetitions. Most of what comes out has a header that is right, since a bad one ends the decoding at once.
import { toHex } from '#openflow/bytes.ts';
import { HEADER_BYTES } from '#openflow/header.ts';

/** @returns a number from 0 to `below` - 1 */
export type Random = (below: number) => number;

/** Longest message that repetition makes, but for one in some thousands that is as long as a message can be. */
const USUAL_BYTES = 2048;
const LONGEST_BYTES = 0xffff;
const ONE_LONG_IN = 5000;
const MOST_CHANGES = 4;

/** What lengths and counts are afraid of. */
const ODD_BYTES = [0, 1, 3, 4, 7, 8, 0x7f, 0x80, 0xfe, 0xff];
const ODD_SHORTS = [0, 1, 3, 4, 7, 8, 12, 16, 0x7fff, 0x8000, 0xfff8, 0xfffc, 0xfffe, 0xffff];

type Mutator = (bytes: Uint8Array, at: number, below: Random, others: readonly Uint8Array[]) => Uint8Array;

const MUTATORS: readonly Mutator[] = [
  function turnBit(bytes, at, below) {
    bytes[at]! ^= 1 << below(8);
    return bytes;
  },
  function setByte(bytes, at, below) {
    bytes[at] = below(256);
    return bytes;
  },
  function setOddByte(bytes, at, below) {
    bytes[at] = ODD_BYTES[below(ODD_BYTES.length)]!;
    return bytes;
  },
  function setOddShort(bytes, at, below) {
    return setShort(bytes, at & ~1, ODD_SHORTS[below(ODD_SHORTS.length)]!);
  },
  function shiftLength(bytes, at, below) {
    const found = findPart(bytes, at);
    if (found < 0) return bytes;
    const step = [1, 2, 4, 8, 16][below(5)]!;
    return setShort(bytes, found + 2, shortAt(bytes, found + 2) + (below(2) === 0 ? step : -step));
  },
  function lieAboutLength(bytes, at, below) {
    const found = findPart(bytes, at);
    return found < 0 ? bytes : setShort(bytes, found + 2, ODD_SHORTS[below(ODD_SHORTS.length)]!);
  },
  function changeType(bytes, at, below) {
    const found = findPart(bytes, at);
    return found < 0 ? bytes : setShort(bytes, found, below(4) === 0 ? 0xffff : below(40));
  },
  function repeatPart(bytes, at, below) {
    const found = findPart(bytes, at);
    if (found < 0) return bytes;
    const part = bytes.subarray(found, found + shortAt(bytes, found + 2));
    const room = below(ONE_LONG_IN) === 0 ? LONGEST_BYTES : USUAL_BYTES;
    const fits = Math.floor((room - bytes.length) / part.length);
    if (fits < 1) return bytes;
    const times = room === LONGEST_BYTES ? fits : 1 + below(Math.min(fits, 8));
    return join(bytes.subarray(0, found), ...new Array<Uint8Array>(times).fill(part), bytes.subarray(found));
  },
  function dropPart(bytes, at) {
    const found = findPart(bytes, at);
    if (found < 0) return bytes;
    return join(bytes.subarray(0, found), bytes.subarray(found + shortAt(bytes, found + 2)));
  },
  function borrowPart(bytes, at, below, others) {
    const other = others[below(others.length)]!;
    const found = findPart(other, HEADER_BYTES + below(Math.max(1, other.length - HEADER_BYTES)));
    if (found < 0) return bytes;
    return join(bytes.subarray(0, at), other.subarray(found, found + shortAt(other, found + 2)), bytes.subarray(at));
  },
  function splice(bytes, at, below, others) {
    const other = others[below(others.length)]!;
    return join(
      bytes.subarray(0, at),
      other.subarray(Math.min(other.length, below(4) === 0 ? below(other.length) : at)),
    );
  },
  function insertPiece(bytes, at, below, others) {
    const other = others[below(others.length)]!;
    return join(bytes.subarray(0, at), other.subarray(HEADER_BYTES, HEADER_BYTES + below(40)), bytes.subarray(at));
  },
  function repeatBytes(bytes, at, below) {
    return join(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 1 - below(16))));
  },
  function dropBytes(bytes, at, below) {
    return join(bytes.subarray(0, at), bytes.subarray(at + 1 + below(8)));
  },
  function cut(bytes, at) {
    return bytes.slice(0, at + 1);
  },
  function changeKind(bytes, _at, below) {
    bytes[1] = below(32);
    return bytes;
  },
  function changeVersion(bytes, _at, below) {
    bytes[0] = below(8);
    return bytes;
  },
  function wrapInBundle(bytes) {
    return join(BUNDLE_ADD, bytes);
  },
];

/** A bundle-add message up to the message that it carries. */
const BUNDLE_ADD = Uint8Array.from(
  Buffer.from('0404000000000001 4f4e4600 000008fd 00000001 00000001'.replaceAll(' ', ''), 'hex'),
);

/** @returns a changed copy of one of the messages */
export function mutate(messages: readonly Uint8Array[], below: Random): Uint8Array {
  let bytes: Uint8Array = messages[below(messages.length)]!.slice(0, USUAL_BYTES);
  for (let changes = 1 + below(MOST_CHANGES); changes > 0; changes--) {
    if (bytes.length === 0) break;
    // Bodies are what is worth changing.
    const inBody = bytes.length > HEADER_BYTES && below(16) > 0;
    const at = inBody ? HEADER_BYTES + below(bytes.length - HEADER_BYTES) : below(bytes.length);
    bytes = MUTATORS[below(MUTATORS.length)]!(bytes, at, below, messages);
  }
  if (bytes.length > LONGEST_BYTES) bytes = bytes.slice(0, LONGEST_BYTES);
  if (bytes.length >= 4 && below(16) > 0) setShort(bytes, 2, bytes.length);
  return bytes;
}

/** @returns how often each mutator gave something else than it got: a fuzzer is tested too */
export function changesOf(messages: readonly Uint8Array[], below: Random, tries: number): Map<string, number> {
  const changes = new Map<string, number>();
  for (const mutator of MUTATORS) {
    for (let n = 0; n < tries; n++) {
      const bytes = messages[below(messages.length)]!.slice();
      const before = toHex(bytes);
      if (bytes.length <= HEADER_BYTES) continue;
      const after = mutator(bytes, HEADER_BYTES + below(bytes.length - HEADER_BYTES), below, messages);
      changes.set(mutator.name, (changes.get(mutator.name) ?? 0) + (toHex(after) === before ? 0 : 1));
    }
  }
  return changes;
}

/** @returns where something stands at or behind `at` that may be a type, a length and a body that fits; -1: nowhere */
function findPart(bytes: Uint8Array, at: number): number {
  for (let next = at & ~3; next + 4 <= bytes.length; next += 4) {
    const length = shortAt(bytes, next + 2);
    if (length >= 4 && next + length <= bytes.length) return next;
  }
  return -1;
}

function shortAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function setShort(bytes: Uint8Array, at: number, value: number): Uint8Array {
  if (at + 2 > bytes.length) return bytes;
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
