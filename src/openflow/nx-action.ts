// The actions that Open vSwitch adds (NXAST_*; its lib/ofp-actions.c says what each is for, ovs-actions(7) how to use them),
// for every version: experimenter actions of Nicira, told apart by a subtype. ct and clone hold actions themselves; their
// nesting is bounded. A subtype that is not here stays opaque. nx-action-body.ts has the frame of all of them. Pure.
import { ipv4, ipv6 } from './address.ts';
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, type Kind, kind, type Opaque, prefixOf } from './choice.ts';
import { asList, asObject, badValue, type Codec, type Json, step, within } from './codec.ts';
import { ONF_EXPERIMENTER_ID } from './experimenter-id.ts';
import { FIELD, FIELD_32 } from './field-header.ts';
import { list } from './list.ts';
import { Enumeration, Flags } from './names.ts';
import { COUNT, type Count, nx, OFPAT_EXPERIMENTER, PaddedBody } from './nx-action-body.ts';
import { NX_LEARN, NX_LEARN2 } from './nx-learn.ts';
import { OXM } from './oxm.ts';
import { PACKET_IN_REASON } from './packet-in.ts';
import { PORT_NO_10 } from './port-number.ts';
import type { Reader } from './reader.ts';
import { defaulted, pad, type Shape, type ShapeIn, type ShapeOut } from './struct.ts';
import { Tlv } from './tlv.ts';
import { Uint, u8, u16, u32, u64 } from './uint.ts';
import type { Writer } from './writer.ts';

export const NXAST_FIN_TIMEOUT = 19;

/** How deep actions may stand in actions. Open vSwitch takes as much as a message holds; nobody sends more than a few. */
export const NX_NESTING_MAX = 32;

/** Bits of a field: the first one and how many, in 16 bits as `ofs << 6 | nBits - 1`. */
export interface BitRange {
  ofs: number;
  nBits: number;
}

/** The codec of a range. */
export class OfsNbits implements Codec<BitRange> {
  readonly size = 2;

  decode(reader: Reader): BitRange {
    const bits = reader.u16();
    return { ofs: bits >>> 6, nBits: (bits & 0x3f) + 1 };
  }

  encode(writer: Writer, value: BitRange): void {
    const { ofs, nBits } = checkedRange(value);
    writer.u16((ofs << 6) | (nBits - 1));
  }

  toJson(value: BitRange): Json {
    return { ...checkedRange(value) };
  }

  fromJson(json: unknown): BitRange {
    return checkedRange(json);
  }
}

const OFS = new Uint(2, {}, 0x3ff);

function checkedRange(value: unknown): BitRange {
  const { ofs, nBits, ...others } = asObject(value);
  for (const name in others) throw within(badValue(others[name], 'no such field; a range has ofs, nBits'), name);
  step('ofs', () => OFS.check(ofs));
  if (typeof nBits !== 'number' || !Number.isInteger(nBits) || nBits < 1 || nBits > 64) {
    throw within(badValue(nBits, 'an integer 1..64'), 'nBits');
  }
  return { ofs: ofs as number, nBits };
}

const OFS_NBITS = new OfsNbits();

/** What nat translates to; what is left out is not on the wire. */
export interface NatRange {
  ipv4Min?: string;
  ipv4Max?: string;
  ipv6Min?: string;
  ipv6Max?: string;
  protoMin?: number;
  protoMax?: number;
}

/** In the order of the wire and of the bits that say which are there (NX_NAT_RANGE_*). */
const NAT_PARTS = { ipv4Min: ipv4, ipv4Max: ipv4, ipv6Min: ipv6, ipv6Max: ipv6, protoMin: u16, protoMax: u16 } as const;

/** | range_present 16 | those parts that are there | */
export class NatRangeCodec implements Codec<NatRange> {
  readonly parts: Readonly<Record<keyof NatRange, Codec<string> | Codec<number>>> = NAT_PARTS;

  decode(reader: Reader): NatRange {
    const at = reader.at;
    const present = reader.u16();
    if (present > 0x3f) throw reader.fault(present, 'an integer 0..63: six parts', at);
    return this.#each((part, index) => ((present >>> index) & 1 ? part.decode(reader) : undefined));
  }

