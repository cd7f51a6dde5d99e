import { describe, expect, it } from 'vitest';
import { RING_HEADER_BYTES } from '#shm/layout.ts';
import {
  RECORD_COUNT,
  RECORD_HEADER_BYTES,
  RECORD_KIND,
  RECORD_LENGTH,
  RECORD_PAYLOAD_AT,
  RECORD_PAYLOAD_LENGTH,
  RECORD_STAMP,
  RingConsumer,
  RingProducer,
} from '#shm/ring.ts';
import { random } from '../openflow/seed.ts';
import { takeSeed } from '../reference/seed.ts';
import { runThreads } from './threads.ts';

const seed = takeSeed('test/shm/ring.test.ts');
const CAPACITY = 1024;
const TAIL_WORD = 0;
const HEAD_WORD = 32;
/** Where positions lose a bit: the sign's, and the last one. */
const EDGES = { 'the start': 0, 'two to the 31st': 2 ** 31 - 64, 'two to the 32nd': 2 ** 32 - 64 };

/** A ring whose ends stand at `position`, every other byte 0xa5. */
function ringAt(position: number, capacity = CAPACITY): SharedArrayBuffer {
  const block = new SharedArrayBuffer(RING_HEADER_BYTES + capacity);
  new Uint8Array(block).fill(0xa5);
  const words = new Int32Array(block);
  words[TAIL_WORD] = position | 0;
  words[HEAD_WORD] = position | 0;
  return block;
}

function ends(position = 0, capacity = CAPACITY): { producer: RingProducer; consumer: RingConsumer } {
  const block = ringAt(position, capacity);
  return { producer: new RingProducer(block), consumer: new RingConsumer(block) };
}

/** Claims a record, fills its payload with `byte`. @returns its place, -1 when the ring is full */
function put(producer: RingProducer, byte: number, length: number, skip = 0): number {
  const at = producer.claim(length, skip);
  if (at < 0) return at;
  producer.words[(at >> 2) + RECORD_KIND] = byte;
  const payloadAt = producer.words[(at >> 2) + RECORD_PAYLOAD_AT]!;
  producer.bytes.fill(byte, payloadAt, payloadAt + length);
  return at;
}

function payloadOf(ring: RingProducer | RingConsumer, at: number): Uint8Array {
  const payloadAt = ring.words[(at >> 2) + RECORD_PAYLOAD_AT]!;
  return ring.bytes.slice(payloadAt, payloadAt + ring.words[(at >> 2) + RECORD_PAYLOAD_LENGTH]!);
}

/** What a record of `length` bytes takes of the ring. */
function taken(length: number, skip = 0): number {
  return Math.ceil((RECORD_HEADER_BYTES + skip + length) / 8) * 8;
}

describe('an empty ring', () => {
  it('has nothing to poll, is not ready and commits nothing', () => {
    const { producer, consumer } = ends();
    expect(consumer.poll()).toBe(-1);
    expect(consumer.ready()).toBe(false);
    expect(producer.commit()).toBe(false);
    consumer.release();
    expect(consumer.poll()).toBe(-1);
  });

  it('refuses a record longer than itself and takes the next one that fits', () => {
    const { producer, consumer } = ends();
    expect(producer.claim(CAPACITY, 0)).toBe(-1);
    expect(producer.claim(1e9, 7)).toBe(-1);
    expect(producer.commit()).toBe(false);
    expect(consumer.ready()).toBe(false);
    put(producer, 1, 10);
    producer.commit();
    expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(10).fill(1));
  });

  it('takes a record of its whole capacity when it stands at its first byte', () => {
    const { producer, consumer } = ends(CAPACITY * 3);
    expect(put(producer, 7, CAPACITY - RECORD_HEADER_BYTES)).toBe(RING_HEADER_BYTES);
    producer.commit();
    expect(producer.claim(0, 0)).toBe(-1);
    expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(CAPACITY - RECORD_HEADER_BYTES).fill(7));
  });

  it('takes a record of half its capacity wherever it stands', () => {
    for (let position = 0; position < CAPACITY; position += 8) {
      const { producer, consumer } = ends(position);
      expect(put(producer, 7, CAPACITY / 2 - RECORD_HEADER_BYTES)).toBeGreaterThanOrEqual(RING_HEADER_BYTES);
      producer.commit();
      expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(CAPACITY / 2 - RECORD_HEADER_BYTES).fill(7));
    }
  });
});

