// What there is to be covered in every version, walked out of the library's own tables, and what one message covers of it: every
// message type, multipart type and direction, match field with and without a mask, action, instruction, property, band,
// element, error code, name of an enumeration, flag and reserved number. A row that is added to a table is to be covered from
// then on. `opaque` stands for a number that has no name in a table.
//
// Of 1.4 and 1.5 every message and multipart type is to be covered, and inside of them what is new: a part that is the very
// codec of an earlier version is covered there.
import { PaddedOxm, PaddedOxmIds } from '#openflow/action.ts';
import type { AnyKind, Choice, Kinds } from '#openflow/choice.ts';
import { errorTable } from '#openflow/error-code.ts';
import { Ahead, List, Record16, Sized } from '#openflow/list.ts';
import { Match10Codec, Match13Codec } from '#openflow/match.ts';
import type { Message } from '#openflow/message.ts';
import { KINDS_10, KINDS_13, KINDS_14, KINDS_15 } from '#openflow/message-table.ts';
import { Multipart } from '#openflow/multipart.ts';
import { Tail } from '#openflow/multipart-15.ts';
import { Enumeration, Flags } from '#openflow/names.ts';
import { NestedActions } from '#openflow/nx-action.ts';
import { LEARN_SPECS, LearnSpecs } from '#openflow/nx-learn.ts';
import { OXM_LIST } from '#openflow/nx-match.ts';
import { OXM_CLASS_BASIC, OXM_FIELDS, Oxm, type OxmName, oxmHeader } from '#openflow/oxm.ts';
import { OxmId } from '#openflow/oxm-id.ts';
import { Oxs, Stats } from '#openflow/oxs.ts';
import { OFPP_MAX, OFPP_MAX_10, PORT_NO_10, PORT_NO_13 } from '#openflow/port-number.ts';
import { Defaulted, type Fields, Pad, type Shape, Struct } from '#openflow/struct.ts';
import { Tlv } from '#openflow/tlv.ts';
import { Uint } from '#openflow/uint.ts';

/** Sections of the table, in order: what is to be covered in each. */
export type Points = Map<string, Set<string>>;
type Version = 1 | 4 | 5 | 6;
type Value = Record<string, unknown>;
/** Called for each point: always when listing (no value), when a value has it otherwise. */
type Note = (section: string, point: string) => void;

const VERSIONS = [1, 4, 5, 6] as const;
const SPOKEN = { 1: '1.0', 4: '1.3', 5: '1.4', 6: '1.5' } as const;
const KINDS: Record<Version, Readonly<Record<string, AnyKind>>> = {
  1: KINDS_10,
  4: KINDS_13,
  5: KINDS_14,
  6: KINDS_15,
};
/** The versions whose parts a version takes over. */
const EARLIER: Record<Version, readonly Version[]> = { 1: [], 4: [], 5: [4], 6: [4, 5] };

/**
 * Codecs that many messages share, by where they are met first; the section is named after what they are. A codec that is
 * not here has a section named after its place.
 */
const SHARED: Record<string, string> = {
  '1.0 PACKET_IN bufferId': '1.0 buffer ids',
  '1.3 PACKET_IN bufferId': '1.3 buffer ids',
  '1.0 PACKET_OUT actions': '1.0 actions',
  '1.3 PACKET_OUT actions': '1.3 actions',
  '1.3 FLOW_MOD instructions': '1.3 instructions',
  '1.3 GROUP_MOD groupType': '1.3 group types',
  '1.3 FLOW_MOD outGroup': '1.3 group numbers',
  '1.3 FLOW_MOD tableId': '1.3 table numbers',
  '1.3 METER_MOD bands': '1.3 meter bands',
  '1.3 METER_MOD meterId': '1.3 meter numbers',
  '1.3 METER_MOD flags': '1.3 meter flags',
  '1.0 PORT_STATUS desc.config': '1.0 port config',
  '1.0 PORT_STATUS desc.state': '1.0 port state',
  '1.0 PORT_STATUS desc.curr': '1.0 port features',
  '1.3 PORT_STATUS desc.config': '1.3 port config',
  '1.3 PORT_STATUS desc.state': '1.3 port state',
  '1.3 PORT_STATUS desc.curr': '1.3 port features',
  '1.0 QUEUE_GET_CONFIG_REPLY queues.properties': '1.0 queue properties',
  '1.3 QUEUE_GET_CONFIG_REPLY queues.properties': '1.3 queue properties',
};

