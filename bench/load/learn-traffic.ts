// OpenFlow 1.0 as cbench drives a controller: PacketIns of 64-byte frames with buffer ids between random stations of
// the switch. One FlowMod or PacketOut with the buffer id is the answer; a second one with the same id is counted as
// unsolicited. Hot: compose and walk run once for each write and read, their loops once for each message.
//
//   run:  PacketIn, 82 bytes | PacketIn | …     799 of them; patched: buffer id, in_port, last two bytes of both MACs
//   station n of a switch:  MAC 02:00 switch(2) n(2), on port 1 + n mod 4; source and target differ in parity, so they
//   never share a port (a learning switch has nothing to do for two stations on one port)
import type { Ledger } from './ledger.ts';
import {
  FLOW_MOD10_ACTIONS,
  FLOW_MOD10_BUFFER_ID,
  FLOW_MOD10_COMMAND,
  FLOW_MOD10_MATCH,
  HEADER_BYTES,
  OFP10,
  OFPT_FLOW_MOD,
  OFPT_PACKET_IN,
  OFPT_PACKET_OUT,
  PACKET_IN10_BUFFER_ID,
  PACKET_IN10_FRAME,
  PACKET_IN10_IN_PORT,
  PACKET_IN10_TOTAL_LEN,
  PACKET_OUT10_ACTIONS,
  PACKET_OUT10_ACTIONS_LEN,
  PACKET_OUT10_BUFFER_ID,
} from './openflow-numbers.ts';
import { type ControlHandler, newTally, noteFault, RUN_BYTES, type Tally, type Traffic } from './traffic.ts';

export const LEARN_PORTS = 4;
export const LEARN_FRAME_BYTES = 64;
export const LEARN_PACKET_IN_BYTES = PACKET_IN10_FRAME + LEARN_FRAME_BYTES;

// Offsets of the match's fields (OpenFlow 1.0 §5.2.3) and of an output action.
const MATCH_DL_SRC = FLOW_MOD10_MATCH + 6;
const MATCH_DL_DST = FLOW_MOD10_MATCH + 12;
const OFPFW_DL_SRC = 1 << 2;
const OFPFW_DL_DST = 1 << 3;
const OFPAT_OUTPUT = 0;
const OFPP_FLOOD = 0xfffb;
const OFPP_ALL = 0xfffc;
// Two bytes before the end of each MAC are the station's number; positions in the message.
export const LEARN_TARGET_STATION = PACKET_IN10_FRAME + 4;
const SOURCE_STATION = PACKET_IN10_FRAME + 10;
const SEQ_MASK = 0x7fffffff;

export class LearnTraffic implements Traffic {
  readonly ledger: Ledger;
  readonly tally: Tally = newTally();
  readonly runLength = Math.floor(RUN_BYTES / LEARN_PACKET_IN_BYTES);
  readonly backlogRun = 0;
  private readonly run: Buffer;
  private readonly runView: DataView;
  /** Views of the run's first n messages, made when first needed. */
  private readonly heads: Buffer[] = [];
  private readonly macs: number;
  private readonly validate: boolean;
  private readonly switchNumber: number;
  private seq = 0;

  /** @param switchNumber 1-based, which names the stations */
  constructor(ledger: Ledger, switchNumber: number, macs: number, validate: boolean) {
    this.ledger = ledger;
    this.macs = macs & ~1;
    this.validate = validate;
    this.switchNumber = switchNumber;
    this.run = Buffer.alloc(this.runLength * LEARN_PACKET_IN_BYTES);
    this.runView = new DataView(this.run.buffer, this.run.byteOffset, this.run.length);
    for (let i = 0; i < this.runLength; i++) writeConstants(this.runView, i * LEARN_PACKET_IN_BYTES, switchNumber);
  }

  backlog(): number {
    return 0;
  }

  releaseFlows(): void {
    // a learning switch keeps none: no FlowRemoved is asked for
  }

  giveUp(): void {
    this.ledger.giveUp(this.seq);
  }

  compose(count: number, nowMs: number): Buffer {
    const view = this.runView;
    const ledger = this.ledger;
    const macs = this.macs;
    let seq = this.seq;
    for (let at = 0, end = count * LEARN_PACKET_IN_BYTES; at < end; at += LEARN_PACKET_IN_BYTES) {
      const source = sourceStation(seq, macs);
      view.setInt32(at + PACKET_IN10_BUFFER_ID, seq);
      view.setUint16(at + PACKET_IN10_IN_PORT, learnPort(source));
      view.setUint16(at + LEARN_TARGET_STATION, targetStation(seq, source, macs));
      view.setUint16(at + SOURCE_STATION, source);
      ledger.issue(seq, false, nowMs);
      seq = (seq + 1) & SEQ_MASK;
    }
    this.seq = seq;
    this.heads[count] ??= this.run.subarray(0, count * LEARN_PACKET_IN_BYTES);
    return this.heads[count];
  }

