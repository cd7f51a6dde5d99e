// Actions: 1.0 section 5.2.4, 1.3 section 7.2.5, 1.5 section 7.2.6, and those of Open vSwitch (nx-action.ts). Other experimenter
// actions stay opaque behind their experimenter. Pure.
//
//   | type 16 | len 16 (all of it, a multiple of 8) | body, with its padding |
import { ipv4, mac } from './address.ts';
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, type Kinds, kind, type Opaque } from './choice.ts';
import type { Codec, Json } from './codec.ts';
import { list, times } from './list.ts';
import {
  NX_ACTIONS,
  NX_ACTIONS_10,
  NX_ACTIONS_13,
  type NxClone,
  type NxCloneIn,
  type NxCt,
  type NxCtIn,
  nxNestingActions,
} from './nx-action.ts';
import { OFPAT_EXPERIMENTER } from './nx-action-body.ts';
import { OXM, type OxmField } from './oxm.ts';
import { OXM_ID, type OxmIdValue } from './oxm-id.ts';
import { PORT_NO_10, PORT_NO_13 } from './port-number.ts';
import type { Reader } from './reader.ts';
import { defaulted, pad } from './struct.ts';
import { padTo, Tlv } from './tlv.ts';
import { Uint, u8, u16, u32 } from './uint.ts';
import type { Writer } from './writer.ts';

/** max_len of an output to the controller: the whole packet, not buffered. */
export const OFPCML_NO_BUFFER = 0xffff;
const MAX_LEN = new Uint(2, { NO_BUFFER: OFPCML_NO_BUFFER });

/** The OXM field of set-field, padded to the end of the action, which starts 4 bytes before it. */
export class PaddedOxm implements Codec<OxmField> {
  decode(reader: Reader): OxmField {
    const from = reader.at;
    const field = OXM.decode(reader);
    reader.take(padTo(4 + reader.at - from, 8));
    return field;
  }

  encode(writer: Writer, value: OxmField): void {
    const from = writer.at;
    OXM.encode(writer, value);
    writer.zeros(padTo(4 + writer.at - from, 8));
  }

  toJson(value: OxmField): Json {
    return OXM.toJson(value);
  }

  fromJson(json: unknown): OxmField {
    return OXM.fromJson(json);
  }
}

/** The two fields of copy-field, source and destination, padded to the end of the action, which starts 12 bytes before them. */
export class PaddedOxmIds implements Codec<OxmIdValue[], readonly OxmIdValue[]> {
  readonly pair: Codec<OxmIdValue[], readonly OxmIdValue[]> = times(2, OXM_ID);

  decode(reader: Reader): OxmIdValue[] {
    const from = reader.at;
    const ids = this.pair.decode(reader);
    reader.take(padTo(12 + reader.at - from, 8));
    return ids;
  }

  encode(writer: Writer, value: readonly OxmIdValue[]): void {
    const from = writer.at;
    this.pair.encode(writer, value);
    writer.zeros(padTo(12 + writer.at - from, 8));
  }

  toJson(value: readonly OxmIdValue[]): Json {
    return this.pair.toJson(value);
  }

  fromJson(json: unknown): OxmIdValue[] {
    return this.pair.fromJson(json);
  }
}

const ACTIONS_10 = {
  OUTPUT: kind(0, { port: PORT_NO_10, maxLen: defaulted(u16, 0xffff) }),
  SET_VLAN_VID: kind(1, { vlanVid: u16, pad: pad(2) }),
  SET_VLAN_PCP: kind(2, { vlanPcp: u8, pad: pad(3) }),
  STRIP_VLAN: kind(3, { pad: pad(4) }),
  SET_DL_SRC: kind(4, { dlAddr: mac, pad: pad(6) }),
  SET_DL_DST: kind(5, { dlAddr: mac, pad: pad(6) }),
  SET_NW_SRC: kind(6, { nwAddr: ipv4 }),
  SET_NW_DST: kind(7, { nwAddr: ipv4 }),
  SET_NW_TOS: kind(8, { nwTos: u8, pad: pad(3) }),
  SET_TP_SRC: kind(9, { tpPort: u16, pad: pad(2) }),
  SET_TP_DST: kind(10, { tpPort: u16, pad: pad(2) }),
  ENQUEUE: kind(11, { port: PORT_NO_10, pad: pad(6), queueId: u32 }),
  ...NX_ACTIONS,
  ...NX_ACTIONS_10,
  VENDOR: kind(OFPAT_EXPERIMENTER, { vendor: u32, body: rest }),
} as const;

