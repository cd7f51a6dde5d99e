// Which messages there are: number, name and fields of every type of 1.0, 1.3, 1.4 and 1.5, and the types of their values. HELLO
// and ERROR come before a version is settled on, so they are in every version. Pure.
import { ASYNC_CONFIG, ASYNC_CONFIG_14, ASYNC_CONFIG_15, GET_ASYNC_REQUEST } from './async-config.ts';
import { BARRIER } from './barrier.ts';
import {
  BUNDLE_CONTROL,
  BUNDLE_CONTROL_14,
  BUNDLE_CONTROL_15,
  type BundleAddFields,
  type BundleAddFieldsIn,
} from './bundle.ts';
import { type AnyKind, Choice, type Kinds, kind, type ShapeOf } from './choice.ts';
import type { Flat } from './codec.ts';
import { GET_CONFIG_REQUEST, SWITCH_CONFIG } from './config.ts';
import { CONTROLLER_STATUS } from './controller-status.ts';
import { ECHO } from './echo.ts';
import { ERROR, type ErrorIn, type ErrorValue } from './error.ts';
import { EXPERIMENTER_13, VENDOR_10 } from './experimenter.ts';
import { FEATURES_REPLY_10, FEATURES_REPLY_13, FEATURES_REPLY_14, FEATURES_REQUEST } from './features.ts';
import { FLOW_MOD_10, FLOW_MOD_13, FLOW_MOD_14, FLOW_MOD_15 } from './flow-mod.ts';
import { FLOW_REMOVED_10, FLOW_REMOVED_13, FLOW_REMOVED_14, FLOW_REMOVED_15 } from './flow-removed.ts';
import { GROUP_MOD, GROUP_MOD_15 } from './group-mod.ts';
import {
  OFP_VERSION_10,
  OFP_VERSION_13,
  OFP_VERSION_14,
  OFP_VERSION_15,
  OFPT14_ROLE_STATUS,
  OFPT14_TABLE_STATUS,
  OFPT15_CONTROLLER_STATUS,
} from './header.ts';
import { HELLO, type HelloIn, type HelloValue } from './hello.ts';
import { METER_MOD } from './meter-mod.ts';
import { Multipart, type MultipartIn, type MultipartOut } from './multipart.ts';
import { STATS_REPLIES_10, STATS_REQUESTS_10 } from './multipart-10.ts';
import { MULTIPART_REPLIES_13, MULTIPART_REQUESTS_13 } from './multipart-13.ts';
import { MULTIPART_REPLIES_14, MULTIPART_REQUESTS_14 } from './multipart-14.ts';
import { MULTIPART_REPLIES_15, MULTIPART_REQUESTS_15 } from './multipart-15.ts';
import { Flags } from './names.ts';
import { NX_MESSAGES, NX_MESSAGES_10, NX_MESSAGES_13 } from './nx-message.ts';
import { PACKET_IN_10, PACKET_IN_13, PACKET_IN_14 } from './packet-in.ts';
import { PACKET_OUT_10, PACKET_OUT_13, PACKET_OUT_15 } from './packet-out.ts';
import { PORT_MOD_10, PORT_MOD_13, PORT_MOD_14 } from './port-mod.ts';
import { PORT_STATUS_10, PORT_STATUS_13, PORT_STATUS_14, PORT_STATUS_15 } from './port-status.ts';
import {
  QUEUE_GET_CONFIG_REPLY_10,
  QUEUE_GET_CONFIG_REPLY_13,
  QUEUE_GET_CONFIG_REQUEST_10,
  QUEUE_GET_CONFIG_REQUEST_13,
} from './queue-config.ts';
import type { RequestForwardFields } from './request-forward.ts';
import { ROLE, ROLE_15 } from './role.ts';
import { ROLE_STATUS, ROLE_STATUS_13 } from './role-status.ts';
import type { Fields, ShapeIn, ShapeOut } from './struct.ts';
import { TABLE_MOD, TABLE_MOD_14, TABLE_STATUS } from './table-mod.ts';

