// A PacketIn from a host's datapath: who it is from decides what happens to it. Worker thread only; hot: no
// allocation, no throw.

import type { Context } from '#dataplane/context.ts';
import { Denials } from '#dataplane/denials.ts';
import { EndpointPath } from '#dataplane/endpoint-path.ts';
import { FlowSet } from '#dataplane/flow-set.ts';
import { Gateway } from '#dataplane/gateway.ts';
import { packetInData13, packetInPort13 } from '#dataplane/packet-in.ts';
import { SessionEnds } from '#dataplane/session-ends.ts';
import { Sessions } from '#dataplane/sessions.ts';
import { Sweep } from '#dataplane/sweep.ts';
import { UplinkPath } from '#dataplane/uplink-path.ts';
import { DENIED_UNKNOWN_PORT, DROPPED_HOST_NOT_READY, DROPPED_MALFORMED_MESSAGE } from '#shm/counters.ts';
import {
  ENDPOINT_STATE,
  ENDPOINT_STATE_LIVE,
  ENDPOINT_WORDS,
  HOST_STATE,
  HOST_STATE_FREE,
  HOST_UPLINK_PORT,
  HOST_WORDS,
} from '#shm/layout.ts';

// OpenFlow 1.3 §7.4.1: ofp_packet_in.
const PACKET_IN_BUFFER_ID = 8;
const PACKET_IN_TOTAL_LENGTH = 12;

export class HostPath {
  readonly sessions: Sessions;
  readonly ends: SessionEnds;
  readonly sweep: Sweep;
  readonly #context: Context;
  readonly #denials: Denials;
  readonly #endpoints: EndpointPath;
  readonly #uplinks: UplinkPath;

  constructor(context: Context) {
    this.#context = context;
    const flows = new FlowSet(context);
    this.ends = new SessionEnds(context);
    this.sweep = new Sweep(context, this.ends);
    this.sessions = new Sessions(context, flows, this.ends);
    this.#denials = new Denials(context, flows);
    this.#endpoints = new EndpointPath(context, this.sessions, this.#denials, new Gateway(context, flows));
    this.#uplinks = new UplinkPath(context, this.sessions, flows);
  }

  /**
   * Handles one PacketIn of OpenFlow 1.3.
   * @param at first byte of the message, @param end one past its last
   * @returns the outcome's counter
   */
  onPacketIn(slot: number, view: DataView, at: number, end: number): number {
    const { packet, tables } = this.#context;
    const { hosts, endpoints, ports } = tables;
    const frame = packetInData13(view, at, end);
    if (frame < 0) return DROPPED_MALFORMED_MESSAGE;
    const inPort = packetInPort13(view, at);
    if (inPort === 0) return DROPPED_MALFORMED_MESSAGE;
    packet.slot = slot;
    packet.inPort = inPort;
    packet.bufferId = view.getInt32(at + PACKET_IN_BUFFER_ID);
    packet.frame = frame;
    packet.end = end;
    packet.whole = end - frame >= view.getUint16(at + PACKET_IN_TOTAL_LENGTH);
    const host = slot * HOST_WORDS;
    // The flow that brought the packet here is the last of the standing ones: the switch has them all, whether or not
    // control has heard so.
    const uplink = hosts[host + HOST_UPLINK_PORT];
    if (Atomics.load(hosts, host + HOST_STATE) === HOST_STATE_FREE || uplink === 0) return DROPPED_HOST_NOT_READY;
    if (inPort === uplink) return this.#uplinks.onPacket();
    const found = ports.find(slot, inPort);
    if (found <= 0 || endpoints[(found - 1) * ENDPOINT_WORDS + ENDPOINT_STATE] !== ENDPOINT_STATE_LIVE) {
      this.#denials.denyPort();
      return DENIED_UNKNOWN_PORT;
    }
    return this.#endpoints.onPacket(found - 1);
  }
}
