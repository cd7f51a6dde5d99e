// What the demo shows, scene by scene, on a lab with a controller. Each row is something tried: what policy says of it
// (asked of the controller), what is expected here, and what happened on the wire.

import type { WhyProtocol } from '#client/schema.ts';
import { parseIpv4 } from './capture.ts';
import { must } from './command.ts';
import type { ControlledLab } from './controlled-lab.ts';
import { measureGoodput } from './goodput.ts';
import { askSctp, listenSctp, SCTP_CLIENT_PORT } from './sctp.ts';
import { DENIED_UDP_PORT, ONE_WAY_PORT } from './standard-lab.ts';
import { strangersOnUnderlay } from './underlay.ts';
import { inNamespace } from './wiring.ts';

/** One thing tried. */
export type DemoRow = {
  scene: string;
  /** Who did what to whom. */
  tried: string;
  /** The controller's verdict and its reason; empty where policy has no say. */
  policy: string;
  /** What happened. */
  happened: string;
  /** From the first packet until its answer, ARP and the PacketIn included. */
  firstPacketMs: number | null;
  ok: boolean;
};

/** A scene's rows are made by running it. */
export type DemoScene = { title: string; run: (show: ControlledLab) => Promise<DemoRow[]> };

type Attempt = { from: string; to: string; protocol: WhyProtocol; port: number | null; how: string };
type Outcome = { answered: boolean; ms: number; said: string; sound: boolean };

const PORT = 7000;
/** Refused traffic is silently dropped: after this long without an answer, there is none. */
const SILENCE_MS = 800;
const GOODPUT_SECONDS = 2;
const SPOOFED_ADDRESS = '10.1.1.99';
const FULL_MTU_PAYLOAD = 1472;

/** The scenes in the order they are shown. */
export const DEMO_SCENES: readonly DemoScene[] = [
  { title: 'allowed: on one host and across hosts', run: reach },
  { title: 'goodput, one TCP connection by iperf3', run: goodput },
  { title: 'forbidden, in both directions', run: forbidden },
  { title: 'allowed one way only', run: oneWay },
  { title: 'two tenants with the same addresses', run: tenants },
  { title: 'a false source address', run: spoof },
  { title: "the hosts' own traffic", run: hosts },
];

/** Everything that policy allows, while the underlay is watched. */
async function reach(show: ControlledLab): Promise<DemoRow[]> {
  const scene = DEMO_SCENES[0]!.title;
  const { lab } = show;
  for (const name of ['c1', 'c2', 'c3', 'c6', 'c7']) await lab.workload(name).ask('listen', { port: PORT });
  const sctpServer = await listenSctp(lab, 'c2', PORT);
  const captures = await Promise.all(['s1', 's2'].map((host) => lab.capture('router', host, 'ip')));
  const attempts: Attempt[] = [
    { ...icmp('c1', 'c3'), how: 'same host, same subnet' },
    { ...icmp('c4', 'c7'), how: 'same host, routed' },
    { ...icmp('c1', 'c2'), how: 'across hosts, same subnet' },
    { ...icmp('c1', 'c6'), how: 'across hosts, routed' },
    { ...tcp('c1', 'c3'), how: 'same host, same subnet' },
    { ...tcp('c4', 'c7'), how: 'same host, routed' },
    { ...tcp('c1', 'c2'), how: 'across hosts' },
    { ...tcp('c2', 'c1'), how: 'across hosts, the other way' },
    { ...tcp('c4', 'c6'), how: 'across hosts, routed' },
    { ...udp('c1', 'c2'), how: 'across hosts' },
    { ...udp('c5', 'c7'), how: 'across hosts, routed' },
    { from: 'c1', to: 'c2', protocol: 'sctp', port: PORT, how: 'across hosts, raw packets' },
  ];
  const rows: DemoRow[] = [];
  for (const attempt of attempts) rows.push(await tryOut(show, scene, attempt, true));
  const full = await lab.ping('c2', 'c1', { size: FULL_MTU_PAYLOAD, dontFragment: true });
  rows.push({
    scene,
    tried: 'ping c2 > c1, 1500-byte packets, not to be fragmented',
    policy: '',
    happened: full.received === 1 ? 'answered: MTU 1500 inside and outside' : `no answer ${full.errors.join(' ')}`,
    firstPacketMs: full.timesMs[0] ?? null,
    ok: full.received === 1,
  });
  sctpServer.stdin!.end();
  const packets = parseIpv4((await Promise.all(captures.map((capture) => capture.stop()))).flat());
  const strangers = strangersOnUnderlay(
    packets,
    lab.plan.hosts.map(({ ip }) => ip),
  );
  rows.push({
    scene,
    tried: 'capture on the underlay during all of this',
    policy: '',
    happened:
      strangers.length === 0
        ? `${packets.length} packets, all host to host with pool ports or ICMP codes`
        : `${strangers.length} of ${packets.length} packets: ${strangers[0]}`,
    firstPacketMs: null,
    ok: strangers.length === 0 && packets.length > 0,
  });
  return rows;
}

