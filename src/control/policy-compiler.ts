// Turns groups and their rules into the class blocks that workers judge by (layout in shm/layout.ts). A class is a set
// of groups; endpoints with the same set share it. A block never changes once published: a change of a group's rules
// writes new blocks for the classes it is in and swaps their words. Main thread, the only writer of classes and heap.

import { PolicyHeap } from '#control/policy-heap.ts';
import { RowPool } from '#control/rows.ts';
import type { TableWrites } from '#control/table-writes.ts';
import { netmaskWord } from '#control/words.ts';
import { cidrSubnet } from '#model/address.ts';
import type { Group, Rule } from '#model/nouns.ts';
import { portRangesOf } from '#model/port-range.ts';
import {
  CLASS_FLAG_CIDR,
  RULE_PEER_ANY,
  RULE_PEER_CIDR,
  RULE_PEER_GROUP,
  RULE_WORDS,
  type SharedMemory,
} from '#shm/layout.ts';

export interface GroupRecord {
  readonly number: number;
  group: Group;
  /** In the order of the group's rules. */
  rules: CompiledRule[];
  /** Classes that the group is part of: their blocks hold its rules. */
  readonly classes: Set<ClassRecord>;
}

export interface ClassRecord {
  readonly id: number;
  readonly key: string;
  /** By number, ascending. */
  readonly groups: readonly GroupRecord[];
  /** Endpoints in it. */
  users: number;
  block: number;
  words: number;
}

interface CompiledRule {
  readonly id: number;
  readonly ingress: boolean;
  readonly priority: number;
  readonly allow: boolean;
  readonly cidr: boolean;
  readonly words: readonly number[];
}

/** The class of endpoints whose own class could not be written: nothing goes in or out. */
const CLOSED_CLASS = 1;
const FIRST_CLASS = 2;
/** A verdict has 26 bits for the rule's number and one. */
const RULES_MAX = 2 ** 26 - 2;
const GROUP_NUMBERS_MAX = 2 ** 30;
const PROTOCOL_NUMBERS = { any: 0, icmp: 1, tcp: 6, udp: 17, sctp: 132 } as const;

export class PolicyCompiler {
  readonly groups = new Map<string, GroupRecord>();
  /** How many classes could not be written: their endpoints are cut off. */
  closed = 0;
  readonly heap: PolicyHeap;
  readonly #writes: TableWrites;
  readonly #classWords: Int32Array;
  readonly #classPool: RowPool;
  readonly #rulePool = new RowPool(RULES_MAX);
  readonly #groupPool = new RowPool(GROUP_NUMBERS_MAX);
  readonly #classes = new Map<string, ClassRecord>();
  /** By rule number. */
  readonly #ruleNames: ({ readonly group: string; readonly index: number } | undefined)[] = [];

  constructor(memory: SharedMemory, writes: TableWrites) {
    this.#writes = writes;
    this.#classWords = new Int32Array(memory.classes);
    this.heap = new PolicyHeap(memory.heap);
    this.#classPool = new RowPool(memory.config.classRows, FIRST_CLASS);
    this.#writeClosedClass();
  }

  /** Different sets of groups in force. */
  get classCount(): number {
    return this.#classes.size;
  }

  /** Where a rule is written, as `groups.g1.rules[0]`; undefined for a number that is none's. */
  ruleName(id: number): string | undefined {
    const name = this.#ruleNames[id];
    return name && `groups.${name.group}.rules[${name.index}]`;
  }

