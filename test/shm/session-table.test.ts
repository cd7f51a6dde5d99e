import { describe, expect, it } from 'vitest';
import {
  SESSION_BYTES,
  SESSION_CREATED_MS,
  SESSION_LIVE,
  SESSION_PACKETS,
  SESSION_SHAPE,
  SESSION_SLOTS,
  SESSION_SOURCE,
  SESSION_STATE,
  SESSION_STATE_FREE,
  SESSION_STATE_OPEN,
  SESSION_STATE_REVOKED,
  SESSION_VERSION,
  SESSION_WIRE_PORTS,
  SHAPE_ACROSS,
  SHAPE_ROUTED,
  sessionWords,
} from '#shm/layout.ts';
import { SessionTable, SessionTableOwner } from '#shm/session-table.ts';
import { random } from '../openflow/seed.ts';
import { takeSeed } from '../reference/seed.ts';
import { runThreads } from './threads.ts';

const seed = takeSeed('test/shm/session-table.test.ts');
const TCP = 6;
const UDP = 17;

/** What names a session; the rest of a row has values of its own. */
interface Key {
  source: number;
  target: number;
  protocol: number;
  ports: number;
  slots: number;
  wirePorts: number;
  shape: number;
}

function table(rows: number): { block: SharedArrayBuffer; owner: SessionTableOwner; reader: SessionTable } {
  const block = new SharedArrayBuffer(sessionWords(rows) * 4);
  return { block, owner: new SessionTableOwner(block, rows), reader: new SessionTable(block, rows) };
}

function ports(source: number, target: number): number {
  return (source << 16) | target;
}

function key(fields: Partial<Key> = {}): Key {
  return {
    source: 10,
    target: 20,
    protocol: TCP,
    ports: ports(40_000, 80),
    slots: ports(1, 2),
    wirePorts: ports(61_440, 61_441),
    shape: SHAPE_ACROSS,
    ...fields,
  };
}

function open(owner: SessionTableOwner, k: Key, live = 0xf, version = 3, createdMs = 99): number {
  return owner.open(k.source, k.target, k.protocol, k.ports, k.slots, k.wirePorts, k.shape, live, version, createdMs);
}

function findInner(reader: SessionTable, k: Key): number {
  return reader.findInner(k.source, k.target, k.protocol, k.ports);
}

function findBack(reader: SessionTable, k: Key): number {
  return reader.findInner(k.target, k.source, k.protocol, (k.ports << 16) | (k.ports >>> 16));
}

function findWire(reader: SessionTable, k: Key): number {
  return reader.findWire(k.slots, k.protocol, k.wirePorts);
}

