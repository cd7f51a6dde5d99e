// The messages and statistics of Nicira that Open vSwitch speaks, in 1.0 and, where it has them there, in later versions; with what it prints of
// each, or why it takes none of it. Many of the bytes are those of its tests/ofp-print.at.
import type { Message } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { hex, type Vector, vector } from './vector.ts';

type Version = 1 | 4 | 5 | 6;
type Fields = Record<string, unknown>;

/** Some vectors that differ in their version only, and what Open vSwitch says of them. */
interface Row {
  readonly vectors: readonly Vector[];
  readonly printed?: readonly string[];
  readonly refused?: readonly [string, string];
}

const EVERY: readonly Version[] = [1, 4, 5, 6];
const SPOKEN = { 1: '1.0', 4: '1.3', 5: '1.4', 6: '1.5' } as const;

interface Options {
  readonly versions?: readonly Version[];
  readonly vendor?: string;
}

/** A message of Nicira (or of ONF): `annotated` follows the subtype. */
function nxt(name: string, subtype: string, annotated: string, fields: Fields, options: Options = {}): Vector[] {
  const { versions = EVERY, vendor = '00 00 23 20' } = options;
  const length = 16 + lengthOf(annotated);
  return versions.map((version) =>
    vector(
      `${SPOKEN[version]} ${name}`,
      `0${version} 04 ${half(length)} 00 00 00 68  # header
     ${vendor} 00 00 ${subtype}  # vendor, subtype
     ${annotated}`,
      { version, type: name.split(' ')[0], xid: 104, ...fields } as Message,
    ),
  );
}

/** Statistics of ONF, in 1.3. */
function onfst(name: string, annotated: string, fields: Fields): Vector[] {
  const length = 24 + lengthOf(annotated);
  const [multipartType, direction] = name.split(' ') as [string, 'request' | 'reply'];
  return [
    vector(
      `1.3 ${name}`,
      `04 ${direction === 'request' ? '12' : '13'} ${half(length)} 00 00 00 6a  # header
     ff ff 00 00 00 00 00 00  # type OFPMP_EXPERIMENTER, flags, padding
     4f 4e 46 00 00 00 07 4e  # experimenter, exp_type
     ${annotated}`,
      {
        version: 4,
        type: direction === 'request' ? 'MULTIPART_REQUEST' : 'MULTIPART_REPLY',
        xid: 106,
        multipartType,
        flags: [],
        ...fields,
      } as Message,
    ),
  ];
}

/** A full update of ONF, with the fields in the order of the wire. */
function onfUpdate(event: string, reason: string | number, cookie: bigint, others: Fields = {}): Fields {
  const plain = { priority: 7, idleTimeout: 0, hardTimeout: 0, tableId: 2, cookie, match: [], instructions: [] };
  return { event, reason, ...plain, ...others };
}

/** Statistics of Nicira, which only 1.0 has. */
function nxst(name: string, subtype: string, annotated: string, fields: Fields): Vector[] {
  const length = 24 + lengthOf(annotated);
  const [statsType, direction] = name.split(' ') as [string, 'request' | 'reply'];
  return [
    vector(
      `1.0 ${name}`,
      `01 ${direction === 'request' ? '10' : '11'} ${half(length)} 00 00 00 69  # header
     ff ff 00 00 00 00 23 20  # type VENDOR, flags, vendor
     00 00 00 ${subtype} 00 00 00 00  # subtype, padding
     ${annotated}`,
      {
        version: 1,
        type: direction === 'request' ? 'STATS_REQUEST' : 'STATS_REPLY',
        xid: 105,
        statsType,
        flags: [],
        ...fields,
      } as Message,
    ),
  ];
}

function printed(vectors: readonly Vector[], ...text: string[]): Row {
  return { vectors, printed: text };
}

function refused(vectors: readonly Vector[], error: string, reason: string): Row {
  return { vectors, refused: [error, reason] };
}

