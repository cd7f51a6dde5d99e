// Messages as people read them, as near to `ovs-ofctl ofp-print` as makes sense: one line for most, more where a message
// lists ports, flows or groups. Open vSwitch's words are kept (table:1, idle:30, reason=idle), so that what is known about
// reading it holds here; a message that it cannot print is printed all the same. Pure.
import { toHex } from '../bytes.ts';
import { HEADER_BYTES, messageLength, messageType, messageVersion, messageXid } from '../header.ts';
import { helloVersions } from '../hello.ts';
import { type DecodeError, decodeMessage, type Message, type MessageOf } from '../message.ts';
import { KINDS_13, KINDS_BY_VERSION } from '../message-table.ts';
import { formatActions } from './action-text.ts';
import { formatUnknown } from './fallback-text.ts';
import { formatFlowMod, formatFlowRemoved } from './flow-line.ts';
import { formatGroupMod } from './group-text.ts';
import { hexDump } from './hex-dump.ts';
import { like13 } from './like-13.ts';
import { formatMatch, port13 } from './match-text.ts';
import { formatBands, formatMeterFlags, formatMeterId } from './meter-text.ts';
import { formatMultipart, nameMultipart } from './multipart-text.ts';
import { formatNxMessage, isNxMessage } from './nx-message-text.ts';
import { formatPacket } from './packet-text.ts';
import { formatFeatures, formatFlags, formatPortDesc } from './port-text.ts';
import { formatPort, hex, hexOrZero } from './value-text.ts';

export interface PrintOptions {
  /** 0 (left out): as Open vSwitch; 1: packets as hex too; 2: the whole message as hex too. */
  readonly verbosity?: number | undefined;
}

const NO_BUFFER = 0xffffffff;
const MESSAGES_IN_MESSAGES_MAX = 3;

/**
 * Prints one message.
 * @param from a decoded message, or the bytes of one; bytes that are none are printed with what is wrong
 * @returns lines, without a newline behind the last
 */
export function printMessage(from: Message | Uint8Array, options: PrintOptions = {}): string {
  if (!(from instanceof Uint8Array)) return printValue(from, options.verbosity ?? 0);
  const result = decodeMessage(from);
  const verbosity = options.verbosity ?? 0;
  if (!result.ok) return printMalformed(from, result.error);
  const text = printValue(result.message, verbosity);
  return verbosity < 2 ? text : `${text}\n${hexDump(from.subarray(0, result.end)).trimEnd()}`;
}

function printMalformed(bytes: Uint8Array, error: DecodeError): string {
  const head = bytes.length < HEADER_BYTES ? 'OpenFlow' : headerText(bytes);
  const where = error.field === '' ? '' : ` ${error.field}`;
  const what = `${error.type}${where} at byte ${error.offset}: found ${error.found}, expected ${error.allowed}`;
  return `${head}: ***decode error: ${what}***\n${hexDump(bytes).trimEnd()}`;
}

function printValue(message: Message, verbosity: number, depth = 0): string {
  const body = formatBody(message, verbosity, depth);
  return `${nameOf(message)}${heading(message.version, message.xid)}:${body}`.trimEnd();
}

function heading(version: number, xid: number): string {
  return `${version === 1 ? '' : ` (OF${versionText(version)})`} (xid=${hex(xid)})`;
}

function versionText(version: number): string {
  return version >= 1 && version <= 6 ? `1.${version - 1}` : ` version ${hex(version)}`;
}

function nameOf(message: Message): string {
  const multipart = nameMultipart(message);
  if (multipart !== undefined) return multipart;
  if (isNxMessage(message)) return message.type;
  // An extension of the ONF in 1.3, a message of OpenFlow's own from 1.4 on.
  return `${message.version === 4 && message.type.startsWith('BUNDLE') ? 'ONFT' : 'OFPT'}_${message.type}`;
}

