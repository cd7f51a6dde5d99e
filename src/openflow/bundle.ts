// Bundles: messages that a switch applies together or not at all (1.4 sections 7.3.9.2 and 7.3.9.3). OpenFlow 1.3 has them as an
// extension (ONF extension 230, experimenter 0x4f4e4600), which Open vSwitch speaks; what follows its prefix is the body of 1.4.
// 1.5 can put a time to a bundle.
//
//   1.3      | header | experimenter | exp_type 2300 or 2301 | ...
//   control  | header | bundle_id 32 | type 16 | flags 16 | properties ...
//   add      | header | bundle_id 32 | pad 2   | flags 16 | a whole message
//            | zeros to a multiple of 8 and properties, if there are any
import { Carried } from './carried.ts';
import { type AnyKind, kind, prefixOf } from './choice.ts';
import { asObject, badValue, type Codec, step, within } from './codec.ts';
import { ONF_EXPERIMENTER_ID } from './experimenter-id.ts';
import { OFPT_EXPERIMENTER, OFPT14_BUNDLE_ADD_MESSAGE, OFPT14_BUNDLE_CONTROL } from './header.ts';
import { Enumeration, Flags } from './names.ts';
import { type Property, type PropertyIn, properties } from './property.ts';
import { defaulted, pad } from './struct.ts';
import { padTo } from './tlv.ts';
import { u32, u64 } from './uint.ts';

export const ONF_ET_BUNDLE_CONTROL = 2300;
export const ONF_ET_BUNDLE_ADD_MESSAGE = 2301;

const CONTROL_TYPE = new Enumeration(2, {
  OPEN_REQUEST: 0,
  OPEN_REPLY: 1,
  CLOSE_REQUEST: 2,
  CLOSE_REPLY: 3,
  COMMIT_REQUEST: 4,
  COMMIT_REPLY: 5,
  DISCARD_REQUEST: 6,
  DISCARD_REPLY: 7,
});

/** When a bundle is to be committed. */
const TIME = { TIME: kind(1, { pad1: pad(4), seconds: u64, nanoseconds: u32, pad2: pad(4) }) } as const;

const PROPERTIES_14 = properties({});
const PROPERTIES_15 = properties(TIME);
const FLAGS_14 = new Flags(2, { ATOMIC: 1 << 0, ORDERED: 1 << 1 });
const FLAGS_15 = new Flags(2, { ATOMIC: 1 << 0, ORDERED: 1 << 1, TIME: 1 << 2 });

export type BundleProperty = Property<typeof TIME>;
export type BundlePropertyIn = PropertyIn<typeof TIME>;
/** TIME is a number before 1.5. */
export type BundleFlag = 'ATOMIC' | 'ORDERED' | 'TIME' | number;

const CONTROL_14 = {
  bundleId: u32,
  controlType: CONTROL_TYPE,
  flags: defaulted(FLAGS_14, []),
  properties: PROPERTIES_14,
} as const;

export const BUNDLE_CONTROL = kind(
  OFPT_EXPERIMENTER,
  CONTROL_14,
  prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_BUNDLE_CONTROL]),
);
export const BUNDLE_CONTROL_14 = kind(OFPT14_BUNDLE_CONTROL, CONTROL_14);
export const BUNDLE_CONTROL_15 = kind(OFPT14_BUNDLE_CONTROL, {
  ...CONTROL_14,
  flags: defaulted(FLAGS_15, []),
  properties: PROPERTIES_15,
});

/** What a bundle-add message holds beside its header; `M` is the message that it carries. */
export interface BundleAddFields<M> {
  bundleId: number;
  flags: BundleFlag[];
  message: M;
  properties: BundleProperty[];
}
export interface BundleAddFieldsIn<M> {
  bundleId: number;
  flags?: readonly BundleFlag[] | number | undefined;
  message: M;
  properties?: readonly BundlePropertyIn[] | undefined;
}

/**
 * The kind of a bundle-add message, of 1.3 (where it is an experimenter's), 1.4 or 1.5.
 * @param message the codec of whole messages, which is not known here
 */
export function bundleAdd<M>(version: 4 | 5 | 6, message: Codec<M, unknown>): AnyKind {
  const carried = new Carried(message);
  const flagsCodec: Codec<BundleFlag[], readonly BundleFlag[] | number> = version === 6 ? FLAGS_15 : FLAGS_14;
  const propertyList = (version === 6 ? PROPERTIES_15 : PROPERTIES_14) as Codec<BundleProperty[], unknown>;
  return {
    tag: version === 4 ? OFPT_EXPERIMENTER : OFPT14_BUNDLE_ADD_MESSAGE,
    prefix: version === 4 ? prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_BUNDLE_ADD_MESSAGE]) : new Uint8Array(0),
    body: {
      shape: {},

      decodeInto(reader, target) {
        target.bundleId = step('bundleId', () => reader.u32());
        step('pad', () => reader.take(2));
        target.flags = step('flags', () => flagsCodec.decode(reader));
        const from = reader.at;
        target.message = step('message', () => carried.decode(reader));
        if (reader.left() > 0) {
          step('pad', () => reader.take(padTo(reader.at - from, 8)));
          // Padding belongs to the properties: without one there is none (1.4 section 7.3.9.3).
          if (reader.left() === 0) throw within(reader.fault('padding without a property', 'a property'), 'properties');
        }
        target.properties = step('properties', () => propertyList.decode(reader));
        return target;
      },

      encodeFields(writer, value, others) {
        const { bundleId, flags, message, properties } = bundleFields(value, others);
        step('bundleId', () => u32.encode(writer, bundleId));
        writer.zeros(2);
        step('flags', () => flagsCodec.encode(writer, flags));
        const from = writer.at;
        step('message', () => carried.encode(writer, message));
        if (properties.length > 0) writer.zeros(padTo(writer.at - from, 8));
        step('properties', () => propertyList.encode(writer, properties));
      },

      toJsonInto(value, target) {
        const { bundleId, flags, message, properties } = bundleFields(value);
        target.bundleId = step('bundleId', () => u32.toJson(bundleId));
        target.flags = step('flags', () => flagsCodec.toJson(flags));
        target.message = step('message', () => carried.toJson(message));
        target.properties = step('properties', () => propertyList.toJson(properties));
        return target;
      },

      fromJsonInto(json, target, others) {
        const { bundleId, flags, message, properties } = bundleFields(json, others);
        target.bundleId = step('bundleId', () => u32.fromJson(bundleId));
        target.flags = step('flags', () => flagsCodec.fromJson(flags));
        target.message = step('message', () => carried.fromJson(message));
        target.properties = step('properties', () => propertyList.fromJson(properties));
        return target;
      },
    },
  };
}

const FIELDS = ['bundleId', 'flags', 'message', 'properties'];

/** @param others fields of the header; without it they are not checked */
function bundleFields(
  value: unknown,
  others?: ReadonlySet<string>,
): { bundleId: number; flags: readonly BundleFlag[]; message: unknown; properties: readonly BundlePropertyIn[] } {
  const fields = asObject(value);
  for (const name in fields) {
    if (others === undefined || others.has(name) || FIELDS.includes(name)) continue;
    throw within(badValue(fields[name], `no such field; this message has ${FIELDS.join(', ')}`), name);
  }
  const { bundleId, flags = [], message, properties = [] } = fields;
  return { bundleId, flags, message, properties } as ReturnType<typeof bundleFields>;
}
