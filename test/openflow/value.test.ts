// Messages as people write them: what may be left out, how JSON looks, and what a mistake is told.
import { describe, expect, it } from 'vitest';
import { DaoliError } from '#base/error.ts';
import { nameError } from '#openflow/error-code.ts';
import {
  decodeMessage,
  encodeMessage,
  encodeMessageInto,
  fromJson,
  type MessageIn,
  type MessageOf,
  toJson,
} from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { hex } from './vectors/vector.ts';

function decoded<T>(message: MessageIn): T {
  const result = decodeMessage(encodeMessage(message));
  if (!result.ok) throw new Error(result.error.message);
  return result.message as T;
}

describe('what is left out', () => {
  it('of a 1.3 flow-mod has the default of the specification', () => {
    expect(decoded({ version: 4, type: 'FLOW_MOD', command: 'ADD' })).toEqual({
      version: 4,
      type: 'FLOW_MOD',
      xid: 0,
      cookie: 0n,
      cookieMask: 0n,
      tableId: 0,
      command: 'ADD',
      idleTimeout: 0,
      hardTimeout: 0,
      priority: 0x8000,
      bufferId: 0xffffffff,
      outPort: 0xffffffff,
      outGroup: 0xffffffff,
      flags: [],
      match: [],
      instructions: [],
    });
  });

  it('of a 1.0 match is wild, and what is there is not', () => {
    const { match } = decoded<MessageOf<1, 'FLOW_MOD'>>({
      version: 1,
      type: 'FLOW_MOD',
      command: 'ADD',
      match: { inPort: 3, nwSrc: '10.0.0.1', nwDst: '10.0.0.0', nwDstWild: 8 },
    });
    expect(match).toMatchObject({
      inPort: 3,
      nwSrc: '10.0.0.1',
      nwSrcWild: 0,
      nwDst: '10.0.0.0',
      nwDstWild: 8,
      tpDst: 0,
    });
    expect(match.wildcards).not.toContain('IN_PORT');
    expect(match.wildcards).toContain('TP_DST');
  });

  it('is the same in JSON', () => {
    const json = { version: 4, type: 'PACKET_OUT', actions: [{ type: 'OUTPUT', port: 'FLOOD' }] };
    expect(fromJson(json)).toEqual(
      decoded({ version: 4, type: 'PACKET_OUT', actions: [{ type: 'OUTPUT', port: 0xfffffffb }] }),
    );
  });

  it('is not one object that two messages share', () => {
    const one = fromJson({ version: 4, type: 'FLOW_MOD', command: 'ADD' }) as MessageOf<4, 'FLOW_MOD'>;
    one.match.push(oxm('IN_PORT', 1));
    const two = fromJson({ version: 4, type: 'FLOW_MOD', command: 'ADD' }) as MessageOf<4, 'FLOW_MOD'>;
    expect(two.match).toEqual([]);
  });
});

describe('1.4 and 1.5', () => {
  it('fill in what is left out, too', () => {
    expect(decoded({ version: 5, type: 'FLOW_MOD', command: 'ADD' })).toMatchObject({ importance: 0, match: [] });
    expect(decoded({ version: 6, type: 'PACKET_OUT' })).toMatchObject({
      match: [oxm('IN_PORT', 0xfffffffd)],
      actions: [],
    });
    expect(decoded({ version: 6, type: 'GROUP_MOD', command: 'DELETE', groupType: 'ALL', groupId: 1 })).toMatchObject({
      commandBucketId: 0xffffffff,
      buckets: [],
      properties: [],
    });
    expect(decoded({ version: 6, type: 'ROLE_REQUEST', role: 'EQUAL' })).toMatchObject({
      shortId: 0,
      generationId: 0n,
    });
  });

  it('are told apart by the types', () => {
    const one = decoded<MessageOf<5, 'FLOW_REMOVED'>>({
      version: 5,
      type: 'FLOW_REMOVED',
      priority: 1,
      reason: 'DELETE',
    });
    expect(one.packetCount).toBe(0n);
    const two = decoded<MessageOf<6, 'FLOW_REMOVED'>>({
      version: 6,
      type: 'FLOW_REMOVED',
      priority: 1,
      reason: 'DELETE',
    });
    expect(two.stats).toEqual([]);
    const bundle: MessageOf<5, 'BUNDLE_ADD_MESSAGE'>['version'] = 5;
    expect(bundle).toBe(5);
  });

  it('name errors as their version does', () => {
    expect(nameError(4, 14, 0)).toEqual([14, 0]);
    expect(nameError(5, 14, 0)).toEqual(['BAD_PROPERTY', 'BAD_TYPE']);
    expect(nameError(4, 13, 2)).toEqual(['TABLE_FEATURES_FAILED', 'BAD_TYPE']);
    expect(nameError(5, 13, 2)).toEqual(['TABLE_FEATURES_FAILED', 2]);
    expect(nameError(5, 17, 16)).toEqual(['BUNDLE_FAILED', 16]);
    expect(nameError(6, 17, 16)).toEqual(['BUNDLE_FAILED', 'SCHED_NOT_SUPPORTED']);
    expect(nameError(7, 4, 9)).toEqual(['BAD_MATCH', 'BAD_PREREQ']);
  });
});

