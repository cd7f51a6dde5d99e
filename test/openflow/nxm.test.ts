// The match fields that Open vSwitch adds, each as bytes with its meaning, both ways, in a match and in a set-field; and
// what it prints of them. Where `ovs-ofctl` wants other fields in front of one, they stand beside it.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage, fromJson, type MessageOf, toJson } from '#openflow/message.ts';
import {
  OXM_FIELDS,
  type OxmField,
  type OxmName,
  oxm,
  oxmExperimenter,
  oxmHeader,
  oxmOfHeader,
} from '#openflow/oxm.ts';
import { hex } from './vectors/vector.ts';

const IP = [oxm('NXM_OF_ETH_TYPE', 0x0800)];
const IPV6 = [oxm('NXM_OF_ETH_TYPE', 0x86dd)];
const ARP = [oxm('NXM_OF_ETH_TYPE', 0x0806)];
const MPLS = [oxm('NXM_OF_ETH_TYPE', 0x8847)];
const NSH = [oxm('NXM_OF_ETH_TYPE', 0x894f)];
const NSH_1 = [...NSH, oxm('NXOXM_NSH_MDTYPE', 1)];
const ERSPAN_1 = [oxm('NXOXM_ET_ERSPAN_VER', 1)];
const ERSPAN_2 = [oxm('NXOXM_ET_ERSPAN_VER', 2)];
const TCP = [...IP, oxm('NXM_OF_IP_PROTO', 6)];
const UDP = [...IP, oxm('NXM_OF_IP_PROTO', 17)];
const ICMP = [...IP, oxm('NXM_OF_IP_PROTO', 1)];
const ICMPV6 = [...IPV6, oxm('NXM_OF_IP_PROTO', 58)];
const SOLICIT = [...ICMPV6, oxm('NXM_NX_ICMPV6_TYPE', 135), oxm('NXM_NX_ICMPV6_CODE', 0)];
const ADVERT = [...ICMPV6, oxm('NXM_NX_ICMPV6_TYPE', 136), oxm('NXM_NX_ICMPV6_CODE', 0)];
const TRACKED = [...IP, oxm('NXM_NX_CT_STATE', 0x21, 0x21)];
const TRACKED_V6 = [...IPV6, oxm('NXM_NX_CT_STATE', 0x21, 0x21)];
const TRACKED_TCP = [...TRACKED, oxm('NXM_NX_CT_NW_PROTO', 6)];

