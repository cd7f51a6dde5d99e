// A fake switch that asks for verdicts all the time: one SYN of each pair is out, and the next one goes as soon as it is
// answered. It notes when each was sent, when its answer came and what it says: carried on, or a deny flow. Beside the
// load it is one switch more, with as small a window. Runs in the generator's only thread.
//
// A denial carries no number, but its match begins with the port, and each pair has a source port of its own to come in by.
import { DaoliError } from '#base/error.ts';
import { nowNs } from '#shm/clock.ts';
import { FakeSwitch } from '../load/fake-switch.ts';
import { sleep } from '../load/fleet.ts';
import { Ledger, newHistogram } from '../load/ledger.ts';
import { FLOW_REMOVED_BYTES, LiveFlows, writeFlowRemovedConstants } from '../load/live-flows.ts';
import {
  COOKIE_DENY,
  COOKIE_KIND_MASK,
  COOKIE_SESSION,
  FLOW_MOD13_COMMAND,
  FLOW_MOD13_COOKIE,
  FLOW_MOD13_MATCH,
  FLOW_MOD13_PRIORITY,
  HEADER_BYTES,
  OFPT_FLOW_MOD,
  OFPT_PACKET_OUT,
  PACKET_OUT13_ACTIONS,
  PACKET_OUT13_ACTIONS_LEN,
  PACKET_OUT13_IN_PORT,
} from '../load/openflow-numbers.ts';
import { PAIR_WORDS, writePair } from '../load/pair-table.ts';
import { FIRST_SOURCE_PORT, SOURCE_PORTS } from '../load/policy-traffic.ts';
import { makeReadBuffer } from '../load/reassembly.ts';
import { makeHostFace } from '../load/switch-face.ts';
import { FRAME_TCP_SEQ } from '../load/syn-frame.ts';
import { patchSynPacketIn, SYN_PACKET_IN_BYTES, writeSynPacketIn } from '../load/syn-packet-in.ts';
import { type ControlHandler, newTally, type Traffic } from '../load/traffic.ts';
import { PROBE_PAIRS, probeEnds } from './probe-world.ts';

/** The in_port is the first field of a match: its header, then the port. */
const MATCH_IN_PORT = FLOW_MOD13_MATCH + 8;
const SLOTS = 4096;
/** Flows that stay; older ones end with a FlowRemoved, so that sessions do not pile up. */
const LIVE_FLOWS = 2 * PROBE_PAIRS;
const REMOVALS = 64;
const PACKETS_AT = REMOVALS * FLOW_REMOVED_BYTES;
const READ_BYTES = 65_536;
const CONNECT_MS = 10_000;
/** Judgements that are noted: at 100,000 a second those of 20 seconds. */
const JUDGEMENTS_MAX = 2_000_000;

/** A verdict as the switch saw it, in ms on the clock that all processes share. */
export interface Judgement {
  readonly pair: number;
  readonly sentMs: number;
  readonly heardMs: number;
  readonly isAllowed: boolean;
}

export class VerdictProbe implements Traffic {
  readonly ledger = new Ledger(SLOTS, 1, false, newHistogram());
  readonly tally = newTally();
  readonly runLength = PROBE_PAIRS;
  readonly backlogRun = REMOVALS;
  readonly #switch: FakeSwitch;
  readonly #live = new LiveFlows(LIVE_FLOWS);
  readonly #words = new Int32Array(PROBE_PAIRS * PAIR_WORDS);
  readonly #run = Buffer.alloc(PACKETS_AT + PROBE_PAIRS * SYN_PACKET_IN_BYTES);
  readonly #view = new DataView(this.#run.buffer, this.#run.byteOffset, this.#run.length);
  /** By pair: the number of the SYN that is out, -1 = none, and when it was sent. */
  readonly #out = new Int32Array(PROBE_PAIRS).fill(-1);
  readonly #sentMs = new Float64Array(PROBE_PAIRS);
  #judgements: Judgement[] = [];
  #noting = false;
  #seq = 0;

