// Bundles: messages that a switch applies together or not at all. OpenFlow 1.3 has them as an extension (ONF extension 230,
// experimenter 0x4f4e4600), which Open vSwitch speaks; the layout is that of 1.4 (sections 7.3.9.2 and 7.3.9.3).
//
//   control  | header | experimenter | exp_type 2300 | bundle_id 32 | type 16 | flags 16 | properties ...
//   add      | header | experimenter | exp_type 2301 | bundle_id 32 | pad 2   | flags 16 | a whole message
//            | zeros to a multiple of 8 and properties, if there are any
import { rest } from './bytes.ts';
import { type AnyKind, Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque, prefixOf } from './choice.ts';
import { asObject, badValue, type Codec, Fault, step, within } from './codec.ts';
import { ONF_EXPERIMENTER_ID } from './experimenter-id.ts';
import { OFPT_EXPERIMENTER } from './header.ts';
import { list } from './list.ts';
import { Enumeration, Flags } from './names.ts';
import { defaulted } from './struct.ts';
import { padTo, Tlv } from './tlv.ts';
import { u32 } from './uint.ts';

export const ONF_ET_BUNDLE_CONTROL = 2300;
export const ONF_ET_BUNDLE_ADD_MESSAGE = 2301;

const PROPERTIES = { EXPERIMENTER: kind(0xffff, { experimenter: u32, expType: u32, body: rest }) } as const;
export type BundleProperty = ChoiceOut<'type', typeof PROPERTIES> | Opaque<'type'>;
export type BundlePropertyIn = ChoiceIn<'type', typeof PROPERTIES> | Opaque<'type'>;
const PROPERTY_LIST: Codec<BundleProperty[], readonly BundlePropertyIn[]> = list(
  new Tlv(new Choice('type', PROPERTIES), 'outside'),
);

export type BundleFlag = 'ATOMIC' | 'ORDERED' | number;
const FLAGS: Codec<BundleFlag[], readonly BundleFlag[] | number> = new Flags(2, { ATOMIC: 1 << 0, ORDERED: 1 << 1 });

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
    flags: defaulted(FLAGS, []),
    properties: defaulted(PROPERTY_LIST, []),
  },
  prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_BUNDLE_CONTROL]),
);

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
 * The kind of a bundle-add message. A message that a bundle carries is no bundle-add itself: nesting has an end.
 * @param carried the codec of whole messages, which is not known here
 */
export function bundleAdd<M>(carried: Codec<M, unknown>): AnyKind {
  return {
    tag: OFPT_EXPERIMENTER,
    prefix: prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_BUNDLE_ADD_MESSAGE]),
    body: {
      shape: {},

      decodeInto(reader, target) {
        target.bundleId = step('bundleId', () => reader.u32());
        step('pad', () => reader.take(2));
        target.flags = step('flags', () => FLAGS.decode(reader));
        const from = reader.at;
        if (reader.inBundle) throw within(reader.fault(NESTED, UNNESTED), 'message');
        reader.inBundle = true;
        target.message = step('message', () => carried.decode(reader));
        reader.inBundle = false;
        if (reader.left() > 0) {
          step('pad', () => reader.take(padTo(reader.at - from, 8)));
          // Padding belongs to the properties: without one there is none (1.4 section 7.3.9.3).
          if (reader.left() === 0) throw within(reader.fault('padding without a property', 'a property'), 'properties');
        }
        target.properties = step('properties', () => PROPERTY_LIST.decode(reader));
        return target;
      },

      encodeFields(writer, value, others) {
        const { bundleId, flags, message, properties } = bundleFields(value, others);
        step('bundleId', () => u32.encode(writer, bundleId));
        writer.zeros(2);
        step('flags', () => FLAGS.encode(writer, flags));
        const from = writer.at;
        step('message', () => carried.encode(writer, message));
        if (properties.length > 0) writer.zeros(padTo(writer.at - from, 8));
        step('properties', () => PROPERTY_LIST.encode(writer, properties));
      },

      toJsonInto(value, target) {
        const { bundleId, flags, message, properties } = bundleFields(value);
        target.bundleId = step('bundleId', () => u32.toJson(bundleId));
        target.flags = step('flags', () => FLAGS.toJson(flags));
        target.message = step('message', () => carried.toJson(message));
        target.properties = step('properties', () => PROPERTY_LIST.toJson(properties));
        return target;
      },

      fromJsonInto(json, target, others) {
        const { bundleId, flags, message, properties } = bundleFields(json, others);
        target.bundleId = step('bundleId', () => u32.fromJson(bundleId));
        target.flags = step('flags', () => FLAGS.fromJson(flags));
        target.message = step('message', () => carried.fromJson(message));
        target.properties = step('properties', () => PROPERTY_LIST.fromJson(properties));
        return target;
      },
    },
  };
}

const NESTED = 'a bundle-add in a bundle-add';
const UNNESTED = 'a message that is none';
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
  const carried = asCarried(message);
  if (carried.type === 'BUNDLE_ADD_MESSAGE') throw within(new Fault(-1, NESTED, UNNESTED), 'message');
  return { bundleId, flags, message, properties } as ReturnType<typeof bundleFields>;
}

function asCarried(message: unknown): Record<string, unknown> {
  return step('message', () => asObject(message));
}