/** A field, its bytes (class, field number and mask bit, length, value, mask), what is printed, what stands before it. */
type Row = [OxmField, string, string, OxmField[]?];
const FIELDS: Row[] = [
  [oxm('NXM_OF_IN_PORT', 7), '0000 00 02  0007', 'in_port=7'],
  [oxm('NXM_OF_IN_PORT', 0xfffe), '0000 00 02  fffe', 'in_port=LOCAL'],
  [oxm('NXM_OF_ETH_DST', '02:00:00:00:00:01'), '0000 02 06  020000000001', 'dl_dst=02:00:00:00:00:01'],
  [
    oxm('NXM_OF_ETH_DST', '01:00:00:00:00:00', '01:00:00:00:00:00'),
    '0000 03 0c  010000000000 010000000000',
    'dl_dst=01:00:00:00:00:00/01:00:00:00:00:00',
  ],
  [oxm('NXM_OF_ETH_SRC', '02:00:00:00:00:02'), '0000 04 06  020000000002', 'dl_src=02:00:00:00:00:02'],
  [oxm('NXM_OF_ETH_TYPE', 0x88cc), '0000 06 02  88cc', 'dl_type=0x88cc'],
  [oxm('NXM_OF_VLAN_TCI', 0x1064), '0000 08 02  1064', 'dl_vlan=100,dl_vlan_pcp=0'],
  [oxm('NXM_OF_VLAN_TCI', 0x1000, 0x1000), '0000 09 04  1000 1000', 'vlan_tci=0x1000/0x1000'],
  [oxm('NXM_OF_IP_TOS', 0xb8), '0000 0a 01  b8', 'nw_tos=184', IP],
  [oxm('NXM_OF_IP_PROTO', 47), '0000 0c 01  2f', 'nw_proto=47', IP],
  [oxm('NXM_OF_IP_SRC', '10.1.0.0', '255.255.0.0'), '0000 0f 08  0a010000 ffff0000', 'nw_src=10.1.0.0/16', IP],
  [oxm('NXM_OF_IP_DST', '10.1.1.2'), '0000 10 04  0a010102', 'nw_dst=10.1.1.2', IP],
  [oxm('NXM_OF_TCP_SRC', 80), '0000 12 02  0050', 'tp_src=80', TCP],
  [oxm('NXM_OF_TCP_DST', 0xf000, 0xf000), '0000 15 04  f000 f000', 'tp_dst=0xf000/0xf000', TCP],
  [oxm('NXM_OF_UDP_SRC', 53), '0000 16 02  0035', 'tp_src=53', UDP],
  [oxm('NXM_OF_UDP_DST', 53), '0000 18 02  0035', 'tp_dst=53', UDP],
  [oxm('NXM_OF_ICMP_TYPE', 8), '0000 1a 01  08', 'icmp_type=8', ICMP],
  [oxm('NXM_OF_ICMP_CODE', 1), '0000 1c 01  01', 'icmp_code=1', ICMP],
  [oxm('NXM_OF_ARP_OP', 1), '0000 1e 02  0001', 'arp_op=1', ARP],
  [oxm('NXM_OF_ARP_SPA', '10.0.0.1'), '0000 20 04  0a000001', 'arp_spa=10.0.0.1', ARP],
  [oxm('NXM_OF_ARP_TPA', '10.0.0.0', '255.0.0.0'), '0000 23 08  0a000000 ff000000', 'arp_tpa=10.0.0.0/8', ARP],
  ...Array.from({ length: 16 }, (_, n): Row => {
    const name = `NXM_NX_REG${n}` as 'NXM_NX_REG0';
    return [oxm(name, 0xdeadbeef), `0001 ${byte(2 * n)} 04  deadbeef`, `reg${n}=0xdeadbeef`];
  }),
  [oxm('NXM_NX_REG3', 5, 0xff), '0001 07 08  00000005 000000ff', 'reg3=0x5/0xff'],
  [oxm('NXM_NX_TUN_ID', 7n, 0xffn), '0001 21 10  0000000000000007 00000000000000ff', 'tun_id=0x7/0xff'],
  [oxm('NXM_NX_ARP_SHA', '02:00:00:00:00:01'), '0001 22 06  020000000001', 'arp_sha=02:00:00:00:00:01', ARP],
  [oxm('NXM_NX_ARP_THA', '02:00:00:00:00:02'), '0001 24 06  020000000002', 'arp_tha=02:00:00:00:00:02', ARP],
  [oxm('NXM_NX_IPV6_SRC', '2001:db8::1'), '0001 26 10  20010db8000000000000000000000001', '2001:db8::1', IPV6],
  [
    oxm('NXM_NX_IPV6_DST', 'fe80::', 'ffc0::'),
    '0001 29 20  fe800000000000000000000000000000 ffc00000000000000000000000000000',
    'ipv6_dst=fe80::/10',
    IPV6,
  ],
  [oxm('NXM_NX_ICMPV6_TYPE', 128), '0001 2a 01  80', 'icmp_type=128', ICMPV6],
  [oxm('NXM_NX_ICMPV6_CODE', 3), '0001 2c 01  03', 'icmp_code=3', ICMPV6],
  [oxm('NXM_NX_ND_TARGET', 'fe80::1'), '0001 2e 10  fe800000000000000000000000000001', 'nd_target=fe80::1', SOLICIT],
  [oxm('NXM_NX_ND_SLL', '02:00:00:00:00:01'), '0001 30 06  020000000001', 'nd_sll=02:00:00:00:00:01', SOLICIT],
  [oxm('NXM_NX_ND_TLL', '02:00:00:00:00:02'), '0001 32 06  020000000002', 'nd_tll=02:00:00:00:00:02', ADVERT],
  [oxm('NXM_NX_IP_FRAG', 3), '0001 34 01  03', 'nw_frag=later', IP],
  [oxm('NXM_NX_IP_FRAG', 0, 2), '0001 35 02  00 02', 'nw_frag=not_later', IP],
  [oxm('NXM_NX_IPV6_LABEL', 0x12345), '0001 36 04  00012345', 'ipv6_label=0x12345', IPV6],
  [oxm('NXM_NX_IP_ECN', 1), '0001 38 01  01', 'nw_ecn=1', IP],
  [oxm('NXM_NX_IP_TTL', 64), '0001 3a 01  40', 'nw_ttl=64', IP],
  [oxm('NXM_NX_MPLS_TTL', 64), '0001 3c 01  40', 'mpls_ttl=64', MPLS],
  [oxm('NXM_NX_TUN_IPV4_SRC', '10.0.0.1'), '0001 3e 04  0a000001', 'tun_src=10.0.0.1'],
  [oxm('NXM_NX_TUN_IPV4_DST', '10.0.0.2'), '0001 40 04  0a000002', 'tun_dst=10.0.0.2'],
  [oxm('NXM_NX_PKT_MARK', 0x10, 0xf0), '0001 43 08  00000010 000000f0', 'pkt_mark=0x10/0xf0'],
  [oxm('NXM_NX_TCP_FLAGS', 0x2, 0x12), '0001 45 04  0002 0012', 'tcp_flags=+syn-ack', TCP],
  [oxm('NXM_NX_DP_HASH', 0x5, 0xf), '0001 47 08  00000005 0000000f', 'dp_hash=0x5/0xf'],
  [oxm('NXM_NX_RECIRC_ID', 9), '0001 48 04  00000009', 'recirc_id=0x9'],
  [oxm('NXM_NX_CONJ_ID', 11), '0001 4a 04  0000000b', 'conj_id=11'],
  [oxm('NXM_NX_TUN_GBP_ID', 300), '0001 4c 02  012c', 'tun_gbp_id=300'],
  [oxm('NXM_NX_TUN_GBP_FLAGS', 0x40), '0001 4e 01  40', 'tun_gbp_flags=0x40'],
  ...Array.from({ length: 64 }, (_, n): Row => {
    const name = `NXM_NX_TUN_METADATA${n}` as 'NXM_NX_TUN_METADATA0';
    return [oxm(name, hex('01020304')), `0001 ${byte(80 + 2 * n)} 04  01020304`, `tun_metadata${n}=0x1020304`];
  }),
  [oxm('NXM_NX_TUN_METADATA0', hex('10'), hex('f0')), '0001 51 02  10 f0', 'tun_metadata0=0x10/0xf0'],
  [
    oxm('NXM_NX_TUN_METADATA63', new Uint8Array(124).fill(1), new Uint8Array(124).fill(3)),
    `0001 cf f8  ${'01'.repeat(124)} ${'03'.repeat(124)}`,
    'tun_metadata63=0x1010101',
  ],
  [oxm('NXM_NX_TUN_FLAGS', 1, 1), '0001 d1 04  0001 0001', 'tun_flags=+oam'],
  [oxm('NXM_NX_CT_STATE', 0x21), '0001 d2 04  00000021', 'ct_state=new|trk'],
  [oxm('NXM_NX_CT_STATE', 0x22, 0x32), '0001 d3 08  00000022 00000032', 'ct_state=+est-inv+trk'],
  [oxm('NXM_NX_CT_ZONE', 5), '0001 d4 02  0005', 'ct_zone=5'],
  [oxm('NXM_NX_CT_MARK', 1, 3), '0001 d7 08  00000001 00000003', 'ct_mark=0x1/0x3'],
  [oxm('NXM_NX_CT_LABEL', 1n << 96n), '0001 d8 10  00000001000000000000000000000000', '=0x1000000000000000000000000'],
  [
    oxm('NXM_NX_CT_LABEL', 1n, 3n),
    '0001 d9 20  00000000000000000000000000000001 00000000000000000000000000000003',
    'ct_label=0x1/0x3',
  ],
  [oxm('NXM_NX_TUN_IPV6_SRC', '2001:db8::1'), '0001 da 10  20010db8000000000000000000000001', 'ipv6_src=2001:db8::1'],
  [oxm('NXM_NX_TUN_IPV6_DST', '2001:db8::2'), '0001 dc 10  20010db8000000000000000000000002', 'ipv6_dst=2001:db8::2'],
  ...Array.from({ length: 4 }, (_, n): Row => {
    const name = `NXM_NX_XXREG${n}` as 'NXM_NX_XXREG0';
    const printed = `reg${4 * n}=0x1,reg${4 * n + 1}=0,reg${4 * n + 2}=0,reg${4 * n + 3}=0xf`;
    const bytes = '0000000100000000000000000000000f';
    return [oxm(name, (1n << 96n) | 15n), `0001 ${byte(222 + 2 * n)} 10  ${bytes}`, printed];
  }),
  [oxm('NXM_NX_CT_NW_PROTO', 17), '0001 ee 01  11', 'ct_nw_proto=17', TRACKED],
  [oxm('NXM_NX_CT_NW_SRC', '10.0.0.1'), '0001 f0 04  0a000001', 'ct_nw_src=10.0.0.1', TRACKED],
  [oxm('NXM_NX_CT_NW_DST', '10.0.0.0', '255.0.0.0'), '0001 f3 08  0a000000 ff000000', 'ct_nw_dst=10.0.0.0/8', TRACKED],
  [oxm('NXM_NX_CT_IPV6_SRC', '::1'), `0001 f4 10  ${'00'.repeat(15)}01`, 'ct_ipv6_src=::1', TRACKED_V6],
  [oxm('NXM_NX_CT_IPV6_DST', '::2'), `0001 f6 10  ${'00'.repeat(15)}02`, 'ct_ipv6_dst=::2', TRACKED_V6],
  [oxm('NXM_NX_CT_TP_SRC', 1234), '0001 f8 02  04d2', 'ct_tp_src=1234', TRACKED_TCP],
  [oxm('NXM_NX_CT_TP_DST', 80), '0001 fa 02  0050', 'ct_tp_dst=80', TRACKED_TCP],
  ...Array.from({ length: 8 }, (_, n): Row => {
    const name = `PKT_REG${n}` as 'PKT_REG0';
    return [
      oxm(name, 0x1_0000_0002n),
      `8001 ${byte(2 * n)} 08  0000000100000002`,
      `reg${2 * n}=0x1,reg${2 * n + 1}=0x2`,
    ];
  }),
  [oxm('PKT_REG0', 2n, 0xffn), '8001 01 10  0000000000000002 00000000000000ff', 'reg1=0x2/0xff'],
  [oxm('ERICOXM_OF_ICMPV6_ND_RESERVED', 5), '1000 02 04  00000005', 'nd_reserved=5', SOLICIT],
  [oxm('ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE', 2), '1000 04 01  02', 'nd_options_type=2', ADVERT],
  [oxm('ONFOXM_ET_TCP_FLAGS', 0x12), 'ffff 54 06  4f4e4600 0012', 'tcp_flags=syn|ack', TCP],
  [oxm('ONFOXM_ET_TCP_FLAGS', 0x1, 0x5), 'ffff 55 08  4f4e4600 0001 0005', 'tcp_flags=+fin-rst', TCP],
  [oxm('ONFOXM_ET_ACTSET_OUTPUT', 3), 'ffff 56 08  4f4e4600 00000003', 'actset_output=3'],
  [oxm('NXOXM_ET_DP_HASH', 5, 0xf), 'ffff 01 0c  00002320 00000005 0000000f', 'dp_hash=0x5/0xf'],
  [oxm('NXOXM_ET_ERSPAN_IDX', 0xfffff), 'ffff 16 08  00002320 000fffff', 'tun_erspan_idx=0xfffff', ERSPAN_1],
  [oxm('NXOXM_ET_ERSPAN_VER', 2), 'ffff 18 05  00002320 02', 'tun_erspan_ver=2'],
  [oxm('NXOXM_ET_ERSPAN_DIR', 1), 'ffff 1a 05  00002320 01', 'tun_erspan_dir=1', ERSPAN_2],
  [oxm('NXOXM_ET_ERSPAN_HWID', 0x3f), 'ffff 1c 05  00002320 3f', 'tun_erspan_hwid=0x3f', ERSPAN_2],
  [oxm('NXOXM_ET_GTPU_FLAGS', 0x30), 'ffff 1e 05  00002320 30', 'gtpu_flags=0x30'],
  [oxm('NXOXM_ET_GTPU_MSGTYPE', 255), 'ffff 20 05  00002320 ff', 'gtpu_msgtype=255'],
  [oxm('NXOXM_NSH_FLAGS', 2), 'ffff 02 05  005ad650 02', 'nsh_flags=2', NSH],
  [oxm('NXOXM_NSH_MDTYPE', 1), 'ffff 04 05  005ad650 01', 'nsh_mdtype=1', NSH],
  [oxm('NXOXM_NSH_NP', 3), 'ffff 06 05  005ad650 03', 'nsh_np=3', NSH],
  [oxm('NXOXM_NSH_SPI', 0x123456), 'ffff 08 08  005ad650 00123456', 'nsh_spi=0x123456', NSH],
  [oxm('NXOXM_NSH_SI', 255), 'ffff 0a 05  005ad650 ff', 'nsh_si=255', NSH],
  ...Array.from({ length: 4 }, (_, n): Row => {
    const name = `NXOXM_NSH_C${n + 1}` as 'NXOXM_NSH_C1';
    return [oxm(name, 0x11), `ffff ${byte(12 + 2 * n)} 08  005ad650 00000011`, `nsh_c${n + 1}=0x11`, NSH_1];
  }),
  [oxm('NXOXM_NSH_C1', 1, 3), 'ffff 0d 0c  005ad650 00000001 00000003', 'nsh_c1=0x1/0x3', NSH_1],
  [oxm('NXOXM_NSH_TTL', 63), 'ffff 14 05  005ad650 3f', 'nsh_ttl=63', NSH],
];
/** It stands in requests of 1.0 only (nx_match), where another test prints it. */
const COOKIE: [OxmField, string][] = [
  [oxm('NXM_NX_COOKIE', 0x2an), '0001 3c 08  000000000000002a'],
  [oxm('NXM_NX_COOKIE', 0x20n, 0xf0n), '0001 3d 10  0000000000000020 00000000000000f0'],
];

