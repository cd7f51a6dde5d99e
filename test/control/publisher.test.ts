// The rules of the tables: what leads where, what is never given twice, what is refused as a whole.

import { beforeEach, describe, expect, test } from 'vitest';
import { DaoliError } from '#base/error.ts';
import { ControlCounters } from '#control/counters.ts';
import { changesBetween } from '#control/inventory-changes.ts';
import { Publisher } from '#control/publisher.ts';
import { ipv4Word } from '#control/words.ts';
import { VERDICT_ALLOW, VerdictReader } from '#dataplane/verdict.ts';
import { EMPTY_INVENTORY, type Inventory, validateInventory } from '#model/inventory.ts';
import {
  ADDRESS_GATEWAY,
  BOARD_BELL_WORKER,
  BOARD_SWEPT,
  BOARD_VERSION,
  ENDPOINT_HOST,
  ENDPOINT_PORT,
  ENDPOINT_STATE,
  ENDPOINT_STATE_DEAD,
  ENDPOINT_STATE_FREE,
  ENDPOINT_STATE_LIVE,
  ENDPOINT_WORDS,
  HOST_DPID_LO,
  HOST_GATEWAY_MAC_1,
  HOST_GATEWAY_MAC_PAIR,
  HOST_NETMASK,
  HOST_STATE,
  HOST_STATE_FREE,
  HOST_STATE_KNOWN,
  HOST_WORDS,
  type MemoryConfig,
  TENANT_UNDERLAY,
} from '#shm/layout.ts';
import { Tables } from '#shm/tables.ts';
import { sweep, testMemory } from './memory.ts';

const BASE = {
  hosts: [1, 2].map((i) => ({
    name: `s${i}`,
    dpid: `${i}`,
    uplink: 'up1',
    underlay: { ip: `172.31.${i}.10`, prefix: 24, mac: `02:aa:00:00:00:0${i}`, gateway: `172.31.${i}.1` },
  })),
  networks: [
    { name: 'web', subnet: '10.1.1.0/24', gateway: '10.1.1.1' },
    { name: 'app', subnet: '10.1.2.0/24', gateway: '10.1.2.1' },
  ],
  endpoints: [
    { name: 'c1', network: 'web', host: 's1', port: 'c1', ip: '10.1.1.2', mac: '02:00:00:00:00:01' },
    { name: 'c2', network: 'web', host: 's2', port: 'c2', ip: '10.1.1.3', mac: '02:00:00:00:00:02' },
    { name: 'c3', network: 'app', host: 's1', port: 'c3', ip: '10.1.2.2', mac: '02:00:00:00:00:03' },
  ],
  groups: [
    {
      name: 'g1',
      members: [{ network: 'app' }],
      rules: [{ direction: 'ingress', action: 'allow', protocol: 'tcp', ports: [80] }],
    },
  ],
  policies: [{ a: 'c1', b: 'c2', action: 'disconnect' }],
};

type Edit = (draft: typeof BASE) => void;

function world(sizes: Partial<MemoryConfig> = {}) {
  const memory = testMemory(sizes);
  const publisher = new Publisher(memory, new ControlCounters(memory));
  const tables = new Tables(memory);
  let inventory: Inventory = EMPTY_INVENTORY;
  const edit = (change: Edit = () => {}) => {
    const draft = structuredClone(BASE);
    change(draft);
    const next = validateInventory(draft, 'test');
    publisher.apply(changesBetween(inventory, next));
    inventory = next;
    publisher.publish();
  };
  const row = (name: string) => publisher.endpoints.byName.get(name)!.row;
  const state = (endpointRow: number) => tables.endpoints[endpointRow * ENDPOINT_WORDS + ENDPOINT_STATE];
  const swept = () => {
    sweep(memory);
    publisher.reclaim();
  };
  return { memory, publisher, tables, edit, row, state, swept };
}

let w: ReturnType<typeof world>;

beforeEach(() => {
  w = world();
  w.edit();
});

