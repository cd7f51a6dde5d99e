// What a peer may send that is no message: cut short, too long, lengths that lie. Each is an answer that names the field,
// never an exception and never a loop without end.
import { describe, expect, it } from 'vitest';
import { type DecodeError, decodeMessage, encodeMessage } from '#openflow/message.ts';
import { expectSameButPadding } from './same-but-padding.ts';
import { VECTORS } from './vectors/all.ts';
import { hex } from './vectors/vector.ts';

function errorOf(bytes: Uint8Array): DecodeError {
  const result = decodeMessage(bytes);
  if (result.ok) throw new Error(`expected an error, got ${result.message.type}`);
  return result.error;
}

function withLength(bytes: Uint8Array, length: number): Uint8Array {
  const changed = bytes.slice();
  changed[2] = length >>> 8;
  changed[3] = length;
  return changed;
}

describe.each(VECTORS)('$name', ({ bytes }) => {
  it('is refused at every length that its header does not say', () => {
    for (let length = 0; length < bytes.length; length++) {
      const error = errorOf(bytes.slice(0, length));
      expect(error.field).toBe(length < 8 ? '' : 'length');
      expect(error.offset).toBe(length < 8 ? 0 : 2);
    }
  });

  it('cut anywhere, with a header that says so, is a message or an error inside it', () => {
    for (let length = 8; length < bytes.length; length++) {
      const cut = withLength(bytes.slice(0, length), length);
      const result = decodeMessage(cut);
      if (result.ok) expectSameButPadding(cut, encodeMessage(result.message));
      else {
        expect(result.error.offset).toBeLessThanOrEqual(length);
        expect(result.error.message).toContain('found');
      }
    }
  });

  it('is read no further than its length: bytes behind it change nothing', () => {
    for (let length = 8; length < bytes.length; length++) {
      const cut = withLength(bytes, length);
      const other = cut.slice();
      other.fill(0xff, length);
      expect(decodeMessage(other)).toEqual(decodeMessage(cut));
    }
  });

  it('with any one bit turned over is a message that encodes again, or an error', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >>> 3]! ^= 0x80 >>> (bit & 7);
      const result = decodeMessage(flipped);
      if (result.ok) expectSameButPadding(flipped.subarray(0, result.end), encodeMessage(result.message));
      else expect(result.error.message).toContain('expected');
    }
  });

  it('with any length field made zero or as long as can be does not loop', () => {
    for (let at = 8; at + 1 < bytes.length; at += 2) {
      for (const length of [0, 1, 3, 4, 0xffff]) {
        const changed = bytes.slice();
        changed[at] = length >>> 8;
        changed[at + 1] = length;
        const result = decodeMessage(changed);
        if (result.ok) expectSameButPadding(changed, encodeMessage(result.message));
      }
    }
  });

  it('made longer by a byte is a longer message or an error at its end', () => {
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(withLength(bytes, bytes.length + 1));
    const result = decodeMessage(longer);
    if (result.ok) expectSameButPadding(longer, encodeMessage(result.message));
    else expect(result.error.offset).toBeGreaterThan(0);
  });
});

/** A 1.3 FLOW_MOD up to its match. */
const FLOW_MOD = `${'00'.repeat(8)}${'00'.repeat(8)} 00 00 0000 0000 0001 ffffffff ffffffff ffffffff 0000 0000`;

function message(version: number, type: number, body: string): Uint8Array {
  const rest = hex(body);
  return Uint8Array.from([version, type, (rest.length + 8) >>> 8, (rest.length + 8) & 0xff, 0, 0, 0, 1, ...rest]);
}

