// Routes that read the controller itself: health, readiness, counters, latency, Prometheus metrics and the OpenAPI
// document. Runs on the main thread.

import type { FastifyInstance } from 'fastify';
import { CounterList, Health, LatencyList, Ready } from '#client/schema.ts';
import type { Metrics } from './metrics.ts';
import { flag } from './parameter.ts';
import type { Readings } from './readings.ts';
import { addRoute } from './route.ts';

/** Makes `app` serve them. */
export function addSystemRoutes(app: FastifyInstance, readings: Readings, metrics: Metrics): void {
  const tag = 'system';
  addRoute(app, {
    ...{ path: '/v1/health', tag, summary: 'Is it well, and what is it', response: Health },
    answer: () => readings.health(),
  });
  addRoute(app, {
    ...{ path: '/v1/ready', tag, summary: 'Is it ready for switches', response: Ready },
    otherStatus: { code: 503, description: 'Not ready yet', applies: (body) => !body.ready },
    answer: () => readings.ready(),
  });
  addRoute(app, {
    ...{ path: '/v1/counters', tag, summary: 'All counters, by thread', response: CounterList },
    answer: () => whole(readings.counters()),
  });
  addRoute(app, {
    ...{ path: '/v1/latency', tag, summary: 'How long each stage takes, by thread', response: LatencyList },
    query: { buckets: flag.describe('with what was recorded, so that it can be added up and subtracted') },
    answer: (_params, query) => whole(readings.latency(query)),
  });
  app.get(
    '/metrics',
    {
      schema: {
        ...{ tags: [tag], summary: 'Metrics for Prometheus', operationId: 'getMetrics' },
        response: {
          200: { description: 'Text format 0.0.4', content: { 'text/plain': { schema: { type: 'string' } } } },
        },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()),
  );
  app.get(
    '/v1/openapi.json',
    {
      schema: {
        ...{ tags: [tag], summary: 'This document', operationId: 'getOpenapiJson' },
        response: { 200: { description: 'OpenAPI 3.1', type: 'object' } },
      },
    },
    (_request, reply) => {
      reply.send(app.swagger());
    },
  );
}

/** A list that is short by nature, so it has no pages. */
function whole<T>(items: T[]) {
  return { items, total: items.length, truncated: false };
}
