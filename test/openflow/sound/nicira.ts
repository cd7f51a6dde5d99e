// Random messages and actions of Nicira, which Open vSwitch adds to every version. tshark shows that they are an experimenter's, and
// nothing of what is in them.
import fc, { type Arbitrary } from 'fast-check';
import type { MessageIn } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import {
  age,
  counts,
  duration,
  ip,
  type Made,
  type Part,
  packet,
  port,
  positive,
  priority,
  type Sound,
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

type Version = 1 | 4 | 5 | 6;
type Action = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'PACKET_OUT' }>['actions']>[number]>;

const register = fc.constantFrom('NXM_NX_REG0', 'NXM_NX_REG1', 'NXM_NX_REG2', 'NXM_NX_REG3');
const bits = fc
  .record({ ofs: fc.nat({ max: 31 }), nBits: fc.integer({ min: 1, max: 32 }) })
  .filter(({ ofs, nBits }) => ofs + nBits <= 32);
type Bits = typeof bits extends Arbitrary<infer B> ? B : never;
/** A part of a field of 32 bits: all of it, one bit, or several. */
const sub = ({ ofs, nBits }: Bits) => {
  if (nBits === 32) return '[]';
  return nBits === 1 ? `[${ofs}]` : `[${ofs}..${ofs + nBits - 1}]`;
};
const members = fc.array(port, { minLength: 1, maxLength: 3 });
const byte = (value: number) => value.toString(16).padStart(2, '0');
const nested = fc.array(
  port.map((p) => ({ value: { type: 'OUTPUT' as const, port: p, maxLen: 0 }, ovs: [`output:${p}`] })),
  { minLength: 1, maxLength: 3 },
);

function action<T>(
  values: { [K in keyof T]: Arbitrary<T[K]> },
  make: (given: T) => [Action['value'], string],
): Arbitrary<Action> {
  return fc.record(values).map((given) => {
    const [value, text] = make(given as T);
    return { value, ovs: [text] };
  });
}

