// METER_MOD of 1.3 (section 7.3.4.4): adds, changes and deletes meters, each a list of bands.
//
//   0       8          10      12         16
//   | header| command  | flags | meter_id | bands ...
//   band: | type 16 | len 16 | rate 32 | burst_size 32 | by type, 4 bytes |
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { list } from './list.ts';
import { Enumeration, Flags } from './names.ts';
import { defaulted, pad } from './struct.ts';
import { Tlv } from './tlv.ts';
import { Uint, u8, u32 } from './uint.ts';

export const OFPM_MAX = 0xffff0000;
export const OFPM_SLOWPATH = 0xfffffffd;
export const OFPM_CONTROLLER = 0xfffffffe;
export const OFPM_ALL = 0xffffffff;

export const METER_ID = new Uint(4, { SLOWPATH: OFPM_SLOWPATH, CONTROLLER: OFPM_CONTROLLER, ALL: OFPM_ALL });
export const METER_FLAGS = new Flags(2, { KBPS: 1 << 0, PKTPS: 1 << 1, BURST: 1 << 2, STATS: 1 << 3 });

/** Rates are kilobits or packets a second, as the flags say. */
const BANDS = {
  DROP: kind(1, { rate: u32, burstSize: defaulted(u32, 0), pad: pad(4) }),
  DSCP_REMARK: kind(2, { rate: u32, burstSize: defaulted(u32, 0), precLevel: u8, pad: pad(3) }),
  EXPERIMENTER: kind(0xffff, { rate: u32, burstSize: defaulted(u32, 0), experimenter: u32, body: rest }),
} as const;

export type MeterBand = ChoiceOut<'type', typeof BANDS> | Opaque<'type'>;
export type MeterBandIn = ChoiceIn<'type', typeof BANDS> | Opaque<'type'>;

export const BAND_LIST: Codec<MeterBand[], readonly MeterBandIn[]> = list(
  new Tlv(new Choice('type', BANDS), 'inside', 1),
);

export const METER_MOD = {
  command: new Enumeration(2, { ADD: 0, MODIFY: 1, DELETE: 2 }),
  flags: defaulted(METER_FLAGS, []),
  meterId: METER_ID,
  bands: defaulted(BAND_LIST, []),
} as const;
