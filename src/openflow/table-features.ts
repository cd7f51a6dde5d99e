// What a table can do: the entries of OFPMP_TABLE_FEATURES of 1.3 (section 7.3.5.5), each with a list of properties. Those
// come in pairs: the second of each (_MISS) is for the table-miss flow; left out, it is as the first. 1.4 (section 7.3.5.5)
// gives a meaning to config, which it calls capabilities; 1.5 (section 7.3.5.18) adds a command and features.
//
//   | length 16 | table_id 8 | pad 5 | name 32 bytes | metadata_match 64 | metadata_write 64 | config 32 | max_entries 32
//   | properties ... |
//   1.5: | length 16 | table_id 8 | command 8 | features 32 | name 32 bytes | ... as before
//   property: | type 16 | length 16, without padding | ids ... | zeros to a multiple of 8 |
//   id of an instruction or an action: | type 16 | len 16 = 4 |, of an experimenter | 0xffff | len 16 | experimenter 32 ... |
import { rest, Text } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { TABLE_ID } from './flow-mod.ts';
import { LENGTH, list, record } from './list.ts';
import { Enumeration, Flags } from './names.ts';
import { OXM } from './oxm.ts';
import { OXM_ID } from './oxm-id.ts';
import { defaulted, pad } from './struct.ts';
import { TABLE_CONFIG_14 } from './table-mod.ts';
import { Tlv } from './tlv.ts';
import { u8, u32, u64 } from './uint.ts';

const NO_FIELDS = {} as const;
const OF_EXPERIMENTER = { experimenter: u32, body: rest } as const;

const INSTRUCTION_IDS = {
  GOTO_TABLE: kind(1, NO_FIELDS),
  WRITE_METADATA: kind(2, NO_FIELDS),
  WRITE_ACTIONS: kind(3, NO_FIELDS),
  APPLY_ACTIONS: kind(4, NO_FIELDS),
  CLEAR_ACTIONS: kind(5, NO_FIELDS),
  METER: kind(6, NO_FIELDS),
  EXPERIMENTER: kind(0xffff, OF_EXPERIMENTER),
} as const;

const ACTION_IDS = {
  OUTPUT: kind(0, NO_FIELDS),
  COPY_TTL_OUT: kind(11, NO_FIELDS),
  COPY_TTL_IN: kind(12, NO_FIELDS),
  SET_MPLS_TTL: kind(15, NO_FIELDS),
  DEC_MPLS_TTL: kind(16, NO_FIELDS),
  PUSH_VLAN: kind(17, NO_FIELDS),
  POP_VLAN: kind(18, NO_FIELDS),
  PUSH_MPLS: kind(19, NO_FIELDS),
  POP_MPLS: kind(20, NO_FIELDS),
  SET_QUEUE: kind(21, NO_FIELDS),
  GROUP: kind(22, NO_FIELDS),
  SET_NW_TTL: kind(23, NO_FIELDS),
  DEC_NW_TTL: kind(24, NO_FIELDS),
  SET_FIELD: kind(25, NO_FIELDS),
  PUSH_PBB: kind(26, NO_FIELDS),
  POP_PBB: kind(27, NO_FIELDS),
  EXPERIMENTER: kind(0xffff, OF_EXPERIMENTER),
} as const;

const INSTRUCTION_IDS_15 = {
  GOTO_TABLE: INSTRUCTION_IDS.GOTO_TABLE,
  WRITE_METADATA: INSTRUCTION_IDS.WRITE_METADATA,
  WRITE_ACTIONS: INSTRUCTION_IDS.WRITE_ACTIONS,
  APPLY_ACTIONS: INSTRUCTION_IDS.APPLY_ACTIONS,
  CLEAR_ACTIONS: INSTRUCTION_IDS.CLEAR_ACTIONS,
  STAT_TRIGGER: kind(7, NO_FIELDS),
  EXPERIMENTER: INSTRUCTION_IDS.EXPERIMENTER,
} as const;

const ACTION_IDS_15 = { ...ACTION_IDS, COPY_FIELD: kind(28, NO_FIELDS), METER: kind(29, NO_FIELDS) } as const;

const instructions = { instructionIds: list(new Tlv(new Choice('type', INSTRUCTION_IDS), 'inside', 1)) } as const;
const instructions15 = { instructionIds: list(new Tlv(new Choice('type', INSTRUCTION_IDS_15), 'inside', 1)) } as const;
const tables = { nextTableIds: list(TABLE_ID) } as const;
const actions = { actionIds: list(new Tlv(new Choice('type', ACTION_IDS), 'inside', 1)) } as const;
const actions15 = { actionIds: list(new Tlv(new Choice('type', ACTION_IDS_15), 'inside', 1)) } as const;
const fields = { oxmIds: list(OXM_ID) } as const;
const experimenter = { experimenter: u32, expType: u32, body: rest } as const;

