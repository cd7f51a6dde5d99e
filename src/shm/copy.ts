// Copies between buffers, shared or not, without an allocation for short ones: `subarray` makes an object, and a
// native copy costs a call, so short runs go by 64 bits (a BigInt from a load to a store is never made). Hot: no throw for places that the caller has checked.

const SHORT_BYTES = 512;

/** Copies `length` bytes; the views belong to the same buffers as the byte arrays. */
export function copyBytes(
  from: Uint8Array,
  fromView: DataView,
  fromAt: number,
  to: Uint8Array,
  toView: DataView,
  toAt: number,
  length: number,
): void {
  if (length > SHORT_BYTES) {
    to.set(from.subarray(fromAt, fromAt + length), toAt);
    return;
  }
  const whole = length & ~7;
  let i = 0;
  for (; i < whole; i += 8) toView.setBigInt64(toAt + i, fromView.getBigInt64(fromAt + i, true), true);
  for (; i < length; i++) to[toAt + i] = from[fromAt + i]!;
}
