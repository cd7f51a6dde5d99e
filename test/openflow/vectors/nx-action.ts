// The actions of Open vSwitch, each in a PACKET_OUT of 1.0 and of 1.3, whose bytes are the same; with what Open vSwitch prints of
// it, or why it takes none of it. Their bytes are those of its tests/ofp-actions.at where it has them.
import type { Action10, Action13 } from '#openflow/action.ts';
import type { Message } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { hex, type Vector, vector } from './vector.ts';

interface Row {
  /** The action and what is particular. */
  readonly what: string;
  readonly annotated: string;
  readonly action: Action13 | Action10;
  /** The value in 1.0, where it is another. */
  readonly action10?: Action10;
  /** What ofp-print writes behind `actions=`. */
  readonly printed?: string;
  /** Or the error that it gives, and the reason. */
  readonly refused?: readonly [string, string];
  /** What stands in the action differs: it is written for one version. */
  readonly only?: '1.0' | '1.3';
}

/** Later versions have these actions themselves. */
const IN_10: ReadonlySet<unknown> = new Set([
  'NX_SET_QUEUE',
  'NX_DEC_TTL',
  'NX_PUSH_MPLS',
  'NX_POP_MPLS',
  'NX_SET_MPLS_TTL',
  'NX_DEC_MPLS_TTL',
  'NX_SET_MPLS_LABEL',
  'NX_SET_MPLS_TC',
  'NX_GROUP',
]);

/** An experimenter action of Nicira: `annotated` follows the subtype. */
function nx(
  what: string,
  length: string,
  subtype: string,
  annotated: string,
  action: Action13 | Action10,
  printed: string,
): Row {
  return {
    what,
    annotated: lead(length, subtype, annotated),
    action,
    printed,
    ...(IN_10.has(action.type) && { only: '1.0' }),
  };
}

function refused(
  what: string,
  length: string,
  subtype: string,
  annotated: string,
  action: Action13 | Action10,
  why: readonly [string, string],
): Row {
  return { what, annotated: lead(length, subtype, annotated), action, refused: why };
}

function lead(length: string, subtype: string, annotated: string): string {
  return `ff ff 00 ${length} 00 00 23 20  # experimenter action of Nicira, its length
     00 ${subtype}  # subtype
     ${annotated}`;
}

const HASHES = [
  ['ETH_SRC', 'eth_src'],
  ['SYMMETRIC_L4', 'symmetric_l4'],
  ['SYMMETRIC_L3L4', 'symmetric_l3l4'],
  ['SYMMETRIC_L3L4_UDP', 'symmetric_l3l4+udp'],
  ['NW_SRC', 'nw_src'],
  ['NW_DST', 'nw_dst'],
  ['SYMMETRIC_L3', 'symmetric_l3'],
] as const;
const LINKS = [
  ['MODULO_N', 'modulo_n'],
  ['HASH_THRESHOLD', 'hash_threshold'],
  ['HRW', 'hrw'],
  ['ITER_HASH', 'iter_hash'],
] as const;

const PLAIN_CT = { flags: [], zoneSrc: 0, zone: 0, recircTable: 0xff, alg: 0 };