function lengthOf(annotated: string): number {
  return annotated.replace(/#.*/g, '').replace(/\s+/g, '').length / 2;
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function half(value: number): string {
  return `${byte(value >>> 8)} ${byte(value & 0xff)}`;
}

const ROLES: Row[] = (['NXT_ROLE_REQUEST', 'NXT_ROLE_REPLY'] as const).flatMap((name, n) => [
  ...(['OTHER', 'PRIMARY', 'SECONDARY'] as const).map((role, value) =>
    printed(
      nxt(`${name} ${role}`, `00 ${byte(10 + n)}`, `00 00 00 ${byte(value)}  # role`, { role }),
      `role=${['equal', 'primary', 'secondary'][value]}`,
    ),
  ),
  refused(
    nxt(`${name} without a name`, `00 ${byte(10 + n)}`, '00 00 00 09  # role', { role: 9 }),
    'OFPRRFC_BAD_ROLE',
    'it has no such role',
  ),
]);

const FORMATS: Row[] = [
  printed(
    nxt(
      'NXT_SET_FLOW_FORMAT OPENFLOW10',
      '00 0c',
      '00 00 00 00  # format',
      { format: 'OPENFLOW10' },
      { versions: [1] },
    ),
    'format=openflow10',
  ),
  printed(
    nxt('NXT_SET_FLOW_FORMAT NXM', '00 0c', '00 00 00 02  # format', { format: 'NXM' }, { versions: [1] }),
    'format=nxm',
  ),
  refused(
    nxt('NXT_SET_FLOW_FORMAT without a name', '00 0c', '00 00 00 01  # format', { format: 1 }, { versions: [1] }),
    'invalid flow format',
    'it has no such format',
  ),
  ...(['STANDARD', 'NXT_PACKET_IN', 'NXT_PACKET_IN2'] as const).map((format, value) =>
    printed(
      nxt(`NXT_SET_PACKET_IN_FORMAT ${format}`, '00 10', `00 00 00 ${byte(value)}  # format`, { format }),
      `format=${format.toLowerCase()}`,
    ),
  ),
  refused(
    nxt('NXT_SET_PACKET_IN_FORMAT without a name', '00 10', '00 00 00 09  # format', { format: 9 }),
    'OFPBRC_EPERM',
    'it has no such format',
  ),
  printed(
    nxt('NXT_FLOW_MOD_TABLE_ID', '00 0f', '01 00 00 00 00 00 00 00  # set, padding', { set: 1 }),
    'NXT_FLOW_MOD_TABLE_ID',
    'enable',
  ),
  printed(nxt('NXT_FLOW_AGE', '00 12', '', {}), 'NXT_FLOW_AGE'),
  printed(
    nxt('NXT_SET_CONTROLLER_ID', '00 14', '00 00 00 00 00 00 00 7b  # padding, controller_id', { controllerId: 123 }),
    'id=123',
  ),
  printed(
    nxt('NXT_CT_FLUSH_ZONE', '00 1d', '00 00 00 00 00 00 00 0d  # padding, zone_id', { zoneId: 13 }),
    'zone_id=13',
  ),
  printed(
    nxt(
      'NXT_CT_FLUSH of a connection',
      '00 20',
      `06 00 00 00 00 00 00 00  # ip_proto TCP, padding
     00 00 00 48 00 00 00 00  # property NXT_CT_ORIG_TUPLE, 72 bytes, padding
     00 00 00 14 00 00 00 00 00 00 00 00 00 00 ff ff 0a 00 00 01 00 00 00 00  # source ::ffff:10.0.0.1, padding
     00 01 00 14 00 00 00 00 00 00 00 00 00 00 ff ff 0a 00 00 02 00 00 00 00  # destination ::ffff:10.0.0.2, padding
     00 02 00 08 04 d2 00 00  # source port 1234
     00 03 00 08 00 50 00 00  # destination port 80
     00 02 00 08 00 0d 00 00  # property NXT_CT_ZONE_ID: 13`,
      {
        ipProto: 6,
        properties: [
          {
            type: 'ORIG_TUPLE',
            tuple: [
              { type: 'SRC', address: '::ffff:a00:1' },
              { type: 'DST', address: '::ffff:a00:2' },
              { type: 'SRC_PORT', port: 1234 },
              { type: 'DST_PORT', port: 80 },
            ],
          },
          { type: 'ZONE_ID', zoneId: 13 },
        ],
      },
    ),
    'zone=13 ',
    'ct_nw_src=10.0.0.1,ct_nw_dst=10.0.0.2,ct_tp_src=1234,ct_tp_dst=80,ct_nw_proto=6',
  ),
  // Open vSwitch 3.1 does not know mark and labels yet, and says nothing of them.
  printed(
    nxt(
      'NXT_CT_FLUSH by mark, labels, parts of ICMP and what nobody knows',
      '00 20',
      `01 00 00 00 00 00 00 00  # ip_proto ICMP, padding
     00 01 00 28 00 00 00 00  # property NXT_CT_REPLY_TUPLE, 40 bytes, padding
     00 04 00 08 00 07 00 00  # ICMP id 7
     00 05 00 05 08 00 00 00  # ICMP type 8, padding
     00 06 00 05 03 00 00 00  # ICMP code 3, padding
     00 63 00 08 01 02 03 04  # a part of type 99
     00 03 00 08 00 00 00 2a  # property NXT_CT_MARK: 42
     00 04 00 08 00 00 00 ff  # property NXT_CT_MARK_MASK
     00 05 00 14 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 09 00 00 00 00  # property NXT_CT_LABELS: 9, padding
     00 06 00 14 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ff 00 00 00 00  # property NXT_CT_LABELS_MASK, padding
     00 63 00 08 01 02 03 04  # a property of type 99`,
      {
        ipProto: 1,
        properties: [
          {
            type: 'REPLY_TUPLE',
            tuple: [
              { type: 'ICMP_ID', icmpId: 7 },
              { type: 'ICMP_TYPE', icmpType: 8 },
              { type: 'ICMP_CODE', icmpCode: 3 },
              { type: 99, body: hex('01020304') },
            ],
          },
          { type: 'MARK', mark: 42 },
          { type: 'MARK_MASK', mask: 255 },
          { type: 'LABELS', labels: 9n },
          { type: 'LABELS_MASK', mask: 255n },
          { type: 99, body: hex('01020304') },
        ],
      },
    ),
    'zone=0',
  ),
];

const ALL_BITS = (names: string[], named: number) => [...names, (0xffff_ffff & ~named) >>> 0];
const PORT_BITS = ['ADD', 'DELETE', 'MODIFY'];
const ASYNC_14 = [
  ['PACKET_IN', ['TABLE_MISS', 'APPLY_ACTION', 'INVALID_TTL', 'ACTION_SET', 'GROUP', 'PACKET_OUT'], 0x3f],
  ['PORT_STATUS', PORT_BITS, 0x7],
  ['FLOW_REMOVED', ['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE', 'METER_DELETE', 'EVICTION'], 0x3f],
  ['ROLE_STATUS', ['MASTER_REQUEST', 'CONFIG', 'EXPERIMENTER'], 0x7],
  ['TABLE_STATUS', ['VACANCY_DOWN', 'VACANCY_UP'], 0x18],
  ['REQUESTFORWARD', ['GROUP_MOD', 'METER_MOD'], 0x3],
] as const;

const ASYNC: Row[] = [
  printed(
    nxt(
      'NXT_SET_ASYNC_CONFIG',
      '00 13',
      `00 00 00 05 00 00 00 07  # packet_in_mask: NO_MATCH and INVALID_TTL; all
     00 00 00 03 00 00 00 07  # port_status_mask: ADD and DELETE; all
     00 00 00 00 00 00 00 0f  # flow_removed_mask: none; all`,
      {
        packetInMask: [
          ['NO_MATCH', 'INVALID_TTL'],
          ['NO_MATCH', 'ACTION', 'INVALID_TTL'],
        ],
        portStatusMask: [['ADD', 'DELETE'], PORT_BITS],
        flowRemovedMask: [[], ['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE']],
      },
    ),
    'PACKET_IN: no_match invalid_ttl\n',
    'PORT_STATUS: add delete\n',
    'FLOW_REMOVED: (off)\n',
    'FLOW_REMOVED: idle hard delete group_delete\n',
  ),
  printed(
    nxt(
      'NXT_SET_ASYNC_CONFIG with bits that have no name',
      '00 13',
      `80 00 00 00 00 00 00 00  # packet_in_mask
     80 00 00 00 00 00 00 00  # port_status_mask
     80 00 00 00 00 00 00 00  # flow_removed_mask`,
      { packetInMask: [[0x80000000], []], portStatusMask: [[0x80000000], []], flowRemovedMask: [[0x80000000], []] },
    ),
    'PACKET_IN: (off)\n',
  ),
  {
    vectors: nxt(
      'NXT_SET_ASYNC_CONFIG2 with every bit',
      '00 1b',
      `${ASYNC_14.map(
        ([name], n) => `00 ${byte(2 * n)} 00 08 ff ff ff ff  # ${name}_SLAVE, 8 bytes
     00 ${byte(2 * n + 1)} 00 08 ff ff ff ff  # ${name}_MASTER, 8 bytes`,
      ).join('\n     ')}
     00 63 00 08 01 02 03 04  # property 99
     ff fe 00 0c 00 00 04 d2 00 00 00 07 00 00 00 00  # EXPERIMENTER_SLAVE, 12 bytes; padding
     ff ff 00 0c 00 00 04 d2 00 00 00 07 00 00 00 00  # EXPERIMENTER (of the master), 12 bytes; padding`,
      {
        properties: [
          ...ASYNC_14.flatMap(([name, names, named]) => [
            { type: `${name}_SLAVE`, mask: ALL_BITS([...names], named) },
            { type: `${name}_MASTER`, mask: ALL_BITS([...names], named) },
          ]),
          { type: 99, body: hex('01020304') },
          { type: 'EXPERIMENTER_SLAVE', experimenter: 1234, expType: 7, body: hex('') },
          { type: 'EXPERIMENTER', experimenter: 1234, expType: 7, body: hex('') },
        ],
      },
      { versions: [1, 4] },
    ),
    refused: ['OFPACFC_INVALID', 'it has no such bits'],
  },
  printed(
    nxt(
      'NXT_SET_ASYNC_CONFIG2',
      '00 1b',
      '00 01 00 08 00 00 00 06  # PACKET_IN_MASTER, 8 bytes',
      { properties: [{ type: 'PACKET_IN_MASTER', mask: ['APPLY_ACTION', 'INVALID_TTL'] }] },
      { versions: [1, 4] },
    ),
    'NXT_SET_ASYNC_CONFIG2',
    'PACKET_IN: action invalid_ttl\n',
  ),
];

