// All messages of 1.0, 1.3, 1.4 and 1.5: decode, encode, JSON. Values are plain objects told apart by `version` and `type` (the
// specification's name); reserved numbers, flags and enumerations are named as in the specification without their prefix.
// Cold code: it allocates. Pure.
//
//   encodeMessage({ version: 4, type: 'FLOW_MOD', xid: 7, command: 'ADD', priority: 100, cookie: 0xda01n, idleTimeout: 30,
//     flags: ['SEND_FLOW_REM'],
//     match: [oxm('IN_PORT', 1), oxm('ETH_TYPE', 0x800), oxm('IPV4_DST', '10.0.0.0', '255.0.0.0')],
//     instructions: [{ type: 'APPLY_ACTIONS', actions: [
//       { type: 'SET_FIELD', field: oxm('ETH_DST', '02:00:00:00:00:01') },
//       { type: 'OUTPUT', port: 2 }] }] });
//   encodeMessage({ version: 4, type: 'PACKET_OUT', xid: 8, inPort: OFPP_CONTROLLER, data: packet,
//     actions: [{ type: 'OUTPUT', port: OFPP_TABLE }] });
//   encodeMessage({ version: 4, type: 'MULTIPART_REQUEST', xid: 9, multipartType: 'FLOW', cookie: 0xda00n << 48n,
//     cookieMask: 0xff00n << 48n });
//   encodeMessage({ version: 1, type: 'FLOW_MOD', xid: 1, command: 'ADD', match: { inPort: 1, dlType: 0x800 },
//     actions: [{ type: 'OUTPUT', port: 2 }] });                    what a 1.0 match leaves out is wild
//
// A field with an obvious default (cookie 0n, tableId 0, bufferId NO_BUFFER, outPort ANY, empty lists) may be left out.
import { DaoliError } from '#base/error.ts';
import { bundleAdd } from './bundle.ts';
import { Choice, type Kinds } from './choice.ts';
import { asObject, badValue, type Codec, Fault, type Json, step, within } from './codec.ts';
import { HEADER_BYTES, OFP_VERSION_10, OFP_VERSION_13, OFP_VERSION_14, OFP_VERSION_15 } from './header.ts';
import {
  HEADER_FIELDS,
  KINDS_10,
  KINDS_13,
  KINDS_14,
  KINDS_15,
  KINDS_ANY_VERSION,
  type Message,
  type MessageIn,
} from './message-table.ts';
import { Reader } from './reader.ts';
import { requestForward } from './request-forward.ts';
import { Uint, u32 } from './uint.ts';
import { Writer } from './writer.ts';

export type { Message, MessageIn, MessageOf } from './message-table.ts';

/** Why bytes are no message. */
export interface DecodeError {
  /** The header's version and xid; 0 when there is no whole header. */
  readonly version: number;
  readonly xid: number;
  /** The message's type by name, or `OpenFlow header` when it was not got that far. */
  readonly type: string;
  /** Path of the field: `instructions[0].actions[1].port`; empty when it is the message as a whole. */
  readonly field: string;
  /** Bytes from the start of the message. */
  readonly offset: number;
  readonly found: string;
  readonly allowed: string;
  /** All of it in one sentence. */
  readonly message: string;
}

export type DecodeResult =
  | { readonly ok: true; readonly message: Message; readonly end: number }
  | { readonly ok: false; readonly error: DecodeError };

/**
 * Decodes the message at `at`. What a peer sends is never an exception.
 * @param end one past the last byte that may be read; the message may end before it
 * @returns the message and where it ends, or what is wrong with it
 */
export function decodeMessage(bytes: Uint8Array, at = 0, end: number = bytes.length): DecodeResult {
  const seen: Record<string, unknown> = {};
  try {
    const reader = new Reader(bytes, at, end);
    const message = decodeFrom(reader, seen);
    return { ok: true, message, end: reader.at };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, error: decodeError(error, seen) };
  }
}

/**
 * Encodes a message into bytes of its own.
 * @throws DaoliError `bad_message` that names the path of the bad value
 */
export function encodeMessage(message: MessageIn): Uint8Array {
  const writer = new Writer();
  encodeOrThrow(writer, message);
  return writer.written();
}

/**
 * Encodes a message into given bytes; each of its bytes is written, padding too.
 * @returns one past the last byte written
 * @throws DaoliError `bad_message` that names the path of the bad value, or when there is no room
 */
export function encodeMessageInto(message: MessageIn, bytes: Uint8Array, at: number): number {
  const writer = new Writer(bytes, at);
  encodeOrThrow(writer, message);
  return writer.at;
}

/**
 * Turns a message into what `JSON.stringify` takes: 64-bit fields are strings "0x..", bytes are hex, reserved numbers are
 * names.
 */
export function toJson(message: MessageIn): { [key: string]: Json } {
  return orThrow(message, () => messageToJson(message));
}

/**
 * Turns parsed JSON into a message with all its fields. 64-bit fields may be hex or decimal strings or safe integers.
 * @throws DaoliError `bad_message` that names the path of the bad value
 */
export function fromJson(json: unknown): Message {
  return orThrow(json, () => messageFromJson(json));
}

/** Whole messages as a part of others: what a bundle-add or a request-forward carries. */
const CARRIED: Codec<Message, unknown> = {
  decode: (reader) => decodeFrom(reader, {}),
  encode: encodeTo,
  toJson: messageToJson,
  fromJson: messageFromJson,
};

