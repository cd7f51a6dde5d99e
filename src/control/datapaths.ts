// The switches that are or were connected: who they are, their ports and their faults. It asks each for its ports and
// description, keeps the ports current, and hands what concerns a host to the observer. Main thread.
//
// A switch is believed about what it was asked only: replies to nothing are counted and dropped. Of its ports the first
// `portsMax` are kept, however long its list is and whatever it says unasked.

import type { Log } from '#base/log.ts';
import { CONTROL_MALFORMED, type ControlCounters, PORTS_REFUSED, REPLIES_UNASKED } from '#control/counters.ts';
import { Datapath, type PortInfo, portInfo } from '#control/datapath.ts';
import type { Outbound } from '#control/outbound.ts';
import { SwitchErrors } from '#control/switch-errors.ts';
import type { XidSource } from '#control/xid-source.ts';
import { messageLength, messageType, messageXid, OFPT13_MULTIPART_REPLY } from '#openflow/header.ts';
import { decodeMessage, encodeMessage, type Message, type MessageOf } from '#openflow/message.ts';
import { MULTIPART_13_BODY_AT, MULTIPART_FLAGS_AT, MULTIPART_TYPE_AT, OFPMPF_MORE } from '#openflow/multipart.ts';
import { OFPMP_FLOW } from '#openflow/multipart-13.ts';
import { u16At } from '#openflow/view.ts';

/** Who acts on what a switch says. Called in the order in which it said it. */
export interface DatapathObserver {
  onConnected(datapath: Datapath): void;
  onDisconnected(datapath: Datapath): void;
  /** The first complete list of ports, or a change of one. */
  onPorts(datapath: Datapath): void;
  onDescription(datapath: Datapath): void;
  onBarrier(datapath: Datapath, xid: number): void;
  /** An error that quotes a request of ours. */
  onError(datapath: Datapath, xid: number, errorType: string | number, errorCode: string | number): void;
  /** Flow statistics of 1.3, not decoded: entries lie between `at` and `end`. */
  onFlows(datapath: Datapath, xid: number, bytes: Uint8Array, at: number, end: number, more: boolean): void;
}

/** What a connected switch has been asked. */
interface Asked {
  /** 0 = nothing is asked. */
  descriptionXid: number;
  portsXid: number;
  /** Ports of a list that comes in several messages. */
  ports: Map<number, PortInfo>;
  /** It has been said that it has too many ports. */
  crowded: boolean;
}

/** Reasons of refused connections kept for people, by peer address without its port. */
const REFUSALS_MAX = 256;

export class Datapaths {
  readonly bySlot = new Map<number, Datapath>();
  /** The last reason why a connection from an address was refused. */
  readonly refusals = new Map<string, string>();
  observer: DatapathObserver | undefined = undefined;
  readonly #outbound: Outbound;
  readonly #counters: ControlCounters;
  readonly #xids: XidSource;
  readonly #log: Log;
  readonly #errors: SwitchErrors;
  readonly #portsMax: number;
  /** By slot. */
  readonly #asked = new Map<number, Asked>();

  constructor(outbound: Outbound, counters: ControlCounters, xids: XidSource, log: Log, portsMax: number) {
    this.#portsMax = portsMax;
    this.#outbound = outbound;
    this.#counters = counters;
    this.#xids = xids;
    this.#log = log;
    this.#errors = new SwitchErrors(outbound, counters, log);
  }

  /** The switch in a slot, while it is connected by this generation. */
  current(slot: number, generation: number): Datapath | undefined {
    const datapath = this.bySlot.get(slot);
    return datapath?.generation === generation ? datapath : undefined;
  }

  find(dpid: string): Datapath | undefined {
    let found: Datapath | undefined;
    for (const datapath of this.bySlot.values()) {
      // A learned switch that became a host stands in two rows: the connected one is the one.
      if (datapath.dpid === dpid && (found === undefined || datapath.connected)) found = datapath;
    }
    return found;
  }

