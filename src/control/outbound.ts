// What the control plane sends: messages to switches through the outbound ring, commands to workers through theirs.
// What finds a ring full waits in a bounded queue, in order; what does not fit there either is dropped and counted (a
// host's set-up and reconciliation find out by their time-outs, a lost command when the switch connects next).
// Main thread.

import {
  COMMANDS_LOST,
  type ControlCounters,
  OUTBOUND_LOST,
  OUTBOUND_MESSAGES,
  OUTBOUND_QUEUED,
} from '#control/counters.ts';
import { ringWake } from '#native/wake.ts';
import { ringBell, ringChannel } from '#shm/bell.ts';
import { BOARD_BELL_WORKER, type SharedMemory } from '#shm/layout.ts';
import {
  RECORD_CLOSE,
  RECORD_FLOW_GONE,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PAYLOAD_AT,
  RECORD_SLOT,
  RingProducer,
} from '#shm/ring.ts';

/** A switch as the channel knows it: records of an ended connection are not delivered. */
export interface Address {
  readonly slot: number;
  readonly generation: number;
}

interface Waiting {
  readonly kind: number;
  readonly to: Address;
  readonly payload: Uint8Array;
}

interface WaitingCommand {
  readonly worker: number;
  readonly slot: number;
  readonly cookieHi: number;
  readonly cookieLo: number;
}

/** What a waiting command counts for in the queue's bound. */
const COMMAND_BYTES = 64;

export class Outbound {
  readonly #board: Int32Array;
  readonly #ring: RingProducer;
  readonly #commands: readonly RingProducer[];
  readonly #counters: ControlCounters;
  readonly #queueBytesMax: number;
  #queue: Waiting[] = [];
  #queueBytes = 0;
  #commandQueue: WaitingCommand[] = [];

  constructor(memory: SharedMemory, counters: ControlCounters, queueBytesMax: number) {
    this.#board = new Int32Array(memory.board);
    this.#ring = new RingProducer(memory.outbound);
    this.#commands = memory.commands.map((block) => new RingProducer(block));
    this.#counters = counters;
    this.#queueBytesMax = queueBytesMax;
  }

  /** Whether anything waits for room: `retry` has work. */
  get waiting(): boolean {
    return this.#queue.length > 0 || this.#commandQueue.length > 0;
  }

  /** Sends whole OpenFlow messages. @returns false when they were dropped */
  send(to: Address, messages: Uint8Array): boolean {
    return this.#put({ kind: RECORD_MESSAGES, to, payload: messages });
  }

  /** Has the channel close the connection. @returns false when the request was dropped */
  close(to: Address, reason: string): boolean {
    return this.#put({ kind: RECORD_CLOSE, to, payload: new TextEncoder().encode(reason) });
  }

  /**
   * Tells a worker that a switch does not hold a flow of its session (any more).
   * @returns false when the command was dropped
   */
  tellFlowGone(worker: number, slot: number, cookieHi: number, cookieLo: number): boolean {
    const command = { worker, slot, cookieHi, cookieLo };
    if (this.#commandQueue.length === 0 && this.#writeCommand(command)) return true;
    if (worker >= this.#commands.length || this.#commandQueue.length * COMMAND_BYTES >= this.#queueBytesMax) {
      this.#counters.count(COMMANDS_LOST);
      return false;
    }
    this.#commandQueue.push(command);
    return true;
  }

  /** Moves what waits into the rings as far as there is room. */
  retry(): void {
    let sent = 0;
    while (sent < this.#queue.length && this.#write(this.#queue[sent]!)) {
      this.#queueBytes -= this.#queue[sent]!.payload.length;
      sent++;
    }
    if (sent > 0) this.#queue = this.#queue.slice(sent);
    let told = 0;
    while (told < this.#commandQueue.length && this.#writeCommand(this.#commandQueue[told]!)) told++;
    if (told > 0) this.#commandQueue = this.#commandQueue.slice(told);
  }

  #put(waiting: Waiting): boolean {
    if (this.#queue.length === 0 && this.#write(waiting)) return true;
    const { length } = waiting.payload;
    if (this.#queueBytes + length > this.#queueBytesMax) {
      this.#counters.count(OUTBOUND_LOST);
      return false;
    }
    this.#queue.push(waiting);
    this.#queueBytes += length;
    this.#counters.count(OUTBOUND_QUEUED);
    return true;
  }

  #write({ kind, to, payload }: Waiting): boolean {
    const ring = this.#ring;
    const at = ring.claim(payload.length, 0);
    if (at < 0) return false;
    const word = at >> 2;
    ring.words[word + RECORD_KIND] = kind;
    ring.words[word + RECORD_SLOT] = to.slot;
    ring.words[word + RECORD_GENERATION] = to.generation;
    ring.bytes.set(payload, ring.words[word + RECORD_PAYLOAD_AT]!);
    ring.commit();
    this.#counters.count(OUTBOUND_MESSAGES);
    ringChannel(this.#board, ringWake);
    return true;
  }

  #writeCommand({ worker, slot, cookieHi, cookieLo }: WaitingCommand): boolean {
    const ring = this.#commands[worker];
    const at = ring?.claim(8, 0) ?? -1;
    if (ring === undefined || at < 0) return false;
    const word = at >> 2;
    const payloadAt = ring.words[word + RECORD_PAYLOAD_AT]!;
    ring.words[word + RECORD_KIND] = RECORD_FLOW_GONE;
    ring.words[word + RECORD_SLOT] = slot;
    ring.view.setUint32(payloadAt, cookieHi);
    ring.view.setUint32(payloadAt + 4, cookieLo);
    ring.commit();
    ringBell(this.#board, BOARD_BELL_WORKER + 16 * worker);
    return true;
  }
}
