// FLOW_MOD and PACKET_OUT of 1.0: what matches, each command and flag, each action alone, each reserved port.
import { match10 } from '#openflow/match.ts';
import { hex, type Vector, vector } from './vector.ts';

export const FLOW_10: readonly Vector[] = [
  vector(
    '1.0 FLOW_MOD that matches every field',
    `01 0e 00 50 00 00 00 67  # header
     00 00 00 00              # wildcards: none
     00 01                    # in_port
     02 00 00 00 00 01        # dl_src
     02 00 00 00 00 02        # dl_dst
     00 64                    # dl_vlan
     05                       # dl_vlan_pcp
     00                       # padding
     08 00                    # dl_type
     b8                       # nw_tos
     11                       # nw_proto
     00 00                    # padding
     0a 01 00 02              # nw_src
     0a 01 00 03              # nw_dst
     04 d2                    # tp_src
     00 35                    # tp_dst
     00 00 00 00 00 00 00 2a  # cookie
     00 00                    # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags
     00 00 00 08 00 02 00 00  # OUTPUT port 2, max_len 0`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: {
        wildcards: [],
        nwSrcWild: 0,
        nwDstWild: 0,
        inPort: 1,
        dlSrc: '02:00:00:00:00:01',
        dlDst: '02:00:00:00:00:02',
        dlVlan: 100,
        dlVlanPcp: 5,
        dlType: 0x0800,
        nwTos: 0xb8,
        nwProto: 17,
        nwSrc: '10.1.0.2',
        nwDst: '10.1.0.3',
        tpSrc: 1234,
        tpDst: 53,
      },
      cookie: 42n,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [{ type: 'OUTPUT', port: 2, maxLen: 0 }],
    },
  ),
  vector(
    '1.0 FLOW_MOD that matches prefixes',
    `01 0e 00 48 00 00 00 67  # header
     00 32 08 ef              # wildcards: 8 bits of nw_src, 8 of nw_dst, the rest but dl_type
     00 00                    # in_port
     00 00 00 00 00 00        # dl_src
     00 00 00 00 00 00        # dl_dst
     00 00                    # dl_vlan
     00                       # dl_vlan_pcp
     00                       # padding
     08 00                    # dl_type
     00                       # nw_tos
     00                       # nw_proto
     00 00                    # padding
     0a 01 01 00              # nw_src
     0a 02 00 00              # nw_dst
     00 00                    # tp_src
     00 00                    # tp_dst
     00 00 00 00 00 00 00 2a  # cookie
     00 00                    # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: { ...match10({ dlType: 0x0800, nwSrc: '10.1.1.0', nwDst: '10.2.0.0' }), nwSrcWild: 8, nwDstWild: 8 },
      cookie: 42n,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD that matches frames without a tag',
    `01 0e 00 48 00 00 00 67  # header
     00 38 20 fd              # wildcards: all but dl_vlan
     00 00                    # in_port
     00 00 00 00 00 00        # dl_src
     00 00 00 00 00 00        # dl_dst
     ff ff                    # dl_vlan
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
     00 00                    # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({ dlVlan: 0xffff }),
      cookie: 42n,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD with counts of wild bits beyond 32, and a wildcard bit without a name',
    `01 0e 00 48 00 00 00 67  # header
     80 3f ff ff              # wildcards: all, 63 bits of each address, bit 31
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
     00 00                    # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: { ...match10({}), wildcards: [...match10({}).wildcards, 0x80000000], nwSrcWild: 63, nwDstWild: 63 },
      cookie: 42n,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD MODIFY',
    `01 0e 00 50 00 00 00 67  # header
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
     00 01                    # command OFPFC_MODIFY
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags
     00 00 00 08 00 03 00 00  # OUTPUT port 3`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({}),
      cookie: 42n,
      command: 'MODIFY',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [{ type: 'OUTPUT', port: 3, maxLen: 0 }],
    },
  ),
  vector(
    '1.0 FLOW_MOD MODIFY_STRICT',
    `01 0e 00 48 00 00 00 67  # header
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
     00 02                    # command OFPFC_MODIFY_STRICT
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({}),
      cookie: 42n,
      command: 'MODIFY_STRICT',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD DELETE of flows that output to a port',
    `01 0e 00 48 00 00 00 67  # header
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
     00 03                    # command OFPFC_DELETE
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     00 02                    # out_port 2
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({}),
      cookie: 42n,
      command: 'DELETE',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 2,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD DELETE_STRICT',
    `01 0e 00 48 00 00 00 67  # header
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
     00 04                    # command OFPFC_DELETE_STRICT
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff fe                    # out_port OFPP_LOCAL
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({}),
      cookie: 42n,
      command: 'DELETE_STRICT',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xfffe,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD with a command that has no name',
    `01 0e 00 48 00 00 00 67  # header
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
     00 09                    # command 9
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 00                    # flags`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({}),
      cookie: 42n,
      command: 9,
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: [],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD of an emergency flow',
    `01 0e 00 48 00 00 00 67  # header
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
     00 00                    # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     00 04                    # flags: EMERG`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({}),
      cookie: 42n,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: ['EMERG'],
      actions: [],
    },
  ),
  vector(
    '1.0 FLOW_MOD with a flag that has no name',
    `01 0e 00 48 00 00 00 67  # header
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
     00 00                    # command OFPFC_ADD
     00 00                    # idle_timeout
     00 00                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff                    # out_port OFPP_NONE
     80 01                    # flags: SEND_FLOW_REM, bit 15`,
    {
      version: 1,
      type: 'FLOW_MOD',
      xid: 103,
      match: match10({}),
      cookie: 42n,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffff,
      flags: ['SEND_FLOW_REM', 0x8000],
      actions: [],
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_IN_PORT',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff f8 00 80  # OUTPUT OFPP_IN_PORT, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xfff8, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_TABLE',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff f9 00 80  # OUTPUT OFPP_TABLE, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xfff9, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_NORMAL',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff fa 00 80  # OUTPUT OFPP_NORMAL, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xfffa, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_FLOOD',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff fb 00 80  # OUTPUT OFPP_FLOOD, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xfffb, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_ALL',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff fc 00 80  # OUTPUT OFPP_ALL, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xfffc, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_CONTROLLER',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff fd 00 80  # OUTPUT OFPP_CONTROLLER, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xfffd, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_LOCAL',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff fe 00 80  # OUTPUT OFPP_LOCAL, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xfffe, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_NONE',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff ff 00 80  # OUTPUT OFPP_NONE, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xffff, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT to OFPP_MAX',
    `01 0d 00 18 00 00 00 68  # header
     00 00 00 05              # buffer_id
     ff ff                    # in_port OFPP_NONE
     00 08                    # actions_len
     00 00 00 08 ff 00 00 80  # OUTPUT OFPP_MAX, max_len 128`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 104,
      bufferId: 5,
      inPort: 0xffff,
      actions: [{ type: 'OUTPUT', port: 0xff00, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with an action of a vendor and one that nobody knows',
    `01 0d 00 28 00 00 00 69  # header
     00 00 00 05              # buffer_id
     ff f8                    # in_port OFPP_IN_PORT
     00 18                    # actions_len
     ff ff 00 10              # VENDOR, 16 bytes
     00 00 04 d2              # ... vendor 1234
     01 02 03 04 05 06 07 08  # ... opaque
     02 58 00 08              # action 600, 8 bytes
     aa bb cc dd              # ... opaque`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 105,
      bufferId: 5,
      inPort: 0xfff8,
      actions: [
        { type: 'VENDOR', vendor: 1234, body: hex('0102030405060708') },
        { type: 600, body: hex('aabbccdd') },
      ],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_VLAN_VID',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 01 00 08 00 64 00 00  # SET_VLAN_VID 100`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_VLAN_VID', vlanVid: 100 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_VLAN_PCP',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 02 00 08 05 00 00 00  # SET_VLAN_PCP 5`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_VLAN_PCP', vlanPcp: 5 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with STRIP_VLAN',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 03 00 08 00 00 00 00  # STRIP_VLAN`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'STRIP_VLAN' }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_DL_SRC',
    `01 0d 00 20 00 00 00 6a                          # header
     00 00 00 05                                      # buffer_id
     00 01                                            # in_port
     00 10                                            # actions_len
     00 04 00 10 02 00 00 00 00 0a 00 00 00 00 00 00  # SET_DL_SRC 02:00:00:00:00:0a`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_DL_SRC', dlAddr: '02:00:00:00:00:0a' }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_DL_DST',
    `01 0d 00 20 00 00 00 6a                          # header
     00 00 00 05                                      # buffer_id
     00 01                                            # in_port
     00 10                                            # actions_len
     00 05 00 10 02 00 00 00 00 0b 00 00 00 00 00 00  # SET_DL_DST 02:00:00:00:00:0b`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_DL_DST', dlAddr: '02:00:00:00:00:0b' }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_NW_SRC',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 06 00 08 c0 a8 00 01  # SET_NW_SRC 192.168.0.1`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_NW_SRC', nwAddr: '192.168.0.1' }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_NW_DST',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 07 00 08 c0 a8 00 02  # SET_NW_DST 192.168.0.2`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_NW_DST', nwAddr: '192.168.0.2' }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_NW_TOS',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 08 00 08 b8 00 00 00  # SET_NW_TOS 0xb8`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_NW_TOS', nwTos: 0xb8 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_TP_SRC',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 09 00 08 f0 00 00 00  # SET_TP_SRC 61440`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_TP_SRC', tpPort: 61440 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with SET_TP_DST',
    `01 0d 00 18 00 00 00 6a  # header
     00 00 00 05              # buffer_id
     00 01                    # in_port
     00 08                    # actions_len
     00 0a 00 08 1f 90 00 00  # SET_TP_DST 8080`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'SET_TP_DST', tpPort: 8080 }],
      data: hex(''),
    },
  ),
  vector(
    '1.0 PACKET_OUT with ENQUEUE',
    `01 0d 00 20 00 00 00 6a                          # header
     00 00 00 05                                      # buffer_id
     00 01                                            # in_port
     00 10                                            # actions_len
     00 0b 00 10 00 02 00 00 00 00 00 00 00 00 00 07  # ENQUEUE port 2, queue 7`,
    {
      version: 1,
      type: 'PACKET_OUT',
      xid: 106,
      bufferId: 5,
      inPort: 1,
      actions: [{ type: 'ENQUEUE', port: 2, queueId: 7 }],
      data: hex(''),
    },
  ),
];