/** What follows the colon; text that goes on in the first line starts with a space. */
function formatBody(message: Message, verbosity: number, depth: number): string {
  switch (message.type) {
    case 'HELLO':
      return formatHello(message);
    case 'ERROR':
      return formatError(message, verbosity, depth);
    case 'ECHO_REQUEST':
    case 'ECHO_REPLY':
      return ` ${message.data.length} bytes of payload\n${hexDump(message.data)}`;
    case 'FEATURES_REQUEST':
    case 'GET_CONFIG_REQUEST':
    case 'BARRIER_REQUEST':
    case 'BARRIER_REPLY':
    case 'GET_ASYNC_REQUEST':
      return '';
    case 'GET_CONFIG_REPLY':
    case 'SET_CONFIG':
      return ` frags=${fragsText(message.flags)} miss_send_len=${message.missSendLen}`;
  }
  if (isNxMessage(message)) return formatNxMessage(message);
  const { version } = message;
  if (version === 1 || version === 4) return formatVersioned(message as Versioned, verbosity, depth);
  const like = like13(message);
  if (like === undefined) return ` ${formatUnknown('', message, ['version', 'type', 'xid'])}`;
  const text = formatVersioned(like.message as Versioned, verbosity, depth);
  return like.more === '' ? text : `${text}\n ${like.more}`;
}

type Versioned = Exclude<Extract<Message, { version: 1 | 4 }>, { type: 'HELLO' | 'ERROR' }>;

function formatVersioned(message: Versioned, verbosity: number, depth: number): string {
  switch (message.type) {
    case 'FEATURES_REPLY':
      return ` ${formatFeaturesReply(message)}`;
    case 'PACKET_IN':
      return ` ${formatPacketIn(message)}${packetLines(message.data, verbosity)}`;
    case 'PACKET_OUT':
      return ` ${formatPacketOut(message, verbosity)}`;
    case 'FLOW_MOD':
      return ` ${formatFlowMod(message)}`;
    case 'FLOW_REMOVED':
      return ` ${formatFlowRemoved(message)}`;
    case 'PORT_STATUS':
      return ` ${PORT_REASONS[message.reason] ?? message.reason}:${formatPortDesc(message.desc, message.version)}`;
    case 'PORT_MOD':
      return ` ${formatPortMod(message)}`;
    case 'GROUP_MOD':
      return `\n ${formatGroupMod(message)}`;
    case 'TABLE_MOD':
      return ` ${formatTableMod(message)}`;
    case 'METER_MOD': {
      const command = SHORT_COMMANDS[message.command] ?? `cmd:${message.command}`;
      const flags = formatMeterFlags(message.flags);
      return ` ${command} meter=${formatMeterId(message.meterId)}${flags === '' ? '' : ` ${flags}`} bands=${formatBands(message.bands)}`;
    }
    case 'ROLE_REQUEST':
    case 'ROLE_REPLY':
      return ` ${formatRole(message)}`;
    case 'GET_ASYNC_REPLY':
    case 'SET_ASYNC':
      return formatAsync(message);
    case 'QUEUE_GET_CONFIG_REQUEST':
      return ` port=${portText(message.port, message.version)}`;
    case 'QUEUE_GET_CONFIG_REPLY':
      return ` port=${portText(message.port, message.version)}\n${formatQueues(message)}`;
    case 'BUNDLE_CONTROL': {
      const type = String(message.controlType);
      return `\n bundle_id=${hexOrZero(message.bundleId)} type=${type} flags=${formatFlags(message.flags, '0').toLowerCase()}`;
    }
    case 'BUNDLE_ADD_MESSAGE': {
      const inner = printValue(message.message, verbosity, depth + 1);
      return `\n bundle_id=${hexOrZero(message.bundleId)} flags=${formatFlags(message.flags, '0').toLowerCase()}\n${inner}`;
    }
    case 'STATS_REQUEST':
    case 'STATS_REPLY':
    case 'MULTIPART_REQUEST':
    case 'MULTIPART_REPLY':
      return formatMultipart(message);
  }
  return ` ${formatUnknown('', message, ['version', 'type', 'xid'])}`;
}

const SHORT_COMMANDS: Readonly<Record<string, string>> = { ADD: 'ADD', MODIFY: 'MOD', DELETE: 'DEL' };
const PORT_REASONS: Readonly<Record<string, string>> = { ADD: 'ADD', DELETE: 'DEL', MODIFY: 'MOD' };
const ROLES: Readonly<Record<string, string>> = {
  NOCHANGE: 'nochange',
  EQUAL: 'equal',
  MASTER: 'primary',
  SLAVE: 'secondary',
};