const MESSAGES_10 = {
  ECHO_REQUEST: kind(2, ECHO),
  ECHO_REPLY: kind(3, ECHO),
  VENDOR: kind(4, VENDOR_10),
  ...NX_MESSAGES_10,
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
  QUEUE_GET_CONFIG_REQUEST: kind(20, QUEUE_GET_CONFIG_REQUEST_10),
  QUEUE_GET_CONFIG_REPLY: kind(21, QUEUE_GET_CONFIG_REPLY_10),
} as const;

const MESSAGES_13 = {
  ECHO_REQUEST: kind(2, ECHO),
  ECHO_REPLY: kind(3, ECHO),
  EXPERIMENTER: kind(4, EXPERIMENTER_13),
  ...NX_MESSAGES_13,
  BUNDLE_CONTROL,
  ROLE_STATUS: ROLE_STATUS_13,
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
  GROUP_MOD: kind(15, GROUP_MOD),
  PORT_MOD: kind(16, PORT_MOD_13),
  TABLE_MOD: kind(17, TABLE_MOD),
  BARRIER_REQUEST: kind(20, BARRIER),
  BARRIER_REPLY: kind(21, BARRIER),
  QUEUE_GET_CONFIG_REQUEST: kind(22, QUEUE_GET_CONFIG_REQUEST_13),
  QUEUE_GET_CONFIG_REPLY: kind(23, QUEUE_GET_CONFIG_REPLY_13),
  ROLE_REQUEST: kind(24, ROLE),
  ROLE_REPLY: kind(25, ROLE),
  GET_ASYNC_REQUEST: kind(26, GET_ASYNC_REQUEST),
  GET_ASYNC_REPLY: kind(27, ASYNC_CONFIG),
  SET_ASYNC: kind(28, ASYNC_CONFIG),
  METER_MOD: kind(29, METER_MOD),
} as const;

const MESSAGES_14 = {
  ECHO_REQUEST: MESSAGES_13.ECHO_REQUEST,
  ECHO_REPLY: MESSAGES_13.ECHO_REPLY,
  EXPERIMENTER: MESSAGES_13.EXPERIMENTER,
  ...NX_MESSAGES,
  FEATURES_REQUEST: MESSAGES_13.FEATURES_REQUEST,
  FEATURES_REPLY: kind(6, FEATURES_REPLY_14),
  GET_CONFIG_REQUEST: MESSAGES_13.GET_CONFIG_REQUEST,
  GET_CONFIG_REPLY: MESSAGES_13.GET_CONFIG_REPLY,
  SET_CONFIG: MESSAGES_13.SET_CONFIG,
  PACKET_IN: kind(10, PACKET_IN_14),
  FLOW_REMOVED: kind(11, FLOW_REMOVED_14),
  PORT_STATUS: kind(12, PORT_STATUS_14),
  PACKET_OUT: MESSAGES_13.PACKET_OUT,
  FLOW_MOD: kind(14, FLOW_MOD_14),
  GROUP_MOD: MESSAGES_13.GROUP_MOD,
  PORT_MOD: kind(16, PORT_MOD_14),
  TABLE_MOD: kind(17, TABLE_MOD_14),
  BARRIER_REQUEST: MESSAGES_13.BARRIER_REQUEST,
  BARRIER_REPLY: MESSAGES_13.BARRIER_REPLY,
  ROLE_REQUEST: MESSAGES_13.ROLE_REQUEST,
  ROLE_REPLY: MESSAGES_13.ROLE_REPLY,
  GET_ASYNC_REQUEST: MESSAGES_13.GET_ASYNC_REQUEST,
  GET_ASYNC_REPLY: kind(27, ASYNC_CONFIG_14),
  SET_ASYNC: kind(28, ASYNC_CONFIG_14),
  METER_MOD: MESSAGES_13.METER_MOD,
  ROLE_STATUS: kind(OFPT14_ROLE_STATUS, ROLE_STATUS),
  TABLE_STATUS: kind(OFPT14_TABLE_STATUS, TABLE_STATUS),
  BUNDLE_CONTROL: BUNDLE_CONTROL_14,
} as const;

