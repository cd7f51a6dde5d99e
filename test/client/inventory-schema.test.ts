// The API speaks of the inventory in the inventory's own words: every field of a noun is in the answer about it, by the
// same name, and whatever an inventory may hold the answer may hold too.
import { describe, expect, test } from 'vitest';
import * as answer from '#client/inventory-schema.ts';
import * as noun from '#model/nouns.ts';

const CASES = [
  {
    ...{ name: 'Host', noun: noun.Host, answer: answer.Host },
    given: {
      name: 's1',
      dpid: '0xA',
      uplink: 'up1',
      underlay: { ip: '172.31.1.10', prefix: 24, mac: '02:AA:00:00:00:01' },
    },
    found: { slot: 0, state: 'preparing', reason: 'waits for a port', uplinkPort: null, endpoints: 0 },
  },
  {
    ...{ name: 'Network', noun: noun.Network, answer: answer.Network },
    given: { name: 'web', subnet: '10.1.1.0/24', gateway: '10.1.1.1' },
    found: { endpoints: 1 },
  },
  {
    ...{ name: 'Endpoint', noun: noun.Endpoint, answer: answer.Endpoint },
    given: { name: 'c1', network: 'web', host: 's1', port: 7, ip: '10.1.1.2', mac: '02:00:00:00:00:01' },
    found: {
      ...{ tenant: 'default', groups: [], dpid: '000000000000000a', slot: 0 },
      ...{ portNumber: 7, located: true, reason: null },
    },
  },
  {
    ...{ name: 'Group', noun: noun.Group, answer: answer.Group },
    given: {
      name: 'g1',
      members: [{ network: 'web' }, { endpoint: 'c9' }],
      rules: [
        { direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [80, '8000-8100'], peer: { group: 'g1' } },
        { direction: 'egress', action: 'deny', peer: { cidr: '10.0.0.0/8' } },
      ],
    },
    found: { endpoints: 2 },
  },
  {
    ...{ name: 'Policy', noun: noun.Policy, answer: answer.Policy },
    given: { a: 'c1', b: 'c2', action: 'disconnect' },
    found: {},
  },
  {
    ...{ name: 'Publication', noun: noun.Publication, answer: answer.Publication },
    given: { name: 'fw', endpoint: 'c1', protocol: 'tcp', hostPort: 20080, port: 80 },
    found: {},
  },
  {
    ...{ name: 'Service', noun: noun.Service, answer: answer.Service },
    given: {
      ...{ name: 'shop', address: '10.96.0.10', protocol: 'tcp', port: 80, healthCheck: { type: 'tcp' } },
      backends: [{ endpoint: 'c1', port: 8080 }],
    },
    found: {},
  },
] as const;

describe.each(CASES)('$name', (each) => {
  test('has every field of the inventory', () => {
    expect(Object.keys(each.answer.shape)).toEqual(expect.arrayContaining(Object.keys(each.noun.shape)));
  });

  test('takes what the inventory gave, with what was found beside it', () => {
    const row = { ...each.noun.parse(each.given), ...each.found };
    expect(each.answer.parse(row)).toEqual(row);
  });
});

test('what an inventory holds fits the answers by type, as the control plane builds them', () => {
  const [host, , , group, , publication, service] = CASES;
  const rows: [answer.Host, answer.Group, answer.Publication, answer.Service] = [
    { ...noun.Host.parse(host.given), ...host.found },
    { ...noun.Group.parse(group.given), ...group.found },
    noun.Publication.parse(publication.given),
    noun.Service.parse(service.given),
  ];
  expect(rows.map(({ name }) => name)).toEqual(['s1', 'g1', 'fw', 'shop']);
});
