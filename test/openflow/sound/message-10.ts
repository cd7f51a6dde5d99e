// Random messages of 1.0 that any switch would take, and their parts.
import fc, { type Arbitrary } from 'fast-check';
import { ERRORS_10 } from '#openflow/error-code.ts';
import type { MessageIn } from '#openflow/message.ts';
import {
  age,
  BARRIER,
  counts,
  duration,
  ip,
  joined,
  type Made,
  mac,
  name,
  type Part,
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
import { bits, COUNTERS, counterWords, features, masked, portWords } from './part-13.ts';

const errors10 = Object.entries(ERRORS_10).flatMap(([errorType, { value, codes }]) =>
  Object.entries(codes).map(([errorCode, code]) => ({ errorType, errorCode, type: value, code: code as number })),
);

export const o = (field: string) => `openflow.${field}`;
export type Action10 = Part<NonNullable<Extract<MessageIn, { version: 1; type: 'PACKET_OUT' }>['actions']>[number]>;
export const ACTION_10: Arbitrary<Action10> = fc.oneof(
  port.map<Action10>((p) => ({ value: { type: 'OUTPUT', port: p, maxLen: 0 }, ovs: [`output:${p}`] })),
  fc
    .integer({ min: 0, max: 4095 })
    .map<Action10>((n) => ({ value: { type: 'SET_VLAN_VID', vlanVid: n }, ovs: [`mod_vlan_vid:${n}`] })),
  fc
    .integer({ min: 0, max: 7 })
    .map<Action10>((n) => ({ value: { type: 'SET_VLAN_PCP', vlanPcp: n }, ovs: [`mod_vlan_pcp:${n}`] })),
  fc.constant<Action10>({ value: { type: 'STRIP_VLAN' }, ovs: ['strip_vlan'] }),
  mac.map<Action10>((m) => ({ value: { type: 'SET_DL_SRC', dlAddr: m }, ovs: [`mod_dl_src:${m}`] })),
  mac.map<Action10>((m) => ({ value: { type: 'SET_DL_DST', dlAddr: m }, ovs: [`mod_dl_dst:${m}`] })),
  ip.map<Action10>((a) => ({ value: { type: 'SET_NW_SRC', nwAddr: a }, ovs: [`mod_nw_src:${a}`] })),
  ip.map<Action10>((a) => ({ value: { type: 'SET_NW_DST', nwAddr: a }, ovs: [`mod_nw_dst:${a}`] })),
  fc
    .integer({ min: 0, max: 63 })
    .map<Action10>((n) => ({ value: { type: 'SET_NW_TOS', nwTos: n << 2 }, ovs: [`mod_nw_tos:${n << 2}`] })),
  u16.map<Action10>((n) => ({ value: { type: 'SET_TP_SRC', tpPort: n }, ovs: [`mod_tp_src:${n}`] })),
  u16.map<Action10>((n) => ({ value: { type: 'SET_TP_DST', tpPort: n }, ovs: [`mod_tp_dst:${n}`] })),
  fc
    .record({ p: port, q: u32 })
    .map<Action10>(({ p, q }) => ({ value: { type: 'ENQUEUE', port: p, queueId: q }, ovs: [`enqueue:${p}:${q}`] })),
);
/** One that every flow takes, whatever it matches. */
export const OUTPUT_10 = port.map<Action10>((p) => ({
  value: { type: 'OUTPUT', port: p, maxLen: 0 },
  ovs: [`output:${p}`],
}));

export type Match10 = Part<NonNullable<Extract<MessageIn, { version: 1; type: 'FLOW_MOD' }>['match']>>;
export const MATCH_10: Arbitrary<Match10> = fc.oneof(
  port.map<Match10>((p) => ({ value: { inPort: p }, ovs: [`in_port=${p}`], tshark: { [o('in_port')]: [p] } })),
  fc
    .record({ s: mac, d: mac, vid: fc.integer({ min: 1, max: 4095 }), pcp: fc.integer({ min: 1, max: 7 }) })
    .map<Match10>(({ s, d, vid, pcp }) => ({
      value: { dlSrc: s, dlDst: d, dlVlan: vid, dlVlanPcp: pcp },
      ovs: [`dl_src=${s}`, `dl_dst=${d}`, `dl_vlan=${vid}`, `dl_vlan_pcp=${pcp}`],
      tshark: { [o('eth_src')]: [s], [o('eth_dst')]: [d], [o('dl_vlan')]: [vid] },
    })),
  fc.record({ s: masked, d: ip.filter((a) => a !== '0.0.0.0'), count: bits }).map<Match10>(({ s, d }) => ({
    value: { dlType: 0x0800, nwSrc: s.net, nwDst: d, nwSrcWild: 32 - Number(s.text.split('/')[1]) },
    ovs: ['ip', `nw_src=${s.text}`, `nw_dst=${d}`],
    tshark: { [o('ofp_match.source_addr')]: [s.net], [o('ofp_match.dest_addr')]: [d] },
  })),
  fc.record({ p: fc.constantFrom(6, 17), s: some16, d: some16 }).map<Match10>(({ p, s, d }) => ({
    value: { dlType: 0x0800, nwProto: p, tpSrc: s, tpDst: d },
    ovs: [p === 6 ? 'tcp' : 'udp', `tp_src=${s}`, `tp_dst=${d}`],
    tshark: { [o('ofp_match.source_port')]: [s], [o('ofp_match.dest_port')]: [d], [o('ofp_match.nw_proto')]: [p] },
  })),
  fc
    .record({ s: ip.filter((a) => a !== '0.0.0.0'), op: fc.integer({ min: 1, max: 255 }) })
    .map<Match10>(({ s, op }) => ({
      value: { dlType: 0x0806, nwSrc: s, nwProto: op },
      ovs: ['arp', `arp_spa=${s}`, `arp_op=${op}`],
    })),
);
export const STATS = (type: 'STATS_REQUEST' | 'STATS_REPLY', statsType: string, fields: object): MessageIn =>
  ({ version: 1, type, statsType, ...fields }) as MessageIn;
export const PORT_10 = fc.record({ portNo: port, hwAddr: mac, name, curr: features, peer: features });
export const isFlow10 = (all: readonly Action10[], last: Action10) => [...all, last];

export const SOUND_10: readonly Made[] = [
  fc.constant({ message: { version: 1, type: 'HELLO' }, ovs: ['OFPT_HELLO'], tshark: {} } as Sound),
  fc.constantFrom(...errors10).map((e) => ({
    message: {
      version: 1,
      type: 'ERROR',
      errorType: e.errorType,
      errorCode: e.errorCode,
      data: BARRIER(1),
    } as MessageIn,
    ovs: ['OFPT_ERROR'],
    tshark: {},
  })),
  ...(['ECHO_REQUEST', 'ECHO_REPLY'] as const).map((type) =>
    packet.map(
      (data): Sound => ({ message: { version: 1, type, data }, ovs: [`${data.length} bytes of payload`], tshark: {} }),
    ),
  ),
  plain(1, 'FEATURES_REQUEST', 'OFPT_FEATURES_REQUEST'),
  sound({ datapathId: u64, nBuffers: u32, nTables: u8, all: fc.array(PORT_10, { maxLength: 3 }) }, ({ all, ...g }) => ({
    message: {
      version: 1,
      type: 'FEATURES_REPLY',
      capabilities: ['PORT_STATS'],
      actions: ['OUTPUT'],
      ports: all,
      ...g,
    },
    ovs: [
      `dpid:${g.datapathId.toString(16).padStart(16, '0')}`,
      `n_tables:${g.nTables}, n_buffers:${g.nBuffers}`,
      'capabilities: PORT_STATS',
      ...all.flatMap(portWords),
    ],
    tshark: { [o('n_buffers')]: [g.nBuffers], [o('n_tables')]: [g.nTables] },
  })),
  plain(1, 'GET_CONFIG_REQUEST', 'OFPT_GET_CONFIG_REQUEST'),
  ...(['GET_CONFIG_REPLY', 'SET_CONFIG'] as const).map((type) =>
    u16.map(
      (missSendLen): Sound => ({
        message: { version: 1, type, flags: ['FRAG_REASM'], missSendLen },
        ovs: [`frags=reassemble miss_send_len=${missSendLen}`],
        tshark: { [o('miss_send_len')]: [missSendLen] },
      }),
    ),
  ),
  sound(
    {
      bufferId: fc.integer({ min: 0, max: 0xffff_fffe }),
      inPort: port,
      reason: fc.constantFrom('NO_MATCH', 'ACTION'),
      data: packet,
    },
    (g) => ({
      message: {
        version: 1,
        type: 'PACKET_IN',
        bufferId: g.bufferId,
        totalLen: g.data.length,
        inPort: g.inPort,
        reason: g.reason as 'ACTION',
        data: g.data,
      },
      ovs: [
        `total_len=${g.data.length} in_port=${g.inPort} (via ${g.reason.toLowerCase()}) data_len=${g.data.length} buffer=0x${g.bufferId.toString(16).padStart(8, '0')}`,
      ],
      tshark: { [o('buffer_id')]: [g.bufferId], [o('in_port')]: [g.inPort], [o('total_len')]: [g.data.length] },
    }),
  ),
  sound(
    {
      match: MATCH_10,
      cookie: u64,
      priority,
      reason: fc.constantFrom('IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE'),
      age,
      idle: some16,
      counts,
    },
    (g) => ({
      message: {
        version: 1,
        type: 'FLOW_REMOVED',
        match: g.match.value,
        cookie: g.cookie,
        priority: g.priority,
        reason: g.reason as 'DELETE',
        ...g.age,
        idleTimeout: g.idle,
        ...g.counts,
      },
      ovs: [
        `reason=${{ IDLE_TIMEOUT: 'idle', HARD_TIMEOUT: 'hard', DELETE: 'delete' }[g.reason]} cookie:${x(g.cookie)} duration${duration(g.age.durationSec, g.age.durationNsec)} idle${g.idle} pkts${g.counts.packetCount} bytes${g.counts.byteCount}`,
        ...g.match.ovs,
      ],
      tshark: {},
    }),
  ),
  sound({ reason: fc.constantFrom('ADD', 'DELETE', 'MODIFY'), desc: PORT_10 }, ({ reason, desc }) => ({
    message: { version: 1, type: 'PORT_STATUS', reason: reason as 'ADD', desc },
    ovs: [{ ADD: 'ADD', DELETE: 'DEL', MODIFY: 'MOD' }[reason]!, ...portWords(desc)],
    tshark: {},
  })),
  sound({ inPort: port, actions: fc.array(OUTPUT_10, { minLength: 1, maxLength: 1 }), data: packet }, (g) => ({
    message: { version: 1, type: 'PACKET_OUT', inPort: g.inPort, actions: v(g.actions), data: g.data },
    ovs: [`in_port=${g.inPort}`, ...words(g.actions), `data_len=${g.data.length}`],
    tshark: { [o('in_port')]: [g.inPort] },
  })),
  // tshark looks for the packet of 1.0 behind the first action, so several have none behind them.
  sound({ inPort: port, actions: fc.array(ACTION_10, { minLength: 1, maxLength: 5 }), bufferId: some16 }, (g) => ({
    message: { version: 1, type: 'PACKET_OUT', inPort: g.inPort, actions: v(g.actions), bufferId: g.bufferId },
    ovs: [`in_port=${g.inPort}`, ...words(g.actions), `buffer=0x${g.bufferId.toString(16).padStart(8, '0')}`],
    tshark: { [o('in_port')]: [g.inPort], [o('buffer_id')]: [g.bufferId] },
  })),
  sound(
    {
      match: MATCH_10,
      cookie: u64,
      command: fc.constantFrom('ADD', 'MODIFY', 'DELETE_STRICT'),
      idle: some16,
      hard: some16,
      priority,
      bufferId: fc.integer({ min: 0, max: 0xffff_fffe }),
      all: fc.array(OUTPUT_10, { maxLength: 2 }),
      last: OUTPUT_10,
    },
    (g) => {
      const actions = isFlow10(g.all, g.last);
      return {
        message: {
          version: 1,
          type: 'FLOW_MOD',
          match: g.match.value,
          cookie: g.cookie,
          command: g.command as 'ADD',
          idleTimeout: g.idle,
          hardTimeout: g.hard,
          priority: g.priority,
          bufferId: g.bufferId,
          flags: ['SEND_FLOW_REM'],
          actions: v(actions),
        },
        ovs: [
          { ADD: 'ADD', MODIFY: 'MOD', DELETE_STRICT: 'DEL_STRICT' }[g.command]!,
          `cookie:${x(g.cookie)}`,
          `idle:${g.idle}`,
          `hard:${g.hard}`,
          `buf:${x(g.bufferId)}`,
          'send_flow_rem',
          ...g.match.ovs,
          ...words(actions),
        ],
        tshark: {
          ...joined([g.match]),
          [o('cookie')]: [g.cookie],
          [o('idle_timeout')]: [g.idle],
          [o('hard_timeout')]: [g.hard],
          [o('priority')]: [g.priority],
          [o('buffer_id')]: [g.bufferId],
        },
      };
    },
  ),
  sound({ portNo: port, hwAddr: mac, advertise: features }, (g) => ({
    message: { version: 1, type: 'PORT_MOD', config: ['PORT_DOWN'], mask: ['PORT_DOWN', 'NO_FLOOD'], ...g },
    ovs: [`port: ${g.portNo}: addr:${g.hwAddr}`, 'config: PORT_DOWN', 'mask:   PORT_DOWN NO_FLOOD'],
    tshark: {},
  })),
  plain(1, 'BARRIER_REQUEST', 'OFPT_BARRIER_REQUEST'),
  plain(1, 'BARRIER_REPLY', 'OFPT_BARRIER_REPLY'),
  port.map((p) => ({
    message: { version: 1, type: 'QUEUE_GET_CONFIG_REQUEST', port: p },
    ovs: [`port=${p}`],
    tshark: {},
  })),
  sound({ port, queueId: queue, rate: fc.integer({ min: 0, max: 999 }) }, (g) => ({
    message: {
      version: 1,
      type: 'QUEUE_GET_CONFIG_REPLY',
      port: g.port,
      queues: [{ queueId: g.queueId, properties: [{ type: 'MIN_RATE', rate: g.rate }] }],
    },
    ovs: [`queue ${g.queueId}`, `min_rate:${Math.floor(g.rate / 10)}.${g.rate % 10}%`],
    tshark: {},
  })),
  ...['DESC', 'TABLE'].map(
    (kind): Made =>
      fc.constant({ message: STATS('STATS_REQUEST', kind, {}), ovs: [`OFPST_${kind} request`], tshark: {} }),
  ),
  ...(['FLOW', 'AGGREGATE'] as const).map((kind) =>
    sound(
      { match: MATCH_10, tableId: table, outPort: port },
      (g): Sound => ({
        message: STATS('STATS_REQUEST', kind, { match: g.match.value, tableId: g.tableId, outPort: g.outPort }),
        ovs: [`table=${g.tableId}`, `out_port=${g.outPort}`, ...g.match.ovs],
        tshark: {},
      }),
    ),
  ),
  port.map((portNo) => ({
    message: STATS('STATS_REQUEST', 'PORT', { portNo }),
    ovs: [`port_no=${portNo}`],
    tshark: {},
  })),
  sound({ portNo: port, queueId: queue }, (g) => ({
    message: STATS('STATS_REQUEST', 'QUEUE', g),
    ovs: [`port=${g.portNo} queue=${g.queueId}`],
    tshark: {},
  })),
  fc.record({ mfrDesc: name, hwDesc: name, swDesc: name, serialNum: name, dpDesc: name }).map((g) => ({
    message: STATS('STATS_REPLY', 'DESC', g),
    ovs: [`Manufacturer: ${g.mfrDesc}`, `Serial Num: ${g.serialNum}`],
    tshark: {},
  })),
  sound(
    {
      flows: fc.array(
        fc.record({
          tableId: u8,
          match: MATCH_10,
          age,
          priority,
          idleTimeout: some16,
          hardTimeout: some16,
          cookie: u64,
          counts,
          last: OUTPUT_10,
        }),
        { minLength: 1, maxLength: 3 },
      ),
    },
    ({ flows }) => ({
      message: STATS('STATS_REPLY', 'FLOW', {
        flows: flows.map((f) => ({
          tableId: f.tableId,
          match: f.match.value,
          ...f.age,
          priority: f.priority,
          idleTimeout: f.idleTimeout,
          hardTimeout: f.hardTimeout,
          cookie: f.cookie,
          ...f.counts,
          actions: [f.last.value],
        })),
      }),
      ovs: flows.flatMap((f) => [
        `cookie=${x(f.cookie)}, duration=${duration(f.age.durationSec, f.age.durationNsec)}, table=${f.tableId}, n_packets=${f.counts.packetCount}, n_bytes=${f.counts.byteCount}`,
        `idle_timeout=${f.idleTimeout}`,
        `hard_timeout=${f.hardTimeout}`,
        ...f.match.ovs,
        ...f.last.ovs,
      ]),
      tshark: {},
    }),
  ),
  sound({ counts, flowCount: u32 }, (g) => ({
    message: STATS('STATS_REPLY', 'AGGREGATE', { ...g.counts, flowCount: g.flowCount }),
    ovs: [`packet_count=${g.counts.packetCount} byte_count=${g.counts.byteCount} flow_count=${g.flowCount}`],
    tshark: {},
  })),
  sound({ tableId: u8, name, maxEntries: positive, activeCount: u32, lookupCount: u64, matchedCount: u64 }, (g) => ({
    message: STATS('STATS_REPLY', 'TABLE', { tables: [{ wildcards: 0x3fffff, ...g }] }),
    ovs: [
      `table ${g.tableId}`,
      `("${g.name}")`,
      `active=${g.activeCount}, lookup=${g.lookupCount}, matched=${g.matchedCount}`,
      `max_entries=${g.maxEntries}`,
    ],
    tshark: {},
  })),
  sound({ portNo: port, c: COUNTERS }, (g) => ({
    message: STATS('STATS_REPLY', 'PORT', { ports: [{ portNo: g.portNo, ...g.c }] }),
    ovs: counterWords(g.portNo, g.c),
    tshark: {},
  })),
  sound({ portNo: port, queueId: queue, txBytes: u64, txPackets: u64, txErrors: u64 }, (g) => ({
    message: STATS('STATS_REPLY', 'QUEUE', { queues: [g] }),
    ovs: [`port ${g.portNo} queue ${g.queueId}: bytes=${g.txBytes}, pkts=${g.txPackets}, errors=${g.txErrors}`],
    tshark: {},
  })),
];