describe('addresses and ports', () => {
  test('lead to endpoints, gateways and hosts', () => {
    const { tables, publisher, row } = w;
    const tenant = publisher.networks.byName.get('web')!.tenant;
    expect(tables.addresses.find(tenant, ipv4Word('10.1.1.2'))).toBe(row('c1') + 1);
    const gateway = ADDRESS_GATEWAY | publisher.networks.byName.get('app')!.row;
    expect(tables.addresses.find(tenant, ipv4Word('10.1.2.1'))).toBe(gateway);
    const slot = publisher.hosts.byName.get('s2')!.slot;
    expect(tables.addresses.find(TENANT_UNDERLAY, ipv4Word('172.31.2.10'))).toBe(slot + 1);
    expect(tables.addresses.find(tenant, ipv4Word('10.1.1.77'))).toBe(0);
  });

  test('of two endpoints that swap addresses lead to the right one each', () => {
    const before = w.row('c1');
    w.edit((draft) => {
      draft.endpoints[0]!.ip = '10.1.1.3';
      draft.endpoints[1]!.ip = '10.1.1.2';
    });
    const tenant = w.publisher.networks.byName.get('web')!.tenant;
    expect(w.tables.addresses.find(tenant, ipv4Word('10.1.1.3'))).toBe(w.row('c1') + 1);
    expect(w.tables.addresses.find(tenant, ipv4Word('10.1.1.2'))).toBe(w.row('c2') + 1);
    expect(w.row('c1')).not.toBe(before);
    expect(w.state(before)).toBe(ENDPOINT_STATE_DEAD);
  });

  test('of an endpoint that takes over another one that is removed lead to it', () => {
    w.edit((draft) => {
      draft.endpoints.splice(0, 1);
      draft.policies = [];
      draft.endpoints.push({ ...BASE.endpoints[0]!, name: 'c9' });
    });
    const tenant = w.publisher.networks.byName.get('web')!.tenant;
    expect(w.tables.addresses.find(tenant, ipv4Word('10.1.1.2'))).toBe(w.row('c9') + 1);
  });

  test('a located endpoint is found by its port; one whose port goes away is another row', () => {
    const { publisher, tables } = w;
    const record = publisher.endpoints.byName.get('c1')!;
    const { slot } = record.host;
    const first = record.row;
    publisher.locate(record, 7);
    expect(tables.ports.find(slot, 7)).toBe(0);
    expect(publisher.publish()).toBe(true);
    publisher.locate(record, 7);
    expect(publisher.publish()).toBe(false);
    expect(record.row).toBe(first);
    expect(tables.ports.find(slot, 7)).toBe(first + 1);
    expect(tables.endpoints[first * ENDPOINT_WORDS + ENDPOINT_PORT]).toBe(7);
    publisher.locate(record, 0);
    publisher.publish();
    expect(tables.ports.find(slot, 7)).toBe(0);
    expect(w.state(first)).toBe(ENDPOINT_STATE_DEAD);
    expect(w.state(record.row)).toBe(ENDPOINT_STATE_LIVE);
  });
});

describe('rows', () => {
  test('of what is gone are given again only when every worker has swept a later version', () => {
    const old = w.row('c1');
    const swap = (mac: string) =>
      w.edit((draft) => {
        draft.endpoints[0]!.mac = mac;
      });
    swap('02:00:00:00:00:11');
    const rows = new Set([old, w.row('c1')]);
    const board = new Int32Array(w.memory.board);
    // One worker alone is not enough.
    board[BOARD_SWEPT] = board[BOARD_VERSION]!;
    w.publisher.reclaim();
    swap('02:00:00:00:00:12');
    expect(rows.has(w.row('c1'))).toBe(false);
    expect(w.state(old)).toBe(ENDPOINT_STATE_DEAD);
    w.swept();
    expect(w.state(old)).toBe(ENDPOINT_STATE_FREE);
    swap('02:00:00:00:00:13');
    swap('02:00:00:00:00:14');
    expect([...rows]).toContain(w.row('c1'));
  });

  test('of endpoints stay when only their groups change', () => {
    const before = w.row('c1');
    w.edit((draft) => {
      draft.groups[0]!.members = [{ network: 'app' }, { network: 'web' }];
    });
    expect(w.row('c1')).toBe(before);
  });

  test('of all endpoints of a host change with its underlay address, and the slot with them', () => {
    const before = { slot: w.publisher.hosts.byName.get('s1')!.slot, row: w.row('c1'), bystander: w.row('c2') };
    w.edit((draft) => {
      draft.hosts[0]!.underlay.ip = '172.31.1.99';
    });
    const record = w.publisher.hosts.byName.get('s1')!;
    expect(record.slot).not.toBe(before.slot);
    expect(w.row('c1')).not.toBe(before.row);
    expect(w.row('c2')).toBe(before.bystander);
    expect(w.tables.endpoints[w.row('c1') * ENDPOINT_WORDS + ENDPOINT_HOST]).toBe(record.slot);
    expect(w.tables.addresses.find(TENANT_UNDERLAY, ipv4Word('172.31.1.10'))).toBe(0);
    expect(w.tables.hosts[before.slot * HOST_WORDS + HOST_STATE]).toBe(HOST_STATE_FREE);
    expect(w.tables.hosts[record.slot * HOST_WORDS + HOST_STATE]).toBe(HOST_STATE_KNOWN);
    expect(w.tables.hosts[record.slot * HOST_WORDS + HOST_DPID_LO]).toBe(1);
    expect(w.publisher.takeAftermath().deadHosts.map(({ slot }) => slot)).toEqual([before.slot]);
  });
});

