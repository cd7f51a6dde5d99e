// One packet as a capture file holds it, whatever the format of the file. Types and bounds only.

/** What libpcap takes for one packet at most (MAXIMUM_SNAPLEN); a record that claims more is damaged. */
export const PACKET_BYTES_MAX = 262_144;
/** A link type that no registry has: of an interface that the file does not describe. */
export const LINKTYPE_UNDESCRIBED = -1;

/** The bytes [at, end) are valid until the file is asked for the next packet or given more bytes. */
export interface CapturedPacket {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
  /** LINKTYPE_… of the registry of tcpdump.org. */
  readonly linkType: number;
  /** Nanoseconds since 1970; undefined where the file has no time for it. */
  readonly timeNs: bigint | undefined;
}

/** A file format that takes its packets from a queue. */
export interface PacketReader {
  /** Why no more packets can be found, since the file is damaged; undefined while they can. */
  readonly damage: string | undefined;
  /** Fractions of a second that the file's times have: 6 or 9 digits. */
  readonly timeDigits: number;
  /** @returns the next packet; undefined when more bytes are needed or the file is damaged */
  next(): CapturedPacket | undefined;
  /** A part that is passed over is not over yet, though the queue is empty. */
  readonly isInside: boolean;
  /** @returns what the bytes left in the queue are the beginning of, for a person */
  unfinished(): string;
}