const ACTIONS_13 = {
  OUTPUT: kind(0, { port: PORT_NO_13, maxLen: defaulted(MAX_LEN, OFPCML_NO_BUFFER), pad: pad(6) }),
  COPY_TTL_OUT: kind(11, { pad: pad(4) }),
  COPY_TTL_IN: kind(12, { pad: pad(4) }),
  SET_MPLS_TTL: kind(15, { mplsTtl: u8, pad: pad(3) }),
  DEC_MPLS_TTL: kind(16, { pad: pad(4) }),
  PUSH_VLAN: kind(17, { ethertype: u16, pad: pad(2) }),
  POP_VLAN: kind(18, { pad: pad(4) }),
  PUSH_MPLS: kind(19, { ethertype: u16, pad: pad(2) }),
  POP_MPLS: kind(20, { ethertype: u16, pad: pad(2) }),
  SET_QUEUE: kind(21, { queueId: u32 }),
  GROUP: kind(22, { groupId: u32 }),
  SET_NW_TTL: kind(23, { nwTtl: u8, pad: pad(3) }),
  DEC_NW_TTL: kind(24, { pad: pad(4) }),
  SET_FIELD: kind(25, { field: new PaddedOxm() }),
  PUSH_PBB: kind(26, { ethertype: u16, pad: pad(2) }),
  POP_PBB: kind(27, { pad: pad(4) }),
  ...NX_ACTIONS,
  ...NX_ACTIONS_13,
  EXPERIMENTER: kind(OFPAT_EXPERIMENTER, { experimenter: u32, body: rest }),
} as const;

const ACTIONS_15 = {
  ...ACTIONS_13,
  COPY_FIELD: kind(28, {
    nBits: u16,
    srcOffset: defaulted(u16, 0),
    dstOffset: defaulted(u16, 0),
    pad: pad(2),
    oxmIds: new PaddedOxmIds(),
  }),
  METER: kind(29, { meterId: u32 }),
} as const;

export type Action10 = ChoiceOut<'type', typeof ACTIONS_10> | NxCt<Action10> | NxClone<Action10> | Opaque<'type'>;
export type Action10In =
  | ChoiceIn<'type', typeof ACTIONS_10>
  | NxCtIn<Action10In>
  | NxCloneIn<Action10In>
  | Opaque<'type'>;
export type Action13 = ChoiceOut<'type', typeof ACTIONS_13> | NxCt<Action13> | NxClone<Action13> | Opaque<'type'>;
export type Action13In =
  | ChoiceIn<'type', typeof ACTIONS_13>
  | NxCtIn<Action13In>
  | NxCloneIn<Action13In>
  | Opaque<'type'>;
export type Action15 = ChoiceOut<'type', typeof ACTIONS_15> | NxCt<Action15> | NxClone<Action15> | Opaque<'type'>;
export type Action15In =
  | ChoiceIn<'type', typeof ACTIONS_15>
  | NxCtIn<Action15In>
  | NxCloneIn<Action15In>
  | Opaque<'type'>;

export const ACTION_LIST_10 = actionList<Action10, Action10In>(ACTIONS_10);
export const ACTION_LIST_13 = actionList<Action13, Action13In>(ACTIONS_13);
export const ACTION_LIST_15 = actionList<Action15, Action15In>(ACTIONS_15);

/** @returns the codec of a list of these actions and of those that hold such a list themselves */
function actionList<Out, In>(kinds: Kinds): Codec<Out[], readonly In[]> {
  const actions: Codec<unknown[], readonly unknown[]> = list(
    new Tlv(new Choice('type', { ...kinds, ...nxNestingActions(() => actions) }), 'inside') as Codec<unknown, never>,
  ) as unknown as Codec<unknown[], readonly unknown[]>;
  return actions as unknown as Codec<Out[], readonly In[]>;
}
