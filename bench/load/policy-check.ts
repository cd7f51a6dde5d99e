// What --validate looks for in the answers of the policy path. Slower than the walk, but it allocates only for faults.
//
// A session's flow must match what the part in its cookie says: in_port is the uplink where it comes in from the wire;
// else tcp_dst is the service port on the way out from the one who connects, tcp_src on the way back.
import type { Topology } from './inventory.ts';
import { SERVICE_PORT, UPLINK_PORT } from './inventory.ts';
import {
  FLOW_MOD13_COOKIE,
  FLOW_MOD13_MATCH,
  PACKET_OUT13_ACTIONS,
  PART_IN_AT_SOURCE,
  PART_OUT_AT_SOURCE,
  PART_OUT_AT_TARGET,
  sessionPart,
} from './openflow-numbers.ts';
import type { PairTable } from './pair-table.ts';
import { checksumsHold, FRAME_SOURCE_IP, FRAME_TARGET_IP, SYN_FRAME_BYTES } from './syn-frame.ts';
import { noteFault, type Tally } from './traffic.ts';

// OXM fields of class OFPXMC_OPENFLOW_BASIC (OpenFlow 1.3 §7.2.3.7), as the third byte of their header, without mask.
const OFPXMC_OPENFLOW_BASIC = 0x8000;
const IN_PORT = 0;
const IPV4_SRC = 11;
const IPV4_DST = 12;
const TCP_SRC = 13;
const TCP_DST = 14;
const OFPIT_GOTO_TABLE = 1;
const OFPIT_WRITE_ACTIONS = 3;
const OFPIT_APPLY_ACTIONS = 4;
const OFPIT_METER = 6;

export class PolicyCheck {
  private readonly tally: Tally;
  private readonly pairs: PairTable;
  private readonly topology: Topology;
  // the match read last
  private inPort = -1;
  private sourceIp = -1;
  private targetIp = -1;
  private tcpSource = -1;
  private tcpTarget = -1;

  constructor(tally: Tally, pairs: PairTable, topology: Topology) {
    this.tally = tally;
    this.pairs = pairs;
    this.topology = topology;
  }

  sessionFlow(bytes: Buffer, view: DataView, at: number, end: number): void {
    if (!this.readFlow(bytes, view, at, end)) return;
    const part = sessionPart(bytes, at + FLOW_MOD13_COOKIE);
    if (!this.isOfPart(part)) this.fault(`session flow whose match is not that of part ${part}`, bytes, at, end);
  }

  private isOfPart(part: number): boolean {
    const isUplink = this.inPort === UPLINK_PORT;
    // without ports in the match one flow serves all connections of a pair
    const isOut = !isUplink && this.inPort !== -1 && (this.tcpTarget === -1 || this.tcpTarget === SERVICE_PORT);
    const isBack = !isUplink && this.inPort !== -1 && (this.tcpSource === -1 || this.tcpSource === SERVICE_PORT);
    if (part === PART_OUT_AT_SOURCE) return isOut;
    if (part === PART_OUT_AT_TARGET) return isBack;
    if (part === PART_IN_AT_SOURCE) return isUplink;
    return isUplink || isBack;
  }

  /** @param pair the pair of the oldest denied PacketIn, which this flow must be about */
  denyFlow(bytes: Buffer, view: DataView, at: number, end: number, pair: number): void {
    if (!this.readFlow(bytes, view, at, end)) return;
    const source = this.topology.ip[this.pairs.source[pair]!];
    const target = this.topology.ip[this.pairs.target[pair]!];
    const isAboutPair =
      (this.sourceIp === -1 || this.sourceIp === source) && (this.targetIp === -1 || this.targetIp === target);
    if (!isAboutPair) this.fault('deny flow of another pair', bytes, at, end);
  }

