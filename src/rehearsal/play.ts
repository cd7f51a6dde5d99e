// A rehearsal: before a thread serves, it plays the packet path on a stage of its own (stage.ts), with a channel and a deputy like
// those that will serve, and a door that leads nowhere. V8 compiles what is called often, while it is called; so it has done that
// when the first packet comes, and nobody waits for it. Channel and worker threads, once, before anything else.
//
//   packetIns, ends of flows ──▶ Channel ──▶ ring ──▶ Worker ──▶ ring ──▶ Channel ──▶ lend: FlowMods, each of which ends next turn

import { collectGarbage } from '#base/v8-options.ts';
import { Channel } from '#channel/channel.ts';
import type { ChannelConfig } from '#channel/channel-config.ts';
import { Touched } from '#control/touched.ts';
import { INLINE_ALWAYS, type WorkerTask } from '#dataplane/context.ts';
import { Worker } from '#dataplane/worker.ts';
import { WorkerDeputy } from '#dataplane/worker-deputy.ts';
import { DOOR_READ_BYTES, type Door } from '#native/door.ts';
import { FLOW_MOD_COMMAND, OFPFF_SEND_FLOW_REM } from '#openflow/flow-template.ts';
import { OFP_VERSION_13, OFPT_FLOW_MOD, OFPT_FLOW_REMOVED } from '#openflow/header.ts';
import { nowNs } from '#shm/clock.ts';
import { BOARD_VERSION, ENDPOINT_WORDS } from '#shm/layout.ts';
import type { Stage, StageSwitch } from './stage.ts';

// OpenFlow 1.3 §7.3.4.1 and §7.4.2: ofp_flow_mod, ofp_flow_removed.
const OFPFC_ADD = 0;
const FLOW_MOD_FLAGS = 44;
const COOKIE = 8;
const FLOW_REMOVED_BYTES = 56;
const FLOW_REMOVED_MATCH = 48;

/** Ends of flows that a switch keeps for its next turn at most: what is behind is never told. */
const ENDS_BYTES_MAX = 32 * 1024;
/** Turns from one change of policy to the next; each second one is about everything. */
const CHANGE_TURNS = 64;
/** Rows at the end of the stage's that a change may be about. */
const SPEAKERS = 64;
const FIRST_SOURCE_PORT = 1024;
const SOURCE_PORTS = 50_000;

/** What a thread is given to rehearse with. */
export interface RehearsalData {
  /** Nobody else plays on it. */
  readonly stage: Stage;
  /** How long. */
  readonly ms: number;
  /** As the channel that will serve has it. */
  readonly config: ChannelConfig;
}

/**
 * Plays for a while.
 * @param task what workers are started with
 * @throws Error when the play goes wrong: nothing is lost by it but its use
 */
export function rehearse({ stage, ms, config }: RehearsalData, task: Omit<WorkerTask, 'memory' | 'worker'>): void {
  const play = new Play(stage, task, config);
  const untilNs = nowNs() + ms * 1e6;
  do play.turn();
  while (nowNs() < untilNs);
  // Code that is not compiled yet makes an object of each BigInt: 26 MiB of them, whose collection would take 19 ms of the first second.
  collectGarbage();
}

/** One switch on the stage. */
class Actor {
  readonly packetIns: Uint8Array;
  readonly sourcePorts: Int32Array;
  readonly view: DataView;
  /** FlowRemoved messages for its next turn. */
  readonly ends = new Uint8Array(ENDS_BYTES_MAX);
  readonly endsView = new DataView(this.ends.buffer);
  endsLength = 0;

  constructor({ packetIns, sourcePorts }: StageSwitch) {
    this.packetIns = packetIns;
    this.sourcePorts = sourcePorts;
    this.view = new DataView(packetIns.buffer, packetIns.byteOffset, packetIns.byteLength);
  }

  /** Keeps the end of a flow for later. @param at first byte of its FlowMod */
  flowAdded(view: DataView, at: number): void {
    const end = this.endsLength;
    if (end + FLOW_REMOVED_BYTES > ENDS_BYTES_MAX) return;
    const { ends, endsView } = this;
    ends.fill(0, end, end + FLOW_REMOVED_BYTES);
    ends[end] = OFP_VERSION_13;
    ends[end + 1] = OFPT_FLOW_REMOVED;
    endsView.setUint16(end + 2, FLOW_REMOVED_BYTES);
    endsView.setUint32(end + COOKIE, view.getUint32(at + COOKIE));
    endsView.setUint32(end + COOKIE + 4, view.getUint32(at + COOKIE + 4));
    endsView.setUint16(end + FLOW_REMOVED_MATCH, 1); // OFPMT_OXM, empty
    endsView.setUint16(end + FLOW_REMOVED_MATCH + 2, 4);
    this.endsLength = end + FLOW_REMOVED_BYTES;
  }
}

