// Addresses as people write them: MAC "02:00:00:00:00:01", IPv4 "10.0.0.1", IPv6 "2001:db8::1" (RFC 5952 form out,
// any RFC 4291 form in). Values and JSON hold the same string. Pure.
import { isIPv6 } from 'node:net';
import { badValue, type Codec, type Json } from './codec.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

const MAC = /^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/;
const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** A codec of text over a fixed number of bytes. */
export class Address implements Codec<string> {
  readonly form: 'mac' | 'ipv4' | 'ipv6';
  readonly size: number;

  constructor(form: 'mac' | 'ipv4' | 'ipv6') {
    this.form = form;
    this.size = form === 'mac' ? 6 : form === 'ipv4' ? 4 : 16;
  }

  decode(reader: Reader): string {
    const at = reader.take(this.size);
    const { bytes } = reader;
    if (this.form === 'mac') return formatMac(bytes, at);
    if (this.form === 'ipv4') return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
    return formatIpv6(bytes.subarray(at, at + this.size));
  }

  encode(writer: Writer, value: string): void {
    writer.raw(this.parse(value));
  }

  toJson(value: string): Json {
    this.parse(value);
    return value;
  }

  fromJson(json: unknown): string {
    this.parse(json);
    return json as string;
  }

  /** @returns the address's bytes; throws the fault when it is none */
  parse(value: unknown): Uint8Array {
    if (typeof value === 'string') {
      if (this.form === 'mac' && MAC.test(value)) return parseMac(value);
      if (this.form === 'ipv4' && IPV4.test(value)) return parseIpv4(value);
      if (this.form === 'ipv6' && isIPv6(value) && !value.includes('%')) return parseIpv6(value);
    }
    throw badValue(value, EXAMPLE[this.form]);
  }
}

const EXAMPLE = {
  mac: 'a MAC address such as "02:00:00:00:00:01"',
  ipv4: 'an IPv4 address such as "10.0.0.1"',
  ipv6: 'an IPv6 address such as "2001:db8::1"',
} as const;

export const mac = new Address('mac');
export const ipv4 = new Address('ipv4');
export const ipv6 = new Address('ipv6');

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function formatMac(bytes: Uint8Array, at: number): string {
  let text = HEX[bytes[at]!]!;
  for (let i = 1; i < 6; i++) text += `:${HEX[bytes[at + i]!]}`;
  return text;
}

/** @param address one that `MAC` took: two digits, a colon, two digits ... */
function parseMac(address: string): Uint8Array {
  const bytes = new Uint8Array(6);
  for (let i = 0; i < 6; i++) {
    bytes[i] = (hexDigit(address.charCodeAt(3 * i)) << 4) | hexDigit(address.charCodeAt(3 * i + 1));
  }
  return bytes;
}

/** @param code of a character 0..9, a..f, A..F */
function hexDigit(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x61 + 10;
}

/** @param address one that `IPV4` took */
function parseIpv4(address: string): Uint8Array {
  const bytes = new Uint8Array(4);
  let at = 0;
  for (let i = 0; i < address.length; i++) {
    const code = address.charCodeAt(i);
    if (code === 0x2e) at++;
    else bytes[at] = 10 * bytes[at]! + code - 0x30;
  }
  return bytes;
}

function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  // RFC 5952 section 4.2: the longest run of two or more zero groups, the first of equals, becomes "::".
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [i, length];
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  return best < 0 ? text(groups) : `${text(groups.slice(0, best))}::${text(groups.slice(best + bestLength))}`;
}

/** @param address one that `isIPv6` took */
function parseIpv6(address: string): Uint8Array {
  const [head, tail] = address.split('::') as [string, string | undefined];
  const front = ipv6Groups(head);
  const back = tail === undefined ? [] : ipv6Groups(tail);
  const groups = [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
  return Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff]));
}

function ipv6Groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [Number.parseInt(part, 16)];
    const [a, b, c, d] = part.split('.').map(Number) as [number, number, number, number];
    return [(a << 8) | b, (c << 8) | d];
  });
}
