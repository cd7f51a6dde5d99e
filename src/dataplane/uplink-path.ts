// A packet from the underlay that a watch flow lifted: it overtook its session's flow and is delivered to its
// endpoint, or it is the host's own business and goes on to LOCAL. Worker thread only; hot: no allocation, no throw.

import type { Context } from '#dataplane/context.ts';
import type { FlowSet } from '#dataplane/flow-set.ts';
import type { Sessions } from '#dataplane/sessions.ts';
import { OFPP_LOCAL } from '#openflow/flow-template.ts';
import { ringBell } from '#shm/bell.ts';
import {
  DROPPED_MALFORMED_PACKET,
  DROPPED_NO_DATA,
  EVENTS_LOST,
  NEIGHBOUR_LEARNED,
  WATCH_PASSED,
  WATCH_RELAYED,
} from '#shm/counters.ts';
import { BOARD_BELL_MAIN, HOST_IP, HOST_WORDS, TENANT_UNDERLAY } from '#shm/layout.ts';
import { RECORD_KIND, RECORD_NEIGHBOUR, RECORD_PAYLOAD_AT, RECORD_SLOT } from '#shm/ring.ts';
import { ARP_OP_REPLY } from '#wire/arp.ts';
import {
  FRAME_ARP,
  FRAME_IPV4_ICMP,
  FRAME_IPV4_SCTP,
  FRAME_IPV4_TCP,
  FRAME_IPV4_UDP,
  FRAME_MALFORMED,
  FRAME_TOO_SHORT,
  KEY_ARP_OP,
  KEY_ARP_SHA_HI,
  KEY_ARP_SHA_LO,
  KEY_ARP_SPA,
  KEY_IP_DST,
  KEY_IP_PROTO,
  KEY_IP_SRC,
  KEY_L4_DST,
  KEY_L4_SRC,
  parseFlowKey,
} from '#wire/flow-key.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST } from '#wire/icmp.ts';

const FLOW_IN_AT_TARGET = 1;
const FLOW_IN_AT_SOURCE = 3;

export class UplinkPath {
  readonly #context: Context;
  readonly #sessions: Sessions;
  readonly #flows: FlowSet;

  constructor(context: Context, sessions: Sessions, flows: FlowSet) {
    this.#context = context;
    this.#sessions = sessions;
    this.#flows = flows;
  }

  /** Handles the packet at hand, which came in on its host's uplink. @returns the outcome's counter */
  onPacket(): number {
    const { packet, tables } = this.#context;
    const { key, slot } = packet;
    const frame = parseFlowKey(packet.bytes, packet.frame, packet.end, key);
    if (frame === FRAME_TOO_SHORT || frame === FRAME_MALFORMED) return DROPPED_MALFORMED_PACKET;
    // The switch has given an ARP reply to LOCAL already; control wants to know its sender.
    if (frame === FRAME_ARP) return this.#tellNeighbour();
    if (key[KEY_IP_DST] !== tables.hosts[slot * HOST_WORDS + HOST_IP]) return this.#pass();
    const peer = tables.addresses.find(TENANT_UNDERLAY, key[KEY_IP_SRC]!) - 1;
    if (peer < 0) return this.#pass();
    const ported = frame === FRAME_IPV4_TCP || frame === FRAME_IPV4_UDP || frame === FRAME_IPV4_SCTP;
    if (!ported && frame !== FRAME_IPV4_ICMP) return this.#pass();
    return ported ? this.#byPort(slot, peer) : this.#byCode(slot, peer);
  }

  #byPort(slot: number, peer: number): number {
    const { key } = this.#context.packet;
    const { keys } = this.#sessions;
    const protocol = key[KEY_IP_PROTO]!;
    const source = key[KEY_L4_SRC]!;
    const target = key[KEY_L4_DST]!;
    if (keys.inPool(source)) {
      const row = this.#sessions.findWire(
        keys.ownerOfPort(source),
        (peer << 16) | slot,
        protocol,
        (source << 16) | target,
      );
      if (row >= 0) return this.#relay(row, FLOW_IN_AT_TARGET);
    }
    if (keys.inPool(target)) {
      const row = this.#sessions.findWire(
        keys.ownerOfPort(target),
        (slot << 16) | peer,
        protocol,
        (target << 16) | source,
      );
      if (row >= 0) return this.#relay(row, FLOW_IN_AT_SOURCE);
    }
    return this.#pass();
  }

  #byCode(slot: number, peer: number): number {
    const { key } = this.#context.packet;
    const { keys } = this.#sessions;
    const type = key[KEY_L4_SRC]!;
    const code = key[KEY_L4_DST]!;
    if (code === 0) return this.#pass();
    if (type === ICMP_ECHO_REQUEST) {
      const row = this.#sessions.findWire(keys.ownerOfCode(code), (peer << 16) | slot, key[KEY_IP_PROTO]!, code);
      if (row >= 0) return this.#relay(row, FLOW_IN_AT_TARGET);
    } else if (type === ICMP_ECHO_REPLY) {
      const row = this.#sessions.findWire(keys.ownerOfCode(code), (slot << 16) | peer, key[KEY_IP_PROTO]!, code);
      if (row >= 0) return this.#relay(row, FLOW_IN_AT_SOURCE);
    }
    return this.#pass();
  }

  /** Delivers as the flow would. A revoked session's packets are no longer anybody's: the host may answer them. */
  #relay(row: number, flow: number): number {
    if (!this.#sessions.inForce(row)) return this.#pass();
    return this.#sessions.relayBy(row, flow, flow, WATCH_RELAYED);
  }

  #pass(): number {
    return this.#flows.pass(OFPP_LOCAL | 0) ? WATCH_PASSED : DROPPED_NO_DATA;
  }

  #tellNeighbour(): number {
    const { events, packet, tables } = this.#context;
    const { key } = packet;
    if (key[KEY_ARP_OP] !== ARP_OP_REPLY) return NEIGHBOUR_LEARNED;
    const at = events.claim(12, 0);
    if (at < 0) {
      this.#context.count(EVENTS_LOST);
      return NEIGHBOUR_LEARNED;
    }
    const word = at >> 2;
    events.words[word + RECORD_KIND] = RECORD_NEIGHBOUR;
    events.words[word + RECORD_SLOT] = packet.slot;
    const payload = events.words[word + RECORD_PAYLOAD_AT]!;
    events.view.setInt32(payload, key[KEY_ARP_SPA]!);
    events.view.setInt32(payload + 4, key[KEY_ARP_SHA_HI]!);
    events.view.setInt32(payload + 8, key[KEY_ARP_SHA_LO]!);
    events.commit();
    ringBell(tables.board, BOARD_BELL_MAIN);
    return NEIGHBOUR_LEARNED;
  }
}
