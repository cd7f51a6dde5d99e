// The reference is what others are measured by, so its own sentences are checked one by one, by hand.
import { describe, expect, it } from 'vitest';
import { type Inventory, validateInventory } from '#model/inventory.ts';
import { judge, type Protocol } from './evaluator.ts';
import { below, PORTS, pick, randomInventory, randomOf, SMALL_INVENTORY } from './random-inventory.ts';
import { takeSeed } from './seed.ts';

const seed = takeSeed('test/reference/evaluator.test.ts');

/** web: c1, c2; db: d1; iso (isolated): i1, i2; and web2 of another tenant with the addresses of web: x1. */
function house(extra: { groups?: unknown[]; policies?: unknown[] }): Inventory {
  const endpoint = (name: string, network: string, ip: string, port: number) => {
    return { name, network, host: 's1', port, ip, mac: `02:00:00:00:00:${port.toString(16).padStart(2, '0')}` };
  };
  return validateInventory(
    {
      hosts: [
        { name: 's1', dpid: '1', uplink: 1, underlay: { ip: '172.31.1.10', prefix: 24, mac: '02:aa:00:00:00:01' } },
      ],
      networks: [
        { name: 'web', subnet: '10.1.1.0/24', gateway: '10.1.1.1' },
        { name: 'db', subnet: '10.1.2.0/24', gateway: '10.1.2.1' },
        { name: 'iso', subnet: '10.1.3.0/24', gateway: '10.1.3.1', isolated: true },
        { name: 'web2', tenant: 'blue', subnet: '10.1.1.0/24', gateway: '10.1.1.1' },
      ],
      endpoints: [
        endpoint('c1', 'web', '10.1.1.2', 2),
        endpoint('c2', 'web', '10.1.1.3', 3),
        endpoint('d1', 'db', '10.1.2.2', 4),
        endpoint('i1', 'iso', '10.1.3.2', 5),
        endpoint('i2', 'iso', '10.1.3.3', 6),
        endpoint('x1', 'web2', '10.1.1.3', 7),
      ],
      ...extra,
    },
    'house',
  );
}

const WEB_AND_DB = { name: 'g', members: [{ network: 'web' }, { endpoint: 'd1' }] };

function verdict(inventory: Inventory, a: string, b: string, protocol: Protocol = 'tcp', port = 80): string {
  const { allow, reason, detail } = judge(inventory, a, b, protocol, port);
  return `${allow ? 'allow' : 'deny'}: ${reason} ${detail}`;
}

