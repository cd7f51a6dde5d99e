// Flows in messages, one line each: a flow-mod, the flows of a statistics reply, a flow-removed, as Open vSwitch writes
// them. Pure.
import type { Message, MessageOf } from '../message.ts';
import { formatActions, formatInstructions } from './action-text.ts';
import { formatMasked64, formatMatch, port13, type TextMatch, textMatch10 } from './match-text.ts';
import { formatPort, hex } from './value-text.ts';

const NO_BUFFER = 0xffffffff;
const ANY = 0xffffffff;
const NONE_10 = 0xffff;

const COMMANDS: Readonly<Record<string, string>> = {
  ADD: 'ADD',
  MODIFY: 'MOD',
  MODIFY_STRICT: 'MOD_STRICT',
  DELETE: 'DEL',
  DELETE_STRICT: 'DEL_STRICT',
};

const REASONS: Readonly<Record<string, string>> = {
  IDLE_TIMEOUT: 'idle',
  HARD_TIMEOUT: 'hard',
  DELETE: 'delete',
  GROUP_DELETE: 'group_delete',
  4: 'meter_delete',
  METER_DELETE: 'meter_delete',
  EVICTION: 'eviction',
};

const FLAG_NAMES: Readonly<Record<string, string>> = {
  NO_PKT_COUNTS: 'no_packet_counts',
  NO_BYT_COUNTS: 'no_byte_counts',
};

type Flow10 = Extract<MessageOf<1, 'STATS_REPLY'>, { statsType: 'FLOW' }>['flows'][number];
type Flow13 = Extract<MessageOf<4, 'MULTIPART_REPLY'>, { multipartType: 'FLOW' }>['flows'][number];
type FlowRequest =
  | Extract<MessageOf<1, 'STATS_REQUEST'>, { statsType: 'FLOW' | 'AGGREGATE' }>
  | Extract<MessageOf<4, 'MULTIPART_REQUEST'>, { multipartType: 'FLOW' | 'AGGREGATE' }>;

/** `ADD table:1 priority=100,tcp,... cookie:0x2a idle:30 actions=output:2` */
export function formatFlowMod(message: MessageOf<1 | 4, 'FLOW_MOD'>): string {
  const is10 = message.version === 1;
  const parts = [COMMANDS[message.command] ?? `cmd:${message.command}`];
  if (!is10 && message.tableId !== 0) parts.push(`table:${message.tableId}`);
  const match = formatMatch(textMatch(message), message.priority);
  if (match !== '') parts.push(match);
  if (message.command === 'ADD' || is10) {
    if (message.cookie !== 0n) parts.push(`cookie:${hex(message.cookie)}`);
  } else if (message.cookieMask !== 0n) parts.push(`cookie:${hex(message.cookie)}/${hex(message.cookieMask)}`);
  if (message.idleTimeout !== 0) parts.push(`idle:${message.idleTimeout}`);
  if (message.hardTimeout !== 0) parts.push(`hard:${message.hardTimeout}`);
  // Of 1.4 on; what those say otherwise 1.3 says, too (like-13.ts).
  const { importance = 0 } = message as { importance?: number };
  if (importance !== 0) parts.push(`importance:${importance}`);
  if (message.bufferId !== NO_BUFFER) parts.push(`buf:${hex(message.bufferId)}`);
  const outPort = is10 ? port13(message.outPort) : message.outPort;
  if (is10 ? message.outPort !== NONE_10 : outPort !== ANY) parts.push(`out_port:${formatPort(outPort)}`);
  if (!is10 && message.outGroup !== ANY) parts.push(`out_group:${message.outGroup}`);
  parts.push(...message.flags.map(formatFlowFlag));
  parts.push(`actions=${is10 ? formatActions(message.actions, 1) : formatInstructions(message.instructions)}`);
  return parts.join(' ');
}

