// OpenFlow's numbers and offsets as the fake switches need them, OpenFlow 1.0 and 1.3.
// Written from the specifications and not taken from src/openflow on purpose: a mistake there would be made twice and
// seen by nobody.

export const OFP10 = 1;
export const OFP13 = 4;

// Types that both versions share (OpenFlow 1.0 §5.1, 1.3 §A.1).
export const OFPT_HELLO = 0;
export const OFPT_ERROR = 1;
export const OFPT_ECHO_REQUEST = 2;
export const OFPT_ECHO_REPLY = 3;
export const OFPT_EXPERIMENTER = 4;
export const OFPT_FEATURES_REQUEST = 5;
export const OFPT_FEATURES_REPLY = 6;
export const OFPT_GET_CONFIG_REQUEST = 7;
export const OFPT_GET_CONFIG_REPLY = 8;
export const OFPT_SET_CONFIG = 9;
export const OFPT_PACKET_IN = 10;
export const OFPT_FLOW_REMOVED = 11;
export const OFPT_PACKET_OUT = 13;
export const OFPT_FLOW_MOD = 14;

// OpenFlow 1.0 only.
export const OFPT10_PORT_MOD = 15;
export const OFPT10_STATS_REQUEST = 16;
export const OFPT10_STATS_REPLY = 17;
export const OFPT10_BARRIER_REQUEST = 18;
export const OFPT10_BARRIER_REPLY = 19;

// OpenFlow 1.3 only.
export const OFPT13_GROUP_MOD = 15;
export const OFPT13_PORT_MOD = 16;
export const OFPT13_TABLE_MOD = 17;
export const OFPT13_MULTIPART_REQUEST = 18;
export const OFPT13_MULTIPART_REPLY = 19;
export const OFPT13_BARRIER_REQUEST = 20;
export const OFPT13_BARRIER_REPLY = 21;
export const OFPT13_ROLE_REQUEST = 24;
export const OFPT13_ROLE_REPLY = 25;
export const OFPT13_GET_ASYNC_REQUEST = 26;
export const OFPT13_GET_ASYNC_REPLY = 27;
export const OFPT13_SET_ASYNC = 28;
export const OFPT13_METER_MOD = 29;

export const HEADER_BYTES = 8;
export const NO_BUFFER = 0xffffffff;

// OpenFlow 1.0 packet-in: buffer_id, total_len, in_port, reason, pad, frame (§5.4.1).
export const PACKET_IN10_BUFFER_ID = 8;
export const PACKET_IN10_TOTAL_LEN = 12;
export const PACKET_IN10_IN_PORT = 14;
export const PACKET_IN10_FRAME = 18;
// flow-mod: a match of 40 bytes, cookie, command, timeouts, priority, buffer_id (§5.3.3).
export const FLOW_MOD10_MATCH = 8;
export const FLOW_MOD10_COMMAND = 56;
export const FLOW_MOD10_BUFFER_ID = 64;
export const FLOW_MOD10_ACTIONS = 72;
// packet-out: buffer_id, in_port, actions_len, actions, frame (§5.3.6).
export const PACKET_OUT10_BUFFER_ID = 8;
export const PACKET_OUT10_ACTIONS_LEN = 14;
export const PACKET_OUT10_ACTIONS = 16;

// OpenFlow 1.3 packet-in: buffer_id, total_len, reason, table_id, cookie, match, pad of 2, frame (§A.4.1).
export const PACKET_IN13_TOTAL_LEN = 12;
export const PACKET_IN13_MATCH = 24;
// With the one field that our PacketIns carry, OXM_OF_IN_PORT: 4 + 8 bytes, padded to 16.
export const PACKET_IN13_IN_PORT = 32;
export const PACKET_IN13_FRAME = 42;
// flow-mod: cookie, mask, table, command, timeouts, priority, buffer_id, out_port, out_group, flags, match (§A.3.4.1).
export const FLOW_MOD13_COOKIE = 8;
export const FLOW_MOD13_COMMAND = 25;
export const FLOW_MOD13_PRIORITY = 30;
export const FLOW_MOD13_FLAGS = 44;
export const FLOW_MOD13_MATCH = 48;
export const OFPFF_SEND_FLOW_REM = 1;
// packet-out: buffer_id, in_port, actions_len, pad of 6, actions, frame (§A.3.7).
export const PACKET_OUT13_IN_PORT = 12;
export const PACKET_OUT13_ACTIONS_LEN = 16;
export const PACKET_OUT13_ACTIONS = 24;

// The controller's cookies: 0xda in the top byte, the kind in the next four bits.
export const COOKIE_KIND_MASK = 0xfff0;
export const COOKIE_STANDING = 0xda10;
export const COOKIE_SESSION = 0xda20;
export const COOKIE_DENY = 0xda30;
// Bits 39 and 38 of a session's cookie: which of its flows this is. On one host only the first two are there, and the
// second is the way back.
export const PART_OUT_AT_SOURCE = 0;
export const PART_IN_AT_TARGET = 1;
export const PART_OUT_AT_TARGET = 2;
export const PART_IN_AT_SOURCE = 3;

/** @param cookieAt where the cookie begins @returns PART_… */
export function sessionPart(bytes: Uint8Array, cookieAt: number): number {
  return bytes[cookieAt + 3]! >>> 6;
}
