// HELLO, ERROR, FEATURES_REPLY and GET_CONFIG_REPLY: forms beside the usual ones, each flag, and bits that have no name.
import { hex, type Vector, vector } from './vector.ts';

export const HANDSHAKE_FORMS: readonly Vector[] = [
  vector('1.3 HELLO without elements', '04 00 00 08 00 00 00 78  # header', {
    version: 4,
    type: 'HELLO',
    xid: 120,
    elements: [],
  }),
  vector(
    '1.3 HELLO with an unknown element',
    `04 00 00 10 00 00 00 78  # header
     00 02 00 06              # element 2, 6 bytes
     aa bb                    # ... opaque
     00 00                    # ... padding to a multiple of 8`,
    { version: 4, type: 'HELLO', xid: 120, elements: [{ type: 2, body: hex('aabb') }] },
  ),
  vector(
    '1.0 HELLO with a bitmap',
    `01 00 00 10 00 00 00 78  # header
     00 01 00 08              # OFPHET_VERSIONBITMAP, 8 bytes
     00 00 00 02              # version 1`,
    { version: 1, type: 'HELLO', xid: 120, elements: [{ type: 'VERSIONBITMAP', versions: [1] }] },
  ),
  vector(
    '1.0 ERROR of a type that has no name',
    `01 01 00 14 00 00 00 79  # header
     00 4d 00 03              # type 77, code 3
     01 12 00 08 00 00 00 79  # the barrier request that was refused`,
    { version: 1, type: 'ERROR', xid: 121, errorType: 77, errorCode: 3, data: hex('0112000800000079') },
  ),
  vector(
    '1.0 ERROR with a code that has no name',
    `01 01 00 14 00 00 00 79  # header
     00 01 03 e7              # OFPET_BAD_REQUEST, code 999
     01 12 00 08 00 00 00 79  # the barrier request that was refused`,
    { version: 1, type: 'ERROR', xid: 121, errorType: 'BAD_REQUEST', errorCode: 999, data: hex('0112000800000079') },
  ),
  vector(
    '1.3 ERROR of a type that has no name',
    `04 01 00 14 00 00 00 79  # header
     00 4d 00 03              # type 77, code 3
     04 14 00 08 00 00 00 79  # the barrier request that was refused`,
    { version: 4, type: 'ERROR', xid: 121, errorType: 77, errorCode: 3, data: hex('0414000800000079') },
  ),
  vector(
    '1.0 FEATURES_REPLY with every capability and bits that have no name, without a port',
    `01 06 00 20 00 00 00 7a  # header
     00 00 00 00 00 00 00 2a  # datapath_id
     00 00 00 00              # n_buffers
     01                       # n_tables
     00 00 00                 # padding
     00 01 00 ff              # capabilities: all eight, bit 16
     80 00 00 01              # actions: OUTPUT, bit 31`,
    {
      version: 1,
      type: 'FEATURES_REPLY',
      xid: 122,
      datapathId: 42n,
      nBuffers: 0,
      nTables: 1,
      capabilities: [
        'FLOW_STATS',
        'TABLE_STATS',
        'PORT_STATS',
        'STP',
        'RESERVED',
        'IP_REASM',
        'QUEUE_STATS',
        'ARP_MATCH_IP',
        0x10000,
      ],
      actions: ['OUTPUT', 0x80000000],
      ports: [],
    },
  ),
  vector(
    '1.3 FEATURES_REPLY with every capability and a bit that has no name',
    `04 06 00 20 00 00 00 7a  # header
     00 00 00 00 00 00 00 2a  # datapath_id
     00 00 00 00              # n_buffers
     01                       # n_tables
     00                       # auxiliary_id
     00 00                    # padding
     00 01 01 6f              # capabilities: all seven, bit 16
     00 00 00 00              # reserved`,
    {
      version: 4,
      type: 'FEATURES_REPLY',
      xid: 122,
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
        0x10000,
      ],
      reserved: 0,
    },
  ),
  vector(
    '1.0 GET_CONFIG_REPLY with FRAG_REASM',
    `01 08 00 0c 00 00 00 7b  # header
     00 02                    # flags: FRAG_REASM
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 1, type: 'GET_CONFIG_REPLY', xid: 123, flags: ['FRAG_REASM'], missSendLen: 0xffff },
  ),
  vector(
    '1.0 GET_CONFIG_REPLY with FRAG_DROP',
    `01 08 00 0c 00 00 00 7b  # header
     00 01                    # flags: FRAG_DROP
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 1, type: 'GET_CONFIG_REPLY', xid: 123, flags: ['FRAG_DROP'], missSendLen: 0xffff },
  ),
  vector(
    '1.0 GET_CONFIG_REPLY with INVALID_TTL_TO_CONTROLLER',
    `01 08 00 0c 00 00 00 7b  # header
     00 04                    # flags: INVALID_TTL_TO_CONTROLLER
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 1, type: 'GET_CONFIG_REPLY', xid: 123, flags: ['INVALID_TTL_TO_CONTROLLER'], missSendLen: 0xffff },
  ),
  vector(
    '1.0 GET_CONFIG_REPLY with a bit without a name',
    `01 08 00 0c 00 00 00 7b  # header
     80 00                    # flags: a bit without a name
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 1, type: 'GET_CONFIG_REPLY', xid: 123, flags: [0x8000], missSendLen: 0xffff },
  ),
  vector(
    '1.3 GET_CONFIG_REPLY with FRAG_REASM',
    `04 08 00 0c 00 00 00 7b  # header
     00 02                    # flags: FRAG_REASM
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 4, type: 'GET_CONFIG_REPLY', xid: 123, flags: ['FRAG_REASM'], missSendLen: 0xffff },
  ),
  vector(
    '1.3 GET_CONFIG_REPLY with FRAG_DROP',
    `04 08 00 0c 00 00 00 7b  # header
     00 01                    # flags: FRAG_DROP
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 4, type: 'GET_CONFIG_REPLY', xid: 123, flags: ['FRAG_DROP'], missSendLen: 0xffff },
  ),
  vector(
    '1.3 GET_CONFIG_REPLY with INVALID_TTL_TO_CONTROLLER',
    `04 08 00 0c 00 00 00 7b  # header
     00 04                    # flags: INVALID_TTL_TO_CONTROLLER
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 4, type: 'GET_CONFIG_REPLY', xid: 123, flags: ['INVALID_TTL_TO_CONTROLLER'], missSendLen: 0xffff },
  ),
  vector(
    '1.3 GET_CONFIG_REPLY with a bit without a name',
    `04 08 00 0c 00 00 00 7b  # header
     80 00                    # flags: a bit without a name
     ff ff                    # miss_send_len OFPCML_NO_BUFFER`,
    { version: 4, type: 'GET_CONFIG_REPLY', xid: 123, flags: [0x8000], missSendLen: 0xffff },
  ),
];