async function goodput({ lab }: ControlledLab): Promise<DemoRow[]> {
  const rows: DemoRow[] = [];
  for (const [from, to, how] of [
    ['c1', 'c3', 'same host'],
    ['c1', 'c2', 'across hosts'],
  ] as const) {
    const { bitsPerSecond } = await measureGoodput(lab, from, to, GOODPUT_SECONDS);
    rows.push({
      scene: DEMO_SCENES[1]!.title,
      tried: `iperf3 ${from} > ${to}, ${how}`,
      policy: '',
      happened: `${(bitsPerSecond / 1e6).toFixed(0)} Mbit/s`,
      firstPacketMs: null,
      ok: bitsPerSecond > 0,
    });
  }
  return rows;
}

async function forbidden(show: ControlledLab): Promise<DemoRow[]> {
  return refuse(show, DEMO_SCENES[2]!.title, [
    { ...icmp('c2', 'c3'), how: 'one network, but disconnected' },
    { ...icmp('c3', 'c2'), how: 'and the other way' },
    { ...tcp('c2', 'c3'), how: 'one network, but disconnected' },
    { ...tcp('c3', 'c2'), how: 'and the other way' },
    { ...tcp('c3', 'c6'), how: 'nothing allows web to db' },
    { ...tcp('c6', 'c3'), how: 'and the other way' },
    { ...udp('c4', 'c6', DENIED_UDP_PORT), how: 'one group, but a rule denies the port' },
    { ...udp('c6', 'c4', DENIED_UDP_PORT), how: 'and the other way' },
  ]);
}

async function oneWay(show: ControlledLab): Promise<DemoRow[]> {
  const scene = DEMO_SCENES[3]!.title;
  const { lab } = show;
  for (const name of ['c1', 'c4', 'c5']) await lab.workload(name).ask('listen', { port: ONE_WAY_PORT });
  return [
    await tryOut(show, scene, { ...tcp('c1', 'c5', ONE_WAY_PORT), how: 'front opens to back, across hosts' }, true),
    await tryOut(show, scene, { ...tcp('c3', 'c4', ONE_WAY_PORT), how: 'front opens to back, one host' }, true),
    ...(await refuse(show, scene, [
      { ...tcp('c5', 'c1', ONE_WAY_PORT), how: 'back cannot open to front' },
      { ...tcp('c4', 'c3', ONE_WAY_PORT), how: 'back cannot open to front, one host' },
      { ...tcp('c1', 'c5', ONE_WAY_PORT + 1), how: 'nor front on another port' },
      { ...icmp('c1', 'c5'), how: 'nor ping' },
    ])),
  ];
}

/** Red serves one port at the shared address and blue another: who gets which shows whom it reached. */
async function tenants(show: ControlledLab): Promise<DemoRow[]> {
  const scene = DEMO_SCENES[4]!.title;
  const { lab } = show;
  const [redPort, bluePort] = [7100, 7200];
  await lab.workload('r2').ask('listen', { port: redPort });
  await lab.workload('b2').ask('listen', { port: bluePort });
  const rows: DemoRow[] = [];
  for (const [from, to, own, foreign] of [
    ['r1', 'r2', redPort, bluePort],
    ['b1', 'b2', bluePort, redPort],
  ] as const) {
    const address = lab.address(to);
    const how = `${from} is ${lab.address(from)}, ${to} is ${address}`;
    rows.push(await tryOut(show, scene, { ...tcp(from, to, own), how }, true));
    const outcome = await lab.workload(from).ask('tcp', { to: address, port: foreign, timeoutMs: SILENCE_MS });
    rows.push({
      scene,
      tried: `tcp/${foreign} ${from} > ${address}, which only the other tenant serves`,
      policy: '',
      happened:
        outcome.error === 'ECONNREFUSED' ? `${to} refused: it is the own tenant's` : outcome.error || 'answered',
      firstPacketMs: null,
      ok: outcome.error === 'ECONNREFUSED',
    });
  }
  rows.push(...(await refuse(show, scene, [{ ...tcp('r1', 'c1'), how: 'tenant red to the default tenant' }])));
  return rows;
}

