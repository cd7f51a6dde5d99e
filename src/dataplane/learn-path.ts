// Learning switches (`--learn`): every PacketIn of a learned datapath gets one answer, a flow towards a known
// address or a flood. OpenFlow 1.0 and 1.3, buffers honoured. Worker thread only; hot: no allocation, no throw.
//
// Flows match in_port and both MACs, idle out, and so follow a station that moves within the idle timeout.

import type { Egress } from '#dataplane/egress.ts';
import { FETCH_GROUP, fetchWords } from '#dataplane/fetch.ts';
import { MacTable } from '#dataplane/mac-table.ts';
import { packetInData13, packetInPort13 } from '#dataplane/packet-in.ts';
import { COOKIE_KIND_LEARN, cookieHi } from '#openflow/cookie.ts';
import { copyMessage } from '#openflow/flow-stamp.ts';
import { OFP_NO_BUFFER, OFPP_CONTROLLER, OFPP_FLOOD } from '#openflow/flow-template.ts';
import { copyBytes } from '#shm/copy.ts';
import {
  DROPPED_EGRESS_FULL,
  DROPPED_MALFORMED_MESSAGE,
  DROPPED_MALFORMED_PACKET,
  DROPPED_NO_DATA,
  DROPPED_RESERVED_MULTICAST,
  FLOW_MODS,
  MACS_EVICTED,
  PACKET_OUTS,
  SWITCH_FLOODED,
  SWITCH_FORWARDED,
} from '#shm/counters.ts';

// OpenFlow 1.0 §5.4.1: ofp_packet_in.
const PACKET_IN_10_BUFFER_ID = 8;
const PACKET_IN_10_IN_PORT = 14;
const PACKET_IN_10_DATA = 18;
// OpenFlow 1.3 §7.4.1.
const PACKET_IN_13_BUFFER_ID = 8;
/** Where the packet begins when the match is IN_PORT alone, as it is where there are no tables before. */
const PACKET_IN_13_USUAL_DATA = 42;

// OpenFlow 1.0 §5.3.3: ofp_flow_mod with an ofp_match of 40 bytes behind the header.
const FLOW_MOD_10_BYTES = 80;
const MATCH_10_IN_PORT = 12;
const MATCH_10_DL_SRC = 14;
const MATCH_10_DL_DST = 20;
const FLOW_MOD_10_COOKIE = 48;
const FLOW_MOD_10_COMMAND = 56;
const FLOW_MOD_10_IDLE = 58;
const FLOW_MOD_10_PRIORITY = 62;
const FLOW_MOD_10_BUFFER_ID = 64;
const FLOW_MOD_10_OUT_PORT = 68;
const FLOW_MOD_10_ACTION_PORT = 76;
const PACKET_OUT_10_BYTES = 24;
/** OFPFW_ALL (§5.2.3) less OFPFW_IN_PORT, OFPFW_DL_SRC and OFPFW_DL_DST. */
const WILDCARDS_10 = 0x003820ff & ~(0x1 | 0x4 | 0x8);

const FLOW_MOD_13_BYTES = 104;
const FLOW_MOD_13_IN_PORT = 56;
const FLOW_MOD_13_ETH_DST = 64;
const FLOW_MOD_13_ETH_SRC = 74;
const FLOW_MOD_13_ACTION_PORT = 92;
const PACKET_OUT_13_BYTES = 40;

const PRIORITY = 100;
const OFPP_FLOOD_10 = 0xfffb;

export interface LearnConfig {
  readonly idleTimeoutSec: number;
  readonly macs: SharedArrayBuffer;
  readonly macAgeSec: number;
}

export class LearnPath {
  readonly #egress: Egress;
  readonly #counters: Float64Array;
  readonly #macs: MacTable;
  readonly #flowMod10: DataView;
  readonly #flowMod13: DataView;
  /** Where the addresses of a group are looked for. */
  readonly #places = new Int32Array(2 * FETCH_GROUP);
  /** All that was ever fetched: see fetchWords. */
  sink = 0;

  constructor(egress: Egress, counters: Float64Array, config: LearnConfig) {
    this.#egress = egress;
    this.#counters = counters;
    this.#macs = new MacTable(config.macs, config.macAgeSec);
    this.#flowMod10 = buildFlowMod10(config.idleTimeoutSec);
    this.#flowMod13 = buildFlowMod13(config.idleTimeoutSec);
  }