/** `cookie=0x2a, duration=10.5s, table=0, n_packets=3, n_bytes=294, priority=100,tcp actions=output:2` */
export function formatFlowStats(flow: Flow10 | Flow13): string {
  const is13 = 'instructions' in flow;
  const parts = [
    `cookie=${hex(flow.cookie)}`,
    `duration=${formatDuration(flow.durationSec, flow.durationNsec)}`,
    `table=${flow.tableId}`,
    ...formatCount('n_packets', flow.packetCount),
    ...formatCount('n_bytes', flow.byteCount),
  ];
  if (flow.idleTimeout !== 0) parts.push(`idle_timeout=${flow.idleTimeout}`);
  if (flow.hardTimeout !== 0) parts.push(`hard_timeout=${flow.hardTimeout}`);
  const { importance = 0 } = flow as { importance?: number };
  const flags = is13 ? flow.flags.map((flag) => `${formatFlowFlag(flag)} `).join('') : '';
  const more = importance === 0 ? '' : `importance=${importance}, `;
  const match = formatMatch(is13 ? { fields: flow.match } : textMatch10(flow.match), flow.priority);
  const actions = is13 ? formatInstructions(flow.instructions) : formatActions(flow.actions, 1);
  return `${parts.join(', ')}, ${flags}${more}${match === '' ? '' : `${match} `}actions=${actions}`;
}

/** `priority=100,ip reason=idle cookie:0x2a duration10.500s idle5 pkts3 bytes294` */
export function formatFlowRemoved(message: MessageOf<1 | 4, 'FLOW_REMOVED'>): string {
  const match = formatMatch(textMatch(message), message.priority);
  const parts = [match];
  parts.push(`reason=${REASONS[message.reason] ?? message.reason}`);
  if (message.version === 4 && message.tableId !== 0xff) parts.push(`table_id=${message.tableId}`);
  if (message.cookie !== 0n) parts.push(`cookie:${hex(message.cookie)}`);
  parts.push(`duration${formatDuration(message.durationSec, message.durationNsec)}`);
  parts.push(`idle${message.idleTimeout}`);
  if (message.version === 4 && message.hardTimeout !== 0) parts.push(`hard${message.hardTimeout}`);
  parts.push(`pkts${message.packetCount}`, `bytes${message.byteCount}`);
  return parts.join(' ');
}

/** `table=0 out_port=2 in_port=1` */
export function formatFlowRequest(message: FlowRequest): string {
  const parts: string[] = [];
  const is10 = message.version === 1;
  if (!is10 && message.cookieMask !== 0n) parts.push(`cookie=${formatMasked64(message.cookie, message.cookieMask)}`);
  if (message.tableId !== 0xff) parts.push(`table=${message.tableId}`);
  const hasPort = is10 ? message.outPort !== NONE_10 : message.outPort !== ANY;
  if (hasPort) parts.push(`out_port=${formatPort(is10 ? port13(message.outPort) : message.outPort)}`);
  if (!is10 && message.outGroup !== ANY) parts.push(`out_group=${message.outGroup}`);
  const match = formatMatch(is10 ? textMatch10(message.match) : { fields: message.match });
  return [...parts, ...(match === '' ? [] : [match])].join(' ');
}

/** Whole seconds, milliseconds where that is exact, nanoseconds. */
export function formatDuration(sec: number, nsec: number): string {
  if (sec === 0xffffffff) return '?';
  if (nsec === 0) return `${sec}s`;
  if (nsec % 1_000_000 === 0) return `${sec}.${String(nsec / 1_000_000).padStart(3, '0')}s`;
  return `${sec}.${String(nsec).padStart(9, '0')}s`;
}

/** @param flag of a flow, by its name or its bit */
export function formatFlowFlag(flag: string | number): string {
  return typeof flag === 'number' ? hex(flag) : (FLAG_NAMES[flag] ?? flag.toLowerCase());
}

/** All ones are a counter that the switch does not have. */
function formatCount(name: string, count: bigint): string[] {
  return count === 0xffff_ffff_ffff_ffffn ? [] : [`${name}=${count}`];
}

function textMatch(message: Extract<Message, { type: 'FLOW_MOD' | 'FLOW_REMOVED' }>): TextMatch {
  return message.version === 1 ? textMatch10(message.match) : { fields: message.match };
}
