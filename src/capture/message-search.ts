// Where the next OpenFlow message begins in bytes whose framing is not known: behind a hole, or where a capture starts in the
// middle. A place is taken for a message when its header has a version and type that are decoded here, its body decodes,
// and behind it stands such a header again, or nothing at all: senders write whole messages. A place whose message is not
// whole yet waits for its rest, unless a whole one follows: bytes that only look like a header of something long are
// frequent (1, 4, 5 and 6 are), messages in the middle of messages are not. Pure; any thread.
import {
  HEADER_BYTES,
  messageLength,
  messageType,
  messageVersion,
  OFP_VERSION_10,
  OFP_VERSION_13,
  OFP_VERSION_14,
  OFP_VERSION_15,
  OFPT10_QUEUE_GET_CONFIG_REPLY,
  OFPT13_METER_MOD,
  OFPT14_BUNDLE_ADD_MESSAGE,
  OFPT15_CONTROLLER_STATUS,
} from '#openflow/header.ts';
import { decodeMessage } from '#openflow/message.ts';

/** Decoding is dear: after so many bodies that do not decode in one call, headers alone decide. */
const DECODES_MAX = 256;

const LAST_TYPE_OF_VERSION = new Map([
  [OFP_VERSION_10, OFPT10_QUEUE_GET_CONFIG_REPLY],
  [OFP_VERSION_13, OFPT13_METER_MOD],
  [OFP_VERSION_14, OFPT14_BUNDLE_ADD_MESSAGE],
  [OFP_VERSION_15, OFPT15_CONTROLLER_STATUS],
]);

export interface SearchResult {
  /** The bytes before it belong to no message that could be found. */
  readonly at: number;
  /** A message begins there; else more bytes are needed to tell, from there on. */
  readonly isFound: boolean;
}

/**
 * Looks for a message in `bytes[at, end)`.
 * @param isLast no more bytes follow: what would need them is no message
 * @param version the only one that may come; undefined: any
 */
export function findMessage(
  bytes: Uint8Array,
  at: number,
  end: number,
  isLast: boolean,
  version: number | undefined,
): SearchResult {
  let decodes = 0;
  let waitingAt = -1;
  for (let start = at; start + HEADER_BYTES <= end; start++) {
    if (!isPlausibleHeader(bytes, start, version)) continue;
    const next = start + messageLength(bytes, start);
    if (next > end) {
      if (waitingAt < 0) waitingAt = start;
      continue;
    }
    if (!isPlausibleNext(bytes, next, end, messageVersion(bytes, start))) continue;
    if (decodes++ >= DECODES_MAX || decodeMessage(bytes, start, next).ok) return { at: start, isFound: true };
  }
  if (waitingAt >= 0 && !isLast) return { at: waitingAt, isFound: false };
  // A header may begin among the last bytes.
  return { at: isLast ? end : Math.max(at, end - HEADER_BYTES + 1), isFound: false };
}

/** @returns true for the header of a message that is decoded here; its 8 bytes must be there */
export function isPlausibleHeader(bytes: Uint8Array, at: number, version: number | undefined): boolean {
  const found = messageVersion(bytes, at);
  if (version !== undefined && found !== version) return false;
  const lastType = LAST_TYPE_OF_VERSION.get(found);
  if (lastType === undefined || messageType(bytes, at) > lastType) return false;
  return messageLength(bytes, at) >= HEADER_BYTES;
}

/** @returns true when what stands behind a message, as far as it is there, may be another one of its version */
function isPlausibleNext(bytes: Uint8Array, at: number, end: number, version: number): boolean {
  if (at === end) return true;
  if (at + HEADER_BYTES > end) return messageVersion(bytes, at) === version;
  return isPlausibleHeader(bytes, at, version);
}
