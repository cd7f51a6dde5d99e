// The facts that the design stands on, on the Open vSwitch that is installed and without a controller: flows of the
// shapes of every session, put in by hand, carry real traffic through the lab. When one of these fails, the controller
// is not to blame.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseIpv4 } from '../../tools/lab/capture.ts';
import { must } from '../../tools/lab/command.ts';
import { Lab } from '../../tools/lab/lab.ts';
import { addFlows, clearFlows, dumpFlowsWithCounts } from '../../tools/lab/open-vswitch.ts';
import { askSctp, listenSctp, SCTP_CLIENT_PORT } from '../../tools/lab/sctp.ts';
import { standardLab } from '../../tools/lab/standard-lab.ts';
import { inNamespace } from '../../tools/lab/wiring.ts';

const ROUTER_MAC = '0a:da:01:00:00:01';
const WIRE_PORT = 61441;
const WIRE_CODE = 7;

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.build(standardLab());
  // Nobody answers ARP here: every container knows its gateway and its neighbours from the start.
  for (const container of lab.plan.containers) {
    const neighbours = [
      `${container.gateway} ${ROUTER_MAC}`,
      ...lab.plan.containers
        .filter((c) => c.network === container.network && c !== container)
        .map((c) => `${c.ip} ${c.mac}`),
    ];
    const script = neighbours.map((n) => `ip neigh replace ${n.replace(' ', ' lladdr ')} dev eth0`).join('\n');
    await must(inNamespace(container.namespace, ['sh', '-ec', script]));
  }
});

afterAll(() => lab?.remove());

describe('on one host', () => {
  test('two flows on ports and MACs switch between containers of one subnet', async () => {
    await clearFlows(lab.switch('s1'));
    await addFlows(lab.switch('s1'), [...switched('c1', 'c3'), ...switched('c3', 'c1')]);
    expect((await lab.ping('c1', 'c3')).received).toBe(1);
    await lab.workload('c3').ask('listen', { port: 7001 });
    const outcome = await lab.workload('c1').ask('tcp', { to: lab.address('c3'), port: 7001 });
    expect(outcome).toMatchObject({ ok: true, error: '', seen: outcome.local });
  });

  test('two flows that rewrite the MACs and take one off the TTL route between subnets', async () => {
    await clearFlows(lab.switch('s1'));
    await addFlows(lab.switch('s1'), [...routed('c3', 'c4'), ...routed('c4', 'c3')]);
    const capture = await lab.capture('c4', 'eth0', 'icmp');
    expect((await lab.ping('c3', 'c4')).received).toBe(1);
    const lines = await capture.stop();
    expect(lines[0]).toContain('ttl 63');
    expect(lines[0]).toContain(ROUTER_MAC);
  });

  test('an empty table in secure mode forwards nothing', async () => {
    await clearFlows(lab.switch('s1'));
    expect((await lab.ping('c1', 'c3', { waitMs: 300 })).received).toBe(0);
  });
});