/** @returns all that there is to be covered */
export function everyPoint(): Points {
  const points: Points = new Map();
  const note: Note = (section, point) => {
    if (!points.has(section)) points.set(section, new Set());
    points.get(section)!.add(point);
  };
  for (const version of VERSIONS) walkVersion(new Sections(version), note);
  return points;
}

/** Calls `note` with each point that a message covers. */
export function pointsOf(message: Message, note: Note): void {
  const sections = new Sections(message.version as Version);
  walkVersion(sections, () => {}); // the names of shared sections are given in the order of the tables
  walkMessage(sections, sections.version, message.type, message as unknown as Value, note);
}

/** Gives a codec that is met again the section that it had first, and tells what earlier versions have. */
class Sections {
  readonly version: Version;
  /** Codecs, and rows of tables, that were met. */
  readonly met = new Set<unknown>();
  readonly #ofCodec = new Map<unknown, string>();
  readonly #earlier: readonly Sections[];

  constructor(version: Version) {
    this.version = version;
    this.#earlier = EARLIER[version].map((earlier) => {
      const sections = new Sections(earlier);
      walkVersion(sections, () => {});
      return sections;
    });
  }

  of(codec: unknown, place: string): string {
    const known = this.#ofCodec.get(codec);
    if (known !== undefined) return known;
    const section = SHARED[place] ?? place;
    this.#ofCodec.set(codec, section);
    return section;
  }

  /** Whether an earlier version has this very part; it is covered there. */
  isOld(part: unknown): boolean {
    this.met.add(part);
    return this.#earlier.some(({ met }) => met.has(part));
  }
}

function walkVersion(sections: Sections, note: Note): void {
  for (const type of messageTypes(sections.version)) walkMessage(sections, sections.version, type, undefined, note);
}

function messageTypes(version: Version): string[] {
  const carriers = { 1: [], 4: ['BUNDLE_ADD_MESSAGE', 'REQUESTFORWARD'] };
  return [...Object.keys(KINDS[version]), ...carriers[version === 1 ? 1 : 4]];
}

function walkMessage(sections: Sections, version: Version, type: string, value: Value | undefined, note: Note): void {
  const spoken = SPOKEN[version];
  const place = `${spoken} ${type}`;
  note(`${spoken} messages`, type);
  if (type === 'ERROR') walkError(version, value, note);
  else if (type === 'HELLO') walkHello(spoken, value, note);
  else if (type === 'BUNDLE_ADD_MESSAGE') walkBundleAdd(sections, value, note);
  else if (type === 'REQUESTFORWARD') walkRequestForward(sections, value, note);
  else walkBody(sections, KINDS[version][type]!.body, place, value, note);
}

function walkBody(sections: Sections, body: Fields, place: string, value: Value | undefined, note: Note): void {
  if (body instanceof Multipart) {
    const { choice, flags } = body as Multipart<string, Kinds>;
    walk(sections, flags, `${place} flags`, value?.flags, note, value !== undefined);
    walkChoice(sections, choice, place, value, note, true);
  } else walkShape(sections, body.shape, place, value, note);
}

