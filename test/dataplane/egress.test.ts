// A worker's end of its egress ring: answers to one datapath leave as one record, and a full ring is waited for, not lost.

import { beforeEach, describe, expect, test } from 'vitest';
import { Egress } from '#dataplane/egress.ts';
import { EGRESS_WAITS } from '#shm/counters.ts';
import {
  BOARD_BELL_CHANNEL,
  BOARD_WORDS,
  COUNTER_BLOCK_BYTES,
  DATAPATH_SLOTS,
  DATAPATH_WORDS,
  RING_HEADER_BYTES,
} from '#shm/layout.ts';
import {
  RECORD_COMMITTED,
  RECORD_GENERATION,
  RECORD_KIND,
  RECORD_MESSAGES,
  RECORD_PACKET_INS,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_SLOT,
  RECORD_STAMP,
  RingConsumer,
} from '#shm/ring.ts';

const CAPACITY = 1 << 16;

function make(capacity = CAPACITY) {
  const block = new SharedArrayBuffer(RING_HEADER_BYTES + capacity);
  const board = new Int32Array(new SharedArrayBuffer(BOARD_WORDS * 4));
  const datapaths = new Int32Array(new SharedArrayBuffer(DATAPATH_SLOTS * DATAPATH_WORDS * 4));
  const counters = new Float64Array(new SharedArrayBuffer(COUNTER_BLOCK_BYTES));
  const egress = new Egress(block, board, datapaths, counters);
  const ring = new RingConsumer(block);
  for (const slot of [0, 1, 2]) datapaths[slot * DATAPATH_WORDS] = 100 + slot;
  /** Writes `length` bytes of `byte`. @returns whether there was room */
  const write = (slot: number, length: number, byte: number): boolean => {
    const at = egress.reserve(slot, length);
    if (at < 0) return false;
    egress.bytes.fill(byte, at, at + length);
    egress.wrote(at + length);
    return true;
  };
  /** Records that are published: `slot generation: bytes`. */
  const take = (): string[] => {
    const records: string[] = [];
    for (let at = ring.poll(); at >= 0; at = ring.poll()) {
      const word = at >> 2;
      expect(ring.words[word + RECORD_KIND]).toBe(RECORD_MESSAGES);
      const from = ring.words[word + RECORD_PAYLOAD_AT]!;
      const payload = ring.bytes.slice(from, from + ring.words[word + RECORD_PAYLOAD_LENGTH]!);
      records.push(`${ring.words[word + RECORD_SLOT]} ${ring.words[word + RECORD_GENERATION]}: ${payload.join(' ')}`);
    }
    ring.release();
    return records;
  };
  return { egress, ring, board, datapaths, counters, write, take };
}

let e: ReturnType<typeof make>;

beforeEach(() => {
  e = make();
});