const MAPS = [{ optionClass: 0xffff, optionType: 0x80, optionLen: 4, index: 2 }];
const MAP_BYTES = 'ff ff 80 04 00 02 00 00  # option_class, option_type 128, option_len 4, index 2, padding';
const TLV_TABLE: Row[] = [
  ...(['ADD', 'DELETE', 'CLEAR'] as const).map((command, value) =>
    printed(
      nxt(
        `NXT_TLV_TABLE_MOD ${command}`,
        '00 18',
        `00 ${byte(value)} 00 00 00 00 00 00  # command, padding
     ${command === 'CLEAR' ? '' : MAP_BYTES}`,
        { command, maps: command === 'CLEAR' ? [] : MAPS },
      ),
      ['ADD', 'DEL', 'CLEAR'][value]!,
      ...(command === 'CLEAR' ? [] : ['0xffff', '0x80', 'tun_metadata2']),
    ),
  ),
  refused(
    nxt('NXT_TLV_TABLE_MOD without a name', '00 18', '00 09 00 00 00 00 00 00  # command, padding', {
      command: 9,
      maps: [],
    }),
    'NXTTMFC_BAD_COMMAND',
    'it has no such command',
  ),
  printed(nxt('NXT_TLV_TABLE_REQUEST', '00 19', '', {}), 'NXT_TLV_TABLE_REQUEST'),
  printed(
    nxt(
      'NXT_TLV_TABLE_REPLY',
      '00 1a',
      `00 00 00 ff 00 40  # max_option_space 255, max_fields 64
     00 00 00 00 00 00 00 00 00 00  # reserved
     ${MAP_BYTES}`,
      { maxOptionSpace: 255, maxFields: 64, maps: MAPS },
    ),
    'max option space=255 max fields=64',
    'allocated option space=4',
    '0xffff',
  ),
];

/** A flow-mod up to its match, in the order of the wire. */
function head(command: string | number, others: Fields = {}): Fields {
  return {
    cookie: 0x2an,
    tableId: 0,
    command,
    idleTimeout: 5,
    hardTimeout: 10,
    priority: 100,
    bufferId: 0xffffffff,
    outPort: 0xffff,
    flags: ['SEND_FLOW_REM'],
    ...others,
  };
}

