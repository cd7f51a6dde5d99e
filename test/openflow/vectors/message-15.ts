// Messages of 1.5: each type once at least, and all that differs from 1.4.
import { hex, type Vector, vector } from './vector.ts';

/** An Ethernet frame of 14 bytes. */
const FRAME = '02 00 00 00 00 01 02 00 00 00 00 02 88 b5';

/** A FLOW_MOD of 1.5 that adds a flow without a match. */
function flowMod(name: string, length: string, instructions: string, value: FlowMod15['instructions']): Vector {
  return vector(
    `1.5 FLOW_MOD ${name}`,
    `06 0e ${length} 00 00 00 08  # header
     00 00 00 00 00 00 00 09  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00 00                    # table_id, command OFPFC_ADD
     00 00 00 00 80 00        # idle_timeout, hard_timeout, priority
     ff ff ff ff              # buffer_id
     ff ff ff ff ff ff ff ff  # out_port, out_group: any
     00 00                    # flags
     00 00                    # importance
     00 01 00 04 00 00 00 00  # match OXM, empty
     ${instructions}`,
    {
      version: 6,
      type: 'FLOW_MOD',
      xid: 8,
      cookie: 9n,
      cookieMask: 0n,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0x8000,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      importance: 0,
      match: [],
      instructions: value,
    },
  );
}

