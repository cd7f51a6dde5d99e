// How a fake switch answers what is no answer to a PacketIn: hello, echo, features, configuration, statistics, barriers.
// Off the hot path: messages are built when asked for.
import { endpointPortName, FIRST_ENDPOINT_PORT, hostMac, UPLINK_PORT } from './inventory.ts';
import { LEARN_PORTS } from './learn-traffic.ts';
import {
  HEADER_BYTES,
  OFP10,
  OFP13,
  OFPT_ECHO_REPLY,
  OFPT_ECHO_REQUEST,
  OFPT_ERROR,
  OFPT_EXPERIMENTER,
  OFPT_FEATURES_REPLY,
  OFPT_FEATURES_REQUEST,
  OFPT_FLOW_MOD,
  OFPT_GET_CONFIG_REPLY,
  OFPT_GET_CONFIG_REQUEST,
  OFPT_HELLO,
  OFPT_PACKET_OUT,
  OFPT_SET_CONFIG,
} from './openflow-numbers.ts';

export interface Port {
  number: number;
  name: string;
  mac: readonly number[];
}

/** What a switch says of itself. */
export interface Face {
  version: 1 | 4;
  /** The low word of the datapath id; the high one is 0. */
  dpid: number;
  ports: readonly Port[];
}

/** What became of a control message. */
export interface Reaction {
  /** Bytes to write back, in one or several messages; null = none are due. */
  reply: Buffer | null;
  /** Whether this told the controller who we are: from here on it knows the datapath. */
  isIntroduced: boolean;
  /** An error that the controller sent or made, in words; '' = none. */
  trouble: string;
}

export const OFPET_BAD_REQUEST = 1;
export const OFPBRC_BAD_TYPE = 1;
export const OFPBRC_BAD_STAT = 2;
export const OFPBRC_BAD_EXPERIMENTER = 3;
export const NOTHING: Reaction = { reply: null, isIntroduced: false, trouble: '' };

const OFPET_HELLO_FAILED = 0;
const OFPP10_LOCAL = 0xfffe;
const OFPP13_LOCAL = 0xfffffffe;

/** A learning switch of OpenFlow 1.0 with the ports that its stations are on. */
export function makeLearnFace(dpid: number): Face {
  const ports = Array.from({ length: LEARN_PORTS }, (_, i) => ({
    number: i + 1,
    name: `p${i + 1}`,
    mac: [0x02, 0xbb, dpid >>> 8, dpid & 0xff, 0, i + 1],
  }));
  return {
    version: OFP10,
    dpid,
    ports: [...ports, localPort(OFPP10_LOCAL, [0x02, 0xbb, dpid >>> 8, dpid & 0xff, 0, 0])],
  };
}

/** Host `host` of the inventory (from 0): its uplink, and a port for each of its endpoints. */
export function makeHostFace(host: number, endpoints: number): Face {
  const uplink = { number: UPLINK_PORT, name: endpointPortName(UPLINK_PORT), mac: hostMac(host) };
  const ports = Array.from({ length: endpoints }, (_, i) => {
    const number = FIRST_ENDPOINT_PORT + i;
    return { number, name: endpointPortName(number), mac: [0x02, 0xcc, 0, host & 0xff, (i >>> 8) & 0xff, i & 0xff] };
  });
  return { version: OFP13, dpid: host + 1, ports: [uplink, ...ports, localPort(OFPP13_LOCAL, hostMac(host))] };
}

/** A hello; of 1.3 with the version bitmap that Open vSwitch sends when it is set to OpenFlow13 (§7.5.1). */
export function encodeHello(face: Face): Buffer {
  if (face.version === OFP10) return encodeMessage(OFP10, OFPT_HELLO, 1, 0);
  const hello = encodeMessage(OFP13, OFPT_HELLO, 1, 8);
  hello.writeUInt16BE(1, 8); // OFPHET_VERSIONBITMAP
  hello.writeUInt16BE(8, 10);
  hello.writeUInt32BE(1 << OFP13, 12);
  return hello;
}

/**
 * What both versions have in common.
 * @returns null when the message is none of these
 */
