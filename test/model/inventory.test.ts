import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { DaoliError } from '#base/error.ts';
import { EMPTY_INVENTORY, parseInventory, SECTION_NAMES, validateInventory } from '#model/inventory.ts';
import { ENDPOINTS_MAX, FAULTS_MAX, HOSTS_MAX } from '#model/limits.ts';

type Raw = Record<string, unknown>;

/** Two hosts, two tenants with one subnet each and the same addresses, three endpoints, and one of everything else. */
function sound() {
  return {
    hosts: [host('s1', '172.31.1.10', 1), host('s2', '172.31.1.11', 2)],
    networks: [network('web', 'default'), network('other', 'blue')],
    endpoints: [endpoint('c1', 1), endpoint('c2', 2), { ...endpoint('b1', 1), network: 'other', port: 'tb' }] as Raw[],
    groups: [
      {
        name: 'g1',
        members: [{ network: 'web' }, { endpoint: 'b1' }] as Raw[],
        rules: [
          { direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [80, '8000-8100'], peer: { group: 'g1' } },
        ] as Raw[],
      },
    ],
    policies: [{ a: 'c1', b: 'c2', action: 'disconnect' }] as Raw[],
    publications: [{ name: 'p1', endpoint: 'c1', protocol: 'tcp', hostPort: 20080, port: 80 }] as Raw[],
    services: [
      { name: 'shop', address: '10.96.0.10', protocol: 'tcp', port: 80, backends: [{ endpoint: 'c1', port: 8080 }] },
    ] as Raw[],
  };
}

function host(name: string, ip: string, number: number) {
  const mac = `02:aa:00:00:00:0${number}`;
  return { name, dpid: `000000000000000${number}`, uplink: 'up1', underlay: { ip, prefix: 24, mac } as Raw } as Raw & {
    underlay: Raw;
  };
}

function network(name: string, tenant: string): Raw {
  return { name, tenant, subnet: '10.1.1.0/24', gateway: '10.1.1.1' };
}

function endpoint(name: string, number: number): Raw {
  const place = { network: 'web', host: 's1', port: `t${number}` };
  return { name, ...place, ip: `10.1.1.${number + 1}`, mac: `02:00:00:00:00:0${number}` };
}

/** The lines of what is refused; without the file's name, which each must begin with. */
function faultsOf(text: string): string[] {
  try {
    parseInventory(text, 'inventory.yaml');
  } catch (error) {
    if (!(error instanceof DaoliError)) throw error;
    expect(error.code).toBe('bad_inventory');
    expect(error.message).toContain(error.details[0]);
    return error.details.map((line) => {
      expect(line.startsWith('inventory.yaml: '), line).toBe(true);
      return line.slice('inventory.yaml: '.length);
    });
  }
  return [];
}

/** The faults of a sound inventory after a change, the same by way of JSON and of YAML. */
function faultsAfter(change: (inventory: ReturnType<typeof sound>) => void): string[] {
  const inventory = sound();
  change(inventory);
  const faults = faultsOf(JSON.stringify(inventory));
  expect(faultsOf(stringify(inventory))).toEqual(faults);
  return faults;
}