function formatHello(message: MessageOf<number, 'HELLO'> | Extract<Message, { type: 'HELLO' }>): string {
  const highest = Math.min(message.version, 0xff);
  const versions = helloVersions(message) ?? Array.from({ length: highest }, (_, i) => i + 1);
  const bitmap = versions.map((version) => `0x${version.toString(16).padStart(2, '0')}`).join(', ');
  const unknown = message.elements.filter(({ type }) => type !== 'VERSIONBITMAP');
  const extra = [...unknown.map((element) => formatUnknown('element', element, []))];
  if (message.data !== undefined) extra.push(toHex(message.data));
  return `\n version bitmap: ${bitmap}${extra.map((text) => `\n unknown data in hello: ${text}`).join('')}`;
}

/** The prefix of the codes of each error type, as the specification names them. */
const CODE_PREFIXES: Readonly<Record<string, string>> = {
  HELLO_FAILED: 'OFPHFC',
  BAD_REQUEST: 'OFPBRC',
  BAD_ACTION: 'OFPBAC',
  BAD_INSTRUCTION: 'OFPBIC',
  BAD_MATCH: 'OFPBMC',
  FLOW_MOD_FAILED: 'OFPFMFC',
  GROUP_MOD_FAILED: 'OFPGMFC',
  PORT_MOD_FAILED: 'OFPPMFC',
  TABLE_MOD_FAILED: 'OFPTMFC',
  QUEUE_OP_FAILED: 'OFPQOFC',
  SWITCH_CONFIG_FAILED: 'OFPSCFC',
  ROLE_REQUEST_FAILED: 'OFPRRFC',
  METER_MOD_FAILED: 'OFPMMFC',
  TABLE_FEATURES_FAILED: 'OFPTFFC',
  BAD_PROPERTY: 'OFPBPC',
  ASYNC_CONFIG_FAILED: 'OFPACFC',
  FLOW_MONITOR_FAILED: 'OFPMOFC',
  BUNDLE_FAILED: 'OFPBFC',
};

function formatError(message: Extract<Message, { type: 'ERROR' }>, verbosity: number, depth: number): string {
  const { errorType, data } = message;
  if (errorType === 'HELLO_FAILED') {
    const text = new TextDecoder('utf-8').decode(data);
    if (/^[^\p{Cc}\ufffd]*$/u.test(text)) return ` ${errorName(message)}\n${text}`;
  }
  return ` ${errorName(message)}\n${refused(data, verbosity, depth)}`;
}

function errorName(message: Extract<Message, { type: 'ERROR' }>): string {
  if ('experimenter' in message && message.experimenter !== undefined) {
    return `experimenter ${hex(message.experimenter)} type ${message.expType}`;
  }
  const { errorType, errorCode } = message as { errorType: string | number; errorCode: string | number };
  const prefix = CODE_PREFIXES[errorType];
  if (prefix !== undefined && typeof errorCode === 'string') return `${prefix}_${errorCode}`;
  return `type ${errorType}, code ${errorCode}`;
}

/** The start of the message that was refused: all of it, or 64 bytes and more. */
function refused(data: Uint8Array, verbosity: number, depth: number): string {
  if (data.length === 0) return '';
  if (data.length < HEADER_BYTES) return `OpenFlow packet too short (only ${data.length} bytes):\n${hexDump(data)}`;
  const length = messageLength(data, 0);
  if (length > data.length || depth >= MESSAGES_IN_MESSAGES_MAX) {
    return `${headerText(data)}:\n(***truncated to ${data.length} bytes from ${length}***)\n${hexDump(data)}`;
  }
  const result = decodeMessage(data);
  return result.ok ? printValue(result.message, verbosity, depth + 1) : printMalformed(data, result.error);
}

function headerText(bytes: Uint8Array): string {
  const version = messageVersion(bytes, 0);
  const type = messageType(bytes, 0);
  const kinds = KINDS_BY_VERSION.get(version) ?? KINDS_13;
  const name = Object.entries(kinds).find(([, kind]) => kind.tag === type)?.[0] ?? `type ${type}`;
  return `OFPT_${name}${heading(version, messageXid(bytes, 0))}`;
}

