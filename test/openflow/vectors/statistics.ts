// STATS of 1.0 and MULTIPART of 1.3, requests and replies of every type.
import { hex, vector } from './vector.ts';

/** The five strings of a description, in 1056 bytes. */
const DESC = `${text('maker', 256)}  # mfr_desc
     ${text('a box', 256)}  # hw_desc
     ${text('a \\ b', 256)}  # sw_desc, with a backslash
     ${text('', 32)}  # serial_num, empty
     ${text('\u00e9t\u00e9', 256)}  # dp_desc, in UTF-8`;
const DESC_VALUE = { mfrDesc: 'maker', hwDesc: 'a box', swDesc: 'a \\\\ b', serialNum: '', dpDesc: 'été' };

/** Twelve counters, 1 to 12, where all ones stands for "not counted". */
const COUNTERS = `00 00 00 00 00 00 00 01  # rx_packets
     00 00 00 00 00 00 00 02  # tx_packets
     00 00 00 00 00 00 00 03  # rx_bytes
     00 00 00 00 00 00 00 04  # tx_bytes
     00 00 00 00 00 00 00 05  # rx_dropped
     00 00 00 00 00 00 00 06  # tx_dropped
     00 00 00 00 00 00 00 07  # rx_errors
     00 00 00 00 00 00 00 08  # tx_errors
     00 00 00 00 00 00 00 09  # rx_frame_err
     00 00 00 00 00 00 00 0a  # rx_over_err
     00 00 00 00 00 00 00 0b  # rx_crc_err
     ff ff ff ff ff ff ff ff  # collisions: not counted`;
const COUNTERS_VALUE = {
  rxPackets: 1n,
  txPackets: 2n,
  rxBytes: 3n,
  txBytes: 4n,
  rxDropped: 5n,
  txDropped: 6n,
  rxErrors: 7n,
  txErrors: 8n,
  rxFrameErr: 9n,
  rxOverErr: 10n,
  rxCrcErr: 11n,
  collisions: 0xffffffffffffffffn,
};

const MATCH_IN_PORT_10 = `00 38 20 fe              # wildcards: all but in_port
     00 01                    # in_port
     00 00 00 00 00 00        # dl_src
     00 00 00 00 00 00        # dl_dst
     00 00 00 00              # dl_vlan, dl_vlan_pcp, padding
     00 00 00 00 00 00        # dl_type, nw_tos, nw_proto, padding
     00 00 00 00 00 00 00 00  # nw_src, nw_dst
     00 00 00 00              # tp_src, tp_dst`;
const MATCH_IN_PORT_10_VALUE = {
  wildcards: [
    'DL_VLAN' as const,
    'DL_SRC' as const,
    'DL_DST' as const,
    'DL_TYPE' as const,
    'NW_PROTO' as const,
    'TP_SRC' as const,
    'TP_DST' as const,
    'DL_VLAN_PCP' as const,
    'NW_TOS' as const,
  ],
  nwSrcWild: 32,
  nwDstWild: 32,
  inPort: 1,
  dlSrc: '00:00:00:00:00:00',
  dlDst: '00:00:00:00:00:00',
  dlVlan: 0,
  dlVlanPcp: 0,
  dlType: 0,
  nwTos: 0,
  nwProto: 0,
  nwSrc: '0.0.0.0',
  nwDst: '0.0.0.0',
  tpSrc: 0,
  tpDst: 0,
};

