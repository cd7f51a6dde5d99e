// PACKET_OUT (1.0 section 5.3.6, 1.3 section 7.3.7, 1.5 section 7.3.6): a packet, or the number of a buffered one, and what to do
// with it. In 1.5 a match of pipeline fields says where the packet came from; OXM_OF_IN_PORT is required in it.
//
//            0       8           12        14                  16
//   1.0      | header| buffer_id | in_port | actions_len 16    | actions ... | data ...
//
//            0       8           12        16                  18     24
//   1.3      | header| buffer_id | in_port | actions_len 16    | pad  | actions ... | data ...
//
//            0       8           12                14     16
//   1.5      | header| buffer_id | actions_len 16  | pad  | match | actions ... | data ...
import { ACTION_LIST_10, ACTION_LIST_13, ACTION_LIST_15 } from './action.ts';
import { rest } from './bytes.ts';
import { HEADER_BYTES } from './header.ts';
import { ahead, LENGTH_AHEAD, sized } from './list.ts';
import { MATCH_13 } from './match.ts';
import { oxm } from './oxm.ts';
import { BUFFER_ID, OFP_NO_BUFFER } from './packet-in.ts';
import { OFPP_CONTROLLER, OFPP_NONE_10, PORT_NO_10, PORT_NO_13 } from './port-number.ts';
import { defaulted, pad } from './struct.ts';

export const PACKET_OUT_BUFFER_ID_AT = HEADER_BYTES;
export const PACKET_OUT_IN_PORT_AT = 12;
export const PACKET_OUT_10_ACTIONS_LEN_AT = 14;
export const PACKET_OUT_10_ACTIONS_AT = 16;
export const PACKET_OUT_13_ACTIONS_LEN_AT = 16;
export const PACKET_OUT_13_ACTIONS_AT = 24;

export const PACKET_OUT_10 = {
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  inPort: defaulted(PORT_NO_10, OFPP_NONE_10),
  actions: defaulted(sized(ACTION_LIST_10), []),
  data: defaulted(rest, new Uint8Array(0)),
} as const;

export const PACKET_OUT_13 = {
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  inPort: defaulted(PORT_NO_13, OFPP_CONTROLLER),
  actions: defaulted(sized(ACTION_LIST_13, 6), []),
  data: defaulted(rest, new Uint8Array(0)),
} as const;

export const PACKET_OUT_15 = {
  bufferId: defaulted(BUFFER_ID, OFP_NO_BUFFER),
  actionsLen: LENGTH_AHEAD,
  pad: pad(2),
  match: defaulted(MATCH_13, [oxm('IN_PORT', OFPP_CONTROLLER)]),
  actions: defaulted(ahead(ACTION_LIST_15), []),
  data: defaulted(rest, new Uint8Array(0)),
} as const;
