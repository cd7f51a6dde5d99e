// Wire keys: no two live sessions of two hosts share one (DESIGN 3.5, 3.7), in whatever order they come and go.

import { describe, expect, test } from 'vitest';
import { WireKeys } from '#dataplane/wire-keys.ts';
import { hashPair } from '#shm/hash-table.ts';
import { SESSION_WIRE_PORTS, SHAPE_ACROSS, sessionWords } from '#shm/layout.ts';
import { SessionTableOwner } from '#shm/session-table.ts';
import { below, pick, type Random, randomOf } from '../reference/random-inventory.ts';
import { takeSeed } from '../reference/seed.ts';

const POOL_FIRST = 61440;
const POOL_SIZE = 4096;
const TCP = 6;
const ICMP = 1;
const SLOTS = (1 << 16) | 2;

interface Options {
  rows?: number;
  worker?: number;
  workers?: number;
  first?: number;
  size?: number;
}

/** Keys with the table that leases them. */
function keysOf({ rows = 4096, worker = 0, workers = 1, first = POOL_FIRST, size = POOL_SIZE }: Options = {}) {
  const table = new SessionTableOwner(new SharedArrayBuffer(sessionWords(rows) * 4), rows);
  const keys = new WireKeys(table, worker, workers, first, size);
  let opened = 0;
  /** Takes a key and leases it. @returns the row, or -1 when no key is free */
  const open = (slots = SLOTS, protocol = TCP, port = 80): number => {
    const wirePorts = keys.allocate(slots, protocol, port);
    if (wirePorts === 0) return -1;
    expect(table.findWire(slots, protocol, wirePorts)).toBe(-1);
    return table.open(opened++, opened, protocol, 0, slots, wirePorts, SHAPE_ACROSS, 15, 1, 0);
  };
  return { table, keys, open };
}

function sourceOf(wirePorts: number): number {
  return wirePorts >>> 16;
}

function targetOf(wirePorts: number): number {
  return wirePorts & 0xffff;
}

describe('a wire key', () => {
  test('is a port of the pool and the destination port, each next one another', () => {
    const { keys } = keysOf();
    const ports = Array.from({ length: POOL_SIZE + 2 }, () => keys.allocate(SLOTS, TCP, 80));
    expect(ports.map(sourceOf)).toEqual([
      ...Array.from({ length: POOL_SIZE }, (_, i) => POOL_FIRST + i),
      ...[POOL_FIRST, POOL_FIRST + 1],
    ]);
    expect(new Set(ports.map(targetOf))).toEqual(new Set([80]));
  });

  test('has no destination port that is in the pool, from first to last', () => {
    const { keys } = keysOf();
    for (const port of [POOL_FIRST - 1, POOL_FIRST, POOL_FIRST + 77, 65535, 0, 1, 65535 ^ 0x8000]) {
      const target = targetOf(keys.allocate(SLOTS, TCP, port));
      expect(keys.inPool(target), `${port}`).toBe(false);
      if (!keys.inPool(port)) expect(target).toBe(port);
    }
  });

  test('is a key of its own for two destination ports that look alike on the wire', () => {
    const { open, table } = keysOf({ size: 16, rows: 64 });
    for (let i = 0; i < 16; i++) expect(open(SLOTS, TCP, 61440)).toBeGreaterThanOrEqual(0);
    // 61440 goes as 28672 on the wire, whose own sessions have to take other keys.
    expect(open(SLOTS, TCP, 28672)).toBeGreaterThanOrEqual(0);
    expect(table.used).toBe(17);
  });

  test('may be the same for another protocol, another host or another direction', () => {
    const { open, table } = keysOf({ size: 16, rows: 256 });
    for (const slots of [SLOTS, (2 << 16) | 1, (1 << 16) | 3]) {
      for (const protocol of [TCP, 17, 132]) for (let i = 0; i < 16; i++) open(slots, protocol);
    }
    expect(table.used).toBe(9 * 16);
  });

  test('takes another destination port when its source ports are spent, and says so', () => {
    const { keys, open, table } = keysOf({ size: 16, rows: 1024 });
    let overflowed = 0;
    for (let i = 0; i < 500; i++) {
      expect(open()).toBeGreaterThanOrEqual(0);
      if (keys.overflowed) overflowed++;
    }
    expect(overflowed).toBe(500 - 16);
    expect(table.used).toBe(500);
  });

  test('is free again when its session is', () => {
    const { keys, open, table } = keysOf({ size: 16, rows: 64 });
    const rows = Array.from({ length: 16 }, () => open());
    table.free(rows[5]!);
    expect(sourceOf(keys.allocate(SLOTS, TCP, 80))).toBe(POOL_FIRST + 5);
    expect(keys.overflowed).toBe(false);
    // Revoked is not free: its flows may still be there.
    table.revoke(rows[7]!);
    expect(sourceOf(keys.allocate(SLOTS, TCP, 80))).toBe(POOL_FIRST + 5);
  });

  test('is not given away where many crowd its bucket, so that nobody can hide a lease behind others', () => {
    const rows = 256;
    const { table, open } = keysOf({ rows });
    const bucketOf = (wirePorts: number) => hashPair(SLOTS ^ Math.imul(TCP, 0x10001), wirePorts) & (rows - 1);
    const crowd: number[] = [];
    for (let target = 1; crowd.length < 80; target++) {
      const wirePorts = (POOL_FIRST << 16) | target;
      if (bucketOf(wirePorts) === 0) crowd.push(wirePorts);
    }
    const [victim, ...others] = crowd;
    const lease = (wirePorts: number, i: number) => table.open(i, i, TCP, 0, SLOTS, wirePorts, SHAPE_ACROSS, 15, 1, 0);
    lease(victim!, 0);
    let leased = 1;
    for (const wirePorts of others) {
      if (table.wireTaken(SLOTS, TCP, wirePorts)) continue;
      lease(wirePorts, leased++);
    }
    expect(leased).toBeGreaterThan(32);
    expect(leased).toBeLessThan(80);
    expect(table.findWire(SLOTS, TCP, victim!)).toBe(table.at(0));
    expect(open()).toBeGreaterThanOrEqual(0);
  });
});

