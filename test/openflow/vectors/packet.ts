// PACKET_IN, PACKET_OUT, FLOW_REMOVED, PORT_STATUS and PORT_MOD.
import { OFPP_CONTROLLER, OFPP_FLOOD_10, OFPP_NONE_10, OFPP_TABLE } from '#openflow/port-number.ts';
import { hex, vector } from './vector.ts';

/** An ARP request: Ethernet header and body. */
const ARP_BYTES = `ff ff ff ff ff ff 02 00 00 00 00 01 08 06  # Ethernet: to all, ARP
     00 01 08 00 06 04 00 01                    # ARP: Ethernet, IPv4, request
     02 00 00 00 00 01 0a 01 01 02              # from
     00 00 00 00 00 00 0a 01 01 01              # for`;
const ARP = hex(ARP_BYTES.replace(/#.*/g, ''));

export const PACKET = [
  vector(
    '1.0 PACKET_IN',
    `01 0a 00 3c 00 00 00 00  # header
     00 00 01 02              # buffer_id
     00 2a                    # total_len
     00 03                    # in_port
     00                       # reason OFPR_NO_MATCH
     00                       # padding
     ${ARP_BYTES}`,
    { version: 1, type: 'PACKET_IN', xid: 0, bufferId: 0x102, totalLen: 42, inPort: 3, reason: 'NO_MATCH', data: ARP },
  ),
  vector(
    '1.3 PACKET_IN',
    `04 0a 00 54 00 00 00 00  # header
     ff ff ff ff              # buffer_id: OFP_NO_BUFFER
     00 2a                    # total_len
     01                       # reason OFPR_ACTION
     02                       # table_id
     da 10 00 00 00 00 00 07  # cookie
     00 01 00 0c              # match: OFPMT_OXM, 12 bytes
     80 00 00 04 00 00 00 03  # in_port 3
     00 00 00 00              # padding of the match
     00 00                    # padding
     ${ARP_BYTES}`,
    {
      version: 4,
      type: 'PACKET_IN',
      xid: 0,
      bufferId: 0xffffffff,
      totalLen: 42,
      reason: 'ACTION',
      tableId: 2,
      cookie: 0xda10000000000007n,
      match: [{ field: 'IN_PORT', value: 3 }],
      data: ARP,
    },
  ),
  vector(
    '1.3 PACKET_IN with metadata before the port, and no packet',
    `04 0a 00 3a 00 00 00 00              # header
     00 00 00 00                          # buffer_id
     00 00                                # total_len
     02                                   # reason OFPR_INVALID_TTL
     00                                   # table_id
     00 00 00 00 00 00 00 00              # cookie
     00 01 00 20                          # match: 32 bytes
     80 00 05 10                          # metadata, masked
     00 00 00 00 00 00 00 05              # value
     ff ff ff ff ff ff ff ff              # mask
     80 00 00 04 00 00 00 09              # in_port 9
     00 00                                # padding`,
    {
      version: 4,
      type: 'PACKET_IN',
      xid: 0,
      bufferId: 0,
      totalLen: 0,
      reason: 'INVALID_TTL',
      tableId: 0,
      cookie: 0n,
      match: [
        { field: 'METADATA', value: 5n, mask: 0xffffffffffffffffn },
        { field: 'IN_PORT', value: 9 },
      ],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT of a packet',
    `01 0d 00 42 00 00 00 14  # header
     ff ff ff ff              # buffer_id: none
     ff ff                    # in_port: OFPP_NONE
     00 08                    # actions_len
     00 00 00 08              # action OUTPUT, 8 bytes
     ff fb                    # port OFPP_FLOOD
     00 00                    # max_len
     ${ARP_BYTES}`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 20,
      bufferId: 0xffffffff,
      inPort: OFPP_NONE_10,
      actions: [{ type: 'OUTPUT', port: OFPP_FLOOD_10, maxLen: 0 }],
      data: ARP,
    },
  ),
  vector(
    '1.0 PACKET_OUT of a buffered packet, dropped',
    `01 0d 00 10 00 00 00 14  # header
     00 00 01 02              # buffer_id
     00 03                    # in_port
     00 00                    # actions_len`,
    { version: 1, type: 'PACKET_OUT', xid: 20, bufferId: 0x102, inPort: 3, actions: [], data: hex('') },
  ),
  vector(
    '1.3 PACKET_OUT',
    `04 0d 00 52 00 00 00 14  # header
     ff ff ff ff              # buffer_id: OFP_NO_BUFFER
     ff ff ff fd              # in_port: OFPP_CONTROLLER
     00 10                    # actions_len
     00 00 00 00 00 00        # padding
     00 00 00 10              # action OUTPUT, 16 bytes
     ff ff ff f9              # port OFPP_TABLE
     ff ff                    # max_len OFPCML_NO_BUFFER
     00 00 00 00 00 00        # padding
     ${ARP_BYTES}`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 20,
      bufferId: 0xffffffff,
      inPort: OFPP_CONTROLLER,
      actions: [{ type: 'OUTPUT', port: OFPP_TABLE, maxLen: 0xffff }],
      data: ARP,
    },
  ),
  vector(
    '1.0 FLOW_REMOVED',
    `01 0b 00 58 00 00 00 00  # header
     00 38 20 ee              # wildcards: all but in_port and dl_type, 32 bits of each address
     00 03                    # in_port
     00 00 00 00 00 00        # dl_src
     00 00 00 00 00 00        # dl_dst
     00 00                    # dl_vlan
     00                       # dl_vlan_pcp
     00                       # padding
     08 00                    # dl_type IPv4
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
     1d cd 65 00              # duration_nsec: half a second
     00 05                    # idle_timeout
     00 00                    # padding
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 00 00 00 01 26  # byte_count`,
    {
      version: 1,
      type: 'FLOW_REMOVED',
      xid: 0,
      match: {
        wildcards: ['DL_VLAN', 'DL_SRC', 'DL_DST', 'NW_PROTO', 'TP_SRC', 'TP_DST', 'DL_VLAN_PCP', 'NW_TOS'],
        nwSrcWild: 32,
        nwDstWild: 32,
        inPort: 3,
        dlSrc: '00:00:00:00:00:00',
        dlDst: '00:00:00:00:00:00',
        dlVlan: 0,
        dlVlanPcp: 0,
        dlType: 0x0800,
        nwTos: 0,
        nwProto: 0,
        nwSrc: '0.0.0.0',
        nwDst: '0.0.0.0',
        tpSrc: 0,
        tpDst: 0,
      },
      cookie: 42n,
      priority: 100,
      reason: 'IDLE_TIMEOUT',
      durationSec: 10,
      durationNsec: 500000000,
      idleTimeout: 5,
      packetCount: 3n,
      byteCount: 294n,
    },
  ),
  vector(
    '1.3 FLOW_REMOVED',
    `04 0b 00 40 00 00 00 00  # header
     da 10 00 00 00 00 00 07  # cookie
     c3 50                    # priority
     03                       # reason OFPRR_GROUP_DELETE
     00                       # table_id
     00 00 00 0a              # duration_sec
     1d cd 65 00              # duration_nsec
     00 05                    # idle_timeout
     00 3c                    # hard_timeout
     00 00 00 00 00 00 00 03  # packet_count
     00 00 00 01 00 00 00 00  # byte_count: 2^32
     00 01 00 10              # match: 16 bytes, no padding
     80 00 0a 02 08 06        # eth_type ARP
     80 00 2a 02 00 01        # arp_op request`,
    {
      version: 4,
      type: 'FLOW_REMOVED',
      xid: 0,
      cookie: 0xda10000000000007n,
      priority: 50000,
      reason: 'GROUP_DELETE',
      tableId: 0,
      durationSec: 10,
      durationNsec: 500000000,
      idleTimeout: 5,
      hardTimeout: 60,
      packetCount: 3n,
      byteCount: 0x100000000n,
      match: [
        { field: 'ETH_TYPE', value: 0x0806 },
        { field: 'ARP_OP', value: 1 },
      ],
    },
  ),
  vector(
    '1.0 PORT_STATUS',
    `01 0c 00 40 00 00 00 00                          # header
     02                                               # reason OFPPR_MODIFY
     00 00 00 00 00 00 00                             # padding
     ff fe                                            # port_no OFPP_LOCAL
     02 00 00 00 00 fe                                # hw_addr
     62 72 30 00 00 00 00 00 00 00 00 00 00 00 00 00  # name "br0"
     00 00 00 01                                      # config: PORT_DOWN
     00 00 02 00                                      # state: STP_FORWARD
     00 00 00 20                                      # curr: 1GB_FD
     00 00 02 00                                      # advertised: AUTONEG
     00 00 04 00                                      # supported: PAUSE
     00 00 08 00                                      # peer: PAUSE_ASYM`,
    {
      version: 1,
      type: 'PORT_STATUS',
      xid: 0,
      reason: 'MODIFY',
      desc: {
        portNo: 0xfffe,
        hwAddr: '02:00:00:00:00:fe',
        name: 'br0',
        config: ['PORT_DOWN'],
        state: ['STP_FORWARD'],
        curr: ['1GB_FD'],
        advertised: ['AUTONEG'],
        supported: ['PAUSE'],
        peer: ['PAUSE_ASYM'],
      },
    },
  ),
  vector(
    '1.3 PORT_STATUS',
    `04 0c 00 50 00 00 00 00                          # header
     00                                               # reason OFPPR_ADD
     00 00 00 00 00 00 00                             # padding
     00 00 00 07                                      # port_no
     00 00 00 00                                      # padding
     02 00 00 00 00 07                                # hw_addr
     00 00                                            # padding
     76 65 74 68 37 00 00 00 00 00 00 00 00 00 00 00  # name "veth7"
     00 00 00 24                                      # config: NO_RECV, NO_FWD
     00 00 00 04                                      # state: LIVE
     00 00 08 40                                      # curr: 10GB_FD, COPPER
     00 00 00 00                                      # advertised
     00 00 00 00                                      # supported
     00 00 00 00                                      # peer
     00 98 96 80                                      # curr_speed: 10,000,000 kb/s
     00 00 00 00                                      # max_speed`,
    {
      version: 4,
      type: 'PORT_STATUS',
      xid: 0,
      reason: 'ADD',
      desc: {
        portNo: 7,
        hwAddr: '02:00:00:00:00:07',
        name: 'veth7',
        config: ['NO_RECV', 'NO_FWD'],
        state: ['LIVE'],
        curr: ['10GB_FD', 'COPPER'],
        advertised: [],
        supported: [],
        peer: [],
        currSpeed: 10_000_000,
        maxSpeed: 0,
      },
    },
  ),
  vector(
    '1.0 PORT_MOD',
    `01 0f 00 20 00 00 00 15  # header
     00 03                    # port_no
     02 00 00 00 00 03        # hw_addr
     00 00 00 10              # config: NO_FLOOD
     00 00 00 11              # mask: PORT_DOWN, NO_FLOOD
     00 00 00 00              # advertise
     00 00 00 00              # padding`,
    {
      version: 1,
      type: 'PORT_MOD',
      xid: 21,
      portNo: 3,
      hwAddr: '02:00:00:00:00:03',
      config: ['NO_FLOOD'],
      mask: ['PORT_DOWN', 'NO_FLOOD'],
      advertise: [],
    },
  ),
  vector(
    '1.3 PORT_MOD',
    `04 10 00 28 00 00 00 15  # header
     00 00 00 03              # port_no
     00 00 00 00              # padding
     02 00 00 00 00 03        # hw_addr
     00 00                    # padding
     00 00 00 40              # config: NO_PACKET_IN
     00 00 00 41              # mask: PORT_DOWN, NO_PACKET_IN
     00 00 20 00              # advertise: AUTONEG
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'PORT_MOD',
      xid: 21,
      portNo: 3,
      hwAddr: '02:00:00:00:00:03',
      config: ['NO_PACKET_IN'],
      mask: ['PORT_DOWN', 'NO_PACKET_IN'],
      advertise: ['AUTONEG'],
    },
  ),
];
