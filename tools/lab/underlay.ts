// What may be seen on the underlay: packets from host to host, known by a NAT key (a port of the pool, or an ICMP code),
// and the hosts' own traffic. Judges captured packets. Pure.

import type { CapturedPacket } from './capture.ts';

/** The NAT pool's default (DESIGN section 3.5). */
export const POOL_FIRST_PORT = 61440;
export const POOL_LAST_PORT = 65535;

/**
 * Finds the packets that have no business on the underlay.
 * @param hosts the hosts' underlay addresses
 * @returns one sentence for each such packet; empty when all is well
 */
export function strangersOnUnderlay(packets: readonly CapturedPacket[], hosts: readonly string[]): string[] {
  const strangers: string[] = [];
  for (const packet of packets) {
    const [source, target] = [endOf(packet.source), endOf(packet.target)];
    if (!hosts.includes(source.ip) || !hosts.includes(target.ip)) {
      strangers.push(`an address that is no host's: ${packet.source} > ${packet.target}`);
    } else if (packet.protocol !== 'icmp' && !inPool(source.port) && !inPool(target.port)) {
      strangers.push(`no port of the pool: ${packet.source} > ${packet.target}`);
    }
  }
  return strangers;
}

function inPool(port: number): boolean {
  return port >= POOL_FIRST_PORT && port <= POOL_LAST_PORT;
}

function endOf(text: string): { ip: string; port: number } {
  const [ip, port] = text.split(':');
  return { ip: ip!, port: Number(port ?? 0) };
}
