// The shape of every list of the API: a page of rows, how many there are in all, and whether there are more.
// Pure; used by the API on the main thread and by the client in any process.
import { z } from 'zod';

/** Rows in a list when `limit` is not given. */
export const DEFAULT_LIMIT = 100;
/** The most rows that one request may ask for: a page is built between the control plane's own work. */
export const GREATEST_LIMIT = 1000;
/** The greatest offset that may be asked for. */
export const GREATEST_OFFSET = 100_000_000;

/** A part of a list. */
export interface Listing<T> {
  readonly items: T[];
  /** Rows in the whole list. */
  readonly total: number;
  /** There are rows after these. */
  readonly truncated: boolean;
}

/**
 * The schema of a list.
 * @param item one row
 * @param id name of the list in the OpenAPI document
 */
export function listingOf<T extends z.ZodType>(item: T, id: string) {
  return z
    .object({
      items: z.array(item),
      total: z.int().min(0).describe('rows in the whole list'),
      truncated: z.boolean().describe('there are rows after these: ask again with a greater offset'),
    })
    .meta({ id });
}