const MESSAGES_15 = {
  ...MESSAGES_14,
  FLOW_REMOVED: kind(11, FLOW_REMOVED_15),
  PORT_STATUS: kind(12, PORT_STATUS_15),
  PACKET_OUT: kind(13, PACKET_OUT_15),
  FLOW_MOD: kind(14, FLOW_MOD_15),
  GROUP_MOD: kind(15, GROUP_MOD_15),
  ROLE_REQUEST: kind(24, ROLE_15),
  ROLE_REPLY: kind(25, ROLE_15),
  GET_ASYNC_REPLY: kind(27, ASYNC_CONFIG_15),
  SET_ASYNC: kind(28, ASYNC_CONFIG_15),
  BUNDLE_CONTROL: BUNDLE_CONTROL_15,
  CONTROLLER_STATUS: kind(OFPT15_CONTROLLER_STATUS, CONTROLLER_STATUS),
} as const;

type HeaderOut<V, N> = { version: V; type: N; xid: number };
type HeaderIn<V, N> = { version: V; type: N; xid?: number | undefined };
type TableOut<V, K> = { [N in keyof K]: Flat<HeaderOut<V, N> & ShapeOut<ShapeOf<K[N]>>> }[keyof K];
type TableIn<V, K> = { [N in keyof K]: Flat<HeaderIn<V, N> & ShapeIn<ShapeOf<K[N]>>> }[keyof K];

type StatsOut<N, K, F> = HeaderOut<1, N> & MultipartOut<'statsType', K, F>;
type StatsIn<N, K, F> = HeaderIn<1, N> & MultipartIn<'statsType', K, F>;
type PartsOut<V, N, K, F> = HeaderOut<V, N> & MultipartOut<'multipartType', K, F>;
type PartsIn<V, N, K, F> = HeaderIn<V, N> & MultipartIn<'multipartType', K, F>;

/** A message that a bundle-add or a request-forward carries carries none itself. */
export interface BundleAdd<V extends number> extends BundleAddFields<Message> {
  version: V;
  type: 'BUNDLE_ADD_MESSAGE';
  xid: number;
}
export interface BundleAddIn<V extends number> extends BundleAddFieldsIn<MessageIn> {
  version: V;
  type: 'BUNDLE_ADD_MESSAGE';
  xid?: number | undefined;
}
export interface RequestForward<V extends number> extends RequestForwardFields<Message> {
  version: V;
  type: 'REQUESTFORWARD';
  xid: number;
}
export interface RequestForwardIn<V extends number> extends RequestForwardFields<MessageIn> {
  version: V;
  type: 'REQUESTFORWARD';
  xid?: number | undefined;
}

/** What decoding gives. */
export type Message =
  | HelloValue
  | ErrorValue
  | TableOut<1, typeof MESSAGES_10>
  | StatsOut<'STATS_REQUEST', typeof STATS_REQUESTS_10, never>
  | StatsOut<'STATS_REPLY', typeof STATS_REPLIES_10, 'REPLY_MORE'>
  | TableOut<4, typeof MESSAGES_13>
  | PartsOut<4, 'MULTIPART_REQUEST', typeof MULTIPART_REQUESTS_13, 'REQ_MORE'>
  | PartsOut<4, 'MULTIPART_REPLY', typeof MULTIPART_REPLIES_13, 'REPLY_MORE'>
  | BundleAdd<4>
  | RequestForward<4>
  | TableOut<5, typeof MESSAGES_14>
  | PartsOut<5, 'MULTIPART_REQUEST', typeof MULTIPART_REQUESTS_14, 'REQ_MORE'>
  | PartsOut<5, 'MULTIPART_REPLY', typeof MULTIPART_REPLIES_14, 'REPLY_MORE'>
  | BundleAdd<5>
  | RequestForward<5>
  | TableOut<6, typeof MESSAGES_15>
  | PartsOut<6, 'MULTIPART_REQUEST', typeof MULTIPART_REQUESTS_15, 'REQ_MORE'>
  | PartsOut<6, 'MULTIPART_REPLY', typeof MULTIPART_REPLIES_15, 'REPLY_MORE'>
  | BundleAdd<6>
  | RequestForward<6>;