/** @param given a value was given, though it may be undefined */
function walk(
  sections: Sections,
  codec: unknown,
  place: string,
  value: unknown,
  note: Note,
  given = value !== undefined,
): void {
  if (codec instanceof Defaulted) walk(sections, codec.codec, place, value, note, given);
  else if (sections.isOld(codec)) return;
  else if (codec instanceof Sized || codec instanceof Ahead) walk(sections, codec.part, place, value, note, given);
  else if (codec instanceof Tail) walkTail(sections, codec, place, value, note, given);
  else if (codec === OXM_LIST)
    return; // its fields are those of a match
  else if (codec instanceof List) {
    if (!given) walk(sections, codec.item, place, undefined, note);
    else for (const item of value as unknown[]) walk(sections, codec.item, place, item, note);
  } else if (codec instanceof Record16) {
    walkShape(sections, (codec as Record16<Shape>).struct.shape, place, value as Value | undefined, note);
    if (place.endsWith('uckets')) walkBucket(sections.version, value as Value | undefined, note);
  } else if (codec instanceof Struct) {
    walkShape(sections, (codec as Struct<Shape>).shape, place, value as Value | undefined, note);
  } else if (codec instanceof LearnSpecs) {
    walkLearnSpecs(sections.of(codec, place), value, note);
  } else if (codec instanceof NestedActions) {
    // the list that it stands in, which is walked already
    if (given) walk(sections, codec.list, place, value, note);
  } else if (codec instanceof Tlv) {
    walkChoice(sections, (codec as Tlv<string, Kinds>).choice, place, value as Value | undefined, note);
  } else if (codec instanceof Enumeration) {
    const section = sections.of(codec, place);
    if (given) note(section, typeof value === 'number' ? 'opaque' : `${value}`);
    else for (const name of [...Object.keys(codec.values), 'opaque']) note(section, name);
  } else if (codec instanceof Flags) walkFlags(sections.of(codec, place), codec, value, note);
  else if (codec instanceof Uint) walkUint(sections, codec, place, value as number | undefined, note);
  else if (codec instanceof Oxm || codec instanceof PaddedOxm) walkOxm('1.3 set fields', value as Value, note, false);
  else if (codec instanceof OxmId) walkOxmId(sections.of(codec, place), value as Value, note);
  else if (codec instanceof PaddedOxmIds) walk(sections, codec.pair, place, value, note, given);
  else if (codec instanceof Stats) walk(sections, codec.fields, place, value, note, given);
  else if (codec instanceof Oxs) {
    walkChoice(sections, codec.choice as unknown as Choice<string, Kinds>, place, value as Value | undefined, note);
  } else if (codec instanceof Match13Codec) {
    if (!given) walkOxm('1.3 match fields', undefined, note, true);
    else for (const field of value as Value[]) walkOxm('1.3 match fields', field, note, true);
  } else if (codec instanceof Match10Codec) walkMatch10(value as Value | undefined, note);
}

function walkShape(sections: Sections, shape: Shape, place: string, value: Value | undefined, note: Note): void {
  for (const [name, codec] of Object.entries(shape)) {
    if (codec instanceof Pad) continue;
    const inner = place.split(' ').length > 2 ? `${place}.${name}` : `${place} ${name}`;
    walk(sections, codec, inner, value?.[name], note);
  }
}

/** @param everyRow rows that an earlier version has count too */
function walkChoice(
  sections: Sections,
  choice: Choice<string, Kinds>,
  place: string,
  value: Value | undefined,
  note: Note,
  everyRow = false,
): void {
  const section = sections.of(choice, place);
  const given = value?.[choice.field];
  if (value === undefined || typeof given === 'number') note(section, 'opaque');
  for (const [name, kind] of Object.entries(choice.kinds)) {
    const { body } = kind;
    const isOld = sections.isOld(kind);
    if (value !== undefined && given !== name) continue;
    if (isOld && !everyRow) continue;
    note(section, name);
    if (isOld) continue;
    walkShape(sections, body.shape, place.split(' ').length > 2 ? `${place}.${name}` : `${place} ${name}`, value, note);
  }
}

function walkFlags(section: string, codec: Flags<string>, value: unknown, note: Note): void {
  if (value === undefined) for (const name of [...Object.keys(codec.values), 'opaque']) note(section, name);
  else for (const flag of value as (string | number)[]) note(section, typeof flag === 'number' ? 'opaque' : flag);
}

