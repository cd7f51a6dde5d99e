// Statistics of 1.0 and multipart messages of 1.3 as Open vSwitch writes them: `OFPST_PORT reply (xid=0x1): 2 ports`. Pure.
import type { Message, MessageOf } from '../message.ts';
import { formatUnknown } from './fallback-text.ts';
import { formatDuration, formatFlowRequest, formatFlowStats } from './flow-line.ts';
import { formatGroup, formatGroupId } from './group-text.ts';
import { port13 } from './match-text.ts';
import { formatBands, formatMeterFlags, formatMeterId } from './meter-text.ts';
import { formatFlags, formatPortDesc } from './port-text.ts';
import { formatPort, hex, hexOrZero } from './value-text.ts';

type Statistics = MessageOf<1, 'STATS_REQUEST' | 'STATS_REPLY'>;
type Multipart = MessageOf<4, 'MULTIPART_REQUEST' | 'MULTIPART_REPLY'>;
/** A body of either version: the fields of its type. */
type Body = Record<string, unknown>;

/** The kinds of numbers that a port counts, each received and sent; 1.3 adds how long it is there. */
interface PortCounters {
  readonly portNo: number;
  readonly rxPackets: bigint;
  readonly txPackets: bigint;
  readonly rxBytes: bigint;
  readonly txBytes: bigint;
  readonly rxDropped: bigint;
  readonly txDropped: bigint;
  readonly rxErrors: bigint;
  readonly txErrors: bigint;
  readonly rxFrameErr: bigint;
  readonly rxOverErr: bigint;
  readonly rxCrcErr: bigint;
  readonly collisions: bigint;
  readonly durationSec?: number;
  readonly durationNsec?: number;
}

const UNKNOWN_COUNT = 0xffff_ffff_ffff_ffffn;
const ALL_QUEUES = 0xffffffff;

/** @returns `OFPST_FLOW request`; undefined for a message of another kind */
export function nameMultipart(message: Message): string | undefined {
  const { type } = message;
  const isStats = type === 'STATS_REQUEST' || type === 'STATS_REPLY';
  if (!isStats && type !== 'MULTIPART_REQUEST' && type !== 'MULTIPART_REPLY') return undefined;
  const kind = kindOf(message as Statistics | Multipart);
  const name = kind === 'PORT_STATS' ? 'PORT' : kind;
  return `${`${name}`.startsWith('NXST_') ? '' : 'OFPST_'}${name} ${type.endsWith('REQUEST') ? 'request' : 'reply'}`;
}

/** What follows the colon. */
export function formatMultipart(message: Statistics | Multipart): string {
  const flags = message.flags.map((flag) =>
    flag === 'REPLY_MORE' || flag === 'REQ_MORE' ? 'more' : typeof flag === 'number' ? hex(flag) : `${flag}`,
  );
  const shown = flags.length === 0 ? '' : ` flags=[${flags.join(' ')}]`;
  const isRequest = message.type.endsWith('REQUEST');
  const table: Readonly<Record<string, (body: never, message: never) => string>> = isRequest ? REQUESTS : REPLIES;
  const kind = kindOf(message);
  const format = Object.hasOwn(table, kind) ? table[kind] : undefined;
  if (format === undefined) {
    return `${shown} ${formatUnknown('', message, ['version', 'type', 'xid', 'flags', 'statsType', 'multipartType'])}`;
  }
  return shown + format(message as never, message as never);
}

function kindOf(message: Statistics | Multipart): string | number {
  return 'statsType' in message ? message.statsType : message.multipartType;
}

const nothing = (): string => '';

const REQUESTS = {
  DESC: nothing,
  FLOW: flowRequest,
  AGGREGATE: flowRequest,
  TABLE: nothing,
  PORT: (body: Body, { version }: Message) => ` port_no=${port(body.portNo, version)}`,
  PORT_STATS: (body: Body, { version }: Message) => ` port_no=${port(body.portNo, version)}`,
  QUEUE: (body: Body, { version }: Message) => {
    const queue = body.queueId === ALL_QUEUES ? 'ALL' : body.queueId;
    // 1.0 asks for all ports by OFPP_ALL, which is what ANY is in 1.3.
    const isAny = version === 1 && body.portNo === 0xfffc;
    return ` port=${isAny ? 'ANY' : port(body.portNo, version)} queue=${queue}`;
  },
  GROUP: (body: Body) => ` group_id=${formatGroupId(body.groupId as number)}`,
  GROUP_DESC: () => ' group_id=ALL',
  GROUP_FEATURES: nothing,
  METER: (body: Body) => ` meter=${formatMeterId(body.meterId as number)}`,
  METER_CONFIG: (body: Body) => ` meter=${formatMeterId(body.meterId as number)}`,
  METER_FEATURES: nothing,
  TABLE_FEATURES: (body: Body) => ((body.tables as unknown[]).length === 0 ? '' : tableFeatures(body)),
  PORT_DESC: () => ' port=ANY',
} as const;

