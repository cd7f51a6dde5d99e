// Places in an inventory that only one thing may have, and addresses that must lie where they say: subnets, ports,
// datapath ids. Runs where inventories are read. Every check is a map look-up or one pass over sorted ranges.
//
// An item that is no sound noun is undefined and skipped; so is what depends on it.

import {
  cidrSubnet,
  contains,
  ipv4Number,
  ipv4Text,
  isUnicast,
  ROUTER_MAC,
  type Subnet,
  subnetOf,
  subnetText,
} from './address.ts';
import type { FaultList } from './fault.ts';
import type { Draft, SectionName } from './inventory.ts';
import type { Endpoint, Host, Network } from './nouns.ts';
import { checkOverlaps, type SubnetClaim } from './overlap.ts';
import type { NamesOf } from './references.ts';

/** Adds a fault for each place that is taken twice and each address that cannot be where it is. */
export function checkPlaces(draft: Draft, names: NamesOf, faults: FaultList): void {
  checkHosts(draft, faults);
  checkNetworks(draft, faults);
  checkEndpoints(draft, names, faults);
  checkGroups(draft, faults);
  checkPolicies(draft, faults);
  checkPublications(draft, names, faults);
  checkServices(draft, names, faults);
}

/** What the items of one section have taken: key → index of the one that has it. */
class Claims {
  readonly #taken = new Map<string, number>();
  readonly #section: SectionName;
  readonly #faults: FaultList;

  constructor(section: SectionName, faults: FaultList) {
    this.#section = section;
    this.#faults = faults;
  }

  /** The first item keeps the key; a later one gets a fault at `field`. */
  take(key: string, index: number, field: string, found: unknown): void {
    const owner = this.#taken.get(key);
    if (owner === undefined) {
      this.#taken.set(key, index);
      return;
    }
    const path = `${this.#section}[${index}]${field}`;
    this.#faults.found(path, found, `one of its own: ${this.#section}[${owner}] has it already`);
  }
}

function checkHosts(draft: Draft, faults: FaultList): void {
  const dpids = new Claims('hosts', faults);
  const addresses = new Claims('hosts', faults);
  const macs = new Claims('hosts', faults);
  draft.hosts.forEach((host, i) => {
    if (host === undefined) return;
    const { ip, prefix, mac } = host.underlay;
    dpids.take(host.dpid, i, '.dpid', host.dpid);
    addresses.take(ip, i, '.underlay.ip', ip);
    // The same MAC in two underlay subnets disturbs nobody.
    macs.take(`${subnetText(subnetOf(ip, prefix))} ${mac}`, i, '.underlay.mac', mac);
    checkUnderlay(host, `hosts[${i}].underlay`, faults);
  });
}

function checkUnderlay(host: Host, path: string, faults: FaultList): void {
  const { ip, prefix, gateway, gatewayMac } = host.underlay;
  const subnet = subnetOf(ip, prefix);
  const fault = addressFault(ip, subnet);
  if (fault !== undefined) faults.found(`${path}.ip`, ip, fault);
  if (gateway === undefined) {
    if (gatewayMac !== undefined) faults.add(`${path}.gatewayMac`, 'stands without a gateway; give its address too');
    return;
  }
  if (gateway === ip) {
    faults.found(`${path}.gateway`, gateway, 'another address than the host itself has');
    return;
  }
  // Clouds hand out /32 with a gateway that is on the link all the same.
  const gatewayFault = prefix < 32 ? addressFault(gateway, subnet) : undefined;
  if (gatewayFault !== undefined) faults.found(`${path}.gateway`, gateway, gatewayFault);
}

function checkNetworks(draft: Draft, faults: FaultList): void {
  const claims: SubnetClaim[] = [];
  draft.networks.forEach((network, i) => {
    if (network === undefined) return;
    const path = `networks[${i}]`;
    const subnet = cidrSubnet(network.subnet);
    if (subnet.prefix < 8 || subnet.prefix > 30) {
      faults.found(`${path}.subnet`, network.subnet, 'a prefix length from 8 to 30');
      return;
    }
    if (!isUnicast(subnet.first)) {
      faults.found(`${path}.subnet`, network.subnet, 'addresses that hosts can have, not loopback or multicast');
      return;
    }
    checkPrefix(network.subnet, `${path}.subnet`, faults);
    const fault = addressFault(network.gateway, subnet);
    if (fault !== undefined) faults.found(`${path}.gateway`, network.gateway, fault);
    claims.push({ tenant: network.tenant, subnet, network, index: i });
  });
  checkOverlaps(claims, faults);
}

function checkEndpoints(draft: Draft, names: NamesOf, faults: FaultList): void {
  const addresses = new Claims('endpoints', faults);
  const macs = new Claims('endpoints', faults);
  const ports = new Claims('endpoints', faults);
  draft.endpoints.forEach((endpoint, i) => {
    if (endpoint === undefined) return;
    const { ip, mac, port } = endpoint;
    const path = `endpoints[${i}]`;
    ports.take(`${endpoint.host} ${JSON.stringify(port)}`, i, '.port', port);
    const host = draft.hosts[names.hosts.get(endpoint.host) ?? -1];
    if (host?.uplink === port) faults.found(`${path}.port`, port, `another port than the uplink of host ${host.name}`);
    if (mac === ROUTER_MAC) faults.found(`${path}.mac`, mac, "another MAC than every gateway's");
    const network = networkOf(endpoint, draft, names);
    if (network === undefined) return;
    addresses.take(`${network.tenant} ${ip}`, i, '.ip', ip);
    macs.take(`${network.name} ${mac}`, i, '.mac', mac);
    const fault = addressFault(ip, cidrSubnet(network.subnet));
    if (fault !== undefined) faults.found(`${path}.ip`, ip, `${fault} (network ${network.name})`);
    if (ip === network.gateway) {
      faults.found(`${path}.ip`, ip, `another address than the gateway of network ${network.name}`);
    }
  });
}

