// The control messages that only OpenFlow 1.0 has, answered as a learning switch. Off the hot path.
import {
  HEADER_BYTES,
  OFP10,
  OFPT10_BARRIER_REPLY,
  OFPT10_BARRIER_REQUEST,
  OFPT10_PORT_MOD,
  OFPT10_STATS_REPLY,
  OFPT10_STATS_REQUEST,
} from './openflow-numbers.ts';
import {
  DESCRIPTION_BYTES,
  encodeMessage,
  type Face,
  NOTHING,
  OFPBRC_BAD_STAT,
  OFPBRC_BAD_TYPE,
  OFPET_BAD_REQUEST,
  type Reaction,
  reactToShared,
  refuse,
  writeDescription,
} from './switch-face.ts';

// Kinds of statistics (§5.3.5).
const OFPST_DESC = 0;
const OFPST_FLOW = 1;
const OFPST_AGGREGATE = 2;
const OFPST_TABLE = 3;
const OFPST_PORT = 4;
const OFPST_QUEUE = 5;
const AGGREGATE_BYTES = 24;

/** Reacts to the control message at `at`. */
export function reactAs10(face: Face, bytes: Buffer, at: number, end: number): Reaction {
  const shared = reactToShared(face, bytes, at, end);
  if (shared !== null) return shared;
  switch (bytes[at + 1]) {
    case OFPT10_BARRIER_REQUEST:
      return { ...NOTHING, reply: encodeMessage(OFP10, OFPT10_BARRIER_REPLY, bytes.readUInt32BE(at + 4), 0) };
    case OFPT10_PORT_MOD:
      return NOTHING;
    case OFPT10_STATS_REQUEST:
      return reactToStats(face, bytes, at, end);
    default:
      return refuse(face, bytes, at, end, OFPET_BAD_REQUEST, OFPBRC_BAD_TYPE, `message of type ${bytes[at + 1]}`);
  }
}

/** Tables, flows, ports and queues have no rows: the switch is new. */
function reactToStats(face: Face, bytes: Buffer, at: number, end: number): Reaction {
  const kind = end - at >= HEADER_BYTES + 4 ? bytes.readUInt16BE(at + HEADER_BYTES) : -1;
  const bodyBytes = { [OFPST_DESC]: DESCRIPTION_BYTES, [OFPST_AGGREGATE]: AGGREGATE_BYTES }[kind] ?? 0;
  if (![OFPST_DESC, OFPST_FLOW, OFPST_AGGREGATE, OFPST_TABLE, OFPST_PORT, OFPST_QUEUE].includes(kind)) {
    return refuse(face, bytes, at, end, OFPET_BAD_REQUEST, OFPBRC_BAD_STAT, `statistics of kind ${kind}`);
  }
  const reply = encodeMessage(OFP10, OFPT10_STATS_REPLY, bytes.readUInt32BE(at + 4), 4 + bodyBytes);
  reply.writeUInt16BE(kind, HEADER_BYTES);
  if (kind === OFPST_DESC) writeDescription(reply, HEADER_BYTES + 4, face.dpid);
  return { ...NOTHING, reply };
}
