// Random inventories for model tests: a seed and sizes give always the same one. Made to be hard on whoever compiles
// policy: tenants with the same subnets, addresses and MACs, isolated networks, endpoints in many groups, rules that
// contradict each other at equal priority, prefixes that cut networks in two, ports at the edges.

import { type Inventory, parseInventory } from '#model/inventory.ts';

export interface InventorySize {
  readonly hosts: number;
  readonly tenants: number;
  readonly networksPerTenant: number;
  readonly endpoints: number;
  readonly groups: number;
  readonly rulesPerGroup: number;
  readonly policies: number;
}

export const SMALL_INVENTORY: InventorySize = {
  hosts: 3,
  tenants: 2,
  networksPerTenant: 3,
  endpoints: 24,
  groups: 6,
  rulesPerGroup: 4,
  policies: 12,
};

/** Ports that rules are made of; a test that asks about these and their neighbours meets the edges. */
export const PORTS = [1, 22, 53, 80, 443, 8000, 8050, 8100, 61440, 65535] as const;

/** Port 1 of every bridge; endpoints have 2 and up. */
export const UPLINK_PORT = 1;

/** A stream of numbers in [0, 1): mulberry32, good enough to make cases and the same everywhere. */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to `count` - 1. */
export function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}

/** One element of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[below(random, list.length)]!;
}

/**
 * A sound inventory, passed through `parseInventory`.
 * @param size endpoints: at most 250 for each network there is
 */
export function randomInventory(seed: number, size: InventorySize = SMALL_INVENTORY): Inventory {
  const random = randomOf(seed);
  const hosts = Array.from({ length: size.hosts }, (_, i) => randomHost(i));
  const networks = Array.from({ length: size.tenants * size.networksPerTenant }, (_, i) =>
    randomNetwork(random, i, size),
  );
  const endpoints = randomEndpoints(random, size, networks);
  const names = {
    networks: networks.map((n) => n.name),
    endpoints: endpoints.map((e) => e.name),
    groups: Array.from({ length: size.groups }, (_, i) => `g${i}`),
  };
  const raw = {
    hosts,
    networks,
    endpoints,
    groups: names.groups.map((name) => ({
      name,
      members: randomMembers(random, names),
      rules: Array.from({ length: below(random, size.rulesPerGroup + 1) }, () => randomRule(random, names.groups)),
    })),
    policies: randomPolicies(random, size.policies, names.endpoints),
  };
  return parseInventory(JSON.stringify(raw), `random inventory ${seed}`);
}

/** Two hosts in each underlay subnet, so that some are reached directly and some by a next hop. */
function randomHost(i: number) {
  const subnet = `172.31.${i >> 1}`;
  return {
    name: `s${i}`,
    dpid: (i + 1).toString(16).padStart(16, '0'),
    uplink: UPLINK_PORT,
    underlay: {
      ip: `${subnet}.${10 + (i & 1)}`,
      prefix: 24,
      mac: `02:aa:00:00:${hex(i >> 8)}:${hex(i & 0xff)}`,
      gateway: `${subnet}.1`,
      gatewayMac: `02:ee:00:00:${hex(i >> 9)}:${hex((i >> 1) & 0xff)}`,
    },
  };
}

/** The n-th network of every tenant has the same subnet. */
function randomNetwork(random: Random, i: number, size: InventorySize) {
  const tenant = Math.floor(i / size.networksPerTenant);
  const place = i % size.networksPerTenant;
  const subnet = `10.${place >> 8}.${place & 0xff}`;
  return {
    name: `n${i}`,
    tenant: tenant === 0 ? 'default' : `t${tenant}`,
    subnet: `${subnet}.0/24`,
    gateway: `${subnet}.1`,
    isolated: random() < 0.3,
  };
}

/** Spread over hosts at random; equal addresses and MACs in tenants with equal subnets. */
function randomEndpoints(random: Random, size: InventorySize, networks: readonly { name: string; subnet: string }[]) {
  const nextPort = Array.from({ length: size.hosts }, () => UPLINK_PORT + 1);
  return Array.from({ length: size.endpoints }, (_, i) => {
    const network = networks[i % networks.length]!;
    const last = 2 + Math.floor(i / networks.length);
    const ip = network.subnet.replace('.0/24', `.${last}`);
    const host = below(random, size.hosts);
    const [, b, c] = ip.split('.').map(Number);
    const mac = `02:00:0a:${hex(b!)}:${hex(c!)}:${hex(last)}`;
    return { name: `c${i}`, network: network.name, host: `s${host}`, port: nextPort[host]!++, ip, mac };
  });
}

function randomMembers(random: Random, names: { networks: readonly string[]; endpoints: readonly string[] }) {
  const networks = new Set(Array.from({ length: below(random, 3) }, () => pick(random, names.networks)));
  const endpoints = new Set(Array.from({ length: below(random, 7) }, () => pick(random, names.endpoints)));
  return [...[...networks].map((network) => ({ network })), ...[...endpoints].map((endpoint) => ({ endpoint }))];
}

function randomRule(random: Random, groups: readonly string[]) {
  const protocol = pick(random, ['tcp', 'udp', 'sctp', 'icmp', 'any', 'tcp'] as const);
  const peers = [
    undefined,
    { group: pick(random, groups) },
    { group: pick(random, groups) },
    { cidr: pick(random, ['0.0.0.0/0', '10.0.0.0/16', '10.0.0.0/24', '10.0.1.0/28', '10.0.0.2/32', '10.0.0.0/29']) },
  ];
  return {
    direction: pick(random, ['ingress', 'egress'] as const),
    action: pick(random, ['allow', 'deny'] as const),
    protocol,
    ports: protocol === 'any' || protocol === 'icmp' || random() < 0.4 ? undefined : randomPorts(random),
    peer: pick(random, peers),
    // Few values, so that rules meet at equal priority.
    priority: pick(random, [0, 50, 100, 100, 200]),
  };
}

function randomPorts(random: Random): (number | string)[] {
  return Array.from({ length: 1 + below(random, 3) }, () => {
    const [first, last] = [pick(random, PORTS), pick(random, PORTS)].sort((x, y) => x - y) as [number, number];
    return random() < 0.5 ? first : `${first}-${last}`;
  });
}

function randomPolicies(random: Random, count: number, endpoints: readonly string[]) {
  const pairs = new Map<string, { a: string; b: string; action: string }>();
  for (let i = 0; i < count; i++) {
    const [a, b] = [pick(random, endpoints), pick(random, endpoints)];
    if (a !== b) pairs.set([a, b].sort().join(' '), { a, b, action: pick(random, ['connect', 'disconnect']) });
  }
  return [...pairs.values()];
}

function hex(n: number): string {
  return n.toString(16).padStart(2, '0');
}
