// All messages of 1.0 and 1.3: decode, encode, JSON. Values are plain objects told apart by `version` and `type` (the
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
import { ASYNC_CONFIG, GET_ASYNC_REQUEST } from './async-config.ts';
import { BARRIER } from './barrier.ts';
import {
  BUNDLE_ADD_PREFIX,
  BUNDLE_CONTROL,
  BUNDLE_FLAGS,
  BUNDLE_PROPERTIES,
  type BundleFlag,
  type BundleProperty,
  type BundlePropertyIn,
} from './bundle.ts';
import { type AnyKind, Choice, type Kinds, kind, type ShapeOf } from './choice.ts';
import { asObject, badValue, Fault, type Flat, type Json, step, within } from './codec.ts';
import { GET_CONFIG_REQUEST, SWITCH_CONFIG } from './config.ts';
import { ECHO } from './echo.ts';
import { ERROR, type ErrorIn, type ErrorValue } from './error.ts';
import { EXPERIMENTER_13, VENDOR_10 } from './experimenter.ts';
import { FEATURES_REPLY_10, FEATURES_REPLY_13, FEATURES_REQUEST } from './features.ts';
import { FLOW_MOD_10, FLOW_MOD_13 } from './flow-mod.ts';
import { FLOW_REMOVED_10, FLOW_REMOVED_13 } from './flow-removed.ts';
import { HEADER_BYTES, OFP_VERSION_10, OFP_VERSION_13, OFPT_EXPERIMENTER } from './header.ts';
import { HELLO, type HelloIn, type HelloValue } from './hello.ts';
import { METER_MOD } from './meter-mod.ts';
import { Multipart, type MultipartIn, type MultipartOut } from './multipart.ts';
import { STATS_REPLIES_10, STATS_REQUESTS_10 } from './multipart-10.ts';
import { MULTIPART_REPLIES_13, MULTIPART_REQUESTS_13 } from './multipart-13.ts';
import { Flags } from './names.ts';
import { PACKET_IN_10, PACKET_IN_13 } from './packet-in.ts';
import { PACKET_OUT_10, PACKET_OUT_13 } from './packet-out.ts';
import { PORT_MOD_10, PORT_MOD_13 } from './port-mod.ts';
import { PORT_STATUS_10, PORT_STATUS_13 } from './port-status.ts';
import { Reader } from './reader.ts';
import { ROLE } from './role.ts';
import type { Fields, ShapeIn, ShapeOut } from './struct.ts';
import { padTo } from './tlv.ts';
import { Uint, u32 } from './uint.ts';
import { Writer } from './writer.ts';

const MESSAGES_10 = {
  ECHO_REQUEST: kind(2, ECHO),
  ECHO_REPLY: kind(3, ECHO),
  VENDOR: kind(4, VENDOR_10),
  FEATURES_REQUEST: kind(5, FEATURES_REQUEST),
  FEATURES_REPLY: kind(6, FEATURES_REPLY_10),
  GET_CONFIG_REQUEST: kind(7, GET_CONFIG_REQUEST),
  GET_CONFIG_REPLY: kind(8, SWITCH_CONFIG),
  SET_CONFIG: kind(9, SWITCH_CONFIG),
  PACKET_IN: kind(10, PACKET_IN_10),
  FLOW_REMOVED: kind(11, FLOW_REMOVED_10),
  PORT_STATUS: kind(12, PORT_STATUS_10),
  PACKET_OUT: kind(13, PACKET_OUT_10),
  FLOW_MOD: kind(14, FLOW_MOD_10),
  PORT_MOD: kind(15, PORT_MOD_10),
  BARRIER_REQUEST: kind(18, BARRIER),
  BARRIER_REPLY: kind(19, BARRIER),
} as const;

