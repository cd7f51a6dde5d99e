// Small random changes of an inventory, each of which leaves it sound: what operators do in a day.

import { type Inventory, validateInventory } from '#model/inventory.ts';
import { below, pick, type Random } from '../reference/random-inventory.ts';

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
type Draft = Mutable<Inventory>;

/** Changes one thing. The kinds of change are drawn with equal chance. */
export function mutate(random: Random, inventory: Inventory): Inventory {
  const draft = structuredClone(inventory) as Draft;
  const change = pick(random, CHANGES);
  change(random, draft);
  return validateInventory(draft, `after ${change.name}`);
}

const CHANGES = [
  removeEndpoint,
  addEndpoint,
  moveEndpoint,
  changeMac,
  isolateNetwork,
  changeMembers,
  changeRule,
  removeRule,
  removeGroup,
  changePolicy,
  removePolicy,
  changeUnderlay,
];

function removeEndpoint(random: Random, draft: Draft): void {
  if (draft.endpoints.length < 3) return;
  const [gone] = draft.endpoints.splice(below(random, draft.endpoints.length), 1);
  for (const group of draft.groups) group.members = group.members.filter(({ endpoint }) => endpoint !== gone!.name);
  draft.policies = draft.policies.filter(({ a, b }) => a !== gone!.name && b !== gone!.name);
}

function addEndpoint(random: Random, draft: Draft): void {
  const network = pick(random, draft.networks);
  const last = 200 + below(random, 50);
  const ip = network.subnet.replace('.0/24', `.${last}`);
  if (draft.endpoints.some((endpoint) => endpoint.network === network.name && endpoint.ip === ip)) return;
  const name = `x${below(random, 1_000_000)}`;
  const mac = `02:99:${[1, 2, 3, 4].map(() => (16 + below(random, 240)).toString(16)).join(':')}`;
  const host = pick(random, draft.hosts).name;
  draft.endpoints.push({
    ...{ name, host, ip, mac, network: network.name, port: freePort(draft) },
    ...{ kind: 'container', labels: {} },
  });
}

function moveEndpoint(random: Random, draft: Draft): void {
  const endpoint = pick(random, draft.endpoints);
  endpoint.host = pick(random, draft.hosts).name;
  endpoint.port = freePort(draft);
}

function changeMac(random: Random, draft: Draft): void {
  pick(random, draft.endpoints).mac =
    `02:77:${[1, 2, 3, 4].map(() => (16 + below(random, 240)).toString(16)).join(':')}`;
}

function isolateNetwork(random: Random, draft: Draft): void {
  const network = pick(random, draft.networks);
  network.isolated = !network.isolated;
}

function changeMembers(random: Random, draft: Draft): void {
  if (draft.groups.length === 0) return;
  const group = pick(random, draft.groups);
  if (group.members.length > 0 && random() < 0.5) group.members.splice(below(random, group.members.length), 1);
  else {
    const endpoint = pick(random, draft.endpoints).name;
    if (!group.members.some((member) => member.endpoint === endpoint)) group.members.push({ endpoint });
  }
}

function changeRule(random: Random, draft: Draft): void {
  const rules = draft.groups.flatMap((group) => group.rules);
  if (rules.length === 0) return;
  const rule = pick(random, rules);
  if (random() < 0.5) rule.action = rule.action === 'allow' ? 'deny' : 'allow';
  else rule.direction = rule.direction === 'ingress' ? 'egress' : 'ingress';
}

function removeRule(random: Random, draft: Draft): void {
  const withRules = draft.groups.filter((group) => group.rules.length > 0);
  if (withRules.length === 0) return;
  const { rules } = pick(random, withRules);
  rules.splice(below(random, rules.length), 1);
}

function removeGroup(random: Random, draft: Draft): void {
  if (draft.groups.length < 2) return;
  const [gone] = draft.groups.splice(below(random, draft.groups.length), 1);
  for (const group of draft.groups) group.rules = group.rules.filter(({ peer }) => peer?.group !== gone!.name);
}

function changePolicy(random: Random, draft: Draft): void {
  const [a, b] = [pick(random, draft.endpoints).name, pick(random, draft.endpoints).name];
  if (a === b) return;
  const found = draft.policies.find((policy) => [policy.a, policy.b].sort().join() === [a, b].sort().join());
  const action = random() < 0.5 ? 'connect' : 'disconnect';
  if (found === undefined) draft.policies.push({ a, b, action });
  else found.action = action;
}

function removePolicy(random: Random, draft: Draft): void {
  if (draft.policies.length > 0) draft.policies.splice(below(random, draft.policies.length), 1);
}

function changeUnderlay(random: Random, draft: Draft): void {
  const host = pick(random, draft.hosts);
  host.underlay.mac = `02:55:${[1, 2, 3, 4].map(() => (16 + below(random, 240)).toString(16)).join(':')}`;
}

/** A number that no endpoint's port has, on whatever host. */
function freePort(draft: Draft): number {
  return 1 + draft.endpoints.reduce((most, { port }) => Math.max(most, Number(port)), 1000);
}
