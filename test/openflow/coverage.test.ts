// The vectors cover 1.0 and 1.3 whole, and of 1.4 and 1.5 what they added. COVERAGE.md says which vector covers what; `vitest run --update` writes it anew.
import { expect, it } from 'vitest';
import { toHex } from '#openflow/bytes.ts';
import { everyPoint, pointsOf } from './coverage.ts';
import { VECTORS } from './vectors/all.ts';

/** How many vectors a row of the table names. */
const NAMED = 2;

const points = everyPoint();
/** Names of vectors by section and point. */
const covering = new Map<string, string[]>();
for (const { name, value } of VECTORS) {
  const seen = new Set<string>();
  pointsOf(value, (section, point) => seen.add(`${section}: ${point}`));
  for (const key of seen) covering.set(key, [...(covering.get(key) ?? []), name]);
}

it('there are at least 250 vectors of 1.0 and 1.3, each of its own bytes and name', () => {
  const spoken = VECTORS.filter(({ value }) => value.version === 1 || value.version === 4);
  expect(new Set(spoken.map(({ bytes }) => toHex(bytes))).size).toBe(spoken.length);
  expect(new Set(spoken.map(({ name }) => name)).size).toBe(spoken.length);
  expect(spoken.length).toBeGreaterThanOrEqual(250);
});

it('there are vectors for all that the tables have', () => {
  const open = [...points].flatMap(([section, all]) => [...all].map((point) => `${section}: ${point}`));
  expect(open.filter((key) => !covering.has(key))).toEqual([]);
});

it('no vector covers what the tables do not have', () => {
  const known = new Set([...points].flatMap(([section, all]) => [...all].map((point) => `${section}: ${point}`)));
  expect([...covering.keys()].filter((key) => !known.has(key))).toEqual([]);
});

it('the table of it is current', async () => {
  await expect(table()).toMatchFileSnapshot('COVERAGE.md');
});

/** A vector that is about one thing has a short name, and comes first. */
function table(): string {
  const lines = [
    '# What the vectors cover of OpenFlow 1.0, 1.3, 1.4 and 1.5',
    '',
    'Of 1.4 and 1.5 these are every message and multipart type, and inside of them what the version has changed or added; the parts',
    'that it has from an earlier version are covered there.',
    'Each vector is tried in both directions. Written by `npx vitest run --project unit test/openflow/coverage.test.ts --update`.',
    '`opaque` is a number without a name. Of several vectors that cover a row, the table names the two with the shortest names.',
  ];
  for (const [section, all] of points) {
    lines.push('', `## ${section}`, '');
    for (const point of all) {
      const names = covering.get(`${section}: ${point}`) ?? [];
      const shown = names.toSorted((a, b) => a.length - b.length).slice(0, NAMED);
      const more = names.length > NAMED ? '; ...' : '';
      lines.push(`- ${point}: ${shown.join('; ') || '**none**'}${more}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
