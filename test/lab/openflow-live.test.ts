// What a live ovs-vswitchd sends in 1.0 and 1.3, to three controllers at once: each byte of it decodes and encodes to itself, and
// every type that should come does come.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, MessageOf } from '#openflow/message.ts';
import { type OxmField, oxm } from '#openflow/oxm.ts';
import { OFPP_CONTROLLER, OFPP_IN_PORT, OFPP_LOCAL } from '#openflow/port-number.ts';
import { hex } from '../openflow/vectors/vector.ts';
import { LiveController, type Question, typeOf } from './live-controller.ts';
import { LiveSwitch } from './live-switch.ts';

const PORTS = [1, 2, 3];
const live = new LiveSwitch();

beforeAll(() => live.start());
afterAll(() => live.stop());

const ETHERNET = '0200000000ff 020000000001';
const ARP = hex(`ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002`);
/** UDP from 10.0.0.1:1000 to 10.0.0.2:2000, its TTL given; the checksum is right for a TTL of 64. */
const udp = (ttl: number) =>
  hex(`${ETHERNET} 0800 4500 0020 0000 0000 ${ttl.toString(16).padStart(2, '0')}11 ${(0x66cb + ((64 - ttl) << 8)).toString(16)}
    0a000001 0a000002 03e8 07d0 000c 0000 61626364`);

async function controllersOf(bridge: string, version: number, count: number): Promise<LiveController[]> {
  const controllers = Array.from(
    { length: count },
    (_, index) => new LiveController(join(live.directory, `${bridge}-${index}.sock`), version),
  );
  for (const controller of controllers) await controller.listen();
  const protocol = version === 1 ? 'OpenFlow10' : 'OpenFlow13';
  await live.addBridge(
    bridge,
    protocol,
    PORTS,
    controllers.map(({ path }) => path),
  );
  for (const controller of controllers) await controller.connected();
  return controllers;
}

/** What an error is about, for a comparison. */
function errors(messages: readonly Message[]): string[] {
  return messages.map((message) =>
    message.type === 'ERROR' && 'errorCode' in message ? `${message.errorType} ${message.errorCode}` : typeOf(message),
  );
}

/** @returns the configuration of a port that has changed */
function configOf(message: Message): readonly unknown[] {
  return message.type === 'PORT_STATUS' && message.reason === 'MODIFY' ? message.desc.config : [];
}

function expectExact(controllers: readonly LiveController[]): void {
  for (const controller of controllers) {
    expect(controller.faults).toEqual([]);
    expect(controller.received.length).toBeGreaterThan(3);
    expect(controller.bytesExact).toBe(controller.bytesReceived);
  }
}

