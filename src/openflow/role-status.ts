// ROLE_STATUS (1.4 section 7.4.4): the switch has changed a controller's role by itself.
//
//   0       8       12       13     16              24
//   | header| role  | reason | pad  | generation_id | properties ... |
import { Enumeration } from './names.ts';
import { properties } from './property.ts';
import { CONTROLLER_ROLE } from './role.ts';
import { defaulted, pad } from './struct.ts';
import { u64 } from './uint.ts';

export const ROLE_STATUS_REASON = new Enumeration(1, { MASTER_REQUEST: 0, CONFIG: 1, EXPERIMENTER: 2 });

export const ROLE_STATUS = {
  role: CONTROLLER_ROLE,
  reason: ROLE_STATUS_REASON,
  pad: pad(3),
  generationId: defaulted(u64, 0n),
  properties: properties({}),
} as const;