/** The play. It is the channel's door, too: what is sent through it is heard by the actors. */
export class Play implements Door {
  readonly kind = 'rehearsal';
  readonly #stage: Stage;
  readonly #board: Int32Array;
  readonly #endpoints: Int32Array;
  readonly #touched: Touched;
  readonly #channel: Channel;
  /** Sits where the worker's own thread would: a deputy leaves changes of policy to it. */
  readonly #worker: Worker;
  readonly #actors: readonly Actor[];
  readonly #read = new Uint8Array(DOOR_READ_BYTES);
  #lender: Uint8Array = new Uint8Array(0);
  #lenderView: DataView = new DataView(this.#lender.buffer);
  #turns = 0;

  constructor(stage: Stage, task: Omit<WorkerTask, 'memory' | 'worker'>, config: ChannelConfig) {
    const { memory } = stage;
    this.#stage = stage;
    this.#board = new Int32Array(memory.board);
    this.#endpoints = new Int32Array(memory.endpoints);
    this.#touched = new Touched(memory);
    this.#worker = new Worker({ ...task, memory, worker: 0 });
    this.#channel = new Channel(memory, { ...config, learn: true }, nowNs() / 1e6);
    this.#channel.attach(this);
    const makeRoom = () => this.#channel.deliver();
    this.#channel.deputy = new WorkerDeputy({ ...task, memory, inline: INLINE_ALWAYS }, makeRoom, (_, error) => {
      throw error;
    });
    this.#sweep(); // what was published on the stage
    this.#actors = stage.switches.map((each) => new Actor(each));
    stage.switches.forEach(({ greeting }, socket) => {
      this.#channel.onOpen(socket, this.kind);
      this.#say(socket, greeting, greeting.length);
      this.#channel.drain();
    });
  }

  /** Every switch says its part, and the answers are heard. */
  turn(): void {
    const turns = ++this.#turns;
    for (let socket = 0; socket < this.#actors.length; socket++) {
      const { packetIns, sourcePorts, view, ends, endsLength } = this.#actors[socket]!;
      for (const at of sourcePorts) view.setUint16(at, FIRST_SOURCE_PORT + (turns % SOURCE_PORTS));
      this.#read.set(packetIns, 0);
      this.#read.set(ends.subarray(0, endsLength), packetIns.length);
      this.#actors[socket]!.endsLength = 0;
      this.#say(socket, this.#read, packetIns.length + endsLength);
      // Some runs are decided alone, others together with the next switch's.
      if (turns % 2 === 0) this.#channel.drain();
    }
    this.#channel.drain();
    if (turns % CHANGE_TURNS === 0 && this.#stage.changesPolicy) this.#changePolicy(turns / CHANGE_TURNS);
  }

  #changePolicy(change: number): void {
    const version = this.#board[BOARD_VERSION]! + 1;
    if (change % 2 === 0) this.#touched.all();
    else this.#touched.word(this.#endpoints, (this.#stage.endpoints - 1 - (change % SPEAKERS)) * ENDPOINT_WORDS);
    this.#touched.stamp(version);
    Atomics.store(this.#board, BOARD_VERSION, version); // shows the worker what was touched
    this.#sweep();
    this.#channel.tick(nowNs() / 1e6);
  }

  #sweep(): void {
    this.#worker.enter();
    while (this.#worker.round());
    this.#worker.leave();
  }

  #say(socket: number, bytes: Uint8Array, length: number): void {
    const taken = this.#channel.onRead(socket, bytes, length);
    if (taken !== length) throw new Error(`the rehearsal stopped: the channel took ${taken} of ${length} bytes`);
  }

  // ── the door ───────────────────────────────────────────────────────────────────────────────────────────────

  lend(socket: number, bytes: Uint8Array, at: number, length: number): boolean {
    if (bytes !== this.#lender) {
      this.#lender = bytes;
      this.#lenderView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = this.#lenderView;
    const actor = this.#actors[socket]!;
    for (const end = at + length; at < end; at += view.getUint16(at + 2)) {
      if (
        bytes[at] === OFP_VERSION_13 &&
        bytes[at + 1] === OFPT_FLOW_MOD &&
        bytes[at + FLOW_MOD_COMMAND] === OFPFC_ADD &&
        (view.getUint16(at + FLOW_MOD_FLAGS) & OFPFF_SEND_FLOW_REM) !== 0
      ) {
        actor.flowAdded(view, at);
      }
    }
    return true;
  }

  write(): boolean {
    return true;
  }

  close(_socket: number, reason: string): void {
    throw new Error(`the rehearsal stopped: ${reason}`);
  }

  async listen(): Promise<never> {
    throw new Error('nobody comes to a rehearsal');
  }

  backlogBytes(): number {
    return 0;
  }

  progress(): number {
    return 0;
  }

  send(): void {}

  pause(): void {}

  resume(): void {}

  async end(): Promise<void> {}
}
