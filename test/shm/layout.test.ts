import { describe, expect, it } from 'vitest';
import * as layout from '#shm/layout.ts';
import { allocateMemory, hashTableWords, type MemoryConfig, WORKERS_MAX } from '#shm/layout.ts';

const CONFIG: MemoryConfig = {
  workers: 2,
  endpointRows: 100,
  networkRows: 4,
  classRows: 16,
  pairRows: 10,
  heapWords: 100,
  sessionRows: 64,
  macSets: 1024,
  ingressBytes: 1 << 18,
  egressBytes: 1 << 18,
  controlBytes: 1 << 18,
};

/** Words of a row, by the prefix of their constants; what is a value and no place is left out. */
const ROWS: [prefix: string, words: number, notPlaces: RegExp][] = [
  ['DATAPATH_', layout.DATAPATH_WORDS, /SLOTS|WORDS/],
  ['HOST_', layout.HOST_WORDS, /SLOTS|WORDS|FEATURE_|STATE_/],
  ['ENDPOINT_', layout.ENDPOINT_WORDS, /WORDS|FLAG_|STATE_/],
  ['NETWORK_', layout.NETWORK_WORDS, /WORDS|FLAG_/],
  ['RULE_', layout.RULE_WORDS, /WORDS|PEER_ANY|PEER_GROUP|PEER_CIDR/],
  ['SESSION_', layout.SESSION_WORDS, /WORDS|STATE_/],
  ['SESSIONS_', layout.SESSIONS_HEADER_WORDS, /WORDS/],
];

function places(prefix: string, notPlaces: RegExp): [string, number][] {
  return Object.entries(layout).filter((entry): entry is [string, number] => {
    return (
      entry[0].startsWith(prefix) && !notPlaces.test(entry[0].slice(prefix.length)) && typeof entry[1] === 'number'
    );
  });
}

describe('the map', () => {
  it.each(ROWS)('%s* share no word and fit their row', (prefix, words, notPlaces) => {
    const taken = new Map<number, string>();
    const found = places(prefix, notPlaces);
    expect(found.length).toBeGreaterThan(2);
    for (const [name, at] of found) {
      const wide = /_BYTES_(IN|OUT)$|GATEWAY_MAC_[12]$/.test(name) ? 2 : 1;
      for (let word = at; word < at + wide; word++) {
        expect(taken.get(word), `${name} and ${taken.get(word)}`).toBeUndefined();
        taken.set(word, name);
        expect(word, name).toBeLessThan(words);
      }
    }
  });

  it('gives every word of the board that threads wait on a cache line of its own, for all workers', () => {
    const { BOARD_BELL_CHANNEL, BOARD_BELL_MAIN, BOARD_BELL_WORKER, BOARD_VERSION, BOARD_STOP, BOARD_SWEPT } = layout;
    const perWorker = (at: number) => Array.from({ length: WORKERS_MAX }, (_, worker) => at + 16 * worker);
    const words = [BOARD_BELL_CHANNEL, BOARD_BELL_MAIN, BOARD_VERSION, BOARD_STOP];
    const all = [...words, ...perWorker(BOARD_BELL_WORKER), ...perWorker(BOARD_SWEPT)].sort((a, b) => a - b);
    for (let i = 1; i < all.length; i++) expect(all[i]! - all[i - 1]!).toBeGreaterThanOrEqual(16);
    expect(all.at(-1)).toBeLessThan(layout.BOARD_WORDS);
  });

  it('keeps 64-bit words on 8-byte boundaries', () => {
    for (const at of [layout.DATAPATH_BYTES_IN, layout.DATAPATH_BYTES_OUT, layout.DATAPATH_WORDS]) {
      expect(at % 2).toBe(0);
    }
  });
});

describe('a hash table block', () => {
  it('is a power of two of entries, at least two for each row', () => {
    for (const rows of [1, 8, 16, 100, 1000, 262_144, 262_145]) {
      const entries = hashTableWords(rows) / 4;
      expect(Number.isInteger(Math.log2(entries))).toBe(true);
      expect(entries).toBeGreaterThanOrEqual(2 * rows);
      expect(entries).toBeLessThanOrEqual(Math.max(16, 4 * rows));
    }
  });
});

describe('the memory', () => {
  it('has a block of each kind for each worker, more where other threads count, and is shared with whom it is sent to', () => {
    const memory = structuredClone(allocateMemory(CONFIG));
    for (const kind of ['sessions', 'ingress', 'egress', 'macs', 'commands', 'events'] as const) {
      expect(memory[kind], kind).toHaveLength(2);
      expect(new Set(memory[kind]).size, kind).toBe(2);
    }
    expect(memory.counters).toHaveLength(4);
    expect(memory.latency).toHaveLength(3);
    const again = structuredClone(memory);
    new Int32Array(again.board)[layout.BOARD_STOP] = 1;
    expect(new Int32Array(memory.board)[layout.BOARD_STOP]).toBe(1);
  });

  it.each<[string, Partial<MemoryConfig>, RegExp]>([
    ['no worker', { workers: 0 }, /workers are 1\.\.16/],
    ['more workers than a cookie can name', { workers: 17 }, /workers are 1\.\.16/],
    ['a session table that is no power of two', { sessionRows: 100 }, /100 must be a power of two/],
    ['a ring that is no power of two', { ingressBytes: 100_000 }, /100000 must be a power of two/],
  ])('refuses %s', (_, part, message) => {
    expect(() => allocateMemory({ ...CONFIG, ...part })).toThrow(message);
  });
});