  encode(writer: Writer, value: NatRange): void {
    const given = asObject(value);
    const presentAt = writer.claim(2);
    let present = 0;
    this.#each((part, index, name) => {
      if (given[name] === undefined) return undefined;
      present |= 1 << index;
      part.encode(writer, given[name] as never);
      return undefined;
    }, given);
    writer.patchU16(presentAt, present);
  }

  toJson(value: NatRange): Json {
    const given = asObject(value);
    const json = this.#each((part, _, name) => {
      return given[name] === undefined ? undefined : part.toJson(given[name] as never);
    }, given);
    return { ...json } as Json;
  }

  fromJson(json: unknown): NatRange {
    const given = asObject(json);
    return this.#each((part, _, name) => (given[name] === undefined ? undefined : part.fromJson(given[name])), given);
  }

  /** @param given its names are checked */
  #each(
    run: (part: Codec<string> | Codec<number>, index: number, name: string) => unknown,
    given: Record<string, unknown> = {},
  ): NatRange {
    for (const name in given) {
      if (Object.hasOwn(NAT_PARTS, name) || given[name] === undefined) continue;
      throw within(badValue(given[name], `no such field; a range has ${Object.keys(NAT_PARTS).join(', ')}`), name);
    }
    const range: Record<string, unknown> = {};
    Object.entries(this.parts).forEach(([name, part], index) => {
      const value = step(name, () => run(part, index, name));
      if (value !== undefined) range[name] = value;
    });
    return range;
  }
}

/** Actions in an action. */
export class NestedActions implements Codec<unknown[], readonly unknown[]> {
  readonly #list: () => Codec<unknown[], readonly unknown[]>;

  /** @param list the codec of the list of actions, which holds this one */
  constructor(list: () => Codec<unknown[], readonly unknown[]>) {
    this.#list = list;
  }

  get list(): Codec<unknown[], readonly unknown[]> {
    return this.#list();
  }

  decode(reader: Reader): unknown[] {
    if (reader.left() === 0) return [];
    if (reader.nesting === NX_NESTING_MAX) throw reader.fault(TOO_DEEP, SHALLOW);
    reader.nesting++;
    const actions = this.list.decode(reader);
    reader.nesting--;
    return actions;
  }

  encode(writer: Writer, value: readonly unknown[]): void {
    checkDepth(value);
    this.list.encode(writer, value);
  }

  toJson(value: readonly unknown[]): Json {
    checkDepth(value);
    return this.list.toJson(value);
  }

  fromJson(json: unknown): unknown[] {
    checkDepth(asList(json));
    return this.list.fromJson(json);
  }
}

const TOO_DEEP = `actions in actions, ${NX_NESTING_MAX + 1} deep`;
const SHALLOW = `at most ${NX_NESTING_MAX} deep`;

/** Throws the fault when actions stand too deep in a value, before anything goes down into it. */
function checkDepth(actions: readonly unknown[], depth = 1): void {
  if (!Array.isArray(actions) || actions.length === 0) return; // their own codec refuses what is no list
  if (depth > NX_NESTING_MAX) throw badValue(TOO_DEEP, SHALLOW);
  for (const action of actions) {
    if (typeof action !== 'object' || action === null || !('actions' in action)) continue;
    checkDepth(action.actions as readonly unknown[], depth + 1);
  }
}

const HASH_FIELDS = new Enumeration(2, {
  ETH_SRC: 0,
  SYMMETRIC_L4: 1,
  SYMMETRIC_L3L4: 2,
  SYMMETRIC_L3L4_UDP: 3,
  NW_SRC: 4,
  NW_DST: 5,
  SYMMETRIC_L3: 6,
});

const BUNDLE = {
  algorithm: new Enumeration(2, { ACTIVE_BACKUP: 0, HRW: 1 }),
  fields: HASH_FIELDS,
  basis: defaulted(u16, 0),
  memberType: defaulted(FIELD_32, 'NXM_OF_IN_PORT'),
  count: COUNT,
  ofsNbits: defaulted(OFS_NBITS, { ofs: 0, nBits: 1 }),
  dst: defaulted(FIELD_32, 0),
  pad: pad(4),
  members: list(PORT_NO_10),
} as const;
const BUNDLE_COUNT: Count = { name: 'members', at: 10, fixedBytes: 22 };

const SAMPLE = { probability: u16, collectorSetId: u32, obsDomainId: u32, obsPointId: u32 } as const;

/** NX_CT_RECIRC_NONE is the 0xff of recirc_table: the packet does not come back. */
const RECIRC_TABLE = new Uint(1, { NONE: 0xff });
/** alg is the port of a protocol; 0: none. */
const ALG = new Uint(2, { NONE: 0, FTP: 21, TFTP: 69 });

