// `ofp decode --pcap` and `ofp print --pcap` as processes: text and JSON, filters, what is lost, exit codes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeMessage } from '#openflow/message.ts';
import { TCP_ACK, TCP_SYN } from '#wire/tcp.ts';
import { EMPTY, fromController, fromSwitch, join, pcapngOf, pcapOf } from '../capture/capture-bytes.ts';
import { hex } from '../openflow/vectors/vector.ts';
import { runOfp } from './ofp-process.ts';

/** 2026-01-02T03:04:05.678901234Z */
const START = 1_767_323_045_678_901_234n;
const HELLO = encodeMessage({ version: 4, type: 'HELLO', xid: 1, elements: [] });
const REQUEST = encodeMessage({ version: 4, type: 'BARRIER_REQUEST', xid: 0x1f });
const REPLY = encodeMessage({ version: 4, type: 'BARRIER_REPLY', xid: 0x1f });
const BAD = hex('041500090000000200');

const PACKETS = [
  fromSwitch(EMPTY, 99, TCP_SYN),
  fromController(EMPTY, 499, TCP_SYN | TCP_ACK, 100),
  fromSwitch(HELLO, 100),
  fromController(join(HELLO, REQUEST), 500),
  fromSwitch(REPLY, 108),
].map((bytes, n) => ({ bytes, timeNs: START + BigInt(n) * 1_000_500n }));
/** What the switch sends behind a hole of 10 bytes, and an answer that does not decode. */
const LOSSY = [
  ...PACKETS,
  { bytes: fromSwitch(join(hex('00 00 00'), REPLY, BAD), 126), timeNs: START + 1_000_000_000n },
];

const TEXT = [
  '0.002001 #1 switch OFPT_HELLO (OF1.3) (xid=0x1):',
  ' version bitmap: 0x01, 0x02, 0x03, 0x04',
  '0.003001 #1 controller OFPT_HELLO (OF1.3) (xid=0x1):',
  ' version bitmap: 0x01, 0x02, 0x03, 0x04',
  '0.003001 #1 controller OFPT_BARRIER_REQUEST (OF1.3) (xid=0x1f):',
  '0.004002 #1 switch OFPT_BARRIER_REPLY (OF1.3) (xid=0x1f):',
  '',
].join('\n');

