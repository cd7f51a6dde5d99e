// A stream of messages, split anywhere: the same messages come out, bad bodies are passed over, bad lengths end it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage } from '#openflow/message.ts';
import {
  StreamDecoder,
  type StreamDecoderOptions,
  type StreamItem,
  type StreamStop,
} from '#openflow/stream-decoder.ts';
import { anyMessage } from './arbitrary.ts';
import { announce, SEED } from './seed.ts';
import { VECTORS } from './vectors/all.ts';
import { hex } from './vectors/vector.ts';

interface Taken {
  readonly items: StreamItem[];
  readonly stopped: StreamStop | undefined;
}

/** Everything that comes out of a stream that comes in these chunks. */
function take(chunks: readonly Uint8Array[], options: StreamDecoderOptions = {}): Taken {
  const decoder = new StreamDecoder(options);
  const items: StreamItem[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let item = decoder.next(); item !== undefined; item = decoder.next()) items.push(item);
  }
  decoder.finish();
  return { items, stopped: decoder.stopped };
}

/** The bytes cut at these places (each modulo the length). */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

const ECHO = hex('0402000800000001');
/** A barrier with a byte too many, which its length counts. */
const BAD_BODY = hex('041400090000000200');

describe('StreamDecoder', () => {
  it('gives the messages of any stream, however it is split', () => {
    announce(import.meta.url);
    const messages = fc.array(fc.oneof(anyMessage(1), anyMessage(4)), { maxLength: 6 });
    fc.assert(
      fc.property(messages, fc.array(fc.nat({ max: 5000 }), { maxLength: 12 }), (values, places) => {
        const encoded = values.map((value) => encodeMessage(value as never));
        const stream = Buffer.concat(encoded);
        const { items, stopped } = take(cut(stream, places));
        expect(stopped).toBeUndefined();
        expect(items.map((item) => item.ok && item.message)).toEqual(values);
        let offset = 0;
        for (const [index, item] of items.entries()) {
          expect(item.offset).toBe(offset);
          expect(Buffer.compare(item.bytes, encoded[index]!)).toBe(0);
          offset += encoded[index]!.length;
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('gives the same for any bytes, however they are split', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc
        .array(fc.constantFrom(...VECTORS.map((vector) => vector.bytes), BAD_BODY, hex('0402000700000000')), {
          maxLength: 5,
        })
        .map((parts) => Uint8Array.from(Buffer.concat(parts))),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat({ max: 5000 }), { maxLength: 12 }), (stream, places) => {
        expect(take(cut(stream, places))).toEqual(take([stream]));
        expect(take(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(take([stream]));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('passes over a bad body and names its offset', () => {
    const { items, stopped } = take([Buffer.concat([ECHO, BAD_BODY, ECHO])]);
    expect(stopped).toBeUndefined();
    expect(items.map(({ ok, offset }) => [ok, offset])).toEqual([
      [true, 0],
      [false, 8],
      [true, 17],
    ]);
    expect(items[1]).toMatchObject({ error: { type: 'BARRIER_REQUEST', offset: 8 }, bytes: BAD_BODY });
  });

  it.each([7, 1, 0])('stops at a length of %i, whatever comes behind', (length) => {
    const bad = Uint8Array.of(4, 2, 0, length, 0, 0, 0, 0);
    const { items, stopped } = take([ECHO, bad, ECHO, ECHO]);
    expect(items.length).toBe(1);
    expect(stopped).toEqual({
      offset: 8,
      reason: `a message of ${length} bytes, expected 8 to 65535: framing is lost`,
    });
  });

  it('stops at a message that is longer than allowed, before it has come', () => {
    const { items, stopped } = take([ECHO, hex('0402010100000001')], { maxMessageBytes: 256 });
    expect(items.length).toBe(1);
    expect(stopped).toMatchObject({ offset: 8, reason: expect.stringContaining('257 bytes, expected 8 to 256') });
    expect(take([hex('0402010000000001'), new Uint8Array(248)], { maxMessageBytes: 256 }).items.length).toBe(1);
  });

  it('stops when more is pushed than it may keep', () => {
    const decoder = new StreamDecoder({ maxMessageBytes: 256, maxBufferedBytes: 1000 });
    decoder.push(new Uint8Array(1000));
    expect(decoder.stopped).toBeUndefined();
    decoder.push(Uint8Array.of(1));
    expect(decoder.stopped).toMatchObject({ reason: expect.stringContaining('more than 1000 bytes') });
    expect([decoder.next(), decoder.bufferedBytes]).toEqual([undefined, 0]);
  });

  it('says at the end that a message is unfinished', () => {
    expect(take([ECHO, ECHO.subarray(0, 3)]).stopped).toEqual({
      offset: 8,
      reason: 'the stream ends 3 bytes into a header',
    });
    expect(take([hex('040200140000000101')]).stopped?.reason).toBe(
      'the stream ends 9 bytes into a message of 20 bytes',
    );
    expect(take([]).stopped).toBeUndefined();
  });

  it('keeps no more than a message while a long stream goes through', () => {
    const decoder = new StreamDecoder();
    const long = encodeMessage({ version: 4, type: 'ECHO_REQUEST', data: new Uint8Array(60_000) });
    const stream = Buffer.concat([long, ECHO]);
    let messages = 0;
    let most = 0;
    for (let i = 0; i < 200; i++) {
      for (let at = 0; at < stream.length; at += 1448) {
        decoder.push(stream.subarray(at, at + 1448));
        most = Math.max(most, decoder.bufferedBytes);
        while (decoder.next() !== undefined) messages++;
      }
    }
    expect(messages).toBe(400);
    expect(decoder.offset).toBe(200 * stream.length);
    expect(most).toBeLessThan(60_008 + 1448 + 8);
  });

  it('gives bytes that later chunks do not change', () => {
    const decoder = new StreamDecoder();
    const chunk = Uint8Array.from(ECHO);
    decoder.push(chunk);
    const item = decoder.next()!;
    chunk.fill(0xff);
    decoder.push(hex('0403000800000002'));
    decoder.next();
    expect(item.bytes).toEqual(ECHO);
  });
});
