// Random messages of 1.4 that any switch would take: those of 1.3 that 1.4 has as they are, and those that it changed or added.
import fc, { type Arbitrary } from 'fast-check';
import { ERRORS_14, ERRORS_15 } from '#openflow/error-code.ts';
import type { MessageIn } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { FLOW_MOD_13, FLOW_STATS_13, SOUND_13_TO_14, SOUND_13_TO_15 } from './message-13.ts';
import {
  age,
  BARRIER,
  duration,
  joined,
  type Made,
  mac,
  packet,
  port,
  positive,
  queue,
  type Shown,
  type Sound,
  some16,
  sound,
  table,
  u8,
  u32,
  u64,
  v,
  words,
  x,
} from './part.ts';
import { COUNTERS, counterWords, features, GROUP, INSTRUCTIONS_13, MATCH_13, PORT_13, portWords } from './part-13.ts';
import { tableFeatures } from './table-features.ts';

export type Later = 5 | 6;

/** What 1.5 calls the multipart types that it has from 1.3; 1.4 has one of these names. */
const RENAMED: Record<Later, Record<string, string>> = {
  5: { QUEUE: 'QUEUE_STATS' },
  6: {
    FLOW: 'FLOW_DESC',
    AGGREGATE: 'AGGREGATE_STATS',
    TABLE: 'TABLE_STATS',
    QUEUE: 'QUEUE_STATS',
    GROUP: 'GROUP_STATS',
    METER: 'METER_STATS',
    METER_CONFIG: 'METER_DESC',
  },
};

/** @returns a message of 1.3 as a later version has it, where the two are laid out alike */
export function later(version: Later, made: Made): Made {
  return made.map((sound) => ({ ...sound, message: asLater(version, sound.message), tshark: shownBy(version, sound) }));
}

function asLater(version: Later, message: MessageIn): MessageIn {
  const multipartType = Reflect.get(message, 'multipartType') as string | undefined;
  const renamed =
    multipartType === undefined ? {} : { multipartType: RENAMED[version][multipartType] ?? multipartType };
  return { ...message, version, ...renamed } as MessageIn;
}

/** tshark has the fields of each version under a name of their own. */
function shownBy(version: Later, { tshark }: Pick<Sound, 'tshark'>): Record<string, readonly Shown[]> {
  return Object.fromEntries(
    Object.entries(tshark).map(([field, shown]) => [field.replace('openflow_v4.', `openflow_v${version}.`), shown]),
  );
}

const t = (field: string) => `openflow_v4.${field}`; // `later` gives it the version
const NO_END = 'it does not end the properties of an entry at the length of the entry';
const QUEUE_PAD = 'it reads 2 bytes of padding where there are 6';
const OLD_QUEUE = 'it reads the queues of QUEUE_GET_CONFIG_REPLY of 1.3';

export function parts(type: 'MULTIPART_REQUEST' | 'MULTIPART_REPLY', multipartType: string, fields: object): MessageIn {
  return { version: 5, type, multipartType, ...fields } as MessageIn;
}

export function errorsOf(version: Later): Made {
  const all = Object.entries(version === 5 ? ERRORS_14 : ERRORS_15)
    .filter(([type]) => type !== 'EXPERIMENTER')
    .flatMap(([errorType, { value, codes }]) =>
      Object.entries(codes).map(([errorCode, code]) => ({ errorType, errorCode, type: value, code })),
    );
  return fc.constantFrom(...all).map(({ errorType, errorCode, type, code }) => ({
    message: { version: 5, type: 'ERROR', errorType, errorCode, data: BARRIER(version) } as MessageIn,
    ovs: ['OFPT_ERROR'],
    tshark: { [t('error.type')]: [type], [t('error.code')]: [code] },
  }));
}

