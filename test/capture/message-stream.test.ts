// Messages out of a stream with holes: what is plausible, what waits for more bytes, what is told.
import { describe, expect, it } from 'vitest';
import { MemoryBudget } from '#capture/memory-budget.ts';
import { findMessage, isPlausibleHeader } from '#capture/message-search.ts';
import { MessageStream } from '#capture/message-stream.ts';
import { encodeMessage } from '#openflow/message.ts';
import { hex } from '../openflow/vectors/vector.ts';
import { EMPTY, join } from './capture-bytes.ts';

const echo = (xid: number, data: Uint8Array = EMPTY) => encodeMessage({ version: 4, type: 'ECHO_REQUEST', xid, data });
const BARRIER = encodeMessage({ version: 4, type: 'BARRIER_REQUEST', xid: 9 });

describe('the header of a message', () => {
  it.each<[string, boolean]>([
    ['01 00 00 08 00 00 00 00', true],
    ['01 15 00 0c 00 00 00 00', true],
    ['01 16 00 08 00 00 00 00', false],
    ['04 1d 00 10 00 00 00 00', true],
    ['04 1e 00 10 00 00 00 00', false],
    ['05 22 ff ff 00 00 00 00', true],
    ['06 23 00 08 00 00 00 00', true],
    ['06 24 00 08 00 00 00 00', false],
    ['00 00 00 08 00 00 00 00', false],
    ['02 00 00 08 00 00 00 00', false],
    ['07 00 00 08 00 00 00 00', false],
    ['04 00 00 07 00 00 00 00', false],
  ])('%s is plausible: %s', (text, isPlausible) => {
    expect(isPlausibleHeader(hex(text), 0, undefined)).toBe(isPlausible);
    expect(isPlausibleHeader(hex(text), 0, 3)).toBe(false);
  });
});

