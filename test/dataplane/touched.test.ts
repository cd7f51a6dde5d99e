// A worker judges again only the sessions that a change may matter to. Whatever changes, however it falls between the packets:
// no session is open afterwards that policy denies, and none of those that nothing happened to has ended.

import { expect, test } from 'vitest';
import type { Inventory } from '#model/inventory.ts';
import {
  SESSION_PORTS,
  SESSION_PROTOCOL,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_OPEN,
  SESSION_TARGET,
} from '#shm/layout.ts';
import { buildTcp } from '#wire/frame.ts';
import { mutate } from '../control/inventory-mutation.ts';
import { judge } from '../reference/evaluator.ts';
import { below, PORTS, pick, type Random, randomInventory, randomOf } from '../reference/random-inventory.ts';
import { takeSeed } from '../reference/seed.ts';
import { ROUTER_MAC, World } from './harness.ts';

/** Inventories that a run goes through: one that allows little keeps few sessions, eight together keep hundreds. */
const INVENTORIES = 8;
/** Changes of each of them. */
const CHANGES = 60;
const PACKETS = 40;
const TCP = 6;

/** A SYN of a random endpoint to another one of its tenant. */
function send(random: Random, w: World): void {
  const { endpoints, networks } = w.inventory;
  const [a, b] = [pick(random, endpoints), pick(random, endpoints)];
  const tenantOf = (name: string) => networks.find((network) => network.name === name)!.tenant;
  if (a.name === b.name || tenantOf(a.network) !== tenantOf(b.network)) return;
  const mac = a.network === b.network ? b.mac : ROUTER_MAC;
  const frame = buildTcp({
    source: { mac: a.mac, ip: a.ip, port: 1024 + below(random, 60_000) },
    target: { mac, ip: b.ip, port: pick(random, PORTS) },
  });
  w.from(a.name, frame);
}

/** Open sessions as `source target protocol port`, and those of them that the evaluator denies. */
function openSessions(w: World): { open: Set<string>; denied: string[] } {
  const open = new Set<string>();
  const denied: string[] = [];
  const nameOf = (row: number) => w.publisher.endpoints.byRow[row]?.endpoint.name;
  for (const table of w.sessions) {
    for (let index = 0; index < table.highWater; index++) {
      const row = table.at(index);
      const word = (field: number) => table.words[row + field]!;
      if ((word(SESSION_STATE) & 0xff) !== SESSION_STATE_OPEN) continue;
      const [a, b] = [nameOf(word(SESSION_SOURCE)), nameOf(word(SESSION_TARGET))];
      const port = word(SESSION_PORTS) & 0xffff;
      const what = `${a} ${b} ${word(SESSION_PROTOCOL)} ${word(SESSION_PORTS)}`;
      open.add(what);
      if (a === undefined || b === undefined || !isAllowed(w.inventory, a, b, word(SESSION_PROTOCOL), port)) {
        denied.push(what);
      }
    }
  }
  return { open, denied };
}

/** A session of every protocol has to be allowed for each, both ways. */
function isAllowed(inventory: Inventory, a: string, b: string, protocol: number, port: number): boolean {
  if (protocol === TCP) return judge(inventory, a, b, 'tcp', port).allow;
  return (['tcp', 'udp', 'icmp'] as const).every((each) =>
    [0, ...PORTS].every((p) => judge(inventory, a, b, each, p).allow && judge(inventory, b, a, each, p).allow),
  );
}

test(`${INVENTORIES} times ${CHANGES} random changes leave open what policy allows, and end what it does not`, () => {
  const first = takeSeed('test/dataplane/touched.test.ts');
  let ended = 0;
  let kept = 0;
  for (let seed = first; seed < first + INVENTORIES; seed++) {
    const random = randomOf(seed);
    const w = new World(randomInventory(seed), { sizes: { workers: 2, sessionRows: 4096 }, workerOf: { h2: 1 } });
    for (let change = 0; change < CHANGES; change++) {
      for (let packet = 0; packet < PACKETS; packet++) send(random, w);
      const before = openSessions(w);
      expect(before.denied, `inventory ${seed}, before change ${change}`).toEqual([]);
      const next = mutate(random, w.inventory);
      // Now and then several changes are published before a worker looks.
      if (random() < 0.3) w.publish(next);
      else w.edit(next);
      if (random() < 0.3) w.publish(mutate(random, w.inventory));
      w.settle();
      const after = openSessions(w);
      expect(after.denied, `inventory ${seed}, after change ${change}`).toEqual([]);
      for (const session of before.open) {
        if (after.open.has(session)) kept++;
        else ended++;
      }
    }
  }
  // Changes have ended some and left more alone.
  expect(ended, `seed ${first}`).toBeGreaterThan(10);
  expect(kept, `seed ${first}`).toBeGreaterThan(ended);
}, 60_000);
