// ECHO_REQUEST and ECHO_REPLY (1.0 section 5.5.2, 1.3 section 7.5.2): the reply carries the request's data back. Both
// versions are alike.
//
//   | header | data ...
import { rest } from './bytes.ts';
import { HEADER_TYPE_AT, OFPT_ECHO_REPLY } from './header.ts';
import { defaulted } from './struct.ts';

export const ECHO = { data: defaulted(rest, new Uint8Array(0)) } as const;

/** Turns an echo request into its reply where it lies: one byte. For hot code. */
export function turnEchoIntoReply(bytes: Uint8Array, at: number): void {
  bytes[at + HEADER_TYPE_AT] = OFPT_ECHO_REPLY;
}
