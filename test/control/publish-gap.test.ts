// Changes that come close together are put in force together: each time has every worker judge its sessions again.

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { validateInventory } from '#model/inventory.ts';
import { SESSIONS_HIGH_WATER } from '#shm/layout.ts';
import { makeWorld, TWO_HOSTS } from './world.ts';

/** The inventory with so many policies, each another pair. */
function withPolicies(count: number) {
  const pairs = [
    ['c1', 'c2'],
    ['c1', 'c3'],
    ['c1', 'c4'],
    ['c2', 'c3'],
  ];
  const policies = pairs.slice(0, count).map(([a, b]) => ({ a: a!, b: b!, action: 'disconnect' }));
  return validateInventory({ ...structuredClone(TWO_HOSTS), policies }, 'test');
}

test('the first change is in force at once, those right after it together when the gap is over', async () => {
  const { control, turn, tables } = makeWorld(['publishGapMs=30']);
  turn(1000);
  const before = tables.version;
  control.apply(withPolicies(1));
  expect([tables.version, control.publisher.nextVersion]).toEqual([before + 1, before + 1]);
  for (const count of [2, 3, 4]) {
    control.apply(withPolicies(count));
    turn(1);
    expect([tables.version, control.publisher.nextVersion]).toEqual([before + 1, before + 2]);
  }
  expect(control.publisher.endpoints.pairCount).toBe(1);
  turn(30);
  expect(tables.version).toBe(before + 2);
  expect(control.publisher.endpoints.pairCount).toBe(4);
});

test('what waits is put in force though nothing else happens', async () => {
  const { control, turn, tables, pass } = makeWorld(['publishGapMs=20']);
  turn(1000);
  const before = tables.version;
  control.apply(withPolicies(1));
  control.apply(withPolicies(2));
  expect(tables.version).toBe(before + 1);
  // The world's clock goes by itself: a timer that finds it too early tries again.
  for (let looks = 0; looks < 200 && tables.version === before + 1; looks++) {
    await sleep(5);
    pass(5);
  }
  expect(tables.version).toBe(before + 2);
});

test('the more sessions there are to look at, the longer they wait: a million, for 16 ms', () => {
  const { control, turn, tables, memory } = makeWorld(['publishGapMs=1']);
  turn(1000);
  new Int32Array(memory.sessions[0]!)[SESSIONS_HIGH_WATER] = 1_000_000;
  const before = tables.version;
  control.apply(withPolicies(1));
  control.apply(withPolicies(2));
  turn(14);
  expect(tables.version).toBe(before + 1);
  turn(3);
  expect(tables.version).toBe(before + 2);
});
