// A packet from an endpoint: identity by port, verdict by policy, then a session. The heart of the packet path.
// Worker thread only; hot: no allocation, no throw; every exit is one outcome.

import type { Context } from '#dataplane/context.ts';
import type { Denials } from '#dataplane/denials.ts';
import type { Gateway } from '#dataplane/gateway.ts';
import type { Sessions } from '#dataplane/sessions.ts';
import {
  VERDICT_ALLOW,
  VERDICT_REASON_POLICY,
  VERDICT_REASON_RULE,
  VERDICT_UNIFORM,
  verdictReason,
} from '#dataplane/verdict.ts';
import {
  DENIED_DEFAULT,
  DENIED_POLICY,
  DENIED_RULE,
  DENIED_SPOOF_IP,
  DENIED_SPOOF_MAC,
  DROPPED_ETHERTYPE,
  DROPPED_FRAGMENT,
  DROPPED_GATEWAY,
  DROPPED_IPV6,
  DROPPED_MALFORMED_PACKET,
  DROPPED_NOT_UNICAST,
  DROPPED_TARGET_DOWN,
  DROPPED_UNKNOWN_TARGET,
  DROPPED_VLAN,
} from '#shm/counters.ts';
import {
  ADDRESS_GATEWAY,
  ENDPOINT_HOST,
  ENDPOINT_IP,
  ENDPOINT_MAC_HI,
  ENDPOINT_MAC_LO,
  ENDPOINT_NETWORK,
  ENDPOINT_PORT,
  ENDPOINT_TENANT,
  ENDPOINT_WORDS,
} from '#shm/layout.ts';
import {
  FRAME_ARP,
  FRAME_IPV4_ICMP,
  FRAME_IPV4_LATER_FRAGMENT,
  FRAME_IPV4_OTHER,
  FRAME_IPV4_TCP,
  FRAME_IPV6,
  FRAME_MALFORMED,
  FRAME_OTHER,
  FRAME_TOO_SHORT,
  KEY_ETH_DST_HI,
  KEY_ETH_SRC_HI,
  KEY_ETH_SRC_LO,
  KEY_IP_DST,
  KEY_IP_PROTO,
  KEY_IP_SRC,
  KEY_IP_TTL,
  KEY_L4_AT,
  KEY_L4_DST,
  KEY_L4_SRC,
  KEY_VLAN_TCI,
  parseFlowKey,
} from '#wire/flow-key.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST, isIcmpError } from '#wire/icmp.ts';

const IP_PROTO_ICMP = 1;
const IP_PROTO_TCP = 6;
const IP_PROTO_UDP = 17;
const IP_PROTO_SCTP = 132;
const ICMP_HEADER_BYTES = 8;

export class EndpointPath {
  readonly #context: Context;
  readonly #sessions: Sessions;
  readonly #denials: Denials;
  readonly #gateway: Gateway;

  constructor(context: Context, sessions: Sessions, denials: Denials, gateway: Gateway) {
    this.#context = context;
    this.#sessions = sessions;
    this.#denials = denials;
    this.#gateway = gateway;
  }