describe('an error names the field, its offset, what was found and what was allowed', () => {
  const cases: [string, Uint8Array, Partial<DecodeError>][] = [
    ['nothing at all', hex(''), { type: 'OpenFlow header', field: '', offset: 0, found: '0 bytes' }],
    ['a header with a length of 7', hex('0402000700000001'), { type: 'ECHO_REQUEST', field: 'length', offset: 2 }],
    ['a version that is not spoken', hex('0302000800000001'), { field: 'version', offset: 0, version: 3 }],
    ['a type that 1.3 does not have', hex('041e000800000001'), { field: 'type', offset: 1, found: '30' }],
    ['a type that 1.0 does not have', hex('0116000800000001'), { field: 'type', offset: 1, found: '22' }],
    ['bytes behind a barrier', hex('0414000900000001ff'), { type: 'BARRIER_REQUEST', field: '', offset: 8 }],
    ['a match of the type of 1.1', message(4, 14, `${FLOW_MOD} 0000 0058`), { field: 'match.type', offset: 48 }],
    ['a match shorter than its header', message(4, 14, `${FLOW_MOD} 0001 0003 00000000`), { field: 'match.length' }],
    ['a match longer than the message', message(4, 14, `${FLOW_MOD} 0001 0100 00000000`), { field: 'match.length' }],
    [
      'a match field longer than the match',
      message(4, 14, `${FLOW_MOD} 0001 000a 80000004 0000 000000000000`),
      { field: 'match[0].length', offset: 55 },
    ],
    [
      'an in_port of 2 bytes',
      message(4, 14, `${FLOW_MOD} 0001 000a 80000002 0001 000000000000`),
      { field: 'match[0].IN_PORT.length', found: 'length 2', allowed: '4' },
    ],
    [
      'a match field of no bytes',
      message(4, 14, `${FLOW_MOD} 0001 0008 80000a00`),
      { field: 'match[0].ETH_TYPE.length', found: 'length 0', allowed: '2' },
    ],
    [
      'a mask on a field that takes none',
      message(4, 14, `${FLOW_MOD} 0001 000c 80000108 0000 000000000000`.replace('000c', '0010')),
      { field: 'match[0].IN_PORT', found: 'a mask' },
    ],
    [
      'a value with more bits than the field has',
      message(4, 14, `${FLOW_MOD} 0001 0009 80000e01 08 00000000000000`),
      { field: 'match[0].VLAN_PCP', found: '8', allowed: 'an integer 0..7' },
    ],
    [
      'an instruction of no bytes',
      message(4, 14, `${FLOW_MOD} 0001000400000000 0004 0000 00000000`),
      { field: 'instructions[0].length', offset: 58, found: 'length 0' },
    ],
    [
      'an instruction longer than the message',
      message(4, 14, `${FLOW_MOD} 0001000400000000 0004 0010 00000000`),
      { field: 'instructions[0].length', offset: 58, found: 'length 16' },
    ],
    [
      'an action of no bytes',
      message(4, 14, `${FLOW_MOD} 0001000400000000 0004 0010 00000000 0000 0000 00000001`),
      { field: 'instructions[0].actions[0].length', offset: 66, found: 'length 0' },
    ],
    [
      'an action whose length is no multiple of 8',
      message(4, 14, `${FLOW_MOD} 0001000400000000 0004 0018 00000000 0012 000c 00000001 00000000 00000000`),
      { field: 'instructions[0].actions[0].length', found: 'length 12' },
    ],
    [
      'an action with more in it than it has fields',
      message(4, 14, `${FLOW_MOD} 0001000400000000 0004 0018 00000000 0012 0010 00000000 00000000 00000000`),
      { field: 'instructions[0].actions[0]', found: '8 bytes more' },
    ],
    [
      'an action too short for its fields',
      message(4, 14, `${FLOW_MOD} 0001000400000000 0004 0010 00000000 0000 0008 00000001`),
      { field: 'instructions[0].actions[0].maxLen', found: '0 bytes left' },
    ],
    [
      'actions_len longer than a packet-out',
      message(4, 13, 'ffffffff fffffffd 0010 000000000000 00000000'),
      { type: 'PACKET_OUT', field: 'actions', offset: 16 },
    ],
    [
      'a 1.0 actions_len that cuts an action',
      message(1, 13, 'ffffffff ffff 0004 00000008 00010000'),
      { type: 'PACKET_OUT', field: 'actions[0].length', offset: 18 },
    ],
    ['a port of 1.0 cut short', message(1, 12, `00${'00'.repeat(7)}${'00'.repeat(40)}`), { field: 'desc.supported' }],
    [
      'flow stats of no bytes',
      message(4, 19, `0001 0000 00000000 0000 ${'00'.repeat(54)}`),
      { type: 'MULTIPART_REPLY', field: 'flows[0].length', offset: 16 },
    ],
    [
      'a meter band of no bytes',
      message(4, 29, '0000 0001 00000001 0001 0000'),
      { field: 'bands[0].length', offset: 18 },
    ],
    ['a hello element of no bytes', message(4, 0, '0001 0000 00000012'), { field: 'elements[0].length', offset: 10 }],
    ['a bitmap of three bytes', message(4, 0, '0001 0007 000012 00'), { field: 'elements[0].versions' }],
    [
      'a bundle in a bundle',
      message(4, 4, '4f4e4600 000008fd 00000001 0000 0000 04040018 00000001 4f4e4600 000008fd 00000001 0000 0000'),
      { type: 'BUNDLE_ADD_MESSAGE', field: 'message.message' },
    ],
    [
      'a message in a bundle that is longer than the bundle',
      message(4, 4, '4f4e4600 000008fd 00000001 0000 0000 04140010 00000001'),
      { type: 'BUNDLE_ADD_MESSAGE', field: 'message.length', offset: 26 },
    ],
    [
      'a 1.4 port shorter than its fields',
      message(5, 12, `00 ${'00'.repeat(7)} 00000001 0008 ${'00'.repeat(34)}`),
      { type: 'PORT_STATUS', field: 'desc.hwAddr', offset: 24 },
    ],
    [
      'a 1.4 port longer than the message',
      message(5, 12, `00 ${'00'.repeat(7)} 00000001 0029 ${'00'.repeat(34)}`),
      { field: 'desc.length', offset: 20, found: 'length 41' },
    ],
    [
      'a property of no bytes',
      message(5, 17, '00 000000 00000000 0002 0000'),
      { type: 'TABLE_MOD', field: 'properties[0].length', offset: 18, found: 'length 0' },
    ],
    [
      'a property with more in it than it has fields',
      message(5, 17, '00 000000 00000000 0002 000c 00000001 00000000 00000000'),
      { field: 'properties[0]', offset: 24, found: '4 bytes more' },
    ],
    [
      'a property without its padding',
      message(5, 17, '00 000000 00000000 ffff 000d 000004d2 00000001 ee'),
      { field: 'properties[0]', offset: 29 },
    ],
    [
      'an experimenter property without its type',
      message(5, 28, 'fffe 0008 000004d2'),
      { type: 'SET_ASYNC', field: 'properties[0].expType', offset: 16 },
    ],
    [
      'an update of a flow monitor of no bytes, whose length comes first',
      message(5, 19, '0010 0000 00000000 0000 0004 00000000'),
      { field: 'updates[0].length', offset: 16, found: 'length 0' },
    ],
    [
      'a monitor whose match is longer than the message',
      message(5, 18, '0010 0000 00000000 00000001 ffffffff ffffffff 0001 ff 00 0001 0010 00000000'),
      { field: 'monitors[0].match.length', offset: 34 },
    ],
    [
      'a 1.5 packet-out with an actions_len longer than what is behind the match',
      message(6, 13, 'ffffffff 0010 0000 0001 0004 00000000 0000 0008'),
      { type: 'PACKET_OUT', field: 'actions', offset: 12, found: 'length 16' },
    ],
    [
      'a 1.5 packet-out whose match eats the actions',
      message(6, 13, 'ffffffff 0008 0000 0001 0010 80000004 00000001 80000004'),
      { type: 'PACKET_OUT', field: 'match[1].length', offset: 31 },
    ],
    [
      'a 1.5 bucket_array_len longer than the group-mod',
      message(6, 15, '0000 00 00 00000001 0010 0000 ffffffff 0008 0000 00000001'),
      { type: 'GROUP_MOD', field: 'buckets', offset: 16, found: 'length 16' },
    ],
    [
      'a 1.5 action_array_len longer than its bucket',
      message(6, 15, '0000 00 00 00000001 0008 0000 ffffffff 0008 0008 00000001 0000000800000000'),
      { type: 'GROUP_MOD', field: 'buckets[0].actions', offset: 26, found: 'length 8' },
    ],
    [
      'a 1.5 statistic longer than the statistics',
      message(6, 19, '0002 0000 00000000 0000 0008 80020408 00000000'),
      { field: 'stats[0].length', offset: 23, found: 'length 8' },
    ],
    [
      'a 1.5 packet count of 4 bytes',
      message(6, 19, '0002 0000 00000000 0000 000c 80020804 00000001 00000000'),
      { field: 'stats[0].PACKET_COUNT.value' },
    ],
    [
      'a 1.5 flow count of 8 bytes',
      message(6, 19, '0002 0000 00000000 0000 0010 80020608 0000000000000001'),
      { field: 'stats[0].FLOW_COUNT', found: '4 bytes more' },
    ],
    [
      'statistics of a length less than their header',
      message(6, 19, '0002 0000 00000000 0000 0003 00000000'),
      { field: 'stats.length', offset: 18, found: 'length 3' },
    ],
    [
      'a copy-field with one field',
      message(6, 13, 'ffffffff 0010 0000 0001 0004 00000000 001c 0010 0001 0000 0000 0000 80000004'),
      { field: 'actions[0].oxmIds[1]', offset: 40 },
    ],
    [
      'a request-forward of a request-forward',
      message(5, 32, '05200010 00000001 05140008 00000001'),
      { type: 'REQUESTFORWARD', field: 'request.request', offset: 16 },
    ],
    [
      'a bundle-add in a request-forward',
      message(6, 32, '06220018 00000001 00000001 0000 0000 06140008 00000001'),
      { type: 'REQUESTFORWARD', field: 'request.message' },
    ],
    [
      'a request-forward without a request',
      message(5, 32, ''),
      { type: 'REQUESTFORWARD', field: 'request', found: '0 bytes' },
    ],
    ['a type that 1.4 does not have', hex('0516000800000001'), { field: 'type', offset: 1, found: '22' }],
    ['a type that came with 1.5', hex('0523000800000001'), { field: 'type', offset: 1, found: '35' }],
    ['a 1.3 experimenter error cut short', message(4, 1, 'ffff 0001 4f4e'), { type: 'ERROR', field: 'experimenter' }],
  ];

  it.each(cases)('%s', (_, bytes, expected) => {
    expect(errorOf(bytes)).toMatchObject(expected);
  });

  it('is one sentence', () => {
    const error = errorOf(message(4, 14, `${FLOW_MOD} 0001000400000000 0004 0010 00000000 0000 0000 00000001`));
    expect(error.message).toBe(
      'FLOW_MOD instructions[0].actions[0].length at byte 66: found length 0, expected 4..8, the bytes left, a multiple of 8',
    );
    expect(error.xid).toBe(1);
  });
});