describe('between hosts', () => {
  beforeAll(async () => {
    for (const name of ['s1', 's2']) {
      await clearFlows(lab.switch(name));
      await addFlows(lab.switch(name), plumbing());
    }
  });

  test('the plumbing flows alone carry the hosts own traffic', async () => {
    expect((await lab.ping('s1', 's2')).received).toBe(1);
    expect((await lab.ping('s2', lab.host('s2').gateway)).received).toBe(1);
  });

  test('the router knows each host by the MAC of its bridge, not of its uplink', async () => {
    await must(inNamespace(lab.plan.router, ['ip', 'neigh', 'flush', 'all']));
    for (const { name, ip, mac } of lab.plan.hosts) {
      await must(inNamespace(lab.plan.router, ['ping', '-n', '-c', '1', '-W', '2', ip]));
      expect(await must(inNamespace(lab.plan.router, ['ip', 'neigh', 'show', ip])), name).toContain(mac);
    }
  });

  for (const protocol of ['tcp', 'udp', 'sctp'] as const) {
    test(`the NAT pair carries ${protocol}, and each end sees the other's real address`, async () => {
      const clientPort = protocol === 'sctp' ? SCTP_CLIENT_PORT : 40001;
      for (const [host, flows] of Object.entries(natPair('c1', 'c2', protocol, clientPort, 7002))) {
        await addFlows(lab.switch(host), flows);
      }
      const capture = await lab.capture('router', 's1', protocol);
      const real = `${lab.address('c1')}:${clientPort}`;
      if (protocol === 'sctp') {
        const server = await listenSctp(lab, 'c2', 7002);
        const outcome = await askSctp(lab, 'c1', 'c2', 7002, 2000);
        server.stdin!.end();
        expect(outcome).toMatchObject({ ok: true, seen: real, from: `${lab.address('c2')}:7002` });
      } else {
        await lab.workload('c2').ask('listen', { port: 7002 });
        const request = { to: lab.address('c2'), port: 7002, localPort: clientPort };
        const outcome =
          protocol === 'tcp'
            ? await lab.workload('c1').ask('tcp', request)
            : await lab.workload('c1').ask('udp', request);
        expect(outcome).toMatchObject({ ok: true, error: '', seen: real });
        await lab.workload('c2').ask('unlisten', { port: 7002 });
      }
      const packets = parseIpv4(await capture.stop());
      expect(packets.length).toBeGreaterThan(1);
      const ends = [`${lab.address('s1')}:${WIRE_PORT}`, `${lab.address('s2')}:7002`];
      for (const packet of packets) expect([packet.source, packet.target].sort()).toEqual([...ends].sort());
    });
  }

  test('ICMP echo travels under a code of its own and arrives with code 0', async () => {
    for (const [host, flows] of Object.entries(echoPair('c1', 'c2'))) await addFlows(lab.switch(host), flows);
    const capture = await lab.capture('router', 's2', `icmp and icmp[1] = ${WIRE_CODE}`);
    const inside = await lab.capture('c2', 'eth0', 'icmp');
    expect((await lab.ping('c1', 'c2', { size: 1472, dontFragment: true })).received).toBe(1);
    const [hostA, hostB] = [lab.address('s1'), lab.address('s2')];
    const wire = parseIpv4(await capture.stop()).map(({ source, target }) => `${source} > ${target}`);
    expect(wire).toEqual([`${hostA} > ${hostB}`, `${hostB} > ${hostA}`]);
    const arrived = (await inside.stop())[0];
    expect(arrived).toContain(`${lab.address('c1')} > ${lab.address('c2')}: ICMP echo request`);
    expect(arrived).toContain('length 1500');
  });

  test('a watch flow keeps a pool port from the host, which would answer it with a reset', async () => {
    const dialOwnHost = () =>
      lab.workload('s2').ask('tcp', { to: lab.address('s1'), port: WIRE_PORT + 100, timeoutMs: 500 });
    expect((await dialOwnHost()).error).toBe('ECONNREFUSED');
    await addFlows(lab.switch('s1'), ['priority=40000,in_port=up1,tcp,tp_dst=0xf000/0xf000,actions=CONTROLLER:65535']);
    expect((await dialOwnHost()).error).toBe('timeout');
    const counts = await dumpFlowsWithCounts(lab.switch('s1'));
    expect(counts.find((line) => line.includes('tp_dst=0xf000/0xf000'))).toMatch(/n_packets=[1-9]/);
  });
});

function switched(from: string, to: string): string[] {
  const [source, target] = [lab.container(from), lab.container(to)];
  return [`priority=50000,in_port=${from},dl_src=${source.mac},dl_dst=${target.mac},actions=output:${to}`];
}

function routed(from: string, to: string): string[] {
  const [source, target] = [lab.container(from), lab.container(to)];
  const rewrite = `set_field:${ROUTER_MAC}->eth_src,set_field:${target.mac}->eth_dst,dec_ttl`;
  return [
    `priority=50000,in_port=${from},ip,dl_dst=${ROUTER_MAC},nw_src=${source.ip},nw_dst=${target.ip},actions=${rewrite},output:${to}`,
  ];
}

function plumbing(): string[] {
  return [
    'priority=35000,in_port=LOCAL,actions=output:up1',
    'priority=35000,in_port=up1,arp,actions=LOCAL',
    'priority=30000,in_port=up1,actions=LOCAL',
  ];
}

