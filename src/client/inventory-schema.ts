// What the API says about the inventory: each noun with the fields of the inventory file, and beside them what the
// controller has found out about it (which datapath, which port, ready or why not).
// Pure; used by the API and control plane on the main thread and by the client in any process. In what the controller
// found out, absence is `null`; a field of the inventory that was not given is left out.
import { z } from 'zod';
import { listingOf } from './listing.ts';

/** 16 hex digits, lower case. */
export const Dpid = z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 lower-case hex digits');

/** `aa:bb:cc:dd:ee:ff`, lower case. */
export const Mac = z
  .string()
  .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, 'expected six pairs of lower-case hex digits with colons');

const Count = z.int().min(0);
const PortNumber = z.int().min(1).max(65535);
const TransportProtocol = z.enum(['tcp', 'udp', 'sctp']);

/** A server with a datapath. */
export const Host = z
  .object({
    name: z.string(),
    dpid: Dpid,
    uplink: z.union([z.string(), z.int()]).describe('port of the bridge that leads to the underlay: name or number'),
    underlay: z.object({
      ip: z.ipv4(),
      prefix: z.int().min(0).max(32),
      mac: Mac,
      gateway: z.ipv4().optional(),
      gatewayMac: Mac.optional(),
    }),
    slot: Count.describe('row of the datapath in the shared tables'),
    state: z
      .enum(['ready', 'preparing', 'disconnected'])
      .describe('preparing: connected, but not all standing flows are written'),
    reason: z.string().nullable().describe('why it is not ready; null when it is'),
    uplinkPort: z.int().nullable().describe('OpenFlow number of the uplink; null while the port is not there'),
    endpoints: Count.describe('how many endpoints the inventory puts on this host'),
  })
  .meta({ id: 'Host' });
export type Host = z.infer<typeof Host>;
export const HostList = listingOf(Host, 'HostList');

/** A subnet of a tenant. */
export const Network = z
  .object({
    name: z.string(),
    tenant: z.string(),
    subnet: z.cidrv4(),
    gateway: z.ipv4(),
    isolated: z.boolean().describe('its endpoints may not talk to each other unless something else allows it'),
    endpoints: Count.describe('how many endpoints are in this network'),
  })
  .meta({ id: 'Network' });
export type Network = z.infer<typeof Network>;
export const NetworkList = listingOf(Network, 'NetworkList');

/** A container, virtual machine or anything else on a port of a datapath. */
export const Endpoint = z
  .object({
    name: z.string(),
    network: z.string(),
    tenant: z.string(),
    host: z.string(),
    port: z.union([z.string(), z.int()]).describe('port as the inventory gives it: name or number'),
    ip: z.ipv4(),
    mac: Mac,
    kind: z.string(),
    labels: z.record(z.string(), z.string()),
    groups: z.array(z.string()).describe('groups it is a member of, itself or by its network'),
    dpid: Dpid.describe('the datapath of its host'),
    slot: Count.describe('row of that datapath in the shared tables'),
    portNumber: z.int().nullable().describe('OpenFlow port number; null while the port is not found'),
    located: z.boolean().describe('its host is connected and its port is there'),
    reason: z.string().nullable().describe('why it is not located; null when it is'),
  })
  .meta({ id: 'Endpoint' });
export type Endpoint = z.infer<typeof Endpoint>;
export const EndpointList = listingOf(Endpoint, 'EndpointList');

const GroupMember = z
  .object({ network: z.string().optional(), endpoint: z.string().optional() })
  .describe('exactly one of the fields is there');

const GroupRule = z.object({
  direction: z
    .enum(['ingress', 'egress'])
    .describe('ingress: from the peer to the members; egress: from the members to the peer'),
  action: z.enum(['allow', 'deny']),
  protocol: z.string().describe('tcp, udp, sctp, icmp or any'),
  ports: z
    .array(z.union([z.int(), z.string()]))
    .optional()
    .describe('destination ports: numbers and `first-last` ranges; absent: any'),
  peer: z
    .object({ group: z.string().optional(), cidr: z.string().optional() })
    .optional()
    .describe('exactly one of the fields is there; absent: anyone'),
  priority: z.int().describe('the higher number wins; at equal priority deny beats allow'),
});

/** A security group. */
export const Group = z
  .object({
    name: z.string(),
    members: z.array(GroupMember),
    rules: z.array(GroupRule),
    endpoints: Count.describe('how many endpoints it holds, by name or by network'),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;
export const GroupList = listingOf(Group, 'GroupList');

/** An explicit connect or disconnect of two endpoints, the same both ways. */
export const Policy = z
  .object({
    a: z.string(),
    b: z.string(),
    action: z.enum(['connect', 'disconnect']),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;
export const PolicyList = listingOf(Policy, 'PolicyList');

/** A host port that leads to an endpoint. */
export const Publication = z
  .object({
    name: z.string(),
    endpoint: z.string(),
    protocol: TransportProtocol,
    hostPort: PortNumber,
    port: PortNumber,
    host: z.string().optional().describe('absent: the host of the endpoint'),
    allow: z.array(z.string()).describe('addresses that may use it, as CIDR'),
  })
  .meta({ id: 'Publication' });
export type Publication = z.infer<typeof Publication>;
export const PublicationList = listingOf(Publication, 'PublicationList');

/** A load-balanced address and port. */
export const Service = z
  .object({
    name: z.string(),
    tenant: z.string(),
    address: z.ipv4(),
    protocol: TransportProtocol,
    port: PortNumber,
    backends: z.array(z.object({ endpoint: z.string(), port: PortNumber, weight: z.number() })),
    affinity: z.string(),
    healthCheck: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Service' });
export type Service = z.infer<typeof Service>;
export const ServiceList = listingOf(Service, 'ServiceList');