  /**
   * Handles the packet at hand.
   * @param source row of the endpoint on its ingress port
   * @returns the outcome's counter
   */
  onPacket(source: number): number {
    const { packet, tables } = this.#context;
    const { key } = packet;
    const { endpoints } = tables;
    const frame = parseFlowKey(packet.bytes, packet.frame, packet.end, key);
    if (frame === FRAME_TOO_SHORT || frame === FRAME_MALFORMED) return DROPPED_MALFORMED_PACKET;
    const a = source * ENDPOINT_WORDS;
    if (
      key[KEY_ETH_SRC_HI] !== endpoints[a + ENDPOINT_MAC_HI] ||
      key[KEY_ETH_SRC_LO] !== endpoints[a + ENDPOINT_MAC_LO]
    ) {
      this.#denials.denySourceMac(source);
      return DENIED_SPOOF_MAC;
    }
    if (key[KEY_VLAN_TCI]! >= 0) return DROPPED_VLAN;
    if (frame === FRAME_ARP) return this.#gateway.onArp(source);
    if (frame === FRAME_IPV6) return DROPPED_IPV6;
    if (frame === FRAME_OTHER) return DROPPED_ETHERTYPE;

    if (key[KEY_IP_SRC] !== endpoints[a + ENDPOINT_IP]) {
      // 0.0.0.0 is a station that has no address yet (DHCP), not one that claims another's.
      if (key[KEY_IP_SRC] === 0) return DROPPED_NOT_UNICAST;
      this.#denials.denySourceIp(source);
      return DENIED_SPOOF_IP;
    }
    if ((key[KEY_ETH_DST_HI]! & 0x0100) !== 0) return DROPPED_NOT_UNICAST;

    const found = tables.addresses.find(endpoints[a + ENDPOINT_TENANT]!, key[KEY_IP_DST]!);
    if (found <= 0 || found - 1 === source) {
      this.#denials.deny(true, source);
      return DROPPED_UNKNOWN_TARGET;
    }
    const toRouter = packet.isTo(this.#context.routerMacHi, this.#context.routerMacLo);
    if ((found & ADDRESS_GATEWAY) !== 0) {
      const echo = frame === FRAME_IPV4_ICMP && key[KEY_L4_SRC] === ICMP_ECHO_REQUEST;
      return toRouter && echo ? this.#gateway.onEcho() : DROPPED_GATEWAY;
    }
    const target = found - 1;
    const b = target * ENDPOINT_WORDS;
    const neighbours = endpoints[a + ENDPOINT_NETWORK] === endpoints[b + ENDPOINT_NETWORK];
    if (!toRouter && !(neighbours && this.#context.isToEndpoint(b))) {
      // Not a frame that the gateway or the target would take.
      this.#denials.deny(true, source);
      return DROPPED_UNKNOWN_TARGET;
    }
    if (toRouter && key[KEY_IP_TTL]! <= 1) return this.#gateway.onTtlExpired(source);
    if (frame === FRAME_IPV4_LATER_FRAGMENT) return DROPPED_FRAGMENT;
    return this.#connect(source, target, frame, toRouter, neighbours);
  }

  /** Both ends are known: verdict, then session. */
  #connect(source: number, target: number, frame: number, toRouter: boolean, neighbours: boolean): number {
    const { packet, tables, verdicts } = this.#context;
    const { key } = packet;
    const { endpoints } = tables;
    const protocol = key[KEY_IP_PROTO]!;
    const icmpType = frame === FRAME_IPV4_ICMP ? key[KEY_L4_SRC]! : -1;
    const echo = icmpType === ICMP_ECHO_REQUEST || icmpType === ICMP_ECHO_REPLY;
    const ported = frame >= FRAME_IPV4_TCP && frame < FRAME_IPV4_ICMP;
    // Echo requests and replies make one session for each pair and direction: the type stands in the ports' place.
    let ports = ported ? (key[KEY_L4_SRC]! << 16) | key[KEY_L4_DST]! : 0;
    if (echo) ports = icmpType === ICMP_ECHO_REQUEST ? ICMP_ECHO_REQUEST << 16 : ICMP_ECHO_REQUEST;
    const verdict = verdicts.judge(source, target, protocol, ported ? key[KEY_L4_DST]! : 0);
    if ((verdict & VERDICT_ALLOW) === 0) return this.#refuse(source, target, protocol, ports, icmpType, verdict);

    const slot = endpoints[target * ENDPOINT_WORDS + ENDPOINT_HOST]!;
    const sameHost = slot === packet.slot;
    if (endpoints[target * ENDPOINT_WORDS + ENDPOINT_PORT] === 0) return DROPPED_TARGET_DOWN;
    // A neighbour addressed through the gateway's MAC, ICMP that is no echo, and protocols that the wire key cannot
    // carry are delivered one by one.
    if (neighbours && toRouter) return this.#sessions.relay(source, target, true);
    if (sameHost && verdicts.coarse(source, target, verdict)) {
      const coarse = this.#sessions.find(source, target, 0, 0);
      return coarse >= 0 ? this.#sessions.resume(coarse, source) : this.#sessions.open(source, target, 0, 0, toRouter);
    }
    if (icmpType >= 0 && !echo) return this.#sessions.relay(source, target, toRouter);
    // Protocol 0 (RFC 8200's hop-by-hop options, which IPv4 has no use for) stands for every protocol in a session.
    if (frame === FRAME_IPV4_OTHER && (!sameHost || protocol === 0)) {
      return this.#sessions.relay(source, target, toRouter);
    }
    const row = this.#sessions.find(source, target, protocol, ports);
    if (row >= 0) return this.#sessions.resume(row, source);
    // A reply whose request is not remembered any more opens nothing.
    if (icmpType === ICMP_ECHO_REPLY) return this.#sessions.relay(source, target, toRouter);
    return this.#sessions.open(source, target, protocol, ports, toRouter);
  }

  /** Denied as a new connection; it may still be the reply of one that the other end has opened. */
  #refuse(source: number, target: number, protocol: number, ports: number, icmpType: number, verdict: number): number {
    const error = icmpType >= 0 && isIcmpError(icmpType);
    if (error) {
      if (this.#quotesSession(source, target)) {
        return this.#sessions.relay(
          source,
          target,
          this.#context.packet.isTo(this.#context.routerMacHi, this.#context.routerMacLo),
        );
      }
    } else if (protocol !== 0) {
      const row = this.#sessions.find(source, target, protocol, ports);
      if (row >= 0 && this.#sessions.inForce(row)) return this.#sessions.resume(row, source);
    }
    // A flow for ICMP errors would swallow those about sessions to come.
    if (!error) this.#denials.deny((verdict & VERDICT_UNIFORM) !== 0, source);
    switch (verdictReason(verdict)) {
      case VERDICT_REASON_POLICY:
        return DENIED_POLICY;
      case VERDICT_REASON_RULE:
        return DENIED_RULE;
      default:
        return DENIED_DEFAULT;
    }
  }

