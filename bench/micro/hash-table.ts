// The hash table that endpoints and addresses are found in: what a look-up costs in one that is as full as it gets.
import { HashTableWriter } from '#shm/hash-table.ts';
import { hashTableWords } from '#shm/layout.ts';
import { randomFrom } from '../load/random.ts';
import { CALLS, type Row, type Subject } from './subject.ts';

const TENANT = 1;
const FIRST_ADDRESS = 0x0a000000;

export const HASH_TABLE: Subject = {
  name: 'hash-table',
  about: 'one key',
  rows: async (entries) => {
    const table = new HashTableWriter(new SharedArrayBuffer(4 * hashTableWords(entries)));
    for (let n = 0; n < entries; n++) table.set(FIRST_ADDRESS + n, TENANT, n + 1, 0);
    const random = randomFrom(1);
    const known = Int32Array.from({ length: CALLS }, () => random(entries));
    return [
      over('found', known, (n) => table.find(FIRST_ADDRESS + n, TENANT) === n + 1),
      over('not found', known, (n) => table.find(FIRST_ADDRESS - 1 - n, TENANT) === 0),
      over('set to another value', known, (n) => table.set(FIRST_ADDRESS + n, TENANT, n + 1, 0)),
    ];
  },
};

function over(name: string, known: Int32Array, isRight: (n: number) => boolean): Row {
  return {
    name,
    calls: CALLS,
    run: () => {
      let right = 0;
      for (const n of known) if (isRight(n)) right++;
      return right;
    },
  };
}
