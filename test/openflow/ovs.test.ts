// The first outside oracle: `ovs-ofctl ofp-print` reads what we encode, without a decode error, and prints the values that
// we put in. Where Open vSwitch does not take a message that is right, the reason stands here.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import { type OxmField, oxm } from '#openflow/oxm.ts';
import { OFP_PRINTED_14_15, REFUSED_14_15 } from './oracle-14-15.ts';
import { PRINTED_FORMS_14_15, REFUSED_FORMS_14_15 } from './oracle-forms-14-15.ts';
import { PRINTED_FORMS, REFUSED_FORMS } from './ovs-forms.ts';
import { announce, SEED } from './seed.ts';
import { VECTORS } from './vectors/all.ts';
import { NX_ACTIONS_PRINTED, NX_ACTIONS_REFUSED } from './vectors/nx-action.ts';
import { NX_MESSAGES_PRINTED, NX_MESSAGES_REFUSED } from './vectors/nx-message.ts';

/** What Open vSwitch 3.1 does not take, with its error and the reason. */
const REFUSED: Record<string, [string, string]> = {
  ...REFUSED_14_15,
  ...REFUSED_FORMS_14_15,
  ...REFUSED_FORMS,
  ...NX_ACTIONS_REFUSED,
  ...NX_MESSAGES_REFUSED,
  '1.3 ERROR with a code that has no name': ['OFPBRC_BAD_LEN', 'it wants some bytes of the refused message'],
  '1.0 VENDOR': ['OFPBRC_BAD_SUBTYPE', 'a message of Nicira that nobody knows'],
  '1.3 EXPERIMENTER': ['OFPBRC_BAD_SUBTYPE', 'a message of Nicira that nobody knows'],
  '1.3 FLOW_MOD with every instruction and the other actions': ['OFPBIC_BAD_EXPERIMENTER', 'an unknown experimenter'],
  '1.3 FLOW_MOD with an unknown action, an unknown OXM class and an unknown experimenter action': [
    'OFPBMC_BAD_FIELD',
    'they are unknown to it too',
  ],
  '1.3 METER_MOD with the band of an experimenter': ['OFPBRC_BAD_LEN', 'it has no such bands'],
  '1.0 STATS_REQUEST VENDOR': ['OFPBRC_BAD_VENDOR', 'an unknown vendor'],
  '1.0 STATS_REPLY VENDOR': ['OFPBRC_BAD_VENDOR', 'an unknown vendor'],
  '1.3 MULTIPART_REPLY TABLE_FEATURES': ['OFPTFFC_BAD_FEATURES', 'it wants all properties'],
  '1.3 MULTIPART_REQUEST EXPERIMENTER, the first of several': ['OFPBRC_BAD_VENDOR', 'an unknown experimenter'],
  '1.3 MULTIPART_REPLY EXPERIMENTER': ['OFPBRC_BAD_VENDOR', 'an unknown experimenter'],
  '1.3 MULTIPART_REPLY of a type that nobody knows': ['OFPBRC_BAD_STAT', 'it is unknown to it too'],
};

