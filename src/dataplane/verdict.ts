// The verdict of DESIGN 3.2, first match wins: pair policy, group rules by priority, one network, one group, deny.
// Reads compiled policy from shared memory and keeps what it found in a direct-mapped cache per pair of classes, void
// when a class, its rules or a network have changed (BOARD_TOUCHED_ALL): what changes an endpoint alone leaves it as it is.
// Worker threads and main (for `why`); hot: no allocation, no throw.

import {
  BOARD_CHANGING,
  BOARD_TOUCHED_ALL,
  CLASS_FLAG_CIDR,
  ENDPOINT_CLASS,
  ENDPOINT_FLAG_PAIRED,
  ENDPOINT_FLAGS,
  ENDPOINT_IP,
  ENDPOINT_NETWORK,
  ENDPOINT_WORDS,
  NETWORK_FLAG_ISOLATED,
  NETWORK_FLAGS,
  NETWORK_WORDS,
  PAIR_CONNECT,
  RULE_ACTION,
  RULE_ID,
  RULE_PEER,
  RULE_PEER_CIDR,
  RULE_PEER_GROUP,
  RULE_PEER_KIND,
  RULE_PEER_MASK,
  RULE_PORT_RANGES,
  RULE_PRIORITY,
  RULE_PROTOCOL,
  RULE_WORDS,
} from '#shm/layout.ts';
import type { Tables } from '#shm/tables.ts';

// A verdict is a small integer:
//   bit 0      1 = allow
//   bit 1      1 = the same for every protocol and port
//   bits 2-4   reason, VERDICT_REASON_*
//   bits 5-30  rule id + 1 where a rule decided, else 0
export const VERDICT_ALLOW = 1;
export const VERDICT_UNIFORM = 2;
export const VERDICT_REASON_POLICY = 1;
export const VERDICT_REASON_RULE = 2;
export const VERDICT_REASON_NETWORK = 3;
export const VERDICT_REASON_GROUP = 4;
export const VERDICT_REASON_DEFAULT = 5;

export function verdictReason(verdict: number): number {
  return (verdict >> 2) & 7;
}

/** @returns the deciding rule's id, or -1 */
export function verdictRule(verdict: number): number {
  return (verdict >>> 5) - 1;
}

const CACHE_ENTRIES = 1 << 15;
const CACHE_WORDS = 8; // class a with `together`, class b, layer 4, version, verdict; a power of two
const LAYER4_ANY = -1;

export class VerdictReader {
  readonly #tables: Tables;
  /** Verdicts by pair of classes: see CACHE_WORDS. */
  readonly cache = new Int32Array(CACHE_ENTRIES * CACHE_WORDS);

  constructor(tables: Tables) {
    this.#tables = tables;
    this.cache.fill(0); // has its memory now (shm/touch.ts), and not in the first packets
  }

  /**
   * Judges a packet of a new connection.
   * @param source endpoint row
   * @param target endpoint row of the same tenant
   * @param protocol IP protocol number
   * @param port destination port; 0 where the protocol has none
   */
  judge(source: number, target: number, protocol: number, port: number): number {
    const { board } = this.#tables;
    for (;;) {
      // Waits to see the tables whole: as they were before main began to change them, or as they are when it is done.
      const before = Atomics.load(board, BOARD_CHANGING);
      if ((before & 1) !== 0) continue;
      const verdict = this.#judgeOnce(source, target, protocol, port);
      if (Atomics.load(board, BOARD_CHANGING) === before) return verdict;
    }
  }

  #judgeOnce(source: number, target: number, protocol: number, port: number): number {
    const { board, endpoints } = this.#tables;
    // Classes, blocks and networks are as they were in that version: what else a verdict reads is no part of what is kept.
    const version = board[BOARD_TOUCHED_ALL]!;
    const a = source * ENDPOINT_WORDS;
    const b = target * ENDPOINT_WORDS;
    if ((endpoints[a + ENDPOINT_FLAGS]! & endpoints[b + ENDPOINT_FLAGS]! & ENDPOINT_FLAG_PAIRED) !== 0) {
      const pair = this.#tables.pairs.find(Math.min(source, target), Math.max(source, target));
      if (pair !== 0) {
        return (pair === PAIR_CONNECT ? VERDICT_ALLOW : 0) | VERDICT_UNIFORM | (VERDICT_REASON_POLICY << 2);
      }
    }
    const classA = Atomics.load(endpoints, a + ENDPOINT_CLASS);
    const classB = Atomics.load(endpoints, b + ENDPOINT_CLASS);
    const together = this.#together(a, b);