/** Numbers count where some of them have names; the first port that is none is named too, though it is an ordinary number. */
function walkUint(sections: Sections, codec: Uint, place: string, value: number | undefined, note: Note): void {
  const port = codec === PORT_NO_10 || codec === PORT_NO_13;
  const names: Record<string, number> = port
    ? { ...codec.names, MAX: codec === PORT_NO_10 ? OFPP_MAX_10 : OFPP_MAX }
    : codec.names;
  if (Object.keys(names).length === 0) return;
  const section = port ? `${SPOKEN[sections.version]} port numbers` : sections.of(codec, place);
  for (const [name, number] of Object.entries(names)) if (value === undefined || value === number) note(section, name);
  if (value === undefined || !Object.values(names).includes(value)) note(section, 'a number');
}

function walkOxm(section: string, value: Value | undefined, note: Note, masks: boolean): void {
  if (value !== undefined) {
    if (typeof value.field === 'number') note(section, 'opaque');
    else if (isBasic(value.field as OxmName))
      note(section, value.mask === undefined ? `${value.field}` : `${value.field} with a mask`);
    return;
  }
  note(section, 'opaque');
  for (const name of Object.keys(OXM_FIELDS) as OxmName[]) {
    if (!isBasic(name) || (!masks && NEVER_SET.includes(name))) continue;
    note(section, name);
    if (masks && OXM_FIELDS[name].maskable !== 'no') note(section, `${name} with a mask`);
  }
}

/** What no SET_FIELD may name (section 7.2.5). */
const NEVER_SET: readonly OxmName[] = ['IN_PORT', 'IN_PHY_PORT', 'METADATA', 'ACTSET_OUTPUT', 'PACKET_TYPE'];

/** The fields of Open vSwitch's own classes are no part of 1.3; oxm.test.ts goes through them. */
function isBasic(name: OxmName): boolean {
  return oxmHeader(name) >>> 16 === OXM_CLASS_BASIC;
}

function walkLearnSpecs(section: string, value: unknown, note: Note): void {
  if (value === undefined) for (const type of [...Object.keys(LEARN_SPECS), 'opaque']) note(section, type);
  else if (value instanceof Uint8Array) note(section, 'opaque');
  else for (const { type } of value as Value[]) note(section, `${type}`);
}

/** The forms of an id; the fields themselves are covered where they are matched. */
function walkOxmId(section: string, value: Value | undefined, note: Note): void {
  const named = value !== undefined && typeof value.field === 'string';
  const experimenter = value?.experimenter !== undefined;
  if (value === undefined || (named && value.hasMask === false)) note(section, 'a field');
  if (value === undefined || (named && value.hasMask === true)) note(section, 'a field with a mask');
  if (value === undefined || experimenter) note(section, 'of an experimenter');
  if (value === undefined || !(named || experimenter)) note(section, 'opaque');
}

const FIELDS_10 = ['IN_PORT', 'DL_VLAN', 'DL_SRC', 'DL_DST', 'DL_TYPE', 'NW_PROTO', 'TP_SRC', 'TP_DST', 'DL_VLAN_PCP'];

/** Each field of a 1.0 match, matched and wild; the addresses by prefix too. */
function walkMatch10(value: Value | undefined, note: Note): void {
  const section = '1.0 match fields';
  const wild = value?.wildcards as string[] | undefined;
  for (const name of [...FIELDS_10, 'NW_TOS']) {
    if (wild?.includes(name) !== true) note(section, name);
    if (wild?.includes(name) !== false) note(section, `${name} wild`);
  }
  for (const [name, field] of [
    ['NW_SRC', 'nwSrcWild'],
    ['NW_DST', 'nwDstWild'],
  ] as const) {
    const bits = value?.[field] as number | undefined;
    if (bits === undefined || bits === 0) note(section, name);
    if (bits === undefined || (bits > 0 && bits < 32)) note(section, `${name} with a prefix`);
    if (bits === undefined || bits === 32) note(section, `${name} wild`);
    if (bits === undefined || bits > 32) note(section, `${name} wild by more than its bits`);
  }
}

