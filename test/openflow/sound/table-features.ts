// Random table features of 1.3, 1.4 and 1.5 with all the properties that Open vSwitch wants; those of table misses may be left out.
import fc from 'fast-check';
import type { MessageIn } from '#openflow/message.ts';
import type { OxmName } from '#openflow/oxm.ts';
import { type Made, name, positive, sound, table, u64, x } from './part.ts';

// In the order in which Open vSwitch prints them; the two addresses of a pair it prints together.
const INSTRUCTIONS = {
  APPLY_ACTIONS: 'apply_actions',
  CLEAR_ACTIONS: 'clear_actions',
  WRITE_ACTIONS: 'write_actions',
  WRITE_METADATA: 'write_metadata',
  GOTO_TABLE: 'goto_table',
} as const;
const ACTIONS = {
  OUTPUT: 'output',
  GROUP: 'group',
  SET_FIELD: 'set_field',
  PUSH_VLAN: 'push_vlan',
  SET_MPLS_TTL: 'set_mpls_ttl',
  SET_QUEUE: 'set_queue',
} as const;
const FIELDS: Partial<Record<OxmName, string>> = {
  TUNNEL_ID: 'tun_id',
  METADATA: 'metadata',
  ETH_DST: 'eth_dst',
  IPV4_SRC: 'ip_src',
};

const some = <T extends object>(all: T) =>
  fc.subarray(Object.entries(all) as [string, string][], { minLength: 1 }).map((chosen) => ({
    types: chosen.map(([type]) => ({ type })),
    fields: chosen.map(([field]) => ({ field, hasMask: false })),
    words: chosen.map(([, word]) => word),
  }));

export const tableFeatures = (version: 4 | 5 | 6): Made =>
  sound(
    {
      tableId: table,
      name,
      metadataMatch: u64,
      metadataWrite: u64,
      maxEntries: positive,
      next: table,
      instructions: some(INSTRUCTIONS),
      write: some(ACTIONS),
      apply: some(ACTIONS),
      matched: some(FIELDS),
      set: some(FIELDS),
      exact: fc.boolean(),
    },
    ({ next, instructions, write, apply, matched, set, exact, ...g }) => ({
      message: {
        version,
        type: 'MULTIPART_REPLY',
        multipartType: 'TABLE_FEATURES',
        tables: [
          {
            ...g,
            ...{ 4: { config: 0 }, 5: { capabilities: [] }, 6: { command: 'ENABLE', features: [], capabilities: [] } }[
              version
            ],
            properties: [
              { type: 'INSTRUCTIONS', instructionIds: instructions.types },
              { type: 'NEXT_TABLES', nextTableIds: [next] },
              { type: 'WRITE_ACTIONS', actionIds: write.types },
              { type: 'APPLY_ACTIONS', actionIds: apply.types },
              { type: 'MATCH', oxmIds: matched.fields.map(({ field }) => ({ field, hasMask: !exact })) },
              { type: 'WILDCARDS', oxmIds: exact ? [] : matched.fields },
              { type: 'WRITE_SETFIELD', oxmIds: set.fields },
              { type: 'APPLY_SETFIELD', oxmIds: set.fields },
            ],
          },
        ],
      } as unknown as MessageIn,
      ovs: [
        `table ${g.tableId} ("${g.name}")`,
        `metadata: match=${x(g.metadataMatch)} write=${x(g.metadataWrite)}`,
        `max_entries=${g.maxEntries}`,
        `next tables: ${next}`,
        `instructions: ${instructions.words.join(' ')}`,
        ...[write, apply].map(({ words }) => `actions: ${words.join(' ')}`),
        `supported on Set-Field: ${set.words.join(' ')}`,
        `${exact ? 'must exact match' : 'arbitrary mask'}: ${matched.words.join(' ')}`,
      ],
      tshark: {},
    }),
  );
