// The channel's side of the rings, and switches that answer as Open vSwitch does, for tests of the control plane.

import { decodeMessage, encodeMessage, type Message, type MessageIn } from '#openflow/message.ts';
import type { SharedMemory } from '#shm/layout.ts';
import {
  RECORD_CLOSE,
  RECORD_COUNT,
  RECORD_DATAPATH_DOWN,
  RECORD_DATAPATH_UP,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_NEIGHBOUR,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
  RingProducer,
} from '#shm/ring.ts';

export interface Sent {
  readonly slot: number;
  readonly generation: number;
  readonly message: Message;
}

export class FakeChannel {
  readonly #control: RingProducer;
  readonly #events: RingProducer;
  readonly #outbound: RingConsumer;
  readonly #commands: RingConsumer;
  readonly closed: { slot: number; reason: string }[] = [];

  constructor(memory: SharedMemory) {
    this.#control = new RingProducer(memory.control);
    this.#events = new RingProducer(memory.events[0]!);
    this.#outbound = new RingConsumer(memory.outbound);
    this.#commands = new RingConsumer(memory.commands[0]!);
  }

  up(
    slot: number,
    generation: number,
    dpid: bigint,
    version: 1 | 4 = 4,
    ports: { number: number; name: string }[] = [],
  ): void {
    const peer = Buffer.from('192.0.2.1:40000');
    const features =
      version === 4
        ? encodeMessage({
            version,
            type: 'FEATURES_REPLY',
            datapathId: dpid,
            nBuffers: 0,
            nTables: 254,
            capabilities: [],
          })
        : encodeMessage({
            ...{ version, type: 'FEATURES_REPLY', datapathId: dpid, nBuffers: 0, nTables: 254 },
            ...{ capabilities: [], actions: ['OUTPUT'] },
            ports: ports.map(port10),
          });
    const payload = Buffer.concat([Buffer.from([0, peer.length]), peer, features]);
    this.#put(this.#control, RECORD_DATAPATH_UP, slot, generation, payload, version);
  }

  down(slot: number, generation: number, reason = 'gone'): void {
    this.#put(this.#control, RECORD_DATAPATH_DOWN, slot, generation, Buffer.from(reason));
  }

  say(slot: number, generation: number, message: MessageIn): void {
    this.sayBytes(slot, generation, encodeMessage(message));
  }

  sayBytes(slot: number, generation: number, bytes: Uint8Array): void {
    this.#put(this.#control, RECORD_MESSAGES, slot, generation, bytes);
  }

  neighbour(slot: number, ip: number, macHi: number, macLo: number): void {
    const payload = Buffer.alloc(12);
    payload.writeInt32BE(ip, 0);
    payload.writeInt32BE(macHi, 4);
    payload.writeInt32BE(macLo, 8);
    this.#put(this.#events, RECORD_NEIGHBOUR, slot, 0, payload);
  }

  /** What main has sent to switches since the last call. */
  take(): Sent[] {
    const sent: Sent[] = [];
    for (let at = this.#outbound.poll(); at >= 0; at = this.#outbound.poll()) {
      const { words, bytes } = this.#outbound;
      const word = at >> 2;
      const from = words[word + RECORD_PAYLOAD_AT]!;
      const payload = bytes.slice(from, from + words[word + RECORD_PAYLOAD_LENGTH]!);
      const slot = words[word + RECORD_SLOT]!;
      if (words[word + RECORD_KIND] === RECORD_CLOSE) {
        this.closed.push({ slot, reason: Buffer.from(payload).toString() });
        continue;
      }
      for (let place = 0; place < payload.length; ) {
        const decoded = decodeMessage(payload, place);
        if (!decoded.ok) throw new Error(decoded.error.message);
        sent.push({ slot, generation: words[word + RECORD_GENERATION]!, message: decoded.message });
        place = decoded.end;
      }
    }
    this.#outbound.release();
    return sent;
  }

  /** Cookies of flows that main has told worker 0 to be gone. */
  takeGone(): bigint[] {
    const gone: bigint[] = [];
    for (let at = this.#commands.poll(); at >= 0; at = this.#commands.poll()) {
      gone.push(this.#commands.view.getBigUint64(this.#commands.words[(at >> 2) + RECORD_PAYLOAD_AT]!));
    }
    this.#commands.release();
    return gone;
  }

  /** Answers requests for ports and description, barriers and meters as a switch with these ports does. */
  answer(sent: readonly Sent[], ports: readonly { number: number; name: string }[], metered = true): void {
    for (const { slot, generation, message } of sent) {
      const { xid } = message;
      if (message.type === 'MULTIPART_REQUEST' && message.multipartType === 'PORT_DESC') {
        const reply = { version: 4, type: 'MULTIPART_REPLY', xid, multipartType: 'PORT_DESC' } as const;
        // In two messages, as a switch with many ports answers.
        this.say(slot, generation, { ...reply, flags: ['REPLY_MORE'], ports: ports.slice(0, 1).map(port13) });
        this.say(slot, generation, { ...reply, ports: ports.slice(1).map(port13) });
      } else if (message.type === 'MULTIPART_REQUEST' && message.multipartType === 'DESC') {
        this.say(slot, generation, {
          ...{ version: 4, type: 'MULTIPART_REPLY', xid, multipartType: 'DESC' },
          ...{ mfrDesc: 'Nicira, Inc.', hwDesc: 'Open vSwitch', swDesc: '3.1.0', serialNum: 'None', dpDesc: 'None' },
        });
      } else if (message.type === 'METER_MOD' && !metered) {
        const data = encodeMessage(message);
        this.say(slot, generation, {
          ...{ version: 4, type: 'ERROR', xid, errorType: 'METER_MOD_FAILED', errorCode: 'OUT_OF_METERS', data },
        });
      } else if (message.type === 'BARRIER_REQUEST') {
        this.say(slot, generation, { version: 4, type: 'BARRIER_REPLY', xid });
      }
    }
  }

  #put(ring: RingProducer, kind: number, slot: number, generation: number, payload: Uint8Array, count = 0): void {
    const at = ring.claim(payload.length, 0);
    if (at < 0) throw new Error('the ring is full');
    const word = at >> 2;
    ring.words[word + RECORD_KIND] = kind;
    ring.words[word + RECORD_SLOT] = slot;
    ring.words[word + RECORD_GENERATION] = generation;
    ring.words[word + RECORD_COUNT] = count;
    ring.words[word + RECORD_STAMP] = 0;
    ring.bytes.set(payload, ring.words[word + RECORD_PAYLOAD_AT]!);
    ring.commit();
  }
}

export function port13({ number, name }: { number: number; name: string }) {
  return { portNo: number, hwAddr: '02:00:00:00:00:0a', name };
}

function port10({ number, name }: { number: number; name: string }) {
  return { portNo: number, hwAddr: '02:00:00:00:00:0a', name };
}
