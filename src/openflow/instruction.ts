// Instructions of 1.3 (section 7.2.4). 1.0 has none: a flow has actions. Pure.
//
//   | type 16 | len 16 (all of it, a multiple of 8) | body, with its padding |
import { ACTION_LIST_13 } from './action.ts';
import { rest } from './bytes.ts';
import { Choice, type ChoiceIn, type ChoiceOut, kind, type Opaque } from './choice.ts';
import type { Codec } from './codec.ts';
import { list } from './list.ts';
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

export type Instruction = ChoiceOut<'type', typeof INSTRUCTIONS> | Opaque<'type'>;
export type InstructionIn = ChoiceIn<'type', typeof INSTRUCTIONS> | Opaque<'type'>;

export const INSTRUCTION_LIST: Codec<Instruction[], readonly InstructionIn[]> = list(
  new Tlv(new Choice('type', INSTRUCTIONS), 'inside'),
);
