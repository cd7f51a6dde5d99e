// The OpenAPI document: made from the same schemas that the answers and parameters have. Runs on the main thread, once
// at start.

import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { z } from 'zod';
import {
  Endpoint,
  EndpointList,
  Group,
  GroupList,
  Host,
  HostList,
  Network,
  NetworkList,
  Policy,
  PolicyList,
  Publication,
  PublicationList,
  Service,
  ServiceList,
} from '#client/inventory-schema.ts';
import {
  Counter,
  CounterList,
  Datapath,
  DatapathList,
  ErrorBody,
  Health,
  Latency,
  LatencyList,
  Ready,
  Session,
  SessionList,
  Why,
} from '#client/schema.ts';

const ANSWERS = [
  ...[Health, Ready, Why, ErrorBody],
  ...[Host, HostList, Network, NetworkList, Endpoint, EndpointList, Group, GroupList, Policy, PolicyList],
  ...[Publication, PublicationList, Service, ServiceList, Datapath, DatapathList, Session, SessionList],
  ...[Counter, CounterList, Latency, LatencyList],
];

/** @param version of the controller */
export function documentOptions(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'DaoliNet controller',
        description:
          'Reads what the controller knows: the inventory, the switches, the sessions, and why policy decides as it does.',
        version,
      },
      tags: [
        { name: 'system', description: 'the controller itself' },
        { name: 'inventory', description: 'what ought to be, and what was found of it' },
        { name: 'network', description: 'switches, sessions and verdicts' },
      ],
      components: { schemas: components() },
    },
  };
}

/** Where a route's answer stands in the document. */
export function referTo(answer: z.ZodType): { $ref: string } {
  return { $ref: `#/components/schemas/${idOf(answer)}` };
}

/** The parameters of a route as one object schema, which the document takes apart again. */
export function documentParameters(parameters: z.ZodObject): object {
  const { $schema, ...schema } = z.toJSONSchema(parameters, { io: 'input' });
  return schema;
}

/** `/v1/hosts/:name` → `getHostsByName`. */
export function operationIdOf(path: string): string {
  const words = path
    .replace(/^\/(v1\/)?/, '')
    .replaceAll(/\/:/g, ' by ')
    .split(/[^A-Za-z0-9]+/);
  return `get${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}

function components(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const answer of ANSWERS) registry.add(answer, { id: idOf(answer) });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
}

function idOf(answer: z.ZodType): string {
  const id = answer.meta()?.id;
  if (id === undefined) throw new Error('a schema of an answer has no id');
  return id;
}
