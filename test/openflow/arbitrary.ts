// Random messages, made from the very tables that encode them: a message type that is added there is tried here. The
// values are the ones that decoding gives (flags in the order of their table, names where there are any).
import fc, { type Arbitrary } from 'fast-check';
import { PaddedOxm, PaddedOxmIds } from '#openflow/action.ts';
import { Address } from '#openflow/address.ts';
import { Rest, RestText, Text } from '#openflow/bytes.ts';
import type { AnyKind, Choice, Kinds } from '#openflow/choice.ts';
import { errorTable } from '#openflow/error-code.ts';
import { FieldHeader } from '#openflow/field-header.ts';
import { Int32 } from '#openflow/int.ts';
import { Ahead, List, Record16, Sized } from '#openflow/list.ts';
import { Match10Codec, Match13Codec } from '#openflow/match.ts';
import type { Message } from '#openflow/message.ts';
import { KINDS_10, KINDS_13, KINDS_14, KINDS_15 } from '#openflow/message-table.ts';
import { Multipart } from '#openflow/multipart.ts';
import { Tail } from '#openflow/multipart-15.ts';
import { Enumeration, Flags } from '#openflow/names.ts';
import { NatRangeCodec, NestedActions, OfsNbits } from '#openflow/nx-action.ts';
import { LEARN_SPECS, Learn2Body, LearnSpecs, ResultField } from '#openflow/nx-learn.ts';
import { NxMatch } from '#openflow/nx-match.ts';
import { RepeatedLengthMatch } from '#openflow/onf-flow-monitor.ts';
import { OXM_FIELDS, Oxm, type OxmName, oxmExperimenter } from '#openflow/oxm.ts';
import { OxmId } from '#openflow/oxm-id.ts';
import { Oxs, Stats } from '#openflow/oxs.ts';
import { Defaulted, Pad, type Shape, Struct } from '#openflow/struct.ts';
import { Tlv } from '#openflow/tlv.ts';
import { BigUint, Uint } from '#openflow/uint.ts';

type Any = Arbitrary<unknown>;
type Fields = Record<string, Any>;

const XID = fc.integer({ min: 0, max: 0xffff_ffff });

export const VERSIONS = [1, 4, 5, 6] as const;
export type Version = (typeof VERSIONS)[number];
export const KINDS = { 1: KINDS_10, 4: KINDS_13, 5: KINDS_14, 6: KINDS_15 } as const;
/** Types that carry a whole message: they stand in no table. */
export const CARRIERS = {
  1: [],
  4: ['BUNDLE_ADD_MESSAGE', 'REQUESTFORWARD'],
  5: ['BUNDLE_ADD_MESSAGE', 'REQUESTFORWARD'],
  6: ['BUNDLE_ADD_MESSAGE', 'REQUESTFORWARD'],
} as const;

/** Any message of one version. */
export function anyMessage(version: Version): Arbitrary<Message> {
  const plain = Object.entries(KINDS[version]).map(([type, kind]) => messageOf(version, type, kind));
  const carriers = CARRIERS[version].map((type) =>
    type === 'REQUESTFORWARD' ? requestForward(version, fc.oneof(...plain)) : bundleAdd(version, fc.oneof(...plain)),
  );
  return fc.oneof(...plain, ...carriers) as Arbitrary<Message>;
}

/** Any message of one version and type. */
export function anyMessageOf(version: Version, type: string): Arbitrary<Message> {
  return messageOf(version, type, KINDS[version][type]!) as Arbitrary<Message>;
}

function messageOf(version: Version, type: string, kind: AnyKind): Any {
  const header = { version: fc.constant(version), type: fc.constant(type), xid: XID };
  if (type === 'ERROR') return anyError(version, header);
  if (kind.body instanceof Multipart) {
    const { choice, flags } = kind.body as Multipart<string, Kinds>;
    return choiceArbitrary(choice, 0, { ...header, flags: arbitrary(flags) });
  }
  return fc.record({ ...header, ...shapeFields(kind.body.shape) });
}

function anyError(version: Version, header: Fields): Any {
  const data = bytes(0, 24);
  const named = Object.entries(errorTable(version)).filter(([name]) => name !== 'EXPERIMENTER');
  const known = named.map(([name, row]) =>
    fc.record({
      ...header,
      errorType: fc.constant(name),
      errorCode: fc.constantFrom(...Object.keys(row.codes), 500),
      data,
    }),
  );
  const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
  const u16 = fc.integer({ min: 0, max: 0xffff });
  const unknown = fc.record({ ...header, errorType: fc.constant(77), errorCode: u16, data });
  if (version === 1) return fc.oneof(...known, unknown);
  const experimenter = { errorType: fc.constant('EXPERIMENTER'), expType: u16, experimenter: u32 };
  return fc.oneof(...known, unknown, fc.record({ ...header, ...experimenter, data }));
}

