// Pre-encoded FlowMods and PacketOuts of OpenFlow 1.3: built once, copied into a ring and patched in place. A
// template knows where each value sits, so stamping is a copy and a dozen stores. Building is cold; stamping is hot
// (flow-stamp.ts): no allocation, no throw.
//
//   FlowMod: ofp_flow_mod (48) | OXM match, padded to 8 | APPLY_ACTIONS (8) | actions        OpenFlow 1.3 §7.3.4.1
//   PacketOut: ofp_packet_out (24) | actions | the packet                                    OpenFlow 1.3 §7.3.7

/** Which packets a flow is for: what its match names of layer 4. */
export const LAYER4_COARSE = 0; // any IPv4 packet of the pair
export const LAYER4_PROTOCOL = 1; // an IP protocol without ports
export const LAYER4_TCP = 2;
export const LAYER4_UDP = 3;
export const LAYER4_SCTP = 4;
export const LAYER4_ICMP = 5; // type and code

/** What a flow does with them. */
export const ACTS_SWITCH = 0; // output
export const ACTS_ROUTE = 1; // MACs, TTL, output
export const ACTS_NAT = 2; // MACs, addresses, ports (ICMP: code), output
export const ACTS_NAT_ROUTE = 3; // the same and TTL
export const ACTS_DROP = 4; // nothing
export const ACTS_FORWARD = 5; // both MACs, output: what the controller relays to an endpoint of the same subnet

const LAYER4_KINDS = 6;
const ACTS_KINDS = 6;

/** Places of the values in a template, -1 where it has none. Offsets from the message's first byte. */
export interface FlowTemplate {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly length: number;
  readonly inPort: number;
  readonly ethDst: number;
  readonly ethSrc: number;
  readonly ipProto: number;
  readonly ipSrc: number;
  readonly ipDst: number;
  readonly l4Src: number;
  readonly l4Dst: number;
  readonly setEthSrc: number;
  readonly setEthDst: number;
  readonly setIpSrc: number;
  readonly setIpDst: number;
  readonly setL4Src: number;
  readonly setL4Dst: number;
  readonly output: number;
  /** Ports are 16 bits, ICMP type and code 8. */
  readonly narrow: boolean;
}

/** What the fixed part of a FlowMod says. */
export interface FlowModHead {
  readonly priority: number;
  readonly idleTimeoutSec: number;
  readonly hardTimeoutSec: number;
  /** OFPFF_*. */
  readonly flags: number;
}

export interface FlowTemplateOptions extends FlowModHead {
  /** Nicira's fin_timeout: idle seconds after a FIN or RST; 0 = without it. */
  readonly finTimeoutSec: number;
  /** ICMP: by Nicira's ip_frag, not for later fragments, whose type and code read as 0 (ovs-fields(7)). */
  readonly wholeOnly: boolean;
}

export const FLOW_MOD_COOKIE = 8;
export const FLOW_MOD_COOKIE_MASK = 16;
export const FLOW_MOD_COMMAND = 25;
export const FLOW_MOD_IDLE_TIMEOUT = 26;
export const FLOW_MOD_BUFFER_ID = 32;
export const FLOW_MOD_FIXED_BYTES = 48;
export const PACKET_OUT_BUFFER_ID = 8;
export const PACKET_OUT_IN_PORT = 12;
export const PACKET_OUT_ACTIONS_LENGTH = 16;
export const PACKET_OUT_FIXED_BYTES = 24;

export const OFPFF_SEND_FLOW_REM = 1;
export const OFP_NO_BUFFER = 0xffffffff;
export const OFPP_IN_PORT = 0xfffffff8;
export const OFPP_TABLE = 0xfffffff9;
export const OFPP_FLOOD = 0xfffffffb;
export const OFPP_ALL = 0xfffffffc;
export const OFPP_CONTROLLER = 0xfffffffd;
export const OFPP_LOCAL = 0xfffffffe;
export const OFPP_ANY = 0xffffffff;
const OFPG_ANY = 0xffffffff;