describe('an inventory that is no mapping', () => {
  it.each(['', '  \n# nothing\n', 'null', '~'])(
    'is refused when it is empty, lest a truncated file stop everything: %j',
    (text) => {
      expect(faultsOf(text)).toEqual([
        'found nothing, expected hosts, networks, endpoints, groups, policies, publications, services; write {} for an empty inventory',
      ]);
    },
  );

  it('is refused when it is something else', () => {
    expect(faultsOf('- a')[0]).toMatch(/^found \["a"\], expected a mapping with hosts, /);
    expect(faultsOf('7')[0]).toMatch(/^found 7, expected a mapping/);
  });

  it('names line and column of faults of syntax', () => {
    expect(faultsOf('hosts: []\nnetworks: [{name: web,}\n  ')).toEqual([expect.stringMatching(/^line 3, column 3: /)]);
    expect(faultsOf('hosts:\n  - name: a\n name: b')[0]).toMatch(/^line 3, column \d+: /);
    expect(faultsOf('hosts: []\nhosts: []')).toEqual(['line 2, column 1: Map keys must be unique']);
    expect(faultsOf('hosts: !secret []')[0]).toMatch(/^line 1, column 8: Unresolved tag/);
    expect(faultsOf('hosts: []\n---\nhosts: []')[0]).toMatch(/^line \d, column \d+: /);
  });

  it('names line and column of a key that stands twice in JSON', () => {
    expect(faultsOf('{\n  "hosts": [],\n  "hosts": []\n}')).toEqual([
      'line 3, column 3: "hosts" stands here a second time',
    ]);
    expect(faultsOf('{"endpoints": [{"name": "a\\"}", "name": "b"}]}')[0]).toMatch(/"name" stands here a second time/);
    expect(faultsOf('{"hosts": [], "\\u0068osts": []}')[0]).toMatch(/"hosts" stands here/);
  });

  it('does not expand an alias bomb', () => {
    const lines = ['a: &a [x, x]'];
    for (let i = 1; i < 27; i++) lines.push(`b${i}: &b${i} [${Array(9).fill(i === 1 ? '*a' : `*b${i - 1}`)}]`);
    expect(faultsOf(lines.join('\n'))[0]).toMatch(/Excessive alias count/);
    expect(faultsOf('hosts: *nowhere')[0]).toMatch(/alias/);
  });
});

describe('an inventory', () => {
  it('may be empty when it says so', () => {
    expect(parseInventory('{}', 'x')).toEqual(EMPTY_INVENTORY);
    expect(Object.keys(EMPTY_INVENTORY)).toEqual(SECTION_NAMES);
  });

  it('is sound in JSON and in YAML, and gets its defaults', () => {
    const raw = sound();
    const inventory = parseInventory(stringify(raw), 'inventory.yaml');
    expect(parseInventory(JSON.stringify(raw), 'inventory.json')).toEqual(inventory);
    expect(validateInventory(raw, 'a request')).toEqual(inventory);
    expect(inventory.networks[0]).toEqual({ ...raw.networks[0], isolated: false });
    expect(inventory.endpoints[0]).toEqual({ ...raw.endpoints[0], kind: 'container', labels: {} });
    expect(inventory.groups[0]!.rules[0]).toEqual({ ...raw.groups[0]!.rules[0], priority: 100 });
    expect(inventory.publications[0]!.allow).toEqual(['0.0.0.0/0']);
    expect(inventory.services[0]).toMatchObject({ tenant: 'default', affinity: 'none', backends: [{ weight: 1 }] });
  });

  it('reads the example of the design', () => {
    const text = `
hosts:        [{ name: s1, dpid: "0000000000000001", uplink: up1,
                 underlay: { ip: 172.31.1.10, prefix: 24, mac: "02:aa:00:00:00:01", gateway: 172.31.1.1 } }]   # a comment
networks:     [{ name: web, tenant: default, subnet: 10.1.1.0/24, gateway: 10.1.1.1 }]
endpoints:    [{ name: c1, network: web, host: s1, port: t1, ip: 10.1.1.2, mac: "02:00:00:00:00:01", kind: container, labels: {} },
               { name: c2, network: web, host: s1, port: 2, ip: 10.1.1.3, mac: 02:00:00:00:00:02 }]
groups:       [{ name: g2 }, { name: g1, members: [{ network: web }, { endpoint: c2 }],
                 rules: [{ direction: ingress, action: allow, protocol: tcp, ports: [80, "8000-8100"], peer: { group: g2 }, priority: 100 }] }]
policies:     [{ a: c1, b: c2, action: disconnect }]
publications: [{ name: fw-web, endpoint: c1, protocol: tcp, hostPort: 20080, port: 80, host: s1, allow: [0.0.0.0/0] }]
services:     [{ name: shop, address: 10.96.0.10, protocol: tcp, port: 80, backends: [{ endpoint: c1, port: 8080, weight: 1 }],
                 affinity: none, healthCheck: { type: tcp, intervalMs: 2000 } }]`;
    expect(faultsOf(text)).toEqual([]);
  });

  it('survives a round trip through JSON unchanged, so that the API can serve it', () => {
    const inventory = parseInventory(JSON.stringify(sound()), 'x');
    expect(JSON.parse(JSON.stringify(inventory))).toEqual(inventory);
    expect(parseInventory(JSON.stringify(inventory), 'x')).toEqual(inventory);
  });

  it('has datapath ids of 16 digits and MACs in lower case, however they were written', () => {
    const inventory = sound();
    inventory.hosts[0]!.dpid = '0xAB';
    inventory.hosts[0]!.underlay.mac = '02:AA:00:00:00:0F';
    const [first] = parseInventory(JSON.stringify(inventory), 'x').hosts;
    expect([first!.dpid, first!.underlay.mac]).toEqual(['00000000000000ab', '02:aa:00:00:00:0f']);
  });

  it('lets two tenants use the same addresses and two networks the same MACs', () => {
    const { endpoints } = parseInventory(JSON.stringify(sound()), 'x');
    expect([endpoints[2]!.ip, endpoints[2]!.mac]).toEqual([endpoints[0]!.ip, endpoints[0]!.mac]);
  });
});

