// PORT_MOD (1.0 section 5.3.3, 1.3 section 7.3.4.3, 1.4 section 7.3.4.3): changes a port's configuration; `mask` says which bits.
// `hwAddr` must be the port's own. 1.5 is as 1.4.
//
//   1.0  | header | port_no 16 | hw_addr 48 | config 32 | mask 32 | advertise 32 | pad 4 |
//   1.3  | header | port_no 32 | pad 4 | hw_addr 48 | pad 2 | config 32 | mask 32 | advertise 32 | pad 4 |
//   1.4  | header | port_no 32 | pad 4 | hw_addr 48 | pad 2 | config 32 | mask 32 | properties ... |
import { mac } from './address.ts';
import { kind } from './choice.ts';
import { i32 } from './int.ts';
import { OPTICAL_FEATURES, PORT_CONFIG_10, PORT_CONFIG_13, PORT_FEATURES_10, PORT_FEATURES_13 } from './port.ts';
import { PORT_NO_10, PORT_NO_13 } from './port-number.ts';
import { properties } from './property.ts';
import { defaulted, pad } from './struct.ts';
import { u32 } from './uint.ts';

export const PORT_MOD_10 = {
  portNo: PORT_NO_10,
  hwAddr: mac,
  config: PORT_CONFIG_10,
  mask: PORT_CONFIG_10,
  advertise: defaulted(PORT_FEATURES_10, []),
  pad: pad(4),
} as const;

export const PORT_MOD_13 = {
  portNo: PORT_NO_13,
  pad1: pad(4),
  hwAddr: mac,
  pad2: pad(2),
  config: PORT_CONFIG_13,
  mask: PORT_CONFIG_13,
  advertise: defaulted(PORT_FEATURES_13, []),
  pad3: pad(4),
} as const;

export const PORT_MOD_14 = {
  portNo: PORT_NO_13,
  pad1: pad(4),
  hwAddr: mac,
  pad2: pad(2),
  config: PORT_CONFIG_13,
  mask: PORT_CONFIG_13,
  properties: properties({
    ETHERNET: kind(0, { advertise: PORT_FEATURES_13 }),
    OPTICAL: kind(1, { configure: OPTICAL_FEATURES, freqLmda: u32, flOffset: i32, gridSpan: u32, txPwr: u32 }),
  }),
} as const;
