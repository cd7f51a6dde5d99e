import { describe, expect, it } from 'vitest';
import { SpinTrust } from '#channel/spin-trust.ts';

/** Goes through idle times in which looking on is of use or not. @returns in how many it was done */
function idle(trust: SpinTrust, times: number, isOfUse: boolean): number {
  let done = 0;
  for (let i = 0; i < times; i++) {
    const looksOn = trust.begin();
    if (looksOn) done++;
    trust.end(!looksOn || !isOfUse);
  }
  return done;
}

describe('looking on before a sleep', () => {
  it('is done at first, and always while it is of use', () => {
    expect(idle(new SpinTrust(), 1000, true)).toBe(1000);
  });

  it('is given up when it is of no use, but for a trial now and then', () => {
    const trust = new SpinTrust();
    expect(idle(trust, 16, false)).toBe(16);
    expect(idle(trust, 800, false)).toBe(100);
  });

  it('comes back when a trial was of use', () => {
    const trust = new SpinTrust();
    idle(trust, 100, false);
    expect(idle(trust, 1000, true)).toBeGreaterThan(990);
  });

  it('is kept up when it is of use each third time', () => {
    const trust = new SpinTrust();
    for (let i = 0; i < 100; i++) expect(idle(trust, 1, true) + idle(trust, 2, false)).toBe(3);
  });
});
