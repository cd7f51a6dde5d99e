// Integers in the byte order of the machine that wrote a capture. The caller has checked that the bytes are there.
// Pure; any thread.

/** @returns unsigned 16 bits */
export function read16(bytes: Uint8Array, at: number, isLittle: boolean): number {
  return isLittle ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
}

/** @returns unsigned 32 bits */
export function read32(bytes: Uint8Array, at: number, isLittle: boolean): number {
  const first = read16(bytes, at, isLittle);
  const second = read16(bytes, at + 2, isLittle);
  return (isLittle ? (second << 16) | first : (first << 16) | second) >>> 0;
}
