// SET_FIELD of 1.3 (section 7.2.5) with every field that it may set: all but the ports and metadata. The match has what they need.
import type { MessageOf } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { hex, type Vector, vector } from './vector.ts';

const FLOW_MOD: MessageOf<4, 'FLOW_MOD'> = {
  version: 4,
  type: 'FLOW_MOD',
  xid: 102,
  cookie: 0n,
  cookieMask: 0n,
  tableId: 0,
  command: 'ADD',
  idleTimeout: 0,
  hardTimeout: 0,
  priority: 100,
  bufferId: 0xffffffff,
  outPort: 0xffffffff,
  outGroup: 0xffffffff,
  flags: [],
  match: [],
  instructions: [],
};

export const SET_FIELDS: readonly Vector[] = [
  vector(
    '1.3 FLOW_MOD that sets fields of Ethernet and of a tunnel',
    `04 0e 00 70 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes
     00 00 00 00              # padding
     00 04 00 38 00 00 00 00  # instruction APPLY_ACTIONS, 56 bytes
     00 19 00 10 80 00 06 06  # SET_FIELD, 16 bytes: ETH_DST
     02 00 00 00 00 0a        # ... value
     00 00                    # ... padding
     00 19 00 10 80 00 08 06  # SET_FIELD, 16 bytes: ETH_SRC
     02 00 00 00 00 0b        # ... value
     00 00                    # ... padding
     00 19 00 10 80 00 4c 08  # SET_FIELD, 16 bytes: TUNNEL_ID
     00 00 00 00 00 00 00 2a  # ... 42`,
    {
      ...FLOW_MOD,
      match: [],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('ETH_DST', '02:00:00:00:00:0a') },
            { type: 'SET_FIELD', field: oxm('ETH_SRC', '02:00:00:00:00:0b') },
            { type: 'SET_FIELD', field: oxm('TUNNEL_ID', 42n) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets the Ethernet type',
    `04 0e 00 50 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes
     00 00 00 00              # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 00 0a 02  # SET_FIELD, 16 bytes: ETH_TYPE
     88 cc                    # ... LLDP
     00 00 00 00 00 00        # ... padding`,
    {
      ...FLOW_MOD,
      match: [],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'SET_FIELD', field: oxm('ETH_TYPE', 0x88cc) }] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets fields of a VLAN tag',
    `04 0e 00 68 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0c 02 10 64        # VLAN_VID 100
     00 00 00 00 00 00        # padding
     00 04 00 28 00 00 00 00  # instruction APPLY_ACTIONS, 40 bytes
     00 19 00 10 80 00 0c 02  # SET_FIELD, 16 bytes: VLAN_VID
     10 c8                    # ... OFPVID_PRESENT, 200
     00 00 00 00 00 00        # ... padding
     00 19 00 10 80 00 0e 01  # SET_FIELD, 16 bytes: VLAN_PCP
     05                       # ... 5
     00 00 00 00 00 00 00     # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('VLAN_VID', 0x1064)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('VLAN_VID', 0x10c8) },
            { type: 'SET_FIELD', field: oxm('VLAN_PCP', 5) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets fields of IPv4',
    `04 0e 00 88 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     00 00 00 00 00 00        # padding
     00 04 00 48 00 00 00 00  # instruction APPLY_ACTIONS, 72 bytes
     00 19 00 10 80 00 10 01  # SET_FIELD, 16 bytes: IP_DSCP
     2e                       # ... 46
     00 00 00 00 00 00 00     # ... padding
     00 19 00 10 80 00 12 01  # SET_FIELD, 16 bytes: IP_ECN
     01                       # ... 1
     00 00 00 00 00 00 00     # ... padding
     00 19 00 10 80 00 16 04  # SET_FIELD, 16 bytes: IPV4_SRC
     c0 a8 00 01              # ... value
     00 00 00 00              # ... padding
     00 19 00 10 80 00 18 04  # SET_FIELD, 16 bytes: IPV4_DST
     c0 a8 00 02              # ... value
     00 00 00 00              # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0800)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('IP_DSCP', 46) },
            { type: 'SET_FIELD', field: oxm('IP_ECN', 1) },
            { type: 'SET_FIELD', field: oxm('IPV4_SRC', '192.168.0.1') },
            { type: 'SET_FIELD', field: oxm('IPV4_DST', '192.168.0.2') },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets the IP protocol',
    `04 0e 00 58 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     00 00 00 00 00 00        # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 00 14 01  # SET_FIELD, 16 bytes: IP_PROTO
     11                       # ... UDP
     00 00 00 00 00 00 00     # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0800)],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'SET_FIELD', field: oxm('IP_PROTO', 17) }] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets ports of TCP',
    `04 0e 00 68 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO 6
     00                       # padding
     00 04 00 28 00 00 00 00  # instruction APPLY_ACTIONS, 40 bytes
     00 19 00 10 80 00 1a 02  # SET_FIELD, 16 bytes: TCP_SRC
     f0 00                    # ... 61440
     00 00 00 00 00 00        # ... padding
     00 19 00 10 80 00 1c 02  # SET_FIELD, 16 bytes: TCP_DST
     1f 90                    # ... 8080
     00 00 00 00 00 00        # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('TCP_SRC', 61440) },
            { type: 'SET_FIELD', field: oxm('TCP_DST', 8080) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets ports of UDP',
    `04 0e 00 68 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 11           # IP_PROTO 17
     00                       # padding
     00 04 00 28 00 00 00 00  # instruction APPLY_ACTIONS, 40 bytes
     00 19 00 10 80 00 1e 02  # SET_FIELD, 16 bytes: UDP_SRC
     f0 00                    # ... 61440
     00 00 00 00 00 00        # ... padding
     00 19 00 10 80 00 20 02  # SET_FIELD, 16 bytes: UDP_DST
     1f 90                    # ... 8080
     00 00 00 00 00 00        # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 17)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('UDP_SRC', 61440) },
            { type: 'SET_FIELD', field: oxm('UDP_DST', 8080) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets ports of SCTP',
    `04 0e 00 68 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 84           # IP_PROTO 132
     00                       # padding
     00 04 00 28 00 00 00 00  # instruction APPLY_ACTIONS, 40 bytes
     00 19 00 10 80 00 22 02  # SET_FIELD, 16 bytes: SCTP_SRC
     f0 00                    # ... 61440
     00 00 00 00 00 00        # ... padding
     00 19 00 10 80 00 24 02  # SET_FIELD, 16 bytes: SCTP_DST
     1f 90                    # ... 8080
     00 00 00 00 00 00        # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 132)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('SCTP_SRC', 61440) },
            { type: 'SET_FIELD', field: oxm('SCTP_DST', 8080) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets type and code of ICMP',
    `04 0e 00 68 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 01           # IP_PROTO 1
     00                       # padding
     00 04 00 28 00 00 00 00  # instruction APPLY_ACTIONS, 40 bytes
     00 19 00 10 80 00 26 01  # SET_FIELD, 16 bytes: ICMPV4_TYPE
     08                       # ... 8
     00 00 00 00 00 00 00     # ... padding
     00 19 00 10 80 00 28 01  # SET_FIELD, 16 bytes: ICMPV4_CODE
     09                       # ... 9
     00 00 00 00 00 00 00     # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 1)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('ICMPV4_TYPE', 8) },
            { type: 'SET_FIELD', field: oxm('ICMPV4_CODE', 9) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets fields of ARP',
    `04 0e 00 98 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 08 06        # ETH_TYPE ARP
     00 00 00 00 00 00        # padding
     00 04 00 58 00 00 00 00  # instruction APPLY_ACTIONS, 88 bytes
     00 19 00 10 80 00 2a 02  # SET_FIELD, 16 bytes: ARP_OP
     00 02                    # ... reply
     00 00 00 00 00 00        # ... padding
     00 19 00 10 80 00 2c 04  # SET_FIELD, 16 bytes: ARP_SPA
     0a 00 00 01              # ... value
     00 00 00 00              # ... padding
     00 19 00 10 80 00 2e 04  # SET_FIELD, 16 bytes: ARP_TPA
     0a 00 00 02              # ... value
     00 00 00 00              # ... padding
     00 19 00 10 80 00 30 06  # SET_FIELD, 16 bytes: ARP_SHA
     02 00 00 00 00 03        # ... value
     00 00                    # ... padding
     00 19 00 10 80 00 32 06  # SET_FIELD, 16 bytes: ARP_THA
     02 00 00 00 00 04        # ... value
     00 00                    # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0806)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('ARP_OP', 2) },
            { type: 'SET_FIELD', field: oxm('ARP_SPA', '10.0.0.1') },
            { type: 'SET_FIELD', field: oxm('ARP_TPA', '10.0.0.2') },
            { type: 'SET_FIELD', field: oxm('ARP_SHA', '02:00:00:00:00:03') },
            { type: 'SET_FIELD', field: oxm('ARP_THA', '02:00:00:00:00:04') },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets fields of IPv6',
    `04 0e 00 88 00 00 00 66                          # header
     00 00 00 00 00 00 00 00                          # cookie
     00 00 00 00 00 00 00 00                          # cookie_mask
     00                                               # table_id
     00                                               # command OFPFC_ADD
     00 00                                            # idle_timeout
     00 00                                            # hard_timeout
     00 64                                            # priority 100
     ff ff ff ff                                      # buffer_id: none
     ff ff ff ff                                      # out_port OFPP_ANY
     ff ff ff ff                                      # out_group OFPG_ANY
     00 00                                            # flags
     00 00                                            # padding
     00 01 00 0a                                      # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     00 00 00 00 00 00                                # padding
     00 04 00 48 00 00 00 00                          # instruction APPLY_ACTIONS, 72 bytes
     00 19 00 18 80 00 34 10                          # SET_FIELD, 24 bytes: IPV6_SRC
     20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01  # ... value
     00 19 00 18 80 00 36 10                          # SET_FIELD, 24 bytes: IPV6_DST
     20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02  # ... value
     00 19 00 10 80 00 38 04                          # SET_FIELD, 16 bytes: IPV6_FLABEL
     00 01 23 45                                      # ... value
     00 00 00 00                                      # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x86dd)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('IPV6_SRC', '2001:db8::1') },
            { type: 'SET_FIELD', field: oxm('IPV6_DST', '2001:db8::2') },
            { type: 'SET_FIELD', field: oxm('IPV6_FLABEL', 0x12345) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets extension headers of IPv6',
    `04 0e 00 58 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     00 00 00 00 00 00        # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 00 4e 02  # SET_FIELD, 16 bytes: IPV6_EXTHDR
     00 05                    # ... NONEXT, AUTH
     00 00 00 00 00 00        # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x86dd)],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'SET_FIELD', field: oxm('IPV6_EXTHDR', 0x0005) }] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets type and code of ICMPv6',
    `04 0e 00 68 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO 58
     00                       # padding
     00 04 00 28 00 00 00 00  # instruction APPLY_ACTIONS, 40 bytes
     00 19 00 10 80 00 3a 01  # SET_FIELD, 16 bytes: ICMPV6_TYPE
     80                       # ... echo request
     00 00 00 00 00 00 00     # ... padding
     00 19 00 10 80 00 3c 01  # SET_FIELD, 16 bytes: ICMPV6_CODE
     01                       # ... 1
     00 00 00 00 00 00 00     # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x86dd), oxm('IP_PROTO', 58)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('ICMPV6_TYPE', 128) },
            { type: 'SET_FIELD', field: oxm('ICMPV6_CODE', 1) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets fields of a neighbour solicitation',
    `04 0e 00 80 00 00 00 66                          # header
     00 00 00 00 00 00 00 00                          # cookie
     00 00 00 00 00 00 00 00                          # cookie_mask
     00                                               # table_id
     00                                               # command OFPFC_ADD
     00 00                                            # idle_timeout
     00 00                                            # hard_timeout
     00 64                                            # priority 100
     ff ff ff ff                                      # buffer_id: none
     ff ff ff ff                                      # out_port OFPP_ANY
     ff ff ff ff                                      # out_group OFPG_ANY
     00 00                                            # flags
     00 00                                            # padding
     00 01 00 19                                      # match: OFPMT_OXM, 25 bytes
     80 00 0a 02 86 dd                                # ETH_TYPE IPv6
     80 00 14 01 3a                                   # IP_PROTO 58
     80 00 3a 01 87                                   # ICMPV6_TYPE 135
     80 00 3c 01 00                                   # ICMPV6_CODE 0
     00 00 00 00 00 00 00                             # padding
     00 04 00 30 00 00 00 00                          # instruction APPLY_ACTIONS, 48 bytes
     00 19 00 18 80 00 3e 10                          # SET_FIELD, 24 bytes: IPV6_ND_TARGET
     fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 09  # ... value
     00 19 00 10 80 00 40 06                          # SET_FIELD, 16 bytes: IPV6_ND_SLL
     02 00 00 00 00 05                                # ... value
     00 00                                            # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x86dd), oxm('IP_PROTO', 58), oxm('ICMPV6_TYPE', 135), oxm('ICMPV6_CODE', 0)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('IPV6_ND_TARGET', 'fe80::9') },
            { type: 'SET_FIELD', field: oxm('IPV6_ND_SLL', '02:00:00:00:00:05') },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets a field of a neighbour advertisement',
    `04 0e 00 68 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 19              # match: OFPMT_OXM, 25 bytes
     80 00 0a 02 86 dd        # ETH_TYPE IPv6
     80 00 14 01 3a           # IP_PROTO 58
     80 00 3a 01 88           # ICMPV6_TYPE 136
     80 00 3c 01 00           # ICMPV6_CODE 0
     00 00 00 00 00 00 00     # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 00 42 06  # SET_FIELD, 16 bytes: IPV6_ND_TLL
     02 00 00 00 00 06        # ... value
     00 00                    # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x86dd), oxm('IP_PROTO', 58), oxm('ICMPV6_TYPE', 136), oxm('ICMPV6_CODE', 0)],
      instructions: [
        { type: 'APPLY_ACTIONS', actions: [{ type: 'SET_FIELD', field: oxm('IPV6_ND_TLL', '02:00:00:00:00:06') }] },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets fields of MPLS',
    `04 0e 00 78 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 88 47        # ETH_TYPE MPLS
     00 00 00 00 00 00        # padding
     00 04 00 38 00 00 00 00  # instruction APPLY_ACTIONS, 56 bytes
     00 19 00 10 80 00 44 04  # SET_FIELD, 16 bytes: MPLS_LABEL
     00 00 00 63              # ... 99
     00 00 00 00              # ... padding
     00 19 00 10 80 00 46 01  # SET_FIELD, 16 bytes: MPLS_TC
     03                       # ... 3
     00 00 00 00 00 00 00     # ... padding
     00 19 00 10 80 00 48 01  # SET_FIELD, 16 bytes: MPLS_BOS
     00                       # ... 0
     00 00 00 00 00 00 00     # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x8847)],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: oxm('MPLS_LABEL', 99) },
            { type: 'SET_FIELD', field: oxm('MPLS_TC', 3) },
            { type: 'SET_FIELD', field: oxm('MPLS_BOS', 0) },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets a field of PBB',
    `04 0e 00 58 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 88 e7        # ETH_TYPE PBB
     00 00 00 00 00 00        # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 00 4a 03  # SET_FIELD, 16 bytes: PBB_ISID
     01 02 03                 # ... 24 bits
     00 00 00 00 00           # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x88e7)],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'SET_FIELD', field: oxm('PBB_ISID', 0x010203) }] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets a field of 1.4',
    `04 0e 00 58 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0a              # match: OFPMT_OXM, 10 bytes
     80 00 0a 02 88 e7        # ETH_TYPE PBB
     00 00 00 00 00 00        # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 00 52 01  # SET_FIELD, 16 bytes: PBB_UCA
     01                       # ... 1
     00 00 00 00 00 00 00     # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x88e7)],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'SET_FIELD', field: oxm('PBB_UCA', 1) }] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets a field of 1.5',
    `04 0e 00 58 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 0f              # match: OFPMT_OXM, 15 bytes
     80 00 0a 02 08 00        # ETH_TYPE IPv4
     80 00 14 01 06           # IP_PROTO 6
     00                       # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 00 54 02  # SET_FIELD, 16 bytes: TCP_FLAGS
     00 12                    # ... SYN, ACK
     00 00 00 00 00 00        # ... padding`,
    {
      ...FLOW_MOD,
      match: [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6)],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'SET_FIELD', field: oxm('TCP_FLAGS', 0x0012) }] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD that sets a field of an unknown class',
    `04 0e 00 50 00 00 00 66  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority 100
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes
     00 00 00 00              # padding
     00 04 00 18 00 00 00 00  # instruction APPLY_ACTIONS, 24 bytes
     00 19 00 10 80 05 12 02  # SET_FIELD, 16 bytes: field 9 of class 0x8005
     01 02                    # ... value
     00 00 00 00 00 00        # ... padding`,
    {
      ...FLOW_MOD,
      match: [],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [{ type: 'SET_FIELD', field: { field: 9, oxmClass: 0x8005, hasMask: false, body: hex('0102') } }],
        },
      ],
    },
  ),
];
