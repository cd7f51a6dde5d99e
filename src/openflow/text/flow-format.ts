// A FLOW_MOD as a flow in text, which `parseFlow` reads back. What no text can say is refused. Pure.
import { DaoliError } from '#base/error.ts';
import type { MessageOf } from '../message.ts';
import { formatActions, formatInstructions } from './action-text.ts';
import { formatFlowFlag } from './flow-line.ts';
import { formatMasked64, formatMatch, port13, textMatch10 } from './match-text.ts';
import { formatPort, hex } from './value-text.ts';

const ANY = 0xffffffff;
const NONE_10 = 0xffff;
const NO_BUFFER = 0xffffffff;
/** No name of a field or an action is longer; a search for one in a long text would start at each of its characters. */
const NAME_MAX = 64;

/**
 * Formats a flow: `cookie=0x1,table=2,priority=100,tcp,tp_dst=80 actions=output:2`.
 * @throws DaoliError `bad_flow` for what has no text: a buffered packet, unknown flags, fields and actions
 */
export function formatFlow(message: MessageOf<1 | 4, 'FLOW_MOD'>): string {
  const parts: string[] = [];
  const is10 = message.version === 1;
  const cookieMask = is10 ? 0n : message.cookieMask;
  if (message.cookie !== 0n || cookieMask !== 0n) {
    parts.push(`cookie=${cookieMask === 0n ? hex(message.cookie) : formatMaskedCookie(message.cookie, cookieMask)}`);
  }
  if (!is10 && message.tableId !== 0) parts.push(`table=${message.tableId}`);
  if (message.idleTimeout !== 0) parts.push(`idle_timeout=${message.idleTimeout}`);
  if (message.hardTimeout !== 0) parts.push(`hard_timeout=${message.hardTimeout}`);
  const hasPort = is10 ? message.outPort !== NONE_10 : message.outPort !== ANY;
  if (hasPort) parts.push(`out_port=${formatPort(is10 ? port13(message.outPort) : message.outPort)}`);
  if (!is10 && message.outGroup !== ANY) parts.push(`out_group=${message.outGroup}`);
  parts.push(...message.flags.map(formatFlowFlag));
  const match = formatMatch(is10 ? textMatch10(message.match) : { fields: message.match }, message.priority);
  if (match !== '') parts.push(match);
  const actions = is10 ? formatActions(message.actions, 1) : formatInstructions(message.instructions);
  const text = `${parts.join(',')}${parts.length === 0 ? '' : ' '}actions=${actions}`;
  if (message.bufferId !== NO_BUFFER) throw noText('a buffered packet');
  const brace = text.indexOf('{"');
  if (brace >= 0) throw noText(`${/[^,\s(=]*$/.exec(text.slice(Math.max(0, brace - NAME_MAX), brace))![0]}{"`);
  const unnamed = /(?:^|,)(0x[0-9a-f]+)(?=,|$)/.exec(parts.join(','));
  if (unnamed !== null) throw noText(unnamed[0]);
  return text;
}

/** A mask of all ones is written, too: without one the cookie is not compared. */
function formatMaskedCookie(cookie: bigint, mask: bigint): string {
  const text = formatMasked64(cookie, mask);
  return text.includes('/') ? text : `${text}/-1`;
}

function noText(what: string): DaoliError {
  return new DaoliError('bad_flow', `flow: found ${what}, expected what the syntax of flows can say`);
}