function flowRequest(message: Parameters<typeof formatFlowRequest>[0]): string {
  return ` ${formatFlowRequest(message)}`;
}

const REPLIES = {
  DESC: (body: Body) =>
    [
      '',
      `Manufacturer: ${body.mfrDesc}`,
      `Hardware: ${body.hwDesc}`,
      `Software: ${body.swDesc}`,
      `Serial Num: ${body.serialNum}`,
      `DP Description: ${body.dpDesc}`,
    ]
      .map((line) => line.replaceAll('\\\\', '\\'))
      .join('\n'),
  FLOW: ({ flows }: { flows: readonly never[] }) => flows.map((flow) => `\n ${formatFlowStats(flow)}`).join(''),
  AGGREGATE: (body: Body) =>
    ` packet_count=${body.packetCount} byte_count=${body.byteCount} flow_count=${body.flowCount}`,
  TABLE: ({ tables }: { tables: readonly Body[] }) => tables.map(tableStats).join(''),
  PORT: portStats,
  PORT_STATS: portStats,
  QUEUE: queueStats,
  GROUP: ({ groups }: { groups: readonly Body[] }) => groups.map((group) => `\n ${groupStats(group)}`).join(''),
  GROUP_DESC: ({ groups }: { groups: readonly Body[] }) =>
    groups
      .map(({ groupId, groupType, buckets }) => {
        return `\n ${formatGroup(groupId as number, groupType as string, buckets as never)}`;
      })
      .join(''),
  GROUP_FEATURES: groupFeatures,
  METER: ({ meters }: { meters: readonly Body[] }) => meters.map((meter) => `\n${meterStats(meter)}`).join(''),
  METER_CONFIG: ({ meters }: { meters: readonly Body[] }) =>
    meters
      .map(({ meterId, flags, bands }) => {
        const words = formatMeterFlags(flags as string[]);
        return `\nmeter=${formatMeterId(meterId as number)}${words === '' ? '' : ` ${words}`} bands=${formatBands(bands as never)}`;
      })
      .join(''),
  METER_FEATURES: (body: Body) =>
    [
      '',
      `max_meter:${body.maxMeter} max_bands:${body.maxBands} max_color:${body.maxColor}`,
      `band_types: ${formatFlags(body.bandTypes as string[]).toLowerCase()}`,
      `capabilities: ${formatMeterFlags(body.capabilities as string[])}`,
    ].join('\n'),
  TABLE_FEATURES: tableFeatures,
  PORT_DESC: ({ ports }: { ports: readonly never[] }) => ports.map((desc) => `\n${formatPortDesc(desc, 4)}`).join(''),
} as const;

function tableStats(table: Body): string {
  const name = table.name === undefined ? '' : ` ("${table.name}")`;
  const lines = [
    `\n  table ${table.tableId}${name}:`,
    `    active=${table.activeCount}, lookup=${table.lookupCount}, matched=${table.matchedCount}`,
  ];
  if (table.maxEntries !== undefined) lines.push(`    max_entries=${table.maxEntries}`);
  if (table.wildcards !== undefined) lines.push(`    wildcards=${hex(table.wildcards as number)}`);
  return lines.join('\n');
}

function portStats({ ports }: { ports: readonly PortCounters[] }, { version }: Message): string {
  const lines = ports.map((p) => {
    const name = port(p.portNo, version);
    const head = `\n  port ${/^\d$/.test(name) ? ` ${name}` : name}: `;
    const rx = counts({
      pkts: p.rxPackets,
      bytes: p.rxBytes,
      drop: p.rxDropped,
      errs: p.rxErrors,
      frame: p.rxFrameErr,
      over: p.rxOverErr,
      crc: p.rxCrcErr,
    });
    const tx = counts({ pkts: p.txPackets, bytes: p.txBytes, drop: p.txDropped, errs: p.txErrors, coll: p.collisions });
    const age =
      p.durationSec === undefined ? '' : `\n           duration=${formatDuration(p.durationSec, p.durationNsec!)}`;
    return `${head}rx ${rx}\n           tx ${tx}${age}`;
  });
  return ` ${ports.length} ports${lines.join('')}`;
}

function counts(named: Readonly<Record<string, bigint>>): string {
  return Object.entries(named)
    .map(([name, count]) => `${name}=${count === UNKNOWN_COUNT ? '?' : count}`)
    .join(', ');
}

