// Which messages of a capture are shown: by type, xid and stream. The header decides as far as it can, so that what is not
// wanted is not decoded. Pure.
import type { CaptureEvent } from '#capture/openflow-capture.ts';
import {
  messageType,
  messageVersion,
  messageXid,
  OFPT_EXPERIMENTER,
  OFPT14_BUNDLE_ADD_MESSAGE,
  OFPT14_REQUESTFORWARD,
} from '#openflow/header.ts';
import { KINDS_BY_VERSION } from '#openflow/message-table.ts';

/** What was asked for; an empty list asks for everything. */
export interface CaptureWishes {
  readonly types: readonly string[];
  readonly xids: readonly number[];
  readonly streams: readonly number[];
}

type MessageEvent = Extract<CaptureEvent, { kind: 'message' }>;

/** The types that carry a whole message stand in no table: their numbers by version. */
const CARRIERS: Readonly<Record<string, readonly (readonly [version: number, tag: number])[]>> = {
  BUNDLE_ADD_MESSAGE: [
    [4, OFPT_EXPERIMENTER],
    [5, OFPT14_BUNDLE_ADD_MESSAGE],
    [6, OFPT14_BUNDLE_ADD_MESSAGE],
  ],
  REQUESTFORWARD: [
    [4, OFPT_EXPERIMENTER],
    [5, OFPT14_REQUESTFORWARD],
    [6, OFPT14_REQUESTFORWARD],
  ],
};

/** By type's name: `version << 8 | number` of the headers that it may have. */
const HEADERS_OF_TYPE = headersOfType();

/** Every name that `types` may have. */
export const TYPE_NAMES: readonly string[] = [...HEADERS_OF_TYPE.keys()].sort();

export class CaptureFilter {
  readonly #types: ReadonlySet<string>;
  readonly #headers: ReadonlySet<number>;
  readonly #xids: ReadonlySet<number>;
  readonly #streams: ReadonlySet<number>;

  constructor(wishes: CaptureWishes) {
    this.#types = new Set(wishes.types);
    this.#headers = new Set(wishes.types.flatMap((type) => HEADERS_OF_TYPE.get(type) ?? []));
    this.#xids = new Set(wishes.xids);
    this.#streams = new Set(wishes.streams);
  }

  /** @returns true when anything of the stream may be shown */
  takesStream(stream: number): boolean {
    return this.#streams.size === 0 || this.#streams.has(stream);
  }

  /** @returns true when the message is wanted, as far as its header tells */
  takesHeader({ stream, bytes }: MessageEvent): boolean {
    if (!this.takesStream(stream)) return false;
    if (this.#xids.size > 0 && !this.#xids.has(messageXid(bytes, 0))) return false;
    return this.#types.size === 0 || this.#headers.has((messageVersion(bytes, 0) << 8) | messageType(bytes, 0));
  }

  /** @param type as decoding names it: experimenters' messages share a header */
  takesType(type: string | number): boolean {
    return this.#types.size === 0 || (typeof type === 'string' && this.#types.has(type));
  }
}

function headersOfType(): Map<string, number[]> {
  const headers = new Map<string, number[]>();
  const add = (name: string, version: number, tag: number) => {
    headers.set(name, [...(headers.get(name) ?? []), (version << 8) | tag]);
  };
  for (const [version, kinds] of KINDS_BY_VERSION) {
    for (const [name, { tag }] of Object.entries(kinds)) add(name, version, tag);
  }
  for (const [name, places] of Object.entries(CARRIERS)) {
    for (const [version, tag] of places) add(name, version, tag);
  }
  return headers;
}