/** Those that take any packet. */
const ACTION: Arbitrary<Action> = fc.oneof(
  action({ inPort: port }, (g) => [{ type: 'NX_RESUBMIT', ...g }, `resubmit:${g.inPort}`]),
  action({ tunId: positive }, (g) => [{ type: 'NX_SET_TUNNEL', ...g }, `set_tunnel:${x(g.tunId)}`]),
  action({ tunId: u64 }, (g) => [{ type: 'NX_SET_TUNNEL64', ...g }, `set_tunnel64:${x(g.tunId)}`]),
  fc.constant<Action>({ value: { type: 'NX_POP_QUEUE' }, ovs: ['pop_queue'] }),
  action({ note: fc.uint8Array({ minLength: 6, maxLength: 6 }) }, (g) => [
    { type: 'NX_NOTE', ...g },
    `note:${Array.from(g.note, byte).join('.')}`,
  ]),
  action({ basis: u16, maxLink: fc.nat({ max: 0xfe }), dst: register }, ({ basis, maxLink, dst }) => [
    {
      type: 'NX_MULTIPATH',
      fields: 'SYMMETRIC_L4',
      basis,
      algorithm: 'HRW',
      maxLink,
      ofsNbits: { ofs: 4, nBits: 8 },
      dst: dst as 'NXM_NX_REG0',
    },
    `multipath(symmetric_l4,${basis},hrw,${maxLink + 1},0,${dst}[4..11])`,
  ]),
  action({ basis: u16, members }, (g) => [
    { type: 'NX_BUNDLE', algorithm: 'HRW', fields: 'ETH_SRC', ...g },
    `bundle(eth_src,${g.basis},hrw,ofport,members:${g.members.join(',')})`,
  ]),
  action({ basis: u16, members, dst: register }, ({ dst, ...g }) => [
    {
      type: 'NX_BUNDLE_LOAD',
      algorithm: 'ACTIVE_BACKUP',
      fields: 'NW_SRC',
      ofsNbits: { ofs: 0, nBits: 16 },
      dst: dst as 'NXM_NX_REG0',
      ...g,
    },
    `bundle_load(nw_src,${g.basis},active_backup,ofport,${dst}[0..15],members:${g.members.join(',')})`,
  ]),
  action({ inPort: port, tableId: table }, (g) => [
    { type: 'NX_RESUBMIT_TABLE', ...g },
    `resubmit(${g.inPort},${g.tableId})`,
  ]),
  action({ src: register, range: bits }, ({ src, range }) => [
    { type: 'NX_OUTPUT_REG', ofsNbits: range, src: src as 'NXM_NX_REG0' },
    `output:${src}${sub(range)}`,
  ]),
  action({ src: register, range: bits, maxLen: some16 }, ({ src, range, maxLen }) => [
    { type: 'NX_OUTPUT_REG2', ofsNbits: range, src: src as 'NXM_NX_REG0', maxLen },
    `output:${src}${sub(range)}`,
  ]),
  action({ maxLen: some16, controllerId: some16 }, (g) => [
    { type: 'NX_CONTROLLER', reason: 'INVALID_TTL', ...g },
    `controller(reason=invalid_ttl,max_len=${g.maxLen},id=${g.controllerId})`,
  ]),
  action({ maxLen: some16, id: some16, userdata: fc.uint8Array({ minLength: 1, maxLength: 9 }) }, (g) => [
    {
      type: 'NX_CONTROLLER2',
      properties: [
        { type: 'MAX_LEN', maxLen: g.maxLen },
        { type: 'CONTROLLER_ID', controllerId: g.id },
        { type: 'USERDATA', userdata: g.userdata },
        { type: 'PAUSE' },
      ],
    },
    `controller(max_len=${g.maxLen},id=${g.id},userdata=${Array.from(g.userdata, byte).join('.')},pause)`,
  ]),
  action({ field: register, range: bits }, ({ field, range }) => [
    { type: 'NX_STACK_PUSH', offset: range.ofs, field: field as 'NXM_NX_REG0', nBits: range.nBits },
    `push:${field}${sub(range)}`,
  ]),
  action({ field: register, range: bits }, ({ field, range }) => [
    { type: 'NX_STACK_POP', offset: range.ofs, field: field as 'NXM_NX_REG0', nBits: range.nBits },
    `pop:${field}${sub(range)}`,
  ]),
  action({ p: some16, set: positive, domain: positive, point: positive, samplingPort: port }, (g) => [
    {
      type: 'NX_SAMPLE3',
      probability: g.p,
      collectorSetId: g.set,
      obsDomainId: g.domain,
      obsPointId: g.point,
      samplingPort: g.samplingPort,
      direction: 'EGRESS',
    },
    `sample(probability=${g.p},collector_set_id=${g.set},obs_domain_id=${g.domain},obs_point_id=${g.point},sampling_port=${g.samplingPort},egress)`,
  ]),
  action({ port, maxLen: fc.integer({ min: 14, max: 0xffff }) }, (g) => [
    { type: 'NX_OUTPUT_TRUNC', ...g },
    `output(port=${g.port},max_len=${g.maxLen})`,
  ]),
  action({ pktLen: u16, offset: fc.nat({ max: 31 }), dst: register }, ({ dst, ...g }) => [
    { type: 'NX_CHECK_PKT_LARGER', dst: dst as 'NXM_NX_REG0', ...g },
    `check_pkt_larger(${g.pktLen})->${dst}[${g.offset}]`,
  ]),
  fc.constant<Action>({ value: { type: 'NX_CT_CLEAR' }, ovs: ['ct_clear'] }),
);

