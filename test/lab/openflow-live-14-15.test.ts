// What a live ovs-vswitchd sends in 1.4 and 1.5, to two controllers at once: each byte of it decodes and encodes to itself, and
// every type that should come does come. What the versions have in common with 1.3 is tried more fully in openflow-live.test.ts.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '#openflow/message.ts';
import { oxm } from '#openflow/oxm.ts';
import { OFPP_CONTROLLER } from '#openflow/port-number.ts';
import { hex } from '../openflow/vectors/vector.ts';
import { LiveController, type Question, typeOf } from './live-controller.ts';
import { LiveSwitch } from './live-switch.ts';

const PORTS = [1, 2, 3];
const live = new LiveSwitch();

beforeAll(() => live.start());
afterAll(() => live.stop());

const ARP = hex('ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002');

/** Names that differ between the two versions. */
const VERSIONS = [
  {
    version: 5,
    protocol: 'OpenFlow14',
    flow: 'FLOW',
    aggregate: 'AGGREGATE',
    kinds: ['TABLE', 'GROUP', 'METER', 'METER_CONFIG'],
  },
  {
    version: 6,
    protocol: 'OpenFlow15',
    flow: 'FLOW_DESC',
    aggregate: 'AGGREGATE_STATS',
    kinds: ['TABLE_STATS', 'GROUP_STATS', 'METER_STATS', 'METER_DESC'],
  },
] as const;

/** Questions and answers whose names both versions have. */
const KINDS = [
  ...['DESC', 'PORT_STATS', 'QUEUE_STATS', 'GROUP_DESC', 'GROUP_FEATURES', 'METER_FEATURES', 'TABLE_FEATURES'],
  ...['PORT_DESC', 'TABLE_DESC', 'QUEUE_DESC'],
];

/** Actions that only 1.5 has. */
const ACTIONS_15 = [
  { type: 'METER', meterId: 1 },
  {
    type: 'COPY_FIELD',
    nBits: 32,
    dstOffset: 8,
    oxmIds: [
      { field: 'IN_PORT', hasMask: false },
      { field: 'METADATA', hasMask: false },
    ],
  },
];

/** A question of either version; the types know only one at a time. */
function question(type: string, fields: object = {}): Question {
  return { type, ...fields } as unknown as Question;
}

function multipart(multipartType: string, fields: object = {}): Question {
  return question('MULTIPART_REQUEST', { multipartType, ...fields });
}

function flowMod(fields: object): Question {
  return question('FLOW_MOD', { command: 'ADD', ...fields });
}

function errors(messages: readonly Message[]): string[] {
  return messages.map((message) =>
    message.type === 'ERROR' && 'errorCode' in message ? `${message.errorType} ${message.errorCode}` : typeOf(message),
  );
}

