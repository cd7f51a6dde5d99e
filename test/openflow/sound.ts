// Random messages that any switch would take, each with what two outside readers must show of it: the words that `ovs-ofctl` prints
// and the values that tshark gives to its fields. Unlike arbitrary.ts, which makes whatever the tables allow, these keep to the
// rules between fields: matches have what they need, numbers are in the range that Open vSwitch has, nothing is unknown.
import fc, { type Arbitrary } from 'fast-check';
import { ERRORS_10, ERRORS_13 } from '#openflow/error-code.ts';
import type { MessageIn } from '#openflow/message.ts';
import { type OxmField, oxm } from '#openflow/oxm.ts';

export interface Sound {
  readonly message: MessageIn;
  /** Each must be in the text of ovs-ofctl, with no digit or letter beside it. */
  readonly ovs: readonly string[];
  /** By field of tshark: all the values that it shows, in order. */
  readonly tshark: Readonly<Record<string, readonly Shown[]>>;
}
type Shown = number | bigint | string;
/** A part of a message, with what is shown of it. */
interface Part<T> {
  readonly value: T;
  readonly ovs: readonly string[];
  readonly tshark?: Readonly<Record<string, readonly Shown[]>>;
}
type Made = Arbitrary<Sound>;

const u8 = fc.integer({ min: 0, max: 0xff });
/** Of queues; all ones are all of them. */
const queue = fc.integer({ min: 0, max: 0xffff_fffe });
const positive = fc.integer({ min: 1, max: 0xffff_ffff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
/** Counters and cookies: all ones means `none` to Open vSwitch, and zero is not always printed. */
const u64 = fc.bigInt({ min: 1n, max: 0xffff_ffff_ffff_fffen });
const some16 = fc.integer({ min: 1, max: 0xfffe });
const priority = some16.filter((value) => value !== 0x8000); // which it does not print
/** Open vSwitch has ports of 16 bits in all versions. */
const port = fc.integer({ min: 1, max: 0xfeff });
const group = fc.integer({ min: 0, max: 0xffff_ff00 });
const table = fc.integer({ min: 1, max: 0xfd });
const nsec = fc.integer({ min: 1, max: 999_999 }).map((value) => value * 1000 + 1); // else it prints fewer digits
const packet = fc.uint8Array({ minLength: 0, maxLength: 40 }).map((tail) => Uint8Array.from([...FRAME, ...tail]));
const mac = fc.uint8Array({ minLength: 5, maxLength: 5 }).map((all) => ['02', ...Array.from(all, hex2)].join(':'));
const ip = fc.ipV4();
const name = fc.constantFrom('eth0', 'veth12', 'uplink', 'a.b');
/** An Ethernet frame of a type that no dissector looks into. */
const FRAME = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5];

const x = (value: number | bigint) => `0x${value.toString(16)}`;
const hex2 = (value: number) => value.toString(16).padStart(2, '0');
const duration = (sec: number, nanos: number) => `${sec}.${String(nanos).padStart(9, '0')}s`;

function sound<T>(values: { [K in keyof T]: Arbitrary<T[K]> }, make: (given: T) => Sound): Made {
  return fc.record(values).map((given) => make(given as T));
}

/** A message that is nothing but its header and a type. */
function plain(version: 1 | 4, type: string, printed: string): Made {
  return fc.constant({ message: { version, type } as MessageIn, ovs: [printed], tshark: {} });
}

/** All values that several parts show, field by field, in order. */
function joined(parts: readonly Part<unknown>[]): Record<string, Shown[]> {
  const all: Record<string, Shown[]> = {};
  for (const { tshark = {} } of parts) {
    for (const [field, shown] of Object.entries(tshark)) all[field] = [...(all[field] ?? []), ...shown];
  }
  return all;
}

// ---- parts of 1.3

/** The field of tshark that holds a value of each form; of other fields it shows bytes, which are not compared. */
const SHOWN_AS: Record<string, string> = {
  ...{ IN_PORT: 'uint32', MPLS_LABEL: 'uint32', ETH_DST: 'etheraddr', ETH_SRC: 'etheraddr' },
  ...{ ARP_SHA: 'etheraddr', ETH_TYPE: 'ethertype', IP_PROTO: 'ipproto', VLAN_VID: 'vlan_vid' },
  ...{ IPV4_SRC: 'ipv4addr', IPV4_DST: 'ipv4addr', ARP_SPA: 'ipv4addr', ARP_TPA: 'ipv4addr' },
  ...{ IPV6_SRC: 'ipv6addr', IPV6_DST: 'ipv6addr', TCP_SRC: 'uint16', TCP_DST: 'uint16', UDP_SRC: 'uint16' },
  ...{ UDP_DST: 'uint16', SCTP_SRC: 'uint16', SCTP_DST: 'uint16' },
};

/** @returns what tshark shows of match fields: every value under the field of its form, masks of IPv4 too */
function shownOf(fields: readonly OxmField[]): Record<string, Shown[]> {
  const all: Record<string, Shown[]> = {};
  for (const field of fields) {
    const form = SHOWN_AS[field.field];
    if (form === undefined || !('value' in field)) continue;
    const shown = field.field === 'VLAN_VID' ? field.value & 0xfff : (field.value as Shown);
    all[`openflow_v4.oxm.value_${form}`] = [...(all[`openflow_v4.oxm.value_${form}`] ?? []), shown];
    if (form === 'ipv4addr' && field.mask !== undefined) {
      all['openflow_v4.oxm.ipv4_mask'] = [...(all['openflow_v4.oxm.ipv4_mask'] ?? []), field.mask as Shown];
    }
  }
  return all;
}

const bits = fc.integer({ min: 1, max: 31 });
const prefix = (count: number) => (~0 << (32 - count)) >>> 0;
const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
const masked = fc
  .record({ address: fc.integer({ min: 1, max: 0xffff_ffff }), count: bits })
  .map(({ address, count }) => {
    const net = (address & prefix(count)) >>> 0;
    return { net: dotted(net), mask: dotted(prefix(count)), text: `${dotted(net)}/${count}` };
  });

type Match = Part<OxmField[]>;
const ETH = (type: number) => oxm('ETH_TYPE', type);

function ports(
  protocol: 6 | 17 | 132,
  source: 'TCP_SRC' | 'UDP_SRC' | 'SCTP_SRC',
  target: 'TCP_DST' | 'UDP_DST' | 'SCTP_DST',
  word: string,
): Arbitrary<Match> {
  return fc.record({ s: some16, d: some16 }).map(({ s, d }) => ({
    value: [ETH(0x0800), oxm('IP_PROTO', protocol), oxm(source, s), oxm(target, d)],
    ovs: [word, `tp_src=${s}`, `tp_dst=${d}`],
  }));
}

const MATCH_13: Arbitrary<Match> = fc
  .oneof(
    fc.constant<Match>({ value: [], ovs: [] }),
    port.map<Match>((p) => ({
      value: [oxm('IN_PORT', p)],
      ovs: [`in_port=${p}`],
    })),
    fc.record({ d: mac, s: mac }).map<Match>(({ d, s }) => ({
      value: [oxm('ETH_DST', d), oxm('ETH_SRC', s)],
      ovs: [`dl_dst=${d}`, `dl_src=${s}`],
    })),
    fc
      .record({ vid: fc.integer({ min: 1, max: 4095 }), pcp: fc.integer({ min: 1, max: 7 }) })
      .map<Match>(({ vid, pcp }) => ({
        value: [oxm('VLAN_VID', 0x1000 | vid), oxm('VLAN_PCP', pcp)],
        ovs: [`dl_vlan=${vid}`, `dl_vlan_pcp=${pcp}`],
      })),
    fc.record({ s: masked, d: ip.filter((address) => address !== '0.0.0.0') }).map<Match>(({ s, d }) => ({
      value: [ETH(0x0800), oxm('IPV4_SRC', s.net, s.mask), oxm('IPV4_DST', d)],
      ovs: ['ip', `nw_src=${s.text}`, `nw_dst=${d}`],
    })),
    ports(6, 'TCP_SRC', 'TCP_DST', 'tcp'),
    ports(17, 'UDP_SRC', 'UDP_DST', 'udp'),
    ports(132, 'SCTP_SRC', 'SCTP_DST', 'sctp'),
    fc.record({ t: u8, c: u8 }).map<Match>(({ t, c }) => ({
      value: [ETH(0x0800), oxm('IP_PROTO', 1), oxm('ICMPV4_TYPE', t), oxm('ICMPV4_CODE', c)],
      ovs: ['icmp', `icmp_type=${t}`, `icmp_code=${c}`],
    })),
    fc.record({ op: fc.integer({ min: 1, max: 255 }), s: ip, t: masked, sha: mac }).map<Match>(({ op, s, t, sha }) => ({
      value: [ETH(0x0806), oxm('ARP_OP', op), oxm('ARP_SPA', s), oxm('ARP_TPA', t.net, t.mask), oxm('ARP_SHA', sha)],
      ovs: ['arp', `arp_op=${op}`, `arp_spa=${s}`, `arp_tpa=${t.text}`, `arp_sha=${sha}`],
    })),
    fc.record({ s: u16, d: u16, label: fc.integer({ min: 1, max: 0xfffff }) }).map<Match>(({ s, d, label }) => ({
      value: [
        ETH(0x86dd),
        oxm('IPV6_SRC', `2001:db8::${(s | 1).toString(16)}`),
        oxm('IPV6_DST', `fe80::${(d | 1).toString(16)}`),
        oxm('IPV6_FLABEL', label),
      ],
      ovs: [
        'ipv6',
        `ipv6_src=2001:db8::${(s | 1).toString(16)}`,
        `ipv6_dst=fe80::${(d | 1).toString(16)}`,
        `ipv6_label=0x${label.toString(16).padStart(5, '0')}`,
      ],
    })),
    fc
      .record({
        label: fc.integer({ min: 16, max: 0xfffff }),
        tc: fc.integer({ min: 1, max: 7 }),
        bos: fc.constantFrom(0, 1),
      })
      .map<Match>(({ label, tc, bos }) => ({
        value: [ETH(0x8847), oxm('MPLS_LABEL', label), oxm('MPLS_TC', tc), oxm('MPLS_BOS', bos)],
        ovs: ['mpls', `mpls_label=${label}`, `mpls_tc=${tc}`, `mpls_bos=${bos}`],
      })),
    fc.record({ id: u64, data: u64 }).map<Match>(({ id, data }) => ({
      value: [oxm('METADATA', data), oxm('TUNNEL_ID', id)],
      ovs: [`tun_id=${x(id)}`, `metadata=${x(data)}`],
    })),
  )
  .map((match) => ({ ...match, tshark: shownOf(match.value) }));

type Action = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'PACKET_OUT' }>['actions']>[number]>;
/** Actions that need nothing of the match. */
const ACTION_13: Arbitrary<Action> = fc.oneof(
  port.map<Action>((p) => ({
    value: { type: 'OUTPUT', port: p },
    ovs: [`output:${p}`],
    tshark: { 'openflow_v4.action.output.port': [p], 'openflow_v4.action.output.max_len': [0xffff] },
  })),
  some16.map<Action>((n) => ({
    value: { type: 'OUTPUT', port: 0xfffffffd, maxLen: n },
    ovs: [`CONTROLLER:${n}`],
    tshark: { 'openflow_v4.action.output.port': [0xfffffffd], 'openflow_v4.action.output.max_len': [n] },
  })),
  group.map<Action>((n) => ({
    value: { type: 'GROUP', groupId: n },
    ovs: [`group:${n}`],
    tshark: { 'openflow_v4.action.group.group_id': [n] },
  })),
  queue.map<Action>((n) => ({
    value: { type: 'SET_QUEUE', queueId: n },
    ovs: [`set_queue:${n}`],
    tshark: { 'openflow_v4.action.set_queue.queue_id': [n] },
  })),
  mac.map<Action>((m) => ({
    value: { type: 'SET_FIELD', field: oxm('ETH_DST', m) },
    ovs: [`set_field:${m}->eth_dst`],
    tshark: { 'openflow_v4.oxm.value_etheraddr': [m] },
  })),
  u64.map<Action>((n) => ({
    value: { type: 'SET_FIELD', field: oxm('TUNNEL_ID', n) },
    ovs: [`set_field:${x(n)}->tun_id`],
  })),
);
/** Actions that need an IPv4 packet: for PACKET_OUT, whose packet is not looked at. */
const ACTION_IP: Arbitrary<Action> = fc.oneof(
  ACTION_13,
  ip.map<Action>((a) => ({
    value: { type: 'SET_FIELD', field: oxm('IPV4_SRC', a) },
    ovs: [`set_field:${a}->ip_src`],
    tshark: { 'openflow_v4.oxm.value_ipv4addr': [a] },
  })),
  u8.map<Action>((n) => ({
    value: { type: 'SET_NW_TTL', nwTtl: n },
    ovs: [`mod_nw_ttl:${n}`],
    tshark: { 'openflow_v4.action.set_nw_ttl.ttl': [n] },
  })),
  fc.constant<Action>({ value: { type: 'DEC_NW_TTL' }, ovs: ['dec_ttl'] }),
  fc.constant<Action>({
    value: { type: 'PUSH_VLAN', ethertype: 0x8100 },
    ovs: ['push_vlan:0x8100'],
    tshark: { 'openflow_v4.action.push_vlan.ethertype': [0x8100] },
  }),
  fc.constant<Action>({ value: { type: 'POP_VLAN' }, ovs: ['pop_vlan'] }),
  u8.map<Action>((n) => ({
    value: { type: 'SET_MPLS_TTL', mplsTtl: n },
    ovs: [`set_mpls_ttl(${n})`],
    tshark: { 'openflow_v4.action.set_mpls_ttl.ttl': [n] },
  })),
);
const ACTIONS_13 = fc.array(ACTION_13, { minLength: 1, maxLength: 4 });

