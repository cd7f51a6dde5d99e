// OpenFlow 1.3 with policy: TCP SYNs of random endpoint pairs as a table-miss lifts them, each with a source port that
// its pair did not have before, so each is a new connection. Hot: compose and walk run once for each write and read,
// their loops once for each message.
//
// The SYN's TCP sequence number is the PacketIn's own, and no rewriting on the way changes it: the PacketOut that
// carries the SYN on, from the port that it came in by, is the answer to that PacketIn. A deny is a flow whose cookie says so.
//
//   run:  … FlowRemoved | FlowRemoved | PacketIn, 116 bytes | PacketIn | …
//         <-- grows this way  ^ room  -- and this way -->
import type { Topology } from './inventory.ts';
import type { Ledger } from './ledger.ts';
import { FLOW_REMOVED_BYTES, LiveFlows, writeFlowRemovedConstants } from './live-flows.ts';
import {
  COOKIE_DENY,
  COOKIE_KIND_MASK,
  COOKIE_SESSION,
  FLOW_MOD13_COMMAND,
  FLOW_MOD13_COOKIE,
  FLOW_MOD13_FLAGS,
  FLOW_MOD13_MATCH,
  FLOW_MOD13_PRIORITY,
  HEADER_BYTES,
  OFPFF_SEND_FLOW_REM,
  OFPT_FLOW_MOD,
  OFPT_PACKET_OUT,
  PACKET_OUT13_ACTIONS,
  PACKET_OUT13_ACTIONS_LEN,
  PACKET_OUT13_IN_PORT,
  PART_IN_AT_TARGET,
  PART_OUT_AT_SOURCE,
  PART_OUT_AT_TARGET,
  sessionPart,
} from './openflow-numbers.ts';
import { PAIR_DENIED, PAIR_WORDS, PAIRS, type PairTable } from './pair-table.ts';
import { PolicyCheck } from './policy-check.ts';
import {
  ETHER_TYPE_IPV4,
  FRAME_ETHER_TYPE,
  FRAME_IP_PROTOCOL,
  FRAME_TCP_CHECKSUM,
  FRAME_TCP_SEQ,
  IP_PROTOCOL_TCP,
} from './syn-frame.ts';
import { patchSynPacketIn, SYN_PACKET_IN_BYTES, writeSynPacketIn } from './syn-packet-in.ts';
import { type ControlHandler, newTally, RUN_BYTES, type Tally, type Traffic } from './traffic.ts';

/** Source ports are 1024 and up, below the controller's pool; prime, see PAIRS. */
export const FIRST_SOURCE_PORT = 1024;
export const SOURCE_PORTS = 60_413;

const FLOWS_OF_SESSION = 2;
/** The highest sequence number + 1: whole rounds of the pair table, so that pair = seq mod PAIRS always. */
const SEQ_END = Math.floor(0x7fffffff / PAIRS) * PAIRS;
const REMOVALS = Math.floor(RUN_BYTES / FLOW_REMOVED_BYTES);
const PACKETS_AT = REMOVALS * FLOW_REMOVED_BYTES;

export class PolicyTraffic implements Traffic {
  readonly ledger: Ledger;
  readonly tally: Tally = newTally();
  readonly runLength = Math.floor(RUN_BYTES / SYN_PACKET_IN_BYTES);
  readonly backlogRun = REMOVALS;
  private readonly pairs: PairTable;
  private readonly live: LiveFlows;
  private readonly check: PolicyCheck | null;
  private readonly run = Buffer.alloc(PACKETS_AT + this.runLength * SYN_PACKET_IN_BYTES);
  private readonly runView = new DataView(this.run.buffer, this.run.byteOffset, this.run.length);
  private seq = 0;
  private pair = 0;
  private sourcePort = 0;

  /**
   * @param liveSessions sessions whose flows stay before the oldest are removed; 0 = all
   * @param validateWith the world, so that every answer is looked into; null = answers are only counted
   */
  constructor(ledger: Ledger, pairs: PairTable, liveSessions: number, validateWith: Topology | null) {
    this.ledger = ledger;
    this.pairs = pairs;
    this.live = new LiveFlows(liveSessions * FLOWS_OF_SESSION);
    this.check = validateWith === null ? null : new PolicyCheck(this.tally, pairs, validateWith);
    for (let i = 0; i < REMOVALS; i++) writeFlowRemovedConstants(this.runView, i * FLOW_REMOVED_BYTES);
    for (let i = 0; i < this.runLength; i++) writeSynPacketIn(this.runView, PACKETS_AT + i * SYN_PACKET_IN_BYTES);
  }

  backlog(): number {
    return this.live.due();
  }

  releaseFlows(): void {
    this.live.release();
  }

  giveUp(): void {
    this.ledger.giveUp(this.seq);
  }