describe.each(VERSIONS)('Open vSwitch with $protocol', ({ version, protocol, flow, aggregate, kinds }) => {
  const name = `live${version}`;
  let controllers: LiveController[] = [];
  let first: LiveController;
  let second: LiveController;

  beforeAll(async () => {
    controllers = [0, 1].map((index) => new LiveController(join(live.directory, `${name}-${index}.sock`), version));
    [first, second] = controllers as [LiveController, LiveController];
    for (const controller of controllers) await controller.listen();
    await live.addBridge(
      name,
      protocol,
      PORTS,
      controllers.map(({ path }) => path),
    );
    for (const controller of controllers) await controller.connected();
  });
  afterAll(async () => {
    for (const controller of controllers) await controller.close();
  });

  it('answers questions about itself', async () => {
    const [features] = await first.ask(question('FEATURES_REQUEST'));
    expect(features).toMatchObject({ type: 'FEATURES_REPLY', nTables: 254 });
    expect(Reflect.get(features!, 'capabilities')).toContain('BUNDLES');
    expect(await first.ask(question('ECHO_REQUEST', { data: hex('0102') }))).toMatchObject([{ data: hex('0102') }]);
    expect(await first.tell(question('SET_CONFIG', { flags: [], missSendLen: 0xffff }))).toEqual([]);
    expect(await first.ask(question('GET_CONFIG_REQUEST'))).toMatchObject([{ missSendLen: 0xffff }]);
  });

  it('takes and gives back what asynchronous messages it sends', async () => {
    const mask = ['TABLE_MISS', 'APPLY_ACTION', 'INVALID_TTL', 'ACTION_SET', 'GROUP', 'PACKET_OUT'];
    const properties = [
      { type: 'PACKET_IN_MASTER', mask },
      { type: 'PORT_STATUS_MASTER', mask: ['ADD', 'DELETE', 'MODIFY'] },
      { type: 'FLOW_REMOVED_MASTER', mask: ['IDLE_TIMEOUT', 'HARD_TIMEOUT', 'DELETE', 'GROUP_DELETE', 'METER_DELETE'] },
      { type: 'ROLE_STATUS_MASTER', mask: ['MASTER_REQUEST', 'CONFIG', 'EXPERIMENTER'] },
      { type: 'ROLE_STATUS_SLAVE', mask: ['MASTER_REQUEST', 'CONFIG', 'EXPERIMENTER'] },
      { type: 'TABLE_STATUS_MASTER', mask: ['VACANCY_DOWN', 'VACANCY_UP'] },
      { type: 'REQUESTFORWARD_MASTER', mask: ['GROUP_MOD', 'METER_MOD'] },
    ];
    for (const controller of controllers) {
      expect(errors(await controller.tell(question('SET_ASYNC', { properties })))).toEqual([]);
      const [reply] = await controller.ask(question('GET_ASYNC_REQUEST'));
      expect(reply).toMatchObject({ type: 'GET_ASYNC_REPLY' });
      expect(Reflect.get(reply!, 'properties')).toEqual(expect.arrayContaining(properties));
    }
  });

  it('takes a group and a meter, and forwards both to the other controller', async () => {
    const from = second.received.length;
    const output = [{ type: 'OUTPUT', port: 2, maxLen: 0 }];
    const bucket = version === 6 ? { bucketId: 1, properties: [{ type: 'WEIGHT', weight: 3 }] } : { weight: 3 };
    const group = { groupType: 'SELECT', groupId: 1, buckets: [{ ...bucket, actions: output }] };
    expect(errors(await first.tell(question('GROUP_MOD', { command: 'ADD', ...group })))).toEqual([]);
    const bands = [{ type: 'DROP', rate: 1000, burstSize: 100 }];
    const meter = { command: 'ADD', flags: ['KBPS', 'BURST', 'STATS'], meterId: 1, bands };
    expect(errors(await first.tell(question('METER_MOD', meter)))).toEqual([]);
    for (const type of ['GROUP_MOD', 'METER_MOD']) {
      const forwarded = await second.next(
        (message) => message.type === 'REQUESTFORWARD' && message.request.type === type,
        from,
      );
      expect(forwarded).toMatchObject({ version, request: { version, type, command: 'ADD' } });
    }
    const [described] = await first.ask(multipart('GROUP_DESC'));
    expect(described).toMatchObject({ groups: [{ groupType: 'SELECT', groupId: 1, buckets: [{ actions: output }] }] });
  });

  it('takes flows and describes them', async () => {
    const actions = [
      { type: 'SET_FIELD', field: oxm('ETH_DST', '02:00:00:00:00:0a') },
      ...(version === 6 ? ACTIONS_15 : []),
      { type: 'OUTPUT', port: 2, maxLen: 0 },
    ];
    const match = [oxm('IN_PORT', 1), oxm('ETH_TYPE', 0x0800), oxm('IP_PROTO', 6), oxm('TCP_DST', 80)];
    const added = { tableId: 1, importance: 77, flags: ['SEND_FLOW_REM'], cookie: 5n, priority: 100, match };
    expect(errors(await first.tell(flowMod({ ...added, instructions: [{ type: 'APPLY_ACTIONS', actions }] })))).toEqual(
      [],
    );
    const [described] = await first.ask(multipart(flow, { tableId: 1 }));
    expect(described).toMatchObject({
      flows: [
        {
          tableId: 1,
          importance: 77,
          flags: ['SEND_FLOW_REM'],
          cookie: 5n,
          priority: 100,
          match: expect.arrayContaining(match),
        },
      ],
    });
    expect(typeOf((await first.ask(multipart(aggregate, { tableId: 1 })))[0]!)).toBe(`MULTIPART_REPLY ${aggregate}`);
  });

  it.each([...KINDS, ...kinds])('answers MULTIPART_REQUEST %s', async (kind) => {
    const parts = await first.ask(multipart(kind));
    // The dummy ports have no queues, which it says by an error.
    if (kind === 'QUEUE_DESC' && parts[0]?.type === 'ERROR') return;
    expect(new Set(parts.map(typeOf))).toEqual(new Set([`MULTIPART_REPLY ${kind}`]));
  });

  it('takes the configuration of a table', async () => {
    const properties = [{ type: 'VACANCY', vacancyDown: 20, vacancyUp: 80 }];
    const config = ['VACANCY_EVENTS'];
    expect(errors(await first.tell(question('TABLE_MOD', { tableId: 3, config, properties })))).toEqual([]);
    const tables = (await first.ask(multipart('TABLE_DESC'))).flatMap(
      (part) => Reflect.get(part, 'tables') as { tableId: number }[],
    );
    expect(tables.find(({ tableId }) => tableId === 3)).toMatchObject({ config });
  });

  it('sends packets, and takes one that starts at the controller', async () => {
    const from = first.received.length;
    const instructions = [{ type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: OFPP_CONTROLLER }] }];
    expect(errors(await first.tell(flowMod({ priority: 0, instructions })))).toEqual([]);
    await live.receive(name, 1, ARP);
    const miss = await first.next(({ type }) => type === 'PACKET_IN', from);
    expect(miss).toMatchObject({ reason: 'TABLE_MISS', data: ARP, match: expect.arrayContaining([oxm('IN_PORT', 1)]) });
    const before = first.received.length;
    const out = { actions: [{ type: 'OUTPUT', port: OFPP_CONTROLLER }], data: ARP };
    expect(errors(await first.tell(question('PACKET_OUT', out)))).not.toContain('ERROR');
    const own = await first.next(({ type }) => type === 'PACKET_IN', before);
    expect(own).toMatchObject({ reason: 'PACKET_OUT', data: ARP });
  });

  it('says that a flow is gone', async () => {
    const from = first.received.length;
    await first.tell(flowMod({ tableId: 5, hardTimeout: 1, flags: ['SEND_FLOW_REM'], match: [oxm('IN_PORT', 2)] }));
    const gone = await first.next((message) => message.type === 'FLOW_REMOVED', from);
    expect(gone).toMatchObject({ reason: 'HARD_TIMEOUT', tableId: 5, hardTimeout: 1, match: [oxm('IN_PORT', 2)] });
    if (version === 6) expect(Reflect.get(gone, 'stats')).toContainEqual({ field: 'PACKET_COUNT', value: 0n });
  });

  it('tells a flow monitor what is and what changes', async () => {
    const monitor = { monitorId: 7, flags: ['INITIAL', 'ADD', 'REMOVED', 'MODIFY', 'INSTRUCTIONS'], command: 'ADD' };
    const from = first.received.length;
    const initial = await first.ask(multipart('FLOW_MONITOR', { monitors: [{ ...monitor, tableId: 1 }] }));
    expect(initial).toMatchObject([{ updates: [{ event: 'INITIAL', tableId: 1, cookie: 5n }] }]);
    await second.tell(flowMod({ tableId: 1, cookie: 6n, match: [oxm('IN_PORT', 3)] }));
    const added = await first.next(
      (message) =>
        message.type === 'MULTIPART_REPLY' &&
        message.multipartType === 'FLOW_MONITOR' &&
        message.updates.some(({ event }) => event === 'ADDED'),
      from,
    );
    expect(added).toMatchObject({ updates: [{ event: 'ADDED', cookie: 6n, match: [oxm('IN_PORT', 3)] }] });
  });

  it('says what happens to ports', async () => {
    const from = first.received.length;
    const status = (reason: string) =>
      first.next((message) => message.type === 'PORT_STATUS' && message.reason === reason, from);
    await live.addPort(name, 9);
    const added = await status('ADD');
    expect(added).toMatchObject({
      version,
      desc: { portNo: 9, name: `${name}p9`, properties: [{ type: 'ETHERNET' }] },
    });
    if (version === 6) {
      expect(await first.ask(multipart('PORT_DESC', { portNo: 9 }))).toMatchObject([{ ports: [{ portNo: 9 }] }]);
    }
    await live.deletePort(name, 9);
    expect(await status('DELETE')).toMatchObject({ desc: { portNo: 9 } });
  });

  it('does bundles', async () => {
    const control = (bundleId: number, controlType: string): Question =>
      question('BUNDLE_CONTROL', { bundleId, controlType, flags: ['ATOMIC', 'ORDERED'] });
    expect(await first.ask(control(1, 'OPEN_REQUEST'))).toMatchObject([{ controlType: 'OPEN_REPLY', bundleId: 1 }]);
    const message = { version, type: 'FLOW_MOD', command: 'ADD', tableId: 7, match: [oxm('IN_PORT', 7)] };
    const put = question('BUNDLE_ADD_MESSAGE', { bundleId: 1, flags: ['ATOMIC', 'ORDERED'], message });
    expect(errors(await first.tellBundled(put))).toEqual([]);
    expect(await first.ask(control(1, 'CLOSE_REQUEST'))).toMatchObject([{ controlType: 'CLOSE_REPLY' }]);
    expect(await first.ask(control(1, 'COMMIT_REQUEST'))).toMatchObject([{ controlType: 'COMMIT_REPLY' }]);
    expect(errors(await first.ask(control(3, 'COMMIT_REQUEST')))).toEqual(['BUNDLE_FAILED BAD_ID']);
  });

  it('refuses with the error that fits', async () => {
    const group = question('GROUP_MOD', { command: 'ADD', groupType: 'ALL', groupId: 1, buckets: [] });
    const goto = [{ type: 'GOTO_TABLE', tableId: 3 }];
    const table = question('TABLE_MOD', { tableId: 1, properties: [{ type: 99, body: hex('') }] });
    const refused: [Question, string][] = [
      [group, 'GROUP_MOD_FAILED GROUP_EXISTS'],
      [table, 'BAD_REQUEST BAD_TYPE'], // it takes the property's type for the message's
      [flowMod({ instructions: [...goto, ...goto] }), 'BAD_INSTRUCTION DUP_INST'],
      [flowMod({ instructions: [{ type: 77, body: hex('00000000') }] }), 'BAD_INSTRUCTION UNKNOWN_INST'],
      [
        question('BUNDLE_ADD_MESSAGE', { bundleId: 9, message: { version, type: 'BARRIER_REQUEST' } }),
        'BUNDLE_FAILED MSG_BAD_XID',
      ],
    ];
    for (const [asked, error] of refused) expect(errors(await first.tell(asked))).toEqual([error]);
  });

  it('tells a controller that another has become the master', async () => {
    const from = first.received.length;
    const role = (name: string) => question('ROLE_REQUEST', { role: name, generationId: 10n });
    expect(await first.ask(role('MASTER'))).toMatchObject([{ type: 'ROLE_REPLY', role: 'MASTER', generationId: 10n }]);
    expect(await second.ask(role('MASTER'))).toMatchObject([{ role: 'MASTER' }]);
    const told = await first.next(({ type }) => type === 'ROLE_STATUS', from);
    expect(told).toMatchObject({ role: 'SLAVE', reason: 'MASTER_REQUEST', generationId: 10n });
    expect(errors(await first.tell(flowMod({})))).toEqual(['BAD_REQUEST IS_SLAVE']);
  });

  it('sent each type that a switch sends, and every byte came back as it was', () => {
    for (const controller of controllers) {
      expect(controller.faults).toEqual([]);
      expect(controller.bytesReceived).toBeGreaterThan(200);
      expect(controller.bytesExact).toBe(controller.bytesReceived);
    }
    const types = new Set(controllers.flatMap((controller) => [...controller.types()]));
    const all = [
      ...['HELLO', 'ERROR', 'ECHO_REPLY', 'FEATURES_REPLY', 'GET_CONFIG_REPLY', 'PACKET_IN', 'FLOW_REMOVED'],
      ...['PORT_STATUS', 'BARRIER_REPLY', 'ROLE_REPLY', 'ROLE_STATUS', 'GET_ASYNC_REPLY', 'REQUESTFORWARD'],
      'BUNDLE_CONTROL',
      ...[...KINDS, ...kinds, flow, aggregate, 'FLOW_MONITOR']
        .filter((kind) => kind !== 'QUEUE_DESC')
        .map((kind) => `MULTIPART_REPLY ${kind}`),
    ];
    expect(all.filter((type) => !types.has(type))).toEqual([]);
  });
});