describe('a fault of shape', () => {
  it.each<[string, (i: ReturnType<typeof sound>) => void, string | string[]]>([
    [
      'a section that is nothing',
      (i) => Object.assign(i, { hosts: null }),
      expect.stringMatching(/^hosts: found nothing, expected a list/),
    ],
    [
      'an unknown section',
      (i) => Object.assign(i, { polices: [] }),
      'polices: unknown section; did you mean "policies"?',
    ],
    [
      'a section far from all',
      (i) => Object.assign(i, { x: 1 }),
      expect.stringMatching(/^x: unknown section; known are hosts, /),
    ],
    [
      'a wrong address',
      (i) => (i.endpoints[1]!.ip = '10.1.1.300'),
      'endpoints[1].ip: found "10.1.1.300", expected an IPv4 address',
    ],
    ['no address', (i) => delete i.endpoints[1]!.ip, 'endpoints[1].ip: found nothing, expected an IPv4 address'],
    [
      'a number for a name',
      (i) => (i.policies[0]!.a = 7),
      expect.stringMatching(/^policies\[0\]\.a: found 7, expected a name in .*quotes/),
    ],
    [
      'a name with a space',
      (i) => (i.groups[0]!.name = 'a b'),
      expect.stringMatching(/^groups\[0\]\.name: found "a b"/),
    ],
    ['a misspelt field', (i) => (i.endpoints[0]!.macc = 'x'), 'endpoints[0].macc: unknown field; did you mean "mac"?'],
    [
      'a field far from all',
      (i) => (i.policies[0]!.comment = 'x'),
      'policies[0].comment: unknown field; known are a, b, action',
    ],
    [
      'a field too much below',
      (i) => (i.hosts[0]!.underlay.vlan = 1),
      'hosts[0].underlay.vlan: unknown field; known are ip, prefix, mac, gateway, gatewayMac',
    ],
    [
      'a dpid that YAML read as a number',
      (i) => (i.hosts[0]!.dpid = 1),
      'hosts[0].dpid: found 1, expected a datapath id of 1 to 16 hex digits in quotes, not 0',
    ],
    [
      'a dpid of 0',
      (i) => (i.hosts[0]!.dpid = '0000000000000000'),
      expect.stringMatching(/^hosts\[0\]\.dpid: found "0000000000000000"/),
    ],
    [
      'a dpid of 17 digits',
      (i) => (i.hosts[0]!.dpid = '10000000000000000'),
      expect.stringMatching(/^hosts\[0\]\.dpid: found/),
    ],
    [
      'a prefix length of 33',
      (i) => (i.hosts[0]!.underlay.prefix = 33),
      'hosts[0].underlay.prefix: found 33, expected a whole number from 1 to 32',
    ],
    [
      'a multicast MAC',
      (i) => (i.endpoints[0]!.mac = '03:00:00:00:00:01'),
      expect.stringMatching(/^endpoints\[0\]\.mac: found "03:00:00:00:00:01", expected a MAC address/),
    ],
    [
      'a MAC of zeros',
      (i) => (i.endpoints[0]!.mac = '00:00:00:00:00:00'),
      expect.stringMatching(/^endpoints\[0\]\.mac/),
    ],
    [
      'port 0',
      (i) => (i.endpoints[0]!.port = 0),
      expect.stringMatching(/^endpoints\[0\]\.port: found 0, expected the name of a port/),
    ],
    [
      'a reserved port',
      (i) => (i.endpoints[0]!.port = 0xfffffffe),
      expect.stringMatching(/^endpoints\[0\]\.port: found 4294967294/),
    ],
    [
      'a port name too long',
      (i) => (i.endpoints[0]!.port = 'a234567890123456'),
      expect.stringMatching(/^endpoints\[0\]\.port/),
    ],
    [
      'an unknown kind',
      (i) => (i.endpoints[0]!.kind = 'pod'),
      'endpoints[0].kind: found "pod", expected "container", "vm" or "other"',
    ],
    [
      'a label that is no text',
      (i) => (i.endpoints[0]!.labels = { 'a b': 1 }),
      'endpoints[0].labels["a b"]: found 1, expected text of at most 256 characters',
    ],
    [
      'a member that is two things',
      (i) => (i.groups[0]!.members[0]!.endpoint = 'c1'),
      expect.stringMatching(/^groups\[0\]\.members\[0\]: found \{.*\}, expected exactly one of network, endpoint$/),
    ],
    [
      'a member that is nothing',
      (i) => (i.groups[0]!.members[0] = {}),
      'groups[0].members[0]: found {}, expected exactly one of network, endpoint',
    ],
    [
      'an unknown direction',
      (i) => (i.groups[0]!.rules[0]!.direction = 'in'),
      'groups[0].rules[0].direction: found "in", expected "ingress" or "egress"',
    ],
    [
      'an unknown protocol',
      (i) => (i.groups[0]!.rules[0]!.protocol = 'gre'),
      expect.stringMatching(/^groups\[0\]\.rules\[0\]\.protocol: found "gre"/),
    ],
    [
      'ports in falling order',
      (i) => (i.groups[0]!.rules[0]!.ports = [80, '90-80']),
      expect.stringMatching(/^groups\[0\]\.rules\[0\]\.ports\[1\]: found "90-80"/),
    ],
    [
      'port 65536',
      (i) => (i.groups[0]!.rules[0]!.ports = ['80-65536']),
      expect.stringMatching(/^groups\[0\]\.rules\[0\]\.ports\[0\]/),
    ],
    [
      'no ports where all are meant',
      (i) => (i.groups[0]!.rules[0]!.ports = []),
      'groups[0].rules[0].ports: found [], expected a list of at most 64 with something in it',
    ],
    [
      'a prefix that is an address',
      (i) => (i.groups[0]!.rules[0]!.peer = { cidr: '10.0.0.1' }),
      expect.stringMatching(/peer\.cidr: found "10\.0\.0\.1", expected an IPv4 prefix/),
    ],
    [
      'a policy of neither kind',
      (i) => (i.policies[0]!.action = 'allow'),
      'policies[0].action: found "allow", expected "connect" or "disconnect"',
    ],
    [
      'a fractional weight',
      (i) => ((i.services[0]!.backends as Raw[])[0]!.weight = 0.5),
      'services[0].backends[0].weight: found 0.5, expected a whole number from 0 to 1000',
    ],
    [
      'a health check of another type',
      (i) => (i.services[0]!.healthCheck = { type: 'http' }),
      'services[0].healthCheck.type: found "http", expected "tcp"',
    ],
  ])('is told with its path, what was found and what was expected: %s', (_, change, line) => {
    expect(faultsAfter((inventory) => void change(inventory))).toContainEqual(line);
  });

  it('is quoted shortly and without what a terminal stumbles on', () => {
    const [line] = faultsAfter((i) => (i.endpoints[0]!.ip = `\u001b[2J${'x'.repeat(500)}`));
    expect(line).toContain('\\u001b');
    expect(line!.length).toBeLessThan(140);
  });
});

