// FEATURES_REQUEST and FEATURES_REPLY (1.0 section 5.3.1, 1.3 section 7.3.1). 1.0 lists the ports here; 1.3 has a multipart
// message for them. 1.4 and 1.5 are as 1.3, with more capabilities.
//
//            0       8             16          20         21            24            28
//   1.0      | header| datapath_id | n_buffers | n_tables | pad         | capabilities| actions  | ports ...
//   1.3      | header| datapath_id | n_buffers | n_tables | auxiliary_id, pad | capabilities | reserved |
import { list } from './list.ts';
import { Flags } from './names.ts';
import { PORT_10 } from './port.ts';
import { defaulted, pad } from './struct.ts';
import { u8, u32, u64 } from './uint.ts';

export const FEATURES_DATAPATH_ID_AT = 8;
export const FEATURES_N_BUFFERS_AT = 16;
export const FEATURES_N_TABLES_AT = 20;
export const FEATURES_13_AUXILIARY_ID_AT = 21;
export const FEATURES_CAPABILITIES_AT = 24;
export const FEATURES_REPLY_BYTES = 32;

export const FEATURES_REQUEST = {} as const;

export const FEATURES_REPLY_10 = {
  datapathId: u64,
  nBuffers: u32,
  nTables: u8,
  pad: pad(3),
  capabilities: new Flags(4, {
    FLOW_STATS: 1 << 0,
    TABLE_STATS: 1 << 1,
    PORT_STATS: 1 << 2,
    STP: 1 << 3,
    RESERVED: 1 << 4,
    IP_REASM: 1 << 5,
    QUEUE_STATS: 1 << 6,
    ARP_MATCH_IP: 1 << 7,
  }),
  actions: new Flags(4, {
    OUTPUT: 1 << 0,
    SET_VLAN_VID: 1 << 1,
    SET_VLAN_PCP: 1 << 2,
    STRIP_VLAN: 1 << 3,
    SET_DL_SRC: 1 << 4,
    SET_DL_DST: 1 << 5,
    SET_NW_SRC: 1 << 6,
    SET_NW_DST: 1 << 7,
    SET_NW_TOS: 1 << 8,
    SET_TP_SRC: 1 << 9,
    SET_TP_DST: 1 << 10,
    ENQUEUE: 1 << 11,
  }),
  ports: defaulted(list(PORT_10), []),
} as const;

const CAPABILITIES_13 = {
  FLOW_STATS: 1 << 0,
  TABLE_STATS: 1 << 1,
  PORT_STATS: 1 << 2,
  GROUP_STATS: 1 << 3,
  IP_REASM: 1 << 5,
  QUEUE_STATS: 1 << 6,
  PORT_BLOCKED: 1 << 8,
} as const;

export const FEATURES_REPLY_13 = {
  datapathId: u64,
  nBuffers: u32,
  nTables: u8,
  auxiliaryId: defaulted(u8, 0),
  pad: pad(2),
  capabilities: new Flags(4, CAPABILITIES_13),
  reserved: defaulted(u32, 0),
} as const;

export const FEATURES_REPLY_14 = {
  ...FEATURES_REPLY_13,
  capabilities: new Flags(4, { ...CAPABILITIES_13, BUNDLES: 1 << 9, FLOW_MONITORING: 1 << 10 }),
} as const;
