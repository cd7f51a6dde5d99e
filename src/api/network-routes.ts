// Routes that read the network as it is: switches, sessions, and why policy decides as it does. Runs on the main thread.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DaoliError } from '#base/error.ts';
import { Datapath, DatapathList, SessionList, Why, WhyProtocol } from '#client/schema.ts';
import { parseTraffic, type Traffic } from '#client/traffic.ts';
import { dpid, nameOf, oneOf, wholeNumber } from './parameter.ts';
import type { Readings } from './readings.ts';
import { addList, addRoute, mustExist } from './route.ts';

/** Makes `app` serve datapaths, sessions and verdicts. */
export function addNetworkRoutes(app: FastifyInstance, readings: Readings): void {
  const tag = 'network';
  addList(app, {
    ...{ path: '/v1/datapaths', tag, summary: 'OpenFlow switches, connected or expected', response: DatapathList },
    filter: { state: oneOf(['connected', 'disconnected']).optional().describe('only switches in this state') },
    read: (filter, page) => readings.datapaths(filter, page),
  });
  addRoute(app, {
    ...{ path: '/v1/datapaths/:dpid', tag, summary: 'One OpenFlow switch', response: Datapath },
    params: { dpid: dpid.describe('hex digits; leading zeros, 0x and colons as you like') },
    answer: ({ dpid }) => mustExist(readings.datapath(dpid), 'datapath', dpid),
  });
  addList(app, {
    ...{ path: '/v1/sessions', tag, summary: 'Live sessions, in no promised order', response: SessionList },
    filter: { endpoint: nameOf('an endpoint').optional().describe('only sessions with this endpoint at either end') },
    read: (filter, page) => readings.sessions(filter, page),
  });
  addRoute(app, {
    ...{ path: '/v1/why', tag, summary: 'May one endpoint open a connection to another, and why', response: Why },
    query: {
      from: nameOf('the endpoint that opens the connection'),
      to: nameOf('the endpoint that is asked'),
      protocol: oneOf(WhyProtocol.options).optional().describe('icmp when neither this nor service is given'),
      port: wholeNumber(1, 65535).optional().describe('destination port; for tcp, udp and sctp'),
      service: z.string().optional().describe('protocol and port in one: `tcp/80`, `icmp`'),
    },
    answer: (_params, { from, to, ...traffic }) => readings.why({ from, to, ...trafficOf(traffic) }),
  });
}

/** One way to say it, or the other, and each whole. */
function trafficOf(query: {
  protocol?: WhyProtocol | undefined;
  port?: number | undefined;
  service?: string | undefined;
}): Traffic {
  const { protocol = 'icmp', port = null, service } = query;
  if (service !== undefined) {
    if (query.protocol === undefined && port === null) return parseTraffic(service);
    throw new DaoliError('bad_request', 'service: found beside protocol or port, expected one or the other');
  }
  if (protocol === 'icmp' && port !== null) {
    throw new DaoliError('bad_request', `port: found ${port}, expected none because the protocol is icmp`);
  }
  if (protocol !== 'icmp' && port === null) {
    throw new DaoliError('bad_request', `port: missing, expected one because the protocol is ${protocol}`);
  }
  return { protocol, port };
}