  /** @param host the number of its host (from 0) */
  constructor(host: number) {
    this.#switch = new FakeSwitch(makeHostFace(host, 2 * PROBE_PAIRS), this, PROBE_PAIRS, makeReadBuffer(READ_BYTES));
    for (let pair = 0; pair < PROBE_PAIRS; pair++) writePair(this.#words, pair * PAIR_WORDS, probeEnds(pair));
    for (let i = 0; i < REMOVALS; i++) writeFlowRemovedConstants(this.#view, i * FLOW_REMOVED_BYTES);
    for (let i = 0; i < PROBE_PAIRS; i++) writeSynPacketIn(this.#view, PACKETS_AT + i * SYN_PACKET_IN_BYTES);
  }

  /** Connects and waits until the controller has set the switch up. @throws DaoliError unavailable */
  async connect(host: string, port: number): Promise<void> {
    this.#switch.connect(host, port);
    const untilMs = performance.now() + CONNECT_MS;
    while (!this.#switch.programmed && this.#switch.failure === '' && performance.now() < untilMs) await sleep(5);
    if (this.#switch.programmed) return;
    throw new DaoliError('unavailable', `the probe was not accepted: ${this.#switch.failure || 'no table-miss flow'}`);
  }

  start(): void {
    this.#switch.start();
  }

  /** From now on judgements are noted. */
  note(): void {
    this.#judgements = [];
    this.#noting = true;
  }

  /** @returns what was noted */
  take(): Judgement[] {
    this.#noting = false;
    return this.#judgements;
  }

  /** Asks no more. */
  stop(): void {
    this.#switch.stop(performance.now());
  }

  close(): void {
    this.#switch.close();
  }

  /** Why its judgements do not count, once it has stopped and been answered. */
  faults(): string[] {
    const { outstanding, unsolicited } = this.ledger;
    return [
      ...(outstanding === 0 ? [] : [`${outstanding} SYNs of the probe were not answered`]),
      ...(unsolicited === 0 ? [] : [`${unsolicited} answers to the probe were to nothing that was out`]),
      ...[this.#switch.failure, this.#switch.trouble].filter((text) => text !== '').map((text) => `probe: ${text}`),
    ];
  }

  // ── what the switch asks ───────────────────────────────────────────────────────────────────────────────────

  backlog(): number {
    return this.#live.due();
  }

  releaseFlows(): void {
    this.#live.release();
  }

  giveUp(): void {
    // each SYN is waited for: one that is lost is a fault
  }

  compose(count: number, nowMs: number): Buffer {
    const sentMs = sharedMs();
    let at = PACKETS_AT;
    for (let pair = 0; pair < PROBE_PAIRS && at < PACKETS_AT + count * SYN_PACKET_IN_BYTES; pair++) {
      if (this.#out[pair] !== -1) continue;
      const seq = this.#seq;
      patchSynPacketIn(this.#view, at, this.#words, pair * PAIR_WORDS, FIRST_SOURCE_PORT + (seq % SOURCE_PORTS), seq);
      this.ledger.issue(seq, false, nowMs);
      this.#out[pair] = seq;
      this.#sentMs[pair] = sentMs;
      this.#seq = (seq + 1) & 0x7fffffff;
      at += SYN_PACKET_IN_BYTES;
    }
    const removals = Math.min(REMOVALS, this.#live.due());
    const begin = PACKETS_AT - removals * FLOW_REMOVED_BYTES;
    this.#live.remove(removals, this.#view, begin);
    this.tally.flowsRemoved += removals;
    return this.#run.subarray(begin, at);
  }

  walk(bytes: Buffer, view: DataView, at: number, end: number, nowMs: number, control: ControlHandler): number {
    while (end - at >= HEADER_BYTES) {
      const length = view.getUint16(at + 2);
      if (length > end - at) break;
      if (length < HEADER_BYTES) return -1;
      const type = bytes[at + 1];
      if (type === OFPT_FLOW_MOD && length >= FLOW_MOD13_MATCH + 8) this.#flowMod(view, at, nowMs);
      else if (type === OFPT_PACKET_OUT && length >= PACKET_OUT13_ACTIONS) this.#packetOut(view, at, nowMs);
      else control(bytes, at, at + length);
      at += length;
    }
    return at;
  }

  #flowMod(view: DataView, at: number, nowMs: number): void {
    const cookie = at + FLOW_MOD13_COOKIE;
    const kind = view.getUint16(cookie) & COOKIE_KIND_MASK;
    if (view.getUint8(at + FLOW_MOD13_COMMAND) !== 0) this.tally.otherFlows++;
    else if (kind === COOKIE_SESSION) {
      this.tally.flowMods++;
      this.#live.add(view.getInt32(cookie), view.getInt32(cookie + 4), view.getUint16(at + FLOW_MOD13_PRIORITY));
    } else if (kind === COOKIE_DENY) {
      this.tally.denyFlows++;
      const pair = this.#pairOf(view.getUint32(at + MATCH_IN_PORT));
      if (pair >= 0) this.#heard(pair, this.#out[pair]!, false, nowMs);
    } else if (view.getUint16(at + FLOW_MOD13_PRIORITY) === 0) this.tally.tableMissFlows++;
    else this.tally.otherFlows++;
  }

  #packetOut(view: DataView, at: number, nowMs: number): void {
    const pair = this.#pairOf(view.getUint32(at + PACKET_OUT13_IN_PORT));
    if (pair < 0) {
      this.tally.otherPacketOuts++;
      return;
    }
    this.tally.packetOuts++;
    const frame = at + PACKET_OUT13_ACTIONS + view.getUint16(at + PACKET_OUT13_ACTIONS_LEN);
    this.#heard(pair, view.getUint32(frame + FRAME_TCP_SEQ), true, nowMs);
  }

  /** @returns the pair whose source is on a port, or -1 */
  #pairOf(port: number): number {
    for (let pair = 0; pair < PROBE_PAIRS; pair++) if (this.#words[pair * PAIR_WORDS] === port) return pair;
    return -1;
  }

  #heard(pair: number, seq: number, isAllowed: boolean, nowMs: number): void {
    this.ledger.settle(seq, nowMs);
    if (seq !== this.#out[pair]) return;
    this.#out[pair] = -1;
    if (!this.#noting) return;
    if (this.#judgements.length === JUDGEMENTS_MAX) {
      throw new DaoliError(
        'unavailable',
        `the probe notes ${JUDGEMENTS_MAX} judgements at most; measure for fewer seconds`,
      );
    }
    this.#judgements.push({ pair, sentMs: this.#sentMs[pair]!, heardMs: sharedMs(), isAllowed });
  }
}

/** Milliseconds since boot, the same in every process. */
export function sharedMs(): number {
  return nowNs() / 1e6;
}
