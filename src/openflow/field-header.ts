// The match field that an action of Open vSwitch reads or writes: the header of an OXM, without a value. Its value is the
// field's name; a header that no name has stays a number, so that a round trip is exact. Pure.
//
//   | header 32 |                    all that old actions have room for
//   | header 32 | experimenter 32 |  of class 0xffff, in later actions
import { badValue, type Codec, type Json } from './codec.ts';
import { OXM_CLASS_EXPERIMENTER } from './nxm-field.ts';
import { OXM_FIELDS, type OxmName, oxmExperimenter, oxmHeader, oxmOfHeader } from './oxm.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** A name of OXM_FIELDS; or the 32 bits of a header; or, of class 0xffff, 64 bits: header and experimenter. */
export type FieldHeaderValue = OxmName | number | bigint;

const EXPERIMENTER_FROM = BigInt(OXM_CLASS_EXPERIMENTER) << 48n;
const HEX = /^0x[0-9a-f]{16}$/;

export class FieldHeader implements Codec<FieldHeaderValue> {
  /** An experimenter may follow. */
  readonly wide: boolean;

  constructor(wide: boolean) {
    this.wide = wide;
  }

  decode(reader: Reader): FieldHeaderValue {
    const header = reader.u32();
    if (!this.wide || header >>> 16 !== OXM_CLASS_EXPERIMENTER) return nameOf(header) ?? header;
    const experimenter = reader.u32();
    return nameOf(header, experimenter) ?? (BigInt(header) << 32n) | BigInt(experimenter);
  }

  encode(writer: Writer, value: FieldHeaderValue): void {
    const checked = this.#check(value);
    if (typeof checked === 'bigint') writer.u64(checked);
    else if (typeof checked === 'number') writer.u32(checked);
    else {
      writer.u32(oxmHeader(checked));
      const experimenter = oxmExperimenter(checked);
      if (experimenter !== undefined) writer.u32(experimenter);
    }
  }

  toJson(value: FieldHeaderValue): Json {
    const checked = this.#check(value);
    return typeof checked === 'bigint' ? `0x${checked.toString(16)}` : checked;
  }

  fromJson(json: unknown): FieldHeaderValue {
    return this.#check(typeof json === 'string' && HEX.test(json) ? BigInt(json) : json);
  }

  #check(value: unknown): FieldHeaderValue {
    if (typeof value === 'string' && Object.hasOwn(OXM_FIELDS, value)) {
      if (this.wide || oxmExperimenter(value as OxmName) === undefined) return value as OxmName;
      throw badValue(value, 'a field without an experimenter: this action has no room for one');
    }
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) {
      if (!this.wide || value >>> 16 !== OXM_CLASS_EXPERIMENTER) return value;
    }
    if (this.wide && typeof value === 'bigint' && value >= EXPERIMENTER_FROM && value >> 64n === 0n) return value;
    const others = this.wide ? ' of another class than 0xffff, or 64 bits of that class' : '';
    throw badValue(value, `a name of OXM_FIELDS, or a header of 32 bits${others}`);
  }
}

/** @returns the field that has this header and no mask */
function nameOf(header: number, experimenter?: number): OxmName | undefined {
  const found = oxmOfHeader(header, experimenter);
  return found?.hasMask === false ? found.field : undefined;
}

/** With room for an experimenter. */
export const FIELD = new FieldHeader(true);
/** Without. */
export const FIELD_32 = new FieldHeader(false);
