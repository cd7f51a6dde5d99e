// The nouns of an inventory: their fields, what each field may hold, and what it is when it is not given.
// Pure; used where inventories are read, and by its types everywhere above.
//
// Each check carries its expectation as the message ("an IPv4 address"); inventory.ts writes "found X, expected …" around
// it. Fields with two forms (a port's name or number) are one check, not a union: a union's fault names no field.

import { z } from 'zod';
import { CIDR_PATTERN, IPV4_PATTERN, isUnicastMac, MAC_PATTERN } from './address.ts';
import { suggestion } from './fault.ts';
import {
  BACKENDS_PER_SERVICE_MAX,
  CIDRS_PER_PUBLICATION_MAX,
  LABEL_LENGTH_MAX,
  LABELS_PER_ENDPOINT_MAX,
  NAME_LENGTH_MAX,
  PORT_NAME_LENGTH_MAX,
  PORT_NUMBER_MAX,
  PORTS_PER_RULE_MAX,
  RULE_PRIORITY_MAX,
  RULES_PER_GROUP_MAX,
  WEIGHT_MAX,
} from './limits.ts';
import { parsePortRange } from './port-range.ts';

const name = text(
  new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,${NAME_LENGTH_MAX - 1}}$`),
  `a name in letters, digits, "-", "_" and "." (in quotes when it is a number), at most ${NAME_LENGTH_MAX} long`,
);
const ipv4 = text(IPV4_PATTERN, 'an IPv4 address');
const cidr = text(CIDR_PATTERN, 'an IPv4 prefix such as 10.1.1.0/24');
const MAC_EXPECTED = 'a MAC address such as 02:00:00:00:00:01, not a multicast one';
const mac = text(MAC_PATTERN, MAC_EXPECTED).toLowerCase().refine(isUnicastMac, { error: MAC_EXPECTED });
const DPID_EXPECTED = 'a datapath id of 1 to 16 hex digits in quotes, not 0';
const dpid = text(/^(0x)?0*[1-9a-f][0-9a-f]*$/i, DPID_EXPECTED)
  .transform((found) => found.toLowerCase().replace(/^0x/, '').replace(/^0+/, '').padStart(16, '0'))
  .refine((found) => found.length === 16, { error: DPID_EXPECTED });
const portNumber = integer(1, 65535);
/** Of a bridge: the name of the interface or the OpenFlow port number. */
const bridgePort = z.custom<string | number>(isBridgePort, {
  error: `the name of a port (at most ${PORT_NAME_LENGTH_MAX} characters, no spaces) or its OpenFlow number`,
});
const transport = oneOf('tcp', 'udp', 'sctp');

/** A server with a datapath. */
export const Host = fields({
  name,
  /** 16 lower-case hex digits. */
  dpid,
  /** Port of the bridge that leads to the underlay. */
  uplink: bridgePort,
  underlay: fields({
    ip: ipv4,
    prefix: integer(1, 32),
    /** Lower case. */
    mac,
    /** Absent: only hosts of the same prefix can be reached. */
    gateway: ipv4.optional(),
    /** Absent: asked for by ARP. */
    gatewayMac: mac.optional(),
  }),
});
export type Host = z.infer<typeof Host>;

/** A subnet of a tenant with a gateway address. */
export const Network = fields({
  name,
  tenant: name.default('default'),
  subnet: cidr,
  gateway: ipv4,
  /** True: being in it together allows nothing. */
  isolated: truth().default(false),
});
export type Network = z.infer<typeof Network>;

/** A container, a virtual machine or anything else on a port of a datapath. */
export const Endpoint = fields({
  name,
  network: name,
  host: name,
  port: bridgePort,
  ip: ipv4,
  /** Lower case. */
  mac,
  kind: oneOf('container', 'vm', 'other').default('container'),
  labels: labels().default(() => ({})),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** A member of a group: all endpoints of a network, or one endpoint. */
export const Member = exactlyOne({ network: name.optional(), endpoint: name.optional() });
export type Member = z.infer<typeof Member>;

/** Whom a rule is about besides the group's members. */
export const Peer = exactlyOne({ group: name.optional(), cidr: cidr.optional() });
export type Peer = z.infer<typeof Peer>;

/** A rule of a group. */
export const Rule = fields({
  /** ingress: from the peer to the members; egress: from the members to the peer. */
  direction: oneOf('ingress', 'egress'),
  action: oneOf('allow', 'deny'),
  protocol: oneOf('tcp', 'udp', 'sctp', 'icmp', 'any').default('any'),
  /** Destination ports: numbers and `first-last`. Absent: all. */
  ports: list(
    z.custom<number | string>((found) => parsePortRange(found) !== undefined, {
      error: 'a port from 1 to 65535 or a range such as "8000-8100", the smaller one first',
    }),
    1,
    PORTS_PER_RULE_MAX,
  ).optional(),
  /** Absent: anyone. */
  peer: Peer.optional(),
  /** The higher number wins; at equal priority deny beats allow. */
  priority: integer(0, RULE_PRIORITY_MAX).default(100),
});
export type Rule = z.infer<typeof Rule>;

/** A security group. */
export const Group = fields({
  name,
  members: list(Member).default(() => []),
  rules: list(Rule, 0, RULES_PER_GROUP_MAX).default(() => []),
});
export type Group = z.infer<typeof Group>;

/** An explicit connect or disconnect of two endpoints, the same both ways. */
export const Policy = fields({ a: name, b: name, action: oneOf('connect', 'disconnect') });
export type Policy = z.infer<typeof Policy>;

/** A host port that leads to an endpoint. */
export const Publication = fields({
  name,
  endpoint: name,
  protocol: transport,
  hostPort: portNumber,
  port: portNumber,
  /** Absent: the endpoint's host. */
  host: name.optional(),
  /** Who may use it. */
  allow: list(cidr, 1, CIDRS_PER_PUBLICATION_MAX).default(() => ['0.0.0.0/0']),
});
export type Publication = z.infer<typeof Publication>;

/** A load-balanced address and port. */
export const Service = fields({
  name,
  tenant: name.default('default'),
  address: ipv4,
  protocol: transport,
  port: portNumber,
  backends: list(
    fields({ endpoint: name, port: portNumber, weight: integer(0, WEIGHT_MAX).default(1) }),
    0,
    BACKENDS_PER_SERVICE_MAX,
  ).default(() => []),
  /** source: a client stays with its backend. */
  affinity: oneOf('none', 'source').default('none'),
  healthCheck: fields({ type: oneOf('tcp'), intervalMs: integer(100, 3_600_000).default(2_000) }).optional(),
});
export type Service = z.infer<typeof Service>;

function text(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

function integer(first: number, last: number) {
  const error = `a whole number from ${first} to ${last}`;
  return z.int({ error }).min(first, { error }).max(last, { error });
}

function truth() {
  return z.boolean({ error: 'true or false' });
}

function oneOf<const T extends readonly string[]>(...values: T) {
  const quoted = values.map((value) => JSON.stringify(value));
  const last = quoted.pop();
  return z.enum(values, { error: quoted.length === 0 ? `${last}` : `${quoted.join(', ')} or ${last}` });
}

function list<T extends z.ZodType>(element: T, least = 0, most?: number) {
  const bound = most === undefined ? '' : ` of at most ${most}`;
  const error = least > 0 ? `a list${bound} with something in it` : `a list${bound} ([] for none)`;
  const plain = z.array(element, { error }).min(least, { error });
  return most === undefined ? plain : plain.max(most, { error });
}

/** An object with these fields and no others. An unknown one has a line of its own in the message. */
function fields<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownField(key, known)).join('\n')
        : `a mapping with ${known.join(', ')}`,
  });
}

function unknownField(key: string, known: readonly string[]): string {
  return suggestion(key, known) || `; known are ${known.join(', ')}`;
}

function exactlyOne<T extends z.ZodRawShape>(shape: T) {
  return fields(shape).refine((found) => Object.values(found).filter((value) => value !== undefined).length === 1, {
    error: `exactly one of ${Object.keys(shape).join(', ')}`,
  });
}

function labels() {
  const key = z.string().max(LABEL_LENGTH_MAX);
  const error = `text of at most ${LABEL_LENGTH_MAX} characters`;
  return z
    .record(key, z.string({ error }).max(LABEL_LENGTH_MAX, { error }), { error: `a mapping of keys to texts` })
    .refine((found) => Object.keys(found).length <= LABELS_PER_ENDPOINT_MAX, {
      error: `at most ${LABELS_PER_ENDPOINT_MAX} labels`,
    });
}

function isBridgePort(found: unknown): boolean {
  if (typeof found === 'number') return Number.isInteger(found) && found >= 1 && found <= PORT_NUMBER_MAX;
  // Printable ASCII but the slash, as Linux has it for names of interfaces.
  return typeof found === 'string' && found.length <= PORT_NAME_LENGTH_MAX && /^[!-.0-~]+$/.test(found);
}