describe('answers', () => {
  test('to one datapath are one record, whatever was written to others in between', () => {
    for (const [slot, byte] of [
      [0, 1],
      [0, 2],
      [1, 3],
      [0, 4],
      [0, 5],
    ] as const)
      e.write(slot, 2, byte);
    expect(e.take()).toEqual([]);
    e.egress.flush(0);
    expect(e.take()).toEqual(['0 100: 1 1 2 2 4 4 5 5', '1 101: 3 3']);
  });

  test('that are flushed begin a new record', () => {
    e.write(0, 1, 1);
    e.egress.flush(0);
    e.write(0, 1, 2);
    e.egress.flush(0);
    expect(e.take()).toEqual(['0 100: 1', '0 100: 2']);
  });

  test('in more records than are published at once are whole as soon as the reader sees them, and in order', () => {
    e = make(1 << 20);
    const slots = 300;
    for (let slot = 0; slot < slots; slot++) e.datapaths[slot * DATAPATH_WORDS] = 100 + slot;
    const taken: string[] = [];
    for (let i = 0; i < slots; i++) {
      e.write(i, 1, i & 0xff);
      taken.push(...e.take());
    }
    expect(taken.length).toBeGreaterThan(200);
    e.egress.flush(0);
    expect([...taken, ...e.take()]).toEqual(Array.from({ length: slots }, (_, i) => `${i} ${100 + i}: ${i & 0xff}`));
  });

  test('that fill a record go on in a longer one, and what they did not need is there for others', () => {
    for (let i = 0; i < 40; i++) expect(e.write(i % 2, 700, i)).toBe(true);
    e.egress.flush(0);
    const bytes: Record<string, number[]> = { 0: [], 1: [] };
    const records = e.take();
    for (const record of records) bytes[record[0]!]!.push(...record.split(': ')[1]!.split(' ').map(Number));
    for (const slot of [0, 1]) {
      const wanted = Array.from({ length: 20 }, (_, i) => new Array(700).fill(2 * i + slot)).flat();
      expect(bytes[slot]).toEqual(wanted);
    }
    expect(records.length).toBeLessThan(12);
  });

  test('say when what they answer was read, the earliest of it, how many that were, and when they were published', () => {
    e.egress.begin(7);
    e.write(0, 1, 1);
    e.egress.packetIn();
    e.egress.begin(9);
    e.write(0, 1, 2);
    e.egress.packetIn();
    e.write(1, 1, 3);
    e.egress.packetIn();
    e.egress.flush(20);
    const at = e.ring.poll() >> 2;
    const next = e.ring.poll() >> 2;
    const stamps = (word: number) =>
      [RECORD_STAMP, RECORD_PACKET_INS, RECORD_COMMITTED].map((field) => e.ring.words[word + field]);
    expect([stamps(at), stamps(next)]).toEqual([
      [7, 2, 20],
      [9, 1, 20],
    ]);
  });

  test('to a datapath that is not connected have no room, and those before and behind are whole', () => {
    e.write(0, 1, 1);
    expect(e.write(5, 1, 9)).toBe(false);
    e.write(0, 1, 2);
    e.egress.flush(0);
    expect(
      e
        .take()
        .map((record) => record.replaceAll(/.*: /g, ''))
        .join(' '),
    ).toBe('1 2');
  });

  test('carry the generation of the connection that they are for', () => {
    e.write(0, 1, 1);
    e.egress.flush(0);
    e.datapaths[0] = 777;
    e.write(0, 1, 2);
    e.egress.flush(0);
    expect(e.take()).toEqual(['0 100: 1', '0 777: 2']);
  });

  test('for which room was made and nothing was written leave no bytes', () => {
    e.egress.reserve(0, 100);
    e.write(0, 1, 1);
    e.egress.flush(0);
    expect(e.take()).toEqual(['0 100: 1']);
  });

  test('wake a channel that sleeps, and nobody when there are none', () => {
    e.board[BOARD_BELL_CHANNEL] = 1;
    e.egress.flush(0);
    expect(e.board[BOARD_BELL_CHANNEL]).toBe(1);
    e.write(0, 1, 1);
    e.egress.flush(0);
    expect(e.board[BOARD_BELL_CHANNEL]).toBe(0);
  });

  test('are heavy from a quarter of the ring on, until they are published', () => {
    e.write(0, CAPACITY / 8, 1);
    expect(e.egress.isHeavy).toBe(false);
    e.write(0, CAPACITY / 8, 2);
    expect(e.egress.isHeavy).toBe(true);
    e.egress.flush(0);
    expect(e.egress.isHeavy).toBe(false);
  });

  test('longer than what a record usually holds have one of their own', () => {
    expect(e.write(0, 40_000, 7)).toBe(true);
    e.egress.flush(0);
    expect(e.take()[0]).toHaveLength('0 100: '.length + 2 * 40_000 - 1);
  });

  test('come out whole and in order, however they fall around the end of the ring', () => {
    // What was written to each datapath and not yet read, as one message's byte and length each.
    const waiting: [byte: number, length: number][][] = [[], [], []];
    let read = 0;
    for (let round = 0; round < 400; round++) {
      for (let i = 0; i < 7; i++) {
        const slot = (round + i * i) % 3;
        const message: [number, number] = [(round * 7 + i) % 251, 1 + ((round * 37 + i * 211) % 900)];
        expect(e.write(slot, message[1], message[0])).toBe(true);
        waiting[slot]!.push(message);
      }
      e.egress.flush(0);
      for (const record of e.take()) {
        const [head, bytes] = record.split(': ');
        const slot = Number(head!.split(' ')[0]);
        for (let values = bytes!.split(' ').map(Number); values.length > 0; read++) {
          const [byte, length] = waiting[slot]!.shift()!;
          expect(values.slice(0, length)).toEqual(new Array(length).fill(byte));
          values = values.slice(length);
        }
      }
    }
    expect([read, ...waiting.map((left) => left.length)]).toEqual([2800, 0, 0, 0]);
  });
});

describe('a ring that nobody empties', () => {
  test('is waited for, with a count, then given up, and works on when it is emptied', () => {
    let written = 0;
    while (e.counters[EGRESS_WAITS] === 0) if (e.write(0, 4096, written & 0xff)) written++;
    expect(written).toBeGreaterThanOrEqual(12);
    expect(e.counters[EGRESS_WAITS]).toBeGreaterThanOrEqual(1000);
    // What was written before is published meanwhile, so that it can be taken away.
    expect(e.take().length).toBeGreaterThan(0);
    expect(e.write(0, 4096, 1)).toBe(true);
  }, 20_000);
});
