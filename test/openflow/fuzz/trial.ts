// One mutated message put to the test. It must be a message or an error; nothing outside of it may matter; what decodes must
// encode to the same bytes but for padding, and come back from JSON the same.
import { toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage, fromJson, type Message, toJson } from '#openflow/message.ts';
import { printMessage } from '#openflow/text/message-text.ts';
import { expectSameButPadding } from '../same-but-padding.ts';

/** Bytes around the message. */
const MARGIN = 24;

export type Decode = (bytes: Uint8Array, at: number, end: number) => ReturnType<typeof decodeMessage>;

export interface Trial {
  readonly type: string;
  readonly decoded: boolean;
  /** Of one decoding. */
  readonly ms: number;
}

/**
 * Throws when something is wrong.
 * @param json whether to try JSON and text too, which take longer than all the rest
 * @param decode what is tried: the library's, but in the tests of this file
 */
export function tryMessage(bytes: Uint8Array, json: boolean, decode: Decode = decodeMessage): Trial {
  // Its own buffer: the first byte of the message is the first there is, its last the last.
  const began = performance.now();
  const result = decode(bytes, 0, bytes.length);
  const ms = performance.now() - began;
  const outcome = outcomeOf(result, 0, bytes.length);
  // Between bytes that are not its own. If they mattered, the outcome would be another.
  for (const other of [0x00, 0xff]) {
    const buffer = new Uint8Array(bytes.length + 2 * MARGIN).fill(other);
    buffer.set(bytes, MARGIN);
    const between = outcomeOf(decode(buffer, MARGIN, MARGIN + bytes.length), MARGIN, bytes.length);
    if (!sameOutcome(outcome, between)) throw new Error(`bytes outside of the message (${other}) changed what it is`);
  }
  if (!result.ok) return { type: result.error.type, decoded: false, ms };
  const encoded = outcome as Uint8Array;
  expectSameButPadding(bytes.subarray(0, result.end), encoded);
  if (json) {
    expectSameJson(result.message, encoded);
    expectText(result.message);
  }
  return { type: result.message.type, decoded: true, ms };
}

/** @returns the error's sentence, or the bytes that the message encodes to */
function outcomeOf(result: ReturnType<typeof decodeMessage>, at: number, length: number): string | Uint8Array {
  if (result.ok) {
    const end = result.end - at;
    if (end < 8 || end > length) throw new Error(`the message of ${length} bytes ends at ${end}`);
    return encodeMessage(result.message);
  }
  const { offset, message, found, allowed } = result.error;
  if (offset < 0 || offset > length) throw new Error(`an error at byte ${offset} of ${length}: ${message}`);
  if (found === '' || allowed === '') throw new Error(`an error that says nothing: ${message}`);
  return message;
}

function sameOutcome(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return Buffer.compare(a, b) === 0;
}

/** What people read of a message: some lines, whatever it holds. */
function expectText(message: Message): void {
  const text = printMessage(message);
  if (text === '') throw new Error('a message that prints as nothing');
}

function expectSameJson(message: Message, encoded: Uint8Array): void {
  const text = JSON.stringify(toJson(message));
  const back = fromJson(JSON.parse(text));
  if (JSON.stringify(toJson(back)) !== text) throw new Error(`JSON differs from JSON: ${text}`);
  const again = encodeMessage(back);
  if (Buffer.compare(encoded, again) !== 0) throw new Error(`JSON has changed the message: ${toHex(again)}`);
}
