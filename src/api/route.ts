// One route of the API: what it is asked, what it answers, and how both stand in the OpenAPI document.
// Runs on the main thread. Handlers are synchronous: they read, and they answer at once.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DaoliError } from '#base/error.ts';
import type { Listing } from '#client/listing.ts';
import { ErrorBody, type Page } from '#client/schema.ts';
import { documentParameters, operationIdOf, referTo } from './document.ts';
import { PAGE, readParameters } from './parameter.ts';
import type { Slice } from './readings.ts';

/** A route that answers with JSON. `answer` throws a DaoliError where it cannot. */
export interface Route<P extends z.ZodRawShape, Q extends z.ZodRawShape, R extends z.ZodType> {
  readonly path: string;
  readonly tag: 'system' | 'inventory' | 'network';
  readonly summary: string;
  /** Parameters in the path. */
  readonly params?: P;
  /** Parameters in the query; any other is an error. */
  readonly query?: Q;
  /** Named by `.meta({ id })`. */
  readonly response: R;
  /** Status for an answer that is not 200, and the text for it in the document. */
  readonly otherStatus?: { readonly code: number; readonly description: string; applies(body: z.infer<R>): boolean };
  answer(params: z.infer<z.ZodObject<P>>, query: z.infer<z.ZodObject<Q>>): z.infer<R>;
}

/** Makes `app` serve the route. */
export function addRoute<
  R extends z.ZodType,
  P extends z.ZodRawShape = Record<never, never>,
  Q extends z.ZodRawShape = Record<never, never>,
>(app: FastifyInstance, route: Route<P, Q, R>): void {
  const params = z.strictObject(route.params ?? ({} as P));
  const query = z.strictObject(route.query ?? ({} as Q));
  const { otherStatus } = route;
  app.get(
    route.path,
    {
      schema: {
        tags: [route.tag],
        summary: route.summary,
        operationId: operationIdOf(route.path),
        params: documentParameters(params),
        querystring: documentParameters(query),
        response: {
          200: { description: 'Success', ...referTo(route.response) },
          ...(otherStatus && {
            [otherStatus.code]: { description: otherStatus.description, ...referTo(route.response) },
          }),
          default: { description: 'Any failure', ...referTo(ErrorBody) },
        },
      },
    },
    (request, reply) => {
      const body = route.answer(readParameters(params, request.params), readParameters(query, request.query));
      reply.code(otherStatus?.applies(body) ? otherStatus.code : 200).send(body);
    },
  );
}

/** Makes `app` serve a list by pages. */
export function addList<R extends z.ZodType, Q extends z.ZodRawShape = Record<never, never>>(
  app: FastifyInstance,
  list: {
    readonly path: string;
    readonly tag: 'inventory' | 'network';
    readonly summary: string;
    /** Parameters beside `limit` and `offset`. */
    readonly filter?: Q;
    readonly response: z.ZodType<Listing<z.infer<R>>>;
    read(filter: z.infer<z.ZodObject<Q>>, page: Page): Slice<z.infer<R>>;
  },
): void {
  addRoute(app, {
    ...list,
    query: { ...PAGE, ...list.filter },
    answer(_params, query) {
      const { limit, offset, ...filter } = query as Page & z.infer<z.ZodObject<Q>>;
      const { items, total, partial } = list.read(filter as z.infer<z.ZodObject<Q>>, { limit, offset });
      return { items, total, truncated: partial === true || offset + items.length < total };
    },
  });
}

/**
 * The thing, or the error that there is none.
 * @param noun what it would have been: `endpoint`
 */
export function mustExist<T>(thing: T | undefined, noun: string, name: string): T {
  if (thing === undefined) {
    throw new DaoliError(
      'not_found',
      `${noun} ${JSON.stringify(name)}: no such ${noun}; /v1/${noun}s lists all there are`,
    );
  }
  return thing;
}
