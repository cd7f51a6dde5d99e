// The load generator's command line.
import { describe, expect, it } from 'vitest';
import { HELP, parseOptions } from '../../bench/load/options.ts';

function refusal(...argv: string[]): string {
  try {
    parseOptions(argv);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('options', () => {
  it('load our controller as cbench does when nothing is said', () => {
    expect(parseOptions([])).toMatchObject({
      protocol: '1.0',
      mode: 'throughput',
      switches: 16,
      window: 0,
      macs: 1000,
      target: 'controller',
      workers: 1,
      native: true,
    });
  });

  it('have the controller that is started here do without its native bindings, and no other', () => {
    expect(parseOptions(['--no-native'])).toMatchObject({ native: false });
    expect(refusal('--no-native', '--null')).toContain('the controller that is started here');
    expect(refusal('--no-native', '--controller', 'localhost:6653')).toContain('the controller that is started here');
  });

  it('bound the window of OpenFlow 1.3 and of latency mode', () => {
    expect(parseOptions(['--protocol', '1.3'])).toMatchObject({ window: 64, liveSessions: 4096 });
    expect(parseOptions(['--mode', 'latency'])).toMatchObject({ window: 1 });
  });

  it('take a rate for an open loop', () => {
    expect(parseOptions(['--rate', '1000'])).toMatchObject({ mode: 'open', window: 0, rate: 1000 });
  });

  it('say what was wrong and what is expected', () => {
    expect(refusal('--switches', '0')).toBe('--switches 0: expected a number from 1 to 1024');
    expect(refusal('--switches', '1.5')).toBe('--switches 1.5: expected a whole number');
    expect(refusal('--protocol', '1.4')).toBe('--protocol 1.4: expected one of 1.0, 1.3');
    expect(refusal('--controller', 'localhost')).toBe('--controller localhost: expected HOST:PORT');
    expect(refusal('--bogus')).toContain('--help lists every flag');
    expect(refusal('--fault', 'drop')).toContain('add --null');
    expect(refusal('--protocol', '1.3', '--endpoints', '31')).toContain('too few: 2 for each of 16');
    expect(refusal('--protocol', '1.3', '--switches', '1', '--across', '0.5')).toContain('at least 2 switches');
  });

  it('take steps for a knee, which sets the rates and the mode itself', () => {
    const knee = ['--knee', 'knee.svg'];
    expect(parseOptions(knee)).toMatchObject({ kneePath: 'knee.svg', kneeMax: 0, seconds: 3, mode: 'throughput' });
    expect(parseOptions(knee)!.kneePercents).toEqual([5, 10, 20, 30, 40, 50, 60, 70, 80, 85, 90, 95, 100, 105, 110]);
    expect(parseOptions([...knee, '--knee-steps', '0.5,50'])!.kneePercents).toEqual([0.5, 50]);
    expect(refusal(...knee, '--knee-steps', '50,20')).toBe('--knee-steps 50,20: expected ascending percents');
    expect(refusal(...knee, '--knee-steps', '50,')).toBe('--knee-steps : expected a number from 0.1 to 1000');
    expect(refusal(...knee, '--knee-max', '0')).toBe('--knee-max 0: expected a number from 1 to 1000000000');
    expect(refusal(...knee, '--rate', '5')).toContain('leave out --rate and --mode');
    expect(refusal(...knee, '--mode', 'latency')).toContain('leave out --rate and --mode');
    expect(refusal(...knee, '--ceiling')).toContain('leave out --ceiling');
    expect(refusal(...knee, '--html', 'knee.html')).toContain('leave out --html');
  });

  it('are all in the help, and help asks for nothing else', () => {
    expect(parseOptions(['--help', '--json'])).toBeNull();
    for (const flag of [
      'protocol',
      'mode',
      'window',
      'rate',
      'across',
      'deny-share',
      'live',
      'ceiling',
      'spin',
      'knee',
      'knee-max',
    ]) {
      expect(HELP).toContain(`--${flag}`);
    }
  });
});