export const MESSAGE_15: readonly Vector[] = [
  vector(
    '1.5 HELLO',
    `06 00 00 10 00 00 00 01  # header
     00 01 00 08              # element VERSIONBITMAP, 8 bytes
     00 00 00 72              # bits 1, 4, 5 and 6`,
    { version: 6, type: 'HELLO', xid: 1, elements: [{ type: 'VERSIONBITMAP', versions: [1, 4, 5, 6] }] },
  ),
  vector('1.5 ECHO_REQUEST', '06 02 00 08 00 00 00 02  # header', {
    version: 6,
    type: 'ECHO_REQUEST',
    xid: 2,
    data: hex(''),
  }),
  vector('1.5 ECHO_REPLY', '06 03 00 09 00 00 00 02 61  # header, "a"', {
    version: 6,
    type: 'ECHO_REPLY',
    xid: 2,
    data: hex('61'),
  }),
  vector(
    '1.5 EXPERIMENTER',
    `06 04 00 10 00 00 00 03  # header
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type`,
    { version: 6, type: 'EXPERIMENTER', xid: 3, experimenter: 1234, expType: 1, data: hex('') },
  ),
  vector('1.5 FEATURES_REQUEST', '06 05 00 08 00 00 00 04  # header', { version: 6, type: 'FEATURES_REQUEST', xid: 4 }),
  vector(
    '1.5 FEATURES_REPLY',
    `06 06 00 20 00 00 00 04  # header
     ff ff 00 00 00 00 00 01  # datapath_id
     00 00 01 00              # n_buffers
     fe 00                    # n_tables, auxiliary_id
     00 00                    # padding
     00 00 03 20              # capabilities: IP_REASM, PORT_BLOCKED, BUNDLES
     00 00 00 00              # reserved`,
    {
      version: 6,
      type: 'FEATURES_REPLY',
      xid: 4,
      datapathId: 0xffff000000000001n,
      nBuffers: 256,
      nTables: 254,
      auxiliaryId: 0,
      capabilities: ['IP_REASM', 'PORT_BLOCKED', 'BUNDLES'],
      reserved: 0,
    },
  ),
  vector('1.5 GET_CONFIG_REQUEST', '06 07 00 08 00 00 00 05  # header', {
    version: 6,
    type: 'GET_CONFIG_REQUEST',
    xid: 5,
  }),
  vector('1.5 GET_CONFIG_REPLY', '06 08 00 0c 00 00 00 05 00 02 00 80  # header, FRAG_REASM, miss_send_len 128', {
    version: 6,
    type: 'GET_CONFIG_REPLY',
    xid: 5,
    flags: ['FRAG_REASM'],
    missSendLen: 128,
  }),
  vector('1.5 SET_CONFIG', '06 09 00 0c 00 00 00 06 00 00 00 00  # header, no flags, miss_send_len 0', {
    version: 6,
    type: 'SET_CONFIG',
    xid: 6,
    flags: [],
    missSendLen: 0,
  }),
  vector(
    '1.5 PACKET_IN with a packet type',
    `06 0a 00 40 00 00 00 00  # header
     ff ff ff ff              # buffer_id: none
     00 0e                    # total_len
     00                       # reason TABLE_MISS
     00                       # table_id
     00 00 00 00 00 00 00 00  # cookie
     00 01 00 14              # match OXM, 20 bytes
     80 00 00 04 00 00 00 03  # in_port=3
     80 00 58 04 00 01 08 00  # packet_type=(1, 0x800)
     00 00 00 00              # padding
     00 00                    # padding
     ${FRAME}`,
    {
      version: 6,
      type: 'PACKET_IN',
      xid: 0,
      bufferId: 0xffffffff,
      totalLen: 14,
      reason: 'TABLE_MISS',
      tableId: 0,
      cookie: 0n,
      match: [
        { field: 'IN_PORT', value: 3 },
        { field: 'PACKET_TYPE', value: 0x00010800 },
      ],
      data: hex(FRAME),
    },
  ),
  vector(
    '1.5 FLOW_REMOVED with every statistic',
    `06 0b 00 68 00 00 00 00              # header
     02 05                                # table_id, reason EVICTION
     80 00                                # priority
     00 1e 00 3c                          # idle_timeout, hard_timeout
     00 00 00 00 00 00 00 08              # cookie
     00 01 00 0c                          # match OXM, 12 bytes
     80 00 00 04 00 00 00 01              # in_port=1
     00 00 00 00                          # padding
     00 00 00 3c                          # stats: reserved, length 60
     80 02 00 08 00 00 00 0a 00 00 00 0b  # duration 10 s, 11 ns
     80 02 02 08 00 00 00 01 00 00 00 02  # idle_time 1 s, 2 ns
     80 02 06 04 00 00 00 07              # flow_count
     80 02 08 08 00 00 00 00 00 00 00 03  # packet_count
     80 02 0a 08 00 00 00 00 00 00 01 26  # byte_count
     00 00 00 00                          # padding`,
    {
      version: 6,
      type: 'FLOW_REMOVED',
      xid: 0,
      tableId: 2,
      reason: 'EVICTION',
      priority: 0x8000,
      idleTimeout: 30,
      hardTimeout: 60,
      cookie: 8n,
      match: [{ field: 'IN_PORT', value: 1 }],
      stats: [
        { field: 'DURATION', sec: 10, nsec: 11 },
        { field: 'IDLE_TIME', sec: 1, nsec: 2 },
        { field: 'FLOW_COUNT', value: 7 },
        { field: 'PACKET_COUNT', value: 3n },
        { field: 'BYTE_COUNT', value: 294n },
      ],
    },
  ),
  vector(
    '1.5 FLOW_REMOVED with statistics of an experimenter, of another class and with a reserved bit',
    `06 0b 00 38 00 00 00 00              # header
     00 00 80 00 00 00 00 00              # table_id, reason IDLE_TIMEOUT, priority, timeouts
     00 00 00 00 00 00 00 08              # cookie
     00 01 00 04 00 00 00 00              # match OXM, empty
     00 00 00 16                          # stats: reserved, length 22
     ff ff 02 06 00 00 04 d2 ab cd        # class 0xffff, field 1, 6 bytes: experimenter 1234, value
     80 00 04 00                          # class 0x8000, field 2, no bytes
     80 02 09 00                          # field 4 with the reserved bit, no bytes
     00 00                                # padding`,
    {
      version: 6,
      type: 'FLOW_REMOVED',
      xid: 0,
      tableId: 0,
      reason: 'IDLE_TIMEOUT',
      priority: 0x8000,
      idleTimeout: 0,
      hardTimeout: 0,
      cookie: 8n,
      match: [],
      stats: [
        { field: 1, oxsClass: 0xffff, reserved: false, body: hex('000004d2abcd') },
        { field: 2, oxsClass: 0x8000, reserved: false, body: hex('') },
        { field: 4, oxsClass: 0x8002, reserved: true, body: hex('') },
      ],
    },
  ),
  vector(
    '1.5 PORT_STATUS with every property',
    `06 0c 00 c8 00 00 00 00                          # header
     01                                               # reason OFPPR_DELETE
     00 00 00 00 00 00 00                             # padding
     00 00 00 07                                      # port_no
     00 b8 00 00                                      # length 184, padding
     02 00 00 00 00 07 00 00                          # hw_addr, padding
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 00 00 00 00 02                          # config, state: BLOCKED
     00 00 00 20 00 00 00 00                          # property ETHERNET, 32 bytes, padding
     00 00 00 00 00 00 00 00                          # curr, advertised
     00 00 00 00 00 00 00 00                          # supported, peer
     00 00 00 01 00 00 00 02                          # curr_speed, max_speed
     00 01 00 28 00 00 00 00                          # property OPTICAL, 40 bytes, padding
     00 00 00 01                                      # supported: RX_TUNE
     00 00 00 01 00 00 00 02 00 00 00 03              # tx_min_freq_lmda, tx_max_freq_lmda, tx_grid_freq_lmda
     00 00 00 04 00 00 00 05 00 00 00 06              # rx_min_freq_lmda, rx_max_freq_lmda, rx_grid_freq_lmda
     00 07 00 08                                      # tx_pwr_min, tx_pwr_max
     00 02 00 0c                                      # property PIPELINE_INPUT, 12 bytes
     80 00 00 04                                      # in_port
     80 00 05 10                                      # metadata with a mask
     00 00 00 00                                      # padding
     00 03 00 0c                                      # property PIPELINE_OUTPUT, 12 bytes
     ff ff 02 06 00 00 04 d2                          # an experimenter's field 1, 6 bytes
     00 00 00 00                                      # padding
     00 04 00 0c                                      # property RECIRCULATE, 12 bytes
     00 00 00 01 00 00 00 02                          # port_nos
     00 00 00 00                                      # padding
     ff ff 00 0d                                      # property EXPERIMENTER, 13 bytes
     00 00 04 d2 00 00 00 01                          # experimenter 1234, exp_type
     ee 00 00 00                                      # opaque, padding
     00 09 00 04 00 00 00 00                          # property 9, 4 bytes, padding`,
    {
      version: 6,
      type: 'PORT_STATUS',
      xid: 0,
      reason: 'DELETE',
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: [],
        state: ['BLOCKED'],
        properties: [
          { type: 'ETHERNET', curr: [], advertised: [], supported: [], peer: [], currSpeed: 1, maxSpeed: 2 },
          {
            type: 'OPTICAL',
            supported: ['RX_TUNE'],
            txMinFreqLmda: 1,
            txMaxFreqLmda: 2,
            txGridFreqLmda: 3,
            rxMinFreqLmda: 4,
            rxMaxFreqLmda: 5,
            rxGridFreqLmda: 6,
            txPwrMin: 7,
            txPwrMax: 8,
          },
          {
            type: 'PIPELINE_INPUT',
            oxmIds: [
              { field: 'IN_PORT', hasMask: false },
              { field: 'METADATA', hasMask: true },
            ],
          },
          {
            type: 'PIPELINE_OUTPUT',
            oxmIds: [{ field: 1, oxmClass: 0xffff, hasMask: false, length: 6, experimenter: 1234 }],
          },
          { type: 'RECIRCULATE', portNos: [1, 2] },
          { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('ee') },
          { type: 9, body: hex('') },
        ],
      },
    },
  ),
  vector(
    '1.5 PACKET_OUT with a match of pipeline fields',
    `06 0d 00 4e 00 00 00 07              # header
     ff ff ff ff                          # buffer_id: none
     00 10                                # actions_len
     00 00                                # padding
     00 01 00 18                          # match OXM, 24 bytes
     80 00 00 04 00 00 00 01              # in_port=1
     80 00 04 08 00 00 00 00 00 00 00 03  # metadata=3
     00 00 00 10 ff ff ff fb              # OUTPUT OFPP_FLOOD
     00 00                                # max_len
     00 00 00 00 00 00                    # padding
     ${FRAME} 00 00 00 00 00 00 00 00`,
    {
      version: 6,
      type: 'PACKET_OUT',
      xid: 7,
      bufferId: 0xffffffff,
      match: [
        { field: 'IN_PORT', value: 1 },
        { field: 'METADATA', value: 3n },
      ],
      actions: [{ type: 'OUTPUT', port: 0xfffffffb, maxLen: 0 }],
      data: hex(`${FRAME} 0000000000000000`),
    },
  ),
  vector(
    '1.5 PACKET_OUT of a buffered packet, dropped',
    `06 0d 00 20 00 00 00 07  # header
     00 00 01 02              # buffer_id
     00 00 00 00              # actions_len, padding
     00 01 00 0c              # match OXM, 12 bytes
     80 00 00 04 ff ff ff fd  # in_port=CONTROLLER
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'PACKET_OUT',
      xid: 7,
      bufferId: 0x102,
      match: [{ field: 'IN_PORT', value: 0xfffffffd }],
      actions: [],
      data: hex(''),
    },
  ),
  flowMod(
    'with copy-field, meter and a masked set-field',
    '00 78',
    `00 04 00 40 00 00 00 00  # instruction APPLY_ACTIONS, 64 bytes
     00 1d 00 08 00 00 00 07  # METER 7
     00 1c 00 18              # COPY_FIELD, 24 bytes
     00 20                    # n_bits 32
     00 00                    # src_offset
     00 08                    # dst_offset 8
     00 00                    # padding
     80 00 00 04              # in_port
     80 00 04 08              # metadata
     00 00 00 00              # padding
     00 19 00 18              # SET_FIELD, 24 bytes
     80 00 05 10              # metadata with a mask
     00 00 00 00 00 00 00 0a  # value
     00 00 00 00 00 00 00 ff  # mask
     `,
    [
      {
        type: 'APPLY_ACTIONS',
        actions: [
          { type: 'METER', meterId: 7 },
          {
            type: 'COPY_FIELD',
            nBits: 32,
            srcOffset: 0,
            dstOffset: 8,
            oxmIds: [
              { field: 'IN_PORT', hasMask: false },
              { field: 'METADATA', hasMask: false },
            ],
          },
          { type: 'SET_FIELD', field: { field: 'METADATA', value: 10n, mask: 255n } },
        ],
      },
    ],
  ),
  flowMod(
    'with copy-field between the fields of experimenters',
    '00 58',
    `00 03 00 20 00 00 00 00  # instruction WRITE_ACTIONS, 32 bytes
     00 1c 00 18              # COPY_FIELD, 24 bytes
     00 01 00 02 00 03 00 00  # n_bits, src_offset, dst_offset, padding
     ff ff 02 08 00 00 04 d2  # field 1 of experimenter 1234, 8 bytes
     80 00 02 05              # in_phy_port, 5 bytes long: not as in the table
     `,
    [
      {
        type: 'WRITE_ACTIONS',
        actions: [
          {
            type: 'COPY_FIELD',
            nBits: 1,
            srcOffset: 2,
            dstOffset: 3,
            oxmIds: [
              { field: 1, oxmClass: 0xffff, hasMask: false, length: 8, experimenter: 1234 },
              { field: 1, oxmClass: 0x8000, hasMask: false, length: 5 },
            ],
          },
        ],
      },
    ],
  ),
  flowMod(
    'with every other instruction',
    '00 88',
    `00 02 00 18 00 00 00 00  # instruction WRITE_METADATA, 24 bytes
     00 00 00 00 00 00 00 2a  # metadata
     00 00 00 00 00 00 00 ff  # metadata_mask
     00 05 00 08 00 00 00 00  # instruction CLEAR_ACTIONS
     00 07 00 18              # instruction STAT_TRIGGER, 24 bytes
     00 00 00 03              # flags: PERIODIC, ONLY_FIRST
     00 00 00 10              # stats: reserved, length 16
     80 02 08 08 00 00 00 00 00 00 03 e8  # packet_count 1000
     00 06 00 08 00 00 00 07  # instruction 6, a meter before 1.5
     ff ff 00 08 00 00 04 d2  # instruction EXPERIMENTER 1234
     00 01 00 08 02 00 00 00  # instruction GOTO_TABLE 2`,
    [
      { type: 'WRITE_METADATA', metadata: 42n, metadataMask: 255n },
      { type: 'CLEAR_ACTIONS' },
      {
        type: 'STAT_TRIGGER',
        flags: ['PERIODIC', 'ONLY_FIRST'],
        thresholds: [{ field: 'PACKET_COUNT', value: 1000n }],
      },
      { type: 6, body: hex('00000007') },
      { type: 'EXPERIMENTER', experimenter: 1234, body: hex('') },
      { type: 'GOTO_TABLE', tableId: 2 },
    ],
  ),
  vector(
    '1.5 GROUP_MOD with buckets that have properties',
    `06 0f 00 78 00 00 00 09  # header
     00 00                    # command OFPGC_ADD
     01                       # type OFPGT_SELECT
     00                       # padding
     00 00 00 05              # group_id
     00 60                    # bucket_array_len 96
     00 00                    # padding
     ff ff ff ff              # command_bucket_id OFPG_BUCKET_ALL
     00 30                    # bucket: len 48
     00 10                    # action_array_len 16
     00 00 00 01              # bucket_id
     00 00 00 10 00 00 00 02  # OUTPUT port 2
     00 00 00 00 00 00 00 00  # max_len, padding
     00 00 00 08 00 64 00 00  # property WEIGHT 100
     00 01 00 08 00 00 00 02  # property WATCH_PORT 2
     00 02 00 08 00 00 00 06  # property WATCH_GROUP 6
     00 30                    # bucket: len 48
     00 10                    # action_array_len 16
     00 00 00 02              # bucket_id
     00 00 00 10 00 00 00 03  # OUTPUT port 3
     00 00 00 00 00 00 00 00  # max_len, padding
     00 00 00 08 00 c8 00 00  # property WEIGHT 200
     00 01 00 08 ff ff ff ff  # property WATCH_PORT OFPP_ANY
     00 02 00 08 ff ff ff ff  # property WATCH_GROUP OFPG_ANY`,
    {
      version: 6,
      type: 'GROUP_MOD',
      xid: 9,
      command: 'ADD',
      groupType: 'SELECT',
      groupId: 5,
      commandBucketId: 0xffffffff,
      buckets: [
        {
          bucketId: 1,
          actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
          properties: [
            { type: 'WEIGHT', weight: 100 },
            { type: 'WATCH_PORT', watch: 2 },
            { type: 'WATCH_GROUP', watch: 6 },
          ],
        },
        {
          bucketId: 2,
          actions: [{ type: 'OUTPUT', port: 3, maxLen: 0 }],
          properties: [
            { type: 'WEIGHT', weight: 200 },
            { type: 'WATCH_PORT', watch: 0xffffffff },
            { type: 'WATCH_GROUP', watch: 0xffffffff },
          ],
        },
      ],
      properties: [],
    },
  ),
  vector(
    '1.5 GROUP_MOD that inserts a bucket, with properties of experimenters',
    `06 0f 00 40 00 00 00 09  # header
     00 03                    # command OFPGC_INSERT_BUCKET
     00                       # type OFPGT_ALL
     00                       # padding
     00 00 00 05              # group_id
     00 18                    # bucket_array_len 24
     00 00                    # padding
     ff ff ff fd              # command_bucket_id OFPG_BUCKET_FIRST
     00 18                    # bucket: len 24
     00 00                    # action_array_len
     00 00 00 07              # bucket_id
     ff ff 00 0c              # property EXPERIMENTER, 12 bytes
     00 00 04 d2 00 00 00 01  # experimenter 1234, exp_type
     00 00 00 00              # padding
     ff ff 00 10              # property EXPERIMENTER of the group, 16 bytes
     00 00 04 d2 00 00 00 02  # experimenter 1234, exp_type
     00 00 00 09              # opaque`,
    {
      version: 6,
      type: 'GROUP_MOD',
      xid: 9,
      command: 'INSERT_BUCKET',
      groupType: 'ALL',
      groupId: 5,
      commandBucketId: 0xfffffffd,
      buckets: [
        {
          bucketId: 7,
          actions: [],
          properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('') }],
        },
      ],
      properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 2, body: hex('00000009') }],
    },
  ),
  ...(
    [
      ['MODIFY', 1, 'ff ff ff ff', 0xffffffff],
      ['DELETE', 2, 'ff ff ff ff', 0xffffffff],
      ['REMOVE_BUCKET', 5, 'ff ff ff fe', 0xfffffffe],
    ] as const
  ).map(([command, number, bytes, commandBucketId]) =>
    vector(
      `1.5 GROUP_MOD ${command}`,
      `06 0f 00 18 00 00 00 09  # header
       00 0${number}                    # command
       00                       # type OFPGT_ALL
       00                       # padding
       00 00 00 05              # group_id
       00 00                    # bucket_array_len
       00 00                    # padding
       ${bytes}              # command_bucket_id`,
      {
        version: 6,
        type: 'GROUP_MOD',
        xid: 9,
        command,
        groupType: 'ALL',
        groupId: 5,
        commandBucketId,
        buckets: [],
        properties: [],
      },
    ),
  ),
  vector(
    '1.5 PORT_MOD',
    `06 10 00 20 00 00 00 0a  # header
     00 00 00 03              # port_no
     00 00 00 00              # padding
     02 00 00 00 00 03        # hw_addr
     00 00                    # padding
     00 00 00 00              # config
     00 00 00 41              # mask: PORT_DOWN, NO_PACKET_IN`,
    {
      version: 6,
      type: 'PORT_MOD',
      xid: 10,
      portNo: 3,
      hwAddr: '02:00:00:00:00:03',
      config: [],
      mask: ['PORT_DOWN', 'NO_PACKET_IN'],
      properties: [],
    },
  ),
  vector(
    '1.5 TABLE_MOD',
    `06 11 00 10 00 00 00 0b  # header
     02                       # table_id
     00 00 00                 # padding
     00 00 00 04              # config: EVICTION`,
    { version: 6, type: 'TABLE_MOD', xid: 11, tableId: 2, config: ['EVICTION'], properties: [] },
  ),
  vector('1.5 BARRIER_REQUEST', '06 14 00 08 00 00 00 0c  # header', { version: 6, type: 'BARRIER_REQUEST', xid: 12 }),
  vector('1.5 BARRIER_REPLY', '06 15 00 08 00 00 00 0c  # header', { version: 6, type: 'BARRIER_REPLY', xid: 12 }),
  vector(
    '1.5 ROLE_REQUEST with a short id',
    `06 18 00 18 00 00 00 0d  # header
     00 00 00 00              # role NOCHANGE
     00 07                    # short_id
     00 00                    # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 6, type: 'ROLE_REQUEST', xid: 13, role: 'NOCHANGE', shortId: 7, generationId: 5n },
  ),
  vector(
    '1.5 ROLE_REPLY',
    `06 19 00 18 00 00 00 0d  # header
     00 00 00 01              # role EQUAL
     00 00                    # short_id OFPCID_UNDEFINED
     00 00                    # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 6, type: 'ROLE_REPLY', xid: 13, role: 'EQUAL', shortId: 0, generationId: 5n },
  ),
  vector('1.5 GET_ASYNC_REQUEST', '06 1a 00 08 00 00 00 0e  # header', {
    version: 6,
    type: 'GET_ASYNC_REQUEST',
    xid: 14,
  }),
  vector(
    '1.5 GET_ASYNC_REPLY',
    `06 1b 00 18 00 00 00 0e  # header
     00 01 00 08 00 00 00 3f  # PACKET_IN_MASTER: all six
     00 04 00 08 00 00 00 20  # FLOW_REMOVED_SLAVE: EVICTION`,
    {
      version: 6,
      type: 'GET_ASYNC_REPLY',
      xid: 14,
      properties: [
        {
          type: 'PACKET_IN_MASTER',
          mask: ['TABLE_MISS', 'APPLY_ACTION', 'INVALID_TTL', 'ACTION_SET', 'GROUP', 'PACKET_OUT'],
        },
        { type: 'FLOW_REMOVED_SLAVE', mask: ['EVICTION'] },
      ],
    },
  ),
  vector(
    '1.5 SET_ASYNC with the masks that 1.5 added',
    `06 1c 00 28 00 00 00 0f  # header
     00 0c 00 08 00 00 00 00  # FLOW_STATS_SLAVE: nothing
     00 0d 00 08 00 00 00 03  # FLOW_STATS_MASTER: both
     00 0e 00 08 00 00 00 7f  # CONT_STATUS_SLAVE: all seven
     00 0f 00 08 00 00 00 04  # CONT_STATUS_MASTER: ROLE`,
    {
      version: 6,
      type: 'SET_ASYNC',
      xid: 15,
      properties: [
        { type: 'FLOW_STATS_SLAVE', mask: [] },
        { type: 'FLOW_STATS_MASTER', mask: ['STATS_REQUEST', 'STAT_TRIGGER'] },
        {
          type: 'CONT_STATUS_SLAVE',
          mask: [
            'REQUEST',
            'CHANNEL_STATUS',
            'ROLE',
            'CONTROLLER_ADDED',
            'CONTROLLER_REMOVED',
            'SHORT_ID',
            'EXPERIMENTER',
          ],
        },
        { type: 'CONT_STATUS_MASTER', mask: ['ROLE'] },
      ],
    },
  ),
  vector(
    '1.5 METER_MOD',
    `06 1d 00 10 00 00 00 10  # header
     00 02                    # command OFPMC_DELETE
     00 00                    # flags
     ff ff ff ff              # meter_id OFPM_ALL`,
    { version: 6, type: 'METER_MOD', xid: 16, command: 'DELETE', flags: [], meterId: 0xffffffff, bands: [] },
  ),
  vector(
    '1.5 ROLE_STATUS',
    `06 1e 00 18 00 00 00 00  # header
     00 00 00 03              # role SLAVE
     00                       # reason MASTER_REQUEST
     00 00 00                 # padding
     00 00 00 00 00 00 00 10  # generation_id`,
    {
      version: 6,
      type: 'ROLE_STATUS',
      xid: 0,
      role: 'SLAVE',
      reason: 'MASTER_REQUEST',
      generationId: 16n,
      properties: [],
    },
  ),
  vector(
    '1.5 TABLE_STATUS',
    `06 1f 00 18 00 00 00 00  # header
     03                       # reason VACANCY_DOWN
     00 00 00 00 00 00 00     # padding
     00 08 01 00 00 00 00 08  # length 8, table_id, padding, config: VACANCY_EVENTS`,
    {
      version: 6,
      type: 'TABLE_STATUS',
      xid: 0,
      reason: 'VACANCY_DOWN',
      table: { tableId: 1, config: ['VACANCY_EVENTS'], properties: [] },
    },
  ),
  vector(
    '1.5 REQUESTFORWARD of a meter-mod',
    `06 20 00 18 00 00 00 11  # header
     06 1d 00 10 00 00 00 11  # a METER_MOD ...
     00 00 00 01              # ... command OFPMC_ADD, flags: KBPS
     00 00 00 01              # ... meter_id`,
    {
      version: 6,
      type: 'REQUESTFORWARD',
      xid: 17,
      request: { version: 6, type: 'METER_MOD', xid: 17, command: 'ADD', flags: ['KBPS'], meterId: 1, bands: [] },
    },
  ),
  vector(
    '1.5 BUNDLE_CONTROL',
    `06 21 00 10 00 00 00 12  # header
     00 00 00 01              # bundle_id
     00 04                    # type OFPBCT_COMMIT_REQUEST
     00 01                    # flags: ATOMIC`,
    {
      version: 6,
      type: 'BUNDLE_CONTROL',
      xid: 18,
      bundleId: 1,
      controlType: 'COMMIT_REQUEST',
      flags: ['ATOMIC'],
      properties: [],
    },
  ),
  vector(
    '1.5 BUNDLE_CONTROL at a time',
    `06 21 00 28 00 00 00 12  # header
     00 00 00 01              # bundle_id
     00 04                    # type OFPBCT_COMMIT_REQUEST
     00 04                    # flags: TIME
     00 01 00 18 00 00 00 00  # property TIME, 24 bytes, padding
     00 00 00 00 69 00 00 00  # seconds
     00 00 00 0b 00 00 00 00  # nanoseconds, padding`,
    {
      version: 6,
      type: 'BUNDLE_CONTROL',
      xid: 18,
      bundleId: 1,
      controlType: 'COMMIT_REQUEST',
      flags: ['TIME'],
      properties: [{ type: 'TIME', seconds: 0x69000000n, nanoseconds: 11 }],
    },
  ),
  vector(
    '1.5 BUNDLE_ADD_MESSAGE',
    `06 22 00 28 00 00 00 13  # header
     00 00 00 01              # bundle_id
     00 00                    # padding
     00 01                    # flags: ATOMIC
     06 0f 00 18 00 00 00 13  # a GROUP_MOD ...
     00 02 00 00              # ... command OFPGC_DELETE, type, padding
     ff ff ff fc              # ... group_id OFPG_ALL
     00 00 00 00              # ... bucket_array_len, padding
     ff ff ff ff              # ... command_bucket_id`,
    {
      version: 6,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 19,
      bundleId: 1,
      flags: ['ATOMIC'],
      message: {
        version: 6,
        type: 'GROUP_MOD',
        xid: 19,
        command: 'DELETE',
        groupType: 'ALL',
        groupId: 0xfffffffc,
        commandBucketId: 0xffffffff,
        buckets: [],
        properties: [],
      },
      properties: [],
    },
  ),
  vector(
    '1.5 BUNDLE_ADD_MESSAGE with properties',
    `06 22 00 40 00 00 00 13  # header
     00 00 00 01              # bundle_id
     00 00                    # padding
     00 06                    # flags: ORDERED, TIME
     06 14 00 08 00 00 00 13  # a BARRIER_REQUEST
     00 01 00 18 00 00 00 00  # property TIME, 24 bytes, padding
     00 00 00 00 00 00 00 01  # seconds
     00 00 00 02 00 00 00 00  # nanoseconds, padding
     ff ff 00 0c              # property EXPERIMENTER, 12 bytes
     00 00 04 d2 00 00 00 01  # experimenter 1234, exp_type
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 19,
      bundleId: 1,
      flags: ['ORDERED', 'TIME'],
      message: { version: 6, type: 'BARRIER_REQUEST', xid: 19 },
      properties: [
        { type: 'TIME', seconds: 1n, nanoseconds: 2 },
        { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('') },
      ],
    },
  ),
  vector(
    '1.5 CONTROLLER_STATUS',
    `06 23 00 28 00 00 00 00              # header
     00 20                                # length 32
     00 07                                # short_id
     00 00 00 02                          # role MASTER
     01                                   # reason CHANNEL_STATUS
     01                                   # channel_status DOWN
     00 00 00 00 00 00                    # padding
     00 00 00 0c 74 63 70 3a 31 3a 32 3a  # property URI, 12 bytes: "tcp:1:2:"
     00 00 00 00                          # padding`,
    {
      version: 6,
      type: 'CONTROLLER_STATUS',
      xid: 0,
      status: {
        shortId: 7,
        role: 'MASTER',
        reason: 'CHANNEL_STATUS',
        channelStatus: 'DOWN',
        properties: [{ type: 'URI', uri: 'tcp:1:2:' }],
      },
    },
  ),
];

type FlowMod15 = Extract<Vector['value'], { version: 6; type: 'FLOW_MOD' }>;
