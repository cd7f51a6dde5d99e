// Values of match fields as text, as Open vSwitch writes them: `0x5/0xff`, `10.0.0.0/8`, `LOCAL`, `+syn-ack`. Pure.
import { toHex } from '../bytes.ts';
import type { NamedOxm } from '../oxm.ts';
import { OFPP_MAX, PORT_NO_13 } from '../port-number.ts';
import { formatAddress } from './address-mask.ts';
import { flagBits, nameOfField } from './field-name.ts';

/** `/0x` and the mask, or nothing when it is all ones. */
export function hexMask(mask: bigint | number | undefined, bits: number): string {
  if (mask === undefined || BigInt(mask) === (1n << BigInt(bits)) - 1n) return '';
  return `/${hex(mask)}`;
}

/** `0x2a` */
export function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

/** As C's `%#x` has it: no prefix for zero. */
export function hexOrZero(value: bigint | number): string {
  return BigInt(value) === 0n ? '0' : hex(value);
}

/** `0x002a` */
export function hex4(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}

/** A port of 1.3 by number or reserved name; those of the last 65,536 are 1.0's, and are written as there. */
export function formatPort(port: number): string {
  if (port < OFPP_MAX) return `${port}`;
  const name = PORT_NO_13.toJson(port);
  return typeof name === 'string' ? name : `${port >= 0xffff0000 ? port & 0xffff : port}`;
}

/** The value of a field, with its mask if that leaves something out. */
export function formatValue(oxm: NamedOxm): string {
  const { format, bits } = nameOfField(oxm.field);
  const { value, mask } = oxm;
  if (format === 'mac' || format === 'ipv4' || format === 'ipv6') {
    return formatAddress(format, value as string, mask as string | undefined);
  }
  if (format === 'bytes') {
    const bytes = `0x${toHex(value as Uint8Array)}`;
    return mask === undefined ? bytes : `${bytes}/0x${toHex(mask as Uint8Array)}`;
  }
  const number = value as number | bigint;
  if (oxm.field === 'PACKET_TYPE') return `(${oxm.value >>> 16},${hexOrZero(oxm.value & 0xffff)})`;
  const tail = hexMask(mask as number | bigint | undefined, bits);
  switch (format) {
    case 'port':
      return formatPort(number as number) + tail;
    case 'flags':
      return formatFlags(number as number, mask as number | undefined, bits, flagBits(oxm.field));
    case 'fragment':
      return formatFragment(number as number, mask as number | undefined);
    case 'label':
      return tail === '' ? label(number) : `${label(number)}/${label(mask as number)}`;
    case 'hex':
      return hex(number) + tail;
    default:
      return tail === '' ? `${number}` : hex(number) + tail;
  }
}

function label(value: number | bigint): string {
  return `0x${value.toString(16).padStart(5, '0')}`;
}

/** `syn|ack` for all bits, `+syn-ack` for some; a bit without a name makes the number of it. */
function formatFlags(
  value: number,
  mask: number | undefined,
  bits: number,
  table: Readonly<Record<string, number>>,
): string {
  const known = Object.values(table).reduce((all, bit) => all | bit, 0);
  if (mask === undefined || mask >= 2 ** bits - 1) {
    if (value === 0) return '0';
    const unnamed = (value & ~known) >>> 0;
    const names = Object.keys(table).filter((name) => (value & table[name]!) !== 0);
    return [...names, ...(unnamed === 0 ? [] : [hex(unnamed)])].join('|');
  }
  if (((mask | value) & ~known) !== 0) return `${hex(value)}/${hex(mask)}`;
  const names = Object.keys(table).filter((name) => (mask & table[name]!) !== 0);
  return names.map((name) => `${(value & table[name]!) !== 0 ? '+' : '-'}${name}`).join('');
}

/** Fragments by the words of Open vSwitch: bit 0 says that it is one, bit 1 that it is not the first. */
export const FRAGMENT_WORDS: Readonly<Record<string, { readonly value: number; readonly mask: number }>> = {
  no: { value: 0, mask: 3 },
  yes: { value: 1, mask: 1 },
  first: { value: 1, mask: 3 },
  later: { value: 3, mask: 3 },
  not_later: { value: 0, mask: 2 },
};

function formatFragment(value: number, mask = 3): string {
  for (const word in FRAGMENT_WORDS) {
    const row = FRAGMENT_WORDS[word]!;
    if (row.mask === (mask & 3) && row.value === value) return word;
  }
  return `${hex(value)}/${hex(mask)}`;
}
