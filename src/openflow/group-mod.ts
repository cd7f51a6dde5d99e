// GROUP_MOD of 1.3 (section 7.3.4.2): groups of buckets, each a list of actions. 1.4 is the same. In 1.5 (section 7.3.4.3) buckets
// have ids, may be inserted and removed one by one, and have properties, as the group has.
//
//   0       8          10     11    12         16
//   | header| command  | type | pad | group_id | buckets ...                                                     (1.3)
//   bucket: | len 16 | weight 16 | watch_port 32 | watch_group 32 | pad 4 | actions ... |
//
//   0       8          10     11    12         16                    18    20                  24
//   | header| command  | type | pad | group_id | bucket_array_len 16 | pad | command_bucket_id | buckets ... | properties ...
//   bucket: | len 16 | action_array_len 16 | bucket_id 32 | actions ... | properties ... |                       (1.5)
import { ACTION_LIST_13, ACTION_LIST_15 } from './action.ts';
import { kind } from './choice.ts';
import { GROUP_ID, OFPG_ANY } from './flow-mod.ts';
import { ahead, LENGTH, LENGTH_AHEAD, list, record } from './list.ts';
import { Enumeration } from './names.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import { properties } from './property.ts';
import { defaulted, pad } from './struct.ts';
import { Uint, u16 } from './uint.ts';

export const OFPG_BUCKET_MAX = 0xffffff00;
export const OFPG_BUCKET_FIRST = 0xfffffffd;
export const OFPG_BUCKET_LAST = 0xfffffffe;
export const OFPG_BUCKET_ALL = 0xffffffff;
const BUCKET_ID = new Uint(4, { FIRST: OFPG_BUCKET_FIRST, LAST: OFPG_BUCKET_LAST, ALL: OFPG_BUCKET_ALL });

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

export const BUCKET_LIST_15 = list(
  record(0, {
    length: LENGTH,
    actionArrayLen: LENGTH_AHEAD,
    bucketId: BUCKET_ID,
    actions: defaulted(ahead(ACTION_LIST_15), []),
    properties: properties({
      WEIGHT: kind(0, { weight: u16, pad: pad(2) }),
      WATCH_PORT: kind(1, { watch: PORT_NO_13 }),
      WATCH_GROUP: kind(2, { watch: GROUP_ID }),
    }),
  }),
);

export const GROUP_MOD_15 = {
  command: new Enumeration(2, { ADD: 0, MODIFY: 1, DELETE: 2, INSERT_BUCKET: 3, REMOVE_BUCKET: 5 }),
  groupType: GROUP_TYPE,
  pad1: pad(1),
  groupId: GROUP_ID,
  bucketArrayLen: LENGTH_AHEAD,
  pad2: pad(2),
  commandBucketId: defaulted(BUCKET_ID, OFPG_BUCKET_ALL),
  buckets: defaulted(ahead(BUCKET_LIST_15), []),
  properties: properties({}),
} as const;
