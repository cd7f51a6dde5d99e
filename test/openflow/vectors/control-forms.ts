// GROUP_MOD with each form of bucket, METER_MOD, ROLE_REQUEST with each role, queue properties and bundles: forms beside the usual
// ones, and numbers that have no name.
import { hex, type Vector, vector } from './vector.ts';

export const CONTROL_FORMS: readonly Vector[] = [
  vector(
    '1.3 GROUP_MOD ADD of a group ALL with several actions in a bucket',
    `04 0f 00 38 00 00 00 8c                          # header
     00 00                                            # command OFPGC_ADD
     00                                               # type OFPGT_ALL
     00                                               # padding
     00 00 00 05                                      # group_id
     00 28                                            # bucket: len 40
     00 00                                            # ... weight
     ff ff ff ff                                      # ... watch_port
     ff ff ff ff                                      # ... watch_group
     00 00 00 00                                      # ... padding
     00 12 00 08 00 00 00 00                          # ... POP_VLAN
     00 00 00 10 00 00 00 02 00 00 00 00 00 00 00 00  # ... OUTPUT port 2`,
    {
      version: 4,
      type: 'GROUP_MOD',
      xid: 140,
      command: 'ADD',
      groupType: 'ALL',
      groupId: 5,
      buckets: [
        {
          weight: 0,
          watchPort: 0xffffffff,
          watchGroup: 0xffffffff,
          actions: [{ type: 'POP_VLAN' }, { type: 'OUTPUT', port: 2, maxLen: 0 }],
        },
      ],
    },
  ),
  vector(
    '1.3 GROUP_MOD ADD of a group INDIRECT',
    `04 0f 00 30 00 00 00 8c                          # header
     00 00                                            # command OFPGC_ADD
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
      type: 'GROUP_MOD',
      xid: 140,
      command: 'ADD',
      groupType: 'INDIRECT',
      groupId: 5,
      buckets: [
        { weight: 0, watchPort: 0xffffffff, watchGroup: 0xffffffff, actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }] },
      ],
    },
  ),
  vector(
    '1.3 GROUP_MOD ADD of a group FF that watches ports and a group',
    `04 0f 00 70 00 00 00 8c                          # header
     00 00                                            # command OFPGC_ADD
     03                                               # type OFPGT_FF
     00                                               # padding
     00 00 00 05                                      # group_id
     00 20                                            # bucket: len 32
     00 00                                            # ... weight
     00 00 00 02                                      # ... watch_port
     ff ff ff ff                                      # ... watch_group
     00 00 00 00                                      # ... padding
     00 00 00 10 00 00 00 02 00 00 00 00 00 00 00 00  # ... OUTPUT port 2
     00 20                                            # bucket: len 32
     00 00                                            # ... weight
     ff ff ff ff                                      # ... watch_port
     00 00 00 09                                      # ... watch_group
     00 00 00 00                                      # ... padding
     00 00 00 10 00 00 00 03 00 00 00 00 00 00 00 00  # ... OUTPUT port 3
     00 20                                            # bucket: len 32
     00 00                                            # ... weight
     00 00 00 04                                      # ... watch_port
     00 00 00 09                                      # ... watch_group
     00 00 00 00                                      # ... padding
     00 00 00 10 00 00 00 04 00 00 00 00 00 00 00 00  # ... OUTPUT port 4`,
    {
      version: 4,
      type: 'GROUP_MOD',
      xid: 140,
      command: 'ADD',
      groupType: 'FF',
      groupId: 5,
      buckets: [
        { weight: 0, watchPort: 2, watchGroup: 0xffffffff, actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }] },
        { weight: 0, watchPort: 0xffffffff, watchGroup: 9, actions: [{ type: 'OUTPUT', port: 3, maxLen: 0 }] },
        { weight: 0, watchPort: 4, watchGroup: 9, actions: [{ type: 'OUTPUT', port: 4, maxLen: 0 }] },
      ],
    },
  ),
  vector(
    '1.3 GROUP_MOD MODIFY to buckets of weights',
    `04 0f 00 40 00 00 00 8c                          # header
     00 01                                            # command OFPGC_MODIFY
     01                                               # type OFPGT_SELECT
     00                                               # padding
     00 00 00 05                                      # group_id
     00 20                                            # bucket: len 32
     ff ff                                            # ... weight
     ff ff ff ff                                      # ... watch_port
     ff ff ff ff                                      # ... watch_group
     00 00 00 00                                      # ... padding
     00 00 00 10 00 00 00 02 00 00 00 00 00 00 00 00  # ... OUTPUT port 2
     00 10                                            # bucket: len 16
     00 01                                            # ... weight
     ff ff ff ff                                      # ... watch_port
     ff ff ff ff                                      # ... watch_group
     00 00 00 00                                      # ... padding`,
    {
      version: 4,
      type: 'GROUP_MOD',
      xid: 140,
      command: 'MODIFY',
      groupType: 'SELECT',
      groupId: 5,
      buckets: [
        {
          weight: 65535,
          watchPort: 0xffffffff,
          watchGroup: 0xffffffff,
          actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
        },
        { weight: 1, watchPort: 0xffffffff, watchGroup: 0xffffffff, actions: [] },
      ],
    },
  ),
  vector(
    '1.3 GROUP_MOD DELETE of all',
    `04 0f 00 10 00 00 00 8c  # header
     00 02                    # command OFPGC_DELETE
     00                       # type OFPGT_ALL
     00                       # padding
     ff ff ff fc              # group_id`,
    { version: 4, type: 'GROUP_MOD', xid: 140, command: 'DELETE', groupType: 'ALL', groupId: 0xfffffffc, buckets: [] },
  ),
  vector(
    '1.3 GROUP_MOD with a command and a type that have no name',
    `04 0f 00 10 00 00 00 8c  # header
     00 09                    # command 9
     09                       # type 9
     00                       # padding
     ff ff ff ff              # group_id`,
    { version: 4, type: 'GROUP_MOD', xid: 140, command: 9, groupType: 9, groupId: 0xffffffff, buckets: [] },
  ),
  vector(
    '1.3 METER_MOD of meter OFPM_SLOWPATH',
    `04 1d 00 20 00 00 00 8d              # header
     00 01                                # command OFPMC_MODIFY
     00 01                                # flags: KBPS
     ff ff ff fd                          # meter_id OFPM_SLOWPATH
     00 01 00 10 00 00 00 64 00 00 00 00  # band DROP, 16 bytes, rate 100, burst_size 0
     00 00 00 00                          # padding`,
    {
      version: 4,
      type: 'METER_MOD',
      xid: 141,
      command: 'MODIFY',
      flags: ['KBPS'],
      meterId: 0xfffffffd,
      bands: [{ type: 'DROP', rate: 100, burstSize: 0 }],
    },
  ),
  vector(
    '1.3 METER_MOD of meter OFPM_CONTROLLER',
    `04 1d 00 20 00 00 00 8d              # header
     00 01                                # command OFPMC_MODIFY
     00 01                                # flags: KBPS
     ff ff ff fe                          # meter_id OFPM_CONTROLLER
     00 01 00 10 00 00 00 64 00 00 00 00  # band DROP, 16 bytes, rate 100, burst_size 0
     00 00 00 00                          # padding`,
    {
      version: 4,
      type: 'METER_MOD',
      xid: 141,
      command: 'MODIFY',
      flags: ['KBPS'],
      meterId: 0xfffffffe,
      bands: [{ type: 'DROP', rate: 100, burstSize: 0 }],
    },
  ),
  vector(
    '1.3 METER_MOD with a command, a flag and a band that have no name',
    `04 1d 00 18 00 00 00 8d  # header
     00 09                    # command 9
     00 10                    # flags: bit 4
     00 00 00 01              # meter_id
     00 63 00 08 aa bb cc dd  # band 99, 8 bytes`,
    {
      version: 4,
      type: 'METER_MOD',
      xid: 141,
      command: 9,
      flags: [0x10],
      meterId: 1,
      bands: [{ type: 99, body: hex('aabbccdd') }],
    },
  ),
  vector(
    '1.3 ROLE_REQUEST NOCHANGE',
    `04 18 00 18 00 00 00 8e  # header
     00 00 00 00              # role OFPCR_ROLE_NOCHANGE
     00 00 00 00              # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 4, type: 'ROLE_REQUEST', xid: 142, role: 'NOCHANGE', generationId: 5n },
  ),
  vector(
    '1.3 ROLE_REQUEST EQUAL',
    `04 18 00 18 00 00 00 8e  # header
     00 00 00 01              # role OFPCR_ROLE_EQUAL
     00 00 00 00              # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 4, type: 'ROLE_REQUEST', xid: 142, role: 'EQUAL', generationId: 5n },
  ),
  vector(
    '1.3 ROLE_REQUEST MASTER',
    `04 18 00 18 00 00 00 8e  # header
     00 00 00 02              # role OFPCR_ROLE_MASTER
     00 00 00 00              # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 4, type: 'ROLE_REQUEST', xid: 142, role: 'MASTER', generationId: 5n },
  ),
  vector(
    '1.3 ROLE_REQUEST SLAVE',
    `04 18 00 18 00 00 00 8e  # header
     00 00 00 03              # role OFPCR_ROLE_SLAVE
     00 00 00 00              # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 4, type: 'ROLE_REQUEST', xid: 142, role: 'SLAVE', generationId: 5n },
  ),
  vector(
    '1.3 ROLE_REQUEST with a role that has no name',
    `04 18 00 18 00 00 00 8e  # header
     00 00 00 09              # role 9
     00 00 00 00              # padding
     00 00 00 00 00 00 00 05  # generation_id`,
    { version: 4, type: 'ROLE_REQUEST', xid: 142, role: 9, generationId: 5n },
  ),
  vector(
    '1.3 SET_ASYNC with bits that have no name',
    `04 1c 00 20 00 00 00 8f  # header
     00 00 00 08              # packet_in_mask: MASTER or EQUAL: bit 3
     00 00 00 07              # ... SLAVE: all
     00 00 00 09              # port_status_mask: ADD, bit 3
     00 00 00 00              # ...
     00 00 00 00              # flow_removed_mask
     00 00 00 20              # ...: bit 5`,
    {
      version: 4,
      type: 'SET_ASYNC',
      xid: 143,
      packetInMask: [[8], ['NO_MATCH', 'ACTION', 'INVALID_TTL']],
      portStatusMask: [['ADD', 8], []],
      flowRemovedMask: [[], [0x20]],
    },
  ),
  vector(
    '1.0 QUEUE_GET_CONFIG_REPLY with a property that nobody knows',
    `01 15 00 28 00 00 00 90                          # header
     00 01                                            # port
     00 00 00 00 00 00                                # padding
     00 00 00 07                                      # queue_id
     00 18                                            # len 24
     00 00                                            # padding
     00 63 00 10 00 00 00 00 aa bb cc dd 00 00 00 00  # property 99, 16 bytes`,
    {
      version: 1,
      type: 'QUEUE_GET_CONFIG_REPLY',
      xid: 144,
      port: 1,
      queues: [{ queueId: 7, properties: [{ type: 99, body: hex('00000000aabbccdd00000000') }] }],
    },
  ),
  vector(
    '1.0 QUEUE_GET_CONFIG_REPLY without a queue',
    `01 15 00 10 00 00 00 90  # header
     ff fe                    # port OFPP_LOCAL
     00 00 00 00 00 00        # padding`,
    { version: 1, type: 'QUEUE_GET_CONFIG_REPLY', xid: 144, port: 0xfffe, queues: [] },
  ),
  vector(
    '1.3 QUEUE_GET_CONFIG_REPLY with a property that nobody knows, and a queue without one',
    `04 17 00 40 00 00 00 90                          # header
     ff ff ff ff                                      # port OFPP_ANY
     00 00 00 00                                      # padding
     00 00 00 07                                      # queue_id
     00 00 00 01                                      # port
     00 20                                            # len 32
     00 00 00 00 00 00                                # padding
     00 63 00 10 00 00 00 00 aa bb cc dd 00 00 00 00  # property 99, 16 bytes
     00 00 00 08                                      # queue_id
     00 00 00 02                                      # port
     00 10                                            # len 16
     00 00 00 00 00 00                                # padding`,
    {
      version: 4,
      type: 'QUEUE_GET_CONFIG_REPLY',
      xid: 144,
      port: 0xffffffff,
      queues: [
        { queueId: 7, port: 1, properties: [{ type: 99, body: hex('00000000aabbccdd00000000') }] },
        { queueId: 8, port: 2, properties: [] },
      ],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL OPEN_REQUEST',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 00                    # type ONF_BCT_OPEN_REQUEST
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'OPEN_REQUEST',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL OPEN_REPLY',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 01                    # type ONF_BCT_OPEN_REPLY
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'OPEN_REPLY',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL CLOSE_REQUEST',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 02                    # type ONF_BCT_CLOSE_REQUEST
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'CLOSE_REQUEST',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL CLOSE_REPLY',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 03                    # type ONF_BCT_CLOSE_REPLY
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'CLOSE_REPLY',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL COMMIT_REQUEST',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 04                    # type ONF_BCT_COMMIT_REQUEST
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'COMMIT_REQUEST',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL COMMIT_REPLY',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 05                    # type ONF_BCT_COMMIT_REPLY
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'COMMIT_REPLY',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL DISCARD_REQUEST',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 06                    # type ONF_BCT_DISCARD_REQUEST
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'DISCARD_REQUEST',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL DISCARD_REPLY',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 07                    # type ONF_BCT_DISCARD_REPLY
     00 02                    # flags: ORDERED`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'DISCARD_REPLY',
      flags: ['ORDERED'],
      properties: [],
    },
  ),
  vector(
    '1.3 BUNDLE_CONTROL of a type and with a flag that have no name',
    `04 04 00 18 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 63                    # type 99
     80 00                    # flags: bit 15`,
    { version: 4, type: 'BUNDLE_CONTROL', xid: 145, bundleId: 7, controlType: 99, flags: [0x8000], properties: [] },
  ),
  vector(
    '1.3 BUNDLE_CONTROL with properties',
    `04 04 00 30 00 00 00 91  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fc              # exp_type 2300
     00 00 00 07              # bundle_id
     00 00                    # type ONF_BCT_OPEN_REQUEST
     00 01                    # flags: ATOMIC
     ff ff 00 0e              # property EXPERIMENTER, 14 bytes
     00 00 04 d2              # ... experimenter 1234
     00 00 00 01              # ... exp_type
     ee ff                    # ... opaque
     00 00                    # ... padding to a multiple of 8
     00 63 00 08 aa bb cc dd  # property 99, 8 bytes`,
    {
      version: 4,
      type: 'BUNDLE_CONTROL',
      xid: 145,
      bundleId: 7,
      controlType: 'OPEN_REQUEST',
      flags: ['ATOMIC'],
      properties: [
        { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, body: hex('eeff') },
        { type: 99, body: hex('aabbccdd') },
      ],
    },
  ),
  vector(
    '1.3 BUNDLE_ADD_MESSAGE of a barrier with a property that nobody knows',
    `04 04 00 28 00 00 00 92  # header
     4f 4e 46 00              # experimenter: ONF
     00 00 08 fd              # exp_type 2301
     00 00 00 07              # bundle_id
     00 00                    # padding
     00 00                    # flags
     04 14 00 08 00 00 00 92  # a BARRIER_REQUEST
     00 63 00 08 aa bb cc dd  # property 99, 8 bytes`,
    {
      version: 4,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 146,
      bundleId: 7,
      flags: [],
      message: { version: 4, type: 'BARRIER_REQUEST', xid: 146 },
      properties: [{ type: 99, body: hex('aabbccdd') }],
    },
  ),
];