type Instruction = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'FLOW_MOD' }>['instructions']>[number]>;
/** In the order in which Open vSwitch prints them. */
const INSTRUCTIONS_13: Arbitrary<Instruction[]> = fc
  .tuple(
    fc.option(
      fc.integer({ min: 1, max: 0xffff }).map<Instruction>((n) => ({
        value: { type: 'METER', meterId: n },
        ovs: [`meter:${n}`],
        tshark: { 'openflow_v4.instruction.meter.meter_id': [n] },
      })),
    ),
    fc.option(
      ACTIONS_13.map<Instruction>((all) => ({
        value: { type: 'APPLY_ACTIONS', actions: all.map(({ value }) => value) },
        ovs: all.flatMap(({ ovs }) => ovs),
        tshark: joined(all),
      })),
    ),
    fc.option(
      fc.record({ v: u64, m: u64 }).map<Instruction>(({ v, m }) => ({
        value: { type: 'WRITE_METADATA', metadata: v, metadataMask: m },
        ovs: [`write_metadata:${x(v)}/${x(m)}`],
        tshark: {
          'openflow_v4.instruction.write_metadata.value': [v],
          'openflow_v4.instruction.write_metadata.mask': [m],
        },
      })),
    ),
    fc.option(
      fc.constant<Instruction>({
        value: { type: 'GOTO_TABLE', tableId: 254 },
        ovs: ['goto_table:254'],
        tshark: { 'openflow_v4.instruction.goto_table.table_id': [254] },
      }),
    ),
  )
  .map((all) => all.filter((instruction) => instruction !== null));

