// TABLE_MOD (1.3 section 7.3.3, 1.4 section 7.3.3) and what 1.4 tells of a table: its description and TABLE_STATUS (section
// 7.4.5). 1.3 has no configuration that means anything, and its bits carry no names. 1.5 is as 1.4.
//
//   1.3          | header | table_id 8 | pad 3 | config 32 |
//   1.4          | header | table_id 8 | pad 3 | config 32 | properties ... |
//   description  | length 16 | table_id 8 | pad | config 32 | properties ... |
//   status       | header | reason 8 | pad 7 | description |
import { kind } from './choice.ts';
import { TABLE_ID } from './flow-mod.ts';
import { LENGTH, record } from './list.ts';
import { Enumeration, Flags } from './names.ts';
import { properties } from './property.ts';
import { defaulted, pad } from './struct.ts';
import { u8, u32 } from './uint.ts';

export const TABLE_MOD = { tableId: TABLE_ID, pad: pad(3), config: defaulted(u32, 0) } as const;

export const TABLE_CONFIG_14 = new Flags(4, { EVICTION: 1 << 2, VACANCY_EVENTS: 1 << 3 });

/** Thresholds of vacancy are percents; `vacancy`, what is left now, has a meaning in descriptions only. */
const PROPERTIES_14 = properties({
  EVICTION: kind(2, { flags: new Flags(4, { OTHER: 1 << 0, IMPORTANCE: 1 << 1, LIFETIME: 1 << 2 }) }),
  VACANCY: kind(3, { vacancyDown: u8, vacancyUp: u8, vacancy: defaulted(u8, 0), pad: pad(1) }),
});

export const TABLE_MOD_14 = {
  tableId: TABLE_ID,
  pad: pad(3),
  config: defaulted(TABLE_CONFIG_14, []),
  properties: PROPERTIES_14,
} as const;

export const TABLE_DESC = record(0, {
  length: LENGTH,
  tableId: u8,
  pad: pad(1),
  config: defaulted(TABLE_CONFIG_14, []),
  properties: PROPERTIES_14,
});

export const TABLE_STATUS = {
  reason: new Enumeration(1, { VACANCY_DOWN: 3, VACANCY_UP: 4 }),
  pad: pad(7),
  table: TABLE_DESC,
} as const;
