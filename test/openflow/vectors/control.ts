// GROUP_MOD, TABLE_MOD, METER_MOD, ROLE, ASYNC, QUEUE_GET_CONFIG and bundles.
import { hex, vector } from './vector.ts';

export const CONTROL = [
  vector(
    '1.3 GROUP_MOD with two buckets',
    `04 0f 00 40 00 00 00 28  # header
     00 00                    # command OFPGC_ADD
     01                       # type OFPGT_SELECT
     00                       # padding
     00 00 00 05              # group_id
     00 20                    # bucket: len 32
     00 0a                    # weight
     ff ff ff ff              # watch_port OFPP_ANY
     ff ff ff ff              # watch_group OFPG_ANY
     00 00 00 00              # padding
     00 00 00 10 00 00 00 02  # OUTPUT port 2
     00 00                    # max_len
     00 00 00 00 00 00        # padding
     00 10                    # bucket: len 16
     00 05                    # weight
     00 00 00 02              # watch_port
     ff ff ff ff              # watch_group
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'GROUP_MOD',
      xid: 40,
      command: 'ADD',
      groupType: 'SELECT',
      groupId: 5,
      buckets: [
        {
          weight: 10,
          watchPort: 0xffffffff,
          watchGroup: 0xffffffff,
          actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
        },
        { weight: 5, watchPort: 2, watchGroup: 0xffffffff, actions: [] },
      ],
    },
  ),
  vector(
    '1.3 TABLE_MOD',
    `04 11 00 10 00 00 00 29  # header
     ff                       # table_id OFPTT_ALL
     00 00 00                 # padding
     00 00 00 00              # config`,
    { version: 4, type: 'TABLE_MOD', xid: 41, tableId: 0xff, config: 0 },
  ),
  vector(
    '1.3 METER_MOD with both bands',
    `04 1d 00 30 00 00 00 2a  # header
     00 00                    # command OFPMC_ADD
     00 0e                    # flags: PKTPS, BURST, STATS
     00 00 00 01              # meter_id
     00 01 00 10              # band DROP, 16 bytes
     00 00 03 e8              # rate 1000
     00 00 00 64              # burst_size 100
     00 00 00 00              # padding
     00 02 00 10              # band DSCP_REMARK, 16 bytes
     00 00 01 f4              # rate 500
     00 00 00 32              # burst_size 50
     01                       # prec_level
     00 00 00                 # padding`,
    {
      version: 4,
      type: 'METER_MOD',
      xid: 42,
      command: 'ADD',
      flags: ['PKTPS', 'BURST', 'STATS'],
      meterId: 1,
      bands: [
        { type: 'DROP', rate: 1000, burstSize: 100 },
        { type: 'DSCP_REMARK', rate: 500, burstSize: 50, precLevel: 1 },
      ],
    },
  ),
  vector(
    '1.3 METER_MOD that deletes all',
    `04 1d 00 10 00 00 00 2b  # header
     00 02                    # command OFPMC_DELETE
     00 00                    # flags
     ff ff ff ff              # meter_id OFPM_ALL`,
    { version: 4, type: 'METER_MOD', xid: 43, command: 'DELETE', flags: [], meterId: 0xffffffff, bands: [] },
  ),
  vector(
    '1.3 METER_MOD with the band of an experimenter',
    `04 1d 00 24 00 00 00 2c  # header
     00 01                    # command OFPMC_MODIFY
     00 01                    # flags: KBPS
     00 00 00 02              # meter_id
     ff ff 00 14              # band EXPERIMENTER, 20 bytes
     00 00 00 0a              # rate
     00 00 00 00              # burst_size
     00 00 04 d2              # experimenter 1234
     de ad be ef              # opaque`,
    {
      version: 4,
      type: 'METER_MOD',
      xid: 44,
      command: 'MODIFY',
      flags: ['KBPS'],
      meterId: 2,
      bands: [{ type: 'EXPERIMENTER', rate: 10, burstSize: 0, experimenter: 1234, body: hex('deadbeef') }],
    },
  ),
  vector(
    '1.3 ROLE_REQUEST',
    `04 18 00 18 00 00 00 2d  # header
     00 00 00 01              # role EQUAL
     00 00 00 00              # padding
     00 00 00 00 00 00 00 00  # generation_id`,
    { version: 4, type: 'ROLE_REQUEST', xid: 45, role: 'EQUAL', generationId: 0n },
  ),
  vector(
    '1.3 ROLE_REPLY',
    `04 19 00 18 00 00 00 2d  # header
     00 00 00 02              # role MASTER
     00 00 00 00              # padding
     ff ff ff ff ff ff ff ff  # generation_id`,
    { version: 4, type: 'ROLE_REPLY', xid: 45, role: 'MASTER', generationId: 0xffffffffffffffffn },
  ),
  vector('1.3 GET_ASYNC_REQUEST', '04 1a 00 08 00 00 00 2e  # header', {
    version: 4,
    type: 'GET_ASYNC_REQUEST',
    xid: 46,
  }),
  vector(
    '1.3 GET_ASYNC_REPLY',
    `04 1b 00 20 00 00 00 2e  # header
     00 00 00 07              # packet_in_mask: MASTER or EQUAL
     00 00 00 00              # ... SLAVE
     00 00 00 07              # port_status_mask
     00 00 00 07              # ...
     00 00 00 0f              # flow_removed_mask
     00 00 00 00              # ...`,
    {
      version: 4,
      type: 'GET_ASYNC_REPLY',
      xid: 46,
      packetInMask: [['NO_MATCH', 'ACTION', 'INVALID_TTL'], []],
      portStatusMask: [
        ['ADD', 'DELETE', 'MODIFY'],
        ['ADD', 'DELETE', 'MODIFY'],
      ],
      flowRemovedMask: [['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE'], []],
    },
  ),
  vector(
    '1.3 SET_ASYNC',
    `04 1c 00 20 00 00 00 2f  # header
     00 00 00 01              # packet_in_mask: MASTER or EQUAL
     00 00 00 00              # ... SLAVE
     00 00 00 02              # port_status_mask
     00 00 00 00              # ...
     00 00 00 14              # flow_removed_mask, with a bit that 1.3 has no name for
     00 00 00 00              # ...`,
    {
      version: 4,
      type: 'SET_ASYNC',
      xid: 47,
      packetInMask: [['NO_MATCH'], []],
      portStatusMask: [['DELETE'], []],
      flowRemovedMask: [['DELETE', 0x10], []],
    },
  ),
  vector(
    '1.0 QUEUE_GET_CONFIG_REQUEST',
    `01 14 00 0c 00 00 00 30  # header
     00 01                    # port
     00 00                    # padding`,
    { version: 1, type: 'QUEUE_GET_CONFIG_REQUEST', xid: 48, port: 1 },
  ),
  vector(
    '1.0 QUEUE_GET_CONFIG_REPLY',
    `01 15 00 30 00 00 00 30  # header
     00 01                    # port
     00 00 00 00 00 00        # padding
     00 00 00 07              # queue_id
     00 20                    # len 32
     00 00                    # padding
     00 01 00 10 00 00 00 00  # property MIN_RATE, 16 bytes
     00 64                    # rate: 10 %
     00 00 00 00 00 00        # padding
     00 00 00 08 00 00 00 00  # property NONE`,
    {
      version: 1,
      type: 'QUEUE_GET_CONFIG_REPLY',
      xid: 48,
      port: 1,
      queues: [{ queueId: 7, properties: [{ type: 'MIN_RATE', rate: 100 }, { type: 'NONE' }] }],
    },
  ),
  vector(
    '1.3 QUEUE_GET_CONFIG_REQUEST',
    `04 16 00 10 00 00 00 30  # header
     ff ff ff ff              # port OFPP_ANY
     00 00 00 00              # padding`,
    { version: 4, type: 'QUEUE_GET_CONFIG_REQUEST', xid: 48, port: 0xffffffff },
  ),
  vector(
    '1.3 QUEUE_GET_CONFIG_REPLY',
    `04 17 00 50 00 00 00 30  # header
     00 00 00 01              # port
     00 00 00 00              # padding
     00 00 00 07              # queue_id
     00 00 00 01              # port
     00 40                    # len 64
     00 00 00 00 00 00        # padding
     00 01 00 10 00 00 00 00  # property MIN_RATE
     00 64                    # rate
     00 00 00 00 00 00        # padding
     00 02 00 10 00 00 00 00  # property MAX_RATE
     03 e8                    # rate
     00 00 00 00 00 00        # padding
     ff ff 00 10 00 00 00 00  # property EXPERIMENTER
     00 00 04 d2              # experimenter 1234
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'QUEUE_GET_CONFIG_REPLY',
      xid: 48,
      port: 1,
      queues: [
        {
          queueId: 7,
          port: 1,
          properties: [
            { type: 'MIN_RATE', rate: 100 },
            { type: 'MAX_RATE', rate: 1000 },
            { type: 'EXPERIMENTER', experimenter: 1234, body: hex('') },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL',
    `04 04 00 18 00 00 00 31  # header of an EXPERIMENTER
     4f 4e 46 00              # experimenter ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 01              # bundle_id
     00 00                    # type OFPBCT_OPEN_REQUEST
     00 03                    # flags: ATOMIC, ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 49,
      bundleId: 1,
      controlType: 'OPEN_REQUEST',
      flags: ['ATOMIC', 'ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_ADD_MESSAGE',
    `04 04 00 40 00 00 00 32  # header of an EXPERIMENTER
     4f 4e 46 00              # experimenter ONF
     00 00 08 fd              # exp_type 2301
     00 00 00 01              # bundle_id
     00 00                    # padding
     00 01                    # flags: ATOMIC
     04 10 00 28 00 00 00 32  # a PORT_MOD ...
     00 00 00 03              # ... port_no
     00 00 00 00              # ... padding
     02 00 00 00 00 03        # ... hw_addr
     00 00                    # ... padding
     00 00 00 01              # ... config: PORT_DOWN
     00 00 00 01              # ... mask
     00 00 00 00              # ... advertise
     00 00 00 00              # ... padding`,
    {
      version: 4,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 50,
      bundleId: 1,
      flags: ['ATOMIC'],
      message: {
        version: 4,
        type: 'PORT_MOD',
        xid: 50,
        portNo: 3,
        hwAddr: '02:00:00:00:00:03',
        config: ['PORT_DOWN'],
        mask: ['PORT_DOWN'],
        advertise: [],
      },
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_ADD_MESSAGE with a property behind a message of odd length',
    `04 04 00 48 00 00 00 33  # header of an EXPERIMENTER
     4f 4e 46 00              # experimenter ONF
     00 00 08 fd              # exp_type 2301
     00 00 00 02              # bundle_id
     00 00                    # padding
     00 02                    # flags: ORDERED
     04 0d 00 1b 00 00 00 33  # a PACKET_OUT ...
     ff ff ff ff              # ... buffer_id
     ff ff ff fd              # ... in_port
     00 00                    # ... actions_len
     00 00 00 00 00 00        # ... padding
     aa bb cc                 # ... data
     00 00 00 00 00           # padding to a multiple of 8
     ff ff 00 0d              # property EXPERIMENTER, 13 bytes
     00 00 04 d2              # experimenter 1234
     00 00 00 01              # exp_type
     ee                       # opaque
     00 00 00                 # padding to a multiple of 8`,
    {
      version: 4,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 51,
      bundleId: 2,
      flags: ['ORDERED'],
      message: {
        version: 4,
        type: 'PACKET_OUT',
        xid: 51,
        bufferId: 0xffffffff,
        inPort: 0xfffffffd,
        actions: [],
        data: hex('aabbcc'),
      },
      properties: [{ type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('ee') }],
    },
  ),
];