/** What it prints of a vector: each string must be in the output. */
const PRINTED: Record<string, string[]> = {
  ...OFP_PRINTED_14_15,
  ...PRINTED_FORMS_14_15,
  ...PRINTED_FORMS,
  ...NX_ACTIONS_PRINTED,
  ...NX_MESSAGES_PRINTED,
  '1.3 HELLO with a bitmap': ['OFPT_HELLO (OF1.3) (xid=0x12345678)', 'version bitmap: 0x01, 0x04'],
  '1.5 HELLO with two words of bitmap, padding and an unknown element': ['0x01, 0x02, 0x03, 0x04, 0x05, 0x06'],
  '1.0 ERROR': ['OFPT_ERROR (xid=0x5): OFPFMFC_TABLE_FULL'],
  '1.3 ERROR': ['OFPT_ERROR (OF1.3) (xid=0x5): OFPBMC_BAD_PREREQ'],
  '1.3 ERROR of an experimenter': ['OFPBFC_UNKNOWN'],
  'HELLO_FAILED in a version that was not settled on': ['OFPHFC_INCOMPATIBLE'],
  '1.3 ECHO_REQUEST': ['3 bytes of payload'],
  '1.0 FEATURES_REPLY with a port': [
    'dpid:000000000000002a',
    'n_tables:254, n_buffers:256',
    'capabilities: FLOW_STATS TABLE_STATS PORT_STATS ARP_MATCH_IP',
    '1(s1-eth1): addr:02:00:00:00:00:01',
    'config:     NO_FLOOD',
    'STP_BLOCK',
    'LINK_DOWN',
    'current:    10GB-FD COPPER',
  ],
  '1.3 FEATURES_REPLY': ['dpid:ffff000000000001', 'auxiliary_id:1', 'GROUP_STATS QUEUE_STATS'],
  '1.0 GET_CONFIG_REPLY': ['frags=drop miss_send_len=128'],
  '1.3 SET_CONFIG': ['frags=reassemble miss_send_len=256'],
  '1.0 PACKET_IN': ['total_len=42 in_port=3 (via no_match) data_len=42 buffer=0x00000102', 'arp_spa=10.1.1.2'],
  '1.3 PACKET_IN': ['table_id=2 cookie=0xda10000000000007 total_len=42 in_port=3 (via action)', '(unbuffered)'],
  '1.3 PACKET_IN with metadata before the port, and no packet': ['metadata=0x5,in_port=9 (via invalid_ttl)'],
  '1.0 PACKET_OUT of a packet': ['in_port=ANY actions=FLOOD data_len=42', 'arp_tpa=10.1.1.1'],
  '1.0 PACKET_OUT of a buffered packet, dropped': ['in_port=3 actions=drop buffer=0x00000102'],
  '1.3 PACKET_OUT': ['in_port=CONTROLLER actions=TABLE data_len=42'],
  '1.0 FLOW_REMOVED': ['priority=100,ip,in_port=3 reason=idle cookie:0x2a duration10.500s idle5 pkts3 bytes294'],
  '1.3 FLOW_REMOVED': [
    'priority=50000,arp,arp_op=1 reason=group_delete table_id=0 cookie:0xda10000000000007',
    'duration10.500s idle5 hard60 pkts3 bytes4294967296',
  ],
  '1.0 PORT_STATUS': ['MOD: LOCAL(br0): addr:02:00:00:00:00:fe', 'STP_FORWARD', 'advertised: AUTO_NEG'],
  '1.3 PORT_STATUS': ['ADD: 7(veth7)', 'NO_RECV NO_FWD', 'LIVE', 'speed: 10000 Mbps now'],
  '1.0 PORT_MOD': ['port: 3: addr:02:00:00:00:00:03', 'config: NO_FLOOD', 'mask:   PORT_DOWN NO_FLOOD'],
  '1.3 PORT_MOD': ['config: NO_PACKET_IN', 'mask:   PORT_DOWN NO_PACKET_IN', 'advertise: AUTO_NEG'],
  '1.0 FLOW_MOD with every action': [
    'ADD priority=50000,tcp,in_port=1,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.1.1.16/28,',
    'nw_dst=10.1.2.3,tp_src=1234,tp_dst=80 cookie:0xda00000000000001 idle:30 hard:300 send_flow_rem check_overlap',
    'mod_vlan_vid:100,mod_vlan_pcp:5,strip_vlan,mod_dl_src:02:00:00:00:00:0a,mod_dl_dst:02:00:00:00:00:0b,',
    'mod_nw_src:192.168.0.1,mod_nw_dst:192.168.0.2,mod_nw_tos:184,mod_tp_src:61440,mod_tp_dst:8080,enqueue:2:7,',
    'output:2,fin_timeout(idle_timeout=5,hard_timeout=10)',
  ],
  '1.0 FLOW_MOD that deletes everything': ['DEL priority=0 actions=drop'],
  '1.3 FLOW_MOD of one direction of a session: NAT': [
    'ADD priority=50000,tcp,in_port=5,nw_src=10.1.1.2,nw_dst=10.1.2.0/24,tp_dst=80 cookie:0xda20000000000009',
    'idle:30 send_flow_rem actions=meter:1,set_field:02:00:00:00:00:02->eth_dst,set_field:172.31.1.10->ip_src,',
    'set_field:61440->tcp_src,dec_ttl,fin_timeout(idle_timeout=5,hard_timeout=5),output:1',
  ],
  '1.3 FLOW_MOD that deletes by cookie': ['cookie:0xda20000000000000/0xfff0000000000000 out_port:CONTROLLER'],
  '1.3 GROUP_MOD with two buckets': [
    'ADD group_id=5,type=select,bucket=weight:10,actions=output:2,bucket=weight:5,watch_port:2,actions=drop',
  ],
  '1.3 TABLE_MOD': ['table_id: ALL_TABLES'],
  '1.3 METER_MOD with both bands': [
    'ADD meter=1 pktps burst stats bands=',
    'type=drop rate=1000 burst_size=100',
    'type=dscp_remark rate=500 burst_size=50 prec_level=1',
  ],
  '1.3 METER_MOD that deletes all': ['DEL meter=all'],
  '1.3 ROLE_REQUEST': ['role=equal generation_id=0'],
  '1.3 SET_ASYNC': ['PACKET_IN: no_match\n', 'PORT_STATUS: delete\n', 'FLOW_REMOVED: delete meter_delete\n'],
  '1.0 QUEUE_GET_CONFIG_REPLY': ['queue 7: min_rate:10.0%'],
  '1.3 QUEUE_GET_CONFIG_REPLY': ['queue 7: min_rate:10.0% max_rate:100.0%'],
  '1.3 BUNDLE_CONTROL': ['bundle_id=0x1 type=OPEN_REQUEST flags=atomic ordered'],
  '1.3 BUNDLE_ADD_MESSAGE': ['bundle_id=0x1 flags=atomic', 'OFPT_PORT_MOD (OF1.3) (xid=0x32): port: 3'],
  '1.3 BUNDLE_ADD_MESSAGE with a property behind a message of odd length': ['OFPT_PACKET_OUT', 'data_len=3'],
  '1.0 STATS_REPLY DESC': ['Manufacturer: maker', 'Software: a \\ b', 'DP Description: été'],
  '1.0 STATS_REQUEST FLOW': ['in_port=1'],
  '1.0 STATS_REPLY FLOW with more to come': ['flags=[more]', 'cookie=0x2a, duration=10.000000011s', 'actions=output:2'],
  '1.0 STATS_REQUEST AGGREGATE': ['table=0 out_port=2 in_port=1'],
  '1.0 STATS_REPLY AGGREGATE': ['packet_count=3 byte_count=294 flow_count=2'],
  '1.0 STATS_REPLY TABLE': ['table 1 ("classifier")', 'active=5, lookup=100, matched=50', 'max_entries=1000000'],
  '1.0 STATS_REPLY PORT': ['port  2: rx pkts=1, bytes=3, drop=5, errs=7, frame=9, over=10, crc=11', 'coll=?'],
  '1.0 STATS_REPLY QUEUE': ['port 2 queue 7: bytes=1024, pkts=16, errors=1'],
  '1.3 MULTIPART_REPLY DESC': ['Manufacturer: maker', 'Hardware: a box', 'DP Description: été'],
  '1.3 MULTIPART_REQUEST FLOW': ['in_port=3'],
  '1.3 MULTIPART_REPLY FLOW with two flows and more to come': [
    'flags=[more]',
    'cookie=0x2a, duration=10.000000011s, table=0, n_packets=3, n_bytes=294, idle_timeout=30, hard_timeout=60, send_flow_rem actions=output:2',
    'table=1, n_packets=0, n_bytes=0, priority=0 actions=drop',
  ],
  '1.3 MULTIPART_REPLY AGGREGATE': ['packet_count=3 byte_count=294 flow_count=2'],
  '1.3 MULTIPART_REPLY TABLE': ['active=5, lookup=100, matched=50'],
  '1.3 MULTIPART_REPLY PORT_STATS': ['port LOCAL: rx pkts=1, bytes=3, drop=5, errs=7', 'duration=10.000000011s'],
  '1.3 MULTIPART_REPLY QUEUE': ['port 2 queue 7: bytes=1024, pkts=16, errors=1, duration=10.000000011s'],
  '1.3 MULTIPART_REPLY GROUP': [
    'group_id=5,duration=10.000000011s,ref_count=1',
    'bucket0:packet_count=1,byte_count=98',
  ],
  '1.3 MULTIPART_REPLY GROUP_DESC': ['group_id=5,type=all,bucket=actions=drop'],
  '1.3 MULTIPART_REPLY GROUP_FEATURES': ['Types:  0xf', 'Capabilities:  0x7', 'max_groups=0xffffff00', 'output'],
  '1.3 MULTIPART_REPLY METER': ['meter:1 flow_count:2 packet_in_count:3 byte_in_count:294', '0: packet_count:1'],
  '1.3 MULTIPART_REPLY METER_CONFIG': ['meter=1 kbps', 'type=drop rate=1000'],
  '1.3 MULTIPART_REPLY METER_FEATURES': ['max_meter:200000 max_bands:8 max_color:0', 'kbps pktps burst stats'],
  '1.3 MULTIPART_REPLY PORT_DESC': ['1(up1): addr:02:00:00:00:00:01', 'LINK_DOWN BLOCKED'],
};

