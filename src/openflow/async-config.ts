// GET_ASYNC_REQUEST, GET_ASYNC_REPLY and SET_ASYNC (1.3 section 7.3.10, 1.4 section 7.3.10): which asynchronous messages a
// controller gets.
//
//   1.3  | header | packet_in_mask 2 x 32 | port_status_mask 2 x 32 | flow_removed_mask 2 x 32 |
//   1.4  | header | properties ... |          each is a mask, for one message and one role
//
// Each list of 1.3 has two entries: the first holds while the role is EQUAL or MASTER, the second while it is SLAVE.
import { kind } from './choice.ts';
import { times } from './list.ts';
import { Flags } from './names.ts';
import { EXPERIMENTER_PROPERTY_BODY, properties } from './property.ts';

export const GET_ASYNC_REQUEST = {} as const;

const PORT_STATUS = new Flags(4, { ADD: 1 << 0, DELETE: 1 << 1, MODIFY: 1 << 2 });

/** Bit n is reason n of the message. */
export const ASYNC_CONFIG = {
  packetInMask: times(2, new Flags(4, { NO_MATCH: 1 << 0, ACTION: 1 << 1, INVALID_TTL: 1 << 2 })),
  portStatusMask: times(2, PORT_STATUS),
  flowRemovedMask: times(
    2,
    new Flags(4, { IDLE_TIMEOUT: 1 << 0, HARD_TIMEOUT: 1 << 1, DELETE: 1 << 2, GROUP_DELETE: 1 << 3 }),
  ),
} as const;

const PACKET_IN_14 = {
  mask: new Flags(4, {
    TABLE_MISS: 1 << 0,
    APPLY_ACTION: 1 << 1,
    INVALID_TTL: 1 << 2,
    ACTION_SET: 1 << 3,
    GROUP: 1 << 4,
    PACKET_OUT: 1 << 5,
  }),
} as const;
const PORT_STATUS_14 = { mask: PORT_STATUS } as const;
const FLOW_REMOVED_14 = {
  mask: new Flags(4, {
    IDLE_TIMEOUT: 1 << 0,
    HARD_TIMEOUT: 1 << 1,
    DELETE: 1 << 2,
    GROUP_DELETE: 1 << 3,
    METER_DELETE: 1 << 4,
    EVICTION: 1 << 5,
  }),
} as const;
const ROLE_STATUS = { mask: new Flags(4, { MASTER_REQUEST: 1 << 0, CONFIG: 1 << 1, EXPERIMENTER: 1 << 2 }) } as const;
const TABLE_STATUS = { mask: new Flags(4, { VACANCY_DOWN: 1 << 3, VACANCY_UP: 1 << 4 }) } as const;
const REQUESTFORWARD = { mask: new Flags(4, { GROUP_MOD: 1 << 0, METER_MOD: 1 << 1 }) } as const;
const FLOW_STATS = { mask: new Flags(4, { STATS_REQUEST: 1 << 0, STAT_TRIGGER: 1 << 1 }) } as const;
const CONT_STATUS = {
  mask: new Flags(4, {
    REQUEST: 1 << 0,
    CHANNEL_STATUS: 1 << 1,
    ROLE: 1 << 2,
    CONTROLLER_ADDED: 1 << 3,
    CONTROLLER_REMOVED: 1 << 4,
    SHORT_ID: 1 << 5,
    EXPERIMENTER: 1 << 6,
  }),
} as const;

/** The one list in which a second type is an experimenter's: EXPERIMENTER_SLAVE; EXPERIMENTER is that of the master. */
const PROPERTIES_14 = {
  PACKET_IN_SLAVE: kind(0, PACKET_IN_14),
  PACKET_IN_MASTER: kind(1, PACKET_IN_14),
  PORT_STATUS_SLAVE: kind(2, PORT_STATUS_14),
  PORT_STATUS_MASTER: kind(3, PORT_STATUS_14),
  FLOW_REMOVED_SLAVE: kind(4, FLOW_REMOVED_14),
  FLOW_REMOVED_MASTER: kind(5, FLOW_REMOVED_14),
  ROLE_STATUS_SLAVE: kind(6, ROLE_STATUS),
  ROLE_STATUS_MASTER: kind(7, ROLE_STATUS),
  TABLE_STATUS_SLAVE: kind(8, TABLE_STATUS),
  TABLE_STATUS_MASTER: kind(9, TABLE_STATUS),
  REQUESTFORWARD_SLAVE: kind(10, REQUESTFORWARD),
  REQUESTFORWARD_MASTER: kind(11, REQUESTFORWARD),
  EXPERIMENTER_SLAVE: kind(0xfffe, EXPERIMENTER_PROPERTY_BODY),
} as const;

const PROPERTIES_15 = {
  ...PROPERTIES_14,
  FLOW_STATS_SLAVE: kind(12, FLOW_STATS),
  FLOW_STATS_MASTER: kind(13, FLOW_STATS),
  CONT_STATUS_SLAVE: kind(14, CONT_STATUS),
  CONT_STATUS_MASTER: kind(15, CONT_STATUS),
} as const;

export const ASYNC_CONFIG_14 = { properties: properties(PROPERTIES_14) } as const;
export const ASYNC_CONFIG_15 = { properties: properties(PROPERTIES_15) } as const;
