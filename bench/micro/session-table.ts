// The session table: what it costs to open, find and free a session in a table that is half full.
import { SESSION_SOURCE, SHAPE_ACROSS, sessionWords } from '#shm/layout.ts';
import { SessionTableOwner } from '#shm/session-table.ts';
import { randomFrom } from '../load/random.ts';
import { CALLS, type Row, type Subject } from './subject.ts';

const TCP = 6;
const LIVE = 0xf;
const NAT_PORTS = 4096;

export const SESSION_TABLE: Subject = {
  name: 'session-table',
  about: 'one session across hosts',
  rows: async (entries) => {
    const rows = 2 ** Math.ceil(Math.log2(Math.max(entries, 4 * CALLS)));
    const table = new SessionTableOwner(new SharedArrayBuffer(4 * sessionWords(rows)), rows);
    const held = rows / 2;
    for (let n = 0; n < held; n++) open(table, n);
    const random = randomFrom(1);
    const known = Int32Array.from({ length: CALLS }, () => random(held));
    return [
      find('found by its owner', known, (n) => table.findOwn(sourceOf(n), targetOf(n), TCP, portsOf(n)), table),
      find('found by another worker', known, (n) => table.findInner(sourceOf(n), targetOf(n), TCP, portsOf(n)), table),
      find('found by its wire key', known, (n) => table.findWire(slotsOf(n), TCP, wireOf(n)), table),
      openAndFree(table, held),
    ];
  },
};

function find(name: string, known: Int32Array, lookUp: (n: number) => number, table: SessionTableOwner): Row {
  return {
    name,
    calls: CALLS,
    run: () => {
      let right = 0;
      for (const n of known) if (table.words[lookUp(n) + SESSION_SOURCE] === sourceOf(n)) right++;
      return right;
    },
  };
}

function openAndFree(table: SessionTableOwner, held: number): Row {
  const opened = new Int32Array(CALLS);
  return {
    name: 'opened and freed',
    calls: CALLS,
    run: () => {
      const before = table.used;
      for (let i = 0; i < CALLS; i++) opened[i] = open(table, held + i);
      const right = table.used - before;
      for (const row of opened) table.free(row);
      return table.used === before ? right : 0;
    },
  };
}

function open(table: SessionTableOwner, n: number): number {
  return table.open(
    ...([sourceOf(n), targetOf(n), TCP, portsOf(n), slotsOf(n), wireOf(n)] as const),
    ...([SHAPE_ACROSS, LIVE, 1, 0] as const),
  );
}

// Session n: 64 endpoints talk to 64 others from all ports in turn; wire keys fill the pool, then the next pair of hosts.
function sourceOf(n: number): number {
  return n & 63;
}
function targetOf(n: number): number {
  return 64 + ((n >>> 6) & 63);
}
function portsOf(n: number): number {
  return ((1024 + (n >>> 12)) << 16) | 80;
}
function slotsOf(n: number): number {
  return Math.floor(n / NAT_PORTS);
}
function wireOf(n: number): number {
  return ((61_440 + (n % NAT_PORTS)) << 16) | 80;
}
