import { describe, expect, it } from 'vitest';
import { describeDiff, diffInventory, isEmptyDiff } from '#model/diff.ts';
import { EMPTY_INVENTORY, type Inventory, validateInventory } from '#model/inventory.ts';
import { portRangesOf } from '#model/port-range.ts';

const RAW = {
  networks: [{ name: 'web', subnet: '10.1.1.0/24', gateway: '10.1.1.1' }],
  hosts: [{ name: 's1', dpid: '1', uplink: 1, underlay: { ip: '172.31.1.10', prefix: 24, mac: '02:aa:00:00:00:01' } }],
  endpoints: [2, 3, 4].map((n) => ({
    name: `c${n}`,
    network: 'web',
    host: 's1',
    port: n,
    ip: `10.1.1.${n}`,
    mac: `02:00:00:00:00:0${n}`,
  })),
  groups: [{ name: 'g', members: [{ network: 'web' }] }],
  policies: [{ a: 'c2', b: 'c3', action: 'connect' }],
};
const BEFORE = validateInventory(RAW, 'before');

function diffTo(change: (raw: typeof RAW) => void) {
  const raw = structuredClone(RAW);
  change(raw);
  return diffInventory(BEFORE, validateInventory(raw, 'after'));
}

describe('diffInventory', () => {
  it('is empty between equal inventories, in any order and spelling of defaults', () => {
    const diff = diffTo((raw) => {
      raw.endpoints.reverse();
      Object.assign(raw.endpoints[0]!, { labels: {}, kind: 'container' });
    });
    expect(isEmptyDiff(diff)).toBe(true);
    expect(describeDiff(diff)).toBe('no difference');
  });

  it('names what was added, removed and changed', () => {
    const diff = diffTo((raw) => {
      raw.endpoints.splice(2, 1);
      raw.endpoints[0]!.mac = '02:00:00:00:00:22';
      raw.groups.push({ name: 'h', members: [] });
    });
    expect(diff.endpoints).toEqual({ added: [], removed: ['c4'], changed: ['c2'] });
    expect(diff.groups).toEqual({ added: ['h'], removed: [], changed: [] });
    expect(describeDiff(diff)).toBe('endpoints -1 ~1, groups +1');
    expect(isEmptyDiff(diff)).toBe(false);
  });

  it('knows a policy by its pair, whichever way round', () => {
    const turned = diffTo((raw) => (raw.policies[0] = { a: 'c3', b: 'c2', action: 'disconnect' }));
    expect(turned.policies).toEqual({ added: [], removed: [], changed: ['c2 c3'] });
  });

  it('names everything against an empty inventory', () => {
    expect(describeDiff(diffInventory(EMPTY_INVENTORY, BEFORE))).toBe(
      'hosts +1, networks +1, endpoints +3, groups +1, policies +1',
    );
    const gone: Inventory = EMPTY_INVENTORY;
    expect(diffInventory(BEFORE, gone).endpoints.removed).toEqual(['c2', 'c3', 'c4']);
  });
});

describe('portRangesOf', () => {
  it('is every port when none is named', () => {
    expect(portRangesOf(undefined)).toEqual([{ first: 0, last: 65535 }]);
  });

  it('reads numbers, texts and ranges', () => {
    expect(portRangesOf([80, '443', '8000-8100', '1-65535'])).toEqual([
      { first: 80, last: 80 },
      { first: 443, last: 443 },
      { first: 8000, last: 8100 },
      { first: 1, last: 65535 },
    ]);
  });

  it('does not invent a range for what no inventory lets pass', () => {
    for (const port of [0, 65536, '9-8', '-1', '1-', 1.5, '']) expect(() => portRangesOf([port])).toThrow(TypeError);
  });
});
