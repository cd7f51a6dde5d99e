// GROUP_MOD of 1.3 (section 7.3.4.2): groups of buckets, each a list of actions.
//
//   0       8          10     11    12         16
//   | header| command  | type | pad | group_id | buckets ...
//   bucket: | len 16 | weight 16 | watch_port 32 | watch_group 32 | pad 4 | actions ... |
import { ACTION_LIST_13 } from './action.ts';
import { GROUP_ID, OFPG_ANY } from './flow-mod.ts';
import { LENGTH, list, record } from './list.ts';
import { Enumeration } from './names.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import { defaulted, pad } from './struct.ts';
import { u16 } from './uint.ts';

export const GROUP_TYPE = new Enumeration(1, { ALL: 0, SELECT: 1, INDIRECT: 2, FF: 3 });

/** Watch fields are for fast failover, the weight for SELECT. */
export const BUCKET_LIST = list(
  record(0, {
    length: LENGTH,
    weight: defaulted(u16, 0),
    watchPort: defaulted(PORT_NO_13, OFPP_ANY),
    watchGroup: defaulted(GROUP_ID, OFPG_ANY),
    pad: pad(4),
    actions: ACTION_LIST_13,
  }),
);

export const GROUP_MOD = {
  command: new Enumeration(2, { ADD: 0, MODIFY: 1, DELETE: 2 }),
  groupType: GROUP_TYPE,
  pad: pad(1),
  groupId: GROUP_ID,
  buckets: defaulted(BUCKET_LIST, []),
} as const;
