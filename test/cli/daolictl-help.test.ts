// What daolictl says about itself: --help of every command, and the completion scripts, which are made of the same tree.
import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../src/cli/daolictl.ts', import.meta.url));

const READING = [
  'datapath list',
  'datapath show',
  'endpoint list',
  'endpoint show',
  'host list',
  'network list',
  'group list',
  'policy list',
  'publication list',
  'service list',
  'session list',
  'why',
  'counters',
  'latency',
  'health',
  'ready',
];
const FAMILIES = ['datapath', 'endpoint', 'host', 'network', 'group', 'policy', 'publication', 'service', 'session'];

async function daolictl(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [PROGRAM, ...args]);
  return stdout;
}

/** What bash offers after `words`, of which the last is being written. */
async function complete(script: string, words: readonly string[]): Promise<string[]> {
  const program =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash that fills it in
    'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _daolictl; printf "%s\\n" "${COMPREPLY[@]}"';
  const { stdout } = await run('bash', ['-c', program, 'bash', script, ...words]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe.concurrent('help', () => {
  test('of daolictl lists every command, examples and exit codes', async () => {
    const help = await daolictl('--help');
    for (const command of READING) expect(help).toMatch(new RegExp(`^  ${command.split(' ')[0]}\\b`, 'm'));
    expect(help).toMatch(/^Examples:\n {2}daolictl /m);
    expect(help).toContain('Exit codes:');
    expect(help).toContain('DAOLI_HOST');
  });

  test.each([...READING, ...FAMILIES, 'completion'])('of %s has examples', async (command) => {
    const help = await daolictl(...command.split(' '), '--help');
    expect(help).toMatch(new RegExp(`^Usage: daolictl ${command.split(' ')[0]}`));
    expect(help).toMatch(/^Examples:\n.*daolictl /m);
    expect(help).toContain('--host <url>');
    if (READING.includes(command)) expect(help).toContain('--json');
  });

  test('names the version of the package', async () => {
    expect(await daolictl('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('the completion script of', () => {
  test('bash parses, and offers what may come next', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daolictl-'));
    const script = join(folder.path, 'daolictl.bash');
    await writeFile(script, await daolictl('completion', 'bash'));
    await run('bash', ['-n', script]);
    expect(await complete(script, ['daolictl', 'data'])).toEqual(['datapath']);
    expect(await complete(script, ['daolictl', 'datapath', ''])).toEqual(expect.arrayContaining(['list', 'show']));
    expect(await complete(script, ['daolictl', 'container', 'list', '--o'])).toEqual(['--on']);
    expect(await complete(script, ['daolictl', '--host', 'x:1', 'session', 'list', '--end'])).toEqual(['--endpoint']);
    expect(await complete(script, ['daolictl', 'latency', '--s'])).toEqual(['--stage', '--svg']);
    expect(await complete(script, ['daolictl', 'completion', ''])).toEqual(
      expect.arrayContaining(['bash', 'zsh', 'fish']),
    );
    expect(await complete(script, ['daolictl', 'why', 'c1', 'zz'])).toEqual([]);
  });

  // zsh and fish are seldom installed: their scripts are checked for what they must say, and parsed where a shell is there
  test.each([
    ['zsh', /^#compdef daolictl\n/, "'list:every endpoint, and whether it was found'"],
    ['fish', /^# fish completion of daolictl\n/, "-a 'list' -d 'every endpoint, and whether it was found'"],
  ])('%s knows every command', async (shell, start, entry) => {
    const script = await daolictl('completion', shell);
    expect(script).toMatch(start);
    expect(script).toContain(entry);
    for (const command of READING) expect(script).toContain(`${command}'`);
    await using folder = await mkdtempDisposable(join(tmpdir(), 'daolictl-'));
    const file = join(folder.path, `daolictl.${shell}`);
    await writeFile(file, script);
    await run(shell, ['-n', file]).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  });
});