describe('a record', () => {
  it('is seen when it is committed, not before', () => {
    const { producer, consumer } = ends();
    const at = put(producer, 1, 5);
    expect(consumer.poll()).toBe(-1);
    expect(consumer.ready()).toBe(false);
    expect(producer.commit()).toBe(true);
    expect(producer.commit()).toBe(false);
    expect(consumer.ready()).toBe(true);
    expect(consumer.poll()).toBe(at);
    expect(consumer.ready()).toBe(false);
  });

  it('is committed together with all that were claimed before it', () => {
    const { producer, consumer } = ends();
    for (const byte of [1, 2, 3]) put(producer, byte, byte);
    producer.commit();
    for (const byte of [1, 2, 3]) expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(byte).fill(byte));
    expect(consumer.poll()).toBe(-1);
  });

  it('may be empty', () => {
    const { producer, consumer } = ends();
    const at = producer.claim(0, 0);
    producer.words[(at >> 2) + RECORD_COUNT] = 77;
    producer.commit();
    expect(consumer.poll()).toBe(at);
    expect(payloadOf(consumer, at)).toHaveLength(0);
    expect(consumer.words[(at >> 2) + RECORD_COUNT]).toBe(77);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('keeps a skip of %i bytes before its payload, and touches nothing else', (skip) => {
    const { producer } = ends();
    for (let length = 0; length < 20; length++) {
      const block = ringAt(0);
      const fresh = new RingProducer(block);
      const at = put(fresh, 0x11, length, skip);
      const word = at >> 2;
      expect(at % 8).toBe(0);
      expect(fresh.words[word + RECORD_LENGTH]).toBe(taken(length, skip));
      expect(fresh.words[word + RECORD_PAYLOAD_AT]! % 8).toBe(skip);
      expect(fresh.words[word + RECORD_PAYLOAD_LENGTH]).toBe(length);
      // The words that the producer has not set, and everything around header and payload.
      expect(fresh.words[word + RECORD_STAMP]).toBe(0xa5a5a5a5 | 0);
      const payloadAt = at + RECORD_HEADER_BYTES + skip;
      const around = new Uint8Array(block).slice(at + RECORD_HEADER_BYTES);
      around.fill(0xa5, payloadAt - at - RECORD_HEADER_BYTES, payloadAt - at - RECORD_HEADER_BYTES + length);
      expect(around.every((byte) => byte === 0xa5)).toBe(true);
    }
    expect(producer.capacityBytes).toBe(CAPACITY);
  });
});

describe.each(Object.entries(EDGES))('a ring at %s', (_, position) => {
  it('fills to its last byte, refuses more, and has room again when the consumer releases', () => {
    const { producer, consumer } = ends(position);
    const EACH = 64;
    let claims = 0;
    while (put(producer, claims & 0xff, EACH - RECORD_HEADER_BYTES) >= 0) claims++;
    expect(claims).toBe(CAPACITY / EACH);
    producer.commit();
    expect(producer.claim(0, 0)).toBe(-1);
    for (let i = 0; i < claims; i++) {
      expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(EACH - RECORD_HEADER_BYTES).fill(i));
    }
    expect(consumer.poll()).toBe(-1);
    // Polled but not released: the consumer may still be reading.
    expect(producer.claim(0, 0)).toBe(-1);
    consumer.release();
    for (let i = 0; i < claims; i++) expect(producer.claim(EACH - RECORD_HEADER_BYTES, 0)).toBeGreaterThanOrEqual(0);
    expect(producer.claim(0, 0)).toBe(-1);
  });

  it('never lets a record wrap: a filler covers the rest', () => {
    // From 64 bytes before the end of the data, a record of 104 bytes does not fit there.
    const { producer, consumer } = ends(position - (position % CAPACITY) + CAPACITY - 64);
    const at = put(producer, 9, 104 - RECORD_HEADER_BYTES);
    expect(at).toBe(RING_HEADER_BYTES);
    expect(producer.words[(RING_HEADER_BYTES + CAPACITY - 64) >> 2]).toBe(-64);
    producer.commit();
    expect(consumer.poll()).toBe(at);
    expect(payloadOf(consumer, at)).toEqual(new Uint8Array(104 - RECORD_HEADER_BYTES).fill(9));
    expect(consumer.poll()).toBe(-1);
    consumer.release();
    // The filler's room came back too: the rest of the data, and the 64 bytes up to its end.
    expect(producer.claim(CAPACITY - 104 - RECORD_HEADER_BYTES, 0)).toBe(RING_HEADER_BYTES + 104);
    expect(producer.claim(104 - RECORD_HEADER_BYTES, 0)).toBe(RING_HEADER_BYTES);
    expect(producer.claim(0, 0)).toBe(-1);
  });

  it('counts the filler against its room', () => {
    const { producer, consumer } = ends(position - (position % CAPACITY));
    put(producer, 1, 640 - RECORD_HEADER_BYTES);
    producer.commit();
    // 384 bytes are free, all at the end; 512 do not fit, 384 do.
    expect(producer.claim(512 - RECORD_HEADER_BYTES, 0)).toBe(-1);
    consumer.poll();
    consumer.release();
    expect(producer.claim(512 - RECORD_HEADER_BYTES, 0)).toBe(RING_HEADER_BYTES);
  });

  it('does as a list does, through random claims, trims, commits, polls and releases', () => {
    for (const capacity of [256, 1024, 65_536]) {
      const roll = random(seed ^ capacity);
      const { producer, consumer } = ends(position, capacity);
      const claimed: [number, number][] = [];
      const committed: [number, number][] = [];
      const polled: [number, Buffer][] = [];
      let last = -1;
      let sent = 0;
      let got = 0;
      for (let step = 0; step < 20_000; step++) {
        const what = roll(6);
        if (what < 2) {
          const length = roll(capacity >> 2);
          last = put(producer, step & 0xff, length, roll(8));
          if (last >= 0) claimed.push([step & 0xff, length]);
          sent += last >= 0 ? 1 : 0;
        } else if (what === 2 && last >= 0) {
          const record = claimed.at(-1)!;
          record[1] = roll(record[1] + 1);
          producer.trim(last, record[1]);
        } else if (what === 3) {
          expect(producer.commit()).toBe(claimed.length > 0);
          committed.push(...claimed.splice(0));
          last = -1;
        } else if (what === 4) {
          expect(consumer.ready()).toBe(committed.length > 0);
          const at = consumer.poll();
          const wanted = committed.shift();
          expect(at < 0).toBe(wanted === undefined);
          if (wanted === undefined) continue;
          got++;
          expect(consumer.words[(at >> 2) + RECORD_KIND]).toBe(wanted[0]);
          polled.push([at, Buffer.alloc(wanted[1], wanted[0])]);
        } else {
          // What was polled stays as it was until now, whatever was claimed meanwhile.
          for (const [at, wanted] of polled.splice(0)) expect(wanted.equals(payloadOf(consumer, at))).toBe(true);
          consumer.release();
        }
      }
      expect(sent).toBeGreaterThan(2000);
      expect(got).toBeGreaterThan(1000);
    }
  });
});

