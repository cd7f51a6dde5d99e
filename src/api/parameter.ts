// Parameters of requests: how each is read from its text, and how a wrong one is explained. Runs on the main thread.
// Each schema's error text is the expectation, so that a fault reads `limit: found "abc", expected a whole number …`.

import { z } from 'zod';
import { DaoliError } from '#base/error.ts';
import { DEFAULT_LIMIT, GREATEST_LIMIT, GREATEST_OFFSET } from '#client/listing.ts';

/** The most of a wrong value that an error repeats. */
const GREATEST_QUOTE = 80;

/**
 * A whole number in decimal; nothing else that Number() would take.
 * @param fallback what it is when it is not given; without one it must be given, or be made optional
 */
export function wholeNumber(least: number, greatest: number, fallback?: number) {
  const error = `a whole number from ${least} to ${greatest}`;
  const number = z.int({ error }).min(least, { error }).max(greatest, { error });
  const read = (text: unknown) => (typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : text);
  // the default stands inside, where the OpenAPI document shows it
  return z.preprocess(read, fallback === undefined ? number : number.default(fallback));
}

/** @param of what the name is the name of: `an endpoint` */
export function nameOf(of: string) {
  const error = `the name of ${of}`;
  return z.string({ error }).min(1, { error }).max(255, { error });
}

/** One word of several. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/** `true` or `false`; false when it is not given. */
export const flag = oneOf(['true', 'false'])
  .default('false')
  .transform((word) => word === 'true');

/** A dpid as people write it: with or without `0x`, colons and leading zeros. Comes out as 16 lower-case hex digits. */
export const dpid = z
  .string()
  .transform((text) => text.toLowerCase().replace(/^0x/, '').replaceAll(':', ''))
  .pipe(z.string().regex(/^[0-9a-f]{1,16}$/, { error: 'a dpid: up to 16 hex digits' }))
  .transform((digits) => digits.padStart(16, '0'));

/** The parameters of every list. */
export const PAGE = {
  limit: wholeNumber(1, GREATEST_LIMIT, DEFAULT_LIMIT).describe('rows wanted'),
  offset: wholeNumber(0, GREATEST_OFFSET, 0).describe('rows to pass over'),
};

/**
 * Reads the parameters of a request.
 * @param values what was found, by name
 * @throws DaoliError `bad_request` that names every wrong parameter, what was found and what was expected
 */
export function readParameters<T extends z.ZodObject>(schema: T, values: unknown): z.infer<T> {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const found = values as Record<string, unknown>;
  const faults = result.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const name = String(issue.path[0]);
      return [`${name}: ${quote(found[name])}, expected ${issue.message}`];
    }
    const known = Object.keys(schema.shape);
    const expected = known.length === 0 ? 'no parameter' : `one of the parameters ${known.join(', ')}`;
    return issue.keys.map((key) => `${quoteText(key)}: unknown, expected ${expected}`);
  });
  throw new DaoliError('bad_request', faults.join('; '), { details: faults });
}

function quote(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `found it ${value.length} times`;
  return `found ${quoteText(String(value))}`;
}

function quoteText(text: string): string {
  return JSON.stringify(text.length > GREATEST_QUOTE ? `${text.slice(0, GREATEST_QUOTE)}…` : text);
}