const PROPERTIES = {
  INSTRUCTIONS: kind(0, instructions),
  INSTRUCTIONS_MISS: kind(1, instructions),
  NEXT_TABLES: kind(2, tables),
  NEXT_TABLES_MISS: kind(3, tables),
  WRITE_ACTIONS: kind(4, actions),
  WRITE_ACTIONS_MISS: kind(5, actions),
  APPLY_ACTIONS: kind(6, actions),
  APPLY_ACTIONS_MISS: kind(7, actions),
  MATCH: kind(8, fields),
  WILDCARDS: kind(10, fields),
  WRITE_SETFIELD: kind(12, fields),
  WRITE_SETFIELD_MISS: kind(13, fields),
  APPLY_SETFIELD: kind(14, fields),
  APPLY_SETFIELD_MISS: kind(15, fields),
  EXPERIMENTER: kind(0xfffe, experimenter),
  EXPERIMENTER_MISS: kind(0xffff, experimenter),
} as const;

const PROPERTIES_14 = { ...PROPERTIES, TABLE_SYNC_FROM: kind(16, { tableIds: list(TABLE_ID) }) } as const;

const PROPERTIES_15 = {
  ...PROPERTIES_14,
  INSTRUCTIONS: kind(0, instructions15),
  INSTRUCTIONS_MISS: kind(1, instructions15),
  WRITE_ACTIONS: kind(4, actions15),
  WRITE_ACTIONS_MISS: kind(5, actions15),
  APPLY_ACTIONS: kind(6, actions15),
  APPLY_ACTIONS_MISS: kind(7, actions15),
  WRITE_COPYFIELD: kind(18, fields),
  WRITE_COPYFIELD_MISS: kind(19, fields),
  APPLY_COPYFIELD: kind(20, fields),
  APPLY_COPYFIELD_MISS: kind(21, fields),
  PACKET_TYPES: kind(22, { oxmValues: list(OXM) }),
} as const;

export type TableFeatureProperty = ChoiceOut<'type', typeof PROPERTIES> | Opaque<'type'>;
export type TableFeaturePropertyIn = ChoiceIn<'type', typeof PROPERTIES> | Opaque<'type'>;
const PROPERTY_LIST: Codec<TableFeatureProperty[], readonly TableFeaturePropertyIn[]> = list(
  new Tlv(new Choice('type', PROPERTIES), 'outside'),
);

export type TableFeatureProperty14 = ChoiceOut<'type', typeof PROPERTIES_14> | Opaque<'type'>;
export type TableFeatureProperty14In = ChoiceIn<'type', typeof PROPERTIES_14> | Opaque<'type'>;
const PROPERTY_LIST_14: Codec<TableFeatureProperty14[], readonly TableFeatureProperty14In[]> = list(
  new Tlv(new Choice('type', PROPERTIES_14), 'outside'),
);

export type TableFeatureProperty15 = ChoiceOut<'type', typeof PROPERTIES_15> | Opaque<'type'>;
export type TableFeatureProperty15In = ChoiceIn<'type', typeof PROPERTIES_15> | Opaque<'type'>;
const PROPERTY_LIST_15: Codec<TableFeatureProperty15[], readonly TableFeatureProperty15In[]> = list(
  new Tlv(new Choice('type', PROPERTIES_15), 'outside'),
);

/** A request with entries sets them. */
export const TABLE_FEATURES = {
  tables: defaulted(
    list(
      record(0, {
        length: LENGTH,
        tableId: u8,
        pad: pad(5),
        name: new Text(32),
        metadataMatch: u64,
        metadataWrite: u64,
        config: u32,
        maxEntries: u32,
        properties: defaulted(PROPERTY_LIST, []),
      }),
    ),
    [],
  ),
} as const;

export const TABLE_FEATURES_14 = {
  tables: defaulted(
    list(
      record(0, {
        length: LENGTH,
        tableId: u8,
        pad: pad(5),
        name: new Text(32),
        metadataMatch: u64,
        metadataWrite: u64,
        capabilities: TABLE_CONFIG_14,
        maxEntries: u32,
        properties: defaulted(PROPERTY_LIST_14, []),
      }),
    ),
    [],
  ),
} as const;

/** `command` says what a request does to the tables. */
export const TABLE_FEATURES_15 = {
  tables: defaulted(
    list(
      record(0, {
        length: LENGTH,
        tableId: u8,
        command: new Enumeration(1, { REPLACE: 0, MODIFY: 1, ENABLE: 2, DISABLE: 3 }),
        features: new Flags(4, { INGRESS_TABLE: 1 << 0, EGRESS_TABLE: 1 << 1, FIRST_EGRESS: 1 << 4 }),
        name: new Text(32),
        metadataMatch: u64,
        metadataWrite: u64,
        capabilities: TABLE_CONFIG_14,
        maxEntries: u32,
        properties: defaulted(PROPERTY_LIST_15, []),
      }),
    ),
    [],
  ),
} as const;
