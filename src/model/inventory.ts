// The inventory: everything that a person tells the controller, read from YAML or JSON and checked as a whole. All its
// faults are reported at once. Runs where inventories are read: main thread, tools, tests. The value is plain data, which
// the REST API serves with the same nouns and fields.

import type { z } from 'zod';
import { DaoliError } from '#base/error.ts';
import { readDocument } from './document.ts';
import { FaultList, pathText, suggestion } from './fault.ts';
import {
  ENDPOINTS_MAX,
  GROUPS_MAX,
  HOSTS_MAX,
  NETWORKS_MAX,
  POLICIES_MAX,
  PUBLICATIONS_MAX,
  SERVICES_MAX,
} from './limits.ts';
import { Endpoint, Group, Host, Network, Policy, Publication, Service } from './nouns.ts';
import { checkPlaces } from './places.ts';
import { checkReferences } from './references.ts';

/** A sound inventory: every name that it uses is one of its own, and no two things claim the same place. */
export interface Inventory {
  readonly hosts: readonly Host[];
  readonly networks: readonly Network[];
  readonly endpoints: readonly Endpoint[];
  readonly groups: readonly Group[];
  readonly policies: readonly Policy[];
  readonly publications: readonly Publication[];
  readonly services: readonly Service[];
}

/** The sections, in the order in which faults are reported. */
export const SECTION_NAMES = [
  'hosts',
  'networks',
  'endpoints',
  'groups',
  'policies',
  'publications',
  'services',
] as const satisfies readonly (keyof Inventory)[];
export type SectionName = (typeof SECTION_NAMES)[number];

/** An inventory on the way: an item that is no sound noun is undefined, so that indexes stay those of the file. */
export type Draft = { [S in SectionName]: (Inventory[S][number] | undefined)[] };

const LIMITS: { readonly [S in SectionName]: number } = {
  hosts: HOSTS_MAX,
  networks: NETWORKS_MAX,
  endpoints: ENDPOINTS_MAX,
  groups: GROUPS_MAX,
  policies: POLICIES_MAX,
  publications: PUBLICATIONS_MAX,
  services: SERVICES_MAX,
};

/** An inventory with nothing in it: what a controller has before it is given one. */
export const EMPTY_INVENTORY: Inventory = {
  hosts: [],
  networks: [],
  endpoints: [],
  groups: [],
  policies: [],
  publications: [],
  services: [],
};

/**
 * Reads an inventory.
 * @param text YAML or JSON
 * @param fileName for the messages
 * @throws DaoliError `bad_inventory`; `details` has a line for each fault, at most FAULTS_MAX
 */
export function parseInventory(text: string, fileName: string): Inventory {
  const faults = new FaultList(fileName);
  const data = readDocument(text, faults);
  if (faults.total > 0) throw refusal(faults);
  return checkData(data, faults);
}

/**
 * Checks data that was parsed already.
 * @param fileName for the messages
 * @throws DaoliError as `parseInventory` does
 */
export function validateInventory(data: unknown, fileName: string): Inventory {
  return checkData(data, new FaultList(fileName));
}

function checkData(data: unknown, faults: FaultList): Inventory {
  if (data === null || data === undefined) {
    // A file that an editor or a full disk left empty must not take everything down.
    faults.add('', `found nothing, expected ${SECTION_NAMES.join(', ')}; write {} for an empty inventory`);
  } else if (typeof data !== 'object' || Array.isArray(data)) {
    faults.found('', data, `a mapping with ${SECTION_NAMES.join(', ')}`);
  } else {
    const inventory = checkSections(data as Record<string, unknown>, faults);
    if (faults.total === 0) return inventory;
  }
  throw refusal(faults);
}

function checkSections(data: Record<string, unknown>, faults: FaultList): Inventory {
  for (const key of Object.keys(data)) {
    if (!(SECTION_NAMES as readonly string[]).includes(key)) {
      const known = `; known are ${SECTION_NAMES.join(', ')}`;
      faults.add(pathText([key]), () => `unknown section${suggestion(key, SECTION_NAMES) || known}`);
    }
  }
  const draft: Draft = {
    hosts: checkSection('hosts', data.hosts, Host, faults),
    networks: checkSection('networks', data.networks, Network, faults),
    endpoints: checkSection('endpoints', data.endpoints, Endpoint, faults),
    groups: checkSection('groups', data.groups, Group, faults),
    policies: checkSection('policies', data.policies, Policy, faults),
    publications: checkSection('publications', data.publications, Publication, faults),
    services: checkSection('services', data.services, Service, faults),
  };
  checkPlaces(draft, checkReferences(data, faults), faults);
  // With a fault the value is thrown away; without one nothing in the draft is undefined.
  return draft as unknown as Inventory;
}

function checkSection<T>(
  section: SectionName,
  items: unknown,
  noun: z.ZodType<T>,
  faults: FaultList,
): (T | undefined)[] {
  if (items === undefined) return [];
  if (!Array.isArray(items)) {
    faults.found(section, items, 'a list ([] for none)');
    return [];
  }
  if (items.length > LIMITS[section]) {
    faults.add(section, `found ${items.length} items, expected at most ${LIMITS[section]}`);
    return [];
  }
  return items.map((item, index) => {
    const result = noun.safeParse(item, { reportInput: true });
    if (result.success) return result.data;
    for (const issue of result.error.issues) addIssue(section, index, issue, faults);
    return undefined;
  });
}

function addIssue(section: SectionName, index: number, issue: z.core.$ZodIssue, faults: FaultList): void {
  const path = [section, index, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const hints = issue.message.split('\n');
    issue.keys.forEach((key, i) => {
      faults.add(pathText([...path, key]), `unknown field${hints[i]}`);
    });
  } else {
    faults.found(pathText(path), issue.input, issue.message);
  }
}

function refusal(faults: FaultList): DaoliError {
  const { lines, total } = faults;
  const named = total > lines.length ? `; the first ${lines.length} are named` : '';
  const message =
    total === 1
      ? `the inventory has a fault: ${lines[0]}`
      : `the inventory has ${total} faults${named}; the first: ${lines[0]}`;
  return new DaoliError('bad_inventory', message, { details: lines });
}
