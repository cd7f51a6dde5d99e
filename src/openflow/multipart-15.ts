// MULTIPART_REQUEST and MULTIPART_REPLY of 1.5 (section 7.3.5): flows, groups and meters have a description and statistics apart,
// and the statistics of flows are lists of fields (oxs.ts).
import { kind } from './choice.ts';
import type { Codec, Json } from './codec.ts';
import { CONTROLLER_STATUS_ENTRY } from './controller-status.ts';
import { FLOW_FLAGS_13, GROUP_ID, OFPG_ALL } from './flow-mod.ts';
import { FLOW_MONITOR_REQUEST, flowMonitorReply } from './flow-monitor.ts';
import { BUCKET_LIST_15, GROUP_TYPE } from './group-mod.ts';
import { INSTRUCTION_LIST_15 } from './instruction.ts';
import { ahead, LENGTH, LENGTH_AHEAD, list, record } from './list.ts';
import { MATCH_13 } from './match.ts';
import { METER_ID } from './meter-mod.ts';
import {
  BAND_STATS,
  EXPERIMENTER,
  FLOW_REQUEST,
  GROUP_FEATURES,
  GROUP_STATS,
  METER_CONFIG,
  METER_FEATURES,
  METER_REQUEST,
  OFPMP_AGGREGATE,
  OFPMP_BUNDLE_FEATURES,
  OFPMP_CONTROLLER_STATUS,
  OFPMP_DESC,
  OFPMP_EXPERIMENTER,
  OFPMP_FLOW,
  OFPMP_FLOW_MONITOR,
  OFPMP_FLOW_STATS,
  OFPMP_GROUP,
  OFPMP_GROUP_DESC,
  OFPMP_GROUP_FEATURES,
  OFPMP_METER,
  OFPMP_METER_CONFIG,
  OFPMP_METER_FEATURES,
  OFPMP_PORT_DESC,
  OFPMP_PORT_STATS,
  OFPMP_QUEUE,
  OFPMP_QUEUE_DESC,
  OFPMP_TABLE,
  OFPMP_TABLE_DESC,
  OFPMP_TABLE_FEATURES,
  TABLE_STATS,
} from './multipart-13.ts';
import { PORT_STATS_14, QUEUE_REQUEST, QUEUE_STATS_14 } from './multipart-14.ts';
import { DESC_STATS } from './multipart-stats.ts';
import { Enumeration, Flags } from './names.ts';
import { STATS } from './oxs.ts';
import { PORT_15 } from './port.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import { properties } from './property.ts';
import { QUEUE_DESC } from './queue-config.ts';
import type { Reader } from './reader.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { TABLE_FEATURES_15 } from './table-features.ts';
import { TABLE_DESC } from './table-mod.ts';
import { u8, u16, u32, u64 } from './uint.ts';
import type { Writer } from './writer.ts';

const PORT_REQUEST = { portNo: defaulted(PORT_NO_13, OFPP_ANY), pad: pad(4) } as const;
const GROUP_REQUEST = { groupId: defaulted(GROUP_ID, OFPG_ALL), pad: pad(4) } as const;

const TIME = { seconds: u64, nanoseconds: u32, pad: pad(4) } as const;
const FEATURE_FLAGS = new Flags(4, { TIMESTAMP: 1 << 0, TIME_SET_SCHED: 1 << 1 });

/** What a switch can do with bundles at a given time; a request sets the two tolerances. */
const BUNDLE_FEATURE_PROPERTIES = properties({
  TIME_CAPABILITY: kind(1, {
    pad: pad(4),
    schedAccuracy: new Struct(TIME),
    schedMaxFuture: new Struct(TIME),
    schedMaxPast: new Struct(TIME),
    timestamp: new Struct(TIME),
  }),
});

export const MULTIPART_REQUESTS_15 = {
  DESC: kind(OFPMP_DESC, {}),
  FLOW_DESC: kind(OFPMP_FLOW, FLOW_REQUEST),
  AGGREGATE_STATS: kind(OFPMP_AGGREGATE, FLOW_REQUEST),
  TABLE_STATS: kind(OFPMP_TABLE, {}),
  PORT_STATS: kind(OFPMP_PORT_STATS, PORT_REQUEST),
  QUEUE_STATS: kind(OFPMP_QUEUE, QUEUE_REQUEST),
  GROUP_STATS: kind(OFPMP_GROUP, GROUP_REQUEST),
  GROUP_DESC: kind(OFPMP_GROUP_DESC, GROUP_REQUEST),
  GROUP_FEATURES: kind(OFPMP_GROUP_FEATURES, {}),
  METER_STATS: kind(OFPMP_METER, METER_REQUEST),
  METER_DESC: kind(OFPMP_METER_CONFIG, METER_REQUEST),
  METER_FEATURES: kind(OFPMP_METER_FEATURES, {}),
  TABLE_FEATURES: kind(OFPMP_TABLE_FEATURES, TABLE_FEATURES_15),
  PORT_DESC: kind(OFPMP_PORT_DESC, PORT_REQUEST),
  TABLE_DESC: kind(OFPMP_TABLE_DESC, {}),
  QUEUE_DESC: kind(OFPMP_QUEUE_DESC, QUEUE_REQUEST),
  FLOW_MONITOR: kind(OFPMP_FLOW_MONITOR, FLOW_MONITOR_REQUEST),
  FLOW_STATS: kind(OFPMP_FLOW_STATS, FLOW_REQUEST),
  CONTROLLER_STATUS: kind(OFPMP_CONTROLLER_STATUS, {}),
  BUNDLE_FEATURES: kind(OFPMP_BUNDLE_FEATURES, {
    featureRequestFlags: FEATURE_FLAGS,
    pad: pad(4),
    properties: BUNDLE_FEATURE_PROPERTIES,
  }),
  EXPERIMENTER: kind(OFPMP_EXPERIMENTER, EXPERIMENTER),
} as const;

