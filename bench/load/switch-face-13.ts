// The control messages that only OpenFlow 1.3 has, answered as a new and empty Open vSwitch bridge. Off the hot path.
import {
  HEADER_BYTES,
  OFP13,
  OFPT_EXPERIMENTER,
  OFPT13_BARRIER_REPLY,
  OFPT13_BARRIER_REQUEST,
  OFPT13_GET_ASYNC_REPLY,
  OFPT13_GET_ASYNC_REQUEST,
  OFPT13_GROUP_MOD,
  OFPT13_METER_MOD,
  OFPT13_MULTIPART_REPLY,
  OFPT13_MULTIPART_REQUEST,
  OFPT13_PORT_MOD,
  OFPT13_ROLE_REPLY,
  OFPT13_ROLE_REQUEST,
  OFPT13_SET_ASYNC,
  OFPT13_TABLE_MOD,
} from './openflow-numbers.ts';
import {
  DESCRIPTION_BYTES,
  encodeMessage,
  type Face,
  NOTHING,
  OFPBRC_BAD_STAT,
  OFPBRC_BAD_TYPE,
  OFPET_BAD_REQUEST,
  type Port,
  type Reaction,
  reactToShared,
  refuse,
  writeDescription,
} from './switch-face.ts';

// Kinds of multipart messages (§7.3.5) with a body; the others up to OFPMP_PORT_DESC are answered with no rows.
const OFPMP_DESC = 0;
const OFPMP_AGGREGATE = 2;
const OFPMP_GROUP_FEATURES = 8;
const OFPMP_METER_FEATURES = 11;
const OFPMP_PORT_DESC = 13;
const OFPMPF_REPLY_MORE = 1;
const MULTIPART_HEADER_BYTES = 16;
const BODY_BYTES: Record<number, number> = {
  [OFPMP_DESC]: DESCRIPTION_BYTES,
  [OFPMP_AGGREGATE]: 24,
  [OFPMP_GROUP_FEATURES]: 40,
  [OFPMP_METER_FEATURES]: 16,
};
const PORT_BYTES = 64;
/** A message is at most 65,535 bytes long, so that many ports need several. */
const PORTS_OF_MESSAGE = 1000;

// Bundles of ONF extension 230, as Open vSwitch takes them in 1.3: only the control messages are answered.
const ONF_EXPERIMENTER = 0x4f4e4600;
const ONFT_BUNDLE_CONTROL = 2300;
const ONFT_BUNDLE_ADD_MESSAGE = 2301;
const BUNDLE_CONTROL_BYTES = 24;

/** Reacts to the control message at `at`. */
export function reactAs13(face: Face, bytes: Buffer, at: number, end: number): Reaction {
  const xid = bytes.readUInt32BE(at + 4);
  switch (bytes[at + 1]) {
    case OFPT13_BARRIER_REQUEST:
      return { ...NOTHING, reply: encodeMessage(OFP13, OFPT13_BARRIER_REPLY, xid, 0) };
    case OFPT13_MULTIPART_REQUEST:
      return reactToMultipart(face, bytes, at, end);
    case OFPT13_ROLE_REQUEST:
      return { ...NOTHING, reply: echoBody(OFPT13_ROLE_REPLY, bytes, at, end) };
    case OFPT13_GET_ASYNC_REQUEST:
      return { ...NOTHING, reply: encodeMessage(OFP13, OFPT13_GET_ASYNC_REPLY, xid, 24) };
    case OFPT13_GROUP_MOD:
    case OFPT13_PORT_MOD:
    case OFPT13_TABLE_MOD:
    case OFPT13_METER_MOD:
    case OFPT13_SET_ASYNC:
      return NOTHING;
    case OFPT_EXPERIMENTER:
      return reactToExperimenter(face, bytes, at, end);
  }
  const shared = reactToShared(face, bytes, at, end);
  if (shared !== null) return shared;
  return refuse(face, bytes, at, end, OFPET_BAD_REQUEST, OFPBRC_BAD_TYPE, `message of type ${bytes[at + 1]}`);
}

