// MULTIPART_REQUEST and MULTIPART_REPLY of 1.4 (section 7.3.5): as in 1.3, but that ports and queues have properties, flows an
// importance, and tables, queues and flow monitors messages of their own.
import { kind } from './choice.ts';
import { FLOW_FLAGS_13 } from './flow-mod.ts';
import { FLOW_MONITOR_REQUEST, flowMonitorReply } from './flow-monitor.ts';
import { INSTRUCTION_LIST } from './instruction.ts';
import { LENGTH, list, record } from './list.ts';
import { MATCH_13 } from './match.ts';
import {
  MULTIPART_REPLIES_13,
  MULTIPART_REQUESTS_13,
  OFPMP_FLOW,
  OFPMP_FLOW_MONITOR,
  OFPMP_PORT_DESC,
  OFPMP_PORT_STATS,
  OFPMP_QUEUE,
  OFPMP_QUEUE_DESC,
  OFPMP_TABLE_DESC,
  OFPMP_TABLE_FEATURES,
} from './multipart-13.ts';
import { ETHERNET_COUNTERS, PORT_COUNTERS_14, QUEUE_COUNTERS } from './multipart-stats.ts';
import { Flags } from './names.ts';
import { PORT_14 } from './port.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import { properties } from './property.ts';
import { OFPQ_ALL, QUEUE_DESC, QUEUE_ID } from './queue-config.ts';
import { defaulted, pad } from './struct.ts';
import { TABLE_FEATURES_14 } from './table-features.ts';
import { TABLE_DESC } from './table-mod.ts';
import { u8, u16, u32, u64 } from './uint.ts';

export const QUEUE_REQUEST = {
  portNo: defaulted(PORT_NO_13, OFPP_ANY),
  queueId: defaulted(QUEUE_ID, OFPQ_ALL),
} as const;

const { QUEUE: _request, ONFST_FLOW_MONITOR: _monitors, ...REQUESTS_13 } = MULTIPART_REQUESTS_13;

export const MULTIPART_REQUESTS_14 = {
  ...REQUESTS_13,
  QUEUE_STATS: kind(OFPMP_QUEUE, QUEUE_REQUEST),
  TABLE_FEATURES: kind(OFPMP_TABLE_FEATURES, TABLE_FEATURES_14),
  TABLE_DESC: kind(OFPMP_TABLE_DESC, {}),
  QUEUE_DESC: kind(OFPMP_QUEUE_DESC, QUEUE_REQUEST),
  FLOW_MONITOR: kind(OFPMP_FLOW_MONITOR, FLOW_MONITOR_REQUEST),
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
  importance: defaulted(u16, 0),
  pad2: pad(2),
  cookie: u64,
  packetCount: u64,
  byteCount: u64,
  match: MATCH_13,
  instructions: INSTRUCTION_LIST,
});

/** OFPOSF_: what of the statistics of an optical port is measured. */
const OPTICAL_FLAGS = new Flags(4, {
  RX_TUNE: 1 << 0,
  TX_TUNE: 1 << 1,
  TX_PWR: 1 << 2,
  RX_PWR: 1 << 4,
  TX_BIAS: 1 << 5,
  TX_TEMP: 1 << 6,
});

export const PORT_STATS_14 = record(0, {
  length: LENGTH,
  pad: pad(2),
  portNo: PORT_NO_13,
  durationSec: u32,
  durationNsec: u32,
  ...PORT_COUNTERS_14,
  properties: properties({
    ETHERNET: kind(0, { pad: pad(4), ...ETHERNET_COUNTERS }),
    OPTICAL: kind(1, {
      pad: pad(4),
      flags: OPTICAL_FLAGS,
      txFreqLmda: u32,
      txOffset: u32,
      txGridSpan: u32,
      rxFreqLmda: u32,
      rxOffset: u32,
      rxGridSpan: u32,
      txPwr: u16,
      rxPwr: u16,
      biasCurrent: u16,
      temperature: u16,
    }),
  }),
});

export const QUEUE_STATS_14 = record(0, {
  length: LENGTH,
  pad: pad(6),
  portNo: PORT_NO_13,
  queueId: u32,
  ...QUEUE_COUNTERS,
  durationSec: u32,
  durationNsec: u32,
  properties: properties({}),
});

const { QUEUE: _reply, ONFST_FLOW_MONITOR: _updates, ...REPLIES_13 } = MULTIPART_REPLIES_13;

export const MULTIPART_REPLIES_14 = {
  ...REPLIES_13,
  FLOW: kind(OFPMP_FLOW, { flows: list(FLOW_STATS) }),
  PORT_STATS: kind(OFPMP_PORT_STATS, { ports: list(PORT_STATS_14) }),
  QUEUE_STATS: kind(OFPMP_QUEUE, { queues: list(QUEUE_STATS_14) }),
  TABLE_FEATURES: kind(OFPMP_TABLE_FEATURES, TABLE_FEATURES_14),
  PORT_DESC: kind(OFPMP_PORT_DESC, { ports: list(PORT_14) }),
  TABLE_DESC: kind(OFPMP_TABLE_DESC, { tables: list(TABLE_DESC) }),
  QUEUE_DESC: kind(OFPMP_QUEUE_DESC, { queues: list(QUEUE_DESC) }),
  FLOW_MONITOR: kind(OFPMP_FLOW_MONITOR, flowMonitorReply(INSTRUCTION_LIST)),
} as const;
