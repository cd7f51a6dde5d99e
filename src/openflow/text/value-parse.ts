// Values in text: numbers with masks, addresses with prefixes, ports by name, sets of flags. Pure.
import { type NamedOxm, OXM_FIELDS, type OxmName } from '../oxm.ts';
import { OFPP_MAX_10, PORT_NO_13 } from '../port-number.ts';
import { type AddressForm, addressBits, addressOfBits, prefixMask } from './address-mask.ts';
import { type FieldName, flagBits } from './field-name.ts';
import type { FlowText, Place } from './flow-syntax.ts';
import { FRAGMENT_WORDS } from './value-text.ts';

const NUMBER = /^(0[xX][0-9a-fA-F]+|[0-9]+)$/;
const ADDRESS_EXAMPLE = {
  mac: 'a MAC address such as 02:00:00:00:00:01',
  ipv4: 'an IPv4 address such as 10.0.0.1',
  ipv6: 'an IPv6 address such as 2001:db8::1',
} as const;
const ADDRESS_BITS = { mac: 48, ipv4: 32, ipv6: 128 } as const;

/** @returns a number 0..max, decimal or 0x */
export function parseBig(flow: FlowText, place: Place, max: bigint): bigint {
  const text = flow.slice(place);
  const value = NUMBER.test(text) ? BigInt(text) : -1n;
  if (value < 0n || value > max) throw flow.fail(place, `a number 0..${max}`);
  return value;
}

/** @returns a number of at most `bits` (53) bits */
export function parseNumber(flow: FlowText, place: Place, bits: number): number {
  return Number(parseBig(flow, place, 2n ** BigInt(bits) - 1n));
}

/** @returns 64 bits with a mask; -1 is all ones */
export function parseMasked64(flow: FlowText, place: Place): { value: bigint; mask: bigint | undefined } {
  const all = 2n ** 64n - 1n;
  const number = (part: Place) => (flow.slice(part) === '-1' ? all : parseBig(flow, part, all));
  const [value, mask] = flow.parts(place, '/') as [Place, Place?];
  return { value: number(value), mask: mask === undefined ? undefined : number(mask) };
}

/** @returns a port as 1.3 numbers it; reserved ones go by name, in either case, and by their numbers of 1.0 */
export function parsePort(flow: FlowText, place: Place): number {
  const text = flow.slice(place);
  const name = text.toUpperCase();
  if (name === 'NONE') return PORT_NO_13.names.ANY!;
  if (Object.hasOwn(PORT_NO_13.names, name)) return PORT_NO_13.names[name]!;
  if (!NUMBER.test(text)) {
    throw flow.fail(place, `a port: a number or ${Object.keys(PORT_NO_13.names).join(', ')}`);
  }
  const port = parseNumber(flow, place, 32);
  return port >= OFPP_MAX_10 && port <= 0xffff ? (0xffff0000 | port) >>> 0 : port;
}

/** Bits of an address, or of an address's mask. */
export function parseAddress(flow: FlowText, place: Place, form: AddressForm): bigint {
  try {
    return addressBits(form, flow.slice(place));
  } catch {
    throw flow.fail(place, ADDRESS_EXAMPLE[form]);
  }
}

/**
 * @param name the field and its form
 * @returns the field; bits of the value outside the mask are cleared, and a mask of all ones is left out
 */
export function parseValue(flow: FlowText, place: Place, name: FieldName): NamedOxm {
  const { field, format, bits } = name;
  const [valuePlace, maskPlace] = flow.parts(place, '/') as [Place, Place?];
  if (format === 'flags' && /^[+-]/.test(flow.slice(place))) return parsePlusMinus(flow, place, field);
  if (format === 'fragment' && Object.hasOwn(FRAGMENT_WORDS, flow.slice(place))) {
    const { value, mask } = FRAGMENT_WORDS[flow.slice(place)]!;
    return named(field, BigInt(value), BigInt(mask), bits);
  }
  if (format === 'bytes') throw flow.fail(place, `a field other than ${name.name}, whose bytes have no text here`);
  if (maskPlace !== undefined && !name.maskable) throw flow.fail(maskPlace, `no mask on ${name.name}`);
  if (format === 'mac' || format === 'ipv4' || format === 'ipv6') {
    const value = parseAddress(flow, valuePlace, format);
    return named(field, value, maskPlace === undefined ? undefined : parseMask(flow, maskPlace, format), bits);
  }
  if (format === 'port') return named(field, BigInt(parsePort(flow, valuePlace)), undefined, bits);
  const max = 2n ** BigInt(bits) - 1n;
  const value = format === 'flags' ? parseBar(flow, valuePlace, field, max) : parseBig(flow, valuePlace, max);
  // A mask may have ones where the value has no bits: 0xffff on a field of 13.
  const mask = maskPlace === undefined ? undefined : parseBig(flow, maskPlace, 2n ** BigInt(wireBits(bits)) - 1n) & max;
  return named(field, value, mask, bits);
}

/** A prefix length, or a mask as an address. */
function parseMask(flow: FlowText, place: Place, form: AddressForm): bigint {
  const text = flow.slice(place);
  if (form === 'mac' || !/^[0-9]+$/.test(text)) return parseAddress(flow, place, form);
  const most = ADDRESS_BITS[form];
  const prefix = Number(text);
  if (prefix > most) throw flow.fail(place, `a prefix length 0..${most}`);
  return addressBits(form, prefixMask(form, prefix));
}

/** `+syn-ack` */
function parsePlusMinus(flow: FlowText, place: Place, field: OxmName): NamedOxm {
  const table = flagBits(field);
  let value = 0;
  let mask = 0;
  let at = place.at;
  while (at < place.end) {
    let end = at + 1;
    while (end < place.end && !'+-'.includes(flow.text[end]!)) end++;
    const name = flow.text.slice(at + 1, end);
    if (!Object.hasOwn(table, name)) throw flow.fail({ at: at + 1, end }, `a flag: ${Object.keys(table).join(', ')}`);
    mask |= table[name]!;
    if (flow.text[at] === '+') value |= table[name]!;
    at = end;
  }
  return named(field, BigInt(value), BigInt(mask), OXM_FIELDS[field].bits);
}

/** `syn|ack`, or a number */
function parseBar(flow: FlowText, place: Place, field: OxmName, max: bigint): bigint {
  const table = flagBits(field);
  let bits = 0n;
  for (const part of flow.parts(place, '|', 33)) {
    const text = flow.slice(part);
    if (Object.hasOwn(table, text)) bits |= BigInt(table[text]!);
    else if (NUMBER.test(text)) bits |= parseBig(flow, part, max);
    else throw flow.fail(part, `a number or flags: ${Object.keys(table).join(', ')}`);
  }
  return bits;
}

/** The value of a field in the form that its messages have. */
function named(field: OxmName, value: bigint, mask: bigint | undefined, bits: number): NamedOxm {
  const { form } = OXM_FIELDS[field];
  const shown = (number: bigint): string | number | bigint => {
    if (form === 'mac' || form === 'ipv4' || form === 'ipv6') return addressOfBits(form, number);
    return form === 'u64' || form === 'u128' ? number : Number(number);
  };
  if (mask === undefined || mask === 2n ** BigInt(bits) - 1n) return { field, value: shown(value) } as NamedOxm;
  return { field, value: shown(value & mask), mask: shown(mask) } as NamedOxm;
}

function wireBits(bits: number): number {
  return bits <= 8 ? 8 : bits <= 16 ? 16 : bits <= 32 ? 32 : bits <= 64 ? 64 : 128;
}
