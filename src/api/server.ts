// The REST API: read-only, JSON, on the main thread beside the control plane. So handlers are synchronous and short,
// pages of lists are bounded, and a client that is slow, silent or greedy is cut off.

import swagger from '@fastify/swagger';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { DaoliError } from '#base/error.ts';
import { documentOptions } from './document.ts';
import { refuseConnection, sendFailure, sendNotServed } from './failure.ts';
import { addInventoryRoutes } from './inventory-routes.ts';
import { Metrics } from './metrics.ts';
import { addNetworkRoutes } from './network-routes.ts';
import type { Readings } from './readings.ts';
import { addSystemRoutes } from './system-routes.ts';

/** What one client may take. */
export interface ApiLimits {
  /** A request must have arrived whole. */
  readonly requestMs: number;
  /** A connection on which no byte moves, either way, is cut: a client that does not read its answer. */
  readonly stalledMs: number;
  /** A connection without a request is closed. */
  readonly keepAliveMs: number;
  readonly connections: number;
  readonly bodyBytes: number;
  /** A part of a path: a name. */
  readonly nameBytes: number;
}

export const API_LIMITS: ApiLimits = {
  requestMs: 10_000,
  stalledMs: 30_000,
  keepAliveMs: 10_000,
  connections: 512,
  bodyBytes: 64 * 1024,
  nameBytes: 1024,
};

export interface Api {
  /** HOST:PORT that it listens on. */
  readonly address: string;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves the API.
 * @param options.port 0 takes a free one; see `address`
 * @throws DaoliError `unavailable` when it cannot listen there
 */
export async function startApi(options: {
  host: string;
  port: number;
  readings: Readings;
  log: FastifyBaseLogger;
  limits?: Partial<ApiLimits>;
}): Promise<Api> {
  const { host, port, readings, log } = options;
  const limits = { ...API_LIMITS, ...options.limits };
  const metrics = new Metrics(readings);
  const app = createApp(log, limits);
  await app.register(swagger, documentOptions(readings.health().version));
  addSystemRoutes(app, readings, metrics);
  addInventoryRoutes(app, readings);
  addNetworkRoutes(app, readings);
  app.server.maxConnections = limits.connections;
  app.addHook('onClose', async () => metrics.close());

  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new DaoliError(
      'unavailable',
      `the API cannot listen on ${formatAddress(host, port)}: ${found}; free it or name another with --api HOST:PORT`,
      { cause },
    );
  }
  const bound = app.server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the API listens on no TCP port');
  return { address: formatAddress(host, bound.port), close: () => app.close() };
}

function createApp(log: FastifyBaseLogger, limits: ApiLimits): FastifyInstance {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }), // one line at the end, below
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.stalledMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: limits.nameBytes },
    // the default looks for overdue requests every 30 s only
    http: { connectionsCheckingInterval: Math.min(1000, limits.requestMs) },
    clientErrorHandler: refuseConnection,
    frameworkErrors: sendFailure, // a path that the router cannot read
  });
  // Parameters are read by the handlers, with errors that say more; the answers are typed and need no filter.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.setErrorHandler(sendFailure);
  app.setNotFoundHandler(sendNotServed);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      { method: request.method, url: request.url, status: reply.statusCode, ms: reply.elapsedTime },
      'request answered',
    );
  });
  return app;
}

function formatAddress(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
