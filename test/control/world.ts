// A control plane on fake rings and a fake clock, with a small inventory, for tests.

import { type Config, parseConfig } from '#base/config.ts';
import { silentLog } from '#base/log.ts';
import { ControlPlane } from '#control/control-plane.ts';
import { type Inventory, validateInventory } from '#model/inventory.ts';
import { BOARD_VERSION, HOST_STATE, HOST_WORDS, type MemoryConfig } from '#shm/layout.ts';
import { Tables } from '#shm/tables.ts';
import { FakeChannel, type Sent } from './fake-channel.ts';
import { sweep, testMemory } from './memory.ts';

/** Two hosts in one underlay subnet with a gateway, two endpoints each, in two networks. */
export const TWO_HOSTS = {
  hosts: [1, 2].map((i) => ({
    name: `s${i}`,
    dpid: `${i}`,
    uplink: 'up1' as string | number,
    underlay: {
      ip: `172.31.1.1${i}`,
      prefix: 24,
      mac: `02:aa:00:00:00:0${i}`,
      gateway: '172.31.1.1' as string | undefined,
    },
  })),
  networks: [
    { name: 'web', tenant: 'default', subnet: '10.1.1.0/24', gateway: '10.1.1.1' },
    { name: 'app', tenant: 'default', subnet: '10.1.2.0/24', gateway: '10.1.2.1' },
  ],
  endpoints: [
    { name: 'c1', network: 'web', host: 's1', port: 'c1' as string | number, ip: '10.1.1.2', mac: '02:00:00:00:00:01' },
    { name: 'c2', network: 'web', host: 's2', port: 'c2', ip: '10.1.1.3', mac: '02:00:00:00:00:02' },
    { name: 'c3', network: 'app', host: 's1', port: 7, ip: '10.1.2.2', mac: '02:00:00:00:00:03' },
    { name: 'c4', network: 'app', host: 's2', port: 'c4', ip: '10.1.2.3', mac: '02:00:00:00:00:04' },
  ],
  groups: [] as { name: string; members: object[]; rules: object[] }[],
  policies: [] as { a: string; b: string; action: string }[],
};
export type Draft = typeof TWO_HOSTS;

export const PORTS = [
  { number: 1, name: 'up1' },
  { number: 5, name: 'c1' },
  { number: 7, name: 'c3' },
];

export function makeWorld(settings: readonly string[] = [], sizes: Partial<MemoryConfig> = {}) {
  const memory = testMemory({ workers: 1, ...sizes });
  const config: Config = parseConfig([`sessionRows=${memory.config.sessionRows}`, 'publishGapMs=0', ...settings]);
  let nowMs = 1000;
  const control = new ControlPlane({ memory, config, log: silentLog(), nowMs: () => nowMs });
  const channel = new FakeChannel(memory);
  const tables = new Tables(memory);
  /** Main's loop, until it has nothing to do. */
  const turn = (passMs = 0) => {
    nowMs += passMs;
    do control.onTurn();
    while (control.loop.turn());
    control.onTurn();
  };
  /** Main and a switch in turn, until neither says anything. @returns all that main sent */
  const settle = (ports = PORTS, metered = true): Sent[] => {
    const all: Sent[] = [];
    for (let round = 0; round < 20; round++) {
      turn();
      const sent = channel.take();
      if (sent.length === 0) return all;
      all.push(...sent);
      channel.answer(sent, ports, metered);
    }
    throw new Error('main and the switch do not come to an end');
  };
  const apply = (change: (draft: Draft) => void = () => {}): Inventory => {
    const draft = structuredClone(TWO_HOSTS);
    change(draft);
    const inventory = validateInventory(draft, 'test');
    control.apply(inventory);
    return inventory;
  };
  return {
    ...{ memory, control, channel, tables, turn, settle, apply },
    slot: (host: string) => control.publisher.hosts.byName.get(host)!.slot,
    state: (host: string) => tables.hosts[control.publisher.hosts.byName.get(host)!.slot * HOST_WORDS + HOST_STATE],
    row: (endpoint: string) => control.publisher.endpoints.byName.get(endpoint)!.row,
    version: () => new Int32Array(memory.board)[BOARD_VERSION]!,
    counter: (index: number) => control.counters.values[index]!,
    /** Time passes, and main's loop does not turn. */
    pass: (ms: number) => {
      nowMs += ms;
    },
    swept: () => {
      sweep(memory);
      turn(200);
    },
  };
}

export type World = ReturnType<typeof makeWorld>;
