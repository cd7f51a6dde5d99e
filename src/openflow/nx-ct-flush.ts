// NXT_CT_FLUSH: ends the connections that connection tracking knows by their addresses, ports, zone, mark or labels (nx_ct_flush,
// include/openflow/nicira-ext.h). Addresses of IPv4 are mapped into IPv6 (::ffff:10.0.0.1). Pure.
//
//   | header | 0x00002320 | 32 | ip_proto 8 | pad 56 | properties ... |
//   tuple: a property with 4 bytes of padding, then properties of its own
import { ipv6 } from './address.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { list } from './list.ts';
import { nxt } from './nx-flow.ts';
import { defaulted, pad } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u8, u16, u32, u128 } from './uint.ts';

const TUPLE = {
  SRC: kind(0, { address: ipv6 }),
  DST: kind(1, { address: ipv6 }),
  SRC_PORT: kind(2, { port: u16, pad: pad(2) }),
  DST_PORT: kind(3, { port: u16, pad: pad(2) }),
  ICMP_ID: kind(4, { icmpId: u16, pad: pad(2) }),
  ICMP_TYPE: kind(5, { icmpType: u8 }),
  ICMP_CODE: kind(6, { icmpCode: u8 }),
} as const;
export type CtTuplePart = ChoiceOut<'type', typeof TUPLE> | Opaque<'type'>;
export type CtTuplePartIn = ChoiceIn<'type', typeof TUPLE> | Opaque<'type'>;
const TUPLE_LIST: Codec<CtTuplePart[], readonly CtTuplePartIn[]> = list(new Tlv(new Choice('type', TUPLE), 'outside'));

const PROPERTIES = {
  ORIG_TUPLE: kind(0, { pad: pad(4), tuple: TUPLE_LIST }),
  REPLY_TUPLE: kind(1, { pad: pad(4), tuple: TUPLE_LIST }),
  ZONE_ID: kind(2, { zoneId: u16, pad: pad(2) }),
  MARK: kind(3, { mark: u32 }),
  MARK_MASK: kind(4, { mask: u32 }),
  LABELS: kind(5, { labels: u128 }),
  LABELS_MASK: kind(6, { mask: u128 }),
} as const;
export type CtFlushProperty = ChoiceOut<'type', typeof PROPERTIES> | Opaque<'type'>;
export type CtFlushPropertyIn = ChoiceIn<'type', typeof PROPERTIES> | Opaque<'type'>;
const PROPERTY_LIST: Codec<CtFlushProperty[], readonly CtFlushPropertyIn[]> = list(
  new Tlv(new Choice('type', PROPERTIES), 'outside'),
);

/** `ipProto` 0: of any protocol. */
export const NXT_CT_FLUSH = nxt(32, {
  ipProto: defaulted(u8, 0),
  pad: pad(7),
  properties: defaulted(PROPERTY_LIST, []),
});
