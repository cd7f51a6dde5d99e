// Addresses with masks as Open vSwitch writes them: a mask of all ones is left out, one of leading ones is a prefix
// length, any other stands behind a slash. Pure.
import { Address } from '../address.ts';
import { Reader } from '../reader.ts';

export type AddressForm = 'mac' | 'ipv4' | 'ipv6';

const CODEC_OF = { mac: new Address('mac'), ipv4: new Address('ipv4'), ipv6: new Address('ipv6') } as const;

/** @returns the address as one number; throws the fault when it is none */
export function addressBits(form: AddressForm, address: string): bigint {
  let bits = 0n;
  for (const byte of CODEC_OF[form].parse(address)) bits = (bits << 8n) | BigInt(byte);
  return bits;
}

/** @returns the address that is this number */
export function addressOfBits(form: AddressForm, bits: bigint): string {
  const { size } = CODEC_OF[form];
  const bytes = Uint8Array.from({ length: size }, (_, i) => Number((bits >> BigInt(8 * (size - 1 - i))) & 0xffn));
  return CODEC_OF[form].decode(new Reader(bytes, 0, size));
}

/** @returns the mask of an address with `prefix` leading ones */
export function prefixMask(form: AddressForm, prefix: number): string {
  const bits = BigInt(8 * CODEC_OF[form].size);
  return addressOfBits(form, ((1n << bits) - 1n) ^ ((1n << (bits - BigInt(prefix))) - 1n));
}

/** @returns how many leading ones a mask is made of; undefined when there is a one behind a zero */
export function prefixOfMask(form: AddressForm, mask: string): number | undefined {
  const width = 8 * CODEC_OF[form].size;
  const digits = addressBits(form, mask).toString(2).padStart(width, '0');
  const ones = digits.indexOf('0') < 0 ? width : digits.indexOf('0');
  return digits.indexOf('1', ones) < 0 ? ones : undefined;
}

/** `10.0.0.0/8`, `fe80::/10`, `01:00:00:00:00:00/01:00:00:00:00:00` */
export function formatAddress(form: AddressForm, value: string, mask: string | undefined): string {
  if (mask === undefined) return value;
  const prefix = prefixOfMask(form, mask);
  if (prefix === 8 * CODEC_OF[form].size) return value;
  return prefix === undefined || form === 'mac' ? `${value}/${mask}` : `${value}/${prefix}`;
}
