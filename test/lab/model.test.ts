// The model test: random packets over a random inventory. The dataplane's verdict is that of the brute-force evaluator for
// every one, and the flows that it emits, sent as they are to real bridges, do in `ofproto/trace` what the verdict says.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '#openflow/message.ts';
import { buildIcmp, buildSctp, buildTcp, buildUdp, type FrameSpec } from '#wire/frame.ts';
import { must } from '../../tools/lab/command.ts';
import { environmentOf, startDaemons } from '../../tools/lab/open-vswitch.ts';
import { flowsOf, ROUTER_MAC, UPLINK_PORT, World } from '../dataplane/harness.ts';
import { judge, type Protocol } from '../reference/evaluator.ts';
import { below, PORTS, pick, randomInventory, randomOf } from '../reference/random-inventory.ts';
import { takeSeed } from '../reference/seed.ts';

const PACKETS = 10_000;
/** Each so many-th packet is traced through the bridges. */
const TRACE_EACH = 15;
const SIZE = { hosts: 3, tenants: 2, networksPerTenant: 3, endpoints: 40, groups: 8, rulesPerGroup: 4, policies: 20 };
const ALLOWED = new Set(['session_opened', 'session_relayed', 'packet_relayed']);
const DENIED = new Set(['denied_policy', 'denied_rule', 'denied_default']);

const BUILDERS = { tcp: buildTcp, udp: buildUdp, sctp: buildSctp };

const run = promisify(execFile);
const seed = takeSeed('test/lab/model.test.ts', 'lab');
const random = randomOf(seed);
const inventory = randomInventory(seed, SIZE);
const networks = new Map(inventory.networks.map((network) => [network.name, network]));

interface Packet {
  readonly a: (typeof inventory.endpoints)[number];
  readonly b: (typeof inventory.endpoints)[number];
  readonly protocol: Protocol;
  readonly sport: number;
  readonly dport: number;
  outcome: string;
}

const world = new World(inventory, {
  task: { denyHardTimeoutSec: 3600, tcpIdleTimeoutSec: 3600, udpIdleTimeoutSec: 3600, icmpIdleTimeoutSec: 3600 },
  sizes: { sessionRows: 16384, ingressBytes: 1 << 20, egressBytes: 1 << 20 },
});
const packets: Packet[] = [];
const flowMods = new Map<string, Uint8Array[]>(inventory.hosts.map(({ name }) => [name, []]));

describe('random packets over a random inventory', () => {
  test(`are judged as the evaluator judges them, ${PACKETS} of them`, () => {
    const wrong: string[] = [];
    for (let i = 0; i < PACKETS; i++) {
      const packet = randomPacket(i);
      const step = world.from(packet.a.name, frameOf(packet));
      packet.outcome = step.outcomes.join();
      packets.push(packet);
      for (const flow of flowsOf(step)) flowMods.get(flow.to)!.push(flow.bytes);
      const { allow, detail } = judge(inventory, packet.a.name, packet.b.name, packet.protocol, packet.dport);
      const known = allow ? ALLOWED : DENIED;
      if (!known.has(packet.outcome)) wrong.push(`${nameOf(packet)}: ${packet.outcome}, expected ${allow} (${detail})`);
    }
    expect(wrong).toEqual([]);
    // A model that only ever says one thing proves nothing.
    expect(packets.filter(({ outcome }) => ALLOWED.has(outcome)).length).toBeGreaterThan(PACKETS / 20);
    expect(packets.filter(({ outcome }) => DENIED.has(outcome)).length).toBeGreaterThan(PACKETS / 20);
  });
});

