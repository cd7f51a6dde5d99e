// GET_ASYNC_REQUEST, GET_ASYNC_REPLY and SET_ASYNC of 1.3 (section 7.3.10): which asynchronous messages a controller gets.
// Each list has two entries: the first holds while the role is EQUAL or MASTER, the second while it is SLAVE.
//
//   | header | packet_in_mask 2 x 32 | port_status_mask 2 x 32 | flow_removed_mask 2 x 32 |
import { times } from './list.ts';
import { Flags } from './names.ts';

export const GET_ASYNC_REQUEST = {} as const;

/** Bit n is reason n of the message. */
export const ASYNC_CONFIG = {
  packetInMask: times(2, new Flags(4, { NO_MATCH: 1 << 0, ACTION: 1 << 1, INVALID_TTL: 1 << 2 })),
  portStatusMask: times(2, new Flags(4, { ADD: 1 << 0, DELETE: 1 << 1, MODIFY: 1 << 2 })),
  flowRemovedMask: times(
    2,
    new Flags(4, { IDLE_TIMEOUT: 1 << 0, HARD_TIMEOUT: 1 << 1, DELETE: 1 << 2, GROUP_DELETE: 1 << 3 }),
  ),
} as const;
