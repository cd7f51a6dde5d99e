// Where verdicts are seen from outside: a host of its own with pairs of endpoints that nothing lets talk but a policy of
// their own, which comes and goes. No other traffic goes there. Pure.
import { colons, dotted, FIRST_ENDPOINT_PORT, makeHost, type makeInventory } from '../load/inventory.ts';
import type { PairEnds } from '../load/pair-table.ts';

export const PROBE_PAIRS = 8;
/** Networks of sources and of targets: apart, so that to be in one network allows nothing. */
const NETWORKS = ['probe-a', 'probe-b'] as const;
/** 10.255.0.0/24 and 10.255.1.0/24: behind all of load/inventory.ts. */
const FIRST_ADDRESS = 0x0aff0000;
const NETWORK_BYTES = 256;

/** One end of pair `pair`: 0 its source, 1 its target. */
function endOf(pair: number, side: 0 | 1) {
  const ordinal = 2 * pair + side;
  return {
    name: `${NETWORKS[side]}${pair + 1}`,
    ip: FIRST_ADDRESS + side * NETWORK_BYTES + 2 + pair,
    mac: [0x02, 0x00, 0xff, 0x00, 0x00, ordinal],
    port: FIRST_ENDPOINT_PORT + ordinal,
  };
}

/** The names of a pair's endpoints. */
export function probeEndpoints(pair: number): { a: string; b: string } {
  return { a: endOf(pair, 0).name, b: endOf(pair, 1).name };
}

/** What the SYNs of a pair are made of. */
export function probeEnds(pair: number): PairEnds {
  const [source, target] = [endOf(pair, 0), endOf(pair, 1)];
  return { inPort: source.port, mac: source.mac, sourceIp: source.ip, targetIp: target.ip, isDenied: false };
}

/** Adds the host, which is number `host` (from 0), and its endpoints. */
export function addProbe(inventory: ReturnType<typeof makeInventory>, host: number): ReturnType<typeof makeInventory> {
  const added = makeHost(host);
  const networks = NETWORKS.map((name, side) => ({
    ...{ name, tenant: 'default' },
    subnet: `${dotted(FIRST_ADDRESS + side * NETWORK_BYTES)}/24`,
    gateway: dotted(FIRST_ADDRESS + side * NETWORK_BYTES + 1),
  }));
  const endpoints = Array.from({ length: PROBE_PAIRS }, (_, pair) =>
    ([0, 1] as const).map((side) => {
      const { name, ip, mac, port } = endOf(pair, side);
      const where = { network: NETWORKS[side], host: added.name, port: `ep${port}` };
      return { name, ...where, ip: dotted(ip), mac: colons(mac), kind: 'container' };
    }),
  ).flat();
  return {
    ...inventory,
    hosts: [...inventory.hosts, added],
    networks: [...inventory.networks, ...networks],
    endpoints: [...inventory.endpoints, ...endpoints],
  };
}