function fragsText(flags: readonly (string | number)[]): string {
  const texts: Readonly<Record<string, string>> = {
    FRAG_DROP: 'drop',
    FRAG_REASM: 'reassemble',
    INVALID_TTL_TO_CONTROLLER: 'invalid_ttl_to_controller',
  };
  const frags = flags.filter((flag) => flag === 'FRAG_DROP' || flag === 'FRAG_REASM');
  const others = flags.filter((flag) => flag !== 'FRAG_DROP' && flag !== 'FRAG_REASM');
  const first = frags.length === 0 ? 'normal' : frags.length === 2 ? 'drop+reassemble' : texts[frags[0]!]!;
  return [first, ...others.map((flag) => texts[flag] ?? hex(flag as number))].join(' ');
}

const ACTION_NAMES: readonly (readonly [string, string])[] = [
  ['OUTPUT', 'output'],
  ['ENQUEUE', 'enqueue'],
  ['SET_VLAN_VID', 'set_vlan_vid'],
  ['SET_VLAN_PCP', 'set_vlan_pcp'],
  ['STRIP_VLAN', 'strip_vlan'],
  ['SET_DL_SRC', 'mod_dl_src'],
  ['SET_DL_DST', 'mod_dl_dst'],
  ['SET_NW_SRC', 'mod_nw_src'],
  ['SET_NW_DST', 'mod_nw_dst'],
  ['SET_NW_TOS', 'mod_nw_tos'],
  ['SET_TP_SRC', 'mod_tp_src'],
  ['SET_TP_DST', 'mod_tp_dst'],
];

function formatFeaturesReply(message: MessageOf<1 | 4, 'FEATURES_REPLY'>): string {
  const id = message.datapathId.toString(16).padStart(16, '0');
  const auxiliary = message.version === 4 && message.auxiliaryId !== 0 ? `, auxiliary_id:${message.auxiliaryId}` : '';
  const lines = [
    `dpid:${id}`,
    `n_tables:${message.nTables}, n_buffers:${message.nBuffers}${auxiliary}`,
    `capabilities: ${formatFlags(message.capabilities)}`,
  ];
  if (message.version === 1) {
    const named = ACTION_NAMES.filter(([flag]) => message.actions.includes(flag as never)).map(([, name]) => name);
    const bits = message.actions.filter((flag) => typeof flag === 'number').map(hex);
    lines.push(`actions: ${[...named, ...bits].join(' ')}`);
    lines.push(...message.ports.map((port) => formatPortDesc(port, 1)));
  }
  return lines.join('\n');
}

/** Reasons that 1.4 has given other names. */
const PACKET_IN_REASONS: Readonly<Record<string, string>> = { TABLE_MISS: 'no_match', APPLY_ACTION: 'action' };

function formatPacketIn(message: MessageOf<1 | 4, 'PACKET_IN'>): string {
  const parts: string[] = [];
  if (message.version === 4) {
    if (message.tableId !== 0) parts.push(`table_id=${message.tableId}`);
    if (message.cookie !== 0xffff_ffff_ffff_ffffn) parts.push(`cookie=${hex(message.cookie)}`);
  }
  parts.push(`total_len=${message.totalLen}`);
  const match =
    message.version === 1 ? `in_port=${portText(message.inPort, 1)}` : formatMatch({ fields: message.match });
  parts.push(
    match,
    `(via ${PACKET_IN_REASONS[message.reason] ?? String(message.reason).toLowerCase()})`,
    `data_len=${message.data.length}`,
  );
  if (message.bufferId === NO_BUFFER) parts.push('(unbuffered)');
  else parts.push(`buffer=0x${message.bufferId.toString(16).padStart(8, '0')}`);
  if (message.bufferId === NO_BUFFER && message.data.length !== message.totalLen) {
    parts.push('(***total_len != data_len***)');
  } else if (message.data.length > message.totalLen) parts.push('(***total_len < data_len***)');
  return parts.join(' ');
}

function formatPacketOut(message: MessageOf<1 | 4, 'PACKET_OUT'>, verbosity: number): string {
  const head = `in_port=${portText(message.inPort, message.version)} actions=${formatActions(message.actions, message.version)}`;
  if (message.bufferId !== NO_BUFFER) return `${head} buffer=0x${message.bufferId.toString(16).padStart(8, '0')}`;
  return `${head} data_len=${message.data.length}${message.data.length === 0 ? '' : packetLines(message.data, verbosity)}`;
}