function bundleAdd(version: Version, message: Any): Any {
  const experimenter = fc.record({
    type: fc.constant('EXPERIMENTER'),
    experimenter: XID,
    expType: XID,
    body: bytes(0, 9),
  });
  return fc.record({
    version: fc.constant(version),
    type: fc.constant('BUNDLE_ADD_MESSAGE'),
    xid: XID,
    bundleId: XID,
    flags: fc.constantFrom([], ['ATOMIC'], ['ATOMIC', 'ORDERED']),
    message,
    properties: fc.array(experimenter, { maxLength: 2 }),
  });
}

function requestForward(version: Version, request: Any): Any {
  return fc.record({ version: fc.constant(version), type: fc.constant('REQUESTFORWARD'), xid: XID, request });
}

/** The values of a codec. */
function arbitrary(codec: unknown): Any {
  if (codec instanceof Defaulted) return arbitrary(codec.codec);
  if (codec instanceof Uint) {
    return fc.oneof(
      fc.integer({ min: 0, max: codec.max }),
      fc.constantFrom(0, codec.max, ...Object.values(codec.names)),
    );
  }
  if (codec instanceof BigUint) return bigUint(codec.bits);
  if (codec instanceof Int32) return fc.integer();
  if (codec instanceof Enumeration) return fc.integer({ min: 0, max: 255 }).map((value) => codec.name(value % 12));
  if (codec instanceof Flags) {
    return fc.integer({ min: 0, max: 2 ** (8 * codec.size) - 1 }).map((value) => codec.names(value));
  }
  if (codec instanceof Address) return address(codec.form);
  if (codec instanceof Rest) return bytes(0, 24);
  if (codec instanceof Text) return text(codec.size);
  if (codec instanceof RestText) return text(64);
  if (codec instanceof List) {
    const { item, count } = codec as List<unknown, unknown>;
    return fc.array(arbitrary(item), count === undefined ? { maxLength: 3 } : { minLength: count, maxLength: count });
  }
  if (codec instanceof Sized) return arbitrary((codec as Sized<unknown, unknown>).part);
  if (codec instanceof Ahead) return arbitrary((codec as Ahead<unknown, unknown>).part);
  if (codec instanceof Tail) return fc.option(arbitrary((codec as Tail<unknown, unknown>).codec), { nil: undefined });
  if (codec instanceof Record16) return fc.record(shapeFields((codec as Record16<Shape>).struct.shape));
  if (codec instanceof NestedActions) return anyNested(codec);
  if (codec instanceof FieldHeader) return anyFieldHeader(codec.wide);
  if (codec instanceof OfsNbits) return anyBitRange();
  if (codec instanceof NatRangeCodec) return anyNatRange(codec);
  if (codec instanceof Struct) return fc.record(shapeFields((codec as Struct<Shape>).shape));
  if (codec instanceof Tlv) {
    const { choice, padding, align } = codec as Tlv<string, Kinds>;
    return choiceArbitrary(choice, padding === 'inside' ? align : 0);
  }
  if (codec instanceof Oxm) return anyOxm();
  if (codec instanceof PaddedOxm) return anyOxm();
  if (codec instanceof PaddedOxmIds) return fc.array(anyOxmId(), { minLength: 2, maxLength: 2 });
  if (codec instanceof Stats) return fc.array(arbitrary(codec.fields.item), { maxLength: 3 });
  if (codec instanceof Oxs) return anyOxs(codec);
  if (codec instanceof OxmId) return anyOxmId();
  if (codec instanceof LearnSpecs) return anyLearnSpecs();
  if (codec instanceof RepeatedLengthMatch) return fc.array(anyOxm(), { maxLength: 4 });
  if (codec instanceof NxMatch) return fc.array(anyOxm(), { maxLength: 4 });
  if (codec instanceof Match13Codec) return fc.array(anyOxm(), { maxLength: 4 });
  if (codec instanceof Match10Codec) return anyMatch10();
  throw new Error(`no generator for ${(codec as object).constructor.name}`);
}