const CT = {
  flags: defaulted(new Flags(2, { COMMIT: 1 << 0, FORCE: 1 << 1 }), []),
  /** 0: the zone is the number that follows; else that is the range of this field's bits, as `ofs << 6 | nBits - 1`. */
  zoneSrc: defaulted(FIELD_32, 0),
  zone: defaulted(u16, 0),
  recircTable: defaulted(RECIRC_TABLE, 0xff),
  pad: pad(3),
  alg: defaulted(ALG, 0),
} as const;

/** Properties of controller2; with the length that Open vSwitch gives them, which counts no padding of a byte. */
const CONTROLLER2_PROPERTIES = {
  MAX_LEN: kind(0, { maxLen: u16, pad: pad(2) }),
  CONTROLLER_ID: kind(1, { controllerId: u16, pad: pad(2) }),
  REASON: kind(2, { reason: PACKET_IN_REASON }),
  USERDATA: kind(3, { userdata: rest }),
  PAUSE: kind(4, {}),
  METER_ID: kind(5, { meterId: u32 }),
} as const;
type Controller2Property = ChoiceOut<'type', typeof CONTROLLER2_PROPERTIES> | Opaque<'type'>;
type Controller2PropertyIn = ChoiceIn<'type', typeof CONTROLLER2_PROPERTIES> | Opaque<'type'>;
const CONTROLLER2_LIST: Codec<Controller2Property[], readonly Controller2PropertyIn[]> = list(
  new Tlv(new Choice('type', CONTROLLER2_PROPERTIES), 'outside'),
);

/** Those that every version has, in the order of their subtypes. */
export const NX_ACTIONS = {
  NX_RESUBMIT: nx(1, { inPort: PORT_NO_10 }),
  NX_SET_TUNNEL: nx(2, { pad: pad(2), tunId: u32 }),
  NX_POP_QUEUE: nx(5, {}),
  NX_REG_MOVE: nx(6, { nBits: u16, srcOfs: defaulted(u16, 0), dstOfs: defaulted(u16, 0), src: FIELD, dst: FIELD }),
  NX_REG_LOAD: nx(7, { ofsNbits: OFS_NBITS, dst: FIELD_32, value: u64 }),
  NX_NOTE: nx(8, { note: rest }),
  NX_SET_TUNNEL64: nx(9, { pad: pad(6), tunId: u64 }),
  NX_MULTIPATH: nx(10, {
    fields: HASH_FIELDS,
    basis: defaulted(u16, 0),
    pad1: pad(2),
    algorithm: new Enumeration(2, { MODULO_N: 0, HASH_THRESHOLD: 1, HRW: 2, ITER_HASH: 3 }),
    maxLink: u16,
    arg: defaulted(u32, 0),
    pad2: pad(2),
    ofsNbits: OFS_NBITS,
    dst: FIELD_32,
  }),
  NX_BUNDLE: nx(12, BUNDLE, 16, BUNDLE_COUNT),
  NX_BUNDLE_LOAD: nx(13, BUNDLE, 16, BUNDLE_COUNT),
  NX_RESUBMIT_TABLE: nx(14, { inPort: PORT_NO_10, tableId: u8, pad: pad(3) }),
  NX_OUTPUT_REG: nx(15, { ofsNbits: OFS_NBITS, src: FIELD_32, maxLen: defaulted(u16, 0xffff), pad: pad(6) }),
  NX_LEARN,
  NX_EXIT: nx(17, {}),
  NX_FIN_TIMEOUT: nx(NXAST_FIN_TIMEOUT, { finIdleTimeout: u16, finHardTimeout: u16, pad: pad(2) }),
  NX_CONTROLLER: nx(20, {
    maxLen: defaulted(u16, 0xffff),
    controllerId: defaulted(u16, 0),
    reason: defaulted(PACKET_IN_REASON, 'ACTION'),
    pad: pad(1),
  }),
  NX_DEC_TTL_CNT_IDS: nx(21, { count: COUNT, pad: pad(4), cntIds: list(u16) }, 16, {
    name: 'cntIds',
    at: 0,
    fixedBytes: 6,
  }),
  NX_WRITE_METADATA: nx(22, { pad: pad(6), metadata: u64, metadataMask: defaulted(u64, 0xffff_ffff_ffff_ffffn) }),
  NX_STACK_PUSH: nx(27, { offset: defaulted(u16, 0), field: FIELD, nBits: u16 }, 24),
  NX_STACK_POP: nx(28, { offset: defaulted(u16, 0), field: FIELD, nBits: u16 }, 24),
  NX_SAMPLE: nx(29, SAMPLE),
  NX_OUTPUT_REG2: nx(32, { ofsNbits: OFS_NBITS, maxLen: defaulted(u16, 0xffff), src: FIELD }, 24),
  NX_REG_LOAD2: nx(33, { field: OXM }),
  NX_CONJUNCTION: nx(34, { clause: u8, nClauses: u8, id: u32 }),
  NX_NAT: nx(36, {
    pad: pad(2),
    flags: defaulted(
      new Flags(2, { SRC: 1 << 0, DST: 1 << 1, PERSISTENT: 1 << 2, PROTO_HASH: 1 << 3, PROTO_RANDOM: 1 << 4 }),
      [],
    ),
    range: defaulted(new NatRangeCodec(), {}),
  }),
  NX_CONTROLLER2: nx(37, { pad: pad(6), properties: defaulted(CONTROLLER2_LIST, []) }),
  NX_SAMPLE2: nx(38, { ...SAMPLE, samplingPort: PORT_NO_10, pad: pad(6) }),
  NX_OUTPUT_TRUNC: nx(39, { port: PORT_NO_10, maxLen: u32 }),
  NX_SAMPLE3: nx(41, {
    ...SAMPLE,
    samplingPort: PORT_NO_10,
    direction: new Enumeration(1, { DEFAULT: 0, INGRESS: 1, EGRESS: 2 }),
    pad: pad(5),
  }),
  NX_CT_CLEAR: nx(43, {}),
  NX_RESUBMIT_TABLE_CT: nx(44, { inPort: PORT_NO_10, tableId: u8, pad: pad(3) }),
  NX_LEARN2,
  NX_CHECK_PKT_LARGER: nx(49, { pktLen: u16, offset: defaulted(u16, 0), dst: FIELD }, 24),
  NX_DELETE_FIELD: nx(50, { field: FIELD }, 24),
} as const;

