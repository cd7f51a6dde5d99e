// Flows in the messages of Nicira, which match by nx_match and so can match all that Open vSwitch can, in 1.0 too: flow-mod,
// flow-removed, flow statistics and flow monitors. Fields of the cookie, which 1.0 has no place for, stand in the match as
// NXM_NX_COOKIE. Ports have 16 bits in every version.
//
//   | header | 0x00002320 | subtype 32 | body ...                          NXT_*
//   | header | type 0xffff | flags | 0x00002320 | subtype 32 | pad 4 | body ...    NXST_*, of 1.0
import { ACTION_LIST_10 } from './action.ts';
import { Choice, kind, prefixOf } from './choice.ts';
import { NX_VENDOR_ID } from './experimenter-id.ts';
import { FLOW_FLAGS_10, FLOW_FLAGS_13, FLOW_MOD_COMMAND_8, OFP_DEFAULT_PRIORITY, TABLE_ID } from './flow-mod.ts';
import { REMOVED_REASON_14 } from './flow-removed.ts';
import { OFPT_EXPERIMENTER } from './header.ts';
import { INSTRUCTION_LIST } from './instruction.ts';
import { LENGTH, LENGTH_AHEAD, list, record } from './list.ts';
import { Enumeration, Flags } from './names.ts';
import { NX_MATCH } from './nx-match.ts';
import { BUFFER_ID, OFP_NO_BUFFER } from './packet-in.ts';
import { OFPP_NONE_10, PORT_NO_10 } from './port-number.ts';
import { defaulted, pad, type Shape, Struct } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u8, u16, u32, u64 } from './uint.ts';

/** A message of Nicira. */
export function nxt<const S extends Shape>(subtype: number, shape: S) {
  return kind(OFPT_EXPERIMENTER, shape, prefixOf([NX_VENDOR_ID, subtype]));
}

const FLOW_MOD_HEAD = {
  cookie: defaulted(u64, 0n),
  /** Of no meaning, and 0, until NXT_FLOW_MOD_TABLE_ID has switched it on. */
  tableId: defaulted(TABLE_ID, 0),
  command: FLOW_MOD_COMMAND_8,
  idleTimeout: defaulted(u16, 0),
  hardTimeout: defaulted(u16, 0),
  priority: defaulted(u16, OFP_DEFAULT_PRIORITY),
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  outPort: defaulted(PORT_NO_10, OFPP_NONE_10),
} as const;
const FLOW_MOD_MATCH = { matchLen: LENGTH_AHEAD, pad: pad(6), match: defaulted(NX_MATCH, []) } as const;

export const NXT_FLOW_MOD_10 = nxt(13, {
  ...FLOW_MOD_HEAD,
  flags: defaulted(FLOW_FLAGS_10, []),
  ...FLOW_MOD_MATCH,
  actions: defaulted(ACTION_LIST_10, []),
});
export const NXT_FLOW_MOD_13 = nxt(13, {
  ...FLOW_MOD_HEAD,
  flags: defaulted(FLOW_FLAGS_13, []),
  ...FLOW_MOD_MATCH,
  instructions: defaulted(INSTRUCTION_LIST, []),
});

export const NXT_FLOW_REMOVED = nxt(14, {
  cookie: defaulted(u64, 0n),
  priority: u16,
  reason: REMOVED_REASON_14,
  /** One more than the table's number; 0: the switch does not say. */
  tableIdPlusOne: defaulted(u8, 0),
  durationSec: defaulted(u32, 0),
  durationNsec: defaulted(u32, 0),
  idleTimeout: defaulted(u16, 0),
  matchLen: LENGTH_AHEAD,
  packetCount: defaulted(u64, 0n),
  byteCount: defaulted(u64, 0n),
  match: defaulted(NX_MATCH, []),
});

/** Statistics of Nicira in 1.0. */
function nxst<const S extends Shape>(subtype: number, shape: S) {
  return kind(0xffff, { pad: pad(4), ...shape }, prefixOf([NX_VENDOR_ID, subtype]));
}

const FLOW_REQUEST = {
  outPort: defaulted(PORT_NO_10, OFPP_NONE_10),
  matchLen: LENGTH_AHEAD,
  tableId: defaulted(TABLE_ID, 0xff),
  pad2: pad(3),
  match: defaulted(NX_MATCH, []),
} as const;

export const MONITOR_FLAGS = new Flags(2, {
  INITIAL: 1 << 0,
  ADD: 1 << 1,
  DELETE: 1 << 2,
  MODIFY: 1 << 3,
  ACTIONS: 1 << 4,
  OWN: 1 << 5,
});

const MONITOR = new Struct({
  id: u32,
  flags: defaulted(MONITOR_FLAGS, []),
  outPort: defaulted(PORT_NO_10, OFPP_NONE_10),
  matchLen: LENGTH_AHEAD,
  tableId: defaulted(TABLE_ID, 0xff),
  zeros: pad(5),
  match: defaulted(NX_MATCH, []),
} as const);

export const NXST_REQUESTS = {
  NXST_FLOW: nxst(0, FLOW_REQUEST),
  NXST_AGGREGATE: nxst(1, FLOW_REQUEST),
  NXST_FLOW_MONITOR: nxst(2, { monitors: list(MONITOR) }),
} as const;

const FLOW_STATS = record(0, {
  length: LENGTH,
  tableId: u8,
  pad: pad(1),
  durationSec: u32,
  durationNsec: u32,
  priority: u16,
  idleTimeout: u16,
  hardTimeout: u16,
  matchLen: LENGTH_AHEAD,
  /** One more than the seconds since the last packet, and since the last change; 0: the switch does not say. */
  idleAge: u16,
  hardAge: u16,
  cookie: u64,
  packetCount: u64,
  byteCount: u64,
  match: NX_MATCH,
  actions: ACTION_LIST_10,
});

/** What a full update says of a flow; actions only where they were asked for. */
const UPDATE = {
  reason: new Enumeration(2, REMOVED_REASON_14.values),
  priority: u16,
  idleTimeout: u16,
  hardTimeout: u16,
  matchLen: LENGTH_AHEAD,
  tableId: u8,
  pad: pad(1),
  cookie: u64,
  match: NX_MATCH,
  actions: ACTION_LIST_10,
} as const;
const UPDATES = {
  ADDED: kind(0, UPDATE),
  DELETED: kind(1, UPDATE),
  MODIFIED: kind(2, UPDATE),
  /** What the controller itself has changed, by the xid of its message. */
  ABBREV: kind(3, { xid: u32 }),
} as const;

export const NXST_REPLIES = {
  NXST_FLOW: nxst(0, { flows: list(FLOW_STATS) }),
  NXST_AGGREGATE: nxst(1, { packetCount: u64, byteCount: u64, flowCount: u32, pad2: pad(4) }),
  NXST_FLOW_MONITOR: nxst(2, { updates: list(new Tlv(new Choice('event', UPDATES), 'inside', 8, 'length')) }),
} as const;

/** The messages about flow monitors; in 1.3 they are ONF's (onf-flow-monitor.ts). */
export const NXT_FLOW_MONITORS_10 = {
  NXT_FLOW_MONITOR_CANCEL: nxt(21, { id: u32 }),
  NXT_FLOW_MONITOR_PAUSED: nxt(22, {}),
  NXT_FLOW_MONITOR_RESUMED: nxt(23, {}),
} as const;