describe('the reference', () => {
  it('allows one network, denies two, and denies inside an isolated one', () => {
    const inventory = house({});
    expect(verdict(inventory, 'c1', 'c2')).toBe('allow: same-network web');
    expect(verdict(inventory, 'c1', 'd1')).toBe('deny: default nothing allows it');
    expect(verdict(inventory, 'i1', 'i2')).toBe('deny: default nothing allows it');
  });

  it('allows one group, by network and by name, an isolated network in it too', () => {
    const inventory = house({ groups: [WEB_AND_DB, { name: 'h', members: [{ network: 'iso' }] }] });
    expect(verdict(inventory, 'd1', 'c2', 'icmp', 0)).toBe('allow: same-group g');
    expect(verdict(inventory, 'i1', 'i2')).toBe('allow: same-group h');
    expect(verdict(inventory, 'i1', 'c1')).toBe('deny: default nothing allows it');
  });

  it('puts a policy of the pair before everything, both ways round', () => {
    const groups = [{ name: 'g', members: [{ network: 'web' }], rules: [{ direction: 'ingress', action: 'allow' }] }];
    const policies = [
      { a: 'c2', b: 'c1', action: 'disconnect' },
      { a: 'c1', b: 'i1', action: 'connect' },
    ];
    const inventory = house({ groups, policies });
    expect(verdict(inventory, 'c1', 'c2')).toBe('deny: policy disconnect c1 c2');
    expect(verdict(inventory, 'c2', 'c1')).toBe('deny: policy disconnect c2 c1');
    expect(verdict(inventory, 'i1', 'c1')).toBe('allow: policy connect i1 c1');
  });

  it('keeps tenants apart whatever a policy, a rule or a group says', () => {
    const groups = [
      {
        name: 'g',
        members: [{ endpoint: 'c1' }, { endpoint: 'x1' }],
        rules: [{ direction: 'ingress', action: 'allow', peer: { cidr: '0.0.0.0/0' } }],
      },
    ];
    const inventory = house({ groups, policies: [{ a: 'c1', b: 'x1', action: 'connect' }] });
    expect(verdict(inventory, 'c1', 'x1')).toBe('deny: tenant default and blue');
    expect(verdict(inventory, 'x1', 'c1')).toBe('deny: tenant blue and default');
  });

  it('reads ingress as traffic to the members and egress as traffic from them', () => {
    const rules = [
      { direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [80, '8000-8100'], peer: { group: 'web' } },
    ];
    const groups = [
      { name: 'db', members: [{ network: 'db' }], rules },
      { name: 'web', members: [{ network: 'web' }] },
    ];
    const inventory = house({ groups });
    expect(verdict(inventory, 'c1', 'd1')).toBe('allow: rule group db rule 0');
    expect(verdict(inventory, 'd1', 'c1')).toMatch(/^deny: default/);
    expect(verdict(inventory, 'i1', 'd1')).toMatch(/^deny: default/);
    for (const [port, allowed] of [
      [8000, true],
      [8100, true],
      [8101, false],
      [7999, false],
      [81, false],
    ] as const) {
      expect(judge(inventory, 'c1', 'd1', 'tcp', port).allow, `${port}`).toBe(allowed);
    }
    expect(verdict(inventory, 'c1', 'd1', 'udp')).toMatch(/^deny: default/);
    expect(verdict(inventory, 'c1', 'd1', 'icmp')).toMatch(/^deny: default/);

    rules[0]!.direction = 'egress';
    const turned = house({ groups });
    expect(verdict(turned, 'd1', 'c1')).toBe('allow: rule group db rule 0');
    expect(verdict(turned, 'c1', 'd1')).toMatch(/^deny: default/);
  });

  it('takes anyone for a peer when none is named, and a prefix by the address', () => {
    const rule = { direction: 'ingress', action: 'deny' };
    const anyone = house({ groups: [{ name: 'g', members: [{ endpoint: 'c2' }], rules: [rule] }] });
    expect(verdict(anyone, 'c1', 'c2', 'sctp')).toBe('deny: rule group g rule 0');
    expect(verdict(anyone, 'c2', 'c1')).toBe('allow: same-network web');
    const rules = [{ ...rule, peer: { cidr: '10.1.1.2/31' } }];
    const some = house({ groups: [{ name: 'g', members: [{ network: 'web' }], rules }] });
    expect(verdict(some, 'c1', 'c2')).toBe('deny: rule group g rule 0');
    expect(judge(some, 'd1', 'c2', 'tcp', 80).reason).toBe('default');
  });

  it('lets the higher priority win, and deny at equal priority, across groups', () => {
    const group = (name: string, action: string, priority: number) => {
      return { name, members: [{ network: 'web' }], rules: [{ direction: 'ingress', action, priority }] };
    };
    const reason = (...groups: unknown[]): string => verdict(house({ groups }), 'c1', 'c2');
    expect(reason(group('a', 'allow', 100), group('b', 'deny', 100))).toBe('deny: rule group b rule 0');
    expect(reason(group('b', 'deny', 100), group('a', 'allow', 100))).toBe('deny: rule group b rule 0');
    expect(reason(group('a', 'allow', 101), group('b', 'deny', 100))).toBe('allow: rule group a rule 0');
  });
});

describe('a random inventory', () => {
  it('is the same for the same seed and another for another', () => {
    expect(randomInventory(seed)).toEqual(randomInventory(seed));
    expect(randomInventory(seed)).not.toEqual(randomInventory(seed + 1));
  });

  it('has tenants with equal subnets, addresses and MACs', () => {
    const { networks, endpoints } = randomInventory(seed);
    expect(networks[0]!.subnet).toBe(networks[SMALL_INVENTORY.networksPerTenant]!.subnet);
    expect(networks[0]!.tenant).not.toBe(networks[SMALL_INVENTORY.networksPerTenant]!.tenant);
    const twin = endpoints.filter((e) => e.ip === endpoints[0]!.ip && e.mac === endpoints[0]!.mac);
    expect(twin.length).toBe(SMALL_INVENTORY.tenants);
  });

  it('is sound at other sizes too', () => {
    const size = {
      hosts: 50,
      tenants: 5,
      networksPerTenant: 20,
      endpoints: 2000,
      groups: 100,
      rulesPerGroup: 8,
      policies: 300,
    };
    const inventory = randomInventory(seed, size);
    expect(inventory.endpoints).toHaveLength(2000);
    expect(inventory.hosts).toHaveLength(50);
  });

  it('makes every kind of verdict, so that a test over it meets them all', () => {
    const random = randomOf(seed);
    const seen = new Map<string, number>();
    for (let round = 0; round < 20; round++) {
      const inventory = randomInventory(seed + round);
      const names = inventory.endpoints.map((e) => e.name);
      for (let i = 0; i < 200; i++) {
        const [a, b] = [pick(random, names), pick(random, names)];
        if (a === b) continue;
        const protocol = pick(random, ['tcp', 'udp', 'sctp', 'icmp'] as const);
        const { allow, reason } = judge(inventory, a, b, protocol, pick(random, PORTS) + below(random, 3) - 1);
        const kind = `${allow ? 'allow' : 'deny'} ${reason}`;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }
    expect([...seen.keys()].sort()).toEqual([
      'allow policy',
      'allow rule',
      'allow same-group',
      'allow same-network',
      'deny default',
      'deny policy',
      'deny rule',
      'deny tenant',
    ]);
  });
});