const CHOICE_ANY = choice(KINDS_ANY_VERSION);
const CHOICES: ReadonlyMap<number, Choice<'type', Kinds>> = new Map([
  [OFP_VERSION_10, choice(KINDS_10)],
  [
    OFP_VERSION_13,
    choice({ ...KINDS_13, BUNDLE_ADD_MESSAGE: bundleAdd(4, CARRIED), REQUESTFORWARD: requestForward(4, CARRIED) }),
  ],
  [
    OFP_VERSION_14,
    choice({ ...KINDS_14, BUNDLE_ADD_MESSAGE: bundleAdd(5, CARRIED), REQUESTFORWARD: requestForward(5, CARRIED) }),
  ],
  [
    OFP_VERSION_15,
    choice({ ...KINDS_15, BUNDLE_ADD_MESSAGE: bundleAdd(6, CARRIED), REQUESTFORWARD: requestForward(6, CARRIED) }),
  ],
]);

function choice(kinds: Kinds): Choice<'type', Kinds> {
  return new Choice<'type', Kinds>('type', kinds, HEADER_FIELDS);
}

function choiceOf(version: number): Choice<'type', Kinds> {
  return CHOICES.get(version) ?? CHOICE_ANY;
}

/** @param seen gets the header's fields as they are read, for the error's text, then those of the body */
function decodeFrom(reader: Reader, seen: Record<string, unknown>): Message {
  const from = reader.at;
  if (reader.left() < HEADER_BYTES)
    throw reader.fault(`${reader.left()} bytes`, `at least the ${HEADER_BYTES} of a header`);
  const version = reader.u8();
  const tag = reader.u8();
  const length = reader.u16();
  const xid = reader.u32();
  Object.assign(seen, { version, type: '', xid });
  const choice = choiceOf(version);
  const known = choice.nameOf(tag);
  if (known === undefined) {
    const field = choice === CHOICE_ANY ? 'version' : 'type';
    const found = choice === CHOICE_ANY ? `version ${version} with message type ${tag}` : `${tag}`;
    const allowed =
      choice === CHOICE_ANY ? 'version 1, 4, 5 or 6, or a HELLO or ERROR of another' : 'a message type of this version';
    throw within(reader.fault(found, allowed, from + (choice === CHOICE_ANY ? 0 : 1)), field);
  }
  const room = reader.end - from;
  if (length < HEADER_BYTES || length > room) {
    seen.type = known;
    throw within(reader.fault(`length ${length}`, `${HEADER_BYTES}..${room}, the bytes there are`, from + 2), 'length');
  }
  const outer = reader.enter(length - HEADER_BYTES);
  choice.decode(reader, tag, seen);
  reader.leave(outer);
  return seen as unknown as Message;
}

function encodeTo(writer: Writer, message: unknown): void {
  const from = writer.at;
  const { version, xid, choice } = headerOf(message);
  writer.u8(version);
  writer.u8(choice.tag(message));
  writer.claim(2);
  writer.u32(xid);
  choice.encode(writer, message as never);
  step('length', () => writer.patchLength(from + 2, writer.at - from));
}

function messageToJson(message: unknown): { [key: string]: Json } {
  const { version, xid, choice } = headerOf(message);
  return choice.toJson(message as never, { version, type: null, xid }) as { [key: string]: Json };
}

function messageFromJson(json: unknown): Message {
  const fields = asObject(json);
  const version = step('version', () => VERSION.fromJson(fields.version));
  const xid = step('xid', () => u32.fromJson(fields.xid ?? 0));
  const { choice } = headerOf({ ...fields, version, xid });
  return choice.fromJson(json, { version, type: undefined, xid }) as unknown as Message;
}

const VERSION = new Uint(1);

function headerOf(message: unknown): { version: number; xid: number; choice: Choice<'type', Kinds> } {
  const { version, type, xid = 0 } = asObject(message);
  step('version', () => VERSION.check(version));
  step('xid', () => u32.check(xid));
  const choice = choiceOf(version as number);
  if (typeof type !== 'string' || !Object.hasOwn(choice.kinds, type)) {
    const names = Object.keys(choice.kinds).join(', ');
    throw within(badValue(type, `a message type of version ${version}: ${names}`), 'type');
  }
  return { version: version as number, xid: xid as number, choice };
}

function encodeOrThrow(writer: Writer, message: MessageIn): void {
  orThrow(message, () => encodeTo(writer, message));
}

function orThrow<T>(message: unknown, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const type = typeof message === 'object' && message !== null && 'type' in message ? `${message.type}` : 'message';
    const field = error.field();
    throw new DaoliError(
      'bad_message',
      `${type}${field && ` ${field}`}: found ${error.found}, expected ${error.allowed}`,
    );
  }
}

function decodeError(fault: Fault, seen: Record<string, unknown>): DecodeError {
  const version = (seen.version as number | undefined) ?? 0;
  const xid = (seen.xid as number | undefined) ?? 0;
  const type = typeof seen.type === 'string' && seen.type !== '' ? seen.type : 'OpenFlow header';
  const field = fault.field();
  const { offset, found, allowed } = fault;
  const message = `${type}${field && ` ${field}`} at byte ${offset}: found ${found}, expected ${allowed}`;
  return { version, xid, type, field, offset, found, allowed, message };
}