const MESSAGES_13 = {
  ECHO_REQUEST: kind(2, ECHO),
  ECHO_REPLY: kind(3, ECHO),
  EXPERIMENTER: kind(OFPT_EXPERIMENTER, EXPERIMENTER_13),
  BUNDLE_CONTROL,
  FEATURES_REQUEST: kind(5, FEATURES_REQUEST),
  FEATURES_REPLY: kind(6, FEATURES_REPLY_13),
  GET_CONFIG_REQUEST: kind(7, GET_CONFIG_REQUEST),
  GET_CONFIG_REPLY: kind(8, SWITCH_CONFIG),
  SET_CONFIG: kind(9, SWITCH_CONFIG),
  PACKET_IN: kind(10, PACKET_IN_13),
  FLOW_REMOVED: kind(11, FLOW_REMOVED_13),
  PORT_STATUS: kind(12, PORT_STATUS_13),
  PACKET_OUT: kind(13, PACKET_OUT_13),
  FLOW_MOD: kind(14, FLOW_MOD_13),
  PORT_MOD: kind(16, PORT_MOD_13),
  BARRIER_REQUEST: kind(20, BARRIER),
  BARRIER_REPLY: kind(21, BARRIER),
  ROLE_REQUEST: kind(24, ROLE),
  ROLE_REPLY: kind(25, ROLE),
  GET_ASYNC_REQUEST: kind(26, GET_ASYNC_REQUEST),
  GET_ASYNC_REPLY: kind(27, ASYNC_CONFIG),
  SET_ASYNC: kind(28, ASYNC_CONFIG),
  METER_MOD: kind(29, METER_MOD),
} as const;

type HeaderOut<V, N> = { version: V; type: N; xid: number };
type HeaderIn<V, N> = { version: V; type: N; xid?: number | undefined };
type TableOut<V, K> = { [N in keyof K]: Flat<HeaderOut<V, N> & ShapeOut<ShapeOf<K[N]>>> }[keyof K];
type TableIn<V, K> = { [N in keyof K]: Flat<HeaderIn<V, N> & ShapeIn<ShapeOf<K[N]>>> }[keyof K];

export type StatsRequest10 = HeaderOut<1, 'STATS_REQUEST'> & MultipartOut<'statsType', typeof STATS_REQUESTS_10, never>;
export type StatsReply10 = HeaderOut<1, 'STATS_REPLY'> &
  MultipartOut<'statsType', typeof STATS_REPLIES_10, 'REPLY_MORE'>;
export type MultipartRequest13 = HeaderOut<4, 'MULTIPART_REQUEST'> &
  MultipartOut<'multipartType', typeof MULTIPART_REQUESTS_13, 'REQ_MORE'>;
export type MultipartReply13 = HeaderOut<4, 'MULTIPART_REPLY'> &
  MultipartOut<'multipartType', typeof MULTIPART_REPLIES_13, 'REPLY_MORE'>;

/** A message inside a bundle has the bundle message's xid; it is no bundle message itself. */
export interface BundleAdd {
  version: 4;
  type: 'BUNDLE_ADD_MESSAGE';
  xid: number;
  bundleId: number;
  flags: BundleFlag[];
  message: Message;
  properties: BundleProperty[];
}
export interface BundleAddIn {
  version: 4;
  type: 'BUNDLE_ADD_MESSAGE';
  xid?: number | undefined;
  bundleId: number;
  flags?: readonly BundleFlag[] | number | undefined;
  message: MessageIn;
  properties?: readonly BundlePropertyIn[] | undefined;
}

/** What decoding gives. */
export type Message =
  | HelloValue
  | ErrorValue
  | TableOut<1, typeof MESSAGES_10>
  | StatsRequest10
  | StatsReply10
  | TableOut<4, typeof MESSAGES_13>
  | MultipartRequest13
  | MultipartReply13
  | BundleAdd;

