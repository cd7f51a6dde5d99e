// Packets that Open vSwitch sends up in formats of its own (include/openflow/nicira-ext.h), once NXT_SET_PACKET_IN_FORMAT has
// asked for them. NXT_PACKET_IN is like that of 1.3, with an nx_match. NXT_PACKET_IN2 is a list of properties; where an
// action said `pause`, one of them is the continuation, private to the switch, which NXT_RESUME sends back unchanged.
//
//   NXT_PACKET_IN  | buffer_id 32 | total_len 16 | reason 8 | table_id 8 | cookie 64 | match_len 16 | pad 6 | match | pad 2 | data ...
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { LENGTH_AHEAD, list } from './list.ts';
import { Enumeration } from './names.ts';
import { nxt } from './nx-flow.ts';
import { NX_MATCH, OXM_LIST } from './nx-match.ts';
import { BUFFER_ID, OFP_NO_BUFFER, PACKET_IN_13_PAD_BYTES } from './packet-in.ts';
import { defaulted, pad } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u8, u16, u32, u64 } from './uint.ts';

/** Open vSwitch gives the reasons of later versions here too. */
const REASON = new Enumeration(1, {
  NO_MATCH: 0,
  ACTION: 1,
  INVALID_TTL: 2,
  ACTION_SET: 3,
  GROUP: 4,
  PACKET_OUT: 5,
});

export const NXT_PACKET_IN = nxt(17, {
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  totalLen: u16,
  reason: REASON,
  tableId: defaulted(u8, 0),
  /** All ones where no flow has sent the packet. */
  cookie: defaulted(u64, 0xffff_ffff_ffff_ffffn),
  matchLen: LENGTH_AHEAD,
  pad1: pad(6),
  match: defaulted(NX_MATCH, []),
  pad2: pad(PACKET_IN_13_PAD_BYTES),
  data: rest,
});

const PROPERTIES = {
  PACKET: kind(0, { data: rest }),
  /** Bytes of the packet as it came; only there when `PACKET` is less. */
  FULL_LEN: kind(1, { fullLen: u32 }),
  BUFFER_ID: kind(2, { bufferId: BUFFER_ID }),
  TABLE_ID: kind(3, { tableId: u8 }),
  COOKIE: kind(4, { pad: pad(4), cookie: u64 }),
  REASON: kind(5, { reason: REASON }),
  METADATA: kind(6, { match: OXM_LIST }),
  USERDATA: kind(7, { userdata: rest }),
  CONTINUATION: kind(8, { continuation: rest }),
} as const;

export type PacketIn2Property = ChoiceOut<'type', typeof PROPERTIES> | Opaque<'type'>;
export type PacketIn2PropertyIn = ChoiceIn<'type', typeof PROPERTIES> | Opaque<'type'>;
const PROPERTY_LIST: Codec<PacketIn2Property[], readonly PacketIn2PropertyIn[]> = list(
  new Tlv(new Choice('type', PROPERTIES), 'outside'),
);

export const NXT_PACKET_IN2 = nxt(30, { properties: PROPERTY_LIST });
export const NXT_RESUME = nxt(28, { properties: PROPERTY_LIST });