function packetLines(packet: Uint8Array, verbosity: number): string {
  return `\n${formatPacket(packet)}${verbosity < 1 ? '' : `\n${hexDump(packet)}`}`;
}

function formatTableMod({ tableId, config }: MessageOf<4, 'TABLE_MOD'>): string {
  const table = tableId === 0xff ? 'table_id: ALL_TABLES' : `table_id=${tableId}`;
  return config === 0 ? table : `${table}, config=${hex(config)}`;
}

function formatRole({ role, generationId }: MessageOf<4, 'ROLE_REQUEST' | 'ROLE_REPLY'>): string {
  const text = `role=${ROLES[role] ?? role}`;
  const hasGeneration = role !== 'NOCHANGE' && generationId !== 0xffff_ffff_ffff_ffffn;
  return hasGeneration ? `${text} generation_id=${generationId}` : text;
}

function formatPortMod(message: MessageOf<1 | 4, 'PORT_MOD'>): string {
  const advertise = message.advertise.length === 0 ? 'UNCHANGED' : formatFeatures(message.advertise);
  return [
    `port: ${portText(message.portNo, message.version)}: addr:${message.hwAddr}`,
    `     config: ${formatFlags(message.config)}`,
    `     mask:   ${formatFlags(message.mask)}`,
    `     advertise: ${advertise}`,
  ].join('\n');
}

/** Reasons by their bit, those that 1.4 added too: Open vSwitch lets 1.3 set them. */
const ASYNC_REASONS = {
  packetInMask: ['no_match', 'action', 'invalid_ttl', 'action_set', 'group', 'packet_out'],
  portStatusMask: ['add', 'delete', 'modify'],
  flowRemovedMask: ['idle', 'hard', 'delete', 'group_delete', 'meter_delete', 'eviction'],
} as const;

/** The names of 1.3 in the same order, to find the bit of a flag. */
const ASYNC_FLAGS = {
  packetInMask: ['NO_MATCH', 'ACTION', 'INVALID_TTL'],
  portStatusMask: ['ADD', 'DELETE', 'MODIFY'],
  flowRemovedMask: ['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE'],
} as const;

function formatAsync(message: MessageOf<4, 'GET_ASYNC_REPLY' | 'SET_ASYNC'>): string {
  const roles = ['primary', 'secondary'].map((role, index) =>
    [
      ` ${role}:`,
      `       PACKET_IN: ${asyncReasons(message, 'packetInMask', index)}`,
      `     PORT_STATUS: ${asyncReasons(message, 'portStatusMask', index)}`,
      `    FLOW_REMOVED: ${asyncReasons(message, 'flowRemovedMask', index)}`,
      '     ROLE_STATUS: (off)',
      '    TABLE_STATUS: (off)',
      '  REQUESTFORWARD: (off)',
    ].join('\n'),
  );
  return `\n${roles.join('\n\n')}`;
}

function asyncReasons(
  message: MessageOf<4, 'GET_ASYNC_REPLY' | 'SET_ASYNC'>,
  field: keyof typeof ASYNC_REASONS,
  index: number,
): string {
  let bits = 0;
  for (const flag of message[field][index] ?? []) {
    bits |= typeof flag === 'number' ? flag : 1 << (ASYNC_FLAGS[field] as readonly string[]).indexOf(flag);
  }
  const names: string[] = [];
  for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) names.push(ASYNC_REASONS[field][bit] ?? `${bit}`);
  return names.length === 0 ? '(off)' : names.join(' ');
}

function formatQueues(message: MessageOf<1 | 4, 'QUEUE_GET_CONFIG_REPLY'>): string {
  const lines = message.queues.map(({ queueId, properties }) => {
    const texts = (properties as readonly { type: string | number }[]).flatMap((property) => {
      if (property.type === 'NONE') return [];
      if (!('rate' in property)) return [formatUnknown(property.type, property)];
      const rate = property.rate as number;
      const text = rate <= 1000 ? `${Math.floor(rate / 10)}.${rate % 10}%` : '(disabled)';
      return [`${String(property.type).toLowerCase()}:${text}`];
    });
    return `queue ${queueId}:${texts.length === 0 ? '' : ` ${texts.join(' ')}`}`;
  });
  return lines.join('\n');
}

function portText(port: number, version: number): string {
  return formatPort(version === 1 ? port13(port) : port);
}