export function reactToShared(face: Face, bytes: Buffer, at: number, end: number): Reaction | null {
  const xid = bytes.readUInt32BE(at + 4);
  switch (bytes[at + 1]) {
    case OFPT_HELLO: {
      if (bytes[at]! >= face.version) return NOTHING;
      return refuse(face, bytes, at, end, OFPET_HELLO_FAILED, 0, `hello of version ${bytes[at]}`);
    }
    case OFPT_ERROR:
      return { ...NOTHING, trouble: `controller sent an error: ${bytes.toString('hex', at, Math.min(end, at + 64))}` };
    case OFPT_ECHO_REQUEST: {
      const reply = encodeMessage(face.version, OFPT_ECHO_REPLY, xid, end - at - HEADER_BYTES);
      bytes.copy(reply, HEADER_BYTES, at + HEADER_BYTES, end);
      return { ...NOTHING, reply };
    }
    case OFPT_ECHO_REPLY:
    case OFPT_SET_CONFIG:
      return NOTHING;
    case OFPT_GET_CONFIG_REQUEST:
      return { ...NOTHING, reply: encodeMessage(face.version, OFPT_GET_CONFIG_REPLY, xid, 4) };
    case OFPT_FEATURES_REQUEST:
      return { ...NOTHING, reply: encodeFeatures(face, xid), isIntroduced: true };
    case OFPT_FLOW_MOD:
    case OFPT_PACKET_OUT:
      return { ...NOTHING, trouble: `controller sent a truncated message of type ${bytes[at + 1]}` };
    case OFPT_EXPERIMENTER:
      return refuse(face, bytes, at, end, OFPET_BAD_REQUEST, OFPBRC_BAD_EXPERIMENTER, '');
    default:
      return null;
  }
}

/** An OFPT_ERROR with the first 64 bytes of what it is about. */
export function refuse(
  face: Face,
  bytes: Buffer,
  at: number,
  end: number,
  type: number,
  code: number,
  trouble: string,
): Reaction {
  const quoted = Math.min(64, end - at);
  const reply = encodeMessage(face.version, OFPT_ERROR, bytes.readUInt32BE(at + 4), 4 + quoted);
  reply.writeUInt16BE(type, HEADER_BYTES);
  reply.writeUInt16BE(code, HEADER_BYTES + 2);
  bytes.copy(reply, HEADER_BYTES + 4, at, at + quoted);
  return { ...NOTHING, reply, trouble };
}

export function encodeMessage(version: number, type: number, xid: number, bodyBytes: number): Buffer {
  const message = Buffer.alloc(HEADER_BYTES + bodyBytes);
  message[0] = version;
  message[1] = type;
  message.writeUInt16BE(message.length, 2);
  message.writeUInt32BE(xid, 4);
  return message;
}

/** The description of both versions (§A.3.5.1 of 1.3): manufacturer, hardware, software, serial number, datapath. */
export function writeDescription(into: Buffer, at: number, dpid: number): void {
  into.write('Nicira, Inc.', at, 'latin1');
  into.write('Open vSwitch', at + 256, 'latin1');
  into.write('fake switch of a load generator', at + 512, 'latin1');
  into.write('None', at + 768, 'latin1');
  into.write(`br${dpid}`, at + 800, 'latin1');
}

export const DESCRIPTION_BYTES = 1056;

/** Features: 1.0 lists the ports here (§5.3.1), 1.3 does not (§7.3.1). */
function encodeFeatures(face: Face, xid: number): Buffer {
  const ports = face.version === OFP10 ? face.ports : [];
  const reply = encodeMessage(face.version, OFPT_FEATURES_REPLY, xid, 24 + 48 * ports.length);
  reply.writeUInt32BE(face.dpid, 12);
  // buffers: cbench says 256; the switches of 1.3 hand whole packets up
  reply.writeUInt32BE(face.version === OFP10 ? 256 : 0, 16);
  reply[20] = face.version === OFP10 ? 1 : 254;
  reply.writeUInt32BE(face.version === OFP10 ? 0xc7 : 0x4f, 24);
  reply.writeUInt32BE(face.version === OFP10 ? 0xfff : 0, 28);
  ports.forEach((port, i) => {
    const at = 32 + 48 * i;
    reply.writeUInt16BE(port.number, at);
    reply.set(port.mac, at + 2);
    reply.write(port.name, at + 8, 15, 'latin1');
  });
  return reply;
}

function localPort(number: number, mac: readonly number[]): Port {
  return { number, name: 'br0', mac };
}