const REASONS = {
  TABLE_MISS: 'no_match',
  APPLY_ACTION: 'action',
  INVALID_TTL: 'invalid_ttl',
  ACTION_SET: 'action_set',
  GROUP: 'group',
  PACKET_OUT: 'packet_out',
} as const;
const PACKET_IN = sound(
  {
    bufferId: fc.integer({ min: 0, max: 0xffff_fffe }),
    reason: fc.constantFrom(...(Object.keys(REASONS) as (keyof typeof REASONS)[])),
    tableId: u8,
    cookie: u64,
    inPort: port,
    data: packet,
  },
  ({ inPort, ...g }) => ({
    message: { version: 5, type: 'PACKET_IN', totalLen: g.data.length, match: [oxm('IN_PORT', inPort)], ...g },
    ovs: [
      `cookie=${x(g.cookie)}`,
      `total_len=${g.data.length} in_port=${inPort} (via ${REASONS[g.reason]})`,
      `data_len=${g.data.length} buffer=0x${g.bufferId.toString(16).padStart(8, '0')}`,
    ],
    tshark: {
      [t('packet_in.buffer_id')]: [g.bufferId],
      [t('packet_in.total_len')]: [g.data.length],
      [t('packet_in.table_id')]: [g.tableId],
      [t('packet_in.cookie')]: [g.cookie],
      [t('packet_in.reason')]: [Object.keys(REASONS).indexOf(g.reason)],
      [t('oxm.value_uint32')]: [inPort],
    },
  }),
);

/** A port of 1.3 with the fields that 1.4 has moved to a property. */
const PORT_14 = PORT_13.map(({ curr, peer, currSpeed, maxSpeed, ...head }) => ({
  value: { ...head, properties: [{ type: 'ETHERNET' as const, curr, peer, currSpeed, maxSpeed }] },
  ovs: portWords({ ...head, curr }),
  tshark: {
    [t('port.port_no')]: [head.portNo],
    [t('port.hw_addr')]: [head.hwAddr],
    [t('port.name')]: [head.name],
    [t('port.desc_prop.ethernet.curr_speed')]: [currSpeed],
    [t('port.desc_prop.ethernet.max_speed')]: [maxSpeed],
  },
}));

const percent = fc.integer({ min: 0, max: 100 });
const thresholds = fc.record({ one: percent, other: percent }).map(({ one, other }) => ({
  down: Math.min(one, other),
  up: Math.max(one, other),
}));
const EVICTION = fc.subarray(['OTHER', 'IMPORTANCE', 'LIFETIME'] as const, { minLength: 1 });
/** How a table makes room, and when it tells of little room. */
const TABLE_DESC = fc.record({ tableId: table, flags: EVICTION, at: thresholds, now: percent });
type TableDesc = typeof TABLE_DESC extends Arbitrary<infer T> ? T : never;
const tableDesc = (g: TableDesc) => ({
  tableId: g.tableId,
  config: ['EVICTION', 'VACANCY_EVENTS'] as const,
  properties: [
    { type: 'EVICTION', flags: g.flags },
    { type: 'VACANCY', vacancyDown: g.at.down, vacancyUp: g.at.up, vacancy: g.now },
  ] as const,
});
const tableWords = (g: TableDesc) => [
  `table ${g.tableId}`,
  `eviction=on eviction_flags=${g.flags.join('|')}`,
  `vacancy=on vacancy_down=${g.at.down}% vacancy_up=${g.at.up}% vacancy=${g.now}%`,
];

const ASYNC = {
  PACKET_IN: { TABLE_MISS: 'no_match', APPLY_ACTION: 'action', GROUP: 'group', PACKET_OUT: 'packet_out' },
  PORT_STATUS: { ADD: 'add', DELETE: 'delete', MODIFY: 'modify' },
  FLOW_REMOVED: { IDLE_TIMEOUT: 'idle', HARD_TIMEOUT: 'hard', DELETE: 'delete', EVICTION: 'eviction' },
  ROLE_STATUS: { MASTER_REQUEST: 'primary_request', CONFIG: 'configuration_changed' },
  TABLE_STATUS: { VACANCY_DOWN: 'vacancy_down', VACANCY_UP: 'vacancy_up' },
  REQUESTFORWARD: { GROUP_MOD: 'group_mod_request', METER_MOD: 'meter_mod_request' },
} as const;
const asyncConfig = (type: 'GET_ASYNC_REPLY' | 'SET_ASYNC'): Made =>
  fc
    .tuple(
      ...Object.entries(ASYNC).flatMap(([about, reasons]) =>
        ['SLAVE', 'MASTER'].map((role) =>
          fc
            .subarray(Object.entries(reasons), { minLength: 1 })
            .map((mask) => ({ about, role, names: mask.map(([name]) => name), words: mask.map(([, word]) => word) })),
        ),
      ),
    )
    .map((all) => ({
      message: {
        version: 5,
        type,
        properties: all.map(({ about, role, names }) => ({ type: `${about}_${role}`, mask: names })),
      } as unknown as MessageIn,
      ovs: all.map(({ about, words: shown }) => `${about}: ${shown.join(' ')}`),
      tshark: {},
    }));

