// The session flows that one fake switch holds, oldest first: when there are more than its share, the oldest "idle
// out" and the controller hears of it by FlowRemoved, as a real switch would tell it. Hot: no allocation.
//
// FlowRemoved (OpenFlow 1.3 §7.4.2), 56 bytes; the cookie names the flow, so the match is the empty one:
//   0 header | 8 cookie | 16 priority | 18 reason | 19 table | 20 duration | 28 idle, hard | 32 packets | 40 bytes | 48 match
import { OFP13, OFPT_FLOW_REMOVED } from './openflow-numbers.ts';

export const FLOW_REMOVED_BYTES = 56;
const COOKIE_HIGH = 8;
const COOKIE_LOW = 12;
const PRIORITY = 16;
const MATCH = 48;
const OFPMT_OXM = 1;
const EMPTY_MATCH_LENGTH = 4;
/** How far the list may run over before flows are forgotten: what one write cannot tell waits for the next. */
const SLACK = 65_536;

export class LiveFlows {
  /** Flows that were pushed out of a full list without a FlowRemoved. */
  forgotten = 0;
  private readonly keep: number;
  private releasing = false;
  private readonly mask: number;
  private readonly cookieHigh: Int32Array;
  private readonly cookieLow: Int32Array;
  private readonly priority: Uint16Array;
  private head = 0;
  private tail = 0;

  /** @param keep flows that stay; 0 = all of them (nothing is ever removed, so nothing is remembered) */
  constructor(keep: number) {
    const capacity = keep === 0 ? 1 : 2 ** Math.ceil(Math.log2(keep + SLACK));
    this.keep = keep;
    this.mask = capacity - 1;
    this.cookieHigh = new Int32Array(capacity);
    this.cookieLow = new Int32Array(capacity);
    this.priority = new Uint16Array(capacity);
  }

  add(cookieHigh: number, cookieLow: number, priority: number): void {
    if (this.keep === 0) return;
    const slot = this.tail++ & this.mask;
    if (this.tail - this.head > this.mask) {
      this.head++;
      this.forgotten++;
    }
    this.cookieHigh[slot] = cookieHigh;
    this.cookieLow[slot] = cookieLow;
    this.priority[slot] = priority;
  }

  /** Flows that are due to be removed. */
  due(): number {
    return Math.max(0, this.tail - this.head - (this.releasing ? 0 : this.keep));
  }

  /** From now on all flows are due to be removed. */
  release(): void {
    this.releasing = true;
  }

  /** Patches the oldest `count` flows' FlowRemoveds at `at`, where writeFlowRemovedConstants prepared them. */
  remove(count: number, view: DataView, at: number): void {
    for (let i = 0; i < count; i++, at += FLOW_REMOVED_BYTES) {
      const slot = this.head++ & this.mask;
      view.setInt32(at + COOKIE_HIGH, this.cookieHigh[slot]!);
      view.setInt32(at + COOKIE_LOW, this.cookieLow[slot]!);
      view.setUint16(at + PRIORITY, this.priority[slot]!);
    }
  }
}

/** Writes the constant part of a FlowRemoved: reason 0 is OFPRR_IDLE_TIMEOUT. */
export function writeFlowRemovedConstants(view: DataView, at: number): void {
  view.setUint8(at, OFP13);
  view.setUint8(at + 1, OFPT_FLOW_REMOVED);
  view.setUint16(at + 2, FLOW_REMOVED_BYTES);
  view.setUint16(at + MATCH, OFPMT_OXM);
  view.setUint16(at + MATCH + 2, EMPTY_MATCH_LENGTH);
}
