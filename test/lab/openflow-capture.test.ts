// What tcpdump captures of a live ovs-vswitchd and a controller, over loopback and between two namespaces, as `ofp decode`
// reads it, against tshark: the same types and xids in the same order, in pcap and, by editcap, in pcapng and with nanoseconds.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenFlowCapture } from '#capture/openflow-capture.ts';
import { messageType, messageXid } from '#openflow/header.ts';
import { encodeMessage, type MessageIn } from '#openflow/message.ts';
import { StreamDecoder } from '#openflow/stream-decoder.ts';
import { must, run, sleep, waitUntil } from '../../tools/lab/command.ts';
import { environmentOf, startDaemons } from '../../tools/lab/open-vswitch.ts';
import { runOfp } from '../cli/ofp-process.ts';
import { LiveSwitch } from './live-switch.ts';

const live = new LiveSwitch();
const NAMESPACE = `daoli-pcap-${process.pid}`;
const VETH = `dp${process.pid}`;
const OUTSIDE = '198.18.77.1';
const INSIDE = '198.18.77.2';
/** Of the switch that runs in the namespace. */
const inside = join(live.directory, 'inside');
const insideEnv = environmentOf(inside);
/** What is asked of the switch: answers longer than a segment are among it. */
const QUESTIONS = 40;
/** tcpdump's: each packet takes a place of the largest size. */
const BUFFER_KIB = '65536';