/** learn, whose specs are parts of fields, or values. */
const LEARN: Arbitrary<Action> = action(
  { tableId: table, priority, cookie: u64, limit: u32, value: port, dst: register, range: bits },
  ({ tableId, limit, value, dst, range, ...g }) => {
    const loaded = BigInt(value) % (1n << BigInt(range.nBits));
    const learned = {
      tableId,
      ...g,
      specs: [
        { type: 'MATCH_VALUE' as const, nBits: 16, value: BigInt(value), dst: 'NXM_OF_IN_PORT' as const, dstOfs: 0 },
        {
          type: 'MATCH' as const,
          nBits: 48,
          src: 'NXM_OF_ETH_SRC' as const,
          srcOfs: 0,
          dst: 'NXM_OF_ETH_DST' as const,
          dstOfs: 0,
        },
        {
          type: 'LOAD_VALUE' as const,
          nBits: range.nBits,
          value: loaded,
          dst: dst as 'NXM_NX_REG0',
          dstOfs: range.ofs,
        },
        { type: 'OUTPUT' as const, nBits: 16, src: 'NXM_OF_IN_PORT' as const, srcOfs: 0 },
      ],
    };
    const specs = `in_port=${value},NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:${loaded === 0n ? '0' : x(loaded)}->${dst}${sub(range)},output:NXM_OF_IN_PORT[]`;
    const head = `learn(table=${tableId},priority=${g.priority},cookie=${x(g.cookie)}`;
    if (limit % 2 === 0) return [{ type: 'NX_LEARN', ...learned }, `${head},${specs})`];
    return [
      { type: 'NX_LEARN2', flags: ['WRITE_RESULT'], limit, resultDstOfs: 3, resultDst: 'NXM_NX_REG4', ...learned },
      `${head},limit=${limit},result_dst=NXM_NX_REG4[3],${specs})`,
    ];
  },
);

/** Those that 1.5 has not: set-field and copy-field do there what they do. */
const ACTION_TO_14: Arbitrary<Action> = fc.oneof(
  action({ src: register, dst: register, from: bits, to: fc.nat({ max: 31 }) }, ({ src, dst, from, to }) => {
    const nBits = Math.min(from.nBits, 32 - to);
    return [
      {
        type: 'NX_REG_MOVE',
        nBits,
        srcOfs: from.ofs,
        dstOfs: to,
        src: src as 'NXM_NX_REG0',
        dst: dst as 'NXM_NX_REG0',
      },
      `move:${src}${sub({ ofs: from.ofs, nBits })}->${dst}${sub({ ofs: to, nBits })}`,
    ];
  }),
  action({ dst: register, range: bits, value: u32 }, ({ dst, range, value }) => {
    const fitting = BigInt(value) % (1n << BigInt(range.nBits));
    return [
      { type: 'NX_REG_LOAD', ofsNbits: range, dst: dst as 'NXM_NX_REG0', value: fitting },
      `load:${fitting === 0n ? '0' : x(fitting)}->${dst}${sub(range)}`,
    ];
  }),
  action({ value: positive, mask: fc.integer({ min: 1, max: 0xffff_fffe }) }, ({ value, mask }) => {
    const fitting = (value & mask) >>> 0;
    return [
      { type: 'NX_REG_LOAD2', field: oxm('NXM_NX_REG3', fitting, mask) },
      `set_field:${fitting === 0 ? 0 : x(fitting)}/${x(mask)}->reg3`,
    ];
  }),
);

/** Those that hold actions, and one that needs a match of IP in a flow. */
const HOLDING = (version: Version): Arbitrary<Action> => {
  const output = (all: readonly { value: { port: number } }[]) =>
    all.map(({ value: { port: p } }) => ({
      type: 'OUTPUT' as const,
      port: p,
      ...(version === 1 ? { maxLen: 0 } : {}),
    }));
  const mark = (value: number): Action =>
    version === 6
      ? { value: { type: 'SET_FIELD', field: oxm('NXM_NX_CT_MARK', value) }, ovs: [`set_field:${x(value)}->ct_mark`] }
      : {
          value: { type: 'NX_REG_LOAD', ofsNbits: { ofs: 0, nBits: 32 }, dst: 'NXM_NX_CT_MARK', value: BigInt(value) },
          ovs: [`load:${x(value)}->NXM_NX_CT_MARK[]`],
        };
  return fc.oneof(
    action({ inPort: port, tableId: table }, (g) => [
      { type: 'NX_RESUBMIT_TABLE_CT', ...g },
      `resubmit(${g.inPort},${g.tableId},ct)`,
    ]),
    nested.map<Action>((all) => ({
      value: { type: 'NX_CLONE', actions: output(all) },
      ovs: [`clone(${words(all).join(',')})`],
    })),
    action({ zone: some16, recircTable: table, min: ip, value: positive }, ({ zone, recircTable, min, value }) => [
      {
        type: 'NX_CT',
        flags: ['COMMIT'],
        zone,
        recircTable,
        alg: 21,
        actions: [
          mark(value).value,
          { type: 'NX_NAT', flags: ['SRC'], range: { ipv4Min: min, ipv4Max: min, protoMin: 1024, protoMax: 2048 } },
        ],
      },
      `ct(commit,table=${recircTable},zone=${zone},exec(${mark(value).ovs[0]},nat(src=${min}:1024-2048)),alg=ftp)`,
    ]),
  );
};