/** NAT-out and its return on the source's host, NAT-in and its return on the target's. */
function natPair(
  from: string,
  to: string,
  protocol: string,
  fromPort: number,
  toPort: number,
): Record<string, string[]> {
  const [a, b] = [lab.container(from), lab.container(to)];
  const [hostA, hostB] = [lab.host(a.host), lab.host(b.host)];
  const port = (side: 'src' | 'dst', value: number) => `set_field:${value}->${protocol}_${side}`;
  const addresses = (source: string, target: string) => `set_field:${source}->ip_src,set_field:${target}->ip_dst`;
  const macs = (source: string, target: string) => `set_field:${source}->eth_src,set_field:${target}->eth_dst`;
  return {
    [hostA.name]: [
      `priority=50000,in_port=${from},${protocol},nw_src=${a.ip},nw_dst=${b.ip},tp_src=${fromPort},tp_dst=${toPort},` +
        `actions=${macs(hostA.mac, hostA.gatewayMac)},${addresses(hostA.ip, hostB.ip)},${port('src', WIRE_PORT)},output:up1`,
      `priority=50000,in_port=up1,${protocol},nw_src=${hostB.ip},nw_dst=${hostA.ip},tp_src=${toPort},tp_dst=${WIRE_PORT},` +
        `actions=${macs(b.mac, a.mac)},${addresses(b.ip, a.ip)},${port('dst', fromPort)},output:${from}`,
    ],
    [hostB.name]: [
      `priority=50000,in_port=up1,${protocol},nw_src=${hostA.ip},nw_dst=${hostB.ip},tp_src=${WIRE_PORT},tp_dst=${toPort},` +
        `actions=${macs(a.mac, b.mac)},${addresses(a.ip, b.ip)},${port('src', fromPort)},output:${to}`,
      `priority=50000,in_port=${to},${protocol},nw_src=${b.ip},nw_dst=${a.ip},tp_src=${toPort},tp_dst=${fromPort},` +
        `actions=${macs(hostB.mac, hostB.gatewayMac)},${addresses(hostB.ip, hostA.ip)},${port('dst', WIRE_PORT)},output:up1`,
    ],
  };
}

/** The same for echo requests from one container and the replies of the other: the code is the key. */
function echoPair(from: string, to: string): Record<string, string[]> {
  const [a, b] = [lab.container(from), lab.container(to)];
  const [hostA, hostB] = [lab.host(a.host), lab.host(b.host)];
  const out = (near: typeof hostA, far: typeof hostA, mac: string) =>
    `set_field:${near.mac}->eth_src,set_field:${mac}->eth_dst,set_field:${near.ip}->ip_src,set_field:${far.ip}->ip_dst,` +
    `set_field:${WIRE_CODE}->icmp_code,output:up1`;
  const back = (source: typeof a, target: typeof a) =>
    `set_field:${source.mac}->eth_src,set_field:${target.mac}->eth_dst,set_field:${source.ip}->ip_src,` +
    `set_field:${target.ip}->ip_dst,set_field:0->icmp_code,output:${target.port}`;
  return {
    [hostA.name]: [
      `priority=50000,in_port=${from},icmp,nw_src=${a.ip},nw_dst=${b.ip},icmp_type=8,icmp_code=0,actions=${out(hostA, hostB, hostA.gatewayMac)}`,
      `priority=50000,in_port=up1,icmp,nw_src=${hostB.ip},nw_dst=${hostA.ip},icmp_type=0,icmp_code=${WIRE_CODE},actions=${back(b, a)}`,
    ],
    [hostB.name]: [
      `priority=50000,in_port=up1,icmp,nw_src=${hostA.ip},nw_dst=${hostB.ip},icmp_type=8,icmp_code=${WIRE_CODE},actions=${back(a, b)}`,
      `priority=50000,in_port=${to},icmp,nw_src=${b.ip},nw_dst=${a.ip},icmp_type=0,icmp_code=0,actions=${out(hostB, hostA, hostB.gatewayMac)}`,
    ],
  };
}