describe('a fault of names', () => {
  it.each<[string, (i: ReturnType<typeof sound>) => void, string]>([
    [
      'a network',
      (i) => (i.endpoints[0]!.network = 'wbe'),
      'endpoints[0].network: found "wbe", expected the name of a network; did you mean "web"?',
    ],
    [
      'a host',
      (i) => (i.endpoints[0]!.host = 'nowhere'),
      'endpoints[0].host: found "nowhere", expected the name of a host',
    ],
    [
      'a member network',
      (i) => (i.groups[0]!.members[0]!.network = 'Web'),
      'groups[0].members[0].network: found "Web", expected the name of a network; did you mean "web"?',
    ],
    [
      'a member endpoint',
      (i) => (i.groups[0]!.members[1]!.endpoint = 'c7'),
      'groups[0].members[1].endpoint: found "c7", expected the name of an endpoint; did you mean "c1"?',
    ],
    [
      'a peer',
      (i) => (i.groups[0]!.rules[0]!.peer = { group: 'zzz' }),
      'groups[0].rules[0].peer.group: found "zzz", expected the name of a group',
    ],
    [
      'an end of a policy',
      (i) => (i.policies[0]!.b = 'zzz'),
      'policies[0].b: found "zzz", expected the name of an endpoint',
    ],
    [
      "a publication's endpoint",
      (i) => (i.publications[0]!.endpoint = 'zzz'),
      'publications[0].endpoint: found "zzz", expected the name of an endpoint',
    ],
    [
      "a publication's host",
      (i) => (i.publications[0]!.host = 'zzz'),
      'publications[0].host: found "zzz", expected the name of a host',
    ],
    [
      'a backend',
      (i) => ((i.services[0]!.backends as Raw[])[0]!.endpoint = 'zzz'),
      'services[0].backends[0].endpoint: found "zzz", expected the name of an endpoint',
    ],
  ])('is told for a name that leads nowhere: %s', (_, change, line) => {
    expect(faultsAfter((inventory) => void change(inventory))).toEqual([line]);
  });

  it.each(['hosts', 'networks', 'endpoints', 'groups', 'publications', 'services'] as const)(
    'is told for a name that stands twice in %s',
    (section) => {
      const faults = faultsAfter((i) => (i[section] as Raw[]).push(structuredClone(i[section][0] as Raw)));
      const at = sound()[section].length;
      expect(faults[0]).toMatch(
        new RegExp(
          `^${section}\\[${at}\\]\\.name: found "\\w+", expected a name of its own: ${section}\\[0\\] has it already$`,
        ),
      );
    },
  );

  it('is not told of those who refer to an item with a fault elsewhere', () => {
    expect(faultsAfter((i) => (i.networks[0]!.gateway = 'x'))).toEqual([
      'networks[0].gateway: found "x", expected an IPv4 address',
    ]);
  });

  it('is told of an item that has other faults too', () => {
    const faults = faultsAfter((i) => Object.assign(i.endpoints[0]!, { ip: 'x', network: 'zzz' }));
    expect(faults).toEqual([
      'endpoints[0].ip: found "x", expected an IPv4 address',
      'endpoints[0].network: found "zzz", expected the name of a network',
    ]);
  });
});

