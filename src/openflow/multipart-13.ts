// MULTIPART_REQUEST and MULTIPART_REPLY of 1.3 (section 7.3.5). The value has `multipartType` and the fields of that type
// beside it. A long reply comes in several messages, all but the last with REPLY_MORE.
//
//   0       8         10        12    16
//   | header| type 16 | flags 16| pad | body by type ...
import { rest } from './bytes.ts';
import { kind } from './choice.ts';
import { FLOW_FLAGS_13, GROUP_ID, OFPG_ANY, TABLE_ID } from './flow-mod.ts';
import { INSTRUCTION_LIST } from './instruction.ts';
import { LENGTH, list, record } from './list.ts';
import { MATCH_13 } from './match.ts';
import { DESC_STATS, PORT_COUNTERS } from './multipart-stats.ts';
import { PORT_13 } from './port.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { u8, u16, u32, u64 } from './uint.ts';

export const OFPMP_DESC = 0;
export const OFPMP_FLOW = 1;
export const OFPMP_AGGREGATE = 2;
export const OFPMP_TABLE = 3;
export const OFPMP_PORT_STATS = 4;
export const OFPMP_PORT_DESC = 13;
export const OFPMP_EXPERIMENTER = 0xffff;

const FLOW_REQUEST = {
  tableId: defaulted(TABLE_ID, 0xff),
  pad1: pad(3),
  outPort: defaulted(PORT_NO_13, OFPP_ANY),
  outGroup: defaulted(GROUP_ID, OFPG_ANY),
  pad2: pad(4),
  cookie: defaulted(u64, 0n),
  cookieMask: defaulted(u64, 0n),
  match: defaulted(MATCH_13, []),
} as const;

export const MULTIPART_REQUESTS_13 = {
  DESC: kind(OFPMP_DESC, {}),
  FLOW: kind(OFPMP_FLOW, FLOW_REQUEST),
  AGGREGATE: kind(OFPMP_AGGREGATE, FLOW_REQUEST),
  TABLE: kind(OFPMP_TABLE, {}),
  PORT_STATS: kind(OFPMP_PORT_STATS, { portNo: defaulted(PORT_NO_13, OFPP_ANY), pad: pad(4) }),
  PORT_DESC: kind(OFPMP_PORT_DESC, {}),
  EXPERIMENTER: kind(OFPMP_EXPERIMENTER, { experimenter: u32, expType: u32, data: rest }),
} as const;

const FLOW_STATS = record(0, {
  length: LENGTH,
  tableId: u8,
  pad1: pad(1),
  durationSec: u32,
  durationNsec: u32,
  priority: u16,
  idleTimeout: u16,
  hardTimeout: u16,
  flags: FLOW_FLAGS_13,
  pad2: pad(4),
  cookie: u64,
  packetCount: u64,
  byteCount: u64,
  match: MATCH_13,
  instructions: INSTRUCTION_LIST,
});

const TABLE_STATS = new Struct({
  tableId: u8,
  pad: pad(3),
  activeCount: u32,
  lookupCount: u64,
  matchedCount: u64,
} as const);

const PORT_STATS = new Struct({
  portNo: PORT_NO_13,
  pad: pad(4),
  ...PORT_COUNTERS,
  durationSec: u32,
  durationNsec: u32,
} as const);

export const MULTIPART_REPLIES_13 = {
  DESC: kind(OFPMP_DESC, DESC_STATS),
  FLOW: kind(OFPMP_FLOW, { flows: list(FLOW_STATS) }),
  AGGREGATE: kind(OFPMP_AGGREGATE, { packetCount: u64, byteCount: u64, flowCount: u32, pad: pad(4) }),
  TABLE: kind(OFPMP_TABLE, { tables: list(TABLE_STATS) }),
  PORT_STATS: kind(OFPMP_PORT_STATS, { ports: list(PORT_STATS) }),
  PORT_DESC: kind(OFPMP_PORT_DESC, { ports: list(PORT_13) }),
  EXPERIMENTER: kind(OFPMP_EXPERIMENTER, { experimenter: u32, expType: u32, data: rest }),
} as const;