const ROLES = { EQUAL: 'equal', MASTER: 'primary', SLAVE: 'secondary' } as const;
const ROLE_REASONS = {
  MASTER_REQUEST: 'primary_request',
  CONFIG: 'configuration_changed',
  EXPERIMENTER: 'experimenter_data_changed',
} as const;
const CONTROLS = [
  'OPEN_REQUEST',
  'OPEN_REPLY',
  'CLOSE_REQUEST',
  'CLOSE_REPLY',
  'COMMIT_REQUEST',
  'COMMIT_REPLY',
  'DISCARD_REQUEST',
  'DISCARD_REPLY',
] as const;

const monitorWords = { INITIAL: 'initial', ADD: 'add', REMOVED: 'delete', MODIFY: 'modify' } as const;
/** Open vSwitch wants one that is no INITIAL. */
const monitorFlags = fc
  .subarray(['INITIAL', 'ADD', 'REMOVED'] as const)
  .map((some): (keyof typeof monitorWords)[] => [...some, 'MODIFY']);

/** What 1.4 has changed or added and 1.5 has as it is, in the form of 1.4. */
export const SOUND_14_TO_15: readonly Made[] = [
  PACKET_IN,
  sound({ reason: fc.constantFrom('ADD', 'DELETE', 'MODIFY'), desc: PORT_14 }, ({ reason, desc }) => ({
    message: { version: 5, type: 'PORT_STATUS', reason: reason as 'ADD', desc: desc.value },
    ovs: [{ ADD: 'ADD', DELETE: 'DEL', MODIFY: 'MOD' }[reason]!, ...desc.ovs],
    tshark: { ...desc.tshark, [t('port_status.reason')]: [{ ADD: 0, DELETE: 1, MODIFY: 2 }[reason]!] },
  })),
  sound({ portNo: port, hwAddr: mac, advertise: features }, ({ advertise, ...g }) => ({
    message: {
      version: 5,
      type: 'PORT_MOD',
      config: ['PORT_DOWN'],
      mask: ['PORT_DOWN', 'NO_FWD'],
      properties: [{ type: 'ETHERNET', advertise }],
      ...g,
    },
    ovs: [
      `port: ${g.portNo}: addr:${g.hwAddr}`,
      'config: PORT_DOWN',
      'mask:   PORT_DOWN NO_FWD',
      `advertise: ${advertise.map((word) => word.replace('_', '-')).join(' ')}`,
    ],
    tshark: { [t('portmod.port_no')]: [g.portNo], [t('portmod.hw_addr')]: [g.hwAddr], [t('portmod.mask')]: [0x21] },
  })),
  sound({ tableId: table, at: thresholds }, ({ tableId, at: g }) => ({
    message: {
      version: 5,
      type: 'TABLE_MOD',
      tableId,
      config: ['VACANCY_EVENTS'],
      properties: [{ type: 'VACANCY', vacancyDown: g.down, vacancyUp: g.up }],
    },
    ovs: [`table_id=${tableId}, eviction=off, vacancy=on vacancy:${g.down},${g.up}`],
    tshark: {
      [t('tablemod.table_id')]: [tableId],
      [t('tablemod.prop.vacancy.vacancy_down')]: [g.down],
      [t('tablemod.prop.vacancy.vacancy_up')]: [g.up],
    },
  })),
  asyncConfig('GET_ASYNC_REPLY'),
  asyncConfig('SET_ASYNC'),
  sound(
    {
      role: fc.constantFrom(...(Object.keys(ROLES) as (keyof typeof ROLES)[])),
      reason: fc.constantFrom(...(Object.keys(ROLE_REASONS) as (keyof typeof ROLE_REASONS)[])),
      generationId: u64,
    },
    (g) => ({
      message: { version: 5, type: 'ROLE_STATUS', ...g },
      ovs: [`role=${ROLES[g.role]} generation_id=${g.generationId} reason=${ROLE_REASONS[g.reason]}`],
      tshark: {
        [t('role_status.role')]: [{ EQUAL: 1, MASTER: 2, SLAVE: 3 }[g.role]],
        [t('role_status.reason')]: [Object.keys(ROLE_REASONS).indexOf(g.reason)],
        [t('role_status.generation_id')]: [g.generationId],
      },
    }),
  ),
  sound({ reason: fc.constantFrom('VACANCY_DOWN', 'VACANCY_UP'), desc: TABLE_DESC }, ({ reason, desc }) => ({
    message: { version: 5, type: 'TABLE_STATUS', reason: reason as 'VACANCY_UP', table: tableDesc(desc) },
    ovs: [`reason=${reason}`, ...tableWords(desc)],
    tshark: { [t('table_status.reason')]: [reason === 'VACANCY_DOWN' ? 3 : 4] },
  })),
  sound({ bundleId: positive, controlType: fc.constantFrom(...CONTROLS) }, (g) => ({
    message: { version: 5, type: 'BUNDLE_CONTROL', flags: ['ATOMIC'], ...g },
    ovs: [`bundle_id=${x(g.bundleId)} type=${g.controlType} flags=atomic`],
    tshark: {
      [t('bundle_control.bundle_id')]: [g.bundleId],
      [t('bundle_control.type')]: [CONTROLS.indexOf(g.controlType)],
      [t('bundle_control.flags')]: [1],
    },
  })),
  sound({ portNo: port, c: COUNTERS, age }, ({ portNo, c, age: a }) => {
    const { rxFrameErr, rxOverErr, rxCrcErr, collisions, ...counters } = c;
    const ethernet = { type: 'ETHERNET', rxFrameErr, rxOverErr, rxCrcErr, collisions };
    return {
      message: parts('MULTIPART_REPLY', 'PORT_STATS', {
        ports: [{ portNo, ...a, ...counters, properties: [ethernet] }],
      }),
      ovs: [...counterWords(portNo, c), `duration=${duration(a.durationSec, a.durationNsec)}`],
      tshark: {
        [t('port_stats.port_no')]: [portNo],
        [t('port_stats.rx_packets')]: [c.rxPackets],
        [t('port_stats.tx_bytes')]: [c.txBytes],
        [t('port.stats_prop.ethernet.collisions')]: [collisions],
      },
    };
  }),
  sound({ portNo: port, queueId: queue, txBytes: u64, txPackets: u64, txErrors: u64, age }, ({ age: a, ...g }) => ({
    message: parts('MULTIPART_REPLY', 'QUEUE_STATS', { queues: [{ ...g, ...a }] }),
    ovs: [
      `port ${g.portNo} queue ${g.queueId}: bytes=${g.txBytes}, pkts=${g.txPackets}, errors=${g.txErrors}, duration=${duration(a.durationSec, a.durationNsec)}`,
    ],
    tshark: {},
    stumble: QUEUE_PAD,
  })),
  fc.array(PORT_14, { minLength: 1, maxLength: 3 }).map((all) => ({
    message: parts('MULTIPART_REPLY', 'PORT_DESC', { ports: v(all) }),
    ovs: words(all),
    ...(all.length === 1 ? { tshark: joined(all) } : { tshark: {}, stumble: NO_END }),
  })),
  fc.constant({ message: parts('MULTIPART_REQUEST', 'TABLE_DESC', {}), ovs: ['OFPST_TABLE_DESC request'], tshark: {} }),
  fc.array(TABLE_DESC, { minLength: 1, maxLength: 3 }).map((all) => ({
    message: parts('MULTIPART_REPLY', 'TABLE_DESC', { tables: all.map(tableDesc) }),
    ovs: all.flatMap(tableWords),
    tshark: {},
  })),
  sound({ portNo: port, queueId: queue }, (g) => ({
    message: parts('MULTIPART_REQUEST', 'QUEUE_DESC', g),
    ovs: [`port=${g.portNo} queue=${g.queueId}`],
    tshark: { [t('queue_desc_request.port_no')]: [g.portNo], [t('queue_desc_request.queue_id')]: [g.queueId] },
  })),
  sound({ portNo: port, queueId: queue, min: fc.nat({ max: 999 }), max: fc.nat({ max: 999 }) }, (g) => ({
    message: parts('MULTIPART_REPLY', 'QUEUE_DESC', {
      queues: [
        {
          portNo: g.portNo,
          queueId: g.queueId,
          properties: [
            { type: 'MIN_RATE', rate: g.min },
            { type: 'MAX_RATE', rate: g.max },
          ],
        },
      ],
    }),
    ovs: [
      `port=${g.portNo}`,
      `queue ${g.queueId}: min_rate:${Math.floor(g.min / 10)}.${g.min % 10}% max_rate:${Math.floor(g.max / 10)}.${g.max % 10}%`,
    ],
    tshark: {},
    stumble: OLD_QUEUE,
  })),
  sound({ monitorId: u32, flags: monitorFlags, tableId: table, outPort: port, match: MATCH_13 }, ({ match, ...g }) => ({
    message: parts('MULTIPART_REQUEST', 'FLOW_MONITOR', { monitors: [{ command: 'ADD', match: match.value, ...g }] }),
    ovs: [
      `id=${g.monitorId} flags=${g.flags.map((flag) => monitorWords[flag]).join(',')}`,
      `table=${g.tableId}`,
      `out_port=${g.outPort}`,
      ...match.ovs,
    ],
    tshark: {
      ...joined([match]),
      [t('flow_monitor_request.monitor_id')]: [g.monitorId],
      [t('flow_monitor_request.table_id')]: [g.tableId],
      [t('flow_monitor_request.out_port')]: [g.outPort],
    },
  })),
];

