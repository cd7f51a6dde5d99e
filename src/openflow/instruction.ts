// Instructions of 1.3 (section 7.2.4) and 1.5 (section 7.2.5). 1.0 has none: a flow has actions. In 1.5 a meter is an action
// and no instruction. Pure.
//
//   | type 16 | len 16 (all of it, a multiple of 8) | body, with its padding |
import { ACTION_LIST_13, ACTION_LIST_15 } from './action.ts';
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { list } from './list.ts';
import { Flags } from './names.ts';
import { STATS } from './oxs.ts';
import { defaulted, pad } from './struct.ts';
import { Tlv } from './tlv.ts';
import { u8, u32, u64 } from './uint.ts';

const INSTRUCTIONS = {
  GOTO_TABLE: kind(1, { tableId: u8, pad: pad(3) }),
  WRITE_METADATA: kind(2, {
    pad: pad(4),
    metadata: u64,
    metadataMask: defaulted(u64, 0xffff_ffff_ffff_ffffn),
  }),
  WRITE_ACTIONS: kind(3, { pad: pad(4), actions: ACTION_LIST_13 }),
  APPLY_ACTIONS: kind(4, { pad: pad(4), actions: ACTION_LIST_13 }),
  CLEAR_ACTIONS: kind(5, { pad: pad(4) }),
  METER: kind(6, { meterId: u32 }),
  EXPERIMENTER: kind(0xffff, { experimenter: u32, body: rest }),
} as const;

const INSTRUCTIONS_15 = {
  GOTO_TABLE: INSTRUCTIONS.GOTO_TABLE,
  WRITE_METADATA: INSTRUCTIONS.WRITE_METADATA,
  WRITE_ACTIONS: kind(3, { pad: pad(4), actions: ACTION_LIST_15 }),
  APPLY_ACTIONS: kind(4, { pad: pad(4), actions: ACTION_LIST_15 }),
  CLEAR_ACTIONS: INSTRUCTIONS.CLEAR_ACTIONS,
  STAT_TRIGGER: kind(7, { flags: new Flags(4, { PERIODIC: 1 << 0, ONLY_FIRST: 1 << 1 }), thresholds: STATS }),
  EXPERIMENTER: INSTRUCTIONS.EXPERIMENTER,
} as const;

export type Instruction = ChoiceOut<'type', typeof INSTRUCTIONS> | Opaque<'type'>;
export type InstructionIn = ChoiceIn<'type', typeof INSTRUCTIONS> | Opaque<'type'>;

export type Instruction15 = ChoiceOut<'type', typeof INSTRUCTIONS_15> | Opaque<'type'>;
export type Instruction15In = ChoiceIn<'type', typeof INSTRUCTIONS_15> | Opaque<'type'>;

export const INSTRUCTION_LIST: Codec<Instruction[], readonly InstructionIn[]> = list(
  new Tlv(new Choice('type', INSTRUCTIONS), 'inside'),
);
export const INSTRUCTION_LIST_15: Codec<Instruction15[], readonly Instruction15In[]> = list(
  new Tlv(new Choice('type', INSTRUCTIONS_15), 'inside'),
);