describe('Open vSwitch in 1.3', () => {
  const name = 'live13';
  let controllers: LiveController[] = [];
  let first: LiveController;
  let second: LiveController;
  let third: LiveController;

  beforeAll(async () => {
    controllers = await controllersOf(name, 4, 3);
    [first, second, third] = controllers as [LiveController, LiveController, LiveController];
  });
  afterAll(async () => {
    for (const controller of controllers) await controller.close();
  });

  const flowMod = (fields: Omit<MessageOf<4, 'FLOW_MOD'>, 'version' | 'type' | 'xid'> | object): Question =>
    ({ type: 'FLOW_MOD', command: 'ADD', ...fields }) as Question;
  const multipart = (multipartType: string, fields: object = {}): Question =>
    ({ type: 'MULTIPART_REQUEST', multipartType, ...fields }) as Question;

  it('answers questions about itself', async () => {
    expect(await first.ask({ type: 'FEATURES_REQUEST' } as Question)).toMatchObject([
      { type: 'FEATURES_REPLY', nTables: 254 },
    ]);
    expect(await first.ask({ type: 'ECHO_REQUEST', data: hex('0102') } as Question)).toMatchObject([
      { type: 'ECHO_REPLY', data: hex('0102') },
    ]);
    expect(await first.tell({ type: 'SET_CONFIG', flags: [], missSendLen: 0xffff } as Question)).toEqual([]);
    expect(await first.ask({ type: 'GET_CONFIG_REQUEST' } as Question)).toMatchObject([{ missSendLen: 0xffff }]);
    expect(await first.ask({ type: 'GET_ASYNC_REQUEST' } as Question)).toMatchObject([{ type: 'GET_ASYNC_REPLY' }]);
    expect(await first.ask({ type: 'QUEUE_GET_CONFIG_REQUEST', port: 1 } as Question)).toMatchObject([
      { type: 'QUEUE_GET_CONFIG_REPLY', port: 1 },
    ]);
  });

  const GROUPS = [
    { groupId: 1, groupType: 'ALL', buckets: [bucket(1), bucket(2)] },
    {
      groupId: 2,
      groupType: 'SELECT',
      buckets: [
        { ...bucket(1), weight: 3 },
        { ...bucket(2), weight: 1 },
      ],
    },
    { groupId: 3, groupType: 'INDIRECT', buckets: [bucket(3)] },
    {
      groupId: 4,
      groupType: 'FF',
      buckets: [
        { ...bucket(1), watchPort: 1 },
        { ...bucket(2), watchGroup: 1 },
      ],
    },
  ];

  it('takes groups, meters and flows of every kind', async () => {
    for (const group of GROUPS)
      expect(await first.tell({ type: 'GROUP_MOD', command: 'ADD', ...group } as Question)).toEqual([]);
    const drop = { type: 'DROP', rate: 1000, burstSize: 100 };
    const meter = { type: 'METER_MOD', command: 'ADD', flags: ['KBPS', 'BURST', 'STATS'], meterId: 1, bands: [drop] };
    expect(await first.tell(meter as Question)).toEqual([]);
    for (const [index, match] of MATCHES.entries()) {
      const actions = [{ type: 'OUTPUT', port: OFPP_CONTROLLER, maxLen: 64 + index }];
      const instructions = [{ type: 'APPLY_ACTIONS', actions }];
      expect(
        errors(await first.tell(flowMod({ tableId: 1, priority: 100 + index, cookie: 5n, match, instructions }))),
      ).toEqual([]);
    }
    for (const [index, instructions] of INSTRUCTIONS.entries()) {
      const match = [oxm('ETH_TYPE', 0x8847), oxm('IN_PORT', index + 1)];
      expect(errors(await first.tell(flowMod({ tableId: 2, cookie: 6n, match, instructions })))).toEqual([]);
    }
    const rewrite = {
      match: [oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 17)],
      instructions: [{ type: 'APPLY_ACTIONS', actions: REWRITES }],
    };
    expect(
      errors(
        await first.tell(
          flowMod({
            tableId: 3,
            idleTimeout: 600,
            hardTimeout: 900,
            flags: ['SEND_FLOW_REM', 'RESET_COUNTS', 'NO_PKT_COUNTS', 'NO_BYT_COUNTS'],
            ...rewrite,
          }),
        ),
      ),
    ).toEqual([]);
  });

  it.each([
    ['DESC', {}],
    ['FLOW', { tableId: 0xff }],
    ['AGGREGATE', { tableId: 0xff }],
    ['TABLE', {}],
    ['PORT_STATS', {}],
    ['QUEUE', {}],
    ['GROUP', {}],
    ['GROUP_DESC', {}],
    ['GROUP_FEATURES', {}],
    ['METER', {}],
    ['METER_CONFIG', {}],
    ['METER_FEATURES', {}],
    ['TABLE_FEATURES', {}],
    ['PORT_DESC', {}],
  ])('answers MULTIPART_REQUEST %s', async (kind, fields) => {
    const parts = await first.ask(multipart(kind, fields));
    expect(new Set(parts.map(typeOf))).toEqual(new Set([`MULTIPART_REPLY ${kind}`]));
    const lists: Record<string, [string, number]> = {
      ...{
        FLOW: ['flows', MATCHES.length + INSTRUCTIONS.length + 1],
        TABLE: ['tables', 254],
        PORT_STATS: ['ports', PORTS.length + 1],
      },
      ...{ GROUP: ['groups', 4], GROUP_DESC: ['groups', 4], METER: ['meters', 1], METER_CONFIG: ['meters', 1] },
      ...{ TABLE_FEATURES: ['tables', 254], PORT_DESC: ['ports', PORTS.length + 1] },
    };
    const [list, length] = lists[kind] ?? [];
    if (list !== undefined) {
      expect(parts.flatMap((part) => Reflect.get(part, list) as unknown[]).length).toBe(length);
    }
  });

  it('names the groups, meters and flows as they were put in', async () => {
    const described = (await first.ask(multipart('GROUP_DESC'))) as MessageOf<4, 'MULTIPART_REPLY'>[];
    const groups = described.flatMap((part) => Reflect.get(part, 'groups') as { groupId: number }[]);
    expect(groups.toSorted((a, b) => a.groupId - b.groupId)).toMatchObject(GROUPS);
    const flows = (await first.ask(multipart('FLOW', { tableId: 1 }))).flatMap(
      (part) => Reflect.get(part, 'flows') as { priority: number; match: OxmField[] }[],
    );
    const byName = (match: readonly OxmField[]) => match.toSorted((a, b) => `${a.field}`.localeCompare(`${b.field}`));
    for (const { priority, match } of flows) expect(byName(match)).toEqual(byName(MATCHES[priority - 100]!));
  });

  it('sends packets with each reason', async () => {
    const table0 = flowMod({
      instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: OFPP_CONTROLLER }] }],
    });
    const from = first.received.length;
    expect(await first.tell(table0)).toEqual([]); // table-miss: priority 0 would be NO_MATCH
    await live.receive(name, 1, ARP);
    const action = await first.next(({ type }) => type === 'PACKET_IN', from);
    expect(action).toMatchObject({ reason: 'ACTION', data: ARP, match: [oxm('IN_PORT', 1)] });
    await first.tell(flowMod({ command: 'DELETE' }));
    await first.tell(
      flowMod({
        priority: 0,
        instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: OFPP_CONTROLLER }] }],
      }),
    );
    await live.receive(name, 2, udp(64));
    const miss = await first.next((message) => message.type === 'PACKET_IN' && message.reason === 'NO_MATCH', from);
    expect(miss).toMatchObject({ data: udp(64), match: [oxm('IN_PORT', 2)] });
    const mask = [['NO_MATCH', 'ACTION', 'INVALID_TTL'], []];
    const all = {
      portStatusMask: [['ADD', 'DELETE', 'MODIFY'], []],
      flowRemovedMask: [['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE'], []],
    };
    await first.tell({ type: 'SET_ASYNC', packetInMask: mask, ...all } as Question);
    expect(await first.ask({ type: 'GET_ASYNC_REQUEST' } as Question)).toMatchObject([{ packetInMask: mask, ...all }]);
    const decrement = [{ type: 'APPLY_ACTIONS', actions: [{ type: 'DEC_NW_TTL' }, { type: 'OUTPUT', port: 3 }] }];
    await first.tell(flowMod({ priority: 9, match: [oxm('ETH_TYPE', 0x0800)], instructions: decrement }));
    await live.receive(name, 1, udp(1));
    const expired = await first.next(
      (message) => message.type === 'PACKET_IN' && message.reason === 'INVALID_TTL',
      from,
    );
    expect(expired).toMatchObject({ data: udp(1) });
    const out = { type: 'PACKET_OUT', actions: [{ type: 'OUTPUT', port: OFPP_CONTROLLER }], data: ARP } as Question;
    const before = first.received.length;
    expect(await first.tell(out)).toEqual([]);
    await first.next((message) => message.type === 'PACKET_IN' && Buffer.compare(message.data, ARP) === 0, before);
  });

  it('says for each reason that a flow is gone', async () => {
    const from = first.received.length;
    const gone = (reason: string) =>
      first.next((message) => message.type === 'FLOW_REMOVED' && message.reason === reason, from);
    const flow = { flags: ['SEND_FLOW_REM'], tableId: 5 };
    await first.tell(flowMod({ ...flow, hardTimeout: 1, match: [oxm('IN_PORT', 1)] }));
    await first.tell(flowMod({ ...flow, idleTimeout: 1, match: [oxm('IN_PORT', 2)] }));
    await first.tell(flowMod({ ...flow, match: [oxm('IN_PORT', 3)] }));
    const toGroup = [{ type: 'WRITE_ACTIONS', actions: [{ type: 'GROUP', groupId: 3 }] }];
    await first.tell(flowMod({ ...flow, match: [oxm('IN_PORT', 4)], instructions: toGroup }));
    await first.tell(flowMod({ command: 'DELETE', tableId: 5, match: [oxm('IN_PORT', 3)] }));
    expect(await gone('DELETE')).toMatchObject({ tableId: 5, match: [oxm('IN_PORT', 3)] });
    await first.tell({ type: 'GROUP_MOD', command: 'DELETE', groupType: 'INDIRECT', groupId: 3 } as Question);
    expect(await gone('GROUP_DELETE')).toMatchObject({ match: [oxm('IN_PORT', 4)] });
    expect(await gone('HARD_TIMEOUT')).toMatchObject({ hardTimeout: 1, match: [oxm('IN_PORT', 1)] });
    expect(await gone('IDLE_TIMEOUT')).toMatchObject({ idleTimeout: 1, match: [oxm('IN_PORT', 2)] });
  });

  it('says what happens to ports', async () => {
    const from = first.received.length;
    const status = (reason: string) =>
      first.next((message) => message.type === 'PORT_STATUS' && message.reason === reason, from);
    await live.addPort(name, 9);
    const added = (await status('ADD')) as MessageOf<4, 'PORT_STATUS'>;
    expect(added.desc).toMatchObject({ portNo: 9, name: `${name}p9` });
    const mod = { type: 'PORT_MOD', portNo: 9, hwAddr: added.desc.hwAddr, config: ['NO_FWD'], mask: ['NO_FWD'] };
    expect(await first.tell(mod as Question)).toEqual([]);
    // Before 1.5 all hear of it but the one that asked (connmgr.c of Open vSwitch).
    await third.next((message) => configOf(message).includes('NO_FWD'), 0);
    await live.deletePort(name, 9);
    expect(await status('DELETE')).toMatchObject({ desc: { portNo: 9 } });
  });

  it('does bundles: open, add, close, commit, discard, and refuses a bad one', async () => {
    const control = (bundleId: number, controlType: string): Question =>
      ({ type: 'BUNDLE_CONTROL', bundleId, controlType, flags: ['ATOMIC', 'ORDERED'] }) as Question;
    const add = (bundleId: number, message: object): Question =>
      ({ type: 'BUNDLE_ADD_MESSAGE', bundleId, flags: ['ATOMIC', 'ORDERED'], message }) as Question;
    /** The message inside must have the xid of the one outside. */
    const put = (bundleId: number, tableId: number) => {
      const inner = { version: 4, type: 'FLOW_MOD', command: 'ADD', tableId, match: [oxm('IN_PORT', 7)] };
      const question = add(bundleId, inner);
      return first.tellBundled(question);
    };
    expect(await first.ask(control(1, 'OPEN_REQUEST'))).toMatchObject([{ controlType: 'OPEN_REPLY', bundleId: 1 }]);
    expect(await put(1, 7)).toEqual([]);
    expect(await first.ask(control(1, 'CLOSE_REQUEST'))).toMatchObject([{ controlType: 'CLOSE_REPLY' }]);
    expect(await first.ask(control(1, 'COMMIT_REQUEST'))).toMatchObject([{ controlType: 'COMMIT_REPLY' }]);
    const aggregate = await first.ask(multipart('AGGREGATE', { tableId: 7 }));
    expect(aggregate).toMatchObject([{ flowCount: 1 }]);
    expect(await first.ask(control(2, 'OPEN_REQUEST'))).toMatchObject([{ controlType: 'OPEN_REPLY' }]);
    expect(await first.ask(control(2, 'DISCARD_REQUEST'))).toMatchObject([{ controlType: 'DISCARD_REPLY' }]);
    expect(await first.ask(control(3, 'COMMIT_REQUEST'))).toMatchObject([{ type: 'ERROR' }]);
  });

  it('refuses with the error that fits', async () => {
    const group = { type: 'GROUP_MOD', command: 'ADD', groupType: 'ALL', groupId: 1, buckets: [] } as Question;
    const meter = {
      type: 'METER_MOD',
      command: 'MODIFY',
      flags: ['KBPS'],
      meterId: 99,
      bands: [{ type: 'DROP', rate: 1 }],
    };
    const refused: [Question, string][] = [
      [group, 'GROUP_MOD_FAILED GROUP_EXISTS'],
      [{ ...group, command: 'MODIFY', groupId: 77 } as Question, 'GROUP_MOD_FAILED UNKNOWN_GROUP'],
      [meter as Question, 'METER_MOD_FAILED UNKNOWN_METER'],
      [flowMod({ match: [oxm('TCP_DST', 80)] }), 'BAD_MATCH BAD_PREREQ'],
      [flowMod({ match: [oxm('ETH_TYPE', 0x800), oxm('ETH_TYPE', 0x800)] }), 'BAD_MATCH DUP_FIELD'],
      [flowMod({ instructions: [{ type: 'GOTO_TABLE', tableId: 0 }] }), 'BAD_INSTRUCTION BAD_TABLE_ID'],
      [flowMod({ instructions: [{ type: 77, body: hex('00000000') }] }), 'BAD_INSTRUCTION UNKNOWN_INST'],
      [flowMod({ command: 99 }), 'FLOW_MOD_FAILED BAD_COMMAND'],
      [
        flowMod({ instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'COPY_TTL_IN' }] }] }),
        'BAD_ACTION BAD_TYPE',
      ],
      [
        { type: 'PORT_MOD', portNo: 88, hwAddr: '02:00:00:00:00:01', config: [], mask: [] } as Question,
        'PORT_MOD_FAILED BAD_PORT',
      ],
      [multipart('EXPERIMENTER', { experimenter: 1234, expType: 1, data: hex('') }), 'BAD_REQUEST BAD_EXPERIMENTER'],
      [{ type: 'MULTIPART_REQUEST', multipartType: 999, body: hex('') } as Question, 'BAD_REQUEST BAD_MULTIPART'],
      [
        { type: 'EXPERIMENTER', experimenter: 1234, expType: 1, data: hex('') } as Question,
        'BAD_REQUEST BAD_EXPERIMENTER',
      ],
    ];
    for (const [question, error] of refused) {
      const before = errors(await first.tell(question));
      expect(before).toEqual([error]);
    }
  });

  it('keeps the roles of three controllers', async () => {
    const role = (name: string, generationId: bigint): Question =>
      ({ type: 'ROLE_REQUEST', role: name, generationId }) as Question;
    expect(await first.ask(role('NOCHANGE', 0n))).toMatchObject([{ type: 'ROLE_REPLY', role: 'EQUAL' }]);
    expect(await first.ask(role('MASTER', 10n))).toMatchObject([{ role: 'MASTER', generationId: 10n }]);
    expect(await second.ask(role('SLAVE', 10n))).toMatchObject([{ role: 'SLAVE' }]);
    // A slave may look and not touch, and does not hear of packets.
    expect(errors(await second.tell(flowMod({})))).toEqual(['BAD_REQUEST IS_SLAVE']);
    expect(await second.ask(multipart('DESC'))).toMatchObject([{ multipartType: 'DESC' }]);
    const heard = controllers.map(({ received }) => received.length);
    await first.tell(flowMod({ command: 'DELETE' }));
    await first.tell(
      flowMod({
        priority: 1,
        instructions: [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: OFPP_CONTROLLER }] }],
      }),
    );
    await live.receive(name, 3, ARP);
    for (const controller of [first, third]) {
      await controller.next(({ type }) => type === 'PACKET_IN', heard[controllers.indexOf(controller)]!);
    }
    await second.ask({ type: 'BARRIER_REQUEST' } as Question);
    expect(second.received.slice(heard[1]).map(typeOf)).not.toContain('PACKET_IN');
    // An old generation is refused, whoever comes with it; a newer master makes the older one a slave.
    expect(errors(await third.ask(role('MASTER', 9n)))).toEqual(['ROLE_REQUEST_FAILED STALE']);
    expect(errors(await second.ask(role('SLAVE', 9n)))).toEqual(['ROLE_REQUEST_FAILED STALE']);
    expect(await third.ask(role('MASTER', 11n))).toMatchObject([{ role: 'MASTER', generationId: 11n }]);
    expect(await first.ask(role('NOCHANGE', 0n))).toMatchObject([{ role: 'SLAVE' }]);
    expect(errors(await first.tell(flowMod({})))).toEqual(['BAD_REQUEST IS_SLAVE']);
    expect(await first.ask(role('EQUAL', 0n))).toMatchObject([{ role: 'EQUAL' }]);
    // Ports are heard of by all.
    const before = controllers.map(({ received }) => received.length);
    await live.addPort(name, 8);
    for (const [index, controller] of controllers.entries()) {
      await controller.next(({ type }) => type === 'PORT_STATUS', before[index]!);
    }
  });

  it('asks whether a silent controller is there', async () => {
    const from = third.received.length;
    await third.next(({ type }) => type === 'ECHO_REQUEST', from);
  });

  it('sent each type that a switch sends, and every byte came back as it was', () => {
    expectExact(controllers);
    const types = new Set(controllers.flatMap((controller) => [...controller.types()]));
    const simple = ['HELLO', 'ERROR', 'ECHO_REQUEST', 'ECHO_REPLY', 'FEATURES_REPLY', 'GET_CONFIG_REPLY', 'PACKET_IN'];
    const more = [
      'FLOW_REMOVED',
      'PORT_STATUS',
      'BARRIER_REPLY',
      'QUEUE_GET_CONFIG_REPLY',
      'ROLE_REPLY',
      'GET_ASYNC_REPLY',
    ];
    const kinds = [
      'DESC',
      'FLOW',
      'AGGREGATE',
      'TABLE',
      'PORT_STATS',
      'QUEUE',
      'GROUP',
      'GROUP_DESC',
      'GROUP_FEATURES',
    ];
    const rest = ['METER', 'METER_CONFIG', 'METER_FEATURES', 'TABLE_FEATURES', 'PORT_DESC'];
    const all = [...simple, ...more, 'BUNDLE_CONTROL', ...[...kinds, ...rest].map((kind) => `MULTIPART_REPLY ${kind}`)];
    expect(all.filter((type) => !types.has(type))).toEqual([]);
  });
});

