// The messages that Open vSwitch adds (NXT_*, include/openflow/nicira-ext.h), as tables for message-table.ts: experimenter
// messages of Nicira, told apart by a subtype. Those about flows and packets have files of their own; here are the settings:
// role, formats, asynchronous messages, the number of a controller, options of tunnels, connection tracking. A subtype that is
// not here stays opaque.
//
//   | header | 0x00002320 | subtype 32 | body ... |
import { ASYNC_CONFIG, ASYNC_CONFIG_14 } from './async-config.ts';
import { list } from './list.ts';
import { Enumeration } from './names.ts';
import { NXT_CT_FLUSH } from './nx-ct-flush.ts';
import { NXT_FLOW_MOD_10, NXT_FLOW_MOD_13, NXT_FLOW_MONITORS_10, NXT_FLOW_REMOVED, nxt } from './nx-flow.ts';
import { NXT_PACKET_IN, NXT_PACKET_IN2, NXT_RESUME } from './nx-packet-in.ts';
import { ONFT_FLOW_MONITORS_13 } from './onf-flow-monitor.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { u8, u16, u32 } from './uint.ts';

const NX_ROLE = { role: new Enumeration(4, { OTHER: 0, PRIMARY: 1, SECONDARY: 2 }) } as const;

/** Which option of a Geneve header is tun_metadata`index`. */
const TLV_MAP = new Struct({ optionClass: u16, optionType: u8, optionLen: u8, index: u16, pad: pad(2) } as const);

/** Those of every version; 1.4 and 1.5 have no others. */
export const NX_MESSAGES = {
  NXT_ROLE_REQUEST: nxt(10, NX_ROLE),
  NXT_ROLE_REPLY: nxt(11, NX_ROLE),
  NXT_FLOW_REMOVED,
  /** `set` is 1: commands of flow-mods have a table in their upper byte from now on. */
  NXT_FLOW_MOD_TABLE_ID: nxt(15, { set: u8, pad: pad(7) }),
  NXT_SET_PACKET_IN_FORMAT: nxt(16, {
    format: new Enumeration(4, { STANDARD: 0, NXT_PACKET_IN: 1, NXT_PACKET_IN2: 2 }),
  }),
  NXT_PACKET_IN,
  /** Asks for the ages of flows in NXST_FLOW. */
  NXT_FLOW_AGE: nxt(18, {}),
  NXT_SET_ASYNC_CONFIG: nxt(19, ASYNC_CONFIG),
  NXT_SET_CONTROLLER_ID: nxt(20, { zero: pad(6), controllerId: u16 }),
  NXT_TLV_TABLE_MOD: nxt(24, {
    command: new Enumeration(2, { ADD: 0, DELETE: 1, CLEAR: 2 }),
    pad: pad(6),
    maps: defaulted(list(TLV_MAP), []),
  }),
  NXT_TLV_TABLE_REQUEST: nxt(25, {}),
  NXT_TLV_TABLE_REPLY: nxt(26, { maxOptionSpace: u32, maxFields: u16, reserved: pad(10), maps: list(TLV_MAP) }),
  NXT_RESUME,
  NXT_CT_FLUSH_ZONE: nxt(29, { zero: pad(6), zoneId: u16 }),
  NXT_CT_FLUSH,
  NXT_PACKET_IN2,
} as const;

/** The settings of 1.4, before there was 1.4. */
const NXT_SET_ASYNC_CONFIG2 = nxt(27, ASYNC_CONFIG_14);

export const NX_MESSAGES_10 = {
  ...NX_MESSAGES,
  NXT_SET_ASYNC_CONFIG2,
  NXT_SET_FLOW_FORMAT: nxt(12, { format: new Enumeration(4, { OPENFLOW10: 0, NXM: 2 }) }),
  NXT_FLOW_MOD: NXT_FLOW_MOD_10,
  ...NXT_FLOW_MONITORS_10,
} as const;

export const NX_MESSAGES_13 = {
  ...NX_MESSAGES,
  NXT_SET_ASYNC_CONFIG2,
  NXT_FLOW_MOD: NXT_FLOW_MOD_13,
  ...ONFT_FLOW_MONITORS_13,
} as const;
