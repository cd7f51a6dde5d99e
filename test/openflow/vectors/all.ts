// All vectors in one list. A name says version, type and what is particular; COVERAGE.md, beside this folder, says which vector
// covers which row of the library's tables.
//
//   handshake, packet, flow, control, statistics    whole messages as they usually are, several things in each
//   error-10, error-13                               every error type and code
//   match-field, set-field                           every match field alone: matched, masked, set
//   flow-10, flow-13                                 every command, flag, action, instruction and reserved port
//   nx-action, nx-message                            every action and message of Open vSwitch
//   asynchronous                                     every reason, every bit of a port
//   handshake-forms, control-forms, statistics-forms the other forms: empty, every bit, numbers without a name
//   message-14, message-15, error-14, statistics-14, statistics-15    1.4 and 1.5: every message, property and new error
//   forms-14, forms-15                               the other forms of 1.4 and 1.5
import { ASYNCHRONOUS } from './asynchronous.ts';
import { CONTROL } from './control.ts';
import { CONTROL_FORMS } from './control-forms.ts';
import { ERROR_10 } from './error-10.ts';
import { ERROR_13 } from './error-13.ts';
import { ERROR_14, ERROR_15 } from './error-14.ts';
import { FLOW } from './flow.ts';
import { FLOW_10 } from './flow-10.ts';
import { FLOW_13 } from './flow-13.ts';
import { FORMS_14 } from './forms-14.ts';
import { FORMS_15 } from './forms-15.ts';
import { HANDSHAKE } from './handshake.ts';
import { HANDSHAKE_FORMS } from './handshake-forms.ts';
import { MATCH_FIELDS } from './match-field.ts';
import { MESSAGE_14 } from './message-14.ts';
import { MESSAGE_15 } from './message-15.ts';
import { NX_ACTION_VECTORS } from './nx-action.ts';
import { NX_MESSAGE_VECTORS } from './nx-message.ts';
import { PACKET } from './packet.ts';
import { SET_FIELDS } from './set-field.ts';
import { STATISTICS_10, STATISTICS_13 } from './statistics.ts';
import { STATISTICS_14 } from './statistics-14.ts';
import { STATISTICS_15 } from './statistics-15.ts';
import { STATISTICS_FORMS } from './statistics-forms.ts';
import type { Vector } from './vector.ts';

export const VECTORS: readonly Vector[] = [
  ...HANDSHAKE,
  ...HANDSHAKE_FORMS,
  ...ERROR_10,
  ...ERROR_13,
  ...PACKET,
  ...ASYNCHRONOUS,
  ...FLOW,
  ...FLOW_10,
  ...FLOW_13,
  ...MATCH_FIELDS,
  ...SET_FIELDS,
  ...NX_ACTION_VECTORS,
  ...NX_MESSAGE_VECTORS,
  ...CONTROL,
  ...CONTROL_FORMS,
  ...STATISTICS_10,
  ...STATISTICS_13,
  ...STATISTICS_FORMS,
  ...MESSAGE_14,
  ...ERROR_14,
  ...STATISTICS_14,
  ...FORMS_14,
  ...MESSAGE_15,
  ...ERROR_15,
  ...STATISTICS_15,
  ...FORMS_15,
];
