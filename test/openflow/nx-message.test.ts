// What of Nicira's messages the vectors do not show: lengths that lie, what may be left out, and what stays opaque.
import { describe, expect, it } from 'vitest';
import { toHex } from '#openflow/bytes.ts';
import { decodeMessage, encodeMessage, type MessageIn } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { hex } from './vectors/vector.ts';

/** A VENDOR message of Nicira; the body starts at byte 16. */
function nxt(subtype: number, body: string, vendor = '00002320'): Uint8Array {
  const rest = hex(body);
  return Uint8Array.from([1, 4, 0, 16 + rest.length, 0, 0, 0, 1, ...hex(vendor), 0, 0, 0, subtype, ...rest]);
}

/** Statistics of Nicira; the body starts at byte 24. */
function nxst(subtype: number, reply: boolean, body: string): Uint8Array {
  const rest = hex(body);
  const head = [1, reply ? 17 : 16, 0, 24 + rest.length, 0, 0, 0, 1, 0xff, 0xff, 0, 0, 0, 0, 0x23, 0x20];
  return Uint8Array.from([...head, 0, 0, 0, subtype, 0, 0, 0, 0, ...rest]);
}

const FLOW_MOD = '0000000000000000 0000 0000 0000 0001 ffffffff ffff 0000';
const FLOW_STATS = '01 00 00000000 00000000 0000 0000 0000';

describe('a message of Nicira that lies', () => {
  const cases: [string, Uint8Array, string, number, string][] = [
    [
      'a match longer than the message',
      nxt(13, `${FLOW_MOD} 0009 000000000000 00000002 0001 0000`),
      'match',
      40,
      'length 9',
    ],
    [
      'a match that cuts a field',
      nxt(13, `${FLOW_MOD} 0005 000000000000 00000002 0001 0000`),
      'match[0].length',
      51,
      'length 2',
    ],
    [
      'a match without its padding',
      nxt(13, `${FLOW_MOD} 0006 000000000000 00000002 0001`),
      'match',
      54,
      '0 bytes left',
    ],
    [
      'actions behind the match that are cut',
      nxt(13, `${FLOW_MOD} 0000 000000000000 ffff 0010 00002320`),
      'actions[0].length',
      50,
      'length 16',
    ],
    ['a role cut short', nxt(10, '0000'), 'role', 16, '2 bytes left'],
    ['a role with more behind it', nxt(10, '00000001 00'), '', 20, '1 bytes more'],
    ['a map cut short', nxt(24, '0000 000000000000 ffff 80'), 'maps[0].optionLen', 27, '0 bytes left'],
    ['a property longer than the message', nxt(30, '0000 0009 00000000'), 'properties[0].length', 18, 'length 9'],
    ['a property shorter than itself', nxt(30, '0000 0003 00000000'), 'properties[0].length', 18, 'length 3'],
    ['a table of two bytes', nxt(30, '0003 0006 0102 0000'), 'properties[0]', 21, '1 bytes more'],
    [
      'metadata that are cut',
      nxt(30, '0006 0009 80000408 01 00000000000000'),
      'properties[0].match[0].length',
      23,
      'length 8',
    ],
    ['statistics of no bytes', nxst(0, true, `0000 ${FLOW_STATS}`), 'flows[0].length', 24, 'length 0'],
    [
      'statistics with a match longer than they are',
      nxst(0, true, `0030 ${FLOW_STATS} 0008 0000 0000 ${'00'.repeat(24)}`),
      'flows[0].match',
      42,
      'length 8',
    ],
    ['an update of no bytes', nxst(2, true, '0000 0003 00000000'), 'updates[0].length', 24, 'length 0'],
    [
      'an update that is no multiple of 8',
      nxst(2, true, '000c 0003 00000000 00000000'),
      'updates[0].length',
      24,
      'length 12',
    ],
    [
      'a monitor with a match longer than the message',
      nxst(2, false, '00000001 0001 ffff 0008 ff 0000000000'),
      'monitors[0].match',
      32,
      'length 8',
    ],
  ];
  it.each(cases)('%s', (_, bytes, field, offset, found) => {
    expect(decodeMessage(bytes)).toMatchObject({ ok: false, error: { field, offset, found } });
  });
});

describe('what may be left out of a message of Nicira', () => {
  it.each<[string, MessageIn, string]>([
    [
      'all of a flow-mod but its command',
      { version: 1, type: 'NXT_FLOW_MOD', command: 'ADD' },
      `0104003000000000 00002320 0000000d ${'00'.repeat(8)} 0000 0000 0000 8000 ffffffff ffff 0000 0000 000000000000`,
    ],
    [
      'what flows statistics are about',
      { version: 1, type: 'STATS_REQUEST', statsType: 'NXST_FLOW' },
      '0110002000000000 ffff 0000 00002320 00000000 00000000 ffff 0000 ff 000000',
    ],
    [
      'what a monitor watches',
      {
        version: 1,
        type: 'STATS_REQUEST',
        statsType: 'NXST_FLOW_MONITOR',
        monitors: [{ id: 1, flags: ['ADD'], match: [oxm('NXM_OF_IN_PORT', 1)] }],
      },
      '0110003000000000 ffff 0000 00002320 00000002 00000000 00000001 0002 ffff 0006 ff 0000000000 00000002 0001 0000',
    ],
    [
      'the maps of a table that is cleared',
      { version: 4, type: 'NXT_TLV_TABLE_MOD', command: 'CLEAR' },
      '0404001800000000 00002320 00000018 0002 000000000000',
    ],
  ])('%s', (_, message, bytes) => {
    expect(toHex(encodeMessage(message))).toBe(bytes.replaceAll(' ', ''));
  });
});

describe('opaque stays', () => {
  it.each([
    ['a message of an unknown subtype', nxt(99, '0102'), { type: 'VENDOR', vendor: 0x2320, data: hex('000000630102') }],
    ['a message of another vendor', nxt(10, '00000001', '00002321'), { type: 'VENDOR', vendor: 0x2321 }],
    [
      'statistics of an unknown subtype',
      nxst(99, true, '01'),
      { type: 'STATS_REPLY', statsType: 'VENDOR', vendor: 0x2320 },
    ],
  ])('%s', (_, bytes, message) => {
    const result = decodeMessage(bytes);
    expect(result).toMatchObject({ ok: true, message });
    expect(result.ok && toHex(encodeMessage(result.message))).toBe(toHex(bytes));
  });

  it('a message that 1.3 does not have: it has one of its own, or of ONF', () => {
    for (const subtype of [12, 21, 22, 23]) {
      const bytes = nxt(subtype, '00000001');
      bytes[0] = 4;
      expect(decodeMessage(bytes)).toMatchObject({ ok: true, message: { type: 'EXPERIMENTER', expType: subtype } });
    }
  });
});