describe('JSON', () => {
  it('writes 64 bits as hex, bytes as hex, reserved numbers by name', () => {
    const json = toJson({
      version: 4,
      type: 'PACKET_IN',
      totalLen: 2,
      reason: 'NO_MATCH',
      cookie: 0xda00000000000001n,
      match: [oxm('IN_PORT', 0xfffffffe), oxm('METADATA', 1n)],
      data: hex('00ff'),
    });
    expect(json).toEqual({
      version: 4,
      type: 'PACKET_IN',
      xid: 0,
      bufferId: 'NO_BUFFER',
      totalLen: 2,
      reason: 'NO_MATCH',
      tableId: 0,
      cookie: '0xda00000000000001',
      match: [
        { field: 'IN_PORT', value: 'LOCAL' },
        { field: 'METADATA', value: '0x1' },
      ],
      data: '00ff',
    });
  });

  it.each([
    ['0xda', 0xdan],
    ['0XDA', 0xdan],
    ['218', 218n],
    [218, 218n],
    ['18446744073709551615', 0xffffffffffffffffn],
  ])('reads a cookie %j', (cookie, value) => {
    expect(fromJson({ version: 4, type: 'FLOW_MOD', command: 'ADD', cookie })).toMatchObject({ cookie: value });
  });

  it.each([['0x10000000000000000'], ['-1'], [2 ** 53], [1.5], [''], ['12n'], [null]])(
    'refuses a cookie %j',
    (cookie) => {
      expect(() => fromJson({ version: 4, type: 'FLOW_MOD', command: 'ADD', cookie })).toThrow('FLOW_MOD cookie');
    },
  );

  it('reads flags as a number, enumerations as numbers, and small numbers as strings', () => {
    const message = fromJson({ version: 4, type: 'FLOW_MOD', command: 3, flags: 9, priority: '0x10', outPort: '7' });
    expect(message).toMatchObject({
      command: 'DELETE',
      flags: ['SEND_FLOW_REM', 'NO_PKT_COUNTS'],
      priority: 16,
      outPort: 7,
    });
  });

  it('reads a 1.0 match with what is left out wild', () => {
    const message = fromJson({
      version: 1,
      type: 'FLOW_MOD',
      command: 'ADD',
      match: { inPort: 'LOCAL', dlType: 2048 },
    });
    expect(message).toMatchObject({ match: { inPort: 0xfffe, dlType: 0x800, nwSrcWild: 32 } });
  });
});

