// FLOW_REMOVED (1.0 section 5.4.2, 1.3 section 7.4.2, 1.5 section 7.4.2): a flow has ended, and what it carried. 1.4 is 1.3 with
// more reasons. The views are hot code: the caller has seen to it that the message is at least FLOW_REMOVED_*_BYTES long.
//
//            0       8           48       56         58       60              68             72            80
//   1.0      | header| match 40  | cookie | priority | reason | duration s,ns | idle, pad    | packet_count | byte_count |
//
//            0       8        16         18       19         20              28           32            40         48
//   1.3      | header| cookie | priority | reason | table_id | duration s,ns | idle, hard | packet_count| byte_count| match |
//
//            0       8          9        10         12           16       24
//   1.5      | header| table_id | reason | priority | idle, hard | cookie | match | stats |

import { HEADER_BYTES } from './header.ts';
import { MATCH_10, MATCH_13, match10 } from './match.ts';
import { Enumeration } from './names.ts';
import { STATS } from './oxs.ts';
import { defaulted, pad } from './struct.ts';
import { u8, u16, u32, u64 } from './uint.ts';

export const FLOW_REMOVED_10_MATCH_AT = HEADER_BYTES;
export const FLOW_REMOVED_10_COOKIE_AT = 48;
export const FLOW_REMOVED_10_PRIORITY_AT = 56;
export const FLOW_REMOVED_10_REASON_AT = 58;
export const FLOW_REMOVED_10_DURATION_SEC_AT = 60;
export const FLOW_REMOVED_10_DURATION_NSEC_AT = 64;
export const FLOW_REMOVED_10_IDLE_TIMEOUT_AT = 68;
export const FLOW_REMOVED_10_PACKET_COUNT_AT = 72;
export const FLOW_REMOVED_10_BYTE_COUNT_AT = 80;
export const FLOW_REMOVED_10_BYTES = 88;

export const FLOW_REMOVED_13_COOKIE_AT = HEADER_BYTES;
export const FLOW_REMOVED_13_PRIORITY_AT = 16;
export const FLOW_REMOVED_13_REASON_AT = 18;
export const FLOW_REMOVED_13_TABLE_ID_AT = 19;
export const FLOW_REMOVED_13_DURATION_SEC_AT = 20;
export const FLOW_REMOVED_13_DURATION_NSEC_AT = 24;
export const FLOW_REMOVED_13_IDLE_TIMEOUT_AT = 28;
export const FLOW_REMOVED_13_HARD_TIMEOUT_AT = 30;
export const FLOW_REMOVED_13_PACKET_COUNT_AT = 32;
export const FLOW_REMOVED_13_BYTE_COUNT_AT = 40;
export const FLOW_REMOVED_13_MATCH_AT = 48;
/** The shortest there is: with an empty match. */
export const FLOW_REMOVED_13_BYTES = 56;

export const OFPRR_IDLE_TIMEOUT = 0;
export const OFPRR_HARD_TIMEOUT = 1;
export const OFPRR_DELETE = 2;
export const OFPRR_GROUP_DELETE = 3;

export const FLOW_REMOVED_10 = {
  match: defaulted(MATCH_10, match10({})),
  cookie: defaulted(u64, 0n),
  priority: u16,
  reason: new Enumeration(1, { IDLE_TIMEOUT: 0, HARD_TIMEOUT: 1, DELETE: 2 }),
  pad1: pad(1),
  durationSec: defaulted(u32, 0),
  durationNsec: defaulted(u32, 0),
  idleTimeout: defaulted(u16, 0),
  pad2: pad(2),
  packetCount: defaulted(u64, 0n),
  byteCount: defaulted(u64, 0n),
} as const;

export const FLOW_REMOVED_13 = {
  cookie: defaulted(u64, 0n),
  priority: u16,
  reason: new Enumeration(1, { IDLE_TIMEOUT: 0, HARD_TIMEOUT: 1, DELETE: 2, GROUP_DELETE: 3 }),
  tableId: defaulted(u8, 0),
  durationSec: defaulted(u32, 0),
  durationNsec: defaulted(u32, 0),
  idleTimeout: defaulted(u16, 0),
  hardTimeout: defaulted(u16, 0),
  packetCount: defaulted(u64, 0n),
  byteCount: defaulted(u64, 0n),
  match: defaulted(MATCH_13, []),
} as const;

export const REMOVED_REASON_14 = new Enumeration(1, {
  IDLE_TIMEOUT: 0,
  HARD_TIMEOUT: 1,
  DELETE: 2,
  GROUP_DELETE: 3,
  METER_DELETE: 4,
  EVICTION: 5,
});

export const FLOW_REMOVED_14 = { ...FLOW_REMOVED_13, reason: REMOVED_REASON_14 } as const;

export const FLOW_REMOVED_15 = {
  tableId: defaulted(u8, 0),
  reason: REMOVED_REASON_14,
  priority: u16,
  idleTimeout: defaulted(u16, 0),
  hardTimeout: defaulted(u16, 0),
  cookie: defaulted(u64, 0n),
  match: defaulted(MATCH_13, []),
  stats: defaulted(STATS, []),
} as const;