  /**
   * A datapath connected: what was learned of its ports may no longer hold, and in OpenFlow 1.3 a packet that matches
   * nothing is dropped unless a flow says otherwise (§5.4).
   */
  onDatapathUp(slot: number, version: number): void {
    this.#macs.forget(slot);
    if (version === 1) return;
    const egress = this.#egress;
    const at = egress.reserve(slot, TABLE_MISS_13.length);
    if (at < 0) return;
    egress.bytes.set(TABLE_MISS_13, at);
    egress.wrote(at + TABLE_MISS_13.length);
    this.#counters[FLOW_MODS] = this.#counters[FLOW_MODS]! + 1;
  }

  /**
   * Fetches the sets that the addresses of the messages from `at` on are in, of a group at most.
   * @param end one past the run's last byte
   * @returns where the group ends
   */
  fetch(slot: number, version: number, view: DataView, at: number, end: number): number {
    const data = version === 1 ? PACKET_IN_10_DATA : PACKET_IN_13_USUAL_DATA;
    let places = 0;
    for (let messages = 0; at < end && messages < FETCH_GROUP; messages++) {
      const length = view.getUint16(at + 2);
      if (length >= data + 12) {
        const frame = at + data;
        const key = slot << 16;
        this.#places[places++] = this.#macs.placeOf(key | view.getUint16(frame + 6), view.getInt32(frame + 8));
        this.#places[places++] = this.#macs.placeOf(key | view.getUint16(frame), view.getInt32(frame + 2));
      }
      at += length;
    }
    this.sink ^= fetchWords(this.#macs.words, this.#places, places);
    return at;
  }

  /**
   * Answers one PacketIn.
   * @param at first byte of the message, @param end one past its last
   * @returns the outcome's counter
   */
  onPacketIn(
    slot: number,
    version: number,
    bytes: Uint8Array,
    view: DataView,
    at: number,
    end: number,
    nowSec: number,
  ): number {
    let frame: number;
    let inPort: number;
    let bufferId: number;
    if (version === 1) {
      if (end - at < PACKET_IN_10_DATA) return DROPPED_MALFORMED_MESSAGE;
      bufferId = view.getInt32(at + PACKET_IN_10_BUFFER_ID);
      inPort = view.getUint16(at + PACKET_IN_10_IN_PORT);
      frame = at + PACKET_IN_10_DATA;
      if (inPort === 0) return DROPPED_MALFORMED_MESSAGE;
    } else {
      frame = packetInData13(view, at, end);
      if (frame < 0) return DROPPED_MALFORMED_MESSAGE;
      bufferId = view.getInt32(at + PACKET_IN_13_BUFFER_ID);
      inPort = packetInPort13(view, at);
      if (inPort === 0) return DROPPED_MALFORMED_MESSAGE;
    }
    if (end - frame < 14) return DROPPED_MALFORMED_PACKET;
    const dstHi = view.getUint16(frame);
    const dstLo = view.getInt32(frame + 2);
    const srcHi = view.getUint16(frame + 6);
    const srcLo = view.getInt32(frame + 8);
    // A group address is nobody's source (IEEE 802.3 §3.2.3); such a frame teaches nothing.
    if ((srcHi & 0x0100) === 0) {
      if (this.#macs.learn(slot, srcHi, srcLo, inPort, nowSec)) {
        this.#counters[MACS_EVICTED] = this.#counters[MACS_EVICTED]! + 1;
      }
    }
    // 01:80:c2:00:00:00 to :0f are for the bridge itself and never forwarded (IEEE 802.1D §7.12.6).
    if (dstHi === 0x0180 && (dstLo & 0xfffffff0) === (0xc2000000 | 0)) return DROPPED_RESERVED_MULTICAST;
    const outPort = (dstHi & 0x0100) === 0 ? this.#macs.find(slot, dstHi, dstLo, nowSec) : 0;
    if (outPort === 0 || outPort === inPort) {
      return this.#flood(slot, version, bytes, view, frame, end, inPort, bufferId);
    }
    const buffered = bufferId !== -1;
    const sent =
      version === 1
        ? this.#forward10(slot, view, frame, inPort, outPort, bufferId)
        : this.#forward13(slot, view, frame, inPort, outPort, bufferId);
    if (!sent) return DROPPED_EGRESS_FULL;
    // With a buffer the FlowMod sends the packet on; without one it needs a PacketOut of its own.
    if (!buffered && !this.#packetOut(slot, version, bytes, view, frame, end, inPort, outPort, -1))
      return DROPPED_NO_DATA;
    return SWITCH_FORWARDED;
  }

  #forward10(
    slot: number,
    packet: DataView,
    frame: number,
    inPort: number,
    outPort: number,
    bufferId: number,
  ): boolean {
    const egress = this.#egress;
    const at = egress.reserve(slot, FLOW_MOD_10_BYTES);
    if (at < 0) return false;
    const { view } = egress;
    copyMessage(view, at, this.#flowMod10, FLOW_MOD_10_BYTES);
    view.setUint16(at + MATCH_10_IN_PORT, inPort);
    view.setInt32(at + MATCH_10_DL_DST, packet.getInt32(frame));
    view.setInt16(at + MATCH_10_DL_DST + 4, packet.getInt16(frame + 4));
    view.setInt32(at + MATCH_10_DL_SRC, packet.getInt32(frame + 6));
    view.setInt16(at + MATCH_10_DL_SRC + 4, packet.getInt16(frame + 10));
    view.setInt32(at + FLOW_MOD_10_BUFFER_ID, bufferId);
    view.setUint16(at + FLOW_MOD_10_ACTION_PORT, outPort);
    egress.wrote(at + FLOW_MOD_10_BYTES);
    this.#counters[FLOW_MODS] = this.#counters[FLOW_MODS]! + 1;
    return true;
  }

  #forward13(
    slot: number,
    packet: DataView,
    frame: number,
    inPort: number,
    outPort: number,
    bufferId: number,
  ): boolean {
    const egress = this.#egress;
    const at = egress.reserve(slot, FLOW_MOD_13_BYTES);
    if (at < 0) return false;
    const { view } = egress;
    copyMessage(view, at, this.#flowMod13, FLOW_MOD_13_BYTES);
    view.setInt32(at + 32, bufferId);
    view.setInt32(at + FLOW_MOD_13_IN_PORT, inPort);
    view.setInt32(at + FLOW_MOD_13_ETH_DST, packet.getInt32(frame));
    view.setInt16(at + FLOW_MOD_13_ETH_DST + 4, packet.getInt16(frame + 4));
    view.setInt32(at + FLOW_MOD_13_ETH_SRC, packet.getInt32(frame + 6));
    view.setInt16(at + FLOW_MOD_13_ETH_SRC + 4, packet.getInt16(frame + 10));
    view.setInt32(at + FLOW_MOD_13_ACTION_PORT, outPort);
    egress.wrote(at + FLOW_MOD_13_BYTES);
    this.#counters[FLOW_MODS] = this.#counters[FLOW_MODS]! + 1;
    return true;
  }

  #flood(
    slot: number,
    version: number,
    bytes: Uint8Array,
    view: DataView,
    frame: number,
    end: number,
    inPort: number,
    bufferId: number,
  ): number {
    const port = version === 1 ? OFPP_FLOOD_10 : OFPP_FLOOD | 0;
    return this.#packetOut(slot, version, bytes, view, frame, end, inPort, port, bufferId)
      ? SWITCH_FLOODED
      : DROPPED_EGRESS_FULL;
  }

  /** @param bufferId -1 = the packet travels with the message */
  #packetOut(
    slot: number,
    version: number,
    bytes: Uint8Array,
    packet: DataView,
    frame: number,
    end: number,
    inPort: number,
    port: number,
    bufferId: number,
  ): boolean {
    const egress = this.#egress;
    const data = bufferId === -1 ? end - frame : 0;
    const fixed = version === 1 ? PACKET_OUT_10_BYTES : PACKET_OUT_13_BYTES;
    if (fixed + data > 0xffff) return false; // the length field has 16 bits
    const at = egress.reserve(slot, fixed + data);
    if (at < 0) return false;
    const { view } = egress;
    view.setInt32(at, (version << 24) | (13 << 16) | (fixed + data) | 0);
    view.setInt32(at + 4, 0);
    view.setInt32(at + 8, bufferId);
    if (version === 1) {
      view.setUint16(at + 12, inPort);
      view.setUint16(at + 14, 8); // actions_len
      view.setInt32(at + 16, 8); // OFPAT_OUTPUT, length 8
      view.setUint16(at + 20, port);
      view.setUint16(at + 22, 0);
    } else {
      view.setInt32(at + 12, inPort);
      view.setInt32(at + 16, 16 << 16); // actions_len
      view.setInt32(at + 20, 0);
      view.setInt32(at + 24, 16); // OFPAT_OUTPUT, length 16
      view.setInt32(at + 28, port);
      view.setInt32(at + 32, 0xffff0000 | 0);
      view.setInt32(at + 36, 0);
    }
    if (data > 0) copyBytes(bytes, packet, frame, egress.bytes, view, at + fixed, data);
    egress.wrote(at + fixed + data);
    this.#counters[PACKET_OUTS] = this.#counters[PACKET_OUTS]! + 1;
    return true;
  }
}

