// `ofp flow` as a process: text to hex, and where a mistake is.
import { describe, expect, it } from 'vitest';
import { runOfp } from './ofp-process.ts';

const TEXT = 'priority=100,tcp,nw_dst=10.0.0.1 actions=output:2';

describe('ofp flow', () => {
  it('writes hex that ofp print reads', () => {
    const { stdout, code } = runOfp(['flow', TEXT]);
    expect([stdout.startsWith('040e'), code]).toEqual([true, 0]);
    expect(runOfp(['print'], stdout).stdout).toBe(
      'OFPT_FLOW_MOD (OF1.3) (xid=0x0): ADD priority=100,tcp,nw_dst=10.0.0.1 actions=output:2\n',
    );
  });

  it('has versions, commands, JSON and text', () => {
    expect(runOfp(['flow', '--of', '1.0', '--print', TEXT]).stdout).toBe(
      'OFPT_FLOW_MOD (xid=0x0): ADD priority=100,tcp,nw_dst=10.0.0.1 actions=output:2\n',
    );
    const deleted = runOfp(['flow', '--command', 'delete', '--json', 'cookie=0x1/0xff']).stdout;
    expect(JSON.parse(deleted)).toMatchObject({ command: 'DELETE', cookie: '0x1', cookieMask: '0xff' });
  });

  it('shows a mistake with carets below it, and exits with 1', () => {
    expect(runOfp(['flow', 'tcp,tp_dst=99999,actions=drop'])).toEqual({
      stdout: '',
      stderr:
        'ofp: flow at character 12: found "99999", expected a number 0..65535\n' +
        '  tcp,tp_dst=99999,actions=drop\n' +
        '             ^^^^^\n',
      code: 1,
    });
    const { stdout, code } = runOfp(['flow', '--json', 'actions=nope']);
    expect([JSON.parse(stdout), code]).toMatchObject([{ at: 8, found: 'nope' }, 1]);
    expect(runOfp(['flow', '--of', '1.1', TEXT]).code).toBe(2);
    expect(runOfp(['flow']).code).toBe(2);
  });
});