function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function flow(match: OxmField[]): Uint8Array {
  return encodeMessage({ version: 4, type: 'FLOW_MOD', command: 'ADD', match });
}

function print(bytes: Uint8Array): string {
  const run = spawnSync('ovs-ofctl', ['ofp-print', Buffer.from(bytes).toString('hex')], { encoding: 'utf8' });
  if (run.error !== undefined) throw run.error;
  return run.stdout + run.stderr;
}

describe('a match field of Open vSwitch', () => {
  it.each([...FIELDS, ...COOKIE].map(([field, bytes]) => ({ field, bytes })))(
    '$field.field: $bytes',
    ({ field, bytes }) => {
      const wire = hex(bytes);
      const message = flow([field]);
      expect(toHex(message.subarray(52, 52 + wire.length))).toBe(toHex(wire));
      const decoded = decodeMessage(message);
      expect(decoded.ok && (decoded.message as MessageOf<4, 'FLOW_MOD'>).match).toEqual([field]);
      const again = fromJson(
        JSON.parse(JSON.stringify(toJson({ version: 4, type: 'FLOW_MOD', command: 'ADD', match: [field] }))),
      );
      expect((again as MessageOf<4, 'FLOW_MOD'>).match).toEqual([field]);
    },
  );

  it.each(FIELDS.map(([field, bytes, printed, before = []]) => ({ field, bytes, printed, before })))(
    '$field.field prints as $printed',
    ({ field, printed, before }) => {
      const output = print(flow([...before, field]));
      expect(output).not.toMatch(/decode error|WARN/);
      expect(output).toContain(printed);
    },
  );

  it('has a vector for each name of the table', () => {
    const names = new Set([...FIELDS, ...COOKIE].map(([field]) => field.field));
    const others = Object.entries(OXM_FIELDS).filter(([, row]) => 'oxmClass' in row);
    expect(others.map(([name]) => name).filter((name) => !names.has(name as OxmName))).toEqual([]);
    expect(others.length).toBe(170);
  });

  it('is found again by its header and experimenter', () => {
    for (const name of Object.keys(OXM_FIELDS) as OxmName[]) {
      for (const hasMask of [false, true]) {
        expect(oxmOfHeader(oxmHeader(name, hasMask), oxmExperimenter(name))).toEqual({ field: name, hasMask });
      }
    }
    expect(oxmHeader('NXM_NX_REG1')).toBe(0x00010204);
    expect(oxmHeader('NXM_NX_CT_LABEL', true)).toBe(0x0001d920);
    expect(oxmHeader('NXOXM_NSH_SPI')).toBe(0xffff0808);
    expect(oxmOfHeader(0x00010304)).toBe(undefined);
    expect(oxmOfHeader(0x00013c04)).toBe(undefined);
  });

  it('stands in a set-field of 1.3', () => {
    const bytes = encodeMessage({
      version: 4,
      type: 'PACKET_OUT',
      actions: [
        { type: 'SET_FIELD', field: oxm('NXM_NX_REG0', 5) },
        { type: 'SET_FIELD', field: oxm('NXOXM_NSH_SPI', 5) },
      ],
    });
    expect(toHex(bytes.subarray(24))).toBe('0019001000010004000000050000000000190010ffff0808005ad65000000005');
    expect(print(bytes)).toContain('set_field:0x5->reg0,set_field:0x5->nsh_spi');
  });

  it('with flags names them in JSON, and reads names and numbers', () => {
    const match = [oxm('NXM_NX_CT_STATE', 0x1_0021, 0x3f), oxm('NXM_NX_TCP_FLAGS', 0x12)];
    const json = toJson({ version: 4, type: 'FLOW_MOD', command: 'ADD', match });
    expect(json.match).toEqual([
      { field: 'NXM_NX_CT_STATE', value: ['NEW', 'TRK', 0x1_0000], mask: ['NEW', 'EST', 'REL', 'RPL', 'INV', 'TRK'] },
      { field: 'NXM_NX_TCP_FLAGS', value: ['SYN', 'ACK'] },
    ]);
    const given = { version: 4, type: 'FLOW_MOD', command: 'ADD', match: [{ field: 'NXM_NX_TCP_FLAGS', value: 0x12 }] };
    expect((fromJson(given) as MessageOf<4, 'FLOW_MOD'>).match).toEqual([oxm('NXM_NX_TCP_FLAGS', 0x12)]);
  });
});