  compose(count: number, nowMs: number): Buffer {
    const end = PACKETS_AT + count * SYN_PACKET_IN_BYTES;
    for (let at = PACKETS_AT; at < end; at += SYN_PACKET_IN_BYTES) this.patchPacketIn(at, nowMs);
    const removals = Math.min(REMOVALS, this.live.due());
    const begin = PACKETS_AT - removals * FLOW_REMOVED_BYTES;
    this.live.remove(removals, this.runView, begin);
    this.tally.flowsRemoved += removals;
    return this.run.subarray(begin, end);
  }

  walk(bytes: Buffer, view: DataView, at: number, end: number, nowMs: number, control: ControlHandler): number {
    while (end - at >= HEADER_BYTES) {
      const length = view.getUint16(at + 2);
      if (length > end - at) break;
      if (length < HEADER_BYTES) return -1;
      const type = bytes[at + 1]!;
      if (type === OFPT_FLOW_MOD && length >= FLOW_MOD13_MATCH + 8) {
        this.flowMod(bytes, view, at, at + length, nowMs);
      } else if (type === OFPT_PACKET_OUT && length >= PACKET_OUT13_ACTIONS) {
        this.packetOut(bytes, view, at, at + length, nowMs);
      } else {
        control(bytes, at, at + length);
      }
      at += length;
    }
    return at;
  }

  private patchPacketIn(at: number, nowMs: number): void {
    const seq = this.seq;
    const pairAt = this.pair * PAIR_WORDS;
    patchSynPacketIn(this.runView, at, this.pairs.words, pairAt, FIRST_SOURCE_PORT + this.sourcePort, seq);
    this.ledger.issue(seq, (this.pairs.words[pairAt + 7]! & PAIR_DENIED) !== 0, nowMs);
    this.pair = this.pair + 1 === PAIRS ? 0 : this.pair + 1;
    this.sourcePort = this.sourcePort + 1 === SOURCE_PORTS ? 0 : this.sourcePort + 1;
    this.seq = seq + 1 === SEQ_END ? 0 : seq + 1;
  }

  private flowMod(bytes: Buffer, view: DataView, at: number, end: number, nowMs: number): void {
    const tally = this.tally;
    const kind = view.getUint16(at + FLOW_MOD13_COOKIE) & COOKIE_KIND_MASK;
    const isAdded = bytes[at + FLOW_MOD13_COMMAND] === 0;
    if (kind === COOKIE_SESSION && isAdded) {
      tally.flowMods++;
      tally.flowModBytes += end - at;
      this.countPart(sessionPart(bytes, at + FLOW_MOD13_COOKIE));
      if ((view.getUint16(at + FLOW_MOD13_FLAGS) & OFPFF_SEND_FLOW_REM) !== 0) {
        const cookie = at + FLOW_MOD13_COOKIE;
        this.live.add(view.getInt32(cookie), view.getInt32(cookie + 4), view.getUint16(at + FLOW_MOD13_PRIORITY));
        tally.flowsForgotten = this.live.forgotten;
      }
      this.check?.sessionFlow(bytes, view, at, end);
    } else if (kind === COOKIE_DENY && isAdded) {
      tally.denyFlows++;
      const seq = this.ledger.settleDenied(nowMs);
      if (seq >= 0) this.check?.denyFlow(bytes, view, at, end, seq % PAIRS);
    } else if (isAdded && view.getUint16(at + FLOW_MOD13_PRIORITY) === 0) {
      tally.tableMissFlows++;
    } else {
      tally.otherFlows++;
    }
  }

  private countPart(part: number): void {
    if (part === PART_OUT_AT_SOURCE) this.tally.outAtSource++;
    else if (part === PART_IN_AT_TARGET) this.tally.inAtTarget++;
    else if (part === PART_OUT_AT_TARGET) this.tally.outAtTarget++;
    else this.tally.inAtSource++;
  }

  private packetOut(bytes: Buffer, view: DataView, at: number, end: number, nowMs: number): void {
    const tally = this.tally;
    const frame = at + PACKET_OUT13_ACTIONS + view.getUint16(at + PACKET_OUT13_ACTIONS_LEN);
    const isTcp =
      end - frame >= FRAME_TCP_CHECKSUM &&
      view.getUint16(frame + FRAME_ETHER_TYPE) === ETHER_TYPE_IPV4 &&
      bytes[frame + FRAME_IP_PROTOCOL] === IP_PROTOCOL_TCP;
    const seq = isTcp ? view.getUint32(frame + FRAME_TCP_SEQ) : 0;
    const pair = seq % PAIRS;
    if (!isTcp || view.getInt32(at + PACKET_OUT13_IN_PORT) !== this.pairs.words[pair * PAIR_WORDS]) {
      tally.otherPacketOuts++;
      return;
    }
    tally.packetOuts++;
    tally.packetOutBytes += end - at;
    this.ledger.settle(seq, nowMs);
    this.check?.packetOut(bytes, view, at, frame, end, pair);
  }
}
