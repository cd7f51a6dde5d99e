// Parts of statistics that the versions share (1.0 section 5.3.5, 1.3 sections 7.3.5.1 and 7.3.5.6). Pure.
import { Text } from './bytes.ts';
import { u64 } from './uint.ts';

export const DESC_STR_LEN = 256;
export const SERIAL_NUM_LEN = 32;

/** Who made the switch. */
export const DESC_STATS = {
  mfrDesc: new Text(DESC_STR_LEN),
  hwDesc: new Text(DESC_STR_LEN),
  swDesc: new Text(DESC_STR_LEN),
  serialNum: new Text(SERIAL_NUM_LEN),
  dpDesc: new Text(DESC_STR_LEN),
} as const;

/** What every kind of port counts; all ones where the switch does not count. */
export const PORT_COUNTERS_14 = {
  rxPackets: u64,
  txPackets: u64,
  rxBytes: u64,
  txBytes: u64,
  rxDropped: u64,
  txDropped: u64,
  rxErrors: u64,
  txErrors: u64,
} as const;

/** What an Ethernet port counts: from 1.4 a property. */
export const ETHERNET_COUNTERS = { rxFrameErr: u64, rxOverErr: u64, rxCrcErr: u64, collisions: u64 } as const;

export const PORT_COUNTERS = { ...PORT_COUNTERS_14, ...ETHERNET_COUNTERS } as const;

export const QUEUE_COUNTERS = { txBytes: u64, txPackets: u64, txErrors: u64 } as const;