function flowMod(what: string, command: string, value: string | number, tableId: number, actions: boolean): Vector[] {
  return nxt(
    `NXT_FLOW_MOD ${what}`,
    '00 0d',
    `00 00 00 00 00 00 00 2a  # cookie
     ${byte(tableId)} ${command}  # table, command
     00 05 00 0a 00 64  # idle_timeout, hard_timeout, priority
     ff ff ff ff ff ff  # buffer_id: none, out_port OFPP_NONE
     00 01 00 14  # flags SEND_FLOW_REM, match_len 20
     00 00 00 00 00 00  # padding
     00 01 00 04 00 00 00 7b  # NXM_NX_REG0 123
     00 01 20 08 00 00 00 00 00 00 01 c8  # NXM_NX_TUN_ID 456
     00 00 00 00  # padding
     ${actions ? ACTIONS_10 : ''}`,
    {
      ...head(value, { tableId }),
      match: [oxm('NXM_NX_REG0', 123), oxm('NXM_NX_TUN_ID', 456n)],
      actions: actions ? LOAD : [],
    },
    { versions: [1] },
  );
}

const ACTIONS_10 = `ff ff 00 18 00 00 23 20 00 07 00 1f 00 01 00 04  # NX_REG_LOAD of 32 bits to NXM_NX_REG0
     00 00 00 00 00 00 00 05  # ... value
     ff ff 00 20 00 00 23 20 00 16 00 00 00 00 00 00  # NX_WRITE_METADATA
     00 00 00 00 00 00 00 07 ff ff ff ff ff ff ff ff  # ... metadata, mask`;
const LOAD = [
  { type: 'NX_REG_LOAD', ofsNbits: { ofs: 0, nBits: 32 }, dst: 'NXM_NX_REG0', value: 5n },
  { type: 'NX_WRITE_METADATA', metadata: 7n, metadataMask: 0xffff_ffff_ffff_ffffn },
];

const COMMANDS = [
  ['MODIFY', 'MOD'],
  ['MODIFY_STRICT', 'MOD_STRICT'],
  ['DELETE', 'DEL'],
  ['DELETE_STRICT', 'DEL_STRICT'],
] as const;

const FLOW_MODS: Row[] = [
  printed(
    flowMod('ADD', '00', 'ADD', 3, true),
    'ADD table:3 priority=100,reg0=0x7b,tun_id=0x1c8 cookie:0x2a idle:5 hard:10 send_flow_rem',
    'actions=load:0x5->NXM_NX_REG0[],write_metadata:0x7',
  ),
  ...COMMANDS.map(([command, text], n) =>
    printed(
      flowMod(command, byte(n + 1), command, 0, false),
      `: ${text} priority=100,reg0=0x7b,tun_id=0x1c8 cookie:0x2a idle:5 hard:10 send_flow_rem actions=drop`,
    ),
  ),
  refused(
    flowMod('with a command that has no name', '09', 9, 0, false),
    'OFPFMFC_BAD_COMMAND',
    'it has no such command',
  ),
  printed(
    nxt(
      'NXT_FLOW_MOD that deletes by cookie',
      '00 0d',
      `ff ff ff ff ff ff ff ff  # cookie
     00 03  # table, command DELETE
     00 00 00 00 00 00  # idle_timeout, hard_timeout, priority
     ff ff ff ff 00 10  # buffer_id: none, out_port 16
     00 00 00 14  # flags, match_len 20
     00 00 00 00 00 00  # padding
     00 01 3d 10 00 00 00 00 00 00 00 20 00 00 00 00 00 00 00 f0  # NXM_NX_COOKIE 0x20 with mask 0xf0
     00 00 00 00  # padding`,
      {
        ...head('DELETE', {
          cookie: 0xffff_ffff_ffff_ffffn,
          idleTimeout: 0,
          hardTimeout: 0,
          priority: 0,
          outPort: 16,
          flags: [],
        }),
        match: [oxm('NXM_NX_COOKIE', 0x20n, 0xf0n)],
        actions: [],
      },
      { versions: [1] },
    ),
    'DEL priority=0 cookie:0x20/0xf0 out_port:16 actions=drop',
  ),
  printed(
    nxt(
      'NXT_FLOW_MOD with instructions',
      '00 0d',
      `00 00 00 00 00 00 00 2a  # cookie
     00 00  # table, command ADD
     00 05 00 0a 00 64  # idle_timeout, hard_timeout, priority
     ff ff ff ff ff ff  # buffer_id: none, out_port OFPP_NONE
     00 01 00 08  # flags SEND_FLOW_REM, match_len 8
     00 00 00 00 00 00  # padding
     00 01 00 04 00 00 00 7b  # NXM_NX_REG0 123
     00 01 00 08 07 00 00 00  # GOTO_TABLE 7`,
      {
        ...head('ADD'),
        match: [oxm('NXM_NX_REG0', 123)],
        instructions: [{ type: 'GOTO_TABLE', tableId: 7 }],
      },
      { versions: [4] },
    ),
    'ADD priority=100,reg0=0x7b cookie:0x2a idle:5 hard:10 send_flow_rem actions=goto_table:7',
  ),
];

const REASONS = [
  ['IDLE_TIMEOUT', 'idle'],
  ['HARD_TIMEOUT', 'hard'],
  ['DELETE', 'delete'],
  ['GROUP_DELETE', 'group_delete'],
  ['METER_DELETE', 'meter_delete'],
  ['EVICTION', 'eviction'],
  [9, '9'],
] as const;