    // First the entry that holds for every protocol, then the one for this.
    const layer4 = (protocol << 16) | port;
    const keyA = (classA << 1) | together;
    const any = entryOf(keyA, classB, LAYER4_ANY);
    const found = this.#lookup(any, keyA, classB, LAYER4_ANY, version);
    if (found >= 0) {
      if ((found & VERDICT_UNIFORM) !== 0) return found;
      const exact = this.#lookup(entryOf(keyA, classB, layer4), keyA, classB, layer4, version);
      if (exact >= 0) return exact;
    }
    const verdict = this.#evaluate(
      Atomics.load(this.#tables.classes, classA),
      Atomics.load(this.#tables.classes, classB),
      endpoints[a + ENDPOINT_IP]!,
      endpoints[b + ENDPOINT_IP]!,
      together === 1,
      protocol,
      port,
    );
    if (this.#cacheable(classA) && this.#cacheable(classB)) {
      this.#keep(any, keyA, classB, LAYER4_ANY, version, verdict);
      if ((verdict & VERDICT_UNIFORM) === 0) {
        this.#keep(entryOf(keyA, classB, layer4), keyA, classB, layer4, version, verdict);
      }
    }
    return verdict;
  }

  /** Where in `cache` a verdict on two endpoints is looked for first. */
  placeOf(source: number, target: number): number {
    const { endpoints } = this.#tables;
    const a = source * ENDPOINT_WORDS;
    const b = target * ENDPOINT_WORDS;
    const keyA = (endpoints[a + ENDPOINT_CLASS]! << 1) | this.#together(a, b);
    return entryOf(keyA, endpoints[b + ENDPOINT_CLASS]!, LAYER4_ANY);
  }

  /** 1 when two endpoints, by word offset, are in one network that lets its endpoints talk. */
  #together(a: number, b: number): number {
    const { endpoints, networks } = this.#tables;
    const network = endpoints[a + ENDPOINT_NETWORK]!;
    return network === endpoints[b + ENDPOINT_NETWORK]! &&
      (networks[network * NETWORK_WORDS + NETWORK_FLAGS]! & NETWORK_FLAG_ISOLATED) === 0
      ? 1
      : 0;
  }

  /** Whether one pair of flows can serve all traffic of the pair: allowed both ways for every protocol. */
  coarse(source: number, target: number, verdict: number): boolean {
    const wanted = VERDICT_ALLOW | VERDICT_UNIFORM;
    return (verdict & wanted) === wanted && (this.judge(target, source, 0, 0) & wanted) === wanted;
  }

  #cacheable(policyClass: number): boolean {
    const block = Atomics.load(this.#tables.classes, policyClass);
    if (block === 0) return true;
    const { heap } = this.#tables;
    return (heap[block + 1 + heap[block]!]! & CLASS_FLAG_CIDR) === 0;
  }

  /** @returns the verdict, or -1 */
  #lookup(entry: number, keyA: number, classB: number, layer4: number, version: number): number {
    const { cache } = this;
    return cache[entry] === keyA &&
      cache[entry + 1] === classB &&
      cache[entry + 2] === layer4 &&
      cache[entry + 3] === version
      ? cache[entry + 4]!
      : -1;
  }

  #keep(entry: number, keyA: number, classB: number, layer4: number, version: number, verdict: number): void {
    const { cache } = this;
    cache[entry] = keyA;
    cache[entry + 1] = classB;
    cache[entry + 2] = layer4;
    cache[entry + 3] = version;
    cache[entry + 4] = verdict;
  }

  /** Steps 2 to 5, from two class blocks (0 = the class of endpoints in no group). */
  #evaluate(
    blockA: number,
    blockB: number,
    ipA: number,
    ipB: number,
    together: boolean,
    protocol: number,
    port: number,
  ): number {
    const { heap } = this.#tables;
    let uniform = VERDICT_UNIFORM;
    if (blockA !== 0 || blockB !== 0) {
      // Two lists in one order, merged: what A's groups say of leaving to B, what B's say of arriving from A.
      let egress = blockA === 0 ? 0 : egressAt(heap, blockA);
      let egressLeft = blockA === 0 ? 0 : heap[egress++]!;
      let ingress = blockB === 0 ? 0 : ingressAt(heap, blockB);
      let ingressLeft = blockB === 0 ? 0 : heap[ingress++]!;
      while (egressLeft > 0 || ingressLeft > 0) {
        const fromEgress = ingressLeft === 0 || (egressLeft > 0 && goesFirst(heap, egress, ingress));
        const rule = fromEgress ? egress : ingress;
        const next = rule + RULE_WORDS + heap[rule + RULE_PORT_RANGES]!;
        if (fromEgress) {
          egress = next;
          egressLeft--;
        } else {
          ingress = next;
          ingressLeft--;
        }
        const peerBlock = fromEgress ? blockB : blockA;
        const peerIp = fromEgress ? ipB : ipA;
        if (!this.#peerMatches(rule, peerBlock, peerIp)) continue;
        const restricted = heap[rule + RULE_PROTOCOL] !== 0 || heap[rule + RULE_PORT_RANGES] !== 0;
        if (restricted) {
          uniform = 0;
          if (!this.#layer4Matches(rule, protocol, port)) continue;
        }
        const allow = heap[rule + RULE_ACTION] === 1 ? VERDICT_ALLOW : 0;
        return allow | uniform | (VERDICT_REASON_RULE << 2) | ((heap[rule + RULE_ID]! + 1) << 5);
      }
    }
    if (together) return VERDICT_ALLOW | uniform | (VERDICT_REASON_NETWORK << 2);
    if (blockA !== 0 && blockB !== 0 && shareGroup(heap, blockA, blockB)) {
      return VERDICT_ALLOW | uniform | (VERDICT_REASON_GROUP << 2);
    }
    return uniform | (VERDICT_REASON_DEFAULT << 2);
  }

  #peerMatches(rule: number, peerBlock: number, peerIp: number): boolean {
    const { heap } = this.#tables;
    switch (heap[rule + RULE_PEER_KIND]) {
      case RULE_PEER_GROUP:
        return peerBlock !== 0 && hasGroup(heap, peerBlock, heap[rule + RULE_PEER]!);
      case RULE_PEER_CIDR:
        return (peerIp & heap[rule + RULE_PEER_MASK]!) === heap[rule + RULE_PEER];
      default:
        return true;
    }
  }

  #layer4Matches(rule: number, protocol: number, port: number): boolean {
    const { heap } = this.#tables;
    const wanted = heap[rule + RULE_PROTOCOL]!;
    if (wanted !== 0 && wanted !== protocol) return false;
    const ranges = heap[rule + RULE_PORT_RANGES]!;
    if (ranges === 0) return true;
    for (let i = 0; i < ranges; i++) {
      const range = heap[rule + RULE_WORDS + i]!;
      if (port >= range >>> 16 && port <= (range & 0xffff)) return true;
    }
    return false;
  }
}

