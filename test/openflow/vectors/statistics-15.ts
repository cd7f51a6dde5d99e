// MULTIPART of 1.5, requests and replies of every type.
import { hex, type Vector, vector } from './vector.ts';

/** The body of a flow request: table 1, any port and group, no cookie, no match. */
const FLOW_REQUEST = `01                       # table_id
     00 00 00                 # padding
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00 00 00              # padding
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00 01 00 04 00 00 00 00  # match OXM, empty`;
const FLOW_REQUEST_VALUE = {
  tableId: 1,
  outPort: 0xffffffff,
  outGroup: 0xffffffff,
  cookie: 0n,
  cookieMask: 0n,
  match: [],
};

type Empty = 'DESC' | 'TABLE_STATS' | 'GROUP_FEATURES' | 'METER_FEATURES' | 'TABLE_DESC' | 'CONTROLLER_STATUS';

/** A request without a body. */
function empty(multipartType: Empty, number: string): Vector {
  return vector(
    `1.5 MULTIPART_REQUEST ${multipartType}`,
    `06 12 00 10 00 00 00 1e  # header
     00 ${number}                    # type
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 30, multipartType, flags: [] },
  );
}

function flowRequest(multipartType: 'FLOW_DESC' | 'AGGREGATE_STATS' | 'FLOW_STATS', number: string): Vector {
  return vector(
    `1.5 MULTIPART_REQUEST ${multipartType}`,
    `06 12 00 38 00 00 00 1f  # header
     00 ${number} 00 00 00 00 00 00  # type, flags, padding
     ${FLOW_REQUEST}`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 31, multipartType, flags: [], ...FLOW_REQUEST_VALUE },
  );
}

export const STATISTICS_15: readonly Vector[] = [
  empty('DESC', '00'),
  vector(
    '1.5 MULTIPART_REPLY DESC',
    `06 13 04 30 00 00 00 1e  # header
     00 00 00 00 00 00 00 00  # type OFPMP_DESC, flags, padding
     ${'00'.repeat(256)}  # mfr_desc
     ${'00'.repeat(256)}  # hw_desc
     ${'00'.repeat(256)}  # sw_desc
     ${'00'.repeat(32)}  # serial_num
     64${'00'.repeat(255)}  # dp_desc "d"`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 30,
      multipartType: 'DESC',
      flags: [],
      mfrDesc: '',
      hwDesc: '',
      swDesc: '',
      serialNum: '',
      dpDesc: 'd',
    },
  ),
  flowRequest('FLOW_DESC', '01'),
  vector(
    '1.5 MULTIPART_REPLY FLOW_DESC',
    `06 13 00 90 00 00 00 1f  # header
     00 01 00 01 00 00 00 00  # type OFPMP_FLOW_DESC, flags: REPLY_MORE, padding
     00 58                    # length 88
     00 00                    # padding
     01                       # table_id
     00                       # padding
     01 00                    # priority
     00 1e 00 3c              # idle_timeout, hard_timeout
     00 01                    # flags: SEND_FLOW_REM
     00 4d                    # importance 77
     00 00 00 00 00 00 00 2a  # cookie
     00 01 00 0c              # match OXM, 12 bytes
     80 00 00 04 00 00 00 01  # in_port=1
     00 00 00 00              # padding
     00 00 00 28              # stats: reserved, length 40
     80 02 00 08 00 00 00 0a 00 00 00 0b  # duration 10 s, 11 ns
     80 02 08 08 00 00 00 00 00 00 00 03  # packet_count
     80 02 0a 08 00 00 00 00 00 00 01 26  # byte_count
     00 01 00 08 02 00 00 00  # instruction GOTO_TABLE 2
     00 28                    # length 40
     00 00                    # padding
     00 00 00 00              # table_id, padding, priority
     00 00 00 00 00 00 00 00  # idle_timeout, hard_timeout, flags, importance
     00 00 00 00 00 00 00 00  # cookie
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 00 00 04 00 00 00 00  # stats: reserved, length 4, padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 31,
      multipartType: 'FLOW_DESC',
      flags: ['REPLY_MORE'],
      flows: [
        {
          tableId: 1,
          priority: 256,
          idleTimeout: 30,
          hardTimeout: 60,
          flags: ['SEND_FLOW_REM'],
          importance: 77,
          cookie: 42n,
          match: [{ field: 'IN_PORT', value: 1 }],
          stats: [
            { field: 'DURATION', sec: 10, nsec: 11 },
            { field: 'PACKET_COUNT', value: 3n },
            { field: 'BYTE_COUNT', value: 294n },
          ],
          instructions: [{ type: 'GOTO_TABLE', tableId: 2 }],
        },
        {
          tableId: 0,
          priority: 0,
          idleTimeout: 0,
          hardTimeout: 0,
          flags: [],
          importance: 0,
          cookie: 0n,
          match: [],
          stats: [],
          instructions: [],
        },
      ],
    },
  ),
  flowRequest('AGGREGATE_STATS', '02'),
  vector(
    '1.5 MULTIPART_REPLY AGGREGATE_STATS',
    `06 13 00 38 00 00 00 20  # header
     00 02 00 00 00 00 00 00  # type OFPMP_AGGREGATE_STATS, flags, padding
     00 00 00 24              # stats: reserved, length 36
     80 02 06 04 00 00 00 02  # flow_count
     80 02 08 08 00 00 00 00 00 00 00 03  # packet_count
     80 02 0a 08 00 00 00 00 00 00 01 26  # byte_count
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 32,
      multipartType: 'AGGREGATE_STATS',
      flags: [],
      stats: [
        { field: 'FLOW_COUNT', value: 2 },
        { field: 'PACKET_COUNT', value: 3n },
        { field: 'BYTE_COUNT', value: 294n },
      ],
    },
  ),
  empty('TABLE_STATS', '03'),
  vector(
    '1.5 MULTIPART_REPLY TABLE_STATS',
    `06 13 00 28 00 00 00 21  # header
     00 03 00 00 00 00 00 00  # type OFPMP_TABLE_STATS, flags, padding
     01 00 00 00              # table_id, padding
     00 00 00 05              # active_count
     00 00 00 00 00 00 00 64  # lookup_count
     00 00 00 00 00 00 00 32  # matched_count`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 33,
      multipartType: 'TABLE_STATS',
      flags: [],
      tables: [{ tableId: 1, activeCount: 5, lookupCount: 100n, matchedCount: 50n }],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST PORT_STATS',
    `06 12 00 18 00 00 00 22  # header
     00 04 00 00 00 00 00 00  # type OFPMP_PORT_STATS, flags, padding
     00 00 00 02 00 00 00 00  # port_no, padding`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 34, multipartType: 'PORT_STATS', flags: [], portNo: 2 },
  ),
  vector(
    '1.5 MULTIPART_REPLY PORT_STATS',
    `06 13 00 60 00 00 00 22  # header
     00 04 00 00 00 00 00 00  # type OFPMP_PORT_STATS, flags, padding
     00 50 00 00              # length 80, padding
     00 00 00 02              # port_no
     00 00 00 01 00 00 00 00  # duration_sec, duration_nsec
     00 00 00 00 00 00 00 01  # rx_packets
     00 00 00 00 00 00 00 02  # tx_packets
     00 00 00 00 00 00 00 03  # rx_bytes
     00 00 00 00 00 00 00 04  # tx_bytes
     00 00 00 00 00 00 00 05  # rx_dropped
     00 00 00 00 00 00 00 06  # tx_dropped
     00 00 00 00 00 00 00 07  # rx_errors
     00 00 00 00 00 00 00 08  # tx_errors`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 34,
      multipartType: 'PORT_STATS',
      flags: [],
      ports: [
        {
          portNo: 2,
          durationSec: 1,
          durationNsec: 0,
          rxPackets: 1n,
          txPackets: 2n,
          rxBytes: 3n,
          txBytes: 4n,
          rxDropped: 5n,
          txDropped: 6n,
          rxErrors: 7n,
          txErrors: 8n,
          properties: [],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST QUEUE_STATS',
    `06 12 00 18 00 00 00 23  # header
     00 05 00 00 00 00 00 00  # type OFPMP_QUEUE_STATS, flags, padding
     ff ff ff ff 00 00 00 07  # port_no OFPP_ANY, queue_id`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 35,
      multipartType: 'QUEUE_STATS',
      flags: [],
      portNo: 0xffffffff,
      queueId: 7,
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY QUEUE_STATS',
    `06 13 00 40 00 00 00 23  # header
     00 05 00 00 00 00 00 00  # type OFPMP_QUEUE_STATS, flags, padding
     00 30 00 00 00 00 00 00  # length 48, padding
     00 00 00 02 00 00 00 07  # port_no, queue_id
     00 00 00 00 00 00 04 00  # tx_bytes
     00 00 00 00 00 00 00 10  # tx_packets
     00 00 00 00 00 00 00 01  # tx_errors
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 35,
      multipartType: 'QUEUE_STATS',
      flags: [],
      queues: [
        {
          portNo: 2,
          queueId: 7,
          txBytes: 1024n,
          txPackets: 16n,
          txErrors: 1n,
          durationSec: 10,
          durationNsec: 11,
          properties: [],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST GROUP_STATS',
    `06 12 00 18 00 00 00 24  # header
     00 06 00 00 00 00 00 00  # type OFPMP_GROUP_STATS, flags, padding
     ff ff ff fc 00 00 00 00  # group_id OFPG_ALL, padding`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 36, multipartType: 'GROUP_STATS', flags: [], groupId: 0xfffffffc },
  ),
  vector(
    '1.5 MULTIPART_REPLY GROUP_STATS',
    `06 13 00 38 00 00 00 24  # header
     00 06 00 00 00 00 00 00  # type OFPMP_GROUP_STATS, flags, padding
     00 28 00 00              # length 40, padding
     00 00 00 05 00 00 00 01  # group_id, ref_count
     00 00 00 00              # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 36,
      multipartType: 'GROUP_STATS',
      flags: [],
      groups: [
        {
          groupId: 5,
          refCount: 1,
          packetCount: 3n,
          byteCount: 294n,
          durationSec: 10,
          durationNsec: 11,
          bucketStats: [],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST GROUP_DESC',
    `06 12 00 18 00 00 00 25  # header
     00 07 00 00 00 00 00 00  # type OFPMP_GROUP_DESC, flags, padding
     00 00 00 05 00 00 00 00  # group_id, padding`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 37, multipartType: 'GROUP_DESC', flags: [], groupId: 5 },
  ),
  vector(
    '1.5 MULTIPART_REPLY GROUP_DESC',
    `06 13 00 58 00 00 00 25  # header
     00 07 00 00 00 00 00 00  # type OFPMP_GROUP_DESC, flags, padding
     00 38                    # length 56
     03 00                    # type OFPGT_FF, padding
     00 00 00 05              # group_id
     00 28                    # bucket_list_len 40
     00 00 00 00 00 00        # padding
     00 28                    # bucket: len 40
     00 10                    # action_array_len 16
     00 00 00 00              # bucket_id
     00 00 00 10 00 00 00 02  # OUTPUT port 2
     00 00 00 00 00 00 00 00  # max_len, padding
     00 01 00 08 00 00 00 02  # property WATCH_PORT 2
     00 02 00 08 ff ff ff ff  # property WATCH_GROUP OFPG_ANY
     00 10                    # length 16
     00 00                    # type OFPGT_ALL, padding
     00 00 00 06              # group_id
     00 00                    # bucket_list_len
     00 00 00 00 00 00        # padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 37,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [
        {
          groupType: 'FF',
          groupId: 5,
          buckets: [
            {
              bucketId: 0,
              actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
              properties: [
                { type: 'WATCH_PORT', watch: 2 },
                { type: 'WATCH_GROUP', watch: 0xffffffff },
              ],
            },
          ],
          properties: [],
        },
        { groupType: 'ALL', groupId: 6, buckets: [], properties: [] },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY GROUP_DESC with the property of an experimenter',
    `06 13 00 30 00 00 00 25  # header
     00 07 00 00 00 00 00 00  # type OFPMP_GROUP_DESC, flags, padding
     00 20 00 00              # length 32, type OFPGT_ALL, padding
     00 00 00 06              # group_id
     00 00 00 00 00 00 00 00  # bucket_list_len, padding
     ff ff 00 0c              # property EXPERIMENTER, 12 bytes
     00 00 04 d2 00 00 00 01  # experimenter 1234, exp_type
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 37,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [
        {
          groupType: 'ALL',
          groupId: 6,
          buckets: [],
          properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('') }],
        },
      ],
    },
  ),
  empty('GROUP_FEATURES', '08'),
  vector(
    '1.5 MULTIPART_REPLY GROUP_FEATURES',
    `06 13 00 38 00 00 00 26  # header
     00 08 00 00 00 00 00 00  # type OFPMP_GROUP_FEATURES, flags, padding
     00 00 00 0f 00 00 00 08  # types: all; capabilities: CHAINING_CHECKS
     00 00 00 01 00 00 00 02  # max_groups of ALL, SELECT
     00 00 00 03 00 00 00 04  # ... INDIRECT, FF
     00 00 00 01 00 00 00 01  # actions of ALL, SELECT: output
     00 00 00 01 00 00 00 01  # ... INDIRECT, FF: output`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 38,
      multipartType: 'GROUP_FEATURES',
      flags: [],
      types: ['ALL', 'SELECT', 'INDIRECT', 'FF'],
      capabilities: ['CHAINING_CHECKS'],
      maxGroups: [1, 2, 3, 4],
      actions: [1, 1, 1, 1],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST METER_STATS',
    `06 12 00 18 00 00 00 27  # header
     00 09 00 00 00 00 00 00  # type OFPMP_METER_STATS, flags, padding
     00 00 00 01 00 00 00 00  # meter_id, padding`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 39, multipartType: 'METER_STATS', flags: [], meterId: 1 },
  ),
  vector(
    '1.5 MULTIPART_REPLY METER_STATS',
    `06 13 00 38 00 00 00 27  # header
     00 09 00 00 00 00 00 00  # type OFPMP_METER_STATS, flags, padding
     00 00 00 01              # meter_id
     00 28                    # len 40
     00 00 00 00 00 00        # padding
     00 00 00 02              # ref_count
     00 00 00 00 00 00 00 03  # packet_in_count
     00 00 00 00 00 00 01 26  # byte_in_count
     00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 39,
      multipartType: 'METER_STATS',
      flags: [],
      meters: [
        {
          meterId: 1,
          refCount: 2,
          packetInCount: 3n,
          byteInCount: 294n,
          durationSec: 10,
          durationNsec: 11,
          bandStats: [],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST METER_DESC',
    `06 12 00 18 00 00 00 28  # header
     00 0a 00 00 00 00 00 00  # type OFPMP_METER_DESC, flags, padding
     ff ff ff ff 00 00 00 00  # meter_id OFPM_ALL, padding`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 40, multipartType: 'METER_DESC', flags: [], meterId: 0xffffffff },
  ),
  vector(
    '1.5 MULTIPART_REPLY METER_DESC',
    `06 13 00 18 00 00 00 28  # header
     00 0a 00 00 00 00 00 00  # type OFPMP_METER_DESC, flags, padding
     00 08 00 02 00 00 00 01  # length 8, flags: PKTPS, meter_id`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 40,
      multipartType: 'METER_DESC',
      flags: [],
      meters: [{ flags: ['PKTPS'], meterId: 1, bands: [] }],
    },
  ),
  empty('METER_FEATURES', '0b'),
  vector(
    '1.5 MULTIPART_REPLY METER_FEATURES',
    `06 13 00 28 00 00 00 29  # header
     00 0b 00 00 00 00 00 00  # type OFPMP_METER_FEATURES, flags, padding
     00 03 0d 40              # max_meter 200000
     00 00 00 06              # band_types: DROP, DSCP_REMARK
     00 00 00 0f              # capabilities: all
     08 00 00 00              # max_bands, max_color, padding
     00 00 00 07              # features: ACTION_SET, ANY_POSITION, MULTI_LIST
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 41,
      multipartType: 'METER_FEATURES',
      flags: [],
      maxMeter: 200000,
      bandTypes: ['DROP', 'DSCP_REMARK'],
      capabilities: ['KBPS', 'PKTPS', 'BURST', 'STATS'],
      maxBands: 8,
      maxColor: 0,
      features: ['ACTION_SET', 'ANY_POSITION', 'MULTI_LIST'],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY METER_FEATURES as Open vSwitch sends it, which ends as in 1.4',
    `06 13 00 20 00 00 00 29  # header
     00 0b 00 00 00 00 00 00  # type OFPMP_METER_FEATURES, flags, padding
     00 03 0d 40              # max_meter 200000
     00 00 00 02              # band_types: DROP
     00 00 00 00              # capabilities
     08 00 00 00              # max_bands, max_color, padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 41,
      multipartType: 'METER_FEATURES',
      flags: [],
      maxMeter: 200000,
      bandTypes: ['DROP'],
      capabilities: [],
      maxBands: 8,
      maxColor: 0,
      features: undefined,
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST TABLE_FEATURES',
    `06 12 00 50 00 00 00 2a  # header
     00 0c 00 00 00 00 00 00  # type OFPMP_TABLE_FEATURES, flags, padding
     00 40                    # length 64
     01                       # table_id
     02                       # command OFPTFC_ENABLE
     00 00 00 01              # features: INGRESS_TABLE
     74 31${'00'.repeat(30)}  # name "t1"
     00 00 00 00 00 00 00 00  # metadata_match
     00 00 00 00 00 00 00 00  # metadata_write
     00 00 00 00              # capabilities
     00 00 00 00              # max_entries`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 42,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          command: 'ENABLE',
          features: ['INGRESS_TABLE'],
          name: 't1',
          metadataMatch: 0n,
          metadataWrite: 0n,
          capabilities: [],
          maxEntries: 0,
          properties: [],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY TABLE_FEATURES with the properties that 1.5 added',
    `06 13 00 a8 00 00 00 2a  # header
     00 0c 00 00 00 00 00 00  # type OFPMP_TABLE_FEATURES, flags, padding
     00 98                    # length 152
     01                       # table_id
     00                       # command OFPTFC_REPLACE
     00 00 00 13              # features: INGRESS_TABLE, EGRESS_TABLE, FIRST_EGRESS
     74 31${'00'.repeat(30)}  # name "t1"
     ff ff ff ff ff ff ff ff  # metadata_match
     00 00 00 00 00 00 00 00  # metadata_write
     00 00 00 04              # capabilities: EVICTION
     00 0f 42 40              # max_entries 1000000
     00 00 00 0c 00 01 00 04 00 07 00 04 00 00 00 00  # INSTRUCTIONS: GOTO_TABLE, STAT_TRIGGER; padding
     00 04 00 0c 00 1c 00 04 00 1d 00 04 00 00 00 00  # WRITE_ACTIONS: COPY_FIELD, METER; padding
     00 12 00 08 80 00 00 04  # WRITE_COPYFIELD: in_port
     00 13 00 04 00 00 00 00  # WRITE_COPYFIELD_MISS: nothing, padding
     00 14 00 08 80 00 05 10  # APPLY_COPYFIELD: metadata with a mask
     00 15 00 04 00 00 00 00  # APPLY_COPYFIELD_MISS: nothing, padding
     00 16 00 0c 80 00 58 04 00 01 08 00  # PACKET_TYPES: (1, 0x800)
     00 00 00 00              # padding
     00 10 00 05 02 00 00 00  # TABLE_SYNC_FROM: table 2; padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 42,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          command: 'REPLACE',
          features: ['INGRESS_TABLE', 'EGRESS_TABLE', 'FIRST_EGRESS'],
          name: 't1',
          metadataMatch: 0xffffffffffffffffn,
          metadataWrite: 0n,
          capabilities: ['EVICTION'],
          maxEntries: 1_000_000,
          properties: [
            { type: 'INSTRUCTIONS', instructionIds: [{ type: 'GOTO_TABLE' }, { type: 'STAT_TRIGGER' }] },
            { type: 'WRITE_ACTIONS', actionIds: [{ type: 'COPY_FIELD' }, { type: 'METER' }] },
            { type: 'WRITE_COPYFIELD', oxmIds: [{ field: 'IN_PORT', hasMask: false }] },
            { type: 'WRITE_COPYFIELD_MISS', oxmIds: [] },
            { type: 'APPLY_COPYFIELD', oxmIds: [{ field: 'METADATA', hasMask: true }] },
            { type: 'APPLY_COPYFIELD_MISS', oxmIds: [] },
            { type: 'PACKET_TYPES', oxmValues: [{ field: 'PACKET_TYPE', value: 0x00010800 }] },
            { type: 'TABLE_SYNC_FROM', tableIds: [2] },
          ],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST PORT_DESC of one port',
    `06 12 00 18 00 00 00 2b  # header
     00 0d 00 00 00 00 00 00  # type OFPMP_PORT_DESC, flags, padding
     00 00 00 05 00 00 00 00  # port_no, padding`,
    { version: 6, type: 'MULTIPART_REQUEST', xid: 43, multipartType: 'PORT_DESC', flags: [], portNo: 5 },
  ),
  vector(
    '1.5 MULTIPART_REPLY PORT_DESC',
    `06 13 00 38 00 00 00 2b                          # header
     00 0d 00 00 00 00 00 00                          # type OFPMP_PORT_DESC, flags, padding
     ff ff ff fe                                      # port_no OFPP_LOCAL
     00 28 00 00                                      # length 40, padding
     02 00 00 00 00 fe 00 00                          # hw_addr, padding
     62 72 30 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "br0"
     00 00 00 04 00 00 00 00                          # config: NO_RECV; state`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 43,
      multipartType: 'PORT_DESC',
      flags: [],
      ports: [
        {
          portNo: 0xfffffffe,
          hwAddr: '02:00:00:00:00:fe',
          name: 'br0',
          config: ['NO_RECV'],
          state: [],
          properties: [],
        },
      ],
    },
  ),
  empty('TABLE_DESC', '0e'),
  vector(
    '1.5 MULTIPART_REPLY TABLE_DESC',
    `06 13 00 18 00 00 00 2c  # header
     00 0e 00 00 00 00 00 00  # type OFPMP_TABLE_DESC, flags, padding
     00 08 01 00 00 00 00 04  # length 8, table_id, padding, config: EVICTION`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 44,
      multipartType: 'TABLE_DESC',
      flags: [],
      tables: [{ tableId: 1, config: ['EVICTION'], properties: [] }],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST QUEUE_DESC',
    `06 12 00 18 00 00 00 2d  # header
     00 0f 00 00 00 00 00 00  # type OFPMP_QUEUE_DESC, flags, padding
     ff ff ff ff ff ff ff ff  # port_no OFPP_ANY, queue_id OFPQ_ALL`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 45,
      multipartType: 'QUEUE_DESC',
      flags: [],
      portNo: 0xffffffff,
      queueId: 0xffffffff,
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY QUEUE_DESC',
    `06 13 00 20 00 00 00 2d  # header
     00 0f 00 00 00 00 00 00  # type OFPMP_QUEUE_DESC, flags, padding
     00 00 00 01 00 00 00 02  # port_no, queue_id
     00 10 00 00 00 00 00 00  # len 16, padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 45,
      multipartType: 'QUEUE_DESC',
      flags: [],
      queues: [{ portNo: 1, queueId: 2, properties: [] }],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST FLOW_MONITOR',
    `06 12 00 28 00 00 00 2e  # header
     00 10 00 00 00 00 00 00  # type OFPMP_FLOW_MONITOR, flags, padding
     00 00 00 07              # monitor_id
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 33                    # flags: INITIAL, ADD, INSTRUCTIONS, NO_ABBREV
     01                       # table_id
     00                       # command OFPFMC_ADD
     00 01 00 04 00 00 00 00  # match OXM, empty`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 46,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      monitors: [
        {
          monitorId: 7,
          outPort: 0xffffffff,
          outGroup: 0xffffffff,
          flags: ['INITIAL', 'ADD', 'INSTRUCTIONS', 'NO_ABBREV'],
          tableId: 1,
          command: 'ADD',
          match: [],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY FLOW_MONITOR',
    `06 13 00 48 00 00 00 2e  # header
     00 10 00 00 00 00 00 00  # type OFPMP_FLOW_MONITOR, flags, padding
     00 38 00 00              # length 56, event OFPFME_INITIAL
     01 00 00 00 00 00 80 00  # table_id, reason, timeouts, priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2a  # cookie
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 00 00 10 00 00 00 02  # OUTPUT port 2
     00 00 00 00 00 00 00 00  # max_len, padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 46,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      updates: [
        {
          event: 'INITIAL',
          tableId: 1,
          reason: 'IDLE_TIMEOUT',
          idleTimeout: 0,
          hardTimeout: 0,
          priority: 0x8000,
          cookie: 42n,
          match: [],
          instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }] }],
        },
      ],
    },
  ),
  flowRequest('FLOW_STATS', '11'),
  vector(
    '1.5 MULTIPART_REPLY FLOW_STATS',
    `06 13 00 48 00 00 00 1f  # header
     00 11 00 00 00 00 00 00  # type OFPMP_FLOW_STATS, flags, padding
     00 20 00 00              # length 32, padding
     01 00                    # table_id, reason OFPFSR_STATS_REQUEST
     80 00                    # priority
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 00 00 10              # stats: reserved, length 16
     80 02 08 08 00 00 00 00 00 00 00 03  # packet_count
     00 18 00 00              # length 24, padding
     00 01                    # table_id, reason OFPFSR_STAT_TRIGGER
     00 00                    # priority
     00 01 00 04 00 00 00 00  # match OXM, empty
     00 00 00 04 00 00 00 00  # stats: reserved, length 4, padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 31,
      multipartType: 'FLOW_STATS',
      flags: [],
      flows: [
        {
          tableId: 1,
          reason: 'STATS_REQUEST',
          priority: 0x8000,
          match: [],
          stats: [{ field: 'PACKET_COUNT', value: 3n }],
        },
        { tableId: 0, reason: 'STAT_TRIGGER', priority: 0, match: [], stats: [] },
      ],
    },
  ),
  empty('CONTROLLER_STATUS', '12'),
  vector(
    '1.5 MULTIPART_REPLY CONTROLLER_STATUS',
    `06 13 00 50 00 00 00 2f  # header
     00 12 00 00 00 00 00 00  # type OFPMP_CONTROLLER_STATUS, flags, padding
     00 10 00 01              # length 16, short_id
     00 00 00 03              # role SLAVE
     00 00                    # reason REQUEST, channel_status UP
     00 00 00 00 00 00        # padding
     00 30 00 02              # length 48, short_id
     00 00 00 01              # role EQUAL
     05 00                    # reason SHORT_ID, channel_status UP
     00 00 00 00 00 00        # padding
     00 00 00 07 74 6c 73 00  # property URI, 7 bytes: "tls"; padding
     ff ff 00 14              # property EXPERIMENTER, 20 bytes
     00 00 04 d2 00 00 00 01  # experimenter 1234, exp_type
     01 02 03 04 05 06 07 08  # opaque
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 47,
      multipartType: 'CONTROLLER_STATUS',
      flags: [],
      controllers: [
        { shortId: 1, role: 'SLAVE', reason: 'REQUEST', channelStatus: 'UP', properties: [] },
        {
          shortId: 2,
          role: 'EQUAL',
          reason: 'SHORT_ID',
          channelStatus: 'UP',
          properties: [
            { type: 'URI', uri: 'tls' },
            { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('0102030405060708') },
          ],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST BUNDLE_FEATURES',
    `06 12 00 18 00 00 00 30  # header
     00 13 00 00 00 00 00 00  # type OFPMP_BUNDLE_FEATURES, flags, padding
     00 00 00 03              # feature_request_flags: TIMESTAMP, TIME_SET_SCHED
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 48,
      multipartType: 'BUNDLE_FEATURES',
      flags: [],
      featureRequestFlags: ['TIMESTAMP', 'TIME_SET_SCHED'],
      properties: [],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY BUNDLE_FEATURES',
    `06 13 00 60 00 00 00 30  # header
     00 13 00 00 00 00 00 00  # type OFPMP_BUNDLE_FEATURES, flags, padding
     00 07                    # capabilities: ATOMIC, ORDERED, TIME
     00 00 00 00 00 00        # padding
     00 01 00 48 00 00 00 00  # property TIME_CAPABILITY, 72 bytes, padding
     00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00  # sched_accuracy: 1 ns
     00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 00  # sched_max_future: 2 s
     00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 00  # sched_max_past: 3 s
     00 00 00 00 69 00 00 00 00 00 00 04 00 00 00 00  # timestamp`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 48,
      multipartType: 'BUNDLE_FEATURES',
      flags: [],
      capabilities: ['ATOMIC', 'ORDERED', 'TIME'],
      properties: [
        {
          type: 'TIME_CAPABILITY',
          schedAccuracy: { seconds: 0n, nanoseconds: 1 },
          schedMaxFuture: { seconds: 2n, nanoseconds: 0 },
          schedMaxPast: { seconds: 3n, nanoseconds: 0 },
          timestamp: { seconds: 0x69000000n, nanoseconds: 4 },
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST EXPERIMENTER',
    `06 12 00 18 00 00 00 31  # header
     ff ff 00 00 00 00 00 00  # type OFPMP_EXPERIMENTER, flags, padding
     00 00 04 d2 00 00 00 01  # experimenter 1234, exp_type`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 49,
      multipartType: 'EXPERIMENTER',
      flags: [],
      experimenter: 1234,
      expType: 1,
      data: hex(''),
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY EXPERIMENTER',
    `06 13 00 1b 00 00 00 31  # header
     ff ff 00 00 00 00 00 00  # type OFPMP_EXPERIMENTER, flags, padding
     00 00 04 d2 00 00 00 01  # experimenter 1234, exp_type
     01 02 03                 # data`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 49,
      multipartType: 'EXPERIMENTER',
      flags: [],
      experimenter: 1234,
      expType: 1,
      data: hex('010203'),
    },
  ),
];
