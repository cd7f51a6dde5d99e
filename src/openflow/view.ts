// Big-endian fields read straight off bytes, for hot code: no allocation, no throw, no check. The caller has seen to it
// that the field lies inside the bytes.

/** @returns 16 bits at `at` */
export function u16At(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** @returns 32 bits at `at`, unsigned */
export function u32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** @returns 64 bits at `at` as a number: exact up to 2^53, rounded above; counters and ages never get there */
export function u64At(bytes: Uint8Array, at: number): number {
  return u32At(bytes, at) * 0x1_0000_0000 + u32At(bytes, at + 4);
}
