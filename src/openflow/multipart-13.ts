// MULTIPART_REQUEST and MULTIPART_REPLY of 1.3 (section 7.3.5): one entry for each type and direction. A long reply comes in
// several messages, all but the last with REPLY_MORE. The value has `multipartType` and the fields of that type beside it.
//
//   0       8         10        12    16
//   | header| type 16 | flags 16| pad | body by type ...
import { rest } from './bytes.ts';
import { kind } from './choice.ts';
import { FLOW_FLAGS_13, GROUP_ID, OFPG_ALL, OFPG_ANY, TABLE_ID } from './flow-mod.ts';
import { BUCKET_LIST, GROUP_TYPE } from './group-mod.ts';
import { INSTRUCTION_LIST } from './instruction.ts';
import { LENGTH, list, record, times } from './list.ts';
import { MATCH_13 } from './match.ts';
import { BAND_LIST, METER_FLAGS, METER_ID, OFPM_ALL } from './meter-mod.ts';
import { DESC_STATS, PORT_COUNTERS, QUEUE_COUNTERS } from './multipart-stats.ts';
import { Flags } from './names.ts';
import { ONFST_REPLIES_13, ONFST_REQUESTS_13 } from './onf-flow-monitor.ts';
import { PORT_13 } from './port.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import { OFPQ_ALL, QUEUE_ID } from './queue-config.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { TABLE_FEATURES } from './table-features.ts';
import { u8, u16, u32, u64 } from './uint.ts';

export const OFPMP_DESC = 0;
export const OFPMP_FLOW = 1;
export const OFPMP_AGGREGATE = 2;
export const OFPMP_TABLE = 3;
export const OFPMP_PORT_STATS = 4;
export const OFPMP_QUEUE = 5;
export const OFPMP_GROUP = 6;
export const OFPMP_GROUP_DESC = 7;
export const OFPMP_GROUP_FEATURES = 8;
export const OFPMP_METER = 9;
export const OFPMP_METER_CONFIG = 10;
export const OFPMP_METER_FEATURES = 11;
export const OFPMP_TABLE_FEATURES = 12;
export const OFPMP_PORT_DESC = 13;
export const OFPMP_TABLE_DESC = 14;
export const OFPMP_QUEUE_DESC = 15;
export const OFPMP_FLOW_MONITOR = 16;
export const OFPMP_FLOW_STATS = 17;
export const OFPMP_CONTROLLER_STATUS = 18;
export const OFPMP_BUNDLE_FEATURES = 19;
export const OFPMP_EXPERIMENTER = 0xffff;

export const FLOW_REQUEST = {
  tableId: defaulted(TABLE_ID, 0xff),
  pad1: pad(3),
  outPort: defaulted(PORT_NO_13, OFPP_ANY),
  outGroup: defaulted(GROUP_ID, OFPG_ANY),
  pad2: pad(4),
  cookie: defaulted(u64, 0n),
  cookieMask: defaulted(u64, 0n),
  match: defaulted(MATCH_13, []),
} as const;

export const METER_REQUEST = { meterId: defaulted(METER_ID, OFPM_ALL), pad: pad(4) } as const;

export const EXPERIMENTER = { experimenter: u32, expType: u32, data: rest } as const;