/** What encoding takes: a `Message` in which fields with defaults, and the xid (0), may be left out. */
export type MessageIn =
  | HelloIn
  | ErrorIn
  | TableIn<1, typeof MESSAGES_10>
  | (HeaderIn<1, 'STATS_REQUEST'> & MultipartIn<'statsType', typeof STATS_REQUESTS_10, never>)
  | (HeaderIn<1, 'STATS_REPLY'> & MultipartIn<'statsType', typeof STATS_REPLIES_10, 'REPLY_MORE'>)
  | TableIn<4, typeof MESSAGES_13>
  | (HeaderIn<4, 'MULTIPART_REQUEST'> & MultipartIn<'multipartType', typeof MULTIPART_REQUESTS_13, 'REQ_MORE'>)
  | (HeaderIn<4, 'MULTIPART_REPLY'> & MultipartIn<'multipartType', typeof MULTIPART_REPLIES_13, 'REPLY_MORE'>)
  | BundleAddIn;

/** The message of one version and type: `MessageOf<4, 'FLOW_MOD'>`. */
export type MessageOf<V extends number, T extends Message['type']> = Extract<Message, { version: V; type: T }>;

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
  return writer.bytes.slice(0, writer.at);
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

/** Fields of every message, which the header holds. */
const HEADER_FIELDS = ['version', 'type', 'xid'];
const HEADER_AND_FLAGS = [...HEADER_FIELDS, 'flags'];

const REPLY_FLAGS = new Flags(2, { REPLY_MORE: 1 });

function kindOf(tag: number, body: Fields, prefix: Uint8Array = new Uint8Array(0)): AnyKind {
  return { tag, body, prefix };
}

/** The message that a bundle carries, and what may follow it. */
const BUNDLE_ADD: Fields = {
  shape: {},

  decodeInto(reader, target) {
    target.bundleId = step('bundleId', () => reader.u32());
    step('pad', () => reader.take(2));
    target.flags = step('flags', () => BUNDLE_FLAGS.decode(reader));
    const from = reader.at;
    if (reader.inBundle) throw within(reader.fault('a bundle in a bundle', 'a message that is none'), 'message');
    reader.inBundle = true; // nesting has an end
    target.message = step('message', () => decodeFrom(reader, {}));
    reader.inBundle = false;
    if (reader.left() > 0) step('pad', () => reader.take(padTo(reader.at - from, 8)));
    target.properties = step('properties', () => BUNDLE_PROPERTIES.decode(reader));
    return target;
  },

  encodeFields(writer, value, others) {
    const { bundleId, flags, message, properties } = bundleFields(value, others);
    step('bundleId', () => u32.encode(writer, bundleId));
    writer.zeros(2);
    step('flags', () => BUNDLE_FLAGS.encode(writer, flags as []));
    const from = writer.at;
    step('message', () => encodeTo(writer, message));
    if (properties.length > 0) writer.zeros(padTo(writer.at - from, 8));
    step('properties', () => BUNDLE_PROPERTIES.encode(writer, properties));
  },

  toJsonInto(value, target) {
    const { bundleId, flags, message, properties } = bundleFields(value);
    target.bundleId = step('bundleId', () => u32.toJson(bundleId));
    target.flags = step('flags', () => BUNDLE_FLAGS.toJson(flags as []));
    target.message = step('message', () => messageToJson(message));
    target.properties = step('properties', () => BUNDLE_PROPERTIES.toJson(properties));
    return target;
  },

  fromJsonInto(json, target, others) {
    const { bundleId, flags, message, properties } = bundleFields(json, others);
    target.bundleId = step('bundleId', () => u32.fromJson(bundleId));
    target.flags = step('flags', () => BUNDLE_FLAGS.fromJson(flags));
    target.message = step('message', () => messageFromJson(message));
    target.properties = step('properties', () => BUNDLE_PROPERTIES.fromJson(properties));
    return target;
  },
};

const ANY_VERSION = { HELLO: kindOf(0, HELLO), ERROR: kindOf(1, ERROR) } as const;

