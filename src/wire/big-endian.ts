// Integers in network byte order. Hot: pure, no allocation, no throw; runs in any thread, on private or shared bytes.
// The caller has checked that the bytes are there: a read past the array gives 0, a write past it is lost.

/** @returns unsigned 16 bits */
export function get16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** @returns signed 32 bits, as an Int32Array holds them; `>>> 0` makes them unsigned */
export function get32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** Writes the low 16 bits of `value`. */
export function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** Writes the low 32 bits of `value`, signed or not. */
export function put32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