  walk(bytes: Buffer, view: DataView, at: number, end: number, nowMs: number, control: ControlHandler): number {
    const ledger = this.ledger;
    const tally = this.tally;
    while (end - at >= HEADER_BYTES) {
      const length = view.getUint16(at + 2);
      if (length > end - at) break;
      if (length < HEADER_BYTES) return -1;
      const type = bytes[at + 1]!;
      if (type === OFPT_FLOW_MOD && length >= FLOW_MOD10_ACTIONS) {
        tally.flowMods++;
        tally.flowModBytes += length;
        const bufferId = view.getInt32(at + FLOW_MOD10_BUFFER_ID);
        // OFP_NO_BUFFER is negative: a flow that answers no PacketIn, as another controller may add beside its PacketOut
        if (bufferId >= 0) ledger.settle(bufferId, nowMs);
        else tally.otherFlows++;
        if (this.validate) this.checkFlowMod(bytes, view, at, at + length);
      } else if (type === OFPT_PACKET_OUT && length >= PACKET_OUT10_ACTIONS) {
        tally.packetOuts++;
        tally.packetOutBytes += length;
        const bufferId = view.getInt32(at + PACKET_OUT10_BUFFER_ID);
        if (bufferId >= 0) ledger.settle(bufferId, nowMs);
        else tally.otherPacketOuts++;
        if (this.validate) this.checkPacketOut(bytes, view, at, at + length);
      } else {
        control(bytes, at, at + length);
      }
      at += length;
    }
    return at;
  }

  /** A flow must be for the two stations whose packet it releases, and lead to the target's port. */
  private checkFlowMod(bytes: Buffer, view: DataView, at: number, end: number): void {
    const seq = view.getUint32(at + FLOW_MOD10_BUFFER_ID);
    if (seq > SEQ_MASK || bytes[at] !== OFP10) return;
    const source = sourceStation(seq, this.macs);
    const target = targetStation(seq, source, this.macs);
    const wildcards = view.getUint32(at + FLOW_MOD10_MATCH);
    if ((view.getUint16(at + FLOW_MOD10_COMMAND) & ~1) !== 0) this.fault('flow is not added', bytes, at, end);
    else if ((wildcards & OFPFW_DL_SRC) === 0 && !this.isStation(view, at + MATCH_DL_SRC, source)) {
      this.fault('flow of another source', bytes, at, end);
    } else if ((wildcards & OFPFW_DL_DST) === 0 && !this.isStation(view, at + MATCH_DL_DST, target)) {
      this.fault('flow of another target', bytes, at, end);
    } else if (outputPort(view, at + FLOW_MOD10_ACTIONS, end) !== learnPort(target)) {
      this.fault('flow does not lead to the port of its target', bytes, at, end);
    }
  }

  /** A packet goes to its target's port or, when the target is not known, to all. */
  private checkPacketOut(bytes: Buffer, view: DataView, at: number, end: number): void {
    const seq = view.getUint32(at + PACKET_OUT10_BUFFER_ID);
    const actionsEnd = at + PACKET_OUT10_ACTIONS + view.getUint16(at + PACKET_OUT10_ACTIONS_LEN);
    if (actionsEnd > end) this.fault('actions_len is beyond the message', bytes, at, end);
    if (actionsEnd > end || seq > SEQ_MASK) return;
    const target = targetStation(seq, sourceStation(seq, this.macs), this.macs);
    const port = outputPort(view, at + PACKET_OUT10_ACTIONS, actionsEnd);
    if (port !== OFPP_FLOOD && port !== OFPP_ALL && port !== learnPort(target)) {
      this.fault('packet goes neither to its target nor to all', bytes, at, end);
    }
  }

  private isStation(view: DataView, at: number, station: number): boolean {
    const known = view.getUint16(at) === 0x0200 && view.getUint16(at + 2) === this.switchNumber;
    return known && view.getUint16(at + 4) === station;
  }

  private fault(fault: string, bytes: Buffer, at: number, end: number): void {
    noteFault(this.tally, fault, bytes, at, end);
  }
}

/** The port that a station is on. */
export function learnPort(station: number): number {
  return 1 + (station & (LEARN_PORTS - 1));
}

// The stations follow from the sequence number alone, so that validation can tell them again from the buffer id.
function sourceStation(seq: number, macs: number): number {
  return (Math.imul(seq, 0x9e3779b1) >>> 8) % macs;
}

function targetStation(seq: number, source: number, macs: number): number {
  const half = (Math.imul(seq, 0x85ebca6b) >>> 8) % (macs >>> 1);
  return 2 * half + ((source & 1) ^ 1);
}

/** @returns the port of the only action, -1 when the actions are anything else */
function outputPort(view: DataView, at: number, end: number): number {
  if (end - at !== 8 || view.getUint16(at) !== OFPAT_OUTPUT || view.getUint16(at + 2) !== 8) return -1;
  return view.getUint16(at + 4);
}

/** The message's constant part: an IPv4 UDP packet of 50 bytes, with the right header checksum and none for UDP. */
function writeConstants(view: DataView, at: number, switchNumber: number): void {
  view.setUint8(at, OFP10);
  view.setUint8(at + 1, OFPT_PACKET_IN);
  view.setUint16(at + 2, LEARN_PACKET_IN_BYTES);
  view.setUint16(at + PACKET_IN10_TOTAL_LEN, LEARN_FRAME_BYTES);
  const frame = at + PACKET_IN10_FRAME;
  for (const mac of [frame, frame + 6]) {
    view.setUint16(mac, 0x0200);
    view.setUint16(mac + 2, switchNumber);
  }
  const words = [0x0800, 0x4500, LEARN_FRAME_BYTES - 14, 0, 0, 0x4011, 0, 0xc0a8, 0x0028, 0xc0a8, 0x0128];
  const sum = words.slice(1).reduce((a, b) => a + b, 0);
  words[6] = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
  words.push(0x7a18, 0x586b, LEARN_FRAME_BYTES - 34, 0);
  words.forEach((word, i) => {
    view.setUint16(frame + 12 + 2 * i, word);
  });
}
