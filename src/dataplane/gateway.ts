// What the gateway of a network does itself: answer ARP, answer pings, say that a TTL has run out. Worker thread
// only; hot: no allocation, no throw.

import type { Context } from '#dataplane/context.ts';
import { type FlowSet, MESSAGE_BYTES_MAX } from '#dataplane/flow-set.ts';
import { stampPacketOut, V_BUFFER_ID, V_IN_PORT, V_OUTPUT } from '#openflow/flow-stamp.ts';
import { OFPP_CONTROLLER } from '#openflow/flow-template.ts';
import {
  ARP_ANSWERED,
  DENIED_SPOOF_IP,
  DENIED_SPOOF_MAC,
  DROPPED_ARP_UNANSWERED,
  DROPPED_EGRESS_FULL,
  DROPPED_GATEWAY,
  DROPPED_TTL,
  ECHO_ANSWERED,
  PACKET_OUTS,
  TIME_EXCEEDED_SENT,
} from '#shm/counters.ts';
import {
  ADDRESS_GATEWAY,
  ENDPOINT_IP,
  ENDPOINT_MAC_HI,
  ENDPOINT_MAC_LO,
  ENDPOINT_NETWORK,
  ENDPOINT_TENANT,
  ENDPOINT_WORDS,
  NETWORK_GATEWAY,
  NETWORK_WORDS,
} from '#shm/layout.ts';
import { ARP_FRAME_BYTES, ARP_OP_REQUEST, writeArpReply } from '#wire/arp.ts';
import { KEY_ARP_OP, KEY_ARP_SHA_HI, KEY_ARP_SHA_LO, KEY_ARP_SPA, KEY_ARP_TPA } from '#wire/flow-key.ts';
import { writeIcmpEchoReply, writeIcmpTimeExceeded } from '#wire/icmp.ts';

/** Time-exceeded messages a second and worker: traceroute needs few, a loop makes many (RFC 1812 §4.3.2.8). */
const ERRORS_PER_SECOND = 1000;
/** An error is at most 576 bytes of datagram behind an Ethernet header with two tags. */
const ERROR_FRAME_BYTES_MAX = 600;

export class Gateway {
  readonly #context: Context;
  readonly #flows: FlowSet;
  #errorsSec = 0;
  #errors = 0;

  constructor(context: Context, flows: FlowSet) {
    this.#context = context;
    this.#flows = flows;
  }

  /** An ARP packet from an endpoint (RFC 826). @returns the outcome's counter */
  onArp(source: number): number {
    const { tables, packet, routerMacHi, routerMacLo } = this.#context;
    const { endpoints, networks, addresses } = tables;
    const { key } = packet;
    const a = source * ENDPOINT_WORDS;
    const macHi = endpoints[a + ENDPOINT_MAC_HI]!;
    const macLo = endpoints[a + ENDPOINT_MAC_LO]!;
    const ip = endpoints[a + ENDPOINT_IP]!;
    if (key[KEY_ARP_SHA_HI] !== macHi || key[KEY_ARP_SHA_LO] !== macLo) return DENIED_SPOOF_MAC;
    // Zero is the sender of a probe (RFC 5227 §2.1.1).
    const sender = key[KEY_ARP_SPA]!;
    if (sender !== ip && sender !== 0) return DENIED_SPOOF_IP;
    const target = key[KEY_ARP_TPA]!;
    if (key[KEY_ARP_OP] !== ARP_OP_REQUEST || target === ip) return DROPPED_ARP_UNANSWERED;
    const network = endpoints[a + ENDPOINT_NETWORK]!;
    if (target === networks[network * NETWORK_WORDS + NETWORK_GATEWAY]) {
      return this.#answerArp(routerMacHi, routerMacLo, target, macHi, macLo, sender);
    }
    const found = addresses.find(endpoints[a + ENDPOINT_TENANT]!, target);
    if (found <= 0 || (found & ADDRESS_GATEWAY) !== 0) return DROPPED_ARP_UNANSWERED;
    const b = (found - 1) * ENDPOINT_WORDS;
    if (endpoints[b + ENDPOINT_NETWORK] !== network) return DROPPED_ARP_UNANSWERED;
    return this.#answerArp(
      endpoints[b + ENDPOINT_MAC_HI]!,
      endpoints[b + ENDPOINT_MAC_LO]!,
      target,
      macHi,
      macLo,
      sender,
    );
  }

  #answerArp(hi: number, lo: number, ip: number, toHi: number, toLo: number, toIp: number): number {
    const data = this.#begin(ARP_FRAME_BYTES);
    if (data < 0) return DROPPED_EGRESS_FULL;
    this.#finish(data, writeArpReply(this.#context.egress.bytes, data, hi, lo, ip, toHi, toLo, toIp));
    return ARP_ANSWERED;
  }

  /** An echo request to a gateway address. @returns the outcome's counter */
  onEcho(): number {
    const { packet, egress } = this.#context;
    const length = packet.end - packet.frame;
    const data = this.#begin(length);
    if (data < 0) return DROPPED_EGRESS_FULL;
    const end = writeIcmpEchoReply(egress.bytes, data, data + length, packet.bytes, packet.frame, packet.end);
    if (end === 0) return DROPPED_GATEWAY;
    this.#finish(data, end);
    return ECHO_ANSWERED;
  }

  /** The TTL of the packet at hand ran out where it is routed. @returns the outcome's counter */
  onTtlExpired(source: number): number {
    const { tables, packet, egress, routerMacHi, routerMacLo, nowSec } = this.#context;
    if (nowSec !== this.#errorsSec) {
      this.#errorsSec = nowSec;
      this.#errors = 0;
    }
    if (++this.#errors > ERRORS_PER_SECOND) return DROPPED_TTL;
    const network = tables.endpoints[source * ENDPOINT_WORDS + ENDPOINT_NETWORK]!;
    const gateway = tables.networks[network * NETWORK_WORDS + NETWORK_GATEWAY]!;
    const data = this.#begin(ERROR_FRAME_BYTES_MAX);
    if (data < 0) return DROPPED_EGRESS_FULL;
    const end = writeIcmpTimeExceeded(
      egress.bytes,
      data,
      data + ERROR_FRAME_BYTES_MAX,
      routerMacHi,
      routerMacLo,
      gateway,
      packet.bytes,
      packet.frame,
      packet.end,
    );
    if (end === 0) return DROPPED_TTL;
    this.#finish(data, end);
    return TIME_EXCEEDED_SENT;
  }

  /** Makes room for a PacketOut to the sender. @returns where its packet goes, or -1 */
  #begin(length: number): number {
    const { egress, packet } = this.#context;
    const fixed = this.#flows.outputTemplate.length;
    if (fixed + length > MESSAGE_BYTES_MAX) return -1;
    const at = egress.reserve(packet.slot, fixed + length);
    return at < 0 ? -1 : at + fixed;
  }

  /** Writes the message before a packet that is in place. */
  #finish(data: number, end: number): void {
    const { egress, packet, values } = this.#context;
    const template = this.#flows.outputTemplate;
    values[V_IN_PORT] = OFPP_CONTROLLER | 0;
    values[V_OUTPUT] = packet.inPort;
    values[V_BUFFER_ID] = -1;
    stampPacketOut(egress.bytes, egress.view, data - template.length, template, values, end - data);
    egress.wrote(end);
    this.#context.count(PACKET_OUTS);
  }
}
