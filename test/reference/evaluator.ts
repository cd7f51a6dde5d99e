// The verdict by brute force: the words of the design's section 3.2, one after the other, over the plain inventory.
// Deliberately slow and simple, and it shares no code with what it judges: even addresses are read anew here.
//
//   0. ends of different tenants can never talk: an address belongs to its tenant, and every look-up starts from the
//      tenant of the one who sends;
//   1. an explicit policy for the pair, whichever way round: disconnect → deny, connect → allow;
//   2. group rules by priority: the higher number wins, at equal priority deny beats allow;
//   3. both ends in one network, unless it is isolated → allow;
//   4. both ends in one group, directly or by their networks → allow;
//   5. deny.
//
// A verdict is about the first packet of a connection from `a` to `b`; replies need none.

import type { Inventory } from '#model/inventory.ts';

export type Protocol = 'tcp' | 'udp' | 'sctp' | 'icmp';

export interface Judgement {
  readonly allow: boolean;
  readonly reason: 'tenant' | 'policy' | 'rule' | 'same-network' | 'same-group' | 'default';
  /** What decided, in words: the tenants, the policy, `group g rule 2`, the network, the group. */
  readonly detail: string;
}

type Endpoint = Inventory['endpoints'][number];
type Group = Inventory['groups'][number];
type Rule = Group['rules'][number];

/**
 * May `aName` open a connection to `bName`?
 * @param dstPort the destination port; for ICMP it means nothing
 */
export function judge(
  inventory: Inventory,
  aName: string,
  bName: string,
  protocol: Protocol,
  dstPort: number,
): Judgement {
  const a = endpointOf(inventory, aName);
  const b = endpointOf(inventory, bName);

  const tenantA = networkOf(inventory, a).tenant;
  const tenantB = networkOf(inventory, b).tenant;
  if (tenantA !== tenantB) return { allow: false, reason: 'tenant', detail: `${tenantA} and ${tenantB}` };

  for (const policy of inventory.policies) {
    if ((policy.a === aName && policy.b === bName) || (policy.a === bName && policy.b === aName)) {
      return { allow: policy.action === 'connect', reason: 'policy', detail: `${policy.action} ${aName} ${bName}` };
    }
  }

  let winner: { rule: Rule; detail: string } | undefined;
  for (const group of inventory.groups) {
    for (const rule of group.rules) {
      if (!applies(inventory, group, rule, a, b, protocol, dstPort)) continue;
      const better =
        winner === undefined ||
        rule.priority > winner.rule.priority ||
        (rule.priority === winner.rule.priority && rule.action === 'deny' && winner.rule.action === 'allow');
      if (better) winner = { rule, detail: `group ${group.name} rule ${group.rules.indexOf(rule)}` };
    }
  }
  if (winner !== undefined) return { allow: winner.rule.action === 'allow', reason: 'rule', detail: winner.detail };

  if (a.network === b.network && !networkOf(inventory, a).isolated) {
    return { allow: true, reason: 'same-network', detail: a.network };
  }
  for (const group of inventory.groups) {
    if (isMember(group, a) && isMember(group, b)) return { allow: true, reason: 'same-group', detail: group.name };
  }
  return { allow: false, reason: 'default', detail: 'nothing allows it' };
}

function applies(
  inventory: Inventory,
  group: Group,
  rule: Rule,
  a: Endpoint,
  b: Endpoint,
  protocol: Protocol,
  dstPort: number,
): boolean {
  // ingress is traffic to the members from the peer, egress from the members to the peer.
  const member = rule.direction === 'ingress' ? b : a;
  const peer = rule.direction === 'ingress' ? a : b;
  if (!isMember(group, member)) return false;
  if (!isPeer(inventory, rule, peer)) return false;
  if (rule.protocol !== 'any' && rule.protocol !== protocol) return false;
  return rule.ports === undefined || rule.ports.some((port) => holdsPort(port, dstPort));
}

function isPeer(inventory: Inventory, rule: Rule, endpoint: Endpoint): boolean {
  if (rule.peer === undefined) return true;
  if (rule.peer.cidr !== undefined) return holdsAddress(rule.peer.cidr, endpoint.ip);
  const group = inventory.groups.find((g) => g.name === rule.peer!.group);
  return isMember(group!, endpoint);
}

function isMember(group: Group, endpoint: Endpoint): boolean {
  return group.members.some((m) => m.endpoint === endpoint.name || m.network === endpoint.network);
}

/** `80`, `"80"` or `"8000-8100"` */
function holdsPort(port: number | string, dstPort: number): boolean {
  const [first, last] = String(port).split('-');
  return Number(first) <= dstPort && dstPort <= Number(last ?? first);
}

/** By binary digits: the address begins with the prefix's. */
function holdsAddress(cidr: string, ip: string): boolean {
  const [address, length] = cidr.split('/');
  return binary(ip).startsWith(binary(address!).slice(0, Number(length)));
}

function binary(ip: string): string {
  return ip
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
}

function endpointOf(inventory: Inventory, name: string): Endpoint {
  const endpoint = inventory.endpoints.find((e) => e.name === name);
  if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
  return endpoint;
}

function networkOf(inventory: Inventory, endpoint: Endpoint): Inventory['networks'][number] {
  const network = inventory.networks.find((n) => n.name === endpoint.network);
  if (network === undefined) throw new Error(`no network ${endpoint.network}`);
  return network;
}
