// Random messages of 1.3 that any switch would take. Later versions have many of them too: message-14.ts, message-15.ts.
import fc from 'fast-check';
import { ERRORS_13 } from '#openflow/error-code.ts';
import type { MessageIn } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import {
  age,
  BARRIER,
  counts,
  duration,
  group,
  joined,
  type Made,
  mac,
  name,
  packet,
  plain,
  port,
  positive,
  priority,
  queue,
  type Sound,
  some16,
  sound,
  table,
  u8,
  u16,
  u32,
  u64,
  v,
  words,
  x,
} from './part.ts';
import {
  ACTION_IP,
  BANDS,
  COUNTERS,
  counterWords,
  FLAG_WORDS,
  FLAGS_13,
  features,
  flagBits,
  GROUP,
  INSTRUCTIONS_13,
  MATCH_13,
  PORT_13,
  portWords,
} from './part-13.ts';
import { tableFeatures } from './table-features.ts';

export const t = (field: string) => `openflow_v4.${field}`;

export const errors13 = Object.entries(ERRORS_13)
  .filter(([type]) => type !== 'EXPERIMENTER')
  .flatMap(([errorType, { value, codes }]) =>
    Object.entries(codes).map(([errorCode, code]) => ({ errorType, errorCode, type: value, code })),
  );

export const FLOW_MOD_13 = sound(
  {
    cookie: u64,
    cookieMask: u64,
    command: fc.constantFrom('ADD', 'MODIFY', 'MODIFY_STRICT'),
    tableId: table,
    idle: some16,
    hard: some16,
    priority,
    bufferId: fc.integer({ min: 0, max: 0xffff_fffe }),
    flags: FLAGS_13,
    match: MATCH_13,
    instructions: INSTRUCTIONS_13,
  },
  (g) => ({
    message: {
      version: 4,
      type: 'FLOW_MOD',
      cookie: g.cookie,
      cookieMask: g.command === 'ADD' ? 0n : g.cookieMask,
      command: g.command as 'ADD',
      tableId: g.tableId,
      idleTimeout: g.idle,
      hardTimeout: g.hard,
      priority: g.priority,
      bufferId: g.bufferId,
      flags: g.flags,
      match: g.match.value,
      instructions: v(g.instructions),
    },
    ovs: [
      { ADD: 'ADD', MODIFY: 'MOD', MODIFY_STRICT: 'MOD_STRICT' }[g.command]!,
      `table:${g.tableId}`,
      `priority=${g.priority}`,
      g.command === 'ADD' ? `cookie:${x(g.cookie)}` : `cookie:${x(g.cookie)}/${x(g.cookieMask)}`,
      `idle:${g.idle}`,
      `hard:${g.hard}`,
      `buf:${x(g.bufferId)}`,
      ...g.flags.map((flag) => FLAG_WORDS[flag]),
      ...g.match.ovs,
      ...words(g.instructions),
    ],
    tshark: {
      ...joined([g.match, ...g.instructions]),
      [t('flowmod.cookie')]: [g.cookie],
      [t('flowmod.table_id')]: [g.tableId],
      [t('flowmod.command')]: [{ ADD: 0, MODIFY: 1, MODIFY_STRICT: 2 }[g.command]!],
      [t('flowmod.idle_timeout')]: [g.idle],
      [t('flowmod.hard_timeout')]: [g.hard],
      [t('flowmod.priority')]: [g.priority],
      [t('flowmod.buffer_id')]: [g.bufferId],
      [t('flowmod.flags')]: [flagBits(g.flags)],
      [t('flowmod.out_port')]: [0xffffffff],
      [t('flowmod.out_group')]: [0xffffffff],
    },
  }),
);

