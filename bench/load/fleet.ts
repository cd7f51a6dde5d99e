// All fake switches of a run: connects them, starts and stops them together, and adds up what they saw. One thread.
import type { Histogram } from 'hdr-histogram-js';
import { DaoliError } from '#base/error.ts';
import { FakeSwitch } from './fake-switch.ts';
import { makeTopology, type Topology } from './inventory.ts';
import { LearnTraffic } from './learn-traffic.ts';
import { Ledger, newHistogram } from './ledger.ts';
import type { LoadOptions } from './options.ts';
import { makePace, noPace } from './pacing.ts';
import { makePairTable } from './pair-table.ts';
import { PolicyTraffic } from './policy-traffic.ts';
import { randomFrom } from './random.ts';
import { makeReadBuffer } from './reassembly.ts';
import { makeHostFace, makeLearnFace } from './switch-face.ts';
import { newTally, type Tally } from './traffic.ts';

const READ_BYTES = 65_536;
const HANDSHAKE_MS = 30_000;
/** A controller that has sent nothing for so long has done with setting a switch up. */
const QUIET_MS = 250;
const CONNECTS_AT_ONCE = 64;
/** A switch whose window is full and that got no answer for so long gives up what is out. */
const PATIENCE_MS = 1000;
/** An open loop sleeps no longer than this, so that answers are read soon. */
const SLEEP_MS = 0.05;
/** Less than this is not worth a sleep. */
const SHORTEST_SLEEP_MS = 0.03;

/** The sums over all switches at one time. */
export interface Snapshot {
  atMs: number;
  /** What should have been sent by then: more than what was, in an open loop that is late. */
  due: number;
  sent: number;
  answered: number;
  denied: number;
  outstanding: number;
  /** What was due by schedules that were left before it was sent. */
  shed: number;
  unsolicited: number;
  wrongVerdict: number;
  tally: Tally;
  /** By switch: answers and denials. */
  bySwitch: number[];
}

export class Fleet {
  readonly latencyNs: Histogram = newHistogram();
  readonly topology: Topology | null;
  private readonly options: LoadOptions;
  private readonly switches: FakeSwitch[];
  private readonly sleeper = new Int32Array(new SharedArrayBuffer(4));
  private patience: NodeJS.Timeout | null = null;
  private running = false;
  private pacing = false;
  /** By switch: what was settled when patience was last asked. */
  private stuckAt: number[] = [];

  /**
   * @param topology the world that the switches of OpenFlow 1.3 serve; null for 1.0
   * @param first the number of its first switch, so that two fleets may share a controller
   */
  constructor(options: LoadOptions, topology: Topology | null, first = 0) {
    this.options = options;
    this.topology = topology;
    const read = makeReadBuffer(READ_BYTES);
    this.switches = Array.from({ length: options.switches }, (_, ordinal) => {
      const index = first + ordinal;
      const ledger = new Ledger(slotsFor(options), sampleEvery(options), options.denyShare > 0, this.latencyNs);
      if (topology === null) {
        const traffic = new LearnTraffic(ledger, index + 1, options.macs, options.validate);
        return new FakeSwitch(makeLearnFace(index + 1), traffic, options.window, read);
      }
      const random = randomFrom(options.seed * 65_537 + index);
      const pairs = makePairTable(topology, index, options.acrossShare, options.denyShare, random);
      const traffic = new PolicyTraffic(ledger, pairs, options.liveSessions, options.validate ? topology : null);
      const face = makeHostFace(index, topology.open[index]!.length + topology.apart[index]!.length);
      return new FakeSwitch(face, traffic, options.window, read);
    });
  }

