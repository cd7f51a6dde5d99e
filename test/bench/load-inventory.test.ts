// The world that the fake switches of OpenFlow 1.3 pretend to serve.
import { describe, expect, it } from 'vitest';
import { validateInventory } from '#model/inventory.ts';
import { makeInventory, makeTopology } from '../../bench/load/inventory.ts';
import { makePairTable, PAIR_DENIED, PAIR_WORDS, PAIRS } from '../../bench/load/pair-table.ts';
import { randomFrom } from '../../bench/load/random.ts';

describe('inventory', () => {
  it('gives every endpoint an address, a port and a MAC of its own, in the subnet of its network', () => {
    for (const [hosts, endpoints] of [
      [1, 2],
      [16, 1024],
      [128, 512],
      [250, 10_000],
    ] as const) {
      const inventory = makeInventory(makeTopology(hosts, endpoints, endpoints >= 4 * hosts), 'exact');
      const subnets = new Map(inventory.networks.map(({ name, subnet }) => [name, subnet.replace(/\.0\/24$/, '.')]));
      for (const unique of ['ip', 'mac', 'name'] as const) {
        expect(new Set(inventory.endpoints.map((each) => each[unique])).size).toBe(endpoints);
      }
      expect(new Set(inventory.endpoints.map(({ host, port }) => `${host}/${port}`)).size).toBe(endpoints);
      for (const { ip, network } of inventory.endpoints) {
        expect(ip.startsWith(subnets.get(network)!)).toBe(true);
        const last = Number(ip.split('.')[3]);
        expect(last >= 2 && last <= 254).toBe(true);
      }
      expect(new Set(inventory.hosts.map(({ underlay }) => underlay.ip)).size).toBe(hosts);
    }
  });

  it('lets a rule with a port decide exact flows, and a common group coarse ones', () => {
    const topology = makeTopology(2, 16, true);
    const exact = makeInventory(topology, 'exact');
    expect(exact.groups.length).toBe(exact.networks.filter(({ name }) => name.startsWith('open')).length);
    expect(exact.groups.every((group) => 'rules' in group && group.members.length === 1)).toBe(true);
    const coarse = makeInventory(topology, 'coarse');
    expect(coarse.groups).toHaveLength(1);
    expect(JSON.stringify([exact.groups, coarse.groups])).not.toContain('apart');
  });
});

describe('inventory and controller', () => {
  it('agree on what an inventory is', () => {
    for (const flows of ['exact', 'coarse'] as const) {
      const made = makeInventory(makeTopology(16, 1024, true), flows);
      const read = validateInventory(JSON.parse(JSON.stringify(made)), 'load.json');
      expect(read.endpoints).toHaveLength(1024);
      expect(read.groups).toHaveLength(made.groups.length);
    }
  });
});

describe('pairs', () => {
  const hosts = 4;
  const topology = makeTopology(hosts, 160, true);

  it('have the shares that were asked for, and are routed', () => {
    const table = makePairTable(topology, 1, 0.25, 0.1, randomFrom(3));
    let across = 0;
    let denied = 0;
    for (let pair = 0; pair < PAIRS; pair++) {
      const [source, target] = [table.source[pair]!, table.target[pair]!];
      expect(source % hosts).toBe(1);
      expect(topology.network[source]).not.toBe(topology.network[target]);
      if (target % hosts !== 1) across++;
      const isDenied = (table.words[pair * PAIR_WORDS + 7]! & PAIR_DENIED) !== 0;
      expect(isDenied).toBe(topology.apart[target % hosts]!.includes(target));
      if (isDenied) denied++;
    }
    expect(across / PAIRS).toBeCloseTo(0.25, 1);
    expect(denied / PAIRS).toBeCloseTo(0.1, 1);
  });

  it('are found for every host of a large world', () => {
    const large = makeTopology(500, 50_000, false);
    for (const host of [0, 47, 499]) expect(() => makePairTable(large, host, 0.5, 0, randomFrom(5))).not.toThrow();
    const small = makeTopology(7, 28, true);
    for (let host = 0; host < 7; host++) {
      expect(() => makePairTable(small, host, 0.5, 0.5, randomFrom(5))).not.toThrow();
    }
  });

  it('are the same again with the same seed', () => {
    const words = () => makePairTable(topology, 2, 0.5, 0.5, randomFrom(11)).words;
    expect(words()).toEqual(words());
  });
});