describe('a trimmed record', () => {
  it('gives the rest of its room to the next one', () => {
    const { producer, consumer } = ends();
    const at = put(producer, 1, 500, 5);
    producer.trim(at, 10);
    const next = put(producer, 2, 20);
    expect(next).toBe(at + taken(10, 5));
    producer.commit();
    expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(10).fill(1));
    expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(20).fill(2));
    consumer.release();
    expect(consumer.poll()).toBe(-1);
  });

  it('may become empty, keep its length, or follow a filler', () => {
    const { producer, consumer } = ends(CAPACITY - 64);
    const first = put(producer, 1, 300);
    producer.trim(first, 0);
    const second = put(producer, 2, 300);
    producer.trim(second, 300);
    producer.commit();
    expect(first).toBe(RING_HEADER_BYTES);
    expect(second).toBe(RING_HEADER_BYTES + taken(0));
    expect(payloadOf(consumer, consumer.poll())).toHaveLength(0);
    expect(payloadOf(consumer, consumer.poll())).toHaveLength(300);
  });
});

describe('an end that is made again', () => {
  it('goes on where the last one stood: records committed and not released are polled again', () => {
    const block = ringAt(2 ** 32 - 128);
    const first = new RingProducer(block);
    put(first, 1, 8);
    put(first, 2, 8);
    first.commit();
    put(first, 3, 8); // claimed, never committed
    const dead = new RingConsumer(block);
    dead.poll();
    dead.release();
    dead.poll();
    const producer = new RingProducer(block);
    const consumer = new RingConsumer(block);
    put(producer, 4, 8);
    producer.commit();
    expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(8).fill(2));
    expect(payloadOf(consumer, consumer.poll())).toEqual(new Uint8Array(8).fill(4));
    expect(consumer.poll()).toBe(-1);
  });
});

describe('two threads', () => {
  it('move 1,000,000 records of random size across the wrap of positions, and every checksum is right', async () => {
    const ring = ringAt(2 ** 32 - 50_000, 65_536);
    const data = { ring, records: 1_000_000, seed };
    const [sent, received] = await runThreads('./ring-thread.ts', [
      { ...data, role: 'producer' },
      { ...data, role: 'consumer' },
    ]);
    expect(received).toEqual({ records: 1_000_000, bytes: sent!.bytes, wrong: 0, checksum: sent!.checksum });
    expect(sent!.bytes).toBeGreaterThan(10_000_000);
  });
});