describe('the longest messages there are', () => {
  it.each([[0x00], [0x01], [0x08], [0xff]])('of every type, filled with %d, are each a message or an error', (fill) => {
    for (const version of [1, 4, 5, 6]) {
      for (let type = 0; type < 36; type++) {
        for (const kind of [0, 1, 4, 13, 16, 0xffff]) {
          const bytes = new Uint8Array(0xffff).fill(fill);
          bytes.set([version, type, 0xff, 0xff, 0, 0, 0, 1, kind >>> 8, kind & 0xff]);
          const result = decodeMessage(bytes);
          if (result.ok) expectSameButPadding(bytes, encodeMessage(result.message));
        }
      }
    }
  });

  it('full of the smallest parts are decoded and encoded', () => {
    const actions = message(1, 13, `ffffffff ffff ffe8 ${'0003000800000000'.repeat(8189)}`);
    const fields = message(4, 14, `${FLOW_MOD} 0001 f004 ${'8000fe00'.repeat(0xf000 / 4)} 00000000`);
    const ports = message(4, 19, `000d 0000 00000000 ${'00'.repeat(64 * 1023)}`);
    for (const bytes of [actions, fields, ports]) {
      const result = decodeMessage(bytes);
      expect(result.ok && encodeMessage(result.message)).toEqual(bytes);
    }
  });
});

