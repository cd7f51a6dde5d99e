// The views that hot code uses: their offsets are those of the tables that the codec uses, what they read is what decoding
// gives, and they read nothing outside the message.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnEchoIntoReply } from '#openflow/echo.ts';
import * as error from '#openflow/error.ts';
import * as features from '#openflow/features.ts';
import * as flowMod from '#openflow/flow-mod.ts';
import * as flowRemoved from '#openflow/flow-removed.ts';
import * as header from '#openflow/header.ts';
import { findOxm, match13End } from '#openflow/match.ts';
import { decodeMessage, encodeMessage, type Message, type MessageIn } from '#openflow/message.ts';
import { oxm, oxmHeader } from '#openflow/oxm.ts';
import * as packetIn from '#openflow/packet-in.ts';
import * as packetOut from '#openflow/packet-out.ts';
import * as portStatus from '#openflow/port-status.ts';
import { u16At, u32At, u64At } from '#openflow/view.ts';
import { anyMessageOf } from './arbitrary.ts';
import { announce, random, SEED } from './seed.ts';

announce(import.meta.url);

/** Bytes that fail the test when anything outside [at, end) is read. */
function guarded(bytes: Uint8Array, at: number, end: number): Uint8Array {
  return new Proxy(bytes, {
    get(target, key) {
      const index = typeof key === 'string' ? Number(key) : Number.NaN;
      if (Number.isInteger(index) && (index < at || index >= end))
        throw new Error(`read at ${index}, outside ${at}..${end}`);
      return Reflect.get(target, key, target);
    },
  });
}

/**
 * Changes one field of a message by its offset and decodes it again: the offset is right when that field, and no other,
 * has changed.
 */
function patch(message: MessageIn, at: number, size: number): string[] {
  const bytes = encodeMessage(message);
  const before = decodeMessage(bytes);
  // The low bit: high ones may be padding in disguise, such as the unused bits of a flag word.
  bytes[at + size - 1]! ^= 1;
  const after = decodeMessage(bytes);
  if (!before.ok || !after.ok) throw new Error('the message must decode both times');
  const [old, now] = [before.message, after.message] as unknown as Record<string, unknown>[];
  return Object.keys(old!).filter(
    (field) => String(JSON.stringify(show(old![field]))) !== JSON.stringify(show(now![field])),
  );
}