  packetOut(bytes: Buffer, view: DataView, at: number, frame: number, end: number, pair: number): void {
    if (end - frame !== SYN_FRAME_BYTES) this.fault('frame is not as long as it came', bytes, at, end);
    else if (!checksumsHold(view, frame)) this.fault('frame with a wrong checksum', bytes, at, end);
    else if (!actionsFill(view, at + PACKET_OUT13_ACTIONS, frame)) this.fault('action lengths', bytes, at, end);
    else if (!this.isOfPair(view, frame, pair)) this.fault('frame with other addresses', bytes, at, end);
  }

  /** Across hosts the frame may be rewritten for the wire already; on one host it has the pair's addresses. */
  private isOfPair(view: DataView, frame: number, pair: number): boolean {
    const source = this.pairs.source[pair]!;
    const target = this.pairs.target[pair]!;
    if (source % this.topology.hosts !== target % this.topology.hosts) return true;
    return (
      view.getUint32(frame + FRAME_SOURCE_IP) === this.topology.ip[source] &&
      view.getUint32(frame + FRAME_TARGET_IP) === this.topology.ip[target]
    );
  }

  /** Reads the match into fields and checks that match and instructions fill the message exactly. */
  private readFlow(bytes: Buffer, view: DataView, at: number, end: number): boolean {
    this.inPort = this.sourceIp = this.targetIp = this.tcpSource = this.tcpTarget = -1;
    const match = at + FLOW_MOD13_MATCH;
    const matchEnd = match + view.getUint16(match + 2);
    const fault = matchEnd > end ? 'match is longer than the flow-mod' : this.readFields(view, match + 4, matchEnd);
    if (fault !== '') {
      this.fault(fault, bytes, at, end);
      return false;
    }
    let instruction = match + ((matchEnd - match + 7) & ~7);
    while (instruction < end) {
      const kind = instruction + 4 <= end ? view.getUint16(instruction) : 0;
      const length = instruction + 4 <= end ? view.getUint16(instruction + 2) : 0;
      if (kind < OFPIT_GOTO_TABLE || kind > OFPIT_METER || length < 8 || length % 8 !== 0) break;
      const hasActions = kind === OFPIT_WRITE_ACTIONS || kind === OFPIT_APPLY_ACTIONS;
      if (hasActions && !actionsFill(view, instruction + 8, instruction + length)) break;
      instruction += length;
    }
    if (instruction === end) return true;
    this.fault('instructions or their actions do not fill the flow-mod', bytes, at, end);
    return false;
  }

  private readFields(view: DataView, at: number, end: number): string {
    while (at < end) {
      if (at + 4 > end) return 'match field is cut';
      const length = view.getUint8(at + 3);
      if (at + 4 + length > end) return 'match field is longer than the match';
      if (view.getUint16(at) === OFPXMC_OPENFLOW_BASIC) this.readField(view, view.getUint8(at + 2), at + 4);
      at += 4 + length;
    }
    return '';
  }

  /** @param header field << 1 | has mask; masked fields are not exact and count as absent */
  private readField(view: DataView, header: number, at: number): void {
    if (header === IN_PORT << 1) this.inPort = view.getUint32(at);
    else if (header === IPV4_SRC << 1) this.sourceIp = view.getUint32(at);
    else if (header === IPV4_DST << 1) this.targetIp = view.getUint32(at);
    else if (header === TCP_SRC << 1) this.tcpSource = view.getUint16(at);
    else if (header === TCP_DST << 1) this.tcpTarget = view.getUint16(at);
  }

  private fault(fault: string, bytes: Buffer, at: number, end: number): void {
    noteFault(this.tally, fault, bytes, at, end);
  }
}

/** Whether actions, each a multiple of 8 bytes long, fill at..end exactly (OpenFlow 1.3 §7.2.5). */
function actionsFill(view: DataView, at: number, end: number): boolean {
  while (at + 8 <= end) {
    const length = view.getUint16(at + 2);
    if (length < 8 || length % 8 !== 0) return false;
    at += length;
  }
  return at === end;
}
