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
    const bytes = reader.bytes.subarray(at, at + this.size);
    if (this.form === 'mac') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
    return this.form === 'ipv4' ? bytes.join('.') : formatIpv6(bytes);
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
      if (this.form === 'mac' && MAC.test(value))
        return Uint8Array.from(value.split(':'), (part) => Number.parseInt(part, 16));
      if (this.form === 'ipv4' && IPV4.test(value)) return Uint8Array.from(value.split('.'), Number);
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
