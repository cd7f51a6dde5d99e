// Random conversations of random messages, cut at random into segments that are shuffled, repeated and overlapped, in a file of
// a random format: the same messages come out. With a segment left out: all messages before the hole come out, the loss is told to
// the byte, and behind it all messages from the first that can be told from what surrounds it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaptureEvent, OpenFlowCapture } from '#capture/openflow-capture.ts';
import { encodeMessage } from '#openflow/message.ts';
import { TCP_ACK, TCP_FIN, TCP_SYN } from '#wire/tcp.ts';
import { anyMessage, VERSIONS } from '../openflow/arbitrary.ts';
import { announce, random, SEED } from '../openflow/seed.ts';
import { EMPTY, fromController, fromSwitch, join, pcapngOf, pcapOf, type TestPacket } from './capture-bytes.ts';

const RUNS = Number(process.env.DAOLI_CAPTURE_RUNS ?? 300);
const run = { seed: SEED, numRuns: RUNS };

announce(import.meta.url);

/** A part of one side's bytes. */
interface Piece {
  readonly from: number;
  readonly to: number;
}

type Below = (below: number) => number;

const messages = fc.oneof(...VERSIONS.map((version) => fc.array(anyMessage(version), { minLength: 1, maxLength: 12 })));
const conversation = fc.record({
  fromSwitch: messages,
  fromController: messages,
  sequences: fc.tuple(anySequence(), anySequence()),
  seed: fc.integer(),
});

/** Often near the wrap. */
function anySequence() {
  return fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0xffff_f000, max: 0xffff_ffff }));
}

/** Cuts [0, length) into pieces. */
function cut(length: number, below: Below): Piece[] {
  const pieces: Piece[] = [];
  const longest = [3, 40, 1460][below(3)]!;
  for (let from = 0; from < length; ) {
    const to = Math.min(length, from + 1 + below(longest));
    pieces.push({ from, to });
    from = to;
  }
  return pieces;
}

/** Repeats some, and adds some that overlap others. */
function blur(pieces: readonly Piece[], length: number, below: Below): Piece[] {
  const more = pieces.flatMap(({ from, to }) => {
    if (below(4) > 0) return [];
    return [{ from: Math.max(0, from - below(20)), to: Math.min(length, to + below(20)) }];
  });
  return [...pieces, ...more];
}

function shuffle<T>(list: readonly T[], below: Below): T[] {
  const shuffled = [...list];
  for (let n = shuffled.length - 1; n > 0; n--) {
    const other = below(n + 1);
    [shuffled[n], shuffled[other]] = [shuffled[other]!, shuffled[n]!];
  }
  return shuffled;
}

function fileOf(frames: readonly Uint8Array[], below: Below): Uint8Array {
  const packets: TestPacket[] = frames.map((bytes, n) => ({ bytes, timeNs: BigInt(n) * 1000n }));
  const isLittle = below(2) === 0;
  return below(2) === 0 ? pcapOf(packets, { isLittle }) : pcapngOf(packets, { isLittle });
}

/** Reads a file in chunks of random sizes. */
function readAll(file: Uint8Array, below: Below): { events: CaptureEvent[]; capture: OpenFlowCapture } {
  const capture = new OpenFlowCapture();
  const events: CaptureEvent[] = [];
  for (let at = 0; at < file.length; ) {
    const to = at + 1 + below(5000);
    events.push(...capture.push(file.subarray(at, to)));
    at = to;
  }
  events.push(...capture.finish());
  expect(capture.damage).toBeUndefined();
  return { events, capture };
}

