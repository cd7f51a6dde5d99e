// REQUESTFORWARD (1.4 section 7.4.6): a group-mod or meter-mod that another controller sent and the switch has done. OpenFlow 1.3 has
// it as an extension (ONF extension 235, experimenter 0x4f4e4600), which Open vSwitch speaks.
//
//   1.3  | header | experimenter | exp_type 2350 | the whole message, with a header of its own |
//   1.4  | header | the whole message |
import { Carried } from './carried.ts';
import { type AnyKind, kind, prefixOf } from './choice.ts';
import type { Codec } from './codec.ts';
import { ONF_EXPERIMENTER_ID } from './experimenter-id.ts';
import { OFPT_EXPERIMENTER, OFPT14_REQUESTFORWARD } from './header.ts';

const ONF_ET_REQUESTFORWARD = 2350;

/** What a request-forward holds beside its header; `M` is the message that it forwards. */
export interface RequestForwardFields<M> {
  request: M;
}

/** @param message the codec of whole messages, which is not known here */
export function requestForward<M>(version: 4 | 5 | 6, message: Codec<M, unknown>): AnyKind {
  const shape = { request: new Carried(message) };
  if (version !== 4) return kind(OFPT14_REQUESTFORWARD, shape);
  return kind(OFPT_EXPERIMENTER, shape, prefixOf([ONF_EXPERIMENTER_ID, ONF_ET_REQUESTFORWARD]));
}
