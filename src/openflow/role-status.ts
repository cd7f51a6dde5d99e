// ROLE_STATUS (1.4 section 7.4.4): the switch has changed a controller's role by itself. OpenFlow 1.3 has it as an extension (ONF
// extension 191, experimenter 0x4f4e4600), which Open vSwitch speaks; what follows its prefix is the body of 1.4.
//
//   0       8       12       13     16              24
//   | header| role  | reason | pad  | generation_id | properties ... |
import { kind, prefixOf } from './choice.ts';
import { ONF_EXPERIMENTER_ID } from './experimenter-id.ts';
import { OFPT_EXPERIMENTER } from './header.ts';
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

const ONF_ET_ROLE_STATUS = 1911;
export const ROLE_STATUS_13 = kind(OFPT_EXPERIMENTER, ROLE_STATUS, prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_ROLE_STATUS]));
