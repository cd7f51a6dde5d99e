// What is compiled into the tables, read as workers read it, against an evaluator that knows no tables: random
// inventories, and each again and again after a random change.

import { describe, expect, test } from 'vitest';
import { ControlCounters } from '#control/counters.ts';
import { changesBetween } from '#control/inventory-changes.ts';
import { Publisher } from '#control/publisher.ts';
import {
  VERDICT_ALLOW,
  VERDICT_REASON_DEFAULT,
  VERDICT_REASON_GROUP,
  VERDICT_REASON_NETWORK,
  VERDICT_REASON_POLICY,
  VERDICT_REASON_RULE,
  VERDICT_UNIFORM,
  VerdictReader,
  verdictReason,
  verdictRule,
} from '#dataplane/verdict.ts';
import { EMPTY_INVENTORY, type Inventory } from '#model/inventory.ts';
import { Tables } from '#shm/tables.ts';
import { judge, type Protocol } from '../reference/evaluator.ts';
import {
  below,
  PORTS,
  pick,
  type Random,
  randomInventory,
  randomOf,
  SMALL_INVENTORY,
} from '../reference/random-inventory.ts';
import { takeSeed } from '../reference/seed.ts';
import { mutate } from './inventory-mutation.ts';
import { sweep, testMemory } from './memory.ts';

const FILE = 'test/control/verdicts.test.ts';
const PROTOCOLS: readonly (readonly [Protocol, number])[] = [
  ['tcp', 6],
  ['udp', 17],
  ['sctp', 132],
  ['icmp', 1],
];
const REASONS: Record<string, number> = {
  policy: VERDICT_REASON_POLICY,
  rule: VERDICT_REASON_RULE,
  'same-network': VERDICT_REASON_NETWORK,
  'same-group': VERDICT_REASON_GROUP,
  default: VERDICT_REASON_DEFAULT,
};

function publish(seed: number) {
  const memory = testMemory();
  const publisher = new Publisher(memory, new ControlCounters(memory));
  const reader = new VerdictReader(new Tables(memory));
  let inventory: Inventory = EMPTY_INVENTORY;
  const apply = (next: Inventory) => {
    publisher.apply(changesBetween(inventory, next));
    publisher.publish();
    inventory = next;
  };
  apply(randomInventory(seed));
  return { memory, publisher, reader, apply, current: () => inventory };
}

/** Asks one random question. @returns whether it was one of two endpoints of a tenant */
function ask(random: Random, world: ReturnType<typeof publish>): boolean {
  const { publisher, reader } = world;
  const inventory = world.current();
  const [a, b] = [pick(random, inventory.endpoints), pick(random, inventory.endpoints)];
  const [protocol, number] = pick(random, PROTOCOLS);
  const near = pick(random, PORTS) + pick(random, [-1, 0, 0, 1]);
  const port = protocol === 'icmp' ? 0 : Math.min(65535, Math.max(1, near));
  const expected = judge(inventory, a.name, b.name, protocol, port);
  if (expected.reason === 'tenant') return false;
  const [rowA, rowB] = [publisher.endpoints.byName.get(a.name)!.row, publisher.endpoints.byName.get(b.name)!.row];
  const verdict = reader.judge(rowA, rowB, number, port);
  const what = `${a.name} to ${b.name} ${protocol}/${port}: ${expected.reason} ${expected.detail}`;
  expect((verdict & VERDICT_ALLOW) !== 0, what).toBe(expected.allow);
  expect(verdictReason(verdict), what).toBe(REASONS[expected.reason]);
  if (expected.reason === 'rule') expect(publisher.policy.ruleName(verdictRule(verdict)), what).toBeDefined();
  if ((verdict & VERDICT_UNIFORM) !== 0) {
    const [other, otherNumber] = pick(random, PROTOCOLS);
    const otherPort = other === 'icmp' ? 0 : 1 + below(random, 65535);
    const same = (reader.judge(rowA, rowB, otherNumber, otherPort) & VERDICT_ALLOW) !== 0;
    expect(same, `${what}; uniform, but not for ${other}/${otherPort}`).toBe(expected.allow);
  }
  return true;
}

describe('verdicts from the published tables', () => {
  test('equal those of the evaluator for 10,000 random packets over random inventories', () => {
    const seed = takeSeed(FILE);
    const random = randomOf(seed);
    let asked = 0;
    for (let round = 0; round < 10; round++) {
      const world = publish(seed + round);
      for (let packets = 0; packets < 1000; ) if (ask(random, world)) packets++;
      asked += 1000;
    }
    expect(asked).toBe(10_000);
  });

  test('stay equal through 600 random changes, whether or not workers have swept in between', () => {
    const seed = takeSeed(FILE);
    const random = randomOf(seed + 1);
    const world = publish(seed);
    for (let change = 0; change < 600; change++) {
      world.apply(mutate(random, world.current()));
      if (random() < 0.5) {
        sweep(world.memory);
        world.publisher.reclaim();
      }
      for (let packets = 0; packets < 20; ) if (ask(random, world)) packets++;
    }
  });

  test('stay equal when nearly everything is replaced at once', () => {
    const seed = takeSeed(FILE);
    const random = randomOf(seed + 2);
    const world = publish(seed);
    for (let change = 1; change < 20; change++) {
      const endpoints = 12 + below(random, 40);
      world.apply(randomInventory(seed + change, { ...SMALL_INVENTORY, endpoints, groups: 1 + below(random, 8) }));
      sweep(world.memory);
      world.publisher.reclaim();
      for (let packets = 0; packets < 100; ) if (ask(random, world)) packets++;
    }
  });

  test('leave nothing behind when the inventory is emptied', () => {
    const seed = takeSeed(FILE);
    const random = randomOf(seed + 3);
    const world = publish(seed);
    for (let change = 0; change < 100; change++) world.apply(mutate(random, world.current()));
    world.apply(EMPTY_INVENTORY);
    const { publisher, memory } = world;
    sweep(memory);
    publisher.reclaim();
    expect(publisher.policy.classCount).toBe(0);
    // What is left is the block of the class that is closed.
    expect(publisher.policy.heap.used).toBe(20);
    expect([publisher.endpoints.byName.size, publisher.networks.byName.size, publisher.hosts.byName.size]).toEqual([
      0, 0, 0,
    ]);
  });
});
