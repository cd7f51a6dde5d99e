// OXM headers without a value: how the properties of table features say which fields a table matches or sets (1.3 section
// 7.3.5.5.2). A field of the table of names, at its own length, is named; any other keeps its numbers. A header of
// OFPXMC_EXPERIMENTER is followed by its experimenter. Pure.
//
//   | oxm_class 16 | oxm_field 7 | hasmask 1 | oxm_length 8 | experimenter 32 (OFPXMC_EXPERIMENTER) |
import { asObject, badValue, type Codec, type Json, step, within } from './codec.ts';
import { OXM_CLASS_EXPERIMENTER } from './nxm-field.ts';
import { OXM_FIELDS, type OxmName, oxmExperimenter, oxmHeader, oxmOfHeader } from './oxm.ts';
import type { Reader } from './reader.ts';
import { Uint, u8, u16, u32 } from './uint.ts';
import type { Writer } from './writer.ts';

/** One of the table of names; `hasMask` says whether the table takes a mask. */
export interface NamedOxmId {
  field: OxmName;
  hasMask: boolean;
}
/** Any other; `experimenter` goes with class 0xffff, and only there. */
export interface OpaqueOxmId {
  field: number;
  oxmClass: number;
  hasMask: boolean;
  length: number;
  experimenter?: number;
}
export type OxmIdValue = NamedOxmId | OpaqueOxmId;

const FIELD_NUMBER = new Uint(1, {}, 0x7f);
const NAMED_FIELDS = ['field', 'hasMask'];
const OPAQUE_FIELDS = [...NAMED_FIELDS, 'oxmClass', 'length', 'experimenter'];

export class OxmId implements Codec<OxmIdValue> {
  decode(reader: Reader): OxmIdValue {
    const header = reader.u32();
    const oxmClass = header >>> 16;
    const experimenter = oxmClass === OXM_CLASS_EXPERIMENTER ? step('experimenter', () => reader.u32()) : undefined;
    const named = oxmOfHeader(header, experimenter);
    if (named !== undefined) return named;
    const id = { field: (header >>> 9) & 0x7f, oxmClass, hasMask: (header & 0x100) !== 0, length: header & 0xff };
    return experimenter === undefined ? id : { ...id, experimenter };
  }

  encode(writer: Writer, value: OxmIdValue): void {
    const id = checked(value);
    if (typeof id.field === 'string') {
      writer.u32(oxmHeader(id.field, id.hasMask));
      const experimenter = oxmExperimenter(id.field);
      if (experimenter !== undefined) writer.u32(experimenter);
    } else {
      const { field, oxmClass, hasMask, length, experimenter } = id as OpaqueOxmId;
      writer.u16(oxmClass);
      writer.u8((field << 1) | (hasMask ? 1 : 0));
      writer.u8(length);
      if (experimenter !== undefined) writer.u32(experimenter);
    }
  }

  toJson(value: OxmIdValue): Json {
    return { ...checked(value) };
  }

  fromJson(json: unknown): OxmIdValue {
    return { ...checked(json) };
  }
}

export const OXM_ID = new OxmId();

function checked(value: unknown): OxmIdValue {
  const fields = asObject(value);
  const named = typeof fields.field === 'string';
  for (const name in fields) {
    if ((named ? NAMED_FIELDS : OPAQUE_FIELDS).includes(name) || fields[name] === undefined) continue;
    throw within(badValue(fields[name], `no such field; an id has ${NAMED_FIELDS.join(', ')}`), name);
  }
  if (typeof fields.hasMask !== 'boolean') throw within(badValue(fields.hasMask, 'true or false'), 'hasMask');
  if (named) {
    if (!Object.hasOwn(OXM_FIELDS, fields.field as string)) {
      throw within(badValue(fields.field, 'a name of OXM_FIELDS, or a number with oxmClass and length'), 'field');
    }
    return fields as unknown as NamedOxmId;
  }
  step('field', () => FIELD_NUMBER.check(fields.field));
  const oxmClass = step('oxmClass', () => u16.check(fields.oxmClass));
  step('length', () => u8.check(fields.length));
  if (oxmClass === OXM_CLASS_EXPERIMENTER) step('experimenter', () => u32.check(fields.experimenter));
  else if (fields.experimenter !== undefined) {
    throw within(badValue(fields.experimenter, 'no experimenter in this class'), 'experimenter');
  }
  return fields as unknown as OpaqueOxmId;
}
