// FLOW_MOD (1.0 section 5.3.3, 1.3 section 7.3.4.1): adds, changes and deletes flows. The offsets are for templates that
// are encoded once and patched in place; the match's fields are found with `findOxm`.
//
//            0       8           48       56        58             62         64          68         70      72
//   1.0      | header| match 40  | cookie | command | idle, hard   | priority | buffer_id | out_port | flags | actions ...
//
//            0       8        16            24        25        26          30         32          36
//   1.3      | header| cookie | cookie_mask | table_id| command | idle, hard| priority | buffer_id | out_port
//            40          44      46    48
//            | out_group | flags | pad | match, padded | instructions ...
//
//   1.4, 1.5 | as 1.3, with importance 16 in place of pad; what is less important is evicted first
import { ACTION_LIST_10 } from './action.ts';
import { HEADER_BYTES } from './header.ts';
import { INSTRUCTION_LIST, INSTRUCTION_LIST_15 } from './instruction.ts';
import { MATCH_10, MATCH_13, match10 } from './match.ts';
import { Enumeration, Flags } from './names.ts';
import { BUFFER_ID, OFP_NO_BUFFER } from './packet-in.ts';
import { OFPP_ANY, OFPP_NONE_10, PORT_NO_10, PORT_NO_13 } from './port-number.ts';
import { defaulted, pad } from './struct.ts';
import { Uint, u16, u64 } from './uint.ts';

export const OFPTT_ALL = 0xff;
export const OFPG_MAX = 0xffffff00;
export const OFPG_ALL = 0xfffffffc;
export const OFPG_ANY = 0xffffffff;
/** The priority that the specification gives to flows that name none. */
export const OFP_DEFAULT_PRIORITY = 0x8000;

export const FLOW_MOD_10_MATCH_AT = HEADER_BYTES;
export const FLOW_MOD_10_COOKIE_AT = 48;
export const FLOW_MOD_10_COMMAND_AT = 56;
export const FLOW_MOD_10_IDLE_TIMEOUT_AT = 58;
export const FLOW_MOD_10_HARD_TIMEOUT_AT = 60;
export const FLOW_MOD_10_PRIORITY_AT = 62;
export const FLOW_MOD_10_BUFFER_ID_AT = 64;
export const FLOW_MOD_10_OUT_PORT_AT = 68;
export const FLOW_MOD_10_FLAGS_AT = 70;
export const FLOW_MOD_10_ACTIONS_AT = 72;

export const FLOW_MOD_13_COOKIE_AT = HEADER_BYTES;
export const FLOW_MOD_13_COOKIE_MASK_AT = 16;
export const FLOW_MOD_13_TABLE_ID_AT = 24;
export const FLOW_MOD_13_COMMAND_AT = 25;
export const FLOW_MOD_13_IDLE_TIMEOUT_AT = 26;
export const FLOW_MOD_13_HARD_TIMEOUT_AT = 28;
export const FLOW_MOD_13_PRIORITY_AT = 30;
export const FLOW_MOD_13_BUFFER_ID_AT = 32;
export const FLOW_MOD_13_OUT_PORT_AT = 36;
export const FLOW_MOD_13_OUT_GROUP_AT = 40;
export const FLOW_MOD_13_FLAGS_AT = 44;
export const FLOW_MOD_13_MATCH_AT = 48;

export const OFPFC_ADD = 0;
export const OFPFC_MODIFY = 1;
export const OFPFC_MODIFY_STRICT = 2;
export const OFPFC_DELETE = 3;
export const OFPFC_DELETE_STRICT = 4;

const COMMANDS = {
  ADD: OFPFC_ADD,
  MODIFY: OFPFC_MODIFY,
  MODIFY_STRICT: OFPFC_MODIFY_STRICT,
  DELETE: OFPFC_DELETE,
  DELETE_STRICT: OFPFC_DELETE_STRICT,
} as const;

export const TABLE_ID = new Uint(1, { ALL: OFPTT_ALL });
export const GROUP_ID = new Uint(4, { ALL: OFPG_ALL, ANY: OFPG_ANY });
export const FLOW_FLAGS_10 = new Flags(2, { SEND_FLOW_REM: 1 << 0, CHECK_OVERLAP: 1 << 1, EMERG: 1 << 2 });
export const FLOW_FLAGS_13 = new Flags(2, {
  SEND_FLOW_REM: 1 << 0,
  CHECK_OVERLAP: 1 << 1,
  RESET_COUNTS: 1 << 2,
  NO_PKT_COUNTS: 1 << 3,
  NO_BYT_COUNTS: 1 << 4,
});

export const FLOW_MOD_COMMAND_8 = new Enumeration(1, COMMANDS);

export const FLOW_MOD_10 = {
  match: defaulted(MATCH_10, match10({})),
  cookie: defaulted(u64, 0n),
  command: new Enumeration(2, COMMANDS),
  idleTimeout: defaulted(u16, 0),
  hardTimeout: defaulted(u16, 0),
  priority: defaulted(u16, OFP_DEFAULT_PRIORITY),
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  outPort: defaulted(PORT_NO_10, OFPP_NONE_10),
  flags: defaulted(FLOW_FLAGS_10, []),
  actions: defaulted(ACTION_LIST_10, []),
} as const;

const FLOW_MOD_HEAD = {
  cookie: defaulted(u64, 0n),
  cookieMask: defaulted(u64, 0n),
  tableId: defaulted(TABLE_ID, 0),
  command: FLOW_MOD_COMMAND_8,
  idleTimeout: defaulted(u16, 0),
  hardTimeout: defaulted(u16, 0),
  priority: defaulted(u16, OFP_DEFAULT_PRIORITY),
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  outPort: defaulted(PORT_NO_13, OFPP_ANY),
  outGroup: defaulted(GROUP_ID, OFPG_ANY),
  flags: defaulted(FLOW_FLAGS_13, []),
} as const;

export const FLOW_MOD_13 = {
  ...FLOW_MOD_HEAD,
  pad: pad(2),
  match: defaulted(MATCH_13, []),
  instructions: defaulted(INSTRUCTION_LIST, []),
} as const;

export const FLOW_MOD_14 = {
  ...FLOW_MOD_HEAD,
  importance: defaulted(u16, 0),
  match: defaulted(MATCH_13, []),
  instructions: defaulted(INSTRUCTION_LIST, []),
} as const;

export const FLOW_MOD_15 = { ...FLOW_MOD_14, instructions: defaulted(INSTRUCTION_LIST_15, []) } as const;