const FLOW_DESC = record(0, {
  length: LENGTH,
  pad1: pad(2),
  tableId: u8,
  pad2: pad(1),
  priority: u16,
  idleTimeout: u16,
  hardTimeout: u16,
  flags: FLOW_FLAGS_13,
  importance: u16,
  cookie: u64,
  match: MATCH_13,
  stats: STATS,
  instructions: INSTRUCTION_LIST_15,
});

const FLOW_STATS = record(0, {
  length: LENGTH,
  pad: pad(2),
  tableId: u8,
  reason: new Enumeration(1, { STATS_REQUEST: 0, STAT_TRIGGER: 1 }),
  priority: u16,
  match: MATCH_13,
  stats: STATS,
});

const GROUP_DESC = record(0, {
  length: LENGTH,
  groupType: GROUP_TYPE,
  pad1: pad(1),
  groupId: GROUP_ID,
  bucketArrayLen: LENGTH_AHEAD,
  pad2: pad(6),
  buckets: ahead(BUCKET_LIST_15),
  properties: properties({}),
});

const METER_STATS = record(4, {
  meterId: METER_ID,
  length: LENGTH,
  pad: pad(6),
  refCount: u32,
  packetInCount: u64,
  byteInCount: u64,
  durationSec: u32,
  durationNsec: u32,
  bandStats: list(BAND_STATS),
});

/**
 * A field at the very end of a message that a peer may leave out with all behind it; the value is then undefined. Open vSwitch
 * ends its meter features where 1.4 does.
 */
export class Tail<Out, In> implements Codec<Out | undefined, In | undefined> {
  readonly codec: Codec<Out, In>;
  /** Says that the value may be left out. */
  readonly fallback = undefined;
  readonly #padding: number;

  /** @param padding bytes behind the field, which are there when it is */
  constructor(codec: Codec<Out, In>, padding: number) {
    this.codec = codec;
    this.#padding = padding;
  }

  decode(reader: Reader): Out | undefined {
    if (reader.left() === 0) return undefined;
    const value = this.codec.decode(reader);
    reader.take(this.#padding);
    return value;
  }

  encode(writer: Writer, value: In | undefined): void {
    if (value === undefined) return;
    this.codec.encode(writer, value);
    writer.zeros(this.#padding);
  }

  toJson(value: In | undefined): Json {
    return value === undefined ? null : this.codec.toJson(value);
  }

  fromJson(json: unknown): Out | undefined {
    return json === undefined || json === null ? undefined : this.codec.fromJson(json);
  }
}

const METER_FEATURE_FLAGS: Codec<
  ('ACTION_SET' | 'ANY_POSITION' | 'MULTI_LIST' | number)[],
  readonly ('ACTION_SET' | 'ANY_POSITION' | 'MULTI_LIST' | number)[] | number
> = new Flags(4, { ACTION_SET: 1 << 0, ANY_POSITION: 1 << 1, MULTI_LIST: 1 << 2 });

export const MULTIPART_REPLIES_15 = {
  DESC: kind(OFPMP_DESC, DESC_STATS),
  FLOW_DESC: kind(OFPMP_FLOW, { flows: list(FLOW_DESC) }),
  AGGREGATE_STATS: kind(OFPMP_AGGREGATE, { stats: STATS }),
  TABLE_STATS: kind(OFPMP_TABLE, { tables: list(TABLE_STATS) }),
  PORT_STATS: kind(OFPMP_PORT_STATS, { ports: list(PORT_STATS_14) }),
  QUEUE_STATS: kind(OFPMP_QUEUE, { queues: list(QUEUE_STATS_14) }),
  GROUP_STATS: kind(OFPMP_GROUP, { groups: list(GROUP_STATS) }),
  GROUP_DESC: kind(OFPMP_GROUP_DESC, { groups: list(GROUP_DESC) }),
  GROUP_FEATURES: kind(OFPMP_GROUP_FEATURES, GROUP_FEATURES),
  METER_STATS: kind(OFPMP_METER, { meters: list(METER_STATS) }),
  METER_DESC: kind(OFPMP_METER_CONFIG, { meters: list(METER_CONFIG) }),
  METER_FEATURES: kind(OFPMP_METER_FEATURES, { ...METER_FEATURES, features: new Tail(METER_FEATURE_FLAGS, 4) }),
  TABLE_FEATURES: kind(OFPMP_TABLE_FEATURES, TABLE_FEATURES_15),
  PORT_DESC: kind(OFPMP_PORT_DESC, { ports: list(PORT_15) }),
  TABLE_DESC: kind(OFPMP_TABLE_DESC, { tables: list(TABLE_DESC) }),
  QUEUE_DESC: kind(OFPMP_QUEUE_DESC, { queues: list(QUEUE_DESC) }),
  FLOW_MONITOR: kind(OFPMP_FLOW_MONITOR, flowMonitorReply(INSTRUCTION_LIST_15)),
  FLOW_STATS: kind(OFPMP_FLOW_STATS, { flows: list(FLOW_STATS) }),
  CONTROLLER_STATUS: kind(OFPMP_CONTROLLER_STATUS, { controllers: list(CONTROLLER_STATUS_ENTRY) }),
  BUNDLE_FEATURES: kind(OFPMP_BUNDLE_FEATURES, {
    capabilities: new Flags(2, { ATOMIC: 1 << 0, ORDERED: 1 << 1, TIME: 1 << 2 }),
    pad: pad(6),
    properties: BUNDLE_FEATURE_PROPERTIES,
  }),
  EXPERIMENTER: kind(OFPMP_EXPERIMENTER, EXPERIMENTER),
} as const;
