// One end of a ring in a thread of its own: the producer writes records of random size and content, the consumer
// makes the same numbers and compares. An end that must wait sleeps a little: the machine may have one core.

import { parentPort, workerData } from 'node:worker_threads';
import { RECORD_COUNT, RECORD_PAYLOAD_AT, RECORD_PAYLOAD_LENGTH, RingConsumer, RingProducer } from '#shm/ring.ts';

const { ring, records, seed, role } = workerData as {
  ring: SharedArrayBuffer;
  records: number;
  seed: number;
  role: 'producer' | 'consumer';
};

const LENGTH_MAX = 100;
const bed = new Int32Array(new SharedArrayBuffer(4));
let state = seed | 1;

/** xorshift32: both ends make the same numbers. */
function next(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state;
}

function produce(): object {
  const producer = new RingProducer(ring);
  let bytes = 0;
  let checksum = 0;
  for (let record = 0; record < records; record++) {
    const length = (next() >>> 0) % LENGTH_MAX;
    const skip = (next() >>> 0) % 8;
    let at = producer.claim(length, skip);
    while (at < 0) {
      producer.commit();
      Atomics.wait(bed, 0, 0, 0.2);
      at = producer.claim(length, skip);
    }
    producer.words[(at >> 2) + RECORD_COUNT] = record;
    const payloadAt = producer.words[(at >> 2) + RECORD_PAYLOAD_AT]!;
    for (let i = 0; i < length; i++) {
      const byte = next() & 0xff;
      producer.bytes[payloadAt + i] = byte;
      checksum = (Math.imul(checksum, 31) + byte) | 0;
    }
    bytes += length;
    if ((next() & 7) === 0) producer.commit();
  }
  producer.commit();
  return { records, bytes, checksum };
}

function consume(): object {
  const consumer = new RingConsumer(ring);
  let bytes = 0;
  let checksum = 0;
  let wrong = 0;
  for (let record = 0; record < records; record++) {
    const length = (next() >>> 0) % LENGTH_MAX;
    next(); // the skip
    let at = consumer.poll();
    while (at < 0) {
      consumer.release();
      Atomics.wait(bed, 0, 0, 0.2);
      at = consumer.poll();
    }
    const word = at >> 2;
    if (consumer.words[word + RECORD_COUNT] !== record) wrong++;
    if (consumer.words[word + RECORD_PAYLOAD_LENGTH] !== length) wrong++;
    const payloadAt = consumer.words[word + RECORD_PAYLOAD_AT]!;
    for (let i = 0; i < length; i++) {
      const byte = consumer.bytes[payloadAt + i]!;
      if (byte !== (next() & 0xff)) wrong++;
      checksum = (Math.imul(checksum, 31) + byte) | 0;
    }
    bytes += length;
    if ((next() & 7) === 0) consumer.release();
  }
  consumer.release();
  return { records, bytes, wrong, checksum };
}

parentPort!.postMessage(role === 'producer' ? produce() : consume());
