// Bridges that exist only in Open vSwitch's head: an ovs-vswitchd of the test's own with dummy devices, no namespace and no
// packets. It takes the very bytes that the dataplane emits, over each bridge's OpenFlow socket, and says by
// `ofproto/trace` what it would do with a frame. One unixctl connection serves all traces: a process for each would cost
// ten times as much.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeMessage, encodeMessage, type MessageOf, toJson } from '#openflow/message.ts';
import { must } from '../../tools/lab/command.ts';
import { environmentOf } from '../../tools/lab/open-vswitch.ts';

const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema';
const ANSWER_TIMEOUT_MS = 30_000;

export interface PlannedBridge {
  readonly name: string;
  readonly dpid: string;
  /** OpenFlow port numbers. */
  readonly ports: readonly number[];
}

/** What a bridge would do with a frame. */
export interface Trace {
  /** OpenFlow ports of the bridge that the frame leaves by, in order; `controller` when it is lifted. */
  readonly outputs: readonly (number | 'local' | 'controller')[];
  /** Headers behind the last action, by ovs-fields(7): `dl_src`, `nw_ttl`, `tp_dst`, ... */
  readonly headers: Readonly<Record<string, string>>;
  /** All that Open vSwitch says, for a person. */
  readonly text: string;
}

export class ModelSwitches {
  readonly #directory = mkdtempSync(join(tmpdir(), 'daolinet-model-'));
  readonly #env = environmentOf(this.#directory);
  /** OpenFlow port of `bridge datapath-port`. */
  readonly #ports = new Map<string, number>();
  #unixctl: net.Socket | undefined;