function entryOf(keyA: number, classB: number, layer4: number): number {
  let hash = Math.imul(keyA, 0x9e3779b1) ^ Math.imul(classB, 0x85ebca6b) ^ Math.imul(layer4, 0xc2b2ae35);
  hash ^= hash >>> 15;
  return (hash & (CACHE_ENTRIES - 1)) * CACHE_WORDS;
}

/** Place of the ingress list's count: behind the groups and the flags. */
function ingressAt(heap: Int32Array, block: number): number {
  return block + 1 + heap[block]! + 1;
}

/** Place of the egress list's count: behind the ingress rules. */
function egressAt(heap: Int32Array, block: number): number {
  let at = ingressAt(heap, block);
  let left = heap[at++]!;
  while (left-- > 0) at += RULE_WORDS + heap[at + RULE_PORT_RANGES]!;
  return at;
}

function goesFirst(heap: Int32Array, rule: number, other: number): boolean {
  const difference = heap[rule + RULE_PRIORITY]! - heap[other + RULE_PRIORITY]!;
  if (difference !== 0) return difference > 0;
  return heap[rule + RULE_ACTION]! <= heap[other + RULE_ACTION]!;
}

function hasGroup(heap: Int32Array, block: number, group: number): boolean {
  let low = 1;
  let high = heap[block]!;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = heap[block + middle]!;
    if (found === group) return true;
    if (found < group) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function shareGroup(heap: Int32Array, blockA: number, blockB: number): boolean {
  let a = blockA + 1;
  let b = blockB + 1;
  const endA = a + heap[blockA]!;
  const endB = b + heap[blockB]!;
  while (a < endA && b < endB) {
    const difference = heap[a]! - heap[b]!;
    if (difference === 0) return true;
    if (difference < 0) a++;
    else b++;
  }
  return false;
}