function reactToMultipart(face: Face, bytes: Buffer, at: number, end: number): Reaction {
  const kind = end - at >= MULTIPART_HEADER_BYTES ? bytes.readUInt16BE(at + HEADER_BYTES) : -1;
  if (kind < OFPMP_DESC || kind > OFPMP_PORT_DESC) {
    return refuse(face, bytes, at, end, OFPET_BAD_REQUEST, OFPBRC_BAD_STAT, '');
  }
  const xid = bytes.readUInt32BE(at + 4);
  if (kind === OFPMP_PORT_DESC) return { ...NOTHING, reply: encodePorts(face.ports, xid) };
  const reply = encodeMultipart(kind, xid, BODY_BYTES[kind] ?? 0);
  if (kind === OFPMP_DESC) writeDescription(reply, MULTIPART_HEADER_BYTES, face.dpid);
  if (kind === OFPMP_METER_FEATURES) {
    // meters without a practical limit, of drop bands, in packets or kilobits, with bursts
    reply.writeUInt32BE(0xfffffffe, 16);
    reply.writeUInt32BE(1 << 1, 20);
    reply.writeUInt32BE(0xf, 24);
    reply[28] = 1;
  }
  return { ...NOTHING, reply };
}

/** All ports, in messages of at most PORTS_OF_MESSAGE of them (§7.2.1). */
function encodePorts(ports: readonly Port[], xid: number): Buffer {
  const messages: Buffer[] = [];
  for (let first = 0; first < ports.length; first += PORTS_OF_MESSAGE) {
    const part = ports.slice(first, first + PORTS_OF_MESSAGE);
    const message = encodeMultipart(OFPMP_PORT_DESC, xid, PORT_BYTES * part.length);
    if (first + part.length < ports.length) message.writeUInt16BE(OFPMPF_REPLY_MORE, 10);
    part.forEach((port, i) => {
      const at = MULTIPART_HEADER_BYTES + PORT_BYTES * i;
      message.writeUInt32BE(port.number, at);
      message.set(port.mac, at + 8);
      message.write(port.name, at + 16, 15, 'latin1');
      message.writeUInt32BE(10_000_000, at + 56); // curr_speed, kbit/s
    });
    messages.push(message);
  }
  return Buffer.concat(messages);
}

function reactToExperimenter(face: Face, bytes: Buffer, at: number, end: number): Reaction {
  const isBundle = end - at >= BUNDLE_CONTROL_BYTES && bytes.readUInt32BE(at + 8) === ONF_EXPERIMENTER;
  const kind = isBundle ? bytes.readUInt32BE(at + 12) : 0;
  if (kind === ONFT_BUNDLE_ADD_MESSAGE) return NOTHING;
  if (kind !== ONFT_BUNDLE_CONTROL) return reactToShared(face, bytes, at, end) ?? NOTHING;
  const reply = echoBody(OFPT_EXPERIMENTER, bytes, at, at + BUNDLE_CONTROL_BYTES);
  // each request of a bundle's life is even, and its reply is the next number
  reply.writeUInt16BE(reply.readUInt16BE(20) + 1, 20);
  return { ...NOTHING, reply };
}

function encodeMultipart(kind: number, xid: number, bodyBytes: number): Buffer {
  const reply = encodeMessage(OFP13, OFPT13_MULTIPART_REPLY, xid, MULTIPART_HEADER_BYTES - HEADER_BYTES + bodyBytes);
  reply.writeUInt16BE(kind, HEADER_BYTES);
  return reply;
}

function echoBody(type: number, bytes: Buffer, at: number, end: number): Buffer {
  const reply = encodeMessage(OFP13, type, bytes.readUInt32BE(at + 4), end - at - HEADER_BYTES);
  bytes.copy(reply, HEADER_BYTES, at + HEADER_BYTES, end);
  return reply;
}
