// FLOW_MOD with every action of 1.0, every action and instruction of 1.3, and matches of several kinds.
import { OFPP_CONTROLLER } from '#openflow/port-number.ts';
import { hex, vector } from './vector.ts';

export const FLOW = [
  vector(
    '1.0 FLOW_MOD with every action',
    `01 0e 00 d0 00 00 00 1e  # header
     00 30 04 02              # wildcards: DL_VLAN, DL_VLAN_PCP, NW_TOS, 4 bits of nw_src
     00 01                    # in_port
     02 00 00 00 00 01        # dl_src
     02 00 00 00 00 02        # dl_dst
     00 00                    # dl_vlan
     00                       # dl_vlan_pcp
     00                       # padding
     08 00                    # dl_type IPv4
     00                       # nw_tos
     06                       # nw_proto TCP
     00 00                    # padding
     0a 01 01 10              # nw_src 10.1.1.16
     0a 01 02 03              # nw_dst 10.1.2.3
     04 d2                    # tp_src 1234
     00 50                    # tp_dst 80
     da 00 00 00 00 00 00 01  # cookie
     00 00                    # command OFPFC_ADD
     00 1e                    # idle_timeout
     01 2c                    # hard_timeout
     c3 50                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 03                    # flags: SEND_FLOW_REM, CHECK_OVERLAP
     00 01 00 08 00 64 00 00  # SET_VLAN_VID 100
     00 02 00 08 05 00 00 00  # SET_VLAN_PCP 5
     00 03 00 08 00 00 00 00  # STRIP_VLAN
     00 04 00 10              # SET_DL_SRC
     02 00 00 00 00 0a        # ... dl_addr
     00 00 00 00 00 00        # ... padding
     00 05 00 10              # SET_DL_DST
     02 00 00 00 00 0b        # ... dl_addr
     00 00 00 00 00 00        # ... padding
     00 06 00 08 c0 a8 00 01  # SET_NW_SRC 192.168.0.1
     00 07 00 08 c0 a8 00 02  # SET_NW_DST 192.168.0.2
     00 08 00 08 b8 00 00 00  # SET_NW_TOS 0xb8
     00 09 00 08 f0 00 00 00  # SET_TP_SRC 61440
     00 0a 00 08 1f 90 00 00  # SET_TP_DST 8080
     00 0b 00 10 00 02        # ENQUEUE port 2
     00 00 00 00 00 00        # ... padding
     00 00 00 07              # ... queue_id
     00 00 00 08 00 02 ff ff  # OUTPUT port 2, max_len
     ff ff 00 10 00 00 23 20  # VENDOR Nicira ...
     00 13 00 05 00 0a 00 00  # ... NXAST_FIN_TIMEOUT, idle 5, hard 10`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 30,
      match: {
        wildcards: ['DL_VLAN', 'DL_VLAN_PCP', 'NW_TOS'],
        nwSrcWild: 4,
        nwDstWild: 0,
        inPort: 1,
        dlSrc: '02:00:00:00:00:01',
        dlDst: '02:00:00:00:00:02',
        dlVlan: 0,
        dlVlanPcp: 0,
        dlType: 0x0800,
        nwTos: 0,
        nwProto: 6,
        nwSrc: '10.1.1.16',
        nwDst: '10.1.2.3',
        tpSrc: 1234,
        tpDst: 80,
      },
      cookie: 0xda00000000000001n,
      command: 'ADD',
      idleTimeout: 30,
      hardTimeout: 300,
      priority: 50000,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: ['SEND_FLOW_REM', 'CHECK_OVERLAP'],
      actions: [
        { type: 'SET_VLAN_VID', vlanVid: 100 },
        { type: 'SET_VLAN_PCP', vlanPcp: 5 },
        { type: 'STRIP_VLAN' },
        { type: 'SET_DL_SRC', dlAddr: '02:00:00:00:00:0a' },
        { type: 'SET_DL_DST', dlAddr: '02:00:00:00:00:0b' },
        { type: 'SET_NW_SRC', nwAddr: '192.168.0.1' },
        { type: 'SET_NW_DST', nwAddr: '192.168.0.2' },
        { type: 'SET_NW_TOS', nwTos: 0xb8 },
        { type: 'SET_TP_SRC', tpPort: 61440 },
        { type: 'SET_TP_DST', tpPort: 8080 },
        { type: 'ENQUEUE', port: 2, queueId: 7 },
        { type: 'OUTPUT', port: 2, maxLen: 0xffff },
        { type: 'NX_FIN_TIMEOUT', finIdleTimeout: 5, finHardTimeout: 10 },
      ],
    },
  ),
  vector(
    '1.0 FLOW_MOD that deletes everything',
    `01 0e 00 48 00 00 00 1f  # header
     00 38 20 ff              # wildcards: all, 32 bits of each address
     00 00 00 00 00 00 00 00  # in_port, dl_src
     00 00 00 00 00 00        # dl_dst
     00 00 00 00              # dl_vlan, dl_vlan_pcp, padding
     00 00 00 00 00 00        # dl_type, nw_tos, nw_proto, padding
     00 00 00 00 00 00 00 00  # nw_src, nw_dst
     00 00 00 00              # tp_src, tp_dst
     00 00 00 00 00 00 00 00  # cookie
     00 03                    # command OFPFC_DELETE
     00 00 00 00 00 00        # idle_timeout, hard_timeout, priority
     ff ff ff ff              # buffer_id
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 31,
      match: {
        wildcards: [
          'IN_PORT',
          'DL_VLAN',
          'DL_SRC',
          'DL_DST',
          'DL_TYPE',
          'NW_PROTO',
          'TP_SRC',
          'TP_DST',
          'DL_VLAN_PCP',
          'NW_TOS',
        ],
        nwSrcWild: 32,
        nwDstWild: 32,
        inPort: 0,
        dlSrc: '00:00:00:00:00:00',
        dlDst: '00:00:00:00:00:00',
        dlVlan: 0,
        dlVlanPcp: 0,
        dlType: 0,
        nwTos: 0,
        nwProto: 0,
        nwSrc: '0.0.0.0',
        nwDst: '0.0.0.0',
        tpSrc: 0,
        tpDst: 0,
      },
      cookie: 0n,
      command: 'DELETE',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD of one direction of a session: NAT',
    `04 0e 00 d0 00 00 00 20              # header
     da 20 00 00 00 00 00 09              # cookie
     00 00 00 00 00 00 00 00              # cookie_mask
     00                                   # table_id
     00                                   # command OFPFC_ADD
     00 1e                                # idle_timeout
     00 00                                # hard_timeout
     c3 50                                # priority
     ff ff ff ff                          # buffer_id: OFP_NO_BUFFER
     ff ff ff ff                          # out_port OFPP_ANY
     ff ff ff ff                          # out_group OFPG_ANY
     00 01                                # flags: SEND_FLOW_REM
     00 00                                # padding
     00 01 00 31                          # match: 49 bytes
     80 00 00 04 00 00 00 05              # in_port 5
     80 00 0a 02 08 00                    # eth_type IPv4
     80 00 14 01 06                       # ip_proto TCP
     80 00 16 04 0a 01 01 02              # ipv4_src 10.1.1.2
     80 00 19 08 0a 01 02 00 ff ff ff 00  # ipv4_dst 10.1.2.0/255.255.255.0
     80 00 1c 02 00 50                    # tcp_dst 80
     00 00 00 00 00 00 00                 # padding of the match
     00 06 00 08 00 00 00 01              # METER 1
     00 04 00 60 00 00 00 00              # APPLY_ACTIONS, 96 bytes
     00 19 00 10                          # SET_FIELD, 16 bytes
     80 00 06 06 02 00 00 00 00 02        # ... eth_dst
     00 00                                # ... padding
     00 19 00 10                          # SET_FIELD
     80 00 16 04 ac 1f 01 0a              # ... ipv4_src 172.31.1.10
     00 00 00 00                          # ... padding
     00 19 00 10                          # SET_FIELD
     80 00 1a 02 f0 00                    # ... tcp_src 61440
     00 00 00 00 00 00                    # ... padding
     00 18 00 08 00 00 00 00              # DEC_NW_TTL
     ff ff 00 10 00 00 23 20              # EXPERIMENTER Nicira ...
     00 13 00 05 00 05 00 00              # ... NXAST_FIN_TIMEOUT, idle 5, hard 5
     00 00 00 10                          # OUTPUT, 16 bytes
     00 00 00 01                          # ... port 1
     00 00                                # ... max_len
     00 00 00 00 00 00                    # ... padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 32,
      cookie: 0xda20000000000009n,
      cookieMask: 0n,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 30,
      hardTimeout: 0,
      priority: 50000,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: ['SEND_FLOW_REM'],
      match: [
        { field: 'IN_PORT', value: 5 },
        { field: 'ETH_TYPE', value: 0x0800 },
        { field: 'IP_PROTO', value: 6 },
        { field: 'IPV4_SRC', value: '10.1.1.2' },
        { field: 'IPV4_DST', value: '10.1.2.0', mask: '255.255.255.0' },
        { field: 'TCP_DST', value: 80 },
      ],
      instructions: [
        { type: 'METER', meterId: 1 },
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'SET_FIELD', field: { field: 'ETH_DST', value: '02:00:00:00:00:02' } },
            { type: 'SET_FIELD', field: { field: 'IPV4_SRC', value: '172.31.1.10' } },
            { type: 'SET_FIELD', field: { field: 'TCP_SRC', value: 61440 } },
            { type: 'DEC_NW_TTL' },
            { type: 'NX_FIN_TIMEOUT', finIdleTimeout: 5, finHardTimeout: 5 },
            { type: 'OUTPUT', port: 1, maxLen: 0 },
          ],
        },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD with every instruction and the other actions',
    `04 0e 00 e8 00 00 00 21  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     01                       # table_id
     01                       # command OFPFC_MODIFY
     00 00 00 00 80 00        # idle_timeout, hard_timeout, priority
     ff ff ff ff              # buffer_id
     ff ff ff ff              # out_port
     ff ff ff ff              # out_group
     00 1c                    # flags: RESET_COUNTS, NO_PKT_COUNTS, NO_BYT_COUNTS
     00 00                    # padding
     00 01 00 04 00 00 00 00  # match: empty
     00 04 00 68 00 00 00 00  # APPLY_ACTIONS, 104 bytes
     00 0b 00 08 00 00 00 00  # COPY_TTL_OUT
     00 0c 00 08 00 00 00 00  # COPY_TTL_IN
     00 0f 00 08 40 00 00 00  # SET_MPLS_TTL 64
     00 10 00 08 00 00 00 00  # DEC_MPLS_TTL
     00 11 00 08 81 00 00 00  # PUSH_VLAN 0x8100
     00 12 00 08 00 00 00 00  # POP_VLAN
     00 13 00 08 88 47 00 00  # PUSH_MPLS 0x8847
     00 14 00 08 08 00 00 00  # POP_MPLS 0x0800
     00 15 00 08 00 00 00 03  # SET_QUEUE 3
     00 17 00 08 20 00 00 00  # SET_NW_TTL 32
     00 1a 00 08 88 e7 00 00  # PUSH_PBB 0x88e7
     00 1b 00 08 00 00 00 00  # POP_PBB
     00 05 00 08 00 00 00 00  # CLEAR_ACTIONS
     00 03 00 10 00 00 00 00  # WRITE_ACTIONS, 16 bytes
     00 16 00 08 00 00 00 09  # GROUP 9
     00 02 00 18 00 00 00 00  # WRITE_METADATA, 24 bytes
     00 00 00 00 00 00 00 2a  # ... metadata
     00 00 00 00 00 00 00 ff  # ... metadata_mask
     ff ff 00 10 00 00 04 d2  # EXPERIMENTER 1234, 16 bytes ...
     01 02 03 04 05 06 07 08  # ... opaque
     00 01 00 08 02 00 00 00  # GOTO_TABLE 2`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 33,
      cookie: 0n,
      cookieMask: 0n,
      tableId: 1,
      command: 'MODIFY',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0x8000,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: ['RESET_COUNTS', 'NO_PKT_COUNTS', 'NO_BYT_COUNTS'],
      match: [],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 'COPY_TTL_OUT' },
            { type: 'COPY_TTL_IN' },
            { type: 'SET_MPLS_TTL', mplsTtl: 64 },
            { type: 'DEC_MPLS_TTL' },
            { type: 'PUSH_VLAN', ethertype: 0x8100 },
            { type: 'POP_VLAN' },
            { type: 'PUSH_MPLS', ethertype: 0x8847 },
            { type: 'POP_MPLS', ethertype: 0x0800 },
            { type: 'SET_QUEUE', queueId: 3 },
            { type: 'SET_NW_TTL', nwTtl: 32 },
            { type: 'PUSH_PBB', ethertype: 0x88e7 },
            { type: 'POP_PBB' },
          ],
        },
        { type: 'CLEAR_ACTIONS' },
        { type: 'WRITE_ACTIONS', actions: [{ type: 'GROUP', groupId: 9 }] },
        { type: 'WRITE_METADATA', metadata: 42n, metadataMask: 255n },
        { type: 'EXPERIMENTER', experimenter: 1234, body: hex('0102030405060708') },
        { type: 'GOTO_TABLE', tableId: 2 },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD with an unknown action, an unknown OXM class and an unknown experimenter action',
    `04 0e 00 68 00 00 00 22  # header
     00 00 00 00 00 00 00 00  # cookie
     00 00 00 00 00 00 00 00  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 00 00 00 00 01        # idle_timeout, hard_timeout, priority 1
     ff ff ff ff              # buffer_id
     ff ff ff ff              # out_port
     ff ff ff ff              # out_group
     00 00                    # flags
     00 00                    # padding
     00 01 00 0c              # match: 12 bytes
     00 02 e0 04 00 00 00 01  # class 2, field 112, 4 bytes
     00 00 00 00              # padding of the match
     00 04 00 20 00 00 00 00  # APPLY_ACTIONS
     00 63 00 08 01 02 03 04  # an action of type 99
     ff ff 00 10 00 00 23 20  # EXPERIMENTER Nicira ...
     03 e8 00 05 00 00 00 00  # ... subtype 1000
     00 63 00 08 05 06 07 08  # an instruction of type 99`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 34,
      cookie: 0n,
      cookieMask: 0n,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 1,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [{ field: 112, oxmClass: 2, hasMask: false, body: hex('00000001') }],
      instructions: [
        {
          type: 'APPLY_ACTIONS',
          actions: [
            { type: 99, body: hex('01020304') },
            { type: 'EXPERIMENTER', experimenter: 0x2320, body: hex('03e8000500000000') },
          ],
        },
        { type: 99, body: hex('05060708') },
      ],
    },
  ),
  vector(
    '1.3 FLOW_MOD that deletes by cookie',
    `04 0e 00 38 00 00 00 23  # header
     da 20 00 00 00 00 00 00  # cookie
     ff f0 00 00 00 00 00 00  # cookie_mask
     ff                       # table_id OFPTT_ALL
     03                       # command OFPFC_DELETE
     00 00 00 00 00 00        # idle_timeout, hard_timeout, priority
     ff ff ff ff              # buffer_id
     ff ff ff fd              # out_port OFPP_CONTROLLER
     ff ff ff ff              # out_group
     00 00                    # flags
     00 00                    # padding
     00 01 00 04 00 00 00 00  # match: empty`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 35,
      cookie: 0xda20000000000000n,
      cookieMask: 0xfff0000000000000n,
      tableId: 0xff,
      command: 'DELETE',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0,
      bufferId: 0xffffffff,
      outPort: OFPP_CONTROLLER,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [],
    },
  ),
];
