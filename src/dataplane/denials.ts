// Drop flows with a short hard timeout, so that what is refused once does not come back as a storm of PacketIns.
// Worker thread only; hot: no allocation, no throw.

import type { Context } from '#dataplane/context.ts';
import { type FlowSet, layer4Of, PRIORITY_SPOOF } from '#dataplane/flow-set.ts';
import { COOKIE_KIND_DENY, COOKIE_KIND_SPOOF, cookieHi, cookieLo } from '#openflow/cookie.ts';
import {
  stampFlowMod,
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
} from '#openflow/flow-stamp.ts';
import {
  buildDropTemplate,
  DROP_ETH_SRC,
  DROP_IP_SRC,
  DROP_PORT,
  type FlowTemplate,
  LAYER4_COARSE,
} from '#openflow/flow-template.ts';
import { FLOW_MODS } from '#shm/counters.ts';
import { DATAPATH_DENIED, DATAPATH_WORDS } from '#shm/layout.ts';
import {
  KEY_ETH_DST_HI,
  KEY_ETH_DST_LO,
  KEY_ETH_SRC_HI,
  KEY_ETH_SRC_LO,
  KEY_IP_DST,
  KEY_IP_PROTO,
  KEY_IP_SRC,
  KEY_L4_DST,
  KEY_L4_SRC,
} from '#wire/flow-key.ts';

/** A port without an endpoint: below every flow that an endpoint on it would get. */
const PRIORITY_UNKNOWN_PORT = 1;

export class Denials {
  readonly #context: Context;
  readonly #flows: FlowSet;
  readonly #spoofMac: FlowTemplate;
  readonly #spoofIp: FlowTemplate;
  readonly #unknownPort: FlowTemplate;

  constructor(context: Context, flows: FlowSet) {
    this.#context = context;
    this.#flows = flows;
    const options = {
      priority: PRIORITY_SPOOF,
      idleTimeoutSec: 0,
      hardTimeoutSec: context.task.denyHardTimeoutSec,
      flags: 0,
    };
    this.#spoofMac = buildDropTemplate(DROP_ETH_SRC, options);
    this.#spoofIp = buildDropTemplate(DROP_IP_SRC, options);
    this.#unknownPort = buildDropTemplate(DROP_PORT, { ...options, priority: PRIORITY_UNKNOWN_PORT });
  }

  /**
   * Drops what the packet at hand is one of.
   * @param uniform the verdict holds for every protocol of the pair; else for these ports only
   * @param endpoint row of the sender
   */
  deny(uniform: boolean, endpoint: number): void {
    const { values, packet } = this.#context;
    const { key } = packet;
    // A flow for protocol 0 would be one for all of them.
    if (!uniform && key[KEY_IP_PROTO] === 0) return;
    values[V_ETH_DST_HI] = key[KEY_ETH_DST_HI]!;
    values[V_ETH_DST_LO] = key[KEY_ETH_DST_LO]!;
    values[V_ETH_SRC_HI] = key[KEY_ETH_SRC_HI]!;
    values[V_ETH_SRC_LO] = key[KEY_ETH_SRC_LO]!;
    values[V_IP_PROTO] = key[KEY_IP_PROTO]!;
    values[V_IP_SRC] = key[KEY_IP_SRC]!;
    values[V_IP_DST] = key[KEY_IP_DST]!;
    values[V_L4_SRC] = key[KEY_L4_SRC]!;
    values[V_L4_DST] = key[KEY_L4_DST]!;
    const layer4 = uniform ? LAYER4_COARSE : layer4Of(key[KEY_IP_PROTO]!);
    this.#emit(this.#flows.denyTemplate(layer4), COOKIE_KIND_DENY, endpoint);
  }

  denySourceMac(endpoint: number): void {
    const { values, packet } = this.#context;
    values[V_ETH_SRC_HI] = packet.key[KEY_ETH_SRC_HI]!;
    values[V_ETH_SRC_LO] = packet.key[KEY_ETH_SRC_LO]!;
    this.#emit(this.#spoofMac, COOKIE_KIND_SPOOF, endpoint);
  }

  denySourceIp(endpoint: number): void {
    const { values, packet } = this.#context;
    values[V_IP_SRC] = packet.key[KEY_IP_SRC]!;
    this.#emit(this.#spoofIp, COOKIE_KIND_SPOOF, endpoint);
  }

  denyPort(): void {
    this.#emit(this.#unknownPort, COOKIE_KIND_DENY, 0);
  }

  /** With a buffer the flow takes the buffered packet, and drops it. */
  #emit(template: FlowTemplate, kind: number, endpoint: number): void {
    const { egress, values, packet, tables, worker } = this.#context;
    const at = egress.reserve(packet.slot, template.length);
    if (at < 0) return;
    tables.datapaths[packet.slot * DATAPATH_WORDS + DATAPATH_DENIED] = 1;
    values[V_IN_PORT] = packet.inPort;
    values[V_BUFFER_ID] = packet.bufferId;
    values[V_COOKIE_HI] = cookieHi(kind, worker, 0, 0, endpoint) | 0;
    values[V_COOKIE_LO] = cookieLo(endpoint, 0) | 0;
    egress.wrote(stampFlowMod(egress.bytes, egress.view, at, template, values));
    this.#context.count(FLOW_MODS);
  }
}
