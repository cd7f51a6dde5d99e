import { describe, expect, it } from 'vitest';
import * as counters from '#shm/counters.ts';
import { CHANNEL_COUNTERS, OUTCOME_COUNT, OUTCOMES, WORKER_COUNTERS } from '#shm/counters.ts';
import { COUNTER_BLOCK_BYTES } from '#shm/layout.ts';

/** Every constant of the file that is an index into a block: `DENIED_RULE` → 12. */
const indexes = Object.entries(counters).filter((entry): entry is [string, number] => {
  return typeof entry[1] === 'number' && entry[0] !== 'OUTCOME_COUNT';
});
const described = [...WORKER_COUNTERS, ...CHANNEL_COUNTERS];

describe('the counters', () => {
  it('describe each outcome at its constant, under its name', () => {
    const outcomes = indexes.filter(([, index]) => index < OUTCOME_COUNT);
    expect(outcomes).toHaveLength(OUTCOMES.length);
    for (const [name, index] of outcomes) expect(OUTCOMES[index]!.name).toBe(name.toLowerCase());
  });

  it('name each outcome of a kind by the kind', () => {
    for (const { name, kind } of OUTCOMES) {
      const told = /^(denied|dropped)_/.exec(name)?.[1] ?? 'answered';
      expect([name, kind]).toEqual([name, told]);
    }
  });

  it('describe every other constant exactly once, at its index, under its name', () => {
    const others = indexes.filter(([, index]) => index >= OUTCOME_COUNT);
    expect(described.map(({ index, name }) => [name, index]).sort()).toEqual(
      others.map(([name, index]) => [name.toLowerCase(), index]).sort(),
    );
  });

  it('share no index and no name, and fit a block', () => {
    expect(new Set(indexes.map(([, index]) => index)).size).toBe(indexes.length);
    const names = [...OUTCOMES, ...described].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [, index] of indexes) expect(index).toBeLessThan(COUNTER_BLOCK_BYTES / 8);
  });

  it('say what they count', () => {
    for (const { name, help } of [...OUTCOMES, ...described]) expect(help, name).toMatch(/^\S.{8,}[^.\s]$/);
  });
});