const FLAG_WORDS = {
  SEND_FLOW_REM: 'send_flow_rem',
  CHECK_OVERLAP: 'check_overlap',
  RESET_COUNTS: 'reset_counts',
  NO_PKT_COUNTS: 'no_packet_counts',
  NO_BYT_COUNTS: 'no_byte_counts',
} as const;
const FLAGS_13 = fc.subarray(Object.keys(FLAG_WORDS) as (keyof typeof FLAG_WORDS)[]);
const flagBits = (flags: readonly (keyof typeof FLAG_WORDS)[]) =>
  flags.reduce((sum, flag) => sum | (1 << Object.keys(FLAG_WORDS).indexOf(flag)), 0);

const FEATURES = ['10MB_HD', '10MB_FD', '100MB_HD', '100MB_FD', '1GB_HD', '1GB_FD', '10GB_FD'] as const;
const features = fc.subarray([...FEATURES], { minLength: 1 });
const PORT_13 = fc.record({
  portNo: port,
  hwAddr: mac,
  name,
  curr: features,
  peer: features,
  currSpeed: u32,
  maxSpeed: u32,
});
const portWords = (p: { portNo: number; name: string; hwAddr: string; curr: readonly string[] }) => [
  `${p.portNo}(${p.name}): addr:${p.hwAddr}`,
  `current: ${p.curr.map((word) => word.replace('_', '-')).join(' ')}`,
];