const FLOW_REMOVED: Row[] = REASONS.map(([reason, text], n) =>
  printed(
    nxt(
      `NXT_FLOW_REMOVED with reason ${reason}`,
      '00 0e',
      `00 00 00 00 00 00 00 2a  # cookie
     00 64 ${byte(n === 6 ? 9 : n)} 02  # priority 100, reason, table 1 and one more
     00 00 00 06 01 6e 36 00  # duration_sec 6, duration_nsec 24000000
     00 05 00 06  # idle_timeout 5, match_len 6
     00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 3c  # packet_count 1, byte_count 60
     00 00 00 02 00 03  # NXM_OF_IN_PORT 3
     00 00  # padding`,
      {
        cookie: 0x2an,
        priority: 100,
        reason,
        tableIdPlusOne: 2,
        durationSec: 6,
        durationNsec: 24_000_000,
        idleTimeout: 5,
        packetCount: 1n,
        byteCount: 60n,
        match: [oxm('NXM_OF_IN_PORT', 3)],
      },
    ),
    `priority=100,in_port=3 reason=${text} table_id=1 cookie:0x2a duration6.024s idle5 pkts1 bytes60`,
  ),
);

const PACKET_REASONS = [
  ['NO_MATCH', 'no_match'],
  ['ACTION', 'action'],
  ['INVALID_TTL', 'invalid_ttl'],
  ['ACTION_SET', 'action_set'],
  ['GROUP', 'group'],
  ['PACKET_OUT', 'packet_out'],
  [9, '9'],
] as const;
const ARP = `ff ff ff ff ff ff 02 00 00 00 00 01 08 06  # packet: Ethernet, broadcast ARP
     00 01 08 00 06 04 00 01  # ... request
     02 00 00 00 00 01 0a 00 00 01  # ... sender 10.0.0.1
     00 00 00 00 00 00 0a 00 00 02  # ... target 10.0.0.2`;
const ARP_BYTES = hex('ffffffffffff020000000001080600010800060400010200000000010a0000010000000000000a000002');

const PACKETS: Row[] = [
  ...PACKET_REASONS.map(([reason, text], n) =>
    printed(
      nxt(
        `NXT_PACKET_IN with reason ${reason}`,
        '00 11',
        `00 00 01 14 00 2a ${byte(n === 6 ? 9 : n)} 07  # buffer_id 0x114, total_len 42, reason, table 7
     00 00 00 00 00 00 00 09  # cookie
     00 0e 00 00 00 00 00 00  # match_len 14, padding
     00 00 00 02 00 01  # NXM_OF_IN_PORT 1
     00 01 02 04 00 00 00 02  # NXM_NX_REG1 2
     00 00 00 00  # padding of the match, and in front of the packet
     ${ARP}`,
        {
          bufferId: 0x114,
          totalLen: 42,
          reason,
          tableId: 7,
          cookie: 9n,
          match: [oxm('NXM_OF_IN_PORT', 1), oxm('NXM_NX_REG1', 2)],
          data: ARP_BYTES,
        },
      ),
      `table_id=7 cookie=0x9 total_len=42 reg1=0x2,in_port=1 (via ${text}) data_len=42 buffer=0x00000114`,
    ),
  ),
  printed(
    nxt(
      'NXT_PACKET_IN2 with every property but a continuation',
      '00 1e',
      `00 00 00 2e  # PACKET, 46 bytes
     ${ARP}
     00 00  # padding
     00 01 00 08 00 00 00 40  # FULL_LEN, 8 bytes: 64
     00 02 00 08 00 00 01 14  # BUFFER_ID, 8 bytes: 0x114
     00 03 00 05 07 00 00 00  # TABLE_ID, 5 bytes: 7; padding
     00 04 00 10 00 00 00 00 fe dc ba 98 76 54 32 10  # COOKIE, 16 bytes
     00 05 00 05 01 00 00 00  # REASON, 5 bytes: ACTION; padding
     00 06 00 10 80 00 04 08 5a 5a 5a 5a 5a 5a 5a 5a  # METADATA, 16 bytes: OXM_OF_METADATA
     00 07 00 09 01 02 03 04 05 00 00 00 00 00 00 00  # USERDATA, 9 bytes; padding`,
      {
        properties: [
          { type: 'PACKET', data: ARP_BYTES },
          { type: 'FULL_LEN', fullLen: 64 },
          { type: 'BUFFER_ID', bufferId: 0x114 },
          { type: 'TABLE_ID', tableId: 7 },
          { type: 'COOKIE', cookie: 0xfedcba9876543210n },
          { type: 'REASON', reason: 'ACTION' },
          { type: 'METADATA', match: [oxm('METADATA', 0x5a5a5a5a5a5a5a5an)] },
          { type: 'USERDATA', userdata: hex('0102030405') },
        ],
      },
    ),
    'table_id=7 cookie=0xfedcba9876543210 total_len=64 metadata=0x5a5a5a5a5a5a5a5a (via action) data_len=42 buffer=0x00000114',
    'userdata=01.02.03.04.05',
  ),
  printed(
    nxt(
      'NXT_RESUME with a continuation',
      '00 1c',
      `00 00 00 2e  # PACKET, 46 bytes
     ${ARP}
     00 00  # padding
     00 06 00 0c 80 00 00 04 00 00 00 03 00 00 00 00  # METADATA, 12 bytes: OXM_OF_IN_PORT; padding
     00 08 00 10 00 00 00 00 00 01 00 05 07 00 00 00  # CONTINUATION, 16 bytes`,
      {
        properties: [
          { type: 'PACKET', data: ARP_BYTES },
          { type: 'METADATA', match: [oxm('IN_PORT', 3)] },
          { type: 'CONTINUATION', continuation: hex('000000000001000507000000') },
        ],
      },
    ),
    'total_len=42 in_port=3 (via no_match) data_len=42 (unbuffered)',
  ),
  {
    vectors: nxt('NXT_RESUME with a property that nobody knows', '00 1c', '00 63 00 08 01 02 03 04  # property 99', {
      properties: [{ type: 99, body: hex('01020304') }],
    }),
    refused: ['OFPBRC_BAD_LEN', 'it wants a packet'],
  },
];