export const STATISTICS_10 = [
  vector(
    '1.0 STATS_REQUEST DESC',
    `01 10 00 0c 00 00 00 3c  # header
     00 00                    # type OFPST_DESC
     00 00                    # flags`,
    { version: 1, type: 'STATS_REQUEST', xid: 60, statsType: 'DESC', flags: [] },
  ),
  vector(
    '1.0 STATS_REPLY DESC',
    `01 11 04 2c 00 00 00 3c  # header
     00 00                    # type OFPST_DESC
     00 00                    # flags
     ${DESC}`,
    { version: 1, type: 'STATS_REPLY', xid: 60, statsType: 'DESC', flags: [], ...DESC_VALUE },
  ),
  vector(
    '1.0 STATS_REQUEST FLOW',
    `01 10 00 38 00 00 00 3d  # header
     00 01                    # type OFPST_FLOW
     00 00                    # flags
     ${MATCH_IN_PORT_10}
     ff                       # table_id: all
     00                       # padding
     ff ff                    # out_port OFPP_NONE`,
    {
      version: 1,
      type: 'STATS_REQUEST',
      xid: 61,
      statsType: 'FLOW',
      flags: [],
      match: MATCH_IN_PORT_10_VALUE,
      tableId: 0xff,
      outPort: 0xffff,
    },
  ),
  vector(
    '1.0 STATS_REPLY FLOW with more to come',
    `01 11 00 6c 00 00 00 3d  # header
     00 01                    # type OFPST_FLOW
     00 01                    # flags: REPLY_MORE
     00 60                    # length 96
     00                       # table_id
     00                       # padding
     ${MATCH_IN_PORT_10}
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     80 00                    # priority
     00 1e                    # idle_timeout
     00 3c                    # hard_timeout
     00 00 00 00 00 00        # padding
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 00 00 08 00 02 00 00  # OUTPUT port 2`,
    {
      version: 1,
      type: 'STATS_REPLY',
      xid: 61,
      statsType: 'FLOW',
      flags: ['REPLY_MORE'],
      flows: [
        {
          tableId: 0,
          match: MATCH_IN_PORT_10_VALUE,
          durationSec: 10,
          durationNsec: 11,
          priority: 0x8000,
          idleTimeout: 30,
          hardTimeout: 60,
          cookie: 42n,
          packetCount: 3n,
          byteCount: 294n,
          actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
        },
      ],
    },
  ),
  vector(
    '1.0 STATS_REQUEST AGGREGATE',
    `01 10 00 38 00 00 00 3e  # header
     00 02                    # type OFPST_AGGREGATE
     00 00                    # flags
     ${MATCH_IN_PORT_10}
     00                       # table_id
     00                       # padding
     00 02                    # out_port`,
    {
      version: 1,
      type: 'STATS_REQUEST',
      xid: 62,
      statsType: 'AGGREGATE',
      flags: [],
      match: MATCH_IN_PORT_10_VALUE,
      tableId: 0,
      outPort: 2,
    },
  ),
  vector(
    '1.0 STATS_REPLY AGGREGATE',
    `01 11 00 24 00 00 00 3e  # header
     00 02                    # type OFPST_AGGREGATE
     00 00                    # flags
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 00 00 02              # flow_count
     00 00 00 00              # padding`,
    {
      version: 1,
      type: 'STATS_REPLY',
      xid: 62,
      statsType: 'AGGREGATE',
      flags: [],
      packetCount: 3n,
      byteCount: 294n,
      flowCount: 2,
    },
  ),
  vector(
    '1.0 STATS_REQUEST TABLE',
    `01 10 00 0c 00 00 00 3f  # header
     00 03                    # type OFPST_TABLE
     00 00                    # flags`,
    { version: 1, type: 'STATS_REQUEST', xid: 63, statsType: 'TABLE', flags: [] },
  ),
  vector(
    '1.0 STATS_REPLY TABLE',
    `01 11 00 4c 00 00 00 3f  # header
     00 03                    # type OFPST_TABLE
     00 00                    # flags
     01                       # table_id
     00 00 00                 # padding
     ${text('classifier', 32)}  # name
     00 3f ff ff              # wildcards
     00 0f 42 40              # max_entries
     00 00 00 05              # active_count
     00 00 00 00 00 00 00 64  # lookup_count
     00 00 00 00 00 00 00 32  # matched_count`,
    {
      version: 1,
      type: 'STATS_REPLY',
      xid: 63,
      statsType: 'TABLE',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'classifier',
          wildcards: 0x3fffff,
          maxEntries: 1_000_000,
          activeCount: 5,
          lookupCount: 100n,
          matchedCount: 50n,
        },
      ],
    },
  ),
  vector(
    '1.0 STATS_REQUEST PORT',
    `01 10 00 14 00 00 00 40  # header
     00 04                    # type OFPST_PORT
     00 00                    # flags
     ff ff                    # port_no OFPP_NONE: all
     00 00 00 00 00 00        # padding`,
    { version: 1, type: 'STATS_REQUEST', xid: 64, statsType: 'PORT', flags: [], portNo: 0xffff },
  ),
  vector(
    '1.0 STATS_REPLY PORT',
    `01 11 00 74 00 00 00 40  # header
     00 04                    # type OFPST_PORT
     00 00                    # flags
     00 02                    # port_no
     00 00 00 00 00 00        # padding
     ${COUNTERS}`,
    {
      version: 1,
      type: 'STATS_REPLY',
      xid: 64,
      statsType: 'PORT',
      flags: [],
      ports: [{ portNo: 2, ...COUNTERS_VALUE }],
    },
  ),
  vector(
    '1.0 STATS_REQUEST QUEUE',
    `01 10 00 14 00 00 00 41  # header
     00 05                    # type OFPST_QUEUE
     00 00                    # flags
     ff fc                    # port_no OFPP_ALL
     00 00                    # padding
     ff ff ff ff              # queue_id OFPQ_ALL`,
    {
      version: 1,
      type: 'STATS_REQUEST',
      xid: 65,
      statsType: 'QUEUE',
      flags: [],
      portNo: 0xfffc,
      queueId: 0xffffffff,
    },
  ),
  vector(
    '1.0 STATS_REPLY QUEUE',
    `01 11 00 2c 00 00 00 41  # header
     00 05                    # type OFPST_QUEUE
     00 00                    # flags
     00 02                    # port_no
     00 00                    # padding
     00 00 00 07              # queue_id
     00 00 00 00 00 00 04 00  # tx_bytes
     00 00 00 00 00 00 00 10  # tx_packets
     00 00 00 00 00 00 00 01  # tx_errors`,
    {
      version: 1,
      type: 'STATS_REPLY',
      xid: 65,
      statsType: 'QUEUE',
      flags: [],
      queues: [{ portNo: 2, queueId: 7, txBytes: 1024n, txPackets: 16n, txErrors: 1n }],
    },
  ),
  vector(
    '1.0 STATS_REQUEST VENDOR',
    `01 10 00 14 00 00 00 42  # header
     ff ff                    # type OFPST_VENDOR
     00 00                    # flags
     00 00 04 d2              # vendor 1234
     01 02 03 04              # opaque`,
    {
      version: 1,
      type: 'STATS_REQUEST',
      xid: 66,
      statsType: 'VENDOR',
      flags: [],
      vendor: 1234,
      data: hex('01020304'),
    },
  ),
  vector(
    '1.0 STATS_REPLY VENDOR',
    `01 11 00 10 00 00 00 42  # header
     ff ff                    # type OFPST_VENDOR
     00 00                    # flags
     00 00 04 d2              # vendor 1234`,
    { version: 1, type: 'STATS_REPLY', xid: 66, statsType: 'VENDOR', flags: [], vendor: 1234, data: hex('') },
  ),
];

