// FLOW_MOD and PACKET_OUT of 1.3: each command and flag, each instruction and action alone, each reserved port.
import { hex, type Vector, vector } from './vector.ts';

export const FLOW_13: readonly Vector[] = [
  vector(
    '1.3 FLOW_MOD ADD with every flag',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 1f                    # flags: all five
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: ['SEND_FLOW_REM', 'CHECK_OVERLAP', 'RESET_COUNTS', 'NO_PKT_COUNTS', 'NO_BYT_COUNTS'],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD with a flag that has no name',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     80 00                    # flags: bit 15
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [0x8000],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD MODIFY',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     01                       # command OFPFC_MODIFY
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'MODIFY',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD MODIFY_STRICT',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     02                       # command OFPFC_MODIFY_STRICT
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'MODIFY_STRICT',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD DELETE of flows that use a group, in all tables',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     ff                       # table_id
     03                       # command OFPFC_DELETE
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     00 00 00 09              # out_group 9
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0xff,
      command: 'DELETE',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 9,
      flags: [],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD DELETE_STRICT of flows that output to a port',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     04                       # command OFPFC_DELETE_STRICT
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     00 00 00 02              # out_port 2
     ff ff ff fc              # out_group OFPG_ALL
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'DELETE_STRICT',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 2,
      outGroup: 0xfffffffc,
      flags: [],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD with a command that has no name',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     09                       # command 9
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 9,
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD of a buffered packet',
    `04 0e 00 38 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     00 00 01 02              # buffer_id: 0x102
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0x102,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [],
    },
  ),
  vector(
    '1.3 FLOW_MOD with instruction GOTO_TABLE',
    `04 0e 00 40 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding
     00 01 00 08 05 00 00 00  # instruction GOTO_TABLE: table 5`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 'GOTO_TABLE', tableId: 5 }],
    },
  ),
  vector(
    '1.3 FLOW_MOD with instruction WRITE_METADATA',
    `04 0e 00 50 00 00 00 82                          # header
     00 00 00 00 00 00 00 2a                          # cookie
     00 00 00 00 00 00 00 ff                          # cookie_mask
     00                                               # table_id
     00                                               # command OFPFC_ADD
     00 05                                            # idle_timeout
     00 06                                            # hard_timeout
     00 64                                            # priority
     ff ff ff ff                                      # buffer_id: none
     ff ff ff ff                                      # out_port OFPP_ANY
     ff ff ff ff                                      # out_group OFPG_ANY
     00 00                                            # flags
     00 00                                            # padding
     00 01 00 04                                      # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00                                      # padding
     00 02 00 18 00 00 00 00 00 00 00 00 00 00 00 2a 00 00 00 00 00 00 00 ff  # instruction WRITE_METADATA: 42/0xff`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 'WRITE_METADATA', metadata: 42n, metadataMask: 0xffn }],
    },
  ),
  vector(
    '1.3 FLOW_MOD with instruction WRITE_ACTIONS',
    `04 0e 00 48 00 00 00 82                          # header
     00 00 00 00 00 00 00 2a                          # cookie
     00 00 00 00 00 00 00 ff                          # cookie_mask
     00                                               # table_id
     00                                               # command OFPFC_ADD
     00 05                                            # idle_timeout
     00 06                                            # hard_timeout
     00 64                                            # priority
     ff ff ff ff                                      # buffer_id: none
     ff ff ff ff                                      # out_port OFPP_ANY
     ff ff ff ff                                      # out_group OFPG_ANY
     00 00                                            # flags
     00 00                                            # padding
     00 01 00 04                                      # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00                                      # padding
     00 03 00 10 00 00 00 00 00 12 00 08 00 00 00 00  # instruction WRITE_ACTIONS: POP_VLAN`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 'WRITE_ACTIONS', actions: [{ type: 'POP_VLAN' }] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD with instruction APPLY_ACTIONS',
    `04 0e 00 40 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding
     00 04 00 08 00 00 00 00  # instruction APPLY_ACTIONS: none`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 'APPLY_ACTIONS', actions: [] }],
    },
  ),
  vector(
    '1.3 FLOW_MOD with instruction CLEAR_ACTIONS',
    `04 0e 00 40 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding
     00 05 00 08 00 00 00 00  # instruction CLEAR_ACTIONS`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 'CLEAR_ACTIONS' }],
    },
  ),
  vector(
    '1.3 FLOW_MOD with instruction METER',
    `04 0e 00 40 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding
     00 06 00 08 00 00 00 07  # instruction METER: 7`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 'METER', meterId: 7 }],
    },
  ),
  vector(
    '1.3 FLOW_MOD with instruction EXPERIMENTER',
    `04 0e 00 48 00 00 00 82                          # header
     00 00 00 00 00 00 00 2a                          # cookie
     00 00 00 00 00 00 00 ff                          # cookie_mask
     00                                               # table_id
     00                                               # command OFPFC_ADD
     00 05                                            # idle_timeout
     00 06                                            # hard_timeout
     00 64                                            # priority
     ff ff ff ff                                      # buffer_id: none
     ff ff ff ff                                      # out_port OFPP_ANY
     ff ff ff ff                                      # out_group OFPG_ANY
     00 00                                            # flags
     00 00                                            # padding
     00 01 00 04                                      # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00                                      # padding
     ff ff 00 10 00 00 04 d2 01 02 03 04 05 06 07 08  # instruction EXPERIMENTER: 1234`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 'EXPERIMENTER', experimenter: 1234, body: hex('0102030405060708') }],
    },
  ),
  vector(
    '1.3 FLOW_MOD with an instruction that nobody knows',
    `04 0e 00 40 00 00 00 82  # header
     00 00 00 00 00 00 00 2a  # cookie
     00 00 00 00 00 00 00 ff  # cookie_mask
     00                       # table_id
     00                       # command OFPFC_ADD
     00 05                    # idle_timeout
     00 06                    # hard_timeout
     00 64                    # priority
     ff ff ff ff              # buffer_id: none
     ff ff ff ff              # out_port OFPP_ANY
     ff ff ff ff              # out_group OFPG_ANY
     00 00                    # flags
     00 00                    # padding
     00 01 00 04              # match: OFPMT_OXM, 4 bytes, any
     00 00 00 00              # padding
     00 63 00 08 aa bb cc dd  # instruction 99, 8 bytes`,
    {
      version: 4,
      type: 'FLOW_MOD',
      xid: 130,
      cookie: 42n,
      cookieMask: 0xffn,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 5,
      hardTimeout: 6,
      priority: 100,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [{ type: 99, body: hex('aabbccdd') }],
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_IN_PORT',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff f8 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_IN_PORT`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffff8, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_TABLE',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff f9 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_TABLE`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffff9, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_NORMAL',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff fa 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_NORMAL`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffffa, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_FLOOD',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff fb 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_FLOOD`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffffb, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_ALL',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff fc 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_ALL`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffffc, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_CONTROLLER',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff fd 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_CONTROLLER`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffffd, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_LOCAL',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff fe 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_LOCAL`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffffe, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_ANY',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff ff 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_ANY`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xffffffff, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_MAX',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff 00 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_MAX`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xffffff00, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT to OFPP_UNSET',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff f7 00 80 00 00 00 00 00 00  # OUTPUT to OFPP_UNSET`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffff7, maxLen: 128 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with OUTPUT of the whole packet',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     00 00 00 10 ff ff ff fd ff ff 00 00 00 00 00 00  # OUTPUT of the whole packet`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'OUTPUT', port: 0xfffffffd, maxLen: 0xffff }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with COPY_TTL_OUT',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 0b 00 08 00 00 00 00  # COPY_TTL_OUT`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'COPY_TTL_OUT' }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with COPY_TTL_IN',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 0c 00 08 00 00 00 00  # COPY_TTL_IN`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'COPY_TTL_IN' }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with SET_MPLS_TTL',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 0f 00 08 40 00 00 00  # SET_MPLS_TTL`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'SET_MPLS_TTL', mplsTtl: 64 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with DEC_MPLS_TTL',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 10 00 08 00 00 00 00  # DEC_MPLS_TTL`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'DEC_MPLS_TTL' }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with PUSH_VLAN',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 11 00 08 81 00 00 00  # PUSH_VLAN`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'PUSH_VLAN', ethertype: 0x8100 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with POP_VLAN',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 12 00 08 00 00 00 00  # POP_VLAN`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'POP_VLAN' }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with PUSH_MPLS',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 13 00 08 88 47 00 00  # PUSH_MPLS`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'PUSH_MPLS', ethertype: 0x8847 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with POP_MPLS',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 14 00 08 08 00 00 00  # POP_MPLS`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'POP_MPLS', ethertype: 0x0800 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with SET_QUEUE',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 15 00 08 00 00 00 07  # SET_QUEUE`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'SET_QUEUE', queueId: 7 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with GROUP',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 16 00 08 00 00 00 09  # GROUP`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'GROUP', groupId: 9 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with SET_NW_TTL',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 17 00 08 20 00 00 00  # SET_NW_TTL`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'SET_NW_TTL', nwTtl: 32 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with DEC_NW_TTL',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 18 00 08 00 00 00 00  # DEC_NW_TTL`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'DEC_NW_TTL' }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with PUSH_PBB',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 1a 00 08 88 e7 00 00  # PUSH_PBB`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'PUSH_PBB', ethertype: 0x88e7 }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with POP_PBB',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     00 1b 00 08 00 00 00 00  # POP_PBB`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'POP_PBB' }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with an action of an experimenter',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     ff ff 00 10 00 00 04 d2 01 02 03 04 05 06 07 08  # an action of an experimenter`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'EXPERIMENTER', experimenter: 1234, body: hex('0102030405060708') }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with an action that nobody knows',
    `04 0d 00 20 00 00 00 83  # header
     ff ff ff ff              # buffer_id: none
     ff ff ff fd              # in_port OFPP_CONTROLLER
     00 08                    # actions_len
     00 00 00 00 00 00        # padding
     02 58 00 08 aa bb cc dd  # an action that nobody knows`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 600, body: hex('aabbccdd') }],
      data: hex(''),
    },
  ),
  vector(
    '1.3 PACKET_OUT with fin_timeout of Nicira',
    `04 0d 00 28 00 00 00 83                          # header
     ff ff ff ff                                      # buffer_id: none
     ff ff ff fd                                      # in_port OFPP_CONTROLLER
     00 10                                            # actions_len
     00 00 00 00 00 00                                # padding
     ff ff 00 10 00 00 23 20 00 13 00 05 00 0a 00 00  # fin_timeout of Nicira`,
    {
      version: 4,
      type: 'PACKET_OUT',
      xid: 131,
      bufferId: 0xffffffff,
      inPort: 0xfffffffd,
      actions: [{ type: 'NX_FIN_TIMEOUT', finIdleTimeout: 5, finHardTimeout: 10 }],
      data: hex(''),
    },
  ),
];
