// One line in, one line out: what `ofp decode`, `encode` and `roundtrip` do to a line of stdin. A bad line is an answer, not
// an exception: a JSON object with `error`. Pure.
import { DaoliError } from '#base/error.ts';
import { parseHex, toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage, fromJson, type Message, toJson } from '#openflow/message.ts';

/** How many differing bytes a round trip names. */
const DIFFERENCES_SHOWN = 8;

/** @returns the message as JSON, from hex in either case, white space allowed */
export function decodeLine(line: string): string {
  const decoded = decodeHex(line);
  return typeof decoded === 'string' ? decoded : JSON.stringify(toJson(decoded.message));
}

/** @returns the message as hex, from JSON as `decodeLine` writes it; what has a default may be left out */
export function encodeLine(line: string): string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return errorLine(`not JSON: ${(error as Error).message}`);
  }
  try {
    return toHex(encodeMessage(fromJson(json)));
  } catch (error) {
    if (!(error instanceof DaoliError)) throw error;
    return errorLine(error.message);
  }
}

/** @returns `ok TYPE` when decoding and encoding, by value and by JSON, gives the same bytes; else where they differ */
export function roundtripLine(line: string): string {
  const decoded = decodeHex(line);
  if (typeof decoded === 'string') return decoded;
  const { bytes, message } = decoded;
  const byValue = encodeMessage(message);
  const byJson = encodeMessage(fromJson(JSON.parse(JSON.stringify(toJson(message)))));
  const difference = compare(bytes, byValue) ?? compare(bytes, byJson);
  return difference === undefined ? `ok ${message.type}` : `differs ${message.type}: ${difference}`;
}

/** @returns the line for something that is no message */
export function errorLine(error: string, details: object = {}): string {
  return JSON.stringify({ error, ...details });
}

/** @returns the message of a line, or the error line */
function decodeHex(line: string): { bytes: Uint8Array; message: Message } | string {
  const bytes = parseHex(line);
  if (bytes === undefined) return errorLine('not hex: expected two hex digits for each byte of one message');
  if (bytes.length === 0) return errorLine('an empty line: expected one message in hex');
  const result = decodeMessage(bytes);
  if (!result.ok) {
    const { message, ...details } = result.error;
    return errorLine(message, details);
  }
  if (result.end !== bytes.length) {
    const extra = bytes.length - result.end;
    return errorLine(
      `${result.message.type}: found ${extra} bytes behind its length of ${result.end}, expected one message`,
    );
  }
  return { bytes, message: result.message };
}

function compare(was: Uint8Array, is: Uint8Array): string | undefined {
  const at: number[] = [];
  for (let i = 0; i < Math.min(was.length, is.length); i++) if (was[i] !== is[i]) at.push(i);
  const parts = at
    .slice(0, DIFFERENCES_SHOWN)
    .map((i) => `byte ${i} was ${toHex(was.subarray(i, i + 1))}, is ${toHex(is.subarray(i, i + 1))}`);
  if (at.length > DIFFERENCES_SHOWN) parts.push(`${at.length - DIFFERENCES_SHOWN} more bytes differ`);
  if (was.length !== is.length) parts.push(`length was ${was.length}, is ${is.length}`);
  return parts.length === 0 ? undefined : parts.join('; ');
}
