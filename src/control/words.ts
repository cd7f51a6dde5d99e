// Inventory addresses as the words of shared tables: 32 bits kept in an Int32, MACs as 16 and 32 bits. Pure.

import { ipv4Number } from '#model/address.ts';

export interface MacWords {
  readonly hi: number;
  readonly lo: number;
}

/** @param text `a.b.c.d`, valid */
export function ipv4Word(text: string): number {
  return ipv4Number(text) | 0;
}

/** @param text `aa:bb:cc:dd:ee:ff`, valid */
export function macWords(text: string): MacWords {
  const value = Number.parseInt(text.replaceAll(':', ''), 16);
  return { hi: Math.floor(value / 2 ** 32), lo: (value % 2 ** 32) | 0 };
}

/** The netmask of a prefix length as a word. */
export function netmaskWord(prefix: number): number {
  return prefix === 0 ? 0 : -1 << (32 - prefix);
}