/** ct with `nat` alone in it. */
function nat(
  what: string,
  flags: string,
  present: string,
  annotated: string,
  action: Extract<Action13, { type: 'NX_NAT' }>,
  printed: string,
): Row {
  const natBytes = hexLength(`${annotated}`) + 16;
  const padded = Math.ceil(natBytes / 8) * 8;
  return {
    what,
    annotated: lead(
      byte(24 + padded),
      '23',
      `00 01  # flags: COMMIT
     00 00 00 00 00 00  # zone_src, zone
     ff 00 00 00 00 00  # recirc_table NONE, padding, alg
     ff ff 00 ${byte(padded)} 00 00 23 20 00 24 00 00  # nat
     ${flags}  # ... flags
     ${present}  # ... range_present
     ${annotated}
     ${'00 '.repeat(padded - natBytes)}  # ... padding`,
    ),
    action: { type: 'NX_CT', ...PLAIN_CT, flags: ['COMMIT'], actions: [action] },
    printed: `ct(commit,${printed})`,
  };
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function hexLength(annotated: string): number {
  return annotated.replace(/#.*/g, '').replace(/\s+/g, '').length / 2;
}

const ROWS: readonly Row[] = [
  nx(
    'NX_RESUBMIT',
    '10',
    '01',
    '00 05 00 00 00 00  # in_port, padding',
    { type: 'NX_RESUBMIT', inPort: 5 },
    'resubmit:5',
  ),
  nx(
    'NX_SET_TUNNEL',
    '10',
    '02',
    '00 00 12 34 56 78  # padding, tun_id',
    { type: 'NX_SET_TUNNEL', tunId: 0x12345678 },
    'set_tunnel:0x12345678',
  ),
  nx(
    'NX_SET_QUEUE',
    '10',
    '04',
    '00 00 89 ab cd 01  # padding, queue_id',
    { type: 'NX_SET_QUEUE', queueId: 0x89abcd01 },
    'set_queue:2309737729',
  ),
  nx('NX_POP_QUEUE', '10', '05', '00 00 00 00 00 00  # padding', { type: 'NX_POP_QUEUE' }, 'pop_queue'),
  nx(
    'NX_REG_MOVE',
    '18',
    '06',
    `00 10 00 00 00 00  # n_bits 16, src_ofs, dst_ofs
     00 00 00 02  # src NXM_OF_IN_PORT
     00 00 08 02  # dst NXM_OF_VLAN_TCI`,
    { type: 'NX_REG_MOVE', nBits: 16, srcOfs: 0, dstOfs: 0, src: 'NXM_OF_IN_PORT', dst: 'NXM_OF_VLAN_TCI' },
    'move:NXM_OF_IN_PORT[]->NXM_OF_VLAN_TCI[]',
  ),
  nx(
    'NX_REG_MOVE of a field of an experimenter',
    '20',
    '06',
    `00 08 00 10 00 04  # n_bits 8, src_ofs 16, dst_ofs 4
     ff ff 08 08 00 5a d6 50  # src NXOXM_NSH_SPI with its experimenter
     00 01 02 04  # dst NXM_NX_REG1
     00 00 00 00  # padding`,
    { type: 'NX_REG_MOVE', nBits: 8, srcOfs: 16, dstOfs: 4, src: 'NXOXM_NSH_SPI', dst: 'NXM_NX_REG1' },
    'move:NXOXM_NSH_SPI[16..23]->NXM_NX_REG1[4..11]',
  ),
  nx(
    'NX_REG_LOAD',
    '18',
    '07',
    `01 45  # ofs 5, n_bits 6
     00 01 02 04  # dst NXM_NX_REG1
     00 00 00 00 00 00 00 09  # value`,
    { type: 'NX_REG_LOAD', ofsNbits: { ofs: 5, nBits: 6 }, dst: 'NXM_NX_REG1', value: 9n },
    'load:0x9->NXM_NX_REG1[5..10]',
  ),
  nx(
    'NX_NOTE',
    '18',
    '08',
    '11 e9 9a ad 67 f3 01 02 00 00 00 00 00 00  # note',
    { type: 'NX_NOTE', note: hex('11e99aad67f30102000000000000') },
    'note:11.e9.9a.ad.67.f3.01.02.00.00.00.00.00.00',
  ),
  nx(
    'NX_SET_TUNNEL64',
    '18',
    '09',
    `00 00 00 00 00 00  # padding
     c4 26 38 4d 49 c5 3d 60  # tun_id`,
    { type: 'NX_SET_TUNNEL64', tunId: 0xc426384d49c53d60n },
    'set_tunnel64:0xc426384d49c53d60',
  ),
  ...HASHES.map(([fields, printed], n) =>
    nx(
      `NX_MULTIPATH over ${fields}`,
      '20',
      '0a',
      `00 ${byte(n)} 00 32 00 00  # fields, basis 50, padding
     00 00 00 01 00 00 00 00 00 00  # algorithm MODULO_N, max_link 1, arg, padding
     00 1f 00 01 00 04  # ofs 0 and n_bits 32 of dst NXM_NX_REG0`,
      {
        type: 'NX_MULTIPATH',
        fields,
        basis: 50,
        algorithm: 'MODULO_N',
        maxLink: 1,
        arg: 0,
        ofsNbits: { ofs: 0, nBits: 32 },
        dst: 'NXM_NX_REG0',
      },
      `multipath(${printed},50,modulo_n,2,0,NXM_NX_REG0[])`,
    ),
  ),
  ...LINKS.map(([algorithm, printed], n) =>
    nx(
      `NX_MULTIPATH by ${algorithm}`,
      '20',
      '0a',
      `00 00 00 00 00 00  # fields ETH_SRC, basis, padding
     00 ${byte(n)} 00 03 00 00 00 07 00 00  # algorithm, max_link 3, arg 7, padding
     00 c7 00 01 06 04  # ofs 3 and n_bits 8 of dst NXM_NX_REG3`,
      {
        type: 'NX_MULTIPATH',
        fields: 'ETH_SRC',
        basis: 0,
        algorithm,
        maxLink: 3,
        arg: 7,
        ofsNbits: { ofs: 3, nBits: 8 },
        dst: 'NXM_NX_REG3',
      },
      `multipath(eth_src,0,${printed},4,7,NXM_NX_REG3[3..10])`,
    ),
  ),
  refused(
    'NX_MULTIPATH over fields and by an algorithm without a name',
    '20',
    '0a',
    `00 09 00 00 00 00  # fields 9, basis, padding
     00 09 00 00 00 00 00 00 00 00  # algorithm 9, max_link, arg, padding
     00 1f 00 01 00 04  # ofs 0 and n_bits 32 of dst NXM_NX_REG0`,
    {
      type: 'NX_MULTIPATH',
      fields: 9,
      basis: 0,
      algorithm: 9,
      maxLink: 0,
      arg: 0,
      ofsNbits: { ofs: 0, nBits: 32 },
      dst: 'NXM_NX_REG0',
    },
    ['OFPBAC_BAD_ARGUMENT', 'it has no such fields'],
  ),
  nx(
    'NX_BUNDLE',
    '28',
    '0c',
    `00 01 00 00 00 00  # algorithm HRW, fields ETH_SRC, basis
     00 00 00 02  # member_type NXM_OF_IN_PORT
     00 02  # n_members
     00 00 00 00 00 00  # ofs and n_bits, dst: none
     00 00 00 00  # padding
     00 04 00 08  # members
     00 00 00 00  # padding`,
    {
      type: 'NX_BUNDLE',
      algorithm: 'HRW',
      fields: 'ETH_SRC',
      basis: 0,
      memberType: 'NXM_OF_IN_PORT',
      ofsNbits: { ofs: 0, nBits: 1 },
      dst: 0,
      members: [4, 8],
    },
    'bundle(eth_src,0,hrw,ofport,members:4,8)',
  ),
  nx(
    'NX_BUNDLE_LOAD',
    '28',
    '0d',
    `00 00 00 01 00 07  # algorithm ACTIVE_BACKUP, fields SYMMETRIC_L4, basis 7
     00 00 00 02  # member_type NXM_OF_IN_PORT
     00 04  # n_members
     00 0f 00 01 02 04  # ofs 0 and n_bits 16 of dst NXM_NX_REG1
     00 00 00 00  # padding
     00 04 00 08 00 0f 00 10  # members`,
    {
      type: 'NX_BUNDLE_LOAD',
      algorithm: 'ACTIVE_BACKUP',
      fields: 'SYMMETRIC_L4',
      basis: 7,
      memberType: 'NXM_OF_IN_PORT',
      ofsNbits: { ofs: 0, nBits: 16 },
      dst: 'NXM_NX_REG1',
      members: [4, 8, 15, 16],
    },
    'bundle_load(symmetric_l4,7,active_backup,ofport,NXM_NX_REG1[0..15],members:4,8,15,16)',
  ),
  refused(
    'NX_BUNDLE by an algorithm without a name, without members',
    '20',
    '0c',
    `00 09 00 00 00 00  # algorithm 9, fields ETH_SRC, basis
     00 00 00 02  # member_type NXM_OF_IN_PORT
     00 00  # n_members
     00 00 00 00 00 00  # ofs and n_bits, dst: none
     00 00 00 00  # padding`,
    {
      type: 'NX_BUNDLE',
      algorithm: 9,
      fields: 'ETH_SRC',
      basis: 0,
      memberType: 'NXM_OF_IN_PORT',
      ofsNbits: { ofs: 0, nBits: 1 },
      dst: 0,
      members: [],
    },
    ['OFPBAC_BAD_ARGUMENT', 'it has no such algorithm'],
  ),
  nx(
    'NX_RESUBMIT_TABLE',
    '10',
    '0e',
    '00 0a 05 00 00 00  # in_port 10, table 5, padding',
    { type: 'NX_RESUBMIT_TABLE', inPort: 10, tableId: 5 },
    'resubmit(10,5)',
  ),
  nx(
    'NX_OUTPUT_REG',
    '18',
    '0f',
    `01 45 00 01 02 04  # ofs 5 and n_bits 6 of src NXM_NX_REG1
     ff ff  # max_len
     00 00 00 00 00 00  # padding`,
    { type: 'NX_OUTPUT_REG', ofsNbits: { ofs: 5, nBits: 6 }, src: 'NXM_NX_REG1', maxLen: 0xffff },
    'output:NXM_NX_REG1[5..10]',
  ),
  nx(
    'NX_LEARN',
    '48',
    '10',
    `00 0a 00 14 00 50  # idle_timeout 10, hard_timeout 20, priority 80
     12 34 56 78 9a bc de f0  # cookie
     00 03 02 00  # flags SEND_FLOW_REM and DELETE_LEARNED, table 2, padding
     00 02 00 04  # fin_idle_timeout, fin_hard_timeout
     00 0c 00 00 08 02 00 00 00 00 08 02 00 00  # match 12 bits of NXM_OF_VLAN_TCI
     00 30 00 00 04 06 00 00 00 00 02 06 00 00  # match NXM_OF_ETH_DST with NXM_OF_ETH_SRC
     10 10 00 00 00 02 00 00  # output to NXM_OF_IN_PORT
     00 00 00 00  # padding`,
    {
      type: 'NX_LEARN',
      idleTimeout: 10,
      hardTimeout: 20,
      priority: 80,
      cookie: 0x123456789abcdef0n,
      flags: ['SEND_FLOW_REM', 'DELETE_LEARNED'],
      tableId: 2,
      finIdleTimeout: 2,
      finHardTimeout: 4,
      specs: [
        { type: 'MATCH', nBits: 12, src: 'NXM_OF_VLAN_TCI', srcOfs: 0, dst: 'NXM_OF_VLAN_TCI', dstOfs: 0 },
        { type: 'MATCH', nBits: 48, src: 'NXM_OF_ETH_SRC', srcOfs: 0, dst: 'NXM_OF_ETH_DST', dstOfs: 0 },
        { type: 'OUTPUT', nBits: 16, src: 'NXM_OF_IN_PORT', srcOfs: 0 },
      ],
    },
    'learn(table=2,idle_timeout=10,hard_timeout=20,fin_idle_timeout=2,fin_hard_timeout=4,priority=80,send_flow_rem,' +
      'delete_learned,cookie=0x123456789abcdef0,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],' +
      'output:NXM_OF_IN_PORT[])',
  ),
  refused(
    'NX_LEARN with a flag that has no name',
    '20',
    '10',
    `00 00 00 00 00 00  # idle_timeout, hard_timeout, priority
     00 00 00 00 00 00 00 00  # cookie
     80 00 00 00  # flags, table, padding
     00 00 00 00  # fin_idle_timeout, fin_hard_timeout`,
    {
      type: 'NX_LEARN',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0,
      cookie: 0n,
      flags: [0x8000],
      tableId: 0,
      finIdleTimeout: 0,
      finHardTimeout: 0,
      specs: [],
    },
    ['OFPBAC_BAD_ARGUMENT', 'it refuses a flag without a name'],
  ),
  nx(
    'NX_LEARN of values and of a register',
    '48',
    '10',
    `00 00 00 00 80 00  # idle_timeout, hard_timeout, priority
     00 00 00 00 00 00 00 00  # cookie
     00 00 01 00  # flags, table 1, padding
     00 00 00 00  # fin_idle_timeout, fin_hard_timeout
     20 10 00 63 00 00 00 02 00 00  # match 16 bits of NXM_OF_IN_PORT with 99
     08 10 00 00 00 02 00 00 00 01 02 04 00 10  # load NXM_OF_IN_PORT into NXM_NX_REG1[16..31]
     28 11 00 01 00 02 00 01 04 04 00 04  # load 0x10002 into 17 bits of NXM_NX_REG2, from bit 4
     00 00 00 00  # padding`,
    {
      type: 'NX_LEARN',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0x8000,
      cookie: 0n,
      flags: [],
      tableId: 1,
      finIdleTimeout: 0,
      finHardTimeout: 0,
      specs: [
        { type: 'MATCH_VALUE', nBits: 16, value: 99n, dst: 'NXM_OF_IN_PORT', dstOfs: 0 },
        { type: 'LOAD', nBits: 16, src: 'NXM_OF_IN_PORT', srcOfs: 0, dst: 'NXM_NX_REG1', dstOfs: 16 },
        { type: 'LOAD_VALUE', nBits: 17, value: 0x10002n, dst: 'NXM_NX_REG2', dstOfs: 4 },
      ],
    },
    'learn(table=1,in_port=99,load:NXM_OF_IN_PORT[]->NXM_NX_REG1[16..31],load:0x10002->NXM_NX_REG2[4..20])',
  ),
  refused(
    'NX_LEARN with a spec that nobody knows',
    '28',
    '10',
    `00 00 00 00 80 00  # idle_timeout, hard_timeout, priority
     00 00 00 00 00 00 00 00  # cookie
     00 00 01 00  # flags, table 1, padding
     00 00 00 00  # fin_idle_timeout, fin_hard_timeout
     30 10 00 63 00 00 00 02  # a value to be sent out, which no spec has`,
    {
      type: 'NX_LEARN',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0x8000,
      cookie: 0n,
      flags: [],
      tableId: 1,
      finIdleTimeout: 0,
      finHardTimeout: 0,
      specs: hex('3010006300000002'),
    },
    ['OFPBAC_BAD_ARGUMENT', 'it is unknown to it too'],
  ),
  nx('NX_EXIT', '10', '11', '00 00 00 00 00 00  # padding', { type: 'NX_EXIT' }, 'exit'),
  nx('NX_DEC_TTL', '10', '12', '00 00 00 00 00 00  # padding', { type: 'NX_DEC_TTL' }, 'dec_ttl'),
  nx(
    'NX_FIN_TIMEOUT',
    '10',
    '13',
    '00 0a 00 14 00 00  # fin_idle_timeout 10, fin_hard_timeout 20, padding',
    { type: 'NX_FIN_TIMEOUT', finIdleTimeout: 10, finHardTimeout: 20 },
    'fin_timeout(idle_timeout=10,hard_timeout=20)',
  ),
  nx(
    'NX_CONTROLLER',
    '10',
    '14',
    '04 d2 16 2e 02 00  # max_len 1234, controller_id 5678, reason INVALID_TTL, padding',
    { type: 'NX_CONTROLLER', maxLen: 1234, controllerId: 5678, reason: 'INVALID_TTL' },
    'controller(reason=invalid_ttl,max_len=1234,id=5678)',
  ),
  nx(
    'NX_DEC_TTL_CNT_IDS',
    '20',
    '15',
    `00 05 00 00 00 00  # n_controllers, padding
     80 00 30 39 00 5a 02 fd 04 00  # cnt_ids
     00 00 00 00 00 00  # padding`,
    { type: 'NX_DEC_TTL_CNT_IDS', cntIds: [32768, 12345, 90, 765, 1024] },
    'dec_ttl(32768,12345,90,765,1024)',
  ),
  refused(
    'NX_WRITE_METADATA',
    '20',
    '16',
    `00 00 00 00 00 00  # padding
     fe dc ba 98 76 54 32 10  # metadata
     ff ff 00 00 ff ff 00 00  # mask`,
    { type: 'NX_WRITE_METADATA', metadata: 0xfedcba9876543210n, metadataMask: 0xffff0000ffff0000n },
    ['OFPBIC_UNSUP_INST', 'it takes it for an instruction, which a packet-out has none of'],
  ),
  nx(
    'NX_PUSH_MPLS',
    '10',
    '17',
    '88 47 00 00 00 00  # ethertype, padding',
    { type: 'NX_PUSH_MPLS', ethertype: 0x8847 },
    'push_mpls:0x8847',
  ),
  nx(
    'NX_POP_MPLS',
    '10',
    '18',
    '08 00 00 00 00 00  # ethertype, padding',
    { type: 'NX_POP_MPLS', ethertype: 0x0800 },
    'pop_mpls:0x0800',
  ),
  nx(
    'NX_SET_MPLS_TTL',
    '10',
    '19',
    '0a 00 00 00 00 00  # mpls_ttl, padding',
    { type: 'NX_SET_MPLS_TTL', mplsTtl: 10 },
    'set_mpls_ttl(10)',
  ),
  nx('NX_DEC_MPLS_TTL', '10', '1a', '00 00 00 00 00 00  # padding', { type: 'NX_DEC_MPLS_TTL' }, 'dec_mpls_ttl'),
  nx(
    'NX_STACK_PUSH',
    '18',
    '1b',
    `00 05  # offset 5
     00 01 02 04 00 06  # NXM_NX_REG1, n_bits 6
     00 00 00 00 00 00  # padding`,
    { type: 'NX_STACK_PUSH', offset: 5, field: 'NXM_NX_REG1', nBits: 6 },
    'push:NXM_NX_REG1[5..10]',
  ),
  nx(
    'NX_STACK_POP of a field of an experimenter',
    '18',
    '1c',
    `00 00  # offset
     ff ff 0c 08 00 5a d6 50 00 20  # NXOXM_NSH_C1 with its experimenter, n_bits 32
     00 00  # padding`,
    { type: 'NX_STACK_POP', offset: 0, field: 'NXOXM_NSH_C1', nBits: 32 },
    'pop:NXOXM_NSH_C1[]',
  ),
  nx(
    'NX_SAMPLE',
    '18',
    '1d',
    `30 39  # probability 12345
     00 00 5b a0 00 00 87 07 00 00 b2 6e  # collector_set_id, obs_domain_id, obs_point_id`,
    { type: 'NX_SAMPLE', probability: 12345, collectorSetId: 23456, obsDomainId: 34567, obsPointId: 45678 },
    'sample(probability=12345,collector_set_id=23456,obs_domain_id=34567,obs_point_id=45678)',
  ),
  nx(
    'NX_SET_MPLS_LABEL',
    '10',
    '1e',
    '00 00 00 00 00 0a  # padding, label',
    { type: 'NX_SET_MPLS_LABEL', mplsLabel: 10 },
    'set_mpls_label(10)',
  ),
  nx(
    'NX_SET_MPLS_TC',
    '10',
    '1f',
    '03 00 00 00 00 00  # tc, padding',
    { type: 'NX_SET_MPLS_TC', mplsTc: 3 },
    'set_mpls_tc(3)',
  ),
  nx(
    'NX_OUTPUT_REG2',
    '18',
    '20',
    `01 45 ff ff  # ofs 5 and n_bits 6 of src; max_len
     00 01 02 04  # src NXM_NX_REG1
     00 00 00 00 00 00  # padding`,
    { type: 'NX_OUTPUT_REG2', ofsNbits: { ofs: 5, nBits: 6 }, maxLen: 0xffff, src: 'NXM_NX_REG1' },
    'output:NXM_NX_REG1[5..10]',
  ),
  nx(
    'NX_REG_LOAD2',
    '18',
    '21',
    `00 01 03 08  # NXM_NX_REG1 with a mask
     00 00 00 05 00 00 00 0f  # value, mask
     00 00  # padding`,
    { type: 'NX_REG_LOAD2', field: oxm('NXM_NX_REG1', 5, 15) },
    'set_field:0x5/0xf->reg1',
  ),
  nx(
    'NX_CONJUNCTION',
    '10',
    '22',
    '01 02 00 00 00 07  # clause 1 counted from 0, n_clauses 2, id 7',
    { type: 'NX_CONJUNCTION', clause: 1, nClauses: 2, id: 7 },
    'conjunction(7,2/2)',
  ),
  nx(
    'NX_CT',
    '18',
    '23',
    `00 00  # flags
     00 00 00 00 00 00  # zone_src, zone
     ff 00 00 00 00 00  # recirc_table NONE, padding, alg`,
    { type: 'NX_CT', ...PLAIN_CT, actions: [] },
    'ct()',
  ),
  nx(
    'NX_CT that commits by force into a zone and goes on in a table',
    '18',
    '23',
    `00 03  # flags: COMMIT, FORCE
     00 00 00 00 00 0a  # zone_src, zone 10
     0c 00 00 00 00 15  # recirc_table 12, padding, alg FTP`,
    { type: 'NX_CT', ...PLAIN_CT, flags: ['COMMIT', 'FORCE'], zone: 10, recircTable: 12, alg: 21, actions: [] },
    'ct(commit,force,table=12,zone=10,alg=ftp)',
  ),
  nx(
    'NX_CT with a zone from a register',
    '18',
    '23',
    `00 00  # flags
     00 01 00 04 00 0f  # zone_src NXM_NX_REG0, zone: ofs 0, n_bits 16
     ff 00 00 00 00 45  # recirc_table NONE, padding, alg TFTP`,
    { type: 'NX_CT', ...PLAIN_CT, zoneSrc: 'NXM_NX_REG0', zone: 15, alg: 69, actions: [] },
    'ct(zone=NXM_NX_REG0[0..15],alg=tftp)',
  ),
  nx(
    'NX_CT that sets mark and label of the connection',
    '48',
    '23',
    `00 01  # flags: COMMIT
     00 00 00 00 00 00  # zone_src, zone
     ff 00 00 00 00 00  # recirc_table NONE, padding, alg
     ff ff 00 18 00 00 23 20 00 07 00 1f 00 01 d6 04  # load of 32 bits to NXM_NX_CT_MARK
     00 00 00 00 00 00 f0 09  # ... value
     ff ff 00 18 00 00 23 20 00 07 10 3f 00 01 d8 10  # load of the upper 64 bits of NXM_NX_CT_LABEL
     00 00 00 00 00 00 00 1d  # ... value`,
    {
      type: 'NX_CT',
      ...PLAIN_CT,
      flags: ['COMMIT'],
      actions: [
        { type: 'NX_REG_LOAD', ofsNbits: { ofs: 0, nBits: 32 }, dst: 'NXM_NX_CT_MARK', value: 0xf009n },
        { type: 'NX_REG_LOAD', ofsNbits: { ofs: 64, nBits: 64 }, dst: 'NXM_NX_CT_LABEL', value: 0x1dn },
      ],
    },
    'ct(commit,exec(load:0xf009->NXM_NX_CT_MARK[],load:0x1d->NXM_NX_CT_LABEL[64..127]))',
  ),
  nx(
    'NX_CT with a flag that has no name and a protocol without a name',
    '18',
    '23',
    `80 00  # flags
     00 00 00 00 00 00  # zone_src, zone
     ff 00 00 00 00 50  # recirc_table NONE, padding, alg 80`,
    { type: 'NX_CT', ...PLAIN_CT, flags: [0x8000], alg: 80, actions: [] },
    'ct(alg=80)',
  ),
  nat('NX_NAT without a range', '00 01', '00 00', '', { type: 'NX_NAT', flags: ['SRC'], range: {} }, 'nat(src)'),
  nat(
    'NX_NAT to one address and ports, at random',
    '00 11',
    '00 31',
    `0a 00 00 f0  # ... ipv4_min
     80 00 ff ff  # ... proto_min, proto_max`,
    {
      type: 'NX_NAT',
      flags: ['SRC', 'PROTO_RANDOM'],
      range: { ipv4Min: '10.0.0.240', protoMin: 32768, protoMax: 65535 },
    },
    'nat(src=10.0.0.240:32768-65535,random)',
  ),
  nat(
    'NX_NAT to a range of addresses, by a hash',
    '00 0a',
    '00 03',
    '0a 00 00 80 0a 00 00 fe  # ... ipv4_min, ipv4_max',
    { type: 'NX_NAT', flags: ['DST', 'PROTO_HASH'], range: { ipv4Min: '10.0.0.128', ipv4Max: '10.0.0.254' } },
    'nat(dst=10.0.0.128-10.0.0.254,hash)',
  ),
  nat(
    'NX_NAT to a range of IPv6 addresses and a port, persistent',
    '00 05',
    '00 1c',
    `fe 80 00 00 00 00 00 00 02 0c 29 ff fe 88 00 01  # ... ipv6_min
     fe 80 00 00 00 00 00 00 02 0c 29 ff fe 88 a1 8b  # ... ipv6_max
     00 ff  # ... proto_min`,
    {
      type: 'NX_NAT',
      flags: ['SRC', 'PERSISTENT'],
      range: { ipv6Min: 'fe80::20c:29ff:fe88:1', ipv6Max: 'fe80::20c:29ff:fe88:a18b', protoMin: 255 },
    },
    'nat(src=[fe80::20c:29ff:fe88:1]-[fe80::20c:29ff:fe88:a18b]:255,persistent)',
  ),
  {
    ...nat(
      'NX_NAT with a flag that has no name',
      '80 00',
      '00 00',
      '',
      { type: 'NX_NAT', flags: [0x8000], range: {} },
      '',
    ),
    printed: undefined,
    refused: ['OFPBAC_BAD_ARGUMENT', 'it refuses a flag without a name'],
  },
  nx(
    'NX_CONTROLLER2 with every property',
    '48',
    '25',
    `00 00 00 00 00 00  # padding
     00 00 00 08 04 d2 00 00  # MAX_LEN, 8 bytes: 1234, padding
     00 01 00 08 16 2e 00 00  # CONTROLLER_ID, 8 bytes: 5678, padding
     00 02 00 05 02 00 00 00  # REASON, 5 bytes: INVALID_TTL; padding
     00 03 00 09 01 02 03 04 05  # USERDATA, 9 bytes
     00 00 00 00 00 00 00  # padding
     00 04 00 04 00 00 00 00  # PAUSE, 4 bytes; padding
     00 05 00 08 00 00 00 07  # METER_ID, 8 bytes`,
    {
      type: 'NX_CONTROLLER2',
      properties: [
        { type: 'MAX_LEN', maxLen: 1234 },
        { type: 'CONTROLLER_ID', controllerId: 5678 },
        { type: 'REASON', reason: 'INVALID_TTL' },
        { type: 'USERDATA', userdata: hex('0102030405') },
        { type: 'PAUSE' },
        { type: 'METER_ID', meterId: 7 },
      ],
    },
    'controller(reason=invalid_ttl,max_len=1234,id=5678,userdata=01.02.03.04.05,pause,meter_id=7)',
  ),
  refused(
    'NX_CONTROLLER2 with a property that nobody knows',
    '18',
    '25',
    `00 00 00 00 00 00  # padding
     00 63 00 08 01 02 03 04  # property 99, 8 bytes`,
    { type: 'NX_CONTROLLER2', properties: [{ type: 99, body: hex('01020304') }] },
    ['OFPBPC_BAD_TYPE', 'it does not know it either'],
  ),
  nx(
    'NX_SAMPLE2',
    '20',
    '26',
    `30 39  # probability 12345
     00 00 5b a0 00 00 87 07 00 00 b2 6e  # collector_set_id, obs_domain_id, obs_point_id
     dd d5 00 00 00 00 00 00  # sampling_port, padding`,
    {
      type: 'NX_SAMPLE2',
      probability: 12345,
      collectorSetId: 23456,
      obsDomainId: 34567,
      obsPointId: 45678,
      samplingPort: 56789,
    },
    'sample(probability=12345,collector_set_id=23456,obs_domain_id=34567,obs_point_id=45678,sampling_port=56789)',
  ),
  nx(
    'NX_SAMPLE2 without a port',
    '20',
    '26',
    `00 01  # probability 1
     00 00 00 00 00 00 00 00 00 00 00 00  # collector_set_id, obs_domain_id, obs_point_id
     ff ff 00 00 00 00 00 00  # sampling_port OFPP_NONE, padding`,
    {
      type: 'NX_SAMPLE2',
      probability: 1,
      collectorSetId: 0,
      obsDomainId: 0,
      obsPointId: 0,
      samplingPort: 0xffff,
    },
    'sample(probability=1,collector_set_id=0,obs_domain_id=0,obs_point_id=0)',
  ),
  nx(
    'NX_OUTPUT_TRUNC',
    '10',
    '27',
    '00 01 00 00 00 64  # port 1, max_len 100',
    { type: 'NX_OUTPUT_TRUNC', port: 1, maxLen: 100 },
    'output(port=1,max_len=100)',
  ),
  nx('NX_GROUP', '10', '28', '00 00 00 00 00 05  # padding, group_id', { type: 'NX_GROUP', groupId: 5 }, 'group:5'),
  ...(['DEFAULT', 'INGRESS', 'EGRESS'] as const).map((direction, n) =>
    nx(
      `NX_SAMPLE3 ${direction}`,
      '20',
      '29',
      `30 39  # probability 12345
     00 00 5b a0 00 00 87 07 00 00 b2 6e  # collector_set_id, obs_domain_id, obs_point_id
     dd d5 ${byte(n)} 00 00 00 00 00  # sampling_port, direction, padding`,
      {
        type: 'NX_SAMPLE3',
        probability: 12345,
        collectorSetId: 23456,
        obsDomainId: 34567,
        obsPointId: 45678,
        samplingPort: 56789,
        direction,
      },
      `sample(probability=12345,collector_set_id=23456,obs_domain_id=34567,obs_point_id=45678,sampling_port=56789${['', ',ingress', ',egress'][n]})`,
    ),
  ),
  refused(
    'NX_SAMPLE3 in a direction without a name',
    '20',
    '29',
    `30 39  # probability 12345
     00 00 5b a0 00 00 87 07 00 00 b2 6e  # collector_set_id, obs_domain_id, obs_point_id
     dd d5 09 00 00 00 00 00  # sampling_port, direction, padding`,
    {
      type: 'NX_SAMPLE3',
      probability: 12345,
      collectorSetId: 23456,
      obsDomainId: 34567,
      obsPointId: 45678,
      samplingPort: 56789,
      direction: 9,
    },
    ['OFPBAC_BAD_ARGUMENT', 'it has two directions'],
  ),
  nx(
    'NX_CLONE in a clone',
    '30',
    '2a',
    `00 00 00 00 00 00  # padding
     ff ff 00 10 00 00 23 20 00 02 00 00 00 00 00 09  # set_tunnel 9
     ff ff 00 10 00 00 23 20 00 2a 00 00 00 00 00 00  # clone, without an action`,
    {
      type: 'NX_CLONE',
      actions: [
        { type: 'NX_SET_TUNNEL', tunId: 9 },
        { type: 'NX_CLONE', actions: [] },
      ],
    },
    'clone(set_tunnel:0x9,clone(drop))',
  ),
  nx('NX_CT_CLEAR', '10', '2b', '00 00 00 00 00 00  # padding', { type: 'NX_CT_CLEAR' }, 'ct_clear'),
  nx(
    'NX_RESUBMIT_TABLE_CT',
    '10',
    '2c',
    '00 0a 05 00 00 00  # in_port 10, table 5, padding',
    { type: 'NX_RESUBMIT_TABLE_CT', inPort: 10, tableId: 5 },
    'resubmit(10,5,ct)',
  ),
  nx(
    'NX_LEARN2',
    '38',
    '2d',
    `00 0a 00 14 00 50  # idle_timeout 10, hard_timeout 20, priority 80
     00 00 00 00 00 00 00 07  # cookie
     00 04 02 00  # flags WRITE_RESULT, table 2, padding
     00 00 00 00  # fin_idle_timeout, fin_hard_timeout
     00 00 00 01 00 08 00 00  # limit 1, result_dst_ofs 8, padding
     00 01 00 04  # the result goes to NXM_NX_REG0
     10 10 00 00 00 02 00 00  # output to NXM_OF_IN_PORT
     00 00 00 00  # padding`,
    {
      type: 'NX_LEARN2',
      idleTimeout: 10,
      hardTimeout: 20,
      priority: 80,
      cookie: 7n,
      flags: ['WRITE_RESULT'],
      tableId: 2,
      finIdleTimeout: 0,
      finHardTimeout: 0,
      limit: 1,
      resultDstOfs: 8,
      resultDst: 'NXM_NX_REG0',
      specs: [{ type: 'OUTPUT', nBits: 16, src: 'NXM_OF_IN_PORT', srcOfs: 0 }],
    },
    'learn(table=2,idle_timeout=10,hard_timeout=20,priority=80,cookie=0x7,limit=1,result_dst=NXM_NX_REG0[8],output:NXM_OF_IN_PORT[])',
  ),
  nx(
    'NX_CHECK_PKT_LARGER',
    '18',
    '31',
    `05 dc 00 04  # pkt_len 1500, offset 4
     00 01 e0 10  # dst NXM_NX_XXREG1
     00 00 00 00 00 00  # padding`,
    { type: 'NX_CHECK_PKT_LARGER', pktLen: 1500, offset: 4, dst: 'NXM_NX_XXREG1' },
    'check_pkt_larger(1500)->NXM_NX_XXREG1[4]',
  ),
  nx(
    'NX_DELETE_FIELD',
    '18',
    '32',
    `00 01 64 7c  # NXM_NX_TUN_METADATA10
     00 00 00 00 00 00 00 00 00 00  # padding`,
    { type: 'NX_DELETE_FIELD', field: 'NXM_NX_TUN_METADATA10' },
    'delete_field:tun_metadata10',
  ),
  {
    ...nx(
      'NX_ENCAP with a property',
      '18',
      '2e',
      `00 00 00 01 89 4f  # hdr_size, new_pkt_type NSH
       00 04 01 05 01 00 00 00  # property: class 4, type 1, 5 bytes: MD type 1; padding`,
      { type: 'NX_ENCAP', hdrSize: 0, newPktType: 0x0001894f, properties: hex('0004010501000000') },
      'encap(nsh(md_type=1))',
    ),
    only: '1.3',
  },
  {
    ...nx(
      'NX_DECAP',
      '10',
      '2f',
      '00 00 00 00 ff fe  # padding, new_pkt_type: what follows',
      { type: 'NX_DECAP', newPktType: 0x0000fffe },
      'decap()',
    ),
    only: '1.3',
  },
  {
    ...nx('NX_DEC_NSH_TTL', '10', '30', '00 00 00 00 00 00  # padding', { type: 'NX_DEC_NSH_TTL' }, 'dec_nsh_ttl'),
    only: '1.3',
  },
  {
    what: 'ONF_COPY_FIELD',
    annotated: `ff ff 00 20 4f 4e 46 00  # experimenter action of ONF, its length
     0c 80 00 00  # exp_type 3200, padding
     00 10 00 00 00 10 00 00  # n_bits 16, src_offset, dst_offset 16, padding
     80 00 1a 02 00 01 02 04  # src TCP_SRC, dst NXM_NX_REG1
     00 00 00 00  # padding`,
    action: { type: 'ONF_COPY_FIELD', nBits: 16, srcOffset: 0, dstOffset: 16, src: 'TCP_SRC', dst: 'NXM_NX_REG1' },
    printed: 'move:NXM_OF_TCP_SRC[]->NXM_NX_REG1[16..31]',
    only: '1.3',
  },
  {
    ...nx(
      'NX_CLONE with an action of 1.0',
      '18',
      '2a',
      `00 00 00 00 00 00  # padding
     00 00 00 08 00 0a 00 00  # output to port 10`,
      { type: 'NX_CLONE', actions: [] },
      'clone(output:10)',
    ),
    action10: { type: 'NX_CLONE', actions: [{ type: 'OUTPUT', port: 10, maxLen: 0 }] },
    only: '1.0',
  },
  {
    ...nx(
      'NX_CT with a set-field of 1.3',
      '28',
      '23',
      `00 01  # flags: COMMIT
     00 00 00 00 00 00  # zone_src, zone
     ff 00 00 00 00 00  # recirc_table NONE, padding, alg
     00 19 00 10 00 01 d6 04 00 00 00 05 00 00 00 00  # set-field of NXM_NX_CT_MARK`,
      {
        type: 'NX_CT',
        ...PLAIN_CT,
        flags: ['COMMIT'],
        actions: [{ type: 'SET_FIELD', field: oxm('NXM_NX_CT_MARK', 5) }],
      },
      'ct(commit,exec(set_field:0x5->ct_mark))',
    ),
    only: '1.3',
  },
];

/** PACKET_OUT of 1.0 and of 1.3 with nothing but the action. */
function packetOuts({ what, annotated, action, action10, only }: Row): Vector[] {
  const length = hexLength(annotated);
  const size = (bytes: number) => `${byte(bytes >>> 8)} ${byte(bytes & 0xff)}`;
  const ten = vector(
    `1.0 PACKET_OUT with ${what}`,
    `01 0d ${size(16 + length)} 00 00 00 67  # header
     ff ff ff ff  # buffer_id: none
     ff ff  # in_port OFPP_NONE
     ${size(length)}  # actions_len
     ${annotated}`,
    { ...PACKET_OUT, version: 1, inPort: 0xffff, actions: [action10 ?? action] } as Message,
  );
  const thirteen = vector(
    `1.3 PACKET_OUT with ${what}`,
    `04 0d ${size(24 + length)} 00 00 00 67  # header
     ff ff ff ff  # buffer_id: none
     ff ff ff fd  # in_port OFPP_CONTROLLER
     ${size(length)}  # actions_len
     00 00 00 00 00 00  # padding
     ${annotated}`,
    { ...PACKET_OUT, version: 4, inPort: 0xfffffffd, actions: [action] } as Message,
  );
  return [ten, thirteen].filter(({ name }) => only === undefined || name.startsWith(only));
}

const PACKET_OUT = { type: 'PACKET_OUT', xid: 103, bufferId: 0xffffffff, data: hex('') } as const;

export const NX_ACTION_VECTORS: readonly Vector[] = ROWS.flatMap(packetOuts);

function byName<T>(of: (row: Row) => T | undefined): Record<string, T> {
  const all: Record<string, T> = {};
  for (const row of ROWS) {
    const value = of(row);
    if (value !== undefined) for (const { name } of packetOuts(row)) all[name] = value;
  }
  return all;
}

export const NX_ACTIONS_PRINTED = byName(({ printed }) => (printed === undefined ? undefined : [`actions=${printed}`]));
export const NX_ACTIONS_REFUSED = byName(({ refused: why }) => why && ([...why] as [string, string]));
