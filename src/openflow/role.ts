// ROLE_REQUEST and ROLE_REPLY of 1.3 (section 7.3.9): what a controller is to the switch. A generation id lower than one
// the switch has seen is refused (STALE).
//
//   | header | role 32 | pad 4 | generation_id 64 |
import { Enumeration } from './names.ts';
import { defaulted, pad } from './struct.ts';
import { u64 } from './uint.ts';

export const ROLE = {
  role: new Enumeration(4, { NOCHANGE: 0, EQUAL: 1, MASTER: 2, SLAVE: 3 }),
  pad: pad(4),
  generationId: defaulted(u64, 0n),
} as const;