const packetOut = (version: Version): Made =>
  sound(
    {
      inPort: port,
      actions: fc.array(
        version === 6 ? fc.oneof(ACTION, LEARN, HOLDING(6)) : fc.oneof(ACTION, ACTION_TO_14, LEARN, HOLDING(version)),
        { minLength: 1, maxLength: 4 },
      ),
      data: packet,
    },
    (g) => ({
      message: {
        version,
        type: 'PACKET_OUT',
        ...(version === 6 ? { match: [oxm('IN_PORT', g.inPort)] } : { inPort: g.inPort }),
        actions: v(g.actions),
        data: g.data,
      } as MessageIn,
      ovs: [`in_port=${g.inPort}`, ...words(g.actions), `data_len=${g.data.length}`],
      tshark: {},
      ...(version === 1 ? { stumble: 'it counts the bytes of an action of a vendor wrongly' } : {}),
    }),
  );

const REGISTER = positive.map((value) => ({ value: [oxm('NXM_NX_REG0', value)], ovs: [`reg0=${x(value)}`] }));
const TLV_MAP = fc.record({
  optionClass: fc.integer({ min: 1, max: 0xffff }),
  optionType: fc.integer({ min: 1, max: 0xff }),
  optionLen: fc.integer({ min: 1, max: 31 }).map((count) => 4 * count),
  index: fc.nat({ max: 63 }),
});
const tlvWords = (map: typeof TLV_MAP extends Arbitrary<infer M> ? M : never) =>
  `${x(map.optionClass)} ${x(map.optionType)} ${map.optionLen} tun_metadata${map.index}`;

const fixed = (version: Version, type: string, fields: object, text: string): Made =>
  fc.constant({ message: { version, type, ...fields } as MessageIn, ovs: [text], tshark: {} });

