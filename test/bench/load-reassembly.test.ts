// Messages from a stream that is cut anywhere.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeReadBuffer, Reassembly, type Walk } from '../../bench/load/reassembly.ts';

/** Walks as the generator does and notes each whole message. */
function collect(messages: string[]): Walk {
  return ({ bytes, view }, at, end) => {
    while (end - at >= 8) {
      const length = view.getUint16(at + 2);
      if (length > end - at) break;
      if (length < 8) return -1;
      messages.push(bytes.toString('hex', at, at + length));
      at += length;
    }
    return at;
  };
}

function feedAll(stream: Buffer, cuts: number[]): { messages: string[]; accepted: boolean } {
  const read = makeReadBuffer(4096);
  const reassembly = new Reassembly();
  const messages: string[] = [];
  let accepted = true;
  const ends = [...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length];
  let at = 0;
  for (const end of ends) {
    for (; at < end && accepted; ) {
      const count = Math.min(end - at, read.bytes.length);
      read.bytes.fill(0xa5);
      stream.copy(read.bytes, 0, at, at + count);
      accepted = reassembly.feed(read, count, collect(messages));
      at += count;
    }
  }
  return { messages, accepted };
}

function message(length: number, fill: number): Buffer {
  const bytes = Buffer.alloc(length, fill);
  bytes.writeUInt16BE(length, 2);
  return bytes;
}

describe('reassembly', () => {
  it('gives every message once and whole, wherever the reads cut', () => {
    const lengths = fc.array(fc.integer({ min: 8, max: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, fc.array(fc.nat(), { maxLength: 30 }), (sizes, cuts) => {
        const sent = sizes.map((size, i) => message(size, i));
        const { messages, accepted } = feedAll(Buffer.concat(sent), cuts);
        expect(accepted).toBe(true);
        expect(messages).toEqual(sent.map((each) => each.toString('hex')));
      }),
    );
  });

  it('gives messages that come byte by byte', () => {
    const sent = [message(8, 1), message(65_535, 2), message(9, 3)];
    const stream = Buffer.concat(sent);
    const { messages } = feedAll(
      stream,
      Array.from({ length: stream.length }, (_, i) => i),
    );
    expect(messages).toEqual(sent.map((each) => each.toString('hex')));
  });

  it('refuses a length below the header, cut or not', () => {
    for (const length of [0, 3, 7]) {
      const bytes = message(8, 1);
      bytes.writeUInt16BE(length, 2);
      for (let cut = 0; cut <= 8; cut++) {
        const { messages, accepted } = feedAll(Buffer.concat([bytes, message(8, 2)]), [cut]);
        expect([length, cut, accepted, messages]).toEqual([length, cut, false, []]);
      }
    }
  });
});
