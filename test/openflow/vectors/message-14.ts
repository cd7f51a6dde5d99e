// Messages of 1.4: each type once at least, each property, each reason. What 1.4 has in common with 1.3 comes in its plainest form.
import { hex, vector } from './vector.ts';

export const MESSAGE_14 = [
  vector(
    '1.4 HELLO with a bitmap',
    `05 00 00 10 00 00 00 01  # header
     00 01 00 08              # element VERSIONBITMAP, 8 bytes
     00 00 00 32              # bits 1, 4 and 5`,
    { version: 5, type: 'HELLO', xid: 1, elements: [{ type: 'VERSIONBITMAP', versions: [1, 4, 5] }] },
  ),
  vector('1.4 ECHO_REQUEST', '05 02 00 0a 00 00 00 02 70 69  # header, "pi"', {
    version: 5,
    type: 'ECHO_REQUEST',
    xid: 2,
    data: hex('7069'),
  }),
  vector('1.4 ECHO_REPLY', '05 03 00 08 00 00 00 02  # header', {
    version: 5,
    type: 'ECHO_REPLY',
    xid: 2,
    data: hex(''),
  }),
  vector(
    '1.4 EXPERIMENTER',
    `05 04 00 12 00 00 00 03  # header
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     ca fe                    # opaque`,
    { version: 5, type: 'EXPERIMENTER', xid: 3, experimenter: 1234, expType: 1, data: hex('cafe') },
  ),
  vector('1.4 FEATURES_REQUEST', '05 05 00 08 00 00 00 04  # header', { version: 5, type: 'FEATURES_REQUEST', xid: 4 }),
  vector(
    '1.4 FEATURES_REPLY',
    `05 06 00 20 00 00 00 04  # header
     00 00 00 00 00 00 00 2a  # datapath_id
     00 00 00 00              # n_buffers
     fe                       # n_tables
     01                       # auxiliary_id
     00 00                    # padding
     00 00 06 4f              # capabilities: flow, table, port, group, queue stats, BUNDLES, FLOW_MONITORING
     00 00 00 00              # reserved`,
    {
      version: 5,
      type: 'FEATURES_REPLY',
      xid: 4,
      datapathId: 42n,
      nBuffers: 0,
      nTables: 254,
      auxiliaryId: 1,
      capabilities: [
        'FLOW_STATS',
        'TABLE_STATS',
        'PORT_STATS',
        'GROUP_STATS',
        'QUEUE_STATS',
        'BUNDLES',
        'FLOW_MONITORING',
      ],
      reserved: 0,
    },
  ),
  vector('1.4 GET_CONFIG_REQUEST', '05 07 00 08 00 00 00 05  # header', {
    version: 5,
    type: 'GET_CONFIG_REQUEST',
    xid: 5,
  }),
  vector('1.4 GET_CONFIG_REPLY', '05 08 00 0c 00 00 00 05 00 01 00 80  # header, FRAG_DROP, miss_send_len 128', {
    version: 5,
    type: 'GET_CONFIG_REPLY',
    xid: 5,
    flags: ['FRAG_DROP'],
    missSendLen: 128,
  }),
  vector('1.4 SET_CONFIG', '05 09 00 0c 00 00 00 06 00 00 ff ff  # header, no flags, miss_send_len NO_BUFFER', {
    version: 5,
    type: 'SET_CONFIG',
    xid: 6,
    flags: [],
    missSendLen: 0xffff,
  }),
  ...(['TABLE_MISS', 'APPLY_ACTION', 'INVALID_TTL', 'ACTION_SET', 'GROUP', 'PACKET_OUT'] as const).map(
    (reason, number) =>
      vector(
        `1.4 PACKET_IN ${reason}`,
        `05 0a 00 38 00 00 00 00  # header
         ff ff ff ff              # buffer_id: none
         00 0e                    # total_len
         0${number}                       # reason
         01                       # table_id
         00 00 00 00 00 00 00 07  # cookie
         00 01 00 0c              # match OXM, 12 bytes
         80 00 00 04 00 00 00 03  # in_port=3
         00 00 00 00              # padding
         00 00                    # padding
         02 00 00 00 00 01        # the packet: to
         02 00 00 00 00 02 88 b5  # ... from, type`,
        {
          version: 5,
          type: 'PACKET_IN',
          xid: 0,
          bufferId: 0xffffffff,
          totalLen: 14,
          reason,
          tableId: 1,
          cookie: 7n,
          match: [{ field: 'IN_PORT', value: 3 }],
          data: hex('020000000001 020000000002 88b5'),
        },
      ),
  ),
  ...(['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE', 'METER_DELETE', 'EVICTION'] as const).map(
    (reason, number) =>
      vector(
        `1.4 FLOW_REMOVED ${reason}`,
        `05 0b 00 38 00 00 00 00  # header
         00 00 00 00 00 00 00 08  # cookie
         80 00                    # priority
         0${number}                       # reason
         02                       # table_id
         00 00 00 0a 00 00 00 0b  # duration_sec, duration_nsec
         00 1e 00 3c              # idle_timeout, hard_timeout
         00 00 00 00 00 00 00 03  # packet_count
         00 00 00 00 00 00 01 26  # byte_count
         00 01 00 04 00 00 00 00  # match OXM, empty`,
        {
          version: 5,
          type: 'FLOW_REMOVED',
          xid: 0,
          cookie: 8n,
          priority: 0x8000,
          reason,
          tableId: 2,
          durationSec: 10,
          durationNsec: 11,
          idleTimeout: 30,
          hardTimeout: 60,
          packetCount: 3n,
          byteCount: 294n,
          match: [],
        },
      ),
  ),
  vector(
    '1.4 PORT_STATUS of an Ethernet port',
    `05 0c 00 58 00 00 00 00                          # header
     02                                               # reason OFPPR_MODIFY
     00 00 00 00 00 00 00                             # padding
     00 00 00 07                                      # port_no
     00 48                                            # length 72
     00 00                                            # padding
     02 00 00 00 00 07                                # hw_addr
     00 00                                            # padding
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 40                                      # config: NO_PACKET_IN
     00 00 00 04                                      # state: LIVE
     00 00 00 20                                      # property ETHERNET, 32 bytes
     00 00 00 00                                      # padding
     00 00 08 40                                      # curr: 10GB_FD, COPPER
     00 00 20 00                                      # advertised: AUTONEG
     00 00 00 20                                      # supported: 1GB_FD
     00 00 40 00                                      # peer: PAUSE
     00 98 96 80                                      # curr_speed
     00 00 00 01                                      # max_speed`,
    {
      version: 5,
      type: 'PORT_STATUS',
      xid: 0,
      reason: 'MODIFY',
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: ['NO_PACKET_IN'],
        state: ['LIVE'],
        properties: [
          {
            type: 'ETHERNET',
            curr: ['10GB_FD', 'COPPER'],
            advertised: ['AUTONEG'],
            supported: ['1GB_FD'],
            peer: ['PAUSE'],
            currSpeed: 10_000_000,
            maxSpeed: 1,
          },
        ],
      },
    },
  ),
  vector(
    '1.4 PORT_STATUS of an optical port, with the property of an experimenter and one that nobody knows',
    `05 0c 00 80 00 00 00 00                          # header
     00                                               # reason OFPPR_ADD
     00 00 00 00 00 00 00                             # padding
     00 00 00 08                                      # port_no
     00 70                                            # length 112
     00 00                                            # padding
     02 00 00 00 00 08                                # hw_addr
     00 00                                            # padding
     6f 63 38 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "oc8"
     00 00 00 00                                      # config
     00 00 00 01                                      # state: LINK_DOWN
     00 01 00 28                                      # property OPTICAL, 40 bytes
     00 00 00 00                                      # padding
     00 00 00 0f                                      # supported: all
     0b a3 d4 10                                      # tx_min_freq_lmda
     0b d2 80 90                                      # tx_max_freq_lmda
     00 00 c3 50                                      # tx_grid_freq_lmda
     00 00 00 01                                      # rx_min_freq_lmda
     00 00 00 02                                      # rx_max_freq_lmda
     00 00 00 03                                      # rx_grid_freq_lmda
     00 0a                                            # tx_pwr_min
     00 14                                            # tx_pwr_max
     ff ff 00 0d                                      # property EXPERIMENTER, 13 bytes
     00 00 04 d2                                      # experimenter 1234
     00 00 00 01                                      # exp_type
     ee                                               # opaque
     00 00 00                                         # padding to a multiple of 8
     00 63 00 0a                                      # property 99, 10 bytes
     01 02 03 04 05 06                                # opaque
     00 00 00 00 00 00                                # padding to a multiple of 8`,
    {
      version: 5,
      type: 'PORT_STATUS',
      xid: 0,
      reason: 'ADD',
      desc: {
        portNo: 8,
        hwAddr: '02:00:00:00:00:08',
        name: 'oc8',
        config: [],
        state: ['LINK_DOWN'],
        properties: [
          {
            type: 'OPTICAL',
            supported: ['RX_TUNE', 'TX_TUNE', 'TX_PWR', 'USE_FREQ'],
            txMinFreqLmda: 195286032,
            txMaxFreqLmda: 198344848,
            txGridFreqLmda: 50000,
            rxMinFreqLmda: 1,
            rxMaxFreqLmda: 2,
            rxGridFreqLmda: 3,
            txPwrMin: 10,
            txPwrMax: 20,
          },
          { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('ee') },
          { type: 99, body: hex('010203040506') },
        ],
      },
    },
  ),
  vector(
    '1.4 PACKET_OUT',
    `05 0d 00 2a 00 00 00 07  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 10                    # actions_len
     00 00 00 00 00 00        # padding
     00 00 00 10 ff ff ff fb  # OUTPUT OFPP_FLOOD
     00 00                    # max_len
     00 00 00 00 00 00        # padding
     be ef                    # data`,
    {
      version: 5,
      type: 'PACKET_OUT',
      xid: 7,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffffb, maxLen: 0 }],
      data: hex('beef'),
    },
  ),
  vector(
    '1.4 FLOW_MOD with an importance',
    `05 0e 00 58 00 00 00 08  # header
     00 00 00 00 00 00 00 09  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     03                       # table_id
     00                       # command OFPFC_ADD
     00 1e 00 3c              # idle_timeout, hard_timeout
     01 00                    # priority
     ff ff ff ff              # buffer_id
     ff ff ff ff ff ff ff ff  # out_port, out_group: any
     00 01                    # flags: SEND_FLOW_REM
     00 4d                    # importance 77
     00 01 00 0c              # match OXM, 12 bytes
     80 00 00 04 00 00 00 01  # in_port=1
     00 00 00 00              # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 00 00 10 00 00 00 02  # OUTPUT port 2
     00 00 00 00 00 00 00 00  # max_len, padding`,
    {
      version: 5,
      type: 'FLOW_MOD',
      xid: 8,
      cookie: 9n,
      cookieMask: 0n,
      tableId: 3,
      command: 'ADD',
      idleTimeout: 30,
      hardTimeout: 60,
      priority: 256,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: ['SEND_FLOW_REM'],
      importance: 77,
      match: [{ field: 'IN_PORT', value: 1 }],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }] }],
    },
  ),
  vector(
    '1.4 GROUP_MOD',
    `05 0f 00 20 00 00 00 09  # header
     00 00                    # command OFPGC_ADD
     00                       # type OFPGT_ALL
     00                       # padding
     00 00 00 05              # group_id
     00 10                    # bucket: len 16
     00 00                    # weight
     ff ff ff ff              # watch_port
     ff ff ff ff              # watch_group
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'GROUP_MOD',
      xid: 9,
      command: 'ADD',
      groupType: 'ALL',
      groupId: 5,
      buckets: [{ weight: 0, watchPort: 0xffffffff, watchGroup: 0xffffffff, actions: [] }],
    },
  ),
  vector(
    '1.4 PORT_MOD of an Ethernet port',
    `05 10 00 28 00 00 00 0a  # header
     00 00 00 03              # port_no
     00 00 00 00              # padding
     02 00 00 00 00 03        # hw_addr
     00 00                    # padding
     00 00 00 01              # config: PORT_DOWN
     00 00 00 01              # mask
     00 00 00 08              # property ETHERNET, 8 bytes
     00 00 20 20              # advertise: 1GB_FD, AUTONEG`,
    {
      version: 5,
      type: 'PORT_MOD',
      xid: 10,
      portNo: 3,
      hwAddr: '02:00:00:00:00:03',
      config: ['PORT_DOWN'],
      mask: ['PORT_DOWN'],
      properties: [{ type: 'ETHERNET', advertise: ['1GB_FD', 'AUTONEG'] }],
    },
  ),
  vector(
    '1.4 PORT_MOD of an optical port, with the property of an experimenter',
    `05 10 00 48 00 00 00 0a  # header
     00 00 00 03              # port_no
     00 00 00 00              # padding
     02 00 00 00 00 03        # hw_addr
     00 00                    # padding
     00 00 00 00              # config
     00 00 00 00              # mask
     00 01 00 18              # property OPTICAL, 24 bytes
     00 00 00 0a              # configure: TX_TUNE, USE_FREQ
     0b a3 d4 10              # freq_lmda
     ff ff ff 9c              # fl_offset -100
     00 00 c3 50              # grid_span
     00 00 00 0a              # tx_pwr
     ff ff 00 0c              # property EXPERIMENTER, 12 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 02              # exp_type
     00 00 00 00              # padding to a multiple of 8`,
    {
      version: 5,
      type: 'PORT_MOD',
      xid: 10,
      portNo: 3,
      hwAddr: '02:00:00:00:00:03',
      config: [],
      mask: [],
      properties: [
        {
          type: 'OPTICAL',
          configure: ['TX_TUNE', 'USE_FREQ'],
          freqLmda: 195286032,
          flOffset: -100,
          gridSpan: 50000,
          txPwr: 10,
        },
        { type: 'EXPERIMENTER', experimenter: 1234, expType: 2, body: hex('') },
      ],
    },
  ),
  vector(
    '1.4 TABLE_MOD with eviction and vacancy',
    `05 11 00 20 00 00 00 0b  # header
     00                       # table_id
     00 00 00                 # padding
     00 00 00 0c              # config: EVICTION, VACANCY_EVENTS
     00 02 00 08              # property EVICTION, 8 bytes
     00 00 00 06              # flags: IMPORTANCE, LIFETIME
     00 03 00 08              # property VACANCY, 8 bytes
     14 50                    # vacancy_down 20 %, vacancy_up 80 %
     00                       # vacancy
     00                       # padding`,
    {
      version: 5,
      type: 'TABLE_MOD',
      xid: 11,
      tableId: 0,
      config: ['EVICTION', 'VACANCY_EVENTS'],
      properties: [
        { type: 'EVICTION', flags: ['IMPORTANCE', 'LIFETIME'] },
        { type: 'VACANCY', vacancyDown: 20, vacancyUp: 80, vacancy: 0 },
      ],
    },
  ),
  vector(
    '1.4 TABLE_MOD with the property of an experimenter and bits that have no name',
    `05 11 00 20 00 00 00 0b  # header
     ff                       # table_id OFPTT_ALL
     00 00 00                 # padding
     00 00 00 03              # config: the bits of 1.1
     ff ff 00 10              # property EXPERIMENTER, 16 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 03              # exp_type
     00 00 00 09              # opaque`,
    {
      version: 5,
      type: 'TABLE_MOD',
      xid: 11,
      tableId: 0xff,
      config: [3],
      properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 3, body: hex('00000009') }],
    },
  ),
  vector('1.4 BARRIER_REQUEST', '05 14 00 08 00 00 00 0c  # header', { version: 5, type: 'BARRIER_REQUEST', xid: 12 }),
  vector('1.4 BARRIER_REPLY', '05 15 00 08 00 00 00 0c  # header', { version: 5, type: 'BARRIER_REPLY', xid: 12 }),
  vector(
    '1.4 ROLE_REQUEST',
    `05 18 00 18 00 00 00 0d  # header
     00 00 00 02              # role MASTER
     00 00 00 00              # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 5, type: 'ROLE_REQUEST', xid: 13, role: 'MASTER', generationId: 5n },
  ),
  vector(
    '1.4 ROLE_REPLY',
    `05 19 00 18 00 00 00 0d  # header
     00 00 00 03              # role SLAVE
     00 00 00 00              # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 5, type: 'ROLE_REPLY', xid: 13, role: 'SLAVE', generationId: 5n },
  ),
  vector('1.4 GET_ASYNC_REQUEST', '05 1a 00 08 00 00 00 0e  # header', {
    version: 5,
    type: 'GET_ASYNC_REQUEST',
    xid: 14,
  }),
  vector(
    '1.4 GET_ASYNC_REPLY with every mask',
    `05 1b 00 68 00 00 00 0e  # header
     00 00 00 08 00 00 00 00  # PACKET_IN_SLAVE: nothing
     00 01 00 08 00 00 00 3f  # PACKET_IN_MASTER: all six
     00 02 00 08 00 00 00 07  # PORT_STATUS_SLAVE: all three
     00 03 00 08 00 00 00 02  # PORT_STATUS_MASTER: DELETE
     00 04 00 08 00 00 00 00  # FLOW_REMOVED_SLAVE: nothing
     00 05 00 08 00 00 00 3f  # FLOW_REMOVED_MASTER: all six
     00 06 00 08 00 00 00 01  # ROLE_STATUS_SLAVE: MASTER_REQUEST
     00 07 00 08 00 00 00 07  # ROLE_STATUS_MASTER: all three
     00 08 00 08 00 00 00 08  # TABLE_STATUS_SLAVE: VACANCY_DOWN
     00 09 00 08 00 00 00 18  # TABLE_STATUS_MASTER: both
     00 0a 00 08 00 00 00 01  # REQUESTFORWARD_SLAVE: GROUP_MOD
     00 0b 00 08 00 00 00 03  # REQUESTFORWARD_MASTER: both`,
    {
      version: 5,
      type: 'GET_ASYNC_REPLY',
      xid: 14,
      properties: [
        { type: 'PACKET_IN_SLAVE', mask: [] },
        {
          type: 'PACKET_IN_MASTER',
          mask: ['TABLE_MISS', 'APPLY_ACTION', 'INVALID_TTL', 'ACTION_SET', 'GROUP', 'PACKET_OUT'],
        },
        { type: 'PORT_STATUS_SLAVE', mask: ['ADD', 'DELETE', 'MODIFY'] },
        { type: 'PORT_STATUS_MASTER', mask: ['DELETE'] },
        { type: 'FLOW_REMOVED_SLAVE', mask: [] },
        {
          type: 'FLOW_REMOVED_MASTER',
          mask: ['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE', 'METER_DELETE', 'EVICTION'],
        },
        { type: 'ROLE_STATUS_SLAVE', mask: ['MASTER_REQUEST'] },
        { type: 'ROLE_STATUS_MASTER', mask: ['MASTER_REQUEST', 'CONFIG', 'EXPERIMENTER'] },
        { type: 'TABLE_STATUS_SLAVE', mask: ['VACANCY_DOWN'] },
        { type: 'TABLE_STATUS_MASTER', mask: ['VACANCY_DOWN', 'VACANCY_UP'] },
        { type: 'REQUESTFORWARD_SLAVE', mask: ['GROUP_MOD'] },
        { type: 'REQUESTFORWARD_MASTER', mask: ['GROUP_MOD', 'METER_MOD'] },
      ],
    },
  ),
  vector(
    '1.4 SET_ASYNC with properties of experimenters',
    `05 1c 00 38 00 00 00 0f  # header
     00 01 00 08 00 00 00 03  # PACKET_IN_MASTER: TABLE_MISS, APPLY_ACTION
     ff fe 00 0c              # EXPERIMENTER_SLAVE, 12 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     00 00 00 00              # padding
     ff ff 00 10              # EXPERIMENTER (of the master), 16 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 02              # exp_type
     00 00 00 07              # opaque
     00 01 00 08 80 00 00 00  # PACKET_IN_MASTER with a bit that has no name`,
    {
      version: 5,
      type: 'SET_ASYNC',
      xid: 15,
      properties: [
        { type: 'PACKET_IN_MASTER', mask: ['TABLE_MISS', 'APPLY_ACTION'] },
        { type: 'EXPERIMENTER_SLAVE', experimenter: 1234, expType: 1, body: hex('') },
        { type: 'EXPERIMENTER', experimenter: 1234, expType: 2, body: hex('00000007') },
        { type: 'PACKET_IN_MASTER', mask: [0x80000000] },
      ],
    },
  ),
  vector(
    '1.4 SET_ASYNC',
    `05 1c 00 18 00 00 00 0f  # header
     00 02 00 08 00 00 00 07  # PORT_STATUS_SLAVE: all
     00 0b 00 08 00 00 00 02  # REQUESTFORWARD_MASTER: METER_MOD`,
    {
      version: 5,
      type: 'SET_ASYNC',
      xid: 15,
      properties: [
        { type: 'PORT_STATUS_SLAVE', mask: ['ADD', 'DELETE', 'MODIFY'] },
        { type: 'REQUESTFORWARD_MASTER', mask: ['METER_MOD'] },
      ],
    },
  ),
  vector(
    '1.4 METER_MOD',
    `05 1d 00 20 00 00 00 10  # header
     00 01                    # command OFPMC_MODIFY
     00 01                    # flags: KBPS
     00 00 00 07              # meter_id
     00 01 00 10              # band DROP, 16 bytes
     00 00 03 e8 00 00 00 00  # rate, burst_size
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'METER_MOD',
      xid: 16,
      command: 'MODIFY',
      flags: ['KBPS'],
      meterId: 7,
      bands: [{ type: 'DROP', rate: 1000, burstSize: 0 }],
    },
  ),
  ...(['MASTER_REQUEST', 'CONFIG', 'EXPERIMENTER'] as const).map((reason, number) =>
    vector(
      `1.4 ROLE_STATUS ${reason}`,
      `05 1e 00 18 00 00 00 00  # header
       00 00 00 03              # role SLAVE
       0${number}                       # reason
       00 00 00                 # padding
       00 00 00 00 00 00 00 10  # generation_id`,
      { version: 5, type: 'ROLE_STATUS', xid: 0, role: 'SLAVE', reason, generationId: 16n, properties: [] },
    ),
  ),
  vector(
    '1.4 ROLE_STATUS with the property of an experimenter',
    `05 1e 00 28 00 00 00 00  # header
     00 00 00 01              # role EQUAL
     02                       # reason EXPERIMENTER
     00 00 00                 # padding
     00 00 00 00 00 00 00 00  # generation_id
     ff ff 00 0e              # property EXPERIMENTER, 14 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     ab cd                    # opaque
     00 00                    # padding`,
    {
      version: 5,
      type: 'ROLE_STATUS',
      xid: 0,
      role: 'EQUAL',
      reason: 'EXPERIMENTER',
      generationId: 0n,
      properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('abcd') }],
    },
  ),
  ...([['VACANCY_DOWN', 3] as const, ['VACANCY_UP', 4] as const] as const).map(([reason, number]) =>
    vector(
      `1.4 TABLE_STATUS ${reason}`,
      `05 1f 00 20 00 00 00 00  # header
       0${number}                       # reason
       00 00 00 00 00 00 00     # padding
       00 10                    # length 16
       02                       # table_id
       00                       # padding
       00 00 00 08              # config: VACANCY_EVENTS
       00 03 00 08              # property VACANCY, 8 bytes
       0a 5a                    # vacancy_down 10 %, vacancy_up 90 %
       09                       # vacancy 9 %
       00                       # padding`,
      {
        version: 5,
        type: 'TABLE_STATUS',
        xid: 0,
        reason,
        table: {
          tableId: 2,
          config: ['VACANCY_EVENTS'],
          properties: [{ type: 'VACANCY', vacancyDown: 10, vacancyUp: 90, vacancy: 9 }],
        },
      },
    ),
  ),
  vector(
    '1.4 REQUESTFORWARD of a group-mod',
    `05 20 00 18 00 00 00 11  # header
     05 0f 00 10 00 00 00 11  # a GROUP_MOD ...
     00 02                    # ... command OFPGC_DELETE
     00                       # ... type OFPGT_ALL
     00                       # ... padding
     ff ff ff fc              # ... group_id OFPG_ALL`,
    {
      version: 5,
      type: 'REQUESTFORWARD',
      xid: 17,
      request: {
        version: 5,
        type: 'GROUP_MOD',
        xid: 17,
        command: 'DELETE',
        groupType: 'ALL',
        groupId: 0xfffffffc,
        buckets: [],
      },
    },
  ),
  ...(
    [
      'OPEN_REQUEST',
      'OPEN_REPLY',
      'CLOSE_REQUEST',
      'CLOSE_REPLY',
      'COMMIT_REQUEST',
      'COMMIT_REPLY',
      'DISCARD_REQUEST',
      'DISCARD_REPLY',
    ] as const
  ).map((controlType, number) =>
    vector(
      `1.4 BUNDLE_CONTROL ${controlType}`,
      `05 21 00 10 00 00 00 12  # header
       00 00 00 01              # bundle_id
       00 0${number}                    # type
       00 03                    # flags: ATOMIC, ORDERED`,
      {
        version: 5,
        type: 'BUNDLE_CONTROL',
        xid: 18,
        bundleId: 1,
        controlType,
        flags: ['ATOMIC', 'ORDERED'],
        properties: [],
      },
    ),
  ),
  vector(
    '1.4 BUNDLE_CONTROL with the property of an experimenter',
    `05 21 00 20 00 00 00 12  # header
     00 00 00 01              # bundle_id
     00 00                    # type OFPBCT_OPEN_REQUEST
     00 04                    # flags: a bit that has no name before 1.5
     ff ff 00 0c              # property EXPERIMENTER, 12 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'BUNDLE_CONTROL',
      xid: 18,
      bundleId: 1,
      controlType: 'OPEN_REQUEST',
      flags: [4],
      properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('') }],
    },
  ),
  vector(
    '1.4 BUNDLE_ADD_MESSAGE',
    `05 22 00 38 00 00 00 13  # header
     00 00 00 01              # bundle_id
     00 00                    # padding
     00 01                    # flags: ATOMIC
     05 10 00 28 00 00 00 13  # a PORT_MOD ...
     00 00 00 03              # ... port_no
     00 00 00 00              # ... padding
     02 00 00 00 00 03        # ... hw_addr
     00 00                    # ... padding
     00 00 00 20              # ... config: NO_FWD
     00 00 00 20              # ... mask
     00 00 00 08 00 00 00 00  # ... property ETHERNET, advertise`,
    {
      version: 5,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 19,
      bundleId: 1,
      flags: ['ATOMIC'],
      message: {
        version: 5,
        type: 'PORT_MOD',
        xid: 19,
        portNo: 3,
        hwAddr: '02:00:00:00:00:03',
        config: ['NO_FWD'],
        mask: ['NO_FWD'],
        properties: [{ type: 'ETHERNET', advertise: [] }],
      },
      properties: [],
    },
  ),
  vector(
    '1.4 BUNDLE_ADD_MESSAGE with a property behind a message of odd length',
    `05 22 00 40 00 00 00 14  # header
     00 00 00 02              # bundle_id
     00 00                    # padding
     00 02                    # flags: ORDERED
     05 0d 00 1b 00 00 00 14  # a PACKET_OUT ...
     ff ff ff ff              # ... buffer_id
     ff ff ff fd              # ... in_port
     00 00                    # ... actions_len
     00 00 00 00 00 00        # ... padding
     aa bb cc                 # ... data
     00 00 00 00 00           # padding to a multiple of 8
     ff ff 00 0c              # property EXPERIMENTER, 12 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     00 00 00 00              # padding`,
    {
      version: 5,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 20,
      bundleId: 2,
      flags: ['ORDERED'],
      message: {
        version: 5,
        type: 'PACKET_OUT',
        xid: 20,
        bufferId: 0xffffffff,
        inPort: 0xfffffffd,
        actions: [],
        data: hex('aabbcc'),
      },
      properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('') }],
    },
  ),
];
