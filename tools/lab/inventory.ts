// The inventory file that tells a controller about a lab (DESIGN section 8): same nouns and fields as a person writes.
// Pure, except that writing replaces the file in one step, so that a controller never reads half of one.

import { renameSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { gatewayOf, type LabPlan, type LabSpec, UPLINK_PORT } from './topology.ts';

/** The inventory of a lab as plain data. */
export function inventoryOf(spec: LabSpec, plan: LabPlan): Record<string, unknown> {
  return {
    hosts: plan.hosts.map((host) => ({
      name: host.name,
      dpid: host.dpid,
      uplink: UPLINK_PORT,
      underlay: { ip: host.ip, prefix: host.prefix, mac: host.mac, gateway: host.gateway },
    })),
    networks: spec.networks.map((network) => ({
      name: network.name,
      tenant: network.tenant ?? 'default',
      subnet: network.subnet,
      gateway: gatewayOf(network),
      ...(network.isolated ? { isolated: true } : {}),
    })),
    endpoints: plan.containers.map((container) => ({
      name: container.name,
      network: container.network,
      host: container.host,
      port: container.port,
      ip: container.ip,
      mac: container.mac,
      kind: 'container',
    })),
    groups: spec.groups ?? [],
    policies: spec.policies ?? [],
  };
}

/** Writes an inventory as YAML, replacing what was there in one step. */
export function writeInventory(path: string, inventory: Record<string, unknown>): void {
  writeFileSync(`${path}.new`, stringify(inventory));
  renameSync(`${path}.new`, path);
}