describe('the search for a message', () => {
  const find = (bytes: Uint8Array, isLast = false, version?: number) =>
    findMessage(bytes, 0, bytes.length, isLast, version);

  it('keeps what may be the beginning of a header, unless nothing follows', () => {
    expect(find(EMPTY)).toEqual({ at: 0, isFound: false });
    expect(find(new Uint8Array(7))).toEqual({ at: 0, isFound: false });
    expect(find(new Uint8Array(20))).toEqual({ at: 13, isFound: false });
    expect(find(new Uint8Array(20), true)).toEqual({ at: 20, isFound: false });
  });

  it('finds a message that ends where the bytes end, or with another behind it', () => {
    expect(find(echo(1))).toEqual({ at: 0, isFound: true });
    expect(find(join(hex('aa bb cc'), echo(1)))).toEqual({ at: 3, isFound: true });
    expect(find(join(hex('aa'), echo(1), BARRIER))).toEqual({ at: 1, isFound: true });
    expect(find(join(hex('aa'), echo(1), BARRIER.subarray(0, 3)))).toEqual({ at: 1, isFound: true });
  });

  it('does not take what another version, or nothing plausible, stands behind', () => {
    const other = encodeMessage({ version: 1, type: 'BARRIER_REQUEST', xid: 9 });
    expect(find(join(echo(1), other, other))).toEqual({ at: 8, isFound: true });
    expect(find(join(echo(1), hex('04 1f 00 08 00 00 00 00')), true)).toEqual({ at: 16, isFound: false });
    expect(find(join(echo(1), hex('05')), true)).toEqual({ at: 9, isFound: false });
  });

  it('does not take a body that does not decode', () => {
    const bad = hex('04 14 00 0a 00 00 00 01 00 00');
    expect(find(join(bad, BARRIER))).toEqual({ at: 10, isFound: true });
  });

  it('waits for a message that is longer than the bytes, unless nothing follows', () => {
    const long = echo(1, new Uint8Array(100));
    const begun = join(hex('ff'), long.subarray(0, 50));
    expect(find(begun)).toEqual({ at: 1, isFound: false });
    expect(find(begun, true)).toEqual({ at: 51, isFound: false });
  });

  it('rather takes a whole message behind one that is not', () => {
    const begun = join(hex('ff'), echo(1, new Uint8Array(100)).subarray(0, 8));
    expect(find(join(begun, BARRIER))).toEqual({ at: 9, isFound: true });
    expect(find(join(begun, BARRIER), true)).toEqual({ at: 9, isFound: true });
  });

  it('takes only the version that the connection speaks', () => {
    const other = encodeMessage({ version: 1, type: 'BARRIER_REQUEST', xid: 9 });
    expect(find(join(other, BARRIER), true, 4)).toEqual({ at: 8, isFound: true });
  });

  it('takes bounded time over what is made to be slow', () => {
    // A FLOW_MOD of 8 KiB, whose last action is bad, begins at every eighth byte.
    const bytes = new Uint8Array(65_536);
    for (let at = 0; at < bytes.length; at += 8) bytes.set(hex('04 0e 20 00 00 00 00 00'), at);
    const start = performance.now();
    find(bytes, true);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

/** Collects messages as `xid`, losses as `[missing+skipped: why]`. */
class Scene {
  readonly memory: MemoryBudget;
  readonly stream: MessageStream;
  readonly said: string[] = [];
  version: number | undefined;

  constructor(limitBytes = 1e9) {
    this.memory = new MemoryBudget(limitBytes);
    const scene = this;
    this.stream = new MessageStream(
      {
        get version() {
          return scene.version;
        },
        message: (bytes) => void this.said.push(String(bytes[7])),
        loss: ({ missing, skipped, why }) => void this.said.push(`[${missing}+${skipped}: ${why}]`),
      },
      this.memory,
    );
  }

  data(...parts: readonly Uint8Array[]): void {
    const bytes = join(hex('ee ee'), ...parts, hex('ee'));
    this.stream.data(bytes, 2, bytes.length - 1, 0n);
  }

  gap(missing: number): void {
    this.stream.gap(missing, 'gone', 0n);
  }

  finish(): readonly string[] {
    this.stream.finish('it ends', 0n);
    expect(this.memory.usedBytes).toBe(0);
    return this.said;
  }
}

describe('a stream of messages', () => {
  it('that is empty says nothing', () => {
    expect(new Scene().finish()).toEqual([]);
  });

  it('is cut anywhere', () => {
    const bytes = join(echo(1), echo(2, hex('01 02 03')), BARRIER);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const scene = new Scene();
      scene.data(bytes.subarray(0, cut));
      scene.data(bytes.subarray(cut));
      expect(scene.finish()).toEqual(['1', '2', '9']);
    }
  });

  it('that ends inside a message says so', () => {
    const scene = new Scene();
    scene.data(echo(1), echo(2, EMPTY).subarray(0, 5));
    expect(scene.finish()).toEqual(['1', '[0+5: it ends 5 bytes into a header]']);
    const other = new Scene();
    other.data(echo(1, new Uint8Array(10)).subarray(0, 12));
    expect(other.finish()).toEqual(['[0+12: it ends 12 bytes into a message of 18 bytes]']);
  });

  it('hands on a message of a type, or with a body, that is wrong: framing holds', () => {
    const scene = new Scene();
    scene.data(
      hex('04 63 00 08 00 00 00 05'),
      hex('04 14 00 09 00 00 00 06 00'),
      hex('02 00 00 08 00 00 00 07'),
      echo(8),
    );
    expect(scene.finish()).toEqual(['5', '6', '7', '8']);
  });

  it('has a hole between two messages', () => {
    const scene = new Scene();
    scene.data(echo(1));
    scene.gap(30);
    scene.data(echo(2));
    expect(scene.finish()).toEqual(['1', '[30+0: gone]', '2']);
  });

  it('has a hole inside a message: its rest is skipped, and told with the hole', () => {
    const scene = new Scene();
    scene.data(echo(1), echo(2, new Uint8Array(40)).subarray(0, 20));
    scene.gap(10);
    scene.data(new Uint8Array(18), echo(3));
    scene.data(echo(4));
    expect(scene.finish()).toEqual(['1', '[10+38: gone]', '3', '4']);
  });

  it('has one hole after the other', () => {
    const scene = new Scene();
    scene.data(echo(1));
    scene.gap(10);
    scene.data(new Uint8Array(9));
    scene.gap(20);
    scene.data(echo(2));
    scene.gap(5);
    expect(scene.finish()).toEqual(['1', '[30+9: gone]', '2', '[5+0: gone]']);
  });

  it('skips what waited for more bytes when none come', () => {
    const scene = new Scene();
    scene.gap(1);
    scene.data(hex('04 02 ff ff 00 00 00 00'));
    expect([scene.said, scene.memory.usedBytes]).toEqual([[], 8]);
    expect(scene.finish()).toEqual(['[1+8: gone]']);
  });

  it('that begins inside says so, also when it begins with a message', () => {
    const scene = new Scene();
    scene.stream.beginInside();
    scene.data(echo(1));
    expect(scene.finish()).toEqual(['[0+0: the capture begins inside the stream]', '1']);
    const other = new Scene();
    other.stream.beginInside();
    other.data(hex('00 01 02'), echo(1), echo(2));
    expect(other.finish()).toEqual(['[0+3: the capture begins inside the stream]', '1', '2']);
  });

  it('goes on where a header shows that framing is lost', () => {
    const scene = new Scene();
    scene.data(echo(1), hex('04 02 00 07 00 00 00 05'), echo(2));
    scene.data(hex('00 02 00 08 00 00 00 05'), echo(3));
    expect(scene.finish()).toEqual([
      '1',
      '[0+8: framing is lost at a header of version 4 and length 7]',
      '2',
      '[0+8: framing is lost at a header of version 0 and length 8]',
      '3',
    ]);
  });

  it('encrypted by TLS is told once, and counted', () => {
    const scene = new Scene();
    scene.data(hex('16 03 01 00 05 01 00 00 01 00'));
    scene.data(echo(1));
    expect(scene.finish()).toEqual(['[0+0: encrypted by TLS]', '[0+18: encrypted by TLS]']);
  });

  it('of something else is told now and then', () => {
    const scene = new Scene();
    scene.version = 4;
    for (let n = 0; n < 40; n++) scene.data(new Uint8Array(65_536).fill(0x47));
    scene.data(echo(1));
    const told = scene.finish().map((line) => Number(/\+(\d+)/.exec(line)?.[1] ?? 0));
    expect(told.reduce((sum, bytes) => sum + bytes)).toBe(40 * 65_536);
    expect(told.length).toBe(4);
  });

  it('takes another version when its own is nowhere to be found', () => {
    const scene = new Scene();
    scene.version = 1;
    scene.gap(1);
    scene.data(new Uint8Array(100_000), echo(1));
    scene.data(new Uint8Array(40_000));
    scene.data(echo(2));
    expect(scene.finish()).toEqual(['[1+140008: gone]', '2']);
  });

  it('drops an unfinished message when all streams together hold too much', () => {
    const scene = new Scene(1000);
    scene.data(echo(1, new Uint8Array(2000)).subarray(0, 1500));
    scene.data(new Uint8Array(508), echo(2));
    expect(scene.finish()).toEqual(['[0+2008: more unfinished messages than are held]', '2']);
  });
});