describe('a mistake is told by its path', () => {
  const flow = { version: 4, type: 'FLOW_MOD', command: 'ADD' };
  const apply = (action: unknown) => ({ ...flow, instructions: [{ type: 'APPLY_ACTIONS', actions: [action] }] });
  const cases: [unknown, string][] = [
    [undefined, 'message: found nothing, expected an object'],
    [{}, 'message version: found nothing'],
    [{ version: 4, type: 'NOPE' }, 'NOPE type: found "NOPE", expected a message type of version 4'],
    [{ version: 4, type: 'STATS_REQUEST' }, 'STATS_REQUEST type'],
    [
      { version: 2, type: 'FLOW_MOD' },
      'FLOW_MOD type: found "FLOW_MOD", expected a message type of version 2: HELLO, ERROR',
    ],
    [{ ...flow, version: 4.5 }, 'FLOW_MOD version: found 4.5'],
    [{ ...flow, xid: -1 }, 'FLOW_MOD xid: found -1, expected an integer 0..4294967295'],
    [{ version: 4, type: 'FLOW_MOD' }, 'FLOW_MOD command: found nothing, expected ADD, MODIFY'],
    [{ ...flow, command: 'add' }, 'FLOW_MOD command: found "add"'],
    [{ ...flow, command: 256 }, 'FLOW_MOD command: found 256'],
    [{ ...flow, idelTimeout: 5 }, 'FLOW_MOD idelTimeout: found 5, expected no such field'],
    [{ ...flow, flags: ['SEND_FLOW_REM', 'X'] }, 'FLOW_MOD flags[1]: found "X"'],
    [{ ...flow, priority: 65536 }, 'FLOW_MOD priority: found 65536, expected an integer 0..65535'],
    [{ ...flow, match: {} }, 'FLOW_MOD match: found an object, expected a list'],
    [{ ...flow, instructions: [{ type: 'APPLY' }] }, 'FLOW_MOD instructions[0].type: found "APPLY"'],
    [apply({ type: 'OUTPUT' }), 'FLOW_MOD instructions[0].actions[0].port: found nothing'],
    [
      apply({ type: 'OUTPUT', port: 1, max: 1 }),
      'FLOW_MOD instructions[0].actions[0].max: found 1, expected no such field',
    ],
    [apply({ type: 99, body: new Uint8Array(3) }), 'FLOW_MOD instructions[0].actions[0].body: found 3 bytes'],
    [
      apply({ type: 'SET_FIELD', field: { field: 'ETH_SRC', value: 1 } }),
      'actions[0].field.value: found 1, expected a MAC',
    ],
    [{ version: 4, type: 'ECHO_REQUEST', data: 'ff' }, 'ECHO_REQUEST data: found "ff", expected a Uint8Array'],
    [{ version: 4, type: 'ECHO_REQUEST', data: new Uint8Array(65528) }, 'ECHO_REQUEST length: found 65536 bytes'],
    [{ version: 4, type: 'ERROR', errorType: 'BAD', errorCode: 1 }, 'ERROR errorType: found "BAD"'],
    [{ version: 4, type: 'ERROR', errorType: 'BAD_MATCH', errorCode: 'X' }, 'ERROR errorCode: found "X"'],
    [{ version: 1, type: 'ERROR', errorType: 'BAD_MATCH', errorCode: 1 }, 'ERROR errorType: found "BAD_MATCH"'],
    [
      { version: 4, type: 'SET_ASYNC', packetInMask: [[]] },
      'SET_ASYNC packetInMask: found a list of 1, expected a list of 2',
    ],
    [
      { version: 4, type: 'MULTIPART_REQUEST', multipartType: 'PORTS' },
      'MULTIPART_REQUEST multipartType: found "PORTS"',
    ],
    [{ version: 4, type: 'MULTIPART_REQUEST', multipartType: 'DESC', port: 1 }, 'MULTIPART_REQUEST port: found 1'],
    [{ version: 1, type: 'FLOW_MOD', command: 'ADD', match: { inport: 1 } }, 'FLOW_MOD match.inport: found 1'],
    [{ version: 1, type: 'FLOW_MOD', command: 'ADD', match: { nwSrcWild: 64 } }, 'FLOW_MOD match.nwSrcWild: found 64'],
    [
      {
        version: 4,
        type: 'PORT_STATUS',
        reason: 'ADD',
        desc: { portNo: 1, hwAddr: '02:00:00:00:00:01', name: 'x'.repeat(17) },
      },
      'PORT_STATUS desc.name: found "xxxxxxxxxxxxxxxxx", expected text of at most 16 bytes',
    ],
    [
      {
        version: 4,
        type: 'BUNDLE_ADD_MESSAGE',
        bundleId: 1,
        message: {
          version: 4,
          type: 'BUNDLE_ADD_MESSAGE',
          bundleId: 1,
          message: { version: 4, type: 'BARRIER_REQUEST' },
        },
      },
      'BUNDLE_ADD_MESSAGE message: found "BUNDLE_ADD_MESSAGE", expected a message that carries none',
    ],
    [{ version: 5, type: 'QUEUE_GET_CONFIG_REQUEST' }, 'QUEUE_GET_CONFIG_REQUEST type: found "QUEUE_GET'],
    [
      { version: 5, type: 'TABLE_MOD', tableId: 0, properties: [{ type: 'VACANCY', vacancyDown: 1 }] },
      'TABLE_MOD properties[0].vacancyUp: found nothing',
    ],
    [
      { version: 5, type: 'REQUESTFORWARD', request: { version: 5, type: 'REQUESTFORWARD' } },
      'REQUESTFORWARD request: found "REQUESTFORWARD", expected a message that carries none',
    ],
    [{ version: 5, type: 'REQUESTFORWARD' }, 'REQUESTFORWARD request: found nothing, expected an object'],
    [
      { version: 5, type: 'PORT_MOD', portNo: 1, hwAddr: '02:00:00:00:00:01', config: [], mask: [], advertise: [] },
      'PORT_MOD advertise: found a list of 0, expected no such field',
    ],
    [
      {
        ...{ version: 5, type: 'PORT_MOD', portNo: 1, hwAddr: '02:00:00:00:00:01', config: [], mask: [] },
        properties: [{ type: 'OPTICAL', configure: [], freqLmda: 1, flOffset: 2 ** 31, gridSpan: 1, txPwr: 1 }],
      },
      'PORT_MOD properties[0].flOffset: found 2147483648',
    ],
    [
      { version: 6, type: 'FLOW_REMOVED', priority: 1, reason: 'DELETE', stats: [{ field: 'NOPE' }] },
      'FLOW_REMOVED stats[0].field: found "NOPE"',
    ],
    [
      { version: 6, type: 'FLOW_REMOVED', priority: 1, reason: 'DELETE', stats: [{ field: 'BYTE_COUNT', value: 1 }] },
      'FLOW_REMOVED stats[0].value: found 1, expected a bigint',
    ],
    [
      {
        ...{ version: 6, type: 'FLOW_REMOVED', priority: 1, reason: 'DELETE' },
        stats: [{ field: 128, oxsClass: 1, reserved: false, body: hex('') }],
      },
      'FLOW_REMOVED stats[0].field: found 128',
    ],
    [
      {
        ...{ version: 6, type: 'PACKET_OUT' },
        actions: [{ type: 'COPY_FIELD', nBits: 1, oxmIds: [{ field: 'IN_PORT', hasMask: false }] }],
      },
      'PACKET_OUT actions[0].oxmIds: found a list of 1, expected a list of 2',
    ],
    [{ version: 4, type: 'BUNDLE_ADD_MESSAGE', bundleId: 1, message: { ...flow, xid: 'a' } }, 'message.xid: found "a"'],
  ];
  it.each(cases.map(([message, text]) => ({ message, text })))('$text', ({ message, text }) => {
    const encode = () => encodeMessage(message as MessageIn);
    expect(encode).toThrow(DaoliError);
    expect(encode).toThrow(text);
    try {
      encode();
    } catch (error) {
      expect((error as DaoliError).code).toBe('bad_message');
    }
  });

  it.each([
    ['no room', 11],
    ['no room at all', 0],
  ])('into a buffer with %s', (_, room) => {
    const message: MessageIn = { version: 4, type: 'ECHO_REQUEST', data: hex('01020304') };
    expect(() => encodeMessageInto(message, new Uint8Array(room), 0)).toThrow('ECHO_REQUEST');
  });

  it('in JSON too', () => {
    expect(() => fromJson([])).toThrow('expected an object');
    expect(() => fromJson({ version: 4, type: 'ECHO_REQUEST', data: 'abc' })).toThrow('ECHO_REQUEST data: found "abc"');
    expect(() => fromJson({ ...flow, match: [{ field: 'IN_PORT', value: 'nowhere' }] })).toThrow('match[0].value');
    expect(() => fromJson(JSON.parse('{"version":4,"type":"BARRIER_REQUEST","__proto__":1}'))).toThrow('__proto__');
    expect(() => fromJson({ version: 4, type: 'toString' })).toThrow('type');
    expect(() => toJson({ ...flow, cookie: 1 } as unknown as MessageIn)).toThrow('FLOW_MOD cookie');
    expect(() => toJson({ ...flow, command: undefined } as unknown as MessageIn)).toThrow('FLOW_MOD command');
    expect(() => toJson({ ...flow, priority: '1' } as unknown as MessageIn)).toThrow('FLOW_MOD priority');
    expect(() => toJson({ ...flow, instructions: [{}] } as unknown as MessageIn)).toThrow('instructions[0].type');
  });
});

describe('text in a field of fixed size', () => {
  it.each([
    ['plain', '70 6c 61 69 6e'],
    ['été', 'c3 a9 74 c3 a9'],
    ['a\\\\b', '61 5c 62'],
    ['\\x01\\xff', '01 ff'],
    ['a\\x00b', '61 00 62'],
    ['sixteen bytes ok', '7369787465656e206279746573206f6b'],
  ])('%s is these bytes, both ways', (name, bytes) => {
    const desc = { portNo: 1, hwAddr: '02:00:00:00:00:01', name };
    const wire = encodeMessage({ version: 4, type: 'PORT_STATUS', reason: 'ADD', desc });
    const expected = new Uint8Array(16);
    expected.set(hex(bytes));
    expect(wire.subarray(32, 48)).toEqual(expected);
    expect(
      decoded<MessageOf<4, 'PORT_STATUS'>>({ version: 4, type: 'PORT_STATUS', reason: 'ADD', desc }).desc.name,
    ).toBe(name);
  });
});