/** Only what is added has an importance. */
export function importanceWords(flow: MessageIn, importance: number): string[] {
  return Reflect.get(flow, 'command') === 'ADD' ? [`importance:${importance}`] : [];
}

/** What 1.4 has changed or added and 1.5 has not as it is. */
const SOUND_14_ONLY: readonly Made[] = [
  sound({ flow: FLOW_MOD_13, importance: some16 }, ({ flow, importance }) => ({
    message: { ...flow.message, importance } as MessageIn,
    ovs: [...flow.ovs, ...importanceWords(flow.message, importance)],
    tshark: { ...flow.tshark, [t('flowmod.importance')]: [importance] },
  })),
  sound({ bundleId: positive, flow: FLOW_MOD_13 }, ({ bundleId, flow }) => ({
    message: {
      version: 5,
      type: 'BUNDLE_ADD_MESSAGE',
      bundleId,
      flags: ['ATOMIC'],
      message: asLater(5, flow.message),
    } as MessageIn,
    ovs: [`bundle_id=${x(bundleId)} flags=atomic`, ...flow.ovs],
    tshark: { [t('bundle_add.bundle_id')]: [bundleId] }, // of what is in it, tshark leaves out the last 16 bytes
  })),
  GROUP.map((g) => ({
    message: {
      version: 5,
      type: 'REQUESTFORWARD',
      request: {
        version: 5,
        type: 'GROUP_MOD',
        command: 'MODIFY',
        groupType: g.type as 'ALL',
        groupId: g.groupId,
        buckets: v(g.buckets),
      },
    },
    ovs: [`reason=group_mod`, `MOD group_id=${g.groupId},type=${g.type.toLowerCase()}`, ...words(g.buckets)],
    tshark: { ...joined(g.buckets), [t('groupmod.group_id')]: [g.groupId] },
  })),
  sound({ stats: FLOW_STATS_13, importance: some16 }, ({ stats, importance }) => {
    const flows = (Reflect.get(stats.message, 'flows') as object[]).map((flow) => ({ ...flow, importance }));
    return {
      message: parts('MULTIPART_REPLY', 'FLOW', { flows }),
      ovs: [...stats.ovs, `importance=${importance}`],
      tshark: { ...stats.tshark, [t('flow_stats.importance')]: flows.map(() => importance) },
    };
  }),
  sound(
    {
      event: fc.constantFrom('INITIAL', 'ADDED', 'MODIFIED'),
      tableId: table,
      idleTimeout: some16,
      hardTimeout: some16,
      priority: some16,
      cookie: u64,
      match: MATCH_13,
      instructions: INSTRUCTIONS_13,
      xid: u32,
    },
    ({ match, instructions, xid, ...g }) => ({
      message: parts('MULTIPART_REPLY', 'FLOW_MONITOR', {
        updates: [
          { ...g, match: match.value, instructions: v(instructions) },
          { event: 'ABBREV', xid },
        ],
      }),
      ovs: [
        `event=${g.event} table=${g.tableId} idle_timeout=${g.idleTimeout} hard_timeout=${g.hardTimeout} cookie=${x(g.cookie)}`,
        `event=ABBREV xid=${x(xid)}`,
        ...match.ovs,
        ...words(instructions),
      ],
      tshark: {},
    }),
  ),
];

export const SOUND_14: readonly Made[] = [
  ...[...SOUND_13_TO_15, ...SOUND_13_TO_14, ...SOUND_14_TO_15, ...SOUND_14_ONLY].map((made) => later(5, made)),
  later(5, errorsOf(5)),
  tableFeatures(5),
];