describe('the flows that they made, on real bridges', () => {
  const namespace = `dlm${process.pid}`;
  const directory = mkdtempSync(join(tmpdir(), 'daolinet-model-'));
  const env = environmentOf(directory);

  beforeAll(async () => {
    await must(['ip', 'netns', 'add', namespace]);
    await startDaemons(namespace, directory);
    for (const { name, dpid } of inventory.hosts) {
      const ports = [UPLINK_PORT, ...inventory.endpoints.filter(({ host }) => host === name).map(({ port }) => port)];
      const interfaces = ports.flatMap((port) => {
        const device = `${name}p${port}`;
        const settings = ['type=internal', `ofport_request=${port}`];
        return ['--', 'add-port', name, device, '--', 'set', 'interface', device, ...settings];
      });
      const bridge = ['datapath_type=netdev', 'fail_mode=secure', 'protocols=OpenFlow13'];
      const id = `other-config:datapath-id=${dpid}`;
      await must(['ovs-vsctl', 'add-br', name, '--', 'set', 'bridge', name, ...bridge, id, ...interfaces], { env });
    }
  });

  afterAll(async () => {
    for (const daemon of ['ovs-vswitchd', 'ovsdb-server']) {
      try {
        process.kill(Number(readFileSync(join(directory, `${daemon}.pid`), 'utf8')), 'SIGKILL');
      } catch {
        // It did not get so far as to write its number.
      }
    }
    await run('ip', ['netns', 'del', namespace]);
    rmSync(directory, { recursive: true, force: true });
  });

  test('are taken by every switch without an error', async () => {
    for (const { name } of inventory.hosts) {
      const errors = await install(join(directory, `${name}.mgmt`), flowMods.get(name)!);
      expect(errors, name).toEqual([]);
    }
  });

  test('do what the verdict says, there and back', async () => {
    let allowed = 0;
    let denied = 0;
    for (let i = 0; i < packets.length; i += TRACE_EACH) {
      const packet = packets[i]!;
      // What the controller delivers itself has no flows to trace.
      if (packet.outcome === 'packet_relayed') continue;
      if (ALLOWED.has(packet.outcome)) {
        await expectCrossing(packet, packet.a, packet.b, false);
        await expectCrossing(packet, packet.b, packet.a, true);
        allowed++;
      } else {
        const { output } = await trace(packet.a.host, `in_port=${packet.a.port}`, frameOf(packet));
        expect(output, nameOf(packet)).toBe(0);
        denied++;
      }
    }
    expect(allowed).toBeGreaterThan(100);
    expect(denied).toBeGreaterThan(100);
  }, 240_000);

  /** One direction of a session: out of one end's port, into the other's, as it was sent but for MACs and TTL. */
  async function expectCrossing(packet: Packet, from: Packet['a'], to: Packet['b'], reply: boolean): Promise<void> {
    const what = `${nameOf(packet)}${reply ? ', reply' : ''}`;
    let step = await trace(from.host, `in_port=${from.port}`, frameOf(packet, reply));
    if (from.host !== to.host) {
      const [here, there] = [from, to].map(({ host }) => inventory.hosts.find(({ name }) => name === host)!.underlay);
      expect(step.output, what).toBe(UPLINK_PORT);
      expect(step.final, what).toMatchObject({ nw_src: here!.ip, nw_dst: there!.ip });
      step = await trace(to.host, `in_port=${UPLINK_PORT}`, wireFrame(packet.protocol, step.final));
    }
    expect(step.output, what).toBe(to.port);
    const routed = from.network !== to.network;
    const [sport, dport] = reply ? [packet.dport, packet.sport] : [packet.sport, packet.dport];
    const ports =
      packet.protocol === 'icmp'
        ? { icmp_type: reply ? '0' : '8', icmp_code: '0' }
        : { tp_src: String(sport), tp_dst: String(dport) };
    expect(step.final, what).toMatchObject({
      dl_src: routed ? ROUTER_MAC : from.mac,
      dl_dst: to.mac,
      nw_src: from.ip,
      nw_dst: to.ip,
      nw_ttl: routed ? '63' : '64',
      ...ports,
    });
  }

  /** @returns the port that the packet leaves by (0 = none) and its headers then */
  async function trace(bridge: string, flow: string, frame: Uint8Array) {
    const { stdout } = await run('ovs-appctl', ['ofproto/trace', bridge, flow, Buffer.from(frame).toString('hex')], {
      env: { ...process.env, ...env },
    });
    const before = /^Flow: (.*)$/m.exec(stdout)![1]!;
    const after = /^Final flow: (.*)$/m.exec(stdout)![1]!;
    const text = after === 'unchanged' ? before : after;
    const final = Object.fromEntries(text.split(',').map((field) => field.split('=') as [string, string]));
    return { output: Number(/^\s+output:(\d+)/m.exec(stdout)?.[1] ?? 0), final };
  }
});

