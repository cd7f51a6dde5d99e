// Random messages of 1.5 that any switch would take: those that it has from 1.3 and 1.4, and those that it changed. What Open
// vSwitch does not implement of 1.5 is left out: it prints errors of it.
import fc from 'fast-check';
import type { MessageIn } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { FLOW_MOD_13, FLOW_STATS_13, SOUND_13_TO_15 } from './message-13.ts';
import { errorsOf, importanceWords, later, parts, SOUND_14_TO_15 } from './message-14.ts';
import {
  age,
  counts,
  duration,
  group,
  type Made,
  type Part,
  packet,
  port,
  positive,
  priority,
  some16,
  sound,
  table,
  u16,
  u32,
  u64,
  v,
  words,
  x,
} from './part.ts';
import { ACTION_IP, ACTIONS_13, BANDS, MATCH_13, NO_PORT } from './part-13.ts';
import { tableFeatures } from './table-features.ts';

type Action = Part<NonNullable<Extract<MessageIn, { version: 6; type: 'PACKET_OUT' }>['actions']>[number]>;
/** What 1.5 added. */
const ACTION_15: fc.Arbitrary<Action> = fc.oneof(
  ACTION_IP as fc.Arbitrary<Action>,
  fc
    .record({ nBits: fc.integer({ min: 1, max: 16 }), from: fc.nat({ max: 16 }), to: fc.nat({ max: 48 }) })
    .map<Action>(({ nBits, from, to }) => ({
      value: {
        type: 'COPY_FIELD',
        nBits,
        srcOffset: from,
        dstOffset: to,
        oxmIds: [
          { field: 'IN_PORT', hasMask: false },
          { field: 'METADATA', hasMask: false },
        ],
      },
      ovs: [`move:OXM_OF_IN_PORT[${range(from, nBits)}]->OXM_OF_METADATA[${range(to, nBits)}]`],
    })),
  fc.record({ value: u64, mask: u64 }).map<Action>(({ value, mask }) => ({
    value: { type: 'SET_FIELD', field: oxm('METADATA', value & mask, mask) },
    ovs: [`set_field:${(value & mask) === 0n ? 0 : x(value & mask)}/${x(mask)}->metadata`],
  })),
);

function range(from: number, nBits: number): string {
  return nBits === 1 ? `${from}` : `${from}..${from + nBits - 1}`;
}

/** In 1.5 a meter is the first of the actions that are applied. */
function withMeterAction(flow: object): object {
  const instructions = Reflect.get(flow, 'instructions') as { type: string; meterId?: number; actions?: object[] }[];
  const meter = instructions.find(({ type }) => type === 'METER');
  if (meter === undefined) return flow;
  const applied = instructions.find(({ type }) => type === 'APPLY_ACTIONS')?.actions ?? [];
  const others = instructions.filter(({ type }) => type !== 'METER' && type !== 'APPLY_ACTIONS');
  return { ...flow, instructions: [{ type: 'APPLY_ACTIONS', actions: [meter, ...applied] }, ...others] };
}

const FLOW_MOD_15 = sound({ flow: FLOW_MOD_13, importance: some16 }, ({ flow, importance }) => ({
  message: { ...withMeterAction(flow.message), version: 6, importance } as MessageIn,
  ovs: [...flow.ovs, ...importanceWords(flow.message, importance)],
  tshark: {},
}));

/** Weights are for SELECT alone (1 is not printed). */
const BUCKET_15 = fc
  .record({ bucketId: fc.nat({ max: 0xffff_ff00 }), w: fc.integer({ min: 2, max: 0xffff }), p: port, acts: ACTIONS_13 })
  .map(({ bucketId, w, p, acts }) => ({
    value: {
      bucketId,
      actions: v(acts),
      properties: [
        { type: 'WEIGHT', weight: w },
        { type: 'WATCH_PORT', watch: p },
        { type: 'WATCH_GROUP', watch: NO_PORT },
      ],
    },
    ovs: [`bucket_id:${bucketId},weight:${w},watch_port:${p}`, ...words(acts)],
  }));
