// The constant answers of the null responder: prepared once, many in a row, so that answering a PacketIn is patching the
// few bytes by which the generator knows which PacketIn is meant. Hot: answering neither allocates nor throws.
//
//   OpenFlow 1.0:  FlowMod, 80 bytes, with the PacketIn's buffer id
//   OpenFlow 1.3:  FlowMod × n | PacketOut with the PacketIn's in_port and frame; or one deny FlowMod
import { LEARN_PACKET_IN_BYTES, LEARN_TARGET_STATION, learnPort } from './learn-traffic.ts';
import {
  COOKIE_DENY,
  COOKIE_SESSION,
  COOKIE_STANDING,
  FLOW_MOD10_ACTIONS,
  FLOW_MOD10_BUFFER_ID,
  FLOW_MOD13_COOKIE,
  FLOW_MOD13_FLAGS,
  FLOW_MOD13_MATCH,
  FLOW_MOD13_PRIORITY,
  NO_BUFFER,
  OFP10,
  OFP13,
  OFPFF_SEND_FLOW_REM,
  OFPT_FLOW_MOD,
  OFPT_PACKET_OUT,
  PACKET_IN10_BUFFER_ID,
  PACKET_IN13_FRAME,
  PACKET_IN13_IN_PORT,
  PACKET_OUT13_ACTIONS,
  PACKET_OUT13_ACTIONS_LEN,
  PACKET_OUT13_IN_PORT,
} from './openflow-numbers.ts';
import { encodeMessage } from './switch-face.ts';
import { FRAME_TARGET_IP, FRAME_TCP_SEQ, SYN_FRAME_BYTES, writeSynConstants } from './syn-frame.ts';
import { SYN_PACKET_IN_BYTES } from './syn-packet-in.ts';

export const LEARN_ANSWER_BYTES = FLOW_MOD10_ACTIONS + 8;
const OUTPUT10_PORT = FLOW_MOD10_ACTIONS + 4;
const OUTPUT13_BYTES = 16;
const DEC_NW_TTL_BYTES = 8;
const OFPAT13_OUTPUT = 0;
const OFPAT13_DEC_NW_TTL = 24;
const OFPIT_APPLY_ACTIONS = 4;
const PRIORITIES: Record<number, number> = { [COOKIE_STANDING]: 0, [COOKIE_SESSION]: 50_000, [COOKIE_DENY]: 45_000 };
const DENY_FIELDS = ['80000004', '00000002']; // in_port
const SESSION_FIELDS = [
  ...DENY_FIELDS,
  ...['80000a02', '0800'], // eth_type
  ...['80001401', '06'], // ip_proto
  ...['80001604', '0a000002'], // ipv4_src
  ...['80001804', '0a000102'], // ipv4_dst
  ...['80001a02', '0400'], // tcp_src
  ...['80001c02', '0050'], // tcp_dst
];

/** Writes answers to PacketIns into a buffer that it made. */
export interface AnswerWriter {
  /** @returns a buffer that holds the answers to all PacketIns of one read */
  makeBuffer(readBytes: number): Buffer;
  /**
   * Answers the PacketIn at `at`.
   * @returns where the answers in `out` end now
   */
  answer(view: DataView, at: number, out: Buffer, outEnd: number): number;
}

/** The PacketIn with this number gets the fault; by then a run is well on its way, but tiny runs have one too. */
const FAULT_AT = 50;
const STALL_MS = 200;

/** One FlowMod of OpenFlow 1.0 with the buffer id. */
export class LearnAnswers implements AnswerWriter {
  private readonly faultAt: number;
  private readonly fault: string;
  private readonly faithful: boolean;
  private count = 0;

  /** @param faithful whether the flow leads to the target's port, not just anywhere: dearer, and valid */
  constructor(faithful: boolean, fault: string) {
    this.faithful = faithful;
    this.faultAt = fault === 'none' ? -1 : FAULT_AT;
    this.fault = fault;
  }

  makeBuffer(readBytes: number): Buffer {
    const flow = encodeLearnAnswer();
    const count = Math.ceil(readBytes / LEARN_PACKET_IN_BYTES) + 2;
    return Buffer.concat(Array.from({ length: count }, () => flow));
  }