async function spoof({ lab, controller }: ControlledLab): Promise<DemoRow[]> {
  const namespace = lab.namespace('c3');
  const before = await controller.counters();
  await must(inNamespace(namespace, ['ip', 'addr', 'add', `${SPOOFED_ADDRESS}/24`, 'dev', 'eth0']));
  const capture = await lab.capture('c1', 'eth0', `ip and src host ${SPOOFED_ADDRESS}`);
  const outcome = await lab.ping('c3', 'c1', { from: SPOOFED_ADDRESS, waitMs: SILENCE_MS });
  const arrived = await capture.stop();
  await must(inNamespace(namespace, ['ip', 'addr', 'del', `${SPOOFED_ADDRESS}/24`, 'dev', 'eth0']));
  const after = await controller.counters();
  const counted = after.denied_spoof_ip! - before.denied_spoof_ip!;
  const ok = outcome.received === 0 && arrived.length === 0 && counted > 0;
  return [
    {
      scene: DEMO_SCENES[5]!.title,
      tried: `ping c3 > c1 as ${SPOOFED_ADDRESS}, which is not c3's`,
      policy: 'deny (spoof)',
      happened: `${outcome.received} answered, ${arrived.length} arrived, ${counted} counted as spoofed${arrived.map((line) => `: ${line}`).join('')}`,
      firstPacketMs: null,
      ok,
    },
  ];
}

async function hosts({ lab }: ControlledLab): Promise<DemoRow[]> {
  const outcome = await lab.ping('s1', 's2');
  return [
    {
      scene: DEMO_SCENES[6]!.title,
      tried: 'ping s1 > s2, through their bridges and the router',
      policy: '',
      happened: outcome.received === 1 ? 'answered' : 'no answer',
      firstPacketMs: outcome.timesMs[0] ?? null,
      ok: outcome.received === 1,
    },
  ];
}

/** Tries what is to be refused, all at once: each waits for an answer that must not come. */
function refuse(show: ControlledLab, scene: string, attempts: readonly Attempt[]): Promise<DemoRow[]> {
  return Promise.all(attempts.map((attempt) => tryOut(show, scene, attempt, false)));
}

async function tryOut(show: ControlledLab, scene: string, attempt: Attempt, allowed: boolean): Promise<DemoRow> {
  const { from, to, protocol, port } = attempt;
  const why = await show.controller.client.why({ from, to, protocol, port });
  const outcome = await perform(show, attempt, allowed ? 3000 : SILENCE_MS);
  return {
    scene,
    tried: `${port === null ? 'ping' : `${protocol}/${port}`} ${from} > ${to}, ${attempt.how}`,
    policy: `${why.verdict} (${why.reason})`,
    happened: outcome.said,
    firstPacketMs: outcome.answered ? outcome.ms : null,
    ok: outcome.sound && outcome.answered === allowed && why.verdict === (allowed ? 'allow' : 'deny'),
  };
}

/** Does it for real. `sound` is false when an answer came and something about it was wrong. */
async function perform({ lab }: ControlledLab, attempt: Attempt, timeoutMs: number): Promise<Outcome> {
  const { from, to, protocol, port } = attempt;
  const address = lab.address(to);
  if (protocol === 'icmp') {
    const outcome = await lab.ping(from, to, { waitMs: timeoutMs });
    const answered = outcome.received > 0;
    return { answered, ms: outcome.timesMs[0] ?? 0, said: answered ? 'answered' : 'no answer', sound: true };
  }
  if (protocol === 'sctp') {
    const outcome = await askSctp(lab, from, to, port!, timeoutMs);
    return seen(outcome.ok, outcome.rttMs, outcome.seen, `${lab.address(from)}:${SCTP_CLIENT_PORT}`, to, outcome.error);
  }
  if (protocol === 'udp') {
    const outcome = await lab.workload(from).ask('udp', { to: address, port: port!, timeoutMs });
    const own = `${lab.address(from)}:${outcome.local}`;
    return seen(outcome.ok, outcome.rttMs, outcome.seen, own, to, outcome.error);
  }
  const outcome = await lab.workload(from).ask('tcp', { to: address, port: port!, timeoutMs });
  return seen(outcome.ok, outcome.connectMs, outcome.seen, outcome.local, to, outcome.error);
}

/** The far end must have seen the near end's real address and port. */
function seen(ok: boolean, ms: number, seenAs: string, own: string, to: string, error: string): Outcome {
  if (!ok) return { answered: false, ms, said: error === 'timeout' ? 'no answer' : error, sound: error === 'timeout' };
  const sound = seenAs === own;
  return { answered: true, ms, said: sound ? `${to} saw ${own}` : `${to} saw ${seenAs} instead of ${own}`, sound };
}

function icmp(from: string, to: string): Omit<Attempt, 'how'> {
  return { from, to, protocol: 'icmp', port: null };
}

function tcp(from: string, to: string, port = PORT): Omit<Attempt, 'how'> {
  return { from, to, protocol: 'tcp', port };
}

function udp(from: string, to: string, port = PORT): Omit<Attempt, 'how'> {
  return { from, to, protocol: 'udp', port };
}
