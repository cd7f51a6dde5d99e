// Every vector, both ways: its bytes decode to its value, its value encodes to its bytes.
import { describe, expect, it } from 'vitest';
import { toHex } from '#openflow/bytes.ts';
import type { Kinds } from '#openflow/choice.ts';
import { decodeMessage, encodeMessage, encodeMessageInto, fromJson, toJson } from '#openflow/message.ts';
import type { Multipart } from '#openflow/multipart.ts';
import { CARRIERS, KINDS } from './arbitrary.ts';
import { VECTORS } from './vectors/all.ts';

/** What a buffer holds before we write: a byte that is left out shows. */
const DIRT = 0xa5;

describe.each(VECTORS)('$name', ({ bytes, value }) => {
  it('has a length that is its own', () => {
    expect((bytes[2]! << 8) | bytes[3]!).toBe(bytes.length);
  });

  it('decodes to its value', () => {
    expect(decodeMessage(bytes)).toEqual({ ok: true, message: value, end: bytes.length });
  });

  it('decodes in the middle of a buffer, whose other bytes do not matter', () => {
    const buffer = new Uint8Array(bytes.length + 20).fill(DIRT);
    buffer.set(bytes, 9);
    expect(decodeMessage(buffer, 9, buffer.length)).toEqual({ ok: true, message: value, end: 9 + bytes.length });
  });

  it('encodes to its bytes', () => {
    expect(toHex(encodeMessage(value))).toBe(toHex(bytes));
  });

  it('encodes each byte into a buffer that was not clean', () => {
    const buffer = new Uint8Array(bytes.length + 20).fill(DIRT);
    expect(encodeMessageInto(value, buffer, 9)).toBe(9 + bytes.length);
    expect(toHex(buffer.subarray(9, 9 + bytes.length))).toBe(toHex(bytes));
    expect([...buffer.subarray(0, 9), ...buffer.subarray(9 + bytes.length)].every((byte) => byte === DIRT)).toBe(true);
  });

  it('survives JSON', () => {
    const text = JSON.stringify(toJson(value));
    expect(fromJson(JSON.parse(text))).toEqual(value);
  });
});

/** The types of multipart messages that a version has in one direction. */
function multipartTypes(version: 5 | 6, type: 'MULTIPART_REQUEST' | 'MULTIPART_REPLY'): string[] {
  return Object.keys((KINDS[version][type]!.body as Multipart<string, Kinds>).choice.kinds);
}

describe.each([5, 6] as const)('the vectors of version %d (COVERAGE.md has those of 1 and 4)', (version) => {
  const values = VECTORS.map(({ value }) => value).filter((value) => value.version === version);

  it('cover every message type', () => {
    const covered = new Set<string>(values.map(({ type }) => type));
    const all = [...Object.keys(KINDS[version]), ...CARRIERS[version]];
    expect(all.filter((type) => !covered.has(type))).toEqual([]);
  });

  it.each(['MULTIPART_REQUEST', 'MULTIPART_REPLY'] as const)('cover every type of %s', (type) => {
    const covered = new Set<string | number>(values.map((value) => (value.type === type ? value.multipartType : '')));
    expect(multipartTypes(version, type).filter((name) => !covered.has(name))).toEqual([]);
  });
});