  /** Makes a group known, without rules: rules may name groups that are added after it. */
  addGroup(group: Group): GroupRecord {
    const record: GroupRecord = { number: this.#groupPool.take(), group, rules: [], classes: new Set() };
    this.groups.set(group.name, record);
    return record;
  }

  /** Forgets a group that no class has any more. */
  removeGroup(record: GroupRecord, version: number): void {
    this.#dropRules(record, version);
    this.#groupPool.retire(record.number, version);
    this.groups.delete(record.group.name);
  }

  /** Compiles a group's rules. The classes that it is in are written by `rewrite`. */
  setRules(record: GroupRecord, group: Group, version: number): void {
    this.#dropRules(record, version);
    record.group = group;
    record.rules = group.rules.map((rule, index) => {
      const id = this.#rulePool.take();
      this.#ruleNames[id] = { group: group.name, index };
      return this.#compile(rule, id);
    });
  }

  /**
   * The class of a set of groups, for one more endpoint.
   * @returns undefined for the empty set: class 0
   */
  acquire(groups: ReadonlySet<GroupRecord>): ClassRecord | undefined {
    if (groups.size === 0) return undefined;
    const sorted = [...groups].sort((a, b) => a.number - b.number);
    const key = sorted.map(({ number }) => number).join(' ');
    let found = this.#classes.get(key);
    if (found === undefined) {
      found = { id: this.#classPool.take(), key, groups: sorted, users: 0, block: 0, words: 0 };
      this.#classes.set(key, found);
      for (const group of sorted) group.classes.add(found);
      this.#write(found);
    }
    found.users++;
    return found;
  }

  /** One endpoint less. */
  release(record: ClassRecord | undefined, version: number): void {
    if (record === undefined || --record.users > 0) return;
    this.#classes.delete(record.key);
    for (const group of record.groups) group.classes.delete(record);
    if (record.block !== 0) this.heap.retire(record.block, record.words, version);
    else this.closed--;
    if (record.id >= 0) this.#classPool.retire(record.id, version);
  }

  /** The number for an endpoint's row. */
  idOf(record: ClassRecord | undefined): number {
    if (record === undefined) return 0;
    return record.id < 0 ? CLOSED_CLASS : record.id;
  }

  /** Writes new blocks for classes whose groups' rules have changed. */
  rewrite(records: Iterable<ClassRecord>, version: number): void {
    for (const record of records) {
      const { block, words } = record;
      if (block === 0) this.closed--;
      this.#write(record);
      if (block !== 0) this.heap.retire(block, words, version);
    }
  }

  reclaim(swept: number): void {
    this.heap.reclaim(swept);
    this.#classPool.reclaim(swept);
    this.#rulePool.reclaim(swept);
    this.#groupPool.reclaim(swept);
  }

  /** Fills a new block, then names it; where there is no room the class is closed. */
  #write(record: ClassRecord): void {
    const rules = record.groups.flatMap((group) => group.rules).sort(inOrder);
    const ingress = rules.filter((rule) => rule.ingress);
    const egress = rules.filter((rule) => !rule.ingress);
    const words = 1 + record.groups.length + 1 + 1 + wordsOf(ingress) + 1 + wordsOf(egress);
    const at = record.id < 0 ? -1 : this.heap.take(words);
    record.words = words;
    record.block = Math.max(at, 0);
    if (at < 0) {
      this.closed++;
      if (record.id >= 0) this.#writes.storePolicy(this.#classWords, record.id, this.#classWords[CLOSED_CLASS]!);
      return;
    }
    const { heap } = this;
    let next = at;
    heap.words[next++] = record.groups.length;
    for (const group of record.groups) heap.words[next++] = group.number;
    heap.words[next++] = rules.some((rule) => rule.cidr) ? CLASS_FLAG_CIDR : 0;
    for (const list of [ingress, egress]) {
      heap.words[next++] = list.length;
      for (const rule of list) {
        heap.words.set(rule.words, next);
        next += rule.words.length;
      }
    }
    this.#writes.storePolicy(this.#classWords, record.id, at);
  }

  #writeClosedClass(): void {
    const deny = ruleWords({
      priority: 0x7fffffff,
      allow: false,
      protocol: 0,
      peer: [RULE_PEER_ANY, 0, 0],
      id: -1,
      ranges: [],
    });
    const block = [0, 0, 1, ...deny, 1, ...deny];
    const at = this.heap.take(block.length);
    this.heap.words.set(block, at);
    Atomics.store(this.#classWords, CLOSED_CLASS, at);
  }

  #compile(rule: Rule, id: number): CompiledRule {
    const allow = rule.action === 'allow';
    const cidr = rule.peer?.cidr !== undefined;
    return {
      id,
      ingress: rule.direction === 'ingress',
      priority: rule.priority,
      allow,
      cidr,
      words: ruleWords({
        priority: rule.priority,
        allow,
        protocol: PROTOCOL_NUMBERS[rule.protocol],
        peer: this.#peerOf(rule),
        id,
        ranges: rule.ports === undefined ? [] : portRangesOf(rule.ports).map(({ first, last }) => (first << 16) | last),
      }),
    };
  }

  /** @returns kind, group number or address, mask */
  #peerOf({ peer }: Rule): readonly [number, number, number] {
    if (peer?.group !== undefined) {
      // An inventory that was let pass names groups that it has.
      return [RULE_PEER_GROUP, this.groups.get(peer.group)?.number ?? -1, 0];
    }
    if (peer?.cidr !== undefined) {
      const { first, prefix } = cidrSubnet(peer.cidr);
      return [RULE_PEER_CIDR, first | 0, netmaskWord(prefix)];
    }
    return [RULE_PEER_ANY, 0, 0];
  }

  #dropRules(record: GroupRecord, version: number): void {
    for (const { id } of record.rules) {
      this.#ruleNames[id] = undefined;
      this.#rulePool.retire(id, version);
    }
    record.rules = [];
  }
}

/** Descending priority, deny before allow; what is equal stays in the order of groups and of their rules. */
function inOrder(a: CompiledRule, b: CompiledRule): number {
  return b.priority - a.priority || Number(a.allow) - Number(b.allow);
}

function wordsOf(rules: readonly CompiledRule[]): number {
  return rules.reduce((sum, { words }) => sum + words.length, 0);
}

/** A rule as it stands in a block: RULE_* of the layout in their order. */
function ruleWords(rule: {
  priority: number;
  allow: boolean;
  protocol: number;
  peer: readonly [kind: number, value: number, mask: number];
  id: number;
  ranges: readonly number[];
}): number[] {
  const words = [
    rule.priority,
    rule.allow ? 1 : 0,
    rule.protocol,
    ...rule.peer,
    rule.id,
    rule.ranges.length,
    ...rule.ranges,
  ];
  if (words.length !== RULE_WORDS + rule.ranges.length)
    throw new Error('a rule has RULE_WORDS words and one for each range');
  return words;
}