describe('what the specification tells a receiver to take', () => {
  it('padding that is not zero is taken and written as zeros', () => {
    const odd = hex('04 18 00 18 00 00 00 2d 00 00 00 01 de ad be ef 00 00 00 00 00 00 00 00');
    const result = decodeMessage(odd);
    expect(result).toMatchObject({ ok: true, message: { type: 'ROLE_REQUEST', role: 'EQUAL' } });
    if (!result.ok) return;
    const again = encodeMessage(result.message);
    expect([...again.subarray(12, 16)]).toEqual([0, 0, 0, 0]);
    expect([...again.subarray(0, 12)]).toEqual([...odd.subarray(0, 12)]);
  });

  it('a second message behind the first is left where it is', () => {
    const two = hex('0402000800000001 0403000800000002');
    const first = decodeMessage(two);
    expect(first).toMatchObject({ ok: true, end: 8, message: { type: 'ECHO_REQUEST' } });
    expect(decodeMessage(two, 8)).toMatchObject({ ok: true, end: 16, message: { type: 'ECHO_REPLY', xid: 2 } });
  });

  it('a bundle as deep as a message can hold does not exhaust the stack', () => {
    let inner = message(4, 20, '');
    for (let i = 0; i < 300; i++) {
      const body = `4f4e4600 000008fd 00000001 0000 0000 ${Buffer.from(inner).toString('hex')}`;
      inner = message(4, 4, body);
    }
    expect(decodeMessage(inner)).toMatchObject({
      ok: false,
      error: { found: 'a carried message that carries one itself' },
    });
  });

  it('decoded values do not alias the bytes they came from', () => {
    const bytes = hex('0402000b00000009 70696e');
    const result = decodeMessage(bytes);
    bytes.fill(0);
    expect(result).toMatchObject({ ok: true, message: { data: hex('70696e') } });
  });
});