describe('a session table', () => {
  it('finds nothing when it is empty', () => {
    const { reader } = table(16);
    expect(findInner(reader, key())).toBe(-1);
    expect(findWire(reader, key())).toBe(-1);
    expect(reader.findInner(0, 0, 0, 0)).toBe(-1);
    expect(reader.findWire(0, 0, 0)).toBe(-1);
    expect([reader.used, reader.highWater]).toEqual([0, 0]);
  });

  it('finds a session by its inner key in both directions and by its wire key', () => {
    const { owner, reader } = table(16);
    const row = open(owner, key());
    expect(row).toBe(reader.at(0));
    expect(reader.index(row)).toBe(0);
    expect([findInner(reader, key()), findBack(reader, key()), findWire(reader, key())]).toEqual([row, row, row]);
    const { words } = reader;
    expect(words[row + SESSION_SOURCE]).toBe(10);
    expect(words[row + SESSION_LIVE]).toBe(0xf);
    expect(words[row + SESSION_VERSION]).toBe(3);
    expect(words[row + SESSION_CREATED_MS]).toBe(99);
    expect(words[row + SESSION_SHAPE]).toBe(SHAPE_ACROSS);
    expect(words[row + SESSION_WIRE_PORTS]).toBe(ports(61_440, 61_441));
    expect(words[row + SESSION_SLOTS]).toBe(ports(1, 2));
    expect([reader.used, reader.highWater]).toEqual([1, 1]);
  });

  it.each<[string, Partial<Key>]>([
    ['another source', { source: 11 }],
    ['another target', { target: 21 }],
    ['another protocol', { protocol: UDP }],
    ['another source port', { ports: ports(40_001, 80) }],
    ['another target port', { ports: ports(40_000, 81) }],
    ['its ports the wrong way round', { ports: ports(80, 40_000) }],
    ['its ends the wrong way round with the same ports', { source: 20, target: 10 }],
    ['no ports', { ports: 0 }],
  ])('does not find it by %s', (_, other) => {
    const { owner, reader } = table(16);
    open(owner, key());
    expect(findInner(reader, key(other))).toBe(-1);
    expect(findBack(reader, key(other))).toBe(-1);
  });

  it.each<[string, Partial<Key>]>([
    ['another pair of hosts', { slots: ports(1, 3) }],
    ['the hosts the wrong way round', { slots: ports(2, 1) }],
    ['another protocol', { protocol: UDP }],
    ['another wire port', { wirePorts: ports(61_440, 61_442) }],
    ['the wire ports the wrong way round', { wirePorts: ports(61_441, 61_440) }],
  ])('does not find it by %s', (_, other) => {
    const { owner, reader } = table(16);
    open(owner, key());
    expect(findWire(reader, key(other))).toBe(-1);
  });

  it('holds ports and rows with their top bits set', () => {
    const { owner, reader } = table(16);
    const high = key({ source: 0x3ffff, target: 1, ports: ports(65_535, 65_534), wirePorts: ports(65_535, 61_440) });
    const row = open(owner, high);
    expect([findInner(reader, high), findBack(reader, high), findWire(reader, high)]).toEqual([row, row, row]);
  });

  it('tells the two directions of an endpoint that talks to itself, and a session with one port twice', () => {
    const { owner, reader } = table(16);
    const self = key({ source: 5, target: 5, ports: ports(1000, 2000) });
    const same = key({ source: 5, target: 5, ports: ports(3000, 3000) });
    const rows = [open(owner, self), open(owner, same)];
    expect([findInner(reader, self), findInner(reader, same)]).toEqual(rows);
    expect([findBack(reader, self), findBack(reader, same)]).toEqual(rows);
  });

  it('has no wire key for a session on one host', () => {
    const { owner, reader } = table(16);
    const local = key({ shape: SHAPE_ROUTED, wirePorts: 0, slots: ports(1, 1) });
    const row = open(owner, local);
    expect(findInner(reader, local)).toBe(row);
    expect(findWire(reader, local)).toBe(-1);
    owner.free(row);
    expect(findInner(reader, local)).toBe(-1);
  });

  it('hides a revoked session from inner keys and keeps its wire key leased until it is freed', () => {
    const { owner, reader } = table(16);
    const row = open(owner, key());
    owner.revoke(row);
    expect([findInner(reader, key()), findBack(reader, key()), findWire(reader, key())]).toEqual([-1, -1, row]);
    expect(reader.words[row + SESSION_STATE]! & 0xff).toBe(SESSION_STATE_REVOKED);
    expect(reader.used).toBe(1);
    const again = open(owner, key({ wirePorts: ports(61_450, 61_451) }));
    expect(again).not.toBe(row);
    expect(findInner(reader, key())).toBe(again);
    owner.free(row);
    expect([findInner(reader, key()), findWire(reader, key())]).toEqual([again, -1]);
    expect(reader.used).toBe(1);
  });

  it('fills to its last row, refuses more, and takes a row again that was freed', () => {
    const { owner, reader } = table(8);
    const keys = Array.from({ length: 8 }, (_, i) => key({ ports: ports(i, 80), wirePorts: ports(61_440 + i, 1) }));
    const rows = keys.map((k) => open(owner, k));
    expect(new Set(rows).size).toBe(8);
    expect(open(owner, key())).toBe(-1);
    expect([reader.used, reader.highWater]).toEqual([8, 8]);
    expect(keys.map((k) => findInner(reader, k))).toEqual(rows);
    owner.free(rows[5]!);
    expect(open(owner, key())).toBe(rows[5]);
    expect(findInner(reader, keys[5]!)).toBe(-1);
    expect(open(owner, key({ source: 1 }))).toBe(-1);
    expect([reader.used, reader.highWater]).toEqual([8, 8]);
  });

  it('gives a row a new generation each time, modulo 256, and counts afresh', () => {
    const { owner, reader } = table(4);
    const generations: number[] = [];
    for (let i = 0; i < 300; i++) {
      const row = open(owner, key());
      const state = reader.words[row + SESSION_STATE]!;
      expect(state & 0xff).toBe(SESSION_STATE_OPEN);
      expect([reader.words[row + SESSION_PACKETS], reader.words[row + SESSION_BYTES]]).toEqual([0, 0]);
      reader.words[row + SESSION_PACKETS] = 7;
      reader.words[row + SESSION_BYTES] = 8;
      generations.push(state >>> 8);
      if (i % 2 === 0) owner.revoke(row);
      owner.free(row);
      expect(reader.words[row + SESSION_STATE]! & 0xff).toBe(SESSION_STATE_FREE);
    }
    expect(generations).toEqual(Array.from({ length: 300 }, (_, i) => (i + 1) & 0xff));
    expect(reader.highWater).toBe(1);
  });

  it('unlinks the first, the middle and the last of a chain', () => {
    // Four buckets and thirty-two sessions are no shape of a real table, but chains are what is asked for here.
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [1, 2, 0],
      [0, 2, 1],
      [2, 0, 1],
    ]) {
      const { owner, reader } = table(4);
      const bucketOf = (k: Key) => {
        const probe = table(4);
        open(probe.owner, k);
        const words = [...probe.reader.words.subarray(64, 72)];
        return `${words.slice(0, 4).indexOf(1)} ${words.slice(4).indexOf(1)}`;
      };
      const chain: Key[] = [];
      for (let port = 1; chain.length < 3; port++) {
        const k = key({ ports: ports(port, 80), wirePorts: ports(61_440 + port, 7) });
        if (bucketOf(k) === '0 0') chain.push(k);
      }
      const rows = chain.map((k) => open(owner, k));
      const gone = new Set<number>();
      for (const which of order) {
        owner.free(rows[which]!);
        gone.add(which);
        expect(chain.map((k) => findInner(reader, k))).toEqual(rows.map((row, i) => (gone.has(i) ? -1 : row)));
        expect(chain.map((k) => findWire(reader, k))).toEqual(rows.map((row, i) => (gone.has(i) ? -1 : row)));
      }
    }
  });

  it('does as two Maps do, through random openings, revocations and ends', () => {
    const roll = random(seed);
    const ROWS = 256;
    const { owner, reader } = table(ROWS);
    const inner = new Map<string, number>();
    const wire = new Map<string, number>();
    const sessions: { k: Key; row: number; revoked: boolean }[] = [];
    const nameOf = (k: Key) => `${k.source} ${k.target} ${k.protocol} ${k.ports}`;
    const wireOf = (k: Key) => `${k.slots} ${k.protocol} ${k.wirePorts}`;
    let full = 0;
    for (let step = 0; step < 100_000; step++) {
      const low = roll(12);
      const k = key({
        source: low,
        target: low + 1 + roll(4), // one direction only: the caller looks the other up first
        protocol: roll(2) === 0 ? TCP : UDP,
        ports: ports(roll(8), roll(3)),
        slots: ports(roll(3), roll(3)),
        wirePorts: ports(61_440 + roll(200), 5),
        shape: roll(3) === 0 ? SHAPE_ROUTED : SHAPE_ACROSS,
      });
      const across = (k.shape & SHAPE_ACROSS) !== 0;
      const what = roll(8);
      if (what < 4 && !inner.has(nameOf(k)) && !(across && wire.has(wireOf(k)))) {
        const row = open(owner, k);
        expect(row < 0).toBe(sessions.length === ROWS);
        if (row < 0) full++;
        else {
          sessions.push({ k, row, revoked: false });
          inner.set(nameOf(k), row);
          if (across) wire.set(wireOf(k), row);
        }
      } else if (sessions.length > 0 && what >= (step % 20_000 < 10_000 ? 6 : 4)) {
        const at = roll(sessions.length);
        const session = sessions[at]!;
        if (!session.revoked) inner.delete(nameOf(session.k));
        if (roll(3) === 0 && !session.revoked) {
          owner.revoke(session.row);
          session.revoked = true;
        } else {
          owner.free(session.row);
          sessions.splice(at, 1);
          if ((session.k.shape & SHAPE_ACROSS) !== 0) wire.delete(wireOf(session.k));
        }
      }
      if (findInner(reader, k) !== (inner.get(nameOf(k)) ?? -1)) expect.fail(`step ${step}: ${nameOf(k)}`);
      if (findBack(reader, k) !== (inner.get(nameOf(k)) ?? -1)) expect.fail(`step ${step}: ${nameOf(k)} backwards`);
      if (findWire(reader, k) !== (wire.get(wireOf(k)) ?? -1)) expect.fail(`step ${step}: wire ${wireOf(k)}`);
      if (reader.used !== sessions.length) expect.fail(`step ${step}: ${reader.used} used`);
    }
    expect(full).toBeGreaterThan(0);
    expect(reader.highWater).toBe(ROWS);
  });

  it('is taken over by an owner that follows one that died: with its sessions, and with its free rows', () => {
    const { block, owner, reader } = table(8);
    const keys = Array.from({ length: 6 }, (_, i) => key({ ports: ports(i, 80), wirePorts: ports(61_440 + i, 1) }));
    const rows = keys.map((k) => open(owner, k));
    for (const which of [1, 3]) owner.free(rows[which]!);
    const next = new SessionTableOwner(block, 8);
    const more = Array.from({ length: 4 }, (_, i) => key({ source: 1, wirePorts: ports(62_000 + i, 1), ports: i }));
    const moreRows = more.map((k) => open(next, k));
    expect(moreRows.filter((row) => rows.includes(row)).sort()).toEqual([rows[1], rows[3]].sort());
    expect(open(next, key())).toBe(-1);
    expect(reader.used).toBe(8);
    expect(more.map((k) => findInner(reader, k))).toEqual(moreRows);
    expect(keys.map((k) => findInner(reader, k) >= 0)).toEqual([true, false, true, false, true, true]);
    next.free(rows[0]!);
    expect(findInner(reader, keys[0]!)).toBe(-1);
  });
});