describe('an ICMP code', () => {
  test('is one of 1 to 255 for each direction of two hosts, then there is none', () => {
    const { open, table } = keysOf({ rows: 1024 });
    const codes = Array.from({ length: 255 }, () => table.words[open(SLOTS, ICMP) + SESSION_WIRE_PORTS]!);
    expect(codes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 255 }, (_, i) => i + 1));
    expect(open(SLOTS, ICMP)).toBe(-1);
    expect(open((2 << 16) | 1, ICMP)).toBeGreaterThanOrEqual(0);
  });

  test('comes free with its session', () => {
    const { keys, open, table } = keysOf({ rows: 1024 });
    const rows = Array.from({ length: 255 }, () => open(SLOTS, ICMP));
    expect(new Set(rows).size).toBe(255);
    table.free(rows[99]!);
    expect(keys.allocate(SLOTS, ICMP, 0)).toBe(100);
  });
});

describe('workers', () => {
  for (const workers of [1, 2, 3, 5, 16]) {
    test(`${workers} of them have shares that are disjoint, and each port and code tells its owner`, () => {
      const seen = new Map<number, number>();
      const codes = new Map<number, number>();
      for (let worker = 0; worker < workers; worker++) {
        const { keys, open, table } = keysOf({ worker, workers, rows: 8192 });
        for (let i = 0; i < Math.floor(POOL_SIZE / workers); i++) {
          const source = sourceOf(keys.allocate(SLOTS, TCP, 80));
          expect(seen.has(source)).toBe(false);
          seen.set(source, worker);
          expect(keys.ownerOfPort(source)).toBe(worker);
        }
        for (let row = open(SLOTS, ICMP); row >= 0; row = open(SLOTS, ICMP)) {
          const code = table.words[row + SESSION_WIRE_PORTS]!;
          expect(codes.has(code)).toBe(false);
          codes.set(code, worker);
          expect(keys.ownerOfCode(code)).toBe(worker);
        }
      }
      expect(seen.size).toBe(Math.floor(POOL_SIZE / workers) * workers);
      expect(codes.size).toBe(255);
      // What is left of the pool has an owner, too: a port on the wire may be anything.
      const { keys } = keysOf({ workers });
      for (let port = POOL_FIRST; port < POOL_FIRST + POOL_SIZE; port++) {
        expect(keys.ownerOfPort(port)).toBeLessThan(workers);
      }
      for (let code = 1; code <= 255; code++) expect(keys.ownerOfCode(code)).toBeLessThan(workers);
    });
  }
});

describe('pools', () => {
  const pools = [
    { first: 32768, size: 32768 },
    { first: 1024, size: 1024 },
    { first: 2048, size: 16 },
    { first: 16384, size: 16384 },
    { first: 65520, size: 16 },
  ];
  for (const { first, size } of pools) {
    test(`of ${size} from ${first} give source ports inside and destination ports outside`, () => {
      const { keys, open, table } = keysOf({ first, size, rows: 1024 });
      const random = randomOf(first + size);
      for (let i = 0; i < 1000; i++) {
        // Few ports, so that small pools overflow.
        const row = open(SLOTS, TCP, pick(random, [0, 1, 80, first, first + size - 1, 65535]));
        expect(row).toBeGreaterThanOrEqual(0);
        const wirePorts = table.words[row + SESSION_WIRE_PORTS]!;
        expect(keys.inPool(sourceOf(wirePorts)) && !keys.inPool(targetOf(wirePorts))).toBe(true);
      }
    });
  }
});

describe('keys that come and go', () => {
  /** Opens and closes at random; every key that is given must be nobody's at that time. */
  function churn(random: Random, options: Options, steps: number): void {
    const { table, open } = keysOf(options);
    const live = new Map<number, string>();
    const held = new Set<string>();
    for (let step = 0; step < steps; step++) {
      if (live.size > 0 && random() < 0.45) {
        const row = pick(random, [...live.keys()]);
        held.delete(live.get(row)!);
        live.delete(row);
        if (random() < 0.5) table.revoke(row);
        table.free(row);
        continue;
      }
      const slots = pick(random, [SLOTS, (2 << 16) | 1]);
      const protocol = pick(random, [TCP, TCP, 17, ICMP]);
      const row = open(slots, protocol, 80 + below(random, 3));
      if (row < 0) continue;
      const key = `${slots} ${protocol} ${table.words[row + SESSION_WIRE_PORTS]!}`;
      expect(held.has(key)).toBe(false);
      held.add(key);
      live.set(row, key);
    }
    expect(live.size).toBeGreaterThan(50);
    expect(table.used).toBe(live.size);
  }

  test('are never given twice at a time', () => {
    const random = randomOf(takeSeed('test/dataplane/wire-keys.test.ts'));
    churn(random, { rows: 4096 }, 6000);
    churn(random, { rows: 4096, size: 16 }, 6000);
    churn(random, { rows: 4096, size: 64, worker: 2, workers: 3 }, 6000);
  });
});
