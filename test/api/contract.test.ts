// Every route, against the schema of its answer: nothing missing, nothing of the wrong type, nothing that the schema
// does not tell of. And the OpenAPI document: by the specification's own schema, and true of the routes that there are.

import { Ajv2020 } from 'ajv/dist/2020.js';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Api, startApi } from '#api/server.ts';
import {
  Endpoint,
  EndpointList,
  Group,
  GroupList,
  Host,
  HostList,
  Network,
  NetworkList,
  PolicyList,
  PublicationList,
  ServiceList,
} from '#client/inventory-schema.ts';
import { CounterList, Datapath, DatapathList, Health, LatencyList, Ready, SessionList, Why } from '#client/schema.ts';
import { FakeReadings } from './fake-readings.ts';
import openapiSchema from './openapi-3.1.schema.json' with { type: 'json' };

interface OpenApi {
  paths: Record<string, { get: { operationId: string; parameters?: object[]; responses: Record<string, Content> } }>;
  components: { schemas: Record<string, object> };
}
interface Content {
  content: { 'application/json': { schema: { $ref: string } } };
}

// path in the document, a request for it, the schema of the answer
const ROUTES: readonly [path: string, request: string, schema: z.ZodType][] = [
  ['/v1/health', '/v1/health', Health],
  ['/v1/ready', '/v1/ready', Ready],
  ['/v1/hosts', '/v1/hosts', HostList],
  ['/v1/hosts/{name}', '/v1/hosts/s1', Host],
  ['/v1/networks', '/v1/networks', NetworkList],
  ['/v1/networks/{name}', '/v1/networks/db', Network],
  ['/v1/endpoints', '/v1/endpoints?host=s2', EndpointList],
  ['/v1/endpoints/{name}', '/v1/endpoints/c6', Endpoint],
  ['/v1/groups', '/v1/groups', GroupList],
  ['/v1/groups/{name}', '/v1/groups/g1', Group],
  ['/v1/policies', '/v1/policies', PolicyList],
  ['/v1/publications', '/v1/publications', PublicationList],
  ['/v1/services', '/v1/services', ServiceList],
  ['/v1/datapaths', '/v1/datapaths', DatapathList],
  ['/v1/datapaths/{dpid}', '/v1/datapaths/1', Datapath],
  ['/v1/sessions', '/v1/sessions', SessionList],
  ['/v1/why', '/v1/why?from=c1&to=c2&service=tcp/80', Why],
  ['/v1/counters', '/v1/counters', CounterList],
  ['/v1/latency', '/v1/latency', LatencyList],
  ['/v1/latency', '/v1/latency?buckets=true', LatencyList],
];

let api: Api;
let document: OpenApi;

beforeAll(async () => {
  api = await startApi({ host: '127.0.0.1', port: 0, readings: new FakeReadings(), log: pino({ level: 'silent' }) });
  document = (await ask('/v1/openapi.json')).body as unknown as OpenApi;
});
afterAll(() => api.close());

async function ask(path: string) {
  const response = await fetch(`http://${api.address}${path}`);
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, type: response.headers.get('content-type'), body };
}

describe.each(ROUTES)('%s by %s', (path, request, schema) => {
  test('answers what its schema says, and no more', async () => {
    const { status, type, body } = await ask(request);
    expect(status).toBe(200);
    expect(type).toMatch(/^application\/json/);
    // parse drops what the schema does not know, so equality says that there was nothing of the kind
    expect(schema.parse(body)).toEqual(body);
    if (Array.isArray(body.items)) expect(body.items.length).toBeGreaterThan(0);
  });

  test('answers what the OpenAPI document says', async () => {
    const { body } = await ask(request);
    const { $ref } = document.paths[path]!.get.responses[200]!.content['application/json'].schema;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'document', components: document.components });
    const validate = ajv.compile({ $ref: `document${$ref}` });
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...body, surprise: 1 })).toBe(false);
  });

  test('refuses a parameter that it does not know', async () => {
    const { status, body } = await ask(`${request}${request.includes('?') ? '&' : '?'}colour=red`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 'bad_request', message: expect.stringMatching(/"colour": unknown/) } });
  });
});

describe('the OpenAPI document', () => {
  test('is valid by the schema of OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    // Ajv takes `$dynamicRef: #meta` for the root of the file; its one `$dynamicAnchor: meta` is in `$defs/schema`
    const text = JSON.stringify(openapiSchema).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"');
    const validate = ajv.compile(JSON.parse(text));
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...document, paths: { '/x': { get: 1 } } })).toBe(false); // the schema does look inside
  });

  test('lists every route, and no other', () => {
    const expected = [...new Set(ROUTES.map(([path]) => path)), '/metrics', '/v1/openapi.json'];
    expect(Object.keys(document.paths).toSorted()).toEqual(expected.toSorted());
  });

  test('names each operation once', () => {
    const ids = Object.values(document.paths).map(({ get }) => get.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('getHostsByName');
  });

  test('holds every schema that it refers to', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(ROUTES.length);
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!);
  });

  test('tells the type and bounds of the parameters of a list', () => {
    const { parameters } = document.paths['/v1/sessions']!.get;
    expect(parameters).toContainEqual({
      name: 'limit',
      in: 'query',
      required: false,
      description: 'rows wanted',
      schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    });
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'endpoint', in: 'query', required: false }));
  });
});