const REQUEST_BYTES = `00 10 00 06  # out_port 16, match_len 6
     01 00 00 00  # table 1, padding
     00 00 00 02 00 03  # NXM_OF_IN_PORT 3
     00 00  # padding`;
const REQUEST = { outPort: 16, tableId: 1, match: [oxm('NXM_OF_IN_PORT', 3)] };
const MONITOR_FLAGS = ['INITIAL', 'ADD', 'DELETE', 'MODIFY', 'ACTIONS', 'OWN'];

const UPDATE_BYTES = (
  event: number,
  reason: number,
  actions: boolean,
) => `00 ${byte(actions ? 40 : 32)} 00 ${byte(event)}  # length, event
     00 ${byte(reason)} 80 00 00 05 00 10  # reason, priority, idle_timeout 5, hard_timeout 16
     00 06 01 00 12 34 56 78 9a bc de f0  # match_len 6, table 1, padding, cookie
     00 00 00 02 00 01 00 00  # NXM_OF_IN_PORT 1, padding
     ${actions ? '00 00 00 08 00 0a 00 00  # output to port 10' : ''}`;
const UPDATE = (event: string | number, reason: string | number, actions: boolean) => ({
  event,
  reason,
  priority: 0x8000,
  idleTimeout: 5,
  hardTimeout: 16,
  tableId: 1,
  cookie: 0x123456789abcdef0n,
  match: [oxm('NXM_OF_IN_PORT', 1)],
  actions: actions ? [{ type: 'OUTPUT', port: 10, maxLen: 0 }] : [],
});

const STATISTICS: Row[] = [
  printed(nxst('NXST_FLOW request', '00', REQUEST_BYTES, REQUEST), 'table=1 out_port=16 in_port=3'),
  printed(nxst('NXST_AGGREGATE request', '01', REQUEST_BYTES, REQUEST), 'table=1 out_port=16 in_port=3'),
  printed(
    nxst(
      'NXST_FLOW reply',
      '00',
      `00 40 01 00  # length 64, table 1, padding
     00 00 00 01 09 84 72 40 00 64  # duration_sec 1, duration_nsec 159674944, priority 100
     00 05 00 00 00 08 00 03 00 00  # idle_timeout 5, hard_timeout, match_len 8, idle_age 2 and one more, hard_age
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 3c  # packet_count 1, byte_count 60
     00 01 00 04 00 00 00 7b  # NXM_NX_REG0 123
     00 00 00 08 00 03 00 00  # output to port 3
     00 30 00 00  # the next: length 48, table 0, padding
     00 00 00 02 00 00 00 00 00 00  # duration_sec 2, duration_nsec, priority 0
     00 00 00 00 00 00 00 00 00 00  # idle_timeout, hard_timeout, match_len, idle_age, hard_age
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # packet_count, byte_count`,
      {
        flows: [
          {
            tableId: 1,
            durationSec: 1,
            durationNsec: 159674944,
            priority: 100,
            idleTimeout: 5,
            hardTimeout: 0,
            idleAge: 3,
            hardAge: 0,
            cookie: 0x2an,
            packetCount: 1n,
            byteCount: 60n,
            match: [oxm('NXM_NX_REG0', 123)],
            actions: [{ type: 'OUTPUT', port: 3, maxLen: 0 }],
          },
          {
            tableId: 0,
            durationSec: 2,
            durationNsec: 0,
            priority: 0,
            idleTimeout: 0,
            hardTimeout: 0,
            idleAge: 0,
            hardAge: 0,
            cookie: 0n,
            packetCount: 0n,
            byteCount: 0n,
            match: [],
            actions: [],
          },
        ],
      },
    ),
    'cookie=0x2a, duration=1.159674944s, table=1, n_packets=1, n_bytes=60, idle_timeout=5, idle_age=2, priority=100,reg0=0x7b actions=output:3',
    'cookie=0x0, duration=2s, table=0, n_packets=0, n_bytes=0, priority=0 actions=drop',
  ),
  printed(
    nxst(
      'NXST_AGGREGATE reply',
      '01',
      `00 00 00 00 00 00 00 07 00 00 00 00 00 00 01 a4  # packet_count 7, byte_count 420
     00 00 00 07 00 00 00 00  # flow_count 7, padding`,
      { packetCount: 7n, byteCount: 420n, flowCount: 7 },
    ),
    'packet_count=7 byte_count=420 flow_count=7',
  ),
  printed(
    nxst(
      'NXST_FLOW_MONITOR request',
      '02',
      `00 00 40 00 00 3f ff fe  # id 16384, all flags, out_port OFPP_LOCAL
     00 00 01 00 00 00 00 00  # match_len 0, table 1, padding
     00 00 20 00 00 04 ff ff  # id 8192, flags DELETE, out_port OFPP_NONE
     00 06 02 00 00 00 00 00  # match_len 6, table 2, padding
     00 00 00 02 00 01 00 00  # NXM_OF_IN_PORT 1, padding`,
      {
        monitors: [
          { id: 16384, flags: MONITOR_FLAGS, outPort: 0xfffe, tableId: 1, match: [] },
          { id: 8192, flags: ['DELETE'], outPort: 0xffff, tableId: 2, match: [oxm('NXM_OF_IN_PORT', 1)] },
        ],
      },
    ),
    'id=16384 flags=initial,add,delete,modify,actions,own out_port=LOCAL table=1',
    'id=8192 flags=delete table=2 in_port=1',
  ),
  refused(
    nxst(
      'NXST_FLOW_MONITOR request with a flag that has no name',
      '02',
      `00 00 40 00 80 00 ff ff  # id, flags, out_port OFPP_NONE
     00 00 ff 00 00 00 00 00  # match_len 0, all tables, padding`,
      { monitors: [{ id: 16384, flags: [0x8000], outPort: 0xffff, tableId: 0xff, match: [] }] },
    ),
    'OFPMOFC_BAD_FLAGS',
    'it has no such flag',
  ),
  printed(
    nxst(
      'NXST_FLOW_MONITOR reply',
      '02',
      `${UPDATE_BYTES(0, 0, true)}
     ${UPDATE_BYTES(2, 0, false)}
     00 08 00 03 00 01 86 a0  # length 8, event ABBREV, xid 100000`,
      {
        updates: [
          UPDATE('ADDED', 'IDLE_TIMEOUT', true),
          UPDATE('MODIFIED', 'IDLE_TIMEOUT', false),
          { event: 'ABBREV', xid: 100000 },
        ],
      },
    ),
    'event=ADDED table=1 idle_timeout=5 hard_timeout=16 cookie=0x123456789abcdef0 in_port=1 actions=output:10',
    'event=MODIFIED table=1',
    'event=ABBREV xid=0x186a0',
  ),
  ...REASONS.map(([reason, text], n) =>
    printed(
      nxst(`NXST_FLOW_MONITOR reply of a flow that ended by ${reason}`, '02', UPDATE_BYTES(1, n === 6 ? 9 : n, false), {
        updates: [UPDATE('DELETED', reason, false)],
      }),
      `event=DELETED reason=${text} table=1 idle_timeout=5 hard_timeout=16 cookie=0x123456789abcdef0 in_port=1`,
    ),
  ),
  refused(
    nxst(
      'NXST_FLOW_MONITOR reply of an event that nobody knows',
      '02',
      '00 08 00 09 01 02 03 04  # length 8, event 9',
      {
        updates: [{ event: 9, body: hex('01020304') }],
      },
    ),
    'NXBRC_FM_BAD_EVENT',
    'it does not know it either',
  ),
];

