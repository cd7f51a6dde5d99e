// The flows of a session: which they are, what they match and do, and the messages that carry them. Worker thread
// only; hot: no allocation, no throw.
//
//   on one host        flow 0  source → target            flow 1  target → source
//   across hosts       flow 0  out at the source's host   flow 1  in at the target's host
//                      flow 2  out at the target's host   flow 3  in at the source's host
//
// On the wire, out and in again: host address to host address, wire ports in place of the session's (DESIGN 3.3).

import type { Context } from '#dataplane/context.ts';
import { nextHopPair } from '#dataplane/next-hop.ts';
import { COOKIE_KIND_SESSION, cookieHi, cookieLo } from '#openflow/cookie.ts';
import {
  stampFlowMod,
  stampPacketOut,
  V_BUFFER_ID,
  V_COOKIE_HI,
  V_COOKIE_LO,
  V_ETH_DST_HI,
  V_ETH_DST_LO,
  V_ETH_SRC_HI,
  V_ETH_SRC_LO,
  V_IN_PORT,
  V_IP_DST,
  V_IP_PROTO,
  V_IP_SRC,
  V_L4_DST,
  V_L4_SRC,
  V_OUTPUT,
  V_SET_ETH_DST_HI,
  V_SET_ETH_DST_LO,
  V_SET_ETH_SRC_HI,
  V_SET_ETH_SRC_LO,
  V_SET_IP_DST,
  V_SET_IP_SRC,
  V_SET_L4_DST,
  V_SET_L4_SRC,
} from '#openflow/flow-stamp.ts';
import {
  ACTS_DROP,
  ACTS_FORWARD,
  ACTS_NAT,
  ACTS_NAT_ROUTE,
  ACTS_ROUTE,
  ACTS_SWITCH,
  buildFlowTemplate,
  buildPacketOutTemplate,
  type FlowTemplate,
  LAYER4_COARSE,
  LAYER4_ICMP,
  LAYER4_PROTOCOL,
  LAYER4_SCTP,
  LAYER4_TCP,
  LAYER4_UDP,
  OFPFF_SEND_FLOW_REM,
  OFPP_CONTROLLER,
  templateIndex,
} from '#openflow/flow-template.ts';
import { copyBytes } from '#shm/copy.ts';
import { FLOW_MODS, PACKET_OUTS } from '#shm/counters.ts';
import {
  ENDPOINT_IP,
  ENDPOINT_MAC_HI,
  ENDPOINT_MAC_LO,
  ENDPOINT_PORT,
  ENDPOINT_WORDS,
  HOST_FEATURE_NICIRA,
  HOST_FEATURES,
  HOST_IP,
  HOST_MAC_HI,
  HOST_MAC_LO,
  HOST_UPLINK_PORT,
  HOST_WORDS,
  SESSION_PORTS,
  SESSION_PROTOCOL,
  SESSION_SHAPE,
  SESSION_SLOTS,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_TARGET,
  SESSION_WIRE_PORTS,
  SHAPE_ACROSS,
  SHAPE_ROUTED,
} from '#shm/layout.ts';
import type { SessionTable } from '#shm/session-table.ts';

/** The longest OpenFlow message. */
export const MESSAGE_BYTES_MAX = 0xffff;

export const PRIORITY_SPOOF = 55000;
export const PRIORITY_SESSION = 50000;
export const PRIORITY_DENY = 45000;

const LAYER4_KINDS = [LAYER4_COARSE, LAYER4_PROTOCOL, LAYER4_TCP, LAYER4_UDP, LAYER4_SCTP, LAYER4_ICMP];
const ACTS_KINDS = [ACTS_SWITCH, ACTS_ROUTE, ACTS_NAT, ACTS_NAT_ROUTE, ACTS_DROP, ACTS_FORWARD];

/** Which template an IP protocol takes; 0 = a coarse session. */
export function layer4Of(protocol: number): number {
  switch (protocol) {
    case 6:
      return LAYER4_TCP;
    case 17:
      return LAYER4_UDP;
    case 132:
      return LAYER4_SCTP;
    case 1:
      return LAYER4_ICMP;
    case 0:
      return LAYER4_COARSE;
    default:
      return LAYER4_PROTOCOL;
  }
}

export class FlowSet {
  readonly #context: Context;
  readonly #plain: FlowTemplate[] = [];
  /** For switches that know Nicira's extensions. */
  readonly #nicira: FlowTemplate[] = [];
  readonly #packetOuts: FlowTemplate[] = [];
  // The session at hand, as `hold` found it.
  #source = 0;
  #target = 0;
  #protocol = 0;
  #ports = 0;
  #slots = 0;
  #wirePorts = 0;
  #shape = 0;
  #owner = 0;
  #generation = 0;
  #index = 0;
  // What `fill` made of one of its flows: where it goes, which template carries it, whose port it is at.
  #filled = -1;
  #slot = 0;
  #layer4 = 0;
  #acts = 0;
  #fromUplink = false;
  #local = 0;

