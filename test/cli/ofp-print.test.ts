// `ofp print` as a process: hex and binary, files and pipes, exit codes, colours.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeMessage } from '#openflow/message.ts';
import { printMessage } from '#openflow/text/message-text.ts';
import { VECTORS } from '../openflow/vectors/all.ts';
import { hex } from '../openflow/vectors/vector.ts';
import { runOfp, runOfpOnTerminal } from './ofp-process.ts';

const ALL = VECTORS.map(({ bytes }) => printMessage(bytes)).join('\n');
const ECHO = '0402000800000001';
const ECHO_TEXT = 'OFPT_ECHO_REQUEST (OF1.3) (xid=0x1): 0 bytes of payload\n';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daoli-print-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ofp print', () => {
  it('prints every vector: hex with one and with many messages a line, and bytes', () => {
    const lines = VECTORS.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
    expect(runOfp(['print'], lines.join('\n'))).toEqual({ stdout: `${ALL}\n`, stderr: '', code: 0 });
    expect(runOfp(['print'], `# all of them\n\n${lines.join('')} # done\r\n`).stdout).toBe(`${ALL}\n`);
    const file = join(folder, 'messages.bin');
    writeFileSync(file, Buffer.concat(VECTORS.map(({ bytes }) => bytes)));
    expect(runOfp(['print', file])).toEqual({ stdout: `${ALL}\n`, stderr: '', code: 0 });
  });

  it('prints what is right around what is not, and exits with 1', () => {
    const bad = `${ECHO}\nzz\n041400090000000200\n${ECHO}0402\n0402000700000001\n${ECHO}\n`;
    const { stdout, stderr, code } = runOfp(['print', '-'], bad);
    expect(stdout.split(ECHO_TEXT.trim()).length - 1).toBe(3);
    expect(stdout).toContain('OFPT_BARRIER_REQUEST (OF1.3) (xid=0x2): ***decode error: BARRIER_REQUEST at byte 8');
    expect(stderr.split('\n')).toEqual([
      'ofp: line 2: not hex, expected two digits for each byte',
      'ofp: line 4: at byte 8: the stream ends 2 bytes into a header',
      'ofp: line 5: at byte 0: a message of 7 bytes, expected 8 to 65535: framing is lost',
      '',
    ]);
    expect(code).toBe(1);
  });

  it('says where framing is lost in a stream of bytes', () => {
    const { stdout, stderr, code } = runOfp(['print'], Buffer.concat([hex(ECHO), hex('0402000700000001'), hex(ECHO)]));
    expect([stdout, code]).toEqual([ECHO_TEXT, 1]);
    expect(stderr).toContain('at byte 8: a message of 7 bytes');
  });

  it('writes JSON, a line for each message and each mistake', () => {
    const { stdout, code } = runOfp(['print', '--json'], `${ECHO}\n041400090000000200\nxx\n`);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toEqual([
      { version: 4, type: 'ECHO_REQUEST', xid: 1, data: '' },
      expect.objectContaining({ error: expect.stringContaining('BARRIER_REQUEST'), at: 0 }),
      { error: expect.stringContaining('line 3: not hex') },
    ]);
    expect(code).toBe(1);
  });

  it('has nothing to say of no input, and tells a file that is not there', () => {
    expect(runOfp(['print'])).toEqual({ stdout: '', stderr: '', code: 0 });
    const { stderr, code } = runOfp(['print', join(folder, 'nope')]);
    expect([stderr, code]).toEqual([expect.stringContaining('cannot read'), 1]);
    expect(runOfp(['print', '--nope']).code).toBe(2);
  });

  it('adds hex with -v', () => {
    expect(runOfp(['print', '-vv'], ECHO).stdout).toContain('00000000  04 02 00 08 00 00 00 01-');
  });

  it('takes what a terminal would obey out of names', () => {
    const desc = { portNo: 1, hwAddr: '02:00:00:00:00:01', name: '\u202eevil' };
    const bytes = encodeMessage({ version: 4, type: 'PORT_STATUS', reason: 'ADD', desc });
    const { stdout } = runOfp(['print'], bytes);
    expect(stdout).toContain('1(\\u202eevil)');
  });

  it('has colours on a terminal, unless they are not wanted', () => {
    const file = join(folder, 'echo.hex');
    writeFileSync(file, ECHO);
    const csi = '\u001b[';
    expect(runOfpOnTerminal(['print', file])).toContain(`${csi}1mOFPT_ECHO_REQUEST${csi}22m`);
    for (const plain of [
      runOfpOnTerminal(['print', '--no-color', file]),
      runOfpOnTerminal(['print', file], { NO_COLOR: '1' }),
      runOfp(['print', file]).stdout,
    ]) {
      expect(plain).toBe(ECHO_TEXT);
    }
  });

  it('explains itself, and its first example does what it says', () => {
    const { stdout, code } = runOfp(['print', '--help']);
    const example = /echo '([0-9a-f ]+)' \| ofp print\n\s*(.*)\n/.exec(stdout)!;
    expect(runOfp(['print'], example[1]!).stdout).toBe(`${example[2]}\n`);
    expect(code).toBe(0);
  });
});

describe('ofp completion', () => {
  it.each(['bash', 'zsh', 'fish'])('names the commands and options for %s', (shell) => {
    const { stdout, code } = runOfp(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['print', 'decode', 'verbose', 'no-color']) expect(stdout).toContain(word);
    expect(stdout).not.toContain('daolictl');
  });
});
