// Parts of the messages of 1.3, and of later versions where they are the same: matches that have what they need, actions,
// instructions, ports, buckets, bands.
import fc, { type Arbitrary } from 'fast-check';
import type { MessageIn } from '#openflow/message.ts';
import { type OxmField, oxm } from '#openflow/oxm.ts';
import {
  group,
  ip,
  joined,
  mac,
  name,
  type Part,
  port,
  positive,
  queue,
  type Shown,
  some16,
  u8,
  u16,
  u32,
  u64,
  x,
} from './part.ts';

/** The field of tshark that holds a value of each form; of other fields it shows bytes, which are not compared. */
export const SHOWN_AS: Record<string, string> = {
  ...{ IN_PORT: 'uint32', MPLS_LABEL: 'uint32', ETH_DST: 'etheraddr', ETH_SRC: 'etheraddr' },
  ...{ ARP_SHA: 'etheraddr', ETH_TYPE: 'ethertype', IP_PROTO: 'ipproto', VLAN_VID: 'vlan_vid' },
  ...{ IPV4_SRC: 'ipv4addr', IPV4_DST: 'ipv4addr', ARP_SPA: 'ipv4addr', ARP_TPA: 'ipv4addr' },
  ...{ IPV6_SRC: 'ipv6addr', IPV6_DST: 'ipv6addr', TCP_SRC: 'uint16', TCP_DST: 'uint16', UDP_SRC: 'uint16' },
  ...{ UDP_DST: 'uint16', SCTP_SRC: 'uint16', SCTP_DST: 'uint16' },
};

/** @returns what tshark shows of match fields: every value under the field of its form, masks of IPv4 too */
export function shownOf(fields: readonly OxmField[]): Record<string, Shown[]> {
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

export const bits = fc.integer({ min: 1, max: 31 });
export const prefix = (count: number) => (~0 << (32 - count)) >>> 0;
export const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
export const masked = fc
  .record({ address: fc.integer({ min: 1, max: 0xffff_ffff }), count: bits })
  .map(({ address, count }) => {
    const net = (address & prefix(count)) >>> 0;
    return { net: dotted(net), mask: dotted(prefix(count)), text: `${dotted(net)}/${count}` };
  });

export type Match = Part<OxmField[]>;
export const ETH = (type: number) => oxm('ETH_TYPE', type);

export function ports(
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

export const MATCH_13: Arbitrary<Match> = fc
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

export type Action = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'PACKET_OUT' }>['actions']>[number]>;
/** Actions that need nothing of the match. */
export const ACTION_13: Arbitrary<Action> = fc.oneof(
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
export const ACTION_IP: Arbitrary<Action> = fc.oneof(
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
export const ACTIONS_13 = fc.array(ACTION_13, { minLength: 1, maxLength: 4 });

export type Instruction = Part<
  NonNullable<Extract<MessageIn, { version: 4; type: 'FLOW_MOD' }>['instructions']>[number]
>;
/** In the order in which Open vSwitch prints them. */
export const INSTRUCTIONS_13: Arbitrary<Instruction[]> = fc
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

export const FLAG_WORDS = {
  SEND_FLOW_REM: 'send_flow_rem',
  CHECK_OVERLAP: 'check_overlap',
  RESET_COUNTS: 'reset_counts',
  NO_PKT_COUNTS: 'no_packet_counts',
  NO_BYT_COUNTS: 'no_byte_counts',
} as const;
export const FLAGS_13 = fc.subarray(Object.keys(FLAG_WORDS) as (keyof typeof FLAG_WORDS)[]);
export const flagBits = (flags: readonly (keyof typeof FLAG_WORDS)[]) =>
  flags.reduce((sum, flag) => sum | (1 << Object.keys(FLAG_WORDS).indexOf(flag)), 0);

export const FEATURES = ['10MB_HD', '10MB_FD', '100MB_HD', '100MB_FD', '1GB_HD', '1GB_FD', '10GB_FD'] as const;
export const features = fc.subarray([...FEATURES], { minLength: 1 });
export const PORT_13 = fc.record({
  portNo: port,
  hwAddr: mac,
  name,
  curr: features,
  peer: features,
  currSpeed: u32,
  maxSpeed: u32,
});
export const portWords = (p: { portNo: number; name: string; hwAddr: string; curr: readonly string[] }) => [
  `${p.portNo}(${p.name}): addr:${p.hwAddr}`,
  `current: ${p.curr.map((word) => word.replace('_', '-')).join(' ')}`,
];

export type Bucket = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'GROUP_MOD' }>['buckets']>[number]>;
export const NO_PORT = 0xffffffff;
export const buckets = (weights: Arbitrary<number>, watched: Arbitrary<number>): Arbitrary<Bucket[]> =>
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
export const GROUP = fc.oneof(
  fc.record({
    type: fc.constant('SELECT'),
    groupId: group,
    buckets: buckets(fc.integer({ min: 2, max: 0xffff }), port),
  }),
  fc.record({ type: fc.constant('ALL'), groupId: group, buckets: buckets(fc.constant(0), fc.constant(NO_PORT)) }),
  fc.record({ type: fc.constant('FF'), groupId: group, buckets: buckets(fc.constant(0), port) }),
);

export type Band = Part<NonNullable<Extract<MessageIn, { version: 4; type: 'METER_MOD' }>['bands']>[number]>;
export const BAND: Arbitrary<Band> = fc.oneof(
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
export const BANDS = fc.array(BAND, { minLength: 1, maxLength: 3 });

/** What a port has counted. */
export const COUNTERS = fc.record({
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
export type Counters = typeof COUNTERS extends Arbitrary<infer C> ? C : never;
export const counterWords = (no: number, c: Counters) => [
  `${String(no).padStart(2)}: rx pkts=${c.rxPackets}, bytes=${c.rxBytes}, drop=${c.rxDropped}, errs=${c.rxErrors}, frame=${c.rxFrameErr}, over=${c.rxOverErr}, crc=${c.rxCrcErr}`,
  `tx pkts=${c.txPackets}, bytes=${c.txBytes}, drop=${c.txDropped}, errs=${c.txErrors}, coll=${c.collisions}`,
];