describe('a host whose next hops change', () => {
  const word = (at: number) => w.tables.hosts[w.publisher.hosts.byName.get('s1')!.slot * HOST_WORDS + at]!;
  const underlay = (change: object) =>
    w.edit((draft) => {
      Object.assign(draft.hosts[0]!.underlay, change);
    });

  test('keeps its slot and its endpoints their rows, whatever of prefix, gateway and its MAC it is', () => {
    const before = { host: w.publisher.hosts.byName.get('s1')!, row: w.row('c1') };
    underlay({ prefix: 25 });
    expect(word(HOST_NETMASK)).toBe(0xffffff80 | 0);
    underlay({ gateway: '172.31.1.9', gatewayMac: '02:bb:00:00:00:07' });
    expect([word(HOST_NETMASK), word(HOST_GATEWAY_MAC_PAIR)]).toEqual([0xffffff00 | 0, 1]);
    expect([word(HOST_GATEWAY_MAC_1), word(HOST_GATEWAY_MAC_1 + 1)]).toEqual([0x02bb, 7]);
    expect(w.publisher.hosts.byName.get('s1')).toBe(before.host);
    expect(w.row('c1')).toBe(before.row);
    const { deadHosts, movedHops } = w.publisher.takeAftermath();
    expect(deadHosts).toEqual([]);
    expect(new Set(movedHops)).toEqual(new Set([before.host]));
  });

  test('has no gateway MAC until the new gateway has told its own, and then in the words that nobody reads', () => {
    const { hosts } = w.publisher;
    const record = hosts.byName.get('s1')!;
    hosts.setGatewayMac(record, 0x02bb, 1);
    underlay({ gateway: '172.31.1.9' });
    expect([word(HOST_GATEWAY_MAC_PAIR), record.resolveGateway]).toEqual([0, true]);
    hosts.setGatewayMac(record, 0x02bb, 2);
    expect([word(HOST_GATEWAY_MAC_PAIR), word(HOST_GATEWAY_MAC_1 + 1)]).toEqual([2, 1]);
  });

  test('keeps the MAC that its gateway has told when only the prefix changes', () => {
    const { hosts } = w.publisher;
    hosts.setGatewayMac(hosts.byName.get('s1')!, 0x02bb, 1);
    underlay({ prefix: 25 });
    expect(word(HOST_GATEWAY_MAC_PAIR)).toBe(1);
  });

  test.each([
    ['uplink', { uplink: 'up2' }, {}],
    ['dpid', { dpid: '77' }, {}],
    ['MAC', {}, { mac: '02:aa:00:00:00:77' }],
    ['address', {}, { ip: '172.31.1.77' }],
  ])('is another host in another slot when its %s changes too', (_, host, change) => {
    const { slot } = w.publisher.hosts.byName.get('s1')!;
    w.edit((draft) => {
      Object.assign(draft.hosts[0]!, host);
      Object.assign(draft.hosts[0]!.underlay, { prefix: 25, ...change });
    });
    expect(w.publisher.hosts.byName.get('s1')!.slot).not.toBe(slot);
  });
});

describe('versions', () => {
  test('are published once for a batch, ring parked workers, and not at all when nothing changed', () => {
    const board = new Int32Array(w.memory.board);
    const before = board[BOARD_VERSION]!;
    board[BOARD_BELL_WORKER] = 1;
    w.edit((draft) => {
      draft.policies = [];
    });
    expect(board[BOARD_VERSION]).toBe(before + 1);
    expect(board[BOARD_BELL_WORKER]).toBe(0);
    expect(w.publisher.publish()).toBe(false);
    expect(board[BOARD_VERSION]).toBe(before + 1);
  });
});

describe('bounds', () => {
  test('an inventory with too many endpoints is refused before anything changes', () => {
    const small = world({ endpointRows: 3 });
    small.edit();
    const before = ['c1', 'c2', 'c3'].map(small.row);
    const grow: Edit = (draft) => {
      draft.endpoints.push({ ...BASE.endpoints[0]!, name: 'c4', port: 'c4', ip: '10.1.1.9', mac: '02:00:00:00:00:04' });
      draft.networks[0]!.name = 'web';
    };
    expect(() => small.edit(grow)).toThrow(DaoliError);
    expect(() => small.edit(grow)).toThrow(/endpointRows/);
    expect(['c1', 'c2', 'c3'].map(small.row)).toEqual(before);
    expect(small.publisher.endpoints.byName.size).toBe(3);
  });

  test('a class whose rules have no room is closed, said, and opens when there is room again', () => {
    // 64 words: the closed class, one class and no more.
    const small = world({ heapWords: 64 });
    const reader = new VerdictReader(small.tables);
    const judge = () => reader.judge(small.row('c1'), small.row('c3'), 6, 80) & VERDICT_ALLOW;
    const many: Edit = (draft) => {
      const rule = draft.groups[0]!.rules[0]!;
      draft.groups[0]!.rules = [80, 81, 82, 83, 84, 85, 86].map((port) => ({ ...rule, ports: [port] }));
    };
    small.edit();
    expect(judge()).toBe(VERDICT_ALLOW);
    small.edit(many);
    expect(small.publisher.policy.closed).toBe(1);
    expect(judge()).toBe(0);
    small.swept();
    small.edit();
    expect(small.publisher.policy.closed).toBe(0);
    expect(judge()).toBe(VERDICT_ALLOW);
  });
});