/** The vectors of one error type and code each. */
const ERROR_VECTOR = /^1\.[0345] ERROR ([A-Z_]+) ([A-Z_]+)$/;

/** Codes that it calls otherwise: as in 1.0, as in 1.4, or in other words. */
const OTHER_NAMES: Record<string, string> = {
  'BAD_REQUEST BAD_MULTIPART': 'BAD_STAT',
  'BAD_REQUEST BAD_EXPERIMENTER': 'BAD_VENDOR',
  'BAD_REQUEST BAD_EXP_TYPE': 'BAD_SUBTYPE',
  'BAD_REQUEST IS_SLAVE': 'IS_SECONDARY',
  'BAD_ACTION BAD_EXPERIMENTER': 'BAD_VENDOR',
  'BAD_ACTION BAD_EXP_TYPE': 'BAD_VENDOR_TYPE',
  'FLOW_MOD_FAILED ALL_TABLES_FULL': 'TABLE_FULL',
  'TABLE_FEATURES_FAILED BAD_ARGUMENT': 'BAD_VALUE',
};

/** @returns what ofp-print says, warnings included */
function print(bytes: Uint8Array): string {
  const run = spawnSync('ovs-ofctl', ['ofp-print', Buffer.from(bytes).toString('hex')], { encoding: 'utf8' });
  if (run.error !== undefined) throw run.error;
  return run.stdout + run.stderr;
}