export const STATISTICS_13 = [
  vector(
    '1.3 MULTIPART_REQUEST DESC',
    `04 12 00 10 00 00 00 46  # header
     00 00                    # type OFPMP_DESC
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 70, multipartType: 'DESC', flags: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY DESC',
    `04 13 04 30 00 00 00 46  # header
     00 00                    # type OFPMP_DESC
     00 00                    # flags
     00 00 00 00              # padding
     ${DESC}`,
    { version: 4, type: 'MULTIPART_REPLY', xid: 70, multipartType: 'DESC', flags: [], ...DESC_VALUE },
  ),
  vector(
    '1.3 MULTIPART_REQUEST FLOW',
    `04 12 00 40 00 00 00 47  # header
     00 01                    # type OFPMP_FLOW
     00 00                    # flags
     00 00 00 00              # padding
     ff                       # table_id OFPTT_ALL
     00 00 00                 # padding
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00 00 00              # padding
     da 00 00 00 00 00 00 00  # cookie
     ff 00 00 00 00 00 00 00  # cookie_mask
     00 01 00 0c              # match: 12 bytes
     80 00 00 04 00 00 00 03  # in_port 3
     00 00 00 00              # padding of the match`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 71,
      multipartType: 'FLOW',
      flags: [],
      tableId: 0xff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      cookie: 0xda00000000000000n,
      cookieMask: 0xff00000000000000n,
      match: [{ field: 'IN_PORT', value: 3 }],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY FLOW with two flows and more to come',
    `04 13 00 98 00 00 00 47  # header
     00 01                    # type OFPMP_FLOW
     00 01                    # flags: REPLY_MORE
     00 00 00 00              # padding
     00 50                    # length 80
     00                       # table_id
     00                       # padding
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     80 00                    # priority
     00 1e                    # idle_timeout
     00 3c                    # hard_timeout
     00 01                    # flags: SEND_FLOW_REM
     00 00 00 00              # padding
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 01 00 04 00 00 00 00  # match: empty
     00 04 00 18 00 00 00 00  # APPLY_ACTIONS
     00 00 00 10 00 00 00 02  # OUTPUT port 2
     00 00                    # max_len
     00 00 00 00 00 00        # padding
     00 38                    # length 56
     01                       # table_id
     00                       # padding
     00 00 00 01              # duration_sec
     00 00 00 02              # duration_nsec
     00 00                    # priority
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # packet_count
     00 00 00 00 00 00 00 00  # byte_count
     00 01 00 04 00 00 00 00  # match: empty; no instructions: drop`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 71,
      multipartType: 'FLOW',
      flags: ['REPLY_MORE'],
      flows: [
        {
          tableId: 0,
          durationSec: 10,
          durationNsec: 11,
          priority: 0x8000,
          idleTimeout: 30,
          hardTimeout: 60,
          flags: ['SEND_FLOW_REM'],
          cookie: 42n,
          packetCount: 3n,
          byteCount: 294n,
          match: [],
          instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }] }],
        },
        {
          tableId: 1,
          durationSec: 1,
          durationNsec: 2,
          priority: 0,
          idleTimeout: 0,
          hardTimeout: 0,
          flags: [],
          cookie: 0n,
          packetCount: 0n,
          byteCount: 0n,
          match: [],
          instructions: [],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST AGGREGATE',
    `04 12 00 38 00 00 00 48  # header
     00 02                    # type OFPMP_AGGREGATE
     00 00                    # flags
     00 00 00 00              # padding
     00                       # table_id
     00 00 00                 # padding
     00 00 00 02              # out_port
     ff ff ff ff              # out_group
     00 00 00 00              # padding
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00 01 00 04 00 00 00 00  # match: empty`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 72,
      multipartType: 'AGGREGATE',
      flags: [],
      tableId: 0,
      outPort: 2,
      outGroup: 0xffffffff,
      cookie: 0n,
      cookieMask: 0n,
      match: [],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY AGGREGATE',
    `04 13 00 28 00 00 00 48  # header
     00 02                    # type OFPMP_AGGREGATE
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 00 00 02              # flow_count
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 72,
      multipartType: 'AGGREGATE',
      flags: [],
      packetCount: 3n,
      byteCount: 294n,
      flowCount: 2,
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST TABLE',
    `04 12 00 10 00 00 00 49  # header
     00 03                    # type OFPMP_TABLE
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 73, multipartType: 'TABLE', flags: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE',
    `04 13 00 28 00 00 00 49  # header
     00 03                    # type OFPMP_TABLE
     00 00                    # flags
     00 00 00 00              # padding
     01                       # table_id
     00 00 00                 # padding
     00 00 00 05              # active_count
     00 00 00 00 00 00 00 64  # lookup_count
     00 00 00 00 00 00 00 32  # matched_count`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 73,
      multipartType: 'TABLE',
      flags: [],
      tables: [{ tableId: 1, activeCount: 5, lookupCount: 100n, matchedCount: 50n }],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST PORT_STATS',
    `04 12 00 18 00 00 00 4a  # header
     00 04                    # type OFPMP_PORT_STATS
     00 00                    # flags
     00 00 00 00              # padding
     ff ff ff ff              # port_no OFPP_ANY
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 74,
      multipartType: 'PORT_STATS',
      flags: [],
      portNo: 0xffffffff,
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY PORT_STATS',
    `04 13 00 80 00 00 00 4a  # header
     00 04                    # type OFPMP_PORT_STATS
     00 00                    # flags
     00 00 00 00              # padding
     ff ff ff fe              # port_no OFPP_LOCAL
     00 00 00 00              # padding
     ${COUNTERS}
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 74,
      multipartType: 'PORT_STATS',
      flags: [],
      ports: [{ portNo: 0xfffffffe, ...COUNTERS_VALUE, durationSec: 10, durationNsec: 11 }],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST QUEUE',
    `04 12 00 18 00 00 00 4b  # header
     00 05                    # type OFPMP_QUEUE
     00 00                    # flags
     00 00 00 00              # padding
     ff ff ff ff              # port_no OFPP_ANY
     ff ff ff ff              # queue_id OFPQ_ALL`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 75,
      multipartType: 'QUEUE',
      flags: [],
      portNo: 0xffffffff,
      queueId: 0xffffffff,
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY QUEUE',
    `04 13 00 38 00 00 00 4b  # header
     00 05                    # type OFPMP_QUEUE
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 02              # port_no
     00 00 00 07              # queue_id
     00 00 00 00 00 00 04 00  # tx_bytes
     00 00 00 00 00 00 00 10  # tx_packets
     00 00 00 00 00 00 00 01  # tx_errors
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 75,
      multipartType: 'QUEUE',
      flags: [],
      queues: [
        { portNo: 2, queueId: 7, txBytes: 1024n, txPackets: 16n, txErrors: 1n, durationSec: 10, durationNsec: 11 },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST GROUP',
    `04 12 00 18 00 00 00 4c  # header
     00 06                    # type OFPMP_GROUP
     00 00                    # flags
     00 00 00 00              # padding
     ff ff ff fc              # group_id OFPG_ALL
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 76, multipartType: 'GROUP', flags: [], groupId: 0xfffffffc },
  ),
  vector(
    '1.3 MULTIPART_REPLY GROUP',
    `04 13 00 48 00 00 00 4c  # header
     00 06                    # type OFPMP_GROUP
     00 00                    # flags
     00 00 00 00              # padding
     00 38                    # length 56
     00 00                    # padding
     00 00 00 05              # group_id
     00 00 00 01              # ref_count
     00 00 00 00              # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 00 00 00 00 00 00 01  # bucket: packet_count
     00 00 00 00 00 00 00 62  # bucket: byte_count`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 76,
      multipartType: 'GROUP',
      flags: [],
      groups: [
        {
          groupId: 5,
          refCount: 1,
          packetCount: 3n,
          byteCount: 294n,
          durationSec: 10,
          durationNsec: 11,
          bucketStats: [{ packetCount: 1n, byteCount: 98n }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST GROUP_DESC',
    `04 12 00 10 00 00 00 4d  # header
     00 07                    # type OFPMP_GROUP_DESC
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 77, multipartType: 'GROUP_DESC', flags: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY GROUP_DESC',
    `04 13 00 28 00 00 00 4d  # header
     00 07                    # type OFPMP_GROUP_DESC
     00 00                    # flags
     00 00 00 00              # padding
     00 18                    # length 24
     00                       # type OFPGT_ALL
     00                       # padding
     00 00 00 05              # group_id
     00 10                    # bucket: len 16
     00 00                    # weight
     ff ff ff ff              # watch_port
     ff ff ff ff              # watch_group
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 77,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [
        {
          groupType: 'ALL',
          groupId: 5,
          buckets: [{ weight: 0, watchPort: 0xffffffff, watchGroup: 0xffffffff, actions: [] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST GROUP_FEATURES',
    `04 12 00 10 00 00 00 4e  # header
     00 08                    # type OFPMP_GROUP_FEATURES
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 78, multipartType: 'GROUP_FEATURES', flags: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY GROUP_FEATURES',
    `04 13 00 38 00 00 00 4e  # header
     00 08                    # type OFPMP_GROUP_FEATURES
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 0f              # types: all four
     00 00 00 07              # capabilities: SELECT_WEIGHT, SELECT_LIVENESS, CHAINING
     ff ff ff 00              # max_groups of ALL
     ff ff ff 00              # ... SELECT
     00 00 00 00              # ... INDIRECT
     00 00 00 01              # ... FF
     00 00 00 01              # actions of ALL: bit 0 OUTPUT
     00 00 00 01              # ... SELECT
     00 00 00 00              # ... INDIRECT
     00 00 00 01              # ... FF`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 78,
      multipartType: 'GROUP_FEATURES',
      flags: [],
      types: ['ALL', 'SELECT', 'INDIRECT', 'FF'],
      capabilities: ['SELECT_WEIGHT', 'SELECT_LIVENESS', 'CHAINING'],
      maxGroups: [0xffffff00, 0xffffff00, 0, 1],
      actions: [1, 1, 0, 1],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST METER',
    `04 12 00 18 00 00 00 4f  # header
     00 09                    # type OFPMP_METER
     00 00                    # flags
     00 00 00 00              # padding
     ff ff ff ff              # meter_id OFPM_ALL
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 79, multipartType: 'METER', flags: [], meterId: 0xffffffff },
  ),
  vector(
    '1.3 MULTIPART_REPLY METER',
    `04 13 00 48 00 00 00 4f  # header
     00 09                    # type OFPMP_METER
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 01              # meter_id
     00 38                    # len 56
     00 00 00 00 00 00        # padding
     00 00 00 02              # flow_count
     00 00 00 00 00 00 00 03  # packet_in_count
     00 00 00 00 00 00 01 26  # byte_in_count
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 00 00 00 00 00 00 01  # band: packet_band_count
     00 00 00 00 00 00 00 62  # band: byte_band_count`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 79,
      multipartType: 'METER',
      flags: [],
      meters: [
        {
          meterId: 1,
          flowCount: 2,
          packetInCount: 3n,
          byteInCount: 294n,
          durationSec: 10,
          durationNsec: 11,
          bandStats: [{ packetBandCount: 1n, byteBandCount: 98n }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST METER_CONFIG',
    `04 12 00 18 00 00 00 50  # header
     00 0a                    # type OFPMP_METER_CONFIG
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 01              # meter_id
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 80, multipartType: 'METER_CONFIG', flags: [], meterId: 1 },
  ),
  vector(
    '1.3 MULTIPART_REPLY METER_CONFIG',
    `04 13 00 28 00 00 00 50  # header
     00 0a                    # type OFPMP_METER_CONFIG
     00 00                    # flags
     00 00 00 00              # padding
     00 18                    # length 24
     00 01                    # flags: KBPS
     00 00 00 01              # meter_id
     00 01 00 10              # band DROP
     00 00 03 e8              # rate
     00 00 00 00              # burst_size
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 80,
      multipartType: 'METER_CONFIG',
      flags: [],
      meters: [{ flags: ['KBPS'], meterId: 1, bands: [{ type: 'DROP', rate: 1000, burstSize: 0 }] }],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST METER_FEATURES',
    `04 12 00 10 00 00 00 51  # header
     00 0b                    # type OFPMP_METER_FEATURES
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 81, multipartType: 'METER_FEATURES', flags: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY METER_FEATURES',
    `04 13 00 20 00 00 00 51  # header
     00 0b                    # type OFPMP_METER_FEATURES
     00 00                    # flags
     00 00 00 00              # padding
     00 03 0d 40              # max_meter
     00 00 00 02              # band_types: DROP
     00 00 00 0f              # capabilities: KBPS, PKTPS, BURST, STATS
     08                       # max_bands
     00                       # max_color
     00 00                    # padding`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 81,
      multipartType: 'METER_FEATURES',
      flags: [],
      maxMeter: 200_000,
      bandTypes: ['DROP'],
      capabilities: ['KBPS', 'PKTPS', 'BURST', 'STATS'],
      maxBands: 8,
      maxColor: 0,
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST TABLE_FEATURES',
    `04 12 00 10 00 00 00 52  # header
     00 0c                    # type OFPMP_TABLE_FEATURES
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 82, multipartType: 'TABLE_FEATURES', flags: [], tables: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES',
    `04 13 00 60 00 00 00 52  # header
     00 0c                    # type OFPMP_TABLE_FEATURES
     00 00                    # flags
     00 00 00 00              # padding
     00 50                    # length 80
     00                       # table_id
     00 00 00 00 00           # padding
     ${text('classifier', 32)}  # name
     ff ff ff ff ff ff ff ff  # metadata_match
     00 00 00 00 00 00 00 ff  # metadata_write
     00 00 00 03              # config
     00 0f 42 40              # max_entries
     00 00 00 08              # property INSTRUCTIONS, 8 bytes
     00 04 00 04              # ... APPLY_ACTIONS
     00 02 00 06              # property NEXT_TABLES, 6 bytes
     01 02                    # ... tables 1 and 2
     00 00                    # padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 82,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 0,
          name: 'classifier',
          metadataMatch: 0xffffffffffffffffn,
          metadataWrite: 0xffn,
          config: 3,
          maxEntries: 1_000_000,
          properties: [
            { type: 'INSTRUCTIONS', instructionIds: [{ type: 'APPLY_ACTIONS' }] },
            { type: 'NEXT_TABLES', nextTableIds: [1, 2] },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST PORT_DESC',
    `04 12 00 10 00 00 00 53  # header
     00 0d                    # type OFPMP_PORT_DESC
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 83, multipartType: 'PORT_DESC', flags: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY PORT_DESC',
    `04 13 00 50 00 00 00 53  # header
     00 0d                    # type OFPMP_PORT_DESC
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 01              # port_no
     00 00 00 00              # padding
     02 00 00 00 00 01        # hw_addr
     00 00                    # padding
     ${text('up1', 16)}  # name
     00 00 00 00              # config
     00 00 00 03              # state: LINK_DOWN, BLOCKED
     00 00 00 00              # curr
     00 00 00 00              # advertised
     00 00 00 00              # supported
     00 00 00 00              # peer
     00 00 00 00              # curr_speed
     00 00 00 00              # max_speed`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 83,
      multipartType: 'PORT_DESC',
      flags: [],
      ports: [
        {
          portNo: 1,
          hwAddr: '02:00:00:00:00:01',
          name: 'up1',
          config: [],
          state: ['LINK_DOWN', 'BLOCKED'],
          curr: [],
          advertised: [],
          supported: [],
          peer: [],
          currSpeed: 0,
          maxSpeed: 0,
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST EXPERIMENTER, the first of several',
    `04 12 00 1c 00 00 00 54  # header
     ff ff                    # type OFPMP_EXPERIMENTER
     00 01                    # flags: REQ_MORE
     00 00 00 00              # padding
     00 00 04 d2              # experimenter 1234
     00 00 00 05              # exp_type
     01 02 03 04              # opaque`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 84,
      multipartType: 'EXPERIMENTER',
      flags: ['REQ_MORE'],
      experimenter: 1234,
      expType: 5,
      data: hex('01020304'),
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY EXPERIMENTER',
    `04 13 00 18 00 00 00 54  # header
     ff ff                    # type OFPMP_EXPERIMENTER
     00 00                    # flags
     00 00 00 00              # padding
     00 00 04 d2              # experimenter 1234
     00 00 00 05              # exp_type`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 84,
      multipartType: 'EXPERIMENTER',
      flags: [],
      experimenter: 1234,
      expType: 5,
      data: hex(''),
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY of a type that nobody knows',
    `04 13 00 13 00 00 00 55  # header
     03 e7                    # type 999
     80 00                    # flags: a bit without a name
     00 00 00 00              # padding
     01 02 03                 # opaque`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 85,
      multipartType: 999,
      flags: [0x8000],
      body: hex('010203'),
    },
  ),
];

/** @returns the hex of a string in a field of `size` bytes, filled up with NUL */
function text(value: string, size: number): string {
  const bytes = Buffer.alloc(size);
  bytes.write(value);
  return bytes.toString('hex');
}
