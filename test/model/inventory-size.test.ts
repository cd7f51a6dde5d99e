// An inventory of the size that the design names, so that a quadratic check cannot creep in.
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseInventory } from '#model/inventory.ts';

/** 1,000 hosts, 1,000 networks, 10,000 groups with a rule each, 10,000 policies. */
function largeInventory(endpoints: number): Record<string, unknown[]> {
  const of = <T>(length: number, make: (i: number) => T): T[] => Array.from({ length }, (_, i) => make(i));
  const hex = (n: number): string => n.toString(16).padStart(2, '0');
  const network = (i: number): string => `10.${(i >> 6) & 0xff}.${(i & 63) * 4}`;
  return {
    hosts: of(1000, (i) => ({
      name: `s${i}`,
      dpid: (i + 1).toString(16).padStart(16, '0'),
      uplink: 'up1',
      underlay: {
        ip: `172.16.${i >> 8}.${i & 0xff}`,
        prefix: 12,
        mac: `02:aa:00:00:${hex(i >> 8)}:${hex(i & 0xff)}`,
        gateway: '172.31.255.1',
      },
    })).slice(1),
    networks: of(1000, (i) => ({ name: `n${i}`, subnet: `${network(i)}.0/22`, gateway: `${network(i)}.1` })),
    endpoints: of(endpoints, (i) => ({
      name: `c${i}`,
      network: `n${i % 1000}`,
      host: `s${1 + (i % 999)}`,
      port: `t${i}`,
      ip: `${network(i % 1000)}.${2 + Math.floor(i / 1000)}`,
      mac: `02:00:00:${hex(i >> 16)}:${hex((i >> 8) & 0xff)}:${hex(i & 0xff)}`,
    })),
    groups: of(10_000, (i) => ({
      name: `g${i}`,
      members: [{ endpoint: `c${i}` }, { endpoint: `c${i + 1}` }],
      rules: [
        {
          direction: 'ingress',
          action: 'allow',
          protocol: 'tcp',
          ports: [80],
          peer: { group: `g${(i + 1) % 10_000}` },
        },
      ],
    })),
    policies: of(10_000, (i) => ({ a: `c${i}`, b: `c${i + 2}`, action: 'connect' })),
  };
}

describe('an inventory of 100,000 endpoints', () => {
  it('is read from JSON in seconds', () => {
    const text = JSON.stringify(largeInventory(100_000));
    const start = performance.now();
    const inventory = parseInventory(text, 'large.json');
    const elapsedMs = performance.now() - start;
    console.info(`${text.length} characters of JSON in ${Math.round(elapsedMs)} ms`);
    expect(inventory.endpoints).toHaveLength(100_000);
    // Some 1 s on a shared core; a quadratic check would need minutes.
    expect(elapsedMs).toBeLessThan(15_000);
  });

  it('tells its faults as fast when every endpoint has one', () => {
    const raw = largeInventory(100_000);
    raw.networks = [];
    const text = JSON.stringify(raw);
    const start = performance.now();
    expect(() => parseInventory(text, 'large.json')).toThrow(
      /^the inventory has 100000 faults; the first 100 are named/,
    );
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('takes YAML too, a tenth of it here because its parser is the slow part', () => {
    const text = stringify(largeInventory(10_003));
    const start = performance.now();
    expect(parseInventory(text, 'large.yaml').endpoints).toHaveLength(10_003);
    const elapsedMs = performance.now() - start;
    console.info(`${text.length} characters of YAML in ${Math.round(elapsedMs)} ms`);
    expect(elapsedMs).toBeLessThan(30_000);
  });
});
