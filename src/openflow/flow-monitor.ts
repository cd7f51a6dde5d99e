// Flow monitors of 1.4 (section 7.3.5.17): a controller is told of changes that others make to flows. A request adds, changes and
// removes monitors; a reply has the flows that there are, then updates under the same xid.
//
//   request  | monitor_id 32 | out_port 32 | out_group 32 | flags 16 | table_id 8 | command 8 | match |
//   update   | length 16 | event 16 | by event ...                                    (its length comes before its type)
import { Choice, kind } from './choice.ts';
import type { Codec } from './codec.ts';
import { GROUP_ID, OFPG_ANY, TABLE_ID } from './flow-mod.ts';
import { REMOVED_REASON_14 } from './flow-removed.ts';
import { list } from './list.ts';
import { MATCH_13 } from './match.ts';
import { Enumeration, Flags } from './names.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u8, u16, u32, u64 } from './uint.ts';

const MONITOR = new Struct({
  monitorId: u32,
  outPort: defaulted(PORT_NO_13, OFPP_ANY),
  outGroup: defaulted(GROUP_ID, OFPG_ANY),
  flags: defaulted(
    new Flags(2, {
      INITIAL: 1 << 0,
      ADD: 1 << 1,
      REMOVED: 1 << 2,
      MODIFY: 1 << 3,
      INSTRUCTIONS: 1 << 4,
      NO_ABBREV: 1 << 5,
      ONLY_OWN: 1 << 6,
    }),
    [],
  ),
  tableId: defaulted(TABLE_ID, 0xff),
  command: new Enumeration(1, { ADD: 0, MODIFY: 1, DELETE: 2 }),
  match: defaulted(MATCH_13, []),
} as const);

export const FLOW_MONITOR_REQUEST = { monitors: list(MONITOR) } as const;

/** @param instructions the version's codec of instructions */
export function flowMonitorReply<Out, In>(instructions: Codec<Out, In>) {
  const full = {
    tableId: u8,
    reason: defaulted(REMOVED_REASON_14, 'IDLE_TIMEOUT'),
    idleTimeout: u16,
    hardTimeout: u16,
    priority: u16,
    zeros: pad(4),
    cookie: u64,
    match: MATCH_13,
    instructions,
  } as const;
  const events = {
    INITIAL: kind(0, full),
    ADDED: kind(1, full),
    REMOVED: kind(2, full),
    MODIFIED: kind(3, full),
    ABBREV: kind(4, { xid: u32 }),
    PAUSED: kind(5, { zeros: pad(4) }),
    RESUMED: kind(6, { zeros: pad(4) }),
  } as const;
  return { updates: list(new Tlv(new Choice('event', events), 'inside', 8, 'length')) } as const;
}
