// Namespaces, veth pairs, addresses and routes of a lab: the cables between its machines. One batch of `ip` makes all
// devices, then each namespace is furnished in one go, all at once; a dozen containers take a fraction of a second.
// Needs root.

import { must } from './command.ts';
import type { LabPlan } from './topology.ts';
import { UPLINK_PORT } from './topology.ts';

/** The argv that runs a program inside a namespace; only the network is another one, files and processes stay. */
export function inNamespace(namespace: string, argv: readonly string[]): string[] {
  return ['nsenter', `--net=/run/netns/${namespace}`, ...argv];
}

/** Makes every namespace and device of a plan. The hosts' bridges come after: they need the ports. */
export async function wire(plan: LabPlan): Promise<void> {
  await must(['ip', '-batch', '-'], { input: `${[...namespaceLines(plan), ...deviceLines(plan)].join('\n')}\n` });
  await Promise.all([
    furnish(plan.router, routerScript(plan)),
    ...plan.hosts.map((host) =>
      // The bridge's own script (addHostAddress) follows when LOCAL exists.
      furnish(host.namespace, [
        // A userspace bridge reads its ports beside the kernel, which answers ARP for any address of the host on any
        // device: a router that believed it would send to the uplink's own MAC, and the kernel answer packets of sessions.
        `ip link set ${UPLINK_PORT} arp off up`,
        ...plan.containers.filter((c) => c.host === host.name).map((c) => `ip link set ${c.port} arp off up`),
      ]),
    ),
    ...plan.containers.map((container) =>
      furnish(container.namespace, [
        `ip addr add ${container.ip}/${container.prefix} dev eth0`,
        // The userspace datapath reads frames as the kernel hands them over and does not complete checksums that the
        // kernel meant to leave to a network card; neither would it cut oversized segments.
        'ethtool -K eth0 tx off >/dev/null',
        'ip link set eth0 up',
        `ip route add default via ${container.gateway}`,
      ]),
    ),
  ]);
}

/** Gives a host its underlay address on LOCAL, once its bridge exists. */
export async function addHostAddress(plan: LabPlan, hostName: string): Promise<void> {
  const host = plan.hosts.find(({ name }) => name === hostName)!;
  await furnish(host.namespace, [
    `ip addr add ${host.ip}/${host.prefix} dev ${host.name}`,
    `ip link set ${host.name} up`,
    `ip route add default via ${host.gateway}`,
  ]);
}

function namespaceLines(plan: LabPlan): string[] {
  return plan.namespaces.map((name) => `netns add ${name}`);
}

function deviceLines(plan: LabPlan): string[] {
  const subnets = new Map(plan.hosts.map(({ subnet, gatewayMac }) => [subnet, gatewayMac]));
  return [
    ...[...subnets].map(
      ([subnet, mac]) => `link add name sub${subnet} address ${mac} netns ${plan.router} type bridge forward_delay 0`,
    ),
    ...plan.hosts.map(
      (host) =>
        `link add name ${UPLINK_PORT} netns ${host.namespace} type veth peer name ${host.name} netns ${plan.router}`,
    ),
    ...plan.containers.map((container) => {
      const host = plan.hosts.find(({ name }) => name === container.host)!;
      return `link add name eth0 address ${container.mac} netns ${container.namespace} type veth peer name ${container.port} netns ${host.namespace}`;
    }),
  ];
}

function routerScript(plan: LabPlan): string[] {
  const subnets = new Map(plan.hosts.map(({ subnet, gateway }) => [subnet, gateway]));
  return [
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    ...[...subnets].flatMap(([subnet, gateway]) => [
      `ip addr add ${gateway}/24 dev sub${subnet}`,
      `ip link set sub${subnet} up`,
    ]),
    ...plan.hosts.flatMap((host) => [
      `ip link set ${host.name} master sub${host.subnet}`,
      `ethtool -K ${host.name} tx off >/dev/null`,
      `ip link set ${host.name} up`,
    ]),
  ];
}

async function furnish(namespace: string, lines: readonly string[]): Promise<void> {
  const script = [
    // Router solicitations and duplicate address detection of IPv6 would be noise in every counter and capture.
    'for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 > "$f"; done',
    'ip link set lo up',
    ...lines,
  ];
  await must(inNamespace(namespace, ['sh', '-e', '-c', script.join('\n')]));
}
