// The codec that tools and the control plane use (workers stamp templates instead): whole messages to values and back,
// beside @xen-orchestra/openflow where it can do the same. That one speaks OpenFlow 1.1 only, so each side has the
// flow of the same meaning in a version of its own: match an IPv4 TCP connection by all its fields, output.
import { decodeMessage, encodeMessage, type MessageIn } from '#openflow/message.ts';
import { makePacketIn } from './packet-in.ts';
import { PEER, peerRows } from './peer-codec.ts';
import type { LeftOut, Row, Subject } from './subject.ts';

/** Fewer than elsewhere: a message takes microseconds. */
export const MESSAGES = 64;
const FLOWS_OF_REPLY = 16;

const MATCH = [
  { field: 'IN_PORT', value: 5 },
  { field: 'ETH_SRC', value: '02:00:00:00:00:01' },
  { field: 'ETH_DST', value: '02:00:00:00:00:02' },
  { field: 'ETH_TYPE', value: 0x0800 },
  { field: 'IP_PROTO', value: 6 },
  { field: 'IPV4_SRC', value: '10.1.1.2' },
  { field: 'IPV4_DST', value: '10.1.2.3' },
  { field: 'TCP_SRC', value: 40_000 },
  { field: 'TCP_DST', value: 80 },
] as const;
const OUTPUT = [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: 1, maxLen: 0 }] }] as const;

const FLOW_MOD: MessageIn = {
  ...{ version: 4, type: 'FLOW_MOD', xid: 1, cookie: 1n, command: 'ADD', idleTimeout: 30, priority: 100 },
  ...{ flags: ['SEND_FLOW_REM'], match: MATCH, instructions: OUTPUT },
};
const FLOW = {
  ...{ tableId: 0, durationSec: 10, durationNsec: 11, priority: 100, idleTimeout: 30, hardTimeout: 0 },
  ...{
    flags: ['SEND_FLOW_REM' as const],
    cookie: 1n,
    packetCount: 3n,
    byteCount: 294n,
    match: MATCH,
    instructions: OUTPUT,
  },
} as const;
const FLOW_STATS: MessageIn = {
  ...{ version: 4, type: 'MULTIPART_REPLY', xid: 1, multipartType: 'FLOW', flags: [] },
  flows: Array.from({ length: FLOWS_OF_REPLY }, () => FLOW),
};

export const CODEC: Subject = {
  name: 'codec',
  about: 'one message',
  rows: async () => [
    ...bothWays('PACKET_IN', makePacketIn()),
    ...bothWays('FLOW_MOD', FLOW_MOD),
    ...bothWays(`flow stats of ${FLOWS_OF_REPLY} flows`, FLOW_STATS),
    ...(await peerCodecRows()),
  ],
};

function bothWays(what: string, message: MessageIn): Row[] {
  const bytes = encodeMessage(message);
  return [
    repeat(`decode ${what}`, () => decodeMessage(bytes, 0, bytes.length).ok),
    repeat(`encode ${what}`, () => encodeMessage(message).length === bytes.length),
  ];
}

async function peerCodecRows(): Promise<(Row | LeftOut)[]> {
  const rows = await peerRows();
  return rows.map((row) => ('reason' in row ? row : repeat(`${PEER}: ${row.name}`, row.isRight)));
}

function repeat(name: string, isRight: () => boolean): Row {
  return {
    name,
    calls: MESSAGES,
    run: () => {
      let right = 0;
      for (let i = 0; i < MESSAGES; i++) if (isRight()) right++;
      return right;
    },
  };
}