describe('Open vSwitch in 1.0', () => {
  const name = 'live10';
  let controllers: LiveController[] = [];
  let first: LiveController;

  beforeAll(async () => {
    controllers = await controllersOf(name, 1, 3);
    [first] = controllers as [LiveController];
  });
  afterAll(async () => {
    for (const controller of controllers) await controller.close();
  });

  const flowMod = (fields: object): Question => ({ type: 'FLOW_MOD', command: 'ADD', ...fields }) as Question;
  const stats = (statsType: string, fields: object = {}): Question =>
    ({ type: 'STATS_REQUEST', statsType, ...fields }) as Question;

  it('answers questions about itself', async () => {
    for (const controller of controllers) {
      const [features] = (await controller.ask({ type: 'FEATURES_REQUEST' } as Question)) as MessageOf<
        1,
        'FEATURES_REPLY'
      >[];
      expect(features!.ports.map(({ portNo }) => portNo).toSorted((a, b) => a - b)).toEqual([...PORTS, 0xfffe]);
    }
    expect(await first.ask({ type: 'ECHO_REQUEST', data: hex('0102') } as Question)).toMatchObject([
      { type: 'ECHO_REPLY' },
    ]);
    expect(
      await first.tell({ type: 'SET_CONFIG', flags: ['INVALID_TTL_TO_CONTROLLER'], missSendLen: 200 } as Question),
    ).toEqual([]);
    expect(await first.ask({ type: 'GET_CONFIG_REQUEST' } as Question)).toMatchObject([{ missSendLen: 200 }]);
    expect(await first.ask({ type: 'QUEUE_GET_CONFIG_REQUEST', port: 1 } as Question)).toMatchObject([{ port: 1 }]);
  });

  it('takes a flow with every field and action', async () => {
    const fields = {
      ...{
        inPort: 1,
        dlSrc: '02:00:00:00:00:01',
        dlDst: '02:00:00:00:00:02',
        dlVlan: 100,
        dlVlanPcp: 5,
        dlType: 0x0800,
      },
      ...{ nwTos: 0xb8, nwProto: 17, nwSrc: '10.0.0.0', nwDst: '10.1.0.3', tpSrc: 1000, tpDst: 2000, nwSrcWild: 24 },
    };
    const actions = [
      ...[{ type: 'SET_VLAN_VID', vlanVid: 7 }, { type: 'SET_VLAN_PCP', vlanPcp: 3 }, { type: 'STRIP_VLAN' }],
      ...[
        { type: 'SET_DL_SRC', dlAddr: '02:00:00:00:00:0a' },
        { type: 'SET_DL_DST', dlAddr: '02:00:00:00:00:0b' },
      ],
      ...[
        { type: 'SET_NW_SRC', nwAddr: '192.168.0.1' },
        { type: 'SET_NW_DST', nwAddr: '192.168.0.2' },
      ],
      ...[
        { type: 'SET_NW_TOS', nwTos: 0x20 },
        { type: 'SET_TP_SRC', tpPort: 5 },
        { type: 'SET_TP_DST', tpPort: 6 },
      ],
      ...[
        { type: 'ENQUEUE', port: 2, queueId: 7 },
        { type: 'OUTPUT', port: 2, maxLen: 0 },
      ],
      ...[{ type: 'NX_FIN_TIMEOUT', finIdleTimeout: 1, finHardTimeout: 2 }],
    ];
    // fin_timeout is for TCP alone
    const udpActions = actions.filter(({ type }) => type !== 'NX_FIN_TIMEOUT');
    expect(
      errors(await first.tell(flowMod({ match: fields, actions: udpActions, idleTimeout: 600, cookie: 9n }))),
    ).toEqual([]);
    expect(
      errors(await first.tell(flowMod({ match: { dlType: 0x0800, nwProto: 6 }, actions: actions.slice(-2) }))),
    ).toEqual([]);
    const flows = (await first.ask(stats('FLOW'))).flatMap(
      (part) => Reflect.get(part, 'flows') as { actions: unknown[] }[],
    );
    expect(flows.length).toBe(2);
    expect(flows.find(({ actions: list }) => list.length > 2)!.actions).toEqual(udpActions);
  });

  it.each([
    ['DESC', undefined, 0],
    ['FLOW', 'flows', 2],
    ['AGGREGATE', undefined, 0],
    ['TABLE', 'tables', 254],
    ['PORT', 'ports', PORTS.length + 1],
    ['QUEUE', 'queues', PORTS.length + 1],
  ])('answers STATS_REQUEST %s', async (kind, list, length) => {
    const parts = await first.ask(stats(kind));
    expect(new Set(parts.map(typeOf))).toEqual(new Set([`STATS_REPLY ${kind}`]));
    if (list !== undefined) expect(parts.flatMap((part) => Reflect.get(part, list) as unknown[]).length).toBe(length);
  });

  it('sends packets, says that flows are gone and what happens to ports', async () => {
    const from = first.received.length;
    await live.receive(name, 2, ARP); // fail_mode=secure has no flow for it, and a miss goes to the controllers
    expect(await first.next(({ type }) => type === 'PACKET_IN', from)).toMatchObject({
      reason: 'NO_MATCH',
      inPort: 2,
      data: ARP,
    });
    await first.tell(flowMod({ match: { dlType: 0x0806 }, actions: [{ type: 'OUTPUT', port: 0xfffd, maxLen: 20 }] }));
    await live.receive(name, 1, ARP);
    const action = await first.next((message) => message.type === 'PACKET_IN' && message.reason === 'ACTION', from);
    expect(action).toMatchObject({ inPort: 1, totalLen: ARP.length });
    const gone = (reason: string) =>
      first.next((message) => message.type === 'FLOW_REMOVED' && message.reason === reason, from);
    const flags = ['SEND_FLOW_REM'];
    await first.tell(flowMod({ flags, hardTimeout: 1, match: { inPort: 1 } }));
    await first.tell(flowMod({ flags, idleTimeout: 1, match: { inPort: 2 } }));
    await first.tell(flowMod({ flags, match: { inPort: 3 } }));
    await first.tell(flowMod({ command: 'DELETE', match: { inPort: 3 } }));
    expect(await gone('DELETE')).toMatchObject({ match: { inPort: 3 } });
    const status = (reason: string) =>
      first.next((message) => message.type === 'PORT_STATUS' && message.reason === reason, from);
    await live.addPort(name, 9);
    const { desc } = (await status('ADD')) as MessageOf<1, 'PORT_STATUS'>;
    const mod = { type: 'PORT_MOD', portNo: 9, hwAddr: desc.hwAddr, config: ['NO_FLOOD'], mask: ['NO_FLOOD'] };
    expect(await first.tell(mod as Question)).toEqual([]);
    await controllers[1]!.next((message) => configOf(message).includes('NO_FLOOD'), 0);
    await live.deletePort(name, 9);
    expect(await status('DELETE')).toMatchObject({ desc: { portNo: 9 } });
    expect(await gone('HARD_TIMEOUT')).toMatchObject({ match: { inPort: 1 } });
    expect(await gone('IDLE_TIMEOUT')).toMatchObject({ idleTimeout: 1, match: { inPort: 2 } });
  });

  it('refuses with the error that fits', async () => {
    const refused: [Question, string][] = [
      [flowMod({ command: 99 }), 'FLOW_MOD_FAILED BAD_COMMAND'],
      [flowMod({ flags: ['EMERG'] }), 'FLOW_MOD_FAILED ALL_TABLES_FULL'],
      [flowMod({ actions: [{ type: 600, body: hex('00000000') }] }), 'BAD_ACTION BAD_TYPE'],
      [flowMod({ actions: [{ type: 'OUTPUT', port: 0xfff0 }] }), 'BAD_ACTION BAD_OUT_PORT'],
      [flowMod({ actions: [{ type: 'VENDOR', vendor: 1234, body: hex('') }] }), 'BAD_ACTION BAD_VENDOR'],
      [stats('VENDOR', { vendor: 1234, data: hex('0000000000000000') }), 'BAD_REQUEST BAD_VENDOR'],
      [{ type: 'STATS_REQUEST', statsType: 999, body: hex('') } as Question, 'BAD_REQUEST BAD_STAT'],
      [{ type: 'VENDOR', vendor: 1234, data: hex('00000000') } as Question, 'BAD_REQUEST BAD_VENDOR'],
      [
        { type: 'PORT_MOD', portNo: 88, hwAddr: '02:00:00:00:00:01', config: [], mask: [] } as Question,
        'PORT_MOD_FAILED BAD_PORT',
      ],
      [{ type: 'PACKET_OUT', bufferId: 0x7777, inPort: 1 } as Question, 'BAD_REQUEST BUFFER_UNKNOWN'],
    ];
    for (const [question, error] of refused) expect(errors(await first.tell(question))).toEqual([error]);
  });

  it('sent each type that a switch sends, and every byte came back as it was', () => {
    expectExact(controllers);
    const simple = ['HELLO', 'ERROR', 'ECHO_REPLY', 'FEATURES_REPLY', 'GET_CONFIG_REPLY', 'PACKET_IN', 'FLOW_REMOVED'];
    const kinds = ['DESC', 'FLOW', 'AGGREGATE', 'TABLE', 'PORT', 'QUEUE'].map((kind) => `STATS_REPLY ${kind}`);
    const all = [...simple, 'PORT_STATUS', 'BARRIER_REPLY', 'QUEUE_GET_CONFIG_REPLY', ...kinds];
    expect(all.filter((type) => !first.types().has(type))).toEqual([]);
  });
});

