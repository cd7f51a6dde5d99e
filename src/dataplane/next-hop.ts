// Where a host's packets to another host go first: its neighbour directly, or the gateway of its underlay subnet.
// Any thread; hot: no allocation, no throw.

import {
  HOST_GATEWAY_MAC_1,
  HOST_GATEWAY_MAC_2,
  HOST_GATEWAY_MAC_PAIR,
  HOST_IP,
  HOST_MAC_HI,
  HOST_NETMASK,
  HOST_WORDS,
} from '#shm/layout.ts';

/** @returns word offset in `hosts` of the next hop's MAC (upper 16 bits, then lower 32), or -1 when it is not known */
export function nextHopPair(hosts: Int32Array, fromSlot: number, toSlot: number): number {
  const from = fromSlot * HOST_WORDS;
  const to = toSlot * HOST_WORDS;
  if (((hosts[from + HOST_IP]! ^ hosts[to + HOST_IP]!) & hosts[from + HOST_NETMASK]!) === 0) return to + HOST_MAC_HI;
  // Waits to see the pair that was written before it was named.
  const pair = Atomics.load(hosts, from + HOST_GATEWAY_MAC_PAIR);
  if (pair === 0) return -1;
  return from + (pair === 1 ? HOST_GATEWAY_MAC_1 : HOST_GATEWAY_MAC_2);
}
