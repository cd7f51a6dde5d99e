// CONTROLLER_STATUS of 1.5 (section 7.4.7) and its multipart message (section 7.3.5.20): how the switch sees its controllers. Both
// have the same entry.
//
//   0        2          4      8        9                10    16
//   | length | short_id | role | reason | channel_status | pad | properties ... |
import { restText } from './bytes.ts';
import { kind } from './choice.ts';
import { LENGTH, record } from './list.ts';
import { Enumeration } from './names.ts';
import { properties } from './property.ts';
import { CONTROLLER_ROLE } from './role.ts';
import { pad } from './struct.ts';
import { u16 } from './uint.ts';

export const CONTROLLER_STATUS_REASON = new Enumeration(1, {
  REQUEST: 0,
  CHANNEL_STATUS: 1,
  ROLE: 2,
  CONTROLLER_ADDED: 3,
  CONTROLLER_REMOVED: 4,
  SHORT_ID: 5,
  EXPERIMENTER: 6,
});

export const CONTROLLER_STATUS_ENTRY = record(0, {
  length: LENGTH,
  shortId: u16,
  role: CONTROLLER_ROLE,
  reason: CONTROLLER_STATUS_REASON,
  channelStatus: new Enumeration(1, { UP: 0, DOWN: 1 }),
  pad: pad(6),
  properties: properties({ URI: kind(0, { uri: restText }) }),
});

export const CONTROLLER_STATUS = { status: CONTROLLER_STATUS_ENTRY } as const;