describe('ovs-ofctl ofp-print', () => {
  it.each(VECTORS)('$name', ({ name, bytes }) => {
    const output = print(bytes);
    const refused = REFUSED[name];
    if (refused === undefined) expect(output).not.toMatch(/decode error|WARN/);
    else expect(output).toContain(refused[0]);
    for (const text of PRINTED[name] ?? []) expect(output).toContain(text);
  });

  it('is asked about vectors that there are', () => {
    const names = new Set(VECTORS.map(({ name }) => name));
    expect([...Object.keys(REFUSED), ...Object.keys(PRINTED)].filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(VECTORS.filter(({ name }) => ERROR_VECTOR.test(name)))('names $name', ({ name, bytes }) => {
    const [, type, code] = ERROR_VECTOR.exec(name)!;
    const printed = /\): OFP[A-Z]+C_(\w+)\n/.exec(print(bytes))?.[1];
    expect(printed).toBe(OTHER_NAMES[`${type} ${code}`] ?? code);
  });

  it('prints the instructions and actions that it has', () => {
    const message: MessageIn = {
      version: 4,
      type: 'FLOW_MOD',
      command: 'MODIFY_STRICT',
      tableId: 1,
      flags: ['RESET_COUNTS', 'NO_PKT_COUNTS', 'NO_BYT_COUNTS'],
      match: [oxm('ETH_TYPE', 0x8847), oxm('MPLS_LABEL', 100), oxm('MPLS_TC', 3), oxm('MPLS_BOS', 1)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_MPLS_TTL', mplsTtl: 64 },
            { type: 'DEC_MPLS_TTL' },
            { type: 'POP_MPLS', ethertype: 0x0800 },
            { type: 'SET_NW_TTL', nwTtl: 32 },
            { type: 'DEC_NW_TTL' },
            { type: 'PUSH_VLAN', ethertype: 0x8100 },
            { type: 'SET_FIELD', field: oxm('VLAN_VID', 0x1064) },
            { type: 'POP_VLAN' },
            { type: 'PUSH_MPLS', ethertype: 0x8847 },
            { type: 'SET_QUEUE', queueId: 3 },
            { type: 'OUTPUT', port: 0xfffffffd, maxLen: 128 },
          ],
        },
        { type: 'WRITE_ACTIONS', actions: [{ type: 'GROUP', groupId: 9 }] },
        { type: 'WRITE_METADATA', metadata: 42n, metadataMask: 255n },
        { type: 'GOTO_TABLE', tableId: 2 },
      ],
    };
    const output = print(encodeMessage(message));
    expect(output).toContain('mpls,mpls_label=100,mpls_tc=3,mpls_bos=1');
    expect(output).toContain(
      'actions=set_mpls_ttl(64),dec_mpls_ttl,pop_mpls:0x0800,mod_nw_ttl:32,dec_ttl,push_vlan:0x8100,' +
        'set_field:4196->vlan_vid,pop_vlan,push_mpls:0x8847,set_queue:3,CONTROLLER:128,' +
        'write_actions(group:9),write_metadata:0x2a/0xff,goto_table:2',
    );
  });
});

