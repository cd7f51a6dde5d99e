// Statistics and multipart messages: each property of table features, each form of bucket described, empty lists, numbers and bits
// that have no name.
import { match10 } from '#openflow/match.ts';
import { hex, type Vector, vector } from './vector.ts';

export const STATISTICS_FORMS: readonly Vector[] = [
  vector(
    '1.0 STATS_REQUEST QUEUE of one queue',
    `01 10 00 14 00 00 00 96  # header
     00 05                    # type OFPST_QUEUE
     00 00                    # flags
     00 02                    # port_no
     00 00                    # padding
     00 00 00 07              # queue_id`,
    { version: 1, type: 'STATS_REQUEST', xid: 150, statsType: 'QUEUE', flags: [], portNo: 2, queueId: 7 },
  ),
  vector(
    '1.0 STATS_REQUEST FLOW of all tables, out of a port',
    `01 10 00 38 00 00 00 96  # header
     00 01                    # type OFPST_FLOW
     00 00                    # flags
     00 38 20 ff              # wildcards: all
     00 00                    # in_port
     00 00 00 00 00 00        # dl_src
     00 00 00 00 00 00        # dl_dst
     00 00                    # dl_vlan
     00                       # dl_vlan_pcp
     00                       # padding
     00 00                    # dl_type
     00                       # nw_tos
     00                       # nw_proto
     00 00                    # padding
     00 00 00 00              # nw_src
     00 00 00 00              # nw_dst
     00 00                    # tp_src
     00 00                    # tp_dst
     ff                       # table_id: all
     00                       # padding
     ff fd                    # out_port OFPP_CONTROLLER`,
    {
      version: 1,
      type: 'STATS_REQUEST',
      xid: 150,
      statsType: 'FLOW',
      flags: [],
      match: match10({}),
      tableId: 0xff,
      outPort: 0xfffd,
    },
  ),
  vector(
    '1.0 STATS_REQUEST of a type and with a flag that have no name',
    `01 10 00 0e 00 00 00 96  # header
     00 63                    # type 99
     00 01                    # flags: bit 0
     aa bb                    # opaque`,
    { version: 1, type: 'STATS_REQUEST', xid: 150, statsType: 99, flags: [1], body: hex('aabb') },
  ),
  vector(
    '1.0 STATS_REPLY of a type and with a flag that have no name',
    `01 11 00 0e 00 00 00 96  # header
     00 63                    # type 99
     80 01                    # flags: REPLY_MORE, bit 15
     aa bb                    # opaque`,
    { version: 1, type: 'STATS_REPLY', xid: 150, statsType: 99, flags: ['REPLY_MORE', 0x8000], body: hex('aabb') },
  ),
  vector(
    '1.0 STATS_REPLY FLOW without a flow',
    `01 11 00 0c 00 00 00 96  # header
     00 01                    # type OFPST_FLOW
     00 00                    # flags`,
    { version: 1, type: 'STATS_REPLY', xid: 150, statsType: 'FLOW', flags: [], flows: [] },
  ),
  vector(
    '1.3 MULTIPART_REQUEST QUEUE of one queue',
    `04 12 00 18 00 00 00 97  # header
     00 05                    # type OFPMP_QUEUE
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 02              # port_no
     00 00 00 07              # queue_id`,
    { version: 4, type: 'MULTIPART_REQUEST', xid: 151, multipartType: 'QUEUE', flags: [], portNo: 2, queueId: 7 },
  ),
  vector(
    '1.3 MULTIPART_REQUEST of a type and with a flag that have no name',
    `04 12 00 12 00 00 00 97  # header
     00 63                    # type 99
     80 01                    # flags: REQ_MORE, bit 15
     00 00 00 00              # padding
     aa bb                    # opaque`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 151,
      multipartType: 99,
      flags: ['REQ_MORE', 0x8000],
      body: hex('aabb'),
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY FLOW without a flow',
    `04 13 00 10 00 00 00 97  # header
     00 01                    # type OFPMP_FLOW
     00 00                    # flags
     00 00 00 00              # padding`,
    { version: 4, type: 'MULTIPART_REPLY', xid: 151, multipartType: 'FLOW', flags: [], flows: [] },
  ),
  vector(
    '1.3 MULTIPART_REPLY GROUP_FEATURES with every bit and some that have no name',
    `04 13 00 38 00 00 00 97                          # header
     00 08                                            # type OFPMP_GROUP_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 00 00 1f                                      # types: all four, bit 4
     00 00 00 1f                                      # capabilities: all four, bit 4
     00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04  # max_groups
     00 00 00 01 00 00 00 01 00 00 00 01 00 00 00 01  # actions: OUTPUT`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 151,
      multipartType: 'GROUP_FEATURES',
      flags: [],
      types: ['ALL', 'SELECT', 'INDIRECT', 'FF', 0x10],
      capabilities: ['SELECT_WEIGHT', 'SELECT_LIVENESS', 'CHAINING', 'CHAINING_CHECKS', 0x10],
      maxGroups: [1, 2, 3, 4],
      actions: [1, 1, 1, 1],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY METER_FEATURES with both bands and bits that have no name',
    `04 13 00 20 00 00 00 97  # header
     00 0b                    # type OFPMP_METER_FEATURES
     00 00                    # flags
     00 00 00 00              # padding
     00 00 00 05              # max_meter
     00 00 00 0e              # band_types: DROP, DSCP_REMARK, bit 3
     00 00 00 11              # capabilities: KBPS, bit 4
     01                       # max_bands
     02                       # max_color
     00 00                    # padding`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 151,
      multipartType: 'METER_FEATURES',
      flags: [],
      maxMeter: 5,
      bandTypes: ['DROP', 'DSCP_REMARK', 8],
      capabilities: ['KBPS', 0x10],
      maxBands: 1,
      maxColor: 2,
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY GROUP_DESC of a group SELECT',
    `04 13 00 38 00 00 00 97                          # header
     00 07                                            # type OFPMP_GROUP_DESC
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 28                                            # length 40
     01                                               # type OFPGT_SELECT
     00                                               # padding
     00 00 00 05                                      # group_id
     00 20                                            # bucket: len 32
     00 03                                            # ... weight
     ff ff ff ff                                      # ... watch_port
     ff ff ff ff                                      # ... watch_group
     00 00 00 00                                      # ... padding
     00 00 00 10 00 00 00 02 00 00 00 00 00 00 00 00  # ... OUTPUT port 2`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 151,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [
        {
          groupType: 'SELECT',
          groupId: 5,
          buckets: [
            {
              weight: 3,
              watchPort: 0xffffffff,
              watchGroup: 0xffffffff,
              actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY GROUP_DESC of a group INDIRECT',
    `04 13 00 38 00 00 00 97                          # header
     00 07                                            # type OFPMP_GROUP_DESC
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 28                                            # length 40
     02                                               # type OFPGT_INDIRECT
     00                                               # padding
     00 00 00 05                                      # group_id
     00 20                                            # bucket: len 32
     00 00                                            # ... weight
     ff ff ff ff                                      # ... watch_port
     ff ff ff ff                                      # ... watch_group
     00 00 00 00                                      # ... padding
     00 00 00 10 00 00 00 02 00 00 00 00 00 00 00 00  # ... OUTPUT port 2`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 151,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [
        {
          groupType: 'INDIRECT',
          groupId: 5,
          buckets: [
            {
              weight: 0,
              watchPort: 0xffffffff,
              watchGroup: 0xffffffff,
              actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY GROUP_DESC of a group FF',
    `04 13 00 28 00 00 00 97  # header
     00 07                    # type OFPMP_GROUP_DESC
     00 00                    # flags
     00 00 00 00              # padding
     00 18                    # length 24
     03                       # type OFPGT_FF
     00                       # padding
     00 00 00 05              # group_id
     00 10                    # bucket: len 16
     00 00                    # ... weight
     00 00 00 02              # ... watch_port
     00 00 00 09              # ... watch_group
     00 00 00 00              # ... padding`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 151,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [{ groupType: 'FF', groupId: 5, buckets: [{ weight: 0, watchPort: 2, watchGroup: 9, actions: [] }] }],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY METER_CONFIG with both bands',
    `04 13 00 38 00 00 00 97              # header
     00 0a                                # type OFPMP_METER_CONFIG
     00 00                                # flags
     00 00 00 00                          # padding
     00 28                                # length 40
     00 0f                                # flags: all four
     00 00 00 01                          # meter_id
     00 01 00 10 00 00 03 e8 00 00 00 64  # band DROP, 16 bytes, rate 1000, burst_size 100
     00 00 00 00                          # padding
     00 02 00 10 00 00 01 f4 00 00 00 32  # band DSCP_REMARK, 16 bytes, rate 500, burst_size 50
     02                                   # ... prec_level
     00 00 00                             # ... padding`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 151,
      multipartType: 'METER_CONFIG',
      flags: [],
      meters: [
        {
          flags: ['KBPS', 'PKTPS', 'BURST', 'STATS'],
          meterId: 1,
          bands: [
            { type: 'DROP', rate: 1000, burstSize: 100 },
            { type: 'DSCP_REMARK', rate: 500, burstSize: 50, precLevel: 2 },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST FLOW out of a group',
    `04 12 00 38 00 00 00 97  # header
     00 01                    # type OFPMP_FLOW
     00 00                    # flags
     00 00 00 00              # padding
     00                       # table_id
     00 00 00                 # padding
     ff ff ff f8              # out_port OFPP_IN_PORT
     00 00 00 09              # out_group
     00 00 00 00              # padding
     00 00 00 00 00 00 00 2a  # cookie
     ff ff ff ff ff ff ff ff  # cookie_mask
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 151,
      multipartType: 'FLOW',
      flags: [],
      tableId: 0,
      outPort: 0xfffffff8,
      outGroup: 9,
      cookie: 42n,
      cookieMask: 0xffffffffffffffffn,
      match: [],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with INSTRUCTIONS',
    `04 13 00 70 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 60                                            # length 96
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 00 00 1c                                      # property INSTRUCTIONS, 28 bytes
     00 01 00 04                                      # ... GOTO_TABLE
     00 02 00 04                                      # ... WRITE_METADATA
     00 03 00 04                                      # ... WRITE_ACTIONS
     00 04 00 04                                      # ... APPLY_ACTIONS
     00 05 00 04                                      # ... CLEAR_ACTIONS
     00 06 00 04                                      # ... METER
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'INSTRUCTIONS',
              instructionIds: [
                { type: 'GOTO_TABLE' },
                { type: 'WRITE_METADATA' },
                { type: 'WRITE_ACTIONS' },
                { type: 'APPLY_ACTIONS' },
                { type: 'CLEAR_ACTIONS' },
                { type: 'METER' },
              ],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with NEXT_TABLES',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 02 00 07                                      # property NEXT_TABLES, 7 bytes
     02 03 fe                                         # ... tables 2, 3 and 254
     00                                               # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'NEXT_TABLES', nextTableIds: [2, 3, 254] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with WRITE_ACTIONS',
    `04 13 00 98 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 88                                            # length 136
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 04 00 44                                      # property WRITE_ACTIONS, 68 bytes
     00 00 00 04                                      # ... OUTPUT
     00 0b 00 04                                      # ... COPY_TTL_OUT
     00 0c 00 04                                      # ... COPY_TTL_IN
     00 0f 00 04                                      # ... SET_MPLS_TTL
     00 10 00 04                                      # ... DEC_MPLS_TTL
     00 11 00 04                                      # ... PUSH_VLAN
     00 12 00 04                                      # ... POP_VLAN
     00 13 00 04                                      # ... PUSH_MPLS
     00 14 00 04                                      # ... POP_MPLS
     00 15 00 04                                      # ... SET_QUEUE
     00 16 00 04                                      # ... GROUP
     00 17 00 04                                      # ... SET_NW_TTL
     00 18 00 04                                      # ... DEC_NW_TTL
     00 19 00 04                                      # ... SET_FIELD
     00 1a 00 04                                      # ... PUSH_PBB
     00 1b 00 04                                      # ... POP_PBB
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'WRITE_ACTIONS',
              actionIds: [
                { type: 'OUTPUT' },
                { type: 'COPY_TTL_OUT' },
                { type: 'COPY_TTL_IN' },
                { type: 'SET_MPLS_TTL' },
                { type: 'DEC_MPLS_TTL' },
                { type: 'PUSH_VLAN' },
                { type: 'POP_VLAN' },
                { type: 'PUSH_MPLS' },
                { type: 'POP_MPLS' },
                { type: 'SET_QUEUE' },
                { type: 'GROUP' },
                { type: 'SET_NW_TTL' },
                { type: 'DEC_NW_TTL' },
                { type: 'SET_FIELD' },
                { type: 'PUSH_PBB' },
                { type: 'POP_PBB' },
              ],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with APPLY_ACTIONS',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 06 00 08                                      # property APPLY_ACTIONS, 8 bytes
     00 00 00 04                                      # ... OUTPUT`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'APPLY_ACTIONS', actionIds: [{ type: 'OUTPUT' }] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with WRITE_SETFIELD',
    `04 13 00 60 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 50                                            # length 80
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 0c 00 0c                                      # property WRITE_SETFIELD, 12 bytes
     80 00 06 06                                      # ... ETH_DST
     80 00 18 04                                      # ... IPV4_DST
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'WRITE_SETFIELD',
              oxmIds: [
                { field: 'ETH_DST', hasMask: false },
                { field: 'IPV4_DST', hasMask: false },
              ],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with APPLY_SETFIELD',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 0e 00 08                                      # property APPLY_SETFIELD, 8 bytes
     80 00 1a 02                                      # ... TCP_SRC`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'APPLY_SETFIELD', oxmIds: [{ field: 'TCP_SRC', hasMask: false }] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with INSTRUCTIONS_MISS',
    `04 13 00 70 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 60                                            # length 96
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 01 00 1c                                      # property INSTRUCTIONS_MISS, 28 bytes
     00 01 00 04                                      # ... GOTO_TABLE
     00 02 00 04                                      # ... WRITE_METADATA
     00 03 00 04                                      # ... WRITE_ACTIONS
     00 04 00 04                                      # ... APPLY_ACTIONS
     00 05 00 04                                      # ... CLEAR_ACTIONS
     00 06 00 04                                      # ... METER
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'INSTRUCTIONS_MISS',
              instructionIds: [
                { type: 'GOTO_TABLE' },
                { type: 'WRITE_METADATA' },
                { type: 'WRITE_ACTIONS' },
                { type: 'APPLY_ACTIONS' },
                { type: 'CLEAR_ACTIONS' },
                { type: 'METER' },
              ],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with NEXT_TABLES_MISS',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 03 00 07                                      # property NEXT_TABLES_MISS, 7 bytes
     02 03 fe                                         # ... tables 2, 3 and 254
     00                                               # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'NEXT_TABLES_MISS', nextTableIds: [2, 3, 254] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with WRITE_ACTIONS_MISS',
    `04 13 00 98 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 88                                            # length 136
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 05 00 44                                      # property WRITE_ACTIONS_MISS, 68 bytes
     00 00 00 04                                      # ... OUTPUT
     00 0b 00 04                                      # ... COPY_TTL_OUT
     00 0c 00 04                                      # ... COPY_TTL_IN
     00 0f 00 04                                      # ... SET_MPLS_TTL
     00 10 00 04                                      # ... DEC_MPLS_TTL
     00 11 00 04                                      # ... PUSH_VLAN
     00 12 00 04                                      # ... POP_VLAN
     00 13 00 04                                      # ... PUSH_MPLS
     00 14 00 04                                      # ... POP_MPLS
     00 15 00 04                                      # ... SET_QUEUE
     00 16 00 04                                      # ... GROUP
     00 17 00 04                                      # ... SET_NW_TTL
     00 18 00 04                                      # ... DEC_NW_TTL
     00 19 00 04                                      # ... SET_FIELD
     00 1a 00 04                                      # ... PUSH_PBB
     00 1b 00 04                                      # ... POP_PBB
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'WRITE_ACTIONS_MISS',
              actionIds: [
                { type: 'OUTPUT' },
                { type: 'COPY_TTL_OUT' },
                { type: 'COPY_TTL_IN' },
                { type: 'SET_MPLS_TTL' },
                { type: 'DEC_MPLS_TTL' },
                { type: 'PUSH_VLAN' },
                { type: 'POP_VLAN' },
                { type: 'PUSH_MPLS' },
                { type: 'POP_MPLS' },
                { type: 'SET_QUEUE' },
                { type: 'GROUP' },
                { type: 'SET_NW_TTL' },
                { type: 'DEC_NW_TTL' },
                { type: 'SET_FIELD' },
                { type: 'PUSH_PBB' },
                { type: 'POP_PBB' },
              ],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with APPLY_ACTIONS_MISS',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 07 00 08                                      # property APPLY_ACTIONS_MISS, 8 bytes
     00 00 00 04                                      # ... OUTPUT`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'APPLY_ACTIONS_MISS', actionIds: [{ type: 'OUTPUT' }] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with WRITE_SETFIELD_MISS',
    `04 13 00 60 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 50                                            # length 80
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 0d 00 0c                                      # property WRITE_SETFIELD_MISS, 12 bytes
     80 00 06 06                                      # ... ETH_DST
     80 00 18 04                                      # ... IPV4_DST
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'WRITE_SETFIELD_MISS',
              oxmIds: [
                { field: 'ETH_DST', hasMask: false },
                { field: 'IPV4_DST', hasMask: false },
              ],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with APPLY_SETFIELD_MISS',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 0f 00 08                                      # property APPLY_SETFIELD_MISS, 8 bytes
     80 00 1a 02                                      # ... TCP_SRC`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'APPLY_SETFIELD_MISS', oxmIds: [{ field: 'TCP_SRC', hasMask: false }] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with MATCH',
    `04 13 00 68 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 58                                            # length 88
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 08 00 18                                      # property MATCH, 24 bytes
     80 00 00 04                                      # ... IN_PORT
     80 00 07 0c                                      # ... ETH_DST with a mask
     80 05 12 02                                      # ... field 9 of class 0x8005, 2 bytes
     ff ff 54 06 00 00 04 d2                          # ... field 42 of experimenter 1234, 6 bytes`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'MATCH',
              oxmIds: [
                { field: 'IN_PORT', hasMask: false },
                { field: 'ETH_DST', hasMask: true },
                { field: 9, oxmClass: 0x8005, hasMask: false, length: 2 },
                { field: 42, oxmClass: 0xffff, hasMask: false, length: 6, experimenter: 1234 },
              ],
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with WILDCARDS',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 0a 00 08                                      # property WILDCARDS, 8 bytes
     80 00 00 04                                      # ... IN_PORT`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'WILDCARDS', oxmIds: [{ field: 'IN_PORT', hasMask: false }] }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with EXPERIMENTER',
    `04 13 00 60 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 50                                            # length 80
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     ff fe 00 0e                                      # property EXPERIMENTER, 14 bytes
     00 00 04 d2                                      # ... experimenter 1234
     00 00 00 01                                      # ... exp_type
     aa bb                                            # ... opaque
     00 00                                            # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('aabb') }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with EXPERIMENTER_MISS',
    `04 13 00 60 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 50                                            # length 80
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     ff ff 00 0c                                      # property EXPERIMENTER_MISS, 12 bytes
     00 00 04 d2                                      # ... experimenter 1234
     00 00 00 01                                      # ... exp_type
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 'EXPERIMENTER_MISS', experimenter: 1234, expType: 1, body: hex('') }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with every property that a table must have',
    `04 13 00 c0 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 b0                                            # length 176
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 00 00 1c                                      # property INSTRUCTIONS, 28 bytes
     00 01 00 04                                      # ... GOTO_TABLE
     00 02 00 04                                      # ... WRITE_METADATA
     00 03 00 04                                      # ... WRITE_ACTIONS
     00 04 00 04                                      # ... APPLY_ACTIONS
     00 05 00 04                                      # ... CLEAR_ACTIONS
     00 06 00 04                                      # ... METER
     00 00 00 00                                      # ... padding to a multiple of 8
     00 02 00 06                                      # property NEXT_TABLES, 6 bytes
     02 03                                            # ... tables 2 and 3
     00 00                                            # ... padding to a multiple of 8
     00 04 00 10                                      # property WRITE_ACTIONS, 16 bytes
     00 00 00 04                                      # ... OUTPUT
     00 12 00 04                                      # ... POP_VLAN
     00 13 00 04                                      # ... PUSH_MPLS
     00 06 00 08                                      # property APPLY_ACTIONS, 8 bytes
     00 00 00 04                                      # ... OUTPUT
     00 08 00 0c                                      # property MATCH, 12 bytes
     80 00 00 04                                      # ... IN_PORT
     80 00 07 0c                                      # ... ETH_DST with a mask
     00 00 00 00                                      # ... padding to a multiple of 8
     00 0a 00 0c                                      # property WILDCARDS, 12 bytes
     80 00 00 04                                      # ... IN_PORT
     80 00 06 06                                      # ... ETH_DST
     00 00 00 00                                      # ... padding to a multiple of 8
     00 0c 00 08                                      # property WRITE_SETFIELD, 8 bytes
     80 00 06 06                                      # ... ETH_DST
     00 0e 00 08                                      # property APPLY_SETFIELD, 8 bytes
     80 00 1a 02                                      # ... TCP_SRC`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'INSTRUCTIONS',
              instructionIds: [
                { type: 'GOTO_TABLE' },
                { type: 'WRITE_METADATA' },
                { type: 'WRITE_ACTIONS' },
                { type: 'APPLY_ACTIONS' },
                { type: 'CLEAR_ACTIONS' },
                { type: 'METER' },
              ],
            },
            { type: 'NEXT_TABLES', nextTableIds: [2, 3] },
            { type: 'WRITE_ACTIONS', actionIds: [{ type: 'OUTPUT' }, { type: 'POP_VLAN' }, { type: 'PUSH_MPLS' }] },
            { type: 'APPLY_ACTIONS', actionIds: [{ type: 'OUTPUT' }] },
            {
              type: 'MATCH',
              oxmIds: [
                { field: 'IN_PORT', hasMask: false },
                { field: 'ETH_DST', hasMask: true },
              ],
            },
            {
              type: 'WILDCARDS',
              oxmIds: [
                { field: 'IN_PORT', hasMask: false },
                { field: 'ETH_DST', hasMask: false },
              ],
            },
            { type: 'WRITE_SETFIELD', oxmIds: [{ field: 'ETH_DST', hasMask: false }] },
            { type: 'APPLY_SETFIELD', oxmIds: [{ field: 'TCP_SRC', hasMask: false }] },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REPLY TABLE_FEATURES with a property that nobody knows',
    `04 13 00 58 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 48                                            # length 72
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 63 00 07                                      # property 99, 7 bytes
     aa bb cc                                         # ... opaque
     00                                               # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REPLY',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [{ type: 99, body: hex('aabbcc') }],
        },
      ],
    },
  ),
  vector(
    '1.3 MULTIPART_REQUEST TABLE_FEATURES with instructions and actions of experimenters and ones that nobody knows',
    `04 12 00 80 00 00 00 98                          # header
     00 0c                                            # type OFPMP_TABLE_FEATURES
     00 00                                            # flags
     00 00 00 00                                      # padding
     00 70                                            # length 112
     01                                               # table_id
     00 00 00 00 00                                   # padding
     6e 61 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "nat"
     00 00 00 00 00 00 00 00                          # metadata_match
     00 00 00 00 00 00 00 00                          # metadata_write
     00 00 00 03                                      # config
     00 00 03 e8                                      # max_entries
     00 00 00 14                                      # property INSTRUCTIONS, 20 bytes
     ff ff 00 0a 00 00 04 d2 aa bb                    # ... of experimenter 1234, 10 bytes
     00 63 00 06 cc dd                                # ... 99, 6 bytes
     00 00 00 00                                      # ... padding to a multiple of 8
     00 06 00 14                                      # property APPLY_ACTIONS, 20 bytes
     ff ff 00 0a 00 00 04 d2 aa bb                    # ... of experimenter 1234, 10 bytes
     00 63 00 06 cc dd                                # ... 99, 6 bytes
     00 00 00 00                                      # ... padding to a multiple of 8`,
    {
      version: 4,
      type: 'MULTIPART_REQUEST',
      xid: 152,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 'nat',
          metadataMatch: 0n,
          metadataWrite: 0n,
          config: 3,
          maxEntries: 1000,
          properties: [
            {
              type: 'INSTRUCTIONS',
              instructionIds: [
                { type: 'EXPERIMENTER', experimenter: 1234, body: hex('aabb') },
                { type: 99, body: hex('ccdd') },
              ],
            },
            {
              type: 'APPLY_ACTIONS',
              actionIds: [
                { type: 'EXPERIMENTER', experimenter: 1234, body: hex('aabb') },
                { type: 99, body: hex('ccdd') },
              ],
            },
          ],
        },
      ],
    },
  ),
];