export const PACKET_OUT_13 = sound(
  { inPort: port, actions: fc.array(ACTION_IP, { minLength: 1, maxLength: 5 }), data: packet },
  (g) => ({
    message: { version: 4, type: 'PACKET_OUT', inPort: g.inPort, actions: v(g.actions), data: g.data },
    ovs: [`in_port=${g.inPort}`, ...words(g.actions), `data_len=${g.data.length}`],
    tshark: { ...joined(g.actions), [t('packet_out.in_port')]: [g.inPort], [t('packet_out.buffer_id')]: [0xffffffff] },
  }),
);

export const part = (
  version: 4,
  type: 'MULTIPART_REQUEST' | 'MULTIPART_REPLY',
  multipartType: string,
  fields: object,
): MessageIn => ({ version, type, multipartType, ...fields }) as MessageIn;
export const request = (kind: string): Made =>
  fc.constant({
    message: part(4, 'MULTIPART_REQUEST', kind, {}),
    ovs: [`OFPST_${kind === 'PORT_STATS' ? 'PORT' : kind} request`],
    tshark: {},
  });

export const FLOW_STATS_13 = sound(
  {
    flows: fc.array(
      fc.record({
        tableId: u8,
        age,
        priority,
        idleTimeout: some16,
        hardTimeout: some16,
        flags: FLAGS_13,
        cookie: u64,
        counts,
        match: MATCH_13,
        instructions: INSTRUCTIONS_13,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
  ({ flows }) => ({
    message: part(4, 'MULTIPART_REPLY', 'FLOW', {
      flows: flows.map((f) => ({
        tableId: f.tableId,
        ...f.age,
        priority: f.priority,
        idleTimeout: f.idleTimeout,
        hardTimeout: f.hardTimeout,
        flags: f.flags,
        cookie: f.cookie,
        ...f.counts,
        match: f.match.value,
        instructions: v(f.instructions),
      })),
    }),
    ovs: flows.flatMap((f) => [
      `cookie=${x(f.cookie)}, duration=${duration(f.age.durationSec, f.age.durationNsec)}, table=${f.tableId}, n_packets=${f.counts.packetCount}, n_bytes=${f.counts.byteCount}`,
      `idle_timeout=${f.idleTimeout}`,
      `hard_timeout=${f.hardTimeout}`,
      `priority=${f.priority}`,
      ...f.match.ovs,
      ...words(f.instructions),
    ]),
    tshark: {
      ...joined(flows.flatMap((f) => [f.match, ...f.instructions])),
      [t('flow_stats.table_id')]: flows.map((f) => f.tableId),
      [t('flow_stats.cookie')]: flows.map((f) => f.cookie),
      [t('flow_stats.packet_count')]: flows.map((f) => f.counts.packetCount),
      [t('flow_stats.byte_count')]: flows.map((f) => f.counts.byteCount),
      [t('flow_stats.duration_sec')]: flows.map((f) => f.age.durationSec),
      [t('flow_stats.priority')]: flows.map((f) => f.priority),
      [t('flow_stats.flags')]: flows.map((f) => flagBits(f.flags)),
    },
  }),
);

/** Those that 1.4 and 1.5 have as they are, but for names of multipart types. */
export const SOUND_13_TO_15: readonly Made[] = [
  fc.subarray([1, 2, 3, 4, 5], { minLength: 1 }).map((versions) => ({
    message: { version: 4, type: 'HELLO', elements: [{ type: 'VERSIONBITMAP', versions }] },
    ovs: [`version bitmap: ${versions.map((n) => `0x0${n}`).join(', ')}`],
    tshark: {
      [t('hello_element.version.bitmap')]: [
        versions
          .reduce((sum, n) => sum | (1 << n), 0)
          .toString(16)
          .padStart(8, '0'),
      ],
    },
  })),
  packet.map((data) => ({
    message: { version: 4, type: 'ECHO_REQUEST', data },
    ovs: [`${data.length} bytes of payload`],
    tshark: { [t('echo.data')]: [Buffer.from(data).toString('hex')] },
  })),
  packet.map((data) => ({
    message: { version: 4, type: 'ECHO_REPLY', data },
    ovs: [`${data.length} bytes of payload`],
    tshark: { [t('echo.data')]: [Buffer.from(data).toString('hex')] },
  })),
  plain(4, 'FEATURES_REQUEST', 'OFPT_FEATURES_REQUEST'),
  sound({ datapathId: u64, nBuffers: u32, nTables: u8, auxiliaryId: fc.integer({ min: 1, max: 255 }) }, (g) => ({
    message: { version: 4, type: 'FEATURES_REPLY', capabilities: ['FLOW_STATS'], ...g },
    ovs: [
      `dpid:${g.datapathId.toString(16).padStart(16, '0')}`,
      `n_tables:${g.nTables}, n_buffers:${g.nBuffers}`,
      `auxiliary_id:${g.auxiliaryId}`,
      'FLOW_STATS',
    ],
    tshark: {
      [t('switch_features.datapath_id')]: [g.datapathId],
      [t('switch_features.n_buffers')]: [g.nBuffers],
      [t('switch_features.n_tables')]: [g.nTables],
      [t('switch_features.auxiliary_id')]: [g.auxiliaryId],
      [t('switch_features.capabilities')]: [1],
    },
  })),
  plain(4, 'GET_CONFIG_REQUEST', 'OFPT_GET_CONFIG_REQUEST'),
  ...(['GET_CONFIG_REPLY', 'SET_CONFIG'] as const).map((type) =>
    u16.map(
      (missSendLen): Sound => ({
        message: { version: 4, type, flags: ['FRAG_DROP'], missSendLen },
        ovs: [`frags=drop miss_send_len=${missSendLen}`],
        tshark: { [t('switch_config.miss_send_len')]: [missSendLen], [t('switch_config.flags')]: [1] },
      }),
    ),
  ),
  plain(4, 'BARRIER_REQUEST', 'OFPT_BARRIER_REQUEST'),
  plain(4, 'BARRIER_REPLY', 'OFPT_BARRIER_REPLY'),
  ...(['ROLE_REQUEST', 'ROLE_REPLY'] as const).map((type) =>
    sound(
      { role: fc.constantFrom('EQUAL', 'MASTER', 'SLAVE'), generationId: u64 },
      (g): Sound => ({
        message: { version: 4, type, role: g.role as 'EQUAL', generationId: g.generationId },
        ovs: [
          `role=${{ EQUAL: 'equal', MASTER: 'primary', SLAVE: 'secondary' }[g.role]} generation_id=${g.generationId}`,
        ],
        tshark: {
          [t(`${type.toLowerCase()}.role`)]: [{ EQUAL: 1, MASTER: 2, SLAVE: 3 }[g.role]!],
          [t(`${type.toLowerCase()}.generation_id`)]: [g.generationId],
        },
      }),
    ),
  ),
  plain(4, 'GET_ASYNC_REQUEST', 'OFPT_GET_ASYNC_REQUEST'),
  sound({ meterId: fc.integer({ min: 1, max: 0xffff0000 }), bands: BANDS }, (g) => ({
    message: {
      version: 4,
      type: 'METER_MOD',
      command: 'ADD',
      flags: ['KBPS', 'BURST'],
      meterId: g.meterId,
      bands: v(g.bands),
    },
    ovs: [`ADD meter=${g.meterId} kbps burst`, ...words(g.bands)],
    tshark: { ...joined(g.bands), [t('metermod.meter_id')]: [g.meterId], [t('metermod.flags')]: [5] },
  })),
  ...['DESC', 'TABLE', 'GROUP_DESC', 'GROUP_FEATURES', 'METER_FEATURES', 'TABLE_FEATURES', 'PORT_DESC'].map(request),
  ...(['FLOW', 'AGGREGATE'] as const).map((kind) =>
    sound(
      { tableId: table, outPort: port, outGroup: group, cookie: u64, cookieMask: u64, match: MATCH_13 },
      ({ match, ...g }): Sound => ({
        message: part(4, 'MULTIPART_REQUEST', kind, { ...g, match: match.value }),
        ovs: [`table=${g.tableId}`, `out_port=${g.outPort}`, ...match.ovs],
        tshark: {
          ...joined([match]),
          [t(`${kind.toLowerCase()}_stats_request.table_id`)]: [g.tableId],
          [t(`${kind.toLowerCase()}_stats_request.out_port`)]: [g.outPort],
          [t(`${kind.toLowerCase()}_stats_request.out_group`)]: [g.outGroup],
          [t(`${kind.toLowerCase()}_stats_request.cookie`)]: [g.cookie],
          [t(`${kind.toLowerCase()}_stats_request.cookie_mask`)]: [g.cookieMask],
        },
      }),
    ),
  ),
  port.map((portNo) => ({
    message: part(4, 'MULTIPART_REQUEST', 'PORT_STATS', { portNo }),
    ovs: [`port_no=${portNo}`],
    tshark: { [t('port_stats_request.port_no')]: [portNo] },
  })),
  sound({ portNo: port, queueId: queue }, (g) => ({
    message: part(4, 'MULTIPART_REQUEST', 'QUEUE', g),
    ovs: [`port=${g.portNo} queue=${g.queueId}`],
    tshark: { [t('queue_stats_request.port_no')]: [g.portNo], [t('queue_stats_request.queue_id')]: [g.queueId] },
  })),
  group.map((groupId) => ({
    message: part(4, 'MULTIPART_REQUEST', 'GROUP', { groupId }),
    ovs: [`group_id=${groupId}`],
    tshark: { [t('group_stats_request.group_id')]: [groupId] },
  })),
  ...(['METER', 'METER_CONFIG'] as const).map((kind) =>
    fc.integer({ min: 1, max: 0xffff0000 }).map(
      (meterId): Sound => ({
        message: part(4, 'MULTIPART_REQUEST', kind, { meterId }),
        ovs: [`meter=${meterId}`],
        tshark: { [t(`${kind === 'METER' ? 'meter_stats' : 'meter_config'}_request.meter_id`)]: [meterId] },
      }),
    ),
  ),
  fc.record({ mfrDesc: name, hwDesc: name, swDesc: name, serialNum: name, dpDesc: name }).map((g) => ({
    message: part(4, 'MULTIPART_REPLY', 'DESC', g),
    ovs: [
      `Manufacturer: ${g.mfrDesc}`,
      `Hardware: ${g.hwDesc}`,
      `Software: ${g.swDesc}`,
      `Serial Num: ${g.serialNum}`,
      `DP Description: ${g.dpDesc}`,
    ],
    tshark: { [t('switch_description.mfr_desc')]: [g.mfrDesc], [t('switch_description.serial_num')]: [g.serialNum] },
  })),
  sound({ tableId: u8, activeCount: u32, lookupCount: u64, matchedCount: u64 }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'TABLE', { tables: [g] }),
    ovs: [`table ${g.tableId}`, `active=${g.activeCount}, lookup=${g.lookupCount}, matched=${g.matchedCount}`],
    tshark: {
      [t('table_stats.table_id')]: [g.tableId],
      [t('table_stats.active_count')]: [g.activeCount],
      [t('table_stats.lookup_count')]: [g.lookupCount],
      [t('table_stats.match_count')]: [g.matchedCount],
    },
  })),
  sound({ groupId: group, refCount: u32, counts, age, b: counts }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'GROUP', {
      groups: [{ groupId: g.groupId, refCount: g.refCount, ...g.counts, ...g.age, bucketStats: [g.b] }],
    }),
    ovs: [
      `group_id=${g.groupId},duration=${duration(g.age.durationSec, g.age.durationNsec)},ref_count=${g.refCount},packet_count=${g.counts.packetCount},byte_count=${g.counts.byteCount},bucket0:packet_count=${g.b.packetCount},byte_count=${g.b.byteCount}`,
    ],
    tshark: {
      [t('group_stats.group_id')]: [g.groupId],
      [t('group_stats.ref_count')]: [g.refCount],
      [t('group_stats.packet_count')]: [g.counts.packetCount],
      [t('bucket_counter.packet_count')]: [g.b.packetCount],
      [t('bucket_counter.byte_count')]: [g.b.byteCount],
    },
  })),
  sound({ meterId: fc.integer({ min: 1, max: 0xffff0000 }), bands: BANDS }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'METER_CONFIG', {
      meters: [{ flags: ['PKTPS', 'BURST', 'STATS'], meterId: g.meterId, bands: v(g.bands) }],
    }),
    ovs: [`meter=${g.meterId} pktps burst stats`, ...words(g.bands)],
    tshark: { ...joined(g.bands), [t('meter_config.meter_id')]: [g.meterId], [t('meter_config.flags')]: [0xe] },
  })),
  sound({ maxMeter: u32, maxBands: u8, maxColor: u8 }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'METER_FEATURES', { bandTypes: ['DROP'], capabilities: ['KBPS'], ...g }),
    ovs: [`max_meter:${g.maxMeter} max_bands:${g.maxBands} max_color:${g.maxColor}`],
    tshark: {
      [t('meter_features.max_meter')]: [g.maxMeter],
      [t('meter_features.max_bands')]: [g.maxBands],
      [t('meter_features.max_color')]: [g.maxColor],
    },
  })),
  fc.array(positive, { minLength: 4, maxLength: 4 }).map((maxGroups) => ({
    message: part(4, 'MULTIPART_REPLY', 'GROUP_FEATURES', {
      types: ['ALL', 'SELECT', 'INDIRECT', 'FF'],
      capabilities: ['CHAINING'],
      maxGroups,
      actions: [1, 1, 1, 1],
    }),
    ovs: maxGroups.map((n) => `max_groups=${x(n)}`),
    tshark: {
      [t('group_stats.max_groups.all')]: [maxGroups[0]!],
      [t('group_stats.max_groups.select')]: [maxGroups[1]!],
      [t('group_features.types')]: [0xf],
    },
  })),
];

