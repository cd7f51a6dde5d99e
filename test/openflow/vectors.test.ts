// Every vector, both ways: its bytes decode to its value, its value encodes to its bytes.
import { describe, expect, it } from 'vitest';
import { toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage, encodeMessageInto, fromJson, toJson } from '#openflow/message.ts';
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