/** Those of every version. */
const messages = (version: Version): readonly Made[] => [
  fixed(version, 'NXT_ROLE_REQUEST', { role: 'PRIMARY' }, 'role=primary'),
  fixed(version, 'NXT_ROLE_REPLY', { role: 'SECONDARY' }, 'role=secondary'),
  sound(
    { cookie: u64, priority, tableId: table, age, idleTimeout: some16, counts, match: REGISTER },
    ({ tableId, age: a, counts: c, match, ...g }): Sound => ({
      message: {
        version,
        type: 'NXT_FLOW_REMOVED',
        reason: 'HARD_TIMEOUT',
        tableIdPlusOne: tableId + 1,
        match: match.value,
        ...a,
        ...c,
        ...g,
      },
      ovs: [
        `priority=${g.priority},${match.ovs[0]} reason=hard table_id=${tableId} cookie:${x(g.cookie)} duration${duration(a.durationSec, a.durationNsec)} idle${g.idleTimeout} pkts${c.packetCount} bytes${c.byteCount}`,
      ],
      tshark: {},
    }),
  ),
  fixed(version, 'NXT_FLOW_MOD_TABLE_ID', { set: 1 }, 'enable'),
  fixed(version, 'NXT_SET_PACKET_IN_FORMAT', { format: 'NXT_PACKET_IN2' }, 'format=nxt_packet_in2'),
  sound(
    { cookie: u64, tableId: table, match: REGISTER, data: packet },
    ({ match, ...g }): Sound => ({
      message: { version, type: 'NXT_PACKET_IN', totalLen: g.data.length, reason: 'ACTION', match: match.value, ...g },
      ovs: [
        `table_id=${g.tableId} cookie=${x(g.cookie)} total_len=${g.data.length} ${match.ovs[0]} (via action) data_len=${g.data.length}`,
      ],
      tshark: {},
    }),
  ),
  fixed(version, 'NXT_FLOW_AGE', {}, 'NXT_FLOW_AGE'),
  fixed(
    version,
    'NXT_SET_ASYNC_CONFIG',
    { packetInMask: [['ACTION'], []], portStatusMask: [['ADD', 'MODIFY'], []], flowRemovedMask: [['DELETE'], []] },
    'PORT_STATUS: add modify',
  ),
  u16.map(
    (controllerId): Sound => ({
      message: { version, type: 'NXT_SET_CONTROLLER_ID', controllerId },
      ovs: [`id=${controllerId}`],
      tshark: {},
    }),
  ),
  fc.array(TLV_MAP, { minLength: 1, maxLength: 3 }).map(
    (maps): Sound => ({
      message: { version, type: 'NXT_TLV_TABLE_MOD', command: 'ADD', maps },
      ovs: ['ADD mapping table:', ...maps.map(tlvWords)],
      tshark: {},
    }),
  ),
  fixed(version, 'NXT_TLV_TABLE_REQUEST', {}, 'NXT_TLV_TABLE_REQUEST'),
  sound(
    { maxOptionSpace: u32, maxFields: fc.integer({ min: 64, max: 0xffff }), maps: fc.array(TLV_MAP, { maxLength: 3 }) },
    (g) => ({
      message: { version, type: 'NXT_TLV_TABLE_REPLY', ...g },
      ovs: [`max option space=${g.maxOptionSpace} max fields=${g.maxFields}`, ...g.maps.map(tlvWords)],
      tshark: {},
    }),
  ),
  sound({ inPort: port, data: packet }, ({ inPort, data }) => ({
    message: {
      version,
      type: 'NXT_RESUME',
      properties: [
        { type: 'PACKET', data },
        { type: 'METADATA', match: [oxm('IN_PORT', inPort)] },
      ],
    },
    ovs: [`total_len=${data.length} in_port=${inPort} (via no_match) data_len=${data.length}`],
    tshark: {},
  })),
  u16.map(
    (zoneId): Sound => ({
      message: { version, type: 'NXT_CT_FLUSH_ZONE', zoneId },
      ovs: [`zone_id=${zoneId}`],
      tshark: {},
    }),
  ),
  sound(
    {
      inPort: port,
      tableId: table,
      cookie: u64,
      userdata: fc.uint8Array({ minLength: 1, maxLength: 9 }),
      data: packet,
    },
    (g) => ({
      message: {
        version,
        type: 'NXT_PACKET_IN2',
        properties: [
          { type: 'PACKET', data: g.data },
          { type: 'TABLE_ID', tableId: g.tableId },
          { type: 'COOKIE', cookie: g.cookie },
          { type: 'REASON', reason: 'ACTION' },
          { type: 'METADATA', match: [oxm('IN_PORT', g.inPort)] },
          { type: 'USERDATA', userdata: g.userdata },
        ],
      },
      ovs: [
        `table_id=${g.tableId} cookie=${x(g.cookie)} total_len=${g.data.length} in_port=${g.inPort} (via action)`,
        `userdata=${Array.from(g.userdata, byte).join('.')}`,
      ],
      tshark: {},
    }),
  ),
  sound(
    { ipProto: fc.constantFrom(6, 17), zoneId: u16, from: some16, to: some16 },
    (g): Sound => ({
      message: {
        version,
        type: 'NXT_CT_FLUSH',
        ipProto: g.ipProto,
        properties: [
          {
            type: 'ORIG_TUPLE',
            tuple: [
              { type: 'SRC', address: `2001:db8::${g.from.toString(16)}` },
              { type: 'DST', address: 'fe80::1' },
              { type: 'DST_PORT', port: g.to },
            ],
          },
          { type: 'ZONE_ID', zoneId: g.zoneId },
        ],
      },
      ovs: [
        `zone=${g.zoneId} 'ct_ipv6_src=2001:db8::${g.from.toString(16)},ct_ipv6_dst=fe80::1`,
        `ct_tp_dst=${g.to},ct_nw_proto=${g.ipProto}`,
      ],
      tshark: {},
    }),
  ),
  packetOut(version),
];

