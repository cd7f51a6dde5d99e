// Flow monitors of 1.3: ONF's extension 187, which Open vSwitch speaks (include/openflow/openflow-1.3.h, lib/ofp-monitor.c). They are
// those that 1.0 has from Nicira (nx-flow.ts), with a match and instructions of 1.3.
//
//   request  | id 32 | flags 16 | match_len 16 | out_port 32 | table_id 8 | pad 24 | match |
//   update   | length 16 | event 16 | reason 16 | priority 16 | idle 16 | hard 16 | match_len 16 | table_id 8 | pad 8 | cookie 64
//            | match | instructions ... |
import { Choice, kind, prefixOf } from './choice.ts';
import { type Codec, type Json, within } from './codec.ts';
import { ONF_EXPERIMENTER_ID } from './experimenter-id.ts';
import { TABLE_ID } from './flow-mod.ts';
import { REMOVED_REASON_14 } from './flow-removed.ts';
import { OFPT_EXPERIMENTER } from './header.ts';
import { INSTRUCTION_LIST } from './instruction.ts';
import { LENGTH_AHEAD, list } from './list.ts';
import { MATCH_13 } from './match.ts';
import { Enumeration } from './names.ts';
import { MONITOR_FLAGS } from './nx-flow.ts';
import type { OxmField } from './oxm.ts';
import { OFPP_ANY, PORT_NO_13 } from './port-number.ts';
import type { Reader } from './reader.ts';
import { defaulted, pad, Struct } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u8, u16, u32, u64 } from './uint.ts';
import type { Writer } from './writer.ts';

const ONFST_FLOW_MONITOR = 1870;

export const ONFT_FLOW_MONITORS_13 = {
  ONFT_FLOW_MONITOR_CANCEL: kind(OFPT_EXPERIMENTER, { id: u32 }, prefixOf([ONF_EXPERIMENTER_ID, 1870])),
  ONFT_FLOW_MONITOR_PAUSED: kind(OFPT_EXPERIMENTER, {}, prefixOf([ONF_EXPERIMENTER_ID, 1871])),
  ONFT_FLOW_MONITOR_RESUMED: kind(OFPT_EXPERIMENTER, {}, prefixOf([ONF_EXPERIMENTER_ID, 1872])),
} as const;

/** A match whose own length, without the padding, stands ahead once more. */
export class RepeatedLengthMatch implements Codec<OxmField[], readonly OxmField[]> {
  readonly match: Codec<OxmField[], readonly OxmField[]> = MATCH_13;

  decode(reader: Reader): OxmField[] {
    const { at, aheadAt, aheadLength } = reader;
    const match = this.match.decode(reader);
    const length = (reader.bytes[at + 2]! << 8) | reader.bytes[at + 3]!;
    if (length !== aheadLength) {
      throw within(reader.fault(`match_len ${aheadLength}`, `${length}, the length of the match`, aheadAt), 'length');
    }
    return match;
  }

  encode(writer: Writer, value: readonly OxmField[]): void {
    const { at, aheadAt } = writer;
    this.match.encode(writer, value);
    writer.patchU16(aheadAt, (writer.bytes[at + 2]! << 8) | writer.bytes[at + 3]!);
  }

  toJson(value: readonly OxmField[]): Json {
    return this.match.toJson(value);
  }

  fromJson(json: unknown): OxmField[] {
    return this.match.fromJson(json);
  }
}

const MATCH = new RepeatedLengthMatch();

const MONITOR = new Struct({
  id: u32,
  flags: defaulted(MONITOR_FLAGS, []),
  matchLen: LENGTH_AHEAD,
  outPort: defaulted(PORT_NO_13, OFPP_ANY),
  tableId: defaulted(TABLE_ID, 0xff),
  zeros: pad(3),
  match: defaulted(MATCH, []),
} as const);

/** What a full update says of a flow; instructions only where they were asked for. */
const UPDATE = {
  reason: new Enumeration(2, REMOVED_REASON_14.values),
  priority: u16,
  idleTimeout: u16,
  hardTimeout: u16,
  matchLen: LENGTH_AHEAD,
  tableId: u8,
  pad: pad(1),
  cookie: u64,
  match: MATCH,
  instructions: INSTRUCTION_LIST,
} as const;
const UPDATES = {
  ADDED: kind(0, UPDATE),
  DELETED: kind(1, UPDATE),
  MODIFIED: kind(2, UPDATE),
  /** What the controller itself has changed, by the xid of its message. */
  ABBREV: kind(3, { xid: u32 }),
} as const;

const PREFIX = prefixOf([ONF_EXPERIMENTER_ID, ONFST_FLOW_MONITOR]);

export const ONFST_REQUESTS_13 = {
  ONFST_FLOW_MONITOR: kind(0xffff, { monitors: list(MONITOR) }, PREFIX),
} as const;
export const ONFST_REPLIES_13 = {
  ONFST_FLOW_MONITOR: kind(
    0xffff,
    { updates: list(new Tlv(new Choice('event', UPDATES), 'inside', 8, 'length')) },
    PREFIX,
  ),
} as const;