/** What encoding takes: a `Message` in which fields with defaults, and the xid (0), may be left out. */
export type MessageIn =
  | HelloIn
  | ErrorIn
  | TableIn<1, typeof MESSAGES_10>
  | StatsIn<'STATS_REQUEST', typeof STATS_REQUESTS_10, never>
  | StatsIn<'STATS_REPLY', typeof STATS_REPLIES_10, 'REPLY_MORE'>
  | TableIn<4, typeof MESSAGES_13>
  | PartsIn<4, 'MULTIPART_REQUEST', typeof MULTIPART_REQUESTS_13, 'REQ_MORE'>
  | PartsIn<4, 'MULTIPART_REPLY', typeof MULTIPART_REPLIES_13, 'REPLY_MORE'>
  | BundleAddIn<4>
  | RequestForwardIn<4>
  | TableIn<5, typeof MESSAGES_14>
  | PartsIn<5, 'MULTIPART_REQUEST', typeof MULTIPART_REQUESTS_14, 'REQ_MORE'>
  | PartsIn<5, 'MULTIPART_REPLY', typeof MULTIPART_REPLIES_14, 'REPLY_MORE'>
  | BundleAddIn<5>
  | RequestForwardIn<5>
  | TableIn<6, typeof MESSAGES_15>
  | PartsIn<6, 'MULTIPART_REQUEST', typeof MULTIPART_REQUESTS_15, 'REQ_MORE'>
  | PartsIn<6, 'MULTIPART_REPLY', typeof MULTIPART_REPLIES_15, 'REPLY_MORE'>
  | BundleAddIn<6>
  | RequestForwardIn<6>;

/** The message of one version and type: `MessageOf<4, 'FLOW_MOD'>`. */
export type MessageOf<V extends number, T extends Message['type']> = Extract<Message, { version: V; type: T }>;

/** The header's fields; those of multipart messages have flags as well. */
export const HEADER_FIELDS: readonly string[] = ['version', 'type', 'xid'];
const HEADER_AND_FLAGS = [...HEADER_FIELDS, 'flags'];

const REPLY_FLAGS = new Flags(2, { REPLY_MORE: 1 });

function kindOf(tag: number, body: Fields): AnyKind {
  return { tag, body, prefix: new Uint8Array(0) };
}

export const KINDS_ANY_VERSION = { HELLO: kindOf(0, HELLO), ERROR: kindOf(1, ERROR) } as const;

export const KINDS_10: Readonly<Record<string, AnyKind>> = {
  ...KINDS_ANY_VERSION,
  ...MESSAGES_10,
  STATS_REQUEST: kindOf(
    16,
    new Multipart(new Choice('statsType', STATS_REQUESTS_10, HEADER_AND_FLAGS), new Flags<string>(2, {}), 0),
  ),
  STATS_REPLY: kindOf(17, new Multipart(new Choice('statsType', STATS_REPLIES_10, HEADER_AND_FLAGS), REPLY_FLAGS, 0)),
};

/** All but the messages that carry another: they need the codec of all. */
export const KINDS_13: Readonly<Record<string, AnyKind>> = {
  ...KINDS_ANY_VERSION,
  ...MESSAGES_13,
  ...multiparts(MULTIPART_REQUESTS_13, MULTIPART_REPLIES_13),
};

export const KINDS_14: Readonly<Record<string, AnyKind>> = {
  ...KINDS_ANY_VERSION,
  ...MESSAGES_14,
  ...multiparts(MULTIPART_REQUESTS_14, MULTIPART_REPLIES_14),
};

export const KINDS_15: Readonly<Record<string, AnyKind>> = {
  ...KINDS_ANY_VERSION,
  ...MESSAGES_15,
  ...multiparts(MULTIPART_REQUESTS_15, MULTIPART_REPLIES_15),
};

/** The same by version. */
export const KINDS_BY_VERSION: ReadonlyMap<number, Readonly<Record<string, AnyKind>>> = new Map([
  [OFP_VERSION_10, KINDS_10],
  [OFP_VERSION_13, KINDS_13],
  [OFP_VERSION_14, KINDS_14],
  [OFP_VERSION_15, KINDS_15],
]);

function multiparts(requests: Kinds, replies: Kinds): Record<string, AnyKind> {
  const request = new Choice('multipartType', requests, HEADER_AND_FLAGS);
  const reply = new Choice('multipartType', replies, HEADER_AND_FLAGS);
  return {
    MULTIPART_REQUEST: kindOf(18, new Multipart(request, new Flags(2, { REQ_MORE: 1 }), 4)),
    MULTIPART_REPLY: kindOf(19, new Multipart(reply, REPLY_FLAGS, 4)),
  };
}
