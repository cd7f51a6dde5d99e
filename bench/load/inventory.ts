// The world that the fake switches of OpenFlow 1.3 pretend to serve, and the inventory file that tells the controller
// of it. Runs once at set-up, pure but for the random choices.
//
//   endpoint e sits on host e mod H; its network is one of its class, of at most 180 endpoints, in rotation, so that
//   neighbours on a host are in different networks and every connection is routed
//   class open:  10.0.0.0/9, allowed among themselves
//   class apart: 10.128.0.0/9, only with denied packets: in no group, so that whatever is sent to it is denied
//
// With exact flows each open network is a group of its own whose one rule allows TCP to SERVICE_PORT from anybody:
// the verdict depends on the port. With coarse flows all open networks are one group: it does not.
import { writeFileSync } from 'node:fs';

/** The destination port of every SYN. */
export const SERVICE_PORT = 80;
export const UPLINK_PORT = 1;
/** Ports 2, 3, … lead to the endpoints. */
export const FIRST_ENDPOINT_PORT = 2;
/** What endpoints see as their gateway's MAC. */
export const ROUTER_MAC = [0x0a, 0xda, 0x01, 0x00, 0x00, 0x01] as const;

const ENDPOINTS_PER_NETWORK = 180;
const APART_FIRST_NETWORK = 128 * 256;

export interface Topology {
  hosts: number;
  endpoints: number;
  /** By endpoint: IPv4 address, host order. */
  ip: Uint32Array;
  /** By endpoint: number of its network; APART_FIRST_NETWORK and above are apart. */
  network: Uint32Array;
  /** By host: its endpoints, from which connections come and to which they may go. */
  open: readonly number[][];
  /** By host: its endpoints that nobody may talk to. */
  apart: readonly number[][];
}

/** @param apart whether a quarter of the endpoints belong to the class that everything is denied to */
export function makeTopology(hosts: number, endpoints: number, apart: boolean): Topology {
  const ip = new Uint32Array(endpoints);
  const network = new Uint32Array(endpoints);
  const open: number[][] = Array.from({ length: hosts }, () => []);
  const shut: number[][] = Array.from({ length: hosts }, () => []);
  for (let e = 0; e < endpoints; e++) {
    const isApart = apart && Math.floor(e / hosts) % 4 === 3;
    (isApart ? shut : open)[e % hosts]!.push(e);
  }
  addressClass(open, 0, ip, network);
  addressClass(shut, APART_FIRST_NETWORK, ip, network);
  return { hosts, endpoints, ip, network, open, apart: shut };
}

/** The MAC of endpoint `e`: 02:00 and the endpoint's number. */
export function endpointMac(e: number): number[] {
  return [0x02, 0x00, (e >>> 24) & 0xff, (e >>> 16) & 0xff, (e >>> 8) & 0xff, e & 0xff];
}

export function endpointPort(topology: Topology, e: number): number {
  return FIRST_ENDPOINT_PORT + Math.floor(e / topology.hosts);
}

export function endpointPortName(portNumber: number): string {
  return portNumber === UPLINK_PORT ? 'up' : `ep${portNumber}`;
}

/** The MAC of a host's underlay address, which its uplink port has too. */
export function hostMac(host: number): number[] {
  return [0x02, 0xaa, 0x00, 0x00, ((host + 1) >>> 8) & 0xff, (host + 1) & 0xff];
}

/** Writes the inventory as JSON (which is YAML too). */
export function writeInventory(path: string, topology: Topology, flows: 'exact' | 'coarse', groups: number): void {
  writeFileSync(path, `${JSON.stringify(makeInventory(topology, flows, groups))}\n`);
}

/**
 * The inventory as the controller reads it.
 * @param groups more groups that every open endpoint is dealt into, by network; their rules decide nothing of the traffic
 */
export function makeInventory(topology: Topology, flows: 'exact' | 'coarse', groups = 0) {
  const numbers = [...new Set(topology.network)].sort((a, b) => a - b);
  const openNames = numbers.filter((n) => n < APART_FIRST_NETWORK).map(networkName);
  const rules = [{ direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [SERVICE_PORT], priority: 100 }];
  return {
    hosts: Array.from({ length: topology.hosts }, (_, host) => makeHost(host)),
    networks: numbers.map((n) => ({
      name: networkName(n),
      tenant: 'default',
      subnet: `${dotted(networkAddress(n))}/24`,
      gateway: dotted(networkAddress(n) + 1),
    })),
    endpoints: Array.from({ length: topology.endpoints }, (_, e) => ({
      name: `e${e + 1}`,
      network: networkName(topology.network[e]!),
      host: `h${(e % topology.hosts) + 1}`,
      port: endpointPortName(endpointPort(topology, e)),
      ip: dotted(topology.ip[e]!),
      mac: colons(endpointMac(e)),
      kind: 'container',
    })),
    groups: [
      ...(flows === 'coarse'
        ? [{ name: 'open', members: openNames.map((network) => ({ network })) }]
        : openNames.map((network) => ({ name: `g-${network}`, members: [{ network }], rules }))),
      ...endpointGroups(topology, groups),
    ],
  };
}

/** Host `host` (from 0) as the inventory has it. */
export function makeHost(host: number) {
  return {
    name: `h${host + 1}`,
    dpid: (host + 1).toString(16).padStart(16, '0'),
    uplink: endpointPortName(UPLINK_PORT),
    underlay: {
      ip: `172.31.${Math.floor(host / 250)}.${(host % 250) + 1}`,
      prefix: 16,
      mac: colons(hostMac(host)),
      gateway: '172.31.255.254',
    },
  };
}

/** Deals the open endpoints into groups; each lets its members' own peers in by a port that no packet asks for. */
function endpointGroups(topology: Topology, groups: number) {
  const open = topology.open.flat().sort((a, b) => topology.network[a]! - topology.network[b]!);
  return Array.from({ length: Math.min(groups, open.length) }, (_, group) => {
    const name = `x${group + 1}`;
    const members = open.slice(
      Math.floor((group * open.length) / groups),
      Math.floor(((group + 1) * open.length) / groups),
    );
    const rule = { direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [8000], peer: { group: name } };
    return {
      name,
      members: members.map((e) => ({ endpoint: `e${e + 1}` })),
      rules: [{ ...rule, priority: 50 }],
    };
  });
}

/** Gives each endpoint of one class its network, host by host in rotation, and an address there. */
function addressClass(byHost: number[][], firstNetwork: number, ip: Uint32Array, network: Uint32Array): void {
  const endpoints = byHost.flat();
  const networks = Math.max(2, Math.ceil(endpoints.length / ENDPOINTS_PER_NETWORK));
  endpoints.forEach((e, ordinal) => {
    network[e] = firstNetwork + (ordinal % networks);
    // .0 is the subnet, .1 its gateway
    ip[e] = networkAddress(network[e]!) + 2 + Math.floor(ordinal / networks);
  });
}

function networkAddress(n: number): number {
  return 0x0a000000 + n * 256;
}

function networkName(n: number): string {
  return n < APART_FIRST_NETWORK ? `open-${n}` : `apart-${n - APART_FIRST_NETWORK}`;
}

export function dotted(ip: number): string {
  return [24, 16, 8, 0].map((shift) => (ip >>> shift) & 0xff).join('.');
}

export function colons(mac: readonly number[]): string {
  return mac.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