/** Does `work` in place of the reader's look number `look`, so that it falls between two of its loads. */
function between<T>(look: number, work: () => void, read: () => T): T {
  const load = Atomics.load;
  let looks = 0;
  const watched = (words: Int32Array, at: number) => {
    if (++looks === look) {
      Atomics.load = load;
      work();
    }
    return load(words, at);
  };
  Atomics.load = watched as typeof Atomics.load;
  try {
    return read();
  } finally {
    Atomics.load = load;
  }
}

describe('a reader between whose loads a row goes to another session', () => {
  const first = key();
  const second = key({
    source: 11,
    target: 21,
    protocol: UDP,
    ports: ports(50_000, 53),
    slots: ports(3, 4),
    wirePorts: ports(61_444, 61_445),
  });

  /** Every mixture of the fields of the two, but for the two themselves. */
  function mixtures(fields: readonly (keyof Key)[]): Key[] {
    return Array.from({ length: 2 ** fields.length - 2 }, (_, i) => {
      const chosen = fields.filter((_, bit) => ((i + 1) >> bit) & 1);
      return { ...first, ...Object.fromEntries(chosen.map((field) => [field, second[field]])) };
    });
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('finds no mixture of the two when that is at load %i', (look) => {
    const cases: [Key[], (reader: SessionTable, k: Key) => number][] = [
      [mixtures(['source', 'target', 'protocol', 'ports']), findInner],
      [mixtures(['source', 'target', 'protocol', 'ports']), findBack],
      [mixtures(['slots', 'protocol', 'wirePorts']), findWire],
    ];
    for (const [keys, find] of cases) {
      for (const mixed of keys) {
        const { owner, reader } = table(1); // one bucket, one row: every key's chain is the same
        const row = open(owner, first);
        const reuse = () => {
          owner.free(row);
          expect(open(owner, second)).toBe(row);
        };
        expect(between(look, reuse, () => find(reader, mixed))).toBe(-1);
      }
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('finds the next of its chain though the row left it at load %i', (look) => {
    for (const find of [findInner, findBack, findWire]) {
      // Two rows and two buckets: `wanted` stands behind `leaving`, which then takes a key of the other bucket.
      for (let port = 0; port < 16; port++) {
        const { owner, reader } = table(2);
        const wanted = key({ ports: ports(1, 80), wirePorts: ports(1, 1) });
        const wantedRow = open(owner, wanted);
        const leaving = open(owner, key({ ports: ports(2 + port, 80), wirePorts: ports(2 + port, 1) }));
        const reuse = () => {
          owner.free(leaving);
          open(owner, key({ source: 12, ports: ports(port, 9), wirePorts: ports(100 + port, 1) }));
        };
        expect(between(look, reuse, () => find(reader, wanted))).toBe(wantedRow);
      }
    }
  });
});

describe('readers in other threads', () => {
  it('never find a key that no session has, and never miss a session that is there', async () => {
    const ROWS = 64;
    const shared = { block: new SharedArrayBuffer(sessionWords(ROWS) * 4), words: new SharedArrayBuffer(256) };
    const data = { ...shared, rows: ROWS, seed, milliseconds: 1500 };
    const [writer, ...readers] = await runThreads('./session-table-thread.ts', [
      { ...data, role: 'writer' },
      { ...data, role: 'reader', index: 0 },
      { ...data, role: 'reader', index: 1 },
    ]);
    expect(writer!.opened).toBeGreaterThan(10_000);
    for (const reader of readers) {
      expect(reader.mixed).toBe(0);
      expect(reader.lost).toBe(0);
      expect(reader.found).toBeGreaterThan(10_000);
      expect(reader.absent).toBeGreaterThan(10_000);
    }
  });
});
