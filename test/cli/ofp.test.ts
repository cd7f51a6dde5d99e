// `ofp` as a process: one line out for each line in, whatever the line, and the exit codes that scripts rely on.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { VECTORS } from '../openflow/vectors/all.ts';

const OFP = ['src/cli/ofp.ts'];

function ofp(
  args: string[],
  input: string | Uint8Array = '',
): { lines: string[]; stdout: string; stderr: string; code: number } {
  const run = spawnSync(process.execPath, [...OFP, ...args], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const lines = run.stdout === '' ? [] : run.stdout.replace(/\n$/, '').split('\n');
  return { lines, stdout: run.stdout, stderr: run.stderr, code: run.status! };
}

const HEX = VECTORS.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
const ECHO = '0402000800000001';

describe('ofp roundtrip', () => {
  it('says ok and the type of every vector', () => {
    const { lines, code } = ofp(['roundtrip'], `${HEX.join('\n')}\n`);
    expect(lines).toEqual(VECTORS.map(({ value }) => `ok ${value.type}`));
    expect(code).toBe(0);
  });

  it('names the bytes of padding that are not zero', () => {
    const { lines } = ofp(['roundtrip'], '041800180000002d00000001deadbeef0000000000000000\n');
    expect(lines).toEqual([
      'differs ROLE_REQUEST: byte 12 was de, is 00; byte 13 was ad, is 00; byte 14 was be, is 00; byte 15 was ef, is 00',
    ]);
  });

  it('answers a malformed line with an error, as JSON', () => {
    const { lines, code } = ofp(['roundtrip'], `04020007${'00'.repeat(4)}\n`);
    expect(JSON.parse(lines[0]!)).toMatchObject({ error: expect.stringContaining('ECHO_REQUEST length at byte 2') });
    expect(code).toBe(0);
  });
});

describe('ofp decode and encode', () => {
  it('undo each other for every vector', () => {
    const decoded = ofp(['decode'], `${HEX.join('\n')}\n`);
    expect(decoded.lines.length).toBe(VECTORS.length);
    for (const [i, line] of decoded.lines.entries())
      expect(JSON.parse(line)).toMatchObject({ type: VECTORS[i]!.value.type });
    const encoded = ofp(['encode'], decoded.stdout);
    expect(encoded.lines).toEqual(HEX);
  });

  it('take hex in either case, with white space and with a carriage return', () => {
    const { lines } = ofp(['decode'], ' 04 02 00 0A\t00 00 00 01 aB Cd \r\n');
    expect(lines).toEqual(['{"version":4,"type":"ECHO_REQUEST","xid":1,"data":"abcd"}']);
  });

  it('write 64-bit fields as hex strings', () => {
    const { lines } = ofp(['decode'], '04060020000000010000000000000001000000000100000000000000 00000000\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ type: 'FEATURES_REPLY', datapathId: '0x1' });
  });
});

describe('each line gets a line', () => {
  const BAD_HEX = [
    '',
    ' ',
    'zz',
    '0',
    '04',
    ECHO.slice(0, -2),
    `${ECHO}ff`,
    '0302000800000001',
    'ü',
    '\u0000',
    '{"a":1}',
  ];
  it.each(['decode', 'roundtrip'])('of ofp %s', (command) => {
    const input = `${[...BAD_HEX, ECHO].join('\n')}\n`;
    const { lines, code, stderr } = ofp([command], input);
    expect(lines.length).toBe(BAD_HEX.length + 1);
    for (const line of lines.slice(0, -1)) expect(typeof JSON.parse(line).error).toBe('string');
    expect(lines.at(-1)).toContain('ECHO_REQUEST');
    expect([code, stderr]).toEqual([0, '']);
  });

  it('of ofp encode', () => {
    const bad = ['', 'x', '{', '[]', 'null', '1', '"a"', '{}', '{"version":4}', '{"version":4,"type":"FLOW_MOD"}'];
    const { lines, code } = ofp(['encode'], `${[...bad, '{"version":4,"type":"ECHO_REQUEST","xid":1}'].join('\n')}\n`);
    expect(lines.length).toBe(bad.length + 1);
    for (const line of lines.slice(0, -1)) expect(typeof JSON.parse(line).error).toBe('string');
    expect(lines.at(-1)).toBe(ECHO);
    expect(code).toBe(0);
  });

  it('also the last one without a newline, and none for no input', () => {
    expect(ofp(['roundtrip'], `${ECHO}\n${ECHO}`).lines).toEqual(['ok ECHO_REQUEST', 'ok ECHO_REQUEST']);
    expect(ofp(['roundtrip'], '').lines).toEqual([]);
    expect(ofp(['roundtrip'], '\n').lines.length).toBe(1);
  });

  it('also one that is not UTF-8', () => {
    const { lines } = ofp(['decode'], Uint8Array.of(0xff, 0xfe, 0x0a, 0x30, 0x34, 0x0a));
    expect(lines.length).toBe(2);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('error');
  });

  it('also one that is too long to be a message', () => {
    const { lines } = ofp(['decode'], `${'0'.repeat(17 * 1024 * 1024)}\n${ECHO}\n`);
    expect(lines.length).toBe(2);
    expect(JSON.parse(lines[0]!).error).toContain('a line of more than');
    expect(lines[1]).toContain('ECHO_REQUEST');
  });
});

describe('the process', () => {
  it('answers before its input ends', async () => {
    const child = spawn(process.execPath, [...OFP, 'roundtrip'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${ECHO}\n${ECHO.slice(0, 6)}`);
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    expect(first.toString()).toBe('ok ECHO_REQUEST\n');
    child.stdin.end(`${ECHO.slice(6)}\n`);
    const [second] = (await once(child.stdout, 'data')) as [Buffer];
    expect(second.toString()).toBe('ok ECHO_REQUEST\n');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });

  it('ends quietly when its reader has gone', async () => {
    const child = spawn(process.execPath, [...OFP, 'decode'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdin.on('error', () => {}); // it goes away while we write
    child.stdout.destroy();
    const feed = setInterval(() => child.stdin.write(`${ECHO}\n`.repeat(1000)), 5);
    const [code] = (await once(child, 'exit')) as [number];
    clearInterval(feed);
    expect([code, stderr]).toEqual([0, '']);
  });

  it.each([[['--nope']], [['decode', '--nope']], [['nope']], [['decode', 'file']], [[]]])(
    'refuses %j with 2',
    (args) => {
      const { code, stderr, stdout } = ofp(args);
      expect(code).toBe(2);
      expect(stderr).not.toBe('');
      expect(stdout).toBe('');
    },
  );

  it('explains itself with --help, and its examples do what they say', () => {
    const { code, stdout } = ofp(['--help']);
    expect(code).toBe(0);
    const example = /echo '([0-9a-f ]+)' \| ofp decode\n\s*(\{.*\})/.exec(stdout)!;
    expect(ofp(['decode'], `${example[1]}\n`).lines).toEqual([example[2]]);
    const encode = /echo '(\{[^']*\})' \|[^\n]*ofp encode\n\s*([0-9a-f]+)/.exec(stdout)!;
    expect(ofp(['encode'], `${encode[1]!.replaceAll('\n', '')}\n`).lines).toEqual([encode[2]]);
  });
});
