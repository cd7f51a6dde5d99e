// One host's Open vSwitch: an ovsdb-server and an ovs-vswitchd of the lab's own inside the host's namespace, with their
// sockets, database and logs in a directory of their own (what ovs-ctl does for the whole machine, done for one host).
// The bridge is a userspace one: no kernel module, no DPDK and so no polling thread; an idle one uses no CPU.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './command.ts';
import { type PlannedHost, UPLINK_PORT } from './topology.ts';
import { inNamespace } from './wiring.ts';

/** Where one host's Open vSwitch keeps everything; OVS_RUNDIR for a person who looks around. */
export type SwitchHome = { host: PlannedHost; directory: string };

const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema';
/** A bridge without its controller asks again this often; the least that Open vSwitch takes. */
const MAX_BACKOFF_MS = 1000;

/**
 * Starts a host's Open vSwitch with its bridge: LOCAL, the uplink and a port for each container. It has no controller
 * yet and, `fail_mode=secure`, no flow, so it forwards nothing.
 */
export async function startSwitch(host: PlannedHost, directory: string, ports: readonly string[]): Promise<SwitchHome> {
  const home: SwitchHome = { host, directory };
  await startDaemons(host.namespace, directory);
  const bridge = host.name;
  await vsctl(home, [
    ...['add-br', bridge, '--', 'set', 'bridge', bridge, 'datapath_type=netdev', 'fail_mode=secure'],
    'protocols=OpenFlow13',
    // In-band control would add hidden flows above ours; a host's own traffic is the standing flows' business.
    'other-config:disable-in-band=true',
    `other-config:datapath-id=${host.dpid}`,
    `other-config:hwaddr="${host.mac}"`,
    ...[UPLINK_PORT, ...ports].flatMap((port) => ['--', 'add-port', bridge, port]),
  ]);
  return home;
}

/** Starts an Open vSwitch without a bridge in a namespace, with everything that it keeps in one directory. */
export async function startDaemons(namespace: string, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const env = environmentOf(directory);
  const database = join(directory, 'conf.db');
  const socket = join(directory, 'db.sock');
  // --detach returns when the daemon is ready to serve, so nothing needs to be waited for.
  const flags = ['--no-chdir', '--pidfile', '--log-file', '--detach', '--verbose=console:off'];
  const start = (argv: readonly string[]) => must(inNamespace(namespace, [...argv, ...flags]), { env });
  await must(['ovsdb-tool', 'create', database, SCHEMA]);
  await start(['ovsdb-server', database, `--remote=punix:${socket}`]);
  await must(['ovs-vsctl', '--no-wait', 'init'], { env });
  await start(['ovs-vswitchd', `unix:${socket}`]);
}

/** Tells a bridge its controllers, each by a unix socket path of the lab's relays. An empty list takes them away. */
export async function setControllers(home: SwitchHome, socketPaths: readonly string[]): Promise<void> {
  const bridge = home.host.name;
  if (socketPaths.length === 0) {
    await vsctl(home, ['del-controller', bridge]);
    return;
  }
  const rows = socketPaths.map((_, index) => `@c${index}`);
  await vsctl(home, [
    ...socketPaths.flatMap((path, index) => [
      ...(index === 0 ? [] : ['--']),
      ...[`--id=@c${index}`, 'create', 'controller', `target="unix:${path}"`],
      ...['connection_mode=out-of-band', `max_backoff=${MAX_BACKOFF_MS}`],
    ]),
    ...['--', 'set', 'bridge', bridge, `controller=${rows.join(',')}`],
  ]);
}

/** Gives a port of a bridge another OpenFlow number, as Open vSwitch does when an interface is made anew. */
export async function renumberPort(home: SwitchHome, port: string, number: number): Promise<void> {
  await vsctl(home, ['set', 'interface', port, `ofport_request=${number}`]);
}

/** Adds flows to a bridge, one per line in ovs-ofctl's syntax; in one bundle, so all or none. */
export async function addFlows(home: SwitchHome, flows: readonly string[]): Promise<void> {
  await ofctl(home, ['--bundle', 'add-flows', home.host.name, '-'], `${flows.join('\n')}\n`);
  await flowsInEffect(home);
}

/** Removes every flow of a bridge. */
export async function clearFlows(home: SwitchHome): Promise<void> {
  await ofctl(home, ['del-flows', home.host.name]);
  await flowsInEffect(home);
}

/**
 * Waits until no packet is handled by what the datapath remembers of the flows before a change: its cache of megaflows
 * is put right by threads of its own, milliseconds after the FlowMod, and no barrier waits for it (ovs-vswitchd(8)).
 */
export async function flowsInEffect(home: SwitchHome): Promise<void> {
  await appctl(home, ['revalidator/wait']);
}

/** A bridge's flows as `ovs-ofctl dump-flows` prints them, port names in place of numbers, one line each. */
export async function dumpFlows(home: SwitchHome): Promise<string[]> {
  const text = await ofctl(home, ['--names', '--no-stats', 'dump-flows', home.host.name]);
  return flowLines(text);
}

/** The same with packet and byte counts and ages. */
export async function dumpFlowsWithCounts(home: SwitchHome): Promise<string[]> {
  return flowLines(await ofctl(home, ['--names', 'dump-flows', home.host.name]));
}

/** Asks vswitchd itself, e.g. `ofproto/trace`. */
export function appctl(home: SwitchHome, argv: readonly string[]): Promise<string> {
  return must(['ovs-appctl', '--timeout=10', ...argv], { env: environmentOf(home.directory) });
}

/** Runs ovs-ofctl in OpenFlow 1.3 on a host's bridge. */
export function ofctl(home: SwitchHome, argv: readonly string[], input = ''): Promise<string> {
  return must(['ovs-ofctl', '-O', 'OpenFlow13', ...argv], { env: environmentOf(home.directory), input });
}

/** What makes the ovs- tools speak to the Open vSwitch that keeps everything in this directory, and to no other. */
export function environmentOf(directory: string): Record<string, string> {
  return { OVS_RUNDIR: directory, OVS_DBDIR: directory, OVS_LOGDIR: directory };
}

function vsctl(home: SwitchHome, argv: readonly string[]): Promise<string> {
  return must(['ovs-vsctl', '--timeout=10', ...argv], { env: environmentOf(home.directory) });
}

function flowLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(OFPST|NXST)/.test(line));
}