function randomPacket(i: number): Packet {
  for (;;) {
    const a = pick(random, inventory.endpoints);
    const b = pick(random, inventory.endpoints);
    // An address belongs to its tenant: another tenant's endpoint cannot even be named by a packet.
    if (a === b || networks.get(a.network)!.tenant !== networks.get(b.network)!.tenant) continue;
    const protocol = pick(random, ['tcp', 'udp', 'sctp', 'icmp'] as const);
    const dport = Math.min(65535, Math.max(1, pick(random, PORTS) + below(random, 3) - 1));
    return { a, b, protocol, sport: 10_000 + i, dport, outcome: '' };
  }
}

function frameOf({ a, b, protocol, sport, dport }: Packet, reply = false): Uint8Array {
  const [from, to] = reply ? [b, a] : [a, b];
  const spec: FrameSpec = {
    source: { mac: from.mac, ip: from.ip, port: reply ? dport : sport },
    target: { mac: from.network === to.network ? to.mac : ROUTER_MAC, ip: to.ip, port: reply ? sport : dport },
    ttl: 64,
  };
  return protocol === 'icmp' ? buildIcmp(spec, reply ? 0 : 8) : BUILDERS[protocol](spec);
}

/** The packet that left by one host's uplink, as it comes in by another's. */
function wireFrame(protocol: Protocol, headers: Record<string, string>): Uint8Array {
  const { dl_src, dl_dst, nw_src, nw_dst, nw_ttl, tp_src, tp_dst, icmp_type, icmp_code } = headers;
  const spec: FrameSpec = {
    source: { mac: dl_src!, ip: nw_src!, port: Number(tp_src ?? 0) },
    target: { mac: dl_dst!, ip: nw_dst!, port: Number(tp_dst ?? 0) },
    ttl: Number(nw_ttl),
  };
  return protocol === 'icmp' ? buildIcmp(spec, Number(icmp_type), Number(icmp_code)) : BUILDERS[protocol](spec);
}

function nameOf({ a, b, protocol, sport, dport }: Packet): string {
  return `${a.name} > ${b.name} ${protocol} ${sport} > ${dport} (SEED=${seed})`;
}

/** Sends FlowMods, byte for byte, over a bridge's own OpenFlow socket. @returns the errors that it answers */
async function install(socketPath: string, messages: readonly Uint8Array[]): Promise<string[]> {
  const errors: string[] = [];
  const socket = net.connect(socketPath);
  socket.write(encodeMessage({ version: 4, type: 'HELLO', xid: 1, elements: [] }));
  socket.write(Buffer.concat(messages));
  socket.write(encodeMessage({ version: 4, type: 'BARRIER_REQUEST', xid: 2 }));
  let kept = Buffer.alloc(0);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${socketPath}: no barrier reply in time`)), 30_000);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      kept = Buffer.concat([kept, chunk]);
      while (kept.length >= 8 && kept.length >= kept.readUInt16BE(2)) {
        const length = kept.readUInt16BE(2);
        const decoded = decodeMessage(kept, 0, length);
        kept = kept.subarray(length);
        if (decoded.ok && decoded.message.type === 'ERROR') errors.push(JSON.stringify(decoded.message.errorType));
        if (decoded.ok && decoded.message.type === 'BARRIER_REPLY') {
          clearTimeout(timer);
          resolve();
        }
      }
    });
  });
  socket.destroy();
  return errors;
}