const flowMod = (version: 1 | 4): Made =>
  sound(
    {
      cookie: u64,
      idleTimeout: some16,
      hardTimeout: some16,
      priority,
      match: REGISTER,
      actions: fc.array(fc.oneof(ACTION, ACTION_TO_14), { minLength: 1, maxLength: 3 }),
    },
    ({ match, actions, ...g }) => ({
      message: {
        version,
        type: 'NXT_FLOW_MOD',
        command: 'ADD',
        match: match.value,
        ...(version === 1
          ? { actions: v(actions) }
          : { instructions: [{ type: 'APPLY_ACTIONS', actions: v(actions) }] }),
        ...g,
      } as MessageIn,
      ovs: [
        `ADD priority=${g.priority},${match.ovs[0]} cookie:${x(g.cookie)} idle:${g.idleTimeout} hard:${g.hardTimeout}`,
        ...words(actions),
      ],
      tshark: {},
    }),
  );

const asyncConfig2 = (version: 1 | 4): Made =>
  fixed(
    version,
    'NXT_SET_ASYNC_CONFIG2',
    { properties: [{ type: 'FLOW_REMOVED_MASTER', mask: ['IDLE_TIMEOUT', 'DELETE'] }] },
    'FLOW_REMOVED: idle delete',
  );

const nxst = (type: 'STATS_REQUEST' | 'STATS_REPLY', statsType: string, fields: object): MessageIn =>
  ({ version: 1, type, statsType, ...fields }) as MessageIn;

export const NICIRA_10: readonly Made[] = [
  ...messages(1),
  flowMod(1),
  asyncConfig2(1),
  fixed(1, 'NXT_SET_FLOW_FORMAT', { format: 'NXM' }, 'format=nxm'),
  u32.map((id) => ({ message: { version: 1, type: 'NXT_FLOW_MONITOR_CANCEL', id }, ovs: [`id=${id}`], tshark: {} })),
  fixed(1, 'NXT_FLOW_MONITOR_PAUSED', {}, 'NXT_FLOW_MONITOR_PAUSED'),
  fixed(1, 'NXT_FLOW_MONITOR_RESUMED', {}, 'NXT_FLOW_MONITOR_RESUMED'),
  ...(['NXST_FLOW', 'NXST_AGGREGATE'] as const).map((statsType) =>
    sound(
      { outPort: port, tableId: table, match: REGISTER },
      ({ match, ...g }): Sound => ({
        message: nxst('STATS_REQUEST', statsType, { match: match.value, ...g }),
        ovs: [`table=${g.tableId} out_port=${g.outPort} ${match.ovs[0]}`],
        tshark: {},
      }),
    ),
  ),
  sound({ id: u32, outPort: port, tableId: table, match: REGISTER }, ({ match, ...g }) => ({
    message: nxst('STATS_REQUEST', 'NXST_FLOW_MONITOR', {
      monitors: [{ flags: ['ADD', 'OWN'], match: match.value, ...g }],
    }),
    ovs: [`id=${g.id} flags=add,own out_port=${g.outPort} table=${g.tableId} ${match.ovs[0]}`],
    tshark: {},
  })),
  sound(
    {
      tableId: table,
      age,
      priority,
      idleTimeout: some16,
      hardTimeout: some16,
      idleAge: fc.integer({ min: 2, max: 0xffff }),
      hardAge: fc.integer({ min: 2, max: 0xffff }),
      cookie: u64,
      counts,
      match: REGISTER,
      actions: fc.array(fc.oneof(ACTION, ACTION_TO_14), { minLength: 1, maxLength: 3 }),
    },
    ({ age: a, counts: c, match, actions, ...g }) => ({
      message: nxst('STATS_REPLY', 'NXST_FLOW', {
        flows: [{ ...a, ...c, match: match.value, actions: v(actions), ...g }],
      }),
      ovs: [
        `cookie=${x(g.cookie)}, duration=${duration(a.durationSec, a.durationNsec)}, table=${g.tableId}, n_packets=${c.packetCount}, n_bytes=${c.byteCount}, idle_timeout=${g.idleTimeout}, hard_timeout=${g.hardTimeout}, idle_age=${g.idleAge - 1}${g.hardAge - 1 === a.durationSec ? '' : `, hard_age=${g.hardAge - 1}`}, priority=${g.priority},${match.ovs[0]}`,
        ...words(actions),
      ],
      tshark: {},
    }),
  ),
  sound({ counts, flowCount: u32 }, ({ counts: c, flowCount }) => ({
    message: nxst('STATS_REPLY', 'NXST_AGGREGATE', { ...c, flowCount }),
    ovs: [`packet_count=${c.packetCount} byte_count=${c.byteCount} flow_count=${flowCount}`],
    tshark: {},
  })),
  sound(
    { tableId: table, priority, idleTimeout: some16, hardTimeout: some16, cookie: u64, match: REGISTER, xid: u32 },
    ({ match, xid, ...g }) => ({
      message: nxst('STATS_REPLY', 'NXST_FLOW_MONITOR', {
        updates: [
          { event: 'ADDED', reason: 'IDLE_TIMEOUT', match: match.value, actions: [], ...g },
          { event: 'ABBREV', xid },
        ],
      }),
      ovs: [
        `event=ADDED table=${g.tableId} idle_timeout=${g.idleTimeout} hard_timeout=${g.hardTimeout} cookie=${x(g.cookie)} ${match.ovs[0]}`,
        `event=ABBREV xid=${x(xid)}`,
      ],
      tshark: {},
    }),
  ),
];