/** Those of 1.0 only: later versions have the actions themselves. */
export const NX_ACTIONS_10 = {
  NX_SET_QUEUE: nx(4, { pad: pad(2), queueId: u32 }),
  NX_DEC_TTL: nx(18, {}),
  NX_PUSH_MPLS: nx(23, { ethertype: u16 }),
  NX_POP_MPLS: nx(24, { ethertype: u16 }),
  NX_SET_MPLS_TTL: nx(25, { mplsTtl: u8 }),
  NX_DEC_MPLS_TTL: nx(26, {}),
  NX_SET_MPLS_LABEL: nx(30, { pad: pad(2), mplsLabel: u32 }),
  NX_SET_MPLS_TC: nx(31, { mplsTc: u8 }),
  NX_GROUP: nx(40, { pad: pad(2), groupId: u32 }),
} as const;

/** Those that 1.0 does not have, and what 1.3 has from 1.5 under ONF's number. */
export const NX_ACTIONS_13 = {
  NX_ENCAP: nx(46, { hdrSize: defaulted(u16, 0), newPktType: u32, properties: rest }),
  NX_DECAP: nx(47, { pad: pad(2), newPktType: u32 }),
  NX_DEC_NSH_TTL: nx(48, {}),
  ONF_COPY_FIELD: {
    tag: OFPAT_EXPERIMENTER,
    body: new PaddedBody(
      {
        pad1: pad(2),
        nBits: u16,
        srcOffset: defaulted(u16, 0),
        dstOffset: defaulted(u16, 0),
        pad2: pad(2),
        src: FIELD,
        dst: FIELD,
      },
      16,
    ),
    prefix: prefixOf([ONF_EXPERIMENTER_ID], 3200),
  },
} as const;

/** ct: sends the packet through connection tracking, which carries out `actions` (nat, loads of ct_mark and ct_label). */
export interface NxCt<A> extends ShapeOut<typeof CT> {
  type: 'NX_CT';
  actions: A[];
}
export interface NxCtIn<A> extends ShapeIn<typeof CT> {
  type: 'NX_CT';
  actions?: readonly A[] | undefined;
}

/** clone: carries out `actions` on a copy of the packet. */
export interface NxClone<A> {
  type: 'NX_CLONE';
  actions: A[];
}
export interface NxCloneIn<A> {
  type: 'NX_CLONE';
  actions?: readonly A[] | undefined;
}

/** The actions that hold actions; `actions` is the codec of the list that these stand in. */
export function nxNestingActions(actions: () => Codec<unknown[], readonly unknown[]>): {
  NX_CT: Kind<Shape>;
  NX_CLONE: Kind<Shape>;
} {
  const nested = defaulted(new NestedActions(actions), []);
  return {
    NX_CT: nx(35, { ...CT, actions: nested }) as unknown as Kind<Shape>,
    NX_CLONE: nx(42, { pad: pad(6), actions: nested }) as unknown as Kind<Shape>,
  };
}
