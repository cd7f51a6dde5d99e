// What decoding and encoding may change: padding that was not zero becomes zero, and nothing else.
import { toHex } from '#openflow/bytes.ts';

/** Fails unless the two are alike but for bytes that are zero in `is`. */
export function expectSameButPadding(was: Uint8Array, is: Uint8Array): void {
  const same = was.length === is.length && was.every((byte, at) => byte === is[at] || is[at] === 0);
  if (!same) throw new Error(`more than padding has changed:\nwas ${toHex(was)}\nis  ${toHex(is)}`);
}