describe('a bad field of Open vSwitch names its path', () => {
  const cases: [unknown, string][] = [
    [{ field: 'NXM_NX_REG16', value: 1 }, 'FLOW_MOD match[0].field: found "NXM_NX_REG16"'],
    [{ field: 'NXM_NX_CT_LABEL', value: 1 }, 'FLOW_MOD match[0].value: found 1, expected a bigint 0n..2^128 - 1'],
    [{ field: 'NXM_NX_CT_LABEL', value: 1n << 128n }, 'FLOW_MOD match[0].value'],
    [{ field: 'NXM_NX_CT_LABEL', value: -1n }, 'FLOW_MOD match[0].value: found -1n'],
    [{ field: 'NXM_NX_CT_ZONE', value: 1, mask: 1 }, 'FLOW_MOD match[0].mask: found 1, expected no mask'],
    [{ field: 'NXM_NX_TCP_FLAGS', value: 0x1000 }, 'FLOW_MOD match[0].value: found 4096, expected an integer 0..4095'],
    [
      { field: 'NXM_NX_TUN_METADATA0', value: hex('') },
      'FLOW_MOD match[0].value: found 0 bytes, expected 1..124 bytes',
    ],
    [{ field: 'NXM_NX_TUN_METADATA0', value: new Uint8Array(125) }, 'FLOW_MOD match[0].value: found 125 bytes'],
    [
      { field: 'NXM_NX_TUN_METADATA0', value: hex('0102'), mask: hex('01') },
      'FLOW_MOD match[0].mask: found 1 bytes, expected 2 bytes',
    ],
    [{ field: 'NXM_NX_TUN_METADATA0', value: '01' }, 'FLOW_MOD match[0].value: found "01"'],
  ];
  it.each(cases)('%o', (field, message) => {
    expect(() => flow([field as OxmField])).toThrow(message);
  });

  const wires: [string, string, number, string, string][] = [
    ['a register of 2 bytes', '00010002 0001', 55, 'NXM_NX_REG0.length', 'length 2'],
    ['an option of no bytes', '00015000', 55, 'NXM_NX_TUN_METADATA0.length', 'length 0'],
    ['an option too long', `0001507d ${'00'.repeat(125)}`, 55, 'NXM_NX_TUN_METADATA0.length', 'length 125'],
    ['an option with half a mask', '00015103 010203', 55, 'NXM_NX_TUN_METADATA0.length', 'length 3'],
    ['a field of an experimenter without a value', 'ffff5404 4f4e4600', 55, 'ONFOXM_ET_TCP_FLAGS.length', 'length 4'],
    ['a mask on a zone', '0001d504 0001 0001', 54, 'NXM_NX_CT_ZONE', 'a mask'],
    ['a cookie of 4 bytes', '00013c04 00000000', 55, 'NXM_NX_MPLS_TTL.length', 'length 4'],
    ['more bits than TCP has flags', '00014402 ffff', 56, 'NXM_NX_TCP_FLAGS', '65535'],
  ];
  it.each(wires)('%s', (_, wire, offset, field, found) => {
    const oxmBytes = hex(wire);
    const message = flow([{ field: 0, oxmClass: 2, hasMask: false, body: oxmBytes.subarray(4) }]);
    message.set(oxmBytes, 52);
    expect(decodeMessage(message)).toMatchObject({ ok: false, error: { field: `match[0].${field}`, offset, found } });
  });
});