beforeAll(async () => {
  await live.start();
  await must(['ip', 'netns', 'add', NAMESPACE]);
  await must(['ip', 'link', 'add', VETH, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', NAMESPACE]);
  await must(['ip', 'addr', 'add', `${OUTSIDE}/24`, 'dev', VETH]);
  await must(['ip', 'link', 'set', VETH, 'up']);
  await must(['ip', '-n', NAMESPACE, 'addr', 'add', `${INSIDE}/24`, 'dev', 'eth0']);
  await must(['ip', '-n', NAMESPACE, 'link', 'set', 'eth0', 'up']);
  await startDaemons(NAMESPACE, inside);
});
afterAll(async () => {
  await run(['ovs-appctl', '--timeout=10', 'exit', '--cleanup'], { env: insideEnv });
  await run(['ovs-appctl', '--timeout=10', '-t', 'ovsdb-server', 'exit'], { env: insideEnv });
  await live.stop();
  await run(['ip', 'link', 'del', VETH]);
  await run(['ip', 'netns', 'del', NAMESPACE]);
});

/** tcpdump, listening when this resolves. */
async function capture(file: string, device: string, port: number): Promise<ChildProcess> {
  const child = spawn(
    'tcpdump',
    ['-Z', 'root', '-i', device, '-U', '--immediate-mode', '-B', BUFFER_KIB, '-w', file, 'tcp', 'port', String(port)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await waitUntil('tcpdump listens', 5000, () => said.includes('listening on'));
  return child;
}

async function endCapture(child: ChildProcess): Promise<void> {
  await sleep(300);
  child.kill('SIGINT');
  await once(child, 'close');
}

interface Scene {
  readonly name: string;
  readonly version: 1 | 4;
  readonly device: string;
  readonly host: string;
  readonly port: number;
  readonly datapath: string;
  vsctl(argv: readonly string[]): Promise<void>;
}

/** A controller that asks, of which each answer is waited for, and a bridge that connects to it while tcpdump looks on. */
async function converse({ name, version, device, host, port, vsctl, datapath }: Scene): Promise<string> {
  const file = join(live.directory, `${name}.pcap`);
  const tcpdump = await capture(file, device, port);
  const answered = new Set<number>();
  const send = (socket: net.Socket, message: object) =>
    socket.write(encodeMessage({ version, ...message } as MessageIn));
  const server = net.createServer((socket) => {
    const decoder = new StreamDecoder();
    socket.on('error', () => {});
    send(socket, { type: 'HELLO', xid: 1, elements: [] });
    send(socket, { type: 'FEATURES_REQUEST', xid: 2 });
    for (let n = 0; n < QUESTIONS; n++) {
      for (let flow = 0; flow < 10; flow++) send(socket, flowMod(version, 1000 + 10 * n + flow));
      send(socket, question(version, n));
    }
    socket.on('data', (chunk) => {
      decoder.push(chunk);
      for (let item = decoder.next(); item !== undefined; item = decoder.next()) {
        answered.add(messageXid(item.bytes, 0));
        if (messageType(item.bytes, 0) === 2)
          send(socket, { type: 'ECHO_REPLY', xid: messageXid(item.bytes, 0), data: new Uint8Array(0) });
      }
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  try {
    await vsctl([
      ...['add-br', name, '--', 'set', 'bridge', name, `datapath_type=${datapath}`, 'fail_mode=secure'],
      ...[`protocols=OpenFlow1${version === 1 ? 0 : 3}`, 'other-config:disable-in-band=true'],
      ...['--', 'set-controller', name, `tcp:${host}:${port}`],
    ]);
    await waitUntil('the last answer', 20_000, () => answered.has(100 + QUESTIONS - 1));
    await vsctl(['del-br', name]);
    await sleep(200);
  } finally {
    server.close();
    await endCapture(tcpdump);
  }
  return file;
}

function flowMod(version: 1 | 4, xid: number): object {
  const fields = { type: 'FLOW_MOD', xid, command: 'ADD', priority: xid };
  const output = { type: 'OUTPUT', port: 1 };
  return version === 1
    ? { ...fields, match: { inPort: 1 }, actions: [output] }
    : { ...fields, match: [], instructions: [{ type: 'APPLY_ACTIONS', actions: [output] }] };
}

function question(version: 1 | 4, n: number): object {
  const xid = 100 + n;
  if (n === QUESTIONS - 1) return { type: 'BARRIER_REQUEST', xid };
  if (version === 1)
    return { type: 'STATS_REQUEST', xid, statsType: 'FLOW', match: {}, tableId: 0xff, outPort: 0xffff };
  return { type: 'MULTIPART_REQUEST', xid, multipartType: 'FLOW', flags: [] };
}

/** `type xid` of each message, as tshark finds it. */
function fromTshark(file: string, port: number, version: 1 | 4): string[] {
  const [type, xid] = version === 1 ? ['openflow_1_0.type', 'openflow.xid'] : ['openflow_v4.type', 'openflow_v4.xid'];
  const args = ['-r', file, '-d', `tcp.port==${port},openflow`, '-T', 'fields', '-e', type!, '-e', xid!];
  const text = execFileSync('tshark', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  return text.split('\n').flatMap((line) => {
    const [types = [], xids = []] = line
      .split('\t')
      .map((column) => (column === '' ? [] : column.split(',').map(Number)));
    return types.map((each, n) => `${each} ${xids[n]}`);
  });
}

function fromCapture(file: string, port: number): string[] {
  const reading = new OpenFlowCapture({ ports: [port] });
  const events = [...reading.push(readFileSync(file)), ...reading.finish()];
  expect([reading.damage, events.filter(({ kind }) => kind === 'loss')]).toEqual([undefined, []]);
  return events.flatMap((event) => {
    if (event.kind !== 'message') return [];
    const { bytes } = event;
    return [`${messageType(bytes, 0)} ${messageXid(bytes, 0)}`];
  });
}

const OUT = { datapath: 'dummy', vsctl: (argv: readonly string[]) => live.vsctl(argv) };
const IN = {
  datapath: 'netdev',
  vsctl: async (argv: readonly string[]) =>
    void (await must(['ovs-vsctl', '--timeout=10', ...argv], { env: insideEnv })),
};

describe.each<[string, Scene]>([
  ['1.0 over loopback', { ...OUT, name: 'cap1', version: 1, device: 'lo', host: '127.0.0.1', port: 26_631 }],
  ['1.3 over loopback', { ...OUT, name: 'cap2', version: 4, device: 'lo', host: '127.0.0.1', port: 26_632 }],
  [
    '1.3, captured on every device',
    { ...OUT, name: 'cap3', version: 4, device: 'any', host: '127.0.0.1', port: 26_633 },
  ],
  ['1.3 of a switch in a namespace', { ...IN, name: 'cap4', version: 4, device: VETH, host: OUTSIDE, port: 26_634 }],
])('OpenFlow %s', (_, scene) => {
  it('is what tshark reads', async () => {
    const { name, port } = scene;
    const file = await converse(scene);
    const wanted = fromTshark(file, port, scene.version);
    expect(wanted.length).toBeGreaterThan(11 * QUESTIONS);
    expect(fromCapture(file, port)).toEqual(wanted);
    for (const format of ['pcapng', 'nsecpcap']) {
      const other = join(live.directory, `${name}.${format}`);
      await must(['editcap', '-F', format, file, other]);
      expect(fromCapture(other, port), format).toEqual(wanted);
      const { stdout, stderr, code } = runOfp(['decode', '--pcap', other, '--port', String(port)]);
      expect([code, stdout.trimEnd().split('\n').length], stderr).toEqual([0, wanted.length]);
      expect(stdout).not.toContain('"error"');
    }
  });
});