function bucket(port: number): { weight: number; watchPort: number; watchGroup: number; actions: object[] } {
  return { weight: 0, watchPort: 0xffffffff, watchGroup: 0xffffffff, actions: [{ type: 'OUTPUT', port }] };
}

const IP = oxm('ETH_TYPE', 0x0800);
const IP6 = oxm('ETH_TYPE', 0x86dd);

/** Every field that Open vSwitch has, with what it needs before it. */
const MATCHES: OxmField[][] = [
  [oxm('IN_PORT', OFPP_LOCAL)],
  [oxm('METADATA', 5n, 0xffn)],
  [oxm('ETH_DST', '01:00:00:00:00:00', '01:00:00:00:00:00')],
  [oxm('ETH_SRC', '02:00:00:00:00:01')],
  [oxm('VLAN_VID', 0x1064), oxm('VLAN_PCP', 5)],
  [oxm('VLAN_VID', 0x1000, 0x1000)],
  [IP, oxm('IP_DSCP', 46), oxm('IP_ECN', 1)],
  [IP, oxm('IPV4_SRC', '10.0.0.0', '255.0.0.0'), oxm('IPV4_DST', '10.0.0.1')],
  [IP, oxm('IP_PROTO', 6), oxm('TCP_SRC', 0xf000, 0xf000), oxm('TCP_DST', 80)],
  [IP, oxm('IP_PROTO', 17), oxm('UDP_SRC', 1), oxm('UDP_DST', 2)],
  [IP, oxm('IP_PROTO', 132), oxm('SCTP_SRC', 1), oxm('SCTP_DST', 2)],
  [IP, oxm('IP_PROTO', 1), oxm('ICMPV4_TYPE', 8), oxm('ICMPV4_CODE', 7)],
  [oxm('ETH_TYPE', 0x0806), oxm('ARP_OP', 1), oxm('ARP_SPA', '10.0.0.1'), oxm('ARP_TPA', '10.0.0.0', '255.255.255.0')],
  [oxm('ETH_TYPE', 0x0806), oxm('ARP_SHA', '02:00:00:00:00:01'), oxm('ARP_THA', '02:00:00:00:00:02')],
  [IP6, oxm('IPV6_SRC', '2001:db8::1'), oxm('IPV6_DST', 'fe80::', 'ffc0::'), oxm('IPV6_FLABEL', 0x12345)],
  [
    IP6,
    oxm('IP_PROTO', 58),
    oxm('ICMPV6_TYPE', 135),
    oxm('ICMPV6_CODE', 0),
    oxm('IPV6_ND_TARGET', 'fe80::9'),
    oxm('IPV6_ND_SLL', '02:00:00:00:00:05'),
  ],
  [IP6, oxm('IP_PROTO', 58), oxm('ICMPV6_TYPE', 136), oxm('ICMPV6_CODE', 0), oxm('IPV6_ND_TLL', '02:00:00:00:00:06')],
  [oxm('ETH_TYPE', 0x8847), oxm('MPLS_LABEL', 99), oxm('MPLS_TC', 3), oxm('MPLS_BOS', 1)],
  [oxm('TUNNEL_ID', 42n, 0xffn)],
];

