// The header that every OpenFlow message starts with (1.0 section 5.1, 1.3 section 7.1), as offsets and accessors for hot
// code: no allocation, no throw. The caller has seen to it that [at, at + 8) lies inside the bytes.
//
//   0        1        2                 4                                   8
//   | version| type   | length 16       | xid 32                            | body ...
//   length counts the header and the body.

export const OFP_VERSION_10 = 1;
export const OFP_VERSION_13 = 4;
export const OFP_VERSION_14 = 5;
export const OFP_VERSION_15 = 6;

export const HEADER_VERSION_AT = 0;
export const HEADER_TYPE_AT = 1;
export const HEADER_LENGTH_AT = 2;
export const HEADER_XID_AT = 4;
export const HEADER_BYTES = 8;

/** The port that IANA gave to OpenFlow. */
export const OFP_TCP_PORT = 6653;

/** Message types that have the same number in every version. */
export const OFPT_HELLO = 0;
export const OFPT_ERROR = 1;
export const OFPT_ECHO_REQUEST = 2;
export const OFPT_ECHO_REPLY = 3;
export const OFPT_EXPERIMENTER = 4; // 1.0: OFPT_VENDOR
export const OFPT_FEATURES_REQUEST = 5;
export const OFPT_FEATURES_REPLY = 6;
export const OFPT_GET_CONFIG_REQUEST = 7;
export const OFPT_GET_CONFIG_REPLY = 8;
export const OFPT_SET_CONFIG = 9;
export const OFPT_PACKET_IN = 10;
export const OFPT_FLOW_REMOVED = 11;
export const OFPT_PORT_STATUS = 12;
export const OFPT_PACKET_OUT = 13;
export const OFPT_FLOW_MOD = 14;

/** Message types of 1.0 from where the versions part. */
export const OFPT10_PORT_MOD = 15;
export const OFPT10_STATS_REQUEST = 16;
export const OFPT10_STATS_REPLY = 17;
export const OFPT10_BARRIER_REQUEST = 18;
export const OFPT10_BARRIER_REPLY = 19;
export const OFPT10_QUEUE_GET_CONFIG_REQUEST = 20;
export const OFPT10_QUEUE_GET_CONFIG_REPLY = 21;

/** Message types of 1.3 from where the versions part; 1.4 and 1.5 have all of them but the two of queues. */
export const OFPT13_GROUP_MOD = 15;
export const OFPT13_PORT_MOD = 16;
export const OFPT13_TABLE_MOD = 17;
export const OFPT13_MULTIPART_REQUEST = 18;
export const OFPT13_MULTIPART_REPLY = 19;
export const OFPT13_BARRIER_REQUEST = 20;
export const OFPT13_BARRIER_REPLY = 21;
export const OFPT13_QUEUE_GET_CONFIG_REQUEST = 22;
export const OFPT13_QUEUE_GET_CONFIG_REPLY = 23;
export const OFPT13_ROLE_REQUEST = 24;
export const OFPT13_ROLE_REPLY = 25;
export const OFPT13_GET_ASYNC_REQUEST = 26;
export const OFPT13_GET_ASYNC_REPLY = 27;
export const OFPT13_SET_ASYNC = 28;
export const OFPT13_METER_MOD = 29;

/** Message types that 1.4 added. */
export const OFPT14_ROLE_STATUS = 30;
export const OFPT14_TABLE_STATUS = 31;
export const OFPT14_REQUESTFORWARD = 32;
export const OFPT14_BUNDLE_CONTROL = 33;
export const OFPT14_BUNDLE_ADD_MESSAGE = 34;

/** The message type that 1.5 added. */
export const OFPT15_CONTROLLER_STATUS = 35;

/** @returns the version of the message at `at` */
export function messageVersion(bytes: Uint8Array, at: number): number {
  return bytes[at]!;
}

/** @returns the type of the message at `at` */
export function messageType(bytes: Uint8Array, at: number): number {
  return bytes[at + 1]!;
}

/** @returns the length of the whole message at `at`, as it claims; below 8 it is a lie */
export function messageLength(bytes: Uint8Array, at: number): number {
  return (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** @returns the xid of the message at `at` */
export function messageXid(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!) >>> 0;
}

/** Writes the xid of the message at `at`: a template is stamped, not encoded again. */
export function stampXid(bytes: Uint8Array, at: number, xid: number): void {
  bytes[at + 4] = xid >>> 24;
  bytes[at + 5] = xid >>> 16;
  bytes[at + 6] = xid >>> 8;
  bytes[at + 7] = xid;
}

/** Writes a message header. */
export function writeHeader(
  bytes: Uint8Array,
  at: number,
  version: number,
  type: number,
  length: number,
  xid: number,
): void {
  bytes[at] = version;
  bytes[at + 1] = type;
  bytes[at + 2] = length >>> 8;
  bytes[at + 3] = length;
  stampXid(bytes, at, xid);
}
