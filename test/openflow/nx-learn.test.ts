// learn: what its specs say, which bytes are specs at all, and the mistakes in a value.
import { describe, expect, it } from 'vitest';
import type { Action13, Action13In } from '#openflow/action.ts';
import { decodeMessage, encodeMessage, fromJson, type MessageIn, type MessageOf, toJson } from '#openflow/message.ts';
import type { LearnSpec } from '#openflow/nx-learn.ts';

const packetOut = (action: Action13In): MessageIn => ({ version: 4, type: 'PACKET_OUT', actions: [action] });

/** @returns the action as it decodes */
function decoded(bytes: Uint8Array): Extract<Action13, { type: 'NX_LEARN' }> {
  const result = decodeMessage(bytes);
  if (!result.ok) throw new Error(result.error.message);
  const message = result.message as MessageOf<4, 'PACKET_OUT'>;
  return message.actions[0] as Extract<Action13, { type: 'NX_LEARN' }>;
}

/** @param specs hex of all that is behind the head of a learn, a multiple of 8 bytes */
function withSpecs(specs: string): Uint8Array {
  return encodeMessage(packetOut({ type: 'NX_LEARN', tableId: 1, specs: Buffer.from(specs, 'hex') }));
}

describe('the specs of learn', () => {
  it.each<[string, string, LearnSpec[]]>([
    ['none', '', []],
    [
      'a value of one bit',
      '2001 0001 00010004 001f 00000000',
      [{ type: 'MATCH_VALUE', nBits: 1, value: 1n, dst: 'NXM_NX_REG0', dstOfs: 31 }],
    ],
    [
      'a value of 16 bits and a value of 17',
      '2010 ffff 00010004 0000  2811 0001 0000 00010204 0002',
      [
        { type: 'MATCH_VALUE', nBits: 16, value: 0xffffn, dst: 'NXM_NX_REG0', dstOfs: 0 },
        { type: 'LOAD_VALUE', nBits: 17, value: 0x10000n, dst: 'NXM_NX_REG1', dstOfs: 2 },
      ],
    ],
    [
      'bits above those that count',
      '2004 fff5 00010004 0000 00000000',
      [{ type: 'MATCH_VALUE', nBits: 4, value: 0xfff5n, dst: 'NXM_NX_REG0', dstOfs: 0 }],
    ],
  ])('are %s', (_, hex, specs) => {
    const bytes = withSpecs(hex.replaceAll(' ', ''));
    const action = decoded(bytes);
    expect(action.specs).toEqual(specs);
    expect(Buffer.compare(encodeMessage(packetOut(action)), bytes)).toBe(0);
  });

  it.each([
    ['a spec without bits', '2000 00010004 0000 0000000000000000'],
    ['a destination that is none', '1810 00010004 0000 00000000 00000000'],
    ['a value that is sent out', '3010 0063 00000000'],
    ['a bit of the head that means nothing', '0410 00010004 0000 00010204 0000 0000'],
    ['a spec cut short', '0010 00010004 0000'],
    ['nothing but zeros', '0000 0000 0000 0000'],
    ['more zeros than padding', '1010 00010004 0000 0000000000000000'],
  ])('stay bytes with %s', (_, hex) => {
    const all = hex.replaceAll(' ', '');
    const bytes = withSpecs(all);
    const { specs } = decoded(bytes);
    expect(specs).toBeInstanceOf(Uint8Array);
    expect(
      Buffer.from(specs as Uint8Array)
        .toString('hex')
        .replace(/0+$/, ''),
    ).toBe(all.replace(/0+$/, ''));
    expect(Buffer.compare(encodeMessage(packetOut(decoded(bytes))), bytes)).toBe(0);
    const message = decodeMessage(bytes);
    expect(message.ok && fromJson(toJson(message.message))).toEqual(message.ok && message.message);
  });

  it.each<[string, object, RegExp]>([
    ['a type that is none', { type: 'DROP', nBits: 1 }, /specs\[0\]\.type: found "DROP", expected MATCH, LOAD, OUTPUT/],
    [
      'no bits',
      { type: 'OUTPUT', nBits: 0, src: 'NXM_NX_REG0' },
      /specs\[0\]\.nBits: found 0, expected an integer 1\.\.1023/,
    ],
    [
      'a value that does not fit',
      { type: 'MATCH_VALUE', nBits: 3, value: 0x10000n, dst: 'NXM_NX_REG0' },
      /specs\[0\]\.value: found .*, expected a bigint of 16 bits/,
    ],
    [
      'a value where there is none',
      { type: 'OUTPUT', nBits: 3, value: 1n, src: 'NXM_NX_REG0' },
      /specs\[0\]\.value: .*no value in a spec OUTPUT/,
    ],
    ['no destination', { type: 'MATCH_VALUE', nBits: 3, value: 1n }, /specs\[0\]\.dst/],
    ['a field too many', { type: 'OUTPUT', nBits: 3, src: 'NXM_NX_REG0', dst: 'NXM_NX_REG0' }, /specs\[0\]\.dst/],
  ])('refuse %s', (_, spec, message) => {
    const action = { type: 'NX_LEARN', tableId: 1, specs: [spec] } as unknown as Action13In;
    expect(() => encodeMessage(packetOut(action))).toThrow(message);
  });
});

describe('the field of the result', () => {
  it('is there when the flag says so, and only then', () => {
    const plain = { type: 'NX_LEARN2', tableId: 1, specs: [] } as const;
    expect(() => encodeMessage(packetOut({ ...plain, flags: ['WRITE_RESULT'] }))).toThrow(/resultDst.*WRITE_RESULT/);
    expect(() => encodeMessage(packetOut({ ...plain, resultDst: 'NXM_NX_REG0' }))).toThrow(/resultDst.*WRITE_RESULT/);
    for (const flags of [['WRITE_RESULT'] as const, 4]) {
      const bytes = encodeMessage(packetOut({ ...plain, flags, resultDst: 'NXM_NX_REG0', resultDstOfs: 7 }));
      expect(decoded(bytes)).toMatchObject({ flags: ['WRITE_RESULT'], resultDst: 'NXM_NX_REG0', resultDstOfs: 7 });
    }
    expect(decoded(encodeMessage(packetOut(plain)))).not.toHaveProperty('resultDst');
  });
});
