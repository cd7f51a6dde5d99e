// The other forms of 1.5: every flag, every event, actions in actions, and numbers that have no name.
import { hex, type Vector, vector } from './vector.ts';

export const FORMS_15: readonly Vector[] = [
  vector('1.5 HELLO without elements', `06 00 00 08 00 00 00 01  # header; section 7.5.1`, {
    version: 6,
    type: 'HELLO',
    xid: 1,
    elements: [],
  }),
  vector(
    '1.5 ERROR of a type that has no name',
    `06 01 00 0c 00 00 00 01  # header; section 7.5.4
     00 4d 00 01              # type 77, code 1`,
    { version: 6, type: 'ERROR', xid: 1, errorType: 77, errorCode: 1, data: hex('') },
  ),
  vector(
    '1.5 ERROR with a code that has no name',
    `06 01 00 0c 00 00 00 01  # header; section 7.5.4
     00 05 01 f4              # type OFPET_FLOW_MOD_FAILED, code 500`,
    { version: 6, type: 'ERROR', xid: 1, errorType: 'FLOW_MOD_FAILED', errorCode: 500, data: hex('') },
  ),
  vector(
    '1.5 ERROR of an experimenter',
    `06 01 00 12 00 00 00 01  # header; section 7.5.4.18
     ff ff 00 07              # type OFPET_EXPERIMENTER, exp_code 7
     00 00 04 d2              # experimenter 1234
     ab cd                    # data`,
    { version: 6, type: 'ERROR', xid: 1, errorType: 'EXPERIMENTER', expType: 7, experimenter: 1234, data: hex('abcd') },
  ),
  vector(
    '1.5 PACKET_OUT with actions of Nicira that hold actions of 1.5',
    `06 0d 00 70 00 00 00 02  # header; section 7.3.6
     ff ff ff ff              # buffer_id OFP_NO_BUFFER
     00 50                    # actions_len 80
     00 00                    # padding
     00 01 00 0c              # match, 12 bytes
     80 00 00 04 ff ff ff fd  # in_port OFPP_CONTROLLER
     00 00 00 00              # padding
     ff ff 00 28 00 00 23 20 00 23 # ct: experimenter action of Nicira, 40 bytes, NXAST_CT
     00 01                    # flags NX_CT_F_COMMIT
     00 00 00 00 00 05        # zone_src, zone 5
     ff                       # recirc_table NX_CT_RECIRC_NONE
     00 00 00                 # padding
     00 00                    # alg
     00 19 00 10 00 01 d6 04  # set-field, 16 bytes: ct_mark
     00 00 00 07 00 00 00 00  # 7, padding
     ff ff 00 28 00 00 23 20 00 2a # clone: 40 bytes, NXAST_CLONE
     00 00 00 00 00 00        # padding
     00 1c 00 18 00 08 00 00 00 00 00 00 # copy-field, 24 bytes: 8 bits from 0 to 0, padding
     80 00 00 04              # OXM_OF_IN_PORT
     80 00 04 08              # OXM_OF_METADATA
     00 00 00 00              # padding`,
    {
      version: 6,
      type: 'PACKET_OUT',
      xid: 2,
      bufferId: 0xffffffff,
      match: [{ field: 'IN_PORT', value: 0xfffffffd }],
      actions: [
        {
          type: 'NX_CT',
          flags: ['COMMIT'],
          zoneSrc: 0,
          zone: 5,
          recircTable: 255,
          alg: 0,
          actions: [{ type: 'SET_FIELD', field: { field: 'NXM_NX_CT_MARK', value: 7 } }],
        },
        {
          type: 'NX_CLONE',
          actions: [
            {
              type: 'COPY_FIELD',
              nBits: 8,
              srcOffset: 0,
              dstOffset: 0,
              oxmIds: [
                { field: 'IN_PORT', hasMask: false },
                { field: 'METADATA', hasMask: false },
              ],
            },
          ],
        },
      ],
      data: hex(''),
    },
  ),
  vector(
    '1.5 PACKET_OUT with an action that nobody knows',
    `06 0d 00 30 00 00 00 02  # header; section 7.3.6
     ff ff ff ff              # buffer_id OFP_NO_BUFFER
     00 10                    # actions_len 16
     00 00                    # padding
     00 01 00 0c              # match, 12 bytes
     80 00 00 04 ff ff ff fd  # in_port OFPP_CONTROLLER
     00 00 00 00              # padding
     00 63 00 10              # an action of type 99, 16 bytes
     01 02 03 04 05 06 07 08 09 0a 0b 0c # its body`,
    {
      version: 6,
      type: 'PACKET_OUT',
      xid: 2,
      bufferId: 0xffffffff,
      match: [{ field: 'IN_PORT', value: 0xfffffffd }],
      actions: [{ type: 99, body: hex('0102030405060708090a0b0c') }],
      data: hex(''),
    },
  ),
  vector(
    '1.5 FLOW_MOD with a trigger flag that has no name',
    `06 0e 00 48 00 00 00 03  # header; section 7.3.4.2
     00 00 00 00 00 00 00 09  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00 00 00              # timeouts
     80 00                    # priority
     ff ff ff ff              # buffer_id OFP_NO_BUFFER
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # importance
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 07 00 10              # instruction OFPIT_STAT_TRIGGER, 16 bytes; section 7.2.5.6
     80 00 00 03              # flags: all, and bit 31
     00 00 00 04 00 00 00 00  # no thresholds, padded`,
    {
      version: 6,
      type: 'FLOW_MOD',
      xid: 3,
      cookie: 9n,
      cookieMask: 0n,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 32768,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      importance: 0,
      match: [],
      instructions: [{ type: 'STAT_TRIGGER', flags: ['PERIODIC', 'ONLY_FIRST', 0x80000000], thresholds: [] }],
    },
  ),
  vector(
    '1.5 GROUP_MOD with a command that has no name, a bucket of several actions, and properties that nobody knows',
    `06 0f 00 50 00 00 00 04  # header; section 7.3.4.3
     00 09                    # command 9
     01                       # type OFPGT_SELECT
     00                       # padding
     00 00 00 05              # group_id
     00 30                    # bucket_array_len 48
     00 00                    # padding
     ff ff ff ff              # command_bucket_id OFPG_BUCKET_ALL
     00 30                    # bucket: 48 bytes
     00 20                    # action_array_len 32
     00 00 00 01              # bucket_id
     00 00 00 10 00 00 00 01 ff ff 00 00 00 00 00 00 # output to port 1
     00 00 00 10 00 00 00 02 ff ff 00 00 00 00 00 00 # output to port 2
     00 09 00 08              # a property of the bucket of type 9, 8 bytes
     01 02 03 04              # its body
     00 09 00 08              # a property of the group of type 9, 8 bytes
     05 06 07 08              # its body`,
    {
      version: 6,
      type: 'GROUP_MOD',
      xid: 4,
      command: 9,
      groupType: 'SELECT',
      groupId: 5,
      commandBucketId: 0xffffffff,
      buckets: [
        {
          bucketId: 1,
          actions: [
            { type: 'OUTPUT', port: 1, maxLen: 65535 },
            { type: 'OUTPUT', port: 2, maxLen: 65535 },
          ],
          properties: [{ type: 9, body: hex('01020304') }],
        },
      ],
      properties: [{ type: 9, body: hex('05060708') }],
    },
  ),
  vector(
    '1.5 GET_ASYNC_REPLY with bits and a property that have no name',
    `06 1b 00 20 00 00 00 05  # header; section 7.3.10
     00 0c 00 08              # property OFPACPT_FLOW_STATS_SLAVE, 8 bytes
     80 00 00 03              # all, and bit 31
     00 0e 00 08              # property OFPACPT_CONT_STATUS_SLAVE, 8 bytes
     80 00 00 7f              # all, and bit 31
     00 63 00 08              # a property of type 99, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 6,
      type: 'GET_ASYNC_REPLY',
      xid: 5,
      properties: [
        { type: 'FLOW_STATS_SLAVE', mask: ['STATS_REQUEST', 'STAT_TRIGGER', 0x80000000] },
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
            0x80000000,
          ],
        },
        { type: 99, body: hex('01020304') },
      ],
    },
  ),
  vector(
    '1.5 BUNDLE_CONTROL with every flag, one that has no name, and a property that nobody knows',
    `06 21 00 18 00 00 00 06  # header; section 7.3.9.2
     00 00 00 01              # bundle_id
     00 00                    # type OFPBCT_OPEN_REQUEST
     80 07                    # flags: all, and bit 15
     00 09 00 08              # a property of type 9, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 6,
      type: 'BUNDLE_CONTROL',
      xid: 6,
      bundleId: 1,
      controlType: 'OPEN_REQUEST',
      flags: ['ATOMIC', 'ORDERED', 'TIME', 32768],
      properties: [{ type: 9, body: hex('01020304') }],
    },
  ),
  vector(
    '1.5 CONTROLLER_STATUS ROLE',
    `06 23 00 18 00 00 00 00  # header; section 7.4.7
     00 10                    # length 16; section 7.3.5.20
     00 01                    # short_id
     00 00 00 02              # role OFPCR_ROLE_MASTER
     02                       # reason OFPCSR_ROLE
     00                       # channel_status OFPCT_STATUS_UP
     00 00 00 00 00 00        # padding`,
    {
      version: 6,
      type: 'CONTROLLER_STATUS',
      xid: 0,
      status: { shortId: 1, role: 'MASTER', reason: 'ROLE', channelStatus: 'UP', properties: [] },
    },
  ),
  vector(
    '1.5 CONTROLLER_STATUS CONTROLLER_ADDED',
    `06 23 00 18 00 00 00 00  # header; section 7.4.7
     00 10                    # length 16
     00 02                    # short_id
     00 00 00 01              # role OFPCR_ROLE_EQUAL
     03                       # reason OFPCSR_CONTROLLER_ADDED
     00                       # channel_status OFPCT_STATUS_UP
     00 00 00 00 00 00        # padding`,
    {
      version: 6,
      type: 'CONTROLLER_STATUS',
      xid: 0,
      status: { shortId: 2, role: 'EQUAL', reason: 'CONTROLLER_ADDED', channelStatus: 'UP', properties: [] },
    },
  ),
  vector(
    '1.5 CONTROLLER_STATUS CONTROLLER_REMOVED',
    `06 23 00 18 00 00 00 00  # header; section 7.4.7
     00 10                    # length 16
     00 02                    # short_id
     00 00 00 01              # role OFPCR_ROLE_EQUAL
     04                       # reason OFPCSR_CONTROLLER_REMOVED
     01                       # channel_status OFPCT_STATUS_DOWN
     00 00 00 00 00 00        # padding`,
    {
      version: 6,
      type: 'CONTROLLER_STATUS',
      xid: 0,
      status: { shortId: 2, role: 'EQUAL', reason: 'CONTROLLER_REMOVED', channelStatus: 'DOWN', properties: [] },
    },
  ),
  vector(
    '1.5 CONTROLLER_STATUS EXPERIMENTER',
    `06 23 00 18 00 00 00 00  # header; section 7.4.7
     00 10                    # length 16
     00 02                    # short_id
     00 00 00 01              # role OFPCR_ROLE_EQUAL
     06                       # reason OFPCSR_EXPERIMENTER
     00                       # channel_status OFPCT_STATUS_UP
     00 00 00 00 00 00        # padding`,
    {
      version: 6,
      type: 'CONTROLLER_STATUS',
      xid: 0,
      status: { shortId: 2, role: 'EQUAL', reason: 'EXPERIMENTER', channelStatus: 'UP', properties: [] },
    },
  ),
  vector(
    '1.5 CONTROLLER_STATUS with numbers that have no name',
    `06 23 00 20 00 00 00 00  # header; section 7.4.7
     00 18                    # length 24
     00 02                    # short_id
     00 00 00 01              # role OFPCR_ROLE_EQUAL
     09                       # reason 9
     09                       # channel_status 9
     00 00 00 00 00 00        # padding
     00 63 00 08              # a property of type 99, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 6,
      type: 'CONTROLLER_STATUS',
      xid: 0,
      status: {
        shortId: 2,
        role: 'EQUAL',
        reason: 9,
        channelStatus: 9,
        properties: [{ type: 99, body: hex('01020304') }],
      },
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST of a type and with a flag that have no name, more to come',
    `06 12 00 14 00 00 00 07  # header; section 7.3.5
     00 63 80 01              # type 99, flags OFPMPF_REQ_MORE and bit 15
     00 00 00 00              # padding
     01 02 03 04              # its body`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 7,
      multipartType: 99,
      flags: ['REQ_MORE', 32768],
      body: hex('01020304'),
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY of a type that nobody knows',
    `06 13 00 14 00 00 00 07  # header; section 7.3.5
     00 63 00 00              # type 99, flags
     00 00 00 00              # padding
     01 02 03 04              # its body`,
    { version: 6, type: 'MULTIPART_REPLY', xid: 7, multipartType: 99, flags: [], body: hex('01020304') },
  ),
  vector(
    '1.5 MULTIPART_REQUEST TABLE_FEATURES that changes two tables and does something unknown to a third',
    `06 12 01 18 00 00 00 08  # header; section 7.3.5.18
     00 0c 00 00              # type OFPMP_TABLE_FEATURES, flags
     00 00 00 00              # padding
     00 88                    # length 136
     01                       # table_id
     01                       # command OFPTFC_MODIFY
     80 00 00 13              # features: all, and bit 31
     74 31 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # name "t1"
     00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # ... to 32 bytes
     00 00 00 00 00 00 00 00  # metadata_match
     00 00 00 00 00 00 00 00  # metadata_write
     00 00 00 00              # capabilities
     00 00 00 64              # max_entries 100
     00 00 00 0c              # property OFPTFPT_INSTRUCTIONS, 12 bytes
     00 01 00 04              # goto-table
     00 63 00 04              # an instruction of type 99
     00 00 00 00              # padding
     00 01 00 08              # property OFPTFPT_INSTRUCTIONS_MISS, 8 bytes
     00 01 00 04              # goto-table
     00 04 00 0c              # property OFPTFPT_WRITE_ACTIONS, 12 bytes
     00 00 00 04              # output
     00 63 00 04              # an action of type 99
     00 00 00 00              # padding
     00 05 00 08              # property OFPTFPT_WRITE_ACTIONS_MISS, 8 bytes
     00 00 00 04              # output
     00 06 00 08              # property OFPTFPT_APPLY_ACTIONS, 8 bytes
     00 1c 00 04              # copy-field
     00 07 00 08              # property OFPTFPT_APPLY_ACTIONS_MISS, 8 bytes
     00 1d 00 04              # meter
     01 2c 00 08              # a property of type 300, 8 bytes
     01 02 03 04              # its body
     00 40                    # length 64
     02                       # table_id
     03                       # command OFPTFC_DISABLE
     00 00 00 00              # features
     74 32 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # name "t2"
     00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # ... to 32 bytes
     00 00 00 00 00 00 00 00  # metadata_match
     00 00 00 00 00 00 00 00  # metadata_write
     00 00 00 00              # capabilities
     00 00 00 64              # max_entries 100
     00 40                    # length 64
     03                       # table_id
     09                       # command 9
     00 00 00 00              # features
     74 33 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # name "t3"
     00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # ... to 32 bytes
     00 00 00 00 00 00 00 00  # metadata_match
     00 00 00 00 00 00 00 00  # metadata_write
     00 00 00 00              # capabilities
     00 00 00 64              # max_entries 100`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 8,
      multipartType: 'TABLE_FEATURES',
      flags: [],
      tables: [
        {
          tableId: 1,
          command: 'MODIFY',
          features: ['INGRESS_TABLE', 'EGRESS_TABLE', 'FIRST_EGRESS', 0x80000000],
          name: 't1',
          metadataMatch: 0n,
          metadataWrite: 0n,
          capabilities: [],
          maxEntries: 100,
          properties: [
            { type: 'INSTRUCTIONS', instructionIds: [{ type: 'GOTO_TABLE' }, { type: 99, body: hex('') }] },
            { type: 'INSTRUCTIONS_MISS', instructionIds: [{ type: 'GOTO_TABLE' }] },
            { type: 'WRITE_ACTIONS', actionIds: [{ type: 'OUTPUT' }, { type: 99, body: hex('') }] },
            { type: 'WRITE_ACTIONS_MISS', actionIds: [{ type: 'OUTPUT' }] },
            { type: 'APPLY_ACTIONS', actionIds: [{ type: 'COPY_FIELD' }] },
            { type: 'APPLY_ACTIONS_MISS', actionIds: [{ type: 'METER' }] },
            { type: 300, body: hex('01020304') },
          ],
        },
        {
          tableId: 2,
          command: 'DISABLE',
          features: [],
          name: 't2',
          metadataMatch: 0n,
          metadataWrite: 0n,
          capabilities: [],
          maxEntries: 100,
          properties: [],
        },
        {
          tableId: 3,
          command: 9,
          features: [],
          name: 't3',
          metadataMatch: 0n,
          metadataWrite: 0n,
          capabilities: [],
          maxEntries: 100,
          properties: [],
        },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REQUEST BUNDLE_FEATURES with a flag that has no name and a property that nobody knows',
    `06 12 00 20 00 00 00 09  # header; section 7.3.5.21
     00 13 00 00              # type OFPMP_BUNDLE_FEATURES, flags
     00 00 00 00              # padding
     80 00 00 03              # feature_request_flags: all, and bit 31
     00 00 00 00              # padding
     00 63 00 08              # a property of type 99, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 6,
      type: 'MULTIPART_REQUEST',
      xid: 9,
      multipartType: 'BUNDLE_FEATURES',
      flags: [],
      featureRequestFlags: ['TIMESTAMP', 'TIME_SET_SCHED', 0x80000000],
      properties: [{ type: 99, body: hex('01020304') }],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY BUNDLE_FEATURES with a capability that has no name',
    `06 13 00 18 00 00 00 09  # header; section 7.3.5.21
     00 13 00 00              # type OFPMP_BUNDLE_FEATURES, flags
     00 00 00 00              # padding
     80 07                    # capabilities: all, and bit 15
     00 00 00 00 00 00        # padding`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 9,
      multipartType: 'BUNDLE_FEATURES',
      flags: [],
      capabilities: ['ATOMIC', 'ORDERED', 'TIME', 32768],
      properties: [],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY GROUP_DESC with a property that nobody knows',
    `06 13 00 28 00 00 00 0a  # header; section 7.3.5.11
     00 07 00 00              # type OFPMP_GROUP_DESC, flags
     00 00 00 00              # padding
     00 18                    # length 24
     00                       # type OFPGT_ALL
     00                       # padding
     00 00 00 05              # group_id
     00 00                    # bucket_array_len 0
     00 00 00 00 00 00        # padding
     00 63 00 08              # a property of type 99, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 10,
      multipartType: 'GROUP_DESC',
      flags: [],
      groups: [{ groupType: 'ALL', groupId: 5, buckets: [], properties: [{ type: 99, body: hex('01020304') }] }],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY FLOW_MONITOR with every event',
    `06 13 00 a0 00 00 00 0b  # header; section 7.3.5.19
     00 10 00 00              # type OFPMP_FLOW_MONITOR, flags
     00 00 00 00              # padding
     00 20                    # length 32
     00 01                    # event OFPFME_ADDED
     00                       # table_id
     00                       # reason
     00 00 00 00              # timeouts
     00 01                    # priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2b  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 20                    # length 32
     00 02                    # event OFPFME_REMOVED
     00                       # table_id
     02                       # reason OFPRR_DELETE
     00 00 00 00              # timeouts
     00 01                    # priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2c  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 30                    # length 48
     00 03                    # event OFPFME_MODIFIED
     01                       # table_id
     00                       # reason
     00 1e 00 3c              # timeouts 30 and 60 seconds
     00 01                    # priority
     00 00 00 00              # zeros
     00 00 00 00 00 00 00 2d  # cookie
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 04 00 10              # instruction OFPIT_APPLY_ACTIONS, 16 bytes
     00 00 00 00              # padding
     00 1d 00 08 00 00 00 07  # meter 7
     00 08 00 04 12 34 56 78  # event OFPFME_ABBREV: xid
     00 08 00 05 00 00 00 00  # event OFPFME_PAUSED
     00 08 00 06 00 00 00 00  # event OFPFME_RESUMED
     00 08 00 63 01 02 03 04  # an event of type 99`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 11,
      multipartType: 'FLOW_MONITOR',
      flags: [],
      updates: [
        {
          event: 'ADDED',
          tableId: 0,
          reason: 'IDLE_TIMEOUT',
          idleTimeout: 0,
          hardTimeout: 0,
          priority: 1,
          cookie: 43n,
          match: [],
          instructions: [],
        },
        {
          event: 'REMOVED',
          tableId: 0,
          reason: 'DELETE',
          idleTimeout: 0,
          hardTimeout: 0,
          priority: 1,
          cookie: 44n,
          match: [],
          instructions: [],
        },
        {
          event: 'MODIFIED',
          tableId: 1,
          reason: 'IDLE_TIMEOUT',
          idleTimeout: 30,
          hardTimeout: 60,
          priority: 1,
          cookie: 45n,
          match: [],
          instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'METER', meterId: 7 }] }],
        },
        { event: 'ABBREV', xid: 0x12345678 },
        { event: 'PAUSED' },
        { event: 'RESUMED' },
        { event: 99, body: hex('01020304') },
      ],
    },
  ),
  vector(
    '1.5 MULTIPART_REPLY FLOW_STATS with a reason that has no name',
    `06 13 00 28 00 00 00 0c  # header; section 7.3.5.3
     00 11 00 00              # type OFPMP_FLOW_STATS, flags
     00 00 00 00              # padding
     00 18                    # length 24
     00 00                    # padding
     01                       # table_id
     09                       # reason 9
     00 01                    # priority
     00 01 00 04 00 00 00 00  # an empty match, padded
     00 00 00 04 00 00 00 00  # no statistics, padded`,
    {
      version: 6,
      type: 'MULTIPART_REPLY',
      xid: 12,
      multipartType: 'FLOW_STATS',
      flags: [],
      flows: [{ tableId: 1, reason: 9, priority: 1, match: [], stats: [] }],
    },
  ),
  vector(
    '1.5 BUNDLE_ADD_MESSAGE with a property that nobody knows',
    `06 22 00 30 00 00 00 0d  # header; section 7.3.9.3
     00 00 00 01              # bundle_id
     00 00                    # padding
     00 02                    # flags OFPBF_ORDERED
     06 0f 00 18 00 00 00 0d  # a GROUP_MOD ...
     00 02 00 00              # ... command OFPGC_DELETE, type OFPGT_ALL, padding
     ff ff ff fc              # ... group_id OFPG_ALL
     00 00 00 00              # ... bucket_array_len 0, padding
     ff ff ff ff              # ... command_bucket_id OFPG_BUCKET_ALL
     00 09 00 08              # a property of type 9, 8 bytes
     01 02 03 04              # its body`,
    {
      version: 6,
      type: 'BUNDLE_ADD_MESSAGE',
      xid: 13,
      bundleId: 1,
      flags: ['ORDERED'],
      message: {
        version: 6,
        type: 'GROUP_MOD',
        xid: 13,
        command: 'DELETE',
        groupType: 'ALL',
        groupId: 0xfffffffc,
        commandBucketId: 0xffffffff,
        buckets: [],
        properties: [],
      },
      properties: [{ type: 9, body: hex('01020304') }],
    },
  ),
  vector(
    '1.5 REQUESTFORWARD of a group-mod',
    `06 20 00 20 00 00 00 0e  # header; section 7.4.6
     06 0f 00 18 00 00 00 0e  # a GROUP_MOD ...
     00 02 00 00              # ... command OFPGC_DELETE, type OFPGT_ALL, padding
     ff ff ff fc              # ... group_id OFPG_ALL
     00 00 00 00              # ... bucket_array_len 0, padding
     ff ff ff ff              # ... command_bucket_id OFPG_BUCKET_ALL`,
    {
      version: 6,
      type: 'REQUESTFORWARD',
      xid: 14,
      request: {
        version: 6,
        type: 'GROUP_MOD',
        xid: 14,
        command: 'DELETE',
        groupType: 'ALL',
        groupId: 0xfffffffc,
        commandBucketId: 0xffffffff,
        buckets: [],
        properties: [],
      },
    },
  ),
];