  /**
   * Connects all switches and waits until the controller has set them up.
   * @throws DaoliError unavailable
   */
  async connect(host: string, port: number): Promise<void> {
    const untilMs = performance.now() + HANDSHAKE_MS;
    for (let first = 0; first < this.switches.length; first += CONNECTS_AT_ONCE) {
      const batch = this.switches.slice(first, first + CONNECTS_AT_ONCE);
      for (const each of batch) each.connect(host, port);
      await this.waitUntil(untilMs, () => batch.every((each) => each.introduced || each.failure !== ''));
    }
    await this.waitUntil(untilMs, () => {
      const lastMs = this.switches.reduce((last, each) => Math.max(last, each.readAtMs), 0);
      const isQuiet = performance.now() - lastMs > QUIET_MS;
      return isQuiet && this.switches.every((each) => each.programmed || each.failure !== '');
    });
    const failed = this.switches.filter((each) => each.failure !== '' || !each.programmed);
    if (failed.length === 0) return;
    const first = failed[0]!;
    const missed = first.introduced ? 'table-miss flow' : 'OFPT_FEATURES_REQUEST';
    const why = first.failure || first.trouble || `no ${missed} within ${HANDSHAKE_MS / 1000} s`;
    throw new DaoliError(
      'unavailable',
      `${failed.length} of ${this.switches.length} switches were not accepted by ${host}:${port}; dpid ${first.face.dpid}: ${why}`,
    );
  }

  start(): void {
    const { rate } = this.options;
    this.running = true;
    if (rate > 0) this.setRate(rate);
    for (const each of this.switches) each.start();
    if (rate === 0 && this.options.spin) this.spin();
    this.patience = setInterval(() => this.giveUpStuck(), PATIENCE_MS);
    this.stuckAt = this.switches.map(() => -1);
  }

  /**
   * Goes on with an open loop at another rate, from now on; what is late by then is shed.
   * @param rate PacketIns per second of all switches together; 0 = nothing is due
   */
  setRate(rate: number): void {
    const nowMs = performance.now();
    this.switches.forEach(({ traffic }, index) => {
      traffic.ledger.follow(rate === 0 ? noPace() : makePace(rate, this.switches.length, index, nowMs + 1), nowMs);
    });
    if (!this.pacing) this.keepPace();
  }

  /** Tells the ends of flows that are due to be told. @returns how many are left */
  tellEnds(): number {
    for (const each of this.switches) each.pump();
    return this.switches.reduce((sum, { traffic }) => sum + traffic.backlog(), 0);
  }

  /** From now on round trips are sampled, and those before are forgotten. */
  measure(): void {
    this.latencyNs.reset();
    for (const each of this.switches) {
      each.traffic.ledger.sampleFromMs = performance.now();
      each.latestMs = 0;
    }
  }

  /** Sends no more than so many PacketIns from each switch in all, or goes on up to a new limit. */
  limit(perSwitch: number): void {
    for (const each of this.switches) {
      each.traffic.ledger.limit = perSwitch;
      if (this.running) each.pump();
    }
  }

  /** Tells the controller that all flows are gone. */
  releaseFlows(): void {
    for (const each of this.switches) {
      each.traffic.releaseFlows();
      each.pump();
    }
  }

  /** No PacketIn is due any more; an open loop goes on until it has sent those that are late, or is closed. */
  stop(): void {
    if (this.patience !== null) clearInterval(this.patience);
    this.patience = null;
    const nowMs = performance.now();
    for (const each of this.switches) each.stop(nowMs);
    if (this.options.rate === 0) this.running = false;
  }

  /**
   * Waits until `isDrained` holds, or so many seconds have passed.
   * @param isDrained gets how many PacketIns are late or without an answer
   * @returns how long that took, in ms
   */
  async drain(seconds: number, isDrained: (left: number) => Promise<boolean>): Promise<number> {
    const startMs = performance.now();
    const untilMs = startMs + seconds * 1000;
    const left = ({ due, sent, outstanding }: Snapshot) => due - sent + outstanding;
    while (performance.now() < untilMs && !(await isDrained(left(this.snapshot())))) await sleep(5);
    const drainMs = performance.now() - startMs;
    // what is answered twice or too late comes now, if it comes
    await sleep(QUIET_MS);
    return drainMs;
  }

  close(): void {
    this.stop();
    this.running = false;
    for (const each of this.switches) each.close();
  }