function buildFlowMod10(idleTimeoutSec: number): DataView {
  const view = new DataView(new ArrayBuffer(FLOW_MOD_10_BYTES));
  view.setUint8(0, 1);
  view.setUint8(1, 14); // OFPT_FLOW_MOD
  view.setUint16(2, FLOW_MOD_10_BYTES);
  view.setUint32(8, WILDCARDS_10);
  view.setUint32(FLOW_MOD_10_COOKIE, cookieHi(COOKIE_KIND_LEARN, 0, 0, 0, 0));
  view.setUint16(FLOW_MOD_10_COMMAND, 0); // OFPFC_ADD
  view.setUint16(FLOW_MOD_10_IDLE, idleTimeoutSec);
  view.setUint16(FLOW_MOD_10_PRIORITY, PRIORITY);
  view.setUint16(FLOW_MOD_10_OUT_PORT, 0xffff); // OFPP_NONE
  view.setUint16(74, 8); // OFPAT_OUTPUT, length 8
  return view;
}

function buildFlowMod13(idleTimeoutSec: number): DataView {
  const view = new DataView(new ArrayBuffer(FLOW_MOD_13_BYTES));
  view.setUint8(0, 4);
  view.setUint8(1, 14);
  view.setUint16(2, FLOW_MOD_13_BYTES);
  view.setUint32(8, cookieHi(COOKIE_KIND_LEARN, 0, 0, 0, 0));
  view.setUint16(26, idleTimeoutSec);
  view.setUint16(30, PRIORITY);
  view.setUint32(32, OFP_NO_BUFFER);
  view.setUint32(36, 0xffffffff); // out_port: OFPP_ANY
  view.setUint32(40, 0xffffffff); // out_group: OFPG_ANY
  view.setUint16(48, 1); // OFPMT_OXM
  view.setUint16(50, 32); // 4 + 8 + 10 + 10: no padding
  view.setUint32(52, 0x80000004); // OXM_OF_IN_PORT
  view.setUint32(60, 0x80000606); // OXM_OF_ETH_DST
  view.setUint32(70, 0x80000806); // OXM_OF_ETH_SRC
  view.setUint16(80, 4); // OFPIT_APPLY_ACTIONS
  view.setUint16(82, 24);
  view.setUint16(88, 0); // OFPAT_OUTPUT
  view.setUint16(90, 16);
  view.setUint16(96, 0xffff);
  return view;
}

/** The flow of OpenFlow 1.3 that sends what matches nothing here. */
const TABLE_MISS_13 = buildTableMiss13();

function buildTableMiss13(): Uint8Array {
  const bytes = new Uint8Array(80);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 4);
  view.setUint8(1, 14);
  view.setUint16(2, 80);
  view.setUint32(8, cookieHi(COOKIE_KIND_LEARN, 0, 0, 0, 0));
  view.setUint32(32, OFP_NO_BUFFER);
  view.setUint32(36, 0xffffffff);
  view.setUint32(40, 0xffffffff);
  view.setUint16(48, 1); // OFPMT_OXM, empty
  view.setUint16(50, 4);
  view.setUint16(56, 4); // OFPIT_APPLY_ACTIONS
  view.setUint16(58, 24);
  view.setUint16(64, 0); // OFPAT_OUTPUT
  view.setUint16(66, 16);
  view.setUint32(68, OFPP_CONTROLLER);
  view.setUint16(72, 0xffff); // OFPCML_NO_BUFFER
  return bytes;
}
