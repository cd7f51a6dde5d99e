// The model test: random packets over a random inventory. The dataplane's verdict is that of the brute-force evaluator for
// every one, and the flows that it emits, sent as they are to bridges of a real Open vSwitch, do in `ofproto/trace` what
// the verdict says: out of the source's host, over the underlay and its routers, in at the target's host, and back.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeAll, installStandingFlows } from '#control/standing-flows.ts';
import type { MessageOf } from '#openflow/message.ts';
import { buildIcmp, buildSctp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { flowsOf, ROUTER_MAC, type Sent, type Step, UPLINK_PORT, World } from '../dataplane/harness.ts';
import { actionsText, matchText } from '../openflow/flow-text.ts';
import { judge, type Protocol } from '../reference/evaluator.ts';
import { below, PORTS, pick, randomInventory, randomOf } from '../reference/random-inventory.ts';
import { takeSeed } from '../reference/seed.ts';
import { ModelSwitches, type Trace } from './model-switches.ts';

const PACKETS = 10_000;
/** Sessions, and denied packets, that are traced at most. */
const TRACED = 2000;
const SIZE = { hosts: 4, tenants: 2, networksPerTenant: 3, endpoints: 46, groups: 8, rulesPerGroup: 4, policies: 24 };
const NAT_POOL = { natPoolFirst: 61440, natPoolSize: 4096 };
const ALLOWED = ['session_opened', 'session_relayed', 'packet_relayed'];
const DENIED: Readonly<Record<string, string>> = {
  policy: 'denied_policy',
  rule: 'denied_rule',
  default: 'denied_default',
};
const BUILDERS = { tcp: buildTcp, udp: buildUdp, sctp: buildSctp };

const seed = takeSeed('test/lab/model.test.ts', 'lab');
const random = randomOf(seed);
const inventory = randomInventory(seed, SIZE);

type Endpoint = (typeof inventory.endpoints)[number];

interface Packet {
  readonly a: Endpoint;
  readonly b: Endpoint;
  readonly protocol: Protocol;
  readonly sport: number;
  readonly dport: number;
}

// Two workers, so that keys of both shares and sessions of both tables are among them.
const world = new World(inventory, {
  task: {
    ...NAT_POOL,
    ...{ denyHardTimeoutSec: 3600, tcpIdleTimeoutSec: 3600, udpIdleTimeoutSec: 3600, icmpIdleTimeoutSec: 3600 },
  },
  sizes: { workers: 2, sessionRows: 16384, ingressBytes: 1 << 20, egressBytes: 1 << 20 },
  workerOf: Object.fromEntries(inventory.hosts.map(({ name }, i) => [name, i & 1])),
});
const opened: Packet[] = [];
const denied: Packet[] = [];
const flows: Sent[] = [];

describe('random packets over a random inventory', () => {
  test(`are judged as the evaluator judges them, ${PACKETS} of them`, () => {
    const wrong: string[] = [];
    const seen = { twins: 0, nobody: 0 };
    for (let i = 0; i < PACKETS; i++) {
      const packet = randomPacket(i);
      const { a, b, protocol, dport } = packet;
      const step = world.from(a.name, frameOf(packet));
      const outcome = step.outcomes.join();
      flows.push(...flowsOf(step));
      const target = whoIs(a, b.ip);
      if (target === undefined) {
        seen.nobody++;
        if (outcome !== 'dropped_unknown_target')
          wrong.push(`${nameOf(packet)}: ${outcome}, but nobody has the address`);
        continue;
      }
      if (target !== b) seen.twins++;
      const { allow, reason, detail } = judge(inventory, a.name, target.name, protocol, dport);
      const right = allow ? ALLOWED.includes(outcome) : outcome === DENIED[reason];
      if (!right)
        wrong.push(`${nameOf(packet)}: ${outcome}, expected ${allow ? 'allow' : 'deny'}, ${reason} ${detail}`);
      const fault = faultOf(step, outcome, a.host, target.host);
      if (fault !== undefined) wrong.push(`${nameOf(packet)}: ${fault}: ${step.lines.join('; ')}`);
      if (outcome === 'session_opened') opened.push({ ...packet, b: target });
      else if (!allow) denied.push({ ...packet, b: target });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    // A model that only ever says one thing proves nothing.
    expect(opened.length).toBeGreaterThan(PACKETS / 20);
    expect(denied.length).toBeGreaterThan(PACKETS / 20);
    expect(opened.filter(({ a, b }) => a.host !== b.host).length).toBeGreaterThan(100);
    // Addresses of the other tenant: some are one's own tenant's, too, and lead to its endpoint; some are nobody's.
    expect(seen.twins).toBeGreaterThan(PACKETS / 20);
    expect(seen.nobody).toBeGreaterThan(0);
  });
});

describe('the flows that they made, on bridges of Open vSwitch', () => {
  const switches = new ModelSwitches();

  beforeAll(() =>
    switches.start(
      inventory.hosts.map(({ name, dpid }) => {
        const ports = inventory.endpoints.filter(({ host }) => host === name).map(({ port }) => Number(port));
        return { name, dpid, ports: [UPLINK_PORT, ...ports] };
      }),
    ),
  );

  afterAll(() => switches.stop());

  test('are taken by every switch without an error, and none takes the place of another', async () => {
    const standing = encodeAll(
      installStandingFlows({ ...NAT_POOL, uplinkPort: UPLINK_PORT, gatewayIp: undefined, metered: false }),
      1,
    );
    for (const { name } of inventory.hosts) {
      const before = await switches.install(name, [standing]);
      expect(before.errors, name).toEqual([]);
      const mine = flows.filter(({ to }) => to === name);
      const { errors, flows: count } = await switches.install(
        name,
        mine.map(({ bytes }) => bytes),
      );
      expect(errors, name).toEqual([]);
      // Two sessions never share a match, or one would have another's packets; a denial may come again.
      expect(new Set(sessionFlows(mine).map(keyOf)).size, name).toBe(sessionFlows(mine).length);
      expect(count - before.flows, name).toBe(new Set(mine.map(keyOf)).size);
    }
  });

  test('carry what is allowed, there and back, as it was sent but for MACs and TTL', async () => {
    const sample = sampleOf(opened);
    for (const packet of sample) {
      await expectCrossing(packet, packet.a, packet.b, false);
      await expectCrossing(packet, packet.b, packet.a, true);
    }
    expect(sample.length).toBeGreaterThanOrEqual(300);
  });

  test('drop what is denied, and do not lift it again', async () => {
    const sample = sampleOf(denied);
    for (const packet of sample) {
      const { outputs, text } = await switches.trace(packet.a.host, Number(packet.a.port), frameOf(packet));
      // A packet without a flow of its own would go to the controller.
      expect(outputs, `${nameOf(packet)}\n${text}`).toEqual([]);
    }
    expect(sample.length).toBeGreaterThanOrEqual(300);
  });

  test('leave what is not theirs to the controller: another port, a key that nobody has', async () => {
    for (const packet of sampleOf(
      opened.filter(({ a, b, protocol }) => a.host !== b.host && protocol !== 'icmp'),
    ).slice(0, 50)) {
      const stranger = frameOf({ ...packet, sport: 9 });
      expect((await switches.trace(packet.a.host, Number(packet.a.port), stranger)).outputs).toEqual(['controller']);
      const [here, there] = [hostOf(packet.a), hostOf(packet.b)];
      const spec = {
        source: { mac: here.mac, ip: here.ip, port: NAT_POOL.natPoolFirst + NAT_POOL.natPoolSize - 1 },
        target: { mac: there.mac, ip: there.ip, port: packet.dport },
      };
      const { protocol } = packet;
      const stray = protocol === 'icmp' ? buildIcmp(spec) : BUILDERS[protocol](spec);
      expect((await switches.trace(packet.b.host, UPLINK_PORT, stray)).outputs).toEqual(['controller']);
    }
  });

  /** One direction of a session, from port to port. */
  async function expectCrossing(packet: Packet, from: Endpoint, to: Endpoint, reply: boolean): Promise<void> {
    const what = (step: Trace) => `${nameOf(packet)}${reply ? ', reply' : ''}\n${step.text}`;
    const routed = from.network !== to.network;
    let ttl = 64;
    let step = await switches.trace(from.host, Number(from.port), frameOf(packet, reply));
    if (routed) ttl--;
    if (from.host !== to.host) {
      const [here, there] = [hostOf(from), hostOf(to)];
      const direct = here.ip.split('.', 3).join() === there.ip.split('.', 3).join();
      expect(step.outputs, what(step)).toEqual([UPLINK_PORT]);
      expect(step.headers, what(step)).toMatchObject({
        ...{ dl_src: here.mac, dl_dst: direct ? there.mac : here.gatewayMac!, nw_src: here.ip, nw_dst: there.ip },
        nw_ttl: `${ttl}`,
      });
      expect(isKeyed(step.headers, packet.protocol, reply), what(step)).toBe(true);
      // Two underlay subnets have a router between them.
      if (!direct) ttl--;
      const hop: Record<string, string> = direct ? {} : { dl_src: there.gatewayMac!, dl_dst: there.mac };
      const wire = wireFrame(packet.protocol, { ...step.headers, ...hop, nw_ttl: `${ttl}` });
      step = await switches.trace(to.host, UPLINK_PORT, wire);
    }
    const [sport, dport] = reply ? [packet.dport, packet.sport] : [packet.sport, packet.dport];
    expect(step.outputs, what(step)).toEqual([Number(to.port)]);
    expect(step.headers, what(step)).toMatchObject({
      ...{ dl_src: routed ? ROUTER_MAC : from.mac, dl_dst: to.mac, nw_src: from.ip, nw_dst: to.ip, nw_ttl: `${ttl}` },
      ...(packet.protocol === 'icmp'
        ? { icmp_type: reply ? '0' : '8', icmp_code: '0' }
        : { tp_src: `${sport}`, tp_dst: `${dport}` }),
    });
  }
});

// ── packets ─────────────────────────────────────────────────────────────────────────────────────────────────────

function randomPacket(i: number): Packet {
  for (;;) {
    const a = pick(random, inventory.endpoints);
    const b = pick(random, inventory.endpoints);
    if (a.ip === b.ip) continue;
    const protocol = pick(random, ['tcp', 'udp', 'sctp', 'icmp'] as const);
    const dport = Math.min(65535, Math.max(1, pick(random, PORTS) + below(random, 3) - 1));
    return { a, b, protocol, sport: 10_000 + i, dport };
  }
}

/** Who has an address, as seen by an endpoint: each tenant has addresses of its own. */
function whoIs(from: Endpoint, ip: string): Endpoint | undefined {
  const tenant = tenantOf(from);
  return inventory.endpoints.find((endpoint) => endpoint.ip === ip && tenantOf(endpoint) === tenant);
}

function tenantOf({ network }: Endpoint): string {
  return networkOf(network).tenant;
}

function networkOf(name: string) {
  return inventory.networks.find((network) => network.name === name)!;
}

function hostOf({ host }: Endpoint) {
  return inventory.hosts.find(({ name }) => name === host)!.underlay;
}

/** To the neighbour's MAC where the address is of the sender's own subnet, else to the router's. */
function frameOf({ a, b, protocol, sport, dport }: Packet, reply = false): Uint8Array {
  const [from, to] = reply ? [b, a] : [a, b];
  const neighbours = networkOf(from.network).subnet === networkOf(to.network).subnet;
  const spec: FrameSpec = {
    source: { mac: from.mac, ip: from.ip, port: reply ? dport : sport },
    target: { mac: neighbours ? to.mac : ROUTER_MAC, ip: to.ip, port: reply ? sport : dport },
    ttl: 64,
  };
  return protocol === 'icmp' ? buildIcmp(spec, reply ? 0 : 8) : BUILDERS[protocol](spec);
}

/** A packet on the underlay with these headers. */
function wireFrame(protocol: Protocol, headers: Readonly<Record<string, string>>): Uint8Array {
  const { dl_src, dl_dst, nw_src, nw_dst, nw_ttl, tp_src, tp_dst, icmp_type, icmp_code } = headers;
  const spec: FrameSpec = {
    source: { mac: dl_src!, ip: nw_src!, port: Number(tp_src ?? 0) },
    target: { mac: dl_dst!, ip: nw_dst!, port: Number(tp_dst ?? 0) },
    ttl: Number(nw_ttl),
  };
  return protocol === 'icmp' ? buildIcmp(spec, Number(icmp_type), Number(icmp_code)) : BUILDERS[protocol](spec);
}

/** Whether a packet on the wire is one that the other host watches for: a pool port on the opener's side, or a code. */
function isKeyed(headers: Readonly<Record<string, string>>, protocol: Protocol, reply: boolean): boolean {
  if (protocol === 'icmp') return Number(headers.icmp_code) > 0 && headers.icmp_type === (reply ? '0' : '8');
  const inPool = (port: number) => port >= NAT_POOL.natPoolFirst && port < NAT_POOL.natPoolFirst + NAT_POOL.natPoolSize;
  const [key, other] = reply ? [headers.tp_dst, headers.tp_src] : [headers.tp_src, headers.tp_dst];
  return inPool(Number(key)) && !inPool(Number(other));
}

function nameOf({ a, b, protocol, sport, dport }: Packet): string {
  return `SEED=${seed}: ${a.name} (${a.ip}, ${a.host}) > ${b.name} (${b.ip}, ${b.host}) ${protocol} ${sport} > ${dport}`;
}

function sampleOf(packets: readonly Packet[]): Packet[] {
  const each = Math.max(1, Math.floor(packets.length / TRACED));
  return packets.filter((_, i) => i % each === 0).slice(0, TRACED);
}

// ── what was emitted ────────────────────────────────────────────────────────────────────────────────────────────

/** What is wrong with the messages of a step for its outcome. */
function faultOf(step: Step, outcome: string, here: string, there: string): string | undefined {
  const added = flowsOf(step);
  const last = step.sent.at(-1);
  if (outcome.startsWith('denied')) {
    const [flow] = added;
    return step.sent.length === 1 && flow?.to === here ? undefined : 'expected one flow, at its own switch';
  }
  if (outcome !== 'session_opened') return added.length === 0 ? undefined : 'expected no flow';
  if (added.length !== (here === there ? 2 : 4)) return 'expected two flows on one host, four on two';
  const near = added.at(-1)!;
  const does = flowMod(near).instructions.flatMap((one) =>
    'actions' in one ? [actionsText(one.actions as never)] : [],
  );
  const sent = last!.message.type === 'PACKET_OUT' ? actionsText(last!.message.actions) : '';
  if (near.to !== here || last!.to !== here || does.join() !== sent)
    return 'expected the packet to do what its flow does';
  return undefined;
}

function flowMod(sent: Sent): MessageOf<4, 'FLOW_MOD'> {
  return sent.message as MessageOf<4, 'FLOW_MOD'>;
}

function sessionFlows(sent: readonly Sent[]): Sent[] {
  return sent.filter((flow) => flowMod(flow).cookie >> 52n === 0xda2n);
}

/** What makes a flow one and the same on a switch (OpenFlow 1.3 §6.4). */
function keyOf(flow: Sent): string {
  return `${flow.to} ${flowMod(flow).priority} ${matchText(flowMod(flow).match)}`;
}