const BUCKETS_15 = fc.uniqueArray(BUCKET_15, {
  minLength: 1,
  maxLength: 3,
  selector: ({ value }) => value.bucketId,
});

const asStats = (a: { durationSec: number; durationNsec: number }, c: { packetCount: bigint; byteCount: bigint }) => [
  { field: 'DURATION', sec: a.durationSec, nsec: a.durationNsec },
  { field: 'PACKET_COUNT', value: c.packetCount },
  { field: 'BYTE_COUNT', value: c.byteCount },
];

const METER_ID = fc.integer({ min: 1, max: 0xffff0000 });
const FORWARDED = sound({ meterId: METER_ID, bands: BANDS }, ({ meterId, bands }) => ({
  message: {
    version: 6,
    type: 'REQUESTFORWARD',
    request: { version: 6, type: 'METER_MOD', command: 'MODIFY', flags: ['KBPS', 'BURST'], meterId, bands: v(bands) },
  },
  ovs: [`reason=meter_mod MOD meter=${meterId} kbps burst`, ...words(bands)],
  tshark: {},
}));

const SOUND_15_ONLY: readonly Made[] = [
  FLOW_MOD_15,
  sound(
    { inPort: port, metadata: u64, actions: fc.array(ACTION_15, { minLength: 1, maxLength: 5 }), data: packet },
    (g) => ({
      message: {
        version: 6,
        type: 'PACKET_OUT',
        match: [oxm('IN_PORT', g.inPort), oxm('METADATA', g.metadata)],
        actions: v(g.actions),
        data: g.data,
      },
      ovs: [`metadata=${x(g.metadata)},in_port=${g.inPort}`, ...words(g.actions), `data_len=${g.data.length}`],
      tshark: {},
    }),
  ),
  sound(
    {
      cookie: u64,
      priority,
      reason: fc.constantFrom('IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE', 'METER_DELETE', 'EVICTION'),
      tableId: table,
      age,
      idle: some16,
      hard: some16,
      counts,
      match: MATCH_13,
    },
    (g) => ({
      message: {
        version: 6,
        type: 'FLOW_REMOVED',
        tableId: g.tableId,
        reason: g.reason as 'DELETE',
        priority: g.priority,
        idleTimeout: g.idle,
        hardTimeout: g.hard,
        cookie: g.cookie,
        match: g.match.value,
        stats: asStats(g.age, g.counts) as never,
      },
      ovs: [
        `priority=${g.priority}`,
        `reason=${g.reason.toLowerCase().replace('_timeout', '')} table_id=${g.tableId} cookie:${x(g.cookie)} duration${duration(g.age.durationSec, g.age.durationNsec)} idle${g.idle} hard${g.hard} pkts${g.counts.packetCount} bytes${g.counts.byteCount}`,
        ...g.match.ovs,
      ],
      tshark: {},
    }),
  ),
  sound({ command: fc.constantFrom('ADD', 'MODIFY'), groupId: group, buckets: BUCKETS_15 }, (g) => ({
    message: {
      version: 6,
      type: 'GROUP_MOD',
      command: g.command as 'ADD',
      groupType: 'SELECT',
      groupId: g.groupId,
      buckets: v(g.buckets),
    },
    ovs: [`${g.command === 'ADD' ? 'ADD' : 'MOD'} group_id=${g.groupId},type=select`, ...words(g.buckets)],
    tshark: {},
  })),
  sound({ groupId: group, commandBucketId: fc.nat({ max: 0xffff_ff00 }) }, (g) => ({
    message: { version: 6, type: 'GROUP_MOD', command: 'REMOVE_BUCKET', groupType: 'SELECT', ...g },
    ovs: [`REMOVE_BUCKET command_bucket_id:${g.commandBucketId},group_id=${g.groupId}`],
    tshark: {},
  })),
  FORWARDED,
  sound({ bundleId: positive, flow: FLOW_MOD_15 }, ({ bundleId, flow }) => ({
    message: {
      version: 6,
      type: 'BUNDLE_ADD_MESSAGE',
      bundleId,
      flags: ['ATOMIC'],
      message: flow.message,
    } as MessageIn,
    ovs: [`bundle_id=${x(bundleId)} flags=atomic`, ...flow.ovs],
    tshark: {},
  })),
  sound({ stats: FLOW_STATS_13, importance: u16.filter((value) => value > 0) }, ({ stats, importance }) => {
    type Flow13 = { durationSec: number; durationNsec: number; packetCount: bigint; byteCount: bigint };
    const flows = (Reflect.get(stats.message, 'flows') as Flow13[]).map((flow) => {
      const { durationSec, durationNsec, packetCount, byteCount, ...others } = flow;
      const oxs = asStats({ durationSec, durationNsec }, { packetCount, byteCount });
      return { ...withMeterAction(others), importance, stats: oxs };
    });
    return {
      message: parts('MULTIPART_REPLY', 'FLOW_DESC', { version: 6, flows }),
      ovs: [...stats.ovs, `importance=${importance}`],
      tshark: {},
    };
  }),
  sound({ counts, flowCount: u32 }, ({ counts: c, flowCount }) => ({
    message: parts('MULTIPART_REPLY', 'AGGREGATE_STATS', {
      version: 6,
      stats: [
        { field: 'FLOW_COUNT', value: flowCount },
        { field: 'PACKET_COUNT', value: c.packetCount },
        { field: 'BYTE_COUNT', value: c.byteCount },
      ],
    }),
    ovs: [`packet_count=${c.packetCount} byte_count=${c.byteCount} flow_count=${flowCount}`],
    tshark: {},
  })),
  sound({ groupId: group, buckets: BUCKETS_15 }, (g) => ({
    message: parts('MULTIPART_REPLY', 'GROUP_DESC', {
      version: 6,
      groups: [{ groupType: 'SELECT', groupId: g.groupId, buckets: v(g.buckets) }],
    }),
    ovs: [`group_id=${g.groupId},type=select`, ...words(g.buckets)],
    tshark: {},
  })),
  sound({ meterId: METER_ID, refCount: u32, counts, age, b: counts }, (g) => ({
    message: parts('MULTIPART_REPLY', 'METER_STATS', {
      version: 6,
      meters: [
        {
          meterId: g.meterId,
          refCount: g.refCount,
          packetInCount: g.counts.packetCount,
          byteInCount: g.counts.byteCount,
          ...g.age,
          bandStats: [{ packetBandCount: g.b.packetCount, byteBandCount: g.b.byteCount }],
        },
      ],
    }),
    ovs: [
      `meter:${g.meterId} flow_count:${g.refCount} packet_in_count:${g.counts.packetCount} byte_in_count:${g.counts.byteCount} duration:${duration(g.age.durationSec, g.age.durationNsec)}`,
      `0: packet_count:${g.b.packetCount} byte_count:${g.b.byteCount}`,
    ],
    tshark: {},
  })),
  sound(
    {
      event: fc.constantFrom('INITIAL', 'ADDED', 'MODIFIED'),
      tableId: table,
      idleTimeout: some16,
      hardTimeout: some16,
      priority: some16,
      cookie: u64,
      match: MATCH_13,
      actions: fc.array(ACTION_15, { minLength: 1, maxLength: 1 }),
    },
    ({ match, actions, ...g }) => ({
      message: parts('MULTIPART_REPLY', 'FLOW_MONITOR', {
        version: 6,
        updates: [{ ...g, match: match.value, instructions: [{ type: 'WRITE_ACTIONS', actions: v(actions) }] }],
      }),
      ovs: [
        `event=${g.event} table=${g.tableId} idle_timeout=${g.idleTimeout} hard_timeout=${g.hardTimeout} cookie=${x(g.cookie)}`,
        ...match.ovs,
        ...words(actions),
      ],
      tshark: {},
    }),
  ),
];

export const SOUND_15: readonly Made[] = [
  ...[...SOUND_13_TO_15, ...SOUND_14_TO_15].map((made) => later(6, made)),
  ...SOUND_15_ONLY,
  later(6, errorsOf(6)),
  tableFeatures(6),
];