function checkGroups(draft: Draft, faults: FaultList): void {
  draft.groups.forEach((group, i) => {
    const members = new Map<string, number>();
    group?.members.forEach((member, j) => {
      const key = JSON.stringify(member);
      const owner = members.get(key);
      if (owner === undefined) members.set(key, j);
      else faults.found(`groups[${i}].members[${j}]`, member, `each member once: members[${owner}] is the same`);
    });
    group?.rules.forEach((rule, j) => {
      const path = `groups[${i}].rules[${j}]`;
      if (rule.ports !== undefined && (rule.protocol === 'icmp' || rule.protocol === 'any')) {
        faults.found(`${path}.ports`, rule.ports, `no ports with protocol ${rule.protocol}; name tcp, udp or sctp`);
      }
      if (rule.peer?.cidr !== undefined) checkPrefix(rule.peer.cidr, `${path}.peer.cidr`, faults);
    });
  });
}

function checkPolicies(draft: Draft, faults: FaultList): void {
  const pairs = new Claims('policies', faults);
  draft.policies.forEach((policy, i) => {
    if (policy === undefined) return;
    if (policy.a === policy.b) faults.found(`policies[${i}].b`, policy.b, 'another endpoint than a');
    // Symmetric, so the pair is the same either way round.
    else pairs.take([policy.a, policy.b].sort().join(' '), i, '', policy);
  });
}

function checkPublications(draft: Draft, names: NamesOf, faults: FaultList): void {
  const places = new Claims('publications', faults);
  draft.publications.forEach((publication, i) => {
    if (publication === undefined) return;
    publication.allow.forEach((cidr, j) => {
      checkPrefix(cidr, `publications[${i}].allow[${j}]`, faults);
    });
    const { endpoint, protocol, hostPort } = publication;
    const host = publication.host ?? draft.endpoints[names.endpoints.get(endpoint) ?? -1]?.host;
    if (host !== undefined) places.take(`${host} ${protocol} ${hostPort}`, i, '.hostPort', hostPort);
  });
}

function checkServices(draft: Draft, names: NamesOf, faults: FaultList): void {
  if (draft.services.length === 0) return;
  const places = new Claims('services', faults);
  const owners = addressOwners(draft, names);
  draft.services.forEach((service, i) => {
    if (service === undefined) return;
    const { tenant, address, protocol, port } = service;
    const path = `services[${i}]`;
    places.take(`${tenant} ${address} ${protocol} ${port}`, i, '.port', port);
    const owner = owners.get(`${tenant} ${address}`);
    if (owner !== undefined) faults.found(`${path}.address`, address, `an address of its own: ${owner} has it`);
    if (!isUnicast(ipv4Number(address))) faults.found(`${path}.address`, address, 'an address that a host can have');
    service.backends.forEach((backend, j) => {
      const network = networkOf(draft.endpoints[names.endpoints.get(backend.endpoint) ?? -1], draft, names);
      if (network === undefined || network.tenant === tenant) return;
      const expected = `an endpoint of tenant ${tenant}: it is one of ${network.tenant}`;
      faults.found(`${path}.backends[${j}].endpoint`, backend.endpoint, expected);
    });
  });
}

/** Who has an address: `tenant address` → what a person calls the owner. */
function addressOwners(draft: Draft, names: NamesOf): Map<string, string> {
  const owners = new Map<string, string>();
  for (const network of draft.networks) {
    if (network !== undefined) owners.set(`${network.tenant} ${network.gateway}`, `the gateway of ${network.name}`);
  }
  for (const endpoint of draft.endpoints) {
    const network = networkOf(endpoint, draft, names);
    if (network !== undefined) owners.set(`${network.tenant} ${endpoint!.ip}`, `endpoint ${endpoint!.name}`);
  }
  return owners;
}

function networkOf(endpoint: Endpoint | undefined, draft: Draft, names: NamesOf): Network | undefined {
  return endpoint && draft.networks[names.networks.get(endpoint.network) ?? -1];
}

function checkPrefix(cidr: string, path: string, faults: FaultList): void {
  const clean = subnetText(cidrSubnet(cidr));
  if (clean !== cidr) faults.found(path, cidr, `${clean}: no bits set behind the prefix`);
}

/** @returns what was expected of an address that one interface of the subnet is to have; undefined when it is sound */
function addressFault(ip: string, subnet: Subnet): string | undefined {
  const address = ipv4Number(ip);
  if (!isUnicast(address)) return 'an address that a host can have';
  if (!contains(subnet, address)) return `an address in ${subnetText(subnet)}`;
  // RFC 3021: a /31 has no network and no broadcast address, a /32 neither.
  if (subnet.prefix >= 31 || (address !== subnet.first && address !== subnet.last)) return undefined;
  return `an address from ${ipv4Text(subnet.first + 1)} to ${ipv4Text(subnet.last - 1)}`;
}
