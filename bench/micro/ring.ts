// The ring: what it costs to hand one record on. Both ends run in this thread, so the cost of moving a cache line from
// one core to another is not in it; bench/load has that.
import { RING_HEADER_BYTES } from '#shm/layout.ts';
import { RECORD_KIND, RECORD_MESSAGES, RingConsumer, RingProducer } from '#shm/ring.ts';
import { CALLS, type Row, type Subject } from './subject.ts';

const RING_BYTES = 1 << 20;
const PAYLOAD_BYTES = 400;

export const RING: Subject = {
  name: 'ring',
  about: 'one record of 400 bytes claimed, committed, polled and released',
  rows: async () => [handOn('one by one', 1), handOn('in batches of 32', 32)],
};

/** @param batch records of one commit and one release */
function handOn(name: string, batch: number): Row {
  const block = new SharedArrayBuffer(RING_HEADER_BYTES + RING_BYTES);
  const producer = new RingProducer(block);
  const consumer = new RingConsumer(block);
  return {
    name,
    calls: CALLS,
    run: () => {
      let right = 0;
      for (let done = 0; done < CALLS; done += batch) {
        for (let i = 0; i < batch; i++) {
          producer.words[(producer.claim(PAYLOAD_BYTES, 0) >> 2) + RECORD_KIND] = RECORD_MESSAGES;
        }
        producer.commit();
        for (let at = consumer.poll(); at >= 0; at = consumer.poll()) {
          if (consumer.words[(at >> 2) + RECORD_KIND] === RECORD_MESSAGES) right++;
        }
        consumer.release();
      }
      return right;
    },
  };
}
