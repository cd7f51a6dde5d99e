// The Internet checksum: the one's complement of the one's complement sum of 16-bit words (RFC 1071), and its update
// when a word changes (RFC 1624). Hot: pure, no allocation, no throw; runs in any thread.
//
// Sums are kept unfolded in a float-exact integer: 2^53 holds the words of any buffer.

import { get16 } from './big-endian.ts';

/**
 * Adds the 16-bit words from `at` to `end`; an odd last byte is the high half of a word (RFC 1071 §4.1).
 * @param sum a sum so far, which must cover an even number of bytes
 * @returns the unfolded sum, at most 65535 times the number of words
 */
export function sumWords(bytes: Uint8Array, at: number, end: number, sum = 0): number {
  const even = at + ((end - at) & ~1);
  for (let i = at; i < even; i += 2) sum += get16(bytes, i);
  return even < end ? sum + (bytes[even]! << 8) : sum;
}

/** @returns the sum that TCP and UDP begin with: pseudo header of `length` bytes of payload (RFC 9293 §3.1, RFC 768) */
export function sumPseudoHeader(src: number, dst: number, proto: number, length: number): number {
  return (src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff) + proto + length;
}

/** @returns the checksum that an unfolded sum gives, 16 bits */
export function finishChecksum(sum: number): number {
  // Each turn adds the carries back in; the second can carry once more.
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** @returns the checksum of the bytes; 0 when they hold a valid checksum already */
export function checksum(bytes: Uint8Array, at: number, end: number): number {
  return finishChecksum(sumWords(bytes, at, end));
}

/**
 * The checksum after one 16-bit word changed: HC' = ~(~HC + ~m + m') (RFC 1624, equation 3).
 * A valid checksum stays valid and a wrong one wrong, so damage on the way is never covered up.
 */
export function updateChecksum16(old: number, oldWord: number, newWord: number): number {
  let sum = (~old & 0xffff) + (~oldWord & 0xffff) + (newWord & 0xffff);
  sum = (sum & 0xffff) + (sum >>> 16);
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** The checksum after an aligned 32-bit word changed, such as an address. */
export function updateChecksum32(old: number, oldWord: number, newWord: number): number {
  return updateChecksum16(updateChecksum16(old, oldWord >>> 16, newWord >>> 16), oldWord, newWord);
}
