// HELLO, ERROR, ECHO, FEATURES, CONFIG, BARRIER, EXPERIMENTER and VENDOR.
import { hex, vector } from './vector.ts';

export const HANDSHAKE = [
  vector(
    '1.0 HELLO',
    `01           # version
     00           # type HELLO
     00 08        # length
     00 00 00 01  # xid`,
    { version: 1, type: 'HELLO', xid: 1, elements: [] },
  ),
  vector(
    '1.0 HELLO with a body that is no list of elements',
    `01 00 00 0b 00 00 00 01  # header
     01 02 03                 # ignored by 1.0`,
    { version: 1, type: 'HELLO', xid: 1, elements: [], data: hex('010203') },
  ),
  vector(
    '1.3 HELLO with a bitmap',
    `04           # version
     00           # type HELLO
     00 10        # length
     12 34 56 78  # xid
     00 01        # type OFPHET_VERSIONBITMAP
     00 08        # length, without padding
     00 00 00 12  # bits 1 and 4: 1.0 and 1.3`,
    { version: 4, type: 'HELLO', xid: 0x12345678, elements: [{ type: 'VERSIONBITMAP', versions: [1, 4] }] },
  ),
  vector(
    '1.5 HELLO with two words of bitmap, padding and an unknown element',
    `06 00 00 20 00 00 00 02  # header
     00 01                    # type OFPHET_VERSIONBITMAP
     00 0c                    # length
     00 00 00 7e              # versions 1 to 6
     00 00 00 01              # version 32
     00 00 00 00              # padding to a multiple of 8
     00 09                    # an element that nobody knows
     00 07                    # length
     aa bb cc                 # body
     00                       # padding`,
    {
      version: 6,
      type: 'HELLO',
      xid: 2,
      elements: [
        { type: 'VERSIONBITMAP', versions: [1, 2, 3, 4, 5, 6, 32] },
        { type: 9, body: hex('aabbcc') },
      ],
    },
  ),
  vector(
    '1.3 HELLO with a bitmap longer than its versions need, and one without a word',
    `04 00 00 20 00 00 00 03  # header
     00 01                    # type OFPHET_VERSIONBITMAP
     00 0c                    # length
     00 00 00 10              # version 4
     00 00 00 00              # a word of zero
     00 00 00 00              # padding
     00 01                    # type OFPHET_VERSIONBITMAP
     00 04                    # length: nothing in it
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'HELLO',
      xid: 3,
      elements: [
        { type: 'VERSIONBITMAP', versions: [4], words: 2 },
        { type: 'VERSIONBITMAP', versions: [], words: 0 },
      ],
    },
  ),
  vector(
    '1.0 ERROR',
    `01 01 00 14 00 00 00 05  # header
     00 03                    # type OFPET_FLOW_MOD_FAILED
     00 00                    # code OFPFMFC_ALL_TABLES_FULL
     01 0e 00 50 00 00 00 05  # the message that was refused`,
    {
      version: 1,
      type: 'ERROR',
      xid: 5,
      errorType: 'FLOW_MOD_FAILED',
      errorCode: 'ALL_TABLES_FULL',
      data: hex('010e005000000005'),
    },
  ),
  vector(
    '1.3 ERROR',
    `04 01 00 14 00 00 00 05  # header
     00 04                    # type OFPET_BAD_MATCH
     00 09                    # code OFPBMC_BAD_PREREQ
     04 0e 00 50 00 00 00 05  # the message that was refused`,
    {
      version: 4,
      type: 'ERROR',
      xid: 5,
      errorType: 'BAD_MATCH',
      errorCode: 'BAD_PREREQ',
      data: hex('040e005000000005'),
    },
  ),
  vector(
    '1.3 ERROR with a code that has no name',
    `04 01 00 0c 00 00 00 06  # header
     00 01                    # type OFPET_BAD_REQUEST
     03 e7                    # code 999`,
    { version: 4, type: 'ERROR', xid: 6, errorType: 'BAD_REQUEST', errorCode: 999, data: hex('') },
  ),
  vector(
    '1.3 ERROR of an experimenter',
    `04 01 00 12 00 00 00 07  # header
     ff ff                    # type OFPET_EXPERIMENTER
     08 fc                    # exp_type
     4f 4e 46 00              # experimenter: ONF
     01 02                    # data`,
    {
      version: 4,
      type: 'ERROR',
      xid: 7,
      errorType: 'EXPERIMENTER',
      expType: 0x08fc,
      experimenter: 0x4f4e4600,
      data: hex('0102'),
    },
  ),
  vector(
    'HELLO_FAILED in a version that was not settled on',
    `05 01 00 0e 00 00 00 08  # header of 1.4
     00 00                    # type OFPET_HELLO_FAILED
     00 00                    # code OFPHFC_INCOMPATIBLE
     6e 6f                    # "no"`,
    { version: 5, type: 'ERROR', xid: 8, errorType: 'HELLO_FAILED', errorCode: 'INCOMPATIBLE', data: hex('6e6f') },
  ),
  vector('1.0 ECHO_REQUEST', '01 02 00 08 00 00 00 09  # header', {
    version: 1,
    type: 'ECHO_REQUEST',
    xid: 9,
    data: hex(''),
  }),
  vector(
    '1.3 ECHO_REQUEST',
    `04 02 00 0b 00 00 00 09  # header
     70 69 6e                 # data`,
    { version: 4, type: 'ECHO_REQUEST', xid: 9, data: hex('70696e') },
  ),
  vector(
    '1.0 ECHO_REPLY',
    `01 03 00 0b 00 00 00 09  # header
     70 69 6e                 # data`,
    { version: 1, type: 'ECHO_REPLY', xid: 9, data: hex('70696e') },
  ),
  vector('1.3 ECHO_REPLY', '04 03 00 08 ff ff ff ff  # header', {
    version: 4,
    type: 'ECHO_REPLY',
    xid: 0xffffffff,
    data: hex(''),
  }),
  vector(
    '1.0 VENDOR',
    `01 04 00 10 00 00 00 0a  # header
     00 00 23 20              # vendor: Nicira
     00 00 03 e7              # subtype, opaque here`,
    { version: 1, type: 'VENDOR', xid: 10, vendor: 0x2320, data: hex('000003e7') },
  ),
  vector(
    '1.3 EXPERIMENTER',
    `04 04 00 14 00 00 00 0a  # header
     00 00 23 20              # experimenter: Nicira
     00 00 03 e7              # exp_type
     00 00 00 07              # opaque here`,
    { version: 4, type: 'EXPERIMENTER', xid: 10, experimenter: 0x2320, expType: 999, data: hex('00000007') },
  ),
  vector('1.0 FEATURES_REQUEST', '01 05 00 08 00 00 00 0b  # header', {
    version: 1,
    type: 'FEATURES_REQUEST',
    xid: 11,
  }),
  vector('1.3 FEATURES_REQUEST', '04 05 00 08 00 00 00 0b  # header', {
    version: 4,
    type: 'FEATURES_REQUEST',
    xid: 11,
  }),
  vector(
    '1.0 FEATURES_REPLY with a port',
    `01 06 00 50 00 00 00 0b                          # header
     00 00 00 00 00 00 00 2a                          # datapath_id
     00 00 01 00                                      # n_buffers
     fe                                               # n_tables
     00 00 00                                         # padding
     00 00 00 87                                      # capabilities: FLOW_STATS, TABLE_STATS, PORT_STATS, ARP_MATCH_IP
     00 00 0f ff                                      # actions: all twelve
     00 01                                            # port_no
     02 00 00 00 00 01                                # hw_addr
     73 31 2d 65 74 68 31 00 00 00 00 00 00 00 00 00  # name "s1-eth1"
     00 00 00 10                                      # config: NO_FLOOD
     00 00 03 01                                      # state: LINK_DOWN, STP_BLOCK
     00 00 00 c0                                      # curr: 10GB_FD, COPPER
     00 00 00 00                                      # advertised
     00 00 00 00                                      # supported
     00 00 00 00                                      # peer`,
    {
      version: 1,
      type: 'FEATURES_REPLY',
      xid: 11,
      datapathId: 42n,
      nBuffers: 256,
      nTables: 254,
      capabilities: ['FLOW_STATS', 'TABLE_STATS', 'PORT_STATS', 'ARP_MATCH_IP'],
      actions: [
        'OUTPUT',
        'SET_VLAN_VID',
        'SET_VLAN_PCP',
        'STRIP_VLAN',
        'SET_DL_SRC',
        'SET_DL_DST',
        'SET_NW_SRC',
        'SET_NW_DST',
        'SET_NW_TOS',
        'SET_TP_SRC',
        'SET_TP_DST',
        'ENQUEUE',
      ],
      ports: [
        {
          portNo: 1,
          hwAddr: '02:00:00:00:00:01',
          name: 's1-eth1',
          config: ['NO_FLOOD'],
          state: ['LINK_DOWN', 'STP_BLOCK'],
          curr: ['10GB_FD', 'COPPER'],
          advertised: [],
          supported: [],
          peer: [],
        },
      ],
    },
  ),
  vector(
    '1.3 FEATURES_REPLY',
    `04 06 00 20 00 00 00 0b  # header
     ff ff 00 00 00 00 00 01  # datapath_id
     00 00 00 00              # n_buffers
     fe                       # n_tables
     01                       # auxiliary_id
     00 00                    # padding
     00 00 00 4f              # capabilities: FLOW_STATS, TABLE_STATS, PORT_STATS, GROUP_STATS, QUEUE_STATS
     00 00 00 00              # reserved`,
    {
      version: 4,
      type: 'FEATURES_REPLY',
      xid: 11,
      datapathId: 0xffff000000000001n,
      nBuffers: 0,
      nTables: 254,
      auxiliaryId: 1,
      capabilities: ['FLOW_STATS', 'TABLE_STATS', 'PORT_STATS', 'GROUP_STATS', 'QUEUE_STATS'],
      reserved: 0,
    },
  ),
  vector('1.0 GET_CONFIG_REQUEST', '01 07 00 08 00 00 00 0c  # header', {
    version: 1,
    type: 'GET_CONFIG_REQUEST',
    xid: 12,
  }),
  vector('1.3 GET_CONFIG_REQUEST', '04 07 00 08 00 00 00 0c  # header', {
    version: 4,
    type: 'GET_CONFIG_REQUEST',
    xid: 12,
  }),
  vector(
    '1.0 GET_CONFIG_REPLY',
    `01 08 00 0c 00 00 00 0c  # header
     00 01                    # flags: FRAG_DROP
     00 80                    # miss_send_len`,
    { version: 1, type: 'GET_CONFIG_REPLY', xid: 12, flags: ['FRAG_DROP'], missSendLen: 128 },
  ),
  vector(
    '1.3 GET_CONFIG_REPLY',
    `04 08 00 0c 00 00 00 0c  # header
     00 00                    # flags: OFPC_FRAG_NORMAL
     ff ff                    # miss_send_len: OFPCML_NO_BUFFER`,
    { version: 4, type: 'GET_CONFIG_REPLY', xid: 12, flags: [], missSendLen: 0xffff },
  ),
  vector(
    '1.0 SET_CONFIG',
    `01 09 00 0c 00 00 00 0d  # header
     00 00                    # flags
     ff ff                    # miss_send_len`,
    { version: 1, type: 'SET_CONFIG', xid: 13, flags: [], missSendLen: 0xffff },
  ),
  vector(
    '1.3 SET_CONFIG',
    `04 09 00 0c 00 00 00 0d  # header
     00 02                    # flags: FRAG_REASM
     01 00                    # miss_send_len`,
    { version: 4, type: 'SET_CONFIG', xid: 13, flags: ['FRAG_REASM'], missSendLen: 256 },
  ),
  vector('1.0 BARRIER_REQUEST', '01 12 00 08 00 00 00 0e  # header', { version: 1, type: 'BARRIER_REQUEST', xid: 14 }),
  vector('1.0 BARRIER_REPLY', '01 13 00 08 00 00 00 0e  # header', { version: 1, type: 'BARRIER_REPLY', xid: 14 }),
  vector('1.3 BARRIER_REQUEST', '04 14 00 08 00 00 00 0e  # header', { version: 4, type: 'BARRIER_REQUEST', xid: 14 }),
  vector('1.3 BARRIER_REPLY', '04 15 00 08 00 00 00 0e  # header', { version: 4, type: 'BARRIER_REPLY', xid: 14 }),
];