/** The forms that a bucket can have. */
function walkBucket(version: Version, value: Value | undefined, note: Note): void {
  const section = `${SPOKEN[version]} bucket forms`;
  const actions = value?.actions as unknown[] | undefined;
  if (value === undefined || value.weight !== 0) note(section, 'with a weight');
  if (value === undefined || value.watchPort !== 0xffffffff) note(section, 'watches a port');
  if (value === undefined || value.watchGroup !== 0xffffffff) note(section, 'watches a group');
  if (actions === undefined || actions.length === 0) note(section, 'without actions');
  if (actions === undefined || actions.length === 1) note(section, 'with one action');
  if (actions === undefined || actions.length > 1) note(section, 'with several actions');
}

/** A type or code is covered in the first version that has it. */
function walkError(version: Version, value: Value | undefined, note: Note): void {
  for (const [type, { codes }] of Object.entries(errorTable(version))) {
    const section = `${SPOKEN[version]} error ${type}`;
    if (value !== undefined && value.errorType !== type) continue;
    const old = EARLIER[version].map((earlier) => errorTable(earlier)[type]);
    if (type === 'EXPERIMENTER') note(section, 'of an experimenter');
    for (const code of Object.keys(codes)) {
      if (old.some((row) => row !== undefined && Object.hasOwn(row.codes, code))) continue;
      if (value === undefined || value.errorCode === code) note(section, code);
    }
  }
  const unnamed = `${SPOKEN[version]} error without a name`;
  if (value === undefined || typeof value.errorType === 'number') note(unnamed, 'type');
  if (value === undefined || (typeof value.errorType === 'string' && typeof value.errorCode === 'number')) {
    note(unnamed, 'code');
  }
}

function walkHello(spoken: string, value: Value | undefined, note: Note): void {
  const section = `${spoken} hello elements`;
  const elements = value?.elements as Value[] | undefined;
  if (value === undefined || elements!.length === 0) note(section, 'none');
  if (spoken === '1.0') {
    if (value === undefined || value.data !== undefined) note(section, 'a body that is no list of elements');
    return;
  }
  if (elements === undefined) for (const kind of ['VERSIONBITMAP', 'opaque']) note(section, kind);
  else for (const { type } of elements) note(section, typeof type === 'number' ? 'opaque' : `${type}`);
}

function walkBundleAdd(sections: Sections, value: Value | undefined, note: Note): void {
  const section = `${SPOKEN[sections.version]} BUNDLE_ADD_MESSAGE properties`;
  const properties = value?.properties as Value[] | undefined;
  const points = ['none', 'EXPERIMENTER', 'opaque', ...(sections.version === 6 ? ['TIME'] : [])];
  if (properties === undefined) for (const point of points) note(section, point);
  else if (properties.length === 0) note(section, 'none');
  else for (const { type } of properties) note(section, typeof type === 'number' ? 'opaque' : `${type}`);
  const carried = value?.message as Value | undefined;
  if (carried !== undefined) walkMessage(sections, sections.version, `${carried.type}`, carried, note);
}

/** A switch forwards what changes groups and meters. */
function walkRequestForward(sections: Sections, value: Value | undefined, note: Note): void {
  const section = `${SPOKEN[sections.version]} REQUESTFORWARD of`;
  const request = value?.request as Value | undefined;
  if (request === undefined) for (const type of ['GROUP_MOD', 'METER_MOD']) note(section, type);
  else {
    note(section, `${request.type}`);
    walkMessage(sections, sections.version, `${request.type}`, request, note);
  }
}

/** A field that may be left out at the end of a message. */
function walkTail(
  sections: Sections,
  tail: Tail<unknown, never>,
  place: string,
  value: unknown,
  note: Note,
  given: boolean,
): void {
  if (!given || value === undefined) note(place, 'left out');
  if (!given || value !== undefined) walk(sections, tail.codec, place, value, note, given);
}
