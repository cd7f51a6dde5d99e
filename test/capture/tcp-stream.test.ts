// One direction of TCP: what comes early, twice, overlapped, across the wrap of sequence numbers, or never.
import { describe, expect, it } from 'vitest';
import { MemoryBudget } from '#capture/memory-budget.ts';
import { TcpStream } from '#capture/tcp-stream.ts';

const SECOND = 1_000_000_000n;

/** A stream of characters: byte `n` of it is the n-th letter, so that places can be told. */
class Scene {
  readonly memory: MemoryBudget;
  readonly stream: TcpStream;
  /** What came out: text, and `[bytes missing: why]`. */
  said = '';
  readonly #first: number;

  constructor(first = 1000, limitBytes = 1e9) {
    this.#first = first;
    this.memory = new MemoryBudget(limitBytes);
    this.stream = new TcpStream(
      {
        data: (bytes, at, end) => {
          this.said += Buffer.from(bytes.subarray(at, end)).toString('latin1');
        },
        gap: (missing, why) => {
          this.said += `[${missing}: ${why}]`;
        },
      },
      this.memory,
    );
    this.stream.start(first);
  }

  /** The bytes [from, to) of the stream come, with other bytes around them; of the last `missing` only the number. */
  send(from: number, to: number, missing = 0, timeNs = 0n): void {
    const bytes = Buffer.from(`..${text(from, to - missing)}..`, 'latin1');
    const sequence = (this.#first + from) >>> 0;
    this.stream.segment(sequence, bytes, 2, bytes.length - 2, missing, timeNs);
  }

  acknowledge(to: number, timeNs: bigint): void {
    this.stream.acknowledge((this.#first + to) >>> 0, timeNs);
  }
}

function text(from: number, to: number): string {
  return Array.from({ length: Math.max(0, to - from) }, (_, n) => String.fromCharCode(97 + ((from + n) % 26))).join('');
}

describe('a TCP stream', () => {
  it('has nothing to say of segments without data', () => {
    const scene = new Scene();
    scene.send(0, 0);
    scene.send(5, 5);
    expect([scene.said, scene.memory.usedBytes]).toEqual(['', 0]);
  });

  it('is what came in order', () => {
    const scene = new Scene();
    scene.send(0, 3);
    scene.send(3, 5);
    expect(scene.said).toBe('abcde');
  });

  it.each([1000, 0xffff_fffe, 0xffff_ffff, 0, 0x7fff_fffe])('waits for what is missing, from number %d on', (first) => {
    const scene = new Scene(first);
    scene.send(6, 9);
    scene.send(3, 6);
    scene.send(12, 13);
    expect(scene.said).toBe('');
    scene.send(0, 3);
    expect(scene.said).toBe('abcdefghi');
    scene.send(9, 12);
    expect(scene.said).toBe('abcdefghijklm');
    expect([scene.stream.outOfOrder, scene.memory.usedBytes]).toEqual([3, 0]);
  });

  it('drops what comes again, before and behind a hole', () => {
    const scene = new Scene();
    scene.send(0, 3);
    scene.send(0, 3);
    scene.send(1, 2);
    scene.send(5, 8);
    scene.send(5, 8);
    scene.send(6, 7);
    scene.send(3, 5);
    expect([scene.said, scene.stream.retransmissions]).toEqual(['abcdefgh', 4]);
  });

  it('takes the new part of what overlaps', () => {
    const scene = new Scene();
    scene.send(0, 4);
    scene.send(2, 6);
    scene.send(8, 12);
    scene.send(10, 14);
    scene.send(7, 9);
    scene.send(5, 11);
    expect([scene.said, scene.memory.usedBytes]).toEqual(['abcdefghijklmn', 0]);
  });

  it('goes on behind what the capture cut off', () => {
    const scene = new Scene();
    scene.send(0, 6, 2);
    scene.send(6, 8);
    scene.send(12, 16, 4);
    scene.send(8, 12);
    scene.send(16, 17);
    expect(scene.said).toBe('abcd[2: cut off by the capture]ghijkl[4: cut off by the capture]q');
  });

  it('is not deceived about what was cut off by what comes again', () => {
    const scene = new Scene();
    scene.send(0, 6, 2);
    scene.send(0, 8, 2);
    scene.send(8, 9);
    expect(scene.said).toBe('abcd[2: cut off by the capture][2: cut off by the capture]i');
  });

  it('gives up a hole that is acknowledged, after a second', () => {
    const scene = new Scene();
    scene.send(0, 3, 0, SECOND);
    scene.send(5, 8, 0, 2n * SECOND);
    scene.acknowledge(3, 9n * SECOND);
    scene.acknowledge(8, 3n * SECOND);
    expect(scene.said).toBe('abc');
    scene.acknowledge(8, 3n * SECOND + 1n);
    expect(scene.said).toBe('abc[2: acknowledged, but not in the capture]fgh');
  });

  it('gives up a hole of half a minute, and not while the stream goes on before it', () => {
    const scene = new Scene();
    scene.send(20, 21);
    for (let n = 0; n < 10; n++) {
      scene.send(n, n + 1, 0, 29n * SECOND * BigInt(n + 1));
      scene.acknowledge(0, 29n * SECOND * BigInt(n + 1));
    }
    expect(scene.said).toBe(text(0, 10));
    scene.acknowledge(0, 330n * SECOND);
    expect(scene.said).toBe(`${text(0, 10)}[10: not in the capture for half a minute]u`);
  });

  it('gives up holes at its end, one after the other', () => {
    const scene = new Scene();
    scene.send(2, 3);
    scene.send(5, 6);
    scene.stream.flush(0n);
    expect(scene.said).toBe('[2: not in the capture]c[2: not in the capture]f');
    expect(scene.memory.usedBytes).toBe(0);
  });

  it('tells what is missing before its FIN', () => {
    const scene = new Scene();
    scene.send(0, 3);
    scene.stream.finishAt(1005);
    scene.stream.flush(0n);
    scene.stream.flush(0n);
    expect(scene.said).toBe('abc[2: not in the capture]');
  });

  it('holds so much and no more', () => {
    const scene = new Scene();
    let most = 0;
    for (let n = 0; n < 3000; n++) {
      scene.send(1 + 1000 * n, 1001 + 1000 * n);
      most = Math.max(most, scene.memory.usedBytes);
    }
    expect(scene.said.startsWith('[1: more waits behind them than is held]')).toBe(true);
    expect(scene.said.length).toBeGreaterThan(2_900_000);
    expect(most).toBeLessThan(1.01 * 2 ** 20);
  });

  it('holds so many segments and no more', () => {
    const scene = new Scene();
    for (let n = 0; n < 4096; n++) scene.send(1 + 2 * n, 2 + 2 * n);
    expect(scene.said).toBe('');
    scene.send(10_001, 10_002);
    expect(scene.said).toBe('[1: more waits behind them than is held]b');
  });

  it('gives up its holes when all streams together hold too much', () => {
    const scene = new Scene(1000, 10_000);
    scene.send(1, 2);
    scene.memory.add(10_000);
    scene.send(3, 4);
    expect(scene.said).toBe('[1: more waits behind them than is held]b[1: more waits behind them than is held]d');
    expect(scene.memory.usedBytes).toBe(10_000);
  });

  it('goes on where the numbers jump out of any window', () => {
    const scene = new Scene();
    scene.send(0, 3);
    scene.send(5, 6);
    scene.send(26 * 2 ** 22, 26 * 2 ** 22 + 3);
    expect(scene.said).toBe('abc[2: not in the capture]f[0: the sequence numbers jump]abc');
    scene.send(0, 3);
    expect(scene.said.endsWith('[0: the sequence numbers jump]abc')).toBe(true);
  });

  it('is finished when all before the FIN has come', () => {
    const scene = new Scene(0xffff_fffe);
    scene.stream.finishAt(3);
    expect(scene.stream.isFinished).toBe(false);
    scene.send(3, 5);
    expect(scene.stream.isFinished).toBe(false);
    scene.send(0, 3);
    expect([scene.stream.isFinished, scene.said]).toEqual([true, 'abcde']);
  });
});