  /** Whether the ICMP error at hand quotes a packet of a session that the target has with the source (RFC 792). */
  #quotesSession(source: number, target: number): boolean {
    const { packet, tables } = this.#context;
    const { view, key } = packet;
    const quote = key[KEY_L4_AT]! + ICMP_HEADER_BYTES;
    if (quote + 28 > packet.end || view.getUint8(quote) >>> 4 !== 4) return false;
    const { endpoints } = tables;
    if (view.getInt32(quote + 12) !== endpoints[target * ENDPOINT_WORDS + ENDPOINT_IP]) return false;
    if (view.getInt32(quote + 16) !== endpoints[source * ENDPOINT_WORDS + ENDPOINT_IP]) return false;
    const protocol = view.getUint8(quote + 9);
    const l4 = quote + (view.getUint8(quote) & 0xf) * 4;
    if (l4 + 8 > packet.end) return false;
    if (this.#sessions.find(target, source, 0, 0) >= 0) return true;
    if (protocol === IP_PROTO_ICMP) {
      const ports = view.getUint8(l4) === ICMP_ECHO_REQUEST ? ICMP_ECHO_REQUEST << 16 : ICMP_ECHO_REQUEST;
      return this.#sessions.find(target, source, protocol, ports) >= 0;
    }
    if (protocol !== IP_PROTO_TCP && protocol !== IP_PROTO_UDP && protocol !== IP_PROTO_SCTP) return false;
    return this.#sessions.find(target, source, protocol, view.getInt32(l4)) >= 0;
  }
}
