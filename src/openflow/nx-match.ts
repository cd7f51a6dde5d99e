// A match as Nicira's messages have it (nx_match, include/openflow/nicira-ext.h): OXM and NXM fields without a header of
// their own. Their length stands some fields ahead; zeros behind them make it a multiple of 8. Pure.
//
//   | ... match_len 16 ... | field | field | ... | zeros to a multiple of 8 |
//                          |<--- match_len ----->|
import type { Codec, Json } from './codec.ts';
import { ahead, List } from './list.ts';
import { OXM, type OxmField } from './oxm.ts';
import type { Reader } from './reader.ts';
import { padTo } from './tlv.ts';
import type { Writer } from './writer.ts';

/** The fields of a match, to the end of their region. */
export const OXM_LIST = new List<OxmField, OxmField>(OXM);

export class NxMatch implements Codec<OxmField[], readonly OxmField[]> {
  readonly fields: Codec<OxmField[], readonly OxmField[]> = ahead(OXM_LIST);

  decode(reader: Reader): OxmField[] {
    const from = reader.at;
    const fields = this.fields.decode(reader);
    reader.take(padTo(reader.at - from, 8));
    return fields;
  }

  encode(writer: Writer, value: readonly OxmField[]): void {
    const from = writer.at;
    this.fields.encode(writer, value);
    writer.zeros(padTo(writer.at - from, 8));
  }

  toJson(value: readonly OxmField[]): Json {
    return this.fields.toJson(value);
  }

  fromJson(json: unknown): OxmField[] {
    return this.fields.fromJson(json);
  }
}

export const NX_MATCH = new NxMatch();
