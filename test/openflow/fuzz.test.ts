// Messages changed at random, by the hundred thousand: no exception, no hang, no read outside the message, and what still
// decodes encodes to the same bytes but for padding. `DAOLI_FUZZ` sets how many.
import { expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '#openflow/message.ts';
import { expectSameButPadding } from './same-but-padding.ts';
import { announce, random, SEED } from './seed.ts';
import { VECTORS } from './vectors/all.ts';

const COUNT = Number(process.env.DAOLI_FUZZ ?? 150_000);
/** Far more than a pause of the machine, far less than a loop without end. */
const SLOWEST_MS = 1000;

const command = announce(import.meta.url);

it(`${COUNT} mutated messages are each a message or an error`, { timeout: 120_000 }, () => {
  const below = random(SEED);
  let decoded = 0;
  let slowestMs = 0;
  for (let n = 0; n < COUNT; n++) {
    const bytes = mutate(VECTORS[below(VECTORS.length)]!.bytes, below);
    try {
      // The message lies between bytes that are not its own; if they mattered, these two would differ.
      const began = performance.now();
      const result = decodeBetween(bytes, 0x00);
      slowestMs = Math.max(slowestMs, performance.now() - began);
      if (n % 8 === 0) expect(decodeBetween(bytes, 0xff)).toEqual(result);
      if (!result.ok) {
        if (result.error.offset < 0 || result.error.offset > bytes.length) throw new Error(result.error.message);
        continue;
      }
      decoded++;
      expectSameButPadding(bytes.subarray(0, result.end - MARGIN), encodeMessage(result.message));
    } catch (cause) {
      const hex = Buffer.from(bytes).toString('hex');
      throw new Error(`message ${n} of seed ${SEED}: ${hex}\nto repeat: ${command}`, { cause });
    }
  }
  expect(slowestMs).toBeLessThan(SLOWEST_MS);
  // A fuzzer whose messages all fail at the header tries nothing.
  expect(decoded).toBeGreaterThan(COUNT / 20);
  expect(decoded).toBeLessThan(COUNT);
});

/** Bytes around the message. */
const MARGIN = 16;

function decodeBetween(bytes: Uint8Array, other: number): ReturnType<typeof decodeMessage> {
  const buffer = new Uint8Array(bytes.length + 2 * MARGIN).fill(other);
  buffer.set(bytes, MARGIN);
  return decodeMessage(buffer, MARGIN, MARGIN + bytes.length);
}

function mutate(vector: Uint8Array, below: (limit: number) => number): Uint8Array {
  let bytes: Uint8Array = vector.slice(0, 1200);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    // Bodies are what is worth changing: a bad header ends the decoding at once.
    const at = bytes.length > 8 && below(8) > 0 ? 8 + below(bytes.length - 8) : below(Math.max(1, bytes.length));
    switch (below(7)) {
      case 0:
        bytes[at]! ^= 1 << below(8);
        break;
      case 1:
        bytes[at] = below(256);
        break;
      case 2: // what lengths and counts are afraid of
        bytes[at] = [0, 1, 3, 4, 7, 8, 0x7f, 0xff][below(8)]!;
        break;
      case 3:
        bytes = bytes.slice(0, at + 1);
        break;
      case 4: // some bytes twice
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - 8))]);
        break;
      case 5: // some bytes gone
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + below(8))]);
        break;
      default: // a piece of another message
        bytes = Uint8Array.from([
          ...bytes.subarray(0, at),
          ...VECTORS[below(VECTORS.length)]!.bytes.subarray(8, 8 + below(40)),
          ...bytes.subarray(at),
        ]);
    }
  }
  if (bytes.length >= 4 && below(10) > 0) {
    bytes[2] = bytes.length >>> 8;
    bytes[3] = bytes.length;
  }
  return bytes;
}
