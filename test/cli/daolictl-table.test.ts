// Text for people: tables, fields, quantities, and what may not reach a terminal.
import { describe, expect, test } from 'vitest';
import { formatAge, formatMicroseconds, formatSince } from '../../src/cli/quantity.ts';
import { type Column, formatFields, formatTable } from '../../src/cli/table.ts';
import { printable, type Terminal } from '../../src/cli/terminal.ts';

const PLAIN: Terminal = { write: () => undefined, note: () => undefined, interactive: false, colours: false };
const COLOURED: Terminal = { ...PLAIN, colours: true };

interface Row {
  readonly name: string;
  readonly count: number | null;
}
const COLUMNS: Column<Row>[] = [
  { title: 'COUNT', cell: ({ count }) => count },
  { title: 'NAME', cell: ({ name }) => name, colour: ({ count }) => (count === null ? 'red' : undefined) },
  { title: 'LAST', cell: () => 'x' },
];

describe('a table', () => {
  test('of no rows is its titles', () => {
    expect(formatTable(PLAIN, [], COLUMNS)).toBe('COUNT  NAME  LAST\n');
  });

  test('sets numbers to the right, words to the left, a dash for nothing, and no space at the end', () => {
    const rows = [
      { name: 'a', count: 1 },
      { name: 'longer', count: 1234567 },
      { name: '', count: null },
    ];
    expect(formatTable(PLAIN, rows, COLUMNS)).toBe(
      '  COUNT  NAME    LAST\n' + '      1  a       x\n' + '1234567  longer  x\n' + '      -  -       x\n',
    );
  });

  test('counts wide characters twice', () => {
    const rows = [
      { name: '道里', count: 1 },
      { name: 'abcd', count: 2 },
    ];
    const [, wide, narrow] = formatTable(PLAIN, rows, COLUMNS).split('\n');
    expect(wide).toBe('    1  道里  x');
    expect(narrow).toBe('    2  abcd  x');
  });

  test('is aligned as before when coloured', () => {
    const rows = [
      { name: 'a', count: null },
      { name: 'abcdef', count: 2 },
    ];
    const coloured = formatTable(COLOURED, rows, COLUMNS);
    expect(coloured).toContain('\u001b[31ma     \u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: takes the colours off again
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(formatTable(PLAIN, rows, COLUMNS));
  });

  test('keeps a row on its line and the terminal in our hands, whatever a name holds', () => {
    const out = formatTable(PLAIN, [{ name: 'a\nb\u001b[2J\u009b31m\u202e', count: 1 }], COLUMNS);
    expect(out.split('\n')).toHaveLength(3);
    expect(out).toContain('a\\u000ab\\u001b[2J\\u009b31m\\u202e');
  });
});

test('fields are aligned; one whose value is undefined is left out', () => {
  expect(
    formatFields(PLAIN, [
      ['a', 1],
      ['longer', null],
      ['gone', undefined],
      ['yes', true],
    ]),
  ).toBe('a       1\nlonger  -\nyes     yes\n');
});

test('printable leaves what people write as it is', () => {
  expect(printable('c1 é 道里 🙂')).toBe('c1 é 道里 🙂');
});

test.each([
  [-5, '0 ms'],
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [59_999, '59 s'],
  [60_000, '1 m 00 s'],
  [3_599_000, '59 m 59 s'],
  [3_600_000, '1 h 00 m'],
  [86_399_000, '23 h 59 m'],
  [86_400_000, '1 d 00 h'],
])('an age of %i ms is %s', (ms, expected) => {
  expect(formatAge(ms)).toBe(expected);
});

test('a time that is yet to come, by another clock, is now', () => {
  expect(formatSince('2024-05-01T10:00:05.000Z', Date.parse('2024-05-01T10:00:00.000Z'))).toBe('0 ms');
  expect(formatSince(null, 0)).toBeNull();
});

test.each([
  [0, '0.00 µs'],
  [0.064, '0.06 µs'],
  [9.99, '9.99 µs'],
  [18.46, '18.5 µs'],
  [3200, '3.2 ms'],
  [137_438_000, '137.44 s'],
])('%d microseconds are written as %s', (us, expected) => {
  expect(formatMicroseconds(us)).toBe(expected);
});
