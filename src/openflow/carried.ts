// A whole message as a part of another: what a bundle-add adds and what a request-forward forwards. A message that is
// carried carries none itself, so nesting has an end. Pure.
import { asObject, badValue, type Codec, type Json } from './codec.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Message types that carry another message. */
export const CARRIERS: readonly string[] = ['BUNDLE_ADD_MESSAGE', 'REQUESTFORWARD'];

const NESTED = 'a carried message that carries one itself';
const UNNESTED = 'a message that carries none';

export class Carried<M> implements Codec<M, unknown> {
  readonly message: Codec<M, unknown>;

  /** @param message the codec of whole messages, which is not known here */
  constructor(message: Codec<M, unknown>) {
    this.message = message;
  }

  decode(reader: Reader): M {
    if (reader.carried) throw reader.fault(NESTED, UNNESTED);
    reader.carried = true;
    const message = this.message.decode(reader);
    reader.carried = false;
    return message;
  }

  encode(writer: Writer, value: unknown): void {
    this.message.encode(writer, carriedOnce(value));
  }

  toJson(value: unknown): Json {
    return this.message.toJson(carriedOnce(value));
  }

  fromJson(json: unknown): M {
    return this.message.fromJson(carriedOnce(json));
  }
}

function carriedOnce(message: unknown): unknown {
  const { type } = asObject(message);
  if (CARRIERS.includes(type as string)) throw badValue(type, UNNESTED);
  return message;
}
