// The connections that one fake switch opens: random pairs of endpoints drawn once, laid out so that a PacketIn is
// patched from eight words that lie in a row. Set-up; the table is only read afterwards.
//
//   word 0  in_port                         4  source address
//        1  destination MAC, first 4 bytes  5  destination address
//        2  its last 2, source MAC's first  6  IPv4 header checksum << 16
//        3  source MAC, last 4 bytes        7  sum of the TCP checksum's constant part; bit 30: policy denies it
import { endpointMac, endpointPort, ROUTER_MAC, type Topology } from './inventory.ts';
import { synConstantSum, synHeaderChecksum } from './syn-frame.ts';

export const PAIR_WORDS = 8;
/** Prime, so that with a prime number of source ports each (pair, port) comes up once before any does twice. */
export const PAIRS = 16_381;
export const PAIR_DENIED = 1 << 30;
export const PAIR_SUM = PAIR_DENIED - 1;

export interface PairTable {
  words: Int32Array;
  /** By pair: the endpoints, for validation. */
  source: Uint32Array;
  target: Uint32Array;
}

/**
 * @param host the switch, whose endpoints open the connections
 * @param random as of randomFrom
 */
export function makePairTable(
  topology: Topology,
  host: number,
  acrossShare: number,
  denyShare: number,
  random: (below: number) => number,
): PairTable {
  const table: PairTable = {
    words: new Int32Array(PAIRS * PAIR_WORDS),
    source: new Uint32Array(PAIRS),
    target: new Uint32Array(PAIRS),
  };
  for (let pair = 0; pair < PAIRS; pair++) {
    const isDenied = random(1_000_000) < denyShare * 1_000_000;
    const isAcross = random(1_000_000) < acrossShare * 1_000_000;
    const targetHost = isAcross ? (host + 1 + random(topology.hosts - 1)) % topology.hosts : host;
    const sources = topology.open[host]!;
    const source = sources[random(sources.length)]!;
    const targets = (isDenied ? topology.apart : topology.open)[targetHost]!;
    const target = drawRouted(topology, source, targets, random);
    table.source[pair] = source;
    table.target[pair] = target;
    writePair(table.words, pair * PAIR_WORDS, {
      inPort: endpointPort(topology, source),
      mac: endpointMac(source),
      sourceIp: topology.ip[source]!,
      targetIp: topology.ip[target]!,
      isDenied,
    });
  }
  return table;
}

/** One of `targets` in another network than the source's; the first such one when chance does not find it. */
function drawRouted(topology: Topology, source: number, targets: number[], random: (below: number) => number): number {
  for (let attempt = 0; attempt < 16; attempt++) {
    const target = targets[random(targets.length)]!;
    if (topology.network[target] !== topology.network[source]) return target;
  }
  const found = targets.find((target) => topology.network[target] !== topology.network[source]);
  if (found === undefined) throw new Error(`endpoint ${source + 1} has no peer in another network`);
  return found;
}

/** The two ends of a connection: the port and MAC of the one that opens it, and both addresses in host order. */
export interface PairEnds {
  readonly inPort: number;
  readonly mac: readonly number[];
  readonly sourceIp: number;
  readonly targetIp: number;
  readonly isDenied: boolean;
}

/** Writes the eight words of a pair at `at`. */
export function writePair(
  words: Int32Array,
  at: number,
  { inPort, mac, sourceIp, targetIp, isDenied }: PairEnds,
): void {
  words[at] = inPort;
  words[at + 1] = word(ROUTER_MAC[0], ROUTER_MAC[1], ROUTER_MAC[2], ROUTER_MAC[3]);
  words[at + 2] = word(ROUTER_MAC[4], ROUTER_MAC[5], mac[0]!, mac[1]!);
  words[at + 3] = word(mac[2]!, mac[3]!, mac[4]!, mac[5]!);
  words[at + 4] = sourceIp;
  words[at + 5] = targetIp;
  words[at + 6] = synHeaderChecksum(sourceIp, targetIp) << 16;
  words[at + 7] = synConstantSum(sourceIp, targetIp) | (isDenied ? PAIR_DENIED : 0);
}

function word(a: number, b: number, c: number, d: number): number {
  return (a << 24) | (b << 16) | (c << 8) | d;
}
