// Routes that read the inventory: what ought to be, with what the controller found out about it. Runs on the main thread.

import type { FastifyInstance } from 'fastify';
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
import { nameOf } from './parameter.ts';
import type { Readings } from './readings.ts';
import { addList, addRoute, mustExist } from './route.ts';

/** Makes `app` serve hosts, networks, endpoints, groups, policies, publications and services. */
export function addInventoryRoutes(app: FastifyInstance, readings: Readings): void {
  const tag = 'inventory';
  addList(app, {
    ...{ path: '/v1/hosts', tag, summary: 'Servers', response: HostList },
    read: (_filter, page) => readings.hosts(page),
  });
  addRoute(app, {
    ...{ path: '/v1/hosts/:name', tag, summary: 'One server', response: Host },
    params: { name: nameOf('a host') },
    answer: ({ name }) => mustExist(readings.host(name), 'host', name),
  });
  addList(app, {
    ...{ path: '/v1/networks', tag, summary: 'Networks', response: NetworkList },
    read: (_filter, page) => readings.networks(page),
  });
  addRoute(app, {
    ...{ path: '/v1/networks/:name', tag, summary: 'One network', response: Network },
    params: { name: nameOf('a network') },
    answer: ({ name }) => mustExist(readings.network(name), 'network', name),
  });
  addList(app, {
    ...{ path: '/v1/endpoints', tag, summary: 'Endpoints: containers and virtual machines', response: EndpointList },
    filter: {
      network: nameOf('a network').optional().describe('only endpoints of this network'),
      host: nameOf('a host').optional().describe('only endpoints on this host'),
    },
    read: (filter, page) => readings.endpoints(filter, page),
  });
  addRoute(app, {
    ...{ path: '/v1/endpoints/:name', tag, summary: 'One endpoint', response: Endpoint },
    params: { name: nameOf('an endpoint') },
    answer: ({ name }) => mustExist(readings.endpoint(name), 'endpoint', name),
  });
  addList(app, {
    ...{ path: '/v1/groups', tag, summary: 'Security groups', response: GroupList },
    read: (_filter, page) => readings.groups(page),
  });
  addRoute(app, {
    ...{ path: '/v1/groups/:name', tag, summary: 'One security group', response: Group },
    params: { name: nameOf('a group') },
    answer: ({ name }) => mustExist(readings.group(name), 'group', name),
  });
  addList(app, {
    ...{ path: '/v1/policies', tag, summary: 'Explicit connects and disconnects', response: PolicyList },
    read: (_filter, page) => readings.policies(page),
  });
  addList(app, {
    ...{ path: '/v1/publications', tag, summary: 'Host ports that lead to endpoints', response: PublicationList },
    read: (_filter, page) => readings.publications(page),
  });
  addList(app, {
    ...{ path: '/v1/services', tag, summary: 'Load-balanced addresses', response: ServiceList },
    read: (_filter, page) => readings.services(page),
  });
}