  snapshot(): Snapshot {
    const sum: Snapshot = {
      atMs: performance.now(),
      due: 0,
      sent: 0,
      answered: 0,
      denied: 0,
      outstanding: 0,
      shed: 0,
      unsolicited: 0,
      wrongVerdict: 0,
      tally: newTally(),
      bySwitch: [],
    };
    for (const { traffic } of this.switches) {
      const { ledger, tally } = traffic;
      sum.due += ledger.due(sum.atMs);
      sum.sent += ledger.sent;
      sum.answered += ledger.answered;
      sum.denied += ledger.denied;
      sum.outstanding += ledger.outstanding;
      sum.shed += ledger.shed;
      sum.unsolicited += ledger.unsolicited;
      sum.wrongVerdict += ledger.wrongVerdict;
      sum.bySwitch.push(ledger.answered + ledger.denied);
      for (const [name, value] of Object.entries(tally) as [keyof Tally, number | string][]) {
        if (typeof value === 'number') (sum.tally[name] as number) += value;
        else if (sum.tally.firstFault === '') sum.tally.firstFault = value;
      }
    }
    return sum;
  }

  /** The latest that an open loop was behind its own times, in ms. */
  latestMs(): number {
    return this.switches.reduce((latest, each) => Math.max(latest, each.latestMs), 0);
  }

  /** Connections that broke and errors that the controller sent, in words. */
  failures(): string[] {
    return this.switches.flatMap(({ face, failure, trouble }) =>
      [failure, trouble].filter((text) => text !== '').map((text) => `dpid ${face.dpid}: ${text}`),
    );
  }

  private giveUpStuck(): void {
    this.switches.forEach((each, index) => {
      const { ledger } = each.traffic;
      const settled = ledger.answered + ledger.denied;
      if (this.stuckAt[index] === settled && ledger.room(this.options.window) <= 0) {
        each.traffic.giveUp();
        each.pump();
      }
      this.stuckAt[index] = settled;
    });
  }

  /** Sends what is due, over and over; in between it reads, or sleeps for a moment when nothing is due soon. */
  private keepPace = (): void => {
    let nextMs = Number.POSITIVE_INFINITY;
    // to look again and again whether a controller reads that is behind would take from it the time that it needs
    const heldUntilMs = performance.now() + SLEEP_MS;
    for (const each of this.running ? this.switches : []) {
      const isHeld = each.isHeld;
      each.pump();
      const dueMs = each.traffic.ledger.nextDueMs();
      nextMs = Math.min(nextMs, isHeld && dueMs < heldUntilMs ? heldUntilMs : dueMs);
    }
    // every schedule has ended, and all that was due is sent
    this.pacing = nextMs !== Number.POSITIVE_INFINITY;
    if (!this.pacing) return;
    const idleMs = Math.min(SLEEP_MS, nextMs - performance.now());
    // a timer has a resolution of 1 ms; a wait that nobody wakes has one of some 50 µs
    if (idleMs > SHORTEST_SLEEP_MS && !this.options.spin) Atomics.wait(this.sleeper, 0, 0, idleMs);
    setImmediate(this.keepPace);
  };

  /** With something to do at each turn the event loop looks for reads without going to sleep. */
  private spin = (): void => {
    if (this.running) setImmediate(this.spin);
  };

  private async waitUntil(untilMs: number, condition: () => boolean): Promise<void> {
    while (!condition() && performance.now() < untilMs) await sleep(10);
  }
}

export function topologyFor(options: LoadOptions): Topology | null {
  if (options.protocol === '1.0') return null;
  return makeTopology(options.switches, options.endpoints, options.denyShare > 0);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A power of two: enough for what the window, or else the sockets' buffers, can hold. */
function slotsFor(options: LoadOptions): number {
  if (options.window > 0) return Math.max(4096, 2 ** Math.ceil(Math.log2(4 * options.window)));
  return options.switches <= 64 ? 2 ** 18 : 2 ** 14;
}

/** Every round trip where there are few; else some of them, as recording one costs as much as counting ten. */
function sampleEvery(options: LoadOptions): number {
  if (options.mode === 'latency') return 1;
  if (options.mode === 'open') return Math.min(64, 2 ** Math.max(0, Math.ceil(Math.log2(options.rate / 200_000))));
  return options.protocol === '1.0' ? 64 : 16;
}
