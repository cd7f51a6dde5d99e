// EXPERIMENTER of 1.3 (section 7.5.4) and VENDOR of 1.0 (section 5.5.4): messages that only their experimenter can read. The
// ones that we know (bundles, those of Open vSwitch) have types of their own in message-table.ts; all others stay opaque bytes.
//
//   1.0  | header | vendor 32 | data ...
//   1.3  | header | experimenter 32 | exp_type 32 | data ...
import { rest } from './bytes.ts';
import { defaulted } from './struct.ts';
import { u32 } from './uint.ts';

export const EXPERIMENTER_13 = {
  experimenter: u32,
  expType: u32,
  data: defaulted(rest, new Uint8Array(0)),
} as const;

export const VENDOR_10 = { vendor: u32, data: defaulted(rest, new Uint8Array(0)) } as const;