/** @param align what the length of the part, with the 4 bytes in front, is a multiple of; 0: anything */
function choiceArbitrary(choice: Choice<string, Kinds>, align: number, others: Fields = {}): Any {
  const known = Object.entries(choice.kinds).map(([name, kind]) => {
    if (name === 'VERSIONBITMAP') return fc.record({ type: fc.constant(name), versions: anyVersions() });
    const fields: Fields = { ...others, [choice.field]: fc.constant(name), ...shapeFields(kind.body.shape) };
    // Opaque bytes at the end make up the length that the part must have.
    const opaque = Object.keys(kind.body.shape).find((field) => kind.body.shape[field] instanceof Rest);
    if (opaque !== undefined && align > 1) {
      fields[opaque] = aligned(4 + kind.prefix.length + fixedBytes(kind.body.shape), align);
    }
    if (kind.body instanceof Learn2Body) return anyLearn2(fields);
    return fc.record(fields);
  });
  const unknown = fc.record({ ...others, [choice.field]: fc.constantFrom(600, 0xfff0), body: aligned(4, align) });
  return fc.oneof(...known, unknown);
}

function shapeFields(shape: Shape): Fields {
  const fields: Fields = {};
  for (const [name, codec] of Object.entries(shape)) {
    if (!(codec instanceof Pad || codec instanceof ResultField)) fields[name] = arbitrary(codec);
  }
  return fields;
}

/** @returns what the fields of a shape take without its opaque bytes */
function fixedBytes(shape: Shape): number {
  let size = 0;
  for (const codec of Object.values(shape)) {
    const plain: unknown = codec instanceof Defaulted ? codec.codec : codec;
    if (!(plain instanceof Rest)) size += (plain as { size: number }).size;
  }
  return size;
}

function aligned(before: number, align: number): Any {
  if (align <= 1) return bytes(0, 20);
  const missing = (align - (before % align)) % align;
  return fc.integer({ min: 0, max: 2 }).chain((n) => bytes(missing + n * align, missing + n * align));
}

/** How deep actions in actions are made; each level costs the arbitraries of all actions. */
const NESTED_LEVELS = 2;
let level = 0;

function anyNested(codec: NestedActions): Any {
  if (level === NESTED_LEVELS) return fc.constant([]);
  level++;
  const nested = arbitrary(codec.list);
  level--;
  return nested;
}

function anyFieldHeader(wide: boolean): Any {
  const names = (Object.keys(OXM_FIELDS) as OxmName[]).filter((name) => wide || oxmExperimenter(name) === undefined);
  const unknown = fc.integer({ min: 0, max: 0xffff }).map((low) => 0x8005_0000 + low);
  if (!wide) return fc.oneof(fc.constantFrom(...names), unknown, fc.constant(0), fc.constant(0xffff_0008));
  const experimenter = fc.bigInt({ min: 0n, max: 0xffffn }).map((low) => (0xffff_0000n << 32n) | low | 0x77_0000n);
  return fc.oneof(fc.constantFrom(...names), unknown, experimenter);
}

function anyBitRange(): Any {
  return fc.record({ ofs: fc.integer({ min: 0, max: 1023 }), nBits: fc.integer({ min: 1, max: 64 }) });
}

function anyNatRange({ parts }: NatRangeCodec): Any {
  const fields = Object.entries(parts).map(([name, codec]) => [name, arbitrary(codec)]);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

/** Specs that are known; what is not stays bytes, which malformed.test.ts and the vectors have. */
function anyLearnSpecs(): Any {
  const specs = Object.entries(LEARN_SPECS).map(([type, { body }]) =>
    fc.integer({ min: 1, max: 0x3ff }).chain((nBits) => {
      const max = (1n << BigInt(16 * Math.ceil(nBits / 16))) - 1n;
      const value: Fields = type.endsWith('_VALUE') ? { value: fc.bigInt({ min: 0n, max }) } : {};
      return fc.record({ type: fc.constant(type), nBits: fc.constant(nBits), ...value, ...shapeFields(body.shape) });
    }),
  );
  return fc.array(fc.oneof(...specs), { maxLength: 4 });
}

/** Its flags say whether there is a field for the result. */
function anyLearn2(fields: Fields): Any {
  const flags = fc.constantFrom<string[]>([], ['SEND_FLOW_REM'], ['DELETE_LEARNED']);
  const written = fc.constantFrom<string[]>(['WRITE_RESULT'], ['SEND_FLOW_REM', 'WRITE_RESULT']);
  return fc.oneof(
    fc.record({ ...fields, flags }),
    fc.record({ ...fields, flags: written, resultDst: anyFieldHeader(true) }),
  );
}

function anyVersions(): Any {
  return fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 5 }).map((all) => all.sort((a, b) => a - b));
}