  constructor(context: Context) {
    this.#context = context;
    const { task } = context;
    const idle: number[] = [];
    idle[LAYER4_COARSE] = task.coarseIdleTimeoutSec;
    idle[LAYER4_PROTOCOL] = task.udpIdleTimeoutSec;
    idle[LAYER4_TCP] = task.tcpIdleTimeoutSec;
    idle[LAYER4_UDP] = task.udpIdleTimeoutSec;
    idle[LAYER4_SCTP] = task.tcpIdleTimeoutSec;
    idle[LAYER4_ICMP] = task.icmpIdleTimeoutSec;
    for (const layer4 of LAYER4_KINDS) {
      for (const acts of ACTS_KINDS) {
        for (const fromUplink of [false, true]) {
          const index = templateIndex(layer4, acts, fromUplink);
          const options = {
            priority: acts === ACTS_DROP ? PRIORITY_DENY : PRIORITY_SESSION,
            idleTimeoutSec: acts === ACTS_DROP ? 0 : idle[layer4]!,
            hardTimeoutSec: acts === ACTS_DROP ? task.denyHardTimeoutSec : 0,
            flags: acts === ACTS_DROP ? 0 : OFPFF_SEND_FLOW_REM,
            finTimeoutSec: 0,
            wholeOnly: false,
          };
          this.#plain[index] = buildFlowTemplate(layer4, acts, fromUplink, options);
          this.#nicira[index] = buildFlowTemplate(layer4, acts, fromUplink, {
            ...options,
            finTimeoutSec: task.finTimeoutSec,
            wholeOnly: true,
          });
        }
        this.#packetOuts[templateIndex(layer4, acts, false)] = buildPacketOutTemplate(layer4, acts);
      }
    }
  }

  /** The template of a deny flow. */
  denyTemplate(layer4: number): FlowTemplate {
    return this.#plain[templateIndex(layer4, ACTS_DROP, false)]!;
  }

  /**
   * Takes a session in hand: what follows is about it.
   * @param owner worker whose table the row is in
   * @param state of the row when it was found: another worker may use it for another session meanwhile
   * @returns false when the session has ended
   */
  hold(table: SessionTable, owner: number, row: number, state: number): boolean {
    const { words } = table;
    this.#filled = -1;
    this.#owner = owner;
    this.#generation = (state >>> 8) & 0xff;
    this.#index = table.index(row);
    if (owner === this.#context.worker) {
      this.#source = words[row + SESSION_SOURCE]!;
      this.#target = words[row + SESSION_TARGET]!;
      this.#protocol = words[row + SESSION_PROTOCOL]!;
      this.#ports = words[row + SESSION_PORTS]!;
      this.#slots = words[row + SESSION_SLOTS]!;
      this.#wirePorts = words[row + SESSION_WIRE_PORTS]!;
      this.#shape = words[row + SESSION_SHAPE]!;
      return true;
    }
    // Atomics keep these loads before the look at the state on every machine.
    this.#source = Atomics.load(words, row + SESSION_SOURCE);
    this.#target = Atomics.load(words, row + SESSION_TARGET);
    this.#protocol = Atomics.load(words, row + SESSION_PROTOCOL);
    this.#ports = Atomics.load(words, row + SESSION_PORTS);
    this.#slots = Atomics.load(words, row + SESSION_SLOTS);
    this.#wirePorts = Atomics.load(words, row + SESSION_WIRE_PORTS);
    this.#shape = Atomics.load(words, row + SESSION_SHAPE);
    return Atomics.load(words, row + SESSION_STATE) === state;
  }

  /**
   * Emits one flow of the session in hand.
   * @returns false when its datapath, or the port that it needs, is not there
   */
  emitFlow(flow: number): boolean {
    const { egress, values, tables } = this.#context;
    this.#fill(flow);
    // Its host has lost its uplink: a flow would match nothing or lead nowhere.
    if (values[V_IN_PORT] === 0 || values[V_OUTPUT] === 0) return false;
    const nicira = (tables.hosts[this.#slot * HOST_WORDS + HOST_FEATURES]! & HOST_FEATURE_NICIRA) !== 0;
    const template = (nicira ? this.#nicira : this.#plain)[templateIndex(this.#layer4, this.#acts, this.#fromUplink)]!;
    const at = egress.reserve(this.#slot, template.length);
    if (at < 0) return false;
    values[V_COOKIE_HI] = cookieHi(COOKIE_KIND_SESSION, this.#owner, this.#generation, flow, this.#local);
    values[V_COOKIE_LO] = cookieLo(this.#local, this.#index);
    values[V_BUFFER_ID] = -1;
    egress.wrote(stampFlowMod(egress.bytes, egress.view, at, template, values));
    this.#context.count(FLOW_MODS);
    return true;
  }

  /**
   * Sends the packet at hand on as a flow of the session in hand would.
   * @returns false when it cannot be sent
   */
  emitPacket(flow: number): boolean {
    // A session is opened with the flow of its first packet emitted last.
    if (this.#filled !== flow) this.#fill(flow);
    this.#filled = -1;
    this.#context.values[V_IN_PORT] = this.#context.packet.inPort;
    return this.#send(this.#slot, this.#packetOuts[templateIndex(this.#layer4, this.#acts, false)]!);
  }

  /**
   * Delivers the packet at hand straight to an endpoint, whatever host it is on.
   * @param routed rewrites the MACs and decrements the TTL; else the target sees the source's MAC
   */
  deliver(sourceMacHi: number, sourceMacLo: number, target: number, slot: number, routed: boolean): boolean {
    const { values, tables } = this.#context;
    const { endpoints } = tables;
    const row = target * ENDPOINT_WORDS;
    values[V_SET_ETH_SRC_HI] = sourceMacHi;
    values[V_SET_ETH_SRC_LO] = sourceMacLo;
    values[V_SET_ETH_DST_HI] = endpoints[row + ENDPOINT_MAC_HI]!;
    values[V_SET_ETH_DST_LO] = endpoints[row + ENDPOINT_MAC_LO]!;
    values[V_OUTPUT] = endpoints[row + ENDPOINT_PORT]!;
    values[V_IN_PORT] = OFPP_CONTROLLER | 0;
    return this.#send(slot, this.#packetOuts[templateIndex(LAYER4_COARSE, routed ? ACTS_ROUTE : ACTS_FORWARD, false)]!);
  }

  /** Gives the packet at hand to a port of its own datapath, unchanged. */
  pass(port: number): boolean {
    const { values, packet } = this.#context;
    values[V_OUTPUT] = port;
    values[V_IN_PORT] = packet.inPort;
    return this.#send(packet.slot, this.#packetOuts[templateIndex(LAYER4_COARSE, ACTS_SWITCH, false)]!);
  }

  /** The bare PacketOut that outputs to one port, for packets that the worker makes itself. */
  get outputTemplate(): FlowTemplate {
    return this.#packetOuts[templateIndex(LAYER4_COARSE, ACTS_SWITCH, false)]!;
  }

  #send(slot: number, template: FlowTemplate): boolean {
    const { egress, packet, values } = this.#context;
    // A buffer is the switch's own: on another datapath the packet has to travel along.
    const buffered = packet.bufferId !== -1 && slot === packet.slot;
    if (!buffered && !packet.whole) return false;
    const length = buffered ? 0 : packet.end - packet.frame;
    // A length field has 16 bits: a packet that nearly fills its PacketIn has no room for the actions.
    if (template.length + length > MESSAGE_BYTES_MAX) return false;
    const at = egress.reserve(slot, template.length + length);
    if (at < 0) return false;
    values[V_BUFFER_ID] = buffered ? packet.bufferId : -1;
    const data = stampPacketOut(egress.bytes, egress.view, at, template, values, length);
    if (length > 0) copyBytes(packet.bytes, packet.view, packet.frame, egress.bytes, egress.view, data, length);
    egress.wrote(data + length);
    this.#context.count(PACKET_OUTS);
    return true;
  }

  /** Fills the values of a flow of the session in hand. */
  #fill(flow: number): void {
    const { values, tables } = this.#context;
    const { endpoints } = tables;
    const across = (this.#shape & SHAPE_ACROSS) !== 0;
    // Forward flows carry source → target; the others what comes back.
    const forward = across ? flow < 2 : flow === 0;
    const from = forward ? this.#source : this.#target;
    const to = forward ? this.#target : this.#source;
    const a = from * ENDPOINT_WORDS;
    const b = to * ENDPOINT_WORDS;
    const ports = this.#ports;
    const l4Src = forward ? ports >>> 16 : ports & 0xffff;
    const l4Dst = forward ? ports & 0xffff : ports >>> 16;
    const routed = (this.#shape & SHAPE_ROUTED) !== 0;
    const layer4 = layer4Of(this.#protocol);
    this.#filled = flow;
    this.#layer4 = layer4;
    this.#fromUplink = false;
    this.#local = from;
    values[V_IP_PROTO] = this.#protocol;
    values[V_L4_SRC] = l4Src;
    values[V_L4_DST] = layer4 === LAYER4_ICMP ? 0 : l4Dst;

    if (!across) {
      this.#slot = this.#slots >>> 16;
      this.#acts = routed ? ACTS_ROUTE : ACTS_SWITCH;
      this.#fillInner(a, b, routed);
      this.#fillDelivery(a, b, routed);
      return;
    }

    const slots = this.#slots;
    const wirePorts = this.#wirePorts;
    const fromSlot = forward ? slots >>> 16 : slots & 0xffff;
    const toSlot = forward ? slots & 0xffff : slots >>> 16;
    const { hosts } = tables;
    const fromHost = fromSlot * HOST_WORDS;
    const toHost = toSlot * HOST_WORDS;
    const wireSrc = forward ? wirePorts >>> 16 : wirePorts & 0xffff;
    const wireDst = layer4 === LAYER4_ICMP ? wirePorts : forward ? wirePorts & 0xffff : wirePorts >>> 16;

    if (flow === 0 || flow === 2) {
      this.#slot = fromSlot;
      this.#acts = routed ? ACTS_NAT_ROUTE : ACTS_NAT;
      this.#fillInner(a, b, routed);
      values[V_SET_ETH_SRC_HI] = hosts[fromHost + HOST_MAC_HI]!;
      values[V_SET_ETH_SRC_LO] = hosts[fromHost + HOST_MAC_LO]!;
      const hop = nextHopPair(hosts, fromSlot, toSlot);
      values[V_SET_ETH_DST_HI] = hosts[hop]!;
      values[V_SET_ETH_DST_LO] = hosts[hop + 1]!;
      values[V_SET_IP_SRC] = hosts[fromHost + HOST_IP]!;
      values[V_SET_IP_DST] = hosts[toHost + HOST_IP]!;
      values[V_SET_L4_SRC] = wireSrc;
      values[V_SET_L4_DST] = wireDst;
      values[V_OUTPUT] = hosts[fromHost + HOST_UPLINK_PORT]!;
      return;
    }

    this.#slot = toSlot;
    this.#acts = ACTS_NAT;
    this.#fromUplink = true;
    this.#local = to;
    values[V_IN_PORT] = hosts[toHost + HOST_UPLINK_PORT]!;
    values[V_IP_SRC] = hosts[fromHost + HOST_IP]!;
    values[V_IP_DST] = hosts[toHost + HOST_IP]!;
    if (layer4 !== LAYER4_ICMP) values[V_L4_SRC] = wireSrc;
    values[V_L4_DST] = wireDst;
    this.#fillDelivery(a, b, routed);
    values[V_SET_IP_SRC] = endpoints[a + ENDPOINT_IP]!;
    values[V_SET_IP_DST] = endpoints[b + ENDPOINT_IP]!;
    values[V_SET_L4_SRC] = l4Src;
    values[V_SET_L4_DST] = layer4 === LAYER4_ICMP ? 0 : l4Dst;
  }

  /** What an endpoint sends: its port, its MAC, the MAC it sends to, both addresses. */
  #fillInner(a: number, b: number, routed: boolean): void {
    const { values, tables, routerMacHi, routerMacLo } = this.#context;
    const { endpoints } = tables;
    values[V_IN_PORT] = endpoints[a + ENDPOINT_PORT]!;
    values[V_ETH_SRC_HI] = endpoints[a + ENDPOINT_MAC_HI]!;
    values[V_ETH_SRC_LO] = endpoints[a + ENDPOINT_MAC_LO]!;
    values[V_ETH_DST_HI] = routed ? routerMacHi : endpoints[b + ENDPOINT_MAC_HI]!;
    values[V_ETH_DST_LO] = routed ? routerMacLo : endpoints[b + ENDPOINT_MAC_LO]!;
    values[V_IP_SRC] = endpoints[a + ENDPOINT_IP]!;
    values[V_IP_DST] = endpoints[b + ENDPOINT_IP]!;
  }

  /** How the other end gets it: from the router or the sender, to its own MAC and port. */
  #fillDelivery(a: number, b: number, routed: boolean): void {
    const { values, tables, routerMacHi, routerMacLo } = this.#context;
    const { endpoints } = tables;
    values[V_SET_ETH_SRC_HI] = routed ? routerMacHi : endpoints[a + ENDPOINT_MAC_HI]!;
    values[V_SET_ETH_SRC_LO] = routed ? routerMacLo : endpoints[a + ENDPOINT_MAC_LO]!;
    values[V_SET_ETH_DST_HI] = endpoints[b + ENDPOINT_MAC_HI]!;
    values[V_SET_ETH_DST_LO] = endpoints[b + ENDPOINT_MAC_LO]!;
    values[V_OUTPUT] = endpoints[b + ENDPOINT_PORT]!;
  }
}