export const NICIRA_13: readonly Made[] = [
  ...messages(4),
  flowMod(4),
  asyncConfig2(4),
  u32.map((id) => ({ message: { version: 4, type: 'ONFT_FLOW_MONITOR_CANCEL', id }, ovs: [`id=${id}`], tshark: {} })),
  fixed(4, 'ONFT_FLOW_MONITOR_PAUSED', {}, 'ONFT_FLOW_MONITOR_PAUSED'),
  fixed(4, 'ONFT_FLOW_MONITOR_RESUMED', {}, 'ONFT_FLOW_MONITOR_RESUMED'),
  sound({ generationId: u64, reason: fc.constantFrom('MASTER_REQUEST', 'CONFIG') }, ({ generationId, reason }) => ({
    message: { version: 4, type: 'ROLE_STATUS', role: 'SLAVE', reason: reason as 'CONFIG', generationId },
    ovs: [
      `role=secondary generation_id=${generationId} reason=${reason === 'CONFIG' ? 'configuration_changed' : 'primary_request'}`,
    ],
    tshark: {},
  })),
  sound({ groupId: u32.filter((id) => id <= 0xffff_ff00), port }, (g) => ({
    message: {
      version: 4,
      type: 'REQUESTFORWARD',
      request: {
        version: 4,
        type: 'GROUP_MOD',
        command: 'ADD',
        groupType: 'INDIRECT',
        groupId: g.groupId,
        buckets: [{ actions: [{ type: 'OUTPUT', port: g.port }] }],
      },
    },
    ovs: ['reason=group_mod', `ADD group_id=${g.groupId},type=indirect,bucket=actions=output:${g.port}`],
    tshark: {},
  })),
  sound({ id: u32, outPort: port, tableId: table, inPort: port }, ({ inPort, ...g }) => ({
    message: {
      version: 4,
      type: 'MULTIPART_REQUEST',
      multipartType: 'ONFST_FLOW_MONITOR',
      monitors: [{ flags: ['ADD', 'OWN'], match: [oxm('IN_PORT', inPort)], ...g }],
    },
    ovs: [`id=${g.id} flags=add,own out_port=${g.outPort} table=${g.tableId} in_port=${inPort}`],
    tshark: {},
  })),
  sound(
    { tableId: table, priority, idleTimeout: some16, hardTimeout: some16, cookie: u64, inPort: port, to: port },
    (g) => ({
      message: {
        version: 4,
        type: 'MULTIPART_REPLY',
        multipartType: 'ONFST_FLOW_MONITOR',
        updates: [
          {
            event: 'ADDED',
            reason: 'IDLE_TIMEOUT',
            priority: g.priority,
            idleTimeout: g.idleTimeout,
            hardTimeout: g.hardTimeout,
            tableId: g.tableId,
            cookie: g.cookie,
            match: [oxm('IN_PORT', g.inPort)],
            instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: g.to }] }],
          },
        ],
      },
      ovs: [
        `event=ADDED table=${g.tableId} idle_timeout=${g.idleTimeout} hard_timeout=${g.hardTimeout} cookie=${x(g.cookie)} in_port=${g.inPort} actions=output:${g.to}`,
      ],
      tshark: {},
      stumble: 'it counts the opaque bytes wrongly',
    }),
  ),
];
export const NICIRA_14: readonly Made[] = messages(5);
export const NICIRA_15: readonly Made[] = messages(6);