/** The messages of one direction, as hex. */
function messagesOf(events: readonly CaptureEvent[], source: string): string[] {
  return events.flatMap((event) =>
    event.kind === 'message' && event.source.startsWith(source) ? [toHex(event.bytes)] : [],
  );
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe('a random conversation', () => {
  it('comes out as it was, however its segments come', () => {
    fc.assert(
      fc.property(conversation, ({ fromSwitch: ups, fromController: downs, sequences: [up, down], seed }) => {
        const below = random(seed);
        const upBytes = ups.map((message) => encodeMessage(message));
        const downBytes = downs.map((message) => encodeMessage(message));
        const segments = (all: Uint8Array, frame: typeof fromSwitch, first: number) =>
          blur(cut(all.length, below), all.length, below).map(({ from, to }) =>
            frame(all.subarray(from, to), (first + from) >>> 0, to === all.length ? TCP_ACK | TCP_FIN : TCP_ACK, 0),
          );
        const frames = [
          fromSwitch(EMPTY, (up - 1) >>> 0, TCP_SYN),
          fromController(EMPTY, (down - 1) >>> 0, TCP_SYN | TCP_ACK, up),
          ...shuffle(
            [...segments(join(...upBytes), fromSwitch, up), ...segments(join(...downBytes), fromController, down)],
            below,
          ),
        ];
        const { events, capture } = readAll(fileOf(frames, below), below);
        expect(messagesOf(events, '10.0.0.1')).toEqual(upBytes.map(toHex));
        expect(messagesOf(events, '10.0.0.2')).toEqual(downBytes.map(toHex));
        expect(events.filter(({ kind }) => kind === 'loss')).toEqual([]);
        expect(capture.tally).toMatchObject({ packets: frames.length, streams: 1, missingBytes: 0, skippedBytes: 0 });
      }),
      run,
    );
  });

  it('of which a segment is lost comes out up to it, and each byte behind is of a message or told', () => {
    let resumed = 0;
    fc.assert(
      fc.property(messages, anySequence(), fc.integer(), (list, first, seed) => {
        const sent = list.map((message) => encodeMessage(message));
        const { got, capture, lost, starts } = loseOne(sent, first, random(seed));
        const before = sent.filter((bytes, n) => starts[n]! + bytes.length <= lost.from).map(toHex);
        expect(got.slice(0, before.length)).toEqual(before);
        const { missingBytes, skippedBytes } = capture.tally;
        expect(missingBytes).toBe(lost.to - lost.from);
        const bytes = got.reduce((sum, hex) => sum + hex.length / 2, 0);
        expect(bytes + skippedBytes + missingBytes).toBe(join(...sent).length);
        const behind = sent.filter((_, n) => starts[n]! >= lost.to).map(toHex);
        if (behind.length === 0 || got.at(-1) === behind.at(-1)) resumed++;
      }),
      run,
    );
    // Messages that carry messages, or end in bytes that look like one, may be mistaken: few are.
    expect(resumed).toBeGreaterThan(RUNS * 0.8);
  });

  it('of messages that look like nothing else resumes with the very next one behind a lost segment', () => {
    const looksLikeNothing = fc
      .integer({ min: 0, max: 300 })
      .map((length) => encodeMessage({ version: 4, type: 'ECHO_REPLY', xid: 0xeeee_eeee, data: filled(length) }));
    fc.assert(
      fc.property(
        fc.array(looksLikeNothing, { minLength: 2, maxLength: 20 }),
        anySequence(),
        fc.integer(),
        (sent, first, seed) => {
          const { got, lost, starts, events } = loseOne(sent, first, random(seed));
          const isWhole = (bytes: Uint8Array, n: number) =>
            starts[n]! + bytes.length <= lost.from || starts[n]! >= lost.to;
          expect(got).toEqual(sent.filter(isWhole).map(toHex));
          expect(events.filter(({ kind }) => kind === 'loss')).toHaveLength(1);
        },
      ),
      run,
    );
  });
});

/** Sends messages in order from the switch, without one of the segments. */
function loseOne(sent: readonly Uint8Array[], first: number, below: Below) {
  const all = join(...sent);
  const pieces = cut(all.length, below);
  const lost = pieces[below(pieces.length)]!;
  const kept = pieces.filter((piece) => piece !== lost);
  const end = (first + all.length) >>> 0;
  const frames = [
    fromSwitch(EMPTY, (first - 1) >>> 0, TCP_SYN),
    ...kept.map(({ from, to }) => fromSwitch(all.subarray(from, to), (first + from) >>> 0)),
    // Behind the last segment a FIN shows that one is missing.
    fromSwitch(EMPTY, end, TCP_ACK | TCP_FIN),
  ];
  const { events, capture } = readAll(fileOf(frames, below), below);
  const starts = sent.map((_, n) => join(...sent.slice(0, n)).length);
  return { got: messagesOf(events, '10.0.0.1'), events, capture, lost, starts };
}

function filled(length: number): Uint8Array {
  return new Uint8Array(length).fill(0xee);
}