  /** Starts Open vSwitch with these bridges. Whatever happens, call `stop`. */
  async start(bridges: readonly PlannedBridge[]): Promise<void> {
    const database = join(this.#directory, 'conf.db');
    const socket = join(this.#directory, 'db.sock');
    const flags = ['--no-chdir', '--pidfile', '--log-file', '--detach', '--verbose=console:off'];
    const must1 = (argv: readonly string[]) => must(argv, { env: this.#env });
    await must1(['ovsdb-tool', 'create', database, SCHEMA]);
    await must1(['ovsdb-server', database, `--remote=punix:${socket}`, ...flags]);
    await must1(['ovs-vsctl', '--no-wait', 'init']);
    // Every device is a dummy, and the machine's own routes and datapaths are left alone.
    const dummies = ['--enable-dummy=override', '--disable-system', '--disable-system-route'];
    await must1(['ovs-vswitchd', `unix:${socket}`, ...dummies, ...flags]);
    for (const { name, dpid, ports } of bridges) {
      const settings = ['datapath_type=dummy', 'fail_mode=secure', 'protocols=OpenFlow13'];
      const interfaces = ports.flatMap((port) => [
        ...['--', 'add-port', name, `${name}p${port}`],
        ...['--', 'set', 'interface', `${name}p${port}`, 'type=dummy', `ofport_request=${port}`],
      ]);
      const id = `other-config:datapath-id=${dpid}`;
      await must1([
        'ovs-vsctl',
        '--timeout=10',
        'add-br',
        name,
        '--',
        'set',
        'bridge',
        name,
        ...settings,
        id,
        ...interfaces,
      ]);
    }
    const pid = readFileSync(join(this.#directory, 'ovs-vswitchd.pid'), 'utf8').trim();
    this.#unixctl = net.connect(join(this.#directory, `ovs-vswitchd.${pid}.ctl`));
    await this.#readPorts(bridges);
  }

  /** Ends both daemons and removes what they kept. */
  async stop(): Promise<void> {
    this.#unixctl?.destroy();
    for (const daemon of ['ovs-vswitchd', 'ovsdb-server']) {
      try {
        process.kill(Number(readFileSync(join(this.#directory, `${daemon}.pid`), 'utf8')), 'SIGKILL');
      } catch {
        // It did not get so far as to write its number.
      }
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /**
   * Sends messages, byte for byte, and waits until the bridge has done what they ask.
   * @returns the errors that it answers, and how many flows it has then
   */
  async install(bridge: string, messages: readonly Uint8Array[]): Promise<{ errors: string[]; flows: number }> {
    const socket = net.connect(join(this.#directory, `${bridge}.mgmt`));
    const errors: string[] = [];
    let flows = -1;
    socket.write(encodeMessage({ version: 4, type: 'HELLO', xid: 1, elements: [] }));
    socket.write(Buffer.concat(messages));
    socket.write(encodeMessage({ version: 4, type: 'BARRIER_REQUEST', xid: 2 }));
    socket.write(encodeMessage({ version: 4, type: 'MULTIPART_REQUEST', xid: 3, multipartType: 'AGGREGATE' }));
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${bridge}: no answer in time`)), ANSWER_TIMEOUT_MS);
        socket.on('error', reject);
        onMessages(socket, (bytes) => {
          const decoded = decodeMessage(bytes);
          if (!decoded.ok) return reject(new Error(decoded.error.message));
          const { message } = decoded;
          if (message.type === 'ERROR') errors.push(JSON.stringify(toJson(message)));
          if (message.type !== 'MULTIPART_REPLY') return;
          clearTimeout(timer);
          const reply = message as Extract<MessageOf<4, 'MULTIPART_REPLY'>, { multipartType: 'AGGREGATE' }>;
          flows = reply.flowCount;
          resolve();
        });
      });
    } finally {
      socket.destroy();
    }
    return { errors, flows };
  }

  /** Asks what a bridge would do with a frame that comes in by a port. */
  async trace(bridge: string, inPort: number, frame: Uint8Array): Promise<Trace> {
    const text = await this.#ask('ofproto/trace', [bridge, `in_port=${inPort}`, Buffer.from(frame).toString('hex')]);
    const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
    const after = line('Final flow');
    const flow = after === 'unchanged' ? line('Flow') : after;
    const headers = Object.fromEntries(flow.split(',').map((field) => field.split('=') as [string, string]));
    return { outputs: this.#outputs(bridge, line('Datapath actions')), headers, text };
  }

  /** Where datapath actions lead: `set(...)` changes headers, a number is a port, `userspace(...)` the controller. */
  #outputs(bridge: string, actions: string): Trace['outputs'] {
    let flat = actions;
    for (let before = ''; before !== flat; ) {
      before = flat;
      flat = flat.replace(/\([^()]*\)/g, '');
    }
    return flat.split(',').flatMap((action): Trace['outputs'] => {
      if (action === 'drop' || action === 'set') return [];
      if (action === 'userspace') return ['controller'];
      const port = this.#ports.get(`${bridge} ${action}`);
      if (port === undefined) throw new Error(`a datapath action that no test knows: ${actions}`);
      return [port === 0xfffe ? 'local' : port];
    });
  }

  async #readPorts(bridges: readonly PlannedBridge[]): Promise<void> {
    let bridge = '';
    for (const line of (await this.#ask('dpif/show', [])).split('\n')) {
      const name = /^ {2}(\S+):$/.exec(line)?.[1];
      if (name !== undefined) bridge = name;
      const [, ofport, odpPort] = /^ {4}\S+ (\d+)\/(\d+):/.exec(line) ?? [];
      if (ofport !== undefined) this.#ports.set(`${bridge} ${odpPort}`, Number(ofport));
    }
    const wanted = bridges.reduce((sum, { ports }) => sum + ports.length + 1, 0);
    if (this.#ports.size !== wanted) throw new Error(`Open vSwitch has ${this.#ports.size} ports, expected ${wanted}`);
  }

  /** One request at a time (ovs-vswitchd's unixctl: JSON-RPC 1.0, replies without separators). */
  #ask(method: string, params: readonly string[]): Promise<string> {
    const socket = this.#unixctl!;
    return new Promise((resolve, reject) => {
      let kept = '';
      const timer = setTimeout(() => reject(new Error(`${method}: no answer in time`)), ANSWER_TIMEOUT_MS);
      const onData = (chunk: Buffer) => {
        kept += chunk.toString('utf8');
        let reply: { result: string | null; error: string | null };
        try {
          reply = JSON.parse(kept) as typeof reply;
        } catch {
          return; // The rest is still to come.
        }
        clearTimeout(timer);
        socket.off('data', onData);
        if (reply.result === null) reject(new Error(`${method} ${params.join(' ')}: ${reply.error}`));
        else resolve(reply.result);
      };
      socket.on('data', onData);
      socket.write(JSON.stringify({ id: 0, method, params }));
    });
  }
}

/** Cuts what comes in into messages. */
function onMessages(socket: net.Socket, take: (bytes: Uint8Array) => void): void {
  let kept = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]);
    while (kept.length >= 8 && kept.length >= kept.readUInt16BE(2)) {
      const length = kept.readUInt16BE(2);
      take(kept.subarray(0, length));
      kept = kept.subarray(length);
    }
  });
}
