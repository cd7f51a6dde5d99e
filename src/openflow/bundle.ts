// Bundles: messages that a switch applies together or not at all. OpenFlow 1.3 has them as an extension (ONF extension 230,
// experimenter 0x4f4e4600), which Open vSwitch speaks; the layout is that of 1.4 (sections 7.3.9.2 and 7.3.9.3).
//
//   control  | header | experimenter | exp_type 2300 | bundle_id 32 | type 16 | flags 16 | properties ...
//   add      | header | experimenter | exp_type 2301 | bundle_id 32 | pad 2   | flags 16 | a whole message
//            | zeros to a multiple of 8 and properties, if there are any
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque, prefixOf } from './choice.ts';
import type { Codec } from './codec.ts';
import { OFPT_EXPERIMENTER } from './header.ts';
import { list } from './list.ts';
import { Enumeration, Flags } from './names.ts';
import { defaulted } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u32 } from './uint.ts';

export const ONF_EXPERIMENTER_ID = 0x4f4e4600;
export const ONF_ET_BUNDLE_CONTROL = 2300;
export const ONF_ET_BUNDLE_ADD_MESSAGE = 2301;

const PROPERTIES = { EXPERIMENTER: kind(0xffff, { experimenter: u32, expType: u32, body: rest }) } as const;
export type BundleProperty = ChoiceOut<'type', typeof PROPERTIES> | Opaque<'type'>;
export type BundlePropertyIn = ChoiceIn<'type', typeof PROPERTIES> | Opaque<'type'>;

export const BUNDLE_PROPERTIES: Codec<BundleProperty[], readonly BundlePropertyIn[]> = list(
  new Tlv(new Choice('type', PROPERTIES), 'outside'),
);

export const BUNDLE_FLAGS = new Flags(2, { ATOMIC: 1 << 0, ORDERED: 1 << 1 });
export type BundleFlag = 'ATOMIC' | 'ORDERED' | number;

export const BUNDLE_CONTROL = kind(
  OFPT_EXPERIMENTER,
  {
    bundleId: u32,
    controlType: new Enumeration(2, {
      OPEN_REQUEST: 0,
      OPEN_REPLY: 1,
      CLOSE_REQUEST: 2,
      CLOSE_REPLY: 3,
      COMMIT_REQUEST: 4,
      COMMIT_REPLY: 5,
      DISCARD_REQUEST: 6,
      DISCARD_REPLY: 7,
    }),
    flags: defaulted(BUNDLE_FLAGS, []),
    properties: defaulted(BUNDLE_PROPERTIES, []),
  },
  prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_BUNDLE_CONTROL]),
);

export const BUNDLE_ADD_PREFIX = prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_BUNDLE_ADD_MESSAGE]);