type Bucket = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'GROUP_MOD' }>['buckets']>[number]>;
const NO_PORT = 0xffffffff;
const buckets = (weights: Arbitrary<number>, watched: Arbitrary<number>): Arbitrary<Bucket[]> =>
  fc.array(
    fc.record({ w: weights, p: watched, acts: ACTIONS_13 }).map<Bucket>(({ w, p, acts }) => ({
      value: { weight: w, watchPort: p, actions: acts.map(({ value }) => value) },
      ovs: [
        ...(w === 0 ? [] : [`weight:${w}`]),
        ...(p === NO_PORT ? [] : [`watch_port:${p}`]),
        ...acts.flatMap(({ ovs }) => ovs),
      ],
      tshark: { ...joined(acts), 'openflow_v4.bucket.weight': [w], 'openflow_v4.bucket.watch_port': [p] },
    })),
    { minLength: 1, maxLength: 3 },
  );
/** Weights are for SELECT alone (1 is not printed), and what ALL does needs no watching. */
const GROUP = fc.oneof(
  fc.record({
    type: fc.constant('SELECT'),
    groupId: group,
    buckets: buckets(fc.integer({ min: 2, max: 0xffff }), port),
  }),
  fc.record({ type: fc.constant('ALL'), groupId: group, buckets: buckets(fc.constant(0), fc.constant(NO_PORT)) }),
  fc.record({ type: fc.constant('FF'), groupId: group, buckets: buckets(fc.constant(0), port) }),
);