  /** @param payload length of the peer's address, the address, FEATURES_REPLY */
  onUp(slot: number, generation: number, version: number, worker: number, payload: Uint8Array): void {
    const peerEnd = 2 + u16At(payload, 0);
    const decoded = decodeMessage(payload, peerEnd);
    if (!decoded.ok || decoded.message.type !== 'FEATURES_REPLY') {
      this.#malformed(slot, decoded.ok ? decoded.message.type : decoded.error.message);
      return;
    }
    const features = decoded.message;
    const dpid = features.datapathId.toString(16).padStart(16, '0');
    let datapath = this.bySlot.get(slot);
    if (datapath?.dpid !== dpid) {
      datapath = new Datapath(slot, dpid);
      this.bySlot.set(slot, datapath);
    }
    datapath.generation = generation;
    datapath.version = version === 1 ? 1 : 4;
    datapath.worker = worker;
    datapath.peer = Buffer.from(payload.subarray(2, peerEnd)).toString();
    datapath.since = new Date();
    datapath.reason = undefined;
    datapath.errors = 0;
    datapath.closing = false;
    datapath.portsKnown = false;
    const asked: Asked = { descriptionXid: this.#xids.next(), portsXid: 0, ports: new Map(), crowded: false };
    this.#asked.set(slot, asked);
    this.#log.info({ dpid, slot, peer: datapath.peer, version, worker }, 'switch connected');
    this.observer?.onConnected(datapath);
    const xid = asked.descriptionXid;
    if (features.version === 1) {
      datapath.ports.clear();
      for (const port of features.ports) this.#keepPort(datapath, datapath.ports, port);
      datapath.portsKnown = true;
      this.#send(datapath, { version: 1, type: 'STATS_REQUEST', xid, statsType: 'DESC' });
    } else {
      this.#send(datapath, { version: 4, type: 'MULTIPART_REQUEST', xid, multipartType: 'DESC' });
      this.askPorts(datapath);
    }
  }

  onDown(slot: number, generation: number, reason: string): void {
    const datapath = this.current(slot, generation);
    if (datapath === undefined) return;
    this.#asked.delete(slot);
    datapath.generation = 0;
    datapath.worker = -1;
    datapath.peer = undefined;
    datapath.since = new Date();
    datapath.reason = reason;
    this.#log.info({ dpid: datapath.dpid, slot, reason }, 'switch disconnected');
    this.observer?.onDisconnected(datapath);
  }

  onRefused(reason: string): void {
    this.#log.warn({ reason }, 'connection refused');
    const peer = reason.slice(0, reason.indexOf(' '));
    if (this.refusals.size >= REFUSALS_MAX) this.refusals.clear();
    this.refusals.set(peer, reason);
  }

  /** Asks a 1.3 switch for all its ports. */
  askPorts(datapath: Datapath): void {
    const asked = this.#asked.get(datapath.slot);
    if (asked === undefined) return;
    asked.portsXid = this.#xids.next();
    asked.ports.clear();
    this.#send(datapath, {
      ...{ version: 4, type: 'MULTIPART_REQUEST', xid: asked.portsXid, multipartType: 'PORT_DESC' },
    });
  }

  /** Whole messages, back to back. */
  onMessages(slot: number, generation: number, messages: Uint8Array): void {
    const datapath = this.current(slot, generation);
    if (datapath === undefined) return;
    for (let at = 0; at + 8 <= messages.length; ) {
      const end = at + messageLength(messages, at);
      if (end > messages.length || end < at + 8) {
        this.#malformed(slot, 'a length beyond the record');
        return;
      }
      this.#one(datapath, messages, at, end);
      at = end;
    }
  }

  #one(datapath: Datapath, bytes: Uint8Array, at: number, end: number): void {
    if (isFlowReply(datapath, bytes, at, end)) {
      const more = (u16At(bytes, at + MULTIPART_FLAGS_AT) & OFPMPF_MORE) !== 0;
      this.observer?.onFlows(datapath, messageXid(bytes, at), bytes, at + MULTIPART_13_BODY_AT, end, more);
      return;
    }
    const decoded = decodeMessage(bytes, at, end);
    // Framing lets only the agreed version pass, and we offer 1.0 and 1.3.
    if (decoded.ok) this.#take(datapath, decoded.message as AgreedMessage);
    else this.#malformed(datapath.slot, decoded.error.message);
  }

  #take(datapath: Datapath, message: AgreedMessage): void {
    switch (message.type) {
      case 'PORT_STATUS':
        this.#onPortStatus(datapath, message);
        return;
      case 'MULTIPART_REPLY':
        if (message.multipartType === 'PORT_DESC') this.#onPortList(datapath, message);
        else if (message.multipartType === 'DESC') this.#onDescription(datapath, message);
        else this.#counters.count(REPLIES_UNASKED);
        return;
      case 'STATS_REPLY':
        if (message.statsType === 'DESC') this.#onDescription(datapath, message);
        else this.#counters.count(REPLIES_UNASKED);
        return;
      case 'BARRIER_REPLY':
        this.observer?.onBarrier(datapath, message.xid);
        return;
      case 'ERROR': {
        this.#errors.onError(datapath, message);
        const code = message.errorType === 'EXPERIMENTER' ? message.expType : message.errorCode;
        this.observer?.onError(datapath, message.xid, message.errorType, code);
        return;
      }
      default:
        this.#log.debug({ dpid: datapath.dpid, type: message.type }, 'message of no use to the control plane');
    }
  }

  #onPortStatus(datapath: Datapath, status: MessageOf<1 | 4, 'PORT_STATUS'>): void {
    const { reason, desc } = status;
    const asked = this.#asked.get(datapath.slot);
    const lists = [datapath.ports];
    // The part of a list that has come already is from before.
    if (asked !== undefined && asked.portsXid !== 0) lists.push(asked.ports);
    for (const ports of lists) {
      if (reason === 'DELETE') ports.delete(desc.portNo);
      else this.#keepPort(datapath, ports, desc);
    }
    if (datapath.portsKnown) this.observer?.onPorts(datapath);
  }

  #onPortList(
    datapath: Datapath,
    reply: Extract<MessageOf<4, 'MULTIPART_REPLY'>, { multipartType: 'PORT_DESC' }>,
  ): void {
    const asked = this.#asked.get(datapath.slot);
    if (asked?.portsXid !== reply.xid) {
      this.#counters.count(REPLIES_UNASKED);
      return;
    }
    for (const port of reply.ports) this.#keepPort(datapath, asked.ports, port);
    if (reply.flags.includes('REPLY_MORE')) return;
    datapath.ports = asked.ports;
    asked.portsXid = 0;
    asked.ports = new Map();
    datapath.portsKnown = true;
    this.observer?.onPorts(datapath);
  }

  /** A port was listed, added or changed. */
  #keepPort(datapath: Datapath, ports: Map<number, PortInfo>, port: Parameters<typeof portInfo>[0]): void {
    if (ports.has(port.portNo) || ports.size < this.#portsMax) {
      ports.set(port.portNo, portInfo(port));
      return;
    }
    this.#counters.count(PORTS_REFUSED);
    const asked = this.#asked.get(datapath.slot);
    if (asked === undefined || asked.crowded) return;
    asked.crowded = true;
    this.#log.error(
      { dpid: datapath.dpid, port: port.portNo, portsMax: this.#portsMax },
      'the switch has more ports than portsMax; those beyond are not served (--set portsMax=N)',
    );
  }

  #onDescription(datapath: Datapath, reply: DescriptionReply): void {
    const asked = this.#asked.get(datapath.slot);
    if (asked?.descriptionXid !== reply.xid) {
      this.#counters.count(REPLIES_UNASKED);
      return;
    }
    asked.descriptionXid = 0;
    datapath.description = {
      manufacturer: reply.mfrDesc,
      hardware: reply.hwDesc,
      software: reply.swDesc,
      serial: reply.serialNum,
      datapath: reply.dpDesc,
    };
    this.observer?.onDescription(datapath);
  }

  #send(datapath: Datapath, message: Parameters<typeof encodeMessage>[0]): void {
    this.#outbound.send(datapath, encodeMessage(message));
  }

  #malformed(slot: number, what: string): void {
    this.#counters.count(CONTROL_MALFORMED);
    this.#log.warn({ slot, dpid: this.bySlot.get(slot)?.dpid, what }, 'malformed message');
  }
}

type AgreedMessage = Exclude<Message, { version: 5 | 6 }>;

interface DescriptionReply {
  readonly xid: number;
  readonly mfrDesc: string;
  readonly hwDesc: string;
  readonly swDesc: string;
  readonly serialNum: string;
  readonly dpDesc: string;
}

function isFlowReply(datapath: Datapath, bytes: Uint8Array, at: number, end: number): boolean {
  return (
    datapath.version === 4 &&
    messageType(bytes, at) === OFPT13_MULTIPART_REPLY &&
    end - at >= MULTIPART_13_BODY_AT &&
    u16At(bytes, at + MULTIPART_TYPE_AT) === OFPMP_FLOW
  );
}
