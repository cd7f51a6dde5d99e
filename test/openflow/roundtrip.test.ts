// Random messages of every version: decoding undoes encoding, JSON undoes JSON, and encoding writes every byte.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, encodeMessageInto, fromJson, toJson } from '#openflow/message.ts';
import { anyMessage, VERSIONS } from './arbitrary.ts';
import { announce, SEED } from './seed.ts';

announce(import.meta.url);

describe.each(VERSIONS)('a random message of version %d', (version) => {
  const run = { seed: SEED, numRuns: 1500 };

  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(anyMessage(version), (message) => {
        const bytes = encodeMessage(message);
        expect(decodeMessage(bytes)).toEqual({ ok: true, message, end: bytes.length });
      }),
      run,
    );
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(anyMessage(version), (message) => {
        expect(fromJson(JSON.parse(JSON.stringify(toJson(message))))).toEqual(message);
      }),
      run,
    );
  });

  it('is written whole into a buffer that was not clean', () => {
    fc.assert(
      fc.property(anyMessage(version), (message) => {
        const clean = encodeMessage(message);
        const dirty = new Uint8Array(clean.length).fill(0xa5);
        expect(encodeMessageInto(message, dirty, 0)).toBe(clean.length);
        expect(Buffer.compare(clean, dirty)).toBe(0);
      }),
      run,
    );
  });
});