/** Matches whose fields need one another, and what Open vSwitch calls them. */
const MATCHES: [OxmField[], string][] = [
  [[oxm('VLAN_VID', 0x1064), oxm('VLAN_PCP', 5)], 'dl_vlan=100,dl_vlan_pcp=5'],
  [[oxm('VLAN_VID', 0)], 'vlan_tci=0x0000/0x1fff'],
  [[oxm('ETH_TYPE', 0x0800), oxm('IP_DSCP', 46), oxm('IP_ECN', 1)], 'ip,nw_tos=184,nw_ecn=1'],
  [[oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_SRC', 61440, 0xf000)], 'tcp,tp_src=0xf000/0xf000'],
  [[oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 17), oxm('UDP_DST', 53)], 'udp,tp_dst=53'],
  [[oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 132), oxm('SCTP_SRC', 1), oxm('SCTP_DST', 2)], 'sctp,tp_src=1,tp_dst=2'],
  [
    [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 1), oxm('ICMPV4_TYPE', 8), oxm('ICMPV4_CODE', 7)],
    'icmp_type=8,icmp_code=7',
  ],
  [
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_SPA', '10.0.0.1'), oxm('ARP_TPA', '10.0.0.0', '255.0.0.0')],
    'arp,arp_spa=10.0.0.1,arp_tpa=10.0.0.0/8',
  ],
  [
    [oxm('ETH_TYPE', 0x0806), oxm('ARP_SHA', '02:00:00:00:00:01'), oxm('ARP_THA', '02:00:00:00:00:02')],
    'arp_sha=02:00:00:00:00:01,arp_tha=02:00:00:00:00:02',
  ],
  [
    [oxm('ETH_TYPE', 0x86dd), oxm('IPV6_SRC', '2001:db8::1'), oxm('IPV6_DST', 'fe80::', 'ffc0::')],
    'ipv6,ipv6_src=2001:db8::1,ipv6_dst=fe80::/10',
  ],
  [[oxm('ETH_TYPE', 0x86dd), oxm('IPV6_FLABEL', 0x12345)], 'ipv6_label=0x12345'],
  [
    [
      oxm('ETH_TYPE', 0x86dd),
      oxm('IP_PROTO', 58),
      oxm('ICMPV6_TYPE', 135),
      oxm('ICMPV6_CODE', 0),
      oxm('IPV6_ND_TARGET', 'fe80::1'),
      oxm('IPV6_ND_SLL', '02:00:00:00:00:01'),
    ],
    'icmp6,icmp_type=135,icmp_code=0,nd_target=fe80::1,nd_sll=02:00:00:00:00:01',
  ],
  [[oxm('TUNNEL_ID', 7n, 0xffn), oxm('METADATA', 9n)], 'tun_id=0x7/0xff,metadata=0x9'],
  [[oxm('ETH_DST', '01:00:00:00:00:00', '01:00:00:00:00:00')], 'dl_dst=01:00:00:00:00:00/01:00:00:00:00:00'],
  [[oxm('IN_PORT', 7), oxm('ETH_SRC', '02:00:00:00:00:07')], 'in_port=7,dl_src=02:00:00:00:00:07'],
];

