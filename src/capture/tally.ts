// What became of the packets of a capture: each ends in one counter of PACKET_OUTCOMES, so that they add up. Pure.

/** Where packets end. */
export const PACKET_OUTCOMES = [
  'segments',
  'late',
  'otherPorts',
  'notTcp',
  'notIp',
  'fragments',
  'malformed',
  'unknownLink',
] as const;

export interface Tally {
  packets: number;
  /** Of connections to OpenFlow's ports. */
  segments: number;
  /** Data of connections that were over. */
  late: number;
  otherPorts: number;
  notTcp: number;
  notIp: number;
  /** Of IP: their data is not put together. */
  fragments: number;
  /** Headers that are cut short or contradict themselves. */
  malformed: number;
  /** Of link types that are not known here. */
  unknownLink: number;

  /** Connections. */
  streams: number;
  /** Connections given up since there were too many. */
  evicted: number;
  /** Segments that held nothing new. */
  retransmissions: number;
  /** Segments that came before what precedes them. */
  outOfOrder: number;
  messages: number;
  /** Of streams, and not in the capture. */
  missingBytes: number;
  /** Of streams, and of no message that could be found. */
  skippedBytes: number;
}

/** @returns all at zero */
export function newTally(): Tally {
  return {
    packets: 0,
    segments: 0,
    late: 0,
    otherPorts: 0,
    notTcp: 0,
    notIp: 0,
    fragments: 0,
    malformed: 0,
    unknownLink: 0,
    streams: 0,
    evicted: 0,
    retransmissions: 0,
    outOfOrder: 0,
    messages: 0,
    missingBytes: 0,
    skippedBytes: 0,
  };
}