type Band = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'METER_MOD' }>['bands']>[number]>;
const BAND: Arbitrary<Band> = fc.oneof(
  fc.record({ rate: u32, burstSize: positive }).map<Band>((b) => ({
    value: { type: 'DROP', ...b },
    ovs: [`type=drop rate=${b.rate} burst_size=${b.burstSize}`],
    tshark: { 'openflow_v4.meter_band.rate': [b.rate], 'openflow_v4.meter_band.burst_size': [b.burstSize] },
  })),
  fc.record({ rate: u32, burstSize: positive, precLevel: u8 }).map<Band>((b) => ({
    value: { type: 'DSCP_REMARK', ...b },
    ovs: [`type=dscp_remark rate=${b.rate} burst_size=${b.burstSize} prec_level=${b.precLevel}`],
    tshark: {
      'openflow_v4.meter_band.rate': [b.rate],
      'openflow_v4.meter_band.burst_size': [b.burstSize],
      'openflow_v4.meter_band.dscp_remark.prec_level': [b.precLevel],
    },
  })),
);
const BANDS = fc.array(BAND, { minLength: 1, maxLength: 3 });

const v = <T extends readonly Part<unknown>[]>(parts: T) => parts.map(({ value }) => value) as never;
const words = (parts: readonly Part<unknown>[]) => parts.flatMap(({ ovs }) => ovs);

// ---- messages of 1.3

const t = (field: string) => `openflow_v4.${field}`;

const errors13 = Object.entries(ERRORS_13)
  .filter(([type]) => type !== 'EXPERIMENTER')
  .flatMap(([errorType, { value, codes }]) =>
    Object.entries(codes).map(([errorCode, code]) => ({ errorType, errorCode, type: value, code })),
  );
const errors10 = Object.entries(ERRORS_10).flatMap(([errorType, { value, codes }]) =>
  Object.entries(codes).map(([errorCode, code]) => ({ errorType, errorCode, type: value, code: code as number })),
);
const BARRIER = (version: number) => Uint8Array.of(version, version === 1 ? 18 : 20, 0, 8, 0, 0, 0, 1);