describe('a fault of place', () => {
  it.each<[string, (i: ReturnType<typeof sound>) => void, string]>([
    [
      'a dpid taken',
      (i) => (i.hosts[1]!.dpid = '1'),
      'hosts[1].dpid: found "0000000000000001", expected one of its own: hosts[0] has it already',
    ],
    [
      'an underlay address taken',
      (i) => (i.hosts[1]!.underlay.ip = '172.31.1.10'),
      'hosts[1].underlay.ip: found "172.31.1.10", expected one of its own: hosts[0] has it already',
    ],
    [
      'an underlay MAC taken',
      (i) => (i.hosts[1]!.underlay.mac = '02:aa:00:00:00:01'),
      'hosts[1].underlay.mac: found "02:aa:00:00:00:01", expected one of its own: hosts[0] has it already',
    ],
    [
      'an underlay broadcast address',
      (i) => (i.hosts[0]!.underlay.ip = '172.31.1.255'),
      'hosts[0].underlay.ip: found "172.31.1.255", expected an address from 172.31.1.1 to 172.31.1.254',
    ],
    [
      'a next hop elsewhere',
      (i) => (i.hosts[0]!.underlay.gateway = '172.31.2.1'),
      'hosts[0].underlay.gateway: found "172.31.2.1", expected an address in 172.31.1.0/24',
    ],
    [
      'a host that is its own next hop',
      (i) => (i.hosts[0]!.underlay.gateway = '172.31.1.10'),
      'hosts[0].underlay.gateway: found "172.31.1.10", expected another address than the host itself has',
    ],
    [
      'a MAC of no next hop',
      (i) => (i.hosts[0]!.underlay.gatewayMac = '02:00:00:00:00:09'),
      'hosts[0].underlay.gatewayMac: stands without a gateway; give its address too',
    ],
    [
      'bits behind the prefix',
      (i) => (i.networks[1]!.subnet = '10.1.1.9/24'),
      'networks[1].subnet: found "10.1.1.9/24", expected 10.1.1.0/24: no bits set behind the prefix',
    ],
    [
      'a subnet too small',
      (i) => i.networks.push({ ...network('tiny', 'x'), subnet: '10.1.1.0/31' }),
      'networks[2].subnet: found "10.1.1.0/31", expected a prefix length from 8 to 30',
    ],
    [
      'a subnet of loopback',
      (i) => i.networks.push({ ...network('lo', 'x'), subnet: '127.0.0.0/8' }),
      'networks[2].subnet: found "127.0.0.0/8", expected addresses that hosts can have, not loopback or multicast',
    ],
    [
      'a gateway elsewhere',
      (i) => (i.networks[1]!.gateway = '10.1.2.1'),
      'networks[1].gateway: found "10.1.2.1", expected an address in 10.1.1.0/24',
    ],
    [
      'a gateway at the end',
      (i) => (i.networks[1]!.gateway = '10.1.1.0'),
      'networks[1].gateway: found "10.1.1.0", expected an address from 10.1.1.1 to 10.1.1.254',
    ],
    [
      'an endpoint outside',
      (i) => (i.endpoints[1]!.ip = '10.1.2.3'),
      'endpoints[1].ip: found "10.1.2.3", expected an address in 10.1.1.0/24 (network web)',
    ],
    [
      'an endpoint at the network address',
      (i) => (i.endpoints[1]!.ip = '10.1.1.0'),
      'endpoints[1].ip: found "10.1.1.0", expected an address from 10.1.1.1 to 10.1.1.254 (network web)',
    ],
    [
      'an endpoint at the broadcast address',
      (i) => (i.endpoints[1]!.ip = '10.1.1.255'),
      'endpoints[1].ip: found "10.1.1.255", expected an address from 10.1.1.1 to 10.1.1.254 (network web)',
    ],
    [
      'an endpoint at the gateway',
      (i) => (i.endpoints[1]!.ip = '10.1.1.1'),
      'endpoints[1].ip: found "10.1.1.1", expected another address than the gateway of network web',
    ],
    [
      'an address taken',
      (i) => (i.endpoints[1]!.ip = '10.1.1.2'),
      'endpoints[1].ip: found "10.1.1.2", expected one of its own: endpoints[0] has it already',
    ],
    [
      'a MAC taken',
      (i) => (i.endpoints[1]!.mac = '02:00:00:00:00:01'),
      'endpoints[1].mac: found "02:00:00:00:00:01", expected one of its own: endpoints[0] has it already',
    ],
    [
      "the gateways' MAC",
      (i) => (i.endpoints[1]!.mac = '0A:da:01:00:00:01'),
      'endpoints[1].mac: found "0a:da:01:00:00:01", expected another MAC than every gateway\'s',
    ],
    [
      'a port taken',
      (i) => (i.endpoints[1]!.port = 't1'),
      'endpoints[1].port: found "t1", expected one of its own: endpoints[0] has it already',
    ],
    [
      'the uplink',
      (i) => (i.endpoints[1]!.port = 'up1'),
      'endpoints[1].port: found "up1", expected another port than the uplink of host s1',
    ],
    [
      'a member twice',
      (i) => i.groups[0]!.members.push({ network: 'web' }),
      'groups[0].members[2]: found {"network":"web"}, expected each member once: members[0] is the same',
    ],
    [
      'ports of ICMP',
      (i) => (i.groups[0]!.rules[0]!.protocol = 'icmp'),
      'groups[0].rules[0].ports: found [80,"8000-8100"], expected no ports with protocol icmp; name tcp, udp or sctp',
    ],
    [
      'ports of any protocol',
      (i) => delete i.groups[0]!.rules[0]!.protocol,
      'groups[0].rules[0].ports: found [80,"8000-8100"], expected no ports with protocol any; name tcp, udp or sctp',
    ],
    [
      'a peer prefix with bits behind',
      (i) => (i.groups[0]!.rules[0]!.peer = { cidr: '10.1.1.1/8' }),
      'groups[0].rules[0].peer.cidr: found "10.1.1.1/8", expected 10.0.0.0/8: no bits set behind the prefix',
    ],
    ['a pair of one', (i) => (i.policies[0]!.b = 'c1'), 'policies[0].b: found "c1", expected another endpoint than a'],
    [
      'a pair twice',
      (i) => i.policies.push({ a: 'c2', b: 'c1', action: 'connect' }),
      'policies[1]: found {"a":"c2","b":"c1","action":"connect"}, expected one of its own: policies[0] has it already',
    ],
    [
      'a host port taken',
      (i) => i.publications.push({ ...i.publications[0], name: 'p2', endpoint: 'c2', host: 's1' }),
      'publications[1].hostPort: found 20080, expected one of its own: publications[0] has it already',
    ],
    [
      "a service at an endpoint's address",
      (i) => (i.services[0]!.address = '10.1.1.2'),
      'services[0].address: found "10.1.1.2", expected an address of its own: endpoint c1 has it',
    ],
    [
      'a service at a gateway',
      (i) => (i.services[0]!.address = '10.1.1.1'),
      'services[0].address: found "10.1.1.1", expected an address of its own: the gateway of web has it',
    ],
    [
      'a service taken',
      (i) => i.services.push({ ...i.services[0], name: 'shop2' }),
      'services[1].port: found 80, expected one of its own: services[0] has it already',
    ],
    [
      'a backend of another tenant',
      (i) => ((i.services[0]!.backends as Raw[])[0]!.endpoint = 'b1'),
      'services[0].backends[0].endpoint: found "b1", expected an endpoint of tenant default: it is one of blue',
    ],
  ])('is told: %s', (_, change, line) => {
    expect(faultsAfter((inventory) => void change(inventory))).toEqual([line]);
  });

  it('is told of every subnet that overlaps another of its tenant, and of no other', () => {
    const subnets = ['10.0.0.0/16', '10.0.3.0/24', '10.1.0.0/24', '10.0.3.128/25', '10.2.0.0/16', '10.0.255.0/24'];
    const networks = subnets.map((subnet, i) => {
      const gateway = subnet.replace(/\.(\d+)\/\d+$/, (_, last) => `.${Number(last) + 1}`);
      return { name: `n${i}`, subnet, gateway };
    });
    const blue = { name: 'blue', tenant: 'blue', subnet: '10.0.0.0/8', gateway: '10.0.0.1' };
    const faults = faultsOf(JSON.stringify({ networks: [...networks, blue] }));
    expect(faults.map((line) => line.slice(0, line.indexOf(':'))).sort()).toEqual(
      [1, 3, 5].map((i) => `networks[${i}].subnet`),
    );
    expect(faults[0]).toBe(
      'networks[1].subnet: found "10.0.3.0/24", expected a subnet apart from 10.0.0.0/16 of network n0 (tenant default)',
    );
  });

  it('is not told of a next hop outside a prefix of 32 bits, as clouds hand them out', () => {
    const faults = faultsAfter((i) => Object.assign(i.hosts[0]!.underlay, { prefix: 32, gateway: '172.31.1.1' }));
    expect(faults).toEqual([]);
  });
});

