// PACKET_IN, FLOW_REMOVED and PORT_STATUS with each reason, and ports with each bit of what describes them.
import { match10 } from '#openflow/match.ts';
import { hex, type Vector, vector } from './vector.ts';

export const ASYNCHRONOUS: readonly Vector[] = [
  vector(
    '1.0 PACKET_IN with reason ACTION',
    `01 0a 00 22 00 00 00 6e                          # header
     ff ff ff ff                                      # buffer_id: none
     00 10                                            # total_len
     00 03                                            # in_port
     01                                               # reason OFPR_ACTION
     00                                               # padding
     02 00 00 00 00 02 02 00 00 00 00 01 88 b5 aa bb  # data: a frame of type 0x88b5`,
    {
      version: 1,
      type: 'PACKET_IN',
      xid: 110,
      bufferId: 0xffffffff,
      totalLen: 16,
      inPort: 3,
      reason: 'ACTION',
      data: hex('02000000000202000000000188b5aabb'),
    },
  ),
  vector(
    '1.0 PACKET_IN with reason INVALID_TTL',
    `01 0a 00 22 00 00 00 6e                          # header
     ff ff ff ff                                      # buffer_id: none
     00 10                                            # total_len
     00 03                                            # in_port
     02                                               # reason OFPR_INVALID_TTL
     00                                               # padding
     02 00 00 00 00 02 02 00 00 00 00 01 88 b5 aa bb  # data: a frame of type 0x88b5`,
    {
      version: 1,
      type: 'PACKET_IN',
      xid: 110,
      bufferId: 0xffffffff,
      totalLen: 16,
      inPort: 3,
      reason: 'INVALID_TTL',
      data: hex('02000000000202000000000188b5aabb'),
    },
  ),
  vector(
    '1.0 PACKET_IN with a reason that has no name',
    `01 0a 00 22 00 00 00 6e                          # header
     ff ff ff ff                                      # buffer_id: none
     00 10                                            # total_len
     00 03                                            # in_port
     09                                               # reason 9
     00                                               # padding
     02 00 00 00 00 02 02 00 00 00 00 01 88 b5 aa bb  # data: a frame of type 0x88b5`,
    {
      version: 1,
      type: 'PACKET_IN',
      xid: 110,
      bufferId: 0xffffffff,
      totalLen: 16,
      inPort: 3,
      reason: 9,
      data: hex('02000000000202000000000188b5aabb'),
    },
  ),
  vector(
    '1.3 PACKET_IN with reason NO_MATCH',
    `04 0a 00 3a 00 00 00 6f                          # header
     00 00 00 05                                      # buffer_id
     00 10                                            # total_len
     00                                               # reason OFPR_NO_MATCH
     01                                               # table_id
     00 00 00 00 00 00 00 2a                          # cookie
     00 01 00 0c                                      # match: OFPMT_OXM, 12 bytes
     80 00 00 04 ff ff ff fe                          # IN_PORT OFPP_LOCAL
     00 00 00 00                                      # padding
     00 00                                            # padding
     02 00 00 00 00 02 02 00 00 00 00 01 88 b5 aa bb  # data: a frame of type 0x88b5`,
    {
      version: 4,
      type: 'PACKET_IN',
      xid: 111,
      bufferId: 5,
      totalLen: 16,
      reason: 'NO_MATCH',
      tableId: 1,
      cookie: 42n,
      match: [{ field: 'IN_PORT', value: 0xfffffffe }],
      data: hex('02000000000202000000000188b5aabb'),
    },
  ),
  vector(
    '1.3 PACKET_IN with reason ACTION',
    `04 0a 00 3a 00 00 00 6f                          # header
     00 00 00 05                                      # buffer_id
     00 10                                            # total_len
     01                                               # reason OFPR_ACTION
     01                                               # table_id
     00 00 00 00 00 00 00 2a                          # cookie
     00 01 00 0c                                      # match: OFPMT_OXM, 12 bytes
     80 00 00 04 ff ff ff fe                          # IN_PORT OFPP_LOCAL
     00 00 00 00                                      # padding
     00 00                                            # padding
     02 00 00 00 00 02 02 00 00 00 00 01 88 b5 aa bb  # data: a frame of type 0x88b5`,
    {
      version: 4,
      type: 'PACKET_IN',
      xid: 111,
      bufferId: 5,
      totalLen: 16,
      reason: 'ACTION',
      tableId: 1,
      cookie: 42n,
      match: [{ field: 'IN_PORT', value: 0xfffffffe }],
      data: hex('02000000000202000000000188b5aabb'),
    },
  ),
  vector(
    '1.3 PACKET_IN with reason INVALID_TTL',
    `04 0a 00 3a 00 00 00 6f                          # header
     00 00 00 05                                      # buffer_id
     00 10                                            # total_len
     02                                               # reason OFPR_INVALID_TTL
     01                                               # table_id
     00 00 00 00 00 00 00 2a                          # cookie
     00 01 00 0c                                      # match: OFPMT_OXM, 12 bytes
     80 00 00 04 ff ff ff fe                          # IN_PORT OFPP_LOCAL
     00 00 00 00                                      # padding
     00 00                                            # padding
     02 00 00 00 00 02 02 00 00 00 00 01 88 b5 aa bb  # data: a frame of type 0x88b5`,
    {
      version: 4,
      type: 'PACKET_IN',
      xid: 111,
      bufferId: 5,
      totalLen: 16,
      reason: 'INVALID_TTL',
      tableId: 1,
      cookie: 42n,
      match: [{ field: 'IN_PORT', value: 0xfffffffe }],
      data: hex('02000000000202000000000188b5aabb'),
    },
  ),
  vector(
    '1.3 PACKET_IN with a reason that has no name',
    `04 0a 00 3a 00 00 00 6f                          # header
     00 00 00 05                                      # buffer_id
     00 10                                            # total_len
     09                                               # reason 9
     01                                               # table_id
     00 00 00 00 00 00 00 2a                          # cookie
     00 01 00 0c                                      # match: OFPMT_OXM, 12 bytes
     80 00 00 04 ff ff ff fe                          # IN_PORT OFPP_LOCAL
     00 00 00 00                                      # padding
     00 00                                            # padding
     02 00 00 00 00 02 02 00 00 00 00 01 88 b5 aa bb  # data: a frame of type 0x88b5`,
    {
      version: 4,
      type: 'PACKET_IN',
      xid: 111,
      bufferId: 5,
      totalLen: 16,
      reason: 9,
      tableId: 1,
      cookie: 42n,
      match: [{ field: 'IN_PORT', value: 0xfffffffe }],
      data: hex('02000000000202000000000188b5aabb'),
    },
  ),
  vector(
    '1.0 FLOW_REMOVED with reason IDLE_TIMEOUT',
    `01 0b 00 58 00 00 00 70  # header
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
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     00                       # reason OFPRR_IDLE_TIMEOUT
     00                       # padding
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 00                    # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count`,
    {
      version: 1,
      type: 'FLOW_REMOVED',
      xid: 112,
      match: match10({}),
      cookie: 42n,
      priority: 100,
      reason: 'IDLE_TIMEOUT',
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      packetCount: 3n,
      byteCount: 294n,
    },
  ),
  vector(
    '1.0 FLOW_REMOVED with reason HARD_TIMEOUT',
    `01 0b 00 58 00 00 00 70  # header
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
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     01                       # reason OFPRR_HARD_TIMEOUT
     00                       # padding
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 00                    # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count`,
    {
      version: 1,
      type: 'FLOW_REMOVED',
      xid: 112,
      match: match10({}),
      cookie: 42n,
      priority: 100,
      reason: 'HARD_TIMEOUT',
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      packetCount: 3n,
      byteCount: 294n,
    },
  ),
  vector(
    '1.0 FLOW_REMOVED with reason DELETE',
    `01 0b 00 58 00 00 00 70  # header
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
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     02                       # reason OFPRR_DELETE
     00                       # padding
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 00                    # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count`,
    {
      version: 1,
      type: 'FLOW_REMOVED',
      xid: 112,
      match: match10({}),
      cookie: 42n,
      priority: 100,
      reason: 'DELETE',
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      packetCount: 3n,
      byteCount: 294n,
    },
  ),
  vector(
    '1.0 FLOW_REMOVED with a reason that has no name',
    `01 0b 00 58 00 00 00 70  # header
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
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     09                       # reason 9
     00                       # padding
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 00                    # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count`,
    {
      version: 1,
      type: 'FLOW_REMOVED',
      xid: 112,
      match: match10({}),
      cookie: 42n,
      priority: 100,
      reason: 9,
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      packetCount: 3n,
      byteCount: 294n,
    },
  ),
  vector(
    '1.3 FLOW_REMOVED with reason IDLE_TIMEOUT',
    `04 0b 00 38 00 00 00 71  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     00                       # reason OFPRR_IDLE_TIMEOUT
     01                       # table_id
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_REMOVED',
      xid: 113,
      cookie: 42n,
      priority: 100,
      reason: 'IDLE_TIMEOUT',
      tableId: 1,
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      hardTimeout: 6,
      packetCount: 3n,
      byteCount: 294n,
      match: [],
    },
  ),
  vector(
    '1.3 FLOW_REMOVED with reason HARD_TIMEOUT',
    `04 0b 00 38 00 00 00 71  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     01                       # reason OFPRR_HARD_TIMEOUT
     01                       # table_id
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_REMOVED',
      xid: 113,
      cookie: 42n,
      priority: 100,
      reason: 'HARD_TIMEOUT',
      tableId: 1,
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      hardTimeout: 6,
      packetCount: 3n,
      byteCount: 294n,
      match: [],
    },
  ),
  vector(
    '1.3 FLOW_REMOVED with reason DELETE',
    `04 0b 00 38 00 00 00 71  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     02                       # reason OFPRR_DELETE
     01                       # table_id
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_REMOVED',
      xid: 113,
      cookie: 42n,
      priority: 100,
      reason: 'DELETE',
      tableId: 1,
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      hardTimeout: 6,
      packetCount: 3n,
      byteCount: 294n,
      match: [],
    },
  ),
  vector(
    '1.3 FLOW_REMOVED with reason GROUP_DELETE',
    `04 0b 00 38 00 00 00 71  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     03                       # reason OFPRR_GROUP_DELETE
     01                       # table_id
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_REMOVED',
      xid: 113,
      cookie: 42n,
      priority: 100,
      reason: 'GROUP_DELETE',
      tableId: 1,
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      hardTimeout: 6,
      packetCount: 3n,
      byteCount: 294n,
      match: [],
    },
  ),
  vector(
    '1.3 FLOW_REMOVED with a reason that has no name',
    `04 0b 00 38 00 00 00 71  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 64                    # priority
     09                       # reason 9
     01                       # table_id
     00 00 00 0a              # duration_sec
     00 00 00 0b              # duration_nsec
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_REMOVED',
      xid: 113,
      cookie: 42n,
      priority: 100,
      reason: 9,
      tableId: 1,
      durationSec: 10,
      durationNsec: 11,
      idleTimeout: 5,
      hardTimeout: 6,
      packetCount: 3n,
      byteCount: 294n,
      match: [],
    },
  ),
  vector(
    '1.0 PORT_STATUS ADD of a port with every bit',
    `01 0c 00 40 00 00 00 72                          # header
     00                                               # reason OFPPR_ADD
     00 00 00 00 00 00 00                             # padding
     00 07                                            # port_no
     02 00 00 00 00 07                                # hw_addr
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 7f                                      # config: all seven
     00 00 01 00                                      # state: STP_LEARN
     00 00 0f ff                                      # curr: all twelve
     00 00 00 3f                                      # advertised: copper speeds
     00 00 05 40                                      # supported: 10GB_FD, FIBER, PAUSE
     00 00 08 00                                      # peer: PAUSE_ASYM`,
    {
      version: 1,
      type: 'PORT_STATUS',
      xid: 114,
      reason: 'ADD',
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: ['PORT_DOWN', 'NO_STP', 'NO_RECV', 'NO_RECV_STP', 'NO_FLOOD', 'NO_FWD', 'NO_PACKET_IN'],
        state: ['STP_LEARN'],
        curr: [
          '10MB_HD',
          '10MB_FD',
          '100MB_HD',
          '100MB_FD',
          '1GB_HD',
          '1GB_FD',
          '10GB_FD',
          'COPPER',
          'FIBER',
          'AUTONEG',
          'PAUSE',
          'PAUSE_ASYM',
        ],
        advertised: ['10MB_HD', '10MB_FD', '100MB_HD', '100MB_FD', '1GB_HD', '1GB_FD'],
        supported: ['10GB_FD', 'FIBER', 'PAUSE'],
        peer: ['PAUSE_ASYM'],
      },
    },
  ),
  vector(
    '1.0 PORT_STATUS DELETE',
    `01 0c 00 40 00 00 00 72                          # header
     01                                               # reason OFPPR_DELETE
     00 00 00 00 00 00 00                             # padding
     00 07                                            # port_no
     02 00 00 00 00 07                                # hw_addr
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 00                                      # config
     00 00 02 00                                      # state: STP_FORWARD
     00 00 00 00                                      # curr
     00 00 00 00                                      # advertised
     00 00 00 00                                      # supported
     00 00 00 00                                      # peer`,
    {
      version: 1,
      type: 'PORT_STATUS',
      xid: 114,
      reason: 'DELETE',
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: [],
        state: ['STP_FORWARD'],
        curr: [],
        advertised: [],
        supported: [],
        peer: [],
      },
    },
  ),
  vector(
    '1.0 PORT_STATUS with bits and a reason that have no name',
    `01 0c 00 40 00 00 00 72                          # header
     09                                               # reason 9
     00 00 00 00 00 00 00                             # padding
     00 07                                            # port_no
     02 00 00 00 00 07                                # hw_addr
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     80 00 00 01                                      # config: PORT_DOWN, bit 31
     00 00 10 01                                      # state: LINK_DOWN, bit 12
     00 01 00 00                                      # curr: bit 16
     00 00 00 00                                      # advertised
     00 00 00 00                                      # supported
     00 00 00 00                                      # peer`,
    {
      version: 1,
      type: 'PORT_STATUS',
      xid: 114,
      reason: 9,
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: ['PORT_DOWN', 0x80000000],
        state: ['LINK_DOWN', 0x1000],
        curr: [0x10000],
        advertised: [],
        supported: [],
        peer: [],
      },
    },
  ),
  vector(
    '1.3 PORT_STATUS DELETE of a port with every bit',
    `04 0c 00 50 00 00 00 73                          # header
     01                                               # reason OFPPR_DELETE
     00 00 00 00 00 00 00                             # padding
     00 00 00 07                                      # port_no
     00 00 00 00                                      # padding
     02 00 00 00 00 07                                # hw_addr
     00 00                                            # padding
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 65                                      # config: all four
     00 00 00 07                                      # state: all three
     00 00 ff ff                                      # curr: all sixteen
     00 00 00 3f                                      # advertised: speeds up to 1 Gb/s
     00 00 13 80                                      # supported: 40GB_FD, 100GB_FD, 1TB_FD, FIBER
     00 00 c4 00                                      # peer: OTHER, PAUSE, PAUSE_ASYM
     00 98 96 80                                      # curr_speed 10 Gb/s
     05 f5 e1 00                                      # max_speed 100 Gb/s`,
    {
      version: 4,
      type: 'PORT_STATUS',
      xid: 115,
      reason: 'DELETE',
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: ['PORT_DOWN', 'NO_RECV', 'NO_FWD', 'NO_PACKET_IN'],
        state: ['LINK_DOWN', 'BLOCKED', 'LIVE'],
        curr: [
          '10MB_HD',
          '10MB_FD',
          '100MB_HD',
          '100MB_FD',
          '1GB_HD',
          '1GB_FD',
          '10GB_FD',
          '40GB_FD',
          '100GB_FD',
          '1TB_FD',
          'OTHER',
          'COPPER',
          'FIBER',
          'AUTONEG',
          'PAUSE',
          'PAUSE_ASYM',
        ],
        advertised: ['10MB_HD', '10MB_FD', '100MB_HD', '100MB_FD', '1GB_HD', '1GB_FD'],
        supported: ['40GB_FD', '100GB_FD', '1TB_FD', 'FIBER'],
        peer: ['OTHER', 'PAUSE', 'PAUSE_ASYM'],
        currSpeed: 10_000_000,
        maxSpeed: 100_000_000,
      },
    },
  ),
  vector(
    '1.3 PORT_STATUS MODIFY',
    `04 0c 00 50 00 00 00 73                          # header
     02                                               # reason OFPPR_MODIFY
     00 00 00 00 00 00 00                             # padding
     00 00 00 07                                      # port_no
     00 00 00 00                                      # padding
     02 00 00 00 00 07                                # hw_addr
     00 00                                            # padding
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 00                                      # config
     00 00 00 00                                      # state
     00 00 00 00                                      # curr
     00 00 00 00                                      # advertised
     00 00 00 00                                      # supported
     00 00 00 00                                      # peer
     00 98 96 80                                      # curr_speed 10 Gb/s
     05 f5 e1 00                                      # max_speed 100 Gb/s`,
    {
      version: 4,
      type: 'PORT_STATUS',
      xid: 115,
      reason: 'MODIFY',
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: [],
        state: [],
        curr: [],
        advertised: [],
        supported: [],
        peer: [],
        currSpeed: 10_000_000,
        maxSpeed: 100_000_000,
      },
    },
  ),
  vector(
    '1.3 PORT_STATUS with bits and a reason that have no name',
    `04 0c 00 50 00 00 00 73                          # header
     09                                               # reason 9
     00 00 00 00 00 00 00                             # padding
     00 00 00 07                                      # port_no
     00 00 00 00                                      # padding
     02 00 00 00 00 07                                # hw_addr
     00 00                                            # padding
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 02                                      # config: bit 1
     00 00 00 10                                      # state: bit 4
     00 01 00 00                                      # curr: bit 16
     00 00 00 00                                      # advertised
     00 00 00 00                                      # supported
     00 00 00 00                                      # peer
     00 98 96 80                                      # curr_speed 10 Gb/s
     05 f5 e1 00                                      # max_speed 100 Gb/s`,
    {
      version: 4,
      type: 'PORT_STATUS',
      xid: 115,
      reason: 9,
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: [2],
        state: [0x10],
        curr: [0x10000],
        advertised: [],
        supported: [],
        peer: [],
        currSpeed: 10_000_000,
        maxSpeed: 100_000_000,
      },
    },
  ),
];