  answer(view: DataView, at: number, out: Buffer, outEnd: number): number {
    const bufferId = view.getInt32(at + PACKET_IN10_BUFFER_ID);
    const repeats = this.count++ === this.faultAt ? this.err() : 1;
    for (let i = 0; i < repeats; i++, outEnd += LEARN_ANSWER_BYTES) {
      writeWord(out, outEnd + FLOW_MOD10_BUFFER_ID, bufferId);
      if (this.faithful) out[outEnd + OUTPUT10_PORT + 1] = learnPort(view.getUint16(at + LEARN_TARGET_STATION));
    }
    return outEnd;
  }

  /** @returns how often the PacketIn is answered */
  private err(): number {
    if (this.fault === 'stall') stall();
    return { stall: 1, duplicate: 2 }[this.fault] ?? 0;
  }
}

export interface AllowShape {
  /** FlowMods for an allowed SYN; a fraction is spread over the SYNs. */
  flows: number;
  flowBytes: number;
  packetOutBytes: number;
  /** Whether the PacketOut carries the very frame that came, not just its number: dearer, and valid. */
  faithful: boolean;
  fault: string;
}

/** FlowMods and a PacketOut of OpenFlow 1.3, or a deny FlowMod for a SYN to an address that is apart. */
export class AllowAnswers implements AnswerWriter {
  private readonly shape: AllowShape;
  /** With the lower and the higher whole number of FlowMods. */
  private readonly few: Buffer;
  private readonly many: Buffer;
  private readonly deny = encodeFlow13(COOKIE_DENY, 0, 0);
  private readonly packetOutBytes: number;
  private owed = 0;
  private count = 0;

  constructor(shape: AllowShape) {
    this.shape = shape;
    const packetOut = encodePacketOut(shape.packetOutBytes);
    const flow = encodeFlow13(COOKIE_SESSION, OFPFF_SEND_FLOW_REM, shape.flowBytes);
    const withFlows = (flows: number) => Buffer.concat([...Array.from({ length: flows }, () => flow), packetOut]);
    this.packetOutBytes = packetOut.length;
    this.few = withFlows(Math.floor(shape.flows));
    this.many = withFlows(Math.ceil(shape.flows));
  }

  makeBuffer(readBytes: number): Buffer {
    const count = Math.ceil(readBytes / SYN_PACKET_IN_BYTES) + 2;
    return Buffer.concat(Array.from({ length: count }, () => this.many));
  }

  answer(view: DataView, at: number, out: Buffer, outEnd: number): number {
    const frame = at + PACKET_IN13_FRAME;
    let isDenied = (view.getUint8(frame + FRAME_TARGET_IP + 1) & 0x80) !== 0;
    const isFaulty = this.shape.fault !== 'none' && this.isFaulty(isDenied);
    if (isFaulty && this.shape.fault === 'drop') return outEnd;
    if (isFaulty && this.shape.fault === 'stall') stall();
    if (isFaulty && this.shape.fault === 'let-through') isDenied = false;
    const end = isDenied ? this.writeDeny(out, outEnd) : this.writeAllow(view, at, out, outEnd);
    return isFaulty && this.shape.fault === 'duplicate' ? this.writeAllow(view, at, out, end) : end;
  }

  /** Only what is denied can be let through; the other faults are about any. */
  private isFaulty(isDenied: boolean): boolean {
    if (this.shape.fault === 'let-through' && !isDenied) return false;
    return this.count++ === FAULT_AT;
  }

  private writeDeny(out: Buffer, at: number): number {
    this.deny.copy(out, at);
    return at + this.deny.length;
  }

  /** Answers that are all alike lie in the buffer already; others are copied. */
  private writeAllow(view: DataView, at: number, out: Buffer, outAt: number): number {
    this.owed += this.shape.flows - Math.floor(this.shape.flows);
    const template = this.owed >= 1 ? this.many : this.few;
    if (this.owed >= 1) this.owed -= 1;
    const end = outAt + template.length;
    template.copy(out, outAt);
    writeWord(out, end - this.packetOutBytes + PACKET_OUT13_IN_PORT, view.getInt32(at + PACKET_IN13_IN_PORT));
    const frame = at + PACKET_IN13_FRAME;
    const frameOut = end - SYN_FRAME_BYTES;
    writeWord(out, frameOut + FRAME_TCP_SEQ, view.getInt32(frame + FRAME_TCP_SEQ));
    if (!this.shape.faithful) return end;
    for (let i = 0; i < SYN_FRAME_BYTES; i++) out[frameOut + i] = view.getUint8(frame + i);
    return end;
  }
}

/** Holds up the whole process, as a long collection of garbage would. */
function stall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS);
}