describe('many faults', () => {
  it('are all told at once, up to a bound, and the rest is counted', () => {
    const endpoints = Array.from({ length: 2 * FAULTS_MAX }, (_, i) => ({
      ...endpoint('x', 1),
      name: `e${i}`,
      ip: 'x',
    }));
    try {
      validateInventory({ ...sound(), endpoints }, 'a.yaml');
      expect.unreachable();
    } catch (error) {
      const { details, message } = error as DaoliError;
      expect(details).toHaveLength(FAULTS_MAX);
      expect(message).toMatch(
        /^the inventory has 20[0-9] faults; the first 100 are named; the first: a\.yaml: endpoints\[0\]\.ip: /,
      );
    }
  });

  it('leave a section that is too long unread', () => {
    const hosts = Array.from({ length: HOSTS_MAX + 1 }, (_, i) => ({ name: `h${i}` }));
    expect(faultsOf(JSON.stringify({ hosts }))).toEqual([
      `hosts: found ${HOSTS_MAX + 1} items, expected at most ${HOSTS_MAX}`,
    ]);
    const endpoints = Array.from({ length: ENDPOINTS_MAX + 1 }, () => 0);
    expect(faultsOf(JSON.stringify({ endpoints }))).toEqual(['endpoints: found 200001 items, expected at most 200000']);
  });
});