const ONF = { versions: [4], vendor: '4f 4e 46 00' } as const;
const MONITORS: Row[] = [
  printed(
    nxt('NXT_FLOW_MONITOR_CANCEL', '00 15', '01 02 30 40  # id', { id: 0x01023040 }, { versions: [1] }),
    'id=16920640',
  ),
  printed(nxt('NXT_FLOW_MONITOR_PAUSED', '00 16', '', {}, { versions: [1] }), 'NXT_FLOW_MONITOR_PAUSED'),
  printed(nxt('NXT_FLOW_MONITOR_RESUMED', '00 17', '', {}, { versions: [1] }), 'NXT_FLOW_MONITOR_RESUMED'),
  printed(nxt('ONFT_FLOW_MONITOR_CANCEL', '07 4e', '01 02 30 40  # id', { id: 0x01023040 }, ONF), 'id=16920640'),
  printed(nxt('ONFT_FLOW_MONITOR_PAUSED', '07 4f', '', {}, ONF), 'ONFT_FLOW_MONITOR_PAUSED'),
  printed(nxt('ONFT_FLOW_MONITOR_RESUMED', '07 50', '', {}, ONF), 'ONFT_FLOW_MONITOR_RESUMED'),
  ...(
    [
      ['MASTER_REQUEST', 'primary_request'],
      ['CONFIG', 'configuration_changed'],
      ['EXPERIMENTER', 'experimenter_data_changed'],
    ] as const
  ).map(([reason, text], number) =>
    printed(
      nxt(
        `ROLE_STATUS ${reason}`,
        '07 77',
        `00 00 00 03 0${number} 00 00 00  # role SLAVE, reason, padding
     00 00 00 00 00 00 00 10  # generation_id`,
        { role: 'SLAVE', reason, generationId: 16n, properties: [] },
        ONF,
      ),
      `role=secondary generation_id=16 reason=${text}`,
    ),
  ),
  printed(
    nxt(
      'ROLE_STATUS with a reason that has no name and properties',
      '07 77',
      `00 00 00 03 09 00 00 00  # role SLAVE, reason 9, padding
     00 00 00 00 00 00 00 10  # generation_id
     00 07 00 08 01 02 03 04  # a property of type 7
     ff ff 00 0c 00 00 04 d2 00 00 00 01 00 00 00 00  # property EXPERIMENTER: experimenter 1234, exp_type 1, padding`,
      {
        role: 'SLAVE',
        reason: 9,
        generationId: 16n,
        properties: [
          { type: 7, body: hex('01020304') },
          { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('') },
        ],
      },
      ONF,
    ),
    'role=secondary generation_id=16 reason=(unknown)',
  ),
  printed(
    nxt(
      'REQUESTFORWARD of a group-mod',
      '09 2e',
      `04 0f 00 10 00 00 00 68  # a GROUP_MOD ...
     00 02 00 00 ff ff ff fc  # ... command DELETE, type ALL, padding, all groups`,
      {
        request: {
          version: 4,
          type: 'GROUP_MOD',
          xid: 104,
          command: 'DELETE',
          groupType: 'ALL',
          groupId: 0xfffffffc,
          buckets: [],
        },
      },
      ONF,
    ),
    'reason=group_mod',
    'DEL group_id=4294967292,type=all',
  ),
  printed(
    nxt(
      'REQUESTFORWARD of a meter-mod',
      '09 2e',
      `04 1d 00 10 00 00 00 68  # a METER_MOD ...
     00 02 00 00 ff ff ff ff  # ... command DELETE, flags, all meters`,
      {
        request: {
          version: 4,
          type: 'METER_MOD',
          xid: 104,
          command: 'DELETE',
          flags: [],
          meterId: 0xffffffff,
          bands: [],
        },
      },
      ONF,
    ),
    'reason=meter_mod DEL meter=all',
  ),
  printed(
    onfst(
      'ONFST_FLOW_MONITOR request',
      `00 01 86 a0  # id 100000
     00 3f  # flags: all
     00 0c  # match_len 12
     00 00 00 02  # out_port
     05 00 00 00  # table_id, padding
     00 01 00 0c 80 00 00 04 00 00 00 01 00 00 00 00  # match: in_port 1, padded`,
      {
        monitors: [
          {
            id: 100000,
            flags: ['INITIAL', 'ADD', 'DELETE', 'MODIFY', 'ACTIONS', 'OWN'],
            outPort: 2,
            tableId: 5,
            match: [oxm('IN_PORT', 1)],
          },
        ],
      },
    ),
    'id=100000 flags=initial,add,delete,modify,actions,own out_port=2 table=5 in_port=1',
  ),
  refused(
    onfst(
      'ONFST_FLOW_MONITOR request with a flag that has no name',
      `00 00 00 07  # id
     80 02  # flags: ADD, and bit 15
     00 04  # match_len 4
     ff ff ff ff  # out_port OFPP_ANY
     ff 00 00 00  # table_id OFPTT_ALL, padding
     00 01 00 04 00 00 00 00  # an empty match, padded`,
      { monitors: [{ id: 7, flags: ['ADD', 0x8000], outPort: 0xffffffff, tableId: 0xff, match: [] }] },
    ),
    'OFPMOFC_BAD_FLAGS',
    'it is unknown to it too',
  ),
  printed(
    onfst(
      'ONFST_FLOW_MONITOR reply',
      `00 30 00 00  # length 48, event ADDED
     00 00 00 07  # reason, priority 7
     00 05 00 0a  # timeouts 5 and 10 seconds
     00 04 02 00  # match_len 4, table 2, padding
     00 00 00 00 00 00 00 2a  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 01 00 08 06 00 00 00  # instruction: goto table 6
     00 06 00 08 00 00 00 07  # instruction: meter 7
     00 20 00 01  # length 32, event DELETED
     00 02 00 07  # reason DELETE, priority 7
     00 00 00 00  # no timeouts
     00 04 02 00  # match_len 4, table 2, padding
     00 00 00 00 00 00 00 2b  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 20 00 02  # length 32, event MODIFIED
     00 00 00 07  # reason, priority 7
     00 00 00 00  # no timeouts
     00 04 02 00  # match_len 4, table 2, padding
     00 00 00 00 00 00 00 2c  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 08 00 03 12 34 56 78  # length 8, event ABBREV: xid`,
      {
        updates: [
          onfUpdate('ADDED', 'IDLE_TIMEOUT', 42n, {
            idleTimeout: 5,
            hardTimeout: 10,
            instructions: [
              { type: 'GOTO_TABLE', tableId: 6 },
              { type: 'METER', meterId: 7 },
            ],
          }),
          onfUpdate('DELETED', 'DELETE', 43n),
          onfUpdate('MODIFIED', 'IDLE_TIMEOUT', 44n),
          { event: 'ABBREV', xid: 0x12345678 },
        ],
      },
    ),
    'event=ADDED table=2 idle_timeout=5 hard_timeout=10 cookie=0x2a',
    'event=DELETED reason=delete table=2 cookie=0x2b',
    'event=MODIFIED table=2 cookie=0x2c',
    'event=ABBREV xid=0x12345678',
  ),
  refused(
    onfst(
      'ONFST_FLOW_MONITOR reply of an event that has no name, with such a reason',
      `00 20 00 01  # length 32, event DELETED
     00 09 00 07  # reason 9, priority 7
     00 00 00 00  # no timeouts
     00 04 02 00  # match_len 4, table 2, padding
     00 00 00 00 00 00 00 2b  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 08 00 63 01 02 03 04  # length 8, event 99`,
      {
        updates: [onfUpdate('DELETED', 9, 43n), { event: 99, body: hex('01020304') }],
      },
    ),
    'NXBRC_FM_BAD_EVENT',
    'it is unknown to it too',
  ),
  ...(['HARD_TIMEOUT', 'GROUP_DELETE', 'METER_DELETE', 'EVICTION'] as const).map((reason) =>
    printed(
      onfst(
        `ONFST_FLOW_MONITOR reply with reason ${reason}`,
        `00 20 00 01  # length 32, event DELETED
     00 0${{ HARD_TIMEOUT: 1, GROUP_DELETE: 3, METER_DELETE: 4, EVICTION: 5 }[reason]} 00 07  # reason, priority 7
     00 00 00 00  # no timeouts
     00 04 02 00  # match_len 4, table 2, padding
     00 00 00 00 00 00 00 2b  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded`,
        { updates: [onfUpdate('DELETED', reason, 43n)] },
      ),
      'event=DELETED reason=',
    ),
  ),
];

const ROWS: readonly Row[] = [
  ...ROLES,
  ...FORMATS,
  ...ASYNC,
  ...TLV_TABLE,
  ...FLOW_MODS,
  ...FLOW_REMOVED,
  ...PACKETS,
  ...STATISTICS,
  ...MONITORS,
];

export const NX_MESSAGE_VECTORS: readonly Vector[] = ROWS.flatMap(({ vectors }) => vectors);

function byName<T>(of: (row: Row) => T | undefined): Record<string, T> {
  const all: Record<string, T> = {};
  for (const row of ROWS) {
    const value = of(row);
    if (value !== undefined) for (const { name } of row.vectors) all[name] = value;
  }
  return all;
}

export const NX_MESSAGES_PRINTED = byName((row) => (row.printed === undefined ? undefined : [...row.printed]));
export const NX_MESSAGES_REFUSED = byName((row) => row.refused && ([...row.refused] as [string, string]));