const FLOW_MOD_13 = sound(
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

const PACKET_OUT_13 = sound(
  { inPort: port, actions: fc.array(ACTION_IP, { minLength: 1, maxLength: 5 }), data: packet },
  (g) => ({
    message: { version: 4, type: 'PACKET_OUT', inPort: g.inPort, actions: v(g.actions), data: g.data },
    ovs: [`in_port=${g.inPort}`, ...words(g.actions), `data_len=${g.data.length}`],
    tshark: { ...joined(g.actions), [t('packet_out.in_port')]: [g.inPort], [t('packet_out.buffer_id')]: [0xffffffff] },
  }),
);

const part = (
  version: 4,
  type: 'MULTIPART_REQUEST' | 'MULTIPART_REPLY',
  multipartType: string,
  fields: object,
): MessageIn => ({ version, type, multipartType, ...fields }) as MessageIn;
const request = (kind: string): Made =>
  fc.constant({
    message: part(4, 'MULTIPART_REQUEST', kind, {}),
    ovs: [`OFPST_${kind === 'PORT_STATS' ? 'PORT' : kind} request`],
    tshark: {},
  });
const counts = fc.record({ packetCount: u64, byteCount: u64 });
const age = fc.record({ durationSec: fc.integer({ min: 0, max: 0xffff_fffe }), durationNsec: nsec });

const FLOW_STATS_13 = sound(
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

const COUNTERS = fc.record({
  rxPackets: u64,
  txPackets: u64,
  rxBytes: u64,
  txBytes: u64,
  rxDropped: u64,
  txDropped: u64,
  rxErrors: u64,
  txErrors: u64,
  rxFrameErr: u64,
  rxOverErr: u64,
  rxCrcErr: u64,
  collisions: u64,
});
type Counters = typeof COUNTERS extends Arbitrary<infer C> ? C : never;
const counterWords = (no: number, c: Counters) => [
  `${String(no).padStart(2)}: rx pkts=${c.rxPackets}, bytes=${c.rxBytes}, drop=${c.rxDropped}, errs=${c.rxErrors}, frame=${c.rxFrameErr}, over=${c.rxOverErr}, crc=${c.rxCrcErr}`,
  `tx pkts=${c.txPackets}, bytes=${c.txBytes}, drop=${c.txDropped}, errs=${c.txErrors}, coll=${c.collisions}`,
];

const SOUND_13: readonly Made[] = [
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
  PACKET_OUT_13,
  FLOW_MOD_13,
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
  plain(4, 'BARRIER_REQUEST', 'OFPT_BARRIER_REQUEST'),
  plain(4, 'BARRIER_REPLY', 'OFPT_BARRIER_REPLY'),
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
  FLOW_MOD_13.map(({ message, ovs }) => ({
    message: { version: 4, type: 'BUNDLE_ADD_MESSAGE', bundleId: 7, flags: ['ATOMIC'], message },
    ovs: ['bundle_id=0x7 flags=atomic', ...ovs],
    tshark: { [t('experimenter.experimenter')]: [0x4f4e4600] },
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
  FLOW_STATS_13,
  sound({ counts, flowCount: u32 }, (g) => ({
    message: part(4, 'MULTIPART_REPLY', 'AGGREGATE', { ...g.counts, flowCount: g.flowCount }),
    ovs: [`packet_count=${g.counts.packetCount} byte_count=${g.counts.byteCount} flow_count=${g.flowCount}`],
    tshark: {
      [t('aggregate_stats.packet_count')]: [g.counts.packetCount],
      [t('aggregate_stats.byte_count')]: [g.counts.byteCount],
      [t('aggregate_stats.flow_count')]: [g.flowCount],
    },
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
  fc.array(PORT_13, { minLength: 1, maxLength: 3 }).map((all) => ({
    message: part(4, 'MULTIPART_REPLY', 'PORT_DESC', { ports: all }),
    ovs: all.flatMap(portWords),
    tshark: {
      [t('port.port_no')]: all.map(({ portNo }) => portNo),
      [t('port.hw_addr')]: all.map(({ hwAddr }) => hwAddr),
      [t('port.max_speed')]: all.map(({ maxSpeed }) => maxSpeed),
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

// ---- parts and messages of 1.0

const o = (field: string) => `openflow.${field}`;
type Action10 = Part<NonNullable<Extract<MessageIn, { version: 1; type: 'PACKET_OUT' }>['actions']>[number]>;
const ACTION_10: Arbitrary<Action10> = fc.oneof(
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
const OUTPUT_10 = port.map<Action10>((p) => ({ value: { type: 'OUTPUT', port: p, maxLen: 0 }, ovs: [`output:${p}`] }));

type Match10 = Part<NonNullable<Extract<MessageIn, { version: 1; type: 'FLOW_MOD' }>['match']>>;
const MATCH_10: Arbitrary<Match10> = fc.oneof(
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
const STATS = (type: 'STATS_REQUEST' | 'STATS_REPLY', statsType: string, fields: object): MessageIn =>
  ({ version: 1, type, statsType, ...fields }) as MessageIn;
const PORT_10 = fc.record({ portNo: port, hwAddr: mac, name, curr: features, peer: features });
const isFlow10 = (all: readonly Action10[], last: Action10) => [...all, last];

const SOUND_10: readonly Made[] = [
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

/** Messages of one version, all types in equal shares. */
export function soundMessage(version: 1 | 4): Arbitrary<Sound> {
  return fc.oneof(...(version === 1 ? SOUND_10 : SOUND_13));
}
