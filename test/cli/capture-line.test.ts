// What is written of a capture, piece by piece: times, losses, the summary, flags and filters, progress.
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CaptureEvent } from '#capture/openflow-capture.ts';
import { newTally } from '#capture/tally.ts';
import { CaptureFilter, TYPE_NAMES } from '../../src/cli/capture-filter.ts';
import { addCaptureFlags, type CaptureFlags, filterOf, portsOf } from '../../src/cli/capture-flags.ts';
import { formatTime, lossText, summaryText } from '../../src/cli/capture-line.ts';
import { progressText } from '../../src/cli/progress.ts';
import { VECTORS } from '../openflow/vectors/all.ts';
import { hex } from '../openflow/vectors/vector.ts';

type MessageEvent = Extract<CaptureEvent, { kind: 'message' }>;

const PLACE = { stream: 1, from: 'switch', source: 'a', target: 'b', timeNs: 1_500_000_000n } as const;
const message = (bytes: Uint8Array): MessageEvent => ({ kind: 'message', ...PLACE, bytes });

describe('a time', () => {
  it.each<[bigint | undefined, bigint | undefined, number, string]>([
    [undefined, undefined, 6, '-'],
    [undefined, 5n, 6, '-'],
    [0n, undefined, 6, '1970-01-01T00:00:00.000000Z'],
    [1_767_323_045_678_901_234n, undefined, 9, '2026-01-02T03:04:05.678901234Z'],
    [1_767_323_045_678_901_234n, undefined, 6, '2026-01-02T03:04:05.678901Z'],
    [5_000_000_001n, 5_000_000_001n, 9, '0.000000000'],
    [6_000_000_000n, 5_000_000_001n, 9, '0.999999999'],
    [5_000_000_000n, 6_500_000_000n, 6, '-1.500000'],
    [-1_500_000_000n, undefined, 6, '-1.500000'],
    [2n ** 63n * 1_000_000_000n, undefined, 6, '9223372036854775808.000000'],
  ])('of %s since %s with %d digits is %s', (timeNs, fromNs, digits, text) => {
    expect(formatTime(timeNs, { digits, fromNs })).toBe(text);
  });
});

describe('a loss', () => {
  it.each<[number, number, string]>([
    [0, 0, '1.5 #1 switch: why'],
    [1, 0, '1.5 #1 switch: 1 byte missing: why'],
    [0, 2, '1.5 #1 switch: 2 bytes skipped: why'],
    [3, 1, '1.5 #1 switch: 3 bytes missing, 1 byte skipped: why'],
  ])('of %d and %d bytes is told', (missing, skipped, text) => {
    expect(
      lossText({ kind: 'loss', ...PLACE, loss: { missing, skipped, why: 'why' } }, { digits: 1, fromNs: 0n }),
    ).toBe(text);
  });
});

describe('the summary', () => {
  it('leaves out what did not occur, and has all that did', () => {
    expect(summaryText(newTally(), 0, 0)).toBe(
      '0 packets\n0 streams, 0 messages, 0 bad, 0 bytes missing, 0 bytes skipped',
    );
    const tally = newTally();
    for (const [index, name] of Object.keys(tally).entries()) tally[name as keyof typeof tally] = 100 + index;
    const text = summaryText(tally, 7, 3);
    for (const count of Object.values(tally)) expect(text).toContain(String(count));
    expect(text).toContain('(7 shown), 3 bad');
  });
});

describe('the flags', () => {
  const parse = (...argv: string[]) => {
    const command = addCaptureFlags(new Command())
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    return command.parse(['--pcap', 'file', ...argv], { from: 'user' }).opts<CaptureFlags>();
  };

  it('are repeated, decimal or hex, in any writing', () => {
    const flags = parse(
      '--port',
      '1',
      '--port',
      '65535',
      '--xid',
      '0xFFFFFFFF',
      '--xid',
      '7',
      '--type',
      'packet-in',
      '--limit',
      '3',
    );
    expect(flags).toMatchObject({
      pcap: 'file',
      port: [1, 65_535],
      xid: [0xffff_ffff, 7],
      type: ['PACKET_IN'],
      limit: 3,
    });
    expect(portsOf(flags)).toEqual([6633, 6653, 1, 65_535]);
  });

  it.each([
    ['--port', '0'],
    ['--port', '65536'],
    ['--port', ''],
    ['--xid', '-1'],
    ['--xid', '0x'],
    ['--xid', '4294967296'],
    ['--limit', '0'],
    ['--limit', '1.5'],
    ['--stream', 'one'],
    ['--type', 'NOPE'],
  ])('%s %s is refused with what is expected', (flag, value) => {
    expect(() => parse(flag, value)).toThrow(/Expected|missing/);
  });
});

describe('the filter', () => {
  it('takes every vector by its type, by its header and when it is decoded', () => {
    for (const { name, bytes, value } of VECTORS) {
      const type = String(value.type);
      if (!TYPE_NAMES.includes(type)) continue;
      const filter = filterOf({ type: [type] });
      expect([name, filter.takesHeader(message(bytes)), filter.takesType(type)]).toEqual([name, true, true]);
    }
    expect(
      new Set(VECTORS.map(({ value }) => String(value.type)).filter((type) => TYPE_NAMES.includes(type))).size,
    ).toBeGreaterThan(30);
  });

  it('takes what is wanted in each way, and nothing else', () => {
    const echo = message(hex('04 02 00 08 00 00 00 07'));
    const takes = (types: string[], xids: number[], streams: number[]) =>
      new CaptureFilter({ types, xids, streams }).takesHeader(echo);
    expect(takes([], [], [])).toBe(true);
    expect(takes(['HELLO', 'ECHO_REQUEST'], [1, 7], [1, 2])).toBe(true);
    expect(takes(['HELLO'], [], [])).toBe(false);
    expect(takes([], [1], [])).toBe(false);
    expect(takes([], [], [2])).toBe(false);
    expect(new CaptureFilter({ types: ['EXPERIMENTER'], xids: [], streams: [] }).takesType('NXT_FLOW_MOD')).toBe(false);
    expect(new CaptureFilter({ types: ['HELLO'], xids: [], streams: [] }).takesType(99)).toBe(false);
  });
});

describe('progress', () => {
  it.each<[number, number | undefined, string]>([
    [5 * 2 ** 20, undefined, '5.0 MiB, 3 messages'],
    [5 * 2 ** 20, 10 * 2 ** 20, '50 % of 10.0 MiB, 3 messages'],
    [5 * 2 ** 20, 0, '5.0 MiB, 3 messages'],
    [11 * 2 ** 20, 10 * 2 ** 20, '100 % of 10.0 MiB, 3 messages'],
  ])('of %d bytes of %s is told', (read, total, text) => {
    expect(progressText(read, total, 3)).toBe(text);
  });
});
