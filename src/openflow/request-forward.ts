// REQUESTFORWARD (1.4 section 7.4.6): a group-mod or meter-mod that another controller sent and the switch has done.
//
//   | header | the whole message, with a header of its own |
import { Carried } from './carried.ts';
import { type AnyKind, kind } from './choice.ts';
import type { Codec } from './codec.ts';
import { OFPT14_REQUESTFORWARD } from './header.ts';

/** What a request-forward holds beside its header; `M` is the message that it forwards. */
export interface RequestForwardFields<M> {
  request: M;
}

/** @param message the codec of whole messages, which is not known here */
export function requestForward<M>(message: Codec<M, unknown>): AnyKind {
  return kind(OFPT14_REQUESTFORWARD, { request: new Carried(message) });
}
