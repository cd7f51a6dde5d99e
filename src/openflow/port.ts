// A port as a switch describes it: 48 bytes in 1.0 (section 5.2.1), 64 in 1.3 (section 7.2.1); from 1.4 (section 7.2.1.1) what is
// particular to a kind of port is in properties, and 1.5 (section 7.2.1.2) has more of them. Speeds are kilobits a second.
//
//   1.0  | port_no 16 | hw_addr 48 | name 16 bytes | config 32 | state 32 | curr, advertised, supported, peer 32 each |
//   1.3  | port_no 32 | pad 4 | hw_addr 48 | pad 2 | name 16 bytes | config 32 | state 32
//        | curr, advertised, supported, peer 32 each | curr_speed 32 | max_speed 32 |
//   1.4  | port_no 32 | length 16 | pad 2 | hw_addr 48 | pad 2 | name 16 bytes | config 32 | state 32 | properties ... |
import { mac } from './address.ts';
import { Text } from './bytes.ts';
import { kind } from './choice.ts';
import type { OutOf } from './codec.ts';
import { LENGTH, list, record } from './list.ts';
import { Flags } from './names.ts';
import { OXM_ID } from './oxm-id.ts';
import { PORT_NO_10, PORT_NO_13 } from './port-number.ts';
import { properties } from './property.ts';
import { defaulted, pad, type ShapeOut, Struct } from './struct.ts';
import { u16, u32 } from './uint.ts';

export const OFP_MAX_PORT_NAME_LEN = 16;

export const PORT_CONFIG_10 = new Flags(4, {
  PORT_DOWN: 1 << 0,
  NO_STP: 1 << 1,
  NO_RECV: 1 << 2,
  NO_RECV_STP: 1 << 3,
  NO_FLOOD: 1 << 4,
  NO_FWD: 1 << 5,
  NO_PACKET_IN: 1 << 6,
});
/** The spanning tree state is a number in bits 8 and 9; LISTEN is 0 and has no flag. */
export const PORT_STATE_10 = new Flags(4, {
  LINK_DOWN: 1 << 0,
  STP_BLOCK: 3 << 8,
  STP_LEARN: 1 << 8,
  STP_FORWARD: 2 << 8,
});
export const PORT_FEATURES_10 = new Flags(4, {
  '10MB_HD': 1 << 0,
  '10MB_FD': 1 << 1,
  '100MB_HD': 1 << 2,
  '100MB_FD': 1 << 3,
  '1GB_HD': 1 << 4,
  '1GB_FD': 1 << 5,
  '10GB_FD': 1 << 6,
  COPPER: 1 << 7,
  FIBER: 1 << 8,
  AUTONEG: 1 << 9,
  PAUSE: 1 << 10,
  PAUSE_ASYM: 1 << 11,
});

export const PORT_CONFIG_13 = new Flags(4, {
  PORT_DOWN: 1 << 0,
  NO_RECV: 1 << 2,
  NO_FWD: 1 << 5,
  NO_PACKET_IN: 1 << 6,
});
export const PORT_STATE_13 = new Flags(4, { LINK_DOWN: 1 << 0, BLOCKED: 1 << 1, LIVE: 1 << 2 });
export const PORT_FEATURES_13 = new Flags(4, {
  '10MB_HD': 1 << 0,
  '10MB_FD': 1 << 1,
  '100MB_HD': 1 << 2,
  '100MB_FD': 1 << 3,
  '1GB_HD': 1 << 4,
  '1GB_FD': 1 << 5,
  '10GB_FD': 1 << 6,
  '40GB_FD': 1 << 7,
  '100GB_FD': 1 << 8,
  '1TB_FD': 1 << 9,
  OTHER: 1 << 10,
  COPPER: 1 << 11,
  FIBER: 1 << 12,
  AUTONEG: 1 << 13,
  PAUSE: 1 << 14,
  PAUSE_ASYM: 1 << 15,
});

export const PORT_10 = new Struct({
  portNo: PORT_NO_10,
  hwAddr: mac,
  name: new Text(OFP_MAX_PORT_NAME_LEN),
  config: defaulted(PORT_CONFIG_10, []),
  state: defaulted(PORT_STATE_10, []),
  curr: defaulted(PORT_FEATURES_10, []),
  advertised: defaulted(PORT_FEATURES_10, []),
  supported: defaulted(PORT_FEATURES_10, []),
  peer: defaulted(PORT_FEATURES_10, []),
} as const);

export const PORT_13 = new Struct({
  portNo: PORT_NO_13,
  pad1: pad(4),
  hwAddr: mac,
  pad2: pad(2),
  name: new Text(OFP_MAX_PORT_NAME_LEN),
  config: defaulted(PORT_CONFIG_13, []),
  state: defaulted(PORT_STATE_13, []),
  curr: defaulted(PORT_FEATURES_13, []),
  advertised: defaulted(PORT_FEATURES_13, []),
  supported: defaulted(PORT_FEATURES_13, []),
  peer: defaulted(PORT_FEATURES_13, []),
  currSpeed: defaulted(u32, 0),
  maxSpeed: defaulted(u32, 0),
} as const);

const HEAD_14 = {
  portNo: PORT_NO_13,
  length: LENGTH,
  pad1: pad(2),
  hwAddr: mac,
  pad2: pad(2),
  name: new Text(OFP_MAX_PORT_NAME_LEN),
  config: defaulted(PORT_CONFIG_13, []),
  state: defaulted(PORT_STATE_13, []),
} as const;

/** OFPOPF_: what an optical port can do, or is told to. */
export const OPTICAL_FEATURES = new Flags(4, {
  RX_TUNE: 1 << 0,
  TX_TUNE: 1 << 1,
  TX_PWR: 1 << 2,
  USE_FREQ: 1 << 3,
});

/** Frequencies or wavelengths (in MHz or nm * 100, as USE_FREQ says), powers in dBm * 10. */
const PROPERTIES_14 = {
  ETHERNET: kind(0, {
    pad: pad(4),
    curr: defaulted(PORT_FEATURES_13, []),
    advertised: defaulted(PORT_FEATURES_13, []),
    supported: defaulted(PORT_FEATURES_13, []),
    peer: defaulted(PORT_FEATURES_13, []),
    currSpeed: defaulted(u32, 0),
    maxSpeed: defaulted(u32, 0),
  }),
  OPTICAL: kind(1, {
    pad: pad(4),
    supported: OPTICAL_FEATURES,
    txMinFreqLmda: u32,
    txMaxFreqLmda: u32,
    txGridFreqLmda: u32,
    rxMinFreqLmda: u32,
    rxMaxFreqLmda: u32,
    rxGridFreqLmda: u32,
    txPwrMin: u16,
    txPwrMax: u16,
  }),
} as const;

const PROPERTIES_15 = {
  ...PROPERTIES_14,
  PIPELINE_INPUT: kind(2, { oxmIds: list(OXM_ID) }),
  PIPELINE_OUTPUT: kind(3, { oxmIds: list(OXM_ID) }),
  RECIRCULATE: kind(4, { portNos: list(PORT_NO_13) }),
} as const;

export const PORT_14 = record(4, { ...HEAD_14, properties: properties(PROPERTIES_14) });
export const PORT_15 = record(4, { ...HEAD_14, properties: properties(PROPERTIES_15) });

export type Port10 = ShapeOut<(typeof PORT_10)['shape']>;
export type Port13 = ShapeOut<(typeof PORT_13)['shape']>;
export type Port14 = OutOf<typeof PORT_14>;
export type Port15 = OutOf<typeof PORT_15>;
