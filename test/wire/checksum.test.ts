import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checksum,
  finishChecksum,
  sumPseudoHeader,
  sumWords,
  updateChecksum16,
  updateChecksum32,
} from '#wire/checksum.ts';
import { takeSeed } from '../reference/seed.ts';

const seed = takeSeed('test/wire/checksum.test.ts');

/** RFC 1071 word by word, with the carry added back at once. */
function naiveChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += bytes[i]! * 256 + (bytes[i + 1] ?? 0);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return 0xffff - sum;
}

describe('checksum', () => {
  it('of nothing is all ones', () => {
    expect(checksum(new Uint8Array(0), 0, 0)).toBe(0xffff);
  });

  it("gives the sum of RFC 1071's example", () => {
    // 00 01 f2 03 f4 f5 f6 f7  # their sum is ddf2 (RFC 1071 §3)
    const bytes = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
    expect(checksum(bytes, 0, 8)).toBe(~0xddf2 & 0xffff);
  });

  it('agrees with a naive one on any bytes at any place, odd lengths too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(7), (content, at) => {
        const bytes = new Uint8Array(at + content.length + 3).fill(0xa5);
        bytes.set(content, at);
        expect(checksum(bytes, at, at + content.length)).toBe(naiveChecksum(content));
      }),
      { seed },
    );
  });

  it('does not overflow on the longest datagram of ones', () => {
    const bytes = new Uint8Array(65535).fill(0xff);
    bytes[65534] = 0;
    expect(checksum(bytes, 0, bytes.length)).toBe(0);
    const pseudo = sumPseudoHeader(-1, -1, 255, 65535);
    const wanted = naiveChecksum(Uint8Array.of(...new Array(8).fill(255), 0, 255, 255, 255, ...bytes.subarray(0, 2)));
    expect(finishChecksum(sumWords(bytes, 0, bytes.length, pseudo))).toBe(wanted);
  });

  it('is 0 over bytes that hold their checksum', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 60 }), (bytes) => {
        bytes[0] = 0;
        bytes[1] = 0;
        const sum = checksum(bytes, 0, bytes.length);
        bytes[0] = sum >> 8;
        bytes[1] = sum & 0xff;
        expect(checksum(bytes, 0, bytes.length)).toBe(0);
      }),
      { seed },
    );
  });
});

describe('updateChecksum', () => {
  it("gives the result of RFC 1624's example, where the equation of RFC 1141 fails", () => {
    expect(updateChecksum16(0xdd2f, 0x5555, 0x3285)).toBe(0x0000);
  });

  it('is what the whole sum gives when a word changes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 40 }),
        fc.nat(1),
        fc.nat(0xffff),
        fc.integer(),
        (bytes, place, word, long) => {
          // One word is never 0, so that the two zeros of one's complement cannot be confused.
          bytes[7] = 1;
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
          const before = checksum(bytes, 0, bytes.length);
          const oldWord = view.getUint16(place * 2);
          view.setUint16(place * 2, word);
          const after = updateChecksum16(before, oldWord, word);
          expect(after).toBe(checksum(bytes, 0, bytes.length));

          const oldLong = view.getInt32(0);
          view.setInt32(0, long);
          expect(updateChecksum32(after, oldLong, long)).toBe(checksum(bytes, 0, bytes.length));
          expect(updateChecksum32(after, oldLong >>> 0, long >>> 0)).toBe(checksum(bytes, 0, bytes.length));
        },
      ),
      { seed },
    );
  });

  it('leaves a wrong checksum as wrong as it was', () => {
    // right 0xddf2, wrong by one: the receiver must still see the damage
    const right = updateChecksum16(0x220d, 0x0001, 0x0800);
    const wrong = updateChecksum16(0x220e, 0x0001, 0x0800);
    expect(wrong - right).toBe(1);
  });
});