function anyMatch10(): Any {
  const u8 = fc.integer({ min: 0, max: 0xff });
  const u16 = fc.integer({ min: 0, max: 0xffff });
  const names = ['IN_PORT', 'DL_VLAN', 'DL_SRC', 'DL_DST', 'DL_TYPE', 'NW_PROTO', 'TP_SRC', 'TP_DST', 'DL_VLAN_PCP'];
  return fc.record({
    wildcards: fc.subarray([...names, 'NW_TOS']),
    nwSrcWild: fc.integer({ min: 0, max: 63 }),
    nwDstWild: fc.integer({ min: 0, max: 63 }),
    inPort: u16,
    dlSrc: address('mac'),
    dlDst: address('mac'),
    dlVlan: u16,
    dlVlanPcp: u8,
    dlType: u16,
    nwTos: u8,
    nwProto: u8,
    nwSrc: address('ipv4'),
    nwDst: address('ipv4'),
    tpSrc: u16,
    tpDst: u16,
  });
}

function anyOxm(): Any {
  const named = (Object.keys(OXM_FIELDS) as OxmName[]).map((field) => {
    if (OXM_FIELDS[field].form === 'bytes') return anyTunnelOption(field);
    const value = oxmValue(field);
    if (OXM_FIELDS[field].maskable === 'no') return fc.record({ field: fc.constant(field), value });
    return fc.record({ field: fc.constant(field), value, mask: value }, { requiredKeys: ['field', 'value'] });
  });
  const opaque = fc.record({
    field: fc.integer({ min: 0, max: 127 }),
    oxmClass: fc.constantFrom(2, 0x8002, 0xffff),
    hasMask: fc.boolean(),
    body: bytes(0, 16),
  });
  return fc.oneof({ weight: 5, arbitrary: fc.oneof(...named) }, { weight: 1, arbitrary: opaque });
}

function anyOxmId(): Any {
  const named = fc.record({ field: fc.constantFrom(...Object.keys(OXM_FIELDS)), hasMask: fc.boolean() });
  const numbers = { field: fc.integer({ min: 0, max: 127 }), hasMask: fc.boolean(), length: fc.nat({ max: 255 }) };
  const opaque = fc.record({ ...numbers, oxmClass: fc.constantFrom(2, 0x8005) });
  const experimenter = fc.record({ ...numbers, oxmClass: fc.constant(0xffff), experimenter: XID });
  return fc.oneof(named, opaque, experimenter);
}

/** The one form whose length varies; a mask is as long as its value. */
function anyTunnelOption(field: OxmName): Any {
  return fc.tuple(fc.integer({ min: 1, max: OXM_FIELDS[field].bits / 8 }), fc.boolean()).chain(([size, masked]) => {
    const part = bytes(size, size);
    return masked
      ? fc.record({ field: fc.constant(field), value: part, mask: part })
      : fc.record({ field: fc.constant(field), value: part });
  });
}

function anyOxs(codec: Oxs): Any {
  const named = Object.entries(codec.choice.kinds).map(([name, kind]) =>
    fc.record({ field: fc.constant(name), ...shapeFields(kind.body.shape) }),
  );
  const opaque = fc.record({
    field: fc.integer({ min: 0, max: 127 }),
    oxsClass: fc.constantFrom(0, 0x8000, 0xffff),
    reserved: fc.boolean(),
    body: bytes(0, 16),
  });
  return fc.oneof(...named, opaque);
}

function oxmValue(field: OxmName): Any {
  const { form, bits } = OXM_FIELDS[field];
  switch (form) {
    case 'u64':
    case 'u128':
      return bigUint(bits);
    case 'mac':
    case 'ipv4':
    case 'ipv6':
      return address(form);
    default:
      return fc.integer({ min: 0, max: 2 ** bits - 1 });
  }
}

function bigUint(bits: number): Any {
  const max = (1n << BigInt(bits)) - 1n;
  return fc.oneof(fc.bigInt({ min: 0n, max }), fc.constantFrom(0n, max));
}

function address(form: 'mac' | 'ipv4' | 'ipv6'): Arbitrary<string> {
  if (form === 'ipv4') return fc.ipV4();
  if (form === 'mac') {
    return fc
      .uint8Array({ minLength: 6, maxLength: 6 })
      .map((all) => Array.from(all, (byte) => byte.toString(16).padStart(2, '0')).join(':'));
  }
  // Runs of zeros are what makes IPv6 text hard; the URL parser writes the canonical form for us.
  return fc
    .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
    .map((groups) => new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1));
}

function text(size: number): Arbitrary<string> {
  const words = fc.constantFrom('eth0', 'Open vSwitch', 'été', 'a \\\\ b', '', '\\x01\\xff', '日本', 'x'.repeat(16));
  return words.filter((word) => Buffer.byteLength(word) <= size);
}

function bytes(minLength: number, maxLength: number): Any {
  return fc.uint8Array({ minLength, maxLength });
}
