// Names in an inventory: each is its own in its section, and each that is used leads somewhere. Runs where inventories
// are read. Works on the data as it was read, not on the sound nouns: an item with a fault elsewhere still has its names
// checked, and still is what others refer to, so that one fault neither hides others nor becomes hundreds.

import { type FaultList, suggestion } from './fault.ts';
import type { SectionName } from './inventory.ts';

/** Where each name of a section stands: its index in the file. */
export type Names = ReadonlyMap<string, number>;

/** Names by section; policies have none. */
export type NamesOf = { readonly [S in Exclude<SectionName, 'policies'>]: Names };

/** Data as it was read: anything may be missing or of another type. */
type Item = { readonly [field: string]: unknown };

/**
 * Adds a fault for each name that stands twice and each that leads nowhere.
 * @returns the names, the first bearer of each
 */
export function checkReferences(data: Item, faults: FaultList): NamesOf {
  const names: NamesOf = {
    hosts: collectNames('hosts', data, faults),
    networks: collectNames('networks', data, faults),
    endpoints: collectNames('endpoints', data, faults),
    groups: collectNames('groups', data, faults),
    publications: collectNames('publications', data, faults),
    services: collectNames('services', data, faults),
  };
  eachItem(data, 'endpoints', '', (endpoint, path) => {
    refer(names.networks, 'a network', endpoint.network, `${path}.network`, faults);
    refer(names.hosts, 'a host', endpoint.host, `${path}.host`, faults);
  });
  eachItem(data, 'groups', '', (group, groupPath) => {
    eachItem(group, 'members', groupPath, (member, path) => {
      refer(names.networks, 'a network', member.network, `${path}.network`, faults);
      refer(names.endpoints, 'an endpoint', member.endpoint, `${path}.endpoint`, faults);
    });
    eachItem(group, 'rules', groupPath, (rule, path) => {
      refer(names.groups, 'a group', asItem(rule.peer).group, `${path}.peer.group`, faults);
    });
  });
  eachItem(data, 'policies', '', (policy, path) => {
    refer(names.endpoints, 'an endpoint', policy.a, `${path}.a`, faults);
    refer(names.endpoints, 'an endpoint', policy.b, `${path}.b`, faults);
  });
  eachItem(data, 'publications', '', (publication, path) => {
    refer(names.endpoints, 'an endpoint', publication.endpoint, `${path}.endpoint`, faults);
    refer(names.hosts, 'a host', publication.host, `${path}.host`, faults);
  });
  eachItem(data, 'services', '', (service, servicePath) => {
    eachItem(service, 'backends', servicePath, (backend, path) => {
      refer(names.endpoints, 'an endpoint', backend.endpoint, `${path}.endpoint`, faults);
    });
  });
  return names;
}

function collectNames(section: SectionName, data: Item, faults: FaultList): Names {
  const names = new Map<string, number>();
  eachItem(data, section, '', (item, path, index) => {
    if (typeof item.name !== 'string') return;
    const owner = names.get(item.name);
    if (owner === undefined) names.set(item.name, index);
    else faults.found(`${path}.name`, item.name, `a name of its own: ${section}[${owner}] has it already`);
  });
  return names;
}

/** A name of another type than text is a fault of shape, which was reported. */
function refer(names: Names, what: string, name: unknown, path: string, faults: FaultList): void {
  if (typeof name !== 'string' || names.has(name)) return;
  faults.add(
    path,
    () => `found ${JSON.stringify(name)}, expected the name of ${what}${suggestion(name, names.keys())}`,
  );
}

/** Calls for each element of a list, if it is one. */
function eachItem(
  owner: Item,
  field: string,
  ownerPath: string,
  visit: (item: Item, path: string, index: number) => void,
): void {
  const items = owner[field];
  if (!Array.isArray(items)) return;
  const path = ownerPath === '' ? field : `${ownerPath}.${field}`;
  for (let i = 0; i < items.length; i++) visit(asItem(items[i]), `${path}[${i}]`, i);
}

function asItem(value: unknown): Item {
  return typeof value === 'object' && value !== null ? (value as Item) : {};
}