export const MULTIPART_REQUESTS_13 = {
  DESC: kind(OFPMP_DESC, {}),
  FLOW: kind(OFPMP_FLOW, FLOW_REQUEST),
  AGGREGATE: kind(OFPMP_AGGREGATE, FLOW_REQUEST),
  TABLE: kind(OFPMP_TABLE, {}),
  PORT_STATS: kind(OFPMP_PORT_STATS, { portNo: defaulted(PORT_NO_13, OFPP_ANY), pad: pad(4) }),
  QUEUE: kind(OFPMP_QUEUE, { portNo: defaulted(PORT_NO_13, OFPP_ANY), queueId: defaulted(QUEUE_ID, OFPQ_ALL) }),
  GROUP: kind(OFPMP_GROUP, { groupId: defaulted(GROUP_ID, OFPG_ALL), pad: pad(4) }),
  GROUP_DESC: kind(OFPMP_GROUP_DESC, {}),
  GROUP_FEATURES: kind(OFPMP_GROUP_FEATURES, {}),
  METER: kind(OFPMP_METER, METER_REQUEST),
  METER_CONFIG: kind(OFPMP_METER_CONFIG, METER_REQUEST),
  METER_FEATURES: kind(OFPMP_METER_FEATURES, {}),
  TABLE_FEATURES: kind(OFPMP_TABLE_FEATURES, TABLE_FEATURES),
  PORT_DESC: kind(OFPMP_PORT_DESC, {}),
  ...ONFST_REQUESTS_13,
  EXPERIMENTER: kind(OFPMP_EXPERIMENTER, EXPERIMENTER),
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

export const TABLE_STATS = new Struct({
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

const QUEUE_STATS = new Struct({
  portNo: PORT_NO_13,
  queueId: u32,
  ...QUEUE_COUNTERS,
  durationSec: u32,
  durationNsec: u32,
} as const);

export const GROUP_STATS = record(0, {
  length: LENGTH,
  pad1: pad(2),
  groupId: GROUP_ID,
  refCount: u32,
  pad2: pad(4),
  packetCount: u64,
  byteCount: u64,
  durationSec: u32,
  durationNsec: u32,
  bucketStats: list(new Struct({ packetCount: u64, byteCount: u64 } as const)),
});

const GROUP_DESC = record(0, {
  length: LENGTH,
  groupType: GROUP_TYPE,
  pad: pad(1),
  groupId: GROUP_ID,
  buckets: BUCKET_LIST,
});

export const BAND_STATS = new Struct({ packetBandCount: u64, byteBandCount: u64 } as const);

const METER_STATS = record(4, {
  meterId: METER_ID,
  length: LENGTH,
  pad: pad(6),
  flowCount: u32,
  packetInCount: u64,
  byteInCount: u64,
  durationSec: u32,
  durationNsec: u32,
  bandStats: list(BAND_STATS),
});

export const METER_CONFIG = record(0, { length: LENGTH, flags: METER_FLAGS, meterId: METER_ID, bands: BAND_LIST });

/** Bit n is group type n, action type n, band type n. */
const GROUP_TYPES = new Flags(4, { ALL: 1 << 0, SELECT: 1 << 1, INDIRECT: 1 << 2, FF: 1 << 3 });
const GROUP_CAPABILITIES = new Flags(4, {
  SELECT_WEIGHT: 1 << 0,
  SELECT_LIVENESS: 1 << 1,
  CHAINING: 1 << 2,
  CHAINING_CHECKS: 1 << 3,
});
const BAND_TYPES = new Flags(4, { DROP: 1 << 1, DSCP_REMARK: 1 << 2 });

export const GROUP_FEATURES = {
  types: GROUP_TYPES,
  capabilities: GROUP_CAPABILITIES,
  maxGroups: times(4, u32),
  actions: times(4, u32),
} as const;

export const METER_FEATURES = {
  maxMeter: u32,
  bandTypes: BAND_TYPES,
  capabilities: new Flags(4, METER_FLAGS.values),
  maxBands: u8,
  maxColor: u8,
  pad: pad(2),
} as const;

export const MULTIPART_REPLIES_13 = {
  DESC: kind(OFPMP_DESC, DESC_STATS),
  FLOW: kind(OFPMP_FLOW, { flows: list(FLOW_STATS) }),
  AGGREGATE: kind(OFPMP_AGGREGATE, { packetCount: u64, byteCount: u64, flowCount: u32, pad: pad(4) }),
  TABLE: kind(OFPMP_TABLE, { tables: list(TABLE_STATS) }),
  PORT_STATS: kind(OFPMP_PORT_STATS, { ports: list(PORT_STATS) }),
  QUEUE: kind(OFPMP_QUEUE, { queues: list(QUEUE_STATS) }),
  GROUP: kind(OFPMP_GROUP, { groups: list(GROUP_STATS) }),
  GROUP_DESC: kind(OFPMP_GROUP_DESC, { groups: list(GROUP_DESC) }),
  GROUP_FEATURES: kind(OFPMP_GROUP_FEATURES, GROUP_FEATURES),
  METER: kind(OFPMP_METER, { meters: list(METER_STATS) }),
  METER_CONFIG: kind(OFPMP_METER_CONFIG, { meters: list(METER_CONFIG) }),
  METER_FEATURES: kind(OFPMP_METER_FEATURES, METER_FEATURES),
  TABLE_FEATURES: kind(OFPMP_TABLE_FEATURES, TABLE_FEATURES),
  PORT_DESC: kind(OFPMP_PORT_DESC, { ports: list(PORT_13) }),
  ...ONFST_REPLIES_13,
  EXPERIMENTER: kind(OFPMP_EXPERIMENTER, EXPERIMENTER),
} as const;