function queueStats({ queues }: { queues: readonly Body[] }, { version }: Message): string {
  const lines = queues.map((queue) => {
    const counters = counts({
      bytes: queue.txBytes as bigint,
      pkts: queue.txPackets as bigint,
      errors: queue.txErrors as bigint,
    });
    const age =
      queue.durationSec === undefined ? '?' : formatDuration(queue.durationSec as number, queue.durationNsec as number);
    const id = queue.queueId === ALL_QUEUES ? 'ALL' : queue.queueId;
    return `\n  port ${port(queue.portNo, version)} queue ${id}: ${counters}, duration=${age}`;
  });
  return ` ${queues.length} queues${lines.join('')}`;
}

function groupStats(group: Body): string {
  const buckets = group.bucketStats as readonly { packetCount: bigint; byteCount: bigint }[];
  return [
    `group_id=${group.groupId}`,
    `duration=${formatDuration(group.durationSec as number, group.durationNsec as number)}`,
    `ref_count=${group.refCount}`,
    `packet_count=${group.packetCount}`,
    `byte_count=${group.byteCount}`,
    ...buckets.map(({ packetCount, byteCount }, i) => `bucket${i}:packet_count=${packetCount},byte_count=${byteCount}`),
  ].join(',');
}

/** The actions of 1.3 by their number, as Open vSwitch names them. */
const ACTIONS: Readonly<Record<number, string>> = {
  0: 'output',
  11: 'copy_ttl_out',
  12: 'copy_ttl_in',
  15: 'set_mpls_ttl',
  16: 'dec_mpls_ttl',
  17: 'push_vlan',
  18: 'strip_vlan',
  19: 'push_mpls',
  20: 'pop_mpls',
  21: 'set_queue',
  22: 'group',
  23: 'mod_nw_ttl',
  24: 'dec_ttl',
  25: 'set_field',
  26: 'push_pbb',
  27: 'pop_pbb',
};
const GROUP_TYPE_BITS: Readonly<Record<string, number>> = { ALL: 1, SELECT: 2, INDIRECT: 4, FF: 8 };
const GROUP_CAPABILITY_BITS: Readonly<Record<string, number>> = {
  SELECT_WEIGHT: 1,
  SELECT_LIVENESS: 2,
  CHAINING: 4,
  CHAINING_CHECKS: 8,
};

function groupFeatures(body: Body): string {
  const types = bitsOf(body.types as string[], GROUP_TYPE_BITS);
  const capabilities = bitsOf(body.capabilities as string[], GROUP_CAPABILITY_BITS);
  const lines = [
    '',
    ' Group table:',
    `    Types:  ${hexOrZero(types)}`,
    `    Capabilities:  ${hexOrZero(capabilities)}`,
  ];
  ['all', 'select', 'indirect', 'fast failover'].forEach((type, index) => {
    if (((types >>> index) & 1) === 0) return;
    const actions = (body.actions as number[])[index]!;
    const names: string[] = [];
    for (let bit = 0; bit < 32; bit++) if ((actions >>> bit) & 1) names.push(ACTIONS[bit] ?? `action ${bit}`);
    lines.push(
      `    ${type} group:`,
      `       max_groups=${hexOrZero((body.maxGroups as number[])[index]!)}`,
      `       actions: ${names.length === 0 ? '<none>' : names.join(' ')}`,
    );
  });
  return lines.join('\n');
}

function bitsOf(flags: readonly (string | number)[], table: Readonly<Record<string, number>>): number {
  return flags.reduce<number>((bits, flag) => (bits | (typeof flag === 'number' ? flag : table[flag]!)) >>> 0, 0);
}

function meterStats(meter: Body): string {
  const head = [
    `meter:${formatMeterId(meter.meterId as number)}`,
    `flow_count:${meter.flowCount}`,
    `packet_in_count:${meter.packetInCount}`,
    `byte_in_count:${meter.byteInCount}`,
    `duration:${formatDuration(meter.durationSec as number, meter.durationNsec as number)}`,
    'bands:',
  ].join(' ');
  const bands = meter.bandStats as readonly { packetBandCount: bigint; byteBandCount: bigint }[];
  return [
    head,
    ...bands.map((band, i) => `${i}: packet_count:${band.packetBandCount} byte_count:${band.byteBandCount}`),
  ].join('\n');
}

/** A table a line and a property a line: Open vSwitch's form of it needs all properties, which few switches send. */
function tableFeatures({ tables }: Body): string {
  return (tables as readonly Body[])
    .map((table) => {
      const properties = table.properties as readonly { type: string | number }[];
      const lines = [
        `\n  table ${table.tableId} ("${table.name}"):`,
        `    metadata: match=${hex(table.metadataMatch as bigint)} write=${hex(table.metadataWrite as bigint)}`,
        `    max_entries=${table.maxEntries}`,
        ...properties.map((property) => `    ${formatUnknown(property.type, property)}`),
      ];
      return lines.join('\n');
    })
    .join('');
}

function port(portNo: unknown, version: number): string {
  return formatPort(version === 1 ? port13(portNo as number) : (portNo as number));
}