/** A table-miss flow of OpenFlow 1.3, by which a switch knows that PacketIns are wanted. */
export function encodeTableMiss(): Buffer {
  return encodeFlow13(COOKIE_STANDING, 0, 0);
}

/** A FlowMod of OpenFlow 1.0: any source and target, one output. */
function encodeLearnAnswer(): Buffer {
  const flow = encodeMessage(OFP10, OFPT_FLOW_MOD, 0, LEARN_ANSWER_BYTES - 8);
  flow.writeUInt32BE(0x3fffff, 8); // OFPFW_ALL
  flow.writeUInt16BE(1, 62);
  flow.writeUInt16BE(0xffff, 68); // OFPP_NONE
  flow.writeUInt16BE(8, FLOW_MOD10_ACTIONS + 2);
  flow.writeUInt16BE(1, OUTPUT10_PORT);
  return flow;
}

/** A session flow matches in_port and two addresses and ports; the actions after it are as many as the length wants. */
function encodeFlow13(kind: number, flags: number, wantedBytes: number): Buffer {
  const fields = Buffer.from((kind === COOKIE_SESSION ? SESSION_FIELDS : DENY_FIELDS).join(''), 'hex');
  const matchBytes = 4 + fields.length;
  const instructionsAt = FLOW_MOD13_MATCH + ((matchBytes + 7) & ~7);
  const extra = Math.max(0, Math.ceil((wantedBytes - instructionsAt - 8 - OUTPUT13_BYTES) / DEC_NW_TTL_BYTES));
  const instructionBytes = wantedBytes === 0 ? 0 : 8 + extra * DEC_NW_TTL_BYTES + OUTPUT13_BYTES;
  const flow = encodeMessage(OFP13, OFPT_FLOW_MOD, 0, instructionsAt + instructionBytes - 8);
  flow.writeUInt16BE(kind, FLOW_MOD13_COOKIE);
  flow.writeUInt16BE(PRIORITIES[kind]!, FLOW_MOD13_PRIORITY);
  flow.writeUInt32BE(NO_BUFFER, 32);
  flow.writeUInt32BE(0xffffffff, 36); // OFPP_ANY
  flow.writeUInt32BE(0xffffffff, 40); // OFPG_ANY
  flow.writeUInt16BE(flags, FLOW_MOD13_FLAGS);
  flow.writeUInt16BE(1, FLOW_MOD13_MATCH);
  flow.writeUInt16BE(matchBytes, FLOW_MOD13_MATCH + 2);
  fields.copy(flow, FLOW_MOD13_MATCH + 4);
  if (instructionBytes === 0) return flow;
  flow.writeUInt16BE(OFPIT_APPLY_ACTIONS, instructionsAt);
  flow.writeUInt16BE(instructionBytes, instructionsAt + 2);
  writeActions(flow, instructionsAt + 8, extra);
  return flow;
}

function encodePacketOut(wantedBytes: number): Buffer {
  const shortest = PACKET_OUT13_ACTIONS + OUTPUT13_BYTES + SYN_FRAME_BYTES;
  const extra = Math.max(0, Math.ceil((wantedBytes - shortest) / DEC_NW_TTL_BYTES));
  const actionBytes = extra * DEC_NW_TTL_BYTES + OUTPUT13_BYTES;
  const out = encodeMessage(OFP13, OFPT_PACKET_OUT, 0, PACKET_OUT13_ACTIONS - 8 + actionBytes + SYN_FRAME_BYTES);
  out.writeUInt32BE(NO_BUFFER, 8);
  out.writeUInt16BE(actionBytes, PACKET_OUT13_ACTIONS_LEN);
  writeActions(out, PACKET_OUT13_ACTIONS, extra);
  writeSynConstants(new DataView(out.buffer, out.byteOffset), out.length - SYN_FRAME_BYTES);
  return out;
}

function writeActions(into: Buffer, at: number, extra: number): void {
  for (let i = 0; i < extra; i++, at += DEC_NW_TTL_BYTES) {
    into.writeUInt16BE(OFPAT13_DEC_NW_TTL, at);
    into.writeUInt16BE(DEC_NW_TTL_BYTES, at + 2);
  }
  into.writeUInt16BE(OFPAT13_OUTPUT, at);
  into.writeUInt16BE(OUTPUT13_BYTES, at + 2);
  into.writeUInt32BE(1, at + 4);
}

function writeWord(into: Buffer, at: number, value: number): void {
  into[at] = value >>> 24;
  into[at + 1] = value >>> 16;
  into[at + 2] = value >>> 8;
  into[at + 3] = value;
}
