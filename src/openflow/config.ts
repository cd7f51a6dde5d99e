// GET_CONFIG_REQUEST, GET_CONFIG_REPLY and SET_CONFIG (1.0 section 5.3.2, 1.3 section 7.3.2). Both versions are alike but for
// INVALID_TTL_TO_CONTROLLER, which 1.3 has dropped and Open vSwitch still takes.
//
//   | header | flags 16 | miss_send_len 16 |
import { OFPCML_NO_BUFFER } from './action.ts';
import { Flags } from './names.ts';
import { defaulted } from './struct.ts';
import { Uint } from './uint.ts';

export const GET_CONFIG_REQUEST = {} as const;

export const SWITCH_CONFIG = {
  flags: defaulted(new Flags(2, { FRAG_DROP: 1, FRAG_REASM: 2, INVALID_TTL_TO_CONTROLLER: 4 }), []),
  missSendLen: new Uint(2, { NO_BUFFER: OFPCML_NO_BUFFER }),
} as const;
