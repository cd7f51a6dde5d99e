// How two peers settle on a version.
import { describe, expect, it } from 'vitest';
import { type HelloValue, helloVersions, negotiateVersion } from '#openflow/hello.ts';
import { decodeMessage, encodeMessage } from '#openflow/message.ts';

const OURS = [1, 4];

function hello(version: number, bitmap?: number[]): HelloValue {
  const elements = bitmap === undefined ? [] : [{ type: 'VERSIONBITMAP' as const, versions: bitmap }];
  const decoded = decodeMessage(encodeMessage({ version, type: 'HELLO', xid: 1, elements }));
  if (!decoded.ok || decoded.message.type !== 'HELLO') throw new Error('a HELLO decodes');
  return decoded.message;
}

describe('the version', () => {
  const cases: [string, HelloValue, number | undefined][] = [
    ['no common version in the bitmaps', hello(6, [2, 3, 5, 6]), undefined],
    ['an empty bitmap', hello(4, []), undefined],
    ['no bitmap and a version below ours that we do not speak', hello(3), undefined],
    ['no bitmap and version 0', hello(0), undefined],
    ['a bitmap that has less than the header says', hello(4, [1]), 1],
    ['a bitmap with both', hello(4, [1, 4]), 4],
    ['a bitmap with more', hello(6, [1, 2, 3, 4, 5, 6]), 4],
    ['a bitmap of two words', hello(6, [4, 40]), 4],
    ['no bitmap and 1.0', hello(1), 1],
    ['no bitmap and 1.3', hello(4), 4],
    ['no bitmap and a later version: our highest is the lower one', hello(6), 4],
  ];
  it.each(cases)('%s', (_, theirs, expected) => {
    expect(negotiateVersion(OURS, theirs)).toBe(expected);
  });

  it('is 1.0 when we speak nothing else', () => {
    expect(negotiateVersion([1], hello(4, [1, 4]))).toBe(1);
    expect(negotiateVersion([1], hello(4))).toBe(1);
  });

  it('is the highest in common when we speak all four', () => {
    const all = [1, 4, 5, 6];
    expect(negotiateVersion(all, hello(6, [1, 4, 5, 6]))).toBe(6);
    expect(negotiateVersion(all, hello(5, [1, 5]))).toBe(5);
    expect(negotiateVersion(all, hello(7, [1, 2, 3, 4, 7]))).toBe(4);
    expect(negotiateVersion(all, hello(5))).toBe(5);
    expect(negotiateVersion(all, hello(9))).toBe(6);
    expect(negotiateVersion(all, hello(3))).toBeUndefined();
  });

  it('of a HELLO without a bitmap is undefined as a list', () => {
    expect(helloVersions(hello(4))).toBeUndefined();
    expect(helloVersions(hello(4, [4, 1]))).toEqual([1, 4]);
  });
});

it('a 1.0 HELLO with a body that makes no sense is taken, and not a 1.3 one', () => {
  const body = [0, 1, 0, 0, 9, 9];
  const old = decodeMessage(Uint8Array.from([1, 0, 0, 14, 0, 0, 0, 1, ...body]));
  expect(old).toMatchObject({ ok: true, message: { elements: [], data: Uint8Array.from(body) } });
  const now = decodeMessage(Uint8Array.from([4, 0, 0, 14, 0, 0, 0, 1, ...body]));
  expect(now).toMatchObject({ ok: false, error: { field: 'elements[0].length' } });
});

it('a bitmap with fewer words than its versions need is a mistake', () => {
  const elements = [{ type: 'VERSIONBITMAP' as const, versions: [40], words: 1 }];
  expect(() => encodeMessage({ version: 4, type: 'HELLO', elements })).toThrow('HELLO elements[0].words: found 1');
});

describe('the longest HELLO there is', () => {
  function longest(fill: number): Uint8Array {
    const bytes = new Uint8Array(65528).fill(fill);
    bytes.set([4, 0, 0xff, 0xf8, 0, 0, 0, 1, 0, 1, 0xff, 0xf0]);
    return bytes;
  }

  it('with every bit set is refused at the first version that no header can hold', () => {
    const result = decodeMessage(longest(0xff));
    expect(result).toMatchObject({ ok: false, error: { field: 'elements[0].versions', offset: 12 + 8 * 4 } });
  });

  it('with no bit set is taken, and survives a round trip', () => {
    const result = decodeMessage(longest(0));
    expect(result.ok && encodeMessage(result.message)).toEqual(longest(0));
  });
});
