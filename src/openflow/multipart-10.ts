// STATS_REQUEST and STATS_REPLY of 1.0 (section 5.3.5). The value has `statsType` and the fields of that type beside it.
//
//   0       8         10        12
//   | header| type 16 | flags 16| body by type ...
import { ACTION_LIST_10 } from './action.ts';
import { rest, Text } from './bytes.ts';
import { kind } from './choice.ts';
import { TABLE_ID } from './flow-mod.ts';
import { LENGTH, list, record } from './list.ts';
import { MATCH_10, match10 } from './match.ts';
import { DESC_STATS, PORT_COUNTERS, QUEUE_COUNTERS } from './multipart-stats.ts';
import { NXST_REPLIES, NXST_REQUESTS } from './nx-flow.ts';
import { OFPP_ALL_10, OFPP_NONE_10, PORT_NO_10 } from './port-number.ts';
import { OFPQ_ALL, QUEUE_ID } from './queue-config.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { u8, u16, u32, u64 } from './uint.ts';

const FLOW_REQUEST = {
  match: defaulted(MATCH_10, match10({})),
  tableId: defaulted(TABLE_ID, 0xff),
  pad: pad(1),
  outPort: defaulted(PORT_NO_10, OFPP_NONE_10),
} as const;

export const STATS_REQUESTS_10 = {
  DESC: kind(0, {}),
  FLOW: kind(1, FLOW_REQUEST),
  AGGREGATE: kind(2, FLOW_REQUEST),
  TABLE: kind(3, {}),
  PORT: kind(4, { portNo: defaulted(PORT_NO_10, OFPP_NONE_10), pad: pad(6) }),
  QUEUE: kind(5, { portNo: defaulted(PORT_NO_10, OFPP_ALL_10), pad: pad(2), queueId: defaulted(QUEUE_ID, OFPQ_ALL) }),
  ...NXST_REQUESTS,
  VENDOR: kind(0xffff, { vendor: u32, data: rest }),
} as const;

const FLOW_STATS = record(0, {
  length: LENGTH,
  tableId: u8,
  pad1: pad(1),
  match: MATCH_10,
  durationSec: u32,
  durationNsec: u32,
  priority: u16,
  idleTimeout: u16,
  hardTimeout: u16,
  pad2: pad(6),
  cookie: u64,
  packetCount: u64,
  byteCount: u64,
  actions: ACTION_LIST_10,
});

const TABLE_STATS = new Struct({
  tableId: u8,
  pad: pad(3),
  name: new Text(32),
  wildcards: u32,
  maxEntries: u32,
  activeCount: u32,
  lookupCount: u64,
  matchedCount: u64,
} as const);

export const STATS_REPLIES_10 = {
  DESC: kind(0, DESC_STATS),
  FLOW: kind(1, { flows: list(FLOW_STATS) }),
  AGGREGATE: kind(2, { packetCount: u64, byteCount: u64, flowCount: u32, pad: pad(4) }),
  TABLE: kind(3, { tables: list(TABLE_STATS) }),
  PORT: kind(4, { ports: list(new Struct({ portNo: PORT_NO_10, pad: pad(6), ...PORT_COUNTERS } as const)) }),
  QUEUE: kind(5, {
    queues: list(new Struct({ portNo: PORT_NO_10, pad: pad(2), queueId: u32, ...QUEUE_COUNTERS } as const)),
  }),
  ...NXST_REPLIES,
  VENDOR: kind(0xffff, { vendor: u32, data: rest }),
} as const;