let folder = '';
let sound = '';
let lossy = '';
beforeAll(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'daoli-capture-'));
  sound = joinPath(folder, 'sound.pcap');
  lossy = joinPath(folder, 'lossy.pcapng');
  writeFileSync(sound, pcapOf(PACKETS));
  writeFileSync(lossy, pcapngOf(LOSSY, { resolution: 9, unitsPerSecond: 1_000_000_000n }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('ofp print --pcap', () => {
  it('prints each message with its time, connection and sender, from a file and from standard input', () => {
    const stderr = [
      'ofp: stream 1: switch 10.0.0.1:40000, controller 10.0.0.2:6653',
      'ofp: 5 packets: 5 of OpenFlow',
      'ofp: 1 streams, 4 messages, 0 bad, 0 bytes missing, 0 bytes skipped',
      '',
    ].join('\n');
    expect(runOfp(['print', '--pcap', sound])).toEqual({ stdout: TEXT, stderr, code: 0 });
    expect(runOfp(['print', '--pcap', '-'], pcapOf(PACKETS))).toEqual({ stdout: TEXT, stderr, code: 0 });
  });

  it('says the time in UTC when asked to, in nanoseconds where the capture has them', () => {
    const { stdout } = runOfp(['print', '--absolute', '--pcap', sound]);
    expect(stdout).toContain('2026-01-02T03:04:05.680902Z #1 switch OFPT_HELLO');
    expect(runOfp(['print', '--pcap', lossy]).stdout).toContain('0.003001500 #1 controller OFPT_BARRIER_REQUEST');
  });

  it('tells what is lost and what is bad, and exits with 1', () => {
    const { stdout, stderr, code } = runOfp(['print', '--pcap', lossy]);
    expect(stdout).toContain('1.000000000 #1 switch OFPT_BARRIER_REPLY (OF1.3) (xid=0x2): ***decode error');
    expect(stderr).toContain('ofp: 1.000000000 #1 switch: 10 bytes missing, 3 bytes skipped: not in the capture\n');
    expect(stderr).toContain('6 messages, 1 bad, 10 bytes missing, 3 bytes skipped, 1 out of order\n');
    expect(code).toBe(1);
  });

  it('prints all before the damage of a file, says where it is, and exits with 1', () => {
    const { stdout, stderr, code } = runOfp(['print', '--pcap', '-'], join(pcapOf(PACKETS), hex('00 00')));
    expect([stdout, code]).toEqual([TEXT, 1]);
    expect(stderr).toContain(`ofp: at byte ${pcapOf(PACKETS).length}: the file ends 2 bytes into a record\n`);
  });

  it('tells a file that is none, that is empty, or that is not there', () => {
    expect(runOfp(['print', '--pcap', '-'], HELLO)).toMatchObject({
      stderr: expect.stringContaining('at byte 0: begins with 04000008, expected a capture (pcap or pcapng)'),
      code: 1,
    });
    expect(runOfp(['print', '--pcap', '-'])).toMatchObject({
      stderr: expect.stringContaining('the file is empty'),
      code: 1,
    });
    expect(runOfp(['print', '--pcap', joinPath(folder, 'nope')])).toMatchObject({
      stderr: expect.stringContaining('cannot read'),
      code: 1,
    });
    expect(runOfp(['print', '--pcap', folder]).code).toBe(1);
  });

  it.each<[string, string[], string[]]>([
    [
      'type, in any writing',
      ['--type', 'barrier-request', '--type', 'OFPT_BARRIER_REPLY'],
      ['BARRIER_REQUEST', 'BARRIER_REPLY'],
    ],
    ['xid and type', ['--xid', '31', '--type', 'BARRIER_REPLY'], ['BARRIER_REPLY']],
    ['stream', ['--stream', '2'], []],
    ['limit', ['--limit', '2'], ['HELLO', 'HELLO']],
    ['limit and type', ['--limit', '1', '--type', 'BARRIER_REQUEST'], ['BARRIER_REQUEST']],
  ])('shows messages by %s', (_, flags, types) => {
    const { stdout, stderr, code } = runOfp(['print', '--pcap', sound, ...flags]);
    expect([...stdout.matchAll(/OFPT_(\w+)/g)].map(([, type]) => type)).toEqual(types);
    expect(stderr).toContain(`(${types.length} shown)`);
    expect(code).toBe(0);
  });

  it('finds OpenFlow on other ports when told', () => {
    const frame = fromSwitch(HELLO, 100);
    frame.set([0x41, 0x0d], 14 + 20 + 2);
    const file = pcapOf([{ bytes: frame }]);
    expect(runOfp(['print', '--pcap', '-'], file)).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('1 of other ports'),
    });
    expect(runOfp(['print', '--pcap', '-', '--port', '1', '--port', '16653'], file).stdout).toContain('OFPT_HELLO');
  });

  it('refuses flags of captures without a capture, and a file beside one', () => {
    expect(runOfp(['print', '--limit', '1'])).toMatchObject({ stderr: expect.stringContaining('--limit'), code: 2 });
    expect(runOfp(['decode', '--type', 'HELLO'])).toMatchObject({ stderr: expect.stringContaining('--type'), code: 2 });
    expect(runOfp(['print', 'file', '--pcap', sound])).toMatchObject({
      stderr: expect.stringContaining('not both'),
      code: 2,
    });
  });

  it('explains itself, and the shell completes its flags', () => {
    for (const text of [runOfp(['print', '--help']).stdout, runOfp(['decode', '--help']).stdout]) {
      expect(text).toMatch(/--pcap[\s\S]*Examples:[\s\S]*--pcap trace/);
    }
    expect(runOfp(['completion', 'bash']).stdout).toMatch(/--pcap --port --type --xid --stream --limit/);
  });
});

describe('ofp decode --pcap', () => {
  it('writes a line of JSON for each message, which encode takes back', () => {
    const { stdout, code } = runOfp(['decode', '--pcap', sound]);
    const lines = jsonLines(stdout);
    expect(lines[3]).toEqual({
      time: '2026-01-02T03:04:05.682903Z',
      stream: 1,
      from: 'switch',
      source: '10.0.0.1:40000',
      target: '10.0.0.2:6653',
      message: { version: 4, type: 'BARRIER_REPLY', xid: 0x1f },
    });
    const messages = lines.map(({ message }) => JSON.stringify(message)).join('\n');
    const encoded = [HELLO, HELLO, REQUEST, REPLY].map((bytes) => `${Buffer.from(bytes).toString('hex')}\n`).join('');
    expect(runOfp(['encode'], messages).stdout).toBe(encoded);
    expect([lines.length, code]).toEqual([4, 0]);
    expect(runOfp(['print', '--json', '--pcap', sound]).stdout).toBe(stdout);
  });

  it('writes what is lost and what is bad as lines too, and exits with 0: it ran', () => {
    const { stdout, code } = runOfp(['decode', '--pcap', lossy]);
    const lines = jsonLines(stdout);
    expect(lines).toHaveLength(7);
    expect(lines[4]).toMatchObject({ from: 'switch', loss: { missing: 10, skipped: 3, why: 'not in the capture' } });
    expect(lines[6]).toMatchObject({ stream: 1, error: expect.stringContaining('BARRIER_REPLY'), xid: 2 });
    expect(code).toBe(0);
    expect(runOfp(['print', '--json', '--pcap', lossy]).code).toBe(1);
  });

  it('exits with 1 when the capture could not be read to its end', () => {
    expect(runOfp(['decode', '--pcap', '-'], pcapOf(PACKETS).subarray(0, -1))).toMatchObject({
      stderr: expect.stringContaining('into a record'),
      code: 1,
    });
  });
});
