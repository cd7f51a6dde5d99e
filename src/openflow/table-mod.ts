// TABLE_MOD of 1.3 (section 7.3.3). The configuration bits are deprecated there and carry no names.
//
//   | header | table_id 8 | pad 3 | config 32 |
import { TABLE_ID } from './flow-mod.ts';
import { defaulted, pad } from './struct.ts';
import { u32 } from './uint.ts';

export const TABLE_MOD = { tableId: TABLE_ID, pad: pad(3), config: defaulted(u32, 0) } as const;