function show(value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

const flowMod13: MessageIn = { version: 4, type: 'FLOW_MOD', command: 'ADD' };
const flowMod10: MessageIn = { version: 1, type: 'FLOW_MOD', command: 'ADD' };
const removed13: MessageIn = { version: 4, type: 'FLOW_REMOVED', priority: 1, reason: 'DELETE' };
const removed10: MessageIn = { version: 1, type: 'FLOW_REMOVED', priority: 1, reason: 'DELETE' };
const in13: MessageIn = { version: 4, type: 'PACKET_IN', totalLen: 0, reason: 'ACTION', data: new Uint8Array(0) };
const in10: MessageIn = {
  version: 1,
  type: 'PACKET_IN',
  totalLen: 0,
  inPort: 1,
  reason: 'ACTION',
  data: new Uint8Array(0),
};
const out13: MessageIn = { version: 4, type: 'PACKET_OUT' };
const out10: MessageIn = { version: 1, type: 'PACKET_OUT' };
const features13: MessageIn = {
  version: 4,
  type: 'FEATURES_REPLY',
  datapathId: 1n,
  nBuffers: 0,
  nTables: 1,
  capabilities: [],
};
const errorMessage: MessageIn = { version: 4, type: 'ERROR', errorType: 1, errorCode: 6 };
const port: MessageIn = {
  version: 4,
  type: 'PORT_STATUS',
  reason: 'ADD',
  desc: { portNo: 1, hwAddr: '02:00:00:00:00:01', name: 'a' },
};

describe('an offset is where its field is', () => {
  const cases: [string, MessageIn, number, number][] = [
    ['xid', flowMod13, header.HEADER_XID_AT, 4],
    ['cookie', flowMod13, flowMod.FLOW_MOD_13_COOKIE_AT, 8],
    ['cookieMask', flowMod13, flowMod.FLOW_MOD_13_COOKIE_MASK_AT, 8],
    ['tableId', flowMod13, flowMod.FLOW_MOD_13_TABLE_ID_AT, 1],
    ['command', flowMod13, flowMod.FLOW_MOD_13_COMMAND_AT, 1],
    ['idleTimeout', flowMod13, flowMod.FLOW_MOD_13_IDLE_TIMEOUT_AT, 2],
    ['hardTimeout', flowMod13, flowMod.FLOW_MOD_13_HARD_TIMEOUT_AT, 2],
    ['priority', flowMod13, flowMod.FLOW_MOD_13_PRIORITY_AT, 2],
    ['bufferId', flowMod13, flowMod.FLOW_MOD_13_BUFFER_ID_AT, 4],
    ['outPort', flowMod13, flowMod.FLOW_MOD_13_OUT_PORT_AT, 4],
    ['outGroup', flowMod13, flowMod.FLOW_MOD_13_OUT_GROUP_AT, 4],
    ['flags', flowMod13, flowMod.FLOW_MOD_13_FLAGS_AT, 2],
    ['cookie', flowMod10, flowMod.FLOW_MOD_10_COOKIE_AT, 8],
    ['command', flowMod10, flowMod.FLOW_MOD_10_COMMAND_AT, 2],
    ['idleTimeout', flowMod10, flowMod.FLOW_MOD_10_IDLE_TIMEOUT_AT, 2],
    ['hardTimeout', flowMod10, flowMod.FLOW_MOD_10_HARD_TIMEOUT_AT, 2],
    ['priority', flowMod10, flowMod.FLOW_MOD_10_PRIORITY_AT, 2],
    ['bufferId', flowMod10, flowMod.FLOW_MOD_10_BUFFER_ID_AT, 4],
    ['outPort', flowMod10, flowMod.FLOW_MOD_10_OUT_PORT_AT, 2],
    ['flags', flowMod10, flowMod.FLOW_MOD_10_FLAGS_AT, 2],
    ['match', flowMod10, flowMod.FLOW_MOD_10_MATCH_AT, 4],
    ['cookie', removed13, flowRemoved.FLOW_REMOVED_13_COOKIE_AT, 8],
    ['priority', removed13, flowRemoved.FLOW_REMOVED_13_PRIORITY_AT, 2],
    ['reason', removed13, flowRemoved.FLOW_REMOVED_13_REASON_AT, 1],
    ['tableId', removed13, flowRemoved.FLOW_REMOVED_13_TABLE_ID_AT, 1],
    ['durationSec', removed13, flowRemoved.FLOW_REMOVED_13_DURATION_SEC_AT, 4],
    ['durationNsec', removed13, flowRemoved.FLOW_REMOVED_13_DURATION_NSEC_AT, 4],
    ['idleTimeout', removed13, flowRemoved.FLOW_REMOVED_13_IDLE_TIMEOUT_AT, 2],
    ['hardTimeout', removed13, flowRemoved.FLOW_REMOVED_13_HARD_TIMEOUT_AT, 2],
    ['packetCount', removed13, flowRemoved.FLOW_REMOVED_13_PACKET_COUNT_AT, 8],
    ['byteCount', removed13, flowRemoved.FLOW_REMOVED_13_BYTE_COUNT_AT, 8],
    ['match', removed10, flowRemoved.FLOW_REMOVED_10_MATCH_AT, 4],
    ['cookie', removed10, flowRemoved.FLOW_REMOVED_10_COOKIE_AT, 8],
    ['priority', removed10, flowRemoved.FLOW_REMOVED_10_PRIORITY_AT, 2],
    ['reason', removed10, flowRemoved.FLOW_REMOVED_10_REASON_AT, 1],
    ['durationSec', removed10, flowRemoved.FLOW_REMOVED_10_DURATION_SEC_AT, 4],
    ['durationNsec', removed10, flowRemoved.FLOW_REMOVED_10_DURATION_NSEC_AT, 4],
    ['idleTimeout', removed10, flowRemoved.FLOW_REMOVED_10_IDLE_TIMEOUT_AT, 2],
    ['packetCount', removed10, flowRemoved.FLOW_REMOVED_10_PACKET_COUNT_AT, 8],
    ['byteCount', removed10, flowRemoved.FLOW_REMOVED_10_BYTE_COUNT_AT, 8],
    ['bufferId', in13, packetIn.PACKET_IN_BUFFER_ID_AT, 4],
    ['totalLen', in13, packetIn.PACKET_IN_TOTAL_LEN_AT, 2],
    ['reason', in13, packetIn.PACKET_IN_13_REASON_AT, 1],
    ['tableId', in13, packetIn.PACKET_IN_13_TABLE_ID_AT, 1],
    ['cookie', in13, packetIn.PACKET_IN_13_COOKIE_AT, 8],
    ['bufferId', in10, packetIn.PACKET_IN_BUFFER_ID_AT, 4],
    ['totalLen', in10, packetIn.PACKET_IN_TOTAL_LEN_AT, 2],
    ['inPort', in10, packetIn.PACKET_IN_10_IN_PORT_AT, 2],
    ['reason', in10, packetIn.PACKET_IN_10_REASON_AT, 1],
    ['bufferId', out13, packetOut.PACKET_OUT_BUFFER_ID_AT, 4],
    ['inPort', out13, packetOut.PACKET_OUT_IN_PORT_AT, 4],
    ['bufferId', out10, packetOut.PACKET_OUT_BUFFER_ID_AT, 4],
    ['inPort', out10, packetOut.PACKET_OUT_IN_PORT_AT, 2],
    ['datapathId', features13, features.FEATURES_DATAPATH_ID_AT, 8],
    ['nBuffers', features13, features.FEATURES_N_BUFFERS_AT, 4],
    ['nTables', features13, features.FEATURES_N_TABLES_AT, 1],
    ['auxiliaryId', features13, features.FEATURES_13_AUXILIARY_ID_AT, 1],
    ['capabilities', features13, features.FEATURES_CAPABILITIES_AT, 4],
    ['errorCode', errorMessage, error.ERROR_CODE_AT, 2],
    ['reason', port, portStatus.PORT_STATUS_REASON_AT, 1],
    ['desc', port, portStatus.PORT_STATUS_DESC_AT, 4],
  ];
  it.each(cases.map(([field, message, at, size]) => ({ field, message, at, size })))(
    '$message.version $message.type $field at $at',
    ({ field, message, at, size }) => {
      expect(patch(message, at, size)).toEqual([field]);
    },
  );

  it('the parts of changing length start where the offsets say', () => {
    const match = encodeMessage({ ...flowMod13, match: [oxm('IN_PORT', 7)] } as MessageIn);
    expect(u16At(match, flowMod.FLOW_MOD_13_MATCH_AT)).toBe(1);
    const actions13 = encodeMessage({ ...out13, actions: [{ type: 'DEC_NW_TTL' }] } as MessageIn);
    expect(u16At(actions13, packetOut.PACKET_OUT_13_ACTIONS_LEN_AT)).toBe(8);
    expect(u16At(actions13, packetOut.PACKET_OUT_13_ACTIONS_AT)).toBe(24);
    const actions10 = encodeMessage({ ...out10, actions: [{ type: 'STRIP_VLAN' }] } as MessageIn);
    expect(u16At(actions10, packetOut.PACKET_OUT_10_ACTIONS_LEN_AT)).toBe(8);
    expect(u16At(actions10, packetOut.PACKET_OUT_10_ACTIONS_AT)).toBe(3);
    const flow10 = encodeMessage({ ...flowMod10, actions: [{ type: 'STRIP_VLAN' }] } as MessageIn);
    expect(u16At(flow10, flowMod.FLOW_MOD_10_ACTIONS_AT)).toBe(3);
    expect(encodeMessage(removed10).length).toBe(flowRemoved.FLOW_REMOVED_10_BYTES);
    expect(encodeMessage(removed13).length).toBe(flowRemoved.FLOW_REMOVED_13_BYTES);
    expect(u16At(encodeMessage(removed13), flowRemoved.FLOW_REMOVED_13_MATCH_AT)).toBe(1);
    expect(encodeMessage(features13).length).toBe(features.FEATURES_REPLY_BYTES);
    expect(encodeMessage(in10).length).toBe(packetIn.PACKET_IN_10_DATA_AT);
  });
});

describe('the views of a PACKET_IN', () => {
  const AT = 5;

  function placed(message: Message): { bytes: Uint8Array; end: number } {
    const encoded = encodeMessage(message);
    const bytes = new Uint8Array(AT + encoded.length + 9).fill(0xa5);
    bytes.set(encoded, AT);
    return { bytes: guarded(bytes, AT, AT + encoded.length), end: AT + encoded.length };
  }

  it('read what decoding gives, in 1.3', () => {
    fc.assert(
      fc.property(anyMessageOf(4, 'PACKET_IN'), (message) => {
        if (message.version !== 4 || message.type !== 'PACKET_IN') return;
        const { bytes, end } = placed(message);
        expect(packetIn.packetInBufferId(bytes, AT)).toBe(message.bufferId);
        expect(packetIn.packetInTotalLen(bytes, AT)).toBe(message.totalLen);
        expect(end - packetIn.packetIn13DataAt(bytes, AT, end)).toBe(message.data.length);
        const inPort = message.match.find(({ field }) => field === 'IN_PORT') as { value: number } | undefined;
        expect(packetIn.packetIn13InPort(bytes, AT)).toBe(inPort?.value ?? 0);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('read what decoding gives, in 1.0', () => {
    fc.assert(
      fc.property(anyMessageOf(1, 'PACKET_IN'), (message) => {
        if (message.version !== 1 || message.type !== 'PACKET_IN') return;
        const { bytes, end } = placed(message);
        expect(packetIn.packetInBufferId(bytes, AT)).toBe(message.bufferId);
        expect(packetIn.packetIn10InPort(bytes, AT)).toBe(message.inPort);
        expect(end - (AT + packetIn.PACKET_IN_10_DATA_AT)).toBe(message.data.length);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('find the port behind other fields', () => {
    const match = [oxm('METADATA', 1n), oxm('TUNNEL_ID', 2n, 3n), oxm('IN_PORT', 77)];
    const bytes = encodeMessage({ ...in13, match } as MessageIn);
    expect(packetIn.packetIn13DataAt(bytes, 0, bytes.length)).toBe(bytes.length);
    expect(packetIn.packetIn13InPort(bytes, 0)).toBe(77);
  });

  it('read nothing outside a message that lies about its lengths', () => {
    const below = random(SEED);
    const whole = encodeMessage({ ...in13, match: [oxm('METADATA', 1n), oxm('IN_PORT', 7)] } as MessageIn);
    for (let n = 0; n < 20_000; n++) {
      const bytes = new Uint8Array(AT + whole.length + 64).fill(below(256));
      bytes.set(whole, AT);
      const end = AT + packetIn.PACKET_IN_13_MATCH_AT + below(whole.length - packetIn.PACKET_IN_13_MATCH_AT + 1);
      for (let changes = below(3); changes >= 0; changes--)
        bytes[AT + packetIn.PACKET_IN_13_MATCH_AT + below(34)] = below(64);
      const view = guarded(bytes, AT, end);
      const dataAt = packetIn.packetIn13DataAt(view, AT, end);
      if (dataAt < 0) continue;
      expect(dataAt).toBeLessThanOrEqual(end);
      packetIn.packetIn13InPort(view, AT);
    }
  });
});

describe('the views of a match', () => {
  it('find each field of a flow, to be patched in a template', () => {
    const match = [
      oxm('IN_PORT', 3),
      oxm('ETH_TYPE', 0x0800),
      oxm('IPV4_DST', '10.0.0.0', '255.0.0.0'),
      oxm('IP_PROTO', 6),
    ];
    const bytes = encodeMessage({ ...flowMod13, match } as MessageIn);
    const at = flowMod.FLOW_MOD_13_MATCH_AT;
    expect(match13End(bytes, at, bytes.length)).toBe(bytes.length);
    expect(u32At(bytes, findOxm(bytes, at, oxmHeader('IN_PORT')))).toBe(3);
    expect(u32At(bytes, findOxm(bytes, at, oxmHeader('IPV4_DST', true)))).toBe(0x0a000000);
    expect(bytes[findOxm(bytes, at, oxmHeader('IP_PROTO'))]).toBe(6);
    expect(findOxm(bytes, at, oxmHeader('IPV4_DST'))).toBe(-1);
    expect(findOxm(bytes, at, oxmHeader('TCP_DST'))).toBe(-1);
  });

  it('end a match that does not fit, or is none, with -1', () => {
    const bytes = Uint8Array.from([0, 1, 0, 12, 0x80, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(match13End(bytes, 0, 16)).toBe(16);
    expect(match13End(bytes, 0, 15)).toBe(-1);
    expect(match13End(bytes, 0, 3)).toBe(-1);
    expect(match13End(bytes, 2, 16)).toBe(-1);
    bytes[3] = 3;
    expect(match13End(bytes, 0, 16)).toBe(-1);
  });
});

describe('the view of the header', () => {
  it('reads and writes its four fields', () => {
    const bytes = new Uint8Array(12).fill(0xa5);
    header.writeHeader(bytes, 2, 4, header.OFPT_ECHO_REQUEST, 0x1234, 0xfedcba98);
    expect(header.messageVersion(bytes, 2)).toBe(4);
    expect(header.messageType(bytes, 2)).toBe(2);
    expect(header.messageLength(bytes, 2)).toBe(0x1234);
    expect(header.messageXid(bytes, 2)).toBe(0xfedcba98);
    header.stampXid(bytes, 2, 7);
    expect(header.messageXid(bytes, 2)).toBe(7);
    expect([bytes[0], bytes[1], bytes[10], bytes[11]]).toEqual([0xa5, 0xa5, 0xa5, 0xa5]);
  });

  it('turns an echo request into its reply', () => {
    const bytes = encodeMessage({ version: 4, type: 'ECHO_REQUEST', xid: 3, data: Uint8Array.of(1, 2) });
    turnEchoIntoReply(bytes, 0);
    expect(decodeMessage(bytes)).toMatchObject({
      ok: true,
      message: { type: 'ECHO_REPLY', xid: 3, data: Uint8Array.of(1, 2) },
    });
  });

  it('reads the type and code of an error', () => {
    const bytes = encodeMessage({ version: 4, type: 'ERROR', errorType: 'BAD_MATCH', errorCode: 'BAD_PREREQ' });
    expect([error.errorType(bytes, 0), error.errorCode(bytes, 0)]).toEqual([4, 9]);
  });

  it('reads 64 bits as a number', () => {
    expect(u64At(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2), 0)).toBe(2 ** 32 + 2);
  });

  it('knows types by the number that encoding writes', () => {
    const typeOf = (message: MessageIn) => encodeMessage(message)[header.HEADER_TYPE_AT];
    expect(typeOf({ version: 4, type: 'BARRIER_REQUEST' })).toBe(header.OFPT13_BARRIER_REQUEST);
    expect(typeOf({ version: 1, type: 'BARRIER_REQUEST' })).toBe(header.OFPT10_BARRIER_REQUEST);
    expect(typeOf({ version: 4, type: 'MULTIPART_REQUEST', multipartType: 'DESC' })).toBe(
      header.OFPT13_MULTIPART_REQUEST,
    );
    expect(typeOf({ version: 1, type: 'STATS_REQUEST', statsType: 'DESC' })).toBe(header.OFPT10_STATS_REQUEST);
    expect(typeOf(flowMod13)).toBe(header.OFPT_FLOW_MOD);
    expect(typeOf(removed10)).toBe(header.OFPT_FLOW_REMOVED);
    expect(typeOf(in13)).toBe(header.OFPT_PACKET_IN);
    expect(typeOf(out10)).toBe(header.OFPT_PACKET_OUT);
    expect(typeOf(port)).toBe(header.OFPT_PORT_STATUS);
    expect(typeOf(features13)).toBe(header.OFPT_FEATURES_REPLY);
    expect(typeOf(errorMessage)).toBe(header.OFPT_ERROR);
  });
});