/** Those that 1.4 has as they are, and 1.5 has not. */
export const SOUND_13_TO_14: readonly Made[] = [
  sound(
    {
      cookie: u64,
      priority,
      reason: fc.constantFrom('IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE'),
      tableId: table,
      age,
      idle: some16,
      hard: some16,
      counts,
      match: MATCH_13,
    },
    (g) => ({
      message: {
        version: 4,
        type: 'FLOW_REMOVED',
        cookie: g.cookie,
        priority: g.priority,
        reason: g.reason as 'DELETE',
        tableId: g.tableId,
        ...g.age,
        idleTimeout: g.idle,
        hardTimeout: g.hard,
        ...g.counts,
        match: g.match.value,
      },
      ovs: [
        `priority=${g.priority}`,
        `reason=${{ IDLE_TIMEOUT: 'idle', HARD_TIMEOUT: 'hard', DELETE: 'delete', GROUP_DELETE: 'group_delete' }[g.reason]} table_id=${g.tableId} cookie:${x(g.cookie)} duration${duration(g.age.durationSec, g.age.durationNsec)} idle${g.idle} hard${g.hard} pkts${g.counts.packetCount} bytes${g.counts.byteCount}`,
        ...g.match.ovs,
      ],
      tshark: {
        ...joined([g.match]),
        [t('flow_removed.cookie')]: [g.cookie],
        [t('flow_removed.priority')]: [g.priority],
        [t('flow_removed.table_id')]: [g.tableId],
        [t('flow_removed.duration_sec')]: [g.age.durationSec],
        [t('flow_removed.duration_nsec')]: [g.age.durationNsec],
        [t('flow_removed.packet_count')]: [g.counts.packetCount],
        [t('flow_removed.byte_count')]: [g.counts.byteCount],
      },
    }),
  ),
  PACKET_OUT_13,
  sound({ command: fc.constantFrom('ADD', 'MODIFY'), g: GROUP }, ({ command, g }) => ({
    message: {
      version: 4,
      type: 'GROUP_MOD',
      command: command as 'ADD',
      groupType: g.type as 'ALL',
      groupId: g.groupId,
      buckets: v(g.buckets),
    },
    ovs: [`group_id=${g.groupId},type=${g.type.toLowerCase()}`, ...words(g.buckets)],
    tshark: {
      ...joined(g.buckets),
      [t('groupmod.group_id')]: [g.groupId],
      [t('groupmod.type')]: [{ ALL: 0, SELECT: 1, FF: 3 }[g.type]!],
    },
  })),
  sound({ counts, flowCount: u32 }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'AGGREGATE', { ...g.counts, flowCount: g.flowCount }),
    ovs: [`packet_count=${g.counts.packetCount} byte_count=${g.counts.byteCount} flow_count=${g.flowCount}`],
    tshark: {
      [t('aggregate_stats.packet_count')]: [g.counts.packetCount],
      [t('aggregate_stats.byte_count')]: [g.counts.byteCount],
      [t('aggregate_stats.flow_count')]: [g.flowCount],
    },
  })),
  GROUP.map(
    (g): Sound => ({
      message: part(4, 'MULTIPART_REPLY', 'GROUP_DESC', {
        groups: [{ groupType: g.type, groupId: g.groupId, buckets: v(g.buckets) }],
      }),
      ovs: [`group_id=${g.groupId},type=${g.type.toLowerCase()}`, ...words(g.buckets)],
      tshark: { ...joined(g.buckets), [t('group_desc.group_id')]: [g.groupId] },
    }),
  ),
  sound({ meterId: fc.integer({ min: 1, max: 0xffff0000 }), flowCount: u32, counts, age, b: counts }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'METER', {
      meters: [
        {
          meterId: g.meterId,
          flowCount: g.flowCount,
          packetInCount: g.counts.packetCount,
          byteInCount: g.counts.byteCount,
          ...g.age,
          bandStats: [{ packetBandCount: g.b.packetCount, byteBandCount: g.b.byteCount }],
        },
      ],
    }),
    ovs: [
      `meter:${g.meterId} flow_count:${g.flowCount} packet_in_count:${g.counts.packetCount} byte_in_count:${g.counts.byteCount} duration:${duration(g.age.durationSec, g.age.durationNsec)}`,
      `0: packet_count:${g.b.packetCount} byte_count:${g.b.byteCount}`,
    ],
    tshark: {
      [t('meter_stats.meter_id')]: [g.meterId],
      [t('meter_stats.flow_count')]: [g.flowCount],
      [t('meter_band_stats.packet_band_count')]: [g.b.packetCount],
    },
  })),
];

