// What a lab is made of, as said by whoever wants one (hosts, networks, containers, groups, policies), and the plan
// that follows from it: every name, address and MAC, before anything exists. Pure.
//
//   namespace dl-ID-s1                          dl-ID-router                         dl-ID-s2
//   ┌───────────────────────────────┐   ┌─────────────────────────────┐   ┌──────────────────────────┐
//   │ s1 (LOCAL, 172.31.1.10)       │   │ sub1 172.31.1.1   (bridge)  │   │ LOCAL 172.31.2.11   s2   │
//   │ bridge s1 ── up1 ─────────────┼───┼── s1                    s2 ─┼───┼── up1 ── bridge s2       │
//   │   └ c1 ┐  └ c3 ┐              │   │ sub2 172.31.2.1   (bridge)  │   │   └ c2 ┐                 │
//   └────────┼───────┼──────────────┘   └─────────────────────────────┘   └────────┼─────────────────┘
//       dl-ID-c1   dl-ID-c3  (eth0)                                            dl-ID-c2  (eth0)
//
// Each host is a namespace of its own with an ovsdb-server and an ovs-vswitchd of its own, as real servers are: the
// userspace datapath makes a device `ovs-netdev` where it runs, so two of them in one namespace cannot be. The root
// namespace gets no device and no address, so labs never meet.

import { DaoliError } from '#base/error.ts';

export type HostSpec = {
  name: string;
  /** Which of the two underlay subnets it stands in: 172.31.1.0/24 or 172.31.2.0/24. */
  subnet: 1 | 2;
};

/** A subnet of a tenant; the lab writes its prefix as /24 and its gateway as .1. */
export type NetworkSpec = { name: string; tenant?: string; subnet: string; isolated?: boolean };

export type ContainerSpec = { name: string; network: string; host: string; ip: string };

/** What the inventory says beyond where things are; copied into it as it stands (DESIGN section 8). */
export type PolicySpec = { groups?: readonly object[]; policies?: readonly object[] };

export type LabSpec = PolicySpec & {
  hosts: readonly HostSpec[];
  networks: readonly NetworkSpec[];
  containers: readonly ContainerSpec[];
};

export type PlannedHost = HostSpec & {
  namespace: string;
  dpid: string;
  ip: string;
  prefix: number;
  mac: string;
  gateway: string;
  /** The router's MAC in the host's subnet; the inventory leaves it out, so a controller has to ask by ARP. */
  gatewayMac: string;
};

export type PlannedContainer = ContainerSpec & {
  namespace: string;
  mac: string;
  prefix: number;
  gateway: string;
  /** The port's name on the host's bridge. */
  port: string;
};

export type LabPlan = {
  id: string;
  router: string;
  hosts: readonly PlannedHost[];
  containers: readonly PlannedContainer[];
  /** Every namespace, for the record and for cleaning up. */
  namespaces: readonly string[];
};

/** The uplink port's name on every host's bridge. */
export const UPLINK_PORT = 'up1';
/** Hosts of the lab are 172.31.SUBNET.(10 + row). */
const FIRST_HOST_OCTET = 10;
/** Linux takes device names of at most 15 characters (IFNAMSIZ), and ours become names of namespaces as well. */
const NAME = /^[a-z][a-z0-9-]{0,11}$/;

/**
 * Works out every name and address of a lab.
 * @param id 1-8 characters that no other lab on this machine has
 * @throws DaoliError `bad_config` naming the first thing in the description that cannot be
 */
export function planLab(spec: LabSpec, id: string): LabPlan {
  const names = new Set<string>(['router']);
  const claimName = (name: string) => {
    if (!NAME.test(name)) throw bad(`"${name}" cannot be a device name: expected ${NAME.source}`);
    if (names.has(name)) throw bad(`"${name}" names two things: names of hosts and containers are shared`);
    names.add(name);
    return `dl-${id}-${name}`;
  };
  const hosts = spec.hosts.map(
    (host, row): PlannedHost => ({
      ...host,
      namespace: claimName(host.name),
      dpid: (row + 1).toString(16).padStart(16, '0'),
      ip: `172.31.${host.subnet}.${FIRST_HOST_OCTET + row}`,
      prefix: 24,
      mac: `02:aa:00:00:00:${hexByte(row + 1)}`,
      gateway: `172.31.${host.subnet}.1`,
      gatewayMac: `02:bb:00:00:00:${hexByte(host.subnet)}`,
    }),
  );
  const containers = spec.containers.map((container, row): PlannedContainer => {
    const network = spec.networks.find(({ name }) => name === container.network);
    if (!network) throw bad(`container ${container.name} is in network ${container.network}, which is not described`);
    if (!hosts.some(({ name }) => name === container.host)) {
      throw bad(`container ${container.name} is on host ${container.host}, which is not described`);
    }
    return {
      ...container,
      namespace: claimName(container.name),
      mac: `02:00:00:00:${hexByte((row + 1) >> 8)}:${hexByte((row + 1) & 0xff)}`,
      prefix: 24,
      gateway: gatewayOf(network),
      port: container.name,
    };
  });
  const router = `dl-${id}-router`;
  const namespaces = [router, ...hosts.map((h) => h.namespace), ...containers.map((c) => c.namespace)];
  return { id, router, hosts, containers, namespaces };
}

/** The gateway's address: .1 of the network's /24. */
export function gatewayOf(network: NetworkSpec): string {
  const match = /^(\d+\.\d+\.\d+)\.0\/24$/.exec(network.subnet);
  if (!match)
    throw bad(`network ${network.name} has subnet ${network.subnet}: the lab builds /24 networks, x.y.z.0/24`);
  return `${match[1]}.1`;
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function bad(message: string): DaoliError {
  return new DaoliError('bad_config', `lab description: ${message}`);
}
