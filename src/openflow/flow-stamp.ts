// Stamps a template: copies its bytes and patches the values in. Hot: no allocation, no throw; the caller has made
// sure of the room. A flow's values stand in an Int32Array, so that nothing is boxed on the way.

import {
  FLOW_MOD_BUFFER_ID,
  FLOW_MOD_COOKIE,
  type FlowTemplate,
  PACKET_OUT_BUFFER_ID,
} from '#openflow/flow-template.ts';

// Places in the values. MACs are two words: upper 16 bits, lower 32 bits.
export const V_IN_PORT = 0;
export const V_ETH_DST_HI = 1;
export const V_ETH_DST_LO = 2;
export const V_ETH_SRC_HI = 3;
export const V_ETH_SRC_LO = 4;
export const V_IP_PROTO = 5;
export const V_IP_SRC = 6;
export const V_IP_DST = 7;
export const V_L4_SRC = 8; // ICMP: type
export const V_L4_DST = 9; // ICMP: code
export const V_SET_ETH_SRC_HI = 10;
export const V_SET_ETH_SRC_LO = 11;
export const V_SET_ETH_DST_HI = 12;
export const V_SET_ETH_DST_LO = 13;
export const V_SET_IP_SRC = 14;
export const V_SET_IP_DST = 15;
export const V_SET_L4_SRC = 16;
export const V_SET_L4_DST = 17; // ICMP: code
export const V_OUTPUT = 18;
export const V_COOKIE_HI = 19;
export const V_COOKIE_LO = 20;
export const V_BUFFER_ID = 21;
export const FLOW_VALUES = 24;

/**
 * Writes a FlowMod.
 * @param at where its first byte goes
 * @returns one past its last byte
 */
export function stampFlowMod(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  template: FlowTemplate,
  values: Int32Array,
): number {
  copyMessage(view, at, template.view, template.length);
  view.setInt32(at + FLOW_MOD_COOKIE, values[V_COOKIE_HI]!);
  view.setInt32(at + FLOW_MOD_COOKIE + 4, values[V_COOKIE_LO]!);
  view.setInt32(at + FLOW_MOD_BUFFER_ID, values[V_BUFFER_ID]!);
  view.setInt32(at + template.inPort, values[V_IN_PORT]!);
  if (template.ethDst >= 0) {
    view.setInt16(at + template.ethDst, values[V_ETH_DST_HI]!);
    view.setInt32(at + template.ethDst + 2, values[V_ETH_DST_LO]!);
  }
  if (template.ethSrc >= 0) {
    view.setInt16(at + template.ethSrc, values[V_ETH_SRC_HI]!);
    view.setInt32(at + template.ethSrc + 2, values[V_ETH_SRC_LO]!);
  }
  if (template.ipProto >= 0) bytes[at + template.ipProto] = values[V_IP_PROTO]!;
  if (template.ipSrc >= 0) view.setInt32(at + template.ipSrc, values[V_IP_SRC]!);
  if (template.ipDst >= 0) view.setInt32(at + template.ipDst, values[V_IP_DST]!);
  if (template.l4Src >= 0) {
    if (template.narrow) {
      bytes[at + template.l4Src] = values[V_L4_SRC]!;
      bytes[at + template.l4Dst] = values[V_L4_DST]!;
    } else {
      view.setInt16(at + template.l4Src, values[V_L4_SRC]!);
      view.setInt16(at + template.l4Dst, values[V_L4_DST]!);
    }
  }
  stampActions(bytes, view, at, template, values);
  return at + template.length;
}

/**
 * Writes a PacketOut without its packet, which the caller appends and adds to the length field.
 * @returns one past the last byte written: where the packet goes
 */
export function stampPacketOut(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  template: FlowTemplate,
  values: Int32Array,
  packetBytes: number,
): number {
  copyMessage(view, at, template.view, template.length);
  view.setInt16(at + 2, template.length + packetBytes);
  view.setInt32(at + PACKET_OUT_BUFFER_ID, values[V_BUFFER_ID]!);
  view.setInt32(at + template.inPort, values[V_IN_PORT]!);
  stampActions(bytes, view, at, template, values);
  return at + template.length;
}

function stampActions(bytes: Uint8Array, view: DataView, at: number, template: FlowTemplate, values: Int32Array): void {
  if (template.output >= 0) view.setInt32(at + template.output, values[V_OUTPUT]!);
  if (template.setEthSrc >= 0) {
    view.setInt16(at + template.setEthSrc, values[V_SET_ETH_SRC_HI]!);
    view.setInt32(at + template.setEthSrc + 2, values[V_SET_ETH_SRC_LO]!);
    view.setInt16(at + template.setEthDst, values[V_SET_ETH_DST_HI]!);
    view.setInt32(at + template.setEthDst + 2, values[V_SET_ETH_DST_LO]!);
  }
  if (template.setIpSrc >= 0) {
    view.setInt32(at + template.setIpSrc, values[V_SET_IP_SRC]!);
    view.setInt32(at + template.setIpDst, values[V_SET_IP_DST]!);
  }
  if (template.setL4Dst >= 0) {
    if (template.narrow) bytes[at + template.setL4Dst] = values[V_SET_L4_DST]!;
    else {
      view.setInt16(at + template.setL4Src, values[V_SET_L4_SRC]!);
      view.setInt16(at + template.setL4Dst, values[V_SET_L4_DST]!);
    }
  }
}

/**
 * Copies a pre-encoded message whose length is a multiple of 8. A BigInt that goes straight from a load to a store is never made (measured: 21 ns
 * for 200 bytes at any alignment, against 28 to 50 by words; a native copy costs a call and a view object).
 */
export function copyMessage(view: DataView, at: number, message: DataView, length: number): void {
  for (let i = 0; i < length; i += 8) view.setBigInt64(at + i, message.getBigInt64(i, true), true);
}