describe('ovs-ofctl ofp-print names the match', () => {
  it.each(MATCHES.map(([match, printed]) => ({ match, printed })))('$printed', ({ match, printed }) => {
    const output = print(encodeMessage({ version: 4, type: 'FLOW_MOD', command: 'ADD', match }));
    expect(output).not.toMatch(/decode error|WARN/);
    expect(output).toContain(`,${printed}`.replace(/^,/, ''));
  });
});

describe('ovs-ofctl ofp-parse', () => {
  it('takes a stream of random flow-mods and prints their numbers', () => {
    announce(import.meta.url);
    const u16 = fc.integer({ min: 1, max: 0xffff });
    const u32 = fc.integer({ min: 1, max: 0xfffffe00 });
    const flow = fc.record({
      xid: u32,
      cookie: fc.bigInt({ min: 1n, max: 0xffff_ffff_ffff_fffen }), // all ones are "no cookie" to it
      priority: u16.filter((priority) => priority !== 0x8000), // which it does not print
      idle: u16,
      hard: u16,
      port: fc.integer({ min: 1, max: 0xfeff }),
      source: fc.ipV4(),
      out: fc.integer({ min: 1, max: 0xfeff }),
    });
    const flows = fc.sample(flow, { seed: SEED, numRuns: 300 });
    const stream = flows.flatMap(({ xid, cookie, priority, idle, hard, port, source, out }) => [
      ...encodeMessage({
        version: 4,
        type: 'FLOW_MOD',
        xid,
        command: 'ADD',
        cookie,
        priority,
        idleTimeout: idle,
        hardTimeout: hard,
        match: [oxm('IN_PORT', port), oxm('ETH_TYPE', 0x0800), oxm('IPV4_SRC', source)],
        instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: out }] }],
      }),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'daoli-ofp-'));
    try {
      writeFileSync(join(folder, 'stream'), Uint8Array.from(stream));
      const output = execFileSync('ovs-ofctl', ['ofp-parse', join(folder, 'stream')], { encoding: 'utf8' });
      const printed = output.split('\n').filter((line) => line.startsWith('OFPT_FLOW_MOD'));
      const expected = flows.map(
        ({ xid, cookie, priority, idle, hard, port, source, out }) =>
          `OFPT_FLOW_MOD (OF1.3) (xid=0x${xid.toString(16)}): ADD priority=${priority},ip,in_port=${port},nw_src=${source}` +
          ` cookie:0x${cookie.toString(16)} idle:${idle} hard:${hard} actions=output:${out}`,
      );
      expect(printed).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