const CHOICE_ANY: Choice<'type', Kinds> = new Choice('type', ANY_VERSION, HEADER_FIELDS);
const CHOICE_10: Choice<'type', Kinds> = new Choice<'type', Kinds>(
  'type',
  {
    ...ANY_VERSION,
    ...MESSAGES_10,
    STATS_REQUEST: kindOf(
      16,
      new Multipart(new Choice('statsType', STATS_REQUESTS_10, HEADER_AND_FLAGS), new Flags<string>(2, {}), 0),
    ),
    STATS_REPLY: kindOf(17, new Multipart(new Choice('statsType', STATS_REPLIES_10, HEADER_AND_FLAGS), REPLY_FLAGS, 0)),
  },
  HEADER_FIELDS,
);
const CHOICE_13: Choice<'type', Kinds> = new Choice<'type', Kinds>(
  'type',
  {
    ...ANY_VERSION,
    ...MESSAGES_13,
    BUNDLE_ADD_MESSAGE: kindOf(OFPT_EXPERIMENTER, BUNDLE_ADD, BUNDLE_ADD_PREFIX),
    MULTIPART_REQUEST: kindOf(
      18,
      new Multipart(
        new Choice('multipartType', MULTIPART_REQUESTS_13, HEADER_AND_FLAGS),
        new Flags(2, { REQ_MORE: 1 }),
        4,
      ),
    ),
    MULTIPART_REPLY: kindOf(
      19,
      new Multipart(new Choice('multipartType', MULTIPART_REPLIES_13, HEADER_AND_FLAGS), REPLY_FLAGS, 4),
    ),
  },
  HEADER_FIELDS,
);

function choiceOf(version: number): Choice<'type', Kinds> {
  if (version === OFP_VERSION_13) return CHOICE_13;
  return version === OFP_VERSION_10 ? CHOICE_10 : CHOICE_ANY;
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
      choice === CHOICE_ANY ? 'version 1 or 4, or a HELLO or ERROR of another' : 'a message type of this version';
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
  const { version, type, xid, choice } = headerOf(message);
  writer.u8(version);
  writer.u8(choice.tag(message));
  writer.claim(2);
  writer.u32(xid);
  choice.encode(writer, message as never);
  step('length', () => writer.patchLength(from + 2, writer.at - from));
  if (type === 'BUNDLE_ADD_MESSAGE' && isBundle((message as BundleAddIn).message)) {
    throw within(badValue('a bundle in a bundle', 'a message that is none'), 'message');
  }
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
  const message = choice.fromJson(json, { version, type: undefined, xid }) as unknown as Message;
  if (message.type === 'BUNDLE_ADD_MESSAGE' && isBundle(message.message)) {
    throw within(badValue('a bundle in a bundle', 'a message that is none'), 'message');
  }
  return message;
}

const VERSION = new Uint(1);

function headerOf(message: unknown): { version: number; type: string; xid: number; choice: Choice<'type', Kinds> } {
  const { version, type, xid = 0 } = asObject(message);
  step('version', () => VERSION.check(version));
  step('xid', () => u32.check(xid));
  const choice = choiceOf(version as number);
  if (typeof type !== 'string' || !Object.hasOwn(choice.kinds, type)) {
    const names = Object.keys(choice.kinds).join(', ');
    throw within(badValue(type, `a message type of version ${version}: ${names}`), 'type');
  }
  return { version: version as number, type, xid: xid as number, choice };
}

function isBundle(message: unknown): boolean {
  return asObject(message).type === 'BUNDLE_ADD_MESSAGE';
}

interface BundleFields {
  bundleId: number;
  flags: unknown;
  message: unknown;
  properties: readonly BundlePropertyIn[];
}

/** @param others fields of the header; without it they are not checked */
function bundleFields(value: unknown, others?: ReadonlySet<string>): BundleFields {
  const fields = asObject(value);
  const known = ['bundleId', 'flags', 'message', 'properties'];
  for (const name in fields) {
    if (others === undefined || others.has(name) || known.includes(name)) continue;
    throw within(badValue(fields[name], `no such field; this message has ${known.join(', ')}`), name);
  }
  const { bundleId, flags = [], message, properties = [] } = fields;
  return { bundleId, flags, message, properties } as BundleFields;
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