const OXM_IN_PORT = 0;
const OXM_ETH_DST = 3;
const OXM_ETH_SRC = 4;
const OXM_ETH_TYPE = 5;
const OXM_VLAN_VID = 6;
const OXM_IP_PROTO = 10;
const OXM_IPV4_SRC = 11;
const OXM_IPV4_DST = 12;
const OXM_TCP_SRC = 13;
const OXM_UDP_SRC = 15;
const OXM_SCTP_SRC = 17;
const OXM_ICMPV4_TYPE = 19;
const OXM_ICMPV4_CODE = 20;

/** NXM_NX_IP_FRAG with a mask: class 1, field 26; bit 1 of the value is set in later fragments. */
const NXM_NX_IP_FRAG_W = 0x00013502;
const NX_IP_FRAG_LATER = 2;

const PROTOCOL_OF = [0, 0, 6, 17, 132, 1] as const;
const L4_FIELD = [-1, -1, OXM_TCP_SRC, OXM_UDP_SRC, OXM_SCTP_SRC, OXM_ICMPV4_TYPE] as const;

/** Bytes with named places. */
class Draft {
  readonly #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  u8(value: number): number {
    this.#bytes.push(value & 0xff);
    return this.#bytes.length - 1;
  }

  u16(value: number): number {
    this.u8(value >>> 8);
    this.u8(value);
    return this.#bytes.length - 2;
  }

  u32(value: number): number {
    this.u16(value >>> 16);
    this.u16(value);
    return this.#bytes.length - 4;
  }

  zeros(count: number): number {
    const at = this.#bytes.length;
    for (let i = 0; i < count; i++) this.#bytes.push(0);
    return at;
  }

  pad8(): void {
    while ((this.#bytes.length & 7) !== 0) this.#bytes.push(0);
  }

  put16(at: number, value: number): void {
    this.#bytes[at] = (value >>> 8) & 0xff;
    this.#bytes[at + 1] = value & 0xff;
  }

  /** An OXM TLV without mask (§7.2.3.2). @returns place of its value */
  oxm(field: number, width: number): number {
    this.u16(0x8000);
    this.u8(field << 1);
    this.u8(width);
    return this.zeros(width);
  }

  /** A set-field action (§7.2.5). @returns place of the value */
  setField(field: number, width: number): number {
    this.u16(25);
    this.u16((4 + 4 + width + 7) & ~7);
    const at = this.oxm(field, width);
    this.pad8();
    return at;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

interface ActionPlaces {
  setEthSrc: number;
  setEthDst: number;
  setIpSrc: number;
  setIpDst: number;
  setL4Src: number;
  setL4Dst: number;
  output: number;
}

/**
 * Builds one FlowMod template (command ADD, table 0). What forwards is for untagged frames alone: an endpoint sends no
 * others, and a tag would stay on the frame all the way (§7.2.3.8: VLAN_VID without its PRESENT bit).
 * @param fromUplink the match names no MACs: on the underlay they are the last router's
 */
export function buildFlowTemplate(
  layer4: number,
  acts: number,
  fromUplink: boolean,
  options: FlowTemplateOptions,
): FlowTemplate {
  const draft = new Draft();
  flowModHead(draft, options);
  const matchAt = draft.length;
  draft.u16(1); // OFPMT_OXM
  draft.u16(0);
  const inPort = draft.oxm(OXM_IN_PORT, 4);
  const ethDst = fromUplink ? -1 : draft.oxm(OXM_ETH_DST, 6);
  const ethSrc = fromUplink ? -1 : draft.oxm(OXM_ETH_SRC, 6);
  const ethType = draft.oxm(OXM_ETH_TYPE, 2);
  draft.put16(ethType, 0x0800);
  if (acts !== ACTS_DROP) draft.oxm(OXM_VLAN_VID, 2); // OFPVID_NONE
  let ipProto = -1;
  let protocolAt = -1;
  if (layer4 !== LAYER4_COARSE) {
    protocolAt = draft.oxm(OXM_IP_PROTO, 1);
    if (layer4 === LAYER4_PROTOCOL) ipProto = protocolAt;
  }
  const ipSrc = draft.oxm(OXM_IPV4_SRC, 4);
  const ipDst = draft.oxm(OXM_IPV4_DST, 4);
  const narrow = layer4 === LAYER4_ICMP;
  const field = L4_FIELD[layer4]!;
  const l4Src = field < 0 ? -1 : draft.oxm(field, narrow ? 1 : 2);
  const l4Dst = field < 0 ? -1 : draft.oxm(field + 1, narrow ? 1 : 2);
  if (narrow && options.wholeOnly) {
    draft.u32(NXM_NX_IP_FRAG_W);
    draft.u8(0);
    draft.u8(NX_IP_FRAG_LATER);
  }
  draft.put16(matchAt + 2, draft.length - matchAt);
  draft.pad8();

  const instructionAt = draft.length;
  let places: ActionPlaces | undefined;
  if (acts !== ACTS_DROP) {
    draft.u16(4); // OFPIT_APPLY_ACTIONS
    draft.u16(0);
    draft.zeros(4);
    places = actions(draft, layer4, acts, options.finTimeoutSec);
    draft.put16(instructionAt + 2, draft.length - instructionAt);
  }
  const bytes = draft.bytes();
  if (protocolAt >= 0) bytes[protocolAt] = PROTOCOL_OF[layer4]!;
  return template(bytes, places, narrow, { inPort, ethDst, ethSrc, ipProto, ipSrc, ipDst, l4Src, l4Dst });
}

/** What a drop flow matches, besides the ingress port. */
export const DROP_PORT = 0; // nothing else
export const DROP_ETH_SRC = 1; // a source MAC
export const DROP_IP_SRC = 2; // a source address

/** Builds a FlowMod that drops what a port must not send, whomever it is for. */
export function buildDropTemplate(what: number, options: FlowModHead): FlowTemplate {
  const draft = new Draft();
  flowModHead(draft, options);
  const matchAt = draft.length;
  draft.u16(1); // OFPMT_OXM
  draft.u16(0);
  const inPort = draft.oxm(OXM_IN_PORT, 4);
  const ethSrc = what === DROP_ETH_SRC ? draft.oxm(OXM_ETH_SRC, 6) : -1;
  let ipSrc = -1;
  if (what === DROP_IP_SRC) {
    draft.put16(draft.oxm(OXM_ETH_TYPE, 2), 0x0800);
    ipSrc = draft.oxm(OXM_IPV4_SRC, 4);
  }
  draft.put16(matchAt + 2, draft.length - matchAt);
  draft.pad8();
  const absent = { ethDst: -1, ipProto: -1, ipDst: -1, l4Src: -1, l4Dst: -1 };
  return template(draft.bytes(), undefined, false, { ...absent, inPort, ethSrc, ipSrc });
}

/** Builds a FlowMod that deletes every flow of a cookie: cookie and mask are patched in by the caller. */
export function buildDeleteByCookie(): DataView {
  const draft = new Draft();
  flowModHead(draft, { priority: 0, idleTimeoutSec: 0, hardTimeoutSec: 0, flags: 0 });
  draft.u16(1); // OFPMT_OXM, empty
  draft.u16(4);
  draft.zeros(4);
  const bytes = draft.bytes();
  bytes[FLOW_MOD_COMMAND] = 3; // OFPFC_DELETE
  const view = new DataView(bytes.buffer);
  view.setUint16(2, bytes.length);
  return view;
}

/** Builds one PacketOut template, without the packet; in_port and buffer_id are patched in. */
export function buildPacketOutTemplate(layer4: number, acts: number): FlowTemplate {
  const draft = new Draft();
  header(draft, 13);
  draft.u32(OFP_NO_BUFFER);
  draft.u32(0); // in_port
  draft.u16(0); // actions_len
  draft.zeros(6);
  const places = acts === ACTS_DROP ? undefined : actions(draft, layer4, acts, 0);
  draft.put16(PACKET_OUT_ACTIONS_LENGTH, draft.length - PACKET_OUT_FIXED_BYTES);
  return template(draft.bytes(), places, layer4 === LAYER4_ICMP, {
    inPort: PACKET_OUT_IN_PORT,
    ethDst: -1,
    ethSrc: -1,
    ipProto: -1,
    ipSrc: -1,
    ipDst: -1,
    l4Src: -1,
    l4Dst: -1,
  });
}

/** Index of a template in a table of all of them. */
export function templateIndex(layer4: number, acts: number, fromUplink: boolean): number {
  return ((fromUplink ? 1 : 0) * LAYER4_KINDS + layer4) * ACTS_KINDS + acts;
}

function header(draft: Draft, type: number): void {
  draft.u8(4); // OpenFlow 1.3
  draft.u8(type);
  draft.u16(0); // length, written when it is known
  draft.u32(0); // xid
}

/** The fixed part of a FlowMod (ADD, table 0). */
function flowModHead(draft: Draft, options: FlowModHead): void {
  header(draft, 14);
  draft.zeros(8); // cookie
  draft.zeros(8); // cookie_mask
  draft.u8(0); // table_id
  draft.u8(0); // command: OFPFC_ADD
  draft.u16(options.idleTimeoutSec);
  draft.u16(options.hardTimeoutSec);
  draft.u16(options.priority);
  draft.u32(OFP_NO_BUFFER);
  draft.u32(OFPP_ANY);
  draft.u32(OFPG_ANY);
  draft.u16(options.flags);
  draft.zeros(2);
}

function actions(draft: Draft, layer4: number, acts: number, finTimeoutSec: number): ActionPlaces {
  const places = { setEthSrc: -1, setEthDst: -1, setIpSrc: -1, setIpDst: -1, setL4Src: -1, setL4Dst: -1, output: -1 };
  if (acts === ACTS_ROUTE || acts === ACTS_NAT_ROUTE) {
    // First: a packet whose TTL runs out reaches the controller as it is at this point, with its own MACs.
    draft.u16(24); // OFPAT_DEC_NW_TTL
    draft.u16(8);
    draft.zeros(4);
  }
  if (acts !== ACTS_SWITCH) {
    places.setEthSrc = draft.setField(OXM_ETH_SRC, 6);
    places.setEthDst = draft.setField(OXM_ETH_DST, 6);
  }
  if (acts === ACTS_NAT || acts === ACTS_NAT_ROUTE) {
    places.setIpSrc = draft.setField(OXM_IPV4_SRC, 4);
    places.setIpDst = draft.setField(OXM_IPV4_DST, 4);
    if (layer4 === LAYER4_ICMP) {
      // The code is the key; the type stays.
      places.setL4Dst = draft.setField(OXM_ICMPV4_CODE, 1);
    } else if (L4_FIELD[layer4]! >= 0) {
      places.setL4Src = draft.setField(L4_FIELD[layer4]!, 2);
      places.setL4Dst = draft.setField(L4_FIELD[layer4]! + 1, 2);
    }
  }
  if (finTimeoutSec > 0 && layer4 === LAYER4_TCP) {
    draft.u16(0xffff); // OFPAT_EXPERIMENTER
    draft.u16(16);
    draft.u32(0x00002320); // Nicira
    draft.u16(19); // NXAST_FIN_TIMEOUT
    draft.u16(finTimeoutSec);
    draft.zeros(4);
  }
  draft.u16(0); // OFPAT_OUTPUT
  draft.u16(16);
  places.output = draft.u32(0);
  draft.u16(0xffff); // OFPCML_NO_BUFFER: matters where the port is CONTROLLER
  draft.zeros(6);
  return places;
}

interface MatchPlaces {
  inPort: number;
  ethDst: number;
  ethSrc: number;
  ipProto: number;
  ipSrc: number;
  ipDst: number;
  l4Src: number;
  l4Dst: number;
}

function template(
  bytes: Uint8Array,
  places: ActionPlaces | undefined,
  narrow: boolean,
  match: MatchPlaces,
): FlowTemplate {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint16(2, bytes.length);
  return {
    bytes,
    view,
    length: bytes.length,
    ...match,
    setEthSrc: places?.setEthSrc ?? -1,
    setEthDst: places?.setEthDst ?? -1,
    setIpSrc: places?.setIpSrc ?? -1,
    setIpDst: places?.setIpDst ?? -1,
    setL4Src: places?.setL4Src ?? -1,
    setL4Dst: places?.setL4Dst ?? -1,
    output: places?.output ?? -1,
    narrow,
  };
}
