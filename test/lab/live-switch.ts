// An ovs-vswitchd of the test's own with dummy devices, and bridges that speak one version each: what a real switch sends, without
// a namespace, a packet or a device of the machine. Frames are put into its ports by `netdev-dummy/receive`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, run } from '../../tools/lab/command.ts';
import { environmentOf } from '../../tools/lab/open-vswitch.ts';

const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema';

export class LiveSwitch {
  readonly directory = mkdtempSync(join(tmpdir(), 'daolinet-live-'));
  readonly #env = environmentOf(this.directory);

  /** Starts Open vSwitch without a bridge. Whatever happens, call `stop`. */
  async start(): Promise<void> {
    const database = join(this.directory, 'conf.db');
    const socket = join(this.directory, 'db.sock');
    const flags = ['--no-chdir', '--pidfile', '--log-file', '--detach', '--verbose=console:off'];
    await this.#must(['ovsdb-tool', 'create', database, SCHEMA]);
    await this.#must(['ovsdb-server', database, `--remote=punix:${socket}`, ...flags]);
    await this.#must(['ovs-vsctl', '--no-wait', 'init']);
    // Every device is a dummy, and the machine's own routes and datapaths are left alone.
    const dummies = ['--enable-dummy=override', '--disable-system', '--disable-system-route'];
    await this.#must(['ovs-vswitchd', `unix:${socket}`, ...dummies, ...flags]);
  }

  /**
   * Makes a bridge with ports `NAMEp1`, `NAMEp2`, ... of these numbers that connects to controllers.
   * @param protocol as in `OpenFlow13`
   * @param controllers paths of unix sockets
   */
  async addBridge(
    name: string,
    protocol: string,
    ports: readonly number[],
    controllers: readonly string[],
  ): Promise<void> {
    await this.vsctl([
      ...['add-br', name, '--', 'set', 'bridge', name, 'datapath_type=dummy', 'fail_mode=secure'],
      ...[`protocols=${protocol}`, 'other-config:disable-in-band=true'],
      ...ports.flatMap((port) => ['--', ...portArguments(name, port)]),
      ...controllers.flatMap((path, index) => [
        ...['--', `--id=@c${index}`, 'create', 'controller', `target="unix:${path}"`],
        ...['connection_mode=out-of-band', 'max_backoff=1000', 'inactivity_probe=5000'],
      ]),
      ...['--', 'set', 'bridge', name, `controller=${controllers.map((_, index) => `@c${index}`).join(',')}`],
    ]);
  }

  async addPort(bridge: string, port: number): Promise<void> {
    await this.vsctl(portArguments(bridge, port));
  }

  async deletePort(bridge: string, port: number): Promise<void> {
    await this.vsctl(['del-port', bridge, `${bridge}p${port}`]);
  }

  /** Puts a frame into a port, as if it had come by the wire. */
  async receive(bridge: string, port: number, frame: Uint8Array): Promise<void> {
    await this.appctl(['netdev-dummy/receive', `${bridge}p${port}`, Buffer.from(frame).toString('hex')]);
  }

  async appctl(argv: readonly string[]): Promise<string> {
    return await this.#must(['ovs-appctl', '--timeout=10', ...argv]);
  }

  async vsctl(argv: readonly string[]): Promise<void> {
    await this.#must(['ovs-vsctl', '--timeout=10', ...argv]);
  }

  /** Ends both daemons and removes what they kept. */
  async stop(): Promise<void> {
    await run(['ovs-appctl', '--timeout=10', 'exit', '--cleanup'], { env: this.#env });
    await run(['ovs-appctl', '--timeout=10', '-t', 'ovsdb-server', 'exit'], { env: this.#env });
    rmSync(this.directory, { recursive: true, force: true });
  }

  #must(argv: readonly string[]): Promise<string> {
    return must(argv, { env: this.#env });
  }
}

function portArguments(bridge: string, port: number): string[] {
  const name = `${bridge}p${port}`;
  return ['add-port', bridge, name, '--', 'set', 'interface', name, 'type=dummy', `ofport_request=${port}`];
}
