// Properties: the parts behind the fixed fields of a message or an entry, with which 1.4 made nearly everything open to
// extension (1.4 section 7.2.1 and after). Each kind of property list has its own table of types; all of them have the
// experimenter's. A type that is not in the table stays a number and its body bytes. Pure.
//
//   | type 16 | length 16 (without the padding) | body ... | zeros to a multiple of 8 |
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, type Kinds, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { list } from './list.ts';
import { type Defaulted, defaulted } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u32 } from './uint.ts';

export const EXPERIMENTER_PROPERTY_BODY = { experimenter: u32, expType: u32, body: rest } as const;

const EXPERIMENTER = { EXPERIMENTER: kind(0xffff, EXPERIMENTER_PROPERTY_BODY) } as const;
type WithExperimenter<K> = K & typeof EXPERIMENTER;

export type Property<K> = ChoiceOut<'type', WithExperimenter<K>> | Opaque<'type'>;
export type PropertyIn<K> = ChoiceIn<'type', WithExperimenter<K>> | Opaque<'type'>;
export type PropertyList<K> = Codec<Property<K>[], readonly PropertyIn<K>[]>;

/** A list of properties up to the end of its region; empty when it is left out. */
export function properties<K extends Kinds>(kinds: K): Defaulted<Property<K>[], readonly PropertyIn<K>[]> {
  const all = { ...kinds, ...EXPERIMENTER };
  return defaulted(list(new Tlv(new Choice('type', all), 'outside')) as unknown as PropertyList<K>, []);
}
