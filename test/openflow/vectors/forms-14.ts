// The other forms of 1.4: every flag, and numbers that have no name.
import { hex, type Vector, vector } from './vector.ts';

export const FORMS_14: readonly Vector[] = [
  vector('1.4 HELLO without elements', `05 00 00 08 00 00 00 01  # header; section 7.5.1`, {
    version: 5,
    type: 'HELLO',
    xid: 1,
    elements: [],
  }),
  vector(
    '1.4 HELLO with an unknown element',
    `05 00 00 10 00 00 00 01  # header; section 7.5.1
     00 09 00 08              # an element of type 9, 8 bytes
     01 02 03 04              # its body`,
    { version: 5, type: 'HELLO', xid: 1, elements: [{ type: 9, body: hex('01020304') }] },
  ),
  vector(
    '1.4 ERROR of a type that has no name',
    `05 01 00 0c 00 00 00 01  # header; section 7.5.4
     00 4d 00 01              # type 77, code 1`,
    { version: 5, type: 'ERROR', xid: 1, errorType: 77, errorCode: 1, data: hex('') },
  ),
  vector(
    '1.4 ERROR with a code that has no name',
    `05 01 00 0c 00 00 00 01  # header; section 7.5.4
     00 0e 01 f4              # type OFPET_BAD_PROPERTY, code 500`,
    { version: 5, type: 'ERROR', xid: 1, errorType: 'BAD_PROPERTY', errorCode: 500, data: hex('') },
  ),
  vector(
    '1.4 FEATURES_REPLY with every capability and a bit that has no name',
    `05 06 00 20 00 00 00 02  # header; section 7.3.1
     00 00 00 00 00 00 00 2a  # datapath_id
     00 00 00 00              # n_buffers
     01                       # n_tables
     00                       # auxiliary_id
     00 00                    # padding
     80 00 07 6f              # capabilities: all, and bit 31
     00 00 00 00              # reserved`,
    {
      version: 5,
      type: 'FEATURES_REPLY',
      xid: 2,
      datapathId: 42n,
      nBuffers: 0,
      nTables: 1,
      auxiliaryId: 0,
      capabilities: [
        'FLOW_STATS',
        'TABLE_STATS',
        'PORT_STATS',
        'GROUP_STATS',
        'IP_REASM',
        'QUEUE_STATS',
        'PORT_BLOCKED',
        'BUNDLES',
        'FLOW_MONITORING',
        0x80000000,
      ],
      reserved: 0,
    },
  ),
  vector(
    '1.4 PACKET_IN with a reason that has no name',
    `05 0a 00 22 00 00 00 03  # header; section 7.4.1
     ff ff ff ff              # buffer_id OFP_NO_BUFFER
     00 00                    # total_len
     09                       # reason 9
     01                       # table_id
     00 00 00 00 00 00 00 2a  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 00                    # padding`,
    {
      version: 5,
      type: 'PACKET_IN',
      xid: 3,
      bufferId: 0xffffffff,
      totalLen: 0,
      reason: 9,
      tableId: 1,
      cookie: 42n,
      match: [],
      data: hex(''),
    },
  ),
  vector(
    '1.4 PORT_STATUS of an optical port with a feature that has no name',
    `05 0c 00 60 00 00 00 04  # header; section 7.4.3
     02                       # reason OFPPR_MODIFY
     00 00 00 00 00 00 00     # padding
     00 00 00 08              # port_no; section 7.2.1
     00 50                    # length 80
     00 00                    # padding
     02 00 00 00 00 08        # hw_addr
     00 00                    # padding
     6f 63 38 00 00 00 00 00 00 00 00 00 00 00 00 00 # name "oc8"
     00 00 00 00              # config
     00 00 00 04              # state OFPPS_LIVE
     00 01 00 28              # property OFPPDPT_OPTICAL, 40 bytes; section 7.2.1.2
     00 00 00 00              # padding
     80 00 00 0f              # supported: all, and bit 31
     00 00 00 01              # tx_min_freq_lmda
     00 00 00 02              # tx_max_freq_lmda
     00 00 00 03              # tx_grid_freq_lmda
     00 00 00 04              # rx_min_freq_lmda
     00 00 00 05              # rx_max_freq_lmda
     00 00 00 06              # rx_grid_freq_lmda
     00 07 00 08              # tx_pwr_min, tx_pwr_max`,
    {
      version: 5,
      type: 'PORT_STATUS',
      xid: 4,
      reason: 'MODIFY',
      desc: {
        portNo: 8,
        hwAddr: '02:00:00:00:00:08',
        name: 'oc8',
        config: [],
        state: ['LIVE'],
        properties: [
          {
            type: 'OPTICAL',
            supported: ['RX_TUNE', 'TX_TUNE', 'TX_PWR', 'USE_FREQ', 0x80000000],
            txMinFreqLmda: 1,
            txMaxFreqLmda: 2,
            txGridFreqLmda: 3,
            rxMinFreqLmda: 4,
            rxMaxFreqLmda: 5,
            rxGridFreqLmda: 6,
            txPwrMin: 7,
            txPwrMax: 8,
          },
        ],
      },
    },
  ),
  vector(
    '1.4 PORT_MOD with a property that nobody knows',
    `05 10 00 30 00 00 00 05  # header; section 7.3.4.3
     00 00 00 03              # port_no
     00 00 00 00              # padding
     02 00 00 00 00 03        # hw_addr
     00 00                    # padding
     00 00 00 01              # config OFPPC_PORT_DOWN
     00 00 00 01              # mask OFPPC_PORT_DOWN
     00 09 00 06              # a property of type 9, 6 bytes
     ab cd                    # its body
     00 00                    # padding
     00 00 00 08              # property OFPPMPT_ETHERNET, 8 bytes
     00 00 00 20              # advertise OFPPF_1GB_FD`,
    {
      version: 5,
      type: 'PORT_MOD',
      xid: 5,
      portNo: 3,
      hwAddr: '02:00:00:00:00:03',
      config: ['PORT_DOWN'],
      mask: ['PORT_DOWN'],
      properties: [
        { type: 9, body: hex('abcd') },
        { type: 'ETHERNET', advertise: ['1GB_FD'] },
      ],
    },
  ),
  vector(
    '1.4 TABLE_MOD with a property that nobody knows and an eviction flag that has no name',
    `05 11 00 20 00 00 00 06  # header; section 7.3.3
     02                       # table_id
     00 00 00                 # padding
     00 00 00 04              # config OFPTC_EVICTION
     00 02 00 08              # property OFPTMPT_EVICTION, 8 bytes
     80 00 00 07              # flags: all, and bit 31
     00 09 00 08              # a property of type 9, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 5,
      type: 'TABLE_MOD',
      xid: 6,
      tableId: 2,
      config: ['EVICTION'],
      properties: [
        { type: 'EVICTION', flags: ['OTHER', 'IMPORTANCE', 'LIFETIME', 0x80000000] },
        { type: 9, body: hex('01020304') },
      ],
    },
  ),
  vector(
    '1.4 ROLE_STATUS with a reason that has no name and a property that nobody knows',
    `05 1e 00 20 00 00 00 00  # header; section 7.4.4
     00 00 00 03              # role OFPCR_ROLE_SLAVE
     09                       # reason 9
     00 00 00                 # padding
     00 00 00 00 00 00 00 10  # generation_id
     00 07 00 08              # a property of type 7, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 5,
      type: 'ROLE_STATUS',
      xid: 0,
      role: 'SLAVE',
      reason: 9,
      generationId: 16n,
      properties: [{ type: 7, body: hex('01020304') }],
    },
  ),
  vector(
    '1.4 TABLE_STATUS with a reason that has no name',
    `05 1f 00 18 00 00 00 00  # header; section 7.4.5
     09                       # reason 9
     00 00 00 00 00 00 00     # padding
     00 08                    # length 8
     02                       # table_id
     00                       # padding
     00 00 00 08              # config OFPTC_VACANCY_EVENTS`,
    {
      version: 5,
      type: 'TABLE_STATUS',
      xid: 0,
      reason: 9,
      table: { tableId: 2, config: ['VACANCY_EVENTS'], properties: [] },
    },
  ),
  vector(
    '1.4 REQUESTFORWARD of a meter-mod',
    `05 20 00 18 00 00 00 11  # header; section 7.4.6
     05 1d 00 10 00 00 00 11  # a METER_MOD ...
     00 02                    # ... command OFPMC_DELETE
     00 00                    # ... flags
     ff ff ff ff              # ... meter_id OFPM_ALL`,
    {
      version: 5,
      type: 'REQUESTFORWARD',
      xid: 17,
      request: { version: 5, type: 'METER_MOD', xid: 17, command: 'DELETE', flags: [], meterId: 0xffffffff, bands: [] },
    },
  ),
  vector(
    '1.4 BUNDLE_ADD_MESSAGE with a property that nobody knows',
    `05 22 00 28 00 00 00 13  # header; section 7.3.9.3
     00 00 00 01              # bundle_id
     00 00                    # padding
     00 02                    # flags OFPBF_ORDERED
     05 0f 00 10 00 00 00 13  # a GROUP_MOD ...
     00 02 00 00              # ... command OFPGC_DELETE, type OFPGT_ALL, padding
     ff ff ff fc              # ... group_id OFPG_ALL
     00 09 00 08              # a property of type 9, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 5,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 19,
      bundleId: 1,
      flags: ['ORDERED'],
      message: {
        version: 5,
        type: 'GROUP_MOD',
        xid: 19,
        command: 'DELETE',
        groupType: 'ALL',
        groupId: 0xfffffffc,
        buckets: [],
      },
      properties: [{ type: 9, body: hex('01020304') }],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST of a type and with a flag that have no name',
    `05 12 00 14 00 00 00 14  # header; section 7.3.5
     00 63 80 00              # type 99, flags bit 15
     00 00 00 00              # padding
     01 02 03 04              # its body`,
    { version: 5, type: 'MULTIPART_REQUEST', xid: 20, multipartType: 99, flags: [32768], body: hex('01020304') },
  ),
  vector(
    '1.4 MULTIPART_REQUEST TABLE_FEATURES with a property that nobody knows',
    `05 12 00 58 00 00 00 15  # header; section 7.3.5.5
     00 0c 00 00              # type OFPMP_TABLE_FEATURES, flags
     00 00 00 00              # padding
     00 48                    # length 72
     01                       # table_id
     00 00 00 00 00           # padding
     74 31 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # name "t1"
     00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # ... to 32 bytes
     00 00 00 00 00 00 00 00  # metadata_match
     00 00 00 00 00 00 00 00  # metadata_write
     00 00 00 00              # capabilities
     00 00 00 64              # max_entries 100
     01 2c 00 08              # a property of type 300, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 21,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          name: 't1',
          metadataMatch: 0n,
          metadataWrite: 0n,
          capabilities: [],
          maxEntries: 100,
          properties: [{ type: 300, body: hex('01020304') }],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REQUEST FLOW_MONITOR with every flag, one that has no name, and such a command',
    `05 12 00 28 00 00 00 16  # header; section 7.3.5.17
     00 10 00 00              # type OFPMP_FLOW_MONITOR, flags
     00 00 00 00              # padding
     00 00 00 07              # monitor_id
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     80 7f                    # flags: all, and bit 15
     ff                       # table_id OFPTT_ALL
     09                       # command 9
     00 01 00 04 00 00 00 00  # an empty match, padded`,
    {
      version: 5,
      type: 'MULTIPART_REQUEST',
      xid: 22,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      monitors: [
        {
          monitorId: 7,
          outPort: 0xffffffff,
          outGroup: 0xffffffff,
          flags: ['INITIAL', 'ADD', 'REMOVED', 'MODIFY', 'INSTRUCTIONS', 'NO_ABBREV', 'ONLY_OWN', 32768],
          tableId: 255,
          command: 9,
          match: [],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY PORT_STATS of an optical port with a flag that has no name',
    `05 13 00 90 00 00 00 17  # header; section 7.3.5.8
     00 04 00 00              # type OFPMP_PORT_STATS, flags
     00 00 00 00              # padding
     00 80                    # length 128
     00 00                    # padding
     00 00 00 08              # port_no
     00 00 00 0a 00 00 00 0b  # duration 10 s, 11 ns
     00 00 00 00 00 00 00 01  # rx_packets
     00 00 00 00 00 00 00 02  # tx_packets
     00 00 00 00 00 00 00 03  # rx_bytes
     00 00 00 00 00 00 00 04  # tx_bytes
     00 00 00 00 00 00 00 05  # rx_dropped
     00 00 00 00 00 00 00 06  # tx_dropped
     00 00 00 00 00 00 00 07  # rx_errors
     00 00 00 00 00 00 00 08  # tx_errors
     00 01 00 2c              # property OFPPSPT_OPTICAL, 44 bytes
     00 00 00 00              # padding
     80 00 00 77              # flags: all, and bit 31
     00 00 00 01              # tx_freq_lmda
     00 00 00 02              # tx_offset
     00 00 00 03              # tx_grid_span
     00 00 00 04              # rx_freq_lmda
     00 00 00 05              # rx_offset
     00 00 00 06              # rx_grid_span
     00 07 00 08              # tx_pwr, rx_pwr
     00 09 00 0a              # bias_current, temperature
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 23,
      multipartType: 'PORT_STATS',
      flags: [],
      ports: [
        {
          portNo: 8,
          durationSec: 10,
          durationNsec: 11,
          rxPackets: 1n,
          txPackets: 2n,
          rxBytes: 3n,
          txBytes: 4n,
          rxDropped: 5n,
          txDropped: 6n,
          rxErrors: 7n,
          txErrors: 8n,
          properties: [
            {
              type: 'OPTICAL',
              flags: ['RX_TUNE', 'TX_TUNE', 'TX_PWR', 'RX_PWR', 'TX_BIAS', 'TX_TEMP', 0x80000000],
              txFreqLmda: 1,
              txOffset: 2,
              txGridSpan: 3,
              rxFreqLmda: 4,
              rxOffset: 5,
              rxGridSpan: 6,
              txPwr: 7,
              rxPwr: 8,
              biasCurrent: 9,
              temperature: 10,
            },
          ],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY QUEUE_STATS with a property that nobody knows',
    `05 13 00 48 00 00 00 18  # header; section 7.3.5.14
     00 05 00 00              # type OFPMP_QUEUE_STATS, flags
     00 00 00 00              # padding
     00 38                    # length 56
     00 00 00 00 00 00        # padding
     00 00 00 02              # port_no
     00 00 00 07              # queue_id
     00 00 00 00 00 00 04 00  # tx_bytes
     00 00 00 00 00 00 00 10  # tx_packets
     00 00 00 00 00 00 00 01  # tx_errors
     00 00 00 0a 00 00 00 0b  # duration 10 s, 11 ns
     00 09 00 08              # a property of type 9, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 24,
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
          properties: [{ type: 9, body: hex('01020304') }],
        },
      ],
    },
  ),
  vector(
    '1.4 MULTIPART_REPLY QUEUE_DESC with a property that nobody knows',
    `05 13 00 28 00 00 00 19  # header; section 7.3.5.15
     00 0f 00 00              # type OFPMP_QUEUE_DESC, flags
     00 00 00 00              # padding
     00 00 00 02              # port_no
     00 00 00 07              # queue_id
     00 18                    # length 24
     00 00 00 00 00 00        # padding
     00 09 00 08              # a property of type 9, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 5,
      type: 'MULTIPART_REPLY',
      xid: 25,
      multipartType: 'QUEUE_DESC',
      flags: [],
      queues: [{ portNo: 2, queueId: 7, properties: [{ type: 9, body: hex('01020304') }] }],
    },
  ),
];
