// MAC addresses as text. Pure; used in any thread, not on the packet path.
// As numbers they are two, because no number type of ours holds 48 bits as cheaply: `hi` is the first 2 bytes, `lo` the
// last 4, both unsigned: 0a:da:01:00:00:01 is { hi: 0x0ada, lo: 0x01000001 }.

const MAC_TEXT = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** @returns undefined when the text is not six pairs of hex digits with colons between them */
export function parseMac(text: string): { hi: number; lo: number } | undefined {
  if (!MAC_TEXT.test(text)) return undefined;
  const digits = text.replaceAll(':', '');
  return { hi: Number.parseInt(digits.slice(0, 4), 16), lo: Number.parseInt(digits.slice(4), 16) };
}

/** @returns lower case, with colons */
export function formatMac(hi: number, lo: number): string {
  const digits = hi.toString(16).padStart(4, '0') + (lo >>> 0).toString(16).padStart(8, '0');
  return digits.replace(/..(?=.)/g, '$&:');
}