/** Those that 1.4 has no more as they are. */
export const SOUND_13_ONLY: readonly Made[] = [
  tableFeatures(4),
  sound(
    {
      bundleId: positive,
      type: fc.constantFrom(
        'OPEN_REQUEST',
        'OPEN_REPLY',
        'CLOSE_REQUEST',
        'CLOSE_REPLY',
        'COMMIT_REQUEST',
        'COMMIT_REPLY',
        'DISCARD_REQUEST',
        'DISCARD_REPLY',
      ),
    },
    (g) => ({
      message: {
        version: 4,
        type: 'BUNDLE_CONTROL',
        bundleId: g.bundleId,
        controlType: g.type as 'OPEN_REPLY',
        flags: ['ATOMIC'],
      },
      ovs: [`bundle_id=${x(g.bundleId)} type=${g.type} flags=atomic`],
      tshark: { [t('experimenter.experimenter')]: [0x4f4e4600] },
    }),
  ),
  fc.constantFrom(...errors13).map((e) => ({
    message: {
      version: 4,
      type: 'ERROR',
      errorType: e.errorType,
      errorCode: e.errorCode,
      data: BARRIER(4),
    } as MessageIn,
    ovs: ['OFPT_ERROR'],
    tshark: { [t('error.type')]: [e.type], [t('error.code')]: [e.code] },
  })),
  sound(
    {
      bufferId: fc.integer({ min: 0, max: 0xffff_fffe }),
      reason: fc.constantFrom('NO_MATCH', 'ACTION', 'INVALID_TTL'),
      tableId: u8,
      cookie: u64,
      inPort: port,
      data: packet,
    },
    (g) => ({
      message: {
        version: 4,
        type: 'PACKET_IN',
        bufferId: g.bufferId,
        totalLen: g.data.length,
        reason: g.reason as 'ACTION',
        tableId: g.tableId,
        cookie: g.cookie,
        match: [oxm('IN_PORT', g.inPort)],
        data: g.data,
      },
      ovs: [
        `cookie=${x(g.cookie)}`,
        `total_len=${g.data.length} in_port=${g.inPort} (via ${g.reason.toLowerCase()})`,
        `data_len=${g.data.length} buffer=0x${g.bufferId.toString(16).padStart(8, '0')}`,
      ],
      tshark: {
        [t('packet_in.buffer_id')]: [g.bufferId],
        [t('packet_in.total_len')]: [g.data.length],
        [t('packet_in.table_id')]: [g.tableId],
        [t('packet_in.cookie')]: [g.cookie],
        [t('packet_in.reason')]: [{ NO_MATCH: 0, ACTION: 1, INVALID_TTL: 2 }[g.reason]!],
        [t('oxm.value_uint32')]: [g.inPort],
      },
    }),
  ),
  sound({ reason: fc.constantFrom('ADD', 'DELETE', 'MODIFY'), desc: PORT_13 }, ({ reason, desc }) => ({
    message: { version: 4, type: 'PORT_STATUS', reason: reason as 'ADD', desc },
    ovs: [{ ADD: 'ADD', DELETE: 'DEL', MODIFY: 'MOD' }[reason]!, ...portWords(desc)],
    tshark: {
      [t('port_status.reason')]: [{ ADD: 0, DELETE: 1, MODIFY: 2 }[reason]!],
      [t('port.port_no')]: [desc.portNo],
      [t('port.hw_addr')]: [desc.hwAddr],
      [t('port.name')]: [desc.name],
      [t('port.curr_speed')]: [desc.currSpeed],
      [t('port.max_speed')]: [desc.maxSpeed],
    },
  })),
  FLOW_MOD_13,
  sound({ portNo: port, hwAddr: mac, advertise: features }, (g) => ({
    message: { version: 4, type: 'PORT_MOD', config: ['PORT_DOWN'], mask: ['PORT_DOWN', 'NO_FWD'], ...g },
    ovs: [
      `port: ${g.portNo}: addr:${g.hwAddr}`,
      'config: PORT_DOWN',
      'mask:   PORT_DOWN NO_FWD',
      `advertise: ${g.advertise.map((word) => word.replace('_', '-')).join(' ')}`,
    ],
    tshark: {
      [t('portmod.port_no')]: [g.portNo],
      [t('portmod.hw_addr')]: [g.hwAddr],
      [t('portmod.config')]: [1],
      [t('portmod.mask')]: [0x21],
    },
  })),
  table.map((tableId) => ({
    message: { version: 4, type: 'TABLE_MOD', tableId },
    ovs: [`table_id=${tableId}`],
    tshark: { [t('tablemod.table_id')]: [tableId] },
  })),
  port.map((p) => ({
    message: { version: 4, type: 'QUEUE_GET_CONFIG_REQUEST', port: p },
    ovs: [`port=${p}`],
    tshark: { [t('queue_get_config_request.port')]: [p] },
  })),
  sound(
    {
      port,
      queueId: queue,
      min: fc.integer({ min: 0, max: 999 }),
      max: fc.integer({ min: 0, max: 999 }),
    },
    (g) => ({
      message: {
        version: 4,
        type: 'QUEUE_GET_CONFIG_REPLY',
        port: g.port,
        queues: [
          {
            queueId: g.queueId,
            port: g.port,
            properties: [
              { type: 'MIN_RATE', rate: g.min },
              { type: 'MAX_RATE', rate: g.max },
            ],
          },
        ],
      },
      ovs: [
        `queue ${g.queueId}`,
        `min_rate:${Math.floor(g.min / 10)}.${g.min % 10}%`,
        `max_rate:${Math.floor(g.max / 10)}.${g.max % 10}%`,
      ],
      tshark: {
        [t('packet_queue.queue_id')]: [g.queueId],
        [t('queue_prop.min_rate.rate')]: [g.min],
        [t('queue_prop.max_rate.rate')]: [g.max],
      },
    }),
  ),
  ...(['GET_ASYNC_REPLY', 'SET_ASYNC'] as const).map((type) =>
    fc.subarray(['NO_MATCH', 'ACTION', 'INVALID_TTL'] as const, { minLength: 1 }).map(
      (mask): Sound => ({
        message: {
          version: 4,
          type,
          packetInMask: [mask, []],
          portStatusMask: [['ADD'], ['DELETE']],
          flowRemovedMask: [[], []],
        },
        ovs: [
          `PACKET_IN: ${mask.map((word) => word.toLowerCase()).join(' ')}`,
          'PORT_STATUS: add',
          'PORT_STATUS: delete',
        ],
        tshark: {
          [t('async_config.packet_in_mask.master')]: [
            mask.reduce((sum, word) => sum | { NO_MATCH: 1, ACTION: 2, INVALID_TTL: 4 }[word], 0),
          ],
          [t('async_config.port_status_mask.slave')]: [2],
        },
      }),
    ),
  ),
  FLOW_MOD_13.map(({ message, ovs }) => ({
    message: { version: 4, type: 'BUNDLE_ADD_MESSAGE', bundleId: 7, flags: ['ATOMIC'], message },
    ovs: ['bundle_id=0x7 flags=atomic', ...ovs],
    tshark: { [t('experimenter.experimenter')]: [0x4f4e4600] },
  })),
  FLOW_STATS_13,
  sound({ portNo: port, c: COUNTERS, age }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'PORT_STATS', { ports: [{ portNo: g.portNo, ...g.c, ...g.age }] }),
    ovs: [...counterWords(g.portNo, g.c), `duration=${duration(g.age.durationSec, g.age.durationNsec)}`],
    tshark: {
      [t('port_stats.port_no')]: [g.portNo],
      [t('port_stats.rx_packets')]: [g.c.rxPackets],
      [t('port_stats.tx_bytes')]: [g.c.txBytes],
      [t('port_stats.collisions')]: [g.c.collisions],
      [t('port_stats.duration_sec')]: [g.age.durationSec],
    },
  })),
  sound({ portNo: port, queueId: queue, txBytes: u64, txPackets: u64, txErrors: u64, age }, ({ age: a, ...g }) => ({
    message: part(4, 'MULTIPART_REPLY', 'QUEUE', { queues: [{ ...g, ...a }] }),
    ovs: [
      `port ${g.portNo} queue ${g.queueId}: bytes=${g.txBytes}, pkts=${g.txPackets}, errors=${g.txErrors}, duration=${duration(a.durationSec, a.durationNsec)}`,
    ],
    tshark: {
      [t('queue_stats.port_no')]: [g.portNo],
      [t('queue_stats.queue_id')]: [g.queueId],
      [t('queue_stats.tx_bytes')]: [g.txBytes],
    },
  })),
  fc.array(PORT_13, { minLength: 1, maxLength: 3 }).map((all) => ({
    message: part(4, 'MULTIPART_REPLY', 'PORT_DESC', { ports: all }),
    ovs: all.flatMap(portWords),
    tshark: {
      [t('port.port_no')]: all.map(({ portNo }) => portNo),
      [t('port.hw_addr')]: all.map(({ hwAddr }) => hwAddr),
      [t('port.max_speed')]: all.map(({ maxSpeed }) => maxSpeed),
    },
  })),
];
