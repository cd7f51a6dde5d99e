// An owner that opens, revokes and frees sessions as fast as it can, or a reader that looks them up meanwhile. All
// words of a session's key are made from one number, so that readers can look for mixtures of two keys, which must never
// be found. One session is never closed: it must always be found, whatever happens to its chains.

import { parentPort, workerData } from 'node:worker_threads';
import { hashPair } from '#shm/hash-table.ts';
import { SHAPE_ACROSS } from '#shm/layout.ts';
import { SessionTable, SessionTableOwner } from '#shm/session-table.ts';

const { block, words, rows, seed, milliseconds, role, index } = workerData as {
  block: SharedArrayBuffer;
  words: SharedArrayBuffer;
  rows: number;
  seed: number;
  milliseconds: number;
  role: 'writer' | 'reader';
  index: number;
};

const board = new Int32Array(words);
const STOP = 0;
const KEYS = 40;
const KEPT = KEYS;
let state = (seed + (index ?? 7)) | 1;

function next(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

const sourceOf = (name: number) => name;
const targetOf = (name: number) => name + 1000;
// The same few values for many keys: a mixture of two rows is a key that a reader looks for.
const protocolOf = (name: number) => (name & 1) + 6;
const portsOf = (name: number) => hashPair(name, 1) | 0;
const slotsOf = (name: number) => ((name & 3) << 16) | 1;
const wirePortsOf = (name: number) => hashPair(name, 2) | 0;

function write(): object {
  const table = new SessionTableOwner(block, rows);
  const rowOf = new Int32Array(KEYS + 1).fill(-1);
  const revoked = new Uint8Array(KEYS + 1);
  let opened = 0;
  const open = (name: number) => {
    rowOf[name] = table.open(
      sourceOf(name),
      targetOf(name),
      protocolOf(name),
      portsOf(name),
      slotsOf(name),
      wirePortsOf(name),
      SHAPE_ACROSS,
      1,
      1,
      1,
    );
    revoked[name] = 0;
    opened++;
  };
  open(KEPT);
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    for (let i = 0; i < 100; i++) {
      const name = next(KEYS);
      if (rowOf[name]! < 0) open(name);
      else if (revoked[name] === 0 && next(3) === 0) {
        table.revoke(rowOf[name]!);
        revoked[name] = 1;
      } else {
        table.free(rowOf[name]!);
        rowOf[name] = -1;
      }
    }
  }
  Atomics.store(board, STOP, 1);
  return { opened };
}

function read(): object {
  const table = new SessionTable(block, rows);
  const result = { found: 0, absent: 0, mixed: 0, lost: 0 };
  const inner = (name: number, protocol = protocolOf(name)) =>
    table.findInner(sourceOf(name), targetOf(name), protocol, portsOf(name));
  const back = (name: number, protocol = protocolOf(name)) => {
    const ports = portsOf(name);
    return table.findInner(targetOf(name), sourceOf(name), protocol, (ports << 16) | (ports >>> 16));
  };
  const wire = (name: number, slots = slotsOf(name)) => table.findWire(slots, protocolOf(name), wirePortsOf(name));
  while (inner(KEPT) < 0) Atomics.wait(board, STOP, 0, 1);
  while (Atomics.load(board, STOP) === 0) {
    for (let i = 0; i < 100; i++) {
      const name = next(KEYS);
      for (const row of [inner(name), back(name), wire(name)]) {
        if (row < 0) result.absent++;
        else result.found++;
      }
      // No session ever had these keys, but one row's words before and after it was used again do.
      const other = next(KEYS);
      const protocol = protocolOf(other);
      if (protocol !== protocolOf(name) && (inner(name, protocol) >= 0 || back(name, protocol) >= 0)) result.mixed++;
      if (slotsOf(other) !== slotsOf(name) && wire(name, slotsOf(other)) >= 0) result.mixed++;
      if (inner(KEPT) < 0 || back(KEPT) < 0 || wire(KEPT) < 0) result.lost++;
    }
  }
  return result;
}

parentPort!.postMessage(role === 'writer' ? write() : read());
