// ROLE_REQUEST and ROLE_REPLY of 1.3 (section 7.3.9): what a controller is to the switch. A generation id lower than one
// the switch has seen is refused (STALE). 1.5 (section 7.3.8) lets a controller choose a short id.
//
//   1.3, 1.4  | header | role 32 | pad 4                | generation_id 64 |
//   1.5       | header | role 32 | short_id 16 | pad 2  | generation_id 64 |
import { Enumeration } from './names.ts';
import { defaulted, pad } from './struct.ts';
import { Uint, u64 } from './uint.ts';

export const CONTROLLER_ROLE = new Enumeration(4, { NOCHANGE: 0, EQUAL: 1, MASTER: 2, SLAVE: 3 });

/** OFPCID_UNDEFINED: the switch's choice. */
export const OFPCID_UNDEFINED = 0;

export const ROLE = { role: CONTROLLER_ROLE, pad: pad(4), generationId: defaulted(u64, 0n) } as const;

export const ROLE_15 = {
  role: CONTROLLER_ROLE,
  shortId: defaulted(new Uint(2, { UNDEFINED: OFPCID_UNDEFINED }), OFPCID_UNDEFINED),
  pad: pad(2),
  generationId: defaulted(u64, 0n),
} as const;
