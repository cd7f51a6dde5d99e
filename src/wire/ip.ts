// IPv4 addresses and prefixes as text and as unsigned 32-bit numbers. Pure; used in any thread, not on the packet path.

const IPV4_TEXT = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;
const PREFIX_TEXT = /^(0|[1-9]\d?)$/;

/** An address with a prefix length; the address may have bits set behind the prefix. */
export interface Cidr {
  readonly address: number;
  readonly prefix: number;
}

/**
 * Four decimal numbers; leading zeros are refused because some programs read them as octal.
 * @returns unsigned 32 bits; undefined when the text is anything else
 */
export function parseIpv4(text: string): number | undefined {
  const parts = IPV4_TEXT.exec(text);
  if (parts === null) return undefined;
  let address = 0;
  for (let i = 1; i <= 4; i++) {
    const part = Number(parts[i]);
    if (part > 255) return undefined;
    address = address * 256 + part;
  }
  return address;
}

/** @param address 32 bits, signed or not */
export function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`;
}

/** @returns undefined when the text is not `address/0` to `address/32` */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseIpv4(text.slice(0, slash));
  const prefixText = text.slice(slash + 1);
  if (address === undefined || !PREFIX_TEXT.test(prefixText) || Number(prefixText) > 32) return undefined;
  return { address, prefix: Number(prefixText) };
}

/** @returns the mask of a prefix length from 0 to 32, unsigned */
export function prefixMask(prefix: number): number {
  // A shift by 32 would shift by 0.
  return prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
}