const INSTRUCTIONS = [
  [{ type: 'GOTO_TABLE', tableId: 3 }],
  [
    { type: 'WRITE_METADATA', metadata: 42n, metadataMask: 0xffn },
    { type: 'GOTO_TABLE', tableId: 3 },
  ],
  [{ type: 'CLEAR_ACTIONS' }, { type: 'WRITE_ACTIONS', actions: [{ type: 'GROUP', groupId: 2 }] }],
  [
    { type: 'METER', meterId: 1 },
    { type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: OFPP_IN_PORT }] },
  ],
];

const REWRITES = [
  { type: 'SET_FIELD', field: oxm('ETH_DST', '02:00:00:00:00:0a') },
  { type: 'SET_FIELD', field: oxm('IPV4_SRC', '192.168.0.1') },
  { type: 'SET_FIELD', field: oxm('UDP_DST', 53) },
  { type: 'SET_NW_TTL', nwTtl: 9 },
  { type: 'DEC_NW_TTL' },
  { type: 'PUSH_VLAN', ethertype: 0x8100 },
  { type: 'SET_FIELD', field: oxm('VLAN_VID', 0x1007) },
  { type: 'POP_VLAN' },
  { type: 'SET_QUEUE', queueId: 3 },
  { type: 'GROUP', groupId: 1 },
  { type: 'PUSH_MPLS', ethertype: 0x8847 },
  { type: 'SET_FIELD', field: oxm('MPLS_LABEL', 77) },
  { type: 'SET_MPLS_TTL', mplsTtl: 5 },
  { type: 'DEC_MPLS_TTL' },
  { type: 'POP_MPLS', ethertype: 0x0800 },
  { type: 'OUTPUT', port: 2 },
];
